//! Even setting (均排): names of two 字 as wide as names of three.

use unicode_segmentation::UnicodeSegmentation;

use crate::classes::{Class, class_of};
use crate::{Span, TextStyle};

/// Names in spans that are all equally wide: 王　五 beside 欧阳修. The longest name of up to `most` 字 (three, as a
/// rule) sets the width; longer names, and those that are not Han all through, are left as they are.
///
/// The blank is tracking, not typed: the text of the spans is the name.
#[must_use]
pub fn even_names(names: &[&str], most: u16, style: &TextStyle) -> Vec<Vec<Span>> {
    let widest = names.iter().filter_map(|name| han(name)).filter(|length| *length <= most).max();
    names.iter().map(|name| spread(name, widest.unwrap_or(0), style)).collect()
}

/// How many 字 a name has that is Han all through.
fn han(name: &str) -> Option<u16> {
    let is_han = !name.is_empty() && name.graphemes(true).all(|one| class_of(one) == Class::Han);
    is_han.then(|| u16::try_from(name.graphemes(true).count()).ok()).flatten()
}

/// A name spread to `width` 字: the blank in equal parts between its characters.
fn spread(name: &str, width: u16, style: &TextStyle) -> Vec<Span> {
    let length = han(name).filter(|length| (2..width).contains(length));
    let Some(length) = length else {
        return vec![Span { text: name.to_owned(), style: style.clone() }];
    };
    let (blank, gaps) = (1000 * i32::from(width - length), i32::from(length - 1));
    let share = |n: i32| blank * n / gaps;
    let one = |(n, text): (i32, &str)| {
        let mut style = style.clone();
        if n < gaps {
            let tracking = i32::from(style.tracking) + share(n + 1) - share(n);
            style.tracking = i16::try_from(tracking).unwrap_or(i16::MAX);
        }
        Span { text: text.to_owned(), style }
    };
    (0..).zip(name.graphemes(true)).map(one).collect()
}

#[cfg(test)]
mod tests {
    use broadsheet_units::Length;

    use super::*;
    use crate::FontStack;

    fn tracked(names: &[&str]) -> Vec<Vec<(String, i16)>> {
        let style = TextStyle::new(FontStack::default(), Length::points(9));
        let plain = |span: Span| (span.text, span.style.tracking);
        even_names(names, 3, &style).into_iter().map(|name| name.into_iter().map(plain).collect()).collect()
    }

    fn spans(parts: &[(&str, i16)]) -> Vec<(String, i16)> {
        parts.iter().map(|(text, tracking)| ((*text).to_owned(), *tracking)).collect()
    }

    #[test]
    fn two_characters_are_spread_to_three() {
        assert_eq!(
            tracked(&["王五", "欧阳修"]),
            [spans(&[("王", 1000), ("五", 0)]), spans(&[("欧阳修", 0)])]
        );
    }

    #[test]
    fn names_of_one_width_longer_names_and_foreign_ones_stay_as_they_are() {
        assert_eq!(tracked(&["王五", "赵六"]), [spans(&[("王五", 0)]), spans(&[("赵六", 0)])]);
        assert_eq!(tracked(&["王五", "司马相如"])[0], spans(&[("王五", 0)]));
        let mixed = tracked(&["王五", "欧阳修", "司马相如", "Ann", "示例·样张", "王", ""]);
        for (name, text) in mixed[2..].iter().zip(["司马相如", "Ann", "示例·样张", "王", ""]) {
            assert_eq!(*name, spans(&[(text, 0)]));
        }
    }

    #[test]
    fn the_blank_of_longer_names_falls_in_equal_parts() {
        let style = TextStyle::new(FontStack::default(), Length::points(9));
        let name = spread("欧阳修", 4, &style);
        assert_eq!(name.iter().map(|span| span.style.tracking).collect::<Vec<_>>(), [500, 500, 0]);
    }
}
