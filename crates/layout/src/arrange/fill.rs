//! How many rows a story can take at a width, and how well each looks.

use broadsheet_units::{Length, Rect};

use crate::body;
use crate::flow::{self, Body, Columns};
use crate::head::{Edge, Head, HeadSpace, HeadText};
use crate::module::text_columns;
use crate::picture::{caption_rows, crop, rows_for};
use crate::plan::{PhotoCopy, StoryCopy};
use crate::shop::Shop;

use super::{Group, band_rows};

/// What a hole costs at all, and for every empty row of a text column.
const HOLE: u32 = 300;
const EMPTY_ROW: u32 = 15;
/// How many rows of a module may stay empty.
const MOST_EMPTY: u32 = 8;
/// What overset costs at all, and for every row over.
const OVERSET: u32 = 1500;
const OVER_ROW: u32 = 20;
/// Text shallower than this looks like a leftover beneath its headline, the more the shallower.
const SHALLOW: u32 = 7;
const SHALLOW_ROW: u32 = 12;
/// Text deeper than this is tiring.
const DEEP: u32 = 40;
/// Copy of so many times what a page holds is only counted roughly.
const FAR_OVER: usize = 2;
/// How much of a picture's height may be cropped away or (by cropping its sides) added, in thousandths.
const CROP: i64 = 160;
/// What a picture a column narrower or wider than half the page costs; two columns four times as much, and so on.
const PICTURE_SIZE: u32 = 70;
/// Rows of text under a picture that look like a leftover.
const STUB: u32 = 4;

/// A way for a story to take some rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fill {
    pub(super) rows: u16,
    pub(super) cost: u32,
    pub(super) columns: Option<u16>,
    pub(super) picture: Option<PicturePlan>,
}

/// The pictures of a story: one over the other at the right of its module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PicturePlan {
    pub(super) cols: u16,
    /// Rows of each, its caption included.
    pub(super) rows: Vec<u16>,
}

/// The fills of all stories, found when first asked for.
pub(super) struct Fills<'a> {
    stories: Vec<Asked<'a>>,
}

struct Asked<'a> {
    story: &'a StoryCopy,
    bodies: Vec<Body>,
    /// Characters of its body.
    characters: usize,
    own_band: bool,
    lead: bool,
    /// The largest size of its headline, where one is set.
    most: Option<Length>,
    /// What its headline block can be, by columns and whether it stands at the page's top.
    heads: Vec<(u16, bool, Heights)>,
    /// The lines of its body at a measure.
    lines: Vec<(Length, u32)>,
    /// By width, then not at and at the page's top.
    known: Vec<[Option<Vec<Fill>>; 2]>,
}

/// The heights that a headline block can have, and its largest size.
#[derive(Clone, Debug)]
struct Heights {
    rows: Vec<(u32, u32)>,
    largest: Length,
}

impl<'a> Fills<'a> {
    pub(super) fn new(shop: &Shop<'_>, stories: &[&'a StoryCopy], groups: &[Group]) -> Self {
        let column = shop.grid.measure(1);
        let ask = |(n, story): (usize, &&'a StoryCopy)| Asked {
            story,
            bodies: body::shaped(shop, &body::worded(shop, story, 0, column), column),
            own_band: groups.iter().any(|group| group.from == n && group.is_single()),
            characters: story.text.characters(),
            lead: n == 0,
            most: None,
            heads: Vec::new(),
            lines: Vec::new(),
            known: vec![[None, None]; usize::from(shop.grid.columns) + 1],
        };
        Self { stories: stories.iter().enumerate().map(ask).collect() }
    }

    /// Holds every headline but the lead's to a size. What does not follow from that stays known: the lead's fills, all
    /// bodies with their lines, and the headlines that are no larger anyway.
    pub(super) fn quieten(&mut self, most: Length) {
        for asked in self.stories.iter_mut().skip(1) {
            asked.most = Some(most);
            asked.heads.retain(|(_, _, head)| head.largest <= most);
            asked.known.fill([None, None]);
        }
    }

    /// The ways for a story to fill `cols` base columns, one for each number of rows, ascending.
    pub(super) fn of(&mut self, shop: &Shop<'_>, story: usize, cols: u16, at_top: bool) -> &[Fill] {
        let asked = &mut self.stories[story];
        if asked.known[usize::from(cols)][usize::from(at_top)].is_none() {
            let found = asked.find(shop, cols, at_top);
            asked.known[usize::from(cols)][usize::from(at_top)] = Some(found);
        }
        asked.known[usize::from(cols)][usize::from(at_top)].as_deref().unwrap_or_default()
    }
}

impl Asked<'_> {
    /// The heights of its headline block over so many base columns.
    fn heights(&mut self, shop: &Shop<'_>, columns: u16, at_top: bool) -> Vec<(u32, u32)> {
        let known = self.heads.iter().find(|(cols, top, _)| (*cols, *top) == (columns, at_top));
        if let Some((_, _, head)) = known {
            return head.rows.clone();
        }
        let (measure, edge) = (shop.grid.measure(columns), Edge::NONE);
        let space = HeadSpace { measure, columns, at_top, most: self.most, edge };
        let head = Head::plan(shop, HeadText::of(self.story), space);
        let head = Heights { rows: head.heights(shop, true), largest: head.largest() };
        let rows = head.rows.clone();
        self.heads.push((columns, at_top, head));
        rows
    }

    fn find(&mut self, shop: &Shop<'_>, cols: u16, at_top: bool) -> Vec<Fill> {
        let most = shop.grid.rows;
        let mut found: Vec<Option<Fill>> = vec![None; usize::from(most) + 1];
        let above = if self.own_band { band_rows(shop, u16::from(!at_top)) + 1 } else { u16::from(!at_top) };
        let head_at_top = at_top && !self.own_band;
        // Beside a picture a headline has less than the whole width.
        let width_cost = if self.story.photos.is_empty() { width_cost(shop, cols, self.lead) } else { 0 };
        let mut offer = |rows: u32, cost: u32, fill: Fill| {
            let Ok(rows) = u16::try_from(rows + u32::from(above)) else { return };
            let cost = cost + width_cost;
            if let Some(place) = found.get_mut(usize::from(rows))
                && place.as_ref().is_none_or(|known| known.cost > cost)
            {
                *place = Some(Fill { rows, cost, ..fill });
            }
        };
        if self.story.photos.is_empty() {
            self.without_pictures(shop, cols, head_at_top, &mut offer);
        } else {
            self.with_pictures(shop, cols, head_at_top, &mut offer);
        }
        found.into_iter().flatten().collect()
    }

    /// Lines of the body at a measure. Of a body that no page can hold it need not be exact: it is overset anyway.
    fn lines(&mut self, shop: &Shop<'_>, measure: Length) -> u32 {
        if let Some((_, lines)) = self.lines.iter().find(|(known, _)| *known == measure) {
            return *lines;
        }
        let lines = self.count_lines(shop, measure);
        self.lines.push((measure, lines));
        lines
    }

    fn count_lines(&self, shop: &Shop<'_>, measure: Length) -> u32 {
        let grid = &shop.grid;
        let column = grid.measure(1).whole(grid.em);
        let room = column * usize::from(grid.columns) * usize::from(grid.rows);
        if self.characters > room.saturating_mul(FAR_OVER) {
            let line = measure.whole(grid.em).max(1);
            return u32::try_from(self.characters.div_ceil(line)).unwrap_or(u32::MAX / 16);
        }
        let counts = flow::counts(shop, &self.bodies, measure);
        let lines = flow::liked(&self.bodies, &counts, &Columns::default());
        u32::try_from(lines).unwrap_or(u32::MAX / 16)
    }

    fn without_pictures(
        &mut self,
        shop: &Shop<'_>,
        cols: u16,
        at_top: bool,
        offer: &mut dyn FnMut(u32, u32, Fill),
    ) {
        let heights = self.heights(shop, cols, at_top);
        // The lead of a wide module reads better in columns a little wider than the base.
        let broken =
            if self.lead && cols >= 5 { vec![None, Some(cols - 1), Some(cols - 2)] } else { vec![None] };
        for columns in broken {
            let texts = text_columns(&shop.grid, cols, columns);
            let count = u32::try_from(texts.len()).unwrap_or(1).max(1);
            let lines = self.lines(shop, texts.first().map_or(Length::ZERO, |column| column.width));
            let depth = lines.div_ceil(count);
            let plain = Fill { rows: 0, cost: 0, columns, picture: None };
            let uneven = (depth * count - lines) * 2 + u32::from(columns.is_some()) * 4;
            for (head, penalty) in &heights {
                let cost = penalty + depth_cost(depth) + uneven;
                offer(head + depth, cost, plain.clone());
                for empty in 1..=MOST_EMPTY {
                    let hole = HOLE + empty * count * EMPTY_ROW;
                    offer(head + depth + empty, cost + hole, plain.clone());
                }
            }
            if let Some((head, penalty)) = heights.first() {
                for over in 1..depth {
                    let cost = penalty + OVERSET + over * count * OVER_ROW;
                    offer(head + depth - over, cost, plain.clone());
                }
            }
        }
    }

    fn with_pictures(
        &mut self,
        shop: &Shop<'_>,
        cols: u16,
        at_top: bool,
        offer: &mut dyn FnMut(u32, u32, Fill),
    ) {
        for wide in 1..=cols {
            let beside = cols - wide;
            let (over, head_at_top) = if beside == 0 { (cols, false) } else { (beside, at_top) };
            let heights = self.heights(shop, over, head_at_top);
            let lines = self.lines(shop, shop.grid.measure(1));
            // The lead's headline is not squeezed in beside its picture.
            let head_cost = if self.lead { width_cost(shop, over, true) } else { 0 };
            for (pictures, cost) in picture_heights(shop, self.story, wide) {
                let cost = cost + head_cost;
                let tall: u32 = pictures.iter().map(|rows| u32::from(*rows)).sum();
                let plan = PicturePlan { cols: wide, rows: pictures };
                let fill = Fill { rows: 0, cost: 0, columns: None, picture: Some(plan) };
                for (head, penalty) in &heights {
                    let cost = cost + penalty;
                    if beside == 0 {
                        offer_beneath(lines, u32::from(cols), tall + head, cost, &fill, offer);
                    } else {
                        let module =
                            Beside { lines, cols: u32::from(cols), wide: u32::from(wide), tall, head: *head };
                        module.offer(cost, &fill, offer);
                    }
                }
            }
        }
    }
}

/// The heights that pictures of this width may have, and what each costs.
pub(super) fn picture_heights(shop: &Shop<'_>, story: &StoryCopy, wide: u16) -> Vec<(Vec<u16>, u32)> {
    let measure = shop.grid.measure(wide);
    let photos = &story.photos;
    let captions: Vec<u16> = photos.iter().map(|photo| caption_rows(shop, photo, measure)).collect();
    // Half the page wide is what a page's picture wants to be.
    let ideal = i32::from(shop.grid.columns) / 2;
    let off = (i32::from(wide) - ideal).unsigned_abs();
    let size_cost = off * off * PICTURE_SIZE;
    let mut heights = Vec::new();
    for step in -4..=4_i64 {
        let share = 1000 + step * CROP / 4;
        let rows: Vec<u16> = photos
            .iter()
            .zip(&captions)
            .map(|(photo, caption)| {
                rows_for(shop, natural_height(photo, measure).mul_ratio(share, 1000), *caption)
            })
            .collect();
        let coarse = photos.iter().any(|photo| {
            let rect = Rect::new(Length::ZERO, Length::ZERO, measure, natural_height(photo, measure));
            crop(photo, rect).dpi(rect).unwrap_or(0) < shop.style.least_dpi
        });
        let crop_cost = u32::try_from(step.abs() * 3).unwrap_or(0);
        heights.push((rows, size_cost + crop_cost + if coarse { 120 } else { 0 }));
    }
    heights
}

/// The height of a whole picture at a width.
fn natural_height(photo: &PhotoCopy, measure: Length) -> Length {
    measure.mul_ratio(i64::from(photo.px_height.max(1)), i64::from(photo.px_width.max(1)))
}

/// Text of a module whose picture and head stand over all of its columns.
fn offer_beneath(
    lines: u32,
    cols: u32,
    above: u32,
    cost: u32,
    fill: &Fill,
    offer: &mut dyn FnMut(u32, u32, Fill),
) {
    let depth = lines.div_ceil(cols);
    let uneven = (depth * cols - lines) * 2;
    let shallow = if lines == 0 { 0 } else { depth_cost(depth + 2) };
    offer(above + depth, cost + uneven + shallow, fill.clone());
    for empty in 1..=MOST_EMPTY {
        offer(above + depth + empty, cost + HOLE + empty * cols * EMPTY_ROW, fill.clone());
    }
}

/// A module whose picture stands at the right of its head.
struct Beside {
    lines: u32,
    cols: u32,
    wide: u32,
    /// Rows of the picture.
    tall: u32,
    /// Rows of the head.
    head: u32,
}

impl Beside {
    /// Rows for text in a module of so many rows.
    fn room(&self, rows: u32) -> u32 {
        (self.cols - self.wide) * rows.saturating_sub(self.head)
            + self.wide * rows.saturating_sub(self.tall + 1)
    }

    fn offer(&self, cost: u32, fill: &Fill, offer: &mut dyn FnMut(u32, u32, Fill)) {
        let mut rows = self.tall.max(self.head);
        while self.room(rows) < self.lines {
            rows += 1;
        }
        let under = rows.saturating_sub(self.tall + 1);
        if rows > self.tall && under < STUB {
            return;
        }
        let left_over = self.room(rows) - self.lines;
        if left_over < self.cols {
            offer(rows, cost + left_over * 2, fill.clone());
        } else {
            offer(rows, cost + HOLE + left_over * EMPTY_ROW, fill.clone());
        }
    }
}

/// What columns of this depth cost.
fn depth_cost(depth: u32) -> u32 {
    let missing = SHALLOW.saturating_sub(depth);
    missing * missing * SHALLOW_ROW + depth.saturating_sub(DEEP) * 2
}

/// What a width costs: the lead is more than half a page wide, others no wider than that.
fn width_cost(shop: &Shop<'_>, cols: u16, lead: bool) -> u32 {
    let half = u32::from(shop.grid.columns.div_ceil(2));
    let cols = u32::from(cols);
    if lead {
        half.saturating_sub(cols) * 60 + (half + 1).saturating_sub(cols) * 20
    } else {
        cols.saturating_sub(half) * 30
    }
}
