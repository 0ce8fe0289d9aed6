//! The compositor: sets pages from plans and stories, and remembers what it set.

use std::sync::{Arc, Mutex, PoisonError};

use broadsheet_copy::number;
use broadsheet_copy::page::{AdvertBox, Area, Format, MakeUp, Module};
use broadsheet_typeset::{Composer, Font, FontLibrary, Outline};
use broadsheet_units::{Length, Point};

use crate::fit::StoryFit;
use crate::frame::{FontUse, PageFrame};
use crate::galley::{self, Galley, GalleyRequest, HoleFit};
use crate::grid::{Grid, Hand};
use crate::journey::{Begins, Journey};
use crate::module::{self, SetModule};
use crate::notice::{Finding, Notice, Place};
use crate::page::Page;
use crate::plan::{Leg, PagePlan, StoryCopy};
use crate::shop::Shop;
use crate::style::StyleSheet;
use crate::{advert, arrange, band, folio, rules};

/// A page as set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Composed {
    /// The page.
    pub frame: PageFrame,
    /// How each story fills its module, in the order of the make-up.
    pub fits: Vec<StoryFit>,
    /// What there is to say, in the order of the page.
    pub notices: Vec<Notice>,
}

/// A page as made up by the program.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arranged {
    /// What stands where.
    pub make_up: MakeUp,
    /// What there is to say of it: stories that found no room, rows that stay empty.
    pub notices: Vec<Notice>,
}

/// Why a frame cannot be pinned.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PinError {
    /// A font of the frame is no longer installed.
    #[error("font {postscript_name} ({family}) is not installed")]
    FontGone {
        /// The face.
        postscript_name: String,
        /// Its family.
        family: String,
    },
}

/// Sets pages. Keeps what it has set, so hold on to one and share it.
#[derive(Debug)]
pub struct Compositor {
    composer: Composer,
    style: StyleSheet,
    /// Modules set lately, the last used last.
    kept: Mutex<Vec<Kept>>,
}

/// How many modules are remembered: some ten pages.
const KEPT: usize = 128;

/// A module as it was set.
#[derive(Debug)]
struct Kept {
    grid: Grid,
    module: Module,
    story: StoryCopy,
    journey: Journey,
    set: Arc<SetModule>,
}

impl Compositor {
    /// A compositor for one title's style.
    #[must_use]
    pub fn new(fonts: Arc<FontLibrary>, style: StyleSheet) -> Self {
        Self { composer: Composer::new(fonts), style, kept: Mutex::default() }
    }

    /// The style it sets by.
    #[must_use]
    pub fn style(&self) -> &StyleSheet {
        &self.style
    }

    /// The page grid of a format, as it stands on a right-hand page or a spread.
    #[must_use]
    pub fn grid(&self, format: Format) -> Option<Grid> {
        Grid::new(&self.style, format, Hand::of(format, ""))
    }

    /// The page grid of a format, as it stands on the page of that number.
    #[must_use]
    pub fn grid_of(&self, format: Format, number: &str) -> Option<Grid> {
        Grid::new(&self.style, format, Hand::of(format, number))
    }

    /// Sets a page. What was set before and has not changed is taken as it was.
    #[must_use]
    pub fn compose(&self, plan: &PagePlan, stories: &[Arc<StoryCopy>]) -> Composed {
        let Some(shop) = self.shop(plan) else { return Composed::default() };
        let mut page = Page::new(&shop, plan);
        let origin = Point::new(shop.grid.type_area.x, shop.grid.type_area.y);
        let hand = Hand::of(plan.format, &plan.folio.number);
        page.lay(folio::set(&shop, &plan.folio, hand), origin);
        for band in &plan.make_up.bands {
            page.lay(band::set(&shop, band), corner(&shop, band.area));
        }
        page.lay(rules::set(&shop, &plan.make_up), origin);
        let mut fits = Vec::new();
        for module in &plan.make_up.modules {
            let Some(story) = stories.iter().find(|story| story.id == module.story) else {
                let place = Place { story: Some(module.story), area: Some(module.area), ..Place::default() };
                page.notices.push(Notice { finding: Finding::EmptyModule, place });
                continue;
            };
            let set = self.set(&shop, module, story, &self.journey(plan, module, story));
            page.lay(set.matter.clone(), corner(&shop, module.area));
            fits.push(set.fit.clone());
        }
        for placed in &plan.make_up.adverts {
            page.lay(advert::set(&shop, placed, &plan.adverts), Point::default());
        }
        page.check(&shop, plan, stories);
        let (frame, notices) = page.finish(self.composer.library());
        Composed { frame, fits, notices }
    }

    /// How one story fills a module of a page: what [`Self::compose`] would answer for it.
    #[must_use]
    pub fn fit(&self, plan: &PagePlan, module: &Module, story: &StoryCopy) -> StoryFit {
        match self.shop(plan) {
            Some(shop) => self.set(&shop, module, story, &self.journey(plan, module, story)).fit.clone(),
            None => StoryFit::nothing(story.id, module.area),
        }
    }

    /// Where a story's text begins on a page and where it goes on: the modules on the pages before are set to know it.
    fn journey(&self, plan: &PagePlan, module: &Module, story: &StoryCopy) -> Journey {
        let Some(jump) = plan.jumps.iter().find(|jump| jump.story == story.id) else {
            return Journey::default();
        };
        let mut journey = Journey::default();
        let here = number::of_area(&plan.folio.number, plan.format, module.area);
        for (n, leg) in jump.before.iter().enumerate() {
            let next = jump.before.get(n + 1).map_or(here, Leg::page);
            let Some(shop) = self.shop_of(leg.format, &leg.number) else { continue };
            journey.to = Some(next.to_owned());
            let set = self.set(&shop, &leg.module, story, &journey);
            journey.begins = set.rest.map_or(Begins::Nowhere, Begins::At);
            journey.from = Some(leg.page().to_owned());
            journey.pictures.extend(leg.module.pictures.iter().map(|picture| picture.photo));
        }
        journey.to = jump.to.clone().filter(|_| module.treatment.to.is_some());
        journey
    }

    /// A module set, or as it was set before for the same story in the same place.
    fn set(&self, shop: &Shop<'_>, module: &Module, story: &StoryCopy, journey: &Journey) -> Arc<SetModule> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &Kept| {
            known.grid == shop.grid
                && known.module == *module
                && known.journey == *journey
                && known.story == *story
        };
        if let Some(at) = kept.iter().position(same) {
            let known = kept.remove(at);
            let set = Arc::clone(&known.set);
            kept.push(known);
            return set;
        }
        drop(kept);
        let set = Arc::new(module::set(shop, module, story, journey));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.drain(..KEPT / 4);
        }
        kept.push(Kept {
            grid: shop.grid,
            module: module.clone(),
            story: story.clone(),
            journey: journey.clone(),
            set: Arc::clone(&set),
        });
        set
    }

    fn shop(&self, plan: &PagePlan) -> Option<Shop<'_>> {
        self.shop_of(plan.format, &plan.folio.number)
    }

    fn shop_of(&self, format: Format, number: &str) -> Option<Shop<'_>> {
        let grid = Grid::new(&self.style, format, Hand::of(format, number))?;
        Some(Shop { composer: &self.composer, style: &self.style, grid, reversed: false })
    }

    /// Makes up a page from its stories, in their order. Of the plan's own make-up only the adverts count: they stay
    /// where they are, and the stories go into the most rows that run free over the whole width.
    #[must_use]
    pub fn arrange(&self, plan: &PagePlan, stories: &[Arc<StoryCopy>]) -> Arranged {
        let Some(mut shop) = self.shop(plan) else { return Arranged::default() };
        let adverts = &plan.make_up.adverts;
        let (first, rows) = free_rows(shop.grid.rows, adverts);
        shop.grid.rows = rows;
        let (mut make_up, notices) = arrange::arrange(&shop, stories);
        for module in &mut make_up.modules {
            module.area.row += first;
        }
        for band in &mut make_up.bands {
            band.area.row += first;
        }
        make_up.adverts.clone_from(adverts);
        Arranged { make_up, notices }
    }

    /// A story's module in an area of the page: with its pictures where they fill it best.
    #[must_use]
    pub fn module(&self, format: Format, area: Area, story: &StoryCopy) -> Module {
        match self.shop_of(format, "") {
            Some(shop) => arrange::into_area(&shop, story, area),
            None => Module::new(story.id, area),
        }
    }

    /// The frame with the SHA-256 of every font file filled in.
    ///
    /// # Errors
    /// [`PinError::FontGone`] where a font is no longer installed.
    pub fn pinned(&self, frame: &PageFrame) -> Result<PageFrame, PinError> {
        let mut pinned = frame.clone();
        for font in &mut pinned.fonts {
            let face = self.face(font).ok_or_else(|| PinError::FontGone {
                postscript_name: font.postscript_name.clone(),
                family: font.family.clone(),
            })?;
            font.sha256 = Some(face.sha256().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        Ok(pinned)
    }

    /// The bytes of the file that a font of a frame stands in.
    #[must_use]
    pub fn font_file(&self, font: &FontUse) -> Option<Arc<dyn AsRef<[u8]> + Send + Sync>> {
        self.face(font).map(Font::shared_bytes)
    }

    /// SHA-256 of that file in lower-case hex; worked out once a file.
    #[must_use]
    pub fn font_sha256(&self, font: &FontUse) -> Option<String> {
        Some(self.face(font)?.sha256().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The outline of a glyph of a font of a frame.
    #[must_use]
    pub fn outline(&self, font: &FontUse, gid: u16) -> Option<Outline> {
        self.face(font).map(|face| face.outline(gid))
    }

    /// Sets one paragraph at a measure.
    #[must_use]
    pub fn galley(&self, text: &str, request: &GalleyRequest) -> Galley {
        galley::galley(&self.composer, &self.style, text, request)
    }

    /// Pours paragraphs of body text into one column of so many rows.
    #[must_use]
    pub fn hole<'a>(
        &self,
        paragraphs: impl IntoIterator<Item = &'a str>,
        measure: Length,
        rows: u32,
    ) -> HoleFit {
        galley::hole(&self.composer, &self.style, paragraphs, measure, rows)
    }

    fn face(&self, font: &FontUse) -> Option<&Font> {
        let same =
            |face: &&Font| face.postscript_name() == font.postscript_name && face.index() == font.index;
        self.composer.library().fonts().iter().find(same)
    }
}

/// The most rows of a page, one under the other, that no advert touches: the first, and how many. A row of white stays
/// between the copy and what is sold.
fn free_rows(rows: u16, adverts: &[AdvertBox]) -> (u16, u16) {
    let with_white =
        |area: Area| (area.row.saturating_sub(1), area.row.saturating_add(area.rows).saturating_add(1));
    let mut taken: Vec<(u16, u16)> = adverts.iter().map(|advert| with_white(advert.area)).collect();
    taken.push((rows, rows));
    taken.sort_unstable();
    let (mut from, mut most) = (0, (0, 0));
    for (top, foot) in taken {
        let free = top.min(rows).saturating_sub(from);
        if free > most.1 {
            most = (from, free);
        }
        from = from.max(foot);
    }
    most
}

/// Where an area's top left corner stands on the trimmed page.
fn corner(shop: &Shop<'_>, area: Area) -> Point {
    let rect = shop.grid.rect(area);
    Point::new(rect.x, rect.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use broadsheet_copy::id::{AdvertId, StoryId};
    use broadsheet_copy::text::{Paragraph, Span, StoryText};
    use uuid::Uuid;

    fn story(number: u128, headline: &str) -> Arc<StoryCopy> {
        let span = Span { text: "全市新增绿地三十余处。".to_owned(), ..Span::default() };
        let body = vec![Paragraph { subhead: false, spans: vec![span] }];
        Arc::new(StoryCopy {
            id: StoryId(Uuid::from_u128(number)),
            text: StoryText { headline: headline.to_owned(), body, ..StoryText::default() },
            bylines: vec![],
            source: None,
            rubric: None,
            photos: vec![],
        })
    }

    #[test]
    fn stories_are_made_up_where_no_advert_runs() {
        let advert = |row, rows| AdvertBox {
            advert: AdvertId(Uuid::from_u128(1)),
            area: Area { col: 0, row, cols: 3, rows },
        };
        assert_eq!(free_rows(88, &[]), (0, 88));
        assert_eq!(free_rows(88, &[advert(60, 28)]), (0, 59));
        assert_eq!(free_rows(88, &[advert(0, 20), advert(70, 18), advert(60, 28)]), (21, 38));
        assert_eq!(free_rows(88, &[advert(0, 88)]), (0, 0));
        assert_eq!(free_rows(88, &[advert(80, u16::MAX)]), (0, 79));
    }

    #[test]
    fn one_edit_sets_only_its_own_story_anew() {
        let style = StyleSheet::named("evening").unwrap();
        let compositor = Compositor::new(Arc::new(FontLibrary::system(None, &[])), style);
        let mut stories: Vec<_> = (0..4).map(|n| story(n, "接诉即办")).collect();
        let area = |n: u16| Area { col: 0, row: n * 20, cols: 6, rows: 20 };
        let modules = stories.iter().zip(0..).map(|(story, n)| Module::new(story.id, area(n)));
        let plan = PagePlan {
            lang: "zh-CN".into(),
            format: Format::QUARTO,
            folio: crate::Folio {
                title: "样报".into(),
                date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).unwrap(),
                number: "3".into(),
                section: None,
                editors: vec![],
            },
            make_up: MakeUp { modules: modules.collect(), ..MakeUp::default() },
            jumps: vec![],
            adverts: vec![],
        };
        let sets = || {
            let kept = compositor.kept.lock().unwrap();
            kept.iter().map(|kept| (kept.story.id, Arc::as_ptr(&kept.set))).collect::<Vec<_>>()
        };
        let before = compositor.compose(&plan, &stories);
        let known = sets();
        stories[2] = story(2, "接诉即办 服务群众");
        let after = compositor.compose(&plan, &stories);
        let added: Vec<_> = sets().into_iter().filter(|set| !known.contains(set)).map(|(id, _)| id).collect();
        assert_eq!(added, [stories[2].id]);
        assert_ne!(before.frame, after.frame);
        assert_eq!(
            (before.fits[0].clone(), before.fits[3].clone()),
            (after.fits[0].clone(), after.fits[3].clone())
        );
    }
}
