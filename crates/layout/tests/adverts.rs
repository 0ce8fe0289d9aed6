//! Where adverts stand, and what is said of their size.

use std::sync::Arc;

use broadsheet_copy::id::AdvertId;
use broadsheet_copy::page::{AdvertBox, Area, Format, MakeUp};
use broadsheet_layout::frame::{Item, PlacedPicture, Role};
use broadsheet_layout::{AdvertCopy, Composed, Compositor, Folio, PagePlan, Severity, StyleSheet};
use broadsheet_typeset::FontLibrary;
use uuid::Uuid;

const ADVERT: AdvertId = AdvertId(Uuid::from_u128(5));
const WHOLE: Area = Area { col: 0, row: 0, cols: 6, rows: 88 };
/// 79.1 mm high.
const FOOT: Area = Area { col: 0, row: 68, cols: 6, rows: 20 };

/// A 四开 page with an advert of so many millimetres in an area.
fn placed(area: Area, width: f64, height: f64, there: bool) -> Composed {
    let style = StyleSheet::named("evening").expect("a sheet");
    let compositor = Compositor::new(Arc::new(FontLibrary::system(None, &[])), style);
    let pixels = |mm: f64| (mm / 25.4 * 300.0).round() as u32;
    let advert = AdvertCopy {
        id: ADVERT,
        name: "家电".into(),
        sha256: "0".repeat(64),
        px_width: pixels(width),
        px_height: pixels(height),
    };
    let make_up = MakeUp { adverts: vec![AdvertBox { advert: ADVERT, area }], ..MakeUp::default() };
    let plan = PagePlan {
        lang: "zh-CN".into(),
        format: Format::QUARTO,
        folio: Folio {
            title: "样报".into(),
            date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).expect("a date"),
            number: "3".into(),
            section: None,
            editors: vec![],
        },
        make_up,
        jumps: vec![],
        adverts: if there { vec![advert] } else { vec![] },
    };
    compositor.compose(&plan, &[])
}

fn picture(composed: &Composed) -> &PlacedPicture {
    let mut pictures = composed.frame.items.iter().filter_map(|item| match item {
        Item::Picture(picture) => Some(picture),
        _ => None,
    });
    pictures.next().expect("it stands on the page")
}

fn codes(composed: &Composed) -> Vec<(&'static str, Severity)> {
    composed.notices.iter().map(|notice| (notice.code(), notice.severity())).collect()
}

/// Width and height in tenths of a millimetre.
fn size(composed: &Composed) -> (f64, f64) {
    let rect = picture(composed).rect;
    ((rect.width.to_mm() * 10.0).round() / 10.0, (rect.height.to_mm() * 10.0).round() / 10.0)
}

#[test]
fn an_advert_of_the_size_of_its_place_fills_it() {
    let composed = placed(FOOT, 224.6, 79.1, true);
    assert_eq!(codes(&composed), []);
    assert_eq!(size(&composed), (224.6, 79.1));
    let block = &composed.frame.blocks[picture(&composed).block as usize];
    assert_eq!((block.role, block.text.as_str(), block.story), (Role::Advert, "家电", None));
    assert_eq!(composed.frame.pictures[0].photo, ADVERT.0);
    // What is rounded away in making is no fault.
    assert_eq!(codes(&placed(FOOT, 225.0, 78.0, true)), []);
}

#[test]
fn one_of_another_size_keeps_its_proportions_within_its_place_and_stops_the_page() {
    let composed = placed(FOOT, 200.0, 100.0, true);
    assert_eq!(codes(&composed), [("advert-size", Severity::Error)]);
    let (width, height) = size(&composed);
    assert!((width / height - 2.0).abs() < 0.01 && (height - 79.1).abs() < 0.1, "{width} {height}");
    let (rect, room) = (picture(&composed).rect, composed.notices[0].place.rect.expect("its place"));
    assert!((rect.x - room.x - (room.right() - rect.right())).abs().to_mm() < 0.01, "in the middle");
}

#[test]
fn a_page_of_advert_is_the_whole_page_where_it_was_made_for_it() {
    let page = placed(WHOLE, 272.5, 390.0, true);
    let (width, height) = size(&page);
    assert_eq!(codes(&page), []);
    assert!((width - 272.5).abs() < 0.15 && (height - 390.0).abs() < 0.15, "{width} {height}");
    assert!(picture(&page).rect.x.to_mm().abs() < 0.1);
    let type_area = placed(WHOLE, 224.6, 347.9, true);
    // The pixels of an inch round it by as much.
    assert_eq!(codes(&type_area), []);
    assert!((size(&type_area).0 - 224.6).abs() < 0.15 && (size(&type_area).1 - 347.9).abs() < 0.15);
    // In a part of the page it has no way out of it.
    assert_eq!(codes(&placed(FOOT, 272.5, 390.0, true)), [("advert-size", Severity::Error)]);
}

#[test]
fn one_that_is_not_there_is_said_to_be_missing() {
    let composed = placed(FOOT, 1.0, 1.0, false);
    assert_eq!(codes(&composed), [("advert-missing", Severity::Error)]);
    assert_eq!(composed.frame.pictures, []);
}
