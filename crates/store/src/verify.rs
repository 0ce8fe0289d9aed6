//! Proving that the library is what was written: the chain, the projections against a rebuild, the files; and the
//! rebuild itself.

use std::cmp::Ordering;
use std::fmt;
use std::path::{Path, PathBuf};

use broadsheet_copy::act::At;
use broadsheet_copy::advert::AdvertEvent;
use broadsheet_copy::page::PageEvent;
use broadsheet_copy::photo::PhotoEvent;
use broadsheet_copy::story::StoryEvent;
use broadsheet_copy::title::TitleEvent;
use broadsheet_copy::{Event, StreamId};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, Rows, TransactionBehavior};

use crate::chain::{self, Column, Hash};
use crate::error::{At as _, StoreError};
use crate::fold::{self, State};
use crate::library::Library;
use crate::table::{self, Mark, event};
use crate::{blob, connect, folder, schema};

/// What a check has found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// How many events the log holds.
    pub events: u64,
    /// The first event that is not as it was written, by its number, and what is wrong with it.
    pub first_bad: Option<(u64, Why)>,
}

impl Verified {
    /// Whether all is as it was written.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.first_bad.is_none()
    }
}

/// What is wrong with an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// It is not in the log, though a later one or what it made is.
    Missing,
    /// The row cannot be read as an event.
    Unreadable,
    /// It does not name the event before it.
    Chain,
    /// It is not what its hash says.
    Hash,
    /// It does not follow from the events before it.
    Fold,
    /// The table does not hold what it makes.
    Projection {
        /// The table.
        table: &'static str,
    },
    /// The file that it names is not there.
    FileMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The file that it names has been changed.
    FileDamaged {
        /// The file.
        path: PathBuf,
    },
}

impl Why {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "event-missing",
            Self::Unreadable => "event-unreadable",
            Self::Chain => "chain-broken",
            Self::Hash => "hash-differs",
            Self::Fold => "event-mismatch",
            Self::Projection { .. } => "projection-differs",
            Self::FileMissing { .. } => "file-missing",
            Self::FileDamaged { .. } => "file-damaged",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Projection { table } => write!(f, "{}: {table}", self.code()),
            Self::FileMissing { path } | Self::FileDamaged { path } => {
                write!(f, "{}: {}", self.code(), path.display())
            }
            other => f.write_str(other.code()),
        }
    }
}

impl Library {
    /// Checks the chain, SQLite's own structures, the projections against a rebuild, and the originals and signed
    /// pages that the log names.
    ///
    /// # Errors
    /// `library-damaged` where SQLite's own structures are broken and the log itself is not; otherwise only where
    /// the library cannot be read at all.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        verify(&*self.reader()?, self.dir())
    }

    /// Makes the projections anew from the log; answers how many events it has folded.
    ///
    /// # Errors
    /// `library-damaged` where the chain is broken: what cannot be trusted is not spread. `read-only`, `disk-full`.
    pub fn rebuild(&self) -> Result<u64, StoreError> {
        let mut writer = self.writer()?;
        let dir = self.dir();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).at(dir)?;
        if let (_, Some((seq, why))) = chain_of(&transaction).at(dir)? {
            return Err(StoreError::Damaged { path: dir.to_owned(), detail: format!("event {seq}: {why}") });
        }
        for table in table::PROJECTIONS {
            transaction.execute(&format!("DELETE FROM {table}"), []).at(dir)?;
        }
        transaction.execute("INSERT INTO story_words (story_words) VALUES ('delete-all')", []).at(dir)?;
        let folded = fold_all(&transaction, &transaction).at(dir)?;
        if let Some((seq, why)) = folded.first_bad {
            return Err(StoreError::Damaged { path: dir.to_owned(), detail: format!("event {seq}: {why}") });
        }
        transaction.commit().at(dir)?;
        event::count(&writer).at(dir)
    }
}

/// Checks the library in `dir`, read through `db`, as it is at this moment.
pub(crate) fn verify(db: &Connection, dir: &Path) -> Result<Verified, StoreError> {
    // One snapshot for all that follows, whatever a writer does meanwhile.
    let snapshot = db.unchecked_transaction().at(dir)?;
    let (events, broken) = chain_of(&snapshot).at(dir)?;
    if broken.is_some() {
        return Ok(Verified { events, first_bad: broken });
    }
    connect::integrity_check(&snapshot, dir)?;
    // An older schema is a backup made before a migration; what its tables held only its own program knows.
    if schema::version(&snapshot, dir)? != schema::newest(schema::MIGRATIONS) {
        return Ok(Verified { events, first_bad: None });
    }
    let scratch = scratch(dir)?;
    let folded = fold_all(&snapshot, &scratch).at(dir)?;
    if folded.first_bad.is_some() {
        return Ok(Verified { events, first_bad: folded.first_bad });
    }
    let last = event::last_seq(&snapshot).at(dir)?;
    let mut first = First::default();
    let mut note = |seq: u64, table: &'static str| {
        first.note(if seq > last { (last + 1, Why::Missing) } else { (seq, Why::Projection { table }) });
    };
    for (table, rows) in COMPARED {
        for seq in differing(&snapshot, &scratch, rows).at(dir)? {
            note(seq, table);
        }
    }
    if let Some(seq) = differing_words(&snapshot, &scratch).at(dir)? {
        note(seq, "story_words");
    }
    for (seq, shelf, sha256) in folded.files {
        match blob::place(dir, shelf, &sha256).and_then(|path| blob::get(&path, &sha256)) {
            Ok(_) => {}
            Err(StoreError::FileDamaged { path }) => first.note((seq, Why::FileDamaged { path })),
            Err(StoreError::FileMissing { path }) => first.note((seq, Why::FileMissing { path })),
            Err(other) => return Err(other),
        }
    }
    Ok(Verified { events, first_bad: first.found })
}

/// The earliest of what was found.
#[derive(Default)]
struct First {
    found: Option<(u64, Why)>,
}

impl First {
    fn note(&mut self, bad: (u64, Why)) {
        if self.found.as_ref().is_none_or(|(seq, _)| bad.0 < *seq) {
            self.found = Some(bad);
        }
    }
}

/// Follows the chain: how many rows there are, and the first event that breaks it.
fn chain_of(db: &Connection) -> rusqlite::Result<(u64, Option<(u64, Why)>)> {
    let mut statement = db.prepare(
        "SELECT seq, stream, ver, kind, schema, actor, actor_name, device, at, cmd_id, body, prev_hash, hash
         FROM event ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let (mut prev, mut count, mut broken) = (chain::FIRST, 0, None);
    loop {
        let wanted = count + 1;
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok((count, broken)),
            // A page of the file that SQLite cannot make out: the rows after it are out of reach.
            Err(_) => return Ok((count, broken.or(Some((wanted, Why::Unreadable))))),
        };
        count = wanted;
        if broken.is_none() {
            match linked(row, wanted, &prev) {
                Ok(hash) => prev = hash,
                Err(why) => broken = Some((wanted, why)),
            }
        }
    }
}

/// The hash of a row that is the `wanted`th event and follows `prev`.
fn linked(row: &Row<'_>, wanted: u64, prev: &Hash) -> Result<Hash, Why> {
    let mut columns = Vec::with_capacity(11);
    for at in 0..11 {
        columns.push(match row.get_ref(at).map_err(|_| Why::Unreadable)? {
            ValueRef::Integer(number) => Column::Integer(number),
            ValueRef::Text(bytes) => Column::Text(bytes),
            ValueRef::Null => Column::Null,
            ValueRef::Real(_) | ValueRef::Blob(_) => return Err(Why::Unreadable),
        });
    }
    let seq: u64 = row.get(0).map_err(|_| Why::Unreadable)?;
    if seq != wanted {
        return Err(Why::Missing);
    }
    let before: Hash = row.get(11).map_err(|_| Why::Unreadable)?;
    let hash: Hash = row.get(12).map_err(|_| Why::Unreadable)?;
    if before != *prev {
        return Err(Why::Chain);
    }
    if chain::link(prev, &columns) == hash { Ok(hash) } else { Err(Why::Hash) }
}

/// What folding the whole log has come to.
#[derive(Default)]
struct FoldedLog {
    first_bad: Option<(u64, Why)>,
    /// The files that events name: event, shelf, SHA-256.
    files: Vec<(u64, &'static str, String)>,
}

/// Folds every stream of the log in `from` and writes its rows into `into`, which may be the same database.
fn fold_all(from: &Connection, into: &Connection) -> rusqlite::Result<FoldedLog> {
    let mut folding = Folding { into, log: FoldedLog::default(), bad: First::default(), current: None };
    event::each_by_stream(from, |seq, read| match read {
        Ok(event) => folding.event(event),
        Err(_) => {
            folding.bad.note((seq, Why::Unreadable));
            Ok(())
        }
    })?;
    folding.close()?;
    folding.log.first_bad = folding.bad.found;
    Ok(folding.log)
}

/// A log on its way through the fold, stream by stream.
struct Folding<'a> {
    into: &'a Connection,
    log: FoldedLog,
    bad: First,
    current: Option<Stream>,
}

/// The stream that is being folded.
struct Stream {
    id: StreamId,
    mark: Mark,
    /// What it holds; `None` after an event that did not fold.
    state: Option<State>,
    /// Edits of a story that are not in the state yet. A text is typed in thousands of small edits, and to take it
    /// apart and put it together again is most of the work of folding one: they are taken together.
    typed: Vec<(u64, At, Vec<serde_json::Value>)>,
}

/// How many edits are taken together at the most.
const TYPED: usize = 256;

impl Folding<'_> {
    fn event(&mut self, event: event::Folded) -> rusqlite::Result<()> {
        let event::Folded { seq, stream: id, at, event } = event;
        self.log.files.extend(file_of(&event).map(|(shelf, sha256)| (seq, shelf, sha256.to_owned())));
        if self.current.as_ref().is_none_or(|stream| stream.id != id) {
            self.close()?;
        }
        let new = || Stream { id, mark: Mark::default(), state: None, typed: Vec::new() };
        let stream = self.current.get_or_insert_with(new);
        let begins = stream.mark.version == 0;
        stream.mark = stream.mark.after(seq);
        if let (Event::Story(StoryEvent::Edited { steps }), false) = (&event, begins) {
            stream.typed.push((seq, at, steps.clone()));
            if stream.typed.len() >= TYPED {
                stream.settle(&mut self.bad);
            }
            return Ok(());
        }
        stream.settle(&mut self.bad);
        if begins || stream.state.is_some() {
            stream.fold(seq, &event, at, &mut self.bad);
        }
        Ok(())
    }

    /// Writes what the stream has come to.
    fn close(&mut self) -> rusqlite::Result<()> {
        let Some(mut stream) = self.current.take() else { return Ok(()) };
        stream.settle(&mut self.bad);
        match &stream.state {
            Some(state) => table::write(self.into, stream.id, stream.mark, state, None),
            None => Ok(()),
        }
    }
}

impl Stream {
    fn fold(&mut self, seq: u64, event: &Event, at: At, bad: &mut First) {
        match fold::next(self.id, self.state.take(), event, at) {
            Ok(state) => self.state = Some(state),
            Err(_) => bad.note((seq, Why::Fold)),
        }
    }

    /// Takes the edits that wait into the state: all at once, and one by one to find the first that does not fit.
    fn settle(&mut self, bad: &mut First) {
        let typed = std::mem::take(&mut self.typed);
        let (Some((_, at, _)), Some(state)) = (typed.last(), &self.state) else { return };
        let steps = typed.iter().flat_map(|(_, _, steps)| steps).cloned().collect();
        let together = Event::Story(StoryEvent::Edited { steps });
        if let Ok(after) = fold::next(self.id, Some(state.clone()), &together, *at) {
            self.state = Some(after);
            return;
        }
        for (seq, at, steps) in typed {
            if self.state.is_some() {
                self.fold(seq, &Event::Story(StoryEvent::Edited { steps }), at, bad);
            }
        }
    }
}

/// The file that an event names: the original of a photo or an advert, a style sheet or a press profile of the title's
/// own, or the composed page under a signature.
fn file_of(event: &Event) -> Option<(&'static str, &str)> {
    match event {
        Event::Photo(
            PhotoEvent::Added { original: Some(original), .. } | PhotoEvent::Supplied { original, .. },
        ) => Some((folder::ORIGINALS, &original.sha256)),
        Event::Advert(AdvertEvent::Added { original, .. }) => Some((folder::ORIGINALS, &original.sha256)),
        Event::Title(TitleEvent::SheetAdded { sheet }) => Some((folder::ORIGINALS, &sheet.sha256)),
        Event::Title(TitleEvent::ProfileAdded { profile }) => Some((folder::ORIGINALS, &profile.sha256)),
        Event::Page(PageEvent::Signed { frame, .. }) => Some((folder::FRAMES, frame)),
        _ => None,
    }
}

/// An empty database of the newest schema, kept in memory and beyond that in a file of the system's own.
fn scratch(dir: &Path) -> Result<Connection, StoreError> {
    let mut db = Connection::open("").at(dir)?;
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;").at(dir)?;
    schema::migrate(&mut db, schema::MIGRATIONS, dir)?;
    // Never committed: it is thrown away, and one transaction is fastest.
    db.execute_batch("BEGIN").at(dir)?;
    Ok(db)
}

/// What is compared of each projection: a key, the last event of the row's stream, and every column.
const COMPARED: [(&str, &str); 9] = [
    ("title", "SELECT CAST(id AS TEXT), seq, version, made, name, state FROM title ORDER BY 1"),
    ("person", "SELECT id, seq, version, made, name, state FROM person ORDER BY 1"),
    ("issue", "SELECT id, seq, version, made, date, title, state FROM issue ORDER BY 1"),
    ("page", "SELECT id, seq, version, made, issue, number, stands, state FROM page ORDER BY 1"),
    ("photo", "SELECT id, seq, version, made, sha256, file_name, state FROM photo ORDER BY 1"),
    ("advert", "SELECT id, seq, version, made, sha256, file_name, state FROM advert ORDER BY 1"),
    (
        "story",
        "SELECT id, seq, made, version, slug, author, author_name, desk, stands, characters, photos, tags,
             filed_at, changed_at, kicker, headline, deck, body, state
         FROM story ORDER BY 1",
    ),
    (
        "story_photo",
        "SELECT format('%s/%08d', story, place), coalesce((SELECT seq FROM story WHERE id = story), 0), photo
         FROM story_photo ORDER BY 1",
    ),
    (
        "page_story",
        "SELECT format('%s/%08d', page, place), coalesce((SELECT seq FROM page WHERE id = page), 0), story
         FROM page_story ORDER BY 1",
    ),
];

/// The last events of the streams whose rows differ.
fn differing(kept: &Connection, made: &Connection, rows: &str) -> rusqlite::Result<Vec<u64>> {
    let (mut kept, mut made) = (kept.prepare(rows)?, made.prepare(rows)?);
    let columns = kept.column_count();
    let (mut kept, mut made) = (kept.query([])?, made.query([])?);
    let (mut left, mut right) = (next(&mut kept, columns)?, next(&mut made, columns)?);
    let mut found = Vec::new();
    loop {
        let order = match (&left, &right) {
            (None, None) => return Ok(found),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(left), Some(right)) => text(left).cmp(text(right)),
        };
        if order == Ordering::Equal && left == right {
            (left, right) = (next(&mut kept, columns)?, next(&mut made, columns)?);
            continue;
        }
        // Where both have the row, the later event is the one that is not in the other.
        let seqs = [left.as_ref().filter(|_| order.is_le()), right.as_ref().filter(|_| order.is_ge())];
        found.extend(seqs.into_iter().flatten().map(|row| seq(row)).max());
        if order.is_le() {
            left = next(&mut kept, columns)?;
        }
        if order.is_ge() {
            right = next(&mut made, columns)?;
        }
    }
}

fn next(rows: &mut Rows<'_>, columns: usize) -> rusqlite::Result<Option<Vec<Value>>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    (0..columns).map(|at| row.get(at)).collect::<rusqlite::Result<_>>().map(Some)
}

fn text(row: &[Value]) -> &str {
    if let Some(Value::Text(key)) = row.first() { key } else { "" }
}

fn seq(row: &[Value]) -> u64 {
    if let Some(Value::Integer(seq)) = row.get(1) { u64::try_from(*seq).unwrap_or(0) } else { 0 }
}

/// The last event of a story whose words in search are not those of its text.
fn differing_words(kept: &Connection, made: &Connection) -> rusqlite::Result<Option<u64>> {
    const TERMS: &str = "SELECT term || ' ' || col, 0, doc, cnt FROM temp.words_by_column ORDER BY term, col";
    for db in [kept, made] {
        db.execute_batch(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_by_column
                 USING fts5vocab (main, story_words, col);
             CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_by_place
                 USING fts5vocab (main, story_words, instance);",
        )?;
    }
    if differing(kept, made, TERMS)?.is_empty() {
        return Ok(None);
    }
    const PLACES: &str =
        "SELECT format('%020d %s %s %020d', doc, term, col, offset), doc FROM temp.words_by_place ORDER BY 1";
    let stories = differing(kept, made, PLACES)?;
    let mut last_of = made.prepare("SELECT seq FROM story WHERE made = ?1")?;
    // A story that the log does not know is known by the event that filed it: that is its number in search.
    let seqs = stories.into_iter().map(|story| {
        let mut rows = last_of.query([story])?;
        rows.next()?.map_or(Ok(story), |row| row.get(0))
    });
    let seqs = seqs.collect::<rusqlite::Result<Vec<u64>>>()?;
    Ok(seqs.into_iter().min())
}
