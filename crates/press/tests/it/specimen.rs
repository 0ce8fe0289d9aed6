//! A page set by hand: every kind of item, Chinese and English, with the fonts that are installed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{
    Block, Crop, FRAME_SCHEMA, FontUse, GlyphRun, Ink, Item, LineEnd, PictureUse, PlacedGlyph, PlacedPicture,
    Role, Rule, TextLine, Tint,
};
use broadsheet_press::{FontFile, Job, Sources};
use broadsheet_units::{Length, Point, Rect, Size};
use chrono::DateTime;
use sha2::{Digest, Sha256};
use skrifa::instance::{LocationRef, Size as FontSize};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use uuid::Uuid;

/// Index of Simplified Chinese in Debian's Noto CJK collections.
pub(crate) const SC: u32 = 2;

/// Where fonts are installed on the systems that the tests run on.
const FOLDERS: [&str; 3] = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"];

/// The path of an installed font file.
pub(crate) fn font_path(name: &str) -> PathBuf {
    fn find(folder: &Path, name: &str) -> Option<PathBuf> {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        entries.iter().find_map(|path| {
            if path.is_dir() {
                find(path, name)
            } else {
                path.file_name().is_some_and(|found| found == name).then(|| path.clone())
            }
        })
    }
    let found = FOLDERS.iter().find_map(|folder| find(Path::new(folder), name));
    found.unwrap_or_else(|| {
        panic!("{name} is not installed: apt-get install fonts-noto-cjk fonts-lxgw-wenkai")
    })
}

/// SHA-256 in hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Fonts and pictures in memory.
#[derive(Default, Clone)]
pub(crate) struct Shelf {
    pub(crate) fonts: BTreeMap<String, Arc<Vec<u8>>>,
    pub(crate) pictures: BTreeMap<String, Vec<u8>>,
    /// Whether the digests of fonts are given along, as a program does that keeps them.
    pub(crate) vouch: bool,
}

impl Sources for Shelf {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        let bytes = self.fonts.get(&font.postscript_name)?.clone();
        let sha256 = if self.vouch { font.sha256.clone() } else { None };
        Some(FontFile { bytes, sha256 })
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.pictures.get(&picture.sha256).cloned()
    }
}

/// A page in the making.
pub(crate) struct Composer {
    pub(crate) frame: PageFrame,
    pub(crate) shelf: Shelf,
}

impl Composer {
    /// An empty page of the given trim in millimetres.
    pub(crate) fn new(width: f64, height: f64) -> Self {
        let trim = Size::new(Length::from_mm(width), Length::from_mm(height));
        let frame = PageFrame {
            schema: FRAME_SCHEMA,
            name: "样报 2022-11-18 A03".to_owned(),
            lang: "zh-CN".to_owned(),
            trim,
            bleed: Length::from_mm(3.0),
            type_area: mm(20.0, 20.0, width - 40.0, height - 40.0),
            fonts: Vec::new(),
            pictures: Vec::new(),
            blocks: Vec::new(),
            items: Vec::new(),
        };
        Self { frame, shelf: Shelf::default() }
    }

    /// Adds a font file's face and gives its index.
    pub(crate) fn font(&mut self, file: &str, index: u32) -> u16 {
        let bytes = Arc::new(std::fs::read(font_path(file)).unwrap());
        let face = FontRef::from_index(&bytes, index).unwrap();
        let name = |id| face.localized_strings(id).english_or_first().unwrap().to_string();
        let postscript_name = name(StringId::POSTSCRIPT_NAME);
        self.frame.fonts.push(FontUse {
            family: name(StringId::FAMILY_NAME),
            postscript_name: postscript_name.clone(),
            index,
            units_per_em: face.metrics(FontSize::unscaled(), LocationRef::default()).units_per_em,
            sha256: Some(sha256(&bytes)),
        });
        self.shelf.fonts.insert(postscript_name, bytes);
        u16::try_from(self.frame.fonts.len() - 1).unwrap()
    }

    /// Adds a block and gives its index.
    pub(crate) fn block(&mut self, role: Role, story: Option<u128>, text: &str) -> u32 {
        let story = story.map(Uuid::from_u128);
        self.frame.blocks.push(Block { role, story, text: text.to_owned(), sources: Vec::new() });
        u32::try_from(self.frame.blocks.len() - 1).unwrap()
    }

    /// Sets bytes `start..end` of a block as a line at `x`, `y` millimetres.
    pub(crate) fn line(
        &mut self,
        block: u32,
        range: (usize, usize),
        at: (f64, f64),
        style: Style,
        ends: LineEnd,
    ) {
        let text = self.frame.blocks[usize::try_from(block).unwrap()].text.clone();
        let font = &self.frame.fonts[usize::from(style.font)];
        let bytes = self.shelf.fonts[&font.postscript_name].clone();
        let face = FontRef::from_index(&bytes, font.index).unwrap();
        let metrics = face.glyph_metrics(FontSize::new(1.0), LocationRef::default());
        let scale = f64::from(style.scale_x) / 1000.0;
        let mut x = Length::ZERO;
        let mut glyphs = Vec::new();
        let mut add = |character: char, start: usize, end: usize| {
            let glyph = face.charmap().map(character).unwrap_or_default();
            let em = f64::from(metrics.advance_width(glyph).unwrap());
            let advance = Length::from_points(em * style.size * scale);
            glyphs.push(PlacedGlyph {
                gid: u16::try_from(glyph.to_u32()).unwrap(),
                x,
                y: Length::ZERO,
                advance,
                start: u32::try_from(start).unwrap(),
                end: u32::try_from(end).unwrap(),
            });
            x += advance;
        };
        for (offset, character) in text[range.0..range.1].char_indices() {
            let start = range.0 + offset;
            add(character, start, start + character.len_utf8());
        }
        if ends == LineEnd::Hyphenated {
            add('-', range.1, range.1);
        }
        let run = GlyphRun {
            font: style.font,
            size: Length::from_points(style.size),
            scale_x: style.scale_x,
            turned: false,
            ink: style.ink,
            glyphs,
        };
        self.frame.items.push(Item::Line(TextLine {
            block,
            start: u32::try_from(range.0).unwrap(),
            end: u32::try_from(range.1).unwrap(),
            origin: Point::new(Length::from_mm(at.0), Length::from_mm(at.1)),
            width: x,
            down: Length::ZERO,
            ends,
            runs: vec![run],
        }));
    }

    /// Sets a Chinese paragraph of `per_line` characters a line; gives the baseline of its last line.
    pub(crate) fn paragraph(
        &mut self,
        block: u32,
        per_line: usize,
        at: (f64, f64),
        lead: f64,
        style: Style,
    ) -> f64 {
        let text = self.frame.blocks[usize::try_from(block).unwrap()].text.clone();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(per_line).collect();
        let mut y = at.1;
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied();
            let ends = if end.is_some() { LineEnd::Joined } else { LineEnd::Last };
            self.line(block, (start, end.unwrap_or(text.len())), (at.0, y), style, ends);
            y += lead;
        }
        y - lead
    }

    /// A rule.
    pub(crate) fn rule(&mut self, rect: Rect, ink: Ink) {
        self.frame.items.push(Item::Rule(Rule { rect, ink }));
    }

    /// A tint.
    pub(crate) fn tint(&mut self, rect: Rect, ink: Ink) {
        self.frame.items.push(Item::Tint(Tint { rect, ink }));
    }

    /// Places a picture file of the given upright size, wholly or cropped.
    pub(crate) fn picture(
        &mut self,
        file: Vec<u8>,
        size: (u32, u32),
        crop: Option<Crop>,
        rect: Rect,
        alt: &str,
        story: u128,
    ) {
        let block = self.block(Role::Figure, Some(story), alt);
        let name = sha256(&file);
        let number = u128::try_from(self.frame.pictures.len()).unwrap() + 100;
        self.frame.pictures.push(PictureUse {
            photo: Uuid::from_u128(number),
            sha256: name.clone(),
            px_width: size.0,
            px_height: size.1,
        });
        self.shelf.pictures.insert(name, file);
        self.frame.items.push(Item::Picture(PlacedPicture {
            block,
            picture: u16::try_from(self.frame.pictures.len() - 1).unwrap(),
            rect,
            crop: crop.unwrap_or(Crop { x: 0, y: 0, width: size.0, height: size.1 }),
            outline: None,
        }));
    }
}

/// How a line is set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    pub(crate) font: u16,
    pub(crate) size: f64,
    pub(crate) scale_x: u16,
    pub(crate) ink: Ink,
}

impl Style {
    pub(crate) fn black(font: u16, size: f64) -> Self {
        Self { font, size, scale_x: 1000, ink: Ink::BLACK }
    }
}

/// A rectangle in millimetres.
pub(crate) fn mm(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect::new(Length::from_mm(x), Length::from_mm(y), Length::from_mm(width), Length::from_mm(height))
}

/// The job of the specimen.
pub(crate) fn job() -> Job {
    Job {
        title: "样报 2022年11月18日 A03版".to_owned(),
        slug: "样报 2022-11-18 A03".to_owned(),
        producer: "Broadsheet 0.1.0".to_owned(),
        ..Job::new(DateTime::parse_from_rfc3339("2022-11-18T01:40:00+08:00").unwrap())
    }
}

/// Colour pixels with everything that is hard on a press: deep shadows, full colours, smooth ramps, fine lines.
pub(crate) fn colour_pixels(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(usize::try_from(width * height * 3).unwrap());
    let mut noise = 0x2545_f491_u32;
    for y in 0..height {
        for x in 0..width {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            let grain = noise % 12;
            let (u, v) = (x * 255 / width, y * 255 / height);
            let ring = if (x / 40 + y / 40) % 7 == 0 { 0 } else { 255 };
            let byte = |value: u32| u8::try_from(value.min(255)).unwrap();
            if y < height / 8 {
                pixels.extend([byte(grain), byte(grain), byte(grain)]);
            } else {
                pixels.extend([
                    byte(u * ring / 255 + grain),
                    byte(v + grain),
                    byte((255 - u) * ring / 255 + grain),
                ]);
            }
        }
    }
    pixels
}

/// A JPEG of colour pixels.
pub(crate) fn jpeg(
    width: u32,
    height: u32,
    prepare: impl FnOnce(&mut jpeg_encoder::Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    encode(&colour_pixels(width, height), (width, height), jpeg_encoder::ColorType::Rgb, prepare)
}

/// A JPEG of any pixels.
pub(crate) fn encode(
    pixels: &[u8],
    size: (u32, u32),
    colour: jpeg_encoder::ColorType,
    prepare: impl FnOnce(&mut jpeg_encoder::Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 92);
    prepare(&mut encoder);
    encoder.encode(pixels, u16::try_from(size.0).unwrap(), u16::try_from(size.1).unwrap(), colour).unwrap();
    file
}

/// A PNG.
pub(crate) fn png(
    pixels: &[u8],
    size: (u32, u32),
    colour: png::ColorType,
    depth: png::BitDepth,
    palette: Option<Vec<u8>>,
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if let Some(palette) = palette {
        encoder.set_palette(palette);
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    file
}

/// The body of the specimen's story.
pub(crate) const BODY: [&str; 3] = [
    "　　本报讯（记者 示例记者）“绛州鼓乐”的鼓，讲究的是一张好皮、一副好框。11月13日，记者走进新绛县一家制鼓作坊时，匠人们正在赶制一批直径1.2米的大鼓，空气里满是桐油和牛皮的气味。",
    "　　“从选料、刨板、箍桶到蒙皮、上钉，一面鼓要过二十多道工序，少一道都不响。”作坊主人说，2022年以来订单比上年增长15%，产品卖到了全国20多个省（区、市）。",
    "　　临近傍晚，院子里响起了试鼓声——咚，咚，咚……",
];

/// The English paragraph, in lines with their ends.
pub(crate) const ENGLISH: [(&str, LineEnd); 4] = [
    ("The workshop makes barrel drums by hand, as it has", LineEnd::Blank),
    ("for a hundred years; a well-", LineEnd::Joined),
    ("seasoned drum is worth more than an instru", LineEnd::Hyphenated),
    ("ment of any factory.", LineEnd::Last),
];

/// The specimen's photograph, drawn once.
static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| jpeg(3000, 2000, |_| {}));

/// The whole specimen: a 四开 page with two stories.
pub(crate) fn specimen() -> Composer {
    let mut page = Composer::new(272.5, 390.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let bold = page.font("NotoSansCJK-Bold.ttc", SC);
    let kai = page.font("LXGWWenKai-Regular.ttf", 0);
    let folio = page.block(Role::Folio, None, "样报　2022年11月18日　星期五　城事　A03");
    let whole = page.frame.blocks[0].text.len();
    page.line(folio, (0, whole), (24.0, 17.0), Style::black(bold, 9.0), LineEnd::Last);
    page.rule(mm(24.0, 19.0, 224.5, 0.1), Ink::BLACK);
    page.tint(mm(-3.0, 22.0, 278.5, 14.0), Ink { c: 0, m: 90, y: 80, k: 0 });
    let rubric = page.block(Role::Rubric, None, "城事");
    let reversed = Style { font: bold, size: 24.0, scale_x: 1000, ink: Ink::PAPER };
    page.line(rubric, (0, "城事".len()), (24.0, 32.5), reversed, LineEnd::Last);
    let headline = "一面好鼓二十多道工序";
    let kicker = page.block(Role::Kicker, Some(1), "新绛制鼓匠人");
    page.line(kicker, (0, "新绛制鼓匠人".len()), (24.0, 46.0), Style::black(kai, 14.0), LineEnd::Last);
    let head = page.block(Role::Headline, Some(1), headline);
    let long = Style { font: bold, size: 36.0, scale_x: 950, ink: Ink::BLACK };
    page.line(head, (0, headline.len()), (24.0, 60.0), long, LineEnd::Last);
    let mut y = 70.0;
    for paragraph in BODY {
        let block = page.block(Role::Paragraph, Some(1), paragraph);
        y = page.paragraph(block, 17, (24.0, y), 3.954, Style::black(serif, 9.0)) + 3.954;
    }
    let photo = PHOTO.clone();
    page.picture(photo, (3000, 2000), None, mm(85.0, 66.0, 110.0, 73.0), "图：制鼓作坊里的大鼓（示意）", 1);
    let caption = "▲ 匠人正在给大鼓蒙皮。 示例记者 摄";
    let block = page.block(Role::Caption, Some(1), caption);
    page.line(block, (0, caption.len()), (85.0, 143.5), Style::black(kai, 8.0), LineEnd::Last);
    page.rule(mm(24.0, 150.0, 224.5, 0.35), Ink::grey(60));
    let text: String = ENGLISH
        .iter()
        .map(|(line, ends)| if *ends == LineEnd::Blank { format!("{line} ") } else { (*line).to_owned() })
        .collect();
    let english = page.block(Role::Paragraph, Some(2), &text);
    let (mut start, mut y) = (0, 158.0);
    for (line, ends) in ENGLISH {
        page.line(english, (start, start + line.len()), (24.0, y), Style::black(serif, 9.0), ends);
        start += line.len() + usize::from(ends == LineEnd::Blank);
        y += 3.954;
    }
    page.tint(mm(120.0, 153.0, 60.0, 30.0), Ink { c: 20, m: 0, y: 10, k: 0 });
    let boxed = page.block(Role::Paragraph, Some(2), "压在底色上的黑字要叠印。");
    page.line(
        boxed,
        (0, "压在底色上的黑字要叠印。".len()),
        (125.0, 168.0),
        Style::black(serif, 12.0),
        LineEnd::Last,
    );
    page
}
