//! Every reference page as it goes to the press, looked at by other people's tools: qpdf reads it, pikepdf finds what our
//! preflight finds, and Ghostscript's plates keep to the limit and are those that the manifest tells of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use broadsheet_layout::frame::{Crop, FontUse, Item, PictureUse};
use broadsheet_layout::{Compositor, PageFrame};
use broadsheet_press::{
    FontFile, Job, Print, Seen, Shown, ShownPicture, Sources, Standard, preflight, print,
};
use broadsheet_preview::{Drawn, DrawnPicture, Look, Pictures, Stamps, srgb};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::page;

/// The pictures of the pages are drawn so many times smaller each way: what is looked at here are inks, not pixels.
pub(crate) const SMALLER: u32 = 8;

/// The pixels of an inch of a proof.
pub(crate) const PROOF_DPI: f64 = 150.0;

/// A file that is gone when the test is.
struct Kept(PathBuf);

impl Kept {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("broadsheet-suite-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.0);
    }
}

/// Fonts of this machine, and pictures as they were drawn.
pub(crate) struct Stock {
    compositor: Compositor,
    pictures: BTreeMap<String, Vec<u8>>,
}

impl Sources for Stock {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        let bytes = self.compositor.font_file(font)?;
        Some(FontFile { bytes, sha256: self.compositor.font_sha256(font) })
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.pictures.get(&picture.sha256).cloned()
    }

    fn proof(&self, frame: &PageFrame, _job: &Job, _seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        let Drawn { png, pictures } = broadsheet_preview::drawn(
            frame,
            &self.compositor,
            self,
            &Stamps::default(),
            &Look::Process,
            PROOF_DPI,
        )
        .map_err(|why| why.to_string())?;
        let shown = |DrawnPicture { width, height, pixels }| ShownPicture { width, height, pixels };
        Ok(Some(Shown { png, pictures: pictures.into_iter().map(shown).collect(), colour: srgb }))
    }
}

impl Pictures for Stock {
    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.pictures.get(&picture.sha256).cloned()
    }
}

/// A picture in all colours, as dark as pictures get.
fn drawn(width: u32, height: u32) -> Vec<u8> {
    let part = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).unwrap_or(u8::MAX);
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([part(x, width), part(y, height), part(width - x, width * 2)])
    });
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

/// The pages with smaller pictures, and all that they are printed from. How many times smaller each way a picture is drawn
/// is asked with the page's name and the pixels of an inch that it has.
pub(crate) fn pages(smaller: impl Fn(&str, u32) -> u32) -> (Vec<(String, PageFrame)>, Stock) {
    let mut pages = Vec::new();
    let mut pictures = BTreeMap::new();
    let mut compositor = None;
    for case in page::all() {
        let set = case.set();
        let mut frame = set.composed.frame;
        let placed = frame.items.iter().filter_map(|item| match item {
            Item::Picture(placed) => Some((placed.picture, placed.crop.dpi(placed.rect)?)),
            _ => None,
        });
        let dpis: Vec<(u16, u32)> = placed.collect();
        let smaller: Vec<u32> = (0u16..)
            .zip(&frame.pictures)
            .map(|(at, _)| dpis.iter().filter(|(of, _)| *of == at).map(|(_, dpi)| *dpi).min())
            .zip(&frame.pictures)
            .map(|(dpi, used)| match case.advert(&used.sha256) {
                Some(_) => 1,
                None => smaller(&case.name, dpi.unwrap_or(u32::MAX)),
            })
            .collect();
        for (used, smaller) in frame.pictures.iter_mut().zip(&smaller) {
            (used.px_width, used.px_height) =
                ((used.px_width / smaller).max(1), (used.px_height / smaller).max(1));
            let advert = case.advert(&used.sha256).map(<[u8]>::to_vec);
            let file = advert.unwrap_or_else(|| drawn(used.px_width, used.px_height));
            used.sha256 = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
            pictures.insert(used.sha256.clone(), file);
        }
        for item in &mut frame.items {
            let Item::Picture(placed) = item else { continue };
            let used = &frame.pictures[usize::from(placed.picture)];
            let smaller = smaller[usize::from(placed.picture)];
            let Crop { x, y, width, height } = placed.crop;
            let (x, y) = ((x / smaller).min(used.px_width - 1), (y / smaller).min(used.px_height - 1));
            let width = (width / smaller).clamp(1, used.px_width - x);
            let height = (height / smaller).clamp(1, used.px_height - y);
            placed.crop = Crop { x, y, width, height };
        }
        pages.push((case.name.clone(), frame));
        compositor = Some(set.compositor);
    }
    (pages, Stock { compositor: compositor.expect("there is a page"), pictures })
}

/// What a tool writes to standard output; anything but success fails the test.
pub(crate) fn told(tool: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(tool).args(arguments).output().unwrap_or_else(|why| panic!("{tool}: {why}"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What pikepdf says of a file: the second reading that the press's own tests hold its documents against.
fn second_opinion(file: &Kept) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/press/tests/it/independent.py");
    // Debian's own Python: another one first in the path has not Debian's modules.
    let own = "/usr/bin/python3";
    let python = if Path::new(own).exists() { own } else { "python3" };
    serde_json::from_slice(&told(python, &[script.to_str().unwrap(), file.path()])).unwrap()
}

/// Of every page, the most ink of a point within its trim in per cent, and which of C, M, Y and K there are.
fn separated(file: &Kept, boxes: &[(f64, f64)]) -> Vec<(f64, [bool; 4])> {
    const DPI: f64 = 40.0;
    /// From the edge of the sheet to the trim, and a hair within it.
    const MARGIN_MM: f64 = 15.3;
    let resolution = format!("-r{DPI}");
    let device = ["-sDEVICE=pamcmyk32", &resolution, "-sOutputFile=-", file.path()];
    let bytes = told("gs", &[&["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER"][..], &device].concat());
    let (mut at, mut pages) = (0, Vec::new());
    for (width_mm, height_mm) in boxes {
        let end = at + bytes[at..].windows(7).position(|seven| seven == b"ENDHDR\n").unwrap() + 7;
        let head = std::str::from_utf8(&bytes[at..end]).unwrap();
        let named = |name: &str| -> usize {
            head.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().parse().unwrap()
        };
        let (width, height) = (named("WIDTH "), named("HEIGHT "));
        let pixels = |mm: f64| (mm / 25.4 * DPI) as usize;
        let (left, right) = (pixels(MARGIN_MM) + 1, pixels(MARGIN_MM + width_mm - 0.6));
        let (top, foot) = (pixels(MARGIN_MM) + 1, pixels(MARGIN_MM + height_mm - 0.6));
        let (mut most, mut plates) = (0, [false; 4]);
        for row in bytes[end..end + width * height * 4].chunks_exact(width * 4).take(foot).skip(top) {
            for inks in row.chunks_exact(4).take(right).skip(left) {
                most = most.max(inks.iter().map(|ink| u32::from(*ink)).sum());
                for (plate, ink) in plates.iter_mut().zip(inks) {
                    *plate |= *ink > 0;
                }
            }
        }
        pages.push((f64::from(most) / 2.55, plates));
        at = end + width * height * 4;
    }
    pages
}

/// The codes of our preflight that pikepdf's reading has too.
fn ours(pdf: &[u8]) -> BTreeSet<String> {
    const OURS_ALONE: [&str; 4] = ["low-resolution", "excessive-resolution", "hairline", "black-knocks-out"];
    let codes = preflight(pdf).findings.into_iter().map(|finding| finding.code().to_owned());
    codes.filter(|code| !OURS_ALONE.contains(&code.as_str())).collect()
}

#[test]
fn every_page_prints_and_other_tools_agree() {
    let (pages, stock) = pages(|_, _| SMALLER);
    let frames: Vec<&PageFrame> = pages.iter().map(|(_, frame)| frame).collect();
    let at = chrono::DateTime::parse_from_rfc3339("2022-11-17T23:40:00+08:00").unwrap();
    for standard in [Standard::X4, Standard::X1a] {
        let (title, producer) = ("reference pages".to_owned(), "Broadsheet".to_owned());
        let job = Job { standard, title, producer, ..Job::new(at) };
        let Print { pdf, pages: printed, .. } = print(&frames, &stock, &job).unwrap();
        let kept = Kept::new("pages.pdf", &pdf);
        let checked = String::from_utf8(told("qpdf", &["--check", kept.path()])).unwrap();
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
        let opinion = second_opinion(&kept);
        let codes = opinion["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
        assert_eq!(codes.collect::<BTreeSet<_>>(), ours(&pdf), "{}", standard.name());
        assert_eq!(ours(&pdf), BTreeSet::new(), "{}", standard.name());
        assert!(opinion["fonts"].as_object().unwrap().values().all(|embedded| embedded == true));
        let sizes: Vec<(f64, f64)> =
            frames.iter().map(|frame| (frame.trim.width.to_mm(), frame.trim.height.to_mm())).collect();
        for (((name, _), told), (most, plates)) in pages.iter().zip(&printed).zip(separated(&kept, &sizes)) {
            let limit = f64::from(told.most_ink);
            assert!(most <= 240.5 && most <= limit + 1.0, "{name}: {most} % on the plates, {limit} % told");
            for (plate, ink) in ["Cyan", "Magenta", "Yellow", "Black"].into_iter().enumerate() {
                let named = told.inks.iter().any(|told| told == ink);
                assert_eq!(plates[plate], named, "{name}: {ink} in {}", standard.name());
            }
        }
    }
}
