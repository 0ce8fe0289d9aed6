//! The folder of a library: its names, and how a file gets into it so that a power cut leaves all of it or none.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::{At, StoreError};

/// The database.
pub(crate) const DATABASE: &str = "library.db";
/// Where a database is made before it is given its name.
pub(crate) const DATABASE_NEW: &str = "library.db.new";
/// Written and taken away again to see whether there is room.
pub(crate) const TRIED: &str = "library.db.room";
/// Held by the process that writes.
pub(crate) const LOCK: &str = "library.lock";
/// Files as they came: photos, adverts, the title's own style sheets and press profiles.
pub(crate) const ORIGINALS: &str = "originals";
/// Composed pages as they were proofed or signed.
pub(crate) const FRAMES: &str = "frames";
/// Press files and their proofs as they were made when a page was signed. They can be made again: a backup leaves them out,
/// and the oldest go when there are too many.
pub(crate) const PRESS: &str = "press";
/// Proofs and press files.
pub(crate) const EXPORTS: &str = "exports";
/// What the library has besides.
pub(crate) const OTHERS: [&str; 4] = [PRESS, EXPORTS, "backups", "logs"];
/// How the name of a file begins that is still being written.
const UNFINISHED: &str = ".unfinished-";

/// Makes the folder and what is above it, and makes them last.
pub(crate) fn make(dir: &Path) -> Result<(), StoreError> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|above| !above.exists()).collect();
    fs::create_dir_all(dir).at(dir)?;
    for made in missing {
        if let Some(above) = made.parent() {
            sync(if above.as_os_str().is_empty() { Path::new(".") } else { above })?;
        }
    }
    Ok(())
}

/// Waits until the names in the folder are on the disk.
pub(crate) fn sync(dir: &Path) -> Result<(), StoreError> {
    // Windows has no handle on a folder that could be flushed; its file systems journal their names.
    if cfg!(unix) { File::open(dir).and_then(|open| open.sync_all()).at(dir) } else { Ok(()) }
}

/// Whether what has been written may be changed later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Forever,
    Loosely,
}

/// Writes a file whole or not at all: under another name, flushed, renamed, the folder flushed. What had the name
/// before has it until then.
///
/// # Errors
/// `disk-full`, `read-only`; what the system says of the path.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, Keep::Loosely)
}

/// Writes a file that nobody will change: as [`write_whole`], and made read-only.
pub(crate) fn write_for_good(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write(path, bytes, Keep::Forever)
}

fn write(path: &Path, bytes: &[u8], keep: Keep) -> Result<(), StoreError> {
    let Some(dir) = path.parent() else {
        return Err(StoreError::Io {
            path: path.to_owned(),
            source: std::io::ErrorKind::InvalidInput.into(),
        });
    };
    make(dir)?;
    let unfinished = dir.join(format!("{UNFINISHED}{}", Uuid::now_v7()));
    let written = write_and_rename(&unfinished, path, bytes, keep);
    if written.is_err() {
        // What could not be finished is swept at the next start if it cannot be taken away now.
        let _ = fs::remove_file(&unfinished);
    }
    written?;
    sync(dir)
}

fn write_and_rename(unfinished: &Path, path: &Path, bytes: &[u8], keep: Keep) -> Result<(), StoreError> {
    let mut file = File::create_new(unfinished).at(path)?;
    file.write_all(bytes).at(path)?;
    // On Windows a read-only file cannot be renamed over; there its name alone has to protect it.
    if keep == Keep::Forever && cfg!(unix) {
        let mut rights = file.metadata().at(path)?.permissions();
        rights.set_readonly(true);
        file.set_permissions(rights).at(path)?;
    }
    file.sync_all().at(path)?;
    drop(file);
    fs::rename(unfinished, path).at(path)
}

/// Takes away what was being written when the power went.
pub(crate) fn sweep(dir: &Path) -> Result<(), StoreError> {
    for file in files(dir)? {
        if !is_finished(&file) {
            fs::remove_file(&file).at(&file)?;
        }
    }
    Ok(())
}

/// Whether the file has the name that it was written for.
pub(crate) fn is_finished(file: &Path) -> bool {
    !file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

/// The files two levels down, in the order of their names; none where there is no such folder.
pub(crate) fn files(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for shelf in listed(dir)? {
        if shelf.is_dir() {
            found.extend(listed(&shelf)?);
        } else {
            found.push(shelf);
        }
    }
    Ok(found)
}

/// What is in the folder, by name; nothing where there is no such folder.
pub(crate) fn listed(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::of_io(dir, error)),
    };
    let mut paths =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<Vec<_>>>().at(dir)?;
    paths.sort();
    Ok(paths)
}

/// Whether the folder holds anything.
pub(crate) fn is_empty(dir: &Path) -> Result<bool, StoreError> {
    Ok(listed(dir)?.is_empty())
}
