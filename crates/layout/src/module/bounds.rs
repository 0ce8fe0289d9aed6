//! The room inside a module: what a box, notches and the rule above leave of its area.

use broadsheet_copy::page::{Area, Module};
use broadsheet_units::{Length, Rect};

use super::outline::Outline;
use crate::arithmetic::broken_columns;
use crate::flow::{Column, Obstacle};
use crate::grid::Grid;
use crate::shop::Shop;

/// Text beside a picture needs this many 字, else it goes on below.
pub(crate) const LEAST_MEASURE: i32 = 5;
/// The same in an alphabet: its words do not break anywhere.
pub(crate) const LEAST_LATIN_MEASURE: i32 = 10;

/// Rows at a module's head that stay free for the rule above it: none at the top of the page.
pub(crate) fn kept_clear(area: Area) -> u16 {
    u16::from(area.row > 0)
}

/// How far a headline keeps from the sides of its own ground: half a 字.
pub(crate) fn within_ground(grid: &Grid) -> Length {
    grid.em / 2
}

/// Columns and rows of a module that something takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Space {
    /// Its columns, from the module's first.
    pub(crate) col: u16,
    /// How many.
    pub(crate) cols: u16,
    /// Its first row, from the module's first.
    pub(crate) top: u16,
    /// The row past its last.
    pub(crate) foot: u16,
}

impl Space {
    /// The space of an area that is counted from the module's own corner.
    pub(crate) fn of(area: Area) -> Self {
        Self { col: area.col, cols: area.cols, top: area.row, foot: area.row.saturating_add(area.rows) }
    }

    /// Its area, counted from the module's own corner.
    pub(crate) fn area(&self) -> Area {
        Area { col: self.col, row: self.top, cols: self.cols, rows: self.foot.saturating_sub(self.top) }
    }

    /// Whether it takes a column.
    pub(crate) fn takes(&self, col: u16) -> bool {
        self.col <= col && col < self.col.saturating_add(self.cols)
    }

    /// Whether it takes one of so many columns.
    pub(crate) fn meets(&self, col: u16, cols: u16) -> bool {
        self.col < col.saturating_add(cols) && col < self.col.saturating_add(self.cols)
    }
}

/// The room inside a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bounds {
    pub(crate) area: Area,
    /// The first row that something may stand in.
    pub(crate) top: u16,
    /// The row past the last.
    pub(crate) foot: u16,
    /// How far text keeps from both sides.
    inset: Length,
    width: Length,
    /// What is cut out of it.
    notches: Vec<Space>,
    /// Rows that text keeps from a box.
    padding: u16,
    /// In a box: its text columns, one for each base column, which what stands over them keeps to. None where it is
    /// broken into others.
    boxed: Vec<Column>,
    pub(super) grid: Grid,
}

impl Bounds {
    pub(crate) fn of(shop: &Shop<'_>, module: &Module) -> Self {
        let area = module.area;
        let padding = if module.treatment.is_boxed() { shop.style.dress.padding } else { 0 };
        let foot = area.rows.saturating_sub(padding);
        let (inset, width) = (shop.grid.em * i32::from(padding), shop.grid.measure(area.cols));
        let mut boxed = Vec::new();
        if padding > 0 && module.columns.is_none_or(|count| count == 0 || count == area.cols) {
            boxed = broken_evenly(&shop.grid, inset, (width - inset * 2).max(Length::ZERO), area.cols);
            boxed.truncate(if boxed.len() == usize::from(area.cols) { boxed.len() } else { 0 });
        }
        Self {
            area,
            top: kept_clear(area).saturating_add(padding).min(foot),
            foot,
            inset,
            width,
            notches: module.treatment.notches.iter().map(|notch| Space::of(*notch)).collect(),
            padding,
            boxed,
            grid: shop.grid,
        }
    }

    /// Where text may start in a base column.
    pub(crate) fn left(&self, col: u16) -> Length {
        let boxed = self.boxed.get(usize::from(col)).map(|column| column.x);
        boxed.unwrap_or_else(|| self.grid.column_x(col).max(self.inset))
    }

    /// Where text that takes base columns up to `end` must end.
    pub(crate) fn right(&self, end: u16) -> Length {
        let last = end.saturating_sub(1);
        let boxed = self.boxed.get(usize::from(last)).map(|column| column.x + column.width);
        boxed.unwrap_or_else(|| {
            let edge = self.grid.column_x(last) + self.grid.measure(1);
            edge.min(self.width - self.inset)
        })
    }

    /// The measure of so many base columns.
    pub(crate) fn measure(&self, col: u16, cols: u16) -> Length {
        (self.right(col.saturating_add(cols)) - self.left(col)).max(Length::ZERO)
    }

    /// The text columns: one a base column, or as many as the measure is broken into, where it is. In a box they are
    /// of one width too.
    pub(crate) fn columns(&self, from: u16, to: u16, broken: Option<u16>) -> Vec<Column> {
        let cols = to.saturating_sub(from);
        if self.inset == Length::ZERO {
            let mut columns = text_columns(&self.grid, cols, broken);
            columns.iter_mut().for_each(|column| column.x += self.left(from));
            return columns;
        }
        let measure = self.measure(from, cols);
        broken_evenly(&self.grid, self.left(from), measure, broken.filter(|count| *count > 0).unwrap_or(cols))
    }

    /// What stands in its notches, with what a box around them keeps free.
    pub(crate) fn cut_out(&self) -> impl Iterator<Item = Space> {
        self.notches.iter().map(|notch| match self.padding {
            0 => *notch,
            padding => Space {
                top: notch.top.saturating_sub(padding),
                foot: notch.foot.saturating_add(self.clear_of(notch)).saturating_add(padding),
                ..*notch
            },
        })
    }

    /// A row is kept for the rule beneath what stands in a notch.
    fn clear_of(&self, notch: &Space) -> u16 {
        u16::from(notch.foot < self.area.rows)
    }

    /// What the text keeps clear of before anything stands in the module.
    pub(crate) fn obstacles(&self) -> Vec<Obstacle> {
        let mut obstacles =
            vec![Obstacle { top: 0, foot: u32::from(self.top), left: Length::ZERO, right: self.width }];
        for (notch, cut) in self.notches.iter().zip(self.cut_out()) {
            let left = self.grid.column_x(notch.col);
            obstacles.push(Obstacle {
                top: u32::from(cut.top),
                foot: u32::from(cut.foot.max(notch.foot.saturating_add(self.clear_of(notch)))),
                left: left - self.grid.gutter(),
                right: left + self.grid.measure(notch.cols) + self.grid.gutter(),
            });
        }
        obstacles
    }

    /// The box around it, from the module's own corner: from the foot of the row kept clear to the feet of the last row,
    /// as far from the text above as beneath; around its notches, in the middle of the gutters.
    pub(crate) fn outline(&self) -> Outline {
        let grid = &self.grid;
        let head = |row: u16, clear: u16| grid.height(row.saturating_add(clear));
        let foot = |row: u16| grid.height(row) - (grid.pitch - grid.em);
        let (top, last) = (head(0, kept_clear(self.area)), foot(self.area.rows));
        let frame = Rect::new(Length::ZERO, top, self.width, (last - top).max(Length::ZERO));
        let cut = |notch: &Space| {
            let end = notch.col.saturating_add(notch.cols);
            let gutter = grid.gutter() / 2;
            let left = if notch.col == 0 { frame.x } else { grid.column_x(notch.col) - gutter };
            let right = if end >= self.area.cols {
                frame.right()
            } else {
                grid.column_x(end) - grid.gutter() + gutter
            };
            let top = if notch.top <= self.top { frame.y } else { foot(notch.top) };
            let foot = if notch.foot >= self.foot { frame.bottom() } else { head(notch.foot, 1) };
            Rect::new(left, top, (right - left).max(Length::ZERO), (foot - top).max(Length::ZERO))
        };
        Outline::new(frame, self.notches.iter().map(cut).collect())
    }
}

/// The text columns of a module of `cols` base columns broken into `broken`: base columns where it is not broken.
pub(crate) fn text_columns(grid: &Grid, cols: u16, broken: Option<u16>) -> Vec<Column> {
    match broken.filter(|count| *count > 0 && *count != cols) {
        None => (0..cols).map(|n| Column { x: grid.column_x(n), width: grid.measure(1) }).collect(),
        Some(count) => broken_evenly(grid, Length::ZERO, grid.measure(cols), count),
    }
}

/// A measure broken into columns of one width of whole 字; what does not divide evenly goes to the gutters
/// (TYPOGRAPHY.md §2).
fn broken_evenly(grid: &Grid, left: Length, measure: Length, count: u16) -> Vec<Column> {
    let ems = u32::try_from(measure.whole(grid.em)).unwrap_or(0);
    // Never narrower than the least measure.
    let least = u32::try_from(LEAST_MEASURE).unwrap_or(1);
    let gutter = u32::from(grid.gutter);
    let count = u32::from(count).min((ems + gutter) / (least + gutter)).max(1);
    let (each, left_over) = broken_columns(ems, count, gutter);
    let gutters = i64::from(count.saturating_sub(1).max(1));
    let gutter = grid.gutter() + grid.em.mul_ratio(i64::from(left_over), gutters);
    let width = if count == 1 { measure } else { grid.em * i32::try_from(each).unwrap_or(i32::MAX) };
    (0..count)
        .map(|n| Column { x: left + (width + gutter) * i32::try_from(n).unwrap_or(i32::MAX), width })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hand, StyleSheet};
    use broadsheet_copy::page::Format;

    fn grid(format: Format) -> Grid {
        Grid::new(&StyleSheet::named("evening").unwrap(), format, Hand::Right).unwrap()
    }

    /// Each column's 字, and where the last one ends in half 字.
    fn broken(format: Format, cols: u16, count: u16) -> (Vec<usize>, i32) {
        let grid = grid(format);
        let columns = text_columns(&grid, cols, Some(count));
        let end = columns.last().map_or(Length::ZERO, |column| column.x + column.width);
        let widths = columns.iter().map(|column| column.width.whole(grid.em)).collect();
        (widths, end.raw() * 2 / grid.em.raw())
    }

    /// TYPOGRAPHY.md §2: what is left over goes to the gutters, so that the columns end with the measure.
    #[test]
    fn columns_are_broken_into_columns_of_one_width() {
        assert_eq!(broken(Format::FOLIO, 3, 2), (vec![20, 20], 82), "三破二");
        assert_eq!(broken(Format::FOLIO, 5, 3), (vec![22, 22, 22], 138), "五破三: gutters of one and a half");
        assert_eq!(broken(Format::FOLIO, 4, 3), (vec![17, 17, 17], 110), "四破三: gutters of two");
        assert_eq!(broken(Format::QUARTO, 2, 1), (vec![23], 46));
    }
}
