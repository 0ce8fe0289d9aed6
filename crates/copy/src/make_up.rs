//! The make-up of a page: which story, picture, rubric and advert stands where, in base columns and rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::Refused;
use crate::format::Format;
use crate::id::{AdvertId, PhotoId, StoryId};
use crate::treatment::Treatment;

/// An upright box of base columns and rows, counted from 0 at the top left of the type area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS)]
#[ts(rename = "AreaView")]
pub struct Area {
    /// The first base column.
    pub col: u16,
    /// The first row.
    pub row: u16,
    /// How many base columns.
    pub cols: u16,
    /// How many rows.
    pub rows: u16,
}

impl Area {
    /// Whether the two share a cell.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        meet((self.col, self.cols), (other.col, other.cols)) && self.shares_rows(other)
    }

    /// Whether the two have a row in common.
    #[must_use]
    pub fn shares_rows(&self, other: &Self) -> bool {
        meet((self.row, self.rows), (other.row, other.rows))
    }

    /// Whether it has an extent and lies within `cols` columns and `rows` rows.
    #[must_use]
    pub fn lies_within(&self, cols: u16, rows: u16) -> bool {
        let within =
            |at: u16, span: u16, whole: u16| span > 0 && at.checked_add(span).is_some_and(|end| end <= whole);
        within(self.col, self.cols, cols) && within(self.row, self.rows, rows)
    }

    fn fits(&self, format: Format) -> bool {
        self.lies_within(format.columns(), format.rows())
    }

    /// As a page editor reads it, counted from 1.
    pub(crate) fn written(&self) -> String {
        format!("{},{} {}x{}", u32::from(self.col) + 1, u32::from(self.row) + 1, self.cols, self.rows)
    }
}

/// Whether two stretches, from where and how long, have anything in common.
fn meet((at, span): (u16, u16), (to, past): (u16, u16)) -> bool {
    at < to.saturating_add(past) && to < at.saturating_add(span)
}

/// A story's picture inside its module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct PictureBox {
    /// The photo.
    pub photo: PhotoId,
    /// Where, in base columns and rows from the module's own top left; the caption stands in it too, at its foot.
    pub area: Area,
}

/// A module (版块): a story's place on the page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Module {
    /// The story.
    pub story: StoryId,
    /// Where it stands.
    pub area: Area,
    /// Into how many text columns its body is broken; `None`: one a base column.
    pub columns: Option<u16>,
    /// The largest size that its headline may have, in 点; `None`: the largest of its width's ladder that fits.
    #[serde(default)]
    pub headline: Option<u16>,
    /// Its pictures.
    pub pictures: Vec<PictureBox>,
    /// How it is dressed: headline treatment, box, quotes, wraps, jump. A plain module has none of it, and is written
    /// without it.
    #[serde(default, skip_serializing_if = "Treatment::is_plain")]
    pub treatment: Treatment,
}

impl Module {
    /// A story in an area, plain.
    #[must_use]
    pub fn new(story: StoryId, area: Area) -> Self {
        let treatment = Treatment::default();
        Self { story, area, columns: None, headline: None, pictures: Vec::new(), treatment }
    }
}

/// A band: a rubric that runs over a group of stories.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Band {
    /// The rubric.
    pub text: String,
    /// Where it stands.
    pub area: Area,
}

/// An advert's place on the page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct AdvertBox {
    /// The advert.
    pub advert: AdvertId,
    /// Where it stands.
    pub area: Area,
}

/// The make-up of a page: all that stands on it. It is small and is always set whole, so that undo is setting
/// the one before.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct MakeUp {
    /// Stories at their places, in the order of reading.
    pub modules: Vec<Module>,
    /// Rubrics.
    pub bands: Vec<Band>,
    /// Adverts. A page without any is written without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adverts: Vec<AdvertBox>,
}

impl MakeUp {
    /// The module of a story.
    #[must_use]
    pub fn module(&self, story: StoryId) -> Option<&Module> {
        self.modules.iter().find(|module| module.story == story)
    }

    /// Everything stands on the page, no story and no advert twice. Modules that overlap are a finding of layout, not a refusal:
    /// while a page is being made up things lie over each other.
    pub(crate) fn check(&self, format: Format) -> Result<(), Refused> {
        let areas = self.modules.iter().map(|m| m.area).chain(self.bands.iter().map(|b| b.area));
        let areas = areas.chain(self.adverts.iter().map(|a| a.area));
        for area in areas {
            if !area.fits(format) {
                return Err(Refused::Invalid { field: "area", value: area.written() });
            }
        }
        for (n, module) in self.modules.iter().enumerate() {
            if self.modules[..n].iter().any(|before| before.story == module.story) {
                return Err(Refused::Exists { what: "module", value: module.story.to_string() });
            }
            if module.columns == Some(0) {
                return Err(Refused::Invalid { field: "columns", value: "0".to_owned() });
            }
            module.treatment.check(module.area)?;
        }
        for (n, placed) in self.adverts.iter().enumerate() {
            if self.adverts[..n].iter().any(|before| before.advert == placed.advert) {
                return Err(Refused::Exists { what: "advert", value: placed.advert.to_string() });
            }
        }
        Ok(())
    }
}
