//! The library on disk: the event log and its projections in SQLite, search, and picture files.
