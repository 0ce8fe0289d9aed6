//! The claims of `claims.txt`, and what proves each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A claim.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Claim {
    id: String,
    /// Tests of the crates that prove it too, by their names.
    tests: Vec<String>,
}

/// `ID  what is claimed`, with the names of golden tests in square brackets at the end; remarks behind `#`.
fn read(text: &str) -> Vec<Claim> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (id, claim) = line.split_once("  ").unwrap_or_else(|| panic!("no claim: {line}"));
            let tests = claim.trim_end().strip_suffix(']').and_then(|claim| claim.rsplit_once('['));
            let names = tests.map_or("", |(_, names)| names).split_whitespace();
            Claim { id: id.to_owned(), tests: names.map(str::to_owned).collect() }
        })
        .collect()
}

/// What is wrong between the claims and what proves them: cases by the ids that they name, and the functions of the
/// crates' tests.
fn wrong(
    claims: &[Claim],
    cases: &BTreeMap<String, BTreeSet<String>>,
    tests: &BTreeSet<String>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for claim in claims {
        let id = &claim.id;
        if !known.insert(id.as_str()) {
            wrong.push(format!("{id} is claimed twice"));
        }
        let gone = claim.tests.iter().filter(|test| !tests.contains(*test));
        wrong.extend(gone.map(|test| format!("{id}: no test is called {test}")));
        if claim.tests.is_empty() && !cases.values().any(|ids| ids.contains(id)) {
            wrong.push(format!("{id} has no case"));
        }
    }
    for (name, ids) in cases {
        if ids.is_empty() {
            wrong.push(format!("{name} proves no claim"));
        }
        let unknown = ids.iter().filter(|id| !known.contains(id.as_str()));
        wrong.extend(unknown.map(|id| format!("{name}: nothing claims {id}")));
    }
    wrong
}

/// The same of the suite as it is.
pub(crate) fn unproved(suite: &Path, cases: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let claims = read(&fs::read_to_string(suite.join("claims.txt")).unwrap());
    let mut tests = BTreeSet::new();
    collect_tests(&suite.join("../../crates"), &mut tests);
    wrong(&claims, cases, &tests)
}

/// The names of the test functions in a folder of sources.
fn collect_tests(folder: &Path, tests: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_tests(&path, tests);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let mut is_test = false;
            for line in source.lines().map(str::trim) {
                let function = line.strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next());
                if let Some(name) = function.filter(|_| is_test) {
                    tests.insert(name.to_owned());
                }
                is_test = line == "#[test]" || (is_test && line.starts_with("#["));
            }
        }
    }
}

#[test]
fn a_claim_without_a_case_and_a_case_without_a_claim_are_found() {
    let claims = read("# Remark.\n2.1  Measures. [golden]\n3.1  Breaks.\n3.1  Twice.\n3.2  Alone.\n");
    let cases = BTreeMap::from([
        ("one".to_owned(), BTreeSet::from(["3.1".to_owned(), "9.9".to_owned()])),
        ("two".to_owned(), BTreeSet::new()),
    ]);
    let known = BTreeSet::from(["golden".to_owned()]);
    let said = wrong(&claims, &cases, &known);
    let wanted =
        ["3.1 is claimed twice", "3.2 has no case", "one: nothing claims 9.9", "two proves no claim"];
    assert_eq!(said, wanted);
    assert!(wrong(&claims, &cases, &BTreeSet::new()).contains(&"2.1: no test is called golden".to_owned()));
}
