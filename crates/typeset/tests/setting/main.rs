//! The composer from outside: paragraphs in, lines out, with the installed Noto and WenKai fonts.

mod breaks;
mod checker;
mod columns;
mod english;
mod fonts;
mod galley;
mod grid;
mod levels;
mod marks;
mod model;
mod odd;
mod properties;
