//! What goes wrong around the program: a second writer, a damaged file, a full disk, a folder that cannot be written
//! to, a library of another program. Each is told by its code, and the library is afterwards what it was before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::door::Door;
use crate::program::{Cli, Folder, Run, built, ended};
use crate::specimen::{self, ADMIN, CHIEF, EDITOR, REPORTER};

/// The commands that only read a library.
const READING: [&[&str]; 8] = [
    &["story", "list"],
    &["photo", "list"],
    &["person", "list"],
    &["issue", "list"],
    &["page", "list"],
    &["search", "鼓乐"],
    &["search", "新", "--limit", "3"],
    &["verify"],
];

/// What a library keeps, by name: the database and the files. Not what only a running program needs.
fn kept(library: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![library.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !["library.lock", "library.db-wal", "library.db-shm"].contains(&name.as_str()) {
                found.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What every reading command answers of a library.
fn read(cli: &Cli) -> Vec<Value> {
    READING.iter().map(|command| cli.ask("", command)).collect()
}

/// The log behind the program's back, without what guards it.
fn behind(cli: &Cli) -> Connection {
    let db = Connection::open(cli.library.join("library.db")).unwrap();
    db.execute_batch(
        "DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted; DROP TRIGGER event_is_only_appended",
    )
    .unwrap();
    db
}

/// A file far larger than any of the library's tables.
fn long_body(folder: &Folder) -> String {
    folder.file("long.txt", "绛州大鼓响起来，汾河两岸秋收忙。\n".repeat(5_000))
}

#[test]
fn a_second_writer_is_told_who_writes_and_readers_are_not_disturbed() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let before = read(&cli);
    let door = Door::open(&cli);
    let page = specimen::page(&cli);
    let story = cli.ask("", &["story", "list"])[0]["id"].as_str().unwrap().to_owned();
    let into = folder.path("second").to_str().unwrap().to_owned();
    let writing: [(&str, &[&str]); 6] = [
        (REPORTER, &["story", "new", "--headline", "题", "--body-file", &body]),
        (REPORTER, &["intake", &body]),
        (ADMIN, &["person", "add", "新人", "--role", "reporter"]),
        (EDITOR, &["story", "hold", &story]),
        (EDITOR, &["page", "proof", &page]),
        ("", &["demo"]),
    ];
    for (person, command) in writing {
        let run = cli.run(person, command);
        assert_eq!(run.refusal(), "library-in-use", "{command:?}");
        assert!(run.err.contains(&format!("process {}", door.pid())), "{run:?}");
    }
    assert_eq!(read(&cli), before);
    let plate = folder.path("beside.pdf").to_str().unwrap().to_owned();
    cli.ask("", &["page", "export", &page, "--out", &plate, "--profile", "x4"]);
    cli.ask("", &["backup", &into]);
    assert_eq!(read(&Cli::on(folder.path("second"))), before);
    drop(door);
    cli.make(REPORTER, writing[0].1);
}

/// Of programs that start at once one writes, and each of the others is told which.
#[test]
fn of_several_that_start_at_once_each_names_the_one_that_writes() {
    const TOGETHER: usize = 6;
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let (mut written, mut refused) = (0, 0);
    for _ in 0..5 {
        let started: Vec<_> = (0..TOGETHER)
            .map(|_| {
                let mut command = cli.command();
                command.args(["--json", "--as", REPORTER, "story", "new", "--headline", "题"]);
                command.args(["--body-file", &body]);
                command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let pids: Vec<u32> = started.iter().map(std::process::Child::id).collect();
        for (child, own) in started.into_iter().zip(&pids) {
            let output = child.wait_with_output().unwrap();
            if output.status.success() {
                written += 1;
                continue;
            }
            refused += 1;
            let err = String::from_utf8(output.stderr).unwrap();
            assert!(err.starts_with("error[library-in-use]: "), "{err}");
            let named = pids.iter().any(|pid| pid != own && err.contains(&format!("process {pid}")));
            assert!(named, "{pids:?} {err}");
        }
    }
    assert!(written >= 5 && written + refused == 5 * TOGETHER, "{written} {refused}");
}

#[test]
fn a_damaged_database_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let database = cli.library.join("library.db");
    let whole = fs::read(&database).unwrap();
    let scribbled = |from: usize, to: usize| {
        let mut bytes = whole.clone();
        bytes[from..to].fill(0x5a);
        bytes
    };
    let broken = [
        vec![],
        b"not a database".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        scribbled(0, 100),
        scribbled(4096, 20_000),
    ];
    for (number, bytes) in broken.iter().enumerate() {
        fs::write(&database, bytes).unwrap();
        let new = ["story", "new", "--headline", "题", "--body-file", &body];
        assert_eq!(cli.run(REPORTER, &new).refusal(), "library-damaged", "{number}");
        let verified = cli.run("", &["verify"]);
        // Where the log can still be followed up to the damage, its place in the log is named.
        assert!(
            verified.exit == 1 && ["library-damaged", "unproved"].contains(&verified.code()),
            "{verified:?}"
        );
        assert_eq!(&fs::read(&database).unwrap(), bytes, "{number}");
    }
    // Where the database has gone, no new one is made beside the pictures.
    fs::remove_file(&database).unwrap();
    let new = ["story", "new", "--headline", "题", "--body-file", &body];
    assert_eq!(cli.run(REPORTER, &new).refusal(), "library-damaged");
    assert!(!database.exists());
    fs::write(&database, &whole).unwrap();
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
}

/// One page of the database after the other is spoilt. A list is then what it was, or it is refused: what is left of a
/// table is never taken for all of it.
#[test]
fn of_a_damaged_page_no_shorter_list_is_read() {
    const PAGE: usize = 4096;
    const LISTS: [&[&str]; 3] = [&["story", "list"], &["photo", "list"], &["search", "鼓乐"]];
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let before = LISTS.map(|list| cli.ask("", list));
    let database = cli.library.join("library.db");
    // What is in the write-ahead log is folded in by whoever closes the database last.
    Connection::open(&database).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let whole = fs::read(&database).unwrap();
    assert_eq!(whole.len() % PAGE, 0);
    let mut refused = [0; 3];
    // The roots of all tables and indexes lie in front.
    for page in 1..(whole.len() / PAGE).min(30) {
        let spoilt = |from: usize, to: usize, with: u8| {
            let mut bytes = whole.clone();
            bytes[page * PAGE + from..page * PAGE + to].fill(with);
            bytes
        };
        // Its rows are not counted any more; it is blank; it is overwritten.
        let kinds = [spoilt(3, 5, 0), spoilt(0, PAGE, 0), spoilt(0, PAGE, 0x5a)];
        for (kind, bytes) in kinds.iter().enumerate() {
            fs::write(&database, bytes).unwrap();
            for (list, answer) in LISTS.iter().zip(&before) {
                let run = cli.run("", list);
                if run.exit == 0 {
                    assert!(run.answer() == *answer, "page {page}, {kind}: {list:?}");
                } else {
                    let code = run.refusal();
                    assert!(["library-damaged", "projection-differs"].contains(&code), "{run:?}");
                    refused[kind] += 1;
                }
            }
        }
    }
    assert!(refused.iter().all(|count| *count > 5), "{refused:?}");
}

/// A row that has gone, or that does not hold what was written into it.
#[test]
fn of_a_damaged_row_nothing_is_read() {
    let folder = Folder::new();
    let spoilt: [(&str, &str, &[&str]); 6] = [
        (
            "library-damaged",
            "DELETE FROM story WHERE made = (SELECT max(made) FROM story)",
            &["story", "list"],
        ),
        ("library-damaged", "UPDATE story SET tags = 'spoilt'", &["story", "list"]),
        ("library-damaged", "UPDATE story SET filed_at = '2022-11'", &["story", "list"]),
        ("library-damaged", "UPDATE story SET headline = CAST(x'ffff' AS TEXT)", &["story", "list"]),
        ("projection-differs", "UPDATE photo SET state = '{'", &["photo", "list"]),
        ("library-damaged", "DELETE FROM page", &["page", "list"]),
    ];
    for (number, (code, sql, list)) in spoilt.iter().enumerate() {
        let cli = Cli::on(folder.path(&format!("spoilt-{number}")));
        specimen::copy_to(&cli.library);
        behind(&cli).execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        assert_eq!(cli.run("", list).refusal(), *code, "{sql}");
        // It is proved wrong as well.
        assert_eq!(cli.run("", &["verify"]).exit, 1, "{sql}");
    }
}

/// The library's one original.
fn original(cli: &Cli) -> PathBuf {
    let mut originals: Vec<PathBuf> = kept(&cli.library.join("originals")).into_keys().collect();
    assert_eq!(originals.len(), 1);
    originals.pop().unwrap()
}

#[test]
fn a_picture_that_is_gone_or_changed_is_found_and_never_printed() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let (page, original) = (specimen::page(&cli), original(&cli));
    let whole = fs::read(&original).unwrap();
    let out = folder.path("plate.pdf");
    let export = ["page", "export", &page, "--out", out.to_str().unwrap(), "--profile", "x4"];
    let added: u64 = behind(&cli)
        .query_row("SELECT seq FROM event WHERE stream LIKE 'photo/%' AND body LIKE '%sha256%'", [], |row| {
            row.get(0)
        })
        .unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    cli.ask("", &export);
    let signed = fs::read(&out).unwrap();
    let (made, aside) = (cli.library.join("press"), folder.path("aside"));
    for bytes in [None, Some(&changed[..]), Some(&whole[..100])] {
        let _ = fs::remove_file(&original);
        if let Some(bytes) = bytes {
            fs::write(&original, bytes).unwrap();
        }
        let verified = cli.run("", &["verify"]);
        assert_eq!((verified.exit, verified.code()), (1, "unproved"), "{verified:?}");
        let found: Value = serde_json::from_str(&verified.out).unwrap();
        assert_eq!((&found["ok"], &found["seq"]), (&json!(false), &json!(added)));
        assert!(verified.err.contains(&format!("vent {added} ")), "{verified:?}");
        // The page leaves as it was made when it was signed; it is never printed from another picture.
        cli.ask("", &export);
        assert!(fs::read(&out).unwrap() == signed);
        fs::remove_file(&out).unwrap();
        fs::rename(&made, &aside).unwrap();
        let stopped = cli.run("", &export);
        assert_eq!(stopped.refusal(), "page-stopped");
        assert!(stopped.err.contains("original of photo"), "{stopped:?}");
        let backup = folder.path("backup");
        assert_eq!(cli.run("", &["backup", backup.to_str().unwrap()]).refusal(), "library-damaged");
        assert!(!out.exists() && !backup.exists());
        // Work goes on.
        cli.ask("", &["story", "list"]);
        fs::rename(&aside, &made).unwrap();
    }
    fs::remove_file(&original).unwrap();
    fs::write(&original, &whole).unwrap();
    fs::remove_dir_all(&made).unwrap();
    cli.ask("", &export);
    assert!(fs::read(&out).unwrap() == signed, "printed again it is the same file");
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
}

#[test]
fn a_tampered_event_is_named() {
    let folder = Folder::new();
    let events = specimen::library().ask("", &["verify"])["events"].as_u64().unwrap();
    let tampered = [
        (7, "UPDATE event SET body = replace(body, '示例', '某某') || ' ' WHERE seq = 7"),
        (1, "UPDATE event SET at = '2022-11-17T19:31:01+08:00' WHERE seq = 1"),
        (events, &format!("UPDATE event SET actor_name = '别人' WHERE seq = {events}")),
        (5, "UPDATE event SET hash = zeroblob(32) WHERE seq = 5"),
        (9, "DELETE FROM event WHERE seq = 9"),
        (events, &format!("DELETE FROM event WHERE seq = {events}")),
        (3, "UPDATE event SET seq = -seq WHERE seq IN (3, 4); UPDATE event SET seq = 7 + seq WHERE seq < 0"),
    ];
    for (number, (seq, sql)) in tampered.iter().enumerate() {
        let cli = Cli::on(folder.path(&format!("tampered-{number}")));
        specimen::copy_to(&cli.library);
        behind(&cli).execute_batch(sql).unwrap();
        let run = cli.run("", &["verify"]);
        assert_eq!((run.exit, run.code()), (1, "unproved"), "{sql}");
        let found: Value = serde_json::from_str(&run.out).unwrap();
        let rows = events - u64::from(sql.starts_with("DELETE"));
        assert_eq!(found, json!({ "events": rows, "ok": false, "seq": seq }), "{sql}");
        assert!(run.err.starts_with(&format!("error[unproved]: Event {seq} ")), "{run:?}");
        // What cannot be trusted is not spread.
        let out = folder.path(&format!("copy-{number}"));
        assert_eq!(cli.run("", &["backup", out.to_str().unwrap()]).refusal(), "library-damaged", "{sql}");
        assert_eq!(Cli::on(out).run("", &["story", "list"]).refusal(), "no-library");
    }
}

/// A projection that was changed is found as well, by the last event of what it shows.
#[test]
fn a_table_that_differs_from_the_log_is_found() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let db = behind(&cli);
    let (stream, seq): (String, u64) = db
        .query_row("SELECT 'story/' || id, seq FROM story ORDER BY made LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    db.execute("UPDATE story SET headline = '没有人写过的题' WHERE 'story/' || id = ?1", [&stream]).unwrap();
    drop(db);
    let run = cli.run("", &["verify"]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.exit, &found["ok"], &found["seq"]), (1, &json!(false), &json!(seq)));
}

/// Runs the program where no file may grow beyond 64 KiB: the system refuses the write itself, as a full disk would,
/// for root and everybody, with nothing mounted.
fn cramped(cli: &Cli, person: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 128; exec \"$@\"", "cramped"]);
    command.arg(built("broadsheet")).arg("--library").arg(&cli.library).args(["--json", "--as", person]);
    ended(command.args(arguments).env("LC_ALL", "C.UTF-8"))
}

#[test]
fn a_full_disk_loses_nothing_and_the_same_command_goes_through_afterwards() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let long = long_body(&folder);
    let drums = folder.file("drums.jpg", fs::read(original(&cli)).unwrap());
    let (page, files, answers) = (specimen::page(&cli), kept(&cli.library), read(&cli));
    let backup = folder.path("backup");
    let tries: [(&str, &[&str]); 4] = [
        (REPORTER, &["story", "new", "--headline", "题", "--body-file", &long]),
        (REPORTER, &["intake", &long]),
        (EDITOR, &["page", "proof", &page]),
        (REPORTER, &["backup", backup.to_str().unwrap()]),
    ];
    for (person, command) in tries {
        let run = cramped(&cli, person, command);
        assert_eq!(run.refusal(), "disk-full", "{command:?}");
        assert_eq!(kept(&cli.library), files, "{command:?}");
        assert_eq!(read(&cli), answers, "{command:?}");
    }
    // A picture is a file before it is an event.
    fs::write(&drums, [fs::read(&drums).unwrap(), vec![0; 9]].concat()).unwrap();
    assert_eq!(cramped(&cli, REPORTER, &["photo", "add", &drums]).refusal(), "disk-full");
    // And a plate is written whole or not at all.
    let out = folder.path("plate.pdf");
    let export = ["page", "export", &page, "--out", out.to_str().unwrap(), "--profile", "x4"];
    assert_eq!(cramped(&cli, EDITOR, &export).refusal(), "disk-full");
    assert_eq!(kept(&cli.library), files);
    assert!(!backup.exists() && !out.exists());
    assert!(
        fs::read_dir(folder.path("")).unwrap().all(|entry| !entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with('.'))
    );

    // With room again.
    for (person, command) in tries {
        cli.ask(person, command);
    }
    cli.ask(REPORTER, &["photo", "add", &drums]);
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
}

/// The program run by somebody who may not write anywhere: root drops its rights for it.
struct Visitor {
    program: PathBuf,
    _folder: Folder,
}

impl Visitor {
    fn new() -> Self {
        let folder = Folder::new();
        let program = folder.path("broadsheet");
        fs::copy(built("broadsheet"), &program).unwrap();
        Self { program, _folder: folder }
    }

    fn run(&self, cli: &Cli, arguments: &[&str]) -> Run {
        use std::os::unix::fs::MetadataExt;
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(&self.program);
        command.env("LC_ALL", "C.UTF-8").env("HOME", "/").arg("--library").arg(&cli.library);
        command.args(["--json", "--as", REPORTER]).args(arguments).current_dir("/");
        if fs::metadata(&self.program).unwrap().uid() == 0 {
            command.uid(65534).gid(65534);
        }
        ended(&mut command)
    }
}

/// Gives the folders and files below the mode, in an order in which that can be done.
fn set_modes(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode | 0o700)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            set_modes(&entry.unwrap().path(), mode);
        }
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn in_a_folder_that_cannot_be_written_to_one_may_read() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let answers: Vec<Value> = READING.iter().map(|command| cli.ask(REPORTER, command)).collect();
    let (page, files) = (specimen::page(&cli), kept(&cli.library));
    set_modes(&folder.path(""), 0o555);
    let visitor = Visitor::new();
    let new = ["story", "new", "--headline", "题", "--body-file", &body];
    let inside = cli.library.join("exports/plate.pdf");
    let export = ["page", "export", &page, "--out", inside.to_str().unwrap(), "--profile", "x4"];
    let backup = folder.path("backup");
    let refused = [
        visitor.run(&cli, &new),
        visitor.run(&Cli::on(folder.path("another")), &new),
        visitor.run(&cli, &["backup", backup.to_str().unwrap()]),
        visitor.run(&cli, &["demo"]),
        visitor.run(&cli, &export),
    ];
    let read: Vec<Value> = READING.iter().map(|command| visitor.run(&cli, command).answer()).collect();
    set_modes(&folder.path(""), 0o755);
    for run in refused {
        assert_eq!(run.refusal(), "read-only");
    }
    assert_eq!(read, answers);
    assert_eq!(kept(&cli.library), files);
    assert!(!folder.path("another").exists() && !backup.exists());
    cli.make(REPORTER, &new);
}

#[test]
fn a_library_of_a_newer_program_is_not_touched() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let body = folder.file("body.txt", "正文。");
    let schema = |version: i64| {
        let db = Connection::open(cli.library.join("library.db")).unwrap();
        let was: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        db.pragma_update(None, "user_version", version).unwrap();
        was
    };
    let was = schema(99);
    let files = kept(&cli.library);
    for command in READING {
        assert_eq!(cli.run("", command).refusal(), "library-newer", "{command:?}");
    }
    for command in [&["story", "new", "--headline", "题", "--body-file", &body][..], &["demo"]] {
        assert_eq!(cli.run(REPORTER, command).refusal(), "library-newer", "{command:?}");
    }
    // A backup of it is not restored either.
    let other = Cli::on(folder.path("other"));
    let from = cli.library.to_str().unwrap();
    assert_eq!(other.run("", &["restore", from]).refusal(), "library-newer");
    assert_eq!(kept(&cli.library), files);
    assert!(!other.library.exists());
    schema(was);
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
}

#[test]
fn reading_makes_no_library() {
    let folder = Folder::new();
    let cli = Cli::on(folder.path("none"));
    let id = "0198c0de-0000-7000-8000-000000000001";
    let out = folder.path("out.pdf").to_str().unwrap().to_owned();
    let by_id: [&[&str]; 6] = [
        &["story", "show", id],
        &["photo", "show", id],
        &["issue", "show", id],
        &["page", "show", id],
        &["page", "export", id, "--out", &out, "--profile", "x4"],
        &["backup", &out],
    ];
    for command in READING.iter().chain(&by_id) {
        assert_eq!(cli.run("", command).refusal(), "no-library", "{command:?}");
        let run = ended(cli.command().args(*command));
        assert_eq!(run.refusal(), "no-library", "{command:?}");
    }
    assert!(!cli.library.exists() && !folder.path("out.pdf").exists());
}

#[test]
fn a_backup_is_never_restored_over_content() {
    let folder = Folder::new();
    let backup = folder.path("backup").to_str().unwrap().to_owned();
    let source = specimen::library();
    source.ask("", &["backup", &backup]);
    assert_eq!(source.run("", &["backup", &backup]).refusal(), "not-empty");

    let other = Cli::on(folder.path("other"));
    let body = folder.file("body.txt", "正文。");
    other.make("", &["story", "new", "--headline", "题", "--body-file", &body]);
    let (files, answers) = (kept(&other.library), read(&other));
    assert_eq!(other.run("", &["restore", &backup]).refusal(), "not-empty");
    assert_eq!((kept(&other.library), read(&other)), (files, answers));
    assert_eq!(other.run("", &["restore", "/nowhere"]).refusal(), "no-library");

    let into = Cli::on(folder.path("into"));
    into.ask("", &["restore", &backup]);
    assert_eq!(read(&into), read(source));
    assert_eq!(fs::read(original(&into)).unwrap(), fs::read(original(source)).unwrap());
    // The restored page prints to the same bytes.
    let plates = [source, &into].map(|cli| {
        let out = folder.path("plate.pdf").to_str().unwrap().to_owned();
        cli.ask("", &["page", "export", &specimen::page(cli), "--out", &out, "--profile", "x4"]);
        fs::read(out).unwrap()
    });
    assert!(plates[0] == plates[1]);
    into.make(CHIEF, &["story", "new", "--headline", "题", "--body-file", &body]);
}
