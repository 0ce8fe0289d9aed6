//! Picture samples into the inks of the press, through its profile and under its ink limit.
//!
//! Colour goes through the profile's perceptual table, which brings the black of the picture to the black of the
//! press; a profile without one is used by its colorimetric table with the black points matched here. A picture
//! without colour becomes black ink alone: its tones are matched by lightness to what black ink gives on the
//! profile's paper, from bare paper to solid black, because three inks under a grey only bring a cast and dirt.

mod tone;

use std::borrow::Cow;
use std::sync::OnceLock;

use moxcms::{
    ColorProfile, DataColorSpace, InterpolationMethod, Layout, ProfileClass, RenderingIntent,
    TransformOptions,
};
use rayon::prelude::*;

use crate::{PressError, PressProfile};
pub(crate) use tone::encoded;
use tone::{Curve, Tones};

/// Pixels that one thread converts at a time.
const BATCH: usize = 1 << 16;

/// The press profile, opened.
pub(crate) struct PressColour {
    profile: ColorProfile,
    /// Its file.
    icc: Cow<'static, [u8]>,
    /// The ink limit as a sum of 8-bit plates.
    limit: u32,
    /// The tones of black ink, and the ink for each sRGB grey; made for the first grey picture.
    black: OnceLock<Option<(Tones, [u8; 256])>>,
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
        if self.profile.lut_b_to_a_perceptual.is_none() {
            let mut seen = source.map_or_else(|| Ok(pixels.to_vec()), |own| srgb_of_rgb(pixels, own))?;
            Curve::to_black(tone::darkest(&self.profile)?).apply(&mut seen);
            return self.convert(&seen, &srgb, Layout::Rgb, 3);
        }
        self.convert(pixels, source.unwrap_or(&srgb), Layout::Rgb, 3)
    }

    /// 8-bit CMYK ink values of the profile `source` to those of the press; without one the numbers stay.
    ///
    /// Another press's inks are taken to sRGB first, by colour, and from there like any photograph: the perceptual
    /// table is made for that gamut, and keeps the drawing in shadows that newsprint cannot make as dark.
    pub(crate) fn cmyk(&self, pixels: Vec<u8>, source: Option<&ColorProfile>) -> Result<Vec<u8>, Unusable> {
        if let Some(source) = source {
            return self.rgb(&srgb_of_cmyk(&pixels, source)?, None);
        }
        let mut pixels = pixels;
        pixels.par_chunks_mut(BATCH * 4).for_each(|batch| hold(batch, self.limit));
        Ok(pixels)
    }

    /// 8-bit sRGB greys to values of black ink.
    pub(crate) fn grey(&self, pixels: &[u8]) -> Result<Vec<u8>, Unusable> {
        let (_, curve) = self.black()?;
        Ok(pixels.iter().map(|&value| curve[usize::from(value)]).collect())
    }

    /// Ink values of the press to values of black ink that are as light.
    pub(crate) fn black_of(&self, inks: &[u8]) -> Result<Vec<u8>, Unusable> {
        let wide: Vec<u16> = inks.iter().map(|&ink| u16::from(ink) * 257).collect();
        Ok(self.black()?.0.of_shown(&tone::shown(&self.profile, &wide)?))
    }

    fn black(&self) -> Result<&(Tones, [u8; 256]), Unusable> {
        let black = || {
            let tones = Tones::of(&self.profile).ok()?;
            let curve = tones.of_greys();
            Some((tones, curve))
        };
        self.black.get_or_init(black).as_ref().ok_or(Unusable)
    }

    /// 8-bit pixels of `source` to inks.
    fn convert(
        &self,
        pixels: &[u8],
        source: &ColorProfile,
        layout: Layout,
        channels: usize,
    ) -> Result<Vec<u8>, Unusable> {
        let perceptual = self.profile.lut_b_to_a_perceptual.is_some();
        let intent =
            if perceptual { RenderingIntent::Perceptual } else { RenderingIntent::RelativeColorimetric };
        let transform = source.create_transform_8bit(layout, &self.profile, Layout::Rgba, options(intent));
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

/// 8-bit pixels of an RGB profile as sRGB.
pub(crate) fn srgb_of_rgb(pixels: &[u8], source: &ColorProfile) -> Result<Vec<u8>, Unusable> {
    to_srgb(pixels, source, Layout::Rgb, 3)
}

/// 8-bit inks of another press as sRGB, with its darkest colour as black.
pub(crate) fn srgb_of_cmyk(pixels: &[u8], source: &ColorProfile) -> Result<Vec<u8>, Unusable> {
    let mut seen = to_srgb(pixels, source, Layout::Rgba, 4)?;
    Curve::from_black(tone::darkest(source)?).apply(&mut seen);
    Ok(seen)
}

/// The grey of each pixel of 8-bit sRGB.
pub(crate) fn greys_of_rgb(pixels: &[u8]) -> Vec<u8> {
    tone::greys_of_rgb(pixels)
}

fn to_srgb(
    pixels: &[u8],
    source: &ColorProfile,
    layout: Layout,
    channels: usize,
) -> Result<Vec<u8>, Unusable> {
    let srgb = ColorProfile::new_srgb();
    let options = options(RenderingIntent::RelativeColorimetric);
    let transform = source.create_transform_8bit(layout, &srgb, Layout::Rgb, options);
    let transform = transform.map_err(|_| Unusable)?;
    let mut seen = vec![0; pixels.len() / channels * 3];
    let batches = pixels.par_chunks(BATCH * channels).zip(seen.par_chunks_mut(BATCH * 3));
    batches.try_for_each(|(from, to)| transform.transform(from, to).map_err(|_| Unusable))?;
    Ok(seen)
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
