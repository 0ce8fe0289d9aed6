//! The page's grid: where base columns and rows stand on the trimmed page.

use broadsheet_copy::page::{Area, Format};
use broadsheet_units::{Length, Rect, Size};

use crate::arithmetic::measure_in_ems;
use crate::style::StyleSheet;

/// 字 in a gutter between base columns.
const GUTTER: u32 = 1;

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
    /// The grid of a paper size: its type area stands in the middle of the trimmed page. `None` for a sheet without
    /// page sizes.
    #[must_use]
    pub fn new(style: &StyleSheet, format: Format) -> Option<Self> {
        let page = style.page(format)?;
        let body = &style.body;
        let trim = Size::new(page.width_mm, page.height_mm);
        let ems = measure_in_ems(u32::from(page.columns), u32::from(page.column), GUTTER);
        let width = body.size * i32::try_from(ems).unwrap_or(i32::MAX);
        let height = body.pitch * i32::from(page.rows);
        Some(Self {
            trim,
            type_area: Rect::new((trim.width - width) / 2, (trim.height - height) / 2, width, height),
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
