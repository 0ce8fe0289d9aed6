//! From found lines to glyphs at their places.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use broadsheet_units::Length;

use crate::classes::Class;
use crate::fit::{self, Fit, Found, ONE};
use crate::shape::ShapedParagraph;
use crate::shape::breaks::Break;
use crate::shape::spacing::STAGES;
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
        let shift = match self.shaped.paragraph.align {
            Align::Center => (self.fit.natural + self.fit.spare - width) / 2,
            Align::End => self.fit.natural + self.fit.spare - width,
            _ => 0,
        };
        let x = i64::from(self.indent.raw()) + shift;
        let edges = self.edges(stretched);
        let glyphs = self.glyphs(x, &edges);
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
            glyphs,
            hyphen: self.hyphen.is_some(),
            last: self.last,
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
    fn edges(&self, stretched: bool) -> Vec<i64> {
        let squeeze = self.squeezes();
        let mut given = [0_i64; STAGES];
        let mut can = [0_i64; STAGES];
        let mut opened = 0_i64;
        let stretch = if self.letterspaced {
            self.inner().map(|at| i64::from(self.parts(at))).sum()
        } else {
            self.fit.stretch
        };
        let mut edges = Vec::with_capacity(self.found.ink_end - self.found.start.min(self.found.ink_end) + 1);
        let mut pen = 0_i64;
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
                if stretched {
                    let before = share(self.fit.spare, opened, stretch);
                    opened +=
                        if self.letterspaced { i64::from(self.parts(at)) } else { i64::from(gap.stretch) };
                    pen += share(self.fit.spare, opened, stretch) - before;
                }
            }
            edges.push(pen);
            pen += i64::from(self.shaped.atoms[at].body);
        }
        edges.push(pen);
        edges
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
        share(self.fit.spare.max(0), part, all) * 1000 / em
    }

    /// How much each stage gives on a line that is too wide, after the blank at its end.
    fn squeezes(&self) -> [i64; STAGES] {
        let mut squeezes = [0; STAGES];
        if self.fit.ratio().is_none() {
            return squeezes;
        }
        let mut need = (-self.fit.spare - self.fit.end_shrink).max(0);
        for (stage, squeeze) in squeezes.iter_mut().enumerate() {
            *squeeze = need.min(self.fit.shrink[stage]);
            need -= *squeeze;
        }
        squeezes
    }

    fn glyphs(&self, x: i64, edges: &[i64]) -> Vec<Glyph> {
        let mut glyphs =
            Vec::with_capacity(self.found.ink_end - self.found.start.min(self.found.ink_end) + 1);
        let mirrored = self.shaped.has_rtl.then(|| self.visual_edges(edges));
        let edges = mirrored.as_deref().unwrap_or(edges);
        for (n, at) in (self.found.start..self.found.ink_end).enumerate() {
            let atom = &self.shaped.atoms[at];
            let style = &self.shaped.paragraph.spans[usize::from(atom.style)].style;
            for glyph in &self.shaped.glyphs[atom.first_glyph as usize..atom.end_glyph as usize] {
                glyphs.push(Glyph {
                    font: glyph.font,
                    gid: glyph.gid,
                    size: style.size,
                    x: length(x + edges[n] + i64::from(glyph.dx)),
                    y: Length::from_raw(glyph.dy),
                    advance: Length::from_raw(glyph.advance),
                    range: atom.start as usize..atom.end as usize,
                    scale_x: style.scale_x,
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

    /// Edges of a line that holds text from right to left: the same gaps, the atoms in the order in which they are
    /// seen (UAX #9, rule L2).
    fn visual_edges(&self, edges: &[i64]) -> Vec<i64> {
        let atoms = &self.shaped.atoms[self.found.start..self.found.ink_end];
        let levels: Vec<Level> =
            atoms.iter().map(|atom| Level::new(atom.level).unwrap_or(Level::ltr())).collect();
        let order = BidiInfo::reorder_visual(&levels);
        let mut visual = vec![0; edges.len()];
        let mut pen = edges.first().copied().unwrap_or(0);
        for (n, logical) in order.iter().enumerate() {
            // The gap after the n-th place is the one that stands there in the order of reading.
            visual[*logical] = pen;
            let gap = edges[n + 1] - edges[n] - i64::from(atoms[n].body);
            pen += i64::from(atoms[*logical].body) + gap;
        }
        if let (Some(end), Some(last)) = (visual.last_mut(), edges.last()) {
            *end = *last;
        }
        visual
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
    if shaped.paragraph.align == Align::Justify && !found.closes && !found.too_wide {
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
