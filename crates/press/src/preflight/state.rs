//! The graphics state, as far as a press cares (ISO 32000-1, 8.4).

use std::sync::Arc;

use super::colour::{Colour, ColourSpace};
use super::content::{Outline, Painted};
use super::matrix::{Area, Matrix};
use super::weight::{Inks, Weight};

/// What `q` keeps and `Q` brings back.
#[derive(Clone, Debug)]
pub(crate) struct State<'a> {
    /// From the content's space to the page's.
    pub(crate) ctm: Matrix,
    /// The clip's outline, as a rectangle.
    pub(crate) clip: Area,
    /// The clips that are no rectangles: all of them cut.
    pub(crate) clips: Vec<Arc<Outline>>,
    /// Whether letters clip too, or more outlines than are kept: what is painted is somewhere within the clip.
    pub(crate) clip_unclear: bool,
    /// The fill colour and its space.
    pub(crate) fill: Arc<Paint>,
    /// The stroke colour and its space.
    pub(crate) stroke: Arc<Paint>,
    /// Width of lines.
    pub(crate) line_width: f64,
    /// Overprint of fills.
    pub(crate) fill_overprint: bool,
    /// Overprint of strokes.
    pub(crate) stroke_overprint: bool,
    /// Whether plates at 0 stay as they are.
    pub(crate) overprint_mode: bool,
    /// The blend mode.
    pub(crate) blend: Blend,
    /// How much of fills is not seen through.
    pub(crate) fill_opacity: f64,
    /// How much of strokes is not seen through.
    pub(crate) stroke_opacity: f64,
    /// Whether there is a soft mask.
    pub(crate) masked: bool,
    /// Text state.
    pub(crate) text: TextState<'a>,
}

/// What a blend mode does to the ink below (ISO 32000-1, 11.3.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Blend {
    /// Nothing.
    Normal,
    /// It is multiplied.
    Multiply,
    /// It is made no darker than that, and mostly less so.
    Contrast,
    /// The darker of both counts.
    Darken,
    /// It is burnt.
    Burn,
    /// It is not made darker.
    Lighten,
    /// It becomes what nobody can say who does not know every colour below.
    Unknown,
}

impl Blend {
    /// Of a mode's name; nothing where there is no such mode (ISO 32000-1, tables 136 and 137).
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"Normal" | b"Compatible" => Self::Normal,
            b"Multiply" => Self::Multiply,
            b"Overlay" | b"HardLight" | b"SoftLight" => Self::Contrast,
            b"Darken" => Self::Darken,
            b"ColorBurn" => Self::Burn,
            b"Screen" | b"Lighten" | b"ColorDodge" => Self::Lighten,
            b"Difference" | b"Exclusion" | b"Hue" | b"Saturation" | b"Color" | b"Luminosity" => Self::Unknown,
            _ => return None,
        })
    }
}

/// A colour with its space.
#[derive(Clone, Debug)]
pub(crate) struct Paint {
    pub(crate) space: Arc<Space>,
    pub(crate) colour: Colour,
    /// The inks of a shading that it is, and whether they are only the most that they may be.
    pub(crate) shaded: Option<(Painted, bool)>,
}

/// A colour space, and how its colours are weighed: those that it names, where it is a palette.
#[derive(Debug)]
pub(crate) struct Space {
    pub(crate) space: ColourSpace,
    pub(crate) weight: Weight,
}

impl Paint {
    pub(crate) fn new(colour: Colour) -> Self {
        let (space, weight) = match &colour {
            Colour::Rgb(_) => (ColourSpace::Rgb, Weight::Press),
            Colour::Cmyk(_) => (ColourSpace::Cmyk, Weight::By(Inks::Process)),
            _ => (ColourSpace::Gray, Weight::By(Inks::Gray)),
        };
        Self { space: Arc::new(Space { space, weight }), colour, shaded: None }
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
    /// Added to every letter.
    pub(crate) letter_space: f64,
    /// Added to every blank of one byte.
    pub(crate) word_space: f64,
    /// How wide letters are made, 1 for as wide as they are.
    pub(crate) scale: f64,
}

impl State<'_> {
    /// At the beginning of a page.
    pub(crate) fn new(ctm: Matrix) -> Self {
        let black = Arc::new(Paint::new(Colour::Gray(0.0)));
        Self {
            ctm,
            clip: Area::ALL,
            clips: Vec::new(),
            clip_unclear: false,
            fill: Arc::clone(&black),
            stroke: black,
            line_width: 1.0,
            fill_overprint: false,
            stroke_overprint: false,
            overprint_mode: false,
            blend: Blend::Normal,
            fill_opacity: 1.0,
            stroke_opacity: 1.0,
            masked: false,
            text: TextState {
                font: None,
                size: 0.0,
                mode: 0,
                leading: 0.0,
                rise: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
            },
        }
    }
}
