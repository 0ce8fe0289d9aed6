//! How much ink the pixels of a picture ask for.

use std::collections::HashMap;
use std::sync::Arc;

use lopdf::{Dictionary, Document, Stream};

use super::colour::ColourSpace;
use super::density::{BLOCK, Density, Gathered};
use super::function::Functions;
use super::lookup::{array, number, number_at, truth};
use super::packed::{self, Wholeness};
use super::rows::{self, Grid};
use super::unpack::{Packed, unpack, unpack_by};
use super::weight::{Inks, Plates, Weight};
use crate::picture::decode::{self, Space};

/// Colours of one picture that a function is asked for. A photograph in three inks of its own may have more; it is not
/// weighed then.
const MOST_COLOURS: usize = 1 << 17;

/// What is known of a picture's inks.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Weighed {
    /// How much it prints where.
    Known(Arc<Density>),
    /// The picture cannot be decoded.
    Broken,
    /// The file has fewer of its pixels than it says.
    CutShort,
    /// Its pixels were not looked at: the press converts them, or no colour of its space can be too much.
    Unread,
    /// It is packed, or its inks are given, in a way that is not followed here.
    Unknown,
}

/// Bytes that the picture unpacks to here, as far as it says: its rows, or what a JPEG says itself. What is not unpacked
/// costs nothing.
pub(crate) fn cost(document: &Document, picture: &Stream, space: &ColourSpace, weight: &Weight) -> usize {
    let one_by_one = matches!(weight, Weight::By(inks) if *inks != Inks::Gray);
    let filters = picture.filters().unwrap_or_default();
    match filters.as_slice() {
        [b"DCTDecode"] if one_by_one => return jpeg_cost(document, picture, &picture.content),
        // One that is packed once more is paid for when it is there.
        packed if packed.iter().any(|filter| !is_unpacked(filter)) => return 0,
        _ => {}
    }
    let side = |key: &[u8]| entry(document, picture, key);
    let (width, height) = (side(b"Width"), side(b"Height"));
    #[expect(clippy::cast_precision_loss, reason = "as many as there are names")]
    let row = (width * space.channels() as f64 * side(b"BitsPerComponent") / 8.0).ceil();
    // A bit that is looked at is as much work as some bytes.
    let least = if one_by_one { width * 2.0 } else { 0.0 };
    // A row is room that is taken before anything is unpacked, also of a picture that says that it has none.
    whole(row.max(least) * height.max(1.0))
}

/// A number of a picture's entries that is no less than nothing.
fn entry(document: &Document, picture: &Stream, key: &[u8]) -> f64 {
    number_at(document, &picture.dict, key).unwrap_or(0.0).max(0.0)
}

/// Bytes that a JPEG unpacks to: four a pixel. It is unpacked by what it says itself, whatever stands beside it.
fn jpeg_cost(document: &Document, picture: &Stream, file: &[u8]) -> usize {
    let side = |key: &[u8]| entry(document, picture, key);
    let pixels = jpeg_pixels(file).unwrap_or_else(|| whole(side(b"Width") * side(b"Height")));
    pixels.saturating_mul(4)
}

/// Weighs every pixel of a picture whose colours are inks. Of any other it is only seen whether all of it is there, and
/// so it is of one in black. Nothing where that takes more bytes than are left in the purse.
pub(crate) fn weigh(
    document: &Document,
    picture: &Stream,
    space: Option<&ColourSpace>,
    weight: &Weight,
    functions: &mut Functions,
    purse: &mut usize,
) -> Option<Weighed> {
    for seen in [packed::wholeness(document, picture, purse)?, wholeness(document, picture, space, purse)?] {
        match seen {
            Wholeness::Whole => {}
            Wholeness::CutShort => return Some(Weighed::CutShort),
            Wholeness::Broken => return Some(Weighed::Broken),
        }
    }
    let inks = match weight {
        Weight::By(Inks::Gray) | Weight::Press => return Some(Weighed::Unread),
        Weight::Unknown => return Some(Weighed::Unknown),
        Weight::By(inks) => inks,
    };
    let filters = picture.filters().unwrap_or_default();
    let decode = decode_array(document, &picture.dict);
    match filters.as_slice() {
        [b"DCTDecode"] => return Some(jpeg(&picture.content, inks, &decode, functions)),
        // Packed once more.
        [others @ .., b"DCTDecode"] => {
            let file = match unpack_by(document, picture, others, super::LARGEST_STREAM, purse) {
                Ok(file) => file,
                Err(Packed::Broken) => return Some(Weighed::Broken),
                Err(Packed::Spent) => return None,
            };
            *purse = purse.checked_sub(jpeg_cost(document, picture, &file))?;
            return Some(jpeg(&file, inks, &decode, functions));
        }
        packed if packed.iter().any(|filter| !is_unpacked(filter)) => return Some(Weighed::Unknown),
        _ => {}
    }
    let Some(samples) = Samples::of(document, picture, space, decode) else { return Some(Weighed::Broken) };
    let plain = *inks == Inks::Process && samples.bits == 8;
    if let (true, Some(inverted)) = (plain, samples.is_inverted())
        && let Some(weighed) = by_rows(document, picture, &samples, inverted)
    {
        return Some(weighed);
    }
    Some(match unpack(document, picture, samples.limit(), purse) {
        Ok(pixels) if pixels.len() >= samples.bytes() => samples.weigh(&pixels, inks, functions),
        Ok(pixels) if pixels.is_empty() && !picture.content.is_empty() => Weighed::Broken,
        Ok(_) => Weighed::CutShort,
        Err(Packed::Broken) => Weighed::Broken,
        Err(Packed::Spent) => return None,
    })
}

/// Whether the file's reader unpacks it.
fn is_unpacked(filter: &[u8]) -> bool {
    matches!(
        filter,
        b"FlateDecode" | b"LZWDecode" | b"ASCIIHexDecode" | b"ASCII85Decode" | b"RunLengthDecode"
    )
}

fn decode_array(document: &Document, picture: &Dictionary) -> Vec<f64> {
    let decode = array(document, picture, b"Decode").unwrap_or_default();
    decode.iter().filter_map(|value| number(document, value)).collect()
}

/// The largest sums of a pixel of four inks, row by row; nothing where the picture cannot be read so.
fn by_rows(document: &Document, picture: &Stream, samples: &Samples, inverted: bool) -> Option<Weighed> {
    let grid = Grid { row: samples.row(), channels: 4, limit: samples.limit() };
    let mut gathered = Gathered::<4>::new(samples.width, inverted);
    let rows = rows::each(document, picture, grid, |row| gathered.add(row.as_chunks().0))?;
    Some(if rows < samples.height { Weighed::CutShort } else { Weighed::Known(Arc::new(gathered.density())) })
}

/// How the numbers of a picture's pixels are written.
struct Samples {
    width: usize,
    height: usize,
    channels: usize,
    bits: u8,
    /// From where to where each channel goes; evenly from 0 to 1 where it is empty.
    decode: Vec<f64>,
}

impl Samples {
    fn of(
        document: &Document,
        picture: &Stream,
        space: Option<&ColourSpace>,
        decode: Vec<f64>,
    ) -> Option<Self> {
        let side = |key: &[u8]| number_at(document, &picture.dict, key).map(whole).filter(|side| *side > 0);
        let bits = number_at(document, &picture.dict, b"BitsPerComponent")?;
        let bits = [1u8, 2, 4, 8, 16].into_iter().find(|known| f64::from(*known) == bits)?;
        let channels = space?.channels();
        (channels > 0).then_some(Self {
            width: side(b"Width")?,
            height: side(b"Height")?,
            channels,
            bits,
            decode,
        })
    }

    /// Bytes of a row.
    fn row(&self) -> usize {
        self.width.saturating_mul(self.channels).saturating_mul(usize::from(self.bits)).div_ceil(8)
    }

    fn bytes(&self) -> usize {
        self.row().saturating_mul(self.height)
    }

    /// Pixels and the marks of their rows: what unpacks to much more is a bomb in a stamp's clothing.
    fn limit(&self) -> usize {
        (self.bytes().saturating_mul(3) / 2).saturating_add(65_536).min(super::LARGEST_STREAM)
    }

    /// Whether every channel runs from 1 to 0; nothing where they run otherwise.
    fn is_inverted(&self) -> Option<bool> {
        let pairs = self.decode.as_chunks::<2>().0;
        let all = |wanted: [f64; 2]| pairs.iter().all(|pair| *pair == wanted);
        if all([0.0, 1.0]) { Some(false) } else { all([1.0, 0.0]).then_some(true) }
    }

    fn weigh(&self, pixels: &[u8], inks: &Inks, functions: &mut Functions) -> Weighed {
        if let (Inks::Process, 4, 8, Some(inverted)) = (inks, self.channels, self.bits, self.is_inverted()) {
            let pixels = pixels.get(..self.bytes()).unwrap_or(pixels);
            return Weighed::Known(Arc::new(Density::of(pixels, self.width, inverted)));
        }
        let mut gathered = Gathered::<5>::new(self.width, false);
        let mut known: HashMap<Vec<u16>, [u8; 5]> = HashMap::new();
        let (mut last, mut pixel) = (Vec::new(), vec![0; self.channels]);
        let mut weighed = [0; 5];
        // A row may be as long as a picture is large: of its inks there are never more than a block's in memory.
        let mut block = Vec::with_capacity(BLOCK);
        for samples in pixels.chunks_exact(self.row().max(1)).take(self.height) {
            for at in 0..self.width {
                for (channel, sample) in pixel.iter_mut().enumerate() {
                    *sample = self.sample(samples, at * self.channels + channel);
                }
                if pixel != last {
                    weighed = match known.get(&pixel) {
                        Some(weighed) => *weighed,
                        None => {
                            // What is reckoned at once need not be remembered.
                            let reckoned = matches!(inks, Inks::Standing { .. });
                            let too_much = known.len() >= MOST_COLOURS;
                            if reckoned && (too_much || functions.work(inks.steps()).is_none()) {
                                return Weighed::Unknown;
                            }
                            let Some(new) = self.colour(&pixel, inks) else { return Weighed::Unknown };
                            if reckoned {
                                known.insert(pixel.clone(), new);
                            }
                            new
                        }
                    };
                    last.clone_from(&pixel);
                }
                block.push(weighed);
                if block.len() == BLOCK || at + 1 == self.width {
                    gathered.add_block(at / BLOCK, &block);
                    block.clear();
                }
            }
            gathered.end_row();
        }
        Weighed::Known(Arc::new(gathered.density()))
    }

    /// A number of a row.
    fn sample(&self, row: &[u8], at: usize) -> u16 {
        let byte = |at: usize| row.get(at).copied().unwrap_or(0);
        match self.bits {
            8 => byte(at).into(),
            16 => u16::from_be_bytes([byte(at * 2), byte(at * 2 + 1)]),
            bits => {
                let bit = at * usize::from(bits);
                let down = 8 - usize::from(bits) - bit % 8;
                u16::from(byte(bit / 8) >> down) & ((1 << bits) - 1)
            }
        }
    }

    /// The inks of a pixel in 255ths.
    fn colour(&self, pixel: &[u16], inks: &Inks) -> Option<[u8; 5]> {
        let most = f64::from(u16::MAX >> (16 - self.bits));
        let palette = matches!(inks, Inks::Palette(_));
        let numbers: Vec<f64> = pixel
            .iter()
            .enumerate()
            .map(|(at, &sample)| match self.decode.get(at * 2..at * 2 + 2) {
                // The numbers of a palette are its entries.
                _ if palette => f64::from(sample),
                Some([from, to]) => from + (to - from) * f64::from(sample) / most,
                _ => f64::from(sample) / most,
            })
            .collect();
        inks.plates(&numbers).map(in_bytes)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
fn in_bytes(plates: Plates) -> [u8; 5] {
    plates.map(|ink| (ink * 2.55).round() as u8)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
fn whole(number: f64) -> usize {
    number as usize
}

/// Whether a picture can be read to its end: a JPEG by its ends, others by their rows, of which what is packed may have none at
/// all. CMYK of 8 bits is unpacked for its inks, and seen then. Nothing where it takes too much to see.
fn wholeness(
    document: &Document,
    picture: &Stream,
    space: Option<&ColourSpace>,
    purse: &mut usize,
) -> Option<Wholeness> {
    let filters = picture.filters().unwrap_or_default();
    match filters.as_slice() {
        [b"DCTDecode"] if !picture.content.starts_with(&[0xff, 0xd8]) => return Some(Wholeness::Broken),
        [b"DCTDecode"] if !ends_as_jpeg(&picture.content) => return Some(Wholeness::CutShort),
        packed if packed.iter().any(|filter| !is_unpacked(filter)) => return Some(Wholeness::Whole),
        _ => {}
    }
    let channels = match space {
        Some(ColourSpace::Gray | ColourSpace::Indexed { .. }) => 1.0,
        Some(ColourSpace::Rgb) => 3.0,
        Some(ColourSpace::Inks { names, .. }) => f64::from(u32::try_from(names.len()).unwrap_or(0)),
        Some(ColourSpace::Managed { components, .. }) => *components,
        Some(ColourSpace::Cmyk | ColourSpace::Pattern(_)) | None => return Some(Wholeness::Whole),
    };
    let side = |key: &[u8]| entry(document, picture, key);
    // A stencil has a bit a pixel, and need not say so (ISO 32000-1, 8.9.6.2).
    let stencil = truth(document, &picture.dict, b"ImageMask") == Some(true);
    let bits = if stencil { 1.0 } else { side(b"BitsPerComponent") };
    let row = (side(b"Width") * channels * bits / 8.0).ceil();
    let wanted = row * side(b"Height");
    // As for inks: what unpacks to much more than its rows is not unpacked.
    let limit = whole(wanted * 1.5 + 65_536.0).min(super::LARGEST_STREAM);
    if channels == 1.0 && bits == 8.0 && whole(row) <= limit {
        let grid = Grid { row: whole(row), channels: 1, limit };
        if let Some(rows) = rows::each(document, picture, grid, |_| {}) {
            return Some(if rows < whole(side(b"Height")) { Wholeness::CutShort } else { Wholeness::Whole });
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "no stream is that long")]
    Some(match unpack(document, picture, limit, purse) {
        Err(Packed::Spent) => return None,
        Err(Packed::Broken) => Wholeness::Broken,
        // What cannot be unpacked at all comes out as nothing.
        Ok(pixels) if pixels.is_empty() && !picture.content.is_empty() => Wholeness::Broken,
        Ok(pixels) if (pixels.len() as f64) < wanted => Wholeness::CutShort,
        Ok(_) => Wholeness::Whole,
    })
}

/// How many pixels a JPEG has by its frame header (ITU-T T.81, B.2.2); nothing where it has none.
fn jpeg_pixels(file: &[u8]) -> Option<usize> {
    let mut rest = file.strip_prefix(&[0xff, 0xd8])?;
    loop {
        match rest {
            // Markers may be filled up, and some stand alone.
            [0xff, then @ ..] if then.first() == Some(&0xff) => rest = then,
            [0xff, 0x01 | 0xd0..=0xd8, then @ ..] => rest = then,
            // Every frame header but the tables that have their numbers among them.
            [0xff, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, _, _, _, a, b, c, d, ..] => {
                let side = |high: &u8, low: &u8| usize::from(u16::from_be_bytes([*high, *low]));
                return Some(side(a, b) * side(c, d));
            }
            [0xff, _, a, b, ..] => rest = rest.get(2 + usize::from(u16::from_be_bytes([*a, *b]))..)?,
            // What is between two segments decoders step over.
            [_, then @ ..] => rest = then,
            [] => return None,
        }
    }
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
fn jpeg(file: &[u8], inks: &Inks, decode: &[f64], functions: &mut Functions) -> Weighed {
    // Nothing else was paid for.
    if !file.starts_with(&[0xff, 0xd8, 0xff]) {
        return Weighed::Broken;
    }
    let Ok(decoded) = decode::decode(file) else { return Weighed::Broken };
    let (Ok(width), Ok(height)) = (usize::try_from(decoded.width), usize::try_from(decoded.height)) else {
        return Weighed::Broken;
    };
    let channels = decoded.space.channels();
    let fits = match inks {
        Inks::Process => decoded.space == Space::Cmyk,
        Inks::Named(plates) | Inks::Standing { plates, .. } => plates.len() == channels,
        Inks::Gray | Inks::Palette(_) => channels == 1,
    };
    if !fits {
        return Weighed::Unknown;
    }
    let decode = if decoded.turned_round {
        let stored = |at: usize| match decode.get(at * 2..at * 2 + 2) {
            Some([from, to]) => [*to, *from],
            _ => [1.0, 0.0],
        };
        (0..channels).flat_map(stored).collect()
    } else {
        decode.to_vec()
    };
    Samples { width, height, channels, bits: 8, decode }.weigh(&decoded.pixels, inks, functions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    #[test]
    fn a_jpeg_is_paid_for_by_its_own_size() {
        let frame = [0xff, 0xc2, 0, 17, 8, 0x10, 0, 0x20, 1, 3, 0, 0];
        let file = [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff][..], &frame, &[0; 20]].concat();
        assert_eq!(jpeg_pixels(&file), Some(0x1000 * 0x2001));
        let entries = dictionary! { "Filter" => "DCTDecode", "Width" => 1, "Height" => 1 };
        let document = Document::new();
        let picture = Stream::new(entries, file);
        let process = Weight::By(Inks::Process);
        assert_eq!(cost(&document, &picture, &ColourSpace::Cmyk, &process), 0x1000 * 0x2001 * 4);
        assert_eq!(cost(&document, &picture, &ColourSpace::Rgb, &Weight::Press), 0, "it is not unpacked");
        assert_eq!(jpeg_pixels(&[0xff, 0xd8, 0xff, 0xe0, 0, 4]), None);
    }

    #[test]
    fn rows_are_paid_for_by_their_bits() {
        let cost = |filter: &str, bits: i64, space: &ColourSpace, inks: Inks| {
            let entries = dictionary! {
                "Filter" => filter, "Width" => 1000, "Height" => 100, "BitsPerComponent" => bits,
            };
            cost(&Document::new(), &Stream::new(entries, Vec::new()), space, &Weight::By(inks))
        };
        let grey = |filter, bits| cost(filter, bits, &ColourSpace::Gray, Inks::Gray);
        assert_eq!([grey("FlateDecode", 1), grey("FlateDecode", 8)], [12_500, 100_000]);
        assert_eq!(cost("FlateDecode", 8, &ColourSpace::Cmyk, Inks::Process), 400_000);
        assert_eq!(cost("FlateDecode", 1, &ColourSpace::Cmyk, Inks::Process), 200_000, "bit by bit");
        for filter in ["CCITTFaxDecode", "JBIG2Decode", "JPXDecode"] {
            assert_eq!(grey(filter, 1), 0, "{filter} is not unpacked");
        }
    }
}
