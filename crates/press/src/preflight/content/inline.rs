//! Pictures that stand within a content stream, between `BI` and `EI` (ISO 32000-1, 8.9.7).
//!
//! Nothing but the picture itself says where its data end, so it is asked in this order: the length that it states
//! (PDF 2.0), the size of pixels that are not packed, the end of what is packed, and at last the first `EI` behind which
//! operators follow.

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};

use super::operations::{Stretch, is_known, object};
use crate::steps::is_blank;

/// Bytes that a packed picture may unpack to while its end is looked for.
const LARGEST: u64 = 64 * 1024 * 1024;
/// How much behind an `EI` is looked at to see whether operators follow.
const BEHIND: usize = 512;

/// How many numbers make a colour of a space.
pub(super) type Channels<'k> = dyn Fn(&Object) -> Option<usize> + 'k;

/// What stands behind a `BI`.
pub(super) enum Inline<'c> {
    /// A picture, and what follows it; none where it cannot be read.
    Picture(Option<Stream>, &'c [u8]),
    /// No picture at all.
    None,
    /// A picture without an end.
    Endless,
}

/// Reads on behind a `BI`. `purse` is how many bytes may still be searched in the whole content.
pub(super) fn read<'c>(content: &'c [u8], channels: &Channels<'_>, purse: &mut usize) -> Inline<'c> {
    let (entries, data) = match entries(content) {
        Some((entries, data)) => (Some(entries), data),
        None => match behind_id(content) {
            Some(data) => (None, data),
            None => return Inline::None,
        },
    };
    let known = entries.as_ref().and_then(|entries| end(entries, data, channels, purse));
    let Some((length, next)) = known.or_else(|| search(data, purse)) else { return Inline::Endless };
    let rest = data.get(next..).unwrap_or_default();
    let picture = entries.map(|mut entries| {
        entries.remove(b"Length");
        Stream::new(entries, data.get(..length).unwrap_or_default().to_vec())
    });
    Inline::Picture(picture, rest)
}

/// The entries with their keys and filters written out (ISO 32000-1, tables 93 and 94), and the data behind `ID`.
fn entries(content: &[u8]) -> Option<(Dictionary, &[u8])> {
    let mut entries = Dictionary::new();
    let mut rest = skip(content);
    loop {
        if let Some(data) = rest.strip_prefix(b"ID")
            && data.first().is_none_or(|byte| is_blank(*byte))
        {
            return Some((entries, data_of(data)));
        }
        let (Object::Name(key), value) = object(rest, 1)? else { return None };
        let (value, then) = object(skip(value), 4)?;
        let key: &[u8] = match key.as_slice() {
            b"BPC" => b"BitsPerComponent",
            b"CS" => b"ColorSpace",
            b"D" => b"Decode",
            b"DP" => b"DecodeParms",
            b"F" => b"Filter",
            b"H" => b"Height",
            b"IM" => b"ImageMask",
            b"I" => b"Interpolate",
            b"L" => b"Length",
            b"W" => b"Width",
            written_out => written_out,
        };
        let value = if key == b"Filter" { filters(value) } else { value };
        entries.set(key, value);
        rest = skip(then);
    }
}

/// Blanks and comments.
fn skip(mut rest: &[u8]) -> &[u8] {
    loop {
        let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
        rest = rest.get(blanks..).unwrap_or_default();
        if !rest.starts_with(b"%") {
            return rest;
        }
        let line = rest.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(rest.len());
        rest = rest.get(line..).unwrap_or_default();
    }
}

fn filters(value: Object) -> Object {
    match value {
        Object::Name(name) => Object::Name(match name.as_slice() {
            b"AHx" => b"ASCIIHexDecode".to_vec(),
            b"A85" => b"ASCII85Decode".to_vec(),
            b"LZW" => b"LZWDecode".to_vec(),
            b"Fl" => b"FlateDecode".to_vec(),
            b"RL" => b"RunLengthDecode".to_vec(),
            b"CCF" => b"CCITTFaxDecode".to_vec(),
            b"DCT" => b"DCTDecode".to_vec(),
            _ => name,
        }),
        Object::Array(names) => Object::Array(names.into_iter().map(filters).collect()),
        other => other,
    }
}

/// What follows the first `ID` of entries that cannot be read.
fn behind_id(content: &[u8]) -> Option<&[u8]> {
    let head = content.get(..BEHIND).unwrap_or(content);
    let stands = |at: usize| {
        let before =
            at.checked_sub(1).and_then(|at| head.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        before && head.get(at + 2).is_none_or(|byte| is_blank(*byte))
    };
    let at = head.windows(2).enumerate().find(|(at, word)| *word == b"ID" && stands(*at))?.0;
    content.get(at + 2..).map(data_of)
}

/// One blank ends `ID`, and a line's end is one.
fn data_of(behind: &[u8]) -> &[u8] {
    match behind {
        [b'\r', b'\n', data @ ..] => data,
        [first, data @ ..] if is_blank(*first) => data,
        data => data,
    }
}

/// Where the data end by what the picture says of itself, and where the content goes on.
fn end(
    entries: &Dictionary,
    data: &[u8],
    channels: &Channels<'_>,
    purse: &mut usize,
) -> Option<(usize, usize)> {
    let whole = |key: &[u8]| usize::try_from(entries.get(key).ok()?.as_i64().ok()?).ok();
    let goes_on = |length: usize| goes_on(data, length).map(|next| (length, next));
    if let Some(found) = whole(b"Length").and_then(goes_on) {
        return Some(found);
    }
    let first = match entries.get(b"Filter") {
        Ok(Object::Name(name)) => Some(name.as_slice()),
        Ok(Object::Array(names)) => names.first().and_then(|name| name.as_name().ok()),
        _ => None,
    };
    let length = match first {
        None => {
            let mask = matches!(entries.get(b"ImageMask"), Ok(Object::Boolean(true)));
            let channels = if mask { Some(1) } else { entries.get(b"ColorSpace").ok().and_then(channels) };
            let bits = if mask { Some(1) } else { whole(b"BitsPerComponent") };
            let row = whole(b"Width")?.checked_mul(channels?)?.checked_mul(bits?)?.div_ceil(8);
            row.checked_mul(whole(b"Height")?)?
        }
        Some(b"FlateDecode") => inflated(data, purse)?,
        Some(b"ASCIIHexDecode") => marked(data, b">", purse)?,
        Some(b"ASCII85Decode") => marked(data, b"~>", purse)?,
        Some(_) => return None,
    };
    goes_on(length)
}

/// How long the data at the start are with the mark that ends them. Each picture without one would have all that follows
/// gone through, so that is paid for.
fn marked(data: &[u8], mark: &[u8], purse: &mut usize) -> Option<usize> {
    let data = data.get(..*purse).unwrap_or(data);
    let length = data.windows(mark.len()).position(|here| here == mark).map(|at| at + mark.len());
    *purse = purse.saturating_sub(length.unwrap_or(data.len()));
    length
}

/// How long the deflated data at the start are, paid for by what they are and what they unpack to.
fn inflated(data: &[u8], purse: &mut usize) -> Option<usize> {
    let mut unpacker = Decompress::new(true);
    let mut made = vec![0; 1 << 15];
    loop {
        let before = (unpacker.total_in(), unpacker.total_out());
        let read = usize::try_from(before.0).ok()?;
        let status = unpacker.decompress(data.get(read..)?, &mut made, FlushDecompress::None).ok()?;
        let (taken, given) = (unpacker.total_in() - before.0, unpacker.total_out() - before.1);
        // To unpack a byte is much less work than to look for operators behind it.
        *purse = purse.checked_sub(usize::try_from(taken + given / 16).ok()?)?;
        if status == Status::StreamEnd {
            return usize::try_from(unpacker.total_in()).ok();
        }
        if (taken, given) == (0, 0) || unpacker.total_out() > LARGEST {
            return None;
        }
    }
}

/// Where the content goes on if the data are so long: behind blanks and an `EI`.
fn goes_on(data: &[u8], length: usize) -> Option<usize> {
    let behind = data.get(length..)?;
    let blanks = behind.iter().take_while(|byte| is_blank(**byte)).count();
    let rest = behind.get(blanks..)?.strip_prefix(b"EI")?;
    rest.first()
        .is_none_or(|byte| is_blank(*byte) || b"()<>[]{}/%".contains(byte))
        .then_some(length + blanks + 2)
}

/// The end of the data and the start of what follows by looks alone: the first `EI` behind which operators follow, else
/// the first of all.
fn search(data: &[u8], purse: &mut usize) -> Option<(usize, usize)> {
    let mut first = None;
    for (at, word) in data.windows(2).enumerate() {
        *purse = purse.checked_sub(1)?;
        let stands =
            word == b"EI" && at.checked_sub(1).and_then(|at| data.get(at)).is_none_or(|byte| is_blank(*byte));
        let Some(next) = stands.then(|| goes_on(data, at)).flatten() else { continue };
        let found = (at.saturating_sub(1), next);
        if is_content(data.get(next..).unwrap_or_default()) {
            return Some(found);
        }
        *purse = purse.saturating_sub(BEHIND);
        first = first.or(Some(found));
    }
    first
}

/// Whether this looks like the content of a page: text, and an operator that there is.
fn is_content(behind: &[u8]) -> bool {
    let start = behind.get(..16).unwrap_or(behind);
    if !start.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')) {
        return false;
    }
    match Stretch::of(behind.get(..BEHIND).unwrap_or(behind)) {
        Stretch::Operator { operator, .. } => std::str::from_utf8(operator).is_ok_and(is_known),
        Stretch::Picture(_) => true,
        Stretch::End => behind.len() <= BEHIND,
        Stretch::Broken { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries of a picture, its data, and what follows.
    fn seen(content: &[u8]) -> (Option<(Dictionary, Vec<u8>)>, String) {
        let channels = |space: &Object| match space.as_name() {
            Ok(b"G" | b"Own") => Some(1),
            Ok(b"RGB") => Some(3),
            _ => None,
        };
        match read(content, &channels, &mut 100_000) {
            Inline::Picture(picture, rest) => {
                (picture.map(|Stream { dict, content, .. }| (dict, content)), rest.escape_ascii().to_string())
            }
            Inline::None => (None, "none".to_owned()),
            Inline::Endless => (None, "endless".to_owned()),
        }
    }

    fn data(content: &[u8]) -> (Vec<u8>, String) {
        let (picture, rest) = seen(content);
        (picture.expect("it can be read").1, rest)
    }

    #[test]
    fn keys_and_filters_are_written_out() {
        let (picture, rest) =
            seen(b" /W 2/H 1 % two\n/BPC 8 /CS/G /F[/AHx /Fl] /IM false /D[1 0]\nID 00> EI Q");
        let (entries, data) = picture.unwrap();
        let keys: Vec<_> = entries.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
        let long =
            ["Width", "Height", "BitsPerComponent", "ColorSpace", "Filter", "ImageMask", "Decode", "Length"];
        assert_eq!(keys, long);
        let filters = vec![Object::from("ASCIIHexDecode"), "FlateDecode".into()];
        assert_eq!(entries.get(b"Filter").unwrap(), &Object::Array(filters));
        assert_eq!((data.as_slice(), rest.as_str()), (&b"00>"[..], " Q"));
    }

    #[test]
    fn a_picture_ends_where_it_says_so_whatever_its_data_look_like() {
        // Pixels that look like the end and an operator behind it.
        assert_eq!(
            data(b"/W 7 /H 1 /BPC 8 /CS /G ID \nEI Q \nEI q"),
            (b"\nEI Q \n".to_vec(), " q".to_owned())
        );
        assert_eq!(data(b"/W 3 /H 1 /BPC 4 /CS /Own ID ab EI q"), (b"ab".to_vec(), " q".to_owned()));
        assert_eq!(data(b"/W 9 /H 9 /IM true /L 5 ID  EI Q EI q"), (b" EI Q".to_vec(), " q".to_owned()));
        let mut packed = b"/W 9 /H 9 /BPC 8 /CS /X /F /Fl ID ".to_vec();
        // A stored block: its data stand in the stream as they are.
        let stored = b"\x78\x01\x01\x06\x00\xf9\xff\nEI Q \x03\xe1\x01\x2a";
        packed.extend(stored);
        packed.extend(b"\nEI\nq");
        assert_eq!(data(&packed), (stored.to_vec(), "\\nq".to_owned()));
        assert_eq!(data(b"/F /A85 /W 1 ID \nEI q~> EI Q"), (b"\nEI q~>".to_vec(), " Q".to_owned()));
    }

    #[test]
    fn where_it_does_not_say_operators_must_follow() {
        let odd = b"/W 2 /H 2 /BPC 8 /CS /X /F /DCT ID \xff EI \x00\x01\x02 EI nothing EI 1 0 0 rg";
        assert_eq!(data(odd), (b"\xff EI \x00\x01\x02 EI nothing".to_vec(), " 1 0 0 rg".to_owned()));
        assert_eq!(data(b"/W 2 /H 2 ID x EI"), (b"x".to_vec(), String::new()));
        // Fewer pixels than it says.
        assert_eq!(data(b"/W 20 /H 20 /BPC 8 /CS /RGB ID xxx EI Q"), (b"xxx".to_vec(), " Q".to_owned()));
    }

    #[test]
    fn what_is_searched_for_an_end_is_paid_for() {
        let channels = |_: &Object| None;
        for filter in ["AHx", "A85"] {
            let content = format!(" /F /{filter} ID 1 EI Q {}", "x ".repeat(50_000));
            let mut purse = 250_000;
            let mut read = || matches!(read(content.as_bytes(), &channels, &mut purse), Inline::Picture(..));
            assert_eq!([read(), read(), read()], [true, true, false], "{filter}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_stepped_over() {
        assert_eq!(seen(b"/W ) /H ID x EI Q"), (None, " Q".to_owned()));
        assert_eq!(seen(b" Q 1 0 0 rg"), (None, "none".to_owned()));
        assert_eq!(seen(b"/W 1 /H 1 ID xxxx"), (None, "endless".to_owned()));
        assert_eq!(seen(b""), (None, "none".to_owned()));
    }
}
