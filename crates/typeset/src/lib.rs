//! Text and slots to lines: fonts, shaping, character classes, punctuation squeeze, line breaking.
//!
//! A [`Paragraph`] of styled text goes in; [`Composer::shape`] turns it into glyphs and break places once (and
//! remembers it), and [`Composer::set`] breaks it over [`Slot`]s, each with its own measure, with a total-fit
//! search, and answers [`Line`]s whose glyphs stand at fixed places. Nothing here knows a story or a page.
//!
//! Setting never fails: what went wrong is said in [`Notice`]s, and every character of the text is on exactly
//! one line.

mod classes;
mod composer;
mod even;
mod fit;
mod fonts;
mod line;
mod notice;
mod place;
mod segment;
mod shape;
mod text;
mod words;

pub use composer::Composer;
pub use even::even_names;
pub use fonts::{Family, Font, FontId, FontLibrary, Outline, PathStep};
pub use line::{Ending, Glyph, Line, LineCounts, Set, SetRequest, Slot};
pub use notice::{BreakReason, Notice};
pub use shape::ShapedParagraph;
pub use text::{
    Align, FontStack, Hyphens, Lang, LatinShapes, Letterfit, LineOptions, Paragraph, Punctuation, Span,
    Strictness, TextStyle,
};
pub use words::{HeadlineBreak, headline_breaks, words};
