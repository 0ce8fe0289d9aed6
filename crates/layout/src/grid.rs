//! The page's grid: where base columns and rows stand on the trimmed page.

use broadsheet_copy::page::{Area, Format};
use broadsheet_units::{Length, Rect, Size};

use crate::arithmetic::measure_in_ems;
use crate::style::{SpreadColumns, StyleSheet};

/// On which side of the spine a page is: a page of an even number is a left-hand page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Hand {
    /// The spine is at its right.
    Left,
    /// The spine is at its left; so is that of a page whose number says nothing.
    #[default]
    Right,
    /// The spine runs through its middle: a spread.
    Both,
}

impl Hand {
    /// By the number in the page's name: A03 is a right-hand page. A spread is on both sides, whatever its number.
    #[must_use]
    pub fn of(format: Format, number: &str) -> Self {
        if format.spread {
            return Self::Both;
        }
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
    /// 字 in a gutter between base columns.
    pub gutter: u16,
    /// The body em.
    pub em: Length,
    /// From baseline to baseline.
    pub pitch: Length,
    /// From a row's top to its baseline.
    pub baseline: Length,
    /// Whether it is a spread's: the fold stands in the middle.
    pub spread: bool,
}

impl Grid {
    /// The grid of a format: its type area stands in the middle of the trimmed page, or, where the sheet says so, of a
    /// single page nearer to the outer edge. `None` for a sheet without page sizes.
    #[must_use]
    pub fn new(style: &StyleSheet, format: Format, hand: Hand) -> Option<Self> {
        let page = style.page(format.paper)?;
        let body = &style.body;
        let (trim, columns, column) = if format.spread {
            let SpreadColumns { columns, column } = page.spread;
            (Size::new(page.width_mm * 2, page.height_mm), columns, column)
        } else {
            (Size::new(page.width_mm, page.height_mm), page.columns, page.column)
        };
        let ems = measure_in_ems(u32::from(columns), u32::from(column), u32::from(body.gutter));
        let width = body.size * i32::try_from(ems).unwrap_or(i32::MAX);
        let height = body.pitch * i32::from(page.rows);
        let off_spine = match hand {
            Hand::Left => -page.spine_mm,
            Hand::Right => page.spine_mm,
            Hand::Both => Length::ZERO,
        };
        Some(Self {
            trim,
            type_area: Rect::new(
                (trim.width - width + off_spine) / 2,
                (trim.height - height) / 2,
                width,
                height,
            ),
            columns,
            rows: page.rows,
            column,
            gutter: body.gutter,
            em: body.size,
            pitch: body.pitch,
            baseline: body.size.mul_ratio(i64::from(body.baseline), 1000),
            spread: format.spread,
        })
    }

    /// 字 in a measure of so many base columns.
    #[must_use]
    pub fn ems(&self, columns: u16) -> u32 {
        measure_in_ems(u32::from(columns), u32::from(self.column), u32::from(self.gutter))
    }

    /// A measure of so many base columns.
    #[must_use]
    pub fn measure(&self, columns: u16) -> Length {
        self.em * i32::try_from(self.ems(columns)).unwrap_or(i32::MAX)
    }

    /// The left edge of a base column, from the left edge of the type area.
    #[must_use]
    pub fn column_x(&self, column: u16) -> Length {
        (self.em * (i32::from(self.column) + i32::from(self.gutter))) * i32::from(column)
    }

    /// The gutter between columns.
    #[must_use]
    pub fn gutter(&self) -> Length {
        self.em * i32::from(self.gutter)
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
    use broadsheet_copy::page::Paper;

    fn grid(style: &str, format: Format, number: &str) -> Grid {
        Grid::new(&StyleSheet::named(style).unwrap(), format, Hand::of(format, number)).unwrap()
    }

    fn mm(length: Length) -> f64 {
        (length.to_mm() * 10.0).round() / 10.0
    }

    /// TYPOGRAPHY.md §2.
    #[test]
    fn a_chinese_page_holds_what_page_editors_know_by_heart() {
        let folio = grid("evening", Format::FOLIO, "A03");
        assert_eq!((1..=8).map(|n| folio.ems(n)).collect::<Vec<_>>(), [13, 27, 41, 55, 69, 83, 97, 111]);
        assert_eq!((mm(folio.trim.width), mm(folio.trim.height)), (390.0, 545.0));
        assert_eq!((mm(folio.type_area.width), mm(folio.type_area.height)), (351.1, 486.3));
        assert_eq!((folio.columns, folio.rows), (8, 123));
        let quarto = grid("evening", Format::QUARTO, "A03");
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
            for format in Format::all() {
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
            (Paper::Broadsheet, 375.0, 597.0, 107),
            (Paper::Tabloid, 289.0, 380.0, 79),
            (Paper::Berliner, 315.0, 470.0, 89),
        ];
        for (paper, width, height, ems) in sizes {
            let grid = grid("morning", Format::page(paper), "3");
            assert_eq!((mm(grid.trim.width), mm(grid.trim.height)), (width, height));
            assert_eq!(grid.ems(grid.columns), ems);
        }
    }

    #[test]
    fn facing_pages_keep_their_type_areas_from_the_spine() {
        let berliner = |number| grid("morning", Format::page(Paper::Berliner), number);
        let (left, right) = (berliner("A2"), berliner("A3"));
        let inner = |grid: &Grid, hand| match hand {
            Hand::Left => grid.trim.width - grid.type_area.x - grid.type_area.width,
            Hand::Right | Hand::Both => grid.type_area.x,
        };
        assert!((inner(&left, Hand::Left) - inner(&right, Hand::Right)).abs() <= Length::from_raw(2));
        assert!(inner(&right, Hand::Right) > inner(&right, Hand::Left));
        assert_eq!(grid("evening", Format::QUARTO, "A2"), grid("evening", Format::QUARTO, "A3"));
        let of = |number| Hand::of(Format::QUARTO, number);
        assert_eq!([of("A10"), of("11"), of("T")], [Hand::Left, Hand::Right, Hand::Right]);
    }

    /// Two pages of 71 字 with margins of 7.57 字 at the spine are 157 字 and a seventh: twelve columns of 12 字, and so on.
    #[test]
    fn a_spread_is_two_pages_with_their_inner_margins_between() {
        let spreads = [
            ("evening", Paper::Quarto, 545.0, 12, 12, 155),
            ("evening", Paper::Folio, 780.0, 18, 12, 233),
            ("morning", Paper::Broadsheet, 750.0, 12, 18, 227),
            ("morning", Paper::Tabloid, 578.0, 10, 16, 169),
            ("morning", Paper::Berliner, 630.0, 10, 18, 189),
        ];
        for (style, paper, width, columns, column, ems) in spreads {
            let spread = grid(style, Format::spread(paper), "A4-A5");
            assert_eq!((mm(spread.trim.width), spread.columns, spread.column), (width, columns, column));
            assert_eq!(spread.ems(spread.columns), ems);
            let (left, right) =
                (grid(style, Format::page(paper), "A4"), grid(style, Format::page(paper), "A5"));
            assert_eq!((spread.trim.height, spread.rows), (left.trim.height, left.rows));
            assert_eq!(
                (spread.type_area.y, spread.type_area.height),
                (left.type_area.y, left.type_area.height)
            );
            assert_eq!(spread.trim.width, left.trim.width + right.trim.width);
            // The outer edges are those of the two pages, but for less than half a column.
            let wanted = right.trim.width + right.type_area.right() - left.type_area.x;
            let off = (wanted - spread.type_area.width) / 2;
            assert!(off.abs() <= Length::from_mm(4.0), "{paper:?}: {} mm", off.to_mm());
            // A column of it differs from a page's by one 字.
            assert_eq!(spread.column.abs_diff(left.column), 1);
            // The fold falls into the middle of a gutter.
            let area = Area { col: columns / 2, row: 0, cols: 1, rows: 1 };
            let fold = spread.rect(area).x - spread.gutter() / 2;
            assert!((fold * 2 - spread.trim.width).abs() <= Length::from_raw(2), "{paper:?}");
            assert_eq!(grid(style, Format::spread(paper), ""), spread, "whatever its number");
        }
    }
}
