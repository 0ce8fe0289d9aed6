//! Any stories in any make-up, dressed in any way.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use broadsheet_copy::byline::Byline;
use broadsheet_copy::id::{AdvertId, PageId};
use broadsheet_copy::page::{
    AdvertBox, Area, Band, Border, CaptionBox, Format, Ground, HeadPlace, KickerPlace, MakeUp, Module,
    PictureBox, Quote, Shape, Side, Treatment, Wrap,
};
use broadsheet_copy::text::{Paragraph, Span, StoryText};
use broadsheet_copy::{PhotoId, StoryId};
use broadsheet_layout::frame::{Item, Part, Role};
use broadsheet_layout::{
    AdvertCopy, Composed, Compositor, Folio, Jump, Leg, Notice, PageFrame, PagePlan, PhotoCopy, StoryCopy,
    StyleSheet,
};
use uuid::Uuid;

use crate::FONTS;
use crate::given::Given;
use crate::plate::{Stock, printed};

/// The texts of a story: kicker, headline, deck, caption and body.
const TEXTS: usize = 5;

static STYLES: LazyLock<[StyleSheet; 2]> =
    LazyLock::new(|| ["evening", "morning"].map(|name| StyleSheet::named(name).expect("a style")));

/// Any stories in any make-up: the page is set, every character of every body is on it or counted as over, and setting
/// it again gives the same page. Of a story over two pages, what the one leaves the other one takes.
///
/// # Panics
/// Where that does not hold.
pub fn page(bytes: &[u8]) {
    let mut given = Given::new(bytes);
    let format = Format::all().nth(given.up_to(9)).unwrap_or(Format::QUARTO);
    let style = &STYLES[given.up_to(1)];
    let wanted = Wanted::of(given.byte());
    let count = given.up_to(2) + 1;
    let mut modules: Vec<Module> = (0..count).map(|n| module(&mut given, n)).collect();
    let beyond = wanted.goes_on.then(|| module(&mut given, 0));
    let bands =
        if wanted.band { vec![Band { text: "城事 City".into(), area: area(&mut given) }] } else { vec![] };
    let adverts =
        if wanted.advert { vec![AdvertBox { advert: advert_id(), area: area(&mut given) }] } else { vec![] };
    let sold = if wanted.advert { vec![advert(&mut given)] } else { vec![] };
    let texts = given.texts(count * TEXTS);
    let mut stories: Vec<Arc<StoryCopy>> = Vec::new();
    for (n, parts) in texts.chunks(TEXTS).enumerate() {
        stories.push(Arc::new(story(n, parts, &wanted)));
    }
    modules.truncate(stories.len());
    for (module, story) in modules.iter_mut().zip(&stories) {
        word(module, story);
    }
    let mut plan = PagePlan {
        lang: style.lang.clone(),
        format,
        folio: folio("A03"),
        make_up: MakeUp { modules, bands, adverts },
        jumps: Vec::new(),
        adverts: sold,
    };
    if wanted.arranged {
        plan.make_up = compositor(style).arrange(&plan, &stories).make_up;
        for module in &plan.make_up.modules {
            let area = module.area;
            assert!(area.lies_within(format.columns(), format.rows()), "{area:?} is off the page");
        }
    }
    let next = beyond.and_then(|module| go_on(&mut plan, module));
    let first = compose(style, &plan, &stories);
    let second = next.map(|next| compose(style, &next, &stories));
    for fit in &first.fits {
        let Some(story) = stories.iter().find(|story| story.id == fit.story) else { continue };
        let pages = [Some(&first), second.as_ref().filter(|_| story.id == story_id(0))];
        let set: usize = pages.iter().flatten().map(|page| characters_of(&page.frame, story.id.0)).sum();
        let body: usize = story.text.body.iter().map(|paragraph| visible(&paragraph.plain())).sum();
        let over = pages
            .iter()
            .flatten()
            .flat_map(|page| &page.fits)
            .any(|fit| fit.story == story.id && (fit.over_rows > 0 || fit.over_characters > 0));
        assert!(set == body || over, "{set} of {body} characters are on the page, and nothing is over");
    }
    if wanted.printed {
        let stock = Stock(compositor(style));
        printed(&stock, &first.frame).expect("a page that is set is printed");
    }
}

/// What is done with the page besides setting it.
struct Wanted {
    /// Its first story goes on on another page.
    goes_on: bool,
    band: bool,
    advert: bool,
    /// It is made up by the program.
    arranged: bool,
    /// It is printed.
    printed: bool,
    /// Its stories have a source, bylines and a rubric.
    signed: bool,
    latin: bool,
}

impl Wanted {
    fn of(bits: u8) -> Self {
        let bit = |n: u8| bits >> n & 1 == 1;
        Self {
            goes_on: bit(0),
            band: bit(1),
            advert: bit(2),
            arranged: bit(3),
            printed: bit(4) && bit(5),
            signed: bit(6),
            latin: bit(7),
        }
    }
}

pub(crate) fn compositor(style: &StyleSheet) -> Compositor {
    Compositor::new(Arc::clone(&FONTS), style.clone())
}

/// Sets a page, twice, and shows it.
fn compose(style: &StyleSheet, plan: &PagePlan, stories: &[Arc<StoryCopy>]) -> Composed {
    let compositor_ = compositor(style);
    let composed = compositor_.compose(plan, stories);
    // What a compositor has set before it takes as it was: another one sets it anew.
    assert_eq!(composed, compositor(style).compose(plan, stories), "a page is set the same way again");
    for item in &composed.frame.items {
        if let Item::Line(line) = item {
            let text = &composed.frame.blocks[line.block as usize].text;
            assert!(
                text.get(line.start as usize..line.end as usize).is_some(),
                "a line is a stretch of text"
            );
        }
    }
    for (module, fit) in plan.make_up.modules.iter().zip(&composed.fits) {
        assert_eq!(module.story, fit.story, "a module has its fit");
        let over = |notice: &Notice| notice.code() == "overset" && notice.place.story == Some(fit.story);
        let said = composed.notices.iter().any(over);
        assert!(said || fit.over_rows <= 0, "{} rows are over and nothing is said", fit.over_rows);
    }
    let shown =
        broadsheet_preview::display_list(&composed.frame, &compositor_, &broadsheet_preview::Look::Process);
    assert_eq!(shown.blocks.len(), composed.frame.blocks.len(), "what is set is shown");
    composed
}

/// Lets the plan's first story go on on another page, in this module: that page.
fn go_on(plan: &mut PagePlan, mut module: Module) -> Option<PagePlan> {
    let here = plan.make_up.modules.iter_mut().find(|module| module.story == story_id(0))?;
    here.treatment.to = Some(PageId(Uuid::from_u128(2)));
    module.treatment.from = Some(PageId(Uuid::from_u128(1)));
    let leg = Leg { number: plan.folio.number.clone(), format: plan.format, module: here.clone() };
    plan.jumps = vec![Jump { story: story_id(0), before: Vec::new(), to: Some("A04".into()) }];
    Some(PagePlan {
        folio: folio("A04"),
        make_up: MakeUp { modules: vec![module], ..MakeUp::default() },
        jumps: vec![Jump { story: story_id(0), before: vec![leg], to: None }],
        ..plan.clone()
    })
}

/// Characters of a story's body whose line stands on the page. A quote says some of them once more.
fn characters_of(frame: &PageFrame, story: Uuid) -> usize {
    let mut lines: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for item in &frame.items {
        if let Item::Line(line) = item {
            lines.entry(line.block).or_default().push((line.start, line.end));
        }
    }
    let mut count = 0;
    for (block, ranges) in lines {
        let block = &frame.blocks[block as usize];
        if block.story != Some(story) || block.role == Role::Quote {
            continue;
        }
        for source in block.sources.iter().filter(|source| source.part == Part::Body) {
            for (start, end) in &ranges {
                let (start, end) = (source.start.max(*start), source.end.min(*end));
                if start < end {
                    count += visible(&block.text[start as usize..end as usize]);
                }
            }
        }
    }
    count
}

/// Characters with ink: what a line may leave out at its end is none.
fn visible(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

pub(crate) fn folio(number: &str) -> Folio {
    Folio {
        title: "样报".into(),
        date: chrono::NaiveDate::from_ymd_opt(2022, 11, 18).expect("a date"),
        number: number.into(),
        section: None,
        editors: Vec::new(),
    }
}

fn area(given: &mut Given<'_>) -> Area {
    Area {
        col: u16::from(given.byte() % 10),
        row: u16::from(given.byte() % 140),
        cols: u16::from(given.byte() % 10),
        rows: u16::from(given.byte() % 140),
    }
}

fn module(given: &mut Given<'_>, n: usize) -> Module {
    let area_ = area(given);
    let columns = Some(u16::from(given.byte() % 6)).filter(|columns| *columns > 0);
    let pictures =
        (0..given.up_to(2)).map(|k| PictureBox { photo: photo_id(n, k), area: area(given) }).collect();
    let treatment = if given.byte().is_multiple_of(2) { Treatment::default() } else { treatment(given, n) };
    Module { story: story_id(n), area: area_, columns, headline: None, pictures, treatment }
}

fn treatment(given: &mut Given<'_>, n: usize) -> Treatment {
    let bits = given.short();
    let mut bits = (0..16).map(move |n| bits >> n & 1 == 1);
    let mut next = || bits.next().unwrap_or_default();
    let mut dress = Treatment::default();
    if next() {
        let cols = u16::from(given.byte() % 8);
        dress.head = match given.byte() % 3 {
            0 => HeadPlace::Beside { cols },
            1 => HeadPlace::Upright { cols, side: Side::Left },
            _ => HeadPlace::Upright { cols, side: Side::Right },
        };
    }
    if next() {
        dress.head_ground = ground(given);
    }
    if next() {
        dress.ground = ground(given);
    }
    if next() {
        dress.border = [Border::Thin, Border::Thick, Border::Double][given.up_to(2)];
    }
    if next() {
        dress.drop_cap = given.byte() % 6;
    }
    if next() {
        dress.notches = (0..given.up_to(2) + 1).map(|_| area(given)).collect();
    }
    // Which words they say is known when the story is.
    if next() {
        let quote = |given: &mut Given<'_>| Quote { text: String::new(), area: area(given) };
        dress.quotes = (0..given.up_to(1) + 1).map(|_| quote(given)).collect();
    }
    if next() {
        dress.lines = vec![String::new(); given.up_to(3) + 1];
    }
    for k in 0..2 {
        if next() {
            dress.wraps.push(wrap(given, photo_id(n, k)));
        }
    }
    if next() {
        dress.captions = vec![CaptionBox { photos: vec![photo_id(n, 0), photo_id(n, 1)], area: area(given) }];
    }
    dress.edge_credits = next();
    if next() {
        dress.head_border = [Border::Thin, Border::Thick, Border::Double][given.up_to(2)];
    }
    if next() {
        dress.kicker = KickerPlace::Shoulder;
    }
    dress.column_rules = next();
    dress
}

fn ground(given: &mut Given<'_>) -> Ground {
    let byte = given.byte();
    Ground { tint: byte % 101, reversed: byte >= 128 }
}

fn wrap(given: &mut Given<'_>, photo: PhotoId) -> Wrap {
    let shape = match given.byte() % 3 {
        0 => Shape::Box,
        1 => Shape::Round,
        _ => Shape::Polygon { points: (0..given.up_to(7) + 1).map(|_| point(given)).collect() },
    };
    let some = |byte: u8| (byte > 0).then(|| u16::from(byte % 16));
    Wrap { photo, shape, rows: some(given.byte()), ems: some(given.byte()) }
}

fn point(given: &mut Given<'_>) -> [u16; 2] {
    let mut thousandths = || u16::from(given.byte()) * 4 % 1001;
    [thousandths(), thousandths()]
}

/// Gives a module the words that its story has: its headline broken by hand, its quotes.
fn word(module: &mut Module, story: &StoryCopy) {
    let headline: Vec<char> = story.text.headline.chars().collect();
    let lines = &mut module.treatment.lines;
    let each = headline.len().div_ceil(lines.len().max(1)).max(1);
    for (line, part) in lines.iter_mut().zip(headline.chunks(each)) {
        *line = part.iter().collect();
    }
    let said = story.text.body.iter().map(Paragraph::plain);
    for (quote, said) in module.treatment.quotes.iter_mut().zip(said) {
        quote.text = said.chars().skip(1).take(60).collect();
    }
}

fn story_id(n: usize) -> StoryId {
    StoryId(Uuid::from_u128(n as u128 + 1))
}

fn photo_id(n: usize, k: usize) -> PhotoId {
    PhotoId(Uuid::from_u128(n as u128 * 16 + k as u128 + 0x100))
}

fn advert_id() -> AdvertId {
    AdvertId(Uuid::from_u128(0x200))
}

fn advert(given: &mut Given<'_>) -> AdvertCopy {
    let (sha256, name) = ("1".repeat(64), "广告".to_owned());
    let mut side = || [1, 472, 709, u32::MAX][given.up_to(3)];
    AdvertCopy { id: advert_id(), name, sha256, px_width: side(), px_height: side() }
}

fn story(n: usize, parts: &[String], wanted: &Wanted) -> StoryCopy {
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    let byline = |role: &str, name: &str| Byline { role: Some(role.into()), names: vec![name.into()] };
    let bylines = if wanted.latin {
        [byline("Staff", "A B"), byline("Text", "C D")]
    } else {
        [byline("记者", "甲乙"), byline("摄影", "丙")]
    };
    let photo = |k: usize| PhotoCopy {
        id: photo_id(n, k),
        sha256: "0".repeat(64),
        px_width: 300,
        px_height: 200,
        caption: Some(part(3)).filter(|caption| !caption.is_empty()),
        credit: Some(bylines[1].clone()).filter(|_| wanted.signed),
    };
    StoryCopy {
        id: story_id(n),
        text: StoryText {
            kicker: part(0),
            headline: part(1),
            deck: part(2),
            body: part(4).lines().map(paragraph).collect(),
        },
        source: wanted.signed.then(|| if wanted.latin { "LONDON —" } else { "本报讯" }.to_owned()),
        rubric: wanted.signed.then(|| "城事".to_owned()),
        photos: vec![photo(0), photo(1)],
        bylines: if wanted.signed { bylines.to_vec() } else { Vec::new() },
    }
}

/// A line of text as a paragraph: after `#` a subhead, every second stretch between stars in another face.
fn paragraph(line: &str) -> Paragraph {
    let subhead = line.starts_with('#');
    let span =
        |(n, text): (usize, &str)| Span { text: text.to_owned(), strong: n % 4 == 1, emphasis: n % 4 == 3 };
    Paragraph { subhead, spans: line.trim_start_matches('#').split('*').enumerate().map(span).collect() }
}
