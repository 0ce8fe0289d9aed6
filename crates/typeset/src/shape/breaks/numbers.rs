//! Numbers stay with their units, signs and what they count (TYPOGRAPHY.md §3).

use super::{BEHIND_NUMBER, Break, IN_UNIT, IN_YEAR, first_char};
use crate::BreakReason;
use crate::classes::Class;
use crate::shape::Atom;

/// Units of more than one character that follow a number; the longest first where one begins another.
const UNITS: [&str; 36] = [
    "平方公里",
    "平方千米",
    "立方米",
    "平方米",
    "个百分点",
    "百分点",
    "摄氏度",
    "千瓦时",
    "小时",
    "分钟",
    "秒钟",
    "周岁",
    "平米",
    "海里",
    "立方",
    "公升",
    "毫秒",
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
pub(super) fn keep_units(text: &str, atoms: &[Atom], breaks: &mut [Break]) {
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
        let counted = if rest.starts_with(is_more) { behind_spaces(atoms, next + 1) } else { next };
        let counts = atoms.get(counted).is_some_and(|atom| is_counter(first_char(text, atom)));
        if !multiplied && (counts || counted > next) {
            let penalty = if rest.starts_with('年') { IN_YEAR } else { BEHIND_NUMBER };
            discourage(&mut breaks[at], penalty);
        }
        if counts && counted > next {
            discourage(&mut breaks[counted], BEHIND_NUMBER);
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
    if before.is_ascii() && atoms[at].class == Class::Digit {
        keep_day(text, atoms, breaks, last, at);
    }
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
    "年月日时分秒号点个人名户家件项次位天周条种处座版期辆台所届级层株棵头只张支枝本册部套间幢栋列班趟遍双对组批份笔楼\
     室段篇首幅块片根粒颗顶艘架门道场杯桌盒箱袋瓶车则例起宗代步页匹尾群把朵串排队"
        .contains(c)
}

/// What makes a number inexact; what it counts comes behind: 200余株, 30多名.
fn is_more(c: char) -> bool {
    matches!(c, '余' | '多' | '几' | '来')
}

/// The months as datelines write them.
const MONTHS: [&str; 24] = [
    "Jan",
    "January",
    "Feb",
    "February",
    "Mar",
    "March",
    "Apr",
    "April",
    "May",
    "Jun",
    "June",
    "Jul",
    "July",
    "Aug",
    "August",
    "Sep",
    "Sept",
    "September",
    "Oct",
    "October",
    "Nov",
    "November",
    "Dec",
    "December",
];

/// Keeps the day at `at` with the month before it: Nov. 30.
fn keep_day(text: &str, atoms: &[Atom], breaks: &mut [Break], last: usize, at: usize) {
    let before = text[..atoms[last].end as usize].trim_end_matches('.');
    let word = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if at > last + 1 && MONTHS.contains(&word) {
        discourage(&mut breaks[at], BEHIND_NUMBER);
    }
}

fn discourage(one: &mut Break, penalty: u16) {
    if let Break::Legal(cost) = one {
        *cost = (*cost).max(penalty);
    }
}
