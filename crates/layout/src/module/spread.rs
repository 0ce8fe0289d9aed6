//! A body over slots of several measures: where its columns turn, and where they end.

use broadsheet_units::Length;

use super::form::Form;
use crate::flow::{self, Columns, Flow};

/// How many paragraphs are tried a line longer or shorter for the sake of the columns' turns and feet: back from there.
const SET_LONGER: usize = 4;
/// How often a body is set anew to keep paragraphs together.
pub(super) const MOST_TRIES: usize = 96;

/// How well columns of several measures come out. Compared from the first field on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
struct Ends {
    /// Rows by which their feet are apart, beyond one.
    rows: usize,
    /// First and last lines of paragraphs that a column's turn leaves alone.
    alone: usize,
}

impl Form<'_> {
    /// Sets the body over slots of several measures. What it leaves free of the last row is at the feet of as many
    /// columns, not all at the foot of the last, and no first or last line of a paragraph is left alone at a turn, as far
    /// as paragraphs set a line longer or shorter can help.
    pub(super) fn spread(&self, places: Vec<flow::Place>, measure: Length) -> (Vec<flow::Place>, Flow) {
        let most_feet = self.columns.len().saturating_sub(1);
        let flow = flow::straight(self.shop, self.bodies, &places, measure, &Columns::of(&places), &[]);
        let Some(free) = places.len().checked_sub(flow.lines).map(|free| free.min(most_feet)) else {
            return (places, flow);
        };
        let lowest = flow::lowest(&places);
        let sets =
            |feet: flow::Feet| (0..=free).rev().flat_map(|count| feet(&lowest, count)).collect::<Vec<_>>();
        let as_liked = |feet: Vec<u16>| (feet, Vec::new());
        let usual = sets(flow::last_feet).into_iter().map(as_liked);
        // A paragraph near the end is set a line longer for the feet's sake only where nothing else helps.
        let longer = (0..self.bodies.len()).rev().take(SET_LONGER).filter(|_| free > 0);
        let longer =
            longer.flat_map(|n| sets(flow::last_feet).into_iter().map(move |feet| (feet, vec![(n, 1)])));
        // Nor does another column than the last ones end a row early but for a paragraph's sake.
        let other = sets(flow::other_feet).into_iter().map(as_liked);
        let mut tries = MOST_TRIES;
        let mut best: Option<(Ends, Vec<flow::Place>, Flow)> = None;
        for (feet, others) in usual.chain(longer).chain(other) {
            let trimmed = flow::without_feet(&places, &feet);
            let columns = Columns::of(&trimmed);
            let set = |others: &[(usize, i32)]| {
                flow::straight(self.shop, self.bodies, &trimmed, measure, &columns, others)
            };
            let apart = |flow: &Flow| {
                // The last column ends so many rows above the others.
                let left = trimmed.len().checked_sub(flow.lines)?;
                Some(left + usize::from(!feet.is_empty() && feet.len() < self.columns.len()))
            };
            let flow = set(&others);
            let most = apart(&flow).unwrap_or(usize::MAX).max(1);
            let flow = kept_together(&set, flow, others, &columns, &mut tries, |flow| {
                apart(flow).is_some_and(|apart| apart <= most)
            });
            let Some(apart) = apart(&flow) else { continue };
            let so_far = Ends { rows: apart.saturating_sub(1), alone: flow.alone(&columns).len() };
            if so_far == Ends::default() {
                return (trimmed, flow);
            }
            if best.as_ref().is_none_or(|(known, _, _)| so_far < *known) {
                best = Some((so_far, trimmed, flow));
            }
        }
        best.map_or((places, flow), |(_, places, flow)| (places, flow))
    }
}

/// Sets paragraphs a line longer or shorter so that a column's turn leaves no first or last line alone, as far as that
/// can be had, the flow is allowed and no paragraph grows pale: from the first turn to the last, each time the paragraph
/// that stands there or one of those before it. `others` are in lines already that they do not like.
pub(super) fn kept_together(
    set: &impl Fn(&[(usize, i32)]) -> Flow,
    flow: Flow,
    mut others: Vec<(usize, i32)>,
    columns: &Columns,
    tries: &mut usize,
    is_allowed: impl Fn(&Flow) -> bool,
) -> Flow {
    let mut best = flow;
    let mut from = 0;
    while let Some((slot, paragraph)) = best.alone(columns).into_iter().find(|(slot, _)| *slot >= from) {
        let alone = |flow: &Flow| flow.alone(columns).iter().filter(|(at, _)| *at <= slot).count();
        let known = alone(&best);
        for one in (0..=paragraph).rev().take(SET_LONGER).flat_map(|n| [(n, 1), (n, -1)]) {
            if others.iter().any(|(n, _)| *n == one.0) {
                continue;
            }
            let Some(left) = tries.checked_sub(1) else { return best };
            *tries = left;
            others.push(one);
            let tried = set(&others);
            if alone(&tried) < known && is_allowed(&tried) && !tried.is_paler(&best) {
                best = tried;
                break;
            }
            others.pop();
        }
        from = slot + 1;
    }
    best
}
