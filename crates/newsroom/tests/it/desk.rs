//! A newsroom on a library of a test's own, with one who writes and one who may do everything.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use broadsheet_newsroom::{Access, Ask, FixedHost, Host, Newsroom};
use serde_json::{Value, json};
use uuid::Uuid;

/// Who files.
const REPORTER: &str = "示例记者";
/// Who does the rest.
const CHIEF: &str = "示例总编";

/// A folder of a test's own, removed with it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("broadsheet-newsroom-{}-{n}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A clock and ids that are the same in every run.
pub(crate) fn host() -> FixedHost {
    FixedHost::new(chrono::DateTime::parse_from_rfc3339("2022-11-17T19:30:00+08:00").unwrap())
}

pub(crate) fn open(folder: &Folder, host: impl Host + 'static) -> Newsroom {
    let room = Newsroom::open(&folder.0.join("library"), Access::Write, Box::new(host)).unwrap();
    let chief = json!({ "name": CHIEF, "roles": ["chief", "reporter", "editor", "page-editor"] });
    room.call("person_add", &Ask::default(), chief).unwrap();
    ask(&room, "person_add", json!({ "name": REPORTER, "roles": ["reporter"] }));
    ask(&room, "title_set", title("evening"));
    room
}

pub(crate) fn title(style: &str) -> Value {
    json!({ "name": "样报", "latin_name": null, "lang": "zh-CN", "style": style, "tags": [], "deadline": 1410 })
}

/// Somebody asks.
pub(crate) fn by(person: &str) -> Ask {
    Ask { person: Some(person.to_owned()), ..Ask::default() }
}

/// The chief asks, under a command's id.
pub(crate) fn asking(cmd_id: u128) -> Ask {
    Ask { cmd_id: Some(Uuid::from_u128(cmd_id)), ..by(CHIEF) }
}

/// What the chief is answered.
pub(crate) fn ask(room: &Newsroom, call: &str, arguments: Value) -> Value {
    room.call(call, &by(CHIEF), arguments).unwrap_or_else(|why| panic!("{call}: {why}"))
}

/// The code of what is refused.
pub(crate) fn refused(room: &Newsroom, call: &str, arguments: Value) -> &'static str {
    room.call(call, &by(CHIEF), arguments).expect_err(call).code()
}

/// Files a story of the reporter's, without a headline where it is empty.
pub(crate) fn story(room: &Newsroom, headline: &str) -> String {
    let headline = (!headline.is_empty()).then_some(headline);
    let new = json!({ "headline": headline, "kicker": null, "deck": null, "source": null, "bylines": [],
        "body": ["绛州大鼓响起来，汾河两岸秋收忙。"], "rubric": null, "tags": [] });
    id(&room.call("story_new", &by(REPORTER), new).unwrap())
}

/// Plans an empty page.
pub(crate) fn page(room: &Newsroom) -> String {
    let issue = id(&ask(room, "issue_new", json!({ "date": "2022-11-18", "title": null })));
    let new = json!({ "issue": issue, "number": "A01", "format": "四开", "section": null, "editors": [] });
    id(&ask(room, "page_new", new))
}

/// Puts a story on a page.
pub(crate) fn place(room: &Newsroom, page: &str, story: &str) -> Value {
    let area = json!({ "col": 0, "row": 10, "cols": 3, "rows": 30 });
    ask(room, "page_place", json!({ "id": page, "story": story, "area": area }))
}

/// Sends a story in and approves it.
pub(crate) fn approve(room: &Newsroom, story: &str) {
    ask(room, "story_submit", json!({ "id": story }));
    ask(room, "story_approve", json!({ "id": story, "version": null, "opinion": null }));
}

/// Lays a story with a picture on a page and signs it; the photo.
pub(crate) fn sign_with_picture(room: &Newsroom, page: &str) -> String {
    let (story, upload) = (story(room, "鼓响汾河"), upload(room, "IPTC-Empty.jpg"));
    let credit = json!({ "role": null, "names": ["示例记者"] });
    let photo = json!({ "upload": upload, "story": story, "caption": "鼓手。", "credit": credit });
    let photo = id(&ask(room, "photo_add", photo));
    approve(room, &story);
    let area = json!({ "col": 0, "row": 10, "cols": 3, "rows": 30 });
    let picture = json!({ "photo": photo, "area": { "col": 1, "row": 8, "cols": 1, "rows": 14 } });
    let module =
        json!({ "story": story, "area": area, "columns": null, "headline": null, "pictures": [picture] });
    let make_up = json!({ "modules": [module], "bands": [], "adverts": [] });
    ask(room, "page_lay", json!({ "id": page, "version": null, "make_up": make_up }));
    ask(room, "page_sign", json!({ "id": page, "hash": null }));
    photo
}

pub(crate) fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

/// A picture of the samples, uploaded; the upload's name.
pub(crate) fn upload(room: &Newsroom, name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/photos").join(name);
    room.upload(name, std::fs::read(file).unwrap())
}
