//! Total-fit line breaking over slots (Knuth and Plass, *Breaking Paragraphs into Lines*, 1981).
//!
//! The paragraph is a row of atoms; a line is a stretch of them between two breaks. Every feasible line gets
//! *demerits*, and the search keeps, for every place a line may end at, the cheapest way to get there. Because row n
//! of a column is slot n before anything is broken, the measure of a line is known from its number.
//!
//! The search runs in passes, and the first that reaches the end is taken: lines stretched by no more than a quarter
//! 字 per gap; by no more than half a 字; by whatever it takes; and last, with breaks that the rules forbid. Where a
//! pass ends in a runt or parts a year from 年, the looser ones are asked whether they are rid of it; where it leaves a
//! widow or two hyphens in succession, those that set no loose line. Hyphens in succession beyond the style's limit
//! come only where no legal set of breaks is without them. In the last pass the forbidden breaks are counted before any
//! demerits, the worst kind first, so that there are as few as there can be, and none where a legal set of breaks
//! exists.
//!
//! A line's start can be left out of the search as soon as the line is too wide, and, the measure being the same for
//! all that follow, all later starts as soon as it is too loose. So a pass takes time in proportion to the text and
//! to the breaks between the two; how many of these are tried is bounded, fullest lines first.

mod cost;
mod line;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::classes::Class;
use crate::shape::ShapedParagraph;
use crate::shape::breaks::{Break, IN_WHOLE, IN_YEAR};
use crate::{Align, BreakReason, Ending, Lang, LineCounts, SetRequest, Slot};
use cost::{Cost, Regrets};
pub(crate) use line::{Fit, ONE, available, measure_line, natural_width};

/// Passes over legal breaks, each with the greatest ratio of stretch that it allows.
const TOLERANCES: [i64; 4] = [ONE, FOR_NAMES, 2 * ONE, i64::MAX];
/// The same where a word space takes twice the stretch of a gap between Han: a quarter 字 is half of it.
const WORD_TOLERANCES: [i64; 4] = [ONE / 2, ONE, 2 * ONE, i64::MAX];
/// The same for ragged lines: eight 字 of raggedness, or whatever it takes.
const RAGGED_TOLERANCES: [i64; 2] = [4 * ONE, i64::MAX];
/// Up to here a line is opened rather than a name parted that is to be kept whole.
const FOR_NAMES: i64 = ONE * 7 / 5;
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
/// In a text of more places, numbers of lines are not told apart: there are more of them than lines to keep, and a
/// line more or less is nothing to it.
const COUNTED: usize = 2_000;

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
    /// How many lines in succession have ended with a hyphen.
    hyphens: u8,
    before: Option<usize>,
    too_wide: bool,
}

/// The best ways to break a paragraph over slots: one for each number of lines that it can be set in, in the pass that
/// the best of all needs.
#[derive(Debug)]
pub(crate) struct Breakings {
    /// The fewest lines first.
    ways: Vec<Way>,
    /// The best of all.
    best: usize,
}

#[derive(Debug)]
struct Way {
    cost: Cost,
    lines: Vec<Found>,
    ending: Ending,
    /// The most lines in succession that are stretched nearly as far as they may be.
    pale: usize,
}

impl Breakings {
    pub(crate) fn of(shaped: &ShapedParagraph, slots: &[Slot]) -> Self {
        if shaped.atoms.is_empty() {
            let nothing = Way { cost: Cost::default(), lines: Vec::new(), ending: Ending::Full, pale: 0 };
            return Self { ways: vec![nothing], best: 0 };
        }
        let search = Search::new(shaped, slots);
        let found = search.best_ways();
        let mut ends = found.ends;
        // Of a number of lines the cheapest, the first of equals.
        ends.sort_by_key(|end| (found.nodes[*end].line, found.nodes[*end].cost));
        ends.dedup_by_key(|end| found.nodes[*end].line);
        let way = |end: &usize| Way {
            cost: found.nodes[*end].cost,
            lines: search.lines(&found.nodes, *end),
            ending: search.ending(&found.nodes, *end),
            pale: search.pale(&found.nodes, *end),
        };
        let ways: Vec<Way> = ends.iter().map(way).collect();
        let best = found.best.map(|best| found.nodes[best].line);
        let best = ways.iter().position(|way| Some(way.lines.len()) == best).unwrap_or(0);
        Self { ways, best }
    }

    /// The lines that a request asks for, or the nearest there are to it, and how many of them in succession are pale.
    pub(crate) fn lines(&self, request: SetRequest) -> (&[Found], usize) {
        let best = self.count(self.best);
        let wanted = i64::try_from(best).unwrap_or(i64::MAX).saturating_add(i64::from(request.looseness));
        let off = |way: &&Way| i64::try_from(way.lines.len()).unwrap_or(i64::MAX).abs_diff(wanted);
        let nearest = self.ways.iter().min_by_key(|way| (off(way), way.cost));
        nearest.map_or((&[], 0), |way| (&way.lines, way.pale))
    }

    /// In how many lines the paragraph can be set, and how it then ends.
    pub(crate) fn counts(&self) -> LineCounts {
        let (fewest, best, most) = (0, self.best, self.ways.len().saturating_sub(1));
        let liked = self.count(best);
        let ways = [liked.checked_sub(1), Some(liked), liked.checked_add(1)]
            .map(|lines| self.ways.iter().find(|way| Some(way.lines.len()) == lines));
        let endings = ways.map(|way| way.map_or(Ending::Full, |way| way.ending));
        let pale = ways.map(|way| way.map_or(0, |way| way.pale));
        LineCounts {
            fewest: self.count(fewest),
            best: self.count(best),
            most: self.count(most),
            endings,
            pale,
        }
    }

    fn count(&self, way: usize) -> usize {
        self.ways.get(way).map_or(0, |way| way.lines.len())
    }
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

/// What one search allows.
#[derive(Clone, Copy, Debug)]
struct Pass {
    /// The greatest ratio of stretch.
    tolerance: i64,
    /// The most lines in succession that end with a hyphen.
    ladder: u8,
    /// Whether every place that is not inside a glyph may end a line.
    forced: bool,
    /// Whether ways of different numbers of lines are kept apart.
    keep_counts: bool,
}

struct Search<'a> {
    shaped: &'a ShapedParagraph,
    slots: &'a [Slot],
    places: Vec<Place>,
    /// From this line on all measures are equal, and no column starts.
    settled: usize,
    /// The em of the paragraph's first style.
    em: i64,
}

impl<'a> Search<'a> {
    fn new(shaped: &'a ShapedParagraph, slots: &'a [Slot]) -> Self {
        let last = slots.last().map(|slot| slot.measure);
        let differs = |slot: &Slot| Some(slot.measure) != last;
        let measures = slots.iter().rposition(differs).map_or(0, |at| at + 1);
        // A word may not be divided before a column's first line, nor a paragraph end with it.
        let columns = slots.iter().rposition(|slot| slot.starts_column).map_or(0, |at| at + 1);
        let settled = measures.max(columns);
        let places = places(shaped);
        let em = shaped.atoms.first().map_or(1, |atom| i64::from(atom.em).max(1));
        // The first line's indent makes its measure one of its own.
        let settled = if shaped.paragraph.indent.raw() == 0 { settled } else { settled.max(1) };
        Self { shaped, slots, places, settled, em }
    }

    fn best_ways(&self) -> Ways {
        let keep_counts = self.places.len() <= COUNTED;
        let mut kept: Option<(Regrets, Ways)> = None;
        for tolerance in self.tolerances() {
            let slight = |regrets: &Regrets| regrets.are_slight(*tolerance <= FOR_NAMES);
            if *tolerance > ONE && kept.as_ref().is_some_and(|(regrets, _)| slight(regrets)) {
                break;
            }
            let ways =
                self.pass(Pass { tolerance: *tolerance, ladder: self.ladder(), forced: false, keep_counts });
            let Some(best) = ways.best else { continue };
            let regrets = self.regrets(&ways.nodes, best);
            // A looser pass is only better where it is rid of what is to be avoided.
            if kept.as_ref().is_none_or(|(known, _)| regrets < *known) {
                kept = Some((regrets, ways));
            }
            if kept.as_ref().is_some_and(|(regrets, _)| *regrets == Regrets::default()) {
                break;
            }
        }
        if let Some((_, ways)) = kept {
            return ways;
        }
        let any = Pass { tolerance: i64::MAX, ladder: u8::MAX, forced: false, keep_counts };
        // Where hyphens one below the other are the only legal way, they are taken.
        let ladders = (self.ladder() < u8::MAX).then(|| self.pass(any)).filter(|ways| ways.best.is_some());
        ladders.unwrap_or_else(|| self.pass(Pass { forced: true, ..any }))
    }

    /// How many lines in succession may end with a hyphen; no limit where no word can be divided.
    fn ladder(&self) -> u8 {
        match self.shaped.paragraph.options.hyphens.in_succession {
            0 => u8::MAX,
            most if self.places.iter().any(|place| matches!(place.kind, Break::Hyphen(_))) => most,
            _ => u8::MAX,
        }
    }

    fn tolerances(&self) -> &'static [i64] {
        match (self.shaped.paragraph.align, self.shaped.paragraph.lang) {
            _ if self.shaped.cells.is_some() => &RAGGED_TOLERANCES,
            (Align::Justify | Align::Spread, Lang::Zh) => &TOLERANCES,
            (Align::Justify | Align::Spread, _) => &WORD_TOLERANCES,
            _ => &RAGGED_TOLERANCES,
        }
    }

    /// What a looser setting may be worth.
    fn regrets(&self, nodes: &[Node], end: usize) -> Regrets {
        let mut regrets = Regrets::default();
        let mut at = end;
        while let Some(before) = nodes[at].before {
            let place = &self.places[nodes[at].place];
            regrets.years += usize::from(matches!(place.kind, Break::Legal(IN_YEAR..)));
            regrets.names += usize::from(matches!(place.kind, Break::Legal(IN_WHOLE)));
            regrets.ladders += usize::from(nodes[at].hyphens > 1);
            if at == end {
                let start = self.start_of(&nodes[before]);
                regrets.runt = self.is_runt(&nodes[before], start, place.ink_end.max(start));
                regrets.widow = self.is_widow(&nodes[before], nodes[at].place);
            }
            at = before;
        }
        regrets
    }

    fn pass(&self, pass: Pass) -> Ways {
        let start = Node {
            place: usize::MAX,
            line: 0,
            cost: Cost::default(),
            ratio: 0,
            hyphens: 0,
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
            if !pass.forced && matches!(place.kind, Break::Forced(_)) {
                continue;
            }
            arrivals.clear();
            self.lines_to(at, &nodes, &mut starts, pass, &mut arrivals);
            if matches!(place.kind, Break::Mandatory) {
                starts.clear();
            }
            self.thin_out(&mut arrivals, pass);
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
    fn lines_to(&self, at: usize, nodes: &[Node], starts: &mut Starts, pass: Pass, arrivals: &mut Vec<Node>) {
        starts.own_measure.retain(|from| {
            let (arrival, reach) = self.step(nodes, *from, at, pass);
            if let Some(arrival) = arrival {
                self.put(arrivals, arrival, pass);
            }
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
                let (arrival, reach) = self.step(nodes, from, at, pass);
                if let Some(arrival) = arrival {
                    self.put(arrivals, arrival, pass);
                }
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
    fn step(&self, nodes: &[Node], from: usize, at: usize, pass: Pass) -> (Option<Node>, Reach) {
        let node = &nodes[from];
        let place = &self.places[at];
        if node.hyphens >= pass.ladder && matches!(place.kind, Break::Hyphen(_)) {
            return (None, Reach::Fits);
        }
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
            let alone = pass.forced && first_place && place.ink_end > start;
            let arrival = alone.then(|| self.arrive(nodes, from, at, &fit, ONE, true, closes));
            // A hyphen makes a line wider than the next place without one.
            let longer = hyphen > 0 || fit.spare + fit.give() + i64::from(hyphen) >= 0;
            return (arrival, if longer { Reach::Fits } else { Reach::TooWide });
        };
        let ratio = self.line_ratio(&fit, ratio, closes);
        if ratio > pass.tolerance {
            return (None, Reach::TooLoose);
        }
        (Some(self.arrive(nodes, from, at, &fit, ratio, false, closes)), Reach::Fits)
    }

    /// The ratio as the alignment sees it: a line that closes, or is not justified, is not stretched.
    fn line_ratio(&self, fit: &Fit, ratio: i64, closes: bool) -> i64 {
        match self.shaped.paragraph.align {
            _ if ratio <= 0 => ratio,
            _ if fit.on_grid => {
                if closes {
                    0
                } else {
                    ratio
                }
            }
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
        let divided = matches!(place.kind, Break::Hyphen(_));
        let hyphens = if divided { node.hyphens.saturating_add(1) } else { 0 };
        Node { place: at, line: node.line + 1, cost, ratio, hyphens, before: Some(from), too_wide }
    }

    /// Puts a way to a place beside the others: of those that no later line can tell apart the cheapest is kept, the
    /// first of equals.
    fn put(&self, arrivals: &mut Vec<Node>, arrival: Node, pass: Pass) {
        let group = self.group(&arrival, pass);
        match arrivals.iter_mut().find(|known| self.group(known, pass) == group) {
            Some(known) if arrival.cost < known.cost => *known = arrival,
            Some(_) => {}
            None => arrivals.push(arrival),
        }
    }

    /// What later lines can tell of a way.
    fn group(&self, node: &Node, pass: Pass) -> (usize, u8) {
        let line = if pass.keep_counts { node.line } else { node.line.min(self.settled) };
        // Without a limit the next line only asks whether there was a hyphen at all.
        (line, if pass.ladder == u8::MAX { node.hyphens.min(1) } else { node.hyphens })
    }

    /// Of the ways that reach one place, keeps no more than the pass allows: the cheapest.
    fn thin_out(&self, arrivals: &mut Vec<Node>, pass: Pass) {
        if arrivals.len() < 2 {
            return;
        }
        arrivals.sort_by_key(|arrival| self.group(arrival, pass));
        let most = match pass.tolerance {
            i64::MAX => VARIANTS,
            _ if pass.keep_counts => COUNTED_VARIANTS,
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

    /// How the last of several lines ends the paragraph.
    fn ending(&self, nodes: &[Node], end: usize) -> Ending {
        let Some(before) = nodes[end].before.map(|before| &nodes[before]).filter(|node| node.line > 0) else {
            return Ending::Full;
        };
        let (start, ink_end) = (self.start_of(before), self.places[nodes[end].place].ink_end);
        let slot = available(self.shaped, self.slots, before.line);
        match measure_line(self.shaped, start, ink_end, 0, slot).natural {
            _ if before.hyphens > 0 => Ending::Divided,
            natural if natural < 2 * self.em => Ending::Short,
            _ => Ending::Full,
        }
    }

    /// How many lines in succession are stretched by more than three quarters of what they may be.
    fn pale(&self, nodes: &[Node], end: usize) -> usize {
        let most = self.tolerances().first().map_or(ONE, |tolerance| tolerance * 3 / 4);
        let (mut longest, mut run) = (0, 0);
        let mut at = nodes[end].before;
        while let Some(node) = at.map(|at| &nodes[at]) {
            run = if node.line > 0 && node.ratio > most { run + 1 } else { 0 };
            longest = longest.max(run);
            at = node.before;
        }
        longest
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
