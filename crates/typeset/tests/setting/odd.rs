//! What a newsroom is sent besides Han and letters: rare characters, sequences, right to left, controls.

use broadsheet_typeset::{Line, Notice};
use unicode_segmentation::UnicodeSegmentation;

use crate::galley::{COMPOSER, EM, paragraph, set};

fn texts(text: &str, ems: i32) -> Vec<String> {
    set(&paragraph(text), EM * ems).lines.into_iter().map(|line| line.text).collect()
}

/// Where the first glyph of the n-th byte's grapheme stands.
fn x(line: &Line, byte: usize) -> i32 {
    let glyph = line.glyphs.iter().find(|glyph| glyph.range.contains(&(line.range.start + byte)));
    glyph.expect("a glyph").x.raw()
}

#[test]
fn a_sequence_is_whole_at_every_line_end() {
    for sequence in [
        "葛\u{E0100}",
        "一\u{FE00}",
        "☂\u{FE0F}",
        "👨\u{200D}👩\u{200D}👧\u{200D}👦",
        "👍🏽",
        "🇨🇳",
        "1\u{FE0F}\u{20E3}",
        "e\u{301}\u{323}",
        "か\u{3099}",
        "ก\u{E33}",
        "字\u{200D}",
    ] {
        for before in 0..5 {
            let text = format!("{}{sequence}{sequence}字字字字{sequence}", "字".repeat(before));
            let graphemes: Vec<usize> =
                text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            for ems in 1..5 {
                let set = set(&paragraph(&text), EM * ems);
                assert!(set.lines.iter().all(|line| graphemes.contains(&line.range.end)), "{text:?} {ems}");
                assert_eq!(set.lines.iter().map(|line| line.text.as_str()).collect::<String>(), text);
            }
        }
    }
}

#[test]
fn no_break_spaces_and_joiners_hold_and_a_zero_width_space_parts() {
    for (holding, ems) in [("10\u{A0}000", 4), ("甲\u{2060}乙", 4), ("甲\u{FEFF}乙", 4), ("甲\u{202F}乙", 4)]
    {
        let text = format!("字字字{holding}字字字");
        for line in texts(&text, ems) {
            let parts = holding
                .char_indices()
                .skip(1)
                .filter(|(at, _)| line.ends_with(&holding[..*at]) && !line.ends_with("字字"));
            assert_eq!(parts.count(), 0, "{text:?}: {line:?}");
        }
    }
    let parted = texts("newspaper\u{200B}newspaper", 6);
    assert_eq!(parted, ["newspaper\u{200B}", "newspaper"]);
}

#[test]
fn a_tab_is_a_blank_of_one_em_and_never_starts_a_line() {
    let line = &set(&paragraph("甲\t乙"), EM * 9).lines[0];
    assert_eq!((line.glyphs[1].x, line.width), (EM * 2, EM * 3));
    for ems in 1..6 {
        assert!(texts("甲\t乙\t丙\t丁", ems).iter().all(|line| !line.starts_with('\t')), "{ems}");
    }
}

#[test]
fn names_from_right_to_left_stand_in_their_order_with_numbers_inside() {
    let text = "记者 محمد 12 علي 报道";
    let line = &set(&paragraph(text), EM * 20).lines[0];
    let at = |part: &str| x(line, text.find(part).expect("it is there"));
    // The first name stands at the right, the number in the middle in its own order, the second name at the left.
    assert!(at("记") < at("علي") && at("علي") < at("12") && at("12") < at("محمد") && at("محمد") < at("报"));
    assert!(at("12") < x(line, text.find("12").unwrap() + 1), "1 before 2");
    assert!(at("د") < at("ح"), "from right to left");
}

#[test]
fn a_bracket_in_text_from_right_to_left_is_mirrored() {
    let text = "محمد（علي）بن";
    let line = &set(&paragraph(text), EM * 20).lines[0];
    let plain = |mark: &str| set(&paragraph(mark), EM * 2).lines[0].glyphs[0].gid;
    let drawn = |mark: &str| {
        let at = text.find(mark).unwrap();
        line.glyphs.iter().find(|glyph| glyph.range.start == at).expect("a glyph").gid
    };
    assert_eq!((drawn("（"), drawn("）")), (plain("）"), plain("（")));
    assert!(x(line, text.find('（').unwrap()) > x(line, text.find('）').unwrap()));
}

#[test]
fn a_line_with_text_from_right_to_left_is_as_wide_as_its_parts() {
    for text in ["他叫محمد علي，来自喀什，说شكرا，走了", "（محمد）和（علي）都在"]
    {
        let set = set(&paragraph(text), EM * 30);
        let line = &set.lines[0];
        let ends = line.glyphs.windows(2).all(|pair| pair[0].x + pair[0].advance <= pair[1].x + EM / 2);
        assert!(ends && line.glyphs.is_sorted_by_key(|glyph| glyph.x), "{text}");
        let last = line.glyphs.last().expect("glyphs");
        assert!(last.x + last.advance <= line.width + EM / 2);
    }
}

#[test]
fn controls_and_the_replacement_character_are_kept() {
    for c in
        ('\0'..='\u{1F}').chain('\u{7F}'..='\u{9F}').chain(['\u{FFFD}', '\u{FFFC}', '\u{FFFE}', '\u{10FFFF}'])
    {
        let text = format!("甲乙{c}丙丁“{c}戊”己");
        let joined: String = texts(&text, 3).concat();
        assert_eq!(joined, text, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn a_mark_that_no_font_has_is_named_though_its_base_is_there() {
    // A combining mark of a script that no installed font has.
    let mark = '\u{11F00}';
    let set = set(&paragraph(&format!("甲{mark}乙")), EM * 9);
    let named: Vec<char> = set
        .notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::MissingGlyph { character, .. } => Some(*character),
            _ => None,
        })
        .collect();
    assert_eq!(named, [mark]);
    assert!(COMPOSER.library().fonts().iter().all(|font| !font.has(mark)));
}
