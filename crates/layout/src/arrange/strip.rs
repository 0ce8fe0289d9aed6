//! Strips: a run of stories side by side, at every height at which they end together.

use crate::shop::Shop;

use super::fill::{Fill, Fills};

/// The most stories in a strip.
pub(super) const MOST_STORIES: usize = 5;
/// The most cells side by side.
const MOST_CELLS: usize = 4;
/// What two headlines of one width side by side cost (撞题).
const BUMPED: u32 = 10;
/// What every story below another in a cell costs.
const PILED: u32 = 3;

/// A run of stories, and whether it stands at the top of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) at_top: bool,
}

/// A strip cut into cells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    pub(super) cells: Vec<Cell>,
}

/// A cell: stories from top to bottom, each with its rows and how it fills them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    pub(super) col: u16,
    pub(super) cols: u16,
    pub(super) stories: Vec<(usize, u16, Fill)>,
}

/// What is known of strips and cells, by run.
pub(super) struct Strips {
    stories: usize,
    strips: Vec<Option<Vec<Option<Best>>>>,
    piles: Vec<Option<Vec<Option<Pile>>>>,
    columns: usize,
}

/// The best way to cut a run at a height.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Best {
    cost: u32,
    /// Stories and columns of every cell.
    cells: Vec<(usize, u16)>,
}

/// The best way to pile stories in a cell of a height.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Pile {
    cost: u32,
    /// Rows of the last story.
    last: u16,
}

impl Strips {
    pub(super) fn new(shop: &Shop<'_>, stories: usize) -> Self {
        let columns = usize::from(shop.grid.columns) + 1;
        let runs = (stories + 1) * (MOST_STORIES + 1) * 2;
        Self { stories, strips: vec![None; runs], piles: vec![None; runs * columns], columns }
    }

    fn number(run: Run) -> usize {
        (run.from * (MOST_STORIES + 1) + (run.to - run.from)) * 2 + usize::from(run.at_top)
    }

    /// The heights that a strip of this run can have, and what each costs.
    pub(super) fn costs(&mut self, shop: &Shop<'_>, fills: &mut Fills<'_>, run: Run) -> Vec<(u16, u32)> {
        let best = self.strip(shop, fills, run);
        let of_height = |(rows, best): (usize, &Option<Best>)| {
            let best = best.as_ref()?;
            Some((u16::try_from(rows).ok()?, best.cost))
        };
        best.iter().enumerate().filter_map(of_height).collect()
    }

    /// The best cut of a run at a height.
    pub(super) fn cut(&mut self, shop: &Shop<'_>, fills: &mut Fills<'_>, run: Run, rows: u16) -> Option<Cut> {
        let best = self.strip(shop, fills, run).get(usize::from(rows))?.clone()?;
        let mut cells = Vec::new();
        let (mut from, mut col) = (run.from, 0);
        for (count, cols) in best.cells {
            let inner = Run { from, to: from + count, at_top: run.at_top };
            cells.push(Cell { col, cols, stories: self.piled(shop, fills, inner, cols, rows)? });
            from += count;
            col += cols;
        }
        Some(Cut { cells })
    }

    fn strip(&mut self, shop: &Shop<'_>, fills: &mut Fills<'_>, run: Run) -> &[Option<Best>] {
        let number = Self::number(run);
        if self.strips[number].is_none() {
            let found = self.find(shop, fills, run);
            self.strips[number] = Some(found);
        }
        self.strips[number].as_deref().unwrap_or_default()
    }

    fn find(&mut self, shop: &Shop<'_>, fills: &mut Fills<'_>, run: Run) -> Vec<Option<Best>> {
        let heights = usize::from(shop.grid.rows) + 1;
        let mut best: Vec<Option<Best>> = vec![None; heights];
        let stories = run.to - run.from;
        debug_assert!(run.to <= self.stories);
        for cells in 1..=stories.min(MOST_CELLS).min(usize::from(shop.grid.columns)) {
            for counts in compositions(stories, cells) {
                for widths in compositions(usize::from(shop.grid.columns), cells) {
                    let widths: Vec<u16> = widths.iter().map(|w| u16::try_from(*w).unwrap_or(1)).collect();
                    self.try_cut(shop, fills, run, &counts, &widths, &mut best);
                }
            }
        }
        best
    }

    /// Every height at which these cells end together.
    fn try_cut(
        &mut self,
        shop: &Shop<'_>,
        fills: &mut Fills<'_>,
        run: Run,
        counts: &[usize],
        widths: &[u16],
        best: &mut [Option<Best>],
    ) {
        let mut from = run.from;
        let mut sums: Vec<Option<u32>> = vec![Some(0); best.len()];
        for (count, cols) in counts.iter().zip(widths) {
            let inner = Run { from, to: from + count, at_top: run.at_top };
            let pile = self.pile(shop, fills, inner, *cols);
            for (sum, pile) in sums.iter_mut().zip(pile) {
                *sum = sum.zip(pile.as_ref()).map(|(sum, pile)| sum.saturating_add(pile.cost));
            }
            from += count;
        }
        let bumped =
            u32::try_from(widths.windows(2).filter(|pair| pair[0] == pair[1]).count()).unwrap_or(0) * BUMPED;
        for (place, sum) in best.iter_mut().zip(sums) {
            let Some(cost) = sum.map(|sum| sum.saturating_add(bumped)) else { continue };
            if place.as_ref().is_none_or(|known| cost < known.cost) {
                let cells = counts.iter().copied().zip(widths.iter().copied()).collect();
                *place = Some(Best { cost, cells });
            }
        }
    }

    /// The heights of a cell: the heights of its stories added up in every way, the best kept.
    fn pile(&mut self, shop: &Shop<'_>, fills: &mut Fills<'_>, run: Run, cols: u16) -> &[Option<Pile>] {
        let number = Self::number(run) * self.columns + usize::from(cols);
        if self.piles[number].is_none() {
            let mut found: Vec<Option<Pile>> = vec![None; usize::from(shop.grid.rows) + 1];
            let last = run.to - 1;
            let own: Vec<(u16, u32)> = fills
                .of(shop, last, cols, run.at_top && last == run.from)
                .iter()
                .map(|fill| (fill.rows, fill.cost))
                .collect();
            let above: Vec<(usize, u32)> = if last == run.from {
                vec![(0, 0)]
            } else {
                let above = self.pile(shop, fills, Run { to: last, ..run }, cols);
                let costs = above.iter().enumerate();
                costs.filter_map(|(rows, pile)| pile.as_ref().map(|pile| (rows, pile.cost + PILED))).collect()
            };
            for (rows, cost) in above {
                for (more, own_cost) in &own {
                    let Some(place) = found.get_mut(rows + usize::from(*more)) else { break };
                    let cost = cost.saturating_add(*own_cost);
                    if place.as_ref().is_none_or(|known| cost < known.cost) {
                        *place = Some(Pile { cost, last: *more });
                    }
                }
            }
            self.piles[number] = Some(found);
        }
        self.piles[number].as_deref().unwrap_or_default()
    }

    /// The stories of a cell of a height, from top to bottom.
    fn piled(
        &mut self,
        shop: &Shop<'_>,
        fills: &mut Fills<'_>,
        run: Run,
        cols: u16,
        rows: u16,
    ) -> Option<Vec<(usize, u16, Fill)>> {
        let mut stories = Vec::new();
        let mut left = rows;
        for to in (run.from + 1..=run.to).rev() {
            let last = self.pile(shop, fills, Run { to, ..run }, cols).get(usize::from(left))?.as_ref()?.last;
            let at_top = run.at_top && to - 1 == run.from;
            let fill = fills.of(shop, to - 1, cols, at_top).iter().find(|fill| fill.rows == last)?.clone();
            stories.push((to - 1, last, fill));
            left -= last;
        }
        stories.reverse();
        Some(stories)
    }
}

/// Every way to write `whole` as a sum of `parts` positive numbers, in order.
fn compositions(whole: usize, parts: usize) -> Vec<Vec<usize>> {
    match parts {
        0 => Vec::new(),
        1 => vec![vec![whole]],
        _ => (1..=whole.saturating_sub(parts - 1))
            .flat_map(|first| {
                compositions(whole - first, parts - 1).into_iter().map(move |mut rest| {
                    rest.insert(0, first);
                    rest
                })
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_is_divided_in_every_way() {
        assert_eq!(compositions(4, 2), [[1, 3], [2, 2], [3, 1]]);
        assert_eq!(compositions(6, 4).len(), 10);
        assert!(compositions(2, 3).is_empty());
    }
}
