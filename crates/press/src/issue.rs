//! [`export`]: the pages of an issue, printed side by side, checked, and put into a folder with their manifest: all of
//! them or none.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use broadsheet_layout::PageFrame;
use rayon::prelude::*;
use thiserror::Error;

use crate::colour::Presses;
use crate::made::stops;
use crate::manifest::{MANIFEST, Manifest, ManifestPage, ManifestProof, PROOFS, Told};
use crate::print::fonts_of;
use crate::{Finding, Job, MadeFile, MadePage, MadeRecord, PressError, PressNotice, Sources};

/// A page to export.
#[derive(Clone, Debug)]
pub struct IssuePage<'a> {
    /// The page as signed.
    pub frame: &'a PageFrame,
    /// The name of its file in the folder: `20221118-A03.pdf`.
    pub file: String,
    /// How it is printed.
    pub job: Job,
    /// The SHA-256 of its record, where it was made when it was signed ([`Sources::kept`]).
    pub kept: Option<String>,
    /// The SHA-256 of the press file that was made when it was signed, where that is known.
    pub signed: Option<String>,
}

/// Who follows an export. It is asked from several threads.
pub trait Watch: Sync {
    /// A page is finished and checked: `done` of `all`, in no certain order.
    fn page(&self, file: &str, done: usize, all: usize);

    /// Whether to give up. It is asked before every page; nothing is left behind then.
    fn cancelled(&self) -> bool {
        false
    }
}

/// What is said of one page.
#[derive(Clone, PartialEq, Debug)]
pub struct PageTold {
    /// Its file.
    pub file: String,
    /// What the press says.
    pub notices: Vec<PressNotice>,
    /// What preflight finds in the printed file.
    pub findings: Vec<Finding>,
}

impl PageTold {
    /// Whether it must not be printed.
    #[must_use]
    pub fn stops(&self) -> bool {
        stops(&self.notices, &self.findings)
    }
}

/// An issue that was exported.
#[derive(Clone, PartialEq, Debug)]
pub struct IssueExport {
    /// What stands in the folder, as it stands in its manifest.
    pub manifest: Manifest,
    /// What is said of every page, in order.
    pub pages: Vec<PageTold>,
}

/// Why nothing was exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// There is no page.
    #[error("no page to export")]
    NoPages,
    /// A page cannot be printed.
    #[error("{file}: {error}")]
    Press {
        /// Its file.
        file: String,
        /// Why.
        error: PressError,
    },
    /// Pages have faults that must not be printed.
    #[error("{} pages must not be printed", .pages.iter().filter(|page| page.stops()).count())]
    Stopped {
        /// What is said of every page, in order.
        pages: Vec<PageTold>,
    },
    /// It was called off.
    #[error("called off")]
    Cancelled,
    /// A file would be named like another one, or like something else than a file of the folder.
    #[error("{file} is no name for a page's file")]
    FileName {
        /// The name.
        file: String,
    },
    /// There is something in the folder that no export has put there.
    #[error("{} holds other files", .folder.display())]
    FolderTaken {
        /// The folder.
        folder: PathBuf,
    },
    /// A file could not be written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ExportError {
    /// The stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPages => "no-pages",
            Self::Press { error, .. } => error.code(),
            Self::Stopped { .. } => "pages-stopped",
            Self::Cancelled => "cancelled",
            Self::FileName { .. } => "file-name",
            Self::FolderTaken { .. } => "folder-taken",
            Self::Io { .. } => "file-io",
        }
    }
}

/// Prints the pages side by side, each into a file of its own, checks every file, and puts them with `manifest.json` and a
/// folder of proofs into `folder`. A page that was kept as it was made for the very same job is taken as it is. A folder
/// that an earlier export has made is replaced whole.
///
/// The files are made beside the folder and take its name together at the end: at no time does it hold a part of them.
///
/// # Errors
/// See [`ExportError`]; the folder is then what it was before.
pub fn export(
    pages: &[IssuePage<'_>],
    sources: &(dyn Sources + Sync),
    folder: &Path,
    watch: &dyn Watch,
) -> Result<IssueExport, ExportError> {
    let first = pages.first().ok_or(ExportError::NoPages)?;
    check_names(pages)?;
    let folder = std::path::absolute(folder).map_err(|source| failed(folder, source))?;
    check_taken(&folder)?;
    let staging = Staging::beside(&folder)?;
    let made = all(pages, sources, &staging, watch)?;
    let (listed, told): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    if watch.cancelled() {
        return Err(ExportError::Cancelled);
    }
    if told.iter().any(PageTold::stops) {
        return Err(ExportError::Stopped { pages: told });
    }
    let manifest = Manifest::new(&first.job, listed);
    staging.write(MANIFEST, &manifest.to_bytes())?;
    staging.publish()?;
    Ok(IssueExport { manifest, pages: told })
}

/// Files that wait to be written: whoever makes more of them waits too, so that they do not fill the memory.
const MOST_WAITING: usize = 2;

/// Files that are written and not yet known to be on the disk: each of them is open.
const MOST_SETTLING: usize = 16;

/// A file of the folder that is to be written.
type Waiting = (String, Vec<u8>);

/// Pages that are printed at once: each keeps its pictures and its file in memory, and has the other threads help with
/// them.
const MOST_AT_ONCE: usize = 4;

/// A page that was printed: as the manifest lists it, and what is said of it.
type Made = (ManifestPage, PageTold);

/// Prints all pages, side by side; the first fault in their order is told, whichever thread was first.
///
/// Threads of their own take one page after the other. On the pool that prepares pictures, a thread that waits for its
/// pictures would begin the next page, and soon all pages would be under way.
fn all(
    pages: &[IssuePage<'_>],
    sources: &(dyn Sources + Sync),
    staging: &Staging,
    watch: &dyn Watch,
) -> Result<Vec<Made>, ExportError> {
    let presses = Presses::default();
    let records: Vec<Option<MadeRecord>> =
        pages.par_iter().map(|page| MadeRecord::kept(sources, page.kept.as_deref()?, &page.job)).collect();
    // A font's file is hashed when it is first asked for: all of them at once, or every page would wait for each.
    let printed = pages.iter().zip(&records).filter(|(_, record)| record.is_none());
    let frames: Vec<_> = printed.map(|(page, _)| page.frame).collect();
    fonts_of(&frames).par_iter().for_each(|font| drop(sources.font(font)));
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let made: Mutex<BTreeMap<usize, Result<Made, ExportError>>> = Mutex::default();
    let keep = |at: usize, result| {
        // A thread that panicked has kept nothing half.
        made.lock().unwrap_or_else(PoisonError::into_inner).insert(at, result);
    };
    let work = |disk: SyncSender<Waiting>| {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(page) = pages.get(at) else { return };
            if watch.cancelled() {
                return keep(at, Err(ExportError::Cancelled));
            }
            let mut result = one(page, records.get(at).cloned().flatten(), sources, &presses);
            let files = result.as_mut().map(|(_, files)| std::mem::take(files)).unwrap_or_default();
            // Nobody writes any more once a file could not be written.
            let given_up = files.into_iter().any(|file| disk.send(file).is_err());
            let failed = result.is_err() || given_up;
            keep(at, result.map(|(made, _)| made));
            if failed {
                // What is not begun yet would be thrown away.
                next.store(pages.len(), Ordering::Relaxed);
                return;
            }
            watch.page(&page.file, done.fetch_add(1, Ordering::Relaxed) + 1, pages.len());
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    std::thread::scope(|scope| {
        let (disk, waiting) = sync_channel::<Waiting>(MOST_WAITING);
        for _ in 0..threads.min(MOST_AT_ONCE).min(pages.len()) {
            let disk = disk.clone();
            let work = &work;
            scope.spawn(move || work(disk));
        }
        drop(disk);
        // What is written is the system's to keep; that it has reached the disk is waited for by itself, while the next
        // pages are printed. Nothing more is written once a file could not be.
        let (settling, written) = sync_channel::<Result<Written, ExportError>>(MOST_SETTLING);
        let settled = scope.spawn(move || written.iter().try_for_each(|written| written?.settle()));
        for (name, bytes) in &waiting {
            if settling.send(staging.put(&name, &bytes)).is_err() {
                break;
            }
        }
        drop((settling, waiting));
        settled.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;
    made.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// One page, as it was kept or printed and checked now: what is said of it, and its files.
fn one(
    page: &IssuePage<'_>,
    kept: Option<MadeRecord>,
    sources: &(dyn Sources + Sync),
    presses: &Presses,
) -> Result<(Made, Vec<Waiting>), ExportError> {
    let made = match kept.and_then(|record| record.page(sources)) {
        Some(made) => made,
        None => MadePage::among(page.frame, sources, &page.job, presses)
            .map_err(|error| ExportError::Press { file: page.file.clone(), error })?,
    };
    let MadePage { press, proofs, page: content, notices, findings } = made;
    let said = notices.iter().map(Told::of_notice).chain(findings.iter().map(Told::of_finding));
    let stem = Path::new(&page.file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let as_signed = page.signed.as_ref().map(|signed| *signed == press.sha256);
    let mut listed = ManifestPage {
        file: page.file.clone(),
        bytes: press.bytes.len(),
        sha256: press.sha256,
        standard: page.job.standard.name(),
        as_signed,
        page: content,
        notices: said.collect(),
        proofs: Vec::new(),
    };
    let mut files = vec![(page.file.clone(), press.bytes)];
    for (ending, MadeFile { bytes, sha256 }) in proofs {
        let file = format!("{PROOFS}/{stem}.{ending}");
        listed.proofs.push(ManifestProof { file: file.clone(), bytes: bytes.len(), sha256 });
        files.push((file, bytes));
    }
    Ok(((listed, PageTold { file: page.file.clone(), notices, findings }), files))
}

/// Every page's file is a plain name, and no two are alike, also where the file system does not tell large letters.
fn check_names(pages: &[IssuePage<'_>]) -> Result<(), ExportError> {
    let mut seen = vec![MANIFEST.to_owned()];
    for IssuePage { file, .. } in pages {
        let plain = Path::new(file).file_name().is_some_and(|name| name == file.as_str());
        let name = file.to_lowercase();
        if !plain || file.contains(['/', '\\', ':']) || file.starts_with('.') || seen.contains(&name) {
            return Err(ExportError::FileName { file: file.clone() });
        }
        seen.push(name);
    }
    Ok(())
}

/// Refuses a folder with anything that no manifest in it names.
fn check_taken(folder: &Path) -> Result<(), ExportError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder, error)),
    };
    let mut known =
        fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| Manifest::files(&bytes)).unwrap_or_default();
    known.push(MANIFEST.to_owned());
    let taken = || ExportError::FolderTaken { folder: folder.to_owned() };
    let is_file = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    for entry in entries {
        let entry = entry.map_err(|error| failed(folder, error))?;
        if entry.file_name() == PROOFS && !is_file(&entry) {
            let path = entry.path();
            for proof in fs::read_dir(&path).map_err(|error| failed(&path, error))? {
                let proof = proof.map_err(|error| failed(&path, error))?;
                let name = format!("{PROOFS}/{}", proof.file_name().to_string_lossy());
                if !known.contains(&name) || !is_file(&proof) {
                    return Err(taken());
                }
            }
            continue;
        }
        let ours = known.iter().any(|file| entry.file_name() == file.as_str());
        if !ours || !is_file(&entry) {
            return Err(taken());
        }
    }
    Ok(())
}

/// The folder in the making; gone when it is dropped without having been published.
struct Staging {
    /// What it becomes.
    folder: PathBuf,
    /// Where it is made.
    part: PathBuf,
}

impl Staging {
    fn beside(folder: &Path) -> Result<Self, ExportError> {
        let part = beside(folder, "part");
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        }
        // What a run left behind that was cut off.
        remove(&part)?;
        fs::create_dir(&part).map_err(|error| failed(&part, error))?;
        Ok(Self { folder: folder.to_owned(), part })
    }

    /// Writes a file and waits for the disk.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.put(name, bytes)?.settle()
    }

    /// Writes a file, which the disk has only once it is settled.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<Written, ExportError> {
        let path = self.part.join(name);
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

    /// Gives the folder its name.
    fn publish(self) -> Result<(), ExportError> {
        let old = beside(&self.folder, "old");
        remove(&old)?;
        let stood = match fs::rename(&self.folder, &old) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(failed(&self.folder, error)),
        };
        if let Err(error) = fs::rename(&self.part, &self.folder) {
            if stood {
                let _as_it_was = fs::rename(&old, &self.folder);
            }
            return Err(failed(&self.folder, error));
        }
        settle(&self.folder);
        remove(&old)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _gone = remove(&self.part);
    }
}

/// A file that was written.
struct Written {
    file: File,
    path: PathBuf,
}

impl Written {
    /// Waits for the disk.
    fn settle(self) -> Result<(), ExportError> {
        self.file.sync_all().map_err(|error| failed(&self.path, error))
    }
}

/// Waits until the names in the parent folder are on the disk, where the system can say so.
fn settle(folder: &Path) {
    if let Some(parent) = folder.parent().and_then(|parent| File::open(parent).ok()) {
        let _as_far_as_it_can = parent.sync_all();
    }
}

fn remove(folder: &Path) -> Result<(), ExportError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(folder, error)),
        _ => Ok(()),
    }
}

/// A hidden folder beside another one.
fn beside(folder: &Path, what: &str) -> PathBuf {
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!(".{name}.{what}"))
}

fn failed(path: &Path, source: io::Error) -> ExportError {
    ExportError::Io { path: path.to_owned(), source }
}
