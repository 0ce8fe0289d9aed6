//! A picture file: its shape, and what its metadata says.
//!
//! [`container`] takes the file apart (JPEG, PNG, TIFF, WebP); [`iim`], [`xmp`] and [`exif`] read the three places
//! where words are kept; [`reconcile`] decides between them as the Metadata Working Group's guidelines say.

mod container;
mod exif;
mod iim;
mod reconcile;
mod words;
mod xmp;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS};

/// The file formats that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PhotoFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF.
    Tiff,
    /// WebP.
    WebP,
}

/// What the picture's channels are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColourKind {
    /// One channel.
    Grey,
    /// Three channels, or a palette of them.
    Rgb,
    /// Four inks.
    Cmyk,
}

/// Pixels per inch in both directions, as the file states it (72 is also what files say that know nothing).
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Resolution {
    /// Across.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// The editorial fields, by what the IPTC Photo Metadata Standard 2024.1 calls them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PhotoWords {
    /// Headline.
    pub headline: Option<String>,
    /// Description: the caption.
    pub caption: Option<String>,
    /// Creator: who made the picture, a name each.
    pub creator: Vec<String>,
    /// Creator's jobtitle: 本报记者.
    pub creator_title: Option<String>,
    /// Credit Line.
    pub credit: Option<String>,
    /// Copyright Notice.
    pub copyright: Option<String>,
    /// Source (Supply Chain).
    pub source: Option<String>,
    /// Title: often the slug or the file's name.
    pub title: Option<String>,
    /// City (legacy).
    pub city: Option<String>,
    /// Province or State (legacy).
    pub province: Option<String>,
    /// Country (legacy).
    pub country: Option<String>,
    /// Country Code (legacy), ISO 3166.
    pub country_code: Option<String>,
    /// Sublocation (legacy).
    pub sublocation: Option<String>,
    /// Date Created, ISO 8601, as exact as the file has it.
    pub date: Option<String>,
    /// Instructions.
    pub instructions: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Alt Text (Accessibility).
    pub alt_text: Option<String>,
    /// Extended Description (Accessibility).
    pub extended_description: Option<String>,
    /// Description Writer.
    pub caption_writer: Option<String>,
    /// Job Id.
    pub job_id: Option<String>,
    /// Rights Usage Terms.
    pub usage_terms: Option<String>,
    /// Copyright Owner: the names.
    pub copyright_owner: Vec<String>,
    /// Licensor: the names.
    pub licensor: Vec<String>,
    /// Web Statement of Rights.
    pub rights_page: Option<String>,
    /// Digital Source Type: whether it is a capture, a drawing, a composite or made by a model.
    pub digital_source_type: Option<String>,
}

/// A picture file, read.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PhotoFile {
    /// The file's format.
    pub format: PhotoFormat,
    /// Pixels across, the way the picture is looked at.
    pub width: u32,
    /// Pixels down, the way the picture is looked at.
    pub height: u32,
    /// The EXIF orientation, 1 to 8, that was applied to the size (1: stored upright).
    pub orientation: u8,
    /// The channels.
    pub colour: ColourKind,
    /// The embedded colour profile's bytes, where there is one.
    #[serde(skip)]
    pub icc: Option<Vec<u8>>,
    /// The stated resolution.
    pub resolution: Option<Resolution>,
    /// The editorial fields.
    pub words: PhotoWords,
    /// Everything else the file says, by its IPTC name where it has one, else by the name of its scheme.
    pub rest: BTreeMap<String, String>,
    /// What was doubtful.
    #[serde(skip)]
    pub notices: Vec<PhotoNotice>,
}

/// Something doubtful in a picture's metadata. The picture is usable all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PhotoNotice {
    /// A value ended inside a character; the unfinished character was dropped.
    ValueCut {
        /// The field's IPTC name.
        field: String,
    },
    /// The text has no marker, or a lying one; this encoding made words of it.
    EncodingGuessed {
        /// The encoding's name.
        encoding: &'static str,
    },
    /// The marker names another encoding than the text is in.
    MarkerLies {
        /// What the text is in.
        encoding: &'static str,
    },
    /// The text is in no known encoding; its odd bytes became U+FFFD.
    Undecodable {
        /// The field's IPTC name.
        field: String,
    },
    /// Two places of the file disagree about a field.
    Disagreement {
        /// The field's IPTC name.
        field: &'static str,
        /// The value that was taken.
        taken: String,
        /// The other one.
        left: String,
    },
    /// A block of metadata is damaged and was read as far as it goes.
    BlockDamaged {
        /// `IIM`, `XMP`, `EXIF` or `ICC`.
        block: &'static str,
    },
    /// A date that is none.
    DateUnreadable {
        /// The date as the file has it.
        text: String,
    },
}

impl PhotoNotice {
    /// The stable name of the notice, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ValueCut { .. } => "photo-value-cut",
            Self::EncodingGuessed { .. } => "photo-encoding-guessed",
            Self::MarkerLies { .. } => "photo-marker-lies",
            Self::Undecodable { .. } => "photo-undecodable",
            Self::Disagreement { .. } => "photo-fields-disagree",
            Self::BlockDamaged { .. } => "photo-metadata-damaged",
            Self::DateUnreadable { .. } => "photo-date-unreadable",
        }
    }
}

/// Why a file is no usable picture.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PhotoError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than are taken for a picture.
    #[error("{bytes} bytes are more than {limit}")]
    TooLarge {
        /// The file's length in bytes.
        bytes: usize,
        /// [`MAX_PHOTO_BYTES`](crate::MAX_PHOTO_BYTES).
        limit: usize,
    },
    /// More pixels than are taken for a picture.
    #[error("{width} × {height} pixels are more than {limit}")]
    TooManyPixels {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
        /// [`MAX_PHOTO_PIXELS`](crate::MAX_PHOTO_PIXELS).
        limit: u64,
    },
    /// Neither JPEG, PNG, TIFF nor WebP.
    #[error("not a picture format that is read here")]
    UnknownFormat,
    /// The file ends before its picture does.
    #[error("the file ends before the picture does")]
    Truncated {
        /// The format it began with.
        format: PhotoFormat,
    },
    /// The file's structure is broken.
    #[error("the file is damaged")]
    Damaged {
        /// The format it began with.
        format: PhotoFormat,
    },
}

impl PhotoError {
    /// The stable name of the error, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty-file",
            Self::TooLarge { .. } => "file-too-large",
            Self::TooManyPixels { .. } => "picture-too-large",
            Self::UnknownFormat => "unknown-photo-format",
            Self::Truncated { .. } => "truncated-photo",
            Self::Damaged { .. } => "damaged-photo",
        }
    }
}

/// Reads a picture file's shape and metadata. The picture itself is not decoded.
///
/// # Errors
/// [`PhotoError`] when the file is no whole picture of a known format. Broken metadata is no error.
pub fn read_photo(bytes: &[u8]) -> Result<PhotoFile, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    if bytes.len() > MAX_PHOTO_BYTES {
        return Err(PhotoError::TooLarge { bytes: bytes.len(), limit: MAX_PHOTO_BYTES });
    }
    let mut notices = Vec::new();
    let shell = container::open(bytes, &mut notices)?;
    let (width, height) = (shell.width, shell.height);
    if u64::from(width) * u64::from(height) > MAX_PHOTO_PIXELS {
        return Err(PhotoError::TooManyPixels { width, height, limit: MAX_PHOTO_PIXELS });
    }
    let exif = exif::read(shell.exif.as_deref(), &mut notices);
    let block = iim::photoshop(&shell.photoshop, shell.iim.as_deref());
    let iim = iim::read(&block, &mut notices);
    let xmp = xmp::read(&shell.xmp, &mut notices);
    let (words, rest) = reconcile::reconcile(&iim, &xmp, &exif, block.digest_verdict(), &mut notices);
    let turned = exif.orientation >= 5;
    let (width, height) = if turned { (shell.height, shell.width) } else { (shell.width, shell.height) };
    Ok(PhotoFile {
        format: shell.format,
        width,
        height,
        orientation: exif.orientation,
        colour: shell.colour,
        icc: shell.icc,
        resolution: exif.resolution.or(shell.resolution),
        words,
        rest,
        notices,
    })
}
