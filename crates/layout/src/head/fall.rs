//! How the lines of a headline block stand one under the other.

use broadsheet_units::Length;

use super::{Chosen, HeadSpace, Setting};
use crate::matter::short;
use crate::shop::Shop;

/// Walks down the lines of a block: where each one's baseline stands.
pub(super) struct Fall<'s> {
    setting: &'s Setting,
    next: usize,
    /// The top of the next line; past the last, the foot of the block's ink.
    pub(super) top: Length,
    /// What every inner blank gets of the white left over.
    extra: Length,
}

impl<'s> Fall<'s> {
    pub(super) fn new(shop: &Shop<'_>, setting: &'s Setting, chosen: Chosen, space: HeadSpace) -> Self {
        let height = shop.grid.pitch * i32::try_from(chosen.rows).unwrap_or(i32::MAX);
        let inked: Length = setting.lines.iter().copied().chain(setting.gaps.iter().copied()).sum();
        // Of a ground or a box nothing reaches out of the block.
        let edge = space.edge.over(shop);
        let free = (height - inked - edge * 2).max(Length::ZERO);
        // Shares of the free white: above, below, and each inner blank.
        let (above, below, inner) = if space.at_top { (25, 100, 20) } else { (90, 110, 25) };
        let inner_count = i64::from(short(setting.gaps.len()));
        let all = above + below + inner * inner_count;
        Self { setting, next: 0, top: edge + free.mul_ratio(above, all), extra: free.mul_ratio(inner, all) }
    }

    pub(super) fn baseline(&mut self, shop: &Shop<'_>) -> Length {
        let size = self.setting.lines.get(self.next).copied().unwrap_or(shop.grid.em);
        if self.next > 0 {
            self.top += self.setting.gaps.get(self.next - 1).copied().unwrap_or(Length::ZERO) + self.extra;
        }
        let baseline = self.top + shop.ascent(size);
        self.top += size;
        self.next += 1;
        baseline
    }
}
