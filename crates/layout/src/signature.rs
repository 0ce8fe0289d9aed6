//! People as they are printed: bylines and credits (署名).

use broadsheet_copy::byline::{Byline, is_han};
use broadsheet_typeset::TextStyle;

use crate::frame::Part;
use crate::matter::Wording;

/// Adds people with their roles: 记者 景斌 通讯员 雷玉艳, or By Jane Doe and John Roe, Staff Writers.
pub(crate) fn add_people(
    wording: &mut Wording,
    bylines: &[Byline],
    part: Part,
    style: &TextStyle,
    chinese: bool,
) {
    for (n, byline) in bylines.iter().enumerate() {
        if n > 0 {
            wording.made(if chinese { " " } else { "; " }, style);
        }
        let text = if chinese { in_chinese(byline) } else { in_english(byline) };
        wording.copy(&text, style, part, n, 0);
    }
}

/// Whether a text is written without a Chinese character.
pub(crate) fn is_latin(text: &str) -> bool {
    !text.chars().any(is_han)
}

/// Whether all people are named in another script than the Chinese one.
pub(crate) fn are_latin(bylines: &[Byline]) -> bool {
    bylines.iter().flat_map(|byline| byline.role.iter().chain(&byline.names)).all(|text| is_latin(text))
}

/// The role before the names, a blank between all.
fn in_chinese(byline: &Byline) -> String {
    byline.role.iter().chain(&byline.names).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The names, the role behind them.
fn in_english(byline: &Byline) -> String {
    let names = match byline.names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    };
    match &byline.role {
        Some(role) if names.is_empty() => role.clone(),
        Some(role) => format!("{names}, {role}"),
        None => names,
    }
}
