//! A page to PNG: what the display list shows, in a file.

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Crop, Ink, Item, PictureOutline, PictureUse, PlacedPicture, TextLine};
use broadsheet_units::{Length, Rect};
use image::RgbImage;
use tiny_skia::{
    Color, FillRule, FilterQuality, IntSize, Paint, Path, PathBuilder, Pattern, Pixmap, SpreadMode, Transform,
};

use crate::stamp::Stamps;
use crate::{Outlines, PreviewError, Srgb, photo, srgb};

/// The most megapixels that are drawn: a 对开 page at 400 dpi.
const MOST_MEGAPIXELS: u32 = 60;

/// Where the originals of pictures come from.
pub trait Pictures {
    /// The original file of a picture; `None` where it is not there.
    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>>;
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

/// The trimmed page as an opaque PNG that says its resolution. Pages that are drawn with the same `stamps`, also side by
/// side, share the glyphs that were drawn before.
///
/// # Errors
/// A glyph, a picture or an index that cannot be had is an error, never left out; so is a page of more than
/// sixty megapixels.
pub fn png(
    frame: &PageFrame,
    outlines: &dyn Outlines,
    pictures: &dyn Pictures,
    stamps: &Stamps,
    dpi: f64,
) -> Result<Vec<u8>, PreviewError> {
    let mut easel = Easel::new(frame, outlines, pictures, stamps, dpi)?;
    easel.page(|_| ())?;
    encode(&easel.pixmap, dpi)
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
    dpi: f64,
) -> Result<Drawn, PreviewError> {
    let mut easel = Easel::new(frame, outlines, pictures, stamps, dpi)?;
    let mut kept = Vec::new();
    easel.page(|picture| {
        let (width, height) = picture.dimensions();
        kept.push(DrawnPicture { width, height, pixels: picture.into_raw() });
    })?;
    Ok(Drawn { png: encode(&easel.pixmap, dpi)?, pictures: kept })
}

/// The page while it is drawn.
struct Easel<'a> {
    frame: &'a PageFrame,
    outlines: &'a dyn Outlines,
    pictures: &'a dyn Pictures,
    stamps: &'a Stamps,
    pixmap: Pixmap,
    /// Pixels in a 点.
    scale: f64,
}

impl<'a> Easel<'a> {
    fn new(
        frame: &'a PageFrame,
        outlines: &'a dyn Outlines,
        pictures: &'a dyn Pictures,
        stamps: &'a Stamps,
        dpi: f64,
    ) -> Result<Self, PreviewError> {
        let scale = Length::points(1).to_mm() / 25.4 * dpi;
        let width = pixels(frame.trim.width, scale);
        let height = pixels(frame.trim.height, scale);
        if u64::from(width) * u64::from(height) > u64::from(MOST_MEGAPIXELS) * 1_000_000 {
            return Err(PreviewError::TooManyPixels { width, height, limit: MOST_MEGAPIXELS });
        }
        let mut pixmap = Pixmap::new(width, height).ok_or(PreviewError::NoPixels)?;
        pixmap.fill(Color::WHITE);
        Ok(Self { frame, outlines, pictures, stamps, pixmap, scale })
    }

    /// Draws all items; `keep` is handed each picture once it stands on the page.
    fn page(&mut self, mut keep: impl FnMut(RgbImage)) -> Result<(), PreviewError> {
        for item in &self.frame.items {
            match item {
                Item::Line(line) => self.line(line)?,
                Item::Rule(rule) => self.fill(&rule.rect, rule.ink),
                Item::Tint(tint) => self.fill(&tint.rect, tint.ink),
                Item::Picture(picture) => {
                    if let Some(drawn) = self.picture(picture)? {
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
            let ink = srgb(run.ink);
            for glyph in &run.glyphs {
                let x = (x0 + glyph.x.to_points()) * self.scale;
                let y = (baseline - glyph.y.to_points()) * self.scale;
                hand.stamp(&mut self.pixmap, glyph.gid, ink, (x, y))?;
            }
        }
        Ok(())
    }

    fn fill(&mut self, rect: &Rect, ink: Ink) {
        if let Some(area) = self.device(rect) {
            self.pixmap.fill_rect(area, &paint(srgb(ink)), Transform::identity(), None);
        }
    }

    /// Draws a picture, and hands it back; there is none where its frame has no area.
    fn picture(&mut self, placed: &PlacedPicture) -> Result<Option<RgbImage>, PreviewError> {
        let used = self
            .frame
            .pictures
            .get(usize::from(placed.picture))
            .ok_or(PreviewError::FrameBroken { what: "picture" })?;
        let Some(area) = self.device(&placed.rect) else { return Ok(None) };
        let original =
            self.pictures.picture(used).ok_or(PreviewError::PictureMissing { photo: used.photo })?;
        let shown = screen_picture(&original, placed.crop, area).map_err(|error| error.of(used.photo))?;
        let picture = opaque(&shown)?;
        let (width, height) = (picture.width(), picture.height());
        // The scaled picture has whole pixels; the frame may begin and end inside one. Only a picture that has too few
        // pixels is looked up between them: it takes ten times as long.
        let place = Transform::from_row(
            area.width() / to_single(width),
            0.0,
            0.0,
            area.height() / to_single(height),
            area.x(),
            area.y(),
        );
        let enlarged = width < covering(area.width()) || height < covering(area.height());
        let quality = if enlarged { FilterQuality::Bilinear } else { FilterQuality::Nearest };
        let shader = Pattern::new(picture.as_ref(), SpreadMode::Pad, quality, 1.0, place);
        let paint = Paint { shader, anti_alias: true, ..Paint::default() };
        match placed.outline.as_ref().and_then(|outline| self.outline(area, outline)) {
            Some(outline) => {
                self.pixmap.fill_path(&outline, &paint, FillRule::Winding, Transform::identity(), None);
            }
            None => self.pixmap.fill_rect(area, &paint, Transform::identity(), None),
        }
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

/// The part of a picture that is shown, at the size that it is shown in.
fn screen_picture(original: &[u8], crop: Crop, area: tiny_skia::Rect) -> Result<RgbImage, PreviewError> {
    let (across, down) = (covering(area.width()), covering(area.height()));
    // A picture that has fewer pixels than its frame is enlarged by the pattern, not here.
    photo::scaled(original, Some(crop), |width, height| (across.min(width), down.min(height)))
}

/// A picture as the rasteriser takes it.
fn opaque(picture: &RgbImage) -> Result<Pixmap, PreviewError> {
    let size = IntSize::from_wh(picture.width(), picture.height()).ok_or(PreviewError::NoPixels)?;
    let opaque = picture.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], u8::MAX]).collect();
    Pixmap::from_vec(opaque, size).ok_or(PreviewError::NoPixels)
}

pub(crate) fn paint([r, g, b]: Srgb) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(r, g, b, u8::MAX);
    paint
}

fn encode(pixmap: &Pixmap, dpi: f64) -> Result<Vec<u8>, PreviewError> {
    let not_written = |error: png::EncodingError| PreviewError::NotWritten { reason: error.to_string() };
    let (colour, samples) = samples(pixmap.data());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixmap.width(), pixmap.height());
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    // Letters on white paper: better packing is ten times the work, and trying filters most of what is left.
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Up);
    encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
    let per_metre = pixels(Length::from_mm(1000.0), Length::points(1).to_mm() / 25.4 * dpi);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(not_written)?;
    writer.write_image_data(&samples).map_err(not_written)?;
    writer.finish().map_err(not_written)?;
    Ok(file)
}

/// The samples of pixels with alpha. The page is opaque, and most pages have no colour: what says nothing would only make
/// the file larger.
fn samples(pixels: &[u8]) -> (png::ColorType, Vec<u8>) {
    let (pixels, _) = pixels.as_chunks::<4>();
    if pixels.iter().all(|[r, g, b, _]| r == g && g == b) {
        return (png::ColorType::Grayscale, pixels.iter().map(|[grey, ..]| *grey).collect());
    }
    let mut samples = vec![0; pixels.len() * 3];
    for (colour, [r, g, b, _]) in samples.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
        *colour = [*r, *g, *b];
    }
    (png::ColorType::Rgb, samples)
}

/// A length in whole pixels, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float to int casts saturate")]
fn pixels(length: Length, scale: f64) -> u32 {
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
