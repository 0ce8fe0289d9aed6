//! Upright headlines (竖题): lines that run down, the first at the right.

use std::ops::RangeInclusive;

use broadsheet_typeset::headline_breaks;
use broadsheet_units::{Length, Point, Rect};

use super::cells::{cells, end, line_of};
use super::widths::Widths;
use super::{Edge, HeadText, byline, stretches};
use crate::fit::HeadlineFit;
use crate::frame::{Ink, Item, Part, Role};
use crate::matter::{Matter, Wording, short};
use crate::notice::{Finding, Notice, Place};
use crate::shop::Shop;
use crate::style::{Face, PartStyle};

/// A headline over more lines is taken only when it can be this much larger, in thousandths.
const GAIN: i64 = 1250;
/// The most lines of the headline.
const MOST_LINES: usize = 3;
/// The most lines of its kicker or deck.
const MOST_PART_LINES: usize = 3;
/// White between lines of one part, and between parts, in thousandths of the headline's size.
const LINE_GAP: i64 = 150;
const PART_GAP: i64 = 350;

/// Where the block stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct UprightSpace {
    pub(crate) measure: Length,
    /// The most rows that it may have.
    pub(crate) rows: u32,
    /// No size above this is taken.
    pub(crate) most: Option<Length>,
    /// What is behind it and around it.
    pub(crate) edge: Edge,
}

impl UprightSpace {
    /// What its ground or box leaves of its measure.
    fn inner(&self, shop: &Shop<'_>) -> Length {
        self.measure - self.edge.beside(&shop.grid) * 2
    }
}

/// An upright headline block, planned.
#[derive(Clone, Debug)]
pub(crate) struct UprightHead<'a> {
    text: HeadText<'a>,
    space: UprightSpace,
    /// From the right to the left.
    parts: Vec<Upright>,
    /// The headline does not fit.
    overfull: bool,
    /// Rows of its text and the white around.
    pub(crate) rows: u32,
    fit: HeadlineFit,
}

/// A part of it: its lines, from the right.
#[derive(Clone, Debug)]
struct Upright {
    wording: Wording,
    face: Face,
    size: Length,
    starts: Vec<usize>,
    role: Role,
    stands: Stands,
}

/// Where the lines of a part stand in the height of the block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stands {
    Top,
    Middle,
    Foot,
}

impl<'a> UprightHead<'a> {
    /// The block at its largest size.
    pub(crate) fn plan(shop: &Shop<'_>, text: HeadText<'a>, space: UprightSpace) -> Self {
        let style = &shop.style.headline;
        let height = shop.grid.pitch * i32::try_from(space.rows.saturating_sub(1)).unwrap_or(i32::MAX);
        // It may be as large as any across the page.
        let ladder = shop.style.ladder(shop.grid.columns).up_to(space.most);
        let measure = space.inner(shop);
        let mut best: Option<(Length, Vec<Upright>)> = None;
        let by_hand = text.broken_by_hand().map(|starts| starts.len());
        for lines in 1..=MOST_LINES.max(by_hand.unwrap_or(0)) {
            let found = ladder.sizes.iter().find_map(|size| {
                let parts = parts(shop, &text, *size, lines, height)?;
                (width(&parts, *size) <= measure).then_some((*size, parts))
            });
            let Some((size, parts)) = found else { continue };
            let larger = best
                .as_ref()
                .is_none_or(|(known, _)| i64::from(size.raw()) * 1000 >= i64::from(known.raw()) * GAIN);
            if larger {
                best = Some((size, parts));
            }
        }
        let overfull = best.is_none() && !text.headline.trim().is_empty();
        let smallest = ladder.sizes.last().copied().unwrap_or(shop.grid.em);
        // What does not fit is as small as it can be, and as high as that comes to: no part of it is left out.
        let (size, parts) = best.unwrap_or_else(|| {
            let parts = parts(shop, &text, smallest, by_hand.unwrap_or(1), Length::MAX);
            (smallest, parts.unwrap_or_default())
        });
        let tallest = parts.iter().map(|part| part.tallest(shop)).max().unwrap_or(Length::ZERO);
        let rows = if parts.is_empty() { 0 } else { short(tallest.cover(shop.grid.pitch)) + 1 };
        let count = |part: &Upright| short(part.starts.len());
        let lines = parts.iter().find(|part| part.role == Role::Headline).map_or(0, count);
        let (whole, _) = cells(shop, &style.face, text.headline, size);
        let fit = HeadlineFit {
            fits_characters: short(height.whole(size)) * lines.max(1),
            has_characters: short(end(&whole).cover(size)),
            size,
            lines,
        };
        Self { text, space, parts, overfull, rows, fit }
    }

    /// How the headline fills its height.
    pub(crate) fn headline_fit(&self) -> HeadlineFit {
        self.fit
    }

    /// The block set in so many rows, its origin at its own top left corner.
    pub(crate) fn set(&self, shop: &Shop<'_>, rows: u32, ink: Ink) -> Matter {
        let mut matter = Matter::default();
        let (edge, of_module) = (self.space.edge, ink);
        let ink = edge.ink(of_module);
        let size = self.fit.size;
        let lead = shop.grid.pitch - shop.grid.em;
        let height = shop.grid.pitch * i32::try_from(rows).unwrap_or(i32::MAX) - lead;
        if !self.parts.is_empty() {
            let rect = Rect::new(Length::ZERO, Length::ZERO, self.space.measure, height);
            edge.set(shop, rect, of_module, &mut matter);
        }
        let place = Place { story: Some(self.text.story.id), part: Some(Part::Headline), ..Place::default() };
        if self.overfull {
            let HeadlineFit { fits_characters: fits, has_characters: has, .. } = self.fit;
            matter
                .notices
                .push(Notice { finding: Finding::HeadlineOverfull { fits, has }, place: place.clone() });
        }
        let (taken, measure) = (width(&self.parts, size), self.space.inner(shop));
        if taken > measure {
            let text = self.text.headline.to_owned();
            let finding = Finding::WiderThanMeasure { text, width: taken, measure };
            matter.notices.push(Notice { finding, place });
        }
        // On a ground or in a box the text keeps clear of its edges.
        let pad = if edge.is_none() { Length::ZERO } else { shop.grid.em / 2 };
        let mut right = self.space.measure - (self.space.measure - width(&self.parts, size)) / 2;
        for part in &self.parts {
            let block = matter.add_block(part.wording.block(part.role, Some(self.text.story.id.0)));
            for (start, stop) in part.stretches() {
                let (cells, found) = cells(shop, &part.face, &part.wording.text[start..stop], part.size);
                for finding in found {
                    let place = Place { story: Some(self.text.story.id), ..Place::default() };
                    matter.notices.push(Notice { finding, place });
                }
                let free = (height - pad * 2 - end(&cells)).max(Length::ZERO);
                // What is not centred across starts at the head when it is upright.
                let stands = if shop.style.headline.centred { part.stands } else { Stands::Top };
                let top = match stands {
                    Stands::Top => Length::ZERO,
                    Stands::Middle => free / 2,
                    Stands::Foot => free,
                };
                let at = Point::new(right - part.size, pad + top);
                let range = start..stop;
                let last = stop == part.wording.text.len();
                let line = line_of(shop, &cells, part.size, ink, at, block, range, last);
                matter.items.push(Item::Line(line));
                right -= part.size + size.mul_ratio(LINE_GAP, 1000);
            }
            right -= size.mul_ratio(PART_GAP - LINE_GAP, 1000);
        }
        matter
    }
}

impl Upright {
    fn stretches(&self) -> impl Iterator<Item = (usize, usize)> {
        stretches(&self.starts, self.wording.text.len())
    }

    fn tallest(&self, shop: &Shop<'_>) -> Length {
        let height = |(start, stop): (usize, usize)| {
            end(&cells(shop, &self.face, &self.wording.text[start..stop], self.size).0)
        };
        self.stretches().map(height).max().unwrap_or(Length::ZERO)
    }
}

/// The parts of a block whose headline has this size and so many lines; `None` where one is higher than `height`.
fn parts(
    shop: &Shop<'_>,
    text: &HeadText<'_>,
    size: Length,
    lines: usize,
    height: Length,
) -> Option<Vec<Upright>> {
    let style = &shop.style.headline;
    let mut parts = Vec::new();
    parts.extend(beside(
        shop,
        text.kicker,
        Part::Kicker,
        Role::Kicker,
        &style.kicker,
        size,
        height,
        Stands::Top,
    )?);
    if !text.headline.trim().is_empty() {
        let starts = match text.broken_by_hand() {
            Some(starts) if starts.len() == lines => starts,
            Some(_) => return None,
            None => broken(shop, &style.face, text.headline, size, lines..=lines, height)?,
        };
        let headline = of(text.headline, Part::Headline, Role::Headline, &style.face, size, starts);
        if headline.tallest(shop) > height {
            return None;
        }
        parts.push(headline);
    }
    parts.extend(beside(shop, text.deck, Part::Deck, Role::Deck, &style.deck, size, height, Stands::Foot)?);
    let wording = byline(shop, text);
    if !wording.text.is_empty() {
        let byline = &shop.style.byline;
        let (face, size, stands) = (byline.face.clone(), byline.size, Stands::Foot);
        let part = Upright { wording, face, size, starts: vec![0], role: Role::Byline, stands };
        if part.tallest(shop) > height {
            return None;
        }
        parts.push(part);
    }
    Some(parts)
}

/// A kicker or a deck: at the size that belongs to the headline's, over as few lines as it takes. The inner `None`
/// is a part without text.
#[expect(clippy::too_many_arguments, reason = "what a part is, and what it must fit in")]
fn beside(
    shop: &Shop<'_>,
    text: &str,
    part: Part,
    role: Role,
    style: &PartStyle,
    headline: Length,
    height: Length,
    stands: Stands,
) -> Option<Option<Upright>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let size = headline.mul_ratio(i64::from(style.ratio), 1000).max(style.least).min(style.most);
    let starts = broken(shop, &style.face, text, size, 1..=MOST_PART_LINES, height)?;
    Some(Some(Upright { stands, ..of(text, part, role, &style.face, size, starts) }))
}

fn of(text: &str, part: Part, role: Role, face: &Face, size: Length, starts: Vec<usize>) -> Upright {
    // Only the text and where it came from are read: upright text is shaped 字 by 字.
    let look = broadsheet_typeset::TextStyle::new(broadsheet_typeset::FontStack::default(), size);
    let wording = Wording::of(text, &look, part);
    Upright { wording, face: face.clone(), size, starts, role, stands: Stands::Middle }
}

/// Where a text is broken into the first number of lines, balanced, of which none is higher than `height`.
fn broken(
    shop: &Shop<'_>,
    face: &Face,
    text: &str,
    size: Length,
    mut lines: RangeInclusive<usize>,
    height: Length,
) -> Option<Vec<usize>> {
    let (cells, _) = cells(shop, face, text, size);
    let places = cells.iter().map(|cell| (cell.bytes.start, cell.top)).chain([(text.len(), end(&cells))]);
    let widths = Widths::upright(text, size, places.collect());
    // Upright lines of a single word are usual.
    let breaking = widths.breaking(&headline_breaks(text), 1);
    let fits = |starts: &Vec<usize>| widths.widest(starts, size, 0) <= height;
    lines.find_map(|lines| breaking.best(lines).filter(fits))
}

/// How wide the parts are beside each other.
fn width(parts: &[Upright], headline: Length) -> Length {
    let lines: Length =
        parts.iter().map(|part| part.size * i32::try_from(part.starts.len()).unwrap_or(0)).sum();
    let inner = parts.iter().map(|part| part.starts.len().saturating_sub(1)).sum::<usize>();
    let gap =
        |count: usize, thousandths| headline.mul_ratio(thousandths, 1000) * i32::try_from(count).unwrap_or(0);
    lines + gap(inner, LINE_GAP) + gap(parts.len().saturating_sub(1), PART_GAP)
}
