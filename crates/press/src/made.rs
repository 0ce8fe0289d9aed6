//! [`MadePage`]: one page as the press has made it, with all that an issue's folder holds of it. Printing is most of the
//! work of an issue: whoever keeps a page's files and its record when it is signed need not print it again to export it.

use broadsheet_layout::PageFrame;
use serde::{Deserialize, Serialize};

use crate::colour::Presses;
use crate::digest::sha256_hex;
use crate::manifest::PrintedPage;
use crate::print::{Way, print_of};
use crate::{Finding, Job, PressError, PressNotice, Print, Seen, Severity, Sources, preflight_by, proof};

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

/// A page as it is kept: everything but the bytes of its files.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeRecord {
    /// The digest of the job that it was made for.
    job: String,
    /// SHA-256 of the PDF/X file.
    pub press: String,
    /// SHA-256 of its proofs, by the endings of their names.
    proofs: Vec<(String, String)>,
    page: PrintedPage,
    /// What the press has said.
    pub notices: Vec<PressNotice>,
    /// What preflight has found.
    pub findings: Vec<Finding>,
}

impl MadeRecord {
    /// The record that the sources have kept under a digest; `None` where they have none of a page that was made for this
    /// very job: the page is to be made anew then.
    #[must_use]
    pub fn kept(sources: &dyn Sources, sha256: &str, job: &Job) -> Option<Self> {
        let record: Self = serde_json::from_slice(&sources.kept(sha256)?).ok()?;
        (record.job == job.digest()).then_some(record)
    }

    /// The page with all its files; `None` where one is gone, or where its proofs could not be drawn.
    #[must_use]
    pub fn page(self, sources: &dyn Sources) -> Option<MadePage> {
        let file = |sha256: String| Some(MadeFile { bytes: sources.kept(&sha256)?, sha256 });
        let proofs = self.proofs.into_iter().map(|(ending, sha256)| Some((ending, file(sha256)?)));
        let proofs = proofs.collect::<Option<Vec<_>>>().filter(|proofs| !proofs.is_empty())?;
        let Self { page, notices, findings, .. } = self;
        Some(MadePage { press: file(self.press)?, proofs, page, notices, findings })
    }
}

impl MadePage {
    /// Prints a page by itself, checks the file by the job's rules and draws its proofs. A page whose proofs cannot be drawn
    /// has none: it can be printed all the same.
    ///
    /// # Errors
    /// See [`print`](crate::print()).
    pub fn new(frame: &PageFrame, sources: &dyn Sources, job: &Job) -> Result<Self, PressError> {
        let (mut made, seen) = Self::printed(frame, sources, job, &Presses::default(), true)?;
        made.proofs = made.drawn(frame, sources, job, &seen).unwrap_or_default();
        Ok(made)
    }

    /// As [`Self::new`] among other pages, with press profiles that stay open for the next one.
    ///
    /// # Errors
    /// Also where a proof cannot be drawn.
    pub(crate) fn among(
        frame: &PageFrame,
        sources: &dyn Sources,
        job: &Job,
        presses: &Presses,
    ) -> Result<Self, PressError> {
        let (mut made, seen) = Self::printed(frame, sources, job, presses, false)?;
        made.proofs = made.drawn(frame, sources, job, &seen)?;
        Ok(made)
    }

    fn printed(
        frame: &PageFrame,
        sources: &dyn Sources,
        job: &Job,
        presses: &Presses,
        alone: bool,
    ) -> Result<(Self, Vec<Option<Seen>>), PressError> {
        let (printed, seen) = print_of(&[frame], sources, job, presses, Way { seen: true, alone })?;
        let Print { pdf, pages, notices } = printed;
        let page = pages.into_iter().next().ok_or(PressError::NoPages)?;
        let findings = preflight_by(&pdf, &job.rules(frame)).findings;
        Ok((Self { press: MadeFile::new(pdf), proofs: Vec::new(), page, notices, findings }, seen))
    }

    /// The proofs of a page that was printed. One that must not be printed needs none, and one whose picture is missing
    /// cannot be drawn.
    fn drawn(
        &self,
        frame: &PageFrame,
        sources: &dyn Sources,
        job: &Job,
        seen: &[Option<Seen>],
    ) -> Result<Vec<(String, MadeFile)>, PressError> {
        if self.stops() {
            return Ok(Vec::new());
        }
        let shown = sources.proof(frame, job, seen).map_err(|reason| PressError::Writing { reason })?;
        let Some(shown) = shown else { return Ok(Vec::new()) };
        let pdf = proof::pdf(&self.press.bytes, &shown, job)?;
        Ok([("png", shown.png), ("pdf", pdf)]
            .map(|(ending, file)| (ending.to_owned(), MadeFile::new(file)))
            .into())
    }

    /// Whether it must not be printed.
    #[must_use]
    pub fn stops(&self) -> bool {
        stops(&self.notices, &self.findings)
    }

    /// Every file, the press file first: each is to be kept under its digest.
    pub fn files(&self) -> impl Iterator<Item = &MadeFile> {
        std::iter::once(&self.press).chain(self.proofs.iter().map(|(_, file)| file))
    }

    /// What is to be kept of it besides its files; the same page of the same job gives the same bytes.
    #[must_use]
    pub fn record(&self, job: &Job) -> Vec<u8> {
        let proofs = self.proofs.iter().map(|(ending, file)| (ending.clone(), file.sha256.clone()));
        let record = MadeRecord {
            job: job.digest(),
            press: self.press.sha256.clone(),
            proofs: proofs.collect(),
            page: self.page.clone(),
            notices: self.notices.clone(),
            findings: self.findings.clone(),
        };
        serde_json::to_vec(&record).unwrap_or_default()
    }
}

/// Whether a page of which this is said must not be printed.
pub(crate) fn stops(notices: &[PressNotice], findings: &[Finding]) -> bool {
    let mut weights = notices.iter().map(PressNotice::severity).chain(findings.iter().map(Finding::severity));
    weights.any(|severity| severity == Severity::Error)
}
