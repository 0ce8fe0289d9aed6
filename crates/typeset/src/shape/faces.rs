//! Which face a grapheme is set from, and what to say when there is none.

use std::sync::Arc;

use super::Reported;
use super::shaper::Shaper;
use crate::classes::Class;
use crate::fonts::Resolved;
use crate::{FontId, FontLibrary, Notice, Paragraph};

/// The faces of a paragraph's styles.
pub(super) struct Faces<'a> {
    pub(super) library: &'a FontLibrary,
    stacks: Vec<(Arc<Resolved>, u16)>,
    reported: Reported,
    notices: Vec<Notice>,
}

impl<'a> Faces<'a> {
    pub(super) fn new(paragraph: &Paragraph, library: &'a FontLibrary) -> Self {
        let stacks: Vec<(Arc<Resolved>, u16)> = paragraph
            .spans
            .iter()
            .map(|span| (library.resolve(&span.style.stack), span.style.stack.weight))
            .collect();
        let mut faces = Self { library, stacks, reported: Reported::default(), notices: Vec::new() };
        faces.report_families(paragraph);
        faces
    }

    fn report_families(&mut self, paragraph: &Paragraph) {
        let mut start = 0;
        for (span, (resolved, _)) in paragraph.spans.iter().zip(&self.stacks) {
            let range = start..start + span.text.len();
            start = range.end;
            for family in &resolved.missing {
                if self.reported.families.insert(family.clone()) {
                    self.notices.push(Notice::FamilyMissing { family: family.clone(), range: range.clone() });
                }
            }
        }
    }

    /// The face for a grapheme: the first of the stack that has all of it, then the first that has its base, then
    /// the same of the fonts outside the stack, which is reported. `None`: no font has even the base; that is too.
    pub(super) fn face(
        &mut self,
        shaper: &mut Shaper,
        text: &str,
        start: usize,
        class: Class,
        style: u16,
    ) -> Option<FontId> {
        let (resolved, weight) = &self.stacks[usize::from(style)];
        let latin = class.is_narrow() || class == Class::Space;
        let stack = if latin { &resolved.latin } else { &resolved.general };
        let base = text.chars().next()?;
        let mut marks = text.chars().skip(1).filter(|c| !is_ignorable(*c)).peekable();
        if marks.peek().is_some() {
            let marks: Vec<char> = marks.collect();
            let whole = stack.iter().copied().find(|id| {
                shaper.has(self.library, *id, base) && marks.iter().all(|c| shaper.has(self.library, *id, *c))
            });
            if whole.is_some() {
                return whole;
            }
        }
        let own = stack.iter().copied().find(|id| shaper.has(self.library, *id, base));
        let found = own.or_else(|| self.library.fallback(base, *weight));
        // That a stack has no font at all is told as that.
        let told = own.is_some() || class == Class::Space || (found.is_some() && stack.is_empty());
        if !told && self.reported.characters.insert(base) {
            let range = start..start + text.len();
            match found.map(|id| self.library.font(id).family().to_owned()) {
                // Of another script once is enough: its letters are all the same family's.
                Some(family) if class.is_narrow() && !self.reported.families.insert(family.clone()) => {}
                Some(family) => self.notices.push(Notice::FontSubstituted { character: base, family, range }),
                None => self.notices.push(Notice::MissingGlyph { character: base, range }),
            }
        }
        found
    }

    /// Reports the character of a grapheme that a face has no glyph for: a mark that no font with its base has.
    pub(super) fn report_missing(&mut self, shaper: &mut Shaper, face: FontId, text: &str, start: usize) {
        let missing = text.chars().find(|c| !is_ignorable(*c) && !shaper.has(self.library, face, *c));
        let Some(character) = missing.or(text.chars().next()) else { return };
        if self.reported.characters.insert(character) {
            self.notices.push(Notice::MissingGlyph { character, range: start..start + text.len() });
        }
    }

    /// The face whose glyph 0 stands for a missing character.
    pub(super) fn stand_in(&self, style: u16) -> Option<FontId> {
        let (resolved, _) = &self.stacks[usize::from(style)];
        resolved.general.first().copied().or_else(|| self.library.fonts().first().map(crate::Font::id))
    }

    pub(super) fn into_notices(self) -> Vec<Notice> {
        self.notices
    }
}

/// Variation selectors and joiners: a font need not have them.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{200B}'..='\u{200F}' | '\u{E0000}'..='\u{E0FFF}' | '\u{2060}')
}
