//! The HTTP door: the same commands and queries for a browser on this machine.
