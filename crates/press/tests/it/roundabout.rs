//! What is painted in a roundabout way is seen as it is: tiles of patterns, glyphs of the file's own, letters that are
//! outlined or begin out of sight, and pictures of one bit.

use crate::preflight::codes;
use crate::spoil::{page, page_id, paint, resource};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

const NOTHING: [&str; 0] = [];

fn numbers(numbers: &[f32]) -> Vec<Object> {
    numbers.iter().copied().map(Object::Real).collect()
}

/// A pattern of tiles with these corners, and a matrix that makes them as large as this.
fn tile(bounds: [f32; 4], scale: f32, more: &Dictionary, content: &str) -> Stream {
    let mut entries = dictionary! {
        "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "BBox" => numbers(&bounds), "XStep" => 10,
        "YStep" => 10, "Matrix" => numbers(&[scale, 0.0, 0.0, scale, 0.0, 0.0]),
    };
    more.iter().for_each(|(key, value)| entries.set(key.clone(), value.clone()));
    Stream::new(entries, content.as_bytes().to_vec())
}

fn painted_with(tile: impl Into<Object>) -> Vec<&'static str> {
    codes(|document| {
        resource(document, "Pattern", "X", tile);
        paint(document, "/Pattern cs /X scn 100 100 50 50 re f");
    })
}

#[test]
fn a_tile_is_as_large_as_its_matrix_makes_it() {
    let picture = |scale: f32, unit: i64| {
        codes(|document| {
            page(document).set("UserUnit", unit);
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 1250, "Height" => 1250, "BitsPerComponent" => 8,
                "ColorSpace" => "DeviceGray",
            };
            let picture = document.add_object(Stream::new(entries, vec![90; 1250 * 1250]));
            let resources =
                dictionary! { "Resources" => dictionary! { "XObject" => dictionary! { "I" => picture } } };
            let content = "q 1250 0 0 1250 0 0 cm /I Do Q";
            let tile = tile([0.0, 0.0, 1250.0, 1250.0], scale, &resources, content);
            resource(document, "Pattern", "X", tile);
            paint(document, "/Pattern cs /X scn 100 100 50 50 re f");
        })
    };
    // 1250 pixels on 300 points.
    assert_eq!(picture(0.24, 1), NOTHING);
    assert_eq!(picture(1.0, 1), ["low-resolution"]);
    assert_eq!(picture(0.12, 2), NOTHING);
    assert_eq!(picture(0.12, 1), ["excessive-resolution"]);
    let line =
        |scale| painted_with(tile([0.0, 0.0, 40.0, 40.0], scale, &Dictionary::new(), "0 0 m 40 40 l S"));
    assert_eq!(line(1.0), NOTHING);
    assert_eq!(line(0.1), ["hairline"]);
}

#[test]
fn a_tile_within_a_form_is_as_large_as_the_form_makes_it() {
    let line = |scale: f32| {
        codes(|document| {
            let tile = tile([0.0, 0.0, 40.0, 40.0], 1.0, &Dictionary::new(), "0 0 m 40 40 l S");
            let tile = document.add_object(tile);
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 600.0, 800.0]),
                "Matrix" => numbers(&[scale, 0.0, 0.0, scale, 100.0, 100.0]),
                "Resources" => dictionary! { "Pattern" => dictionary! { "P" => tile } },
            };
            let content = b"/Pattern cs /P scn 0 0 90 90 re f".to_vec();
            resource(document, "XObject", "X", Stream::new(entries, content));
            paint(document, "/X Do");
        })
    };
    assert_eq!(line(1.0), NOTHING);
    assert_eq!(line(0.1), ["hairline"]);
}

#[test]
fn a_tile_is_seen_wherever_it_stands() {
    let rgb = |bounds: [f32; 4], content: &str| painted_with(tile(bounds, 1.0, &Dictionary::new(), content));
    let away = [14_000.0, -9_000.0, 14_072.0, -8_928.0];
    assert_eq!(rgb(away, "1 0 0 rg 14000 -9000 72 72 re f"), ["device-rgb"]);
    assert_eq!(rgb(away, "0 0 0 0.5 k 14000 -9000 72 72 re f"), NOTHING);
    assert_eq!(rgb(away, "1 0 0 rg 0 0 72 72 re f"), NOTHING, "beside its box");
    let large = [0.0, 0.0, 5_000.0, 5_000.0];
    assert_eq!(rgb(large, "1 0 0 rg 10 10 72 72 re f"), ["device-rgb"]);
    // It is no edge of the page that it reaches.
    let no_bleed = codes(|document| {
        let trim = page(document).get(b"TrimBox").unwrap().clone();
        page(document).set("BleedBox", trim);
        let tile = tile(large, 1.0, &Dictionary::new(), "0 0 0 0.5 k 0 0 5000 5000 re f");
        resource(document, "Pattern", "X", tile);
        paint(document, "/Pattern cs /X scn 100 100 50 50 re f");
    });
    assert_eq!(no_bleed, NOTHING);
}

#[test]
fn a_tile_without_colours_has_that_which_it_is_painted_in() {
    let uncoloured = |space: &str, colours: &str| {
        codes(|document| {
            let kind = dictionary! { "PaintType" => 2 };
            let tile = tile([0.0, 0.0, 40.0, 40.0], 1.0, &kind, "0 0 20 20 re f");
            resource(document, "Pattern", "X", tile);
            resource(document, "ColorSpace", "X", vec![Object::from("Pattern"), space.into()]);
            let painted = |colour: &str| format!("/X cs {colour} /X scn 100 100 50 50 re f ");
            paint(document, &colours.split(',').map(painted).collect::<String>());
        })
    };
    assert_eq!(uncoloured("DeviceRGB", "1 0 0"), ["device-rgb"]);
    assert_eq!(uncoloured("DeviceGray", "0.5"), NOTHING);
    assert_eq!(uncoloured("DeviceCMYK", "1 0 0 0"), NOTHING);
    assert_eq!(uncoloured("DeviceCMYK", "1 1 1 0"), ["ink-over-limit"]);
    assert_eq!(uncoloured("DeviceCMYK", "0 0 0 0.5,1 1 1 0"), ["ink-over-limit"], "in each of its colours");
    let spot = codes(|document| {
        let kind = dictionary! { "PaintType" => 2 };
        let tile = tile([0.0, 0.0, 40.0, 40.0], 1.0, &kind, "0 0 20 20 re S");
        resource(document, "Pattern", "X", tile);
        let tint = dictionary! {
            "FunctionType" => 2, "N" => 1, "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[1.0, 1.0, 1.0, 0.0]),
        };
        let under: Vec<Object> =
            vec!["Separation".into(), "Rich".into(), "DeviceCMYK".into(), document.add_object(tint).into()];
        resource(document, "ColorSpace", "X", vec![Object::from("Pattern"), under.into()]);
        paint(document, "/X CS 1 /X SCN 100 100 50 50 re S");
    });
    assert_eq!(spot, ["spot-colour", "ink-over-limit"]);
}

#[test]
fn glyphs_of_the_files_own_may_be_of_any_size() {
    let glyph = |content: &[u8], text: &str| {
        codes(|document| {
            let glyph = document.add_object(Stream::new(Dictionary::new(), content.to_vec()));
            let font = dictionary! {
                "Type" => "Font", "Subtype" => "Type3", "FontMatrix" => numbers(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
                "FontBBox" => numbers(&[0.0; 4]), "CharProcs" => dictionary! { "a" => glyph }, "FirstChar" => 97,
                "Widths" => vec![60.into()],
            };
            resource(document, "Font", "X", font);
            paint(document, &format!("0 0 0 0.5 k BT /X 1 Tf 0.12 0 0 0.12 100 100 Tm {text} ET"));
        })
    };
    // As fonts of bitmaps are written: a unit is a pixel, and only the text says how large that is.
    let pixels = vec![0x55; 50 * 7];
    let bitmap = [
        b"60 0 0 0 50 50 d1 50 0 0 50 0 0 cm BI /W 50 /H 50 /IM true /BPC 1 ID ",
        pixels.as_slice(),
        b"\nEI",
    ];
    assert_eq!(glyph(&bitmap.concat(), "(a) Tj"), NOTHING);
    assert_eq!(glyph(b"60 0 d0 0.001 w 0 0 m 50 50 l S", "(a) Tj"), NOTHING);
    assert_eq!(glyph(b"60 0 d0 -9000 0 50 50 re f", "(a) Tj"), NOTHING, "it may be brought back");
    assert_eq!(glyph(b"60 0 d0 1 0 0 rg -9000 0 50 50 re f", "(a) Tj"), ["device-rgb"]);
    // Whether letters are outlined is nothing to them.
    assert_eq!(glyph(b"60 0 d0 0 0 50 50 re f", "1 0 0 RG 0.01 w 2 Tr (a) Tj"), NOTHING);
}

/// What is found where text is shown in the page's own font.
fn text(content: &str) -> Vec<&'static str> {
    codes(|document| {
        let fonts = document.get_page_fonts(page_id(document)).unwrap();
        let font = String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap();
        paint(document, &content.replace("FONT", &font));
    })
}

#[test]
fn letters_are_judged_by_their_outlines_too() {
    let outlined =
        |state: &str| text(&format!("q 0 0 0 0.5 k {state} BT /FONT 30 Tf 100 100 Td <0001> Tj ET Q"));
    assert_eq!(outlined("1 0 0 RG 2 Tr"), ["device-rgb"]);
    assert_eq!(outlined("1 0 0 RG 1 Tr"), ["device-rgb"]);
    assert_eq!(outlined("1 0 0 RG 6 Tr"), ["device-rgb"]);
    assert_eq!(outlined("1 0 0 RG 0 Tr"), NOTHING);
    assert_eq!(outlined("1 1 1 0 K 2 Tr"), ["ink-over-limit", "rich-black-text"]);
    assert_eq!(outlined("0 1 0 0 K 0.05 w 2 Tr"), ["hairline"]);
    assert_eq!(outlined("0 1 0 0 K 0.05 w 1 Tr"), ["hairline"]);
    assert_eq!(outlined("0 1 0 0 K 0.05 w 0 Tr"), NOTHING);
    assert_eq!(outlined("0 0 0 0.5 K 0.05 w 2 Tr"), NOTHING, "they are made bolder");
    assert_eq!(outlined("0 1 0 0 k 0.6 0.4 0.4 1 K 2 Tr"), ["rich-black-text"]);
}

#[test]
fn letters_that_begin_out_of_sight_are_seen_where_they_go() {
    let red = |clip: &str, at: &str| {
        let five = "<00010001000100010001>";
        text(&format!("q {clip} 1 0 0 rg BT /FONT 10 Tf {at} Td {five} Tj ET Q"))
    };
    // Beside the bleed, which begins 34 points from the sheet's edge.
    assert_eq!(red("", "20 100"), ["device-rgb"]);
    assert_eq!(red("", "-40 100"), NOTHING);
    assert_eq!(red("", "-90 100"), ["off-page"]);
    assert_eq!(red("120 90 90 90 re W n", "100 100"), ["device-rgb"]);
    assert_eq!(red("160 90 90 90 re W n", "100 100"), NOTHING);
    assert_eq!(red("120 120 90 90 re W n", "100 100"), NOTHING);
}

/// What is found in a picture of one bit on all of the page.
fn bits(size: (i64, i64), filter: &str, space: impl FnOnce(&mut Document) -> Object) -> Vec<&'static str> {
    codes(|document| {
        let space = space(document);
        let entries = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => size.0, "Height" => size.1,
            "BitsPerComponent" => 1, "ColorSpace" => space, "Filter" => filter,
            "DecodeParms" => dictionary! { "K" => -1, "Columns" => size.0 },
        };
        let data = match filter {
            // A white line is one bit.
            "CCITTFaxDecode" => vec![0xff; usize::try_from(size.1).unwrap().div_ceil(8)],
            "JBIG2Decode" => crate::preflight::jbig2(),
            _ => b"\x00\x10\x01".to_vec(),
        };
        resource(document, "XObject", "X", Stream::new(entries, data));
        resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
        let black = "/X gs 0 0 0 1 k 200 200 50 50 re f";
        paint(document, &format!("q 595 0 0 842 0 0 cm /X Do Q {black}"));
    })
}

#[test]
fn a_picture_of_one_bit_costs_no_more_than_its_bits() {
    let grey = |_: &mut Document| Object::from("DeviceGray");
    for filter in ["CCITTFaxDecode", "JBIG2Decode"] {
        // A page at 1200 to the inch, and one at 4800.
        assert_eq!(bits((9_921, 14_031), filter, grey), NOTHING, "{filter}");
        assert_eq!(bits((39_684, 56_124), filter, grey), NOTHING, "{filter}");
    }
    // Rubbish, but it might have been all of them.
    assert_eq!(bits((9_921, 14_031), "FlateDecode", grey), ["broken-image"]);
    assert_eq!(bits((99_210, 140_310), "FlateDecode", grey), ["too-much-content"]);
}

#[test]
fn a_picture_of_one_bit_is_no_heavier_than_its_two_colours() {
    let palette = |colours: [[u8; 4]; 2]| {
        let colours = Object::string_literal(colours.concat());
        move |_: &mut Document| vec!["Indexed".into(), "DeviceCMYK".into(), 1.into(), colours].into()
    };
    let size = (2_500, 3_500);
    assert_eq!(bits(size, "CCITTFaxDecode", palette([[0; 4], [90, 60, 0, 0]])), NOTHING);
    assert_eq!(bits(size, "CCITTFaxDecode", palette([[0; 4], [255; 4]])), ["ink-unknown", "ink-unknown"]);
    // What lies upon it may lie upon the darker of both.
    assert_eq!(bits(size, "JBIG2Decode", palette([[0; 4], [255, 180, 0, 0]])), ["ink-unknown"]);
    let spot = |all: [f32; 4]| {
        move |document: &mut Document| {
            let tint = dictionary! {
                "FunctionType" => 2, "N" => 1, "C0" => numbers(&[0.0; 4]), "C1" => numbers(&all),
            };
            let tint = document.add_object(tint);
            vec!["Separation".into(), "Warm".into(), "DeviceCMYK".into(), tint.into()].into()
        }
    };
    assert_eq!(bits(size, "CCITTFaxDecode", spot([0.0, 0.6, 0.9, 0.0])), ["spot-colour"]);
    assert_eq!(bits(size, "CCITTFaxDecode", spot([1.0; 4])), ["spot-colour", "ink-unknown"]);
}
