//! Preflight by what a print house asks for: size, standard, plates, letters that stay open.

use std::sync::LazyLock;

use crate::specimen::{Composer, SC, Style, job, mm};
use crate::spoil::{page, paint, resource, spoilt};
use broadsheet_layout::frame::{Ink, LineEnd, Role};
use broadsheet_press::{
    Finding, FindingKind, Rules, Severity, Standard, Verdict, preflight, preflight_by, print,
};
use lopdf::{Document, Object, Stream, dictionary};

/// A sound file of one page with a line of text.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut page = Composer::new(200.0, 300.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let block = page.block(Role::Paragraph, None, "样报");
    page.line(block, (0, 6), (20.0, 20.0), Style::black(serif, 9.0), LineEnd::Last);
    print(&[&page.frame], &page.shelf, &job()).unwrap().pdf
});

fn found(pdf: &[u8], rules: &Rules) -> Vec<FindingKind> {
    preflight_by(pdf, rules).findings.into_iter().map(|finding| finding.kind).collect()
}

/// What is found in the sound file with something painted on it.
fn painted(content: &str, rules: &Rules) -> Vec<&'static str> {
    let pdf = spoilt(&SOUND, |document| paint(document, content));
    preflight_by(&pdf, rules).findings.iter().map(Finding::code).collect()
}

#[test]
fn a_page_has_the_size_that_was_asked_for() {
    let asked = |width, height| Rules { trim_mm: Some((width, height)), ..Rules::default() };
    assert_eq!(found(&SOUND, &asked(200.0, 300.0)), []);
    assert_eq!(found(&SOUND, &asked(200.4, 299.6)), [], "paper moves by as much");
    let wrong = FindingKind::WrongSize { found: (2000, 3000), wanted: (2000, 3050) };
    assert_eq!(wrong.severity(), Severity::Error);
    assert_eq!(found(&SOUND, &asked(200.0, 305.0)), [wrong]);
    // Turned on its side is another size.
    assert_eq!(found(&SOUND, &asked(300.0, 200.0)).len(), 1);
    // A spread is twice as wide: one page is no spread, and half of one no page.
    let wide = Composer::new(400.0, 300.0);
    let spread = print(&[&wide.frame], &wide.shelf, &job()).unwrap().pdf;
    let sizes = |pdf: &[u8], width| {
        let found = found(pdf, &asked(width, 300.0));
        found.into_iter().filter(|kind| kind.code() == "wrong-size").collect::<Vec<_>>()
    };
    assert_eq!(sizes(&spread, 400.0), []);
    let wrong = |found, wanted| FindingKind::WrongSize { found: (found, 3000), wanted: (wanted, 3000) };
    assert_eq!(sizes(&spread, 200.0), [wrong(4000, 2000)]);
    assert_eq!(sizes(&SOUND, 400.0), [wrong(2000, 4000)]);
    let ten = spoilt(&SOUND, |document| page(document).set("UserUnit", 2));
    assert_eq!(found(&ten, &asked(400.0, 600.0)), []);
}

#[test]
fn a_file_is_of_the_standard_that_was_asked_for() {
    let asked = |standard| Rules { standard: Some(standard), ..Rules::default() };
    assert_eq!(found(&SOUND, &asked(Standard::X4)), []);
    let wrong = FindingKind::WrongStandard { found: "PDF/X-4".to_owned(), wanted: "PDF/X-1a:2003".into() };
    assert_eq!(found(&SOUND, &asked(Standard::X1a)), [wrong]);
}

#[test]
fn what_the_page_names_is_in_the_file() {
    let missing = |name: &str| vec![FindingKind::MissingObject { name: name.to_owned() }];
    let pdf = spoilt(&SOUND, |document| paint(document, "/Lost Do"));
    assert_eq!(found(&pdf, &Rules::default()), missing("Lost"));
    let pdf = spoilt(&SOUND, |document| {
        resource(document, "XObject", "Dangling", Object::Reference((9999, 0)));
        paint(document, "/Dangling Do");
    });
    assert_eq!(found(&pdf, &Rules::default()), missing("Dangling"));
    let pdf = spoilt(&SOUND, |document| paint(document, "BT /Lost 9 Tf ET /Lost gs"));
    assert_eq!(found(&pdf, &Rules::default()), missing("Lost"), "one fault, whatever it was to be");
}

#[test]
fn what_stands_off_the_sheet_is_told() {
    let codes = painted("q 1 0 0 1 5000 0 cm 0 0 0 1 k 10 10 50 50 re f Q", &Rules::default());
    assert_eq!(codes, ["off-page"]);
    // Marks stand in the margin, and what is clipped away stands nowhere.
    assert_eq!(painted("0 0 0 1 k 1 1 9 9 re f", &Rules::default()), [] as [&str; 0]);
    assert_eq!(painted("0 0 1 1 re W n 0 0 0 1 k 5000 10 50 50 re f", &Rules::default()), [] as [&str; 0]);
}

#[test]
fn letters_left_white_must_stay_open() {
    let text = |ink: &str, size: &str| {
        let pdf = spoilt(&SOUND, |document| {
            let id = crate::spoil::page_id(document);
            let fonts = document.get_page_fonts(id).unwrap();
            let font = String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap();
            let word = format!("BT {ink} k /{font} {size} Tf 110 110 Td <0001> Tj ET");
            paint(document, &format!("0 0.9 0.8 0 k 100 100 50 50 re f {word}"));
        });
        found(&pdf, &Rules::default())
    };
    assert_eq!(text("0 0 0 0", "5.5"), [FindingKind::SmallReversedText { tenths_pt: 55 }]);
    assert_eq!(text("0 0 0.01 0", "5.5").len(), 1, "nearly white");
    assert_eq!(text("0 0 0 0", "7"), []);
    assert_eq!(text("0 0.5 0 0", "5.5"), [], "not white at all");
    // A page of ours is judged by the same rule.
    let mut page = Composer::new(100.0, 100.0);
    let bold = page.font("NotoSansCJK-Bold.ttc", SC);
    page.tint(mm(10.0, 10.0, 80.0, 30.0), Ink { c: 100, m: 60, y: 0, k: 0 });
    let block = page.block(Role::Caption, None, "小字");
    let style = Style { font: bold, size: 6.0, scale_x: 1000, ink: Ink::PAPER };
    page.line(block, (0, 6), (20.0, 20.0), style, LineEnd::Last);
    let pdf = print(&[&page.frame], &page.shelf, &job()).unwrap().pdf;
    assert_eq!(found(&pdf, &Rules::default()), [FindingKind::SmallReversedText { tenths_pt: 60 }]);
}

#[test]
fn a_page_of_black_alone_has_no_other_ink() {
    let black = Rules { black_alone: true, ..Rules::default() };
    let cases: [(&str, &[&str]); 4] = [
        ("0 0 0 0.5 k 100 100 50 50 re f", &[]),
        ("0.5 g 100 100 50 50 re f", &[]),
        ("0.3 0 0 0.5 k 100 100 50 50 re f", &["colour-on-black-page"]),
        ("1 0 0 rg 100 100 50 50 re f", &["device-rgb"]),
    ];
    for (content, wanted) in cases {
        assert_eq!(painted(content, &black), wanted, "{content}");
    }
    let grey_of_a_profile = spoilt(&SOUND, |document| {
        let profile = document.add_object(Stream::new(dictionary! { "N" => 1 }, b"a profile".to_vec()));
        resource(document, "ColorSpace", "X", vec![Object::from("ICCBased"), profile.into()]);
        paint(document, "/X cs 0.5 sc 100 100 50 50 re f");
    });
    let codes: Vec<_> = preflight_by(&grey_of_a_profile, &black).findings.iter().map(Finding::code).collect();
    assert_eq!(codes, ["converted-colour"], "it is black all the same");
    let pdf = |ink: u8| {
        spoilt(&SOUND, |document| {
            let picture = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 100, "Height" => 100,
                "BitsPerComponent" => 8, "ColorSpace" => "DeviceCMYK",
            };
            resource(document, "XObject", "X", Stream::new(picture, [ink, 0, 0, 90].repeat(10_000)));
            paint(document, "q 24 0 0 24 100 100 cm /X Do Q");
        })
    };
    assert_eq!(preflight_by(&pdf(0), &black).findings, []);
    assert_eq!(found(&pdf(50), &black).len(), 1);
    assert_eq!(preflight(&pdf(50)).verdict, Verdict::Pass);
}

#[test]
fn white_on_bare_paper_is_no_fault() {
    let found = |content: &str| {
        let pdf = spoilt(&SOUND, |document| {
            let id = crate::spoil::page_id(document);
            let fonts = document.get_page_fonts(id).unwrap();
            let font = String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap();
            resource(document, "ExtGState", "Y", dictionary! { "OP" => true, "op" => true, "OPM" => 1 });
            paint(document, &content.replace("FONT", &font));
        });
        found(&pdf, &Rules::default()).iter().map(FindingKind::code).collect::<Vec<_>>()
    };
    let none = [] as [&str; 0];
    let (square, word) =
        ("/Y gs 0 0 0 0 k 100 100 50 50 re f", "0 0 0 0 k BT /FONT 5 Tf 110 110 Td <00010002> Tj ET");
    assert_eq!(found(square), none);
    assert_eq!(found(word), none);
    for ground in [
        "0.5 0 0 0 k 90 90 90 90 re f",
        "0 0 0 0.5 k 90 90 90 90 re f",
        // A corner is enough, and so is a line, or something that is not known for sure.
        "0.5 0 0 0 k 112 112 90 90 re f",
        "0.5 0 0 0 K 1 w 90 112 m 190 112 l S",
        "q 90 0 0 90 90 90 cm BI /W 2 /H 2 /IM true ID xx EI Q",
    ] {
        assert_eq!(found(&format!("{ground} {square}")), ["white-overprints"], "{ground}");
        assert_eq!(found(&format!("{ground} {word}")), ["small-reversed-text"], "{ground}");
    }
    // Text is ink too.
    let text = "0 0 0 0.5 k BT /FONT 20 Tf 105 105 Td <00010002> Tj ET";
    assert_eq!(found(&format!("{text} {square}")), ["white-overprints"]);
    // What is covered with white is paper again; what stands beside it is none of it.
    assert_eq!(found(&format!("0.5 0 0 0 k 90 90 90 90 re f 0 0 0 0 k 90 90 90 90 re f {word}")), none);
    assert_eq!(found(&format!("{text} 0 0 0 0 k 90 90 90 90 re f {word}")), none);
    assert_eq!(found(&format!("0.5 0 0 0 k 300 300 50 50 re f {square}")), none);
}

#[test]
fn named_inks_at_nothing_vanish_where_they_overprint() {
    let pdf = spoilt(&SOUND, |document| {
        let tint = dictionary! { "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1 };
        let space = vec![Object::from("Separation"), "Black".into(), "DeviceGray".into(), tint.into()];
        resource(document, "ColorSpace", "X", space);
        resource(document, "ExtGState", "Y", dictionary! { "OP" => true, "op" => true });
        paint(document, "0.5 0 0 0 k 100 100 50 50 re f /Y gs /X cs 0 scn 100 100 50 50 re f");
    });
    assert_eq!(found(&pdf, &Rules::default()), [FindingKind::WhiteOverprints]);
}

#[test]
fn a_shading_is_weighed_at_its_ends() {
    let with = |dark: [f32; 4]| {
        let pdf = spoilt(&SOUND, |document| {
            let end = |inks: [f32; 4]| inks.map(Object::Real).to_vec();
            let ramp = dictionary! {
                "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
                "C0" => end([0.0; 4]), "C1" => end(dark),
            };
            let stitched = dictionary! {
                "FunctionType" => 3, "Domain" => vec![0.into(), 1.into()], "Bounds" => vec![Object::Real(0.5)],
                "Encode" => [0, 1, 1, 0].map(Object::Integer).to_vec(),
                "Functions" => vec![Object::from(ramp.clone()), ramp.into()],
            };
            let shading = dictionary! {
                "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Function" => stitched,
                "Coords" => [0, 0, 500, 0].map(Object::Integer).to_vec(),
            };
            resource(document, "Shading", "X", shading);
            // Its darkest is in its middle, and is seen.
            paint(document, "q 100 100 200 50 re W n /X sh Q");
        });
        found(&pdf, &Rules::default()).iter().map(FindingKind::code).collect::<Vec<_>>()
    };
    assert_eq!(with([0.9, 0.9, 0.9, 0.0]), ["ink-over-limit"]);
    assert_eq!(with([0.8, 0.8, 0.8, 0.0]), [] as [&str; 0]);
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Stream::new(dictionary! {}, bytes.repeat(1_000));
    stream.compress().unwrap();
    stream.content
}

#[test]
fn packings_that_no_press_has_to_know_are_found() {
    let picture = |filter: &str, bits: i64| {
        let entries = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 4, "Height" => 4, "BitsPerComponent" => bits,
            "ColorSpace" => "DeviceGray", "Filter" => filter,
        };
        let data = if filter == "JPXDecode" { crate::preflight::jpeg2000(1) } else { vec![0; 32] };
        let data = if filter == "FlateDecode" { packed(&data) } else { data };
        move |document: &mut Document| {
            resource(document, "XObject", "X", Stream::new(entries, data));
            paint(document, "q 24 0 0 24 100 100 cm /X Do Q");
        }
    };
    let flat = {
        let mut page = Composer::new(200.0, 300.0);
        page.tint(mm(20.0, 20.0, 10.0, 10.0), Ink::grey(50));
        let flat = broadsheet_press::Job { standard: Standard::X1a, ..job() };
        print(&[&page.frame], &page.shelf, &flat).unwrap().pdf
    };
    let codes = |pdf: &[u8], spoil: &dyn Fn(&mut Document)| {
        let report = preflight(&spoilt(pdf, |document| spoil(document)));
        report.findings.into_iter().map(|finding| finding.kind).collect::<Vec<_>>()
    };
    let forbidden = |what: &'static str| vec![FindingKind::ForbiddenObject { what: what.into() }];
    let (lzw, jpx) = (picture("LZWDecode", 8), picture("JPXDecode", 8));
    assert_eq!(codes(&SOUND, &|document| lzw.clone()(document)), forbidden("LZW"));
    assert_eq!(codes(&SOUND, &|document| jpx.clone()(document)), []);
    assert_eq!(codes(&flat, &|document| jpx.clone()(document)), forbidden("JPEG 2000"));
    let wide = picture("FlateDecode", 16);
    assert_eq!(codes(&flat, &|document| wide.clone()(document)), forbidden("16 bits"));
}

#[test]
fn empty_frames_and_lines_off_the_page_stop_it() {
    let mut page = Composer::new(100.0, 100.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let said = |page: &Composer| {
        let notices = print(&[&page.frame], &page.shelf, &job()).unwrap().notices;
        notices.iter().map(|notice| (notice.code(), notice.severity())).collect::<Vec<_>>()
    };
    let block = page.block(Role::Paragraph, None, "样报");
    page.line(block, (0, 6), (20.0, 20.0), Style::black(serif, 9.0), LineEnd::Last);
    assert_eq!(said(&page), []);
    page.line(block, (0, 6), (95.0, 20.0), Style::black(serif, 20.0), LineEnd::Last);
    assert_eq!(said(&page), [("off-page", Severity::Error)], "its end would be cut off");
    page.frame.items.pop();
    page.tint(mm(200.0, 10.0, 10.0, 10.0), Ink::grey(20));
    assert_eq!(said(&page), [("off-page", Severity::Error)]);
    page.frame.items.pop();
    page.block(Role::Paragraph, None, "没有排出来的一段");
    assert_eq!(said(&page), [("empty-frame", Severity::Error)]);
    page.frame.blocks.pop();
    page.block(Role::Figure, None, "");
    assert_eq!(said(&page), [("empty-frame", Severity::Error)], "a picture's frame without a picture");
}

#[test]
fn a_page_that_shows_nothing_or_breaks_off_is_told() {
    let content = |content: &[u8]| {
        let content = Stream::new(dictionary! {}, content.to_vec());
        spoilt(&SOUND, |document| {
            let content = document.add_object(content);
            page(document).set("Contents", content);
        })
    };
    assert_eq!(found(&content(b"q Q"), &Rules::default()), [FindingKind::EmptyPage]);
    // What is clipped away or stands in the margin is not on the page.
    assert_eq!(found(&content(b"0 0 0 1 k 1 1 5 5 re f"), &Rules::default()), [FindingKind::EmptyPage]);
    let broken = spoilt(&SOUND, |document| {
        let entries = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "Filter" => "NoSuchPacking",
            "BBox" => [0, 0, 900, 900].map(Object::Integer).to_vec(),
        };
        let torn = document.add_object(Stream::new(entries, b"0 0 0 1 k".to_vec()));
        resource(document, "XObject", "Torn", Object::Reference(torn));
        paint(document, "/Torn Do");
    });
    assert!(found(&broken, &Rules::default()).contains(&FindingKind::BrokenContent));
}

#[test]
fn a_file_without_its_packet_is_told() {
    let pdf = spoilt(&SOUND, |document| {
        let _packet = document.catalog_mut().unwrap().remove(b"Metadata");
        let information = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
        let information = document.get_dictionary_mut(information).unwrap();
        information.set("GTS_PDFXVersion", Object::string_literal("PDF/X-4"));
    });
    assert!(found(&pdf, &Rules::default()).contains(&FindingKind::NoXmp));
}
