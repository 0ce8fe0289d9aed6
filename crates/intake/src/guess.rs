//! What a reading was unsure of.

use crate::Encoding;

/// One thing that was decided without being certain, or left out of the stories.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guess {
    /// What was decided.
    pub kind: GuessKind,
    /// The line of the file it is about, counted from 1; `None` for the file as a whole.
    pub line: Option<usize>,
    /// The story it is about: its index in [`crate::Reading::stories`].
    pub story: Option<usize>,
}

/// The kinds of guess. Every text that a reading leaves out of the stories is quoted by one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GuessKind {
    /// The bytes fit more than one encoding, or one without a mark; this one made the best words.
    Encoding(Encoding),
    /// A heading was taken for the rubric over the stories.
    Rubric(String),
    /// A rubric within the page; a reading has one, so this went above the next story's headline.
    SecondRubric(String),
    /// Of two headings alike the first was taken for the kicker.
    Kicker(String),
    /// A headline's first part, a place or a body, was taken for the kicker.
    KickerSplit {
        /// The part taken for the kicker.
        kicker: String,
        /// What stayed headline.
        headline: String,
    },
    /// A line under the headline was taken for the deck.
    Deck(String),
    /// A line without heading marks was taken for a headline.
    PlainHeadline(String),
    /// The story has no headline.
    HeadlineMissing,
    /// A new story was begun at a heading that could also be a subhead.
    StoryBegun(String),
    /// A heading within a story was kept as a paragraph of its body.
    Subhead(String),
    /// A short line without a stop was kept as a paragraph.
    ShortLine(String),
    /// A line or bracket without a role was taken for people's names.
    Names(Vec<String>),
    /// Names written without a blank between them were parted.
    NamesParted(Vec<String>),
    /// A byline stood in the middle of the text.
    BylineInside(String),
    /// A line was taken for a source line without one of the usual forms.
    Source(String),
    /// Words of a byline, source line or caption that are no person and no text, left out (文/图, 报道).
    WordsLeftOut(String),
    /// A paragraph was taken for a caption.
    Caption(String),
    /// A credit at the end of a paragraph of the text was taken for a picture's; the paragraph stayed.
    CreditInText(String),
    /// The writer's name was taken for the picture's credit too (文/图, 摄影报道).
    CreditFromByline(Vec<String>),
    /// A picture with neither caption nor words: its file name, or nothing.
    BarePhoto(String),
    /// A line that sends the reader to another page, left out.
    Jump(String),
    /// Page furniture (folio, date line, hot-line, page editors), left out.
    Furniture(String),
    /// Markup or an address that prints nowhere, left out.
    Markup(String),
    /// Two pieces broken in mid-sentence were joined.
    Joined {
        /// The end of the first piece.
        before: String,
        /// The beginning of the second.
        after: String,
    },
    /// A word divided by a hyphen at a line's end was made whole.
    HyphenDropped(String),
    /// A paragraph ends in mid-sentence and nothing that goes on with it was found.
    Unfinished(String),
    /// Single characters parted by blanks were joined to one name or word.
    SpacedOut(String),
}

impl GuessKind {
    /// The stable name of the kind, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encoding(_) => "encoding-guessed",
            Self::Rubric(_) => "rubric-guessed",
            Self::SecondRubric(_) => "second-rubric",
            Self::Kicker(_) => "kicker-guessed",
            Self::KickerSplit { .. } => "kicker-split",
            Self::Deck(_) => "deck-guessed",
            Self::PlainHeadline(_) => "headline-guessed",
            Self::HeadlineMissing => "headline-missing",
            Self::StoryBegun(_) => "story-begun",
            Self::Subhead(_) => "subhead-kept",
            Self::ShortLine(_) => "short-line-kept",
            Self::Names(_) => "names-guessed",
            Self::NamesParted(_) => "names-parted",
            Self::BylineInside(_) => "byline-inside",
            Self::Source(_) => "source-guessed",
            Self::WordsLeftOut(_) => "words-left-out",
            Self::Caption(_) => "caption-guessed",
            Self::CreditInText(_) => "credit-in-text",
            Self::CreditFromByline(_) => "credit-from-byline",
            Self::BarePhoto(_) => "photo-without-words",
            Self::Jump(_) => "jump-left-out",
            Self::Furniture(_) => "furniture-left-out",
            Self::Markup(_) => "markup-left-out",
            Self::Joined { .. } => "paragraphs-joined",
            Self::HyphenDropped(_) => "hyphen-dropped",
            Self::Unfinished(_) => "paragraph-unfinished",
            Self::SpacedOut(_) => "spaced-out-joined",
        }
    }

    /// The text the guess is about, as the file or the reading has it.
    #[must_use]
    pub fn quoted(&self) -> String {
        match self {
            Self::Encoding(encoding) => encoding.to_string(),
            Self::HeadlineMissing => String::new(),
            Self::KickerSplit { kicker, headline } => format!("{kicker} {headline}"),
            Self::Joined { before, after } => format!("{before}|{after}"),
            Self::Names(names) | Self::NamesParted(names) | Self::CreditFromByline(names) => names.join(" "),
            Self::Rubric(text)
            | Self::SecondRubric(text)
            | Self::Kicker(text)
            | Self::Deck(text)
            | Self::PlainHeadline(text)
            | Self::StoryBegun(text)
            | Self::Subhead(text)
            | Self::ShortLine(text)
            | Self::BylineInside(text)
            | Self::Source(text)
            | Self::WordsLeftOut(text)
            | Self::Caption(text)
            | Self::CreditInText(text)
            | Self::BarePhoto(text)
            | Self::Jump(text)
            | Self::Furniture(text)
            | Self::Markup(text)
            | Self::HyphenDropped(text)
            | Self::Unfinished(text)
            | Self::SpacedOut(text) => text.clone(),
        }
    }
}

impl Guess {
    /// The stable name of what was guessed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }
}
