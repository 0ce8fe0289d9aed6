//! Inks to the colours of a screen.
//!
//! Text and rules are never sent through a profile, neither to the press nor here. The screen shows the paper
//! white and black ink as [`BLACK`]; between the solid overprints the plates are mixed by the Neugebauer
//! equations with a Yule–Nielsen factor, which gives half-tones the darkening that dots have in print: a 50 %
//! black is as dark as on an offset sheet (about `#9d9d9d`), not a bare half of the light.

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Ink, PlacedPicture, Role};
use image::RgbImage;

/// A colour of the screen: red, green, blue, sRGB.
pub type Srgb = [u8; 3];

/// Black ink, solid.
const BLACK: Srgb = [0x11, 0x11, 0x11];

/// The sixteen solid overprints, as they look on white offset paper; the index has a bit each for C, M, Y, K.
const SOLIDS: [Srgb; 16] = [
    [255, 255, 255],
    [0, 158, 227],
    [230, 0, 126],
    [49, 39, 131],
    [255, 237, 0],
    [0, 150, 64],
    [227, 6, 19],
    [55, 52, 53],
    BLACK,
    [9, 14, 17],
    [15, 8, 12],
    [8, 7, 12],
    [16, 15, 8],
    [8, 13, 9],
    [15, 8, 8],
    [0, 0, 0],
];

/// The Yule–Nielsen factor: how far light spreads in the paper between the dots.
const SPREAD: f64 = 1.7;

/// The plates that a page is printed from, as far as it looks different for them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Look {
    /// All inks.
    #[default]
    Process,
    /// Black alone: photographs are greys, and inks in colour are printed as the tint of black that stands beside them.
    /// Adverts stay as they came, as they do in the press: what is wrong with them there must be seen.
    Black(Vec<(Ink, Ink)>),
}

impl Look {
    /// How an ink of the page looks.
    pub(crate) fn srgb(&self, ink: Ink) -> Srgb {
        let tint = match self {
            Self::Process => None,
            Self::Black(tints) => tints.iter().find_map(|(of, tint)| (*of == ink).then_some(*tint)),
        };
        srgb(tint.unwrap_or(ink))
    }

    /// Whether a picture of the page is shown without its colours.
    pub(crate) fn is_grey(&self, frame: &PageFrame, picture: &PlacedPicture) -> bool {
        let block = usize::try_from(picture.block).ok().and_then(|block| frame.blocks.get(block));
        *self != Self::Process && block.is_none_or(|block| block.role != Role::Advert)
    }
}

/// How an ink looks on the screen. Paper is white, solid black `#111111`; per cent above 100 count as 100.
#[must_use]
pub fn srgb(ink: Ink) -> Srgb {
    let plates = [ink.c, ink.m, ink.y, ink.k].map(|percent| f64::from(percent.min(100)) / 100.0);
    let mut mixed = [0.0_f64; 3];
    for (bits, solid) in SOLIDS.iter().enumerate() {
        let area: f64 = plates
            .iter()
            .enumerate()
            .map(|(plate, cover)| if bits >> plate & 1 == 1 { *cover } else { 1.0 - cover })
            .product();
        // Most inks are of one plate, or of none.
        if area == 0.0 {
            continue;
        }
        for (sum, channel) in mixed.iter_mut().zip(solid) {
            *sum += area * to_light(*channel).powf(1.0 / SPREAD);
        }
    }
    mixed.map(|sum| from_light(sum.powf(SPREAD)))
}

/// Brings each pixel of 8-bit sRGB to the grey that is as light, as the press does on a page of black alone.
pub(crate) fn to_greys(picture: &mut RgbImage) {
    let mut lights = [0.0; 256];
    for (channel, light) in (0..=u8::MAX).zip(&mut lights) {
        *light = to_light(channel);
    }
    // A grey stands for all light from half a level below it on.
    let from: Vec<f64> = (1..=u8::MAX).map(|level| linear((f64::from(level) - 0.5) / 255.0)).collect();
    for pixel in picture.pixels_mut() {
        let [r, g, b] = pixel.0.map(|channel| lights[usize::from(channel)]);
        let light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let grey = from.partition_point(|from| *from <= light);
        pixel.0 = [u8::try_from(grey).unwrap_or(u8::MAX); 3];
    }
}

/// The light of an sRGB channel.
fn to_light(channel: u8) -> f64 {
    linear(f64::from(channel) / 255.0)
}

/// The light of an sRGB value from 0 to 1 (IEC 61966-2-1).
fn linear(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The sRGB channel of a light.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 … 255 before")]
fn from_light(light: f64) -> u8 {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_white_and_black_is_black() {
        assert_eq!(srgb(Ink::PAPER), [255, 255, 255]);
        assert_eq!(srgb(Ink::BLACK), BLACK);
        assert_eq!(srgb(Ink { c: 0, m: 100, y: 100, k: 0 }), [227, 6, 19]);
    }

    #[test]
    fn half_tones_are_as_dark_as_in_print() {
        let [grey, ..] = srgb(Ink::grey(50));
        assert!((152..=162).contains(&grey), "{grey}");
        let mut last = 255;
        for percent in 1..=100 {
            let [r, g, b] = srgb(Ink::grey(percent));
            assert!(r == g && g == b && r <= last, "{percent}: {r} {g} {b}");
            last = r;
        }
    }
}
