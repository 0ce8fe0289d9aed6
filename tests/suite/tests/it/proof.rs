//! Every reference page as its editor gets it on a screen: the proof's PDF held against the picture of the page, and
//! against the press file that it is made of.

use std::fs;
use std::path::Path;

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::Item;
use broadsheet_press::{IssuePage, Job, Standard, Watch, export};
use broadsheet_units::Rect;
use image::{GrayImage, RgbImage};

use crate::press::{PROOF_DPI, pages, told};

/// The pixels of the 15 mm from the edge of the press file's sheet to its trim: whole ones, so that a renderer has the
/// same place for a letter on the sheet and on the proof.
const MARGIN: u32 = 61;

/// The sides of the squares that a page is compared by, in pixels.
const SQUARE: u32 = 24;

/// How far the levels of a page's colours may be off on average, of 255: what two rasterisers make of the edges of its
/// letters.
const MOST_ON_AVERAGE: f64 = 4.0;

/// How far those of its worst square may be.
const MOST_IN_A_SQUARE: f64 = 48.0;

/// Nobody watches.
struct Unwatched;

impl Watch for Unwatched {
    fn page(&self, _file: &str, _done: usize, _all: usize) {}
}

/// A folder that is gone when the test is.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// A page as poppler renders it.
fn rendered(file: &Path, arguments: &[&str]) -> Vec<u8> {
    told("pdftoppm", &[&["-singlefile"][..], arguments, &[file.to_str().unwrap()]].concat())
}

/// How far two pictures of a page are from each other: the mean, and that of the worst square with its place.
fn apart(one: &RgbImage, other: &RgbImage) -> (f64, f64, (u32, u32)) {
    let (width, height) = (one.width().min(other.width()), one.height().min(other.height()));
    assert!(one.width().abs_diff(other.width()) <= 1 && one.height().abs_diff(other.height()) <= 1);
    let off = |x, y| {
        let pairs = one.get_pixel(x, y).0.into_iter().zip(other.get_pixel(x, y).0);
        pairs.map(|(one, other)| f64::from(one.abs_diff(other))).sum::<f64>() / 3.0
    };
    let (mut all, mut worst, mut place) = (0.0, 0.0, (0, 0));
    for top in (0..height).step_by(SQUARE as usize) {
        for left in (0..width).step_by(SQUARE as usize) {
            let (right, foot) = ((left + SQUARE).min(width), (top + SQUARE).min(height));
            let sum: f64 =
                (top..foot).flat_map(|y| (left..right).map(move |x| (x, y))).map(|(x, y)| off(x, y)).sum();
            all += sum;
            // A sliver at the edge is no square.
            let mean = sum / f64::from(SQUARE * SQUARE);
            if mean > worst {
                (worst, place) = (mean, (left, top));
            }
        }
    }
    (all / f64::from(width * height), worst, place)
}

/// Of the pixels that are dark on the press file, how many there are and how many are light on the proof, or the other way
/// round, beside pictures: those are printed in the inks of another gamut.
fn misplaced(frame: &PageFrame, press: &GrayImage, proof: &GrayImage) -> (usize, usize) {
    let pixel = |mm: f64| mm * f64::from(MARGIN) / 15.0;
    let pictures: Vec<Rect> = frame
        .items
        .iter()
        .filter_map(|item| if let Item::Picture(placed) = item { Some(placed.rect) } else { None })
        .collect();
    let dark = |image: &GrayImage, x, y| image.get_pixel(x, y).0[0] < 128;
    let (mut all, mut off) = (0, 0);
    for y in 0..press.height().min(proof.height()) {
        for x in 0..press.width().min(proof.width()) {
            let (at_x, at_y) = (f64::from(x), f64::from(y));
            let pictured = pictures.iter().any(|rect| {
                (pixel(rect.x.to_mm()) - 2.0..pixel(rect.right().to_mm()) + 2.0).contains(&at_x)
                    && (pixel(rect.y.to_mm()) - 2.0..pixel(rect.bottom().to_mm()) + 2.0).contains(&at_y)
            });
            if !pictured {
                all += usize::from(dark(press, x, y));
                off += usize::from(dark(press, x, y) != dark(proof, x, y));
            }
        }
    }
    (all, off)
}

/// The words of a page in the order of its content, without the slug line.
fn words(file: &Path, at: &str) -> Vec<String> {
    let said = String::from_utf8(told("pdftotext", &["-raw", file.to_str().unwrap(), "-"])).unwrap();
    said.lines().filter(|line| !line.contains(at)).map(str::to_owned).collect()
}

#[test]
fn every_page_has_a_proof_that_shows_what_is_printed() {
    let (pages, stock) = pages();
    let at = chrono::DateTime::parse_from_rfc3339("2022-11-17T23:40:00+08:00").unwrap();
    let mut wrong = Vec::new();
    for standard in [Standard::X4, Standard::X1a] {
        let folder = Folder(
            std::env::temp_dir().join(format!("broadsheet-suite-{}-{standard:?}", std::process::id())),
        );
        let job = Job { standard, title: "reference pages".to_owned(), ..Job::new(at) };
        let issue: Vec<IssuePage<'_>> = pages
            .iter()
            .map(|(name, frame)| IssuePage { frame, file: format!("{name}.pdf"), job: job.clone() })
            .collect();
        export(&issue, &stock, &folder.0, &Unwatched).unwrap();
        for (name, frame) in &pages {
            let press = folder.0.join(format!("{name}.pdf"));
            let [proof, png] = ["pdf", "png"].map(|ending| folder.0.join(format!("proof/{name}.{ending}")));
            if let Some(look) = std::env::var_os("LOOK") {
                fs::copy(
                    &proof,
                    Path::new(&look)
                        .join(format!("{name}-{}-proof.pdf", standard.name().replace([':', '/'], ""))),
                )
                .unwrap();
                fs::copy(
                    &press,
                    Path::new(&look).join(format!("{name}-{}.pdf", standard.name().replace([':', '/'], ""))),
                )
                .unwrap();
            }
            let checked = String::from_utf8(told("qpdf", &["--check", proof.to_str().unwrap()])).unwrap();
            assert!(checked.contains("No syntax or stream encoding errors found"), "{name}: {checked}");
            let fonts = String::from_utf8(told("pdffonts", &[proof.to_str().unwrap()])).unwrap();
            for face in fonts.lines().skip(2) {
                let columns: Vec<&str> = face.split_whitespace().collect();
                assert_eq!(
                    columns[columns.len() - 5..columns.len() - 2],
                    ["yes", "yes", "yes"],
                    "{name}: {face}"
                );
            }
            let unpacked = told("qpdf", &["--qdf", "--object-streams=disable", proof.to_str().unwrap(), "-"]);
            for gone in
                ["/DeviceCMYK", "/DeviceGray", "/Separation", "/ICCBased", "/OutputIntents", "GTS_PDFX"]
            {
                let there = unpacked.windows(gone.len()).any(|window| window == gone.as_bytes());
                assert!(!there, "{name}: {gone}");
            }
            let [printed, proofed] = [&press, &proof].map(|file| words(file, "2022-11-17 23:40:00"));
            assert!(!printed.is_empty() && printed == proofed, "{name}: {printed:?} {proofed:?}");

            let resolution = PROOF_DPI.to_string();
            let shown =
                image::load_from_memory(&rendered(&proof, &["-png", "-r", &resolution])).unwrap().into_rgb8();
            let drawn = image::load_from_memory(&fs::read(&png).unwrap()).unwrap().into_rgb8();
            let (mean, worst, place) = apart(&shown, &drawn);
            if mean > MOST_ON_AVERAGE || worst > MOST_IN_A_SQUARE {
                wrong.push(format!("{name}: {mean:.2} off its picture, {worst:.1} at {place:?}"));
            }

            let resolution = (f64::from(MARGIN) / 15.0 * 25.4).to_string();
            let grey = ["-png", "-gray", "-r", &resolution];
            let proofed = image::load_from_memory(&rendered(&proof, &grey)).unwrap().into_luma8();
            let sheet = image::load_from_memory(&rendered(&press, &grey)).unwrap().into_luma8();
            let trim = (proofed.width(), proofed.height());
            let printed = image::imageops::crop_imm(&sheet, MARGIN, MARGIN, trim.0, trim.1).to_image();
            let (all, off) = misplaced(frame, &printed, &proofed);
            let beside = image::imageops::crop_imm(&sheet, MARGIN + 1, MARGIN, trim.0, trim.1).to_image();
            let (_, off_beside) = misplaced(frame, &beside, &proofed);
            println!(
                "{name} {} mean {mean:.2} worst {worst:.1} {place:?} off {off} of {all} beside {off_beside}",
                standard.name()
            );
            if off * 500 > all || off_beside * 20 < all {
                wrong.push(format!("{name}: {off} of {all} pixels are not where they are printed, a pixel beside {off_beside}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
