//! How a module is filled: the height of its head at which its columns end at its foot, and the body over its slots.

use broadsheet_typeset::LineCounts;
use broadsheet_units::Length;

use super::bounds::{Bounds, LEAST_LATIN_MEASURE, LEAST_MEASURE, Space};
use super::head::{AnyHead, ChosenHead};
use super::room::HeadRoom;
use crate::flow::{self, Body, Chase, Column, Columns, Flow, Obstacle};
use crate::frame::Ink;
use crate::journey::Journey;
use crate::matter::short;
use crate::shop::Shop;

/// What columns that end a row before the others cost (see [`flow::choose_counts`]): the last one, where every reader
/// expects the story to end, and each before it.
const SHORT_LAST_FOOT: u32 = 3;
const SHORT_FOOT: u32 = 14;

/// How many paragraphs from the last are tried a line longer for the sake of the columns' feet.
const SET_LONGER: usize = 4;

/// A module ready to be filled.
pub(super) struct Form<'a> {
    pub(super) shop: &'a Shop<'a>,
    pub(super) bounds: &'a Bounds,
    /// What the text keeps clear of, the head not counted.
    pub(super) obstacles: Vec<Obstacle>,
    pub(super) blocked: &'a [Space],
    pub(super) room: HeadRoom,
    pub(super) head: &'a AnyHead<'a>,
    pub(super) columns: &'a [Column],
    pub(super) bodies: &'a [Body],
    pub(super) journey: &'a Journey,
    pub(super) ink: Ink,
}

/// A module filled: how high its head is, and where its lines stand.
pub(super) struct Filled {
    pub(super) chosen: Option<ChosenHead>,
    pub(super) places: Vec<flow::Place>,
    /// The place of the line that says where the story comes from, and of the one that says where it goes on.
    pub(super) from: Option<flow::Place>,
    pub(super) to: Option<flow::Place>,
    pub(super) flow: Flow,
    /// Slots with the head at its lowest.
    pub(super) most_places: usize,
    /// Slots that stay empty beneath the text, short feet not counted.
    pub(super) empty: usize,
    /// Lines that the body likes best.
    pub(super) liked: usize,
}

impl Form<'_> {
    /// Finds the height of the head at which the body ends at the module's foot, and sets the body.
    pub(super) fn fill(&self) -> Filled {
        let weighed = self.head.heights(self.shop);
        let mut heights: Vec<u32> = weighed.iter().map(|(rows, _)| *rows).collect();
        let least = heights.first().copied().unwrap_or(0);
        let free = self.room.rows_above(self.blocked);
        heights.retain(|rows| *rows == least || *rows <= free);
        let most_places = self.places(least, self.bounds.foot).len();
        let measure = self.columns.first().map_or(Length::ZERO, |column| column.width);
        let counts = flow::counts(self.shop, self.bodies, measure);
        let even = |places: &[flow::Place]| {
            flow::is_even(places) && places.first().is_none_or(|p| p.measure == measure)
        };
        let liked = |places: &[flow::Place]| flow::liked(self.bodies, &counts, &Columns::of(places));
        let lines = |places: &[flow::Place]| {
            if even(places) {
                liked(places)
            } else {
                flow::straight(self.shop, self.bodies, places, measure, &Columns::of(places), None).lines
            }
        };
        let fits = |rows: u32, foot: u16| {
            let places = self.places(rows, foot);
            lines(&places) <= places.len()
        };
        // What is quick to know: of slots of one measure it is exact.
        let seems_to_fit = |rows: u32, foot: u16| {
            let places = self.places(rows, foot);
            if even(&places) {
                liked(&places) <= places.len()
            } else {
                flow::about(self.bodies, &places) <= places.len()
            }
        };
        // The highest head that leaves room for the body.
        let guess = heights.iter().rposition(|rows| seems_to_fit(*rows, self.bounds.foot)).unwrap_or(0);
        let found = furthest(guess, heights.len(), |n| {
            heights.get(n).is_some_and(|rows| fits(*rows, self.bounds.foot))
        });
        let found = found.and_then(|n| heights.get(n).copied());
        if found.is_none() && self.journey.to.is_some() {
            // It goes on elsewhere: the head is as it looks best.
            let best =
                weighed.iter().filter(|(rows, _)| heights.contains(rows)).min_by_key(|(_, penalty)| *penalty);
            return self.fill_and_go_on(best.map_or(least, |(rows, _)| *rows), measure);
        }
        let rows = found.unwrap_or(least);
        let chosen = self.head.choose(self.shop, rows);
        let whole = self.places(rows, self.bounds.foot);
        let to_spare = whole.len().saturating_sub(lines(&whole)) >= self.columns.len();
        let foot = if to_spare { self.foot(rows, &seems_to_fit, &fits) } else { self.bounds.foot };
        let places = if foot == self.bounds.foot { whole.clone() } else { self.places(rows, foot) };
        let liked = liked(&self.places(least, self.bounds.foot));
        let (places, flow) = if even(&places) {
            // Where rows are free beneath, a row more may be what keeps paragraphs together.
            let deeper = (foot < self.bounds.foot).then(|| self.places(rows, foot + 1)).filter(|p| even(p));
            self.balance(places, deeper.as_deref(), measure, &counts)
        } else {
            self.spread(places, measure)
        };
        let in_feet = self.columns.len().saturating_sub(1);
        let unused = whole.len().saturating_sub(flow.lines);
        let empty = if unused > in_feet { unused } else { 0 };
        let from = self.place_of_origin(rows);
        Filled { chosen, places, from, to: None, flow, most_places, empty, liked }
    }

    /// Sets the body down to the module's foot, the last slot for the line that says where it goes on.
    fn fill_and_go_on(&self, rows: u32, measure: Length) -> Filled {
        let chosen = self.head.choose(self.shop, rows);
        let mut places = self.places(rows, self.bounds.foot);
        let to = places.pop();
        let columns = Columns::of(&places).going_on();
        let set = |longer| flow::straight(self.shop, self.bodies, &places, measure, &columns, longer);
        let mut flow = set(None);
        // A paragraph's first line is not left alone here, where one before it can be set a line longer.
        if let Some(alone) = flow.alone_at(places.len()) {
            let longer = (0..alone).rev().take(SET_LONGER).map(|n| set(Some(n)));
            if let Some(better) = longer.into_iter().find(|flow| flow.alone_at(places.len()).is_none()) {
                flow = better;
            }
        }
        let (most_places, liked) = (places.len(), places.len());
        Filled { chosen, from: self.place_of_origin(rows), to, flow, most_places, empty: 0, liked, places }
    }

    /// The row past the text's last, where text leaves whole rows free: its columns end together.
    fn foot(
        &self,
        head: u32,
        seems_to_fit: &dyn Fn(u32, u16) -> bool,
        fits: &dyn Fn(u32, u16) -> bool,
    ) -> u16 {
        let all = usize::from(self.bounds.foot);
        // Counted in rows left free.
        let foot = |free: usize| self.bounds.foot - u16::try_from(free.min(all)).unwrap_or(self.bounds.foot);
        let (mut low, mut high) = (0, all);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if seems_to_fit(head, foot(middle)) { low = middle } else { high = middle - 1 }
        }
        furthest(low, all + 1, |free| fits(head, foot(free))).map_or(self.bounds.foot, foot)
    }

    /// Sets the body over slots of several measures. What it leaves free of the last row is at the feet of as many
    /// columns, not all at the foot of the last; where the lines fall out so that it is not, a paragraph near the end
    /// is set a line longer.
    fn spread(&self, places: Vec<flow::Place>, measure: Length) -> (Vec<flow::Place>, Flow) {
        let set = |places: &[flow::Place], longer: Option<usize>| {
            flow::straight(self.shop, self.bodies, places, measure, &Columns::of(places), longer)
        };
        let flow = set(&places, None);
        let free = places.len().saturating_sub(flow.lines).min(self.columns.len().saturating_sub(1));
        let mut best = (free, places, flow);
        let whole = best.1.clone();
        for feet in (0..=free).rev().filter(|_| free > 1) {
            let trimmed = flow::without_feet(&whole, feet);
            for longer in [None].into_iter().chain((0..self.bodies.len()).rev().take(SET_LONGER).map(Some)) {
                let flow = set(&trimmed, longer);
                let Some(left) = trimmed.len().checked_sub(flow.lines) else { continue };
                // The last column ends so many rows above the others.
                let apart = left + usize::from(feet > 0 && feet < self.columns.len());
                if apart < best.0 {
                    best = (apart, trimmed.clone(), flow);
                }
                if best.0 <= 1 {
                    return (best.1, best.2);
                }
            }
        }
        (best.1, best.2)
    }

    /// Sets the body over slots of one measure so that none of its columns ends in the middle of a paragraph's ends, and
    /// as few as can be end a row early. `deeper` are the slots with a row more, where there is one.
    fn balance(
        &self,
        places: Vec<flow::Place>,
        deeper: Option<&[flow::Place]>,
        measure: Length,
        counts: &[LineCounts],
    ) -> (Vec<flow::Place>, Flow) {
        let feet = self.columns.len().saturating_sub(1);
        let over = [Some(places.as_slice()), deeper].into_iter().flatten();
        let ways = over.flat_map(|places| (0..=feet).map(move |short_feet| (places, short_feet)));
        let ways = ways.map(|(places, short_feet)| {
            let trimmed = flow::without_feet(places, short_feet);
            let columns = Columns::of(&trimmed);
            let (cost, chosen) = flow::choose_counts(self.bodies, counts, trimmed.len(), &columns);
            let feet_cost = match short_feet {
                0 => 0,
                _ => SHORT_LAST_FOOT + short(short_feet - 1).saturating_mul(SHORT_FOOT),
            };
            (cost.saturating_add(feet_cost), trimmed, chosen)
        });
        let Some((_, trimmed, chosen)) = ways.min_by_key(|(cost, _, _)| *cost) else {
            return (places, Flow::default());
        };
        let columns = Columns::of(&trimmed);
        let flow = flow::set_in(self.shop, self.bodies, measure, counts, &chosen, &columns);
        if flow.lines <= trimmed.len() {
            return (trimmed, flow);
        }
        // It did not come out as the counts promised, or is overset: as the paragraphs like it, down to the foot.
        if flow.lines > places.len() {
            let flow = flow::straight(self.shop, self.bodies, &places, measure, &Columns::of(&places), None);
            return (places, flow);
        }
        (places, flow)
    }

    /// The slots for the body, with a head of so many rows.
    fn places(&self, head: u32, foot: u16) -> Vec<flow::Place> {
        let mut places = self.all_places(head, foot);
        if self.journey.from.is_some() && !places.is_empty() {
            places.remove(0);
        }
        places
    }

    /// The slot of the line that says where the story comes from.
    fn place_of_origin(&self, head: u32) -> Option<flow::Place> {
        self.journey.from.as_ref().and_then(|_| self.all_places(head, self.bounds.foot).first().copied())
    }

    fn all_places(&self, head: u32, foot: u16) -> Vec<flow::Place> {
        let top = u32::from(self.room.top);
        let left = self.bounds.left(self.room.col);
        let mut obstacles = vec![Obstacle {
            top,
            foot: top + head,
            left,
            right: left + self.bounds.measure(self.room.col, self.room.cols),
        }];
        obstacles.extend_from_slice(&self.obstacles);
        let least = if self.shop.is_chinese() { LEAST_MEASURE } else { LEAST_LATIN_MEASURE };
        let least = self.shop.grid.em * least;
        Chase { columns: self.columns.to_vec(), obstacles, least }.places(foot)
    }
}

/// The furthest of so many steps that holds, where each holds if the next one does: looked for from a guess.
fn furthest(guess: usize, steps: usize, holds: impl Fn(usize) -> bool) -> Option<usize> {
    if !holds(guess) {
        return (0..guess).rev().find(|step| holds(*step));
    }
    (guess + 1..steps).take_while(|step| holds(*step)).last().or(Some(guess))
}

#[cfg(test)]
mod tests {
    use super::furthest;

    #[test]
    fn the_furthest_step_is_found_from_any_guess() {
        for guess in 0..6 {
            assert_eq!(furthest(guess, 6, |step| step <= 3), Some(3), "from {guess}");
            assert_eq!(furthest(guess, 6, |_| false), None);
            assert_eq!(furthest(guess, 6, |_| true), Some(5));
        }
    }
}
