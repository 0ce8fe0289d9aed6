//! The preflight's answer on the command line: one JSON value whatever the file is, and the first error named.

#![expect(clippy::unwrap_used, reason = "a test whose own files are not there fails")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// The preflight of bytes given on standard input, in a language.
fn preflight(pdf: &[u8], locale: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_broadsheet"))
        .args(["--json", "preflight", "-"])
        .env("LC_ALL", locale)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(pdf).unwrap();
    program.wait_with_output().unwrap()
}

#[test]
fn a_file_that_cannot_be_read_fails_like_any_other() {
    let cases: [(&[u8], &str); 4] = [
        (b"", "empty-file"),
        (b"hello", "not-a-pdf"),
        (b"%PDF-1.6\n1 0 obj\n<< /Type", "truncated-pdf"),
        (b"%PDF-1.6\nnothing\n%%EOF", "damaged-pdf"),
    ];
    for (pdf, code) in cases {
        let output = preflight(pdf, "C.UTF-8");
        assert_eq!(output.status.code(), Some(1), "{code}");
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let finding = &found["findings"][0];
        let expected = json!({
            "verdict": "fail",
            "profile": null,
            "findings": [{
                "code": code,
                "severity": "error",
                "message": finding["message"],
                "hint": finding["hint"],
                "page": null,
                "place": null,
            }],
        });
        assert_eq!(found, expected);
        let said = String::from_utf8(output.stderr).unwrap();
        let message = finding["message"].as_str().unwrap();
        let hint = finding["hint"].as_str().unwrap();
        assert_eq!(said, format!("error[{code}]: {message}\nhint: {hint}\n"));
        let chinese = String::from_utf8(preflight(pdf, "zh_CN.UTF-8").stderr).unwrap();
        assert!(chinese.starts_with(&format!("error[{code}]: ")) && chinese.ends_with("。\n"), "{chinese}");
    }
}

#[test]
fn a_page_is_counted_in_the_file() {
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 600 800]>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/TrimBox[9 9 590 790]>>endobj\n\
        4 0 obj<</Type/Page/Parent 2 0 R>>endobj\n\
        trailer<</Root 1 0 R/Size 5>>\n%%EOF\n";
    let output = preflight(pdf, "C.UTF-8");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let trim =
        found["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "no-trim-box");
    assert_eq!(trim.map(|finding| finding["page"].clone()).collect::<Vec<_>>(), [json!(2)]);
}
