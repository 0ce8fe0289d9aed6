//! `person`: who works here. Names are unique, since people are chosen by them.

use broadsheet_copy::{Person, PersonId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{Mark, json, uuid};

pub(crate) fn write(db: &Connection, id: PersonId, mark: Mark, state: &Person) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO person (id, version, made, seq, name, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq, name = excluded.name,
             state = excluded.state",
    )?
    .execute(params![id.to_string(), mark.version, mark.made, mark.seq, state.name, json(state)?])?;
    Ok(())
}

/// The person of that name.
pub(crate) fn named(db: &Connection, name: &str) -> rusqlite::Result<Option<Uuid>> {
    db.prepare_cached("SELECT id FROM person WHERE name = ?1")?
        .query_row([name], |row| uuid(row, 0))
        .optional()
}
