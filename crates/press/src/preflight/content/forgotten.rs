//! [`Forgotten`]: what lay on the paper and is no longer remembered one by one.

use std::ops::RangeInclusive;

use super::laid::{AT_A_LOOK, Together};
use crate::preflight::matrix::Area;

/// Cells of a side of the page: on a broadsheet one is some 6 mm wide and 9 mm high.
const SIDE: usize = 64;

/// The heaviest of what is not remembered, cell by cell of a grid over the page.
#[derive(Clone, Debug)]
pub(super) struct Forgotten {
    page: Area,
    /// Row by row; none as long as nothing is forgotten.
    cells: Vec<Together>,
    /// The heaviest of that for which no cells were looked for any more: it may be anywhere.
    anywhere: Together,
    /// The heaviest of all.
    heaviest: Together,
}

impl Forgotten {
    pub(super) fn of(page: Area) -> Self {
        let nothing = Together::default();
        Self { page, cells: Vec::new(), anywhere: nothing, heaviest: nothing }
    }

    /// The cells that an area meets, and whether they can be looked at; they are paid for. What is beyond the page counts
    /// for its edge.
    fn cells(&self, area: Area, looks: &mut usize) -> Option<(RangeInclusive<usize>, RangeInclusive<usize>)> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "saturates, as meant"
        )]
        let at = |place: f64, from: f64, to: f64| {
            let share = if to > from { (place - from) / (to - from) } else { 0.0 };
            ((share * SIDE as f64) as usize).min(SIDE - 1)
        };
        let Area { left, bottom, right, top } = self.page;
        let across = at(area.left, left, right)..=at(area.right, left, right);
        let up = at(area.bottom, bottom, top)..=at(area.top, bottom, top);
        let count = across.clone().count() * up.clone().count();
        *looks = looks.checked_sub(count.div_ceil(AT_A_LOOK))?;
        Some((across, up))
    }

    /// Notes what came together in an area.
    pub(super) fn add(&mut self, area: Area, together: Together, looks: &mut usize) {
        self.heaviest = self.heaviest.or(together);
        let Some((across, up)) = self.cells(area, looks) else {
            self.anywhere = self.anywhere.or(together);
            return;
        };
        self.cells.resize(SIDE * SIDE, Together::default());
        for row in up {
            let cells = self.cells.iter_mut().skip(row * SIDE + across.start());
            cells.take(across.clone().count()).for_each(|cell| *cell = cell.or(together));
        }
    }

    /// The heaviest that may be within an area; nothing where all is remembered.
    pub(super) fn within(&self, area: Area, looks: &mut usize) -> Option<Together> {
        if self.cells.is_empty() && self.heaviest == Together::default() {
            return None;
        }
        let Some((across, up)) = self.cells(area, looks) else { return Some(self.heaviest) };
        let rows = up.map(|row| self.cells.iter().skip(row * SIDE + across.start()));
        let cells = rows.flat_map(|row| row.take(across.clone().count()));
        Some(cells.fold(self.anywhere, |heaviest, cell| heaviest.or(*cell)))
    }
}
