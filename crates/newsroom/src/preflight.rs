//! Preflight of PDF files: another's by themselves, or as the file of one of the paper's pages.

use broadsheet_press::{Report, Verdict};

use crate::refusal::Refusal;
use crate::room::{Ask, Newsroom, Outcome, page_id};
use crate::wire::Severity;
use crate::words::{self, Lang};

/// What the preflight says of a PDF.
#[derive(Clone, Debug, serde::Serialize)]
pub struct PreflightView {
    /// `pass` or `fail`: by our own rules, which are no certificate.
    pub verdict: String,
    /// The PDF/X version that the file claims.
    pub profile: Option<String>,
    /// What was found.
    pub findings: Vec<FindingView>,
}

/// One finding. Its page is counted in the file: another's PDF has no page numbers of this paper.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FindingView {
    /// The stable code.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do next.
    pub hint: String,
    /// The page, counted from 1; `None` where it is the file.
    pub page: Option<u32>,
    /// Where on the page.
    pub place: Option<String>,
}

impl PreflightView {
    /// What is said of a file that fails: its first error.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let first = self.findings.iter().find(|finding| finding.severity == Severity::Error)?;
        let FindingView { code, message, hint, .. } = first.clone();
        Some(Refusal { code, message, hint })
    }
}

/// Checks any PDF by our own rules. Needs no library. A file that cannot be read at all fails like any other.
#[must_use]
pub fn preflight(pdf: &[u8], lang: Lang) -> PreflightView {
    view(&broadsheet_press::preflight(pdf), lang)
}

impl Newsroom {
    /// Checks a PDF as what is to be printed for a page: of the page's trimmed size, in the standard, the colours and the
    /// ink that the title prints it with.
    ///
    /// # Errors
    /// `not-found`; a page that cannot be composed.
    pub fn preflight_as(&self, ask: &Ask, page: &str, pdf: &[u8]) -> Outcome<PreflightView> {
        let rules = self.rules_of(page_id(page)?)?;
        Ok(view(&broadsheet_press::preflight_by(pdf, &rules), ask.lang))
    }
}

fn view(report: &Report, lang: Lang) -> PreflightView {
    PreflightView {
        verdict: match report.verdict {
            Verdict::Pass => "pass".to_owned(),
            Verdict::Fail => "fail".to_owned(),
        },
        profile: report.profile.clone(),
        findings: report.findings.iter().map(|finding| words::file_finding(finding, lang)).collect(),
    }
}
