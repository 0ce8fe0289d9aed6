//! A spread: two facing pages made up, signed and printed as one.

use broadsheet_newsroom::Newsroom;
use serde_json::{Value, json};

use crate::desk::{Folder, ask, host, id, open, refused, story};

fn issue(room: &Newsroom) -> String {
    id(&ask(room, "issue_new", json!({ "date": "2022-11-18", "title": null })))
}

fn new(issue: &str, number: &str, format: &str) -> Value {
    json!({ "issue": issue, "number": number, "format": format, "section": null, "editors": [] })
}

#[test]
fn a_spread_takes_both_of_its_places() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room);
    for (number, format) in
        [("A03", "四开"), ("A04-A05", "四开通版"), ("A06", "四开"), ("B02-B03", "对开通版")]
    {
        ask(&room, "page_new", new(&issue, number, format));
    }
    for taken in ["A03", "A04", "A05"] {
        assert_eq!(refused(&room, "page_new", new(&issue, taken, "四开")), "already-exists", "{taken}");
    }
    for taken in ["A04-A05", "A06-A07"] {
        assert_eq!(refused(&room, "page_new", new(&issue, taken, "四开通版")), "already-exists", "{taken}");
    }
    for (wrong, format) in
        [("A08", "四开通版"), ("A08-A09", "四开"), ("A09-A10", "四开通版"), ("A08-A10", "对开通版")]
    {
        assert_eq!(refused(&room, "page_new", new(&issue, wrong, format)), "invalid-field", "{wrong}");
    }
    let pages = ask(&room, "issue", json!({ "id": issue }))["pages"].clone();
    let numbers: Vec<&str> =
        pages.as_array().unwrap().iter().filter_map(|page| page["number"].as_str()).collect();
    assert_eq!(numbers, ["A03", "A04-A05", "A06", "B02-B03"]);
    assert_eq!(ask(&room, "issues", json!({}))[0]["pages"], 6, "as many as a reader counts");
    // Another issue has places of its own.
    let other = id(&ask(&room, "issue_new", json!({ "date": "2022-11-19", "title": null })));
    ask(&room, "page_new", new(&other, "A04", "四开"));
}

#[test]
fn the_formats_say_which_are_spreads() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let formats = ask(&room, "session", json!({}))["formats"].clone();
    let named = |name: &str| {
        let found = formats.as_array().unwrap().iter().find(|format| format["name"] == name);
        found.unwrap_or_else(|| panic!("{name}")).clone()
    };
    assert_eq!(
        named("四开"),
        json!({ "name": "四开", "spread": false, "width_mm": 272.5, "height_mm": 390.0, "columns": 6, "column": 11, "rows": 88 })
    );
    assert_eq!(
        named("四开通版"),
        json!({ "name": "四开通版", "spread": true, "width_mm": 545.0, "height_mm": 390.0, "columns": 12, "column": 12, "rows": 88 })
    );
    assert_eq!(named("berliner-spread")["width_mm"], 630.0);
    assert_eq!(formats.as_array().unwrap().len(), 10);
    let page = id(&ask(&room, "page_new", new(&issue(&room), "4-5", "对开通版")));
    let page = ask(&room, "page", json!({ "id": page }));
    assert_eq!(["columns", "column", "rows"].map(|count| page[count].as_u64().unwrap()), [18, 12, 123]);
}

#[test]
fn a_spread_is_signed_and_printed_as_one_file() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room);
    let page = id(&ask(&room, "page_new", new(&issue, "A04-A05", "四开通版")));
    let story = story(&room, "汾河两岸鼓声起");
    ask(&room, "story_submit", json!({ "id": story }));
    ask(&room, "story_approve", json!({ "id": story, "version": null, "opinion": null }));
    // Over the fold: from the second column to the last but one.
    let over = json!({ "col": 1, "row": 10, "cols": 10, "rows": 30 });
    ask(&room, "page_place", json!({ "id": page, "story": story, "area": over }));
    let past = json!({ "col": 1, "row": 10, "cols": 12, "rows": 30 });
    let past = json!({ "id": page, "story": story, "area": past });
    assert_eq!(refused(&room, "page_place", past), "invalid-field");
    ask(&room, "page_sign", json!({ "id": page, "hash": null }));
    let done = ask(&room, "issue_export", json!({ "id": issue }));
    assert_eq!(done["files"][0]["number"], "A04-A05");
    assert_eq!(done["files"][0]["file"], "20221118-A04-A05.pdf");
    let manifest = std::fs::read(folder.0.join("library/exports/20221118/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let printed = &manifest["pages"][0];
    let trim: Vec<f64> =
        printed["boxes"]["trim"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    let mm = |points: f64| points / 72.0 * 25.4;
    let (width, height) = (mm(trim[2] - trim[0]), mm(trim[3] - trim[1]));
    assert!((width - 545.0).abs() < 0.1 && (height - 390.0).abs() < 0.1, "{width} × {height}");
    assert!(printed["name"].as_str().unwrap().ends_with("A04-A05"), "{printed}");
}

/// A reader is sent to the page on which the story goes on, not to a pair of pages.
#[test]
fn a_story_goes_on_on_one_page_of_a_spread() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = issue(&room);
    let first = id(&ask(&room, "page_new", new(&issue, "A01", "四开")));
    let spread = id(&ask(&room, "page_new", new(&issue, "A04-A05", "四开通版")));
    let body: Vec<String> = (0..12).map(|_| "绛州大鼓响起来，汾河两岸秋收忙。".repeat(4)).collect();
    let story = json!({ "headline": "汾河两岸鼓声起", "kicker": null, "deck": null, "source": null, "bylines": [],
        "body": body, "rubric": null, "tags": [] });
    let story = id(&ask(&room, "story_new", story));
    let lay = |page: &str, area: Value, way: Value| {
        let module = json!({ "story": story, "area": area, "columns": null, "headline": null, "pictures": [],
            "treatment": way });
        let make_up = json!({ "modules": [module], "bands": [], "adverts": [] });
        ask(&room, "page_lay", json!({ "id": page, "version": null, "make_up": make_up }))
    };
    let here = json!({ "col": 0, "row": 0, "cols": 3, "rows": 16 });
    for (col, page, from) in [(7, "A05", "A01"), (2, "A04", "A01")] {
        lay(&first, here.clone(), json!({ "to": spread }));
        lay(&spread, json!({ "col": col, "row": 4, "cols": 3, "rows": 30 }), json!({ "from": first }));
        let shown = |page: &str| {
            let display = room.media(&format!("page/{page}/display"), "", None).unwrap();
            String::from_utf8(display.bytes).unwrap()
        };
        assert!(shown(&first).contains(&format!("下转{page}版")), "from column {col}");
        assert!(shown(&spread).contains(&format!("上接{from}版")));
    }
}
