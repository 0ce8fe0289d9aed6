//! What a line costs the paragraph: Knuth and Plass's demerits, and the newspaper's own.

use super::line::{Fit, ONE};
use super::{Node, Search};
use crate::classes::Class;
use crate::shape::Atom;
use crate::shape::breaks::Break;

/// Up to this ratio badness grows with the cube, from there on evenly.
const WORST: i64 = 20 * ONE;
/// The greatest ratio that demerits tell apart.
const BEYOND: i64 = 500 * ONE;
/// Two hyphens in succession.
const LADDER: i64 = 1_000_000;
/// A last line of a single 字, with or without a stop: worse than any lines that are not blank for the most part.
const RUNT: i64 = 1_000_000_000_000;
/// A last line of less than two 字.
const SHORT_LAST: i64 = 2_500;
/// The last line is the end of a divided word.
const DIVIDED_LAST: i64 = 30_000;
/// A tight line beside a loose one, for each full difference.
const CONTRAST: i64 = 400;
/// The last line of a paragraph alone at the top of a column: worse than any lines of the same pass.
const WIDOW: i64 = 100_000_000;
/// The first line of a paragraph alone at the foot of a column.
const ORPHAN: i64 = 50_000_000;
/// A word divided between two columns.
const DIVIDED_AT_COLUMN: i64 = 200_000;

/// What a looser setting may be worth. Compared from the first field on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Regrets {
    /// A last line of a single 字.
    pub(super) runt: bool,
    /// Years parted from their 年.
    pub(super) years: usize,
    /// Names parted that their style keeps whole.
    pub(super) names: usize,
    /// A last line alone at the top of a column.
    pub(super) widow: bool,
    /// Lines that end with a hyphen below one that does.
    pub(super) ladders: usize,
}

impl Regrets {
    /// Whether a loose line is worse than all of them; one that is loose by a `little` is not worse than a parted name.
    pub(super) fn are_slight(self, little: bool) -> bool {
        !self.runt && self.years == 0 && !(little && self.names > 0)
    }
}

/// What a way costs. Compared from the first field on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Cost {
    /// Lines wider than their measure.
    pub(super) too_wide: u32,
    /// Forbidden pairs, words, addresses, numbers broken.
    pub(super) forced: [u32; 4],
    pub(super) demerits: i64,
}

impl Search<'_> {
    pub(super) fn demerits(&self, node: &Node, at: usize, fit: &Fit, ratio: i64, closes: bool) -> i64 {
        let place = &self.places[at];
        let badness = badness(ratio);
        let penalty = match place.kind {
            Break::Legal(penalty) => i64::from(penalty),
            Break::Hyphen(glyph) => i64::from(glyph.penalty),
            _ => 0,
        };
        let mut demerits = (10 + badness) * (10 + badness) + penalty * penalty;
        if node.line > 0 {
            let contrast = (ratio - node.ratio).abs().min(4 * ONE);
            demerits += CONTRAST * contrast / ONE * contrast / ONE;
        }
        let after_hyphen = node.hyphens > 0;
        if matches!(place.kind, Break::Hyphen(_)) {
            demerits += if after_hyphen { LADDER } else { 0 };
            demerits += if self.starts_column(node.line + 1) { DIVIDED_AT_COLUMN } else { 0 };
        }
        if node.line == 1 && self.starts_column(1) {
            demerits += ORPHAN;
        }
        if self.is_widow(node, at) {
            demerits += WIDOW;
        }
        if closes && node.line > 0 && self.shaped.paragraph.options.avoid_runts {
            demerits += self.last_line_demerits(node, place.ink_end, fit, after_hyphen);
        }
        demerits
    }

    /// Whether the line from a node to a place is a paragraph's last, not its first, and alone at the top of a column.
    pub(super) fn is_widow(&self, node: &Node, at: usize) -> bool {
        node.line > 0 && at + 1 == self.places.len() && self.starts_column(node.line)
    }

    /// Whether the slot of a line is the first of its column.
    fn starts_column(&self, line: usize) -> bool {
        self.slots.get(line).is_some_and(|slot| slot.starts_column)
    }

    /// Whether a line that closes and is not the first has a single 字 at most.
    pub(super) fn is_runt(&self, node: &Node, start: usize, end: usize) -> bool {
        self.shaped.paragraph.options.avoid_runts && node.line > 0 && runt(&self.shaped.atoms[start..end])
    }

    fn last_line_demerits(&self, node: &Node, ink_end: usize, fit: &Fit, after_hyphen: bool) -> i64 {
        let mut demerits = 0;
        let start = self.start_of(node);
        if self.is_runt(node, start, ink_end.max(start)) {
            demerits += RUNT;
        } else if fit.natural < 2 * self.em {
            demerits += SHORT_LAST;
        }
        if after_hyphen {
            demerits += DIVIDED_LAST;
        }
        demerits
    }
}

/// Whether a last line of these atoms has a single 字 at most, marks aside.
pub(super) fn runt(atoms: &[Atom]) -> bool {
    let is_character = |atom: &&Atom| {
        !atom.class.is_blank_mark() && !atom.class.is_blank() && atom.class != Class::Invisible
    };
    atoms.iter().filter(is_character).nth(1).is_none()
}

/// 100 for a ratio of one, growing with its cube as in TeX.
fn badness(ratio: i64) -> i64 {
    let size = ratio.abs().min(WORST);
    let beyond = (ratio.abs().min(BEYOND) - WORST).max(0);
    100 * size * size / ONE * size / ONE / ONE + beyond * 10
}
