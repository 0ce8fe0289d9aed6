//! A small page from copy to frame.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use broadsheet_copy::byline::Byline;
use broadsheet_copy::id::StoryId;
use broadsheet_copy::page::{Format, MakeUp};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_layout::{Compositor, Folio, PagePlan, Severity, StoryCopy, StyleSheet};
use broadsheet_typeset::FontLibrary;
use uuid::Uuid;

fn story(number: u128, headline: &str, paragraphs: usize) -> Arc<StoryCopy> {
    let text = "记者从有关部门获悉，今年以来全市新增绿地三十余处，群众出门就能走进公园。".repeat(3);
    let span = Span { text, ..Span::default() };
    let paragraph = Paragraph { subhead: false, spans: vec![span] };
    Arc::new(StoryCopy {
        id: StoryId(Uuid::from_u128(number)),
        text: StoryText {
            headline: headline.into(),
            body: vec![paragraph; paragraphs],
            ..StoryText::default()
        },
        bylines: vec![],
        source: Some("本报讯".into()),
        rubric: None,
        photos: vec![],
    })
}

fn compositor() -> Compositor {
    Compositor::new(Arc::new(FontLibrary::system(None, &[])), StyleSheet::named("evening").unwrap())
}

fn plan() -> PagePlan {
    let date = chrono::NaiveDate::from_ymd_opt(2022, 11, 18).unwrap();
    let folio = Folio { title: "样报".into(), date, number: "A03".into(), section: None, editors: vec![] };
    PagePlan {
        lang: "zh-CN".into(),
        format: Format::QUARTO,
        folio,
        make_up: MakeUp::default(),
        jumps: vec![],
        adverts: vec![],
    }
}

#[test]
fn stories_are_made_up_without_overlap_and_set_the_same_twice() {
    let stories = [
        story(1, "推进管理体制改革 提升社区服务水平", 9),
        story(2, "健康知识讲座 惠及百姓", 4),
        story(3, "接诉即办", 5),
    ];
    let compositor = compositor();
    let mut plan = plan();
    plan.make_up = compositor.arrange(&plan, &stories).make_up;
    assert_eq!(plan.make_up.modules.len(), 3);
    let composed = compositor.compose(&plan, &stories);
    let errors: Vec<_> =
        composed.notices.iter().filter(|notice| notice.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(composed.frame.hash().unwrap(), compositor.compose(&plan, &stories).frame.hash().unwrap());
}

/// The folio's parts stand beside each other, or that they do not stops the page: nothing is printed over another.
#[test]
fn a_folio_with_too_much_in_it_stops_the_page() {
    let compositor = compositor();
    let editors = |count: usize| {
        let names = (0..count).map(|n| format!("示例编辑{n}")).collect();
        vec![Byline { role: Some("责编".into()), names }]
    };
    let overfull = |folio: Folio| {
        let composed = compositor.compose(&PagePlan { folio, ..plan() }, &[]);
        let found = composed.notices.iter().filter(|notice| notice.code() == "folio-overfull");
        let severities: Vec<Severity> = found.map(broadsheet_layout::Notice::severity).collect();
        assert!(severities.iter().all(|severity| *severity == Severity::Error));
        severities.len()
    };
    for title in ["样报", ""] {
        let with = |count| Folio { title: title.into(), editors: editors(count), ..plan().folio };
        assert_eq!((overfull(with(2)), overfull(with(40))), (0, 1), "{title}");
    }
}
