//! Cases as data: `tests/cases/*.txt`, a text and a measure in, the lines out.
//!
//! A case is a head of `key: value` lines, `---`, the paragraphs one a line, `---`, and what they are set to. Run
//! with `BROADSHEET_ACCEPT=1` to write what was found; the difference is then read like code.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use broadsheet_typeset::{Align, Lang, Notice, SetRequest, Slot};
use broadsheet_units::{Length, Measure};

use crate::galley::{COMPOSER, EM, available, paragraph};

#[test]
fn every_case_is_set_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let accept = std::env::var_os("BROADSHEET_ACCEPT").is_some();
    let mut cases: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    cases.sort();
    assert!(cases.len() >= 12, "the cases are there");
    let mut wrong = String::new();
    for path in cases {
        let case = fs::read_to_string(&path).unwrap();
        let mut parts = case.splitn(3, "---\n");
        let (head, text) = (parts.next().unwrap(), parts.next().expect("a text"));
        let expected = parts.next().unwrap_or_default();
        let found = dump(head, text);
        if accept {
            fs::write(&path, format!("{head}---\n{text}---\n{found}")).unwrap();
        } else if found != expected {
            let _ = write!(wrong, "{}\n--- expected\n{expected}--- found\n{found}\n", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The lines of a case: what each may fill, its natural width, its text; then the notices.
fn dump(head: &str, text: &str) -> String {
    let mut measures = vec![EM * 13];
    let mut model = paragraph("");
    for line in head.lines() {
        let (key, value) = line.split_once(": ").expect("key: value");
        let length = |value: &str| value.parse::<Measure>().expect("a size").length(EM);
        match key {
            "measure" => measures = value.split(' ').map(length).collect(),
            "indent" => model.indent = length(value),
            "font" => model.spans[0].style.stack.families = vec![value.to_owned()],
            "lang" => {
                assert_eq!(value, "en");
                model.lang = Lang::En;
                model.spans[0].style.lang = Lang::En;
            }
            "align" => {
                assert_eq!(value, "start");
                model.align = Align::Start;
            }
            _ => panic!("unknown key {key}"),
        }
    }
    let slots: Vec<Slot> = measures.into_iter().map(Slot::new).collect();
    let mut out = String::new();
    for text in text.lines() {
        let mut paragraph = model.clone();
        paragraph.spans[0].text = text.replace("\\n", "\n");
        let shaped = COMPOSER.shape(&paragraph);
        let set = COMPOSER.set(&shaped, &slots, SetRequest::default());
        for line in &set.lines {
            let closes = line.last || line.text.ends_with('\n');
            let wide = line.natural > available(line) && line.text.chars().count() == 1;
            if model.align == Align::Justify && !closes && !wide {
                assert_eq!(line.width, available(line), "a justified line fills its measure: {}", line.text);
            }
            let hyphen = if line.hyphen { "‑" } else { "" };
            let (fills, natural) = (ems(available(line)), ems(line.natural));
            let _ = writeln!(out, "{fills:>6} {natural:>6} {}{hyphen}", line.text.replace('\n', "\\n"));
        }
        for notice in &set.notices {
            let _ = writeln!(out, "! {} {}", notice.code(), about(notice));
        }
    }
    out
}

fn about(notice: &Notice) -> String {
    match notice {
        Notice::ForcedBreak { line, reason, .. } => format!("line {} {reason:?}", line + 1),
        Notice::WiderThanMeasure { line, .. } | Notice::LooseLine { line, .. } => {
            format!("line {}", line + 1)
        }
        Notice::MissingGlyph { character, .. } => format!("U+{:04X}", u32::from(*character)),
        Notice::FamilyMissing { family, .. } => family.clone(),
    }
}

/// A length in 字, to a hundredth.
fn ems(length: Length) -> String {
    format!("{:.2}", length.to_points() / EM.to_points())
}
