//! Picture samples into the inks of the press, through its profile and under its ink limit.
//!
//! Colour goes through the profile's perceptual table. A picture without colour becomes black ink alone: its tones
//! are matched by lightness to what black ink gives on the profile's paper, from bare paper to solid black
//! (relative to the paper, black point compensated), because three inks under a grey only bring a cast and dirt.

use std::borrow::Cow;
use std::sync::OnceLock;

use moxcms::{
    ColorProfile, DataColorSpace, InterpolationMethod, Layout, ProfileClass, RenderingIntent,
    TransformOptions,
};
use rayon::prelude::*;

use crate::{PressError, PressProfile};

/// Pixels that one thread converts at a time.
const BATCH: usize = 1 << 16;

/// The press profile, opened.
pub(crate) struct PressColour {
    profile: ColorProfile,
    /// Its file.
    icc: Cow<'static, [u8]>,
    /// The ink limit as a sum of 8-bit plates.
    limit: u32,
    /// Ink value of black for each sRGB grey; made for the first grey picture.
    black: OnceLock<Option<[u8; 256]>>,
}

/// What is wrong with a picture's own profile; the caller goes on with sRGB.
#[derive(Debug)]
pub(crate) struct Unusable;

impl PressColour {
    /// Opens the profile.
    pub(crate) fn open(press: &PressProfile) -> Result<Self, PressError> {
        let fault = |reason: &str| PressError::Profile { reason: reason.to_owned() };
        let profile = ColorProfile::new_from_slice(&press.icc).map_err(|error| fault(&error.to_string()))?;
        if profile.color_space != DataColorSpace::Cmyk {
            return Err(fault("it is not for CMYK"));
        }
        if profile.profile_class != ProfileClass::OutputDevice {
            return Err(fault("it is not for an output device"));
        }
        if profile.lut_b_to_a_perceptual.is_none() && profile.lut_b_to_a_colorimetric.is_none() {
            return Err(fault("it has no table from colours to inks"));
        }
        Ok(Self {
            profile,
            icc: press.icc.clone(),
            limit: u32::from(press.ink_limit) * 255 / 100,
            black: OnceLock::new(),
        })
    }

    /// Whether a picture's profile is the press's own, so that its numbers are already right.
    pub(crate) fn is_own(&self, icc: &[u8]) -> bool {
        self.icc.as_ref() == icc
    }

    /// 8-bit RGB to CMYK ink values, from the profile `source`, or sRGB.
    pub(crate) fn rgb(&self, pixels: &[u8], source: Option<&ColorProfile>) -> Result<Vec<u8>, Unusable> {
        let srgb = ColorProfile::new_srgb();
        self.convert(pixels, source.unwrap_or(&srgb), Layout::Rgb, 3)
    }

    /// 8-bit CMYK ink values of the profile `source` to those of the press; without one the numbers stay.
    ///
    /// Another press's inks are taken to sRGB first, by colour, and from there like any photograph: the perceptual
    /// table is made for that gamut, and keeps the drawing in shadows that newsprint cannot make as dark.
    pub(crate) fn cmyk(&self, pixels: Vec<u8>, source: Option<&ColorProfile>) -> Result<Vec<u8>, Unusable> {
        if let Some(source) = source {
            let srgb = ColorProfile::new_srgb();
            let options = options(RenderingIntent::RelativeColorimetric);
            let transform = source.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, options);
            let transform = transform.map_err(|_| Unusable)?;
            let mut seen = vec![0; pixels.len() / 4 * 3];
            let batches = pixels.par_chunks(BATCH * 4).zip(seen.par_chunks_mut(BATCH * 3));
            batches.try_for_each(|(from, to)| transform.transform(from, to).map_err(|_| Unusable))?;
            return self.convert(&seen, &srgb, Layout::Rgb, 3);
        }
        let mut pixels = pixels;
        pixels.par_chunks_mut(BATCH * 4).for_each(|batch| hold(batch, self.limit));
        Ok(pixels)
    }

    /// 8-bit sRGB greys to values of black ink.
    pub(crate) fn grey(&self, pixels: &[u8]) -> Result<Vec<u8>, Unusable> {
        let curve = self.black.get_or_init(|| black_curve(&self.profile).ok()).as_ref().ok_or(Unusable)?;
        Ok(pixels.iter().map(|&value| curve[usize::from(value)]).collect())
    }

    fn convert(
        &self,
        pixels: &[u8],
        source: &ColorProfile,
        layout: Layout,
        channels: usize,
    ) -> Result<Vec<u8>, Unusable> {
        let options = options(RenderingIntent::Perceptual);
        let transform = source.create_transform_8bit(layout, &self.profile, Layout::Rgba, options);
        let transform = transform.map_err(|_| Unusable)?;
        let mut inks = vec![0; pixels.len() / channels * 4];
        pixels.par_chunks(BATCH * channels).zip(inks.par_chunks_mut(BATCH * 4)).try_for_each(
            |(from, to)| {
                transform.transform(from, to).map_err(|_| Unusable)?;
                hold(to, self.limit);
                Ok(())
            },
        )?;
        Ok(inks)
    }
}

/// Reads a picture's own profile where it is one for `space`.
pub(crate) fn source_profile(icc: &[u8], space: DataColorSpace) -> Result<ColorProfile, Unusable> {
    let profile = ColorProfile::new_from_slice(icc).map_err(|_| Unusable)?;
    if profile.color_space == space { Ok(profile) } else { Err(Unusable) }
}

/// The sRGB grey of each 8-bit value of a grey or RGB profile.
pub(crate) fn greys(source: &ColorProfile) -> Result<[u8; 256], Unusable> {
    let srgb = ColorProfile::new_srgb();
    let grey = source.color_space == DataColorSpace::Gray;
    let (layout, channels) = if grey { (Layout::Gray, 1) } else { (Layout::Rgb, 3) };
    let ramp: Vec<u8> = (0..=u8::MAX).flat_map(|value| std::iter::repeat_n(value, channels)).collect();
    let mut out = vec![0; 256 * 3];
    let options = options(RenderingIntent::RelativeColorimetric);
    let transform =
        source.create_transform_8bit(layout, &srgb, Layout::Rgb, options).map_err(|_| Unusable)?;
    transform.transform(&ramp, &mut out).map_err(|_| Unusable)?;
    let mut greys = [0; 256];
    for (grey, rgb) in greys.iter_mut().zip(out.chunks_exact(3)) {
        *grey = rgb.get(1).copied().unwrap_or(0);
    }
    Ok(greys)
}

fn options(rendering_intent: RenderingIntent) -> TransformOptions {
    TransformOptions {
        rendering_intent,
        interpolation_method: InterpolationMethod::Tetrahedral,
        ..TransformOptions::default()
    }
}

/// Brings every pixel under the limit. The profile's own tables end at it; between their points a few pixels come
/// out a per cent over. Black carries the drawing, so the three colours give way, each by the same share.
fn hold(pixels: &mut [u8], limit: u32) {
    for pixel in pixels.chunks_exact_mut(4) {
        let [c, m, y, k] = pixel else { continue };
        let colour = u32::from(*c) + u32::from(*m) + u32::from(*y);
        let black = u32::from(*k);
        if colour + black <= limit {
            continue;
        }
        if black > limit {
            *k = u8::try_from(limit).unwrap_or(u8::MAX);
        }
        let room = limit.saturating_sub(black);
        for ink in [c, m, y] {
            // Rounded down, so that the sum never comes out over.
            *ink = u8::try_from(u32::from(*ink) * room / colour.max(1)).unwrap_or(u8::MAX);
        }
    }
}

/// For each sRGB grey the value of black ink that has its lightness on the profile's paper.
fn black_curve(profile: &ColorProfile) -> Result<[u8; 256], moxcms::CmsError> {
    // 16 bits: in 8 the steps of the shadows would come out uneven.
    let ramp: Vec<u16> = (0..=u8::MAX).flat_map(|black| [0, 0, 0, u16::from(black) * 257]).collect();
    let mut shown = vec![0u16; 256 * 3];
    let options = options(RenderingIntent::RelativeColorimetric);
    let srgb = ColorProfile::new_srgb();
    profile
        .create_transform_16bit(Layout::Rgba, &srgb, Layout::Rgb, options)?
        .transform(&ramp, &mut shown)?;
    // More ink is never lighter, whatever a measured chart says in its last digit.
    let mut darkest = 1.0f64;
    let printed: Vec<f64> = shown
        .chunks_exact(3)
        .map(|rgb| {
            darkest = darkest.min(luminance(rgb));
            darkest
        })
        .collect();
    let mut curve = [0; 256];
    for (value, ink) in (0..=u8::MAX).zip(curve.iter_mut()) {
        let wanted = darkest + (1.0 - darkest) * linear(f64::from(value) / 255.0);
        let enough = printed.partition_point(|&light| light > wanted);
        *ink = u8::try_from(enough).unwrap_or(u8::MAX);
    }
    // Bare paper and solid black are exact whatever the rounding made of them.
    curve[255] = 0;
    curve[0] = 255;
    Ok(curve)
}

/// Relative luminance of a 16-bit sRGB colour (IEC 61966-2-1).
fn luminance(rgb: &[u16]) -> f64 {
    let light = |value: u16| linear(f64::from(value) / 65_535.0);
    match rgb {
        [r, g, b] => 0.2126 * light(*r) + 0.7152 * light(*g) + 0.0722 * light(*b),
        _ => 0.0,
    }
}

fn linear(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press() -> PressColour {
        PressColour::open(&PressProfile::newsprint()).unwrap()
    }

    #[test]
    fn no_colour_is_over_the_ink_limit() {
        let levels: Vec<u8> = (0..=255).step_by(15).map(|level| u8::try_from(level).unwrap()).collect();
        let mut cube = Vec::new();
        for &r in &levels {
            for &g in &levels {
                for &b in &levels {
                    cube.extend([r, g, b]);
                }
            }
        }
        let inks = press().rgb(&cube, None).unwrap();
        let most = inks.chunks_exact(4).map(|inks| inks.iter().copied().map(u32::from).sum::<u32>()).max();
        assert!(most.unwrap() <= 612, "{most:?} of 255ths");
        assert!(most.unwrap() > 590, "the limit is used: {most:?}");
    }

    #[test]
    fn white_is_bare_paper_and_red_is_no_cyan() {
        let inks = press().rgb(&[255, 255, 255, 255, 0, 0], None).unwrap();
        assert!(inks[..4].iter().all(|&ink| ink <= 2), "{inks:?}");
        assert!(inks[4] < 30 && inks[5] > 200 && inks[6] > 180, "{inks:?}");
    }

    #[test]
    fn ink_by_number_is_cut_to_the_limit_and_keeps_its_black() {
        let inks = press().cmyk(vec![255, 255, 255, 255, 10, 20, 30, 40], None).unwrap();
        assert_eq!(inks[3], 255);
        assert!(inks[..4].iter().copied().map(u32::from).sum::<u32>() <= 612);
        assert_eq!(inks[4..], [10, 20, 30, 40]);
    }

    #[test]
    fn grey_is_black_ink_and_darkens_without_a_step_back() {
        let ramp: Vec<u8> = (0..=255).collect();
        let black = press().grey(&ramp).unwrap();
        assert_eq!((black[0], black[255]), (255, 0));
        assert!(black.windows(2).all(|pair| pair[0] >= pair[1]), "{black:?}");
        // The dot gain of newsprint: a middle grey needs much less than half of the plate's dots.
        assert!((60..140).contains(&black[128]), "{}", black[128]);
    }
}
