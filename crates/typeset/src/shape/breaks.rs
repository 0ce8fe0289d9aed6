//! Where a line may end: UAX #14 in its strict form with Chinese content, sharpened by our own rules
//! (TYPOGRAPHY.md §3).
//!
//! What UAX #14 does not know: “ ” are brackets in Chinese; interpuncts, slashes and range dashes do not start a
//! line; numbers stay with their units; an address is one word. What it allows inside Latin words is taken back
//! but for hyphens, and hyphenation points are added.

use std::ops::Range;

use hypher::Lang as Patterns;
use icu_locale_core::langid;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::{Atom, AtomGlyph, Shaper};
use crate::classes::Class;
use crate::{BreakReason, FontLibrary, Lang, Paragraph};

/// Whether a line may end before an atom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Break {
    /// It may, at this cost (0: freely).
    Legal(u16),
    /// It may, with a hyphen of this glyph.
    Hyphen(HyphenGlyph),
    /// It must: a line feed stands before.
    Mandatory,
    /// Only where no legal set of breaks fits.
    Forced(BreakReason),
    /// Not even then: inside a glyph, or before a blank.
    Never,
}

/// The hyphen that ends a line, as wide as in the style of the word it divides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HyphenGlyph {
    pub(crate) font: crate::FontId,
    pub(crate) gid: u16,
    pub(crate) advance: i32,
    /// Cost of a break here.
    pub(crate) penalty: u16,
}

/// A break that splits a year from 年: worse than a line that is stretched twice as far as the first pass allows.
pub(crate) const IN_YEAR: u16 = 1_000;
/// A break that splits a number from 月, 日 or another word that counts.
const BEHIND_NUMBER: u16 = 60;
/// A break inside a unit, or between 万 and its unit.
const IN_UNIT: u16 = 80;
/// A break behind an interpunct, in the middle of a foreign name.
const IN_NAME: u16 = 40;
/// A break behind a hyphen that is in the text.
const AT_HYPHEN: u16 = 30;
/// A hyphenation, in a word in small letters and in one with a capital: likely a name.
const HYPHENATION: u16 = 50;
const HYPHENATED_NAME: u16 = 120;
/// At a soft hyphen, where the writer wants it.
const SOFT_HYPHEN: u16 = 30;

/// The breaks before each atom; the first entry is unused.
pub(super) fn breaks(
    paragraph: &Paragraph,
    text: &str,
    atoms: &[Atom],
    shaper: &mut Shaper,
    glyphs: &[AtomGlyph],
    library: &FontLibrary,
) -> Vec<Break> {
    let tokens = Tokens::of(text, atoms);
    let mut breaks = legal(paragraph.lang, text, atoms, &tokens);
    for at in soft_hyphens(text, atoms) {
        let letter = &atoms[at - 2];
        let style = &paragraph.spans[usize::from(letter.style)].style;
        let Some(glyph) = glyphs.get(letter.first_glyph as usize) else { continue };
        if matches!(breaks[at], Break::Legal(_)) {
            breaks[at] = hyphenation(shaper.hyphen(library.font(glyph.font), style), SOFT_HYPHEN);
        }
    }
    if paragraph.options.hyphenate {
        for word in words(paragraph, text, atoms, &tokens) {
            let style = &paragraph.spans[usize::from(atoms[word.start].style)].style;
            let Some(glyph) = glyphs.get(atoms[word.start].first_glyph as usize) else { continue };
            let hyphen = shaper.hyphen(library.font(glyph.font), style);
            hyphenate(text, atoms, word, hyphen, &mut breaks);
        }
    }
    breaks
}

/// The same without hyphenation, which is all that does not depend on fonts.
pub(crate) fn without_hyphens(lang: Lang, text: &str, atoms: &[Atom]) -> Vec<Break> {
    legal(lang, text, atoms, &Tokens::of(text, atoms))
}

fn legal(lang: Lang, text: &str, atoms: &[Atom], tokens: &Tokens) -> Vec<Break> {
    let allowed = allowed_by_uax14(lang, text, atoms);
    let seen = Seen::of(atoms);
    let mut breaks: Vec<Break> = (0..atoms.len())
        .map(|at| if at == 0 { Break::Never } else { verdict(text, atoms, at, allowed[at], tokens, &seen) })
        .collect();
    keep_units(text, atoms, &mut breaks);
    breaks
}

/// One segmenter a language, made once: building it loads tables.
fn segmenter(lang: Lang) -> LineSegmenterBorrowed<'static> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let (zh, en) = (langid!("zh"), langid!("en"));
    options.content_locale = Some(if lang == Lang::Zh { &zh } else { &en });
    LineSegmenter::new_auto(options)
}

/// Whether UAX #14 allows a break before each atom.
fn allowed_by_uax14(lang: Lang, text: &str, atoms: &[Atom]) -> Vec<bool> {
    let disguised = disguise(text, atoms);
    let mut allowed = vec![false; atoms.len()];
    let mut at = 0;
    for place in segmenter(lang).segment_str(&disguised) {
        while at < atoms.len() && (atoms[at].start as usize) < place {
            at += 1;
        }
        if at < atoms.len() && atoms[at].start as usize == place {
            allowed[at] = true;
        }
    }
    allowed
}

/// The text as the segmenter is to read it: Chinese quotation marks look like brackets of the same length in bytes.
fn disguise(text: &str, atoms: &[Atom]) -> String {
    let mut disguised = String::with_capacity(text.len());
    for atom in atoms {
        let grapheme = &text[atom.start as usize..atom.end as usize];
        disguised.push_str(match (atom.class, grapheme) {
            (Class::Opening, "“") => "「",
            (Class::Closing, "”") => "」",
            (Class::Opening, "‘") => "『",
            (Class::Closing, "’") => "』",
            _ => grapheme,
        });
    }
    disguised
}

/// What the reader sees at a line's end and at the next one's start: nothing of controls, and of blanks only that they
/// are there.
struct Seen {
    /// Before each atom the last one with ink.
    before: Vec<Option<usize>>,
    /// From each atom on the first one that is no control.
    after: Vec<Option<usize>>,
}

impl Seen {
    fn of(atoms: &[Atom]) -> Self {
        let mut last = None;
        let before = atoms.iter().enumerate().map(|(at, atom)| {
            let is_seen = atom.class != Class::Invisible && !atom.class.is_blank();
            let known = last;
            last = if is_seen { Some(at) } else { known };
            known
        });
        let before = before.collect();
        let mut after = vec![None; atoms.len()];
        let mut next = None;
        for at in (0..atoms.len()).rev() {
            if atoms[at].class != Class::Invisible {
                next = Some(at);
            }
            after[at] = next;
        }
        Self { before, after }
    }
}

/// Whether a line may end before atom `at` (not the first), units and hyphenation aside.
fn verdict(text: &str, atoms: &[Atom], at: usize, allowed: bool, tokens: &Tokens, seen: &Seen) -> Break {
    let (before, after) = (&atoms[at - 1], &atoms[at]);
    if before.class == Class::Newline && !is_crlf(text, before, after) {
        return Break::Mandatory;
    }
    let (ahead, ended) = (seen.after[at], seen.before[at]);
    let start = ahead.map_or(after, |ahead| &atoms[ahead]);
    if after.joined || start.class.is_blank() {
        return Break::Never;
    }
    let (first, last) = (first_char(text, start), ended.map_or(' ', |ended| last_char(text, &atoms[ended])));
    let ends_badly = ended.is_some_and(|ended| never_ends(atoms[ended].class, last));
    // —— may start a line, a single — between years may not: it joins them (GB/T 15834 §4.13).
    let joins =
        start.class == Class::Dash && first != '⸺' && ahead.is_some_and(|ahead| !is_in_pair(atoms, ahead));
    if never_starts(start.class, first) || joins || ends_badly || is_one_mark(before, after) {
        return Break::Forced(tokens.reason(at).unwrap_or(BreakReason::ForbiddenPair));
    }
    if let Some(reason) = tokens.reason(at) {
        let hyphen =
            matches!(last, '-' | '\u{2010}' | '\u{2013}' | '\u{2014}') && reason != BreakReason::Address;
        let legal = allowed && hyphen && !starts_number(text, after);
        return if legal { Break::Legal(AT_HYPHEN) } else { Break::Forced(reason) };
    }
    match (allowed, before.class) {
        (false, _) => Break::Forced(BreakReason::ForbiddenPair),
        (true, Class::Dot) => Break::Legal(IN_NAME),
        (true, _) => Break::Legal(0),
    }
}

fn is_crlf(text: &str, before: &Atom, after: &Atom) -> bool {
    before.style != after.style && last_char(text, before) == '\r' && first_char(text, after) == '\n'
}

/// Marks that our rules keep from a line's start, whatever UAX #14 says of their character.
fn never_starts(class: Class, c: char) -> bool {
    class.is_closing()
        || matches!(class, Class::Dot | Class::Ellipsis)
        || "·‧・”’／/～〜％%‰℃℉°′″–々〻".contains(c)
}

/// Marks that our rules keep from a line's end.
fn never_ends(class: Class, c: char) -> bool {
    class == Class::Opening || "“‘／/￥¥$€£№＄".contains(c)
}

/// Whether the dash at `at` has another beside it.
fn is_in_pair(atoms: &[Atom], at: usize) -> bool {
    let is_dash = |atom: &Atom| atom.class == Class::Dash;
    atoms.get(at + 1).is_some_and(is_dash) || at.checked_sub(1).is_some_and(|before| is_dash(&atoms[before]))
}

/// —— and ……: two characters, one mark.
fn is_one_mark(before: &Atom, after: &Atom) -> bool {
    before.class == after.class && matches!(before.class, Class::Dash | Class::Ellipsis)
}

fn first_char(text: &str, atom: &Atom) -> char {
    text[atom.start as usize..atom.end as usize].chars().next().unwrap_or(' ')
}

fn last_char(text: &str, atom: &Atom) -> char {
    text[atom.start as usize..atom.end as usize].chars().next_back().unwrap_or(' ')
}

fn starts_number(text: &str, atom: &Atom) -> bool {
    atom.class == Class::Digit && first_char(text, atom).is_ascii_digit()
}

/// The numbers, words and addresses of narrow (or full-width Latin) characters: what is broken when a break falls
/// inside one.
struct Tokens {
    /// For each atom the reason that a break before it would have, where it continues a token.
    reasons: Vec<Option<BreakReason>>,
    /// For each atom whether it is part of an address.
    addresses: Vec<bool>,
}

impl Tokens {
    fn of(text: &str, atoms: &[Atom]) -> Self {
        let mut reasons = vec![None; atoms.len()];
        let mut addresses = vec![false; atoms.len()];
        let mut start = 0;
        while start < atoms.len() {
            let kind = kind(atoms[start].class);
            let end = (start + 1..atoms.len())
                .find(|at| self::kind(atoms[*at].class) != kind)
                .unwrap_or(atoms.len());
            if kind != Kind::None {
                let address = Self::mark(text, &atoms[start..end], &mut reasons[start..end]);
                addresses[start..end].fill(address);
            }
            start = end;
        }
        Self { reasons, addresses }
    }

    /// Names the reason for each inner place of one token; answers whether it is an address.
    fn mark(text: &str, atoms: &[Atom], reasons: &mut [Option<BreakReason>]) -> bool {
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return false };
        let token = &text[first.start as usize..last.end as usize];
        let address = is_address(token);
        let number = is_number(token);
        for at in 1..atoms.len() {
            let separator = matches!(last_char(text, &atoms[at - 1]), '/' | '.' | '?' | '&' | '-');
            reasons[at] = Some(match (number, address) {
                (true, _) => BreakReason::Number,
                (false, true) if separator => BreakReason::Address,
                (false, _) => BreakReason::Word,
            });
        }
        address
    }

    fn reason(&self, at: usize) -> Option<BreakReason> {
        self.reasons[at]
    }
}

/// What a token is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Narrow,
    FullWidth,
    None,
}

fn kind(class: Class) -> Kind {
    match class {
        class if class.is_narrow() => Kind::Narrow,
        Class::WideLetter | Class::WideDigit => Kind::FullWidth,
        _ => Kind::None,
    }
}

/// A web or mail address: a word with the marks that only addresses have inside.
fn is_address(token: &str) -> bool {
    let separators = token.chars().filter(|c| matches!(c, '/' | '.' | '?' | '&' | '=' | '_' | '#')).count();
    token.contains("://")
        || token.starts_with("www.")
        || (token.contains('@') && token.contains('.'))
        || (token.contains('/') && separators >= 2 && token.chars().any(char::is_alphabetic))
}

/// A number with its marks and signs: 1,234.5  2022-11-18  15%  $300  10:30.
fn is_number(token: &str) -> bool {
    token.chars().any(char::is_numeric) && !token.chars().any(char::is_alphabetic)
}

/// Units of more than one character that follow a number; the longest first where one begins another.
const UNITS: [&str; 27] = [
    "平方公里",
    "平方千米",
    "立方米",
    "平方米",
    "个百分点",
    "百分点",
    "摄氏度",
    "千瓦时",
    "公里",
    "千米",
    "厘米",
    "毫米",
    "公斤",
    "千克",
    "毫克",
    "毫升",
    "公顷",
    "公分",
    "美元",
    "欧元",
    "英镑",
    "日元",
    "港元",
    "兆瓦",
    "千瓦",
    "英里",
    "英尺",
];

/// Keeps numbers with what follows: hard with a multiplier or a unit, softly with 年 and other words that count. A
/// space typed between them changes nothing.
fn keep_units(text: &str, atoms: &[Atom], breaks: &mut [Break]) {
    let mut last: Option<usize> = None;
    for at in 0..atoms.len() {
        if matches!(atoms[at].class, Class::Space | Class::Invisible) {
            continue;
        }
        if let Some(last) = last {
            let digit = matches!(atoms[last].class, Class::Digit | Class::WideDigit);
            match atoms[at].class {
                Class::Han if digit => keep_han_unit(text, atoms, breaks, at),
                Class::Letter if digit && at > last + 1 => keep_latin_unit(text, atoms, breaks, at),
                _ => keep_number(text, atoms, breaks, last, at),
            }
        }
        last = Some(at);
    }
}

/// Keeps a number with the Han unit at `at`.
fn keep_han_unit(text: &str, atoms: &[Atom], breaks: &mut [Break], at: usize) {
    let mut next = at;
    let mut rest = &text[atoms[at].start as usize..];
    let multiplied = rest.starts_with(['万', '亿', '千', '百', '十', '兆']) && unit(rest).is_none();
    if multiplied {
        breaks[at] = Break::Forced(BreakReason::Number);
        next = behind_spaces(atoms, at + 1);
        while let Some(atom) = atoms.get(next) {
            rest = &text[atom.start as usize..];
            if !rest.starts_with(['万', '亿']) {
                break;
            }
            discourage(&mut breaks[next], IN_UNIT);
            next = behind_spaces(atoms, next + 1);
        }
    }
    let Some(length) = unit(rest) else {
        if !multiplied && rest.starts_with(is_counter) {
            let penalty = if rest.starts_with('年') { IN_YEAR } else { BEHIND_NUMBER };
            discourage(&mut breaks[at], penalty);
        }
        return;
    };
    if multiplied {
        breaks.get_mut(next).into_iter().for_each(|one| discourage(one, IN_UNIT));
    } else {
        breaks[at] = Break::Forced(BreakReason::Number);
    }
    for inner in breaks.iter_mut().skip(next + 1).take(length - 1) {
        discourage(inner, IN_UNIT);
    }
}

/// The first atom from `at` on that is no space.
fn behind_spaces(atoms: &[Atom], at: usize) -> usize {
    atoms[at..].iter().position(|atom| atom.class != Class::Space).map_or(atoms.len(), |spaces| at + spaces)
}

/// Units in Latin letters that a space stands before: 36 km, 5 kg.
const LATIN_UNITS: [&str; 28] = [
    "km", "m", "cm", "mm", "kg", "g", "mg", "t", "L", "l", "mL", "ml", "ha", "s", "min", "h", "kW", "MW",
    "GW", "kWh", "Hz", "MHz", "GHz", "KB", "MB", "GB", "TB", "mph",
];

/// Keeps a number with the Latin unit at `at`, which a space parts from it.
fn keep_latin_unit(text: &str, atoms: &[Atom], breaks: &mut [Break], at: usize) {
    let letters = atoms[at..].iter().take_while(|atom| atom.class == Class::Letter).take(4);
    let end = letters.last().map_or(atoms[at].end, |atom| atom.end);
    if LATIN_UNITS.contains(&&text[atoms[at].start as usize..end as usize])
        && !matches!(breaks[at], Break::Mandatory | Break::Never)
    {
        breaks[at] = Break::Forced(BreakReason::Number);
    }
}

/// Keeps the parts of a number together that are full-width or have full-width marks between them, a sign with its
/// number, and 第 with what it counts.
fn keep_number(text: &str, atoms: &[Atom], breaks: &mut [Break], last: usize, at: usize) {
    let is_number =
        |at: usize| atoms.get(at).is_some_and(|atom| matches!(atom.class, Class::Digit | Class::WideDigit));
    if !is_number(at) {
        return;
    }
    let before = first_char(text, &atoms[last]);
    let follows = last.checked_sub(1).is_some_and(is_number);
    let wide = atoms[at].class == Class::WideDigit;
    match before {
        '第' => discourage(&mut breaks[at], BEHIND_NUMBER),
        '＋' | '－' | '±' | '−' | '＜' | '＞' | '≤' | '≥' if last + 1 == at => {
            breaks[at] = Break::Forced(BreakReason::Number);
        }
        '．' if follows && last + 1 == at => breaks[at] = Break::Forced(BreakReason::Number),
        // １２，３４５ is a number, １，２ a list.
        '，' if follows && wide && (1..3).all(|n| is_number(at + n)) && !is_number(at + 3) => {
            breaks[at] = Break::Forced(BreakReason::Number);
        }
        // 3：2 is a score or a ratio.
        '：' if follows => discourage(&mut breaks[at], IN_UNIT),
        _ => {}
    }
}

/// How many characters the unit at the start of `text` has.
fn unit(text: &str) -> Option<usize> {
    let long = UNITS.iter().find(|unit| text.starts_with(**unit)).map(|unit| unit.chars().count());
    long.or_else(|| {
        text.starts_with(['元', '角', '米', '吨', '克', '斤', '升', '亩', '度', '伏', '瓦', '倍', '折', '岁'])
            .then_some(1)
    })
}

/// Words that count, after a number.
fn is_counter(c: char) -> bool {
    "年月日时分秒号点个人名户家件项次位天周条种处座版期辆台所届级层".contains(c)
}

fn discourage(one: &mut Break, penalty: u16) {
    if let Break::Legal(cost) = one {
        *cost = (*cost).max(penalty);
    }
}

/// The English words that may be divided: runs of Latin letters in one style that are no part of an address, of a name
/// with digits or of an abbreviation.
fn words(paragraph: &Paragraph, text: &str, atoms: &[Atom], tokens: &Tokens) -> Vec<Range<usize>> {
    let is_letter = |atom: &Atom| atom.class == Class::Letter && first_char(text, atom).is_ascii_alphabetic();
    let mut words = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        if !is_letter(&atoms[start]) {
            start += 1;
            continue;
        }
        let style = atoms[start].style;
        let end = (start..atoms.len())
            .find(|at| !is_letter(&atoms[*at]) || atoms[*at].style != style)
            .unwrap_or(atoms.len());
        let known = paragraph.spans[usize::from(style)].style.lang != Lang::Other;
        if known && !tokens.addresses[start] && stands_alone(text, atoms, start, end) {
            words.push(start..end);
        }
        start = end;
    }
    words
}

/// Adds the hyphenation points of a word: at least two letters before and three after.
fn hyphenate(text: &str, atoms: &[Atom], word: Range<usize>, hyphen: AtomGlyph, breaks: &mut [Break]) {
    let letters = &text[atoms[word.start].start as usize..atoms[word.end - 1].end as usize];
    if !is_plain_word(letters) {
        return;
    }
    let penalty = if letters.starts_with(char::is_uppercase) { HYPHENATED_NAME } else { HYPHENATION };
    points(letters, |point| {
        let place = word.start + point;
        if matches!(breaks[place], Break::Forced(BreakReason::Word)) {
            breaks[place] = hyphenation(hyphen, penalty);
        }
    });
}

fn hyphenation(hyphen: AtomGlyph, penalty: u16) -> Break {
    Break::Hyphen(HyphenGlyph { font: hyphen.font, gid: hyphen.gid, advance: hyphen.advance, penalty })
}

/// The places behind soft hyphens between letters: there the writer has said that the word may be divided.
fn soft_hyphens(text: &str, atoms: &[Atom]) -> Vec<usize> {
    let is_letter = |at: usize| atoms[at].class == Class::Letter;
    let is_soft = |at: &usize| is_soft_hyphen(text, &atoms[at - 1]) && is_letter(at - 2) && is_letter(*at);
    (2..atoms.len()).filter(is_soft).collect()
}

fn is_soft_hyphen(text: &str, atom: &Atom) -> bool {
    atom.class == Class::Invisible && first_char(text, atom) == '\u{AD}'
}

/// A word in small letters, a capital first at most, long enough to divide and of a length that can be a word.
fn is_plain_word(word: &str) -> bool {
    (5..=40).contains(&word.len()) && word.is_ascii() && !word.chars().skip(1).any(|c| c.is_ascii_uppercase())
}

/// Calls `take` with the number of letters before each hyphenation point.
fn points(word: &str, mut take: impl FnMut(usize)) {
    let lower = word.to_ascii_lowercase();
    let mut at = 0;
    for syllable in hypher::hyphenate_bounded(&lower, Patterns::English, 2, 3) {
        at += syllable.len();
        if at < lower.len() {
            take(at);
        }
    }
}

/// Whether the letters are a word of their own: no digit, no `@`, `/`, `.` or other such mark touches them but what
/// ends a clause.
fn stands_alone(text: &str, atoms: &[Atom], start: usize, end: usize) -> bool {
    let is_free = |c: char| {
        !c.is_alphanumeric() && !matches!(c, '/' | '@' | '_' | '&' | '=' | '#' | '\\' | '~' | ':' | '%')
    };
    let before = start.checked_sub(1).map(|at| &atoms[at]);
    let free_before = before.is_none_or(|atom| {
        (!atom.class.is_narrow() && !is_soft_hyphen(text, atom))
            || matches!(first_char(text, atom), '(' | '[' | '"' | '\'' | '“' | '‘' | '-' | '—')
    });
    let after = atoms.get(end);
    let free_after = after.is_none_or(|atom| {
        if !atom.class.is_narrow() {
            return !is_soft_hyphen(text, atom);
        }
        let c = first_char(text, atom);
        // A full stop or a colon inside an address is followed by more of it; at a word's end by a blank or nothing.
        let inner = atoms.get(end + 1).is_some_and(|next| matches!(next.class, Class::Letter | Class::Digit));
        is_free(c) && (!inner || matches!(c, '-' | '—' | '\'' | '’')) || (c == ':' && !inner)
    });
    free_before && free_after
}
