//! Appending and reading.

use broadsheet_copy::page::PageEvent;
use broadsheet_copy::story::{State, StoryEvent};
use broadsheet_copy::{Event, StreamId};
use broadsheet_store::{Access, Change, Library, StoreError};

use crate::paper::{
    added, change, command, desk, file, filed, furnished, inserted, issue_id, issue_planned, laid, page_id,
    page_planned, person_added, person_id, photo_id, story_id,
};

#[test]
fn what_is_appended_is_read_back_after_the_library_was_closed() {
    let desk = desk();
    let id = file(&desk.library, 1, "秋收秋种", &["正文。"]);
    let edit = command(vec![change(StreamId::Story(id), 1, inserted("秋收秋种", "本报讯 "))]);
    let appended = desk.library.append(&edit).unwrap();
    assert_eq!((appended.seq, appended.versions.as_slice()), (2, [(StreamId::Story(id), 2)].as_slice()));
    let dir = desk.library.dir().to_owned();
    drop(desk.library);

    let library = Library::open(&dir, Access::Read).unwrap();
    let story = library.story(id).unwrap().unwrap();
    assert_eq!(story.version, 2);
    assert_eq!(story.state.text().body[0].plain(), "本报讯 正文。");
    let row = library.story_rows().unwrap().remove(0);
    assert_eq!((row.headline.as_str(), row.characters, row.state), ("秋收秋种", 6, State::Draft));
    assert_eq!(library.story(story_id(2)).unwrap(), None);
    drop(desk.folder);
}

#[test]
fn a_retry_is_answered_as_the_first_time_and_appends_nothing() {
    let desk = furnished();
    let (library, events) = (&desk.library, desk.library.event_count().unwrap());
    let several = command(vec![
        change(StreamId::Story(story_id(7)), 0, filed("甲", &["一"])),
        change(StreamId::Story(story_id(8)), 0, filed("乙", &["二"])),
        change(StreamId::Story(story_id(7)), 1, StoryEvent::Submitted),
    ]);
    assert_eq!(library.repeated(several.cmd_id).unwrap(), None);
    let first = library.append(&several).unwrap();
    let again = library.append(&several).unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!((first.seq, &first.versions), (again.seq, &again.versions));
    assert_eq!(first.versions, [(StreamId::Story(story_id(7)), 2), (StreamId::Story(story_id(8)), 1)]);
    assert_eq!(library.repeated(several.cmd_id).unwrap(), Some(again));
    assert_eq!(library.event_count().unwrap(), events + 3);
}

#[test]
fn a_stale_version_is_refused_and_nothing_of_the_command_is_kept() {
    let desk = furnished();
    let library = &desk.library;
    let events = library.event_count().unwrap();
    let late = command(vec![
        change(StreamId::Story(story_id(9)), 0, filed("丙", &["三"])),
        change(StreamId::Story(story_id(1)), 2, StoryEvent::Submitted),
    ]);
    let refused = library.append(&late).unwrap_err();
    assert_eq!(refused.code(), "stale");
    assert!(matches!(refused, StoreError::Stale { seen: 2, is: 3, .. }));
    assert_eq!(library.story(story_id(9)).unwrap(), None);
    assert_eq!(library.event_count().unwrap(), events);
    let new = command(vec![change(StreamId::Story(story_id(1)), 0, filed("丁", &["四"]))]);
    assert!(matches!(library.append(&new), Err(StoreError::Stale { seen: 0, is: 3, .. })));
}

#[test]
fn what_does_not_fold_never_enters_the_log() {
    let desk = furnished();
    let library = &desk.library;
    let events = library.event_count().unwrap();
    let unfit = |seen: u64, stream: StreamId, event: Event| {
        let refused = library.append(&command(vec![change(stream, seen, event)])).unwrap_err();
        assert_eq!(refused.code(), "event-mismatch", "{refused}");
    };
    let story = StreamId::Story(story_id(1));
    unfit(3, story, filed("又", &["来"]).into());
    unfit(0, StreamId::Story(story_id(2)), StoryEvent::Submitted.into());
    unfit(3, story, PageEvent::ContentChanged.into());
    let beyond = serde_json::json!({"stepType": "replace", "from": 900, "to": 901});
    unfit(3, story, StoryEvent::Edited { steps: vec![beyond] }.into());
    unfit(3, story, StoryEvent::Attached { photo: photo_id(404) }.into());
    unfit(3, StreamId::Page(page_id(1)), laid(&[story_id(404)]).into());
    unfit(0, StreamId::Page(page_id(2)), page_planned(issue_id(404), "A04").into());
    assert_eq!(library.event_count().unwrap(), events);
    assert!(library.verify().unwrap().is_ok());
}

#[test]
fn a_name_is_given_once() {
    let desk = furnished();
    let refused = |event: Change| desk.library.append(&command(vec![event])).unwrap_err();
    let second = refused(change(StreamId::Person(person_id(2)), 0, person_added("示例总编")));
    assert!(matches!(second, StoreError::Taken { what: "person", .. }));
    assert_eq!(second.code(), "already-exists");
    let second = refused(change(StreamId::Page(page_id(2)), 0, page_planned(issue_id(1), "A03")));
    assert!(matches!(second, StoreError::Taken { what: "page", .. }));
    let other = command(vec![
        change(StreamId::Issue(issue_id(2)), 0, issue_planned()),
        change(StreamId::Page(page_id(2)), 0, page_planned(issue_id(2), "A03")),
    ]);
    desk.library.append(&other).unwrap();
}

#[test]
fn what_belongs_together_is_found_from_either_side() {
    let desk = furnished();
    let library = &desk.library;
    let ids = |pages: Vec<(_, _)>| pages.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(ids(library.pages_with_story(story_id(1)).unwrap()), [page_id(1)]);
    assert_eq!(ids(library.pages(Some(issue_id(1))).unwrap()), [page_id(1)]);
    assert_eq!(library.pages(Some(issue_id(9))).unwrap().len(), 0);
    let stories = library.stories_with_photo(photo_id(1)).unwrap();
    assert_eq!((stories[0].0, stories[0].1.version), (story_id(1), 3));
    library.append(&command(vec![change(StreamId::Page(page_id(1)), 3, laid(&[]))])).unwrap();
    assert_eq!(library.pages_with_story(story_id(1)).unwrap().len(), 0);
    assert_eq!(library.title().unwrap().unwrap().state.tags, ["城事"]);
    assert_eq!(library.persons().unwrap()[0].1.state.name, "示例总编");
    assert_eq!(library.photos().unwrap().len(), 1);
    assert_eq!(library.issues().unwrap().len(), 1);
    assert_eq!(library.stories().unwrap()[0].1.state, stories[0].1.state);
}

#[test]
fn every_version_of_a_story_stays() {
    let desk = furnished();
    let library = &desk.library;
    let body = |ver| library.story_at(story_id(1), ver).unwrap().map(|story| story.text().body[0].plain());
    assert_eq!(body(0), None);
    assert_eq!(body(1).as_deref(), Some("鼓匠做鼓。"));
    assert_eq!(body(3).as_deref(), Some("本报讯 鼓匠做鼓。"));
    assert_eq!(body(4), None);
    let history = library.history(StreamId::Story(story_id(1))).unwrap();
    let kinds: Vec<_> = history.iter().map(|recorded| (recorded.ver, recorded.event.kind())).collect();
    assert_eq!(kinds, [(1, "filed".into()), (2, "attached".into()), (3, "edited".into())]);
    assert_eq!(history[0].device, "test");
}

#[test]
fn the_log_itself_refuses_to_be_changed() {
    let desk = furnished();
    let db = rusqlite::Connection::open(desk.library.dir().join("library.db")).unwrap();
    for change in [
        "UPDATE event SET body = '{}' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT 100, stream, ver, kind, schema, actor, actor_name, device, at, 'x', body,
             prev_hash, hash FROM event WHERE seq = 1",
    ] {
        let refused = db.execute(change, []).unwrap_err().to_string();
        assert!(refused.contains("log"), "{refused}");
    }
}

#[test]
fn a_reader_sees_what_a_writer_has_just_kept() {
    let desk = furnished();
    let reader = Library::open(desk.library.dir(), Access::Read).unwrap();
    let before = reader.last_seq().unwrap();
    file(&desk.library, 5, "新稿", &["正文"]);
    assert_eq!(reader.last_seq().unwrap(), before + 1);
    assert_eq!(reader.story_rows().unwrap().len(), 2);
    let write = command(vec![change(StreamId::Photo(photo_id(5)), 0, added("00"))]);
    assert_eq!(reader.append(&write).unwrap_err().code(), "read-only");
    assert_eq!(reader.put_frame(b"frame").unwrap_err().code(), "read-only");
}

#[test]
fn files_are_kept_once_under_what_is_in_them() {
    let desk = desk();
    let library = &desk.library;
    let sha256 = library.put_original(b"abc").unwrap();
    assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(library.put_original(b"abc").unwrap(), sha256);
    assert_eq!(library.original(&sha256).unwrap(), b"abc");
    let path = library.original_path(&sha256).unwrap();
    assert!(path.ends_with(format!("originals/ba/{}", &sha256[2..])));
    assert_eq!(library.frame(&sha256).unwrap_err().code(), "file-missing");
    for name in ["", "ba", "../../etc/passwd", &sha256.to_uppercase(), "鼓鼓鼓"] {
        assert_eq!(library.original(name).unwrap_err().code(), "file-missing", "{name}");
    }
    // What has been damaged is said to be, and is whole again when it is brought once more.
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, b"abd").unwrap();
    assert_eq!(library.original(&sha256).unwrap_err().code(), "file-damaged");
    library.put_original(b"abc").unwrap();
    assert_eq!(library.original(&sha256).unwrap(), b"abc");
}

#[test]
fn a_file_that_several_write_at_once_is_one_of_theirs_whole() {
    let desk = desk();
    let out = desk.folder.path().join("plates").join("A01.pdf");
    let texts: Vec<Vec<u8>> = (b'a'..=b'd').map(|letter| vec![letter; 1 << 16]).collect();
    std::thread::scope(|scope| {
        for text in &texts {
            let out = &out;
            scope.spawn(move || {
                for _ in 0..8 {
                    broadsheet_store::write_whole(out, text).unwrap();
                    let read = std::fs::read(out).unwrap();
                    assert!(read.len() == 1 << 16 && read.iter().all(|byte| *byte == read[0]));
                }
            });
        }
    });
    let beside = std::fs::read_dir(out.parent().unwrap()).unwrap();
    assert_eq!(beside.count(), 1, "nothing is left beside it");
    // It is nobody's for ever: another program may write on it.
    assert!(!std::fs::metadata(&out).unwrap().permissions().readonly());
    // What a kill left in the library's own folder goes at the next start.
    let dir = desk.library.dir().to_owned();
    drop(desk.library);
    let left = dir.join("exports").join(".unfinished-0198c0de-0000-7000-8000-000000000001");
    std::fs::write(&left, b"half").unwrap();
    std::fs::write(dir.join("exports").join("A01.pdf"), b"whole").unwrap();
    drop(Library::open(&dir, Access::Write).unwrap());
    assert!(!left.exists() && dir.join("exports").join("A01.pdf").exists());
}
