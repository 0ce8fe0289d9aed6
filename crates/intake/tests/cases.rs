//! Reading cases as data: `cases/NAME.txt` or `.md` in, `cases/NAME.json` out.
//!
//! `BLESS=1 cargo test -p broadsheet-intake --test cases` writes the answers anew, to be read before they are kept.
//! A case's JSON is the reading and, under `notices`, the codes of its guesses.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use broadsheet_intake::{Guess, read_copy};
use serde_json::{Value, json};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Every input, in the order of its name.
fn inputs() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(cases())
        .expect("the cases are in the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "md"))
        .collect();
    found.sort();
    found
}

fn read(input: &Path) -> Value {
    let bytes = fs::read(input).expect("a readable case");
    let reading = read_copy(&bytes).unwrap_or_else(|error| panic!("{}: {error}", input.display()));
    let mut value = serde_json::to_value(&reading).expect("a reading serialises");
    value["notices"] = json!(reading.notices.iter().map(Guess::code).collect::<Vec<_>>());
    value
}

#[test]
fn cases_read_as_kept() {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for input in inputs() {
        let answer = input.with_extension("json");
        let value = read(&input);
        if bless {
            let text = serde_json::to_string_pretty(&value).expect("JSON") + "\n";
            fs::write(&answer, text).expect("a writable case");
            continue;
        }
        let kept: Value = fs::read(&answer)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_else(|| panic!("{} has no answer: BLESS=1 writes one", input.display()));
        if kept != value {
            wrong.push(format!("{}\n{}", input.display(), differences(&kept, &value).join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Each leaf that differs, as `path: kept -> read`.
fn differences(kept: &Value, read: &Value) -> Vec<String> {
    fn walk(path: &str, kept: &Value, read: &Value, out: &mut Vec<String>) {
        match (kept, read) {
            (Value::Object(a), Value::Object(b)) => {
                let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                for key in keys {
                    walk(
                        &format!("{path}.{key}"),
                        a.get(key).unwrap_or(&Value::Null),
                        b.get(key).unwrap_or(&Value::Null),
                        out,
                    );
                }
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                for (at, (kept, read)) in a.iter().zip(b).enumerate() {
                    walk(&format!("{path}[{at}]"), kept, read, out);
                }
            }
            _ if kept != read => out.push(format!("  {path}: {kept} -> {read}")),
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk("", kept, read, &mut out);
    out
}

#[test]
fn every_answer_has_its_case_and_there_are_enough() {
    let inputs: BTreeSet<PathBuf> = inputs().iter().map(|input| input.with_extension("json")).collect();
    for entry in fs::read_dir(cases()).expect("the cases are in the repository") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            assert!(inputs.contains(&path), "{} answers no case", path.display());
        }
    }
    assert!(inputs.len() >= 40, "{} cases", inputs.len());
}
