//! Adverts for the screen: the first page of a PDF as it is cut. It is only looked at here; the press places the file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use broadsheet_layout::frame::{ADVERT_PIXELS_PER_INCH, Crop};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::Rect;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::RgbImage;

use crate::PreviewError;
use crate::photo::resize;

/// The most pixels that a sheet is drawn with before the advert is cut out of it.
const MOST_PIXELS: f64 = 24_000_000.0;

/// Whether a file is a PDF.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..1024).unwrap_or(bytes).windows(5).any(|window| window == b"%PDF-")
}

/// The part of an advert that `crop` names, in the size that `size` chooses from the part's own at 300 pixels an inch.
/// What cannot be drawn is a crossed box: nobody takes it for an empty place.
pub(crate) fn scaled(
    pdf: &[u8],
    crop: Option<Crop>,
    size: impl FnOnce(u32, u32) -> (u32, u32),
) -> Result<RgbImage, PreviewError> {
    // The renderer is someone else's, and so is the file.
    let sheet = catch_unwind(|| Sheet::open(pdf)).ok().flatten();
    let (width, height) = match (&sheet, crop) {
        (_, Some(crop)) => (crop.width, crop.height),
        (Some(sheet), None) => sheet.whole(),
        (None, None) => (400, 300),
    };
    let (width, height) = size(width.max(1), height.max(1));
    let (width, height) = (width.max(1), height.max(1));
    let drawn = sheet.and_then(|sheet| {
        let whole = sheet.whole();
        let crop = crop.unwrap_or(Crop { x: 0, y: 0, width: whole.0, height: whole.1 });
        catch_unwind(AssertUnwindSafe(|| sheet.draw(crop, (width, height)))).ok().flatten()
    });
    drawn.unwrap_or_else(|| Ok(crossed(width, height)))
}

/// A sheet with an advert on it.
struct Sheet {
    pdf: Pdf,
    /// Where its trimmed page is as it is seen: left, top, right, bottom, in PDF points of the sheet.
    trim: [f64; 4],
    /// The sheet as it is seen, in PDF points.
    size: (f64, f64),
}

impl Sheet {
    fn open(bytes: &[u8]) -> Option<Self> {
        let pdf = Pdf::new(bytes.to_vec()).ok()?;
        let page = pdf.pages().first()?;
        let (trim, (width, height)) = (trim(page)?, page.render_dimensions());
        Some(Self { trim, size: (f64::from(width), f64::from(height)), pdf })
    }

    /// The size by which a page frame knows it.
    fn whole(&self) -> (u32, u32) {
        let [left, top, right, bottom] = self.trim;
        let pixels = |points: f64| whole_pixels(points / 72.0 * ADVERT_PIXELS_PER_INCH);
        (pixels(right - left), pixels(bottom - top))
    }

    /// Draws a part of its trimmed page.
    fn draw(&self, part: Crop, (width, height): (u32, u32)) -> Option<Result<RgbImage, PreviewError>> {
        let page = self.pdf.pages().first()?;
        let wanted = f64::from(width) / f64::from(part.width.max(1)) * ADVERT_PIXELS_PER_INCH / 72.0;
        let most = (MOST_PIXELS / (self.size.0 * self.size.1)).sqrt();
        let widest = f64::from(u16::MAX) / self.size.0.max(self.size.1);
        // Twice as fine as it is shown, and brought down: hairlines come out as in a picture.
        let scale = (wanted * 2.0).min(most).min(widest);
        if !(scale.is_finite() && scale > 0.0) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a scale needs no more")]
        let single = scale as f32;
        let settings =
            RenderSettings { x_scale: single, y_scale: single, bg_color: WHITE, ..RenderSettings::default() };
        let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
        let (across, down) = (u32::from(drawn.width()), u32::from(drawn.height()));
        let colours =
            drawn.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        let sheet = RgbImage::from_raw(across, down, colours.collect())?;
        let of_frame = 72.0 / ADVERT_PIXELS_PER_INCH;
        let [left, top, ..] = self.trim;
        let x = whole_pixels((left + f64::from(part.x) * of_frame) * scale).min(across.saturating_sub(1));
        let y = whole_pixels((top + f64::from(part.y) * of_frame) * scale).min(down.saturating_sub(1));
        let crop = Crop {
            x,
            y,
            width: whole_pixels(f64::from(part.width) * of_frame * scale).clamp(1, across - x),
            height: whole_pixels(f64::from(part.height) * of_frame * scale).clamp(1, down - y),
        };
        Some(resize(&sheet, crop, (width, height)))
    }
}

/// Where a page is cut, as it is seen.
fn trim(page: &Page<'_>) -> Option<[f64; 4]> {
    let raw = page.raw();
    let cut = raw.get::<Rect>(b"TrimBox").or_else(|| raw.get::<Rect>(b"ArtBox"));
    let cut = cut.unwrap_or_else(|| page.intersected_crop_box());
    let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
    let seen = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
    let (one, other) = (seen(cut.x0, cut.y0), seen(cut.x1, cut.y1));
    let trim = [one.0.min(other.0), one.1.min(other.1), one.0.max(other.0), one.1.max(other.1)];
    (trim[2] - trim[0] > 0.0 && trim[3] - trim[1] > 0.0).then_some(trim)
}

/// A grey box with both its diagonals.
fn crossed(width: u32, height: u32) -> RgbImage {
    const GROUND: u8 = 226;
    const LINE: u8 = 120;
    let thick = (f64::from(width.min(height)) / 100.0).max(1.0);
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
        let (w, h) = (f64::from(width), f64::from(height));
        let edge = x.min(y).min(w - x).min(h - y) < thick;
        let long = w.hypot(h).max(1.0);
        let falls = ((x * h - y * w) / long).abs() < thick;
        let rises = ((x * h + y * w - w * h) / long).abs() < thick;
        image::Rgb([if edge || falls || rises { LINE } else { GROUND }; 3])
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float to int casts saturate")]
fn whole_pixels(pixels: f64) -> u32 {
    pixels.round() as u32
}
