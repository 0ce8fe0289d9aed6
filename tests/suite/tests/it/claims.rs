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

/// What is wrong between the claims and what proves them: cases by the ids that they name, and the tests of the crates,
/// each with how many are called so.
fn wrong(
    claims: &[Claim],
    cases: &BTreeMap<String, BTreeSet<String>>,
    tests: &BTreeMap<String, usize>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for claim in claims {
        let id = &claim.id;
        if !known.insert(id.as_str()) {
            wrong.push(format!("{id} is claimed twice"));
        }
        for test in &claim.tests {
            match tests.get(test) {
                None => wrong.push(format!("{id}: no test that is run is called {test}")),
                Some(1) => {}
                // One could be taken for the other when it is gone.
                Some(several) => wrong.push(format!("{id}: {several} tests are called {test}")),
            }
        }
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
    let mut tests = BTreeMap::new();
    collect_tests(&suite.join("../../crates"), &mut tests);
    collect_tests(&suite.join("tests"), &mut tests);
    wrong(&claims, cases, &tests)
}

/// The tests in a folder of sources that are run, by their names: how many there are of each.
fn collect_tests(folder: &Path, tests: &mut BTreeMap<String, usize>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_tests(&path, tests);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            for name in tests_of(&fs::read_to_string(&path).unwrap()) {
                *tests.entry(name).or_default() += 1;
            }
        }
    }
}

/// The functions of a source that are run as tests: marked as one, and neither ignored nor left out of the build.
fn tests_of(source: &str) -> Vec<String> {
    let mut tests = Vec::new();
    let (mut is_test, mut is_left_out) = (false, false);
    for line in source.lines().map(str::trim) {
        if line.starts_with("//") {
            continue;
        }
        if line.starts_with("#[") {
            is_test |= line == "#[test]";
            is_left_out |= line.starts_with("#[ignore") || line.starts_with("#[cfg");
            continue;
        }
        let function = line.strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next());
        if let Some(name) = function.filter(|_| is_test && !is_left_out) {
            tests.push(name.to_owned());
        }
        (is_test, is_left_out) = (false, false);
    }
    tests
}

#[test]
fn a_claim_without_a_case_and_a_case_without_a_claim_are_found() {
    let claims = read("# Remark.\n2.1  Measures. [golden]\n3.1  Breaks.\n3.1  Twice.\n3.2  Alone.\n");
    let cases = BTreeMap::from([
        ("one".to_owned(), BTreeSet::from(["3.1".to_owned(), "9.9".to_owned()])),
        ("two".to_owned(), BTreeSet::new()),
    ]);
    let known = BTreeMap::from([("golden".to_owned(), 1)]);
    let said = wrong(&claims, &cases, &known);
    let wanted =
        ["3.1 is claimed twice", "3.2 has no case", "one: nothing claims 9.9", "two proves no claim"];
    assert_eq!(said, wanted);
    let with = |known: &BTreeMap<String, usize>| wrong(&claims, &cases, known)[0].clone();
    assert_eq!(with(&BTreeMap::new()), "2.1: no test that is run is called golden");
    assert_eq!(with(&BTreeMap::from([("golden".to_owned(), 2)])), "2.1: 2 tests are called golden");
}

#[test]
fn a_test_that_is_not_run_proves_nothing() {
    let source = "#[test]\nfn run() {}\n\n#[test]\n#[ignore = \"slow\"]\nfn ignored() {}\n#[ignore]\n#[test]\nfn ignored_first() {}\n\
        #[test]\n#[should_panic]\nfn fails(n: u8) {}\nfn help() {}\n#[cfg(feature = \"x\")]\n#[test]\nfn left_out() {}\n#[test]\n\
        // Why.\nfn behind_a_remark() {}\n";
    assert_eq!(tests_of(source), ["run", "fails", "behind_a_remark"]);
}
