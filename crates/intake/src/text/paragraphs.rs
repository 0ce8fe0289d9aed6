//! Paragraphs broken in mid-sentence, joined again.

use std::collections::BTreeSet;

use super::heads::is_enumerated;
use super::lines::glue_to;
use super::tidy::is_chinese;
use super::{Notes, pieces::Text};
use crate::GuessKind;
use crate::charset::is_han;

/// A paragraph of a story before its blanks are put right.
#[derive(Debug)]
pub(crate) struct Para {
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) indent: bool,
    /// A heading within the story or a line of a list: never joined.
    pub(crate) fixed: bool,
    /// It goes on in the next.
    pub(crate) broken: bool,
}

impl Para {
    pub(crate) fn of(text: &Text) -> Self {
        Self {
            text: text.text.clone(),
            line: text.line,
            indent: text.indent,
            fixed: text.item,
            broken: text.broken,
        }
    }
}

/// Whether a paragraph stops in mid-sentence.
pub(crate) fn is_open(text: &str) -> bool {
    // A bracket after the stop (（系列报道之一）) opens nothing.
    if super::source::tail_bracket(text).is_some_and(|(before, _)| before.ends_with(['。', '！', '？', '”']))
    {
        return false;
    }
    let bare = text.trim_end().trim_end_matches(['”', '’', '"', '）', ')', '」', '』', '》', '】', ']', '*']);
    match bare.chars().last() {
        None => false,
        Some(c) => {
            !matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '：' | ':' | '.' | '．' | '—' | '～' | '~')
        }
    }
}

/// Joins the pieces of broken paragraphs.
pub(crate) fn join(paras: Vec<Para>, notes: &mut Notes) -> Vec<Para> {
    let words = known_words(&paras);
    let indented = paras.iter().filter(|para| para.indent).count() * 2 > paras.len();
    let mut out: Vec<Para> = Vec::new();
    for para in paras {
        match out.last_mut() {
            Some(above) if goes_on(above, &para, indented) => {
                notes.at(
                    para.line,
                    GuessKind::Joined { before: tail_of(&above.text), after: head_of(&para.text) },
                );
                append(&mut above.text, &para.text, &words, para.line, notes);
                above.broken = para.broken;
            }
            _ => out.push(para),
        }
    }
    for para in &mut out {
        mend_hyphens(para, &words, notes);
    }
    out
}

/// Whether a text ends with a number's point or thousands comma.
fn ends_in_number(text: &str) -> bool {
    text.strip_suffix(['.', ',']).is_some_and(|bare| bare.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text begins with the rest of a number, and goes on as a sentence (3%，增速…), not as a list (3.…).
fn goes_on_in_number(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len()
        && rest.starts_with(|c: char| c == '%' || c == '％' || is_han(c) || c.is_alphabetic())
}

/// 二是…, 其次…: the next point of an argument begins its own paragraph.
pub(crate) fn counts_on(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(
        (chars.next(), chars.next()),
        (Some('一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'), Some('是'))
            | (Some('首' | '其'), Some('先' | '次'))
    )
}

fn goes_on(above: &Para, below: &Para, indented: bool) -> bool {
    // 增长5. | 3%: a column that ended within a number.
    if !above.fixed && !below.fixed && ends_in_number(&above.text) && goes_on_in_number(&below.text) {
        return true;
    }
    if above.fixed
        || below.fixed
        || is_enumerated(&below.text)
        || counts_on(&below.text)
        || !is_open(&above.text)
    {
        return false;
    }
    if above.broken {
        return true;
    }
    // An item of a numbered list without any stop (1.城东热力公司：0351-7654321) is whole as it stands.
    if is_enumerated(&above.text)
        && above.text.chars().count() <= 40
        && !above.text.contains(['，', '。', '；', ',', ';'])
        && !below.text.starts_with(['，', '。', '、', '；', '：', '）', '”'])
    {
        return false;
    }
    let comma = above.text.ends_with(['，', '、', '；', ',', ';']);
    if indented && below.indent && !above.text.ends_with(['，', '、', ',']) {
        return false;
    }
    if is_chinese(&above.text) {
        let continued =
            below.text.starts_with(['，', '。', '、', '；', '：', '”', '）', '》', '！', '？', ',', '.']);
        let long = above.text.chars().count() >= 20;
        return comma || continued || long && (below.text.chars().count() >= 8 || !is_open(&below.text));
    }
    let first = below.text.chars().find(|c| c.is_alphanumeric());
    let lower = first.is_some_and(char::is_lowercase);
    let long = above.text.split_whitespace().count() >= 8;
    let word =
        above.text.chars().last().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | ';' | '’'));
    lower && word && above.text.split_whitespace().count() >= 3 || long && word
}

/// Puts the next piece of a broken paragraph to its beginning.
fn append(above: &mut String, below: &str, words: &BTreeSet<String>, line: usize, notes: &mut Notes) {
    let divided = below.starts_with(char::is_lowercase)
        && above.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_alphabetic));
    if divided {
        let stem = &above[..above.len() - 1];
        let left = stem.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_owned();
        let right: String = below.chars().take_while(|c| c.is_alphabetic()).collect();
        if !keeps_hyphen(&left, &right, words) {
            notes.at(line, GuessKind::HyphenDropped(format!("{left}-{right}")));
            above.pop();
        }
        above.push_str(below);
    } else if ends_in_number(above) && below.starts_with(|c: char| c.is_ascii_digit()) {
        above.push_str(below);
    } else {
        glue_to(above, below);
    }
}

/// Hyphens at the ends of hard-wrapped lines (marked by a soft hyphen) go where they only divided a word.
fn mend_hyphens(para: &mut Para, words: &BTreeSet<String>, notes: &mut Notes) {
    if !para.text.contains("-\u{ad}") {
        return;
    }
    let mut out = String::with_capacity(para.text.len());
    let mut parts = para.text.split("-\u{ad}").peekable();
    while let Some(part) = parts.next() {
        out.push_str(part);
        let Some(next) = parts.peek() else { break };
        let left = part.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let right: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        let divided =
            !left.is_empty() && right.starts_with(char::is_lowercase) && !keeps_hyphen(left, &right, words);
        if divided {
            notes.at(para.line, GuessKind::HyphenDropped(format!("{left}-{right}")));
        } else {
            out.push('-');
        }
    }
    para.text = out;
}

/// A hyphen stays in a word that the text writes with one, or whose first part makes such words.
fn keeps_hyphen(left: &str, right: &str, words: &BTreeSet<String>) -> bool {
    const FIRST: [&str; 44] = [
        "well", "self", "non", "long", "short", "high", "low", "ex", "mid", "half", "anti", "two", "three",
        "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third", "one", "old",
        "new", "year", "decades", "so", "state", "post", "pre", "all", "cross", "part", "full", "right",
        "left", "then", "vice", "mother", "father", "multi", "world",
    ];
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    if words.contains(&format!("{left}{right}")) {
        return false;
    }
    words.contains(&format!("{left}-{right}")) || FIRST.contains(&left.as_str())
}

/// The words of the story, whole and hyphenated.
fn known_words(paras: &[Para]) -> BTreeSet<String> {
    let is_part = |c: char| !(c.is_alphabetic() || c == '-');
    paras
        .iter()
        .filter(|para| !is_chinese(&para.text))
        .flat_map(|para| para.text.split(is_part))
        .filter(|word| word.len() > 3 && !word.ends_with('-'))
        .map(str::to_lowercase)
        .collect()
}

fn tail_of(text: &str) -> String {
    let start = text.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    text[start..].to_owned()
}

fn head_of(text: &str) -> String {
    text.chars().take(12).collect()
}
