//! Every reference page as its editor gets it on a screen: the proof's PDF held against the picture of the page, and
//! against the press file that it is made of.

use std::fs;
use std::path::{Path, PathBuf};

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{FontUse, Ink, Item, PictureUse, Role};
use broadsheet_press::{
    FontFile, IssuePage, Job, Seen, Shown, ShownPicture, Sources, Standard, Watch, export,
};
use image::{GrayImage, RgbImage};

use crate::press::{PROOF_DPI, SMALLER, Stock, pages, told};

/// The pages that are proofed with their pictures: straight, cut to outlines, and over the fold. To print all of them as
/// large as the press takes them would be most of the work, and prove nothing more.
const PICTURED: [&str; 3] = ["by-hand", "shapes-and-wraps", "spread-over-the-fold"];

/// How far the levels of a page's colours may be off on average, of 255: what two rasterisers make of the edges of its
/// letters.
const MOST_ON_AVERAGE: f64 = 9.0;

/// The sides of the squares that a page is compared by, in pixels: two lines of text.
const SQUARE: usize = 24;

/// How far the colour of a square may be off.
const MOST_IN_A_SQUARE: u32 = 20;

/// The pixels of the 15 mm from the edge of the press file's sheet to its trim: whole ones, so that a renderer has the
/// same place for a letter on the sheet and on the proof.
const MARGIN: u32 = 61;

/// One pixel of so many with ink may have another grey: a renderer sets a large headline by whole pixels, and where it
/// stands between two, the last digit of a place decides.
const MOST_OFF: usize = 150;

/// A grey that differs by more is another one.
const DIFFERS: u8 = 32;

/// Nobody watches.
struct Unwatched;

impl Watch for Unwatched {
    fn page(&self, _file: &str, _done: usize, _all: usize) {}
}

/// Pages as they were exported.
struct Exported {
    folder: PathBuf,
    pages: Vec<(String, PageFrame)>,
}

impl Exported {
    /// The files of a page: for the press, the proof, and the picture.
    fn files(&self, page: &str) -> [PathBuf; 3] {
        let file = |name: String| self.folder.join(name);
        [file(format!("{page}.pdf")), file(format!("proof/{page}.pdf")), file(format!("proof/{page}.png"))]
    }
}

impl Drop for Exported {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.folder);
    }
}

fn exported(
    standard: Standard,
    pictured: &[&str],
    sources: impl Fn(Stock) -> Box<dyn Sources + Sync>,
) -> Exported {
    // As small as the press takes them, where they are there.
    let smaller = |page: &str, dpi: u32| if pictured.contains(&page) { (dpi / 205).max(1) } else { SMALLER };
    let (mut pages, stock) = pages(smaller);
    for (_, frame) in pages.iter_mut().filter(|(name, _)| !pictured.contains(&name.as_str())) {
        let blocks = &frame.blocks;
        let is_photo = |item: &Item| matches!(item, Item::Picture(placed) if blocks[placed.block as usize].role == Role::Figure);
        frame.items.retain(|item| !is_photo(item));
        // A paragraph without words is nothing that the press would miss.
        for figure in frame.blocks.iter_mut().filter(|block| block.role == Role::Figure) {
            (figure.role, figure.text) = (Role::Paragraph, String::new());
        }
    }
    let at = chrono::DateTime::parse_from_rfc3339("2022-11-17T23:40:00+08:00").unwrap();
    let job = Job { standard, title: "reference pages".to_owned(), ..Job::new(at) };
    let issue: Vec<IssuePage<'_>> = pages
        .iter()
        .map(|(name, frame)| IssuePage {
            frame,
            file: format!("{name}.pdf"),
            job: job.clone(),
            kept: None,
            signed: None,
        })
        .collect();
    let folder = std::env::temp_dir().join(format!("broadsheet-suite-{}-{standard:?}", std::process::id()));
    export(&issue, sources(stock).as_ref(), &folder, &Unwatched).unwrap();
    Exported { folder, pages }
}

/// A stock whose pictures are shown as one grey pixel, and inks as light as poppler makes them when it is asked for greys.
struct Plain(Stock);

impl Sources for Plain {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        self.0.font(font)
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        Sources::picture(&self.0, picture)
    }

    fn proof(&self, frame: &PageFrame, _job: &Job, _seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        let pictures = frame.items.iter().filter(|item| matches!(item, Item::Picture(_)));
        let pictures = pictures.map(|_| ShownPicture { width: 1, height: 1, pixels: vec![128; 3] }).collect();
        let colour = |Ink { c, m, y, k }: Ink| {
            let [c, m, y, k] = [c, m, y, k].map(f64::from);
            let light = 100.0 - (k + 0.3 * c + 0.59 * m + 0.11 * y).min(100.0);
            [(light * 2.55).round() as u8; 3]
        };
        Ok(Some(Shown { png: Vec::new(), pictures, colour }))
    }
}

/// What a tool of poppler makes of a file.
fn made(tool: &str, arguments: &[&str], file: &Path) -> Vec<u8> {
    told(tool, &[arguments, &[file.to_str().unwrap()][..]].concat())
}

/// How far two pictures of a page are from each other: the mean of their pixels, and that of the square whose colour is
/// furthest off.
fn apart(one: &RgbImage, other: &RgbImage) -> (f64, u32) {
    assert!(one.width().abs_diff(other.width()) <= 1 && one.height().abs_diff(other.height()) <= 1);
    let width = one.width().min(other.width()) as usize;
    let rows = one.chunks_exact(one.width() as usize * 3).zip(other.chunks_exact(other.width() as usize * 3));
    let (mut pixels, mut worst, mut count) = (0, 0, 0);
    // For each square of a row of them, and each channel: the sums of both pictures.
    let mut squares = vec![[[0u32; 2]; 3]; width / SQUARE];
    for (y, (one, other)) in rows.enumerate() {
        for (square, (one, other)) in
            squares.iter_mut().zip(one.chunks_exact(SQUARE * 3).zip(other.chunks_exact(SQUARE * 3)))
        {
            for (one, other) in one.chunks_exact(3).zip(other.chunks_exact(3)) {
                for channel in 0..3 {
                    let levels = [one[channel], other[channel]];
                    square[channel][0] += u32::from(levels[0]);
                    square[channel][1] += u32::from(levels[1]);
                    pixels += u64::from(levels[0].abs_diff(levels[1]));
                    count += 1;
                }
            }
        }
        if (y + 1) % SQUARE == 0 {
            let area = u32::try_from(SQUARE * SQUARE).unwrap();
            let off = squares.iter().flatten().map(|[one, other]| one.abs_diff(*other) / area).max().unwrap();
            worst = worst.max(off);
            squares.fill([[0; 2]; 3]);
        }
    }
    (pixels as f64 / f64::from(count), worst)
}

/// How many pixels have ink on the press file, how many have another grey on the proof, and how many would if it stood a
/// pixel beside; all but those in pictures, which are printed in inks of another gamut.
fn misplaced(frame: &PageFrame, press: &GrayImage, proof: &GrayImage) -> [usize; 3] {
    let pixel = |mm: f64| mm * f64::from(MARGIN) / 15.0;
    let pictures: Vec<[f64; 4]> = frame
        .items
        .iter()
        .filter_map(|item| if let Item::Picture(placed) = item { Some(placed.rect) } else { None })
        .map(|rect| [rect.x, rect.y, rect.right(), rect.bottom()].map(|edge| pixel(edge.to_mm())))
        .collect();
    let (margin, width) = (MARGIN as usize, proof.width() as usize);
    let rows = press.chunks_exact(press.width() as usize).skip(margin).zip(proof.chunks_exact(width));
    let mut counted = [0; 3];
    for (y, (press, proof)) in rows.enumerate() {
        let row = y as f64;
        let across = pictures.iter().filter(|[_, top, _, foot]| (top - 2.0..=foot + 2.0).contains(&row));
        let mut pictured = vec![false; width];
        for [left, _, right, _] in across {
            pictured[(left - 2.0).max(0.0) as usize..((right + 2.0) as usize).min(width)].fill(true);
        }
        let pixels = press[margin..].windows(2).zip(proof).zip(pictured).filter(|(_, pictured)| !pictured);
        for ((press, proof), _) in pixels {
            counted[0] += usize::from(press[0] < 255 - DIFFERS);
            counted[1] += usize::from(press[0].abs_diff(*proof) > DIFFERS);
            counted[2] += usize::from(press[1].abs_diff(*proof) > DIFFERS);
        }
    }
    counted
}

#[test]
fn every_page_has_a_proof_that_looks_like_it() {
    let exported = exported(Standard::X4, &PICTURED, |stock| Box::new(stock));
    let mut wrong = Vec::new();
    for (name, _) in &exported.pages {
        let [press, proof, picture] = exported.files(name);
        if let Some(folder) = std::env::var_os("LOOK") {
            for (file, what) in [(&press, "press"), (&proof, "proof")] {
                fs::copy(file, Path::new(&folder).join(format!("{name}-{what}.pdf"))).unwrap();
            }
        }
        let resolution = PROOF_DPI.to_string();
        let shown =
            told("pdftocairo", &["-png", "-singlefile", "-r", &resolution, proof.to_str().unwrap(), "-"]);
        let [shown, drawn] = [shown, fs::read(&picture).unwrap()]
            .map(|file| image::load_from_memory(&file).unwrap().into_rgb8());
        let (mean, worst) = apart(&shown, &drawn);
        if mean > MOST_ON_AVERAGE || worst > MOST_IN_A_SQUARE {
            wrong.push(format!("{name}: {mean:.2} off its picture, a square {worst}"));
        }
        // There is nothing in it that is not red, green and blue.
        let packed = ["--qdf", "--stream-data=preserve", "--object-streams=disable"];
        let plain = told("qpdf", &[&packed[..], &[proof.to_str().unwrap(), "-"]].concat());
        let names = plain.split(|byte| *byte == b'/').map(|rest| rest.get(..12).unwrap_or(rest));
        for name_ in names {
            let ink = ["DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "ICCBased", "OutputIntent"];
            if ink.iter().any(|ink| name_.starts_with(ink.as_bytes())) {
                wrong.push(format!("{name}: {}", String::from_utf8_lossy(name_)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_proof_has_its_words_and_its_ink_where_the_press_file_has_them() {
    let exported = exported(Standard::X1a, &PICTURED[..1], |stock| Box::new(Plain(stock)));
    let mut wrong = Vec::new();
    for (name, frame) in &exported.pages {
        let [press, proof, _] = exported.files(name);
        let checked = String::from_utf8(made("qpdf", &["--check"], &proof)).unwrap();
        assert!(checked.contains("No syntax or stream encoding errors found"), "{name}: {checked}");
        let fonts = String::from_utf8(made("pdffonts", &[], &proof)).unwrap();
        for face in fonts.lines().skip(2) {
            let columns: Vec<&str> = face.split_whitespace().collect();
            assert_eq!(
                columns[columns.len() - 5..columns.len() - 2],
                ["yes", "yes", "yes"],
                "{name}: {face}"
            );
        }
        let [printed, proofed] = [&press, &proof].map(|file| {
            let said = told("pdftotext", &["-raw", file.to_str().unwrap(), "-"]);
            let said = String::from_utf8(said).unwrap();
            // The slug line stands in the margin.
            said.lines().filter(|line| !line.contains("2022-11-17 23:40:00")).collect::<Vec<_>>().join("\n")
        });
        assert!(printed.len() > 200 && printed == proofed, "{name}: {printed:?} {proofed:?}");
        let resolution = (f64::from(MARGIN) / 15.0 * 25.4).to_string();
        let [printed, proofed] = [&press, &proof].map(|file| {
            let seen = made("pdftoppm", &["-png", "-gray", "-singlefile", "-r", &resolution], file);
            image::load_from_memory(&seen).unwrap().into_luma8()
        });
        let [ink, off, beside] = misplaced(frame, &printed, &proofed);
        if off * MOST_OFF > ink || beside * 10 < ink {
            wrong.push(format!(
                "{name}: {off} of {ink} pixels are not as they are printed; a pixel beside, {beside}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
