//! `story_words`: what search looks in. It keeps the words' places, not the words; a story is known by its `made`.

use broadsheet_copy::StoryText;
use broadsheet_copy::text::Paragraph;
use rusqlite::{Connection, params};

use crate::words;

/// Takes a story's text into search, in the place of what stood for it.
pub(crate) fn write(db: &Connection, made: u64, text: &StoryText) -> rusqlite::Result<()> {
    let body = text.body.iter().map(|paragraph| words::of(&Paragraph::plain(paragraph))).collect::<Vec<_>>();
    db.prepare_cached("DELETE FROM story_words WHERE rowid = ?1")?.execute([made])?;
    db.prepare_cached(
        "INSERT INTO story_words (rowid, kicker, headline, deck, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        made,
        words::of(&text.kicker),
        words::of(&text.headline),
        words::of(&text.deck),
        body.join(" "),
    ])?;
    Ok(())
}
