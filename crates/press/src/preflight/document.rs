//! The file as a whole: the standard that it names, metadata, output intent, actions, forms, layers.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::lookup::{array, as_dictionary, dictionary, get, name, number_at, resolve, stream, text};
use super::packet::{Packet, Schema};
use super::report::{FindingKind, Findings, Rules};
use super::unpack::unpack;

/// A member of PDF/X that the file names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Standard {
    /// PDF/X-4 and its variants: PDF 1.6, live transparency, managed colour.
    X4(String),
    /// PDF/X-1a, X-2 and X-3: PDF 1.3 or 1.4, everything flat.
    Flat(String),
    /// Something else that calls itself PDF/X.
    Other(String),
    /// It does not say.
    None,
}

impl Standard {
    /// As the file says it.
    pub(crate) fn name(&self) -> Option<String> {
        match self {
            Self::X4(name) | Self::Flat(name) | Self::Other(name) => Some(name.clone()),
            Self::None => None,
        }
    }

    /// Whether colour is inks by number alone: nothing is left for the press to convert.
    pub(crate) fn is_inks_alone(&self) -> bool {
        matches!(self, Self::Flat(name) if name.starts_with("PDF/X-1"))
    }

    /// Whether transparency is forbidden.
    pub(crate) fn is_flat(&self) -> bool {
        matches!(self, Self::Flat(_))
    }
}

/// Checks the file and says which standard it follows.
pub(crate) fn check(document: &Document, rules: &Rules, findings: &mut Findings) -> Standard {
    let information = trailer_dictionary(document, b"Info");
    let catalog = document.catalog().ok();
    let xmp = catalog.and_then(|catalog| stream(document, catalog, b"Metadata")).and_then(|metadata| {
        let mut purse = super::LARGEST_STREAM;
        let packet = unpack(document, metadata, super::LARGEST_STREAM, &mut purse);
        packet.ok().map(|packet| Packet::read(&packet))
    });
    if xmp.as_ref().is_some_and(|packet| !packet.sound) {
        findings.file(FindingKind::XmpDamaged);
    }
    let standard = standard(document, xmp.as_ref(), information);
    match &standard {
        Standard::None => findings.file(FindingKind::NotPdfX),
        Standard::Other(found) => findings.file(FindingKind::UnknownPdfX { found: found.clone() }),
        Standard::X4(_) | Standard::Flat(_) => {}
    }
    asked_for(&standard, rules, findings);
    version(document, catalog, &standard, findings);
    if standard.is_flat() && packs_objects(document) {
        findings.file(FindingKind::ObjectStreams);
    }
    let id = array(document, &document.trailer, b"ID").unwrap_or_default();
    if id.len() != 2 || id.iter().any(|half| half.as_str().is_ok_and(<[u8]>::is_empty)) {
        findings.file(FindingKind::NoFileId);
    }
    metadata(document, xmp.as_ref(), information, &standard, findings);
    if let Some(catalog) = catalog {
        output_intent(document, catalog, &standard, findings);
        active_content(document, catalog, findings);
        outline(document, catalog, findings);
        printed_boxes(document, catalog, findings);
    }
    standard
}

fn trailer_dictionary<'a>(document: &'a Document, key: &[u8]) -> Option<&'a Dictionary> {
    as_dictionary(resolve(document, document.trailer.get(key).ok()?)?)
}

/// PDF/X-4 is named in the XMP packet, the older ones in the document information dictionary.
fn standard(document: &Document, xmp: Option<&Packet>, information: Option<&Dictionary>) -> Standard {
    let in_xmp = xmp.and_then(|xmp| xmp.get(Schema::PdfXId, "GTS_PDFXVersion")).map(str::to_owned);
    let entry = |key: &[u8]| {
        let bytes = get(document, information?, key)?.as_str().ok()?;
        Some(text(bytes))
    };
    let named = in_xmp.or_else(|| entry(b"GTS_PDFXConformance")).or_else(|| entry(b"GTS_PDFXVersion"));
    match named {
        None => Standard::None,
        Some(name) if name.starts_with("PDF/X-4") => Standard::X4(name),
        Some(name) if ["PDF/X-1", "PDF/X-2", "PDF/X-3"].iter().any(|flat| name.starts_with(flat)) => {
            Standard::Flat(name)
        }
        Some(name) => Standard::Other(name),
    }
}

/// Whether the file is of the standard that was asked for; what names none is found for that.
fn asked_for(standard: &Standard, rules: &Rules, findings: &mut Findings) {
    let (Some(wanted), Some(found)) = (rules.standard.map(crate::Standard::name), standard.name()) else {
        return;
    };
    if found != wanted {
        findings.file(FindingKind::WrongStandard { found, wanted: wanted.into() });
    }
}

/// Whether objects, or the table of them, are kept in streams, which PDF 1.4 does not know.
fn packs_objects(document: &Document) -> bool {
    matches!(document.reference_table.cross_reference_type, XrefType::CrossReferenceStream)
        || document.objects.values().any(|object| {
            object
                .as_stream()
                .is_ok_and(|stream| stream.dict.has_type(b"ObjStm") || stream.dict.has_type(b"XRef"))
        })
}

/// The header, or the catalog where it says a later version (ISO 32000-1, 7.7.2).
fn version(document: &Document, catalog: Option<&Dictionary>, standard: &Standard, findings: &mut Findings) {
    let header = document.version.clone();
    let later = catalog.and_then(|catalog| name(document, catalog, b"Version")).map(text);
    let found = later.filter(|later| *later > header).unwrap_or(header);
    let newest = match standard {
        Standard::X4(_) => "1.6",
        Standard::Flat(_) => "1.4",
        Standard::Other(_) | Standard::None => return,
    };
    if found.as_str() > newest {
        findings.file(FindingKind::NewerVersion { found, newest: newest.into() });
    }
}

/// Metadata (ISO 15930-7, 6.7 and 6.8).
fn metadata(
    document: &Document,
    xmp: Option<&Packet>,
    information: Option<&Dictionary>,
    standard: &Standard,
    findings: &mut Findings,
) {
    let entry = |key: &str| get(document, information?, key.as_bytes());
    let written = |key: &str| Some(text(entry(key)?.as_str().ok()?));
    let xmp_trapped = xmp.and_then(|xmp| xmp.get(Schema::Pdf, "Trapped"));
    let trapped = entry("Trapped").and_then(|value| value.as_name().ok()).map(text);
    let trapped = trapped.or_else(|| xmp_trapped.map(str::to_owned));
    if !trapped.as_deref().is_some_and(|trapped| matches!(trapped, "True" | "False")) {
        findings.file(FindingKind::TrappedUnknown);
    } else if xmp_trapped.is_some() && trapped.as_deref() != xmp_trapped {
        findings.file(FindingKind::MetadataDiffers { key: "Trapped".into() });
    }
    if matches!(standard, Standard::X4(_) | Standard::Other(_)) && xmp.is_none() {
        findings.file(FindingKind::NoXmp);
    }
    if let (Standard::X4(_), Some(xmp)) = (standard, xmp) {
        for (schema, key) in WANTED {
            if xmp.get(schema, key).is_none() {
                findings.file(FindingKind::NoMetadata { key: key.into() });
            }
        }
    }
    if standard.is_flat() {
        // What it follows an older standard says here, whatever the packet says (ISO 15930-4, 6.7).
        for key in ["GTS_PDFXVersion", "Title", "CreationDate", "ModDate"] {
            if written(key).is_none() {
                findings.file(FindingKind::NoMetadata { key: key.into() });
            }
        }
    }
    for (schema, key, entry) in TWICE {
        let (Some(here), Some(there)) = (xmp.and_then(|xmp| xmp.get(schema, key)), written(entry)) else {
            continue;
        };
        let same = if key.ends_with("Date") { same_moment(here, &there) } else { here == there.trim() };
        if !same {
            findings.file(FindingKind::MetadataDiffers { key: key.into() });
        }
    }
}

/// What the XMP packet of a PDF/X-4 file must say.
const WANTED: [(Schema, &str); 7] = [
    (Schema::Basic, "CreateDate"),
    (Schema::Basic, "ModifyDate"),
    (Schema::Basic, "MetadataDate"),
    (Schema::MediaManagement, "DocumentID"),
    (Schema::MediaManagement, "VersionID"),
    (Schema::MediaManagement, "RenditionClass"),
    (Schema::DublinCore, "title"),
];

/// What is said both in the XMP packet and in the document information dictionary, and how it is called there.
const TWICE: [(Schema, &str, &str); 5] = [
    (Schema::Basic, "CreateDate", "CreationDate"),
    (Schema::Basic, "ModifyDate", "ModDate"),
    (Schema::DublinCore, "title", "Title"),
    (Schema::Basic, "CreatorTool", "Creator"),
    (Schema::Pdf, "Producer", "Producer"),
];

/// Whether two dates, in XMP's form or in PDF's, are one moment, as far as both say.
fn same_moment(one: &str, other: &str) -> bool {
    let ((here, here_zone), (there, there_zone)) = (moment(one), moment(other));
    let exact = |digits: &str, zone: i64| {
        let clock = NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok()?;
        clock.checked_sub_signed(TimeDelta::try_minutes(zone)?)
    };
    if let (Some(here_zone), Some(there_zone)) = (here_zone, there_zone)
        && let (Some(here), Some(there)) = (exact(&here, here_zone), exact(&there, there_zone))
    {
        return here == there;
    }
    let both = here.len().min(there.len());
    both > 0 && here.get(..both) == there.get(..both)
}

/// The digits of a date from the year to the second, and its distance from UTC in minutes where it says so:
/// `D:20221118093000+08'00'`, `2022-11-18T09:30:00+08:00`, `2022-11-18T01:30:00Z`.
fn moment(date: &str) -> (String, Option<i64>) {
    let date = date.trim().trim_start_matches("D:");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (day, time) = match date.split_once('T') {
        Some((day, time)) => (digits(day), time),
        // A day alone, as XMP writes it.
        None if date.get(4..5) == Some("-") => (digits(date), ""),
        None => (String::new(), date),
    };
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let clock = clock.split('.').next().unwrap_or_default();
    let distance = digits(zone);
    let part = |range: std::ops::Range<usize>| distance.get(range).and_then(|part| part.parse::<i64>().ok());
    let minutes = part(0..2).unwrap_or(0) * 60 + part(2..4).unwrap_or(0);
    let zone = match zone.chars().next() {
        Some('-') => Some(-minutes),
        Some('Z' | '+') => Some(minutes),
        _ => None,
    };
    let mut all = day + &digits(clock);
    all.truncate(14);
    (all, zone)
}

/// The output intent and its profile (ISO 15930-7, 6.2.2).
fn output_intent(document: &Document, catalog: &Dictionary, standard: &Standard, findings: &mut Findings) {
    let intents = array(document, catalog, b"OutputIntents").unwrap_or_default();
    let mut press = intents
        .iter()
        .filter_map(|intent| as_dictionary(resolve(document, intent)?))
        .filter(|intent| name(document, intent, b"S") == Some(b"GTS_PDFX"));
    let Some(intent) = press.next() else {
        findings.file(FindingKind::NoOutputIntent);
        return;
    };
    if press.next().is_some() {
        findings.file(FindingKind::SeveralOutputIntents);
    }
    if get(document, intent, b"OutputConditionIdentifier").and_then(|value| value.as_str().ok()).is_none() {
        findings.file(FindingKind::NoMetadata { key: "OutputConditionIdentifier".into() });
    }
    let said = |key: &[u8]| get(document, intent, key).and_then(|said| said.as_str().ok()).map(text);
    let registered = said(b"RegistryName").is_some_and(|name| name.contains("color.org"));
    // What no registry knows is said for people (ISO 32000-1, table 365).
    if !registered && said(b"Info").is_none_or(|info| info.trim().is_empty()) {
        findings.file(FindingKind::NoMetadata { key: "OutputIntent Info".into() });
    }
    let Some(profile) = stream(document, intent, b"DestOutputProfile") else {
        // The flat standards let a condition of the ICC registry stand for its profile.
        findings.file(FindingKind::NoOutputProfile { registered: registered && standard.is_flat() });
        return;
    };
    let mut purse = super::LARGEST_STREAM;
    let icc = unpack(document, profile, super::LARGEST_STREAM, &mut purse).unwrap_or_default();
    // ICC.1:2010, 7.2: size, class, colour space and signature of the profile header.
    let field = |at: usize| icc.get(at..at + 4).map(|field| String::from_utf8_lossy(field).into_owned());
    let size = icc.first_chunk::<4>().map(|size| u64::from(u32::from_be_bytes(*size)));
    let whole = size.is_some_and(|size| size <= u64::try_from(icc.len()).unwrap_or(0));
    // How many channels a profile of four inks has what holds it says too (ISO 32000-1, table 66).
    let channels = number_at(document, &profile.dict, b"N");
    let differs = field(16).as_deref() == Some("CMYK") && channels.is_some_and(|channels| channels != 4.0);
    if field(36).as_deref() != Some("acsp") || !whole || differs {
        findings.file(FindingKind::OutputProfileDamaged);
        return;
    }
    match field(12) {
        Some(class) if class != "prtr" => findings.file(FindingKind::OutputProfileClass { found: class }),
        _ => {}
    }
    match field(16) {
        Some(space) if space != "CMYK" => {
            findings.file(FindingKind::OutputProfileSpace { found: space.trim_end().to_owned() });
        }
        _ => {}
    }
}

/// What acts, asks or hides (ISO 15930-7, 6.12 to 6.15).
fn active_content(document: &Document, catalog: &Dictionary, findings: &mut Findings) {
    // A destination, an array, only says where to open.
    if let Some(Object::Dictionary(action)) = get(document, catalog, b"OpenAction") {
        let what = name(document, action, b"S").map_or_else(|| "OpenAction".to_owned(), text);
        findings.file(FindingKind::Action { what });
    }
    if get(document, catalog, b"AA").is_some() {
        findings.file(FindingKind::Action { what: "AA".to_owned() });
    }
    let names = dictionary(document, catalog, b"Names");
    if names.is_some_and(|names| get(document, names, b"JavaScript").is_some()) {
        findings.file(FindingKind::Action { what: "JavaScript".to_owned() });
    }
    if names.is_some_and(|names| get(document, names, b"EmbeddedFiles").is_some()) {
        findings.file(FindingKind::EmbeddedFiles);
    }
    let form = dictionary(document, catalog, b"AcroForm");
    let fields = form.and_then(|form| array(document, form, b"Fields")).unwrap_or_default();
    if !fields.is_empty() || form.is_some_and(|form| form.has(b"XFA")) {
        findings.file(FindingKind::Form);
    }
    let layers = dictionary(document, catalog, b"OCProperties");
    if layers.and_then(|layers| array(document, layers, b"OCGs")).is_some_and(|groups| !groups.is_empty()) {
        findings.file(FindingKind::Layers);
    }
}

/// Entries of an outline that are looked at.
const MOST_BOOKMARKS: usize = 100_000;

/// What an outline does when it is clicked on: where it leads to a place of the file it needs no action to (ISO 32000-1,
/// 12.3.3).
fn outline(document: &Document, catalog: &Dictionary, findings: &mut Findings) {
    let mut known: BTreeSet<ObjectId> = BTreeSet::new();
    let first = |holder: &Dictionary| holder.get(b"First").and_then(Object::as_reference).ok();
    let mut open: Vec<ObjectId> =
        dictionary(document, catalog, b"Outlines").and_then(first).into_iter().collect();
    while let Some(id) = open.pop() {
        if known.len() >= MOST_BOOKMARKS || !known.insert(id) {
            continue;
        }
        let Ok(entry) = document.get_dictionary(id) else { continue };
        if let Some(action) = dictionary(document, entry, b"A") {
            let what = name(document, action, b"S").map_or_else(|| "A".to_owned(), text);
            if what != "GoTo" {
                findings.file(FindingKind::Action { what });
            }
        }
        open.extend(first(entry));
        open.extend(entry.get(b"Next").and_then(Object::as_reference).ok());
    }
}

/// Whether viewers are told to print less than the bleed. (PDF/X has rules of its own for this, which are not followed here
/// to the letter: what cuts the bleed is a fault by any of them.)
fn printed_boxes(document: &Document, catalog: &Dictionary, findings: &mut Findings) {
    let Some(preferences) = dictionary(document, catalog, b"ViewerPreferences") else { return };
    for key in ["PrintArea", "PrintClip"] {
        let found = name(document, preferences, key.as_bytes()).map(text);
        if let Some(found) = found.filter(|found| matches!(found.as_str(), "CropBox" | "TrimBox" | "ArtBox"))
        {
            findings.file(FindingKind::PrintedBox { key: key.into(), found });
        }
    }
}

/// What is packed by LZW, which no PDF/X allows (ISO 15930-7, 6.1).
pub(crate) const LZW: &str = "LZW";

/// Whether a stream is packed by LZW.
pub(crate) fn is_lzw(stream: &Stream) -> bool {
    stream.filters().is_ok_and(|filters| filters.contains(&b"LZWDecode".as_slice()))
}

/// What no object of the file may be, whatever it is for; said here where it was not met with on a page.
pub(crate) fn check_objects(document: &Document, findings: &mut Findings) {
    let lzw = FindingKind::ForbiddenObject { what: LZW.into() };
    let streams = || document.objects.values().filter_map(|object| object.as_stream().ok());
    if !findings.has(&lzw) && streams().any(is_lzw) {
        findings.file(lzw);
    }
    if !findings.has_code("action") && document.objects.values().any(|object| is_scripted(object, DEEPEST)) {
        findings.file(FindingKind::Action { what: "JavaScript".to_owned() });
    }
}

/// How deep objects may stand in one another.
const DEEPEST: usize = 32;

/// Whether an object is a script, or one that stands within it (ISO 32000-1, 12.6.4.16).
fn is_scripted(object: &Object, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    if let Object::Array(parts) = object {
        return parts.iter().any(|part| is_scripted(part, depth));
    }
    let Some(entries) = as_dictionary(object) else { return false };
    let script =
        matches!(entries.get(b"S").map(Object::as_name), Ok(Ok(b"JavaScript"))) && entries.has(b"JS");
    script || entries.iter().any(|(_, entry)| is_scripted(entry, depth))
}

#[cfg(test)]
mod tests {
    use super::same_moment;

    #[test]
    fn a_moment_may_be_written_in_any_zone() {
        let same = [
            ("2022-11-18T09:30:00+08:00", "D:20221118093000+08'00'"),
            ("2022-11-18T01:30:00Z", "D:20221118093000+08'00'"),
            ("2022-11-17T22:00:00.25-03:30", "D:20221118013000Z00'00'"),
            ("2022-11-18T09:30:00+08:00", "D:20221118093000"),
            ("2022-11-18", "D:20221118093000Z"),
            ("2022-11-18T09:30+08:00", "D:202211180930+08"),
        ];
        for (one, other) in same {
            assert!(same_moment(one, other), "{one} {other}");
        }
        let different = [
            ("2022-11-18T09:30:00+08:00", "D:20221118093000+09'00'"),
            ("2022-11-18T09:30:00+08:00", "D:20221118093001+08'00'"),
            ("2022-11-18", "D:20221119"),
            ("no date", "D:20221119"),
        ];
        for (one, other) in different {
            assert!(!same_moment(one, other), "{one} {other}");
        }
    }
}
