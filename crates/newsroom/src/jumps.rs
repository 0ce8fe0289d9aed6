//! Jumps (转版): a story goes on on another page, or does not any more. Both pages change in one act: the one that it
//! leaves says where to, the one that it comes to says where from.

use broadsheet_copy::page::{self, Area, Format, MakeUp, Module, Page, PageCommand};
use broadsheet_copy::{PageId, Refused, StoryId, StreamId};
use broadsheet_layout::{Jump, Leg};
use broadsheet_store::Versioned;

use crate::pages::{linked_pages, module_of, view};
use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome, page_id, story_id, to};
use crate::wire::{PageJump, PageView};

/// How often a part's height is tried before it is taken as it is.
const TRIES: usize = 6;
/// The fewest rows of a part: a headline and some text.
const LEAST_ROWS: u16 = 8;

/// Has a story go on on another page, or takes that back.
pub(crate) fn page_jump(room: &Newsroom, ask: &Ask, wanted: PageJump) -> Outcome<PageView> {
    let (id, story) = (page_id(&wanted.id)?, story_id(&wanted.story)?);
    let onto = wanted.to.as_deref().map(page_id).transpose()?;
    let leg = wanted.leg.as_ref().map(module_of).transpose()?;
    room.change(ask, |actor| {
        let mut pages = Pages { room, kept: Vec::new() };
        let here = pages.module(id, story)?.ok_or(not_found("story", &wanted.story))?;
        if here.treatment.to.is_some() && here.treatment.to != onto {
            pages.end(id, story)?;
        }
        if let Some(onto) = onto {
            pages.go_on(id, story, onto, leg)?;
        }
        let mut linked = Vec::new();
        let mut changes = Vec::new();
        for (id, kept, make_up) in &pages.kept {
            let events = page::decide(Some(&kept.state), PageCommand::Lay(make_up.clone()), actor)?;
            if !events.is_empty() {
                linked.extend(linked_pages(&[&kept.state.make_up, make_up]));
            }
            changes.push(to(StreamId::Page(*id), kept.version, events));
        }
        linked.retain(|id| pages.kept.iter().all(|(laid, ..)| laid != id));
        linked.sort_unstable();
        linked.dedup();
        for other in linked {
            let Some(kept) = room.library.page(other)? else { continue };
            let events = page::decide(Some(&kept.state), PageCommand::ContentChanged, actor)?;
            changes.push(to(StreamId::Page(other), kept.version, events));
        }
        Ok(changes)
    })?;
    view(room, ask, id)
}

fn not_found(what: &'static str, id: &str) -> RoomError {
    RoomError::NotFound { what, id: id.to_owned() }
}

/// Pages of one act, each with the make-up that it is to have.
struct Pages<'a> {
    room: &'a Newsroom,
    kept: Vec<(PageId, Versioned<Page>, MakeUp)>,
}

impl Pages<'_> {
    /// A page with its make-up as it is to be; read once.
    fn page(&mut self, id: PageId) -> Outcome<&mut (PageId, Versioned<Page>, MakeUp)> {
        let at = self.kept.iter().position(|(kept, ..)| *kept == id);
        let at = if let Some(at) = at {
            at
        } else {
            let page = self.room.page(id)?;
            let make_up = page.state.make_up.clone();
            self.kept.push((id, page, make_up));
            self.kept.len() - 1
        };
        self.kept.get_mut(at).ok_or_else(|| not_found("page", &id.to_string()).into())
    }

    fn module(&mut self, id: PageId, story: StoryId) -> Outcome<Option<Module>> {
        Ok(self.page(id)?.2.module(story).cloned())
    }

    /// The page as it is to be.
    fn becoming(&mut self, id: PageId) -> Outcome<Page> {
        let (_, kept, make_up) = self.page(id)?;
        Ok(Page { make_up: make_up.clone(), ..kept.state.clone() })
    }

    fn change(&mut self, id: PageId, story: StoryId, change: impl FnOnce(&mut Module)) -> Outcome<()> {
        let make_up = &mut self.page(id)?.2;
        if let Some(module) = make_up.modules.iter_mut().find(|module| module.story == story) {
            change(module);
        }
        Ok(())
    }

    /// The story ends on the page `id` again: the part of it that stands on the next one is taken off there.
    fn end(&mut self, id: PageId, story: StoryId) -> Outcome<()> {
        let Some(next) = self.module(id, story)?.and_then(|module| module.treatment.to) else {
            return Ok(());
        };
        self.change(id, story, |module| module.treatment.to = None)?;
        // A jump that only one page knows of is no jump: there is nothing to take off.
        if self.room.library.page(next)?.is_none() {
            return Ok(());
        }
        let Some(leg) = self.module(next, story)?.filter(|leg| leg.treatment.from == Some(id)) else {
            return Ok(());
        };
        if leg.treatment.to.is_some() {
            return Err(RoomError::GoesOn { number: self.page(next)?.1.state.number.clone() }.into());
        }
        self.page(next)?.2.modules.retain(|module| module.story != story);
        Ok(())
    }

    /// The story goes on on `onto`: where it stands there already, as `leg` says, or in the first place that is free.
    fn go_on(&mut self, id: PageId, story: StoryId, onto: PageId, leg: Option<Module>) -> Outcome<()> {
        let refused = Refused::Invalid { field: "to", value: onto.to_string() };
        let issue = self.page(id)?.1.state.issue;
        if self.page(onto)?.1.state.issue != issue || self.pages_before(id, story)?.contains(&onto) {
            return Err(refused.into());
        }
        let stands = self.module(onto, story)?;
        if stands.as_ref().is_some_and(|leg| leg.treatment.from.is_some_and(|from| from != id)) {
            return Err(refused.into());
        }
        self.change(id, story, |module| module.treatment.to = Some(onto))?;
        if stands.is_none() {
            let leg = match leg.filter(|leg| leg.story == story) {
                Some(leg) => leg,
                None => self.first_leg(id, story, onto)?,
            };
            self.page(onto)?.2.modules.push(leg);
        }
        self.change(onto, story, |leg| leg.treatment.from = Some(id))
    }

    /// The pages that the story comes from, this one among them.
    fn pages_before(&mut self, id: PageId, story: StoryId) -> Outcome<Vec<PageId>> {
        let mut pages = vec![id];
        let mut here = id;
        while let Some(earlier) = self
            .room
            .library
            .page(here)?
            .and_then(|kept| kept.state.make_up.module(story).and_then(|module| module.treatment.from))
        {
            if pages.contains(&earlier) {
                break;
            }
            pages.push(earlier);
            here = earlier;
        }
        Ok(pages)
    }

    /// The story's part on its next page: as wide as it is here and as high as what is left of it, in the first place
    /// that is free. Where none is, it lies over what stands at the foot of the page, which layout says.
    fn first_leg(&mut self, id: PageId, story: StoryId, onto: PageId) -> Outcome<Module> {
        let (from, page) = (self.becoming(id)?, self.becoming(onto)?);
        let Some(module) = from.make_up.module(story) else {
            return Err(not_found("story", &story.to_string()).into());
        };
        let format = page.format;
        let wished = module.area.cols.min(format.columns());
        let mut widths: Vec<u16> = (1..=format.columns()).collect();
        widths.sort_by_key(|cols| (cols.abs_diff(wished), *cols < wished));
        let mut over = None;
        for cols in widths {
            let rows = self.rows_of_leg((id, &from), (onto, &page), story, cols)?;
            if let Some(area) = free_place(&page.make_up, format, cols, rows) {
                return Ok(Module::new(story, area));
            }
            over.get_or_insert(Area { col: 0, row: format.rows() - rows, cols, rows });
        }
        let whole = Area { col: 0, row: 0, cols: format.columns(), rows: format.rows() };
        Ok(Module::new(story, over.unwrap_or(whole)))
    }

    /// How many rows what is left of the story takes over so many columns, found by trying.
    fn rows_of_leg(
        &self,
        (id, from): (PageId, &Page),
        (onto, page): (PageId, &Page),
        story: StoryId,
        cols: u16,
    ) -> Outcome<u16> {
        let room = self.room;
        let Some(module) = from.make_up.module(story) else { return Ok(LEAST_ROWS) };
        let jumps = room.jumps_of(id, from)?;
        let mut before: Vec<Leg> =
            jumps.into_iter().find(|jump| jump.story == story).map(|jump| jump.before).unwrap_or_default();
        before.push(Leg { number: from.number.clone(), format: from.format, module: module.clone() });
        let mut plan = room.plan_of(onto, page)?;
        plan.jumps.push(Jump { story, before, to: None });
        let (compositor, copy) = (room.compositor()?, room.story_copy(story, &room.story(story)?.state)?);
        let most = page.format.rows();
        let mut rows = most;
        for _ in 0..TRIES {
            let mut leg = Module::new(story, Area { col: 0, row: 1, cols, rows: rows.min(most - 1) });
            leg.treatment.from = Some(id);
            let over = i64::from(compositor.fit(&plan, &leg, &copy).over_rows);
            // Counted over all columns; only a row that is free in all of them can go.
            let by = (over + i64::from(cols) - 1).div_euclid(i64::from(cols));
            let next = (i64::from(rows) + by).clamp(i64::from(LEAST_ROWS), i64::from(most));
            let next = u16::try_from(next).unwrap_or(most);
            if next == rows {
                break;
            }
            rows = next;
        }
        Ok(rows)
    }
}

/// The first place, row by row, where so many columns and rows are free.
fn free_place(make_up: &MakeUp, format: Format, cols: u16, rows: u16) -> Option<Area> {
    let taken: Vec<Area> = (make_up.modules.iter().map(|module| module.area))
        .chain(make_up.bands.iter().map(|band| band.area))
        .chain(make_up.adverts.iter().map(|advert| advert.area))
        .collect();
    let places = (0..=format.rows().checked_sub(rows)?)
        .flat_map(|row| (0..=format.columns().saturating_sub(cols)).map(move |col| (col, row)));
    places
        .map(|(col, row)| Area { col, row, cols, rows })
        .find(|area| area.cols <= format.columns() && !taken.iter().any(|other| area.overlaps(other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_free_place_meets_nothing_and_lies_on_the_page() {
        let area = |col, row, cols, rows| Area { col, row, cols, rows };
        let module = |n, area| Module::new(StoryId(Uuid::from_u128(n)), area);
        let modules = vec![module(1, area(0, 0, 4, 40)), module(2, area(0, 40, 6, 30))];
        let make_up = MakeUp { modules, ..MakeUp::default() };
        let found = |cols, rows| free_place(&make_up, Format::QUARTO, cols, rows);
        assert_eq!(found(2, 40), Some(area(4, 0, 2, 40)));
        assert_eq!(found(2, 41), None);
        assert_eq!(found(6, 18), Some(area(0, 70, 6, 18)));
        assert_eq!(found(7, 1), None);
        assert_eq!(found(1, 89), None);
    }
}
