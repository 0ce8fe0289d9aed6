//! A small newsroom to test with.

use std::collections::BTreeSet;

use broadsheet_copy::act::{At, Stamp};
use broadsheet_copy::advert::AdvertEvent;
use broadsheet_copy::issue::IssueEvent;
use broadsheet_copy::page::{Area, Format, MakeUp, Module, PageEvent};
use broadsheet_copy::person::PersonEvent;
use broadsheet_copy::photo::{FileFields, Original, PhotoEvent};
use broadsheet_copy::story::{Fields, StoryEvent};
use broadsheet_copy::{
    AdvertId, Event, IssueId, PageId, PersonId, PhotoId, Role, StoryDoc, StoryId, StreamId,
};
use broadsheet_store::{Access, Change, Command, Library};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

/// A library in a folder that goes away with it.
pub(crate) struct Desk {
    pub(crate) library: Library,
    pub(crate) folder: TempDir,
}

pub(crate) fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(&folder.path().join("library"), Access::Write).unwrap();
    Desk { library, folder }
}

pub(crate) fn at(minute: u32) -> At {
    At::parse_from_rfc3339("2022-11-17T20:00:00+08:00").unwrap() + chrono::TimeDelta::minutes(minute.into())
}

pub(crate) fn change(stream: StreamId, seen: u64, event: impl Into<Event>) -> Change {
    Change { stream, seen, events: vec![event.into()] }
}

/// A command with an id of its own.
pub(crate) fn command(changes: Vec<Change>) -> Command {
    Command {
        cmd_id: Uuid::now_v7(),
        actor: None,
        actor_name: String::new(),
        device: "test".to_owned(),
        at: at(0),
        changes,
    }
}

pub(crate) fn story_id(n: u128) -> StoryId {
    StoryId(Uuid::from_u128(n))
}

pub(crate) fn photo_id(n: u128) -> PhotoId {
    PhotoId(Uuid::from_u128(1000 + n))
}

pub(crate) fn page_id(n: u128) -> PageId {
    PageId(Uuid::from_u128(2000 + n))
}

pub(crate) fn issue_id(n: u128) -> IssueId {
    IssueId(Uuid::from_u128(3000 + n))
}

pub(crate) fn advert_id(n: u128) -> AdvertId {
    AdvertId(Uuid::from_u128(5000 + n))
}

pub(crate) fn advert_added(sha256: &str, name: &str) -> AdvertEvent {
    AdvertEvent::Added {
        name: name.to_owned(),
        original: Original {
            sha256: sha256.to_owned(),
            file_name: "advert.pdf".to_owned(),
            mime: "application/pdf".to_owned(),
            bytes: 5,
            px_width: 2650,
            px_height: 1060,
        },
        by: None,
    }
}

pub(crate) fn person_id(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(4000 + n))
}

pub(crate) fn filed(headline: &str, body: &[&str]) -> StoryEvent {
    StoryEvent::Filed {
        doc: StoryDoc::from_parts("", headline, "", body.iter().copied()),
        fields: Fields { slug: headline.to_owned(), ..Fields::default() },
        tags: BTreeSet::from(["medtop:20000553".to_owned()]),
        author: None,
        author_name: String::new(),
    }
}

/// Text put at the beginning of the body of a story with empty kicker and deck.
pub(crate) fn inserted(headline: &str, text: &str) -> StoryEvent {
    let place = 7 + headline.encode_utf16().count();
    StoryEvent::Edited {
        steps: vec![json!({"stepType": "replace", "from": place, "to": place,
            "slice": {"content": [{"type": "text", "text": text}]}})],
    }
}

pub(crate) fn added(sha256: &str) -> PhotoEvent {
    PhotoEvent::Added {
        original: Some(Original {
            sha256: sha256.to_owned(),
            file_name: "drums.jpg".to_owned(),
            mime: "image/jpeg".to_owned(),
            bytes: 5,
            px_width: 3000,
            px_height: 2000,
        }),
        fields: Box::new(FileFields::default()),
        caption: Some("图为鼓匠制鼓。".to_owned()),
        credit: None,
        by: None,
    }
}

pub(crate) fn issue_planned() -> IssueEvent {
    IssueEvent::Planned {
        date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).unwrap(),
        title: "样报".to_owned(),
    }
}

pub(crate) fn page_planned(issue: IssueId, number: &str) -> PageEvent {
    PageEvent::Planned {
        issue,
        number: number.to_owned(),
        format: Format::QUARTO,
        section: Some("城事".to_owned()),
        editors: vec![],
        black_alone: false,
    }
}

pub(crate) fn laid(stories: &[StoryId]) -> PageEvent {
    let modules = stories
        .iter()
        .zip(0u16..)
        .map(|(story, n)| Module::new(*story, Area { col: 0, row: n * 10, cols: 6, rows: 10 }));
    PageEvent::Laid { make_up: MakeUp { modules: modules.collect(), ..MakeUp::default() } }
}

pub(crate) fn stamp() -> Stamp {
    Stamp { person: person_id(1), name: "示例总编".to_owned(), role: Role::Chief }
}

pub(crate) fn person_added(name: &str) -> PersonEvent {
    PersonEvent::Added { name: name.to_owned(), roles: vec![Role::Reporter] }
}

/// Files a story and answers its id.
pub(crate) fn file(library: &Library, n: u128, headline: &str, body: &[&str]) -> StoryId {
    let id = story_id(n);
    library.append(&command(vec![change(StreamId::Story(id), 0, filed(headline, body))])).unwrap();
    id
}

/// A library with one of everything: a story with a photo on a signed page of an issue, a person, settings.
pub(crate) fn furnished() -> Desk {
    let desk = desk();
    let library = &desk.library;
    let sha256 = library.put_original(b"drums").unwrap();
    let frame = library.put_frame(b"the composed page").unwrap();
    let story = file(library, 1, "鼓声", &["鼓匠做鼓。", "一面鼓要做三个月。"]);
    let title = broadsheet_copy::title::TitleEvent::TagAdded { tag: "城事".to_owned() };
    let photo = photo_id(1);
    library
        .append(&command(vec![
            change(StreamId::Title, 0, title),
            change(StreamId::Person(person_id(1)), 0, person_added("示例总编")),
            change(StreamId::Story(story), 1, StoryEvent::Attached { photo }),
            change(StreamId::Photo(photo), 0, added(&sha256)),
            change(StreamId::Page(page_id(1)), 0, page_planned(issue_id(1), "A03")),
            change(StreamId::Issue(issue_id(1)), 0, issue_planned()),
        ]))
        .unwrap();
    let edited = inserted("鼓声", "本报讯 ");
    library.append(&command(vec![change(StreamId::Story(story), 2, edited)])).unwrap();
    let signed = PageEvent::Signed { by: stamp(), frame, press: None, press_file: None };
    library
        .append(&command(vec![Change {
            stream: StreamId::Page(page_id(1)),
            seen: 1,
            events: vec![laid(&[story]).into(), signed.into()],
        }]))
        .unwrap();
    desk
}
