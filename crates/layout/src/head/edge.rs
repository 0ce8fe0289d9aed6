//! What is behind a headline block, and the box around it.

use broadsheet_copy::page::{Border, Ground, Treatment};
use broadsheet_units::{Length, Rect};

use crate::frame::Ink;
use crate::grid::Grid;
use crate::matter::Matter;
use crate::module::{Outline, add_border, border_width, within_ground};
use crate::shop::Shop;
use crate::style::black;

/// How far they reach above and below the block's lines, the rules of the box not counted, in thousandths of a row.
const OVER: u16 = 600;

/// A ground and a box of a headline block's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Edge {
    ground: Ground,
    border: Border,
}

impl Edge {
    /// The bare paper.
    pub(crate) const NONE: Self = Self { ground: Ground { tint: 0, reversed: false }, border: Border::None };

    /// What a page editor has given the headline.
    pub(crate) fn of(treatment: &Treatment) -> Self {
        Self { ground: treatment.head_ground, border: treatment.head_border }
    }

    /// Whether there is neither.
    pub(crate) fn is_none(self) -> bool {
        self.ground.is_paper() && self.border.is_none()
    }

    /// How far the block's text keeps from its left and right.
    pub(crate) fn beside(self, grid: &Grid) -> Length {
        if self.is_none() { Length::ZERO } else { within_ground(grid) }
    }

    /// How far it reaches above and below the block's lines.
    pub(super) fn over(self, shop: &Shop<'_>) -> Length {
        if self.is_none() { Length::ZERO } else { shop.of_row(OVER) + border_width(shop, self.border) }
    }

    /// The ink of its text, where the module's is `ink`.
    pub(super) fn ink(self, ink: Ink) -> Ink {
        if self.ground.reverses() { Ink::PAPER } else { ink }
    }

    /// Paints both; `ink` is the module's.
    pub(super) fn set(self, shop: &Shop<'_>, rect: Rect, ink: Ink, matter: &mut Matter) {
        if !self.ground.is_paper() {
            matter.add_tint(rect, black(self.ground.tint));
        }
        add_border(shop, self.border, &Outline::new(rect, Vec::new()), ink, matter);
    }
}
