//! What lies on the paper while a page is walked, and how much ink comes together when something is painted over it.
//!
//! Things are held by the rectangles around them. Where those alone would bring too much ink together, it is looked at
//! point by point whether the things themselves do: a rectangle around a ring says little of what is in its middle.

use std::sync::Arc;

use super::below::{at, dark_points, may_lie};
use super::forgotten::Forgotten;
use super::outline::Outline;
use crate::preflight::density::Density;
use crate::preflight::gradient::Gradient;
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::state::Blend;
use crate::preflight::weight::{Plates, colour, total};

/// How many things are remembered. Of what is painted after these only the heaviest is, cell by cell of the page, as if it
/// lay under everything.
const MOST_THINGS: usize = 4096;
/// What may be looked at on a page: things at points, the sides of their outlines, and blocks of pictures.
const MOST_LOOKS: usize = 50_000_000;
/// How many things can be held against another for what one look costs.
pub(super) const AT_A_LOOK: usize = 16;
/// How many areas are remembered that have ink of which no more is known. With more of them nothing is sure to be bare.
const MOST_STAINS: usize = 16_384;
/// Points a side of the grid over a thing, and along a line.
const GRID: u32 = 16;
/// Rectangles that meet by less than this, in PDF points, do so by rounding alone.
const ROUNDING: f64 = 0.05;

/// How a thing changes the ink below it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Mixing {
    /// It takes away what is below.
    KnocksOut,
    /// It changes these plates only.
    Overprints([bool; 5]),
    /// It is multiplied with what is below: no less than either. What other modes make of dark colours is no darker.
    Multiplies,
    /// The darker of both counts, plate by plate.
    Darkens,
    /// It burns what is below.
    Burns,
    /// It leaves no more ink than there is.
    Lightens,
}

/// The inks of a thing.
#[derive(Clone, Debug)]
pub(crate) enum Painted {
    /// The same everywhere.
    Evenly(Plates),
    /// A picture's, and the way from the page to its unit square.
    Picture(Arc<Density>, Matrix),
    /// A gradient's, and the way from the page to its own space.
    Gradient(Arc<Gradient>, Matrix),
}

/// Where a thing is, within its rectangle.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// Everywhere.
    Whole,
    /// In an outline.
    Filled(Arc<Outline>),
    /// On an outline, by half the width of a line to either side.
    Line(Arc<Outline>, f64),
    /// Somewhere: letters, or what is seen through.
    Somewhere,
}

/// A thing that is painted.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) area: Area,
    pub(crate) shape: Shape,
    /// It is seen within all of these alone.
    pub(crate) clips: Vec<Arc<Outline>>,
    pub(crate) inks: Painted,
    pub(crate) mixing: Mixing,
    /// How much of it is not seen through.
    pub(crate) opacity: f64,
    /// Whether its inks are only the most that they may be.
    pub(crate) perhaps: bool,
    /// The one spot colour that it may have ink of; nothing where there are several, or none is known.
    pub(crate) spot: Option<usize>,
}

/// The inks that come together somewhere.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Together {
    pub(crate) inks: Plates,
    /// Whether they only may: something is not known, or there was too much to look at.
    pub(crate) perhaps: bool,
    /// The one spot colour that there is ink of; nothing where there are several, or none is known.
    pub(crate) spot: Option<usize>,
}

impl Together {
    /// The heavier of both.
    pub(super) fn or(self, other: Self) -> Self {
        if total(&other.inks) > total(&self.inks) { other } else { self }
    }

    /// Whether another is as sure and has no less of any plate: whatever mixes with both leaves it no less.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let no_more = self.inks.iter().zip(other.inks).all(|(own, other)| *own <= other);
        no_more && self.spot == other.spot && (self.perhaps || !other.perhaps)
    }

    /// The one spot colour of some inks over others.
    fn spot_over(&self, below: &Self) -> Option<usize> {
        match (self.inks[4] > 0.0, below.inks[4] > 0.0) {
            (false, _) => below.spot,
            (true, false) => self.spot,
            (true, true) => self.spot.filter(|_| self.spot == below.spot),
        }
    }
}

/// How a group mixes as one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Mixed {
    pub(crate) mixing: Mixing,
    pub(crate) opacity: f64,
    /// Whether it is masked.
    pub(crate) seen_through: bool,
}

/// A thing that was laid.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) thing: Thing,
    /// The most that may come together where it is, where it mixes with what is below.
    pub(super) bound: Option<Together>,
    /// What does come together where it is, as far as it was looked at.
    pub(super) together: Together,
    /// The first of all things that it mixes with.
    pub(super) floor: usize,
    /// What it was laid with: what is laid as one mixes with what is below all of it, and not with itself.
    pub(super) layer: usize,
}

/// What lies on the paper.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    things: Vec<Kept>,
    /// What is not remembered.
    forgotten: Forgotten,
    /// The heaviest of all.
    heaviest: Together,
    looks: usize,
    /// Where there is ink somewhere that is not laid, and upon how many things.
    stains: Vec<(Area, usize)>,
    /// How many things, the first of all, are outside of the group under way, which mixes with none of them.
    floor: usize,
    layers: usize,
}

impl Mixing {
    /// How a blend mode mixes what does not overprint. Of what nobody can follow nothing is made.
    pub(super) fn by(blend: Blend) -> Self {
        match blend {
            Blend::Normal => Self::KnocksOut,
            Blend::Multiply | Blend::Contrast => Self::Multiplies,
            Blend::Darken => Self::Darkens,
            Blend::Burn => Self::Burns,
            Blend::Lighten | Blend::Unknown => Self::Lightens,
        }
    }

    /// What comes of a colour over another; `same` where both have ink of the same spot colour alone.
    fn of(self, over: &Plates, below: &Plates, same: bool) -> Plates {
        std::array::from_fn(|at| {
            let (s, b) = (over[at], below[at]);
            match self {
                Self::KnocksOut => s,
                Self::Overprints(touched) => match touched[at] {
                    // Two spot colours are two plates, one is one.
                    true if at == 4 && same => s.max(b),
                    true if at == 4 => s + b,
                    true => s,
                    false => b,
                },
                Self::Multiplies => s + b - s.min(100.0) * b.min(100.0) / 100.0,
                Self::Darkens => s.max(b),
                Self::Lightens => b,
                Self::Burns if s >= 100.0 => {
                    if b > 0.0 {
                        100.0
                    } else {
                        0.0
                    }
                }
                Self::Burns => (b / (1.0 - s / 100.0)).min(100.0_f64.max(b)),
            }
        })
    }
}

impl Painted {
    /// Whether they are everywhere where something is painted with them, as far as is known.
    pub(super) fn is_everywhere(&self) -> bool {
        matches!(self, Self::Gradient(gradient, _) if gradient.is_everywhere())
    }

    /// The heaviest inks within an area: in all, and of colour.
    pub(super) fn heaviest(&self, area: Area) -> Vec<Plates> {
        match self {
            Self::Evenly(inks) => vec![*inks],
            Self::Picture(density, _) => density.heaviest().to_vec(),
            Self::Gradient(gradient, to_own) => {
                gradient.within(*to_own, area).into_iter().flatten().collect()
            }
        }
    }
}

impl Thing {
    /// Whether nothing shines through it.
    pub(super) fn is_opaque(&self) -> bool {
        self.mixing == Mixing::KnocksOut && self.opacity >= 1.0
    }

    /// What comes of some of its inks over what is below.
    pub(super) fn over(&self, own: &Together, below: &Together) -> Together {
        self.upon(own, below, below)
    }

    /// What comes of some of its inks that mix with those of its group, over what is below that (ISO 32000-1, 11.4.5).
    pub(super) fn upon(&self, own: &Together, group: &Together, below: &Together) -> Together {
        let same = self.spot.is_some() && self.spot == group.spot;
        let mixed = Together {
            inks: self.mixing.of(&own.inks, &group.inks, same),
            spot: own.spot_over(group),
            perhaps: own.perhaps || group.perhaps && self.mixing != Mixing::KnocksOut,
        };
        let share = |at: usize| below.inks[at] + (mixed.inks[at] - below.inks[at]) * self.opacity;
        Together {
            inks: std::array::from_fn(share),
            spot: mixed.spot_over(below),
            perhaps: mixed.perhaps || below.perhaps && self.opacity < 1.0,
        }
    }

    /// The heaviest inks that it has within a rectangle, of a picture those that it has anywhere.
    pub(super) fn heaviest(&self, area: Area) -> Vec<Together> {
        let (perhaps, spot) = (self.perhaps, self.spot);
        let inks = self.inks.heaviest(area);
        inks.into_iter().map(|inks| Together { inks, perhaps, spot }).collect()
    }

    /// The heaviest inks that it has within a rectangle.
    pub(super) fn within(&self, area: Area, looks: &mut usize) -> Vec<Together> {
        let (inks, perhaps) = match &self.inks {
            Painted::Picture(density, to_unit) if *looks > 0 => {
                let blocks = density.within(Area::of(*to_unit, area.corners()));
                let inks: Vec<Plates> = blocks.flat_map(|(_, inks)| inks).collect();
                *looks = looks.saturating_sub(inks.len());
                (inks, self.perhaps)
            }
            Painted::Picture(density, _) => (density.heaviest().to_vec(), true),
            Painted::Gradient(gradient, _) => {
                let left = looks.checked_sub(gradient.steps().div_ceil(AT_A_LOOK));
                *looks = left.unwrap_or(0);
                match left {
                    Some(_) => (self.inks.heaviest(area), self.perhaps),
                    None => (gradient.heaviest().to_vec(), true),
                }
            }
            Painted::Evenly(inks) => (vec![*inks], self.perhaps),
        };
        inks.into_iter().map(|inks| Together { inks, perhaps, spot: self.spot }).collect()
    }

    /// Whether nothing of what is below can be seen where it is, unless it lets it through.
    pub(super) fn hides(&self) -> bool {
        !matches!(self.shape, Shape::Somewhere)
    }

    /// Whether it is everywhere in an area.
    fn covers(&self, area: Area) -> bool {
        matches!(self.shape, Shape::Whole) && self.clips.is_empty() && self.area.holds(area)
    }

    /// Whether it is at a point of its rectangle; nothing where that is too much to look at.
    pub(super) fn holds(&self, point: (f64, f64), looks: &mut usize) -> Option<bool> {
        let (x, y) = point;
        let Area { left, bottom, right, top } = self.area;
        *looks = looks.checked_sub(1)?;
        if !(left..=right).contains(&x) || !(bottom..=top).contains(&y) {
            return Some(false);
        }
        for clip in &self.clips {
            if !clip.holds(point, looks)? {
                return Some(false);
            }
        }
        Some(match &self.shape {
            Shape::Whole | Shape::Somewhere => true,
            Shape::Filled(outline) => outline.holds(point, looks)?,
            Shape::Line(outline, half) => outline.distance(point, looks)? <= *half,
        })
    }

    /// Points of it, within its rectangle.
    fn points(&self) -> Vec<(f64, f64)> {
        let share =
            |from: f64, to: f64, at: u32| from + (to - from) * (f64::from(at) + 0.5) / f64::from(GRID);
        if let Shape::Line(outline, _) = &self.shape {
            let sides = outline.subpaths.iter().flat_map(|points| points.windows(2)).take(1024);
            return sides
                .flat_map(|side| {
                    (0..GRID).map(|at| (share(side[0].0, side[1].0, at), share(side[0].1, side[1].1, at)))
                })
                .collect();
        }
        let Area { left, bottom, right, top } = self.area;
        let row = |y: f64| (0..GRID).map(move |at| (share(left, right, at), y));
        (0..GRID).flat_map(|at| row(share(bottom, top, at))).collect()
    }
}

/// Whether two rectangles have more in common than an edge.
fn meet(one: Area, other: Area) -> bool {
    let common = one.intersection(other);
    common.width() >= ROUNDING && common.height() >= ROUNDING
}

impl Laid {
    /// Nothing on a page of this area.
    pub(crate) fn on(page: Area) -> Self {
        Self {
            things: Vec::new(),
            forgotten: Forgotten::of(page),
            heaviest: Together::default(),
            looks: MOST_LOOKS,
            stains: Vec::new(),
            floor: 0,
            layers: 0,
        }
    }

    /// How many things there are, to which [`Self::group`] goes back.
    pub(crate) fn mark(&self) -> usize {
        self.things.len()
    }

    /// Keeps what is laid from mixing with anything before a mark, and answers from what it was kept before.
    pub(crate) fn isolate(&mut self, mark: usize) -> usize {
        std::mem::replace(&mut self.floor, mark)
    }

    /// Lays a thing, and says what comes together where it is if that is more than `limit`, else as much as may.
    pub(crate) fn lay(&mut self, thing: Thing, limit: f64) -> Together {
        let (together, bound) = self.together(&thing, self.things.len(), limit);
        self.heaviest = self.heaviest.or(together);
        let letters = matches!(thing.shape, Shape::Somewhere);
        if letters && colour(&bound.inks) <= 0.0 {
            if bound.perhaps || total(&bound.inks) > 0.0 {
                self.stain(thing.area);
            }
            return together;
        }
        if self.things.len() < MOST_THINGS {
            self.layers += 1;
            let bound = (!thing.is_opaque()).then_some(bound);
            self.things.push(Kept { thing, bound, together, floor: self.floor, layer: self.layers });
        } else {
            self.forgotten.add(thing.area, together, &mut self.looks);
        }
        together
    }

    /// Notes that there is ink somewhere in an area that is not laid.
    pub(crate) fn stain(&mut self, area: Area) {
        if self.stains.len() < MOST_STAINS {
            self.stains.push((area, self.things.len()));
        }
    }

    /// Whether there is surely nothing but paper in an area: no ink, or none that white does not cover.
    pub(crate) fn is_bare(&mut self, area: Area) -> bool {
        let count = self.things.len() + self.stains.len();
        let Some(left) = self.looks.checked_sub(count / AT_A_LOOK) else { return false };
        self.looks = left;
        if self.stains.len() >= MOST_STAINS || self.things.len() >= MOST_THINGS {
            return false;
        }
        // A line has no width until it is drawn.
        let around = area.grown(ROUNDING);
        let mut floor = 0;
        for (at, Kept { thing, .. }) in self.things.iter().enumerate().rev() {
            if !meet(thing.area, around) {
                continue;
            }
            let white = match &thing.inks {
                Painted::Evenly(inks) => total(inks) <= 0.0,
                Painted::Picture(density, _) => density.most() <= 0.0,
                Painted::Gradient(..) => false,
            };
            if thing.perhaps || !white {
                return false;
            }
            if thing.is_opaque() && thing.covers(area) {
                floor = at + 1;
                break;
            }
        }
        !self.stains.iter().any(|(stain, upon)| *upon >= floor && meet(*stain, around))
    }

    /// Lays everything since a mark as one, which mixes with what was there before, and says the most that comes together
    /// and where. Nothing where it lies as it would without being one.
    pub(crate) fn group(&mut self, mark: usize, as_one: Mixed, limit: f64) -> Option<(Together, Area)> {
        let Mixed { mixing, opacity, seen_through } = as_one;
        if mixing == Mixing::KnocksOut && opacity >= 1.0 && !seen_through {
            return None;
        }
        self.layers += 1;
        let layer = self.layers;
        let mut most: Option<(Together, Area)> = None;
        for at in mark..self.things.len() {
            let Some((part, later)) = self.things.get(at..).and_then(<[Kept]>::split_first) else { break };
            // What another part of the group lies upon comes together with nothing.
            let hidden = later.iter().any(|later| later.thing.covers(part.thing.area));
            let mut mixed = Thing { mixing, opacity, ..part.thing.clone() };
            // What mixes within the group does so first; where it is heaviest is not followed any further.
            if part.bound.is_some() {
                let Together { inks, perhaps, spot } = part.together;
                (mixed.inks, mixed.spot, mixed.perhaps) =
                    (Painted::Evenly(inks), spot, mixed.perhaps || perhaps);
            }
            if seen_through {
                mixed.shape = Shape::Somewhere;
            }
            let area = mixed.area;
            if hidden {
                mixed.area = Area::EMPTY;
            }
            let (together, bound) =
                if hidden { Default::default() } else { self.together(&mixed, mark, limit) };
            self.heaviest = self.heaviest.or(together);
            if most.is_none_or(|(most, _)| total(&together.inks) > total(&most.inks)) {
                most = Some((together, area));
            }
            let floor = self.floor;
            if let Some(kept) = self.things.get_mut(at) {
                *kept = Kept { thing: mixed, bound: Some(bound), together, floor, layer };
            }
        }
        most
    }

    /// What comes together where a thing is laid over the first `count`, and the most that may.
    fn together(&mut self, thing: &Thing, count: usize, limit: f64) -> (Together, Together) {
        let own = thing.heaviest(thing.area);
        let over = |below: &Together| {
            own.iter().map(|own| thing.over(own, below)).reduce(Together::or).unwrap_or_default()
        };
        let paper = over(&Together::default());
        if thing.is_opaque() {
            return (paper, paper);
        }
        let mut most = paper;
        if let Some(forgotten) = self.forgotten.within(thing.area, &mut self.looks) {
            most = most.or(Together { perhaps: true, ..over(&forgotten) });
            if total(&most.inks) > limit && most.perhaps {
                return (most, most);
            }
        }
        let below = self.things.get(self.floor..count).unwrap_or_default();
        let Some(left) = self.looks.checked_sub(below.len() / AT_A_LOOK) else {
            let most = most.or(Together { perhaps: true, ..over(&self.heaviest) });
            return (most, most);
        };
        self.looks = left;
        let looks = &mut self.looks;
        // The uppermost first, down to what lets nothing through.
        let mut there = Vec::new();
        for (at, below) in below.iter().enumerate().rev() {
            if meet(below.thing.area, thing.area) {
                there.push((self.floor + at, below));
                if below.thing.is_opaque() && below.thing.covers(thing.area) {
                    break;
                }
            }
        }
        let may = may_lie(&there, thing.area, looks);
        most = may.iter().fold(most, |most, below| most.or(over(below)));
        if total(&most.inks) <= limit {
            return (most, most);
        }
        let mut points = thing.points();
        let too_much = |inks: &Together, more: f64| total(&over(inks).inks) + more > limit;
        points.extend(dark_points(&there, thing.area, looks, too_much));
        let mut found = paper;
        for point in points {
            match at(thing, (&there, self.floor), point, looks) {
                Some(here) => found = found.or(here),
                None => return (Together { perhaps: true, ..most }, most),
            }
        }
        (found, most)
    }
}

#[cfg(test)]
mod tests;
