//! [`preflight`]: what would go wrong with a PDF at the press, by our own rules.
//!
//! The rules are those of PDF/X-4 (ISO 15930-7:2010) as far as they can be checked by reading the file, and the
//! habits of a newspaper press: ink limit, black text in black ink, resolution, hairlines. There is no free validator
//! for PDF/X to hold them against, so a pass is never a certificate.

mod boxes;
mod colour;
mod content;
mod document;
mod image;
mod lookup;
mod matrix;
mod report;
mod state;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::xref::XrefRecovery;
use lopdf::{Document, LoadOptions};

pub use report::{Finding, FindingKind, PageBox, PreflightError, Report, Rules, Used, Verdict};

use report::Findings;

/// The largest stream that is unpacked: a page of pictures is far below, a bomb far above.
pub(crate) const LARGEST_STREAM: usize = 256 * 1024 * 1024;

/// Checks a file by the rules for coldset newsprint.
///
/// # Errors
/// Where there is nothing to check: an empty file, another kind of file, one that breaks off or is damaged beyond
/// reading. What can be read and is wrong is a finding.
pub fn preflight(pdf: &[u8]) -> Result<Report, PreflightError> {
    preflight_by(pdf, &Rules::default())
}

/// Checks a file by rules of the caller's.
///
/// # Errors
/// As [`preflight`].
pub fn preflight_by(pdf: &[u8], rules: &Rules) -> Result<Report, PreflightError> {
    if pdf.is_empty() {
        return Err(PreflightError::Empty);
    }
    // ISO 32000-1, Annex H.3.4.1: the header stands within the first 1,024 bytes.
    let head = pdf.get(..1024).unwrap_or(pdf);
    if !head.windows(5).any(|window| window == b"%PDF-") {
        return Err(PreflightError::NotPdf);
    }
    // The reader is someone else's and meets every kind of broken file here; a panic of its is one more way of
    // saying that the file is damaged, and nothing of ours is left half changed by it.
    catch_unwind(AssertUnwindSafe(|| check(pdf, rules)))
        .unwrap_or_else(|_| Err(PreflightError::Damaged { reason: "its reader gave up".to_owned() }))
}

fn check(pdf: &[u8], rules: &Rules) -> Result<Report, PreflightError> {
    let ends = {
        let tail = pdf.get(pdf.len().saturating_sub(2048)..).unwrap_or(pdf);
        tail.windows(5).any(|window| window == b"%%EOF")
    };
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(pdf, options) {
        Ok(document) => document,
        Err(
            lopdf::Error::InvalidPassword
            | lopdf::Error::Decryption(_)
            | lopdf::Error::UnsupportedSecurityHandler(_),
        ) => {
            let mut findings = Findings::new();
            findings.file(FindingKind::Encrypted);
            return Ok(findings.report(None));
        }
        Err(_) if !ends => return Err(PreflightError::Truncated),
        Err(error) => return Err(PreflightError::Damaged { reason: error.to_string() }),
    };
    if !ends && document.xref_recovery.is_some() {
        return Err(PreflightError::Truncated);
    }
    let mut findings = Findings::new();
    if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        findings.file(FindingKind::DamagedStructure);
    }
    if document.is_encrypted() || document.was_encrypted() {
        findings.file(FindingKind::Encrypted);
    }
    if document.is_encrypted() {
        // Locked: nothing in it can be read.
        return Ok(findings.report(None));
    }
    let standard = document::check(&document, &mut findings);
    let pages = document.get_pages();
    if pages.is_empty() {
        if document.catalog().is_err() {
            return Err(PreflightError::Damaged { reason: "it has no catalog".to_owned() });
        }
        findings.file(FindingKind::NoPages);
    }
    for (number, id) in pages {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let sheet = boxes::check(&document, page, number, &mut findings);
        boxes::check_annotations(&document, page, number, &sheet, &mut findings);
        content::check(&document, id, number, &sheet, &standard, rules, &mut findings);
    }
    Ok(findings.report(standard.name()))
}
