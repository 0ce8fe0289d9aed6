//! Stories and a page plan to a page frame with notices: grid, modules, headlines, pictures, make-up.
//!
//! A [`Compositor`] holds the fonts and a [`StyleSheet`]. [`Compositor::arrange`] makes up a page from its stories,
//! [`Compositor::compose`] sets a made-up page into a [`PageFrame`], and [`Compositor::fit`] answers how one story
//! fills its hole. Layout never fails, it reports: what is wrong comes back as [`Notice`]s, and no character is
//! ever dropped without being counted.

mod advert;
pub mod arithmetic;
mod arrange;
mod band;
mod body;
mod compositor;
mod dress;
mod drop_cap;
mod fit;
mod flow;
mod folio;
pub mod frame;
mod frame_item;
mod galley;
mod grid;
mod head;
mod journey;
mod lines;
mod matter;
mod module;
mod notice;
mod page;
mod picture;
mod plan;
mod press;
mod quote;
mod range;
mod rules;
mod shop;
mod signature;
mod style;
mod table;
mod written;

pub use compositor::{Arranged, Composed, Compositor, PinError};
pub use dress::{DressStyle, JumpStyle, QuoteStyle};
pub use fit::{HeadlineFit, StoryFit};
pub use frame::PageFrame;
pub use galley::{Galley, GalleyLine, GalleyRequest, HoleFit};
pub use grid::{Grid, Hand};
pub use lines::{HyphenStyle, LetterfitStyle, LineBreak, LineStyle, Marks};
pub use notice::{Finding, Notice, Place, Severity};
pub use plan::{AdvertCopy, Folio, Jump, Leg, PagePlan, PhotoCopy, StoryCopy};
pub use press::{OverprintStyle, PressStandard, PressStyle, SpotStyle};
pub use style::{ScaleLimits, StyleError, StyleSheet};
