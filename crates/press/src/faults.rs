//! What is wrong with a page before anything of it is painted: frames that show nothing, and what stands where the
//! knife goes.

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Block, Item, Role};
use broadsheet_units::{Length, Rect};

use crate::PressNotice;

/// Says what is wrong with `frame`, the `page`th of its file.
pub(crate) fn find(frame: &PageFrame, page: u32, notices: &mut Vec<PressNotice>) {
    let trim = Rect::new(Length::ZERO, Length::ZERO, frame.trim.width, frame.trim.height);
    let sheet = trim.grown(frame.bleed);
    let mut shown = vec![false; frame.blocks.len()];
    let mut say = |notice: PressNotice| {
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    };
    for item in &frame.items {
        let (rect, block, off) = match item {
            Item::Line(line) => {
                let rect = Rect::new(line.origin.x, line.origin.y, line.width, Length::ZERO);
                // A line has lost letters as soon as its baseline leaves the page.
                let off = rect.x < trim.x
                    || rect.right() > trim.right()
                    || rect.y < trim.y
                    || rect.y > trim.bottom();
                let set = line.runs.iter().any(|run| !run.glyphs.is_empty());
                (set.then_some(rect), Some(line.block), off)
            }
            Item::Picture(placed) => (area(placed.rect), Some(placed.block), !placed.rect.overlaps(&sheet)),
            Item::Rule(rule) => (area(rule.rect), None, !rule.rect.overlaps(&sheet)),
            Item::Tint(tint) => (area(tint.rect), None, !tint.rect.overlaps(&sheet)),
        };
        let at = block.and_then(|block| usize::try_from(block).ok());
        let text =
            || at.and_then(|at| frame.blocks.get(at)).map_or_else(String::new, |block| block.text.clone());
        if rect.is_none() {
            // A rule of no length is what is left of one that had no room.
            if block.is_some() {
                say(PressNotice::EmptyFrame { page, text: text() });
            }
            continue;
        }
        if off {
            say(PressNotice::OffPage { page, text: text() });
        }
        if let Some(shown) = at.and_then(|at| shown.get_mut(at)) {
            *shown = true;
        }
    }
    for (block, shown) in frame.blocks.iter().zip(shown) {
        if !shown && is_to_be_seen(block) {
            say(PressNotice::EmptyFrame { page, text: block.text.clone() });
        }
    }
}

fn area(rect: Rect) -> Option<Rect> {
    (!rect.is_empty()).then_some(rect)
}

/// Whether a block must have left something on the page.
fn is_to_be_seen(block: &Block) -> bool {
    matches!(block.role, Role::Figure | Role::Advert) || !block.text.trim().is_empty()
}
