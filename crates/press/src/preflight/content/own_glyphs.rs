//! [`OwnGlyphs`]: which glyphs of a Type 3 font are shown.

use lopdf::{Dictionary, Document, Object};

use crate::preflight::lookup::{array, dictionary, resolve};
use crate::preflight::text::Piece;

/// The glyphs of a Type 3 font that were not shown yet (ISO 32000-1, 9.6.5): one that never is does no harm.
pub(super) struct OwnGlyphs<'a> {
    /// By the code that shows each.
    by_code: Vec<Option<&'a Object>>,
    /// All of them, where nothing says which code shows which.
    all: Vec<&'a Object>,
}

impl<'a> OwnGlyphs<'a> {
    pub(super) fn of(document: &'a Document, font: &'a Dictionary) -> Self {
        let mut own = Self { by_code: vec![None; 256], all: Vec::new() };
        let Some(glyphs) = dictionary(document, font, b"CharProcs") else { return own };
        let encoding = dictionary(document, font, b"Encoding");
        let Some(names) = encoding.and_then(|encoding| array(document, encoding, b"Differences")) else {
            own.all = glyphs.iter().map(|(_, glyph)| glyph).collect();
            return own;
        };
        let mut code = 0usize;
        for entry in names {
            match resolve(document, entry) {
                Some(Object::Name(name)) => {
                    if let Some(place) = own.by_code.get_mut(code) {
                        *place = glyphs.get(name).ok();
                    }
                    code = code.saturating_add(1);
                }
                Some(Object::Integer(first)) => code = usize::try_from(*first).unwrap_or(usize::MAX),
                _ => {}
            }
        }
        own
    }

    /// Those of a text that are shown for the first time.
    pub(super) fn new_in(&mut self, pieces: &[Piece<'_>]) -> Vec<&'a Object> {
        let mut new = std::mem::take(&mut self.all);
        for piece in pieces {
            let Piece::String(string) = piece else { continue };
            let glyph = |code: &u8| self.by_code.get_mut(usize::from(*code))?.take();
            new.extend(string.iter().filter_map(glyph));
        }
        new
    }
}
