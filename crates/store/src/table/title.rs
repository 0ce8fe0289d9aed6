//! `title`: the newspaper's settings, one row.

use broadsheet_copy::Title;
use rusqlite::{Connection, params};

use super::{Mark, json};

pub(crate) fn write(db: &Connection, mark: Mark, state: &Title) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO title (id, version, made, seq, name, state) VALUES (1, ?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq, name = excluded.name,
             state = excluded.state",
    )?
    .execute(params![mark.version, mark.made, mark.seq, state.name, json(state)?])?;
    Ok(())
}
