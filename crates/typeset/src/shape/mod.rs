//! From styled text to atoms: the work that does not depend on the slots, done once a paragraph.
//!
//! An *atom* is a grapheme with its glyphs: the least that a line can hold. Between two atoms stands a *gap*
//! ([`spacing`]), which says how much blank belongs there and how far it may stretch or be squeezed, and a *break*
//! ([`breaks`]), which says whether a line may end there. The blank halves of full-width marks are not part of
//! their atoms but of the gaps and of the line's ends, so that every rule of squeezing is a sum over gaps.

pub(crate) mod breaks;
pub(crate) mod cells;
mod faces;
mod itemise;
mod shaper;
pub(crate) mod spacing;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use crate::classes::Class;
use crate::fit::Breakings;
use crate::{FontId, FontLibrary, Notice, Paragraph, Set, SetRequest, Slot};
use breaks::Break;
pub(crate) use shaper::Shaper;
use spacing::{Gap, Sums};

/// A grapheme with its glyphs. Widths are raw units of [`broadsheet_units::Length`].
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    /// Bytes of the paragraph's text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Its glyphs in [`ShapedParagraph::glyphs`].
    pub(crate) first_glyph: u32,
    pub(crate) end_glyph: u32,
    pub(crate) class: Class,
    /// Index of the span's style.
    pub(crate) style: u16,
    /// Bidi level; odd runs from right to left.
    pub(crate) level: u8,
    /// The width without a mark's blank.
    pub(crate) body: i32,
    /// A mark's blank on its left, when nothing shares it.
    pub(crate) left: i32,
    /// A mark's blank on its right.
    pub(crate) right: i32,
    /// The em of its style, horizontally scaled.
    pub(crate) em: i32,
    /// The tracking of its style.
    pub(crate) tracking: i32,
    /// Part of the glyph of the atom before it (a ligature): nothing can come between them.
    pub(crate) joined: bool,
}

/// A glyph of an atom, from the atom's left edge. Raw units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtomGlyph {
    pub(crate) font: FontId,
    pub(crate) gid: u16,
    pub(crate) dx: i32,
    pub(crate) dy: i32,
    pub(crate) advance: i32,
}

/// A paragraph with its glyphs, gaps and break places: what is computed once, whatever the slots.
#[derive(Debug)]
pub struct ShapedParagraph {
    pub(crate) paragraph: Arc<Paragraph>,
    pub(crate) text: String,
    pub(crate) atoms: Vec<Atom>,
    pub(crate) glyphs: Vec<AtomGlyph>,
    /// `gaps[i]` stands before atom i; the first is empty.
    pub(crate) gaps: Vec<Gap>,
    /// `breaks[i]` is before atom i; the first is unused.
    pub(crate) breaks: Vec<Break>,
    /// `sums[i]` adds up what stands before atom i.
    pub(crate) sums: Vec<Sums>,
    /// The cells of the character grid, where it is on.
    pub(crate) cells: Option<cells::Cells>,
    /// About fonts; those about lines come with a setting.
    pub(crate) notices: Vec<Notice>,
    /// Whether any atom runs from right to left.
    pub(crate) has_rtl: bool,
    /// What was found for the slots that it was asked for last.
    pub(crate) settings: Mutex<Settings>,
}

/// What was found of a paragraph for the slots that it was asked for last: a page is composed again at every
/// keystroke, and all its paragraphs but one come out as they were.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    sets: Latest<SetRequest, Set>,
    breakings: Latest<(), Arc<Breakings>>,
}

impl Settings {
    /// Settings of more lines are not kept: the memory is worth more.
    const LINES: usize = 4_096;

    pub(crate) fn set(&self, slots: &[Slot], request: SetRequest) -> Option<Set> {
        self.sets.get(slots, &request).cloned()
    }

    pub(crate) fn keep_set(&mut self, slots: &[Slot], request: SetRequest, set: &Set) {
        if set.lines.len() <= Self::LINES {
            self.sets.keep(slots, request, set.clone());
        }
    }

    pub(crate) fn breakings(&self, slots: &[Slot]) -> Option<Arc<Breakings>> {
        self.breakings.get(slots, &()).cloned()
    }

    pub(crate) fn keep_breakings(&mut self, slots: &[Slot], breakings: &Arc<Breakings>) {
        self.breakings.keep(slots, (), Arc::clone(breakings));
    }
}

/// The latest answers by the slots and what was asked, the newest last.
#[derive(Debug)]
struct Latest<Q, A>(Vec<(Box<[Slot]>, Q, A)>);

impl<Q: PartialEq, A> Latest<Q, A> {
    /// How many are kept: as a page is made up, a paragraph is tried in a few places.
    const KEPT: usize = 3;

    fn get(&self, slots: &[Slot], asked: &Q) -> Option<&A> {
        self.0.iter().find(|known| *known.0 == *slots && known.1 == *asked).map(|known| &known.2)
    }

    fn keep(&mut self, slots: &[Slot], asked: Q, answer: A) {
        if self.0.len() >= Self::KEPT {
            self.0.remove(0);
        }
        self.0.push((slots.into(), asked, answer));
    }
}

impl<Q, A> Default for Latest<Q, A> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl ShapedParagraph {
    /// The paragraph it was made from.
    #[must_use]
    pub fn paragraph(&self) -> &Paragraph {
        &self.paragraph
    }

    /// Its whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What there is to say about its fonts and characters.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

impl ShapedParagraph {
    /// How far a line's first mark and its last one, or its hyphen, stand outside its edges.
    pub(crate) fn hung(&self, start: usize, ink_end: usize, hyphen: i32) -> (i64, i64) {
        if !self.paragraph.options.hang || ink_end <= start {
            return (0, 0);
        }
        let of = |atom: &Atom| {
            let narrow = atom.class == Class::Mark && !atom.joined;
            let c = self.text[atom.start as usize..].chars().next().filter(|_| narrow);
            c.map_or(0, |c| i64::from(atom.body) * spacing::hangs(c) / 1000)
        };
        let right = if hyphen > 0 {
            i64::from(hyphen) * spacing::hangs('-') / 1000
        } else {
            of(&self.atoms[ink_end - 1])
        };
        (of(&self.atoms[start]), right)
    }
}

/// Shapes a paragraph.
pub(crate) fn shape(paragraph: &Paragraph, library: &FontLibrary, shaper: &mut Shaper) -> ShapedParagraph {
    let text = paragraph.text();
    let items = itemise::itemise(paragraph, &text);
    let mut faces = faces::Faces::new(paragraph, library);
    let mut atoms = Vec::with_capacity(items.len());
    let mut glyphs = Vec::with_capacity(items.len());
    shaper.atoms(paragraph, &text, &items, &mut faces, &mut atoms, &mut glyphs);
    shaper.join_dashes(library, &atoms, &mut glyphs);
    let mut notices = faces.into_notices();
    notices.sort_by_key(|notice| notice.range().start);
    let breaks = breaks::breaks(paragraph, &text, &atoms, shaper, &glyphs, library);
    let gaps = spacing::gaps(&mut atoms, &text, paragraph.lang, &paragraph.options);
    let sums = spacing::sums(&atoms, &gaps, &paragraph.options);
    let cells = paragraph.options.grid.then(|| cells::Cells::new(&atoms, &gaps));
    let has_rtl = atoms.iter().any(|atom| atom.level % 2 == 1);
    ShapedParagraph {
        paragraph: Arc::new(paragraph.clone()),
        text,
        atoms,
        glyphs,
        gaps,
        breaks,
        sums,
        cells,
        notices,
        has_rtl,
        settings: Mutex::default(),
    }
}

/// The atoms of a text without fonts, for what depends on characters alone.
pub(crate) fn bare_atoms(paragraph: &Paragraph, text: &str) -> Vec<Atom> {
    let bare =
        |item: &itemise::Item<'_>| shaper::atom(item, &paragraph.spans[usize::from(item.style)].style, 0);
    itemise::itemise(paragraph, text).iter().map(bare).collect()
}

/// Remembers what has been reported, so that each character and family is named once.
#[derive(Default)]
struct Reported {
    characters: BTreeSet<char>,
    families: BTreeSet<String>,
}
