//! Where a headline in an alphabet may be broken: at its blanks, by sense.
//!
//! A line does not end in a word that leans on the next one (an article, a preposition, a conjunction, an auxiliary), a
//! verb keeps its particle (knock out), a number in words is not divided (four hundred), a name only where it must be.

use super::{BEHIND_LEANING, BEHIND_STOP, BETWEEN_WORDS, IN_PHRASE};

/// Between the parts of a name, a number and what it counts, a subject and its verb.
const IN_NAME: u32 = 550;
/// Before a preposition or a conjunction: a line that starts with one reads well.
const BEFORE_LINK: u32 = 220;

/// Adverbs that make one word with the verb before them.
const PARTICLES: [&str; 9] = ["up", "out", "off", "down", "away", "back", "apart", "forward", "ahead"];

/// Prepositions and conjunctions: they open a line and do not end one.
const LINKS: [&str; 44] = [
    "of", "in", "on", "at", "to", "for", "from", "with", "by", "as", "into", "onto", "over", "under",
    "after", "before", "between", "against", "about", "than", "via", "per", "without", "through", "during",
    "until", "till", "since", "near", "behind", "among", "amid", "across", "around", "towards", "toward",
    "within", "and", "or", "but", "nor", "if", "that", "while",
];

/// Auxiliaries: they end no line, and may open one.
const AUXILIARIES: [&str; 20] = [
    "is", "are", "was", "were", "be", "been", "will", "would", "can", "could", "may", "might", "must",
    "should", "shall", "has", "have", "had", "does", "did",
];

/// Articles and other words that end no line.
const LEANING: [&str; 25] = [
    "a", "an", "the", "do", "not", "no", "his", "her", "its", "their", "our", "my", "your", "this", "these",
    "those", "some", "any", "every", "each", "all", "who", "which", "when", "where",
];

/// What a sentence is about, to be followed by what is said of it.
const SUBJECTS: [&str; 6] = ["I", "you", "he", "she", "we", "they"];

/// Titles that go with the name behind them.
const TITLES: [&str; 12] =
    ["Mr", "Mrs", "Ms", "Dr", "St", "Mt", "Sen", "Gov", "Rep", "Gen", "Prof", "President"];

const NUMBERS: [&str; 38] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "dozen",
    "hundreds",
    "thousands",
    "millions",
    "billions",
    "percent",
];

/// How a headline writes its words: Sentence style has capitals for names alone, Title Style tells nothing of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Capitals {
    tell_names: bool,
}

impl Capitals {
    pub(super) fn of(text: &str) -> Self {
        let mut long = text.split_whitespace().skip(1).map(bare).filter(|word| word.len() > 3);
        Self { tell_names: long.any(|word| word.starts_with(char::is_lowercase)) }
    }
}

/// The cost of a break at the blank between the text before and the text behind; `None` where there is none.
pub(super) fn at_blank(before: &str, after: &str, capitals: Capitals) -> Option<u32> {
    let (last, next) = (before.split_whitespace().next_back()?, after.split_whitespace().next()?);
    let (word, then) = (bare(last), bare(next));
    let is_title = TITLES.contains(&word);
    if last.ends_with([',', ';', ':', '.', '!', '?', '—', '–', '”', '’', '"']) && !is_title {
        return Some(BEHIND_STOP);
    }
    let is = |list: &[&str], word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    let is_number = |word: &str| word.split('-').all(|part| is(&NUMBERS, part));
    let is_digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if (is_number(word) || is_digits(word)) && is_number(then) || is(&PARTICLES, then) {
        return Some(IN_PHRASE);
    }
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let in_name = capitals.tell_names
        && before.split_whitespace().nth(1).is_some()
        && is_capital(word)
        && is_capital(then)
        && !next.starts_with(|c: char| !c.is_alphanumeric());
    Some(match () {
        () if is_title || [&LEANING[..], &AUXILIARIES, &LINKS].iter().any(|list| is(list, word)) => {
            BEHIND_LEANING
        }
        () if in_name || is_digits(word) || is_number(word) || is(&SUBJECTS, word) => IN_NAME,
        () if is(&LINKS, then) || is(&AUXILIARIES, then) => BEFORE_LINK,
        () => BETWEEN_WORDS,
    })
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
