//! Issues.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Notice;

/// An issue in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueRow {
    /// The id.
    pub id: String,
    /// The date on the paper, YYYY-MM-DD.
    pub date: String,
    /// The newspaper's name; null while it has none.
    pub title: Option<String>,
    /// How many pages it has; a spread counts as two.
    pub pages: u32,
}

/// An issue with its pages.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueView {
    /// The id.
    pub id: String,
    /// The date on the paper.
    pub date: String,
    /// The newspaper's name; null while it has none.
    pub title: Option<String>,
    /// The pages, by number.
    pub pages: Vec<PageRow>,
}

/// A page in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageRow {
    /// The id.
    pub id: String,
    /// The number as printed; a spread's two, `A04-A05`.
    pub number: String,
    /// The format, by its trade name: 四开, 对开通版 ….
    pub format: String,
    /// The section.
    pub section: Option<String>,
    /// `planned`, `laid`, `proofed`, `signed`, `sent`.
    pub state: String,
    /// How many stories stand on it.
    pub stories: u32,
    /// Whether it is printed in black alone.
    pub black_alone: bool,
    /// The issue.
    pub issue: String,
    /// The issue's date.
    pub date: String,
}

/// Plans an issue.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueNew {
    /// YYYY-MM-DD.
    pub date: String,
    /// The newspaper's name; the title's own unless given.
    pub title: Option<String>,
}

/// Names an issue.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueAsk {
    /// Which.
    pub id: String,
}

/// An issue that was exported for the press.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueExported {
    /// The folder.
    pub folder: String,
    /// Its pages, in order.
    pub files: Vec<IssueFile>,
    /// What the press and its preflight have to say.
    pub notices: Vec<Notice>,
}

/// A page's file in the folder.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueFile {
    /// Its name.
    pub file: String,
    /// The page's number.
    pub number: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// How far the export of an issue is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, TS)]
pub struct IssueProgress {
    /// Whether it is under way.
    pub running: bool,
    /// Pages that are finished and checked.
    pub done: u32,
    /// Pages in all.
    pub all: u32,
}
