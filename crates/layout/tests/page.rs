//! A small page from copy to frame.

use std::sync::Arc;

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

#[test]
fn stories_are_made_up_without_overlap_and_set_the_same_twice() {
    let stories = [
        story(1, "推进管理体制改革 提升社区服务水平", 9),
        story(2, "健康知识讲座 惠及百姓", 4),
        story(3, "接诉即办", 5),
    ];
    let compositor =
        Compositor::new(Arc::new(FontLibrary::system(None, &[])), StyleSheet::named("evening").unwrap());
    let date = chrono::NaiveDate::from_ymd_opt(2022, 11, 18).unwrap();
    let folio = Folio { title: "样报".into(), date, number: "A03".into(), section: None, editors: vec![] };
    let mut plan = PagePlan {
        lang: "zh-CN".into(),
        format: Format::QUARTO,
        folio,
        make_up: MakeUp::default(),
        jumps: vec![],
        adverts: vec![],
    };
    plan.make_up = compositor.arrange(&plan, &stories).make_up;
    assert_eq!(plan.make_up.modules.len(), 3);
    let composed = compositor.compose(&plan, &stories);
    let errors: Vec<_> =
        composed.notices.iter().filter(|notice| notice.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(composed.frame.hash().unwrap(), compositor.compose(&plan, &stories).frame.hash().unwrap());
}
