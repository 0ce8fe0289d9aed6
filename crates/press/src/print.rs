//! [`print`]: frames to one PDF/X-4 file.

use std::num::NonZeroU16;

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Block, FontUse, Item, PlacedPicture, Role};
use krilla::configure::{Configuration, ConfigurationBuilder, PdfVersion};
use krilla::paint::FillRule;
use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};
use krilla::{Document, SerializeSettings};
use rayon::prelude::*;
use uuid::Uuid;

use crate::colour::PressColour;
use crate::paint::{GlyphTexts, Leaves, Page};
use crate::pdfx::Painted;
use crate::picture::{Order, Packed, Plate, Remark, effective_dpi};
use crate::sheet::Sheet;
use crate::typeface::{self, Typeface};
use crate::{Job, PressError, PressNotice, Print, Sources, marks, pdfx};

/// Under this a picture is a warning (and under 200 an error; `PressNotice::severity`).
const ENOUGH_DPI: f64 = 250.0;

/// Prints composed pages, in the order given, into one PDF/X-4 file (ISO 15930-7:2010, PDF 1.6).
///
/// What is painted is the frames and nothing else: every font file is proved by its digest, every picture by its own.
/// The same frames, files and job give the same bytes.
///
/// # Errors
/// Where a frame does not hold together, a font or a picture is missing, changed or unreadable, or the press profile
/// cannot be used. Nothing is printed in part.
pub fn print(frames: &[&PageFrame], sources: &dyn Sources, job: &Job) -> Result<Print, PressError> {
    if frames.is_empty() {
        return Err(PressError::NoPages);
    }
    let numbers = 1u32..;
    let sheets: Vec<Sheet> = numbers
        .clone()
        .zip(frames)
        .map(|(number, frame)| Sheet::of(frame, number, job.marks))
        .collect::<Result<_, _>>()?;
    let fonts = fonts_of(frames);
    let fetched = typeface::fetch(&fonts, sources)?;
    let orders = orders_of(frames, sources)?;
    // Proving the fonts and preparing the pictures take about as long as each other.
    let (faces, plates) = rayon::join(|| typeface::open(&fetched), || prepare(&orders, job));
    let (faces, mut plates) = (faces?, plates?);
    let mut notices = Vec::new();
    let mut document = Document::new_with(settings());
    let mut tree = TagTree::new().with_lang(frames.first().map(|frame| frame.lang.clone()));
    let mut glyph_texts = GlyphTexts::default();
    let packed: Vec<Packed> = plates.iter().flatten().map(|plate| plate.packed.clone()).collect();
    let mut texts = Vec::new();
    for ((number, frame), sheet) in numbers.zip(frames).zip(sheets) {
        let own = frame.fonts.iter().filter_map(|font| face_of(&fonts, &faces, font)).collect();
        let plates: Vec<Option<Plate>> = plates.drain(..frame.items.len().min(plates.len())).collect();
        remark(frame, number, &plates, &mut notices);
        let page = Page { number, frame, sheet, faces: own, plates, ink_limit: job.profile.ink_limit };
        let leaves = paint(&mut document, &page, job, &mut glyph_texts, &mut notices)?;
        texts.push(leaves.texts);
        tag(&mut tree, frame, leaves.blocks);
    }
    document.set_tag_tree(tree);
    let plain = document.finish().map_err(|error| PressError::Writing { reason: error.to_string() })?;
    let pdf = pdfx::finish(&Painted { plain: &plain, texts, packed }, frames, job)?;
    Ok(Print { pdf, notices })
}

/// How krilla writes: PDF 1.6, device colour as given, no metadata of its own (the PDF/X pass writes it).
fn settings() -> SerializeSettings {
    let version: Configuration =
        ConfigurationBuilder::new().with_version(PdfVersion::Pdf16).finish().unwrap_or_default();
    SerializeSettings {
        configuration: version,
        xmp_metadata: false,
        no_device_cs: false,
        enable_tagging: true,
        compress_content_streams: true,
        ..SerializeSettings::default()
    }
}

/// Every font that any of the frames names, once.
fn fonts_of(frames: &[&PageFrame]) -> Vec<FontUse> {
    let mut fonts: Vec<FontUse> = Vec::new();
    for font in frames.iter().flat_map(|frame| &frame.fonts) {
        if !fonts.contains(font) {
            fonts.push(font.clone());
        }
    }
    fonts
}

fn face_of<'a>(fonts: &[FontUse], faces: &'a [Typeface], wanted: &FontUse) -> Option<&'a Typeface> {
    fonts.iter().zip(faces).find_map(|(font, face)| (font == wanted).then_some(face))
}

/// A picture as fetched, with where it stands.
struct Fetched<'a> {
    frame: &'a PageFrame,
    placed: &'a PlacedPicture,
    picture: usize,
    file: Vec<u8>,
}

/// For every item of every frame, its picture's file where it is a picture.
fn orders_of<'a>(
    frames: &[&'a PageFrame],
    sources: &dyn Sources,
) -> Result<Vec<Option<Fetched<'a>>>, PressError> {
    let mut orders = Vec::new();
    for (page, frame) in (1u32..).zip(frames) {
        for item in &frame.items {
            let Item::Picture(placed) = item else {
                orders.push(None);
                continue;
            };
            let picture = usize::from(placed.picture);
            let wanted = frame.pictures.get(picture).ok_or_else(|| PressError::FrameBroken {
                page,
                what: "an item names a picture that is not there".to_owned(),
            })?;
            let file = sources.picture(wanted).ok_or_else(|| PressError::PictureMissing {
                photo: wanted.photo,
                sha256: wanted.sha256.clone(),
            })?;
            orders.push(Some(Fetched { frame, placed, picture, file }));
        }
    }
    Ok(orders)
}

/// Prepares all pictures, side by side.
fn prepare(orders: &[Option<Fetched<'_>>], job: &Job) -> Result<Vec<Option<Plate>>, PressError> {
    let press = PressColour::open(&job.profile)?;
    orders
        .par_iter()
        .map(|order| {
            let Some(fetched) = order else { return Ok(None) };
            let Some(wanted) = fetched.frame.pictures.get(fetched.picture) else { return Ok(None) };
            let placed = fetched.placed;
            Order { wanted, file: &fetched.file, rect: placed.rect, crop: placed.crop }
                .prepare(&press)
                .map(Some)
        })
        .collect()
}

/// Says what is known of the pictures of a page.
fn remark(frame: &PageFrame, page: u32, plates: &[Option<Plate>], notices: &mut Vec<PressNotice>) {
    for (item, plate) in frame.items.iter().zip(plates) {
        let (Item::Picture(placed), Some(plate)) = (item, plate) else { continue };
        let Some(photo) = frame.pictures.get(usize::from(placed.picture)).map(|picture| picture.photo) else {
            continue;
        };
        if let Some(dpi) = effective_dpi(placed.rect, placed.crop).filter(|&dpi| dpi < ENOUGH_DPI) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 250")]
            let dpi = dpi.floor() as u32;
            notices.push(PressNotice::LowResolution { page, photo, dpi });
        }
        match plate.remark {
            Some(Remark::CmykUntagged) => notices.push(PressNotice::CmykUntagged { page, photo }),
            Some(Remark::ProfileIgnored) => notices.push(PressNotice::ProfileIgnored { page, photo }),
            None => {}
        }
    }
}

/// Paints one page: its items within the bleed, then the marks around it.
fn paint(
    document: &mut Document,
    page: &Page<'_>,
    job: &Job,
    glyph_texts: &mut GlyphTexts,
    notices: &mut Vec<PressNotice>,
) -> Result<Leaves, PressError> {
    let impossible = || PressError::PageSize { page: page.number };
    let settings = page.sheet.settings().ok_or_else(impossible)?;
    let mut clip = krilla::geom::PathBuilder::new();
    clip.push_rect(page.sheet.bleed_box().ok_or_else(impossible)?);
    let clip = clip.finish().ok_or_else(impossible)?;
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    surface.push_clip_path(&clip, &FillRule::NonZero);
    let leaves = page.paint(&mut surface, glyph_texts, notices);
    surface.pop();
    if leaves.is_ok() && job.marks {
        let name = &page.frame.name;
        let slug = if job.slug.contains(name.as_str()) {
            job.slug.clone()
        } else {
            format!("{}   {name}", job.slug)
        };
        let missing = marks::draw(&mut surface, &page.sheet, &page.faces, slug.trim(), job.at, glyph_texts);
        if !missing.is_empty() {
            notices.push(PressNotice::SlugIncomplete { page: page.number, missing });
        }
    }
    surface.finish();
    sheet.finish();
    leaves
}

/// Hangs a page's blocks into the tree, in reading order: those of one story in an article.
fn tag(tree: &mut TagTree, frame: &PageFrame, leaves: Vec<Vec<Identifier>>) {
    let rubrics = frame.blocks.iter().any(|block| block.role == Role::Rubric);
    let mut article: Option<(Uuid, TagGroup)> = None;
    for (block, leaves) in frame.blocks.iter().zip(leaves) {
        if leaves.is_empty() {
            continue;
        }
        if article.as_ref().map(|(story, _)| *story) != block.story {
            close(tree, article.take());
        }
        let group =
            TagGroup::with_children(kind(block, rubrics), leaves.into_iter().map(Node::Leaf).collect());
        match (block.story, &mut article) {
            (Some(_), Some((_, open))) => open.push(group),
            (Some(story), None) => {
                article = Some((story, TagGroup::with_children(Tag::Article, vec![group.into()])));
            }
            (None, _) => tree.push(group),
        }
    }
    close(tree, article);
}

fn close(tree: &mut TagTree, article: Option<(Uuid, TagGroup)>) {
    if let Some((_, group)) = article {
        tree.push(group);
    }
}

/// The tag of a block. A page's rubrics are its first level of headings, headlines the next below, subheads below
/// those; what stands around a headline is a paragraph to a reader's ear.
fn kind(block: &Block, rubrics: bool) -> TagKind {
    let heading = |level: u16| {
        let level = NonZeroU16::new(level + u16::from(rubrics)).unwrap_or(NonZeroU16::MIN);
        Tag::Hn(level, Some(block.text.clone())).into()
    };
    match block.role {
        Role::Rubric => heading(0),
        Role::Headline => heading(1),
        Role::Subhead => heading(2),
        Role::Figure => Tag::Figure(Some(block.text.clone()).filter(|text| !text.is_empty())).into(),
        Role::Caption => Tag::Caption.into(),
        Role::Folio
        | Role::Kicker
        | Role::Deck
        | Role::Byline
        | Role::Paragraph
        | Role::Credit
        | Role::Jump
        | Role::Quote => Tag::P.into(),
    }
}
