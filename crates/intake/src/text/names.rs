//! What can be a person's name.
//!
//! A Chinese name is told from a word by its surname (the 800 that newspapers print, compound ones
//! apart), its length, and by not being a word: a list of common words that begin with a surname
//! character (高度, 和谐, 方便) stands against it.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::charset::is_han;

static SURNAMES: LazyLock<HashSet<char>> =
    LazyLock::new(|| include_str!("../../data/surnames.txt").chars().filter(|&c| is_han(c)).collect());

static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/words.txt").lines().collect());

/// Counties, cities and districts whose short names begin with a surname.
static PLACES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/places.txt").lines().collect());

const COMPOUND: [&str; 60] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒",
    "司空", "夏侯", "闻人", "澹台", "独孤", "南宫", "端木", "呼延", "申屠", "轩辕", "钟离", "淳于", "单于",
    "太史", "公冶", "濮阳", "赫连", "完颜", "纳兰", "叶赫", "那拉", "西门", "百里", "东郭", "左丘", "鲜于",
    "第五", "公羊", "宗政", "拓跋", "万俟", "亓官", "歐陽", "諸葛", "東方", "尉遲", "公孫", "長孫", "鍾離",
    "單于", "獨孤", "軒轅", "濮陽", "赫連", "完顏", "納蘭", "葉赫",
];

/// How surely a run of characters is a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Likeness {
    /// It cannot be one.
    No,
    /// Its length is right, nothing else speaks for it: good enough after a role.
    Possible,
    /// A surname and a given name, and no common word.
    Likely,
    /// A compound surname or a dot between the parts (阿卜杜拉·艾力).
    Sure,
}

/// Judges one run without blanks.
pub(crate) fn likeness(run: &str) -> Likeness {
    let count = run.chars().count();
    if run.contains(['·', '•', '‧']) {
        let parts: Vec<&str> = run.split(['·', '•', '‧']).collect();
        let fits = parts.iter().all(|part| !part.is_empty() && part.chars().all(is_han)) && count <= 20;
        return if fits { Likeness::Sure } else { Likeness::No };
    }
    if !run.chars().all(is_han) || !(2..=4).contains(&count) {
        return Likeness::No;
    }
    if count >= 3 && COMPOUND.iter().any(|surname| run.starts_with(surname)) {
        return Likeness::Sure;
    }
    let surname = run.chars().next().is_some_and(|c| SURNAMES.contains(&c));
    if surname && count <= 3 && !WORDS.contains(run) { Likeness::Likely } else { Likeness::Possible }
}

/// Whether a run that could be a name is a county, a city or a district by its short name (平陆, 太原).
pub(crate) fn is_place(run: &str) -> bool {
    PLACES.contains(run)
}

/// Whether a character begins names by itself.
pub(crate) fn is_surname(c: char) -> bool {
    SURNAMES.contains(&c)
}

/// Whether a run is exactly a compound surname (欧阳).
pub(crate) fn is_compound_surname(run: &str) -> bool {
    COMPOUND.contains(&run)
}

/// Parts a run of four to six Han into two names where each half can be one.
pub(crate) fn part(run: &str) -> Option<[String; 2]> {
    let chars: Vec<char> = run.chars().collect();
    let cuts: &[usize] = match chars.len() {
        4 => &[2],
        5 => &[3, 2],
        6 => &[3],
        _ => return None,
    };
    cuts.iter().find_map(|&cut| {
        let halves = [chars[..cut].iter().collect::<String>(), chars[cut..].iter().collect()];
        halves.iter().all(|half| likeness(half) >= Likeness::Likely).then_some(halves)
    })
}

static LATIN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"(?:\p{Lu}[\p{L}'’\-]*\.?|de|da|di|del|della|van|von|der|den|bin|bint|ibn|al|el|la|le|du|dos|ten|ter|y)";
    pattern(&format!(
        r"^\p{{Lu}}[\p{{L}}'’\-]*\.?(?:\s+{word}){{0,4}}\s+\p{{Lu}}[\p{{L}}'’\-]+\.?(?:\s+(?:Jr|Sr|II|III)\.?)?$"
    ))
});

/// Whether a text is a western person's name: two to six capitalised words.
pub(crate) fn is_latin_name(text: &str) -> bool {
    LATIN_NAME.is_match(text)
}
