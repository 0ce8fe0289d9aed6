//! The HTTP door: the same commands and queries for a browser on this machine.
//!
//! It listens on 127.0.0.1 alone. Every request is checked at the [`gate`](Gate): the host that it names, the
//! page that it comes from, and the token of this run. No file is opened because of a request: the UI lies in
//! memory, and `/media` takes ids.

mod answer;
mod gate;
mod rooms;
mod serve;
mod ui;

pub use gate::{Gate, Token};
pub use rooms::Rooms;
pub use serve::{Door, ServeError, open, router};
pub use ui::Ui;
