//! What stops a page: copy that nobody approved, a tail without room, a picture without its words; and what a change
//! does to an approval and to a signature.

use serde_json::{Value, json};

use crate::program::{Cli, Folder};
use crate::specimen::{self, CHIEF, EDITOR, REPORTER, sample};

/// A page with one approved story on it, ready to be signed.
struct Desk {
    folder: Folder,
    cli: Cli,
    story: String,
    page: String,
}

impl Desk {
    fn new() -> Self {
        let folder = Folder::new();
        let cli = specimen::copied(&folder);
        let body = folder.file("body.txt", "绛州大鼓响起来，汾河两岸秋收忙。\n".repeat(4));
        let story = cli.make(REPORTER, &["story", "new", "--headline", "鼓响汾河", "--body-file", &body]);
        let issue = cli.make(CHIEF, &["issue", "new", "--date", "2022-11-19"]);
        let page =
            cli.make(EDITOR, &["page", "new", "--issue", &issue, "--number", "A01", "--format", "四开"]);
        let desk = Self { folder, cli, story, page };
        desk.approve();
        desk.place("2x30");
        desk
    }

    /// Hands the story in and has it approved.
    fn approve(&self) {
        self.cli.ask(REPORTER, &["story", "submit", &self.story]);
        self.cli.ask(EDITOR, &["story", "approve", &self.story, "--opinion", "可发"]);
    }

    fn place(&self, span: &str) {
        self.cli.ask(
            EDITOR,
            &["page", "plan", &self.page, "--place", &self.story, "--at", "1,11", "--span", span],
        );
    }

    fn sign(&self) -> Value {
        self.cli.ask(CHIEF, &["page", "sign", &self.page])
    }

    /// Signing is refused because of this one finding, which the page shows, and nothing is exported.
    fn is_stopped_by(&self, code: &str) {
        let before = self.cli.ask("", &["verify"]);
        let run = self.cli.run(CHIEF, &["page", "sign", &self.page]);
        assert_eq!(run.refusal(), "page-stopped", "{code}");
        assert_eq!(self.cli.ask("", &["verify"]), before, "{code}");
        let page = self.page();
        let said = ["stops", "notices"].map(|list| page[list].as_array().unwrap().clone()).concat();
        let errors: Vec<&Value> = said.iter().filter(|notice| notice["severity"] == "error").collect();
        assert!(
            !errors.is_empty() && errors.iter().all(|notice| notice["code"] == code),
            "{code}: {errors:?}"
        );
        for notice in errors {
            assert_eq!(notice["page"], "A01");
            for field in ["message", "hint", "place"] {
                assert!(notice[field].as_str().is_some_and(|said| !said.is_empty()), "{field}: {notice}");
            }
            // What the refusal says is what the page shows.
            assert!(run.err.contains(notice["message"].as_str().unwrap()), "{run:?}");
        }
        assert_eq!(self.export().refusal(), "not-signed");
        assert!(!self.folder.path("plate.pdf").exists());
    }

    fn page(&self) -> Value {
        self.cli.ask("", &["page", "show", &self.page])
    }

    fn show(&self) -> Value {
        self.cli.ask("", &["story", "show", &self.story])
    }

    fn export(&self) -> crate::program::Run {
        let out = self.folder.path("plate.pdf");
        self.cli.run("", &["page", "export", &self.page, "--out", out.to_str().unwrap(), "--profile", "x4"])
    }
}

#[test]
fn a_page_that_is_in_order_is_signed_and_exported() {
    let desk = Desk::new();
    assert_eq!(desk.export().refusal(), "not-signed");
    let signed = desk.sign();
    assert_eq!((&signed["state"], &signed["signatures"][0]["by"]), (&json!("signed"), &json!(CHIEF)));
    assert_eq!(signed["hash"], signed["signatures"][0]["hash"]);
    assert_eq!(desk.export().answer()["notices"], json!([]));
    // Signed once, it is not signed again.
    assert_eq!(desk.cli.run(CHIEF, &["page", "sign", &desk.page]).refusal(), "wrong-state");
}

#[test]
fn a_story_that_nobody_approved_stops_its_page() {
    let desk = Desk::new();
    let spoilt: [(&str, &[&str]); 3] = [
        (EDITOR, &["story", "return", &desk.story, "--reason", "再核"]),
        (EDITOR, &["story", "edit", &desk.story, "--deck", "副题"]),
        (EDITOR, &["story", "hold", &desk.story]),
    ];
    for (person, command) in spoilt {
        desk.cli.ask(person, command);
        desk.is_stopped_by("story-not-approved");
        if command[1] == "hold" {
            desk.cli.ask(EDITOR, &["story", "release", &desk.story]);
        } else {
            desk.approve();
        }
    }
    // Taken back from hold it stands as it stood: approved.
    desk.sign();
}

#[test]
fn a_tail_without_room_stops_its_page() {
    let desk = Desk::new();
    desk.place("2x8");
    let story = desk.page()["stories"][0].clone();
    assert!(
        story["over_rows"].as_i64().unwrap() > 0 && story["over_characters"].as_i64().unwrap() > 0,
        "{story}"
    );
    desk.is_stopped_by("overset");
    desk.place("2x30");
    assert!(desk.page()["stories"][0]["over_characters"].as_i64().unwrap() <= 0);
    desk.sign();
}

#[test]
fn a_picture_without_caption_or_credit_stops_its_page() {
    let desk = Desk::new();
    let bare = sample("photos/IPTC-Empty.jpg").to_str().unwrap().to_owned();
    let photo = desk.cli.ask(REPORTER, &["photo", "add", &bare, "--story", &desk.story]);
    let photo = photo[0]["id"].as_str().unwrap().to_owned();
    // A picture that is added is a change to what was approved.
    assert_eq!(desk.show()["state"], "draft");
    desk.approve();
    desk.is_stopped_by("picture-incomplete");
    for words in [["--caption", "鼓手在排练。"], ["--credit", "特约摄影 栗卢建"]] {
        desk.cli.ask(REPORTER, &["photo", "caption", &photo, words[0], words[1]]);
        assert_eq!(desk.show()["state"], "draft");
        desk.approve();
        if words[0] == "--caption" {
            desk.is_stopped_by("picture-incomplete");
        }
    }
    assert_eq!(desk.show()["photos"][0]["credit"], json!({ "role": "特约摄影", "names": ["栗卢建"] }));
    desk.sign();
}

#[test]
fn an_empty_page_is_not_signed() {
    let desk = Desk::new();
    desk.cli.ask(EDITOR, &["page", "plan", &desk.page, "--remove", &desk.story]);
    assert_eq!(desk.cli.run(CHIEF, &["page", "sign", &desk.page]).refusal(), "wrong-state");
    let page = desk.page();
    assert_eq!((&page["state"], &page["stops"][0]["code"]), (&json!("planned"), &json!("page-empty")));
}

/// Whatever changes what would be printed voids the approval, and the story shows which approval of whom.
#[test]
fn a_change_after_the_approval_voids_it_visibly() {
    let desk = Desk::new();
    let body = desk.folder.file("other.txt", "另一段正文。");
    let review = desk.show()["reviews"][0].clone();
    assert_eq!(
        (&review["by"], &review["role"], &review["opinion"], &review["void"]),
        (&json!(EDITOR), &json!("editor"), &json!("可发"), &json!(false))
    );
    let changes: [&[&str]; 6] = [
        &["--headline", "鼓声响彻汾河"],
        &["--kicker", "引题"],
        &["--deck", "副题"],
        &["--source", "本报讯"],
        &["--byline", "通讯员 雷玉艳"],
        &["--body-file", &body],
    ];
    for (count, change) in changes.iter().enumerate() {
        let edit = [&["story", "edit", &desk.story][..], change].concat();
        desk.cli.ask(EDITOR, &edit);
        let story = desk.show();
        let reviews = story["reviews"].as_array().unwrap();
        assert_eq!((story["state"].as_str(), reviews.len()), (Some("draft"), count + 1), "{change:?}");
        assert!(reviews.iter().all(|review| review["void"] == true), "{change:?}");
        desk.approve();
        // The same words again are no change.
        desk.cli.ask(EDITOR, &edit);
        assert_eq!(desk.show()["state"], "approved", "{change:?}");
    }
    // Tags are not printed.
    desk.cli.ask(EDITOR, &["story", "tag", &desk.story, "medtop:20000612"]);
    assert_eq!(desk.show()["state"], "approved");
}

/// After the signature nothing that stands on the page may move unseen.
#[test]
fn a_page_that_changed_after_its_signature_is_not_exported() {
    let desk = Desk::new();
    let other = desk.cli.make(
        REPORTER,
        &["story", "new", "--headline", "另一篇", "--body-file", &desk.folder.file("b.txt", "正文。")],
    );
    desk.cli.ask(REPORTER, &["story", "submit", &other]);
    desk.cli.ask(EDITOR, &["story", "approve", &other]);
    let changes: [(&str, Vec<&str>); 6] = [
        ("edit", vec!["story", "edit", &desk.story, "--headline", "鼓声"]),
        ("return", vec!["story", "return", &desk.story, "--reason", "再核"]),
        ("hold", vec!["story", "hold", &desk.story]),
        ("spike", vec!["story", "spike", &desk.story]),
        ("place", vec!["page", "plan", &desk.page, "--place", &other, "--at", "3,11", "--span", "2x20"]),
        ("move", vec!["page", "plan", &desk.page, "--place", &desk.story, "--at", "1,12", "--span", "2x29"]),
    ];
    for (signatures, (name, change)) in changes.iter().enumerate() {
        desk.sign();
        assert_eq!(desk.export().exit, 0, "{name}");
        desk.cli.ask(EDITOR, change);
        let page = desk.page();
        assert_eq!(page["state"], "laid", "{name}");
        let all = page["signatures"].as_array().unwrap();
        assert!(
            all.len() == signatures + 1 && all.iter().all(|signature| signature["void"] == true),
            "{name}"
        );
        assert_eq!(desk.export().refusal(), "not-signed", "{name}");
        match *name {
            "edit" | "return" => desk.approve(),
            "hold" => drop(desk.cli.ask(EDITOR, &["story", "release", &desk.story])),
            "spike" => drop(desk.cli.ask(EDITOR, &["story", "unspike", &desk.story])),
            _ => {}
        }
    }
    // What is not on the page does not touch it.
    desk.sign();
    let body = desk.folder.file("c.txt", "无关。");
    desk.cli.make(REPORTER, &["story", "new", "--headline", "无关", "--body-file", &body]);
    desk.cli.ask(EDITOR, &["story", "tag", &desk.story, "medtop:20000612"]);
    assert_eq!(desk.export().exit, 0);
}
