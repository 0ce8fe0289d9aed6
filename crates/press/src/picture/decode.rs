//! Picture files into 8-bit pixels: JPEG (grey, YCbCr, RGB, CMYK, YCCK) and PNG (every colour type and depth).

use std::io::Cursor;

use png::{ColorType, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::upright::Orientation;

/// The longest side that is decoded.
const LONGEST_SIDE: usize = 40_000;
/// The most pixels that are decoded: twice what the largest cameras make.
const MOST_PIXELS: u64 = 400_000_000;

/// What a pixel is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Space {
    /// One byte of light.
    Grey,
    /// Three bytes of light.
    Rgb,
    /// Four bytes of ink (255 is solid).
    Cmyk,
}

impl Space {
    /// Bytes a pixel.
    pub(crate) fn channels(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }
}

/// A decoded picture, as stored.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// Width as stored, in pixels.
    pub(crate) width: u32,
    /// Height as stored, in pixels.
    pub(crate) height: u32,
    /// What the pixels are made of.
    pub(crate) space: Space,
    /// Rows of pixels, without padding.
    pub(crate) pixels: Vec<u8>,
    /// The profile in the file.
    pub(crate) icc: Option<Vec<u8>>,
    /// How it is to be turned.
    pub(crate) orientation: Orientation,
    /// Whether the file holds its inks inverted, as Adobe's programs store them; `pixels` are turned round.
    pub(crate) turned_round: bool,
}

/// Decodes a file by what its first bytes say it is.
pub(crate) fn decode(file: &[u8]) -> Result<Decoded, String> {
    if file.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(file)
    } else if file.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(file)
    } else {
        Err("it is neither JPEG nor PNG".to_owned())
    }
}

fn jpeg(file: &[u8]) -> Result<Decoded, String> {
    let options = || DecoderOptions::default().set_max_width(LONGEST_SIDE).set_max_height(LONGEST_SIDE);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(file), options());
    decoder.decode_headers().map_err(|error| error.to_string())?;
    let info = decoder.info().ok_or("it has no header")?;
    check_size(u64::from(info.width), u64::from(info.height))?;
    let stored = decoder.input_colorspace().ok_or("it has no header")?;
    let (wanted, space) = match stored {
        ColorSpace::Luma => (ColorSpace::Luma, Space::Grey),
        ColorSpace::CMYK => (ColorSpace::CMYK, Space::Cmyk),
        ColorSpace::YCCK => (ColorSpace::YCCK, Space::Cmyk),
        _ => (ColorSpace::RGB, Space::Rgb),
    };
    let icc = decoder.icc_profile();
    let orientation = decoder.exif().map_or(Orientation::UPRIGHT, |block| Orientation::of_exif(block));
    decoder.set_options(options().jpeg_set_out_colorspace(wanted));
    let mut pixels = decoder.decode().map_err(|error| error.to_string())?;
    let adobe = has_adobe_marker(file);
    match stored {
        ColorSpace::YCCK => pixels.chunks_exact_mut(4).for_each(ycck_to_ink),
        // What Adobe's programs write is stored inverted, and the marker is the only sign of it; a CMYK JPEG without
        // one holds ink values (ISO 32000-1 reads it so, and so do libjpeg's callers).
        ColorSpace::CMYK if adobe => pixels.iter_mut().for_each(|value| *value = 255 - *value),
        _ => {}
    }
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    complete(&pixels, width, height, space)?;
    let turned_round = adobe && space == Space::Cmyk;
    Ok(Decoded { width, height, space, pixels, icc, orientation, turned_round })
}

/// One pixel of an Adobe YCCK file to ink. The file holds inverted ink turned to YCbCr, and inverted black: so the
/// RGB of its YCbCr is the ink, by its very definition (Adobe Technical Note 5116).
fn ycck_to_ink(pixel: &mut [u8]) {
    let [y, cb, cr, k] = pixel else { return };
    let (luma, blue, red) = (f32::from(*y), f32::from(*cb) - 128.0, f32::from(*cr) - 128.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "float to int casts saturate, as meant"
    )]
    let byte = |value: f32| value.round() as u8;
    let inks = [
        byte(luma + 1.402 * red),
        byte(luma - 0.344_136 * blue - 0.714_136 * red),
        byte(luma + 1.772 * blue),
    ];
    [*y, *cb, *cr] = inks;
    *k = 255 - *k;
}

/// Whether a JPEG has Adobe's application marker, before its first scan.
fn has_adobe_marker(file: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = file.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match marker {
            0xda => return false,
            0xee if file.get(at + 4..at + 9) == Some(b"Adobe".as_slice()) => return true,
            0xff => at += 1,
            _ => at += 2 + length,
        }
    }
    false
}

fn png(file: &[u8]) -> Result<Decoded, String> {
    let limits = png::Limits { bytes: usize::try_from(MOST_PIXELS * 4).unwrap_or(usize::MAX) };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), limits);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    check_size(u64::from(width), u64::from(height))?;
    let icc = info.icc_profile.as_ref().map(|icc| icc.to_vec());
    let orientation =
        info.exif_metadata.as_ref().map_or(Orientation::UPRIGHT, |block| Orientation::of_exif(block));
    let size = reader.output_buffer_size().ok_or("it is too large")?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    pixels.truncate(frame.buffer_size());
    let (space, pixels) = match frame.color_type {
        ColorType::Grayscale => (Space::Grey, pixels),
        ColorType::Rgb => (Space::Rgb, pixels),
        ColorType::GrayscaleAlpha => (Space::Grey, on_paper(&pixels, 1)),
        ColorType::Rgba => (Space::Rgb, on_paper(&pixels, 3)),
        ColorType::Indexed => return Err("its palette is missing".to_owned()),
    };
    complete(&pixels, width, height, space)?;
    Ok(Decoded { width, height, space, pixels, icc, orientation, turned_round: false })
}

/// Lays pixels with an alpha channel on white: a page has nothing but paper behind a picture.
fn on_paper(pixels: &[u8], colours: usize) -> Vec<u8> {
    let mut flat = Vec::with_capacity(pixels.len() / (colours + 1) * colours);
    for pixel in pixels.chunks_exact(colours + 1) {
        let Some((&alpha, light)) = pixel.split_last() else { continue };
        let alpha = u16::from(alpha);
        flat.extend(light.iter().map(|&light| {
            let blended = (u16::from(light) * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(blended).unwrap_or(u8::MAX)
        }));
    }
    flat
}

fn check_size(width: u64, height: u64) -> Result<(), String> {
    if width == 0 || height == 0 {
        return Err("it has no pixels".to_owned());
    }
    if width * height > MOST_PIXELS {
        return Err(format!("it has {width} × {height} pixels, more than can be printed"));
    }
    Ok(())
}

fn complete(pixels: &[u8], width: u32, height: u32, space: Space) -> Result<(), String> {
    let wanted = u64::from(width) * u64::from(height) * u64::try_from(space.channels()).unwrap_or(4);
    if u64::try_from(pixels.len()).unwrap_or(0) == wanted { Ok(()) } else { Err("it breaks off".to_owned()) }
}
