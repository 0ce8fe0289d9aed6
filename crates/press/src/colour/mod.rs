//! Picture samples into the inks of the press, through its profile and under its ink limit.
//!
//! Colour goes through the profile's perceptual table, which brings the black of the picture to the black of the
//! press; a profile without one is used by its colorimetric table with the black points matched here. A picture
//! without colour becomes black ink alone: its tones are matched by lightness to what black ink gives on the
//! profile's paper, from bare paper to solid black, because three inks under a grey only bring a cast and dirt.

mod inking;
mod tone;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use moxcms::{ColorProfile, DataColorSpace, InterpolationMethod, Layout, RenderingIntent, TransformOptions};
use rayon::prelude::*;

use crate::profile::{self, ProfileFault};
use crate::{PressError, PressProfile};
use inking::{Inking, Known, Transform};
pub(crate) use tone::encoded;
use tone::{Curve, Tones};

/// Pixels that one thread converts at a time.
const BATCH: usize = 1 << 16;

/// The press profile, opened.
pub(crate) struct PressColour {
    profile: ColorProfile,
    /// Its file.
    icc: Arc<[u8]>,
    /// The ink limit as a sum of 8-bit plates.
    limit: u32,
    /// The tones of black ink, and the ink for each sRGB grey; made for the first grey picture.
    black: OnceLock<Option<(Tones, [u8; 256])>>,
    /// The ways from the profiles of pictures that were gone, by their files; sRGB is none.
    ways: Mutex<Vec<Way>>,
}

/// The file of a profile, none for sRGB, and the way from it to inks.
type Way = (Option<Vec<u8>>, Arc<Inking>);

/// Ways that are kept: the pictures of a paper are in sRGB and in what its photographers' cameras write. Each takes up to
/// 64 MB when all colours are in use, and some when it is those of photographs.
const MOST_WAYS: usize = 3;

/// A profile of a picture.
pub(crate) struct Source<'a> {
    /// Opened.
    pub(crate) profile: ColorProfile,
    /// Its file.
    pub(crate) icc: &'a [u8],
}

/// Press profiles that were opened, for whoever prints more than one file.
#[derive(Default)]
pub(crate) struct Presses(Mutex<Vec<Arc<PressColour>>>);

impl Presses {
    /// The profile of a printing condition, opened.
    pub(crate) fn open(&self, press: &PressProfile) -> Result<Arc<PressColour>, PressError> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = limit_of(press);
        if let Some(known) = opened.iter().find(|known| known.limit == limit && known.is_own(&press.icc)) {
            return Ok(Arc::clone(known));
        }
        let new = Arc::new(PressColour::open(press)?);
        opened.push(Arc::clone(&new));
        Ok(new)
    }
}

/// The ink limit as a sum of 8-bit plates.
fn limit_of(press: &PressProfile) -> u32 {
    u32::from(press.ink_limit) * 255 / 100
}

/// What is wrong with a picture's own profile; the caller goes on with sRGB.
#[derive(Debug)]
pub(crate) struct Unusable;

impl PressColour {
    /// Opens the profile.
    pub(crate) fn open(press: &PressProfile) -> Result<Self, ProfileFault> {
        let profile = profile::open(&press.icc)?;
        Ok(Self {
            profile,
            icc: Arc::clone(&press.icc),
            limit: limit_of(press),
            black: OnceLock::new(),
            ways: Mutex::default(),
        })
    }

    /// Goes every way once that a page may go through the profile.
    pub(crate) fn prove(&self) -> Result<(), ProfileFault> {
        let photographs = self.rgb(&[255, 128, 0], None).and_then(|_| self.grey(&[128]));
        let inks = photographs.and_then(|_| self.black_of(&[255, 128, 0, 128]));
        inks.and_then(|_| srgb_of_cmyk(&[255, 128, 0, 128], &self.profile))
            .map_or(Err(ProfileFault::Damaged), |_| Ok(()))
    }

    /// Whether a picture's profile is the press's own, so that its numbers are already right.
    pub(crate) fn is_own(&self, icc: &[u8]) -> bool {
        self.icc.as_ref() == icc
    }

    /// 8-bit RGB to CMYK ink values, from the profile `source`, or sRGB.
    pub(crate) fn rgb(&self, pixels: &[u8], source: Option<&Source<'_>>) -> Result<Vec<u8>, Unusable> {
        self.way(source)?.inks(pixels)
    }

    /// The way from a picture's profile, or sRGB, to inks.
    fn way(&self, source: Option<&Source<'_>>) -> Result<Arc<Inking>, Unusable> {
        let icc = source.map(|source| source.icc);
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = ways.iter().position(|(file, _)| file.as_deref() == icc) {
            let known = ways.remove(known);
            let way = Arc::clone(&known.1);
            ways.push(known);
            return Ok(way);
        }
        let way = Arc::new(self.found(source.map(|source| &source.profile))?);
        // What was not gone for longest is forgotten.
        if ways.len() >= MOST_WAYS {
            ways.remove(0);
        }
        ways.push((icc.map(<[u8]>::to_vec), Arc::clone(&way)));
        Ok(way)
    }

    fn found(&self, source: Option<&ColorProfile>) -> Result<Inking, Unusable> {
        let srgb = ColorProfile::new_srgb();
        let perceptual = self.profile.lut_b_to_a_perceptual.is_some();
        let intent =
            if perceptual { RenderingIntent::Perceptual } else { RenderingIntent::RelativeColorimetric };
        // Without a perceptual table the black points are matched in sRGB.
        let (first, curve, from) = if perceptual {
            (None, None, source.unwrap_or(&srgb))
        } else {
            let first = source.map(|source| to_srgb_from(source, Layout::Rgb)).transpose()?;
            (first, Some(Curve::to_black(tone::darkest(&self.profile)?)), &srgb)
        };
        let last = from.create_transform_8bit(Layout::Rgb, &self.profile, Layout::Rgba, options(intent));
        let last = last.map_err(|_| Unusable)?;
        Ok(Inking { first, curve, last, limit: self.limit, known: Known::default() })
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
    let transform = to_srgb_from(source, layout)?;
    let mut seen = vec![0; pixels.len() / channels * 3];
    let batches = pixels.par_chunks(BATCH * channels).zip(seen.par_chunks_mut(BATCH * 3));
    batches.try_for_each(|(from, to)| transform.transform(from, to).map_err(|_| Unusable))?;
    Ok(seen)
}

fn to_srgb_from(source: &ColorProfile, layout: Layout) -> Result<Transform, Unusable> {
    let options = options(RenderingIntent::RelativeColorimetric);
    let transform = source.create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgb, options);
    transform.map_err(|_| Unusable)
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

    /// What a colour becomes depends neither on what stands beside it nor on what was met before.
    #[test]
    fn a_colour_becomes_the_same_inks_wherever_it_stands() {
        let mut noise = 7u32;
        let mut pixels: Vec<u8> = (0..9000 * 3)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Three levels of each channel that come again and again, and all the others.
                if noise & 64 == 0 { noise.to_be_bytes()[0] & 0xc0 } else { noise.to_be_bytes()[0] }
            })
            .collect();
        let own = ColorProfile::new_adobe_rgb();
        for source in [None, Some(Source { profile: own, icc: b"Adobe" })] {
            let kept = press();
            let inks = kept.rgb(&pixels, source.as_ref()).unwrap();
            assert_eq!(kept.rgb(&pixels, source.as_ref()).unwrap(), inks, "the second time");
            for at in (0..9000).step_by(307) {
                let alone = press().rgb(&pixels[at * 3..at * 3 + 3], source.as_ref()).unwrap();
                assert_eq!(alone, inks[at * 4..at * 4 + 4], "pixel {at}");
            }
        }
        // Every pixel turned over is another order of the same colours, and another remainder of a group.
        let there = press().rgb(&pixels, None).unwrap();
        pixels.truncate(8999 * 3);
        pixels.reverse();
        pixels.chunks_exact_mut(3).for_each(<[u8]>::reverse);
        let back = press().rgb(&pixels, None).unwrap();
        assert!(back.chunks_exact(4).eq(there[..8999 * 4].chunks_exact(4).rev()));
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
