//! The use cases where their parts meet: what a page is composed of, whose words stand, whose change counts.

#[cfg(test)]
mod black;
mod composing;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod holes;
#[cfg(test)]
mod jumps;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod spreads;
#[cfg(test)]
mod styles;
#[cfg(test)]
mod writers;
