//! The display list: a page for a canvas, flat and short, quick to send and to parse.
//!
//! A page of 5,100 glyphs is sent again after every keystroke, so whatever repeats stands once: each outline
//! as a string that `new Path2D(…)` takes, inks and fonts by number, a line's glyphs as one flat list of numbers.
//! All places are 点 from the top left corner of the trim, y downwards, to a thousandth of a 点 (0.35 µm). Offsets
//! into texts are UTF-16 code units, as JavaScript counts.
//!
//! A glyph `[outline, x, advance, units]` of a line at `(line.x, line.y)` in a run is painted by filling its path
//! with `setTransform(s · wide / 1000, 0, 0, s, line.x + x, line.y − rise)`, where `s = size / fonts[font].em`; in a
//! turned run with `setTransform(0, s · wide / 1000, −s, 0, line.x + x, line.y − rise)`.

use std::collections::HashMap;
use std::sync::Arc;

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{
    Block, Ink, Item, LineEnd, Part, PictureOutline, PlacedPicture, Role, TextLine,
};
use broadsheet_units::{Length, Rect};
use serde::{Serialize, Serializer};
use ts_rs::TS;
use uuid::Uuid;

use crate::{Look, Outlines, Srgb};

/// The present [`DisplayList::schema`].
pub const DISPLAY_SCHEMA: u32 = 1;

/// How far the em box reaches above the baseline, in thousandths of the size: 0.88 in every CJK face.
const ABOVE: i64 = 880;

/// A page as the canvas paints it: `items` from back to front.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct DisplayList {
    /// The shape of this record; raised when a field changes its meaning.
    pub schema: u32,
    /// What the page is called.
    pub name: String,
    /// Its language, BCP 47.
    pub lang: String,
    /// Width and height of the trimmed page.
    pub page: [Points; 2],
    /// How far ink may run past the trim.
    pub bleed: Points,
    /// The type area (版心): left, top, width, height.
    pub type_area: [Points; 4],
    /// The colours that items name by number, as CSS takes them.
    pub inks: Vec<String>,
    /// The fonts that runs name by number.
    pub fonts: Vec<DisplayFont>,
    /// The outlines that runs name by number.
    pub glyphs: DisplayGlyphs,
    /// The logical parts of the page in reading order.
    pub blocks: Vec<DisplayBlock>,
    /// What is painted.
    pub items: Vec<DisplayItem>,
}

/// A number of 点; written without a fraction where it has none.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Default, TS)]
#[ts(type = "number")]
pub struct Points(pub f64);

/// A font of the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct DisplayFont {
    /// The family.
    pub family: String,
    /// The PostScript name of the face: with a glyph's number it names an outline on every page.
    pub face: String,
    /// Units per em of its outlines.
    pub em: u16,
}

/// The distinct glyphs of the page: three lists of one length.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, TS)]
pub struct DisplayGlyphs {
    /// The font of each.
    pub font: Vec<u16>,
    /// The glyph in that font; a viewer keeps paths by face and glyph.
    pub gid: Vec<u16>,
    /// SVG path data in font units, y downwards, filled non-zero; empty for a blank.
    #[ts(type = "string[]")]
    pub path: Vec<Arc<str>>,
}

/// A logical part of the page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct DisplayBlock {
    /// What it is.
    #[ts(
        type = "\"folio\" | \"rubric\" | \"kicker\" | \"headline\" | \"deck\" | \"byline\" | \"paragraph\" | \
                 \"subhead\" | \"figure\" | \"caption\" | \"credit\" | \"jump\" | \"quote\" | \"advert\""
    )]
    pub role: Role,
    /// The story it belongs to.
    #[ts(type = "string | null")]
    pub story: Option<Uuid>,
    /// The whole text as set; for a figure its alternative text.
    pub text: String,
    /// Where each stretch of `text` came from, in order; what layout made has no source.
    pub spans: Vec<DisplaySpan>,
}

/// Where a stretch of a block's text came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct DisplaySpan {
    /// First UTF-16 unit in the block's text.
    pub start: u32,
    /// The unit past the last.
    pub end: u32,
    /// The part of the copy.
    #[ts(
        type = "\"kicker\" | \"headline\" | \"deck\" | \"rubric\" | \"source-line\" | \"byline\" | \"body\" | \
                 \"caption\" | \"credit\""
    )]
    pub part: Part,
    /// The paragraph, byline or photo, counted from 0 within its part.
    pub index: u32,
    /// The first **character** (Unicode scalar value, not UTF-16 unit) within that part's paragraph.
    pub offset: u32,
}

/// One thing on the page.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DisplayItem {
    /// A set line.
    Line(DisplayLine),
    /// A rule: left, top, width, height.
    Rule {
        /// What is inked.
        rect: [Points; 4],
        /// Its colour in `inks`.
        ink: u16,
    },
    /// A filled rectangle behind other items.
    Tint {
        /// What is inked.
        rect: [Points; 4],
        /// Its colour in `inks`.
        ink: u16,
    },
    /// A picture.
    Picture(DisplayPicture),
}

/// A set line. Its box for the pointer is `(x, y − up)` to `(x + width, y + down)`.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct DisplayLine {
    /// The block whose text this is a stretch of.
    pub block: u32,
    /// First UTF-16 unit in the block's text.
    pub start: u32,
    /// The unit past the last.
    pub end: u32,
    /// Where glyphs are counted from.
    pub x: Points,
    /// The baseline.
    pub y: Points,
    /// The set width.
    pub width: Points,
    /// From the baseline up to the top of the largest em box.
    pub up: Points,
    /// From the baseline down to the foot of the largest em box.
    pub down: Points,
    /// How it continues in the next line of its block.
    #[ts(type = "\"joined\" | \"blank\" | \"hyphenated\" | \"last\"")]
    pub ends: LineEnd,
    /// Its glyphs.
    pub runs: Vec<DisplayRun>,
}

/// Glyphs of one font, size and ink.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct DisplayRun {
    /// The font in `fonts`.
    pub font: u16,
    /// One em.
    pub size: Points,
    /// Horizontal scale in thousandths.
    pub wide: u16,
    /// Whether each glyph is turned a quarter clockwise about its own origin; left out where it is not.
    #[serde(skip_serializing_if = "is_false")]
    #[ts(optional, as = "Option<bool>")]
    pub turned: bool,
    /// The colour in `inks`.
    pub ink: u16,
    /// Four numbers a glyph: outline, x from the line's x, advance, UTF-16 units of text that it stands for. They
    /// follow one another through the line's text from the run's `start`.
    pub glyphs: Vec<Points>,
    /// How far each glyph stands above the baseline; left out where none does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Points>>")]
    pub rise: Vec<Points>,
    /// The first UTF-16 unit of each glyph in the block's text; left out where each follows the one before,
    /// beginning (or going on from the run before) at the line's `start`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<u32>>")]
    pub starts: Vec<u32>,
}

/// A picture at its place; the viewer builds its address from `photo` and the size that it needs. Where its block is
/// an advert, so is it.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct DisplayPicture {
    /// The figure block.
    pub block: u32,
    /// The photo, or the advert.
    #[ts(type = "string")]
    pub photo: Uuid,
    /// SHA-256 of the original: changes when the photo is replaced.
    pub sha256: String,
    /// The frame that it fills: left, top, width, height.
    pub rect: [Points; 4],
    /// The part that is shown, in pixels of the upright original: left, top, width, height.
    pub crop: [u32; 4],
    /// Width and height of the upright original in pixels.
    pub pixels: [u32; 2],
    /// What of the frame is shown: the ellipse in it, or a polygon; left out where it is all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub outline: Option<DisplayOutline>,
    /// Whether it is shown in greys: on a page of black alone; left out where it has its colours.
    #[serde(skip_serializing_if = "is_false")]
    #[ts(optional, as = "Option<bool>")]
    pub grey: bool,
}

/// The outline that a picture is cut to.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DisplayOutline {
    /// The ellipse in its frame.
    Round,
    /// A polygon.
    Polygon {
        /// Its corners.
        points: Vec<[Points; 2]>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_possible_truncation, reason = "lengths are far inside the range of i64")]
        if self.0.fract() == 0.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl From<Length> for Points {
    fn from(length: Length) -> Self {
        Self((length.to_points() * 1000.0).round() / 1000.0)
    }
}

/// The page for a canvas, with the `look` of its plates. A glyph whose outline the fonts no longer have is shown as a hollow
/// box; an item that names what the frame does not hold is left out.
#[must_use]
pub fn display_list(frame: &PageFrame, outlines: &dyn Outlines, look: &Look) -> DisplayList {
    let mut listing = Listing::new(frame, outlines, look);
    let blocks =
        frame.blocks.iter().zip(&listing.offsets).map(|(block, at)| display_block(block, at)).collect();
    let items = frame.items.iter().filter_map(|item| listing.item(item)).collect();
    DisplayList {
        schema: DISPLAY_SCHEMA,
        name: frame.name.clone(),
        lang: frame.lang.clone(),
        page: [frame.trim.width.into(), frame.trim.height.into()],
        bleed: frame.bleed.into(),
        type_area: corners(&frame.type_area),
        inks: listing.inks.iter().map(|ink| css(look.srgb(*ink))).collect(),
        fonts: frame
            .fonts
            .iter()
            .map(|font| DisplayFont {
                family: font.family.clone(),
                face: font.postscript_name.clone(),
                em: font.units_per_em,
            })
            .collect(),
        glyphs: listing.glyphs,
        blocks,
        items,
    }
}

/// What is gathered while items are listed: the numbers given to outlines and inks.
struct Listing<'a> {
    frame: &'a PageFrame,
    outlines: &'a dyn Outlines,
    look: &'a Look,
    offsets: Vec<Offsets>,
    glyphs: DisplayGlyphs,
    numbers: HashMap<(u16, u16), u32>,
    inks: Vec<Ink>,
}

impl<'a> Listing<'a> {
    fn new(frame: &'a PageFrame, outlines: &'a dyn Outlines, look: &'a Look) -> Self {
        let offsets = frame.blocks.iter().map(|block| Offsets::of(&block.text)).collect();
        Self {
            frame,
            outlines,
            look,
            offsets,
            glyphs: DisplayGlyphs::default(),
            numbers: HashMap::new(),
            inks: Vec::new(),
        }
    }

    fn item(&mut self, item: &Item) -> Option<DisplayItem> {
        match item {
            Item::Line(line) => self.line(line).map(DisplayItem::Line),
            Item::Rule(rule) => {
                Some(DisplayItem::Rule { rect: corners(&rule.rect), ink: self.ink(rule.ink) })
            }
            Item::Tint(tint) => {
                Some(DisplayItem::Tint { rect: corners(&tint.rect), ink: self.ink(tint.ink) })
            }
            Item::Picture(picture) => self.picture(picture).map(DisplayItem::Picture),
        }
    }

    fn line(&mut self, line: &TextLine) -> Option<DisplayLine> {
        let block = usize::try_from(line.block).ok()?;
        let start = self.offsets.get(block)?.at(line.start);
        let end = self.offsets.get(block)?.at(line.end);
        let size = line.runs.iter().map(|run| run.size).max().unwrap_or(Length::ZERO);
        let up = size.mul_ratio(ABOVE, 1000);
        let mut next = start;
        let mut runs = Vec::with_capacity(line.runs.len());
        for run in &line.runs {
            let mut glyphs = Vec::with_capacity(run.glyphs.len() * 4);
            let mut starts = Vec::with_capacity(run.glyphs.len());
            let mut in_turn = true;
            for glyph in &run.glyphs {
                let outline = self.outline(run.font, glyph.gid)?;
                let at = self.offsets.get(block)?;
                let (from, to) = (at.at(glyph.start), at.at(glyph.end));
                in_turn &= from == next;
                next = to;
                starts.push(from);
                let units = to.saturating_sub(from);
                glyphs.extend([whole(outline), glyph.x.into(), glyph.advance.into(), whole(units)]);
            }
            if in_turn {
                starts.clear();
            }
            let rise = if run.glyphs.iter().any(|glyph| glyph.y != Length::ZERO) {
                run.glyphs.iter().map(|glyph| glyph.y.into()).collect()
            } else {
                Vec::new()
            };
            let ink = self.ink(run.ink);
            runs.push(DisplayRun {
                font: run.font,
                size: run.size.into(),
                wide: run.scale_x,
                turned: run.turned,
                ink,
                glyphs,
                rise,
                starts,
            });
        }
        Some(DisplayLine {
            block: line.block,
            start,
            end,
            x: line.origin.x.into(),
            y: line.origin.y.into(),
            width: line.width.into(),
            up: up.into(),
            down: (line.down.max(size) - up).into(),
            ends: line.ends,
            runs,
        })
    }

    fn picture(&self, placed: &PlacedPicture) -> Option<DisplayPicture> {
        let used = self.frame.pictures.get(usize::from(placed.picture))?;
        let crop = placed.crop;
        Some(DisplayPicture {
            block: placed.block,
            photo: used.photo,
            sha256: used.sha256.clone(),
            rect: corners(&placed.rect),
            crop: [crop.x, crop.y, crop.width, crop.height],
            pixels: [used.px_width, used.px_height],
            grey: self.look.is_grey(self.frame, placed),
            outline: placed.outline.as_ref().map(|outline| match outline {
                PictureOutline::Round => DisplayOutline::Round,
                PictureOutline::Polygon { points } => DisplayOutline::Polygon {
                    points: points.iter().map(|point| [point.x.into(), point.y.into()]).collect(),
                },
            }),
        })
    }

    /// The number of a glyph's outline; it is fetched the first time.
    fn outline(&mut self, font: u16, gid: u16) -> Option<u32> {
        if let Some(number) = self.numbers.get(&(font, gid)) {
            return Some(*number);
        }
        let number = u32::try_from(self.glyphs.path.len()).ok()?;
        let face = self.frame.fonts.get(usize::from(font))?;
        self.glyphs.font.push(font);
        self.glyphs.gid.push(gid);
        self.glyphs.path.push(self.outlines.path_data(face, gid));
        self.numbers.insert((font, gid), number);
        Some(number)
    }

    /// The number of an ink; a page has a handful.
    fn ink(&mut self, ink: Ink) -> u16 {
        let number = self.inks.iter().position(|known| *known == ink).unwrap_or_else(|| {
            self.inks.push(ink);
            self.inks.len() - 1
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }
}

/// From bytes of a text to UTF-16 units.
struct Offsets(Vec<u32>);

impl Offsets {
    fn of(text: &str) -> Self {
        let mut units = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for character in text.chars() {
            // A byte inside a character counts as its first.
            units.extend(std::iter::repeat_n(count, character.len_utf8()));
            count += if u32::from(character) > 0xFFFF { 2 } else { 1 };
        }
        units.push(count);
        Self(units)
    }

    /// The unit at a byte; a byte past the end is the end.
    fn at(&self, byte: u32) -> u32 {
        let found = usize::try_from(byte).ok().and_then(|byte| self.0.get(byte));
        found.or(self.0.last()).copied().unwrap_or(0)
    }
}

fn display_block(block: &Block, at: &Offsets) -> DisplayBlock {
    let spans = block
        .sources
        .iter()
        .map(|source| DisplaySpan {
            start: at.at(source.start),
            end: at.at(source.end),
            part: source.part,
            index: source.index,
            offset: source.offset,
        })
        .collect();
    DisplayBlock { role: block.role, story: block.story, text: block.text.clone(), spans }
}

fn corners(rect: &Rect) -> [Points; 4] {
    [rect.x.into(), rect.y.into(), rect.width.into(), rect.height.into()]
}

fn whole(number: u32) -> Points {
    Points(f64::from(number))
}

fn css([r, g, b]: Srgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}
