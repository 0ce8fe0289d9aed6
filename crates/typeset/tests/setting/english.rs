//! English: where words are divided and how often, letters that help to fill a line, marks that hang.

use broadsheet_typeset::{Hyphens, Lang, LatinShapes, Letterfit, Line, Paragraph, Set};
use broadsheet_units::Length;
use proptest::prelude::*;

use crate::galley::{COMPOSER, EM, available, paragraph, set};

const COPY: &str = include_str!("../../../../tests/suite/pages/english-tabloid/copy.md");

fn english(text: &str) -> Paragraph {
    let mut made = paragraph(text);
    made.lang = Lang::En;
    made.spans[0].style.lang = Lang::En;
    made.spans[0].style.stack.families = vec!["Liberation Serif".to_owned(), "Noto Serif CJK SC".to_owned()];
    made
}

/// The paragraphs of the tabloid page's copy that are long enough to show how lines are filled.
fn copy() -> impl Iterator<Item = &'static str> {
    COPY.lines().filter(|line| line.split(' ').count() > 25)
}

/// By how much the blanks between words are opened, in thousandths of the em, line by line, but for last lines.
fn openings(set: &Set) -> Vec<i64> {
    let opened = |line: &Line| {
        let spaces = i64::try_from(line.text.trim_end().matches(' ').count()).expect("few");
        let narrow: i64 = widened(line);
        let spare = i64::from((line.width - line.natural).raw()) - narrow;
        (spaces > 0).then(|| spare * 1000 / spaces / i64::from(EM.raw()))
    };
    set.lines.iter().filter(|line| !line.last).filter_map(opened).collect()
}

/// How much wider the words of a line are than they are on their own.
fn widened(line: &Line) -> i64 {
    let mut sum = 0;
    for word in line.text.trim_end().split(' ') {
        let at = line.range.start + (word.as_ptr() as usize - line.text.as_ptr() as usize);
        let glyphs: Vec<_> =
            line.glyphs.iter().filter(|glyph| (at..at + word.len()).contains(&glyph.range.start)).collect();
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else { continue };
        let mut alone = english(word);
        alone.options.hyphenate = false;
        let natural = COMPOSER.natural_width(&alone);
        sum += i64::from((last.x + last.advance - first.x - natural).raw());
    }
    sum
}

/// Mean opening, the greatest one, and how many lines are told to be loose.
fn looseness(options: impl Fn(&mut Paragraph)) -> (i64, i64, usize) {
    let mut all = Vec::new();
    let mut loose = 0;
    for text in copy() {
        let mut made = english(text);
        made.indent = EM;
        options(&mut made);
        let set = set(&made, EM * 11);
        loose += set.notices.iter().filter(|notice| notice.code() == "loose-line").count();
        all.extend(openings(&set));
    }
    let lines = i64::try_from(all.len()).expect("few");
    let opened: Vec<i64> = all.iter().map(|opening| (*opening).max(0)).collect();
    (opened.iter().sum::<i64>() / lines, opened.iter().copied().max().unwrap_or(0), loose)
}

#[test]
fn letterfit_makes_narrow_columns_less_loose() {
    let plain = looseness(|_| {});
    let fitted = looseness(|made| made.options.letterfit = Letterfit { tracking: 10, scaling: 15 });
    assert!(fitted.0 * 10 <= plain.0 * 8, "the mean blank: {plain:?}, with letterfit {fitted:?}");
    assert!(fitted.1 < plain.1 && fitted.2 < plain.2, "{plain:?}, with letterfit {fitted:?}");
}

#[test]
fn letters_move_and_widen_within_their_limits() {
    for text in copy() {
        let mut made = english(text);
        made.options.letterfit = Letterfit { tracking: 10, scaling: 15 };
        let set = set(&made, EM * 11);
        for line in &set.lines {
            assert!(line.glyphs.iter().all(|glyph| (985..=1015).contains(&glyph.scale_x)), "{}", line.text);
            // A whole line of letters: 1.5 % of it, and a hundredth of the em between them.
            let letters = i64::try_from(line.glyphs.len()).expect("few");
            let most = i64::from(line.width.raw()) * 16 / 1000 + letters * i64::from(EM.raw()) * 11 / 1000;
            assert!(widened(line).abs() <= most, "{}: {} of {most}", line.text, widened(line));
            if !line.last {
                assert_eq!(line.width, available(line));
                let end = line.glyphs.last().expect("glyphs");
                let edge = i64::from((end.x + end.advance - available(line)).raw());
                assert!(edge.abs() <= 40, "{}: the last letter ends {edge} from the edge", line.text);
            }
        }
    }
}

/// The longest run of lines that end with a hyphen that was added.
fn ladder(set: &Set) -> usize {
    set.lines.split(|line| !line.hyphen).map(<[Line]>::len).max().unwrap_or(0)
}

const LONG_WORDS: &str = "Internationalization representatives characteristically misunderstood telecommunications \
                          infrastructure implementation responsibilities.";

#[test]
fn no_more_hyphens_in_succession_than_the_style_allows() {
    let mut most = Vec::new();
    for ems in 5..12 {
        for in_succession in 1..=3 {
            let mut made = english(LONG_WORDS);
            made.options.hyphens.in_succession = in_succession;
            let set = set(&made, EM * ems);
            if set.notices.iter().all(|notice| notice.code() != "forced-break") {
                let found = ladder(&set);
                // In the narrowest columns every legal way has more.
                assert!(
                    found <= usize::from(in_succession) || ems < 7,
                    "{ems} 字: {found} of {in_succession}"
                );
                most.push(found);
            }
        }
    }
    assert!(most.contains(&2), "two in succession are taken where one is not enough: {most:?}");
}

#[test]
fn two_hyphens_in_succession_are_rare_in_the_narrowest_columns() {
    let (mut pairs, mut hyphens) = (0, 0);
    for text in copy() {
        let mut made = english(text);
        made.options.letterfit = Letterfit { tracking: 10, scaling: 15 };
        let set = set(&made, EM * 11);
        pairs += set.lines.windows(2).filter(|pair| pair[0].hyphen && pair[1].hyphen).count();
        hyphens += set.lines.iter().filter(|line| line.hyphen).count();
    }
    assert!(hyphens >= 10 && pairs * 10 <= hyphens, "{pairs} pairs of {hyphens}");
}

#[test]
fn the_style_says_how_many_letters_stand_before_and_behind_a_hyphen() {
    for (before, after) in [(2, 3), (3, 3), (4, 5)] {
        let mut made = english(LONG_WORDS);
        made.options.hyphens = Hyphens { before, after, ..Hyphens::default() };
        for ems in 6..14 {
            for pair in set(&made, EM * ems).lines.windows(2).filter(|pair| pair[0].hyphen) {
                let letters = |text: &str| text.chars().take_while(|c| c.is_alphabetic()).count();
                let behind: String = pair[0].text.chars().rev().collect();
                // A word that is divided twice has fewer letters between its hyphens.
                let whole = pair[0].text.contains(' ') || pair[0].slot == 0;
                assert!(!whole || letters(&behind) >= usize::from(before), "{}-", pair[0].text);
                let ends = !pair[1].hyphen || pair[1].text.contains(' ');
                assert!(!ends || letters(&pair[1].text) >= usize::from(after), "-{}", pair[1].text);
            }
        }
    }
}

#[test]
fn marks_hang_in_part_where_the_style_wants_it() {
    let text = "“We waited, and waited, for this day,” she said. “Nobody thinks that it stays dry.”";
    let edges = |hang: bool| {
        let mut made = english(text);
        made.options.hang = hang;
        let (mut firsts, mut ends) = (Vec::new(), Vec::new());
        for ems in 9..20 {
            let set = set(&made, EM * ems);
            firsts.push(set.lines[0].glyphs[0].x);
            for line in set.lines.iter().filter(|line| !line.last) {
                let end = line.glyphs.last().expect("glyphs");
                let c = line.text.trim_end().chars().next_back().filter(|_| !line.hyphen);
                ends.push((c.unwrap_or('-'), end.x + end.advance - line.width));
            }
        }
        (firsts, ends)
    };
    let (firsts, ends) = edges(false);
    assert!(firsts.iter().all(|first| *first == Length::ZERO));
    assert!(ends.iter().all(|(_, over)| over.raw().abs() <= 8), "{ends:?}");
    let (firsts, ends) = edges(true);
    assert!(firsts.iter().all(|first| *first < Length::ZERO && *first > -EM / 3), "{firsts:?}");
    assert!(ends.iter().any(|(c, _)| ",.”".contains(*c)) && ends.iter().any(|(c, _)| c.is_alphabetic()));
    for (c, over) in ends {
        let hangs = if c.is_alphabetic() { over.raw().abs() <= 8 } else { over > EM / 10 && over < EM / 2 };
        assert!(hangs, "{c} stands {over:?} outside");
    }
}

#[test]
fn small_capitals_and_old_style_figures_come_from_the_font_or_not_at_all() {
    let gids = |family: &str, shapes: LatinShapes| {
        let mut made = english("Notes 1234");
        made.spans[0].style.stack.families = vec![family.to_owned()];
        made.spans[0].style.shapes = shapes;
        set(&made, EM * 20).lines[0].glyphs.iter().map(|glyph| glyph.gid).collect::<Vec<_>>()
    };
    let plain = LatinShapes::default();
    let both = LatinShapes { small_capitals: true, old_style_figures: true };
    assert_eq!(gids("Noto Serif CJK SC", plain), gids("Noto Serif CJK SC", both), "it has neither");
    assert!(COMPOSER.library().has_family("Noto Sans Mono"), "apt-get install fonts-noto-mono");
    let (plain, shaped) = (gids("Noto Sans Mono", plain), gids("Noto Sans Mono", both));
    let differ = |n: usize| plain[n] != shaped[n];
    assert!(!differ(0) && (1..5).all(differ) && (5..9).any(differ), "{plain:?} {shaped:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// With letterfit and hanging marks, in any measure: nothing lost, every line filled, every letter in its order.
    #[test]
    fn fitted_lines_are_filled_and_in_order(
        skip in 0..200_usize,
        length in 1..40_usize,
        measure in 20_000..300_000_i32,
        tracking in 0..30_u16,
        scaling in 0..30_u16,
        hang in any::<bool>(),
    ) {
        let text = COPY.split_whitespace().skip(skip).take(length).collect::<Vec<_>>().join(" ");
        let mut made = english(&text);
        made.options.letterfit = Letterfit { tracking, scaling };
        made.options.hang = hang;
        let set = set(&made, Length::from_raw(measure));
        let joined: String = set.lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(joined, text);
        for line in &set.lines {
            let wide = set.notices.iter().any(|notice| notice.code() == "wider-than-measure");
            prop_assert!(wide || line.width <= available(line));
            prop_assert!(wide || line.last || line.width == available(line), "{:?}", line.text);
            prop_assert!(line.glyphs.is_sorted_by_key(|glyph| glyph.x), "{:?}", line.text);
            let end = line.glyphs.last().map_or(Length::ZERO, |glyph| glyph.x + glyph.advance);
            let slack = if hang { EM / 2 } else { Length::from_raw(60) };
            prop_assert!(wide || end <= line.width + slack, "{:?} ends at {:?} of {:?}", line.text, end, line.width);
        }
    }
}
