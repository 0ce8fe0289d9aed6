//! The XMP packet of a file (ISO 16684-1), as far as a press asks it: plain properties by namespace and name.

use std::collections::BTreeMap;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

/// How deep elements may stand in one another before the packet is given up.
const DEEPEST: usize = 64;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The namespaces that are asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Schema {
    /// `dc`.
    DublinCore,
    /// `xmp`.
    Basic,
    /// `xmpMM`.
    MediaManagement,
    /// `pdf`.
    Pdf,
    /// `pdfxid`.
    PdfXId,
}

impl Schema {
    fn of(uri: &str) -> Option<Self> {
        Some(match uri {
            "http://purl.org/dc/elements/1.1/" => Self::DublinCore,
            "http://ns.adobe.com/xap/1.0/" => Self::Basic,
            "http://ns.adobe.com/xap/1.0/mm/" => Self::MediaManagement,
            "http://ns.adobe.com/pdf/1.3/" => Self::Pdf,
            "http://www.npes.org/pdfx/ns/id/" => Self::PdfXId,
            _ => return None,
        })
    }
}

/// A property's name.
type Key = (Schema, String);

/// What a packet says.
#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Packet {
    properties: BTreeMap<Key, String>,
    /// Whether it is XML to its end.
    pub(crate) sound: bool,
}

impl Packet {
    /// Reads a packet of any of XMP's encodings; what stands before a fault is kept.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut packet = Self::default();
        packet.sound = packet.walk(&decoded(bytes)).is_some();
        packet
    }

    /// The value of a property; of a list its first item.
    pub(crate) fn get(&self, schema: Schema, name: &str) -> Option<&str> {
        let value = self.properties.get(&(schema, name.to_owned()))?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Walks the elements; `None` at a fault. A property is a child of an `rdf:Description` or an attribute of one,
    /// its value the text in it: of `rdf:Alt`, `rdf:Bag` and `rdf:Seq` the first item's.
    fn walk(&mut self, xml: &str) -> Option<()> {
        let mut reader = NsReader::from_str(xml.trim_end_matches(['\0', ' ', '\n', '\r']));
        let mut open: Vec<Element> = Vec::new();
        let mut rooted = false;
        loop {
            let event = reader.read_event().ok()?;
            match event {
                Event::Start(ref start) | Event::Empty(ref start) => {
                    let element = self.enter(&reader, start)?;
                    rooted = true;
                    if matches!(event, Event::Start(_)) {
                        open.push(element);
                    }
                    if open.len() > DEEPEST {
                        return None;
                    }
                }
                Event::End(_) => {
                    let done = open.pop()?;
                    if done.item
                        && let Some(property) = property(&mut open)
                    {
                        property.full = true;
                    }
                }
                Event::Text(text) => self.text(&mut open, &text.xml10_content()),
                Event::CData(text) => self.text(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().ok()?.map(String::from);
                    let named = || resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned);
                    self.text(&mut open, &character.or_else(named)?);
                }
                Event::Eof => return (open.is_empty() && rooted).then_some(()),
                _ => {}
            }
        }
    }

    /// An element begins: notes its attributes where they are properties. `None` where a prefix was never declared.
    fn enter(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Option<Element> {
        let (space, local) = reader.resolver().resolve_element(start.name());
        let uri = match &space {
            ResolveResult::Bound(space) => space.as_ref(),
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(_) => return None,
        };
        let name = local.as_ref();
        let describes = uri == RDF && name == "Description";
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            if let (ResolveResult::Bound(space), local) = reader.resolver().resolve_attribute(attribute.key)
                && let (true, Some(schema)) = (describes, Schema::of(space.as_ref()))
            {
                let value = attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned();
                self.properties.entry((schema, local.as_ref().to_owned())).or_insert(value);
            }
        }
        let key = Schema::of(uri).map(|schema| (schema, name.to_owned()));
        Some(Element { describes, item: uri == RDF && name == "li", key, full: false })
    }

    /// Text belongs to the property that it stands in, until that has its first item.
    fn text(&mut self, open: &mut [Element], text: &str) {
        let Some(Element { key: Some(key), full: false, .. }) = property(open) else { return };
        self.properties.entry(key.clone()).or_default().push_str(text);
    }
}

/// The property that is open: the child of the outermost description.
fn property(open: &mut [Element]) -> Option<&mut Element> {
    let at = open.iter().position(|element| element.describes)?;
    open.get_mut(at + 1)
}

/// An open element.
struct Element {
    /// Whether it is an `rdf:Description`, whose children are properties.
    describes: bool,
    /// Whether it is an item of a list.
    item: bool,
    /// What property it would be.
    key: Option<Key>,
    /// Whether it has its first item.
    full: bool,
}

/// The packet as text: UTF-16 either way round by its mark, else UTF-8.
fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        plain => String::from_utf8_lossy(plain).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(inside: &str) -> Packet {
        let xml = format!(
            r#"<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="{RDF}" xmlns:k="http://ns.adobe.com/xap/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">{inside}</r:RDF></x:xmpmeta><?xpacket end="r"?>"#
        );
        Packet::read(xml.as_bytes())
    }

    #[test]
    fn properties_are_elements_attributes_or_lists_under_any_prefix() {
        let cases = [
            "<r:Description><k:CreateDate>a &amp; b&#x21;</k:CreateDate></r:Description>",
            "<r:Description k:CreateDate = 'a &amp; b!'/>",
            "<r:Description><k:CreateDate> <r:Seq> <r:li>a &amp; b!</r:li> <r:li>c</r:li></r:Seq></k:CreateDate></r:Description>",
        ];
        for case in cases {
            let packet = packet(case);
            assert!(packet.sound, "{case}");
            assert_eq!(packet.get(Schema::Basic, "CreateDate"), Some("a & b!"), "{case}");
            assert_eq!(packet.get(Schema::Pdf, "CreateDate"), None, "{case}");
        }
        let empty = packet("<r:Description k:CreateDate=''/>");
        assert!(empty.sound);
        assert_eq!(empty.get(Schema::Basic, "CreateDate"), None);
    }

    #[test]
    fn every_encoding_is_read_and_every_fault_seen() {
        let xml = format!("<r:RDF xmlns:r='{RDF}'/>");
        let wide: Vec<u16> = std::iter::once(0xfeff).chain(xml.encode_utf16()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        assert!(
            Packet::read(&big).sound && Packet::read(&little).sound && Packet::read(xml.as_bytes()).sound
        );
        for broken in ["", "<r:RDF", "<r:RDF/>", "<a><b></a></b>", "<a>&nothing;</a>", "</a>", "<a>"] {
            assert!(!Packet::read(broken.as_bytes()).sound, "{broken}");
        }
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(!Packet::read(deep.as_bytes()).sound);
    }
}
