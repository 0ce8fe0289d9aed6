//! How a story fills its module, and what there is to say of it.

use broadsheet_copy::page::Area;
use broadsheet_copy::text::characters;
use broadsheet_units::{Length, Rect};

use super::bounds::Space;
use super::form::{Filled, Form};
use super::head::ChosenHead;
use crate::body::Worded;
use crate::fit::{HeadlineFit, StoryFit};
use crate::flow::{self, Flowed};
use crate::matter::{Matter, short};
use crate::notice::{Finding, Notice, Place};
use crate::picture::on_page;
use crate::plan::StoryCopy;

/// Text of fewer rows than this beside a picture or a notch is told.
const LEAST_LEG: usize = 4;
/// A story of fewer lines is short, whatever stands in its module.
const SHORT_STORY: usize = 8;

impl Form<'_> {
    pub(super) fn fit(&self, filled: &Filled, worded: &[Worded], story: &StoryCopy) -> StoryFit {
        let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let past = if filled.to.is_some() { 0 } else { self.characters_past(filled, worded) };
        // A tight setting that fits is no overset, though the body would like a row more.
        let over = whole(filled.liked).saturating_sub(whole(filled.most_places));
        let over_rows =
            if past == 0 { over.min(0) } else { whole(filled.flow.lines) - whole(filled.places.len()) };
        let headline = filled
            .chosen
            .map_or_else(HeadlineFit::default, |chosen| self.head.headline_fit(self.shop, chosen));
        StoryFit {
            story: story.id,
            area: self.bounds.area,
            rows_set: short(filled.flow.lines),
            rows_available: short(filled.most_places),
            over_rows,
            over_characters: if past > 0 {
                whole(past)
            } else {
                -whole(filled.free + self.free_of_last(filled))
            },
            headline,
            columns: u16::try_from(self.columns.len()).unwrap_or(u16::MAX),
        }
    }

    /// How many 字 fit in the last line.
    fn free_of_last(&self, filled: &Filled) -> usize {
        let last = filled.flow.paragraphs.last().and_then(|paragraph| paragraph.lines.last());
        last.map_or(0, |line| (line.measure - line.x - line.width).whole(self.shop.grid.em))
    }

    /// Characters on lines that have no slot.
    fn characters_past(&self, filled: &Filled, worded: &[Worded]) -> usize {
        let past = |(flowed, apart): (&Flowed, &str)| {
            let on_page = flowed.before(filled.places.len());
            // What stands apart from its lines, a drop cap or a bullet, stands with the first of them.
            let apart = if on_page == 0 { characters(apart) } else { 0 };
            apart + flowed.lines.iter().skip(on_page).map(|line| characters(&line.text)).sum::<usize>()
        };
        let apart =
            worded.iter().map(|worded| worded.wording.text.get(..worded.before()).unwrap_or_default());
        filled.flow.paragraphs.iter().zip(apart).map(past).sum()
    }

    pub(super) fn place(&self, story: &StoryCopy) -> Place {
        let grid = &self.shop.grid;
        Place {
            story: Some(story.id),
            area: Some(self.bounds.area),
            rect: Some(Rect::new(
                Length::ZERO,
                Length::ZERO,
                grid.measure(self.bounds.area.cols),
                grid.height(self.bounds.area.rows),
            )),
            ..Place::default()
        }
    }

    /// What lies over what within the module, on the page: its head, pictures, quotes and captions, and what is cut out
    /// of it.
    fn overlaps(&self, filled: &Filled) -> Vec<(Area, Area)> {
        let rows = filled.chosen.map_or(0, ChosenHead::rows);
        let head = Space {
            col: self.room.col,
            cols: self.room.cols,
            top: self.room.top,
            foot: self.room.top.saturating_add(u16::try_from(rows).unwrap_or(u16::MAX)),
        };
        let things: Vec<Space> = self.blocked.iter().copied().chain((rows > 0).then_some(head)).collect();
        let over = |one: &Space, other: &Space| {
            one.meets(other.col, other.cols) && one.top < other.foot && other.top < one.foot
        };
        let area = |space: &Space| on_page(self.bounds.area, space.area());
        let cut_out = self.bounds.cut_out().count();
        let pairs = things.iter().enumerate().skip(cut_out).flat_map(|(n, thing)| {
            things[..n].iter().filter(|before| over(thing, before)).map(|before| (area(before), area(thing)))
        });
        pairs.collect()
    }

    pub(super) fn report(
        &self,
        filled: &Filled,
        fit: &StoryFit,
        story: &StoryCopy,
        pictured: bool,
        matter: &mut Matter,
    ) {
        let mut add = |finding| matter.notices.push(Notice { finding, place: self.place(story) });
        for (a, b) in self.overlaps(filled) {
            add(Finding::Overlap { a, b });
        }
        if story.text.headline.trim().is_empty() {
            add(Finding::HeadlineMissing);
        }
        if fit.over_characters > 0 {
            add(Finding::Overset {
                rows: fit.over_rows.max(1).unsigned_abs(),
                characters: fit.over_characters.unsigned_abs(),
            });
        } else if self.bodies.is_empty() && !pictured {
            add(Finding::EmptyModule);
        } else if filled.empty > 0 {
            // What more copy it takes, a headline that grew to fill the hole counted at its least.
            add(Finding::Underset {
                rows: fit.over_rows.min(0).unsigned_abs(),
                characters: fit.over_characters.min(0).unsigned_abs(),
            });
        }
        if let Some(rows) = self.shallowest(filled) {
            add(Finding::ShallowLeg { rows: short(rows) });
        }
    }

    /// The rows of the shallowest part of a column that text stands in, where that is too few. What is short because the
    /// whole story is, is as it should be.
    fn shallowest(&self, filled: &Filled) -> Option<usize> {
        if self.blocked.is_empty() || filled.flow.lines < SHORT_STORY {
            return None;
        }
        let mut first = 0;
        let legs = filled.places.chunk_by(flow::Place::goes_on).map(|leg| {
            let taken = first < filled.flow.lines;
            first += leg.len();
            (leg.len(), taken)
        });
        legs.filter(|(rows, taken)| *taken && *rows < LEAST_LEG).map(|(rows, _)| rows).min()
    }
}
