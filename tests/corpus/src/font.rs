//! Any file as an installed font.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, process};

use broadsheet_copy::StoryId;
use broadsheet_copy::page::{Area, Format, MakeUp, Module};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_layout::{Compositor, PagePlan, StoryCopy, StyleSheet};
use broadsheet_preview::{Look, display_list};
use broadsheet_typeset::FontLibrary;
use uuid::Uuid;

use crate::page::folio;
use crate::plate::{Stock, printed};

/// Any file as the only font that is installed: the page is set with it or without it, nothing of the copy is missing,
/// it is shown, and the press prints it or names the font.
///
/// # Panics
/// Where that does not hold.
pub fn font(bytes: &[u8]) {
    let folder = Folder::with(bytes);
    let library = Arc::new(FontLibrary::scan(std::slice::from_ref(&folder.0)));
    let style = StyleSheet::named("evening").expect("a style");
    let compositor = Compositor::new(library, style);
    let story = story();
    let body: String = story.text.body.iter().map(Paragraph::plain).collect();
    let module = Module::new(story.id, Area { col: 0, row: 0, cols: 2, rows: 20 });
    let plan = PagePlan {
        lang: "zh-CN".into(),
        format: Format::QUARTO,
        folio: folio("A03"),
        make_up: MakeUp { modules: vec![module], ..MakeUp::default() },
        jumps: Vec::new(),
        adverts: Vec::new(),
    };
    let composed = compositor.compose(&plan, &[Arc::new(story)]);
    let set: String = composed.frame.blocks.iter().map(|block| block.text.as_str()).collect();
    assert!(set.contains(&body), "the copy stands on the page: {set}");
    let shown = display_list(&composed.frame, &compositor, &Look::Process);
    assert_eq!(shown.blocks.len(), composed.frame.blocks.len(), "what is set is shown");
    if let Err(error) = printed(&Stock(compositor), &composed.frame) {
        assert!(error.code().starts_with("font-"), "{error:?} names no font");
    }
}

/// A short story.
pub(crate) fn story() -> StoryCopy {
    let text = "社区治理，“新增”绿地。Aa fi 1治".to_owned();
    let body = vec![Paragraph { subhead: false, spans: vec![Span { text, ..Span::default() }] }];
    StoryCopy {
        id: StoryId(Uuid::from_u128(1)),
        text: StoryText { headline: "全市治理A1".into(), body, ..StoryText::default() },
        bylines: Vec::new(),
        source: None,
        rubric: None,
        photos: Vec::new(),
    }
}

/// A folder with one font file in it, as long as it is needed.
struct Folder(PathBuf);

impl Folder {
    fn with(bytes: &[u8]) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("broadsheet-corpus-{}-{number}", process::id()));
        fs::create_dir_all(&folder).expect("a folder for the font");
        fs::write(folder.join("font.ttf"), bytes).expect("the font's file");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left of it is the system's to sweep.
        let _ = fs::remove_dir_all(&self.0);
    }
}
