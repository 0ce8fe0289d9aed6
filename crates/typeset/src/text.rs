//! What goes in: paragraphs of styled text.

use broadsheet_units::Length;

/// The language of a text: it decides the classes of ambiguous marks, hyphenation and the shapes of characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    /// Chinese in simplified characters.
    #[default]
    Zh,
    /// English.
    En,
    /// Another language in an alphabet: set like English, never hyphenated.
    Other,
}

/// The families that a text may be set from, best first, and its weight.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct FontStack {
    /// Family names as installed fonts give them, in English or in their own language; case is ignored.
    pub families: Vec<String>,
    /// Families for Latin letters, digits and their marks only, tried before `families`; `None`: as the rest.
    pub latin: Option<Vec<String>>,
    /// 100 (thin) to 900 (black); 400 is regular, 700 bold. The nearest installed weight is taken.
    pub weight: u16,
}

impl FontStack {
    /// A stack of families, best first, for all characters.
    #[must_use]
    pub fn new<S: Into<String>>(families: impl IntoIterator<Item = S>, weight: u16) -> Self {
        Self { families: families.into_iter().map(Into::into).collect(), latin: None, weight }
    }
}

/// Shapes of letters and figures, where the font has them; where it has not, its usual ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct LatinShapes {
    /// Small letters as small capitals (`smcp`).
    pub small_capitals: bool,
    /// Figures with ascenders and descenders (`onum`).
    pub old_style_figures: bool,
}

/// How a run of text looks.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TextStyle {
    /// Where the glyphs come from.
    pub stack: FontStack,
    /// The em: the width of a full-width character before `scale_x`.
    pub size: Length,
    /// The language of this run.
    pub lang: Lang,
    /// Blank added between characters, in thousandths of the em; may be negative.
    pub tracking: i16,
    /// Horizontal scaling in thousandths: below 1000 is 长 (narrowed), above is 扁 (widened).
    pub scale_x: u16,
    /// Shapes of its letters and figures.
    pub shapes: LatinShapes,
    /// Characters side by side of one number other than 0 are parted only at blanks, as long as that fits: a person's
    /// name, a word of a subhead.
    pub whole: u8,
}

impl TextStyle {
    /// Chinese text of this size from this stack, neither tracked nor scaled.
    #[must_use]
    pub fn new(stack: FontStack, size: Length) -> Self {
        Self {
            stack,
            size,
            lang: Lang::Zh,
            tracking: 0,
            scale_x: 1000,
            shapes: LatinShapes::default(),
            whole: 0,
        }
    }
}

/// A run of text in one style.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// The text; any characters at all. A line feed ends the line.
    pub text: String,
    /// Its style.
    pub style: TextStyle,
}

/// How lines stand in their measure.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Align {
    /// Every line but the last fills its measure; the last stands at the start.
    #[default]
    Justify,
    /// Lines stand at the start, at their natural width.
    Start,
    /// Lines stand in the middle of the measure.
    Center,
    /// Lines stand at the end of the measure.
    End,
    /// Every line fills its measure, the last one too: 均排 of names, spread headlines.
    Spread,
}

/// How strictly marks are kept from line starts and ends: the `line-break` property of CSS Text 3 §5.2.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Strictness {
    /// All marks kept.
    #[default]
    Strict,
    /// Small kana, ー and 〜 may start a line.
    Normal,
    /// So may ！？：；・, iteration marks, and units and signs away from numbers: for short lines.
    Loose,
}

/// How much blank full-width marks carry (clreq §3.1.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Punctuation {
    /// 全角式: every mark a full 字, adjacent marks squeezed together.
    #[default]
    Full,
    /// 开明式: full stops, question and exclamation marks a full 字, other marks half.
    Kaiming,
    /// 半角式: every mark half a 字.
    Half,
}

/// How words are divided.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Hyphens {
    /// The fewest letters before a hyphen.
    pub before: u8,
    /// The fewest letters behind it, on the next line.
    pub after: u8,
    /// How many lines in succession may end with a hyphen.
    pub in_succession: u8,
}

impl Default for Hyphens {
    fn default() -> Self {
        Self { before: 2, after: 3, in_succession: 2 }
    }
}

/// How far the letters of words may be moved apart or together, and be widened or narrowed, to spare the blanks
/// between words: both in thousandths, and both 0 for not at all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Letterfit {
    /// Of the em, between two letters.
    pub tracking: u16,
    /// Of the width of a letter.
    pub scaling: u16,
}

/// How the lines of a paragraph are made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LineOptions {
    /// 避头尾.
    pub strictness: Strictness,
    /// 标点挤压.
    pub punctuation: Punctuation,
    /// 中西间距: a quarter 字 between Han and Latin.
    pub han_latin_gap: bool,
    /// Break English words at hyphenation points.
    pub hyphenate: bool,
    /// Where and how often.
    pub hyphens: Hyphens,
    /// Letters help to fill a line.
    pub letterfit: Letterfit,
    /// Marks of Latin text stand outside the line's edges in part.
    pub hang: bool,
    /// The strict character grid: every full-width character in a cell of one 字, every run of Latin text in whole
    /// cells, in their middle; nothing is stretched or squeezed.
    pub grid: bool,
    /// Avoid a last line of a single 字 (and a stop).
    pub avoid_runts: bool,
}

impl Default for LineOptions {
    fn default() -> Self {
        Self {
            strictness: Strictness::Strict,
            punctuation: Punctuation::Full,
            han_latin_gap: true,
            hyphenate: true,
            hyphens: Hyphens::default(),
            letterfit: Letterfit::default(),
            hang: false,
            grid: false,
            avoid_runts: true,
        }
    }
}

/// A paragraph of styled text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Paragraph {
    /// The text. Byte ranges in lines and notices count from the first byte of the first span.
    pub spans: Vec<Span>,
    /// Blank before the ink of the first line.
    pub indent: Length,
    /// How the lines stand in their measure.
    pub align: Align,
    /// The language that the paragraph is written in; runs of it may be in another.
    pub lang: Lang,
    /// How its lines are made.
    pub options: LineOptions,
}

impl Paragraph {
    /// A justified Chinese paragraph in one style, not indented.
    #[must_use]
    pub fn new(text: impl Into<String>, style: TextStyle) -> Self {
        let lang = style.lang;
        Self {
            spans: vec![Span { text: text.into(), style }],
            indent: Length::ZERO,
            align: Align::Justify,
            lang,
            options: LineOptions::default(),
        }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}
