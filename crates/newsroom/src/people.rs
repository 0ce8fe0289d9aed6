//! The title, its people and its tags.

use broadsheet_copy::page::Format;
use broadsheet_copy::person::{self, PersonCommand, Role};
use broadsheet_copy::title::{self, TitleCommand};
use broadsheet_copy::{PersonId, StreamId, Title};
use broadsheet_layout::{Grid, Hand};
use broadsheet_units::Length;

use crate::room::{Ask, Newsroom, Outcome, to};
use crate::wire::{FormatView, Made, Nothing, PersonAdd, PersonView, Session, TagAdd, TitleView};

/// All that a window needs to begin.
pub(crate) fn session(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<Session> {
    let title = room.library.title()?.map(|title| title_view(title.state));
    // Tags and files can be taken in before it is named.
    let title = title.filter(|title| !title.name.is_empty());
    Ok(Session {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        library: room.library.dir().display().to_string(),
        log_file: room.log_file().map(|file| file.display().to_string()),
        title,
        formats: formats(room)?,
        persons: persons(room)?,
        seq: room.library.last_seq()?,
    })
}

/// The formats as the title's style sheet has them. The sheet alone says so: a window does not wait for fonts. Where
/// its file is gone or damaged there are none, and the window opens all the same: it is where another one is chosen.
fn formats(room: &Newsroom) -> Outcome<Vec<FormatView>> {
    let Ok(style) = room.style_sheet(&room.title()?) else { return Ok(Vec::new()) };
    let view = |format: Format| {
        let grid = Grid::new(&style, format, Hand::of(format, ""))?;
        Some(FormatView {
            name: format.name().to_owned(),
            spread: format.spread,
            width_mm: in_tenths(grid.trim.width),
            height_mm: in_tenths(grid.trim.height),
            columns: grid.columns,
            column: grid.column,
            rows: grid.rows,
        })
    };
    Ok(Format::all().filter_map(view).collect())
}

/// Millimetres as the style sheet was written, without what the fixed point leaves of them.
fn in_tenths(length: Length) -> f64 {
    (length.to_mm() * 10.0).round() / 10.0
}

/// The formats that there are, by their trade names.
pub fn format_names() -> impl Iterator<Item = &'static str> {
    Format::all().map(Format::name)
}

/// The people, in the order in which they were added.
pub(crate) fn persons(room: &Newsroom) -> Outcome<Vec<PersonView>> {
    let view = |(id, person): (PersonId, broadsheet_store::Versioned<broadsheet_copy::Person>)| PersonView {
        id: id.to_string(),
        name: person.state.name,
        roles: person.state.roles.iter().map(|role| role.name().to_owned()).collect(),
    };
    Ok(room.library.persons()?.into_iter().map(view).collect())
}

/// Names the newspaper and sets its language, style and deadline. Tags and files have calls of their own.
pub(crate) fn title_set(room: &Newsroom, ask: &Ask, wanted: TitleView) -> Outcome<Nothing> {
    room.change(ask, |actor| {
        let kept = room.library.title()?;
        let (state, seen) = kept.map_or((None, 0), |kept| (Some(kept.state), kept.version));
        let wanted = Title {
            name: wanted.name,
            latin_name: wanted.latin_name,
            lang: wanted.lang,
            style: wanted.style,
            deadline: wanted.deadline,
            ..state.clone().unwrap_or_default()
        };
        // A style sheet that is not there is refused now, not when the next page is composed.
        room.style_sheet(&wanted)?;
        let events = title::decide(state.as_ref(), TitleCommand::Set(wanted), actor)?;
        Ok(vec![to(StreamId::Title, seen, events)])
    })?;
    Ok(Nothing {})
}

/// Adds a tag of the title's own.
pub(crate) fn tag_add(room: &Newsroom, ask: &Ask, wanted: TagAdd) -> Outcome<Nothing> {
    room.change(ask, |actor| {
        let kept = room.library.title()?;
        let (state, seen) = kept.map_or((None, 0), |kept| (Some(kept.state), kept.version));
        let events = title::decide(state.as_ref(), TitleCommand::AddTag(wanted.tag), actor)?;
        Ok(vec![to(StreamId::Title, seen, events)])
    })?;
    Ok(Nothing {})
}

/// The roles that there are, by their stable names.
#[must_use]
pub fn role_names() -> [&'static str; 8] {
    Role::ALL.map(Role::name)
}

/// Adds a person. The first one needs no name to ask and becomes admin besides.
pub(crate) fn person_add(room: &Newsroom, ask: &Ask, wanted: PersonAdd) -> Outcome<Made> {
    let id = PersonId(room.host.new_id());
    let done = room.change(ask, |actor| {
        let roles = wanted.roles.iter().map(|role| role.parse()).collect::<Result<Vec<Role>, _>>()?;
        let persons = room.library.persons()?;
        let same = persons.iter().find(|(_, person)| person.state.name == wanted.name.trim());
        let command = PersonCommand::Add { name: wanted.name.clone(), roles, first: persons.is_empty() };
        let events = person::decide(same.map(|(_, person)| &person.state), command, actor)?;
        Ok(vec![to(StreamId::Person(id), 0, events)])
    })?;
    Ok(made(&done, id.to_string()))
}

/// The id of what a command made: the one it made the first time, where it was asked again.
pub(crate) fn made(done: &broadsheet_store::Appended, id: String) -> Made {
    let first = done.versions.first().map(|(stream, _)| stream.to_string());
    let first = first.and_then(|stream| stream.split_once('/').map(|(_, id)| id.to_owned()));
    Made { id: first.unwrap_or(id) }
}

fn title_view(title: Title) -> TitleView {
    let Title { name, latin_name, lang, style, tags, deadline, .. } = title;
    TitleView { name, latin_name, lang, style, tags, deadline }
}
