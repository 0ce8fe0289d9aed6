//! Cases of paragraphs: a text and a measure in, the lines out.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use broadsheet_typeset::{
    Align, Composer, FontLibrary, FontStack, Hyphens, Lang, Letterfit, Line, LineOptions, Notice, Paragraph,
    Punctuation, SetRequest, Slot, Span, Strictness, TextStyle, even_names,
};
use broadsheet_units::{Length, Measure};

use crate::text::{Case, Setting, meant, shown};

static COMPOSER: LazyLock<Composer> =
    LazyLock::new(|| Composer::new(Arc::new(FontLibrary::system(None, &[]))));

/// The body em of the cases.
const EM: Length = Length::points(9);
/// Their face, where they ask for no other.
const FACE: &str = "Noto Serif CJK SC";

/// What is told of a line beyond its measure, width and text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Lines,
    /// Which blanks were opened and which gave.
    Blanks,
    /// Where every character stands.
    Places,
}

/// What a case asks for.
struct Asked {
    model: Paragraph,
    slots: Vec<Slot>,
    looseness: i32,
    shown: Shown,
    /// Words that are set in another style.
    strong: Vec<String>,
    /// Other faces in which the lines must be the same.
    faces: Vec<String>,
    /// The paragraphs are names that are set evenly, up to so many 字.
    even: Option<u16>,
}

/// Sets a case.
pub(crate) fn set(case: &Case) -> Setting {
    let asked = Asked::of(case);
    let mut setting = asked.set(&case.copy);
    for face in &asked.faces {
        let mut other = Asked::of(case);
        other.model.spans[0].style.stack.families = vec![face.clone()];
        if other.set(&case.copy).dump != setting.dump {
            setting.wrong.push(format!("another setting in {face}"));
        }
    }
    setting
}

impl Asked {
    fn of(case: &Case) -> Self {
        let style = TextStyle::new(FontStack::new([FACE], 400), EM);
        let mut asked = Self {
            model: Paragraph::new("", style),
            slots: vec![Slot::new(EM * 13)],
            looseness: 0,
            shown: Shown::Lines,
            strong: Vec::new(),
            faces: Vec::new(),
            even: None,
        };
        for (key, value) in case.settings() {
            assert!(asked.take(key, value), "{}: unknown: {key}: {value}", case.name);
        }
        asked
    }

    fn take(&mut self, key: &str, value: &str) -> bool {
        let list = || value.split(" | ").map(str::to_owned).collect();
        let style = &mut self.model.spans[0].style;
        match (key, value) {
            // A slot behind a bar is the first of its column.
            ("measure", _) => {
                let slot = |value: &str| match value.strip_prefix('|') {
                    Some(value) => Slot::new(length(value)).at_column_start(),
                    None => Slot::new(length(value)),
                };
                self.slots = value.split(' ').map(slot).collect();
            }
            ("indent", _) => self.model.indent = length(value),
            ("lang", "en") => (self.model.lang, style.lang) = (Lang::En, Lang::En),
            ("lang", "other") => (self.model.lang, style.lang) = (Lang::Other, Lang::Other),
            ("align", "justify") => self.model.align = Align::Justify,
            ("align", "start") => self.model.align = Align::Start,
            ("align", "center") => self.model.align = Align::Center,
            ("align", "end") => self.model.align = Align::End,
            ("align", "spread") => self.model.align = Align::Spread,
            ("show", "blanks") => self.shown = Shown::Blanks,
            ("show", "places") => self.shown = Shown::Places,
            ("looseness", _) => self.looseness = value.parse().expect("lines"),
            ("strong", _) => self.strong = list(),
            ("faces", _) => self.faces = list(),
            ("even", _) => self.even = Some(value.parse().expect("字")),
            _ => return take_option(&mut self.model.options, key, value),
        }
        true
    }

    fn set(&self, copy: &str) -> Setting {
        let mut setting = Setting::default();
        let texts: Vec<String> = copy.lines().map(meant).collect();
        let paragraphs: Vec<Paragraph> = match self.even {
            Some(most) => {
                let names: Vec<&str> = texts.iter().map(String::as_str).collect();
                let spans = even_names(&names, most, &self.model.spans[0].style);
                spans.into_iter().map(|spans| Paragraph { spans, ..self.model.clone() }).collect()
            }
            None => texts.iter().map(|text| self.paragraph(text)).collect(),
        };
        for paragraph in &paragraphs {
            self.set_paragraph(paragraph, &mut setting);
        }
        setting
    }

    /// A paragraph, its strong words in spans of their own.
    fn paragraph(&self, text: &str) -> Paragraph {
        let style = &self.model.spans[0].style;
        let strong = TextStyle { stack: FontStack::new(["Noto Sans CJK SC"], 700), ..style.clone() };
        let mut spans: Vec<Span> = Vec::new();
        let mut rest = text;
        while !rest.is_empty() || spans.is_empty() {
            let next =
                self.strong.iter().filter_map(|word| rest.find(word.as_str()).map(|at| (at, word))).min();
            let (plain, word) = next.map_or((rest, ""), |(at, word)| (&rest[..at], word.as_str()));
            spans.push(Span { text: plain.to_owned(), style: style.clone() });
            if !word.is_empty() {
                spans.push(Span { text: word.to_owned(), style: strong.clone() });
            }
            rest = &rest[plain.len() + word.len()..];
        }
        Paragraph { spans, ..self.model.clone() }
    }

    fn set_paragraph(&self, paragraph: &Paragraph, setting: &mut Setting) {
        let shaped = COMPOSER.shape(paragraph);
        let set = COMPOSER.set(&shaped, &self.slots, SetRequest { looseness: self.looseness });
        let all: String = set.lines.iter().map(|line| line.text.as_str()).collect();
        if all != paragraph.text() {
            setting.wrong.push(format!("characters are lost or doubled: {all}"));
        }
        for line in &set.lines {
            if !fills(paragraph, line) {
                setting.wrong.push(format!("a justified line does not fill its measure: {}", line.text));
            }
            let hyphen = if line.hyphen { "‑" } else { "" };
            let text = shown(line.text.trim_end_matches(' '));
            let (fills, natural) = (ems(available(line)), ems(line.natural));
            let _ = writeln!(setting.dump, "{fills:>6} {natural:>6} {text}{hyphen}");
            setting.dump.push_str(&match self.shown {
                Shown::Lines => String::new(),
                Shown::Blanks => changed_blanks(paragraph, line),
                Shown::Places => places(paragraph, line),
            });
            setting.lines.push(format!("{}{hyphen}", line.text));
        }
        for notice in &set.notices {
            let _ = writeln!(setting.dump, "! {} {}", notice.code(), about(notice));
            setting.codes.push(notice.code());
        }
    }
}

/// Whether a justified line that does not close fills its measure.
fn fills(paragraph: &Paragraph, line: &Line) -> bool {
    let closes = line.last || line.text.ends_with('\n');
    let wide = line.natural > available(line) && line.text.chars().count() == 1;
    let filled = paragraph.align == Align::Justify && !closes && !wide && !paragraph.options.grid;
    !filled || line.width == available(line)
}

fn take_option(options: &mut LineOptions, key: &str, value: &str) -> bool {
    let numbers = || value.split(' ').map(|number| number.parse().expect("a number"));
    match (key, value) {
        ("line-break", "strict") => options.strictness = Strictness::Strict,
        ("line-break", "normal") => options.strictness = Strictness::Normal,
        ("line-break", "loose") => options.strictness = Strictness::Loose,
        ("punctuation", "quanjiao") => options.punctuation = Punctuation::Full,
        ("punctuation", "kaiming") => options.punctuation = Punctuation::Kaiming,
        ("punctuation", "banjiao") => options.punctuation = Punctuation::Half,
        ("grid", _) => options.grid = value == "on",
        ("hang", "on") => options.hang = true,
        ("hyphenate", "off") => options.hyphenate = false,
        ("han-latin gap", "off") => options.han_latin_gap = false,
        ("letterfit", _) => {
            let [tracking, scaling] = numbers().collect::<Vec<u16>>()[..] else { panic!("two numbers") };
            options.letterfit = Letterfit { tracking, scaling };
        }
        ("hyphens", _) => {
            let numbers: Vec<u8> = numbers().map(|n: u16| u8::try_from(n).expect("a few")).collect();
            let [before, after, in_succession] = numbers[..] else { panic!("three numbers") };
            options.hyphens = Hyphens { before, after, in_succession };
        }
        _ => return false,
    }
    true
}

/// A length as people write it: `13字`, `9点`.
fn length(value: &str) -> Length {
    value.parse::<Measure>().expect("a size").length(EM)
}

/// What a line may fill.
fn available(line: &Line) -> Length {
    line.measure - line.indent
}

/// Which blanks of a line are not as wide as they like to be: the character before each, and by how many 字.
fn changed_blanks(paragraph: &Paragraph, line: &Line) -> String {
    let mut flat = paragraph.clone();
    flat.align = Align::Start;
    flat.indent = Length::ZERO;
    flat.spans[0].text.clone_from(&line.text);
    flat.spans.truncate(1);
    let flat = COMPOSER.set(&COMPOSER.shape(&flat), &[], SetRequest::default());
    let natural = &flat.lines[0].glyphs;
    let mut out = String::new();
    let mut sum = Length::ZERO;
    for (n, pair) in line.glyphs.windows(2).enumerate() {
        let change = (pair[1].x - pair[0].x) - (natural[n + 1].x - natural[n].x);
        if change.raw().abs() > 1 {
            let _ = write!(out, " {}{}", said(line, &pair[0].range), signed(change));
            sum += change;
        }
    }
    let at_end = (line.width - line.natural) - sum;
    if at_end.raw().abs() > i32::try_from(line.glyphs.len()).unwrap_or(i32::MAX) {
        let _ = write!(out, " end{}", signed(at_end));
    }
    if out.is_empty() { out } else { format!("             {out}\n") }
}

/// Where every character of a line stands that has a glyph: the left of its em, in 字 from the left of the slot, and
/// where its last one ends.
fn places(paragraph: &Paragraph, line: &Line) -> String {
    let mut out = String::new();
    let mut before = None;
    for glyph in &line.glyphs {
        if before.replace(glyph.range.clone()).as_ref() != Some(&glyph.range) {
            let c = said(line, &glyph.range);
            let _ = write!(out, " {}{}", if c.trim().is_empty() { "␣" } else { c }, ems(glyph.x));
        }
    }
    let end = if paragraph.align == Align::Justify { line.indent + line.width } else { line.x + line.width };
    format!("             {out} |{}\n", ems(end))
}

/// What a glyph of a line stands for.
fn said<'a>(line: &'a Line, range: &std::ops::Range<usize>) -> &'a str {
    let said = line.text.get(range.start - line.range.start..range.end - line.range.start);
    said.filter(|said| !said.is_empty()).unwrap_or("‑")
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
        Notice::MissingGlyph { character, .. } | Notice::FontSubstituted { character, .. } => {
            format!("U+{:04X}", u32::from(*character))
        }
        Notice::FamilyMissing { family, .. } => family.clone(),
    }
}

/// A length in 字, to a hundredth.
fn ems(length: Length) -> String {
    format!("{:.2}", length.to_points() / EM.to_points())
}
