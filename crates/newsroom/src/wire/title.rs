//! The title, its people and its tags.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All that a window needs to begin.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Session {
    /// The program's version.
    pub version: String,
    /// The library's folder.
    pub library: String,
    /// The log file, where the door keeps one.
    pub log_file: Option<String>,
    /// The title; null until it has been named.
    pub title: Option<TitleView>,
    /// The people, in the order in which they were added.
    pub persons: Vec<PersonView>,
    /// The sizes that a page of this title can have.
    pub formats: Vec<FormatView>,
    /// The number of the newest event: it moves whenever anything has changed.
    #[ts(type = "number")]
    pub seq: u64,
}

/// A size of paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct FormatView {
    /// Its trade name.
    pub name: String,
    /// Base columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// The title's settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct TitleView {
    /// The name as printed.
    pub name: String,
    /// The name in Latin letters.
    pub latin_name: Option<String>,
    /// `zh-CN` or `en`.
    pub lang: String,
    /// The style sheet.
    pub style: String,
    /// The title's own tags.
    pub tags: Vec<String>,
    /// When the pages close, in minutes after midnight.
    pub deadline: Option<u16>,
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The roles, by their stable names.
    pub roles: Vec<String>,
}

/// Adds a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonAdd {
    /// The name.
    pub name: String,
    /// The roles.
    pub roles: Vec<String>,
}

/// Adds a tag of the title's own.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TagAdd {
    /// The tag.
    pub tag: String,
}

/// Looks for topics and tags.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct TopicAsk {
    /// Part of a name, Chinese or English, or of a code; empty lists the top ones.
    pub query: String,
    /// How many at the most; 20 unless told.
    pub limit: Option<u32>,
    /// Codes whose names are wanted, retired ones too; the query is then not used.
    pub codes: Option<Vec<String>>,
}

/// A tag that a story may carry: an IPTC Media Topic, or one of the title's own.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Topic {
    /// The code (`medtop:01000000`); for the title's own the tag itself.
    pub code: String,
    /// The name in Chinese.
    pub zh: String,
    /// The name in English.
    pub en: String,
    /// Whether IPTC has retired it.
    pub retired: bool,
    /// The codes above it, nearest first.
    pub broader: Vec<String>,
    /// Whether it is the title's own.
    pub own: bool,
}
