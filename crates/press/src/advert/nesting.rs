//! How deep a file's arrays, dictionaries and procedures stand in one another. Who reads them by going down into each, as
//! what draws adverts for the screen does, comes to the end of its stack in a file made to that end, and takes the
//! program with it.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::preflight::LARGEST_STREAM;
use crate::preflight::lookup::{as_dictionary, dictionary, name, number_at, resolve};
use crate::preflight::unpack::{Packed, unpack};

/// The deepest that is taken in. Files of real programs stay under twenty, and a stack ends after some ten thousand.
const DEEPEST: usize = 1_000;
/// Bytes that are unpacked to be looked through.
const MOST_CONTENT: usize = 256 * 1024 * 1024;
/// The longest string that is passed over: what is longer was no string.
const LONGEST_STRING: usize = 65_536;

/// Whether anything in a file that a reader of its first page may follow stands too deep, or cannot be looked through: in
/// the file itself, in the page's content, and in the streams that are content or may hold objects.
pub(super) fn is_too_deep(pdf: &[u8], document: &Document, page: ObjectId) -> bool {
    if deepest(pdf) > DEEPEST {
        return true;
    }
    let mut purse = MOST_CONTENT;
    // A page's streams are read as one.
    let mut joined = Vec::new();
    let contents = document.get_page_contents(page);
    for id in &contents {
        let Ok(stream) = document.get_object(*id).and_then(Object::as_stream) else { continue };
        match unpack(document, stream, LARGEST_STREAM, &mut purse) {
            Ok(content) => joined.extend(content),
            Err(Packed::Spent) => return true,
            // Preflight says so.
            Err(Packed::Broken) => {}
        }
        joined.push(b' ');
    }
    if deepest(&joined) > DEEPEST {
        return true;
    }
    let content = painted(document);
    document.objects.iter().any(|(id, object)| {
        let Ok(stream) = object.as_stream() else { return false };
        if contents.contains(id) || (is_data(document, &stream.dict) && !content.contains(id)) {
            return false;
        }
        match unpack(document, stream, LARGEST_STREAM, &mut purse) {
            Ok(content) => deepest(&content) > DEEPEST,
            Err(why) => why == Packed::Spent,
        }
    })
}

/// Whether a stream says that it holds samples, and nothing to be followed.
fn is_data(document: &Document, entries: &Dictionary) -> bool {
    name(document, entries, b"Subtype") == Some(b"Image")
        || entries.has(b"Width") && entries.has(b"Height")
        || number_at(document, entries, b"FunctionType") == Some(0.0)
        || entries.has(b"ShadingType")
}

/// The streams that are painted whatever they say of themselves: patterns, glyphs, and what notes look like.
fn painted(document: &Document) -> BTreeSet<ObjectId> {
    let mut found = BTreeSet::new();
    for (id, object) in &document.objects {
        let Some(entries) = as_dictionary(object) else { continue };
        if entries.has(b"PatternType") {
            found.insert(*id);
        }
        for key in [&b"CharProcs"[..], b"AP"] {
            let Some(all) = dictionary(document, entries, key) else { continue };
            for (_, one) in all {
                found.extend(one.as_reference());
                // The looks of a note, by its states.
                let states = resolve(document, one).and_then(as_dictionary).into_iter().flatten();
                found.extend(states.filter_map(|(_, one)| one.as_reference().ok()));
            }
        }
    }
    found
}

/// How deep brackets stand in one another between words that neither an array nor a dictionary may hold. Bytes of a
/// picture or a font are full of such words.
fn deepest(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut at = 0;
    let is_regular = |byte: &u8| !byte.is_ascii_whitespace() && *byte != 0 && !b"()<>[]{}/%".contains(byte);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let word = || rest[1..].iter().take_while(|byte| is_regular(byte)).count();
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
            // Perhaps it is neither, and what stands in it counts.
            b'(' | b'%' => {
                let length = if byte == b'(' { string(rest) } else { comment(rest) };
                let mut within = 0_usize;
                for byte in &rest[..length] {
                    match byte {
                        b'[' | b'{' | b'<' => within += 1,
                        b']' | b'}' | b'>' => within = within.saturating_sub(1),
                        _ => {}
                    }
                    deepest = deepest.max(depth + within);
                }
                depth += within;
                length
            }
            b'<' => hexadecimal(rest),
            b'/' => 1 + word(),
            byte if is_regular(&byte) => {
                let word = word();
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

/// How long the string at the start is, as far as it ends in time.
fn string(rest: &[u8]) -> usize {
    let (mut open, mut at) = (0_usize, 0);
    while let Some(byte) = rest.get(at).filter(|_| at < LONGEST_STRING) {
        match byte {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open = open.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if open == 0 {
            break;
        }
    }
    at.min(rest.len())
}

/// How long the comment at the start is.
fn comment(rest: &[u8]) -> usize {
    rest.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(rest.len())
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
            (b"[(a]) [<</A(()\\))>>]]", 3),
            (b"[ [ word [ [ q", 2),
            (b"{ 1 add { 2 } if }", 1),
            (b"[% word\n[% word\n[0]]]", 3),
            (b"<AB <<", 1),
        ] {
            assert_eq!(deepest(bytes), depth, "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(deepest(&[b'['; 1000]), 1000);
        assert_eq!(deepest(&b"[(a])<AB>/Name 1 0 R".repeat(1000)), 1000);
        // A bracket that opens no string hides nothing.
        assert!(deepest(&[&b"("[..], &[b'['; 1000]].concat()) >= 1000);
        assert!(deepest(&[&b"("[..], &[b' '; 70_000], &[b'['; 1000]].concat()) >= 1000);
        assert!(deepest(&[&b"%"[..], &[b'['; 1000]].concat()) >= 1000);
        let closed_in_a_comment = [&b"("[..], &[b'['; 900], b"%)\n"].concat();
        assert!(deepest(&closed_in_a_comment.repeat(3)) >= 2_700);
        // What is long and closes in time costs no more than its length.
        assert_eq!(deepest(&[b'('; 2_000_000]), 0);
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
