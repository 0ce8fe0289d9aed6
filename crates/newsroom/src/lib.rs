//! The use cases: one list of commands and queries over a Host, with wire types and error codes.
