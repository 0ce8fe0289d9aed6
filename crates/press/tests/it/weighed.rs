//! Ink on any PDF: what comes to more than the press takes is found, whatever it is painted with and whatever it lies upon,
//! and what cannot be weighed is said.

use crate::preflight::{SOUND, codes};
use crate::spoil::{paint, resource, spoilt};
use broadsheet_press::{FindingKind, Severity, preflight};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

fn numbers(numbers: &[f32]) -> Vec<Object> {
    numbers.iter().copied().map(Object::Real).collect()
}

/// What is found where something of a kind is named `X` and used.
fn with(kind: &str, object: impl Into<Object>, content: &str) -> Vec<&'static str> {
    codes(|document| {
        resource(document, kind, "X", object);
        paint(document, content);
    })
}

const NOTHING: [&str; 0] = [];

/// A function of type 4 from `inputs` numbers to four.
fn program(inputs: usize, source: &str) -> Stream {
    let entries = dictionary! {
        "FunctionType" => 4, "Domain" => numbers(&[0.0, 1.0].repeat(inputs)), "Range" => numbers(&[0.0, 1.0].repeat(4)),
    };
    Stream::new(entries, source.as_bytes().to_vec())
}

/// A function of type 0 from one number to four: the inks at its ends.
fn table(bytes: &[u8]) -> Stream {
    let entries = dictionary! {
        "FunctionType" => 0, "Domain" => numbers(&[0.0, 1.0]), "Range" => numbers(&[0.0, 1.0].repeat(4)),
        "Size" => vec![Object::from(i64::try_from(bytes.len() / 4).unwrap())], "BitsPerSample" => 8,
    };
    Stream::new(entries, bytes.to_vec())
}

fn gradient(function: impl Into<Object>) -> Vec<&'static str> {
    codes(|document| {
        let function = document.add_object(function.into());
        let shading = dictionary! {
            "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Coords" => numbers(&[0.0, 0.0, 300.0, 0.0]),
            "Function" => function,
        };
        resource(document, "Shading", "X", shading);
        paint(document, "q 100 100 100 100 re W n /X sh Q");
    })
}

#[test]
fn a_gradient_is_weighed_by_its_function_of_any_type() {
    assert_eq!(gradient(table(&[0, 0, 0, 0, 255, 255, 255, 255])), ["ink-over-limit"]);
    assert_eq!(
        gradient(table(&[0, 0, 0, 0, 255, 255, 255, 255, 9, 9, 9, 9])),
        ["ink-over-limit"],
        "in its middle"
    );
    assert_eq!(gradient(table(&[0, 0, 0, 0, 150, 150, 150, 150])), NOTHING);
    assert_eq!(gradient(program(1, "{ dup dup dup }")), ["ink-over-limit"]);
    assert_eq!(gradient(program(1, "{ 0.5 mul dup dup dup }")), NOTHING);
    let between = |c1: [f32; 4]| dictionary! { "FunctionType" => 2, "N" => 1, "C0" => numbers(&[0.0; 4]), "C1" => numbers(&c1) };
    assert_eq!(gradient(between([1.0; 4])), ["ink-over-limit"]);
    assert_eq!(gradient(between([0.6; 4])), NOTHING);
    assert_eq!(gradient(program(1, "{ no such thing }")), ["ink-unknown"]);
    assert_eq!(gradient(dictionary! { "FunctionType" => 9 }), ["ink-unknown"]);
}

/// What is found in a picture of 100 × 100 pixels at 300 to the inch.
fn picture(
    space: impl FnOnce(&mut Document) -> Object,
    bits: i64,
    bytes: Vec<u8>,
    filter: Option<&str>,
) -> Vec<&'static str> {
    codes(|document| {
        let space = space(document);
        let mut entries = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 100, "Height" => 100, "BitsPerComponent" => bits,
            "ColorSpace" => space,
        };
        filter.into_iter().for_each(|filter| entries.set("Filter", filter));
        resource(document, "XObject", "X", Stream::new(entries, bytes));
        paint(document, "q 24 0 0 24 100 100 cm /X Do Q");
    })
}

/// A space of named inks over DeviceCMYK.
fn named(names: &[&str], tint: Stream) -> impl FnOnce(&mut Document) -> Object {
    let names: Vec<Object> = names.iter().map(|name| Object::from(*name)).collect();
    move |document| {
        let tint = document.add_object(tint);
        vec!["DeviceN".into(), names.into(), "DeviceCMYK".into(), tint.into()].into()
    }
}

#[test]
fn a_picture_is_weighed_at_any_depth_and_in_any_inks() {
    let process = |_: &mut Document| Object::from("DeviceCMYK");
    for (bits, bytes) in [(16, 80_000), (8, 40_000), (4, 20_000), (2, 10_000), (1, 5_000)] {
        assert_eq!(picture(process, bits, vec![255; bytes], None), ["ink-over-limit"], "{bits} bits");
        assert_eq!(picture(process, bits, vec![0; bytes], None), NOTHING, "{bits} bits");
        assert_eq!(
            picture(process, bits, vec![0; bytes - 1], None),
            ["picture-partly-filled"],
            "{bits} bits"
        );
    }
    let all = ["Cyan", "Magenta", "Yellow", "Black"];
    // By the plates that it names, whatever stands for them.
    assert_eq!(picture(named(&all, program(4, "{")), 8, vec![255; 40_000], None), ["ink-over-limit"]);
    assert_eq!(picture(named(&all, program(4, "{")), 8, vec![150; 40_000], None), NOTHING);
    // A spot colour is printed as what stands for it where a press has no plate for it.
    let rich = || named(&["Rich"], program(1, "{ dup dup dup }"));
    assert_eq!(picture(rich(), 8, vec![255; 10_000], None), ["spot-colour", "ink-over-limit"]);
    assert_eq!(picture(rich(), 8, vec![90; 10_000], None), ["spot-colour"]);
    let duotone = || named(&["Black", "Warm"], program(2, "{ exch 0 exch dup 3 1 roll 0 exch }"));
    assert_eq!(picture(duotone(), 8, vec![255; 20_000], None), ["spot-colour"]);
    assert_eq!(
        picture(named(&["Rich"], program(1, "{ odd }")), 8, vec![9; 10_000], None),
        ["spot-colour", "ink-unknown"]
    );
    let profile = |document: &mut Document| {
        let profile = document.add_object(Stream::new(dictionary! { "N" => 4 }, b"a profile".to_vec()));
        vec!["ICCBased".into(), profile.into()].into()
    };
    assert_eq!(picture(profile, 8, vec![255; 40_000], None), ["converted-colour", "ink-over-limit"]);
    assert_eq!(picture(profile, 8, vec![100; 40_000], None), ["converted-colour"]);
    let palette = |_: &mut Document| {
        let colours = [[9u8; 4], [255; 4]].concat();
        vec!["Indexed".into(), "DeviceCMYK".into(), 1.into(), Object::string_literal(colours)].into()
    };
    assert_eq!(picture(palette, 8, vec![1; 10_000], None), ["ink-over-limit"]);
    assert_eq!(picture(palette, 8, vec![0; 10_000], None), NOTHING, "a colour that is not used");
    // The last pixel of a row, in a block that is not full.
    let last: Vec<u8> = (1..=10_000).map(|at| u8::from(at == 5_600)).collect();
    assert_eq!(picture(palette, 8, last, None), ["ink-over-limit"]);
    // Packed as nobody unpacks it here.
    assert_eq!(picture(process, 8, crate::preflight::jpeg2000(4), Some("JPXDecode")), ["ink-unknown"]);
    let grey = |_: &mut Document| Object::from("DeviceGray");
    assert_eq!(
        picture(grey, 8, crate::preflight::jpeg2000(1), Some("JPXDecode")),
        NOTHING,
        "black alone is never too much"
    );
    assert_eq!(picture(|_| "Nowhere".into(), 8, vec![9; 10_000], None), ["broken-image"]);
}

#[test]
fn colours_of_a_palette_and_of_named_inks_are_weighed() {
    let palette: Vec<Object> = vec![
        "Indexed".into(),
        "DeviceCMYK".into(),
        1.into(),
        Object::string_literal([[9u8; 4], [255; 4]].concat()),
    ];
    assert_eq!(with("ColorSpace", palette.clone(), "/X cs 1 sc 100 100 50 50 re f"), ["ink-over-limit"]);
    assert_eq!(with("ColorSpace", palette, "/X cs 0 sc 100 100 50 50 re f"), NOTHING);
    let of = |source: &'static str| {
        codes(|document| {
            let space = named(&["Rich"], program(1, source))(document);
            resource(document, "ColorSpace", "X", space);
            paint(document, "/X cs 1 scn 100 100 50 50 re f");
        })
    };
    assert_eq!(of("{ dup dup dup }"), ["spot-colour", "ink-over-limit"]);
    assert_eq!(of("{ 0.3 mul dup dup dup }"), ["spot-colour"]);
    assert_eq!(of("{ what }"), ["spot-colour", "ink-unknown"]);
    // Black upon a spot colour is upon one plate, whatever stands for it.
    let under_black = codes(|document| {
        let space = named(&["Blue"], program(1, "{ dup 0.8 mul 0 0 }"))(document);
        resource(document, "ColorSpace", "X", space);
        resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
        paint(document, "/X cs 1 scn 100 100 50 50 re f /X gs 0 0 0 1 k 110 110 9 9 re f");
    });
    assert_eq!(under_black, ["spot-colour"]);
}

#[test]
fn however_often_a_spot_colour_is_set_it_is_weighed() {
    let found = codes(|document| {
        let names: Vec<Object> = vec!["Separation".into(), "Blue".into(), "DeviceCMYK".into()];
        let function = dictionary! {
            "FunctionType" => 2, "N" => 1, "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[1.0, 0.8, 0.0, 0.0]),
        };
        let space: Vec<Object> = names.into_iter().chain([function.into()]).collect();
        resource(document, "ColorSpace", "X", space);
        paint(document, &"/X cs 1 scn 100 100 50 50 re f ".repeat(5_000));
    });
    assert_eq!(found, ["spot-colour"]);
}

#[test]
fn a_gradient_counts_where_it_is_as_dark_as_it_is() {
    // Across the page from paper to cyan and magenta, as a ground for a caption in black.
    let caption_at = |operator: &str, coords: &[f32], goes_on: bool, left: u32| {
        codes(|document| {
            let function = document.add_object(table(&[0, 0, 0, 0, 255, 204, 0, 0]));
            let kind = if coords.len() == 4 { 2 } else { 3 };
            let shading = dictionary! {
                "ShadingType" => kind, "ColorSpace" => "DeviceCMYK", "Coords" => numbers(coords), "Function" => function,
                "Extend" => vec![Object::from(goes_on); 2],
            };
            let shading = document.add_object(shading);
            resource(document, "Shading", "X", Object::Reference(shading));
            let pattern = dictionary! {
                "PatternType" => 2, "Shading" => shading, "Matrix" => numbers(&[2.0, 0.0, 0.0, 2.0, 0.0, 0.0]),
            };
            resource(document, "Pattern", "X", pattern);
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            paint(document, &format!("{operator} /X gs 0 0 0 1 k {left} 110 40 9 re f"));
        })
    };
    let shaded = "q 100 100 300 50 re W n 2 0 0 2 0 0 cm /X sh Q";
    let filled = "q /Pattern cs /X scn 100 100 300 50 re f Q";
    let round_filled = "q /Pattern cs /X scn 400 125 m 250 300 l 100 125 l 250 0 l f Q";
    let (line, round) = ([50.0, 0.0, 200.0, 0.0], [50.0, 57.0, 0.0, 50.0, 57.0, 150.0]);
    for painted in [shaded, filled, round_filled] {
        for coords in [line.as_slice(), round.as_slice()] {
            assert_eq!(caption_at(painted, coords, true, 140), NOTHING, "{painted} {coords:?}");
            assert_eq!(caption_at(painted, coords, true, 350), ["ink-over-limit"], "{painted} {coords:?}");
        }
        assert_eq!(caption_at(painted, &line, false, 140), NOTHING);
        assert_eq!(caption_at(painted, &line, false, 350), ["ink-unknown"], "it may be nothing there");
    }
    // Its end is too dark, and is cut off.
    let end_at = |width: u32| {
        codes(|document| {
            let function = document.add_object(table(&[0, 0, 0, 0, 255, 255, 153, 0]));
            let shading = dictionary! {
                "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Coords" => numbers(&[100.0, 0.0, 400.0, 0.0]),
                "Function" => function,
            };
            resource(document, "Shading", "X", shading);
            paint(document, &format!("q 100 100 {width} 50 re W n /X sh Q"));
        })
    };
    assert_eq!((end_at(270), end_at(300)), (vec![], vec!["ink-over-limit"]));
}

#[test]
fn what_is_cut_is_only_within_all_that_cuts_it() {
    let upon = |ground: &str, at: &str| {
        codes(|document| {
            let fonts = document.get_page_fonts(crate::spoil::page_id(document)).unwrap();
            let font = String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap();
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 400, "Height" => 400, "BitsPerComponent" => 8,
                "ColorSpace" => "DeviceCMYK",
            };
            resource(document, "XObject", "X", Stream::new(entries, [220u8, 220, 0, 0].repeat(160_000)));
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            let ground = ground.replace("FONT", &font);
            paint(document, &format!("q {ground} Q /X gs 0 0 0 1 k {at} 9 9 re f"));
        })
    };
    // A photo tilted in a frame of five corners, and in one that another cuts.
    let tilted = "80 80 -80 80 180 100 cm /X Do";
    let frame = "180 110 m 250 150 l 250 200 l 180 250 l 110 180 l h W n";
    let photo = format!("{frame} {tilted}");
    assert_eq!(upon(&photo, "170 170"), ["ink-over-limit"]);
    assert_eq!(upon(&photo, "115 140"), NOTHING, "in the corner of its rectangle");
    let left = "100 100 m 175 100 l 160 260 l 100 260 l h W n";
    assert_eq!(upon(&format!("{left} {photo}"), "220 170"), NOTHING);
    assert_eq!(upon(&format!("{left} {photo}"), "150 170"), ["ink-over-limit"]);
    // Letters cut it: it hides nothing for sure, and is nowhere but near them.
    let letters = "BT /FONT 40 Tf 7 Tr 100 150 Td <00010001> Tj ET 96 0 0 96 100 100 cm /X Do";
    assert_eq!(upon(letters, "110 155"), ["ink-over-limit"]);
    assert_eq!(upon(letters, "110 102"), NOTHING);
    let white = letters.replace("96 0 0 96 100 100 cm /X Do", "0 0 0 0 k 90 90 200 200 re f");
    let dark = "0.9 0.9 0 0 k 100 100 96 96 re f";
    assert_eq!(upon(&format!("{dark} {white}"), "110 155"), ["ink-over-limit"], "it is seen between them");
}

#[test]
fn many_small_things_are_only_where_they_are() {
    let caption_at = |at: &str| {
        codes(|document| {
            let squares: String =
                (0..5_000).map(|at| format!("{} {} 1 1 re f ", 100 + at % 70, 100 + at / 70)).collect();
            let heavy = "0.9 0.9 0 0 k 100 100 60 60 re f";
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            paint(document, &format!("0.9 g {squares} {heavy} /X gs 0 0 0 1 k {at} 9 9 re f"));
        })
    };
    assert_eq!(caption_at("300 300"), NOTHING);
    assert_eq!(caption_at("120 120"), ["ink-unknown"]);
}

#[test]
fn a_pattern_is_only_where_it_is_painted() {
    let black_at = |at: &str| {
        codes(|document| {
            let function = document.add_object(table(&[255, 204, 0, 0, 255, 204, 0, 0]));
            let shading = dictionary! {
                "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Coords" => numbers(&[0.0, 0.0, 300.0, 0.0]),
                "Function" => function,
            };
            resource(document, "Pattern", "X", dictionary! { "PatternType" => 2, "Shading" => shading });
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            let logo = "/Pattern cs /X scn q 100 100 20 20 re f Q 100 200 20 20 re f";
            paint(document, &format!("{logo} /X gs 0 0 0 1 k {at} 9 9 re f"));
        })
    };
    assert_eq!(black_at("300 300"), NOTHING);
    assert_eq!(black_at("105 105"), ["ink-unknown"]);
    assert_eq!(black_at("105 205"), ["ink-unknown"], "painted with it once more");
}

/// What is found where cyan and magenta lie below and yellow and black above, both solid.
fn upon(state: Dictionary, both: &str) -> Vec<&'static str> {
    with("ExtGState", state, both)
}

const UPON: &str = "/X gs 1 1 0 0 k 100 100 50 50 re f 0 0 1 1 k 120 120 50 50 re f";

#[test]
fn what_comes_together_is_weighed() {
    let overprint = |mode: i64| dictionary! { "OP" => true, "op" => true, "OPM" => mode };
    let mode = |mode: &str| dictionary! { "BM" => mode };
    assert_eq!(upon(overprint(1), UPON), ["ink-over-limit"]);
    assert_eq!(upon(overprint(0), UPON), NOTHING, "zeros take away what is below");
    assert_eq!(upon(Dictionary::new(), UPON), NOTHING);
    for (name, found) in
        [("Multiply", true), ("Darken", true), ("ColorBurn", false), ("Screen", false), ("Normal", false)]
    {
        assert_eq!(!upon(mode(name), UPON).is_empty(), found, "{name}");
    }
    assert_eq!(upon(mode("Difference"), UPON), ["ink-unknown"]);
    let faint = dictionary! { "BM" => "Multiply", "ca" => 0.1f32 };
    assert_eq!(upon(faint, UPON), NOTHING);
    let alone = "/X gs 1 1 1 1 k 100 100 50 50 re f";
    assert_eq!(upon(dictionary! { "ca" => 0.5f32 }, alone), NOTHING, "half of it is paper");
    assert_eq!(upon(dictionary! { "ca" => 0.7f32 }, alone), ["ink-over-limit"]);
    // As dark as multiplied at most: that it may be is all that is known.
    for contrast in ["Overlay", "HardLight", "SoftLight"] {
        assert_eq!(upon(mode(contrast), UPON), ["ink-unknown"], "{contrast}");
    }
    // Beside it, clipped away from it, or with white between.
    for apart in [
        "/X gs 1 1 0 0 k 100 100 50 50 re f 0 0 1 1 k 150 120 50 50 re f",
        "/X gs 1 1 0 0 k 100 100 50 50 re f 200 200 9 9 re W n 0 0 1 1 k 120 120 90 90 re f",
        "1 1 0 0 k 100 100 50 50 re f 0 0 0 0 k 90 90 90 90 re f /X gs 0 0 1 1 k 120 120 50 50 re f",
        // In the hole of a ring, and in the corner of a circle's rectangle.
        "/X gs 1 1 0 0 k 100 100 90 90 re 110 110 70 70 re f* 0 0 1 1 k 120 120 50 50 re f",
        "/X gs 1 1 0 0 k 100 150 m 150 200 l 200 150 l 150 100 l h f 0 0 1 1 k 101 101 20 20 re f",
    ] {
        assert_eq!(upon(overprint(1), apart), NOTHING, "{apart}");
    }
    for upon_it in [
        "/X gs 1 1 0 0 k 100 100 90 90 re 110 110 70 70 re f* 0 0 1 1 k 102 102 6 6 re f",
        "/X gs 1 1 0 0 k 100 100 50 50 re f 4 w 0 0 1 1 K 90 120 m 200 120 l S",
        "1 1 0 0 k 100 100 50 50 re f /X gs q 1 0 0 1 20 20 cm 0 0 1 1 k 100 100 9 9 re f Q",
    ] {
        assert_eq!(upon(overprint(1), upon_it), ["ink-over-limit"], "{upon_it}");
    }
    let pdf = spoilt(&SOUND, |document| {
        resource(document, "ExtGState", "X", overprint(1));
        paint(document, UPON);
    });
    let [finding] = preflight(&pdf).findings.try_into().unwrap();
    assert!(
        matches!(finding.kind, FindingKind::InkOverLimit { total: 400, together: true, .. }),
        "{finding:?}"
    );
    assert_eq!(finding.severity(), Severity::Error);
    assert!(finding.place.is_some());
}

#[test]
fn what_is_converted_is_said_once_and_a_grey_of_a_profile_is_black() {
    let upon = |components: i64, colour: &str| {
        codes(|document| {
            let profile = Stream::new(dictionary! { "N" => components }, b"a profile".to_vec());
            let profile = document.add_object(profile);
            let space = || vec![Object::from("ICCBased"), profile.into()];
            let length = usize::try_from(components).unwrap() * 10_000;
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 100, "Height" => 100, "BitsPerComponent" => 8,
                "ColorSpace" => space(),
            };
            resource(document, "XObject", "X", Stream::new(entries, vec![9; length]));
            resource(document, "ColorSpace", "X", space());
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            let photo = "q 24 0 0 24 100 100 cm /X Do Q";
            let ground = format!("/X cs {colour} sc 200 100 50 50 re f");
            paint(document, &format!("{photo} {ground} /X gs 0 0 0 1 k 104 104 9 9 re f 210 110 9 9 re f"));
        })
    };
    // A photo and a ground, each of which is said.
    assert_eq!(upon(1, "0"), ["converted-colour"; 2]);
    assert_eq!(upon(3, "0 0 0"), ["converted-colour"; 2]);
    let heavy = ["converted-colour", "converted-colour", "ink-over-limit"];
    assert_eq!(upon(4, "1 0.9 0 0"), heavy, "inks are weighed as they are stated");
}

#[test]
fn text_lies_upon_what_is_below_its_letters() {
    let text = |at: &str, state: &str| {
        codes(|document| {
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            let fonts = document.get_page_fonts(crate::spoil::page_id(document)).unwrap();
            let font = String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap();
            paint(
                document,
                &format!(
                    "0.9 0.9 0 0 k 100 100 50 50 re f {state} 0 0 0 1 k BT /{font} 10 Tf {at} Td <00010001> Tj <0001> Tj ET"
                ),
            );
        })
    };
    assert_eq!(text("110 110", "/X gs"), ["ink-over-limit"]);
    // Three letters end before it, and do not reach it from below.
    assert_eq!(text("40 110", "/X gs"), NOTHING);
    assert_eq!(text("110 92", "/X gs"), NOTHING);
    assert_eq!(text("110 110", ""), ["black-knocks-out"]);
}

#[test]
fn a_group_lies_upon_what_is_below_it_as_one() {
    let group = |mode: &str, content: &str, painted: &str| {
        codes(|document| {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 600.0, 800.0]),
                "Group" => dictionary! { "S" => "Transparency" },
            };
            resource(document, "XObject", "X", Stream::new(entries, content.as_bytes().to_vec()));
            resource(document, "ExtGState", "X", dictionary! { "BM" => mode });
            paint(document, painted);
        })
    };
    let own = "0 0 1 1 k 100 100 50 50 re f";
    let upon = "1 1 0 0 k 100 100 50 50 re f /X gs /X Do";
    assert_eq!(group("Multiply", own, upon), ["ink-over-limit"]);
    assert_eq!(group("Normal", own, upon), NOTHING);
    // What is seen through is so much less ink, and of what a mask lets through nobody knows how much.
    let seen_through = |state: Dictionary, content: &str| {
        codes(|document| {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 600.0, 800.0]),
                "Group" => dictionary! { "S" => "Transparency" },
            };
            resource(document, "XObject", "X", Stream::new(entries.clone(), content.as_bytes().to_vec()));
            let mut state = state;
            if state.remove(b"SMask").is_some() {
                let mask = document.add_object(Stream::new(entries, b"1 g 0 0 600 800 re f".to_vec()));
                state.set("SMask", dictionary! { "S" => "Luminosity", "G" => mask });
            }
            resource(document, "ExtGState", "X", state);
            paint(document, "/X gs /X Do");
        })
    };
    let solid = "1 1 1 1 k 100 100 50 50 re f";
    let both = "1 1 0 0 k 100 100 50 50 re f 0 0 1 1 k 100 100 50 50 re f";
    let faint = |share: f32| dictionary! { "ca" => share };
    assert_eq!(seen_through(Dictionary::new(), solid), ["ink-over-limit"]);
    assert_eq!(seen_through(faint(0.7), solid), ["ink-over-limit"]);
    assert_eq!(seen_through(faint(0.5), solid), NOTHING);
    assert_eq!(seen_through(faint(0.5), both), NOTHING);
    assert_eq!(seen_through(dictionary! { "SMask" => "None" }, solid), ["ink-unknown"]);
    // One that cannot be read makes nothing behind it fainter.
    let behind = codes(|document| {
        let entries = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 600.0, 800.0]),
            "Filter" => "NoSuchFilter", "Group" => dictionary! { "S" => "Transparency" },
        };
        resource(document, "XObject", "X", Stream::new(entries, b"rubbish".to_vec()));
        resource(document, "ExtGState", "X", faint(0.1));
        paint(document, &format!("q /X gs /X Do Q {solid}"));
    });
    assert!(behind.contains(&"ink-over-limit"), "{behind:?}");
    // What is in it does not mix with what else is in it.
    let twice = "1 1 0 0 k 100 100 50 50 re f 0 0 1 1 k 100 100 50 50 re f";
    assert_eq!(group("Multiply", twice, "/X gs /X Do"), NOTHING);
}

#[test]
fn what_is_in_an_isolated_group_mixes_with_nothing_outside() {
    let found = |isolated: bool| {
        codes(|document| {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 600.0, 800.0]),
                "Group" => dictionary! { "S" => "Transparency", "I" => isolated },
            };
            let over = "/X gs 0 0 1 1 k 100 100 50 50 re f";
            resource(document, "XObject", "X", Stream::new(entries, over.as_bytes().to_vec()));
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            paint(document, "1 1 0 0 k 100 100 50 50 re f /X Do");
        })
    };
    assert_eq!(found(true), NOTHING);
    assert_eq!(found(false), ["ink-over-limit"]);
}

#[test]
fn a_picture_counts_where_it_is_dark() {
    let over = |at: &str| {
        codes(|document| {
            let mut pixels = vec![0u8; 200 * 200 * 4];
            for (n, pixel) in pixels.chunks_exact_mut(4).enumerate() {
                if n % 200 < 40 && n / 200 < 40 {
                    pixel.copy_from_slice(&[220, 220, 0, 0]);
                }
            }
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 200, "Height" => 200, "BitsPerComponent" => 8,
                "ColorSpace" => "DeviceCMYK",
            };
            resource(document, "XObject", "X", Stream::new(entries, pixels));
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            paint(document, &format!("q 50 0 0 50 100 100 cm /X Do Q /X gs 0 0 0 1 k {at} 8 8 re f"));
        })
    };
    assert_eq!(over("101 141"), ["ink-over-limit"], "its top left");
    assert_eq!(over("101 101"), NOTHING);
    assert_eq!(over("140 141"), NOTHING);
}

#[test]
fn what_mixes_with_a_picture_is_as_dark_as_that_is_in_each_place() {
    // A photo, dark in its left half and light in its right, a panel over all of it, and a caption in black.
    let caption_at = |left: u32, isolated: Option<bool>| {
        codes(|document| {
            let half = |inks: [u8; 4]| inks.repeat(200);
            let row = [half([204, 204, 153, 0]), half([13, 13, 13, 0])].concat();
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 400, "Height" => 400, "BitsPerComponent" => 8,
                "ColorSpace" => "DeviceCMYK",
            };
            resource(document, "XObject", "P", Stream::new(entries, row.repeat(400)));
            resource(document, "ExtGState", "M", dictionary! { "BM" => "Multiply" });
            resource(document, "ExtGState", "X", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            let panel = "q 0.2 0 0 0.1 k /M gs 100 100 96 96 re f Q";
            let both = format!("q 96 0 0 96 100 100 cm /P Do Q {panel}");
            let caption = format!("/X gs 0 0 0 1 k {left} 140 30 9 re f");
            let Some(isolated) = isolated else { return paint(document, &format!("{both} {caption}")) };
            let resources = crate::spoil::page(document).get(b"Resources").unwrap().clone();
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, 600.0, 800.0]),
                "Group" => dictionary! { "S" => "Transparency", "I" => isolated }, "Resources" => resources,
            };
            resource(document, "XObject", "G", Stream::new(entries, both.into_bytes()));
            paint(document, &format!("/G Do {caption}"));
        })
    };
    for group in [None, Some(false), Some(true)] {
        assert_eq!(caption_at(155, group), NOTHING, "{group:?}");
        assert_eq!(caption_at(110, group), ["ink-over-limit"], "{group:?}");
    }
}

#[test]
fn a_picture_within_the_content_is_one_like_any_other() {
    let inline = |content: &[u8]| {
        codes(|document| {
            let old = crate::spoil::page(document).get(b"Contents").unwrap().clone();
            let new = document.add_object(Stream::new(Dictionary::new(), content.to_vec()));
            crate::spoil::page(document).set("Contents", vec![old, Object::Reference(new)]);
        })
    };
    let picture = |entries: &str, data: &[u8]| {
        [b"q 4.8 0 0 4.8 100 100 cm BI /W 20 /H 20 ".as_slice(), entries.as_bytes(), b" ID ", data, b"\nEI Q"]
            .concat()
    };
    let packed = |bytes: &[u8]| {
        let mut stream = Stream::new(Dictionary::new(), bytes.to_vec());
        stream.compress().unwrap();
        assert!(stream.dict.has(b"Filter"));
        stream.content
    };
    let hexed = |bytes: &[u8]| {
        [bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().as_bytes(), b">"].concat()
    };
    let solid = [255u8; 1600];
    assert_eq!(inline(&picture("/BPC 8 /CS /CMYK", &solid)), ["ink-over-limit"]);
    assert_eq!(inline(&picture("/BPC 8 /CS /CMYK", &[90; 1600])), NOTHING);
    assert_eq!(inline(&picture("/BPC 8 /CS /CMYK /D [1 0 1 0 1 0 1 0]", &solid)), NOTHING);
    assert_eq!(inline(&picture("/BPC 8 /CS /CMYK /F /Fl", &packed(&solid))), ["ink-over-limit"]);
    assert_eq!(inline(&picture("/BPC 8 /CS /RGB /F /Fl", &packed(&[90; 1200]))), ["device-rgb"]);
    assert_eq!(inline(&picture("/BPC 8 /CS /RGB /F /AHx", &hexed(&[90; 1200]))), ["device-rgb"]);
    assert_eq!(inline(&picture("/BPC 8 /CS /RGB", &[b'x'; 1200])), ["device-rgb"]);
    assert_eq!(inline(&picture("/BPC 8 /CS /RGB", &[b'x'; 900])), ["device-rgb", "picture-partly-filled"]);
    assert_eq!(inline(&picture("/IM true", &[b'x'; 60])), NOTHING);
    // What cannot be read is a finding.
    for unknown in ["/BPC 8 /CS /Nowhere", "/BPC 8", "/BPC ) 8 /CS /RGB"] {
        assert_eq!(inline(&picture(unknown, b"xxx")), ["broken-image"], "{unknown}");
    }
    assert_eq!(inline(&picture("/BPC 8 /CS /CMYK /F /DCT", b"rubbish \xff\xd9")), ["broken-image"]);
    assert_eq!(inline(&picture("/BPC 8 /CS /CMYK /F /LZW", b"x")), ["broken-image", "forbidden-object"]);
    assert_eq!(inline(b"BI /W 20 /H 20 /BPC 8 /CS /RGB ID xxxx"), ["broken-content"]);
    // Nothing behind it is lost.
    let then = |picture: Vec<u8>| inline(&[picture.as_slice(), b" 1 0 0 rg 50 50 9 9 re f"].concat());
    assert_eq!(then(picture("/BPC 8 /CS /G /F /Fl", &packed(&[90; 400]))), ["device-rgb"]);
    assert_eq!(then(picture("/BPC 8 /CS /Nowhere", b"\x00 EI \x01")), ["broken-image", "device-rgb"]);
}
