//! Divides Chinese text into words: by a dictionary with counts, and by how characters follow each other where the
//! dictionary knows no word.
//!
//! The words are the likeliest chain through the dictionary; stretches of single characters in it, often names, are
//! divided by a hidden Markov model (begin, end, middle, single) with the Viterbi algorithm. The dictionary and the
//! model's probabilities are jieba's (`assets/words/README.md`), and the division is its own; both are read where they
//! lie in the program, so that they take no time to load and no memory of their own.

use std::ops::Range;
use std::sync::LazyLock;

use fst::raw::Fst;

static WORDS: &[u8] = include_bytes!("../../../assets/words/zh.fst");
static CHARACTERS: &[u8] = include_bytes!("../../../assets/words/zh.hmm");

/// The sum of the dictionary's counts.
const COUNTED: u64 = 60_101_967;
/// The logarithm of what never is.
const NEVER: f32 = -3.14e30;

/// The states of a character in a word, in the order of the model's file.
const BEGIN: usize = 0;
const END: usize = 1;
const MIDDLE: usize = 2;
const SINGLE: usize = 3;
/// How likely a stretch starts in each state.
const START: [f32; 4] = [-0.262_686_6, NEVER, NEVER, -1.465_263_3];
/// From which two states each is reached, and how likely that is.
const BEFORE: [[(usize, f32); 2]; 4] = [
    [(END, -0.589_715), (SINGLE, -0.721_196_6)],
    [(BEGIN, -0.510_825_6), (MIDDLE, -0.333_448_6)],
    [(BEGIN, -0.916_290_7), (MIDDLE, -1.260_362_4)],
    [(END, -0.808_525), (SINGLE, -0.665_863_2)],
];

static DICTIONARY: LazyLock<Option<Fst<&'static [u8]>>> = LazyLock::new(|| Fst::new(WORDS).ok());

/// The bytes at which the words of a text end, ascending, the text's own end among them.
pub(crate) fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let of_words = in_words(first);
        let length = text[start..].find(|c| in_words(c) != of_words).unwrap_or(text.len() - start);
        if of_words {
            divide(&text[start..start + length], start, &mut ends);
        } else {
            // Marks and blanks: each is its own end.
            ends.extend(text[start..start + length].char_indices().map(|(at, c)| start + at + c.len_utf8()));
        }
        start += length;
    }
    ends
}

/// The bytes of every word of the dictionary that stands somewhere in a text, whichever words it is divided into.
pub(crate) fn words_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.char_indices() {
        words_at(text, start, |end, _| found.push(start..end));
    }
    found
}

/// Characters that the dictionary's words are made of.
fn in_words(c: char) -> bool {
    is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fd5}')
}

/// Divides a stretch of such characters that starts at byte `from` of its text.
fn divide(text: &str, from: usize, ends: &mut Vec<usize>) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let nexts = likeliest(text, &places);
    let mut at = 0;
    // The first of the single characters that have not been divided yet.
    let mut singles = 0;
    while at + 1 < places.len() {
        let next = nexts[at];
        if next > at + 1 {
            apart(text, &places[singles..=at], from, ends);
            ends.push(from + places[next]);
            singles = next;
        }
        at = next;
    }
    apart(text, &places[singles..], from, ends);
}

/// For each character the one at which the next word starts, on the likeliest chain.
fn likeliest(text: &str, places: &[usize]) -> Vec<usize> {
    let count = places.len() - 1;
    let mut best = vec![(0i64, 0usize); count + 1];
    for at in (0..count).rev() {
        // A character that the dictionary lacks counts once.
        let mut found = (likelihood(1) + best[at + 1].0, at + 1);
        words_at(text, places[at], |end, counted| {
            let Ok(next) = places.binary_search(&end) else { return };
            let whole = (likelihood(counted) + best[next].0, next);
            if whole > found {
                found = whole;
            }
        });
        best[at] = found;
    }
    best.into_iter().map(|(_, next)| next).collect()
}

/// The logarithm of a word's share of all words.
fn likelihood(counted: u64) -> i64 {
    log2(counted) - log2(COUNTED)
}

/// The logarithm of a number to the base two, in parts of 2²⁰; of 0 as of 1. Whole numbers throughout, so that every
/// platform divides a text alike.
fn log2(number: u64) -> i64 {
    let number = number.max(1);
    let whole = number.ilog2();
    let mut log = i64::from(whole);
    // The number less its power of two, in parts of 2³¹: squared it has twice the logarithm, whose next bit is whether
    // the square is beyond two.
    let mut rest = (number << (63 - whole)) >> 32;
    for _ in 0..20 {
        let square = rest * rest;
        let beyond = square >> 63;
        log = 2 * log + i64::from(beyond == 1);
        rest = square >> (31 + beyond);
    }
    log
}

/// Calls for every word of the dictionary that starts at a byte: its end and its count.
fn words_at(text: &str, start: usize, mut found: impl FnMut(usize, u64)) {
    let Some(dictionary) = &*DICTIONARY else { return };
    let mut node = dictionary.root();
    let mut counted = 0;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        let Some(step) = node.find_input(byte) else { return };
        let transition = node.transition(step);
        counted += transition.out.value();
        node = dictionary.node(transition.addr);
        if node.is_final() {
            found(at + 1, counted + node.final_output().value());
        }
    }
}

/// How often a word was counted; 0 where the dictionary lacks it.
fn count_at(text: &str, start: usize, end: usize) -> u64 {
    let mut count = 0;
    words_at(&text[..end], start, |at, counted| {
        if at == end {
            count = counted;
        }
    });
    count
}

/// Divides a stretch of single characters; `places` are the bytes of its characters and of its end.
fn apart(text: &str, places: &[usize], from: usize, ends: &mut Vec<usize>) {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return };
    // What is a word of its own, yet was not the likeliest chain, is left in characters.
    if count_at(text, first, last) > 0 {
        ends.extend(places[1..].iter().map(|at| from + at));
        return;
    }
    let mut start = first;
    while start < last {
        let rest = &text[start..last];
        let han = rest.chars().next().is_some_and(is_han);
        let length = rest.find(|c| is_han(c) != han).unwrap_or(rest.len());
        if han {
            follow(&rest[..length], from + start, ends);
        } else {
            ends.push(from + start + length);
        }
        start += length;
    }
}

/// Divides Han by how they follow each other.
fn follow(han: &str, from: usize, ends: &mut Vec<usize>) {
    let characters: Vec<(usize, char)> = han.char_indices().collect();
    let mut likely = [[0.0f32; 4]; 2];
    let mut path: Vec<[usize; 4]> = Vec::with_capacity(characters.len());
    for (n, &(_, c)) in characters.iter().enumerate() {
        let own = probabilities(c);
        let [now, before] = if n % 2 == 0 { [0, 1] } else { [1, 0] };
        let last = likely[before];
        let mut came = [0; 4];
        for state in [BEGIN, END, MIDDLE, SINGLE] {
            let (whole, by) = if n == 0 {
                (START[state], state)
            } else {
                BEFORE[state]
                    .into_iter()
                    .map(|(by, step)| (last[by] + step, by))
                    .fold((f32::NEG_INFINITY, state), |best, one| if one.0 > best.0 { one } else { best })
            };
            likely[now][state] = whole + own[state];
            came[state] = by;
        }
        path.push(came);
    }
    let Some(last) = characters.len().checked_sub(1) else { return };
    let done = likely[last % 2];
    let mut state = if done[END] > done[SINGLE] { END } else { SINGLE };
    let mut found = Vec::new();
    for n in (0..=last).rev() {
        if matches!(state, END | SINGLE) {
            let (at, c) = characters[n];
            found.push(from + at + c.len_utf8());
        }
        state = path[n][state];
    }
    ends.extend(found.into_iter().rev());
}

/// How likely a character is in each state.
fn probabilities(c: char) -> [f32; 4] {
    let bytes =
        |at: usize| CHARACTERS.get(at..at + 4).and_then(|four| four.try_into().ok()).unwrap_or([0; 4]);
    let count = u32::from_le_bytes(bytes(0)) as usize;
    let unit = |n: usize| {
        let [low, high, ..] = bytes(4 + 2 * n);
        u32::from(u16::from_le_bytes([low, high]))
    };
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if unit(middle) < u32::from(c) { low = middle + 1 } else { high = middle }
    }
    if low == count || unit(low) != u32::from(c) {
        return [NEVER; 4];
    }
    [0, 1, 2, 3].map(|state| f32::from_le_bytes(bytes(4 + 2 * count + 16 * low + 4 * state)))
}

#[cfg(test)]
mod tests {
    use jieba_rs::Jieba;

    use super::*;

    fn parted(text: &str) -> Vec<&str> {
        let ends = ends(text);
        let starts = [0].into_iter().chain(ends.iter().copied());
        starts.zip(&ends).map(|(start, &end)| &text[start..end]).collect()
    }

    #[test]
    fn words_and_names_are_found() {
        assert_eq!(parted("新绛泉掌镇美化人居环境"), ["新绛", "泉掌", "镇", "美化", "人居", "环境"]);
        assert_eq!(parted("王建国到运城，看了4S店"), ["王建国", "到", "运城", "，", "看", "了", "4S店"]);
        assert_eq!(parted(""), [""; 0]);
    }

    #[test]
    fn a_logarithm_is_rounded_down_to_its_parts() {
        let parts = f64::from(1 << 20);
        for (number, logarithm) in [
            (0, 0.0),
            (1, 0.0),
            (2, 1.0),
            (3, 1.584_962_500_7),
            (8, 3.0),
            (60_101_967, 25.840_908_9),
            (u64::MAX, 64.0),
        ] {
            let off = logarithm * parts - f64::from(i32::try_from(log2(number)).unwrap());
            assert!((0.0..1.5).contains(&off), "{number}: {off}");
        }
    }

    /// Another account of the same dictionary and the same model.
    #[test]
    fn the_division_is_jiebas() {
        let jieba = Jieba::new();
        let pages = [
            include_str!("../../../tests/samples/evening-news-page/page.md"),
            include_str!("../../../tests/suite/lines/3.2-kept-whole.txt"),
            include_str!("../../../tests/suite/lines/3.1-mixed.txt"),
        ];
        let mut words = 0;
        for line in pages.iter().flat_map(|page| page.lines()) {
            for stretch in line.split(|c: char| !is_han(c)).filter(|stretch| !stretch.is_empty()) {
                let theirs: Vec<&str> =
                    jieba.cut(stretch, true).into_iter().map(|token| token.word).collect();
                assert_eq!(parted(stretch), theirs, "{stretch}");
                words += theirs.len();
            }
        }
        assert!(words > 1_000, "{words}");
    }
}
