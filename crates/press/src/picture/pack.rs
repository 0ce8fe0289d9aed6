//! A picture's ink values as the stream of an image XObject, packed, and the place that is kept for it.
//!
//! krilla packs pictures with a general deflate, which takes longer than everything else on a page together. Rows
//! are predicted from their neighbours here first, as PNG does (ISO 32000-1, 7.4.4.4), and packed by a deflate made
//! for such rows: a tenth of the time, and smaller. krilla is given a stand-in of two pixels that names the picture,
//! and the PDF/X pass puts the stream in its stead.

use std::io;
use std::sync::Arc;

use fdeflate::Compressor;
use flate2::Compression;
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use crate::advert::Form;
use crate::pdfx::pack;

/// Bytes of a stand-in: the name of its picture.
pub(crate) const NAME: usize = 8;

/// Width and height of a stand-in.
pub(crate) const STAND_IN: (i64, i64) = (2, 1);

/// A packed picture, or a placed PDF.
#[derive(Clone)]
pub(crate) struct Packed {
    /// What its stand-in holds.
    pub(crate) name: [u8; NAME],
    /// What takes its place.
    pub(crate) what: What,
}

/// What a stand-in stands for.
#[derive(Clone)]
pub(crate) enum What {
    /// An image XObject.
    Image(Arc<Stream>),
    /// A form XObject with what it needs.
    Form(Arc<Form>),
}

impl Packed {
    /// Packs rows of ink values (`black`: of black alone, as light) of a picture of `size`.
    pub(crate) fn new(inks: &[u8], size: (u32, u32), black: bool) -> Option<Self> {
        let channels = if black { 1 } else { 4 };
        let space = if black { "DeviceGray" } else { "DeviceCMYK" };
        let stream = packed_rows(inks, size, channels, space.into()).ok()?;
        Some(Self::of_image(stream, u8::from(black), size))
    }

    /// Packs line art, solid where `inks` are not 0: a bit a pixel, every row from a byte of its own (ISO 32000-1, 8.9.3).
    pub(crate) fn line_art(inks: &[u8], size: (u32, u32)) -> Option<Self> {
        let row = usize::try_from(size.0).ok()?.max(1);
        let byte = |eight: &[u8]| {
            // Ink is 0 in DeviceGray, and so is what is left of a row's last byte.
            eight.iter().enumerate().fold(0u8, |byte, (at, ink)| byte | u8::from(*ink == 0) << (7 - at))
        };
        let bits = inks.chunks_exact(row).flat_map(|row| row.chunks(8).map(byte)).collect();
        let entries = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(size.0),
            "Height" => i64::from(size.1),
            "ColorSpace" => "DeviceGray",
            "BitsPerComponent" => 1,
        };
        let mut stream = Stream::new(entries, bits).with_compression(false);
        pack(&mut stream, Compression::default()).ok()?;
        Some(Self::of_image(stream, 3, size))
    }

    /// An image, which is told from others by its kind, its size and its content.
    fn of_image(stream: Stream, kind: u8, size: (u32, u32)) -> Self {
        let mut hasher = Sha256::new();
        hasher.update([kind]);
        hasher.update(size.0.to_be_bytes());
        hasher.update(&stream.content);
        Self { name: shortened(hasher), what: What::Image(Arc::new(stream)) }
    }

    /// A placed PDF.
    pub(crate) fn of_form(form: Arc<Form>) -> Self {
        let mut hasher = Sha256::new();
        hasher.update([2]);
        form.identity(|part| hasher.update(part));
        Self { name: shortened(hasher), what: What::Form(form) }
    }

    /// Puts it into the document in the place of its stand-in.
    pub(crate) fn put(&self, document: &mut Document, stand_in: ObjectId) {
        match &self.what {
            What::Image(stream) => {
                document.objects.insert(stand_in, Object::Stream(stream.as_ref().clone()));
            }
            What::Form(form) => form.put(document, stand_in),
        }
    }

    /// The picture that stands in for this one until the file is finished.
    pub(crate) fn stand_in(&self) -> Option<Image> {
        Image::from_custom(StandIn(self.name), false).ok()
    }
}

/// Rows of samples of eight bits as an image in a colour space of so many channels.
///
/// # Errors
/// Where there is no memory to pack it in.
pub(crate) fn packed_rows(
    samples: &[u8],
    size: (u32, u32),
    channels: u8,
    space: Object,
) -> io::Result<Stream> {
    let each = usize::from(channels);
    let row = usize::try_from(size.0).unwrap_or(usize::MAX).saturating_mul(each).max(1);
    let packed = packed(samples, row, each)?;
    let entries = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(size.0),
        "Height" => i64::from(size.1),
        "ColorSpace" => space,
        "BitsPerComponent" => 8,
        "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! {
            "Predictor" => 15,
            "Colors" => i64::from(channels),
            "BitsPerComponent" => 8,
            "Columns" => i64::from(size.0),
        },
    };
    Ok(Stream::new(entries, packed).with_compression(false))
}

fn shortened(hasher: Sha256) -> [u8; NAME] {
    let mut name = [0; NAME];
    for (byte, hashed) in name.iter_mut().zip(hasher.finalize()) {
        *byte = hashed;
    }
    name
}

/// Packs rows, with the PNG filter type in front: each predicted from the pixel at its left or from the row above,
/// whichever leaves less (the heuristic of the PNG specification, 12.8).
fn packed(inks: &[u8], row: usize, channels: usize) -> io::Result<Vec<u8>> {
    const LEFT: u8 = 1;
    const ABOVE: u8 = 2;
    /// Rows that are predicted before they are packed: as many as stay in the processor's own memory.
    const ROWS: usize = 16;
    let mut packer = Compressor::new(Vec::with_capacity(inks.len() / 2))?;
    let mut predicted = Vec::with_capacity(ROWS * (row + 1));
    let mut above: Option<&[u8]> = None;
    for band in inks.chunks(ROWS * row) {
        predicted.clear();
        for here in band.chunks_exact(row) {
            let (first, others) = here.split_at(channels.min(row));
            let better =
                above.filter(|above| apart(here, above) <= apart(others, here) + apart(first, &[0; 4]));
            match better {
                Some(above) => {
                    predicted.push(ABOVE);
                    predicted.extend(here.iter().zip(above).map(|(here, above)| here.wrapping_sub(*above)));
                }
                None => {
                    predicted.push(LEFT);
                    predicted.extend_from_slice(first);
                    predicted.extend(others.iter().zip(here).map(|(here, left)| here.wrapping_sub(*left)));
                }
            }
            above = Some(here);
        }
        packer.write_data(&predicted)?;
    }
    packer.finish()
}

/// How far values are apart, all together.
fn apart(values: &[u8], others: &[u8]) -> u64 {
    let sum = |(values, others): (&[u8], &[u8])| {
        values.iter().zip(others).map(|(value, other)| u32::from(value.abs_diff(*other))).sum::<u32>()
    };
    values.chunks(1 << 16).zip(others.chunks(1 << 16)).map(sum).map(u64::from).sum()
}

/// Two pixels that hold a name.
#[derive(Clone, Hash)]
struct StandIn([u8; NAME]);

impl CustomImage for StandIn {
    fn color_channel(&self) -> &[u8] {
        &self.0
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        (2, 1)
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Cmyk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_unpacked_as_it_was_packed() {
        let mut noise = 7u32;
        for black in [false, true] {
            let channels = if black { 1 } else { 4 };
            let inks: Vec<u8> = (0..50 * 31 * channels)
                .map(|at| {
                    noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    // Smooth along rows in one half, along columns in the other, with some noise.
                    let (x, y) = (at / channels % 50, at / channels / 50);
                    let level = if y < 16 { y * 8 } else { x * 5 };
                    u8::try_from(level).unwrap().wrapping_add(u8::try_from(noise >> 30).unwrap())
                })
                .collect();
            let What::Image(packed) = Packed::new(&inks, (50, 31), black).unwrap().what else {
                panic!("a form")
            };
            assert_eq!(packed.get_plain_content().unwrap(), inks, "black: {black}");
            assert!(packed.content.len() < inks.len() * 3 / 4, "{}", packed.content.len());
        }
    }
}
