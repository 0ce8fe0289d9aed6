//! TIFF: what cameras, scanners, drawing programs and old archives write.

use std::borrow::Cow;
use std::io::Cursor;

use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::{Decoded, MOST_PIXELS, Space, check_size, complete, on_paper};
use crate::colour::encoded;
use crate::picture::upright::Orientation;

/// How the samples are to be read where the decoder does not know (TIFF 6.0, tag 262).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// As the decoder says.
    AsDecoded,
    /// Numbers of a palette.
    Palette,
    /// CIE L*a*b* with signed a and b (TIFF 6.0, section 23).
    CieLab,
    /// CIE L*a*b* with a and b from −128 (TIFF Technical Note 4).
    IccLab,
}

/// Decodes the first picture of a TIFF file.
pub(super) fn read(file: &[u8]) -> Result<Decoded, String> {
    let fault = |error: TiffError| error.to_string();
    let (file, meaning) = understood(file);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = usize::try_from(MOST_PIXELS * 4).unwrap_or(usize::MAX);
    limits.ifd_value_size = 16 * 1024 * 1024;
    let mut decoder = Decoder::new(Cursor::new(file)).map_err(fault)?.with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(fault)?;
    check_size(u64::from(width), u64::from(height))?;
    let kind = decoder.colortype().map_err(fault)?;
    // What is read of Lab has become sRGB, and its profile speaks of Lab.
    let lab = matches!(meaning, Meaning::CieLab | Meaning::IccLab);
    let icc = decoder.get_tag_u8_vec(Tag::IccProfile).ok().filter(|_| !lab);
    let turned = decoder.find_tag_unsigned::<u32>(Tag::Orientation).ok().flatten();
    let orientation = turned.map_or(Orientation::UPRIGHT, Orientation::of_value);
    let palette = match meaning {
        Meaning::Palette => decoder.get_tag_u16_vec(Tag::ColorMap).map_err(fault)?,
        _ => Vec::new(),
    };
    let samples: Vec<u16> = match decoder.read_image().map_err(fault)? {
        DecodingResult::U8(bytes) => match kind {
            ColorType::Gray(depth @ (1 | 2 | 4)) => unpacked(&bytes, width, depth),
            _ => bytes.into_iter().map(|sample| u16::from(sample) * 257).collect(),
        },
        DecodingResult::U16(samples) => samples,
        _ => return Err("its samples are neither of up to 8 nor of 16 bits".to_owned()),
    };
    let channels = match kind {
        ColorType::Gray(_) => 1,
        ColorType::GrayA(_) => 2,
        ColorType::Multiband { num_samples, .. } => usize::from(num_samples),
        ColorType::RGB(_) | ColorType::YCbCr(_) => 3,
        ColorType::RGBA(_) | ColorType::CMYK(_) => 4,
        ColorType::CMYKA(_) => 5,
        other => return Err(format!("its colours ({other:?}) are not read")),
    };
    let (space, pixels) = match (meaning, kind) {
        (Meaning::Palette, ColorType::Gray(depth)) => {
            (Space::Rgb, coloured(&samples, depth, &palette).ok_or("its palette is not whole")?)
        }
        (Meaning::CieLab | Meaning::IccLab, _) if channels >= 3 => {
            let colours = samples.chunks_exact(channels).flat_map(|pixel| srgb_of_lab(pixel, meaning));
            (Space::Rgb, colours.collect())
        }
        _ => plain(&samples, kind, channels)?,
    };
    complete(&pixels, width, height, space)?;
    let decoded =
        Decoded { width, height, space, pixels, icc, orientation, line_art: false, turned_round: false };
    Ok(if matches!(kind, ColorType::Gray(1)) { decoded.into_line_art() } else { decoded })
}

/// The file with its photometric interpretation changed to one that the decoder reads, and what it really is. Its
/// samples are laid out alike; only what they mean is another matter.
fn understood(file: &[u8]) -> (Cow<'_, [u8]>, Meaning) {
    const PHOTOMETRIC: u16 = 262;
    const BLACK_IS_ZERO: u16 = 1;
    const RGB: u16 = 2;
    let little = file.starts_with(b"II");
    let short = |at: usize| {
        let bytes = *file.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = *file.get(at..)?.first_chunk::<4>()?;
        usize::try_from(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
    };
    let found = || {
        let directory = long(4)?;
        let entries = (0..usize::from(short(directory)?)).map(|entry| directory + 2 + entry * 12);
        let mut values = entries.filter(|&at| short(at) == Some(PHOTOMETRIC)).map(|at| at + 8);
        let at = values.next()?;
        let (meaning, read_as) = match short(at)? {
            3 => (Meaning::Palette, BLACK_IS_ZERO),
            8 => (Meaning::CieLab, RGB),
            9 => (Meaning::IccLab, RGB),
            _ => return None,
        };
        let mut changed = file.to_vec();
        let bytes = if little { read_as.to_le_bytes() } else { read_as.to_be_bytes() };
        changed.get_mut(at..at + 2)?.copy_from_slice(&bytes);
        Some((Cow::Owned(changed), meaning))
    };
    found().unwrap_or((Cow::Borrowed(file), Meaning::AsDecoded))
}

/// Samples of less than 8 bits, each row of which begins with a byte, at full width.
fn unpacked(bytes: &[u8], width: u32, depth: u8) -> Vec<u16> {
    let depth = usize::from(depth);
    let width = usize::try_from(width).unwrap_or(usize::MAX);
    let row = (width * depth).div_ceil(8).max(1);
    let most = (1u16 << depth) - 1;
    let mut samples = Vec::with_capacity(bytes.len() * 8 / depth);
    for row in bytes.chunks_exact(row) {
        samples.extend((0..width).map(|x| {
            let at = x * depth;
            let byte = u16::from(row.get(at / 8).copied().unwrap_or(0));
            let value = (byte >> (8 - depth - at % 8)) & most;
            value * (u16::MAX / most)
        }));
    }
    samples
}

/// The colours of palette numbers. The palette has all reds, then all greens, then all blues (TIFF 6.0, section 5).
fn coloured(samples: &[u16], depth: u8, palette: &[u16]) -> Option<Vec<u8>> {
    let depth = u32::from(depth.min(16));
    let entries = 1usize << depth;
    let [reds, greens, blues] = [0, 1, 2].map(|part| palette.get(part * entries..(part + 1) * entries));
    let (reds, greens, blues) = (reds?, greens?, blues?);
    let mut pixels = Vec::with_capacity(samples.len() * 3);
    for &sample in samples {
        // What was brought to 16 bits above is brought back.
        let at = usize::from(sample >> (16 - depth));
        for part in [reds, greens, blues] {
            pixels.push(eight_bits(*part.get(at)?));
        }
    }
    Some(pixels)
}

/// Samples that mean what the decoder says.
fn plain(samples: &[u16], kind: ColorType, channels: usize) -> Result<(Space, Vec<u8>), String> {
    let bytes: Vec<u8> = samples.iter().copied().map(eight_bits).collect();
    Ok(match (kind, channels) {
        (ColorType::Gray(_), _) => (Space::Grey, bytes),
        (ColorType::GrayA(_) | ColorType::Multiband { .. }, 2) => (Space::Grey, on_paper(&bytes, 1)),
        (ColorType::RGB(_), _) => (Space::Rgb, bytes),
        (ColorType::RGBA(_), _) => (Space::Rgb, on_paper(&bytes, 3)),
        (ColorType::YCbCr(_), _) => (Space::Rgb, bytes.chunks_exact(3).flat_map(rgb_of_ycbcr).collect()),
        (ColorType::CMYK(_), _) => (Space::Cmyk, bytes),
        (ColorType::CMYKA(_), _) => (Space::Cmyk, bytes.chunks_exact(5).flat_map(ink_on_paper).collect()),
        (other, _) => return Err(format!("its colours ({other:?}) are not read")),
    })
}

/// A 16-bit sample in 8 bits, rounded.
fn eight_bits(sample: u16) -> u8 {
    u8::try_from((u32::from(sample) * 255 + 32_767) / 65_535).unwrap_or(u8::MAX)
}

/// Ink with an alpha channel on paper, which has none.
fn ink_on_paper(pixel: &[u8]) -> [u8; 4] {
    let [c, m, y, k, alpha] = *pixel else { return [0; 4] };
    [c, m, y, k].map(|ink| u8::try_from((u16::from(ink) * u16::from(alpha) + 127) / 255).unwrap_or(u8::MAX))
}

/// A pixel of ITU-R BT.601 as JPEG has it.
fn rgb_of_ycbcr(pixel: &[u8]) -> [u8; 3] {
    let [y, cb, cr] = *pixel else { return [0; 3] };
    let (luma, blue, red) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
    let byte = |value: f32| value.round() as u8;
    [byte(luma + 1.402 * red), byte(luma - 0.344_136 * blue - 0.714_136 * red), byte(luma + 1.772 * blue)]
}

/// A pixel of CIE L*a*b* (D50) as sRGB: newsprint has hardly a colour that sRGB has not.
fn srgb_of_lab(pixel: &[u16], meaning: Meaning) -> [u8; 3] {
    let [lightness, a, b, ..] = *pixel else { return [0; 3] };
    let lightness = f64::from(lightness) / 655.35;
    let part = |sample: u16| match meaning {
        Meaning::IccLab => f64::from(sample) / 257.0 - 128.0,
        // Two's complement in the sample's own depth; 8 bits were brought to 16 by repeating them.
        _ => f64::from(sample.cast_signed()) / 256.0,
    };
    let root = (lightness + 16.0) / 116.0;
    let light = |root: f64| {
        let cube = root.powi(3);
        if cube > 216.0 / 24_389.0 { cube } else { (116.0 * root - 16.0) / (24_389.0 / 27.0) }
    };
    let x = 0.964_22 * light(root + part(a) / 500.0);
    let y = light(root);
    let z = 0.825_21 * light(root - part(b) / 200.0);
    // XYZ (D50) to linear sRGB, adapted after Bradford.
    let linear = [
        3.133_856_1 * x - 1.616_866_7 * y - 0.490_614_6 * z,
        -0.978_768_4 * x + 1.916_141_5 * y + 0.033_454_0 * z,
        0.071_945_3 * x - 0.228_991_4 * y + 1.405_242_7 * z,
    ];
    linear.map(|light| {
        let value = encoded(light.clamp(0.0, 1.0));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let byte = (value * 255.0).round() as u8;
        byte
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lab_is_seen_as_it_is_meant() {
        let wide = |value: u8| u16::from(value) * 257;
        let white = srgb_of_lab(&[u16::MAX, 0, 0], Meaning::CieLab);
        assert!(white.iter().all(|&value| value >= 254), "{white:?}");
        // The red of sRGB is L 54.3, a 80.8, b 69.9 under D50.
        let red = srgb_of_lab(&[wide(138), wide(81), wide(70)], Meaning::CieLab);
        assert!(red[0] >= 250 && red[1] < 25 && red[2] < 25, "{red:?}");
        assert_eq!(srgb_of_lab(&[wide(138), wide(209), wide(198)], Meaning::IccLab), red);
        // A negative a is green.
        let green = srgb_of_lab(&[wide(138), wide(196), 0], Meaning::CieLab);
        assert!(green[1] > green[0] && green[1] > green[2], "{green:?}");
    }

    #[test]
    fn bits_are_unpacked_row_by_row() {
        assert_eq!(unpacked(&[0b1010_0000, 0b0100_0000], 3, 1), [u16::MAX, 0, u16::MAX, 0, u16::MAX, 0]);
        assert_eq!(unpacked(&[0x0f, 0x80], 3, 4), [0, u16::MAX, 0x8888]);
    }
}
