//! 标点挤压 and 中西间距: widths in 字, and where ink stands.

use broadsheet_typeset::{Align, Paragraph, Punctuation, Span, even_names};

use broadsheet_units::Length;

use crate::galley::{COMPOSER, EM, available, body, ems, ink_left, paragraph, set};

#[track_caller]
fn assert_ems(text: &str, expected: f64) {
    let found = ems(text);
    assert!((found - expected).abs() < 0.001, "{text} is {found} 字 wide, not {expected}");
}

#[test]
fn adjacent_marks_share_one_blank() {
    assert_ems("字。", 2.0);
    assert_ems("字。”字", 3.5);
    assert_ems("字”，字", 3.5);
    assert_ems("字：“字", 3.5);
    assert_ems("字（“字", 3.5);
    assert_ems("字》《字", 3.5);
    assert_ems("字？！”字", 4.0);
    assert_ems("字，字", 3.0);
    assert_ems("字（）字", 4.0);
}

#[test]
fn a_line_loses_the_blank_before_its_first_mark() {
    assert_ems("“字", 1.5);
    assert_ems("（字", 1.5);
    assert_ems("（“字", 2.0);
}

#[test]
fn dashes_ellipses_and_dots_have_their_width() {
    assert_ems("字——字", 4.0);
    assert_ems("字……字", 4.0);
    assert_ems("卡尔·马克思", 6.0);
    assert_ems("字——。”", 4.5);
}

#[test]
fn a_quarter_stands_between_han_and_latin_also_across_styles() {
    let alone = ems("a");
    assert_ems("字a字", 2.5 + alone);
    assert_ems("字 a 字", 2.5 + alone);
    assert_ems("字，a", 2.0 + alone);
    assert_ems("（a", 0.5 + alone);
    assert_ems("a", alone);
    let mut heavy = body();
    heavy.stack.weight = 900;
    let spans = [("字", body()), ("a", body()), ("字", heavy)];
    let mut styled = paragraph("");
    styled.spans = spans.map(|(text, style)| Span { text: text.to_owned(), style }).to_vec();
    let width = COMPOSER.natural_width(&styled).to_points() / EM.to_points();
    assert!((width - 2.5 - alone).abs() < 0.001);
    let mut plain = paragraph("字a字");
    plain.options.han_latin_gap = false;
    let width = COMPOSER.natural_width(&plain).to_points() / EM.to_points();
    assert!((width - 2.0 - alone).abs() < 0.001);
}

#[test]
fn typed_spaces_are_one_at_the_most_and_none_beside_a_full_width_mark() {
    let alone = ems("a");
    assert_ems("字  a  字", 2.5 + alone);
    assert_ems("字\u{A0}a", 1.25 + alone);
    assert_ems("字， 字", 3.0);
    assert_ems("字 （字", 2.5 + 0.5);
    assert_ems("字， a", 2.0 + alone);
    assert_ems("字 。", 2.0);
    assert_ems("（ 字 ）", 2.5);
    assert_ems("王 五", 2.5);
    assert_ems("王  五", 2.5);
    assert!((ems("a. b") - ems("a.  b")).abs() < 0.001);
}

#[test]
fn controls_change_no_width() {
    assert_ems("字\u{200B}，字", 3.0);
    assert_ems("字，\u{FEFF}“字", 3.5);
    assert_ems("\u{FEFF}“字", 1.5);
    // A line that starts with one loses the blank of its opening mark all the same.
    assert_ems("\n\u{FEFF}（字", 1.5);
    assert_ems("甲，\n\u{2060}\u{FEFF}（字", 2.0);
}

#[test]
fn a_two_em_dash_takes_two() {
    assert_ems("字⸺字", 4.0);
    assert_ems("⸺", 2.0);
}

#[test]
fn a_dash_alone_on_a_justified_line_is_not_torn() {
    let set = set(&paragraph("——社，社社"), EM * 10 / 3);
    let glyphs = &set.lines[0].glyphs;
    assert_eq!(set.lines[0].text, "——");
    assert!(glyphs[1].x - glyphs[0].x < EM + EM / 8, "the halves are together");
}

#[test]
fn a_range_of_percentages_has_a_full_width_dash() {
    assert_ems("15%—20%", ems("15%") + ems("20%") + 1.0);
}

#[test]
fn quotes_are_proportional_inside_latin_text() {
    let plain = ems("He said yes to it");
    let quoted = ems("He said “yes” to it");
    assert!(quoted - plain < 1.2, "two Latin quotation marks take {} 字", quoted - plain);
    assert!(ems("don’t") - ems("dont") < 0.5);
}

#[test]
fn the_first_ink_stands_at_the_indent_also_for_an_opening_mark() {
    for (text, side) in [("“好”是一个字", 0.35), ("《红楼梦》", 0.35), ("（略）", 0.35)] {
        let mut indented = paragraph(text);
        indented.indent = EM * 2;
        let set = set(&indented, EM * 13);
        let ink = ink_left(&set.lines[0], 0);
        assert!(ink >= 1.98 && ink < 2.0 + side, "{text}: the ink starts at {ink} 字");
        assert_eq!(set.lines[0].x, EM * 2);
    }
}

#[test]
fn a_closing_mark_at_a_line_end_gives_its_blank_before_anything_else() {
    // Thirteen 字 and a stop: the blank of the stop goes first, then a quarter 字 of the comma and so on.
    let set = set(&paragraph("一二三四五六七八九十一二。"), EM * 12 + EM / 2);
    let line = &set.lines[0];
    assert_eq!(set.lines.len(), 1);
    assert_eq!(line.width, EM * 12 + EM / 2);
    assert_eq!(line.natural, EM * 13);
    let last = &line.glyphs[12];
    assert_eq!(last.x, EM * 12, "no other gap gave anything");
}

#[test]
fn marks_give_in_their_order() {
    // The brackets give before the comma: with a quarter 字 to find, the comma keeps its blank.
    let text = "一（二）三，四五六七八九十";
    let natural = ems(text);
    let set = set(&paragraph(text), EM * 13 - EM / 4);
    assert!((natural - 13.0).abs() < 0.001);
    let line = &set.lines[0];
    let after_comma = line.glyphs[6].x - line.glyphs[5].x;
    assert_eq!(after_comma, EM, "the comma kept its blank");
    assert_eq!(line.width, EM * 13 - EM / 4);
}

#[test]
fn other_styles_of_punctuation_take_blanks_away() {
    let width = |punctuation| {
        let mut styled: Paragraph = paragraph("一，二（三）四。五");
        styled.options.punctuation = punctuation;
        COMPOSER.natural_width(&styled).to_points() / EM.to_points()
    };
    assert!((width(Punctuation::Full) - 9.0).abs() < 0.001);
    assert!((width(Punctuation::Kaiming) - 7.5).abs() < 0.001);
    assert!((width(Punctuation::Half) - 7.0).abs() < 0.001);
}

#[test]
fn a_mark_that_a_face_draws_in_the_middle_is_moved_to_its_half() {
    // The Traditional face centres its comma; squeezed, its ink must still stand clear of what follows.
    let mut centred = paragraph("一，二。”三");
    centred.spans[0].style.stack.families = vec!["Noto Serif CJK TC".to_owned()];
    let set = set(&centred, EM * 13);
    let line = &set.lines[0];
    for n in [1, 3] {
        let left = ink_left(line, n);
        assert!(
            left >= [0.0, 1.0, 0.0, 3.0][n] && left < [0.0, 1.5, 0.0, 3.5][n],
            "glyph {n} starts at {left}"
        );
    }
    assert!((ems("一，二。”三") * EM.to_points() - line.natural.to_points()).abs() < 0.01);
}

#[test]
fn names_are_spread_evenly() {
    for name in ["王五", "欧阳修"] {
        let mut even = paragraph(name);
        even.align = Align::Spread;
        let set = set(&even, EM * 4);
        let line = &set.lines[0];
        assert_eq!(line.width, available(line));
        let last = line.glyphs.last().expect("glyphs");
        assert_eq!(last.x + EM, EM * 4);
    }
}

#[test]
fn names_in_even_setting_are_equally_wide_also_in_running_text() {
    let names = even_names(&["王五", "欧阳修", "司马相如", "王"], 3, &body());
    let width = |spans: &[Span]| {
        let mut made = paragraph("");
        made.spans = spans.to_vec();
        COMPOSER.natural_width(&made)
    };
    let widths: Vec<_> = names.iter().map(|name| width(name)).collect();
    assert_eq!(widths, [EM * 3, EM * 3, EM * 4, EM]);
    let mut credit = paragraph("");
    let plain = |text: &str| Span { text: text.to_owned(), style: body() };
    credit.spans = [vec![plain("记者")], names[0].clone(), vec![plain("、")], names[1].clone()].concat();
    assert_eq!(credit.text(), "记者王五、欧阳修");
    assert_eq!(COMPOSER.natural_width(&credit), EM * 9);
}

#[test]
fn the_two_halves_of_a_dash_touch() {
    let set = set(&paragraph("看——这"), EM * 13);
    let glyphs = &set.lines[0].glyphs;
    let font = COMPOSER.library().font(glyphs[1].font);
    let (low, high) = font.outline(glyphs[1].gid).x_extent().expect("ink");
    let unit = EM.to_points() / f64::from(font.units_per_em());
    let end = glyphs[1].x.to_points() + f64::from(high) * unit;
    let start = glyphs[2].x.to_points() + f64::from(low) * unit;
    assert!((start - end).abs() < 0.05, "{} 点 apart", start - end);
}

#[test]
fn centred_and_end_lines_stand_where_they_should() {
    let mut text = paragraph("标题");
    text.align = Align::Center;
    assert_eq!(set(&text, EM * 4).lines[0].x, EM);
    text.align = Align::End;
    assert_eq!(set(&text, EM * 4).lines[0].x, EM * 2);
    text.align = Align::Start;
    let line = set(&text, EM * 4).lines.remove(0);
    assert_eq!((line.x, line.width), (Length::ZERO, EM * 2));
}
