//! [`preflight`]: what would go wrong with a PDF at the press, by our own rules.
//!
//! The rules are those of PDF/X-4 (ISO 15930-7:2010) as far as they can be checked by reading the file, and the
//! habits of a newspaper press: ink limit, black text in black ink, resolution, hairlines. There is no free validator
//! for PDF/X to hold them against, so a pass is never a certificate.

pub(crate) mod boxes;
mod colour;
mod content;
mod density;
mod document;
mod font;
mod function;
mod gradient;
mod image;
pub(crate) mod lookup;
pub(crate) mod matrix;
mod packed;
mod packet;
mod program;
mod report;
mod rows;
mod shading;
mod state;
mod text;
pub(crate) mod unpack;
mod weight;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::xref::XrefRecovery;
use lopdf::{Document, LoadOptions};

pub use report::{Finding, FindingKind, PageBox, Report, Rules, Used, Verdict};

use content::Budget;
pub(crate) use content::Inked;
use report::Findings;

/// The largest stream that is unpacked: a page of pictures is far below, a bomb far above.
pub(crate) const LARGEST_STREAM: usize = 256 * 1024 * 1024;

/// Checks a file by the rules for coldset newsprint.
///
/// There is always a report: what cannot be read at all is its one finding.
#[must_use]
pub fn preflight(pdf: &[u8]) -> Report {
    preflight_by(pdf, &Rules::default())
}

/// Checks a file by rules of the caller's.
#[must_use]
pub fn preflight_by(pdf: &[u8], rules: &Rules) -> Report {
    // The reader is someone else's and meets every kind of broken file here; a panic of its is one more way of
    // saying that the file is damaged, and nothing of ours is left half changed by it.
    catch_unwind(AssertUnwindSafe(|| check(pdf, rules)))
        .unwrap_or_else(|_| alone(FindingKind::Damaged { reason: "its reader gave up".to_owned() }))
}

/// The report on a file of which nothing else can be said.
fn alone(kind: FindingKind) -> Report {
    let mut findings = Findings::new();
    findings.file(kind);
    findings.report(None)
}

/// Where a file ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// At its end-of-file marker.
    Whole,
    /// Something follows the marker that is no part of it.
    Followed,
    /// Before its marker.
    Missing,
}

/// What the raw bytes say of a file, or why there is no reading it.
fn outline(pdf: &[u8]) -> Result<End, FindingKind> {
    const MARKER: &[u8] = b"%%EOF";
    /// A reader looks for the marker in this much of the file's end (ISO 32000-1, Annex H.3.4.4).
    const TAIL: usize = 1024;
    if pdf.is_empty() {
        return Err(FindingKind::EmptyFile);
    }
    // ISO 32000-1, Annex H.3.4.1: the header stands within the first 1,024 bytes.
    let head = pdf.get(..1024).unwrap_or(pdf);
    let has = |part: &[u8], what: &[u8]| part.windows(what.len()).any(|window| window == what);
    // Something else may well speak of a header; without a single object it is no PDF, unless it broke off at once.
    if !has(head, b"%PDF-") || !(pdf.starts_with(b"%PDF-") || has(pdf, b" obj")) {
        return Err(FindingKind::NotPdf);
    }
    let Some(last) = pdf.windows(MARKER.len()).rposition(|window| window == MARKER) else {
        return Ok(End::Missing);
    };
    let rest = pdf.get(last + MARKER.len()..).unwrap_or_default();
    Ok(match rest.len() {
        ..=TAIL => End::Whole,
        // An update was begun and not finished.
        _ if has(rest, b" obj") => End::Missing,
        _ => End::Followed,
    })
}

/// Loads the file; `None` where it is locked.
fn load(pdf: &[u8], end: End) -> Result<Option<Document>, FindingKind> {
    // What is unpacked on loading are tables and streams of small objects, every one of them, asked for or not.
    const LARGEST_TABLE: usize = 32 * 1024 * 1024;
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_TABLE), ..LoadOptions::default() };
    match Document::load_mem_with_options(pdf, options) {
        Ok(document) if end == End::Missing && document.xref_recovery.is_some() => {
            Err(FindingKind::Truncated)
        }
        // Locked: nothing in it can be read.
        Ok(document) if document.is_encrypted() => Ok(None),
        Ok(document) => Ok(Some(document)),
        Err(
            lopdf::Error::InvalidPassword
            | lopdf::Error::Decryption(_)
            | lopdf::Error::UnsupportedSecurityHandler(_),
        ) => Ok(None),
        Err(_) if end == End::Missing => Err(FindingKind::Truncated),
        Err(error) => Err(FindingKind::Damaged { reason: error.to_string() }),
    }
}

/// Opens a file, or says why there is no reading it; `None` where it is locked.
pub(crate) fn open(pdf: &[u8]) -> Result<Option<Document>, FindingKind> {
    load(pdf, outline(pdf)?)
}

/// What a page prints with.
pub(crate) fn inked(document: &Document, page: lopdf::ObjectId, rules: &Rules) -> Inked {
    let mut findings = Findings::new();
    let standard = document::check(document, rules, &mut findings);
    let Ok(dictionary) = document.get_dictionary(page) else { return Inked::default() };
    let sheet = boxes::check(document, dictionary, 1, &mut findings);
    content::inked(&content::Ground { document, standard: &standard, rules }, page, &sheet)
}

fn check(pdf: &[u8], rules: &Rules) -> Report {
    let end = match outline(pdf) {
        Ok(end) => end,
        Err(kind) => return alone(kind),
    };
    let document = match load(pdf, end) {
        Ok(Some(document)) => document,
        Ok(None) => return alone(FindingKind::Encrypted),
        Err(kind) => return alone(kind),
    };
    let mut findings = Findings::new();
    if end == End::Followed || document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        findings.file(FindingKind::DamagedStructure);
    }
    if document.was_encrypted() {
        findings.file(FindingKind::Encrypted);
    }
    let standard = document::check(&document, rules, &mut findings);
    let pages = document.get_pages();
    if pages.is_empty() {
        if document.catalog().is_err() {
            return alone(FindingKind::Damaged { reason: "it has no catalog".to_owned() });
        }
        findings.file(FindingKind::NoPages);
    }
    let mut budget = Budget::new();
    for (number, id) in pages {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let sheet = boxes::check(&document, page, number, &mut findings);
        boxes::check_space(&document, page, standard.is_flat(), number, &mut findings);
        boxes::check_size(&sheet, rules, number, &mut findings);
        boxes::check_annotations(&document, page, number, &sheet, &mut findings);
        let ground = content::Ground { document: &document, standard: &standard, rules };
        content::check(&ground, id, number, &sheet, &mut budget, &mut findings);
    }
    document::check_objects(&document, &mut findings);
    findings.report(standard.name())
}
