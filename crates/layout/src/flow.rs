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
use crate::table::Row;

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

/// A paragraph of the body, ready to be set.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) content: Content,
    /// The rows of white around it: a subhead stands in the middle of its lines and these.
    pub(crate) white: usize,
    /// So many rows from its first must stand in one column, besides its white: a drop cap's.
    pub(crate) kept: usize,
    /// All of it must, and a row beneath it: a subhead.
    pub(crate) heads: bool,
    pub(crate) inset: Inset,
}

/// What a paragraph is.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Text.
    Text(Arc<ShapedParagraph>),
    /// A row of a table: one line.
    Row(Arc<Row>),
}

/// How far lines stand in from the left: behind a drop cap, behind a bullet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Inset {
    /// Lines that stand in by `first`; the others stand in by `rest`.
    pub(crate) lines: usize,
    pub(crate) first: Length,
    pub(crate) rest: Length,
}

impl Inset {
    /// How far a line stands in.
    pub(crate) fn of(&self, line: usize) -> Length {
        if line < self.lines { self.first } else { self.rest }
    }
}

/// A body set over slots: every paragraph's lines, and the slot of its first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    pub(crate) paragraphs: Vec<Flowed>,
    /// All slots that it takes, those that a subhead left free at a column's foot too.
    pub(crate) lines: usize,
}

/// A paragraph in the flow.
#[derive(Clone, Debug)]
pub(crate) struct Flowed {
    /// The slot of its first line.
    pub(crate) first: usize,
    /// The rows of white around it.
    pub(crate) white: usize,
    pub(crate) lines: Vec<Line>,
    pub(crate) notices: Vec<broadsheet_typeset::Notice>,
    /// A row of a table is wider than its measure.
    pub(crate) too_wide: bool,
}

impl Flowed {
    /// How many of its lines stand before a slot: of a subhead all or none.
    pub(crate) fn before(&self, slot: usize) -> usize {
        let slots = slot.saturating_sub(self.first);
        match self.white {
            0 => slots.min(self.lines.len()),
            white if slots >= self.lines.len() + white => self.lines.len(),
            _ => 0,
        }
    }
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
    let count = |body: &Body| match &body.content {
        Content::Row(_) => LineCounts { fewest: 1, best: 1, most: 1 },
        Content::Text(shaped) => {
            let counts = shop.composer.line_counts(shaped, &body.slots(measure));
            LineCounts {
                fewest: counts.fewest.max(counts.best.saturating_sub(1)),
                best: counts.best,
                most: counts.most.min(counts.best + 1),
            }
        }
    };
    bodies.iter().map(count).collect()
}

/// The slots that the bodies take, each in the lines that it likes best.
pub(crate) fn liked(bodies: &[Body], counts: &[LineCounts], columns: &Columns) -> usize {
    bodies
        .iter()
        .zip(counts)
        .fold(0, |slot, (body, counts)| columns.settle(body, slot, counts.best) + counts.best + body.white)
}

/// Where columns start among the slots, and where the slots end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Columns {
    starts: Vec<usize>,
    end: usize,
}

impl Columns {
    pub(crate) fn of(places: &[Place]) -> Self {
        let turns = (1..places.len()).filter(|n| places[*n].column != places[*n - 1].column);
        Self { starts: turns.collect(), end: places.len() }
    }

    /// The slot that a body of so many lines starts in where the one before it ended: the next column's first where
    /// what must stand together would not.
    fn settle(&self, body: &Body, slot: usize, lines: usize) -> usize {
        let kept = if body.heads { lines + body.white + 1 } else { body.kept };
        if kept <= 1 || slot == 0 || self.starts.contains(&slot) {
            return slot;
        }
        match self.starts.iter().chain([&self.end]).find(|start| **start > slot) {
            Some(start) if start - slot < kept => *start,
            _ => slot,
        }
    }
}

impl Body {
    /// The slots of its lines at one measure.
    fn slots(&self, measure: Length) -> Vec<Slot> {
        let slot = |line| Slot::new((measure - self.inset.of(line)).max(Length::from_raw(1)));
        (0..=self.inset.lines).map(slot).collect()
    }

    /// The lines that it likes best over slots.
    fn lines(&self, shop: &Shop<'_>, slots: &[Slot]) -> usize {
        match &self.content {
            Content::Row(_) => 1,
            Content::Text(shaped) => shop.composer.line_counts(shaped, slots).best,
        }
    }
}

/// Sets bodies over slots, each as its best setting has it. Lines past the last slot are set at its measure; where
/// there is no slot at all, at `measure`, so that what is over is counted in rows that could be.
pub(crate) fn straight(shop: &Shop<'_>, bodies: &[Body], places: &[Place], measure: Length) -> Flow {
    let last = places.last().map_or(measure, |place| place.measure);
    let columns = Columns::of(places);
    let even = is_even(places);
    let mut flow = Flow::default();
    for body in bodies {
        // Where a subhead settles follows from its lines, which are nearly always one.
        let mut first = columns.settle(body, flow.lines, 1);
        if even {
            let slots = body.slots(last);
            if body.heads {
                first = columns.settle(body, flow.lines, body.lines(shop, &slots));
            }
            flow.set(shop, body, first, &slots, SetRequest::default());
            continue;
        }
        let measures = places.get(first..).unwrap_or_default().iter().map(|place| place.measure);
        let slots: Vec<Slot> = measures
            .chain([last])
            .enumerate()
            .map(|(line, measure)| Slot::new((measure - body.inset.of(line)).max(Length::from_raw(1))))
            .collect();
        if body.heads {
            first = columns.settle(body, flow.lines, body.lines(shop, &slots));
        }
        flow.set(shop, body, first, &slots, SetRequest::default());
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
    columns: &Columns,
) -> Flow {
    let mut flow = Flow::default();
    for (body, (counts, count)) in bodies.iter().zip(counts.iter().zip(chosen)) {
        let whole = |count: usize| i32::try_from(count).unwrap_or(0);
        let request = SetRequest { looseness: whole(*count) - whole(counts.best) };
        let first = columns.settle(body, flow.lines, *count);
        flow.set(shop, body, first, &body.slots(measure), request);
    }
    flow
}

impl Flow {
    fn set(&mut self, shop: &Shop<'_>, body: &Body, first: usize, slots: &[Slot], request: SetRequest) {
        let (set, too_wide) = match &body.content {
            Content::Text(shaped) => (shop.composer.set(shaped, slots, request), false),
            Content::Row(row) => {
                let (line, too_wide) = row.set(slots.first().map_or(Length::ZERO, |slot| slot.measure));
                (broadsheet_typeset::Set { lines: vec![line], notices: row.notices.clone() }, too_wide)
            }
        };
        self.lines = first + set.lines.len() + body.white;
        let (lines, notices) = (set.lines, set.notices);
        self.paragraphs.push(Flowed { first, white: body.white, lines, notices, too_wide });
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
/// What every slot costs that stays free because what follows is kept together.
const LEFT_FREE: u32 = 8;
/// What every line costs by which the sum is not the one wanted.
const OFF: u32 = 25;

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
                let unliked = unliked(count, counts.best);
                let breaking = at_breaks(body, first, count, columns);
                let cost = from.cost.saturating_add(left).saturating_add(unliked).saturating_add(breaking);
                let line = first + count + body.white;
                match now.iter_mut().find(|known| known.line == line) {
                    Some(known) if known.cost <= cost => {}
                    Some(known) => *known = Reached { line, cost, count, before: from.line },
                    None => now.push(Reached { line, cost, count, before: from.line }),
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
        let (count, before) =
            list.iter().find(|known| known.line == line).map_or((0, 0), |known| (known.count, known.before));
        chosen.push(count);
        line = before;
    }
    chosen.reverse();
    (cost, chosen)
}

/// What it costs to set a paragraph in so many lines instead of those that it likes.
fn unliked(count: usize, best: usize) -> u32 {
    let each = UNLIKED + UNLIKED_LINE / u32::try_from(best.max(1)).unwrap_or(u32::MAX);
    u32::try_from(count.abs_diff(best)).unwrap_or(u32::MAX).saturating_mul(each)
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
    let end = start + count + body.white;
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
