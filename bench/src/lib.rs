//! The sample page as the composer is given it, for the benches.

use std::sync::Arc;

use broadsheet_copy::page::{Format, MakeUp};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_copy::{PhotoId, StoryId};
use broadsheet_intake::{PhotoReading, StoryReading};
use broadsheet_layout::{Compositor, Folio, PagePlan, PhotoCopy, StoryCopy, StyleSheet};
use broadsheet_typeset::FontLibrary;
use uuid::Uuid;

/// As the programs have it (`crates/cli/src/main.rs`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sample page's raw copy.
const COPY: &str = include_str!("../../tests/samples/evening-news-page/page.md");

/// The fonts of this machine.
#[must_use]
pub fn fonts() -> Arc<FontLibrary> {
    Arc::new(FontLibrary::system(None, &[]))
}

/// A compositor that has set nothing yet.
///
/// # Panics
/// Where the evening style is gone.
#[must_use]
pub fn compositor(fonts: &Arc<FontLibrary>) -> Compositor {
    Compositor::new(Arc::clone(fonts), StyleSheet::named("evening").expect("the evening style"))
}

/// The sample page's stories, read from its raw copy.
///
/// # Panics
/// Where the copy cannot be read.
#[must_use]
pub fn stories() -> Vec<Arc<StoryCopy>> {
    let reading = broadsheet_intake::read_copy(COPY.as_bytes()).expect("the sample page can be read");
    let rubric = reading.rubric;
    let copy = |(at, story)| Arc::new(copy(at, story, rubric.clone()));
    (1u128..).zip(reading.stories).map(copy).collect()
}

fn copy(at: u128, story: StoryReading, rubric: Option<String>) -> StoryCopy {
    let paragraph =
        |text: String| Paragraph { subhead: false, spans: vec![Span { text, ..Span::default() }] };
    let photo = |photo: PhotoReading| PhotoCopy {
        id: PhotoId(Uuid::from_u128(at)),
        sha256: "0".repeat(64),
        px_width: 3000,
        px_height: 2000,
        caption: photo.caption,
        credit: photo.credit,
    };
    StoryCopy {
        id: StoryId(Uuid::from_u128(at)),
        text: StoryText {
            kicker: story.kicker.unwrap_or_default(),
            headline: story.headline.unwrap_or_default(),
            deck: story.deck.unwrap_or_default(),
            body: story.body.into_iter().map(paragraph).collect(),
        },
        bylines: story.bylines,
        source: story.source,
        rubric,
        photos: story.photos.into_iter().map(photo).collect(),
    }
}

/// The sample page, made up by the program.
///
/// # Panics
/// Never: the date is one.
#[must_use]
pub fn plan(compositor: &Compositor, stories: &[Arc<StoryCopy>]) -> PagePlan {
    let mut plan = empty_plan(Format::QUARTO);
    plan.make_up = compositor.arrange(&plan, stories).make_up;
    plan
}

fn empty_plan(format: Format) -> PagePlan {
    let date = chrono::NaiveDate::from_ymd_opt(2022, 11, 18).expect("a date");
    let section = Some("城事".into());
    let folio = Folio { title: "样报".into(), date, number: "A03".into(), section, editors: vec![] };
    let lang = "zh-CN".into();
    PagePlan { lang, format, folio, make_up: MakeUp::default(), jumps: vec![], adverts: vec![] }
}

/// The characters of the sample page's bodies, over and over.
///
/// # Panics
/// Where the sample page cannot be read.
pub fn prose() -> impl Iterator<Item = char> {
    let bodies = stories();
    let prose: Vec<char> = bodies
        .iter()
        .flat_map(|story| &story.text.body)
        .flat_map(|paragraph| paragraph.spans.iter().flat_map(|span| span.text.chars()))
        .collect();
    (0..prose.len()).cycle().map(move |at| prose[at])
}

/// A full 对开 page: ten stories of 6,500 字 together, the longest of 1,500, three of them with a picture.
///
/// # Panics
/// Where the sample page cannot be read.
#[must_use]
pub fn folio_page(compositor: &Compositor) -> (PagePlan, Vec<Arc<StoryCopy>>) {
    const LENGTHS: [usize; 10] = [1500, 1000, 900, 800, 600, 500, 400, 300, 300, 200];
    let sample = stories();
    let mut from = prose();
    let mut stories = Vec::new();
    for ((at, length), pattern) in (1u128..).zip(LENGTHS).zip(sample.iter().cycle()) {
        let mut story = StoryCopy { id: StoryId(Uuid::from_u128(at)), ..(**pattern).clone() };
        let text: Vec<char> = from.by_ref().take(length).collect();
        let paragraph = |part: &[char]| Paragraph {
            subhead: false,
            spans: vec![Span { text: part.iter().collect(), ..Span::default() }],
        };
        story.text.body = text.chunks(150).map(paragraph).collect();
        story.rubric = None;
        story.photos = Vec::new();
        if at <= 3 {
            story.photos.push(PhotoCopy {
                id: PhotoId(Uuid::from_u128(at)),
                sha256: "0".repeat(64),
                px_width: 4000,
                px_height: 3000,
                caption: Some("鼓王工坊里，学徒们在打磨新制的鼓身。".into()),
                credit: None,
            });
        }
        stories.push(Arc::new(story));
    }
    let mut plan = empty_plan(Format::FOLIO);
    plan.make_up = compositor.arrange(&plan, &stories).make_up;
    (plan, stories)
}

/// The place of the longest story.
///
/// # Panics
/// Where there is no story.
#[must_use]
pub fn longest(stories: &[Arc<StoryCopy>]) -> usize {
    let length = |at: &usize| stories[*at].text.characters();
    (0..stories.len()).max_by_key(length).expect("a story")
}

/// The story with one character more at the end of its middle paragraph.
#[must_use]
pub fn with_key(story: &StoryCopy, key: char) -> Arc<StoryCopy> {
    let mut story = story.clone();
    let middle = story.text.body.len() / 2;
    if let Some(span) = story.text.body.get_mut(middle).and_then(|paragraph| paragraph.spans.last_mut()) {
        span.text.push(key);
    }
    Arc::new(story)
}
