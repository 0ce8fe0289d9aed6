//! Where columns end: a module's columns end on one row as far as its shape lets them, and no column opens with the
//! last line of a paragraph where that can be helped.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{Arc, OnceLock};

use broadsheet_copy::id::{PhotoId, StoryId};
use broadsheet_copy::page::{Area, Format, MakeUp, Module, PictureBox, Shape, Treatment, Wrap};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_layout::frame::{Item, Role, TextLine};
use broadsheet_layout::{Composed, Compositor, Folio, PagePlan, PhotoCopy, StoryCopy, StyleSheet};
use broadsheet_typeset::FontLibrary;
use broadsheet_units::Length;
use uuid::Uuid;

const STORY: StoryId = StoryId(Uuid::from_u128(1));
const PHOTO: PhotoId = PhotoId(Uuid::from_u128(3));
/// The whole width of a 四开 page, beneath another module.
const AREA: Area = Area { col: 0, row: 10, cols: 6, rows: 50 };
/// Enough to fill more than half of it, and not too many.
const PARAGRAPHS: std::ops::Range<usize> = 12..20;
const CLAUSE: &str = "记者从有关部门获悉，今年以来全市新增绿地三十余处，群众出门就能走进公园。";

fn compositor() -> &'static Compositor {
    static COMPOSITOR: OnceLock<Compositor> = OnceLock::new();
    COMPOSITOR.get_or_init(|| {
        Compositor::new(Arc::new(FontLibrary::system(None, &[])), StyleSheet::named("evening").unwrap())
    })
}

/// A story of so many paragraphs, none as long as the one before it.
fn story(paragraphs: usize) -> Arc<StoryCopy> {
    let paragraph = |n: usize| {
        let (whole, part) = (1 + n % 3, 5 + (n * 7) % 25);
        let text = CLAUSE.repeat(whole) + &CLAUSE.chars().take(part).collect::<String>() + "。";
        Paragraph { subhead: false, spans: vec![Span { text, ..Span::default() }] }
    };
    Arc::new(StoryCopy {
        id: STORY,
        text: StoryText {
            headline: "推进管理体制改革".into(),
            body: (0..paragraphs).map(paragraph).collect(),
            ..StoryText::default()
        },
        bylines: vec![],
        source: None,
        rubric: None,
        photos: vec![PhotoCopy {
            id: PHOTO,
            sha256: "0".repeat(64),
            px_width: 3000,
            px_height: 3000,
            caption: Some("图说。".into()),
            credit: None,
        }],
    })
}

fn compose(module: Module, story: &Arc<StoryCopy>) -> Composed {
    let plan = PagePlan {
        lang: "zh-CN".into(),
        format: Format::QUARTO,
        folio: Folio {
            title: "样报".into(),
            date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).unwrap(),
            number: "3".into(),
            section: None,
            editors: vec![],
        },
        make_up: MakeUp { modules: vec![module], ..MakeUp::default() },
        jumps: vec![],
        adverts: vec![],
    };
    compositor().compose(&plan, std::slice::from_ref(story))
}

fn notched(area: Area) -> Module {
    Module {
        treatment: Treatment { notches: vec![area], ..Treatment::default() },
        ..Module::new(STORY, AREA)
    }
}

fn pictured(area: Area, shape: Shape) -> Module {
    let wraps = vec![Wrap { photo: PHOTO, shape, rows: None, ems: None }];
    Module {
        pictures: vec![PictureBox { photo: PHOTO, area }],
        treatment: Treatment { wraps, ..Treatment::default() },
        ..Module::new(STORY, AREA)
    }
}

/// The modules that are tried, with the base columns whose feet nothing but the text decides.
fn shapes() -> Vec<(&'static str, Module, Vec<usize>)> {
    let area = |col, row, cols, rows| Area { col, row, cols, rows };
    let broken = |count, module: Module| Module { columns: Some(count), ..module };
    vec![
        ("plain", Module::new(STORY, AREA), (0..6).collect()),
        ("an L", notched(area(4, 20, 2, 30)), (0..4).collect()),
        ("an L under another story", notched(area(0, 0, 2, 24)), (0..6).collect()),
        ("a U", notched(area(2, 0, 2, 24)), (0..6).collect()),
        ("a box at the top", pictured(area(4, 1, 2, 20), Shape::Box), (0..6).collect()),
        ("a box in the middle", pictured(area(2, 14, 2, 16), Shape::Box), (0..6).collect()),
        (
            "a circle over broken columns",
            broken(3, pictured(area(1, 12, 2, 20), Shape::Round)),
            (0..3).collect(),
        ),
        ("a box over broken columns", broken(4, pictured(area(2, 12, 2, 16), Shape::Box)), (0..4).collect()),
    ]
}

fn body(composed: &Composed) -> Vec<&TextLine> {
    let frame = &composed.frame;
    let lines = frame.items.iter().filter_map(|item| match item {
        Item::Line(line) => Some(line),
        _ => None,
    });
    lines.filter(|line| frame.blocks[line.block as usize].role == Role::Paragraph).collect()
}

/// The lines of every text column, from top to bottom: a column begins where a line stands above the one before it.
fn columns(composed: &Composed) -> Vec<Vec<&TextLine>> {
    let mut columns: Vec<Vec<&TextLine>> = Vec::new();
    let mut above = None;
    for line in body(composed) {
        if above.is_none_or(|above| line.origin.y <= above) {
            columns.push(Vec::new());
        }
        above = Some(line.origin.y);
        columns.last_mut().unwrap().push(line);
    }
    columns
}

#[test]
fn columns_end_on_one_row_as_far_as_the_shape_lets_them() {
    for (name, module, free) in shapes() {
        for paragraphs in PARAGRAPHS {
            let composed = compose(module.clone(), &story(paragraphs));
            assert!(composed.fits[0].over_characters <= 0, "{name}: {paragraphs} paragraphs are too many");
            let columns = columns(&composed);
            let feet: Vec<Length> = columns.iter().map(|column| column.last().unwrap().origin.y).collect();
            assert!(free.iter().all(|column| *column < feet.len()), "{name}, {paragraphs}: {feet:?}");
            let free: Vec<Length> = free.iter().map(|column| feet[*column]).collect();
            let (highest, lowest) = (free.iter().min().unwrap(), free.iter().max().unwrap());
            let rows = (*lowest - *highest).whole(Length::from_points(11.25));
            assert!(rows <= 1, "{name}, {paragraphs} paragraphs: {rows} rows apart, {free:?}");
        }
    }
}

/// Where a paragraph can be set neither shorter nor longer without a loose line, one of its lines stays alone.
#[test]
fn a_column_hardly_ever_opens_with_a_last_line_or_ends_with_a_first_one() {
    let (mut widows, mut orphans, mut breaks) = (Vec::new(), Vec::new(), 0);
    for (name, module, _) in shapes() {
        for paragraphs in PARAGRAPHS {
            let composed = compose(module.clone(), &story(paragraphs));
            let columns = columns(&composed);
            let goes_on =
                |line: &TextLine| (line.end as usize) < composed.frame.blocks[line.block as usize].text.len();
            for pair in columns.windows(2) {
                let (foot, top) = (pair[0].last().unwrap(), pair[1][0]);
                breaks += 1;
                if top.start > 0 && !goes_on(top) {
                    widows.push((name, paragraphs));
                }
                if foot.start == 0 && goes_on(foot) {
                    orphans.push((name, paragraphs));
                }
            }
        }
    }
    assert!(breaks > 200 && widows.len() * 40 <= breaks, "{widows:?} of {breaks}");
    assert!(orphans.len() * 40 <= breaks, "{orphans:?} of {breaks}");
}
