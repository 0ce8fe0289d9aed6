//! Letters to an English editor: the last line or two are who wrote them.

use std::sync::LazyLock;

use broadsheet_copy::Byline;
use regex::Regex;

use super::byline::{Signature, Work};
use super::names::is_latin_name;
use super::pattern;
use super::pieces::{Piece, Text};

/// Letters, Letters to the editor: the rubric they stand under.
static RUBRIC: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:\w+ )?letters?(?: to the editor)?$"));
/// To the editor:, Dear Editor,: how one begins.
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:to the|dear|dear the)?\s*editor\s*[:,]"));
/// Elm Creek, Springfield, Ohio: a place, as it stands after a name.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\p{Lu}[\p{L}.'’\-]*(?:\s\p{Lu}[\p{L}.'’\-]*){0,3}(?:,\s*\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*)?)?$",
    )
});

/// Whether a rubric stands over letters.
pub(crate) fn are_under(rubric: &str) -> bool {
    RUBRIC.is_match(rubric.trim())
}

/// Makes the lines that sign a letter its signature: `Jane Doe`, `Jane Doe, Elm Creek`, or the two under each other.
/// Under a rubric of letters every story is one; elsewhere its opening says so.
pub(crate) fn sign(mut pieces: Vec<Piece>, under: bool) -> Vec<Piece> {
    let opened = pieces.iter().find_map(|piece| match piece {
        Piece::Text(text) => Some(OPENING.is_match(&text.text)),
        _ => None,
    });
    if !(under || opened == Some(true)) {
        return pieces;
    }
    let texts = pieces.iter().rev().map_while(line).take(2).map(|text| text.text.clone());
    let texts: Vec<String> = texts.collect();
    let first = pieces.iter().filter(|piece| matches!(piece, Piece::Text(_))).count();
    let signed = match texts.as_slice() {
        [last, above] if first > 2 && name(above).is_some() && PLACE.is_match(last) => {
            name(above).map(|name| (2, name, Some(last.clone())))
        }
        [last, ..] if first > 1 => name_and_place(last).map(|(name, place)| (1, name, place)),
        _ => None,
    };
    let Some((lines, name, role)) = signed else { return pieces };
    let mut cut = pieces.split_off(pieces.len() - lines);
    let raw: Vec<String> = cut.iter().filter_map(line).map(|text| text.text.clone()).collect();
    let Some(Piece::Text(text)) = cut.drain(..).next() else { return pieces };
    let people = vec![(Byline { role, names: vec![name] }, Work::Words)];
    let signature = Signature { people, surest: true, ..Signature::default() };
    pieces.push(Piece::Signed { signature, raw: raw.join("\n"), line: text.line });
    pieces
}

fn line(piece: &Piece) -> Option<&Text> {
    match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    }
}

/// The line without the dash before a signature, where it is a person's name.
fn name(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches(['—', '–', '-', ' ']);
    is_latin_name(bare).then(|| bare.to_owned())
}

fn name_and_place(text: &str) -> Option<(String, Option<String>)> {
    if let Some(name) = name(text) {
        return Some((name, None));
    }
    let (before, place) = text.split_once(',')?;
    let place = place.trim();
    Some((name(before)?, Some(place.to_owned()))).filter(|_| PLACE.is_match(place))
}
