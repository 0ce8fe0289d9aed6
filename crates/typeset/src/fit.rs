//! Total-fit line breaking over slots (Knuth and Plass, *Breaking Paragraphs into Lines*, 1981).
//!
//! The paragraph is a row of atoms; a line is a stretch of them between two breaks. Every feasible line gets
//! *demerits*, and the search keeps, for every place a line may end at, the cheapest way to get there. Because row n
//! of a column is slot n before anything is broken, the measure of a line is known from its number.
//!
//! The search runs in passes, and the first that reaches the end is taken: lines stretched by no more than a quarter
//! 字 per gap; by no more than half a 字; by whatever it takes; and last, with breaks that the rules forbid. Where a
//! pass ends in a runt or parts a year from 年, the looser ones are asked whether they are rid of it. In the last pass
//! the forbidden breaks are counted before any demerits, the worst kind first, so that there are as few as there can
//! be, and none where a legal set of breaks exists.
//!
//! A line's start can be left out of the search as soon as the line is too wide, and, the measure being the same for
//! all that follow, all later starts as soon as it is too loose. So a pass takes time in proportion to the text and
//! to the breaks between the two; how many of these are tried is bounded, fullest lines first.

use std::cmp::Ordering;
use std::collections::VecDeque;

use crate::classes::Class;
use crate::shape::breaks::{Break, IN_YEAR};
use crate::shape::spacing::{self, STAGES};
use crate::shape::{Atom, ShapedParagraph};
use crate::{Align, BreakReason, Lang, SetRequest, Slot};

/// Ratios are fixed point: 1024 is a quarter 字 of stretch in every gap, or all the shrink there is.
pub(crate) const ONE: i64 = 1024;
/// Passes over legal breaks, each with the greatest ratio of stretch that it allows.
const TOLERANCES: [i64; 3] = [ONE, 2 * ONE, i64::MAX];
/// The same where a word space takes twice the stretch of a gap between Han: a quarter 字 is half of it.
const WORD_TOLERANCES: [i64; 4] = [ONE / 2, ONE, 2 * ONE, i64::MAX];
/// The same for ragged lines: eight 字 of raggedness, or whatever it takes.
const RAGGED_TOLERANCES: [i64; 2] = [4 * ONE, i64::MAX];
/// Up to this ratio badness grows with the cube, from there on evenly.
const WORST: i64 = 20 * ONE;
/// The greatest ratio that demerits tell apart.
const BEYOND: i64 = 500 * ONE;
/// How many ways to one place are kept apart by line number in passes that allow any stretch: the cheapest ones.
const VARIANTS: usize = 12;
/// The same where every number of lines is to be known.
const COUNTED_VARIANTS: usize = 48;
/// How many starts of each kind are tried for a line that ends at a place: more than a line of 111 字 has that is not
/// looser than half a 字 per gap.
const STARTS: usize = 96;
/// The same in a text of more than [`LONG`] places, which no newspaper prints as one paragraph.
const STARTS_IN_LONG: usize = 16;
const LONG: usize = 20_000;

/// Two hyphens in succession.
const LADDER: i64 = 1_000_000;
/// A last line of a single 字, with or without a stop: worse than any lines that are not blank for the most part.
const RUNT: i64 = 1_000_000_000_000;
/// A last line of less than two 字.
const SHORT_LAST: i64 = 2_500;
/// The last line is the end of a divided word.
const DIVIDED_LAST: i64 = 30_000;
/// A tight line beside a loose one, for each full difference.
const CONTRAST: i64 = 400;

/// A line as the search found it: atoms `start..end`, of which `start..ink_end` are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) ink_end: usize,
    pub(crate) end: usize,
    /// Why it ends where it should not.
    pub(crate) forced: Option<BreakReason>,
    /// A single atom that is wider than its measure.
    pub(crate) too_wide: bool,
    /// It ends the paragraph, or a line feed ends it.
    pub(crate) closes: bool,
}

/// What a way costs. Compared from the first field on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
struct Cost {
    /// Lines wider than their measure.
    too_wide: u32,
    /// Forbidden pairs, words, addresses, numbers broken.
    forced: [u32; 4],
    demerits: i64,
}

/// A place that a line may end at.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Before this atom.
    at: usize,
    /// Where the ink of a line ends that ends here.
    ink_end: usize,
    kind: Break,
}

/// The cheapest way to a place with a number of lines.
#[derive(Clone, Copy, Debug)]
struct Node {
    place: usize,
    /// Lines so far: the number of the line that starts here.
    line: usize,
    cost: Cost,
    /// How the line before was set: its ratio, negative where squeezed.
    ratio: i64,
    before: Option<usize>,
    too_wide: bool,
}

/// What a line comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    /// The width before stretch or squeeze.
    pub(crate) natural: i64,
    /// What it may fill, less its natural width.
    pub(crate) spare: i64,
    /// The sum of what stretches.
    pub(crate) stretch: i64,
    /// What can be given: the blank at the end, then by stage, which is only told of a line that is too wide.
    pub(crate) end_shrink: i64,
    pub(crate) shrink: [i64; STAGES],
    /// The em that the line starts with.
    em: i64,
}

impl Fit {
    /// All that can be given.
    pub(crate) fn give(&self) -> i64 {
        self.end_shrink + self.shrink.iter().sum::<i64>()
    }

    /// How far the line is from its natural width: 1024 is a quarter 字 in every gap, or, below 0, all its shrink,
    /// where the blank at its end counts little and every stage more than the one before. `None`: it cannot be
    /// squeezed so far.
    pub(crate) fn ratio(&self) -> Option<i64> {
        if self.spare >= 0 {
            return Some(match self.stretch {
                _ if self.spare == 0 => 0,
                // Nothing stretches: as bad as one gap that takes it all, and worse than any that the passes allow.
                0 => (self.spare.saturating_mul(4 * ONE) / self.em).max(2 * ONE + 1),
                stretch => self.spare.saturating_mul(4 * ONE) / stretch,
            });
        }
        let mut need = -self.spare;
        if need > self.give() {
            return None;
        }
        let mut ratio = 0;
        let weights = [(self.end_shrink, 2), (self.shrink[0], 2), (self.shrink[1], 3), (self.shrink[2], 3)];
        for (can, weight) in weights.into_iter().chain([(self.shrink[3], 3), (self.shrink[4], 8)]) {
            let takes = need.min(can);
            if takes > 0 {
                ratio += weight * ONE * takes / (can * 10);
                need -= takes;
            }
        }
        Some(-ratio.min(ONE))
    }
}

/// The lines of a paragraph over slots.
pub(crate) fn fit(shaped: &ShapedParagraph, slots: &[Slot], request: SetRequest) -> Vec<Found> {
    let search = Search::new(shaped, slots);
    if shaped.atoms.is_empty() {
        return Vec::new();
    }
    let ways = search.best_ways(request.looseness != 0);
    let Some(best) = ways.best else { return Vec::new() };
    let wanted =
        i64::try_from(ways.nodes[best].line).unwrap_or(i64::MAX).saturating_add(i64::from(request.looseness));
    let chosen = ways.ends.iter().copied().min_by_key(|end| {
        let lines = i64::try_from(ways.nodes[*end].line).unwrap_or(i64::MAX);
        (lines.abs_diff(wanted), ways.nodes[*end].cost)
    });
    search.lines(&ways.nodes, if request.looseness == 0 { best } else { chosen.unwrap_or(best) })
}

/// The numbers of lines that the paragraph can be set in, in the pass that its best setting needs, ascending, and
/// the best one.
pub(crate) fn line_counts(shaped: &ShapedParagraph, slots: &[Slot]) -> (Vec<usize>, usize) {
    let search = Search::new(shaped, slots);
    if shaped.atoms.is_empty() {
        return (vec![0], 0);
    }
    let ways = search.best_ways(true);
    let mut counts: Vec<usize> = ways.ends.iter().map(|end| ways.nodes[*end].line).collect();
    counts.sort_unstable();
    counts.dedup();
    (counts, ways.best.map_or(0, |best| ways.nodes[best].line))
}

/// What one line of atoms `start..ink_end` comes to in its slot, ending with `hyphen` more.
pub(crate) fn measure_line(
    shaped: &ShapedParagraph,
    start: usize,
    ink_end: usize,
    hyphen: i32,
    available: i64,
) -> Fit {
    if ink_end <= start {
        // A line without ink fits anywhere.
        return Fit {
            natural: 0,
            spare: available.max(0),
            stretch: 0,
            end_shrink: 0,
            shrink: [0; STAGES],
            em: 1,
        };
    }
    let (from, to) = (&shaped.sums[start], &shaped.sums[ink_end]);
    let gap = &shaped.gaps[start];
    let blank = if hyphen > 0 { 0 } else { i64::from(spacing::end_blank(&shaped.atoms[ink_end - 1])) };
    let natural = to.width - from.width - i64::from(gap.natural) + blank + i64::from(hyphen);
    let mut shrink = [0; STAGES];
    if natural > available {
        for (stage, sum) in shrink.iter_mut().enumerate() {
            *sum = to.shrink[stage] - from.shrink[stage];
        }
        shrink[gap.stage as usize] -= i64::from(gap.shrink);
    }
    let stretch = to.stretch - from.stretch - i64::from(gap.stretch);
    Fit {
        natural,
        spare: available - natural,
        stretch,
        end_shrink: blank,
        shrink,
        em: i64::from(shaped.atoms[start].em).max(1),
    }
}

/// The width of the widest line where only line feeds end lines.
pub(crate) fn natural_width(shaped: &ShapedParagraph) -> i64 {
    let (mut start, mut widest) = (0, 0);
    for place in places(shaped) {
        let closes = matches!(place.kind, Break::Mandatory) || place.at == shaped.atoms.len();
        if closes {
            widest = widest.max(measure_line(shaped, start, place.ink_end.max(start), 0, 0).natural);
            start = place.at;
        }
    }
    widest
}

/// What a line of this number may fill.
pub(crate) fn available(shaped: &ShapedParagraph, slots: &[Slot], line: usize) -> i64 {
    let measure = slots.get(line).or(slots.last()).map_or(i32::MAX, |slot| slot.measure.raw());
    let indent = if line == 0 { shaped.paragraph.indent.raw() } else { 0 };
    i64::from(measure) - i64::from(indent)
}

/// The ways that a pass found.
struct Ways {
    nodes: Vec<Node>,
    /// Those that reach the paragraph's end.
    ends: Vec<usize>,
    /// The cheapest of them.
    best: Option<usize>,
}

/// What a line says of other lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reach {
    /// Longer ones and shorter ones may do.
    Fits,
    /// No longer one from the same start does.
    TooWide,
    /// No shorter one of the same measure does.
    TooLoose,
}

/// The nodes that lines may start from, oldest first.
#[derive(Default)]
struct Starts {
    /// Of lines whose measure is all later lines' measure, by [`kind`].
    same_measure: [VecDeque<usize>; KINDS],
    /// Of lines whose measure may be another than the next one's.
    own_measure: Vec<usize>,
}

impl Starts {
    fn push(&mut self, node: usize, kind: usize, same_measure: bool) {
        if same_measure {
            self.same_measure[kind].push_back(node);
        } else {
            self.own_measure.push(node);
        }
    }

    fn clear(&mut self) {
        self.same_measure.iter_mut().for_each(VecDeque::clear);
        self.own_measure.clear();
    }

    fn is_empty(&self) -> bool {
        self.own_measure.is_empty() && self.same_measure.iter().all(VecDeque::is_empty)
    }
}

/// How many kinds of starts are told apart.
const KINDS: usize = 5;

/// Legal breaks, and the four reasons to break where the rules forbid it. The fewer forbidden breaks, the better;
/// of starts of one kind the first has the fewest behind it, so that the first ones of every kind must be tried.
fn kind(place: Break) -> usize {
    if let Break::Forced(reason) = place { 1 + reason as usize } else { 0 }
}

struct Search<'a> {
    shaped: &'a ShapedParagraph,
    slots: &'a [Slot],
    places: Vec<Place>,
    /// From this line on all measures are equal.
    settled: usize,
    /// The em of the paragraph's first style.
    em: i64,
}

impl<'a> Search<'a> {
    fn new(shaped: &'a ShapedParagraph, slots: &'a [Slot]) -> Self {
        let last = slots.last().map(|slot| slot.measure);
        let settled = slots.iter().rposition(|slot| Some(slot.measure) != last).map_or(0, |at| at + 1);
        let places = places(shaped);
        let em = shaped.atoms.first().map_or(1, |atom| i64::from(atom.em).max(1));
        // The first line's indent makes its measure one of its own.
        let settled = if shaped.paragraph.indent.raw() == 0 { settled } else { settled.max(1) };
        Self { shaped, slots, places, settled, em }
    }

    fn best_ways(&self, keep_counts: bool) -> Ways {
        let mut kept: Option<(usize, Ways)> = None;
        for tolerance in self.tolerances() {
            let ways = self.pass(*tolerance, false, keep_counts);
            let Some(best) = ways.best else { continue };
            let regrets = self.regrets(&ways.nodes, best);
            // A looser pass is only better where it is rid of what is to be avoided.
            if kept.as_ref().is_none_or(|(known, _)| regrets < *known) {
                kept = Some((regrets, ways));
            }
            if kept.as_ref().is_some_and(|(regrets, _)| *regrets == 0) {
                break;
            }
        }
        kept.map_or_else(|| self.pass(i64::MAX, true, keep_counts), |(_, ways)| ways)
    }

    fn tolerances(&self) -> &'static [i64] {
        match (self.shaped.paragraph.align, self.shaped.paragraph.lang) {
            (Align::Justify | Align::Spread, Lang::Zh) => &TOLERANCES,
            (Align::Justify | Align::Spread, _) => &WORD_TOLERANCES,
            _ => &RAGGED_TOLERANCES,
        }
    }

    /// What a looser setting may be worth: a runt, before years parted from their 年.
    fn regrets(&self, nodes: &[Node], end: usize) -> usize {
        let mut regrets = 0;
        let mut at = end;
        while let Some(before) = nodes[at].before {
            let place = &self.places[nodes[at].place];
            regrets += usize::from(matches!(place.kind, Break::Legal(IN_YEAR..)));
            let start = self.start_of(&nodes[before]);
            if at == end && self.is_runt(&nodes[before], start, place.ink_end.max(start)) {
                regrets += self.places.len();
            }
            at = before;
        }
        regrets
    }

    /// One search. In the `forced` one every place that is not inside a glyph may end a line.
    fn pass(&self, tolerance: i64, forced: bool, keep_counts: bool) -> Ways {
        let start = Node {
            place: usize::MAX,
            line: 0,
            cost: Cost::default(),
            ratio: 0,
            before: None,
            too_wide: false,
        };
        let mut nodes = vec![start];
        let mut starts = Starts::default();
        starts.push(0, 0, self.settled == 0);
        let mut ends = Vec::new();
        let last = self.places.len().saturating_sub(1);
        let mut arrivals: Vec<Node> = Vec::new();
        for (at, place) in self.places.iter().enumerate() {
            if !forced && matches!(place.kind, Break::Forced(_)) {
                continue;
            }
            arrivals.clear();
            self.lines_to(at, &nodes, &mut starts, tolerance, forced, &mut arrivals);
            if matches!(place.kind, Break::Mandatory) {
                starts.clear();
            }
            self.thin_out(&mut arrivals, keep_counts, tolerance);
            for arrival in arrivals.drain(..) {
                if at == last {
                    ends.push(nodes.len());
                } else {
                    starts.push(nodes.len(), kind(place.kind), arrival.line >= self.settled);
                }
                nodes.push(arrival);
            }
            if starts.is_empty() && at != last {
                break;
            }
        }
        let best = ends.iter().copied().min_by(|one, other| nodes[*one].cost.cmp(&nodes[*other].cost));
        Ways { nodes, ends, best }
    }

    /// All lines that end at a place and are worth trying. Drops the starts from which no later place can be reached.
    fn lines_to(
        &self,
        at: usize,
        nodes: &[Node],
        starts: &mut Starts,
        tolerance: i64,
        forced: bool,
        arrivals: &mut Vec<Node>,
    ) {
        starts.own_measure.retain(|from| {
            let (arrival, reach) = self.step(nodes, *from, at, tolerance, forced);
            arrivals.extend(arrival);
            reach != Reach::TooWide
        });
        let closes = matches!(self.places[at].kind, Break::Mandatory) || at + 1 == self.places.len();
        let most = match self.places.len() {
            _ if closes => usize::MAX,
            ..=LONG => STARTS,
            _ => STARTS_IN_LONG,
        };
        for queue in &mut starts.same_measure {
            let (mut n, mut tried, mut place) = (0, 0, None);
            while let Some(from) = queue.get(n).copied() {
                tried += usize::from(place != Some(nodes[from].place));
                place = Some(nodes[from].place);
                if tried > most {
                    break;
                }
                let (arrival, reach) = self.step(nodes, from, at, tolerance, forced);
                arrivals.extend(arrival);
                match reach {
                    Reach::TooWide if n == 0 => {
                        queue.pop_front();
                        tried = 0;
                    }
                    Reach::TooLoose if !closes => break,
                    _ => n += 1,
                }
            }
        }
    }

    /// The line from a node to a place: the node that it makes, if it is one, and what that says of other lines.
    fn step(
        &self,
        nodes: &[Node],
        from: usize,
        at: usize,
        tolerance: i64,
        forced: bool,
    ) -> (Option<Node>, Reach) {
        let node = &nodes[from];
        let place = &self.places[at];
        let start = self.start_of(node);
        let hyphen = if let Break::Hyphen(glyph) = place.kind { glyph.advance } else { 0 };
        let fit = measure_line(
            self.shaped,
            start,
            place.ink_end,
            hyphen,
            available(self.shaped, self.slots, node.line),
        );
        let closes = matches!(place.kind, Break::Mandatory) || at + 1 == self.places.len();
        let Some(ratio) = fit.ratio() else {
            let first_place =
                self.places.get(node.place.wrapping_add(1)).is_none_or(|next| next.at == place.at);
            let alone = forced && first_place && place.ink_end > start;
            let arrival = alone.then(|| self.arrive(nodes, from, at, &fit, ONE, true, closes));
            // A hyphen makes a line wider than the next place without one.
            let longer = hyphen > 0 || fit.spare + fit.give() + i64::from(hyphen) >= 0;
            return (arrival, if longer { Reach::Fits } else { Reach::TooWide });
        };
        let ratio = self.line_ratio(&fit, ratio, closes);
        if ratio > tolerance {
            return (None, Reach::TooLoose);
        }
        (Some(self.arrive(nodes, from, at, &fit, ratio, false, closes)), Reach::Fits)
    }

    /// The ratio as the alignment sees it: a line that closes, or is not justified, is not stretched.
    fn line_ratio(&self, fit: &Fit, ratio: i64, closes: bool) -> i64 {
        match self.shaped.paragraph.align {
            _ if ratio <= 0 => ratio,
            Align::Spread => ratio,
            Align::Justify if closes => 0,
            Align::Justify => ratio,
            _ if closes => 0,
            // Ragged lines: two 字 of raggedness are as bad as a quarter 字 in every gap.
            _ => fit.spare.saturating_mul(ONE) / (2 * self.em),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one line's whole account")]
    fn arrive(
        &self,
        nodes: &[Node],
        from: usize,
        at: usize,
        fit: &Fit,
        ratio: i64,
        too_wide: bool,
        closes: bool,
    ) -> Node {
        let node = &nodes[from];
        let place = &self.places[at];
        let mut cost = node.cost;
        cost.too_wide += u32::from(too_wide);
        if let Break::Forced(reason) = place.kind {
            cost.forced[3 - reason as usize] += 1;
        }
        cost.demerits = cost.demerits.saturating_add(self.demerits(node, at, fit, ratio, closes));
        Node { place: at, line: node.line + 1, cost, ratio, before: Some(from), too_wide }
    }

    fn demerits(&self, node: &Node, at: usize, fit: &Fit, ratio: i64, closes: bool) -> i64 {
        let place = &self.places[at];
        let badness = badness(ratio);
        let penalty = match place.kind {
            Break::Legal(penalty) => i64::from(penalty),
            Break::Hyphen(glyph) => i64::from(glyph.penalty),
            _ => 0,
        };
        let mut demerits = (10 + badness) * (10 + badness) + penalty * penalty;
        if node.line > 0 {
            let contrast = (ratio - node.ratio).abs().min(4 * ONE);
            demerits += CONTRAST * contrast / ONE * contrast / ONE;
        }
        let after_hyphen =
            self.places.get(node.place).is_some_and(|place| matches!(place.kind, Break::Hyphen(_)));
        if after_hyphen && matches!(place.kind, Break::Hyphen(_)) {
            demerits += LADDER;
        }
        if closes && node.line > 0 && self.shaped.paragraph.options.avoid_runts {
            demerits += self.last_line_demerits(node, place.ink_end, fit, after_hyphen);
        }
        demerits
    }

    /// Whether a line that closes and is not the first has a single 字 at most.
    fn is_runt(&self, node: &Node, start: usize, end: usize) -> bool {
        self.shaped.paragraph.options.avoid_runts && node.line > 0 && runt(&self.shaped.atoms[start..end])
    }

    fn last_line_demerits(&self, node: &Node, ink_end: usize, fit: &Fit, after_hyphen: bool) -> i64 {
        let mut demerits = 0;
        let start = self.start_of(node);
        if self.is_runt(node, start, ink_end.max(start)) {
            demerits += RUNT;
        } else if fit.natural < 2 * self.em {
            demerits += SHORT_LAST;
        }
        if after_hyphen {
            demerits += DIVIDED_LAST;
        }
        demerits
    }

    /// Of the ways that reach one place, keeps those that a later line can tell apart.
    fn thin_out(&self, arrivals: &mut Vec<Node>, keep_counts: bool, tolerance: i64) {
        if arrivals.len() < 2 {
            return;
        }
        let group = |node: &Node| if keep_counts { node.line } else { node.line.min(self.settled) };
        arrivals.sort_by(|one, other| match group(one).cmp(&group(other)) {
            Ordering::Equal => one.cost.cmp(&other.cost),
            unequal => unequal,
        });
        arrivals.dedup_by(|later, kept| group(later) == group(kept));
        let most = match tolerance {
            i64::MAX => VARIANTS,
            _ if keep_counts => COUNTED_VARIANTS,
            _ => usize::MAX,
        };
        if arrivals.len() > most {
            arrivals.sort_by_key(|arrival| arrival.cost);
            arrivals.truncate(most);
        }
    }

    /// The first atom of the line that starts at a node.
    fn start_of(&self, node: &Node) -> usize {
        self.places.get(node.place).map_or(0, |place| place.at)
    }

    /// The lines on the way to an end.
    fn lines(&self, nodes: &[Node], end: usize) -> Vec<Found> {
        let mut lines = Vec::with_capacity(nodes[end].line);
        let mut at = end;
        while let Some(before) = nodes[at].before {
            let place = &self.places[nodes[at].place];
            let forced = if let Break::Forced(reason) = place.kind { Some(reason) } else { None };
            let start = self.start_of(&nodes[before]);
            lines.push(Found {
                start,
                // A line of blanks only has no ink, and its blanks come after where it would be.
                ink_end: place.ink_end.max(start),
                end: place.at,
                forced,
                too_wide: nodes[at].too_wide,
                closes: matches!(place.kind, Break::Mandatory) || place.at == self.shaped.atoms.len(),
            });
            at = before;
        }
        lines.reverse();
        lines
    }
}

/// Whether a last line of these atoms has a single 字 at most, marks aside.
fn runt(atoms: &[Atom]) -> bool {
    let is_character = |atom: &&Atom| {
        !atom.class.is_blank_mark() && !atom.class.is_blank() && atom.class != Class::Invisible
    };
    atoms.iter().filter(is_character).nth(1).is_none()
}

/// 100 for a ratio of one, growing with its cube as in TeX.
fn badness(ratio: i64) -> i64 {
    let size = ratio.abs().min(WORST);
    let beyond = (ratio.abs().min(BEYOND) - WORST).max(0);
    100 * size * size / ONE * size / ONE / ONE + beyond * 10
}

/// The places that a line may end at, in order; the last one is the paragraph's end.
fn places(shaped: &ShapedParagraph) -> Vec<Place> {
    let mut places = Vec::with_capacity(shaped.breaks.len());
    let mut ink_end = 0;
    for (at, kind) in shaped.breaks.iter().enumerate() {
        if at > 0 && !matches!(kind, Break::Never) {
            places.push(Place { at, ink_end, kind: *kind });
        }
        let class = shaped.atoms[at].class;
        if !class.is_blank() && class != Class::Invisible {
            ink_end = at + 1;
        }
    }
    places.push(Place { at: shaped.breaks.len(), ink_end, kind: Break::Legal(0) });
    places
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use proptest::prelude::*;

    use broadsheet_units::Length;

    use super::*;
    use crate::{Composer, FontLibrary, FontStack, Paragraph, TextStyle};

    static COMPOSER: LazyLock<Composer> =
        LazyLock::new(|| Composer::new(Arc::new(FontLibrary::system(None, &[]))));

    const EM: Length = Length::points(9);

    const PIECES: [&str; 16] =
        ["字", "字", "字", "，", "。", "”", "“", "（", "……", "·", "12", "5%", "3万", "abc", "happiness", " "];

    fn shaped(text: &str) -> Arc<ShapedParagraph> {
        let style = TextStyle::new(FontStack::new(["Noto Serif CJK SC"], 400), EM);
        COMPOSER.shape(&Paragraph::new(text, style))
    }

    /// What all sets of legal breaks come to: whether any fits, and whether any fits without a loose line.
    #[derive(Default, Debug)]
    struct Exhausted {
        fits: bool,
        fits_tightly: bool,
    }

    /// Tries every set of legal breaks, each line measured by itself.
    fn exhaust(
        shaped: &ShapedParagraph,
        slots: &[Slot],
        start: usize,
        line: usize,
        loose: bool,
        found: &mut Exhausted,
    ) {
        let mut ink_end = start;
        for end in start + 1..=shaped.atoms.len() {
            let class = shaped.atoms[end - 1].class;
            if !class.is_blank() && class != Class::Invisible {
                ink_end = end;
            }
            let last = end == shaped.atoms.len();
            let hyphen = match shaped.breaks.get(end) {
                None | Some(Break::Legal(_) | Break::Mandatory) => 0,
                Some(Break::Hyphen(glyph)) => glyph.advance,
                Some(Break::Forced(_) | Break::Never) => continue,
            };
            let fit = measure_line(shaped, start, ink_end, hyphen, available(shaped, slots, line));
            let Some(ratio) = fit.ratio() else { continue };
            // A runt is worth a loose line.
            let runt = last && line > 0 && runt(&shaped.atoms[start..ink_end]);
            let loose = loose || (ratio > ONE && !last) || runt;
            if last {
                found.fits = true;
                found.fits_tightly |= !loose;
            } else {
                exhaust(shaped, slots, end, line + 1, loose, found);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        /// A forced break, a line too wide and a loose line only come where brute force finds nothing better.
        #[test]
        fn brute_force_finds_nothing_better(
            pieces in prop::collection::vec(0..PIECES.len(), 1..12),
            measures in prop::collection::vec(1..14_i32, 1..4),
        ) {
            let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
            let shaped = shaped(&text);
            let slots: Vec<Slot> = measures.into_iter().map(|halves| Slot::new(EM * halves / 2)).collect();
            let mut exhausted = Exhausted::default();
            exhaust(&shaped, &slots, 0, 0, false, &mut exhausted);
            let set = COMPOSER.set(&shaped, &slots, SetRequest::default());
            let has = |code: &str| set.notices.iter().any(|notice| notice.code() == code);
            prop_assert_eq!(has("forced-break") || has("wider-than-measure"), !exhausted.fits, "{:?}", exhausted);
            if exhausted.fits_tightly {
                prop_assert!(!has("loose-line"), "{}", text);
            }
        }
    }
}
