//! People as they are printed: bylines and credits (署名).

use broadsheet_copy::byline::{Byline, is_han};
use broadsheet_typeset::{Span, TextStyle, even_names};

use crate::frame::Part;
use crate::matter::Wording;

/// How people are set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Manner {
    /// In the Chinese order: the role first.
    pub(crate) chinese: bool,
    /// Chinese names of up to so many 字 are all as wide as the longest of them (均排); 0 leaves them as they are.
    pub(crate) even: u16,
    /// What a Chinese blank between them is wider than the font has it, in thousandths of the size.
    pub(crate) blank: i16,
}

/// Adds people with their roles: 记者 景斌 通讯员 雷玉艳, or By Jane Doe and John Roe, Staff Writers. A name, or a role, is
/// not parted over two lines, but for a foreign one behind its interpunct.
pub(crate) fn add_people(
    wording: &mut Wording,
    bylines: &[Byline],
    part: Part,
    style: &TextStyle,
    manner: Manner,
) {
    let Manner { chinese, even, blank } = manner;
    let blank = &TextStyle { whole: 1, tracking: style.tracking.saturating_add(blank), ..style.clone() };
    let style = &TextStyle { whole: 1, ..style.clone() };
    let names: Vec<&str> = bylines.iter().flat_map(|byline| &byline.names).map(String::as_str).collect();
    let mut names = even_names(&names, even, style).into_iter();
    for (n, byline) in bylines.iter().enumerate() {
        if n > 0 {
            let (between, look) = if chinese { (" ", blank) } else { ("; ", style) };
            wording.made(between, look);
        }
        let spans = if chinese {
            in_chinese(byline, &mut names, style, blank)
        } else {
            vec![Span { text: in_english(byline), style: style.clone() }]
        };
        wording.copy_spans(spans, part, n, 0);
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
fn in_chinese(
    byline: &Byline,
    names: &mut impl Iterator<Item = Vec<Span>>,
    style: &TextStyle,
    blank: &TextStyle,
) -> Vec<Span> {
    let of = |text: &str, style: &TextStyle| Span { text: text.to_owned(), style: style.clone() };
    let mut spans: Vec<Span> = Vec::new();
    let role = byline.role.iter().map(|role| vec![of(role, style)]);
    for part in role.chain(names.take(byline.names.len())) {
        if !spans.is_empty() {
            spans.push(of(" ", blank));
        }
        spans.extend(part.into_iter().flat_map(at_interpuncts));
    }
    // Stretches of one style are set as one.
    spans.dedup_by(|next, before| {
        let same = next.style == before.style;
        if same {
            before.text.push_str(&next.text);
        }
        same
    });
    spans
}

/// The parts of a foreign name, which may stand on two lines: 弗拉基米尔·|马雅可夫斯基.
fn at_interpuncts(name: Span) -> Vec<Span> {
    if !name.text.contains('·') {
        return vec![name];
    }
    // Parts side by side have two numbers in turn.
    let part = |(text, whole): (&str, u8)| Span {
        text: text.to_owned(),
        style: TextStyle { whole, ..name.style.clone() },
    };
    name.text.split_inclusive('·').zip([1, 2].into_iter().cycle()).map(part).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use broadsheet_typeset::FontStack;
    use broadsheet_units::Length;

    fn people(bylines: &[(&str, &[&str])], even: u16) -> Wording {
        let byline = |(role, names): &(&str, &[&str])| Byline {
            role: Some((*role).to_owned()).filter(|role| !role.is_empty()),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let bylines: Vec<Byline> = bylines.iter().map(byline).collect();
        let style = TextStyle::new(FontStack::default(), Length::points(9));
        let mut wording = Wording::default();
        add_people(&mut wording, &bylines, Part::Byline, &style, Manner { chinese: true, even, blank: 0 });
        wording
    }

    #[test]
    fn names_are_as_wide_as_each_other_across_roles_and_their_text_is_as_it_was() {
        let bylines: [(&str, &[&str]); 2] = [("记者", &["王五"]), ("通讯员", &["欧阳修", "司马相如"])];
        let (plain, even) = (people(&bylines, 0), people(&bylines, 3));
        assert_eq!((&plain.text, &plain.sources), (&even.text, &even.sources));
        assert_eq!(plain.text, "记者 王五 通讯员 欧阳修 司马相如");
        let tracked = |wording: &Wording| {
            let spans = wording.spans.iter().filter(|span| span.style.tracking != 0);
            spans.map(|span| (span.text.clone(), span.style.tracking)).collect::<Vec<_>>()
        };
        assert_eq!(tracked(&plain), []);
        assert_eq!(tracked(&even), [("王".to_owned(), 1000)]);
    }

    #[test]
    fn every_stretch_names_the_byline_that_it_came_from() {
        let wording = people(&[("记者", &["王五", "欧阳修"]), ("", &["赵六"])], 3);
        let from: Vec<(&str, u32, u32)> = wording
            .sources
            .iter()
            .map(|source| {
                (&wording.text[source.start as usize..source.end as usize], source.index, source.offset)
            })
            .collect();
        assert_eq!(from, [("记者 王五 欧阳修", 0, 0), ("赵六", 1, 0)]);
    }
}
