//! What is written to the terminal, for people and for programs.

use std::io::{self, Write as _};

use broadsheet_newsroom::Refusal;
use serde_json::Value;

/// Writes an answer: one JSON value for a program, lines for a person.
///
/// A reader that has gone away (a closed pipe) is no failure of the command.
pub(crate) fn answer(value: &Value, json: bool) {
    let mut out = io::stdout().lock();
    let _ = if json { writeln!(out, "{value}") } else { out.write_all(lines(value, 0).as_bytes()) };
    let _ = out.flush();
}

/// Writes a refusal to standard error: a line for what was wrong, a line for what to do.
pub(crate) fn refusal(refusal: &Refusal) {
    let (message, hint) = (one_line(&refusal.message), one_line(&refusal.hint));
    let _ = writeln!(io::stderr(), "error[{}]: {message}\nhint: {hint}", refusal.code);
}

/// The text on one line: what a file is called, or what SQLite says of one, may hold line ends.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A value as a person reads it: a field a line, lists indented, empty ones left out.
fn lines(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) => {
            let mut text = String::new();
            for (name, value) in fields {
                match value {
                    Value::Null => {}
                    Value::Array(items) if items.is_empty() => {}
                    Value::Array(_) | Value::Object(_) => {
                        text.push_str(&format!("{indent}{name}:\n{}", lines(value, depth + 1)));
                    }
                    plain => text.push_str(&format!("{indent}{name}: {}\n", plain_text(plain))),
                }
            }
            text
        }
        Value::Array(items) => {
            let mut text = String::new();
            for item in items {
                match item {
                    Value::Object(_) | Value::Array(_) => {
                        let block = lines(item, depth + 1);
                        let block = block.trim_start();
                        text.push_str(&format!("{indent}- {block}"));
                    }
                    plain => text.push_str(&format!("{indent}- {}\n", plain_text(plain))),
                }
            }
            text
        }
        plain => format!("{indent}{}\n", plain_text(plain)),
    }
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
