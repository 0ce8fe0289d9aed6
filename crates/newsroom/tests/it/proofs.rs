//! A proof is taken once for a command, and of the page as it was set.

use std::sync::{Arc, Mutex, OnceLock, Weak};

use broadsheet_newsroom::{FixedHost, Host, Newsroom};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk::{Folder, approve, ask, asking, host, open, page, place, refused, story};

fn exports(folder: &Folder) -> Vec<String> {
    let listed = std::fs::read_dir(folder.0.join("library/exports")).unwrap();
    let mut names: Vec<String> =
        listed.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn asked_again_a_proof_is_the_one_that_was_taken() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (page, story) = (page(&room), story(&room, "鼓响汾河"));
    place(&room, &page, &story);
    for (cmd_id, format) in [(1, "pdf"), (2, "png")] {
        let args = json!({ "id": page, "format": format });
        let first = room.call("page_proof", &asking(cmd_id), args.clone()).unwrap();
        let again = room.call("page_proof", &asking(cmd_id), args.clone()).unwrap();
        assert_eq!(again, first);
        // The page goes on; the answer does not.
        ask(&room, "story_rewrite", json!({ "id": story, "headline": format!("鼓{cmd_id}") }));
        let again = room.call("page_proof", &asking(cmd_id), args.clone()).unwrap();
        assert_eq!((&again["file"], &again["sha256"]), (&first["file"], &first["sha256"]));
        // A file that was taken away is written again, of the same frame.
        let file = first["file"].as_str().unwrap();
        std::fs::remove_file(file).unwrap();
        let again = room.call("page_proof", &asking(cmd_id), args).unwrap();
        assert_eq!(again["file"], first["file"]);
        assert!(std::path::Path::new(file).is_file());
        if format == "png" {
            assert_eq!(again["sha256"], first["sha256"]);
        }
    }
    assert_eq!(exports(&folder), ["20221118-A01-proof1.pdf", "20221118-A01-proof2.png"]);
    assert_eq!(ask(&room, "page", json!({ "id": page }))["proofs"].as_array().unwrap().len(), 2);
}

/// A machine on which somebody does something while a page is being printed: the press asks it for the date.
struct Busy {
    host: FixedHost,
    meanwhile: Arc<Meanwhile>,
}

#[derive(Default)]
struct Meanwhile {
    room: OnceLock<Weak<Newsroom>>,
    call: Mutex<Option<(&'static str, Value)>>,
}

impl Host for Busy {
    fn now(&self) -> DateTime<FixedOffset> {
        let call = self.meanwhile.call.lock().unwrap().take();
        if let (Some((call, arguments)), Some(room)) =
            (call, self.meanwhile.room.get().and_then(Weak::upgrade))
        {
            ask(&room, call, arguments);
        }
        self.host.now()
    }

    fn new_id(&self) -> Uuid {
        self.host.new_id()
    }

    fn device(&self) -> String {
        self.host.device()
    }
}

fn busy(folder: &Folder) -> (Arc<Newsroom>, Arc<Meanwhile>) {
    let meanwhile = Arc::new(Meanwhile::default());
    let room = Arc::new(open(folder, Busy { host: host(), meanwhile: Arc::clone(&meanwhile) }));
    meanwhile.room.set(Arc::downgrade(&room)).unwrap();
    (room, meanwhile)
}

#[test]
fn a_page_that_changes_while_it_is_printed_is_not_signed() {
    let folder = Folder::new();
    let (room, meanwhile) = busy(&folder);
    let (page, one) = (page(&room), story(&room, "鼓响汾河"));
    place(&room, &page, &one);
    approve(&room, &one);
    let sign = json!({ "id": page, "hash": null });
    // Moved by a row it is another page.
    let area = json!({ "col": 0, "row": 1, "cols": 3, "rows": 30 });
    *meanwhile.call.lock().unwrap() = Some(("page_place", json!({ "id": page, "story": one, "area": area })));
    assert_eq!(refused(&room, "page_sign", sign.clone()), "page-changed");
    assert_eq!(ask(&room, "page", json!({ "id": page }))["state"], "laid");
    // A copy that is edited meanwhile is no longer approved.
    let rewrite = json!({ "id": one, "headline": "鼓响汾河两岸" });
    *meanwhile.call.lock().unwrap() = Some(("story_rewrite", rewrite));
    assert_eq!(refused(&room, "page_sign", sign.clone()), "page-stopped");
    approve(&room, &one);
    // A retry is answered, and signs nothing again.
    let first = room.call("page_sign", &asking(7), sign.clone()).unwrap();
    assert_eq!((&first["state"], first["signatures"].as_array().unwrap().len()), (&json!("signed"), 1));
    assert_eq!(room.call("page_sign", &asking(7), sign).unwrap(), first);
}

#[test]
fn a_page_that_changes_while_its_proof_is_set_is_not_proofed() {
    let folder = Folder::new();
    let (room, meanwhile) = busy(&folder);
    let (page, one, two) = (page(&room), story(&room, "鼓响汾河"), story(&room, "另一篇"));
    place(&room, &page, &one);
    let area = json!({ "col": 3, "row": 10, "cols": 3, "rows": 30 });
    let change = ("page_place", json!({ "id": page, "story": two, "area": area }));
    *meanwhile.call.lock().unwrap() = Some(change);
    let args = json!({ "id": page, "format": "pdf" });
    assert_eq!(refused(&room, "page_proof", args.clone()), "stale");
    let view = ask(&room, "page", json!({ "id": page }));
    assert_eq!((&view["state"], &view["proofs"]), (&json!("laid"), &json!([])));
    assert_eq!(view["stories"].as_array().unwrap().len(), 2);
    assert!(exports(&folder).is_empty());
    let proof = ask(&room, "page_proof", args);
    assert!(proof["file"].as_str().unwrap().ends_with("-proof1.pdf"));
}
