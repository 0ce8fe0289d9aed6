//! Who may do what: every act by every role.

use serde_json::{Value, json};

use crate::door::{Door, Visitor};
use crate::program::{Cli, Folder};
use crate::specimen::sample;

const ROLES: [&str; 8] =
    ["reporter", "photographer", "editor", "desk-head", "chief", "proofreader", "page-editor", "admin"];
const EDITS: &[&str] = &["editor", "desk-head", "chief"];
const FILES: &[&str] = &["reporter", "photographer", "editor", "desk-head", "chief", "page-editor"];
const SETS: &[&str] = &["chief", "admin"];
const MAKES_UP: &[&str] = &["page-editor", "editor", "desk-head", "chief"];

/// The author of whatever is not the actor's own.
const AUTHOR: &str = "作者";

/// A newsroom with somebody for every role, called as the role is.
struct Desk {
    visitor: Visitor,
    issue: String,
    photo: String,
    advert: String,
}

impl Desk {
    fn tell(&self, person: &str, name: &str, args: Value) -> Value {
        self.visitor.ask(person, "", name, args)
    }

    fn make(&self, person: &str, name: &str, args: Value) -> String {
        self.tell(person, name, args)["id"].as_str().unwrap().to_owned()
    }

    /// A story of somebody's, in a state.
    fn story(&self, by: &str, state: &str) -> String {
        let id = self.make(by, "story_new", story());
        let ask = || json!({ "id": id });
        let acts: &[(&str, &str)] = match state {
            "submitted" => &[("editor", "story_submit")],
            "approved" => &[("editor", "story_submit"), ("chief", "story_approve")],
            "held" => &[("editor", "story_hold")],
            "spiked" => &[("editor", "story_spike")],
            _ => &[],
        };
        // Nobody submits or approves for themselves here: what is asked is never helped along by the one who asks.
        for (who, act) in acts {
            let who = if *who == by { "desk-head" } else { who };
            let who = if *act == "story_submit" { "editor" } else { who };
            self.tell(who, act, ask());
        }
        id
    }

    fn page(&self, number: &str) -> String {
        let args = json!({ "issue": self.issue, "number": number, "format": "四开", "section": null });
        self.make("chief", "page_new", args)
    }
}

fn story() -> Value {
    json!({ "headline": "题", "kicker": null, "deck": null, "source": null, "bylines": [],
        "body": ["正文。"], "rubric": null, "tags": [] })
}

/// One act: what it is called, on what it is done, who may, and what everybody else is told.
struct Act {
    name: &'static str,
    may: &'static [&'static str],
    told: &'static str,
    /// The call and its arguments for a role, on a thing made for this one try.
    ask: fn(&Desk, &str) -> (&'static str, Value),
}

const fn act(
    name: &'static str,
    may: &'static [&'static str],
    told: &'static str,
    ask: fn(&Desk, &str) -> (&'static str, Value),
) -> Act {
    Act { name, may, told, ask }
}

/// A page number of a series of its own.
fn numbered(series: char, role: &str) -> String {
    format!("{series}{:02}", place(role))
}

/// Which of the roles it is, from 1.
fn place(role: &str) -> usize {
    1 + ROLES.iter().position(|one| *one == role).unwrap()
}

fn on(id: &str) -> Value {
    json!({ "id": id })
}

fn rewrite(id: &str) -> (&'static str, Value) {
    ("story_rewrite", json!({ "id": id, "headline": "新题" }))
}

fn returned(id: &str) -> (&'static str, Value) {
    ("story_return", json!({ "id": id, "reason": "再核" }))
}

fn approved(id: &str) -> (&'static str, Value) {
    ("story_approve", json!({ "id": id, "version": null, "opinion": null }))
}

const ACTS: &[Act] = &[
    act("file a story", FILES, "role-needed", |_, _| ("story_new", story())),
    act("edit a draft of another's", EDITS, "not-author", |desk, _| rewrite(&desk.story(AUTHOR, "draft"))),
    act("edit a submitted story", EDITS, "not-author", |desk, _| rewrite(&desk.story(AUTHOR, "submitted"))),
    act("edit an approved story", EDITS, "not-author", |desk, _| rewrite(&desk.story(AUTHOR, "approved"))),
    act("tag another's story", EDITS, "not-author", |desk, _| {
        ("story_tag", json!({ "id": desk.story(AUTHOR, "draft"), "tags": ["medtop:20000612"] }))
    }),
    act("return a story", EDITS, "role-needed", |desk, _| returned(&desk.story(AUTHOR, "submitted"))),
    act("approve a story", EDITS, "role-needed", |desk, _| approved(&desk.story(AUTHOR, "submitted"))),
    act("hold a story", EDITS, "role-needed", |desk, _| ("story_hold", on(&desk.story(AUTHOR, "draft")))),
    act("release a story", EDITS, "role-needed", |desk, _| {
        ("story_release", on(&desk.story(AUTHOR, "held")))
    }),
    act("spike another's story", EDITS, "not-author", |desk, _| {
        ("story_spike", on(&desk.story(AUTHOR, "draft")))
    }),
    act("take another's story back in", EDITS, "not-author", |desk, _| {
        ("story_unspike", on(&desk.story(AUTHOR, "spiked")))
    }),
    act(
        "tie a picture to another's story",
        &["photographer", "editor", "desk-head", "chief", "page-editor"],
        "not-author",
        |desk, _| ("story_attach", json!({ "story": desk.story(AUTHOR, "draft"), "photo": desk.photo })),
    ),
    act("describe a picture", FILES, "role-needed", |desk, role| {
        let credit = json!({ "role": null, "names": [role] });
        ("photo_describe", json!({ "id": desk.photo, "caption": role, "credit": credit }))
    }),
    act(
        "plan an issue",
        &["page-editor", "editor", "desk-head", "chief", "admin"],
        "role-needed",
        |_, role| {
            let day = place(role);
            ("issue_new", json!({ "date": format!("2030-01-{day:02}"), "title": null }))
        },
    ),
    act(
        "plan a page",
        &["page-editor", "editor", "desk-head", "chief", "admin"],
        "role-needed",
        |desk, role| {
            (
                "page_new",
                json!({ "issue": desk.issue, "number": numbered('N', role), "format": "四开", "section": null }),
            )
        },
    ),
    act("place a story", MAKES_UP, "role-needed", |desk, role| {
        let area = json!({ "col": 0, "row": 10, "cols": 2, "rows": 30 });
        let (id, story) = (desk.page(&numbered('P', role)), desk.story(AUTHOR, "draft"));
        ("page_place", json!({ "id": id, "story": story, "area": area }))
    }),
    act("jump a story", MAKES_UP, "role-needed", |desk, role| {
        let area = json!({ "col": 0, "row": 10, "cols": 2, "rows": 30 });
        let (id, story) = (desk.page(&numbered('J', role)), desk.story(AUTHOR, "draft"));
        desk.tell("chief", "page_place", json!({ "id": id, "story": story, "area": area }));
        ("page_jump", json!({ "id": id, "story": story, "to": desk.page(&numbered('K', role)) }))
    }),
    act("take in an advert", MAKES_UP, "role-needed", |desk, _| {
        (
            "advert_add",
            json!({ "upload": desk.visitor.upload("a.pdf", crate::adverts::small()), "name": null }),
        )
    }),
    act("place an advert", MAKES_UP, "role-needed", |desk, role| {
        let area = json!({ "col": 0, "row": 68, "cols": 2, "rows": 20 });
        let id = desk.page(&numbered('D', role));
        ("page_advert", json!({ "id": id, "advert": desk.advert, "area": area }))
    }),
    act("make a page up", MAKES_UP, "role-needed", |desk, role| {
        let make_up = json!({ "modules": [], "bands": [{ "text": "城事",
            "area": { "col": 0, "row": 10, "cols": 6, "rows": 3 } }] });
        ("page_lay", json!({ "id": desk.page(&numbered('L', role)), "version": null, "make_up": make_up }))
    }),
    act("take in a style sheet", SETS, "role-needed", |desk, role| {
        let text = include_str!("../../../../crates/layout/styles/evening.json");
        let text = text.replacen("\"evening\"", &format!("\"{role}\""), 1);
        ("style_add", json!({ "upload": desk.visitor.upload("own.json", text) }))
    }),
    act("take in a press profile", SETS, "role-needed", |desk, role| {
        let upload = desk.visitor.upload("own.icc", crate::styles::icc());
        let profile = json!({ "upload": upload, "name": role, "condition": "GAZETTE", "registered": false,
            "description": null, "ink_limit": 240 });
        ("profile_add", profile)
    }),
    act("change the paper's settings", SETS, "role-needed", |_, role| {
        let title = json!({ "name": role, "latin_name": null, "lang": "zh-CN", "style": "evening", "tags": [],
            "deadline": null });
        ("title_set", title)
    }),
    act("name a person", &["admin"], "role-needed", |_, role| {
        ("person_add", json!({ "name": format!("新人{role}"), "roles": ["reporter"] }))
    }),
];

/// A newsroom with its door open. The door is handed out: it is closed when it is dropped.
fn desk(cli: &Cli) -> (Door, Desk) {
    cli.make("", &["person", "add", "admin", "--role", "admin"]);
    for role in ROLES.iter().filter(|role| **role != "admin") {
        cli.make("admin", &["person", "add", role, "--role", role]);
    }
    cli.make("admin", &["person", "add", AUTHOR, "--role", "reporter"]);
    cli.ask("photographer", &["photo", "add", sample("photos/IPTC-Empty.jpg").to_str().unwrap()]);
    let door = Door::open(cli);
    let visitor = door.visitor();
    let issue = visitor.ask("chief", "", "issue_new", json!({ "date": "2022-11-18", "title": "晚报" }));
    let issue = issue["id"].as_str().unwrap().to_owned();
    let photo = visitor.ask("", "", "photos", Value::Null)[0]["id"].as_str().unwrap().to_owned();
    let upload = visitor.upload("a.pdf", crate::adverts::small());
    let advert = visitor.ask("chief", "", "advert_add", json!({ "upload": upload, "name": null }));
    let advert = advert["id"].as_str().unwrap().to_owned();
    (door, Desk { visitor, issue, photo, advert })
}

#[test]
fn every_act_is_open_to_its_roles_and_to_no_other() {
    let folder = Folder::new();
    let (_door, desk) = desk(&Cli::on(folder.path("library")));
    let mut wrong = Vec::new();
    for act in ACTS {
        for role in ROLES {
            let (call, args) = (act.ask)(&desk, role);
            let (status, answer) = desk.visitor.call(role, "", call, args.clone()).unwrap();
            let told = answer["code"].as_str().unwrap_or_default();
            let expected = if act.may.contains(&role) { (200, "") } else { (422, act.told) };
            if (status, told) != expected {
                wrong.push(format!("{role}: {}: {status} {answer}", act.name));
            }
            // Once there are persons, nobody in particular may do nothing.
            let (_, unnamed) = desk.visitor.call("", "", call, args).unwrap();
            if unnamed["code"] != "person-needed" {
                wrong.push(format!("nobody: {}: {unnamed}", act.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What an author may do with copy of their own, and what never.
#[test]
fn nobody_reviews_their_own_story() {
    let folder = Folder::new();
    let (_door, desk) = desk(&Cli::on(folder.path("library")));
    let tried = |role: &str, (call, args): (&str, Value)| {
        let (_, answer) = desk.visitor.call(role, "", call, args).unwrap();
        answer["code"].as_str().unwrap_or_default().to_owned()
    };
    for role in FILES {
        let edits = EDITS.contains(role);
        assert_eq!(tried(role, rewrite(&desk.story(role, "draft"))), "", "{role}");
        let submits = ["reporter", "photographer", "editor"].contains(role);
        let own = desk.story(role, "draft");
        let told = if submits { "" } else { "role-needed" };
        assert_eq!(tried(role, ("story_submit", on(&own))), told, "{role} submits");
        let submitted = desk.story(role, "submitted");
        // Submitted, it is out of the author's hands; editors always may.
        assert_eq!(tried(role, rewrite(&submitted)), if edits { "" } else { "wrong-state" }, "{role} edits");
        let submitted = desk.story(role, "submitted");
        let told = if edits { "own-story" } else { "role-needed" };
        assert_eq!(tried(role, approved(&submitted)), told, "{role} approves");
        assert_eq!(tried(role, returned(&submitted)), told, "{role} returns");
    }
    // An editor submits for others, a reporter does not.
    assert_eq!(tried("editor", ("story_submit", on(&desk.story(AUTHOR, "draft")))), "");
    assert_eq!(tried("reporter", ("story_submit", on(&desk.story(AUTHOR, "draft")))), "not-author");
}

#[test]
fn pages_are_proofed_and_signed_by_those_who_may() {
    let folder = Folder::new();
    let (_door, desk) = desk(&Cli::on(folder.path("library")));
    let story = desk.story(AUTHOR, "submitted");
    let page = desk.page("A01");
    let area = json!({ "col": 0, "row": 10, "cols": 2, "rows": 30 });
    desk.tell("chief", "page_place", json!({ "id": page, "story": story, "area": area }));
    for role in ROLES {
        let (_, proofed) =
            desk.visitor.call(role, "", "page_proof", json!({ "id": page, "format": "png" })).unwrap();
        let proofs = MAKES_UP.contains(&role) || role == "proofreader";
        let told = if proofs { Value::Null } else { Value::from("role-needed") };
        assert_eq!(proofed["code"], told, "{role} proofs");
        let (_, signed) =
            desk.visitor.call(role, "", "page_sign", json!({ "id": page, "hash": null })).unwrap();
        // The chief may, and is told what stops the page.
        let told = if role == "chief" { "page-stopped" } else { "role-needed" };
        assert_eq!(signed["code"], told, "{role} signs");
    }
}
