//! What `verify` finds.

use broadsheet_copy::StreamId;
use broadsheet_store::{Verified, Why};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::paper::{Desk, file, furnished, photo_id, story_id};

const COLUMNS: [&str; 13] = [
    "seq",
    "stream",
    "ver",
    "kind",
    "schema",
    "actor",
    "actor_name",
    "device",
    "at",
    "cmd_id",
    "body",
    "prev_hash",
    "hash",
];

/// A connection behind the program's back, with the log's guards taken away.
pub(crate) fn behind(desk: &Desk) -> Connection {
    let db = Connection::open(desk.library.dir().join("library.db")).unwrap();
    db.execute_batch(
        "DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted; DROP TRIGGER event_is_only_appended;
         PRAGMA foreign_keys = OFF;",
    )
    .unwrap();
    db
}

fn bad(desk: &Desk) -> Option<(u64, Why)> {
    let Verified { first_bad, .. } = desk.library.verify().unwrap();
    first_bad
}

/// A value with one bit of one byte turned.
pub(crate) fn turned(value: &Value, byte: usize, bit: u8) -> Value {
    let turn = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        let at = byte % bytes.len();
        bytes[at] ^= 1 << (bit % 8);
        bytes
    };
    match value {
        Value::Integer(number) => {
            let bytes: [u8; 8] = turn(&number.to_be_bytes()).try_into().unwrap();
            Value::Integer(i64::from_be_bytes(bytes))
        }
        Value::Text(text) if !text.is_empty() => Value::Blob(turn(text.as_bytes())),
        Value::Blob(bytes) => Value::Blob(turn(bytes)),
        _ => Value::Blob(b"x".to_vec()),
    }
}

/// Puts a value into the log; text stays text, whatever its bytes.
pub(crate) fn put(
    db: &Connection,
    rowid: i64,
    column: &str,
    was: &Value,
    value: &Value,
) -> rusqlite::Result<usize> {
    let cast = if matches!(was, Value::Text(_) | Value::Null) { "CAST(?1 AS TEXT)" } else { "?1" };
    db.execute(&format!("UPDATE event SET {column} = {cast} WHERE seq = ?2"), params![value, rowid])
}

#[test]
fn every_column_of_every_event_is_under_the_chain() {
    let desk = furnished();
    assert_eq!(bad(&desk), None);
    let events = desk.library.event_count().unwrap();
    assert_eq!(events, 10);
    let db = behind(&desk);
    for seq in 1..=events {
        for column in COLUMNS {
            let read = format!("SELECT {column} FROM event WHERE seq = ?1");
            let was: Value = db.query_row(&read, [seq], |row| row.get(0)).unwrap();
            let rowid = i64::try_from(seq).unwrap();
            // The highest byte of a number: far from every number that is in use.
            put(&db, rowid, column, &was, &turned(&was, 0, 6)).unwrap();
            let found = bad(&desk).expect(column);
            assert_eq!(found.0, seq, "{column} of {seq}: {found:?}");
            if column == "seq" {
                db.execute("UPDATE event SET seq = ?1 WHERE seq > 1000", [seq]).unwrap();
            } else if was == Value::Null {
                db.execute("UPDATE event SET actor = NULL WHERE seq = ?1", [seq]).unwrap();
            } else {
                put(&db, rowid, column, &was, &was).unwrap();
            }
            assert_eq!(bad(&desk), None);
        }
    }
}

#[test]
fn a_byte_turned_in_the_file_is_found() {
    let desk = furnished();
    let (dir, folder) = (desk.library.dir().to_owned(), desk.folder);
    let bodies: Vec<(u64, String, Vec<u8>)> = {
        let db = Connection::open(dir.join("library.db")).unwrap();
        let mut rows = db.prepare("SELECT seq, body, hash FROM event ORDER BY seq").unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    drop(desk.library);
    let path = dir.join("library.db");
    let whole = std::fs::read(&path).unwrap();
    let find = |wanted: &[u8]| whole.windows(wanted.len()).position(|window| window == wanted).unwrap();
    for (seq, body, hash) in bodies {
        for at in [find(body.as_bytes()) + body.len() / 2, find(&hash) + 7] {
            let mut broken = whole.clone();
            broken[at] ^= 0x04;
            std::fs::write(&path, &broken).unwrap();
            let library = broadsheet_store::Library::open(&dir, broadsheet_store::Access::Read).unwrap();
            let found = library.verify().unwrap().first_bad.unwrap();
            // The hash of one event stands in the next one as well, and that is the first place of its bytes.
            assert!(found.0 == seq || found.0 == seq + 1, "{seq}: {found:?}");
        }
    }
    drop(folder);
}

#[test]
fn events_taken_out_put_in_or_exchanged_are_found() {
    let desk = furnished();
    let db = behind(&desk);
    db.execute_batch("CREATE TABLE kept AS SELECT * FROM event").unwrap();
    let after = |change: &str| {
        db.execute_batch(change).unwrap();
        let found = bad(&desk).unwrap();
        db.execute_batch("DELETE FROM event; INSERT INTO event SELECT * FROM kept").unwrap();
        assert_eq!(bad(&desk), None);
        found
    };
    assert_eq!(after("DELETE FROM event WHERE seq = 4"), (4, Why::Missing));
    assert_eq!(after("DELETE FROM event WHERE seq = 1"), (1, Why::Missing));
    // The end of the log leaves no gap, but what it made is still there.
    assert_eq!(after("DELETE FROM event WHERE seq > 8"), (9, Why::Missing));
    assert_eq!(after("DELETE FROM event"), (1, Why::Missing));
    let exchanged = after(
        "UPDATE event SET body = (SELECT body FROM kept WHERE seq = 5) WHERE seq = 4;
         UPDATE event SET body = (SELECT body FROM kept WHERE seq = 4) WHERE seq = 5",
    );
    assert_eq!(exchanged, (4, Why::Hash));
    let added = after(
        "INSERT INTO event SELECT 11, 'story/0', 1, kind, schema, actor, actor_name, device, at, 'new', body, hash, hash
         FROM kept WHERE seq = 10",
    );
    assert_eq!(added, (11, Why::Hash));
}

#[test]
fn projections_that_differ_name_the_event_that_made_them() {
    let desk = furnished();
    let db = behind(&desk);
    let last = |stream: StreamId| desk.library.history(stream).unwrap().last().unwrap().seq;
    let (story, photo) = (last(StreamId::Story(story_id(1))), last(StreamId::Photo(photo_id(1))));
    for (change, table, seq) in [
        ("UPDATE story SET headline = '假'", "story", story),
        ("UPDATE story SET state = replace(state, '鼓', '锣')", "story", story),
        ("DELETE FROM story_photo", "story_photo", story),
        ("UPDATE photo SET sha256 = ''", "photo", photo),
        ("DELETE FROM photo", "photo", photo),
        ("DELETE FROM story_words", "story_words", story),
    ] {
        db.execute_batch(change).unwrap();
        assert_eq!(bad(&desk), Some((seq, Why::Projection { table })), "{change}");
        assert_eq!(desk.library.rebuild().unwrap(), 10);
        assert_eq!(bad(&desk), None, "{change}");
    }
    let ghost = "INSERT INTO story_words (rowid, kicker, headline, deck, body) VALUES (77, '', '', '', 'x')";
    db.execute_batch(ghost).unwrap();
    assert_eq!(bad(&desk), Some((11, Why::Missing)));
    assert_eq!(desk.library.rebuild().unwrap(), 10);
    assert_eq!(bad(&desk), None);
    let hits = desk.library.search("鼓匠", 5).unwrap();
    assert_eq!(hits.len(), 1);
}

#[test]
fn a_broken_chain_is_not_rebuilt_from() {
    let desk = furnished();
    behind(&desk).execute("UPDATE event SET device = 'other' WHERE seq = 3", []).unwrap();
    let refused = desk.library.rebuild().unwrap_err();
    assert_eq!(refused.code(), "library-damaged");
    assert!(refused.to_string().contains("event 3"), "{refused}");
    assert_eq!(desk.library.story_rows().unwrap().len(), 1);
}

#[test]
fn files_that_the_log_names_are_looked_at() {
    let desk = furnished();
    let photo = desk.library.photo(photo_id(1)).unwrap().unwrap().state.original.unwrap().sha256;
    let path = desk.library.original_path(&photo).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(bad(&desk), Some((5, Why::FileMissing { .. }))), "{:?}", bad(&desk));
    std::fs::write(&path, b"drumz").unwrap();
    assert!(matches!(bad(&desk), Some((5, Why::FileDamaged { .. }))));
    desk.library.put_original(b"drums").unwrap();
    assert_eq!(bad(&desk), None);
    std::fs::remove_dir_all(desk.library.dir().join("frames")).unwrap();
    assert!(matches!(bad(&desk), Some((10, Why::FileMissing { .. }))));
}

#[test]
fn an_empty_library_is_whole() {
    let desk = crate::paper::desk();
    assert_eq!(desk.library.verify().unwrap(), Verified { events: 0, first_bad: None });
    assert_eq!(desk.library.rebuild().unwrap(), 0);
    file(&desk.library, 1, "题", &[]);
    assert_eq!(desk.library.verify().unwrap(), Verified { events: 1, first_bad: None });
}
