//! The schema of the database: its migrations, forward only, and the backup that is made before one.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::{At, StoreError};

/// Every migration, oldest first. A new one is a new file and a new line at the end; none is ever changed.
pub(crate) const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../../../migrations/20221101000000_the_log_and_its_projections.sql"))
        .comment("the log and its projections"),
    M::up(include_str!("../../../migrations/20221102000000_adverts.sql")).comment("adverts"),
];

/// The schema that a database has: the number of migrations that made it.
pub(crate) fn version(db: &Connection, dir: &Path) -> Result<i64, StoreError> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0)).at(dir)
}

/// The schema after all of `steps`.
pub(crate) fn newest(steps: &[M<'_>]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Refuses a database that a newer program has written.
pub(crate) fn refuse_newer(found: i64, steps: &[M<'_>], dir: &Path) -> Result<(), StoreError> {
    let known = newest(steps);
    if found > known { Err(StoreError::Newer { path: dir.to_owned(), found, known }) } else { Ok(()) }
}

/// Brings a database to the newest schema.
pub(crate) fn migrate(db: &mut Connection, steps: &[M<'_>], dir: &Path) -> Result<(), StoreError> {
    Migrations::from_slice(steps).to_latest(db).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => StoreError::of_sqlite(dir, &err),
        other => StoreError::Database { path: dir.to_owned(), detail: other.to_string() },
    })
}
