//! Galleys (小样): a paragraph set at a measure, and text poured into a hole, without a page.

use broadsheet_copy::text::characters;
use broadsheet_typeset::{Align, Composer, Lang, Line, Paragraph, SetRequest, Slot};
use broadsheet_units::Length;

use crate::lines::LineBreak;
use crate::notice::{Notice, Place};
use crate::style::StyleSheet;

/// What is to be set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GalleyRequest {
    /// How wide a line may be.
    pub measure: Length,
    /// The em.
    pub size: Length,
    /// Blank before the first line.
    pub indent: Length,
    /// A family instead of the style's body face.
    pub family: Option<String>,
    /// The language of the text; `None`: the style's.
    pub lang: Option<Lang>,
    /// 避头尾; `None`: the style's.
    pub line_break: Option<LineBreak>,
    /// Whether lines fill their measure.
    pub justify: bool,
}

impl GalleyRequest {
    /// Justified text, not indented, in the body face of the style.
    #[must_use]
    pub fn new(measure: Length, size: Length) -> Self {
        Self {
            measure,
            size,
            indent: Length::ZERO,
            family: None,
            lang: None,
            line_break: None,
            justify: true,
        }
    }
}

/// A set galley.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Galley {
    /// The lines.
    pub lines: Vec<GalleyLine>,
    /// Characters that came in (Unicode scalars).
    pub characters: usize,
    /// What there is to say.
    pub notices: Vec<Notice>,
}

/// A line of a galley.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GalleyLine {
    /// Its text, with the blanks at its end, and with the hyphen that was added.
    pub text: String,
    /// What it may fill: the measure less its indent.
    pub measure: Length,
    /// The width it is set to.
    pub width: Length,
    /// Its width before stretch or squeeze.
    pub natural: Length,
}

/// How text fills a hole of one column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HoleFit {
    /// Rows that it takes.
    pub rows: u32,
    /// Rows over; negative: rows free.
    pub over_rows: i32,
    /// Characters past the last row; negative: 字 that the last paragraph could still take.
    pub over_characters: i32,
}

/// Sets one paragraph.
pub(crate) fn galley(composer: &Composer, style: &StyleSheet, text: &str, request: &GalleyRequest) -> Galley {
    let mut look = style.text(&style.body.text, request.size);
    if let Some(family) = &request.family {
        look.stack.families.insert(0, family.clone());
        look.stack.latin = None;
    }
    look.lang = request.lang.unwrap_or(look.lang);
    let mut paragraph = Paragraph::new(text, look);
    paragraph.indent = request.indent;
    paragraph.options = style.lines.options();
    if let Some(line_break) = request.line_break {
        paragraph.options.strictness = line_break.strictness();
    }
    paragraph.align = if request.justify { Align::Justify } else { Align::Start };
    let shaped = composer.shape(&paragraph);
    let set = composer.set(&shaped, &[Slot::new(request.measure)], SetRequest::default());
    let place = |line: usize| Place { line: u32::try_from(line).ok(), ..Place::default() };
    let notices = set
        .notices
        .iter()
        .filter_map(|notice| Notice::of_setting(notice, text))
        .map(|(finding, line)| Notice { finding, place: line.map(place).unwrap_or_default() })
        .collect();
    let lines = set.lines.iter().map(galley_line).collect();
    Galley { lines, characters: text.chars().count(), notices }
}

fn galley_line(line: &Line) -> GalleyLine {
    let mut text = line.text.clone();
    if line.hyphen {
        text.push('-');
    }
    GalleyLine { text, measure: line.measure - line.indent, width: line.width, natural: line.natural }
}

/// Pours paragraphs of body text into one column of `measure` and `rows`.
pub(crate) fn hole<'a>(
    composer: &Composer,
    style: &StyleSheet,
    paragraphs: impl IntoIterator<Item = &'a str>,
    measure: Length,
    rows: u32,
) -> HoleFit {
    let look = style.text(&style.body.text, style.body.size);
    let indent = style.body.size.mul_ratio(i64::from(style.body.indent), 1000);
    let (mut taken, mut past, mut last_blank) = (0_usize, 0_usize, Length::ZERO);
    let hole = usize::try_from(rows).unwrap_or(usize::MAX);
    for text in paragraphs {
        let mut paragraph = Paragraph::new(text, look.clone());
        paragraph.indent = indent;
        paragraph.options = style.lines.options();
        let shaped = composer.shape(&paragraph);
        let set = composer.set(&shaped, &[Slot::new(measure)], SetRequest::default());
        let fits = hole.saturating_sub(taken);
        past += set.lines.get(fits).map_or(0, |line| characters(&text[line.range.start..]));
        taken += set.lines.len();
        last_blank = set.lines.last().map_or(last_blank, |line| line.measure - line.indent - line.width);
    }
    let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let over_rows = whole(taken).saturating_sub(whole(hole));
    let free = if over_rows > 0 {
        0
    } else {
        let rows = over_rows.saturating_neg().saturating_mul(whole(measure.whole(style.body.size)));
        rows.saturating_add(whole(last_blank.whole(style.body.size)))
    };
    HoleFit {
        rows: u32::try_from(taken).unwrap_or(u32::MAX),
        over_rows,
        over_characters: if past > 0 { whole(past) } else { -free },
    }
}
