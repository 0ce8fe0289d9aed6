//! Two people at one story: neither takes away what the other has written.

use serde_json::{Value, json};

use crate::desk::{Folder, ask, host, open, refused, story};

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
