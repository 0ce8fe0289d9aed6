//! Photographs: decoded, turned upright, cropped and scaled down for the screen.

use std::io::Cursor;

use broadsheet_layout::frame::Crop;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::{PreviewError, advert, ink};

/// The most megapixels of a picture that are decoded: 600 MB as eight-bit colour.
pub const MOST_MEGAPIXELS: u32 = 200;

/// The JPEG quality of a thumbnail: no blocks that the eye sees at twice the size.
const QUALITY: u8 = 86;

/// What of a picture's colours is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tones {
    /// All of them.
    #[default]
    Colour,
    /// How light they are, as on a page of black alone.
    Greys,
}

/// A small picture for the screen, a JPEG in sRGB.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thumbnail {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The file.
    pub jpeg: Vec<u8>,
}

/// A photo's original (JPEG, PNG, TIFF or WebP), or an advert's (PDF), scaled down so that neither side is longer than `max_px`; never
/// scaled up. It stands upright (EXIF orientation), in sRGB, on white where it is transparent.
///
/// # Errors
/// [`PreviewError::PictureUnreadable`], [`PreviewError::PictureTooLarge`].
pub fn thumbnail(bytes: &[u8], max_px: u32, tones: Tones) -> Result<Thumbnail, PreviewError> {
    thumbnail_of(bytes, None, max_px, tones)
}

/// As [`thumbnail`], of a part of the upright original.
///
/// # Errors
/// As [`thumbnail`].
pub fn thumbnail_of(
    bytes: &[u8],
    crop: Option<Crop>,
    max_px: u32,
    tones: Tones,
) -> Result<Thumbnail, PreviewError> {
    let mut picture = scaled(bytes, crop, |width, height| fit(width, height, max_px.max(1)))?;
    if tones == Tones::Greys {
        ink::to_greys(&mut picture);
    }
    let (width, height) = picture.dimensions();
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY)
        .encode(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(|error| PreviewError::NotWritten { reason: error.to_string() })?;
    Ok(Thumbnail { width, height, jpeg: file })
}

/// The part of a picture that `crop` names, in the size that `size` chooses from the part's own, upright.
///
/// It is scaled before it is turned and before its colours are converted: both then touch few pixels.
pub(crate) fn scaled(
    bytes: &[u8],
    crop: Option<Crop>,
    size: impl FnOnce(u32, u32) -> (u32, u32),
) -> Result<RgbImage, PreviewError> {
    if advert::is_pdf(bytes) {
        return advert::scaled(bytes, crop, size);
    }
    let Decoded { picture, orientation, profile } = decode(bytes)?;
    let stored = (picture.width(), picture.height());
    let part = stored_crop(crop, orientation, stored);
    let turned = lies_down(orientation);
    let (width, height) = if turned { size(part.height, part.width) } else { size(part.width, part.height) };
    let (width, height) = if turned { (height, width) } else { (width, height) };
    let mut small = resize(&flat(picture), part, (width.max(1), height.max(1)))?;
    if let Some(profile) = profile {
        to_srgb(&mut small, &profile);
    }
    let mut upright = DynamicImage::ImageRgb8(small);
    upright.apply_orientation(orientation);
    Ok(upright.into_rgb8())
}

/// What a page shows of a picture, as somebody else has decoded it: upright, as fine as it is needed or finer, in the
/// colours of its file.
#[derive(Clone, Copy, Debug)]
pub struct PicturePart<'a> {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Rows of red, green and blue.
    pub pixels: &'a [u8],
    /// The profile of the file.
    pub icc: Option<&'a [u8]>,
}

/// A decoded part of a picture, in the size that `size` chooses from its own.
pub(crate) fn shown(
    part: &PicturePart<'_>,
    size: impl FnOnce(u32, u32) -> (u32, u32),
) -> Result<RgbImage, PreviewError> {
    let (width, height) = size(part.width, part.height);
    let whole = Crop { x: 0, y: 0, width: part.width, height: part.height };
    let mut small =
        resize_pixels(part.pixels, (part.width, part.height), whole, (width.max(1), height.max(1)))?;
    if let Some(profile) = part.icc.and_then(|icc| ColorProfile::new_from_slice(icc).ok()) {
        to_srgb(&mut small, &profile);
    }
    Ok(small)
}

/// A picture as its file holds it.
struct Decoded {
    picture: DynamicImage,
    orientation: Orientation,
    profile: Option<ColorProfile>,
}

fn decode(bytes: &[u8]) -> Result<Decoded, PreviewError> {
    let unreadable = |reason: String| PreviewError::PictureUnreadable { photo: None, reason };
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| unreadable(error.to_string()))?;
    let mut decoder = reader.into_decoder().map_err(|error| unreadable(error.to_string()))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > u64::from(MOST_MEGAPIXELS) * 1_000_000 {
        return Err(PreviewError::PictureTooLarge { photo: None, limit: MOST_MEGAPIXELS });
    }
    let mut limits = Limits::default();
    // A 16-bit picture with transparency takes eight bytes a pixel.
    limits.max_alloc = Some(u64::from(MOST_MEGAPIXELS) * 8_000_000);
    decoder.set_limits(limits).map_err(|error| unreadable(error.to_string()))?;
    // What is wrong with the metadata does not spoil the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(&profile).ok());
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| unreadable(error.to_string()))?;
    Ok(Decoded { picture, orientation, profile })
}

/// Eight-bit colour on white paper.
fn flat(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let with_alpha = picture.into_rgba8();
    let mut paper = RgbImage::new(with_alpha.width(), with_alpha.height());
    for (out, pixel) in paper.pixels_mut().zip(with_alpha.pixels()) {
        let [r, g, b, a] = pixel.0;
        out.0 = [r, g, b].map(|channel| over_white(channel, a));
    }
    paper
}

fn over_white(channel: u8, alpha: u8) -> u8 {
    let mixed = u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
    u8::try_from((mixed + 127) / 255).unwrap_or(u8::MAX)
}

pub(crate) fn resize(picture: &RgbImage, part: Crop, size: (u32, u32)) -> Result<RgbImage, PreviewError> {
    resize_pixels(picture.as_raw(), picture.dimensions(), part, size)
}

fn resize_pixels(
    pixels: &[u8],
    (across, down): (u32, u32),
    part: Crop,
    (width, height): (u32, u32),
) -> Result<RgbImage, PreviewError> {
    let failed = |reason: String| PreviewError::PictureUnreadable { photo: None, reason };
    let source =
        ImageRef::new(across, down, pixels, PixelType::U8x3).map_err(|error| failed(error.to_string()))?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).crop(
        f64::from(part.x),
        f64::from(part.y),
        f64::from(part.width),
        f64::from(part.height),
    );
    Resizer::new().resize(&source, &mut target, &options).map_err(|error| failed(error.to_string()))?;
    RgbImage::from_raw(width, height, target.into_vec()).ok_or_else(|| failed("short buffer".to_owned()))
}

/// Converts where the file has an RGB profile; greys and the decoder's reading of CMYK stay as they are.
fn to_srgb(picture: &mut RgbImage, profile: &ColorProfile) {
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let target = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgb, &target, Layout::Rgb, options) else {
        return;
    };
    let mut converted = vec![0; picture.as_raw().len()];
    if transform.transform(picture.as_raw(), &mut converted).is_ok() {
        picture.copy_from_slice(&converted);
    }
}

/// Whether the file holds the picture lying on its side.
fn lies_down(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// A crop of the upright picture as a crop of the picture as stored; kept inside it, and never empty.
fn stored_crop(crop: Option<Crop>, orientation: Orientation, (width, height): (u32, u32)) -> Crop {
    let (across, down) = if lies_down(orientation) { (height, width) } else { (width, height) };
    let whole = Crop { x: 0, y: 0, width: across, height: down };
    let wanted = crop.unwrap_or(whole);
    let x = wanted.x.min(across.saturating_sub(1));
    let y = wanted.y.min(down.saturating_sub(1));
    let wide = wanted.width.clamp(1, (across - x).max(1));
    let high = wanted.height.clamp(1, (down - y).max(1));
    let (from_right, from_foot) = (across.saturating_sub(x + wide), down.saturating_sub(y + high));
    let (x, y, width, height) = match orientation {
        Orientation::NoTransforms => (x, y, wide, high),
        Orientation::FlipHorizontal => (from_right, y, wide, high),
        Orientation::Rotate180 => (from_right, from_foot, wide, high),
        Orientation::FlipVertical => (x, from_foot, wide, high),
        Orientation::Rotate90FlipH => (y, x, high, wide),
        Orientation::Rotate90 => (y, from_right, high, wide),
        Orientation::Rotate270FlipH => (from_foot, from_right, high, wide),
        Orientation::Rotate270 => (from_foot, x, high, wide),
    };
    Crop { x, y, width, height }
}

/// The size with its longer side at most `most`, in the same proportion.
fn fit(width: u32, height: u32, most: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= most {
        return (width, height);
    }
    let scale = |side: u32| {
        let exact = (u64::from(side) * u64::from(most) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(exact).unwrap_or(most).max(1)
    };
    (scale(width), scale(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every orientation: cropping the upright picture equals turning the cropped stored one.
    #[test]
    fn a_crop_is_of_the_upright_picture() {
        let stored = RgbImage::from_fn(7, 5, |x, y| {
            image::Rgb([u8::try_from(x * 30).unwrap(), u8::try_from(y * 50).unwrap(), 0])
        });
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut upright = DynamicImage::ImageRgb8(stored.clone());
            upright.apply_orientation(orientation);
            let expected = upright.crop_imm(1, 2, 3, 2).into_rgb8();
            let part = stored_crop(Some(Crop { x: 1, y: 2, width: 3, height: 2 }), orientation, (7, 5));
            let mut cropped =
                DynamicImage::ImageRgb8(stored.clone()).crop_imm(part.x, part.y, part.width, part.height);
            cropped.apply_orientation(orientation);
            assert_eq!(cropped.into_rgb8(), expected, "orientation {exif}");
        }
    }

    #[test]
    fn a_crop_outside_is_brought_inside() {
        let crop = |x, y, width, height| Crop { x, y, width, height };
        let inside = |wanted| stored_crop(Some(wanted), Orientation::NoTransforms, (100, 50));
        assert_eq!(inside(crop(90, 40, 500, 500)), crop(90, 40, 10, 10));
        assert_eq!(inside(crop(500, 500, 0, 0)), crop(99, 49, 1, 1));
        assert_eq!(inside(crop(0, 0, u32::MAX, u32::MAX)), crop(0, 0, 100, 50));
    }

    #[test]
    fn proportions_are_kept_and_nothing_grows() {
        assert_eq!(fit(3000, 2000, 300), (300, 200));
        assert_eq!(fit(200, 100, 300), (200, 100));
        assert_eq!(fit(10_000, 1, 300), (300, 1));
    }
}
