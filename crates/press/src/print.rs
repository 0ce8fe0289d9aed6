//! [`print`]: frames to one PDF/X file.

use std::mem;
use std::num::NonZeroU16;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Block, FontUse, Item, PlacedPicture, Role};
use broadsheet_units::{Length, Rect};
use krilla::configure::{Configuration, ConfigurationBuilder, PdfVersion};
use krilla::error::KrillaError;
use krilla::paint::FillRule;
use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};
use krilla::{Document, SerializeSettings};
use rayon::prelude::*;
use uuid::Uuid;

use crate::colour::{PressColour, Presses};
use crate::ink::{Ground, Palette, inks_of};
use crate::manifest::{PrintedFont, PrintedPage, PrintedPicture};
use crate::paint::{GlyphTexts, Leaves, Page, Under};
use crate::pdfx::Painted;
use crate::picture::filled::{Filled, partly};
use crate::picture::{Order, Packed, Plate, Remark};
use crate::sheet::Sheet;
use crate::subset::{Forget, Uses};
use crate::typeface::{self, Typeface};
use crate::{Job, PressError, PressNotice, Print, Seen, Sources, Standard, faults, pdfx};

/// Under this a picture is a warning (and under 200 an error; `PressNotice::severity`).
const ENOUGH_DPI: u32 = 250;

/// Prints composed pages, in the order given, into one file of the job's standard: PDF/X-4 (ISO 15930-7:2010, PDF 1.6)
/// or PDF/X-1a:2003 (ISO 15930-4, PDF 1.4).
///
/// What is painted is the frames and nothing else: every font file is proved by its digest, every picture by its own.
/// The same frames, files and job give the same bytes.
///
/// # Errors
/// Where a frame does not hold together, a font is missing, changed or unreadable, a picture changed or unreadable, or
/// the press profile cannot be used. A picture that is missing or fills its frame in part is a notice that is an error:
/// the file is to be looked at, not to be printed from.
pub fn print(frames: &[&PageFrame], sources: &dyn Sources, job: &Job) -> Result<Print, PressError> {
    Ok(print_of(frames, sources, job, &Presses::default(), Way { seen: false, alone: true })?.0)
}

/// How a file is printed that is the same in either case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    /// What its pictures show is wanted too, item by item.
    pub(crate) seen: bool,
    /// Nothing else is printed beside it: what can be done beforehand is, on the other cores.
    pub(crate) alone: bool,
}

/// As [`print()`], with press profiles that stay open for the next file.
pub(crate) fn print_of(
    frames: &[&PageFrame],
    sources: &dyn Sources,
    job: &Job,
    presses: &Presses,
    way: Way,
) -> Result<(Print, Vec<Option<Seen>>), PressError> {
    job.profile.fits(job.standard)?;
    // What writes the file gives up on some fonts that are damaged.
    catch_unwind(AssertUnwindSafe(|| written(frames, sources, job, presses, way))).unwrap_or_else(|_| {
        let font = catch_unwind(AssertUnwindSafe(|| unwritable(frames, sources, job))).ok().flatten();
        let reason = || PressError::Writing { reason: "its writer gave up".to_owned() };
        Err(font.map_or_else(reason, |font| typeface::unreadable(&font, "it cannot be cut down".to_owned())))
    })
}

/// The font of the frames that cannot be written, where there is one.
fn unwritable(frames: &[&PageFrame], sources: &dyn Sources, job: &Job) -> Option<FontUse> {
    let fonts = fonts_of(frames);
    let faces = typeface::open(&typeface::fetch(&fonts, sources).ok()?).ok()?;
    let cut_down = |wanted: &FontUse, face: &Typeface| {
        let mut uses = Uses::default();
        for frame in frames {
            draw(frame, &mut uses, |font| (frame.fonts.get(font) == Some(wanted)).then_some(face));
        }
        catch_unwind(AssertUnwindSafe(|| uses.subset(&settings(job.standard))))
    };
    fonts
        .iter()
        .zip(&faces)
        .find(|(wanted, face)| cut_down(wanted, face).is_err())
        .map(|(font, _)| font.clone())
}

fn written(
    frames: &[&PageFrame],
    sources: &dyn Sources,
    job: &Job,
    presses: &Presses,
    way: Way,
) -> Result<(Print, Vec<Option<Seen>>), PressError> {
    if frames.is_empty() {
        return Err(PressError::NoPages);
    }
    let _at_the_end = Forget;
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
    let (faces, inked) = rayon::join(
        || typeface::open(&fetched),
        || {
            let press = presses.open(&job.profile)?;
            let palette = Palette::new(job, &inks_of(frames), &press)?;
            Ok::<_, PressError>((palette, prepare(&orders, &press, job, way.seen)?))
        },
    );
    let (faces, (palette, mut plates)) = (faces?, inked?);
    // The originals were only needed to be read.
    drop(orders);
    let seen = plates.iter_mut().map(|plate| plate.as_mut().and_then(|plate| plate.seen.take())).collect();
    let mut run = Run {
        job,
        document: Document::new_with(settings(job.standard)),
        tree: TagTree::new().with_lang(frames.first().map(|frame| frame.lang.clone())),
        glyph_texts: GlyphTexts::default(),
        notices: Vec::new(),
    };
    let packed: Vec<Packed> = plates.iter().flatten().map(|plate| plate.packed.clone()).collect();
    let pages = numbers.zip(frames).zip(sheets).map(|((number, frame), sheet)| {
        let own = frame.fonts.iter().filter_map(|font| face_of(&fonts, &faces, font)).collect();
        let plates: Vec<Option<Plate>> = plates.drain(..frame.items.len().min(plates.len())).collect();
        let overprint = job.overprint;
        let ink_limit = job.profile.ink_limit;
        Page { number, frame, sheet, faces: own, plates, palette: &palette, overprint, ink_limit }
    });
    let pages: Vec<Page<'_>> = pages.collect();
    let mut texts = Vec::new();
    let mut printed = Vec::new();
    rayon::in_place_scope(|scope| {
        if way.alone {
            scope.spawn(|_| uses_of(&pages, job).subset(&settings(job.standard)));
        }
        for page in &pages {
            faults::find(page.frame, page.number, &mut run.notices);
            remark(page.frame, page.number, &page.plates, &mut run.notices);
            let (leaves, told) = run.page(page)?;
            texts.push(leaves.texts);
            tag(&mut run.tree, page.frame, leaves.blocks);
            printed.push(told);
        }
        Ok::<_, PressError>(())
    })?;
    let Run { mut document, tree, notices, .. } = run;
    document.set_tag_tree(tree);
    let plain = rayon::in_place_scope(|scope| {
        if way.alone {
            scope.spawn(|_| drop(pdfx::packed_profile(&job.profile.icc)));
        }
        document.finish().map_err(|error| fault(&error, &fonts, &faces))
    })?;
    let painted = Painted { plain: &plain, texts, packed, alone: way.alone };
    let pdf = pdfx::finish(&painted, frames, job)?;
    Ok((Print { pdf, pages: printed, notices }, seen))
}

/// The glyphs of all pages in the order in which they are drawn.
fn uses_of(pages: &[Page<'_>], job: &Job) -> Uses {
    let mut uses = Uses::default();
    for page in pages {
        draw(page.frame, &mut uses, |font| page.faces.get(font).copied());
        if job.marks {
            let slug = slug(job, &page.frame.name);
            page.marks(&slug, job).glyphs().iter().for_each(|(face, glyph)| uses.add(&face.font, [*glyph]));
        }
    }
    uses
}

/// The glyphs of a frame's text, in the order in which they are drawn, of the faces that are wanted of its fonts.
fn draw<'f>(frame: &PageFrame, uses: &mut Uses, face: impl Fn(usize) -> Option<&'f Typeface>) {
    for item in &frame.items {
        let Item::Line(line) = item else { continue };
        for run in &line.runs {
            let Some(face) = face(usize::from(run.font)) else { continue };
            uses.add(&face.font, run.glyphs.iter().map(|glyph| u32::from(glyph.gid)));
        }
    }
}

/// How krilla writes: device colour as given, no metadata of its own (the PDF/X pass writes it), tags, which both standards
/// have (PDF 1.4 knows them), and content as it is: the PDF/X pass changes it and packs it.
fn settings(standard: Standard) -> SerializeSettings {
    let version = match standard {
        Standard::X4 => PdfVersion::Pdf16,
        Standard::X1a => PdfVersion::Pdf14,
    };
    let version: Configuration =
        ConfigurationBuilder::new().with_version(version).finish().unwrap_or_default();
    SerializeSettings {
        configuration: version,
        xmp_metadata: false,
        no_device_cs: false,
        enable_tagging: true,
        compress_content_streams: false,
        ..SerializeSettings::default()
    }
}

/// Every font that any of the frames names, once.
pub(crate) fn fonts_of(frames: &[&PageFrame]) -> Vec<FontUse> {
    let mut fonts: Vec<FontUse> = Vec::new();
    for font in frames.iter().flat_map(|frame| &frame.fonts) {
        if !fonts.contains(font) {
            fonts.push(font.clone());
        }
    }
    fonts
}

/// What stopped the file, by the name of the font where it is one.
fn fault(error: &KrillaError, fonts: &[FontUse], faces: &[Typeface]) -> PressError {
    if let KrillaError::Font(font, reason) = error
        && let Some((wanted, _)) = fonts.iter().zip(faces).find(|(_, face)| face.font == *font)
    {
        return typeface::unreadable(wanted, reason.clone());
    }
    PressError::Writing { reason: error.to_string() }
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

/// For every item of every frame, its picture's file where it is a picture that is there.
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
            let file = sources.picture(wanted);
            orders.push(file.map(|file| Fetched { frame, placed, picture, file }));
        }
    }
    Ok(orders)
}

/// Prepares all pictures, side by side.
fn prepare(
    orders: &[Option<Fetched<'_>>],
    press: &PressColour,
    job: &Job,
    to_be_seen: bool,
) -> Result<Vec<Option<Plate>>, PressError> {
    orders
        .par_iter()
        .map(|order| {
            let Some(fetched) = order else { return Ok(None) };
            let Some(wanted) = fetched.frame.pictures.get(fetched.picture) else { return Ok(None) };
            // Of a picture that fills its frame in part, that part is printed, and nothing is made up around it.
            let Some(Filled { crop, rect }) = Filled::of(fetched.placed, wanted) else { return Ok(None) };
            let trim = fetched.frame.trim;
            let page = Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height);
            Order { wanted, file: &fetched.file, rect, crop, page, to_be_seen }.prepare(press, job).map(Some)
        })
        .collect()
}

/// Says what is known of the pictures of a page.
fn remark(frame: &PageFrame, page: u32, plates: &[Option<Plate>], notices: &mut Vec<PressNotice>) {
    for (item, plate) in frame.items.iter().zip(plates) {
        let Item::Picture(placed) = item else { continue };
        let Some(picture) = frame.pictures.get(usize::from(placed.picture)) else { continue };
        let (photo, rect) = (picture.photo, placed.rect);
        let filled = partly(placed, picture);
        if let Some(filled) = filled {
            notices.push(PressNotice::PicturePartlyFilled { page, photo, rect, filled });
        }
        let Some(plate) = plate else {
            if filled.is_none() {
                notices.push(PressNotice::PictureMissing { page, photo, rect });
            }
            continue;
        };
        let dpi = placed.crop.dpi(placed.rect).filter(|_| !plate.vector);
        if let Some(dpi) = dpi.filter(|&dpi| dpi < ENOUGH_DPI) {
            notices.push(PressNotice::LowResolution { page, photo, dpi });
        }
        notices.extend(plate.remarks.iter().map(|remark| match remark {
            Remark::CmykUntagged => PressNotice::CmykUntagged { page, photo },
            Remark::ProfileIgnored => PressNotice::ProfileIgnored { page, photo },
            Remark::Advert(fault) => PressNotice::Advert { page, photo, fault: *fault },
        }));
    }
}

/// A file under way.
struct Run<'j> {
    job: &'j Job,
    document: Document,
    tree: TagTree,
    glyph_texts: GlyphTexts,
    notices: Vec<PressNotice>,
}

impl Run<'_> {
    /// Paints one page: its items within the bleed, then the marks around it.
    fn page(&mut self, page: &Page<'_>) -> Result<(Leaves, PrintedPage), PressError> {
        let job = self.job;
        let impossible = || PressError::PageSize { page: page.number };
        let settings = page.sheet.settings().ok_or_else(impossible)?;
        let mut clip = krilla::geom::PathBuilder::new();
        clip.push_rect(page.sheet.bleed_box().ok_or_else(impossible)?);
        let clip = clip.finish().ok_or_else(impossible)?;
        let mut sheet = self.document.start_page_with(settings);
        let mut surface = sheet.surface();
        surface.push_clip_path(&clip, &FillRule::NonZero);
        let mut under = Under {
            surface: &mut surface,
            glyph_texts: &mut self.glyph_texts,
            notices: &mut self.notices,
            ground: Ground::default(),
        };
        let leaves = catch_unwind(AssertUnwindSafe(|| page.paint(&mut under)));
        let ground = under.ground;
        let leaves = match leaves {
            Ok(leaves) => leaves,
            Err(panic) => {
                // Half drawn, they would panic again when they are dropped, which nobody could catch.
                mem::forget(surface);
                mem::forget(sheet);
                resume_unwind(panic)
            }
        };
        surface.pop();
        if leaves.is_ok() && job.marks {
            let slug = slug(job, &page.frame.name);
            let missing = page.marks(&slug, job).draw(&mut surface, &mut self.glyph_texts);
            if !missing.is_empty() {
                self.notices.push(PressNotice::SlugIncomplete { page: page.number, missing });
            }
        }
        surface.finish();
        sheet.finish();
        Ok((leaves?, told(page, &ground)))
    }
}

/// What the slug line says first: the job's own words, and the page's name where they do not hold it.
fn slug(job: &Job, name: &str) -> String {
    if job.slug.contains(name) { job.slug.clone() } else { format!("{}   {name}", job.slug) }
}

/// What the manifest tells of a page.
fn told(page: &Page<'_>, ground: &Ground<'_>) -> PrintedPage {
    let frame = page.frame;
    let fonts = frame.fonts.iter().map(|font| PrintedFont {
        family: font.family.clone(),
        postscript_name: font.postscript_name.clone(),
        sha256: font.sha256.clone(),
    });
    let mut pictures: Vec<PrintedPicture> = Vec::new();
    for picture in &frame.pictures {
        let picture = PrintedPicture { photo: picture.photo, sha256: picture.sha256.clone() };
        if !pictures.contains(&picture) {
            pictures.push(picture);
        }
    }
    PrintedPage {
        name: frame.name.clone(),
        boxes: page.sheet.boxes(),
        inks: ground.plates(),
        most_ink: ground.most(),
        fonts: fonts.collect(),
        pictures,
    }
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
        Role::Figure | Role::Advert => {
            Tag::Figure(Some(block.text.clone()).filter(|text| !text.is_empty())).into()
        }
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
