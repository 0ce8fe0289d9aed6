//! The program from outside: its commands, its door, its plate, and the edges between its crates.

#[cfg(test)]
mod adverts;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod door;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod gates;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod parity;
#[cfg(test)]
mod plate;
#[cfg(test)]
mod program;
#[cfg(test)]
mod raster;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod screen;
#[cfg(test)]
mod specimen;
#[cfg(test)]
mod styles;
#[cfg(test)]
mod window;
