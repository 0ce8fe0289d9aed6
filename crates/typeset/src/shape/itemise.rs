//! The paragraph's graphemes, each with its class, style and direction.

use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::Paragraph;
use crate::classes::{self, Class};

/// A grapheme before it has glyphs.
pub(super) struct Item<'a> {
    /// Its first byte in the paragraph's text.
    pub(super) start: usize,
    pub(super) text: &'a str,
    pub(super) class: Class,
    pub(super) style: u16,
    pub(super) level: u8,
}

/// The graphemes of a paragraph's text, in order. A grapheme never reaches across two styles: a combining mark in
/// another style than its base is a grapheme of its own.
pub(super) fn itemise<'a>(paragraph: &Paragraph, text: &'a str) -> Vec<Item<'a>> {
    let mut graphemes: Vec<&str> = Vec::with_capacity(text.len() / 3 + 1);
    let mut places: Vec<(usize, u16)> = Vec::with_capacity(text.len() / 3 + 1);
    let mut start = 0;
    for (style, span) in paragraph.spans.iter().enumerate() {
        let style = u16::try_from(style).unwrap_or(u16::MAX);
        let part = &text[start..start + span.text.len()];
        split(part, |at, grapheme| {
            graphemes.push(grapheme);
            places.push((start + at, style));
        });
        start += span.text.len();
    }
    let mut found: Vec<Class> = graphemes.iter().map(|grapheme| classes::class_of(grapheme)).collect();
    classes::resolve(&graphemes, &mut found, paragraph.lang);
    let levels = levels(text);
    graphemes
        .into_iter()
        .zip(places)
        .zip(found)
        .map(|((text, (start, style)), class)| {
            let level = levels.get(start).map_or(0, Level::number);
            Item { start, text, class, style, level }
        })
        .collect()
}

/// Calls `take` for each grapheme with its first byte. Runs of characters that never combine are split directly.
fn split<'a>(text: &'a str, mut take: impl FnMut(usize, &'a str)) {
    let mut at = 0;
    while at < text.len() {
        let run = plain_run(&text[at..]);
        for (offset, c) in text[at..at + run].char_indices() {
            take(at + offset, &text[at + offset..at + offset + c.len_utf8()]);
        }
        at += run;
        let Some(grapheme) = text[at..].graphemes(true).next() else { break };
        take(at, grapheme);
        at += grapheme.len();
    }
}

/// The length in bytes of the characters at the start of `text` that are each a grapheme: plain characters that
/// another plain one follows.
fn plain_run(text: &str) -> usize {
    let mut run = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_plain(c) || chars.peek().is_some_and(|(_, next)| !is_plain(*next)) {
            break;
        }
        run = at + c.len_utf8();
    }
    run
}

/// Characters that never take part in a longer grapheme with one of their own kind (UAX #29).
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{309B}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}

/// The bidi level of every byte; empty where all text runs from left to right.
fn levels(text: &str) -> Vec<Level> {
    if text.chars().any(is_rtl) { BidiInfo::new(text, Some(Level::ltr())).levels } else { Vec::new() }
}

fn is_rtl(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}' | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_split_agrees_with_the_full_one() {
        for text in [
            "社区是“最后一公里”，abc def。",
            "e\u{301}tude 葛\u{E0100}城 👨‍👩‍👧‍👦 か\u{3099} a\u{FE0F}\u{20E3}1\u{20E3} 한글 각",
            "\r\n行\r尾",
            "",
            "葛\u{E0100}",
            "中\u{200D}国",
        ] {
            let mut quick = Vec::new();
            split(text, |at, grapheme| quick.push((at, grapheme)));
            let full: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
            assert_eq!(quick, full, "{text}");
        }
    }
}
