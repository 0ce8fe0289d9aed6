//! The fonts that are installed: found by family, opened when used.

mod face;
mod library;
#[expect(unsafe_code, reason = "the one place that maps files; its safety is argued there")]
mod mapped;
mod outline;
mod scan;

pub use face::{Font, FontId};
pub use library::{Family, FontLibrary};
pub use outline::{Outline, PathStep};

pub(crate) use library::Resolved;
