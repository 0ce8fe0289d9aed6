//! 避头尾 at its three levels: what our rules add to UAX #14, and what `normal` and `loose` take back (CSS Text 3
//! §5.2, for Chinese).
//!
//! | break before, after                                   | strict | normal | loose |
//! |--------------------------------------------------------|--------|--------|-------|
//! | before small kana and ー (class CJ)                    | no     | yes    | yes   |
//! | before 〜 ～ ゠, in Chinese                            | no     | yes    | yes   |
//! | before ‐ –, behind Han                                 | no     | no     | yes   |
//! | before 々 〻 ゝ ゞ ヽ ヾ                                | no     | no     | yes   |
//! | between ‥ ‥ and other inseparables                     | no     | no     | yes   |
//! | before ・ ： ； ･ ‼ ⁇ ⁈ ⁉ ！ ？, in Chinese              | no     | no     | yes   |
//! | before ％ ‰ ℃ ° ′ ″ and other wide suffixes, in Chinese | no     | no     | yes   |
//! | behind ￥ ＄ € № ± and other wide prefixes, in Chinese  | no     | no     | yes   |
//!
//! At every level, whatever the standard allows: numbers keep their signs, …… and —— are one mark, and the interpunct,
//! the slash and a dash that joins two years start no line (TYPOGRAPHY.md §3, GB/T 15834); a mark that points to a
//! picture (▲ ▶) ends none.

use icu_segmenter::options::LineBreakStrictness;

use crate::classes::Class;
use crate::{Lang, Strictness};

/// A level of 避头尾 in a language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Level {
    pub(super) strictness: Strictness,
    pub(super) chinese: bool,
}

/// What ends a line or starts the next one, as far as the eye sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) class: Class,
    pub(super) c: char,
}

impl Level {
    pub(super) fn new(lang: Lang, strictness: Strictness) -> Self {
        Self { strictness, chinese: lang == Lang::Zh }
    }

    /// The level as the segmenter knows it.
    pub(super) fn of_segmenter(self) -> LineBreakStrictness {
        match self.strictness {
            Strictness::Strict => LineBreakStrictness::Strict,
            Strictness::Normal => LineBreakStrictness::Normal,
            Strictness::Loose => LineBreakStrictness::Loose,
        }
    }

    fn is_loose(self) -> bool {
        self.strictness == Strictness::Loose
    }

    /// Whether a mark starts no line behind what `end` is, whatever UAX #14 says of its character.
    pub(super) fn never_starts(self, start: Seen, end: Option<Seen>) -> bool {
        let loose = self.is_loose() && self.chinese;
        match start.c {
            '！' | '？' | '：' | '；' | '・' => !loose,
            _ if start.class.is_closing() => true,
            _ if matches!(start.class, Class::Dot | Class::Ellipsis) => true,
            '·' | '‧' | '”' | '’' | '／' | '/' | '%' | '…' => true,
            '～' | '〜' => !(self.chinese && self.strictness != Strictness::Strict),
            '–' | '々' | '〻' => !self.is_loose(),
            c if is_wide_suffix(c) => !loose || end.is_some_and(|end| is_number(end.class)),
            _ => false,
        }
    }

    /// Whether a mark ends no line before what `start` is.
    pub(super) fn never_ends(self, end: Seen, start: Seen) -> bool {
        let loose = self.is_loose() && self.chinese;
        match end.c {
            _ if end.class == Class::Opening => true,
            '“' | '‘' | '／' | '/' | '¥' | '$' | '£' => true,
            // What points to a picture stands with what is said of it.
            '▲' | '▼' | '◀' | '▶' => true,
            c if is_wide_prefix(c) => !loose || is_number(start.class),
            _ => false,
        }
    }

    /// Whether two inseparable characters may part: ‥ ‥, which no word is made of.
    pub(super) fn parts_inseparables(self, end: Option<Seen>, start: Seen) -> bool {
        self.is_loose() && is_inseparable(start.c) && end.is_some_and(|end| is_inseparable(end.c))
    }

    /// Whether a break that only the loose level of the segmenter allows is one of those that CSS Text 3 means: the
    /// segmenter allows them beside brackets and joiners too.
    pub(super) fn relaxes(self, end: Option<Seen>, start: Seen) -> bool {
        let Some(end) = end else { return false };
        let behind = matches!(
            end.class,
            Class::Han
                | Class::Wide
                | Class::WideLetter
                | Class::WideDigit
                | Class::Letter
                | Class::Closing
                | Class::Comma
                | Class::Stop
                | Class::Ellipsis
                | Class::Dash
        );
        let ahead = matches!(
            start.class,
            Class::Han | Class::Wide | Class::WideLetter | Class::Letter | Class::Opening
        );
        self.parts_inseparables(Some(end), start)
            || (behind && (is_relaxed_start(start.c) || is_wide_suffix(start.c)))
            || (is_wide_prefix(end.c) && ahead)
    }
}

fn is_number(class: Class) -> bool {
    matches!(class, Class::Digit | Class::WideDigit)
}

/// Hyphens, iteration marks and centred marks: what may start a line at the loose level.
fn is_relaxed_start(c: char) -> bool {
    "‐–〜～゠々〻ゝゞヽヾ・：；･‼⁇⁈⁉！？".contains(c)
}

/// A currency sign, or another sign before a number.
pub(super) fn is_prefix(c: char) -> bool {
    is_wide_prefix(c) || "$¥£".contains(c)
}

/// Class IN of UAX #14.
fn is_inseparable(c: char) -> bool {
    matches!(c, '․' | '‥' | '…' | '⋯' | '︙')
}

/// Class PO of UAX #14 in an East Asian width of A, F or W.
fn is_wide_suffix(c: char) -> bool {
    "％‰‱℃℉°′″‴‵‶‷￠".contains(c)
}

/// Class PR of UAX #14 in an East Asian width of A, F or W.
fn is_wide_prefix(c: char) -> bool {
    "￥＄￡￦€№±∓".contains(c)
}
