//! Page frames set by hand: one glyph a character, no composer.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{
    Block, Crop, FRAME_SCHEMA, FontUse, GlyphRun, Ink, Item, LineEnd, Part, PictureUse, PlacedGlyph,
    PlacedPicture, Role, Rule, SourceSpan, TextLine, Tint,
};
use broadsheet_preview::{Outline, Outlines, PicturePart, Pictures, Segment};
use broadsheet_units::{Length, Point, Rect, Size};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use uuid::Uuid;

/// Simplified Chinese in Debian's Noto CJK collections.
const SIMPLIFIED: u32 = 2;

/// The two faces of the pages: text and headlines.
pub(crate) struct Fonts {
    files: [Vec<u8>; 2],
}

const FILES: [&str; 2] = [
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
];
const NAMES: [&str; 2] = ["NotoSerifCJKsc-Regular", "NotoSansCJKsc-Bold"];

impl Fonts {
    /// Those of apt's `fonts-noto-cjk`.
    pub(crate) fn installed() -> Self {
        Self { files: FILES.map(|file| fs::read(file).expect("fonts-noto-cjk is installed")) }
    }

    fn face(&self, font: usize) -> FontRef<'_> {
        FontRef::from_index(&self.files[font], SIMPLIFIED).unwrap()
    }
}

impl Outlines for Fonts {
    fn outline(&self, font: &FontUse, gid: u16) -> Option<Outline> {
        let number = NAMES.iter().position(|name| *name == font.postscript_name)?;
        let glyph = self.face(number).outline_glyphs().get(GlyphId::from(gid))?;
        let mut pen = Pen::default();
        glyph.draw(DrawSettings::unhinted(FontSize::unscaled(), LocationRef::default()), &mut pen).ok()?;
        Some(pen.0)
    }
}

#[derive(Default)]
struct Pen(Outline);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.segments.push(Segment::Move { x, y });
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.segments.push(Segment::Line { x, y });
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.segments.push(Segment::Quad { x1, y1, x, y });
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.segments.push(Segment::Cubic { x1, y1, x2, y2, x, y });
    }
    fn close(&mut self) {
        self.0.segments.push(Segment::Close);
    }
}

/// The originals of the page's pictures: none, or one for all; or what they show, decoded.
pub(crate) struct Albums(Option<Vec<u8>>, Option<RgbImage>);

impl Albums {
    pub(crate) fn none() -> Self {
        Self(None, None)
    }
    pub(crate) fn of(photo: Vec<u8>) -> Self {
        Self(Some(photo), None)
    }
    pub(crate) fn decoded(shown: RgbImage) -> Self {
        Self(None, Some(shown))
    }
}

impl Pictures for Albums {
    fn picture(&self, _: &PictureUse) -> Option<Vec<u8>> {
        self.0.clone()
    }

    fn part(&self, _: usize) -> Option<PicturePart<'_>> {
        let shown = self.1.as_ref()?;
        Some(PicturePart { width: shown.width(), height: shown.height(), pixels: shown.as_raw(), icc: None })
    }
}

/// A frame while it is made.
pub(crate) struct Page {
    pub(crate) frame: PageFrame,
    fonts: Fonts,
}

fn points(points: f64) -> Length {
    Length::from_points(points)
}

fn rect([x, y, width, height]: [f64; 4]) -> Rect {
    Rect::new(points(x), points(y), points(width), points(height))
}

impl Page {
    /// An empty page of so many 点.
    pub(crate) fn new(width: i32, height: i32) -> Self {
        let trim = Size::new(Length::points(width), Length::points(height));
        let font = |family: &str, name: &str| FontUse {
            family: family.to_owned(),
            postscript_name: name.to_owned(),
            index: SIMPLIFIED,
            units_per_em: 1000,
            sha256: None,
        };
        let frame = PageFrame {
            schema: FRAME_SCHEMA,
            name: "样报 A01".to_owned(),
            lang: "zh-CN".to_owned(),
            trim,
            bleed: Length::from_mm(3.0),
            type_area: Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height),
            fonts: vec![font("Noto Serif CJK SC", NAMES[0]), font("Noto Sans CJK SC", NAMES[1])],
            pictures: vec![PictureUse {
                photo: Uuid::from_u128(7),
                sha256: "00".repeat(32),
                px_width: 90,
                px_height: 60,
            }],
            blocks: Vec::new(),
            items: Vec::new(),
        };
        Self { frame, fonts: Fonts::installed() }
    }

    /// A block of one line; each glyph advances by what its font says.
    pub(crate) fn line(&mut self, role: Role, text: &str, x: f64, y: f64, size: f64, ink: Ink) {
        let font = usize::from(role == Role::Headline);
        let face = self.fonts.face(font);
        let metrics = face.glyph_metrics(FontSize::unscaled(), LocationRef::default());
        let mut at = Length::ZERO;
        let mut glyphs = Vec::new();
        for (start, character) in text.char_indices() {
            let gid = face.charmap().map(character).unwrap_or_default();
            let advance = points(f64::from(metrics.advance_width(gid).unwrap_or(1000.0)) / 1000.0 * size);
            glyphs.push(PlacedGlyph {
                gid: u16::try_from(gid.to_u32()).unwrap(),
                x: at,
                y: Length::ZERO,
                advance,
                start: u32::try_from(start).unwrap(),
                end: u32::try_from(start + character.len_utf8()).unwrap(),
            });
            at += advance;
        }
        let end = u32::try_from(text.len()).unwrap();
        let part = if role == Role::Headline { Part::Headline } else { Part::Body };
        let block = u32::try_from(self.frame.blocks.len()).unwrap();
        self.frame.blocks.push(Block {
            role,
            story: Some(Uuid::from_u128(3)),
            text: text.to_owned(),
            sources: vec![SourceSpan { start: 0, end, part, index: 0, offset: 0 }],
        });
        self.frame.items.push(Item::Line(TextLine {
            block,
            start: 0,
            end,
            origin: Point::new(points(x), points(y)),
            width: at,
            down: Length::ZERO,
            ends: LineEnd::Last,
            runs: vec![GlyphRun {
                font: u16::try_from(font).unwrap(),
                size: points(size),
                scale_x: 1000,
                turned: false,
                ink,
                glyphs,
            }],
        }));
    }

    pub(crate) fn rule(&mut self, place: [f64; 4]) {
        self.frame.items.push(Item::Rule(Rule { rect: rect(place), ink: Ink::BLACK }));
    }

    pub(crate) fn tint(&mut self, place: [f64; 4], ink: Ink) {
        self.frame.items.push(Item::Tint(Tint { rect: rect(place), ink }));
    }

    pub(crate) fn picture(&mut self, place: [f64; 4], crop: Crop) {
        let block = u32::try_from(self.frame.blocks.len()).unwrap();
        self.frame.blocks.push(Block {
            role: Role::Figure,
            story: None,
            text: "鼓".to_owned(),
            sources: Vec::new(),
        });
        self.frame.items.push(Item::Picture(PlacedPicture {
            block,
            picture: 0,
            rect: rect(place),
            crop,
            outline: None,
        }));
    }

    pub(crate) fn change_last_line(&mut self, change: impl FnOnce(&mut TextLine)) {
        let last = self.frame.items.iter_mut().rev().find_map(|item| match item {
            Item::Line(line) => Some(line),
            _ => None,
        });
        change(last.expect("a line was set"));
    }
}

/// A 四开 page of so many glyphs, about as many of them distinct as in a newspaper's text.
pub(crate) fn full_page(glyphs: usize) -> Page {
    let mut page = Page::new(775, 1110);
    let han: Vec<char> = (0..900).filter_map(|n| char::from_u32(0x4E00 + n * 23)).collect();
    for number in 0..glyphs.div_ceil(11) {
        // A walk through the characters that comes by all of them.
        let text: String = (0..11).map(|n| han[(number * 11 + n) * 7 % han.len()]).collect();
        let (column, row) = (number % 6, number / 6);
        // Justified lines stand at no whole number of 点.
        let x = 68.0 + 108.0 * f64::from(u32::try_from(column).unwrap()) + 0.37;
        let y = 90.0 + 11.25 * f64::from(u32::try_from(row).unwrap());
        page.line(Role::Paragraph, &text, x, y, 9.0, Ink::BLACK);
        page.change_last_line(|line| {
            for (n, glyph) in line.runs[0].glyphs.iter_mut().enumerate() {
                glyph.x += Length::from_raw(137 * i32::try_from(n).unwrap());
                glyph.advance += Length::from_raw(137);
            }
        });
    }
    page
}

/// A JPEG of 90 × 60 pixels as seen: thirds of red, green and blue from left to right, darker towards the foot;
/// stored as the EXIF orientation says.
pub(crate) fn square_photo(orientation: u8) -> Vec<u8> {
    let seen = RgbImage::from_fn(90, 60, |x, y| {
        let light = u8::try_from(240 - y * 2).unwrap();
        let mut pixel = [20; 3];
        pixel[usize::try_from(x / 30).unwrap()] = light;
        image::Rgb(pixel)
    });
    let stored = match orientation {
        3 => image::imageops::rotate180(&seen),
        // Stored so that a turn clockwise by 90° (6) or by 270° (8) sets it upright.
        6 => image::imageops::rotate270(&seen),
        8 => image::imageops::rotate90(&seen),
        _ => seen,
    };
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, 95)
        .encode(stored.as_raw(), stored.width(), stored.height(), ExtendedColorType::Rgb8)
        .unwrap();
    let mut bytes = file.into_inner();
    let mut exif = b"\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    bytes.splice(2..2, exif);
    bytes
}

/// The check sum of a PNG chunk (ISO/IEC 15948, annex D).
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

/// Compares with `tests/reference/NAME.png`: the same size, and hardly a pixel off (a font's hinting may move
/// an edge from one release to the next).
pub(crate) fn check_image(name: &str, file: &[u8]) {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(name).with_extension("png");
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, file).unwrap();
    }
    let expected = image::load_from_memory(&fs::read(&path).unwrap()).unwrap().into_luma8();
    let drawn = image::load_from_memory(file).unwrap().into_luma8();
    assert_eq!(drawn.dimensions(), expected.dimensions(), "{name}");
    let off = drawn.pixels().zip(expected.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 48).count();
    let allowed = drawn.pixels().len() / 2000;
    assert!(off <= allowed, "{name}: {off} pixels differ, {allowed} may");
}
