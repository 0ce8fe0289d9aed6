//! Light and dark: the tone curve of sRGB, the tones of black ink, and the compensation of black points.

use moxcms::{ColorProfile, Layout, RenderingIntent};
use rayon::prelude::*;

use super::{BATCH, Unusable, options};

/// Relative luminance of a 16-bit sRGB colour (IEC 61966-2-1).
pub(super) fn luminance(rgb: &[u16]) -> f64 {
    let light = |value: u16| linear(f64::from(value) / 65_535.0);
    match rgb {
        [r, g, b] => 0.2126 * light(*r) + 0.7152 * light(*g) + 0.0722 * light(*b),
        _ => 0.0,
    }
}

/// Light of an sRGB value, both from 0 to 1.
pub(super) fn linear(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The sRGB value of light, both from 0 to 1.
pub(crate) fn encoded(light: f64) -> f64 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
fn byte(value: f64) -> u8 {
    (value * 255.0).round() as u8
}

/// A curve that is laid over each channel of 8-bit sRGB.
pub(super) struct Curve([u8; 256]);

impl Curve {
    /// The curve that takes `change` of the light of every value.
    fn of_light(change: impl Fn(f64) -> f64) -> Self {
        let mut curve = [0; 256];
        for (value, out) in (0..=u8::MAX).zip(&mut curve) {
            *out = byte(encoded(change(linear(f64::from(value) / 255.0)).clamp(0.0, 1.0)));
        }
        Self(curve)
    }

    /// Black point compensation out of a condition whose darkest colour has the light `black`: that becomes none.
    pub(super) fn from_black(black: f64) -> Self {
        Self::of_light(|light| (light - black) / (1.0 - black))
    }

    /// Black point compensation into such a condition: no light becomes the darkest that it has.
    pub(super) fn to_black(black: f64) -> Self {
        Self::of_light(|light| black + light * (1.0 - black))
    }

    /// Lays the curve over samples.
    pub(super) fn apply(&self, samples: &mut [u8]) {
        samples.par_chunks_mut(BATCH).for_each(|batch| {
            batch.iter_mut().for_each(|value| *value = self.0[usize::from(*value)]);
        });
    }
}

/// The light of the darkest colour that an output profile prints, relative to its paper: what black alone, and all
/// inks together, come out as.
pub(super) fn darkest(profile: &ColorProfile) -> Result<f64, Unusable> {
    let shown = shown(profile, &[0, 0, 0, u16::MAX, u16::MAX, u16::MAX, u16::MAX, u16::MAX])?;
    Ok(shown.chunks_exact(3).map(luminance).fold(1.0, f64::min))
}

/// 16-bit inks as 16-bit sRGB, relative to the paper.
pub(super) fn shown(profile: &ColorProfile, inks: &[u16]) -> Result<Vec<u16>, Unusable> {
    let srgb = ColorProfile::new_srgb();
    let options = options(RenderingIntent::RelativeColorimetric);
    let transform = profile.create_transform_16bit(Layout::Rgba, &srgb, Layout::Rgb, options);
    let transform = transform.map_err(|_| Unusable)?;
    let mut shown = vec![0; inks.len() / 4 * 3];
    inks.par_chunks(BATCH * 4)
        .zip(shown.par_chunks_mut(BATCH * 3))
        .try_for_each(|(from, to)| transform.transform(from, to).map_err(|_| Unusable))?;
    Ok(shown)
}

/// The tones of black ink on the profile's paper.
pub(super) struct Tones {
    /// Light of each 8-bit value of black ink; never lighter with more of it.
    printed: Vec<f64>,
}

impl Tones {
    /// Measures the profile.
    pub(super) fn of(profile: &ColorProfile) -> Result<Self, Unusable> {
        // 16 bits: in 8 the steps of the shadows would come out uneven.
        let ramp: Vec<u16> = (0..=u8::MAX).flat_map(|black| [0, 0, 0, u16::from(black) * 257]).collect();
        // More ink is never lighter, whatever a measured chart says in its last digit.
        let mut darkest = 1.0f64;
        let lights = shown(profile, &ramp)?;
        let printed = lights.chunks_exact(3).map(|rgb| {
            darkest = darkest.min(luminance(rgb));
            darkest
        });
        Ok(Self { printed: printed.collect() })
    }

    /// The least black ink that is as dark as `light`.
    fn as_dark_as(&self, light: f64) -> u8 {
        let enough = self.printed.partition_point(|&printed| printed > light);
        u8::try_from(enough).unwrap_or(u8::MAX)
    }

    /// For each sRGB grey the value of black ink that has its lightness, from bare paper to solid black (relative to
    /// the paper, black point compensated).
    pub(super) fn of_greys(&self) -> [u8; 256] {
        let darkest = self.printed.last().copied().unwrap_or(0.0);
        let mut curve = [0; 256];
        for (value, ink) in (0..=u8::MAX).zip(curve.iter_mut()) {
            let light = linear(f64::from(value) / 255.0);
            *ink = self.as_dark_as(darkest + (1.0 - darkest) * light);
        }
        // Bare paper and solid black are exact whatever the rounding made of them.
        curve[255] = 0;
        curve[0] = 255;
        curve
    }

    /// For inks of the press, as the profile shows them in sRGB, the black ink that is as light as they are.
    pub(super) fn of_shown(&self, shown: &[u16]) -> Vec<u8> {
        shown
            .par_chunks(BATCH * 3)
            .flat_map_iter(|batch| batch.chunks_exact(3).map(|rgb| self.as_dark_as(luminance(rgb) + 1e-4)))
            .collect()
    }
}

/// The sRGB grey that is as light as each pixel of 8-bit sRGB.
pub(super) fn greys_of_rgb(pixels: &[u8]) -> Vec<u8> {
    /// Steps of light that a grey is looked up by: fine enough for the darkest.
    const STEPS: u16 = 1 << 14;
    let mut light = [0.0; 256];
    for (value, light) in (0..=u8::MAX).zip(&mut light) {
        *light = linear(f64::from(value) / 255.0);
    }
    let last = f64::from(STEPS - 1);
    let grey: Vec<u8> = (0..STEPS).map(|step| byte(encoded(f64::from(step) / last))).collect();
    let of = |rgb: &[u8]| {
        let [r, g, b] = rgb else { return 0 };
        let [r, g, b] = [r, g, b].map(|value| light[usize::from(*value)]);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and STEPS")]
        let step = ((0.2126 * r + 0.7152 * g + 0.0722 * b) * last).round() as usize;
        grey.get(step).copied().unwrap_or(u8::MAX)
    };
    pixels.par_chunks(BATCH * 3).flat_map_iter(|batch| batch.chunks_exact(3).map(of)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_points_meet_and_white_stays() {
        let mut samples = [0, 30, 255];
        Curve::to_black(0.05).apply(&mut samples);
        assert!(samples[0] > 50 && samples[1] > samples[0] && samples[2] == 255, "{samples:?}");
        Curve::from_black(0.05).apply(&mut samples);
        assert!(samples[0] <= 2 && samples[1].abs_diff(30) <= 2 && samples[2] == 255, "{samples:?}");
    }

    #[test]
    fn a_grey_is_as_light_as_its_colour() {
        let greys = greys_of_rgb(&[0, 0, 0, 128, 128, 128, 255, 255, 255, 0, 255, 0, 0, 0, 255]);
        assert_eq!(greys[..3], [0, 128, 255]);
        assert!(greys[3] > 210 && greys[4] < 90, "{greys:?}");
    }
}
