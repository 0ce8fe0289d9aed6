//! A page as text, and what must be true of any page.

use std::fmt::Write as _;

use broadsheet_copy::text::Paragraph;
use broadsheet_layout::frame::{Block, Item, PageFrame, Role};
use broadsheet_layout::{Notice, Severity};
use broadsheet_units::{Length, Rect};

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
                let _ = writeln!(text, "picture {place} of {}{outline}", crop.join(" "));
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

/// All text of every placed story stands on the page, or is said to be overset.
pub(crate) fn nothing_lost(set: &Set) {
    let frame = &set.composed.frame;
    for fit in &set.composed.fits {
        let story = set.stories.iter().find(|story| story.id == fit.story).unwrap();
        let whole: String = story.text.body.iter().map(printed).collect();
        let on_page: String = body_lines(frame, story.id.0);
        if set.over_pages.contains(&story.id) {
            let (whole, on_page) = (plain(&whole), plain(&on_page));
            // Behind the source line and bylines that are run in where it begins.
            let opening: String = whole.chars().take(20).collect();
            let behind = on_page.find(&opening).map_or(&*on_page, |at| &on_page[at..]);
            assert!(whole.contains(behind), "a part of {}", story.text.headline);
            continue;
        }
        let characters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        if fit.over_characters <= 0 {
            assert!(ends_with(&on_page, &whole), "story {} lost copy", story.text.headline);
        } else {
            assert!(characters(&on_page) < characters(&whole) + 200);
            let said =
                set.composed.notices.iter().any(|notice| {
                    notice.place.story == Some(story.id) && notice.severity() == Severity::Error
                });
            assert!(said, "overset is an error");
        }
    }
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

/// Whether the body is all there behind the source line and bylines that are run in before it.
fn ends_with(on_page: &str, body: &str) -> bool {
    plain(on_page).contains(&plain(body))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a picture is called that is cut to an outline: text runs into its frame.
const OUTLINED: &str = "outlined picture";

fn is_outlined(name: &str) -> bool {
    name == OUTLINED
}

/// No line stands on another, on a picture, or past the type area's sides.
pub(crate) fn nothing_overlaps(set: &Set) {
    let frame = &set.composed.frame;
    let mut inked: Vec<(Rect, String)> = Vec::new();
    for item in &frame.items {
        let found = match item {
            Item::Line(line) => {
                let block = &frame.blocks[line.block as usize];
                let size = line.runs.iter().map(|run| run.size).max().unwrap_or_default();
                if line.down > Length::ZERO {
                    let top = line.origin.y - size.mul_ratio(780, 1000);
                    let text = block.text[line.start as usize..line.end as usize].to_owned();
                    inked.push((Rect::new(line.origin.x, top, line.width, line.down - size / 5), text));
                    continue;
                }
                // Ink of Han stands within the em; a tenth is left out for faces that fill it.
                let top = line.origin.y - size.mul_ratio(780, 1000);
                let height = size.mul_ratio(800, 1000);
                let text = block.text[line.start as usize..line.end as usize].to_owned();
                let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
                let left = glyphs.clone().map(|glyph| glyph.x).min().unwrap_or_default();
                let right = glyphs.map(|glyph| glyph.x + glyph.advance).max().unwrap_or_default();
                // The blank half of a mark may stand outside at either end: its ink does not.
                let (left, right) = (left.max(Length::ZERO), right.min(line.width.max(right - size / 2)));
                (Rect::new(line.origin.x + left, top, right - left, height), text)
            }
            Item::Picture(placed) if placed.outline.is_some() => (placed.rect, OUTLINED.to_owned()),
            Item::Picture(placed) => (placed.rect, "picture".to_owned()),
            Item::Rule(_) | Item::Tint(_) => continue,
        };
        if found.0.width > Length::ZERO && found.0.height > Length::ZERO {
            inked.push(found);
        }
    }
    let hair = Length::from_points(0.02);
    for (n, (one, text)) in inked.iter().enumerate() {
        assert!(one.x + hair >= frame.type_area.x, "{text}: {one:?} {:?}", frame.type_area);
        assert!(one.x + one.width <= frame.type_area.x + frame.type_area.width + hair, "{text}");
        for (other, beside) in &inked[n + 1..] {
            let apart = is_outlined(text)
                || is_outlined(beside)
                || one.x + one.width <= other.x + hair
                || other.x + other.width <= one.x + hair
                || one.y + one.height <= other.y + hair
                || other.y + other.height <= one.y + hair;
            assert!(apart, "«{text}» and «{beside}» overlap: {one:?} {other:?}");
        }
    }
}
