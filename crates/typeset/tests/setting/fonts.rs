//! Fonts by family, weight and character.

use broadsheet_typeset::{FontStack, Notice};
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
    assert_eq!(font.sha256(), <[u8; 32]>::from(Sha256::digest(std::fs::read(font.path()).unwrap())));
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
