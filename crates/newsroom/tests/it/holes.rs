//! A picture that is missing, or fills its frame in part, stops the page, by name and at its place.

use std::path::Path;

use broadsheet_copy::page::PageEvent;
use broadsheet_copy::{Event, PageId, StreamId};
use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::Item;
use broadsheet_newsroom::{Access, Newsroom, Standard};
use broadsheet_store::{Change, Command, Library};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk::{Folder, ask, by, host, open, page, sign_with_picture};

/// A signed page with a picture; the page and the photo.
fn signed(room: &Newsroom) -> (String, String) {
    let page = page(room);
    let photo = sign_with_picture(room, &page);
    (page, photo)
}

/// The one error that a proof of the page tells.
fn told(room: &Newsroom, page: &str) -> Value {
    let proof = ask(room, "page_proof", json!({ "id": page, "format": "pdf" }));
    let errors = proof["notices"].as_array().unwrap().iter().filter(|notice| notice["severity"] == "error");
    let errors: Vec<&Value> = errors.collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].clone()
}

/// Nothing of the page is exported, by itself or with its issue.
fn is_stopped(room: &Newsroom, page: &str, folder: &Folder) {
    let out = folder.0.join("plate.pdf");
    let refused = room.page_export(&by("示例总编"), page, Standard::X4, &out).expect_err("it is stopped");
    assert_eq!(refused.code(), "page-stopped");
    assert!(!out.exists());
    let issue = ask(room, "page", json!({ "id": page }))["issue"].clone();
    let out = folder.0.join("library/exports/20221118");
    let whole =
        room.call("issue_export", &by("示例总编"), json!({ "id": issue })).expect_err("it is stopped");
    assert_eq!((whole.code(), out.exists()), ("page-stopped", false), "{whole:?}");
}

fn is_at(notice: &Value, code: &str, photo: &str) {
    assert_eq!((notice["code"].as_str(), notice["photo"].as_str()), (Some(code), Some(photo)));
    assert!(notice["message"].as_str().unwrap().contains("IPTC-Empty.jpg"), "{notice}");
    assert!(notice["hint"].is_string() && notice["place"].is_string());
    let rect: Vec<f64> = notice["rect"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    // In the second of six columns of 11 字, behind a margin of 68 点.
    assert!((rect[0] - 176.0).abs() < 3.0 && rect[2] > 90.0 && rect[3] > 50.0, "{rect:?}");
}

#[test]
fn a_picture_that_is_gone_stops_the_page_at_its_place() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (page, photo) = signed(&room);
    // What was made when it was signed would leave as it was signed.
    for shelf in ["originals", "press"] {
        remove_files(&folder.0.join("library").join(shelf));
    }
    is_at(&told(&room, &page), "picture-missing", &photo);
    is_stopped(&room, &page, &folder);
}

fn remove_files(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { remove_files(&path) } else { std::fs::remove_file(path).unwrap() }
    }
}

/// No page that is composed here has such a frame: one that another program made, or that was damaged, may.
#[test]
fn a_picture_that_fills_its_frame_in_part_stops_the_page_at_its_place() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (page, photo) = signed(&room);
    let hash = ask(&room, "page", json!({ "id": page }))["hash"].as_str().unwrap().to_owned();
    drop(room);
    {
        let library = Library::open(&folder.0.join("library"), Access::Write).unwrap();
        let mut frame = PageFrame::from_bytes(&library.frame(&hash).unwrap()).unwrap();
        let pictures = frame.items.iter_mut().filter_map(|item| match item {
            Item::Picture(placed) => Some(placed),
            _ => None,
        });
        for placed in pictures {
            placed.crop.x += placed.crop.width / 2;
            placed.crop.width *= 2;
        }
        let frame = library.put_frame(&frame.to_bytes().unwrap()).unwrap();
        let stream = StreamId::Page(PageId(page.parse().unwrap()));
        let history = library.history(stream).unwrap();
        let Some(Event::Page(PageEvent::Signed { by, .. })) = history.last().map(|last| last.event.clone())
        else {
            panic!("the page is signed");
        };
        let signed = Event::Page(PageEvent::Signed { by, frame, press: None, press_file: None });
        let seen = history.last().unwrap().ver;
        let command = Command {
            cmd_id: Uuid::from_u128(77),
            actor: None,
            actor_name: String::new(),
            device: String::new(),
            at: chrono::DateTime::parse_from_rfc3339("2022-11-17T21:00:00+08:00").unwrap(),
            changes: vec![Change { stream, seen, events: vec![signed] }],
        };
        library.append(&command).unwrap();
    }
    let room = Newsroom::open(&folder.0.join("library"), Access::Write, Box::new(host())).unwrap();
    let notice = told(&room, &page);
    is_at(&notice, "picture-partly-filled", &photo);
    is_stopped(&room, &page, &folder);
}
