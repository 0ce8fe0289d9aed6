//! The style sheet: every number and family of a title's pages, as data.

use std::collections::BTreeMap;

use broadsheet_copy::page::{Format, Paper};
use broadsheet_typeset::{FontStack, Lang, LatinShapes, TextStyle};
use broadsheet_units::Length;
use serde::{Deserialize, Serialize};

use crate::dress::DressStyle;
use crate::frame::Ink;
use crate::lines::LineStyle;
use crate::press::PressStyle;
use crate::written::{millimetres, points, points_by_name, points_list, points_option, with_names};

/// The style sheets that come with the program, by name.
const EMBEDDED: [(&str, &str); 2] = [
    ("evening", include_str!("../styles/evening.json")),
    ("morning", include_str!("../styles/morning.json")),
];

/// A style sheet that cannot be read. Lines and columns are counted from 1.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StyleError {
    /// The text is no JSON, or breaks off.
    #[error("no JSON from line {line}, column {column} on")]
    NotJson {
        /// Where it ceases to be.
        line: usize,
        /// Where on the line.
        column: usize,
    },
    /// A field that sheets do not have.
    #[error("line {line}, column {column}: no field {field:?}")]
    UnknownField {
        /// What it is called.
        field: String,
        /// Where it stands.
        line: usize,
        /// Where on the line.
        column: usize,
    },
    /// A field without which the sheet is not whole.
    #[error("line {line}, column {column}: {field:?} is missing")]
    MissingField {
        /// What it is called.
        field: String,
        /// Where that was noticed: at the end of what it belongs to.
        line: usize,
        /// Where on the line.
        column: usize,
    },
    /// A field holds what it cannot.
    #[error("line {line}, column {column}: {reason}")]
    Field {
        /// What is wrong, as the reader of JSON says it.
        reason: String,
        /// Where it was noticed.
        line: usize,
        /// Where on the line.
        column: usize,
    },
    /// A face names a stack that the sheet does not have.
    #[error("no font stack is called {0:?}")]
    UnknownStack(String),
    /// A number that no page can be made with, or a word that cannot stand there.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
}

impl StyleError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotJson { .. } => "style-not-json",
            Self::UnknownField { .. } => "style-unknown-field",
            Self::MissingField { .. } => "style-missing-field",
            Self::Field { .. } => "style-field",
            Self::UnknownStack(_) => "style-stack",
            Self::OutOfRange(_) => "style-range",
        }
    }
}

impl From<serde_json::Error> for StyleError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        if !error.is_data() {
            return Self::NotJson { line, column };
        }
        // What is wrong is told in words alone: the field between its quotation marks, the place at the end.
        let said = error.to_string();
        let reason = said.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&said);
        let field = || reason.split('`').nth(1).unwrap_or_default().to_owned();
        if reason.starts_with("unknown field ") {
            Self::UnknownField { field: field(), line, column }
        } else if reason.starts_with("missing field ") {
            Self::MissingField { field: field(), line, column }
        } else {
            Self::Field { reason: reason.to_owned(), line, column }
        }
    }
}

/// How a title's pages look. All of it is data; see the sheets in `styles/`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StyleSheet {
    /// What the sheet is called.
    pub name: String,
    /// The language of its pages, BCP 47.
    pub lang: String,
    /// 字号: names for sizes, each with its 点. Wherever the sheet wants a size in 点 it may name one of these.
    #[serde(default, with = "points_by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub named_sizes: BTreeMap<String, Length>,
    /// Families by what the sheet calls them (song, hei, kai), best first.
    pub stacks: BTreeMap<String, Stack>,
    /// Body text and the baseline grid.
    pub body: BodyStyle,
    /// How lines are made.
    #[serde(default)]
    pub lines: LineStyle,
    /// Headline blocks.
    pub headline: HeadlineStyle,
    /// Bylines that have no source line to run in with.
    pub byline: BylineStyle,
    /// Source lines and the bylines run in after them.
    pub source: SourceStyle,
    /// Bands over a group of stories.
    pub rubric: RubricStyle,
    /// Captions and credits.
    pub caption: CaptionStyle,
    /// The line above the type area.
    pub folio: FolioStyle,
    /// Rules.
    pub rules: RuleStyle,
    /// What modules are dressed with.
    #[serde(default)]
    pub dress: DressStyle,
    /// How its pages go to the press.
    #[serde(default)]
    pub press: PressStyle,
    /// The paper's sizes.
    pub pages: Vec<PageSize>,
    /// How far ink may run past the trim, in 点.
    #[serde(with = "millimetres")]
    pub bleed_mm: Length,
    /// The fewest pixels an inch that a picture may have.
    pub least_dpi: u32,
}

/// Families, best first.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stack {
    /// For all characters.
    pub families: Vec<String>,
    /// For Latin letters, digits and their marks, tried first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latin: Option<Vec<String>>,
}

/// A stack in a weight.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    /// Which of the sheet's stacks.
    pub stack: String,
    /// 100 to 900.
    pub weight: u16,
    /// Small letters as small capitals, where the font has them.
    #[serde(default, skip_serializing_if = "is_no")]
    pub small_capitals: bool,
    /// Figures with ascenders and descenders, where the font has them.
    #[serde(default, skip_serializing_if = "is_no")]
    pub old_style_figures: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_none(count: &u16) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_no(value: &bool) -> bool {
    !*value
}

/// Body text and the grid it stands on.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyStyle {
    /// The em: the 字 of the whole page.
    #[serde(with = "points")]
    pub size: Length,
    /// From baseline to baseline: the 行 of the whole page.
    #[serde(with = "points")]
    pub pitch: Length,
    /// The gutter between base columns, and between those that a measure is broken into, in 字.
    #[serde(default = "one")]
    pub gutter: u16,
    /// From a row's top to its baseline, in thousandths of the em.
    pub baseline: u16,
    /// The indent of a paragraph's first line, in thousandths of the em.
    pub indent: u16,
    /// Whether the first paragraph of a story is indented too.
    pub indent_first: bool,
    /// Plain text.
    pub text: Face,
    /// Plain text in paper white on a dark ground, where thin strokes fill in; `None`: as elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversed: Option<Face>,
    /// Bold text.
    pub strong: Face,
    /// Emphasised text.
    pub emphasis: Face,
    /// Subheads.
    pub subhead: Face,
    /// The size of subheads, in 点; `None`: the body's.
    #[serde(default, with = "points_option", skip_serializing_if = "Option::is_none")]
    pub subhead_size: Option<Length>,
    /// The rows that a subhead of one line takes (占行); every further line takes one more.
    #[serde(default = "one")]
    pub subhead_rows: u16,
}

fn one() -> u16 {
    1
}

/// Headline blocks: kicker, headline, deck.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadlineStyle {
    /// The headline's face.
    pub face: Face,
    /// Sizes by the measure, from one base column upwards; the last serves all wider ones.
    pub ladders: Vec<Ladder>,
    /// Sizes over more than one page of a spread.
    pub spread: Ladder,
    /// Whether headline blocks stand in the middle of their measure, else at its start.
    pub centred: bool,
    /// White between the lines of one headline, in thousandths of its size.
    pub line_gap: u16,
    /// White between parts, in thousandths of the body's row.
    pub part_gap: u16,
    /// The kicker.
    pub kicker: PartStyle,
    /// The deck.
    pub deck: PartStyle,
    /// Rows of white above, between and below, all together.
    pub white: WhiteRows,
    /// How far a line may be squeezed to fit, in thousandths of its size a character.
    pub squeeze: i16,
    /// How far it may be narrowed (长) and widened (扁), in thousandths: the limits of its horizontal scale.
    #[serde(default)]
    pub scale: ScaleLimits,
}

/// The limits of a horizontal scale, in thousandths.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleLimits {
    /// The narrowest, at most 1000.
    pub least: u16,
    /// The widest, at least 1000.
    pub most: u16,
}

impl Default for ScaleLimits {
    fn default() -> Self {
        Self { least: 1000, most: 1000 }
    }
}

/// The sizes that a headline may have at a measure.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Largest first, in 点.
    #[serde(with = "points_list")]
    pub sizes: Vec<Length>,
    /// The most lines that look well.
    pub lines: u32,
    /// A headline of more lines is taken only when it can be this much larger, in thousandths.
    pub gain: u32,
    /// The largest size of the kicker and the deck of such a headline, in 点; `None`: their own.
    #[serde(default, with = "points_option", skip_serializing_if = "Option::is_none")]
    pub parts: Option<Length>,
}

impl Ladder {
    /// The ladder without the sizes above the most; its smallest size is always kept.
    pub(crate) fn up_to(&self, most: Option<Length>) -> Self {
        let above = self.sizes.iter().take_while(|size| most.is_some_and(|most| **size > most)).count();
        let kept = above.min(self.sizes.len().saturating_sub(1));
        Self { sizes: self.sizes[kept..].to_vec(), ..*self }
    }
}

/// A part of the headline block whose size follows the headline's.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartStyle {
    /// Its face.
    pub face: Face,
    /// Its size, in thousandths of the headline's.
    pub ratio: u16,
    /// Never smaller than this, in 点.
    #[serde(with = "points")]
    pub least: Length,
    /// Never larger than this, in 点.
    #[serde(with = "points")]
    pub most: Length,
}

/// Rows of white in a headline block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhiteRows {
    /// The fewest.
    pub least: u16,
    /// What is aimed at.
    pub usual: u16,
    /// The most that still looks meant.
    pub most: u16,
}

/// Where bylines stand that have no source line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BylinePlace {
    /// On a line of its own beneath the headline.
    UnderHeadline,
    /// In brackets at the end of the text, at the right.
    End,
}

/// Bylines that have no source line to run in with.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BylineStyle {
    /// Where they stand.
    pub place: BylinePlace,
    /// What stands before the first (■).
    pub mark: String,
    /// What stands before the first of people in Latin letters (By).
    pub latin_mark: String,
    /// Their face.
    pub face: Face,
    /// Their size, in 点.
    #[serde(with = "points")]
    pub size: Length,
    /// Names of up to so many 字 are all as wide as the longest of them (均排: 王　五, 欧阳修), under headlines and in
    /// brackets; 0: as they are.
    #[serde(default, skip_serializing_if = "is_none")]
    pub even_names: u16,
}

/// Source lines (消息头) and what is run in after them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceStyle {
    /// The source line's face.
    pub face: Face,
    /// Whether the story's bylines are run in after it, in brackets.
    pub bylines: bool,
    /// The face of the bylines in brackets.
    pub byline: Face,
    /// What stands between the source line and the text.
    pub dash: String,
    /// White there, in thousandths of the 字, where the text begins with neither a bracket nor another mark: 本报讯 今晨.
    /// It is fixed: a line that is stretched or squeezed leaves it as it is.
    #[serde(default, skip_serializing_if = "is_none")]
    pub blank: u16,
    /// What stands there behind a source line in Latin letters ( — ); its bylines are not run in.
    pub latin_dash: String,
}

/// A rubric's band.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RubricStyle {
    /// Its face.
    pub face: Face,
    /// Its sizes, largest first, in 点.
    #[serde(with = "points_list")]
    pub sizes: Vec<Length>,
    /// Rows of a band as the automatic make-up makes it, its white included.
    pub rows: u16,
    /// White between its characters, in thousandths of the size.
    pub tracking: i16,
    /// The ink of its rule and of the tint.
    #[serde(default = "black_ink", skip_serializing_if = "is_black")]
    pub ink: Ink,
    /// The tint behind the text, in per cent of that ink.
    pub tint: u8,
    /// Whether the text is reversed out of the tint.
    pub reversed: bool,
}

fn black_ink() -> Ink {
    Ink::BLACK
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_black(ink: &Ink) -> bool {
    *ink == Ink::BLACK
}

/// Captions and credits.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptionStyle {
    /// The caption's face.
    pub face: Face,
    /// The credit's face.
    pub credit: Face,
    /// Their size, in 点.
    #[serde(with = "points")]
    pub size: Length,
    /// White between picture and caption, in 点.
    #[serde(with = "points")]
    pub gap: Length,
    /// What stands after a credit that names no role (摄); empty: nothing.
    pub credit_suffix: String,
    /// The same of credits as [`BylineStyle::even_names`] of bylines.
    #[serde(default, skip_serializing_if = "is_none")]
    pub even_names: u16,
}

/// The line above the type area.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolioStyle {
    /// The page number's face.
    pub number: Face,
    /// The page number's size, in 点.
    #[serde(with = "points")]
    pub number_size: Length,
    /// The section's face.
    pub section: Face,
    /// The section's size, in 点.
    #[serde(with = "points")]
    pub section_size: Length,
    /// The title's face.
    pub title: Face,
    /// The title's size, in 点.
    #[serde(with = "points")]
    pub title_size: Length,
    /// The face of date and names.
    pub small: Face,
    /// The size of date and names, in 点.
    #[serde(with = "points")]
    pub small_size: Length,
    /// From the top of the type area up to the folio's rule, in 点.
    #[serde(with = "points")]
    pub rule_above: Length,
    /// Whether the number stands at the outer edge on both pages of a spread, not always at the left.
    #[serde(default)]
    pub mirrored: bool,
}

/// Rules, by their weight in 点; 0 sets none.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleStyle {
    /// Between modules side by side.
    #[serde(with = "points")]
    pub between_columns: Length,
    /// Between stacked modules.
    #[serde(with = "points")]
    pub between_rows: Length,
    /// The thick one of the folio's two.
    #[serde(with = "points")]
    pub thick: Length,
    /// The thin one of the folio's two.
    #[serde(with = "points")]
    pub thin: Length,
}

/// A paper size and its grids: that of a page, and that of a spread.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageSize {
    /// Its trade name.
    #[serde(rename = "format", with = "paper")]
    pub paper: Paper,
    /// Width of the trimmed page.
    #[serde(with = "millimetres")]
    pub width_mm: Length,
    /// Height of the trimmed page.
    #[serde(with = "millimetres")]
    pub height_mm: Length,
    /// Base columns.
    pub columns: u16,
    /// 字 in a base column.
    pub column: u16,
    /// Rows of the type area.
    pub rows: u16,
    /// How much nearer to the outer edge than to the spine the type area stands.
    #[serde(default, with = "millimetres", skip_serializing_if = "is_zero")]
    pub spine_mm: Length,
    /// The base columns of two of its pages made up as one.
    pub spread: SpreadColumns,
}

/// The base columns of a spread: they run through over the fold, in a type area that is as wide as those of its two
/// pages with the inner margins between them. Its rows are those of a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpreadColumns {
    /// How many: an even number, so that the fold falls into a gutter.
    pub columns: u16,
    /// 字 in each.
    pub column: u16,
}

/// A paper's size, written by the trade name of its page.
mod paper {
    use super::{Format, Paper};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(paper: &Paper, serializer: S) -> Result<S::Ok, S::Error> {
        Format::page(*paper).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Paper, D::Error> {
        let format = Format::deserialize(deserializer)?;
        if format.spread { Err(D::Error::custom("a spread is made of two pages")) } else { Ok(format.paper) }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_zero(length: &Length) -> bool {
    *length == Length::ZERO
}

impl StyleSheet {
    /// A sheet that comes with the program: `evening` (Chinese) or `morning` (English).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (_, json) = EMBEDDED.iter().find(|(known, _)| *known == name)?;
        Self::from_json(json).ok()
    }

    /// The names of the sheets that come with the program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// A sheet from JSON.
    ///
    /// # Errors
    /// See [`StyleError`].
    pub fn from_json(json: &str) -> Result<Self, StyleError> {
        /// What must be known before the rest is read.
        #[derive(Deserialize)]
        struct Names {
            #[serde(default, with = "points_by_name")]
            named_sizes: BTreeMap<String, Length>,
        }
        let Names { named_sizes } = serde_json::from_str(json)?;
        let sheet: Self = with_names(named_sizes, || serde_json::from_str(json))?;
        sheet.check()?;
        Ok(sheet)
    }

    /// A title's own sheet from JSON: one by which a page of every format can be made up.
    ///
    /// # Errors
    /// See [`StyleError`].
    pub fn of_title(json: &str) -> Result<Self, StyleError> {
        let sheet = Self::from_json(json)?;
        if sheet.serves_every_format() { Ok(sheet) } else { Err(StyleError::OutOfRange("pages")) }
    }

    /// The grids of a paper size; of the sheet's first where it does not have that one.
    #[must_use]
    pub fn page(&self, paper: Paper) -> Option<&PageSize> {
        self.pages.iter().find(|page| page.paper == paper).or(self.pages.first())
    }

    /// The language of its pages for the composer.
    #[must_use]
    pub fn language(&self) -> Lang {
        lang_of(&self.lang)
    }

    /// A face as the composer takes it.
    pub(crate) fn stack(&self, face: &Face) -> FontStack {
        let stack = self.stacks.get(&face.stack);
        FontStack {
            families: stack.map(|stack| stack.families.clone()).unwrap_or_default(),
            latin: stack.and_then(|stack| stack.latin.clone()),
            weight: face.weight,
        }
    }

    /// Text of a face at a size, in the sheet's language.
    pub(crate) fn text(&self, face: &Face, size: Length) -> TextStyle {
        let mut style = TextStyle::new(self.stack(face), size);
        style.lang = self.language();
        style.shapes =
            LatinShapes { small_capitals: face.small_capitals, old_style_figures: face.old_style_figures };
        style
    }

    /// The sizes for a headline over `columns` base columns.
    pub(crate) fn ladder(&self, columns: u16) -> &Ladder {
        let ladders = &self.headline.ladders;
        let at = usize::from(columns).clamp(1, ladders.len().max(1)) - 1;
        // `check` has seen that there is one.
        &ladders[at]
    }

    /// Every face that it names.
    pub(crate) fn faces(&self) -> impl Iterator<Item = &Face> {
        let (b, h, f) = (&self.body, &self.headline, &self.folio);
        let always = [
            &b.text,
            &b.strong,
            &b.emphasis,
            &b.subhead,
            &h.face,
            &h.kicker.face,
            &h.deck.face,
            &self.byline.face,
            &self.source.face,
            &self.source.byline,
            &self.rubric.face,
            &self.caption.face,
            &self.caption.credit,
            &f.number,
            &f.section,
            &f.title,
            &f.small,
        ];
        always.into_iter().chain(&b.reversed)
    }

    fn check(&self) -> Result<(), StyleError> {
        for face in self.faces() {
            if !self.stacks.contains_key(&face.stack) {
                return Err(StyleError::UnknownStack(face.stack.clone()));
            }
        }
        self.fault().map_or(Ok(()), |field| Err(StyleError::OutOfRange(field)))
    }
}

/// A BCP 47 language as the composer knows it.
pub(crate) fn lang_of(lang: &str) -> Lang {
    match lang.split('-').next().unwrap_or_default() {
        "zh" => Lang::Zh,
        "en" => Lang::En,
        _ => Lang::Other,
    }
}

/// An ink of the sheet: black in per cent.
pub(crate) const fn black(percent: u8) -> Ink {
    Ink::grey(percent)
}

#[cfg(test)]
mod tests {
    use broadsheet_typeset::{LineOptions, Punctuation, Strictness};

    use super::*;

    #[test]
    fn embedded_sheets_are_read_and_written_back() {
        for name in StyleSheet::names() {
            let sheet = StyleSheet::named(name).unwrap_or_else(|| panic!("{name} is not a style sheet"));
            assert_eq!(sheet.name, name);
            let json = serde_json::to_string(&sheet).unwrap();
            assert_eq!(StyleSheet::from_json(&json).unwrap(), sheet);
        }
        assert!(StyleSheet::named("noon").is_none());
    }

    #[test]
    fn a_sheet_that_cannot_make_pages_is_refused() {
        let json = EMBEDDED[0].1;
        assert!(matches!(StyleSheet::from_json("{}"), Err(StyleError::MissingField { .. })));
        let stackless = json.replace("\"stack\": \"kai\"", "\"stack\": \"nothing\"");
        assert!(matches!(StyleSheet::from_json(&stackless), Err(StyleError::UnknownStack(_))));
        let rowless = json.replace("\"rows\": 88", "\"rows\": 0");
        assert!(matches!(StyleSheet::from_json(&rowless), Err(StyleError::OutOfRange("pages"))));
        let folded = json.replace(r#""spread": { "columns": 12"#, r#""spread": { "columns": 13"#);
        assert!(matches!(StyleSheet::from_json(&folded), Err(StyleError::OutOfRange("pages"))));
        let twice = json.replace(r#""format": "四开""#, r#""format": "四开通版""#);
        assert!(matches!(StyleSheet::from_json(&twice), Err(StyleError::Field { .. })));
        let five = json.replace("\"height_mm\": 390, \"columns\": 6", "\"height_mm\": 390, \"columns\": 5");
        assert!(StyleSheet::from_json(&five).is_ok());
        assert!(matches!(StyleSheet::of_title(&five), Err(StyleError::OutOfRange("pages"))));
        assert!(StyleSheet::of_title(json).is_ok());
        let narrow = json.replace("\"width_mm\": 272.5", "\"width_mm\": 172.5");
        assert!(matches!(StyleSheet::from_json(&narrow), Err(StyleError::OutOfRange("pages"))));
        let wide = json.replace("\"bleed_mm\": 3", "\"bleed_mm\": 1e300");
        assert!(matches!(StyleSheet::from_json(&wide), Err(StyleError::OutOfRange("bleed_mm"))));
        let torn =
            json.replace("\"body\": {", "\"lines\": { \"letterfit\": { \"scaling\": 200 } }, \"body\": {");
        assert!(matches!(StyleSheet::from_json(&torn), Err(StyleError::OutOfRange("lines.letterfit"))));
    }

    /// TYPOGRAPHY.md §1: the historic table, of which 小初 is 30 点 and 二号 21; another sheet may have another.
    #[test]
    fn sizes_are_called_by_the_names_that_the_sheet_gives_them() {
        let sheet = StyleSheet::named("evening").unwrap();
        let historic = [
            ("小五", 9.0),
            ("五号", 10.5),
            ("小四", 12.0),
            ("四号", 14.0),
            ("三号", 16.0),
            ("二号", 21.0),
            ("一号", 28.0),
            ("小初", 30.0),
            ("初号", 36.0),
        ];
        for (name, points) in historic {
            assert_eq!(sheet.named_sizes.get(name), Some(&Length::from_points(points)), "{name}");
        }
        assert_eq!(sheet.body.size, sheet.named_sizes["小五"]);
        let other = EMBEDDED[0].1.replace(r#""二号": 21"#, r#""二号": 22"#);
        let other = StyleSheet::from_json(&other).unwrap();
        assert_eq!(other.rubric.sizes[0], Length::points(22));
        assert_eq!(other.folio.section_size, Length::points(22));
        let nameless = EMBEDDED[0].1.replace(r#""小五": 9,"#, "");
        let wrong = StyleSheet::from_json(&nameless).unwrap_err().to_string();
        assert!(wrong.contains("小五") && wrong.contains("line "), "{wrong}");
        // What one sheet calls a size holds for no other.
        let of_other = EMBEDDED[1].1.replace(r#""pitch": 11.25"#, r#""pitch": "小五""#);
        assert!(StyleSheet::from_json(&of_other).is_err());
    }

    #[test]
    fn a_gutter_is_as_wide_as_the_sheet_says() {
        let mut sheet = StyleSheet::named("evening").unwrap();
        sheet.body.gutter = 2;
        let grid = crate::Grid::new(&sheet, Format::QUARTO, crate::Hand::Right).unwrap();
        assert_eq!((1..=6).map(|n| grid.ems(n)).collect::<Vec<_>>(), [11, 24, 37, 50, 63, 76]);
        assert_eq!((grid.column_x(2), grid.gutter()), (grid.em * 26, grid.em * 2));
        let without = EMBEDDED[0].1.replacen("\"body\": {", "\"body\": { \"gutter\": 0,", 1);
        assert_eq!(StyleSheet::from_json(&without), Err(StyleError::OutOfRange("body.gutter")));
    }

    #[test]
    fn a_sheet_says_how_its_pages_go_to_the_press() {
        let with = |press: &str| {
            let press = format!("\"press\": {{ {press} }}, \"body\": {{");
            StyleSheet::from_json(&EMBEDDED[0].1.replacen("\"body\": {", &press, 1))
        };
        let press = r#""standard": "x1a", "file_name": "EN_{date}_{page}", "ink_limit": 220, "sharpening": 60,
            "spots": [{ "name": "PANTONE 186 C", "stands_for": { "c": 0, "m": 100, "y": 80, "k": 5 } }],
            "overprint": { "text": 36, "rules_mm": null }"#;
        let sheet = with(press).unwrap();
        assert_eq!(sheet.press.spots[0].name, "PANTONE 186 C");
        assert_eq!((sheet.press.ink_limit, sheet.press.sharpening), (Some(220), 60));
        assert_eq!(sheet.press.overprint.text, Some(Length::points(36)));
        assert_eq!(sheet.press.overprint.rules_mm, None);
        let date = chrono::NaiveDate::from_ymd_opt(2022, 11, 18).unwrap();
        assert_eq!(sheet.press.page_file(date, "A03"), "EN_20221118_A03");
        let written = serde_json::to_string(&sheet).unwrap();
        assert_eq!(StyleSheet::from_json(&written).unwrap(), sheet);
        assert_eq!(StyleSheet::named("evening").unwrap().press.page_file(date, "A03"), "20221118-A03");
        for wrong in [
            r#""ink_limit": 20"#,
            r#""file_name": "{page}""#,
            r#""file_name": "../{date}{page}""#,
            r#""file_name": "{date}-{page}-{edition}""#,
            r#""file_name": "{date}-{page}?""#,
            r#""spots": [{ "name": "Black", "stands_for": { "c": 0, "m": 0, "y": 0, "k": 100 } }]"#,
            r#""spots": [{ "name": "All", "stands_for": { "c": 0, "m": 100, "y": 0, "k": 0 } }]"#,
            r#""spots": [{ "name": "Gold", "stands_for": { "c": 0, "m": 100, "y": 0, "k": 0 } },
                { "name": "Gold", "stands_for": { "c": 0, "m": 0, "y": 100, "k": 0 } }]"#,
            r#""sharpening": 301"#,
            r#""profile": " ""#,
        ] {
            assert!(matches!(with(wrong), Err(StyleError::OutOfRange(_))), "{wrong}");
        }
    }

    #[test]
    fn it_is_said_where_a_sheet_is_no_sheet() {
        let refused = |json: &str| StyleSheet::from_json(json).unwrap_err();
        let json = EMBEDDED[0].1;
        let cut = json.find("\"rubric\": {").unwrap();
        let line = json[..cut].lines().count();
        assert!(matches!(refused(&json[..cut]), StyleError::NotJson { line: at, .. } if at == line));
        assert_eq!(refused("no sheet"), StyleError::NotJson { line: 1, column: 2 });
        let unknown = refused(&json.replacen("\"tint\"", "\"tin\"", 1));
        let at = |text: &str| json[..json.find(text).unwrap()].lines().count();
        let StyleError::UnknownField { field, line, .. } = &unknown else { panic!("{unknown}") };
        assert_eq!((field.as_str(), *line), ("tin", at("\"tint\"")));
        let missing = refused(&json.replacen("\"gap\": 4,", "", 1));
        let StyleError::MissingField { field, .. } = &missing else { panic!("{missing}") };
        assert_eq!(field, "gap");
        let wrong = refused(&json.replacen("\"bleed_mm\": 3", "\"bleed_mm\": \"3\"", 1));
        let StyleError::Field { reason, line, .. } = &wrong else { panic!("{wrong}") };
        assert!(!reason.contains(" at line") && *line == at("\"bleed_mm\""), "{wrong}");
    }

    #[test]
    fn a_rubric_may_have_a_colour_of_its_own() {
        let json = EMBEDDED[0].1;
        let with = |ink: &str| {
            StyleSheet::from_json(&json.replacen("\"tint\":", &format!("\"ink\": {ink}, \"tint\":"), 1))
        };
        let red = Ink { c: 0, m: 90, y: 80, k: 0 };
        assert_eq!(with(r#"{ "c": 0, "m": 90, "y": 80, "k": 0 }"#).unwrap().rubric.ink, red);
        assert_eq!(red.tint(50), Ink { c: 0, m: 45, y: 40, k: 0 });
        let too_much = with(r#"{ "c": 0, "m": 101, "y": 0, "k": 0 }"#);
        assert!(matches!(too_much, Err(StyleError::OutOfRange("rubric.ink"))));
        assert_eq!(StyleSheet::named("evening").unwrap().rubric.ink, Ink::BLACK);
    }

    #[test]
    fn a_sheet_says_how_its_lines_are_made() {
        let lines = r#""lines": { "line_break": "loose", "punctuation": "kaiming", "character_grid": true,
            "hyphens": { "before": 3 }, "hanging": true }, "body": {"#;
        let json = EMBEDDED[0].1.replace("\"body\": {", lines);
        let options = StyleSheet::from_json(&json).unwrap().lines.options();
        assert_eq!((options.strictness, options.punctuation), (Strictness::Loose, Punctuation::Kaiming));
        assert!(options.grid && options.hang);
        assert_eq!((options.hyphens.before, options.hyphens.after), (3, 3));
        assert_eq!(StyleSheet::named("evening").unwrap().lines.options(), LineOptions::default());
    }
}
