//! Whatever the text, reading it never panics, and no Han is lost unseen: it is in the reading or in a guess.

use std::collections::BTreeMap;

use broadsheet_intake::{Reading, read_copy};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// Han, without the stroke that is set as a rule between two parts of a line (王露丨文).
fn is_han(c: char) -> bool {
    c != '丨' && matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}')
}

fn count(text: &str, into: &mut BTreeMap<char, usize>) {
    for c in text.chars().filter(|c| is_han(*c)) {
        *into.entry(c).or_default() += 1;
    }
}

/// Every Han of the reading and of what its guesses quote.
fn kept(reading: &Reading) -> BTreeMap<char, usize> {
    let mut kept = BTreeMap::new();
    count(&serde_json::to_string(reading).expect("a reading serialises"), &mut kept);
    for guess in &reading.notices {
        count(&guess.kind.quoted(), &mut kept);
    }
    kept
}

fn assert_nothing_lost(text: &str) {
    let Ok(reading) = read_copy(text.as_bytes()) else { return };
    let mut given = BTreeMap::new();
    count(text, &mut given);
    let kept = kept(&reading);
    for (c, times) in given {
        let held = kept.get(&c).copied().unwrap_or(0);
        assert!(
            held >= times,
            "{c} stands {times} times in the text and {held} in the reading:\n{text}\n{reading:#?}"
        );
    }
}

/// Letters, numbers and Han, in order; a full-width sign counts as its half-width one.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| c.is_alphanumeric() && c != '丨')
}

/// Every letter and number of copy without markup is in the reading or in a guess, and the text of the stories is
/// the file's own, in its order: nothing is made up and nothing changes places.
fn assert_whole_and_in_order(text: &str) {
    let Ok(reading) = read_copy(text.as_bytes()) else { return };
    let mut kept: BTreeMap<char, usize> = BTreeMap::new();
    let fields = serde_json::to_value(&reading).expect("a reading serialises");
    let mut texts = Vec::new();
    values(&fields, &mut texts);
    texts.extend(reading.notices.iter().map(|guess| guess.kind.quoted()));
    for c in texts.iter().flat_map(|text| letters(text)) {
        *kept.entry(c).or_default() += 1;
    }
    // "By", "and" and "from" join the people of an English byline and are not kept as such.
    let joining = |word: &&str| !matches!(word.to_lowercase().as_str(), "by" | "and" | "from");
    let latin = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(joining).flat_map(str::chars);
    let mut given: BTreeMap<char, usize> = BTreeMap::new();
    for c in latin.chain(letters(text).filter(|c| !c.is_ascii())) {
        *given.entry(c).or_default() += 1;
    }
    for (c, times) in given {
        let held = kept.get(&c).copied().unwrap_or(0);
        assert!(
            held >= times,
            "{c} stands {times} times in the text and {held} in the reading:\n{text}\n{reading:#?}"
        );
    }
    let mut file = letters(text);
    let body = reading.stories.iter().flat_map(|story| &story.body);
    for paragraph in body {
        for c in letters(paragraph) {
            assert!(
                file.any(|given| given == c),
                "{paragraph:?} is not the file's, or not in its place:\n{text}\n{reading:#?}"
            );
        }
    }
}

/// Every string of a JSON value, without the names of its fields.
fn values(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| values(item, into)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| values(item, into)),
        _ => {}
    }
}

/// What newspapers' files are made of.
const FRAGMENTS: &[&str] = &[
    "## ",
    "# ",
    "### ",
    "**",
    "*",
    "\n",
    "\n\n",
    "\n\n\n",
    "　　",
    " ",
    "　",
    "示例晚报讯",
    "平陆讯",
    "快报讯",
    "虞乡镇",
    "图片来自网络",
    "图片由受访者提供",
    "资料图",
    "近日，外",
    "本报讯",
    "新华社北京11月13日电",
    "据新华社电",
    "（",
    "）",
    "(",
    ")",
    "【",
    "】",
    "记者",
    "通讯员",
    "本报记者",
    "特约摄影",
    "文/图",
    "摄",
    "摄影报道",
    "报道",
    "王露",
    "景斌",
    "雷玉艳",
    "欧阳娜",
    "阿卜杜拉·艾力",
    "王 五",
    "，",
    "。",
    "、",
    "：",
    ":",
    ",",
    ";",
    "；",
    "“",
    "”",
    "\"",
    "▶",
    "▲",
    "图为",
    "图片说明：",
    "资料图片",
    "新华社发",
    "下转第3版",
    "（上接第1版）",
    "——",
    "---",
    "示例县平川镇",
    "一、",
    "（一）",
    "1.",
    "10:30",
    "http://example.com/a?b=1,2",
    "GDP",
    "3.5%",
    "![",
    "](a.jpg)",
    "<img src=\"a.jpg\" alt=\"图\">",
    "[链接](http://example.com)",
    "> ",
    "- ",
    "| ",
    "责任编辑：",
    "本版责编 ",
    "2026年11月18日 星期三",
    "新闻热线：",
    "标题：",
    "副题：",
    "作者：",
    "正文：",
    "来源：",
    "By Jane Doe",
    "LONDON (Reuters) — ",
    "\\",
    "`",
    "```",
    "&nbsp;",
    "<br>",
    "<!-- 注 -->",
    "简讯",
    "。”",
    "。（",
    "记者王露通讯员雷玉艳",
    "等",
    "参与采写",
];

/// Pieces that newspapers put together, in any order.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(FRAGMENTS).prop_map(str::to_owned);
    let sentence = prop::collection::vec(prop::char::range('\u{4e00}', '\u{4eff}'), 1..40)
        .prop_map(|chars| chars.into_iter().collect());
    let odd = prop::collection::vec(any::<char>(), 0..6).prop_map(|chars| chars.into_iter().collect());
    prop_oneof![6 => fixed, 3 => sentence, 1 => odd]
}

const ENGLISH: &[&str] = &[
    "By Jane Doe\n",
    "By JANE DOE\nStaff Writer\n",
    "LONDON (Reuters) - ",
    "SAMPLEVILLE, Nov. 13 (AP) — ",
    "The council voted 7-2 on Tuesday to spend $84 million. ",
    "“It is a start,” she said.",
    "the water had risen",
    " well-\n",
    "known",
    "\n\n",
    "\n",
    "\n\n\n",
    "Council names park after teacher\n\n",
    "WORLD\n",
    "Continued on Page A6",
    "From Page A1\n",
    "(Photo by John Smith)",
    "John Smith/Reuters",
    "AP Photo/Jane Doe\n",
    "1. ",
    "Eagles 78, Bears 75\n",
    "5.",
    "3%",
    "1,2",
    "00",
    "(Reporting by Jane Doe; Editing by John Roe)",
    "From staff reports",
    "Enditem",
    "jdoe@example.com",
    "-- MORE --",
    "Photo: ",
    ". ",
    ", ",
];

/// Pieces of copy without Markdown or HTML.
fn plain_piece() -> impl Strategy<Value = String> {
    let markup = |piece: &&str| {
        piece.contains(['#', '*', '<', '[', ']', '`', '&', '\\', '|', '>', '_', '-', ':', '：'])
    };
    let fixed: Vec<&str> = FRAGMENTS.iter().copied().filter(|piece| !markup(piece)).collect();
    let sentence = prop::collection::vec(prop::char::range('\u{4e00}', '\u{4eff}'), 1..40)
        .prop_map(|chars| chars.into_iter().collect());
    prop_oneof![
        4 => prop::sample::select(fixed).prop_map(str::to_owned),
        4 => prop::sample::select(ENGLISH).prop_map(|piece| (*piece).to_owned()),
        2 => sentence,
    ]
}

/// `PROPTEST_CASES`, where it asks for more than a test run has time for.
fn cases() -> u32 {
    ProptestConfig::default().cases.max(1500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/nothing_lost.regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn put_together_copy_loses_nothing(pieces in prop::collection::vec(piece(), 1..40)) {
        assert_nothing_lost(&pieces.concat());
    }

    #[test]
    fn copy_without_markup_is_kept_to_the_letter(pieces in prop::collection::vec(plain_piece(), 1..40)) {
        assert_whole_and_in_order(&pieces.concat());
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        assert_nothing_lost(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(read_copy(&bytes).map_or_else(|error| !error.code().is_empty(), |reading| !reading.stories.is_empty()));
    }
}

#[test]
fn the_cases_lose_nothing() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("the cases are in the repository") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|ending| ending != "json") {
            let text = std::fs::read_to_string(&path).expect("a readable case");
            assert_nothing_lost(&text);
            if !text.contains(['<', '#', '*', '[', '|', '&', '`']) && !text.starts_with("---") {
                assert_whole_and_in_order(&text);
            }
            read += 1;
        }
    }
    assert!(read >= 40);
}
