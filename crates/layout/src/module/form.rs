//! How a module is filled: the height of its head at which its columns end at its foot, and the body over its slots.

use broadsheet_typeset::LineCounts;
use broadsheet_units::Length;

use super::bounds::{Bounds, LEAST_LATIN_MEASURE, LEAST_MEASURE, Space};
use super::head::{AnyHead, ChosenHead};
use super::room::HeadRoom;
use super::spread::{MOST_TRIES, kept_together};
use crate::dress::JumpStyle;
use crate::flow::{self, Body, Chase, Column, Columns, Flow, Obstacle};
use crate::frame::Ink;
use crate::journey::{self, Journey};
use crate::shop::Shop;

/// What columns that end a row before the others cost (see [`flow::choose_counts`]): the last one, where every reader
/// expects the story to end, and each before it.
const SHORT_LAST_FOOT: u32 = 3;
const SHORT_FOOT: u32 = 14;

/// How many slots are tried for a line that leads from page to page: those that it passes by stay blank.
const MOST_PASSED: usize = 12;

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
    /// Lines that the body likes best, with the head at its lowest.
    pub(super) liked: usize,
    /// The 字 that the slots hold which it then leaves free.
    pub(super) free: usize,
}

impl Form<'_> {
    /// Finds the height of the head at which the body ends at the module's foot, and sets the body.
    pub(super) fn fill(&self) -> Filled {
        let free = self.room.rows_above(self.blocked);
        let heights = |fill: bool| {
            let mut weighed = self.head.heights(self.shop, fill);
            let least = weighed.first().map_or(0, |(rows, _)| *rows);
            weighed.retain(|(rows, _)| *rows == least || *rows <= free);
            weighed
        };
        let weighed = heights(false);
        let least = weighed.first().map_or(0, |(rows, _)| *rows);
        let lowest = self.places(least, self.bounds.foot);
        let most_places = lowest.len();
        let measure = self.columns.first().map_or(Length::ZERO, |column| column.width);
        let counts = flow::counts(self.shop, self.bodies, measure);
        let even = |places: &[flow::Place]| {
            flow::is_even(places) && places.first().is_none_or(|p| p.measure == measure)
        };
        let liked_by_all = |places: &[flow::Place]| flow::liked(self.bodies, &counts, &Columns::of(places));
        let lines = |places: &[flow::Place]| {
            if even(places) {
                liked_by_all(places)
            } else {
                flow::straight(self.shop, self.bodies, places, measure, &Columns::of(places), &[]).lines
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
                liked_by_all(&places) <= places.len()
            } else {
                flow::about(self.bodies, &places) <= places.len()
            }
        };
        // The highest head that leaves room for the body.
        let highest = |heights: &[(u32, u32)]| {
            let guess =
                heights.iter().rposition(|(rows, _)| seems_to_fit(*rows, self.bounds.foot)).unwrap_or(0);
            let found = furthest(guess, heights.len(), |n| {
                heights.get(n).is_some_and(|(rows, _)| fits(*rows, self.bounds.foot))
            });
            found.and_then(|n| heights.get(n)).map(|(rows, _)| *rows)
        };
        let found = highest(&weighed);
        if found.is_none() && self.journey.to.is_some() {
            // It goes on elsewhere: the head is as it looks best.
            let best = weighed.iter().min_by_key(|(_, penalty)| *penalty);
            return self.fill_and_go_on(best.map_or(least, |(rows, _)| *rows), measure);
        }
        let has_rows_to_spare = |rows: u32| {
            let whole = self.places(rows, self.bounds.foot);
            whole.len().saturating_sub(lines(&whole)) >= self.columns.len()
        };
        let (mut rows, mut fill) = (found.unwrap_or(least), false);
        let mut to_spare = has_rows_to_spare(rows);
        if to_spare {
            // Over more lines than its size asks for only where that fills the module.
            let higher =
                highest(&heights(true)).filter(|higher| *higher > rows && !has_rows_to_spare(*higher));
            if let Some(higher) = higher {
                (rows, fill, to_spare) = (higher, true, false);
            }
        }
        let chosen = self.head.choose(self.shop, rows, fill);
        let whole = self.places(rows, self.bounds.foot);
        let foot = if to_spare { self.foot(rows, &seems_to_fit, &fits) } else { self.bounds.foot };
        let places = if foot == self.bounds.foot { whole.clone() } else { self.places(rows, foot) };
        let liked = lines(&lowest);
        let em = self.shop.grid.em;
        let free = lowest.iter().skip(liked).map(|place| place.measure.whole(em)).sum();
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
        Filled { chosen, places, from, to: None, flow, most_places, empty, liked, free }
    }

    /// Sets the body down to the module's foot, the last slot that is wide enough for the line that says where it goes on.
    fn fill_and_go_on(&self, rows: u32, measure: Length) -> Filled {
        let chosen = self.head.choose(self.shop, rows, false);
        let mut places = self.places(rows, self.bounds.foot);
        let wide = |to: &str| {
            let width = self.jump_width(&self.words().words_to(to));
            let from = places.len().saturating_sub(MOST_PASSED);
            places[from..].iter().rposition(|place| width <= place.measure).map(|at| from + at)
        };
        let at = self.journey.to.as_deref().and_then(wide).or(places.len().checked_sub(1));
        let to = at.and_then(|at| places.get(at).copied());
        places.truncate(at.unwrap_or(0));
        let columns = Columns::of(&places).going_on();
        let set = |others: &[(usize, i32)]| {
            flow::straight(self.shop, self.bodies, &places, measure, &columns, others)
        };
        let flow = kept_together(&set, set(&[]), Vec::new(), &columns, &mut { MOST_TRIES }, |_| true);
        let (most_places, liked) = (places.len(), places.len());
        let from = self.place_of_origin(rows);
        Filled { chosen, from, to, flow, most_places, empty: 0, liked, free: 0, places }
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

    /// Sets the body over slots of one measure so that none of its columns ends in the middle of a paragraph's ends, and
    /// as few as can be end a row early: the last ones, or, where a line would be left alone, one of the others.
    /// `deeper` are the slots with a row more, where there is one.
    fn balance(
        &self,
        places: Vec<flow::Place>,
        deeper: Option<&[flow::Place]>,
        measure: Length,
        counts: &[LineCounts],
    ) -> (Vec<flow::Place>, Flow) {
        let weigh = |places: &[flow::Place], feet: &[u16]| {
            let trimmed = flow::without_feet(places, feet);
            let columns = Columns::of(&trimmed);
            let (cost, chosen) = flow::choose_counts(self.bodies, counts, trimmed.len(), &columns);
            let last = self.columns.len().checked_sub(1);
            let foot =
                |foot: &u16| if Some(usize::from(*foot)) == last { SHORT_LAST_FOOT } else { SHORT_FOOT };
            (cost.saturating_add(feet.iter().map(foot).sum()), trimmed, chosen)
        };
        let most = self.columns.len().saturating_sub(1);
        let ways = |feet: flow::Feet| {
            let over = [Some(places.as_slice()), deeper].into_iter().flatten();
            let sets = over.flat_map(|places| {
                let lowest = flow::lowest(places);
                (0..=most).flat_map(move |count| feet(&lowest, count)).map(move |feet| (places, feet))
            });
            sets.map(|(places, feet)| weigh(places, &feet)).min_by_key(|(cost, _, _)| *cost)
        };
        let usual = ways(flow::last_feet);
        let best = match usual {
            Some(usual) if (flow::ALONE..flow::OVER).contains(&usual.0) => {
                let other = ways(flow::other_feet);
                Some(other.filter(|other| other.0 < usual.0).unwrap_or(usual))
            }
            usual => usual,
        };
        let Some((_, trimmed, chosen)) = best else {
            return (places, Flow::default());
        };
        let columns = Columns::of(&trimmed);
        let flow = flow::set_in(self.shop, self.bodies, measure, counts, &chosen, &columns);
        if flow.lines <= trimmed.len() {
            return (trimmed, flow);
        }
        // It did not come out as the counts promised, or is overset: as the paragraphs like it, down to the foot.
        if flow.lines > places.len() {
            let flow = flow::straight(self.shop, self.bodies, &places, measure, &Columns::of(&places), &[]);
            return (places, flow);
        }
        (places, flow)
    }

    /// The slots for the body, with a head of so many rows.
    fn places(&self, head: u32, foot: u16) -> Vec<flow::Place> {
        let mut places = self.all_places(head, foot);
        if let Some(at) = self.origin(&places) {
            places.drain(..=at);
        }
        places
    }

    /// The slot of the line that says where the story comes from.
    fn place_of_origin(&self, head: u32) -> Option<flow::Place> {
        let places = self.all_places(head, self.bounds.foot);
        self.origin(&places).and_then(|at| places.get(at).copied())
    }

    /// The number of that slot: of the first that is wide enough, else of the first.
    fn origin(&self, places: &[flow::Place]) -> Option<usize> {
        let width = self.jump_width(&self.words().words_from(self.journey.from.as_deref()?));
        let wide = places.iter().take(MOST_PASSED).position(|place| width <= place.measure);
        wide.or((!places.is_empty()).then_some(0))
    }

    /// The measure that a line takes that leads from page to page.
    fn jump_width(&self, words: &str) -> Length {
        journey::wording(self.shop, words).1
    }

    pub(super) fn words(&self) -> &JumpStyle {
        &self.shop.style.dress.jump
    }

    fn all_places(&self, head: u32, foot: u16) -> Vec<flow::Place> {
        let left = self.bounds.left(self.room.col);
        // No text stands above its headline, though a picture left it rows there.
        let foot_of_head = if head > 0 { u32::from(self.room.top) + head } else { 0 };
        let mut obstacles = vec![Obstacle {
            top: 0,
            foot: foot_of_head,
            left,
            right: left + self.bounds.measure(self.room.col, self.room.cols),
        }];
        obstacles.extend_from_slice(&self.obstacles);
        let least = if self.shop.is_chinese() { LEAST_MEASURE } else { LEAST_LATIN_MEASURE };
        let least = self.shop.grid.em * least;
        let cell = self.shop.style.lines.character_grid.then_some(self.shop.grid.em);
        Chase { columns: self.columns.to_vec(), obstacles, least, cell }.places(foot)
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
