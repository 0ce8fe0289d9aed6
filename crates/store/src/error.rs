//! Why the library refused or failed. Whatever it was, what had been answered before is still there.

use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use broadsheet_copy::StreamId;
use rusqlite::ErrorCode;
use thiserror::Error;

use crate::folder;

/// Why the library refused or failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// There is no library in the folder, and reading does not make one.
    #[error("no library in {}", path.display())]
    NoLibrary {
        /// The folder.
        path: PathBuf,
    },
    /// Another process writes to it.
    #[error("the library {} is in use by process {pid:?}", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
        /// The process that holds it, where that could be read.
        pid: Option<u32>,
    },
    /// The database is held by something that is not this program, for longer than a writer waits.
    #[error("the library {} is busy", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The folder is on a network drive, where SQLite's locks and its shared memory cannot be trusted.
    #[error("{} is on a network drive ({kind})", path.display())]
    NetworkDrive {
        /// The folder.
        path: PathBuf,
        /// The kind of file system, by the system's own name.
        kind: String,
    },
    /// The database is not one, or SQLite finds it broken.
    #[error("the library {} is damaged: {detail}", path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What was found, in SQLite's words.
        detail: String,
    },
    /// There is no room for what was to be written. None of it has been.
    #[error("the disk of {} is full", path.display())]
    DiskFull {
        /// The folder.
        path: PathBuf,
    },
    /// The folder cannot be written to, or the library was opened for reading.
    #[error("{} is read-only", path.display())]
    ReadOnly {
        /// The folder or file.
        path: PathBuf,
    },
    /// A newer program has written it.
    #[error("the library {} has schema {found}, this program knows {known}", path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// An older program has written it, and reading does not migrate.
    #[error("the library {} has schema {found}, this program reads {known}", path.display())]
    Older {
        /// The folder.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The schema that this program reads.
        known: i64,
    },
    /// Something is there already that would be written over.
    #[error("{} is not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The stream has changed since the caller saw it.
    #[error("{stream} is at version {is}, not {seen}")]
    Stale {
        /// The stream.
        stream: StreamId,
        /// The version that the caller saw.
        seen: u64,
        /// The version that it has.
        is: u64,
    },
    /// The event does not follow from what the stream holds.
    #[error("an event does not fit {stream}: {why}")]
    Unfit {
        /// The stream.
        stream: StreamId,
        /// Why.
        why: String,
    },
    /// Another one has this name already.
    #[error("there is a {what} {value} already")]
    Taken {
        /// What, by its stable name (`person`, `page`).
        what: &'static str,
        /// The name.
        value: String,
    },
    /// A file that the log names is not in the library.
    #[error("{} is missing", path.display())]
    FileMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// A file of the library no longer holds what its name says.
    #[error("{} has been changed", path.display())]
    FileDamaged {
        /// The file.
        path: PathBuf,
    },
    /// The projections do not hold what the log says.
    #[error("{stream} does not stand as the log says")]
    Projection {
        /// The stream.
        stream: StreamId,
    },
    /// The operating system failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// SQLite failed in a way that none of the others describes.
    #[error("the database {}: {detail}", path.display())]
    Database {
        /// The folder.
        path: PathBuf,
        /// What it said.
        detail: String,
    },
}

impl StoreError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoLibrary { .. } => "no-library",
            Self::InUse { .. } => "library-in-use",
            Self::Busy { .. } => "library-busy",
            Self::NetworkDrive { .. } => "network-drive",
            Self::Damaged { .. } => "library-damaged",
            Self::DiskFull { .. } => "disk-full",
            Self::ReadOnly { .. } => "read-only",
            Self::Newer { .. } => "library-newer",
            Self::Older { .. } => "library-older",
            Self::NotEmpty { .. } => "not-empty",
            Self::Stale { .. } => "stale",
            Self::Unfit { .. } => "event-mismatch",
            Self::Taken { .. } => "already-exists",
            Self::FileMissing { .. } => "file-missing",
            Self::FileDamaged { .. } => "file-damaged",
            Self::Projection { .. } => "projection-differs",
            Self::Io { .. } => "file-failed",
            Self::Database { .. } => "database-failed",
        }
    }

    /// What the operating system said of `path`, sorted by what a person can do about it.
    #[must_use]
    pub fn of_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            kind if has_no_room(kind) => Self::DiskFull { path },
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }

    /// What SQLite said of the library in `dir`, sorted likewise.
    pub(crate) fn of_sqlite(dir: &Path, error: &rusqlite::Error) -> Self {
        let path = dir.to_owned();
        let detail = error.to_string();
        // A column that does not hold what was written into it.
        if matches!(
            error,
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)
        ) {
            return Self::Damaged { path, detail };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { path, detail },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::SystemIoFailure) if is_full(dir) => Self::DiskFull { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            _ => Self::Database { path, detail },
        }
    }
}

/// Whether the system had no room: the disk, a person's share of it, or the largest file that it lets them write.
fn has_no_room(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// Whether nothing more can be written where the database is: SQLite reports a used-up quota, and a write-ahead
/// index that could not grow, as plain failures of the system. So it is tried, with a file as long as the longest.
fn is_full(dir: &Path) -> bool {
    let log = format!("{}-wal", folder::DATABASE);
    let files = [folder::DATABASE, folder::DATABASE_NEW, &log].map(|name| dir.join(name));
    let longest = files.iter().filter_map(|file| file.metadata().ok()).map(|file| file.len()).max();
    let tried = dir.join(folder::TRIED);
    let written = File::create(&tried).and_then(|mut file| {
        file.seek(io::SeekFrom::Start(longest.unwrap_or(0)))?;
        file.write_all(&[0x5a; 64 * 1024])?;
        file.sync_all()
    });
    // One that stays is written over by the next try.
    let _ = fs::remove_file(&tried);
    written.is_err_and(|error| has_no_room(error.kind()))
}

/// Says of which path an operating system's error speaks.
pub(crate) trait At<T> {
    /// The error with its path.
    fn at(self, path: &Path) -> Result<T, StoreError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::of_io(path, source))
    }
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, dir: &Path) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::of_sqlite(dir, &error))
    }
}
