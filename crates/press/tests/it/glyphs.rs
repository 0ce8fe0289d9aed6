//! The glyph that means "missing", on any PDF.

use crate::preflight::codes;
use crate::spoil::{page_id, paint, resource};
use broadsheet_press::{FindingKind, Severity};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

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
    let kai = std::fs::read(crate::specimen::font_path("LXGWWenKai-Regular.ttf")).unwrap();
    let simple = |differences: Vec<Object>| {
        let encoding = dictionary! { "Type" => "Encoding", "Differences" => differences };
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Own", "Encoding" => encoding }
    };
    let lacking = || simple(vec![65.into(), ".notdef".into(), "B".into()]);
    assert_eq!(embedded(lacking(), &kai, "(A)"), ["missing-glyph"]);
    assert_eq!(embedded(lacking(), &kai, "(B)"), [] as [&str; 0]);
    let mapped = || {
        let own = dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2" };
        dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Own", "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Dictionary(own)],
        }
    };
    assert_eq!(embedded(mapped(), &kai, "<0001>"), [] as [&str; 0]);
    let through = |string: &str| {
        codes(|document| {
            let map = document.add_object(Stream::new(Dictionary::new(), vec![0, 5, 0, 7, 0, 0]));
            let file = document.add_object(Stream::new(Dictionary::new(), kai.clone()));
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
    assert_eq!(embedded(wide, &kai, "<ffff0001>"), ["missing-glyph"], "it has fewer glyphs");
    assert_eq!(FindingKind::MissingGlyph { font: String::new() }.severity(), Severity::Error);
}

/// The page's own font, and its program.
fn own_program(document: &Document) -> (String, ObjectId) {
    let fonts = document.get_page_fonts(page_id(document)).unwrap();
    let (name, font) = fonts.into_iter().next().unwrap();
    let inner = |holder: &Dictionary, key: &[u8]| {
        let (_, object) = document.dereference(holder.get(key).unwrap()).unwrap();
        match object {
            Object::Array(only) => document.dereference(&only[0]).unwrap().1.as_dict().unwrap().clone(),
            one => one.as_dict().unwrap().clone(),
        }
    };
    let descriptor = inner(&inner(font, b"DescendantFonts"), b"FontDescriptor");
    (String::from_utf8(name).unwrap(), descriptor.get(b"FontFile3").unwrap().as_reference().unwrap())
}

#[test]
fn a_font_that_cannot_be_read_is_no_font() {
    let with = |program: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        codes(|document| {
            let (_, id) = own_program(document);
            let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
            let whole = stream.get_plain_content().unwrap();
            stream.set_plain_content(program(whole));
        })
    };
    assert_eq!(with(&|whole| whole), [] as [&str; 0]);
    assert_eq!(with(&|_| Vec::new()), ["font-damaged"], "it is empty");
    assert_eq!(with(&|_| b"rubbish in the place of a font".to_vec()), ["font-damaged"]);
    assert_eq!(with(&|whole| whole[..whole.len() / 20].to_vec()), ["font-damaged"], "it breaks off");
    // Every way to embed one.
    for (file, kind) in [("FontFile", "Type1"), ("FontFile2", "TrueType"), ("FontFile3", "Type1")] {
        let found = codes(|document| {
            let program =
                document.add_object(Stream::new(Dictionary::new(), b"%!PS-AdobeFont rubbish".to_vec()));
            let descriptor = dictionary! { "Type" => "FontDescriptor", file => program };
            let font = dictionary! { "Subtype" => kind, "BaseFont" => "Own", "FontDescriptor" => descriptor };
            resource(document, "Font", "X", font);
            paint(document, "BT 0 1 0 0 k /X 9 Tf 100 100 Td (a) Tj ET");
        });
        assert_eq!(found, ["font-damaged"], "{file}");
    }
    assert_eq!(FindingKind::FontDamaged { font: String::new() }.severity(), Severity::Error);
}

#[test]
fn a_glyph_beyond_those_of_its_font_is_missing() {
    let shown = |code: &str| {
        codes(|document| {
            let (font, _) = own_program(document);
            paint(document, &format!("BT 0 1 0 0 k /{font} 9 Tf 100 100 Td <{code}> Tj ET"));
        })
    };
    assert_eq!(shown("00010002"), [] as [&str; 0]);
    assert_eq!(shown("0001fff0"), ["missing-glyph"]);
}
