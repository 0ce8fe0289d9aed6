//! `issue`: the paper of one day.

use broadsheet_copy::{Issue, IssueId};
use rusqlite::{Connection, params};

use super::{Mark, json};

pub(crate) fn write(db: &Connection, id: IssueId, mark: Mark, state: &Issue) -> rusqlite::Result<()> {
    let date = state.date.to_string();
    db.prepare_cached(
        "INSERT INTO issue (id, version, made, seq, date, title, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq, date = excluded.date,
             title = excluded.title, state = excluded.state",
    )?
    .execute(params![
        id.to_string(),
        mark.version,
        mark.made,
        mark.seq,
        date,
        state.title,
        json(state)?
    ])?;
    Ok(())
}
