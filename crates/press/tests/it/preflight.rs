//! Preflight: each fault is found by its name, and nothing that comes in makes it fall over.

use std::sync::LazyLock;

use crate::specimen::{Composer, SC, Style, job, mm};
use crate::spoil::{catalog, information, intent, page, page_id, paint, profile, resource, spoilt};
use broadsheet_layout::frame::{Ink, LineEnd, Role};
use broadsheet_press::{
    Finding, FindingKind, Report, Rules, Severity, Verdict, preflight, preflight_by, print,
};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use proptest::prelude::*;

/// A sound file of one page with a line of text.
pub(crate) static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut page = Composer::new(200.0, 300.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let block = page.block(Role::Paragraph, None, "样报");
    page.line(block, (0, 6), (20.0, 20.0), Style::black(serif, 9.0), LineEnd::Last);
    page.rule(mm(20.0, 30.0, 100.0, 0.2), Ink::BLACK);
    print(&[&page.frame], &page.shelf, &job()).unwrap().pdf
});

/// The sound file with something done to it, and the codes that preflight then finds.
pub(crate) fn codes(spoil: impl FnOnce(&mut Document)) -> Vec<&'static str> {
    preflight(&spoilt(&SOUND, spoil)).findings.iter().map(Finding::code).collect()
}

/// The name of the page's own font.
fn font_name(document: &mut Document) -> String {
    let id = page_id(document);
    let fonts = document.get_page_fonts(id).unwrap();
    String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap()
}

#[test]
fn the_sound_file_is_sound() {
    let report = preflight(&SOUND);
    assert_eq!((report.findings.as_slice(), report.verdict), (&[][..], Verdict::Pass));
    // Reading and writing it again changes nothing for the checks below.
    assert_eq!(codes(|_| {}), [] as [&str; 0]);
}

#[test]
fn boxes_that_do_not_fit_are_found() {
    let numbers = |numbers: [i64; 4]| numbers.map(Object::Integer).to_vec();
    assert_eq!(codes(|document| _ = page(document).remove(b"TrimBox")), ["no-trim-box"]);
    assert_eq!(
        codes(|document| page(document).set("TrimBox", numbers([0, 0, 9000, 9000]))),
        ["boxes-not-nested"; 2]
    );
    assert_eq!(
        codes(|document| page(document).set("ArtBox", numbers([100, 100, 200, 200]))),
        ["trim-and-art-box"]
    );
    assert_eq!(codes(|document| page(document).set("BleedBox", numbers([0, 0, 0, 0]))), ["broken-box"]);
    assert_eq!(codes(|document| page(document).set("MediaBox", vec!["x".into()])), ["broken-box"]);
    let no_bleed = codes(|document| {
        let trim = page(document).get(b"TrimBox").unwrap().clone();
        page(document).set("BleedBox", trim);
        paint(document, "0 0 0 1 k 0 100 300 300 re f");
    });
    assert_eq!(no_bleed, ["no-bleed"]);
    // The sheet's bleed is 3 mm: what reaches the trim has to reach its end, or nearly.
    let tint = |ink: &str, (left, right): (f32, f32)| {
        codes(|document| {
            let trim = page(document).get(b"TrimBox").unwrap().as_array().unwrap().clone();
            let at = |corner: usize| trim[corner].as_float().unwrap();
            let (from, to) = (at(0) - left * 72.0 / 25.4, at(2) + right * 72.0 / 25.4);
            paint(document, &format!("{ink} k {from} 200 {} 50 re f", to - from));
        })
    };
    for (sides, short) in [((3.0, 3.0), false), ((0.0, 3.0), true), ((3.0, 1.0), true), ((-2.0, -5.0), false)]
    {
        assert_eq!(tint("0 .5 0 0", sides) == ["no-bleed"], short, "{sides:?}");
    }
    assert_eq!(tint("0 0 0 0", (0.0, 0.0)), [] as [&str; 0], "paper");
}

#[test]
fn a_wrong_output_intent_is_found() {
    assert_eq!(codes(|document| _ = catalog(document).remove(b"OutputIntents")), ["no-output-intent"]);
    assert_eq!(codes(|document| _ = intent(document).remove(b"DestOutputProfile")), ["no-output-profile"]);
    assert_eq!(codes(|document| _ = intent(document).remove(b"OutputConditionIdentifier")), ["no-metadata"]);
    assert_eq!(codes(|document| profile(document, |icc| icc.truncate(1000))), ["output-profile-damaged"]);
    assert_eq!(
        codes(|document| profile(document, |icc| icc[12..16].copy_from_slice(b"mntr"))),
        ["output-profile-class"]
    );
    assert_eq!(
        codes(|document| profile(document, |icc| icc[16..20].copy_from_slice(b"RGB "))),
        ["output-profile-space"]
    );
    let two = codes(|document| {
        let mut intents = catalog(document).get(b"OutputIntents").unwrap().as_array().unwrap().clone();
        intents.push(intents[0].clone());
        catalog(document).set("OutputIntents", intents);
    });
    assert_eq!(two, ["several-output-intents"]);
}

#[test]
fn missing_or_contradicting_metadata_are_found() {
    assert_eq!(codes(|document| _ = catalog(document).remove(b"Metadata")), ["not-pdfx"]);
    assert_eq!(codes(|document| information(document).set("Trapped", "Unknown")), ["trapped-unknown"]);
    assert_eq!(codes(|document| information(document).set("Trapped", "True")), ["metadata-differs"]);
    let date = Object::String(b"D:20200101".to_vec(), StringFormat::Literal);
    assert_eq!(codes(|document| information(document).set("ModDate", date)), ["metadata-differs"]);
    assert_eq!(codes(|document| _ = document.trailer.remove(b"ID")), ["no-file-id"]);
    assert_eq!(codes(|document| document.trailer.set("ID", "none")), ["no-file-id"]);
    // The same moment in another zone is no contradiction.
    let elsewhere = codes(|document| {
        let at = chrono::DateTime::<chrono::Utc>::from(job().at).format("D:%Y%m%d%H%M%SZ").to_string();
        information(document).set("ModDate", Object::string_literal(at));
    });
    assert_eq!(elsewhere, [] as [&str; 0]);
    assert_eq!(
        codes(|document| information(document).set("Producer", Object::string_literal("another"))),
        ["metadata-differs"]
    );
    let broken = codes(|document| {
        let id = catalog(document).get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        stream.content.truncate(stream.content.len() - 40);
    });
    assert_eq!(broken, ["xmp-damaged"]);
    assert_eq!(codes(|document| document.version = "1.7".to_owned()), ["newer-version"]);
    let other = codes(|document| {
        let id = catalog(document).get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        let packet = String::from_utf8(stream.content.clone()).unwrap();
        stream.set_content(
            packet.replace("PDF/X-4", "PDF/X-9").replace("xmp:CreateDate", "xmp:Other").into_bytes(),
        );
    });
    assert_eq!(other, ["unknown-pdfx"]);
}

#[test]
fn what_acts_or_asks_or_hides_is_found() {
    let action = || dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
    assert_eq!(codes(|document| catalog(document).set("OpenAction", action())), ["action"]);
    assert_eq!(
        codes(|document| catalog(document).set("Names", dictionary! { "JavaScript" => action() })),
        ["action"]
    );
    assert_eq!(codes(|document| page(document).set("AA", dictionary! { "O" => action() })), ["action"]);
    let form = dictionary! { "Fields" => vec![Object::Dictionary(Dictionary::new())] };
    assert_eq!(codes(|document| catalog(document).set("AcroForm", form)), ["form"]);
    let files = dictionary! { "EmbeddedFiles" => Dictionary::new() };
    assert_eq!(codes(|document| catalog(document).set("Names", files)), ["embedded-files"]);
    let layers = dictionary! { "OCGs" => vec![Object::Dictionary(Dictionary::new())] };
    assert_eq!(codes(|document| catalog(document).set("OCProperties", layers)), ["layers"]);
    let note = |corner: i64, kind: &str| {
        let area: Vec<Object> = [corner, corner, corner + 9, corner + 9].map(Object::Integer).to_vec();
        vec![Object::Dictionary(dictionary! { "Subtype" => kind, "Rect" => area })]
    };
    assert_eq!(codes(|document| page(document).set("Annots", note(200, "Text"))), ["annotation"]);
    assert_eq!(codes(|document| page(document).set("Annots", note(200, "TrapNet"))), [] as [&str; 0]);
    let acting = dictionary! { "Subtype" => "Widget", "AA" => dictionary! { "E" => action() } };
    assert_eq!(codes(|document| page(document).set("Annots", vec![Object::from(acting)])), ["action"]);
    assert_eq!(codes(|document| page(document).set("Annots", note(5, "Text"))), [] as [&str; 0]);
}

#[test]
fn colours_and_lines_are_judged_as_they_are_painted() {
    let cases: [(&str, &[&str]); 17] = [
        ("1 0 0 rg 100 100 50 50 re f", &["device-rgb"]),
        ("1 0 0 RG 100 100 m 200 200 l S", &["device-rgb"]),
        ("/DeviceRGB cs 1 0 0 sc 100 100 50 50 re f", &["device-rgb"]),
        // Painted in the margin, clipped away, without a paint operator, brought back by Q: none of it prints.
        ("1 0 0 rg 1 1 9 9 re f", &[]),
        ("0 0 1 1 re W n 1 0 0 rg 100 100 50 50 re f", &[]),
        ("1 0 0 rg 100 100 50 50 re n", &[]),
        ("q 1 0 0 rg Q 100 100 50 50 re f", &[]),
        // Moved out of the page, and moved in.
        ("q 1 0 0 1 -500 0 cm 1 0 0 rg 100 100 50 50 re f Q", &["off-page"]),
        ("q 10 0 0 10 0 0 cm 1 0 0 rg 10 10 5 5 re f Q", &["device-rgb"]),
        ("0.9 0.9 0.9 0.2 k 100 100 50 50 re f", &["ink-over-limit"]),
        ("0.6 0.6 0.6 0.6 k 100 100 50 50 re f", &[]),
        ("0.1 w 100 100 m 200 100 l S", &["hairline"]),
        ("0.25 w 100 100 m 200 100 l S", &[]),
        ("q 0.5 0 0 0.5 0 0 cm 0.25 w 300 300 m 500 300 l S Q", &["hairline"]),
        ("100 100 50 0.1 re f", &["hairline"]),
        ("0 0 0 0 k 100 100 50 0.1 re f", &[]),
        ("BI /W 20 /H 20 /BPC 8 /CS /RGB ID xxxxxxxxxxxxxxxx EI", &[]),
    ];
    for (content, wanted) in cases {
        assert_eq!(codes(|document| paint(document, content)), wanted, "{content}");
    }
}

#[test]
fn named_spaces_and_states_are_followed() {
    let tint = |name: &str| {
        let function = dictionary! { "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1 };
        vec![Object::from("Separation"), name.into(), "DeviceCMYK".into(), function.into()]
    };
    let with = |kind: &str, object: Object, content: &str| {
        codes(|document| {
            resource(document, kind, "X", object);
            paint(document, content);
        })
    };
    let fill = "/X cs 1 scn 100 100 50 50 re f";
    assert_eq!(with("ColorSpace", tint("Spot Red").into(), fill), ["spot-colour"]);
    assert_eq!(with("ColorSpace", tint("Black").into(), fill), [] as [&str; 0]);
    assert_eq!(with("ColorSpace", tint("All").into(), fill), ["ink-over-limit"]);
    let overprint = || dictionary! { "OP" => true, "OPM" => 1 };
    let white = "0.5 0 0 0 k 90 90 90 90 re f /X gs 0 0 0 0 k 100 100 50 50 re f";
    assert_eq!(with("ExtGState", overprint().into(), white), ["white-overprints"]);
    let curve = dictionary! { "TR" => "Identity" };
    assert_eq!(with("ExtGState", curve.into(), "/X gs"), ["transfer-curve"]);
    // Live transparency is what PDF/X-4 is for; flat standards forbid it.
    let opacity = || Object::from(dictionary! { "ca" => 0.5f32 });
    assert_eq!(with("ExtGState", opacity(), "/X gs"), [] as [&str; 0]);
    let flat = codes(|document| {
        catalog(document).remove(b"Metadata");
        document.version = "1.4".to_owned();
        information(document).set("GTS_PDFXVersion", Object::string_literal("PDF/X-1a:2003"));
        resource(document, "ExtGState", "X", opacity());
        paint(document, "/X gs");
    });
    assert_eq!(flat, ["transparency"]);
    let form = |content: &str, more: Dictionary| {
        let mut form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 90.into(), 90.into()] };
        form.extend(&more);
        Object::Stream(Stream::new(form, content.as_bytes().to_vec()))
    };
    let moved =
        dictionary! { "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 100.into(), 100.into()] };
    assert_eq!(with("XObject", form("1 0 0 rg 0 0 50 50 re f", moved), "/X Do"), ["device-rgb"]);
    assert_eq!(
        with("XObject", form("1 0 0 rg 200 200 50 50 re f", Dictionary::new()), "/X Do"),
        [] as [&str; 0],
        "outside its box"
    );
    assert_eq!(
        with("XObject", form("", dictionary! { "Ref" => Dictionary::new() }), "/X Do"),
        ["forbidden-object"]
    );
    let postscript = Stream::new(dictionary! { "Subtype" => "PS" }, Vec::new());
    assert_eq!(with("XObject", postscript.into(), "/X Do"), ["forbidden-object"]);
    // A form that shows itself ends at once.
    assert_eq!(with("XObject", form("/X Do /X Do", Dictionary::new()), "/X Do"), ["form-in-itself"]);
}

#[test]
fn text_is_judged_by_its_font_and_its_ink() {
    let with = |content: &str| {
        codes(|document| {
            let font = font_name(document);
            paint(document, &content.replace("FONT", &font));
        })
    };
    assert_eq!(with("BT 0.6 0.4 0.4 1 k /FONT 9 Tf 100 100 Td <0001> Tj ET"), ["rich-black-text"]);
    assert_eq!(with("BT 0 0 0 1 k /FONT 9 Tf 100 100 Td <0001> Tj ET"), ["black-knocks-out"]);
    // By the standard only DeviceCMYK in mode 1 and named inks leave what is below (ISO 32000-1, table 148).
    for (state, black, knocks_out) in [
        ((true, 1), "0 0 0 1 k", false),
        ((true, 0), "0 0 0 1 k", true),
        ((false, 1), "0 0 0 1 k", true),
        ((true, 1), "0 g", true),
    ] {
        let found = codes(|document| {
            let (overprints, mode) = state;
            let state = dictionary! { "OP" => overprints, "op" => overprints, "OPM" => mode };
            resource(document, "ExtGState", "X", state);
            let font = font_name(document);
            paint(document, &format!("/X gs BT {black} /{font} 9 Tf 100 100 Td <0001> Tj ET"));
        });
        assert_eq!(found == ["black-knocks-out"], knocks_out, "{state:?} {black}: {found:?}");
    }
    // What looks black is black, whichever inks it is made of; a dark blue is a colour.
    for (inks, rich) in
        [(".53 .45 .44 .78", true), (".4 .3 .3 .5", true), (".75 .65 .6 0", true), ("1 .8 .2 .3", false)]
    {
        let found = with(&format!("BT {inks} k /FONT 9 Tf 100 100 Td <0001> Tj ET"));
        assert_eq!(found == ["rich-black-text"], rich, "{inks}: {found:?}");
    }
    assert_eq!(with("BT 0 0 0 0.6 k /FONT 9 Tf 100 100 Td <0001> Tj ET"), [] as [&str; 0]);
    assert_eq!(with("BT 1 0 0 rg /FONT 9 Tf 100 100 Td <0001> Tj ET"), ["device-rgb"]);
    assert_eq!(with("BT 1 0 0 rg 3 Tr /FONT 9 Tf 100 100 Td <0001> Tj ET"), [] as [&str; 0], "invisible");
    assert_eq!(with("BT 0 1 0 0 k /FONT 9 Tf 100 100 Td [<0001> 5 <0000>] TJ ET"), ["missing-glyph"]);
    let helvetica = codes(|document| {
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        resource(document, "Font", "X", font);
        paint(document, "BT 0 1 0 0 k /X 9 Tf 100 100 Td (a) Tj ET");
    });
    assert_eq!(helvetica, ["font-not-embedded"]);
    // The glyphs of an emoji font bring their own colours.
    let emoji = codes(|document| {
        let glyph = document
            .add_object(Stream::new(Dictionary::new(), b"700 0 d0 1 0 0 rg 0 0 500 500 re f".to_vec()));
        let matrix: Vec<Object> =
            vec![0.001f32.into(), 0.into(), 0.into(), 0.001f32.into(), 0.into(), 0.into()];
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type3", "FontMatrix" => matrix, "CharProcs" => dictionary! { "a" => glyph },
        };
        resource(document, "Font", "X", font);
        paint(document, "BT 0 1 0 0 k /X 9 Tf 100 100 Td (a) Tj ET");
    });
    assert_eq!(emoji, ["device-rgb"]);
    // What is large enough hides that its plates do not meet.
    let mut document = Document::load_mem(&SOUND).unwrap();
    let font = font_name(&mut document);
    paint(&mut document, &format!("BT 0.6 0.4 0.4 1 k /{font} 40 Tf 100 100 Td <0001> Tj ET"));
    let mut pdf = Vec::new();
    document.save_to(&mut pdf).unwrap();
    let report = preflight(&pdf);
    assert_eq!((report.findings[0].severity(), report.verdict), (Severity::Warning, Verdict::Pass));
}

#[test]
fn pictures_are_judged_by_their_pixels() {
    let image = |width: i64, height: i64, space: &str, bytes: Vec<u8>, more: Dictionary| {
        let mut picture = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "BitsPerComponent" => 8, "ColorSpace" => space,
        };
        picture.extend(&more);
        Stream::new(picture, bytes)
    };
    let with = |picture: Stream, content: &str| {
        codes(|document| {
            resource(document, "XObject", "X", picture);
            paint(document, content);
        })
    };
    let none = Dictionary::new;
    // 100 pixels on 24 points are 300 to the inch.
    let shown = "q 24 0 0 24 100 100 cm /X Do Q";
    let light = |value: u8| vec![value; 100 * 100 * 4];
    assert_eq!(with(image(100, 100, "DeviceCMYK", light(100), none()), shown), [] as [&str; 0]);
    assert_eq!(with(image(100, 100, "DeviceCMYK", light(200), none()), shown), ["ink-over-limit"]);
    let inverted = || dictionary! { "Decode" => [1, 0, 1, 0, 1, 0, 1, 0].map(Object::Integer).to_vec() };
    assert_eq!(with(image(100, 100, "DeviceCMYK", light(200), inverted()), shown), [] as [&str; 0]);
    assert_eq!(
        with(image(100, 100, "DeviceCMYK", light(100), none()), "q 40 0 0 40 100 100 cm /X Do Q"),
        ["low-resolution"]
    );
    assert_eq!(
        with(image(100, 100, "DeviceCMYK", light(100), none()), "q 9 0 0 9 100 100 cm /X Do Q"),
        ["excessive-resolution"]
    );
    assert_eq!(with(image(100, 100, "DeviceRGB", vec![9; 30_000], none()), shown), ["device-rgb"]);
    // Stored as a JPEG that has its ends and nothing between.
    let rubbish = b"\xff\xd8 rubbish \xff\xd9".to_vec();
    let packed = dictionary! { "Filter" => "DCTDecode" };
    assert_eq!(with(image(100, 100, "DeviceCMYK", rubbish, packed), shown), ["broken-image"]);
    let jpeg = |inks: [u8; 4]| {
        crate::specimen::encode(&inks.repeat(100 * 100), (100, 100), jpeg_encoder::ColorType::Cmyk, |_| {})
    };
    let dct = |more: &[(&str, Dictionary)]| {
        let mut entries = dictionary! { "Filter" => "DCTDecode" };
        more.iter().for_each(|(_, more)| entries.extend(more));
        entries
    };
    // Such a file is stored inverted: with the array that says so its inks are what they were, without it the reverse.
    let inverting = || dct(&[("Decode", inverted())]);
    assert_eq!(
        with(image(100, 100, "DeviceCMYK", jpeg([250, 250, 250, 0]), inverting()), shown),
        ["ink-over-limit"]
    );
    assert_eq!(
        with(image(100, 100, "DeviceCMYK", jpeg([250, 250, 250, 0]), dct(&[])), shown),
        [] as [&str; 0]
    );
    assert_eq!(
        with(image(100, 100, "DeviceCMYK", jpeg([10, 10, 10, 0]), dct(&[])), shown),
        ["ink-over-limit"]
    );
}

#[test]
fn the_rules_are_the_callers() {
    let mut document = Document::load_mem(&SOUND).unwrap();
    paint(&mut document, "0.9 0.9 0.9 0 k 100 100 50 50 re f");
    let mut pdf = Vec::new();
    document.save_to(&mut pdf).unwrap();
    assert_eq!(preflight(&pdf).verdict, Verdict::Fail);
    let coated = Rules { ink_limit: 300, ..Rules::default() };
    assert_eq!(preflight_by(&pdf, &coated).verdict, Verdict::Pass);
}

/// The one thing that is said of a file that cannot be checked.
fn only(report: &Report) -> &FindingKind {
    let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!((report.verdict, report.profile.as_deref(), finding.page), (Verdict::Fail, None, None));
    assert_eq!(finding.severity(), Severity::Error);
    &finding.kind
}

#[test]
fn what_cannot_be_checked_fails_with_one_clear_finding() {
    assert_eq!(only(&preflight(b"")), &FindingKind::EmptyFile);
    for other in [&b"\x89PNG\r\n\x1a\n and so on"[..], b"hello\n", b"<html>how a %PDF-1.4 begins</html>"] {
        assert_eq!(only(&preflight(other)), &FindingKind::NotPdf, "{other:?}");
    }
    for length in [9, 1000, SOUND.len() / 2, SOUND.len() - 40] {
        assert_eq!(only(&preflight(&SOUND[..length])), &FindingKind::Truncated, "{length} bytes");
    }
    assert_eq!(only(&preflight(b"%PDF-1.4\nnothing\n%%EOF")).code(), "damaged-pdf");
}

#[test]
fn what_follows_the_end_is_no_break_and_what_precedes_the_head_no_harm() {
    let codes = |pdf: &[u8]| preflight(pdf).findings.iter().map(Finding::code).collect::<Vec<_>>();
    let noise = b"\0\x01noise".repeat(1000);
    assert_eq!(codes(&[SOUND.as_slice(), noise.as_slice()].concat()), ["damaged-structure"]);
    assert_eq!(codes(&[b"a line before it\n", SOUND.as_slice()].concat()), [] as [&str; 0]);
    // An update that was begun after the end and broke off.
    let update = [b"\n900 0 obj\n<< /Length 9000 >>\nstream\n".as_slice(), noise.as_slice()].concat();
    assert_eq!(codes(&[SOUND.as_slice(), update.as_slice()].concat()), ["truncated-pdf"]);
}

#[test]
fn a_file_of_many_pages_is_checked_page_by_page() {
    let rgb = codes_of_pages(400, "1 0 0 rg 100 100 9 9 re f");
    assert_eq!(rgb, (1..=400).map(|page| ("device-rgb", Some(page))).collect::<Vec<_>>());
}

/// What is found in the sound file with its page repeated, and something more painted on it.
fn codes_of_pages(count: u32, content: &str) -> Vec<(&'static str, Option<u32>)> {
    let mut document = Document::load_mem(&SOUND).unwrap();
    paint(&mut document, content);
    let only = page(&mut document).clone();
    let kids: Vec<Object> = (0..count).map(|_| document.add_object(only.clone()).into()).collect();
    let parent = only.get(b"Parent").unwrap().as_reference().unwrap();
    let tree = document.get_dictionary_mut(parent).unwrap();
    tree.set("Kids", kids);
    tree.set("Count", i64::from(count));
    let mut pdf = Vec::new();
    document.save_to(&mut pdf).unwrap();
    preflight(&pdf).findings.iter().map(|finding| (finding.code(), finding.page)).collect()
}

#[test]
fn a_few_bytes_that_unfold_to_days_of_work_are_not_unfolded() {
    let packed = |mut stream: Stream| {
        stream.compress().unwrap();
        stream
    };
    let form = |content: String| {
        let sides = [0, 0, 600, 800].map(Object::Integer).to_vec();
        let entries = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => sides };
        packed(Stream::new(entries, content.into_bytes()))
    };
    // Forms of much blank that call one another, and a chain of forms that fans out at every step.
    let blank = codes(|document| {
        for step in 0..8 {
            let next = format!("/X{} Do ", step + 1).repeat(3);
            resource(document, "XObject", &format!("X{step}"), form(next + &" ".repeat(4_000_000)));
        }
        resource(document, "XObject", "X8", form(String::new()));
        paint(document, "/X0 Do");
    });
    assert_eq!(blank, ["too-much-content"]);
    let fan = codes(|document| {
        let names: Vec<String> = (0..12).map(|step| format!("X{step}")).collect();
        for pair in names.windows(2) {
            resource(document, "XObject", &pair[0], form(format!("/{} Do ", pair[1]).repeat(100)));
        }
        resource(document, "XObject", "X11", form(String::new()));
        paint(document, "/X0 Do");
    });
    assert_eq!(fan, ["too-much-content"]);
    // More pixels than a whole newspaper has.
    let pixels = codes(|document| {
        let mut content = "q 900 0 0 900 0 0 cm".to_owned();
        for number in 0..12 {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceCMYK",
                "Width" => 8000, "Height" => 8000, "BitsPerComponent" => 8,
            };
            resource(document, "XObject", &format!("X{number}"), Stream::new(entries, vec![number; 64]));
            content += &format!(" /X{number} Do");
        }
        paint(document, &(content + " Q"));
    });
    let found: Vec<&str> = pixels.into_iter().filter(|code| *code != "excessive-resolution").collect();
    assert_eq!(found, ["picture-partly-filled", "too-much-content"]);
}

#[test]
fn a_picture_that_breaks_off_fills_its_frame_in_part() {
    let found = |space: &str, bits: i64, bytes: Vec<u8>, filter: Option<&str>| {
        codes(|document| {
            let mut entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 101, "Height" => 100,
                "BitsPerComponent" => bits, "ColorSpace" => space,
            };
            filter.into_iter().for_each(|filter| entries.set("Filter", filter));
            resource(document, "XObject", "X", Stream::new(entries, bytes));
            paint(document, "q 24 0 0 24 100 100 cm /X Do Q");
        })
    };
    let grey = |bytes| found("DeviceGray", 8, bytes, None);
    assert_eq!(grey(vec![200; 10_100]), [] as [&str; 0]);
    assert_eq!(grey(vec![200; 10_099]), ["picture-partly-filled"]);
    assert_eq!(grey(Vec::new()), ["picture-partly-filled"]);
    // Every row begins with a byte of its own.
    assert_eq!(found("DeviceGray", 1, vec![0; 13 * 100], None), [] as [&str; 0]);
    assert_eq!(found("DeviceGray", 1, vec![0; 1_263], None), ["picture-partly-filled"]);
    assert_eq!(found("DeviceCMYK", 8, vec![9; 30], None), ["picture-partly-filled"]);
    let rgb = found("DeviceRGB", 8, vec![9; 300], None);
    assert_eq!(rgb, ["device-rgb", "picture-partly-filled"]);
    // Of a profile's colours, and of those of no device, each pixel has as many bytes as they have numbers.
    let managed = |kind: &str, components: i64, bytes: usize| {
        let found = codes(|document| {
            let about = if kind == "Lab" {
                dictionary! { "WhitePoint" => vec![1.into(); 3] }.into()
            } else {
                let profile = Stream::new(dictionary! { "N" => components }, b"a profile".to_vec());
                document.add_object(profile).into()
            };
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 101, "Height" => 100,
                "BitsPerComponent" => 8, "ColorSpace" => vec![kind.into(), about],
            };
            resource(document, "XObject", "X", Stream::new(entries, vec![9; bytes]));
            paint(document, "q 24 0 0 24 100 100 cm /X Do Q");
        });
        found.contains(&"picture-partly-filled")
    };
    for (kind, components, bytes) in
        [("ICCBased", 1, 10_100), ("ICCBased", 3, 30_300), ("ICCBased", 4, 40_400), ("Lab", 3, 30_300)]
    {
        assert!(!managed(kind, components, bytes), "{kind} of {components}");
        assert!(managed(kind, components, bytes - 1), "{kind} of {components}");
    }
    let file = crate::specimen::encode(&[90; 10_100], (101, 100), jpeg_encoder::ColorType::Luma, |_| {});
    let jpeg = |bytes: &[u8]| found("DeviceGray", 8, bytes.to_vec(), Some("DCTDecode"));
    assert_eq!(jpeg(&file), [] as [&str; 0]);
    assert_eq!(jpeg(&[&file[..], &[0; 64]].concat()), [] as [&str; 0], "padded");
    assert_eq!(jpeg(&file[..file.len() - 40]), ["picture-partly-filled"]);
    assert_eq!(FindingKind::PartlyFilledPicture.severity(), Severity::Error);
}

#[test]
fn a_picture_of_which_nothing_can_be_unpacked_is_broken() {
    let found = |entries: Dictionary, bytes: &[u8]| {
        codes(|document| {
            let mut picture = dictionary! { "Subtype" => "Image", "Width" => 100, "Height" => 100 };
            picture.extend(&entries);
            resource(document, "XObject", "X", Stream::new(picture, bytes.to_vec()));
            paint(document, "0 0 0 1 k q 24 0 0 24 100 100 cm /X Do Q");
        })
    };
    let rubbish = &b"rubbish that nobody has packed in any way, and a little more of it"[..];
    for space in ["DeviceGray", "DeviceRGB", "DeviceCMYK"] {
        let entries =
            || dictionary! { "ColorSpace" => space, "BitsPerComponent" => 8, "Filter" => "FlateDecode" };
        assert!(found(entries(), rubbish).contains(&"broken-image"), "{space}");
    }
    let one_bit = |filter: &str, parameters: Dictionary| {
        dictionary! {
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1, "Filter" => filter, "DecodeParms" => parameters,
        }
    };
    let fax = |k: i64| one_bit("CCITTFaxDecode", dictionary! { "K" => k, "Columns" => 100 });
    for k in [-1, 0, 4] {
        assert_eq!(found(fax(k), &[&[0u8; 4][..], rubbish].concat()), ["broken-image"], "{k}");
    }
    // Of group 4 a white line is one bit.
    assert_eq!(found(fax(-1), &[0xff; 13]), [] as [&str; 0]);
    assert_eq!(found(fax(-1), &[0xff; 12]), ["picture-partly-filled"], "four lines are missing");
    assert_eq!(found(one_bit("JBIG2Decode", Dictionary::new()), rubbish), ["broken-image"]);
    let stencil = |filter: &str| dictionary! { "ImageMask" => true, "Filter" => filter };
    assert_eq!(found(stencil("FlateDecode"), rubbish), ["broken-image"]);
    assert_eq!(found(stencil("CCITTFaxDecode"), &[0; 9]), ["broken-image"]);
    let jpx = dictionary! { "ColorSpace" => "DeviceGray", "Filter" => "JPXDecode" };
    assert_eq!(found(jpx, rubbish), ["broken-image"]);
}

/// A page of JBIG2 with something on it.
pub(crate) fn jbig2() -> Vec<u8> {
    let page = [0u8, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19, 0, 0, 0, 16, 0, 0, 0, 4];
    let region = [0u8, 0, 0, 1, 38, 0, 1, 0, 0, 0, 2, 9, 9];
    [&page[..], &[0; 11], &region].concat()
}

/// The head of a picture of JPEG 2000 with so many channels.
pub(crate) fn jpeg2000(channels: u8) -> Vec<u8> {
    [&[0xff, 0x4f, 0xff, 0x51, 0, 41][..], &[0; 34], &[0, channels, 7, 1, 1]].concat()
}

#[test]
fn a_picture_of_jpeg_2000_may_bring_its_greys() {
    let found = |channels: u8| {
        codes(|document| {
            let entries = dictionary! {
                "Subtype" => "Image", "Width" => 100, "Height" => 100, "Filter" => "JPXDecode",
            };
            resource(document, "XObject", "X", Stream::new(entries, jpeg2000(channels)));
            paint(document, "q 24 0 0 24 100 100 cm /X Do Q");
        })
    };
    assert_eq!(found(1), [] as [&str; 0]);
    assert_eq!(found(3), ["ink-unknown"]);
}

#[test]
fn a_unit_of_the_users_is_reckoned_with() {
    // Everything is ten times as large as its numbers say, the page and its pictures, lines and letters.
    let ten = |content: &str| {
        codes(|document| {
            page(document).set("UserUnit", 10);
            paint(document, content);
        })
    };
    assert_eq!(ten("0.05 w 100 100 m 200 100 l S"), [] as [&str; 0]);
    assert_eq!(ten("0.02 w 100 100 m 200 100 l S"), ["hairline"]);
    let sides = |side: i64| [0, 0, side, side].map(Object::Integer).to_vec();
    assert_eq!(codes(|document| page(document).set("MediaBox", sides(20_000))), ["page-too-large"]);
    assert_eq!(codes(|document| page(document).set("MediaBox", sides(14_400))), [] as [&str; 0]);
}

#[test]
fn pdfx_1a_knows_inks_alone_and_may_name_its_condition() {
    let flat = |version: &'static str, spoil: &dyn Fn(&mut Document)| {
        codes(|document| {
            catalog(document).remove(b"Metadata");
            document.version = "1.4".to_owned();
            information(document).set("GTS_PDFXVersion", Object::string_literal(version));
            spoil(document);
        })
    };
    let named = |document: &mut Document| _ = intent(document).remove(b"DestOutputProfile");
    assert_eq!(flat("PDF/X-1a:2003", &named), ["no-output-profile"]);
    let managed = |document: &mut Document| {
        let space = dictionary! { "WhitePoint" => vec![Object::Real(0.9), 1.into(), Object::Real(0.9)] };
        resource(document, "ColorSpace", "X", vec![Object::from("CalRGB"), Object::from(space)]);
        paint(document, "/X cs 1 0 0 sc 100 100 50 50 re f");
    };
    for (version, verdict) in [("PDF/X-1a:2003", Verdict::Fail), ("PDF/X-3:2003", Verdict::Pass)] {
        assert_eq!(flat(version, &managed), ["converted-colour"]);
        let mut document = Document::load_mem(&SOUND).unwrap();
        catalog(&mut document).remove(b"Metadata");
        document.version = "1.4".to_owned();
        information(&mut document).set("GTS_PDFXVersion", Object::string_literal(version));
        managed(&mut document);
        let mut pdf = Vec::new();
        document.save_to(&mut pdf).unwrap();
        assert_eq!(preflight(&pdf).verdict, verdict, "{version}");
    }
}

#[test]
fn an_encrypted_file_is_a_finding() {
    let folder = std::env::temp_dir();
    let name = |name: &str| folder.join(format!("broadsheet-preflight-{}-{name}.pdf", std::process::id()));
    std::fs::write(name("plain"), SOUND.as_slice()).unwrap();
    for user in ["", "secret"] {
        let mut qpdf = std::process::Command::new("qpdf");
        qpdf.args(["--encrypt", user, "owner", "256", "--"]).args([name("plain"), name("locked")]);
        assert!(qpdf.status().unwrap().success());
        let report = preflight(&std::fs::read(name("locked")).unwrap());
        assert_eq!(report.verdict, Verdict::Fail);
        assert_eq!(report.findings[0].code(), "encrypted", "{:?}", report.findings);
    }
    for file in ["plain", "locked"] {
        std::fs::remove_file(name(file)).unwrap();
    }
}

#[test]
fn a_table_that_points_nowhere_is_found() {
    let mut pdf = SOUND.clone();
    let at = pdf.windows(9).rposition(|window| window == b"startxref").unwrap();
    pdf[at + 10] = b'9';
    let report = preflight(&pdf);
    assert_eq!(report.findings[0].code(), "damaged-structure", "{:?}", report.findings);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a file, there is an answer, and it is never that our reader gave up.
    #[test]
    fn no_damage_makes_it_fall_over(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut pdf = SOUND.clone();
        for (at, byte) in changes {
            let at = at.index(pdf.len());
            pdf[at] = byte;
        }
        if let Some(cut) = cut {
            pdf.truncate(cut.index(pdf.len()));
        }
        for finding in preflight(&pdf).findings {
            if let FindingKind::Damaged { reason } = finding.kind {
                prop_assert!(!reason.contains("gave up"), "{reason}");
            }
        }
    }

    /// Damage within the content of a page, where the graphics state lives.
    #[test]
    fn no_content_makes_it_fall_over(content in "([a-zA-Z*'\"]{1,3} |-?[0-9.]{1,5} |/[A-Za-z0-9]{1,3} |<[0-9a-f]{0,6}> |[\\[\\]()<>%]|\n){0,60}") {
        let found = codes(|document| paint(document, &content));
        prop_assert!(found.len() < 100);
    }
}
