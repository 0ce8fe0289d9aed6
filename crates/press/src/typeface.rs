//! The fonts of a page: fetched, proved to be the very files that the page was set with, and ready to embed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use broadsheet_layout::frame::FontUse;
use krilla::text::Font;
use rayon::prelude::*;
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use crate::digest::sha256_hex;
use crate::{FontFile, PressError, Sources, subset};

/// A font file as fetched, not yet proved.
pub(crate) struct Fetched {
    wanted: FontUse,
    file: FontFile,
}

/// A face that can be set.
pub(crate) struct Typeface {
    /// The face as krilla embeds it.
    pub(crate) font: Font,
    /// How many glyphs it has.
    pub(crate) glyph_count: u32,
    file: FontFile,
    index: u32,
}

/// Fetches the files of `fonts`, one after the other.
pub(crate) fn fetch(fonts: &[FontUse], sources: &dyn Sources) -> Result<Vec<Fetched>, PressError> {
    fonts
        .iter()
        .map(|wanted| match sources.font(wanted) {
            Some(file) => Ok(Fetched { wanted: wanted.clone(), file }),
            None => Err(PressError::FontMissing {
                family: wanted.family.clone(),
                postscript_name: wanted.postscript_name.clone(),
            }),
        })
        .collect()
}

/// Proves the files and opens the faces, in the order of `fetched`.
pub(crate) fn open(fetched: &[Fetched]) -> Result<Vec<Typeface>, PressError> {
    let digests = digests(fetched);
    let opened = fetched.iter().zip(digests).map(|(one, digest)| {
        // What reads fonts gives up on some that are damaged.
        let open = catch_unwind(AssertUnwindSafe(|| one.open(digest.as_deref())));
        open.unwrap_or_else(|_| Err(unreadable(&one.wanted, "its tables are damaged".to_owned())))
    });
    opened.collect()
}

/// The digests that are needed, each file's computed once, side by side.
fn digests(fetched: &[Fetched]) -> Vec<Option<String>> {
    let address = |one: &Fetched| one.file.bytes.as_ref().as_ref().as_ptr();
    let given = |one: &Fetched| one.wanted.sha256.is_none() || one.file.sha256.is_some();
    let mut digests: Vec<Option<String>> = fetched
        .par_iter()
        .enumerate()
        .map(|(at, one)| {
            let seen =
                fetched.iter().take(at).any(|before| address(before) == address(one) && !given(before));
            if given(one) || seen {
                one.file.sha256.clone()
            } else {
                Some(sha256_hex(one.file.bytes.as_ref().as_ref()))
            }
        })
        .collect();
    for at in 0..fetched.len() {
        if digests.get(at).is_some_and(Option::is_none) {
            let same = (0..at).find(|&before| {
                fetched.get(before).map(address) == fetched.get(at).map(address)
                    && digests.get(before).is_some_and(Option::is_some)
            });
            let digest = same.and_then(|before| digests.get(before).cloned().flatten());
            if let Some(slot) = digests.get_mut(at) {
                *slot = digest;
            }
        }
    }
    digests
}

impl Fetched {
    /// Proves the file against what the frame says of it and opens the face.
    fn open(&self, digest: Option<&str>) -> Result<Typeface, PressError> {
        let family = self.wanted.family.clone();
        let postscript_name = self.wanted.postscript_name.clone();
        if self.wanted.sha256.is_some() && self.wanted.sha256.as_deref() != digest {
            return Err(PressError::FontChanged { family, postscript_name });
        }
        let data = self.file.bytes.as_ref().as_ref();
        let face = FontRef::from_index(data, self.wanted.index)
            .map_err(|error| unreadable(&self.wanted, error.to_string()))?;
        if !names_the_face(&face, &self.wanted) {
            return Err(PressError::FontChanged { family, postscript_name });
        }
        let font = Font::new(self.file.bytes.clone().into(), self.wanted.index)
            .ok_or_else(|| unreadable(&self.wanted, "its tables are damaged".to_owned()))?;
        subset::opened(&font, digest);
        let glyph_count = face.glyph_metrics(Size::unscaled(), LocationRef::default()).glyph_count();
        // Where the table that says it is damaged, it has none, not even the one that stands for what is missing.
        if glyph_count == 0 {
            return Err(unreadable(&self.wanted, "it has no glyphs".to_owned()));
        }
        Ok(Typeface { font, glyph_count, file: self.file.clone(), index: self.wanted.index })
    }
}

/// A font that cannot be embedded, by its name.
pub(crate) fn unreadable(wanted: &FontUse, reason: String) -> PressError {
    let FontUse { family, postscript_name, .. } = wanted.clone();
    PressError::FontUnreadable { family, postscript_name, reason }
}

/// Whether the face is the one that the frame's glyph numbers belong to, as far as its names tell. A face without a
/// PostScript name passes: the digest is the proof, this only catches a wrong index.
fn names_the_face(face: &FontRef<'_>, wanted: &FontUse) -> bool {
    let units = face.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
    let mut names = face.localized_strings(StringId::POSTSCRIPT_NAME).peekable();
    let named = names.peek().is_none() || names.any(|name| name.to_string() == wanted.postscript_name);
    named && units == wanted.units_per_em
}

impl Typeface {
    /// The glyph of a character and its advance in ems, unshaped: enough for the slug line.
    pub(crate) fn nominal(&self, character: char) -> Option<(u32, f32)> {
        let face = self.face()?;
        let glyph = face.charmap().map(character)?;
        let metrics = face.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some((glyph.to_u32(), metrics.advance_width(glyph)?))
    }

    fn face(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.file.bytes.as_ref().as_ref(), self.index).ok()
    }
}
