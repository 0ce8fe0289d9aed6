//! The page's grid: where base columns and rows stand on the trimmed page.

use broadsheet_copy::page::{Area, Format};
use broadsheet_units::{Length, Rect, Size};

use crate::arithmetic::measure_in_ems;
use crate::style::StyleSheet;

/// 字 in a gutter between base columns.
const GUTTER: u32 = 1;

/// On which side of a spread a page is: a page of an even number is a left-hand page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Hand {
    /// The spine is at its right.
    Left,
    /// The spine is at its left; so is that of a page whose number says nothing.
    #[default]
    Right,
}

impl Hand {
    /// By the number in the page's name: A03 is a right-hand page.
    #[must_use]
    pub fn of(number: &str) -> Self {
        let last = number.chars().rev().find_map(|c| c.to_digit(10));
        if last.is_some_and(|digit| digit % 2 == 0) { Self::Left } else { Self::Right }
    }
}

/// A page's grid of base columns and rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// The trimmed page.
    pub trim: Size,
    /// The type area.
    pub type_area: Rect,
    /// Base columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
    /// 字 in a base column.
    pub column: u16,
    /// The body em.
    pub em: Length,
    /// From baseline to baseline.
    pub pitch: Length,
    /// From a row's top to its baseline.
    pub baseline: Length,
}

impl Grid {
    /// The grid of a paper size: its type area stands in the middle of the trimmed page, or, where the sheet says so,
    /// nearer to the outer edge. `None` for a sheet without page sizes.
    #[must_use]
    pub fn new(style: &StyleSheet, format: Format, hand: Hand) -> Option<Self> {
        let page = style.page(format)?;
        let body = &style.body;
        let trim = Size::new(page.width_mm, page.height_mm);
        let ems = measure_in_ems(u32::from(page.columns), u32::from(page.column), GUTTER);
        let width = body.size * i32::try_from(ems).unwrap_or(i32::MAX);
        let height = body.pitch * i32::from(page.rows);
        let off_spine = match hand {
            Hand::Left => -page.spine_mm,
            Hand::Right => page.spine_mm,
        };
        Some(Self {
            trim,
            type_area: Rect::new(
                (trim.width - width + off_spine) / 2,
                (trim.height - height) / 2,
                width,
                height,
            ),
            columns: page.columns,
            rows: page.rows,
            column: page.column,
            em: body.size,
            pitch: body.pitch,
            baseline: body.size.mul_ratio(i64::from(body.baseline), 1000),
        })
    }

    /// 字 in a measure of so many base columns.
    #[must_use]
    pub fn ems(&self, columns: u16) -> u32 {
        measure_in_ems(u32::from(columns), u32::from(self.column), GUTTER)
    }

    /// A measure of so many base columns.
    #[must_use]
    pub fn measure(&self, columns: u16) -> Length {
        self.em * i32::try_from(self.ems(columns)).unwrap_or(i32::MAX)
    }

    /// The left edge of a base column, from the left edge of the type area.
    #[must_use]
    pub fn column_x(&self, column: u16) -> Length {
        (self.em * (i32::from(self.column) + 1)) * i32::from(column)
    }

    /// The gutter between columns.
    #[must_use]
    pub fn gutter(&self) -> Length {
        self.em
    }

    /// So many rows.
    #[must_use]
    pub fn height(&self, rows: u16) -> Length {
        self.pitch * i32::from(rows)
    }

    /// Where an area stands on the trimmed page.
    #[must_use]
    pub fn rect(&self, area: Area) -> Rect {
        Rect::new(
            self.type_area.x + self.column_x(area.col),
            self.type_area.y + self.height(area.row),
            self.measure(area.cols),
            self.height(area.rows),
        )
    }

    /// Whether an area lies on the page.
    #[must_use]
    pub fn holds(&self, area: Area) -> bool {
        let within = |at: u16, span: u16, whole: u16| at.checked_add(span).is_some_and(|end| end <= whole);
        within(area.col, area.cols, self.columns) && within(area.row, area.rows, self.rows)
    }

    /// The baseline of a row of the page, from the top of the trim.
    #[must_use]
    pub fn baseline_of(&self, row: u16) -> Length {
        self.type_area.y + self.height(row) + self.baseline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(style: &str, format: Format, number: &str) -> Grid {
        Grid::new(&StyleSheet::named(style).unwrap(), format, Hand::of(number)).unwrap()
    }

    fn mm(length: Length) -> f64 {
        (length.to_mm() * 10.0).round() / 10.0
    }

    /// TYPOGRAPHY.md §2.
    #[test]
    fn a_chinese_page_holds_what_page_editors_know_by_heart() {
        let folio = grid("evening", Format::Folio, "A03");
        assert_eq!((1..=8).map(|n| folio.ems(n)).collect::<Vec<_>>(), [13, 27, 41, 55, 69, 83, 97, 111]);
        assert_eq!((mm(folio.trim.width), mm(folio.trim.height)), (390.0, 545.0));
        assert_eq!((mm(folio.type_area.width), mm(folio.type_area.height)), (351.1, 486.3));
        assert_eq!((folio.columns, folio.rows), (8, 123));
        let quarto = grid("evening", Format::Quarto, "A03");
        assert_eq!((1..=6).map(|n| quarto.ems(n)).collect::<Vec<_>>(), [11, 23, 35, 47, 59, 71]);
        assert_eq!((mm(quarto.trim.width), mm(quarto.trim.height)), (272.5, 390.0));
        assert_eq!((mm(quarto.type_area.width), mm(quarto.type_area.height)), (224.6, 347.9));
        assert_eq!((quarto.columns, quarto.rows), (6, 88));
        assert_eq!((quarto.em, quarto.pitch), (Length::points(9), Length::from_points(11.25)));
        for grid in [folio, quarto] {
            let area = grid.type_area;
            assert!((area.x * 2 + area.width - grid.trim.width).abs() <= Length::from_raw(1), "centred");
            assert!((area.y * 2 + area.height - grid.trim.height).abs() <= Length::from_raw(1), "centred");
            assert_eq!(grid.column_x(grid.columns - 1) + grid.measure(1), area.width);
        }
    }

    #[test]
    fn every_sheet_has_every_paper_size_as_the_make_up_counts_it() {
        for style in StyleSheet::names() {
            for format in Format::ALL {
                let grid = grid(style, format, "3");
                assert_eq!(
                    (grid.columns, grid.rows),
                    (format.columns(), format.rows()),
                    "{style} {format:?}"
                );
                // The folio stands above, and the paper's edge below.
                assert!(grid.type_area.y >= Length::from_mm(18.0), "{style} {format:?}");
                assert!(grid.type_area.x >= Length::from_mm(10.0), "{style} {format:?}");
            }
        }
    }

    #[test]
    fn english_sizes_are_data() {
        let sizes = [
            (Format::Broadsheet, 375.0, 597.0, 107),
            (Format::Tabloid, 289.0, 380.0, 79),
            (Format::Berliner, 315.0, 470.0, 89),
        ];
        for (format, width, height, ems) in sizes {
            let grid = grid("morning", format, "3");
            assert_eq!((mm(grid.trim.width), mm(grid.trim.height)), (width, height));
            assert_eq!(grid.ems(grid.columns), ems);
        }
    }

    #[test]
    fn facing_pages_keep_their_type_areas_from_the_spine() {
        let (left, right) =
            (grid("morning", Format::Berliner, "A2"), grid("morning", Format::Berliner, "A3"));
        let inner = |grid: &Grid, hand| match hand {
            Hand::Right => grid.type_area.x,
            Hand::Left => grid.trim.width - grid.type_area.x - grid.type_area.width,
        };
        assert!((inner(&left, Hand::Left) - inner(&right, Hand::Right)).abs() <= Length::from_raw(2));
        assert!(inner(&right, Hand::Right) > inner(&right, Hand::Left));
        assert_eq!(grid("evening", Format::Quarto, "A2"), grid("evening", Format::Quarto, "A3"));
        assert_eq!([Hand::of("A10"), Hand::of("11"), Hand::of("T")], [Hand::Left, Hand::Right, Hand::Right]);
    }
}
