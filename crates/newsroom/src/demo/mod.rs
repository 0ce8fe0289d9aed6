//! The sample library: one page of a city evening paper, carried from raw copy to the press by the same use cases
//! that a newsroom uses.

mod drums;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use broadsheet_copy::act::At;
use broadsheet_store::Access;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::copydesk::reading;
use crate::host::FixedHost;
use crate::photos::Going;
use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome, page_id, story_id};
use crate::wire::{Made, Notice, PageView, ReadingView};
use crate::words::Lang;

/// The text of the sample page, as it came out of a page reader.
const PAGE: &str = include_str!("../../data/specimen.md");
/// The evening on which the sample page is made: ids and times of the sample are counted from here.
const EVENING: &str = "2022-11-17T19:30:00+08:00";

/// The sample's commands are numbered from here: a UUID of version 8, which is free for such use.
const STEPS: u128 = 0x6272_6f61_6473_8000_8000_0000_0000_0000;

const REPORTER: &str = "示例记者";
const EDITOR: &str = "示例编辑";
const CHIEF: &str = "示例总编";
const ADMIN: &str = "示例管理员";

/// What the demo answers.
#[derive(Clone, Debug, Serialize)]
pub struct DemoView {
    /// The library's folder.
    pub library: String,
    /// The PDF/X-4 files, absolute paths.
    pub pdf: Vec<String>,
    /// How many stories.
    pub stories: usize,
    /// What composer and press have to say.
    pub notices: Vec<Notice>,
}

/// Makes the sample library in `dir`, and its press file in `out` (the library's `exports` where nothing is said).
/// Where the sample is there already nothing is added, and the same file is written again.
///
/// # Errors
/// `library-has-content` where the library holds anything else; what the library and the press refuse.
pub fn demo(dir: &Path, out: Option<&Path>, lang: Lang) -> Outcome<DemoView> {
    let start = At::parse_from_rfc3339(EVENING).map_err(|error| RoomError::Arguments(error.to_string()))?;
    let room = Newsroom::open(dir, Access::Write, Box::new(FixedHost::new(start)))?;
    let first = room.library.history(broadsheet_copy::StreamId::Title)?;
    let is_specimen = first.first().is_some_and(|event| event.device == room.host.device());
    if room.library.last_seq()? > 0 && !is_specimen {
        return Err(RoomError::LibraryHasContent.into());
    }
    let specimen = Specimen { room: &room, lang, step: Cell::new(1) };
    let page = specimen.make()?;
    let folder: PathBuf = out.map_or_else(|| room.library.dir().join("exports"), Path::to_path_buf);
    let ask = Ask { lang, ..Ask::default() };
    let export = room.export_into(&ask, page_id(&page)?, &folder)?;
    let view: PageView = specimen.read("page", json!({ "id": page }))?;
    let mut notices = view.notices;
    notices.extend(export.notices);
    let library = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    Ok(DemoView {
        library: library.display().to_string(),
        pdf: vec![export.file],
        stories: view.stories.len(),
        notices,
    })
}

/// The sample on its way. Every command has the same `cmd_id` in every run, so that a run over a library that has
/// them already changes nothing, and one that was interrupted is carried on.
struct Specimen<'a> {
    room: &'a Newsroom,
    lang: Lang,
    step: Cell<u128>,
}

impl Specimen<'_> {
    fn ask(&self, person: Option<&str>) -> Ask {
        let step = self.step.get();
        self.step.set(step + 1);
        Ask {
            person: person.map(str::to_owned),
            cmd_id: Some(Uuid::from_u128(STEPS | step)),
            lang: self.lang,
        }
    }

    fn act<T: serde::de::DeserializeOwned>(
        &self,
        person: Option<&str>,
        call: &str,
        arguments: Value,
    ) -> Outcome<T> {
        let answer = self.room.call(call, &self.ask(person), arguments)?;
        serde_json::from_value(answer).map_err(|error| RoomError::Arguments(error.to_string()).into())
    }

    fn read<T: serde::de::DeserializeOwned>(&self, call: &str, arguments: Value) -> Outcome<T> {
        let ask = Ask { lang: self.lang, ..Ask::default() };
        let answer = self.room.call(call, &ask, arguments)?;
        serde_json::from_value(answer).map_err(|error| RoomError::Arguments(error.to_string()).into())
    }

    /// Carries the sample page from copy to signature, and answers the page.
    fn make(&self) -> Outcome<String> {
        let title = json!({
            "name": "样报", "latin_name": "Specimen", "lang": "zh-CN", "style": "evening", "tags": [],
            "deadline": 23 * 60 + 30,
        });
        let _: Value = self.act(None, "title_set", title)?;
        self.people()?;
        let issue: Made = self.act(Some(CHIEF), "issue_new", json!({ "date": "2022-11-18" }))?;
        let page: Made = self.act(
            Some(EDITOR),
            "page_new",
            json!({
                "issue": issue.id, "number": "A03", "format": "四开", "section": "城事",
                "editors": [{ "role": "责编", "names": [EDITOR] }],
            }),
        )?;
        let stories = self.copy()?;
        self.review(&stories)?;
        self.lay(&page.id, &stories)?;
        let _: Value = self.act(Some(CHIEF), "page_sign", json!({ "id": page.id, "hash": null }))?;
        Ok(page.id)
    }

    fn people(&self) -> Outcome<()> {
        let _: Made = self.act(None, "person_add", json!({ "name": ADMIN, "roles": ["admin"] }))?;
        let others: [(&str, &[&str]); 3] = [
            (REPORTER, &["reporter", "photographer"]),
            (EDITOR, &["editor", "page-editor"]),
            (CHIEF, &["chief"]),
        ];
        for (name, roles) in others {
            let _: Made = self.act(Some(ADMIN), "person_add", json!({ "name": name, "roles": roles }))?;
        }
        Ok(())
    }

    /// Reads the raw copy, files it, and brings the picture for the one story that speaks of one.
    fn copy(&self) -> Outcome<Vec<String>> {
        let read: ReadingView = reading(PAGE.as_bytes(), self.lang)?;
        let filed = self.room.file(&self.ask(Some(REPORTER)), read)?;
        let mut stories = Vec::new();
        for story in filed.stories {
            let Some(id) = story.id else { continue };
            if !story.photos.is_empty() {
                let ask = self.ask(Some(REPORTER));
                let is_there = match ask.cmd_id {
                    Some(cmd_id) => self.room.library.repeated(cmd_id)?.is_some(),
                    None => false,
                };
                if !is_there {
                    let taken = self.room.take("drums.jpg", &drums::drums())?;
                    let going = Going { story: Some(story_id(&id)?), ..Going::default() };
                    self.room.photos_take(&ask, vec![taken], &going)?;
                }
            }
            stories.push(id);
        }
        Ok(stories)
    }

    fn review(&self, stories: &[String]) -> Outcome<()> {
        let tags = json!(["medtop:20000612"]);
        for id in stories {
            let _: Value = self.act(Some(REPORTER), "story_tag", json!({ "id": id, "tags": tags }))?;
            let _: Value = self.act(Some(REPORTER), "story_submit", json!({ "id": id }))?;
            let approve = json!({ "id": id, "version": null, "opinion": "同意刊发" });
            let _: Value = self.act(Some(EDITOR), "story_approve", approve)?;
        }
        Ok(())
    }

    fn lay(&self, page: &str, stories: &[String]) -> Outcome<()> {
        let ask = self.ask(Some(EDITOR));
        let id = page_id(page)?;
        if let Some(cmd_id) = ask.cmd_id
            && self.room.library.repeated(cmd_id)?.is_some()
        {
            return Ok(());
        }
        let stories = stories.iter().map(|story| story_id(story)).collect::<Outcome<Vec<_>>>()?;
        let proposal = self.room.arrange_with(id, &stories)?;
        self.room.lay(&ask, id, None, |_| Ok(proposal.make_up))
    }
}
