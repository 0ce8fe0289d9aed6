//! Where the words of a headline end: for breaks that never fall inside a word, a number or a name.
//!
//! Chinese words come from a dictionary, and names that it lacks from a model of character sequences (`segment.rs`);
//! what words in an alphabet have to do with each other, `english.rs` knows.

mod english;

use broadsheet_units::Length;

use crate::classes::Class;
use crate::shape::bare_atoms;
use crate::shape::breaks::{self, Break};
use crate::{FontStack, Lang, Paragraph, TextStyle, segment};
use english::Capitals;

/// A place where a headline may be broken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct HeadlineBreak {
    /// The byte at which the next line starts.
    pub at: usize,
    /// How bad a break is here, from 0 (a blank between two clauses) to 1000. A place that a headline is never
    /// broken at is not listed.
    pub cost: u32,
}

impl HeadlineBreak {
    /// Whether the line before it ends in a word that leans on what follows: worse than a headline of a smaller size.
    #[must_use]
    pub fn leans(&self) -> bool {
        matches!(self.cost, BEHIND_LEANING | IN_PHRASE)
    }

    /// The same where only clauses and words count, and not what words have to do with each other: for a headline that
    /// fits in no better way.
    #[must_use]
    pub fn plain(&self) -> Self {
        let cost = match self.cost {
            CLAUSE | ACROSS_WORD => self.cost,
            _ => BETWEEN_WORDS,
        };
        Self { cost, ..*self }
    }
}

/// Between two clauses that a blank divides.
const CLAUSE: u32 = 0;
/// Behind a mark that ends or divides a sentence.
const BEHIND_STOP: u32 = 50;
/// Before an opening mark or behind a closing one.
const AT_BRACKET: u32 = 150;
/// Behind 、 and ·-like marks that divide what belongs together.
const IN_LIST: u32 = 200;
/// Between two words.
const BETWEEN_WORDS: u32 = 300;
/// Where a word of a single 字 stands on one side: perhaps a name that the dictionary lacks.
const BESIDE_SINGLE: u32 = 450;
/// Where the words were found to divide, but a longer word of the dictionary lies across: 健身运动|会.
const ACROSS_WORD: u32 = 800;
/// Behind a word that leans on what follows it.
const BEHIND_LEANING: u32 = 700;
/// Inside what is one word in all but writing: knock out, four hundred.
const IN_PHRASE: u32 = 950;

/// The places where words end (bytes), ascending, without the text's own start and end.
#[must_use]
pub fn words(text: &str) -> Vec<usize> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut ends = segment::ends(text);
    ends.pop();
    ends
}

/// Where a headline may be broken, ascending: never inside a word, a number, a name or a Latin word, never before a
/// particle (的, 了, 着, 过, 等 …) nor where 避头尾 forbids it.
#[must_use]
pub fn headline_breaks(text: &str) -> Vec<HeadlineBreak> {
    let style = TextStyle::new(FontStack::default(), Length::points(9));
    let paragraph = Paragraph::new(text, style);
    let atoms = bare_atoms(&paragraph, text);
    let legal = breaks::without_hyphens(Lang::Zh, text, &atoms);
    let ends = words(text);
    let (across, whole) = longer_words(text);
    let capitals = Capitals::of(text);
    let mut found = Vec::new();
    for at in 1..atoms.len() {
        let Break::Legal(penalty) = legal[at] else { continue };
        let byte = atoms[at].start as usize;
        let (before, after) = (atoms[at - 1].class, atoms[at].class);
        let cost = match (before, after) {
            (Class::Space | Class::WideSpace | Class::Tab, _) => {
                let latin = at >= 2 && atoms[at - 2].class.is_narrow() && after.is_narrow();
                if latin { english::at_blank(&text[..byte], &text[byte..], capitals) } else { Some(CLAUSE) }
            }
            _ if penalty > 0 => None,
            (Class::Comma, _) if text[..byte].ends_with('、') => Some(IN_LIST),
            (Class::Comma | Class::Stop | Class::Dash, _) => Some(BEHIND_STOP),
            (Class::Closing, _) | (_, Class::Opening) => Some(AT_BRACKET),
            _ => ends.binary_search(&byte).ok().and_then(|end| between(text, &ends, end)).map(|cost| {
                match cost {
                    _ if across.contains(&byte) => cost.max(ACROSS_WORD),
                    // What stands before is no single 字, but the end of the longer word.
                    BESIDE_SINGLE if whole.contains(&byte) => BETWEEN_WORDS,
                    _ => cost,
                }
            }),
        };
        found.extend(cost.map(|cost| HeadlineBreak { at: byte, cost }));
    }
    found
}

/// The places inside words of three characters and more that the dictionary has, whichever words the text was divided
/// into, and the places where such words end.
fn longer_words(text: &str) -> (Vec<usize>, Vec<usize>) {
    let (mut inside, mut ends) = (Vec::new(), Vec::new());
    for word in segment::words_in(text) {
        let length = text[word.clone()].chars().count();
        if length > 2 {
            inside.extend(text[word.clone()].char_indices().skip(1).map(|(at, _)| word.start + at));
            ends.push(word.end);
        }
    }
    (inside, ends)
}

/// The cost of a break at the end of a word; `None` where what follows leans back.
fn between(text: &str, ends: &[usize], end: usize) -> Option<u32> {
    let start = end.checked_sub(1).map_or(0, |before| ends[before]);
    let stop = ends.get(end + 1).copied().unwrap_or(text.len());
    let (word, next) = (&text[start..ends[end]], &text[ends[end]..stop]);
    if points(word, &text[ends[end]..]) {
        return None;
    }
    let leans_back = PARTICLES.contains(&next) && !points(next, &text[stop..]);
    if leans_back || next.starts_with(['们', '的', '化', '性']) && next.chars().count() == 1 {
        return None;
    }
    // 个, 名, 元 … count what stands before: 3个, 五名.
    if word.chars().all(is_numeral) {
        return None;
    }
    if LEANING.contains(&word) {
        return Some(BEHIND_LEANING);
    }
    let single = |word: &str| word.chars().nth(1).is_none();
    Some(if single(word) || single(next) { BESIDE_SINGLE } else { BETWEEN_WORDS })
}

/// Whether a word says which of the times that follow is meant: 下月, 本周. Dictionaries have only some of these.
fn points(word: &str, then: &str) -> bool {
    ["上", "下", "本", "每", "当", "今", "明", "去", "前", "次"].contains(&word)
        && then.starts_with(['年', '月', '周', '日', '季', '旬'])
}

/// Words that lean on what stands before them.
const PARTICLES: [&str; 20] = [
    "的", "了", "着", "过", "地", "得", "等", "们", "之", "吗", "呢", "吧", "啊", "者", "里", "上", "中",
    "下", "内", "们的",
];

/// Words that lean on what follows them.
const LEANING: [&str; 34] = [
    "和", "与", "及", "或", "在", "把", "被", "将", "为", "以", "对", "向", "从", "由", "让", "使", "给",
    "按", "第", "不", "未", "无", "非", "再", "最", "更", "很", "已", "正", "新", "老", "大", "小", "各",
];

fn is_numeral(c: char) -> bool {
    c.is_numeric() || "一二三四五六七八九十百千万亿两几数多余第〇零".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headline with `|` where it may be broken, and `‖` where that costs nothing.
    fn shown(text: &str) -> String {
        let mut shown = String::new();
        let mut from = 0;
        for found in headline_breaks(text) {
            shown.push_str(&text[from..found.at]);
            shown.push(if found.cost == 0 { '‖' } else { '|' });
            from = found.at;
        }
        shown + &text[from..]
    }

    #[test]
    fn headlines_break_between_words_and_first_between_clauses() {
        assert_eq!(shown("推进管理体制改革 提升社区服务水平"), "推进|管理|体制改革 ‖提升|社区|服务水平");
        assert_eq!(shown("健康知识讲座 惠及百姓健康"), "健康|知识讲座 ‖惠及|百姓|健康");
    }

    #[test]
    fn a_time_keeps_the_word_that_says_which() {
        assert_eq!(shown("新戏下月进村"), "新戏|下月|进村");
        assert_eq!(shown("门诊本周开诊"), "门诊|本周|开诊");
    }

    #[test]
    fn a_break_across_a_longer_word_is_a_last_resort() {
        let breaks = headline_breaks("全民健身运动会昨日闭幕");
        let cost =
            |at: &str| breaks.iter().find(|found| found.at == at.len()).map_or(1000, |found| found.cost);
        assert!(cost("全民健身运动") > cost("全民健身运动会"), "{breaks:?}");
    }

    #[test]
    fn headlines_never_break_in_a_number_or_before_a_particle() {
        for (text, never) in [
            ("刘保明：痴心制鼓50年", "50|年"),
            ("投资3.5亿元建设美丽的家园", "5|亿"),
            ("投资3.5亿元建设美丽的家园", "|的"),
            ("“三心”提升群众幸福指数", "“|"),
            ("“三心”提升群众幸福指数", "|”"),
            ("走过了20个春秋", "20|个"),
            ("OpenAI发布新产品", "Op|"),
        ] {
            assert!(!shown(text).contains(never), "{} has {never}", shown(text));
        }
    }

    #[test]
    fn an_english_line_ends_in_no_word_that_leans_on_the_next() {
        fn leaning(text: &str) -> Vec<&str> {
            let ends = headline_breaks(text).into_iter().filter(HeadlineBreak::leans);
            ends.filter_map(|found| text[..found.at].split_whitespace().next_back()).collect()
        }
        assert_eq!(
            leaning("Council to plant four hundred trees in the old town"),
            ["to", "four", "in", "the"]
        );
        assert_eq!(leaning("Hospital, reopened by Dr. Brown, is full"), ["by", "Dr.", "is"]);
    }

    #[test]
    fn an_english_number_and_a_verb_with_its_particle_are_not_divided() {
        let phrases = |text: &str| {
            let inside = headline_breaks(text).into_iter().filter(|found| found.cost == IN_PHRASE);
            inside.map(|found| text[found.at..].split(' ').next().unwrap_or_default().to_owned()).collect()
        };
        let found: Vec<String> = phrases("Storm knocks out power to four hundred homes");
        assert_eq!(found, ["out", "hundred"]);
        let found: Vec<String> = phrases("Budget of 3.5 million agreed");
        assert_eq!(found, ["million"]);
    }

    #[test]
    fn an_english_name_is_divided_where_it_must() {
        let cost = |text: &str, at: &str| {
            headline_breaks(text).iter().find(|found| found.at == at.len()).map(|found| found.cost)
        };
        assert_eq!(cost("Readers find Green Park shut", "Readers find Green "), Some(550));
        assert_eq!(cost("Readers Find Green Park Shut", "Readers Find Green "), Some(BETWEEN_WORDS));
    }

    #[test]
    fn odd_texts_are_no_trouble() {
        for text in ["", "字", " ", "\n", "👨‍👩‍👧", "……", "a", "。。。"] {
            assert!(headline_breaks(text).iter().all(|found| text.is_char_boundary(found.at)));
            assert!(words(text).iter().all(|at| text.is_char_boundary(*at)));
        }
    }
}
