//! `story`: every story, with what lists show drawn out of its state.

use std::collections::BTreeSet;

use broadsheet_copy::act::At;
use broadsheet_copy::story::State;
use broadsheet_copy::text::Paragraph;
use broadsheet_copy::{PersonId, Story, StoryId, StoryText};
use rusqlite::{Connection, Row, params};
use serde_json::Value;
use uuid::Uuid;

use super::{Mark, json, time, unreadable, uuid};

/// A story as lists show it.
#[derive(Clone, PartialEq, Debug)]
pub struct StoryRow {
    /// Which.
    pub id: StoryId,
    /// Its version.
    pub version: u64,
    /// 稿名.
    pub slug: String,
    /// 引题; empty where there is none.
    pub kicker: String,
    /// 主题.
    pub headline: String,
    /// Who filed it.
    pub author: Option<PersonId>,
    /// Their name then.
    pub author_name: String,
    /// 部门.
    pub desk: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Body characters without blanks, a Latin word or a number as one.
    pub characters: usize,
    /// How many photos go with it.
    pub photos: usize,
    /// Its tags.
    pub tags: BTreeSet<String>,
    /// When it was filed.
    pub filed_at: At,
    /// When its printed content last changed.
    pub changed_at: At,
}

pub(crate) fn write(
    db: &Connection,
    id: StoryId,
    mark: Mark,
    state: &Story,
    text: &StoryText,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO story (made, id, version, seq, slug, author, author_name, desk, stands, characters, photos,
             tags, filed_at, changed_at, kicker, headline, deck, body, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
         ON CONFLICT (made) DO UPDATE SET version = excluded.version, seq = excluded.seq, slug = excluded.slug,
             author = excluded.author, author_name = excluded.author_name, desk = excluded.desk,
             stands = excluded.stands, characters = excluded.characters, photos = excluded.photos,
             tags = excluded.tags, filed_at = excluded.filed_at, changed_at = excluded.changed_at,
             kicker = excluded.kicker, headline = excluded.headline, deck = excluded.deck,
             body = excluded.body, state = excluded.state",
    )?
    .execute(params![
        mark.made,
        id.to_string(),
        mark.version,
        mark.seq,
        state.fields.slug,
        state.author.map(|author| author.to_string()),
        state.author_name,
        state.fields.desk,
        state.state.name(),
        text.characters(),
        state.photos.len(),
        json(&state.tags)?,
        time(&state.filed_at),
        time(&state.changed_at),
        text.kicker,
        text.headline,
        text.deck,
        body(text),
        json(state)?,
    ])?;
    Ok(())
}

/// The body with a line a paragraph.
fn body(text: &StoryText) -> String {
    text.body.iter().map(Paragraph::plain).collect::<Vec<_>>().join("\n")
}

/// Every story in order of making, without its document.
pub(crate) fn rows(db: &Connection) -> rusqlite::Result<Vec<StoryRow>> {
    db.prepare_cached(
        "SELECT id, version, slug, kicker, headline, author, author_name, desk, stands, characters, photos,
             tags, filed_at, changed_at
         FROM story ORDER BY made",
    )?
    .query_map([], row)?
    .collect()
}

fn row(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    Ok(StoryRow {
        id: StoryId(uuid(row, 0)?),
        version: row.get(1)?,
        slug: row.get(2)?,
        kicker: row.get(3)?,
        headline: row.get(4)?,
        author: author(row, 5)?,
        author_name: row.get(6)?,
        desk: row.get(7)?,
        state: serde_json::from_value(Value::String(row.get(8)?)).map_err(|error| unreadable(8, error))?,
        characters: row.get(9)?,
        photos: row.get(10)?,
        tags: serde_json::from_str(row.get_ref(11)?.as_str()?).map_err(|error| unreadable(11, error))?,
        filed_at: at(row, 12)?,
        changed_at: at(row, 13)?,
    })
}

fn author(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<PersonId>> {
    let written: Option<String> = row.get(column)?;
    let id = written.map(|id| Uuid::parse_str(&id)).transpose();
    Ok(id.map_err(|error| unreadable(column, error))?.map(PersonId))
}

/// A column as a time.
pub(crate) fn at(row: &Row<'_>, column: usize) -> rusqlite::Result<At> {
    At::parse_from_rfc3339(row.get_ref(column)?.as_str()?).map_err(|error| unreadable(column, error))
}
