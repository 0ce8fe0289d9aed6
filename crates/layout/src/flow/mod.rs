//! The flow of a body over the slots of its module: which row of which column every line stands in.
//!
//! On a baseline grid row n is slot n before anything is broken, so the slots are known first: the rows of every
//! text column that head and pictures leave free. Where all slots have one measure (nearly always) paragraphs are set
//! alone, and a small search over their possible line counts ([`typeset`](broadsheet_typeset)'s looseness) keeps
//! widows and orphans away from column breaks and lets the columns end on one row. Where measures differ, paragraphs
//! are set one after the other over the slots where they come to stand, and are told where a column starts.

mod counts;

use std::sync::Arc;

use broadsheet_typeset::{Line, LineCounts, Set, SetRequest, ShapedParagraph, Slot};
use broadsheet_units::Length;

use crate::shop::Shop;
use crate::table::Row;

pub(crate) use counts::{ALONE, OVER, choose_counts, counts, liked};

/// A place for a line of body text, from the module's origin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) column: u16,
    pub(crate) row: u16,
    pub(crate) x: Length,
    pub(crate) measure: Length,
}

impl Place {
    /// Whether another one stands straight beneath it.
    pub(crate) fn goes_on(&self, next: &Self) -> bool {
        self.column == next.column && self.row + 1 == next.row
    }
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
    /// The side of a cell of the character grid, in which slots start and end too; nothing where there is none.
    pub(crate) cell: Option<Length>,
}

/// A paragraph of the body, ready to be set.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) content: Content,
    /// The rows of white around it: a subhead stands in the middle of its lines and these.
    pub(crate) white: usize,
    /// So many rows from its first must stand in one column, besides its white: a drop cap's.
    pub(crate) kept: usize,
    /// All of it must, with so many rows beneath it: a subhead's; 0: of what is no subhead.
    pub(crate) beneath: usize,
    /// It is the subhead of a table: at the head of a column too white parts it from the table's first rule.
    pub(crate) heads_table: bool,
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
    /// How many of its lines in succession are stretched nearly to the limit.
    pale: usize,
    /// A row of a table is wider than its measure.
    pub(crate) too_wide: bool,
}

impl Flowed {
    /// How many of its lines stand before a slot: of a subhead with white around it all or none.
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
    /// The slots of all columns from row 0 down to `foot`, in the order of reading. A part of a column of a single row
    /// stays blank where others have more: a line above or beneath a picture, on its own, is no column.
    pub(crate) fn places(&self, foot: u16) -> Vec<Place> {
        let mut places = Vec::with_capacity(self.columns.len() * usize::from(foot));
        for (number, column) in self.columns.iter().enumerate() {
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            let place = |row: u16| {
                let (x, measure) = self.free(*column, u32::from(row))?;
                Some(Place { column: number, row, x, measure })
            };
            places.extend((0..foot).filter_map(place));
        }
        let mut alone: Vec<(u16, u16)> = Vec::new();
        let mut longest = 0;
        for part in places.chunk_by(Place::goes_on) {
            longest = longest.max(part.len());
            alone.extend(part.iter().filter(|_| part.len() == 1).map(|place| (place.column, place.row)));
        }
        if longest > 1 && !alone.is_empty() {
            places.retain(|place| !alone.contains(&(place.column, place.row)));
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
        if let Some(cell) = self.cell {
            let cells = |count: usize| cell * i32::try_from(count).unwrap_or(i32::MAX);
            let (x, stop) = (column.x + cells((best.0 - column.x).cover(cell)), best.0 + best.1);
            best = (x, cells((stop - x).whole(cell)));
        }
        (best.1 >= self.least).then_some(best)
    }
}

/// The columns that reach the lowest row.
pub(crate) fn lowest(places: &[Place]) -> Vec<u16> {
    let lowest = places.iter().map(|place| place.row).max();
    places.iter().filter(|place| Some(place.row) == lowest).map(|place| place.column).collect()
}

/// The slots without the last one of these columns, all of which reach the lowest row.
pub(crate) fn without_feet(places: &[Place], columns: &[u16]) -> Vec<Place> {
    let lowest = places.iter().map(|place| place.row).max();
    let is_cut = |place: &&Place| Some(place.row) == lowest && columns.contains(&place.column);
    places.iter().filter(|place| !is_cut(place)).copied().collect()
}

/// Sets of so many columns that may end a row before the others, of those that reach the lowest row.
pub(crate) type Feet = fn(&[u16], usize) -> Vec<Vec<u16>>;

/// The last ones, as a reader expects.
pub(crate) fn last_feet(columns: &[u16], feet: usize) -> Vec<Vec<u16>> {
    vec![columns[columns.len().saturating_sub(feet)..].to_vec()]
}

/// The last ones but for one further ahead, where that is what keeps a paragraph together.
pub(crate) fn other_feet(columns: &[u16], feet: usize) -> Vec<Vec<u16>> {
    let Some(more) = feet.checked_sub(1) else { return Vec::new() };
    let (ahead, last) = columns.split_at(columns.len().saturating_sub(more));
    ahead.iter().rev().skip(1).map(|one| [&[*one], last].concat()).collect()
}

/// Whether all slots have one measure.
pub(crate) fn is_even(places: &[Place]) -> bool {
    places.windows(2).all(|pair| pair[0].measure == pair[1].measure)
}

/// Where columns start among the slots, and where the slots end. Beneath something that stands in the middle of a column
/// it starts anew: a reader's eye has as far to go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Columns {
    starts: Vec<usize>,
    end: usize,
}

impl Columns {
    pub(crate) fn of(places: &[Place]) -> Self {
        let turns = places.windows(2).enumerate().filter(|(_, pair)| !pair[0].goes_on(&pair[1]));
        Self { starts: turns.map(|(n, _)| n + 1).collect(), end: places.len() }
    }

    /// Where text goes on behind the last slot on another page: what stands there first starts a column too.
    pub(crate) fn going_on(mut self) -> Self {
        self.starts.push(self.end);
        self
    }

    fn starts_at(&self, slot: usize) -> bool {
        self.starts.binary_search(&slot).is_ok()
    }

    /// The rows of white around a body whose first line is in a slot: none at the head of a column, where a subhead stands
    /// on the first row, unless a table is beneath it.
    fn white(&self, body: &Body, slot: usize) -> usize {
        if self.is_head(slot) && !body.heads_table { 0 } else { body.white }
    }

    /// Whether a slot is the first of a column.
    pub(crate) fn is_head(&self, slot: usize) -> bool {
        slot == 0 || self.starts_at(slot)
    }

    /// The slot that a body of so many lines starts in where the one before it ended: the first of the next column that
    /// has room for it where what must stand together would not, as long as no more is left blank for it than it takes
    /// itself; else this one if a column starts with it.
    fn settle(&self, body: &Body, slot: usize, lines: usize) -> usize {
        let kept = |slot: usize| match body.beneath {
            0 => body.kept,
            beneath => lines + self.white(body, slot) + beneath,
        };
        if kept(slot) <= 1 {
            return slot;
        }
        let ends = || self.starts.iter().chain([&self.end]).copied().filter(|end| *end > slot);
        let mut from = slot;
        for end in ends() {
            if end - from >= kept(from) {
                return from;
            }
            if end - slot > kept(slot) {
                break;
            }
            from = end;
        }
        if self.is_head(slot) { slot } else { ends().next().unwrap_or(slot) }
    }
}

impl Body {
    /// A slot for one of its lines.
    fn slot(&self, line: usize, measure: Length) -> Slot {
        Slot::new((measure - self.inset.of(line)).max(Length::from_raw(1)))
    }

    /// The slots of its lines at one measure.
    fn slots(&self, measure: Length) -> Vec<Slot> {
        (0..=self.inset.lines).map(|line| self.slot(line, measure)).collect()
    }

    /// How much further than its indent the first line stands in, in a slot: as far as the edge of the row beneath does,
    /// beside a shape or above a notch, where the indent would not show.
    pub(crate) fn lead_in(&self, first: usize, places: &[Place]) -> Length {
        let Content::Text(shaped) = &self.content else { return Length::ZERO };
        let indented = shaped.paragraph().indent > Length::ZERO;
        match places.get(first..).unwrap_or_default() {
            [here, next, ..] if indented && here.goes_on(next) => {
                (next.x - here.x).clamp(Length::ZERO, here.measure / 2)
            }
            _ => Length::ZERO,
        }
    }

    /// The slots of its lines from `first` on, as many as it can need, and where columns start among them.
    fn slots_from(&self, first: usize, places: &[Place], last: Length, columns: &Columns) -> Vec<Slot> {
        let mut slots = Vec::new();
        let lead = self.lead_in(first, places);
        let mut left = self.width();
        let mut more = SPARE_SLOTS;
        for (line, measure) in places
            .get(first..)
            .unwrap_or_default()
            .iter()
            .map(|place| place.measure)
            .chain([last])
            .enumerate()
        {
            let slot = self.slot(line, if line == 0 { measure - lead } else { measure });
            slots.push(if columns.starts_at(first + line) { slot.at_column_start() } else { slot });
            left -= i64::from(slot.measure.raw());
            if left < 0 {
                if more == 0 {
                    break;
                }
                more -= 1;
            }
        }
        slots
    }

    /// How wide it is on one line, rather too much than too little.
    fn width(&self) -> i64 {
        let Content::Text(shaped) = &self.content else { return 0 };
        let of_span = |span: &broadsheet_typeset::Span| {
            let (size, track) = (i64::from(span.style.size.raw()), i64::from(span.style.tracking.max(0)));
            let thousandths = |c: char| {
                track + if c.is_ascii() { LATIN_WIDTH } else { 1000 } * i64::from(span.style.scale_x) / 1000
            };
            span.text.chars().map(thousandths).sum::<i64>() * size / 1000
        };
        let paragraph = shaped.paragraph();
        paragraph.spans.iter().map(of_span).sum::<i64>() + i64::from(paragraph.indent.raw())
    }

    /// The lines that it likes best over slots.
    fn lines(&self, shop: &Shop<'_>, slots: &[Slot]) -> usize {
        match &self.content {
            Content::Row(_) => 1,
            Content::Text(shaped) => shop.composer.line_counts(shaped, slots).best,
        }
    }
}

/// Slots that a paragraph is given beyond those that it should fill: no more, so that what comes far behind it is not
/// part of what its setting is remembered by.
const SPARE_SLOTS: usize = 4;
/// The width of a Latin character, in thousandths of the em, rather too much than too little.
const LATIN_WIDTH: i64 = 560;

/// About how many slots bodies take, by their widths alone.
pub(crate) fn about(bodies: &[Body], places: &[Place]) -> usize {
    let columns = Columns::of(places);
    let last = places.last().map_or(Length::ZERO, |place| place.measure);
    let mut slot = 0;
    for body in bodies {
        slot = columns.settle(body, slot, 1);
        let from = slot;
        let (mut left, mut line) = (body.width().max(1), 0);
        while left > 0 {
            let measure = places.get(slot).map_or(last, |place| place.measure);
            left -= i64::from(body.slot(line, measure).measure.raw()).max(1024);
            slot += 1;
            line += 1;
        }
        slot += columns.white(body, from);
    }
    slot
}

/// Sets bodies over slots, each as its best setting has it where a column's first line is not the last one of a
/// paragraph, nor its last line the first one. Lines past the last slot are set at its measure; where there is no slot
/// at all, at `measure`, so that what is over is counted in rows that could be. `others` are bodies that are set in
/// so many lines more than they like.
pub(crate) fn straight(
    shop: &Shop<'_>,
    bodies: &[Body],
    places: &[Place],
    measure: Length,
    columns: &Columns,
    others: &[(usize, i32)],
) -> Flow {
    let last = places.last().map_or(measure, |place| place.measure);
    let mut flow = Flow::default();
    for (n, body) in bodies.iter().enumerate() {
        let looseness = others.iter().filter(|(body, _)| *body == n).map(|(_, lines)| lines).sum();
        let request = SetRequest { looseness };
        // Where a subhead settles follows from its lines, which are nearly always one.
        let mut first = columns.settle(body, flow.lines, 1);
        let mut slots = body.slots_from(first, places, last, columns);
        if body.beneath > 0 {
            first = columns.settle(body, flow.lines, body.lines(shop, &slots));
            slots = body.slots_from(first, places, last, columns);
        }
        flow.set(shop, body, first, columns.white(body, first), &slots, request);
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
        flow.set(shop, body, first, columns.white(body, first), &body.slots(measure), request);
        flow.mend_divided(shop, body, measure, request, columns);
    }
    flow
}

impl Flow {
    /// Where columns start behind the first line of a paragraph, or before its last: the slot and the paragraph.
    pub(crate) fn alone(&self, columns: &Columns) -> Vec<(usize, usize)> {
        let of_paragraph = |(n, flowed): (usize, &Flowed)| {
            let (first, count) = (flowed.first, flowed.lines.len());
            let mut slots = vec![first + 1, first + count.saturating_sub(1)];
            slots.dedup();
            slots.retain(|slot| flowed.white == 0 && count > 1 && columns.starts_at(*slot));
            slots.into_iter().map(move |slot| (slot, n))
        };
        self.paragraphs.iter().enumerate().flat_map(of_paragraph).collect()
    }

    /// Whether one of its paragraphs is pale that is not in another flow of the same bodies.
    pub(crate) fn is_paler(&self, other: &Self) -> bool {
        let mut pairs = self.paragraphs.iter().zip(&other.paragraphs);
        pairs.any(|(own, other)| counts::is_pale(own.pale) && !counts::is_pale(other.pale))
    }

    /// Sets the last paragraph once more where one of its words is divided between two columns: told where they start,
    /// if it comes out in as many lines.
    fn mend_divided(
        &mut self,
        shop: &Shop<'_>,
        body: &Body,
        measure: Length,
        request: SetRequest,
        columns: &Columns,
    ) {
        let (Some(flowed), Content::Text(shaped)) = (self.paragraphs.last_mut(), &body.content) else {
            return;
        };
        let first = flowed.first;
        let divided = |(n, line): (usize, &Line)| line.hyphen && columns.starts_at(first + n + 1);
        if !flowed.lines.iter().enumerate().any(divided) {
            return;
        }
        let told = |line: usize| {
            let slot = body.slot(line, measure);
            if columns.starts_at(first + line) { slot.at_column_start() } else { slot }
        };
        let slots: Vec<Slot> = (0..=flowed.lines.len()).map(told).collect();
        let set = shop.composer.set(shaped, &slots, request);
        if set.lines.len() == flowed.lines.len() {
            (flowed.lines, flowed.notices, flowed.pale) = (set.lines, set.notices, set.pale);
        }
    }

    fn set(
        &mut self,
        shop: &Shop<'_>,
        body: &Body,
        first: usize,
        white: usize,
        slots: &[Slot],
        request: SetRequest,
    ) {
        let (set, too_wide) = match &body.content {
            Content::Text(shaped) => (shop.composer.set(shaped, slots, request), false),
            Content::Row(row) => {
                let (line, too_wide) = row.set(slots.first().map_or(Length::ZERO, |slot| slot.measure));
                (Set { lines: vec![line], notices: row.notices.clone(), pale: 0 }, too_wide)
            }
        };
        self.lines = first + set.lines.len() + white;
        let Set { lines, notices, pale } = set;
        self.paragraphs.push(Flowed { first, white, lines, notices, pale, too_wide });
    }
}
