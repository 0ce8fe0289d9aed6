//! The sample library, made once by the real program and copied for each test that changes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::program::{Cli, Folder};

pub(crate) const REPORTER: &str = "示例记者";
pub(crate) const EDITOR: &str = "示例编辑";
pub(crate) const CHIEF: &str = "示例总编";
pub(crate) const ADMIN: &str = "示例管理员";

struct Specimen {
    /// Opened by the tests that only read.
    read: Cli,
    /// Never opened, so that it may be copied while others read: a reader that leaves takes the log's side files away.
    untouched: PathBuf,
}

fn specimen() -> &'static Specimen {
    static MADE: OnceLock<Specimen> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("specimen");
        let _ = fs::remove_dir_all(&folder);
        let read = Cli::on(folder.join("read"));
        assert_eq!(read.ask("", &["demo"])["stories"], 6);
        let untouched = folder.join("untouched");
        copy(&read.library, &untouched);
        Specimen { read, untouched }
    })
}

/// The library with its signed page; it is only read.
pub(crate) fn library() -> &'static Cli {
    &specimen().read
}

/// A copy of it, of a test's own.
pub(crate) fn copied(folder: &Folder) -> Cli {
    let to = folder.path("library");
    copy_to(&to);
    Cli::on(to)
}

/// Lays a copy of it at `to`.
pub(crate) fn copy_to(to: &Path) {
    copy(&specimen().untouched, to);
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The one page's id.
pub(crate) fn page(cli: &Cli) -> String {
    cli.ask("", &["page", "list"])[0]["id"].as_str().unwrap().to_owned()
}

/// A file of the samples.
pub(crate) fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples").join(name)
}

/// What the sample page's copy holds, by an independent reading of it.
pub(crate) fn expected() -> Value {
    serde_json::from_str(&fs::read_to_string(sample("evening-news-page/expected.json")).unwrap()).unwrap()
}
