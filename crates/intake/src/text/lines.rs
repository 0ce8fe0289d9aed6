//! The file's lines with their marks; Markdown's blocks and hard wraps undone.

use std::sync::LazyLock;

use regex::Regex;

use super::heads::is_enumerated;
use super::markup::{Image, undo};
use super::tidy::{columns, is_blank, is_chinese};
use super::{Notes, byline, caption, jump, pattern, source};
use crate::GuessKind;

/// What marks a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// Nothing.
    Plain,
    /// A Markdown or HTML heading of level 1 to 6.
    Heading(u8),
    /// The whole line is bold.
    Bold,
    /// The whole line is slanted.
    Slanted,
    /// An item of a list, a row of a table: a paragraph by itself.
    Item,
}

/// One line that holds something.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: usize,
    /// Without markup and outer blanks.
    pub(crate) text: String,
    pub(crate) mark: Mark,
    /// It began with two ideographic spaces or four others.
    pub(crate) indent: bool,
    /// How many empty lines stood before it.
    pub(crate) gap: usize,
    /// A rule stood before it.
    pub(crate) ruled: bool,
    pub(crate) images: Vec<Image>,
}

static ATX: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ {0,3}(#{1,6})(?:[ \t\u{3000}]+|([^#\s]))(.*)$"));
static HTML_HEADING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\s*<h([1-6])\b[^>]*>(.*?)</h[1-6]>\s*$"));
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=(?:\s*=){2,}|[—–─━]{3,}|[~～]{4,}|(?:[*＊·•☆★◆]\s*){3,})\s*$",
    )
});
static BOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:\*\*\*?([^*]+)\*\*\*?|__([^_]+)__|(?i:<(?:b|strong)>(.+)</(?:b|strong)>))$")
});
static SLANTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:\*([^*]+)\*|_([^_]+)_|(?i:<(?:i|em|figcaption|small)>(.+)</(?:i|em|figcaption|small)>))$")
});
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[-*+•]\s+(\S.*)$"));
static TABLE_RULE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$"));
static LINK_TARGET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\[[^\]]+\]:\s*\S+"));
static FRONT_KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([A-Za-z_]+):\s*(.*)$"));

/// Splits a file into its lines, undoes Markdown, joins hard-wrapped paragraphs.
pub(crate) fn lines(text: &str, notes: &mut Notes) -> Vec<Line> {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{c}', '\u{b}', '\u{85}'], "\n")
        .replace('\u{1a}', "");
    let raw: Vec<&str> = text.split('\n').collect();
    let briefs = raw.iter().filter(|line| brief(line.trim_matches(is_blank)).is_some()).count() >= 2;
    let mut sheet = Sheet { lines: Vec::new(), gap: 0, ruled: false, fenced: false, briefs };
    let first = front_matter(&raw, &mut sheet, notes);
    for (index, line) in raw.iter().enumerate().skip(first) {
        for (nth, part) in BREAK.split(line).enumerate() {
            sheet.take(index + 1, part, nth, notes);
        }
    }
    unwrap(sheet.lines)
}

/// **城东街道开展义诊** 11月12日，…（王露）, ■城东街道开展义诊　11月12日，…（王露）: a brief in one paragraph.
static BRIEF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\*\*\s*(?P<bold>[^*。！？；：:]{4,30}?)\s*\*\*\s*|[■◆●★▲◎]\s*(?P<plain>[^\s。！？；，：:]{4,24})\s+)(?P<text>[^*].{15,}[）)])$",
    )
});

/// A brief's title and its text, which people sign at its end.
fn brief(line: &str) -> Option<(String, String)> {
    if !line.starts_with(['*', '■', '◆', '●', '★', '▲', '◎']) {
        return None;
    }
    let found = BRIEF.captures(line)?;
    let title = found.name("bold").or_else(|| found.name("plain"))?.as_str();
    let (before, inside) = source::tail_bracket(&found["text"])?;
    let signed = before.ends_with(['。', '！', '？', '”']) && byline::signature(inside).is_some();
    signed.then(|| (title.to_owned(), found["text"].to_owned()))
}

static BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<br\s*/?>"));

/// The block that some editors put before the text: its title becomes a heading, the rest is quoted.
fn front_matter(raw: &[&str], sheet: &mut Sheet, notes: &mut Notes) -> usize {
    let Some(start) = raw.iter().position(|line| !line.trim().is_empty()) else { return 0 };
    if raw[start].trim() != "---" {
        return 0;
    }
    let Some(end) = raw.iter().skip(start + 1).take(40).position(|line| line.trim() == "---") else {
        return 0;
    };
    let block = &raw[start + 1..=start + end];
    if block.is_empty()
        || !block
            .iter()
            .all(|line| line.trim().is_empty() || line.starts_with([' ', '-']) || FRONT_KEY.is_match(line))
    {
        return 0;
    }
    for (index, line) in block.iter().enumerate() {
        let number = start + 2 + index;
        let Some(found) = FRONT_KEY.captures(line) else {
            if !line.trim().is_empty() {
                notes.at(number, GuessKind::Markup(line.trim().to_owned()));
            }
            continue;
        };
        let value = found[2].trim().trim_matches(['"', '\'']).to_owned();
        let (mark, value) = match found[1].to_ascii_lowercase().as_str() {
            "title" | "headline" => (Mark::Heading(1), value),
            "subtitle" | "deck" => (Mark::Heading(2), value),
            "author" | "byline"
                if is_chinese(&value) && byline::signature(&value).is_none_or(|read| !read.has_role) =>
            {
                (Mark::Plain, format!("作者 {value}"))
            }
            "author" | "byline" if !is_chinese(&value) && !value.to_lowercase().starts_with("by ") => {
                (Mark::Plain, format!("By {value}"))
            }
            "author" | "byline" => (Mark::Plain, value),
            _ => {
                notes.at(number, GuessKind::Markup(line.trim().to_owned()));
                continue;
            }
        };
        if !value.is_empty() {
            sheet.lines.push(Line {
                number,
                text: value,
                mark,
                indent: false,
                gap: 1,
                ruled: false,
                images: Vec::new(),
            });
        }
    }
    sheet.gap = 1;
    start + end + 2
}

struct Sheet {
    lines: Vec<Line>,
    gap: usize,
    ruled: bool,
    fenced: bool,
    /// Whether the file holds briefs that begin with their titles.
    briefs: bool,
}

impl Sheet {
    fn take(&mut self, number: usize, raw: &str, nth: usize, notes: &mut Notes) {
        let trimmed = raw.trim_matches(is_blank);
        if trimmed.is_empty() {
            self.gap += usize::from(nth == 0);
            return;
        }
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") && !trimmed.starts_with("~~~~") {
            self.fenced = !self.fenced;
            let label = trimmed.trim_matches(['`', '~']).trim();
            if !label.is_empty() {
                notes.at(number, GuessKind::Markup(label.to_owned()));
            }
            return;
        }
        if self.underlines(trimmed) {
            return;
        }
        if RULE.is_match(raw) {
            self.ruled = true;
            self.gap += 1;
            return;
        }
        if LINK_TARGET.is_match(raw) || TABLE_RULE.is_match(raw) {
            notes.at(number, GuessKind::Markup(trimmed.to_owned()));
            return;
        }
        if self.briefs
            && let Some((title, text)) = brief(trimmed)
        {
            self.take(number, &format!("**{title}**"), nth, notes);
            self.take(number, &text, nth, notes);
            return;
        }
        let indent = raw.starts_with("\u{3000}\u{3000}")
            || raw.starts_with("    ")
            || raw.starts_with('\t')
            || raw.starts_with("\u{a0}\u{a0}");
        let (mark, inner) = mark_of(raw, trimmed);
        let (text, images, dropped) = undo(&inner);
        for what in dropped {
            notes.at(number, GuessKind::Markup(what));
        }
        let text = text.trim_matches(is_blank).to_owned();
        if text.is_empty() && images.is_empty() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        let ruled = std::mem::take(&mut self.ruled);
        self.lines.push(Line { number, text, mark, indent, gap, ruled, images });
    }

    /// A Setext underline makes a heading of the short line right above it.
    fn underlines(&mut self, line: &str) -> bool {
        let level = if line.len() >= 2 && line.bytes().all(|b| b == b'=') {
            1
        } else if line.len() >= 3 && line.bytes().all(|b| b == b'-') {
            2
        } else {
            return false;
        };
        match self.lines.last_mut() {
            Some(above)
                if self.gap == 0
                    && matches!(above.mark, Mark::Plain | Mark::Bold)
                    && above.text.chars().count() <= 80
                    && !above.text.ends_with(['。', '.', '，', '；']) =>
            {
                above.mark = Mark::Heading(level);
                true
            }
            _ => false,
        }
    }
}

/// A line's mark, and what it marks.
fn mark_of(raw: &str, trimmed: &str) -> (Mark, String) {
    let level = |count: usize| Mark::Heading(u8::try_from(count).unwrap_or(6));
    if let Some(found) = ATX.captures(raw) {
        let first = found.get(2).map_or("", |c| c.as_str());
        let rest = format!("{first}{}", &found[3]);
        // #话题#正文 is a tag of social media, no heading.
        if first.is_empty() || !rest.contains('#') {
            let bare = rest.trim().trim_end_matches('#').trim();
            let bare =
                BOLD.captures(bare).and_then(|found| first_group(&found)).unwrap_or_else(|| bare.to_owned());
            return (level(found[1].len()), bare);
        }
    }
    if let Some(found) = HTML_HEADING.captures(raw) {
        return (level(found[1].parse().unwrap_or(6)), found[2].to_owned());
    }
    let quoted = trimmed.trim_start_matches(['>', ' ']);
    let line = if trimmed.starts_with('>') && !quoted.is_empty() { quoted } else { trimmed };
    if let Some(found) = BOLD.captures(line) {
        return (Mark::Bold, first_group(&found).unwrap_or_default());
    }
    if let Some(found) = SLANTED.captures(line) {
        return (Mark::Slanted, first_group(&found).unwrap_or_default());
    }
    if let Some(found) = ITEM.captures(line) {
        return (Mark::Item, found[1].to_owned());
    }
    if line.starts_with('|') && line.ends_with('|') && line.len() > 2 {
        let cells: Vec<&str> =
            line.trim_matches('|').split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        return (Mark::Item, cells.join("\t"));
    }
    (Mark::Plain, line.to_owned())
}

fn first_group(found: &regex::Captures<'_>) -> Option<String> {
    found.iter().skip(1).flatten().next().map(|group| group.as_str().to_owned())
}

/// Joins hard-wrapped lines. A file is wrapped when most of its adjacent lines end only because they were
/// full: what begins the next line would not have fitted.
fn unwrap(lines: Vec<Line>) -> Vec<Line> {
    let joins: Vec<bool> = (0..lines.len())
        .map(|at| {
            at > 0
                && joinable(&lines[at - 1], &lines[at])
                && !is_special(&lines[at].text)
                && !is_alone(&lines[at - 1].text)
        })
        .collect();
    let pairs: Vec<(&Line, &Line)> =
        (1..lines.len()).filter(|&at| joins[at]).map(|at| (&lines[at - 1], &lines[at])).collect();
    let width = pairs
        .iter()
        .map(|(above, _)| columns(&above.text) + if above.indent { 4 } else { 0 })
        .max()
        .unwrap_or(0);
    let full = |above: &Line, below: &Line| {
        columns(&above.text) + if above.indent { 4 } else { 0 } + first_word(&below.text) > width
    };
    let width_squeezed = pairs.iter().map(|(above, _)| squeezed(above)).max().unwrap_or(0);
    let nearly = |above: &Line| {
        is_chinese(&above.text) && !ends_sentence(&above.text) && squeezed(above) + 6 >= width_squeezed
    };
    let filled = pairs.iter().filter(|(above, below)| full(above, below)).count();
    let cut = pairs.iter().any(|(above, below)| full(above, below) && !ends_sentence(&above.text));
    let wrapped = filled >= 2 && filled * 10 >= pairs.len() * 6 && cut && (24..=180).contains(&width);
    let mut out: Vec<Line> = Vec::new();
    let goes_on: Vec<bool> = (0..lines.len())
        .map(|at| {
            joins[at] && {
                let (above, below) = (&lines[at - 1], &lines[at]);
                wrapped && (full(above, below) || nearly(above)) || runs_on(&above.text, &below.text)
            }
        })
        .collect();
    for (line, goes_on) in lines.into_iter().zip(goes_on) {
        match out.last_mut().filter(|_| goes_on) {
            Some(whole) => {
                // A soft hyphen after a line-end hyphen tells the paragraph stage that it may only divide a word.
                if whole.text.ends_with('-') {
                    whole.text.push('\u{ad}');
                }
                glue_to(&mut whole.text, &line.text);
            }
            None => out.push(line),
        }
    }
    out
}

/// Whether two lines may be parts of one paragraph, as far as their marks and their places say.
fn joinable(above: &Line, below: &Line) -> bool {
    below.gap == 0
        && !below.ruled
        && above.mark == Mark::Plain
        && below.mark == Mark::Plain
        && !below.indent
        && above.images.is_empty()
        && below.images.is_empty()
        && !counts(above, below)
}

/// How many columns a line takes where its signs are set at half their width (标点挤压).
fn squeezed(line: &Line) -> usize {
    let signs = line.text.chars().filter(|&c| super::tidy::is_cjk_sign(c)).count();
    columns(&line.text) - signs + if line.indent { 4 } else { 0 }
}

/// An English line that begins with a small letter goes on from the line right above it.
fn runs_on(above: &str, below: &str) -> bool {
    let small = below.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    small && !is_chinese(above) && !is_chinese(below) && !ends_sentence(above)
}

/// How many columns the first unbreakable run of a line takes, with the blank before it.
fn first_word(text: &str) -> usize {
    if is_chinese(text) {
        return 4;
    }
    1 + text.split_whitespace().next().map_or(0, columns)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '"', '）', ')', '」', '』'])
        .ends_with(['。', '！', '？', '.', '!', '?', '…', '：', ':'])
}

/// Two pieces of one paragraph: Chinese without a blank, English with one; a hyphen stays for
/// the paragraph stage to judge.
pub(crate) fn glue_to(above: &mut String, below: &str) {
    let wide = |c: char| crate::charset::is_han(c) || super::tidy::is_cjk_sign(c);
    let close = above.chars().last().is_some_and(wide)
        || below.chars().next().is_some_and(wide)
        || above.ends_with(['-', '\u{ad}']);
    if !close {
        above.push(' ');
    }
    above.push_str(below);
}

/// Whether a line is the next item of a numbered list, or its first after a whole sentence.
fn counts(above: &Line, below: &Line) -> bool {
    is_enumerated(&below.text) && (is_enumerated(&above.text) || ends_sentence(&above.text))
}

/// Lines that begin something of their own.
fn is_special(text: &str) -> bool {
    text.starts_with('—')
        || byline::signature(text).is_some_and(|read| read.has_role)
        || source::lead(text).is_some_and(|lead| lead.source.is_some())
        || caption::caption(text).is_some_and(|caption| caption.sure)
        || is_alone(text)
}

/// Lines that are something by themselves.
fn is_alone(text: &str) -> bool {
    byline::signature(text).is_some_and(|read| read.has_role) || jump::cut_jumps(text).0.is_empty()
}
