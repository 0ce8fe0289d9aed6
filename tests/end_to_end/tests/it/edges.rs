//! Which crate may know which (ARCHITECTURE.md, "Code map").

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// From the bottom to the top: a crate knows only crates that stand before it.
const ORDER: [&str; 12] = [
    "broadsheet-units",
    "broadsheet-copy",
    "broadsheet-typeset",
    "broadsheet-layout",
    "broadsheet-press",
    "broadsheet-preview",
    "broadsheet-store",
    "broadsheet-intake",
    "broadsheet-newsroom",
    "broadsheet-cli",
    "broadsheet-server",
    "broadsheet-desktop",
];

/// What each crate may know, of the house: all that is listed here and nothing else.
const MAY_KNOW: [(&str, &[&str]); 12] = [
    ("units", &[]),
    ("copy", &["units"]),
    ("typeset", &["units"]),
    ("layout", &["units", "copy", "typeset"]),
    ("press", &["units", "copy", "typeset", "layout"]),
    ("preview", &["units", "copy", "typeset", "layout"]),
    ("store", &["units", "copy"]),
    ("intake", &["units", "copy"]),
    ("newsroom", &["units", "copy", "typeset", "layout", "press", "preview", "store", "intake"]),
    ("cli", &["newsroom"]),
    ("server", &["newsroom"]),
    ("desktop", &["newsroom"]),
];

/// What is only tests or benches may know any crate; no crate may know it, for it has no place in the order.
const OF_TESTS: [&str; 4] =
    ["broadsheet-bench", "broadsheet-corpus", "broadsheet-end-to-end", "broadsheet-suite"];

/// Every member of the workspace with the packages that it names, tests' and build scripts' own included.
fn edges() -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let house: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    house["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            (name(package), package["dependencies"].as_array().unwrap().iter().map(name).collect())
        })
        .collect()
}

/// What is wrong with one edge.
fn wrong(from: &str, to: &str) -> Option<String> {
    let short = |name: &str| name.trim_start_matches("broadsheet-").to_owned();
    if to.starts_with("tauri") && from != "broadsheet-desktop" {
        return Some(format!("{from} knows {to}: only the desktop door may"));
    }
    if !to.starts_with("broadsheet-") {
        return None;
    }
    let place = |name: &str| ORDER.iter().position(|one| *one == name);
    let (Some(above), Some(below)) = (place(from), place(to)) else {
        return Some(format!("{from} -> {to}: a crate has no place in the order"));
    };
    if below >= above {
        return Some(format!("{from} -> {to} points the wrong way"));
    }
    let may = MAY_KNOW.iter().find(|(name, _)| *name == short(from))?.1;
    (!may.contains(&short(to).as_str())).then(|| format!("{from} -> {to} is forbidden"))
}

#[test]
fn no_crate_knows_one_that_stands_above_it() {
    let edges = edges();
    for name in ORDER {
        assert!(edges.contains_key(name), "{name} is not in the workspace");
    }
    let found: Vec<String> = edges
        .iter()
        .filter(|(from, _)| !OF_TESTS.contains(&from.as_str()))
        .flat_map(|(from, to)| to.iter().filter_map(move |to| wrong(from, to)))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn wrong_edges_are_seen() {
    for (from, to) in [
        ("broadsheet-units", "broadsheet-copy"),
        ("broadsheet-layout", "broadsheet-store"),
        ("broadsheet-store", "broadsheet-layout"),
        ("broadsheet-store", "broadsheet-typeset"),
        ("broadsheet-press", "tauri"),
        ("broadsheet-server", "tauri-build"),
        ("broadsheet-cli", "broadsheet-store"),
        ("broadsheet-server", "broadsheet-cli"),
        ("broadsheet-units", "broadsheet-other"),
    ] {
        assert!(wrong(from, to).is_some(), "{from} -> {to}");
    }
    assert_eq!(wrong("broadsheet-layout", "broadsheet-copy"), None);
    assert_eq!(wrong("broadsheet-desktop", "tauri"), None);
}
