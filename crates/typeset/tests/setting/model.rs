//! The rules of TYPOGRAPHY.md §3 written a second time, as plainly as possible, to hold the composer against: widths
//! of lines, what they can give, where they may end, and whether a paragraph can be set at all.
//!
//! The model knows Chinese text with numbers and Latin words that stand between Han, on one style; it measures
//! Latin runs by asking for their width alone.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use broadsheet_typeset::Align;
use unicode_segmentation::UnicodeSegmentation;

use crate::galley::{COMPOSER, EM, paragraph};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Han,
    Open,
    Close,
    Comma,
    Stop,
    Dot,
    Dash,
    Ellipsis,
    /// ％ and ℃, behind a number.
    Sign,
    /// ￥, before one.
    Currency,
    /// A word or a number of narrow characters.
    Latin,
    Space,
}

/// What stands on a line as one.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) kind: Kind,
    body: i64,
}

/// What a line comes to. Raw units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) natural: i64,
    pub(crate) least: i64,
    /// Places that may be opened.
    pub(crate) openings: i64,
}

/// The em.
pub(crate) fn em() -> i64 {
    i64::from(EM.raw())
}

fn kind_of(text: &str) -> Kind {
    match text {
        "“" | "‘" | "（" | "《" | "「" => Kind::Open,
        "”" | "’" | "）" | "》" | "」" => Kind::Close,
        "，" | "、" | "；" | "：" => Kind::Comma,
        "。" | "！" | "？" => Kind::Stop,
        "·" => Kind::Dot,
        "—" => Kind::Dash,
        "…" => Kind::Ellipsis,
        "％" | "℃" => Kind::Sign,
        "￥" => Kind::Currency,
        " " => Kind::Space,
        one if one.is_ascii() => Kind::Latin,
        _ => Kind::Han,
    }
}

/// The width of a run of Latin on its own.
fn latin_width(text: &str) -> i64 {
    static KNOWN: LazyLock<Mutex<HashMap<String, i64>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    *known.entry(text.to_owned()).or_insert_with(|| {
        let mut alone = paragraph(text);
        alone.align = Align::Start;
        i64::from(COMPOSER.natural_width(&alone).raw())
    })
}

/// The text in units.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (start, one) in text.grapheme_indices(true) {
        let kind = kind_of(one);
        match units.last_mut() {
            Some(last) if kind == Kind::Latin && last.kind == Kind::Latin => last.text.push_str(one),
            _ => units.push(Unit { text: one.to_owned(), start, kind, body: 0 }),
        }
    }
    for unit in &mut units {
        unit.body = match unit.kind {
            Kind::Open | Kind::Close | Kind::Comma | Kind::Stop | Kind::Dot => em() / 2,
            Kind::Latin => latin_width(&unit.text),
            Kind::Space => latin_width("a b") - latin_width("a") - latin_width("b"),
            _ => em(),
        };
    }
    units
}

fn right_blank(unit: &Unit) -> i64 {
    match unit.kind {
        Kind::Close | Kind::Comma | Kind::Stop => em() / 2,
        Kind::Dot => em() / 4,
        _ => 0,
    }
}

fn left_blank(unit: &Unit) -> i64 {
    match unit.kind {
        Kind::Open => em() / 2,
        Kind::Dot => em() / 4,
        _ => 0,
    }
}

/// The order in which blanks give, the blank at the line's end before them all: dots, brackets and quotes, commas,
/// stops, what is beside Latin.
fn turn(unit: &Unit) -> usize {
    match unit.kind {
        Kind::Dot => 0,
        Kind::Open | Kind::Close => 1,
        Kind::Comma => 2,
        Kind::Stop => 3,
        _ => 4,
    }
}

/// Blank, what of it can be given, and when.
pub(crate) fn gap(before: &Unit, after: &Unit) -> (i64, i64, usize) {
    let (right, left) = (right_blank(before), left_blank(after));
    let mark = |unit: &Unit| right_blank(unit) + left_blank(unit) > 0;
    if mark(before) && mark(after) {
        let shared = if right > 0 && left > 0 { right.max(left) } else { 0 };
        let turn = turn(before).min(turn(after));
        return (shared, shared.min(em() / 4), turn);
    }
    if right > 0 || left > 0 {
        let (blank, turn) = if right > 0 { (right, turn(before)) } else { (left, turn(after)) };
        let gives = if turn == 0 { em() / 8 } else { em() / 4 };
        return (blank, gives, turn);
    }
    match (before.kind, after.kind) {
        (Kind::Han, Kind::Latin) | (Kind::Latin, Kind::Han) if touches_letter(before, after) => {
            (em() / 4, em() / 8, 4)
        }
        (Kind::Space, _) => (0, before.body / 3, 4),
        _ => (0, 0, 4),
    }
}

/// Whether the Latin side of the pair is a letter or a digit there, and no mark.
fn touches_letter(before: &Unit, after: &Unit) -> bool {
    let side =
        if before.kind == Kind::Latin { before.text.chars().next_back() } else { after.text.chars().next() };
    side.is_some_and(char::is_alphanumeric)
}

/// Whether justification opens the place between the two.
pub(crate) fn opens(before: &Unit, after: &Unit) -> bool {
    !matches!(
        (before.kind, after.kind),
        (_, Kind::Space)
            | (Kind::Dash, Kind::Dash)
            | (Kind::Ellipsis, Kind::Ellipsis)
            | (Kind::Latin, Kind::Sign)
            | (Kind::Currency, Kind::Latin)
    )
}

/// A line of these units, without the space at its end.
pub(crate) fn measured(units: &[Unit]) -> Measured {
    let blanks = units.iter().rev().take_while(|unit| unit.kind == Kind::Space).count();
    let units = &units[..units.len() - blanks];
    let end = units.last().map_or(0, right_blank);
    let mut line = Measured { natural: end, least: 0, openings: 0 };
    for (n, unit) in units.iter().enumerate() {
        line.natural += unit.body;
        line.least += unit.body;
        if let Some(before) = n.checked_sub(1).map(|before| &units[before]) {
            let (blank, gives, _) = gap(before, unit);
            line.natural += blank;
            line.least += blank - gives;
            line.openings += i64::from(opens(before, unit));
        }
    }
    line
}

/// Whether a line may end before unit `at`.
pub(crate) fn may_break(units: &[Unit], at: usize) -> bool {
    let (before, after) = (&units[at - 1], &units[at]);
    let never_starts = matches!(
        after.kind,
        Kind::Close | Kind::Comma | Kind::Stop | Kind::Dot | Kind::Ellipsis | Kind::Sign | Kind::Space
    );
    let never_ends = matches!(before.kind, Kind::Open | Kind::Currency);
    let one_mark = before.kind == Kind::Dash && after.kind == Kind::Dash;
    let counts = is_number(before) && matches!(after.text.as_str(), "万" | "亿" | "元" | "吨" | "米");
    !(never_starts || never_ends || one_mark || counts)
}

/// Whether a break before unit `at` parts a year from its 年.
pub(crate) fn parts_year(units: &[Unit], at: usize) -> bool {
    is_number(&units[at - 1]) && units[at].text == "年"
}

fn is_number(unit: &Unit) -> bool {
    unit.kind == Kind::Latin && unit.text.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a last line of these units has a single 字 at most.
pub(crate) fn is_runt(units: &[Unit]) -> bool {
    let characters = |unit: &Unit| match unit.kind {
        Kind::Latin => unit.text.len(),
        Kind::Open | Kind::Close | Kind::Comma | Kind::Stop | Kind::Dot | Kind::Space => 0,
        _ => 1,
    };
    units.iter().map(characters).sum::<usize>() < 2
}

/// What sets of breaks are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// The most that a gap may be opened, in eighths of a 字; `None`: as far as need be.
    pub(crate) opening: Option<i64>,
    pub(crate) runts: bool,
    pub(crate) parted_years: bool,
}

/// Whether any set of legal breaks sets the units in lines of `measure` less, in the first one, `indent`. Every line
/// from every start is tried.
pub(crate) fn can_be_set(units: &[Unit], measure: i64, indent: i64, wanted: Wanted) -> bool {
    let mut reached = vec![false; units.len() + 1];
    reached[0] = true;
    for start in 0..units.len() {
        if !reached[start] {
            continue;
        }
        let room = if start == 0 { measure - indent } else { measure };
        for end in start + 1..=units.len() {
            let last = end == units.len();
            if !last && (!may_break(units, end) || (!wanted.parted_years && parts_year(units, end))) {
                continue;
            }
            let line = measured(&units[start..end]);
            let opening = (room - line.natural).max(0);
            let opened_enough = wanted.opening.is_none_or(|most| 8 * opening <= most * em() * line.openings);
            let runt = last && start > 0 && is_runt(&units[start..end]);
            reached[end] |= line.least <= room && (last || opened_enough) && (wanted.runts || !runt);
        }
    }
    reached[units.len()]
}
