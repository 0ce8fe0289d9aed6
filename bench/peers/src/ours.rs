//! Broadsheet on the ten pages.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use broadsheet_copy::StoryId;
use broadsheet_copy::page::{Area, Format, MakeUp, Module};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_layout::frame::{FontUse, PictureUse};
use broadsheet_layout::{Compositor, Folio, PageFrame, PagePlan, StoryCopy};
use broadsheet_press::{FontFile, Job, Sources};
use broadsheet_typeset::FontLibrary;
use uuid::Uuid;

use crate::copy::{self, Copy};

/// The whole program: text in, PDF/X-4 out.
pub(crate) fn set(text: &Path, out: &Path) {
    let pages = copy::read(text);
    let fonts = broadsheet_bench::fonts();
    let frames = side_by_side(&fonts, &pages);
    let compositor = broadsheet_bench::compositor(&fonts);
    let job = Job {
        title: "Ten pages".to_owned(),
        slug: "Ten pages".to_owned(),
        producer: "Broadsheet".to_owned(),
        marks: false,
        ..Job::new("2022-11-18T01:00:00+08:00".parse().expect("a time"))
    };
    let frames: Vec<&PageFrame> = frames.iter().collect();
    let print = broadsheet_press::print(&frames, &Stock(&compositor), &job).expect("the press file");
    std::fs::write(out, print.pdf).expect("the file is written");
}

/// Text to placed glyphs with nothing remembered, and after one more character in the fifth page.
pub(crate) fn in_process(pages: &[Copy], runs: usize) -> (Duration, Duration) {
    let fonts = broadsheet_bench::fonts();
    // The fonts' files are read once, as the peer's are.
    black_box(side_by_side(&fonts, pages));
    let mut cold: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(side_by_side(&fonts, pages));
            start.elapsed()
        })
        .collect();
    let known = broadsheet_bench::compositor(&fonts);
    let mut stories: Vec<Arc<StoryCopy>> = (0..).zip(pages).map(|(n, page)| story(n, page)).collect();
    let plans: Vec<PagePlan> = (0..stories.len()).map(plan).collect();
    let all = |stories: &[Arc<StoryCopy>]| {
        for (plan, story) in plans.iter().zip(stories) {
            black_box(known.compose(plan, std::slice::from_ref(story)));
        }
    };
    all(&stories);
    let mut key: Vec<Duration> = ('一'..)
        .take(runs)
        .map(|key| {
            stories[4] = broadsheet_bench::with_key(&stories[4], key);
            let start = Instant::now();
            all(&stories);
            start.elapsed()
        })
        .collect();
    cold.sort_unstable();
    key.sort_unstable();
    (cold[runs / 2], key[runs / 2])
}

/// The pages on all cores, a share of them on each, as the peer's library sets pages that do not depend on each other.
/// Nothing that one share remembers is known to another.
fn side_by_side(fonts: &Arc<FontLibrary>, pages: &[Copy]) -> Vec<PageFrame> {
    let numbered: Vec<(usize, &Copy)> = (0..).zip(pages).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = numbered.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let set = |pages| scope.spawn(move || compose(&broadsheet_bench::compositor(fonts), pages));
        let shares: Vec<_> = numbered.chunks(share).map(set).collect();
        shares.into_iter().flat_map(|pages| pages.join().expect("the pages are set")).collect()
    })
}

fn compose(compositor: &Compositor, pages: &[(usize, &Copy)]) -> Vec<PageFrame> {
    pages
        .iter()
        .map(|&(n, page)| {
            let composed = compositor.compose(&plan(n), &[story(n, page)]);
            let over: i32 = composed.fits.iter().map(|fit| fit.over_rows).sum();
            assert!(over <= 0, "page {} is over by {over} rows", n + 1);
            composed.frame
        })
        .collect()
}

fn plan(n: usize) -> PagePlan {
    let folio = Folio {
        title: "样报".into(),
        date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).expect("a date"),
        number: format!("A{:02}", n + 1),
        section: None,
        editors: Vec::new(),
    };
    let module = Module {
        story: StoryId(Uuid::from_u128(n as u128 + 1)),
        area: Area { col: 0, row: 0, cols: 6, rows: 88 },
        columns: None,
        headline: None,
        pictures: Vec::new(),
        treatment: broadsheet_copy::page::Treatment::default(),
    };
    let make_up = MakeUp { modules: vec![module], ..MakeUp::default() };
    let (lang, format) = ("zh-CN".into(), Format::QUARTO);
    PagePlan { lang, format, folio, make_up, jumps: Vec::new(), adverts: Vec::new() }
}

fn story(n: usize, page: &Copy) -> Arc<StoryCopy> {
    let paragraph =
        |text: &String| Paragraph { subhead: false, spans: vec![Span { text: text.clone(), ..Span::default() }] };
    let text = StoryText {
        kicker: String::new(),
        headline: page.headline.clone(),
        deck: String::new(),
        body: page.body.iter().map(paragraph).collect(),
    };
    Arc::new(StoryCopy {
        id: StoryId(Uuid::from_u128(n as u128 + 1)),
        text,
        bylines: Vec::new(),
        source: None,
        rubric: None,
        photos: Vec::new(),
    })
}

struct Stock<'a>(&'a Compositor);

impl Sources for Stock<'_> {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        Some(FontFile { bytes: self.0.font_file(font)?, sha256: None })
    }

    fn picture(&self, _: &PictureUse) -> Option<Vec<u8>> {
        None
    }
}
