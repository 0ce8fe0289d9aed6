//! The use cases: one list of commands and queries over a [`Host`], with wire types and error codes.
//!
//! [`Newsroom`] is where the library, the composer and the press meet; [`calls`] is the list that every door is
//! made of. A use case is a function of a few lines: read what is there, let `decide` say what follows, write it.

#![expect(clippy::needless_pass_by_value, reason = "every call has one shape: it takes its arguments whole")]

mod adverts;
mod archive;
pub mod calls;
mod copydesk;
pub mod demo;
mod fields;
pub mod galleys;
mod host;
mod issue_plates;
mod issues;
mod jumps;
mod media;
mod pages;
mod people;
mod photos;
mod plates;
mod preflight;
mod refusal;
mod room;
mod stories;
mod styles;
mod topics;
mod uploads;
pub mod wire;
mod words;

pub use archive::{restore, unproved};
pub use broadsheet_press::{Standard, Watch};
pub use broadsheet_store::Access;
pub use copydesk::reading;
pub use host::{FixedHost, Host, SystemHost};
pub use issues::date;
pub use media::{Media, is_media_path};
pub use people::{format_names, role_names};
pub use preflight::{FindingView, PreflightView, preflight};
pub use refusal::{Failure, Refusal, RoomError};
pub use room::{Ask, Newsroom, Outcome};
pub use words::{Lang, story_step};
