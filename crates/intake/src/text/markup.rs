//! Markdown and HTML within a line, undone.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::charset::is_han;

static IMAGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"!\[([^\]]*)\]\(\s*<?([^)\s>]*)>?(?:\s+["'“”]([^"'“”)]*)["'“”])?\s*\)"#));
static HTML_IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<img\b([^>]*)>"));
static ATTRIBUTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?i)\b(alt|src|title)\s*=\s*(?:"([^"]*)"|'([^']*)')"#));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\]\[]+)\]\(\s*<?([^)\s>]+)>?[^)]*\)"));
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)</?(?:div|span|p|center|b|i|u|em|strong|small|big|sub|sup|font|a|h[1-6]|table|tr|td|th|tbody|thead|tfoot|ul|ol|li|dl|dt|dd|br|hr|figure|figcaption|picture|source|section|article|header|footer|main|aside|nav|time|blockquote|pre|code|mark|s|del|ins|caption|label|html|body|o:p)(?:\s[^<>]*)?/?>",
    )
});
static COMMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!--(.*?)-->"));
static STRONG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\*\*([^*\s](?:[^*]*[^*\s])?)\*\*|__([^_\s](?:[^_]*[^_\s])?)__"));
static EMPHASIS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\*([^*\s](?:[^*]*[^*\s])?)\*"));
static UNDERSCORED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(^|[^\w])_([^_\s](?:[^_]*[^_\s])?)_($|[^\w])"));
static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"`+([^`]+)`+"));
static STRUCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"~~([^~]+)~~"));

/// An image that stood in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    /// Its words: the alternative text, else the title.
    pub(crate) words: String,
    /// Its address.
    pub(crate) address: String,
}

/// A line's text without markup, its images, and what was dropped (addresses, comments).
pub(crate) fn undo(line: &str) -> (String, Vec<Image>, Vec<String>) {
    let mut images = Vec::new();
    let mut dropped = Vec::new();
    let mut text = take_images(line, &mut images, &mut dropped);
    if text.contains('<') {
        dropped.extend(COMMENT.captures_iter(&text).map(|found| found[1].trim().to_owned()));
        text = COMMENT.replace_all(&text, "").into_owned();
        dropped.extend(
            TAG.find_iter(&text)
                .map(|tag| tag.as_str())
                .filter(|tag| tag.contains('=') || tag.chars().any(is_han))
                .map(str::to_owned),
        );
        text = TAG.replace_all(&text, "").into_owned();
    }
    if text.contains("](") {
        dropped.extend(LINK.captures_iter(&text).map(|found| found[2].to_owned()));
        text = LINK.replace_all(&text, "$1").into_owned();
    }
    if text.contains(['*', '_', '`', '~']) {
        text = STRONG.replace_all(&text, "$1$2").into_owned();
        text = EMPHASIS.replace_all(&text, "$1").into_owned();
        text = UNDERSCORED.replace_all(&text, "$1$2$3").into_owned();
        text = CODE.replace_all(&text, "$1").into_owned();
        text = STRUCK.replace_all(&text, "$1").into_owned();
    }
    (entities(&unescape(&text)), images, dropped)
}

fn take_images(line: &str, images: &mut Vec<Image>, dropped: &mut Vec<String>) -> String {
    let mut text = line.to_owned();
    if text.contains("![") {
        for found in IMAGE.captures_iter(line) {
            let alt = entities(found[1].trim());
            let title = found.get(3).map_or("", |title| title.as_str().trim());
            if !alt.is_empty() && !title.is_empty() && alt != title {
                dropped.push(title.to_owned());
            }
            let words = if alt.is_empty() { title.to_owned() } else { alt };
            images.push(Image { words, address: found[2].to_owned() });
        }
        text = IMAGE.replace_all(&text, "").into_owned();
    }
    if HTML_IMAGE.is_match(&text) {
        for found in HTML_IMAGE.captures_iter(&text) {
            let mut image = Image { words: String::new(), address: String::new() };
            for attribute in ATTRIBUTE.captures_iter(&found[1]) {
                let value =
                    attribute.get(2).or_else(|| attribute.get(3)).map_or("", |value| value.as_str()).trim();
                match attribute[1].to_ascii_lowercase().as_str() {
                    "src" => value.clone_into(&mut image.address),
                    "alt" if !value.is_empty() => image.words = entities(value),
                    "title" if image.words.is_empty() => image.words = entities(value),
                    _ => dropped.push(value.to_owned()),
                }
            }
            images.push(image);
        }
        text = HTML_IMAGE.replace_all(&text, "").into_owned();
    }
    text
}

/// Backslash escapes of Markdown signs.
fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
    out
}

fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [
        ("&nbsp;", " "),
        ("&emsp;", " "),
        ("&ensp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&lsquo;", "‘"),
        ("&rsquo;", "’"),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
        ("&hellip;", "…"),
        ("&middot;", "·"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}
