//! Whatever made trouble once makes none any more.

use std::collections::BTreeSet;
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

#[test]
fn every_promise_has_its_fuzz_target_and_every_target_its_promise() {
    let promised: BTreeSet<String> = PROMISES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let value = |bin: &str, key: &str| {
        let value = bin.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix("= "));
        value.unwrap_or_else(|| panic!("a target without {key}: {bin}")).trim_matches('"').to_owned()
    };
    let bins: Vec<&str> = manifest.split("[[bin]]").skip(1).collect();
    assert_eq!(bins.iter().map(|bin| value(bin, "name")).collect::<BTreeSet<_>>(), promised);
    for bin in bins {
        let (name, path) = (value(bin, "name"), value(bin, "path"));
        let source = fs::read_to_string(fuzz.join(&path)).unwrap();
        assert!(source.contains(&format!("|bytes: &[u8]| {name}(bytes)")), "{path} asks {name}");
    }
    let sources = files(&fuzz.join("targets"));
    let sources = sources.iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
    assert_eq!(sources.collect::<BTreeSet<_>>(), promised, "no target lies there that is not built");
}
