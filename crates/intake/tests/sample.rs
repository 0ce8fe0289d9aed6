//! The standing sample, field by field.

use std::fs;
use std::path::PathBuf;

use broadsheet_intake::{Encoding, read_copy};
use serde_json::Value;

fn sample(name: &str) -> Vec<u8> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/evening-news-page").join(name);
    fs::read(path).expect("the sample is in the repository")
}

#[test]
fn the_sample_page_reads_as_a_careful_person_reads_it() {
    let reading = read_copy(&sample("page.md")).expect("the sample is readable");
    let read: Value = serde_json::to_value(&reading).expect("a reading serialises");
    let expected: Value = serde_json::from_slice(&sample("expected.json")).expect("valid JSON");
    assert_eq!(serde_json::to_string_pretty(&read).ok(), serde_json::to_string_pretty(&expected).ok());
    assert_eq!(reading.encoding, Encoding::Utf8);
}

#[test]
fn the_fields_are_written_in_the_documented_order() {
    let reading = read_copy(&sample("page.md")).expect("the sample is readable");
    let text = serde_json::to_string(&reading.stories[3]).expect("a story serialises");
    let places: Vec<usize> =
        ["\"kicker\"", "\"headline\"", "\"deck\"", "\"source\"", "\"bylines\"", "\"body\"", "\"photos\""]
            .iter()
            .map(|field| text.find(field).expect("every field is written"))
            .collect();
    assert!(places.is_sorted(), "{text}");
    assert!(text.starts_with("{\"kicker\":null,"));
}

#[test]
fn every_guess_on_the_sample_names_its_line_and_story() {
    let reading = read_copy(&sample("page.md")).expect("the sample is readable");
    let codes: Vec<&str> = reading.notices.iter().map(broadsheet_intake::Guess::code).collect();
    for code in ["rubric-guessed", "kicker-guessed", "kicker-split", "names-guessed", "paragraphs-joined"] {
        assert!(codes.contains(&code), "{code} is missing in {codes:?}");
    }
    assert_eq!(codes.iter().filter(|code| **code == "paragraphs-joined").count(), 4);
    for guess in &reading.notices {
        assert!(guess.line.is_some_and(|line| line >= 1), "{guess:?}");
    }
}
