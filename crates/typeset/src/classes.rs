//! Character classes of our own, and what an ambiguous mark is where it stands.
//!
//! Spacing and squeeze go by these classes and never by a font's features, so that the same text is set the same
//! way in every face (TYPOGRAPHY.md §3). The full-width marks follow clreq §3.1 and GB/T 15834; what may start or
//! end a line comes from UAX #14 (see `breaks`), which these classes only sharpen.

use crate::Lang;

/// What a grapheme is for the composer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// A Han character, kana, bopomofo, a Hangul syllable.
    Han,
    /// Anything else that fills a 字 and has no blank side: ％, ℃, ▶, ～, an emoji.
    Wide,
    /// A full-width Latin letter.
    WideLetter,
    /// A full-width digit.
    WideDigit,
    /// 「（《“: blank on the left.
    Opening,
    /// 」）》”: blank on the right.
    Closing,
    /// ，、；：: blank on the right.
    Comma,
    /// 。！？: blank on the right.
    Stop,
    /// · between Han: a quarter 字 of blank on either side.
    Dot,
    /// — in Han text; two of them are one mark.
    Dash,
    /// … in Han text; two of them are one mark.
    Ellipsis,
    /// A letter of an alphabet.
    Letter,
    /// A digit.
    Digit,
    /// A narrow mark or symbol.
    Mark,
    /// A space that may grow.
    Space,
    /// U+3000.
    WideSpace,
    /// A tabulator: a blank of one 字.
    Tab,
    /// A line feed: ends the line.
    Newline,
    /// Controls and format characters: no width, no glyph.
    Invisible,
}

impl Class {
    /// Half a 字 of ink with blank at a side or at both.
    pub(crate) fn is_blank_mark(self) -> bool {
        matches!(self, Self::Opening | Self::Closing | Self::Comma | Self::Stop | Self::Dot)
    }

    /// Blank on its right when it ends a line.
    pub(crate) fn is_closing(self) -> bool {
        matches!(self, Self::Closing | Self::Comma | Self::Stop)
    }

    /// A narrow character of a word: letters, digits and the marks among them.
    pub(crate) fn is_narrow(self) -> bool {
        matches!(self, Self::Letter | Self::Digit | Self::Mark)
    }

    /// Part of Latin text: its characters and the spaces between them.
    pub(crate) fn is_latin(self) -> bool {
        self.is_narrow() || self == Self::Space
    }

    /// What is left off at a line's end.
    pub(crate) fn is_blank(self) -> bool {
        matches!(self, Self::Space | Self::WideSpace | Self::Tab | Self::Newline)
    }

    /// Part of Chinese text for a mark beside it.
    fn is_han_context(self) -> bool {
        matches!(
            self,
            Self::Han
                | Self::Wide
                | Self::WideLetter
                | Self::WideDigit
                | Self::Comma
                | Self::Stop
                | Self::Opening
                | Self::Closing
                | Self::Dash
                | Self::Ellipsis
                | Self::Dot
        )
    }
}

/// Marks that are Chinese or Latin by where they stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ambiguous {
    OpenQuote,
    CloseQuote,
    Dot,
    /// Typed for a dot.
    Bullet,
    Dash,
    Ellipsis,
}

fn ambiguous(c: char) -> Option<Ambiguous> {
    Some(match c {
        '“' | '‘' => Ambiguous::OpenQuote,
        '”' | '’' => Ambiguous::CloseQuote,
        '·' | '‧' => Ambiguous::Dot,
        '•' | '∙' | '⋅' | '･' => Ambiguous::Bullet,
        '—' | '―' => Ambiguous::Dash,
        '…' | '⋯' => Ambiguous::Ellipsis,
        _ => return None,
    })
}

/// The class of a grapheme by its first character, where that alone decides it.
pub(crate) fn class_of(grapheme: &str) -> Class {
    let mut chars = grapheme.chars();
    let Some(c) = chars.next() else { return Class::Invisible };
    match c {
        '0'..='9' => Class::Digit,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        '\t' => Class::Tab,
        ' ' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{1680}' => Class::Space,
        '\u{3000}' => Class::WideSpace,
        '「' | '『' | '（' | '《' | '〈' | '【' | '〔' | '〖' | '［' | '｛' | '〘' | '〚' | '〝' => {
            Class::Opening
        }
        '」' | '』' | '）' | '》' | '〉' | '】' | '〕' | '〗' | '］' | '｝' | '〙' | '〛' | '〞' | '〟' => {
            Class::Closing
        }
        '，' | '、' | '；' | '：' => Class::Comma,
        '。' | '．' | '！' | '？' => Class::Stop,
        '・' => Class::Dot,
        '⸺' => Class::Dash,
        '０'..='９' => Class::WideDigit,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Class::WideLetter,
        _ if is_invisible(c) => Class::Invisible,
        _ if is_han(c) => Class::Han,
        _ if is_wide(c) || chars.any(|c| c == '\u{FE0F}' || c == '\u{20E3}') => Class::Wide,
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Mark,
    }
}

/// Decides the ambiguous marks among `graphemes` in place: full width in Chinese, Latin inside Latin text.
///
/// A quotation mark is Latin only where it stands between Latin on both sides (or opens an English paragraph), and
/// its partner follows it; an apostrophe in a word is Latin; dots, dashes and ellipses are Latin between Latin.
pub(crate) fn resolve(graphemes: &[&str], classes: &mut [Class], lang: Lang) {
    let mut open_quotes: Vec<(char, bool)> = Vec::new();
    for at in 0..classes.len() {
        let Some(c) = graphemes[at].chars().next() else { continue };
        let Some(kind) = ambiguous(c) else { continue };
        let before = strong_before(graphemes, classes, at);
        let after = strong_after(graphemes, classes, at);
        let home = lang == Lang::Zh;
        let wide = match kind {
            Ambiguous::OpenQuote => {
                let wide = before.unwrap_or(home) || after.unwrap_or(home);
                open_quotes.push((c, wide));
                wide
            }
            Ambiguous::CloseQuote if c == '’' && is_inside_word(classes, at) => false,
            Ambiguous::CloseQuote => {
                let opener = if c == '”' { '“' } else { '‘' };
                let partner = open_quotes.iter().rposition(|(open, _)| *open == opener);
                partner.map_or_else(
                    || before.unwrap_or(home),
                    |found| {
                        let wide = open_quotes[found].1;
                        open_quotes.truncate(found);
                        wide
                    },
                )
            }
            // —— and …… are Chinese marks; the dash of a range of numbers is the Chinese 一字线 in Chinese text.
            Ambiguous::Dash | Ambiguous::Ellipsis if home && is_doubled(graphemes, at) => true,
            Ambiguous::Dash if home && is_between_numbers(graphemes, classes, at) => true,
            // A bullet is an interpunct only inside a name.
            Ambiguous::Bullet if !is_between_han(classes, at) => continue,
            Ambiguous::Bullet => true,
            Ambiguous::Dot | Ambiguous::Dash | Ambiguous::Ellipsis => match (before, after) {
                (Some(before), Some(after)) => before || after,
                (one, other) => one.or(other).unwrap_or(home),
            },
        };
        classes[at] = match (wide, kind) {
            (false, _) => Class::Mark,
            (true, Ambiguous::OpenQuote) => Class::Opening,
            (true, Ambiguous::CloseQuote) => Class::Closing,
            (true, Ambiguous::Dot | Ambiguous::Bullet) => Class::Dot,
            (true, Ambiguous::Dash) => Class::Dash,
            (true, Ambiguous::Ellipsis) => Class::Ellipsis,
        };
    }
}

/// How far the search for a neighbour goes: marks pile up a few deep in text, without end in an attack.
const REACH: usize = 8;

/// Whether what stands before is Chinese; `None` where nothing decides.
fn strong_before(graphemes: &[&str], classes: &[Class], at: usize) -> Option<bool> {
    let near = (at.saturating_sub(REACH)..at).rev();
    // What stands before has been decided already, so a decided mark speaks for itself.
    near.map(|i| (graphemes[i], classes[i])).find_map(|(_, class)| side(class))
}

/// Whether what follows is Chinese; `None` where nothing decides.
fn strong_after(graphemes: &[&str], classes: &[Class], at: usize) -> Option<bool> {
    let near = at + 1..classes.len().min(at + 1 + REACH);
    near.map(|i| (graphemes[i], classes[i]))
        .filter(|(grapheme, _)| grapheme.chars().next().is_some_and(|c| ambiguous(c).is_none()))
        .find_map(|(_, class)| side(class))
}

fn side(class: Class) -> Option<bool> {
    match class {
        Class::Letter | Class::Digit => Some(false),
        class if class.is_han_context() => Some(true),
        _ => None,
    }
}

fn is_inside_word(classes: &[Class], at: usize) -> bool {
    let before = at.checked_sub(1).is_some_and(|before| classes[before] == Class::Letter);
    before && classes.get(at + 1).is_some_and(|class| matches!(class, Class::Letter | Class::Digit))
}

fn is_doubled(graphemes: &[&str], at: usize) -> bool {
    let same = |other: usize| graphemes.get(other) == Some(&graphemes[at]);
    same(at + 1) || at.checked_sub(1).is_some_and(same)
}

/// Between two numbers, their signs included: 2019—2021, 15%—20%, $3—$5.
fn is_between_numbers(graphemes: &[&str], classes: &[Class], at: usize) -> bool {
    let is_digit = |class: Class| matches!(class, Class::Digit | Class::WideDigit);
    let behind =
        |i: usize| is_digit(classes[i]) || matches!(graphemes[i], "%" | "‰" | "°" | "％" | "℃" | "℉");
    let ahead = |i: usize| {
        is_digit(classes[i]) || matches!(graphemes[i], "$" | "¥" | "￥" | "€" | "£" | "-" | "−" | "+" | "±")
    };
    at.checked_sub(1).is_some_and(behind) && at + 1 < classes.len() && ahead(at + 1)
}

fn is_between_han(classes: &[Class], at: usize) -> bool {
    let is_han = |i: usize| classes.get(i) == Some(&Class::Han);
    at.checked_sub(1).is_some_and(is_han) && is_han(at + 1)
}

/// Controls and format characters that have neither width nor ink of their own.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// Han characters of all planes, kana, bopomofo, Hangul.
fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}' | '\u{3038}'..='\u{303C}'
        | '\u{3041}'..='\u{30FA}' | '\u{30FC}'..='\u{318E}' | '\u{31A0}'..='\u{31FF}' | '\u{2E80}'..='\u{2FDF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Symbols that fill a 字 in Chinese text.
fn is_wide(c: char) -> bool {
    matches!(c,
        '℃' | '℉' | '№' | '‰' | '※' | '\u{2160}'..='\u{217F}' | '\u{2190}'..='\u{21FF}' | '\u{2460}'..='\u{24FF}'
        | '\u{2500}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{2FF0}'..='\u{2FFF}' | '\u{3001}'..='\u{303F}'
        | '\u{3190}'..='\u{319F}' | '\u{3200}'..='\u{33FF}' | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    fn classes(text: &str, lang: Lang) -> Vec<(String, Class)> {
        let graphemes: Vec<&str> = text.graphemes(true).collect();
        let mut classes: Vec<Class> = graphemes.iter().map(|grapheme| class_of(grapheme)).collect();
        resolve(&graphemes, &mut classes, lang);
        graphemes.into_iter().map(str::to_owned).zip(classes).collect()
    }

    fn quotes(text: &str, lang: Lang) -> Vec<Class> {
        classes(text, lang)
            .into_iter()
            .filter(|(grapheme, _)| "“”‘’·•—…".contains(grapheme.as_str()))
            .map(|(_, class)| class)
            .collect()
    }

    #[test]
    fn quotes_are_full_width_in_chinese_and_latin_in_latin() {
        use Class::{Closing, Mark, Opening};
        assert_eq!(quotes("他说：“好。”", Lang::Zh), [Opening, Closing]);
        assert_eq!(quotes("用“Rust”写成", Lang::Zh), [Opening, Closing]);
        assert_eq!(quotes("“好”字", Lang::Zh), [Opening, Closing]);
        assert_eq!(quotes("引用 He said “yes” to it 原文", Lang::Zh), [Mark, Mark]);
        assert_eq!(quotes("“Yes,” he said, “it’s me.”", Lang::En), [Mark, Mark, Mark, Mark, Mark]);
        assert_eq!(quotes("公司叫Don’t Panic", Lang::Zh), [Mark]);
        assert_eq!(quotes("她说：“‘好’是什么？”", Lang::Zh), [Opening, Opening, Closing, Closing]);
    }

    #[test]
    fn dots_and_dashes_follow_their_neighbours() {
        use Class::{Dash, Dot, Ellipsis, Mark};
        assert_eq!(quotes("卡尔·马克思", Lang::Zh), [Dot]);
        assert_eq!(quotes("a·b", Lang::Zh), [Mark]);
        assert_eq!(quotes("看——这里……", Lang::Zh), [Dash, Dash, Ellipsis, Ellipsis]);
        assert_eq!(quotes("one — two…", Lang::En), [Mark, Mark]);
        assert_eq!(quotes("（1818—1883）", Lang::Zh), [Dash]);
        assert_eq!(quotes("增长15%—20%", Lang::Zh), [Dash]);
        assert_eq!(quotes("G5—G6", Lang::Zh), [Mark]);
        assert_eq!(quotes("卡尔•马克思", Lang::Zh), [Dot]);
        assert_eq!(quotes("• 马克思", Lang::Zh), [Mark]);
    }
}
