//! How much ink the pixels of a picture ask for.

use lopdf::{Document, Object, Stream};
use rayon::prelude::*;

use super::colour::ColourSpace;
use super::lookup::{array, get, number, number_at, resolve};
use super::rows::{self, Grid};
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
            let limit = ((wanted * 1.5 + 65_536.0) as usize).min(super::LARGEST_STREAM);
            if let Some(inks) = most_by_rows(document, picture, inverted, limit) {
                return inks;
            }
            match picture.get_plain_content_with_limit(limit) {
                #[expect(clippy::cast_precision_loss, reason = "no stream is that long")]
                Ok(pixels) if pixels.len() as f64 >= wanted => most(&pixels, inverted),
                Ok(_) => Inks::CutShort,
                Err(_) => Inks::Broken,
            }
        }
    }
}

/// The largest sums of a pixel of four inks, row by row; nothing where the picture cannot be read so.
fn most_by_rows(document: &Document, picture: &Stream, inverted: bool, limit: usize) -> Option<Inks> {
    let side = |key: &[u8]| number_at(document, &picture.dict, key).map(whole);
    let (width, height) = (side(b"Width")?, side(b"Height")?);
    let grid = Grid { row: width.checked_mul(4)?, channels: 4, limit };
    let mut sums = Sums::default();
    let rows = rows::each(document, picture, grid, |row| sums.add(row, inverted))?;
    Some(if rows < height { Inks::CutShort } else { sums.inks() })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
fn whole(number: f64) -> usize {
    number as usize
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
    let limit = limit.min(super::LARGEST_STREAM);
    if let (1.0, Some(8.0)) = (channels, number_at(document, &picture.dict, b"BitsPerComponent")) {
        let grid = Grid { row: whole(row), channels: 1, limit };
        if let Some(rows) = rows::each(document, picture, grid, |_| {}) {
            return rows < whole(side(b"Height"));
        }
    }
    let unpacked = picture.get_plain_content_with_limit(limit);
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

/// The largest sums of a pixel so far, in 255ths.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Of all four inks.
    total: u16,
    /// Of cyan, magenta and yellow.
    colour: u16,
}

impl Sums {
    fn add(&mut self, pixels: &[u8], inverted: bool) {
        let (pixels, _) = pixels.as_chunks::<4>();
        let turn = if inverted { u8::MAX } else { 0 };
        let (mut total, mut most) = (self.total, self.colour);
        for &[c, m, y, k] in pixels {
            let colour = u16::from(c ^ turn) + u16::from(m ^ turn) + u16::from(y ^ turn);
            total = total.max(colour + u16::from(k ^ turn));
            most = most.max(colour);
        }
        (self.total, self.colour) = (total, most);
    }

    fn inks(self) -> Inks {
        Inks::Most { total: f64::from(self.total) / 2.55, colour: f64::from(self.colour) / 2.55 }
    }
}

/// The largest sums of a pixel.
fn most(pixels: &[u8], inverted: bool) -> Inks {
    let sums = |pixels: &[u8]| {
        let mut sums = Sums::default();
        sums.add(pixels, inverted);
        sums
    };
    let larger = |one: Sums, other: Sums| Sums {
        total: one.total.max(other.total),
        colour: one.colour.max(other.colour),
    };
    pixels.par_chunks(1 << 18).map(sums).reduce(Sums::default, larger).inks()
}
