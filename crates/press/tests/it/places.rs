//! Where a finding stands: what has a place on the page says it.

use std::collections::BTreeSet;

use crate::preflight::SOUND;
use crate::spoil::{page, page_id, paint, resource, spoilt};
use broadsheet_press::{Finding, FindingKind, Rules, preflight_by};
use lopdf::{Document, Object, Stream, dictionary};

/// Whether a finding is about something that stands somewhere on a page.
fn stands_somewhere(kind: &FindingKind) -> bool {
    use FindingKind as K;
    match kind {
        // About the file.
        K::EmptyFile
        | K::NotPdf
        | K::Truncated
        | K::Damaged { .. }
        | K::DamagedStructure
        | K::Encrypted
        | K::NewerVersion { .. }
        | K::NoPages
        | K::NoFileId
        | K::NotPdfX
        | K::UnknownPdfX { .. }
        | K::WrongStandard { .. }
        | K::ObjectStreams
        | K::NoXmp
        | K::XmpDamaged
        | K::NoMetadata { .. }
        | K::MetadataDiffers { .. }
        | K::TrappedUnknown
        | K::NoOutputIntent
        | K::SeveralOutputIntents
        | K::NoOutputProfile { .. }
        | K::OutputProfileDamaged
        | K::OutputProfileClass { .. }
        | K::OutputProfileSpace { .. }
        | K::PrintedBox { .. }
        | K::Action { .. }
        | K::Form
        | K::EmbeddedFiles
        | K::Layers => false,
        // About all of a page.
        K::NoTrimBox
        | K::TrimAndArtBox
        | K::BrokenBox { .. }
        | K::PageTooLarge { .. }
        | K::WrongSize { .. }
        | K::BoxesNotNested { .. }
        | K::TurnedAskew { .. }
        | K::EmptyPage
        | K::TooMuchContent => false,
        K::BrokenContent
        | K::UnbalancedContent
        | K::UnknownOperator { .. }
        | K::FormInItself { .. }
        | K::NoBleed
        | K::OffPage
        | K::MissingObject { .. }
        | K::Annotation { .. }
        | K::FontNotEmbedded { .. }
        | K::FontDamaged { .. }
        | K::MissingGlyph { .. }
        | K::DeviceRgb { .. }
        | K::ConvertedColour { .. }
        | K::ColourOnBlackPage { .. }
        | K::SpotColour { .. }
        | K::InkOverLimit { .. }
        | K::InkUnknown { .. }
        | K::RichBlackText { .. }
        | K::WhiteOverprints
        | K::SmallReversedText { .. }
        | K::BlackKnocksOut
        | K::Hairline { .. }
        | K::LowResolution { .. }
        | K::ExcessiveResolution { .. }
        | K::BrokenImage
        | K::PartlyFilledPicture
        | K::Transparency { .. }
        | K::TransferCurve
        | K::ForbiddenObject { .. } => true,
    }
}

fn font_name(document: &Document) -> String {
    let fonts = document.get_page_fonts(page_id(document)).unwrap();
    String::from_utf8(fonts.keys().next().unwrap().clone()).unwrap()
}

fn picture(space: &str, bytes: usize) -> Stream {
    let entries = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 100, "Height" => 100, "BitsPerComponent" => 8,
        "ColorSpace" => space,
    };
    Stream::new(entries, vec![255; bytes])
}

type Spoil = fn(&mut Document);

/// What is done to the file, the fault that it has then, and where. The trim begins 15 mm from the sheet's left edge, and
/// its foot is 15 mm above the sheet's.
const FAULTS: [(&str, &str, Spoil); 32] = [
    ("broken-content", "20, 30 mm", |d| paint(d, "q ) Q")),
    ("unbalanced-content", "20, 30 mm", |d| paint(d, "Q")),
    ("broken-content", "20, 47 mm", |d| {
        let bounds = vec![100.into(), 700.into(), 200.into(), 760.into()];
        let form = dictionary! { "Subtype" => "Form", "BBox" => bounds, "Filter" => "NoSuchDecode" };
        resource(d, "XObject", "X", Stream::new(form, b"rubbish".to_vec()));
        paint(d, "/X Do");
    }),
    ("no-bleed", "0, 233 mm", |d| {
        let trim = page(d).get(b"TrimBox").unwrap().clone();
        page(d).set("BleedBox", trim);
        paint(d, "0 0 0 1 k 0 100 300 132.283 re f");
    }),
    ("off-page", "-156, 262 mm", |d| paint(d, "0 0 0 1 k -400 100 50 50 re f")),
    ("missing-object", "20, 262 mm", |d| paint(d, "q 50 0 0 50 100 100 cm /Nowhere Do Q")),
    ("missing-object", "20, 280 mm", |d| paint(d, "BT 100 100 Td /Nowhere 9 Tf (a) Tj ET")),
    ("missing-object", "20, 262 mm", |d| paint(d, "q 100 100 50 50 re W n /Nowhere gs Q")),
    ("missing-object", "20, 262 mm", |d| paint(d, "q 100 100 50 50 re W n /Nowhere cs 1 scn Q")),
    ("form-in-itself", "20, 262 mm", |d| {
        let bounds = vec![100.into(), 100.into(), 150.into(), 150.into()];
        let form = dictionary! { "Subtype" => "Form", "BBox" => bounds };
        resource(d, "XObject", "X", Stream::new(form, b"/X Do".to_vec()));
        paint(d, "/X Do");
    }),
    ("unknown-operator", "20, 262 mm", |d| paint(d, "0 0 0 1 k 100 100 50 50 re f 1 2 foo")),
    ("annotation", "20, 277 mm", |d| {
        let note =
            dictionary! { "Subtype" => "Text", "Rect" => [100, 100, 109, 109].map(Object::Integer).to_vec() };
        page(d).set("Annots", vec![Object::Dictionary(note)]);
    }),
    ("font-not-embedded", "20, 277 mm", |d| {
        resource(d, "Font", "X", dictionary! { "Subtype" => "Type1", "BaseFont" => "Helvetica" });
        paint(d, "BT 0 1 0 0 k /X 9 Tf 100 100 Td (a) Tj ET");
    }),
    ("font-damaged", "20, 277 mm", |d| {
        let file = d.add_object(Stream::new(dictionary! { "Subtype" => "Type1C" }, b"rubbish".to_vec()));
        let font = dictionary! {
            "Subtype" => "Type1", "BaseFont" => "Own", "FontDescriptor" => dictionary! { "FontFile3" => file },
        };
        resource(d, "Font", "X", font);
        paint(d, "BT 0 1 0 0 k /X 9 Tf 100 100 Td (a) Tj ET");
    }),
    ("missing-glyph", "20, 277 mm", |d| {
        let font = font_name(d);
        paint(d, &format!("BT 0 1 0 0 k /{font} 9 Tf 100 100 Td <0000> Tj ET"));
    }),
    ("device-rgb", "20, 262 mm", |d| paint(d, "1 0 0 rg 100 100 50 50 re f")),
    ("converted-colour", "20, 262 mm", |d| {
        let white = vec![Object::Real(0.9), 1.into(), Object::Real(0.9)];
        let space = vec![Object::from("CalRGB"), dictionary! { "WhitePoint" => white }.into()];
        resource(d, "ColorSpace", "X", space);
        paint(d, "/X cs 1 0 0 sc 100 100 50 50 re f");
    }),
    ("colour-on-black-page", "20, 262 mm", |d| paint(d, "1 0 0 0 k 100 100 50 50 re f")),
    ("spot-colour", "20, 262 mm", |d| {
        let tint = dictionary! { "FunctionType" => 2, "N" => 1 };
        resource(
            d,
            "ColorSpace",
            "X",
            vec![Object::from("Separation"), "Gold".into(), "DeviceGray".into(), tint.into()],
        );
        paint(d, "/X cs 1 scn 100 100 50 50 re f");
    }),
    ("ink-over-limit", "20, 262 mm", |d| paint(d, "1 1 1 1 k 100 100 50 50 re f")),
    ("ink-unknown", "20, 262 mm", |d| {
        resource(d, "ExtGState", "X", dictionary! { "BM" => "Difference" });
        paint(d, "/X gs 0 0 0 1 k 100 100 50 50 re f");
    }),
    ("rich-black-text", "20, 277 mm", |d| {
        let font = font_name(d);
        paint(d, &format!("BT 0.6 0.4 0.4 1 k /{font} 9 Tf 100 100 Td <0001> Tj ET"));
    }),
    ("white-overprints", "20, 262 mm", |d| {
        resource(d, "ExtGState", "X", dictionary! { "OP" => true, "OPM" => 1 });
        paint(d, "0.5 0 0 0 k 100 100 90 90 re f /X gs 0 0 0 0 k 100 100 50 50 re f");
    }),
    ("small-reversed-text", "20, 278 mm", |d| {
        let font = font_name(d);
        let ground = "0.5 0 0 0 k 90 90 90 90 re f";
        paint(d, &format!("{ground} BT 0 0 0 0 k /{font} 5 Tf 100 100 Td <0001> Tj ET"));
    }),
    ("black-knocks-out", "20, 277 mm", |d| {
        let font = font_name(d);
        paint(d, &format!("BT 0 0 0 1 k /{font} 9 Tf 100 100 Td <0001> Tj ET"));
    }),
    ("hairline", "20, 280 mm", |d| paint(d, "0.1 w 100 100 m 200 100 l S")),
    ("low-resolution", "20, 227 mm", |d| {
        resource(d, "XObject", "X", picture("DeviceGray", 10_000));
        paint(d, "q 150 0 0 150 100 100 cm /X Do Q");
    }),
    ("excessive-resolution", "20, 278 mm", |d| {
        resource(d, "XObject", "X", picture("DeviceGray", 10_000));
        paint(d, "q 5 0 0 5 100 100 cm /X Do Q");
    }),
    ("broken-image", "20, 271 mm", |d| {
        resource(d, "XObject", "X", picture("Nowhere", 10_000));
        paint(d, "q 24 0 0 24 100 100 cm /X Do Q");
    }),
    ("picture-partly-filled", "20, 271 mm", |d| {
        resource(d, "XObject", "X", picture("DeviceGray", 9));
        paint(d, "q 24 0 0 24 100 100 cm /X Do Q");
    }),
    ("transfer-curve", "20, 262 mm", |d| {
        resource(d, "ExtGState", "X", dictionary! { "TR" => "Identity" });
        paint(d, "q 100 100 50 50 re W n /X gs Q");
    }),
    ("forbidden-object", "20, 271 mm", |d| {
        resource(d, "XObject", "X", Stream::new(dictionary! { "Subtype" => "PS" }, Vec::new()));
        paint(d, "q 24 0 0 24 100 100 cm /X Do Q");
    }),
];

#[test]
fn what_stands_on_a_page_is_found_with_its_place() {
    let mut shown = BTreeSet::new();
    for (code, place, spoil) in FAULTS {
        let rules = Rules { black_alone: code == "colour-on-black-page", ..Rules::default() };
        let findings = preflight_by(&spoilt(&SOUND, spoil), &rules).findings;
        let found: Vec<&Finding> = findings.iter().filter(|finding| finding.code() == code).collect();
        assert_eq!(found.len(), 1, "{code}: {findings:?}");
        assert_eq!((found[0].page, found[0].place.as_deref()), (Some(1), Some(place)), "{code}");
        for finding in &findings {
            assert_eq!(finding.place.is_some(), stands_somewhere(&finding.kind), "{finding:?}");
        }
        shown.insert(code);
    }
    // Transparency has a place where it is painted; the page's own group is all of the page.
    assert!(stands_somewhere(&FindingKind::Transparency { what: "opacity".into() }));
    shown.insert("transparency");
    assert_eq!(shown.len(), 29, "each of those that stand somewhere was shown");
}

#[test]
fn what_is_about_the_file_or_a_whole_page_has_none() {
    let spoils: [Spoil; 6] = [
        |d| _ = page(d).remove(b"TrimBox"),
        |d| page(d).set("BleedBox", [0, 0, 0, 0].map(Object::Integer).to_vec()),
        |d| page(d).set("Contents", Vec::<Object>::new()),
        |d| _ = d.trailer.remove(b"ID"),
        |d| _ = d.catalog_mut().unwrap().remove(b"OutputIntents"),
        |d| _ = d.catalog_mut().unwrap().remove(b"Metadata"),
    ];
    for spoil in spoils {
        let findings = preflight_by(&spoilt(&SOUND, spoil), &Rules::default()).findings;
        assert!(!findings.is_empty());
        for finding in findings {
            assert!(finding.place.is_none() && !stands_somewhere(&finding.kind), "{finding:?}");
        }
    }
}

/// Where something is found on the sound page with something done to it.
fn place_of(code: &str, spoil: impl FnOnce(&mut Document)) -> Vec<Option<String>> {
    let findings = preflight_by(&spoilt(&SOUND, spoil), &Rules::default()).findings;
    findings.into_iter().filter(|finding| finding.code() == code).map(|finding| finding.place).collect()
}

#[test]
fn a_page_that_is_turned_has_its_places_as_it_is_seen() {
    // The trim is 200 mm wide and 300 mm high; the line is 70 mm long, 20 mm from its left and 20 mm above its foot.
    let turned = |degrees: i64| {
        place_of("hairline", |document| {
            page(document).set("Rotate", degrees);
            paint(document, "0.1 w 99.2126 99.2126 m 297.638 99.2126 l S");
        })
    };
    let places = [(0, "20, 280 mm"), (90, "20, 20 mm"), (180, "110, 20 mm"), (270, "280, 110 mm")];
    for (degrees, place) in places {
        assert_eq!(turned(degrees), [Some(place.to_owned())], "{degrees}");
        assert_eq!(turned(degrees - 360), turned(degrees));
    }
}

#[test]
fn what_stands_in_a_glyph_stands_where_the_glyph_is_shown() {
    let glyphs = |text: &str| {
        place_of("device-rgb", |document| {
            let red = document
                .add_object(Stream::new(dictionary! {}, b"700 0 d0 1 0 0 rg 0 0 500 500 re f".to_vec()));
            let plain =
                document.add_object(Stream::new(dictionary! {}, b"700 0 d0 0 0 500 500 re f".to_vec()));
            let matrix = [0.001f32, 0.0, 0.0, 0.001, 0.0, 0.0].map(Object::Real).to_vec();
            let names = vec![97.into(), "a".into(), "b".into()];
            let font = dictionary! {
                "Type" => "Font", "Subtype" => "Type3", "FontMatrix" => matrix, "FirstChar" => 97,
                "CharProcs" => dictionary! { "a" => red, "b" => plain }, "Widths" => vec![700.into(), 700.into()],
                "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => names },
            };
            resource(document, "Font", "X", font);
            paint(document, &format!("BT 0 1 0 0 k /X 9 Tf 100 100 Td {text} ET"));
        })
    };
    assert_eq!(glyphs("(b) Tj 0 100 Td (ba) Tj"), [Some("20, 242 mm".to_owned())]);
    assert_eq!(glyphs("(bb) Tj"), [], "one that is not shown does no harm");
}

#[test]
fn what_stands_in_a_tile_stands_nowhere_in_particular() {
    let tile = place_of("ink-over-limit", |document| {
        let sides = [0, 0, 20, 20].map(Object::Integer).to_vec();
        let entries = dictionary! {
            "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "BBox" => sides, "XStep" => 20, "YStep" => 20,
        };
        resource(document, "Pattern", "X", Stream::new(entries, b"1 1 1 0 k 0 0 20 20 re f".to_vec()));
        paint(document, "/Pattern cs /X scn 100 100 50 50 re f");
    });
    assert_eq!(tile, [None]);
}
