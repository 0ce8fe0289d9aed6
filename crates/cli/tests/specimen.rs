//! The specimen, from copy to plate, by the real program; its text is read back with pdftotext (poppler-utils).

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn broadsheet(library: &Path, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_broadsheet"))
        .arg("--library")
        .arg(library)
        .arg("--json")
        .args(arguments)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON value")
}

/// Every text of a JSON value, without blanks.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.split_whitespace().collect()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| texts(item, found)),
        _ => {}
    }
}

#[test]
fn the_plate_holds_every_word_of_the_copy_and_a_second_run_adds_nothing() {
    let folder = std::env::temp_dir().join(format!("broadsheet-specimen-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let library = folder.join("library");
    let first = broadsheet(&library, &["demo"]);
    assert_eq!(first["stories"], 6);
    let pdf = PathBuf::from(first["pdf"][0].as_str().unwrap());
    let bytes = std::fs::read(&pdf).unwrap();
    let events = broadsheet(&library, &["verify"]);
    assert_eq!(events["ok"], true);

    let read = Command::new("pdftotext").args(["-raw"]).arg(&pdf).arg("-").output().unwrap();
    let page: String = String::from_utf8(read.stdout).unwrap().split_whitespace().collect();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/evening-news-page");
    let expected = std::fs::read_to_string(samples.join("expected.json")).unwrap();
    let mut wanted = Vec::new();
    texts(&serde_json::from_str(&expected).unwrap(), &mut wanted);
    let missing: Vec<_> = wanted.iter().filter(|text| !page.contains(text.as_str())).collect();
    assert!(wanted.len() > 40 && missing.is_empty(), "{missing:?}");
    assert_eq!(broadsheet(&library, &["preflight", pdf.to_str().unwrap()])["verdict"], "pass");

    let second = broadsheet(&library, &["demo"]);
    assert_eq!(second, first);
    assert_eq!(broadsheet(&library, &["verify"]), events);
    assert!(std::fs::read(&pdf).unwrap() == bytes, "the file has changed");
    std::fs::remove_dir_all(&folder).unwrap();
}
