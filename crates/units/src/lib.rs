//! Lengths, points and rectangles of the printed page, in fixed point.
//!
//! A page is measured in printers' points (点, 0.351 46 mm), held as whole numbers of 1/1024 点 so that the same
//! input gives the same page, bit for bit, on every platform. PDF points (0.352 778 mm) are another type,
//! [`PdfPoints`]; the one conversion is [`Length::to_pdf`], and the press is who calls it.

mod geometry;
mod length;
mod measure;

pub use geometry::{Insets, Point, Rect, Size};
pub use length::{Length, PdfPoints};
pub use measure::{Measure, MeasureError};
