//! Fonts are cut down to the glyphs of their document while its pages are painted: both take about as long, and krilla by
//! itself does the one after the other. (In an issue the other pages keep all cores at work: there krilla does it.)
//!
//! It remembers a font that was cut down, by the font and its glyphs in the order of their first use. So a document of
//! nothing but these glyphs is made of every font on another thread, and thrown away; when the pages are finished, their
//! fonts are known. Were the order another one, they would be cut down again: the file is the same in any case.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use krilla::geom::Point;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use rayon::prelude::*;

/// What is remembered of so many documents is kept: a page is printed when it is signed and soon after for the press. A
/// font of a page is some hundred kilobytes.
const KEPT_DOCUMENTS: usize = 8;

/// Fonts of which the file is known.
const KEPT_FILES: usize = 64;

/// The glyphs of the fonts of a document.
#[derive(Default)]
pub(crate) struct Uses(Vec<Use>);

struct Use {
    font: Font,
    /// Whether a glyph is among `glyphs`, by its number.
    known: Vec<bool>,
    /// In the order of their first use.
    glyphs: Vec<u32>,
}

impl Uses {
    /// Glyphs are drawn next.
    pub(crate) fn add(&mut self, font: &Font, glyphs: impl IntoIterator<Item = u32>) {
        let at = self.0.iter().position(|used| used.font == *font).unwrap_or_else(|| {
            self.0.push(Use { font: font.clone(), known: Vec::new(), glyphs: Vec::new() });
            self.0.len() - 1
        });
        if let Some(used) = self.0.get_mut(at) {
            glyphs.into_iter().for_each(|glyph| used.draw(glyph));
        }
    }

    /// Cuts the fonts down, side by side.
    pub(crate) fn subset(&self, settings: &SerializeSettings) {
        self.0.par_iter().for_each(|used| used.subset(settings.clone()));
    }
}

impl Use {
    fn draw(&mut self, glyph: u32) {
        let at = usize::try_from(glyph).unwrap_or(usize::MAX);
        // No font has more glyphs than sixteen bits can number (OpenType, maxp).
        if at > usize::from(u16::MAX) {
            return;
        }
        if at >= self.known.len() {
            self.known.resize(at + 1, false);
        }
        if let Some(known) = self.known.get_mut(at).filter(|known| !**known) {
            *known = true;
            self.glyphs.push(glyph);
        }
    }

    fn subset(&self, settings: SerializeSettings) {
        let glyphs: Vec<KrillaGlyph> = self.glyphs.iter().map(|&glyph| plain(glyph)).collect();
        let mut document = Document::new_with(SerializeSettings { enable_tagging: false, ..settings });
        let mut page = document.start_page();
        let mut surface = page.surface();
        surface.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, self.font.clone(), TEXT, 1.0, false);
        surface.finish();
        page.finish();
        // What is wrong with a font is said where its pages are finished.
        let _thrown_away = document.finish();
    }
}

/// What every glyph stands for.
const TEXT: &str = "\u{200b}";

fn plain(glyph: u32) -> KrillaGlyph {
    KrillaGlyph {
        glyph_id: GlyphId::new(glyph),
        text_range: 0..TEXT.len(),
        x_advance: 0.0,
        x_offset: 0.0,
        y_offset: 0.0,
        y_advance: 0.0,
        location: None,
    }
}

/// Forgets the fonts of documents that were finished long ago, once this one is, in whatever way.
pub(crate) struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        comemo::evict(KEPT_DOCUMENTS);
    }
}

/// A font is opened from a file of that SHA-256. krilla knows a font again by its checksum and its measures, not by its
/// bytes: where it now comes from another file, nothing that is remembered holds.
pub(crate) fn opened(font: &Font, sha256: Option<&str>) {
    static FILES: LazyLock<Mutex<HashMap<Font, Option<String>>>> = LazyLock::new(Mutex::default);
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    if files.len() >= KEPT_FILES && !files.contains_key(font) {
        files.clear();
        comemo::evict(0);
    }
    let sha256 = sha256.map(str::to_owned);
    if files.insert(font.clone(), sha256.clone()).is_some_and(|known| known != sha256) {
        comemo::evict(0);
    }
}
