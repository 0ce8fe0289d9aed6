//! What the press is given besides the frames, and what it gives back.

use std::fmt;
use std::sync::Arc;

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{FontUse, Ink, PictureUse};
use broadsheet_units::Length;
use chrono::{DateTime, FixedOffset};

use crate::digest::sha256_hex;
use crate::manifest::PrintedPage;
use crate::profile::PressProfile;
use crate::proof::Shown;
use crate::{PressNotice, Rules};

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

    /// The page as it is looked at on a screen, for the proofs that go along with an issue: with the plates of its `job`,
    /// in greys where that is black alone. Nothing where there are to be no proofs.
    ///
    /// `seen` has for each item of the page, where it is a photograph that the press has decoded, what it shows: decoding
    /// is half the work of printing it, and need not be done again.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    fn proof(&self, _frame: &PageFrame, _job: &Job, _seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        Ok(None)
    }

    /// The bytes that were kept under their SHA-256: the record of a page that was made before
    /// ([`MadePage::record`](crate::MadePage::record)), or one of its files. `None` where they are gone or are no longer
    /// what they were: the page is made anew then.
    fn kept(&self, _sha256: &str) -> Option<Vec<u8>> {
        None
    }
}

/// What a page shows of a photograph, before it becomes inks: cropped, upright, brought down to the resolution of the
/// press.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Rows of red, green and blue, eight bits each, in the colours of its file.
    pub pixels: Vec<u8>,
    /// The profile in the file.
    pub icc: Option<Vec<u8>>,
}

/// The member of PDF/X that a file is made as.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Standard {
    /// PDF/X-4 (ISO 15930-7:2010): PDF 1.6, with live transparency in placed PDFs.
    #[default]
    X4,
    /// PDF/X-1a:2003 (ISO 15930-4): PDF 1.4, inks by number alone, nothing transparent.
    X1a,
}

impl Standard {
    /// As the file says it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::X4 => "PDF/X-4",
            Self::X1a => "PDF/X-1a:2003",
        }
    }
}

/// The plates that a page is printed with.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Plates {
    /// Cyan, magenta, yellow and black, and the spot colours of the job.
    #[default]
    Process,
    /// Black alone: every colour is printed as the tint of black that is as light.
    Black,
}

/// A spot colour: an ink of its own, on a plate of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// The name of the plate, as the print house knows the ink.
    pub name: String,
    /// The process inks that stand for it: whatever the page has in them, or in a tint of them, is printed with the
    /// spot colour; and whoever lacks the ink prints these.
    pub stands_for: Ink,
}

impl Spot {
    /// How many per cent of the spot colour an ink is; `None` where it is another colour.
    ///
    /// What black alone stands for is no spot colour: all text would leave its plate.
    pub(crate) fn tint(&self, ink: Ink) -> Option<u8> {
        let Ink { c, m, y, .. } = self.stands_for;
        if (c, m, y) == (0, 0, 0) || ink.total() == 0 {
            return None;
        }
        (1..=100u8).rev().find(|&tint| self.stands_for.tint(tint) == ink)
    }
}

/// How far black ink prints over what lies below it; what is larger knocks out. In a large black area the colours
/// below would show through, and under small letters the least misregister would leave a white edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overprint {
    /// Text up to this size.
    pub text: Length,
    /// Rules up to this thickness.
    pub rules: Length,
}

impl Default for Overprint {
    /// All text, and rules up to 2 mm.
    fn default() -> Self {
        Self { text: Length::MAX, rules: Length::from_mm(2.0) }
    }
}

/// How a file is to be printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// The date of the file: creation, modification and metadata dates, and the time in the slug line.
    pub at: DateTime<FixedOffset>,
    /// The member of PDF/X.
    pub standard: Standard,
    /// The printing condition.
    pub profile: PressProfile,
    /// The plates.
    pub plates: Plates,
    /// The spot colours, none for most papers.
    pub spots: Vec<Spot>,
    /// What of black ink overprints.
    pub overprint: Overprint,
    /// How much pictures are sharpened at the size of the plate, in per cent; 0: not at all.
    pub sharpening: u16,
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

impl Job {
    /// A PDF/X-4 file of four inks for coldset newsprint, with printers' marks and without a word of its own.
    #[must_use]
    pub fn new(at: DateTime<FixedOffset>) -> Self {
        Self {
            at,
            standard: Standard::default(),
            profile: PressProfile::default(),
            plates: Plates::default(),
            spots: Vec::new(),
            overprint: Overprint::default(),
            sharpening: 0,
            title: String::new(),
            slug: String::new(),
            marks: true,
            producer: String::new(),
        }
    }

    /// What tells it from every other job, as SHA-256 in lower-case hex: jobs of one digest make the same file of the
    /// same frame. Another version of the program names another producer, and so is another job.
    pub(crate) fn digest(&self) -> String {
        sha256_hex(format!("{}{self:?}", sha256_hex(&self.profile.icc)).as_bytes())
    }

    /// What the file that this job makes of a page has to keep to.
    #[must_use]
    pub fn rules(&self, frame: &PageFrame) -> Rules {
        Rules {
            ink_limit: self.profile.ink_limit,
            trim_mm: Some((frame.trim.width.to_mm(), frame.trim.height.to_mm())),
            standard: Some(self.standard),
            black_alone: self.plates == Plates::Black,
            // The press converts whatever is ours: what is left is someone else's, and nobody has seen it in inks.
            inks_alone: true,
            ..Rules::default()
        }
    }
}

/// A printed file.
#[derive(Clone, PartialEq, Debug)]
pub struct Print {
    /// The PDF/X file.
    pub pdf: Vec<u8>,
    /// What is on each page, in order.
    pub pages: Vec<PrintedPage>,
    /// What the reader should know, in page order.
    pub notices: Vec<PressNotice>,
}
