//! A page frame to PDF/X, colour through the press profile, and preflight of any PDF.
//!
//! [`print`] paints page frames, exactly as composed, onto sheets with bleed and printers' marks and makes a
//! PDF/X-4 file (ISO 15930-7) of them. Text, rules and tints are process inks by number and never meet a profile;
//! pictures go through the press profile and stay under its ink limit. The same frames, files and date give the
//! same bytes.
//!
//! [`preflight`] reads any PDF and says what would go wrong at the press, by our own rules: a pass is no
//! certificate.

mod colour;
mod digest;
mod error;
mod job;
mod marks;
mod paint;
mod pdfx;
mod picture;
mod preflight;
mod print;
mod sheet;
mod typeface;
mod xmp;

pub use error::{PressError, PressNotice, Severity};
pub use job::{FontBytes, FontFile, Job, PressProfile, Print, Sources};
pub use preflight::{Finding, FindingKind, PageBox, Report, Rules, Used, Verdict, preflight, preflight_by};
pub use print::print;
