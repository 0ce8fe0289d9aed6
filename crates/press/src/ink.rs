//! How much ink lies where on a page: what the limit of the press is held against while the page is painted, and
//! what the finished page is proved to keep to.

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Ink, Item, TextLine};
use broadsheet_units::{Length, Rect};
use krilla::color::separation::{self, SeparationColorant, SeparationSpace};
use krilla::color::{SpecialColor, cmyk};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Paint};
use rayon::prelude::*;

use crate::colour::PressColour;
use crate::preflight::Inked;
use crate::{Job, Plates, PressError, PressProfile, ProfileFault, Spot};

/// The fill opacity that marks what overprints.
///
/// krilla knows no overprint. It does write a graphics state, and its calls around just the marked operations, for a
/// fill that is not opaque: black that overprints is painted with this opacity, and the PDF/X pass turns that
/// graphics state into the one for overprinting. Nothing else that the press paints is ever transparent.
pub(crate) const OVERPRINT_MARK: f32 = 0.5;

/// What an ink by number is printed with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Printed<'a> {
    /// The process inks.
    Process(Ink),
    /// A tint of a spot colour, in per cent.
    Spot(&'a Spot, u8),
}

impl Printed<'_> {
    /// Its process inks apart from black, and its spot colour: what black that prints over it is added to. In per cent.
    fn colour(self) -> f64 {
        match self {
            Self::Process(Ink { c, m, y, .. }) => f64::from(c) + f64::from(m) + f64::from(y),
            Self::Spot(_, tint) => f64::from(tint),
        }
    }

    /// All of its ink, in per cent.
    pub(crate) fn total(self) -> f64 {
        match self {
            Self::Process(ink) => f64::from(ink.total()),
            Self::Spot(_, tint) => f64::from(tint),
        }
    }

    /// As a fill.
    pub(crate) fn fill(self, overprint: bool) -> Fill {
        let paint: Paint = match self {
            Self::Process(ink) => process(ink).into(),
            Self::Spot(spot, tint) => {
                let space = SeparationSpace::new(
                    SeparationColorant::Custom(spot.name.clone()),
                    process(spot.stands_for).into(),
                );
                let colour = SpecialColor::from(separation::Color::new(eight_bits(tint), space));
                krilla::color::Color::from(colour).into()
            }
        };
        let mark = if overprint { NormalizedF32::new(OVERPRINT_MARK) } else { None };
        Fill { paint, opacity: mark.unwrap_or(NormalizedF32::ONE), rule: FillRule::NonZero }
    }
}

/// Process inks as krilla has them: 8 bits a plate. The PDF/X pass writes the whole per cent again.
fn process(ink: Ink) -> cmyk::Color {
    cmyk::Color::new(eight_bits(ink.c), eight_bits(ink.m), eight_bits(ink.y), eight_bits(ink.k))
}

fn eight_bits(percent: u8) -> u8 {
    let percent = u16::from(percent.min(100));
    u8::try_from((percent * 255 + 50) / 100).unwrap_or(u8::MAX)
}

/// What the inks of a page's items are printed with.
pub(crate) struct Palette<'a> {
    spots: &'a [Spot],
    /// On a page of black alone: the tint of black for each ink that the pages use.
    black: Option<Vec<(Ink, Ink)>>,
}

impl<'a> Palette<'a> {
    /// The palette for pages that use `inks`.
    pub(crate) fn new(job: &'a Job, inks: &[Ink], press: &PressColour) -> Result<Self, PressError> {
        let black = match job.plates {
            Plates::Process => None,
            Plates::Black => Some(in_black(inks, press)?),
        };
        Ok(Self { spots: if black.is_some() { &[] } else { &job.spots }, black })
    }

    /// What an ink is printed with.
    pub(crate) fn of(&self, ink: Ink) -> Printed<'a> {
        if let Some(black) = &self.black {
            let found = black.iter().find_map(|(from, to)| (*from == ink).then_some(*to));
            return Printed::Process(found.unwrap_or(ink));
        }
        let spot = self.spots.iter().find_map(|spot| Some((spot, spot.tint(ink)?)));
        spot.map_or(Printed::Process(ink), |(spot, tint)| Printed::Spot(spot, tint))
    }
}

/// For each ink in colour of a page that is printed in black alone, the tint of black that it is printed as.
///
/// # Errors
/// Where the press profile cannot be used.
pub fn tints_of_black(frame: &PageFrame, profile: &PressProfile) -> Result<Vec<(Ink, Ink)>, PressError> {
    let inks = inks_of(&[frame]);
    // To open a profile takes longer than to set most pages.
    if inks.iter().all(|ink| is_black(*ink)) {
        return Ok(Vec::new());
    }
    in_black(&inks, &PressColour::open(profile)?)
}

/// Every ink by number that any of the frames uses.
pub(crate) fn inks_of(frames: &[&PageFrame]) -> Vec<Ink> {
    let mut inks: Vec<Ink> = Vec::new();
    let mut add = |ink: Ink| {
        if !inks.contains(&ink) {
            inks.push(ink);
        }
    };
    for item in frames.iter().flat_map(|frame| &frame.items) {
        match item {
            Item::Line(line) => line.runs.iter().for_each(|run| add(run.ink)),
            Item::Rule(rule) => add(rule.ink),
            Item::Tint(tint) => add(tint.ink),
            Item::Picture(_) => {}
        }
    }
    inks
}

/// Whether it is on the plate of black alone.
fn is_black(ink: Ink) -> bool {
    (ink.c, ink.m, ink.y) == (0, 0, 0)
}

/// For each ink, the tint of black that is as light. Black by number stays what it is.
fn in_black(inks: &[Ink], press: &PressColour) -> Result<Vec<(Ink, Ink)>, PressError> {
    let mut coloured: Vec<Ink> = Vec::new();
    for &ink in inks {
        if !is_black(ink) && !coloured.contains(&ink) {
            coloured.push(ink);
        }
    }
    let pixels: Vec<u8> =
        coloured.iter().flat_map(|ink| [ink.c, ink.m, ink.y, ink.k].map(eight_bits)).collect();
    let blacks = press.black_of(&pixels).map_err(|_| ProfileFault::NoTables)?;
    let per_cent = |value: u8| u8::try_from((u16::from(value) * 100 + 127) / 255).unwrap_or(100);
    Ok(coloured.into_iter().zip(blacks).map(|(ink, black)| (ink, Ink::grey(per_cent(black)))).collect())
}

/// Pixels of a side of the blocks that a picture's inks are kept by.
const BLOCK: usize = 16;

/// How much ink a picture prints where, block by block, in 255ths.
#[derive(Clone, Debug)]
pub(crate) struct InkMap {
    columns: usize,
    /// The most cyan, magenta and yellow together of a pixel of each block.
    colour: Vec<u16>,
    /// The most ink of a pixel.
    most: u16,
    /// Which of the four plates have ink.
    plates: [bool; 4],
    /// The spot colours that have ink.
    spots: Vec<String>,
}

impl InkMap {
    /// Of ink values: four a pixel, or black alone.
    pub(crate) fn of(inks: &[u8], width: u32, black: bool) -> Self {
        let width = usize::try_from(width).unwrap_or(usize::MAX).max(1);
        if black {
            let most = inks.iter().copied().max().unwrap_or(0);
            let plates = [false, false, false, most > 0];
            let (columns, colour, spots) = (1, vec![0], Vec::new());
            return Self { columns, colour, most: u16::from(most), plates, spots };
        }
        let columns = width.div_ceil(BLOCK);
        let band = |rows: &[u8]| {
            let mut colour = vec![0u16; columns];
            let mut most = 0;
            let mut plates = [0u8; 4];
            for row in rows.chunks_exact(width * 4) {
                for (pixels, colour) in row.chunks(BLOCK * 4).zip(&mut colour) {
                    for pixel in pixels.chunks_exact(4) {
                        let [c, m, y, k] = [pixel[0], pixel[1], pixel[2], pixel[3]];
                        let sum = u16::from(c) + u16::from(m) + u16::from(y);
                        *colour = (*colour).max(sum);
                        most = most.max(sum + u16::from(k));
                        plates = [plates[0] | c, plates[1] | m, plates[2] | y, plates[3] | k];
                    }
                }
            }
            (colour, most, plates)
        };
        let bands: Vec<_> = inks.par_chunks(width * 4 * BLOCK).map(band).collect();
        let mut map = Self { columns, colour: Vec::new(), most: 0, plates: [false; 4], spots: Vec::new() };
        for (colour, most, plates) in bands {
            map.colour.extend(colour);
            map.most = map.most.max(most);
            for (known, new) in map.plates.iter_mut().zip(plates) {
                *known |= new > 0;
            }
        }
        map
    }

    /// Of a placed PDF: it counts everywhere for the most that it has anywhere.
    pub(crate) fn of_placed(inked: &Inked) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most a few hundred per cent"
        )]
        let parts = |per_cent: f64| (per_cent.max(0.0) * 2.55 + 0.01) as u16;
        Self {
            columns: 1,
            colour: vec![parts(inked.colour)],
            most: parts(inked.most),
            plates: inked.plates,
            spots: inked.spots.clone(),
        }
    }

    /// The most colour within a part of the picture, given in shares of its sides, in per cent.
    fn colour_in(&self, left: f64, top: f64, right: f64, bottom: f64) -> f64 {
        let rows = self.colour.len() / self.columns.max(1);
        let range = |from: f64, to: f64, count: usize| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a block of a picture, clamped"
            )]
            let block = |share: f64| (share.clamp(0.0, 1.0) * count as f64) as usize;
            block(from).min(count.saturating_sub(1))..(block(to) + 1).min(count)
        };
        let columns = range(left, right, self.columns);
        let blocks = range(top, bottom, rows).flat_map(|row| {
            let row = row * self.columns;
            self.colour.get(row + columns.start..row + columns.end).unwrap_or_default()
        });
        f64::from(blocks.copied().max().unwrap_or(0)) / 2.55
    }
}

/// What lies on a page so far.
#[derive(Default)]
pub(crate) struct Ground<'a> {
    layers: Vec<(Rect, Layer<'a>)>,
    /// The most ink anywhere, in per cent.
    most: f64,
    /// Which of the four plates have ink.
    plates: [bool; 4],
    /// The spot colours that have ink.
    spots: Vec<&'a str>,
}

/// Something that covers what lies below it.
enum Layer<'a> {
    Ink(Printed<'a>),
    Picture(&'a InkMap),
}

impl<'a> Ground<'a> {
    /// Lays an area that knocks out what is below it.
    pub(crate) fn lay(&mut self, rect: Rect, ink: Printed<'a>) {
        self.note(ink, 0.0);
        self.layers.push((rect, Layer::Ink(ink)));
    }

    /// Lays a picture.
    pub(crate) fn lay_picture(&mut self, rect: Rect, map: &'a InkMap) {
        self.most = self.most.max(f64::from(map.most) / 2.55);
        for (known, new) in self.plates.iter_mut().zip(map.plates) {
            *known |= new;
        }
        for spot in &map.spots {
            if !self.spots.contains(&spot.as_str()) {
                self.spots.push(spot);
            }
        }
        self.layers.push((rect, Layer::Picture(map)));
    }

    /// Notes ink that covers nothing worth mentioning, over `below` per cent of other ink.
    pub(crate) fn note(&mut self, ink: Printed<'a>, below: f64) {
        self.most = self.most.max(ink.total() + below);
        match ink {
            Printed::Process(Ink { c, m, y, k }) => {
                for (known, ink) in self.plates.iter_mut().zip([c, m, y, k]) {
                    *known |= ink > 0;
                }
            }
            Printed::Spot(spot, _) if self.spots.contains(&spot.name.as_str()) => {}
            Printed::Spot(spot, _) => self.spots.push(&spot.name),
        }
    }

    /// The most colour under a place: what black that overprints there is added to. In per cent.
    pub(crate) fn colour_under(&self, place: Rect) -> f64 {
        let mut most = 0.0f64;
        for (rect, layer) in self.layers.iter().rev().filter(|(rect, _)| rect.overlaps(&place)) {
            let colour = match layer {
                Layer::Ink(ink) => ink.colour(),
                Layer::Picture(map) => {
                    let share = |from: Length, start: Length, side: Length| {
                        f64::from((from - start).raw()) / f64::from(side.raw().max(1))
                    };
                    map.colour_in(
                        share(place.x, rect.x, rect.width),
                        share(place.y, rect.y, rect.height),
                        share(place.right(), rect.x, rect.width),
                        share(place.bottom(), rect.y, rect.height),
                    )
                }
            };
            most = most.max(colour);
            if rect.contains(&place) {
                break;
            }
        }
        most
    }

    /// The most ink anywhere on the page, in per cent, rounded up.
    pub(crate) fn most(&self) -> u16 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most a few hundred")]
        let most = (self.most - 0.001).ceil().max(0.0) as u16;
        most
    }

    /// The names of the plates that have ink.
    pub(crate) fn plates(&self) -> Vec<String> {
        let process = ["Cyan", "Magenta", "Yellow", "Black"];
        let used = process.iter().zip(self.plates).filter_map(|(name, used)| used.then_some(*name));
        used.chain(self.spots.iter().copied()).map(str::to_owned).collect()
    }
}

/// Where a run of a line has its ink, as far as that can be said without its outlines.
pub(crate) fn place_of(line: &TextLine, run: &broadsheet_layout::frame::GlyphRun) -> Rect {
    let from = run.glyphs.first().map_or(Length::ZERO, |glyph| glyph.x);
    let to = run.glyphs.last().map_or(from, |glyph| glyph.x + glyph.advance);
    let (above, below) = (run.size.mul_ratio(9, 10), run.size.mul_ratio(3, 10));
    Rect::new(line.origin.x + from, line.origin.y - above, to - from, above + below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mm(x: f64, y: f64, width: f64, height: f64) -> Rect {
        let [x, y, width, height] = [x, y, width, height].map(Length::from_mm);
        Rect::new(x, y, width, height)
    }

    #[test]
    fn colour_is_printed_in_black_as_light_as_it_is() {
        let red = Ink { c: 0, m: 100, y: 100, k: 0 };
        let yellow = Ink { c: 0, m: 0, y: 100, k: 0 };
        let inks = [Ink::BLACK, red, Ink::grey(30), yellow];
        let press = PressColour::open(&PressProfile::newsprint()).unwrap();
        let tints = in_black(&inks, &press).unwrap();
        let [(first, of_red), (second, of_yellow)] = tints[..] else { panic!("{tints:?}") };
        assert_eq!((first, second), (red, yellow));
        assert!(is_black(of_red) && is_black(of_yellow));
        assert!(of_yellow.k < 20 && (40..80).contains(&of_red.k), "{tints:?}");
    }

    #[test]
    fn what_lies_on_top_is_what_is_printed_over() {
        let mut ground = Ground::default();
        ground.lay(mm(0.0, 0.0, 100.0, 100.0), Printed::Process(Ink { c: 90, m: 80, y: 0, k: 0 }));
        ground.lay(mm(10.0, 10.0, 50.0, 50.0), Printed::Process(Ink { c: 20, m: 0, y: 10, k: 0 }));
        assert!((ground.colour_under(mm(20.0, 20.0, 5.0, 5.0)) - 30.0).abs() < 1e-9);
        assert!((ground.colour_under(mm(5.0, 20.0, 30.0, 5.0)) - 170.0).abs() < 1e-9, "over both");
        assert!(ground.colour_under(mm(200.0, 20.0, 5.0, 5.0)) < 1e-9, "on paper");
        assert_eq!(
            (ground.most(), ground.plates()),
            (170, vec!["Cyan".into(), "Magenta".into(), "Yellow".into()])
        );
    }

    #[test]
    fn a_picture_is_dark_where_it_is() {
        let mut inks = vec![0u8; 64 * 32 * 4];
        for y in 0..32 {
            for x in 32..64 {
                inks[(y * 64 + x) * 4..][..4].copy_from_slice(&[200, 100, 0, 50]);
            }
        }
        let map = InkMap::of(&inks, 64, false);
        assert_eq!((map.most, map.plates), (350, [true, true, false, true]));
        let mut ground = Ground::default();
        ground.lay_picture(mm(0.0, 0.0, 64.0, 32.0), &map);
        assert!(ground.colour_under(mm(2.0, 2.0, 20.0, 20.0)) < 1e-9);
        assert!((ground.colour_under(mm(20.0, 2.0, 20.0, 20.0)) - 300.0 / 2.55).abs() < 1e-9);
        assert_eq!(ground.most(), 138);
    }
}
