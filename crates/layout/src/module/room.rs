//! Where the headline block stands in its module: across it, beside the pictures at its top, over its first columns,
//! or upright at a side.

use broadsheet_copy::page::{HeadPlace, Module, Side};
use broadsheet_units::Length;

use super::bounds::{Bounds, Space};
use crate::head::{Edge, Head, HeadSpace, HeadText, UprightSpace};
use crate::shop::Shop;

/// Rows beneath an upright headline that text still looks well in; with fewer it has them all.
pub(super) const LEAST_BENEATH: u16 = 8;

/// The columns of the headline block and its first row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HeadRoom {
    pub(super) col: u16,
    pub(super) cols: u16,
    /// Its first row.
    pub(super) top: u16,
    at_top: bool,
    /// The largest size of the headline, where one is set.
    most: Option<Length>,
    edge: Edge,
    pub(super) upright: bool,
}

impl HeadRoom {
    /// `blocked` is what stands in the module already: its notches, pictures and quotes.
    pub(super) fn of(
        shop: &Shop<'_>,
        module: &Module,
        bounds: &Bounds,
        blocked: &[Space],
        text: HeadText<'_>,
    ) -> Self {
        let area = bounds.area;
        let treatment = &module.treatment;
        let most = module.headline.map(|most| Length::points(i32::from(most)));
        let (col, cols, upright) = match treatment.head {
            HeadPlace::Over => (0, area.cols, false),
            HeadPlace::Beside { cols } => (0, cols.clamp(1, area.cols.max(1)), false),
            HeadPlace::Upright { cols, side } => {
                let cols = cols.clamp(1, area.cols.max(1));
                (if side == Side::Left { 0 } else { area.cols.saturating_sub(cols) }, cols, true)
            }
        };
        // What stands over all of its columns pushes it beneath.
        let mut top = bounds.top;
        while let Some(space) = blocked.iter().find(|space| {
            (col..col.saturating_add(cols)).all(|col| space.takes(col))
                && space.top <= top
                && top < space.foot
        }) {
            top = space.foot;
        }
        let at_top = top == bounds.top && (area.row == 0 || treatment.is_boxed());
        let whole = Self { col, cols, top, at_top, most, edge: Edge::of(treatment), upright };
        let rows = |room: Self| {
            if upright { 1 } else { Head::plan(shop, text, room.space(bounds)).least_rows(shop) }
        };
        let mut least = rows(whole);
        let mut narrower = None;
        loop {
            let beside: Vec<&Space> = blocked
                .iter()
                .filter(|space| space.foot > top && u32::from(space.top) < u32::from(top) + least)
                .filter(|space| space.meets(col, cols))
                .collect();
            if beside.is_empty() {
                return whole;
            }
            let free = |at: u16| !beside.iter().any(|space| space.takes(col.saturating_add(at)));
            let Some((from, cols)) = widest(cols, free) else {
                // No column is free: beneath them all where there is room, else over what is there, which is told.
                let top = beside.iter().map(|space| space.foot).max().unwrap_or(top);
                let beneath = Self { top, ..whole };
                let fits = u32::from(top) + rows(beneath) <= u32::from(bounds.foot);
                return if fits { beneath } else { narrower.unwrap_or(whole) };
            };
            let narrow = Self { col: col.saturating_add(from), cols, ..whole };
            // Over fewer columns it may be higher, and meet more.
            let higher = rows(narrow);
            if higher <= least {
                return narrow;
            }
            least = higher;
            narrower = Some(narrow);
        }
    }

    /// Rows from its first to the first thing beneath it.
    pub(super) fn rows_above(self, blocked: &[Space]) -> u32 {
        let meets = |space: &&Space| space.top >= self.top && space.meets(self.col, self.cols);
        let tops = blocked.iter().filter(meets).map(|space| u32::from(space.top - self.top));
        tops.min().unwrap_or(u32::MAX)
    }

    pub(super) fn space(self, bounds: &Bounds) -> HeadSpace {
        let whole = bounds.measure(self.col, self.cols);
        HeadSpace {
            measure: (whole - self.edge.beside(&bounds.grid) * 2).max(Length::ZERO),
            columns: self.cols,
            at_top: self.at_top,
            most: self.most,
            edge: self.edge,
        }
    }

    /// The space of an upright head: down to the first thing beneath it.
    pub(super) fn upright_space(self, bounds: &Bounds, blocked: &[Space]) -> UprightSpace {
        let rows = u32::from(bounds.foot.saturating_sub(self.top)).min(self.rows_above(blocked));
        UprightSpace { measure: bounds.measure(self.col, self.cols), rows, most: self.most, edge: self.edge }
    }
}

/// The widest run of free columns, the leftmost of equals: its first column and its width.
fn widest(cols: u16, free: impl Fn(u16) -> bool) -> Option<(u16, u16)> {
    let mut best: Option<(u16, u16)> = None;
    let mut start = None;
    for col in 0..=cols {
        match (start, col < cols && free(col)) {
            (None, true) => start = Some(col),
            (Some(from), false) => {
                if best.is_none_or(|(_, width)| col - from > width) {
                    best = Some((from, col - from));
                }
                start = None;
            }
            _ => {}
        }
    }
    best
}
