//! Encodings told apart, on long and short copy; and one clear error for each file that is no text.

use broadsheet_intake::{Encoding, IntakeError, MAX_COPY_BYTES, read_copy};
use encoding_rs::{BIG5, GB18030, GBK, WINDOWS_1252};

const SIMPLIFIED: &str = "示例县平川镇\n春耕备耕忙 田间机声隆\n\n示例晚报讯（记者 周小川）连日来，示例县平川镇的田间地头机声隆隆，农户抢抓农时翻耕土地。截至3月12日，全镇已备足化肥320吨、良种45吨。\n";
const TRADITIONAL: &str = "示例捷運新線月底通車\n\n【記者王小明／台北報導】示例捷運新線將於11月30日通車，全長8.4公里，設7座車站。捷運公司表示，通車首月免費搭乘。\n";
const ENGLISH: &str = "City opens new tram line\n\nBy Jane Doe\n\nSAMPLETOWN — The city’s first tram line in 60 years opened on Monday. “It is a café on rails,” one rider said.\n";

/// Headlines and briefs of a few characters, as they come from phones.
const SHORT: [&str; 12] = [
    "本报讯 明天有雨。",
    "示例县召开大会",
    "老街来了“新邻居”",
    "记者王露报道：供暖了。",
    "图书馆夜读专区开放",
    "今日停水通知",
    "全市公交免费三天",
    "三月桃花开",
    "市人大常委会举行会议",
    "（记者 景斌）近日，雨。",
    "科技下乡 田间开讲",
    "苹果丰收果农笑",
];

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    marked.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn legacy(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{text}");
    bytes.into_owned()
}

fn encoding(bytes: &[u8]) -> Encoding {
    read_copy(bytes).unwrap_or_else(|error| panic!("{error}: {bytes:02x?}")).encoding
}

/// The reading is the same whatever the bytes were.
fn same_as_utf8(bytes: &[u8], text: &str, expected: Encoding) {
    let read = read_copy(bytes).unwrap_or_else(|error| panic!("{error}: {text}"));
    let plain = read_copy(text.as_bytes()).expect("UTF-8 reads");
    assert_eq!(read.encoding, expected, "{text}");
    assert_eq!((read.rubric, read.stories), (plain.rubric, plain.stories), "{text}");
}

#[test]
fn long_copy_is_read_the_same_in_every_encoding() {
    for text in [SIMPLIFIED, TRADITIONAL, ENGLISH] {
        same_as_utf8(text.as_bytes(), text, Encoding::Utf8);
        same_as_utf8(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), text, Encoding::Utf8Bom);
        for (big, expected) in [(false, Encoding::Utf16Le), (true, Encoding::Utf16Be)] {
            same_as_utf8(&utf16(text, big, true), text, expected);
            same_as_utf8(&utf16(text, big, false), text, expected);
        }
    }
    same_as_utf8(&legacy(GBK, SIMPLIFIED), SIMPLIFIED, Encoding::Gbk);
    same_as_utf8(&legacy(GBK, TRADITIONAL), TRADITIONAL, Encoding::Gbk);
    same_as_utf8(&legacy(BIG5, TRADITIONAL), TRADITIONAL, Encoding::Big5);
    same_as_utf8(&legacy(WINDOWS_1252, ENGLISH), ENGLISH, Encoding::Windows1252);
    let rare = SIMPLIFIED.replace("周小川", "周𠮷㐂");
    same_as_utf8(&legacy(GB18030, &rare), &rare, Encoding::Gb18030);
}

#[test]
fn short_copy_is_told_apart_too() {
    for text in SHORT {
        same_as_utf8(text.as_bytes(), text, Encoding::Utf8);
        same_as_utf8(&legacy(GBK, text), text, Encoding::Gbk);
        same_as_utf8(&utf16(text, false, true), text, Encoding::Utf16Le);
        same_as_utf8(&utf16(text, false, false), text, Encoding::Utf16Le);
        same_as_utf8(&utf16(text, true, false), text, Encoding::Utf16Be);
    }
    for text in ["示例縣召開大會", "本報訊 明天有雨。", "圖書館夜讀專區開放", "捷運新線月底通車"]
    {
        same_as_utf8(&legacy(BIG5, text), text, Encoding::Big5);
    }
}

/// Copy of every kind, in the encodings its papers use: the reading is that of UTF-8, story for story.
#[test]
fn every_case_reads_alike_in_every_encoding() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let traditional =
        |text: &str| text.contains(['報', '記', '訊', '聞', '說', '這', '個', '國', '們', '來', '時', '會']);
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("the cases are in the repository") {
        let path = entry.expect("a readable folder").path();
        let text = std::fs::read_to_string(&path).expect("a readable case");
        if path.extension().is_some_and(|ending| ending == "json") || text.is_ascii() {
            continue;
        }
        let text = text.trim_start_matches('\u{feff}');
        let stories = |bytes: &[u8]| {
            read_copy(bytes).map(|reading| (reading.rubric, reading.stories)).map_err(|error| error.code())
        };
        let plain = stories(text.as_bytes());
        let coder = if traditional(text) { BIG5 } else { GBK };
        let (coded, _, unmappable) = coder.encode(text);
        let mut others = vec![utf16(text, false, false), utf16(text, true, false)];
        others.extend((!unmappable).then(|| coded.into_owned()));
        for bytes in others {
            assert_eq!(stories(&bytes), plain, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 800, "{read}");
}

/// A headline alone, of rarer characters: still what it is.
#[test]
fn a_few_rare_characters_are_told_apart() {
    for text in [
        "冬日里的烤红薯",
        "街角的烤红薯摊飘出香甜的味道。",
        "冬日赏花",
        "乒乓小将夺冠",
        "①农民在晾晒玉米。",
        "秋粮入库",
        "雪落在屋檐上",
    ] {
        same_as_utf8(&utf16(text, false, false), text, Encoding::Utf16Le);
        same_as_utf8(&utf16(text, true, false), text, Encoding::Utf16Be);
    }
    for text in ["秋粮入库", "冬枣甜了", "奶奶的蒲扇", "鹤舞湿地"] {
        same_as_utf8(&legacy(GBK, text), text, Encoding::Gbk);
    }
}

#[test]
fn decoding_loses_nothing() {
    for (coder, text) in [(GBK, SIMPLIFIED), (BIG5, TRADITIONAL), (GB18030, SIMPLIFIED)] {
        let bytes = legacy(coder, text);
        let (back, faults) = coder.decode_without_bom_handling(&bytes);
        assert!(!faults);
        assert_eq!(legacy(coder, &back), bytes);
    }
}

#[test]
fn an_inferred_encoding_is_a_guess_and_a_marked_one_is_not() {
    let codes = |bytes: &[u8]| {
        read_copy(bytes)
            .expect("readable")
            .notices
            .iter()
            .map(broadsheet_intake::Guess::code)
            .collect::<Vec<_>>()
    };
    assert!(codes(&legacy(GBK, SIMPLIFIED)).contains(&"encoding-guessed"));
    assert!(codes(&utf16(SIMPLIFIED, false, false)).contains(&"encoding-guessed"));
    assert!(!codes(&utf16(SIMPLIFIED, false, true)).contains(&"encoding-guessed"));
    assert!(!codes(SIMPLIFIED.as_bytes()).contains(&"encoding-guessed"));
}

#[test]
fn empty_files_hold_no_text() {
    for bytes in [
        b"".as_slice(),
        b"\n \r\n\t",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf \n",
        b"\xff\xfe",
        "\u{3000}\n\u{3000}".as_bytes(),
    ] {
        assert_eq!(read_copy(bytes), Err(IntakeError::Empty), "{bytes:02x?}");
    }
}

#[test]
fn too_large_a_file_is_not_read() {
    let error = read_copy(&vec![b'a'; 50 * 1024 * 1024]).expect_err("too large");
    assert_eq!(error, IntakeError::TooLarge { bytes: 52_428_800, limit: MAX_COPY_BYTES });
    assert_eq!(error.code(), "file-too-large");
}

#[test]
fn binary_files_are_named() {
    let jpeg = [b"\xff\xd8\xff\xe0".as_slice(), &[0; 64]].concat();
    assert_eq!(read_copy(&jpeg), Err(IntakeError::Binary { format: Some("JPEG") }));
    assert_eq!(read_copy(b"PK\x03\x04 word/document.xml"), Err(IntakeError::Binary { format: Some("ZIP") }));
    assert_eq!(read_copy(b"%PDF-1.7 \xe2\xe3"), Err(IntakeError::Binary { format: Some("PDF") }));
    let mut seed = 12_345_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.to_be_bytes()[0]
    })
    .take(4000)
    .collect();
    assert_eq!(read_copy(&noise).map_err(|error| error.code()), Err("binary-file"));
}

#[test]
fn a_cut_file_says_where() {
    let utf8 = SIMPLIFIED.trim_end().as_bytes();
    let cut = &utf8[..utf8.len() - 1];
    assert_eq!(
        read_copy(cut),
        Err(IntakeError::Truncated { encoding: Encoding::Utf8, offset: utf8.len() - 3 })
    );
    let gbk = legacy(GBK, SIMPLIFIED.trim_end());
    assert_eq!(
        read_copy(&gbk[..gbk.len() - 1]),
        Err(IntakeError::Truncated { encoding: Encoding::Gbk, offset: gbk.len() - 2 })
    );
    let wide = utf16(SIMPLIFIED, false, true);
    assert!(matches!(
        read_copy(&wide[..wide.len() - 1]),
        Err(IntakeError::Truncated { encoding: Encoding::Utf16Le, .. })
    ));
}

#[test]
fn a_damaged_file_says_where() {
    let mut utf8 = SIMPLIFIED.as_bytes().to_vec();
    utf8[100] = 0xff;
    let error = read_copy(&utf8).expect_err("damaged");
    assert!(
        matches!(error, IntakeError::Damaged { encoding: Encoding::Utf8, offset } if (97..=100).contains(&offset)),
        "{error:?}"
    );
    let mut gbk = legacy(GBK, SIMPLIFIED);
    gbk[61] = 0xff;
    assert_eq!(read_copy(&gbk).map_err(|error| error.code()), Err("damaged-text"));
}

#[test]
fn what_makes_no_words_in_any_encoding_is_undecodable() {
    let koi8 = encoding_rs::KOI8_R
        .encode("Городская газета сообщает о новой линии трамвая, которая открылась в понедельник")
        .0
        .into_owned();
    let error = read_copy(&koi8).expect_err("no words").code();
    assert!(matches!(error, "undecodable-text" | "damaged-text"), "{error}");
}

#[test]
fn a_file_of_nothing_but_furniture_holds_no_story() {
    assert_eq!(
        read_copy("示例晚报　2026年11月18日　星期三　A03\n\n---\n".as_bytes()),
        Err(IntakeError::NoStory)
    );
}

#[test]
fn line_ends_of_every_kind_read_alike() {
    let plain = read_copy(SIMPLIFIED.as_bytes()).expect("readable").stories;
    for end in ["\r\n", "\r"] {
        assert_eq!(read_copy(SIMPLIFIED.replace('\n', end).as_bytes()).expect("readable").stories, plain);
    }
    assert_eq!(encoding(SIMPLIFIED.as_bytes()), Encoding::Utf8);
}
