//! A caller that heard no answer asks again; a caller that has seen an older version is told so.

use serde_json::{Value, json};

use crate::door::{Door, Visitor};
use crate::program::Folder;
use crate::specimen::{self, ADMIN, CHIEF, EDITOR, REPORTER};

fn cmd_id(number: u64) -> String {
    format!("0198c0de-0000-7000-8000-{number:012}")
}

fn events(visitor: &Visitor) -> u64 {
    visitor.ask("", "", "verify", Value::Null)["events"].as_u64().unwrap()
}

/// Typing in front of the body of a story with a headline of one character.
fn typing(id: &str, version: u64, text: &str) -> Value {
    let slice = json!({ "content": [{ "type": "text", "text": text }] });
    json!({ "id": id, "version": version,
        "steps": [{ "stepType": "replace", "from": 8, "to": 8, "slice": slice }] })
}

fn new_story() -> Value {
    json!({ "headline": "题", "kicker": null, "deck": null, "source": null, "bylines": [],
        "body": ["正文。"], "rubric": null, "tags": [] })
}

#[test]
fn asked_twice_a_command_is_done_once_and_answered_alike() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let door = Door::open(&cli);
    let visitor = door.visitor();
    let mut number = 0;
    let mut twice = |person: &str, call: &str, args: Value| {
        number += 1;
        let before = events(&visitor);
        let first = visitor.ask(person, &cmd_id(number), call, args.clone());
        let after = events(&visitor);
        assert!(after > before, "{call} did nothing");
        let again = visitor.ask(person, &cmd_id(number), call, args);
        assert_eq!(first["id"], again["id"], "{call}");
        assert_eq!(first["version"], again["version"], "{call}");
        assert_eq!(first["file"], again["file"], "{call}");
        assert_eq!(events(&visitor), after, "{call} was done twice");
        first
    };
    let made = |answer: Value| answer["id"].as_str().unwrap().to_owned();
    twice(ADMIN, "person_add", json!({ "name": "新人", "roles": ["reporter"] }));
    twice(REPORTER, "tag_add", json!({ "tag": "汾河" }));
    let story = made(twice(REPORTER, "story_new", new_story()));
    twice(REPORTER, "story_edit", typing(&story, 1, "本报讯　"));
    twice(REPORTER, "story_rewrite", json!({ "id": story, "headline": "鼓", "source": "本报讯" }));
    twice(REPORTER, "story_tag", json!({ "id": story, "tags": ["汾河"] }));
    twice(REPORTER, "story_submit", json!({ "id": story }));
    twice(EDITOR, "story_return", json!({ "id": story, "reason": "再核" }));
    twice(REPORTER, "story_submit", json!({ "id": story }));
    twice(EDITOR, "story_approve", json!({ "id": story, "version": null, "opinion": null }));
    twice(EDITOR, "story_hold", json!({ "id": story }));
    twice(EDITOR, "story_release", json!({ "id": story }));
    let reading = json!({ "rubric": null, "stories": [{ "kicker": null, "headline": "二", "deck": null,
        "source": null, "bylines": [], "body": ["文。"], "photos": [{ "caption": "图说。", "credit": null }] }] });
    twice(REPORTER, "file_copy", json!({ "reading": reading }));
    let issue = made(twice(CHIEF, "issue_new", json!({ "date": "2022-11-19", "title": null })));
    let page = json!({ "issue": issue, "number": "A01", "format": "四开", "section": null });
    let page = made(twice(EDITOR, "page_new", page));
    let area = json!({ "col": 0, "row": 10, "cols": 2, "rows": 20 });
    twice(EDITOR, "page_place", json!({ "id": page, "story": story, "area": area }));
    let next = json!({ "issue": issue, "number": "A02", "format": "四开", "section": null });
    let next = made(twice(EDITOR, "page_new", next));
    twice(EDITOR, "page_jump", json!({ "id": page, "story": story, "to": next }));
    twice(EDITOR, "page_jump", json!({ "id": page, "story": story, "to": null }));
    let proof = twice(EDITOR, "page_proof", json!({ "id": page, "format": "png" }));
    assert!(proof["file"].as_str().unwrap().ends_with("-A01-proof1.png"));
    let exports = std::fs::read_dir(cli.library.join("exports")).unwrap();
    let proofs = exports.filter(|entry| entry.as_ref().unwrap().path().to_string_lossy().contains("proof"));
    assert_eq!(proofs.count(), 1);
    twice(CHIEF, "page_sign", json!({ "id": page, "hash": null }));
    twice(EDITOR, "page_remove", json!({ "id": page, "story": story }));
    twice(EDITOR, "story_spike", json!({ "id": story }));
    assert_eq!(visitor.ask("", "", "verify", Value::Null)["ok"], true);
}

/// The answer to an edit is the version after that edit. Were it the newest, a writer who asks again would go on from
/// text that they have not seen.
#[test]
fn an_edit_that_is_asked_again_is_answered_with_its_own_version() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let door = Door::open(&cli);
    let visitor = door.visitor();
    let story = visitor.ask(REPORTER, "", "story_new", new_story())["id"].as_str().unwrap().to_owned();
    let mine = typing(&story, 1, "甲");
    assert_eq!(visitor.ask(REPORTER, &cmd_id(1), "story_edit", mine.clone())["version"], 2);
    assert_eq!(visitor.ask(EDITOR, &cmd_id(2), "story_edit", typing(&story, 2, "乙"))["version"], 3);
    assert_eq!(visitor.ask(REPORTER, &cmd_id(1), "story_edit", mine)["version"], 2);
    let (status, refused) =
        visitor.call(REPORTER, &cmd_id(3), "story_edit", typing(&story, 2, "丙")).unwrap();
    assert_eq!((status, &refused["code"]), (422, &json!("stale")));
    let since = visitor.ask(REPORTER, "", "story_steps", json!({ "id": story, "since": 2 }));
    assert_eq!((&since["version"], since["steps"].as_array().map(Vec::len)), (&json!(3), Some(1)));
    assert_eq!(visitor.ask("", "", "story", json!({ "id": story }))["body"], json!(["乙甲正文。"]));
}

#[test]
fn what_was_seen_in_an_older_version_is_refused_and_nothing_is_kept() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let door = Door::open(&cli);
    let visitor = door.visitor();
    let story = visitor.ask(REPORTER, "", "story_new", new_story())["id"].as_str().unwrap().to_owned();
    visitor.ask(REPORTER, "", "story_edit", typing(&story, 1, "甲"));
    visitor.ask(REPORTER, "", "story_submit", json!({ "id": story }));
    let page = specimen::page(&cli);
    let empty = json!({ "modules": [], "bands": [] });
    let before = events(&visitor);
    let late = [
        (REPORTER, "story_edit", typing(&story, 1, "乙"), "stale"),
        (EDITOR, "story_edit", typing(&story, 99, "乙"), "stale"),
        (EDITOR, "story_approve", json!({ "id": story, "version": 2, "opinion": null }), "story-changed"),
        (EDITOR, "page_lay", json!({ "id": page, "version": 1, "make_up": empty }), "stale"),
    ];
    for (person, call, args, code) in late {
        let (status, refused) = visitor.call(person, "", call, args).unwrap();
        assert_eq!((status, &refused["code"]), (422, &json!(code)), "{call}");
    }
    // The page is opened again by a change; it is then signed only as it was looked at.
    visitor.ask(EDITOR, "", "page_lay", json!({ "id": page, "version": null, "make_up": empty }));
    let after = events(&visitor);
    assert!(after > before);
    for steps in [
        json!([{ "stepType": "none" }]),
        json!([{ "stepType": "replace", "from": 900, "to": 901 }]),
        json!([7]),
    ] {
        let args = json!({ "id": story, "version": 3, "steps": steps });
        let (status, refused) = visitor.call(EDITOR, "", "story_edit", args).unwrap();
        assert_eq!((status, &refused["code"]), (422, &json!("edit-mismatch")));
    }
    assert_eq!(events(&visitor), after);
}
