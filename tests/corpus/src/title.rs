//! Any file as a style sheet, and as a press profile.

use std::sync::Arc;

use broadsheet_copy::page::{Area, Band, Format, MakeUp, Module};
use broadsheet_layout::{PagePlan, StyleSheet};
use broadsheet_press::{Job, Plates, PressProfile, print, tints_of_black};
use broadsheet_preview::{Look, display_list};
use serde_json::Value;

use crate::font::story;
use crate::page::{compositor, folio};
use crate::plate::{Held, Stock, alone, is_whole, job, printed};

/// A picture in colour.
const PICTURE: &[u8] = include_bytes!("../corpus/photo/colour.png");

/// Any file as a title's style sheet, whole or as what it changes in one that comes with the program: it is refused by a
/// code, or pages are made by it, and shown and printed.
///
/// # Panics
/// Where that does not hold.
pub fn style(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let whole = StyleSheet::of_title(text);
    let changed = serde_json::from_str(text).map(|changes: Value| {
        let evening = StyleSheet::named("evening").expect("a style");
        let mut sheet = serde_json::to_value(evening).expect("a sheet serialises");
        put(&mut sheet, changes);
        StyleSheet::of_title(&sheet.to_string())
    });
    for sheet in [Some(whole), changed.ok()].into_iter().flatten() {
        match sheet {
            Ok(sheet) => [Format::QUARTO, Format::spread(Format::QUARTO.paper)]
                .into_iter()
                .for_each(|format| make(&sheet, format)),
            Err(error) => assert!(error.code().starts_with("style-"), "{error:?} has no code"),
        }
    }
}

/// Puts changes into a sheet.
fn put(value: &mut Value, changes: Value) {
    match (value, changes) {
        (Value::Object(fields), Value::Object(changes)) => {
            for (key, changed) in changes {
                put(fields.entry(key).or_insert(Value::Null), changed);
            }
        }
        (value, changed) => *value = changed,
    }
}

/// Makes a page of a story under a rubric by the sheet.
fn make(sheet: &StyleSheet, format: Format) {
    let composer = compositor(sheet);
    let story = Arc::new(story());
    let area = Area { col: 0, row: 10, cols: 2, rows: 30 };
    let band = Band { text: "城事".into(), area: Area { col: 0, row: 2, cols: 6, rows: 6 } };
    let mut plan = PagePlan {
        lang: "zh-CN".into(),
        format,
        folio: folio("A04"),
        make_up: MakeUp {
            modules: vec![Module::new(story.id, area)],
            bands: vec![band],
            ..MakeUp::default()
        },
        jumps: Vec::new(),
        adverts: Vec::new(),
    };
    for arranged in [false, true] {
        if arranged {
            plan.make_up = composer.arrange(&plan, &[Arc::clone(&story)]).make_up;
        }
        let composed = composer.compose(&plan, &[Arc::clone(&story)]);
        let shown = display_list(&composed.frame, &composer, &Look::Process);
        assert_eq!(shown.blocks.len(), composed.frame.blocks.len(), "what is set is shown");
        if arranged {
            let stock = Stock(compositor(sheet));
            printed(&stock, &composed.frame).expect("a page that is set is printed");
        }
    }
}

/// Any file as a press profile: it is refused by a code, or pages are printed for it, in colour and in black.
///
/// # Panics
/// Where that does not hold.
pub fn profile(bytes: &[u8]) {
    let profile = PressProfile { icc: bytes.into(), ..PressProfile::newsprint() };
    if let Err(fault) = profile.prove() {
        return assert!(fault.code().starts_with("profile-"), "{fault:?} has no code");
    }
    let file = broadsheet_intake::read_photo(PICTURE).expect("a picture");
    let frame = alone(PICTURE, (file.width, file.height));
    tints_of_black(&frame, &profile).expect("a press has its tints of black");
    for plates in [Plates::Process, Plates::Black] {
        let job = Job { profile: profile.clone(), plates, ..job() };
        let printed = print(&[&frame], &Held(PICTURE), &job).expect("a picture is printed for it");
        is_whole(&printed.pdf, &job, &frame);
    }
}
