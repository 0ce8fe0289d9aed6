//! Files of the suite that no test reads.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What the program writes into a page's folder.
const OUTPUTS: [&str; 2] = ["lines.txt", "page.png"];
/// What a person writes there, beside the adverts that the page names.
const INPUTS: [&str; 2] = ["copy.md", "page.json"];
/// The folders of cases in text.
pub(crate) const TEXTS: [&str; 3] = ["lines", "heads", "frames"];
/// What stands in the suite's own folder.
const OWN: [&str; 4] = ["Cargo.toml", "README.md", "claims.txt", "tests"];

/// Every file and folder that belongs to no case, from the suite's folder.
pub(crate) fn dead(suite: &Path) -> Vec<PathBuf> {
    let mut dead = Vec::new();
    for entry in listed(suite) {
        let name = name_of(&entry);
        match name {
            "pages" => dead.extend(listed(&entry).iter().flat_map(|page| dead_of_page(page))),
            _ if TEXTS.contains(&name) => {
                dead.extend(listed(&entry).into_iter().filter(|path| !is_text(path)));
            }
            _ if OWN.contains(&name) => {}
            _ => dead.push(entry),
        }
    }
    dead
}

/// Removes of the dead what the program once wrote, and folders that are empty then; answers what is left, which a
/// person wrote.
pub(crate) fn remove_outputs(dead: Vec<PathBuf>) -> Vec<PathBuf> {
    let folders: BTreeSet<PathBuf> =
        dead.iter().filter_map(|path| path.parent()).map(Path::to_path_buf).collect();
    let (outputs, inputs): (Vec<_>, Vec<_>) =
        dead.into_iter().partition(|path| OUTPUTS.contains(&name_of(path)));
    outputs.iter().for_each(|output| fs::remove_file(output).unwrap());
    for folder in folders.iter().filter(|folder| listed(folder).is_empty()) {
        fs::remove_dir(folder).unwrap();
    }
    inputs
}

fn dead_of_page(page: &Path) -> Vec<PathBuf> {
    if !page.is_dir() {
        return vec![page.to_owned()];
    }
    let Ok(case) = fs::read_to_string(page.join("page.json")) else { return listed(page) };
    let is_advert = |name: &str| name.ends_with(".pdf") && case.contains(&format!("\"{name}\""));
    let known = |name: &str| OUTPUTS.contains(&name) || INPUTS.contains(&name) || is_advert(name);
    listed(page).into_iter().filter(|path| !known(name_of(path))).collect()
}

fn is_text(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "txt")
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort_unstable();
    paths
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

#[test]
fn what_belongs_to_no_case_is_found_and_of_it_what_the_program_wrote_is_removed() {
    let suite = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("a-suite");
    let _ = fs::remove_dir_all(&suite);
    let files = [
        "Cargo.toml",
        "claims.txt",
        "lines/3-marks.txt",
        "lines/3-marks.txt.orig",
        "heads/4-fit.md",
        "pages/kept/page.json",
        "pages/kept/page.png",
        "pages/kept/named.pdf",
        "pages/kept/old.pdf",
        "pages/kept/old.png",
        "pages/gone/lines.txt",
        "pages/gone/page.png",
        "pages/misnamed/Page.json",
    ];
    for file in files {
        let path = suite.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "\"named.pdf\"").unwrap();
    }
    let named = |paths: Vec<PathBuf>| -> Vec<String> {
        paths.iter().map(|path| path.strip_prefix(&suite).unwrap().to_str().unwrap().to_owned()).collect()
    };
    let found = dead(&suite);
    let known = [&files[3..5], &files[8..]].concat();
    let mut said = named(found.clone());
    said.sort_unstable_by_key(|file| files.iter().position(|known| known == file));
    assert_eq!(said, known);
    assert_eq!(named(remove_outputs(found)).len(), 5);
    assert!(!suite.join("pages/gone").exists() && suite.join("pages/kept/page.png").exists());
}
