//! What must hold for any bytes at all: one function for each door that takes what others made.
//!
//! Each panics where its promise is broken, and only there. `fuzz/` feeds them bytes that libFuzzer thinks of, and
//! the tests here feed them the bytes in `corpus/`: one folder a function, whatever made trouble once or leads into
//! a corner of the code.

mod advert;
mod font;
mod given;
mod page;
mod plate;
mod title;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use broadsheet_press::print;
use broadsheet_typeset::{
    Align, Composer, FontLibrary, FontStack, Notice, Paragraph, Set, SetRequest, Slot, TextStyle,
};
use broadsheet_units::Length;

pub use crate::advert::advert;
pub use crate::font::font;
use crate::given::Given;
pub use crate::page::page;
use crate::plate::{Held, alone, is_whole, job};
pub use crate::title::{profile, style};

/// A function that takes any bytes, by the name of its folder in `corpus/`.
pub type Promise = fn(&[u8]);

/// All of them.
pub const PROMISES: [(&str, Promise); 9] = [
    ("setting", setting),
    ("page", page),
    ("font", font),
    ("advert", advert),
    ("preflight", preflight),
    ("copy", copy),
    ("photo", photo),
    ("style", style),
    ("profile", profile),
];

/// The most pixels of a photo that are looked at here.
const MOST_PIXELS: u64 = 4_000_000;

/// The fonts of this machine, scanned once.
static FONTS: LazyLock<Arc<FontLibrary>> = LazyLock::new(|| Arc::new(FontLibrary::system(None, &[])));
static COMPOSER: LazyLock<Composer> = LazyLock::new(|| Composer::new(Arc::clone(&FONTS)));

/// Any text in slots of any width: every character stands on exactly one line, in order, and no line is wider than
/// its slot without a notice.
///
/// # Panics
/// Where that does not hold.
pub fn setting(bytes: &[u8]) {
    let mut given = Given::new(bytes);
    let slots: Vec<Slot> =
        (0..given.up_to(3) + 1).map(|_| Slot::new(Length::from_raw(i32::from(given.short()) * 8))).collect();
    let align = [Align::Justify, Align::Start, Align::Center, Align::End, Align::Spread];
    let mut paragraph =
        Paragraph::new("", TextStyle::new(FontStack::new(["Noto Serif CJK SC"], 400), Length::points(9)));
    paragraph.align = align[given.up_to(4)];
    paragraph.indent = Length::points(9) * i32::from(given.byte() % 4);
    paragraph.options.hyphenate = given.byte().is_multiple_of(2);
    let looseness = i32::from(given.byte() % 3) - 1;
    paragraph.spans[0].text = given.text();
    let text = paragraph.text();
    let set = COMPOSER.set(&COMPOSER.shape(&paragraph), &slots, SetRequest { looseness });
    let mut at = 0;
    for line in &set.lines {
        assert_eq!(line.range.start, at, "lines follow each other without a gap");
        assert_eq!(&text[line.range.clone()], line.text, "a line's text is the paragraph's");
        assert!(line.range.end > at, "a line has something on it");
        at = line.range.end;
        let room = (line.measure - line.indent).max(Length::ZERO);
        assert!(line.width <= room || wider(&set, line.slot), "{:?} is too wide", line.text);
    }
    assert_eq!(at, text.len(), "the lines hold the whole text");
}

fn wider(set: &Set, slot: usize) -> bool {
    let said = |notice: &Notice| matches!(notice, Notice::WiderThanMeasure { line, .. } if *line == slot);
    set.notices.iter().any(said)
}

/// Any file into preflight: there is a report, and it is the same again.
///
/// # Panics
/// Where that does not hold.
pub fn preflight(bytes: &[u8]) {
    let report = broadsheet_press::preflight(bytes);
    assert_eq!(report, broadsheet_press::preflight(bytes), "a file is judged the same way again");
}

/// Any file as copy: it is read or refused, and every Han of a text that is read is in the reading or in a guess.
///
/// # Panics
/// Where that does not hold.
pub fn copy(bytes: &[u8]) {
    let Ok(reading) = broadsheet_intake::read_copy(bytes) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut kept: BTreeMap<char, usize> = BTreeMap::new();
    let mut keep = |text: &str| {
        for c in text.chars().filter(|c| is_han(*c)) {
            *kept.entry(c).or_default() += 1;
        }
    };
    keep(&serde_json::to_string(&reading).expect("a reading serialises"));
    for guess in &reading.notices {
        keep(&guess.kind.quoted());
    }
    let mut given: BTreeMap<char, usize> = BTreeMap::new();
    for c in text.chars().filter(|c| is_han(*c)) {
        *given.entry(c).or_default() += 1;
    }
    for (c, times) in given {
        let held = kept.get(&c).copied().unwrap_or(0);
        assert!(held >= times, "{c} stands {times} times in the text and {held} in the reading");
    }
}

/// Han, without the stroke that is set as a rule between two parts of a line (王露丨文).
fn is_han(c: char) -> bool {
    c != '丨' && matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Any file as a photo: it is read or refused, and one that is read is shown small and printed, or
/// refused by a code.
///
/// # Panics
/// Where that does not hold.
pub fn photo(bytes: &[u8]) {
    let Ok(file) = broadsheet_intake::read_photo(bytes) else { return };
    // A few bytes may say that they are a very large picture; what becomes of those is tried elsewhere.
    if u64::from(file.width) * u64::from(file.height) > MOST_PIXELS {
        return;
    }
    match broadsheet_preview::thumbnail(bytes, 64, broadsheet_preview::Tones::Colour) {
        Ok(small) => assert!(small.width.max(small.height) <= 64, "it is no larger than it may be"),
        Err(error) => assert!(!error.code().is_empty(), "{error:?} has no code"),
    }
    let frame = alone(bytes, (file.width, file.height));
    match print(&[&frame], &Held(bytes), &job()) {
        Ok(printed) => is_whole(&printed.pdf, &job(), &frame),
        Err(error) => assert!(error.code().starts_with("picture-"), "{error:?} names no picture"),
    }
}
