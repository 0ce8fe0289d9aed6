//! `story_photo`: which photos go with a story, in order.

use broadsheet_copy::{PhotoId, Story, StoryId};
use rusqlite::{Connection, params};

use super::{Kept, kept};

pub(crate) fn write(db: &Connection, story: StoryId, state: &Story) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM story_photo WHERE story = ?1")?.execute([story.to_string()])?;
    let mut insert =
        db.prepare_cached("INSERT INTO story_photo (story, place, photo) VALUES (?1, ?2, ?3)")?;
    for (place, photo) in state.photos.iter().enumerate() {
        insert.execute(params![story.to_string(), place, photo.to_string()])?;
    }
    Ok(())
}

/// The stories that a photo goes with, in order of making.
pub(crate) fn stories(db: &Connection, photo: PhotoId) -> rusqlite::Result<Vec<Kept>> {
    db.prepare_cached(
        "SELECT id, version, state FROM story
         WHERE id IN (SELECT story FROM story_photo WHERE photo = ?1) ORDER BY made",
    )?
    .query_map([photo.to_string()], kept)?
    .collect()
}
