//! Small tables: results, scores. A row is a paragraph; it is set as one line of the grid, its cells under those of the
//! row above.
//!
//! In the copy a row's cells are divided by upright bars, with one at the start (`|`, as in Markdown, or `｜`), or by
//! tabs. A row of dashes is not set: the row above it is the table's head.

use broadsheet_copy::text::Paragraph;
use broadsheet_typeset::{Align, Line};
use broadsheet_units::Length;

use crate::frame::Part;
use crate::matter::Wording;
use crate::shop::Shop;

/// The least blank between two cells, in thousandths of the em.
const LEAST_GAP: i64 = 500;
/// The most: a table of few cells is not torn apart.
const MOST_GAP: i64 = 6000;

/// A row that is set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    /// Each cell's line, and of a number how much of it is before its point.
    cells: Vec<Option<(Line, Option<Length>)>>,
    /// Where each cell's text starts in the row's wording.
    starts: Vec<usize>,
    shape: Columns,
    text: String,
    pub(crate) notices: Vec<broadsheet_typeset::Notice>,
}

/// The columns of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Columns {
    widths: Vec<Length>,
    /// Numbers stand with their points one beneath the other, words start together: of a column of numbers how much of
    /// its width is before the point.
    points: Vec<Option<Length>>,
    em: Length,
}

/// A row of the copy: its cells, with the character that each starts at.
type Cells = Vec<(usize, String)>;

/// The cells of a paragraph that is a row.
pub(crate) fn cells(paragraph: &Paragraph) -> Option<Cells> {
    if paragraph.subhead {
        return None;
    }
    let text = paragraph.plain();
    let divides: fn(char) -> bool = match text.trim_start().chars().next()? {
        '|' | '｜' => |c| matches!(c, '|' | '｜'),
        _ if text.contains('\t') => |c| c == '\t',
        _ => return None,
    };
    let mut cells: Cells = vec![(0, String::new())];
    for (at, character) in text.chars().enumerate() {
        if divides(character) {
            cells.push((at + 1, String::new()));
        } else if let Some((_, cell)) = cells.last_mut() {
            cell.push(character);
        }
    }
    // What stands before a first bar and behind a last one is no cell.
    if text.trim_start().starts_with(['|', '｜']) {
        cells.remove(0);
        if cells.last().is_some_and(|(_, cell)| cell.trim().is_empty()) {
            cells.pop();
        }
    }
    for (at, cell) in &mut cells {
        *at += cell.chars().take_while(|c| c.is_whitespace()).count();
        *cell = cell.trim().to_owned();
    }
    (cells.len() > 1).then_some(cells)
}

/// Whether a row only divides head and body.
pub(crate) fn divides(cells: &Cells) -> bool {
    cells.iter().all(|(_, cell)| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | '—')))
}

/// The rows of one table: their wordings, and how each is set.
pub(crate) fn rows(shop: &Shop<'_>, table: &[(usize, Cells)], head: bool) -> Vec<(Wording, Row)> {
    let style = &shop.style.body;
    let columns = table.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let body = || table.iter().skip(usize::from(head)).map(|(_, cells)| cells);
    let number = |column: usize| {
        let mut found = body().filter_map(|cells| cells.get(column)).peekable();
        found.peek().is_some() && found.all(|(_, cell)| is_number(cell))
    };
    let mut shape = Columns {
        widths: vec![Length::ZERO; columns],
        points: (0..columns).map(|column| number(column).then_some(Length::ZERO)).collect(),
        em: style.size,
    };
    let mut behind = vec![Length::ZERO; columns];
    let mut rows = Vec::new();
    for (n, (paragraph, cells)) in table.iter().enumerate() {
        let face = if head && n == 0 { &style.strong } else { shop.body_face() };
        let look = shop.style.text(face, style.size);
        let mut wording = Wording::default();
        let (mut lines, mut starts, mut notices) = (Vec::new(), Vec::new(), Vec::new());
        for (column, (offset, cell)) in cells.iter().enumerate() {
            if column > 0 {
                wording.made("\t", &look);
            }
            starts.push(wording.text.len());
            wording.copy(cell, &look, Part::Body, *paragraph, *offset);
            let mut alone = Wording::default();
            alone.made(cell, &look);
            let set = shop.set(&alone, Align::Start, Length::MAX);
            notices.extend(set.notices);
            let line = set.lines.into_iter().next();
            let width = line.as_ref().map_or(Length::ZERO, |line| line.width);
            shape.widths[column] = shape.widths[column].max(width);
            // Below the head all that stands in a column of numbers is one.
            let point = shape.points[column].as_mut().filter(|_| !(head && n == 0));
            let before = point.zip(line.as_ref()).map(|(point, line)| {
                let before = before_point(cell, line);
                behind[column] = behind[column].max(width - before);
                *point = before.max(*point);
                before
            });
            lines.push(line.map(|line| (line, before)));
        }
        let text = wording.text.clone();
        rows.push((wording, (lines, starts, text, notices)));
    }
    for (column, point) in shape.points.iter_mut().enumerate() {
        let Some(point) = point else { continue };
        // Beneath a head that is wider the numbers stand at the right.
        let width = &mut shape.widths[column];
        *width = (*width).max(*point + behind[column]);
        *point = *width - behind[column];
    }
    let row = |(wording, (cells, starts, text, notices))| {
        (wording, Row { cells, starts, shape: shape.clone(), text, notices })
    };
    rows.into_iter().map(row).collect()
}

/// How much of a number's line is before its point, its sign of a ratio or its per cent; all of one without.
fn before_point(cell: &str, line: &Line) -> Length {
    let point = cell.find(['.', ':', '%', '％', '：']);
    let at = |byte: usize| line.glyphs.iter().find(|glyph| glyph.range.start >= byte).map(|glyph| glyph.x);
    point.and_then(at).unwrap_or(line.width)
}

/// 12, 3.5%, −4, 3:1, 1,204, —.
fn is_number(cell: &str) -> bool {
    cell.chars().all(|c| c.is_ascii_digit() || ".,:：-+−%％—–/ ".contains(c))
}

impl Row {
    /// The row on one line, and whether it is wider than its measure.
    pub(crate) fn set(&self, measure: Length) -> (Line, bool) {
        let Columns { widths, points, em } = &self.shape;
        let whole: Length = widths.iter().copied().sum();
        let gaps = i32::try_from(widths.len().saturating_sub(1).max(1)).unwrap_or(1);
        let (least, most) = (em.mul_ratio(LEAST_GAP, 1000), em.mul_ratio(MOST_GAP, 1000));
        let gap = ((measure - whole) / gaps).clamp(least, most);
        let too_wide = whole + gap * gaps > measure;
        let mut glyphs = Vec::new();
        let (mut x, mut end) = (Length::ZERO, Length::ZERO);
        for (column, width) in widths.iter().enumerate() {
            if let Some(Some((cell, before_point))) = self.cells.get(column) {
                let before = self.starts[column];
                let left = match (points[column], before_point) {
                    (Some(point), Some(before)) => x + point - *before,
                    (Some(_), None) => x + *width - cell.width,
                    (None, _) => x,
                };
                for glyph in &cell.glyphs {
                    let mut glyph = glyph.clone();
                    glyph.x += left;
                    glyph.range = glyph.range.start + before..glyph.range.end + before;
                    glyphs.push(glyph);
                }
                end = left + cell.width;
            }
            x = x + *width + gap;
        }
        let line = Line {
            slot: 0,
            range: 0..self.text.len(),
            text: self.text.clone(),
            indent: Length::ZERO,
            measure,
            x: Length::ZERO,
            width: end,
            natural: end,
            hangs: Length::ZERO,
            glyphs,
            hyphen: false,
            last: true,
        };
        (line, too_wide)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use broadsheet_copy::text::Span;

    fn row(text: &str) -> Option<Cells> {
        let span = Span { text: text.to_owned(), ..Span::default() };
        cells(&Paragraph { subhead: false, spans: vec![span] })
    }

    #[test]
    fn rows_are_divided_by_bars_or_tabs() {
        let named = |cells: &[(usize, &str)]| {
            Some(cells.iter().map(|(at, cell)| (*at, (*cell).to_owned())).collect::<Cells>())
        };
        assert_eq!(row("| 山西 | 3 | 1 |"), named(&[(2, "山西"), (7, "3"), (11, "1")]));
        assert_eq!(row("｜山西｜3"), named(&[(1, "山西"), (4, "3")]));
        assert_eq!(row("山西\t3"), named(&[(0, "山西"), (3, "3")]));
        assert_eq!(row("他说|她说"), None);
        assert_eq!(row("| 一个 |"), None);
        assert!(divides(&row("|---|:--|").unwrap()));
        assert!(!divides(&row("| 甲 | 1 |").unwrap()));
    }

    #[test]
    fn numbers_are_told_from_words() {
        assert!(["12", "3.5%", "3:1", "—", "1,204"].iter().all(|cell| is_number(cell)));
        assert!(["山西", "3连胜", "a"].iter().all(|cell| !is_number(cell)));
    }
}
