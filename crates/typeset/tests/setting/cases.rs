//! Cases as data: `tests/cases/*.txt`, a text and a measure in, the lines out.
//!
//! A case is a head of `key: value` lines, `---`, the paragraphs one a line, `---`, and what they are set to. Run
//! with `BROADSHEET_ACCEPT=1` to write what was found; the difference is then read like code.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use broadsheet_typeset::{
    Align, Hyphens, Lang, Letterfit, Line, LineOptions, Notice, Paragraph, Punctuation, SetRequest, Slot,
    Strictness,
};
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

/// What the head of a case asks for.
struct Asked {
    model: Paragraph,
    slots: Vec<Slot>,
    /// Whether the dump says which blanks were opened and which gave.
    blanks: bool,
}

impl Asked {
    fn of(head: &str) -> Self {
        let mut asked = Self { model: paragraph(""), slots: vec![Slot::new(EM * 13)], blanks: false };
        for line in head.lines() {
            let (key, value) = line.split_once(": ").expect("key: value");
            asked.take(key, value);
        }
        asked
    }

    fn take(&mut self, key: &str, value: &str) {
        let length = |value: &str| value.parse::<Measure>().expect("a size").length(EM);
        let model = &mut self.model;
        match (key, value) {
            // A slot behind a bar is the first of its column.
            ("measure", _) => {
                let slot = |value: &str| match value.strip_prefix('|') {
                    Some(value) => Slot::new(length(value)).at_column_start(),
                    None => Slot::new(length(value)),
                };
                self.slots = value.split(' ').map(slot).collect();
            }
            ("indent", _) => model.indent = length(value),
            ("font", _) => model.spans[0].style.stack.families = vec![value.to_owned()],
            ("lang", "en") => {
                model.lang = Lang::En;
                model.spans[0].style.lang = Lang::En;
            }
            ("align", "start") => model.align = Align::Start,
            ("show", "blanks") => self.blanks = true,
            _ => take_option(&mut model.options, key, value),
        }
    }
}

fn take_option(options: &mut LineOptions, key: &str, value: &str) {
    let numbers = || value.split(' ').map(|number| number.parse().expect("a number"));
    match (key, value) {
        ("line-break", "normal") => options.strictness = Strictness::Normal,
        ("line-break", "loose") => options.strictness = Strictness::Loose,
        ("punctuation", "kaiming") => options.punctuation = Punctuation::Kaiming,
        ("punctuation", "banjiao") => options.punctuation = Punctuation::Half,
        ("grid", "on") => options.grid = true,
        ("hang", "on") => options.hang = true,
        ("letterfit", _) => {
            let [tracking, scaling] = numbers().collect::<Vec<u16>>()[..] else { panic!("two numbers") };
            options.letterfit = Letterfit { tracking, scaling };
        }
        ("hyphens", _) => {
            let numbers: Vec<u16> = numbers().collect();
            let [before, after, in_succession] = numbers.iter().map(|n| *n as u8).collect::<Vec<u8>>()[..]
            else {
                panic!("three numbers")
            };
            options.hyphens = Hyphens { before, after, in_succession };
        }
        _ => panic!("unknown: {key}: {value}"),
    }
}

/// The lines of a case: what each may fill, its natural width, its text; then the notices.
fn dump(head: &str, text: &str) -> String {
    let Asked { model, slots, blanks } = Asked::of(head);
    let mut out = String::new();
    for text in text.lines() {
        let mut paragraph = model.clone();
        paragraph.spans[0].text = text.replace("\\n", "\n");
        let shaped = COMPOSER.shape(&paragraph);
        let set = COMPOSER.set(&shaped, &slots, SetRequest::default());
        for line in &set.lines {
            let closes = line.last || line.text.ends_with('\n');
            let wide = line.natural > available(line) && line.text.chars().count() == 1;
            if model.align == Align::Justify && !closes && !wide && !model.options.grid {
                assert_eq!(line.width, available(line), "a justified line fills its measure: {}", line.text);
            }
            let hyphen = if line.hyphen { "‑" } else { "" };
            let (fills, natural) = (ems(available(line)), ems(line.natural));
            let _ = writeln!(out, "{fills:>6} {natural:>6} {}{hyphen}", line.text.replace('\n', "\\n"));
            if blanks {
                out.push_str(&changed_blanks(&paragraph, line));
            }
        }
        for notice in &set.notices {
            let _ = writeln!(out, "! {} {}", notice.code(), about(notice));
        }
    }
    out
}

/// Which blanks of a line are not as wide as they like to be: the character before each, and by how many 字.
fn changed_blanks(paragraph: &Paragraph, line: &Line) -> String {
    let mut flat = paragraph.clone();
    flat.align = Align::Start;
    flat.indent = Length::ZERO;
    flat.spans[0].text.clone_from(&line.text);
    let flat = COMPOSER.set(&COMPOSER.shape(&flat), &[], SetRequest::default());
    let natural = &flat.lines[0].glyphs;
    let mut out = String::new();
    let mut sum = Length::ZERO;
    for (n, pair) in line.glyphs.windows(2).enumerate() {
        let change = (pair[1].x - pair[0].x) - (natural[n + 1].x - natural[n].x);
        if change.raw().abs() > 1 {
            let mark =
                &line.text[pair[0].range.start - line.range.start..pair[0].range.end - line.range.start];
            let _ = write!(out, " {mark}{}", signed(change));
            sum += change;
        }
    }
    let at_end = (line.width - line.natural) - sum;
    if at_end.raw().abs() > line.glyphs.len() as i32 {
        let _ = write!(out, " end{}", signed(at_end));
    }
    if out.is_empty() { out } else { format!("             {out}\n") }
}

/// A change in 字, to thousandths.
fn signed(length: Length) -> String {
    format!("{:+.3}", length.to_points() / EM.to_points())
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
