//! [`export`]: the pages of an issue, printed side by side, checked, and put into a folder with their manifest: all of
//! them or none.

use std::collections::BTreeMap;
use std::io;
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
use crate::staging::{Staging, Written};
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
    /// Another export is filling the folder.
    #[error("{} is being filled by another export", .folder.display())]
    FolderInUse {
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
            Self::FolderInUse { .. } => "folder-in-use",
            Self::Io { .. } => "file-io",
        }
    }
}

/// Prints the pages side by side, each into a file of its own, checks every file, and puts them with `manifest.json` and a
/// folder of proofs into `folder`. A page that was kept as it was made for the very same job is taken as it is. What an
/// earlier export has put into the folder is replaced whole.
///
/// Nothing comes into the folder before all of it is made; `manifest.json` comes last and tells that the rest is there.
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
    let absolute = std::path::absolute(folder);
    let folder = absolute.map_err(|source| ExportError::Io { path: folder.to_owned(), source })?;
    let staging = Staging::of(&folder)?;
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
