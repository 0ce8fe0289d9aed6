//! Files that unfold to far more than they are: what is not gone through is said, and nothing falls over.

use crate::preflight::codes;
use crate::spoil::{paint, resource};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

const NOTHING: [&str; 0] = [];

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Stream::new(Dictionary::new(), bytes.to_vec());
    stream.compress().unwrap();
    stream.content
}

/// Blanks that are deflated twice: some hundred bytes.
fn blanks(megabytes: usize) -> Vec<u8> {
    deflated(&deflated(&vec![b' '; megabytes << 20]))
}

/// The filters of [`blanks`], and one that makes something else of them.
fn filters(then: &str) -> Vec<Object> {
    ["FlateDecode", "FlateDecode", then].map(Object::from).to_vec()
}

fn form(entries: &Dictionary, content: &[u8]) -> Stream {
    let sides = [0, 0, 600, 800].map(Object::Integer).to_vec();
    let mut form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => sides };
    form.extend(entries);
    Stream::new(form, content.to_vec())
}

#[test]
fn glyphs_that_show_text_in_fonts_of_glyphs_end_somewhere() {
    let chain = |length: usize| {
        codes(|document| {
            let mut next: Option<ObjectId> = None;
            for _ in 0..length {
                let content = b"500 0 d0 0 0 0 0.5 k BT /F 1 Tf (a) Tj ET".to_vec();
                let glyph = document.add_object(Stream::new(Dictionary::new(), content));
                let mut font = dictionary! {
                    "Type" => "Font", "Subtype" => "Type3", "CharProcs" => dictionary! { "a" => glyph },
                };
                // The last has an empty one.
                match next {
                    Some(next) => {
                        font.set("Resources", dictionary! { "Font" => dictionary! { "F" => next } });
                    }
                    None => document.get_object_mut(glyph).unwrap().as_stream_mut().unwrap().content.clear(),
                }
                next = Some(document.add_object(font));
            }
            let first = document.get_dictionary(next.unwrap()).unwrap().clone();
            resource(document, "Font", "X", first);
            paint(document, "0 0 0 0.5 k BT /X 9 Tf 100 100 Td (a) Tj ET");
        })
    };
    assert_eq!(chain(10), NOTHING);
    assert_eq!(chain(5_000), ["too-much-content"]);
}

#[test]
fn patterns_within_patterns_end_somewhere() {
    let chain = |length: usize| {
        codes(|document| {
            let mut resources = Dictionary::new();
            let mut tile = Stream::new(Dictionary::new(), Vec::new());
            for _ in 0..length {
                let sides = [0, 0, 9, 9].map(Object::Integer).to_vec();
                let entries = dictionary! { "PatternType" => 1, "BBox" => sides, "Resources" => resources };
                tile = Stream::new(entries, b"/Pattern cs /P scn 0 0 9 9 re f".to_vec());
                if !tile.dict.get(b"Resources").unwrap().as_dict().unwrap().has(b"Pattern") {
                    tile.content.clear();
                }
                let id = document.add_object(tile.clone());
                resources = dictionary! { "Pattern" => dictionary! { "P" => id } };
            }
            resource(document, "Pattern", "X", tile);
            paint(document, "/Pattern cs /X scn 100 100 50 50 re f");
        })
    };
    assert_eq!(chain(10), NOTHING);
    assert_eq!(chain(40), ["too-much-content"]);
}

#[test]
fn what_a_filter_makes_nothing_of_is_paid_for() {
    // Digits that are none: each time it is shown 40 MB are gone through for nothing.
    let shown = codes(|document| {
        let entries = dictionary! { "Filter" => filters("ASCIIHexDecode") };
        resource(document, "XObject", "X", form(&entries, &blanks(40)));
        paint(document, &"/X Do ".repeat(10_000));
    });
    assert_eq!(shown, ["too-much-content"]);
    let content = codes(|document| {
        let entries = dictionary! { "Filter" => filters("ASCIIHexDecode") };
        let more = document.add_object(Stream::new(entries, blanks(40)));
        let page = crate::spoil::page(document);
        let old = page.get(b"Contents").unwrap().clone();
        let mut parts = vec![old];
        parts.resize(10_000, more.into());
        page.set("Contents", parts);
    });
    assert_eq!(content, ["too-much-content"]);
    let pictures = codes(|document| {
        let packed = blanks(40);
        let mut content = String::new();
        for number in 0..100 {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8,
                "ColorSpace" => "DeviceCMYK", "Filter" => filters("DCTDecode"),
            };
            resource(document, "XObject", &format!("X{number}"), Stream::new(entries, packed.clone()));
            content += &format!("q 9 0 0 9 100 100 cm /X{number} Do Q ");
        }
        paint(document, &content);
    });
    assert_eq!(pictures, ["broken-image", "too-much-content"]);
}

#[test]
fn a_row_that_no_memory_holds_is_not_made() {
    let wide = codes(|document| {
        let width = 1_000_000_000_000_000_i64;
        let parameters = dictionary! { "Predictor" => 15, "Colors" => 1, "Columns" => width };
        let picture = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray", "Filter" => "FlateDecode", "DecodeParms" => parameters,
        };
        resource(document, "XObject", "X", Stream::new(picture, deflated(b"a few bytes")));
        paint(document, "q 9 0 0 9 100 100 cm /X Do Q");
    });
    assert!(wide.contains(&"too-much-content"), "{wide:?}");
}

#[test]
fn what_is_longer_than_it_may_be_is_paid_for() {
    // Each time it is found out by unpacking it.
    let shown = codes(|document| {
        let filters = ["FlateDecode", "FlateDecode"].map(Object::from).to_vec();
        resource(document, "XObject", "X", form(&dictionary! { "Filter" => filters }, &blanks(300)));
        paint(document, &"/X Do ".repeat(10_000));
    });
    assert_eq!(shown, ["too-much-content"]);
}

/// What is found where text is shown in so many fonts.
fn in_fonts(count: usize, mut font: impl FnMut(&mut Document) -> Dictionary) -> Vec<&'static str> {
    codes(|document| {
        let mut content = "0 0 0 0.5 k BT ".to_owned();
        for number in 0..count {
            let font = font(document);
            resource(document, "Font", &format!("X{number}"), font);
            content += &format!("/X{number} 9 Tf 1 0 0 1 100 100 Tm <0041> Tj ");
        }
        paint(document, &(content + "ET"));
    })
}

#[test]
fn fonts_are_paid_for_by_what_they_unfold_to() {
    let packed = blanks(30);
    let truetype = |document: &mut Document, program: ObjectId| {
        let descriptor = document.add_object(dictionary! { "FontFile2" => program });
        dictionary! { "Subtype" => "TrueType", "BaseFont" => "F", "FontDescriptor" => descriptor }
    };
    let filters = || ["FlateDecode", "FlateDecode"].map(Object::from).to_vec();
    let program = |document: &mut Document| {
        document.add_object(Stream::new(dictionary! { "Filter" => filters() }, packed.clone()))
    };
    let own = in_fonts(200, |document| {
        let program = program(document);
        truetype(document, program)
    });
    // What they unfold to is no font.
    assert_eq!(own, ["font-damaged", "too-much-content"]);
    let mut one = None;
    let shared = in_fonts(200, |document| {
        let program = *one.get_or_insert_with(|| program(document));
        truetype(document, program)
    });
    assert_eq!(shared, ["font-damaged"]);
    let mut descendant = None;
    let composite = in_fonts(2_000, |document| {
        let own = *descendant.get_or_insert_with(|| {
            let file = document.add_object(Stream::new(Dictionary::new(), Vec::new()));
            let descriptor = document.add_object(dictionary! { "FontFile3" => file });
            document.add_object(dictionary! {
                "Subtype" => "CIDFontType0", "W" => [0, 65_535, 500].map(Object::Integer).to_vec(),
                "FontDescriptor" => descriptor,
            })
        });
        dictionary! {
            "Subtype" => "Type0", "BaseFont" => "F", "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(own)],
        }
    });
    assert_eq!(composite, ["font-damaged"]);
}

#[test]
fn a_mesh_is_weighed_wherever_it_stands() {
    let mesh = |[c, m, y, k]: [u8; 4]| {
        let decode = [0, 600, 0, 800, 0, 1, 0, 1, 0, 1, 0, 1].map(Object::Integer).to_vec();
        let entries = dictionary! {
            "ShadingType" => 5, "ColorSpace" => "DeviceCMYK", "BitsPerCoordinate" => 8, "BitsPerComponent" => 8,
            "VerticesPerRow" => 2, "Decode" => decode,
        };
        let light = |x: u8, y: u8| [x, y, 9, 9, 9, 9];
        let corners = [light(40, 40), light(90, 40), light(40, 90), [90, 90, c, m, y, k]];
        Stream::new(entries, corners.concat())
    };
    for (heaviest, found) in [([255, 255, 255, 0], &["ink-over-limit"][..]), ([255, 255, 0, 0], &NOTHING)] {
        let filled = codes(|document| {
            resource(document, "Shading", "X", mesh(heaviest));
            paint(document, "q 100 100 50 50 re W n /X sh Q");
        });
        assert_eq!(filled, found);
        let painted = codes(|document| {
            let shading = document.add_object(mesh(heaviest));
            resource(document, "Pattern", "X", dictionary! { "PatternType" => 2, "Shading" => shading });
            paint(document, "/Pattern cs /X scn 100 100 50 50 re f");
        });
        assert_eq!(painted, found);
    }
}
