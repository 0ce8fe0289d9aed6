//! How a story fills its module, and what there is to say of it.

use broadsheet_copy::text::characters;
use broadsheet_units::{Length, Rect};

use super::form::{Filled, Form};
use crate::body::Worded;
use crate::fit::{HeadlineFit, StoryFit};
use crate::flow::Flowed;
use crate::matter::{Matter, short};
use crate::notice::{Finding, Notice, Place};
use crate::plan::StoryCopy;

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
                -whole(self.free(filled, over.min(0).unsigned_abs()))
            },
            headline,
            columns: u16::try_from(self.columns.len()).unwrap_or(u16::MAX),
        }
    }

    /// How many 字 fit in so many free rows and in the last line.
    fn free(&self, filled: &Filled, rows: u32) -> usize {
        let em = self.shop.grid.em;
        let row = self.columns.first().map_or(0, |column| column.width.whole(em));
        let last = filled.flow.paragraphs.last().and_then(|paragraph| paragraph.lines.last());
        let left = last.map_or(0, |line| (line.measure - line.x - line.width).whole(em));
        usize::try_from(rows).unwrap_or(0).saturating_mul(row).saturating_add(left)
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

    pub(super) fn report(
        &self,
        filled: &Filled,
        fit: &StoryFit,
        story: &StoryCopy,
        pictured: bool,
        matter: &mut Matter,
    ) {
        let mut add = |finding| matter.notices.push(Notice { finding, place: self.place(story) });
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
    }
}
