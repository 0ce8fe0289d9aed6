//! The strict character grid.

use broadsheet_typeset::{Line, Paragraph};
use broadsheet_units::Length;
use proptest::prelude::*;

use crate::galley::{COMPOSER, EM, paragraph, set};

fn on_grid(text: &str) -> Paragraph {
    let mut made = paragraph(text);
    made.options.grid = true;
    made
}

/// Where the first glyph of a character stands, in 字.
fn place(line: &Line, character: &str) -> f64 {
    let at = line.range.start + line.text.find(character).expect("it is on the line");
    let glyph = line.glyphs.iter().find(|glyph| glyph.range.start == at).expect("a glyph");
    glyph.x.to_points() / EM.to_points()
}

#[test]
fn every_character_and_every_mark_has_its_cell() {
    let set = set(&on_grid("他说：“好（很好）。”真的·好"), EM * 15);
    let line = &set.lines[0];
    let cells: Vec<f64> =
        line.text.chars().map(|c| place(line, c.encode_utf8(&mut [0; 4]))).map(f64::floor).collect();
    // 很 and 好 are found where they stand first.
    assert_eq!(cells, [0., 1., 2., 3., 4., 5., 6., 4., 8., 9., 10., 11., 12., 13., 4.]);
    assert_eq!(line.width, EM * 15);
}

#[test]
fn the_indent_is_two_cells_and_marks_keep_their_blank_behind_it() {
    let mut made = on_grid("“好”");
    made.indent = EM * 2;
    let set = set(&made, EM * 13);
    assert_eq!(set.lines[0].x, EM * 2);
    assert!((place(&set.lines[0], "好") - 3.0).abs() < 0.001);
}

#[test]
fn a_run_of_latin_takes_whole_cells_and_stands_in_their_middle() {
    let set = set(&on_grid("用Rust写test"), EM * 13);
    let line = &set.lines[0];
    let width = COMPOSER.natural_width(&paragraph("Rust"));
    let cells = (width.to_points() / EM.to_points()).ceil();
    assert!((place(line, "写") - 1.0 - cells).abs() < 0.001);
    let margin = (EM.to_points() * cells - width.to_points()) / 2.0;
    assert!((place(line, "R") * EM.to_points() - EM.to_points() - margin).abs() < 0.01);
}

#[test]
fn a_forbidden_start_leaves_a_cell_blank_and_stretches_nothing() {
    let set = set(&on_grid("一二三四五，六七"), EM * 5);
    let texts: Vec<&str> = set.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["一二三四", "五，六七"]);
    assert!(set.lines[0].glyphs.iter().zip(0..).all(|(glyph, n)| glyph.x == EM * n));
    assert_eq!((set.lines[0].width, set.notices.len()), (EM * 4, 0));
}

const PIECES: [&str; 24] = [
    "社",
    "区治",
    "理，",
    "。",
    "“好”",
    "（是）",
    "《",
    "》",
    "——",
    "……",
    "·",
    "Rust",
    "big red apple",
    "15%",
    "3.5万",
    "￥300",
    " ",
    "　",
    "extraordinary",
    "𠮷",
    "葛\u{E0100}",
    "محمد",
    "\n",
    "\u{200B}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing is lost, every line is a whole number of cells, and every Han stands at the edge of one.
    #[test]
    fn every_han_stands_on_a_column(
        pieces in prop::collection::vec(0..PIECES.len(), 1..40),
        ems in 1..24_i32,
        indent in 0..3_i32,
    ) {
        let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
        let mut made = on_grid(&text);
        made.indent = EM * indent;
        let set = set(&made, EM * ems);
        let joined: String = set.lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(joined, text);
        for line in &set.lines {
            prop_assert_eq!(line.width.raw() % EM.raw(), 0, "{:?}", line.text);
            let excused = set.notices.iter().any(|n| n.code() == "wider-than-measure");
            prop_assert!(excused || line.width <= (line.measure - line.indent).max(Length::ZERO), "{:?}", line.text);
            for glyph in &line.glyphs {
                let text = &line.text[glyph.range.start - line.range.start..glyph.range.end - line.range.start];
                if text.starts_with(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c)) {
                    prop_assert_eq!(glyph.x.raw() % EM.raw(), 0, "{:?} in {:?}", text, line.text);
                }
            }
        }
    }
}
