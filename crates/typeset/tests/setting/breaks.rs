//! Where lines end: 避头尾, numbers, words, addresses, and what happens when nothing fits.

use broadsheet_typeset::{BreakReason, Lang, Notice, SetRequest, Slot};
use broadsheet_units::Length;

use crate::galley::{COMPOSER, EM, available, lines, paragraph, set};

fn forced(notices: &[Notice]) -> Vec<(usize, BreakReason)> {
    notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::ForcedBreak { line, reason, .. } => Some((*line, *reason)),
            _ => None,
        })
        .collect()
}

/// Sets the text in every measure from 6 to 16 字 and answers all line texts but the first of each paragraph.
fn all_starts(text: &str) -> Vec<String> {
    (6..=16).flat_map(|ems| lines(text, ems).into_iter().skip(1)).collect()
}

fn all_ends(text: &str) -> Vec<String> {
    (6..=16)
        .flat_map(|ems| {
            let mut lines = lines(text, ems);
            lines.pop();
            lines
        })
        .collect()
}

#[test]
fn marks_keep_from_line_starts_and_ends() {
    let text =
        "他说：“我们（三个人）看了《红楼梦》、《水浒传》和《西游记》，很好！”真的吗？是的……也许——不是。";
    for start in all_starts(text) {
        assert!(!start.starts_with(['，', '。', '、', '：', '？', '！', '”', '）', '》', '…']), "{start}");
    }
    for end in all_ends(text) {
        assert!(!end.ends_with(['“', '（', '《']), "{end}");
        let dashes = end.chars().rev().take_while(|c| *c == '—').count();
        assert!(dashes % 2 == 0, "{end}");
    }
}

#[test]
fn numbers_stay_with_their_signs_and_units() {
    let text =
        "今年增长15%，气温36℃，价格为￥300，产量3.5万吨，比2019年多1,234.56元，面积1200平方米，约占3/4。";
    let starts = all_starts(text);
    for start in &starts {
        for forbidden in ["%", "℃", "万", "元", ".5", ",234", "/4"] {
            assert!(!start.starts_with(forbidden), "{start}");
        }
    }
    for end in all_ends(text) {
        assert!(!end.ends_with('￥') && !end.ends_with('.'), "{end}");
    }
    // Where no line gets loose by it, a year is not parted from 年.
    let years = "他们从2019年春天走到2021年秋天，又从2021年冬天走到2023年夏天，走了很多很远的地方。";
    for ems in [9, 10, 11, 14, 16] {
        assert!(lines(years, ems).iter().all(|line| !line.starts_with('年')), "{ems}");
    }
}

#[test]
fn a_price_may_start_a_line_behind_a_full_width_mark() {
    for (text, ems, expected) in [
        ("一二三四，￥300起", 5, ["一二三四，", "￥300起"]),
        ("一二三四。$300起", 5, ["一二三四。", "$300起"]),
        ("（一二三）￥３００起", 5, ["（一二三）", "￥３００起"]),
    ] {
        assert_eq!(lines(text, ems), expected);
    }
}

#[test]
fn full_width_numbers_and_signs_stay_whole() {
    let text = "增长３．５％，达１２，３４５元，气温－３℃到＋５℃，约±２度，有１，２个";
    // In six 字 the longest of these numbers leaves no room for its 元.
    for ems in 8..=16 {
        for line in lines(text, ems) {
            let split = ["３．", "１２，", "－", "＋", "±", "１２"].iter().any(|end| line.ends_with(end));
            assert!(!split, "{line}");
        }
    }
}

#[test]
fn a_typed_space_parts_no_number_from_its_unit() {
    let text =
        "产量 3.5 万 吨，面积 1200 平方米，票价 300 元，气温 36 ℃，增长 15 %，全长 42 km，重 5 kg，共 8 亿元";
    for start in all_starts(text) {
        for unit in ["万", "平方米", "元", "℃", "%", "km", "kg", "亿"] {
            assert!(!start.starts_with(unit), "{start}");
        }
    }
}

#[test]
fn a_year_is_only_parted_from_its_word_where_lines_would_be_torn() {
    // Kept in the first pass this costs a line stretched by three eighths of a 字 per gap.
    let kept = lines("一二三四五六七八九2022年一二三四五六七八九十一二三四五", 11);
    assert!(kept.iter().all(|line| !line.starts_with('年')), "{kept:?}");
}

#[test]
fn what_is_not_seen_hides_no_forbidden_start() {
    let text = "社区治理社区治理\u{200B}\u{FEFF}，社区治理社区治\u{200B}……社区治\u{200B}·理社区";
    for ems in 3..=12 {
        let set = set(&paragraph(text), EM * ems);
        assert_eq!(forced(&set.notices), []);
        for line in &set.lines[1..] {
            let seen = line.text.trim_start_matches(['\u{200B}', '\u{FEFF}']);
            assert!(!seen.starts_with(['，', '…', '·']), "{:?}", line.text);
        }
    }
}

#[test]
fn a_soft_hyphen_is_shown_where_a_word_is_divided_at_it() {
    let text = "数据库数据库Daten\u{AD}bank数据库数据库";
    let set = set(&paragraph(text), EM * 19 / 2);
    let line = &set.lines[0];
    assert_eq!(line.text, "数据库数据库Daten\u{AD}");
    let hyphen = line.glyphs.last().expect("a hyphen");
    assert!(line.hyphen && hyphen.range.is_empty());
    assert_eq!(hyphen.x + hyphen.advance, line.x + line.width);
}

#[test]
fn a_bullet_typed_for_an_interpunct_is_one() {
    for start in all_starts("作家示例诺•范文斯基和样张尔•清样利都在这里写作") {
        assert!(!start.starts_with('•'), "{start}");
    }
}

#[test]
fn an_interpunct_never_starts_a_line_and_a_latin_word_is_whole() {
    let text = "作家示例诺·范文斯基和样张尔·清样利都用MacBook写作";
    for start in all_starts(text) {
        assert!(!start.starts_with('·'), "{start}");
    }
    for ems in 5..=16 {
        let set = set(&paragraph(text), EM * ems);
        assert_eq!(forced(&set.notices), []);
        let broken = set.lines.iter().filter(|line| line.text.contains("MacBook")).count();
        assert_eq!(broken, 1, "{ems}");
    }
}

#[test]
fn a_range_of_years_does_not_break_before_its_dash() {
    for start in all_starts("马克思（1818—1883）和恩格斯（1820—1895）合写了《共产党宣言》")
    {
        assert!(!start.starts_with('—'), "{start}");
    }
}

#[test]
fn thirty_stops_are_broken_with_a_notice() {
    let text = "。".repeat(30);
    let set = set(&paragraph(&text), EM * 11);
    assert_eq!(forced(&set.notices), [(0, BreakReason::ForbiddenPair)]);
    assert!(set.lines.iter().all(|line| line.width <= available(line)));
}

#[test]
fn an_address_breaks_behind_its_separators_first() {
    let text = "见https://www.example.com/news/2022-11-18/longname.html";
    let set = set(&paragraph(text), EM * 11);
    let forced = forced(&set.notices);
    assert!(!forced.is_empty());
    for (line, reason) in forced {
        assert_eq!(reason, BreakReason::Address);
        let text = &set.lines[line].text;
        assert!(text.ends_with(['/', '.', '?', '&', '-']), "{text}");
    }
}

#[test]
fn a_word_breaks_anywhere_before_a_mark_goes_astray() {
    let set = set(&paragraph(&"x".repeat(60)), EM * 11);
    assert!(forced(&set.notices).iter().all(|(_, reason)| *reason == BreakReason::Word));
    assert_eq!(set.lines.iter().map(|line| line.text.as_str()).collect::<String>(), "x".repeat(60));
    let number = "1".repeat(60);
    let set = crate::galley::set(&paragraph(&number), EM * 11);
    assert!(forced(&set.notices).iter().all(|(_, reason)| *reason == BreakReason::Number));
    assert!(!forced(&set.notices).is_empty());
}

#[test]
fn a_character_wider_than_the_measure_has_its_own_line() {
    let set = set(&paragraph("大样"), EM / 2);
    assert_eq!(set.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["大", "样"]);
    let wide = set.notices.iter().filter(|notice| notice.code() == "wider-than-measure").count();
    assert_eq!(wide, 2);
}

#[test]
fn english_words_divide_at_hyphenation_points() {
    let mut text =
        paragraph("The committee published extraordinary recommendations concerning representatives.");
    text.lang = Lang::En;
    text.spans[0].style.lang = Lang::En;
    let set = set(&text, EM * 12);
    assert!(set.lines.iter().any(|line| line.hyphen));
    for pair in set.lines.windows(2) {
        if pair[0].hyphen {
            let before = pair[0].text.chars().rev().take_while(|c| c.is_alphabetic()).count();
            let after = pair[1].text.chars().take_while(|c| c.is_alphabetic()).count();
            assert!(before >= 2 && after >= 3, "{}-{}", pair[0].text, pair[1].text);
            let hyphen = pair[0].glyphs.last().expect("a hyphen");
            assert!(hyphen.range.is_empty() && hyphen.x + hyphen.advance == pair[0].x + pair[0].width);
        }
    }
    text.options.hyphenate = false;
    assert!(crate::galley::set(&text, EM * 12).lines.iter().all(|line| !line.hyphen));
}

#[test]
fn a_line_feed_ends_a_line() {
    let set = set(&paragraph("上联\n下联横批"), EM * 13);
    let texts: Vec<&str> = set.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["上联\n", "下联横批"]);
    assert_eq!(set.lines[0].width, EM * 2, "it is not stretched");
    assert_eq!((set.lines[0].last, set.lines[1].last), (false, true));
}

#[test]
fn each_line_is_set_in_the_measure_of_its_slot() {
    let text = "社区是城市治理的最后一公里是党和政府联系服务群众的桥梁和纽带做好社区管理体制改革";
    let slots = [13, 13, 6, 6, 13].map(|ems| Slot::new(EM * ems));
    let shaped = COMPOSER.shape(&paragraph(text));
    let set = COMPOSER.set(&shaped, &slots, SetRequest::default());
    let counts: Vec<usize> = set.lines.iter().map(|line| line.text.chars().count()).collect();
    assert_eq!(counts, [13, 13, 6, 6, 2]);
    for (n, line) in set.lines.iter().enumerate() {
        assert_eq!((line.slot, line.measure), (n, slots[n].measure));
    }
}

#[test]
fn a_paragraph_can_be_made_a_line_longer() {
    let text = "社区是城市治理的“最后一公里”，是党和政府联系服务群众的桥梁和纽带。做好社区管理体制改革，对于理顺管理体制机制、\
                实现基层减负、满足城镇化发展需求、促进经济社会全方位高质量发展具有重要意义。";
    let shaped = COMPOSER.shape(&paragraph(text));
    let slots = [Slot::new(EM * 13)];
    let counts = COMPOSER.line_counts(&shaped, &slots);
    let best = COMPOSER.set(&shaped, &slots, SetRequest::default()).lines.len();
    assert_eq!(counts.best, best);
    assert!(counts.most > best, "{counts:?}");
    let longer = COMPOSER.set(&shaped, &slots, SetRequest { looseness: 1 });
    assert_eq!(longer.lines.len(), best + 1);
    assert!(longer.notices.iter().all(|notice| notice.code() != "loose-line"));
    let shorter = COMPOSER.set(&shaped, &slots, SetRequest { looseness: -1 });
    assert_eq!(shorter.lines.len(), counts.fewest.max(best - 1));
}

/// Five lines of nine 字 in eleven, and two: every gap is within the limit, and all of them show.
#[test]
fn lines_in_succession_that_are_stretched_to_the_limit_are_told() {
    let pale = |characters: usize| {
        let shaped = COMPOSER.shape(&paragraph(&"字".repeat(characters)));
        let counts = COMPOSER.line_counts(&shaped, &[Slot::new(EM * 11)]);
        assert_eq!((counts.best, counts.most), (5, 6), "{characters}");
        (counts.pale[1], counts.pale[2])
    };
    assert_eq!(pale(47), (0, 5));
    assert_eq!(pale(52), (0, 0), "ten in eleven");
}

#[test]
fn the_last_line_is_not_a_single_character_where_that_can_be_helped() {
    for extra in 0..13 {
        let text = format!("{}，学习贯彻精神聚焦提升社区服务管理水平。", "一".repeat(30 + extra));
        let set = set(&paragraph(&text), EM * 13);
        let last = &set.lines.last().expect("lines").text;
        assert!(last.trim_end_matches('。').chars().count() > 1, "{last}");
    }
}

#[test]
fn a_single_character_is_never_last_where_any_legal_breaks_avoid_it() {
    // The line before must open its gaps by a whole 字.
    let narrow = lines("一二三四五。", 5);
    assert_eq!(narrow, ["一二三", "四五。"]);
    assert_eq!(lines("一二三四。", 3), ["一二", "三四。"]);
}

#[test]
fn english_lines_open_a_word_space_by_a_quarter_at_most_where_they_can() {
    let text = "The committee published extraordinary recommendations concerning representatives of the \
                province, and the newspaper printed every single one of them on the following morning, when \
                several correspondents were already travelling towards the mountains.";
    let mut english = paragraph(text);
    english.lang = Lang::En;
    english.spans[0].style.lang = Lang::En;
    let set = set(&english, EM * 34);
    assert!(set.lines.iter().any(|line| line.hyphen));
    for line in set.lines.iter().filter(|line| !line.last) {
        let spaces = line.text.trim_end().matches(' ').count();
        let opened = (line.width - line.natural).to_points() / EM.to_points();
        assert!(opened <= 0.25 * f64::from(u32::try_from(spaces).unwrap()) + 0.001, "{}", line.text);
    }
    assert!(set.notices.iter().all(|notice| notice.code() != "loose-line"));
}

#[test]
fn a_text_of_many_thousands_of_characters_is_set_whole_and_its_lines_are_not_counted() {
    for unit in ["字", "x", "1", "。", "a1/", "字a，"] {
        let text: String = unit.chars().cycle().take(30_000).collect();
        let shaped = COMPOSER.shape(&paragraph(&text));
        let slots = [Slot::new(EM)];
        let set = COMPOSER.set(&shaped, &slots, SetRequest { looseness: 1 });
        assert_eq!(set.lines.iter().map(|line| line.text.len()).sum::<usize>(), text.len());
        let counts = COMPOSER.line_counts(&shaped, &slots);
        assert_eq!((counts.fewest, counts.most), (set.lines.len(), set.lines.len()), "{unit}");
    }
}

#[test]
fn an_empty_paragraph_has_no_lines() {
    assert!(set(&paragraph(""), EM * 13).lines.is_empty());
    assert_eq!(COMPOSER.natural_width(&paragraph("")), Length::ZERO);
}
