//! [`MadePage`]: one page as the press has made it, with all that an issue's folder holds of it. Printing is most of the
//! work of an issue: whoever keeps a page's files and its record when it is signed need not print it again to export it.

use broadsheet_layout::PageFrame;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::colour::Presses;
use crate::digest::sha256_hex;
use crate::manifest::PrintedPage;
use crate::print::{Way, print_of};
use crate::{Finding, Job, PressError, PressNotice, Print, Severity, Sources, preflight_by, proof};

/// A file that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MadeFile {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Its SHA-256 in lower-case hex.
    pub sha256: String,
}

impl MadeFile {
    fn new(bytes: Vec<u8>) -> Self {
        Self { sha256: sha256_hex(&bytes), bytes }
    }
}

/// A page that was printed, checked, and drawn as its proofs.
#[derive(Clone, PartialEq, Debug)]
pub struct MadePage {
    /// The PDF/X file.
    pub press: MadeFile,
    /// What shows the page on a screen, by the ending of its name. A page that must not be printed has none, nor has one
    /// whose sources draw none.
    pub proofs: Vec<(String, MadeFile)>,
    /// What is on it.
    pub page: PrintedPage,
    /// What the press says.
    pub notices: Vec<PressNotice>,
    /// What preflight finds in the printed file.
    pub findings: Vec<Finding>,
}

/// Why a page cannot be made out of its record.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RecallError {
    /// The record is not one of this version of the program.
    #[error("the record cannot be read: {0}")]
    Record(String),
    /// It was made for another job.
    #[error("it was made for another job")]
    OtherJob,
    /// A file is gone, or is no longer what it was.
    #[error("the file {0} is not there")]
    File(String),
}

/// A page as it is kept: everything but the bytes of its files.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    /// The digest of the job that it was made for.
    job: String,
    press: String,
    proofs: Vec<(String, String)>,
    page: PrintedPage,
    notices: Vec<PressNotice>,
    findings: Vec<Finding>,
}

impl MadePage {
    /// Prints a page by itself, checks the file by the job's rules and draws its proofs.
    ///
    /// # Errors
    /// See [`print`](crate::print()); where a proof cannot be drawn, that.
    pub fn new(frame: &PageFrame, sources: &dyn Sources, job: &Job) -> Result<Self, PressError> {
        Self::by(frame, sources, job, &Presses::default(), true)
    }

    /// As [`Self::new`], with press profiles that stay open for the next page.
    pub(crate) fn by(
        frame: &PageFrame,
        sources: &dyn Sources,
        job: &Job,
        presses: &Presses,
        alone: bool,
    ) -> Result<Self, PressError> {
        let (printed, seen) = print_of(&[frame], sources, job, presses, Way { seen: true, alone })?;
        let Print { pdf, pages, notices } = printed;
        let page = pages.into_iter().next().ok_or(PressError::NoPages)?;
        let findings = preflight_by(&pdf, &job.rules(frame)).findings;
        let mut made = Self { press: MadeFile::new(pdf), proofs: Vec::new(), page, notices, findings };
        // A page that stops needs none, and one whose picture is missing cannot be drawn.
        if made.stops() {
            return Ok(made);
        }
        let shown = sources.proof(frame, job, &seen).map_err(|reason| PressError::Writing { reason })?;
        if let Some(shown) = shown {
            let pdf = proof::pdf(&made.press.bytes, &shown, job)?;
            made.proofs =
                vec![("png".to_owned(), MadeFile::new(shown.png)), ("pdf".to_owned(), MadeFile::new(pdf))];
        }
        Ok(made)
    }

    /// Whether it must not be printed.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.notices.iter().any(|notice| notice.severity() == Severity::Error)
            || self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// Every file, the press file first: each is to be kept under its digest.
    pub fn files(&self) -> impl Iterator<Item = &MadeFile> {
        std::iter::once(&self.press).chain(self.proofs.iter().map(|(_, file)| file))
    }

    /// What is to be kept of it besides its files; the same page of the same job gives the same bytes.
    #[must_use]
    pub fn record(&self, job: &Job) -> Vec<u8> {
        let proofs = self.proofs.iter().map(|(ending, file)| (ending.clone(), file.sha256.clone()));
        let record = Record {
            job: job.digest(),
            press: self.press.sha256.clone(),
            proofs: proofs.collect(),
            page: self.page.clone(),
            notices: self.notices.clone(),
            findings: self.findings.clone(),
        };
        serde_json::to_vec(&record).unwrap_or_default()
    }

    /// A page from its record, as [`Self::new`] has made it for this very job; `file` answers the bytes that have a digest.
    ///
    /// # Errors
    /// See [`RecallError`]: the page is to be made anew then.
    pub fn recall(
        record: &[u8],
        job: &Job,
        file: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Self, RecallError> {
        let record: Record =
            serde_json::from_slice(record).map_err(|error| RecallError::Record(error.to_string()))?;
        if record.job != job.digest() {
            return Err(RecallError::OtherJob);
        }
        let file = |sha256: String| match file(&sha256) {
            Some(bytes) => Ok(MadeFile { bytes, sha256 }),
            None => Err(RecallError::File(sha256)),
        };
        let proofs = record.proofs.into_iter().map(|(ending, sha256)| Ok((ending, file(sha256)?)));
        Ok(Self {
            press: file(record.press)?,
            proofs: proofs.collect::<Result<_, _>>()?,
            page: record.page,
            notices: record.notices,
            findings: record.findings,
        })
    }
}
