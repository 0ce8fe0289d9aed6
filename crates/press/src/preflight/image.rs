//! How much ink the pixels of a picture ask for.

use lopdf::{Document, Object, Stream};
use rayon::prelude::*;

use super::colour::ColourSpace;
use super::lookup::{array, get, number, number_at, resolve};
use crate::picture::decode::{self, Space};

/// What is known of a picture's inks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Inks {
    /// The most ink of a pixel, in per cent.
    Most {
        /// Of all four inks.
        total: f64,
        /// Of cyan, magenta and yellow.
        colour: f64,
    },
    /// The picture cannot be decoded.
    Broken,
    /// The file has fewer of its pixels than it says.
    CutShort,
    /// Its colours are not inks by number, or it is packed in a way that is not unpacked here.
    Unknown,
}

/// Bytes that the picture unpacks to, as far as it says: four a pixel.
pub(crate) fn cost(document: &Document, picture: &Stream) -> usize {
    let side = |key: &[u8]| number_at(document, &picture.dict, key).unwrap_or(0.0).max(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
    let pixels = (side(b"Width") * side(b"Height")) as usize;
    pixels.saturating_mul(4)
}

/// Sums up the inks of every pixel of a CMYK picture of 8 bits, and of the palette of an indexed one. Of a picture in
/// any other space it is only seen whether all of it is there.
pub(crate) fn inks(document: &Document, picture: &Stream, space: Option<&ColourSpace>) -> Inks {
    if is_cut_short(document, picture, space) {
        return Inks::CutShort;
    }
    match space {
        Some(ColourSpace::Cmyk) => {}
        Some(ColourSpace::Indexed(base)) if **base == ColourSpace::Cmyk => {
            return palette(document, picture).map_or(Inks::Unknown, |palette| most(&palette, false));
        }
        _ => return Inks::Unknown,
    }
    let inverted = array(document, &picture.dict, b"Decode")
        .and_then(<[Object]>::first)
        .and_then(|first| number(document, first))
        .is_some_and(|first| first > 0.5);
    let filters = picture.filters().unwrap_or_default();
    match filters.as_slice() {
        [b"DCTDecode" | b"DCT"] => jpeg(&picture.content, inverted),
        packed if packed.iter().any(|filter| matches!(*filter, b"DCTDecode" | b"JPXDecode" | b"DCT")) => {
            Inks::Unknown
        }
        _ if number_at(document, &picture.dict, b"BitsPerComponent") != Some(8.0) => Inks::Unknown,
        _ => {
            let side = |key: &[u8]| number_at(document, &picture.dict, key).unwrap_or(0.0);
            let wanted = side(b"Width") * side(b"Height") * 4.0;
            // Pixels and the marks of their rows: what unpacks to much more is a bomb in a stamp's clothing.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates, as meant"
            )]
            let limit = (wanted * 1.5 + 65_536.0) as usize;
            match picture.get_plain_content_with_limit(limit.min(super::LARGEST_STREAM)) {
                #[expect(clippy::cast_precision_loss, reason = "no stream is that long")]
                Ok(pixels) if pixels.len() as f64 >= wanted => most(&pixels, inverted),
                Ok(_) => Inks::CutShort,
                Err(_) => Inks::Broken,
            }
        }
    }
}

/// Whether a picture breaks off: a JPEG without its end, or rows that are not there. CMYK of 8 bits is unpacked for its
/// inks, and seen then.
fn is_cut_short(document: &Document, picture: &Stream, space: Option<&ColourSpace>) -> bool {
    let filters = picture.filters().unwrap_or_default();
    match filters.as_slice() {
        [b"DCTDecode" | b"DCT"] => return !ends_as_jpeg(&picture.content),
        packed if packed.iter().any(|filter| !matches!(*filter, b"FlateDecode" | b"LZWDecode" | b"Fl")) => {
            return false;
        }
        _ => {}
    }
    let channels = match space {
        Some(ColourSpace::Gray | ColourSpace::Indexed(_)) => 1.0,
        Some(ColourSpace::Rgb) => 3.0,
        Some(ColourSpace::Inks(inks)) => f64::from(u32::try_from(inks.len()).unwrap_or(0)),
        Some(ColourSpace::Managed { components, .. }) => *components,
        Some(ColourSpace::Cmyk | ColourSpace::Pattern) | None => return false,
    };
    let side = |key: &[u8]| number_at(document, &picture.dict, key).unwrap_or(0.0).max(0.0);
    let row = (side(b"Width") * channels * side(b"BitsPerComponent") / 8.0).ceil();
    let wanted = row * side(b"Height");
    // As for inks: what unpacks to much more than its rows is not unpacked.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
    let limit = (wanted * 1.5 + 65_536.0) as usize;
    let unpacked = picture.get_plain_content_with_limit(limit.min(super::LARGEST_STREAM));
    // What cannot be unpacked at all is no picture, and not for this to tell.
    let some = |pixels: &Vec<u8>| !pixels.is_empty() || picture.content.is_empty();
    #[expect(clippy::cast_precision_loss, reason = "no stream is that long")]
    let short = unpacked.ok().filter(some).is_some_and(|pixels| (pixels.len() as f64) < wanted);
    short
}

/// Whether a JPEG has its end marker: within the data no two bytes look like it. What some programs put behind it is
/// shorter than this.
fn ends_as_jpeg(file: &[u8]) -> bool {
    const TAIL: usize = 1024;
    let tail = file.get(file.len().saturating_sub(TAIL)..).unwrap_or(file);
    tail.windows(2).any(|pair| pair == [0xff, 0xd9])
}

/// A PDF reader takes the samples of a CMYK JPEG as they are stored, whatever program stored them, and then applies
/// the picture's `Decode` array; our decoder has already turned an Adobe file round.
fn jpeg(file: &[u8], inverted: bool) -> Inks {
    match decode::decode(file) {
        Ok(decoded) if decoded.space == Space::Cmyk => {
            most(&decoded.pixels, decoded.turned_round != inverted)
        }
        Ok(_) => Inks::Unknown,
        Err(_) => Inks::Broken,
    }
}

fn palette(document: &Document, picture: &Stream) -> Option<Vec<u8>> {
    let space = get(document, &picture.dict, b"ColorSpace")?.as_array().ok()?;
    match resolve(document, space.get(3)?)? {
        Object::String(bytes, _) => Some(bytes.clone()),
        Object::Stream(stream) => stream.get_plain_content_with_limit(super::LARGEST_STREAM).ok(),
        _ => None,
    }
}

/// The largest sums of a pixel.
fn most(pixels: &[u8], inverted: bool) -> Inks {
    let sums = |pixel: &[u8]| {
        let ink = |ink: &u8| u32::from(if inverted { 255 - *ink } else { *ink });
        let colour = pixel.iter().take(3).map(ink).sum::<u32>();
        (colour + pixel.get(3).map_or(0, ink), colour)
    };
    let larger = |one: (u32, u32), other: (u32, u32)| (one.0.max(other.0), one.1.max(other.1));
    let (total, colour) =
        pixels.par_chunks_exact(4).with_min_len(1 << 16).map(sums).reduce(|| (0, 0), larger);
    Inks::Most { total: f64::from(total) / 2.55, colour: f64::from(colour) / 2.55 }
}
