//! Reading values out of a document that may be wrong anywhere: what is not there or of another kind is `None`.

use lopdf::{Dictionary, Document, Object, Stream};

/// A chain of references longer than this is a loop.
const LONGEST_CHAIN: usize = 32;

/// Follows references.
pub(crate) fn resolve<'a>(document: &'a Document, mut object: &'a Object) -> Option<&'a Object> {
    for _ in 0..LONGEST_CHAIN {
        match object {
            Object::Reference(id) => object = document.objects.get(id)?,
            other => return Some(other),
        }
    }
    None
}

/// The value of a key.
pub(crate) fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let object = resolve(document, dictionary.get(key).ok()?)?;
    (!object.is_null()).then_some(object)
}

/// The value of a key that is a dictionary, or a stream's.
pub(crate) fn dictionary<'a>(
    document: &'a Document,
    holder: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    as_dictionary(get(document, holder, key)?)
}

/// A dictionary, or a stream's.
pub(crate) fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The value of a key that is a stream.
pub(crate) fn stream<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
    get(document, holder, key)?.as_stream().ok()
}

/// The value of a key that is a name.
pub(crate) fn name<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    get(document, holder, key)?.as_name().ok()
}

/// The value of a key that is an array.
pub(crate) fn array<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    get(document, holder, key)?.as_array().ok().map(Vec::as_slice)
}

/// A number.
pub(crate) fn number(document: &Document, object: &Object) -> Option<f64> {
    match resolve(document, object)? {
        #[expect(clippy::cast_precision_loss, reason = "numbers of this size are nonsense anyway")]
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)).filter(|value| value.is_finite()),
        _ => None,
    }
}

/// The value of a key that is a number.
pub(crate) fn number_at(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<f64> {
    number(document, holder.get(key).ok()?)
}

/// The value of a key that is a truth value.
pub(crate) fn truth(document: &Document, holder: &Dictionary, key: &[u8]) -> Option<bool> {
    get(document, holder, key)?.as_bool().ok()
}

/// The value of a key of a page, its own or its parents' (ISO 32000-1, 7.7.3.4).
pub(crate) fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut node = page;
    for _ in 0..LONGEST_CHAIN {
        if let Some(found) = get(document, node, key) {
            return Some(found);
        }
        node = dictionary(document, node, b"Parent")?;
    }
    None
}

/// Bytes as text for people: UTF-16 or UTF-8 with its mark, else UTF-8, else a byte a character, which is what
/// PDFDocEncoding is for the letters of western names (ISO 32000-1, Annex D).
pub(crate) fn text(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> =
            wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    let plain = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(plain)
        .map_or_else(|_| plain.iter().map(|&byte| char::from(byte)).collect(), str::to_owned)
}
