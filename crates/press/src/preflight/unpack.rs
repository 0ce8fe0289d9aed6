//! Unpacking streams filter by filter (ISO 32000-1, 7.4). Every layer is paid for, not only what is left in the end: what is
//! deflated twice unfolds from a few bytes to as much as anyone likes, and the filter behind it may make nothing of that.

use lopdf::{DecompressError, Dictionary, Document, Error, Object, Stream};

use super::LARGEST_STREAM;
use super::lookup::{as_dictionary, get, resolve};

/// What a layer costs at the least, in bytes: an empty one costs its call.
const LEAST: usize = 64;
/// The most bytes that one packed byte becomes: a code of twelve bits may stand for the longest string of LZW, of some
/// 3,800 bytes. Deflate comes to less than half of that.
const UNFOLDS_TO: usize = 2600;

/// Why a stream is not unpacked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Packed {
    /// It cannot be, or comes to more than it may.
    Broken,
    /// It comes to more than is left in the purse.
    Spent,
}

/// What a stream unpacks to, no more than `most` bytes. Each layer takes from the purse, in bytes, what it is made of or
/// what it comes to, whichever is more.
pub(crate) fn unpack(
    document: &Document,
    stream: &Stream,
    most: usize,
    purse: &mut usize,
) -> Result<Vec<u8>, Packed> {
    unpack_by(document, stream, &stream.filters().unwrap_or_default(), most, purse)
}

/// The same by its first filters only.
pub(crate) fn unpack_by(
    document: &Document,
    stream: &Stream,
    filters: &[&[u8]],
    most: usize,
    purse: &mut usize,
) -> Result<Vec<u8>, Packed> {
    let Some(last) = filters.len().checked_sub(1) else {
        return layer(&Stream::new(Dictionary::new(), stream.content.clone()), most, purse);
    };
    if last >= Stream::MAX_FILTERS {
        return Err(Packed::Broken);
    }
    let mut content = stream.content.clone();
    for (at, filter) in filters.iter().enumerate() {
        let mut entries = Dictionary::new();
        entries.set("Filter", Object::Name(filter.to_vec()));
        if let Some(parameters) = parameters(document, stream, at) {
            entries.set("DecodeParms", parameters.clone());
        }
        // Digits in between are more than what they stand for.
        let most = if at == last { most } else { LARGEST_STREAM };
        content = layer(&Stream::new(entries, content), most, purse)?;
    }
    Ok(content)
}

/// The parameters of a stream's filter.
fn parameters<'a>(document: &'a Document, stream: &'a Stream, at: usize) -> Option<&'a Dictionary> {
    match get(document, &stream.dict, b"DecodeParms")? {
        Object::Array(all) => as_dictionary(resolve(document, all.get(at)?)?),
        one => as_dictionary(one),
    }
}

/// Unpacks what has one filter, or none.
fn layer(packed: &Stream, most: usize, purse: &mut usize) -> Result<Vec<u8>, Packed> {
    if *purse == 0 {
        return Err(Packed::Spent);
    }
    let (made_of, limit) = (packed.content.len(), most.min(*purse));
    let (cost, unpacked) = match packed.get_plain_content_with_limit(limit) {
        Ok(content) => (content.len().max(made_of), Ok(content)),
        Err(error) => {
            let too_long = matches!(error, Error::Decompress(DecompressError::MemoryLimitExceeded { .. }));
            let why = if too_long && limit == *purse { Packed::Spent } else { Packed::Broken };
            // Nothing says how far it went before it gave up.
            let unfolds = matches!(
                packed.filters().unwrap_or_default().as_slice(),
                [b"FlateDecode" | b"LZWDecode" | b"BrotliDecode"]
            );
            let far = if unfolds { made_of.saturating_mul(UNFOLDS_TO) } else { made_of };
            (if too_long { limit } else { far.min(limit) }, Err(why))
        }
    };
    *purse = purse.saturating_sub(cost.max(LEAST));
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut stream = Stream::new(Dictionary::new(), bytes.to_vec());
        stream.compress().unwrap();
        stream.content
    }

    fn packed(filters: &[&str], content: Vec<u8>) -> Stream {
        let filters: Vec<Object> = filters.iter().map(|filter| Object::from(*filter)).collect();
        Stream::new(dictionary! { "Filter" => filters }, content)
    }

    #[test]
    fn every_layer_is_paid_for() {
        let blanks = [vec![b' '; 1_000_000], b">".to_vec()].concat();
        let bomb = packed(&["FlateDecode", "FlateDecode", "ASCIIHexDecode"], deflated(&deflated(&blanks)));
        assert!(bomb.content.len() < 500, "{}", bomb.content.len());
        let document = Document::new();
        let mut purse = 3_000_000;
        assert_eq!(unpack(&document, &bomb, 100, &mut purse), Ok(Vec::new()));
        // Once for what is inflated, once for what the digits are read from.
        assert!((900_000..1_000_000).contains(&purse), "{purse}");
        assert_eq!(unpack(&document, &bomb, 100, &mut purse), Err(Packed::Spent));
        assert_eq!(purse, 0);
        assert_eq!(unpack(&document, &packed(&[], Vec::new()), 100, &mut purse), Err(Packed::Spent));
    }

    #[test]
    fn what_is_too_long_or_broken_is_paid_for_too() {
        let document = Document::new();
        let mut purse = 1_000_000;
        let long = packed(&["FlateDecode"], deflated(&[7; 50_000]));
        assert_eq!(unpack(&document, &long, 10_000, &mut purse), Err(Packed::Broken));
        assert_eq!(purse, 990_000);
        let unknown = packed(&["NoSuchDecode"], vec![0; 10]);
        assert_eq!(unpack(&document, &unknown, 10_000, &mut purse), Err(Packed::Broken));
        assert_eq!(purse, 990_000 - LEAST);
        assert_eq!(unpack(&document, &long, 100_000, &mut purse).map(|bytes| bytes.len()), Ok(50_000));
        let many = vec!["ASCIIHexDecode"; 17];
        assert_eq!(unpack(&document, &packed(&many, b"00>".to_vec()), 9, &mut purse), Err(Packed::Broken));
    }

    #[test]
    fn parameters_are_found_where_they_stand() {
        let mut document = Document::new();
        // Two rows of PNG's kind, each with its filter before it.
        let rows = fdeflate::compress_to_vec(&[2, 1, 2, 3, 2, 1, 1, 1]);
        let digits = [rows.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), ">".to_owned()];
        let predictor = document.add_object(dictionary! { "Predictor" => 15, "Columns" => 3 });
        let mut stream = packed(&["ASCIIHexDecode", "FlateDecode"], digits.concat().into_bytes());
        stream.dict.set("DecodeParms", vec![Object::Null, predictor.into()]);
        let mut purse = 1_000;
        // The digits are more than the limit, and may be; the rows with their filters are not.
        assert_eq!(unpack(&document, &stream, 8, &mut purse), Ok(vec![1, 2, 3, 2, 3, 4]));
    }
}
