//! Widows: the last line of a paragraph at the top of a column.

use broadsheet_typeset::{Ending, Lang, Paragraph, Set, SetRequest, Slot};
use proptest::prelude::*;

use crate::galley::{COMPOSER, EM, paragraph};

/// How many lines a text takes, `rows` of which stand in the first column.
fn rows(text: &str, ems: i32, rows: usize) -> usize {
    let mut slots = vec![Slot::new(EM * ems); rows + 9];
    slots[rows] = slots[rows].at_column_start();
    COMPOSER.set(&COMPOSER.shape(&paragraph(text)), &slots, SetRequest::default()).lines.len()
}

const TEXT: &str = "社区是城市治理的“最后一公里”，是党和政府联系服务群众的桥梁和纽带。做好社区管理体制改革，对于理顺管理体制机制、\
                    实现基层减负、满足城镇化发展需求、促进经济社会全方位高质量发展具有重要意义。";

#[test]
fn a_last_line_is_not_left_alone_at_the_top_of_a_column() {
    let free = rows(TEXT, 13, 50);
    // The column ends where the last line would come to stand: the paragraph takes a line more.
    assert_eq!(rows(TEXT, 13, free - 1), free + 1);
    // Elsewhere the column makes no difference.
    for column in [free - 2, free - 3, free] {
        assert_eq!(rows(TEXT, 13, column), free, "{column}");
    }
}

#[test]
fn a_widow_is_not_worth_a_loose_line() {
    // Two lines are full, the third has three 字: four lines would open their gaps by half a 字.
    let text = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九";
    assert_eq!((rows(text, 13, 50), rows(text, 13, 2)), (3, 3));
}

/// English copy.
fn english() -> Paragraph {
    let mut english = paragraph(
        "The committee published its extraordinary recommendations on Tuesday, and representatives of the county \
         said that they would study them carefully before the next meeting, which is expected to take place early \
         in December, according to several correspondents.",
    );
    english.lang = Lang::En;
    english.spans[0].style.lang = english.lang;
    english
}

#[test]
fn a_word_is_not_divided_between_two_columns_where_that_costs_no_looser_line() {
    let shaped = COMPOSER.shape(&english());
    let (mut free, mut at_column) = (0, 0);
    for ems in 12..60 {
        let set = COMPOSER.set(&shaped, &[Slot::new(EM * ems)], SetRequest::default());
        for divided in set.lines.iter().filter(|line| line.hyphen).map(|line| line.slot) {
            let mut slots = vec![Slot::new(EM * ems); divided + 3];
            slots[divided + 1] = slots[divided + 1].at_column_start();
            free += 1;
            at_column +=
                i32::from(COMPOSER.set(&shaped, &slots, SetRequest::default()).lines[divided].hyphen);
        }
    }
    // A column changes nothing else: without the rule the two numbers are equal.
    assert!(free > 20 && at_column + 5 < free, "{at_column} of {free}");
}

#[test]
fn what_a_paragraph_ends_with_is_told_for_a_line_more_and_a_line_fewer() {
    let ending = |set: &Set| match &set.lines[..] {
        [.., before, _] if before.hyphen => Ending::Divided,
        [.., _, last] if last.width < EM * 2 => Ending::Short,
        _ => Ending::Full,
    };
    let mut seen = [0; 3];
    for ems in 10..60 {
        for text in [english(), paragraph(TEXT)] {
            let (shaped, slots) = (COMPOSER.shape(&text), [Slot::new(EM * ems)]);
            let counts = COMPOSER.line_counts(&shaped, &slots);
            let best = COMPOSER.set(&shaped, &slots, SetRequest::default());
            assert_eq!((counts.best, counts.endings[1]), (best.lines.len(), ending(&best)));
            for (looseness, told) in [(-1, counts.endings[0]), (1, counts.endings[2])] {
                let set = COMPOSER.set(&shaped, &slots, SetRequest { looseness });
                if set.lines.len() != counts.best {
                    assert_eq!(told, ending(&set), "{ems} 字: {:?}", set.lines.last());
                    seen[told as usize] += 1;
                }
            }
        }
    }
    assert!(seen[0] > 10 && seen[2] > 4, "{seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where the paragraph can be set in a line more or fewer, with neither loose lines nor a runt, the last one is
    /// never alone.
    #[test]
    fn a_widow_only_comes_where_no_other_number_of_lines_does(ems in 6..24_i32, chars in 30..110_usize) {
        let text: String = TEXT.chars().take(chars).collect();
        let shaped = COMPOSER.shape(&paragraph(&text));
        let set = |looseness: i32| COMPOSER.set(&shaped, &[Slot::new(EM * ems)], SetRequest { looseness });
        let liked = set(0);
        prop_assume!(liked.lines.len() > 2 && liked.notices.is_empty());
        let other = [1, -1].into_iter().map(set).any(|set| {
            let last = set.lines.last().map_or("", |line| line.text.as_str());
            let runt = last.chars().filter(|c| c.is_alphanumeric()).count() < 2;
            set.lines.len() != liked.lines.len() && set.notices.is_empty() && !runt
        });
        if other {
            prop_assert_ne!(rows(&text, ems, liked.lines.len() - 1), liked.lines.len(), "{} in {} 字", text, ems);
        }
    }
}
