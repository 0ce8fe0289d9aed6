//! Where a line may end: UAX #14 at a level of CSS Text 3 with Chinese content, sharpened by our own rules
//! (TYPOGRAPHY.md §3).
//!
//! What UAX #14 does not know: “ ” are brackets in Chinese; interpuncts, slashes and range dashes do not start a
//! line; numbers stay with their units; an address is one word. What it allows inside Latin words is taken back
//! but for hyphens, and hyphenation points are added.

mod hyphens;
mod levels;
mod numbers;
mod tokens;
#[cfg(test)]
mod uax14;

use icu_locale_core::langid;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::{Atom, AtomGlyph, Shaper};
use crate::classes::Class;
use crate::{Align, BreakReason, FontLibrary, Lang, Paragraph, Strictness};
use hyphens::{hyphenate, hyphenation, soft_hyphens};
use levels::Level;
use numbers::keep_units;
use tokens::Tokens;

/// Whether a line may end before an atom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Break {
    /// It may, at this cost (0: freely).
    Legal(u16),
    /// It may, with a hyphen of this glyph.
    Hyphen(HyphenGlyph),
    /// It must: a line feed stands before.
    Mandatory,
    /// Only where no legal set of breaks fits.
    Forced(BreakReason),
    /// Not even then: inside a glyph, or before a blank.
    Never,
}

/// The hyphen that ends a line, as wide as in the style of the word it divides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HyphenGlyph {
    pub(crate) font: crate::FontId,
    pub(crate) gid: u16,
    pub(crate) advance: i32,
    /// Cost of a break here.
    pub(crate) penalty: u16,
}

/// A break that splits a year from 年: worse than a line that is stretched twice as far as the first pass allows.
pub(crate) const IN_YEAR: u16 = 1_000;
/// A break inside what its style keeps whole, in justified text.
pub(crate) const IN_WHOLE: u16 = 900;
/// A break that splits a number from 月, 日 or another word that counts.
const BEHIND_NUMBER: u16 = 60;
/// A break inside a unit, or between 万 and its unit.
const IN_UNIT: u16 = 80;
/// A break behind an interpunct, in the middle of a foreign name.
const IN_NAME: u16 = 40;
/// A break behind a hyphen that is in the text.
const AT_HYPHEN: u16 = 30;
/// A hyphenation, in a word in small letters and in one with a capital: likely a name.
const HYPHENATION: u16 = 50;
const HYPHENATED_NAME: u16 = 120;
/// At a soft hyphen, where the writer wants it.
const SOFT_HYPHEN: u16 = 30;

/// The breaks before each atom; the first entry is unused.
pub(super) fn breaks(
    paragraph: &Paragraph,
    text: &str,
    atoms: &[Atom],
    shaper: &mut Shaper,
    glyphs: &[AtomGlyph],
    library: &FontLibrary,
) -> Vec<Break> {
    let tokens = Tokens::of(text, atoms);
    let level = Level::new(paragraph.lang, paragraph.options.strictness);
    let mut breaks = legal(level, text, atoms, &tokens);
    for at in soft_hyphens(text, atoms) {
        let letter = &atoms[at - 2];
        let style = &paragraph.spans[usize::from(letter.style)].style;
        let Some(glyph) = glyphs.get(letter.first_glyph as usize) else { continue };
        if matches!(breaks[at], Break::Legal(_)) {
            breaks[at] = hyphenation(shaper.hyphen(library.font(glyph.font), style), SOFT_HYPHEN);
        }
    }
    if paragraph.options.hyphenate {
        for word in hyphens::words(paragraph, text, atoms, &tokens) {
            let style = &paragraph.spans[usize::from(atoms[word.start].style)].style;
            let Some(glyph) = glyphs.get(atoms[word.start].first_glyph as usize) else { continue };
            let hyphen = shaper.hyphen(library.font(glyph.font), style);
            hyphenate(text, atoms, word, hyphen, paragraph.options.hyphens, &mut breaks);
        }
    }
    keep_whole(paragraph, atoms, &mut breaks);
    breaks
}

/// What a style keeps whole is parted only where nothing else fits, or, in lines that fill their measure, where one of
/// them would be stretched too far else.
fn keep_whole(paragraph: &Paragraph, atoms: &[Atom], breaks: &mut [Break]) {
    let number = |atom: &Atom| {
        if atom.class.is_blank() { 0 } else { paragraph.spans[usize::from(atom.style)].style.whole }
    };
    let justified = paragraph.align == Align::Justify;
    for (at, pair) in atoms.windows(2).enumerate() {
        if number(&pair[0]) == 0 || number(&pair[0]) != number(&pair[1]) {
            continue;
        }
        match &mut breaks[at + 1] {
            Break::Legal(penalty) if justified => *penalty = IN_WHOLE.max(*penalty),
            Break::Hyphen(hyphen) if justified => hyphen.penalty = IN_WHOLE,
            place @ (Break::Legal(_) | Break::Hyphen(_)) => *place = Break::Forced(BreakReason::Word),
            _ => {}
        }
    }
}

/// The same without hyphenation at the strict level, which is all that does not depend on fonts.
pub(crate) fn without_hyphens(lang: Lang, text: &str, atoms: &[Atom]) -> Vec<Break> {
    legal(Level::new(lang, Strictness::Strict), text, atoms, &Tokens::of(text, atoms))
}

fn legal(level: Level, text: &str, atoms: &[Atom], tokens: &Tokens) -> Vec<Break> {
    let seen = Seen::of(atoms);
    let allowed = allowed_by_uax14(level, text, atoms, &seen);
    let verdict = |at: usize| Verdict { level, text, atoms, at, seen: &seen }.of(allowed[at], tokens);
    let mut breaks: Vec<Break> =
        (0..atoms.len()).map(|at| if at == 0 { Break::Never } else { verdict(at) }).collect();
    keep_units(text, atoms, &mut breaks);
    breaks
}

/// The segmenter of a language at a level.
fn segmenter(level: Level, strictness: LineBreakStrictness) -> LineSegmenterBorrowed<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(strictness);
    let (zh, en) = (langid!("zh"), langid!("en"));
    options.content_locale = Some(if level.chinese { &zh } else { &en });
    LineSegmenter::new_auto(options)
}

/// Whether UAX #14 allows a break before each atom, at a level of CSS Text 3.
fn allowed_by_uax14(level: Level, text: &str, atoms: &[Atom], seen: &Seen) -> Vec<bool> {
    let disguised = disguise(text, atoms);
    let segmented = |strictness| segmented(segmenter(level, strictness), &disguised, atoms);
    let mut allowed = segmented(level.of_segmenter());
    if level.strictness == Strictness::Loose {
        let normal = segmented(LineBreakStrictness::Normal);
        for at in 1..atoms.len() {
            let verdict = Verdict { level, text, atoms, at, seen };
            let relaxed = !verdict.is_behind_joiner() && level.relaxes(verdict.end(), verdict.start());
            allowed[at] &= normal[at] || relaxed;
        }
    }
    allowed
}

/// Whether the segmenter breaks before each atom.
fn segmented(segmenter: LineSegmenterBorrowed<'_>, text: &str, atoms: &[Atom]) -> Vec<bool> {
    let mut allowed = vec![false; atoms.len()];
    let mut at = 0;
    for place in segmenter.segment_str(text) {
        while at < atoms.len() && (atoms[at].start as usize) < place {
            at += 1;
        }
        if at < atoms.len() && atoms[at].start as usize == place {
            allowed[at] = true;
        }
    }
    allowed
}

/// The text as the segmenter is to read it: Chinese quotation marks look like brackets of the same length in bytes.
fn disguise(text: &str, atoms: &[Atom]) -> String {
    let mut disguised = String::with_capacity(text.len());
    for atom in atoms {
        let grapheme = &text[atom.start as usize..atom.end as usize];
        disguised.push_str(match (atom.class, grapheme) {
            (Class::Opening, "“") => "「",
            (Class::Closing, "”") => "」",
            (Class::Opening, "‘") => "『",
            (Class::Closing, "’") => "』",
            _ => grapheme,
        });
    }
    disguised
}

/// What the reader sees at a line's end and at the next one's start: nothing of controls, and of blanks only that they
/// are there.
struct Seen {
    /// Before each atom the last one with ink.
    before: Vec<Option<usize>>,
    /// From each atom on the first one that is no control.
    after: Vec<Option<usize>>,
}

impl Seen {
    fn of(atoms: &[Atom]) -> Self {
        let mut last = None;
        let before = atoms.iter().enumerate().map(|(at, atom)| {
            let is_seen = atom.class != Class::Invisible && !atom.class.is_blank();
            let known = last;
            last = if is_seen { Some(at) } else { known };
            known
        });
        let before = before.collect();
        let mut after = vec![None; atoms.len()];
        let mut next = None;
        for at in (0..atoms.len()).rev() {
            if atoms[at].class != Class::Invisible {
                next = Some(at);
            }
            after[at] = next;
        }
        Self { before, after }
    }
}

/// The question whether a line may end before atom `at` (not the first), units and hyphenation aside.
struct Verdict<'a> {
    level: Level,
    text: &'a str,
    atoms: &'a [Atom],
    at: usize,
    seen: &'a Seen,
}

impl Verdict<'_> {
    /// What would end the line.
    fn end(&self) -> Option<levels::Seen> {
        let ended = &self.atoms[self.seen.before[self.at]?];
        Some(levels::Seen { class: ended.class, c: last_char(self.text, ended) })
    }

    /// What would start the next one.
    fn start(&self) -> levels::Seen {
        let start = &self.atoms[self.seen.after[self.at].unwrap_or(self.at)];
        levels::Seen { class: start.class, c: first_char(self.text, start) }
    }

    /// Whether what stands before is there to forbid a break.
    fn is_behind_joiner(&self) -> bool {
        matches!(last_char(self.text, &self.atoms[self.at - 1]), '\u{2060}' | '\u{FEFF}')
    }

    /// Whether a full-width stop or bracket stands before a currency sign: it closes what was before, and the sign
    /// belongs to its number. UAX #14 (LB25) takes the two for parts of one number.
    fn opens_price(&self, start: levels::Seen) -> bool {
        self.atoms[self.at - 1].class.is_closing() && levels::is_prefix(start.c)
    }

    /// Whether the next line would start with a dash that joins two numbers or names. —— may start a line, a single —
    /// between years may not (GB/T 15834 §4.13).
    fn joins(&self) -> bool {
        let start = self.start();
        let alone = |ahead: usize| !is_in_pair(self.atoms, ahead);
        start.class == Class::Dash && start.c != '⸺' && self.seen.after[self.at].is_some_and(alone)
    }

    fn of(&self, allowed: bool, tokens: &Tokens) -> Break {
        let (before, after) = (&self.atoms[self.at - 1], &self.atoms[self.at]);
        if before.class == Class::Newline && !is_crlf(self.text, before, after) {
            return Break::Mandatory;
        }
        let (start, end) = (self.start(), self.end());
        if after.joined || start.class.is_blank() {
            return Break::Never;
        }
        let ends_badly = end.is_some_and(|end| self.level.never_ends(end, start));
        let starts_badly = self.level.never_starts(start, end) || self.joins();
        let reason = tokens.reason(self.at).filter(|_| !self.level.parts_inseparables(end, start));
        let allowed = allowed || self.opens_price(start);
        if starts_badly || ends_badly || is_one_mark(before, after) {
            return Break::Forced(reason.unwrap_or(BreakReason::ForbiddenPair));
        }
        if let Some(reason) = reason {
            let hyphen = end.is_some_and(|end| matches!(end.c, '-' | '\u{2010}' | '\u{2013}' | '\u{2014}'))
                && reason != BreakReason::Address;
            let legal = allowed && hyphen && !starts_number(self.text, after);
            return if legal { Break::Legal(AT_HYPHEN) } else { Break::Forced(reason) };
        }
        match (allowed, before.class) {
            (false, _) => Break::Forced(BreakReason::ForbiddenPair),
            (true, Class::Dot) => Break::Legal(IN_NAME),
            (true, _) => Break::Legal(0),
        }
    }
}

fn is_crlf(text: &str, before: &Atom, after: &Atom) -> bool {
    before.style != after.style && last_char(text, before) == '\r' && first_char(text, after) == '\n'
}

/// Whether the dash at `at` has another beside it.
fn is_in_pair(atoms: &[Atom], at: usize) -> bool {
    let is_dash = |atom: &Atom| atom.class == Class::Dash;
    atoms.get(at + 1).is_some_and(is_dash) || at.checked_sub(1).is_some_and(|before| is_dash(&atoms[before]))
}

/// —— and ……: two characters, one mark.
fn is_one_mark(before: &Atom, after: &Atom) -> bool {
    before.class == after.class && matches!(before.class, Class::Dash | Class::Ellipsis)
}

fn first_char(text: &str, atom: &Atom) -> char {
    text[atom.start as usize..atom.end as usize].chars().next().unwrap_or(' ')
}

fn last_char(text: &str, atom: &Atom) -> char {
    text[atom.start as usize..atom.end as usize].chars().next_back().unwrap_or(' ')
}

fn starts_number(text: &str, atom: &Atom) -> bool {
    atom.class == Class::Digit && first_char(text, atom).is_ascii_digit()
}
