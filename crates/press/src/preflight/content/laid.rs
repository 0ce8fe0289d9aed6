//! What lies on the paper while a page is walked, and how much ink comes together when something is painted over it.
//!
//! Things are held by the rectangles around them. Where those alone would bring too much ink together, it is looked at
//! point by point whether the things themselves do: a rectangle around a ring says little of what is in its middle.

use std::sync::Arc;

use crate::preflight::density::Density;
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::weight::{Plates, colour, total};

/// How many things are remembered. Of what is painted before more than these only the heaviest is, as if it lay under
/// everything.
const MOST_THINGS: usize = 4096;
/// What may be looked at on a page: things at points, the sides of their outlines, and blocks of pictures.
const MOST_LOOKS: usize = 50_000_000;
/// How many things can be held against another for what one look costs.
const AT_A_LOOK: usize = 16;
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

/// Subpaths, of straight lines.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Outline {
    pub(crate) subpaths: Vec<Vec<(f64, f64)>>,
    pub(crate) even_odd: bool,
}

/// A thing that is painted.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) area: Area,
    pub(crate) shape: Shape,
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
    fn or(self, other: Self) -> Self {
        if total(&other.inks) > total(&self.inks) { other } else { self }
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

/// What lies on the paper.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    things: Vec<Thing>,
    /// The heaviest of what is not remembered.
    forgotten: Option<Together>,
    /// The heaviest of all.
    heaviest: Together,
    looks: usize,
    /// How many things, the first of all, are outside of the group under way, which mixes with none of them.
    floor: usize,
}

impl Default for Laid {
    fn default() -> Self {
        Self {
            things: Vec::new(),
            forgotten: None,
            heaviest: Together::default(),
            looks: MOST_LOOKS,
            floor: 0,
        }
    }
}

impl Mixing {
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

impl Thing {
    /// What comes of some of its inks over what is below.
    fn over(&self, own: &Plates, below: Together) -> Together {
        let same = self.spot.is_some() && self.spot == below.spot;
        let mixed = self.mixing.of(own, &below.inks, same);
        let inks = std::array::from_fn(|at| below.inks[at] + (mixed[at] - below.inks[at]) * self.opacity);
        let spot = match (own[4] > 0.0, below.inks[4] > 0.0) {
            (false, _) => below.spot,
            (true, false) => self.spot,
            (true, true) => self.spot.filter(|_| same),
        };
        Together { inks, perhaps: self.perhaps || below.perhaps, spot }
    }

    /// The heaviest inks that it has within a rectangle.
    fn within(&self, area: Area, looks: &mut usize) -> Vec<Together> {
        let (inks, perhaps) = match &self.inks {
            Painted::Evenly(inks) => (vec![*inks], self.perhaps),
            Painted::Picture(density, to_unit) if *looks > 0 => {
                let blocks = density.within(Area::of(*to_unit, area.corners()));
                let inks: Vec<Plates> = blocks.flat_map(|(_, inks)| inks).collect();
                *looks = looks.saturating_sub(inks.len());
                (inks, self.perhaps)
            }
            Painted::Picture(density, _) => (density.heaviest().to_vec(), true),
        };
        inks.into_iter().map(|inks| Together { inks, perhaps, spot: self.spot }).collect()
    }

    /// Whether nothing of what is below can be seen where it is.
    fn hides(&self) -> bool {
        !matches!(self.shape, Shape::Somewhere)
    }

    /// Whether it is at a point of its rectangle; nothing where that is too much to look at.
    fn holds(&self, point: (f64, f64), looks: &mut usize) -> Option<bool> {
        let (x, y) = point;
        let Area { left, bottom, right, top } = self.area;
        *looks = looks.checked_sub(1)?;
        if !(left..=right).contains(&x) || !(bottom..=top).contains(&y) {
            return Some(false);
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

impl Outline {
    fn holds(&self, (x, y): (f64, f64), looks: &mut usize) -> Option<bool> {
        let (mut winding, mut crossings) = (0, 0);
        for points in &self.subpaths {
            *looks = looks.checked_sub(points.len() + 1)?;
            let next = points.iter().cycle().skip(1);
            for (&(ax, ay), &(bx, by)) in points.iter().zip(next) {
                if (ay <= y) != (by <= y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
                    winding += if by > ay { 1 } else { -1 };
                    crossings += 1;
                }
            }
        }
        Some(if self.even_odd { crossings % 2 == 1 } else { winding != 0 })
    }

    /// How far a point is from its lines.
    fn distance(&self, (x, y): (f64, f64), looks: &mut usize) -> Option<f64> {
        let mut least = f64::INFINITY;
        for points in &self.subpaths {
            *looks = looks.checked_sub(points.len() + 1)?;
            for side in points.windows(2) {
                let [(ax, ay), (bx, by)] = [side[0], side[1]];
                let (dx, dy) = (bx - ax, by - ay);
                let length = dx * dx + dy * dy;
                let share = if length > 0.0 {
                    (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0)
                } else {
                    0.0
                };
                least = least.min((ax + share * dx - x).hypot(ay + share * dy - y));
            }
        }
        Some(least)
    }
}

/// Whether two rectangles have more in common than an edge.
fn meet(one: Area, other: Area) -> bool {
    let common = one.intersection(other);
    common.width() >= ROUNDING && common.height() >= ROUNDING
}

impl Laid {
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
        let together = self.together(&thing, self.things.len(), limit);
        self.heaviest = self.heaviest.or(together);
        let letters = matches!(thing.shape, Shape::Somewhere);
        if letters && colour(&together.inks) <= 0.0 {
            return together;
        }
        if self.things.len() < MOST_THINGS {
            let simple = thing.mixing == Mixing::KnocksOut && thing.opacity >= 1.0;
            let kept = if simple {
                thing
            } else {
                let perhaps = thing.perhaps || together.perhaps;
                Thing { inks: Painted::Evenly(together.inks), perhaps, spot: together.spot, ..thing }
            };
            self.things.push(kept);
        } else {
            self.forgotten = Some(self.forgotten.unwrap_or_default().or(together));
        }
        together
    }

    /// Lays everything since a mark as one, which mixes with what was there before, and says the most that comes together
    /// and where.
    pub(crate) fn group(&mut self, mark: usize, as_one: Mixed, limit: f64) -> Option<(Together, Area)> {
        let Mixed { mixing, opacity, seen_through } = as_one;
        let mut most: Option<(Together, Area)> = None;
        for at in mark..self.things.len() {
            let Some((thing, later)) = self.things.get(at..).and_then(<[Thing]>::split_first) else { break };
            // What another part of the group lies upon comes together with nothing.
            let hidden =
                later.iter().any(|later| matches!(later.shape, Shape::Whole) && later.area.holds(thing.area));
            let shape = if seen_through { Shape::Somewhere } else { thing.shape.clone() };
            let mixed = Thing { shape, mixing, opacity, ..thing.clone() };
            let together = if hidden { Together::default() } else { self.together(&mixed, mark, limit) };
            if most.is_none_or(|(most, _)| total(&together.inks) > total(&most.inks)) {
                most = Some((together, mixed.area));
            }
            let same = hidden || mixing == Mixing::KnocksOut && opacity >= 1.0;
            let (inks, spot) = if same {
                (mixed.inks.clone(), mixed.spot)
            } else {
                (Painted::Evenly(together.inks), together.spot)
            };
            if let Some(kept) = self.things.get_mut(at) {
                *kept = Thing { inks, spot, perhaps: mixed.perhaps || together.perhaps, ..mixed };
            }
        }
        most
    }

    /// What comes together where a thing is laid over the first `count`.
    fn together(&mut self, thing: &Thing, count: usize, limit: f64) -> Together {
        let own = match &thing.inks {
            Painted::Evenly(inks) => vec![*inks],
            Painted::Picture(density, _) => density.heaviest().to_vec(),
        };
        let over = |below: Together| {
            own.iter().map(|own| thing.over(own, below)).reduce(Together::or).unwrap_or_default()
        };
        let paper = over(Together::default());
        if thing.mixing == Mixing::KnocksOut && thing.opacity >= 1.0 {
            return paper;
        }
        if let Some(forgotten) = self.forgotten {
            let with = Together { perhaps: true, ..over(forgotten) };
            if total(&with.inks) > limit {
                return with;
            }
        }
        let below = self.things.get(self.floor..count).unwrap_or_default();
        let Some(left) = self.looks.checked_sub(below.len() / AT_A_LOOK) else {
            return paper.or(Together { perhaps: true, ..over(self.heaviest) });
        };
        self.looks = left;
        let (looks, mut most) = (&mut self.looks, paper);
        let mut there = Vec::new();
        for below in below.iter().rev() {
            if !meet(below.area, thing.area) {
                continue;
            }
            there.push(below);
            for inks in below.within(below.area.intersection(thing.area), looks) {
                most = most.or(over(inks));
            }
            if matches!(below.shape, Shape::Whole) && below.area.holds(thing.area) {
                break;
            }
        }
        if total(&most.inks) <= limit {
            return most;
        }
        let mut points = thing.points();
        // Where a picture is dark it may be so in a block that no point of the grid meets.
        for below in &there {
            if let Painted::Picture(density, to_unit) = &below.inks
                && let Some(back) = to_unit.inverse()
            {
                let common = below.area.intersection(thing.area);
                let too_much = |inks: &Plates| {
                    total(&over(Together { inks: *inks, perhaps: false, spot: below.spot }).inks) > limit
                };
                let dark = density.within(Area::of(*to_unit, common.corners())).take(*looks);
                let dark = dark.inspect(|_| *looks = looks.saturating_sub(1));
                let dark = dark.filter(|(_, inks)| inks.iter().any(too_much)).take(256);
                points.extend(dark.map(|((x, y), _)| {
                    let (x, y) = back.apply(x, y);
                    (x.clamp(common.left, common.right), y.clamp(common.bottom, common.top))
                }));
            }
        }
        let mut found = paper;
        for point in points {
            match at(thing, &there, point, looks) {
                Some(here) => found = found.or(here),
                None => return Together { perhaps: true, ..most },
            }
        }
        found
    }
}

/// What comes together at a point; nothing where that is too much to look at.
fn at(thing: &Thing, there: &[&Thing], point: (f64, f64), looks: &mut usize) -> Option<Together> {
    if !thing.holds(point, looks)? {
        return Some(Together::default());
    }
    let here = Area { left: point.0, bottom: point.1, right: point.0, top: point.1 };
    let own = thing.within(here, looks);
    let over = |below: Together| {
        own.iter().map(|own| thing.over(&own.inks, below)).reduce(Together::or).unwrap_or_default()
    };
    let mut most = Together::default();
    for below in there {
        if !below.holds(point, looks)? {
            continue;
        }
        for inks in below.within(here, looks) {
            most = most.or(over(inks));
        }
        if below.hides() {
            return Some(most);
        }
    }
    Some(most.or(over(Together::default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: f64 = 240.0;
    const HEAVY: Plates = [90.0, 90.0, 0.0, 0.0, 0.0];
    const BLACK: Plates = [0.0, 0.0, 0.0, 100.0, 0.0];
    const ITS_OWN: Mixing = Mixing::Overprints([false, false, false, true, false]);

    fn area(left: f64, bottom: f64, right: f64, top: f64) -> Area {
        Area { left, bottom, right, top }
    }

    fn thing(area: Area, inks: Plates, mixing: Mixing) -> Thing {
        Thing {
            area,
            shape: Shape::Whole,
            inks: Painted::Evenly(inks),
            mixing,
            opacity: 1.0,
            perhaps: false,
            spot: None,
        }
    }

    /// The ink of `over` upon `below`, in per cent.
    fn comes_to(below: Vec<Thing>, over: Thing) -> f64 {
        let mut laid = Laid::default();
        below.into_iter().for_each(|thing| _ = laid.lay(thing, LIMIT));
        total(&laid.lay(over, LIMIT).inks).round()
    }

    #[test]
    fn what_overprints_is_added_to_what_is_below_it_and_to_nothing_else() {
        let ground = || thing(area(0.0, 0.0, 100.0, 100.0), HEAVY, Mixing::KnocksOut);
        let white = || thing(area(0.0, 0.0, 50.0, 100.0), [0.0; 5], Mixing::KnocksOut);
        let black = |left: f64| thing(area(left, 10.0, left + 20.0, 20.0), BLACK, ITS_OWN);
        assert_eq!(comes_to(vec![ground()], black(10.0)), 280.0);
        assert_eq!(comes_to(vec![ground(), white()], black(10.0)), 100.0, "white lies between");
        assert_eq!(comes_to(vec![ground(), white()], black(40.0)), 280.0, "half of it");
        assert_eq!(comes_to(vec![ground()], black(100.0)), 100.0, "beside it");
        assert_eq!(comes_to(vec![ground()], Thing { mixing: Mixing::KnocksOut, ..black(10.0) }), 100.0);
        let both = [true, true, false, true, false];
        let other = thing(area(0.0, 0.0, 9.0, 9.0), [10.0, 0.0, 0.0, 90.0, 0.0], Mixing::Overprints(both));
        assert_eq!(comes_to(vec![ground()], other), 100.0, "these plates are its own");
    }

    #[test]
    fn a_spot_colour_upon_itself_is_one_plate() {
        let spots = Mixing::Overprints([false, false, false, false, true]);
        let blue = |spot: usize| Thing {
            spot: Some(spot),
            ..thing(area(0.0, 0.0, 9.0, 9.0), [0.0, 0.0, 0.0, 0.0, 90.0], spots)
        };
        assert_eq!(comes_to(vec![blue(1)], blue(1)), 90.0);
        assert_eq!(comes_to(vec![blue(1)], blue(2)), 180.0);
        assert_eq!(comes_to(vec![blue(1), blue(1)], blue(1)), 90.0);
        assert_eq!(comes_to(vec![blue(1), blue(2)], blue(1)), 270.0, "it may be any of them");
        let black = thing(area(0.0, 0.0, 9.0, 9.0), BLACK, ITS_OWN);
        assert_eq!(comes_to(vec![blue(1), black], blue(1)), 190.0);
    }

    #[test]
    fn outlines_of_many_sides_are_paid_for() {
        let circle: Vec<_> =
            (0..100_000).map(|at| (f64::from(at) / 1e4).sin_cos()).map(|(y, x)| (x * 9.0, y * 9.0)).collect();
        let circle = Arc::new(Outline { subpaths: vec![circle], even_odd: false });
        let mut laid = Laid::default();
        laid.lay(thing(area(-9.0, -9.0, 9.0, 9.0), HEAVY, Mixing::KnocksOut), LIMIT);
        let over =
            Thing { shape: Shape::Filled(circle), ..thing(area(-9.0, -9.0, 9.0, 9.0), BLACK, ITS_OWN) };
        assert!(!laid.lay(over.clone(), LIMIT).perhaps);
        assert!((0..4).any(|_| laid.lay(over.clone(), LIMIT).perhaps));
    }

    #[test]
    fn modes_darken_as_they_do() {
        let ground = || thing(area(0.0, 0.0, 9.0, 9.0), [80.0, 80.0, 50.0, 0.0, 0.0], Mixing::KnocksOut);
        let over = |mixing: Mixing| thing(area(0.0, 0.0, 9.0, 9.0), [50.0, 0.0, 0.0, 80.0, 0.0], mixing);
        for (mixing, wanted) in [
            (Mixing::Multiplies, 90.0 + 80.0 + 50.0 + 80.0),
            (Mixing::Darkens, 80.0 + 80.0 + 50.0 + 80.0),
            (Mixing::Burns, 100.0 + 80.0 + 50.0),
            (Mixing::KnocksOut, 130.0),
            (Mixing::Lightens, 210.0),
        ] {
            assert_eq!(comes_to(vec![ground()], over(mixing)), wanted, "{mixing:?}");
        }
        assert_eq!(comes_to(vec![ground()], Thing { opacity: 0.5, ..over(Mixing::Multiplies) }), 255.0);
    }

    #[test]
    fn a_ring_is_not_in_its_middle() {
        let square = |from: f64, to: f64| vec![(from, from), (to, from), (to, to), (from, to)];
        let ring =
            Arc::new(Outline { subpaths: vec![square(0.0, 100.0), square(10.0, 90.0)], even_odd: true });
        let ring = || Thing {
            shape: Shape::Filled(Arc::clone(&ring)),
            ..thing(area(0.0, 0.0, 100.0, 100.0), HEAVY, Mixing::KnocksOut)
        };
        let black = |from: f64, to: f64| thing(area(from, from, to, to), BLACK, ITS_OWN);
        assert_eq!(comes_to(vec![ring()], black(40.0, 60.0)), 100.0);
        assert_eq!(comes_to(vec![ring()], black(2.0, 9.0)), 280.0);
        let frame = Arc::new(Outline { subpaths: vec![square(0.0, 100.0)], even_odd: false });
        let frame = Thing { shape: Shape::Line(frame, 1.0), ..black(0.0, 100.0) };
        assert_eq!(
            comes_to(vec![thing(area(30.0, 30.0, 60.0, 60.0), HEAVY, Mixing::KnocksOut)], frame.clone()),
            100.0
        );
        assert_eq!(
            comes_to(vec![thing(area(-5.0, -5.0, 60.0, 60.0), HEAVY, Mixing::KnocksOut)], frame),
            280.0
        );
    }

    #[test]
    fn a_picture_counts_where_it_is_dark() {
        let mut pixels = vec![0u8; 160 * 160 * 4];
        for y in 0..16 {
            for x in 0..16 {
                pixels[(y * 160 + x) * 4..][..4].copy_from_slice(&[230, 230, 0, 0]);
            }
        }
        let to_unit = Matrix([0.01, 0.0, 0.0, 0.01, 0.0, 0.0]);
        let picture = || Thing {
            inks: Painted::Picture(Arc::new(Density::of(&pixels, 160, false)), to_unit),
            ..thing(area(0.0, 0.0, 100.0, 100.0), [0.0; 5], Mixing::KnocksOut)
        };
        let black = |area: Area| thing(area, BLACK, ITS_OWN);
        assert_eq!(comes_to(vec![picture()], black(area(40.0, 91.0, 90.0, 99.0))), 100.0);
        assert_eq!(comes_to(vec![picture()], black(area(2.0, 91.0, 90.0, 99.0))), 280.0, "its top left");
    }

    #[test]
    fn a_group_mixes_as_one() {
        let mut laid = Laid::default();
        let at = area(0.0, 0.0, 9.0, 9.0);
        laid.lay(thing(at, [60.0, 60.0, 0.0, 0.0, 0.0], Mixing::KnocksOut), LIMIT);
        let mark = laid.mark();
        laid.lay(thing(at, [0.0, 0.0, 0.0, 90.0, 0.0], Mixing::KnocksOut), LIMIT);
        laid.lay(thing(at, [0.0, 0.0, 80.0, 0.0, 0.0], Mixing::KnocksOut), LIMIT);
        let as_one = Mixed { mixing: Mixing::Multiplies, opacity: 1.0, seen_through: false };
        let (together, _) = laid.group(mark, as_one, LIMIT).unwrap();
        assert_eq!(total(&together.inks).round(), 200.0, "its black is hidden");
    }

    #[test]
    fn things_held_against_each_other_are_paid_for() {
        let mut laid = Laid { looks: MOST_THINGS, ..Laid::default() };
        laid.lay(thing(area(0.0, 0.0, 1.0, 1.0), HEAVY, Mixing::KnocksOut), LIMIT);
        let mut black = || {
            let over = laid.lay(thing(area(50.0, 50.0, 60.0, 60.0), BLACK, ITS_OWN), LIMIT);
            (total(&over.inks), over.perhaps)
        };
        assert_eq!(black(), (100.0, false));
        assert!((0..MOST_THINGS).any(|_| black() == (280.0, true)), "all that is known is that it may");
    }

    #[test]
    fn what_is_forgotten_only_may_come_together() {
        let mut laid = Laid::default();
        for _ in 0..=MOST_THINGS {
            laid.lay(thing(area(0.0, 0.0, 1.0, 1.0), HEAVY, Mixing::KnocksOut), LIMIT);
        }
        let over = laid.lay(thing(area(50.0, 50.0, 60.0, 60.0), BLACK, ITS_OWN), LIMIT);
        assert_eq!((total(&over.inks), over.perhaps), (280.0, true));
    }
}
