//! Random Chinese text in random columns, held against the second account of the rules in `model`.

use broadsheet_typeset::{Align, Line, Notice, Paragraph, Set};
use broadsheet_units::Length;
use proptest::prelude::*;

use crate::galley::{available, paragraph, set};
use crate::model::{self, Unit, Wanted};

/// Pieces that can stand beside each other in any order; Latin stands between Han.
const PIECES: [&str; 40] = [
    "社",
    "区",
    "治理",
    "的",
    "示例",
    "鼓声",
    "是我们",
    "一二三四",
    "，",
    "。",
    "、",
    "；",
    "：",
    "！",
    "？",
    "“",
    "”",
    "‘",
    "’",
    "（",
    "）",
    "《",
    "》",
    "「",
    "」",
    "字·字",
    "——",
    "……",
    "约12个",
    "达3.5万",
    "长15%多",
    "了15％的",
    "到36℃时",
    "花￥300元",
    "在2022年内",
    "用Rust写",
    "和big red apple在",
    "第3版",
    "重1200吨",
    "比3.5亿元",
];

fn texts(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => 0..8_usize, 2 => 8..25_usize, 2 => 25..PIECES.len()];
    prop::collection::vec(piece.prop_map(|n| PIECES[n]), 1..most).prop_map(|pieces| pieces.concat())
}

/// A paragraph, its measure, and its units.
fn made(text: &str, measure: i32, indent: i32, justify: bool) -> (Paragraph, Length, Vec<Unit>) {
    let mut made = paragraph(text);
    made.options.hyphenate = false;
    made.indent = Length::from_raw(indent);
    made.align = if justify { Align::Justify } else { Align::Start };
    (made, Length::from_raw(measure), model::units(text))
}

/// The units of a line; `None` where it divides one.
fn on_line<'a>(units: &'a [Unit], line: &Line) -> Option<&'a [Unit]> {
    let at = |byte: usize| {
        let at = units.partition_point(|unit| unit.start < byte);
        (at == units.len() || units[at].start == byte).then_some(at)
    };
    Some(&units[at(line.range.start)?..at(line.range.end)?])
}

fn said(set: &Set, code: &str) -> bool {
    set.notices.iter().any(|notice| notice.code() == code)
}

/// Where each unit's first glyph stands.
fn places(line: &Line, units: &[Unit]) -> Vec<i64> {
    let x = |unit: &Unit| {
        let glyph = line.glyphs.iter().find(|glyph| glyph.range.start == unit.start);
        i64::from(glyph.expect("every unit has a glyph").x.raw())
    };
    units.iter().map(x).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// A forced break, a line too wide, a runt, a year without its 年 and a loose line come only where every set of
    /// legal breaks has been tried and none is better.
    #[test]
    fn nothing_is_reported_that_can_be_helped(
        text in texts(14),
        measure in 4_000..130_000_i32,
        indent in 0..3_i32,
    ) {
        let (made, measure, units) = made(&text, measure, indent * 9 * 1024, true);
        let set = set(&made, measure);
        let room = |wanted| model::can_be_set(
            &units, i64::from(measure.raw()), i64::from(made.indent.raw()), wanted,
        );
        let anything = Wanted { opening: None, runts: true, parted_years: true };
        let forced = said(&set, "forced-break") || said(&set, "wider-than-measure");
        prop_assert_eq!(forced, !room(anything), "{:?} in {:?}: {:#?}", text, measure, set.notices);
        if forced {
            return Ok(());
        }
        let lines: Vec<&[Unit]> = set.lines.iter().map(|line| on_line(&units, line).expect("whole units")).collect();
        let runt = lines.len() > 1 && lines.last().is_some_and(|last| model::is_runt(last));
        let starts: Vec<usize> = lines.iter().scan(0, |at, line| { *at += line.len(); Some(*at) }).collect();
        let parted = starts.iter().any(|at| *at < units.len() && model::parts_year(&units, *at));
        let years_kept = Wanted { parted_years: false, ..anything };
        if runt {
            prop_assert!(!room(Wanted { opening: Some(8), runts: false, ..anything }), "a runt: {text} {measure:?}");
        }
        if parted && !runt {
            prop_assert!(!room(Wanted { opening: Some(3), runts: false, ..years_kept }), "a parted year: {text} {measure:?}");
        }
        if said(&set, "loose-line") {
            prop_assert!(!room(Wanted { opening: Some(2), runts: false, ..years_kept }), "a loose line: {text} {measure:?}");
        }
        for at in starts.iter().filter(|at| **at < units.len()) {
            prop_assert!(model::may_break(&units, *at), "a forbidden break: {text} {measure:?}");
        }
    }

    /// Natural widths, set widths, and how much each gap was opened or has given, in its turn.
    #[test]
    fn every_blank_is_as_wide_as_the_rules_say(
        text in texts(40),
        measure in 40_000..700_000_i32,
        indent in 0..3_i32,
        justify in prop::bool::weighted(0.8),
    ) {
        let (made, measure, units) = made(&text, measure, indent * 9 * 1024, justify);
        let set = set(&made, measure);
        let mut flat = made.clone();
        flat.align = Align::Start;
        flat.indent = Length::ZERO;
        let flat = crate::galley::set(&flat, Length::MAX);
        let natural = places(&flat.lines[0], &units.iter().filter(|unit| unit.text != " ").cloned().collect::<Vec<_>>());
        let mut at = 0;
        for line in &set.lines {
            prop_assert!(line.width <= available(line), "{}", line.text);
            let Some(on_line) = on_line(&units, line) else { return Ok(()) };
            let measured = model::measured(on_line);
            prop_assert_eq!(i64::from(line.natural.raw()), measured.natural, "{:?}", line.text);
            let fills = (justify && !line.last) || line.natural > available(line);
            prop_assert_eq!(line.width, if fills { available(line) } else { line.natural }, "{:?}", line.text);
            let inked: Vec<Unit> = on_line.iter().filter(|unit| unit.text != " ").cloned().collect();
            let set_at = places(line, &inked);
            let natural = &natural[at..at + inked.len()];
            at += inked.len();
            if inked.len() == on_line.len() {
                gaps_are_fair(line, &inked, &set_at, natural)?;
            }
        }
    }
}

/// Opened gaps are opened alike; gaps that give do so in their turn, and alike.
fn gaps_are_fair(line: &Line, units: &[Unit], set_at: &[i64], natural: &[i64]) -> Result<(), TestCaseError> {
    let gave = |n: usize| (natural[n] - natural[n - 1]) - (set_at[n] - set_at[n - 1]);
    let spare = i64::from((line.width - line.natural).raw());
    if spare >= 0 {
        let openings = (1..units.len()).filter(|n| model::opens(&units[n - 1], &units[*n])).count();
        for n in 1..units.len() {
            let opened = if model::opens(&units[n - 1], &units[n]) && openings > 0 {
                spare / i64::try_from(openings).expect("few")
            } else {
                0
            };
            prop_assert!(
                (-gave(n) - opened).abs() <= 1,
                "{}: gap {n} is opened by {}, not {opened}",
                line.text,
                -gave(n)
            );
        }
        return Ok(());
    }
    let at_end = -spare - (1..units.len()).map(gave).sum::<i64>();
    let end_blank =
        model::measured(&units[units.len() - 1..]).natural - model::measured(&units[units.len() - 1..]).least;
    prop_assert!((0..=end_blank).contains(&at_end), "{}: the end gave {at_end}", line.text);
    let turns: Vec<(i64, usize)> = (1..units.len())
        .map(|n| {
            let (_, gives, turn) = model::gap(&units[n - 1], &units[n]);
            (gives, turn)
        })
        .collect();
    let giving = (1..units.len()).filter(|n| gave(*n) > 0).map(|n| turns[n - 1].1).max();
    for n in 1..units.len() {
        let (gives, turn) = turns[n - 1];
        prop_assert!((0..=gives).contains(&gave(n)), "{}: gap {n} gave {} of {gives}", line.text, gave(n));
        if giving.is_some_and(|giving| turn < giving) {
            prop_assert_eq!(gave(n), gives, "{}: gap {} is before its turn", &line.text, n);
        }
    }
    if giving.is_some() {
        prop_assert_eq!(at_end, end_blank, "{}: the blank at the end gives first", &line.text);
    }
    Ok(())
}

/// Pieces of every kind of text that a newsroom is ever sent, in any order.
const ANYTHING: [&str; 84] = [
    "社区",
    "治理",
    "的",
    "鼓",
    "一二三",
    "，",
    "。",
    "、",
    "；",
    "：",
    "！",
    "？",
    "“",
    "”",
    "‘",
    "’",
    "（",
    "）",
    "《",
    "》",
    "〈",
    "〉",
    "【",
    "】",
    "『",
    "』",
    "〔",
    "〕",
    "——",
    "……",
    "⸺",
    "·",
    "•",
    "～",
    "％",
    "‰",
    "％",
    "℃",
    "￥",
    "＋",
    "１２，３４５",
    "３．５",
    "15%",
    "3.5万",
    "36℃",
    "￥300",
    "$5",
    "2022年",
    "15%—20%",
    "2019—2021年",
    "10:30",
    "3：2",
    "Rust",
    "extraordinary recommendations",
    "COVID-19",
    "don’t",
    "O’Neil",
    "a/b",
    "well-known",
    " ",
    "  ",
    "\u{3000}",
    "\t",
    "\n",
    "https://www.example.com/news/2022-11-18/longname.html?a=1&b=2",
    "desk.news@paper.example.com",
    "👨\u{200D}👩\u{200D}👧",
    "👍🏽",
    "🇨🇳",
    "1\u{FE0F}\u{20E3}",
    "葛\u{E0100}",
    "𠮷",
    "𪚥",
    "𫠠",
    "\u{30EDE}",
    "e\u{301}",
    "か\u{3099}",
    "محمد علي",
    "יוסף",
    "\u{7}\u{0}",
    "\u{200B}\u{FEFF}\u{2060}\u{AD}",
    "\u{202E}",
    "他说:\"好,行!\"(真)",
    "。」』”》）】。”",
];

fn anything() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => (0..5_usize).prop_map(|n| ANYTHING[n].to_owned()),
        6 => (0..ANYTHING.len()).prop_map(|n| ANYTHING[n].to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Whether a notice says that this line ends where it should not.
fn excused(set: &Set, line: &Line) -> bool {
    set.notices.iter().any(|notice| match notice {
        Notice::ForcedBreak { line: at, .. } => *at == line.slot,
        _ => false,
    })
}

fn is_line_feed(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What the eye sees at the end of a line and at the start of the next.
fn seen(c: &char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{61C}' | '\u{180E}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_plain_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text at any measure, size and indent, justified or not, Chinese or English: nothing lost, nothing out of
    /// the column, and no forbidden start or end that no notice names.
    #[test]
    fn any_text_stays_whole_and_in_its_column(
        text in anything(),
        size in 5 * 1024..40 * 1024_i32,
        ems in 1..72_i32,
        odd in 0..9_000_i32,
        indent in 0..3_i32,
        justify in any::<bool>(),
        english in any::<bool>(),
    ) {
        let mut made = paragraph(&text);
        made.spans[0].style.size = Length::from_raw(size);
        if english {
            made.lang = broadsheet_typeset::Lang::En;
            made.spans[0].style.lang = made.lang;
        }
        made.indent = Length::from_raw(size) * indent;
        made.align = if justify { Align::Justify } else { Align::Start };
        let measure = Length::from_raw(size) * ems + Length::from_raw(odd);
        let set = set(&made, measure);
        let joined: String = set.lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(&joined, &text);
        for line in &set.lines {
            let wide = set.notices.iter().any(|n| matches!(n, Notice::WiderThanMeasure { line: at, .. } if *at == line.slot));
            prop_assert!(wide || line.width <= available(line).max(Length::ZERO), "{:?}", line.text);
            if !wide {
                ink_is_in_the_column(line, size)?;
            }
            let closes = line.last || line.text.ends_with(is_line_feed);
            if justify && !closes && !wide {
                prop_assert_eq!(line.width, available(line).max(Length::ZERO), "{:?}", line.text);
            }
        }
        for pair in set.lines.windows(2) {
            let closes = pair[0].text.ends_with(is_line_feed);
            prop_assert!(closes || excused(&set, &pair[0]) || fault(&pair[0], &pair[1]).is_none(),
                "{:?}: {:?} | {:?}", fault(&pair[0], &pair[1]), pair[0].text, pair[1].text);
        }
    }
}

/// What is wrong between two lines, by the characters that the eye sees.
fn fault(line: &Line, next: &Line) -> Option<&'static str> {
    let end = line.text.chars().rfind(seen)?;
    let start = next.text.chars().find(seen)?;
    let touching = line.text.ends_with(end) && next.text.starts_with(start);
    if "，。、；：！？）》〉】』〕％‰℃·～…".contains(start) {
        return Some("a forbidden start");
    }
    if "（《〈【『〔￥".contains(end) {
        return Some("a forbidden end");
    }
    if !touching {
        return None;
    }
    if matches!((end, start), ('—', '—') | ('…', '…')) {
        return Some("a divided mark");
    }
    if end.is_ascii_digit() && (start.is_ascii_digit() || "万亿元%.年".contains(start)) && start != '年'
    {
        return Some("a divided number");
    }
    if is_plain_letter(end) && is_plain_letter(start) && !line.hyphen {
        return Some("a divided word");
    }
    let wide_digit = |c: char| ('０'..='９').contains(&c);
    if wide_digit(end) && wide_digit(start) {
        return Some("a divided full-width number");
    }
    None
}

/// All ink of a line stands between its edges, and no ink on other ink of full-width characters.
fn ink_is_in_the_column(line: &Line, size: i32) -> Result<(), TestCaseError> {
    let slack = size / 8;
    for glyph in &line.glyphs {
        let font = crate::galley::COMPOSER.library().font(glyph.font);
        let Some((low, high)) = font.outline(glyph.gid).x_extent() else { continue };
        let scaled =
            |units: f32| f64::from(units) * glyph.size.to_points() / f64::from(font.units_per_em()) * 1024.0;
        let (low, high) = (f64::from(glyph.x.raw()) + scaled(low), f64::from(glyph.x.raw()) + scaled(high));
        let (left, right) = (f64::from(line.x.raw() - slack), f64::from((line.x + line.width).raw() + slack));
        prop_assert!(
            low >= left && high <= right,
            "{:?}: ink of {:?} from {low} to {high}, the line from {left} to {right}",
            line.text,
            line.text.get(glyph.range.start - line.range.start..glyph.range.end - line.range.start)
        );
    }
    Ok(())
}
