//! Text, Markdown and photo files as they arrive, to stories and photos.
//!
//! [`read_copy`] takes the bytes of a text or Markdown file (one story, or what a page reader gave back
//! of a whole page) and answers what a careful person would make of it; what it was unsure of it says,
//! one [`Guess`] each. [`read_photo`] takes the bytes of a picture and answers its shape and what its
//! metadata says.
//!
//! Neither touches a disk, a clock or a network, and neither panics on any input.

mod charset;
mod error;
mod guess;
mod photo;
mod reading;
mod text;

pub use charset::Encoding;
pub use error::{IntakeError, MAX_COPY_BYTES, MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS};
pub use guess::{Guess, GuessKind};
pub use photo::{
    ColourKind, PhotoError, PhotoFile, PhotoFormat, PhotoNotice, PhotoWords, Resolution, read_photo,
};
pub use reading::{PhotoReading, Reading, StoryReading};
pub use text::read_copy;
