//! Where text stands, and what its font is found to lack.

use lopdf::{Dictionary, Object};

use super::content::Walk;
use super::font::Face;
use super::lookup::name;
use super::matrix::{Area, Matrix};
use super::report::FindingKind;

/// The text matrices (ISO 32000-1, 9.4.1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextPlace {
    line: Matrix,
    now: Matrix,
}

impl Default for TextPlace {
    fn default() -> Self {
        Self { line: Matrix::IDENTITY, now: Matrix::IDENTITY }
    }
}

impl TextPlace {
    pub(crate) fn set(&mut self, matrix: Matrix) {
        (self.line, self.now) = (matrix, matrix);
    }

    /// To another line.
    pub(crate) fn advance(&mut self, x: f64, y: f64) {
        self.set(Matrix::translation(x, y).then(self.line));
    }

    /// On along the line.
    pub(crate) fn go_on(&mut self, x: f64, y: f64) {
        self.now = Matrix::translation(x, y).then(self.now);
    }

    pub(crate) fn matrix(self) -> Matrix {
        self.now
    }
}

/// A piece of what a text-showing operator shows.
pub(crate) enum Piece<'o> {
    /// Letters.
    String(&'o [u8]),
    /// A step back, in thousandths of the size.
    Back(f64),
}

/// The pieces of what is shown.
pub(crate) fn pieces(operands: &[Object]) -> Vec<Piece<'_>> {
    match operands.last() {
        Some(Object::Array(parts)) => parts.iter().filter_map(piece).collect(),
        Some(string @ Object::String(..)) => piece(string).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn piece(operand: &Object) -> Option<Piece<'_>> {
    match operand {
        Object::String(bytes, _) => Some(Piece::String(bytes.as_slice())),
        #[expect(clippy::cast_precision_loss, reason = "numbers of this size are nonsense anyway")]
        Object::Integer(back) => Some(Piece::Back(*back as f64)),
        Object::Real(back) => Some(Piece::Back(f64::from(*back))),
        _ => None,
    }
}

/// Checks the font of text that is shown; `depth` is how deep glyphs may still stand in one another.
pub(crate) fn check_font<'a>(
    walk: &mut Walk<'a, '_>,
    font: &'a Dictionary,
    face: &Face,
    pieces: &[Piece<'_>],
    at: Area,
    depth: usize,
) {
    if name(walk.document, font, b"Subtype") == Some(b"Type3") {
        return walk.type3(font, pieces, at, depth);
    }
    let font = face.name.clone();
    if !face.embedded {
        walk.add(FindingKind::FontNotEmbedded { font }, Some(at));
    } else if face.damaged {
        walk.add(FindingKind::FontDamaged { font }, Some(at));
    } else if pieces.iter().any(|piece| matches!(piece, Piece::String(string) if face.lacks(string))) {
        walk.add(FindingKind::MissingGlyph { font }, Some(at));
    }
}
