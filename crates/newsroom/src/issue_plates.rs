//! A whole issue to the press: every page signed and printed, or nothing.

use std::path::Path;

use broadsheet_press::{ExportError, IssuePage, PageTold, PressError, Standard, Watch, export};
use serde::Serialize;

use crate::pages::Sheet;
use crate::plates::{Stock, plate_name, refuse_errors};
use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, issue_id};
use crate::wire::Notice;
use crate::words::{self, Lang};

/// An issue that was exported for the press.
#[derive(Clone, Debug, Serialize)]
pub struct IssueExportView {
    /// The folder.
    pub folder: String,
    /// Its pages, in order.
    pub files: Vec<IssueFileView>,
    /// What the press and its preflight have to say.
    pub notices: Vec<Notice>,
}

/// A page's file in the folder.
#[derive(Clone, Debug, Serialize)]
pub struct IssueFileView {
    /// Its name.
    pub file: String,
    /// The page's number.
    pub number: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl Newsroom {
    /// Exports the signed pages of an issue for the press into a folder, with `manifest.json`: all of them or none.
    ///
    /// # Errors
    /// `not-signed` where a page is not; what the press and its preflight refuse; `cancelled`; `folder-taken` where the
    /// folder holds other files; a file that cannot be written.
    pub fn issue_export(
        &self,
        ask: &Ask,
        id: &str,
        standard: Standard,
        out: &Path,
        watch: &dyn Watch,
    ) -> Outcome<IssueExportView> {
        let id = issue_id(id)?;
        self.issue(id)?;
        let pages = self.library.pages(Some(id))?;
        let mut sheets = pages.iter().map(|(page, _)| self.sheet(*page)).collect::<Outcome<Vec<Sheet>>>()?;
        sheets.sort_by(|a, b| a.page.number.cmp(&b.page.number));
        let order = |sheet: &Sheet| {
            self.order(sheet, standard).map_err(|why| why.in_file(Path::new(&sheet.page.number)))
        };
        let orders = sheets.iter().map(order).collect::<Outcome<Vec<_>>>()?;
        let wanted: Vec<IssuePage<'_>> = orders
            .iter()
            .zip(&sheets)
            .map(|((frame, job), sheet)| IssuePage {
                frame,
                file: plate_name(sheet, ".pdf"),
                job: job.clone(),
            })
            .collect();
        let stock = Stock { room: self, compositor: self.compositor()? };
        let done = match export(&wanted, &stock, out, watch) {
            Ok(done) => done,
            Err(ExportError::Stopped { pages }) => {
                return Err(stopped(&pages, &sheets, ask.lang));
            }
            Err(error) => return Err(failure(error)),
        };
        let numbers = sheets.iter().map(|sheet| sheet.page.number.clone());
        let files = done.manifest.pages.iter().zip(numbers).map(|(page, number)| IssueFileView {
            file: page.file.clone(),
            number,
            sha256: page.sha256.clone(),
            bytes: page.bytes as u64,
        });
        let folder = std::path::absolute(out).map_err(|why| Failure::file(out, &why))?;
        Ok(IssueExportView {
            folder: folder.display().to_string(),
            files: files.collect(),
            notices: told(&done.pages, &sheets, ask.lang),
        })
    }
}

/// What is said of the pages, in words.
fn told(pages: &[PageTold], sheets: &[Sheet], lang: Lang) -> Vec<Notice> {
    let mut said = Vec::new();
    for (told, sheet) in pages.iter().zip(sheets) {
        let number = &sheet.page.number;
        said.extend(told.notices.iter().map(|notice| words::press_notice(notice, number, lang)));
        said.extend(told.findings.iter().map(|finding| words::press_finding(finding, number, lang)));
    }
    said
}

/// Why pages stop the issue: the first of them is named.
fn stopped(pages: &[PageTold], sheets: &[Sheet], lang: Lang) -> Failure {
    let first = pages.iter().zip(sheets).find(|(told, _)| told.stops());
    match (refuse_errors(&told(pages, sheets, lang)), first) {
        (Err(why), Some((_, sheet))) => why.in_file(Path::new(&sheet.page.number)),
        (Err(why), None) => why,
        (Ok(()), _) => PressError::NoPages.into(),
    }
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
        ExportError::Io { path, source } => Failure::file(&path, &source),
    }
}
