//! Rules of the standards themselves, whatever a file looks like.

use crate::preflight::{SOUND, codes};
use crate::spoil::{catalog, information, intent, page, paint, profile, resource, spoilt};
use broadsheet_press::{Finding, FindingKind, Severity, preflight};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

const NOTHING: [&str; 0] = [];

/// What is found in the sound file made flat, as PDF/X-1a is, with something done to it.
fn flat(spoil: impl FnOnce(&mut Document)) -> Vec<FindingKind> {
    let pdf = spoilt(&SOUND, |document| {
        catalog(document).remove(b"Metadata");
        document.version = "1.4".to_owned();
        information(document).set("GTS_PDFXVersion", Object::string_literal("PDF/X-1a:2003"));
        spoil(document);
    });
    preflight(&pdf).findings.into_iter().map(|finding| finding.kind).collect()
}

fn flat_codes(spoil: impl FnOnce(&mut Document)) -> Vec<&'static str> {
    flat(spoil).iter().map(FindingKind::code).collect()
}

#[test]
fn operators_that_there_are_not_are_found() {
    let found = |content: &str| codes(|document| paint(document, content));
    assert_eq!(found("1 2 foo"), ["unknown-operator"]);
    assert_eq!(found("BX foo EX"), ["unknown-operator"], "not even where readers pass them over");
    assert_eq!(
        found("/Artifact BMC /P <</MCID 9>> BDC EMC EMC /X MP /X <<>> DP 1 i 0 j 0 J [] 0 d 9 M"),
        NOTHING
    );
    assert_eq!(found("/Perceptual ri"), NOTHING);
    assert_eq!(found("/Nowhere cs 1 scn 100 100 50 50 re f"), ["missing-object"]);
    let broken = codes(|document| {
        resource(document, "ColorSpace", "X", vec![Object::from("Separation")]);
        paint(document, "/X cs 1 scn 100 100 50 50 re f");
    });
    assert_eq!(broken, ["broken-content"]);
    assert_eq!(FindingKind::UnknownOperator { name: String::new() }.severity(), Severity::Error);
}

#[test]
fn scripts_are_found_wherever_they_are() {
    let script = || dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    let outline = |action: Dictionary| {
        codes(|document| {
            let deeper =
                document.add_object(dictionary! { "Title" => Object::string_literal("b"), "A" => action });
            let entry = document
                .add_object(dictionary! { "Title" => Object::string_literal("a"), "First" => deeper });
            // It leads back to itself.
            document.get_dictionary_mut(deeper).unwrap().set("Next", entry);
            let outline = document.add_object(dictionary! { "Type" => "Outlines", "First" => entry });
            catalog(document).set("Outlines", outline);
        })
    };
    assert_eq!(outline(script()), ["action"]);
    assert_eq!(outline(dictionary! { "S" => "Launch" }), ["action"]);
    assert_eq!(outline(dictionary! { "S" => "GoTo", "D" => Object::string_literal("x") }), NOTHING);
    // In an object that nothing is known of.
    let hidden = codes(|document| {
        let object = dictionary! { "Own" => vec![Object::from(dictionary! { "Next" => script() })] };
        let object = document.add_object(object);
        catalog(document).set("Own", object);
    });
    assert_eq!(hidden, ["action"]);
}

#[test]
fn pdfx_1a_has_inks_alone_everywhere() {
    let spot = |alternate: Object| {
        flat_codes(|document| {
            let tint = dictionary! { "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1 };
            let space = vec![Object::from("Separation"), "Gold".into(), alternate, tint.into()];
            resource(document, "ColorSpace", "X", space);
            paint(document, "/X cs 0.5 scn 100 100 50 50 re f");
        })
    };
    assert!(spot("DeviceRGB".into()).contains(&"converted-colour"));
    let lab = vec![Object::from("Lab"), dictionary! { "WhitePoint" => vec![1.into(); 3] }.into()];
    assert!(spot(lab.into()).contains(&"converted-colour"));
    assert_eq!(spot("DeviceGray".into()), ["spot-colour"]);
    // Beyond the bleed nothing is printed, and it is in the file all the same.
    let beyond = "q 1 0 0 rg 1 1 5 5 re f Q";
    assert_eq!(flat_codes(|document| paint(document, beyond)), ["device-rgb"]);
    assert_eq!(codes(|document| paint(document, beyond)), NOTHING);
    let picture = flat_codes(|document| {
        let entries = dictionary! {
            "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB",
        };
        resource(document, "XObject", "X", Stream::new(entries, vec![9; 3]));
        paint(document, "q 5 0 0 5 1 1 cm /X Do Q");
    });
    assert_eq!(picture, ["device-rgb"]);
    assert_eq!(flat_codes(|document| paint(document, "q 0 0 1 1 re W n 1 0 0 rg 9 9 5 5 re f Q")), NOTHING);
}

#[test]
fn packings_that_the_standard_forbids_are_found_in_any_stream() {
    let forbidden = |what: &'static str| vec![FindingKind::ForbiddenObject { what: what.into() }];
    let jbig2 = flat(|document| {
        let entries = dictionary! {
            "Subtype" => "Image", "Width" => 16, "Height" => 4, "BitsPerComponent" => 1, "ColorSpace" => "DeviceGray",
            "Filter" => "JBIG2Decode",
        };
        resource(document, "XObject", "X", Stream::new(entries, crate::preflight::jbig2()));
        paint(document, "q 3 0 0 1 100 100 cm /X Do Q");
    });
    assert_eq!(jbig2, forbidden("JBIG2"));
    let lzw = || Stream::new(dictionary! { "Filter" => "LZWDecode" }, vec![0x80, 0x0b, 0x60, 0x50]);
    let found = |spoil: &dyn Fn(&mut Document)| {
        let report = preflight(&spoilt(&SOUND, |document| spoil(document)));
        report.findings.into_iter().map(|Finding { kind, page, .. }| (kind, page)).collect::<Vec<_>>()
    };
    let content = found(&|document| {
        let old = page(document).get(b"Contents").unwrap().clone();
        let blank = Stream::new(dictionary! { "Filter" => "LZWDecode" }, vec![0x80, 0x08, 0x08, 0x08]);
        let more = document.add_object(blank);
        page(document).set("Contents", vec![old, more.into()]);
    });
    assert!(content.contains(&(forbidden("LZW").remove(0), Some(1))), "{content:?}");
    let elsewhere = found(&|document| {
        let more = document.add_object(lzw());
        catalog(document).set("Own", more);
    });
    assert_eq!(elsewhere, [(forbidden("LZW").remove(0), None)]);
}

#[test]
fn screens_are_left_to_the_print_house() {
    let with = |screen: Object| {
        codes(|document| {
            let screen = document.add_object(screen);
            resource(document, "ExtGState", "X", dictionary! { "HT" => screen });
            paint(document, "/X gs");
        })
    };
    let screen = |kind: i64| dictionary! { "Type" => "Halftone", "HalftoneType" => kind, "Frequency" => 60 };
    assert_eq!(with(screen(1).into()), NOTHING);
    assert_eq!(with(Object::from("Default")), NOTHING);
    let mut named = screen(1);
    named.set("HalftoneName", Object::string_literal("own"));
    assert_eq!(with(named.clone().into()), ["transfer-curve"]);
    let plates = |plate: Dictionary| {
        let mut plates = screen(5);
        plates.set("Default", plate);
        plates
    };
    assert_eq!(with(plates(screen(1)).into()), NOTHING);
    assert_eq!(with(plates(named).into()), ["transfer-curve"]);
    assert_eq!(with(Stream::new(screen(6), vec![0; 16]).into()), ["transfer-curve"]);
}

#[test]
fn viewers_may_not_be_told_to_cut_the_bleed() {
    let with = |key: &str, which: &str| {
        codes(|document| catalog(document).set("ViewerPreferences", dictionary! { key => which }))
    };
    assert_eq!(with("PrintClip", "CropBox"), ["printed-box"]);
    assert_eq!(with("PrintArea", "TrimBox"), ["printed-box"]);
    assert_eq!(with("PrintClip", "BleedBox"), NOTHING);
    assert_eq!(with("PrintArea", "MediaBox"), NOTHING);
    let kind = FindingKind::PrintedBox { key: "PrintClip".into(), found: "CropBox".to_owned() };
    assert_eq!(kind.severity(), Severity::Warning);
}

#[test]
fn a_condition_that_no_registry_knows_is_explained() {
    let bare = |document: &mut Document| {
        let intent = intent(document);
        intent.remove(b"Info");
        intent.remove(b"RegistryName");
    };
    assert_eq!(codes(bare), ["no-metadata"]);
    let registered = codes(|document| {
        bare(document);
        intent(document).set("RegistryName", Object::string_literal("http://www.color.org"));
    });
    assert_eq!(registered, NOTHING);
    let unknown = flat_codes(|document| {
        bare(document);
        intent(document).remove(b"DestOutputProfile");
    });
    assert_eq!(unknown, ["no-metadata", "no-output-profile"]);
    let channels = codes(|document| {
        let id = intent(document).get(b"DestOutputProfile").unwrap().as_reference().unwrap();
        document.get_object_mut(id).unwrap().as_stream_mut().unwrap().dict.set("N", 3);
    });
    assert_eq!(channels, ["output-profile-damaged"]);
    profile(&mut Document::load_mem(&SOUND).unwrap(), |icc| assert_eq!(&icc[16..20], b"CMYK"));
}

#[test]
fn an_older_standard_is_named_where_it_is_looked_for() {
    assert_eq!(flat(|_| {}), []);
    let packet = codes(|document| {
        document.version = "1.4".to_owned();
        let id = catalog(document).get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        let packet = String::from_utf8(stream.content.clone()).unwrap();
        stream.set_content(packet.replace("PDF/X-4", "PDF/X-1a:2003").into_bytes());
    });
    assert_eq!(packet, ["no-metadata"]);
}

#[test]
fn a_page_is_turned_by_quarters_and_has_no_unit_of_its_own_in_pdf_1_4() {
    assert_eq!(codes(|document| page(document).set("Rotate", 90)), NOTHING);
    assert_eq!(codes(|document| page(document).set("Rotate", 45)), ["turned-askew"]);
    assert_eq!(FindingKind::TurnedAskew { degrees: 45 }.severity(), Severity::Error);
    let unit = flat(|document| page(document).set("UserUnit", 1));
    assert_eq!(unit, [FindingKind::ForbiddenObject { what: "UserUnit".into() }]);
    assert_eq!(codes(|document| page(document).set("UserUnit", 1)), NOTHING);
}

#[test]
fn marked_pieces_are_closed_in_pairs() {
    for content in ["/Artifact BMC", "EMC", "/P <</MCID 9>> BDC /Artifact BMC EMC"] {
        assert_eq!(codes(|document| paint(document, content)), ["unbalanced-content"], "{content}");
    }
}

#[test]
fn a_blend_mode_that_there_is_not_is_named() {
    let with = |mode: Object| {
        let pdf = spoilt(&SOUND, |document| {
            resource(document, "ExtGState", "X", dictionary! { "BM" => mode });
            paint(document, "/X gs 0 0 0 0.5 k 100 100 50 50 re f");
        });
        preflight(&pdf).findings.into_iter().map(|finding| finding.kind).collect::<Vec<_>>()
    };
    let unknown = [FindingKind::ForbiddenObject { what: "blend mode Foo".into() }];
    assert_eq!(with("Foo".into()), unknown);
    assert_eq!(with(vec![Object::from("Foo"), "Bar".into()].into()), unknown);
    assert_eq!(with(vec![Object::from("Foo"), "Multiply".into()].into()), []);
    for known in ["Normal", "Compatible", "Multiply", "SoftLight"] {
        assert_eq!(with(known.into()), [], "{known}");
    }
}
