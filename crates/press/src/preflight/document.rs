//! The file as a whole: the standard that it names, metadata, output intent, actions, forms, layers.

use lopdf::{Dictionary, Document, Object};

use super::lookup::{array, as_dictionary, dictionary, get, name, resolve, stream, text};
use super::report::{FindingKind, Findings};

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

    /// Whether transparency is allowed.
    pub(crate) fn is_flat(&self) -> bool {
        matches!(self, Self::Flat(_))
    }
}

/// Checks the file and says which standard it follows.
pub(crate) fn check(document: &Document, findings: &mut Findings) -> Standard {
    let information = trailer_dictionary(document, b"Info");
    let catalog = document.catalog().ok();
    let xmp = catalog.and_then(|catalog| stream(document, catalog, b"Metadata")).and_then(|metadata| {
        metadata.get_plain_content_with_limit(super::LARGEST_STREAM).ok().map(|packet| text(&packet))
    });
    let standard = standard(document, xmp.as_deref(), information);
    match &standard {
        Standard::None => findings.file(FindingKind::NotPdfX),
        Standard::Other(found) => findings.file(FindingKind::UnknownPdfX { found: found.clone() }),
        Standard::X4(_) | Standard::Flat(_) => {}
    }
    version(document, catalog, &standard, findings);
    if !document.trailer.has(b"ID") {
        findings.file(FindingKind::NoFileId);
    }
    metadata(document, xmp.as_deref(), information, &standard, findings);
    if let Some(catalog) = catalog {
        output_intent(document, catalog, findings);
        active_content(document, catalog, findings);
    }
    standard
}

fn trailer_dictionary<'a>(document: &'a Document, key: &[u8]) -> Option<&'a Dictionary> {
    as_dictionary(resolve(document, document.trailer.get(key).ok()?)?)
}

/// PDF/X-4 is named in the XMP packet, the older ones in the document information dictionary.
fn standard(document: &Document, xmp: Option<&str>, information: Option<&Dictionary>) -> Standard {
    let in_xmp = xmp.and_then(|xmp| property(xmp, "GTS_PDFXVersion"));
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

/// The value of an XMP property, written as an element or as an attribute.
fn property(xmp: &str, local_name: &str) -> Option<String> {
    let at = xmp
        .match_indices(local_name)
        .find(|(at, _)| xmp.get(..*at).is_some_and(|before| before.ends_with(':')));
    let rest = xmp.get(at?.0 + local_name.len()..)?.trim_start();
    let value = if let Some(element) = rest.strip_prefix('>') {
        element.split('<').next()
    } else {
        let quoted = rest.strip_prefix('=')?.trim_start();
        let mark = quoted.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        quoted.get(1..)?.split(mark).next()
    };
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
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
        findings.file(FindingKind::NewerVersion { found, newest });
    }
}

/// Metadata (ISO 15930-7, 6.7 and 6.8).
fn metadata(
    document: &Document,
    xmp: Option<&str>,
    information: Option<&Dictionary>,
    standard: &Standard,
    findings: &mut Findings,
) {
    let entry = |key: &[u8]| get(document, information?, key);
    let written = |key: &[u8]| Some(text(entry(key)?.as_str().ok()?));
    let xmp_trapped = xmp.and_then(|xmp| property(xmp, "Trapped"));
    let trapped =
        entry(b"Trapped").and_then(|value| value.as_name().ok()).map(text).or_else(|| xmp_trapped.clone());
    if !trapped.as_deref().is_some_and(|trapped| matches!(trapped, "True" | "False")) {
        findings.file(FindingKind::TrappedUnknown);
    } else if xmp_trapped.is_some() && trapped != xmp_trapped {
        findings.file(FindingKind::MetadataDiffers { key: "Trapped" });
    }
    if matches!(standard, Standard::X4(_) | Standard::Other(_)) && xmp.is_none() {
        findings.file(FindingKind::NoXmp);
    }
    if let (Standard::X4(_), Some(xmp)) = (standard, xmp) {
        for key in ["CreateDate", "ModifyDate", "MetadataDate", "DocumentID", "VersionID", "RenditionClass"] {
            if property(xmp, key).is_none() {
                findings.file(FindingKind::NoMetadata { key });
            }
        }
        if !xmp.contains("dc:title") {
            findings.file(FindingKind::NoMetadata { key: "title" });
        }
    }
    if standard.is_flat() {
        for (key, name) in
            [(&b"Title"[..], "Title"), (b"CreationDate", "CreationDate"), (b"ModDate", "ModDate")]
        {
            if written(key).is_none() {
                findings.file(FindingKind::NoMetadata { key: name });
            }
        }
    }
    let digits = |date: &str| date.chars().filter(char::is_ascii_digit).take(14).collect::<String>();
    let dates = [("CreateDate", &b"CreationDate"[..]), ("ModifyDate", b"ModDate")];
    for (key, entry) in dates {
        let (Some(here), Some(there)) = (xmp.and_then(|xmp| property(xmp, key)), written(entry)) else {
            continue;
        };
        if digits(&here) != digits(&there) {
            findings.file(FindingKind::MetadataDiffers { key });
        }
    }
}

/// The output intent and its profile (ISO 15930-7, 6.2.2).
fn output_intent(document: &Document, catalog: &Dictionary, findings: &mut Findings) {
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
        findings.file(FindingKind::NoMetadata { key: "OutputConditionIdentifier" });
    }
    let Some(profile) = stream(document, intent, b"DestOutputProfile") else {
        findings.file(FindingKind::NoOutputProfile);
        return;
    };
    let icc = profile.get_plain_content_with_limit(super::LARGEST_STREAM).unwrap_or_default();
    // ICC.1:2010, 7.2: size, class, colour space and signature of the profile header.
    let field = |at: usize| icc.get(at..at + 4).map(|field| String::from_utf8_lossy(field).into_owned());
    let size = icc.first_chunk::<4>().map(|size| u64::from(u32::from_be_bytes(*size)));
    let whole = size.is_some_and(|size| size <= u64::try_from(icc.len()).unwrap_or(0));
    if field(36).as_deref() != Some("acsp") || !whole {
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

#[cfg(test)]
mod tests {
    use super::property;

    #[test]
    fn xmp_properties_are_elements_or_attributes() {
        assert_eq!(property("<a:K>v</a:K>", "K").as_deref(), Some("v"));
        assert_eq!(property("<d a:K = 'v'/>", "K").as_deref(), Some("v"));
        assert_eq!(property("<d a:K=\"\"/>", "K"), None);
        assert_eq!(property("<aK>v</aK>", "K"), None);
        assert_eq!(property("<a:K", "K"), None);
    }
}
