//! The module's headline block, across or upright.

use super::bounds::{Bounds, Space};
use super::room::{HeadRoom, LEAST_BENEATH};
use crate::fit::HeadlineFit;
use crate::frame::Ink;
use crate::head::{Chosen, Head, HeadText, UprightHead};
use crate::matter::Matter;
use crate::shop::Shop;

/// A headline block across or upright.
pub(super) enum AnyHead<'a> {
    Across(Head<'a>),
    Upright { head: UprightHead<'a>, rows: u32 },
}

/// How a head is to be set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ChosenHead {
    Across(Chosen),
    Upright(u32),
}

impl ChosenHead {
    pub(super) fn rows(self) -> u32 {
        match self {
            Self::Across(chosen) => chosen.rows,
            Self::Upright(rows) => rows,
        }
    }
}

impl<'a> AnyHead<'a> {
    pub(super) fn plan(
        shop: &Shop<'_>,
        text: HeadText<'a>,
        room: HeadRoom,
        bounds: &Bounds,
        blocked: &[Space],
    ) -> Self {
        if !room.upright {
            return Self::Across(Head::plan(shop, text, room.space(bounds)));
        }
        let space = room.upright_space(bounds, blocked);
        let head = UprightHead::plan(shop, text, space);
        // A few rows beneath it would be a leftover: it has them all.
        let whole = head.rows > 0 && head.rows + u32::from(LEAST_BENEATH) > space.rows;
        let rows = if whole { space.rows.max(head.rows) } else { head.rows };
        Self::Upright { head, rows }
    }

    /// See [`Head::heights`].
    pub(super) fn heights(&self, shop: &Shop<'_>, fill: bool) -> Vec<(u32, u32)> {
        match self {
            Self::Across(head) => head.heights(shop, fill),
            Self::Upright { rows, .. } => vec![(*rows, 0)],
        }
    }

    pub(super) fn choose(&self, shop: &Shop<'_>, rows: u32, fill: bool) -> Option<ChosenHead> {
        match self {
            Self::Across(head) => head.choose(shop, rows, fill).map(ChosenHead::Across),
            Self::Upright { rows, .. } => Some(ChosenHead::Upright(*rows)),
        }
    }

    pub(super) fn set(&self, shop: &Shop<'_>, chosen: ChosenHead, ink: Ink) -> Matter {
        match (self, chosen) {
            (Self::Across(head), ChosenHead::Across(chosen)) => head.set(shop, chosen, ink),
            (Self::Upright { head, .. }, chosen) => head.set(shop, chosen.rows(), ink),
            (Self::Across(_), ChosenHead::Upright(_)) => Matter::default(),
        }
    }

    pub(super) fn headline_fit(&self, shop: &Shop<'_>, chosen: ChosenHead) -> HeadlineFit {
        match (self, chosen) {
            (Self::Across(head), ChosenHead::Across(chosen)) => head.headline_fit(shop, chosen),
            (Self::Upright { head, .. }, _) => head.headline_fit(),
            (Self::Across(_), ChosenHead::Upright(_)) => HeadlineFit::default(),
        }
    }
}
