//! A page to PNG: what the display list shows, in a file.

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Ink, Item, PictureOutline, PictureUse, PlacedPicture, TextLine};
use broadsheet_units::{Length, Rect};
use image::RgbImage;
use tiny_skia::{
    FillRule, FilterQuality, IntSize, Paint, Path, PathBuilder, Pattern, Pixmap, SpreadMode, Transform,
};

use crate::canvas::Canvas;
use crate::photo::{self, PicturePart};
use crate::stamp::Stamps;
use crate::{Look, Outlines, PreviewError, ink};

/// The most megapixels that are drawn: a 对开 page at 400 dpi.
const MOST_MEGAPIXELS: u32 = 60;

/// Where the originals of pictures come from.
pub trait Pictures {
    /// The original file of a picture; `None` where it is not there.
    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>>;

    /// What the picture that is the page's item `item` shows, where somebody has it decoded: the original is not asked
    /// for then.
    fn part(&self, _item: usize) -> Option<PicturePart<'_>> {
        None
    }
}

/// A page as it was drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The page, as [`png`] gives it.
    pub png: Vec<u8>,
    /// Its pictures in the order of its items, without what was drawn over them.
    pub pictures: Vec<DrawnPicture>,
}

/// A picture as it was drawn: what fills its frame.
#[derive(Clone, Debug)]
pub struct DrawnPicture {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of every pixel, sRGB, row by row from the top.
    pub pixels: Vec<u8>,
}

/// The trimmed page as an opaque PNG that says its resolution, with the `look` of its plates. Pages that are drawn with the
/// same `stamps`, also side by side, share the glyphs that were drawn before.
///
/// # Errors
/// A glyph, a picture or an index that cannot be had is an error, never left out; so is a page of more than
/// sixty megapixels.
pub fn png(
    frame: &PageFrame,
    outlines: &dyn Outlines,
    pictures: &dyn Pictures,
    stamps: &Stamps,
    look: &Look,
    dpi: f64,
) -> Result<Vec<u8>, PreviewError> {
    let mut easel = Easel::new(frame, outlines, pictures, stamps, look, dpi)?;
    easel.page(|_| ())?;
    easel.canvas.png(dpi)
}

/// As [`png`], with the pictures of the page as they were drawn for it.
///
/// # Errors
/// As [`png`].
pub fn drawn(
    frame: &PageFrame,
    outlines: &dyn Outlines,
    pictures: &dyn Pictures,
    stamps: &Stamps,
    look: &Look,
    dpi: f64,
) -> Result<Drawn, PreviewError> {
    let mut easel = Easel::new(frame, outlines, pictures, stamps, look, dpi)?;
    let mut kept = Vec::new();
    easel.page(|picture| {
        let (width, height) = picture.dimensions();
        kept.push(DrawnPicture { width, height, pixels: picture.into_raw() });
    })?;
    Ok(Drawn { png: easel.canvas.png(dpi)?, pictures: kept })
}

/// The page while it is drawn.
struct Easel<'a> {
    frame: &'a PageFrame,
    outlines: &'a dyn Outlines,
    pictures: &'a dyn Pictures,
    stamps: &'a Stamps,
    look: &'a Look,
    canvas: Canvas,
    /// Pixels in a 点.
    scale: f64,
}

impl<'a> Easel<'a> {
    fn new(
        frame: &'a PageFrame,
        outlines: &'a dyn Outlines,
        pictures: &'a dyn Pictures,
        stamps: &'a Stamps,
        look: &'a Look,
        dpi: f64,
    ) -> Result<Self, PreviewError> {
        let scale = Length::points(1).to_mm() / 25.4 * dpi;
        let width = pixels(frame.trim.width, scale);
        let height = pixels(frame.trim.height, scale);
        if u64::from(width) * u64::from(height) > u64::from(MOST_MEGAPIXELS) * 1_000_000 {
            return Err(PreviewError::TooManyPixels { width, height, limit: MOST_MEGAPIXELS });
        }
        let canvas = Canvas::new(width, height).ok_or(PreviewError::NoPixels)?;
        Ok(Self { frame, outlines, pictures, stamps, look, canvas, scale })
    }

    /// Draws all items; `keep` is handed each picture once it stands on the page.
    fn page(&mut self, mut keep: impl FnMut(RgbImage)) -> Result<(), PreviewError> {
        for (at, item) in self.frame.items.iter().enumerate() {
            match item {
                Item::Line(line) => self.line(line)?,
                Item::Rule(rule) => self.fill(&rule.rect, rule.ink),
                Item::Tint(tint) => self.fill(&tint.rect, tint.ink),
                Item::Picture(picture) => {
                    if let Some(drawn) = self.picture(at, picture)? {
                        keep(drawn);
                    }
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &TextLine) -> Result<(), PreviewError> {
        let x0 = line.origin.x.to_points();
        let baseline = line.origin.y.to_points();
        for run in &line.runs {
            let face = self.frame.fonts.get(usize::from(run.font));
            let face = face.ok_or(PreviewError::FrameBroken { what: "font" })?;
            let size = run.size.to_points() / f64::from(face.units_per_em.max(1)) * self.scale;
            let wide = size * f64::from(run.scale_x) / 1000.0;
            let hand = self.stamps.of(self.outlines, face, single(wide), single(size), run.turned);
            let ink = self.look.srgb(run.ink);
            for glyph in &run.glyphs {
                let x = (x0 + glyph.x.to_points()) * self.scale;
                let y = (baseline - glyph.y.to_points()) * self.scale;
                hand.stamp(&mut self.canvas, glyph.gid, ink, (x, y))?;
            }
        }
        Ok(())
    }

    fn fill(&mut self, rect: &Rect, ink: Ink) {
        if let Some(area) = self.device(rect) {
            self.canvas.fill(area, self.look.srgb(ink));
        }
    }

    /// Draws a picture, the item `at`, and hands it back; there is none where its frame has no area.
    fn picture(&mut self, at: usize, placed: &PlacedPicture) -> Result<Option<RgbImage>, PreviewError> {
        let used = self
            .frame
            .pictures
            .get(usize::from(placed.picture))
            .ok_or(PreviewError::FrameBroken { what: "picture" })?;
        let Some(area) = self.device(&placed.rect) else { return Ok(None) };
        let shown = match self.pictures.part(at) {
            Some(part) => photo::shown(&part, |width, height| fitting(area, width, height)),
            None => {
                let original =
                    self.pictures.picture(used).ok_or(PreviewError::PictureMissing { photo: used.photo })?;
                photo::scaled(&original, Some(placed.crop), |width, height| fitting(area, width, height))
            }
        };
        let mut shown = shown.map_err(|error| error.of(used.photo))?;
        if self.look.is_grey(self.frame, placed) {
            ink::to_greys(&mut shown);
        }
        let outline = placed.outline.as_ref().and_then(|outline| self.outline(area, outline));
        let (width, height) = shown.dimensions();
        // Only a picture that has too few pixels is looked up between them, and only a cut one needs a path.
        let enlarged = width < covering(area.width()) || height < covering(area.height());
        if !enlarged && outline.is_none() {
            self.canvas.place(area, &shown);
            return Ok(Some(shown));
        }
        let picture = opaque(&shown).map_err(|error| error.of(used.photo))?;
        // The scaled picture has whole pixels; the frame may begin and end inside one.
        let place = Transform::from_row(
            area.width() / to_single(width),
            0.0,
            0.0,
            area.height() / to_single(height),
            area.x(),
            area.y(),
        );
        let quality = if enlarged { FilterQuality::Bilinear } else { FilterQuality::Nearest };
        self.canvas.draw(area, |pixels, (left, top)| {
            let here = Transform::from_translate(-left, -top);
            let shader =
                Pattern::new(picture.as_ref(), SpreadMode::Pad, quality, 1.0, place.post_concat(here));
            let paint = Paint { shader, anti_alias: true, ..Paint::default() };
            if let Some(outline) = outline.and_then(|outline| outline.transform(here)) {
                pixels.fill_path(&outline, &paint, FillRule::Winding, Transform::identity(), None);
            } else if let Some(area) = area.transform(here) {
                pixels.fill_rect(area, &paint, Transform::identity(), None);
            }
        })?;
        Ok(Some(shown))
    }

    /// The outline that a picture is cut to, in pixels.
    fn outline(&self, area: tiny_skia::Rect, outline: &PictureOutline) -> Option<Path> {
        let PictureOutline::Polygon { points } = outline else { return PathBuilder::from_oval(area) };
        let mut builder = PathBuilder::new();
        for (n, point) in points.iter().enumerate() {
            let [x, y] = [point.x, point.y].map(|at| single(at.to_points() * self.scale));
            if n == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        builder.close();
        builder.finish()
    }

    /// A rectangle in pixels; `None` where it has no area.
    fn device(&self, rect: &Rect) -> Option<tiny_skia::Rect> {
        let [left, top, right, bottom] =
            [rect.x, rect.y, rect.right(), rect.bottom()].map(|edge| single(edge.to_points() * self.scale));
        if rect.is_empty() { None } else { tiny_skia::Rect::from_ltrb(left, top, right, bottom) }
    }
}

/// The size at which a picture of so many pixels is shown in an area. One that has fewer than its frame is enlarged when
/// it is drawn.
fn fitting(area: tiny_skia::Rect, width: u32, height: u32) -> (u32, u32) {
    (covering(area.width()).min(width), covering(area.height()).min(height))
}

/// A picture as the rasteriser takes it.
fn opaque(picture: &RgbImage) -> Result<Pixmap, PreviewError> {
    let size = IntSize::from_wh(picture.width(), picture.height()).ok_or(PreviewError::NoPixels)?;
    let (pixels, _) = picture.as_raw().as_chunks::<3>();
    let mut opaque = vec![u8::MAX; pixels.len() * 4];
    for (opaque, [r, g, b]) in opaque.as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
        *opaque = [*r, *g, *b, u8::MAX];
    }
    Pixmap::from_vec(opaque, size).ok_or(PreviewError::NoPixels)
}

/// A length in whole pixels, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float to int casts saturate")]
pub(crate) fn pixels(length: Length, scale: f64) -> u32 {
    (length.to_points() * scale).round() as u32
}

/// The whole pixels that cover a width in pixels; at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float to int casts saturate")]
pub(crate) fn covering(width: f32) -> u32 {
    (width.ceil() as u32).max(1)
}

/// What the rasteriser computes in.
#[expect(clippy::cast_possible_truncation, reason = "places on a page are far inside the range of f32")]
pub(crate) fn single(value: f64) -> f32 {
    value as f32
}

#[expect(clippy::cast_precision_loss, reason = "a picture's side is far below 2^24 pixels")]
fn to_single(pixels: u32) -> f32 {
    pixels as f32
}
