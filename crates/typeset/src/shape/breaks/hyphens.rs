//! Where words are divided: hyphenation points, and the soft hyphens that the writer has set.

use std::ops::Range;

use hypher::Lang as Patterns;

use super::tokens::Tokens;
use super::{Break, HYPHENATED_NAME, HYPHENATION, HyphenGlyph, first_char};
use crate::classes::Class;
use crate::shape::{Atom, AtomGlyph};
use crate::{BreakReason, Hyphens, Lang, Paragraph};

/// The fewest letters of a name before a hyphen.
const LEAST_OF_NAME: u8 = 3;

/// The English words that may be divided: runs of Latin letters in one style that are no part of an address, of a name
/// with digits or of an abbreviation.
pub(super) fn words(paragraph: &Paragraph, text: &str, atoms: &[Atom], tokens: &Tokens) -> Vec<Range<usize>> {
    let is_letter = |atom: &Atom| atom.class == Class::Letter && first_char(text, atom).is_ascii_alphabetic();
    let mut words = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        if !is_letter(&atoms[start]) {
            start += 1;
            continue;
        }
        let style = atoms[start].style;
        let end = (start..atoms.len())
            .find(|at| !is_letter(&atoms[*at]) || atoms[*at].style != style)
            .unwrap_or(atoms.len());
        let known = paragraph.spans[usize::from(style)].style.lang != Lang::Other;
        if known && !tokens.addresses[start] && stands_alone(text, atoms, start, end) {
            words.push(start..end);
        }
        start = end;
    }
    words
}

/// Adds the hyphenation points of a word, with as many letters before and after as the style wants.
pub(super) fn hyphenate(
    text: &str,
    atoms: &[Atom],
    word: Range<usize>,
    hyphen: AtomGlyph,
    hyphens: Hyphens,
    breaks: &mut [Break],
) {
    let letters = &text[atoms[word.start].start as usize..atoms[word.end - 1].end as usize];
    if !is_plain_word(letters) {
        return;
    }
    let name = letters.starts_with(char::is_uppercase);
    let penalty = if name { HYPHENATED_NAME } else { HYPHENATION };
    // Two letters do not tell whose name it is.
    let before = if name { hyphens.before.max(LEAST_OF_NAME) } else { hyphens.before };
    points(letters, Hyphens { before, ..hyphens }, |point| {
        let place = word.start + point;
        if matches!(breaks[place], Break::Forced(BreakReason::Word)) {
            breaks[place] = hyphenation(hyphen, penalty);
        }
    });
}

pub(super) fn hyphenation(hyphen: AtomGlyph, penalty: u16) -> Break {
    Break::Hyphen(HyphenGlyph { font: hyphen.font, gid: hyphen.gid, advance: hyphen.advance, penalty })
}

/// The places behind soft hyphens between letters: there the writer has said that the word may be divided.
pub(super) fn soft_hyphens(text: &str, atoms: &[Atom]) -> Vec<usize> {
    let is_letter = |at: usize| atoms[at].class == Class::Letter;
    let is_soft = |at: &usize| is_soft_hyphen(text, &atoms[at - 1]) && is_letter(at - 2) && is_letter(*at);
    (2..atoms.len()).filter(is_soft).collect()
}

fn is_soft_hyphen(text: &str, atom: &Atom) -> bool {
    atom.class == Class::Invisible && first_char(text, atom) == '\u{AD}'
}

/// A word in small letters, a capital first at most, long enough to divide and of a length that can be a word.
fn is_plain_word(word: &str) -> bool {
    (5..=40).contains(&word.len()) && word.is_ascii() && !word.chars().skip(1).any(|c| c.is_ascii_uppercase())
}

/// Calls `take` with the number of letters before each hyphenation point.
fn points(word: &str, hyphens: Hyphens, mut take: impl FnMut(usize)) {
    let lower = word.to_ascii_lowercase();
    let mut at = 0;
    let (before, after) = (usize::from(hyphens.before.max(1)), usize::from(hyphens.after.max(1)));
    for syllable in hypher::hyphenate_bounded(&lower, Patterns::English, before, after) {
        at += syllable.len();
        if at < lower.len() {
            take(at);
        }
    }
}

/// Whether the letters are a word of their own: no digit, no `@`, `/`, `.` or other such mark touches them but what
/// ends a clause.
fn stands_alone(text: &str, atoms: &[Atom], start: usize, end: usize) -> bool {
    let is_free = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '/' | '@' | '_' | '&' | '=' | '#' | '\\' | '~' | ':' | '%')
    };
    let before = start.checked_sub(1).map(|at| &atoms[at]);
    let free_before = before.is_none_or(|atom| {
        (!atom.class.is_narrow() && !is_soft_hyphen(text, atom))
            || matches!(first_char(text, atom), '(' | '[' | '"' | '\'' | '“' | '‘' | '-' | '—')
    });
    let after = atoms.get(end);
    let free_after = after.is_none_or(|atom| {
        if !atom.class.is_narrow() {
            return !is_soft_hyphen(text, atom);
        }
        let c = first_char(text, atom);
        // A full stop or a colon inside an address is followed by more of it; at a word's end by a blank or nothing.
        let inner = atoms.get(end + 1).is_some_and(|next| matches!(next.class, Class::Letter | Class::Digit));
        is_free(c) && (!inner || matches!(c, '-' | '—' | '\'' | '’')) || (c == ':' && !inner)
    });
    free_before && free_after
}
