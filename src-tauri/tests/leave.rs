//! What the window has leave to do is as little as it was: two commands, its own files, its own protocol.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    serde_json::from_slice(&fs::read(path).expect("the file is there")).expect("it is JSON")
}

#[test]
fn the_window_may_ask_for_two_commands_and_nothing_of_the_shell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "one capability file");
    let capability = read("capabilities/window.json");
    assert_eq!(capability["permissions"], json!(["allow-call", "allow-upload"]));
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability.get("remote"), None);
}

#[test]
fn the_page_loads_its_own_files_only() {
    let security = &read("tauri.conf.json")["app"]["security"];
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security.get("assetProtocol"), None);
    assert_eq!(security.get("dangerousDisableAssetCspModification"), None);
    let policy = security["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["script-src"], "'self'");
    for (directive, sources) in policy {
        let sources = sources.as_str().unwrap();
        assert!(
            !sources.contains("unsafe") && !sources.contains('*') && !sources.contains("https:"),
            "{directive}: {sources}"
        );
    }
}

#[test]
fn nothing_of_the_shell_lies_about_in_the_page() {
    assert_eq!(read("tauri.conf.json")["app"]["withGlobalTauri"], false);
}
