//! A drop cap: the first letter of a story, or the number that it opens with, over several rows.
//!
//! It is measured by its ink and not by its em: a capital stands from the head of the capitals of its first row to the
//! baseline of its last, a Han from the head to the foot of theirs; what sets it apart from its lines is white, and not
//! the blank that is in a font's glyph.

use broadsheet_typeset::{Line, TextStyle};
use broadsheet_units::Length;
use unicode_segmentation::UnicodeSegmentation;

use crate::body::{Apart, whole_ems};
use crate::matter::Wording;
use crate::shop::{OneLine, Shop};

/// The rows of the smallest drop cap.
const LEAST_CAP: u16 = 2;
/// From here on characters fill their em from top to foot (CJK radicals and all behind them).
const FIRST_OF_HAN: char = '\u{2E80}';
/// White between its ink and the lines beside it, in parts of a 字.
const WHITE: i32 = 4;

/// The first letter or number in the headline's face, as high as its rows; of fewer rows where it would leave too little
/// of the measure beside it. `None` where the text opens with a mark, or nothing would stand beside it.
pub(crate) fn drop_cap(shop: &Shop<'_>, wording: &Wording, rows: u16, measure: Length) -> Option<Apart> {
    let initial = initial(&wording.text);
    // Where nothing would stand beside it there is no line that it could stand with.
    if initial.is_empty() || initial.len() == wording.text.trim_end().len() {
        return None;
    }
    let mut caps = (LEAST_CAP..=rows).rev().filter_map(|rows| cap(shop, initial, rows));
    caps.find(|cap| cap.width * 3 <= measure * 2)
}

/// What a drop cap shows: the first letter with all that combines with it, or the whole of a number; nothing where the
/// text opens with a mark.
fn initial(text: &str) -> &str {
    let is_digit = |grapheme: &str| grapheme.len() == 1 && grapheme.starts_with(|c: char| c.is_ascii_digit());
    let mut graphemes = text.grapheme_indices(true).peekable();
    let mut end = 0;
    while let Some((at, grapheme)) = graphemes.next() {
        let divides = end > 0 && matches!(grapheme, "." | "," | ":");
        let goes_on = divides && graphemes.peek().is_some_and(|(_, next)| is_digit(next));
        let last = match end {
            0 => grapheme.starts_with(char::is_alphanumeric) && !is_digit(grapheme),
            _ => matches!(grapheme, "%" | "％"),
        };
        if last || is_digit(grapheme) || goes_on {
            end = at + grapheme.len();
        }
        if last || !(is_digit(grapheme) || goes_on) {
            break;
        }
    }
    &text[..end]
}

/// The ink of a character, from its origin, y upwards.
#[derive(Clone, Copy)]
struct Ink {
    left: Length,
    right: Length,
    foot: Length,
    head: Length,
}

/// A letter of so many rows.
fn cap(shop: &Shop<'_>, letter: &str, rows: u16) -> Option<Apart> {
    let style = &shop.style;
    // What fills the height of a line in its script: one for all letters, so that 一 is not blown up to three rows.
    let sample = if letter.starts_with(|c: char| c < FIRST_OF_HAN) { "H" } else { "国" };
    let of_rows = ink(shop, sample, &style.text(&style.body.text, style.body.size));
    let height = of_rows.head - of_rows.foot + shop.grid.pitch * i32::from(rows.saturating_sub(1));
    let trial = ink(shop, sample, &style.text(&style.headline.face, style.body.size));
    // A font whose sample is next to nothing does not blow the letter up without end.
    let of_trial = (trial.head - trial.foot).max(style.body.size / 4);
    let size = style.body.size.mul_ratio(height.raw().into(), of_trial.raw().into());
    let look = style.text(&style.headline.face, size);
    let OneLine { mut line, notices } = set(shop, letter, &look)?;
    let own = ink_of(shop, &line).unwrap_or_else(|| em(shop, &look, line.width));
    // Its foot stands where that of its last row does, its ink at the left where theirs does.
    let up = of_rows.foot - ink(shop, sample, &look).foot;
    let right = of_rows.left - own.left;
    for glyph in &mut line.glyphs {
        glyph.y += up;
        glyph.x += right;
    }
    let white = style.body.size / WHITE;
    let width = own.right + right + white;
    // Han beside it stand on whole 字, so that their lines need not be stretched.
    let width = if shop.is_chinese() { whole_ems(shop, width) } else { width };
    line.last = false;
    Some(Apart { line, bytes: letter.len(), rows, width, notices })
}

fn set(shop: &Shop<'_>, text: &str, look: &TextStyle) -> Option<OneLine> {
    let mut wording = Wording::default();
    wording.made(text, look);
    shop.one_line(&wording)
}

/// The ink of a text on one line; of its em where no font shows it.
fn ink(shop: &Shop<'_>, text: &str, look: &TextStyle) -> Ink {
    let line = set(shop, text, look).map(|one| one.line);
    let width = line.as_ref().map_or(look.size, |line| line.width);
    line.and_then(|line| ink_of(shop, &line)).unwrap_or_else(|| em(shop, look, width))
}

/// The ink of a line; `None` where there is none.
fn ink_of(shop: &Shop<'_>, line: &Line) -> Option<Ink> {
    let library = shop.composer.library();
    let of_glyphs = line.glyphs.iter().filter_map(|glyph| {
        let font = library.font(glyph.font);
        let (x, y) = font.outline(glyph.gid).extents()?;
        let scaled = |units: f32| glyph.size.mul_ratio(units.round() as i64, font.units_per_em().into());
        let (left, right) = (glyph.x + scaled(x.0), glyph.x + scaled(x.1));
        Some(Ink { left, right, foot: glyph.y + scaled(y.0), head: glyph.y + scaled(y.1) })
    });
    of_glyphs.reduce(|one, other| Ink {
        left: one.left.min(other.left),
        right: one.right.max(other.right),
        foot: one.foot.min(other.foot),
        head: one.head.max(other.head),
    })
}

/// What counts as ink where no font shows a text.
fn em(shop: &Shop<'_>, look: &TextStyle, width: Length) -> Ink {
    let head = shop.ascent(look.size);
    Ink { left: Length::ZERO, right: width, foot: head - look.size, head }
}
