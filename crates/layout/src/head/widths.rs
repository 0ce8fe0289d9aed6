//! Lines of headline text, how wide they are, and where they are best broken.

use broadsheet_typeset::{Align, HeadlineBreak, Line};
use broadsheet_units::Length;

use super::stretches;
use crate::frame::Part;
use crate::matter::{Wording, short};
use crate::shop::Shop;
use crate::style::Face;

/// The blank between two clauses on one line, in thousandths of the size.
pub(crate) const CLAUSE_BLANK: i64 = 800;
/// A headline of more breaks than this is not weighed line against line: it is far longer than any headline, and is
/// set like text until it is cut.
const MOST_BREAKS: usize = 160;

/// What a blank between clauses costs that stands inside a line where there are several: more than lines of four 字 and
/// of eleven. A clause that is broken while the blank before it is not reads as two.
const INNER_CLAUSE: i64 = 8000;
/// What a line of a single word in an alphabet costs over more than one column: as much as one that is not half full.
const SINGLE_WORD: i64 = 2500;

/// How close the characters of a line stand and how wide they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Close {
    /// Blank between them, in thousandths of the size; negative: squeezed.
    pub(crate) tracking: i16,
    /// Their horizontal scale, in thousandths.
    pub(crate) scale: u16,
}

impl Close {
    /// As the font has them.
    pub(crate) const NATURAL: Self = Self { tracking: 0, scale: 1000 };
}

/// A line of headline text, its clauses apart by [`CLAUSE_BLANK`].
pub(crate) fn clauses_on_a_line(
    shop: &Shop<'_>,
    face: &Face,
    text: &str,
    size: Length,
    close: Close,
) -> (Line, Vec<broadsheet_typeset::Notice>) {
    let mut look = shop.style.text(face, size);
    look.tracking = close.tracking;
    look.scale_x = close.scale;
    let set = shop.set(&Wording::of(text, &look, Part::Headline), Align::Start, Length::MAX);
    let Some(mut line) = set.lines.into_iter().next() else {
        return (empty_line(), set.notices);
    };
    if shop.is_chinese() {
        let wanted = size.mul_ratio(CLAUSE_BLANK * i64::from(close.scale), 1_000_000);
        for (blank, end) in clause_blanks(text) {
            let at =
                |byte: usize| line.glyphs.iter().find(|glyph| glyph.range.start >= byte).map(|glyph| glyph.x);
            let (Some(from), Some(to)) = (at(blank), at(end)) else { continue };
            // A blank has a glyph or not, by font; either way the clause behind it moves.
            let from =
                if line.glyphs.iter().any(|g| g.range.start == blank) { from } else { end_of(&line, blank) };
            let more = wanted - (to - from);
            for glyph in line.glyphs.iter_mut().filter(|glyph| glyph.range.start >= end) {
                glyph.x += more;
            }
            line.width += more;
            line.natural += more;
        }
    }
    (line, set.notices)
}

/// Where the glyph before a byte ends.
fn end_of(line: &Line, byte: usize) -> Length {
    let before = line.glyphs.iter().rev().find(|glyph| glyph.range.start < byte);
    before.map_or(Length::ZERO, |glyph| glyph.x + glyph.advance)
}

/// The blanks between Han clauses, not those at the line's ends: where each starts and ends.
pub(crate) fn clause_blanks(text: &str) -> Vec<(usize, usize)> {
    let mut blanks = Vec::new();
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !is_blank(character) {
            before = Some(character);
            continue;
        }
        while characters.next_if(|(_, next)| is_blank(*next)).is_some() {}
        if let (Some(before), Some((end, after))) = (before, characters.peek())
            && !(before.is_ascii() && after.is_ascii())
        {
            blanks.push((at, *end));
        }
    }
    blanks
}

pub(crate) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}' | '\u{a0}')
}

fn empty_line() -> Line {
    Line {
        slot: 0,
        range: 0..0,
        text: String::new(),
        indent: Length::ZERO,
        measure: Length::MAX,
        x: Length::ZERO,
        width: Length::ZERO,
        natural: Length::ZERO,
        hangs: Length::ZERO,
        glyphs: Vec::new(),
        hyphen: false,
        last: true,
    }
}

/// How wide every stretch of a headline is, at one size: widths at other sizes are in proportion.
pub(crate) struct Widths {
    pub(crate) size: Length,
    /// Where each character starts: byte and x.
    places: Vec<(usize, Length)>,
    text: String,
}

impl Widths {
    pub(crate) fn of(shop: &Shop<'_>, face: &Face, text: &str, size: Length) -> Self {
        let (line, _) = clauses_on_a_line(shop, face, text, size, Close::NATURAL);
        let mut places: Vec<(usize, Length)> =
            line.glyphs.iter().map(|glyph| (glyph.range.start, glyph.x)).collect();
        places.push((text.len(), line.width));
        places.sort_unstable_by_key(|(byte, _)| *byte);
        Self { size, places, text: text.to_owned() }
    }

    /// Of upright text: where each of its cells starts, and its end.
    pub(crate) fn upright(text: &str, size: Length, places: Vec<(usize, Length)>) -> Self {
        Self { size, places, text: text.to_owned() }
    }

    fn x(&self, byte: usize) -> Length {
        let at = self.places.partition_point(|(place, _)| *place < byte);
        self.places.get(at).or(self.places.last()).map_or(Length::ZERO, |(_, x)| *x)
    }

    /// The width of a stretch without the blank at its end.
    fn between(&self, start: usize, end: usize) -> Length {
        let ink_end = start + self.text[start..end].trim_end().len();
        // The blank's own place is where the ink before it ends.
        let before = self.places.partition_point(|(byte, _)| *byte < ink_end);
        match before.checked_sub(1).map(|last| &self.places[last]) {
            Some((byte, x)) if ink_end < end => {
                let em =
                    self.text[*byte..].chars().next().map_or(0, |c| if c.is_ascii() { 550 } else { 1000 });
                *x + self.size.mul_ratio(em, 1000) - self.x(start)
            }
            _ => self.x(end) - self.x(start),
        }
    }

    /// The widest of the lines that start at `starts`, at a size, squeezed as far as `squeeze` thousandths go.
    pub(crate) fn widest(&self, starts: &[usize], size: Length, squeeze: i64) -> Length {
        let width = |(width, characters): (Length, usize)| {
            let at_size = width.mul_ratio(i64::from(size.raw()), i64::from(self.size.raw()));
            // The last character has no neighbour to come closer to.
            at_size - size.mul_ratio(squeeze * i64::from(short(characters.saturating_sub(1))), 1000)
        };
        self.lines(starts).map(width).max().unwrap_or(Length::ZERO)
    }

    /// Width and characters of the lines that start at `starts`.
    pub(crate) fn lines(&self, starts: &[usize]) -> impl Iterator<Item = (Length, usize)> {
        stretches(starts, self.text.len())
            .map(|(start, end)| (self.between(start, end), self.text[start..end].chars().count()))
    }

    /// The text with the places where it may be broken over so many columns; where they are far too many, with none.
    pub(crate) fn breaking(&self, breaks: &[HeadlineBreak], columns: u16) -> Breaking {
        let breaks = if breaks.len() > MOST_BREAKS { &[] } else { breaks };
        let ends: Vec<(usize, u32)> =
            breaks.iter().map(|b| (b.at, b.cost)).chain([(self.text.len(), 0)]).collect();
        let widths = (0..=ends.len()).map(|line| {
            let start = line.checked_sub(1).map_or(0, |before| ends[before].0);
            ends[line..].iter().map(|(end, _)| self.between(start, *end)).collect()
        });
        let clauses = ends.iter().scan(0, |clauses, (_, cost)| {
            let before = *clauses;
            *clauses += i64::from(*cost == 0);
            Some(before)
        });
        let starts = [0].into_iter().chain(ends.iter().map(|(end, _)| *end));
        let is_word = |(start, (end, _)): (usize, &(usize, u32))| {
            let line = self.text[start..*end].trim();
            columns > 1 && line.starts_with(|c: char| c.is_ascii_alphabetic()) && !line.contains(' ')
        };
        let words = starts.zip(&ends).map(is_word).collect();
        Breaking { widths: widths.collect(), clauses: clauses.collect(), words, ends }
    }
}

/// Where a text may be broken, and how wide it is from each break to each later one.
///
/// It is asked for one number of lines after the other, so what the answers have in common is counted once.
pub(crate) struct Breaking {
    /// Where each break ends a line, and how bad it is there; the text's end.
    ends: Vec<(usize, u32)>,
    /// Of the lines that start at the text's start, then of those behind each break: to every end from there on.
    widths: Vec<Vec<Length>>,
    /// The breaks between clauses before each end.
    clauses: Vec<i64>,
    /// Of what stands between each end and the one before: whether it would be a poor line, a single word.
    words: Vec<bool>,
}

impl Breaking {
    /// Where to break into `lines` lines: of all choices of breaks the one whose widest line is narrowest, weighed
    /// against how bad its breaks are. `None` where there are too few breaks.
    pub(crate) fn best(&self, lines: usize) -> Option<Vec<usize>> {
        if lines <= 1 {
            return Some(vec![0]);
        }
        let whole = self.widths.first().and_then(|widths| widths.last()).copied().unwrap_or(Length::ZERO);
        let even = (whole / i32::try_from(lines).unwrap_or(1)).max(Length::from_raw(1));
        // A line from the start `from` to the end `to`.
        let score = |from: usize, to: usize| {
            let width = self.widths[from][to - from];
            let off = i64::from((width - even).abs().raw()) * 1000 / i64::from(even.raw());
            // Two clauses divide at their blank before anything else does. The break that it starts at is not within it.
            let inside = self.clauses[to] - self.clauses[from];
            // Squared: one line far too long is worse than two a little.
            let single = if from == to && self.words[to] { SINGLE_WORD } else { 0 };
            off * off / 100 + i64::from(self.ends[to].1) * 4 + inside * INNER_CLAUSE + single
        };
        // best[n][b]: the least cost of n + 1 lines that end at break b, and the break before.
        let mut best: Vec<Vec<Option<(i64, usize)>>> =
            vec![(0..self.ends.len()).map(|to| Some((score(0, to), usize::MAX))).collect()];
        for n in 1..lines {
            let least = |to: usize| {
                let before =
                    (0..to).filter_map(|at| best[n - 1][at].map(|(sum, _)| (sum + score(at + 1, to), at)));
                before.min()
            };
            let row = (0..self.ends.len()).map(least).collect();
            best.push(row);
        }
        let mut starts = Vec::new();
        let mut at = self.ends.len() - 1;
        for row in best.iter().skip(1).rev() {
            let (_, before) = row[at]?;
            starts.push(self.ends[before].0);
            at = before;
        }
        starts.push(0);
        starts.reverse();
        Some(starts)
    }
}
