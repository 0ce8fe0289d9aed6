//! The library on disk: the event log and its projections in SQLite, search, and picture files.
//!
//! A library is one folder: `library.db` (the log, and the tables folded from it), `originals/` and `frames/`
//! (immutable files named by what is in them), `press/` (likewise: what was made of signed pages, and can be made
//! again), `exports/`, `backups/`, `logs/`, and `library.lock`, held by the one process that writes. The log is the
//! truth. What [`Library::append`] has answered survives a power cut; what does not fold never enters; and
//! [`Library::verify`] proves that nothing was changed behind the program's back.

mod append;
mod backup;
mod blob;
mod chain;
mod connect;
mod drive;
mod error;
mod find;
mod fold;
mod folder;
mod library;
mod lock;
mod read;
mod schema;
mod table;
mod verify;
mod words;

pub use append::{Appended, Change, Command};
pub use backup::{Backup, Restored};
pub use error::StoreError;
pub use find::{Hit, Order};
pub use folder::write_whole;
pub use library::{Access, Library};
pub use read::{Recorded, Versioned};
pub use table::story::StoryRow;
pub use verify::{Verified, Why};
