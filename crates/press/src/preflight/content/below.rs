//! What lies below a thing: at a point, and anywhere in an area.

use super::laid::{AT_A_LOOK, Kept, Painted, Thing, Together};
use crate::preflight::matrix::Area;
use crate::preflight::weight::total;

/// How many inks that may lie in an area are followed through what mixes with them there.
const MOST_INKS: usize = 512;
/// With how many others inks are held to see whether they are the lesser ones.
const MOST_HELD: usize = 64;
/// How many of them that may lie at a point are told apart.
const MOST_WAYS: usize = 16;
/// Dark places of pictures that are looked at besides the points of a grid.
const MOST_DARK: usize = 256;

/// A thing that was laid, and which of all it is.
type Numbered<'l> = (usize, &'l Kept);

/// Inks that there may be at a place: it is not known everywhere what is there.
struct Ways(Vec<Together>);

impl Ways {
    fn add(&mut self, new: Together) {
        if self.0.iter().any(|known| new.is_within(known)) {
            return;
        }
        if self.0.len() < MOST_WAYS {
            self.0.push(new);
        } else if let Some(last) = self.0.last_mut() {
            // No more of them is told apart: there may be as much of each plate as in either.
            let inks = std::array::from_fn(|at| last.inks[at].max(new.inks[at]));
            *last = Together { inks, perhaps: true, spot: last.spot.filter(|_| last.spot == new.spot) };
        }
    }
}

/// A thing at a point, and its inks there.
struct Here<'l> {
    at: usize,
    kept: &'l Kept,
    inks: Vec<Together>,
}

/// What comes together at a point where a thing lies upon others, the uppermost first, which are no others than those from
/// the thing `floor` on; nothing where that is too much to look at.
pub(super) fn at(
    thing: &Thing,
    (there, floor): (&[Numbered<'_>], usize),
    point: (f64, f64),
    looks: &mut usize,
) -> Option<Together> {
    if !thing.holds(point, looks)? {
        return Some(Together::default());
    }
    let area = Area { left: point.0, bottom: point.1, right: point.0, top: point.1 };
    let own = thing.within(area, looks);
    let mut here: Vec<Here<'_>> = Vec::new();
    let mut covered = None;
    for &(at, kept) in there {
        // Of what is laid as one the uppermost hides the rest.
        if covered == Some(kept.layer) || !kept.thing.holds(point, looks)? {
            continue;
        }
        let inks = kept.thing.within(area, looks);
        // Beyond its ends a gradient is nowhere.
        if inks.is_empty() {
            continue;
        }
        here.push(Here { at, kept, inks });
        if kept.thing.hides() {
            if kept.thing.is_opaque() {
                break;
            }
            covered = Some(kept.layer);
        }
    }
    here.reverse();
    let below = ways(&here, floor, looks)?;
    let all = own.iter().flat_map(|own| below.0.iter().map(|below| thing.over(own, below)));
    Some(all.reduce(Together::or).unwrap_or_default())
}

/// What may come of things that lie upon one another, the lowest first: all from the thing `floor` on.
fn ways(here: &[Here<'_>], floor: usize, looks: &mut usize) -> Option<Ways> {
    let mut all = Ways(vec![Together::default()]);
    *looks = looks.checked_sub(here.len())?;
    let mut rest = here;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|next| next.kept.layer == first.kept.layer).count();
        let lower = here.get(..here.len() - rest.len())?;
        let (layer, upper) = rest.split_at_checked(count)?;
        rest = upper;
        let mut upon = Ways(Vec::new());
        let mut hidden = false;
        for part in layer.iter().filter(|part| part.at >= floor) {
            let Kept { thing, floor: own_floor, .. } = part.kept;
            // What mixes within an isolated group has nothing of what is below that, but hides it.
            let isolated = !thing.is_opaque() && *own_floor > floor;
            let group = if isolated { Some(ways(lower, *own_floor, looks)?) } else { None };
            let count = part.inks.len() * all.0.len() * group.as_ref().map_or(1, |group| group.0.len());
            *looks = looks.checked_sub(count)?;
            for own in &part.inks {
                for below in &all.0 {
                    match &group {
                        Some(group) => {
                            for in_it in &group.0 {
                                upon.add(thing.upon(own, in_it, below));
                            }
                        }
                        None => upon.add(thing.over(own, below)),
                    }
                }
            }
            hidden |= thing.hides();
        }
        if !hidden {
            all.0.into_iter().for_each(|below| upon.add(below));
        }
        all = upon;
    }
    Some(all)
}

/// The heaviest inks that may lie somewhere in an area, whatever of it is where; the uppermost thing comes first.
pub(super) fn may_lie(there: &[Numbered<'_>], area: Area, looks: &mut usize) -> Vec<Together> {
    let mut all = vec![Together::default()];
    for (_, kept) in there.iter().rev() {
        let own = kept.thing.within(kept.thing.area.intersection(area), looks);
        let new: Vec<Together> = match kept.bound {
            None if own.len() <= MOST_INKS => own,
            // Of a large picture what is heaviest anywhere.
            None => kept.thing.heaviest(area),
            Some(_) if own.len() * all.len() <= MOST_INKS => {
                let over = |own| all.iter().map(move |below| kept.thing.over(own, below));
                own.iter().flat_map(over).collect()
            }
            Some(bound) => vec![bound],
        };
        *looks = looks.saturating_sub(new.len() * MOST_HELD / AT_A_LOOK);
        for new in new {
            if !all.iter().take(MOST_HELD).any(|known| new.is_within(known)) {
                all.push(new);
            }
        }
    }
    all
}

/// The darkest places of pictures in an area: a picture may be dark in a block that no point of a grid meets. `too_much`
/// says whether inks are, with as much more as what mixes with them may bring.
pub(super) fn dark_points(
    there: &[Numbered<'_>],
    area: Area,
    looks: &mut usize,
    too_much: impl Fn(&Together, f64) -> bool,
) -> Vec<(f64, f64)> {
    let mut more = 0.0;
    for (_, kept) in there.iter().filter(|(_, kept)| kept.bound.is_some()) {
        let own = kept.thing.within(kept.thing.area.intersection(area), looks);
        more += own.iter().map(|own| total(&own.inks)).fold(0.0, f64::max);
    }
    let mut points = Vec::new();
    for (_, kept) in there {
        if let Painted::Picture(density, to_unit) = &kept.thing.inks
            && let Some(back) = to_unit.inverse()
        {
            let common = kept.thing.area.intersection(area);
            let mut dark = Vec::new();
            for ((x, y), inks) in density.within(Area::of(*to_unit, common.corners())).take(*looks) {
                *looks = looks.saturating_sub(1);
                let of = |inks| Together { inks, perhaps: false, spot: kept.thing.spot };
                if inks.iter().any(|inks| too_much(&of(*inks), more)) {
                    let (x, y) = back.apply(x, y);
                    let inside = (x.clamp(common.left, common.right), y.clamp(common.bottom, common.top));
                    dark.push((inks.iter().map(total).fold(0.0, f64::max), inside));
                }
            }
            dark.sort_by(|one, other| other.0.total_cmp(&one.0));
            points.extend(dark.into_iter().take(MOST_DARK).map(|(_, point)| point));
        }
    }
    points
}
