//! Make-ups that no page editor would mean: the page is composed all the same, and what is wrong has a name.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{Arc, OnceLock};

use broadsheet_copy::id::{PageId, PhotoId, StoryId};
use broadsheet_copy::page::{
    Area, CaptionBox, Format, Ground, HeadPlace, MakeUp, Module, PictureBox, Quote, Shape, Side, Treatment,
    Wrap,
};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_layout::frame::{FontUse, Item, Role};
use broadsheet_layout::{
    Composed, Compositor, Finding, Folio, Jump, Leg, PagePlan, PhotoCopy, StoryCopy, StyleSheet,
};
use broadsheet_typeset::{FontLibrary, FontStack};
use uuid::Uuid;

const PHOTO: PhotoId = PhotoId(Uuid::from_u128(3));
const AREA: Area = Area { col: 0, row: 10, cols: 3, rows: 30 };

fn compositor() -> &'static Compositor {
    static COMPOSITOR: OnceLock<Compositor> = OnceLock::new();
    COMPOSITOR.get_or_init(|| {
        Compositor::new(Arc::new(FontLibrary::system(None, &[])), StyleSheet::named("evening").unwrap())
    })
}

fn story(paragraphs: usize) -> Arc<StoryCopy> {
    let text = "记者从有关部门获悉，今年以来全市新增绿地三十余处，群众出门就能走进公园。".repeat(2);
    let paragraph = Paragraph { subhead: false, spans: vec![Span { text, ..Span::default() }] };
    Arc::new(StoryCopy {
        id: StoryId(Uuid::from_u128(1)),
        text: StoryText {
            kicker: "全市绿化工作会议昨日召开".into(),
            headline: "推进管理体制改革 提升社区服务水平".into(),
            body: vec![paragraph; paragraphs],
            ..StoryText::default()
        },
        bylines: vec![],
        source: None,
        rubric: None,
        photos: vec![PhotoCopy {
            id: PHOTO,
            sha256: "0".repeat(64),
            px_width: 1,
            px_height: 1,
            caption: Some("图说。".into()),
            credit: None,
        }],
    })
}

fn plan(module: Module) -> PagePlan {
    PagePlan {
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
    }
}

fn module(area: Area, treatment: Treatment) -> Module {
    Module { treatment, ..Module::new(StoryId(Uuid::from_u128(1)), area) }
}

fn composed(area: Area, treatment: Treatment) -> Composed {
    compositor().compose(&plan(module(area, treatment)), &[story(4)])
}

/// Characters of a paragraph.
fn characters(paragraph: &Paragraph) -> usize {
    paragraph.plain().chars().count()
}

/// Characters of body text on a page.
fn shown(composed: &Composed) -> usize {
    let frame = &composed.frame;
    let lines = frame.items.iter().filter_map(|item| match item {
        Item::Line(line) => Some((line, &frame.blocks[line.block as usize])),
        _ => None,
    });
    let body = lines.filter(|(_, block)| block.role == Role::Paragraph);
    body.map(|(line, block)| block.text[line.start as usize..line.end as usize].chars().count()).sum()
}

fn codes(composed: &Composed) -> Vec<&'static str> {
    composed.notices.iter().map(broadsheet_layout::Notice::code).collect()
}

#[test]
fn no_area_is_too_odd() {
    for area in [
        Area { col: 0, row: 0, cols: 0, rows: 20 },
        Area { col: 0, row: 0, cols: 2, rows: 0 },
        Area { col: 0, row: 0, cols: 1, rows: 1 },
        Area { col: 5, row: 80, cols: 4, rows: 20 },
        Area { col: u16::MAX, row: u16::MAX, cols: 2, rows: 2 },
        Area { col: 0, row: 0, cols: 200, rows: 9 },
    ] {
        for head in [
            HeadPlace::Over,
            HeadPlace::Beside { cols: 9 },
            HeadPlace::Upright { cols: 1, side: Side::Right },
            HeadPlace::Upright { cols: 0, side: Side::Left },
        ] {
            for ground in [Ground::default(), Ground { tint: 100, reversed: true }] {
                let composed =
                    composed(area, Treatment { head, ground, drop_cap: 5, ..Treatment::default() });
                // What is not on the page is said not to be.
                let whole = story(4).text.body.iter().map(characters).sum();
                let is_over = codes(&composed).contains(&"overset");
                assert_eq!(
                    is_over,
                    shown(&composed) < whole,
                    "{area:?} {head:?}: {} of {whole}",
                    shown(&composed)
                );
                let within = area.cols <= 6 && area.rows <= 88 && area.col <= 5 && area.row < 80;
                assert_eq!(codes(&composed).contains(&"off-page"), !within, "{area:?}");
            }
        }
    }
}

/// Thin strokes fill in where ink surrounds them.
#[test]
fn body_text_on_black_is_set_in_the_face_that_the_sheet_has_for_it() {
    let songs = |ground: Ground| {
        let composed = composed(AREA, Treatment { ground, ..Treatment::default() });
        let is_song =
            |font: &&FontUse| font.family.contains("Serif") && font.postscript_name.ends_with("-Regular");
        composed.frame.fonts.iter().filter(is_song).count()
    };
    assert_eq!(songs(Ground::default()), 1);
    assert_eq!(songs(Ground { tint: 30, reversed: false }), 1);
    assert_eq!(songs(Ground { tint: 100, reversed: true }), 0);
}

#[test]
fn a_notch_over_everything_leaves_no_room_for_text() {
    let notch = Area { col: 0, row: 0, cols: 3, rows: 30 };
    let composed = composed(AREA, Treatment { notches: vec![notch], ..Treatment::default() });
    assert!(codes(&composed).contains(&"overset"), "{:?}", codes(&composed));
}

#[test]
fn a_picture_of_one_pixel_is_placed_and_reported() {
    for shape in [
        Shape::Box,
        Shape::Round,
        Shape::Polygon { points: vec![[0, 0], [0, 0], [0, 0]] },
        Shape::Polygon { points: vec![] },
    ] {
        let wrap = Wrap { photo: PHOTO, shape, rows: Some(u16::MAX), ems: Some(u16::MAX) };
        let mut module = module(AREA, Treatment { wraps: vec![wrap], ..Treatment::default() });
        let area = Area { col: 1, row: 5, cols: 1, rows: 9 };
        module.pictures = vec![PictureBox { photo: PHOTO, area }];
        let composed = compositor().compose(&plan(module), &[story(4)]);
        assert!(codes(&composed).contains(&"picture-low-resolution"));
        assert!(codes(&composed).contains(&"picture-incomplete"));
    }
}

#[test]
fn words_that_nobody_wrote_are_not_set() {
    let area = Area { col: 1, row: 12, cols: 1, rows: 8 };
    let quote = |text: &str| Quote { text: text.into(), area };
    let composed = composed(
        AREA,
        Treatment {
            lines: vec!["别的标题".into()],
            quotes: vec![quote("谁也没有写过的话"), quote("")],
            ..Treatment::default()
        },
    );
    let found = codes(&composed);
    assert!(found.contains(&"headline-lines-stale"));
    assert_eq!(found.iter().filter(|code| **code == "quote-not-in-story").count(), 2);
    assert!(
        composed
            .frame
            .blocks
            .iter()
            .all(|block| !block.text.contains("谁也没有") && !block.text.contains("别的"))
    );
}

#[test]
fn a_headline_broken_by_hand_has_those_lines() {
    let lines = vec!["推进管理体制改革 提升".into(), "社区服务水平".into()];
    let composed = composed(AREA, Treatment { lines, ..Treatment::default() });
    assert_eq!(composed.fits[0].headline.lines, 2);
    assert!(!codes(&composed).contains(&"headline-lines-stale"));
}

#[test]
fn a_shared_caption_without_its_pictures_is_empty() {
    let area = Area { col: 0, row: 20, cols: 1, rows: 2 };
    let shared = CaptionBox { photos: vec![PHOTO, PhotoId(Uuid::from_u128(99))], area };
    let composed = composed(AREA, Treatment { captions: vec![shared], ..Treatment::default() });
    assert!(codes(&composed).contains(&"picture-not-placed"));
}

/// What is cut off on the first page stands on the second, character for character.
#[test]
fn a_story_over_pages_loses_nothing_and_says_where_it_goes() {
    let story = story(12);
    let (here, there) = (PageId(Uuid::from_u128(11)), PageId(Uuid::from_u128(13)));
    let small = Area { col: 0, row: 0, cols: 2, rows: 24 };
    let first = module(small, Treatment { to: Some(there), ..Treatment::default() });
    let second = module(AREA, Treatment { from: Some(here), ..Treatment::default() });
    let mut one = plan(first.clone());
    one.folio.number = "1".into();
    one.jumps = vec![Jump { story: story.id, before: vec![], to: Some("3".into()) }];
    let mut other = plan(second);
    let leg = Leg { number: "1".into(), format: Format::QUARTO, module: first.clone() };
    other.jumps = vec![Jump { story: story.id, before: vec![leg], to: None }];
    let (one, other) = (
        compositor().compose(&one, &[Arc::clone(&story)]),
        compositor().compose(&other, &[Arc::clone(&story)]),
    );
    let text = |composed: &Composed, role: &str| -> String {
        let lines = composed.frame.items.iter().filter_map(|item| match item {
            Item::Line(line) => Some(line),
            _ => None,
        });
        lines
            .filter_map(|line| {
                let block = &composed.frame.blocks[line.block as usize];
                (format!("{:?}", block.role) == role)
                    .then(|| block.text[line.start as usize..line.end as usize].to_owned())
            })
            .collect()
    };
    let whole: String = story.text.body.iter().map(Paragraph::plain).collect();
    assert_eq!(text(&one, "Paragraph") + &text(&other, "Paragraph"), whole);
    assert_eq!(text(&one, "Jump"), "（下转第3版）");
    assert_eq!(text(&other, "Jump"), "（上接第1版）");
    assert_eq!((one.fits[0].over_rows, one.fits[0].over_characters.max(0)), (0, 0));
    assert!(!codes(&one).contains(&"overset") && !codes(&other).contains(&"overset"));
    // A jump to a page that does not have the story is an error, and what is cut off is overset.
    let lost = compositor().compose(&plan(first), &[story]);
    assert!(codes(&lost).contains(&"jump-broken") && codes(&lost).contains(&"overset"));
}

#[test]
fn a_jump_that_is_not_needed_is_said_to_be_so() {
    let there = PageId(Uuid::from_u128(13));
    let module = module(AREA, Treatment { to: Some(there), ..Treatment::default() });
    let mut plan = plan(module);
    plan.jumps = vec![Jump { story: StoryId(Uuid::from_u128(1)), before: vec![], to: Some("3".into()) }];
    let composed = compositor().compose(&plan, &[story(1)]);
    assert!(codes(&composed).contains(&"jump-unneeded"));
    assert!(composed.frame.blocks.iter().all(|block| !block.text.contains("下转")));
}

/// The style's Kai face is there, and nothing can be set from it.
#[test]
fn a_damaged_font_is_named_and_another_one_stands_in() {
    let installed = FontLibrary::system(None, &[]);
    let face = |family: &str| {
        let id = installed.first(&FontStack::new([family], 400)).unwrap();
        installed.font(id)
    };
    let folder = std::env::temp_dir().join(format!("broadsheet-layout-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let kai = face("LXGW WenKai").bytes();
    // Its last table breaks off.
    std::fs::write(folder.join("kai.ttf"), &kai[..kai.len() - 9]).unwrap();
    let song = face("Noto Serif CJK SC").path().parent().unwrap().to_owned();
    let library = Arc::new(FontLibrary::scan(&[folder.clone(), song]));
    let compositor = Compositor::new(library, StyleSheet::named("evening").unwrap());
    let composed = compositor.compose(&plan(module(AREA, Treatment::default())), &[story(4)]);
    std::fs::remove_dir_all(&folder).unwrap();
    let damaged: Vec<_> = composed
        .notices
        .iter()
        .filter_map(|notice| match &notice.finding {
            Finding::FontDamaged { family } => Some(family.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(damaged, ["LXGW WenKai"]);
    assert!(codes(&composed).contains(&"family-missing"), "no other family of the stack is there");
    assert!(composed.frame.items.len() > 20, "the page is set all the same");
}
