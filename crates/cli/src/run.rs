//! Doing what was asked: one function a noun, each a few lines over the newsroom's calls.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use broadsheet_newsroom::galleys::{self, GalleyAsk};
use broadsheet_newsroom::wire::{Byline, ProofFormat, ReadingView};
use broadsheet_newsroom::{Newsroom, Outcome, RoomError, Watch, demo, preflight, reading};
use serde_json::{Value, json};

use crate::arguments::{
    Advert, Command, Fit, Galley, Issue, LineBreak, Page, PagePlan, Person, Photo, PressProfile, ProfileAdd,
    Story, StoryEdit, StoryNew, Style, TextLang, Title, TitleSet,
};
use crate::door::{Door, bytes, paragraphs, text};

/// Does the command; whether it went well.
pub(crate) fn run(door: &Door, command: Command) -> Outcome<bool> {
    match command {
        Command::Demo { out } => door.answer(&demo::demo(door.library(), out.as_deref(), door.lang())?),
        Command::Intake { files, dry_run } => intake(door, &files, dry_run),
        Command::Galley(galley) => set_galley(door, galley),
        Command::Fit(fit) => count_fit(door, &fit),
        Command::Story(story) => on_story(door, story),
        Command::Photo(photo) => on_photo(door, photo),
        Command::Advert(advert) => on_advert(door, advert),
        Command::Person(person) => on_person(door, person),
        Command::Title(title) => on_title(door, title),
        Command::Style(style) => on_style(door, style),
        Command::Profile(profile) => on_profile(door, profile),
        Command::Issue(issue) => on_issue(door, issue),
        Command::Page(page) => on_page(door, page),
        Command::Preflight { file, page } => {
            let pdf = bytes(&file)?;
            let found = match page {
                Some(page) => door.read()?.preflight_as(&door.ask(), &page, &pdf)?,
                None => preflight(&pdf, door.lang()),
            };
            door.answer(&found)?;
            let refusal = found.refusal();
            refusal.iter().for_each(crate::print::refusal);
            Ok(refusal.is_none())
        }
        Command::Search { query, limit } => {
            query_call(door, "search", json!({ "query": query, "limit": limit }))
        }
        Command::Verify => verify(door),
        Command::Backup { out } => door.answer(&door.read()?.backup_into(&out)?),
        Command::Restore { from } => {
            let events = broadsheet_newsroom::restore(&from, door.library())?;
            door.answer(&json!({ "library": door.library(), "events": events }))
        }
    }
}

/// A call that reads.
fn query_call(door: &Door, call: &str, arguments: Value) -> Outcome<bool> {
    door.answer(&door.read()?.call(call, &door.ask(), arguments)?)
}

/// A call that changes something.
fn command_call(door: &Door, call: &str, arguments: Value) -> Outcome<bool> {
    door.answer(&door.write()?.call(call, &door.ask(), arguments)?)
}

fn intake(door: &Door, files: &[PathBuf], dry_run: bool) -> Outcome<bool> {
    // All files are read before the first is filed: one that cannot be read stops the command with nothing done.
    let mut read: Vec<(String, ReadingView)> = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let found = bytes(file).and_then(|bytes| reading(&bytes, door.lang()));
        read.push((name, found.map_err(|why| if files.len() > 1 { why.in_file(file) } else { why })?));
    }
    if !dry_run {
        let room = door.write()?;
        for (_, reading) in &mut read {
            *reading = room.file(&door.ask(), reading.clone())?;
        }
    }
    let several = read.len() > 1;
    let answers = read.into_iter().map(|(file, reading)| {
        let mut answer = serde_json::to_value(reading).unwrap_or(Value::Null);
        if several && let Some(fields) = answer.as_object_mut() {
            fields.insert("file".to_owned(), Value::String(file));
        }
        answer
    });
    let mut answers: Vec<Value> = answers.collect();
    if several { door.answer(&answers) } else { door.answer(&answers.pop()) }
}

fn set_galley(door: &Door, galley: Galley) -> Outcome<bool> {
    let text = text(galley.file.as_deref().unwrap_or(Path::new("-")))?;
    let ask = GalleyAsk {
        measure: galley.measure,
        size: galley.size,
        indent: galley.indent,
        font: galley.font,
        lang: galley.lang.map(|lang| match lang {
            TextLang::Zh => "zh".to_owned(),
            TextLang::En => "en".to_owned(),
        }),
        line_break: galley.line_break.map(|level| match level {
            LineBreak::Strict => "strict".to_owned(),
            LineBreak::Normal => "normal".to_owned(),
            LineBreak::Loose => "loose".to_owned(),
        }),
        no_justify: galley.no_justify,
    };
    // One paragraph: the line ends of the file are blanks between its words, or nothing in Chinese.
    let paragraph = text.trim_end_matches(['\r', '\n']);
    door.answer(&galleys::galley(&ask, paragraph, door.lang())?)
}

fn count_fit(door: &Door, fit: &Fit) -> Outcome<bool> {
    if let Some(hole) = &fit.hole {
        let text = text(fit.file.as_deref().unwrap_or(Path::new("-")))?;
        return door.answer(&galleys::hole(hole, &text)?);
    }
    if let Some(sizes) = &fit.headline {
        return door.answer(&galleys::headline_rows(sizes, fit.white.unwrap_or(0))?);
    }
    let measure = fit.measure.as_deref().unwrap_or_default();
    match fit.columns {
        Some(columns) => door.answer(&galleys::broken_columns(measure, columns)?),
        None => door.answer(&galleys::headline_fit(measure, fit.size.as_deref().unwrap_or("9"))?),
    }
}

fn on_story(door: &Door, story: Story) -> Outcome<bool> {
    let by_id = |call: &str, id: String| story_step(door, call, json!({ "id": id }));
    match story {
        Story::List => query_call(door, "stories", Value::Null),
        Story::Show { id } => query_call(door, "story", json!({ "id": id })),
        Story::New(new) => story_new(door, &new),
        Story::Edit(edit) => story_edit(door, edit),
        Story::Tag { id, tags } => door.answer(&door.write()?.tag(&door.ask(), &id, &tags)?),
        Story::Submit { id } => by_id("story_submit", id),
        Story::Return { id, reason } => {
            story_step(door, "story_return", json!({ "id": id, "reason": reason }))
        }
        Story::Approve { id, opinion } => {
            let arguments = json!({ "id": id, "version": null, "opinion": opinion });
            story_step(door, "story_approve", arguments)
        }
        Story::Hold { id } => by_id("story_hold", id),
        Story::Release { id } => by_id("story_release", id),
        Story::Spike { id } => by_id("story_spike", id),
        Story::Unspike { id } => by_id("story_unspike", id),
    }
}

/// A step on a story's way: the story for a program, one line for a person.
fn story_step(door: &Door, call: &str, arguments: Value) -> Outcome<bool> {
    let room = door.write()?;
    let story = room.call(call, &door.ask(), arguments)?;
    if door.json() {
        return door.answer(&story);
    }
    let history = room.call("story_history", &door.ask(), json!({ "id": story["id"] }))?;
    let by = history.as_array().and_then(|rows| rows.last()).and_then(|last| last["by"].as_str());
    let text = |field: &str| story[field].as_str().unwrap_or_default();
    let called = story["headline"].as_str().unwrap_or_else(|| text("slug"));
    door.answer(&broadsheet_newsroom::story_step(text("id"), called, text("state"), by, door.lang()))
}

fn story_new(door: &Door, new: &StoryNew) -> Outcome<bool> {
    let body = paragraphs(&text(&new.body_file)?);
    let arguments = json!({
        "headline": new.headline,
        "kicker": new.kicker,
        "deck": new.deck,
        "source": new.source,
        "bylines": Byline::read_list(new.byline.as_deref().unwrap_or_default()),
        "body": body,
        "rubric": null,
        "tags": [],
    });
    command_call(door, "story_new", arguments)
}

fn story_edit(door: &Door, edit: StoryEdit) -> Outcome<bool> {
    let body = edit.body_file.as_deref().map(text).transpose()?;
    let arguments = json!({
        "id": edit.id,
        "headline": edit.headline,
        "kicker": edit.kicker,
        "deck": edit.deck,
        "source": edit.source,
        "bylines": edit.byline.map(|byline| Byline::read_list(&byline)),
        "body": body.as_deref().map(paragraphs),
    });
    command_call(door, "story_rewrite", arguments)
}

fn on_photo(door: &Door, photo: Photo) -> Outcome<bool> {
    match photo {
        Photo::Add { files, story } => {
            let read = |file: PathBuf| bytes(&file).map(|bytes| (file, bytes));
            let files = files.into_iter().map(read).collect::<Outcome<_>>()?;
            door.answer(&door.write()?.photos_add(&door.ask(), files, story.as_deref())?)
        }
        Photo::List => query_call(door, "photos", Value::Null),
        Photo::Show { id } => query_call(door, "photo", json!({ "id": id })),
        Photo::Caption { id, caption, credit } => {
            let credit = credit.map(|credit| Byline::read(&credit).unwrap_or_default());
            command_call(door, "photo_describe", json!({ "id": id, "caption": caption, "credit": credit }))
        }
    }
}

fn on_advert(door: &Door, advert: Advert) -> Outcome<bool> {
    match advert {
        Advert::Add { files, name } => {
            let read = |file: PathBuf| bytes(&file).map(|bytes| (file, bytes));
            let files = files.into_iter().map(read).collect::<Outcome<_>>()?;
            door.answer(&door.write()?.adverts_add(&door.ask(), files, name.as_deref())?)
        }
        Advert::List => query_call(door, "adverts", Value::Null),
        Advert::Show { id } => query_call(door, "advert", json!({ "id": id })),
    }
}

fn on_person(door: &Door, person: Person) -> Outcome<bool> {
    match person {
        Person::Add { name, roles } => {
            command_call(door, "person_add", json!({ "name": name, "roles": roles }))
        }
        Person::List => {
            let session = door.read()?.call("session", &door.ask(), Value::Null)?;
            door.answer(&session["persons"])
        }
    }
}

fn on_title(door: &Door, title: Title) -> Outcome<bool> {
    let settings = |room: &Newsroom| -> Outcome<Value> {
        Ok(room.call("session", &door.ask(), Value::Null)?["title"].take())
    };
    let Title::Set(TitleSet { name, lang, style }) = title else {
        return door.answer(&settings(&door.read()?)?);
    };
    let room = door.write()?;
    let mut wanted = settings(&room)?;
    if wanted.is_null() {
        wanted = json!({
            "name": "", "latin_name": null, "lang": "zh-CN", "style": "evening", "tags": [], "deadline": null,
        });
    }
    for (field, value) in [("name", name), ("lang", lang), ("style", style)] {
        if let Some(value) = value {
            wanted[field] = Value::String(value);
        }
    }
    room.call("title_set", &door.ask(), wanted)?;
    door.answer(&settings(&room)?)
}

fn on_style(door: &Door, style: Style) -> Outcome<bool> {
    match style {
        Style::Add { file } => upload_call(door, "style_add", &file, json!({})),
        Style::List => query_call(door, "styles", Value::Null),
        Style::Show { name } => door.answer(&door.read()?.style_as_written(&name)?),
    }
}

fn on_profile(door: &Door, profile: PressProfile) -> Outcome<bool> {
    let PressProfile::Add(ProfileAdd { file, condition, registered, ink_limit, name, description }) = profile
    else {
        return query_call(door, "profiles", Value::Null);
    };
    let arguments = json!({
        "name": name, "condition": condition, "registered": registered, "description": description,
        "ink_limit": ink_limit,
    });
    upload_call(door, "profile_add", &file, arguments)
}

/// A call that takes a file in.
fn upload_call(door: &Door, call: &str, file: &Path, mut arguments: Value) -> Outcome<bool> {
    let bytes = bytes(file)?;
    let room = door.write()?;
    arguments["upload"] = Value::String(room.upload(&file.display().to_string(), bytes));
    door.answer(&room.call(call, &door.ask(), arguments)?)
}

fn on_issue(door: &Door, issue: Issue) -> Outcome<bool> {
    match issue {
        Issue::List => query_call(door, "issues", Value::Null),
        Issue::New { date, title } => {
            // A day that cannot be read is wrong usage, and makes no library.
            broadsheet_newsroom::date(&date)?;
            command_call(door, "issue_new", json!({ "date": date, "title": title }))
        }
        Issue::Show { id } => query_call(door, "issue", json!({ "id": id })),
        Issue::Export { id, out, profile } => {
            let out = named(&out)?;
            door.answer(&door.read()?.issue_export(
                &door.ask(),
                &id,
                Some(profile.into()),
                out,
                &Unwatched,
            )?)
        }
    }
}

fn on_page(door: &Door, page: Page) -> Outcome<bool> {
    match page {
        Page::List => query_call(door, "pages", Value::Null),
        Page::New { issue, number, format, section, black } => {
            let arguments = json!({
                "issue": issue, "number": number, "format": format, "section": section, "black_alone": black,
            });
            command_call(door, "page_new", arguments)
        }
        Page::Show { id } => query_call(door, "page", json!({ "id": id })),
        Page::Plan(plan) => page_plan(door, plan),
        Page::Jump { id, story, to, back: _ } => {
            command_call(door, "page_jump", json!({ "id": id, "story": story, "to": to }))
        }
        Page::Auto { id } => command_call(door, "page_auto", json!({ "id": id })),
        Page::Proof { id, out } => {
            let ending = out.as_deref().and_then(Path::extension).map(OsStr::to_ascii_lowercase);
            let format = match ending.as_ref().and_then(|ending| ending.to_str()) {
                None | Some("pdf") => ProofFormat::Pdf,
                Some("png") => ProofFormat::Png,
                Some(other) => return Err(value("out", other)),
            };
            let out = out.as_deref().map(named).transpose()?;
            door.answer(&door.write()?.page_proof(&door.ask(), &id, out, format)?)
        }
        Page::Sign { id } => command_call(door, "page_sign", json!({ "id": id, "hash": null })),
        Page::Export { id, out, profile } => {
            let out = named(&out)?;
            door.answer(&door.read()?.page_export(&door.ask(), &id, profile.into(), out)?)
        }
    }
}

/// Nobody watches an export from here: it is called off by ending the program, and leaves the folder as it was.
struct Unwatched;

impl Watch for Unwatched {
    fn page(&self, _file: &str, _done: usize, _all: usize) {}
}

/// Where a page is written to. Standard output is for the answer.
fn named(out: &Path) -> Outcome<&Path> {
    if out == Path::new("-") { Err(value("out", "-")) } else { Ok(out) }
}

fn page_plan(door: &Door, plan: PagePlan) -> Outcome<bool> {
    let (Some(placed), Some(at), Some(span)) = (plan.place, plan.at, plan.span) else {
        let removed = plan.remove.unwrap_or_default();
        let room = door.write()?;
        let (call, arguments) = if room.is_advert(&removed)? {
            ("page_advert", json!({ "id": plan.id, "advert": removed, "area": null }))
        } else {
            ("page_remove", json!({ "id": plan.id, "story": removed }))
        };
        return door.answer(&room.call(call, &door.ask(), arguments)?);
    };
    let (col, row) = pair(&at, &[',', '，']).ok_or_else(|| value("at", &at))?;
    let (cols, rows) = pair(&span, &['x', 'X', '×']).ok_or_else(|| value("span", &span))?;
    // Columns and rows are counted from 1 by people, from 0 on the wire.
    let (Some(col), Some(row)) = (col.checked_sub(1), row.checked_sub(1)) else {
        return Err(value("at", &at));
    };
    let area = json!({ "col": col, "row": row, "cols": cols, "rows": rows });
    let room = door.write()?;
    let (call, arguments) = if room.is_advert(&placed)? {
        ("page_advert", json!({ "id": plan.id, "advert": placed, "area": area }))
    } else {
        ("page_place", json!({ "id": plan.id, "story": placed, "area": area }))
    };
    door.answer(&room.call(call, &door.ask(), arguments)?)
}

fn pair(written: &str, between: &[char]) -> Option<(u16, u16)> {
    let (a, b) = written.split_once(between)?;
    Some((a.trim().parse().ok()?, b.trim().parse().ok()?))
}

fn value(field: &'static str, written: &str) -> broadsheet_newsroom::Failure {
    RoomError::Value { field, value: written.to_owned() }.into()
}

/// Answers what was found either way; the first bad event is named on standard error too.
fn verify(door: &Door) -> Outcome<bool> {
    let found = door.read()?.call("verify", &door.ask(), Value::Null)?;
    door.answer(&found)?;
    if found["ok"] == true {
        return Ok(true);
    }
    let found = serde_json::from_value(found).map_err(|why| RoomError::Arguments(why.to_string()))?;
    crate::print::refusal(&broadsheet_newsroom::unproved(found, door.lang()));
    Ok(false)
}
