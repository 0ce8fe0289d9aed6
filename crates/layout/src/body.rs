//! A story's body as it is worded: source line and bylines run in, subheads, marks, the byline at its end.

use std::sync::Arc;

use broadsheet_copy::text::{Paragraph as Copy, Span};
use broadsheet_typeset::{Align, Line, Notice, Paragraph, Span as Type, TextStyle, headline_breaks};
use broadsheet_units::Length;

use crate::drop_cap::drop_cap;
use crate::flow::{Body, Content, Inset};
use crate::frame::{Part, Role};
use crate::head::{clause_blanks, has_names, runs_in, stands_under_headline, stretches};
use crate::matter::Wording;
use crate::plan::StoryCopy;
use crate::shop::{OneLine, Shop};
use crate::signature::{Manner, add_people, are_latin, is_latin};
use crate::table::{self, Row};

/// The marks that open an item of a list.
const BULLETS: [char; 13] = ['•', '●', '○', '■', '□', '◆', '◇', '▲', '▶', '►', '★', '☆', '※'];

/// So many rows of text stand beneath a subhead before its column ends.
const BENEATH_SUBHEAD: usize = 2;
/// What the blanks between names in brackets are narrower than a typed one, in thousandths of the em: a third of a 字 parts
/// them, and a column of ten or eleven 字 holds two names and a role.
const BLANK_IN_BRACKETS: i16 = -167;
/// A table of so many rows is not divided between columns; of a longer one so many rows stay together at least.
const SMALL_TABLE: u16 = 8;
const LEAST_OF_TABLE: u16 = 3;

/// A paragraph of the body, worded.
#[derive(Clone, Debug)]
pub(crate) struct Worded {
    pub(crate) wording: Wording,
    pub(crate) role: Role,
    /// Its number in the copy; `None` for a byline.
    pub(crate) paragraph: Option<u32>,
    align: Align,
    indent: Length,
    pub(crate) opening: Opening,
}

/// How a paragraph opens.
#[derive(Clone, Debug)]
pub(crate) enum Opening {
    /// With its first line.
    Plain,
    /// With a letter, or a number, of several rows.
    DropCap(Apart),
    /// With a mark that its lines hang behind.
    Bullet(Apart),
    /// It is a row of a table; rules stand above its first, beneath its head and beneath its last.
    Row { row: Arc<Row>, above: bool, beneath: bool },
}

/// What is set apart from a paragraph's lines.
#[derive(Clone, Debug)]
pub(crate) struct Apart {
    /// Its line, from the slot's left edge.
    pub(crate) line: Line,
    /// The bytes of the wording that it stands for, blanks behind it included.
    pub(crate) bytes: usize,
    /// The rows that it reaches over.
    pub(crate) rows: u16,
    /// How far the lines beside it stand in.
    pub(crate) width: Length,
    /// What its setting found.
    pub(crate) notices: Vec<Notice>,
}

impl Worded {
    /// Whether it is a row of a table.
    fn is_row(&self) -> bool {
        matches!(self.opening, Opening::Row { .. })
    }

    /// The bytes of the wording before what its lines count from.
    pub(crate) fn before(&self) -> usize {
        match &self.opening {
            Opening::DropCap(apart) | Opening::Bullet(apart) => apart.bytes,
            _ => 0,
        }
    }

    /// What is left of it from a byte of its wording on: it goes on in the middle of a paragraph.
    fn from(self, byte: usize) -> Self {
        if byte == 0 {
            return self;
        }
        let wording = self.wording.from(byte);
        // The rest of a list's item still hangs.
        let opening = match self.opening {
            Opening::Bullet(apart) => {
                Opening::Bullet(Apart { line: Line { glyphs: Vec::new(), ..apart.line }, bytes: 0, ..apart })
            }
            _ => Opening::Plain,
        };
        Self { wording, indent: Length::ZERO, opening, ..self }
    }
}

/// The body of a story, paragraph by paragraph; its first letter so many rows high, in columns of a measure.
pub(crate) fn worded(shop: &Shop<'_>, story: &StoryCopy, cap_rows: u8, measure: Length) -> Vec<Worded> {
    let style = &shop.style.body;
    let indent = style.size.mul_ratio(i64::from(style.indent), 1000);
    let mut body: Vec<Worded> = Vec::new();
    let mut source = source_line(shop, story);
    let mut number = 0;
    while let Some(paragraph) = story.text.body.get(number) {
        let rows = table_at(shop, &story.text.body, number);
        if !rows.is_empty() {
            number += rows.iter().map(|(_, taken)| taken).sum::<usize>();
            body.extend(rows.into_iter().map(|(worded, _)| worded));
            continue;
        }
        let first = !paragraph.subhead && !body.iter().any(|before| before.role == Role::Paragraph);
        let mut wording = if first { std::mem::take(&mut source) } else { Wording::default() };
        let opens_with_copy = wording.text.is_empty();
        add_spans(shop, &mut wording, paragraph, number);
        let flush = paragraph.subhead || (first && !style.indent_first);
        let opening = match (opens_with_copy && !paragraph.subhead, first && cap_rows > 0) {
            (true, true) => {
                let cap = drop_cap(shop, &wording, cap_rows.into(), measure);
                cap.map_or(Opening::Plain, Opening::DropCap)
            }
            (true, false) => bullet_of(shop, &wording),
            _ => Opening::Plain,
        };
        let flush = flush || !matches!(opening, Opening::Plain);
        body.push(Worded {
            wording,
            role: if paragraph.subhead { Role::Subhead } else { Role::Paragraph },
            paragraph: u32::try_from(number).ok(),
            align: if paragraph.subhead { subhead_align(shop) } else { Align::Justify },
            indent: if flush { Length::ZERO } else { indent },
            opening,
        });
        number += 1;
    }
    if !source.text.is_empty() {
        body.push(made(source, Role::Paragraph, Align::Justify, indent));
    }
    let names_at_end =
        has_names(&story.bylines) && !stands_under_headline(shop, story) && !runs_in(shop, story);
    if names_at_end {
        let wording = bracketed(shop, story, &shop.style.byline.face, style.size);
        body.push(made(wording, Role::Byline, Align::End, Length::ZERO));
    }
    body
}

fn made(wording: Wording, role: Role, align: Align, indent: Length) -> Worded {
    Worded { wording, role, paragraph: None, align, indent, opening: Opening::Plain }
}

/// What is left of a body behind the place where another page ends.
pub(crate) fn rest(body: Vec<Worded>, paragraph: usize, byte: usize) -> Vec<Worded> {
    let mut body = body.into_iter().skip(paragraph);
    let first = body.next().map(|worded| worded.from(byte));
    first.into_iter().chain(body).collect()
}

/// The table that starts at a paragraph: its rows, each with the paragraphs that it takes. None where there is no
/// table of two rows.
fn table_at(shop: &Shop<'_>, body: &[Copy], from: usize) -> Vec<(Worded, usize)> {
    let found = body.get(from..).unwrap_or_default().iter().map_while(table::cells);
    let found: Vec<_> = found.enumerate().map(|(n, cells)| (from + n, cells)).collect();
    if found.len() < 2 || table::divides(&found[0].1) {
        return Vec::new();
    }
    let head = table::divides(&found[1].1);
    let (set, dividers): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, cells)| !table::divides(cells));
    let row = |(n, (wording, row)): (usize, (Wording, Row))| {
        let number = set[n].0;
        // The row of dashes goes with the one before it.
        let taken = 1 + dividers.iter().filter(|(divider, _)| *divider == number + 1).count();
        let (above, beneath) = (n == 0, (head && n == 0) || n + 1 == set.len());
        let opening = Opening::Row { row: Arc::new(row), above, beneath };
        let paragraph = u32::try_from(number).ok();
        let (align, indent) = (Align::Start, Length::ZERO);
        (Worded { wording, role: Role::Paragraph, paragraph, align, indent, opening }, taken)
    };
    table::rows(shop, &set, head).into_iter().enumerate().map(row).collect()
}

/// A mark that opens an item of a list: the lines hang behind it.
fn bullet_of(shop: &Shop<'_>, wording: &Wording) -> Opening {
    let text = wording.text.as_str();
    let Some(mark) = text.chars().next().filter(|mark| BULLETS.contains(mark)) else { return Opening::Plain };
    let behind = &text[mark.len_utf8()..];
    let blank = behind.len() - behind.trim_start().len();
    if behind.len() == blank {
        return Opening::Plain;
    }
    let mut alone = Wording::default();
    // Most text faces draw • as a small dot.
    let face = if mark == '•' { &shop.style.body.strong } else { shop.body_face() };
    alone.made(&mark.to_string(), &shop.style.text(face, shop.style.body.size));
    let Some(OneLine { mut line, notices }) = shop.one_line(&alone) else { return Opening::Plain };
    line.last = false;
    // Chinese items hang at one depth, whichever mark they open with.
    let least = if shop.is_chinese() { shop.grid.em * 3 / 2 } else { shop.grid.em };
    let width = (line.width + shop.grid.em / 2).max(least);
    // On the character grid what hangs hangs in whole cells.
    let width = if shop.style.lines.character_grid { whole_ems(shop, width) } else { width };
    Opening::Bullet(Apart { line, bytes: mark.len_utf8() + blank, rows: 1, width, notices })
}

/// A width made up to whole 字.
pub(crate) fn whole_ems(shop: &Shop<'_>, width: Length) -> Length {
    shop.grid.em * i32::try_from(width.cover(shop.grid.em)).unwrap_or(i32::MAX)
}

/// The paragraphs shaped, for columns of about this measure.
pub(crate) fn shaped(shop: &Shop<'_>, body: &[Worded], measure: Length) -> Vec<Body> {
    let shape = |(n, worded): (usize, &Worded)| {
        let (content, rows, inset) = match &worded.opening {
            Opening::Row { row, .. } => {
                (Content::Row(Arc::clone(row)), rows_together(body, n), Inset::default())
            }
            opening => {
                let text = worded.wording.from(worded.before());
                let mut paragraph: Paragraph = shop.paragraph(&text, worded.align, worded.indent);
                if worded.role == Role::Subhead && shop.composer.natural_width(&paragraph) > measure {
                    at_clauses(&mut paragraph);
                    between_words(&mut paragraph);
                }
                let (rows, inset) = match opening {
                    Opening::DropCap(apart) => (
                        apart.rows,
                        Inset { lines: apart.rows.into(), first: apart.width, ..Inset::default() },
                    ),
                    Opening::Bullet(apart) => (1, Inset { rest: apart.width, ..Inset::default() }),
                    _ => (1, Inset::default()),
                };
                (Content::Text(shop.composer.shape(&paragraph)), rows, inset)
            }
        };
        let heads = worded.role == Role::Subhead;
        let white = if heads { usize::from(shop.style.body.subhead_rows.saturating_sub(1)) } else { 0 };
        let beneath = if heads { usize::from(rows_together(body, n + 1)).max(BENEATH_SUBHEAD) } else { 0 };
        let heads_table = heads && body.get(n + 1).is_some_and(Worded::is_row);
        Body { content, white, kept: usize::from(rows), beneath, heads_table, inset }
    };
    body.iter().enumerate().map(shape).collect()
}

/// The rows of a table that stand in one column: all of a small one, the first ones of one that is longer. 1 for what
/// is not a table's first row.
fn rows_together(body: &[Worded], first: usize) -> u16 {
    if first.checked_sub(1).and_then(|before| body.get(before)).is_some_and(Worded::is_row) {
        return 1;
    }
    let rows = body.get(first..).unwrap_or_default().iter().take_while(|worded| worded.is_row()).count();
    match u16::try_from(rows) {
        Ok(rows) if rows <= SMALL_TABLE => rows.max(1),
        _ => LEAST_OF_TABLE,
    }
}

/// Breaks a subhead of more than one line where a blank divides its clauses.
fn at_clauses(paragraph: &mut Paragraph) {
    for span in &mut paragraph.spans {
        for (start, end) in clause_blanks(&span.text) {
            // The bytes of the text stay what they were.
            if span.text.get(start..end) == Some(" ") {
                span.text.replace_range(start..end, "\n");
            }
        }
    }
}

/// Keeps the words of a subhead whole: like a headline it is broken between them.
fn between_words(paragraph: &mut Paragraph) {
    // Words side by side have two numbers in turn.
    let mut numbers = [1, 2].into_iter().cycle();
    let mut words = |span: &Type| {
        let starts: Vec<usize> =
            [0].into_iter().chain(headline_breaks(&span.text).iter().map(|one| one.at)).collect();
        let word = |(start, end)| Type {
            text: span.text[start..end].to_owned(),
            style: TextStyle { whole: numbers.next().unwrap_or_default(), ..span.style.clone() },
        };
        stretches(&starts, span.text.len()).map(word).collect::<Vec<_>>()
    };
    paragraph.spans = paragraph.spans.iter().flat_map(&mut words).collect();
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
            (false, false, false) => shop.body_face(),
        };
        let size = if paragraph.subhead { style.subhead_size.unwrap_or(style.size) } else { style.size };
        wording.copy(text, &shop.style.text(face, size), Part::Body, number, offset);
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
    if runs_in(shop, story) && has_names(&story.bylines) {
        wording.copy(source, &look, Part::SourceLine, 0, 0);
        wording.append(bracketed(shop, story, &style.byline, size));
    } else {
        wording.copy_spans(apart(shop, source, opens_with(story), &look), Part::SourceLine, 0, 0);
    }
    wording.made(if is_latin(source) { &style.latin_dash } else { &style.dash }, &look);
    wording
}

/// What the first paragraph of a story's text begins with.
fn opens_with(story: &StoryCopy) -> Option<char> {
    let first = story.text.body.iter().find(|paragraph| !paragraph.subhead)?;
    first.spans.iter().find_map(|span| span.text.chars().next())
}

/// A source line with white behind it, unless a mark at its end or at the text's beginning parts the two.
fn apart(shop: &Shop<'_>, source: &str, then: Option<char>, look: &TextStyle) -> Vec<Type> {
    let whole = Type { text: source.to_owned(), style: look.clone() };
    let style = &shop.style.source;
    let needs = !is_latin(source) && style.dash.is_empty() && then.is_some_and(char::is_alphanumeric);
    match source.char_indices().next_back() {
        Some((at, last)) if needs && last.is_alphanumeric() => {
            let tracking = i16::try_from(style.blank).unwrap_or(i16::MAX);
            let last = TextStyle { tracking: look.tracking.saturating_add(tracking), ..look.clone() };
            let (before, last) = (&source[..at], Type { text: source[at..].to_owned(), style: last });
            vec![Type { text: before.to_owned(), ..whole }, last]
        }
        _ => vec![whole],
    }
}

/// The bylines in brackets of the page's language.
fn bracketed(shop: &Shop<'_>, story: &StoryCopy, face: &crate::style::Face, size: Length) -> Wording {
    let look = shop.style.text(face, size);
    let chinese = shop.is_chinese() && !are_latin(&story.bylines);
    let (open, close) = if chinese { ("（", "）") } else { ("(", ")") };
    let mut wording = Wording::default();
    wording.made(open, &look);
    let manner = Manner { chinese, even: shop.style.byline.even_names, blank: BLANK_IN_BRACKETS };
    add_people(&mut wording, &story.bylines, Part::Byline, &look, manner);
    wording.made(close, &look);
    wording
}
