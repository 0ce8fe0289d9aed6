//! Picture files into 8-bit pixels: JPEG (grey, YCbCr, RGB, CMYK, YCCK), PNG (every colour type and depth), TIFF
//! (grey, RGB and CMYK of 8 or 16 bits) and WebP: what the library takes in.

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
    /// Whether the file holds its inks inverted, as Adobe's programs store them; `pixels` are turned round.
    pub(crate) turned_round: bool,
}

/// Decodes a file by what its first bytes say it is.
pub(crate) fn decode(file: &[u8]) -> Result<Decoded, String> {
    if file.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(file)
    } else if file.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(file)
    } else if file.starts_with(b"II*\0") || file.starts_with(b"MM\0*") {
        tiff(file)
    } else if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
        webp(file)
    } else {
        Err("it is neither JPEG nor PNG, TIFF or WebP".to_owned())
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
    let Markers { adobe, ends } = Markers::read(file);
    if !ends {
        return Err(BREAKS_OFF.to_owned());
    }
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

/// What the markers of a JPEG say that its decoder keeps to itself.
struct Markers {
    /// Whether it has Adobe's application marker.
    adobe: bool,
    /// Whether it has an end. A decoder fills what is missing with grey, and grey would be printed.
    ends: bool,
}

impl Markers {
    fn read(file: &[u8]) -> Self {
        let mut adobe = false;
        let mut at = 2;
        while let Some([0xff, marker, high, low]) = file.get(at..at + 4) {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            match marker {
                0xda => break,
                0xff => at += 1,
                _ => {
                    adobe |= *marker == 0xee && file.get(at + 4..at + 9) == Some(b"Adobe".as_slice());
                    at += 2 + length;
                }
            }
        }
        // Within a scan the byte FF is always followed by 00 or a restart marker (ITU-T T.81, B.1.1.5).
        let scans = file.get(at..).unwrap_or_default();
        Self { adobe, ends: scans.windows(2).any(|pair| pair == [0xff, 0xd9]) }
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

fn tiff(file: &[u8]) -> Result<Decoded, String> {
    use tiff::decoder::{Decoder, DecodingResult, Limits};
    use tiff::tags::Tag;
    let fault = |error: tiff::TiffError| error.to_string();
    let mut limits = Limits::default();
    limits.decoding_buffer_size = usize::try_from(MOST_PIXELS * 4).unwrap_or(usize::MAX);
    limits.ifd_value_size = 16 * 1024 * 1024;
    let mut decoder = Decoder::new(Cursor::new(file)).map_err(fault)?.with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(fault)?;
    check_size(u64::from(width), u64::from(height))?;
    let kind = decoder.colortype().map_err(fault)?;
    let icc = decoder.get_tag_u8_vec(Tag::IccProfile).ok();
    let turned = decoder.find_tag_unsigned::<u32>(Tag::Orientation).ok().flatten();
    let orientation = turned.map_or(Orientation::UPRIGHT, Orientation::of_value);
    let pixels = match decoder.read_image().map_err(fault)? {
        DecodingResult::U8(pixels) => pixels,
        DecodingResult::U16(wide) => wide.into_iter().map(eight_bits).collect(),
        _ => return Err("its samples are neither of 8 nor of 16 bits".to_owned()),
    };
    let (space, pixels) = match kind {
        tiff::ColorType::Gray(8 | 16) => (Space::Grey, pixels),
        tiff::ColorType::GrayA(8 | 16) => (Space::Grey, on_paper(&pixels, 1)),
        tiff::ColorType::RGB(8 | 16) => (Space::Rgb, pixels),
        tiff::ColorType::RGBA(8 | 16) => (Space::Rgb, on_paper(&pixels, 3)),
        tiff::ColorType::CMYK(8 | 16) => (Space::Cmyk, pixels),
        other => return Err(format!("its colours ({other:?}) are not read")),
    };
    complete(&pixels, width, height, space)?;
    Ok(Decoded { width, height, space, pixels, icc, orientation, turned_round: false })
}

/// A 16-bit sample in 8 bits, rounded.
fn eight_bits(sample: u16) -> u8 {
    u8::try_from((u32::from(sample) * 255 + 32_767) / 65_535).unwrap_or(u8::MAX)
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
    Ok(Decoded { width, height, space: Space::Rgb, pixels, icc, orientation, turned_round: false })
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
    if u64::try_from(pixels.len()).unwrap_or(0) == wanted { Ok(()) } else { Err(BREAKS_OFF.to_owned()) }
}
