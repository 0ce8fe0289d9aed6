//! The page as composed: every glyph, rule, tint and picture at its place, with where each came from.
//!
//! [`PageFrame`] is the one seam between layout and everything that shows or prints a page. The press, the
//! previews and the record of who wrote what read it; none of them computes layout. Its JSON is canonical (whole
//! numbers, no maps, one order), so that its SHA-256 names the composed page: that is what a signature pins.

use broadsheet_units::{Length, Point, Rect, Size};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A composed page. Indices (`font`, `picture`, `block`) point into its own lists.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PageFrame {
    /// The shape of this record; raised when a field changes its meaning.
    pub schema: u32,
    /// What the page is called in the file's metadata: title, date, page number.
    pub name: String,
    /// The language of the page, BCP 47 (`zh-CN`, `en`).
    pub lang: String,
    /// The trimmed page; its top left corner is the origin of every place.
    pub trim: Size,
    /// How far ink may run past the trim.
    pub bleed: Length,
    /// The type area (版心), for guides and rulers.
    pub type_area: Rect,
    /// Every font that a glyph names.
    pub fonts: Vec<FontUse>,
    /// Every picture that is placed.
    pub pictures: Vec<PictureUse>,
    /// The logical parts of the page in reading order: one a paragraph, headline, caption …
    pub blocks: Vec<Block>,
    /// What is painted, back to front; the lines of one story stand in reading order.
    pub items: Vec<Item>,
}

/// The present [`PageFrame::schema`].
pub const FRAME_SCHEMA: u32 = 1;

/// The pixels that an inch of an advert counts for, so that a frame holds it as it holds pictures.
pub const ADVERT_PIXELS_PER_INCH: f64 = 300.0;

/// A font as the page uses it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FontUse {
    /// The family that the style asked for and that was found.
    pub family: String,
    /// The PostScript name of the face, which finds the file again.
    pub postscript_name: String,
    /// The face's index in its collection.
    pub index: u32,
    /// Units per em.
    pub units_per_em: u16,
    /// SHA-256 of the font file in lower-case hex; `None` until the frame is pinned for a proof or a signature.
    pub sha256: Option<String>,
}

/// A picture as the page uses it; or an advert, whose pixels are those of its trimmed page, 300 to an inch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PictureUse {
    /// The photo, or the advert.
    pub photo: Uuid,
    /// SHA-256 of the original file in lower-case hex: the name under which the library keeps it.
    pub sha256: String,
    /// Width of the original in pixels, upright.
    pub px_width: u32,
    /// Height of the original in pixels, upright.
    pub px_height: u32,
}

/// What part a block plays, for tags, extraction and the reader's ear.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 报眉: the line of title, date, section and page number.
    Folio,
    /// 栏目 over a group of stories.
    Rubric,
    /// 引题.
    Kicker,
    /// 主题.
    Headline,
    /// 副题.
    Deck,
    /// 署名 on a line of its own.
    Byline,
    /// A paragraph of the body.
    Paragraph,
    /// A subhead within the body.
    Subhead,
    /// A picture; its text is the alternative text.
    Figure,
    /// 图说, with its credit where that is run in.
    Caption,
    /// 摄影署名 on a line of its own.
    Credit,
    /// 转版 lines.
    Jump,
    /// A pulled quote: words of the body once more.
    Quote,
    /// An advert; its text is what it is called.
    Advert,
}

/// One logical part of the page: its whole text, however many lines and columns it runs over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// The story it belongs to; blocks of one story stand together.
    pub story: Option<Uuid>,
    /// The whole text as set, without line ends. For a figure: its alternative text.
    pub text: String,
    /// Where each stretch of `text` came from, in order; stretches that layout made (the blank of an even
    /// setting, a folio's date) have no source.
    pub sources: Vec<SourceSpan>,
}

/// Where a stretch of a block's text came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceSpan {
    /// First byte in the block's text.
    pub start: u32,
    /// Byte past the last.
    pub end: u32,
    /// The part of the copy.
    pub part: Part,
    /// The body paragraph, byline or photo, counted from 0 within its part.
    pub index: u32,
    /// The first character (Unicode scalar) within that part.
    pub offset: u32,
}

/// A part of a story's copy.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 引题.
    Kicker,
    /// 主题.
    Headline,
    /// 副题.
    Deck,
    /// 栏目.
    Rubric,
    /// 消息头.
    SourceLine,
    /// 署名.
    Byline,
    /// 正文.
    Body,
    /// 图说.
    Caption,
    /// 摄影署名.
    Credit,
}

/// One thing on the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Item {
    /// A set line.
    Line(TextLine),
    /// A rule.
    Rule(Rule),
    /// A filled rectangle.
    Tint(Tint),
    /// A picture.
    Picture(PlacedPicture),
}

/// How a line's text continues in the next line of its block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineEnd {
    /// The next line goes on at once (Chinese, or a break after a hyphen that is in the copy).
    Joined,
    /// A blank of the copy stood at the break.
    Blank,
    /// The break is inside a word; a hyphen that is not in the copy was set.
    Hyphenated,
    /// The block ends.
    Last,
}

/// A set line: glyph runs on one baseline.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TextLine {
    /// The block whose text this is a stretch of.
    pub block: u32,
    /// First byte in the block's text.
    pub start: u32,
    /// Byte past the last.
    pub end: u32,
    /// Where the line's x starts and its baseline stands.
    pub origin: Point,
    /// The set width from `origin`; of an upright line the width of its column.
    pub width: Length,
    /// How far an upright line (竖排) runs down from the top of its first em; zero for a line that runs across.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub down: Length,
    /// How it continues.
    pub ends: LineEnd,
    /// The glyphs in visual order.
    pub runs: Vec<GlyphRun>,
}

/// Glyphs of one font, size and ink.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GlyphRun {
    /// Which of the frame's fonts.
    pub font: u16,
    /// The size (one em).
    pub size: Length,
    /// Horizontal scale in thousandths (长 below 1000, 扁 above).
    pub scale_x: u16,
    /// Whether each glyph is turned a quarter clockwise about its own origin: Latin in an upright line. The scale is
    /// along the glyph's own baseline.
    #[serde(default, skip_serializing_if = "is_false")]
    pub turned: bool,
    /// The ink.
    pub ink: Ink,
    /// The glyphs.
    pub glyphs: Vec<PlacedGlyph>,
}

/// A glyph at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlacedGlyph {
    /// The glyph in its font.
    pub gid: u16,
    /// From the line's origin to the glyph's origin, rightwards.
    pub x: Length,
    /// From the baseline, upwards.
    pub y: Length,
    /// What it advances by as set.
    pub advance: Length,
    /// First byte of its characters in the block's text.
    pub start: u32,
    /// Byte past the last; equal to `start` for a glyph that stands for no character (an added hyphen).
    pub end: u32,
}

/// A straight rule, drawn as a filled rectangle.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// What is inked.
    pub rect: Rect,
    /// The ink.
    pub ink: Ink,
}

/// A filled rectangle behind other items.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tint {
    /// What is inked.
    pub rect: Rect,
    /// The ink.
    pub ink: Ink,
}

/// A picture at its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlacedPicture {
    /// The figure block.
    pub block: u32,
    /// Which of the frame's pictures.
    pub picture: u16,
    /// The frame that it fills.
    pub rect: Rect,
    /// The part of the original that is shown, in pixels of the upright original.
    pub crop: Crop,
    /// What of the frame is shown; `None`: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<PictureOutline>,
}

/// The outline that a picture is cut to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PictureOutline {
    /// The ellipse in its frame.
    Round,
    /// A polygon.
    Polygon {
        /// Its corners on the page.
        points: Vec<Point>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_zero(length: &Length) -> bool {
    *length == Length::ZERO
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A rectangle of pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Crop {
    /// Left.
    pub x: u32,
    /// Top.
    pub y: u32,
    /// Width, at least 1.
    pub width: u32,
    /// Height, at least 1.
    pub height: u32,
}

impl Crop {
    /// Pixels an inch at which it is shown in a frame: the smaller of both directions, to the nearest whole number as
    /// it is told and judged everywhere. Nothing for a frame without area.
    #[must_use]
    pub fn dpi(self, rect: Rect) -> Option<u32> {
        if rect.is_empty() {
            return None;
        }
        let across = f64::from(self.width) / (rect.width.to_mm() / MILLIMETRES_PER_INCH);
        let down = f64::from(self.height) / (rect.height.to_mm() / MILLIMETRES_PER_INCH);
        Some(whole_dpi(across.min(down)))
    }
}

const MILLIMETRES_PER_INCH: f64 = 25.4;

/// The least pixels an inch at which the press takes a picture: below, its pixels are seen on newsprint.
pub const LEAST_PRESS_DPI: u32 = 200;

/// Pixels an inch as they are told and judged: the nearest whole number.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
pub fn whole_dpi(dpi: f64) -> u32 {
    dpi.round() as u32
}

/// An ink by number, in per cent of each plate. It never goes through a profile.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Ink {
    /// Cyan.
    pub c: u8,
    /// Magenta.
    pub m: u8,
    /// Yellow.
    pub y: u8,
    /// Black.
    pub k: u8,
}

impl Ink {
    /// Black ink alone: all text and rules unless the style says otherwise.
    pub const BLACK: Self = Self { c: 0, m: 0, y: 0, k: 100 };
    /// The bare paper.
    pub const PAPER: Self = Self { c: 0, m: 0, y: 0, k: 0 };

    /// A tint of black.
    #[must_use]
    pub const fn grey(percent: u8) -> Self {
        Self { c: 0, m: 0, y: 0, k: percent }
    }

    /// So many per cent of it: a tint.
    #[must_use]
    pub fn tint(self, percent: u8) -> Self {
        let part =
            |ink: u8| u8::try_from((u16::from(ink) * u16::from(percent) + 50) / 100).unwrap_or(u8::MAX);
        Self { c: part(self.c), m: part(self.m), y: part(self.y), k: part(self.k) }
    }

    /// The sum of the four plates, in per cent.
    #[must_use]
    pub fn total(self) -> u16 {
        u16::from(self.c) + u16::from(self.m) + u16::from(self.y) + u16::from(self.k)
    }
}

impl PageFrame {
    /// The canonical bytes: what is stored when the page is signed.
    ///
    /// # Errors
    /// Never for a frame that layout made; an error of the serializer is passed on.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// The frame in canonical bytes.
    ///
    /// # Errors
    /// Where the bytes are not a frame of this shape.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// SHA-256 of the canonical bytes, in lower-case hex: the name of this composed page.
    ///
    /// # Errors
    /// As [`Self::to_bytes`].
    pub fn hash(&self) -> Result<String, serde_json::Error> {
        let digest = Sha256::digest(self.to_bytes()?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}
