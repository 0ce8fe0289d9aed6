//! A page is shown and signed as it would be composed now, and made up from what is ready.

use serde_json::{Value, json};

use crate::desk::{Folder, ask, host, id, open, page, place, story, title};

#[test]
fn another_style_composes_the_page_anew() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (page, story) = (page(&room), story(&room, "鼓响汾河"));
    let evening = place(&room, &page, &story);
    let shown = || room.media(&format!("page/{page}/display"), "", None).unwrap();
    let before = shown();
    ask(&room, "title_set", title("morning"));
    let morning = ask(&room, "page", json!({ "id": page }));
    assert_ne!(morning["hash"], evening["hash"]);
    assert_ne!(morning["etag"], evening["etag"]);
    let now = shown();
    assert_ne!((&now.etag, &now.bytes), (&before.etag, &before.bytes));
    // What is shown is what a look at the same make-up shows.
    let preview = ask(&room, "page_preview", json!({ "id": page, "make_up": morning["make_up"] }));
    assert_eq!(serde_json::from_slice::<Value>(&now.bytes).unwrap(), preview["display"]);
    // And what was asked for by the old name is sent again.
    let known = room.media(&format!("page/{page}/display"), "", Some(&before.etag)).unwrap();
    assert!(!known.unchanged);
    ask(&room, "title_set", title("evening"));
    let again = ask(&room, "page", json!({ "id": page }));
    assert_eq!((&again["hash"], &again["etag"]), (&evening["hash"], &evening["etag"]));
}

#[test]
fn what_is_not_printed_leaves_the_page_as_it_is() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (page, story) = (page(&room), story(&room, "鼓响汾河"));
    let laid = place(&room, &page, &story);
    ask(&room, "story_tag", json!({ "id": story, "tags": ["medtop:20000612"] }));
    ask(&room, "story_submit", json!({ "id": story }));
    assert_eq!(ask(&room, "page", json!({ "id": page }))["etag"], laid["etag"]);
    ask(&room, "story_rewrite", json!({ "id": story, "headline": "鼓" }));
    assert_ne!(ask(&room, "page", json!({ "id": page }))["etag"], laid["etag"]);
}

#[test]
fn an_empty_page_takes_what_is_approved_then_what_is_with_the_editors() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let page = page(&room);
    let filed: Vec<(&str, String)> =
        ["draft", "submitted-1", "returned", "approved-1", "held", "spiked", "submitted-2", "approved-2"]
            .map(|name| (name, story(&room, name)))
            .into();
    for (name, story) in &filed {
        let call = |call: &str, more: Value| {
            let mut arguments = json!({ "id": story });
            for (key, value) in more.as_object().into_iter().flatten() {
                arguments[key] = value.clone();
            }
            ask(&room, call, arguments)
        };
        if *name != "draft" {
            call("story_submit", json!({}));
        }
        match *name {
            "returned" => drop(call("story_return", json!({ "reason": "再核" }))),
            "held" => drop(call("story_hold", json!({}))),
            "spiked" => drop(call("story_spike", json!({}))),
            "approved-1" | "approved-2" => {
                drop(call("story_approve", json!({ "version": null, "opinion": null })));
            }
            _ => {}
        }
    }
    let laid = ask(&room, "page_auto", json!({ "id": page }));
    let stands: Vec<String> = laid["stories"].as_array().unwrap().iter().map(id).collect();
    let name = |id: &String| filed.iter().find(|(_, story)| story == id).map(|(name, _)| *name);
    let stands: Vec<_> = stands.iter().filter_map(name).collect();
    assert_eq!(stands, ["approved-1", "approved-2", "submitted-1", "submitted-2"]);
}
