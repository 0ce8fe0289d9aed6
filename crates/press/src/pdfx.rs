//! The PDF/X pass: what krilla's file lacks to be PDF/X-4 (ISO 15930-7:2010) or PDF/X-1a:2003 (ISO 15930-4) is added,
//! and overprint is set.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use broadsheet_layout::PageFrame;
use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ink::OVERPRINT_MARK;
use crate::picture::{NAME, Packed, STAND_IN};
use crate::tell::retold;
use crate::xmp::{Made, Packet};
use crate::{Job, PressError, Standard};

/// How well a page's content is packed. Level 6 makes it a sixteenth smaller and takes 1.7 times as long, level 1 a quarter
/// larger and takes half the time.
const CONTENT: Compression = Compression::new(2);
/// How well fonts are: of their outlines level 6 leaves an eighth less, and takes 2.5 times as long.
const FONTS: Compression = Compression::new(1);

/// What was painted.
pub(crate) struct Painted<'a> {
    /// krilla's file.
    pub(crate) plain: &'a [u8],
    /// Page by page, what [`crate::paint::Leaves::texts`] says.
    pub(crate) texts: Vec<Vec<Vec<String>>>,
    /// The pictures that krilla's file has stand-ins of.
    pub(crate) packed: Vec<Packed>,
    /// Whether no other pages keep the cores at work.
    pub(crate) alone: bool,
}

/// Makes a painted file PDF/X of the job's standard.
///
/// PDF/X-1a is flat because nothing that is not is ever painted; its tags and the copy that its text stands for are those
/// of PDF 1.4 (PDF Reference 1.4, 9.6 to 9.8).
pub(crate) fn finish(painted: &Painted<'_>, frames: &[&PageFrame], job: &Job) -> Result<Vec<u8>, PressError> {
    let fault = |error: lopdf::Error| PressError::Writing { reason: error.to_string() };
    let (load, name) = (|| Document::load_mem(painted.plain), || identity(painted.plain, job));
    let (document, id) = if painted.alone { rayon::join(load, name) } else { (load(), name()) };
    let mut document = document.map_err(fault)?;
    document.version = match job.standard {
        Standard::X4 => "1.6".to_owned(),
        Standard::X1a => "1.4".to_owned(),
    };
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    set_overprint(&mut document);
    tell(&mut document, &painted.texts)?;
    // What is placed is packed already, or is someone else's and stays as it is.
    pack_all(&mut document)?;
    place(&mut document, &painted.packed)?;
    let lang = frames.first().map_or("", |frame| frame.lang.as_str());
    let intent = output_intent(&mut document, job)?;
    let packet = Packet {
        title: &job.title,
        lang,
        at: job.at,
        producer: &job.producer,
        made: Made::Press(job.standard),
        id: &id.hyphenated().to_string(),
    };
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Metadata stays readable to programs that know no PDF (ISO 32000-1, 14.3.2).
    let metadata = document.add_object(Stream::new(metadata, packet.to_bytes()).with_compression(false));
    let catalog = document.catalog_mut().map_err(fault)?;
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set("Lang", text(lang));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    let information = document.add_object(information(job));
    document.trailer.set("Info", information);
    let id = Object::String(id.as_bytes().to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let mut pdf = Vec::with_capacity(painted.plain.len() * 2);
    document.save_to(&mut pdf).map_err(|error| PressError::Writing { reason: error.to_string() })?;
    Ok(pdf)
}

/// Turns the graphics states that mark overprint into the ones that set it: overprint for fills and strokes, and
/// mode 1, in which a plate at 0 stays as it is (ISO 32000-1, 8.6.7). Text and rules of black ink then print with the
/// black plate alone and leave no white gap in what lies below.
///
/// Other states come from glyphs that bring their own colours; they stay, and preflight judges them.
fn set_overprint(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Dictionary(state) = object else { continue };
        let marked = state.get(b"ca").and_then(Object::as_float).is_ok_and(|alpha| alpha == OVERPRINT_MARK);
        if state.has_type(b"ExtGState") && marked && state.len() == 2 {
            *state = dictionary! { "Type" => "ExtGState", "OP" => true, "op" => true, "OPM" => 1 };
        }
    }
}

/// Puts the packed pictures where their stand-ins are. A picture that is no stand-in is a glyph of a colour font.
fn place(document: &mut Document, packed: &[Packed]) -> Result<(), PressError> {
    let mut found = Vec::new();
    for (&id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        if !stream.dict.get(b"Subtype").is_ok_and(|kind| matches!(kind.as_name(), Ok(b"Image"))) {
            continue;
        }
        let name = stream.get_plain_content_with_limit(NAME).unwrap_or_default();
        let side = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).unwrap_or(0);
        let size = (side(b"Width"), side(b"Height"));
        match packed.iter().find(|picture| picture.name.as_slice() == name) {
            Some(picture) => found.push((id, picture)),
            // Two pixels where a photograph should be: better no file.
            None if size == STAND_IN => {
                return Err(PressError::Writing { reason: "a picture was lost on the way".to_owned() });
            }
            None => {}
        }
    }
    for (id, picture) in found {
        picture.put(document, id);
    }
    Ok(())
}

/// Packs what krilla has left unpacked, side by side.
fn pack_all(document: &mut Document) -> Result<(), PressError> {
    let streams = document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    let streams: Vec<&mut Stream> = streams.filter(|stream| !stream.dict.has(b"Filter")).collect();
    streams.into_par_iter().try_for_each(|stream| {
        let level = if is_font(&stream.dict) { FONTS } else { CONTENT };
        pack(stream, level)
    })
}

/// Whether a stream is a font's file (ISO 32000-1, table 126).
fn is_font(entries: &Dictionary) -> bool {
    let kind = entries.get(b"Subtype").and_then(Object::as_name);
    entries.has(b"Length1") || matches!(kind, Ok(b"Type1C" | b"CIDFontType0C" | b"OpenType"))
}

/// Packs a stream's content.
pub(crate) fn pack(stream: &mut Stream, compression: Compression) -> Result<(), PressError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), compression);
    let packed = encoder.write_all(&stream.content).and_then(|()| encoder.finish());
    stream.content = packed.map_err(|error| PressError::Writing { reason: error.to_string() })?;
    stream.dict.set("Filter", "FlateDecode");
    stream.dict.set("Length", i64::try_from(stream.content.len()).unwrap_or(i64::MAX));
    Ok(())
}

/// Writes the copy into the content of every page, side by side; it is left to be packed.
fn tell(document: &mut Document, texts: &[Vec<Vec<String>>]) -> Result<(), PressError> {
    let fault = |error: lopdf::Error| PressError::Writing { reason: error.to_string() };
    let contents = |page: ObjectId| {
        let contents = document.get_dictionary(page).and_then(|page| page.get(b"Contents"));
        contents.and_then(Object::as_reference).map_err(fault)
    };
    let ids = document.page_iter().map(contents).collect::<Result<Vec<_>, _>>()?;
    let told = ids.par_iter().zip(texts).map(|(id, texts)| {
        let stream = document.get_object(*id).and_then(Object::as_stream).map_err(fault)?;
        retold(&stream.content, texts)
    });
    let told = told.collect::<Result<Vec<_>, _>>()?;
    for (id, told) in ids.into_iter().zip(told) {
        document.get_object_mut(id).and_then(Object::as_stream_mut).map_err(fault)?.set_plain_content(told);
    }
    Ok(())
}

/// The output intent with the embedded profile (ISO 15930-7, 6.2.2).
fn output_intent(document: &mut Document, job: &Job) -> Result<ObjectId, PressError> {
    let profile = document.add_object(packed_profile(&job.profile.icc)?);
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => text(&job.profile.identifier),
        "OutputCondition" => text(&job.profile.name),
        "Info" => text(&job.profile.name),
    };
    // A registry is named only for what stands in it.
    if job.profile.registered {
        intent.set("RegistryName", text("http://www.color.org"));
    }
    intent.set("DestOutputProfile", profile);
    Ok(document.add_object(intent))
}

/// A press profile as a packed stream. The last one is kept: it is the same in every file of an issue, and packing it takes
/// longer than packing a page of text.
pub(crate) fn packed_profile(icc: &[u8]) -> Result<Stream, PressError> {
    static LAST: Mutex<Option<(Vec<u8>, Stream)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, packed)) = last.as_ref().filter(|(known, _)| known == icc) {
        return Ok(packed.clone());
    }
    let mut packed = Stream::new(dictionary! { "N" => 4 }, icc.to_vec());
    pack(&mut packed, CONTENT)?;
    *last = Some((icc.to_vec(), packed.clone()));
    Ok(packed)
}

/// The document information dictionary; it says what the XMP packet says.
fn information(job: &Job) -> Dictionary {
    let at = pdf_date(job.at);
    let mut information = dictionary! {
        "Title" => text(&job.title),
        "Creator" => text(&job.producer),
        "Producer" => text(&job.producer),
        "CreationDate" => text(&at),
        "ModDate" => text(&at),
        "Trapped" => "False",
    };
    // ISO 15930-4, 6.2: of the flat standards this is the place. (The 2001 edition had a conformance key beside it;
    // that of 2003 has one key and no other.)
    if job.standard == Standard::X1a {
        information.set("GTS_PDFXVersion", text(job.standard.name()));
    }
    information
}

/// A name for the file made of all that goes into it: the painted pages, the profile and what is said of them.
fn identity(plain: &[u8], job: &Job) -> Uuid {
    let mut hasher = Sha256::new();
    let at = job.at.to_rfc3339();
    // A stand-in is the digest of its picture: with the painted pages, the pictures are hashed.
    let parts: [&[u8]; 8] = [
        plain,
        job.standard.name().as_bytes(),
        &job.profile.icc,
        job.profile.identifier.as_bytes(),
        job.profile.name.as_bytes(),
        job.title.as_bytes(),
        job.producer.as_bytes(),
        at.as_bytes(),
    ];
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    if !job.profile.registered {
        hasher.update([0]);
    }
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(hasher.finalize()) {
        *byte = hashed;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A text string: PDFDocEncoding where it is plain ASCII, else UTF-16BE with its mark (ISO 32000-1, 7.9.2.2).
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A date as PDF writes it: `D:20221118093000+08'00'`.
fn pdf_date(at: DateTime<FixedOffset>) -> String {
    let offset = at.offset().local_minus_utc();
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}{sign}{:02}'{:02}'",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        minutes / 60,
        minutes % 60,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_with_their_offset() {
        let at = DateTime::parse_from_rfc3339("2022-11-18T00:30:05-03:30").unwrap();
        assert_eq!(pdf_date(at), "D:20221118003005-03'30'");
    }

    #[test]
    fn chinese_is_utf_16() {
        assert_eq!(text("报"), Object::String(vec![0xfe, 0xff, 0x62, 0xa5], StringFormat::Hexadecimal));
        assert_eq!(text("A03"), Object::String(b"A03".to_vec(), StringFormat::Literal));
    }
}
