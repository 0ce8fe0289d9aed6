//! A page as text, and what must be true of any page.

use std::fmt::Write as _;

use broadsheet_copy::text::{Paragraph, characters};
use broadsheet_layout::frame::{Block, Item, PageFrame, PictureOutline, Role, TextLine};
use broadsheet_layout::{Finding, Notice, Severity, StoryFit};
use broadsheet_units::{Length, Point, Rect};

use crate::page::Set;

fn points(length: Length) -> String {
    format!("{:.2}", length.to_points())
}

fn rect(rect: Rect) -> String {
    [rect.x, rect.y, rect.width, rect.height].map(points).join(" ")
}

/// Every notice, then everything on the page from back to front, a line each.
pub(crate) fn dump(set: &Set) -> String {
    let frame = &set.composed.frame;
    let mut text = format!("page {} {}\n", points(frame.trim.width), points(frame.trim.height));
    let _ = writeln!(text, "frame {}", frame.hash().unwrap());
    let say = |text: &mut String, notice: &Notice| {
        let finding = &notice.finding;
        let _ = writeln!(text, "{} {finding:?}", notice.severity().name());
    };
    for notice in set.arranged.iter().chain(&set.composed.notices) {
        say(&mut text, notice);
    }
    let mut before = None;
    for item in &frame.items {
        match item {
            Item::Line(line) => {
                let block = &frame.blocks[line.block as usize];
                if before != Some(line.block) {
                    let _ = writeln!(text, "{}", named(block, set));
                    before = Some(line.block);
                }
                let size = line.runs.iter().map(|run| run.size).max().unwrap_or_default();
                let stretch = &block.text[line.start as usize..line.end as usize];
                let (x, y, width) = (points(line.origin.x), points(line.origin.y), points(line.width));
                let down = if line.down > Length::ZERO {
                    format!(" ↓{}", points(line.down))
                } else {
                    String::new()
                };
                let turned = if line.runs.iter().any(|run| run.turned) { " turned" } else { "" };
                let _ = writeln!(text, "  {x} {y} {width}{down} @{}{turned} {stretch}", points(size));
            }
            Item::Rule(rule) => _ = writeln!(text, "rule {}", rect(rule.rect)),
            Item::Tint(tint) => _ = writeln!(text, "tint {} {:?}", rect(tint.rect), tint.ink),
            Item::Picture(placed) => {
                let crop = placed.crop;
                let (place, crop) =
                    (rect(placed.rect), [crop.x, crop.y, crop.width, crop.height].map(|n| n.to_string()));
                let outline =
                    placed.outline.as_ref().map_or_else(String::new, |outline| format!(" {outline:?}"));
                let block = &frame.blocks[placed.block as usize];
                let name = if block.role == Role::Advert {
                    format!("advert {}", block.text)
                } else {
                    "picture".to_owned()
                };
                let _ = writeln!(text, "{name} {place} of {}{outline}", crop.join(" "));
            }
        }
    }
    text
}

fn named(block: &Block, set: &Set) -> String {
    let number = block.story.and_then(|id| set.stories.iter().position(|story| story.id.0 == id));
    let story = number.map_or_else(String::new, |number| format!(" {}", number + 1));
    format!("{:?}{story}", block.role).to_lowercase()
}

/// What of the text of a placed story neither stands on the page nor is said to be overset, to the character.
pub(crate) fn lost(set: &Set) -> Vec<String> {
    set.composed.fits.iter().filter_map(|fit| lost_of(set, fit)).collect()
}

fn lost_of(set: &Set, fit: &StoryFit) -> Option<String> {
    let story = set.stories.iter().find(|story| story.id == fit.story).unwrap();
    let whole: String = story.text.body.iter().map(printed).collect();
    let (whole, on_page) = (plain(&whole), plain(&body_lines(&set.composed.frame, story.id.0)));
    // Behind the source line and bylines that are run in where it begins.
    let opening: String = whole.chars().take(20).collect();
    let behind = on_page.find(&opening).map(|at| &on_page[at..]);
    let name = &story.text.headline;
    if set.over_pages.contains(&story.id) {
        return (!whole.contains(behind.unwrap_or(&on_page))).then(|| format!("a part of {name} is lost"));
    }
    if fit.over_characters <= 0 {
        return (!on_page.contains(&whole)).then(|| format!("a part of {name} is lost"));
    }
    let said = set.composed.notices.iter().find_map(|notice| match notice.finding {
        Finding::Overset { characters, .. }
            if notice.place.story == Some(story.id) && notice.severity() == Severity::Error =>
        {
            Some(characters as usize)
        }
        _ => None,
    });
    let Some(over) = whole.strip_prefix(behind.unwrap_or_default()) else {
        return Some(format!("{name} is not on the page as far as it goes"));
    };
    let over = characters(over);
    (said != Some(over))
        .then(|| format!("{over} characters of {name} are not on the page; said of them: {said:?}"))
}

/// The pictures that do not say their caption to who cannot see them, or, without one, their story's headline.
pub(crate) fn silent(set: &Set) -> Vec<String> {
    let frame = &set.composed.frame;
    let mut silent = Vec::new();
    for item in &frame.items {
        let Item::Picture(placed) = item else { continue };
        let said = &frame.blocks[placed.block as usize].text;
        let shown = frame.pictures[usize::from(placed.picture)].photo;
        for story in &set.stories {
            let photo = story.photos.iter().find(|photo| photo.id.0 == shown);
            let words = photo.map(|photo| photo.caption.as_ref().unwrap_or(&story.text.headline));
            silent.extend(
                words.filter(|words| *words != said).map(|words| format!("{words} is read as {said}")),
            );
        }
    }
    silent
}

/// The characters of a paragraph that are set: of a table's row those of its cells.
fn printed(paragraph: &Paragraph) -> String {
    let text = paragraph.plain();
    if !text.starts_with('|') {
        return text;
    }
    let cells = text.replace('|', "");
    if cells.chars().all(|c| c == '-') { String::new() } else { cells }
}

/// The words of the body's lines, in the order of painting.
fn body_lines(frame: &PageFrame, story: uuid::Uuid) -> String {
    let mut text = String::new();
    for item in &frame.items {
        let Item::Line(line) = item else { continue };
        let block = &frame.blocks[line.block as usize];
        let body = matches!(block.role, Role::Paragraph | Role::Subhead);
        if body && block.story == Some(story) {
            text.push_str(&block.text[line.start as usize..line.end as usize]);
        }
    }
    text
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What takes room on a page.
struct Inked<'a> {
    rect: Rect,
    what: String,
    /// The outline that a picture is cut to: text runs into its frame.
    outline: Option<&'a PictureOutline>,
    /// Whether it stands above the type area.
    folio: bool,
}

/// What a place may be off by: far less than can be seen.
const HAIR: Length = Length::from_raw(20);

/// What stands on a line, a picture or past the type area's edges.
pub(crate) fn overlapping(set: &Set) -> Vec<String> {
    let frame = &set.composed.frame;
    let inked: Vec<Inked<'_>> = frame.items.iter().filter_map(|item| inked(frame, item)).collect();
    let mut wrong = Vec::new();
    for (n, one) in inked.iter().enumerate() {
        if !frame.type_area.grown(HAIR).contains(&within(frame, one)) {
            wrong.push(format!("«{}» stands past the type area: {:?}", one.what, one.rect));
        }
        for other in &inked[n + 1..] {
            if one.overlaps(other) {
                wrong.push(format!(
                    "«{}» and «{}» overlap: {:?} {:?}",
                    one.what, other.what, one.rect, other.rect
                ));
            }
        }
    }
    wrong
}

/// What of a thing must stand within the type area: of the folio its sides alone.
fn within(frame: &PageFrame, one: &Inked<'_>) -> Rect {
    let area = frame.type_area;
    if one.folio { Rect::new(one.rect.x, area.y, one.rect.width, area.height) } else { one.rect }
}

fn inked<'a>(frame: &PageFrame, item: &'a Item) -> Option<Inked<'a>> {
    let inked = match item {
        Item::Line(line) => {
            let block = &frame.blocks[line.block as usize];
            let what = block.text[line.start as usize..line.end as usize].to_owned();
            Inked { rect: ink_of(line), what, outline: None, folio: block.role == Role::Folio }
        }
        Item::Picture(placed) => Inked {
            rect: placed.rect,
            what: "picture".to_owned(),
            outline: placed.outline.as_ref(),
            folio: false,
        },
        Item::Rule(_) | Item::Tint(_) => return None,
    };
    (!inked.rect.is_empty()).then_some(inked)
}

/// The room of a line's ink. That of Han stands within the em; a tenth is left out for faces that fill it.
fn ink_of(line: &TextLine) -> Rect {
    let size = line.runs.iter().map(|run| run.size).max().unwrap_or_default();
    let top = line.origin.y - size.mul_ratio(780, 1000);
    if line.down > Length::ZERO {
        return Rect::new(line.origin.x, top, line.width, line.down - size / 5);
    }
    let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
    let left = glyphs.clone().map(|glyph| glyph.x).min().unwrap_or_default();
    let right = glyphs.map(|glyph| glyph.x + glyph.advance).max().unwrap_or_default();
    // The blank half of a mark may stand outside at either end: its ink does not.
    let (left, right) = (left.max(Length::ZERO), right.min(line.width.max(right - size / 2)));
    Rect::new(line.origin.x + left, top, right - left, size.mul_ratio(800, 1000))
}

impl Inked<'_> {
    /// Whether it takes room that another one takes.
    fn overlaps(&self, other: &Self) -> bool {
        let (outlined, other) = if self.outline.is_some() { (self, other) } else { (other, self) };
        let room = other.rect.grown(-HAIR);
        outlined.rect.overlaps(&room)
            && outlined
                .outline
                .is_none_or(|outline| places(room).any(|place| is_inside(outline, outlined.rect, place)))
    }
}

/// Places all over a rectangle, no further than two points from each other, its edges among them.
fn places(rect: Rect) -> impl Iterator<Item = Point> {
    let steps = |length: Length| (length.to_points() / 2.0).ceil().max(1.0) as i32;
    let (across, down) = (steps(rect.width), steps(rect.height));
    (0..=across).flat_map(move |x| {
        (0..=down).map(move |y| {
            let (x, y) = (i64::from(x), i64::from(y));
            Point::new(
                rect.x + rect.width.mul_ratio(x, across.into()),
                rect.y + rect.height.mul_ratio(y, down.into()),
            )
        })
    })
}

/// Whether a picture shows something there.
fn is_inside(outline: &PictureOutline, frame: Rect, place: Point) -> bool {
    let (x, y) = (place.x.to_points(), place.y.to_points());
    match outline {
        PictureOutline::Round => {
            let (across, down) = (frame.width.to_points() / 2.0, frame.height.to_points() / 2.0);
            let x = (x - frame.x.to_points() - across) / across;
            let y = (y - frame.y.to_points() - down) / down;
            x * x + y * y < 1.0
        }
        PictureOutline::Polygon { points } => {
            let next = points.iter().skip(1).chain(points.first());
            let sides = points
                .iter()
                .zip(next)
                .map(|(one, other)| [one, other].map(|corner| (corner.x.to_points(), corner.y.to_points())));
            // A way from there to the right crosses an odd number of sides.
            let crossed = sides.filter(|[one, other]| {
                (one.1 > y) != (other.1 > y)
                    && x < (other.0 - one.0) * (y - one.1) / (other.1 - one.1) + one.0
            });
            crossed.count() % 2 == 1
        }
    }
}

/// A page of the suite as set, for a test to spoil.
fn spoiled(name: &str, spoil: impl FnOnce(&mut PageFrame)) -> Set {
    let cases = crate::page::all();
    let mut set = cases.iter().find(|case| case.name == name).unwrap().set();
    spoil(&mut set.composed.frame);
    set
}

/// The lines of body text of a frame, to be moved.
fn body(frame: &mut PageFrame) -> impl Iterator<Item = &mut TextLine> {
    let blocks = &frame.blocks;
    frame.items.iter_mut().filter_map(|item| match item {
        Item::Line(line) if blocks[line.block as usize].role == Role::Paragraph => Some(line),
        _ => None,
    })
}

#[test]
fn a_line_on_another_in_a_picture_or_past_the_foot_is_found() {
    assert_eq!(overlapping(&spoiled("shapes-and-wraps", |_| {})), [""; 0]);
    let on_another = spoiled("by-hand", |frame| {
        let places: Vec<Point> = body(frame).map(|line| line.origin).collect();
        body(frame).nth(7).unwrap().origin = places[9];
    });
    assert_eq!(overlapping(&on_another).len(), 1, "{:?}", overlapping(&on_another));
    let below = spoiled("by-hand", |frame| {
        let foot = frame.type_area.bottom();
        body(frame).last().unwrap().origin.y = foot + Length::points(5);
    });
    assert!(overlapping(&below).iter().any(|said| said.contains("past the type area")), "below its foot");
    for round in [true, false] {
        let in_outline = spoiled("shapes-and-wraps", |frame| {
            let outlined = frame.items.iter().find_map(|item| match item {
                Item::Picture(placed) => match placed.outline.as_ref()? {
                    PictureOutline::Round if round => Some(placed.rect),
                    PictureOutline::Polygon { .. } if !round => Some(placed.rect),
                    _ => None,
                },
                _ => None,
            });
            let rect = outlined.unwrap();
            let middle = Point::new(rect.x + rect.width / 2, rect.y + rect.height / 2);
            body(frame).next().unwrap().origin = middle;
        });
        let found = overlapping(&in_outline);
        assert!(found.iter().any(|said| said.contains("«picture»")), "round: {round}: {found:?}");
    }
}

#[test]
fn a_line_that_is_left_out_is_found_and_what_is_over_is_told_to_the_character() {
    let drop = |frame: &mut PageFrame| {
        let last = frame.items.iter().rposition(|item| {
            matches!(item, Item::Line(line) if frame.blocks[line.block as usize].role == Role::Paragraph)
        });
        frame.items.remove(last.unwrap());
    };
    assert_eq!(lost(&spoiled("by-hand", |_| {})), [""; 0]);
    assert_eq!(lost(&spoiled("by-hand", drop)).len(), 1);
    let case = crate::page::all().into_iter().find(|case| case.name == "by-hand").unwrap();
    let mut over = case.with_bodies_twice().set();
    assert!(over.composed.fits.iter().any(|fit| fit.over_characters > 0));
    assert_eq!(lost(&over), [""; 0]);
    drop(&mut over.composed.frame);
    assert_eq!(lost(&over).len(), 1);
}
