//! What comes out: lines with glyphs at fixed places.

use std::ops::Range;

use broadsheet_units::Length;

use crate::{FontId, Notice};

/// A place for one line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Slot {
    /// How wide a line may be here.
    pub measure: Length,
    /// The first one of its column: a paragraph's last line is not left alone here where that can be helped. Holds
    /// for this slot only, not for those that repeat its measure.
    pub starts_column: bool,
}

impl Slot {
    /// A slot of this measure.
    #[must_use]
    pub const fn new(measure: Length) -> Self {
        Self { measure, starts_column: false }
    }

    /// The same at the top of a column.
    #[must_use]
    pub const fn at_column_start(self) -> Self {
        Self { starts_column: true, ..self }
    }
}

/// What is wanted of a setting beyond its slots.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct SetRequest {
    /// Lines more (positive) or fewer (negative) than the best setting has: to avoid a widow or an orphan. What
    /// comes nearest without a line looser than the best setting's rules allow is answered; see [`LineCounts`].
    pub looseness: i32,
}

/// How many lines a paragraph can be set in, without overfull or overly loose lines. Of a text of many thousands of
/// characters only the best number is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LineCounts {
    /// The fewest.
    pub fewest: usize,
    /// As many as the best setting has.
    pub best: usize,
    /// The most.
    pub most: usize,
    /// How it ends with a line fewer than the best number, with the best number, and with a line more; full where it
    /// cannot be set so.
    pub endings: [Ending; 3],
    /// Of each of these, how many of its lines in succession are stretched nearly as far as lines may be at all: from a
    /// few on they show as a pale spot.
    pub pale: [usize; 3],
}

/// What the last of a paragraph's lines has; the further down, the worse it looks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Ending {
    /// Two 字 or more, or it is the only one.
    #[default]
    Full,
    /// Less than two 字: a short word.
    Short,
    /// The end of a divided word, at its start.
    Divided,
}

/// A glyph at its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Glyph {
    /// The font.
    pub font: FontId,
    /// The glyph's number in the font; 0 is the shape for missing characters.
    pub gid: u16,
    /// The em it is drawn at.
    pub size: Length,
    /// The glyph's origin, from the slot's left edge.
    pub x: Length,
    /// The glyph's origin above the baseline (upwards).
    pub y: Length,
    /// The width that the glyph takes by its font, after `scale_x`; what stands before the next glyph beyond it
    /// is stretch, squeeze or blank of the line.
    pub advance: Length,
    /// The bytes of the paragraph's text that it stands for; glyphs of one grapheme share a range.
    pub range: Range<usize>,
    /// Horizontal scaling in thousandths.
    pub scale_x: u16,
}

/// A line that has been set.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Line {
    /// The slot it stands in, counted from the first one given.
    pub slot: usize,
    /// The bytes of the paragraph's text on it, with the blanks at its end. The ranges of a paragraph's lines
    /// follow each other without a gap and cover its text.
    pub range: Range<usize>,
    /// The text of `range`.
    pub text: String,
    /// The blank before the line's ink: the paragraph's indent on its first line.
    pub indent: Length,
    /// The slot's measure. The line may fill it less the indent.
    pub measure: Length,
    /// Where the line's first box stands, from the slot's left edge: the indent, more where it is not at the start.
    pub x: Length,
    /// The set width: exactly `measure − indent` on justified lines, also where a single grapheme leaves nothing to
    /// stretch and the blank stands behind it. Whole cells on the character grid, where no line is justified. Marks
    /// that hang stand outside it in part.
    pub width: Length,
    /// The width before stretch or squeeze.
    pub natural: Length,
    /// How much of `width` its last mark takes that does not count where the line stands in the middle of its measure: of a
    /// full-width comma or full stop all, of another closing mark its blank.
    pub hangs: Length,
    /// The glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// A hyphen that is not in the text was added.
    pub hyphen: bool,
    /// The paragraph's last line.
    pub last: bool,
}

/// A paragraph set in lines.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Set {
    /// The lines, at least one unless the text is empty; line n stands in slot n.
    pub lines: Vec<Line>,
    /// What there is to say, by place.
    pub notices: Vec<Notice>,
    /// How many of the lines in succession are stretched nearly as far as lines may be at all; see [`LineCounts::pale`].
    pub pale: usize,
}
