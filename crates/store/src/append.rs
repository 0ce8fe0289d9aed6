//! Appending a command's events to the log, and to the projections, in one transaction.

use broadsheet_copy::act::At as Time;
use broadsheet_copy::{Event, PersonId, StreamId};
use rusqlite::{Connection, ErrorCode, TransactionBehavior, ffi};
use uuid::Uuid;

use crate::error::{At, StoreError};
use crate::fold::{self, State};
use crate::library::Library;
use crate::table::{self, Mark, event};

/// What a caller wants kept: the events that `decide` made, over one or several streams. All of it or nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct Command {
    /// The caller's own id for it: the same id again is a retry, and is answered as the first time.
    pub cmd_id: Uuid,
    /// Who did it; `None` while the library has no persons.
    pub actor: Option<PersonId>,
    /// Their name then.
    pub actor_name: String,
    /// The machine or program where it was done.
    pub device: String,
    /// When, by the clock where it was done.
    pub at: Time,
    /// The changes, in order.
    pub changes: Vec<Change>,
}

/// Events of one stream.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// The stream.
    pub stream: StreamId,
    /// The version that the caller saw: how many events the stream had; 0 where it must not exist yet.
    pub seen: u64,
    /// What has happened, in order.
    pub events: Vec<Event>,
}

/// What has been kept. It is on the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The last event of the command; of the log, where the command had none.
    pub seq: u64,
    /// Every stream that the command changed, with its version after it, in the order of the changes.
    pub versions: Vec<(StreamId, u64)>,
    /// Whether this is the answer to an earlier call with the same id.
    pub repeated: bool,
}

impl Library {
    /// Appends the command's events, and answers when they are on the disk.
    ///
    /// # Errors
    /// `stale` where a stream is not at the version that was seen, `event-mismatch` where an event does not fold,
    /// `already-exists` where a name is taken, `read-only`, `disk-full`. Nothing has been appended then.
    pub fn append(&self, command: &Command) -> Result<Appended, StoreError> {
        let mut writer = self.writer()?;
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).at(self.dir())?;
        if let Some(first) = answered(&transaction, command.cmd_id).at(self.dir())? {
            return Ok(first);
        }
        let mut kept = Keeping { library: self, db: &transaction, command, count: 0, versions: Vec::new() };
        for change in &command.changes {
            kept.change(change)?;
        }
        let versions = kept.versions;
        let seq = event::last_seq(&transaction).at(self.dir())?;
        // Folds that point to what is not there come out here: the references are checked at the commit.
        transaction.commit().map_err(|error| self.refused(command.changes.first(), &error))?;
        Ok(Appended { seq, versions, repeated: false })
    }

    /// What was answered to the command of this id, if it is in the log: a caller that decides anew for a retry
    /// might be refused by what its first try has done.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn repeated(&self, cmd_id: Uuid) -> Result<Option<Appended>, StoreError> {
        answered(&*self.reader()?, cmd_id).at(self.dir())
    }

    /// SQLite's refusal of what a command holds, said in the log's own words.
    fn refused(&self, change: Option<&Change>, error: &rusqlite::Error) -> StoreError {
        let constraint = match error {
            rusqlite::Error::SqliteFailure(failure, said)
                if failure.code == ErrorCode::ConstraintViolation =>
            {
                Some((failure.extended_code, said.clone().unwrap_or_default()))
            }
            _ => None,
        };
        match (constraint, change) {
            (Some((ffi::SQLITE_CONSTRAINT_FOREIGNKEY, _)), Some(change)) => {
                StoreError::Unfit { stream: change.stream, why: "it points to what is not there".to_owned() }
            }
            (Some((_, said)), Some(change)) => StoreError::Unfit { stream: change.stream, why: said },
            _ => StoreError::of_sqlite(self.dir(), error),
        }
    }
}

/// What was answered the first time, if the command is in the log.
fn answered(db: &Connection, cmd_id: Uuid) -> rusqlite::Result<Option<Appended>> {
    let events = event::of_command(db, cmd_id)?;
    let Some((seq, _, _)) = events.last().copied() else { return Ok(None) };
    let mut versions = Vec::new();
    for (_, stream, ver) in events {
        note(&mut versions, stream, ver);
    }
    Ok(Some(Appended { seq, versions, repeated: true }))
}

/// A command on its way into the log.
struct Keeping<'a> {
    library: &'a Library,
    db: &'a Connection,
    command: &'a Command,
    count: usize,
    versions: Vec<(StreamId, u64)>,
}

impl Keeping<'_> {
    fn change(&mut self, change: &Change) -> Result<(), StoreError> {
        let dir = self.library.dir();
        let stream = change.stream;
        let is = event::version(self.db, stream).at(dir)?;
        if is != change.seen {
            return Err(StoreError::Stale { stream, seen: change.seen, is });
        }
        if change.events.is_empty() {
            return Ok(());
        }
        let stored = table::read(self.db, stream).at(dir)?;
        let (mut mark, mut state) = match stored {
            Some((mark, json)) => {
                let state = State::read(stream, &json).map_err(|_| StoreError::Projection { stream })?;
                (mark, Some(state))
            }
            None => (Mark::default(), None),
        };
        if mark.version != is {
            return Err(StoreError::Projection { stream });
        }
        let text_before = state.as_ref().and_then(State::story_text);
        for event in &change.events {
            let (seq, folded) = self.event(stream, mark.version + 1, state, event)?;
            mark = mark.after(seq);
            state = Some(folded);
        }
        if let Some(state) = state {
            self.refuse_taken(stream, &state)?;
            let written = table::write(self.db, stream, mark, &state, text_before.as_ref());
            written.map_err(|error| self.library.refused(Some(change), &error))?;
        }
        note(&mut self.versions, stream, mark.version);
        Ok(())
    }

    /// Appends one event; answers its number and what the stream holds after it.
    fn event(
        &mut self,
        stream: StreamId,
        ver: u64,
        state: Option<State>,
        event: &Event,
    ) -> Result<(u64, State), StoreError> {
        let unfit = |why: String| StoreError::Unfit { stream, why };
        let at = self.command.at.to_rfc3339();
        let body = event.body().map_err(|error| unfit(error.to_string()))?;
        // What is folded is what will be read back, not what was handed in.
        let read = Event::read(stream, &body).map_err(|error| unfit(error.to_string()))?;
        let time = Time::parse_from_rfc3339(&at).map_err(|error| unfit(error.to_string()))?;
        let folded = fold::next(stream, state, &read, time).map_err(unfit)?;
        let cmd_id = match self.count {
            0 => self.command.cmd_id.to_string(),
            n => format!("{}#{n}", self.command.cmd_id),
        };
        self.count += 1;
        let row = event::NewEvent {
            stream,
            ver,
            kind: &event.kind(),
            actor: self.command.actor,
            actor_name: &self.command.actor_name,
            device: &self.command.device,
            at: &at,
            cmd_id: &cmd_id,
            body: &body,
        };
        let seq = event::append(self.db, &row).at(self.library.dir())?;
        Ok((seq, folded))
    }

    /// Refuses a second person of the same name, and a second page of the same number in an issue: callers decide
    /// each stream alone, and only here are all of them seen at once.
    fn refuse_taken(&self, stream: StreamId, state: &State) -> Result<(), StoreError> {
        let (what, value, holder) = match (stream, state) {
            (StreamId::Person(id), State::Person(person)) => {
                let holder = table::person::named(self.db, &person.name).at(self.library.dir())?;
                ("person", &person.name, holder.filter(|holder| *holder != id.0))
            }
            (StreamId::Page(id), State::Page(page)) => {
                let holder =
                    table::page::numbered(self.db, page.issue, &page.number).at(self.library.dir())?;
                ("page", &page.number, holder.filter(|holder| *holder != id.0))
            }
            _ => return Ok(()),
        };
        match holder {
            Some(_) => Err(StoreError::Taken { what, value: value.clone() }),
            None => Ok(()),
        }
    }
}

/// Notes the version of a stream, at the place where it was first noted.
fn note(versions: &mut Vec<(StreamId, u64)>, stream: StreamId, version: u64) {
    match versions.iter_mut().find(|(noted, _)| *noted == stream) {
        Some((_, is)) => *is = version,
        None => versions.push((stream, version)),
    }
}
