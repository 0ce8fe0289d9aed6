//! EXIF: the few words it holds, orientation and resolution, and the rest by tag name.

use std::collections::BTreeMap;

use exif::{Exif as Tags, Field, In, Reader, Tag, Value};

use super::{PhotoNotice, Resolution};
use crate::charset::loose_text;

/// What EXIF says.
#[derive(Debug)]
pub(crate) struct Exif {
    pub(crate) description: Option<String>,
    pub(crate) artist: Vec<String>,
    pub(crate) copyright: Option<String>,
    /// Date and time of the original, ISO 8601.
    pub(crate) date: Option<String>,
    pub(crate) orientation: u8,
    pub(crate) resolution: Option<Resolution>,
    /// Everything else, by tag name.
    pub(crate) rest: BTreeMap<String, String>,
}

impl Default for Exif {
    fn default() -> Self {
        Self {
            description: None,
            artist: Vec::new(),
            copyright: None,
            date: None,
            orientation: 1,
            resolution: None,
            rest: BTreeMap::new(),
        }
    }
}

/// Reads a TIFF structure, as far as it goes.
pub(crate) fn read(tiff: Option<&[u8]>, notices: &mut Vec<PhotoNotice>) -> Exif {
    let Some(tiff) = tiff else { return Exif::default() };
    let Some((tags, whole)) = parse(tiff) else {
        notices.push(PhotoNotice::BlockDamaged { block: "EXIF" });
        return Exif::default();
    };
    if !whole {
        notices.push(PhotoNotice::BlockDamaged { block: "EXIF" });
    }
    let text = |tag: Tag| tags.get_field(tag, In::PRIMARY).and_then(ascii);
    let mut exif = Exif {
        description: text(Tag::ImageDescription),
        artist: text(Tag::Artist)
            .map(|names| {
                names.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
            })
            .unwrap_or_default(),
        copyright: text(Tag::Copyright),
        date: date(&tags),
        orientation: orientation(&tags),
        resolution: resolution(&tags),
        rest: BTreeMap::new(),
    };
    for field in tags.fields().filter(|field| field.ifd_num == In::PRIMARY) {
        let read = matches!(
            field.tag,
            Tag::ImageDescription | Tag::Artist | Tag::Copyright | Tag::MakerNote | Tag::Orientation
        ) || matches!(field.tag.number(), 273 | 279 | 324 | 325 | 700 | 33723 | 34377 | 34675);
        if !read && let Some(value) = value(field) {
            exif.rest.insert(format!("EXIF {}", field.tag), value);
        }
    }
    exif
}

fn parse(tiff: &[u8]) -> Option<(Tags, bool)> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    match reader.read_raw(tiff.to_vec()) {
        Ok(tags) => Some((tags, true)),
        Err(exif::Error::PartialResult(part)) => Some((part.into_inner().0, false)),
        Err(_) => None,
    }
}

fn ascii(field: &Field) -> Option<String> {
    let Value::Ascii(values) = &field.value else { return None };
    let text = values.iter().map(|value| loose_text(value)).collect::<Vec<_>>().join("; ");
    let text = text.trim().trim_end_matches('\0').trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn value(field: &Field) -> Option<String> {
    if let Value::Ascii(_) = field.value {
        return ascii(field);
    }
    // Windows' own title, comment, author, keywords, subject: UTF-16 in a byte field.
    if let (0x9c9b..=0x9c9f, Value::Byte(bytes)) = (field.tag.number(), &field.value) {
        let text = encoding_rs::UTF_16LE
            .decode_without_bom_handling(bytes)
            .0
            .trim_end_matches('\0')
            .trim()
            .to_owned();
        return (!text.is_empty()).then_some(text);
    }
    let shown = field.display_value().with_unit(()).to_string();
    (!shown.is_empty() && shown.len() <= 400).then_some(shown)
}

/// The original's date: 2021:10:20 21:01:01 and its offset, as ISO 8601.
fn date(tags: &Tags) -> Option<String> {
    let text = |tag| tags.get_field(tag, In::PRIMARY).and_then(ascii);
    let (raw, offset) = match text(Tag::DateTimeOriginal) {
        Some(raw) => (raw, text(Tag::OffsetTimeOriginal)),
        None => (text(Tag::DateTimeDigitized)?, text(Tag::OffsetTimeDigitized)),
    };
    super::words::iso_date(&raw, offset.as_deref())
}

fn orientation(tags: &Tags) -> u8 {
    tags.get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1)
}

fn resolution(tags: &Tags) -> Option<Resolution> {
    let number = |tag| match &tags.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(values) => {
            values.first().map(exif::Rational::to_f64).filter(|value| value.is_finite() && *value > 0.0)
        }
        _ => None,
    };
    let per_inch =
        match tags.get_field(Tag::ResolutionUnit, In::PRIMARY).and_then(|field| field.value.get_uint(0)) {
            Some(3) => 2.54,
            Some(2) | None => 1.0,
            Some(_) => return None,
        };
    Some(Resolution { x: number(Tag::XResolution)? * per_inch, y: number(Tag::YResolution)? * per_inch })
}

/// The tags of a TIFF file's first picture.
pub(crate) struct TiffTags(Tags);

/// Opens a TIFF file's tags.
pub(crate) fn tiff_tags(bytes: &[u8]) -> Option<TiffTags> {
    parse(bytes).map(|(tags, _)| TiffTags(tags))
}

impl TiffTags {
    fn field(&self, number: u16) -> Option<&Field> {
        self.0.get_field(Tag(exif::Context::Tiff, number), In::PRIMARY)
    }

    pub(crate) fn number(&self, number: u16) -> Option<u32> {
        self.field(number)?.value.get_uint(0)
    }

    pub(crate) fn numbers(&self, number: u16) -> Vec<u32> {
        self.field(number)
            .and_then(|field| field.value.iter_uint())
            .map(Iterator::collect)
            .unwrap_or_default()
    }

    /// A tag's bytes; IIM is often written as LONGs of the file's byte order.
    pub(crate) fn bytes(&self, number: u16) -> Option<Vec<u8>> {
        match &self.field(number)?.value {
            Value::Byte(bytes) | Value::Undefined(bytes, _) => Some(bytes.clone()),
            Value::Ascii(values) => Some(values.join(&0)),
            Value::Long(words) => Some(
                words
                    .iter()
                    .flat_map(
                        |word| if self.0.little_endian() { word.to_le_bytes() } else { word.to_be_bytes() },
                    )
                    .collect(),
            ),
            _ => None,
        }
    }
}
