//! IPTC-IIM (IIM 4.2) in Photoshop image resources, in whatever encoding it was written.

use md5::{Digest, Md5};

use super::PhotoNotice;
use crate::charset::{Encoding, legacy_text};

/// The IIM block of a file, and the digest that was stored beside it.
#[derive(Debug, Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    digest: Option<[u8; 16]>,
}

/// What the stored digest says about the block (MWG Guidelines 2.0 § 3.3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// No digest: XMP is preferred.
    None,
    /// The block is as the XMP writer left it: XMP is preferred.
    InStep,
    /// Something that knows no XMP changed the block afterwards: IIM is preferred.
    IimIsNewer,
}

impl Block {
    pub(crate) fn digest_verdict(&self) -> Verdict {
        match self.digest {
            None => Verdict::None,
            Some(digest) if digest == [0; 16] => Verdict::None,
            Some(digest) if Md5::digest(&self.bytes).as_slice() == digest => Verdict::InStep,
            Some(_) => Verdict::IimIsNewer,
        }
    }
}

/// Image resources: signature, id, a Pascal name, a length, the data; name and data padded to even lengths.
pub(crate) fn photoshop(resources: &[u8], alone: Option<&[u8]>) -> Block {
    let mut block = Block { bytes: Vec::new(), digest: None };
    let mut rest = resources;
    while let Some((id, data, after)) = resource(rest) {
        match id {
            0x0404 => block.bytes.extend_from_slice(data),
            0x0425 => block.digest = data.try_into().ok(),
            _ => {}
        }
        rest = after;
    }
    if block.bytes.is_empty()
        && let Some(alone) = alone
    {
        block.bytes = alone.to_vec();
    }
    block
}

fn resource(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let signature = bytes.get(..4)?;
    if ![b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa"].iter().any(|known| signature == *known) {
        return None;
    }
    let id = u16::from_be_bytes([*bytes.get(4)?, *bytes.get(5)?]);
    let name = usize::from(*bytes.get(6)?) + 1;
    let at = 6 + name + name % 2;
    let &[a, b, c, d] = bytes.get(at..at + 4)? else { return None };
    let length = u32::from_be_bytes([a, b, c, d]) as usize;
    let data = bytes.get(at + 4..at.checked_add(4)?.checked_add(length)?)?;
    let next = at + 4 + length + length % 2;
    Some((id, data, bytes.get(next..).unwrap_or_default()))
}

/// One dataset, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dataset {
    pub(crate) record: u8,
    pub(crate) number: u8,
    pub(crate) text: String,
    /// Its value was cut inside a character.
    pub(crate) cut: bool,
}

/// All datasets of a file.
#[derive(Debug, Default)]
pub(crate) struct Iim {
    pub(crate) datasets: Vec<Dataset>,
}

impl Iim {
    pub(crate) fn all(&self, number: u8) -> Vec<String> {
        self.datasets
            .iter()
            .filter(|set| set.record == 2 && set.number == number)
            .map(|set| set.text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    pub(crate) fn one(&self, number: u8) -> Option<String> {
        self.all(number).into_iter().next()
    }
}

/// Reads the datasets and decodes their text as one body: the encoding is the file's, not the value's.
pub(crate) fn read(block: &Block, notices: &mut Vec<PhotoNotice>) -> Iim {
    let (raw, whole) = datasets(&block.bytes);
    if !whole {
        notices.push(PhotoNotice::BlockDamaged { block: "IIM" });
    }
    let marker = raw.iter().find(|set| set.record == 1 && set.number == 90).map(|set| set.value);
    let texts: Vec<&[u8]> = raw.iter().filter(|set| is_text(set)).map(|set| set.value).collect();
    let charset = charset(&texts, marker, notices);
    let datasets = raw
        .iter()
        .map(|set| {
            let (text, cut, broken) =
                if is_text(set) { charset.decode(set.value) } else { (plain(set.value), false, false) };
            let field = || name(set.record, set.number);
            if cut {
                notices.push(PhotoNotice::ValueCut { field: field() });
            }
            if broken {
                notices.push(PhotoNotice::Undecodable { field: field() });
            }
            Dataset { record: set.record, number: set.number, text, cut }
        })
        .collect();
    Iim { datasets }
}

struct Raw<'b> {
    record: u8,
    number: u8,
    value: &'b [u8],
}

/// Text datasets are those of record 2 but its version, previews and raster captions.
fn is_text(set: &Raw<'_>) -> bool {
    set.record == 2 && !matches!(set.number, 0 | 125 | 200 | 201 | 202)
}

fn datasets(bytes: &[u8]) -> (Vec<Raw<'_>>, bool) {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let [0x1c, record, number, high, low, after @ ..] = rest {
        let short = u16::from_be_bytes([*high, *low]);
        let (length, body) = if short & 0x8000 == 0 {
            (usize::from(short), after)
        } else {
            // An extended dataset: the low bits count the bytes of the real length.
            let count = usize::from(short & 0x7fff);
            let (Some(digits), Some(body)) = (after.get(..count).filter(|_| count <= 4), after.get(count..))
            else {
                return (found, false);
            };
            (digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), body)
        };
        let Some(value) = body.get(..length) else {
            return (found, false);
        };
        found.push(Raw { record: *record, number: *number, value });
        rest = &body[length..];
    }
    (found, rest.iter().all(|byte| *byte == 0))
}

/// The encoding of a file's datasets.
enum Charset {
    Utf8,
    Legacy(Encoding),
    Unknown,
}

impl Charset {
    /// The text, whether it was cut inside a character, whether bytes of it fit no character.
    fn decode(&self, value: &[u8]) -> (String, bool, bool) {
        let value = value.strip_suffix(b"\0").unwrap_or(value);
        match self {
            Self::Utf8 => match std::str::from_utf8(value) {
                Ok(text) => (text.to_owned(), false, false),
                Err(error) => {
                    let good = String::from_utf8_lossy(&value[..error.valid_up_to()]).into_owned();
                    match error.error_len() {
                        None => (good, true, false),
                        Some(_) => (String::from_utf8_lossy(value).into_owned(), false, true),
                    }
                }
            },
            Self::Legacy(encoding) => legacy_value(value, *encoding),
            Self::Unknown => {
                (String::from_utf8_lossy(value).into_owned(), false, value.iter().any(|byte| *byte >= 0x80))
            }
        }
    }
}

fn legacy_value(value: &[u8], encoding: Encoding) -> (String, bool, bool) {
    let decoder = encoding.decoder();
    if let Some(text) = decoder.decode_without_bom_handling_and_without_replacement(value) {
        return (text.into_owned(), false, false);
    }
    for cut in 1..=3.min(value.len()) {
        if let Some(text) =
            decoder.decode_without_bom_handling_and_without_replacement(&value[..value.len() - cut])
        {
            return (text.into_owned(), true, false);
        }
    }
    (decoder.decode_without_bom_handling(value).0.into_owned(), false, true)
}

fn plain(value: &[u8]) -> String {
    if value.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
        return String::from_utf8_lossy(value).into_owned();
    }
    value.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Strict UTF-8 first (a value may be cut in its last character), then a known marker, then what makes words.
/// A marker is only believed when the bytes bear it out.
fn charset(texts: &[&[u8]], marker: Option<&[u8]>, notices: &mut Vec<PhotoNotice>) -> Charset {
    if texts.iter().all(|text| text.is_ascii()) {
        return Charset::Utf8;
    }
    let marked_utf8 = marker == Some(b"\x1b%G");
    let fits = |text: &&[u8]| match std::str::from_utf8(text.strip_suffix(b"\0").unwrap_or(text)) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if texts.iter().all(fits) {
        return Charset::Utf8;
    }
    let body: Vec<u8> = texts.join(&b'\n');
    let by_marker = match marker {
        // ISO 2022: GB 2312, and KS C/JIS are not read here.
        Some(b"\x1b$)A" | b"\x1b$A") => Some(Encoding::Gbk),
        _ => None,
    };
    match legacy_text(&body, by_marker) {
        Some(encoding) => {
            if marked_utf8 {
                notices.push(PhotoNotice::MarkerLies { encoding: encoding.name() });
            } else if by_marker != Some(encoding) {
                notices.push(PhotoNotice::EncodingGuessed { encoding: encoding.name() });
            }
            Charset::Legacy(encoding)
        }
        None => Charset::Unknown,
    }
}

/// A dataset's name: as the IPTC Photo Metadata Standard calls it, else as IIM 4.2 does.
pub(crate) fn name(record: u8, number: u8) -> String {
    const NAMES: [(u8, &str); 52] = [
        (0, "Record Version"),
        (3, "Object Type Reference"),
        (4, "Intellectual Genre (legacy)"),
        (5, "Title"),
        (7, "Edit Status"),
        (8, "Editorial Update"),
        (10, "Urgency"),
        (12, "Subject Code (legacy)"),
        (15, "Category"),
        (20, "Supplemental Category"),
        (22, "Fixture Identifier"),
        (25, "Keywords"),
        (26, "Content Location Code"),
        (27, "Content Location Name"),
        (30, "Release Date"),
        (35, "Release Time"),
        (37, "Expiration Date"),
        (38, "Expiration Time"),
        (40, "Instructions"),
        (42, "Action Advised"),
        (45, "Reference Service"),
        (47, "Reference Date"),
        (50, "Reference Number"),
        (55, "Date Created"),
        (60, "Time Created"),
        (62, "Digital Creation Date"),
        (63, "Digital Creation Time"),
        (65, "Originating Program"),
        (70, "Program Version"),
        (75, "Object Cycle"),
        (80, "Creator"),
        (85, "Creator's jobtitle"),
        (90, "City (legacy)"),
        (92, "Sublocation (legacy)"),
        (95, "Province or State (legacy)"),
        (100, "Country Code (legacy)"),
        (101, "Country (legacy)"),
        (103, "Job Id"),
        (105, "Headline"),
        (110, "Credit Line"),
        (115, "Source (Supply Chain)"),
        (116, "Copyright Notice"),
        (118, "Contact"),
        (120, "Description"),
        (122, "Description Writer"),
        (125, "Rasterized Caption"),
        (130, "Image Type"),
        (131, "Image Orientation"),
        (135, "Language Identifier"),
        (150, "Audio Type"),
        (221, "Prefs"),
        (184, "Job ID (Photo Mechanic)"),
    ];
    let known = NAMES.iter().find(|(known, _)| record == 2 && *known == number);
    known.map_or_else(|| format!("IIM {record}:{number:03}"), |(_, name)| (*name).to_owned())
}
