//! `page_story`: which stories stand on a page, in the order of reading.

use broadsheet_copy::{Page, PageId, StoryId};
use rusqlite::{Connection, params};

use super::{Kept, kept};

pub(crate) fn write(db: &Connection, page: PageId, state: &Page) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM page_story WHERE page = ?1")?.execute([page.to_string()])?;
    let mut insert = db.prepare_cached("INSERT INTO page_story (page, place, story) VALUES (?1, ?2, ?3)")?;
    for (place, module) in state.make_up.modules.iter().enumerate() {
        insert.execute(params![page.to_string(), place, module.story.to_string()])?;
    }
    Ok(())
}

/// The pages that a story stands on, in order of making.
pub(crate) fn pages(db: &Connection, story: StoryId) -> rusqlite::Result<Vec<Kept>> {
    db.prepare_cached(
        "SELECT id, version, state FROM page
         WHERE id IN (SELECT page FROM page_story WHERE story = ?1) ORDER BY made",
    )?
    .query_map([story.to_string()], kept)?
    .collect()
}
