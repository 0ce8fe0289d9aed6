//! What goes in: the page as planned and the stories as they read now.

use broadsheet_copy::byline::Byline;
use broadsheet_copy::id::{AdvertId, PhotoId, StoryId};
use broadsheet_copy::number;
use broadsheet_copy::page::{Format, MakeUp, Module};
use broadsheet_copy::text::StoryText;
use chrono::NaiveDate;

/// What stands above the type area (报眉).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Folio {
    /// The newspaper's name.
    pub title: String,
    /// The date on the paper; the weekday is computed.
    pub date: NaiveDate,
    /// The page's number as printed (A03); a spread's two (A04-A05).
    pub number: String,
    /// The section as printed (城事).
    pub section: Option<String>,
    /// The names in it, with their roles (责编 …).
    pub editors: Vec<Byline>,
}

/// A page as planned.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PagePlan {
    /// The language of the page, BCP 47 (`zh-CN`, `en`).
    pub lang: String,
    /// The paper's size, and whether it is a spread.
    pub format: Format,
    /// The line above the type area.
    pub folio: Folio,
    /// What stands where.
    pub make_up: MakeUp,
    /// The stories of this page that stand on others too.
    pub jumps: Vec<Jump>,
    /// The adverts that the make-up names.
    pub adverts: Vec<AdvertCopy>,
}

/// An advert, as far as it matters where it stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AdvertCopy {
    /// The advert.
    pub id: AdvertId,
    /// What it is called, for readers who cannot see it.
    pub name: String,
    /// SHA-256 of the file in lower-case hex.
    pub sha256: String,
    /// Width of its trimmed page in pixels, 300 to an inch.
    pub px_width: u32,
    /// Height of its trimmed page in pixels.
    pub px_height: u32,
}

/// A story that runs over pages, as one of them needs to know.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Jump {
    /// The story.
    pub story: StoryId,
    /// Its modules on the pages before this one, in the order of reading.
    pub before: Vec<Leg>,
    /// The number of the page that it goes on on.
    pub to: Option<String>,
}

/// A story's module on another page.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Leg {
    /// That page's number.
    pub number: String,
    /// That page's size.
    pub format: Format,
    /// The module.
    pub module: Module,
}

impl Leg {
    /// The number of the page that a reader turns to: of a spread, the one on which the module begins.
    #[must_use]
    pub fn page(&self) -> &str {
        number::of_area(&self.number, self.format, self.module.area)
    }
}

/// A story as it reads now, with all that is set with it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct StoryCopy {
    /// The story.
    pub id: StoryId,
    /// Kicker, headline, deck and body.
    pub text: StoryText,
    /// 署名.
    pub bylines: Vec<Byline>,
    /// 消息头 (运城晚报讯); set at the start of the first paragraph, with the bylines in brackets after it.
    pub source: Option<String>,
    /// 栏目.
    pub rubric: Option<String>,
    /// Its photos.
    pub photos: Vec<PhotoCopy>,
}

/// A story's photo.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PhotoCopy {
    /// The photo.
    pub id: PhotoId,
    /// SHA-256 of the original in lower-case hex.
    pub sha256: String,
    /// Width of the original in pixels, upright.
    pub px_width: u32,
    /// Height of the original in pixels, upright.
    pub px_height: u32,
    /// 图说.
    pub caption: Option<String>,
    /// 摄影署名.
    pub credit: Option<Byline>,
}
