//! How a story fills its hole, in 行 and 字.

use broadsheet_copy::id::StoryId;
use broadsheet_copy::page::Area;
use broadsheet_units::Length;

/// How a story fills its module.
///
/// Rows are rows of text columns: a module of 3 text columns and 20 free rows has 60. They are counted with the
/// headline as small as the style sets it at this measure, so what is free is what can still be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoryFit {
    /// The story.
    pub story: StoryId,
    /// Its place.
    pub area: Area,
    /// Rows that the body takes.
    pub rows_set: u32,
    /// Rows that there are for it.
    pub rows_available: u32,
    /// Rows over; negative: rows free.
    pub over_rows: i32,
    /// Characters past the hole (blanks not counted); negative: how many 字 could still be taken.
    pub over_characters: i32,
    /// How the headline fills its measure.
    pub headline: HeadlineFit,
    /// Text columns.
    pub columns: u16,
}

/// How a headline fills its measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HeadlineFit {
    /// How many 字 of its size fit in its lines.
    pub fits_characters: u32,
    /// How many it has: a Latin letter counts by its width, rounded up in the sum.
    pub has_characters: u32,
    /// The size it is set in.
    pub size: Length,
    /// In how many lines.
    pub lines: u32,
}

impl StoryFit {
    /// No room at all.
    pub(crate) fn nothing(story: StoryId, area: Area) -> Self {
        Self {
            story,
            area,
            rows_set: 0,
            rows_available: 0,
            over_rows: 0,
            over_characters: 0,
            headline: HeadlineFit::default(),
            columns: 0,
        }
    }
}
