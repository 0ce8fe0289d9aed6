//! The composer from outside: paragraphs in, lines out, with the installed Noto and WenKai fonts.

mod breaks;
mod cases;
mod checker;
mod fonts;
mod galley;
mod marks;
mod model;
mod properties;
