//! The library as its callers use it, on a real disk.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "processes of this test tell each other what they have done")]

mod backups;
mod log;
mod opening;
mod paper;
mod proof;
mod searching;
mod soundness;
