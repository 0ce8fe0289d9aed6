//! A page on the stone: matter put together into one frame, checked as a whole.

use std::sync::Arc;

use broadsheet_copy::page::Area;
use broadsheet_typeset::FontLibrary;
use broadsheet_units::{Length, Point};

use crate::frame::{Block, FRAME_SCHEMA, FontUse, Item, PageFrame, PictureUse, Role};
use crate::matter::{Matter, moved};
use crate::notice::{Finding, Notice, Place};
use crate::plan::{PagePlan, StoryCopy};
use crate::shop::Shop;

/// Text that starts so many rows beneath a caption's last line, or fewer, stands straight beneath it.
const ROWS_BENEATH_CAPTION: u16 = 4;

/// A page being put together.
pub(crate) struct Page {
    frame: PageFrame,
    matter: Matter,
    pub(crate) notices: Vec<Notice>,
}

impl Page {
    /// An empty page of the plan's size.
    pub(crate) fn new(shop: &Shop<'_>, plan: &PagePlan) -> Self {
        let folio = &plan.folio;
        let frame = PageFrame {
            schema: FRAME_SCHEMA,
            name: format!("{} {} {}", folio.title, folio.date, folio.number),
            lang: plan.lang.clone(),
            trim: shop.grid.trim,
            bleed: shop.style.bleed_mm,
            type_area: shop.grid.type_area,
            ..PageFrame::default()
        };
        Self { frame, matter: Matter::default(), notices: Vec::new() }
    }

    /// Lays matter on it, its origin at `at`.
    pub(crate) fn lay(&mut self, mut matter: Matter, at: Point) {
        for mut notice in matter.notices.drain(..) {
            if let Some(rect) = &mut notice.place.rect {
                *rect = moved(*rect, at);
            }
            self.notices.push(notice);
        }
        self.matter.append(matter, at);
    }

    /// What is wrong with the page as a whole.
    pub(crate) fn check(&mut self, shop: &Shop<'_>, plan: &PagePlan, stories: &[Arc<StoryCopy>]) {
        let modules = plan.make_up.modules.iter();
        let modules =
            modules.map(|module| (Some(module.story), module.area, module.treatment.notches.as_slice()));
        let bands = plan.make_up.bands.iter().map(|band| (None, band.area, &[][..]));
        let adverts = plan.make_up.adverts.iter().map(|advert| (None, advert.area, &[][..]));
        let placed: Vec<_> = modules.chain(bands).chain(adverts).collect();
        for (n, (story, area, notches)) in placed.iter().enumerate() {
            let place = Place {
                story: *story,
                area: Some(*area),
                rect: Some(shop.grid.rect(*area)),
                ..Place::default()
            };
            if !shop.grid.holds(*area) {
                self.notices.push(Notice { finding: Finding::OffPage, place: place.clone() });
            }
            for (_, before, other_notches) in &placed[..n] {
                if overlap((*before, other_notches), (*area, notches)) {
                    let finding = Finding::Overlap { a: *before, b: *area };
                    self.notices.push(Notice { finding, place: place.clone() });
                }
            }
        }
        let foot = placed.iter().map(|(_, area, _)| area.row.saturating_add(area.rows)).max();
        // A page with nothing on it is not too short.
        let empty = shop.grid.rows.saturating_sub(foot.unwrap_or(shop.grid.rows));
        if empty > 0 {
            self.notices.push(Notice::new(Finding::PageUnderfilled { rows: u32::from(empty) }));
        }
        self.check_rubrics(plan, stories);
        self.check_captions(shop, plan);
        self.check_families(shop, plan);
    }

    /// No column of a story starts straight beneath the caption or the credit of another story's picture
    /// (TYPOGRAPHY.md §5). One in a box or on a ground of its own is told from it by that.
    fn check_captions(&mut self, shop: &Shop<'_>, plan: &PagePlan) {
        let blocks = &self.matter.blocks;
        let lines = self.matter.items.iter().filter_map(|item| match item {
            Item::Line(line) => Some((line, blocks.get(line.block as usize)?)),
            _ => None,
        });
        let is_caption = |block: &Block| matches!(block.role, Role::Caption | Role::Credit);
        if !blocks.iter().any(is_caption) {
            return;
        }
        let lines: Vec<_> = lines.collect();
        let mut told: Vec<Notice> = Vec::new();
        let mut before = None;
        for (line, block) in &lines {
            let above = before.replace((block.story, line.origin.y));
            let goes_on = above.is_some_and(|(story, y)| story == block.story && y < line.origin.y);
            if goes_on || !matches!(block.role, Role::Paragraph | Role::Subhead) {
                continue;
            }
            let straight = line.origin.y - shop.grid.height(ROWS_BENEATH_CAPTION)..line.origin.y;
            let over = |x: Length, width: Length| x < line.origin.x + line.width && line.origin.x < x + width;
            let above = lines
                .iter()
                .filter(|(other, _)| straight.contains(&other.origin.y) && over(other.origin.x, other.width));
            let Some((caption, of)) = above.max_by_key(|(other, _)| other.origin.y) else { continue };
            let known =
                || told.iter().any(|notice: &Notice| notice.place.story.map(|id| id.0) == block.story);
            if !is_caption(of) || of.story == block.story || known() {
                continue;
            }
            let parted = self.matter.items.iter().any(|item| match item {
                Item::Picture(placed) => {
                    let (rect, foot) = (placed.rect, placed.rect.bottom());
                    over(rect.x, rect.width) && caption.origin.y < foot && foot < line.origin.y
                }
                _ => false,
            });
            let module = plan.make_up.modules.iter().find(|module| Some(module.story.0) == block.story);
            if let Some(module) = module.filter(|module| !parted && !module.treatment.is_boxed()) {
                let place = Place { story: Some(module.story), area: Some(module.area), ..Place::default() };
                told.push(Notice { finding: Finding::BodyUnderCaption, place });
            }
        }
        self.notices.extend(told);
    }

    fn check_rubrics(&mut self, plan: &PagePlan, stories: &[Arc<StoryCopy>]) {
        let mut told: Vec<&str> = Vec::new();
        for module in &plan.make_up.modules {
            let story = stories.iter().find(|story| story.id == module.story);
            let Some(rubric) = story.and_then(|story| story.rubric.as_deref()) else { continue };
            let on_page = plan.make_up.bands.iter().any(|band| band.text.trim() == rubric.trim());
            if !on_page && !rubric.trim().is_empty() && !told.contains(&rubric) {
                told.push(rubric);
                let place = Place { story: Some(module.story), area: Some(module.area), ..Place::default() };
                self.notices
                    .push(Notice { finding: Finding::RubricNotPlaced { rubric: rubric.to_owned() }, place });
            }
        }
    }

    /// A stack of which no family is installed is told once, whatever it is used for, and so is a damaged family that
    /// another one of its stack stands in for.
    fn check_families(&mut self, shop: &Shop<'_>, plan: &PagePlan) {
        if plan.make_up.modules.is_empty() {
            return;
        }
        let library = shop.composer.library();
        let mut told: Vec<&str> = Vec::new();
        let mut damaged: Vec<String> = Vec::new();
        for face in shop.style.faces() {
            let stack = shop.style.stack(face);
            let latin = stack.latin.unwrap_or_default();
            let families = stack.families;
            let passed_over = |stack: &[String]| {
                let stack = stack.iter().take_while(|family| !library.has_family(family));
                stack.filter(|family| library.is_damaged(family)).cloned().collect::<Vec<_>>()
            };
            for family in passed_over(&latin).into_iter().chain(passed_over(&families)) {
                if !damaged.contains(&family) {
                    damaged.push(family.clone());
                    self.notices.push(Notice::new(Finding::FontDamaged { family }));
                }
            }
            let installed = families.iter().any(|family| library.has_family(family));
            if !installed && !told.contains(&face.stack.as_str()) {
                told.push(&face.stack);
                self.notices.push(Notice::new(Finding::FamilyMissing { families }));
            }
        }
    }

    /// The frame, its fonts and pictures each listed once, in the order of their first use.
    pub(crate) fn finish(mut self, library: &FontLibrary) -> (PageFrame, Vec<Notice>) {
        let mut numbers: Vec<u16> = Vec::new();
        let mut pictures: Vec<PictureUse> = Vec::new();
        for item in &mut self.matter.items {
            match item {
                Item::Line(line) => {
                    for run in &mut line.runs {
                        run.font = listed(&mut numbers, run.font);
                    }
                }
                Item::Picture(placed) => {
                    if let Some(picture) = self.matter.pictures.get(usize::from(placed.picture)) {
                        placed.picture = listed(&mut pictures, picture.clone());
                    }
                }
                Item::Rule(_) | Item::Tint(_) => {}
            }
        }
        self.frame.fonts = numbers.into_iter().map(|number| font_use(library, number)).collect();
        self.frame.pictures = pictures;
        self.frame.blocks = self.matter.blocks;
        self.frame.items = self.matter.items;
        (self.frame, self.notices)
    }
}

/// Whether two areas share a cell that neither's notches leave free.
fn overlap((one, one_notches): (Area, &[Area]), (other, other_notches): (Area, &[Area])) -> bool {
    if !one.overlaps(&other) {
        return false;
    }
    if one_notches.is_empty() && other_notches.is_empty() {
        return true;
    }
    let end = |at: u16, span: u16| at.saturating_add(span);
    let cols = one.col.max(other.col)..end(one.col, one.cols).min(end(other.col, other.cols));
    let rows = one.row.max(other.row)..end(one.row, one.rows).min(end(other.row, other.rows));
    let cut = |area: Area, notches: &[Area], col: u16, row: u16| {
        let cell = Area { col: col - area.col, row: row - area.row, cols: 1, rows: 1 };
        notches.iter().any(|notch| notch.overlaps(&cell))
    };
    cols.into_iter().any(|col| {
        rows.clone().any(|row| !cut(one, one_notches, col, row) && !cut(other, other_notches, col, row))
    })
}

/// The number of a thing in a list, at whose end it is put where it is not yet in it.
fn listed<T: PartialEq>(list: &mut Vec<T>, thing: T) -> u16 {
    let at = list.iter().position(|known| *known == thing).unwrap_or_else(|| {
        list.push(thing);
        list.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn font_use(library: &FontLibrary, number: u16) -> FontUse {
    let font = library.font(broadsheet_typeset::FontId(u32::from(number)));
    FontUse {
        family: font.family().to_owned(),
        postscript_name: font.postscript_name().to_owned(),
        index: font.index(),
        units_per_em: font.units_per_em(),
        sha256: None,
    }
}
