//! `advert`: the adverts, each with the hash of its file.

use broadsheet_copy::{Advert, AdvertId};
use rusqlite::{Connection, params};

use super::{Mark, json};

pub(crate) fn write(db: &Connection, id: AdvertId, mark: Mark, state: &Advert) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO advert (id, version, made, seq, sha256, file_name, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
             sha256 = excluded.sha256, file_name = excluded.file_name, state = excluded.state",
    )?
    .execute(params![
        id.to_string(),
        mark.version,
        mark.made,
        mark.seq,
        state.original.sha256,
        state.original.file_name,
        json(state)?,
    ])?;
    Ok(())
}
