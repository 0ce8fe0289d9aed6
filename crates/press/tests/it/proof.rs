//! The proof of a page: its press file for a screen, held against the press file it is made of.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use crate::issue::{Folder, Remembers, page};
use crate::separations::{Kept, tool};
use crate::specimen::{Composer, Shelf, Style, job, jpeg, mm, png, sha256, specimen};
use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Crop, FontUse, Ink, Item, LineEnd, PictureUse, Role};
use broadsheet_press::{
    ExportError, FontFile, Job, Plates, Seen, Shown, ShownPicture, Sources, Spot, Standard, export, pdf_size,
    print,
};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object};

/// What pictures are shown as: a wedge from left to right in one colour, or in none.
pub(crate) struct Shows<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) colour: [u8; 3],
}

impl Sources for Shows<'_> {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        self.shelf.font(font)
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.shelf.picture(picture)
    }

    fn proof(&self, frame: &PageFrame, _job: &Job, _seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        let pictures = frame.items.iter().filter(|item| matches!(item, Item::Picture(_)));
        let wedge =
            |at: usize| self.colour.map(|level| u8::try_from(usize::from(level) * (at % 60) / 59).unwrap());
        let picture = ShownPicture { width: 60, height: 40, pixels: (0..2400).flat_map(wedge).collect() };
        let white = png(&[255; 3600 * 3], (60, 60), png::ColorType::Rgb, png::BitDepth::Eight, None);
        Ok(Some(Shown { png: white, pictures: vec![picture; pictures.count()], colour }))
    }
}

/// A colour that tells its ink: red is missing cyan, green magenta, blue yellow; black takes from all.
fn colour(Ink { c, m, y, k }: Ink) -> [u8; 3] {
    [c, m, y].map(|ink| u8::try_from((100 - u32::from(ink)) * (100 - u32::from(k)) * 255 / 10_000).unwrap())
}

/// The specimen with a picture of no more pixels than the press asks for.
fn set() -> Composer {
    static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| jpeg(900, 600, |_| {}));
    let mut page = specimen();
    let used = &mut page.frame.pictures[0];
    (used.px_width, used.px_height, used.sha256) = (900, 600, sha256(&PHOTO));
    page.shelf.pictures.insert(used.sha256.clone(), PHOTO.clone());
    for item in &mut page.frame.items {
        if let Item::Picture(placed) = item {
            placed.crop = Crop { x: 0, y: 0, width: 900, height: 600 };
        }
    }
    page
}

/// The press file of a page and its proof.
struct Both {
    press: Kept,
    proof: Kept,
}

impl Both {
    fn of(name: &str, of: &Composer, job: Job, shown: [u8; 3]) -> Self {
        let folder = Folder::new(&format!("proof-{name}"));
        let sources = Shows { shelf: &of.shelf, colour: shown };
        export(&[page(of, "A01.pdf", job)], &sources, &folder.out(), &Remembers::patient()).unwrap();
        let kept = |file: &str, called: &str| {
            Kept::new(&format!("{name}-{called}.pdf"), &std::fs::read(folder.out().join(file)).unwrap())
        };
        Self { press: kept("A01.pdf", "press"), proof: kept("proof/A01.pdf", "proof") }
    }

    /// What a tool says of both.
    fn told(&self, name: &str, arguments: &[&str]) -> [String; 2] {
        [&self.press, &self.proof].map(|file| {
            let file = [file.path()];
            let to = if name == "pdftotext" { &["-"][..] } else { &[] };
            tool(name, &[arguments, &file[..], to].concat())
        })
    }
}

fn document(file: &Kept) -> Document {
    Document::load(&file.0).unwrap()
}

/// The steps of the page's content.
fn steps(document: &Document) -> Vec<Operation> {
    let content = document.get_page_content(document.page_iter().next().unwrap());
    Content::decode(&content).unwrap().operations
}

/// Every name anywhere in a file, of keys and of values.
fn names(document: &Document) -> BTreeSet<String> {
    fn walk(object: &Object, names: &mut BTreeSet<String>) {
        let entries = match object {
            Object::Name(name) => {
                names.insert(String::from_utf8_lossy(name).into_owned());
                return;
            }
            Object::Array(parts) => return parts.iter().for_each(|part| walk(part, names)),
            Object::Dictionary(entries) => entries,
            Object::Stream(stream) => &stream.dict,
            _ => return,
        };
        for (key, entry) in entries {
            names.insert(String::from_utf8_lossy(key).into_owned());
            walk(entry, names);
        }
    }
    let mut names = BTreeSet::new();
    document.objects.values().for_each(|object| walk(object, &mut names));
    walk(&Object::Dictionary(document.trailer.clone()), &mut names);
    names
}

/// The colours of a page's content, as it sets them.
fn colours(document: &Document) -> BTreeSet<[u8; 3]> {
    let steps = steps(document);
    let set = steps.iter().filter(|step| step.operator == "rg");
    set.map(|step| {
        let levels: Vec<u8> =
            step.operands.iter().map(|part| (part.as_float().unwrap() * 255.0).round() as u8).collect();
        levels.try_into().unwrap()
    })
    .collect()
}

/// The images of a file: how their colours are told, the size, and the samples.
fn images(document: &Document) -> Vec<(Object, (i64, i64), Vec<u8>)> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let images = streams.filter(|stream| {
        stream.dict.get(b"Subtype").is_ok_and(|kind| matches!(kind.as_name(), Ok(b"Image")))
    });
    images
        .map(|image| {
            let side = |key: &[u8]| image.dict.get(key).unwrap().as_i64().unwrap();
            let space = image.dict.get(b"ColorSpace").unwrap().clone();
            (space, (side(b"Width"), side(b"Height")), image.get_plain_content().unwrap())
        })
        .collect()
}

/// The pixels of the 15 mm from the edge of a sheet with marks to its trim: whole ones, so that a renderer has the same
/// place for a letter on the sheet and on the proof.
const MARGIN: u32 = 61;

/// A part of a page as a renderer sees it, in greys.
fn seen(file: &Kept, corner: (u32, u32), size: (u32, u32)) -> Vec<u8> {
    let numbers = [corner.0, corner.1, size.0, size.1].map(|number| number.to_string());
    let [x, y, width, height] = &numbers;
    let out = file.0.with_extension("");
    let resolution = (f64::from(MARGIN) / 15.0 * 25.4).to_string();
    let area = ["-x", x, "-y", y, "-W", width, "-H", height];
    tool(
        "pdftoppm",
        &[&["-r", &resolution, "-gray", "-singlefile"][..], &area, &[file.path(), out.to_str().unwrap()]]
            .concat(),
    );
    let out = out.with_extension("pgm");
    let bytes = std::fs::read(&out).unwrap();
    std::fs::remove_file(&out).unwrap();
    let pixels = usize::try_from(size.0 * size.1).unwrap();
    bytes[bytes.len() - pixels..].to_vec()
}

#[test]
fn it_says_what_the_press_file_says_and_nothing_of_the_press() {
    let page = set();
    for standard in [Standard::X4, Standard::X1a] {
        let both = Both::of(&format!("{standard:?}"), &page, Job { standard, ..job() }, [200, 100, 50]);
        assert!(
            tool("qpdf", &["--check", both.proof.path()]).contains("No syntax or stream encoding errors")
        );
        // It is found, copied and read out as the press file is, but for the slug line in its margin.
        let slug = "样报 2022-11-18 A03 2022-11-18 01:40:00 +08:00 Cyan Magenta Yellow Black";
        for how in [&["-raw"][..], &["-layout"], &[]] {
            let [press, proof] = both.told("pdftotext", how).map(|said| {
                let lines = said.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
                lines.filter(|line| !line.is_empty() && line != slug).collect::<Vec<_>>()
            });
            assert!(press.len() > 15, "{press:?}");
            assert_eq!(press, proof, "{standard:?} {how:?}");
        }
        let [press, proof] = both.told("pdfinfo", &["-struct-text"]);
        assert_eq!(press, proof);
        assert!(proof.contains("Figure"), "{proof}");
        let [press, proof] = both.told("pdffonts", &[]);
        assert_eq!(press.lines().count(), proof.lines().count(), "{proof}");
        for face in proof.lines().skip(2) {
            let columns: Vec<&str> = face.split_whitespace().collect();
            assert_eq!(columns[columns.len() - 5..columns.len() - 2], ["yes", "yes", "yes"], "{face}");
        }
        // 272.5 × 390 mm, and no other box.
        let boxes = tool("pdfinfo", &["-box", both.proof.path()]);
        assert_eq!(boxes.matches("0.00     0.00   772.44  1105.51").count(), 5, "{boxes}");

        let (press, proof) = (document(&both.press), document(&both.proof));
        let known = names(&proof);
        for gone in [
            "DeviceCMYK",
            "DeviceGray",
            "Separation",
            "ICCBased",
            "OP",
            "op",
            "OPM",
            "OutputIntents",
            "TrimBox",
            "BleedBox",
            "Trapped",
            "GTS_PDFXVersion",
            "GTS_PDFX",
        ] {
            assert!(!known.contains(gone), "{standard:?}: {gone}");
            // What is looked for would be found: all of it but what the other standard alone has is in the press file.
            let there = names(&press).contains(gone);
            assert!(there || ["GTS_PDFXVersion", "ICCBased", "DeviceGray"].contains(&gone), "{gone}");
        }
        for step in steps(&proof) {
            let inked = ["k", "K", "g", "G", "cs", "CS", "scn", "SCN", "gs", "sh"];
            assert!(!inked.contains(&step.operator.as_str()), "{}", step.operator);
        }
        let text = |document: &Document, key: &[u8]| {
            let information = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
            document.get_dictionary(information).unwrap().get(key).unwrap().clone()
        };
        for key in [&b"Title"[..], b"Producer", b"CreationDate"] {
            assert_eq!(text(&press, key), text(&proof, key));
        }
        let lang = |document: &Document| document.catalog().unwrap().get(b"Lang").unwrap().clone();
        assert_eq!(lang(&press), lang(&proof));
    }
}

#[test]
fn it_tells_which_press_file_it_is_of() {
    let page = set();
    let both = Both::of("of", &page, job(), [200, 100, 50]);
    let ids = |document: &Document| {
        let ids = document.trailer.get(b"ID").unwrap().as_array().unwrap();
        [0, 1].map(|at: usize| ids[at].as_str().unwrap().to_vec())
    };
    let ([press, _], [of, own]) = (ids(&document(&both.press)), ids(&document(&both.proof)));
    assert_eq!(press, of);
    assert_ne!(press, own);
    let packet = document(&both.proof);
    let metadata = packet.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let packet = packet.get_object(metadata).unwrap().as_stream().unwrap().content.clone();
    let packet = String::from_utf8(packet).unwrap();
    let hex: String = press.iter().map(|byte| format!("{byte:02x}")).collect();
    let plain = packet.replace('-', "");
    assert_eq!(plain.matches(&format!("uuid:{hex}")).count(), 2, "{packet}");
    assert!(!packet.contains("pdfx") && !packet.contains("Trapped"), "{packet}");
    // Other pictures of the same page make another proof; the same make the same.
    let again = Both::of("again", &page, job(), [200, 100, 50]);
    let other = Both::of("other", &page, job(), [20, 100, 50]);
    let bytes = |file: &Kept| std::fs::read(&file.0).unwrap();
    assert!(bytes(&both.proof) == bytes(&again.proof));
    assert_eq!(ids(&document(&other.proof))[0], press);
    assert_ne!(ids(&document(&other.proof))[1], own);
}

#[test]
fn every_ink_has_its_colour() {
    let blue = Ink { c: 100, m: 60, y: 0, k: 0 };
    let spots = vec![Spot { name: "专色蓝".to_owned(), stands_for: blue }];
    let mut page = Composer::new(120.0, 120.0);
    let inks =
        [blue, Ink { c: 50, m: 30, y: 0, k: 0 }, Ink { c: 0, m: 13, y: 77, k: 0 }, Ink::grey(37), Ink::PAPER];
    for (row, ink) in (0u8..).zip(inks) {
        page.tint(mm(10.0, 10.0 * f64::from(row), 50.0, 10.0), ink);
    }
    page.rule(mm(10.0, 80.0, 50.0, 0.1), Ink::BLACK);
    let both = Both::of("inks", &page, Job { spots, ..job() }, [0; 3]);
    assert!(names(&document(&both.press)).contains("专色蓝"));
    assert!(!names(&document(&both.proof)).contains("专色蓝"));
    let wanted = inks.into_iter().chain([Ink::BLACK]).map(colour).collect();
    assert_eq!(colours(&document(&both.proof)), wanted);
    // Where black alone is printed, so it is shown.
    let both = Both::of("black", &page, Job { plates: Plates::Black, ..job() }, [0; 3]);
    let greys = colours(&document(&both.proof));
    assert!(greys.iter().all(|[r, g, b]| r == g && g == b) && greys.len() == 6, "{greys:?}");
}

/// Letters over tints, a picture and an advertisement, with lines that cross the trim.
fn everything() -> Composer {
    let mut page = set();
    page.rule(mm(-3.0, 200.0, 278.5, 0.5), Ink::grey(80));
    page.tint(mm(24.0, 210.0, 60.0, 30.0), Ink { c: 100, m: 60, y: 0, k: 0 });
    let block = page.block(Role::Headline, Some(3), "专色上的字");
    page.line(block, (0, 15), (28.0, 228.0), Style::black(1, 24.0), LineEnd::Last);
    let block = page.block(Role::Quote, Some(3), "图上的字");
    page.line(
        block,
        (0, 12),
        (100.0, 110.0),
        Style { ink: Ink::PAPER, ..Style::black(1, 30.0) },
        LineEnd::Last,
    );
    page
}

#[test]
fn every_letter_and_line_is_where_the_press_file_has_it() {
    let page = everything();
    for standard in [Standard::X4, Standard::X1a] {
        let spots = vec![Spot { name: "Blue".to_owned(), stands_for: Ink { c: 100, m: 60, y: 0, k: 0 } }];
        let both = Both::of(&format!("place-{standard:?}"), &page, Job { standard, spots, ..job() }, [90; 3]);
        let size = (1100, 1580);
        let press = seen(&both.press, (MARGIN, MARGIN), size);
        let [proof, beside] = [(0, 0), (1, 0)].map(|corner| seen(&both.proof, corner, size));
        // The two have other colours for an ink: what is as dark as half of black is compared, beside the picture.
        let within = |at: usize| (342..800).contains(&(at % 1100)) && (265..568).contains(&(at / 1100));
        let dark = |level: u8| level < 128;
        let off = |proof: &[u8]| {
            let pixels = press.iter().zip(proof).enumerate().filter(|(at, _)| !within(*at));
            pixels.filter(|(_, (press, proof))| dark(**press) != dark(**proof)).count()
        };
        let ink = press.iter().filter(|level| dark(**level)).count();
        assert!(ink > 100_000, "{ink}");
        assert!(off(&proof) * 1000 < ink, "{standard:?}: {} of {ink} differ", off(&proof));
        assert!(off(&beside) * 20 > ink, "a pixel beside would be seen: {}", off(&beside));
    }
}

#[test]
fn pictures_are_those_that_are_shown() {
    let page = everything();
    let both = Both::of("pictures", &page, job(), [200, 100, 50]);
    let [(space, size, samples)] = &images(&document(&both.proof))[..] else { panic!("one picture") };
    assert_eq!((space.as_name().unwrap(), *size), (&b"DeviceRGB"[..], (60, 40)));
    assert_eq!((&samples[..3], &samples[59 * 3..60 * 3]), (&[0, 0, 0][..], &[200, 100, 50][..]));
    // What is printed over it is printed over it: the picture itself has no letters.
    assert_eq!(samples[..180], samples[39 * 180..]);
    let place = |document: &Document| {
        let steps = steps(document);
        let at = steps.iter().position(|step| step.operator == "Do").unwrap();
        steps[at - 1].operands.clone()
    };
    assert_eq!(place(&document(&both.press)), place(&document(&both.proof)));
    // Without colour it is a byte a pixel; DeviceRGB for all that.
    let grey = Both::of("grey", &page, job(), [90; 3]);
    let [(space, _, samples)] = &images(&document(&grey.proof))[..] else { panic!("one picture") };
    let space = space.as_array().unwrap();
    assert_eq!([0, 1].map(|at: usize| space[at].as_name().unwrap()), [&b"Indexed"[..], b"DeviceRGB"]);
    let table = space[3].as_str().unwrap();
    assert!(table.len() == 768 && (0..=255u8).zip(table.chunks(3)).all(|(level, rgb)| rgb == [level; 3]));
    assert_eq!((samples.len(), samples[0], samples[59]), (2400, 0, 90));
}

#[test]
fn an_advertisement_is_shown_as_a_picture() {
    let advert = {
        let mut page = Composer::new(60.0, 40.0);
        page.tint(mm(-3.0, -3.0, 66.0, 46.0), Ink { c: 50, m: 0, y: 0, k: 0 });
        let kai = page.font("LXGWWenKai-Regular.ttf", 0);
        let block = page.block(Role::Headline, None, "开张大吉");
        page.line(block, (0, 12), (15.0, 25.0), Style::black(kai, 24.0), LineEnd::Last);
        print(&[&page.frame], &page.shelf, &Job { marks: false, ..job() }).unwrap().pdf
    };
    let mut page = everything();
    page.picture(advert.clone(), pdf_size(&advert).unwrap(), None, mm(0.0, 300.0, 60.0, 40.0), "广告", 4);
    let both = Both::of("advert", &page, job(), [200, 100, 50]);
    let (press, proof) = (document(&both.press), document(&both.proof));
    assert!(names(&press).contains("Form") && !names(&proof).contains("Form"));
    assert_eq!(images(&proof).len(), 2);
    assert!(!names(&proof).contains("DeviceCMYK"));
    let [press, proof] = both.told("pdftotext", &["-raw"]);
    assert!(press.contains("开张大吉") && !proof.contains("开张大吉"));
    assert!(tool("pdfinfo", &["-struct", both.proof.path()]).matches("Figure").count() == 2);
}

/// Shows no picture.
struct Blind<'a>(&'a Shelf);

impl Sources for Blind<'_> {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        self.0.font(font)
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.0.picture(picture)
    }

    fn proof(&self, _frame: &PageFrame, _job: &Job, _seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        Ok(Some(Shown { png: Vec::new(), pictures: Vec::new(), colour }))
    }
}

#[test]
fn a_proof_with_other_pictures_than_the_page_is_refused() {
    let folder = Folder::new("proof-blind");
    let of = set();
    let error =
        export(&[page(&of, "A01.pdf", job())], &Blind(&of.shelf), &folder.out(), &Remembers::patient());
    let Err(ExportError::Press { file, error }) = error else { panic!("it was exported") };
    assert_eq!((file.as_str(), error.code()), ("A01.pdf", "pdf-writing"));
    assert!(!Path::new(&folder.out()).exists());
}
