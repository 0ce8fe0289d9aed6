//! 避头尾 at its three levels, pair by pair (CSS Text 3 §5.2).

use broadsheet_typeset::{BreakReason, Lang, Notice, Strictness};
use proptest::prelude::*;

use crate::galley::{EM, paragraph, set};

const LEVELS: [Strictness; 3] = [Strictness::Strict, Strictness::Normal, Strictness::Loose];

/// Whether a line may end between the two, set so narrow that it would if it could.
fn parts(before: &str, after: &str, strictness: Strictness, lang: Lang) -> bool {
    let mut made = paragraph(&format!("{before}{after}"));
    made.options.strictness = strictness;
    made.lang = lang;
    made.spans[0].style.lang = lang;
    let set = set(&made, EM);
    let line = set.lines.iter().find(|line| line.range.end == before.len());
    let forced = |line: usize| {
        set.notices.iter().any(|notice| matches!(notice, Notice::ForcedBreak { line: at, .. } if *at == line))
    };
    line.is_some_and(|line| !forced(line.slot))
}

/// At which levels a line may end between the two in Chinese: strict, normal, loose.
#[track_caller]
fn assert_levels(before: &str, after: &str, expected: [bool; 3]) {
    let found = LEVELS.map(|level| parts(before, after, level, Lang::Zh));
    assert_eq!(found, expected, "{before} | {after}");
}

#[test]
fn small_kana_and_the_long_vowel_start_a_line_from_normal_on() {
    for kana in ["ぁ", "っ", "ャ", "ッ", "ー", "ㇰ"] {
        assert_levels("サ", kana, [false, true, true]);
    }
}

#[test]
fn wave_dashes_start_a_line_from_normal_on_in_chinese_only() {
    for dash in ["〜", "～", "゠"] {
        assert_levels("字", dash, [false, true, true]);
        assert!(!parts("字", dash, Strictness::Normal, Lang::En), "{dash}");
    }
}

#[test]
fn hyphens_and_iteration_marks_start_a_line_at_loose() {
    for mark in ["‐", "–", "々", "〻", "ゝ", "ゞ", "ヽ", "ヾ"] {
        assert_levels("字", mark, [false, false, true]);
    }
}

#[test]
fn centred_marks_start_a_line_at_loose_in_chinese_only() {
    for mark in ["・", "：", "；", "‼", "⁇", "⁈", "⁉", "！", "？"] {
        assert_levels("字", mark, [false, false, true]);
        assert!(!parts("字", mark, Strictness::Loose, Lang::En), "{mark}");
    }
}

#[test]
fn suffixes_and_prefixes_part_from_words_at_loose_and_never_from_numbers() {
    for suffix in ["％", "‰", "℃", "℉", "°", "′", "″"] {
        assert_levels("字", suffix, [false, false, true]);
        assert_levels("15", suffix, [false; 3]);
        assert_levels("１５", suffix, [false; 3]);
    }
    for prefix in ["￥", "＄", "€", "№", "±"] {
        assert_levels(prefix, "字", [false, false, true]);
        assert_levels(prefix, "300", [false; 3]);
        assert_levels(prefix, "３００", [false; 3]);
    }
    // Narrow signs are no wide ones.
    assert_levels("字", "%", [false; 3]);
    assert_levels("$", "字", [false; 3]);
}

#[test]
fn inseparables_part_at_loose_but_an_ellipsis_is_one_mark() {
    assert_levels("‥", "‥", [false, false, true]);
    for mark in ["…", "—"] {
        assert_levels(mark, mark, [false; 3]);
    }
    assert_levels("字", "…", [false; 3]);
}

#[test]
fn what_no_level_allows() {
    for (before, after) in [
        ("字", "，"),
        ("字", "。"),
        ("字", "、"),
        ("字", "”"),
        ("字", "）"),
        ("字", "》"),
        ("字", "·"),
        ("字", "／"),
        ("（", "字"),
        ("“", "字"),
        ("《", "字"),
        ("（", "℃"),
        ("(", "！"),
        ("￥", "）"),
        ("￥", ")"),
        ("字", "\u{2060}"),
        ("字\u{2060}", "！"),
        ("卡", "·尔"),
        ("2019", "—2021"),
    ] {
        assert_levels(before, after, [false; 3]);
    }
    for (before, after) in [("字", "字"), ("，", "字"), ("字", "（"), ("·", "字")] {
        assert_levels(before, after, [true; 3]);
    }
}

const PIECES: [&str; 40] = [
    "字",
    "一二",
    "サ",
    "ー",
    "ッ",
    "〜",
    "～",
    "゠",
    "‐",
    "–",
    "々",
    "ゝ",
    "・",
    "：",
    "；",
    "！",
    "？",
    "‼",
    "，",
    "。",
    "”",
    "“",
    "（",
    "）",
    "％",
    "℃",
    "°",
    "￥",
    "€",
    "±",
    "‥‥",
    "……",
    "——",
    "·",
    "15",
    "３．５",
    "3.5万",
    "Rust",
    " ",
    "\u{200B}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A looser level never forbids what a stricter one allows, so it never has more forced breaks; and at no level a
    /// number is parted from its sign, or a stop from what it closes.
    #[test]
    fn a_looser_level_allows_more(pieces in prop::collection::vec(0..PIECES.len(), 1..20), ems in 1..9_i32) {
        let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
        let mut before = usize::MAX;
        for level in LEVELS {
            let mut made = paragraph(&text);
            made.options.strictness = level;
            let set = set(&made, EM * ems);
            let forced: Vec<(usize, BreakReason)> = set.notices.iter().filter_map(|notice| match notice {
                Notice::ForcedBreak { line, reason, .. } => Some((*line, *reason)),
                _ => None,
            }).collect();
            prop_assert!(forced.len() <= before, "{text} at {level:?}: {forced:?}");
            before = forced.len();
            for pair in set.lines.windows(2) {
                let said = forced.iter().any(|(line, _)| *line == pair[0].slot);
                let start = pair[1].text.trim_start_matches('\u{200B}').chars().next();
                let end = pair[0].text.trim_end_matches('\u{200B}').trim_end().chars().next_back();
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
                let bad = start.is_some_and(|c| "，。”）·…".contains(c))
                    || end.is_some_and(|c| "“（".contains(c))
                    || (digit(end) && start.is_some_and(|c| "％℃°".contains(c)))
                    || (end.is_some_and(|c| "￥€±".contains(c)) && digit(start));
                prop_assert!(said || !bad, "{level:?}: {:?} | {:?}", pair[0].text, pair[1].text);
            }
        }
    }
}
