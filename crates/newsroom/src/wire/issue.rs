//! Issues.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An issue in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueRow {
    /// The id.
    pub id: String,
    /// The date on the paper, YYYY-MM-DD.
    pub date: String,
    /// The newspaper's name; null while it has none.
    pub title: Option<String>,
    /// How many pages it has.
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
    /// The number as printed.
    pub number: String,
    /// 四开 or 对开.
    pub format: String,
    /// The section.
    pub section: Option<String>,
    /// `planned`, `laid`, `proofed`, `signed`, `sent`.
    pub state: String,
    /// How many stories stand on it.
    pub stories: u32,
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
