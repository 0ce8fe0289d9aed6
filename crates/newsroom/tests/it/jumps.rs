//! A story that goes on on another page: both pages change in one act, and both are as before once it is taken back.

use serde_json::{Value, json};

use crate::desk::{Folder, ask, host, id, open, refused};

const SENTENCE: &str = "昨晚7时，停用三十年的渡口灯塔重新亮起，灯光可达15海里，守塔人说它还认得回港的船。";

fn page(newsroom: &broadsheet_newsroom::Newsroom, issue: &str, number: &str) -> String {
    let new = json!({ "issue": issue, "number": number, "format": "四开", "section": null });
    id(&ask(newsroom, "page_new", new))
}

fn module<'a>(view: &'a Value, story: &str) -> &'a Value {
    let modules = view["make_up"]["modules"].as_array().unwrap();
    modules.iter().find(|module| module["story"] == story).unwrap_or(&Value::Null)
}

fn codes(view: &Value) -> Vec<&str> {
    view["notices"].as_array().unwrap().iter().filter_map(|notice| notice["code"].as_str()).collect()
}

#[test]
fn a_story_goes_on_on_another_page_and_is_taken_back() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = id(&ask(&room, "issue_new", json!({ "date": "2022-11-18", "title": null })));
    let [first, second, third] = ["A01", "A02", "A03"].map(|number| page(&room, &issue, number));
    let new = json!({ "headline": "渡口灯塔百年重亮", "kicker": null, "deck": null, "source": null,
        "bylines": [], "body": vec![SENTENCE.repeat(4); 5], "rubric": null, "tags": [] });
    let story = id(&ask(&room, "story_new", new));
    let area = json!({ "col": 0, "row": 0, "cols": 2, "rows": 20 });
    let before = ask(&room, "page_place", json!({ "id": first, "story": story, "area": area }));
    assert!(codes(&before).contains(&"overset"));

    let jump = |from: &str, to: Value| json!({ "id": from, "story": story, "to": to });
    let view = |id: &str| ask(&room, "page", json!({ "id": id }));
    let laid = ask(&room, "page_jump", jump(&first, json!(second)));
    assert_eq!(module(&laid, &story)["treatment"]["to"], second);
    assert!(!codes(&laid).contains(&"overset"), "{:?}", codes(&laid));
    // Its part on the other page is as high as what is left of it.
    let leg = module(&view(&second), &story).clone();
    assert_eq!((&leg["treatment"]["from"], &leg["area"]["cols"]), (&json!(first), &json!(2)));
    let over = view(&second)["stories"][0]["over_rows"].as_i64().unwrap();
    assert!((-3..=0).contains(&over), "{over} rows over");

    // It does not come back to where it was, nor end where it goes on from.
    assert_eq!(refused(&room, "page_jump", jump(&second, json!(first))), "invalid-field");
    assert_eq!(refused(&room, "page_jump", jump(&first, json!(first))), "invalid-field");
    ask(&room, "page_jump", jump(&second, json!(third)));
    assert_eq!(refused(&room, "page_jump", jump(&first, Value::Null)), "goes-on");
    assert_eq!(module(&view(&second), &story)["treatment"]["to"], third);
    ask(&room, "page_jump", jump(&second, Value::Null));
    assert_eq!(module(&view(&third), &story), &Value::Null);

    // Another page instead: the part goes with it.
    ask(&room, "page_jump", jump(&first, json!(third)));
    assert_eq!(module(&view(&second), &story), &Value::Null);
    assert_eq!(module(&view(&third), &story)["treatment"]["from"], first);
    let ended = ask(&room, "page_jump", jump(&first, Value::Null));
    assert_eq!(ended["make_up"], before["make_up"]);
    assert_eq!(module(&view(&third), &story), &Value::Null);

    // As it stood there when it was taken back.
    let mut as_it_stood = leg.clone();
    as_it_stood["area"]["col"] = json!(4);
    let again = json!({ "id": first, "story": story, "to": second, "leg": as_it_stood });
    ask(&room, "page_jump", again);
    assert_eq!(module(&view(&second), &story), &as_it_stood);
}

#[test]
fn a_story_that_stands_on_both_pages_is_joined_where_it_stands() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let issue = id(&ask(&room, "issue_new", json!({ "date": "2022-11-18", "title": null })));
    let other = id(&ask(&room, "issue_new", json!({ "date": "2022-11-19", "title": null })));
    let [first, second] = ["A01", "A02"].map(|number| page(&room, &issue, number));
    let tomorrow = page(&room, &other, "A02");
    let story = crate::desk::story(&room, "渡口灯塔");
    let area = json!({ "col": 1, "row": 3, "cols": 2, "rows": 20 });
    for page in [&first, &second] {
        ask(&room, "page_place", json!({ "id": page, "story": story, "area": area }));
    }
    let jump = |to: &str| json!({ "id": first, "story": story, "to": to });
    assert_eq!(refused(&room, "page_jump", jump(&tomorrow)), "invalid-field");
    ask(&room, "page_jump", jump(&second));
    let leg = module(&ask(&room, "page", json!({ "id": second })), &story).clone();
    assert_eq!((&leg["area"], &leg["treatment"]["from"]), (&area, &json!(first)));
}
