//! Set matter: blocks and what is inked, at places from an origin of its own, before it stands on a page.

use broadsheet_typeset::{Line, Span, TextStyle};
use broadsheet_units::{Length, Point, Rect};
use uuid::Uuid;

use crate::frame::{
    Block, GlyphRun, Ink, Item, LineEnd, Part, PictureOutline, PictureUse, PlacedGlyph, Role, Rule,
    SourceSpan, TextLine, Tint,
};
use crate::notice::Notice;

/// Set matter. The fonts of its glyph runs are numbers of the font library, its pictures and blocks are its own.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Matter {
    pub(crate) blocks: Vec<Block>,
    pub(crate) pictures: Vec<PictureUse>,
    pub(crate) items: Vec<Item>,
    pub(crate) notices: Vec<Notice>,
}

/// The text of a block as it is put together: what is set, in which style, and where each stretch came from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Wording {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    pub(crate) sources: Vec<SourceSpan>,
}

impl Wording {
    /// Adds text that layout makes.
    pub(crate) fn made(&mut self, text: &str, style: &TextStyle) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.spans.push(Span { text: text.to_owned(), style: style.clone() });
        }
    }

    /// Adds text of the copy: of this part, from its character `offset` on.
    pub(crate) fn copy(&mut self, text: &str, style: &TextStyle, part: Part, index: usize, offset: usize) {
        self.copy_spans([Span { text: text.to_owned(), style: style.clone() }], part, index, offset);
    }

    /// The same in several styles.
    pub(crate) fn copy_spans(
        &mut self,
        spans: impl IntoIterator<Item = Span>,
        part: Part,
        index: usize,
        offset: usize,
    ) {
        let start = short(self.text.len());
        for span in spans {
            self.made(&span.text, &span.style);
        }
        let end = short(self.text.len());
        if end > start {
            self.sources.push(SourceSpan { start, end, part, index: short(index), offset: short(offset) });
        }
    }

    /// Puts another wording behind this one.
    pub(crate) fn append(&mut self, other: Self) {
        let before = short(self.text.len());
        self.text.push_str(&other.text);
        self.spans.extend(other.spans);
        self.sources.extend(other.sources.into_iter().map(|source| SourceSpan {
            start: source.start + before,
            end: source.end + before,
            ..source
        }));
    }

    /// What stands from a byte on.
    pub(crate) fn from(&self, byte: usize) -> Self {
        let text = self.text.get(byte..).unwrap_or_default().to_owned();
        let (mut spans, mut at) = (Vec::new(), 0);
        for span in &self.spans {
            let skipped = byte.saturating_sub(at).min(span.text.len());
            at += span.text.len();
            if let Some(rest) = span.text.get(skipped..).filter(|rest| !rest.is_empty()) {
                spans.push(Span { text: rest.to_owned(), style: span.style.clone() });
            }
        }
        let byte = short(byte);
        let mut sources = Vec::new();
        for source in self.sources.iter().filter(|source| source.end > byte) {
            let cut = self.text.get(source.start as usize..byte.max(source.start) as usize);
            sources.push(SourceSpan {
                start: source.start.max(byte) - byte,
                end: source.end - byte,
                offset: source.offset + short(cut.map_or(0, |cut| cut.chars().count())),
                ..source.clone()
            });
        }
        Self { text, spans, sources }
    }

    /// A wording of one stretch of copy.
    pub(crate) fn of(text: &str, style: &TextStyle, part: Part) -> Self {
        let mut wording = Self::default();
        wording.copy(text, style, part, 0, 0);
        wording
    }

    /// The block of this wording.
    pub(crate) fn block(&self, role: Role, story: Option<Uuid>) -> Block {
        Block { role, story, text: self.text.clone(), sources: self.sources.clone() }
    }
}

impl Matter {
    /// Adds a block; answers its number.
    pub(crate) fn add_block(&mut self, block: Block) -> u32 {
        self.blocks.push(block);
        short(self.blocks.len() - 1)
    }

    /// Adds a line of a block whose slot starts at `origin`. `before` are the block's bytes before the text that the
    /// line counts from.
    pub(crate) fn add_line(&mut self, block: u32, before: usize, line: &Line, origin: Point, ink: Ink) {
        self.items.push(Item::Line(text_line(block, before, line, origin, ink)));
    }

    /// Adds a rule.
    pub(crate) fn add_rule(&mut self, rect: Rect, ink: Ink) {
        if !rect.is_empty() {
            self.items.push(Item::Rule(Rule { rect, ink }));
        }
    }

    /// Adds a tint.
    pub(crate) fn add_tint(&mut self, rect: Rect, ink: Ink) {
        if !rect.is_empty() {
            self.items.push(Item::Tint(Tint { rect, ink }));
        }
    }

    /// Puts other matter into this one, its origin at `at`.
    pub(crate) fn append(&mut self, mut other: Self, at: Point) {
        let (blocks, pictures) = (short(self.blocks.len()), short16(self.pictures.len()));
        for item in &mut other.items {
            shift(item, at, blocks, pictures);
        }
        for notice in &mut other.notices {
            if let Some(rect) = &mut notice.place.rect {
                *rect = moved(*rect, at);
            }
        }
        self.blocks.append(&mut other.blocks);
        self.pictures.append(&mut other.pictures);
        self.items.append(&mut other.items);
        self.notices.append(&mut other.notices);
    }
}

/// A line as the frame keeps it.
fn text_line(block: u32, before: usize, line: &Line, origin: Point, ink: Ink) -> TextLine {
    let mut runs: Vec<GlyphRun> = Vec::new();
    for (n, glyph) in line.glyphs.iter().enumerate() {
        let to_next = line.glyphs.get(n + 1).map_or(Length::ZERO, |next| next.x - glyph.x);
        let placed = PlacedGlyph {
            gid: glyph.gid,
            x: glyph.x,
            y: glyph.y,
            advance: if to_next > Length::ZERO { to_next } else { glyph.advance },
            start: short(before + glyph.range.start),
            end: short(before + glyph.range.end),
        };
        let font = u16::try_from(glyph.font.0).unwrap_or(u16::MAX);
        match runs.last_mut() {
            Some(run) if (run.font, run.size, run.scale_x) == (font, glyph.size, glyph.scale_x) => {
                run.glyphs.push(placed);
            }
            _ => runs.push(GlyphRun {
                font,
                size: glyph.size,
                scale_x: glyph.scale_x,
                turned: false,
                ink,
                glyphs: vec![placed],
            }),
        }
    }
    TextLine {
        block,
        start: short(before + line.range.start),
        end: short(before + line.range.end),
        origin,
        width: line.x + line.width,
        down: Length::ZERO,
        ends: ending(line),
        runs,
    }
}

fn ending(line: &Line) -> LineEnd {
    if line.last {
        LineEnd::Last
    } else if line.hyphen {
        LineEnd::Hyphenated
    } else if line.text.ends_with(char::is_whitespace) {
        LineEnd::Blank
    } else {
        LineEnd::Joined
    }
}

fn shift(item: &mut Item, at: Point, blocks: u32, pictures: u16) {
    match item {
        Item::Line(line) => {
            line.block += blocks;
            line.origin = Point::new(line.origin.x + at.x, line.origin.y + at.y);
        }
        Item::Rule(rule) => rule.rect = moved(rule.rect, at),
        Item::Tint(tint) => tint.rect = moved(tint.rect, at),
        Item::Picture(picture) => {
            picture.block += blocks;
            picture.picture += pictures;
            picture.rect = moved(picture.rect, at);
            if let Some(PictureOutline::Polygon { points }) = &mut picture.outline {
                for point in points {
                    *point = Point::new(point.x + at.x, point.y + at.y);
                }
            }
        }
    }
}

/// A rectangle moved by the way from the origin to `at`.
pub(crate) fn moved(rect: Rect, at: Point) -> Rect {
    Rect::new(rect.x + at.x, rect.y + at.y, rect.width, rect.height)
}

/// A count as the frame keeps it.
pub(crate) fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn short16(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
