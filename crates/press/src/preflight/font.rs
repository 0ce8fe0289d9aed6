//! [`Face`]: a font of a page, as far as a press cares: whether it is in the file, how wide its letters are, and which codes
//! show the glyph that means "missing".

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use skrifa::raw::tables::cmap::CmapSubtable;
use skrifa::raw::{FontRef, TableProvider};

use super::lookup::{array, as_dictionary, dictionary, get, name, number, number_at, resolve, stream, text};
use super::program::Program;
use super::unpack::{Packed, unpack};

/// The largest font that is looked into: more than three times what the largest of a Chinese system has.
const LARGEST_FONT: usize = 128 * 1024 * 1024;
/// The largest map from numbers to glyphs: two bytes for each number that there is.
const LARGEST_MAP: usize = 1 << 17;
/// The longest name that a file may have (ISO 32000-1, table C.1), in bytes.
const LONGEST_NAME: usize = 127;
/// The most tables of a font program that are looked into. Those that there are have two or three.
const MOST_TABLES: usize = 64;

/// Bytes of fonts that are kept, in all: the fonts of a thousand pages.
const MOST_FONTS: usize = 256 * 1024 * 1024;
/// Bytes of font programs that are unpacked in all: those of five hundred pages, a megabyte each.
const MOST_PROGRAMS: usize = 512 * 1024 * 1024;
/// What a font takes beside its widths, in bytes.
const ROOM: usize = 512;
/// What the width of one or more letters takes.
const ROOM_OF_A_WIDTH: usize = 24;
/// How many widths of a font may lie over a code before one that holds it is looked for no further.
const MOST_OVERLAPPING: usize = 8;
/// What it costs to look for every letter in a table of a font program.
const COST_OF_A_TABLE: usize = 8 * 1024;

/// The fonts of a file, and what they may still cost. Many may share one program, or one list of widths.
pub(crate) struct Fonts {
    /// By where they stand in memory: not every one has a number.
    known: BTreeMap<usize, Arc<Face>>,
    /// Font programs that were looked into.
    programs: BTreeMap<ObjectId, Embedded>,
    /// Bytes that may still be kept.
    purse: usize,
    /// Bytes of programs that may still be unpacked.
    programs_purse: usize,
    /// Whether there was not enough in it.
    spent: bool,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        Self {
            known: BTreeMap::new(),
            programs: BTreeMap::new(),
            purse: MOST_FONTS,
            programs_purse: MOST_PROGRAMS,
            spent: false,
        }
    }

    /// Looks into a font, once a file.
    pub(crate) fn face(&mut self, document: &Document, font: &Dictionary) -> Arc<Face> {
        let here = std::ptr::from_ref(font).addr();
        if let Some(known) = self.known.get(&here) {
            return Arc::clone(known);
        }
        let before = std::mem::take(&mut self.spent);
        let face = Arc::new(Face::read(document, font, self));
        // What was not read to its end is asked for again on the next page, and said there too.
        if !self.spent {
            self.known.insert(here, Arc::clone(&face));
        }
        self.spent |= before;
        face
    }

    /// Whether anything was not read for what it costs, since this was last asked.
    pub(crate) fn was_spent(&mut self) -> bool {
        std::mem::take(&mut self.spent)
    }

    fn pay(&mut self, bytes: usize) -> Option<()> {
        let left = self.purse.checked_sub(bytes);
        self.spent |= left.is_none();
        self.purse = left?;
        Some(())
    }

    fn unpacked(&mut self, document: &Document, stream: &Stream, most: usize) -> Option<Vec<u8>> {
        let unpacked = unpack(document, stream, most, &mut self.purse);
        self.spent |= unpacked == Err(Packed::Spent);
        unpacked.ok()
    }

    /// The program of a font that its descriptor names; looked into once a file.
    fn embedded(&mut self, document: &Document, descriptor: Option<&Dictionary>) -> Embedded {
        let Some((key, descriptor)) = descriptor.and_then(|descriptor| {
            let key = PROGRAMS.into_iter().find(|key| get(document, descriptor, key).is_some())?;
            Some((key, descriptor))
        }) else {
            return Embedded::Missing;
        };
        // A stream is nothing that stands within another object (ISO 32000-1, 7.3.8.1).
        let id = descriptor.get(key).and_then(Object::as_reference).ok();
        let Some((id, file)) = id.zip(stream(document, descriptor, key)) else { return Embedded::Damaged };
        if let Some(known) = self.programs.get(&id) {
            return known.clone();
        }
        let unpacked = unpack(document, file, LARGEST_FONT, &mut self.programs_purse);
        let spent = unpacked == Err(Packed::Spent);
        self.spent |= spent;
        let embedded = match unpacked {
            Ok(file) => match Program::read(&file) {
                Some(program) => {
                    // Other programs are asked for their glyphs by name.
                    let letters = if key == b"FontFile2" { printable(&file, self) } else { None };
                    Embedded::Sound { program, printable: letters.map(Arc::new) }
                }
                None => Embedded::Damaged,
            },
            Err(Packed::Broken) => Embedded::Damaged,
            Err(Packed::Spent) => Embedded::Unread,
        };
        if !self.spent {
            self.programs.insert(id, embedded.clone());
        }
        embedded
    }
}

/// Where a descriptor names its program (ISO 32000-1, table 122).
const PROGRAMS: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];

/// The program of a font.
#[derive(Clone, Debug)]
enum Embedded {
    /// It is not in the file.
    Missing,
    /// It cannot be read.
    Damaged,
    /// It was not read for what that would cost.
    Unread,
    /// It can be read.
    Sound {
        program: Program,
        /// The printable codes that a TrueType program has a glyph for, where that can be told.
        printable: Option<Arc<[bool; 256]>>,
    },
}

/// A font.
#[derive(Debug)]
pub(crate) struct Face {
    /// What it is called.
    pub(crate) name: String,
    /// Whether its glyphs are in the file.
    pub(crate) embedded: bool,
    /// Whether they are, and cannot be read (ISO 32000-1, 9.9).
    pub(crate) damaged: bool,
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
    /// Those of the codes from one to another, in order.
    known: Vec<(u16, u16, f64)>,
    other: f64,
}

#[derive(Debug)]
enum Missing {
    /// None that is known of.
    Unknown,
    /// Those codes of one byte that are listed.
    Codes(Box<[bool; 256]>),
    /// Numbers are glyphs, or lead to them: the first of all is it, and any that the program has not.
    First(Option<Program>),
    /// The glyph of each number, two bytes each.
    Map(Vec<u8>, Option<Program>),
}

impl Face {
    /// Looks into a font. The glyphs of a Type 3 font are content streams of the file itself.
    /// What costs more than there is left for stays unknown.
    fn read(document: &Document, font: &Dictionary, fonts: &mut Fonts) -> Self {
        let composite = name(document, font, b"Subtype") == Some(b"Type0");
        let descendant = || {
            let descendants = array(document, font, b"DescendantFonts")?;
            as_dictionary(resolve(document, descendants.first()?)?)
        };
        let own = if composite { descendant() } else { Some(font) };
        let descriptor = own.and_then(|own| dictionary(document, own, b"FontDescriptor"));
        // The glyphs of a Type 3 font need no program, and have none.
        let embedded = match name(document, font, b"Subtype") {
            Some(b"Type3") => Embedded::Missing,
            _ => fonts.embedded(document, descriptor),
        };
        let program = match &embedded {
            Embedded::Sound { program, .. } => Some(program.clone()),
            _ => None,
        };
        let encoding = name(document, font, b"Encoding");
        let codes = match encoding {
            _ if !composite => Codes::One,
            Some(b"Identity-H" | b"Identity-V") => Codes::Numbers,
            _ => Codes::Other,
        };
        let letters = || {
            fonts.pay(ROOM)?;
            let missing = match (codes, own) {
                (Codes::Numbers, Some(own)) => match stream(document, own, b"CIDToGIDMap") {
                    Some(map) => fonts
                        .unpacked(document, map, LARGEST_MAP)
                        .map_or(Missing::Unknown, |map| Missing::Map(map, program)),
                    None => Missing::First(program),
                },
                (Codes::One, _) => {
                    let there = match &embedded {
                        Embedded::Sound { printable, .. } => printable.as_deref(),
                        _ => None,
                    };
                    Missing::Codes(Box::new(missing_codes(document, font, there, fonts)?))
                }
                _ => Missing::Unknown,
            };
            let widths = match own {
                Some(own) if composite => Widths::of_numbers(document, own, fonts)?,
                Some(own) => Widths::of_codes(document, own, descriptor, fonts)?,
                None => Widths::none(),
            };
            Some((widths, missing))
        };
        let (widths, missing) = letters().unwrap_or_else(|| (Widths::none(), Missing::Unknown));
        let called = name(document, font, b"BaseFont").map(|name| name.get(..LONGEST_NAME).unwrap_or(name));
        Self {
            name: called.map_or_else(|| "?".to_owned(), text),
            embedded: !matches!(embedded, Embedded::Missing),
            damaged: matches!(embedded, Embedded::Damaged),
            codes,
            widths,
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
            Missing::First(program) => codes.iter().any(|code| {
                *code == 0 || program.as_ref().is_some_and(|program| program.lacks_identifier(*code))
            }),
            Missing::Map(map, program) => codes.iter().any(|code| {
                let at = usize::from(*code) * 2;
                let glyph =
                    map.get(at..at + 2).and_then(|glyph| glyph.try_into().ok()).map(u16::from_be_bytes);
                glyph.is_none_or(|glyph| {
                    glyph == 0 || program.as_ref().is_some_and(|program| program.lacks_glyph(glyph))
                })
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
        Self { known: Vec::new(), other: 500.0 }
    }

    fn of(&self, code: u16) -> f64 {
        let behind = self.known.partition_point(|(first, ..)| *first <= code);
        // Of those that begin before it some may end before it too.
        let before = self.known.get(..behind).unwrap_or_default().iter().rev().take(MOST_OVERLAPPING);
        let found = before.into_iter().find(|(_, last, _)| code <= *last);
        found.map_or(self.other, |(.., width)| *width) / 1000.0
    }

    /// ISO 32000-1, table 111; of a Type 3 font in its own units.
    fn of_codes(
        document: &Document,
        font: &Dictionary,
        descriptor: Option<&Dictionary>,
        fonts: &mut Fonts,
    ) -> Option<Self> {
        let own = array(document, font, b"FontMatrix").and_then(|matrix| number(document, matrix.first()?));
        let unit = own.map_or(1.0, |own| own * 1000.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let first = number_at(document, font, b"FirstChar").unwrap_or(0.0) as u16;
        let widths = array(document, font, b"Widths").unwrap_or_default();
        let other = descriptor.and_then(|descriptor| number_at(document, descriptor, b"MissingWidth"));
        // The fonts that every reader has need not say how wide they are.
        let fallback = if widths.is_empty() { 500.0 } else { 0.0 };
        let mut known = Vec::new();
        for (width, code) in widths.iter().take(256).zip(first..=u16::MAX) {
            if let Some(width) = number(document, width) {
                add(&mut known, (code, code, width * unit), fonts)?;
            }
        }
        Some(Self { known, other: other.unwrap_or(fallback) })
    }

    /// ISO 32000-1, 9.7.4.3.
    fn of_numbers(document: &Document, font: &Dictionary, fonts: &mut Fonts) -> Option<Self> {
        let mut known = Vec::new();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let code = |object: &Object| number(document, object).map(|number| number as u16);
        let mut rest = array(document, font, b"W").unwrap_or_default();
        while let [first, second, then @ ..] = rest {
            let Some(first) = code(first) else { break };
            if let Some(Object::Array(widths)) = resolve(document, second) {
                for (width, code) in widths.iter().zip(first..=u16::MAX) {
                    fonts.pay(1)?;
                    if let Some(width) = number(document, width) {
                        add(&mut known, (code, code, width), fonts)?;
                    }
                }
                rest = then;
                continue;
            }
            let ([width, then @ ..], Some(last)) = (then, code(second)) else { break };
            let Some(width) = number(document, width) else { break };
            add(&mut known, (first, last, width), fonts)?;
            rest = then;
        }
        // Nothing says which of two counts for the same code: here it is what begins last.
        known.sort_by_key(|(first, ..)| *first);
        Some(Self { known, other: number_at(document, font, b"DW").unwrap_or(1000.0) })
    }
}

/// Adds the width of some codes, paid for.
fn add(known: &mut Vec<(u16, u16, f64)>, new: (u16, u16, f64), fonts: &mut Fonts) -> Option<()> {
    match known.last_mut() {
        // Most letters of a face in Chinese are of one width.
        Some((_, last, width)) if *width == new.2 && last.checked_add(1) == Some(new.0) => *last = new.1,
        _ => {
            fonts.pay(ROOM_OF_A_WIDTH)?;
            known.push(new);
        }
    }
    Some(())
}

/// The codes of a simple font that show its "missing" glyph: those that its encoding gives to it by name, and those printable
/// ones that a TrueType font of the file has in none of its tables. Other programs are not read; what they lack is not
/// known.
fn missing_codes(
    document: &Document,
    font: &Dictionary,
    there: Option<&[bool; 256]>,
    fonts: &mut Fonts,
) -> Option<[bool; 256]> {
    let mut missing = [false; 256];
    let mut named = [false; 256];
    let differences = dictionary(document, font, b"Encoding")
        .and_then(|encoding| array(document, encoding, b"Differences"))
        .unwrap_or_default();
    fonts.pay(differences.len())?;
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
    let Some(there) = there else { return Some(missing) };
    // Without one of these the standard encoding counts, which has curled quotation marks where other encodings have
    // straight ones (ISO 32000-1, annex D.2): a font may well have the one and not the other.
    let base = name(document, font, b"Encoding").or_else(|| {
        let encoding = dictionary(document, font, b"Encoding")?;
        name(document, encoding, b"BaseEncoding")
    });
    let straight = matches!(base, Some(b"WinAnsiEncoding" | b"MacRomanEncoding"));
    for code in (b'!'..=b'~').filter(|code| straight || !matches!(code, b'\'' | b'`')) {
        let code = usize::from(code);
        if !named[code] && !there[code] {
            missing[code] = true;
        }
    }
    Some(missing)
}

/// The printable codes that a TrueType program has a glyph for in any of its tables; nothing where that cannot be told.
fn printable(file: &[u8], fonts: &mut Fonts) -> Option<[bool; 256]> {
    let cmap = FontRef::new(file).ok()?.cmap().ok()?;
    let records = cmap.encoding_records();
    if records.len() > MOST_TABLES {
        return None;
    }
    fonts.pay(records.len() * COST_OF_A_TABLE)?;
    let tables: Vec<_> =
        records.iter().filter_map(|record| record.subtable(cmap.offset_data()).ok()).collect();
    // Tables of these kinds are not followed here; nobody has written them for long.
    let odd = |table: &CmapSubtable<'_>| matches!(table, CmapSubtable::Format2(_) | CmapSubtable::Format8(_));
    if tables.is_empty() || tables.len() < records.len() || tables.iter().any(odd) {
        return None;
    }
    let mut there = [false; 256];
    for code in b'!'..=b'~' {
        // A font that is all signs keeps them in a corner of Unicode (ISO 32000-1, 9.6.6.4).
        let places =
            [u32::from(code), 0xf000 + u32::from(code), 0xf100 + u32::from(code), 0xf200 + u32::from(code)];
        there[usize::from(code)] = tables.iter().any(|table| {
            places.iter().any(|place| table.map_codepoint(*place).is_some_and(|glyph| glyph.to_u32() != 0))
        });
    }
    Some(there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    /// A composite font of one descendant with these widths.
    fn composite(document: &mut Document, widths: impl Into<Object>) -> Dictionary {
        let own = dictionary! { "Subtype" => "CIDFontType0", "W" => widths.into(), "DW" => 700 };
        let own = document.add_object(own);
        dictionary! {
            "Subtype" => "Type0", "Encoding" => "Identity-H", "DescendantFonts" => vec![Object::Reference(own)],
        }
    }

    #[test]
    fn widths_are_found_by_their_codes() {
        let mut document = Document::new();
        let list: Vec<Object> = vec![1000.into(), 1000.into(), 250.into()];
        let widths: Vec<Object> = vec![
            9.into(),
            12.into(),
            500.into(),
            3.into(),
            list.into(),
            65_530.into(),
            65_535.into(),
            1.into(),
        ];
        let font = composite(&mut document, widths);
        let face = Fonts::new().face(&document, &font);
        for (code, width) in [
            (2, 0.7),
            (3, 1.0),
            (4, 1.0),
            (5, 0.25),
            (6, 0.7),
            (9, 0.5),
            (12, 0.5),
            (13, 0.7),
            (u16::MAX, 0.001),
        ] {
            assert_eq!(face.widths.of(code), width, "{code}");
        }
        assert_eq!(face.widths.known.len(), 4, "letters of one width stand together");
        let simple = dictionary! {
            "Subtype" => "TrueType", "FirstChar" => 65, "Widths" => vec![600.into(), 600.into(), 300.into()],
        };
        let face = Fonts::new().face(&document, &simple);
        assert_eq!([64, 65, 66, 67, 68].map(|code| face.widths.of(code)), [0.0, 0.6, 0.6, 0.3, 0.0]);
    }

    #[test]
    fn fonts_are_paid_for_together() {
        let mut document = Document::new();
        let all = document.add_object(vec![0.into(), 65_535.into(), 500.into()]);
        let ranges: Vec<Dictionary> = (0..2_000).map(|_| composite(&mut document, all)).collect();
        let mut fonts = Fonts::new();
        for font in &ranges {
            assert_eq!(fonts.face(&document, font).widths.of(9), 0.5);
        }
        assert!(!fonts.was_spent());
        assert!(fonts.purse > MOST_FONTS - 2_000_000, "a range is one width");
        let each: Vec<Object> = (0..60_000).map(Object::Integer).collect();
        let list = document.add_object(each);
        let list = document.add_object(vec![0.into(), list.into()]);
        let lists: Vec<Dictionary> = (0..200).map(|_| composite(&mut document, list)).collect();
        let faces: Vec<_> = lists.iter().map(|font| fonts.face(&document, font)).collect();
        assert!(fonts.was_spent());
        assert_eq!(faces.first().map(|face| face.widths.of(9_000)), Some(9.0));
        let last = &lists[199];
        assert_eq!(fonts.face(&document, last).widths.known.len(), 0, "nothing is known of it");
        assert!(fonts.was_spent(), "and that is said again");
    }

    #[test]
    fn a_program_that_many_share_is_unpacked_once() {
        let mut document = Document::new();
        let mut program = Stream::new(Dictionary::new(), vec![0; 1_000_000]);
        program.compress().unwrap();
        let program = document.add_object(program);
        let shared = document.add_object(dictionary! { "FontFile2" => program });
        let font = || dictionary! { "Subtype" => "TrueType", "FontDescriptor" => shared };
        let sharing: Vec<Dictionary> = (0..1_000).map(|_| font()).collect();
        let mut fonts = Fonts::new();
        sharing.iter().for_each(|font| _ = fonts.face(&document, font));
        assert!(!fonts.was_spent());
        assert!(fonts.programs_purse > MOST_PROGRAMS - 2_000_000, "{}", MOST_PROGRAMS - fonts.programs_purse);
    }
}
