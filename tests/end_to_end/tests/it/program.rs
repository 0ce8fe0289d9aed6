//! The built program, run as another program would run it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// A built program of the workspace: it lies two folders above the test's own executable.
pub(crate) fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its executable");
    let folder = test.parent().and_then(Path::parent).expect("tests lie in deps/");
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.is_file(),
        "{} has not been built: run `cargo test --workspace`, or `cargo build --workspace` first",
        program.display()
    );
    program
}

/// A folder of a test's own, removed with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("broadsheet-end-to-end-{}-{n}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file; where it is.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) exit: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Run {
    /// The answer: exit 0, one JSON value and nothing else, and nothing on standard error.
    pub(crate) fn answer(&self) -> Value {
        assert_eq!((self.exit, self.err.as_str()), (0, ""), "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// The code of a refusal: exit 1, nothing on standard output, `error[CODE]: …` and `hint: …` on standard error.
    pub(crate) fn refusal(&self) -> &str {
        assert_eq!((self.exit, self.out.as_str()), (1, ""), "{self:?}");
        self.code()
    }

    /// The code that standard error names, in its two lines.
    pub(crate) fn code(&self) -> &str {
        let lines: Vec<&str> = self.err.lines().collect();
        let [error, hint] = lines[..] else { panic!("not two lines: {self:?}") };
        assert!(hint.strip_prefix("hint: ").is_some_and(|hint| !hint.is_empty()), "{self:?}");
        let (code, message) = error
            .strip_prefix("error[")
            .and_then(|rest| rest.split_once("]: "))
            .unwrap_or_else(|| panic!("{self:?}"));
        assert!(!message.is_empty(), "{self:?}");
        code
    }
}

/// The command line on one library.
#[derive(Clone, Debug)]
pub(crate) struct Cli {
    /// The library's folder.
    pub(crate) library: PathBuf,
}

impl Cli {
    pub(crate) fn on(library: PathBuf) -> Self {
        Self { library }
    }

    /// The program, ready for its arguments; English, with no home to fall back on.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(built("broadsheet"));
        command.arg("--library").arg(&self.library).stdin(Stdio::null());
        command.env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs it with `--json`, as a person or as nobody (an empty name).
    pub(crate) fn run<S: AsRef<OsStr>>(&self, person: &str, arguments: &[S]) -> Run {
        let mut command = self.command();
        command.arg("--json");
        if !person.is_empty() {
            command.args(["--as", person]);
        }
        ended(command.args(arguments))
    }

    /// What it answers; a refusal fails the test.
    pub(crate) fn ask<S: AsRef<OsStr>>(&self, person: &str, arguments: &[S]) -> Value {
        self.run(person, arguments).answer()
    }

    /// The id of what it makes.
    pub(crate) fn make<S: AsRef<OsStr>>(&self, person: &str, arguments: &[S]) -> String {
        self.ask(person, arguments)["id"].as_str().expect("what makes a thing answers its id").to_owned()
    }
}

/// Runs a command to its end.
pub(crate) fn ended(command: &mut Command) -> Run {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run { exit: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A random number below `end` for a seed that is moved on (splitmix64).
pub(crate) fn below(seed: &mut u64, end: u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % end
}
