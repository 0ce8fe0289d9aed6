//! JPEG, with the two conventions that there are for CMYK.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{BREAKS_OFF, Decoded, LONGEST_SIDE, Space, check_size, complete};
use crate::picture::upright::Orientation;

/// Decodes a JPEG file.
pub(super) fn read(file: &[u8]) -> Result<Decoded, String> {
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
    Ok(Decoded { width, height, space, pixels, icc, orientation, line_art: false, turned_round })
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
