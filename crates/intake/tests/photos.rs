//! Pictures whose metadata is known: the IPTC reference images, Chinese ones in every encoding, and damaged ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use broadsheet_intake::{
    ColourKind, PhotoError, PhotoFile, PhotoFormat, PhotoNotice, PhotoWords, read_photo,
};
use proptest::prelude::*;
use serde_json::Value;

fn bytes(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/photos").join(name);
    fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn photo(name: &str) -> PhotoFile {
    read_photo(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The field that an IIM dataset fills.
fn field<'w>(words: &'w PhotoWords, dataset: &str) -> Option<&'w str> {
    match dataset {
        "2:005" => words.title.as_deref(),
        "2:040" => words.instructions.as_deref(),
        "2:080" => words.creator.first().map(String::as_str),
        "2:085" => words.creator_title.as_deref(),
        "2:090" => words.city.as_deref(),
        "2:095" => words.province.as_deref(),
        "2:100" => words.country_code.as_deref(),
        "2:101" => words.country.as_deref(),
        "2:105" => words.headline.as_deref(),
        "2:110" => words.credit.as_deref(),
        "2:115" => words.source.as_deref(),
        "2:116" => words.copyright.as_deref(),
        "2:120" => words.caption.as_deref(),
        other => panic!("{other} is not mapped"),
    }
}

#[test]
fn chinese_fields_are_read_in_every_encoding() {
    let expected: BTreeMap<String, Value> =
        serde_json::from_slice(&bytes("zh/expected.json")).expect("valid JSON");
    let mut read = 0;
    for (name, truth) in &expected {
        let Some(datasets) = truth["iim"].as_object() else { continue };
        let photo = photo(&format!("zh/{name}.jpg"));
        for (dataset, value) in datasets {
            if matches!(dataset.as_str(), "2:055" | "2:060") {
                assert_eq!(photo.words.date.as_deref(), Some("2026-07-12T08:30:00+08:00"), "{name}");
            } else {
                assert_eq!(field(&photo.words, dataset), value.as_str(), "{name} {dataset}");
            }
            read += 1;
        }
        assert!(
            !photo.notices.iter().any(|notice| matches!(notice, PhotoNotice::Undecodable { .. })),
            "{name}"
        );
    }
    assert_eq!(read, 6 * 15);
}

#[test]
fn a_lying_marker_is_named_and_a_missing_one_too() {
    let lies = photo("zh/gbk_false_utf8_marker.jpg").notices;
    assert!(lies.contains(&PhotoNotice::MarkerLies { encoding: "GBK" }), "{lies:?}");
    let missing = photo("zh/gbk_no_marker.jpg").notices;
    assert!(missing.contains(&PhotoNotice::EncodingGuessed { encoding: "GBK" }), "{missing:?}");
    assert_eq!(photo("zh/utf8_marker.jpg").notices, []);
    assert_eq!(photo("zh/gb2312_iso2022_marker.jpg").notices, []);
}

#[test]
fn a_value_cut_inside_a_character_loses_only_that_and_says_so() {
    let photo = photo("zh/utf8_truncated_midchar.jpg");
    let cut: Vec<&str> = photo
        .notices
        .iter()
        .filter_map(
            |notice| if let PhotoNotice::ValueCut { field } = notice { Some(field.as_str()) } else { None },
        )
        .collect();
    assert!(cut.contains(&"Description") && cut.contains(&"Creator"), "{:?}", photo.notices);
    let caption = photo.words.caption.expect("a caption");
    assert!((1998..=2000).contains(&caption.len()), "{}", caption.len());
    let name = &photo.words.creator[0];
    assert!((30..=32).contains(&name.len()), "{name}");
    assert!(!caption.contains('\u{fffd}') && !name.contains('\u{fffd}'));
}

/// Every field of the reference images holds its own name and the version.
#[test]
fn the_reference_images_fill_every_field() {
    for (name, version) in
        [("IPTC-PhotometadataRef-Std2021.1.jpg", "2021.1"), ("IPTC-PhotometadataRef-Std2023.2.jpg", "2023.2")]
    {
        let photo = photo(name);
        let words = &photo.words;
        let says = |text: &str| Some(format!("{text} (ref{version})"));
        assert_eq!(words.headline, says("The Headline"));
        assert_eq!(words.caption, says("The description aka caption"));
        assert_eq!(words.creator, [format!("Creator1 (ref{version})")]);
        assert_eq!(
            words.creator_title.as_deref().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")),
            says("Creator's Job Title")
        );
        assert_eq!(words.credit, says("Credit Line"));
        assert!(
            words
                .copyright
                .as_deref()
                .is_some_and(|text| text.starts_with(&format!("Copyright (Notice) {version} IPTC")))
        );
        assert_eq!(words.source, says("Source"));
        assert_eq!(words.title, says("The Title"));
        assert_eq!(words.city, says("City (Core)"));
        assert!(words.province.as_deref().is_some_and(|text| text.starts_with("Province/State")));
        assert_eq!(words.country, says("Country (Core)"));
        assert!(words.country_code.as_deref().is_some_and(|code| code.starts_with('R') && code.len() == 3));
        assert_eq!(words.sublocation, says("Sublocation (Core)"));
        assert_eq!(words.instructions, says("An Instruction"));
        assert_eq!(words.caption_writer, says("Description Writer"));
        assert_eq!(words.job_id, says("Job Id"));
        assert_eq!(words.keywords, [1, 2, 3].map(|n| format!("Keyword{n}ref{version}")));
        assert!(
            words.date.as_deref().is_some_and(|date| date.starts_with("20") && date.contains('T')),
            "{:?}",
            words.date
        );
        assert!(words.alt_text.as_deref().is_some_and(|text| text.contains("Alt Text")));
        assert!(
            words.extended_description.as_deref().is_some_and(|text| text.contains("Extended Description"))
        );
        assert_eq!(words.usage_terms, says("Rights Usage Terms"));
        assert!(!words.copyright_owner.is_empty() && !words.licensor.is_empty());
        assert!(words.rights_page.as_deref().is_some_and(|page| page.starts_with("http")));
        assert!(words.digital_source_type.as_deref().is_some_and(|kind| kind.contains("digitalsourcetype")));
        assert_eq!(
            (photo.width, photo.height, photo.colour, photo.format),
            (2000, 1000, ColourKind::Rgb, PhotoFormat::Jpeg)
        );
    }
}

/// What has no field of its own is found by its IPTC name, for every property of the standard that the image fills.
#[test]
fn the_rest_of_the_reference_image_has_its_iptc_names() {
    let reference: Value =
        serde_json::from_slice(&bytes("iptc-pmd-techreference_2024.1.json")).expect("valid JSON");
    let photo = photo("IPTC-PhotometadataRef-Std2023.2.jpg");
    let own_fields = [
        "Alt Text (Accessibility)",
        "City (legacy)",
        "Copyright Notice",
        "Country (legacy)",
        "Country Code (legacy)",
        "Creator",
        "Creator's jobtitle",
        "Credit Line",
        "Date Created",
        "Description",
        "Description Writer",
        "Extended Description (Accessibility)",
        "Headline",
        "Instructions",
        "Job Id",
        "Keywords",
        "Province or State (legacy)",
        "Rights Usage Terms",
        "Source (Supply Chain)",
        "Sublocation (legacy)",
        "Title",
        "Web Statement of Rights",
        "Digital Source Type",
    ];
    let mut missing = Vec::new();
    let mut found = 0;
    for property in reference["ipmd_top"].as_object().expect("a map").values() {
        let name =
            property["name"].as_str().expect("a name").split_whitespace().collect::<Vec<_>>().join(" ");
        if own_fields.contains(&name.as_str()) {
            continue;
        }
        if photo.rest.keys().any(|key| *key == name || key.starts_with(&format!("{name} / "))) {
            found += 1;
        } else {
            missing.push(name);
        }
    }
    // Not in the 2023.2 image: it predates or does not fill them.
    missing.retain(|name| !matches!(name.as_str(), "Image Rating" | "Data Mining" | "Other Constraints"));
    assert_eq!(missing, Vec::<String>::new());
    assert!(found >= 35, "{found}");
    assert_eq!(
        photo.rest.get("Location Created / City").map(String::as_str),
        Some("City (Location created1) (ref2023.2)")
    );
    assert_eq!(
        photo.rest.get("Person Shown in the Image").map(String::as_str),
        Some("Person Shown 1 (ref2023.2); Person Shown 2 (ref2023.2)")
    );
}

#[test]
fn an_empty_picture_says_nothing() {
    let photo = photo("IPTC-Empty.jpg");
    assert_eq!(photo.words, PhotoWords::default());
    assert_eq!(photo.notices, []);
    assert_eq!(photo.orientation, 1);
}

#[test]
fn exif_alone_gives_caption_creator_and_rights() {
    let words = photo("metadata_demo_exif_only.jpg").words;
    assert!(words.caption.is_some() && !words.creator.is_empty() && words.copyright.is_some(), "{words:?}");
}

#[test]
fn where_the_places_disagree_one_is_taken_and_the_other_named() {
    let photo = photo("metadata_demo_inc_exif_out_of_sync_Inc_adobe.jpg");
    let fields: Vec<&str> = photo
        .notices
        .iter()
        .filter_map(
            |notice| if let PhotoNotice::Disagreement { field, .. } = notice { Some(*field) } else { None },
        )
        .collect();
    for field in ["Description", "Creator", "Copyright Notice"] {
        assert!(fields.contains(&field), "{field}: {:?}", photo.notices);
    }
    assert_eq!(photo.words.headline.as_deref(), Some("This is the headline field"));
}

#[test]
fn what_is_no_picture_gets_its_own_error() {
    let whole = bytes("zh/utf8_marker.jpg");
    assert_eq!(read_photo(b""), Err(PhotoError::Empty));
    assert_eq!(read_photo(b"no picture at all"), Err(PhotoError::UnknownFormat));
    assert_eq!(read_photo(b"%PDF-1.7\n"), Err(PhotoError::UnknownFormat));
    let format = PhotoFormat::Jpeg;
    for length in [3, 20, 600, 20_000, whole.len() / 2, whole.len() - 1] {
        assert_eq!(read_photo(&whole[..length]), Err(PhotoError::Truncated { format }), "{length}");
    }
    for (name, format) in [("colour.png", PhotoFormat::Png), ("lossy.webp", PhotoFormat::WebP)] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/corpus/photo");
        let whole = fs::read(folder.join(name)).expect(name);
        assert!(read_photo(&whole).is_ok(), "{name}");
        for length in [whole.len() / 2, whole.len() - 20, whole.len() - 1] {
            assert_eq!(
                read_photo(&whole[..length]),
                Err(PhotoError::Truncated { format }),
                "{name} {length}"
            );
        }
    }
}

/// A JPEG's tables around metadata segments of our own.
fn jpeg_with(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    for (marker, body) in segments {
        file.extend([0xff, *marker]);
        file.extend(u16::try_from(body.len() + 2).expect("a short segment").to_be_bytes());
        file.extend(body);
    }
    file.extend([
        0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 0x55, 0xff,
        0xd9,
    ]);
    file
}

fn dataset(number: u8, value: &[u8]) -> Vec<u8> {
    let mut set = vec![0x1c, 2, number];
    set.extend(u16::try_from(value.len()).expect("a short value").to_be_bytes());
    set.extend(value);
    set
}

fn resource(id: u16, data: &[u8]) -> Vec<u8> {
    let mut block = b"8BIM".to_vec();
    block.extend(id.to_be_bytes());
    block.extend([0, 0]);
    block.extend(u32::try_from(data.len()).expect("a short block").to_be_bytes());
    block.extend(data);
    if data.len() % 2 == 1 {
        block.push(0);
    }
    block
}

fn photoshop(parts: &[Vec<u8>]) -> (u8, Vec<u8>) {
    (0xed, [b"Photoshop 3.0\0".to_vec(), parts.concat()].concat())
}

fn packet(caption: &str, headline: &str) -> (u8, Vec<u8>) {
    let text = format!(
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:Headline="{headline}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="en">other</rdf:li><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"#
    );
    (0xe1, [b"http://ns.adobe.com/xap/1.0/\0".to_vec(), text.into_bytes()].concat())
}

/// The digest decides (MWG): in step or absent, XMP; stale, IIM.
#[test]
fn the_digest_decides_between_iim_and_xmp() {
    use md5::{Digest, Md5};
    let block = [dataset(120, "旧图说".as_bytes()), dataset(105, "标题".as_bytes())].concat();
    let in_step = Md5::digest(&block).to_vec();
    for (digest, expected) in [
        (Some(in_step), "新图说"),
        (None, "新图说"),
        (Some(vec![0; 16]), "新图说"),
        (Some(vec![7; 16]), "旧图说"),
    ] {
        let mut parts = vec![resource(0x0404, &block)];
        parts.extend(digest.map(|digest| resource(0x0425, &digest)));
        let photo =
            read_photo(&jpeg_with(&[photoshop(&parts), packet("新图说", "标题")])).expect("a picture");
        assert_eq!(photo.words.caption.as_deref(), Some(expected));
        assert!(photo.notices.iter().any(|notice| notice.code() == "photo-fields-disagree"));
    }
}

/// A name cut at IIM's 32 bytes is not a newer name: the whole one is kept.
#[test]
fn a_value_that_iim_had_no_room_for_is_taken_whole_from_xmp() {
    let whole = "一二三四五六七八九十一二三";
    let block = dataset(120, &whole.as_bytes()[..32]);
    let file = jpeg_with(&[
        photoshop(&[resource(0x0404, &block), resource(0x0425, &[9; 16])]),
        packet(whole, "标题"),
    ]);
    assert_eq!(read_photo(&file).expect("a picture").words.caption.as_deref(), Some(whole));
}

/// Resources and IIM may be spread over several segments.
#[test]
fn iim_in_several_segments_is_one_block() {
    let (first, second) =
        (dataset(105, "暴雨中的守护者".as_bytes()), dataset(120, "消防员转移群众".as_bytes()));
    let split = jpeg_with(&[photoshop(&[resource(0x0404, &first)]), photoshop(&[resource(0x0404, &second)])]);
    let words = read_photo(&split).expect("a picture").words;
    assert_eq!(
        (words.headline.as_deref(), words.caption.as_deref()),
        (Some("暴雨中的守护者"), Some("消防员转移群众"))
    );
}

#[test]
fn size_and_colour_are_those_of_the_upright_picture() {
    let tiff =
        [b"II*\0\x08\0\0\0\x01\0".as_slice(), &[0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0], &[0; 4]].concat();
    let exif = (0xe1, [b"Exif\0\0".to_vec(), tiff].concat());
    let photo = read_photo(&jpeg_with(&[exif])).expect("a picture");
    assert_eq!((photo.width, photo.height, photo.orientation, photo.colour), (30, 40, 6, ColourKind::Grey));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Broken bytes anywhere give an answer or an error, never a panic.
    #[test]
    fn mutated_pictures_never_panic(edits in prop::collection::vec((0_usize..24_000, any::<u8>()), 1..40), cut in 0_usize..130_000, which in 0_usize..4) {
        let name = ["zh/gbk_no_marker.jpg", "IPTC-PhotometadataRef-Std2023.2.jpg", "metadata_demo_inc_exif_out_of_sync_Inc_adobe.jpg", "metadata_demo_exif_only.jpg"][which];
        let mut file = bytes(name);
        for (at, byte) in edits {
            let at = at % file.len();
            file[at] = byte;
        }
        if cut < file.len() {
            file.truncate(cut.max(1));
        }
        prop_assert!(read_photo(&file).map_or_else(|error| !error.code().is_empty(), |photo| photo.width > 0));
    }

    /// So do bytes that only begin like a picture.
    #[test]
    fn made_up_pictures_never_panic(kind in 0_usize..4, body in prop::collection::vec(any::<u8>(), 0..400)) {
        let start: &[u8] = [b"\xff\xd8\xff".as_slice(), b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"RIFF\x40\0\0\0WEBPVP8X"][kind];
        let file = [start, &body].concat();
        prop_assert!(read_photo(&file).map_or_else(|error| !error.code().is_empty(), |photo| photo.width > 0));
    }
}
