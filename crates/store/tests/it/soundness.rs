//! Whatever is asked in whatever order: the log holds only what folds, a rebuild gives the same rows, and a turned
//! bit is found where it is.

use broadsheet_copy::page::PageEvent;
use broadsheet_copy::photo::PhotoEvent;
use broadsheet_copy::story::StoryEvent;
use broadsheet_copy::{Event, StreamId};
use broadsheet_store::{Library, StoreError};
use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::paper::{
    added, advert_added, advert_id, change, command, desk, filed, inserted, issue_id, issue_planned, laid,
    page_id, page_planned, person_added, person_id, photo_id, stamp, story_id,
};
use crate::proof::{behind, put, turned};

/// Something that is tried; it may well be refused.
#[derive(Clone, Debug)]
struct Try {
    kind: u8,
    which: u128,
    other: u128,
    text: String,
    late: bool,
}

fn tries() -> impl Strategy<Value = Vec<Vec<Try>>> {
    let text = prop_oneof!["[鼓乐新绛县a-zA-Z0-9 ，。\"']{0,12}", any::<String>()];
    let one = (0u8..15, 0u128..3, 0u128..3, text, prop::bool::weighted(0.1))
        .prop_map(|(kind, which, other, text, late)| Try { kind, which, other, text, late });
    prop::collection::vec(prop::collection::vec(one, 1..4), 1..24)
}

/// The event of a try, and its stream.
fn event(tried: &Try, sha256: &str) -> (StreamId, Event) {
    let (story, photo) = (StreamId::Story(story_id(tried.which)), photo_id(tried.other));
    let page = StreamId::Page(page_id(tried.which));
    let text = tried.text.as_str();
    match tried.kind {
        0 | 1 => (story, filed("题", &[text, text]).into()),
        2 | 3 => (story, inserted("题", text).into()),
        4 => (story, StoryEvent::Submitted.into()),
        5 => (story, StoryEvent::Held.into()),
        6 => (story, StoryEvent::Released.into()),
        7 => (story, StoryEvent::Attached { photo }.into()),
        8 => (story, StoryEvent::Approved { by: stamp(), opinion: None, content: text.into() }.into()),
        9 => (StreamId::Photo(photo), added(sha256).into()),
        10 => (
            StreamId::Photo(photo),
            PhotoEvent::Described { caption: Some(text.into()), credit: None }.into(),
        ),
        11 => (StreamId::Issue(issue_id(0)), issue_planned().into()),
        12 if tried.other == 0 => (page, page_planned(issue_id(0), text).into()),
        12 => (page, laid(&[story_id(tried.other), story_id(tried.which)]).into()),
        13 if tried.other == 0 => (page, PageEvent::ContentChanged.into()),
        14 => (StreamId::Advert(advert_id(tried.which)), advert_added(sha256, text).into()),
        _ => (StreamId::Person(person_id(tried.which)), person_added(text).into()),
    }
}

/// Tries a command; what is refused must be refused for a reason that is the caller's.
fn attempt(library: &Library, tries: &[Try], sha256: &str) -> Result<(), TestCaseError> {
    let mut changes = Vec::new();
    for tried in tries {
        let (stream, event) = event(tried, sha256);
        let ahead =
            changes.iter().filter(|change: &&broadsheet_store::Change| change.stream == stream).count();
        let seen = library.history(stream).unwrap().len() + ahead + usize::from(tried.late);
        changes.push(change(stream, seen as u64, event));
    }
    let before = library.last_seq().unwrap();
    match library.append(&command(changes)) {
        Ok(appended) => prop_assert_eq!(appended.seq, before + tries.len() as u64),
        Err(StoreError::Stale { .. } | StoreError::Unfit { .. } | StoreError::Taken { .. }) => {
            prop_assert_eq!(library.last_seq().unwrap(), before);
        }
        Err(other) => return Err(TestCaseError::fail(other.to_string())),
    }
    Ok(())
}

/// Every row of every table, search's own included.
fn rows(library: &Library) -> Vec<Vec<Value>> {
    let db = Connection::open(library.dir().join("library.db")).unwrap();
    db.execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, story_words, instance)")
        .unwrap();
    let mut all = Vec::new();
    for rows in [
        "event",
        "title",
        "person",
        "issue",
        "page",
        "photo",
        "advert",
        "story",
        "story_photo",
        "page_story",
        // Besides, search counts there how often a row was written anew: nothing that a reader could see.
        "(SELECT id, sz FROM story_words_docsize)",
        "temp.words",
    ] {
        let mut statement = db.prepare(&format!("SELECT * FROM {rows} ORDER BY 1, 2")).unwrap();
        let columns = statement.column_count();
        let read = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
        all.extend(read.map(Result::unwrap));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rebuild_gives_the_same_rows(commands in tries()) {
        let desk = desk();
        let library = &desk.library;
        let sha256 = library.put_original(b"drums").unwrap();
        for tries in &commands {
            attempt(library, tries, &sha256)?;
        }
        let verified = library.verify().unwrap();
        prop_assert!(verified.is_ok(), "{:?}", verified);
        let before = rows(library);
        prop_assert_eq!(library.rebuild().unwrap(), verified.events);
        prop_assert_eq!(rows(library), before);
        for (id, story) in library.stories().unwrap() {
            let folded = library.story_at(id, story.version).unwrap();
            prop_assert_eq!(folded, Some(story.state));
        }
    }

    #[test]
    fn a_turned_bit_is_found_where_it_is(
        seq in 1i64..=10, column in 1usize..13, byte in any::<usize>(), bit in 0u8..8,
    ) {
        let desk = crate::paper::furnished();
        let db = behind(&desk);
        let column = ["seq", "stream", "ver", "kind", "schema", "actor", "actor_name", "device", "at", "cmd_id",
            "body", "prev_hash", "hash"][column];
        let read = format!("SELECT {column} FROM event WHERE seq = ?1");
        let was: Value = db.query_row(&read, [seq], |row| row.get(0)).unwrap();
        // Another event may have that name already: then SQLite itself refuses.
        if put(&db, seq, column, &was, &turned(&was, byte, bit)).is_ok() {
            let found = desk.library.verify().unwrap().first_bad;
            prop_assert_eq!(found.map(|(seq, _)| seq), u64::try_from(seq).ok());
        }
    }
}
