//! What was read: stories with their parts, in the shape of `broadsheet intake --json`.

use broadsheet_copy::Byline;
use serde::Serialize;

use crate::{Encoding, Guess};

/// One file, read.
///
/// It serialises to the documented object: `rubric` and `stories`, absent values null. Notices are typed
/// here and put into words where people read them, so they are not part of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reading {
    /// The standing title over the group of stories (栏目), where the file has one.
    pub rubric: Option<String>,
    /// The stories in the file's order.
    pub stories: Vec<StoryReading>,
    /// What was not certain, one entry per guess, in the file's order.
    #[serde(skip)]
    pub notices: Vec<Guess>,
    /// How the bytes were decoded.
    #[serde(skip)]
    pub encoding: Encoding,
}

/// One story.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct StoryReading {
    /// Line above the headline (引题, 肩题).
    pub kicker: Option<String>,
    /// The headline; one ASCII space parts its clauses. `None` only with a `headline-missing` guess.
    pub headline: Option<String>,
    /// Line under the headline (副题), with the dashes it is printed with.
    pub deck: Option<String>,
    /// Source line (消息头, 电头): 运城晚报讯, 新华社北京11月13日电, LONDON (Reuters).
    pub source: Option<String>,
    /// Who wrote it, in print order.
    pub bylines: Vec<Byline>,
    /// The paragraphs, without indents.
    pub body: Vec<String>,
    /// The pictures that belong to the story.
    pub photos: Vec<PhotoReading>,
}

/// A picture as the copy speaks of it; its file arrives by itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PhotoReading {
    /// The caption (图说), without its pointer (▶) and without the credit.
    pub caption: Option<String>,
    /// Who made it (摄影署名).
    pub credit: Option<Byline>,
}
