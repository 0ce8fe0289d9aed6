//! Glyphs for atoms, from the shaper or from what it answered before.
//!
//! A full-width character on its own is shaped once a face and remembered: Han do not act on each other. Runs of
//! narrow characters are shaped as words, with kerning and ligatures, and remembered as words.

use std::collections::HashMap;
use std::sync::Arc;

use broadsheet_units::Length;
use harfrust::{
    Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShapePlanKey, ShaperFont, Tag,
};

use super::faces::Faces;
use super::itemise::Item;
use super::{Atom, AtomGlyph};
use crate::classes::{Class, class_of};
use crate::{Font, FontId, FontLibrary, Lang, LatinShapes, Paragraph, TextStyle};

/// How many words are remembered a face before they are forgotten together.
const WORDS: usize = 20_000;
/// How long a word the shaper is given at once, in graphemes; longer ones are shaped in parts.
const LONGEST_WORD: usize = 256;

/// A glyph as the font gives it, in font units.
#[derive(Clone, Copy, Debug)]
struct RawGlyph {
    gid: u16,
    /// The byte of the word that its cluster starts at.
    cluster: u32,
    advance: i32,
    dx: i32,
    dy: i32,
}

/// A full-width character's glyph, in font units.
#[derive(Clone, Copy, Debug)]
struct Single {
    gid: u16,
    advance: i32,
}

/// What one shaping of a word depends on, besides its face.
#[derive(Clone, PartialEq, Eq, Hash)]
struct WordKey {
    text: Box<str>,
    lang: Lang,
    wants: Wants,
}

/// How a word is to be shaped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
struct Wants {
    rtl: bool,
    /// Tracked: without ligatures.
    tracked: bool,
    shapes: LatinShapes,
}

/// What is known of a face.
#[derive(Default)]
struct Face {
    /// By character / 256: whether the face has a character, and its glyph once it was shaped, for Chinese and for
    /// other text.
    pages: Vec<Option<Box<[Slot; 256]>>>,
    words: HashMap<WordKey, Arc<[RawGlyph]>>,
    plans: Vec<ShapePlan>,
    /// Least and greatest x of a glyph's ink.
    inks: HashMap<u16, Option<(i32, i32)>>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    has: Option<bool>,
    singles: [Option<Single>; 2],
}

/// Shapes, and remembers.
#[derive(Default)]
pub(crate) struct Shaper {
    /// By number.
    faces: Vec<Option<Box<Face>>>,
}

impl std::fmt::Debug for Shaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shaper").field("faces", &self.faces.len()).finish_non_exhaustive()
    }
}

impl Shaper {
    /// Turns items into atoms and their glyphs, in order.
    pub(super) fn atoms(
        &mut self,
        paragraph: &Paragraph,
        text: &str,
        items: &[Item<'_>],
        faces: &mut Faces<'_>,
        atoms: &mut Vec<Atom>,
        glyphs: &mut Vec<AtomGlyph>,
    ) {
        let mut run: Option<WordRun> = None;
        for (at, item) in items.iter().enumerate() {
            let style = &paragraph.spans[usize::from(item.style)].style;
            let has_ink =
                !matches!(item.class, Class::Invisible | Class::Newline | Class::Tab | Class::WideSpace);
            let face =
                if has_ink { faces.face(self, item.text, item.start, item.class, item.style) } else { None };
            let in_word = face.is_some() && item.class != Class::Space && !is_single(item);
            let key = WordRun { start: at, face, style: item.style, level: item.level, script: item.class };
            if run.as_ref().is_some_and(|run| !in_word || !run.takes(&key, at)) {
                self.flush(&mut run, at, paragraph, text, items, faces, atoms, glyphs);
            }
            if in_word {
                run.get_or_insert(key);
                continue;
            }
            let mut atom = atom(item, style, glyphs.len());
            match face {
                Some(face) => self.single_atom(faces.library.font(face), item, style, &mut atom, glyphs),
                None if has_ink => self.missing_atom(faces, item, style, &mut atom, glyphs),
                None => atom.body = blank_width(item.class, &atom),
            }
            atom.end_glyph = index(glyphs.len());
            atoms.push(atom);
        }
        self.flush(&mut run, items.len(), paragraph, text, items, faces, atoms, glyphs);
    }

    /// Whether a face has a character; remembered.
    pub(super) fn has(&mut self, library: &FontLibrary, face: FontId, c: char) -> bool {
        let slot = self.slot(face, c);
        if let Some(has) = slot.has {
            return has;
        }
        let has = library.font(face).has(c);
        slot.has = Some(has);
        has
    }

    /// Moves the two dashes of each —— together where the face leaves a blank between them.
    pub(super) fn join_dashes(&mut self, library: &FontLibrary, atoms: &[Atom], glyphs: &mut [AtomGlyph]) {
        let mut at = 0;
        while at + 1 < atoms.len() {
            let pair = atoms[at].class == Class::Dash && atoms[at + 1].class == Class::Dash;
            if pair && atoms[at].em == atoms[at + 1].em {
                let (one, two) = (atoms[at].first_glyph as usize, atoms[at + 1].first_glyph as usize);
                let bearings = self.bearings(library, &atoms[at], glyphs.get(one).copied());
                if let Some((left, right)) = bearings.filter(|_| two < glyphs.len()) {
                    glyphs[one].dx += right;
                    glyphs[two].dx -= left;
                }
                at += 1;
            }
            at += 1;
        }
    }

    /// The blanks beside the ink of a glyph in its atom.
    fn bearings(
        &mut self,
        library: &FontLibrary,
        atom: &Atom,
        glyph: Option<AtomGlyph>,
    ) -> Option<(i32, i32)> {
        let glyph = glyph.filter(|glyph| glyph.gid != 0)?;
        let font = library.font(glyph.font);
        let (low, high) = self.ink(font, glyph.gid)?;
        let wide = |units| Length::from_raw(units).mul_ratio(i64::from(atom.em), units_per_em(font)).raw();
        let (low, high) = (wide(low) + glyph.dx, wide(high) + glyph.dx);
        Some((low.max(0), (atom.body - high).max(0)))
    }

    /// The width of a hyphen in the face and style that `like` is set from, and its glyph.
    pub(crate) fn hyphen(&mut self, font: &Font, style: &TextStyle) -> AtomGlyph {
        let single = self.single(font, '-', style.lang);
        let advance = scaled(single.advance, font, style);
        AtomGlyph { font: font.id(), gid: single.gid, dx: 0, dy: 0, advance }
    }

    fn slot(&mut self, face: FontId, c: char) -> &mut Slot {
        let (page, at) = (u32::from(c) as usize >> 8, u32::from(c) as usize & 0xFF);
        let pages = &mut self.face(face).pages;
        if pages.len() <= page {
            pages.resize_with(page + 1, || None);
        }
        &mut pages[page].get_or_insert_with(|| Box::new([Slot::default(); 256]))[at]
    }

    fn face(&mut self, id: FontId) -> &mut Face {
        let at = id.0 as usize;
        if self.faces.len() <= at {
            self.faces.resize_with(at + 1, || None);
        }
        self.faces[at].get_or_insert_default()
    }

    /// The glyph of a character that stands for itself.
    fn single(&mut self, font: &Font, c: char, lang: Lang) -> Single {
        let which = usize::from(lang == Lang::Zh);
        if let Some(known) = self.slot(font.id(), c).singles[which] {
            return known;
        }
        let mut text = [0; 4];
        let raw = self.shape_raw(font, c.encode_utf8(&mut text), lang, Wants::default());
        let single = Single {
            gid: raw.first().map_or(0, |glyph| glyph.gid),
            advance: raw.iter().map(|glyph| glyph.advance).sum(),
        };
        self.slot(font.id(), c).singles[which] = Some(single);
        single
    }

    /// An atom of one character and one glyph.
    fn single_atom(
        &mut self,
        font: &Font,
        item: &Item<'_>,
        style: &TextStyle,
        atom: &mut Atom,
        glyphs: &mut Vec<AtomGlyph>,
    ) {
        let Some(c) = item.text.chars().next() else { return };
        // In text from right to left an opening mark looks like a closing one (UAX #9, rule L4).
        let mirror = if item.level % 2 == 1 { mirrored(c) } else { None };
        let (c, drawn) = mirror.map_or((c, item.class), |c| (c, class_of(c.encode_utf8(&mut [0; 4]))));
        let single = self.single(font, c, style.lang);
        let advance = scaled(single.advance, font, style);
        let dx = if item.class.is_blank_mark() {
            let ink = self.ink(font, single.gid);
            let ink = ink.map(|(low, high)| (scaled(low, font, style), scaled(high, font, style)));
            mark_box(atom, drawn, advance, ink)
        } else {
            // A Han of a face that is a little off the em still takes its 字; dashes and ellipses fill theirs.
            let full = if c == '⸺' { atom.em * 2 } else { atom.em };
            let fills = matches!(item.class, Class::Dash | Class::Ellipsis)
                || (item.class != Class::Space && (advance - atom.em).abs() * 20 < atom.em);
            atom.body = if fills { full } else { advance };
            (atom.body - advance) / 2
        };
        glyphs.push(AtomGlyph { font: font.id(), gid: single.gid, dx, dy: 0, advance });
    }

    /// An atom that no font has: glyph 0 of the style's first face, and room for its ink.
    fn missing_atom(
        &mut self,
        faces: &Faces<'_>,
        item: &Item<'_>,
        style: &TextStyle,
        atom: &mut Atom,
        glyphs: &mut Vec<AtomGlyph>,
    ) {
        atom.body = if item.class.is_narrow() { atom.em / 2 } else { atom.em };
        if item.class == Class::Space {
            atom.body = atom.em / 4;
            return;
        }
        if item.class.is_blank_mark() {
            mark_box(atom, item.class, atom.em, None);
        }
        let Some(face) = faces.stand_in(item.style) else { return };
        if !item.class.is_blank_mark() {
            let font = faces.library.font(face);
            let ink = self.ink(font, 0).map_or(0, |(low, high)| scaled(low.max(0) + high, font, style));
            atom.body = atom.body.max(ink);
        }
        glyphs.push(AtomGlyph { font: face, gid: 0, dx: 0, dy: 0, advance: atom.body });
    }

    /// Ends a run of narrow characters: shapes it and adds its atoms.
    #[expect(clippy::too_many_arguments, reason = "the state of one pass, passed on to its second half")]
    fn flush(
        &mut self,
        run: &mut Option<WordRun>,
        end: usize,
        paragraph: &Paragraph,
        text: &str,
        items: &[Item<'_>],
        faces: &mut Faces<'_>,
        atoms: &mut Vec<Atom>,
        glyphs: &mut Vec<AtomGlyph>,
    ) {
        let Some(run) = run.take() else { return };
        let Some(face) = run.face else { return };
        let items = &items[run.start..end];
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return };
        let style = &paragraph.spans[usize::from(run.style)].style;
        let font = faces.library.font(face);
        let start = first.start;
        let word = &text[start..last.start + last.text.len()];
        let raw = self.word(font, word, style, run.level % 2 == 1);
        for (n, item) in items.iter().enumerate() {
            let mut atom = atom(item, style, glyphs.len());
            let (from, to) = (item.start - start, item.start - start + item.text.len());
            let mut pen = 0;
            for glyph in of_item(&raw, from, to, run.level % 2 == 1) {
                let advance = scaled(glyph.advance, font, style);
                let dx = pen + scaled(glyph.dx, font, style);
                let dy = Length::from_raw(glyph.dy)
                    .mul_ratio(i64::from(style.size.raw()), units_per_em(font))
                    .raw();
                glyphs.push(AtomGlyph { font: face, gid: glyph.gid, dx, dy, advance });
                pen += advance;
                if glyph.gid == 0 {
                    faces.report_missing(self, face, item.text, item.start);
                }
            }
            atom.end_glyph = index(glyphs.len());
            atom.body = pen;
            atom.joined = n > 0 && atom.first_glyph == atom.end_glyph;
            if item.class == Class::Mark && items.len() == 1 || is_quote(item.text) {
                self.narrow(font, style, &mut atom, glyphs);
            } else if item.class == Class::Han && (atom.body - atom.em).abs() * 20 < atom.em {
                atom.body = atom.em;
            }
            atoms.push(atom);
        }
    }

    /// Squeezes a mark of Latin text that the face only has full width to its ink.
    fn narrow(&mut self, font: &Font, style: &TextStyle, atom: &mut Atom, glyphs: &mut [AtomGlyph]) {
        if atom.body * 10 < atom.em * 9 || atom.end_glyph - atom.first_glyph != 1 {
            return;
        }
        let glyph = &mut glyphs[atom.first_glyph as usize];
        let Some((low, high)) = self.ink(font, glyph.gid) else { return };
        let (low, high) = (scaled(low, font, style), scaled(high, font, style));
        let side = atom.em / 16;
        if high - low + 2 * side < atom.body {
            glyph.dx = side - low;
            atom.body = high - low + 2 * side;
            glyph.advance = atom.body;
        }
    }

    fn ink(&mut self, font: &Font, gid: u16) -> Option<(i32, i32)> {
        let inks = &mut self.face(font.id()).inks;
        *inks
            .entry(gid)
            .or_insert_with(|| font.outline(gid).x_extent().map(|(low, high)| (floor(low), floor(high))))
    }

    fn word(&mut self, font: &Font, text: &str, style: &TextStyle, rtl: bool) -> Arc<[RawGlyph]> {
        let wants = Wants { rtl, tracked: style.tracking != 0, shapes: style.shapes };
        let key = WordKey { text: text.into(), lang: style.lang, wants };
        let words = &mut self.face(font.id()).words;
        if let Some(known) = words.get(&key) {
            return Arc::clone(known);
        }
        if words.len() >= WORDS {
            words.clear();
        }
        let raw: Arc<[RawGlyph]> = self.shape_raw(font, text, style.lang, wants).into();
        self.face(font.id()).words.insert(key, Arc::clone(&raw));
        raw
    }

    fn shape_raw(&mut self, font: &Font, text: &str, lang: Lang, wants: Wants) -> Vec<RawGlyph> {
        let Some(shaper) = font.shaper() else { return Vec::new() };
        let mut buffer = Buffer::new();
        for (at, c) in text.char_indices() {
            buffer.push(u32::from(c), index(at));
        }
        buffer.guess_segment_properties();
        if buffer.script().is_none() || text.chars().all(|c| !c.is_alphabetic()) {
            buffer.set_script(Some(if lang == Lang::Zh { Script::HAN } else { Script::LATIN }));
        }
        buffer.set_direction(if wants.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let language = match lang {
            Lang::Zh => Language::new("zh-hans"),
            Lang::En => Language::new("en"),
            Lang::Other => None,
        };
        buffer.set_language(language);
        let features = features(text, wants);
        let plans = &mut self.face(font.id()).plans;
        let key = ShapePlanKey::new(shaper, buffer.script(), buffer.direction())
            .language(buffer.language())
            .features(&features);
        let at = plans.iter().position(|plan| key.matches(plan)).unwrap_or_else(|| {
            let (script, direction) = (buffer.script(), buffer.direction());
            plans.push(ShapePlan::new(shaper, direction, script, buffer.language(), &features));
            plans.len() - 1
        });
        let prepared = ShaperFont::new(shaper);
        let options = ShapeOptions::new().plan(Some(&plans[at])).features(&features);
        if harfrust::shape(&prepared, &mut buffer, options).is_err() {
            return Vec::new();
        }
        let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
        let glyphs = infos.iter().zip(positions).map(|(info, position)| RawGlyph {
            gid: font.glyph(info.glyph_id),
            cluster: info.cluster,
            advance: position.x_advance,
            dx: position.x_offset,
            dy: position.y_offset,
        });
        glyphs.collect()
    }
}

/// A run of narrow characters that the shaper gets as one word.
struct WordRun {
    start: usize,
    face: Option<FontId>,
    style: u16,
    level: u8,
    /// The class of its first grapheme: a lone full-width grapheme is a word of its own.
    script: Class,
}

impl WordRun {
    fn takes(&self, next: &Self, at: usize) -> bool {
        self.face == next.face
            && self.style == next.style
            && self.level == next.level
            && self.script.is_narrow()
            && next.script.is_narrow()
            && at - self.start < LONGEST_WORD
    }
}

/// The glyphs of the bytes `from..to` of a word; clusters run with the text, or against it where that runs from right
/// to left.
fn of_item(raw: &[RawGlyph], from: usize, to: usize, rtl: bool) -> &[RawGlyph] {
    let before = |byte: usize| move |glyph: &RawGlyph| ((glyph.cluster as usize) < byte) != rtl;
    let (start, end) = if rtl { (to, from) } else { (from, to) };
    let (start, end) = (raw.partition_point(before(start)), raw.partition_point(before(end)));
    &raw[start..end.max(start)]
}

/// Proportional shapes for what a Chinese face has full width by default; no ligatures in tracked text; small capitals
/// and old-style figures where they are wanted.
fn features(text: &str, wants: Wants) -> Vec<Feature> {
    let mut features = Vec::new();
    if wants.shapes.small_capitals {
        features.push(Feature::new(Tag::new(b"smcp"), 1, ..));
    }
    if wants.shapes.old_style_figures {
        features.push(Feature::new(Tag::new(b"onum"), 1, ..));
    }
    if text.chars().any(|c| matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '·')) && text.chars().count() > 1
    {
        features.push(Feature::new(Tag::new(b"pwid"), 1, ..));
    }
    if wants.tracked {
        features.push(Feature::new(Tag::new(b"liga"), 0, ..));
        features.push(Feature::new(Tag::new(b"clig"), 0, ..));
    }
    features
}

/// One character that is not narrow: its glyph depends on nothing around it.
fn is_single(item: &Item<'_>) -> bool {
    !item.class.is_narrow() && item.text.chars().nth(1).is_none()
}

fn is_quote(text: &str) -> bool {
    matches!(text, "‘" | "’" | "“" | "”" | "—" | "…" | "·")
}

/// An atom without glyphs.
pub(super) fn atom(item: &Item<'_>, style: &TextStyle, first_glyph: usize) -> Atom {
    let em = style.size.mul_ratio(i64::from(style.scale_x), 1000);
    Atom {
        start: index(item.start),
        end: index(item.start + item.text.len()),
        first_glyph: index(first_glyph),
        end_glyph: index(first_glyph),
        class: item.class,
        style: item.style,
        level: item.level,
        body: 0,
        left: 0,
        right: 0,
        em: em.raw(),
        tracking: em.mul_ratio(i64::from(style.tracking), 1000).raw(),
        joined: false,
    }
}

/// Gives a full-width mark its half 字 of body and its blanks, and answers where in the body its glyph starts. The
/// blanks are those of its class, in the order of reading; `drawn` is the class of its glyph.
///
/// Where a face draws the mark elsewhere (centred, or in a proportional width), the ink is moved to the middle of
/// the body, so that what is squeezed is blank in every face.
fn mark_box(atom: &mut Atom, drawn: Class, advance: i32, ink: Option<(i32, i32)>) -> i32 {
    let half = atom.em / 2;
    atom.body = half;
    (atom.left, atom.right) = match atom.class {
        Class::Opening => (atom.em - half, 0),
        Class::Dot => (atom.em / 4, atom.em - half - atom.em / 4),
        _ => (0, atom.em - half),
    };
    // Where the body's left edge stands in the glyph's own full-width box.
    let edge = match drawn {
        Class::Opening => atom.em - half,
        Class::Dot => atom.em / 4,
        _ => 0,
    };
    let Some((low, high)) = ink else { return -edge };
    let slack = atom.em / 32;
    let fits = (advance - atom.em).abs() * 20 < atom.em && low >= edge - slack && high <= edge + half + slack;
    if fits { -edge } else { (half - (low + high)) / 2 }
}

/// The mark that a full-width mark looks like in text from right to left.
fn mirrored(c: char) -> Option<char> {
    const PAIRS: &str = "（）［］｛｝《》〈〉「」『』【】〔〕〖〗〘〙〚〛";
    let at = PAIRS.chars().position(|mark| mark == c)?;
    PAIRS.chars().nth(at ^ 1)
}

fn blank_width(class: Class, atom: &Atom) -> i32 {
    if matches!(class, Class::Tab | Class::WideSpace) { atom.em } else { 0 }
}

/// No glyph reaches further than so many ems: the widest ligatures take some twenty. What a damaged font says beyond that
/// is taken for this much.
const FURTHEST_EMS: i32 = 64;

/// Font units to raw length units at a style's size, horizontally scaled.
fn scaled(units: i32, font: &Font, style: &TextStyle) -> i32 {
    let num = i64::from(style.size.raw()) * i64::from(style.scale_x);
    let most = style.size.raw().saturating_abs().saturating_mul(FURTHEST_EMS);
    Length::from_raw(units).mul_ratio(num, units_per_em(font) * 1000).raw().clamp(-most, most)
}

fn units_per_em(font: &Font) -> i64 {
    i64::from(font.units_per_em())
}

/// A place in the text or in a list of glyphs; texts of more than 4 GB do not come this far.
fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "font coordinates are 16 bit; float to int casts saturate"
)]
fn floor(value: f32) -> i32 {
    value.floor() as i32
}
