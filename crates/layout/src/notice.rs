//! What layout has to say: typed, with stable codes and exact places. The words are the newsroom's.

use broadsheet_copy::id::{AdvertId, PhotoId, StoryId};
use broadsheet_copy::page::Area;
use broadsheet_typeset::BreakReason;
use broadsheet_units::{Length, Rect, Size};

use crate::frame::{LEAST_PRESS_DPI, Part};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// A page of a good paper would not have it.
    Warning,
    /// The page cannot be signed.
    Error,
}

impl Severity {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A notice: what was found, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// What was found.
    pub finding: Finding,
    /// Where.
    pub place: Place,
}

/// Where something was found, as far as it has a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The story.
    pub story: Option<StoryId>,
    /// The photo.
    pub photo: Option<PhotoId>,
    /// The advert.
    pub advert: Option<AdvertId>,
    /// The module, band or picture, in base columns and rows of the page.
    pub area: Option<Area>,
    /// The part of the copy.
    pub part: Option<Part>,
    /// The body paragraph, counted from 0.
    pub paragraph: Option<u32>,
    /// The line of that paragraph, counted from 0.
    pub line: Option<u32>,
    /// On the trimmed page.
    pub rect: Option<Rect>,
}

/// What layout finds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// 溢文: the story is longer than its hole.
    Overset {
        /// Rows of text columns over.
        rows: u32,
        /// Characters that are not on the page, blanks not counted.
        characters: u32,
    },
    /// The story is shorter than its hole, by more than white can take up.
    Underset {
        /// Rows of text columns that stay empty.
        rows: u32,
        /// How many 字 they would take.
        characters: u32,
    },
    /// Text stands in a part of a column that a picture, a quote, a notch or the headline leaves so few rows that it reads
    /// as a leftover.
    ShallowLeg {
        /// The rows of the shallowest.
        rows: u32,
    },
    /// The page ends in empty rows: there is not enough copy on it.
    PageUnderfilled {
        /// Empty rows of the page.
        rows: u32,
    },
    /// No font of the style, nor any other, has this character.
    MissingGlyph {
        /// The character.
        character: char,
    },
    /// No font of the style has this character: it is set from another family.
    FontSubstituted {
        /// The character.
        character: char,
        /// The family.
        family: String,
    },
    /// No family of a stack is installed; another font was taken.
    FamilyMissing {
        /// The families that the style names.
        families: Vec<String>,
    },
    /// A family of a stack is damaged, or says nothing of its characters: the next one was taken.
    FontDamaged {
        /// The family.
        family: String,
    },
    /// The headline is too long for its measure at the smallest size of its ladder: it runs over more lines than
    /// the style has.
    HeadlineOverfull {
        /// How many 字 fit.
        fits: u32,
        /// How many it has.
        has: u32,
    },
    /// The headline block is taller than the module.
    HeadlineTooTall {
        /// Rows it takes.
        rows: u32,
        /// Rows there are.
        available: u32,
    },
    /// A story has no headline.
    HeadlineMissing,
    /// The headline's words have changed since the page editor broke it into lines: it is broken by the program.
    HeadlineLinesStale,
    /// A pulled quote is not in its story's text; it is not set.
    QuoteNotInStory {
        /// The quote.
        text: String,
    },
    /// A pulled quote does not fit its box at its smallest size.
    QuoteOver {
        /// Lines over.
        lines: u32,
    },
    /// A row of a table is wider than its measure.
    TableTooWide,
    /// A story is to go on on a page, or to come from one, that does not have it.
    JumpBroken,
    /// A story that is to go on on another page ends before it.
    JumpUnneeded,
    /// A picture without caption or credit.
    PictureIncomplete {
        /// It has no caption.
        caption: bool,
        /// It has no credit.
        credit: bool,
    },
    /// A picture has too few pixels for its size; the press does not take one below [`LEAST_PRESS_DPI`].
    PictureLowResolution {
        /// Pixels an inch, as placed.
        dpi: u32,
        /// What the style wants.
        least: u32,
    },
    /// A picture is planned that its story does not have.
    PictureMissing,
    /// A picture's place lies outside its module or leaves no room for the picture.
    PictureMisplaced,
    /// A photo of a placed story stands nowhere on the page.
    PictureNotPlaced,
    /// A caption has more lines than stand beneath its picture.
    CaptionOver {
        /// Lines over.
        lines: u32,
    },
    /// An advert is planned that is not there.
    AdvertMissing,
    /// An advert is not of the size of its place, where it is shown larger or smaller than it was made.
    AdvertSize {
        /// Its width as made.
        width: Length,
        /// Its height as made.
        height: Length,
        /// Its place.
        room: Size,
    },
    /// Two things lie over each other.
    Overlap {
        /// One.
        a: Area,
        /// The other.
        b: Area,
    },
    /// Something lies outside the type area.
    OffPage,
    /// A module whose story has no text, or is not among the stories given.
    EmptyModule,
    /// A rubric is wider than its band.
    RubricOverfull {
        /// How many 字 fit.
        fits: u32,
        /// How many it has.
        has: u32,
    },
    /// A story's rubric stands nowhere on the page.
    RubricNotPlaced {
        /// The rubric.
        rubric: String,
    },
    /// A column of the story starts straight beneath the caption of another story's picture: readers take it for the
    /// caption's.
    BodyUnderCaption,
    /// The folio's parts do not all fit beside each other.
    FolioOverfull,
    /// A story found no room when the page was made up.
    NotPlaced,
    /// A line was broken where the rules forbid it, because nothing else fitted.
    ForcedBreak {
        /// What was broken.
        reason: BreakReason,
        /// The line's text.
        text: String,
    },
    /// A single character is wider than its measure.
    WiderThanMeasure {
        /// The character.
        text: String,
        /// Its width.
        width: Length,
        /// The measure.
        measure: Length,
    },
    /// A justified line is stretched by more than a quarter 字 a gap.
    LooseLine {
        /// The stretch a gap, in thousandths of a 字.
        stretch: u32,
        /// The line's text.
        text: String,
    },
}

impl Notice {
    /// A notice without a place.
    #[must_use]
    pub fn new(finding: Finding) -> Self {
        Self { finding, place: Place::default() }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.finding.code()
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.finding.severity()
    }
}

impl Finding {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overset { .. } => "overset",
            Self::Underset { .. } => "underset",
            Self::ShallowLeg { .. } => "shallow-leg",
            Self::PageUnderfilled { .. } => "page-underfilled",
            Self::MissingGlyph { .. } => "missing-glyph",
            Self::FontSubstituted { .. } => "font-substituted",
            Self::FamilyMissing { .. } => "family-missing",
            Self::FontDamaged { .. } => "font-damaged",
            Self::HeadlineOverfull { .. } => "headline-overfull",
            Self::HeadlineTooTall { .. } => "headline-too-tall",
            Self::HeadlineMissing => "headline-missing",
            Self::HeadlineLinesStale => "headline-lines-stale",
            Self::QuoteNotInStory { .. } => "quote-not-in-story",
            Self::QuoteOver { .. } => "quote-over",
            Self::TableTooWide => "table-too-wide",
            Self::JumpBroken => "jump-broken",
            Self::JumpUnneeded => "jump-unneeded",
            Self::PictureIncomplete { .. } => "picture-incomplete",
            Self::PictureLowResolution { .. } => "picture-low-resolution",
            Self::PictureMissing => "picture-missing",
            Self::PictureMisplaced => "picture-misplaced",
            Self::PictureNotPlaced => "picture-not-placed",
            Self::CaptionOver { .. } => "caption-over",
            Self::AdvertMissing => "advert-missing",
            Self::AdvertSize { .. } => "advert-size",
            Self::Overlap { .. } => "overlap",
            Self::OffPage => "off-page",
            Self::EmptyModule => "empty-module",
            Self::RubricOverfull { .. } => "rubric-overfull",
            Self::RubricNotPlaced { .. } => "rubric-not-placed",
            Self::BodyUnderCaption => "body-under-caption",
            Self::FolioOverfull => "folio-overfull",
            Self::NotPlaced => "not-placed",
            Self::ForcedBreak { .. } => "forced-break",
            Self::WiderThanMeasure { .. } => "wider-than-measure",
            Self::LooseLine { .. } => "loose-line",
        }
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::PictureLowResolution { dpi, .. } if *dpi >= LEAST_PRESS_DPI => Severity::Warning,
            Self::PictureLowResolution { .. }
            | Self::Overset { .. }
            | Self::MissingGlyph { .. }
            | Self::HeadlineTooTall { .. }
            | Self::PictureIncomplete { .. }
            | Self::PictureMissing
            | Self::PictureMisplaced
            | Self::CaptionOver { .. }
            | Self::QuoteNotInStory { .. }
            | Self::QuoteOver { .. }
            | Self::TableTooWide
            | Self::JumpBroken
            | Self::AdvertMissing
            | Self::AdvertSize { .. }
            | Self::Overlap { .. }
            | Self::OffPage
            | Self::EmptyModule
            | Self::RubricOverfull { .. }
            | Self::FolioOverfull
            | Self::WiderThanMeasure { .. }
            | Self::BodyUnderCaption
            | Self::NotPlaced => Severity::Error,
            Self::Underset { .. }
            | Self::PageUnderfilled { .. }
            | Self::FontSubstituted { .. }
            | Self::FamilyMissing { .. }
            | Self::FontDamaged { .. }
            | Self::HeadlineOverfull { .. }
            | Self::HeadlineMissing
            | Self::HeadlineLinesStale
            | Self::JumpUnneeded
            | Self::PictureNotPlaced
            | Self::RubricNotPlaced { .. }
            | Self::ForcedBreak { .. } => Severity::Warning,
            Self::LooseLine { .. } | Self::ShallowLeg { .. } => Severity::Info,
        }
    }
}

impl Notice {
    /// What the setting of a paragraph found, and in which of its lines. A missing family is no finding here: the
    /// style's stacks name families of several systems, and [`crate::Compositor`] says where none is installed.
    pub(crate) fn of_setting(
        notice: &broadsheet_typeset::Notice,
        text: &str,
    ) -> Option<(Finding, Option<usize>)> {
        use broadsheet_typeset::Notice as Set;
        let said = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default().to_owned();
        match notice {
            Set::MissingGlyph { character, .. } => {
                Some((Finding::MissingGlyph { character: *character }, None))
            }
            Set::FontSubstituted { character, family, .. } => {
                Some((Finding::FontSubstituted { character: *character, family: family.clone() }, None))
            }
            Set::FamilyMissing { .. } => None,
            Set::ForcedBreak { line, reason, range } => {
                Some((Finding::ForcedBreak { reason: *reason, text: said(range) }, Some(*line)))
            }
            Set::WiderThanMeasure { line, range, width, measure } => Some((
                Finding::WiderThanMeasure { text: said(range), width: *width, measure: *measure },
                Some(*line),
            )),
            Set::LooseLine { line, range, stretch } => {
                Some((Finding::LooseLine { stretch: *stretch, text: said(range) }, Some(*line)))
            }
        }
    }
}
