//! A whole issue to the press: every page signed and printed, or nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use broadsheet_copy::{IssueId, Page};
use broadsheet_press::{ExportError, IssuePage, PageTold, PressError, Standard, Watch, export};
use broadsheet_store::StoreError;
use rayon::prelude::*;

use crate::plates::{Order, Stock, refuse_errors, unwritten};
use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, issue_id, lock};
use crate::stories::count;
use crate::wire::{IssueAsk, IssueExported, IssueFile, IssueProgress, Nothing, Notice};
use crate::words::{self, Lang};

/// The exports that are under way, by their issues.
#[derive(Debug, Default)]
pub(crate) struct Exporting(Mutex<BTreeMap<IssueId, Arc<UnderWay>>>);

/// How far an export is, and whether it was called off.
#[derive(Debug, Default)]
struct UnderWay {
    done: AtomicUsize,
    all: AtomicUsize,
    cancelled: AtomicBool,
}

impl Watch for UnderWay {
    fn page(&self, _file: &str, done: usize, all: usize) {
        self.all.store(all, Ordering::Relaxed);
        // Pages finish side by side: what is told last may be the smaller number.
        self.done.fetch_max(done, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// An export's place on the list, until it ends in whatever way.
struct Listed<'a>(&'a Exporting, IssueId);

impl Drop for Listed<'_> {
    fn drop(&mut self) {
        lock(&self.0.0).remove(&self.1);
    }
}

impl Exporting {
    /// Lists an export; `None` where one of that issue is under way.
    fn begin(&self, id: IssueId, export: &Arc<UnderWay>) -> Option<Listed<'_>> {
        let mut exports = lock(&self.0);
        if exports.contains_key(&id) {
            return None;
        }
        exports.insert(id, Arc::clone(export));
        Some(Listed(self, id))
    }

    fn of(&self, id: IssueId) -> Option<Arc<UnderWay>> {
        lock(&self.0).get(&id).cloned()
    }
}

/// Exports a signed issue for the press into a folder of its date in the library's exports, in the standard that the
/// title's style names. It takes as long as it takes: meanwhile [`issue_export_progress`] says how far it is.
pub(crate) fn issue_export(room: &Newsroom, ask: &Ask, wanted: IssueAsk) -> Outcome<IssueExported> {
    let id = issue_id(&wanted.id)?;
    let date = room.issue(id)?.state.date;
    let pages = room.library.pages(Some(id))?.len();
    let export = Arc::new(UnderWay { all: AtomicUsize::new(pages), ..UnderWay::default() });
    let _listed = room.exporting.begin(id, &export).ok_or(RoomError::Exporting)?;
    // Two titles of one day have a folder each.
    let short = wanted.id.rsplit('-').next().unwrap_or_default();
    let same = room.library.issues()?.iter().filter(|(_, kept)| kept.state.date == date).count() > 1;
    let day = date.format("%Y%m%d");
    let name = if same { format!("{day}-{short}") } else { day.to_string() };
    room.issue_export(ask, &wanted.id, None, &room.library.dir().join("exports").join(name), &*export)
}

/// How far the export of an issue is.
pub(crate) fn issue_export_progress(room: &Newsroom, _ask: &Ask, wanted: IssueAsk) -> Outcome<IssueProgress> {
    let export = room.exporting.of(issue_id(&wanted.id)?);
    Ok(export.map_or_else(IssueProgress::default, |export| IssueProgress {
        running: true,
        done: count(export.done.load(Ordering::Relaxed)),
        all: count(export.all.load(Ordering::Relaxed)),
    }))
}

/// Calls the export of an issue off: the pages under way are finished and thrown away, and nothing is written. Where
/// none is under way there is nothing to do.
pub(crate) fn issue_export_cancel(room: &Newsroom, _ask: &Ask, wanted: IssueAsk) -> Outcome<Nothing> {
    if let Some(export) = room.exporting.of(issue_id(&wanted.id)?) {
        export.cancelled.store(true, Ordering::Relaxed);
    }
    Ok(Nothing {})
}

impl Newsroom {
    /// Exports the signed pages of an issue for the press into a folder, with `manifest.json`: all of them or none, in
    /// the standard of the title's style where no other is asked for.
    ///
    /// # Errors
    /// `not-signed` where a page is not; what the press and its preflight refuse; `cancelled`; `folder-taken` where the
    /// folder holds other files; `folder-in-use` while another export fills it; a file that cannot be written.
    pub fn issue_export(
        &self,
        ask: &Ask,
        id: &str,
        standard: Option<Standard>,
        out: &Path,
        watch: &dyn Watch,
    ) -> Outcome<IssueExported> {
        let id = issue_id(id)?;
        self.issue(id)?;
        let pages = self.library.pages(Some(id))?;
        let order =
            |page: &Page| self.order(page, standard).map_err(|why| why.in_file(Path::new(&page.number)));
        // Reading a signed page and proving that it is the one that was signed is a third of its export.
        let orders: Vec<Outcome<_>> = pages.par_iter().map(|(_, page)| order(&page.state)).collect();
        let mut orders = orders.into_iter().collect::<Outcome<Vec<_>>>()?;
        orders.sort_by(|a, b| a.number.cmp(&b.number));
        let wanted: Vec<IssuePage<'_>> = orders
            .iter()
            .map(|Order { file, frame, job, kept, signed, .. }| IssuePage {
                frame,
                file: file.clone(),
                job: job.clone(),
                kept: kept.clone(),
                signed: signed.clone(),
            })
            .collect();
        let stock = Stock::of(self);
        let folder = std::path::absolute(out).map_err(|why| Failure::file(out, &why))?;
        self.refuse_library(&folder)?;
        let done = match export(&wanted, &stock, &folder, watch) {
            Ok(done) => done,
            Err(ExportError::Stopped { pages }) => {
                return Err(self.stopped(&pages, &orders, ask.lang));
            }
            Err(error) => return Err(failure(error)),
        };
        let anew = done.manifest.pages.iter().zip(&orders).filter(|(page, _)| page.as_signed == Some(false));
        let anew = anew.map(|(_, order)| words::not_as_signed(&order.number, ask.lang));
        let mut notices = self.told(&done.pages, &orders, ask.lang);
        notices.extend(anew);
        notices.extend(other_papers(&orders, ask.lang));
        let numbers = orders.iter().map(|order| order.number.clone());
        let files = done.manifest.pages.iter().zip(numbers).map(|(page, number)| IssueFile {
            file: page.file.clone(),
            number,
            sha256: page.sha256.clone(),
            bytes: page.bytes as u64,
        });
        Ok(IssueExported { folder: folder.display().to_string(), files: files.collect(), notices })
    }

    /// What is said of the pages, in words.
    fn told(&self, pages: &[PageTold], orders: &[Order], lang: Lang) -> Vec<Notice> {
        let said = pages
            .iter()
            .zip(orders)
            .map(|(told, order)| self.press_notices(&told.notices, &told.findings, &order.number, lang));
        said.flatten().collect()
    }

    /// Why pages stop the issue: all that stops the first of them.
    fn stopped(&self, pages: &[PageTold], orders: &[Order], lang: Lang) -> Failure {
        let first = pages.iter().zip(orders).find(|(told, _)| told.stops());
        let Some((told, order)) = first else { return PressError::NoPages.into() };
        let said = self.press_notices(&told.notices, &told.findings, &order.number, lang);
        let why = refuse_errors(&said).err().unwrap_or_else(|| PressError::NoPages.into());
        why.in_file(Path::new(&order.number))
    }
}

/// What is said of pages that are not of the size of the issue's first page: they go to another press, or are folded in.
fn other_papers(orders: &[Order], lang: Lang) -> impl Iterator<Item = Notice> {
    let first = orders.first().map(|order| order.format);
    let others = orders.iter().filter_map(move |order| Some((order, first?)));
    others
        .filter(|(order, first)| order.format.paper != first.paper)
        .map(move |(order, first)| words::page_size_differs(&order.number, order.format, first, lang))
}

fn failure(error: ExportError) -> Failure {
    match error {
        ExportError::NoPages | ExportError::Stopped { .. } => PressError::NoPages.into(),
        ExportError::Press { file, error } => Failure::from(error).in_file(Path::new(&file)),
        ExportError::Cancelled => RoomError::Cancelled.into(),
        ExportError::FileName { file } => RoomError::Value { field: "number", value: file }.into(),
        ExportError::FolderTaken { folder } => {
            RoomError::FolderTaken { path: folder.display().to_string() }.into()
        }
        ExportError::FolderInUse { folder } => {
            RoomError::FolderInUse { path: folder.display().to_string() }.into()
        }
        ExportError::Io { path, source } => unwritten(&path, StoreError::of_io(&path, source)),
    }
}
