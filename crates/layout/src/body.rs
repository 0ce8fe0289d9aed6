//! A story's body as it is worded: source line and bylines run in, subheads, marks, the byline at its end.

use broadsheet_copy::text::{Paragraph as Copy, Span};
use broadsheet_typeset::{Align, Paragraph};
use broadsheet_units::Length;

use crate::flow::Body;
use crate::frame::{Part, Role};
use crate::head::{has_names, runs_in, stands_under_headline};
use crate::matter::Wording;
use crate::plan::StoryCopy;
use crate::shop::Shop;
use crate::signature::{add_people, are_latin, is_latin};

/// A paragraph of the body, worded.
#[derive(Clone, Debug)]
pub(crate) struct Worded {
    pub(crate) wording: Wording,
    pub(crate) role: Role,
    /// Its number in the copy; `None` for a byline.
    pub(crate) paragraph: Option<u32>,
    align: Align,
    indent: Length,
}

/// The body of a story, paragraph by paragraph.
pub(crate) fn worded(shop: &Shop<'_>, story: &StoryCopy) -> Vec<Worded> {
    let style = &shop.style.body;
    let indent = style.size.mul_ratio(i64::from(style.indent), 1000);
    let mut body = Vec::new();
    let mut source = source_line(shop, story);
    for (number, paragraph) in story.text.body.iter().enumerate() {
        let first = !paragraph.subhead && !body.iter().any(|before: &Worded| before.role == Role::Paragraph);
        let mut wording = if first { std::mem::take(&mut source) } else { Wording::default() };
        add_spans(shop, &mut wording, paragraph, number);
        let flush = paragraph.subhead || (first && !style.indent_first);
        body.push(Worded {
            wording,
            role: if paragraph.subhead { Role::Subhead } else { Role::Paragraph },
            paragraph: u32::try_from(number).ok(),
            align: if paragraph.subhead { subhead_align(shop) } else { Align::Justify },
            indent: if flush { Length::ZERO } else { indent },
        });
    }
    if !source.text.is_empty() {
        body.push(Worded {
            wording: source,
            role: Role::Paragraph,
            paragraph: None,
            align: Align::Justify,
            indent,
        });
    }
    let names_at_end =
        has_names(&story.bylines) && !stands_under_headline(shop, story) && !runs_in(shop, story);
    if names_at_end {
        let wording = bracketed(shop, story, &shop.style.byline.face, style.size);
        body.push(Worded {
            wording,
            role: Role::Byline,
            paragraph: None,
            align: Align::End,
            indent: Length::ZERO,
        });
    }
    body
}

/// The paragraphs shaped.
pub(crate) fn shaped(shop: &Shop<'_>, body: &[Worded]) -> Vec<Body> {
    let shape = |worded: &Worded| {
        let paragraph: Paragraph = shop.paragraph(&worded.wording, worded.align, worded.indent);
        Body { shaped: shop.composer.shape(&paragraph), subhead: worded.role == Role::Subhead }
    };
    body.iter().map(shape).collect()
}

fn subhead_align(shop: &Shop<'_>) -> Align {
    if shop.style.headline.centred { Align::Center } else { Align::Start }
}

fn add_spans(shop: &Shop<'_>, wording: &mut Wording, paragraph: &Copy, number: usize) {
    let style = &shop.style.body;
    let mut offset = 0;
    for span in &paragraph.spans {
        let Span { text, strong, emphasis } = span;
        let face = match (paragraph.subhead, *strong, *emphasis) {
            (true, _, _) => &style.subhead,
            (false, true, _) => &style.strong,
            (false, false, true) => &style.emphasis,
            (false, false, false) => &style.text,
        };
        wording.copy(text, &shop.style.text(face, style.size), Part::Body, number, offset);
        offset += text.chars().count();
    }
}

/// 运城晚报讯（记者 景斌 通讯员 雷玉艳）, or LONDON (Reuters) —.
fn source_line(shop: &Shop<'_>, story: &StoryCopy) -> Wording {
    let mut wording = Wording::default();
    let Some(source) = story.source.as_deref().filter(|source| !source.trim().is_empty()) else {
        return wording;
    };
    let style = &shop.style.source;
    let size = shop.style.body.size;
    let look = shop.style.text(&style.face, size);
    wording.copy(source, &look, Part::SourceLine, 0, 0);
    if runs_in(shop, story) && has_names(&story.bylines) {
        let names = bracketed(shop, story, &style.byline, size);
        let before = u32::try_from(wording.text.len()).unwrap_or(u32::MAX);
        wording.text.push_str(&names.text);
        wording.spans.extend(names.spans);
        wording.sources.extend(names.sources.into_iter().map(|mut span| {
            span.start += before;
            span.end += before;
            span
        }));
    }
    wording.made(if is_latin(source) { &style.latin_dash } else { &style.dash }, &look);
    wording
}

/// The bylines in brackets of the page's language.
fn bracketed(shop: &Shop<'_>, story: &StoryCopy, face: &crate::style::Face, size: Length) -> Wording {
    let look = shop.style.text(face, size);
    let chinese = shop.is_chinese() && !are_latin(&story.bylines);
    let (open, close) = if chinese { ("（", "）") } else { ("(", ")") };
    let mut wording = Wording::default();
    wording.made(open, &look);
    add_people(&mut wording, &story.bylines, Part::Byline, &look, chinese);
    wording.made(close, &look);
    wording
}
