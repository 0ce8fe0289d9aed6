//! Picture files taken apart: size, channels, and the raw metadata blocks.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageICC};

use super::{ColourKind, PhotoError, PhotoFormat, PhotoNotice, Resolution};

/// A picture file's parts.
#[derive(Debug)]
pub(crate) struct Shell {
    pub(crate) format: PhotoFormat,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) colour: ColourKind,
    pub(crate) icc: Option<Vec<u8>>,
    pub(crate) resolution: Option<Resolution>,
    /// A TIFF structure.
    pub(crate) exif: Option<Vec<u8>>,
    /// XMP packets: the main one first, then the extended one.
    pub(crate) xmp: Vec<Vec<u8>>,
    /// Photoshop image resources, all segments in order.
    pub(crate) photoshop: Vec<u8>,
    /// IIM that stands by itself (TIFF).
    pub(crate) iim: Option<Vec<u8>>,
}

impl Shell {
    fn new(format: PhotoFormat, width: u32, height: u32, colour: ColourKind) -> Self {
        Self {
            format,
            width,
            height,
            colour,
            icc: None,
            resolution: None,
            exif: None,
            xmp: Vec::new(),
            photoshop: Vec::new(),
            iim: None,
        }
    }
}

/// Opens a file by what its first bytes say it is.
pub(crate) fn open(bytes: &[u8], notices: &mut Vec<PhotoNotice>) -> Result<Shell, PhotoError> {
    if bytes.starts_with(&[0xff, 0xd8]) {
        jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG") {
        png(bytes, notices)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12).is_none_or(|kind| kind == b"WEBP") {
        webp(bytes)
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        tiff(bytes)
    } else {
        Err(PhotoError::UnknownFormat)
    }
}

/// What `img-parts` says went wrong, in our words.
fn failure(error: &img_parts::Error, format: PhotoFormat) -> PhotoError {
    match error {
        img_parts::Error::Truncated => PhotoError::Truncated { format },
        _ => PhotoError::Damaged { format },
    }
}

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENDED_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const EXIF: &[u8] = b"Exif\0\0";

fn jpeg(bytes: &[u8]) -> Result<Shell, PhotoError> {
    let format = PhotoFormat::Jpeg;
    let file = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|error| failure(&error, format))?;
    let frame = file
        .segments()
        .iter()
        .find(|segment| {
            matches!(segment.marker(), 0xc0..=0xcf) && !matches!(segment.marker(), 0xc4 | 0xc8 | 0xcc)
        })
        .ok_or(PhotoError::Damaged { format })?
        .contents();
    // Entropy-coded data escapes every FF, so an end-of-image marker in it ends the picture.
    let scan = file
        .segments()
        .iter()
        .rfind(|segment| segment.has_entropy())
        .ok_or(PhotoError::Truncated { format })?;
    let tail = scan.clone().encoder().bytes();
    if !tail.windows(2).any(|pair| pair == [0xff, markers::EOI]) {
        return Err(PhotoError::Truncated { format });
    }
    let (Some(&[h0, h1, w0, w1]), Some(&channels)) = (frame.get(1..5), frame.get(5)) else {
        return Err(PhotoError::Damaged { format });
    };
    let colour = match channels {
        1 => ColourKind::Grey,
        3 => ColourKind::Rgb,
        4 => ColourKind::Cmyk,
        _ => return Err(PhotoError::Damaged { format }),
    };
    let (width, height) = (u32::from(u16::from_be_bytes([w0, w1])), u32::from(u16::from_be_bytes([h0, h1])));
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged { format });
    }
    let mut shell = Shell::new(format, width, height, colour);
    shell.icc = file.icc_profile().map(|profile| profile.to_vec());
    let mut extended: Vec<(u32, Vec<u8>)> = Vec::new();
    for segment in file.segments() {
        let contents = segment.contents();
        match segment.marker() {
            markers::APP0 if contents.starts_with(b"JFIF\0") => shell.resolution = jfif_resolution(contents),
            markers::APP1 => {
                if let Some(tiff) = contents.strip_prefix(EXIF) {
                    shell.exif.get_or_insert_with(|| tiff.to_vec());
                } else if let Some(packet) = contents.strip_prefix(XMP) {
                    shell.xmp.push(packet.to_vec());
                } else if let Some(part) = contents.strip_prefix(EXTENDED_XMP) {
                    // 32 bytes of digest, the whole length, this part's offset.
                    if let Some(&[a, b, c, d]) = part.get(36..40) {
                        extended.push((u32::from_be_bytes([a, b, c, d]), part[40..].to_vec()));
                    }
                }
            }
            markers::APP13 => {
                if let Some(resources) = contents.strip_prefix(PHOTOSHOP) {
                    shell.photoshop.extend_from_slice(resources);
                }
            }
            _ => {}
        }
    }
    extended.sort_by_key(|(offset, _)| *offset);
    if !extended.is_empty() {
        shell.xmp.push(extended.into_iter().flat_map(|(_, part)| part).collect());
    }
    Ok(shell)
}

fn jfif_resolution(contents: &[u8]) -> Option<Resolution> {
    let &[unit, x0, x1, y0, y1] = contents.get(7..12)? else { return None };
    let per_inch = match unit {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let (x, y) = (f64::from(u16::from_be_bytes([x0, x1])), f64::from(u16::from_be_bytes([y0, y1])));
    (x > 0.0 && y > 0.0).then_some(Resolution { x: x * per_inch, y: y * per_inch })
}

fn png(bytes: &[u8], notices: &mut Vec<PhotoNotice>) -> Result<Shell, PhotoError> {
    let format = PhotoFormat::Png;
    let file = Png::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|error| failure(&error, format))?;
    if file.chunk_by_type(*b"IEND").is_none() {
        return Err(PhotoError::Truncated { format });
    }
    let header = file.chunk_by_type(*b"IHDR").ok_or(PhotoError::Damaged { format })?.contents();
    let (Some((width, height)), Some(&kind)) = (file.dimensions(), header.get(9)) else {
        return Err(PhotoError::Damaged { format });
    };
    if width == 0 || height == 0 || file.chunk_by_type(*b"IDAT").is_none() {
        return Err(PhotoError::Damaged { format });
    }
    let colour = if matches!(kind, 0 | 4) { ColourKind::Grey } else { ColourKind::Rgb };
    let mut shell = Shell::new(format, width, height, colour);
    shell.icc = file.icc_profile().map(|profile| profile.to_vec());
    shell.exif = file.chunk_by_type(*b"eXIf").map(|chunk| chunk.contents().to_vec());
    if let Some(&[x0, x1, x2, x3, y0, y1, y2, y3, 1]) =
        file.chunk_by_type(*b"pHYs").and_then(|chunk| chunk.contents().get(..9))
    {
        let per_inch = |metre: [u8; 4]| f64::from(u32::from_be_bytes(metre)) * 0.0254;
        shell.resolution = Some(Resolution { x: per_inch([x0, x1, x2, x3]), y: per_inch([y0, y1, y2, y3]) });
    }
    for chunk in file.chunks_by_type(*b"iTXt") {
        let Some(text) = chunk.contents().strip_prefix(b"XML:com.adobe.xmp\0".as_slice()) else { continue };
        // Compression flag and method, then language and translated keyword, each ended by NUL.
        match text {
            [0, _, rest @ ..] => {
                shell.xmp.extend(rest.splitn(3, |byte| *byte == 0).nth(2).map(<[u8]>::to_vec));
            }
            _ => notices.push(PhotoNotice::BlockDamaged { block: "XMP" }),
        }
    }
    Ok(shell)
}

fn webp(bytes: &[u8]) -> Result<Shell, PhotoError> {
    let format = PhotoFormat::WebP;
    let file = WebP::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|error| failure(&error, format))?;
    let (width, height) = file.dimensions().ok_or(PhotoError::Damaged { format })?;
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged { format });
    }
    let mut shell = Shell::new(format, width, height, ColourKind::Rgb);
    let chunk =
        |id: [u8; 4]| file.chunk_by_id(id).and_then(|chunk| chunk.content().data()).map(|data| data.to_vec());
    shell.icc = file.icc_profile().map(|profile| profile.to_vec());
    shell.exif = chunk(*b"EXIF").map(|data| data.strip_prefix(EXIF).map(<[u8]>::to_vec).unwrap_or(data));
    shell.xmp.extend(chunk(*b"XMP "));
    Ok(shell)
}

/// TIFF keeps everything in tags: 700 XMP, 33723 IIM, 34377 Photoshop resources, 34675 ICC.
fn tiff(bytes: &[u8]) -> Result<Shell, PhotoError> {
    let format = PhotoFormat::Tiff;
    let tags = super::exif::tiff_tags(bytes).ok_or(if bytes.len() < 1024 {
        PhotoError::Truncated { format }
    } else {
        PhotoError::Damaged { format }
    })?;
    let (Some(width), Some(height)) = (tags.number(256), tags.number(257)) else {
        return Err(PhotoError::Damaged { format });
    };
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged { format });
    }
    let ends = tags
        .numbers(273)
        .into_iter()
        .zip(tags.numbers(279))
        .chain(tags.numbers(324).into_iter().zip(tags.numbers(325)));
    if ends.into_iter().any(|(at, length)| u64::from(at) + u64::from(length) > bytes.len() as u64) {
        return Err(PhotoError::Truncated { format });
    }
    // PhotometricInterpretation: 0 and 1 grey, 2 RGB, 3 palette, 5 separated inks, 6 YCbCr, 8 Lab.
    let colour = match tags.number(262) {
        Some(0 | 1) => ColourKind::Grey,
        Some(5) => ColourKind::Cmyk,
        _ => ColourKind::Rgb,
    };
    let mut shell = Shell::new(format, width, height, colour);
    shell.exif = Some(bytes.to_vec());
    shell.xmp.extend(tags.bytes(700));
    shell.iim = tags.bytes(33723);
    shell.photoshop = tags.bytes(34377).unwrap_or_default();
    shell.icc = tags.bytes(34675);
    Ok(shell)
}
