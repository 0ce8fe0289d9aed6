//! The tables: one file each, with the rows that go in and come out.
//!
//! A projection's row is drawn from the stream's folded state and its [`Mark`], and from nothing else: that is why
//! a rebuild gives the same rows in whatever order the streams are folded.

pub(crate) mod advert;
pub(crate) mod event;
pub(crate) mod issue;
pub(crate) mod page;
pub(crate) mod page_story;
pub(crate) mod person;
pub(crate) mod photo;
pub(crate) mod story;
pub(crate) mod story_photo;
pub(crate) mod story_words;
pub(crate) mod title;

use broadsheet_copy::{StoryText, StreamId};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use uuid::Uuid;

use crate::fold::State;

/// Where a stream stands in the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Mark {
    /// How many events it has.
    pub(crate) version: u64,
    /// Its first event.
    pub(crate) made: u64,
    /// Its last event.
    pub(crate) seq: u64,
}

impl Mark {
    /// The mark after one more event.
    pub(crate) fn after(self, seq: u64) -> Self {
        Self { version: self.version + 1, made: if self.version == 0 { seq } else { self.made }, seq }
    }
}

/// The projections with a row a stream, and the tables that hang on them, in an order in which they can be emptied.
pub(crate) const PROJECTIONS: [&str; 9] =
    ["page_story", "story_photo", "story", "photo", "advert", "page", "issue", "person", "title"];

/// Whether the events of all streams together are those of the log, and search and the photos' index know every
/// story. It is one transaction, so that a writer beside it changes nothing between its parts.
pub(crate) fn hold_every_event(db: &Connection) -> rusqlite::Result<bool> {
    const STREAMS: [&str; 7] = ["story", "photo", "advert", "page", "issue", "person", "title"];
    let whole = db.unchecked_transaction()?;
    let mut held = 0;
    for table in STREAMS {
        // By the indexes by which lists and single things are read: they may be damaged where the table is not.
        let mut versions = whole.prepare(&format!("SELECT version FROM {table} ORDER BY made"))?;
        let mut rows = 0_usize;
        for version in versions.query_map([], |row| row.get::<_, u64>(0))? {
            held += version?;
            rows += 1;
        }
        let mut ids = whole.prepare(&format!("SELECT id FROM {table} ORDER BY id"))?;
        let mut found = ids.query([])?;
        while found.next()?.is_some() {
            rows = rows.wrapping_sub(1);
        }
        if rows != 0 {
            return Ok(false);
        }
    }
    let logged: u64 = whole.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0))?;
    let hung = whole.query_row(
        "SELECT (SELECT count(*) FROM story) = (SELECT count(*) FROM story_words_docsize)
             AND (SELECT coalesce(sum(photos), 0) FROM story)
                 = (SELECT count(*) FROM story_photo INDEXED BY story_photo_by_photo WHERE photo >= '')",
        [],
        |row| row.get(0),
    )?;
    Ok(held == logged && hung)
}

/// Writes a stream's row, and what hangs on it. `text_before` is the text that search knows the story by.
pub(crate) fn write(
    db: &Connection,
    stream: StreamId,
    mark: Mark,
    state: &State,
    text_before: Option<&StoryText>,
) -> rusqlite::Result<()> {
    match (stream, state) {
        (StreamId::Title, State::Title(state)) => title::write(db, mark, state),
        (StreamId::Person(id), State::Person(state)) => person::write(db, id, mark, state),
        (StreamId::Issue(id), State::Issue(state)) => issue::write(db, id, mark, state),
        (StreamId::Page(id), State::Page(state)) => {
            page::write(db, id, mark, state)?;
            page_story::write(db, id, state)
        }
        (StreamId::Photo(id), State::Photo(state)) => photo::write(db, id, mark, state),
        (StreamId::Advert(id), State::Advert(state)) => advert::write(db, id, mark, state),
        (StreamId::Story(id), State::Story(state)) => {
            let text = state.text();
            story::write(db, id, mark, state, &text)?;
            story_photo::write(db, id, state)?;
            if text_before == Some(&text) { Ok(()) } else { story_words::write(db, mark.made, &text) }
        }
        // Folding never answers another kind of state than the stream's.
        _ => Err(rusqlite::Error::InvalidQuery),
    }
}

/// A stream's mark and its state as JSON.
pub(crate) fn read(db: &Connection, stream: StreamId) -> rusqlite::Result<Option<(Mark, String)>> {
    let (table, id) = match stream {
        StreamId::Title => ("title", None),
        StreamId::Person(id) => ("person", Some(id.0)),
        StreamId::Issue(id) => ("issue", Some(id.0)),
        StreamId::Page(id) => ("page", Some(id.0)),
        StreamId::Photo(id) => ("photo", Some(id.0)),
        StreamId::Advert(id) => ("advert", Some(id.0)),
        StreamId::Story(id) => ("story", Some(id.0)),
    };
    let id = id.map_or_else(|| "1".to_owned(), |id| id.to_string());
    db.prepare_cached(&format!("SELECT version, made, seq, state FROM {table} WHERE id = ?1"))?
        .query_row([id], |row| Ok((mark(row)?, row.get(3)?)))
        .optional()
}

/// A row as lists read it: id, version, state as JSON.
pub(crate) type Kept = (Uuid, u64, String);

/// A row whose first columns are id, version and state.
pub(crate) fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok((uuid(row, 0)?, row.get(1)?, row.get(2)?))
}

/// Every row of a projection in order of making.
pub(crate) fn all(db: &Connection, table: &str) -> rusqlite::Result<Vec<Kept>> {
    db.prepare_cached(&format!("SELECT id, version, state FROM {table} ORDER BY made"))?
        .query_map([], kept)?
        .collect()
}

/// The first three columns as a mark.
fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    Ok(Mark { version: row.get(0)?, made: row.get(1)?, seq: row.get(2)? })
}

/// A column as an id.
pub(crate) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    let written: String = row.get(column)?;
    Uuid::parse_str(&written).map_err(|error| unreadable(column, error))
}

/// A column that does not hold what it should.
pub(crate) fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

/// A state as JSON.
pub(crate) fn json(state: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(state).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// A time as it sorts and prints: RFC 3339 with its own offset.
pub(crate) fn time(at: &broadsheet_copy::act::At) -> String {
    at.to_rfc3339()
}
