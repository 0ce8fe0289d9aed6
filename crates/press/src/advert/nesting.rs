//! How deep a file's arrays, dictionaries and procedures stand in one another. Who reads them by going down into each, as
//! what draws adverts for the screen does, comes to the end of its stack in a file made to that end, and takes the
//! program with it.

use lopdf::{Document, Object};

use crate::preflight::LARGEST_STREAM;
use crate::preflight::lookup::name;
use crate::preflight::unpack::unpack;

/// The deepest that is taken in. Files of real programs stay under twenty, and a stack ends after some ten thousand.
const DEEPEST: usize = 1_000;
/// Bytes that are unpacked to be looked through.
const MOST_CONTENT: usize = 256 * 1024 * 1024;
/// The longest string that is passed over: what is longer was no string.
const LONGEST_STRING: usize = 65_536;

/// Whether anything in a file that a reader may follow stands too deep: in the file itself, or in a stream that is no
/// picture, as far as they can be unpacked.
pub(super) fn is_too_deep(pdf: &[u8], document: &Document) -> bool {
    let mut purse = MOST_CONTENT;
    let mut within = |object: &Object| {
        let Ok(stream) = object.as_stream() else { return false };
        let picture = name(document, &stream.dict, b"Subtype") == Some(b"Image");
        let content = (!picture).then(|| unpack(document, stream, LARGEST_STREAM, &mut purse).ok()).flatten();
        content.is_some_and(|content| deepest(&content) > DEEPEST)
    };
    deepest(pdf) > DEEPEST || document.objects.values().any(&mut within)
}

/// How deep brackets stand in one another between words that neither an array nor a dictionary may hold. Bytes of a
/// picture or a font are full of such words.
fn deepest(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut at = 0;
    let is_regular = |byte: &u8| !byte.is_ascii_whitespace() && *byte != 0 && !b"()<>[]{}/%".contains(byte);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let word = rest[1..].iter().take_while(|byte| is_regular(byte)).count();
        let length = match byte {
            b'[' | b'{' => {
                depth += 1;
                1
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                1
            }
            b'<' if rest.get(1) == Some(&b'<') => {
                depth += 1;
                2
            }
            b'>' if rest.get(1) == Some(&b'>') => {
                depth = depth.saturating_sub(1);
                2
            }
            b'(' | b'%' => {
                let (length, within) = if byte == b'(' { string(rest) } else { comment(rest) };
                depth += within;
                length
            }
            b'<' => hexadecimal(rest),
            b'/' => 1 + word,
            byte if is_regular(&byte) => {
                let may_stand = byte.is_ascii_digit()
                    || b"+-.".contains(&byte)
                    || matches!(&rest[..=word], b"true" | b"false" | b"null" | b"R");
                if !may_stand {
                    depth = 0;
                }
                1 + word
            }
            _ => 1,
        };
        deepest = deepest.max(depth);
        at += length;
    }
    deepest
}

/// How long the string at the start is, and how deep what stands in it, where it does not end in time.
fn string(rest: &[u8]) -> (usize, usize) {
    let (mut open, mut depth, mut deepest) = (0_usize, 0_usize, 0);
    let mut at = 0;
    while let Some(byte) = rest.get(at).filter(|_| at < LONGEST_STRING) {
        match byte {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open -= 1,
            b'[' | b'{' | b'<' => depth += 1,
            b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if open == 0 {
            return (at, 0);
        }
        deepest = deepest.max(depth);
    }
    (at.max(1), deepest)
}

/// How long the comment at the start is, and how deep what stands in it: perhaps it is none.
fn comment(rest: &[u8]) -> (usize, usize) {
    let line = rest.split(|byte| b"\r\n".contains(byte)).next().unwrap_or_default();
    (line.len(), line.iter().filter(|byte| b"[{<".contains(byte)).count())
}

/// How long the string of hexadecimal digits at the start is; its bracket alone where it is none.
fn hexadecimal(rest: &[u8]) -> usize {
    let digits = rest[1..].iter().take_while(|byte| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace());
    let end = 1 + digits.count();
    if rest.get(end) == Some(&b'>') { end + 1 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_one_another_is_counted() {
        for (bytes, depth) in [
            (&b"[1 [2 <</A [(x) <AB> /N true null 1 0 R [0]]>>]]"[..], 5),
            (b"[(a[[[b) [<</A(()\\))>>]]", 3),
            (b"[ [ word [ [ q", 2),
            (b"{ 1 add { 2 } if }", 1),
            (b"[% word\n[% word\n[0]]]", 3),
            (b"<AB <<", 1),
        ] {
            assert_eq!(deepest(bytes), depth, "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(deepest(&[b'['; 1000]), 1000);
        assert_eq!(deepest(&b"[(a)<AB>/Name 1 0 R".repeat(1000)), 1000);
        // A bracket that opens no string hides nothing.
        assert!(deepest(&[&b"("[..], &[b'['; 1000]].concat()) >= 1000);
        assert!(deepest(&[&b"("[..], &[b' '; 70_000], &[b'['; 1000]].concat()) >= 1000);
        assert!(deepest(&[&b"%"[..], &[b'['; 1000]].concat()) >= 1000);
    }

    #[test]
    fn bytes_that_are_no_objects_are_not_deep() {
        let mut noise = 7_u32;
        let bytes: Vec<u8> = (0..4_000_000)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                noise.to_be_bytes()[0]
            })
            .collect();
        assert!(deepest(&bytes) < DEEPEST, "{}", deepest(&bytes));
    }
}
