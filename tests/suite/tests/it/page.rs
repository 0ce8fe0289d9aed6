//! Cases of whole pages: a folder with copy and page, read and set.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use broadsheet_copy::byline::Byline;
use broadsheet_copy::id::{AdvertId, PageId, PhotoId, StoryId};
use broadsheet_copy::page::{AdvertBox, Area, Band, Format, MakeUp, Module, PictureBox, Treatment};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_layout::frame::PictureUse;
use broadsheet_layout::{
    AdvertCopy, Composed, Compositor, Folio, Jump, Leg, Notice, PagePlan, PhotoCopy, StoryCopy, StyleSheet,
};
use broadsheet_preview::Pictures;
use broadsheet_typeset::FontLibrary;
use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// `page.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    /// The copy's file, from the case's folder; `copy.md` where nothing is said.
    copy: Option<String>,
    style: String,
    format: Format,
    date: NaiveDate,
    number: String,
    title: String,
    section: Option<String>,
    /// Pixels of the pictures, in the order of the copy.
    #[serde(default)]
    pictures: Vec<[u32; 2]>,
    /// Other words for the copy's stories, all of them in a new order; none: as the copy has them.
    stories: Option<Vec<Reworded>>,
    make_up: Option<Vec<Placed>>,
    #[serde(default)]
    bands: Vec<PlacedBand>,
    #[serde(default)]
    adverts: Vec<PlacedAdvert>,
    /// The claims that it proves.
    #[serde(default)]
    claims: Vec<String>,
}

/// A story at its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    story: usize,
    at: [u16; 2],
    span: [u16; 2],
    columns: Option<u16>,
    headline: Option<u16>,
    /// Its pictures, each at its place inside the module.
    #[serde(default)]
    pictures: Vec<PlacedPicture>,
    /// As the make-up itself keeps it: places counted from 0, pictures by their ids.
    #[serde(default)]
    treatment: Treatment,
    /// The page that the story comes from, with its module there.
    comes_from: Option<Box<Before>>,
    /// The number of the page that it goes on on.
    goes_on: Option<String>,
}

/// Where a story stands on the page before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    number: String,
    module: Placed,
}

/// A picture of a story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pictured {
    caption: String,
    credit: String,
    pixels: [u32; 2],
}

/// A story of the copy with other words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reworded {
    /// Which story of the copy.
    from: usize,
    kicker: Option<String>,
    headline: Option<String>,
    deck: Option<String>,
    /// An empty one takes it away.
    source: Option<String>,
    /// Its pictures instead of the copy's.
    photos: Option<Vec<Pictured>>,
    /// Its paragraphs: a subhead behind `## `; `…` stands for all that the copy still has, `…2` for two of them.
    body: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacedPicture {
    picture: usize,
    at: [u16; 2],
    span: [u16; 2],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacedBand {
    text: String,
    at: [u16; 2],
    span: [u16; 2],
}

/// A PDF of the case's folder at its place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacedAdvert {
    file: String,
    name: String,
    at: [u16; 2],
    span: [u16; 2],
}

/// A folder of `pages`.
pub(crate) struct Case {
    /// The folder's name.
    pub(crate) name: String,
    folder: PathBuf,
    page: Page,
    stories: Vec<Arc<StoryCopy>>,
    /// Its adverts and their files, in the order of the page.
    adverts: Vec<(AdvertCopy, Vec<u8>)>,
}

/// A case as set.
pub(crate) struct Set {
    pub(crate) stories: Vec<Arc<StoryCopy>>,
    pub(crate) compositor: Compositor,
    pub(crate) composed: Composed,
    /// The stories that do not stand on this page alone.
    pub(crate) over_pages: Vec<StoryId>,
    /// What making it up had to say.
    pub(crate) arranged: Vec<Notice>,
}

/// The suite's folder.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every case, in the order of their names.
pub(crate) fn all() -> Vec<Case> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root().join("pages")).unwrap().map(|entry| entry.unwrap().path()).collect();
    // A folder without a page is no case: it is told among what no test reads.
    folders.retain(|folder| folder.join("page.json").exists());
    folders.sort_unstable();
    folders.into_iter().map(Case::read).collect()
}

pub(crate) fn area([col, row]: [u16; 2], [cols, rows]: [u16; 2]) -> Area {
    Area { col: col - 1, row: row - 1, cols, rows }
}

pub(crate) fn story_id(number: usize) -> StoryId {
    StoryId(Uuid::from_u128(u128::try_from(number).unwrap()))
}

pub(crate) fn page_id(number: &str) -> PageId {
    PageId(Uuid::from_u128(number.bytes().fold(0x2000, |id, byte| id * 256 + u128::from(byte))))
}

pub(crate) fn photo_id(number: usize) -> PhotoId {
    PhotoId(Uuid::from_u128(0x1000 + u128::try_from(number).unwrap()))
}

fn advert_id(number: usize) -> AdvertId {
    AdvertId(Uuid::from_u128(0x3000 + u128::try_from(number).unwrap()))
}

/// An advert of a page, read from its file.
fn advert(number: usize, name: &str, file: Vec<u8>) -> (AdvertCopy, Vec<u8>) {
    let (px_width, px_height) = broadsheet_press::pdf_size(&file).unwrap();
    let sha256 = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
    let copy = AdvertCopy { id: advert_id(number), name: name.to_owned(), sha256, px_width, px_height };
    (copy, file)
}

pub(crate) fn fonts() -> Arc<FontLibrary> {
    static FONTS: OnceLock<Arc<FontLibrary>> = OnceLock::new();
    Arc::clone(FONTS.get_or_init(|| Arc::new(FontLibrary::system(None, &[]))))
}

impl Case {
    fn read(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let page: Page = serde_json::from_slice(&fs::read(folder.join("page.json")).unwrap())
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let copy = folder.join(page.copy.as_deref().unwrap_or("copy.md"));
        let reading = broadsheet_intake::read_copy(&fs::read(copy).unwrap()).unwrap();
        let mut pixels = page.pictures.iter().copied().enumerate();
        let mut stories = Vec::new();
        for (n, story) in reading.stories.into_iter().enumerate() {
            let mut photos = Vec::new();
            for photo in story.photos {
                let (at, [px_width, px_height]) = pixels.next().expect("every picture has its pixels");
                let (caption, credit) = (photo.caption, photo.credit);
                let sha256 = format!("{at:064}");
                photos.push(PhotoCopy { id: photo_id(at + 1), sha256, px_width, px_height, caption, credit });
            }
            let body = story.body.iter().map(|text| paragraph(text));
            stories.push(Arc::new(StoryCopy {
                id: story_id(n + 1),
                text: StoryText {
                    kicker: story.kicker.unwrap_or_default(),
                    headline: story.headline.unwrap_or_default(),
                    deck: story.deck.unwrap_or_default(),
                    body: body.collect(),
                },
                bylines: story.bylines,
                source: story.source,
                rubric: reading.rubric.clone(),
                photos,
            }));
        }
        if let Some(reworded) = &page.stories {
            let worded =
                reworded.iter().enumerate().map(|(n, words)| words.over(&stories[words.from - 1], n));
            stories = worded.collect();
        }
        let read = |(n, placed): (usize, &PlacedAdvert)| {
            advert(n + 1, &placed.name, fs::read(folder.join(&placed.file)).unwrap())
        };
        let adverts = page.adverts.iter().enumerate().map(read).collect();
        Self { name, folder, page, stories, adverts }
    }

    /// The same page with every body twice.
    pub(crate) fn with_bodies_twice(mut self) -> Self {
        for story in &mut self.stories {
            let body = &mut Arc::make_mut(story).text.body;
            body.extend_from_within(..);
        }
        self
    }

    /// The file of one of its adverts.
    pub(crate) fn advert(&self, sha256: &str) -> Option<&[u8]> {
        let found = self.adverts.iter().find(|(copy, _)| copy.sha256 == sha256);
        found.map(|(_, file)| file.as_slice())
    }

    pub(crate) fn claims(&self) -> impl Iterator<Item = &str> {
        self.page.claims.iter().map(String::as_str)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn is_english(&self) -> bool {
        self.page.style == "morning"
    }

    pub(crate) fn is_made_up_by_the_program(&self) -> bool {
        self.page.make_up.is_none()
    }

    /// Sets the page with a compositor of its own, so that nothing is remembered.
    pub(crate) fn set(&self) -> Set {
        let compositor = Compositor::new(fonts(), StyleSheet::named(&self.page.style).unwrap());
        let lang = compositor.style().lang.clone();
        let (role, name) =
            if lang == "en" { ("Editor", "Specimen Editor") } else { ("责编", "示例编辑") };
        let folio = Folio {
            title: self.page.title.clone(),
            date: self.page.date,
            number: self.page.number.clone(),
            section: self.page.section.clone(),
            editors: vec![Byline { role: Some(role.to_owned()), names: vec![name.to_owned()] }],
        };
        let mut plan = PagePlan {
            lang,
            format: self.page.format,
            folio,
            make_up: MakeUp::default(),
            jumps: Vec::new(),
            adverts: self.adverts.iter().map(|(copy, _)| copy.clone()).collect(),
        };
        let mut arranged = Vec::new();
        match &self.page.make_up {
            Some(placed) => {
                plan.make_up = self.make_up(placed);
                plan.jumps = placed.iter().filter_map(|placed| self.jump(placed)).collect();
            }
            None => {
                let proposal = compositor.arrange(&plan, &self.stories);
                plan.make_up = proposal.make_up;
                arranged = proposal.notices;
            }
        }
        let composed = compositor.compose(&plan, &self.stories);
        let over_pages = plan.jumps.iter().map(|jump| jump.story).collect();
        Set { stories: self.stories.clone(), compositor, composed, over_pages, arranged }
    }

    fn make_up(&self, placed: &[Placed]) -> MakeUp {
        let band =
            |placed: &PlacedBand| Band { text: placed.text.clone(), area: area(placed.at, placed.span) };
        let advert = |(n, placed): (usize, &PlacedAdvert)| AdvertBox {
            advert: advert_id(n + 1),
            area: area(placed.at, placed.span),
        };
        MakeUp {
            modules: placed.iter().map(module).collect(),
            bands: self.page.bands.iter().map(band).collect(),
            adverts: self.page.adverts.iter().enumerate().map(advert).collect(),
        }
    }

    fn jump(&self, placed: &Placed) -> Option<Jump> {
        if placed.comes_from.is_none() && placed.goes_on.is_none() {
            return None;
        }
        let leg = |before: &Before| {
            let mut module = module(&before.module);
            module.treatment.to = Some(page_id(&self.page.number));
            Leg { number: before.number.clone(), format: self.page.format, module }
        };
        Some(Jump {
            story: story_id(placed.story),
            before: placed.comes_from.iter().map(|before| leg(before)).collect(),
            to: placed.goes_on.clone(),
        })
    }
}

fn module(placed: &Placed) -> Module {
    let picture = |placed: &PlacedPicture| PictureBox {
        photo: photo_id(placed.picture),
        area: area(placed.at, placed.span),
    };
    let mut treatment = placed.treatment.clone();
    treatment.from = placed.comes_from.as_ref().map(|before| page_id(&before.number));
    treatment.to = placed.goes_on.as_deref().map(page_id);
    Module {
        columns: placed.columns,
        headline: placed.headline,
        pictures: placed.pictures.iter().map(picture).collect(),
        treatment,
        ..Module::new(story_id(placed.story), area(placed.at, placed.span))
    }
}

impl Reworded {
    fn over(&self, story: &StoryCopy, number: usize) -> Arc<StoryCopy> {
        let mut story = StoryCopy { id: story_id(number + 1), ..story.clone() };
        let part = |words: &Option<String>, part: &mut String| {
            if let Some(words) = words {
                part.clone_from(words);
            }
        };
        part(&self.kicker, &mut story.text.kicker);
        part(&self.headline, &mut story.text.headline);
        part(&self.deck, &mut story.text.deck);
        if let Some(source) = &self.source {
            story.source = Some(source.clone()).filter(|source| !source.is_empty());
        }
        if let Some(photos) = &self.photos {
            // Numbered by story: 101, 102 …, 201 ….
            let of_story = photos.iter().enumerate().map(|(n, pictured)| {
                let id = 100 * (number + 1) + n + 1;
                let [px_width, px_height] = pictured.pixels;
                let credit = Byline { role: None, names: vec![pictured.credit.clone()] };
                PhotoCopy {
                    id: photo_id(id),
                    sha256: format!("{id:064}"),
                    px_width,
                    px_height,
                    caption: Some(pictured.caption.clone()),
                    credit: Some(credit),
                }
            });
            story.photos = of_story.collect();
        }
        if let Some(body) = &self.body {
            let mut rest = std::mem::take(&mut story.text.body).into_iter();
            for text in body {
                match text.strip_prefix('…') {
                    Some(count) => {
                        let count = count.parse().unwrap_or(usize::MAX);
                        story.text.body.extend(rest.by_ref().take(count));
                    }
                    None => story.text.body.push(paragraph(text)),
                }
            }
        }
        Arc::new(story)
    }
}

pub(crate) fn paragraph(text: &str) -> Paragraph {
    let (subhead, text) = match text.strip_prefix("## ") {
        Some(text) => (true, text),
        None => (false, text),
    };
    Paragraph { subhead, spans: vec![Span { text: text.to_owned(), ..Span::default() }] }
}

/// Adverts as they are; for pictures grey wedges with a diagonal, so that a wrong crop or a mirrored picture shows.
impl Pictures for &Case {
    fn picture(&self, used: &PictureUse) -> Option<Vec<u8>> {
        if let Some(advert) = self.advert(&used.sha256) {
            return Some(advert.to_vec());
        }
        let (width, height) = (used.px_width / 10, used.px_height / 10);
        let drawn = image::GrayImage::from_fn(width, height, |x, y| {
            let wedge = 8 * x / width * 24 + 40;
            let on_diagonal = (x * height).abs_diff(y * width) < width * 6;
            image::Luma([if on_diagonal { 255 } else { u8::try_from(wedge).unwrap_or(255) }])
        });
        // The frame counts in the original's pixels: the drawing is blown up to them.
        let whole = image::imageops::resize(
            &drawn,
            used.px_width,
            used.px_height,
            image::imageops::FilterType::Nearest,
        );
        let mut file = std::io::Cursor::new(Vec::new());
        whole.write_to(&mut file, image::ImageFormat::Png).ok()?;
        Some(file.into_inner())
    }
}
