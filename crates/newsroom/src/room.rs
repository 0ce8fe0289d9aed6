//! The newsroom: one library, one composer, one host, and what every use case needs of them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use broadsheet_copy::act::At;
use broadsheet_copy::{Actor, AdvertId, Event, IssueId, PageId, PhotoId, StoryId, StreamId, Title};
use broadsheet_preview::Paths;
use broadsheet_store::{Access, Appended, Change, Command, Library, StoreError, Versioned};
use broadsheet_typeset::FontLibrary;
use uuid::Uuid;

use crate::adverts::Checks;
use crate::host::Host;
use crate::issue_plates::Exporting;
use crate::pages::Composing;
use crate::refusal::{Failure, RoomError};
use crate::styles::Styles;
use crate::uploads::Uploads;
use crate::words::Lang;

/// What a use case answers.
pub type Outcome<T> = Result<T, Failure>;

/// Who asks, and how they want to be answered.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Ask {
    /// The person: an id or a name.
    #[serde(rename = "as")]
    pub person: Option<String>,
    /// The caller's name for this change: asked again with the same one it is done once.
    #[ts(type = "string | null")]
    pub cmd_id: Option<Uuid>,
    /// The language of messages.
    pub lang: Lang,
}

impl Ask {
    /// Who asks, where that is said.
    fn named(&self) -> Option<&str> {
        self.person.as_deref().map(str::trim).filter(|named| !named.is_empty())
    }
}

/// An open library and the tools to work on it.
pub struct Newsroom {
    pub(crate) library: Library,
    pub(crate) host: Box<dyn Host>,
    pub(crate) uploads: Uploads,
    pub(crate) composing: Composing,
    /// The outlines of the glyphs on the pages that were shown.
    pub(crate) paths: Paths,
    pub(crate) checks: Checks,
    pub(crate) exporting: Exporting,
    pub(crate) styles: Styles,
    log_file: OnceLock<PathBuf>,
    /// A change is decided on what the library holds and then written; between the two nothing else is.
    turn: Mutex<()>,
    /// Held by who prints a page to sign it: one page after the other, for a page's pictures are large.
    pub(crate) press: Mutex<()>,
}

impl Newsroom {
    /// Opens the library in `dir`. Opened for writing it is made where there is none.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open(dir: &Path, access: Access, host: Box<dyn Host>) -> Outcome<Self> {
        let library = Library::open(dir, access)?;
        Ok(Self {
            library,
            host,
            uploads: Uploads::default(),
            composing: Composing::default(),
            paths: Paths::default(),
            checks: Checks::default(),
            exporting: Exporting::default(),
            styles: Styles::default(),
            log_file: OnceLock::new(),
            turn: Mutex::default(),
            press: Mutex::default(),
        })
    }

    /// The library.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Says where the door keeps its log, for the settings to show. Only the first word counts.
    pub fn keeps_log_in(&self, file: PathBuf) {
        let _ = self.log_file.set(file);
    }

    /// Where the door keeps its log.
    pub(crate) fn log_file(&self) -> Option<&Path> {
        self.log_file.get().map(PathBuf::as_path)
    }

    /// The title's settings; those of a title that has not been named where there are none.
    pub(crate) fn title(&self) -> Outcome<Title> {
        Ok(self.library.title()?.map(|title| title.state).unwrap_or_default())
    }

    /// Who asks. While the library has no persons anyone may ask; afterwards a change needs a name.
    pub(crate) fn actor(&self, ask: &Ask) -> Outcome<Actor> {
        let persons = self.library.persons()?;
        let Some(named) = ask.named() else {
            return if persons.is_empty() { Ok(Actor::Anyone) } else { Err(RoomError::PersonNeeded.into()) };
        };
        let found =
            persons.into_iter().find(|(id, person)| person.state.name == named || id.to_string() == named);
        match found {
            Some((id, person)) => {
                Ok(Actor::Person { id, name: person.state.name, roles: person.state.roles })
            }
            None => Err(RoomError::PersonUnknown(named.to_owned()).into()),
        }
    }

    /// Who reads: as [`Self::actor`], but nobody in particular where no name is given.
    pub(crate) fn reader(&self, ask: &Ask) -> Outcome<Actor> {
        if ask.named().is_none() { Ok(Actor::Anyone) } else { self.actor(ask) }
    }

    /// Decides and writes, one change after the other. A change that was made under the same `cmd_id` before is
    /// not decided again: what it answered then is answered.
    pub(crate) fn change(
        &self,
        ask: &Ask,
        decide: impl FnOnce(&Actor) -> Outcome<Vec<Change>>,
    ) -> Outcome<Appended> {
        self.change_at(ask, || self.host.now(), decide)
    }

    /// As [`Self::change`], dated by whoever needs to know the date beforehand.
    pub(crate) fn change_at(
        &self,
        ask: &Ask,
        at: impl FnOnce() -> At,
        decide: impl FnOnce(&Actor) -> Outcome<Vec<Change>>,
    ) -> Outcome<Appended> {
        let _turn = lock(&self.turn);
        if let Some(cmd_id) = ask.cmd_id
            && let Some(done) = self.library.repeated(cmd_id)?
        {
            return Ok(done);
        }
        let actor = self.actor(ask)?;
        let changes: Vec<Change> =
            decide(&actor)?.into_iter().filter(|change| !change.events.is_empty()).collect();
        Ok(self.library.append(&Command {
            cmd_id: ask.cmd_id.unwrap_or_else(|| self.host.new_id()),
            actor: actor.id(),
            actor_name: actor.name().to_owned(),
            device: self.host.device(),
            at: at(),
            changes,
        })?)
    }
}

/// Refuses what was decided on another version of a stream than the one that stands; what names none is not asked.
pub(crate) fn refuse_stale(stream: StreamId, seen: Option<u64>, is: u64) -> Outcome<()> {
    match seen {
        Some(seen) if seen != is => Err(StoreError::Stale { stream, seen, is }.into()),
        _ => Ok(()),
    }
}

/// Events for a stream, as seen at a version.
pub(crate) fn to(stream: StreamId, seen: u64, events: Vec<impl Into<Event>>) -> Change {
    Change { stream, seen, events: events.into_iter().map(Into::into).collect() }
}

/// The fonts of this machine, looked through once.
pub(crate) fn fonts() -> Arc<FontLibrary> {
    static FONTS: OnceLock<Arc<FontLibrary>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| {
        let home = std::env::home_dir();
        Arc::new(FontLibrary::system(home.as_deref(), &[]))
    }))
}

/// Takes a lock. A thread that panicked while it held one left no half-made value behind: what is kept under
/// locks here is replaced whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

macro_rules! found {
    ($(#[$doc:meta])* $get:ident, $parse:ident, $id:ident, $state:ty, $what:literal) => {
        $(#[$doc])*
        pub(crate) fn $parse(written: &str) -> Outcome<$id> {
            written.parse().map_err(|_| RoomError::NotFound { what: $what, id: written.to_owned() }.into())
        }

        impl Newsroom {
            $(#[$doc])*
            pub(crate) fn $get(&self, id: $id) -> Outcome<Versioned<$state>> {
                let found = self.library.$get(id)?;
                found.ok_or_else(|| RoomError::NotFound { what: $what, id: id.to_string() }.into())
            }
        }
    };
}

found!(
    /// The story, or `not-found`.
    story, story_id, StoryId, broadsheet_copy::Story, "story"
);
found!(
    /// The photo, or `not-found`.
    photo, photo_id, PhotoId, broadsheet_copy::Photo, "photo"
);
found!(
    /// The advert, or `not-found`.
    advert, advert_id, AdvertId, broadsheet_copy::Advert, "advert"
);
found!(
    /// The page, or `not-found`.
    page, page_id, PageId, broadsheet_copy::Page, "page"
);
found!(
    /// The issue, or `not-found`.
    issue, issue_id, IssueId, broadsheet_copy::Issue, "issue"
);
