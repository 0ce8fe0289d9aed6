//! [`Program`]: an embedded font program, as far as it says whether a press can read it and which glyphs are in it
//! (ISO 32000-1, 9.9).
//!
//! A program is known by how it begins and not by the key that it stands under: programs under the wrong one are common, and
//! every RIP reads them. The outlines themselves are not drawn: one glyph that is broken among good ones is not found.

use std::sync::Arc;

use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::{FontRef, TableProvider};

/// The numbers that a code of two bytes may be.
const NUMBERS: usize = 1 << 16;
/// The first key of the cipher over the inner half of a Type 1 program, and those that carry it on (Adobe Type 1 Font
/// Format, 7.1).
const EEXEC: u16 = 55_665;
const EEXEC_STEP: (u16, u16) = (52_845, 22_719);

/// A font program that can be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Program {
    /// How many glyphs it has; nothing of a Type 1 program, whose glyphs have names and no numbers.
    glyphs: Option<u32>,
    /// The character identifiers that it has glyphs for, of a program that is keyed by them (ISO 32000-1, 9.7.4.2).
    identifiers: Option<Arc<[bool]>>,
}

impl Program {
    /// Reads a program; nothing where a press cannot.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        match file {
            [0, 1, 0, 0, ..] | [b't', b'r', b'u', b'e', ..] | [b'O', b'T', b'T', b'O', ..] => open_type(file),
            [b't', b't', b'c', b'f', ..] => open_type(file),
            [1, ..] => cff(file),
            _ => type1(file),
        }
    }

    /// Whether it has no glyph of a number.
    pub(super) fn lacks_glyph(&self, glyph: u16) -> bool {
        self.glyphs.is_some_and(|count| u32::from(glyph) >= count)
    }

    /// Whether it has no glyph for a character identifier, where nothing else leads from those to glyphs.
    pub(super) fn lacks_identifier(&self, identifier: u16) -> bool {
        match &self.identifiers {
            Some(known) => known.get(usize::from(identifier)) != Some(&true),
            None => self.lacks_glyph(identifier),
        }
    }
}

/// The tables that say how many glyphs there are and where, and those. Others a viewer needs, and a press not.
fn open_type(file: &[u8]) -> Option<Program> {
    let font = FontRef::new(file).or_else(|_| FontRef::from_index(file, 0)).ok()?;
    let glyphs = font.maxp().ok()?.num_glyphs();
    if let Ok(outlines) = font.cff() {
        return cff(outlines.offset_data().as_bytes());
    }
    if font.cff2().is_err() {
        let long = font.head().ok()?.index_to_loc_format() != 0;
        font.loca(long).ok()?;
        font.glyf().ok()?;
    }
    Some(Program { glyphs: Some(glyphs.into()), identifiers: None })
}

fn cff(file: &[u8]) -> Option<Program> {
    let font = CffFontRef::new_cff(file, 0, None).ok()?;
    let glyphs = Some(font.num_glyphs()).filter(|glyphs| *glyphs > 0)?;
    let identifiers = font.charset().filter(|_| font.is_cid()).map(|charset| {
        let mut known = vec![false; NUMBERS];
        for (_, identifier) in charset.iter().take(NUMBERS) {
            if let Some(known) = known.get_mut(usize::from(identifier.to_u16())) {
                *known = true;
            }
        }
        known.into()
    });
    Some(Program { glyphs: Some(glyphs), identifiers })
}

/// A Type 1 program: its clear text, `eexec`, and behind that what deciphers to a dictionary of glyphs. What the glyphs
/// themselves are is not looked at.
fn type1(file: &[u8]) -> Option<Program> {
    const MARK: &[u8] = b"eexec";
    // The head of a PFB's first segment: its mark, its kind and its length.
    let clear = match file {
        [0x80, 1, _, _, _, _, clear @ ..] => clear,
        clear => clear,
    };
    let mark =
        clear.windows(MARK.len()).position(|word| word == MARK).filter(|_| clear.starts_with(b"%!"))?;
    let behind = clear.get(mark + MARK.len()..)?;
    let blanks = behind.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
    let inner = match behind.get(blanks..)? {
        [0x80, 2, _, _, _, _, inner @ ..] => inner,
        inner => inner,
    };
    let deciphered = if inner.iter().take(4).all(u8::is_ascii_hexdigit) {
        decipher(hexadecimal(inner))
    } else {
        decipher(inner.iter().copied())
    };
    let glyphs = b"/CharStrings";
    deciphered
        .windows(glyphs.len())
        .any(|word| word == glyphs)
        .then_some(Program { glyphs: None, identifiers: None })
}

/// The bytes of hexadecimal digits, with whatever stands between them left out.
fn hexadecimal(digits: &[u8]) -> impl Iterator<Item = u8> {
    let mut digits = digits.iter().filter_map(|digit| char::from(*digit).to_digit(16));
    std::iter::from_fn(move || u8::try_from(digits.next()? * 16 + digits.next()?).ok())
}

fn decipher(bytes: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut key = EEXEC;
    let one = |byte: u8| {
        let [high, _] = key.to_be_bytes();
        key = u16::from(byte).wrapping_add(key).wrapping_mul(EEXEC_STEP.0).wrapping_add(EEXEC_STEP.1);
        byte ^ high
    };
    bytes.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Type 1 program with this within.
    fn type1_with(inner: &[u8]) -> Vec<u8> {
        let mut key = EEXEC;
        let cipher = |byte: &u8| {
            let ciphered = byte ^ key.to_be_bytes()[0];
            key = u16::from(ciphered).wrapping_add(key).wrapping_mul(EEXEC_STEP.0).wrapping_add(EEXEC_STEP.1);
            ciphered
        };
        let ciphered: Vec<u8> = inner.iter().map(cipher).collect();
        [b"%!PS-AdobeFont-1.0: Own\n/FontName /Own def currentfile eexec\n", ciphered.as_slice()].concat()
    }

    #[test]
    fn a_type_1_program_is_known_by_its_two_halves() {
        let whole = type1_with(b"1234dup /Private 8 dict dup begin 2 index /CharStrings 1 dict dup begin");
        let read = Program::read(&whole).expect("it can be read");
        assert!(!read.lacks_glyph(9_999), "its glyphs have names");
        let mark = whole.windows(5).position(|word| word == b"eexec").unwrap() + 6;
        let digits: String = whole[mark..].iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(Program::read(&[&whole[..mark], digits.as_bytes()].concat()).is_some(), "in digits");
        let segment = |kind: u8, bytes: &[u8]| [&[0x80, kind, 9, 9, 0, 0], bytes].concat();
        let segments = [segment(1, &whole[..mark]), segment(2, &whole[mark..])].concat();
        assert!(Program::read(&segments).is_some(), "in segments");
        for broken in
            [&whole[..mark], &whole[..mark + 20], &whole[2..], b"%!PS rubbish", b"rubbish", b"", &[0; 99]]
        {
            assert_eq!(Program::read(broken), None);
        }
        assert_eq!(Program::read(&type1_with(b"1234 nothing of that kind")), None);
    }

    #[test]
    fn a_table_that_is_not_there_is_missed() {
        assert_eq!(Program::read(b"OTTO rubbish"), None);
        assert_eq!(Program::read(&[0, 1, 0, 0, 0, 9, 9, 9, 9]), None);
        assert_eq!(Program::read(&[1, 0, 4, 1, 0, 0]), None);
    }
}
