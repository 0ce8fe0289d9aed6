//! A page frame to PDF/X, colour through the press profile, and preflight of any PDF.
//!
//! [`print`] paints page frames, exactly as composed, onto sheets with bleed and printers' marks and makes a
//! PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4) file of them. Text, rules and tints are inks by number and
//! never meet a profile; pictures go through the press profile and stay under its ink limit; placed PDFs stay as they
//! are. The same frames, files and date give the same bytes. [`MadePage`] is one page with its proofs, to be kept from
//! its signature to its export; [`export`] makes those of an issue, side by side, or takes what was kept, with a
//! manifest.
//!
//! [`preflight`] reads any PDF and says what would go wrong at the press, by our own rules: a pass is no
//! certificate.

mod advert;
mod colour;
mod digest;
mod error;
mod faults;
mod ink;
mod issue;
mod job;
mod made;
mod manifest;
mod marks;
mod paint;
mod pdfx;
mod picture;
mod preflight;
mod print;
mod profile;
mod proof;
mod sheet;
mod staging;
mod steps;
mod subset;
mod tell;
mod typeface;
mod xmp;

pub use advert::{AdvertFault, check_advert, pdf_size};
pub use error::{PressError, PressNotice, Severity};
pub use ink::tints_of_black;
pub use issue::{ExportError, IssueExport, IssuePage, PageTold, Watch, export};
pub use job::{FontBytes, FontFile, Job, Overprint, Plates, Print, Seen, Sources, Spot, Standard};
pub use made::{MadeFile, MadePage, MadeRecord};
pub use manifest::{
    Boxes, Manifest, ManifestPage, ManifestProof, PrintedFont, PrintedPage, PrintedPicture, Told,
};
pub use preflight::{Finding, FindingKind, PageBox, Report, Rules, Used, Verdict, preflight, preflight_by};
pub use print::print;
pub use profile::{PressProfile, ProfileFault, profile_description};
pub use proof::{Shown, ShownPicture};
