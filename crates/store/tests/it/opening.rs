//! Opening: who may, and what is said when it cannot be.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};

use broadsheet_copy::StreamId;
use broadsheet_store::{Access, Library, StoreError};

use crate::paper::{change, command, desk, file, filed, furnished, story_id};

/// Tells a test that it runs as another process of itself, and on which folder.
const FOLDER: &str = "BROADSHEET_TEST_FOLDER";

fn told() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Starts one test of this program again, in another process.
fn again(program: &Path, test: &str, folder: &Path) -> Process {
    let mut process = Process::new(program);
    process
        .args(["--exact", test, "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    process
}

fn myself() -> PathBuf {
    std::env::current_exe().unwrap()
}

/// The first line that begins with the word, of what a process says; the rest of it.
fn heard(child: &mut Child, word: &str) -> String {
    let said = BufReader::new(child.stdout.as_mut().unwrap());
    said.lines()
        .map(Result::unwrap)
        .find_map(|line| line.split_once(word).map(|(_, rest)| rest.to_owned()))
        .unwrap()
}

#[test]
fn reading_makes_no_library() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("none");
    assert_eq!(Library::open(&dir, Access::Read).unwrap_err().code(), "no-library");
    assert_eq!(Library::open(folder.path(), Access::Read).unwrap_err().code(), "no-library");
    assert!(!dir.exists());
}

#[test]
fn a_library_is_made_with_its_folders() {
    let desk = desk();
    for name in ["library.db", "originals", "frames", "exports", "backups", "logs", "library.lock"] {
        assert!(desk.library.dir().join(name).exists(), "{name}");
    }
    let path = desk.folder.path().join("名字 with %20 ? # 空格");
    let library = Library::open(&path, Access::Write).unwrap();
    file(&library, 1, "题", &["文"]);
    assert_eq!(Library::open(&path, Access::Read).unwrap().story_rows().unwrap().len(), 1);
}

#[test]
fn one_process_writes_and_the_others_are_told_which() {
    if let Some(dir) = told() {
        let refused = Library::open(&dir, Access::Write).unwrap_err();
        assert_eq!(refused.code(), "library-in-use");
        let StoreError::InUse { pid, .. } = refused else { panic!("{refused}") };
        println!("held by {}", pid.unwrap());
        assert_eq!(Library::open(&dir, Access::Read).unwrap().story_rows().unwrap().len(), 1);
        return;
    }
    let desk = furnished();
    let mut child =
        again(&myself(), "opening::one_process_writes_and_the_others_are_told_which", desk.library.dir())
            .spawn()
            .unwrap();
    assert_eq!(heard(&mut child, "held by "), std::process::id().to_string());
    assert!(child.wait().unwrap().success());
    // The same process is no exception.
    assert_eq!(Library::open(desk.library.dir(), Access::Write).unwrap_err().code(), "library-in-use");
}

#[test]
fn what_was_answered_is_there_after_the_process_was_killed() {
    if let Some(dir) = told() {
        let library = Library::open(&dir, Access::Write).unwrap();
        let start = u128::from(library.last_seq().unwrap());
        for n in start.. {
            let filed = filed("题", &["正文。"]);
            let seq =
                library.append(&command(vec![change(StreamId::Story(story_id(n)), 0, filed)])).unwrap().seq;
            println!("kept {seq}");
            std::io::stdout().flush().unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("library");
    for round in 1..=5u64 {
        let test = "opening::what_was_answered_is_there_after_the_process_was_killed";
        let mut child = again(&myself(), test, &dir).spawn().unwrap();
        let mut kept = 0;
        while kept < round * 7 {
            kept = heard(&mut child, "kept ").parse().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let library = Library::open(&dir, Access::Write).unwrap();
        let verified = library.verify().unwrap();
        assert!(verified.is_ok() && verified.events >= kept, "{verified:?}, {kept} answered");
        assert_eq!(library.story_rows().unwrap().len() as u64, verified.events);
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said_to_be() {
    let test = "opening::a_folder_that_cannot_be_written_to_is_said_to_be";
    if let Some(folder) = told() {
        let code = |dir: &Path, access| Library::open(dir, access).map(|_| ()).unwrap_err().code();
        assert_eq!(code(&folder.join("library"), Access::Write), "read-only");
        assert_eq!(code(&folder.join("new"), Access::Write), "read-only");
        let library = Library::open(&folder.join("library"), Access::Read).unwrap();
        assert_eq!(library.story_rows().unwrap().len(), 1);
        assert!(library.verify().unwrap().is_ok());
        assert_eq!(library.backup(&folder.join("copy")).unwrap_err().code(), "read-only");
        println!("all said");
        return;
    }
    let desk = furnished();
    let (folder, dir) = (desk.folder, desk.library.dir().to_owned());
    drop(desk.library);
    let closed = |mode| {
        for path in [&dir, &folder.path().to_path_buf()] {
            set_mode(path, mode);
        }
    };
    closed(0o555);
    let (tools, program) = readable_program();
    let mut process = again(&program, test, folder.path());
    as_nobody(&mut process);
    let mut child = process.spawn().unwrap();
    let said = heard(&mut child, "all ");
    assert!(child.wait().unwrap().success());
    assert_eq!(said, "said");
    closed(0o755);
    drop(tools);
    assert_eq!(Library::open(&dir, Access::Write).unwrap().event_count().unwrap(), 10);
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// This program where anybody may start it.
fn readable_program() -> (tempfile::TempDir, PathBuf) {
    let tools = tempfile::tempdir().unwrap();
    set_mode(tools.path(), 0o755);
    let program = tools.path().join("again");
    fs::copy(myself(), &program).unwrap();
    set_mode(&program, 0o755);
    (tools, program)
}

/// Lets the process run without the rights of root, who may write anywhere.
fn as_nobody(process: &mut Process) {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let mine = tempfile::tempdir().unwrap();
    if fs::metadata(mine.path()).unwrap().uid() == 0 {
        process.uid(65534).gid(65534);
    }
}

#[test]
fn a_damaged_file_is_refused_and_left_as_it_is() {
    let desk = furnished();
    let (_folder, dir) = (desk.folder, desk.library.dir().to_owned());
    drop(desk.library);
    let path = dir.join("library.db");
    let whole = fs::read(&path).unwrap();
    let mut scribbled = whole.clone();
    for byte in &mut scribbled[4096..12288] {
        *byte = 0x5a;
    }
    for broken in
        [b"".to_vec(), b"something else altogether".to_vec(), whole[..whole.len() / 2].to_vec(), scribbled]
    {
        fs::write(&path, &broken).unwrap();
        let refused = Library::open(&dir, Access::Write).unwrap_err();
        assert_eq!(refused.code(), "library-damaged", "{refused}");
        assert_eq!(fs::read(&path).unwrap(), broken);
    }
    for broken in ["", "something else altogether"] {
        fs::write(&path, broken).unwrap();
        assert_eq!(Library::open(&dir, Access::Read).unwrap_err().code(), "library-damaged");
    }
    // A database of somebody else's is no library.
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (a)").unwrap();
    assert_eq!(Library::open(&dir, Access::Write).unwrap_err().code(), "library-damaged");
    // Nor is a new one made beside pictures whose database has gone.
    fs::remove_file(&path).unwrap();
    assert_eq!(Library::open(&dir, Access::Write).unwrap_err().code(), "library-damaged");
    fs::write(&path, &whole).unwrap();
    assert!(Library::open(&dir, Access::Write).unwrap().verify().unwrap().is_ok());
}

#[test]
fn a_newer_schema_is_refused() {
    let desk = furnished();
    let (_folder, dir) = (desk.folder, desk.library.dir().to_owned());
    drop(desk.library);
    let db = rusqlite::Connection::open(dir.join("library.db")).unwrap();
    let known: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    db.execute_batch("PRAGMA user_version = 99").unwrap();
    for access in [Access::Read, Access::Write] {
        let refused = Library::open(&dir, access).unwrap_err();
        assert_eq!(refused.code(), "library-newer");
        assert!(matches!(refused, StoreError::Newer { found: 99, .. }));
    }
    db.execute_batch(&format!("PRAGMA user_version = {known}")).unwrap();
    drop(db);
    assert!(Library::open(&dir, Access::Write).unwrap().verify().unwrap().is_ok());
}

#[test]
fn what_a_power_cut_left_half_written_is_swept() {
    let desk = furnished();
    let (_folder, dir) = (desk.folder, desk.library.dir().to_owned());
    drop(desk.library);
    let left = dir.join("originals").join("ab").join(".unfinished-0");
    fs::create_dir_all(left.parent().unwrap()).unwrap();
    fs::write(&left, b"half").unwrap();
    fs::write(dir.join("library.db.new"), b"half").unwrap();
    let library = Library::open(&dir, Access::Write).unwrap();
    assert!(!left.exists() && !dir.join("library.db.new").exists());
    assert!(library.verify().unwrap().is_ok());
}
