//! What the press is given besides the frames, and what it gives back.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use broadsheet_layout::frame::{FontUse, PictureUse};
use chrono::{DateTime, FixedOffset};

use crate::PressNotice;

/// The bytes of a whole font file: a mapped file, a `Vec<u8>` or a static slice; cheap to clone.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A font file as the source hands it over.
#[derive(Clone)]
pub struct FontFile {
    /// The whole file, all faces of a collection.
    pub bytes: FontBytes,
    /// SHA-256 of `bytes` in lower-case hex, where the source has it at hand; the press computes it otherwise.
    /// (A collection is some 25 MB: a program that prints many pages hashes each file once.)
    pub sha256: Option<String>,
}

impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.bytes.as_ref().as_ref().len();
        f.debug_struct("FontFile").field("length", &length).field("sha256", &self.sha256).finish()
    }
}

/// Where fonts and original pictures come from.
pub trait Sources {
    /// The file that holds the face, or `None` where it is not there.
    fn font(&self, font: &FontUse) -> Option<FontFile>;

    /// The bytes of the original picture file, or `None` where it is not there.
    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>>;
}

/// The condition of paper, ink and press that the file is made for.
#[derive(Clone, PartialEq, Eq)]
pub struct PressProfile {
    /// The ICC output profile; CMYK.
    pub icc: Cow<'static, [u8]>,
    /// The name under which the ICC registry knows the printing condition (`OutputConditionIdentifier`).
    pub identifier: String,
    /// The condition in words, for the output intent and the reader.
    pub name: String,
    /// The largest sum of the four inks, in per cent.
    pub ink_limit: u16,
}

impl PressProfile {
    /// Coldset newsprint after CGATS TR 002 with 240 % total ink: what is used unless a title brings its own.
    #[must_use]
    pub fn newsprint() -> Self {
        Self {
            icc: Cow::Borrowed(include_bytes!("../../../assets/icc/newsprint-snap-tr002-tac240.icc")),
            identifier: "CGATS TR 002".to_owned(),
            name: "Coldset newsprint (SNAP, CGATS TR 002), total ink 240 %".to_owned(),
            ink_limit: 240,
        }
    }
}

impl Default for PressProfile {
    fn default() -> Self {
        Self::newsprint()
    }
}

impl fmt::Debug for PressProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PressProfile")
            .field("icc_length", &self.icc.len())
            .field("identifier", &self.identifier)
            .field("name", &self.name)
            .field("ink_limit", &self.ink_limit)
            .finish()
    }
}

/// How a file is to be printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// The date of the file: creation, modification and metadata dates, and the time in the slug line.
    pub at: DateTime<FixedOffset>,
    /// The printing condition.
    pub profile: PressProfile,
    /// The title of the document.
    pub title: String,
    /// What the slug line in the margin says first (title, date, edition). The page's name, where it is not part of
    /// this, the inks and the time follow by themselves.
    pub slug: String,
    /// Whether printers' marks, colour bar and slug line stand around the bleed.
    pub marks: bool,
    /// The program and its version, as `Producer` and `CreatorTool`.
    pub producer: String,
}

/// A printed file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Print {
    /// The PDF/X-4 file.
    pub pdf: Vec<u8>,
    /// What the reader should know, in page order.
    pub notices: Vec<PressNotice>,
}
