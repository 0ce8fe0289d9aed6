//! Two people at one story: neither takes away what the other has written.

use serde_json::{Value, json};

use crate::desk::{Folder, ask, by, host, open, refused, story};

#[test]
fn a_field_that_is_not_given_stays() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let id = story(&room, "鼓响汾河");
    let set = |fields: Value| ask(&room, "story_fields", json!({ "id": id, "fields": fields }));
    let byline = json!([{ "role": "记者", "names": ["示例记者"] }]);
    set(json!({ "rubric": "城事" }));
    set(json!({ "bylines": byline }));
    let both = set(json!({ "source": "本报讯", "desk": "要闻部" }));
    for (field, value) in [
        ("rubric", json!("城事")),
        ("bylines", byline.clone()),
        ("source", json!("本报讯")),
        ("desk", json!("要闻部")),
        ("slug", json!("鼓响汾河")),
    ] {
        assert_eq!(both[field], value, "{field}");
    }
    // What is null is cleared; the rest stays.
    let cleared = set(json!({ "rubric": null }));
    assert_eq!((&cleared["rubric"], &cleared["source"]), (&Value::Null, &json!("本报讯")));
    // The whole record is taken as it always was.
    let whole = set(json!({ "slug": "鼓", "bylines": [], "source": null, "rubric": "副刊", "desk": null }));
    assert_eq!(
        (&whole["slug"], &whole["bylines"], &whole["source"], &whole["rubric"], &whole["desk"]),
        (&json!("鼓"), &json!([]), &Value::Null, &json!("副刊"), &Value::Null)
    );
}

#[test]
fn a_field_that_somebody_else_has_changed_is_not_written_over() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let id = story(&room, "鼓响汾河");
    let by = |name: &str| json!([{ "role": "记者", "names": [name] }]);
    let set = |fields: Value, seen: Value| json!({ "id": id, "fields": fields, "seen": seen });
    let unseen = json!({ "source": null });
    ask(&room, "story_fields", set(json!({ "source": "本报讯" }), unseen.clone()));
    // Another field than the one that was changed meanwhile goes in; the same one does not, nor does what comes with it.
    ask(&room, "story_fields", set(json!({ "rubric": "城事" }), json!({ "rubric": null })));
    let both =
        set(json!({ "source": "新华社", "bylines": by("甲一") }), json!({ "source": null, "bylines": [] }));
    assert_eq!(refused(&room, "story_fields", both), "field-changed");
    let story = ask(&room, "story", json!({ "id": id }));
    assert_eq!(
        (&story["source"], &story["bylines"], &story["rubric"]),
        (&json!("本报讯"), &json!([]), &json!("城事"))
    );
    // What is there already takes nothing from anybody, and whoever has seen it may change it.
    ask(&room, "story_fields", set(json!({ "source": " 本报讯 " }), unseen));
    ask(&room, "story_fields", set(json!({ "source": "新华社" }), json!({ "source": "本报讯" })));
    ask(&room, "story_fields", set(json!({ "bylines": by("甲一") }), json!({ "bylines": [] })));
    let late = set(json!({ "bylines": by("乙二") }), json!({ "bylines": [] }));
    assert_eq!(refused(&room, "story_fields", late), "field-changed");
    ask(&room, "story_fields", set(json!({ "bylines": by("乙二") }), json!({ "bylines": by("甲一") })));
}

#[test]
fn a_story_without_a_name_is_named_after_its_headline_and_nobody_loses_by_it() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let blank = json!({ "headline": null, "kicker": null, "deck": null, "source": null, "bylines": [], "body": [],
        "rubric": null, "tags": [] });
    let id = ask(&room, "story_new", blank)["id"].clone();
    let story = ask(&room, "story", json!({ "id": id }));
    assert_eq!(story["slug"], "");
    // The headline begins behind the kicker, which is empty.
    let step = json!({ "stepType": "replace", "from": 3, "to": 3,
        "slice": { "content": [{ "type": "text", "text": "鼓响汾河" }] } });
    ask(&room, "story_edit", json!({ "id": id, "version": story["version"], "steps": [step] }));
    let unnamed = json!({ "id": id, "fields": { "slug": "" }, "seen": { "slug": "" } });
    assert_eq!(ask(&room, "story_fields", unnamed.clone())["slug"], "鼓响汾河");
    // Another window that saw it without a name wants the same.
    assert_eq!(ask(&room, "story_fields", unnamed)["slug"], "鼓响汾河");
    let renamed = json!({ "id": id, "fields": { "slug": "鼓" }, "seen": { "slug": "" } });
    assert_eq!(ask(&room, "story_fields", renamed)["slug"], "鼓");
    let late = json!({ "id": id, "fields": { "slug": "汾河" }, "seen": { "slug": "鼓响汾河" } });
    assert_eq!(refused(&room, "story_fields", late), "field-changed");
}

#[test]
fn what_was_decided_on_an_older_version_is_refused() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let id = story(&room, "鼓响汾河");
    let seen = ask(&room, "story", json!({ "id": id }))["version"].clone();
    let fields = |rubric: &str| json!({ "id": id, "fields": { "rubric": rubric }, "version": seen });
    let tags = || json!({ "id": id, "tags": [], "version": seen });
    ask(&room, "story_fields", fields("城事"));
    assert_eq!(refused(&room, "story_fields", fields("副刊")), "stale");
    assert_eq!(refused(&room, "story_tag", tags()), "stale");
    let story = ask(&room, "story", json!({ "id": id }));
    assert_eq!(story["rubric"], "城事");
    let tags = json!({ "id": id, "tags": ["medtop:20000612"], "version": story["version"] });
    assert_eq!(ask(&room, "story_tag", tags)["tags"], json!(["medtop:20000612"]));
}

#[test]
fn a_row_says_of_each_story_what_the_story_itself_says_may_be_done() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let mine = story(&room, "鼓响汾河");
    let submitted = story(&room, "灯塔");
    let held = story(&room, "渡口");
    let untitled = story(&room, "");
    room.call("story_submit", &by("示例记者"), json!({ "id": submitted })).unwrap();
    ask(&room, "story_hold", json!({ "id": held }));
    for person in ["示例记者", "示例总编"] {
        let rows = room.call("stories", &by(person), json!({})).unwrap();
        let row_of =
            |id: &str| rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap()["can"].clone();
        for id in [&mine, &submitted, &held, &untitled] {
            let whole = room.call("story", &by(person), json!({ "id": id })).unwrap()["can"].clone();
            let plain = ["submit", "hold", "release", "spike", "unspike"];
            let may: Vec<_> = whole
                .as_array()
                .unwrap()
                .iter()
                .filter(|act| plain.contains(&act.as_str().unwrap()))
                .collect();
            assert_eq!(row_of(id), json!(may), "{person}, {id}");
        }
        // A reporter holds nothing, an editor does; without a headline nobody submits.
        assert_eq!(row_of(&mine).as_array().unwrap().contains(&json!("hold")), person == "示例总编");
        assert!(!row_of(&untitled).as_array().unwrap().contains(&json!("submit")));
    }
}
