//! Backup and restore.

use std::path::Path;

use broadsheet_store::{Access, Library};

use crate::paper::{desk, file, furnished, story_id};

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_a_whole_library_and_can_be_restored() {
    let desk = furnished();
    let out = desk.folder.path().join("copies").join("monday");
    let made = desk.library.backup(&out).unwrap();
    assert_eq!((made.events, made.files), (10, 2));
    assert_eq!(names(&out), ["frames", "library.db", "originals"]);
    assert_eq!(names(out.parent().unwrap()), ["monday"]);
    file(&desk.library, 6, "备份之后", &["正文"]);

    let into = desk.folder.path().join("again");
    let restored = Library::restore(&out, &into).unwrap();
    assert_eq!((restored.events, restored.files), (10, 2));
    let library = Library::open(&into, Access::Write).unwrap();
    assert!(library.verify().unwrap().is_ok());
    assert_eq!(library.story(story_id(1)).unwrap(), desk.library.story(story_id(1)).unwrap());
    assert_eq!(library.story(story_id(6)).unwrap(), None);
    assert_eq!(library.search("鼓匠", 5).unwrap().len(), 1);
    file(&library, 7, "接着写", &["正文"]);
    assert!(library.verify().unwrap().is_ok());
}

#[test]
fn a_backup_never_writes_over_anything() {
    let desk = furnished();
    let out = desk.folder.path().join("copy");
    std::fs::create_dir(&out).unwrap();
    desk.library.backup(&out).unwrap();
    assert_eq!(desk.library.backup(&out).unwrap_err().code(), "not-empty");
    assert_eq!(desk.library.backup(desk.library.dir()).unwrap_err().code(), "not-empty");
    assert_eq!(names(desk.folder.path()), ["copy", "library"]);
}

#[test]
fn a_library_that_is_not_whole_makes_no_backup() {
    let desk = furnished();
    std::fs::remove_dir_all(desk.library.dir().join("originals")).unwrap();
    let out = desk.folder.path().join("copy");
    let refused = desk.library.backup(&out).unwrap_err();
    assert_eq!(refused.code(), "library-damaged");
    assert!(refused.to_string().contains("event 5"), "{refused}");
    assert_eq!(names(desk.folder.path()), ["library"]);
}

#[test]
fn a_library_with_content_is_never_restored_over() {
    let full = furnished();
    let out = full.folder.path().join("copy");
    full.library.backup(&out).unwrap();
    let dir = full.library.dir().to_owned();
    assert_eq!(Library::restore(&out, &dir).unwrap_err().code(), "library-in-use");
    drop(full.library);
    assert_eq!(Library::restore(&out, &dir).unwrap_err().code(), "not-empty");
    std::fs::write(dir.join("library.db"), b"not a database, but somebody's file").unwrap();
    assert_eq!(Library::restore(&out, &dir).unwrap_err().code(), "not-empty");
    // One that holds nothing yet may go.
    let empty = desk();
    let dir = empty.library.dir().to_owned();
    drop(empty.library);
    assert_eq!(Library::restore(&out, &dir).unwrap().events, 10);
    assert_eq!(Library::restore(&out, &dir).unwrap_err().code(), "not-empty");
}

#[test]
fn a_backup_that_is_not_whole_is_not_restored() {
    let desk = furnished();
    let out = desk.folder.path().join("copy");
    desk.library.backup(&out).unwrap();
    let into = desk.folder.path().join("into");
    assert_eq!(Library::restore(desk.folder.path(), &into).unwrap_err().code(), "no-library");
    let frames = out.join("frames");
    let gone = desk.folder.path().join("gone");
    std::fs::rename(&frames, &gone).unwrap();
    assert_eq!(Library::restore(&out, &into).unwrap_err().code(), "library-damaged");
    assert!(!into.exists());
    std::fs::rename(&gone, &frames).unwrap();
    assert_eq!(Library::restore(&out, &into).unwrap().events, 10);
}

#[test]
fn a_backup_can_be_made_beside_a_writer_and_read_where_it_lies() {
    let desk = furnished();
    let reader = Library::open(desk.library.dir(), Access::Read).unwrap();
    let out = desk.folder.path().join("copy");
    reader.backup(&out).unwrap();
    let copy = Library::open(&out, Access::Read).unwrap();
    assert_eq!(copy.story_rows().unwrap(), desk.library.story_rows().unwrap());
    assert!(copy.verify().unwrap().is_ok());
}

#[test]
fn a_backup_that_was_never_finished_is_swept_by_the_next() {
    let desk = furnished();
    let copies = desk.folder.path().join("copies");
    let left = copies.join(".unfinished-backup-0198c0de-0000-7000-8000-000000000001");
    std::fs::create_dir_all(left.join("originals/ab")).unwrap();
    std::fs::write(left.join("library.db.new"), b"half a database").unwrap();
    // One that another program is making is left to it.
    let held = copies.join(".unfinished-backup-0198c0de-0000-7000-8000-000000000002");
    std::fs::create_dir_all(&held).unwrap();
    let lock = std::fs::File::create(held.join("library.lock")).unwrap();
    lock.lock().unwrap();
    // What only looks like one is somebody's file.
    std::fs::write(copies.join(".unfinished-backup-note.txt"), b"mine").unwrap();
    desk.library.backup(&copies.join("monday")).unwrap();
    let held = held.file_name().unwrap().to_str().unwrap();
    assert_eq!(names(&copies), [held, ".unfinished-backup-note.txt", "monday"]);
    assert_eq!(names(&copies.join("monday")), ["frames", "library.db", "originals"]);
    drop(lock);
    desk.library.backup(&copies.join("tuesday")).unwrap();
    assert_eq!(names(&copies), [".unfinished-backup-note.txt", "monday", "tuesday"]);
}
