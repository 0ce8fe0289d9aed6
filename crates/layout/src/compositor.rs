//! The compositor: sets pages from plans and stories, and remembers what it set.

use std::sync::Arc;

use broadsheet_copy::page::{Format, MakeUp, Module};
use broadsheet_typeset::{Composer, FontLibrary, Outline};
use broadsheet_units::{Length, Rect, Size};

use crate::fit::{HeadlineFit, StoryFit};
use crate::frame::{FRAME_SCHEMA, FontUse, PageFrame};
use crate::galley::{self, Galley, GalleyRequest, HoleFit};
use crate::grid::Grid;
use crate::notice::Notice;
use crate::plan::{PagePlan, StoryCopy};
use crate::style::StyleSheet;

/// A page as set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Composed {
    /// The page.
    pub frame: PageFrame,
    /// How each story fills its module, in the order of the make-up.
    pub fits: Vec<StoryFit>,
    /// What there is to say, in the order of the page.
    pub notices: Vec<Notice>,
}

/// A page as made up by the program.
#[derive(Clone, PartialEq, Eq, Debug)]
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
}

impl Compositor {
    /// A compositor for one title's style.
    #[must_use]
    pub fn new(fonts: Arc<FontLibrary>, style: StyleSheet) -> Self {
        Self { composer: Composer::new(fonts), style }
    }

    /// The style it sets by.
    #[must_use]
    pub fn style(&self) -> &StyleSheet {
        &self.style
    }

    /// The page grid of a paper size.
    #[must_use]
    pub fn grid(&self, format: Format) -> Option<Grid> {
        Grid::new(&self.style, format)
    }

    /// Sets a page.
    #[must_use]
    pub fn compose(&self, plan: &PagePlan, stories: &[Arc<StoryCopy>]) -> Composed {
        let grid = self.grid(plan.format);
        let frame = PageFrame {
            schema: FRAME_SCHEMA,
            name: format!("{} {} {}", plan.folio.title, plan.folio.date, plan.folio.number),
            lang: plan.lang.clone(),
            trim: grid.map_or(Size::default(), |grid| grid.trim),
            bleed: self.style.bleed_mm,
            type_area: grid.map_or(Rect::default(), |grid| grid.type_area),
            fonts: Vec::new(),
            pictures: Vec::new(),
            blocks: Vec::new(),
            items: Vec::new(),
        };
        let fits = plan
            .make_up
            .modules
            .iter()
            .filter_map(|module| {
                let story = stories.iter().find(|story| story.id == module.story)?;
                Some(self.fit(plan.format, module, story))
            })
            .collect();
        Composed { frame, fits, notices: Vec::new() }
    }

    /// How one story fills its module: what [`Self::compose`] would answer for it.
    #[must_use]
    pub fn fit(&self, _format: Format, module: &Module, story: &StoryCopy) -> StoryFit {
        StoryFit {
            story: story.id,
            area: module.area,
            rows_set: 0,
            rows_available: 0,
            over_rows: 0,
            over_characters: 0,
            headline: HeadlineFit::default(),
            columns: module.area.cols,
        }
    }

    /// Makes up a page from its stories, in their order; the plan's own make-up is not looked at.
    #[must_use]
    pub fn arrange(&self, _plan: &PagePlan, _stories: &[Arc<StoryCopy>]) -> Arranged {
        Arranged { make_up: MakeUp::default(), notices: Vec::new() }
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
        self.face(font).map(broadsheet_typeset::Font::shared_bytes)
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

    fn face(&self, font: &FontUse) -> Option<&broadsheet_typeset::Font> {
        let same = |face: &&broadsheet_typeset::Font| {
            face.postscript_name() == font.postscript_name && face.index() == font.index
        };
        self.composer.library().fonts().iter().find(same)
    }
}
