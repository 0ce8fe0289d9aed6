//! Galleys (小样): a paragraph set at a measure, and text poured into a hole, without a page.

use broadsheet_copy::text::characters;
use broadsheet_typeset::{Align, Composer, Lang, Line, LineOptions, Paragraph, SetRequest, Slot, TextStyle};
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
    /// Characters past the last row; negative: 字 that the last paragraph takes at its end and still fits.
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
    let column = Column {
        composer,
        look: style.text(&style.body.text, style.body.size),
        indent: style.body.size.mul_ratio(i64::from(style.body.indent), 1000),
        options: style.lines.options(),
        measure,
        ems: measure.whole(style.body.size).max(1),
    };
    let (mut taken, mut past, mut last) = (0_usize, 0_usize, ("", 0_usize));
    let hole = usize::try_from(rows).unwrap_or(usize::MAX);
    for text in paragraphs {
        let lines = column.lines(text);
        let fits = hole.saturating_sub(taken);
        past += lines.get(fits).map_or(0, |line| characters(&text[line.range.start..]));
        taken += lines.len();
        last = (text, lines.len());
    }
    let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let free = hole.checked_sub(taken).map_or(0, |free| column.room(last.0, last.1, free));
    HoleFit {
        rows: u32::try_from(taken).unwrap_or(u32::MAX),
        over_rows: whole(taken).saturating_sub(whole(hole)),
        over_characters: if past > 0 { whole(past) } else { -whole(free) },
    }
}

/// A column that body text is poured into.
struct Column<'a> {
    composer: &'a Composer,
    look: TextStyle,
    indent: Length,
    options: LineOptions,
    measure: Length,
    /// How many 字 a row takes.
    ems: usize,
}

impl Column<'_> {
    fn lines(&self, text: &str) -> Vec<Line> {
        let mut paragraph = Paragraph::new(text, self.look.clone());
        paragraph.indent = self.indent;
        paragraph.options = self.options;
        let shaped = self.composer.shape(&paragraph);
        self.composer.set(&shaped, &[Slot::new(self.measure)], SetRequest::default()).lines
    }

    /// How many 字 a paragraph of `rows` lines takes at its end before it needs more than `free` rows besides.
    ///
    /// It is tried, not reckoned: what is added may open or close the marks of the lines before it. Only the rows
    /// far below the text are reckoned, for each of them holds as many 字 as fit its measure.
    fn room(&self, text: &str, rows: usize, free: usize) -> usize {
        const TRIED: usize = 60;
        let (near, far) = (free.min(TRIED), free.saturating_sub(TRIED));
        let takes = |more: usize| self.lines(&format!("{text}{}", "字".repeat(more))).len() <= rows + near;
        let mut room = near * self.ems;
        if takes(room) {
            // A row takes at least one 字: the search ends within the row that follows the last.
            while takes(room + 1) {
                room += 1;
            }
        } else {
            while room > 0 && !takes(room) {
                room -= 1;
            }
        }
        room.saturating_add(far.saturating_mul(self.ems))
    }
}
