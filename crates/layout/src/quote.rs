//! Pulled quotes: words of the story once more, large, between rules.

use broadsheet_copy::page::Quote;
use broadsheet_typeset::{Align, headline_breaks};
use broadsheet_units::{Length, Point, Rect};

use crate::flow::Obstacle;
use crate::frame::{Ink, Part, Role};
use crate::head::{Close, Widths, add_missing, clauses_on_a_line, stretches};
use crate::matter::{Matter, Wording};
use crate::module::{Bounds, Space};
use crate::notice::{Finding, Notice, Place};
use crate::picture::on_page;
use crate::plan::StoryCopy;
use crate::shop::Shop;

/// White between its lines, and from them to its rules, in thousandths of the size.
const LINE_GAP: i64 = 250;
const RULE_GAP: i64 = 500;
/// The most lines of a quote.
const MOST_LINES: usize = 12;

/// What the text keeps clear of for a quote.
pub(crate) fn obstacle(shop: &Shop<'_>, bounds: &Bounds, quote: &Quote) -> Obstacle {
    let (space, dress) = (Space::of(quote.area), &shop.style.dress);
    let rows = dress.stand_off_rows;
    let beside = shop.grid.em * i32::from(dress.stand_off_ems);
    let left = bounds.left(space.col);
    Obstacle {
        top: u32::from(space.top.saturating_sub(if space.top <= bounds.top { 0 } else { rows })),
        foot: u32::from(space.foot) + u32::from(rows),
        left: left - beside,
        right: left + bounds.measure(space.col, space.cols) + beside,
    }
}

/// Sets a quote, from its module's origin. Words that are not the story's are not set.
pub(crate) fn set(
    shop: &Shop<'_>,
    story: &StoryCopy,
    bounds: &Bounds,
    quote: &Quote,
    ink: Ink,
    matter: &mut Matter,
) {
    let space = Space::of(quote.area);
    let place = Place {
        story: Some(story.id),
        area: Some(on_page(bounds.area, quote.area)),
        part: Some(Part::Body),
        ..Place::default()
    };
    let text = quote.text.trim();
    let Some((paragraph, offset)) = said(story, text) else {
        let finding = Finding::QuoteNotInStory { text: quote.text.clone() };
        matter.notices.push(Notice { finding, place });
        return;
    };
    let rect = Rect::new(
        bounds.left(space.col),
        shop.grid.height(space.top),
        bounds.measure(space.col, space.cols),
        shop.grid.height(space.foot - space.top) - (shop.grid.pitch - shop.grid.em),
    );
    let rule = shop.style.dress.quote.rule;
    for y in [rect.y, rect.bottom() - rule] {
        matter.add_rule(Rect::new(rect.x, y, rect.width, rule), ink);
    }
    let (size, starts, fits) = broken(shop, text, space.cols, rect);
    let face = &shop.style.headline.deck.face;
    let mut wording = Wording::default();
    wording.copy(text, &shop.style.text(face, size), Part::Body, paragraph, offset);
    let block = matter.add_block(wording.block(Role::Quote, Some(story.id.0)));
    let gap = size.mul_ratio(LINE_GAP, 1000);
    let lines = i32::try_from(starts.len()).unwrap_or(1);
    let height = size * lines + gap * (lines - 1);
    let mut top = rect.y + ((rect.height - height) / 2).max(rule);
    let mut over = 0;
    for (start, end) in stretches(&starts, text.len()) {
        let (mut line, notices) = clauses_on_a_line(shop, face, &text[start..end], size, Close::NATURAL);
        line.last = end == text.len();
        add_missing(matter, &notices, &place);
        if top + size > rect.bottom() {
            over += 1;
            continue;
        }
        let x = if shop.style.headline.centred {
            (rect.width - line.width + line.hangs) / 2
        } else {
            Length::ZERO
        };
        matter.add_line(block, start, &line, Point::new(rect.x + x, top + shop.ascent(size)), ink);
        top += size + gap;
    }
    if over > 0 || !fits {
        matter.notices.push(Notice { finding: Finding::QuoteOver { lines: over.max(1) }, place });
    }
}

/// The largest size at which the quote fits its box, and its balanced lines; at the smallest where none does.
fn broken(shop: &Shop<'_>, text: &str, columns: u16, rect: Rect) -> (Length, Vec<usize>, bool) {
    let style = &shop.style.dress.quote;
    let face = &shop.style.headline.deck.face;
    let widths = Widths::of(shop, face, text, style.most);
    let breaking = widths.breaking(&headline_breaks(text), columns);
    let mut size = style.most;
    while size >= style.least {
        let around = size.mul_ratio(RULE_GAP, 1000) * 2 + style.rule * 2;
        for lines in 1..=MOST_LINES {
            let count = i32::try_from(lines).unwrap_or(1);
            if size * count + size.mul_ratio(LINE_GAP, 1000) * (count - 1) + around > rect.height {
                break;
            }
            if let Some(starts) = breaking.best(lines)
                && widths.widest(&starts, size, 0) <= rect.width
            {
                return (size, starts, true);
            }
        }
        size -= Length::points(1) / 2;
    }
    let wording = Wording::of(text, &shop.style.text(face, style.least), Part::Body);
    let set = shop.set(&wording, Align::Start, rect.width);
    (style.least, set.lines.iter().map(|line| line.range.start).collect(), false)
}

/// Where a story says something: the body paragraph and its character.
fn said(story: &StoryCopy, text: &str) -> Option<(usize, usize)> {
    if text.is_empty() {
        return None;
    }
    story.text.body.iter().enumerate().find_map(|(number, paragraph)| {
        let plain = paragraph.plain();
        let at = plain.find(text)?;
        Some((number, plain[..at].chars().count()))
    })
}
