//! Search: any run of characters in a story's kicker, headline, deck or body.

use broadsheet_copy::StoryId;
use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use crate::error::{At, StoreError};
use crate::library::Library;
use crate::table::{story, uuid};
use crate::words::{self, Sign};

/// In which order stories are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The most relevant of the newest 2,000 first (bm25).
    Relevance,
}

/// A story that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Which.
    pub story: StoryId,
    /// 稿名.
    pub slug: String,
    /// 主题.
    pub headline: String,
    /// The run with what stands around it, one line.
    pub snippet: String,
    /// The day on which it was filed, where it was filed.
    pub date: NaiveDate,
}

/// Of how many matches, the newest, relevance is worked out.
const WEIGHED: usize = 2_000;
/// Characters of a snippet before the run, and after it.
const AROUND: (usize, usize) = (16, 40);

impl Library {
    /// The stories that hold the run of characters, the newest first, each once. Width, case, blanks and
    /// punctuation make no difference; a query of nothing else finds nothing.
    ///
    /// # Errors
    /// Only where the library cannot be read: no query is wrong.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        self.search_by(query, limit, Order::Newest)
    }

    /// As [`Library::search`], in an order.
    ///
    /// # Errors
    /// Only where the library cannot be read: no query is wrong.
    pub fn search_by(&self, query: &str, limit: usize, order: Order) -> Result<Vec<Hit>, StoreError> {
        let Some(asked) = words::query(query) else { return Ok(Vec::new()) };
        let run = words::fold(query);
        let db = self.tables()?;
        found(&db, &asked, &run, limit, order).at(self.dir()).map_err(|error| match error {
            // The question is our own: where the search tables cannot answer it, they are damaged.
            StoreError::Database { path, detail } => StoreError::Damaged { path, detail },
            other => other,
        })
    }
}

fn found(
    db: &Connection,
    asked: &str,
    run: &[Sign],
    limit: usize,
    order: Order,
) -> rusqlite::Result<Vec<Hit>> {
    let matches = match order {
        Order::Newest => "SELECT rowid AS made FROM story_words WHERE story_words MATCH ?1
             ORDER BY rowid DESC LIMIT ?2"
            .to_owned(),
        Order::Relevance => format!(
            "SELECT made FROM (SELECT rowid AS made, bm25(story_words, 4.0, 8.0, 4.0, 1.0) AS weight
                 FROM story_words WHERE story_words MATCH ?1 ORDER BY rowid DESC LIMIT {WEIGHED})
             ORDER BY weight, made DESC LIMIT ?2"
        ),
    };
    let made: Vec<u64> = db
        .prepare_cached(&matches)?
        .query_map(rusqlite::params![asked, i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut story = db.prepare_cached(
        "SELECT id, slug, filed_at, kicker, headline, deck, body FROM story WHERE made = ?1",
    )?;
    made.into_iter().map(|made| story.query_row([made], |row| hit(row, run))).collect()
}

fn hit(row: &Row<'_>, run: &[Sign]) -> rusqlite::Result<Hit> {
    let headline: String = row.get(4)?;
    let (kicker, deck, body) =
        (row.get_ref(3)?.as_str()?, row.get_ref(5)?.as_str()?, row.get_ref(6)?.as_str()?);
    let parts = body.lines().chain([headline.as_str(), deck, kicker]);
    let snippet = parts
        .filter_map(|part| words::locate(part, run).map(|range| around(part, range.start, range.end)))
        .next()
        .unwrap_or_else(|| around(body.lines().next().unwrap_or(&headline), 0, 0));
    Ok(Hit {
        story: StoryId(uuid(row, 0)?),
        slug: row.get(1)?,
        snippet,
        date: story::at(row, 2)?.date_naive(),
        headline,
    })
}

/// The run from `start` to `end` (bytes) with what stands around it; an ellipsis where something is left out.
fn around(text: &str, start: usize, end: usize) -> String {
    let before = text[..start].char_indices().rev().nth(AROUND.0 - 1).map_or(0, |(at, _)| at);
    let after = text[end..].char_indices().nth(AROUND.1).map_or(text.len(), |(at, _)| end + at);
    let (left, right) = (if before > 0 { "…" } else { "" }, if after < text.len() { "…" } else { "" });
    format!("{left}{}{right}", text[before..after].trim())
}
