//! Where text stands, whether its fonts are in the file, and whether it shows glyphs that mean "missing".

use std::borrow::Cow;

use lopdf::{Dictionary, Object};

use super::content::Walk;
use super::lookup::{array, as_dictionary, dictionary, get, name, resolve, text};
use super::matrix::{Area, Matrix};
use super::report::FindingKind;

/// The text matrices (ISO 32000-1, 9.4.1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextPlace {
    line: Matrix,
}

impl Default for TextPlace {
    fn default() -> Self {
        Self { line: Matrix::IDENTITY }
    }
}

impl TextPlace {
    pub(crate) fn set(&mut self, matrix: Matrix) {
        self.line = matrix;
    }

    pub(crate) fn advance(&mut self, x: f64, y: f64) {
        self.line = Matrix::translation(x, y).then(self.line);
    }

    pub(crate) fn matrix(self) -> Matrix {
        self.line
    }
}

/// The strings that a text-showing operator shows.
pub(crate) fn strings(operands: &[Object]) -> Vec<&[u8]> {
    let mut strings = Vec::new();
    for operand in operands {
        match operand {
            Object::String(bytes, _) => strings.push(bytes.as_slice()),
            Object::Array(parts) => strings.extend(parts.iter().filter_map(|part| part.as_str().ok())),
            _ => {}
        }
    }
    strings.retain(|string| !string.is_empty());
    strings
}

/// Checks the font of shown text.
pub(crate) fn check_font<'a>(walk: &mut Walk<'a, '_>, font: &'a Dictionary, shown: &[&[u8]], at: Area) {
    let document = walk.document;
    let font_name =
        name(document, font, b"BaseFont").map_or(Cow::Borrowed("?"), |name| Cow::Owned(text(name)));
    let kind = name(document, font, b"Subtype");
    let own = match kind {
        // The glyphs of a Type 3 font are content streams of the file itself.
        Some(b"Type3") => return walk.type3(font),
        Some(b"Type0") => {
            let descendants = array(document, font, b"DescendantFonts");
            descendants.and_then(|fonts| as_dictionary(resolve(document, fonts.first()?)?))
        }
        _ => Some(font),
    };
    let descriptor = own.and_then(|own| dictionary(document, own, b"FontDescriptor"));
    let embedded = descriptor.is_some_and(|descriptor| {
        let files = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
        files.iter().any(|file| get(document, descriptor, file).is_some())
    });
    if !embedded {
        walk.add(FindingKind::FontNotEmbedded { font: font_name.into_owned() }, Some(at));
        return;
    }
    let two_bytes = kind == Some(b"Type0") && name(document, font, b"Encoding") == Some(b"Identity-H");
    if two_bytes && shown.iter().any(|string| string.chunks_exact(2).any(|code| code == [0, 0])) {
        walk.add(FindingKind::MissingGlyph { font: font_name.into_owned() }, Some(at));
    }
}
