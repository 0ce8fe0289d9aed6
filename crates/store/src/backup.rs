//! A copy of a library, made while it is in use, and a library made from such a copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use uuid::Uuid;

use crate::connect;
use crate::error::{At, StoreError};
use crate::folder;
use crate::library::{Access, Library};
use crate::lock::Lock;
use crate::table::event;
use crate::verify;
use crate::{drive, schema};

/// How the name of a backup's folder begins while it is being made.
const UNFINISHED: &str = ".unfinished-backup-";

/// A backup that has been made and checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backup {
    /// Where it is.
    pub dir: PathBuf,
    /// How many events it holds.
    pub events: u64,
    /// How many originals and composed pages.
    pub files: usize,
}

/// A library that has been made from a backup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// How many events it holds.
    pub events: u64,
    /// How many originals and composed pages.
    pub files: usize,
}

impl Library {
    /// Copies the library, as it is at this moment, into a new folder, and checks the copy as [`Library::verify`]
    /// checks a library. The folder has its name only when all of it is there and has been found whole.
    ///
    /// # Errors
    /// `not-empty` where something is in the folder already; `library-damaged` where the copy is not whole (the
    /// library is not either, then); `disk-full`, `read-only`.
    pub fn backup(&self, out: &Path) -> Result<Backup, StoreError> {
        if !folder::is_empty(out)? {
            return Err(StoreError::NotEmpty { path: out.to_owned() });
        }
        let reader = self.reader()?;
        copy_out(&reader, self.dir(), out, |part| {
            let checked = verify::verify(&connect::reader(part)?, part)?;
            match checked.first_bad {
                None => Ok(()),
                Some((seq, why)) => {
                    let detail = format!("event {seq}: {why}");
                    Err(StoreError::Damaged { path: self.dir().to_owned(), detail })
                }
            }
        })
    }

    /// Makes a library in `into` from a backup in `from`, and checks it.
    ///
    /// # Errors
    /// `no-library` where `from` holds no backup; `library-damaged` where it is not whole, before anything is
    /// written; `not-empty` where `into` holds a library with content, or a database that cannot be read;
    /// `library-in-use`, `disk-full`, `read-only`.
    pub fn restore(from: &Path, into: &Path) -> Result<Restored, StoreError> {
        let backup = check_backup(from)?;
        drive::refuse_network(into)?;
        folder::make(into)?;
        let lock = Lock::take(into)?;
        refuse_content(into)?;
        let files = copy_files(from, into)?;
        for ending in ["", "-wal", "-shm"] {
            // The empty library that may be there goes first: its write-ahead log must not meet the new database.
            let old = into.join(format!("{}{ending}", folder::DATABASE));
            if old.exists() {
                fs::remove_file(&old).at(&old)?;
            }
        }
        copy_database(&backup, into)?;
        drop(lock);
        let library = Library::open(into, Access::Write)?;
        Ok(Restored { events: library.event_count()?, files })
    }
}

/// The copy that is made before a migration, under the schema and the last event that it holds; made once.
pub(crate) fn before_migration(
    db: &Connection,
    dir: &Path,
    schema: i64,
    last: u64,
) -> Result<(), StoreError> {
    let out = dir.join("backups").join(format!("schema-{schema}-event-{last}"));
    if !folder::is_empty(&out)? {
        return Ok(());
    }
    copy_out(db, dir, &out, |part| connect::quick_check(&connect::reader(part)?, part)).map(|_| ())
}

/// Copies the database that `db` reads and the files of `dir` into a folder beside `out`, checks it, and names it.
fn copy_out(
    db: &Connection,
    dir: &Path,
    out: &Path,
    check: impl Fn(&Path) -> Result<(), StoreError>,
) -> Result<Backup, StoreError> {
    let out = std::path::absolute(out).at(out)?;
    let above = out.parent().unwrap_or(&out).to_owned();
    folder::make(&above)?;
    sweep_unfinished(&above)?;
    let part = above.join(format!("{UNFINISHED}{}", Uuid::now_v7()));
    let named = make_part(db, dir, &part, check).and_then(|counts| {
        if out.exists() {
            fs::remove_dir(&out).at(&out)?;
        }
        fs::rename(&part, &out).at(&out)?;
        folder::sync(&above)?;
        Ok(counts)
    });
    match named {
        Ok((events, files)) => Ok(Backup { dir: out, events, files }),
        Err(error) => {
            // What was copied is of no use, and its name says so if it cannot be taken away.
            let _ = fs::remove_dir_all(&part);
            Err(error)
        }
    }
}

/// Fills the folder of a backup that is being made and checks it. It is held meanwhile, so that nobody sweeps it.
fn make_part(
    db: &Connection,
    dir: &Path,
    part: &Path,
    check: impl Fn(&Path) -> Result<(), StoreError>,
) -> Result<(u64, usize), StoreError> {
    folder::make(part)?;
    let held = Lock::take(part)?;
    let counts = fill(db, dir, part)?;
    check(part)?;
    sweep_reader_files(part)?;
    drop(held);
    let lock = part.join(folder::LOCK);
    fs::remove_file(&lock).at(&lock)?;
    Ok(counts)
}

/// Takes away the backups into this folder that were being made when the power went. One that another program is
/// making is held and left alone.
fn sweep_unfinished(above: &Path) -> Result<(), StoreError> {
    let parts = folder::listed(above)?.into_iter().filter(|path| {
        path.is_dir() && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
    });
    for part in parts {
        if Lock::take(&part).is_err() {
            continue;
        }
        // Under a new name first: one that is just being finished keeps all of itself, whichever of the two is first.
        let swept = above.join(format!("{UNFINISHED}{}", Uuid::now_v7()));
        if fs::rename(&part, &swept).is_ok() {
            // What cannot be taken away now is taken away next time; the backup that is wanted is made anyhow.
            let _ = fs::remove_dir_all(&swept);
        }
    }
    Ok(())
}

fn fill(db: &Connection, dir: &Path, part: &Path) -> Result<(u64, usize), StoreError> {
    copy_database(db, part)?;
    // After the database: files are kept before the log names them, so every one that the copy names is there.
    let files = copy_files(dir, part)?;
    let events = event::count(&connect::reader(part)?).at(part)?;
    Ok((events, files))
}

/// SQLite's online backup into `to`, under another name until it is whole.
fn copy_database(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let (made, named) = (to.join(folder::DATABASE_NEW), to.join(folder::DATABASE));
    if made.exists() {
        fs::remove_file(&made).at(&made)?;
    }
    let mut copy = Connection::open(&made).at(to)?;
    {
        let backup = rusqlite::backup::Backup::new(from, &mut copy).at(to)?;
        backup.run_to_completion(4096, Duration::from_millis(1), None).at(to)?;
    }
    copy.close().map_err(|(_, error)| StoreError::of_sqlite(to, &error))?;
    fs::File::open(&made).and_then(|file| file.sync_all()).at(to)?;
    fs::rename(&made, &named).at(to)?;
    folder::sync(to)
}

/// Copies originals and frames; answers how many there are. Names that are there already are the same files.
fn copy_files(from: &Path, to: &Path) -> Result<usize, StoreError> {
    let mut count = 0;
    for shelf in [folder::ORIGINALS, folder::FRAMES] {
        folder::make(&to.join(shelf))?;
        for file in folder::files(&from.join(shelf))? {
            let Ok(place) = file.strip_prefix(from) else { continue };
            if !folder::is_finished(&file) {
                continue;
            }
            count += 1;
            let copy = to.join(place);
            if !copy.exists() {
                folder::write_for_good(&copy, &fs::read(&file).at(&file)?)?;
            }
        }
    }
    Ok(count)
}

/// Takes away the write-ahead files that checking a copy has left: nothing is in them.
fn sweep_reader_files(part: &Path) -> Result<(), StoreError> {
    for ending in ["-wal", "-shm"] {
        let left = part.join(format!("{}{ending}", folder::DATABASE));
        if left.exists() {
            fs::remove_file(&left).at(&left)?;
        }
    }
    Ok(())
}

/// A reader on a backup that is whole.
fn check_backup(from: &Path) -> Result<Connection, StoreError> {
    if !from.join(folder::DATABASE).is_file() {
        return Err(StoreError::NoLibrary { path: from.to_owned() });
    }
    let db = connect::reader(from)?;
    schema::refuse_newer(schema::version(&db, from)?, schema::MIGRATIONS, from)?;
    match verify::verify(&db, from)?.first_bad {
        None => Ok(db),
        Some((seq, why)) => {
            Err(StoreError::Damaged { path: from.to_owned(), detail: format!("event {seq}: {why}") })
        }
    }
}

/// Passes a folder without a library, and one whose library holds nothing.
fn refuse_content(into: &Path) -> Result<(), StoreError> {
    if !into.join(folder::DATABASE).exists() {
        return Ok(());
    }
    let last = connect::reader(into).and_then(|db| event::last_seq(&db).at(into));
    match last {
        Ok(0) => Ok(()),
        _ => Err(StoreError::NotEmpty { path: into.to_owned() }),
    }
}
