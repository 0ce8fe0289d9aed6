//! What must hold for any text at all.

use broadsheet_typeset::{
    Align, Lang, Letterfit, LineOptions, Notice, Paragraph, Punctuation, Set, SetRequest, Slot, Strictness,
};
use broadsheet_units::Length;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::galley::{COMPOSER, EM, available, paragraph};

/// Pieces that random texts are put together from.
const PIECES: [&str; 66] = [
    "社",
    "区",
    "治",
    "理",
    "的",
    "鼓",
    "一",
    "二",
    "年",
    "万",
    "个",
    "第",
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
    "·",
    "——",
    "……",
    "％",
    "℃",
    "￥",
    "～",
    "12",
    "3.5",
    "2022",
    "15%",
    "1,234.56",
    "Rust",
    "newspaper",
    "extraordinary",
    "COVID-19",
    "don’t",
    "a",
    " ",
    "  ",
    "　",
    "\n",
    "\t",
    "\u{200B}",
    "\u{2060}",
    "\u{AD}",
    "𠮷",
    "葛\u{E0100}",
    "e\u{301}",
    "👨\u{200D}👩\u{200D}👧",
    "🇨🇳",
    "ＡＢ",
    "２０",
    "محمد",
    "한국",
    "https://example.com/a/b?c=d&e-f",
    "\u{7}",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => (0..36_usize).prop_map(|n| PIECES[n].to_owned()),
        2 => (0..PIECES.len()).prop_map(|n| PIECES[n].to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn slots() -> impl Strategy<Value = Vec<Slot>> {
    let slot = (0..20_000_i32 * 9, any::<bool>()).prop_map(|(raw, starts)| {
        let slot = Slot::new(Length::from_raw(raw));
        if starts { slot.at_column_start() } else { slot }
    });
    prop::collection::vec(slot, 1..5)
}

fn options() -> impl Strategy<Value = LineOptions> {
    let strictness = prop_oneof![Just(Strictness::Strict), Just(Strictness::Normal), Just(Strictness::Loose)];
    let punctuation = prop_oneof![2 => Just(Punctuation::Full), 1 => Just(Punctuation::Kaiming), 1 => Just(Punctuation::Half)];
    let grid = prop::bool::weighted(0.2);
    (strictness, punctuation, grid, any::<bool>(), 0..30_u16, 0..30_u16).prop_map(
        |(strictness, punctuation, grid, hang, tracking, scaling)| LineOptions {
            strictness,
            punctuation,
            grid,
            hang,
            letterfit: Letterfit { tracking, scaling },
            ..LineOptions::default()
        },
    )
}

fn paragraphs() -> impl Strategy<Value = Paragraph> {
    let align = prop_oneof![4 => Just(Align::Justify), 1 => Just(Align::Start), 1 => Just(Align::Center),
        1 => Just(Align::End), 1 => Just(Align::Spread)];
    (texts(), align, 0..3_i32, 0..2_i16, options(), any::<bool>()).prop_map(|made| {
        let (text, align, indent, tracking, options, english) = made;
        let mut made = paragraph(&text);
        made.options = options;
        if english {
            made.lang = Lang::En;
            made.spans[0].style.lang = Lang::En;
        }
        made.align = align;
        made.indent = EM * indent;
        made.spans[0].style.tracking = tracking * 50;
        made
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_is_too_wide(paragraph in paragraphs(), slots in slots(), looseness in -1..2_i32) {
        let shaped = COMPOSER.shape(&paragraph);
        let set = COMPOSER.set(&shaped, &slots, SetRequest { looseness });
        covers(&paragraph.text(), &set)?;
        fits(&paragraph, &set)?;
        shows_everything(&set)?;
    }

    #[test]
    fn forbidden_starts_and_ends_come_with_a_notice(text in texts(), ems in 2..20_i32) {
        let set = crate::galley::set(&paragraph(&text), EM * ems);
        for pair in set.lines.windows(2) {
            let (line, next) = (&pair[0], &pair[1]);
            if line.text.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{B}', '\u{C}']) {
                continue;
            }
            let said = set.notices.iter().any(
                |notice| matches!(notice, Notice::ForcedBreak { line: at, .. } if *at == line.slot),
            );
            let end = line.text.trim_end().chars().next_back();
            let start = next.text.chars().next();
            let bad_start = start.is_some_and(|c| "，。、；：！？）》」”·％℃".contains(c));
            let bad_end = end.is_some_and(|c| "（《「￥".contains(c));
            let whole = |one: fn(&char) -> bool| {
                line.text.chars().next_back().is_some_and(|c| one(&c)) && start.is_some_and(|c| one(&c))
            };
            let split = whole(char::is_ascii_digit) || (whole(char::is_ascii_alphabetic) && !line.hyphen);
            prop_assert!(said || !(bad_start || bad_end || split), "{:?} | {:?}", line.text, next.text);
        }
    }

    #[test]
    fn the_same_text_is_set_the_same_way_again(text in texts(), ems in 1..20_i32) {
        let again = broadsheet_typeset::Composer::new(std::sync::Arc::clone(COMPOSER.library()));
        let one = crate::galley::set(&paragraph(&text), EM * ems);
        let two = again.set(&again.shape(&paragraph(&text)), &[Slot::new(EM * ems)], SetRequest::default());
        prop_assert_eq!(one, two);
    }
}

fn covers(text: &str, set: &Set) -> Result<(), TestCaseError> {
    let mut at = 0;
    for line in &set.lines {
        prop_assert_eq!(line.range.start, at);
        prop_assert!(line.range.end > at);
        prop_assert_eq!(&text[line.range.clone()], line.text.as_str());
        at = line.range.end;
    }
    prop_assert_eq!(at, text.len());
    let graphemes: std::collections::BTreeSet<usize> =
        text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
    for line in &set.lines {
        prop_assert!(graphemes.contains(&line.range.start), "a grapheme is divided at {}", line.range.start);
    }
    prop_assert!(set.lines.iter().rev().skip(1).all(|line| !line.last));
    prop_assert!(set.lines.last().is_none_or(|line| line.last));
    Ok(())
}

fn fits(paragraph: &Paragraph, set: &Set) -> Result<(), TestCaseError> {
    for line in &set.lines {
        let wide = set
            .notices
            .iter()
            .any(|notice| matches!(notice, Notice::WiderThanMeasure { line: at, .. } if *at == line.slot));
        prop_assert!(wide || line.width <= available(line).max(Length::ZERO), "{:?} is too wide", line.text);
        if wide {
            let visible = line.text.grapheme_indices(true).filter(|(_, one)| {
                one.chars().any(|c| {
                    !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200B}' | '\u{2060}' | '\u{AD}')
                })
            });
            // A ligature is one glyph, at its first character: nothing parts it.
            let glyphs = visible.filter(|(at, _)| {
                line.glyphs.iter().any(|glyph| glyph.range.contains(&(line.range.start + at)))
            });
            prop_assert_eq!(glyphs.count(), 1, "{:?} could be divided", line.text);
        }
        let closes = line.last
            || line.text.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{B}', '\u{C}']);
        if paragraph.align == Align::Justify && !closes && !wide && !paragraph.options.grid {
            prop_assert_eq!(line.width, available(line).max(Length::ZERO), "{:?}", line.text);
        }
    }
    Ok(())
}

/// Every character with ink has a glyph on its line.
fn shows_everything(set: &Set) -> Result<(), TestCaseError> {
    for line in &set.lines {
        for (at, grapheme) in line.text.grapheme_indices(true) {
            if !grapheme
                .chars()
                .next()
                .is_some_and(|c| c.is_alphanumeric() || "，。“”（）《》—…·￥".contains(c))
            {
                continue;
            }
            let at = line.range.start + at;
            // A ligature's glyph belongs to its first letter; — — can be one too.
            let letter = grapheme
                .chars()
                .all(|c| c == '—' || (c.is_alphabetic() && !('\u{2E80}'..='\u{3FFFF}').contains(&c)));
            let shown = line.glyphs.iter().any(|glyph| glyph.range.contains(&at));
            prop_assert!(shown || letter, "{grapheme:?} is not shown in {:?}", line.text);
        }
    }
    Ok(())
}

/// Texts and measures (in halves of a 字) that once lost text, panicked or broke a rule.
#[test]
fn what_once_went_wrong_stays_right() {
    let cases = [
        ("\n ", 2),
        ("\u{7f}", 0),
        ("https://example.com/a/b?c=d&e-f \u{7}", 4),
        ("0A\u{3000}·", 4),
        ("12  ·字ex", 4),
        ("15%\u{200b}”", 4),
        ("——محمد", 0),
        ("——“", 0),
        ("社社社社社社社社newspaper社", 2),
    ];
    let aligns = [Align::Justify, Align::Start, Align::Center, Align::End, Align::Spread];
    for (text, halves) in cases {
        for (align, lang) in aligns.into_iter().flat_map(|align| [(align, Lang::Zh), (align, Lang::En)]) {
            let mut made = paragraph(text);
            (made.align, made.lang, made.spans[0].style.lang) = (align, lang, lang);
            made.indent = EM;
            let set = crate::galley::set(&made, EM * halves / 2);
            covers(text, &set).unwrap();
            fits(&made, &set).unwrap();
            shows_everything(&set).unwrap();
        }
    }
}

#[test]
fn a_measure_that_is_less_than_its_indent_holds_nothing_and_not_less() {
    let mut quote = paragraph("“·");
    quote.lang = Lang::En;
    quote.spans[0].style.lang = Lang::En;
    quote.indent = EM;
    quote.options.hang = true;
    let set = crate::galley::set(&quote, Length::from_raw(8366));
    assert!(set.lines.iter().all(|line| line.width >= Length::ZERO), "{set:?}");
}
