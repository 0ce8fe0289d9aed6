//! The glyph that means "missing", on any PDF.

use crate::preflight::codes;
use crate::spoil::{paint, resource};
use broadsheet_press::{FindingKind, Severity};
use lopdf::{Dictionary, Object, Stream, dictionary};

/// A TrueType font whose table of characters leads nowhere.
fn without_letters(font: &[u8]) -> Vec<u8> {
    let mut font = font.to_vec();
    let entry = font.windows(4).position(|tag| tag == b"cmap").unwrap();
    let at = usize::try_from(u32::from_be_bytes(font[entry + 8..entry + 12].try_into().unwrap())).unwrap();
    // One table: format 6, for a single character that is glyph 1.
    let table: [u16; 13] = [0, 1, 3, 1, 0, 12, 6, 12, 0, 0x4e00, 1, 1, 0];
    let bytes: Vec<u8> = table.iter().flat_map(|word| word.to_be_bytes()).collect();
    font[at..at + bytes.len()].copy_from_slice(&bytes);
    font
}

#[test]
fn a_code_that_leads_to_the_missing_glyph_is_found() {
    // An encoding, or a map from codes to glyphs, that leads to the glyph for "missing".
    let embedded = |font: Dictionary, program: &[u8], string: &str| {
        codes(|document| {
            let file = document.add_object(Stream::new(Dictionary::new(), program.to_vec()));
            let mut font = font;
            let descriptor = dictionary! { "Type" => "FontDescriptor", "FontFile2" => file };
            match font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut) {
                Ok(own) => own[0].as_dict_mut().unwrap().set("FontDescriptor", descriptor),
                Err(_) => font.set("FontDescriptor", descriptor),
            }
            resource(document, "Font", "X", font);
            paint(document, &format!("BT 0 1 0 0 k /X 9 Tf 100 100 Td {string} Tj ET"));
        })
    };
    let simple = |differences: Vec<Object>| {
        let encoding = dictionary! { "Type" => "Encoding", "Differences" => differences };
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Own", "Encoding" => encoding }
    };
    let lacking = || simple(vec![65.into(), ".notdef".into(), "B".into()]);
    assert_eq!(embedded(lacking(), b"a program", "(A)"), ["missing-glyph"]);
    assert_eq!(embedded(lacking(), b"a program", "(B)"), [] as [&str; 0]);
    let mapped = || {
        let own = dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2" };
        dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Own", "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Dictionary(own)],
        }
    };
    assert_eq!(embedded(mapped(), b"a program", "<0001>"), [] as [&str; 0]);
    let through = |string: &str| {
        codes(|document| {
            let map = document.add_object(Stream::new(Dictionary::new(), vec![0, 5, 0, 7, 0, 0]));
            let file = document.add_object(Stream::new(Dictionary::new(), b"a program".to_vec()));
            let mut font = mapped();
            let own =
                font.get_mut(b"DescendantFonts").unwrap().as_array_mut().unwrap()[0].as_dict_mut().unwrap();
            own.set("FontDescriptor", dictionary! { "FontFile2" => file });
            own.set("CIDToGIDMap", map);
            resource(document, "Font", "X", font);
            paint(document, &format!("BT 0 1 0 0 k /X 9 Tf 100 100 Td {string} Tj ET"));
        })
    };
    assert_eq!(through("<00000001>"), [] as [&str; 0]);
    assert_eq!(through("<0002>"), ["missing-glyph"]);
    assert_eq!(through("<0009>"), ["missing-glyph"], "past the end of the map");
    // What a TrueType font has in none of its tables.
    let true_type = dictionary! { "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "Kai" };
    let kai = std::fs::read(crate::specimen::font_path("LXGWWenKai-Regular.ttf")).unwrap();
    assert_eq!(embedded(true_type.clone(), &kai, "(Aa)"), [] as [&str; 0]);
    assert_eq!(embedded(true_type.clone(), &without_letters(&kai), "(Aa)"), ["missing-glyph"]);
    // Which quotation mark a code is depends on the encoding.
    assert_eq!(embedded(true_type.clone(), &without_letters(&kai), "(')"), [] as [&str; 0]);
    let mut straight = true_type;
    straight.set("Encoding", "WinAnsiEncoding");
    assert_eq!(embedded(straight, &without_letters(&kai), "(')"), ["missing-glyph"]);
    // Widths of codes that there are not.
    let mut wide = mapped();
    let own = wide.get_mut(b"DescendantFonts").unwrap().as_array_mut().unwrap()[0].as_dict_mut().unwrap();
    own.set("W", vec![65535.into(), vec![Object::from(500), 500.into()].into()]);
    assert_eq!(embedded(wide, b"a program", "<ffff0001>"), [] as [&str; 0]);
    assert_eq!(FindingKind::MissingGlyph { font: String::new() }.severity(), Severity::Error);
}
