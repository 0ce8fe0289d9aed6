//! Fonts by family, weight and character.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use broadsheet_typeset::{Composer, FontLibrary, FontStack, Notice, Set, SetRequest, Slot};
use sha2::{Digest, Sha256};

use crate::galley::{COMPOSER, EM, paragraph, set};

fn codes(notices: &[Notice]) -> Vec<&'static str> {
    notices.iter().map(Notice::code).collect()
}

#[test]
fn simplified_chinese_is_a_family_of_its_own_in_a_collection() {
    let library = COMPOSER.library();
    let id = library.first(&FontStack::new(["noto serif cjk sc"], 700)).expect("the family is installed");
    let font = library.font(id);
    assert_eq!((font.family(), font.weight(), font.index()), ("Noto Serif CJK SC", 700, 2));
    assert!(font.path().ends_with("NotoSerifCJK-Bold.ttc"));
    assert_eq!(font.units_per_em(), 1000);
    assert!(font.ascent() > 0 && font.descent() < 0 && font.cap_height() > 600);
    assert!(!font.postscript_name().is_empty());
    assert_eq!(font.sha256(), <[u8; 32]>::from(Sha256::digest(fs::read(font.path()).unwrap())));
}

#[test]
fn a_family_is_found_by_its_chinese_name_and_the_nearest_weight_is_taken() {
    let library = COMPOSER.library();
    let by_name = |name: &str, weight| {
        let id = library.first(&FontStack::new([name], weight)).expect("a face");
        (library.font(id).family().to_owned(), library.font(id).weight())
    };
    assert_eq!(by_name("霞鹜文楷", 400).0, "LXGW WenKai");
    assert_eq!(by_name("Noto Serif CJK SC", 450).1, 400);
    assert_eq!(by_name("Noto Serif CJK SC", 850).1, 900);
    assert!(library.has_family("LXGW WenKai") && !library.has_family("No Such Family"));
    let families = library.families();
    let kai = families.iter().find(|family| family.name == "LXGW WenKai").expect("listed");
    assert!(kai.other_names.iter().any(|name| name == "霞鹜文楷"));
}

#[test]
fn a_missing_family_is_said_once_and_the_next_one_is_taken() {
    let mut paragraph = paragraph("城事");
    paragraph.spans[0].style.stack.families.insert(0, "No Such Family".to_owned());
    let again = paragraph.spans[0].clone();
    paragraph.spans.push(again);
    let set = set(&paragraph, EM * 13);
    assert_eq!(codes(&set.notices), ["family-missing"]);
    let glyph = &set.lines[0].glyphs[0];
    assert_eq!(COMPOSER.library().font(glyph.font).family(), "Noto Serif CJK SC");
}

#[test]
fn a_character_of_no_font_is_said_once_and_stands_as_glyph_0() {
    let set = set(&paragraph("甲\u{10FFFD}乙\u{10FFFD}"), EM * 13);
    assert_eq!(
        set.notices,
        [Notice::MissingGlyph { character: '\u{10FFFD}', range: 3..7 }],
        "a private character is in no font"
    );
    let gids: Vec<u16> = set.lines[0].glyphs.iter().map(|glyph| glyph.gid).collect();
    assert!(gids[0] != 0 && gids[1] == 0 && gids[2] != 0 && gids[3] == 0);
}

#[test]
fn latin_comes_from_the_latin_families_and_the_rest_falls_back() {
    let mut paragraph = paragraph("用Rust写");
    paragraph.spans[0].style.stack.latin = Some(vec!["Noto Sans CJK SC".to_owned()]);
    let set = set(&paragraph, EM * 13);
    let families: Vec<&str> =
        set.lines[0].glyphs.iter().map(|glyph| COMPOSER.library().font(glyph.font).family()).collect();
    let (serif, sans) = ("Noto Serif CJK SC", "Noto Sans CJK SC");
    assert_eq!(families, [serif, sans, sans, sans, sans, serif]);
}

#[test]
fn extension_plane_characters_and_variation_sequences_have_glyphs() {
    let set = set(&paragraph("𠮷野家，葛\u{E0100}城"), EM * 4);
    assert!(codes(&set.notices).iter().all(|code| *code == "loose-line"), "{:?}", set.notices);
    assert!(set.lines.iter().flat_map(|line| &line.glyphs).all(|glyph| glyph.gid != 0));
    let outline = COMPOSER.library().font(set.lines[0].glyphs[0].font).outline(set.lines[0].glyphs[0].gid);
    assert!(outline.steps.len() > 10);
}

/// A folder of font files, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn of(name: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("broadsheet-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        for (file, bytes) in files {
            fs::write(folder.join(file), bytes).expect("a font is written");
        }
        Self(folder)
    }

    fn library(&self) -> Arc<FontLibrary> {
        Arc::new(FontLibrary::scan(std::slice::from_ref(&self.0)))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A whole font file of one face.
fn kai() -> &'static [u8] {
    let id = COMPOSER.library().first(&FontStack::new(["LXGW WenKai"], 400)).expect("installed");
    COMPOSER.library().font(id).bytes()
}

/// The file without one of its tables: another name stands in its place.
fn without(table: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = bytes.windows(4).position(|window| window == table).expect("the table is there");
    bytes[at + 3] += 1;
    bytes
}

#[test]
fn damaged_font_files_are_passed_over_and_never_break_the_rest() {
    let whole = kai();
    let mut noisy = whole.to_vec();
    // Past its directory and its names: in the middle of its outlines, and of whatever stands behind them.
    let length = noisy.len();
    for at in (length / 4..length).step_by(37) {
        noisy[at] ^= 0x5a;
    }
    let folder = Folder::of(
        "damaged-fonts",
        &[
            ("empty.ttf", b""),
            ("noise.otf", &[7; 4096]),
            ("text.ttc", b"ttcf but not really a font collection"),
            ("noisy.ttf", &noisy),
            ("part.ttf", &whole[..length - length / 10]),
        ],
    );
    let library = folder.library();
    let composer = Composer::new(Arc::clone(&library));
    let mut text = paragraph("社区“治理”2022年");
    let whole_text = |set: &Set| set.lines.iter().map(|line| line.text.as_str()).collect::<String>();
    for font in library.fonts() {
        text.spans[0].style.stack.families = vec![font.family().to_owned()];
        let set = composer.set(&composer.shape(&text), &[Slot::new(EM * 4)], SetRequest::default());
        assert_eq!(whole_text(&set), text.text());
        let drawn: usize =
            set.lines.iter().flat_map(|line| &line.glyphs).map(|g| font.outline(g.gid).steps.len()).sum();
        assert!(drawn < 100_000);
    }
    let none = Composer::new(Arc::new(FontLibrary::scan(&[folder.0.join("nothing-here")])));
    let set = none.set(&none.shape(&text), &[Slot::new(EM * 4)], SetRequest::default());
    assert_eq!(whole_text(&set), text.text());
    assert!(codes(&set.notices).contains(&"missing-glyph"));
}

#[test]
fn a_font_that_breaks_off_or_has_no_cmap_counts_as_missing_and_is_known_as_damaged() {
    let whole = kai();
    let files: [&[u8]; 3] = [&whole[..whole.len() - 9], &without(b"cmap", whole), &without(b"head", whole)];
    for (n, file) in files.into_iter().enumerate() {
        let folder = Folder::of(&format!("no-cmap-{n}"), &[("kai.ttf", file)]);
        let library = folder.library();
        assert!(library.fonts().is_empty() && !library.has_family("LXGW WenKai"), "{n}");
        assert!(library.is_damaged("lxgw wenkai") && library.is_damaged("霞鹜文楷"), "{n}");
        assert!(!library.is_damaged("Noto Serif CJK SC"));
        let composer = Composer::new(library);
        let mut text = paragraph("社区");
        text.spans[0].style.stack.families = vec!["LXGW WenKai".to_owned()];
        let set = composer.set(&composer.shape(&text), &[Slot::new(EM * 4)], SetRequest::default());
        assert_eq!(codes(&set.notices), ["family-missing", "missing-glyph", "missing-glyph"]);
    }
    // A sound file of the same family beside it is what is taken.
    let folder = Folder::of("no-cmap-beside", &[("a.ttf", &without(b"cmap", whole)), ("b.ttf", whole)]);
    assert!(folder.library().has_family("LXGW WenKai") && !folder.library().is_damaged("LXGW WenKai"));
}

#[test]
fn narrowed_widened_and_tracked_text_has_its_width() {
    let width = |scale_x, tracking| {
        let mut styled = paragraph("大样大样");
        styled.spans[0].style.scale_x = scale_x;
        styled.spans[0].style.tracking = tracking;
        let set = set(&styled, EM * 13);
        assert!(set.lines[0].glyphs.iter().all(|glyph| glyph.scale_x == scale_x));
        set.lines[0].width
    };
    assert_eq!(width(1000, 0), EM * 4);
    // The narrowed em is rounded once, then multiplied.
    assert_eq!(width(900, 0), EM.mul_ratio(900, 1000) * 4);
    // Tracking stands between characters, not behind the last one.
    assert_eq!(width(1000, 100), EM * 4 + EM.mul_ratio(100, 1000) * 3);
    assert!(width(1000, -20) < EM * 4);
}

#[test]
fn text_from_right_to_left_is_shown_in_its_own_order() {
    let set = set(&paragraph("他叫محمد，好"), EM * 13);
    let line = &set.lines[0];
    let x = |letter: char| {
        let at = line.text.find(letter).expect("the letter");
        line.glyphs.iter().find(|glyph| glyph.range.contains(&at)).expect("its glyph").x
    };
    assert!(x('叫') < x('د') && x('د') < x('ح') && x('ح') < x('，'));
    assert!(line.glyphs.is_sorted_by_key(|glyph| glyph.x));
}
