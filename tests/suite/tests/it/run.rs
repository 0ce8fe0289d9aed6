//! Every case set, and compared with what is kept.

use std::fs;
use std::path::Path;

use broadsheet_preview::{Look, Stamps, png};

use crate::references::{self, TEXTS};
use crate::report::Failure;
use crate::{galley, image, module, page, page_dump, text};

/// Fine enough to see a line that moved, coarse enough to be kept by the dozen.
const DPI: f64 = 45.0;
/// Fine enough to judge a page by.
const LOOK_DPI: f64 = 150.0;

/// Whether what is found is to be kept.
fn blessed() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// The cases that are not set as they are kept, and the files that belong to none.
pub(crate) fn failures() -> Vec<Failure> {
    let mut failures: Vec<Failure> = std::thread::scope(|scope| {
        let pages = scope.spawn(pages);
        let texts: Vec<Failure> = TEXTS.iter().flat_map(|folder| texts(folder)).collect();
        texts.into_iter().chain(pages.join().unwrap()).collect()
    });
    let mut dead = references::dead(&page::root());
    if blessed() {
        dead = references::remove_outputs(dead);
    }
    failures.extend(dead.iter().map(|path| Failure {
        file: path.strip_prefix(page::root()).unwrap().display().to_string(),
        name: "no test reads this file".to_owned(),
        ..Failure::default()
    }));
    failures
}

/// The cases of a folder that are not set as they are kept.
fn texts(folder: &str) -> Vec<Failure> {
    let mut failures = Vec::new();
    for file in text::File::all(&page::root().join(folder)) {
        let mut dumps = Vec::new();
        for case in &file.cases {
            let setting = if folder == "lines" { galley::set(case) } else { module::set(case) };
            let said = case.broken(&setting);
            let differs = !blessed() && case.kept() != setting.dump;
            if differs || !said.is_empty() {
                failures.push(Failure {
                    file: file.name(),
                    name: case.name.clone(),
                    said,
                    kept: case.kept().to_owned(),
                    now: setting.dump.clone(),
                    images: None,
                });
            }
            dumps.push(setting.dump);
        }
        if blessed() {
            file.accept(&dumps);
        }
    }
    failures
}

/// The pages that are not set as they are kept.
fn pages() -> Vec<Failure> {
    page::all().iter().filter_map(page).collect()
}

fn page(case: &page::Case) -> Option<Failure> {
    let set = case.set();
    let again = case.set();
    assert_eq!(set.composed.frame.hash().unwrap(), again.composed.frame.hash().unwrap(), "{}", case.name);
    let lines = page_dump::dump(&set);
    let picture =
        png(&set.composed.frame, &set.compositor, &case, &Stamps::default(), &Look::Process, DPI).unwrap();
    if let Some(folder) = std::env::var_os("LOOK") {
        let large =
            png(&set.composed.frame, &set.compositor, &case, &Stamps::default(), &Look::Process, LOOK_DPI)
                .unwrap();
        fs::write(Path::new(&folder).join(format!("{}.png", case.name)), large).unwrap();
    }
    let kept = fs::read_to_string(case.file("lines.txt")).unwrap_or_default();
    let image = fs::read(case.file("page.png")).unwrap_or_default();
    let said = image::difference(&image, &picture);
    if blessed() {
        fs::write(case.file("lines.txt"), &lines).unwrap();
        // An image that is the same to the eye stays the same file.
        if said.is_some() {
            fs::write(case.file("page.png"), &picture).unwrap();
        }
        return None;
    }
    if kept == lines && said.is_none() {
        return None;
    }
    Some(Failure {
        file: format!("pages/{}", case.name),
        name: case.name.replace('-', " "),
        said: said.into_iter().collect(),
        kept,
        now: lines,
        images: Some((image, picture)),
    })
}
