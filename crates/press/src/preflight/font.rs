//! [`Face`]: a font of a page, as far as a press cares: whether it is in the file, how wide its letters are, and which codes
//! show the glyph that means "missing".

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};
use skrifa::raw::tables::cmap::CmapSubtable;
use skrifa::raw::{FontRef, TableProvider};

use super::lookup::{array, as_dictionary, dictionary, get, name, number, number_at, resolve, stream, text};

/// The largest font that is looked into.
const LARGEST_FONT: usize = 32 * 1024 * 1024;

/// A font.
#[derive(Debug)]
pub(crate) struct Face {
    /// What it is called.
    pub(crate) name: String,
    /// Whether its glyphs are in the file.
    pub(crate) embedded: bool,
    codes: Codes,
    widths: Widths,
    /// What codes of one byte, or glyphs by number, are missing.
    missing: Missing,
    /// Whether its lines run down the page.
    pub(crate) vertical: bool,
}

/// How many bytes make a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Codes {
    One,
    /// A glyph's number, in two.
    Numbers,
    /// It depends: a table that is not read here says it.
    Other,
}

/// Widths in thousandths of the size.
#[derive(Debug)]
struct Widths {
    known: BTreeMap<u16, f64>,
    other: f64,
}

#[derive(Debug)]
enum Missing {
    /// None that is known of.
    Unknown,
    /// Those codes of one byte that are listed.
    Codes(Box<[bool; 256]>),
    /// Numbers are glyphs: the first of all is it.
    First,
    /// The glyph of each number, two bytes each.
    Map(Vec<u8>),
}

impl Face {
    /// Looks into a font. The glyphs of a Type 3 font are content streams of the file itself.
    pub(crate) fn read(document: &Document, font: &Dictionary) -> Self {
        let composite = name(document, font, b"Subtype") == Some(b"Type0");
        let descendant = || {
            let descendants = array(document, font, b"DescendantFonts")?;
            as_dictionary(resolve(document, descendants.first()?)?)
        };
        let own = if composite { descendant() } else { Some(font) };
        let descriptor = own.and_then(|own| dictionary(document, own, b"FontDescriptor"));
        let embedded = descriptor.is_some_and(|descriptor| {
            let files = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
            files.iter().any(|file| get(document, descriptor, file).is_some())
        });
        let encoding = name(document, font, b"Encoding");
        let codes = match encoding {
            _ if !composite => Codes::One,
            Some(b"Identity-H" | b"Identity-V") => Codes::Numbers,
            _ => Codes::Other,
        };
        let missing = match (codes, own) {
            (Codes::Numbers, Some(own)) => match stream(document, own, b"CIDToGIDMap") {
                Some(map) => map.get_plain_content_with_limit(1 << 17).map_or(Missing::Unknown, Missing::Map),
                None => Missing::First,
            },
            (Codes::One, _) => Missing::Codes(Box::new(missing_codes(document, font, descriptor))),
            _ => Missing::Unknown,
        };
        Self {
            name: name(document, font, b"BaseFont").map_or_else(|| "?".to_owned(), text),
            embedded,
            codes,
            widths: own.map_or_else(Widths::none, |own| {
                if composite {
                    Widths::of_numbers(document, own)
                } else {
                    Widths::of_codes(document, own, descriptor)
                }
            }),
            missing,
            vertical: composite
                && encoding.is_some_and(|encoding| encoding.ends_with(b"-V") || encoding == b"V"),
        }
    }

    /// The codes of a string; none where their lengths are not known.
    fn codes(&self, string: &[u8]) -> Vec<u16> {
        match self.codes {
            Codes::One => string.iter().map(|code| u16::from(*code)).collect(),
            Codes::Numbers => {
                string.as_chunks::<2>().0.iter().map(|code| u16::from_be_bytes(*code)).collect()
            }
            Codes::Other => Vec::new(),
        }
    }

    /// Whether a string shows a glyph that means "missing".
    pub(crate) fn lacks(&self, string: &[u8]) -> bool {
        let codes = self.codes(string);
        match &self.missing {
            Missing::Unknown => false,
            Missing::Codes(missing) => {
                codes.iter().any(|code| missing.get(usize::from(*code)) == Some(&true))
            }
            Missing::First => codes.contains(&0),
            Missing::Map(map) => codes.iter().any(|code| {
                let at = usize::from(*code) * 2;
                map.get(at..at + 2).is_none_or(|glyph| glyph == [0, 0])
            }),
        }
    }

    /// How far a string leads on, in sizes, with `each` added to a letter and `blank` to a blank of one byte.
    pub(crate) fn advance(&self, string: &[u8], each: f64, blank: f64) -> f64 {
        let codes = self.codes(string);
        if self.codes == Codes::Other {
            // Most such fonts are of two bytes a letter, as wide as it is high.
            #[expect(clippy::cast_precision_loss, reason = "no string is that long")]
            let letters = string.len() as f64 / 2.0;
            return letters * (1.0 + each);
        }
        let width = |code: &u16| {
            let blank = if self.codes == Codes::One && *code == 32 { blank } else { 0.0 };
            let width = if self.vertical { 1.0 } else { self.widths.of(*code) };
            width + each + blank
        };
        codes.iter().map(width).sum()
    }
}

impl Widths {
    fn none() -> Self {
        Self { known: BTreeMap::new(), other: 500.0 }
    }

    fn of(&self, code: u16) -> f64 {
        self.known.get(&code).copied().unwrap_or(self.other) / 1000.0
    }

    /// ISO 32000-1, table 111; of a Type 3 font in its own units.
    fn of_codes(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> Self {
        let own = array(document, font, b"FontMatrix").and_then(|matrix| number(document, matrix.first()?));
        let unit = own.map_or(1.0, |own| own * 1000.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let first = number_at(document, font, b"FirstChar").unwrap_or(0.0) as u16;
        let widths = array(document, font, b"Widths").unwrap_or_default();
        let known = widths
            .iter()
            .take(256)
            .zip(first..=u16::MAX)
            .filter_map(|(width, code)| Some((code, number(document, width)? * unit)));
        let other = descriptor.and_then(|descriptor| number_at(document, descriptor, b"MissingWidth"));
        // The fonts that every reader has need not say how wide they are.
        let fallback = if widths.is_empty() { 500.0 } else { 0.0 };
        Self { known: known.collect(), other: other.unwrap_or(fallback) }
    }

    /// ISO 32000-1, 9.7.4.3.
    fn of_numbers(document: &Document, font: &Dictionary) -> Self {
        let mut known = BTreeMap::new();
        let entries = array(document, font, b"W").unwrap_or_default();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let code = |object: &Object| number(document, object).map(|number| number as u16);
        let mut rest = entries;
        // A range may be said over and over: no more of them are read than there are numbers.
        let mut left = usize::from(u16::MAX);
        while let [first, second, then @ ..] = rest {
            let Some(first) = code(first) else { break };
            if let Some(Object::Array(widths)) = resolve(document, second) {
                for (width, code) in widths.iter().zip(first..=u16::MAX) {
                    known.extend(number(document, width).map(|width| (code, width)));
                }
                rest = then;
                continue;
            }
            let ([width, then @ ..], Some(last)) = (then, code(second)) else { break };
            let Some(width) = number(document, width) else { break };
            let Some(after) = left.checked_sub(usize::from(last.saturating_sub(first))) else { break };
            left = after;
            known.extend((first..=last).map(|code| (code, width)));
            rest = then;
        }
        Self { known, other: number_at(document, font, b"DW").unwrap_or(1000.0) }
    }
}

/// The codes of a simple font that show its "missing" glyph: those that its encoding gives to it by name, and those printable
/// ones that a TrueType font of the file has in none of its tables. Other programs are not read; what they lack is not
/// known.
fn missing_codes(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> [bool; 256] {
    let mut missing = [false; 256];
    let mut named = [false; 256];
    let differences = dictionary(document, font, b"Encoding")
        .and_then(|encoding| array(document, encoding, b"Differences"))
        .unwrap_or_default();
    let mut code = 0usize;
    for entry in differences {
        match resolve(document, entry) {
            Some(Object::Name(name)) => {
                if let (Some(missing), Some(named)) = (missing.get_mut(code), named.get_mut(code)) {
                    (*missing, *named) = (name == b".notdef", true);
                }
                code = code.saturating_add(1);
            }
            Some(Object::Integer(first)) => code = usize::try_from(*first).unwrap_or(usize::MAX),
            _ => {}
        }
    }
    let file = descriptor.and_then(|descriptor| stream(document, descriptor, b"FontFile2"));
    let Some(file) = file.and_then(|file| file.get_plain_content_with_limit(LARGEST_FONT).ok()) else {
        return missing;
    };
    let Some(cmap) = FontRef::new(&file).ok().and_then(|font| font.cmap().ok()) else { return missing };
    let records = cmap.encoding_records();
    let tables: Vec<_> =
        records.iter().filter_map(|record| record.subtable(cmap.offset_data()).ok()).collect();
    // Tables of these kinds are not followed here; nobody has written them for long.
    let odd = |table: &CmapSubtable<'_>| matches!(table, CmapSubtable::Format2(_) | CmapSubtable::Format8(_));
    if tables.is_empty() || tables.len() < records.len() || tables.iter().any(odd) {
        return missing;
    }
    // Without one of these the standard encoding counts, which has curled quotation marks where other encodings have
    // straight ones (ISO 32000-1, annex D.2): a font may well have the one and not the other.
    let base = name(document, font, b"Encoding").or_else(|| {
        let encoding = dictionary(document, font, b"Encoding")?;
        name(document, encoding, b"BaseEncoding")
    });
    let straight = matches!(base, Some(b"WinAnsiEncoding" | b"MacRomanEncoding"));
    for code in (b'!'..=b'~').filter(|code| straight || !matches!(code, b'\'' | b'`')) {
        // A font that is all signs keeps them in a corner of Unicode (ISO 32000-1, 9.6.6.4).
        let places =
            [u32::from(code), 0xf000 + u32::from(code), 0xf100 + u32::from(code), 0xf200 + u32::from(code)];
        let there = |table: &CmapSubtable<'_>| {
            places.iter().any(|place| table.map_codepoint(*place).is_some_and(|glyph| glyph.to_u32() != 0))
        };
        let code = usize::from(code);
        if !named[code] && !tables.iter().any(there) {
            missing[code] = true;
        }
    }
    missing
}
