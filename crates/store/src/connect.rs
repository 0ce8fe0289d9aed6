//! Connections: one that writes, a few that read beside it.

use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::{At, StoreError};
use crate::folder;

/// How long a connection waits for another to let the database go.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many readers are kept open.
const KEPT: usize = 8;

/// Opens the database for writing. What is committed is on the disk: WAL with `synchronous = FULL`.
pub(crate) fn writer(dir: &Path, file: &str) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let db = Connection::open_with_flags(dir.join(file), flags).at(dir)?;
    db.busy_timeout(PATIENCE).at(dir)?;
    // On Apple systems a plain fsync does not reach the disk; elsewhere the two lines change nothing.
    db.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;",
    )
    .at(dir)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// Opens the database for reading only, beside a writer or without one.
pub(crate) fn reader(dir: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let path = dir.join(folder::DATABASE);
    let open = |uri: &str| -> rusqlite::Result<Connection> {
        let db = Connection::open_with_flags(uri, flags)?;
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(64);
        // A page whose rows overlap or run over its end is damaged, whatever could still be read of it.
        db.pragma_update(None, "cell_size_check", true)?;
        // The first read tells whether the write-ahead log can be opened.
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(db)
    };
    let uri = uri_of(&path);
    match open(&uri) {
        // In a folder that cannot be written to, the write-ahead index cannot be made. With no log to read, the
        // file alone is the whole library, and nobody here can change it.
        Err(error) if error.sqlite_error_code().is_some_and(is_about_opening) && !has_log(dir) => {
            open(&format!("{uri}?immutable=1")).at(dir)
        }
        other => other.at(dir),
    }
}

fn is_about_opening(code: rusqlite::ErrorCode) -> bool {
    use rusqlite::ErrorCode;
    matches!(code, ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
}

/// Whether there is a write-ahead log with something in it.
pub(crate) fn has_log(dir: &Path) -> bool {
    let log = dir.join(format!("{}-wal", folder::DATABASE));
    log.metadata().is_ok_and(|log| log.len() > 0)
}

/// The path as SQLite's URI: what means something in a URI is written in hexadecimal.
fn uri_of(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::from("file:");
    let text = whole.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for c in text.chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            c => uri.push(c),
        }
    }
    uri
}

/// SQLite's own check of the file, as far as it goes without the indexes.
pub(crate) fn quick_check(db: &Connection, dir: &Path) -> Result<(), StoreError> {
    check(db, dir, "PRAGMA quick_check(1)")
}

/// SQLite's own check of the file, with the indexes.
pub(crate) fn integrity_check(db: &Connection, dir: &Path) -> Result<(), StoreError> {
    check(db, dir, "PRAGMA integrity_check(1)")
}

fn check(db: &Connection, dir: &Path, pragma: &str) -> Result<(), StoreError> {
    let said: String = db.query_row(pragma, [], |row| row.get(0)).at(dir)?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: dir.to_owned(), detail: said }) }
}

/// Readers that are open and idle.
#[derive(Debug, Default)]
pub(crate) struct Readers {
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// A reader: an idle one, or a new one.
    pub(crate) fn take(&self, dir: &Path) -> Result<Reader<'_>, StoreError> {
        let idle = locked(&self.idle).pop();
        let db = match idle {
            Some(db) => db,
            None => reader(dir)?,
        };
        Ok(Reader { home: self, db: Some(db) })
    }

    /// Closes the idle ones.
    pub(crate) fn close(&self) {
        locked(&self.idle).clear();
    }
}

/// A reader in use; it goes back when it is dropped.
pub(crate) struct Reader<'a> {
    home: &'a Readers,
    db: Option<Connection>,
}

impl Deref for Reader<'_> {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "only drop takes it out")]
    fn deref(&self) -> &Connection {
        self.db.as_ref().expect("in use")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut idle = locked(&self.home.idle);
        if idle.len() < KEPT {
            idle.extend(self.db.take());
        }
    }
}

/// The guarded thing. A panic while it was held has unwound its transaction, so it is still whole.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
