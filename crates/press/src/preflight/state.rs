//! The graphics state, as far as a press cares (ISO 32000-1, 8.4).

use super::colour::{Colour, ColourSpace};
use super::matrix::{Area, Matrix};

/// What `q` keeps and `Q` brings back.
#[derive(Clone, Debug)]
pub(crate) struct State<'a> {
    /// From the content's space to the page's.
    pub(crate) ctm: Matrix,
    /// The clip's outline, as a rectangle.
    pub(crate) clip: Area,
    /// The fill colour and its space.
    pub(crate) fill: Paint,
    /// The stroke colour and its space.
    pub(crate) stroke: Paint,
    /// Width of lines.
    pub(crate) line_width: f64,
    /// Overprint of fills.
    pub(crate) fill_overprint: bool,
    /// Overprint of strokes.
    pub(crate) stroke_overprint: bool,
    /// Whether plates at 0 stay as they are.
    pub(crate) overprint_mode: bool,
    /// Text state.
    pub(crate) text: TextState<'a>,
}

/// A colour with its space.
#[derive(Clone, Debug)]
pub(crate) struct Paint {
    pub(crate) space: ColourSpace,
    pub(crate) colour: Colour,
}

impl Paint {
    pub(crate) fn new(colour: Colour) -> Self {
        let space = match &colour {
            Colour::Rgb(_) => ColourSpace::Rgb,
            Colour::Cmyk(_) => ColourSpace::Cmyk,
            _ => ColourSpace::Gray,
        };
        Self { space, colour }
    }
}

/// The text state (ISO 32000-1, 9.3).
#[derive(Clone, Debug)]
pub(crate) struct TextState<'a> {
    /// The font's resource.
    pub(crate) font: Option<&'a lopdf::Dictionary>,
    /// Its size.
    pub(crate) size: f64,
    /// The rendering mode.
    pub(crate) mode: i64,
    /// The leading.
    pub(crate) leading: f64,
    /// The rise.
    pub(crate) rise: f64,
}

impl State<'_> {
    /// At the beginning of a page.
    pub(crate) fn new(ctm: Matrix) -> Self {
        let black = Paint::new(Colour::Gray(0.0));
        Self {
            ctm,
            clip: Area::ALL,
            fill: black.clone(),
            stroke: black,
            line_width: 1.0,
            fill_overprint: false,
            stroke_overprint: false,
            overprint_mode: false,
            text: TextState { font: None, size: 0.0, mode: 0, leading: 0.0, rise: 0.0 },
        }
    }
}
