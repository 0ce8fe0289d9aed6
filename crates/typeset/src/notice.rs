//! What setting has to say: typed, with stable codes; the words for them are the newsroom's.

use std::ops::Range;

use broadsheet_units::Length;

/// Why a line was broken where the rules forbid it (TYPOGRAPHY.md §3); the first that helps is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BreakReason {
    /// Inside a number, or between a number and its unit or sign.
    Number,
    /// Inside an address, after one of `/ . ? & -`.
    Address,
    /// Inside a Latin word, where no hyphenation point is.
    Word,
    /// Between two characters that 避头尾 keeps together.
    ForbiddenPair,
}

/// Something that the setting of a paragraph has to report. Ranges are bytes of the paragraph's text; lines are
/// counted from 0 within the paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// No installed font has this character; glyph 0 stands for it.
    MissingGlyph {
        /// The character.
        character: char,
        /// Where it first stands.
        range: Range<usize>,
    },
    /// No font of the stack has this character: one outside of it was taken.
    FontSubstituted {
        /// The character.
        character: char,
        /// The family that it is set from.
        family: String,
        /// Where it first stands.
        range: Range<usize>,
    },
    /// A family of a stack is not installed; the next one was taken.
    FamilyMissing {
        /// The family as the style names it.
        family: String,
        /// The text that wanted it.
        range: Range<usize>,
    },
    /// No legal break fitted: the line ends where the rules forbid it.
    ForcedBreak {
        /// The line that ends there.
        line: usize,
        /// What was broken.
        reason: BreakReason,
        /// The line's text.
        range: Range<usize>,
    },
    /// A single character is wider than the measure; it stands on a line of its own and sticks out.
    WiderThanMeasure {
        /// The line.
        line: usize,
        /// The character.
        range: Range<usize>,
        /// Its width.
        width: Length,
        /// What the line may fill.
        measure: Length,
    },
    /// A justified line is stretched by more than a quarter 字 per gap, or, where only the blanks between words give, by
    /// more than half an em per blank, and no better breaks exist.
    LooseLine {
        /// The line.
        line: usize,
        /// The line's text.
        range: Range<usize>,
        /// The stretch per gap, in thousandths of a 字.
        stretch: u32,
    },
}

impl Notice {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingGlyph { .. } => "missing-glyph",
            Self::FontSubstituted { .. } => "font-substituted",
            Self::FamilyMissing { .. } => "family-missing",
            Self::ForcedBreak { .. } => "forced-break",
            Self::WiderThanMeasure { .. } => "wider-than-measure",
            Self::LooseLine { .. } => "loose-line",
        }
    }

    /// The bytes of the paragraph's text that it is about.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        match self {
            Self::MissingGlyph { range, .. }
            | Self::FontSubstituted { range, .. }
            | Self::FamilyMissing { range, .. }
            | Self::ForcedBreak { range, .. }
            | Self::WiderThanMeasure { range, .. }
            | Self::LooseLine { range, .. } => range.clone(),
        }
    }
}
