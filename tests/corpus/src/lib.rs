//! What must hold for any bytes at all: one function for each door that takes what others made.
//!
//! Each panics where its promise is broken, and only there. `fuzz/` feeds them bytes that libFuzzer thinks of, and
//! the tests here feed them the bytes in `corpus/`: one folder a function, whatever made trouble once or leads into
//! a corner of the code.

mod given;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use broadsheet_copy::page::{Area, Format, MakeUp, Module, PictureBox, Treatment};
use broadsheet_copy::text::{Paragraph as BodyParagraph, Span as BodySpan, StoryText};
use broadsheet_copy::{PhotoId, StoryId};
use broadsheet_layout::frame::{Item, Part};
use broadsheet_layout::{Compositor, Folio, PagePlan, PhotoCopy, StoryCopy, StyleSheet};
use broadsheet_typeset::{
    Align, Composer, FontLibrary, FontStack, Notice, Paragraph, Set, SetRequest, Slot, TextStyle,
};
use broadsheet_units::Length;
use uuid::Uuid;

use crate::given::Given;

/// A function that takes any bytes, by the name of its folder in `corpus/`.
pub type Promise = fn(&[u8]);

/// All of them.
pub const PROMISES: [(&str, Promise); 5] =
    [("setting", setting), ("page", page), ("preflight", preflight), ("copy", copy), ("photo", photo)];

/// The fonts of this machine, scanned once.
static FONTS: LazyLock<Arc<FontLibrary>> = LazyLock::new(|| Arc::new(FontLibrary::system(None, &[])));
static COMPOSER: LazyLock<Composer> = LazyLock::new(|| Composer::new(Arc::clone(&FONTS)));
static COMPOSITOR: LazyLock<Compositor> = LazyLock::new(|| {
    Compositor::new(Arc::clone(&FONTS), StyleSheet::named("evening").expect("the evening style"))
});

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

/// Any stories in any make-up: the page is set, every character of every part of the copy is on it or counted as
/// over, and setting it again gives the same page.
///
/// # Panics
/// Where that does not hold.
pub fn page(bytes: &[u8]) {
    let mut given = Given::new(bytes);
    let format = if given.byte().is_multiple_of(2) { Format::QUARTO } else { Format::FOLIO };
    let count = given.up_to(2) + 1;
    let mut modules: Vec<Module> = (0..count).map(|n| module(&mut given, n)).collect();
    let texts = given.texts(count * 5);
    let stories: Vec<Arc<StoryCopy>> =
        texts.chunks(5).enumerate().map(|(n, parts)| Arc::new(story(n, parts))).collect();
    modules.truncate(stories.len());
    let folio = Folio {
        title: "样报".into(),
        date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).expect("a date"),
        number: "A03".into(),
        section: None,
        editors: Vec::new(),
    };
    let make_up = MakeUp { modules, ..MakeUp::default() };
    let plan =
        PagePlan { lang: "zh-CN".into(), format, folio, make_up, jumps: Vec::new(), adverts: Vec::new() };
    let composed = COMPOSITOR.compose(&plan, &stories);
    assert_eq!(composed, COMPOSITOR.compose(&plan, &stories), "a page is set the same way again");
    for (story, fit) in stories.iter().zip(&composed.fits) {
        let set: usize = characters_of(&composed.frame, story.id.0);
        let body: usize = story.text.body.iter().map(|paragraph| visible(&paragraph.plain())).sum();
        assert!(
            set == body || fit.over_rows > 0 || fit.over_characters > 0,
            "{set} of {body} characters are on the page, and nothing is over"
        );
    }
}

/// Characters of a story's body whose line stands on the page.
fn characters_of(frame: &broadsheet_layout::PageFrame, story: Uuid) -> usize {
    let mut lines: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for item in &frame.items {
        if let Item::Line(line) = item {
            lines.entry(line.block).or_default().push((line.start, line.end));
        }
    }
    let mut count = 0;
    for (block, ranges) in lines {
        let block = &frame.blocks[block as usize];
        if block.story != Some(story) {
            continue;
        }
        for source in block.sources.iter().filter(|source| source.part == Part::Body) {
            for (start, end) in &ranges {
                let (start, end) = (source.start.max(*start), source.end.min(*end));
                if start < end {
                    count += visible(&block.text[start as usize..end as usize]);
                }
            }
        }
    }
    count
}

/// Characters with ink: what a line may leave out at its end is none.
fn visible(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn module(given: &mut Given<'_>, n: usize) -> Module {
    let area = Area {
        col: u16::from(given.byte() % 10),
        row: u16::from(given.byte() % 130),
        cols: u16::from(given.byte() % 10),
        rows: u16::from(given.byte() % 130),
    };
    let pictures = if given.byte().is_multiple_of(3) {
        vec![PictureBox { photo: photo_id(n), area: Area { col: 0, row: 0, cols: 1, rows: area.rows / 2 } }]
    } else {
        Vec::new()
    };
    let columns = Some(u16::from(given.byte() % 6)).filter(|columns| *columns > 0);
    Module { story: story_id(n), area, columns, headline: None, pictures, treatment: Treatment::default() }
}

fn story_id(n: usize) -> StoryId {
    StoryId(Uuid::from_u128(n as u128 + 1))
}

fn photo_id(n: usize) -> PhotoId {
    PhotoId(Uuid::from_u128(n as u128 + 0x100))
}

fn story(n: usize, parts: &[String]) -> StoryCopy {
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let paragraph = |text: &str| BodyParagraph {
        subhead: false,
        spans: vec![BodySpan { text: text.to_owned(), ..BodySpan::default() }],
    };
    let photo = PhotoCopy {
        id: photo_id(n),
        sha256: "0".repeat(64),
        px_width: 300,
        px_height: 200,
        caption: Some(part(3)),
        credit: None,
    };
    StoryCopy {
        id: story_id(n),
        text: StoryText {
            kicker: part(0),
            headline: part(1),
            deck: part(2),
            body: part(4).lines().map(paragraph).collect(),
        },
        bylines: Vec::new(),
        source: None,
        rubric: None,
        photos: vec![photo],
    }
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

/// Any file as a photo: it is read or refused.
pub fn photo(bytes: &[u8]) {
    let _ = broadsheet_intake::read_photo(bytes);
}
