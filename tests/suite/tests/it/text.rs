//! Cases in text, many to a file: what is asked, the copy, and what it is set to.
//!
//! A file opens with what all of its cases ask, in `key: value` lines, and remarks behind `#`. A case starts with
//! `=== ` and its name, a sentence; then come its own `key: value` lines, `---`, the copy, `---`, and the setting.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A case as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What is true if it holds.
    pub(crate) name: String,
    /// What is asked: the file's keys, then its own.
    asked: Vec<(String, String)>,
    /// Its own keys as they are written.
    head: String,
    pub(crate) copy: String,
    /// What it was set to when it was accepted; empty: it never was.
    kept: String,
}

/// What a case is set to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setting {
    /// All that is to be compared.
    pub(crate) dump: String,
    /// The text of its lines, in the order of reading.
    pub(crate) lines: Vec<String>,
    /// The codes of what there was to say, in order.
    pub(crate) codes: Vec<&'static str>,
    /// What must hold of any setting, and does not.
    pub(crate) wrong: Vec<String>,
}

/// A file of cases.
pub(crate) struct File {
    path: PathBuf,
    /// What stands before its first case.
    opening: String,
    pub(crate) cases: Vec<Case>,
}

/// The keys that any case may have: what must hold whatever is accepted.
const PROMISES: [&str; 8] =
    ["claims", "starts", "never starts", "ends", "never ends", "whole", "lines", "notices"];

impl File {
    /// Every file of a folder, in the order of their names.
    pub(crate) fn all(folder: &Path) -> Vec<Self> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        paths.sort_unstable();
        paths.into_iter().map(|path| Self::read(&fs::read_to_string(&path).unwrap(), path)).collect()
    }

    fn read(text: &str, path: PathBuf) -> Self {
        let text = format!("\n{text}");
        let mut parts = text.split("\n=== ");
        let opening = parts.next().unwrap_or_default().trim_start().to_owned();
        let shared = keys(&opening);
        let cases = parts.map(|part| Case::read(part, &shared)).collect();
        Self { path, opening, cases }
    }

    /// Writes it with other settings, one a case.
    pub(crate) fn accept(&self, dumps: &[String]) {
        let mut text = format!("{}\n", self.opening.trim_end());
        for (case, dump) in self.cases.iter().zip(dumps) {
            let Case { name, head, copy, .. } = case;
            let _ = write!(text, "\n=== {name}\n{head}---\n{copy}---\n{dump}");
        }
        let text = text.trim_start();
        if fs::read_to_string(&self.path).unwrap() != text {
            fs::write(&self.path, text).unwrap();
        }
    }

    /// Its name with its folder's.
    pub(crate) fn name(&self) -> String {
        let folder = self.path.parent().and_then(Path::file_name).unwrap().to_string_lossy();
        format!("{folder}/{}", self.path.file_name().unwrap().to_string_lossy())
    }
}

impl Case {
    fn read(part: &str, shared: &[(String, String)]) -> Self {
        let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (head, rest) = section(rest);
        let (copy, kept) = section(rest);
        // What it asks itself takes the place of what its file asks.
        let own = keys(&head);
        let mut asked = shared.to_vec();
        asked.retain(|(key, _)| !own.iter().any(|(known, _)| known == key));
        asked.extend(own);
        let kept = kept.trim_end_matches('\n');
        let kept = if kept.is_empty() { String::new() } else { format!("{kept}\n") };
        Self { name: name.trim().to_owned(), asked, head, copy, kept }
    }

    /// What was accepted.
    pub(crate) fn kept(&self) -> &str {
        &self.kept
    }

    /// What is asked beyond what any case may ask; a key that is given twice stands here twice.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&str, &str)> {
        let settings = self.asked.iter().filter(|(key, _)| !PROMISES.contains(&key.as_str()));
        settings.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The claims that it proves.
    pub(crate) fn claims(&self) -> BTreeSet<&str> {
        self.promise("claims").map_or_else(BTreeSet::new, |claims| claims.split_whitespace().collect())
    }

    fn promise(&self, key: &str) -> Option<&str> {
        self.asked.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// What of its promises a setting breaks.
    pub(crate) fn broken(&self, setting: &Setting) -> Vec<String> {
        let mut broken = setting.wrong.clone();
        let lines = || setting.lines.iter().map(|line| line.trim());
        for mark in self.promise("starts").unwrap_or_default().chars() {
            if !lines().any(|line| line.starts_with(mark)) {
                broken.push(format!("{mark} starts no line"));
            }
        }
        for mark in self.promise("ends").unwrap_or_default().chars() {
            if !lines().any(|line| line.ends_with(mark)) {
                broken.push(format!("{mark} ends no line"));
            }
        }
        for mark in self.promise("never starts").unwrap_or_default().chars() {
            let found = lines().filter(|line| line.starts_with(mark));
            broken.extend(found.map(|line| format!("{mark} starts a line: {line}")));
        }
        for mark in self.promise("never ends").unwrap_or_default().chars() {
            let found = lines().filter(|line| line.ends_with(mark));
            broken.extend(found.map(|line| format!("{mark} ends a line: {line}")));
        }
        for whole in self.promise("whole").into_iter().flat_map(|whole| whole.split(" | ")) {
            if !lines().any(|line| line.contains(&meant(whole))) {
                broken.push(format!("{whole} is on no line"));
            }
        }
        if let Some(count) = self.promise("lines")
            && count != setting.lines.len().to_string()
        {
            broken.push(format!("{} lines, not {count}", setting.lines.len()));
        }
        if let Some(wanted) = self.promise("notices") {
            let mut codes = setting.codes.clone();
            codes.dedup();
            let said = if codes.is_empty() { "none".to_owned() } else { codes.join(" ") };
            if said != wanted {
                broken.push(format!("notices: {said}, not {wanted}"));
            }
        }
        broken
    }
}

/// What stands before a line of three dashes, and what stands behind it.
fn section(text: &str) -> (String, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (text[..at].to_owned(), &text[at + line.len()..]);
        }
        at += line.len();
    }
    (text.to_owned(), "")
}

fn keys(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("no key: {line}"));
            (key.trim().to_owned(), value.trim().to_owned())
        })
        .collect()
}

/// Characters that are not seen, by their numbers; and back.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let unseen = c.is_control()
            || matches!(c, '\u{A0}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{2060}'..='\u{206F}')
            || matches!(c, '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
            || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}');
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if unseen => _ = write!(out, "\\u{{{:X}}}", u32::from(c)),
            _ => out.push(c),
        }
    }
    out
}

/// The text that [`shown`] shows.
pub(crate) fn meant(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix("\\n") {
            (out, rest) = (out + "\n", behind);
        } else if let Some(behind) = rest.strip_prefix("\\t") {
            (out, rest) = (out + "\t", behind);
        } else if let Some((code, behind)) =
            rest.strip_prefix("\\u{").and_then(|behind| behind.split_once('}'))
        {
            let code = u32::from_str_radix(code, 16).expect("a number");
            out.push(char::from_u32(code).expect("a character"));
            rest = behind;
        } else {
            out.push('\\');
            rest = &rest[1..];
        }
    }
    out + rest
}

#[test]
fn a_file_is_written_as_it_was_read_with_its_settings_alone_new() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("a-file");
    fs::create_dir_all(&folder).unwrap();
    let text = "# A remark.\nmeasure: 5字\nclaims: 3.1\n\n=== one\nwhole: 二三 | 5 kg\n---\n一二三\n\n四\n---\nold\n\n=== two\n---\n五\n---\n";
    fs::write(folder.join("case.txt"), text).unwrap();
    let files = File::all(&folder);
    let [file] = &files[..] else { panic!("one file") };
    assert_eq!(file.name(), "a-file/case.txt");
    assert_eq!(file.cases[0].settings().collect::<Vec<_>>(), [("measure", "5字")]);
    assert_eq!((file.cases[0].kept(), file.cases[1].kept()), ("old\n", ""));
    assert_eq!(file.cases[0].copy, "一二三\n\n四\n");
    file.accept(&["old\n".to_owned(), "new\n".to_owned()]);
    assert_eq!(fs::read_to_string(folder.join("case.txt")).unwrap(), format!("{text}new\n"));
}

#[test]
fn a_promise_holds_whatever_is_accepted() {
    let case = |head: &str| Case::read(&format!("name\n{head}\n---\n---\n"), &[]);
    let setting = Setting {
        dump: String::new(),
        lines: vec!["一，二".to_owned(), "（三".to_owned(), "，5 kg".to_owned()],
        codes: vec!["loose-line", "loose-line", "forced-break"],
        wrong: Vec::new(),
    };
    let broken = |head: &str| case(head).broken(&setting).len();
    assert_eq!([broken("starts: 一，"), broken("starts: 二")], [0, 1]);
    assert_eq!([broken("ends: 三"), broken("ends: 一（")], [0, 2]);
    assert_eq!([broken("never starts: ，"), broken("never starts: 。三")], [1, 0]);
    assert_eq!([broken("never ends: 三二"), broken("never ends: （")], [2, 0]);
    assert_eq!([broken("whole: 5 kg | 一二"), broken("whole: 5 kg | （三")], [1, 0]);
    assert_eq!([broken("lines: 3"), broken("lines: 2")], [0, 1]);
    assert_eq!([broken("notices: loose-line forced-break"), broken("notices: none")], [0, 1]);
}

#[test]
fn what_is_not_seen_is_shown_and_read_back() {
    let text = "字\u{200D}字\n\u{E0100}a\\b\t";
    assert_eq!(shown(text), "字\\u{200D}字\\n\\u{E0100}a\\b\\t");
    assert_eq!(meant(&shown(text)), text);
}
