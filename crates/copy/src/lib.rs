//! The editorial model and its pure rules: story, photo, advert, page, issue, person, title.
//!
//! Every thing that lives on in the newsroom is a stream of events. Its module holds the state (a struct), what
//! may be asked (a command enum), what has happened (an event enum), and two pure verbs: `decide(state, command,
//! actor)` says which events follow or why not, and `apply(state, event)` folds one event into the state. Nothing
//! here knows a database, a clock or a screen.

pub mod act;
pub mod advert;
pub mod byline;
pub mod event;
mod format;
pub mod id;
pub mod issue;
mod make_up;
pub mod number;
pub mod page;
pub mod person;
pub mod photo;
pub mod story;
pub mod text;
pub mod title;
mod treatment;

pub use act::{Actor, Refused};
pub use advert::Advert;
pub use byline::Byline;
pub use event::{Event, StreamId};
pub use id::{AdvertId, IssueId, PageId, PersonId, PhotoId, StoryId};
pub use issue::Issue;
pub use page::Page;
pub use person::{Person, Role};
pub use photo::Photo;
pub use story::Story;
pub use text::{StoryDoc, StoryText};
pub use title::Title;
