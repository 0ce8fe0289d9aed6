//! The library as its callers use it, on a real disk.

mod backups;
mod log;
mod opening;
mod paper;
mod proof;
mod searching;
mod soundness;
