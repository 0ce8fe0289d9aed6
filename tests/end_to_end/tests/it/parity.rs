//! The editor on the screen and the log apply the same steps: random ones, made by the editor's own code, come to the
//! same document in both; and steps that fit nothing are refused whole.

use std::path::Path;
use std::process::Command;

use broadsheet_copy::StoryDoc;
use serde_json::Value;

use crate::program::below;

/// Cases that the interface's generator makes: a document, steps for it, what they come to.
fn cases(seed: u64, count: u64) -> Vec<Value> {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui");
    let generator = ui.join("tests/parity/generate.mjs");
    let mut node = Command::new("node");
    node.arg(&generator).args(["--seed", &seed.to_string(), "--count", &count.to_string()]).current_dir(&ui);
    let made = node.output().expect("node is there");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{}: run `make ui` first?\n{said}", generator.display());
    let made = String::from_utf8(made.stdout).unwrap();
    made.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn steps(case: &Value) -> &[Value] {
    case["steps"].as_array().unwrap()
}

#[test]
fn random_steps_come_to_the_same_document_in_the_editor_and_in_the_log() {
    let cases = cases(20_221_118, 2_000);
    assert_eq!(cases.len(), 2_000);
    let mut taken = 0;
    for case in &cases {
        let doc = StoryDoc::from_json(&case["doc"]).unwrap_or_else(|why| panic!("{why}: {case}"));
        let together = doc.stepped(steps(case)).unwrap_or_else(|why| panic!("{why}: {case}"));
        assert_eq!(together.json(), &case["result"], "{case}");
        // As the log folds them: one event after the other.
        let one_by_one =
            steps(case).iter().fold(doc, |doc, step| doc.stepped(std::slice::from_ref(step)).unwrap());
        assert_eq!(one_by_one, together);
        taken += steps(case).len();
    }
    assert!(taken > 5_000, "{taken} steps");
}

/// Moves every position of a step by a little.
fn moved(step: &Value, seed: &mut u64) -> Value {
    let mut moved = step.clone();
    for field in ["from", "to", "gapFrom", "gapTo", "pos"] {
        if let Some(at) = step[field].as_u64() {
            moved[field] = Value::from((at + below(seed, 7)).saturating_sub(3));
        }
    }
    moved
}

/// Steps for another document, or with positions inside a character or between two blocks, are refused whole or
/// leave a story that the editor can open: never half of them, never a panic.
#[test]
fn steps_that_do_not_fit_leave_a_story_or_are_refused() {
    let cases = cases(7, 500);
    let (mut seed, mut refused, mut fitted) = (1, 0, 0);
    for (number, case) in cases.iter().enumerate() {
        let doc = StoryDoc::from_json(&case["doc"]).unwrap();
        let other = &cases[(number + 1) % cases.len()];
        let moved: Vec<Value> = steps(case).iter().map(|step| moved(step, &mut seed)).collect();
        for tried in [moved.as_slice(), steps(other)] {
            match doc.stepped(tried) {
                Ok(after) => {
                    fitted += 1;
                    assert_eq!(StoryDoc::from_json(after.json()).as_ref(), Ok(&after), "{case}");
                }
                Err(_) => refused += 1,
            }
        }
        assert_eq!(doc.json(), &case["doc"]);
    }
    assert!(refused > 50 && fitted > 50, "{refused} refused, {fitted} fitted");
}
