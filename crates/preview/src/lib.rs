//! A page frame to a display list for the canvas, and to PNG; photographs and adverts to thumbnails.
//!
//! Nothing here computes layout: a [`PageFrame`](broadsheet_layout::PageFrame) comes in, and what it says is
//! shown, on the screen by [`display_list`] and in a file by [`png`]. Both paint the same outlines, the same
//! inks and the same order.

mod advert;
mod canvas;
mod draw;
mod error;
mod ink;
mod list;
mod outline;
mod photo;
mod stamp;

pub use draw::{Drawn, DrawnPicture, Pictures, drawn, png};
pub use error::PreviewError;
pub use ink::{Look, Srgb, srgb};
pub use list::{
    DISPLAY_SCHEMA, DisplayBlock, DisplayFont, DisplayGlyphs, DisplayItem, DisplayLine, DisplayList,
    DisplayOutline, DisplayPicture, DisplayRun, DisplaySpan, Points, display_list,
};
pub use outline::{Outline, Outlines, Paths, Segment};
pub use photo::{MOST_MEGAPIXELS, PicturePart, Thumbnail, Tones, thumbnail, thumbnail_of};
pub use stamp::Stamps;
