//! What can go wrong when a page or a photograph is shown.

use uuid::Uuid;

/// Why something could not be shown.
///
/// A preview of a page is a proof: what is on the page and cannot be drawn is an error, never left out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PreviewError {
    /// The font that the page was set in no longer gives this glyph: it was removed or replaced since.
    #[error("the font {font} has no outline for glyph {gid}")]
    OutlineMissing {
        /// The PostScript name of the face.
        font: String,
        /// The glyph.
        gid: u16,
    },
    /// The original of a photo on the page is not there.
    #[error("the original of photo {photo} is missing")]
    PictureMissing {
        /// The photo.
        photo: Uuid,
    },
    /// The bytes are not a picture that can be read.
    #[error("the picture cannot be read: {reason}")]
    PictureUnreadable {
        /// The photo, where it is known.
        photo: Option<Uuid>,
        /// What the decoder says.
        reason: String,
    },
    /// The picture has more pixels than fit into memory.
    #[error("the picture is larger than {limit} megapixels")]
    PictureTooLarge {
        /// The photo, where it is known.
        photo: Option<Uuid>,
        /// The most that is read.
        limit: u32,
    },
    /// The page at this resolution has more pixels than are drawn.
    #[error("{width} × {height} pixels are more than {limit} megapixels")]
    TooManyPixels {
        /// The width asked for.
        width: u32,
        /// The height asked for.
        height: u32,
        /// The most that is drawn, in megapixels.
        limit: u32,
    },
    /// The page has no area, or the resolution is nought.
    #[error("the page has no pixels at this resolution")]
    NoPixels,
    /// The frame names something that it does not hold: it was not made by layout, or was changed.
    #[error("the page frame names a {what} that it does not hold")]
    FrameBroken {
        /// `font`, `picture` or `block`.
        what: &'static str,
    },
    /// The picture could not be written.
    #[error("the picture cannot be written: {reason}")]
    NotWritten {
        /// What the encoder says.
        reason: String,
    },
}

impl PreviewError {
    /// The stable name that screens and scripts branch on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutlineMissing { .. } => "outline-missing",
            Self::PictureMissing { .. } => "picture-missing",
            Self::PictureUnreadable { .. } => "picture-unreadable",
            Self::PictureTooLarge { .. } => "picture-too-large",
            Self::TooManyPixels { .. } => "too-many-pixels",
            Self::NoPixels => "no-pixels",
            Self::FrameBroken { .. } => "frame-broken",
            Self::NotWritten { .. } => "picture-not-written",
        }
    }

    /// The same, said of the photo that it is about.
    pub(crate) fn of(self, named: Uuid) -> Self {
        match self {
            Self::PictureUnreadable { reason, .. } => Self::PictureUnreadable { photo: Some(named), reason },
            Self::PictureTooLarge { limit, .. } => Self::PictureTooLarge { photo: Some(named), limit },
            other => other,
        }
    }
}
