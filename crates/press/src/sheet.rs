//! The sheet around a page: where trim, bleed and media stand, in PDF points.
//!
//! Lengths turn into PDF points here and nowhere else in the press. Places on the sheet are measured from its top
//! left corner, downwards, as in the frame; krilla turns the axis round.

use broadsheet_layout::PageFrame;
use broadsheet_units::{Length, Point, Rect, Size};
use krilla::page::PageSettings;

use crate::{Boxes, PressError};

/// PDF points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// Width of the margin outside the bleed that holds marks, colour bar and slug line.
const MARK_MARGIN: f32 = 12.0 * MM;

/// No page may be larger (ISO 32000-1, Annex C), nor smaller than something one can print.
const SIZES: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;

/// A length in PDF points.
#[expect(clippy::cast_possible_truncation, reason = "a page's places fit f32 to a ten-thousandth of a point")]
pub(crate) fn pt(length: Length) -> f32 {
    length.to_pdf().0 as f32
}

/// The sheet of one page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    /// From the edge of the sheet to the trim, on every side.
    pub(crate) margin: f32,
    /// From the bleed to the trim.
    pub(crate) bleed: f32,
    /// Width of the trimmed page.
    pub(crate) width: f32,
    /// Height of the trimmed page.
    pub(crate) height: f32,
}

impl Sheet {
    /// The sheet of `frame`, the `page`th of its file, with room for marks where they are wanted.
    pub(crate) fn of(frame: &PageFrame, page: u32, marks: bool) -> Result<Self, PressError> {
        let bleed = pt(frame.bleed).max(0.0);
        let margin = bleed + if marks { MARK_MARGIN } else { 0.0 };
        let sheet = Self { margin, bleed, width: pt(frame.trim.width), height: pt(frame.trim.height) };
        if Self::takes(frame.trim, margin) { Ok(sheet) } else { Err(PressError::PageSize { page }) }
    }

    /// Whether a trimmed page with a margin around it is of a size that a page of a PDF may have.
    pub(crate) fn takes(trim: Size, margin: f32) -> bool {
        let fits = |side: Length| [0.0, 2.0 * margin].iter().all(|more| SIZES.contains(&(pt(side) + more)));
        fits(trim.width) && fits(trim.height)
    }

    /// A place of the frame on the sheet.
    pub(crate) fn place(&self, point: Point) -> (f32, f32) {
        (self.margin + pt(point.x), self.margin + pt(point.y))
    }

    /// A rectangle of the frame on the sheet; `None` where it has no area.
    pub(crate) fn rect(&self, rect: Rect) -> Option<krilla::geom::Rect> {
        if rect.is_empty() {
            return None;
        }
        let (x, y) = self.place(Point::new(rect.x, rect.y));
        krilla::geom::Rect::from_xywh(x, y, pt(rect.width), pt(rect.height))
    }

    /// The bleed box on the sheet.
    pub(crate) fn bleed_box(&self) -> Option<krilla::geom::Rect> {
        self.grown(self.bleed)
    }

    /// Size of the whole sheet.
    pub(crate) fn size(&self) -> (f32, f32) {
        (self.width + 2.0 * self.margin, self.height + 2.0 * self.margin)
    }

    /// The page settings with all boxes: media ⊇ bleed ⊇ trim (ISO 15930-7, 6.9); no crop box, so that every
    /// viewer shows the marks, and no art box beside a trim box.
    pub(crate) fn settings(&self) -> Option<PageSettings> {
        let (width, height) = self.size();
        Some(
            PageSettings::from_wh(width, height)?
                .with_bleed_box(Some(self.bleed_box()?))
                .with_trim_box(Some(self.grown(0.0)?)),
        )
    }

    /// The boxes as the file has them, measured from the bottom left.
    pub(crate) fn boxes(&self) -> Boxes {
        let (width, height) = self.size();
        let inside = |by: f32| {
            let corner = self.margin - by;
            let hundredths = |points: f32| (f64::from(points) * 100.0).round() / 100.0;
            [corner, corner, width - corner, height - corner].map(hundredths)
        };
        Boxes { media: inside(self.margin), bleed: inside(self.bleed), trim: inside(0.0) }
    }

    fn grown(&self, by: f32) -> Option<krilla::geom::Rect> {
        let corner = self.margin - by;
        krilla::geom::Rect::from_xywh(corner, corner, self.width + 2.0 * by, self.height + 2.0 * by)
    }
}
