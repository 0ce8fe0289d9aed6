//! The first make-up: which story stands where, from the stories' lengths and order.
//!
//! A page is a pile of *strips*; a strip is cut into *cells* side by side; a cell is a pile of stories. Stories keep
//! their order: from strip to strip, in a strip from left to right, in a cell from top to bottom. [`fill`] says for
//! every story and width how many rows it can take and how well each looks (headline sizes, white and picture
//! heights are what gives), [`strip`] finds for every run of stories the best cells at every height, and a shortest
//! path over (stories placed, rows used) picks the strips that fill the page to its foot. Holes and overset are
//! possible outcomes, but dear ones.

mod fill;
mod strip;

use std::sync::Arc;

use broadsheet_copy::page::{Area, Band, MakeUp, Module, PictureBox};
use broadsheet_units::Length;

use crate::fit::StoryFit;
use crate::journey::Journey;
use crate::module::{self, kept_clear};
use crate::notice::{Finding, Notice, Place};
use crate::plan::StoryCopy;
use crate::shop::Shop;
use fill::{Fill, Fills};
use strip::{Cut, Strips};

/// What empty rows at the page's foot cost at all, and each.
const UNDERFILLED: u32 = 250;
const EMPTY_ROW: u32 = 5;

/// How much smaller than the lead's all other headlines are.
const QUIETER: Length = Length::points(2);
/// What it may cost that they are.
const QUIET: u32 = 250;

/// What an open row of a text column costs in an area that was given, and how much worse overset is: at all, and a
/// row.
const OPEN_ROW: u32 = 4;
const OVER: u32 = 40;
const OVER_ROW: u32 = 3;

/// Makes up a page. The lead's headline is the largest: where another would be as large, the page is made up again
/// with that one held back.
pub(crate) fn arrange(shop: &Shop<'_>, stories: &[Arc<StoryCopy>]) -> (MakeUp, Vec<Notice>) {
    let stories: Vec<&StoryCopy> = unique(stories);
    let groups = groups(&stories);
    let mut fills = Fills::new(shop, &stories, &groups);
    let first = made_up(shop, &stories, &groups, &mut fills, None);
    let mut kept = match first.too_loud(shop, &stories) {
        Some(most) => {
            fills.quieten(most);
            let quiet = made_up(shop, &stories, &groups, &mut fills, Some(most));
            let worse =
                quiet.notices.len() > first.notices.len() || quiet.cost > first.cost.saturating_add(QUIET);
            if worse { first } else { quiet }
        }
        None => first,
    };
    kept.hush(shop, &stories);
    (kept.make_up, kept.notices)
}

/// A story's module in an area that somebody chose: with its pictures, one over the other at its top right, as wide
/// as lets the story fill the area best. Without them where they would leave no room for text.
pub(crate) fn into_area(shop: &Shop<'_>, story: &StoryCopy, area: Area) -> Module {
    let bare = Module::new(story.id, area);
    let mut best: Option<(u32, Module)> = None;
    for wide in 1..=area.cols.min(shop.grid.columns) {
        for (rows, cost) in fill::picture_heights(shop, story, wide) {
            let tall: u32 = rows.iter().map(|rows| u32::from(*rows)).sum();
            if story.photos.is_empty() || tall + u32::from(kept_clear(area)) >= u32::from(area.rows) {
                continue;
            }
            let module = Module { pictures: boxes(story, area, wide, &rows), ..bare.clone() };
            let over = module::set(shop, &module, story, &Journey::default()).fit.over_rows;
            let left = if over > 0 { OVER + over.unsigned_abs() * OVER_ROW } else { over.unsigned_abs() };
            let cost = cost.saturating_add(left.saturating_mul(OPEN_ROW));
            if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                best = Some((cost, module));
            }
        }
    }
    best.map_or(bare, |(_, module)| module)
}

/// A page made up, and what it cost.
struct MadeUp {
    make_up: MakeUp,
    notices: Vec<Notice>,
    cost: u32,
}

/// The best page whose headlines, but for the lead's, are no larger than `most`.
fn made_up<'a>(
    shop: &Shop<'_>,
    stories: &[&'a StoryCopy],
    groups: &[Group],
    fills: &mut Fills<'a>,
    most: Option<Length>,
) -> MadeUp {
    let mut strips = Strips::new(shop, stories.len());
    // Where not even the least of every story finds room, the last ones are left out.
    for placed in (1..=stories.len()).rev() {
        let mut search = Search { shop, groups, placed, fills: &mut *fills, strips: &mut strips };
        if let Some((cost, path)) = search.path() {
            let mut make_up = build(shop, stories, groups, &path);
            for module in make_up.modules.iter_mut().skip(1) {
                module.headline = most.and_then(whole_points);
            }
            return MadeUp { make_up, notices: left_out(&stories[placed..]), cost };
        }
    }
    MadeUp { make_up: MakeUp::default(), notices: left_out(stories), cost: 0 }
}

impl MadeUp {
    /// How large the headlines may be that stand beside the lead's, where one is as large as it.
    fn too_loud(&self, shop: &Shop<'_>, stories: &[&StoryCopy]) -> Option<Length> {
        let set = |placed: &Module| Some(fit_of(shop, stories, placed)?.headline.size);
        let mut sizes = self.make_up.modules.iter().filter_map(set);
        let most = sizes.next()? - QUIETER;
        sizes.any(|size| size > most).then_some(most)
    }

    /// Takes the headline of a story down to that of an earlier and larger one beside it, where that leaves no hole.
    fn hush(&mut self, shop: &Shop<'_>, stories: &[&StoryCopy]) {
        let mut earlier: Vec<(Area, Length)> = Vec::new();
        for placed in &mut self.make_up.modules {
            let Some(fit) = fit_of(shop, stories, placed) else { continue };
            let (area, mut size) = (placed.area, fit.headline.size);
            let above = earlier.iter().filter(|(one, _)| one.shares_rows(&area) && is_larger(*one, area));
            if let Some(most) = above.map(|(_, size)| *size).min().filter(|most| size > *most) {
                let quiet = Module { headline: whole_points(most), ..placed.clone() };
                let leaves_no_hole = |set: &StoryFit| set.over_rows.abs() <= fit.over_rows.abs().max(1);
                if let Some(set) = fit_of(shop, stories, &quiet).filter(leaves_no_hole) {
                    size = set.headline.size;
                    *placed = quiet;
                }
            }
            earlier.push((area, size));
        }
    }
}

/// How a story fills its module, by itself.
fn fit_of(shop: &Shop<'_>, stories: &[&StoryCopy], placed: &Module) -> Option<StoryFit> {
    let story = stories.iter().find(|story| story.id == placed.story)?;
    Some(module::set(shop, placed, story, &Journey::default()).fit)
}

/// A size as the largest of a module's headline.
fn whole_points(size: Length) -> Option<u16> {
    u16::try_from(size.whole(Length::points(1))).ok()
}

fn is_larger(one: Area, other: Area) -> bool {
    u32::from(one.cols) * u32::from(one.rows) > u32::from(other.cols) * u32::from(other.rows)
}

fn unique(stories: &[Arc<StoryCopy>]) -> Vec<&StoryCopy> {
    let mut once: Vec<&StoryCopy> = Vec::new();
    for story in stories {
        if !once.iter().any(|known| known.id == story.id) {
            once.push(story);
        }
    }
    once
}

fn left_out(stories: &[&StoryCopy]) -> Vec<Notice> {
    let notice = |story: &&StoryCopy| Notice {
        finding: Finding::NotPlaced,
        place: Place { story: Some(story.id), ..Place::default() },
    };
    stories.iter().map(notice).collect()
}

/// A run of stories that follow each other and share a rubric, or have none.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Group {
    /// The first story, and the one past the last.
    from: usize,
    to: usize,
    /// The rubric that runs over all of it.
    rubric: Option<String>,
}

impl Group {
    /// Whether its band stands over one story alone: over its cell then, not over the page.
    fn is_single(&self) -> bool {
        self.rubric.is_some() && self.to - self.from == 1
    }
}

fn groups(stories: &[&StoryCopy]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (n, story) in stories.iter().enumerate() {
        let rubric = story.rubric.as_deref().map(str::trim).filter(|rubric| !rubric.is_empty());
        match groups.last_mut() {
            Some(group) if group.rubric.as_deref() == rubric => group.to = n + 1,
            _ => groups.push(Group { from: n, to: n + 1, rubric: rubric.map(str::to_owned) }),
        }
    }
    groups
}

/// Rows of a band that starts in `row`.
fn band_rows(shop: &Shop<'_>, row: u16) -> u16 {
    shop.style.rubric.rows.saturating_sub(u16::from(row == 0)).max(1)
}

/// A strip of the page as chosen.
#[derive(Clone, Debug)]
struct Chosen {
    /// The first row of its cells.
    row: u16,
    /// The rubric whose band stands above it.
    band: Option<(String, u16)>,
    cut: Cut,
}

/// The search for the best pile of strips.
struct Search<'s, 'a> {
    shop: &'s Shop<'s>,
    groups: &'s [Group],
    placed: usize,
    fills: &'s mut Fills<'a>,
    strips: &'s mut Strips,
}

/// The least cost of having placed some stories in some rows, and the last strip of that way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Reached {
    cost: u32,
    /// Stories and rows before the last strip and the band above it.
    stories: usize,
    rows: u16,
    /// The last strip's own rows.
    strip: u16,
}

impl Search<'_, '_> {
    /// What the best page costs, and its strips from the top.
    fn path(&mut self) -> Option<(u32, Vec<Chosen>)> {
        let all = self.shop.grid.rows;
        let mut reached: Vec<Vec<Option<Reached>>> = vec![vec![None; usize::from(all) + 1]; self.placed + 1];
        reached[0][0] = Some(Reached { cost: 0, stories: 0, rows: 0, strip: 0 });
        for from in 0..self.placed {
            for row in 0..all {
                let Some(so_far) = reached[from][usize::from(row)] else { continue };
                let band = self.band_over(from).map_or(0, |_| band_rows(self.shop, row));
                let top = row.saturating_add(band);
                for to in from + 1..=self.strip_end(from) {
                    let run = strip::Run { from, to, at_top: top == 0 };
                    for (rows, cost) in self.strips.costs(self.shop, self.fills, run) {
                        let foot = usize::from(top.saturating_add(rows));
                        let cost = so_far.cost.saturating_add(cost);
                        let place = reached.get_mut(to).and_then(|rows| rows.get_mut(foot));
                        let Some(place) = place else { continue };
                        if place.is_none_or(|known| cost < known.cost) {
                            *place = Some(Reached { cost, stories: from, rows: row, strip: rows });
                        }
                    }
                }
            }
        }
        let ends = reached[self.placed].iter().enumerate();
        let end = ends.filter_map(|(foot, reached)| {
            let empty = u32::from(all).saturating_sub(u32::try_from(foot).unwrap_or(u32::MAX));
            let short = if empty > 0 { UNDERFILLED + empty * EMPTY_ROW } else { 0 };
            reached.map(|reached| (reached.cost.saturating_add(short), foot))
        });
        let (cost, mut foot) = end.min()?;
        let mut path = Vec::new();
        let mut to = self.placed;
        while to > 0 {
            let step = reached[to][foot]?;
            let row = u16::try_from(foot).unwrap_or(u16::MAX) - step.strip;
            let run = strip::Run { from: step.stories, to, at_top: row == 0 };
            let cut = self.strips.cut(self.shop, self.fills, run, step.strip)?;
            let band = self.band_over(step.stories).map(|rubric| (rubric, step.rows));
            path.push(Chosen { row, band, cut });
            (to, foot) = (step.stories, usize::from(step.rows));
        }
        path.reverse();
        Some((cost, path))
    }

    /// The rubric whose band runs over the page above this story.
    fn band_over(&self, story: usize) -> Option<String> {
        let group = self.groups.iter().find(|group| group.from == story && !group.is_single())?;
        group.rubric.clone()
    }

    /// How far a strip that starts with this story may go: to the end of its group, where a band is over it or over
    /// the next.
    fn strip_end(&self, from: usize) -> usize {
        let has_page_band = |group: &Group| group.rubric.is_some() && !group.is_single();
        let mut end = self.placed.min(from + strip::MOST_STORIES);
        for group in self.groups.iter().filter(|group| has_page_band(group)) {
            if group.from > from {
                end = end.min(group.from);
            } else if group.to > from {
                end = end.min(group.to);
            }
        }
        end
    }
}

/// The make-up of the chosen strips.
fn build(shop: &Shop<'_>, stories: &[&StoryCopy], groups: &[Group], path: &[Chosen]) -> MakeUp {
    let mut make_up = MakeUp::default();
    for chosen in path {
        if let Some((rubric, row)) = &chosen.band {
            let area = Area { col: 0, row: *row, cols: shop.grid.columns, rows: chosen.row - *row };
            make_up.bands.push(Band { text: rubric.clone(), area });
        }
        for cell in &chosen.cut.cells {
            let mut row = chosen.row;
            for (story, rows, fill) in &cell.stories {
                let mut area = Area { col: cell.col, row, cols: cell.cols, rows: *rows };
                row += rows;
                let group = groups.iter().find(|group| group.from == *story && group.is_single());
                if let Some(rubric) = group.and_then(|group| group.rubric.clone()) {
                    let band = Area { rows: band_rows(shop, area.row).min(area.rows - 1), ..area };
                    make_up.bands.push(Band { text: rubric, area: band });
                    area = Area { row: area.row + band.rows, rows: area.rows - band.rows, ..area };
                }
                make_up.modules.push(placed(stories[*story], area, fill));
            }
        }
    }
    make_up
}

fn placed(story: &StoryCopy, area: Area, fill: &Fill) -> Module {
    let plan = fill.picture.as_ref();
    let pictures = plan.map_or_else(Vec::new, |plan| boxes(story, area, plan.cols, &plan.rows));
    Module { columns: fill.columns, pictures, ..Module::new(story.id, area) }
}

/// A story's pictures at the top right of its area, one over the other.
fn boxes(story: &StoryCopy, area: Area, cols: u16, rows: &[u16]) -> Vec<PictureBox> {
    let mut row = kept_clear(area);
    let mut boxes = Vec::new();
    for (photo, rows) in story.photos.iter().zip(rows) {
        let place = Area { col: area.cols - cols, row, cols, rows: *rows };
        boxes.push(PictureBox { photo: photo.id, area: place });
        row = row.saturating_add(*rows);
    }
    boxes
}
