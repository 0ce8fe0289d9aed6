//! Printers' marks in the margin of the sheet: crop and registration marks on every plate, a colour bar, and the
//! slug line. All of it stands outside the bleed and is an artifact to a reader.

use broadsheet_layout::frame::Ink;
use chrono::{DateTime, FixedOffset};
use krilla::color::separation::{self, SeparationColorant, SeparationSpace};
use krilla::color::{SpecialColor, cmyk};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};
use krilla::text::{GlyphId, KrillaGlyph};

use crate::ink::Printed;
use crate::paint::GlyphTexts;
use crate::sheet::{MM, Sheet};
use crate::typeface::Typeface;
use crate::{Job, Plates, Spot};

/// Thickness of the lines of a mark, in PDF points.
const HAIRLINE: f32 = 0.25;
/// From the bleed to a crop mark.
const CROP_OFFSET: f32 = 2.0 * MM;
/// Length of a crop mark.
const CROP_LENGTH: f32 = 6.0 * MM;
/// From the bleed to the middle of a registration mark, a patch or the slug line.
const MIDDLE: f32 = 6.0 * MM;
/// Half the height of a registration mark, and the radius of its ring.
const CROSS: f32 = 3.5 * MM;
const RING: f32 = 2.0 * MM;
/// Side of a patch of the colour bar.
const PATCH: f32 = 5.0 * MM;
/// From the corner of the trim to the colour bar and to the slug line.
const INSET: f32 = 8.0 * MM;
/// Size of the slug line, in PDF points.
const SLUG_SIZE: f32 = 7.0;

/// The patches: solids, overprints of two, half tones, and a grey of three inks beside its match in black.
const PATCHES: [Ink; 13] = [
    Ink { c: 100, m: 0, y: 0, k: 0 },
    Ink { c: 0, m: 100, y: 0, k: 0 },
    Ink { c: 0, m: 0, y: 100, k: 0 },
    Ink { c: 0, m: 0, y: 0, k: 100 },
    Ink { c: 0, m: 100, y: 100, k: 0 },
    Ink { c: 100, m: 0, y: 100, k: 0 },
    Ink { c: 100, m: 100, y: 0, k: 0 },
    Ink { c: 50, m: 0, y: 0, k: 0 },
    Ink { c: 0, m: 50, y: 0, k: 0 },
    Ink { c: 0, m: 0, y: 50, k: 0 },
    Ink { c: 0, m: 0, y: 0, k: 50 },
    Ink { c: 30, m: 22, y: 22, k: 0 },
    Ink { c: 0, m: 0, y: 0, k: 30 },
];

/// The names of the process plates, each in its own ink.
const PLATES: [(&str, Ink); 4] = [
    ("Cyan", Ink { c: 100, m: 0, y: 0, k: 0 }),
    ("Magenta", Ink { c: 0, m: 100, y: 0, k: 0 }),
    ("Yellow", Ink { c: 0, m: 0, y: 100, k: 0 }),
    ("Black", Ink { c: 0, m: 0, y: 0, k: 100 }),
];

/// What the marks of a page are drawn with.
pub(crate) struct Marks<'a> {
    /// The sheet.
    pub(crate) sheet: &'a Sheet,
    /// The page's fonts.
    pub(crate) faces: &'a [&'a Typeface],
    /// What the slug line says before the time and the plates.
    pub(crate) slug: &'a str,
    /// Time and plates.
    pub(crate) job: &'a Job,
}

impl<'a> Marks<'a> {
    /// Draws the marks; gives back the characters of the slug line that no font has.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, glyph_texts: &mut GlyphTexts) -> String {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Page)));
        surface.set_fill(Some(self.registration()));
        crop_marks(surface, self.sheet);
        registration_marks(surface, self.sheet);
        self.colour_bar(surface);
        let missing = self.slug_line(surface, glyph_texts);
        surface.end_tagged();
        missing
    }

    /// The slug line in its inks, and its characters that no font has.
    fn spelt(&self) -> (Vec<(Printed<'a>, Vec<Letter<'a>>)>, String) {
        let mut missing = String::new();
        let said = slug_text(self.slug, self.job.at);
        let mut parts = vec![(Printed::Process(Ink::BLACK), spell(&said, self.faces, &mut missing))];
        for (name, ink) in self.plates() {
            parts.push((ink, spell(&format!("   {name}"), self.faces, &mut missing)));
        }
        (parts, missing)
    }

    /// The glyphs of the slug line in the order in which they are drawn.
    pub(crate) fn glyphs(&self) -> Vec<(&'a Typeface, u32)> {
        let letters = self.spelt().0.into_iter().flat_map(|(_, letters)| letters);
        letters.map(|letter| (letter.face, letter.glyph)).collect()
    }

    /// The plates of the job with the solid ink of each.
    fn plates(&self) -> Vec<(&'a str, Printed<'a>)> {
        if self.job.plates == Plates::Black {
            return vec![("Black", Printed::Process(Ink::BLACK))];
        }
        let process = PLATES.into_iter().map(|(name, ink)| (name, Printed::Process(ink)));
        let spots = self.job.spots.iter().map(|spot: &Spot| (spot.name.as_str(), Printed::Spot(spot, 100)));
        process.chain(spots).collect()
    }

    /// The colour of the marks: one that prints on every plate (ISO 32000-1, 8.6.6.4: the colorant `All`), on a page of
    /// black alone black, or three more plates would be made for them.
    fn registration(&self) -> Fill {
        if self.job.plates == Plates::Black {
            return Fill { rule: FillRule::EvenOdd, ..Printed::Process(Ink::BLACK).fill(false) };
        }
        let solid = cmyk::Color::new(255, 255, 255, 255).into();
        let all = SeparationSpace::new(SeparationColorant::AllColorants, solid);
        let colour = SpecialColor::from(separation::Color::new(255, all));
        Fill {
            paint: krilla::color::Color::from(colour).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::EvenOdd,
        }
    }

    /// The patches of the job: those of its plates, and its spot colours solid and half.
    fn patches(&self) -> Vec<Printed<'_>> {
        let black = self.job.plates == Plates::Black;
        let of_plates = |ink: &Ink| !black || (ink.c, ink.m, ink.y) == (0, 0, 0);
        let process = PATCHES.into_iter().filter(of_plates).map(Printed::Process);
        let spots = self.job.spots.iter().filter(|_| !black);
        process.chain(spots.flat_map(|spot| [100, 50].map(|tint| Printed::Spot(spot, tint)))).collect()
    }

    /// The patches at the foot, from the left; as many as have room before the registration mark.
    fn colour_bar(&self, surface: &mut Surface<'_>) {
        let sheet = self.sheet;
        let y = sheet.size().1 - (sheet.margin - sheet.bleed - MIDDLE) - PATCH / 2.0;
        let mut x = sheet.margin + INSET;
        for ink in self.patches() {
            if x + PATCH > sheet.size().0 / 2.0 - 2.0 * CROSS {
                break;
            }
            surface.set_fill(Some(ink.fill(false)));
            bar(surface, x, y, PATCH, PATCH);
            x += PATCH;
        }
    }

    /// The slug line at the head, from the left: the slug, the time, the plates, each in its own ink, so that a plate
    /// says which one it is. At the foot, a reader that orders text by where it stands would take it into the middle of
    /// the columns above it.
    fn slug_line(&self, surface: &mut Surface<'_>, glyph_texts: &mut GlyphTexts) -> String {
        let sheet = self.sheet;
        let (parts, missing) = self.spelt();
        let letters = parts.iter().flat_map(|(_, letters)| letters);
        let width = letters.map(|letter| letter.advance).sum::<f32>() * SLUG_SIZE;
        let room = (sheet.width / 2.0 - INSET - 2.0 * CROSS).max(1.0);
        let size = if width > room { SLUG_SIZE * room / width } else { SLUG_SIZE };
        let baseline = sheet.margin - sheet.bleed - MIDDLE + size * 0.35;
        let mut x = sheet.margin + INSET;
        for (ink, letters) in parts {
            surface.set_fill(Some(ink.fill(matches!(ink, Printed::Process(Ink::BLACK)))));
            for letter in letters {
                letter.draw(surface, Point::from_xy(x, baseline), size, glyph_texts);
                x += letter.advance * size;
            }
        }
        missing
    }
}

fn bar(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32) {
    let mut path = PathBuilder::new();
    let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
    path.push_rect(rect);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// Two marks at each corner, in line with the trim.
fn crop_marks(surface: &mut Surface<'_>, sheet: &Sheet) {
    let away = sheet.bleed + CROP_OFFSET;
    let (left, top) = (sheet.margin, sheet.margin);
    let (right, bottom) = (left + sheet.width, top + sheet.height);
    for y in [top, bottom] {
        bar(surface, left - away - CROP_LENGTH, y - HAIRLINE / 2.0, CROP_LENGTH, HAIRLINE);
        bar(surface, right + away, y - HAIRLINE / 2.0, CROP_LENGTH, HAIRLINE);
    }
    for x in [left, right] {
        bar(surface, x - HAIRLINE / 2.0, top - away - CROP_LENGTH, HAIRLINE, CROP_LENGTH);
        bar(surface, x - HAIRLINE / 2.0, bottom + away, HAIRLINE, CROP_LENGTH);
    }
}

/// A cross in a ring at the middle of each side.
fn registration_marks(surface: &mut Surface<'_>, sheet: &Sheet) {
    let (width, height) = sheet.size();
    let middle = sheet.margin - sheet.bleed - MIDDLE;
    let places = [
        (width / 2.0, middle),
        (width / 2.0, height - middle),
        (middle, height / 2.0),
        (width - middle, height / 2.0),
    ];
    for (x, y) in places {
        bar(surface, x - CROSS, y - HAIRLINE / 2.0, 2.0 * CROSS, HAIRLINE);
        bar(surface, x - HAIRLINE / 2.0, y - CROSS, HAIRLINE, 2.0 * CROSS);
        let mut ring = PathBuilder::new();
        circle(&mut ring, x, y, RING + HAIRLINE / 2.0);
        circle(&mut ring, x, y, RING - HAIRLINE / 2.0);
        if let Some(ring) = ring.finish() {
            surface.draw_path(&ring);
        }
    }
}

/// A circle of four Bézier curves.
fn circle(path: &mut PathBuilder, x: f32, y: f32, radius: f32) {
    // The length of handle at which a cubic curve is nearest a quarter circle: 4/3 · (√2 − 1).
    let handle = radius * 0.552_284_8;
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + handle, x + handle, y + radius, x, y + radius);
    path.cubic_to(x - handle, y + radius, x - radius, y + handle, x - radius, y);
    path.cubic_to(x - radius, y - handle, x - handle, y - radius, x, y - radius);
    path.cubic_to(x + handle, y - radius, x + radius, y - handle, x + radius, y);
    path.close();
}

fn slug_text(slug: &str, at: DateTime<FixedOffset>) -> String {
    format!("{slug}   {}", at.format("%Y-%m-%d %H:%M:%S %:z"))
}

/// A letter of the slug line.
struct Letter<'a> {
    face: &'a Typeface,
    glyph: u32,
    advance: f32,
    text: String,
}

impl Letter<'_> {
    fn draw(&self, surface: &mut Surface<'_>, at: Point, size: f32, glyph_texts: &mut GlyphTexts) {
        let text = glyph_texts.of(&self.face.font, self.glyph, &self.text);
        let glyph = KrillaGlyph {
            glyph_id: GlyphId::new(self.glyph),
            text_range: 0..text.len(),
            x_advance: self.advance,
            x_offset: 0.0,
            y_offset: 0.0,
            y_advance: 0.0,
            location: None,
        };
        surface.draw_glyphs(at, &[glyph], self.face.font.clone(), text, size, false);
    }
}

/// The letters of a text, each in the first of the page's fonts that has it.
fn spell<'a>(text: &str, faces: &[&'a Typeface], missing: &mut String) -> Vec<Letter<'a>> {
    let mut letters = Vec::new();
    for character in text.chars() {
        let found = faces.iter().find_map(|&face| face.nominal(character).map(|found| (face, found)));
        match found {
            Some((face, (glyph, advance))) => {
                letters.push(Letter { face, glyph, advance, text: character.to_string() });
            }
            None if missing.contains(character) => {}
            None => missing.push(character),
        }
    }
    letters
}
