//! XMP (ISO 16684-1): an RDF/XML packet to fields by their usual names.

use std::collections::BTreeMap;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};

use super::PhotoNotice;

/// A field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Text(String),
    List(Vec<Field>),
    Parts(BTreeMap<String, Field>),
}

/// All fields, by `prefix:Name` with the usual prefixes.
#[derive(Debug, Default)]
pub(crate) struct Xmp {
    pub(crate) fields: BTreeMap<String, Field>,
}

impl Xmp {
    /// A field's text; of a list its first.
    pub(crate) fn one(&self, name: &str) -> Option<String> {
        self.fields.get(name).and_then(first_text)
    }

    /// A field's texts.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        match self.fields.get(name) {
            Some(Field::List(items)) => items.iter().filter_map(first_text).collect(),
            Some(other) => first_text(other).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// One part of each item of a field (the names of the copyright owners).
    pub(crate) fn parts(&self, name: &str, part: &str) -> Vec<String> {
        let of = |field: &Field| match field {
            Field::Parts(parts) => parts.get(part).and_then(first_text),
            _ => None,
        };
        match self.fields.get(name) {
            Some(Field::List(items)) => items.iter().filter_map(of).collect(),
            Some(other) => of(other).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

fn first_text(field: &Field) -> Option<String> {
    match field {
        Field::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Field::List(items) => items.iter().find_map(first_text),
        Field::Parts(_) => None,
    }
}

/// Reads the packets; a field of the main one stands against the extended one's.
pub(crate) fn read(packets: &[Vec<u8>], notices: &mut Vec<PhotoNotice>) -> Xmp {
    let mut xmp = Xmp::default();
    for packet in packets {
        let text = packet_text(packet);
        let Some(root) = tree(&text) else {
            notices.push(PhotoNotice::BlockDamaged { block: "XMP" });
            continue;
        };
        if root.broken {
            notices.push(PhotoNotice::BlockDamaged { block: "XMP" });
        }
        let mut found = BTreeMap::new();
        descriptions(&root.node, &mut found);
        for (name, field) in found {
            xmp.fields.entry(name).or_insert(field);
        }
    }
    xmp
}

/// A packet is UTF-8, or UTF-16 by its mark or its zeros.
fn packet_text(packet: &[u8]) -> String {
    let decoder = match packet {
        [0xfe, 0xff, ..] | [0, b'<', ..] => encoding_rs::UTF_16BE,
        [0xff, 0xfe, ..] | [b'<', 0, ..] => encoding_rs::UTF_16LE,
        _ => encoding_rs::UTF_8,
    };
    decoder.decode_with_bom_removal(packet).0.into_owned()
}

/// An element.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    text: String,
}

struct Tree {
    node: Node,
    broken: bool,
}

/// Deeper than any real packet; beyond it a packet is broken.
const MAX_DEPTH: usize = 48;

fn tree(text: &str) -> Option<Tree> {
    let mut reader = NsReader::from_str(text.trim_end_matches(['\0', ' ', '\n', '\r']));
    reader.config_mut().check_end_names = false;
    let mut open = vec![Node::default()];
    let mut broken = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if open.len() > MAX_DEPTH {
                    broken = true;
                    break;
                }
                open.push(node(&reader, &start));
            }
            Ok(Event::Empty(start)) => {
                let child = node(&reader, &start);
                open.last_mut()?.children.push(child);
            }
            Ok(Event::End(_)) => {
                if open.len() < 2 {
                    broken = true;
                    break;
                }
                let done = open.pop()?;
                open.last_mut()?.children.push(done);
            }
            Ok(Event::Text(piece)) => open.last_mut()?.text.push_str(&piece.xml10_content()),
            Ok(Event::CData(piece)) => open.last_mut()?.text.push_str(&piece.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let decoded = reference.resolve_char_ref().ok().flatten().map(String::from).or_else(|| {
                    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content())
                        .map(str::to_owned)
                });
                open.last_mut()?.text.push_str(decoded.as_deref().unwrap_or("\u{fffd}"));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                broken = true;
                break;
            }
        }
    }
    broken |= open.len() > 1;
    while open.len() > 1 {
        let done = open.pop()?;
        open.last_mut()?.children.push(done);
    }
    let node = open.pop()?;
    (!node.children.is_empty()).then_some(Tree { node, broken })
}

fn node(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Node {
    let name = qualified(reader, start.name(), true);
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .filter(|attribute| !attribute.key.as_ref().starts_with("xmlns"))
        .map(|attribute| {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
            (qualified(reader, attribute.key, false), value)
        })
        .collect();
    Node { name, attributes, children: Vec::new(), text: String::new() }
}

/// A name with the usual prefix of its namespace, whatever prefix the packet uses.
fn qualified(reader: &NsReader<&[u8]>, name: QName<'_>, element: bool) -> String {
    let (space, local) = if element {
        reader.resolver().resolve_element(name)
    } else {
        reader.resolver().resolve_attribute(name)
    };
    let prefix = match space {
        ResolveResult::Bound(space) => usual_prefix(space.as_ref()),
        _ => None,
    };
    match prefix {
        Some(prefix) => format!("{prefix}:{}", local.as_ref()),
        None => name.as_ref().to_owned(),
    }
}

fn usual_prefix(space: &str) -> Option<&'static str> {
    const SPACES: [(&str, &str); 22] = [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
        ("http://purl.org/dc/elements/1.1/", "dc"),
        ("http://ns.adobe.com/photoshop/1.0/", "photoshop"),
        ("http://ns.adobe.com/xap/1.0/", "xmp"),
        ("http://ns.adobe.com/xap/1.0/rights/", "xmpRights"),
        ("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
        ("http://ns.adobe.com/xap/1.0/bj/", "xmpBJ"),
        ("http://ns.adobe.com/xmp/note/", "xmpNote"),
        ("http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"),
        ("http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"),
        ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpCore"),
        ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"),
        ("http://ns.useplus.org/ldf/xmp/1.0/", "plus"),
        ("http://ns.adobe.com/exif/1.0/", "exif"),
        ("http://ns.adobe.com/exif/1.0/aux/", "aux"),
        ("http://ns.adobe.com/tiff/1.0/", "tiff"),
        ("http://ns.adobe.com/camera-raw-settings/1.0/", "crs"),
        ("http://ns.adobe.com/lightroom/1.0/", "lr"),
        ("http://ns.adobe.com/pdf/1.3/", "pdf"),
        ("http://ns.camerabits.com/photomechanic/1.0/", "photomechanic"),
        ("http://www.w3.org/XML/1998/namespace", "xml"),
        ("adobe:ns:meta/", "x"),
    ];
    SPACES.iter().find(|(known, _)| *known == space).map(|(_, prefix)| *prefix)
}

/// Collects the properties of every `rdf:Description` under `rdf:RDF`.
fn descriptions(node: &Node, found: &mut BTreeMap<String, Field>) {
    for child in &node.children {
        if child.name == "rdf:Description" && node.name == "rdf:RDF" {
            for (name, field) in properties(child) {
                found.entry(name).or_insert(field);
            }
        } else if node.name != "rdf:Description" {
            descriptions(child, found);
        }
    }
}

fn properties(node: &Node) -> BTreeMap<String, Field> {
    let mut fields: BTreeMap<String, Field> = node
        .attributes
        .iter()
        .filter(|(name, _)| !name.starts_with("rdf:") && !name.starts_with("xml:") && name.contains(':'))
        .map(|(name, value)| (name.clone(), Field::Text(value.clone())))
        .collect();
    for child in &node.children {
        fields.insert(child.name.clone(), field(child));
    }
    fields
}

/// A property element: a text, a resource, a list or a structure.
fn field(node: &Node) -> Field {
    if let Some(container) =
        node.children.iter().find(|child| matches!(child.name.as_str(), "rdf:Alt" | "rdf:Bag" | "rdf:Seq"))
    {
        let items: Vec<&Node> = container.children.iter().filter(|child| child.name == "rdf:li").collect();
        if container.name == "rdf:Alt" {
            let default = items.iter().find(|item| {
                item.attributes.iter().any(|(name, value)| name == "xml:lang" && value == "x-default")
            });
            return default.or(items.first()).map_or(Field::Text(String::new()), |item| field(item));
        }
        return Field::List(items.into_iter().map(field).collect());
    }
    if let Some(inner) = node.children.iter().find(|child| child.name == "rdf:Description") {
        return Field::Parts(properties(inner));
    }
    if !node.children.is_empty() {
        return Field::Parts(properties(node));
    }
    if let Some((_, address)) = node.attributes.iter().find(|(name, _)| name == "rdf:resource") {
        return Field::Text(address.clone());
    }
    let parts = properties(node);
    if parts.is_empty() { Field::Text(node.text.clone()) } else { Field::Parts(parts) }
}
