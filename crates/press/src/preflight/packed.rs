//! Pictures that are packed by filters of pictures alone: whether what they are packed as can be read at all.

use hayro_ccitt::{DecodeError, DecodeSettings, Decoder, DecoderContext, EncodingMode};
use lopdf::{Dictionary, Document, Object, Stream};

use super::lookup::{as_dictionary, get, number_at, resolve, stream, truth};
use super::unpack::{Packed, unpack, unpack_by};

/// The largest side of a fax, in pixels, that is looked into: on a sheet of a metre they are 1,650 to the inch.
const LONGEST_SIDE: f64 = 65_535.0;

/// What is to be seen of a packed picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wholeness {
    /// It can be read, as far as that is looked at here.
    Whole,
    /// It breaks off.
    CutShort,
    /// It cannot be read.
    Broken,
}

/// Looks into a picture whose last filter is one of pictures alone: fax, JBIG2 or JPEG 2000. Nothing where that takes more
/// than is left in the purse.
pub(super) fn wholeness(document: &Document, picture: &Stream, purse: &mut usize) -> Option<Wholeness> {
    let filters = picture.filters().unwrap_or_default();
    let last = filters.last().copied();
    if !matches!(last, Some(b"CCITTFaxDecode" | b"JBIG2Decode" | b"JPXDecode")) {
        return Some(Wholeness::Whole);
    }
    let file = match outer(document, picture, purse) {
        Ok(file) => file,
        Err(Packed::Broken) => return Some(Wholeness::Broken),
        Err(Packed::Spent) => return None,
    };
    let sound = |sound: bool| Some(if sound { Wholeness::Whole } else { Wholeness::Broken });
    match last {
        Some(b"CCITTFaxDecode") => fax(document, picture, &file, purse),
        Some(b"JBIG2Decode") => sound(has_a_page(document, picture, &file, purse)),
        _ => sound(jpeg2000(&file).is_some()),
    }
}

/// What colours a picture of JPEG 2000 says that it has; nothing where it is none, or that takes more than is left in the
/// purse.
pub(super) fn own_colours(document: &Document, picture: &Stream, purse: &mut usize) -> Option<Own> {
    let is_one = picture.filters().is_ok_and(|filters| filters.last() == Some(&b"JPXDecode".as_slice()));
    jpeg2000(&outer(document, picture, purse).ok().filter(|_| is_one)?)
}

/// What a picture is before its last filter.
fn outer(document: &Document, picture: &Stream, purse: &mut usize) -> Result<Vec<u8>, Packed> {
    let filters = picture.filters().unwrap_or_default();
    let (_, others) = filters.split_last().ok_or(Packed::Broken)?;
    unpack_by(document, picture, others, super::LARGEST_STREAM, purse)
}

/// The lines of a fax that were read.
struct Lines(u32);

impl Decoder for Lines {
    fn push_pixels(&mut self, _white: bool, _count: u32) {}

    fn next_line(&mut self) {
        self.0 += 1;
    }
}

/// Reads a fax (ISO 32000-1, 7.4.6). Of group 3, which may be written in many ways and of which readers make the best, half
/// of its lines are enough.
fn fax(document: &Document, picture: &Stream, file: &[u8], purse: &mut usize) -> Option<Wholeness> {
    let parameters = parameters(document, picture);
    let number = |key: &[u8]| parameters.and_then(|parameters| number_at(document, parameters, key));
    let flag = |key: &[u8]| parameters.and_then(|parameters| truth(document, parameters, key));
    let side = |key: &[u8]| number_at(document, &picture.dict, key).unwrap_or(0.0);
    let (width, height) = (side(b"Width"), side(b"Height"));
    let columns = number(b"Columns").unwrap_or(1728.0);
    // Its lines are those of the picture (ISO 32000-1, table 11), in whole bytes.
    let fits = (columns / 8.0).ceil() == (width / 8.0).ceil();
    if !fits || [columns, height].iter().any(|side| !(1.0..=LONGEST_SIDE).contains(side)) {
        return Some(Wholeness::Broken);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no more than 65,535")]
    let (columns, rows) = (columns as u32, height as u32);
    let k = number(b"K").unwrap_or(0.0);
    let encoding = match k {
        k if k < 0.0 => EncodingMode::Group4,
        0.0 => EncodingMode::Group3_1D,
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        k => EncodingMode::Group3_2D { k: k as u32 },
    };
    let settings = DecodeSettings {
        columns,
        rows,
        end_of_block: flag(b"EndOfBlock").unwrap_or(true),
        end_of_line: flag(b"EndOfLine").unwrap_or(false),
        rows_are_byte_aligned: flag(b"EncodedByteAlign").unwrap_or(false),
        encoding,
        invert_black: false,
    };
    // Each bit is at most one change of a line, and each line is made of those before it.
    let cost = file.len().checked_mul(8)?.checked_add(usize::try_from(rows).ok()?)?;
    *purse = purse.checked_sub(cost)?;
    let mut lines = Lines(0);
    let read = hayro_ccitt::decode(file, &mut lines, &mut DecoderContext::new(settings));
    Some(match read {
        _ if lines.0 >= rows => Wholeness::Whole,
        _ if lines.0 == 0 => Wholeness::Broken,
        _ if encoding != EncodingMode::Group4 && lines.0 >= rows / 2 => Wholeness::Whole,
        _ if encoding != EncodingMode::Group4 => Wholeness::Broken,
        Ok(_) | Err(DecodeError::UnexpectedEof) => Wholeness::CutShort,
        Err(_) => Wholeness::Broken,
    })
}

/// Whether a JBIG2 picture (ISO 32000-1, 7.4.7) is made of segments to its end, with its globals before it, and has a page
/// and something on it (ITU-T T.88, 7.2). What is coded within the segments is not decoded: to see that it can be is to draw
/// it.
fn has_a_page(document: &Document, picture: &Stream, file: &[u8], purse: &mut usize) -> bool {
    let globals =
        parameters(document, picture).and_then(|parameters| stream(document, parameters, b"JBIG2Globals"));
    if let Some(globals) = globals {
        match unpack(document, globals, super::LARGEST_STREAM, purse) {
            Ok(globals) if Segments(&globals).all(|segment| segment.is_some()) => {}
            Err(Packed::Spent) => {}
            _ => return false,
        }
    }
    let (mut page, mut region) = (false, false);
    for segment in Segments(file) {
        match segment {
            None => return false,
            // Its width and height come first.
            Some((48, data)) => {
                let side = |at: usize| data.get(at..at + 4).is_some_and(|side| side != [0; 4]);
                page |= side(0) && side(4);
            }
            Some((kind, _)) => region |= matches!(kind, 4..=7 | 20..=23 | 36..=43),
        }
    }
    page && region
}

/// The segments of a JBIG2 stream: the kind and the data of each, and a `None` at what is none.
struct Segments<'f>(&'f [u8]);

impl<'f> Iterator for Segments<'f> {
    type Item = Option<(u8, &'f [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        // A line's end behind the data is no segment.
        if self.0.iter().all(|byte| b"\r\n".contains(byte)) {
            return None;
        }
        let segment = segment(self.0);
        self.0 = segment.map_or(&[], |(.., rest)| rest);
        Some(segment.map(|(kind, data, _)| (kind, data)))
    }
}

/// The kind and the data of the segment at the start, and what follows it (ITU-T T.88, 7.2.2 to 7.2.7).
fn segment(file: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    /// A generic region may be as long as it takes.
    const UNKNOWN: u32 = u32::MAX;
    let (number, rest) = file.split_first_chunk::<4>()?;
    let (&flags, rest) = rest.split_first()?;
    let kind = flags & 0x3f;
    let (count, rest) = match rest.first()? >> 5 {
        count @ 0..=4 => (usize::from(count), rest.get(1..)?),
        7 => {
            let (count, rest) = rest.split_first_chunk::<4>()?;
            let count = usize::try_from(u32::from_be_bytes(*count) & 0x1fff_ffff).ok()?;
            (count, rest.get((count + 1).div_ceil(8)..)?)
        }
        _ => return None,
    };
    let each = match u32::from_be_bytes(*number) {
        0..=256 => 1,
        257..=65_536 => 2,
        _ => 4,
    };
    let page = if flags & 0x40 == 0 { 1 } else { 4 };
    let rest = rest.get(count.checked_mul(each)?.checked_add(page)?..)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = match u32::from_be_bytes(*length) {
        UNKNOWN if matches!(kind, 36 | 38 | 39) => rest.len(),
        length => usize::try_from(length).ok()?,
    };
    let (data, rest) = rest.split_at_checked(length)?;
    Some((kind, data, rest))
}

/// The parameters of a picture's last filter.
fn parameters<'a>(document: &'a Document, picture: &'a Stream) -> Option<&'a Dictionary> {
    match get(document, &picture.dict, b"DecodeParms")? {
        Object::Array(all) => as_dictionary(resolve(document, all.last()?)?),
        one => as_dictionary(one),
    }
}

/// What colours a picture of JPEG 2000 says that it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Own {
    /// Greys.
    Grey,
    /// Others, by a profile or by name.
    Other,
}

/// Reads the head of a picture of JPEG 2000: its colours by the boxes of its file (ISO/IEC 15444-1, annex I), or how many
/// channels its code stream has (annex A.5.1). Nothing where it is no such picture. Its pixels are not decoded.
pub(super) fn jpeg2000(file: &[u8]) -> Option<Own> {
    if file.starts_with(&[0xff, 0x4f, 0xff, 0x51]) {
        return code_stream(file);
    }
    let mut parts = Parts(file);
    if parts.next()?.0 != *b"jP  " {
        return None;
    }
    let (mut own, mut channels) = (None, None);
    for (kind, inside) in parts {
        match &kind {
            b"jp2h" => own = head(inside),
            b"jp2c" => {
                channels = code_stream(inside);
                break;
            }
            _ => {}
        }
    }
    channels.map(|channels| own.unwrap_or(channels))
}

/// The colours of a file by its head: those that are named by number (table I.10), where there is no transparency.
fn head(inside: &[u8]) -> Option<Own> {
    let mut own = None;
    for (kind, inside) in Parts(inside) {
        match (&kind, inside) {
            (b"colr", [1, _, _, 0, 0, 0, 17, ..]) if own.is_none() => own = Some(Own::Grey),
            (b"colr", _) if own.is_none() => own = Some(Own::Other),
            // A palette makes colours of one channel.
            (b"pclr", _) => return Some(Own::Other),
            _ => {}
        }
    }
    own
}

/// A code stream is grey where it has one channel, or one and another that masks it.
fn code_stream(stream: &[u8]) -> Option<Own> {
    let size = stream.strip_prefix(&[0xff, 0x4f, 0xff, 0x51])?;
    // The marker's length, its capabilities and eight numbers of four bytes stand before it.
    let channels = size.get(36..38)?;
    Some(if matches!(channels, [0, 1 | 2]) { Own::Grey } else { Own::Other })
}

/// The boxes of a file, one after the other: their kinds and what is in them.
struct Parts<'f>(&'f [u8]);

impl<'f> Iterator for Parts<'f> {
    type Item = ([u8; 4], &'f [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (length, behind) = self.0.split_first_chunk::<4>()?;
        let (kind, behind) = behind.split_first_chunk::<4>()?;
        let (length, head, behind) = match u32::from_be_bytes(*length) {
            // The last one, to the end of the file.
            0 => (u64::try_from(behind.len()).ok()? + 8, 8, behind),
            1 => {
                let (length, behind) = behind.split_first_chunk::<8>()?;
                (u64::from_be_bytes(*length), 16, behind)
            }
            length => (length.into(), 8, behind),
        };
        let length = usize::try_from(length.checked_sub(head)?).ok()?;
        // One that breaks off is as long as there is of it.
        let (inside, rest) = behind.split_at(length.min(behind.len()));
        self.0 = rest;
        Some((*kind, inside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn part(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        let length = u32::try_from(inside.len() + 8).unwrap();
        [&length.to_be_bytes()[..], kind, inside].concat()
    }

    fn channels(count: u8) -> Vec<u8> {
        [&[0xff, 0x4f, 0xff, 0x51, 0, 41][..], &[0; 34], &[0, count, 7, 1, 1]].concat()
    }

    #[test]
    fn a_picture_of_jpeg_2000_says_its_colours() {
        assert_eq!(jpeg2000(&channels(1)), Some(Own::Grey));
        assert_eq!(jpeg2000(&channels(3)), Some(Own::Other));
        let file = |head: &[u8], count: u8| {
            let parts =
                [part(b"jP  ", &[13, 10, 135, 10]), part(b"jp2h", head), part(b"jp2c", &channels(count))];
            jpeg2000(&parts.concat())
        };
        assert_eq!(file(&part(b"colr", &[1, 0, 0, 0, 0, 0, 17]), 1), Some(Own::Grey));
        assert_eq!(file(&part(b"colr", &[1, 0, 0, 0, 0, 0, 16]), 3), Some(Own::Other));
        let palette = [part(b"pclr", &[9]), part(b"colr", &[1, 0, 0, 0, 0, 0, 17])].concat();
        assert_eq!(file(&palette, 1), Some(Own::Other), "its colours are its palette's");
        assert_eq!(file(&[], 1), Some(Own::Grey));
        for broken in [&b"rubbish and more of it"[..], b"", &[0xff, 0x4f, 0xff, 0x51, 0, 9]] {
            assert_eq!(jpeg2000(broken), None);
        }
        assert_eq!(jpeg2000(&part(b"jP  ", &[13, 10, 135, 10])), None, "there are no pixels");
    }

    /// A picture of 16 × 4 pixels of this kind of fax.
    fn read(k: i64, data: &[u8]) -> Option<Wholeness> {
        let parameters = dictionary! { "K" => k, "Columns" => 16, "Rows" => 4 };
        let entries = dictionary! {
            "Width" => 16, "Height" => 4, "Filter" => "CCITTFaxDecode", "DecodeParms" => parameters,
        };
        wholeness(&Document::new(), &Stream::new(entries, data.to_vec()), &mut 100_000)
    }

    #[test]
    fn a_fax_is_read_line_by_line() {
        // Of group 4 a line like the one before it is one bit; at the end stand twelve bits twice.
        assert_eq!(read(-1, &[0xf0, 0x01, 0x00, 0x10]), Some(Wholeness::Whole));
        assert_eq!(read(-1, &[0xf0]), Some(Wholeness::Whole), "no end is needed");
        assert_eq!(read(-1, &[0xc0, 0x04, 0x00, 0x40]), Some(Wholeness::CutShort));
        assert_eq!(read(-1, &[0, 0, 0, 0]), Some(Wholeness::Broken));
        assert_eq!(read(-1, b""), Some(Wholeness::Broken));
        assert_eq!(read(0, &[0, 0, 0, 0]), Some(Wholeness::Broken));
        let mut purse = 9;
        let entries = dictionary! { "Width" => 1728, "Height" => 4, "Filter" => "CCITTFaxDecode" };
        let dear = Stream::new(entries, vec![0xff; 9]);
        assert_eq!(wholeness(&Document::new(), &dear, &mut purse), None, "it is paid for");
    }

    #[test]
    fn the_segments_of_jbig2_are_read() {
        // Number 0, kind 48, of page 1, and 19 bytes of it: 16 pixels across and 4 down.
        let page = [&[0u8, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19, 0, 0, 0, 16, 0, 0, 0, 4][..], &[0; 11]].concat();
        let region = [&[0u8, 0, 0, 1, 38, 0, 1, 0, 0, 0, 9][..], &[7; 9]].concat();
        let read = |data: &[u8]| {
            let entries = dictionary! { "Width" => 16, "Height" => 4, "Filter" => "JBIG2Decode" };
            wholeness(&Document::new(), &Stream::new(entries, data.to_vec()), &mut 100_000)
        };
        let both = [page.as_slice(), &region].concat();
        assert_eq!(read(&both), Some(Wholeness::Whole));
        assert_eq!(read(&[both.as_slice(), b"\r\n"].concat()), Some(Wholeness::Whole));
        assert_eq!(read(&page), Some(Wholeness::Broken), "there is nothing on it");
        assert_eq!(read(&region), Some(Wholeness::Broken), "there is no page");
        assert_eq!(read(&both[..both.len() - 1]), Some(Wholeness::Broken));
        assert_eq!(read(b"rubbish that is no segment at all, however long"), Some(Wholeness::Broken));
        assert_eq!(read(b""), Some(Wholeness::Broken));
    }
}
