//! A module (版块): one story set in its area.

use broadsheet_copy::page::{Area, Module};
use broadsheet_copy::text::characters;
use broadsheet_typeset::LineCounts;
use broadsheet_units::{Length, Point, Rect};

use crate::arithmetic::broken_columns;
use crate::body::{self, Worded};
use crate::fit::{HeadlineFit, StoryFit};
use crate::flow::{self, Body, Chase, Column, Flow, Obstacle};
use crate::frame::Ink;
use crate::grid::Grid;
use crate::head::{Chosen, Head, HeadSpace, add_notices};
use crate::matter::{Matter, short};
use crate::notice::{Finding, Notice, Place};
use crate::picture::{self, Picture};
use crate::plan::StoryCopy;
use crate::shop::Shop;

/// Text beside a picture needs this many 字, else it goes on below.
const LEAST_MEASURE: i32 = 5;
/// Rows kept free above and below a picture in the text.
pub(crate) const STAND_OFF: u16 = 1;
/// What columns that end a row before the others cost (see [`flow::choose_counts`]): the last one, where every reader
/// expects the story to end, and each before it.
const SHORT_LAST_FOOT: u32 = 3;
const SHORT_FOOT: u32 = 14;

/// A module as set, from its own top left corner, and how its story fills it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SetModule {
    pub(crate) matter: Matter,
    pub(crate) fit: StoryFit,
}

/// Rows at a module's head that stay free for the rule above it: none at the top of the page.
pub(crate) fn kept_clear(area: Area) -> u16 {
    u16::from(area.row > 0)
}

/// The text columns of a module of `cols` base columns broken into `broken`: base columns where it is not broken.
/// What does not divide evenly goes to the gutters (TYPOGRAPHY.md §2).
pub(crate) fn text_columns(grid: &Grid, cols: u16, broken: Option<u16>) -> Vec<Column> {
    match broken.filter(|count| *count > 0 && *count != cols) {
        None => (0..cols).map(|n| Column { x: grid.column_x(n), width: grid.measure(1) }).collect(),
        Some(count) => {
            let ems = grid.ems(cols);
            // Never narrower than the least measure.
            let least = u32::try_from(LEAST_MEASURE).unwrap_or(1);
            let count = u32::from(count).min((ems + 1) / (least + 1)).max(1);
            let (each, left_over) = broken_columns(ems, count);
            let width = grid.em * i32::try_from(each).unwrap_or(i32::MAX);
            let gutters = i64::from(count.saturating_sub(1).max(1));
            let gutter = grid.gutter() + grid.em.mul_ratio(i64::from(left_over), gutters);
            let width = if count == 1 { grid.measure(cols) } else { width };
            (0..count)
                .map(|n| Column { x: (width + gutter) * i32::try_from(n).unwrap_or(i32::MAX), width })
                .collect()
        }
    }
}

/// Sets a story in a module.
pub(crate) fn set(shop: &Shop<'_>, module: &Module, story: &StoryCopy) -> SetModule {
    let area = module.area;
    let mut matter = Matter::default();
    let pictures = picture::pictures(story, area, &module.pictures, kept_clear(area), &mut matter);
    let most = module.headline.map(|most| Length::points(i32::from(most)));
    let room = HeadRoom::of(shop, area, &pictures, story, most);
    let head = Head::plan(shop, story, room.space(shop));
    let worded = body::worded(shop, story);
    let bodies = body::shaped(shop, &worded);
    let columns = text_columns(&shop.grid, area.cols, module.columns);
    let form =
        Form { shop, area, pictures: &pictures, room, head: &head, columns: &columns, bodies: &bodies };
    let filled = form.fill();
    if let Some(chosen) = filled.chosen {
        matter.append(head.set(shop, chosen), Point::new(room.x(shop), shop.grid.height(room.top)));
        if u32::from(room.top) + chosen.rows > u32::from(area.rows) {
            let finding = Finding::HeadlineTooTall {
                rows: u32::from(room.top) + chosen.rows,
                available: u32::from(area.rows),
            };
            matter.notices.push(Notice { finding, place: form.place(story) });
        }
    }
    form.place_lines(&filled, &worded, story, &mut matter);
    for picture in &pictures {
        picture::set(shop, story, area, picture, &mut matter);
    }
    let fit = form.fit(&filled, story);
    form.report(&filled, &fit, story, &mut matter);
    SetModule { matter, fit }
}

/// Where the headline block stands in its module: across it, or beside the pictures at its top.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HeadRoom {
    col: u16,
    cols: u16,
    /// Its first row.
    top: u16,
    at_top: bool,
    /// The largest size of the headline, where one is set.
    most: Option<Length>,
}

impl HeadRoom {
    fn of(
        shop: &Shop<'_>,
        area: Area,
        pictures: &[Picture<'_>],
        story: &StoryCopy,
        most: Option<Length>,
    ) -> Self {
        let mut top = kept_clear(area);
        // Pictures across the whole module push the headline beneath them.
        while let Some(picture) =
            pictures.iter().find(|p| p.space.cols >= area.cols && p.space.top <= top && top < p.space.foot)
        {
            top = picture.space.foot;
        }
        let across = Self { col: 0, cols: area.cols, top, at_top: area.row == 0 && top == 0, most };
        let least = Head::plan(shop, story, across.space(shop)).least_rows(shop);
        let beside: Vec<&Picture<'_>> = pictures
            .iter()
            .filter(|p| p.space.foot > top && u32::from(p.space.top) < u32::from(top) + least)
            .collect();
        if beside.is_empty() {
            return across;
        }
        let free = |col: u16| {
            !beside.iter().any(|p| p.space.col <= col && col < p.space.col.saturating_add(p.space.cols))
        };
        match widest(area.cols, free) {
            Some((col, cols)) => Self { col, cols, ..across },
            // No column is free: beneath them all.
            None => Self { top: beside.iter().map(|p| p.space.foot).max().unwrap_or(top), ..across },
        }
    }

    /// Rows from its first to the first picture beneath it.
    fn rows_above(self, pictures: &[Picture<'_>]) -> u32 {
        let meets = |p: &&Picture<'_>| {
            p.space.top >= self.top
                && p.space.col < self.col.saturating_add(self.cols)
                && self.col < p.space.col.saturating_add(p.space.cols)
        };
        let tops = pictures.iter().filter(meets).map(|p| u32::from(p.space.top - self.top));
        tops.min().unwrap_or(u32::MAX)
    }

    fn space(self, shop: &Shop<'_>) -> HeadSpace {
        let measure = shop.grid.measure(self.cols);
        HeadSpace { measure, columns: self.cols, at_top: self.at_top, most: self.most }
    }

    fn x(self, shop: &Shop<'_>) -> Length {
        shop.grid.column_x(self.col)
    }
}

/// The widest run of free columns, the leftmost of equals: its first column and its width.
fn widest(cols: u16, free: impl Fn(u16) -> bool) -> Option<(u16, u16)> {
    let mut best: Option<(u16, u16)> = None;
    let mut start = None;
    for col in 0..=cols {
        match (start, col < cols && free(col)) {
            (None, true) => start = Some(col),
            (Some(from), false) => {
                if best.is_none_or(|(_, width)| col - from > width) {
                    best = Some((from, col - from));
                }
                start = None;
            }
            _ => {}
        }
    }
    best
}

/// A module ready to be filled.
struct Form<'a> {
    shop: &'a Shop<'a>,
    area: Area,
    pictures: &'a [Picture<'a>],
    room: HeadRoom,
    head: &'a Head<'a>,
    columns: &'a [Column],
    bodies: &'a [Body],
}

/// A module filled: how high its head is, and where its lines stand.
struct Filled {
    chosen: Option<Chosen>,
    places: Vec<flow::Place>,
    flow: Flow,
    /// Slots with the head at its lowest.
    most_places: usize,
    /// Slots that stay empty beneath the text, short feet not counted.
    empty: usize,
    /// Lines that the body likes best.
    liked: usize,
}

impl Form<'_> {
    /// Finds the height of the head at which the body ends at the module's foot, and sets the body.
    fn fill(&self) -> Filled {
        let mut heights: Vec<u32> = self.head.heights(self.shop).into_iter().map(|(rows, _)| rows).collect();
        let least = heights.first().copied().unwrap_or(0);
        let free = self.room.rows_above(self.pictures);
        heights.retain(|rows| *rows == least || *rows <= free);
        let most_places = self.places(least, self.area.rows).len();
        let measure = self.columns.first().map_or(Length::ZERO, |column| column.width);
        let counts = flow::counts(self.shop, self.bodies, measure);
        let liked: usize = counts.iter().map(|counts| counts.best).sum();
        let even = |places: &[flow::Place]| {
            flow::is_even(places) && places.first().is_none_or(|p| p.measure == measure)
        };
        let lines = |places: &[flow::Place]| {
            if even(places) { liked } else { flow::straight(self.shop, self.bodies, places, measure).lines }
        };
        // The highest head that leaves room for the body.
        let fitting = |rows: &&u32| {
            let places = self.places(**rows, self.area.rows);
            lines(&places) <= places.len()
        };
        let rows = heights.iter().rev().find(fitting).copied().unwrap_or(least);
        let chosen = self.head.choose(self.shop, rows);
        let whole = self.places(rows, self.area.rows);
        let foot = self.foot(rows, whole.len(), &lines);
        let places = if foot == self.area.rows { whole.clone() } else { self.places(rows, foot) };
        let (places, flow) = if even(&places) {
            self.balance(places, measure, &counts)
        } else {
            let flow = flow::straight(self.shop, self.bodies, &places, measure);
            (places, flow)
        };
        let in_feet = self.columns.len().saturating_sub(1);
        let unused = whole.len().saturating_sub(flow.lines);
        let empty = if unused > in_feet { unused } else { 0 };
        Filled { chosen, places, flow, most_places, empty, liked }
    }

    /// The row past the text's last, where text leaves whole rows free: its columns end together.
    fn foot(&self, head: u32, whole: usize, lines: &dyn Fn(&[flow::Place]) -> usize) -> u16 {
        let fits = |foot: u16| {
            let places = self.places(head, foot);
            lines(&places) <= places.len()
        };
        let at_whole = self.places(head, self.area.rows);
        if whole.saturating_sub(lines(&at_whole)) < self.columns.len() {
            return self.area.rows;
        }
        let (mut low, mut high) = (0, self.area.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            if fits(middle) { high = middle } else { low = middle + 1 }
        }
        high
    }

    /// Sets the body over slots of one measure so that as few columns as can be end a row early, and none in the
    /// middle of a paragraph's ends.
    fn balance(
        &self,
        places: Vec<flow::Place>,
        measure: Length,
        counts: &[LineCounts],
    ) -> (Vec<flow::Place>, Flow) {
        let feet = self.columns.len().saturating_sub(1);
        let ways = (0..=feet).map(|short_feet| {
            let trimmed = without_feet(&places, short_feet);
            let breaks = column_starts(&trimmed);
            let (cost, chosen) = flow::choose_counts(self.bodies, counts, trimmed.len(), &breaks);
            let feet_cost = match short_feet {
                0 => 0,
                _ => SHORT_LAST_FOOT + short(short_feet - 1).saturating_mul(SHORT_FOOT),
            };
            (cost.saturating_add(feet_cost), trimmed, chosen)
        });
        let Some((_, trimmed, chosen)) = ways.min_by_key(|(cost, _, _)| *cost) else {
            return (places, Flow::default());
        };
        let flow = flow::set_in(self.shop, self.bodies, measure, counts, &chosen);
        if flow.lines <= trimmed.len() {
            return (trimmed, flow);
        }
        // It did not come out as the counts promised, or is overset: as the paragraphs like it, down to the foot.
        if flow.lines > places.len() {
            let flow = flow::straight(self.shop, self.bodies, &places, measure);
            return (places, flow);
        }
        (places, flow)
    }

    fn places(&self, head: u32, foot: u16) -> Vec<flow::Place> {
        let grid = &self.shop.grid;
        let top = u32::from(self.room.top);
        let mut obstacles = vec![
            // What is kept clear for the rule, and pictures above the head.
            Obstacle {
                top: 0,
                foot: u32::from(kept_clear(self.area)),
                left: Length::ZERO,
                right: grid.measure(self.area.cols),
            },
            Obstacle {
                top,
                foot: top + head,
                left: grid.column_x(self.room.col),
                right: grid.column_x(self.room.col) + grid.measure(self.room.cols),
            },
        ];
        for picture in self.pictures {
            let space = picture.space;
            let left = grid.column_x(space.col);
            let above = if space.top <= kept_clear(self.area) { 0 } else { STAND_OFF };
            obstacles.push(Obstacle {
                top: u32::from(space.top.saturating_sub(above)),
                foot: u32::from(space.foot) + u32::from(STAND_OFF),
                left: left - grid.gutter(),
                right: left + grid.measure(space.cols) + grid.gutter(),
            });
        }
        let least = grid.em * LEAST_MEASURE;
        Chase { columns: self.columns.to_vec(), obstacles, least }.places(foot)
    }

    fn place_lines(&self, filled: &Filled, worded: &[Worded], story: &StoryCopy, matter: &mut Matter) {
        for (flowed, worded) in filled.flow.paragraphs.iter().zip(worded) {
            let on_page = filled.places.len().saturating_sub(flowed.first);
            let place = Place {
                story: Some(story.id),
                area: Some(self.area),
                paragraph: worded.paragraph,
                part: Some(crate::frame::Part::Body),
                ..Place::default()
            };
            add_notices(matter, &flowed.notices, &worded.wording.text, &place);
            if on_page == 0 {
                continue;
            }
            let block = matter.add_block(worded.wording.block(worded.role, Some(story.id.0)));
            for (line, at) in flowed.lines.iter().zip(&filled.places[flowed.first..]) {
                let y = self.shop.grid.height(at.row) + self.shop.grid.baseline;
                matter.add_line(block, 0, line, Point::new(at.x, y), Ink::BLACK);
            }
        }
    }

    fn fit(&self, filled: &Filled, story: &StoryCopy) -> StoryFit {
        let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let past = self.characters_past(filled);
        // A tight setting that fits is no overset, though the body would like a row more.
        let over = whole(filled.liked).saturating_sub(whole(filled.most_places));
        let over_rows =
            if past == 0 { over.min(0) } else { whole(filled.flow.lines) - whole(filled.places.len()) };
        let headline = filled
            .chosen
            .map_or_else(HeadlineFit::default, |chosen| self.head.headline_fit(self.shop, chosen));
        StoryFit {
            story: story.id,
            area: self.area,
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
    fn characters_past(&self, filled: &Filled) -> usize {
        let past = |flowed: &flow::Flowed| {
            let on_page = filled.places.len().saturating_sub(flowed.first);
            flowed.lines.iter().skip(on_page).map(|line| characters(&line.text)).sum::<usize>()
        };
        filled.flow.paragraphs.iter().map(past).sum()
    }

    fn place(&self, story: &StoryCopy) -> Place {
        let grid = &self.shop.grid;
        Place {
            story: Some(story.id),
            area: Some(self.area),
            rect: Some(Rect::new(
                Length::ZERO,
                Length::ZERO,
                grid.measure(self.area.cols),
                grid.height(self.area.rows),
            )),
            ..Place::default()
        }
    }

    fn report(&self, filled: &Filled, fit: &StoryFit, story: &StoryCopy, matter: &mut Matter) {
        let mut add = |finding| matter.notices.push(Notice { finding, place: self.place(story) });
        if story.text.headline.trim().is_empty() {
            add(Finding::HeadlineMissing);
        }
        if fit.over_characters > 0 {
            add(Finding::Overset {
                rows: fit.over_rows.max(1).unsigned_abs(),
                characters: fit.over_characters.unsigned_abs(),
            });
        } else if self.bodies.is_empty() && self.pictures.is_empty() {
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

/// The slots without the last one of so many of the last columns that reach the lowest row.
fn without_feet(places: &[flow::Place], feet: usize) -> Vec<flow::Place> {
    let lowest = places.iter().map(|place| place.row).max();
    let mut cut: Vec<u16> =
        places.iter().filter(|place| Some(place.row) == lowest).map(|place| place.column).collect();
    let kept = cut.len().saturating_sub(feet);
    cut.drain(..kept);
    let is_cut = |place: &&flow::Place| Some(place.row) == lowest && cut.contains(&place.column);
    places.iter().filter(|place| !is_cut(place)).copied().collect()
}

/// The slots that start a column.
fn column_starts(places: &[flow::Place]) -> Vec<usize> {
    (1..places.len()).filter(|n| places[*n].column != places[*n - 1].column).collect()
}
