//! The press from outside: what it prints, what it refuses, and what other people's tools say of its files.

#![expect(clippy::unwrap_used, reason = "a test whose own files are not there fails")]

mod adverts;
mod bombs;
mod flat;
mod glyphs;
mod independent;
mod ink;
mod issue;
mod marks;
mod pictures;
mod places;
mod preflight;
mod print;
mod profiles;
mod proof;
mod roundabout;
mod rules;
mod separations;
mod spaces;
mod specimen;
mod spoil;
mod standards;
mod weighed;
