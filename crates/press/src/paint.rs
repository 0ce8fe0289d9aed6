//! Paints a frame's items on its sheet, back to front, and says which tag holds what.
//!
//! Every line is one piece of marked content, and the runs of a line say what copy they stand for (`ActualText`,
//! written by the PDF/X pass), so that what is read out of the file is the copy and not what shaping, squeezing and
//! hyphenation made of it. Rules and tints are artifacts.

use std::collections::HashMap;

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{
    GlyphRun, Ink, Item, LineEnd, PictureOutline, PlacedGlyph, PlacedPicture, TextLine,
};
use broadsheet_units::{Length, Rect};
use krilla::geom::{Path, PathBuilder, Point, Size, Transform};
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::ink::{Ground, Palette, Printed, place_of};
use crate::marks::Marks;
use crate::picture::Plate;
use crate::picture::filled::Filled;
use crate::sheet::{Sheet, pt};
use crate::typeface::Typeface;
use crate::{Job, Overprint, PressError, PressNotice};

/// How far the handles of a curve that stands for a quarter of a circle reach, in radii.
const QUARTER: f32 = 0.552_284_8;

/// A place where a word may be broken; not part of it.
const SOFT_HYPHEN: char = '\u{ad}';

/// The leaves of one page's tags.
pub(crate) struct Leaves {
    /// For every block of the frame, the marked contents that make it up, in the order of painting.
    pub(crate) blocks: Vec<Vec<Identifier>>,
    /// For every marked content, in the order of painting, the copy that each of its text objects stands for.
    pub(crate) texts: Vec<Vec<String>>,
}

/// What a page is painted with.
pub(crate) struct Page<'a> {
    /// The page, counted from 1.
    pub(crate) number: u32,
    /// The composed page.
    pub(crate) frame: &'a PageFrame,
    /// Its sheet.
    pub(crate) sheet: Sheet,
    /// The frame's fonts, in its order.
    pub(crate) faces: Vec<&'a Typeface>,
    /// For every item of the frame, its picture as prepared for the press.
    pub(crate) plates: Vec<Option<Plate>>,
    /// What its inks are printed with.
    pub(crate) palette: &'a Palette<'a>,
    /// What of black overprints.
    pub(crate) overprint: Overprint,
    /// The largest sum of inks in per cent.
    pub(crate) ink_limit: u16,
}

/// A page under way: where it is painted, and what is known of it by then.
pub(crate) struct Under<'a, 's, 'o> {
    pub(crate) surface: &'s mut Surface<'o>,
    pub(crate) glyph_texts: &'s mut GlyphTexts,
    pub(crate) notices: &'s mut Vec<PressNotice>,
    pub(crate) ground: Ground<'a>,
}

impl Under<'_, '_, '_> {
    /// Says something, once.
    fn say(&mut self, notice: PressNotice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }
}

impl<'a> Page<'a> {
    /// Paints the items.
    pub(crate) fn paint(&'a self, under: &mut Under<'a, '_, '_>) -> Result<Leaves, PressError> {
        let mut leaves = Leaves { blocks: vec![Vec::new(); self.frame.blocks.len()], texts: Vec::new() };
        let texts = self.line_texts()?;
        for ((item, texts), plate) in self.frame.items.iter().zip(texts).zip(&self.plates) {
            match item {
                Item::Line(line) => {
                    let leaf = under.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                    let set = self.line(under, line);
                    // krilla holds whoever leaves a tag open to be at fault, also where nothing is printed any more.
                    under.surface.end_tagged();
                    set?;
                    self.hang(&mut leaves, line.block, leaf, texts)?;
                }
                Item::Rule(rule) => {
                    let thickness = rule.rect.width.min(rule.rect.height);
                    self.filled(under, rule.rect, rule.ink, thickness <= self.overprint.rules);
                }
                Item::Tint(tint) => self.filled(under, tint.rect, tint.ink, false),
                Item::Picture(placed) => {
                    let leaf = under.surface.start_tagged(ContentTag::Other);
                    self.picture(under, placed, plate.as_ref());
                    under.surface.end_tagged();
                    self.hang(&mut leaves, placed.block, leaf, texts)?;
                }
            }
        }
        Ok(leaves)
    }

    /// What stands around the page, with what the slug line says.
    pub(crate) fn marks<'m>(&'m self, slug: &'m str, job: &'m Job) -> Marks<'m> {
        Marks { sheet: &self.sheet, faces: &self.faces, slug: slug.trim(), job }
    }

    fn hang(
        &self,
        leaves: &mut Leaves,
        block: u32,
        leaf: Identifier,
        texts: Vec<String>,
    ) -> Result<(), PressError> {
        let block = usize::try_from(block).ok().and_then(|block| leaves.blocks.get_mut(block));
        block.ok_or_else(|| self.broken("an item names a block that is not there"))?.push(leaf);
        leaves.texts.push(texts);
        Ok(())
    }

    fn broken(&self, what: &str) -> PressError {
        PressError::FrameBroken { page: self.number, what: what.to_owned() }
    }

    /// The copy that each item's runs stand for, so that the copy of a block's lines, one after the other, is the
    /// block's text: a line that ends at a blank keeps the blank, and a word that was hyphenated stands whole with the
    /// line that it begins in.
    fn line_texts(&self) -> Result<Vec<Vec<String>>, PressError> {
        let mut ends = vec![0; self.frame.items.len()];
        let mut next_start: Vec<Option<u32>> = vec![None; self.frame.blocks.len()];
        for (item, end) in self.frame.items.iter().zip(&mut ends).rev() {
            let Item::Line(line) = item else { continue };
            let at = usize::try_from(line.block).unwrap_or(usize::MAX);
            let (Some(block), Some(next)) = (self.frame.blocks.get(at), next_start.get_mut(at)) else {
                return Err(self.broken("a line names a block that is not there"));
            };
            *end = match line.ends {
                LineEnd::Last => line.end,
                LineEnd::Hyphenated => word_end(&block.text, line.end),
                LineEnd::Joined | LineEnd::Blank => next.unwrap_or(line.end).max(line.end),
            };
            *next = Some(line.start);
        }
        let mut told: Vec<u32> = vec![0; self.frame.blocks.len()];
        let mut texts = vec![Vec::new(); self.frame.items.len()];
        for ((item, texts), end) in self.frame.items.iter().zip(&mut texts).zip(ends) {
            let Item::Line(line) = item else { continue };
            let at = usize::try_from(line.block).unwrap_or(usize::MAX);
            let (block, told) = (&self.frame.blocks[at], &mut told[at]);
            let start = line.start.max(*told);
            *texts = run_texts(line, &block.text, start, end.max(start))
                .ok_or_else(|| self.broken("a line's text is not within its block"))?;
            if line.ends == LineEnd::Hyphenated {
                *told = end;
            }
        }
        Ok(texts)
    }

    /// Sets a line.
    fn line(&self, under: &mut Under<'a, '_, '_>, line: &TextLine) -> Result<(), PressError> {
        let block = usize::try_from(line.block).ok().and_then(|block| self.frame.blocks.get(block));
        let text = block.map_or("", |block| block.text.as_str());
        for run in &line.runs {
            let face = self.faces.get(usize::from(run.font));
            let face = face.ok_or_else(|| self.broken("a line names a font that is not there"))?;
            let missing = run.glyphs.iter().any(|glyph| glyph.gid == 0);
            if missing {
                under.say(PressNotice::MissingGlyph { page: self.number, text: text.to_owned() });
            }
            if run.glyphs.iter().any(|glyph| u32::from(glyph.gid) >= face.glyph_count) {
                return Err(self.broken("a glyph is not in its font"));
            }
            let small = run.size <= self.overprint.text;
            let (ink, overprints) = self.inked(under, run.ink, place_of(line, run), small);
            under.surface.set_fill(Some(ink.fill(overprints)));
            let clusters = under.glyph_texts.clusters(&face.font, &run.glyphs, text);
            self.run(under.surface, line, run, face, clusters)?;
        }
        Ok(())
    }

    /// Sets a run of glyphs at their places.
    fn run(
        &self,
        surface: &mut Surface<'_>,
        line: &TextLine,
        run: &GlyphRun,
        face: &Typeface,
        (texts, ranges): (String, Vec<std::ops::Range<usize>>),
    ) -> Result<(), PressError> {
        let Some(first) = run.glyphs.first() else { return Ok(()) };
        if run.size <= Length::ZERO || run.scale_x == 0 {
            return Err(self.broken("a run has no size"));
        }
        let (left, baseline) = self.sheet.place(line.origin);
        let wide = f32::from(run.scale_x) / 1000.0;
        // Turned glyphs run down the page: what is down is across for them, and what is at the right is above.
        let place = |glyph: &PlacedGlyph| {
            if run.turned { (Length::ZERO - glyph.y, glyph.x) } else { (glyph.x, glyph.y) }
        };
        // Within the transform below, one unit across is `wide` points.
        let across = |length: Length| pt(length) / wide;
        let size = pt(run.size);
        let placed: Vec<KrillaGlyph> = run
            .glyphs
            .iter()
            .zip(ranges)
            .enumerate()
            .map(|(at, (glyph, range))| {
                let (x, rise) = place(glyph);
                let advance = run.glyphs.get(at + 1).map_or(glyph.advance, |next| place(next).0 - x);
                KrillaGlyph {
                    glyph_id: GlyphId::new(u32::from(glyph.gid)),
                    text_range: range,
                    x_advance: across(advance) / size,
                    x_offset: 0.0,
                    y_offset: pt(rise) / size,
                    y_advance: 0.0,
                    location: None,
                }
            })
            .collect();
        surface.push_transform(&if run.turned {
            Transform::from_row(0.0, wide, -1.0, 0.0, left, baseline)
        } else {
            Transform::from_row(wide, 0.0, 0.0, 1.0, left, baseline)
        });
        let start = Point::from_xy(across(place(first).0), 0.0);
        surface.draw_glyphs(start, &placed, face.font.clone(), &texts, size, false);
        surface.pop();
        Ok(())
    }

    /// Fills a rectangle.
    fn filled(&self, under: &mut Under<'a, '_, '_>, rect: Rect, ink: Ink, thin: bool) {
        let mut path = PathBuilder::new();
        let Some(placed) = self.sheet.rect(rect) else { return };
        path.push_rect(placed);
        let Some(path) = path.finish() else { return };
        let (ink, overprints) = self.inked(under, ink, rect, thin);
        if !overprints {
            under.ground.lay(rect, ink);
        }
        under.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        under.surface.set_fill(Some(ink.fill(overprints)));
        under.surface.draw_path(&path);
        under.surface.end_tagged();
    }

    /// Places a picture.
    fn picture(&self, under: &mut Under<'a, '_, '_>, placed: &PlacedPicture, plate: Option<&'a Plate>) {
        let (Some(frame), Some(plate)) = (self.sheet.rect(placed.rect), plate) else { return };
        let picture = self.frame.pictures.get(usize::from(placed.picture));
        let Some(filled) = picture.and_then(|picture| Filled::of(placed, picture)) else { return };
        let Some(rect) = self.sheet.rect(filled.rect) else { return };
        let Some(size) = Size::from_wh(rect.width(), rect.height()) else { return };
        under.ground.lay_picture(filled.rect, &plate.inks);
        let outline = placed.outline.as_ref().and_then(|outline| self.outline(frame, outline));
        if let Some(outline) = &outline {
            under.surface.push_clip_path(outline, &FillRule::NonZero);
        }
        under.surface.push_transform(&Transform::from_translate(rect.left(), rect.top()));
        under.surface.draw_image(plate.image.clone(), size);
        under.surface.pop();
        if outline.is_some() {
            under.surface.pop();
        }
    }

    /// The outline that a picture is cut to.
    fn outline(&self, rect: krilla::geom::Rect, outline: &PictureOutline) -> Option<Path> {
        let mut path = PathBuilder::new();
        match outline {
            PictureOutline::Round => {
                let (rx, ry) = (rect.width() / 2.0, rect.height() / 2.0);
                let (x, y) = (rect.left() + rx, rect.top() + ry);
                let (kx, ky) = (rx * QUARTER, ry * QUARTER);
                path.move_to(x + rx, y);
                path.cubic_to(x + rx, y + ky, x + kx, y + ry, x, y + ry);
                path.cubic_to(x - kx, y + ry, x - rx, y + ky, x - rx, y);
                path.cubic_to(x - rx, y - ky, x - kx, y - ry, x, y - ry);
                path.cubic_to(x + kx, y - ry, x + rx, y - ky, x + rx, y);
            }
            PictureOutline::Polygon { points } => {
                for (n, point) in points.iter().enumerate() {
                    let (x, y) = self.sheet.place(*point);
                    if n == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
                }
            }
        }
        path.close();
        path.finish()
    }

    /// What an ink of the frame is printed with at a place, and whether it overprints: solid black does where it `may`
    /// and where the inks below leave it room under the limit. What is over the limit by itself is said: numbers are
    /// never changed.
    fn inked(&self, under: &mut Under<'a, '_, '_>, ink: Ink, place: Rect, may: bool) -> (Printed<'a>, bool) {
        let printed = self.palette.of(ink);
        let limit = f64::from(self.ink_limit);
        if printed.total() > limit {
            let (page, limit) = (self.number, self.ink_limit);
            // Each ink once: it is mended once.
            let same = |said: &PressNotice| matches!(said, PressNotice::InkOverLimit { page, ink: known, .. } if (*page, *known) == (self.number, ink));
            if !under.notices.iter().any(same) {
                under.say(PressNotice::InkOverLimit { page, ink, rect: place, limit });
            }
        }
        let black = matches!(printed, Printed::Process(Ink::BLACK));
        let below = if black && may { under.ground.colour_under(place) } else { 0.0 };
        let fits = below + printed.total() <= limit;
        if black && may && !fits {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 400")]
            let total = (below + printed.total()).round() as u16;
            let (page, limit) = (self.number, self.ink_limit);
            let same = |said: &PressNotice| matches!(said, PressNotice::BlackKnockedOut { page, total: known, .. } if (*page, *known) == (self.number, total));
            if !under.notices.iter().any(same) {
                under.say(PressNotice::BlackKnockedOut { page, rect: place, total, limit });
            }
        }
        let overprints = black && may && fits;
        under.ground.note(printed, if overprints { below } else { 0.0 });
        (printed, overprints)
    }
}

/// Where a divided word ends, from a byte within it: behind the blank that follows it, or before Han.
fn word_end(text: &str, from: u32) -> u32 {
    let rest = usize::try_from(from).ok().and_then(|from| text.get(from..)).unwrap_or_default();
    let end = rest.char_indices().find_map(|(at, character)| match character {
        blank if blank.is_whitespace() => Some(at + blank.len_utf8()),
        '\u{2E80}'.. => Some(at),
        _ => None,
    });
    from.saturating_add(u32::try_from(end.unwrap_or(rest.len())).unwrap_or(u32::MAX))
}

/// The copy of a line from byte `from` of its block up to `end`, divided among its runs: each has what begins with its
/// first glyph. `None` where a place is not within the text.
fn run_texts(line: &TextLine, text: &str, from: u32, end: u32) -> Option<Vec<String>> {
    let starts = line.runs.iter().filter_map(|run| run.glyphs.first()).skip(1);
    let starts: Vec<u32> = starts.map(|glyph| glyph.start.max(from)).collect();
    let mut cuts = vec![from];
    let in_order = starts.windows(2).all(|pair| pair[0] <= pair[1])
        && starts.iter().all(|start| (from..=end).contains(start));
    // Runs that do not follow the copy (right-to-left text) leave all of it with the first.
    cuts.extend(starts.iter().map(|&start| if in_order { start } else { end }));
    cuts.push(end);
    let mut texts = Vec::with_capacity(cuts.len() - 1);
    for pair in cuts.windows(2) {
        let stretch = slice(text, pair[0], pair[1])?;
        texts.push(stretch.chars().filter(|&character| character != SOFT_HYPHEN).collect::<String>());
    }
    let last = texts.last_mut()?;
    if line.ends == LineEnd::Blank && !last.ends_with(char::is_whitespace) {
        last.push(' ');
    }
    Some(texts)
}

fn slice(text: &str, start: u32, end: u32) -> Option<&str> {
    text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

/// What each glyph of the file stands for in its font's character map: the text of its first use.
#[derive(Default)]
pub(crate) struct GlyphTexts(HashMap<(Font, u32), String>);

impl GlyphTexts {
    /// What `glyph` stands for; `text` where this is its first use.
    pub(crate) fn of(&mut self, font: &Font, glyph: u32, text: &str) -> &str {
        self.0.entry((font.clone(), glyph)).or_insert_with(|| text.to_owned())
    }

    /// A text for the glyphs of a run in which each has a stretch of its own, and those stretches.
    ///
    /// It only feeds the character map, which is what a reader without `ActualText` falls back on. A cluster's first
    /// glyph stands for all of it, the others for nothing (a zero-width space: krilla wants some text); an added
    /// hyphen stands for a hyphen. A glyph keeps its first text for good: for a second one krilla would write an
    /// `ActualText` of its own inside the line's, and readers then lose the line.
    fn clusters(
        &mut self,
        font: &Font,
        glyphs: &[PlacedGlyph],
        text: &str,
    ) -> (String, Vec<std::ops::Range<usize>>) {
        let mut all = String::new();
        let mut ranges = Vec::with_capacity(glyphs.len());
        let mut before: Option<(u32, u32)> = None;
        for glyph in glyphs {
            let start = all.len();
            let own = slice(text, glyph.start, glyph.end).unwrap_or_default();
            let cluster = Some((glyph.start, glyph.end));
            let own = match own {
                _ if glyph.start == glyph.end => "\u{2010}",
                "" => "\u{200b}",
                _ if before == cluster => "\u{200b}",
                own => own,
            };
            all.push_str(self.of(font, u32::from(glyph.gid), own));
            before = cluster;
            ranges.push(start..all.len());
        }
        (all, ranges)
    }
}
