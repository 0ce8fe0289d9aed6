//! Picture files into 8-bit pixels: JPEG (grey, YCbCr, RGB, CMYK, YCCK), PNG (every colour type and depth), TIFF
//! (bilevel, grey, palette, RGB, YCbCr, CMYK and Lab) and WebP: what the library takes in.

mod jpeg;
mod tiff;

use std::io::Cursor;

use png::{BitDepth, ColorType, Transformations};

use super::upright::Orientation;

/// The longest side that is decoded.
const LONGEST_SIDE: usize = 40_000;
/// The most pixels that are decoded: twice what the largest cameras make.
const MOST_PIXELS: u64 = 400_000_000;

/// What is said of a file that is not whole.
const BREAKS_OFF: &str = "it breaks off";

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
    /// Whether it is line art: of one bit a pixel, black or white. `pixels` are greys, 0 and 255 alone.
    pub(crate) line_art: bool,
    /// Whether the file holds its inks inverted, as Adobe's programs store them; `pixels` are turned round.
    pub(crate) turned_round: bool,
}

impl Decoded {
    /// As line art, where its two colours are black and white, of a palette too.
    fn into_line_art(self) -> Self {
        let level = |pixel: &[u8]| match pixel {
            [first @ (0 | 255), others @ ..] if others.iter().all(|other| other == first) => Some(*first),
            _ => None,
        };
        let greys = match self.space {
            Space::Grey | Space::Rgb => {
                self.pixels.chunks_exact(self.space.channels()).map(level).collect::<Option<_>>()
            }
            Space::Cmyk => None,
        };
        match greys {
            Some(pixels) => Self { pixels, space: Space::Grey, icc: None, line_art: true, ..self },
            None => self,
        }
    }
}

/// Decodes a file by what its first bytes say it is.
pub(crate) fn decode(file: &[u8]) -> Result<Decoded, String> {
    if file.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg::read(file)
    } else if file.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(file)
    } else if file.starts_with(b"II*\0") || file.starts_with(b"MM\0*") {
        tiff::read(file)
    } else if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
        webp(file)
    } else {
        Err("it is neither JPEG nor PNG, TIFF or WebP".to_owned())
    }
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
    let one_bit = info.bit_depth == BitDepth::One;
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
    let decoded =
        Decoded { width, height, space, pixels, icc, orientation, line_art: false, turned_round: false };
    Ok(if one_bit { decoded.into_line_art() } else { decoded })
}

fn webp(file: &[u8]) -> Result<Decoded, String> {
    let fault = |error: image_webp::DecodingError| error.to_string();
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).map_err(fault)?;
    let (width, height) = decoder.dimensions();
    check_size(u64::from(width), u64::from(height))?;
    let icc = decoder.icc_profile().map_err(fault)?;
    let exif = decoder.exif_metadata().map_err(fault)?;
    let orientation = exif.map_or(Orientation::UPRIGHT, |block| Orientation::of_exif(&block));
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or("it is too large")?];
    decoder.read_image(&mut pixels).map_err(fault)?;
    let pixels = if decoder.has_alpha() { on_paper(&pixels, 3) } else { pixels };
    complete(&pixels, width, height, Space::Rgb)?;
    let space = Space::Rgb;
    Ok(Decoded { width, height, space, pixels, icc, orientation, line_art: false, turned_round: false })
}

/// Lays pixels of light with an alpha channel on white: a page has nothing but paper behind a picture.
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
    if u64::try_from(pixels.len()).unwrap_or(0) == wanted { Ok(()) } else { Err(BREAKS_OFF.to_owned()) }
}
