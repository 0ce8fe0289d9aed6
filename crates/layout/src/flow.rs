//! The flow of a body over the slots of its module: which row of which column every line stands in.
//!
//! On a baseline grid row n is slot n before anything is broken, so the slots are known first: the rows of every
//! text column that head and pictures leave free. Where all slots have one measure (nearly always) paragraphs are set
//! alone, and a small search over their possible line counts ([`typeset`](broadsheet_typeset)'s looseness) keeps
//! widows and orphans away from column breaks and lets the columns end on one row. Where measures differ, paragraphs
//! are set one after the other over the slots where they come to stand.

use std::sync::Arc;

use broadsheet_typeset::{Line, LineCounts, SetRequest, ShapedParagraph, Slot};
use broadsheet_units::Length;

use crate::shop::Shop;

/// A place for a line of body text, from the module's origin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) column: u16,
    pub(crate) row: u16,
    pub(crate) x: Length,
    pub(crate) measure: Length,
}

/// Part of a module that text keeps clear of: rows from `top` to `foot`, and a stretch of its width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Obstacle {
    pub(crate) top: u32,
    pub(crate) foot: u32,
    pub(crate) left: Length,
    pub(crate) right: Length,
}

/// A text column: where it starts and how wide it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Column {
    pub(crate) x: Length,
    pub(crate) width: Length,
}

/// The columns of a module and what stands in them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Chase {
    pub(crate) columns: Vec<Column>,
    pub(crate) obstacles: Vec<Obstacle>,
    /// A slot narrower than this is not used.
    pub(crate) least: Length,
}

/// A paragraph of the body, shaped.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) shaped: Arc<ShapedParagraph>,
    /// A subhead must not be the last line of a column.
    pub(crate) subhead: bool,
}

/// A body set over slots: every paragraph's lines, and the slot of its first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    pub(crate) paragraphs: Vec<Flowed>,
    /// All lines.
    pub(crate) lines: usize,
}

/// A paragraph in the flow.
#[derive(Clone, Debug)]
pub(crate) struct Flowed {
    /// The slot of its first line.
    pub(crate) first: usize,
    pub(crate) lines: Vec<Line>,
    pub(crate) notices: Vec<broadsheet_typeset::Notice>,
}

impl Chase {
    /// The slots of all columns from row 0 down to `foot`, in the order of reading.
    pub(crate) fn places(&self, foot: u16) -> Vec<Place> {
        let mut places = Vec::with_capacity(self.columns.len() * usize::from(foot));
        for (number, column) in self.columns.iter().enumerate() {
            for row in 0..foot {
                if let Some((x, measure)) = self.free(*column, u32::from(row)) {
                    places.push(Place { column: u16::try_from(number).unwrap_or(u16::MAX), row, x, measure });
                }
            }
        }
        places
    }

    /// The widest free stretch of a column in a row.
    fn free(&self, column: Column, row: u32) -> Option<(Length, Length)> {
        let end = column.x + column.width;
        let mut cuts: Vec<(Length, Length)> = self
            .obstacles
            .iter()
            .filter(|o| o.top <= row && row < o.foot && o.left < end && column.x < o.right)
            .map(|o| (o.left, o.right))
            .collect();
        if cuts.is_empty() {
            return Some((column.x, column.width));
        }
        cuts.sort_unstable();
        let mut best = (column.x, Length::ZERO);
        let mut from = column.x;
        for (left, right) in cuts.into_iter().chain([(end, end)]) {
            if left.min(end) - from > best.1 {
                best = (from, left.min(end) - from);
            }
            from = from.max(right);
        }
        (best.1 >= self.least).then_some(best)
    }
}

/// Whether all slots have one measure.
pub(crate) fn is_even(places: &[Place]) -> bool {
    places.windows(2).all(|pair| pair[0].measure == pair[1].measure)
}

/// In how many lines each body can be set at one measure: one more and one fewer than it likes at most.
pub(crate) fn counts(shop: &Shop<'_>, bodies: &[Body], measure: Length) -> Vec<LineCounts> {
    let slots = [Slot::new(measure)];
    let count = |body: &Body| {
        let counts = shop.composer.line_counts(&body.shaped, &slots);
        LineCounts {
            fewest: counts.fewest.max(counts.best.saturating_sub(1)),
            best: counts.best,
            most: counts.most.min(counts.best + 1),
        }
    };
    bodies.iter().map(count).collect()
}

/// Sets bodies over slots, each as its best setting has it. Lines past the last slot are set at its measure; where
/// there is no slot at all, at `measure`, so that what is over is counted in rows that could be.
pub(crate) fn straight(shop: &Shop<'_>, bodies: &[Body], places: &[Place], measure: Length) -> Flow {
    let mut slots: Vec<Slot> = places.iter().map(|place| Slot::new(place.measure)).collect();
    if slots.is_empty() {
        slots.push(Slot::new(measure));
    }
    let even = is_even(places);
    let mut flow = Flow::default();
    for body in bodies {
        let from =
            if even { slots.len().saturating_sub(1) } else { flow.lines.min(slots.len().saturating_sub(1)) };
        let set = shop.composer.set(&body.shaped, &slots[from.min(slots.len())..], SetRequest::default());
        flow.push(set);
    }
    flow
}

/// Sets bodies at one measure, each in so many lines as `chosen` says.
pub(crate) fn set_in(
    shop: &Shop<'_>,
    bodies: &[Body],
    measure: Length,
    counts: &[LineCounts],
    chosen: &[usize],
) -> Flow {
    let slots = [Slot::new(measure)];
    let mut flow = Flow::default();
    for (body, (counts, count)) in bodies.iter().zip(counts.iter().zip(chosen)) {
        let whole = |count: usize| i32::try_from(count).unwrap_or(0);
        let request = SetRequest { looseness: whole(*count) - whole(counts.best) };
        flow.push(shop.composer.set(&body.shaped, &slots, request));
    }
    flow
}

impl Flow {
    fn push(&mut self, set: broadsheet_typeset::Set) {
        let first = self.lines;
        self.lines += set.lines.len();
        self.paragraphs.push(Flowed { first, lines: set.lines, notices: set.notices });
    }
}

/// What a paragraph set one line longer or shorter than it likes costs at all, and, over its lines, for how far each
/// of them is stretched or squeezed: a short paragraph shows it in every line.
const UNLIKED: u32 = 6;
const UNLIKED_LINE: u32 = 140;
/// What a widow costs: the last line of a paragraph alone at the top of a column.
const WIDOW: u32 = 30;
/// What an orphan costs: the first line of a paragraph alone at the foot of a column.
const ORPHAN: u32 = 10;
/// What a subhead at the foot of a column costs.
const LEFT_SUBHEAD: u32 = 200;
/// What every line costs by which the sum is not the one wanted.
const OFF: u32 = 25;

/// How many lines each body takes so that all together take `wanted` and no column ends behind the first or before
/// the last line of a paragraph, as far as both can be had; and what it costs. `breaks` are the slots that start a
/// column. It is a shortest path over (paragraph, lines so far).
pub(crate) fn choose_counts(
    bodies: &[Body],
    counts: &[LineCounts],
    wanted: usize,
    breaks: &[usize],
) -> (u32, Vec<usize>) {
    let mut reached: Vec<Vec<Reached>> = vec![vec![Reached { line: 0, cost: 0, count: 0 }]];
    for (body, counts) in bodies.iter().zip(counts) {
        let before = reached.last().map_or(&[][..], Vec::as_slice);
        let mut now: Vec<Reached> = Vec::new();
        for from in before {
            for count in counts.fewest..=counts.most {
                let unliked = unliked(count, counts.best);
                let breaking = at_breaks(body, from.line, count, breaks);
                let cost = from.cost.saturating_add(unliked).saturating_add(breaking);
                let line = from.line + count;
                match now.iter_mut().find(|known| known.line == line) {
                    Some(known) if known.cost <= cost => {}
                    Some(known) => *known = Reached { line, cost, count },
                    None => now.push(Reached { line, cost, count }),
                }
            }
        }
        reached.push(now);
    }
    // Too many lines are overset, too few only a short column: the former weigh more.
    let off = |line: usize| {
        let lines = u32::try_from(line.abs_diff(wanted)).unwrap_or(u32::MAX);
        lines.saturating_mul(if line > wanted { 2 * OFF } else { OFF })
    };
    let ends = reached.last().map_or(&[][..], Vec::as_slice);
    let end = ends.iter().map(|end| (end.cost.saturating_add(off(end.line)), end.line)).min();
    let (cost, mut line) = end.unwrap_or_default();
    let mut chosen = Vec::new();
    for list in reached.iter().skip(1).rev() {
        let count = list.iter().find(|known| known.line == line).map_or(0, |known| known.count);
        chosen.push(count);
        line -= count.min(line);
    }
    chosen.reverse();
    (cost, chosen)
}

/// What it costs to set a paragraph in so many lines instead of those that it likes.
fn unliked(count: usize, best: usize) -> u32 {
    let each = UNLIKED + UNLIKED_LINE / u32::try_from(best.max(1)).unwrap_or(u32::MAX);
    u32::try_from(count.abs_diff(best)).unwrap_or(u32::MAX).saturating_mul(each)
}

/// A number of lines that the paragraphs so far can take: at what cost, and of these lines how many the last has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Reached {
    line: usize,
    cost: u32,
    count: usize,
}

/// What the column breaks inside a paragraph cost.
fn at_breaks(body: &Body, start: usize, count: usize, breaks: &[usize]) -> u32 {
    let end = start + count;
    let mut cost = 0;
    for slot in breaks.iter().filter(|slot| **slot > start && **slot <= end) {
        cost += match *slot {
            slot if slot == end && body.subhead => LEFT_SUBHEAD,
            slot if slot == end || body.subhead => 0,
            slot if count > 1 && slot == end - 1 => WIDOW,
            slot if count > 1 && slot == start + 1 => ORPHAN,
            _ => 0,
        };
    }
    cost
}
