//! What goes over the doors: arguments and answers, as JSON and as TypeScript.
//!
//! Field names are the contract of `--json` too. Lengths on the page are in 点 as plain numbers; fields that end in
//! `_pt` are PDF points; times are RFC 3339; ids are UUIDs.

mod advert;
mod issue;
mod page;
mod photo;
mod story;
mod style;
mod title;

pub use advert::{
    AdvertAdd, AdvertAsk, AdvertBoxView, AdvertOn, AdvertPlace, AdvertTaken, AdvertView, PageAdvert,
};
pub use issue::{IssueAsk, IssueExported, IssueFile, IssueNew, IssueProgress, IssueRow, IssueView, PageRow};
pub use page::{
    AreaView, Arranged, BandView, ExportView, FitView, MakeUpView, ModuleView, PageAsk, PageJump, PageLay,
    PageNew, PagePlace, PagePreview, PagePreviewed, PageProof, PageRemove, PageSign, PageStory, PageTry,
    PageView, PictureBoxView, ProofFormat, ProofRow, SignatureRow,
};
pub use photo::{PhotoAdd, PhotoAsk, PhotoDescribe, PhotoTaken, PhotoView, StoryPhoto};
pub use story::{
    CopyAsk, CopyFile, Edited, FieldsView, FiledStory, HistoryRow, PlacedOn, ReadingPhoto, ReadingStory,
    ReadingView, ReturnRow, ReviewRow, SearchAsk, SearchHit, StepsView, StoryApprove, StoryAsk,
    StoryAtVersion, StoryEdit, StoryFields, StoryNew, StoryPhotoAsk, StoryReturn, StoryRewrite, StoryRow,
    StorySteps, StoryTag, StoryView,
};
pub use style::{ProfileAdd, ProfileView, StyleAdd, StyleView};
pub use title::{FormatView, PersonAdd, PersonView, Session, TagAdd, TitleView, Topic, TopicAsk};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// No arguments.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// What was made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Made {
    /// Its id.
    pub id: String,
}

/// A role and the people who had it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, TS)]
pub struct Byline {
    /// The role as printed; null where the copy names none.
    pub role: Option<String>,
    /// The names.
    pub names: Vec<String>,
}

impl Byline {
    /// Reads bylines as people type them (`记者 王露；通讯员 雷玉艳`).
    #[must_use]
    pub fn read_list(written: &str) -> Vec<Self> {
        broadsheet_copy::Byline::read_list(written).into_iter().map(Into::into).collect()
    }

    /// Reads one role with its names; `None` where there is no name.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        broadsheet_copy::Byline::read(written).map(Into::into)
    }
}

impl From<broadsheet_copy::Byline> for Byline {
    fn from(byline: broadsheet_copy::Byline) -> Self {
        Self { role: byline.role, names: byline.names }
    }
}

impl From<Byline> for broadsheet_copy::Byline {
    fn from(byline: Byline) -> Self {
        Self { role: byline.role, names: byline.names }
    }
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Look at it before the page goes.
    Warning,
    /// It stops the page.
    Error,
}

/// A notice or a finding.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct Notice {
    /// The stable code.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// The page: its number as printed, or its place in the file, from 1.
    pub page: Option<String>,
    /// Where, in words (a line of a file, a story's slug).
    pub place: Option<String>,
    /// The story that it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub story: Option<String>,
    /// The photo that it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub photo: Option<String>,
    /// The place on the page that it leads to: x, y, width, height in 点.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rect: Option<[f64; 4]>,
}

impl Notice {
    /// A sentence and what to do, without a place.
    pub(crate) fn new(code: &str, severity: Severity, (message, hint): (String, impl Into<String>)) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            message,
            hint: Some(hint.into()),
            page: None,
            place: None,
            story: None,
            photo: None,
            rect: None,
        }
    }
}

/// What `verify` found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct VerifiedView {
    /// How many events the log holds.
    #[ts(type = "number")]
    pub events: u64,
    /// Whether the chain, the projections and the kept files are whole.
    pub ok: bool,
    /// The first bad event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub seq: Option<u64>,
    /// The kept file that it names and that is missing or changed, where that is what is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
}

/// A backup that was made and checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct BackupView {
    /// The folder.
    pub folder: String,
    /// How many events it holds.
    #[ts(type = "number")]
    pub events: u64,
}
