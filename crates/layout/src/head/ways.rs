//! The ways to break a headline, and the sizes at which they fit.

use broadsheet_typeset::{Align, HeadlineBreak, headline_breaks};
use broadsheet_units::Length;

use super::widths::{Breaking, Widths};
use super::{HeadSpace, HeadText, stretches};
use crate::frame::Part;
use crate::matter::Wording;
use crate::shop::Shop;
use crate::style::{Face, Ladder, PartStyle};

/// A headline never has more lines than this, whatever the ladder says.
const MOST_LINES: usize = 8;
/// A kicker or a deck of more lines than this is set smaller.
const MOST_PART_LINES: usize = 3;
/// How much of its size a kicker or a deck keeps for the sake of a single line, in thousandths.
const SINGLE_LINE: i64 = 850;
/// The same for the sake of lines that are whole clauses.
const WHOLE_CLAUSES: i64 = 650;

/// How much of its size a headline keeps for the sake of lines that read well: that end in no leaning word.
const OF_SENSE: i64 = 850;

/// A way to break the headline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Way {
    pub(super) size: Length,
    /// Where the lines start, in bytes.
    pub(super) starts: Vec<usize>,
    pub(super) penalty: u32,
    /// Its headline is no larger than it is over fewer lines: all that this does is fill more rows.
    pub(super) filler: bool,
    /// It does not fit, or takes more lines than look well.
    pub(super) overfull: bool,
}

/// The ways to break the headline and their sizes.
pub(super) fn ways(shop: &Shop<'_>, text: &HeadText<'_>, space: HeadSpace, ladder: &Ladder) -> Vec<Way> {
    let smallest = ladder.sizes.last().copied().unwrap_or(shop.grid.em);
    if text.headline.trim().is_empty() {
        return vec![Way { size: smallest, starts: Vec::new(), penalty: 0, filler: false, overfull: false }];
    }
    let fitting = Fitting { shop, space, ladder };
    let widths = Widths::of(shop, &shop.style.headline.face, text.headline, ladder.sizes[0]);
    if let Some(starts) = text.broken_by_hand() {
        return match fitting.largest(&widths, &starts) {
            Some(at) => of_sizes(ladder, &[(starts, at)], 0, false),
            None => vec![fitting.broken_again(text.headline, &starts, smallest)],
        };
    }
    let breaks = headline_breaks(text.headline);
    let breaking = widths.breaking(&breaks, space.columns);
    let most = usize::try_from(ladder.lines).unwrap_or(1).min(MOST_LINES);
    // Where lines that read well cost too much of the size, those that are as long as each other are taken.
    let plain = widths.breaking(&breaks.iter().map(HeadlineBreak::plain).collect::<Vec<_>>(), space.columns);
    let size = |at: usize| i64::from(ladder.sizes[at].raw());
    let mut by_lines: Vec<(Vec<usize>, usize)> = (1..=most)
        .filter_map(|lines| {
            let way = |breaking: &Breaking| {
                let starts = breaking.best(lines)?;
                let at = fitting.largest(&widths, &starts)?;
                Some((starts, at))
            };
            let Some(even) = way(&plain) else { return way(&breaking) };
            let sense = way(&breaking).filter(|(_, at)| size(*at) * 1000 >= size(even.1) * OF_SENSE);
            sense.or(Some(even))
        })
        .collect();
    let alone = |(starts, _): &(Vec<usize>, usize)| starts.len() > 1 && has_single(text.headline, starts);
    if !by_lines.iter().all(alone) {
        by_lines.retain(|way| !alone(way));
    }
    // Nor does a line end in a word that leans on the next one where fewer lines, not much smaller, spare it.
    let leans = |starts: &[usize]| breaks.iter().any(|one| one.leans() && starts.contains(&one.at));
    let (mut whole, mut kept) = (0, Vec::new());
    for (starts, at) in by_lines {
        if !leans(&starts) {
            whole = whole.max(size(at));
        } else if whole * 1000 >= size(at) * OF_SENSE {
            continue;
        }
        kept.push((starts, at));
    }
    let by_lines = kept;
    match nominal(ladder, &by_lines) {
        Some(best) => of_sizes(ladder, &by_lines, best, false),
        None => vec![fitting.overfull(&widths, &breaking, text.headline, smallest)],
    }
}

/// Whether one of the lines that start at `starts` has a single character.
fn has_single(text: &str, starts: &[usize]) -> bool {
    stretches(starts, text.len()).any(|(start, end)| text[start..end].trim().chars().nth(1).is_none())
}

/// Every way at its largest size and a few below, weighed against the best.
fn of_sizes(ladder: &Ladder, by_lines: &[(Vec<usize>, usize)], best: usize, overfull: bool) -> Vec<Way> {
    let best_size = ladder.sizes[by_lines[best].1];
    let mut ways = Vec::new();
    for (n, (starts, at)) in by_lines.iter().enumerate() {
        let filler = by_lines[..n].iter().any(|(_, fewer)| fewer <= at);
        for (step, size) in ladder.sizes[*at..].iter().take(4).enumerate() {
            let smaller = (best_size - *size).raw().max(0);
            let loss =
                u32::try_from(i64::from(smaller) * 100 / i64::from(best_size.raw().max(1))).unwrap_or(100);
            let other = if n == best { 0 } else { 12 };
            let penalty = loss + other + u32::try_from(step).unwrap_or(0) * 2;
            ways.push(Way { size: *size, starts: starts.clone(), penalty, filler, overfull });
        }
    }
    ways
}

/// Which number of lines the ladder prefers: one more where that lets the headline be larger by the ladder's gain.
fn nominal(ladder: &Ladder, by_lines: &[(Vec<usize>, usize)]) -> Option<usize> {
    let mut best = 0;
    let size = |n: usize| by_lines.get(n).map(|(_, at)| i64::from(ladder.sizes[*at].raw()));
    size(0)?;
    for n in 1..by_lines.len() {
        if size(n)? * 1000 >= size(best)? * i64::from(ladder.gain) {
            best = n;
        }
    }
    Some(best)
}

struct Fitting<'s, 'a> {
    shop: &'s Shop<'a>,
    space: HeadSpace,
    ladder: &'s Ladder,
}

impl Fitting<'_, '_> {
    /// The largest size of the ladder at which every line fits, squeezed and narrowed as far as the style goes.
    fn largest(&self, widths: &Widths, starts: &[usize]) -> Option<usize> {
        let style = &self.shop.style.headline;
        let squeeze = i64::from(-style.squeeze.min(0));
        self.ladder.sizes.iter().position(|size| {
            let widest = widths.widest(starts, *size, squeeze);
            widest.mul_ratio(i64::from(style.scale.least), 1000) <= self.space.measure
        })
    }

    /// Lines that are too long at the smallest size, each over as many as it takes.
    fn broken_again(&self, text: &str, starts: &[usize], size: Length) -> Way {
        let face = &self.shop.style.headline.face;
        let of_line = |(start, end): (usize, usize)| {
            let inner = as_text(self.shop, face, &text[start..end], size, self.space);
            inner.into_iter().map(move |at| start + at)
        };
        let starts = stretches(starts, text.len()).flat_map(of_line).collect();
        Way { size, starts, penalty: 0, filler: false, overfull: true }
    }

    /// The smallest size over as many lines as it takes.
    fn overfull(&self, widths: &Widths, breaking: &Breaking, text: &str, size: Length) -> Way {
        for lines in 2..=MOST_LINES {
            if let Some(starts) = breaking.best(lines)
                && self.largest(widths, &starts).is_some()
            {
                let overfull = starts.len() > usize::try_from(self.ladder.lines).unwrap_or(1);
                return Way { size, starts, penalty: 0, filler: false, overfull };
            }
        }
        Way {
            size,
            starts: as_text(self.shop, &self.shop.style.headline.face, text, size, self.space),
            penalty: 0,
            filler: false,
            overfull: true,
        }
    }
}

/// Where the lines start when a text is set like any other: a word wider than the measure is broken where it must.
fn as_text(shop: &Shop<'_>, face: &Face, text: &str, size: Length, space: HeadSpace) -> Vec<usize> {
    let wording = Wording::of(text, &shop.style.text(face, size), Part::Headline);
    let set = shop.set(&wording, Align::Start, space.measure);
    set.lines.iter().map(|line| line.range.start).collect()
}

/// The size of a kicker or a deck, in proportion to the headline's, and where its lines start: one line where that
/// costs little of its size, else as few as it takes, balanced.
pub(super) fn part(
    shop: &Shop<'_>,
    style: &PartStyle,
    headline: Length,
    text: &str,
    space: HeadSpace,
) -> (Length, Vec<usize>) {
    // Half points only: sizes that a page editor could name.
    let wanted = headline.mul_ratio(i64::from(style.ratio), 1000);
    let most = shop.ladder(space.columns).parts.unwrap_or(style.most);
    let wanted = Length::points(1).mul_ratio(i64::from(wanted.raw()) / 512, 2).max(style.least).min(most);
    if text.trim().is_empty() {
        return (wanted, Vec::new());
    }
    let widths = Widths::of(shop, &style.face, text, wanted);
    let whole = widths.widest(&[0], wanted, 0);
    if whole <= space.measure {
        return (wanted, vec![0]);
    }
    let narrowed = wanted.mul_ratio(i64::from(space.measure.raw()), i64::from(whole.raw().max(1)));
    if narrowed >= style.least.max(wanted.mul_ratio(SINGLE_LINE, 1000)) {
        return (narrowed, vec![0]);
    }
    let breaks = headline_breaks(text);
    // Clauses divide at their blanks, though that costs some of the size.
    let clauses: Vec<usize> =
        [0].into_iter().chain(breaks.iter().filter(|b| b.cost == 0).map(|b| b.at)).collect();
    if (2..=MOST_PART_LINES).contains(&clauses.len()) {
        let widest = widths.widest(&clauses, wanted, 0).max(Length::from_raw(1));
        let narrowed = wanted.mul_ratio(i64::from(space.measure.raw()), i64::from(widest.raw())).min(wanted);
        if narrowed >= style.least.max(wanted.mul_ratio(WHOLE_CLAUSES, 1000)) {
            return (narrowed, clauses);
        }
    }
    let breaking = widths.breaking(&breaks, space.columns);
    for (size, most) in [(wanted, MOST_PART_LINES), (style.least, MOST_LINES)] {
        for lines in 2..=most {
            if let Some(starts) = breaking.best(lines)
                && widths.widest(&starts, size, 0) <= space.measure
            {
                return (size, starts);
            }
        }
    }
    (style.least, as_text(shop, &style.face, text, style.least, space))
}
