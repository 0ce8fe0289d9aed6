//! The editorial model and its pure rules: story, photo, page, issue, person, title.

pub mod byline;

pub use byline::Byline;
