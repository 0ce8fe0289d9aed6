//! Fonts are cut down to the glyphs of their document while its pages are painted: both take about as long, and krilla by
//! itself does the one after the other.
//!
//! It remembers a font that was cut down, by the font and its glyphs in the order of their first use. So a document of
//! nothing but these glyphs is made of every font on another thread, and thrown away; when the pages are finished, their
//! fonts are known. Were the order another one, they would be cut down again: the file is the same in any case.

use std::collections::HashSet;

use krilla::geom::Point;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use rayon::prelude::*;

/// What is remembered of so many documents is kept: a page is printed when it is signed and soon after for the press. A
/// font of a page is some hundred kilobytes.
const KEPT_DOCUMENTS: usize = 8;

/// The glyphs of the fonts of a document.
#[derive(Default)]
pub(crate) struct Uses(Vec<Use>);

struct Use {
    font: Font,
    known: HashSet<u32>,
    /// In the order of their first use.
    glyphs: Vec<u32>,
}

impl Uses {
    /// A glyph is drawn next.
    pub(crate) fn add(&mut self, font: &Font, glyph: u32) {
        let at = self.0.iter().position(|used| used.font == *font).unwrap_or_else(|| {
            self.0.push(Use { font: font.clone(), known: HashSet::new(), glyphs: Vec::new() });
            self.0.len() - 1
        });
        if let Some(used) = self.0.get_mut(at)
            && used.known.insert(glyph)
        {
            used.glyphs.push(glyph);
        }
    }

    /// Cuts the fonts down, side by side.
    pub(crate) fn subset(&self, settings: &SerializeSettings) {
        self.0.par_iter().for_each(|used| used.subset(settings.clone()));
    }
}

impl Use {
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

/// Forgets the fonts of documents that were finished long ago.
pub(crate) fn forget() {
    comemo::evict(KEPT_DOCUMENTS);
}
