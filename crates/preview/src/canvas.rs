//! The pixels of a page while it is drawn: opaque, and of one byte until the first colour comes. Most pages of a newspaper
//! are black on white from end to end, and what is drawn on, looked through and packed is then a fourth of the usual.

use broadsheet_units::Length;
use image::RgbImage;
use tiny_skia::{IntSize, Pixmap};

use crate::{PreviewError, Srgb};

/// The bytes of a page, row by row, white at first.
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    samples: Samples,
}

/// What a pixel is made of.
enum Samples {
    Greys(Vec<u8>),
    Colours(Vec<Srgb>),
}

/// A rectangle of whole pixels that lies on the page.
#[derive(Clone, Copy)]
struct Part {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Canvas {
    /// Blank paper.
    pub(crate) fn new(width: u32, height: u32) -> Option<Self> {
        let [width, height] = [usize::try_from(width).ok()?, usize::try_from(height).ok()?];
        let pixels = width.checked_mul(height).filter(|&pixels| pixels > 0)?;
        Some(Self { width, height, samples: Samples::Greys(vec![u8::MAX; pixels]) })
    }

    /// Lays ink on pixels by how much of each is covered, in 255ths: rows of `width` with the first pixel at `left`,
    /// `top`. What is off the page is left out.
    pub(crate) fn cover(&mut self, (left, top): (i64, i64), width: usize, cover: &[u8], ink: Srgb) {
        self.admit(ink);
        let [across, down] = [self.width, self.height].map(|side| i64::try_from(side).unwrap_or(i64::MAX));
        // What of a row is on the page.
        let before = usize::try_from(-left).unwrap_or(0);
        let after = usize::try_from(across - left).unwrap_or(0).min(width);
        for (covers, y) in cover.chunks_exact(width.max(1)).zip(top..) {
            let Some(covers) = covers.get(before..after).filter(|_| (0..down).contains(&y)) else { continue };
            let Ok(start) = usize::try_from(y * across + left.max(0)) else { continue };
            let end = start + covers.len();
            match &mut self.samples {
                Samples::Greys(greys) => {
                    for (grey, &cover) in greys.get_mut(start..end).unwrap_or_default().iter_mut().zip(covers)
                    {
                        *grey = over(*grey, ink[0], cover);
                    }
                }
                Samples::Colours(colours) => {
                    let colours = colours.get_mut(start..end).unwrap_or_default();
                    for (colour, &cover) in colours.iter_mut().zip(covers) {
                        if cover > 0 {
                            *colour = mixed(*colour, ink, cover);
                        }
                    }
                }
            }
        }
    }

    /// Fills a rectangle; a pixel that it covers in part is inked by that part.
    pub(crate) fn fill(&mut self, area: tiny_skia::Rect, ink: Srgb) {
        let Some(part) = self.part(area) else { return };
        self.admit(ink);
        let columns = shares(area.left(), area.right(), part.left..part.right);
        let rows = shares(area.top(), area.bottom(), part.top..part.bottom);
        // All of a row but its ends is covered alike, and most rows are covered whole.
        for (y, row) in (part.top..).zip(rows) {
            let covers = columns.iter().map(|column| byte(column * row));
            let (start, end) = (y * self.width + part.left, y * self.width + part.right);
            match &mut self.samples {
                Samples::Greys(greys) => {
                    for (grey, cover) in greys.get_mut(start..end).unwrap_or_default().iter_mut().zip(covers)
                    {
                        *grey = over(*grey, ink[0], cover);
                    }
                }
                Samples::Colours(colours) => {
                    for (colour, cover) in
                        colours.get_mut(start..end).unwrap_or_default().iter_mut().zip(covers)
                    {
                        *colour = mixed(*colour, ink, cover);
                    }
                }
            }
        }
    }

    /// Puts a picture into a rectangle, each pixel that of the picture which is nearest; a pixel that the rectangle covers
    /// in part is covered by that part.
    pub(crate) fn place(&mut self, area: tiny_skia::Rect, picture: &RgbImage) {
        let Some(part) = self.part(area) else { return };
        let (pixels, _) = picture.as_raw().as_chunks::<3>();
        if let Some([r, g, b]) = pixels.iter().find(|[r, g, b]| r != g || g != b) {
            self.admit([*r, *g, *b]);
        }
        let columns = shares(area.left(), area.right(), part.left..part.right);
        let rows = shares(area.top(), area.bottom(), part.top..part.bottom);
        let from = nearest(area.left(), area.right(), part.left..part.right, picture.width());
        let lines = nearest(area.top(), area.bottom(), part.top..part.bottom, picture.height());
        let across = from.iter().zip(&columns);
        for (y, (line, row)) in (part.top..).zip(lines.iter().zip(rows)) {
            let (start, end) = (y * self.width + part.left, y * self.width + part.right);
            let line = line * usize::try_from(picture.width()).unwrap_or(0);
            let shown = across.clone().map(|(from, column)| {
                (pixels.get(line + from).copied().unwrap_or([u8::MAX; 3]), byte(column * row))
            });
            match &mut self.samples {
                Samples::Greys(greys) => {
                    let greys = greys.get_mut(start..end).unwrap_or_default();
                    for (grey, ([shown, ..], cover)) in greys.iter_mut().zip(shown) {
                        *grey = over(*grey, shown, cover);
                    }
                }
                Samples::Colours(colours) => {
                    let colours = colours.get_mut(start..end).unwrap_or_default();
                    for (colour, (shown, cover)) in colours.iter_mut().zip(shown) {
                        *colour = if cover == u8::MAX { shown } else { mixed(*colour, shown, cover) };
                    }
                }
            }
        }
    }

    /// Has someone draw on the pixels that `area` touches. What is drawn is told where they begin on the page.
    pub(crate) fn draw(
        &mut self,
        area: tiny_skia::Rect,
        draw: impl FnOnce(&mut Pixmap, (f32, f32)),
    ) -> Result<(), PreviewError> {
        let Some(part) = self.part(area) else { return Ok(()) };
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let (wide, high) = (part.right - part.left, part.bottom - part.top);
        let size = IntSize::from_wh(side(wide), side(high));
        let mut pixels = vec![u8::MAX; wide * high * 4];
        for (y, pixels) in (part.top..).zip(pixels.chunks_exact_mut(wide * 4)) {
            let row = y * self.width + part.left..y * self.width + part.right;
            let (pixels, _) = pixels.as_chunks_mut::<4>();
            match &self.samples {
                Samples::Greys(greys) => {
                    for (pixel, &grey) in pixels.iter_mut().zip(greys.get(row).unwrap_or_default()) {
                        *pixel = [grey, grey, grey, u8::MAX];
                    }
                }
                Samples::Colours(colours) => {
                    for (pixel, &[r, g, b]) in pixels.iter_mut().zip(colours.get(row).unwrap_or_default()) {
                        *pixel = [r, g, b, u8::MAX];
                    }
                }
            }
        }
        let pixmap = size.and_then(|size| Pixmap::from_vec(pixels, size));
        let mut pixmap = pixmap.ok_or(PreviewError::NoPixels)?;
        draw(&mut pixmap, (single(part.left), single(part.top)));
        let (drawn, _) = pixmap.data().as_chunks::<4>();
        if let Some([r, g, b, _]) = drawn.iter().find(|[r, g, b, _]| r != g || g != b) {
            self.admit([*r, *g, *b]);
        }
        for (y, drawn) in (part.top..).zip(drawn.chunks_exact(wide)) {
            let row = y * self.width + part.left..y * self.width + part.right;
            match &mut self.samples {
                Samples::Greys(greys) => {
                    let greys = greys.get_mut(row).unwrap_or_default();
                    for (grey, [r, ..]) in greys.iter_mut().zip(drawn) {
                        *grey = *r;
                    }
                }
                Samples::Colours(colours) => {
                    let colours = colours.get_mut(row).unwrap_or_default();
                    for (colour, [r, g, b, _]) in colours.iter_mut().zip(drawn) {
                        *colour = [*r, *g, *b];
                    }
                }
            }
        }
        Ok(())
    }

    /// The page as a PNG that says its resolution: of greys where it has no colour.
    pub(crate) fn png(self, dpi: f64) -> Result<Vec<u8>, PreviewError> {
        let not_written = |error: png::EncodingError| PreviewError::NotWritten { reason: error.to_string() };
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let (colour, samples) = match &self.samples {
            Samples::Greys(greys) => (png::ColorType::Grayscale, greys.as_slice()),
            Samples::Colours(colours) => (png::ColorType::Rgb, colours.as_flattened()),
        };
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, side(self.width), side(self.height));
        encoder.set_color(colour);
        encoder.set_depth(png::BitDepth::Eight);
        // Letters on white paper: better packing is ten times the work, and trying filters most of what is left.
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
        let per_metre = crate::draw::pixels(Length::from_mm(1000.0), Length::points(1).to_mm() / 25.4 * dpi);
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: png::Unit::Meter,
        }));
        let mut writer = encoder.write_header().map_err(not_written)?;
        writer.write_image_data(samples).map_err(not_written)?;
        writer.finish().map_err(not_written)?;
        Ok(file)
    }

    /// Makes room for colour where an ink has some.
    fn admit(&mut self, [r, g, b]: Srgb) {
        if let Samples::Greys(greys) = &self.samples
            && (r != g || g != b)
        {
            self.samples = Samples::Colours(greys.iter().map(|&grey| [grey; 3]).collect());
        }
    }

    /// The pixels that an area touches.
    fn part(&self, area: tiny_skia::Rect) -> Option<Part> {
        let part = Part {
            left: pixel(area.left().floor()).min(self.width),
            top: pixel(area.top().floor()).min(self.height),
            right: pixel(area.right().ceil()).min(self.width),
            bottom: pixel(area.bottom().ceil()).min(self.height),
        };
        (part.left < part.right && part.top < part.bottom).then_some(part)
    }
}

/// How much of each of the pixels lies between two edges.
fn shares(from: f32, to: f32, pixels: std::ops::Range<usize>) -> Vec<f32> {
    pixels.map(|at| ((single(at) + 1.0).min(to) - single(at).max(from)).clamp(0.0, 1.0)).collect()
}

/// Which of so many pixels between two edges the middle of each pixel of the page falls on.
fn nearest(from: f32, to: f32, pixels: std::ops::Range<usize>, many: u32) -> Vec<usize> {
    let many = usize::try_from(many).unwrap_or(0);
    let each = single(many) / (to - from);
    let last = many.saturating_sub(1);
    pixels.map(|at| pixel(((single(at) + 0.5 - from) * each).floor()).min(last)).collect()
}

fn mixed(under: Srgb, ink: Srgb, cover: u8) -> Srgb {
    [over(under[0], ink[0], cover), over(under[1], ink[1], cover), over(under[2], ink[2], cover)]
}

/// Ink over what lies below it, by how much of the pixel it covers.
fn over(under: u8, ink: u8, cover: u8) -> u8 {
    let (under, ink, cover) = (u16::from(under), u16::from(ink), u16::from(cover));
    let sum = under * (255 - cover) + ink * cover + 128;
    // Divided by 255, rounded: exact for every sum of two products of bytes.
    (sum + (sum >> 8)).to_be_bytes()[0]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share from 0 to 1")]
pub(crate) fn byte(share: f32) -> u8 {
    (share * 255.0).round() as u8
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float to int casts saturate")]
fn pixel(place: f32) -> usize {
    place as usize
}

#[expect(clippy::cast_precision_loss, reason = "a page's side is far below 2^24 pixels")]
fn single(pixels: usize) -> f32 {
    pixels as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(left: f32, top: f32, right: f32, bottom: f32) -> tiny_skia::Rect {
        tiny_skia::Rect::from_ltrb(left, top, right, bottom).unwrap()
    }

    fn colours(canvas: Canvas) -> Vec<Srgb> {
        match canvas.samples {
            Samples::Greys(greys) => greys.into_iter().map(|grey| [grey; 3]).collect(),
            Samples::Colours(colours) => colours,
        }
    }

    #[test]
    fn a_pixel_is_inked_by_the_part_that_is_covered() {
        let mut canvas = Canvas::new(4, 2).unwrap();
        canvas.fill(rect(0.5, -3.0, 3.25, 1.5), [0, 0, 0]);
        let Samples::Greys(greys) = canvas.samples else { panic!("black is no colour") };
        assert_eq!(greys, [127, 0, 0, 191, 191, 127, 127, 223]);
    }

    #[test]
    fn the_first_colour_changes_nothing_that_was_there() {
        let mut canvas = Canvas::new(3, 1).unwrap();
        canvas.fill(rect(0.0, 0.0, 1.0, 1.0), [17; 3]);
        canvas.fill(rect(1.0, 0.0, 2.0, 1.0), [227, 6, 19]);
        assert_eq!(colours(canvas), [[17; 3], [227, 6, 19], [255; 3]]);
    }

    #[test]
    fn what_is_off_the_page_is_left_out() {
        let mut canvas = Canvas::new(2, 2).unwrap();
        canvas.cover((-1, -1), 2, &[255, 255, 255, 128], [0, 0, 0]);
        canvas.cover((1, 1), 2, &[255, 255, 255, 255], [0, 0, 255]);
        canvas.cover((-9, 0), 2, &[255, 255], [0, 0, 0]);
        canvas.fill(rect(5.0, 5.0, 9.0, 9.0), [0, 0, 0]);
        assert_eq!(colours(canvas), [[127; 3], [255; 3], [255; 3], [0, 0, 255]]);
    }

    #[test]
    fn a_picture_fills_its_rectangle_and_no_more() {
        let picture = RgbImage::from_raw(2, 1, vec![10, 20, 30, 40, 50, 60]).unwrap();
        let mut canvas = Canvas::new(4, 2).unwrap();
        canvas.place(rect(1.0, -1.0, 3.0, 1.5), &picture);
        let half = |ink: Srgb| mixed([255; 3], ink, 128);
        let (one, other, white) = ([10, 20, 30], [40, 50, 60], [255; 3]);
        assert_eq!(colours(canvas), [white, one, other, white, white, half(one), half(other), white]);
        let grey = RgbImage::from_raw(1, 1, vec![7; 3]).unwrap();
        let mut canvas = Canvas::new(2, 1).unwrap();
        canvas.place(rect(1.0, 0.0, 9.0, 1.0), &grey);
        let Samples::Greys(greys) = canvas.samples else { panic!("a grey picture is no colour") };
        assert_eq!(greys, [255, 7]);
    }

    #[test]
    fn what_is_drawn_is_put_where_it_belongs() {
        let drawn = |ink: Srgb| {
            let mut canvas = Canvas::new(3, 3).unwrap();
            canvas.fill(rect(0.0, 0.0, 3.0, 1.0), [0; 3]);
            let draw = |pixmap: &mut Pixmap, begin: (f32, f32)| {
                assert_eq!((begin, pixmap.width(), pixmap.height()), ((1.0, 0.0), 2, 2));
                assert_eq!(pixmap.data()[..4], [0, 0, 0, 255], "what lies below is there");
                let mut paint = tiny_skia::Paint { anti_alias: true, ..tiny_skia::Paint::default() };
                paint.set_color_rgba8(ink[0], ink[1], ink[2], u8::MAX);
                pixmap.fill_rect(rect(0.0, 1.0, 1.0, 2.0), &paint, tiny_skia::Transform::identity(), None);
            };
            canvas.draw(rect(1.2, 0.0, 5.0, 2.0), draw).unwrap();
            canvas
        };
        assert!(matches!(drawn([9; 3]).samples, Samples::Greys(_)));
        let black = [0; 3];
        let white = [255; 3];
        let ink = [9, 8, 7];
        assert_eq!(colours(drawn(ink)), [black, black, black, white, ink, white, white, white, white]);
    }
}
