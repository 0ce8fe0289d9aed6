//! Whatever the text, reading it never panics, and no Han is lost unseen: it is in the reading or in a guess.

use std::collections::BTreeMap;

use broadsheet_intake::{Reading, read_copy};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}')
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
            assert_nothing_lost(&std::fs::read_to_string(&path).expect("a readable case"));
            read += 1;
        }
    }
    assert!(read >= 40);
}
