//! Upright text: 字 under 字, each in a cell of its own.
//!
//! Marks take their upright forms, one to three digits or capitals stand across in the room of one 字 (纵中横), longer
//! numbers stand digit under digit, and other Latin is turned a quarter. On an English page a text is turned as a whole,
//! word by word, its marks and word spaces as they are across.

use std::ops::Range;

use broadsheet_typeset::Glyph;
use broadsheet_units::{Length, Point};
use unicode_segmentation::UnicodeSegmentation;

use super::about_characters;
use super::widths::{CLAUSE_BLANK, is_blank};
use crate::frame::{GlyphRun, Ink, LineEnd, PlacedGlyph, TextLine};
use crate::matter::{Wording, short};
use crate::notice::Finding;
use crate::shop::{OneLine, Shop};
use crate::signature::is_latin;
use crate::style::Face;

/// The widest that goes into the room of one 字 across, in thousandths of it.
const ACROSS: i64 = 1750;
/// How many characters that may be.
const MOST_ACROSS: usize = 3;
/// From here on come marks and symbols, Roman numerals among them, which take a 字 each, and then Han.
const FIRST_OF_SYMBOLS: char = '\u{2000}';
/// Blank at both ends of turned Latin, in thousandths of the size.
const TURNED_BLANK: i64 = 125;
/// From the left of an em to the baseline of turned Latin, in thousandths: the em box stays in the middle.
const TURNED_BASELINE: i64 = 120;
/// The same of English: its descenders stand within the em.
const ALL_TURNED_BASELINE: i64 = 220;

/// What stands in one place of an upright line.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// From the top of the line.
    pub(super) top: Length,
    height: Length,
    pub(super) bytes: Range<usize>,
    /// Its glyphs, from its own top left, and whether they are turned.
    glyphs: Vec<Glyph>,
    turned: bool,
}

/// Where the last cell ends.
pub(super) fn end(cells: &[Cell]) -> Length {
    cells.last().map_or(Length::ZERO, |cell| cell.top + cell.height)
}

/// A text as cells, and what there is to say of its characters' fonts. Blanks at its ends take no room.
pub(super) fn cells(shop: &Shop<'_>, face: &Face, text: &str, size: Length) -> (Vec<Cell>, Vec<Finding>) {
    let mut making = Making {
        shop,
        face,
        size,
        cells: Vec::new(),
        found: Vec::new(),
        blank: false,
        blank_size: size.mul_ratio(CLAUSE_BLANK, 1000),
    };
    if !shop.is_chinese() && is_latin(text) {
        making.words(text);
        return (making.cells, making.found);
    }
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if is_blank(character) {
            making.blank = !making.cells.is_empty();
            character.len_utf8()
        } else if is_of_word(character) {
            let latin = word(rest);
            making.latin(&rest[..latin], at);
            latin
        } else {
            let length = rest.graphemes(true).next().map_or(character.len_utf8(), str::len);
            making.one(&rest[..length], at);
            length
        };
        at += length;
    }
    (making.cells, making.found)
}

struct Making<'s, 'a> {
    shop: &'s Shop<'a>,
    face: &'s Face,
    size: Length,
    cells: Vec<Cell>,
    found: Vec<Finding>,
    /// A blank stands before the next cell.
    blank: bool,
    /// How high that is.
    blank_size: Length,
}

impl Making<'_, '_> {
    /// Glyphs of a text on one line, and their width.
    fn shaped(&mut self, text: &str, scale: u16) -> (Vec<Glyph>, Length) {
        let mut look = self.shop.style.text(self.face, self.size);
        look.scale_x = scale;
        let mut wording = Wording::default();
        wording.made(text, &look);
        let Some(OneLine { line, notices }) = self.shop.one_line(&wording) else {
            return (Vec::new(), Length::ZERO);
        };
        for notice in &notices {
            let found = about_characters(notice).filter(|finding| !self.found.contains(finding));
            self.found.extend(found);
        }
        (line.glyphs, line.width)
    }

    fn push(&mut self, glyphs: Vec<Glyph>, height: Length, bytes: Range<usize>, turned: bool) {
        let blank = if self.blank { self.blank_size } else { Length::ZERO };
        self.blank = false;
        let top = end(&self.cells) + blank;
        self.cells.push(Cell { top, height, bytes, glyphs, turned });
    }

    /// An English text, turned word by word.
    fn words(&mut self, text: &str) {
        // The blank of the face: what it adds between two letters.
        let (apart, together) = (self.shaped("n n", 1000).1, self.shaped("nn", 1000).1);
        self.blank_size = (apart - together).max(Length::ZERO);
        let mut at = 0;
        for word in text.split_inclusive(is_blank) {
            let inked = word.trim_end_matches(is_blank);
            if !inked.is_empty() {
                let (glyphs, width) = self.shaped(inked, 1000);
                self.push(glyphs, width, at..at + inked.len(), true);
            }
            self.blank = !self.cells.is_empty();
            at += word.len();
        }
    }

    /// A character in the room of one 字, in its upright form where it has one.
    fn one(&mut self, text: &str, at: usize) {
        let known = self.found.clone();
        let form = text.chars().next().and_then(upright_form).map(String::from);
        let (mut glyphs, mut width) = self.shaped(form.as_deref().unwrap_or(text), 1000);
        if form.is_some() && self.found.len() > known.len() {
            // No font of the style has the upright form: the mark as it is is better than none.
            self.found = known;
            (glyphs, width) = self.shaped(text, 1000);
        }
        // A wave has no upright form: it is turned.
        if matches!(text, "～" | "〜") {
            self.push(glyphs, width, at..at + text.len(), true);
            return;
        }
        let centred = matches!(text, "·" | "・" | "•" | "‧") && width > self.size / 2;
        // A centred dot has lost the blank before it, which it has where it stands in the middle.
        let left = if centred { self.size / 4 } else { (self.size - width) / 2 };
        for glyph in &mut glyphs {
            glyph.x += left;
        }
        self.push(glyphs, self.size, at..at + text.len(), false);
    }

    /// Latin and digits: across in the room of one 字, digit under digit, or turned.
    fn latin(&mut self, text: &str, at: usize) {
        if let Some(digits) = text.strip_suffix('%')
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit())
        {
            self.latin(digits, at);
            self.across("%", at + digits.len());
            return;
        }
        let compact = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '.';
        let room = self.size.mul_ratio(ACROSS, 1000);
        if text.len() <= MOST_ACROSS && text.chars().all(compact) && self.shaped(text, 1000).1 <= room {
            self.across(text, at);
        } else if text.chars().all(|c| c.is_ascii_digit()) {
            for n in 0..text.len() {
                self.across(&text[n..=n], at + n);
            }
        } else {
            let blank = self.size.mul_ratio(TURNED_BLANK, 1000);
            let (mut glyphs, width) = self.shaped(text, 1000);
            for glyph in &mut glyphs {
                glyph.x += blank;
            }
            self.push(glyphs, width + blank * 2, at..at + text.len(), true);
        }
    }

    fn across(&mut self, text: &str, at: usize) {
        let (mut glyphs, mut width) = self.shaped(text, 1000);
        if width > self.size {
            let scale = i64::from(self.size.raw()) * 1000 / i64::from(width.raw().max(1));
            (glyphs, width) = self.shaped(text, u16::try_from(scale).unwrap_or(1000));
        }
        let left = (self.size - width) / 2;
        for glyph in &mut glyphs {
            glyph.x += left;
        }
        self.push(glyphs, self.size, at..at + text.len(), false);
    }
}

/// Marks whose form is another one in upright text (GB/T 15834-2011, 5.2).
fn upright_form(character: char) -> Option<char> {
    Some(match character {
        '，' => '︐',
        '、' => '︑',
        '。' => '︒',
        '：' => '︓',
        '；' => '︔',
        '！' => '︕',
        '？' => '︖',
        '…' => '︙',
        '—' => '︱',
        '（' => '︵',
        '）' => '︶',
        '［' => '﹇',
        '］' => '﹈',
        '〖' => '︗',
        '〗' => '︘',
        '〔' => '︹',
        '〕' => '︺',
        '【' => '︻',
        '】' => '︼',
        '《' => '︽',
        '》' => '︾',
        '〈' => '︿',
        '〉' => '﹀',
        '‘' | '「' => '﹁',
        '’' | '」' => '﹂',
        '“' | '『' => '﹃',
        '”' | '』' => '﹄',
        _ => return None,
    })
}

/// Letters of alphabets, with the signs of ASCII.
fn is_of_word(character: char) -> bool {
    character.is_ascii_graphic() || (character.is_alphabetic() && character < FIRST_OF_SYMBOLS)
}

/// How long what is turned together is at the start of a text: letters, their accents, and apostrophes between them.
fn word(text: &str) -> usize {
    let graphemes: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    let of_word = |n: usize| graphemes.get(n).is_some_and(|(_, one)| one.starts_with(is_of_word));
    let apostrophe =
        |n: usize| graphemes[n].1 == "’" && n.checked_sub(1).is_some_and(of_word) && of_word(n + 1);
    let end = (0..graphemes.len()).find(|n| !of_word(*n) && !apostrophe(*n));
    end.map_or(text.len(), |n| graphemes[n].0)
}

/// An upright line as the frame keeps it, its column's top left corner at `at`.
#[expect(clippy::too_many_arguments, reason = "what a line of the frame says")]
pub(super) fn line_of(
    shop: &Shop<'_>,
    cells: &[Cell],
    size: Length,
    ink: Ink,
    at: Point,
    block: u32,
    range: Range<usize>,
    last: bool,
) -> TextLine {
    let ascent = shop.ascent(size);
    let all_turned = cells.iter().all(|cell| cell.turned);
    let baseline = size.mul_ratio(if all_turned { ALL_TURNED_BASELINE } else { TURNED_BASELINE }, 1000);
    let mut runs: Vec<GlyphRun> = Vec::new();
    for cell in cells {
        let start = short(range.start + cell.bytes.start);
        for glyph in &cell.glyphs {
            let (x, y) = if cell.turned {
                (baseline + glyph.y, ascent - (cell.top + glyph.x))
            } else {
                (glyph.x, glyph.y - cell.top)
            };
            let stop = short(range.start + cell.bytes.end);
            // A turned word's glyphs each stand for their own letters.
            let (start, end) = if cell.turned {
                (start + short(glyph.range.start), start + short(glyph.range.end))
            } else {
                (start, stop)
            };
            let placed = PlacedGlyph { gid: glyph.gid, x, y, advance: glyph.advance, start, end };
            let font = u16::try_from(glyph.font.0).unwrap_or(u16::MAX);
            let (scale_x, turned) = (glyph.scale_x, cell.turned);
            match runs.last_mut() {
                Some(run) if (run.font, run.scale_x, run.turned) == (font, scale_x, turned) => {
                    run.glyphs.push(placed);
                }
                _ => runs.push(GlyphRun { font, size, scale_x, turned, ink, glyphs: vec![placed] }),
            }
        }
    }
    TextLine {
        block,
        start: short(range.start),
        end: short(range.end),
        origin: Point::new(at.x, at.y + ascent),
        width: size,
        down: end(cells),
        ends: if last { LineEnd::Last } else { LineEnd::Joined },
        runs,
    }
}

/// A wording as one upright line, its column's top left corner at the origin, and what there is to say of its characters'
/// fonts.
pub(crate) fn upright_line(
    shop: &Shop<'_>,
    wording: &Wording,
    face: &Face,
    size: Length,
    block: u32,
    ink: Ink,
) -> (TextLine, Vec<Finding>) {
    let (cells, found) = cells(shop, face, &wording.text, size);
    let at = Point::new(Length::ZERO, Length::ZERO);
    (line_of(shop, &cells, size, ink, at, block, 0..wording.text.len(), true), found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::StyleSheet;
    use broadsheet_copy::page::Format;
    use broadsheet_typeset::{Composer, FontLibrary};
    use std::sync::Arc;

    /// The text's cells: `字` upright, `[12]` across, `<Rust>` turned.
    fn shown(text: &str) -> String {
        shown_in("evening", text)
    }

    fn shown_in(style: &str, text: &str) -> String {
        let (cells, found, _) = cells_of(style, text);
        assert!(found.is_empty(), "{found:?}");
        let mut shown = String::new();
        let mut at = Length::ZERO;
        for cell in &cells {
            if cell.top > at {
                shown.push('　');
            }
            at = cell.top + cell.height;
            let said = &text[cell.bytes.clone()];
            shown.push_str(&match (cell.turned, said.is_ascii()) {
                (true, _) => format!("<{said}>"),
                (false, true) => format!("[{said}]"),
                (false, false) => said.to_owned(),
            });
        }
        shown
    }

    /// The cells, what there is to say of them, and the fonts.
    fn cells_of(style: &str, text: &str) -> (Vec<Cell>, Vec<Finding>, Arc<FontLibrary>) {
        let style = StyleSheet::named(style).unwrap();
        let library = Arc::new(FontLibrary::system(None, &[]));
        let composer = Composer::new(Arc::clone(&library));
        let grid = crate::Grid::new(&style, Format::QUARTO, crate::Hand::Right).unwrap();
        let shop = Shop { composer: &composer, style: &style, grid, reversed: false };
        let (cells, found) = cells(&shop, &style.headline.face, text, Length::points(24));
        (cells, found, library)
    }

    #[test]
    fn digits_stand_across_in_pairs_and_latin_is_turned() {
        assert_eq!(shown("制鼓50年"), "制鼓[50]年");
        assert_eq!(shown("增长15%"), "增长[15][%]");
        assert_eq!(shown("2022年"), "[2][0][2][2]年");
        assert_eq!(shown("用Rust写"), "用<Rust>写");
        assert_eq!(shown("AI来了"), "[AI]来了");
        assert_eq!(shown("投资3.5亿"), "投资[3.5]亿");
        assert_eq!(shown("McDonald’s进社区"), "<McDonald’s>进社区");
        assert_eq!(shown("Beyoncé来了"), "<Beyoncé>来了");
        assert_eq!(shown("9～11日"), "[9]<～>[11]日");
        assert_eq!(shown("启动Ⅳ级响应"), "启动Ⅳ级响应");
    }

    #[test]
    fn what_is_one_character_to_its_reader_stands_in_one_place() {
        let cells = |text: &str| cells_of("evening", text).0.len();
        assert_eq!([cells("👨‍👩‍👧"), cells("👍🏽"), cells("葛\u{e0100}飾"), cells("e\u{301}")], [1, 1, 2, 1]);
    }

    /// Where the ink of a text's only cell stands in its 字, in thousandths: its middle across.
    #[test]
    fn a_centred_dot_stands_in_the_middle_and_a_comma_at_the_right() {
        let middle = |text: &str| {
            let (cells, _, library) = cells_of("evening", text);
            let cell = cells.last().unwrap();
            let glyph = &cell.glyphs[0];
            let font = library.font(glyph.font);
            let (left, right) = font.outline(glyph.gid).x_extent().unwrap();
            let scale = f64::from(Length::points(24).raw()) / f64::from(font.units_per_em());
            let middle = f64::from(glyph.x.raw()) + f64::from(left + right) / 2.0 * scale;
            middle * 1000.0 / f64::from(Length::points(24).raw())
        };
        assert!((450.0..550.0).contains(&middle("卡·")), "{}", middle("卡·"));
        assert!(middle("机，") > 600.0, "{}", middle("机，"));
    }

    #[test]
    fn clauses_stand_apart_and_blanks_at_the_ends_take_no_room() {
        assert_eq!(shown(" 春风 化雨 "), "春风　化雨");
        assert_eq!(shown("“三心”"), "“三心”");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn english_is_turned_word_by_word_with_its_own_blanks() {
        assert_eq!(shown_in("morning", "“Mill” path: 7 to 2"), "<“Mill”>　<path:>　<7>　<to>　<2>");
    }

    #[test]
    fn marks_have_their_upright_forms() {
        assert_eq!("，“《（—".chars().filter_map(upright_form).collect::<String>(), "︐﹃︽︵︱");
        assert_eq!(upright_form('字'), None);
    }
}
