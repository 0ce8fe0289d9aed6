//! The program from outside: its commands, its door, its plate, and the edges between its crates.

#[cfg(test)]
mod edges;
