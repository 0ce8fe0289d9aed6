//! A library: one folder, opened for writing by one process or for reading by any number.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock};

use rusqlite::Connection;
use rusqlite_migration::M;

use crate::connect::{self, Reader, Readers};
use crate::error::{At, StoreError};
use crate::lock::Lock;
use crate::table::{self, event};
use crate::{backup, drive, folder, schema};

/// What a library is opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// To write and read; made where there is none, one process at a time.
    Write,
    /// To read only, beside a writer.
    Read,
}

/// An open library.
///
/// Fields are dropped in this order: the connections are closed before the lock is let go.
#[derive(Debug)]
pub struct Library {
    dir: PathBuf,
    readers: Readers,
    writer: Option<Mutex<Connection>>,
    /// Whether the tables have been found to hold every event. A writer has had the whole file checked.
    whole: OnceLock<()>,
    _lock: Option<Lock>,
}

impl Library {
    /// Opens the library in `dir`.
    ///
    /// For writing, the folder and the database are made where there are none, the lock is taken, the file is
    /// checked (before anything touches it), and an older schema is migrated after a backup into `backups/`.
    ///
    /// # Errors
    /// `no-library` (reading only), `library-in-use`, `network-drive`, `library-damaged`, `library-newer`,
    /// `library-older` (reading only), `read-only`, `disk-full`. The folder is then as it was.
    pub fn open(dir: &Path, access: Access) -> Result<Self, StoreError> {
        Self::open_at(dir, access, schema::MIGRATIONS)
    }

    /// As [`Library::open`], with the schema that `steps` make.
    pub(crate) fn open_at(dir: &Path, access: Access, steps: &[M<'_>]) -> Result<Self, StoreError> {
        drive::refuse_network(dir)?;
        match access {
            Access::Read => Self::open_to_read(dir, steps),
            Access::Write => Self::open_to_write(dir, steps),
        }
    }

    fn open_to_read(dir: &Path, steps: &[M<'_>]) -> Result<Self, StoreError> {
        if !dir.join(folder::DATABASE).is_file() {
            return Err(StoreError::NoLibrary { path: dir.to_owned() });
        }
        let db = Self::known(dir, steps)?;
        let (found, known) = (schema::version(&db, dir)?, schema::newest(steps));
        if found < known {
            return Err(StoreError::Older { path: dir.to_owned(), found, known });
        }
        Ok(Self {
            dir: dir.to_owned(),
            readers: Readers::default(),
            writer: None,
            whole: OnceLock::new(),
            _lock: None,
        })
    }

    fn open_to_write(dir: &Path, steps: &[M<'_>]) -> Result<Self, StoreError> {
        folder::make(dir)?;
        let lock = Lock::take(dir)?;
        remove_unfinished(dir)?;
        if dir.join(folder::DATABASE).exists() {
            let db = Self::known(dir, steps)?;
            connect::quick_check(&db, dir)?;
            let found = schema::version(&db, dir)?;
            let last = event::last_seq(&db).at(dir)?;
            if found < schema::newest(steps) && last > 0 {
                backup::before_migration(&db, dir, found, last)?;
            }
        } else {
            create(dir, steps)?;
        }
        for name in [folder::ORIGINALS, folder::FRAMES].into_iter().chain(folder::OTHERS) {
            folder::make(&dir.join(name))?;
        }
        for name in [folder::ORIGINALS, folder::FRAMES, folder::PRESS, folder::EXPORTS] {
            folder::sweep(&dir.join(name))?;
        }
        let mut writer = connect::writer(dir, folder::DATABASE)?;
        schema::migrate(&mut writer, steps, dir)?;
        let writer = Some(Mutex::new(writer));
        Ok(Self {
            dir: dir.to_owned(),
            readers: Readers::default(),
            writer,
            whole: OnceLock::from(()),
            _lock: Some(lock),
        })
    }

    /// A reader on a database that this program can read.
    fn known(dir: &Path, steps: &[M<'_>]) -> Result<Connection, StoreError> {
        // SQLite takes an empty file for a new database. Here it never is one: they are made under another name.
        if fs::metadata(dir.join(folder::DATABASE)).at(dir)?.len() == 0 {
            return Err(StoreError::Damaged { path: dir.to_owned(), detail: "the file is empty".to_owned() });
        }
        let db = connect::reader(dir)?;
        let found = schema::version(&db, dir)?;
        schema::refuse_newer(found, steps, dir)?;
        if found < 1 {
            let detail = "the file is no library's database".to_owned();
            return Err(StoreError::Damaged { path: dir.to_owned(), detail });
        }
        Ok(db)
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A connection to read from.
    pub(crate) fn reader(&self) -> Result<Reader<'_>, StoreError> {
        self.readers.take(&self.dir)
    }

    /// A connection to read the tables from. What damage has hidden from SQLite (a page that has lost its rows reads
    /// as a shorter table) is not taken for all there is.
    pub(crate) fn tables(&self) -> Result<Reader<'_>, StoreError> {
        let reader = self.reader()?;
        if self.whole.get().is_none() {
            if !table::hold_every_event(&reader).at(&self.dir)? {
                let detail = "the tables do not hold every event of the log".to_owned();
                return Err(StoreError::Damaged { path: self.dir.clone(), detail });
            }
            let _ = self.whole.set(());
        }
        Ok(reader)
    }

    /// The connection that writes, for one command at a time.
    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Connection>, StoreError> {
        match &self.writer {
            Some(writer) => Ok(connect::locked(writer)),
            None => Err(StoreError::ReadOnly { path: self.dir.clone() }),
        }
    }

    /// Refuses to write where the library was opened for reading.
    pub(crate) fn need_write(&self) -> Result<(), StoreError> {
        self.writer().map(|_| ())
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // The writer closes last, so that it can fold the write-ahead log into the database.
        self.readers.close();
    }
}

/// Makes a library's database under another name and gives it its own when it is whole.
fn create(dir: &Path, steps: &[M<'_>]) -> Result<(), StoreError> {
    let remains = [folder::ORIGINALS, folder::FRAMES];
    for name in remains {
        if !folder::files(&dir.join(name))?.is_empty() {
            let detail = format!("{} is missing beside {name}", folder::DATABASE);
            return Err(StoreError::Damaged { path: dir.to_owned(), detail });
        }
    }
    if connect::has_log(dir) {
        let detail = format!("{} is missing beside its log", folder::DATABASE);
        return Err(StoreError::Damaged { path: dir.to_owned(), detail });
    }
    let mut db = connect::writer(dir, folder::DATABASE_NEW)?;
    schema::migrate(&mut db, steps, dir)?;
    db.close().map_err(|(_, error)| StoreError::of_sqlite(dir, &error))?;
    let (made, named) = (dir.join(folder::DATABASE_NEW), dir.join(folder::DATABASE));
    fs::File::open(&made).and_then(|file| file.sync_all()).at(dir)?;
    fs::rename(&made, &named).at(dir)?;
    folder::sync(dir)
}

/// Takes away a database that was still being made when the power went.
fn remove_unfinished(dir: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let left = dir.join(format!("{}{ending}", folder::DATABASE_NEW));
        if left.exists() {
            fs::remove_file(&left).at(&left)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Command};
    use broadsheet_copy::person::PersonEvent;
    use broadsheet_copy::{PersonId, StreamId};
    use uuid::Uuid;

    /// A person with a name of `length` letters.
    fn person(n: u128, length: usize) -> Command {
        let name = format!("{n} {}", "a".repeat(length));
        let added = PersonEvent::Added { name, roles: Vec::new() };
        Command {
            cmd_id: Uuid::from_u128(n),
            actor: None,
            actor_name: String::new(),
            device: "test".to_owned(),
            at: chrono::DateTime::parse_from_rfc3339("2022-11-17T20:00:00+08:00").unwrap(),
            changes: vec![Change {
                stream: StreamId::Person(PersonId(Uuid::from_u128(n))),
                seen: 0,
                events: vec![added.into()],
            }],
        }
    }

    #[test]
    fn a_full_disk_is_said_to_be_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path(), Access::Write).unwrap();
        library.append(&person(1, 10)).unwrap();
        let room = |pages: i64| {
            library.writer().unwrap().pragma_update(None, "max_page_count", pages).unwrap();
        };
        room(pages(&library) + 2);
        let refused = library.append(&person(2, 1 << 20)).unwrap_err();
        assert_eq!(refused.code(), "disk-full");
        assert_eq!((library.last_seq().unwrap(), library.persons().unwrap().len()), (1, 1));
        assert!(library.verify().unwrap().is_ok());
        // With room again, the same command goes through: it was never kept.
        room(1 << 30);
        assert!(!library.append(&person(2, 1 << 20)).unwrap().repeated);
        assert!(library.verify().unwrap().is_ok());
    }

    fn pages(library: &Library) -> i64 {
        library.reader().unwrap().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap()
    }

    /// The program's own migrations, and one of a later program.
    fn with_one_more(sql: &'static str) -> Vec<M<'static>> {
        schema::MIGRATIONS.iter().cloned().chain([M::up(sql)]).collect()
    }

    #[test]
    fn a_library_of_before_there_were_adverts_is_backed_up_and_takes_them() {
        let folder = tempfile::tempdir().unwrap();
        let before = Library::open_at(folder.path(), Access::Write, &schema::MIGRATIONS[..1]).unwrap();
        before.writer().unwrap().execute_batch("SELECT * FROM photo").unwrap();
        assert!(before.writer().unwrap().execute_batch("SELECT * FROM advert").is_err());
        drop(before);
        let library = Library::open(folder.path(), Access::Write).unwrap();
        assert_eq!(library.adverts().unwrap().len(), 0);
        assert!(library.verify().unwrap().is_ok());
    }

    #[test]
    fn a_library_with_content_is_backed_up_before_it_is_migrated() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        let steps = with_one_more("CREATE TABLE later (a TEXT) STRICT");
        let library = Library::open(dir, Access::Write).unwrap();
        library.append(&person(1, 10)).unwrap();
        drop(library);
        let older = Library::open_at(dir, Access::Read, &steps).unwrap_err();
        assert_eq!(older.code(), "library-older");
        // A migration that fails leaves the library and the backup.
        let broken = with_one_more("CREATE TABLE later (a TEXT) WRONG");
        Library::open_at(dir, Access::Write, &broken).unwrap_err();
        let copy = dir.join("backups").join(format!("schema-{}-event-1", schema::MIGRATIONS.len()));
        assert_eq!(Library::open(&copy, Access::Read).unwrap().persons().unwrap().len(), 1);
        let library = Library::open_at(dir, Access::Write, &steps).unwrap();
        assert_eq!(library.persons().unwrap().len(), 1);
        drop(library);
        assert_eq!(Library::open(dir, Access::Write).unwrap_err().code(), "library-newer");
        assert_eq!(fs::read_dir(dir.join("backups")).unwrap().count(), 1);
    }

    #[test]
    fn an_empty_library_is_migrated_without_a_backup() {
        let folder = tempfile::tempdir().unwrap();
        drop(Library::open(folder.path(), Access::Write).unwrap());
        let steps = with_one_more("CREATE TABLE later (a TEXT) STRICT");
        Library::open_at(folder.path(), Access::Write, &steps).unwrap();
        assert_eq!(fs::read_dir(folder.path().join("backups")).unwrap().count(), 0);
    }
}
