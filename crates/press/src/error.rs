//! Why a page cannot be printed, and what to know about one that was.

use broadsheet_layout::frame::{Ink, LEAST_PRESS_DPI};
use broadsheet_units::Rect;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::{AdvertFault, ProfileFault};

/// Why no file was made. Nothing is ever printed in part.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PressError {
    /// There is nothing to print.
    #[error("no page to print")]
    NoPages,
    /// A page has no area or is larger than a PDF page may be (14,400 units, ISO 32000-1 Annex C).
    #[error("page {page} has an impossible size")]
    PageSize {
        /// The page, counted from 1.
        page: u32,
    },
    /// A frame does not hold together: an index or a character range points outside.
    #[error("page {page}: {what}")]
    FrameBroken {
        /// The page, counted from 1.
        page: u32,
        /// What points where.
        what: String,
    },
    /// The source has no file for a font.
    #[error("font {family} ({postscript_name}) is missing")]
    FontMissing {
        /// The family.
        family: String,
        /// The face.
        postscript_name: String,
    },
    /// The file is another than the one that the page was composed with.
    #[error("font {family} ({postscript_name}) is not the file that the page was set with")]
    FontChanged {
        /// The family.
        family: String,
        /// The face.
        postscript_name: String,
    },
    /// The file is no font that can be embedded.
    #[error("font {family} ({postscript_name}) cannot be read: {reason}")]
    FontUnreadable {
        /// The family.
        family: String,
        /// The face.
        postscript_name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is another than the one that was placed.
    #[error("picture {photo} is not the file that was placed")]
    PictureChanged {
        /// The photo.
        photo: Uuid,
        /// The file's name in the library.
        sha256: String,
    },
    /// The file is no picture that can be read.
    #[error("picture {photo} cannot be read: {reason}")]
    PictureUnreadable {
        /// The photo.
        photo: Uuid,
        /// What is wrong with it.
        reason: String,
    },
    /// The press profile is not a CMYK output profile that can be used.
    #[error("press profile: {0}")]
    Profile(#[from] ProfileFault),
    /// The file could not be written: a fault of the program, not of the page.
    #[error("writing the PDF: {reason}")]
    Writing {
        /// What the writer said.
        reason: String,
    },
}

impl PressError {
    /// The stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPages => "no-pages",
            Self::PageSize { .. } => "page-size",
            Self::FrameBroken { .. } => "frame-broken",
            Self::FontMissing { .. } => "font-missing",
            Self::FontChanged { .. } => "font-changed",
            Self::FontUnreadable { .. } => "font-unreadable",
            Self::PictureChanged { .. } => "picture-changed",
            Self::PictureUnreadable { .. } => "picture-unreadable",
            Self::Profile(fault) => fault.code(),
            Self::Writing { .. } => "pdf-writing",
        }
    }
}

/// How much a notice or a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// It can be printed; somebody should look at it.
    Warning,
    /// It must not be printed like this.
    Error,
}

/// What the reader should know about a file that was made. Pages are counted from 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PressNotice {
    /// The source has no file for a picture: its frame is empty.
    PictureMissing {
        /// The page.
        page: u32,
        /// The photo.
        photo: Uuid,
        /// Its frame on the trimmed page.
        rect: Rect,
    },
    /// A picture does not fill its frame: what was to be shown of it reaches past its edges, or its outline past the
    /// frame. The rest of the frame is empty.
    PicturePartlyFilled {
        /// The page.
        page: u32,
        /// The photo.
        photo: Uuid,
        /// Its frame on the trimmed page.
        rect: Rect,
        /// How much of the frame is filled, in per cent.
        filled: u8,
    },
    /// A picture is shown larger than its pixels allow: under 250 dpi a warning, under 200 an error.
    LowResolution {
        /// The page.
        page: u32,
        /// The photo.
        photo: Uuid,
        /// Pixels an inch at the size used, the smaller of both directions.
        dpi: u32,
    },
    /// A CMYK picture says nothing of its profile; its numbers were taken for those of the press.
    CmykUntagged {
        /// The page.
        page: u32,
        /// The photo.
        photo: Uuid,
    },
    /// A picture's own profile cannot be used; it was taken for sRGB (or plain grey).
    ProfileIgnored {
        /// The page.
        page: u32,
        /// The photo.
        photo: Uuid,
    },
    /// Something is wrong with a placed PDF.
    Advert {
        /// The page.
        page: u32,
        /// The photo that it is placed as.
        photo: Uuid,
        /// What.
        fault: AdvertFault,
    },
    /// An ink by number is over the ink limit of the press. Numbers are never changed by the press.
    InkOverLimit {
        /// The page.
        page: u32,
        /// The ink.
        ink: Ink,
        /// Where it is used first, on the trimmed page.
        #[serde(default)]
        rect: Rect,
        /// The limit in per cent.
        limit: u16,
    },
    /// Black that would overprint knocks out: with what lies below it, it would be over the limit.
    BlackKnockedOut {
        /// The page.
        page: u32,
        /// Where it does so first, on the trimmed page.
        #[serde(default)]
        rect: Rect,
        /// What the inks would come to, in per cent.
        total: u16,
        /// The limit in per cent.
        limit: u16,
    },
    /// Something stands outside the page and would be cut off, in whole or in part.
    OffPage {
        /// The page.
        page: u32,
        /// The text of its block, where it has any.
        text: String,
    },
    /// A part of the page has copy, or a place, and shows nothing.
    EmptyFrame {
        /// The page.
        page: u32,
        /// The text of its block, where it has any.
        text: String,
    },
    /// A glyph that stands for "no such character" is printed.
    MissingGlyph {
        /// The page.
        page: u32,
        /// The text of its block.
        text: String,
    },
    /// No font of the page has these characters of the slug line; they were left out.
    SlugIncomplete {
        /// The page.
        page: u32,
        /// The characters.
        missing: String,
    },
}

impl PressNotice {
    /// The stable name of the notice.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PictureMissing { .. } => "picture-missing",
            Self::PicturePartlyFilled { .. } => "picture-partly-filled",
            Self::LowResolution { .. } => "picture-low-resolution",
            Self::CmykUntagged { .. } => "picture-cmyk-untagged",
            Self::ProfileIgnored { .. } => "picture-profile-ignored",
            Self::Advert { fault, .. } => match fault {
                AdvertFault::Encrypted => "advert-encrypted",
                AdvertFault::SeveralPages => "advert-several-pages",
                AdvertFault::NoTrimBox => "advert-no-trim-box",
                AdvertFault::Layers => "advert-layers",
                AdvertFault::Annotations => "advert-annotations",
                AdvertFault::OtherPress => "advert-other-press",
                AdvertFault::Distorted => "advert-distorted",
                AdvertFault::OverprintOverLimit { .. } => "advert-overprint-over-limit",
            },
            Self::InkOverLimit { .. } => "ink-over-limit",
            Self::BlackKnockedOut { .. } => "black-knocked-out",
            Self::OffPage { .. } => "off-page",
            Self::EmptyFrame { .. } => "empty-frame",
            Self::MissingGlyph { .. } => "missing-glyph",
            Self::SlugIncomplete { .. } => "slug-incomplete",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::LowResolution { dpi, .. } if *dpi < LEAST_PRESS_DPI => Severity::Error,
            Self::Advert {
                fault: AdvertFault::Encrypted | AdvertFault::Layers | AdvertFault::OverprintOverLimit { .. },
                ..
            }
            | Self::PictureMissing { .. }
            | Self::PicturePartlyFilled { .. }
            | Self::InkOverLimit { .. }
            | Self::OffPage { .. }
            | Self::EmptyFrame { .. }
            | Self::MissingGlyph { .. } => Severity::Error,
            Self::LowResolution { .. }
            | Self::CmykUntagged { .. }
            | Self::ProfileIgnored { .. }
            | Self::Advert { .. }
            | Self::BlackKnockedOut { .. } => Severity::Warning,
            Self::SlugIncomplete { .. } => Severity::Info,
        }
    }

    /// The picture or the advert that it is about.
    #[must_use]
    pub fn photo(&self) -> Option<Uuid> {
        match self {
            Self::PictureMissing { photo, .. }
            | Self::PicturePartlyFilled { photo, .. }
            | Self::LowResolution { photo, .. }
            | Self::CmykUntagged { photo, .. }
            | Self::ProfileIgnored { photo, .. }
            | Self::Advert { photo, .. } => Some(*photo),
            _ => None,
        }
    }

    /// Where on the trimmed page, where one place is to be mended.
    #[must_use]
    pub fn rect(&self) -> Option<Rect> {
        match self {
            Self::PictureMissing { rect, .. }
            | Self::PicturePartlyFilled { rect, .. }
            | Self::InkOverLimit { rect, .. }
            | Self::BlackKnockedOut { rect, .. } => Some(*rect),
            _ => None,
        }
    }

    /// The text that it is about, where it has any.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::OffPage { text, .. } | Self::EmptyFrame { text, .. } | Self::MissingGlyph { text, .. } => {
                Some(text.trim()).filter(|text| !text.is_empty())
            }
            _ => None,
        }
    }

    /// The page, counted from 1.
    #[must_use]
    pub fn page(&self) -> u32 {
        match self {
            Self::PictureMissing { page, .. }
            | Self::PicturePartlyFilled { page, .. }
            | Self::LowResolution { page, .. }
            | Self::CmykUntagged { page, .. }
            | Self::ProfileIgnored { page, .. }
            | Self::Advert { page, .. }
            | Self::InkOverLimit { page, .. }
            | Self::BlackKnockedOut { page, .. }
            | Self::OffPage { page, .. }
            | Self::EmptyFrame { page, .. }
            | Self::MissingGlyph { page, .. }
            | Self::SlugIncomplete { page, .. } => *page,
        }
    }
}
