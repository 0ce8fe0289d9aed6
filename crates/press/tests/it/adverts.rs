//! Placed PDFs: they stand as they were delivered, cut where they are to be cut, and what is wrong with them stops the
//! page.

use std::sync::LazyLock;

use crate::separations::{Kept, Plates, tool};
use crate::specimen::{Composer, SC, Style, job, mm};
use crate::spoil::{page, resource};
use broadsheet_layout::frame::{Crop, Ink, LineEnd, Role};
use broadsheet_press::{
    Finding, Job, Plates as JobPlates, PressNotice, Print, Severity, Standard, Verdict, check_advert,
    pdf_size, preflight, preflight_by, print,
};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// An advertisement of 60 × 40 mm with 3 mm of bleed, in four inks: a ground of cyan that runs into the bleed, a yellow
/// square at its top left, and a word in a font of its own.
static ADVERT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut page = Composer::new(60.0, 40.0);
    let kai = page.font("LXGWWenKai-Regular.ttf", 0);
    page.tint(mm(-3.0, -3.0, 66.0, 46.0), Ink { c: 50, m: 0, y: 0, k: 0 });
    page.tint(mm(0.0, 0.0, 10.0, 10.0), Ink { c: 0, m: 0, y: 80, k: 0 });
    let block = page.block(Role::Headline, None, "开张大吉");
    page.line(block, (0, 12), (15.0, 25.0), Style::black(kai, 24.0), LineEnd::Last);
    print(&[&page.frame], &page.shelf, &Job { marks: false, ..job() }).unwrap().pdf
});

/// The advertisement with something done to it.
fn spoilt(spoil: impl FnOnce(&mut Document)) -> Vec<u8> {
    crate::spoil::spoilt(&ADVERT, spoil)
}

/// Paints more onto the advertisement, with a resource of its own.
fn paint(document: &mut Document, content: &str, kind: &str, more: impl Into<Object>) {
    resource(document, kind, "X", more);
    crate::spoil::paint(document, content);
}

/// A page with the advertisement in its middle, or wherever it is wanted.
fn placed(pdf: &[u8], at: (f64, f64, f64, f64), crop: Option<Crop>) -> Composer {
    let size = pdf_size(pdf).unwrap_or((709, 472));
    let mut page = Composer::new(120.0, 160.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let block = page.block(Role::Paragraph, Some(1), "本报讯");
    page.line(block, (0, 9), (20.0, 150.0), Style::black(serif, 9.0), LineEnd::Last);
    page.picture(pdf.to_vec(), size, crop, mm(at.0, at.1, at.2, at.3), "开张大吉（广告）", 2);
    page
}

/// Whether a point has these inks, but for a renderer's rounding.
fn is(found: [u32; 4], wanted: [u32; 4]) -> bool {
    found.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) <= 1)
}

const MIDDLE: (f64, f64, f64, f64) = (30.0, 40.0, 60.0, 40.0);

fn printed(pdf: &[u8], job: &Job) -> (Print, Vec<Finding>, Verdict) {
    let page = placed(pdf, MIDDLE, None);
    let print = print(&[&page.frame], &page.shelf, job).unwrap();
    let report = preflight_by(&print.pdf, &job.rules(&page.frame));
    (print, report.findings, report.verdict)
}

#[test]
fn its_size_is_that_of_its_trim() {
    // 60 mm at 300 pixels an inch.
    assert_eq!(pdf_size(&ADVERT), Ok((709, 472)));
    assert_eq!(pdf_size(&spoilt(|document| page(document).set("Rotate", 90))), Ok((472, 709)));
}

#[test]
fn what_cannot_be_placed_is_refused_by_name_before_it_is_taken_in() {
    let code = |pdf: &[u8]| pdf_size(pdf).unwrap_err().code();
    assert_eq!(code(b""), "empty-file");
    assert_eq!(code(b"GIF89a"), "not-a-pdf");
    assert_eq!(code(b"%PDF-1.4 and nothing"), "truncated-pdf");
    assert_eq!(code(&ADVERT[..ADVERT.len() / 2]), "truncated-pdf");
    assert_eq!(code(b"%PDF-1.4\nrubbish\n%%EOF"), "damaged-pdf");
    assert_eq!(code(&spoilt(|d| page(d).set("MediaBox", Vec::<Object>::new()))), "broken-box");
    let pageless = spoilt(|document| {
        let pages = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(pages).unwrap().set("Kids", Vec::<Object>::new());
    });
    assert_eq!(code(&pageless), "no-pages");
    // What is read by going down into it would end the program: in the file itself, and in what is unpacked.
    let nested = |depth| [vec![b'['; depth], b"0 ".to_vec(), vec![b']'; depth]].concat();
    let content = |depth| {
        spoilt(|document| {
            let mut content = Stream::new(Dictionary::new(), [nested(depth), b" 0 d".to_vec()].concat());
            content.compress().unwrap();
            let content = document.add_object(content);
            page(document).set("Contents", content);
        })
    };
    assert_eq!((pdf_size(&content(5)), code(&content(100_000))), (Ok((709, 472)), "damaged-pdf"));
    // A page's streams are read as one, whatever they say that they are; and so are patterns.
    let joined = spoilt(|document| {
        let entries = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1 };
        let part = document.add_object(Stream::new(entries, vec![b'['; 900]));
        page(document).set("Contents", vec![Object::Reference(part); 20]);
    });
    assert_eq!(code(&joined), "damaged-pdf");
    let pattern = spoilt(|document| {
        let entries = dictionary! { "PatternType" => 1, "Subtype" => "Image" };
        let mut pattern = Stream::new(entries, nested(5_000));
        pattern.compress().unwrap();
        document.add_object(pattern);
    });
    assert_eq!(code(&pattern), "damaged-pdf");
    // A flat picture of the brackets' grey is none.
    let flat = spoilt(|document| {
        let entries = dictionary! { "Subtype" => "Image", "Width" => 100, "Height" => 100 };
        let mut picture = Stream::new(entries, vec![b'['; 10_000]);
        picture.compress().unwrap();
        document.add_object(picture);
    });
    assert_eq!(pdf_size(&flat), Ok((709, 472)));
    let mut file = spoilt(|_| ());
    let trailer = file.windows(7).rposition(|window| window == b"trailer").unwrap();
    file.splice(trailer..trailer, [b"% ".to_vec(), nested(100_000), b"\n".to_vec()].concat());
    assert_eq!(code(&file), "damaged-pdf");
}

#[test]
fn what_is_wrong_with_it_is_said_before_it_stands_anywhere() {
    let said = |pdf: &[u8], job: &Job| {
        let (notices, findings) = check_advert(pdf, job).unwrap();
        let notices = notices.iter().map(PressNotice::code);
        notices.chain(findings.iter().map(Finding::code)).collect::<Vec<_>>()
    };
    assert!(said(&ADVERT, &job()).is_empty());
    let nothing = || Object::Dictionary(Dictionary::new());
    let red = spoilt(|d| paint(d, "1 0 0 rg 20 20 50 50 re f", "Shading", nothing()));
    assert_eq!(said(&red, &job()), ["device-rgb"]);
    let (_, findings) = check_advert(&red, &job()).unwrap();
    assert!(findings[0].place.is_some());
    let black = Job { plates: JobPlates::Black, ..job() };
    assert_eq!(said(&ADVERT, &black), ["colour-on-black-page"]);
    assert_eq!(check_advert(b"GIF89a", &job()).unwrap_err().code(), "picture-unreadable");
}

#[test]
fn its_inks_count_on_the_page() {
    let nothing = || Object::Dictionary(Dictionary::new());
    let most = |pdf: &[u8]| {
        let (print, ..) = printed(pdf, &job());
        let page = &print.pages[0];
        let said = print.notices.iter().map(|notice| (notice.code(), notice.severity())).collect::<Vec<_>>();
        (page.most_ink, page.inks.clone(), said)
    };
    // Its ground of 50 % cyan, and black that prints over it.
    assert_eq!(most(&ADVERT), (150, ["Cyan", "Yellow", "Black"].map(str::to_owned).to_vec(), vec![]));
    let full = spoilt(|d| paint(d, "0.6 0.9 0.7 0 k 20 20 50 50 re f", "Shading", nothing()));
    assert_eq!(most(&full).0, 220);
    // Black over that is more than the press takes, though neither is by itself.
    let over = || dictionary! { "Type" => "ExtGState", "OP" => true, "op" => true, "OPM" => 1 };
    let dark = "0.6 0.9 0.7 0 k 20 20 50 50 re f /X gs 0 0 0 1 k";
    let under = spoilt(|d| paint(d, &format!("{dark} 30 30 9 9 re f"), "ExtGState", over()));
    let said = vec![("advert-overprint-over-limit", Severity::Error)];
    assert_eq!((most(&under).0, most(&under).2), (320, said));
    let (_, findings, verdict) = printed(&under, &job());
    assert_eq!(findings.iter().map(Finding::code).collect::<Vec<_>>(), ["ink-over-limit"]);
    assert!(findings[0].place.is_some() && verdict == Verdict::Fail, "{findings:?}");
    // Beside it, or over a white that covers it, it is not.
    let ground = "0.6 0.9 0.7 0 k 20 20 50 50 re f";
    for beside in [
        format!("{ground} /X gs 0 0 0 1 k 100 30 9 9 re f"),
        format!("{ground} 0 0 0 0 k 20 20 50 50 re f /X gs 0 0 0 1 k 30 30 9 9 re f"),
    ] {
        let pdf = spoilt(|d| paint(d, &beside, "ExtGState", over()));
        assert_eq!((most(&pdf).0, most(&pdf).2), (220, vec![]), "{beside}");
    }
}

#[test]
fn it_stays_vector_text_and_inks_by_number() {
    for standard in [Standard::X4, Standard::X1a] {
        let job = Job { standard, ..job() };
        let (print, findings, verdict) = printed(&ADVERT, &job);
        assert_eq!(
            (print.notices.as_slice(), findings.as_slice(), verdict),
            (&[][..], &[][..], Verdict::Pass)
        );
        let pdf = Kept::new("advert.pdf", &print.pdf);
        assert!(tool("qpdf", &["--check", pdf.path()]).contains("No syntax or stream encoding errors"));
        let fonts = tool("pdffonts", &[pdf.path()]);
        assert!(fonts.contains("LXGWWenKai") && fonts.contains("NotoSerif"), "{fonts}");
        assert_eq!(tool("pdfimages", &["-list", pdf.path()]).lines().count(), 2, "no picture at all");
        let said = tool("pdftotext", &["-raw", pdf.path(), "-"]);
        assert!(said.contains("开张大吉") && said.contains("本报讯"), "{said}");
        let plates = Plates::of(&pdf, 100);
        assert!(is(plates.over(60.0, 70.0, 5.0, 5.0)[0], [128, 0, 0, 0]));
        assert!(is(plates.over(32.0, 42.0, 5.0, 5.0)[0], [0, 0, 204, 0]), "its top left is at the top left");
        let word = plates.over(44.0, 55.0, 40.0, 12.0);
        assert!(word.iter().any(|inks| inks[3] > 240), "there is the word");
        assert!(word.iter().all(|inks| inks[0].abs_diff(128) <= 1), "and it overprints as its maker meant");
    }
}

#[test]
fn it_is_cut_at_its_trim_and_bleeds_at_the_edge_of_the_page() {
    let plates = |at| {
        let page = placed(&ADVERT, at, None);
        let pdf = print(&[&page.frame], &page.shelf, &job()).unwrap().pdf;
        Plates::of(&Kept::new("bleed.pdf", &pdf), 100)
    };
    let middle = plates(MIDDLE);
    assert_eq!(
        middle.over(27.2, 50.0, 2.2, 5.0).iter().map(|inks| inks[0]).max(),
        Some(0),
        "no bleed at the left"
    );
    assert_eq!(middle.over(50.0, 80.6, 5.0, 2.0).iter().map(|inks| inks[0]).max(), Some(0), "nor below");
    // At the left edge and at the foot its bleed runs on, as the page's does.
    let corner = plates((0.0, 120.0, 60.0, 40.0));
    assert!(corner.over(-2.5, 130.0, 2.0, 20.0).iter().all(|inks| inks[0].abs_diff(128) <= 1));
    assert!(corner.over(10.0, 160.5, 40.0, 2.0).iter().all(|inks| inks[0].abs_diff(128) <= 1));
    assert!(corner.over(60.5, 130.0, 2.0, 10.0).iter().all(|inks| inks[0] == 0), "but not within the page");
}

#[test]
fn it_is_turned_and_cropped_as_it_is_seen() {
    let turned = spoilt(|document| page(document).set("Rotate", 90));
    let page_ = placed(&turned, (30.0, 40.0, 40.0, 60.0), None);
    let print_ = print(&[&page_.frame], &page_.shelf, &job()).unwrap();
    assert_eq!(print_.notices, []);
    let plates = Plates::of(&Kept::new("turned.pdf", &print_.pdf), 100);
    // A quarter clockwise: what was at the top left is at the top right.
    assert!(is(plates.over(62.0, 42.0, 5.0, 5.0)[0], [0, 0, 204, 0]));
    assert!(is(plates.over(32.0, 42.0, 5.0, 5.0)[0], [128, 0, 0, 0]));
    // The top left quarter alone, twice as large.
    let (width, height) = pdf_size(&ADVERT).unwrap();
    let quarter = Crop { x: 0, y: 0, width: width / 2, height: height / 2 };
    let page_ = placed(&ADVERT, MIDDLE, Some(quarter));
    let print_ = print(&[&page_.frame], &page_.shelf, &job()).unwrap();
    let plates = Plates::of(&Kept::new("cropped.pdf", &print_.pdf), 100);
    assert!(is(plates.over(47.0, 57.0, 2.0, 2.0)[0], [0, 0, 204, 0]), "the square is 20 mm now");
    assert!(is(plates.over(51.0, 50.0, 2.0, 2.0)[0], [128, 0, 0, 0]));
    assert!(plates.over(90.5, 50.0, 3.0, 5.0).iter().all(|inks| inks[0] == 0), "the rest is cut off");
}

#[test]
fn what_no_press_prints_is_found_and_stays_as_it_is() {
    let opacity = || dictionary! { "Type" => "ExtGState", "ca" => 0.5f32 };
    let see_through =
        spoilt(|document| paint(document, "/X gs 0 1 0 0 k 20 20 50 50 re f", "ExtGState", opacity()));
    let (_, findings, verdict) = printed(&see_through, &job());
    assert_eq!((findings.as_slice(), verdict), (&[][..], Verdict::Pass), "PDF/X-4 lets it live");
    let helvetica = || dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let nothing = || Object::Dictionary(Dictionary::new());
    let cases: [(&str, Vec<u8>, Standard, &str); 5] = [
        (
            "RGB",
            spoilt(|d| paint(d, "1 0 0 rg 20 20 50 50 re f", "Shading", nothing())),
            Standard::X4,
            "device-rgb",
        ),
        ("transparency", see_through, Standard::X1a, "transparency"),
        (
            "a font that is not there",
            spoilt(|d| paint(d, "BT 0 1 0 0 k /X 12 Tf 30 30 Td (a) Tj ET", "Font", helvetica())),
            Standard::X4,
            "font-not-embedded",
        ),
        (
            "too much ink",
            spoilt(|d| paint(d, "1 1 1 0 k 20 20 50 50 re f", "Shading", nothing())),
            Standard::X4,
            "ink-over-limit",
        ),
        (
            "a hairline",
            spoilt(|d| paint(d, "0.05 w 0 1 0 0 K 20 20 m 90 20 l S", "Shading", nothing())),
            Standard::X4,
            "hairline",
        ),
    ];
    for (name, pdf, standard, code) in cases {
        let (_, findings, verdict) = printed(&pdf, &Job { standard, ..job() });
        assert_eq!(findings.iter().map(Finding::code).collect::<Vec<_>>(), [code], "{name}");
        // Its place is where it stands on our page.
        assert!(findings[0].place.is_some(), "{name}");
        assert_eq!(verdict, if code == "hairline" { Verdict::Pass } else { Verdict::Fail }, "{name}");
    }
    // Colour on a page that is printed with black alone.
    let black = Job { plates: JobPlates::Black, ..job() };
    let (_, findings, verdict) = printed(&ADVERT, &black);
    assert_eq!(findings.iter().map(Finding::code).collect::<Vec<_>>(), ["colour-on-black-page"]);
    assert_eq!(verdict, Verdict::Fail);
}

#[test]
fn colours_that_are_no_inks_stop_our_page_and_not_the_file_of_another() {
    let profile = |document: &mut Document, components: i64| -> Object {
        let profile = Stream::new(dictionary! { "N" => components }, b"a profile".to_vec());
        vec!["ICCBased".into(), document.add_object(profile).into()].into()
    };
    let white = || [0.9642f32, 1.0, 0.8249].map(Object::Real).to_vec();
    let lab = |_: &mut Document| -> Object {
        vec!["Lab".into(), dictionary! { "WhitePoint" => white() }.into()].into()
    };
    let filled = |space: &dyn Fn(&mut Document) -> Object, colour: &str| {
        spoilt(|document| {
            let space = space(document);
            paint(document, &format!("/X cs {colour} sc 20 20 50 50 re f"), "ColorSpace", space);
        })
    };
    let photo = spoilt(|document| {
        let space = profile(document, 3);
        let entries = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 100, "Height" => 100, "BitsPerComponent" => 8,
            "ColorSpace" => space,
        };
        paint(document, "q 24 0 0 24 20 20 cm /X Do Q", "XObject", Stream::new(entries, vec![90; 30_000]));
    });
    let cases = [
        ("a photo in RGB of a profile", photo, Verdict::Fail),
        ("RGB of a profile", filled(&|d| profile(d, 3), "1 0 0"), Verdict::Fail),
        ("Lab", filled(&lab, "50 20 20"), Verdict::Fail),
        // What states inks is printed as it states them.
        ("CMYK of a profile", filled(&|d| profile(d, 4), "0 1 0 0"), Verdict::Pass),
        ("grey of a profile", filled(&|d| profile(d, 1), "0.5"), Verdict::Pass),
    ];
    for (name, pdf, wanted) in cases {
        let (print, findings, verdict) = printed(&pdf, &job());
        assert_eq!(findings.iter().map(Finding::code).collect::<Vec<_>>(), ["converted-colour"], "{name}");
        assert_eq!(verdict, wanted, "{name}");
        let (_, alone) = check_advert(&pdf, &job()).unwrap();
        assert_eq!(
            alone.iter().map(Finding::severity).collect::<Vec<_>>(),
            [findings[0].severity()],
            "{name}"
        );
        // PDF/X-4 lets it be: whoever sends such a file to a print house is warned.
        assert_eq!(preflight(&print.pdf).verdict, Verdict::Pass, "{name}");
    }
}

#[test]
fn its_blending_space_comes_along_and_is_found() {
    let group = |space: &'static str| dictionary! { "S" => "Transparency", "CS" => space };
    let see_through = |space: &'static str| {
        spoilt(|document| {
            page(document).set("Group", group(space));
            crate::spoil::paint(document, "/X gs 0 1 0 0 k 20 20 50 50 re f");
            // Written in the resources themselves, as some programs do it.
            resource(document, "ExtGState", "Y", Dictionary::new());
            let resources = page(document).get(b"Resources").unwrap().clone();
            let resources = match resources {
                Object::Reference(id) => document.get_dictionary_mut(id).unwrap(),
                _ => page(document).get_mut(b"Resources").unwrap().as_dict_mut().unwrap(),
            };
            let states = resources.get_mut(b"ExtGState").unwrap().as_dict_mut().unwrap();
            states.set("X", dictionary! { "ca" => 0.5f32 });
        })
    };
    let found = |pdf: &[u8]| {
        let (print, findings, _) = printed(pdf, &job());
        let document = Document::load_mem(&print.pdf).unwrap();
        let isolated = document.objects.values().filter_map(|object| object.as_stream().ok()).any(|stream| {
            let group = stream.dict.get(b"Group").and_then(Object::as_dict);
            group.and_then(|group| group.get(b"I")).is_ok_and(|isolated| isolated == &true.into())
        });
        (findings.iter().map(Finding::code).collect::<Vec<_>>(), isolated)
    };
    assert_eq!(found(&see_through("DeviceCMYK")), (vec![], true));
    assert_eq!(found(&see_through("DeviceRGB")), (vec!["device-rgb"], true));
    // A group in which nothing is transparent is left out.
    let plain = spoilt(|document| page(document).set("Group", group("DeviceRGB")));
    assert_eq!(found(&plain), (vec![], false));
}

#[test]
fn what_its_soft_masks_are_made_of_is_found() {
    let masked = |space: &'static str, content: &str| {
        let pdf = spoilt(|document| {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => [0, 0, 170, 113].map(Object::Integer).to_vec(),
                "Group" => dictionary! { "S" => "Transparency", "CS" => space },
            };
            let group = document.add_object(Stream::new(entries, content.as_bytes().to_vec()));
            let mask = dictionary! { "Type" => "Mask", "S" => "Luminosity", "G" => group };
            paint(document, "/X gs 0 1 0 0 k 20 20 50 50 re f", "ExtGState", dictionary! { "SMask" => mask });
        });
        printed(&pdf, &job()).1.iter().map(Finding::code).collect::<Vec<_>>()
    };
    assert_eq!(masked("DeviceGray", "0.5 g 0 0 99 99 re f"), [] as [&str; 0]);
    assert_eq!(masked("DeviceRGB", "0.5 g 0 0 99 99 re f"), ["device-rgb"]);
    assert_eq!(masked("DeviceGray", "1 0 0 rg 0 0 99 99 re f"), ["device-rgb"]);
    assert_eq!(masked("DeviceGray", "/DeviceRGB cs 1 0 0 sc 0 0 99 99 re f"), ["device-rgb"]);
    let inline = |space: &str| format!("q 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS {space} ID abc EI Q");
    assert_eq!(masked("DeviceGray", &inline("/RGB")), ["device-rgb"]);
    assert_eq!(masked("DeviceGray", &inline("[/I /RGB 0 <ff0000>]")), ["device-rgb"]);
}

#[test]
fn what_is_left_out_or_taken_for_granted_is_said() {
    let codes = |pdf: &[u8]| {
        let (print, ..) = printed(pdf, &job());
        print.notices.iter().map(|notice| (notice.code(), notice.severity())).collect::<Vec<_>>()
    };
    assert_eq!(codes(&ADVERT), []);
    let two = spoilt(|document| {
        let copy = page(document).clone();
        let parent = copy.get(b"Parent").unwrap().as_reference().unwrap();
        let copy = document.add_object(copy);
        let tree = document.get_dictionary_mut(parent).unwrap();
        tree.set("Count", 2);
        tree.get_mut(b"Kids").unwrap().as_array_mut().unwrap().push(copy.into());
    });
    assert_eq!(codes(&two), [("advert-several-pages", Severity::Warning)]);
    let layers = spoilt(|document| {
        let group =
            document.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("hidden") });
        let groups = dictionary! { "OCGs" => vec![Object::Reference(group)], "D" => Dictionary::new() };
        document.catalog_mut().unwrap().set("OCProperties", groups);
    });
    assert_eq!(codes(&layers), [("advert-layers", Severity::Error)]);
    let note = spoilt(|document| {
        let corners = [10, 10, 30, 30].map(Object::Integer).to_vec();
        let note = dictionary! { "Type" => "Annot", "Subtype" => "FreeText", "Rect" => corners };
        page(document).set("Annots", vec![Object::Dictionary(note)]);
    });
    assert_eq!(codes(&note), [("advert-annotations", Severity::Warning)]);
    let elsewhere = spoilt(|document| {
        let intents = document.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap().clone();
        let intent = document.get_dictionary(intents[0].as_reference().unwrap()).unwrap();
        let profile = intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap();
        let profile = document.get_object_mut(profile).unwrap().as_stream_mut().unwrap();
        let mut icc = profile.get_plain_content().unwrap();
        icc[67] ^= 1;
        profile.set_plain_content(icc);
    });
    assert_eq!(codes(&elsewhere), [("advert-other-press", Severity::Warning)]);
    let uncut = spoilt(|document| _ = page(document).remove(b"TrimBox"));
    let size = pdf_size(&uncut).unwrap();
    assert!(size.0 > 709, "its whole sheet: {size:?}");
    let mut of_page = placed(&uncut, (30.0, 40.0, 66.0, 46.0), None);
    let print_ = print(&[&of_page.frame], &of_page.shelf, &job()).unwrap();
    assert_eq!(print_.notices.iter().map(PressNotice::code).collect::<Vec<_>>(), ["advert-no-trim-box"]);
    of_page = placed(&ADVERT, (30.0, 40.0, 80.0, 40.0), None);
    let print_ = print(&[&of_page.frame], &of_page.shelf, &job()).unwrap();
    assert_eq!(print_.notices.iter().map(PressNotice::code).collect::<Vec<_>>(), ["advert-distorted"]);
}

#[test]
fn what_is_locked_or_broken_is_never_placed_in_silence() {
    let plain = Kept::new("unlocked.pdf", &ADVERT);
    let locked = Kept::new("locked.pdf", b"");
    let encrypt = |user: &str| {
        tool("qpdf", &["--encrypt", user, "owner", "256", "--", plain.path(), locked.path()]);
        std::fs::read(&locked.0).unwrap()
    };
    // A file that opens without a password can be placed, and must not be signed.
    let (print_, ..) = printed(&encrypt(""), &job());
    let said: Vec<_> = print_.notices.iter().map(|notice| (notice.code(), notice.severity())).collect();
    assert_eq!(said, [("advert-encrypted", Severity::Error)]);
    for file in [encrypt("secret"), ADVERT[..ADVERT.len() / 2].to_vec(), b"%PDF-1.4\nrubbish\n%%EOF".to_vec()]
    {
        let page = placed(&file, MIDDLE, None);
        let error = print(&[&page.frame], &page.shelf, &job()).unwrap_err();
        assert_eq!(error.code(), "picture-unreadable", "{error}");
    }
    let mut page = placed(&ADVERT, MIDDLE, None);
    page.frame.pictures[0].px_width += 1;
    assert_eq!(print(&[&page.frame], &page.shelf, &job()).unwrap_err().code(), "picture-changed");
}

#[test]
fn a_spot_colour_of_its_own_keeps_its_plate() {
    let tint = dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => vec![Object::from(0); 4], "C1" => [0, 1, 1, 0].map(Object::from).to_vec(),
    };
    let space = vec![Object::from("Separation"), "Gold".into(), "DeviceCMYK".into(), tint.into()];
    let gold = spoilt(|document| paint(document, "/X cs 0.6 scn 70 20 50 50 re f", "ColorSpace", space));
    let (print_, findings, _) = printed(&gold, &job());
    assert_eq!(findings.iter().map(Finding::code).collect::<Vec<_>>(), ["spot-colour"]);
    let plates = Plates::of(&Kept::new("gold.pdf", &print_.pdf), 72);
    let plate = plates.spot("Gold", 30.0, 40.0, 60.0, 40.0).unwrap();
    assert!(plate.iter().any(|ink| ink.abs_diff(153) <= 1), "{:?}", plate.iter().max());
}

#[test]
fn the_same_advertisement_twice_is_in_the_file_once_and_the_bytes_are_the_same() {
    let mut page = placed(&ADVERT, MIDDLE, None);
    page.picture(ADVERT.clone(), (709, 472), None, mm(30.0, 90.0, 60.0, 40.0), "再来一次", 3);
    let once = print(&[&page.frame], &page.shelf, &job()).unwrap();
    assert!(once.pdf == print(&[&page.frame], &page.shelf, &job()).unwrap().pdf);
    let document = Document::load_mem(&once.pdf).unwrap();
    let forms = document.objects.values().filter(|object| {
        object
            .as_stream()
            .is_ok_and(|stream| stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Form".into()))
    });
    assert_eq!(forms.count(), 1);
    assert_eq!(once.pages[0].pictures.len(), 2, "two photos, of one file");
}

/// Programs that make a PDF of a picture write the very same page for all of them.
#[test]
fn advertisements_of_one_content_and_other_pictures_stay_themselves() {
    let of = |light: u8| {
        spoilt(|document| {
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8,
                "ColorSpace" => "DeviceGray",
            };
            let picture = document.add_object(Stream::new(entries, vec![light]));
            paint(document, "q 40 0 0 40 70 20 cm /X Do Q", "XObject", picture);
        })
    };
    let mut page = placed(&of(0), MIDDLE, None);
    page.picture(of(128), (709, 472), None, mm(30.0, 90.0, 60.0, 40.0), "另一幅", 3);
    let print = print(&[&page.frame], &page.shelf, &job()).unwrap();
    let document = Document::load_mem(&print.pdf).unwrap();
    let pixels = |object: &Object| {
        let stream = object.as_stream().ok()?;
        let size = stream.dict.get(b"Width").and_then(Object::as_i64).ok()?;
        let light = stream.content.first().copied();
        (size == 1 && stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Image".into())).then_some(light)
    };
    let mut found: Vec<_> = document.objects.values().filter_map(pixels).flatten().collect();
    found.sort_unstable();
    assert_eq!(found, [0, 128]);
}

#[test]
fn a_font_of_its_own_that_is_damaged_stops_the_page() {
    let pdf = spoilt(|document| {
        let programs: Vec<_> = document
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok()?.get(b"FontFile2").ok()?.as_reference().ok())
            .collect();
        assert!(!programs.is_empty());
        for id in programs {
            let program = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
            program.set_plain_content(b"rubbish in the place of a font".to_vec());
        }
    });
    let (_, findings) = check_advert(&pdf, &job()).unwrap();
    assert!(findings.iter().any(|finding| finding.code() == "font-damaged"), "{findings:?}");
    let (_, findings, verdict) = printed(&pdf, &job());
    assert!(findings.iter().any(|finding| finding.code() == "font-damaged"), "{findings:?}");
    assert_eq!(verdict, Verdict::Fail);
}
