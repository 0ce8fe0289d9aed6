//! A no, as the doors give it: a stable code, one sentence, and what to do.

use broadsheet_copy::Refused;
use broadsheet_intake::{IntakeError, PhotoError};
use broadsheet_layout::StyleError;
use broadsheet_press::{FindingKind, PressError};
use broadsheet_preview::PreviewError;
use broadsheet_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::{self, Lang};

/// What a door answers when something is refused or has failed. Programs branch on `code` alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct Refusal {
    /// The stable code.
    pub code: String,
    /// One sentence, in the language that was asked for.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Why a use case could not be done. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules of the newsroom say no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The library says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Copy could not be read.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// A picture could not be read.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// A page could not be printed.
    #[error(transparent)]
    Press(#[from] PressError),
    /// A preview could not be made.
    #[error(transparent)]
    Preview(#[from] PreviewError),
    /// The newsroom itself says no.
    #[error(transparent)]
    Room(#[from] RoomError),
    /// One of several files stops all of them.
    #[error("{file}: {why}")]
    InFile {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: Box<Self>,
    },
}

/// What only shows where the parts meet.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RoomError {
    /// There is nothing with this id.
    #[error("no {what} {id}")]
    NotFound {
        /// `story`, `photo`, `advert`, `page`, `issue`, `call`, `upload`, `topic`, `style`, `profile`.
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// There is nobody of this name.
    #[error("nobody is called {0}")]
    PersonUnknown(String),
    /// The library has persons, and a change must say who makes it.
    #[error("who is it?")]
    PersonNeeded,
    /// The arguments are not of the call's shape.
    #[error("arguments: {0}")]
    Arguments(String),
    /// A file could not be read or written.
    #[error("{path}: {why}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A file that must be UTF-8 is not.
    #[error("{path} is not UTF-8 at byte {at}")]
    NotUtf8 {
        /// The file.
        path: String,
        /// The first byte that is part of no character, from 1.
        at: usize,
    },
    /// The page is not signed, or has changed since.
    #[error("the page is not signed")]
    NotSigned,
    /// The page has changed since it was looked at.
    #[error("the page has changed")]
    PageChanged,
    /// What is stored of the signed page is not what was signed.
    #[error("the signed page is damaged")]
    SignedPageDamaged,
    /// The page cannot be signed or printed.
    #[error("stopped by {} findings", stops.len())]
    PageStopped {
        /// What stops it, in words, and where.
        stops: Vec<(String, Option<String>)>,
    },
    /// A file cannot be placed as an advert.
    #[error("no advert: {}", .0.code())]
    Advert(FindingKind),
    /// The issue is being exported already.
    #[error("the issue is being exported")]
    Exporting,
    /// It was called off by whoever asked for it.
    #[error("called off")]
    Cancelled,
    /// A folder that an issue was to be written to holds other files.
    #[error("{path} holds other files")]
    FolderTaken {
        /// The folder.
        path: String,
    },
    /// Another export is filling the folder that an issue was to be written to.
    #[error("{path} is being filled by another export")]
    FolderInUse {
        /// The folder.
        path: String,
    },
    /// Something else stands where a file was to be written, or it is the library's own place.
    #[error("{path} is not written over")]
    FileTaken {
        /// The file.
        path: String,
    },
    /// The library is not what was written.
    #[error("event {seq:?} is not as it was written")]
    Unproved {
        /// The first bad event.
        seq: Option<u64>,
        /// The kept file that it names, where that is missing or changed.
        file: Option<String>,
    },
    /// The library holds other content.
    #[error("the library has content of its own")]
    LibraryHasContent,
    /// A story goes on from the page that it is not to come to any more.
    #[error("the story goes on from page {number}")]
    GoesOn {
        /// The page's number.
        number: String,
    },
    /// The story changed while it was being read for approval.
    #[error("the story has changed")]
    StoryChanged,
    /// Somebody else has changed a field since it was seen.
    #[error("changed since: {fields:?}")]
    FieldChanged {
        /// Which, by their stable names.
        fields: Vec<&'static str>,
    },
    /// A file is no style sheet.
    #[error("no style sheet: {0}")]
    Style(StyleError),
    /// A size or a number that cannot be.
    #[error("{field}: {value}")]
    Value {
        /// The field.
        field: &'static str,
        /// What was given.
        value: String,
    },
}

impl RoomError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not-found",
            Self::PersonUnknown(_) => "person-unknown",
            Self::PersonNeeded => "person-needed",
            Self::Arguments(_) => "bad-arguments",
            Self::File { .. } => "file",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::NotSigned => "not-signed",
            Self::PageChanged => "page-changed",
            Self::SignedPageDamaged => "signed-page-damaged",
            Self::PageStopped { .. } => "page-stopped",
            Self::Advert(kind) => kind.code(),
            Self::Exporting => "exporting",
            Self::Cancelled => "cancelled",
            Self::FolderTaken { .. } => "folder-taken",
            Self::FolderInUse { .. } => "folder-in-use",
            Self::FileTaken { .. } => "file-taken",
            Self::Unproved { .. } => "unproved",
            Self::LibraryHasContent => "library-has-content",
            Self::GoesOn { .. } => "goes-on",
            Self::StoryChanged => "story-changed",
            Self::FieldChanged { .. } => "field-changed",
            Self::Style(error) => error.code(),
            Self::Value { .. } => "bad-value",
        }
    }
}

impl Failure {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.code(),
            Self::Store(error) => error.code(),
            Self::Intake(error) => error.code(),
            Self::Photo(error) => error.code(),
            Self::Press(error) => error.code(),
            Self::Preview(error) => error.code(),
            Self::Room(error) => error.code(),
            Self::InFile { why, .. } => why.code(),
        }
    }

    /// As a door gives it.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Refusal {
        let (message, hint) = words::failure(self, lang);
        Refusal { code: self.code().to_owned(), message, hint }
    }
}

impl Failure {
    /// The same, with the file that it is about.
    #[must_use]
    pub fn in_file(self, path: &std::path::Path) -> Self {
        Self::InFile { file: path.display().to_string(), why: Box::new(self) }
    }

    /// A file that could not be read or written.
    #[must_use]
    pub fn file(path: &std::path::Path, why: &std::io::Error) -> Self {
        Self::Room(RoomError::File { path: path.display().to_string(), why: why.to_string() })
    }
}
