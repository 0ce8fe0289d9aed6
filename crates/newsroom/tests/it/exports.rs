//! An issue goes to the press whole or not at all, and says how far it is.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use broadsheet_newsroom::{Newsroom, Standard, Watch};
use serde_json::{Value, json};

use crate::desk::{Folder, approve, ask, by, host, id, open, place, refused, sign_with_picture, story};

/// An issue of so many pages, all signed but the last where `signed` is false.
fn issue(room: &Newsroom, pages: usize, signed: bool) -> String {
    let issue = id(&ask(room, "issue_new", json!({ "date": "2022-11-18", "title": null })));
    for n in 1..=pages {
        let new = json!({ "issue": issue, "number": format!("A{n:02}"), "format": "四开", "section": null });
        let page = id(&ask(room, "page_new", new));
        let story = story(room, &format!("第{n}版鼓响汾河"));
        approve(room, &story);
        place(room, &page, &story);
        if signed || n < pages {
            ask(room, "page_sign", json!({ "id": page, "hash": null }));
        }
    }
    issue
}

/// Every file of a folder and of its proofs with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(listed) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = listed.map(|entry| entry.unwrap().path());
    let proofs = std::fs::read_dir(folder.join("proof")).into_iter().flatten();
    let mut files: Vec<_> = paths
        .chain(proofs.map(|entry| entry.unwrap().path()))
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Who does not follow an export.
struct Nobody;

impl Watch for Nobody {
    fn page(&self, _: &str, _: usize, _: usize) {}
}

fn progress(room: &Newsroom, issue: &str) -> Value {
    ask(room, "issue_export_progress", json!({ "id": issue }))
}

#[test]
fn a_signed_issue_is_exported_into_a_folder_of_its_date() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room, 2, true);
    assert_eq!(progress(&room, &issue), json!({ "running": false, "done": 0, "all": 0 }));
    let done = ask(&room, "issue_export", json!({ "id": issue }));
    let out = PathBuf::from(done["folder"].as_str().unwrap());
    assert_eq!(out, folder.0.join("library/exports/20221118"));
    assert_eq!(names(&out), ["20221118-A01.pdf", "20221118-A02.pdf", "manifest.json", "proof"]);
    let proofs = ["20221118-A01.pdf", "20221118-A01.png", "20221118-A02.pdf", "20221118-A02.png"];
    assert_eq!(names(&out.join("proof")), proofs);
    assert_eq!(done["files"].as_array().unwrap().len(), 2);
    assert_eq!(done["files"][1]["number"], "A02");
    assert_eq!(progress(&room, &issue)["running"], false);
    // The same pages again are the same files.
    let before = files(&out);
    ask(&room, "issue_export", json!({ "id": issue }));
    assert_eq!(files(&out), before);
}

#[test]
fn a_page_of_another_size_than_the_first_is_told() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room, 1, true);
    let told = || {
        let done = ask(&room, "issue_export", json!({ "id": issue }));
        let notices = done["notices"].as_array().unwrap().clone();
        notices.into_iter().filter(|notice| notice["code"] == "page-size-differs").collect::<Vec<_>>()
    };
    assert_eq!(told(), Vec::<Value>::new());
    for (number, format) in [("A02", "四开"), ("B01", "对开")] {
        let new = json!({ "issue": issue, "number": number, "format": format, "section": null });
        let page = id(&ask(&room, "page_new", new));
        let story = story(&room, &format!("{number}版鼓响汾河"));
        approve(&room, &story);
        place(&room, &page, &story);
        ask(&room, "page_sign", json!({ "id": page, "hash": null }));
    }
    let told = told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["page"], &told[0]["severity"]), (&json!("B01"), &json!("warning")));
}

/// Every file of the issue once it is exported.
fn exported(room: &Newsroom, folder: &Folder, issue: &str) -> Vec<(String, Vec<u8>)> {
    ask(room, "issue_export", json!({ "id": issue }));
    files(&folder.0.join("library/exports/20221118"))
}

/// The files that were kept when pages were signed.
fn kept(folder: &Folder) -> Vec<PathBuf> {
    let shelves =
        std::fs::read_dir(folder.0.join("library/press")).unwrap().map(|entry| entry.unwrap().path());
    shelves.flat_map(|shelf| std::fs::read_dir(shelf).unwrap().map(|entry| entry.unwrap().path())).collect()
}

#[test]
fn what_leaves_is_what_was_made_when_it_was_signed() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room, 2, true);
    // A page's press file, its two proofs, and their record.
    assert_eq!(kept(&folder).len(), 8);
    let export = || exported(&room, &folder, &issue);
    let signed = export();
    let by_itself = |page: usize| {
        let id = ask(&room, "issue", json!({ "id": issue }))["pages"][page]["id"].clone();
        let file = ask(&room, "page_export", json!({ "id": id }))["file"].as_str().unwrap().to_owned();
        std::fs::read(file).unwrap()
    };
    let in_issue = std::fs::read(folder.0.join("library/exports/20221118/20221118-A02.pdf")).unwrap();
    assert!(by_itself(1) == in_issue);
    // Whatever has happened to what was kept, what leaves is the same: it is proved, and printed again where it is not
    // what it was.
    for path in kept(&folder) {
        let whole = std::fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        for bytes in [Some(damaged), None] {
            std::fs::remove_file(&path).unwrap();
            if let Some(bytes) = bytes {
                std::fs::write(&path, bytes).unwrap();
            }
            assert!(export() == signed, "{}", path.display());
            assert!(by_itself(1) == in_issue);
        }
        std::fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_picture_that_is_lost_after_the_signature_is_in_what_was_made() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let page = crate::desk::page(&room);
    sign_with_picture(&room, &page);
    let issue = ask(&room, "page", json!({ "id": page }))["issue"].as_str().unwrap().to_owned();
    let export = || exported(&room, &folder, &issue);
    let signed = export();
    let originals = folder.0.join("library/originals");
    std::fs::rename(&originals, folder.0.join("aside")).unwrap();
    assert!(export() == signed);
    std::fs::remove_dir_all(folder.0.join("library/press")).unwrap();
    assert_eq!(refused(&room, "issue_export", json!({ "id": issue })), "page-stopped");
    std::fs::rename(folder.0.join("aside"), &originals).unwrap();
    assert!(export() == signed);
}

#[test]
fn a_page_is_signed_where_what_was_made_of_it_cannot_be_kept() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let press = folder.0.join("library/press");
    std::fs::remove_dir_all(&press).unwrap();
    std::fs::write(&press, "no folder").unwrap();
    let issue = issue(&room, 1, true);
    ask(&room, "issue_export", json!({ "id": issue }));
    assert_eq!(std::fs::read(press).unwrap(), b"no folder");
}

#[test]
fn a_page_that_was_signed_for_another_press_is_printed_anew() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room, 1, true);
    let out = folder.0.join("flat");
    let export = |standard| room.issue_export(&by("示例总编"), &issue, standard, &out, &Nobody).unwrap();
    let flat = export(Some(Standard::X1a));
    assert_eq!(flat.files.len(), 1);
    assert!(std::fs::read(out.join("20221118-A01.pdf")).unwrap().starts_with(b"%PDF-1.4"));
    // It is said that this is not the file that was signed, and to the print house too.
    let as_signed = || {
        let manifest = std::fs::read(out.join("manifest.json")).unwrap();
        serde_json::from_slice::<Value>(&manifest).unwrap()["pages"][0]["as_signed"].clone()
    };
    let codes = |notices: &[broadsheet_newsroom::wire::Notice]| {
        notices.iter().map(|notice| (notice.code.clone(), notice.page.clone())).collect::<Vec<_>>()
    };
    let anew = ("not-as-signed".to_owned(), Some("A01".to_owned()));
    assert!(codes(&flat.notices).contains(&anew));
    assert_eq!(as_signed(), false);
    let page = ask(&room, "issue", json!({ "id": issue }))["pages"][0]["id"].as_str().unwrap().to_owned();
    let by_itself = |standard| {
        let file = folder.0.join("plate.pdf");
        codes(&room.page_export(&by("示例总编"), &page, standard, &file).unwrap().notices)
    };
    assert!(by_itself(Standard::X1a).contains(&anew));
    // Printed anew for the press that it was signed for, it is that very file.
    std::fs::remove_dir_all(folder.0.join("library/press")).unwrap();
    assert!(!codes(&export(None).notices).contains(&anew));
    assert_eq!(as_signed(), true);
    assert!(!by_itself(Standard::X4).contains(&anew));
}

#[test]
fn an_issue_with_an_unsigned_page_is_not() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room, 2, false);
    assert_eq!(refused(&room, "issue_export", json!({ "id": issue })), "not-signed");
    assert!(names(&folder.0.join("library/exports")).is_empty());
    assert_eq!(progress(&room, &issue)["running"], false, "what failed is under way no more");
}

#[test]
fn an_export_that_is_called_off_leaves_nothing_of_itself() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room, 3, true);
    let exports = folder.0.join("library/exports");
    // While none is under way there is nothing to call off.
    ask(&room, "issue_export_cancel", json!({ "id": issue }));
    let (seen, twice) = (AtomicBool::new(false), AtomicBool::new(false));
    let called_off = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !seen.load(Ordering::SeqCst) {
                let told = progress(&room, &issue);
                if told["running"] == true {
                    assert_eq!(told["all"], 3);
                    // Nor is it begun a second time meanwhile.
                    let again = room.call("issue_export", &by("示例总编"), json!({ "id": issue }));
                    twice.store(again.is_err_and(|why| why.code() == "exporting"), Ordering::SeqCst);
                    ask(&room, "issue_export_cancel", json!({ "id": issue }));
                    return;
                }
                std::thread::yield_now();
            }
        });
        let answer = room.call("issue_export", &by("示例总编"), json!({ "id": issue }));
        seen.store(true, Ordering::SeqCst);
        answer
    });
    assert_eq!(called_off.expect_err("called off").code(), "cancelled");
    assert!(twice.load(Ordering::SeqCst));
    assert!(names(&exports).is_empty(), "{:?}", names(&exports));
    assert_eq!(progress(&room, &issue)["running"], false);
    // What an earlier export wrote stays as it was, and the next one goes through.
    let done = ask(&room, "issue_export", json!({ "id": issue }));
    assert_eq!(done["files"].as_array().unwrap().len(), 3);
}
