//! `event`: the log.

use broadsheet_copy::act::At;
use broadsheet_copy::{Event, PersonId, StreamId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{story, unreadable};
use crate::chain::{self, Column, Hash};
use crate::read::Recorded;

/// An event that is about to be appended.
pub(crate) struct NewEvent<'a> {
    pub(crate) stream: StreamId,
    pub(crate) ver: u64,
    pub(crate) kind: &'a str,
    pub(crate) actor: Option<PersonId>,
    pub(crate) actor_name: &'a str,
    pub(crate) device: &'a str,
    pub(crate) at: &'a str,
    pub(crate) cmd_id: &'a str,
    pub(crate) body: &'a str,
}

/// Appends an event and answers its number.
pub(crate) fn append(db: &Connection, event: &NewEvent<'_>) -> rusqlite::Result<u64> {
    let last: Option<(i64, Hash)> = db
        .prepare_cached("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, prev) = last.unwrap_or((0, chain::FIRST));
    let seq = last + 1;
    let ver = i64::try_from(event.ver).map_err(|error| unreadable(2, error))?;
    let (stream, actor) = (event.stream.to_string(), event.actor.map(|actor| actor.to_string()));
    let hash = chain::link(
        &prev,
        &[
            Column::Integer(seq),
            Column::Text(stream.as_bytes()),
            Column::Integer(ver),
            Column::Text(event.kind.as_bytes()),
            Column::Integer(i64::from(Event::SCHEMA)),
            actor.as_ref().map_or(Column::Null, |actor| Column::Text(actor.as_bytes())),
            Column::Text(event.actor_name.as_bytes()),
            Column::Text(event.device.as_bytes()),
            Column::Text(event.at.as_bytes()),
            Column::Text(event.cmd_id.as_bytes()),
            Column::Text(event.body.as_bytes()),
        ],
    );
    db.prepare_cached(
        "INSERT INTO event (seq, stream, ver, kind, schema, actor, actor_name, device, at, cmd_id, body, prev_hash,
             hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        seq,
        stream,
        ver,
        event.kind,
        Event::SCHEMA,
        actor,
        event.actor_name,
        event.device,
        event.at,
        event.cmd_id,
        event.body,
        prev,
        hash,
    ])?;
    u64::try_from(seq).map_err(|error| unreadable(0, error))
}

/// The last event's number; 0 for an empty log.
pub(crate) fn last_seq(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?.query_row([], |row| row.get(0))
}

/// How many events there are.
pub(crate) fn count(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT count(*) FROM event")?.query_row([], |row| row.get(0))
}

/// A stream's version: how many events it has.
pub(crate) fn version(db: &Connection, stream: StreamId) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT coalesce(max(ver), 0) FROM event WHERE stream = ?1")?
        .query_row([stream.to_string()], |row| row.get(0))
}

/// A command's events: number, stream and version of each.
pub(crate) fn of_command(db: &Connection, cmd_id: Uuid) -> rusqlite::Result<Vec<(u64, StreamId, u64)>> {
    // `cmd_id` and `cmd_id#1`, `cmd_id#2` … and nothing else: the sign after # is $.
    db.prepare_cached(
        "SELECT seq, stream, ver FROM event WHERE cmd_id >= ?1 AND cmd_id < ?1 || '$' ORDER BY seq",
    )?
    .query_map([cmd_id.to_string()], |row| Ok((row.get(0)?, stream(row, 1)?, row.get(2)?)))?
    .collect()
}

/// A stream's events in order.
pub(crate) fn of_stream(db: &Connection, stream: StreamId) -> rusqlite::Result<Vec<Recorded>> {
    db.prepare_cached(
        "SELECT seq, ver, at, actor, actor_name, device, body FROM event WHERE stream = ?1 ORDER BY ver",
    )?
    .query_map([stream.to_string()], |row| recorded(row, stream))?
    .collect()
}

fn recorded(row: &Row<'_>, stream: StreamId) -> rusqlite::Result<Recorded> {
    let actor: Option<String> = row.get(3)?;
    let actor = actor.map(|id| id.parse::<PersonId>()).transpose().map_err(|error| unreadable(3, error))?;
    let body: String = row.get(6)?;
    Ok(Recorded {
        seq: row.get(0)?,
        ver: row.get(1)?,
        at: story::at(row, 2)?,
        actor,
        actor_name: row.get(4)?,
        device: row.get(5)?,
        event: Event::read(stream, &body).map_err(|error| unreadable(6, error))?,
    })
}

/// An event as folding needs it.
pub(crate) struct Folded {
    pub(crate) seq: u64,
    pub(crate) stream: StreamId,
    pub(crate) at: At,
    pub(crate) event: Event,
}

/// Visits every event, stream by stream, each in order, so that one state at a time is enough.
pub(crate) fn each_by_stream<E: From<rusqlite::Error>>(
    db: &Connection,
    mut visit: impl FnMut(u64, rusqlite::Result<Folded>) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = db.prepare("SELECT seq, stream, at, body FROM event ORDER BY stream, ver")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        visit(seq, folded(row))?;
    }
    Ok(())
}

fn folded(row: &Row<'_>) -> rusqlite::Result<Folded> {
    let stream = stream(row, 1)?;
    let body = row.get_ref(3)?.as_str()?;
    let event = Event::read(stream, body).map_err(|error| unreadable(3, error))?;
    Ok(Folded { seq: row.get(0)?, stream, at: story::at(row, 2)?, event })
}

fn stream(row: &Row<'_>, column: usize) -> rusqlite::Result<StreamId> {
    row.get_ref(column)?.as_str()?.parse().map_err(|error| unreadable(column, error))
}
