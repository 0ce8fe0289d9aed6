//! Stories and a page plan to a page frame with notices: grid, modules, headlines, pictures, make-up.

pub mod frame;

pub use frame::PageFrame;
