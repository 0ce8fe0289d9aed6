//! `page`: the pages of an issue. Numbers are unique in it.

use broadsheet_copy::{IssueId, Page, PageId};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{Kept, Mark, json, kept, uuid};

pub(crate) fn write(db: &Connection, id: PageId, mark: Mark, state: &Page) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO page (id, version, made, seq, issue, number, stands, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq, issue = excluded.issue,
             number = excluded.number, stands = excluded.stands, state = excluded.state",
    )?
    .execute(params![
        id.to_string(),
        mark.version,
        mark.made,
        mark.seq,
        state.issue.to_string(),
        state.number,
        state.state.name(),
        json(state)?,
    ])?;
    Ok(())
}

/// The issue's page of that number.
pub(crate) fn numbered(db: &Connection, issue: IssueId, number: &str) -> rusqlite::Result<Option<Uuid>> {
    db.prepare_cached("SELECT id FROM page WHERE issue = ?1 AND number = ?2")?
        .query_row([issue.to_string().as_str(), number], |row| uuid(row, 0))
        .optional()
}

/// An issue's pages in order of making.
pub(crate) fn of_issue(db: &Connection, issue: IssueId) -> rusqlite::Result<Vec<Kept>> {
    db.prepare_cached("SELECT id, version, state FROM page WHERE issue = ?1 ORDER BY made")?
        .query_map([issue.to_string()], kept)?
        .collect()
}
