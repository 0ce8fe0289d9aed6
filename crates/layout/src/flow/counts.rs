//! In how many lines paragraphs of one measure are best set, so that no column ends behind the first or before the last
//! line of one, and all columns end together.

use broadsheet_typeset::{Ending, LineCounts};
use broadsheet_units::Length;

use super::{Body, Columns, Content};
use crate::shop::Shop;

/// In how many lines each body can be set at one measure: one more and one fewer than it likes at most.
pub(crate) fn counts(shop: &Shop<'_>, bodies: &[Body], measure: Length) -> Vec<LineCounts> {
    let count = |body: &Body| match &body.content {
        Content::Row(_) => {
            LineCounts { fewest: 1, best: 1, most: 1, endings: [Ending::Full; 3], pale: [0; 3] }
        }
        Content::Text(shaped) => {
            let counts = shop.composer.line_counts(shaped, &body.slots(measure));
            LineCounts {
                fewest: counts.fewest.max(counts.best.saturating_sub(1)),
                most: counts.most.min(counts.best + 1),
                ..counts
            }
        }
    };
    bodies.iter().map(count).collect()
}

/// The slots that the bodies take, each in the lines that it likes best.
pub(crate) fn liked(bodies: &[Body], counts: &[LineCounts], columns: &Columns) -> usize {
    bodies.iter().zip(counts).fold(0, |slot, (body, counts)| {
        let first = columns.settle(body, slot, counts.best);
        first + counts.best + columns.white(body, first)
    })
}

/// What a paragraph set one line longer or shorter than it likes costs at all, and, over its lines, for how far each
/// of them is stretched or squeezed: a short paragraph shows it in every line.
const UNLIKED: u32 = 6;
const UNLIKED_LINE: u32 = 140;
/// What a widow costs: the last line of a paragraph alone at the top of a column. More than a few paragraphs that are not
/// set as they like: none is left where it can be avoided.
const WIDOW: u32 = 400;
/// What an orphan costs: the first line of a paragraph alone at the foot of a column.
const ORPHAN: u32 = 250;
/// A setting of this cost leaves one of the two.
pub(crate) const ALONE: u32 = ORPHAN;
/// What it costs where a paragraph that is set a line longer or shorter ends in a short word, or in the end of a divided
/// one, and else would not. The first is better than an orphan, the second is not.
const SHORT_END: u32 = 120;
const DIVIDED_END: u32 = 300;
/// What it costs where so many lines in succession of such a paragraph are stretched nearly to the limit, and else would
/// not be: more than a widow, for a pale spot is seen from further away.
const MOST_PALE: usize = 2;
const PALE: u32 = 450;
/// What every slot costs that stays free because what follows is kept together.
const LEFT_FREE: u32 = 8;
/// What every line costs that is missing of the sum wanted: the last column ends above the others. One of them is better
/// than an orphan: a reader expects the story to end there.
const MISSING: u32 = 1_000;
const ONE_MISSING: u32 = 200;
/// What every line costs beyond it: it is overset.
pub(crate) const OVER: u32 = 100_000;

/// How many lines each body takes so that all together take `wanted` and no column ends behind the first or before
/// the last line of a paragraph, as far as both can be had; and what it costs. It is a shortest path over (paragraph, lines so far).
pub(crate) fn choose_counts(
    bodies: &[Body],
    counts: &[LineCounts],
    wanted: usize,
    columns: &Columns,
) -> (u32, Vec<usize>) {
    let mut reached: Vec<Vec<Reached>> = vec![vec![Reached { line: 0, cost: 0, count: 0, before: 0 }]];
    for (body, counts) in bodies.iter().zip(counts) {
        let before = reached.last().map_or(&[][..], Vec::as_slice);
        let mut now: Vec<Reached> = Vec::new();
        for from in before {
            for count in counts.fewest..=counts.most {
                let first = columns.settle(body, from.line, count);
                let left = u32::try_from(first - from.line).unwrap_or(u32::MAX).saturating_mul(LEFT_FREE);
                let unliked = unliked(count, counts);
                let breaking = at_breaks(body, first, count, columns);
                let cost = from.cost.saturating_add(left).saturating_add(unliked).saturating_add(breaking);
                let line = first + count + columns.white(body, first);
                match now.iter_mut().find(|known| known.line == line) {
                    Some(known) if known.cost <= cost => {}
                    Some(known) => *known = Reached { line, cost, count, before: from.line },
                    None => now.push(Reached { line, cost, count, before: from.line }),
                }
            }
        }
        reached.push(now);
    }
    let off = |line: usize| {
        let lines = u32::try_from(line.abs_diff(wanted)).unwrap_or(u32::MAX);
        match lines {
            lines if line > wanted => lines.saturating_mul(OVER),
            1 => ONE_MISSING,
            lines => lines.saturating_mul(MISSING),
        }
    };
    let ends = reached.last().map_or(&[][..], Vec::as_slice);
    let end = ends.iter().map(|end| (end.cost.saturating_add(off(end.line)), end.line)).min();
    let (cost, mut line) = end.unwrap_or_default();
    let mut chosen = Vec::new();
    for list in reached.iter().skip(1).rev() {
        let (count, before) =
            list.iter().find(|known| known.line == line).map_or((0, 0), |known| (known.count, known.before));
        chosen.push(count);
        line = before;
    }
    chosen.reverse();
    (cost, chosen)
}

/// Whether so many lines in succession that are stretched nearly to the limit show.
pub(super) fn is_pale(lines: usize) -> bool {
    lines > MOST_PALE
}

/// What it costs to set a paragraph in so many lines instead of those that it likes.
fn unliked(count: usize, counts: &LineCounts) -> u32 {
    let best = counts.best;
    let each = UNLIKED + UNLIKED_LINE / u32::try_from(best.max(1)).unwrap_or(u32::MAX);
    let off = u32::try_from(count.abs_diff(best)).unwrap_or(u32::MAX);
    let [fewer, liked, more] = counts.endings.map(|ending| match ending {
        Ending::Full => 0,
        Ending::Short => SHORT_END,
        Ending::Divided => DIVIDED_END,
    });
    let ending = if count < best { fewer } else { more };
    let [pale_fewer, pale_liked, pale_more] = counts.pale.map(|lines| if is_pale(lines) { PALE } else { 0 });
    let pale = if count < best { pale_fewer } else { pale_more };
    let worse = ending.saturating_sub(liked).saturating_add(pale.saturating_sub(pale_liked));
    off.saturating_mul(each.saturating_add(worse))
}

/// A number of slots that the paragraphs so far can take: at what cost, how many lines the last one has, and the slots
/// before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Reached {
    line: usize,
    cost: u32,
    count: usize,
    before: usize,
}

/// What the column breaks inside a paragraph cost.
fn at_breaks(body: &Body, start: usize, count: usize, columns: &Columns) -> u32 {
    let end = start + count + columns.white(body, start);
    let mut cost = 0;
    for slot in columns.starts.iter().filter(|slot| **slot > start && **slot < end) {
        cost += match *slot {
            slot if count > 1 && slot == end - 1 => WIDOW,
            slot if count > 1 && slot == start + 1 => ORPHAN,
            _ => 0,
        };
    }
    cost
}
