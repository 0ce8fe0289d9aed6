//! Rivers: blanks between words that stand under one another over many lines, so that white runs down the column.

use std::sync::{Arc, LazyLock};

use broadsheet_copy::text::Paragraph as CopyParagraph;
use broadsheet_layout::frame::{Item, PageFrame, PlacedGlyph, Role, TextLine};
use broadsheet_layout::{StoryCopy, StyleSheet};
use broadsheet_typeset::{Composer, FontStack, Lang, Paragraph, TextStyle};
use broadsheet_units::Length;

use crate::page::{self, fonts};

/// A blank between two words: where it starts and how wide it is.
#[derive(Clone, Copy, Debug)]
struct Blank {
    x: Length,
    width: Length,
}

/// The blanks of lines under one another, line by line.
type Column = Vec<Vec<Blank>>;

/// So many lines are a river: two can be chance, in three the eye follows the white.
const RIVER: usize = 3;

/// The measure that the English pages are set in, in ems.
const MEASURE: i32 = 15;

/// How many lines the longest river of a column runs through: one blank a line, each half an em wide (two of the usual
/// blanks of a text face) or wider, whose middle stands within a quarter em of that of the blank above it.
fn longest(column: &Column, em: Length) -> usize {
    let (wide, beside) = (em / 2, em / 4);
    let mut most = 0;
    let mut above: Vec<(Length, usize)> = Vec::new();
    for line in column {
        let wide = line.iter().filter(|blank| blank.width >= wide);
        let here: Vec<(Length, usize)> = wide
            .map(|blank| {
                let middle = blank.x + blank.width / 2;
                let over =
                    above.iter().filter(|(x, _)| (*x - middle).abs() <= beside).map(|(_, run)| *run).max();
                (middle, over.unwrap_or(0) + 1)
            })
            .collect();
        most = here.iter().map(|(_, run)| *run).max().unwrap_or(0).max(most);
        above = here;
    }
    most
}

/// The columns of body text of a page.
fn columns(frame: &PageFrame) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut before: Option<&TextLine> = None;
    for item in &frame.items {
        let Item::Line(line) = item else { continue };
        let block = &frame.blocks[line.block as usize];
        if block.role != Role::Paragraph {
            continue;
        }
        let follows = before.is_some_and(|before| {
            let down = line.origin.y - before.origin.y;
            (before.origin.x - line.origin.x).abs() < Length::points(40)
                && down > Length::ZERO
                && down < Length::points(20)
        });
        if !follows {
            columns.push(Vec::new());
        }
        before = Some(line);
        let glyphs: Vec<_> = line.runs.iter().flat_map(|run| &run.glyphs).collect();
        let blank = |pair: &[&PlacedGlyph]| {
            let said = block.text.get(pair[0].start as usize..pair[0].end as usize)?;
            (said == " ").then(|| Blank { x: line.origin.x + pair[0].x, width: pair[1].x - pair[0].x })
        };
        columns.last_mut().unwrap().push(glyphs.windows(2).filter_map(blank).collect());
    }
    columns
}

static COMPOSER: LazyLock<Composer> = LazyLock::new(|| Composer::new(fonts()));

fn style(sheet: &StyleSheet) -> TextStyle {
    let stack = &sheet.stacks[&sheet.body.text.stack];
    let stack = FontStack {
        families: stack.families.clone(),
        latin: stack.latin.clone(),
        weight: sheet.body.text.weight,
    };
    let mut style = TextStyle::new(stack, sheet.body.size);
    style.lang = Lang::En;
    style
}

/// Paragraphs as a breaker sets them that takes into every line what it can, and divides no word.
fn greedy(paragraphs: &[CopyParagraph], sheet: &StyleSheet, measure: Length) -> Column {
    let style = style(sheet);
    let width = |text: &str| COMPOSER.natural_width(&Paragraph::new(text, style.clone()));
    let blank = width("a a") - width("aa");
    let indent = sheet.body.size.mul_ratio(sheet.body.indent.into(), 1000);
    let mut column = Vec::new();
    for paragraph in paragraphs {
        let words: Vec<Length> = paragraph.plain().split_whitespace().map(width).collect();
        let mut start = 0;
        while start < words.len() {
            let indent = if start == 0 { indent } else { Length::ZERO };
            let mut filled = indent + words[start];
            let mut end = start + 1;
            while end < words.len() && filled + blank + words[end] <= measure {
                filled += blank + words[end];
                end += 1;
            }
            let gaps = i32::try_from(end - start - 1).unwrap();
            let more = if end < words.len() && gaps > 0 { (measure - filled) / gaps } else { Length::ZERO };
            let mut x = indent;
            let mut blanks = Vec::new();
            for word in &words[start..end - 1] {
                x += *word;
                blanks.push(Blank { x, width: blank + more });
                x += blank + more;
            }
            column.push(blanks);
            start = end;
        }
    }
    column
}

#[test]
fn white_that_runs_down_is_counted_by_its_lines() {
    let em = Length::points(8);
    let blank =
        |x: i32, width: i32| Blank { x: em.mul_ratio(x.into(), 8), width: em.mul_ratio(width.into(), 8) };
    let runs = |column: &[&[Blank]]| longest(&column.iter().map(|line| line.to_vec()).collect(), em);
    let narrow = blank(40, 3);
    assert_eq!(runs(&[]), 0);
    assert_eq!(runs(&[&[blank(40, 4)], &[blank(10, 4), blank(42, 4)], &[blank(44, 4)]]), 3, "it bends");
    assert_eq!(runs(&[&[blank(40, 4)], &[blank(43, 4)]]), 1, "they stand beside each other");
    assert_eq!(runs(&[&[blank(40, 4)], &[narrow], &[blank(40, 4)]]), 1, "a usual blank ends it");
}

#[test]
fn english_columns_have_no_rivers() {
    let (mut wrong, mut of_greed) = (Vec::new(), 0);
    for case in page::all().iter().filter(|case| case.is_english()) {
        let set = case.set();
        let style = set.compositor.style();
        let runs: Vec<usize> =
            columns(&set.composed.frame).iter().map(|column| longest(column, style.body.size)).collect();
        assert!(runs.len() > 5, "{}", case.name);
        if let Some(most) = runs.iter().max().filter(|most| **most >= RIVER) {
            wrong.push(format!("{}: wide blanks stand under one another in {most} lines", case.name));
        }
        let of_story = |story: &Arc<StoryCopy>| {
            let column = greedy(&story.text.body, style, style.body.size * MEASURE);
            usize::from(longest(&column, style.body.size) >= RIVER)
        };
        of_greed += set.stories.iter().map(of_story).sum::<usize>();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(of_greed > 0, "the same copy has rivers where every line is only filled");
}
