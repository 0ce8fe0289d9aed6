//! Reading: what is, and what was.

use broadsheet_copy::act::At as Time;
use broadsheet_copy::{
    Advert, AdvertId, Event, Issue, IssueId, Page, PageId, Person, PersonId, Photo, PhotoId, Story, StoryId,
    StreamId, Title,
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::{At, StoreError};
use crate::fold::{self, State};
use crate::library::Library;
use crate::table::story::StoryRow;
use crate::table::{self, Kept, event, page, page_story, story, story_photo};

/// A state and its version: how many events made it.
#[derive(Clone, PartialEq, Debug)]
pub struct Versioned<T> {
    /// What it is.
    pub state: T,
    /// After how many events. A command on it says that it has seen this one.
    pub version: u64,
}

/// An event as it stands in the log.
#[derive(Clone, PartialEq, Debug)]
pub struct Recorded {
    /// Its number in the log.
    pub seq: u64,
    /// The stream's version after it.
    pub ver: u64,
    /// When it happened.
    pub at: Time,
    /// Who did it.
    pub actor: Option<PersonId>,
    /// Their name then; empty for nobody.
    pub actor_name: String,
    /// Where it was done.
    pub device: String,
    /// What happened.
    pub event: Event,
}

/// Things with their ids, in order of making.
type Listed<I, T> = Vec<(I, Versioned<T>)>;

impl Library {
    /// The title's settings; `None` until they are first set.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn title(&self) -> Result<Option<Versioned<Title>>, StoreError> {
        self.one(StreamId::Title)
    }

    /// An issue.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn issue(&self, id: IssueId) -> Result<Option<Versioned<Issue>>, StoreError> {
        self.one(StreamId::Issue(id))
    }

    /// A page.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn page(&self, id: PageId) -> Result<Option<Versioned<Page>>, StoreError> {
        self.one(StreamId::Page(id))
    }

    /// A photo.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn photo(&self, id: PhotoId) -> Result<Option<Versioned<Photo>>, StoreError> {
        self.one(StreamId::Photo(id))
    }

    /// An advert.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn advert(&self, id: AdvertId) -> Result<Option<Versioned<Advert>>, StoreError> {
        self.one(StreamId::Advert(id))
    }

    /// Every advert, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn adverts(&self) -> Result<Listed<AdvertId, Advert>, StoreError> {
        self.all("advert", AdvertId, StreamId::Advert)
    }

    /// A story.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn story(&self, id: StoryId) -> Result<Option<Versioned<Story>>, StoreError> {
        self.one(StreamId::Story(id))
    }

    /// Every person, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn persons(&self) -> Result<Listed<PersonId, Person>, StoreError> {
        self.all("person", PersonId, StreamId::Person)
    }

    /// Every issue, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn issues(&self) -> Result<Listed<IssueId, Issue>, StoreError> {
        self.all("issue", IssueId, StreamId::Issue)
    }

    /// The pages of an issue, or of every issue, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn pages(&self, of: Option<IssueId>) -> Result<Listed<PageId, Page>, StoreError> {
        let Some(issue) = of else { return self.all("page", PageId, StreamId::Page) };
        let rows = page::of_issue(&*self.tables()?, issue).at(self.dir())?;
        listed(rows, PageId, StreamId::Page)
    }

    /// Every photo, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn photos(&self) -> Result<Listed<PhotoId, Photo>, StoreError> {
        self.all("photo", PhotoId, StreamId::Photo)
    }

    /// Every story, whole, in order of making. Lists are better served by [`Library::story_rows`].
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn stories(&self) -> Result<Listed<StoryId, Story>, StoreError> {
        self.all("story", StoryId, StreamId::Story)
    }

    /// Every story as lists show it, in order of making; no document is read.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn story_rows(&self) -> Result<Vec<StoryRow>, StoreError> {
        story::rows(&*self.tables()?).at(self.dir())
    }

    /// The pages that a story stands on, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn pages_with_story(&self, story: StoryId) -> Result<Listed<PageId, Page>, StoreError> {
        let rows = page_story::pages(&*self.tables()?, story).at(self.dir())?;
        listed(rows, PageId, StreamId::Page)
    }

    /// The stories that a photo goes with, in order of making.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn stories_with_photo(&self, photo: PhotoId) -> Result<Listed<StoryId, Story>, StoreError> {
        let rows = story_photo::stories(&*self.tables()?, photo).at(self.dir())?;
        listed(rows, StoryId, StreamId::Story)
    }

    /// Everything that has happened to a stream, oldest first.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn history(&self, stream: StreamId) -> Result<Vec<Recorded>, StoreError> {
        event::of_stream(&*self.reader()?, stream).at(self.dir())
    }

    /// A story as it was at a version; `None` where it never had that one.
    ///
    /// # Errors
    /// Where the library cannot be read, or its events do not fold.
    pub fn story_at(&self, id: StoryId, ver: u64) -> Result<Option<Story>, StoreError> {
        let stream = StreamId::Story(id);
        let events = self.history(stream)?;
        if ver == 0 || ver > events.last().map_or(0, |last| last.ver) {
            return Ok(None);
        }
        let mut state = None;
        for recorded in events.iter().take_while(|recorded| recorded.ver <= ver) {
            let folded = fold::next(stream, state, &recorded.event, recorded.at);
            state = Some(folded.map_err(|why| StoreError::Unfit { stream, why })?);
        }
        Ok(state.and_then(|state| if let State::Story(story) = state { Some(*story) } else { None }))
    }

    /// How many events the log holds.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn event_count(&self) -> Result<u64, StoreError> {
        event::count(&*self.reader()?).at(self.dir())
    }

    /// The last event's number, 0 for an empty log: when it has grown, something has changed.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn last_seq(&self) -> Result<u64, StoreError> {
        event::last_seq(&*self.reader()?).at(self.dir())
    }

    fn one<T: DeserializeOwned>(&self, stream: StreamId) -> Result<Option<Versioned<T>>, StoreError> {
        let row = table::read(&*self.tables()?, stream).at(self.dir())?;
        row.map(|(mark, json)| versioned(stream, mark.version, &json)).transpose()
    }

    fn all<I, T: DeserializeOwned>(
        &self,
        table: &str,
        id: impl Fn(Uuid) -> I,
        stream: impl Fn(I) -> StreamId,
    ) -> Result<Listed<I, T>, StoreError> {
        listed(table::all(&*self.tables()?, table).at(self.dir())?, id, stream)
    }
}

fn listed<I, T: DeserializeOwned>(
    rows: Vec<Kept>,
    id: impl Fn(Uuid) -> I,
    stream: impl Fn(I) -> StreamId,
) -> Result<Listed<I, T>, StoreError> {
    let read = |(uuid, version, json): Kept| Ok((id(uuid), versioned(stream(id(uuid)), version, &json)?));
    rows.into_iter().map(read).collect()
}

fn versioned<T: DeserializeOwned>(
    stream: StreamId,
    version: u64,
    json: &str,
) -> Result<Versioned<T>, StoreError> {
    let state = serde_json::from_str(json).map_err(|_| StoreError::Projection { stream })?;
    Ok(Versioned { state, version })
}
