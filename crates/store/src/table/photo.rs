//! `photo`: the pictures, each with the hash of its original, where that has come.

use broadsheet_copy::{Photo, PhotoId};
use rusqlite::{Connection, params};

use super::{Mark, json};

pub(crate) fn write(db: &Connection, id: PhotoId, mark: Mark, state: &Photo) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO photo (id, version, made, seq, sha256, file_name, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
             sha256 = excluded.sha256, file_name = excluded.file_name, state = excluded.state",
    )?
    .execute(params![
        id.to_string(),
        mark.version,
        mark.made,
        mark.seq,
        state.original.as_ref().map(|original| &original.sha256),
        state.original.as_ref().map(|original| &original.file_name),
        json(state)?,
    ])?;
    Ok(())
}
