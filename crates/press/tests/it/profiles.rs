//! Pictures that bring the profile of what they were made with: their numbers are colours of that, not of sRGB. And what
//! becomes of pixels that are more than the press has a use for.

use jpeg_encoder::ColorType as Jpeg;
use moxcms::ColorProfile;
use png::{BitDepth, ColorType as Png};

use crate::pictures::printed;
use crate::specimen::{encode, png};

const SIDE: u32 = 320;

/// The inks of a picture of one colour that brings a profile, or none.
fn inks(numbers: &[u8], profile: Option<&ColorProfile>) -> [u8; 4] {
    let kind = if numbers.len() == 1 { Jpeg::Luma } else { Jpeg::Rgb };
    let pixels = numbers.repeat((SIDE * SIDE) as usize);
    let file = encode(&pixels, (SIDE, SIDE), kind, |encoder| {
        if let Some(profile) = profile {
            encoder.add_icc_profile(&profile.encode().unwrap()).unwrap();
        }
    });
    let printed = printed(&file, (SIDE, SIDE), None).unwrap();
    assert_eq!(printed.notices, []);
    printed.at(0.5, 0.5)
}

/// The furthest that an ink of one is from that of the other.
fn apart(one: [u8; 4], other: [u8; 4]) -> u8 {
    one.into_iter().zip(other).map(|(one, other)| one.abs_diff(other)).max().unwrap()
}

/// Numbers of Adobe RGB (1998) as those of sRGB, by what both specifications say: their curves, and their primaries under
/// the same white.
fn srgb_of_adobe(numbers: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = numbers.map(|number| (f64::from(number) / 255.0).powf(563.0 / 256.0));
    let light = [1.398_36 * r - 0.398_36 * g, g, 1.042_93 * b - 0.042_93 * g];
    light.map(|light| ((1.055 * light.powf(1.0 / 2.4) - 0.055) * 255.0).round() as u8)
}

#[test]
fn the_same_numbers_of_two_profiles_are_two_colours() {
    for numbers in [[180, 120, 90], [90, 150, 120]] {
        let plain = inks(&numbers, None);
        let srgb = inks(&numbers, Some(&ColorProfile::new_srgb()));
        let adobe = inks(&numbers, Some(&ColorProfile::new_adobe_rgb()));
        assert!(apart(srgb, plain) <= 2, "{numbers:?} without a profile are sRGB: {srgb:?} {plain:?}");
        assert!(apart(adobe, srgb) >= 12, "{numbers:?}: {adobe:?} {srgb:?}");
        let wanted = inks(&srgb_of_adobe(numbers), None);
        assert!(apart(adobe, wanted) <= 5, "{numbers:?}: {adobe:?}, not {wanted:?}");
    }
}

#[test]
fn a_grey_picture_has_the_tones_of_its_profile() {
    let (linear, steep) = (ColorProfile::new_gray_with_gamma(1.0), ColorProfile::new_gray_with_gamma(2.2));
    for number in [20u8, 55, 110, 180] {
        // The number that is as light under the steeper curve.
        let as_light = (255.0 * (f64::from(number) / 255.0).powf(1.0 / 2.2)).round() as u8;
        let (one, other) = (inks(&[number], Some(&linear)), inks(&[as_light], Some(&steep)));
        assert_eq!((&one[..3], &other[..3]), (&[0; 3][..], &[0; 3][..]), "black ink alone");
        assert!(apart(one, other) <= 4, "{number}: {one:?} {other:?}");
        let darker = inks(&[number], Some(&steep));
        assert!(darker[3] > one[3] + 20, "{number}: {darker:?} {one:?}");
    }
}

#[test]
fn a_chequer_of_single_pixels_that_is_scaled_down_is_an_even_grey() {
    // 500 and 640 pixels over the 237 that the press has a use for: no whole number of them falls on one.
    for side in [500u32, 640] {
        let pixels: Vec<u8> =
            (0..side * side).map(|at| if (at % side + at / side) % 2 == 0 { 0 } else { 255 }).collect();
        let file = png(&pixels, (side, side), Png::Grayscale, BitDepth::Eight, None);
        let grey = printed(&file, (side, side), None).unwrap();
        assert_eq!((grey.width, grey.height, grey.channels), (237, 237, 1));
        // At its edges there is nothing beyond to be mixed in.
        let inner = grey.inks.chunks_exact(237).skip(4).take(229).flat_map(|row| &row[4..233]);
        let (least, most) = (inner.clone().min().unwrap(), inner.max().unwrap());
        assert!(most - least <= 6, "{side}: {least} to {most}");
        assert!((60..=200).contains(least), "{side}: {least}, neither black nor paper");
    }
}
