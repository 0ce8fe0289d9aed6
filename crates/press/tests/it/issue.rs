//! An issue into a folder: all pages or none, with a manifest that tells what they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use crate::proof::Shows;
use crate::separations::tool;
use crate::specimen::{Composer, SC, Shelf, Style, job, mm, png, sha256, specimen};
use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{FontUse, Ink, LineEnd, PictureUse, Role};
use broadsheet_press::{
    ExportError, FontFile, IssuePage, Job, MadePage, Plates, Seen, Shown, Sources, Spot, Standard, Verdict,
    Watch, export, preflight_by,
};
use serde_json::Value;

/// A folder that is gone when the test is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("broadsheet-issue-{}-{name}", std::process::id()));
        let _gone = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.0.join("20221118")
    }

    /// Everything in it, by name.
    fn names(&self) -> Vec<String> {
        names(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Who remembers what was told, and gives up after so many pages.
pub(crate) struct Remembers {
    told: Mutex<Vec<(String, usize, usize)>>,
    patience: AtomicUsize,
}

impl Remembers {
    pub(crate) fn patient() -> Self {
        Self { told: Mutex::new(Vec::new()), patience: AtomicUsize::new(usize::MAX) }
    }
}

impl Watch for Remembers {
    fn page(&self, file: &str, done: usize, all: usize) {
        self.told.lock().unwrap().push((file.to_owned(), done, all));
    }

    fn cancelled(&self) -> bool {
        self.told.lock().unwrap().len() >= self.patience.load(Ordering::Relaxed)
    }
}

/// A small page with a word and a tint.
fn small(word: &str, ink: Ink) -> Composer {
    let mut page = Composer::new(100.0, 100.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    page.frame.name = format!("样报 2022-11-18 {word}");
    let block = page.block(Role::Paragraph, Some(1), word);
    page.line(block, (0, word.len()), (20.0, 20.0), Style::black(serif, 9.0), LineEnd::Last);
    page.tint(mm(20.0, 40.0, 30.0, 30.0), ink);
    page
}

pub(crate) fn page<'a>(of: &'a Composer, file: &str, job: Job) -> IssuePage<'a> {
    IssuePage { frame: &of.frame, file: file.to_owned(), job, kept: None, signed: None }
}

#[test]
fn every_page_is_there_with_a_manifest_that_is_true() {
    let folder = Folder::new("whole");
    let mut front = specimen();
    let inside = small("第二版", Ink { c: 0, m: 60, y: 60, k: 0 });
    front.shelf.fonts.extend(inside.shelf.fonts.clone());
    let black = Job { plates: Plates::Black, ..job() };
    let flat = Job { standard: Standard::X1a, ..job() };
    let pages = [
        page(&front, "A01.pdf", job()),
        page(&inside, "A02.pdf", black.clone()),
        page(&inside, "A03.pdf", flat.clone()),
    ];
    let watch = Remembers::patient();
    let done = export(&pages, &front.shelf, &folder.out(), &watch).unwrap();
    assert_eq!(names(&folder.out()), ["A01.pdf", "A02.pdf", "A03.pdf", "manifest.json"]);
    assert_eq!(folder.names(), ["20221118"], "nothing is left beside it");
    let mut told = watch.told.into_inner().unwrap();
    assert_eq!(told.iter().map(|(_, done, _)| *done).collect::<Vec<_>>(), [1, 2, 3]);
    told.sort();
    assert_eq!(
        told.iter().map(|(file, ..)| file.as_str()).collect::<Vec<_>>(),
        ["A01.pdf", "A02.pdf", "A03.pdf"]
    );

    let manifest = std::fs::read(folder.out().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!((&manifest["condition"], &manifest["ink_limit"]), (&"CGATS TR 002".into(), &240.into()));
    assert_eq!(manifest["profile_sha256"], sha256(&job().profile.icc));
    for (listed, wanted) in manifest["pages"].as_array().unwrap().iter().zip(&pages) {
        let pdf = std::fs::read(folder.out().join(&wanted.file)).unwrap();
        assert_eq!((&listed["file"], &listed["bytes"]), (&wanted.file.as_str().into(), &pdf.len().into()));
        assert_eq!(listed["sha256"], sha256(&pdf));
        assert_eq!(listed["standard"], wanted.job.standard.name());
        assert_eq!(preflight_by(&pdf, &wanted.job.rules(wanted.frame)).verdict, Verdict::Pass);
        assert_eq!(listed["notices"], Value::Array(Vec::new()));
    }
    let first = &manifest["pages"][0];
    assert_eq!(first["name"], "样报 2022-11-18 A03");
    assert_eq!(first["inks"], serde_json::json!(["Cyan", "Magenta", "Yellow", "Black"]));
    assert_eq!(first["boxes"]["trim"], serde_json::json!([42.52, 42.52, 814.96, 1148.03]));
    assert_eq!(first["fonts"].as_array().unwrap().len(), 3);
    assert_eq!(first["pictures"][0]["sha256"], front.frame.pictures[0].sha256);
    assert_eq!(manifest["pages"][1]["inks"], serde_json::json!(["Black"]));
    assert_eq!(manifest["pages"][2]["most_ink"], 120);

    // Once more, over the first: the same bytes.
    let again = export(&pages, &front.shelf, &folder.out(), &Remembers::patient()).unwrap();
    assert_eq!(again, done);
    assert_eq!(folder.names(), ["20221118"]);
}

#[test]
fn one_bad_page_stops_the_issue_and_leaves_what_was() {
    let folder = Folder::new("stopped");
    let good = small("第一版", Ink::grey(30));
    let bad = small("第二版", Ink { c: 90, m: 90, y: 90, k: 0 });
    let pages = [page(&good, "A01.pdf", job()), page(&bad, "A02.pdf", job())];
    let ExportError::Stopped { pages: told } =
        export(&pages, &good.shelf, &folder.out(), &Remembers::patient()).unwrap_err()
    else {
        panic!("it was exported")
    };
    assert_eq!(told.iter().map(broadsheet_press::PageTold::stops).collect::<Vec<_>>(), [false, true]);
    assert_eq!(told[1].notices[0].code(), "ink-over-limit");
    assert_eq!(folder.names(), [] as [&str; 0]);
    // Where an issue stands, it stays.
    export(&pages[..1], &good.shelf, &folder.out(), &Remembers::patient()).unwrap();
    assert!(export(&pages, &good.shelf, &folder.out(), &Remembers::patient()).is_err());
    assert_eq!(names(&folder.out()), ["A01.pdf", "manifest.json"]);
    assert_eq!(folder.names(), ["20221118"]);
    // A font that is not there is one page's fault, and told as such.
    let error = export(&pages[..1], &Shelf::default(), &folder.out(), &Remembers::patient()).unwrap_err();
    assert_eq!((error.code(), error.to_string().starts_with("A01.pdf: ")), ("font-missing", true));
}

#[test]
fn who_gives_up_leaves_nothing() {
    let folder = Folder::new("cancelled");
    let one = small("第一版", Ink::grey(30));
    let pages: Vec<IssuePage<'_>> = (0..12).map(|at| page(&one, &format!("A{at:02}.pdf"), job())).collect();
    let watch = Remembers { told: Mutex::new(Vec::new()), patience: AtomicUsize::new(2) };
    assert!(matches!(export(&pages, &one.shelf, &folder.out(), &watch), Err(ExportError::Cancelled)));
    assert!(watch.told.into_inner().unwrap().len() < 12, "it did not go on to the end");
    assert_eq!(folder.names(), [] as [&str; 0]);
}

#[test]
fn a_folder_with_other_peoples_files_is_left_alone() {
    let folder = Folder::new("taken");
    let one = small("第一版", Ink::grey(30));
    let pages = [page(&one, "A01.pdf", job())];
    std::fs::create_dir_all(folder.out()).unwrap();
    export(&pages, &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    std::fs::write(folder.out().join("notes.txt"), "mine").unwrap();
    let error = export(&pages, &one.shelf, &folder.out(), &Remembers::patient()).unwrap_err();
    assert_eq!(error.code(), "folder-taken");
    assert_eq!(names(&folder.out()), ["A01.pdf", "manifest.json", "notes.txt"]);
    for name in ["../A01.pdf", "manifest.json", "", ".hidden", "a/b.pdf"] {
        let pages = [page(&one, name, job())];
        let error = export(&pages, &one.shelf, &folder.0.join("other"), &Remembers::patient()).unwrap_err();
        assert_eq!(error.code(), "file-name", "{name:?}");
    }
    let twice = [page(&one, "A01.pdf", job()), page(&one, "a01.PDF", job())];
    let error = export(&twice, &one.shelf, &folder.0.join("other"), &Remembers::patient()).unwrap_err();
    assert_eq!(error.code(), "file-name");
    assert!(export(&[], &one.shelf, &folder.0.join("other"), &Remembers::patient()).is_err());
}

#[test]
fn a_folder_that_stands_stays_the_folder_that_it_is() {
    let folder = Folder::new("stands");
    let one = small("第一版", Ink::grey(30));
    let two = small("第二版", Ink::grey(40));
    let before = [page(&one, "A01.pdf", job()), page(&one, "A02.pdf", job())];
    let after = [page(&two, "A02.pdf", job()), page(&two, "A03.pdf", job())];
    std::fs::create_dir(folder.out()).unwrap();
    let of = || {
        let metadata = std::fs::metadata(folder.out()).unwrap();
        (metadata.created().ok(), metadata.permissions())
    };
    let stood = of();
    export(&before, &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    let first = std::fs::read(folder.out().join("A02.pdf")).unwrap();
    export(&after, &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    assert_eq!(names(&folder.out()), ["A02.pdf", "A03.pdf", "manifest.json"]);
    assert!(std::fs::read(folder.out().join("A02.pdf")).unwrap() != first);
    assert_eq!(of(), stood);
    assert_eq!(folder.names(), ["20221118"]);
}

/// Exports once more, into the same folder, while it is being told of.
struct Meddler<'a> {
    pages: &'a [IssuePage<'a>],
    shelf: &'a Shelf,
    out: PathBuf,
    told: Mutex<Vec<&'static str>>,
}

impl Watch for Meddler<'_> {
    fn page(&self, _: &str, done: usize, _: usize) {
        if done == 1 {
            let refused = export(self.pages, self.shelf, &self.out, &Remembers::patient()).unwrap_err();
            self.told.lock().unwrap().push(refused.code());
        }
    }
}

#[test]
fn a_folder_is_filled_by_one_export_at_a_time() {
    let folder = Folder::new("at-once");
    let one = small("第一版", Ink::grey(30));
    let pages = [page(&one, "A01.pdf", job()), page(&one, "A02.pdf", job())];
    for stands in [false, true] {
        if stands {
            std::fs::create_dir_all(folder.out()).unwrap();
        }
        let told = Mutex::default();
        let watch = Meddler { pages: &pages, shelf: &one.shelf, out: folder.out(), told };
        export(&pages, &one.shelf, &folder.out(), &watch).unwrap();
        assert_eq!(*watch.told.lock().unwrap(), ["folder-in-use"]);
        assert_eq!(names(&folder.out()), ["A01.pdf", "A02.pdf", "manifest.json"]);
        assert_eq!(folder.names(), ["20221118"], "nothing is left beside it");
    }
}

#[test]
fn what_a_cut_off_export_has_moved_is_moved_back_by_the_next() {
    let folder = Folder::new("cut-off");
    let one = small("第一版", Ink::grey(30));
    let two = small("第二版", Ink::grey(40));
    let pages = |of| [page(of, "A01.pdf", job()), page(of, "A02.pdf", job())];
    export(&pages(&one), &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    let other = folder.0.join("other");
    export(&pages(&two), &one.shelf, &other, &Remembers::patient()).unwrap();
    let out = |name: &str| folder.out().join(name);
    let read = |path: &Path| std::fs::read(path).unwrap();
    let (old, new) = (read(&out("A01.pdf")), read(&other.join("A01.pdf")));
    // It was killed when its first page was in, and what it had taken out was not all out.
    let part = folder.out().join(".part");
    std::fs::create_dir_all(part.join("old")).unwrap();
    std::fs::rename(&other, part.join("new")).unwrap();
    std::fs::rename(out("manifest.json"), part.join("old/manifest.json")).unwrap();
    std::fs::rename(out("A01.pdf"), part.join("old/A01.pdf")).unwrap();
    std::fs::rename(part.join("new/A01.pdf"), out("A01.pdf")).unwrap();
    assert!(read(&out("A01.pdf")) == new);
    // The next one does not come to its end either.
    let patience = AtomicUsize::new(1);
    let watch = Remembers { told: Mutex::new(Vec::new()), patience };
    assert!(matches!(export(&pages(&two), &one.shelf, &folder.out(), &watch), Err(ExportError::Cancelled)));
    assert_eq!(names(&folder.out()), ["A01.pdf", "A02.pdf", "manifest.json"]);
    assert!(read(&out("A01.pdf")) == old);
    // Cut off when all was done but the clearing up: what came in stays.
    std::fs::create_dir_all(part.join("old")).unwrap();
    std::fs::create_dir_all(part.join("new")).unwrap();
    std::fs::write(part.join("old/A01.pdf"), "older").unwrap();
    assert!(export(&pages(&two), &Shelf::default(), &folder.out(), &Remembers::patient()).is_err());
    assert_eq!(names(&folder.out()), ["A01.pdf", "A02.pdf", "manifest.json"]);
    assert!(read(&out("A01.pdf")) == old);
    // What its own manifest does not name as a file of the folder is not touched.
    std::fs::create_dir_all(part.join("old")).unwrap();
    std::fs::create_dir_all(part.join("new")).unwrap();
    std::fs::write(folder.0.join("secret.pdf"), "mine").unwrap();
    let lies = serde_json::json!({ "pages": [{ "file": "../secret.pdf" }] });
    std::fs::write(part.join("new/manifest.json"), lies.to_string()).unwrap();
    export(&pages(&two), &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    assert_eq!(std::fs::read_to_string(folder.0.join("secret.pdf")).unwrap(), "mine");
    assert_eq!(folder.names(), ["20221118", "secret.pdf"]);
}

/// While it is told of, something of somebody else's is laid where a page is to go.
struct Intruder(PathBuf);

impl Watch for Intruder {
    fn page(&self, _: &str, done: usize, _: usize) {
        if done == 2 {
            let _there = std::fs::create_dir_all(self.0.join("A03.pdf/theirs"));
        }
    }
}

#[test]
fn what_cannot_be_moved_whole_is_moved_back() {
    let folder = Folder::new("moved-back");
    let one = small("第一版", Ink::grey(30));
    let pages = |numbers: [&str; 2]| numbers.map(|number| page(&one, &format!("{number}.pdf"), job()));
    export(&pages(["A01", "A02"]), &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    let first = std::fs::read(folder.out().join("A01.pdf")).unwrap();
    let refused = export(&pages(["A01", "A03"]), &one.shelf, &folder.out(), &Intruder(folder.out()));
    assert_eq!(refused.unwrap_err().code(), "folder-taken");
    assert_eq!(names(&folder.out()), ["A01.pdf", "A02.pdf", "A03.pdf", "manifest.json"]);
    assert!(std::fs::read(folder.out().join("A01.pdf")).unwrap() == first);
}

/// A shelf that keeps what it is shown of a page's pictures, and draws nothing.
struct Looks<'a>(&'a Shelf, Mutex<Vec<Option<Seen>>>);

impl Sources for Looks<'_> {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        self.0.font(font)
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.0.picture(picture)
    }

    fn proof(&self, _frame: &PageFrame, _job: &Job, seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        *self.1.lock().unwrap() = seen.to_vec();
        Ok(None)
    }
}

#[test]
fn what_a_photograph_shows_is_handed_on_before_it_becomes_inks() {
    // Red at the left, blue at the right; the right two thirds are shown, with twice the pixels that
    // the press has a use for.
    let stored: Vec<u8> =
        (0..600 * 300).flat_map(|at| if at % 600 < 300 { [200, 30, 30] } else { [20, 40, 180] }).collect();
    let photo = png(&stored, (600, 300), png::ColorType::Rgb, png::BitDepth::Eight, None);
    let folder = Folder::new("seen");
    let mut one = small("第一版", Ink::grey(30));
    let crop = broadsheet_layout::frame::Crop { x: 200, y: 0, width: 400, height: 300 };
    one.picture(photo, (600, 300), Some(crop), mm(20.0, 75.0, 16.93, 12.69), "图", 1);
    let shown = |sharpening: u16| {
        let looks = Looks(&one.shelf, Mutex::default());
        let pages = [page(&one, "A01.pdf", Job { sharpening, ..job() })];
        export(&pages, &looks, &folder.out(), &Remembers::patient()).unwrap();
        let seen = looks.1.into_inner().unwrap();
        assert_eq!(seen.len(), one.frame.items.len());
        let mut pictures = seen.into_iter().flatten();
        (pictures.next().unwrap(), pictures.next())
    };
    let (plain, others) = shown(0);
    assert_eq!((plain.width, plain.height, &plain.icc, others), (200, 150, &None, None));
    let at = |x: usize| &plain.pixels[(75 * 200 + x) * 3..][..3];
    assert_eq!((at(5), at(190)), (&[200, 30, 30][..], &[20, 40, 180][..]));
    assert_eq!(shown(150).0, plain, "sharpening is for the press");
}

#[test]
fn proofs_in_rgb_go_along_in_a_folder_of_their_own() {
    let folder = Folder::new("proofs");
    let one = small("第一版", Ink::grey(30));
    let pages = [page(&one, "A01.pdf", job())];
    let sources = Shows { shelf: &one.shelf, colour: [255, 0, 0] };
    let done = export(&pages, &sources, &folder.out(), &Remembers::patient()).unwrap();
    assert_eq!(names(&folder.out()), ["A01.pdf", "manifest.json", "proof"]);
    let proofs = folder.out().join("proof");
    assert_eq!(names(&proofs), ["A01.pdf", "A01.png"]);
    let listed = &done.manifest.pages[0].proofs;
    assert_eq!(
        listed.iter().map(|proof| proof.file.as_str()).collect::<Vec<_>>(),
        ["proof/A01.png", "proof/A01.pdf"]
    );
    let pdf = proofs.join("A01.pdf");
    assert_eq!(listed[1].sha256, sha256(&std::fs::read(&pdf).unwrap()));
    let pdf = pdf.to_str().unwrap();
    assert!(tool("qpdf", &["--check", pdf]).contains("No syntax or stream encoding errors"));
    // 100 mm are 283.46 points.
    assert!(tool("pdfinfo", &[pdf]).contains("283.464 x 283.464"), "{}", tool("pdfinfo", &[pdf]));
    assert_eq!(tool("pdftotext", &[pdf, "-"]).trim(), "第一版", "it is no picture");
    // Once more over the first; but not over what somebody else has put there.
    export(&pages, &sources, &folder.out(), &Remembers::patient()).unwrap();
    std::fs::write(proofs.join("notes.txt"), "mine").unwrap();
    let error = export(&pages, &sources, &folder.out(), &Remembers::patient()).unwrap_err();
    assert_eq!(error.code(), "folder-taken");
    // Without proofs there is no folder of them.
    std::fs::remove_file(proofs.join("notes.txt")).unwrap();
    export(&pages, &one.shelf, &folder.out(), &Remembers::patient()).unwrap();
    assert_eq!(names(&folder.out()), ["A01.pdf", "manifest.json"]);
}

/// A shelf that keeps what pages were made of.
struct Keeps<'a> {
    shown: Shows<'a>,
    kept: Vec<(String, Vec<u8>)>,
}

impl Sources for Keeps<'_> {
    fn font(&self, _: &FontUse) -> Option<FontFile> {
        None
    }

    fn picture(&self, _: &PictureUse) -> Option<Vec<u8>> {
        None
    }

    fn kept(&self, sha256: &str) -> Option<Vec<u8>> {
        self.kept.iter().find(|(name, _)| name == sha256).map(|(_, bytes)| bytes.clone())
    }
}

impl Keeps<'_> {
    /// Makes a page and keeps it; answers the name of its record.
    fn keep(&mut self, frame: &PageFrame, job: &Job) -> String {
        let made = MadePage::new(frame, &self.shown, job).unwrap();
        self.kept.extend(made.files().map(|file| (file.sha256.clone(), file.bytes.clone())));
        let record = made.record(job);
        let name = sha256(&record);
        self.kept.push((name.clone(), record));
        name
    }
}

#[test]
fn a_page_that_was_kept_is_put_into_the_folder_as_it_was_made() {
    let folder = Folder::new("kept");
    let front = specimen();
    // A notice and a finding, neither of which stops it: a slug line that no font has, and a spot colour.
    let red = Ink { c: 0, m: 100, y: 80, k: 5 };
    let inside = small("第二版", red);
    let spots = vec![Spot { name: "PANTONE 186 C".to_owned(), stands_for: red }];
    let second = Job { slug: "样报 2022-11-18 第二版 ش".to_owned(), spots, ..job() };
    let mut shelf = front.shelf.clone();
    shelf.fonts.extend(inside.shelf.fonts.clone());
    let shown = || Shows { shelf: &shelf, colour: [255, 0, 0] };
    let mut pages = [page(&front, "A01.pdf", job()), page(&inside, "A02.pdf", second)];
    let printed = export(&pages, &shown(), &folder.out(), &Remembers::patient()).unwrap();
    assert!(!printed.pages[1].notices.is_empty() && !printed.pages[1].findings.is_empty(), "{printed:?}");
    let manifest = std::fs::read(folder.out().join("manifest.json")).unwrap();
    let mut keeps = Keeps { shown: shown(), kept: Vec::new() };
    for page in &mut pages {
        page.kept = Some(keeps.keep(page.frame, &page.job));
    }
    // It has no fonts: whatever were printed again would be refused.
    let taken = export(&pages, &keeps, &folder.out(), &Remembers::patient()).unwrap();
    assert_eq!(taken, printed);
    assert!(std::fs::read(folder.out().join("manifest.json")).unwrap() == manifest);
    for listed in &taken.manifest.pages {
        assert_eq!(sha256(&std::fs::read(folder.out().join(&listed.file)).unwrap()), listed.sha256);
        assert_eq!(listed.proofs.len(), 2);
        for proof in &listed.proofs {
            assert_eq!(sha256(&std::fs::read(folder.out().join(&proof.file)).unwrap()), proof.sha256);
        }
    }
    // For any other job it is printed again, and so where a file is gone.
    let again = |pages: &[IssuePage<'_>], keeps: &Keeps<'_>| {
        export(pages, keeps, &folder.out(), &Remembers::patient()).expect_err("it is printed again").code()
    };
    let mut limit = job();
    limit.profile.ink_limit -= 1;
    let mut paper = job();
    paper.profile.icc = [&paper.profile.icc[..], &[0]].concat().into();
    for job in [
        limit,
        paper,
        Job { standard: Standard::X1a, ..job() },
        Job { at: job().at + chrono::TimeDelta::seconds(1), ..job() },
        Job { producer: "Broadsheet of another day".to_owned(), ..job() },
    ] {
        let other = [IssuePage { job, ..pages[0].clone() }];
        assert_eq!(again(&other, &keeps), "font-missing");
    }
    let all = keeps.kept.clone();
    for (gone, _) in &all {
        keeps.kept = all.clone();
        keeps.kept.retain(|(name, _)| name != gone);
        assert_eq!(again(&pages, &keeps), "font-missing");
    }
}

/// A shelf that gives a picture out only once so many pages have asked for theirs, or when nobody else comes.
struct Meets<'a> {
    shelf: &'a Shelf,
    wanted: usize,
    /// The pictures that were asked for, by their pages.
    asked: Mutex<BTreeSet<String>>,
    came: Condvar,
}

impl Sources for Meets<'_> {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        self.shelf.font(font)
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        const PATIENCE: Duration = Duration::from_secs(20);
        let mut asked = self.asked.lock().unwrap();
        asked.insert(picture.sha256.clone());
        self.came.notify_all();
        let waited = self.came.wait_timeout_while(asked, PATIENCE, |asked| asked.len() < self.wanted);
        // A picture that is not there stops its page.
        if waited.unwrap().1.timed_out() { None } else { self.shelf.picture(picture) }
    }
}

#[test]
fn pages_are_printed_side_by_side() {
    let folder = Folder::new("side-by-side");
    let pictured = |word: &str, light: u8| {
        let mut page = small(word, Ink::grey(30));
        let pixels = [light].repeat(300 * 300);
        let file = png(&pixels, (300, 300), png::ColorType::Grayscale, png::BitDepth::Eight, None);
        page.picture(file, (300, 300), None, mm(20.0, 75.0, 20.0, 20.0), "图", 1);
        page
    };
    let pages_ = [pictured("第一版", 100), pictured("第二版", 200)];
    let mut shelf = pages_[0].shelf.clone();
    shelf.pictures.extend(pages_[1].shelf.pictures.clone());
    let pages = [page(&pages_[0], "A01.pdf", job()), page(&pages_[1], "A02.pdf", job())];
    // On a machine of one processor they come one after the other.
    let wanted = std::thread::available_parallelism().map_or(1, |threads| threads.get().min(2));
    let meets = Meets { shelf: &shelf, wanted, asked: Mutex::default(), came: Condvar::new() };
    let done = export(&pages, &meets, &folder.out(), &Remembers::patient());
    assert!(done.is_ok(), "one page waited in vain for the other: {done:?}");
    assert_eq!(meets.asked.into_inner().unwrap().len(), 2);
}
