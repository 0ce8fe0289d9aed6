//! The folder of an issue: filled with all that was made for it, or left as it was.
//!
//! Files are made in a hidden folder, on the same disk, and moved when the last of them is there. A folder that did not
//! exist takes its name in one step. One that did stays what it is, with its owner, its rights, and whatever is mounted
//! or linked there: what an earlier export has put into it is taken out, its manifest first, and the new files are put
//! in, the manifest last. Where a manifest stands, all that it names stands beside it. What cannot be moved whole is
//! moved back, by this run or, where that was cut off, by the next one.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::ExportError;
use crate::manifest::{MANIFEST, Manifest, PROOFS};

/// The hidden folder in which files are made, and within it what goes in and what was taken out.
const PART: &str = ".part";
/// What keeps other runs away, where the folder stands.
const LOCK: &str = ".part.lock";
const NEW: &str = "new";
const OLD: &str = "old";

/// The folder in the making; what was not published is gone when it is dropped.
pub(crate) struct Staging {
    /// What is filled.
    folder: PathBuf,
    /// Where that is made.
    part: PathBuf,
    /// Whether something was taken out of the folder that stands nowhere else.
    holds: bool,
    /// Keeps other runs away; where the file system cannot, `None`.
    lock: Option<Lock>,
}

impl Staging {
    /// Begins to fill a folder in which there is nothing but what an export has put there.
    ///
    /// # Errors
    /// [`ExportError::FolderTaken`], [`ExportError::FolderInUse`], [`ExportError::Io`].
    pub(crate) fn of(folder: &Path) -> Result<Self, ExportError> {
        let mut staging = loop {
            let stands = folder.is_dir();
            let staging = Self::locked(folder, if stands { folder.join(PART) } else { beside(folder) })?;
            // Another run may have come to its end meanwhile, and the folder with it.
            if folder.is_dir() == stands {
                break staging;
            }
        };
        if staging.within() && beside(folder).is_dir() {
            // Of a run that was cut off before the folder stood.
            drop(Self::locked(folder, beside(folder))?);
        }
        staging.clear()?;
        exported(folder)?;
        let coming = staging.coming();
        fs::create_dir_all(&coming).map_err(|error| failed(&coming, error))?;
        Ok(staging)
    }

    fn locked(folder: &Path, part: PathBuf) -> Result<Self, ExportError> {
        if let Some(parent) = part.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        }
        let lock = Lock::of(&part, folder)?;
        let holds = part.join(OLD).is_dir();
        Ok(Self { folder: folder.to_owned(), part, holds, lock })
    }

    /// Whether the files are made within the folder.
    fn within(&self) -> bool {
        self.part.parent() == Some(&self.folder)
    }

    fn coming(&self) -> PathBuf {
        self.part.join(NEW)
    }

    fn going(&self) -> PathBuf {
        self.part.join(OLD)
    }

    /// Writes a file and waits for the disk.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.put(name, bytes)?.settle()
    }

    /// Writes a file, which the disk has only once it is settled.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> Result<Written, ExportError> {
        let path = self.coming().join(name);
        let write = || {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = File::create_new(&path)?;
            file.write_all(bytes)?;
            Ok(file)
        };
        match write() {
            Ok(file) => Ok(Written { file, path }),
            Err(error) => Err(failed(&path, error)),
        }
    }

    /// Puts everything, the manifest among it, into the folder.
    ///
    /// # Errors
    /// As [`Self::of`]; the folder is then what it was before, unless it cannot even be written to for that: what was
    /// taken out of it waits there for the next run.
    pub(crate) fn publish(mut self) -> Result<(), ExportError> {
        let coming = self.coming();
        settle(&coming.join(PROOFS));
        settle(&coming);
        if !self.within() {
            fs::rename(&coming, &self.folder).map_err(|error| failed(&self.folder, error))?;
            self.folder.parent().into_iter().for_each(settle);
            return Ok(());
        }
        self.holds = true;
        let changed = self.change();
        if changed.is_err() {
            self.change_back()?;
        }
        self.holds = false;
        changed
    }

    /// What stands in the folder goes out, what was made comes in.
    fn change(&self) -> Result<(), ExportError> {
        let (coming, going, folder) = (self.coming(), self.going(), self.folder.as_path());
        fs::create_dir(&going).map_err(|error| failed(&going, error))?;
        let (out, made) = (exported(folder)?, listed(&coming)?);
        let is_manifest = |name: &&String| *name == MANIFEST;
        moved(folder, &going, out.iter().filter(is_manifest))?;
        moved(folder, &going, out.iter().filter(|name| !is_manifest(name)))?;
        moved(&coming, folder, made.iter().filter(|name| !is_manifest(name)))?;
        settle(folder);
        moved(&coming, folder, made.iter().filter(is_manifest))?;
        settle(folder);
        Ok(())
    }

    /// Takes out what had come in and puts back what had gone out, from wherever that was broken off.
    fn change_back(&self) -> Result<(), ExportError> {
        let (coming, going, folder) = (self.coming(), self.going(), self.folder.as_path());
        let manifest = match fs::read(coming.join(MANIFEST)) {
            Ok(manifest) => manifest,
            // It comes in last: what was begun was done.
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder.join(MANIFEST).is_file() => {
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(&coming.join(MANIFEST), error)),
        };
        let mut made: Vec<String> = Manifest::files(&manifest).unwrap_or_default();
        for name in &mut made {
            // A proof moves with its folder.
            if name.starts_with(&format!("{PROOFS}/")) {
                *name = PROOFS.to_owned();
            }
        }
        made.sort();
        made.dedup();
        made.retain(|name| Path::new(name).file_name().is_some_and(|plain| plain == name.as_str()));
        made.retain(|name| !coming.join(name).exists() && folder.join(name).exists());
        moved(folder, &coming, made.iter())?;
        let out = listed(&going)?;
        let is_manifest = |name: &&String| *name == MANIFEST;
        moved(&going, folder, out.iter().filter(|name| !is_manifest(name)))?;
        settle(folder);
        moved(&going, folder, out.iter().filter(is_manifest))?;
        settle(folder);
        // Where there is no such folder there is nothing to be moved back.
        fs::remove_dir(&going).map_err(|error| failed(&going, error))
    }

    /// Undoes and takes away what a run left behind that was cut off.
    fn clear(&mut self) -> Result<(), ExportError> {
        if self.holds && self.within() {
            self.change_back()?;
        }
        self.holds = false;
        remove(&self.part)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.holds {
            let _gone = remove(&self.part);
        }
        drop(self.lock.take());
    }
}

/// A file that was written.
pub(crate) struct Written {
    file: File,
    path: PathBuf,
}

impl Written {
    /// Waits for the disk.
    pub(crate) fn settle(self) -> Result<(), ExportError> {
        self.file.sync_all().map_err(|error| failed(&self.path, error))
    }
}

/// A file that is there, and locked, as long as a folder is being filled.
struct Lock {
    file: File,
    #[cfg_attr(not(unix), expect(dead_code, reason = "the file stays where it is"))]
    path: PathBuf,
}

impl Lock {
    fn of(part: &Path, folder: &Path) -> Result<Option<Self>, ExportError> {
        let path = part.with_extension("lock");
        loop {
            let mut options = OpenOptions::new();
            let file = options.read(true).write(true).create(true).truncate(false).open(&path);
            let file = file.map_err(|error| failed(&path, error))?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    return Err(ExportError::FolderInUse { folder: folder.to_owned() });
                }
                Err(TryLockError::Error(_)) => {
                    let _gone = fs::remove_file(&path);
                    return Ok(None);
                }
                // Whoever had it may have taken the file away meanwhile, and another one may have put a new one there.
                Ok(()) if is_at(&file, &path) => return Ok(Some(Self { file, path })),
                Ok(()) => {}
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only where it can be told that a file has lost its name: elsewhere it stays.
        #[cfg(unix)]
        let _gone = fs::remove_file(&self.path);
        let _free = self.file.unlock();
    }
}

/// Whether an open file is the one that has this name now.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let of = |metadata: io::Result<fs::Metadata>| metadata.map(|of| (of.dev(), of.ino())).ok();
    of(file.metadata()).is_some_and(|file| of(fs::metadata(path)) == Some(file))
}

/// Whether an open file is the one that has this name now: here nobody takes it away.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// What an earlier export has put into a folder, by name; nothing else may be there.
fn exported(folder: &Path) -> Result<Vec<String>, ExportError> {
    let known =
        fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| Manifest::files(&bytes)).unwrap_or_default();
    let taken = || ExportError::FolderTaken { folder: folder.to_owned() };
    let is_file = |path: PathBuf| fs::symlink_metadata(path).is_ok_and(|of| of.is_file());
    let mut names = listed(folder)?;
    names.retain(|name| name != PART && name != LOCK);
    for name in &names {
        let path = folder.join(name);
        // One that is a link or a mount cannot be moved with what is in it.
        if name == PROOFS && fs::symlink_metadata(&path).is_ok_and(|of| of.is_dir()) {
            for proof in listed(&path)? {
                let proof = format!("{PROOFS}/{proof}");
                if !known.contains(&proof) || !is_file(folder.join(proof)) {
                    return Err(taken());
                }
            }
        } else if !(known.contains(name) || name == MANIFEST) || !is_file(path) {
            return Err(taken());
        }
    }
    Ok(names)
}

/// The names in a folder, in order; none where there is no folder.
fn listed(folder: &Path) -> Result<Vec<String>, ExportError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(folder, error)),
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<_>>>().map_err(|error| failed(folder, error))?;
    names.sort();
    Ok(names)
}

/// Moves files, or folders with all that is in them.
fn moved<'a>(from: &Path, to: &Path, mut names: impl Iterator<Item = &'a String>) -> Result<(), ExportError> {
    names.try_for_each(|name| {
        let path = to.join(name);
        fs::rename(from.join(name), &path).map_err(|error| failed(&path, error))
    })
}

/// Waits until the names in a folder are on the disk, where the system can say so.
fn settle(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _as_far_as_it_can = folder.sync_all();
    }
}

fn remove(folder: &Path) -> Result<(), ExportError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(folder, error)),
        _ => Ok(()),
    }
}

/// A hidden folder beside one that is not there yet.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!(".{name}{PART}"))
}

fn failed(path: &Path, source: io::Error) -> ExportError {
    ExportError::Io { path: path.to_owned(), source }
}
