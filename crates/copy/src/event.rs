//! Events of every stream under one roof, as the log keeps them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::advert::AdvertEvent;
use crate::id::{AdvertId, IssueId, PageId, PersonId, PhotoId, StoryId};
use crate::issue::IssueEvent;
use crate::page::PageEvent;
use crate::person::PersonEvent;
use crate::photo::PhotoEvent;
use crate::story::StoryEvent;
use crate::title::TitleEvent;

/// A stream of the log: one thing's events, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StreamId {
    /// The title's settings.
    Title,
    /// A person.
    Person(PersonId),
    /// An issue.
    Issue(IssueId),
    /// A page.
    Page(PageId),
    /// A photo.
    Photo(PhotoId),
    /// An advert.
    Advert(AdvertId),
    /// A story.
    Story(StoryId),
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str("title"),
            Self::Person(id) => write!(f, "person/{id}"),
            Self::Issue(id) => write!(f, "issue/{id}"),
            Self::Page(id) => write!(f, "page/{id}"),
            Self::Photo(id) => write!(f, "photo/{id}"),
            Self::Advert(id) => write!(f, "advert/{id}"),
            Self::Story(id) => write!(f, "story/{id}"),
        }
    }
}

impl FromStr for StreamId {
    type Err = UnknownStream;

    fn from_str(written: &str) -> Result<Self, UnknownStream> {
        if written == "title" {
            return Ok(Self::Title);
        }
        let (kind, id) = written.split_once('/').ok_or(UnknownStream)?;
        let id = Uuid::parse_str(id).map_err(|_| UnknownStream)?;
        match kind {
            "person" => Ok(Self::Person(PersonId(id))),
            "issue" => Ok(Self::Issue(IssueId(id))),
            "page" => Ok(Self::Page(PageId(id))),
            "photo" => Ok(Self::Photo(PhotoId(id))),
            "advert" => Ok(Self::Advert(AdvertId(id))),
            "story" => Ok(Self::Story(StoryId(id))),
            _ => Err(UnknownStream),
        }
    }
}

/// The name of a stream could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not the name of a stream")]
pub struct UnknownStream;

/// An event of any stream.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Of the title.
    Title(TitleEvent),
    /// Of a person.
    Person(PersonEvent),
    /// Of an issue.
    Issue(IssueEvent),
    /// Of a page.
    Page(PageEvent),
    /// Of a photo.
    Photo(PhotoEvent),
    /// Of an advert.
    Advert(AdvertEvent),
    /// Of a story.
    Story(StoryEvent),
}

impl Event {
    /// The body's shape; raised when an event changes its meaning, so that old bodies are read as they were meant.
    pub const SCHEMA: u32 = 1;

    /// Reads the body of an event of the stream.
    ///
    /// # Errors
    /// Where the body is not one of the stream's events.
    pub fn read(stream: StreamId, body: &str) -> Result<Self, serde_json::Error> {
        Ok(match stream {
            StreamId::Title => Self::Title(serde_json::from_str(body)?),
            StreamId::Person(_) => Self::Person(serde_json::from_str(body)?),
            StreamId::Issue(_) => Self::Issue(serde_json::from_str(body)?),
            StreamId::Page(_) => Self::Page(serde_json::from_str(body)?),
            StreamId::Photo(_) => Self::Photo(serde_json::from_str(body)?),
            StreamId::Advert(_) => Self::Advert(serde_json::from_str(body)?),
            StreamId::Story(_) => Self::Story(serde_json::from_str(body)?),
        })
    }

    /// The body as it is kept: JSON with a `kind`.
    ///
    /// # Errors
    /// Never for an event that `decide` made; an error of the serializer is passed on.
    pub fn body(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The kind, by its stable name (`filed`, `edited`, `signed` …).
    #[must_use]
    pub fn kind(&self) -> String {
        let kind = serde_json::to_value(self)
            .ok()
            .and_then(|value: Value| value.get("kind").and_then(Value::as_str).map(str::to_owned));
        kind.unwrap_or_default()
    }
}

macro_rules! event_from {
    ($($variant:ident($event:ty)),+) => {
        $(impl From<$event> for Event {
            fn from(event: $event) -> Self {
                Self::$variant(event)
            }
        })+
    };
}

event_from!(
    Title(TitleEvent),
    Person(PersonEvent),
    Issue(IssueEvent),
    Page(PageEvent),
    Photo(PhotoEvent),
    Advert(AdvertEvent),
    Story(StoryEvent)
);
