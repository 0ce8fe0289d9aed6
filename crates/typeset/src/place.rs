//! From found lines to glyphs at their places.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use broadsheet_units::Length;

use crate::classes::Class;
use crate::fit::{self, Fit, Found, ONE};
use crate::shape::breaks::Break;
use crate::shape::cells::Cells;
use crate::shape::spacing::STAGES;
use crate::shape::{Atom, ShapedParagraph};
use crate::{Align, Glyph, Line, Notice, Slot};

/// Sets the found lines in their slots.
pub(crate) fn place(shaped: &ShapedParagraph, slots: &[Slot], found: &[Found]) -> (Vec<Line>, Vec<Notice>) {
    let mut lines = Vec::with_capacity(found.len());
    let mut notices = Vec::new();
    for (number, line) in found.iter().enumerate() {
        let last = number + 1 == found.len();
        let set = Placing::new(shaped, slots, number, *line, last).set();
        report(shaped, slots, number, *line, &set, &mut notices);
        lines.push(set);
    }
    (lines, notices)
}

/// One line being set.
struct Placing<'a> {
    shaped: &'a ShapedParagraph,
    found: Found,
    slot: usize,
    measure: Length,
    indent: Length,
    last: bool,
    hyphen: Option<crate::shape::breaks::HyphenGlyph>,
    fit: Fit,
    /// Where the line is stretched between all its characters because it has no gap that stretches.
    letterspaced: bool,
}

impl<'a> Placing<'a> {
    fn new(shaped: &'a ShapedParagraph, slots: &[Slot], slot: usize, found: Found, last: bool) -> Self {
        let measure = slots.get(slot).or(slots.last()).map_or(Length::MAX, |slot| slot.measure);
        let indent = if slot == 0 { shaped.paragraph.indent } else { Length::ZERO };
        let hyphen = match shaped.breaks.get(found.end) {
            Some(Break::Hyphen(glyph)) => Some(*glyph),
            _ => None,
        };
        let advance = hyphen.map_or(0, |glyph| glyph.advance);
        let available = fit::available(shaped, slots, slot);
        let fit = fit::measure_line(shaped, found.start, found.ink_end, advance, available);
        Self { shaped, found, slot, measure, indent, last, hyphen, fit, letterspaced: false }
    }

    fn set(mut self) -> Line {
        let fills = match self.shaped.paragraph.align {
            _ if self.fit.on_grid => false,
            Align::Justify => !self.found.closes,
            Align::Spread => true,
            _ => false,
        };
        self.letterspaced =
            fills && self.fit.spare > 0 && self.fit.stretch == 0 && self.inner().any(|at| self.parts(at));
        let stretched = fills && self.fit.spare > 0 && (self.fit.stretch > 0 || self.letterspaced);
        let squeezed = self.fit.spare < 0 && self.fit.ratio().is_some();
        // A line of one grapheme has nothing to stretch; it fills its measure with the blank behind it.
        let width = if (fills && self.fit.spare > 0) || squeezed {
            self.fit.natural + self.fit.spare
        } else {
            self.fit.natural
        };
        // A mark that hangs wholly outside is no less than nothing inside.
        let width = width.max(0);
        let hangs = self.hangs();
        let shift = match self.shaped.paragraph.align {
            Align::Center => (self.fit.natural + self.fit.spare - width + hangs) / 2,
            Align::End => self.fit.natural + self.fit.spare - width,
            _ => 0,
        };
        let x = i64::from(self.indent.raw()) + shift;
        let letters = self.letters(stretched);
        let edges = self.edges(stretched, &letters);
        let glyphs = self.glyphs(x, &edges, &letters);
        let (start, end) = (self.byte(self.found.start), self.byte(self.found.end));
        Line {
            slot: self.slot,
            range: start..end,
            text: self.shaped.text[start..end].to_owned(),
            indent: self.indent,
            measure: self.measure,
            x: length(x),
            width: length(width),
            natural: length(self.fit.natural),
            hangs: length(hangs),
            glyphs,
            hyphen: self.hyphen.is_some(),
            last: self.last,
        }
    }

    /// How much of its last mark does not count in the middle of a measure.
    fn hangs(&self) -> i64 {
        let last = self.found.ink_end.checked_sub(1).and_then(|last| self.shaped.atoms.get(last));
        match last {
            Some(last) if self.fit.end_shrink > 0 => {
                let mark = self.shaped.text[last.start as usize..last.end as usize].chars().next();
                let light = mark.is_some_and(|mark| "，、；：。．".contains(mark));
                if light { self.fit.end_shrink + i64::from(last.body) } else { self.fit.end_shrink }
            }
            _ => 0,
        }
    }

    /// The atoms of the line but the first.
    fn inner(&self) -> Range<usize> {
        self.found.start + 1..self.found.ink_end.max(self.found.start + 1)
    }

    /// Whether something can come between an atom and the one before it: never in a ligature, in —— or in ……, nor
    /// beside what has no ink.
    fn parts(&self, at: usize) -> bool {
        let (before, after) = (&self.shaped.atoms[at - 1], &self.shaped.atoms[at]);
        let one_mark = before.class == after.class && matches!(before.class, Class::Dash | Class::Ellipsis);
        !one_mark && !after.joined && after.class != Class::Invisible
    }

    fn byte(&self, atom: usize) -> usize {
        self.shaped.atoms.get(atom).map_or(self.shaped.text.len(), |atom| atom.start as usize)
    }

    /// The left edge of each atom's body from the line's start, and the line's end: stretch and squeeze are spread by
    /// running sums, so that the parts always add up to the whole.
    fn edges(&self, stretched: bool, letters: &Letters) -> Vec<i64> {
        if let Some(cells) = &self.shaped.cells {
            return self.grid_edges(cells);
        }
        let (squeeze, _) = self.squeezes();
        let mut given = [0_i64; STAGES];
        let mut can = [0_i64; STAGES];
        let (mut opened, mut fitted) = (0_i64, 0_i64);
        let stretch = if self.letterspaced {
            self.inner().map(|at| i64::from(self.parts(at))).sum()
        } else {
            self.fit.stretch
        };
        let spare = self.fit.spare - letters.all();
        let mut edges = Vec::with_capacity(self.found.ink_end - self.found.start.min(self.found.ink_end) + 1);
        let mut pen = -self.hung().0;
        for at in self.found.start..self.found.ink_end {
            if at > self.found.start {
                let gap = &self.shaped.gaps[at];
                pen += i64::from(gap.natural);
                let stage = gap.stage as usize;
                if squeeze[stage] > 0 {
                    can[stage] += i64::from(gap.shrink);
                    let due = can[stage] * squeeze[stage] / self.fit.shrink[stage];
                    pen -= due - given[stage];
                    given[stage] = due;
                }
                if letters.in_gaps != 0 && self.is_in_word(at) {
                    pen += share(letters.in_gaps, fitted + 1, letters.gaps)
                        - share(letters.in_gaps, fitted, letters.gaps);
                    fitted += 1;
                }
                if stretched {
                    let before = share(spare, opened, stretch);
                    opened +=
                        if self.letterspaced { i64::from(self.parts(at)) } else { i64::from(gap.stretch) };
                    pen += share(spare, opened, stretch) - before;
                }
            }
            edges.push(pen);
            let atom = &self.shaped.atoms[at];
            pen += i64::from(atom.body) + letters.widened(atom);
        }
        edges.push(pen);
        edges
    }

    /// The same on the character grid.
    fn grid_edges(&self, cells: &Cells) -> Vec<i64> {
        let hyphen = self.hyphen.map_or(0, |glyph| i64::from(glyph.advance));
        let mut edges = Vec::new();
        let mut pen = 0;
        for part in cells.parts(self.found.start, self.found.ink_end, hyphen) {
            for at in part.start..part.end {
                let atom = &self.shaped.atoms[at];
                let x = part.x + cells.within(part.start, at) + i64::from(atom.left);
                edges.push(x);
                pen = x + i64::from(atom.body);
            }
        }
        edges.push(pen);
        edges
    }

    /// How far the line's ends stand outside its edges.
    fn hung(&self) -> (i64, i64) {
        let hyphen = self.hyphen.map_or(0, |glyph| glyph.advance);
        self.shaped.hung(self.found.start, self.found.ink_end, hyphen)
    }

    /// Whether an atom and the one before it are letters of one word.
    fn is_in_word(&self, at: usize) -> bool {
        let (before, after) = (&self.shaped.atoms[at - 1], &self.shaped.atoms[at]);
        before.class.is_narrow() && after.class.is_narrow() && !after.joined
    }

    /// What the letters of the line take up or give.
    fn letters(&self, stretched: bool) -> Letters {
        let taken = if stretched { self.fit.taken_by_letters() } else { -self.squeezes().1 };
        if taken == 0 {
            return Letters::default();
        }
        let options = self.shaped.paragraph.options.letterfit;
        let line = &self.shaped.atoms[self.found.start..self.found.ink_end];
        let latin = || line.iter().filter(|atom| atom.class.is_latin());
        let bodies: i64 = latin().map(|atom| i64::from(atom.body)).sum();
        let tracked: i64 = self.inner().map(|at| i64::from(self.shaped.gaps[at].letters)).sum();
        let by_scaling = bodies * i64::from(options.scaling);
        let mut letters = Letters {
            // Whole thousandths: glyphs are scaled by no less. What is left over goes between the letters.
            scaling: taken * by_scaling / (by_scaling + tracked).max(1) * 1000 / bodies.max(1),
            gaps: self.inner().map(|at| i64::from(self.is_in_word(at))).sum(),
            ..Letters::default()
        };
        letters.in_bodies = latin().map(|atom| letters.widened(atom)).sum();
        letters.in_gaps = if letters.gaps > 0 { taken - letters.in_bodies } else { 0 };
        letters
    }

    /// How far the line's gaps are opened at the most, in thousandths of the em.
    fn widest_opening(&self) -> i64 {
        let inner = self.inner();
        let em = i64::from(self.shaped.atoms[self.found.start].em).max(1);
        let widest =
            self.shaped.gaps[inner.clone()].iter().map(|gap| i64::from(gap.stretch)).max().unwrap_or(0);
        let (part, all) = match self.fit.stretch {
            0 => (1, i64::try_from(inner.len()).unwrap_or(1)),
            stretch => (widest, stretch),
        };
        share(self.fit.spare.max(0) - self.fit.taken_by_letters(), part, all) * 1000 / em
    }

    /// How much each stage gives on a line that is too wide, after the blank at its end, and last its letters.
    fn squeezes(&self) -> ([i64; STAGES], i64) {
        let mut squeezes = [0; STAGES];
        if self.fit.ratio().is_none() {
            return (squeezes, 0);
        }
        let mut need = (-self.fit.spare - self.fit.end_shrink).max(0);
        for (stage, squeeze) in squeezes.iter_mut().enumerate() {
            *squeeze = need.min(self.fit.shrink[stage]);
            need -= *squeeze;
        }
        (squeezes, need.min(self.fit.letters))
    }

    fn glyphs(&self, x: i64, edges: &[i64], letters: &Letters) -> Vec<Glyph> {
        let mut glyphs =
            Vec::with_capacity(self.found.ink_end - self.found.start.min(self.found.ink_end) + 1);
        let mirrored = self.shaped.has_rtl.then(|| self.visual_edges(edges, letters));
        let edges = mirrored.as_deref().unwrap_or(edges);
        for (n, at) in (self.found.start..self.found.ink_end).enumerate() {
            let atom = &self.shaped.atoms[at];
            let style = &self.shaped.paragraph.spans[usize::from(atom.style)].style;
            let scaled = |width: i32| i64::from(width) + letters.of(atom, i64::from(width));
            let scale_x = scaled(i32::from(style.scale_x));
            for glyph in &self.shaped.glyphs[atom.first_glyph as usize..atom.end_glyph as usize] {
                glyphs.push(Glyph {
                    font: glyph.font,
                    gid: glyph.gid,
                    size: style.size,
                    x: length(x + edges[n] + scaled(glyph.dx)),
                    y: Length::from_raw(glyph.dy),
                    advance: length(scaled(glyph.advance)),
                    range: atom.start as usize..atom.end as usize,
                    scale_x: u16::try_from(scale_x).unwrap_or(style.scale_x),
                });
            }
        }
        if let Some(hyphen) = self.hyphen {
            let end = self.byte(self.found.end);
            let style =
                self.shaped.atoms.get(self.found.ink_end.saturating_sub(1)).map_or(0, |atom| atom.style);
            let style = &self.shaped.paragraph.spans[usize::from(style)].style;
            glyphs.push(Glyph {
                font: hyphen.font,
                gid: hyphen.gid,
                size: style.size,
                x: length(x + edges.last().copied().unwrap_or(0)),
                y: Length::ZERO,
                advance: Length::from_raw(hyphen.advance),
                range: end..end,
                scale_x: style.scale_x,
            });
        }
        if self.shaped.has_rtl {
            glyphs.sort_by_key(|glyph| glyph.x);
        }
        glyphs
    }

    /// Edges of a line that holds text from right to left: the atoms in the order in which they are seen (UAX #9, rule
    /// L2), the same gaps between the same neighbours. Where two come to stand side by side that are none in the text,
    /// at the ends of a run, the gaps at its ends stand in the order of reading.
    fn visual_edges(&self, edges: &[i64], letters: &Letters) -> Vec<i64> {
        let atoms = &self.shaped.atoms[self.found.start..self.found.ink_end];
        let body = |n: usize| i64::from(atoms[n].body) + letters.widened(&atoms[n]);
        let levels: Vec<Level> =
            atoms.iter().map(|atom| Level::new(atom.level).unwrap_or(Level::ltr())).collect();
        let order = BidiInfo::reorder_visual(&levels);
        // The gap behind each atom in the text, and which of them still belong between the same two.
        let gap = |n: usize| edges[n + 1] - edges[n] - body(n);
        let between = |pair: &[usize]| pair[0].abs_diff(pair[1]) == 1;
        let kept: BTreeSet<usize> =
            order.windows(2).filter(|pair| between(pair)).map(|pair| pair[0].min(pair[1])).collect();
        let mut others = (0..atoms.len().saturating_sub(1)).filter(|n| !kept.contains(n));
        let mut visual = edges.to_vec();
        let mut pen = edges.first().copied().unwrap_or(0);
        for (n, logical) in order.iter().enumerate() {
            visual[*logical] = pen;
            pen += body(*logical);
            if let Some(next) = order.get(n + 1) {
                let pair = [*logical, *next];
                let at = if between(&pair) { Some(pair[0].min(pair[1])) } else { others.next() };
                pen += at.map_or(0, gap);
            }
        }
        visual
    }
}

/// What the letters of a line take up, or, below 0, give.
#[derive(Clone, Copy, Debug, Default)]
struct Letters {
    /// How much wider every letter is, in thousandths.
    scaling: i64,
    /// What that comes to.
    in_bodies: i64,
    /// What stands between the letters of words.
    in_gaps: i64,
    /// Between how many.
    gaps: i64,
}

impl Letters {
    fn all(&self) -> i64 {
        self.in_bodies + self.in_gaps
    }

    /// How much wider a width of an atom is. The spaces go with the letters, so that a line is one run of glyphs.
    fn of(&self, atom: &Atom, width: i64) -> i64 {
        if atom.class.is_latin() { width * self.scaling / 1000 } else { 0 }
    }

    fn widened(&self, atom: &Atom) -> i64 {
        self.of(atom, i64::from(atom.body))
    }
}

/// The part of `whole` that falls to the first `part` of `all`, rounded down.
fn share(whole: i64, part: i64, all: i64) -> i64 {
    i64::try_from(i128::from(whole) * i128::from(part) / i128::from(all.max(1))).unwrap_or(whole)
}

/// What there is to say about a line that has been set.
fn report(
    shaped: &ShapedParagraph,
    slots: &[Slot],
    number: usize,
    found: Found,
    line: &Line,
    notices: &mut Vec<Notice>,
) {
    if let Some(reason) = found.forced {
        notices.push(Notice::ForcedBreak { line: number, reason, range: line.range.clone() });
    }
    if found.too_wide {
        let measure = Length::from_raw(clamp(fit::available(shaped, slots, number)));
        let range = line.range.clone();
        notices.push(Notice::WiderThanMeasure { line: number, range, width: line.width, measure });
    }
    if shaped.paragraph.align == Align::Justify && !found.closes && !found.too_wide && shaped.cells.is_none()
    {
        let placing = Placing::new(shaped, slots, number, found, line.last);
        let stretch = u32::try_from(placing.widest_opening()).unwrap_or(u32::MAX);
        if placing.fit.ratio().unwrap_or(0) > ONE {
            notices.push(Notice::LooseLine { line: number, range: line.range.clone(), stretch });
        }
    }
}

fn clamp(raw: i64) -> i32 {
    i32::try_from(raw).unwrap_or(if raw < 0 { i32::MIN } else { i32::MAX })
}

fn length(raw: i64) -> Length {
    Length::from_raw(clamp(raw))
}
