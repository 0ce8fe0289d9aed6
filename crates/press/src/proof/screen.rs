//! [`Screen`]: the content of a printed page as a screen shows it.

use std::collections::BTreeSet;
use std::io::Write;

use broadsheet_layout::frame::Ink;

use super::strange;
use crate::steps::{Step, Steps};
use crate::{PressError, Spot};

/// What a page is printed with, and how it looks.
pub(super) struct Inks<'a> {
    /// The spot colours, by the names of their colour spaces.
    pub(super) spots: Vec<(Vec<u8>, &'a Spot)>,
    /// The names of the graphics states that overprint.
    pub(super) overprint: BTreeSet<Vec<u8>>,
    /// How an ink looks.
    pub(super) colour: fn(Ink) -> [u8; 3],
}

/// The content of a page for a screen.
pub(super) struct Screen {
    /// The content.
    pub(super) content: Vec<u8>,
    /// The names of the fonts that it is set in.
    pub(super) fonts: BTreeSet<Vec<u8>>,
    /// How many pictures there are; each has the [`picture_name`] of its number.
    pub(super) pictures: usize,
}

/// The name of a picture in the content.
pub(super) fn picture_name(number: usize) -> String {
    format!("P{number}")
}

impl Screen {
    /// The content of a printed page, with the corner of its trim in the corner of the sheet.
    ///
    /// The press paints a page within its bleed, saving the graphics state before and restoring it behind; whatever comes
    /// then are printers' marks.
    pub(super) fn of(content: &[u8], (left, bottom): (f64, f64), inks: Inks<'_>) -> Result<Self, PressError> {
        let screen = Self {
            content: Vec::with_capacity(content.len() + content.len() / 4),
            fonts: BTreeSet::new(),
            pictures: 0,
        };
        let mut under = Under { screen, inks, spot: [None; 2], known: Vec::new() };
        let mut depth = 0usize;
        for step in Steps::of(content) {
            let step = step.ok_or_else(|| strange("its content does not end"))?;
            match (step.operator, depth) {
                (b"q", 0) => {
                    under.screen.content.extend_from_slice(step.whole);
                    let _in_memory = write!(under.screen.content, "\n1 0 0 1 {} {} cm", -left, -bottom);
                }
                (_, 0) => return Err(strange("it is painted outside its bleed")),
                _ => under.take(&step)?,
            }
            depth = match step.operator {
                b"q" => depth + 1,
                b"Q" => depth - 1,
                _ => depth,
            };
            if depth == 0 {
                return Ok(under.screen);
            }
        }
        // A page without anything has no content at all.
        if depth == 0 { Ok(under.screen) } else { Err(strange("its content does not end")) }
    }
}

/// A content on its way to the screen.
struct Under<'a> {
    screen: Screen,
    inks: Inks<'a>,
    /// The spot colour that areas, and lines, are painted with: it is named right before its tint.
    spot: [Option<&'a Spot>; 2],
    /// What has been looked up: a page has a handful of inks, and thousands of things in them.
    known: Vec<(Ink, [u8; 3])>,
}

impl Under<'_> {
    fn take(&mut self, step: &Step<'_>) -> Result<(), PressError> {
        let &Step { whole, operands, operator } = step;
        match operator {
            b"k" | b"K" => {
                let [c, m, y, k] = per_cents(operands)?;
                self.paint(Ink { c, m, y, k }, operator == b"K");
            }
            b"g" | b"G" => {
                let [white] = per_cents(operands)?;
                self.paint(Ink::grey(100 - white), operator == b"G");
            }
            b"cs" | b"CS" => {
                let spot =
                    self.inks.spots.iter().find(|(name, _)| Some(name.as_slice()) == name_of(operands));
                let spot =
                    spot.ok_or_else(|| strange("it names a colour space that is no ink of its job"))?.1;
                self.spot[usize::from(operator == b"CS")] = Some(spot);
            }
            b"scn" | b"SCN" => {
                let [tint] = per_cents(operands)?;
                let spot = self.spot[usize::from(operator == b"SCN")];
                let spot = spot.ok_or_else(|| strange("it has a tint of no ink"))?;
                self.paint(spot.stands_for.tint(tint), operator == b"SCN");
            }
            b"gs" if name_of(operands).is_some_and(|name| self.inks.overprint.contains(name)) => {}
            b"Do" => {
                let name = picture_name(self.screen.pictures);
                let _in_memory = write!(self.screen.content, "\n/{name} Do");
                self.screen.pictures += 1;
            }
            _ => {
                if operator == b"Tf" {
                    let name = operands.split(u8::is_ascii_whitespace).next().and_then(name_of);
                    self.screen.fonts.extend(name.map(<[u8]>::to_vec));
                }
                self.screen.content.extend_from_slice(whole);
            }
        }
        Ok(())
    }

    /// Sets the colour of areas, or of lines.
    fn paint(&mut self, ink: Ink, line: bool) {
        let known = self.known.iter().find_map(|(known, rgb)| (*known == ink).then_some(*rgb));
        let [r, g, b] = known.unwrap_or_else(|| {
            let rgb = (self.inks.colour)(ink);
            self.known.push((ink, rgb));
            rgb
        });
        // A thousandth is enough to tell 255 levels.
        let part = |level: u8| (f32::from(level) / 255.0 * 1000.0).round() / 1000.0;
        let operator = if line { "RG" } else { "rg" };
        let _in_memory = write!(self.screen.content, "\n{} {} {} {operator}", part(r), part(g), part(b));
    }
}

/// A name that stands alone.
fn name_of(operand: &[u8]) -> Option<&[u8]> {
    operand.strip_prefix(b"/")
}

/// Shares of one as whole per cents, which is what the press prints with.
fn per_cents<const MANY: usize>(operands: &[u8]) -> Result<[u8; MANY], PressError> {
    let mut parts = operands.split(u8::is_ascii_whitespace).filter(|part| !part.is_empty());
    let mut all = [0; MANY];
    for ink in &mut all {
        let part = parts.next().and_then(|part| std::str::from_utf8(part).ok()?.parse::<f32>().ok());
        let part = part.ok_or_else(|| strange("it has a colour that is no number"))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        let part = (part * 100.0).round().clamp(0.0, 100.0) as u8;
        *ink = part;
    }
    if parts.next().is_some() { Err(strange("it has a colour of too many parts")) } else { Ok(all) }
}
