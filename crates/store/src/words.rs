//! Words for search: how a text is folded, and which words it is written down as.
//!
//! Chinese is written without blanks, and no dictionary knows the names in a newspaper. So every pair of neighbours
//! becomes a word, and the last sign of a run one more: then any run of two or more is a phrase of its pairs, and a
//! single sign is the beginning of a word. Latin goes the same way, so a part of a name is found too.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// A sign as search sees it, and where it came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sign {
    /// The folded sign.
    pub(crate) folded: char,
    /// The bytes of the text that it stands for.
    pub(crate) source: Range<usize>,
}

/// The text in the form in which it is compared: NFKC, case-folded, without blanks and punctuation.
pub(crate) fn fold(text: &str) -> Vec<Sign> {
    let mut signs = Vec::with_capacity(text.len() / 3);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| joins(*c)) {
            end = at + c.len_utf8();
        }
        let source = start..end;
        let cluster = &text[source.clone()];
        if cluster.is_ascii() {
            signs.extend(
                cluster
                    .chars()
                    .filter(|c| counts(*c))
                    .map(|c| Sign { folded: c.to_ascii_lowercase(), source: source.clone() }),
            );
        } else {
            let folded = caseless::default_case_fold_str(&cluster.nfkc().collect::<String>());
            signs.extend(
                folded.nfkc().filter(|c| counts(*c)).map(|c| Sign { folded: c, source: source.clone() }),
            );
        }
    }
    signs
}

/// Whether NFKC may melt the sign into the one before it: marks (half-width ones too), and Hangul's later letters.
fn joins(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let mut lead = None;
    decompose_compatible(c, |part| {
        lead.get_or_insert(part);
    });
    let lead = lead.unwrap_or(c);
    canonical_combining_class(lead) != 0 || matches!(u32::from(lead), 0x1160..=0x11FF)
}

/// Whether search takes notice of the sign: not of blanks, controls and punctuation.
fn counts(c: char) -> bool {
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter
            | GeneralCategoryGroup::Mark
            | GeneralCategoryGroup::Number
            | GeneralCategoryGroup::Symbol
    )
}

/// The words of a run of text, parted by blanks.
pub(crate) fn of(text: &str) -> String {
    let signs = fold(text);
    let mut words = String::with_capacity(text.len() * 3);
    for (at, sign) in signs.iter().enumerate() {
        if at > 0 {
            words.push(' ');
        }
        words.push(sign.folded);
        words.extend(signs.get(at + 1).map(|next| next.folded));
    }
    words
}

/// What FTS5 is asked for a query: a phrase of pairs, or the beginning of a word. Nothing where the query holds
/// nothing that search takes notice of. Every word is in double quotes and none holds one, so nothing in a query
/// is ever read as an operator.
pub(crate) fn query(text: &str) -> Option<String> {
    let signs = fold(text);
    match signs.as_slice() {
        [] => None,
        [one] => Some(format!("\"{}\" *", one.folded)),
        several => {
            let pairs =
                several.windows(2).map(|pair| pair.iter().map(|sign| sign.folded).collect::<String>());
            Some(format!("\"{}\"", pairs.collect::<Vec<_>>().join(" ")))
        }
    }
}

/// Where a query's run stands in the text, in bytes.
pub(crate) fn locate(text: &str, query: &[Sign]) -> Option<Range<usize>> {
    let signs = fold(text);
    let at = signs
        .windows(query.len().max(1))
        .position(|window| window.iter().zip(query).all(|(sign, wanted)| sign.folded == wanted.folded))?;
    let (first, last) = (signs.get(at)?, signs.get(at + query.len().max(1) - 1)?);
    Some(first.source.start..last.source.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_a_word_and_the_last_sign_one_more() {
        assert_eq!(of("运城晚报"), "运城 城晚 晚报 报");
        assert_eq!(of("Reuters"), "re eu ut te er rs s");
        assert_eq!(of("图"), "图");
        assert_eq!(of(" ，。"), "");
    }

    #[test]
    fn width_case_blanks_and_punctuation_make_no_difference() {
        for text in ["ＡＢＣ 第1版", "abc，第１版", "a b c 第①版", "“A-B-C”第1版"] {
            assert_eq!(of(text), of("abc第1版"), "{text}");
        }
        assert_eq!(of("Straße"), of("STRASSE"));
        assert_eq!(of("cafe\u{301}"), of("Café"));
        assert_eq!(of("ｶﾞ"), of("ガ"));
    }

    #[test]
    fn a_query_is_a_phrase_or_the_beginning_of_a_word() {
        assert_eq!(query("投资四亿").unwrap(), "\"投资 资四 四亿\"");
        assert_eq!(query("鼓").unwrap(), "\"鼓\" *");
        assert_eq!(query("  ，"), None);
        assert_eq!(query("a\" OR b*").unwrap(), "\"ao or rb\"");
        assert_eq!(query("NEAR(x)").unwrap(), "\"ne ea ar rx\"");
    }

    #[test]
    fn a_run_is_found_where_it_stands() {
        let text = "本报讯（记者 王五）２０２２年";
        let found = |query: &str| locate(text, &fold(query)).map(|range| &text[range]);
        assert_eq!(found("记者王"), Some("记者 王"));
        assert_eq!(found("2022"), Some("２０２２"));
        assert_eq!(found("讯记"), Some("讯（记"));
        assert_eq!(found("没有"), None);
    }
}
