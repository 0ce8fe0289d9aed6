//! Why a text file could not be read at all.

use crate::charset::Encoding;

/// The largest text file that is read, in bytes. A full page of copy is about 20 KB, a whole issue under 1 MB.
pub const MAX_COPY_BYTES: usize = 20_000_000;

/// The largest picture file that is read, in bytes.
pub const MAX_PHOTO_BYTES: usize = 500_000_000;

/// The most pixels of a picture that is taken in: more are neither proofed nor shown.
pub const MAX_PHOTO_PIXELS: u64 = 200_000_000;

/// Why a text file gave no reading. Nothing of the file is kept when one of these is answered.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum IntakeError {
    /// No bytes, or nothing but blanks and byte-order marks.
    #[error("the file holds no text")]
    Empty,
    /// More bytes than [`MAX_COPY_BYTES`].
    #[error("{bytes} bytes are more than {limit}")]
    TooLarge {
        /// The file's length in bytes.
        bytes: usize,
        /// [`MAX_COPY_BYTES`].
        limit: usize,
    },
    /// Not text at all: a known binary format, or control bytes throughout.
    #[error("not a text file{}", format.map(|name| format!(" ({name})")).unwrap_or_default())]
    Binary {
        /// The format by its usual short name (`PDF`, `ZIP`, `DOC`), where its first bytes tell.
        format: Option<&'static str>,
    },
    /// The file ends inside a character: its tail was lost on the way.
    #[error("the file ends inside a {encoding} character, at byte {offset}")]
    Truncated {
        /// The encoding of what is there.
        encoding: Encoding,
        /// Where the unfinished character begins, in bytes.
        offset: usize,
    },
    /// Text, most of it in one encoding, with bytes that encoding does not have.
    #[error("damaged {encoding} text: byte {offset} begins no character")]
    Damaged {
        /// The encoding that nearly fits.
        encoding: Encoding,
        /// The first byte that does not fit.
        offset: usize,
    },
    /// No known encoding makes words of it.
    #[error("the text is in no encoding that is known here")]
    Undecodable,
    /// Text that holds neither a headline nor a sentence (only page furniture, rules or pictures' file names).
    #[error("the file holds no story")]
    NoStory,
}

impl IntakeError {
    /// The stable name of the error, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty-file",
            Self::TooLarge { .. } => "file-too-large",
            Self::Binary { .. } => "binary-file",
            Self::Truncated { .. } => "truncated-file",
            Self::Damaged { .. } => "damaged-text",
            Self::Undecodable => "undecodable-text",
            Self::NoStory => "no-story",
        }
    }
}
