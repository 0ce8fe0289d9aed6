//! A second opinion: what our preflight says of our own files, and of files with one thing spoilt, pikepdf says too,
//! and Ghostscript's plates agree with the manifest, and with the preflight on how much ink there is.

use std::collections::BTreeSet;
use std::path::Path;

use crate::separations::{Kept, Plates, tool};
use crate::specimen::{Composer, SC, Style, job, mm, specimen};
use crate::spoil::{information, intent, page, paint, profile, resource, spoilt};
use broadsheet_layout::frame::{Ink, LineEnd, Role};
use broadsheet_press::{
    Job, Plates as JobPlates, Print, Rules, Spot, Standard, pdf_size, preflight, preflight_by, print,
};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use serde_json::Value;

/// The trimmed page that is asked for, in millimetres.
const SIZE: (f64, f64) = (120.0, 160.0);

/// What pikepdf says of a file, and of its size if that is to be `size`.
fn second_opinion(pdf: &Kept, size: Option<(f64, f64)>) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/independent.py");
    // Debian's own Python: another one first in the path has not Debian's modules.
    let own = "/usr/bin/python3";
    let python = if Path::new(own).exists() { own } else { "python3" };
    let sides = size.map_or_else(Vec::new, |(width, height)| vec![width.to_string(), height.to_string()]);
    let mut arguments = vec![script.to_str().unwrap(), pdf.path()];
    arguments.extend(sides.iter().map(String::as_str));
    serde_json::from_str(&tool(python, &arguments)).unwrap()
}

fn codes_of(opinion: &Value) -> BTreeSet<String> {
    opinion["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// The codes that the script knows.
const KNOWN: [&str; 25] = [
    "action",
    "annotation",
    "boxes-not-nested",
    "converted-colour",
    "device-rgb",
    "embedded-files",
    "encrypted",
    "font-not-embedded",
    "layers",
    "missing-object",
    "newer-version",
    "no-file-id",
    "no-output-intent",
    "no-output-profile",
    "no-trim-box",
    "not-pdfx",
    "object-streams",
    "output-profile-class",
    "output-profile-damaged",
    "output-profile-space",
    "spot-colour",
    "transparency",
    "trapped-unknown",
    "white-overprints",
    "wrong-size",
];

/// What our preflight says, as far as the script has a word for it.
fn ours(pdf: &[u8], size: Option<(f64, f64)>) -> BTreeSet<String> {
    let rules = Rules { trim_mm: size, ..Rules::default() };
    let codes = preflight_by(pdf, &rules).findings.into_iter().map(|finding| finding.code().to_owned());
    codes.filter(|code| KNOWN.contains(&code.as_str())).collect()
}

/// The documents that the press is known by: each page with how it is printed.
fn documents() -> Vec<(&'static str, Composer, Job)> {
    let flat = Job { standard: Standard::X1a, ..job() };
    let spots = vec![Spot { name: "Gold".to_owned(), stands_for: Ink { c: 0, m: 90, y: 80, k: 0 } }];
    vec![
        ("specimen", specimen(), job()),
        ("specimen, flat", specimen(), flat.clone()),
        ("specimen in black", specimen(), Job { plates: JobPlates::Black, ..job() }),
        ("specimen with a spot colour", specimen(), Job { spots, ..job() }),
        ("advertisement", with_advert(), job()),
        ("advertisement, flat", with_advert(), flat),
    ]
}

fn with_advert() -> Composer {
    let mut advert = Composer::new(60.0, 40.0);
    let kai = advert.font("LXGWWenKai-Regular.ttf", 0);
    advert.tint(mm(-3.0, -3.0, 66.0, 46.0), Ink { c: 50, m: 0, y: 0, k: 0 });
    let block = advert.block(Role::Headline, None, "开张大吉");
    advert.line(block, (0, 12), (10.0, 25.0), Style::black(kai, 24.0), LineEnd::Last);
    let pdf = print(&[&advert.frame], &advert.shelf, &Job { marks: false, ..job() }).unwrap().pdf;
    let mut page = Composer::new(120.0, 160.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let block = page.block(Role::Paragraph, Some(1), "本报讯");
    page.line(block, (0, 9), (20.0, 20.0), Style::black(serif, 9.0), LineEnd::Last);
    let size = pdf_size(&pdf).unwrap();
    page.picture(pdf, size, None, mm(30.0, 40.0, 60.0, 40.0), "开张大吉（广告）", 2);
    page
}

#[test]
fn our_own_files_are_sound_to_others_too() {
    for (name, page, job) in documents() {
        let Print { pdf, pages, .. } = print(&[&page.frame], &page.shelf, &job).unwrap();
        let kept = Kept::new("sound-to-others.pdf", &pdf);
        assert!(
            tool("qpdf", &["--check", kept.path()]).contains("No syntax or stream encoding errors"),
            "{name}"
        );
        let size = (page.frame.trim.width.to_mm(), page.frame.trim.height.to_mm());
        let opinion = second_opinion(&kept, Some(size));
        assert_eq!(codes_of(&opinion), ours(&pdf, Some(size)), "{name}");
        let spots = !job.spots.is_empty();
        assert_eq!(codes_of(&opinion).len(), usize::from(spots), "{name}: {opinion}");
        assert_eq!(opinion["standard"], job.standard.name(), "{name}");
        assert_eq!(opinion["tagged"], true, "{name}");
        assert!(opinion["fonts"].as_object().unwrap().values().all(|embedded| embedded == true), "{name}");
        // The boxes of the manifest.
        for (key, wanted) in [
            ("/MediaBox", pages[0].boxes.media),
            ("/BleedBox", pages[0].boxes.bleed),
            ("/TrimBox", pages[0].boxes.trim),
        ] {
            let found = opinion["boxes"][0][key].as_array().unwrap();
            let near =
                found.iter().zip(wanted).all(|(one, other)| (one.as_f64().unwrap() - other).abs() < 0.02);
            assert!(near, "{name} {key}: {found:?} {wanted:?}");
        }
        // The inks of the manifest, and the limit, as Ghostscript separates them.
        let (width, height) = size;
        let plates = Plates::of(&kept, 100);
        let most = plates.most(0.0, 0.0, width, height);
        assert!(most <= 240.5, "{name}: {most} %");
        let told = f64::from(pages[0].most_ink);
        assert!(told + 1.0 >= most, "{name}: told {told}, found {most}");
        let points = plates.over(0.0, 0.0, width, height);
        for (plate, ink) in ["Cyan", "Magenta", "Yellow", "Black"].into_iter().enumerate() {
            let used = points.iter().any(|inks| inks[plate] > 0);
            let told = pages[0].inks.iter().any(|name| name == ink);
            assert_eq!(used, told, "{name}: {ink}");
        }
    }
}

/// What is done to a file, and the one fault that it has then.
type Fault = (&'static str, fn(&mut Document));

/// Paints with a resource of its own.
fn with_resource(document: &mut Document, kind: &str, more: impl Into<Object>, content: &str) {
    resource(document, kind, "Spoilt", more);
    paint(document, content);
}

const FAULTS: [Fault; 25] = [
    ("not-pdfx", |document| {
        document.catalog_mut().unwrap().remove(b"Metadata");
        information(document).remove(b"GTS_PDFXVersion");
        information(document).remove(b"GTS_PDFXConformance");
    }),
    ("trapped-unknown", |document| information(document).set("Trapped", "Unknown")),
    ("output-profile-damaged", |document| profile(document, |icc| icc.truncate(1000))),
    ("output-profile-class", |document| profile(document, |icc| icc[12..16].copy_from_slice(b"mntr"))),
    ("output-profile-space", |document| profile(document, |icc| icc[16..20].copy_from_slice(b"RGB "))),
    ("wrong-size", |document| {
        let mut trim = page(document).get(b"TrimBox").unwrap().as_array().unwrap().clone();
        trim[2] = Object::Real(trim[2].as_float().unwrap() - 3.0);
        page(document).set("TrimBox", trim);
    }),
    ("white-overprints", |document| {
        let state = dictionary! { "Type" => "ExtGState", "OP" => true, "op" => true, "OPM" => 1 };
        with_resource(
            document,
            "ExtGState",
            state,
            "0 0 0 0.5 k 90 90 90 90 re f q /Spoilt gs 0 0 0 0 k 100 100 50 50 re f Q",
        );
    }),
    ("white-overprints", |document| {
        let state = dictionary! { "Type" => "ExtGState", "OP" => true, "op" => true, "OPM" => 1 };
        with_resource(
            document,
            "ExtGState",
            state,
            "0 0 0 0.5 k 90 90 90 90 re f q /Spoilt gs 0 0 0 0 K 4 w 100 100 m 200 200 l S Q",
        );
    }),
    ("no-trim-box", |document| _ = page(document).remove(b"TrimBox")),
    ("boxes-not-nested", |document| {
        let media = [0, 0, 9000, 9000].map(Object::Integer).to_vec();
        page(document).set("BleedBox", media);
    }),
    ("no-output-intent", |document| _ = document.catalog_mut().unwrap().remove(b"OutputIntents")),
    ("no-output-profile", |document| _ = intent(document).remove(b"DestOutputProfile")),
    ("no-file-id", |document| _ = document.trailer.remove(b"ID")),
    ("device-rgb", |document| paint(document, "q 1 0 0 rg 100 100 50 50 re f Q")),
    ("device-rgb", |document| paint(document, "q 1 0 0 RG 100 100 m 200 200 l S Q")),
    ("missing-object", |document| paint(document, "/Nowhere Do")),
    ("annotation", |document| {
        let corners = [100, 100, 200, 200].map(Object::Integer).to_vec();
        let note = dictionary! { "Type" => "Annot", "Subtype" => "Text", "Rect" => corners };
        page(document).set("Annots", vec![Object::Dictionary(note)]);
    }),
    ("action", |document| {
        let action = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") };
        document.catalog_mut().unwrap().set("OpenAction", action);
    }),
    ("layers", |document| {
        let group =
            document.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("a") });
        let groups = dictionary! { "OCGs" => vec![Object::Reference(group)], "D" => Dictionary::new() };
        document.catalog_mut().unwrap().set("OCProperties", groups);
    }),
    ("embedded-files", |document| {
        let files = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => Vec::<Object>::new() } };
        document.catalog_mut().unwrap().set("Names", files);
    }),
    ("font-not-embedded", |document| {
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        with_resource(document, "Font", font, "BT 0 1 0 0 k /Spoilt 9 Tf 100 100 Td (a) Tj ET");
    }),
    ("spot-colour", |document| {
        let tint = dictionary! { "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1 };
        let space = vec![Object::from("Separation"), "Gold".into(), "DeviceGray".into(), tint.into()];
        with_resource(document, "ColorSpace", space, "/Spoilt cs 1 scn 100 100 50 50 re f");
    }),
    ("converted-colour", |document| {
        let white = [0.9642f32, 1.0, 0.8249].map(Object::Real).to_vec();
        let space = vec![Object::from("CalRGB"), dictionary! { "WhitePoint" => white }.into()];
        with_resource(document, "ColorSpace", space, "/Spoilt cs 1 0 0 sc 100 100 50 50 re f");
    }),
    ("transparency", |document| {
        let state = dictionary! { "Type" => "ExtGState", "CA" => 0.5f32 };
        with_resource(document, "ExtGState", state, "/Spoilt gs");
    }),
    ("transparency", |document| {
        let group = dictionary! { "S" => "Transparency", "CS" => "DeviceCMYK" };
        page(document).set("Group", group);
    }),
];

/// A page with a line of text.
fn sound() -> Composer {
    let mut sound = Composer::new(SIZE.0, SIZE.1);
    let serif = sound.font("NotoSerifCJK-Regular.ttc", SC);
    let block = sound.block(Role::Paragraph, Some(1), "本报讯");
    sound.line(block, (0, 9), (20.0, 20.0), Style::black(serif, 9.0), LineEnd::Last);
    sound
}

#[test]
fn every_code_that_both_know_was_seen_by_both() {
    let spoilt: BTreeSet<&str> = FAULTS.iter().map(|(code, _)| *code).collect();
    // What another tool has to pack or lock is shown below.
    let others = ["encrypted", "newer-version", "object-streams"];
    let known: BTreeSet<&str> = KNOWN.into_iter().filter(|code| !others.contains(code)).collect();
    assert_eq!(spoilt, known);
}

/// Paints an ink over another at the middle of the page.
type Inks = (&'static str, bool, fn(&mut Document));

const INKS: [Inks; 9] = [
    ("one fill", true, |d| paint(d, "q 1 1 1 0 k 150 150 60 60 re f Q")),
    ("one fill under the limit", false, |d| paint(d, "q 0.8 0.8 0.7 0 k 150 150 60 60 re f Q")),
    ("overprint", true, |d| {
        let state = dictionary! { "OP" => true, "op" => true, "OPM" => 1 };
        with_resource(
            d,
            "ExtGState",
            state,
            "q /Spoilt gs 1 1 0 0 k 150 150 60 60 re f 0 0 1 1 k 150 150 60 60 re f Q",
        );
    }),
    ("overprint in mode 0", false, |d| {
        let state = dictionary! { "OP" => true, "op" => true, "OPM" => 0 };
        with_resource(
            d,
            "ExtGState",
            state,
            "q /Spoilt gs 1 1 0 0 k 150 150 60 60 re f 0 0 1 1 k 150 150 60 60 re f Q",
        );
    }),
    ("white that overprints", true, |d| {
        let state = dictionary! { "OP" => true, "op" => true, "OPM" => 1 };
        with_resource(
            d,
            "ExtGState",
            state,
            "q 1 1 1 0 k 150 150 60 60 re f /Spoilt gs 0 0 0 0 k 150 150 60 60 re f Q",
        );
    }),
    ("white that knocks out", false, |d| {
        paint(d, "q 0.8 0.8 0 0 k 150 150 60 60 re f 0 0 0 0 k 150 150 60 60 re f Q");
    }),
    ("a picture of 16 bits", true, |d| {
        let entries = dictionary! {
            "Subtype" => "Image", "Width" => 8, "Height" => 8, "BitsPerComponent" => 16, "ColorSpace" => "DeviceCMYK",
        };
        with_resource(
            d,
            "XObject",
            Stream::new(entries, vec![230; 512]),
            "q 60 0 0 60 150 150 cm /Spoilt Do Q",
        );
    }),
    ("a picture within the content", true, |d| {
        let pixels = "f".repeat(512);
        paint(d, &format!("q 60 0 0 60 150 150 cm BI /W 8 /H 8 /BPC 8 /CS /CMYK /F /AHx ID {pixels}> EI Q"));
    }),
    ("a gradient", true, |d| {
        let ends = |ink: f32| vec![Object::Real(ink); 4];
        let function = dictionary! {
            "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()], "C0" => ends(0.0), "C1" => ends(1.0),
        };
        let shading = dictionary! {
            "ShadingType" => 2, "ColorSpace" => "DeviceCMYK", "Function" => function,
            "Coords" => [150, 150, 210, 150].map(Object::Integer).to_vec(),
        };
        with_resource(d, "Shading", shading, "q 150 150 60 60 re W n /Spoilt sh Q");
    }),
];

#[test]
fn there_is_as_much_ink_to_others() {
    let sound = sound();
    let sound = print(&[&sound.frame], &sound.shelf, &job()).unwrap().pdf;
    for (name, over, spoil) in INKS {
        let pdf = spoilt(&sound, spoil);
        let most = Plates::of(&Kept::new("inks-to-others.pdf", &pdf), 72).most(0.0, 0.0, SIZE.0, SIZE.1);
        assert_eq!(most > 241.0, over, "{name}: Ghostscript separates {most} %");
        let found = preflight(&pdf).findings;
        assert_eq!(found.iter().any(|finding| finding.code() == "ink-over-limit"), over, "{name}: {found:?}");
    }
}

#[test]
fn a_spoilt_file_is_spoilt_to_others_too() {
    let sound = sound();
    for standard in [Standard::X4, Standard::X1a] {
        let sound = print(&[&sound.frame], &sound.shelf, &Job { standard, ..job() }).unwrap().pdf;
        for (code, spoil) in FAULTS {
            let pdf = spoilt(&sound, spoil);
            let said = codes_of(&second_opinion(&Kept::new("spoilt-to-others.pdf", &pdf), Some(SIZE)));
            assert_eq!(said, ours(&pdf, Some(SIZE)), "{code} in {}", standard.name());
            // Live transparency is what PDF/X-4 is for.
            let allowed = code == "transparency" && standard == Standard::X4;
            assert_eq!(said.contains(code), !allowed, "{code} in {}: {said:?}", standard.name());
        }
    }
}

#[test]
fn what_another_tool_packs_or_locks_is_found_by_both() {
    let page = specimen();
    let flat = print(&[&page.frame], &page.shelf, &Job { standard: Standard::X1a, ..job() }).unwrap().pdf;
    let plain = Kept::new("to-be-packed.pdf", &flat);
    let packed = Kept::new("packed.pdf", b"");
    tool("qpdf", &["--object-streams=generate", plain.path(), packed.path()]);
    let bytes = std::fs::read(&packed.0).unwrap();
    let said = codes_of(&second_opinion(&packed, None));
    assert_eq!(said, ours(&bytes, None));
    // Object streams came with PDF 1.5, which qpdf then writes into the head.
    assert_eq!(said, BTreeSet::from(["newer-version".to_owned(), "object-streams".to_owned()]));
    tool("qpdf", &["--encrypt", "", "owner", "256", "--", plain.path(), packed.path()]);
    let bytes = std::fs::read(&packed.0).unwrap();
    let said = codes_of(&second_opinion(&packed, None));
    assert!(said.contains("encrypted") && ours(&bytes, None).contains("encrypted"));
}
