//! Whatever made trouble once makes none any more.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use broadsheet_corpus::PROMISES;

/// The files of a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|why| panic!("{}: {why}", folder.display()))
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    files.sort_unstable();
    files
}

#[test]
fn every_kept_input_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, promise) in PROMISES {
        let files = files(&corpus.join(name));
        assert!(!files.is_empty(), "{name} has inputs");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            let held = panic::catch_unwind(|| promise(&bytes));
            assert!(held.is_ok(), "{} breaks the promise", file.display());
        }
    }
}

#[test]
fn every_folder_has_its_promise() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for folder in files(&corpus) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(PROMISES.iter().any(|(known, _)| *known == name), "nothing takes {name}");
    }
}
