//! A story over pages: where it comes from, where it goes on, and the lines that say so (上接, 下转).
//!
//! The lines are made from the plan's chain, and the text of a later page starts at the character at which the page
//! before it ends: neither is written by anybody, so neither can be wrong.

use broadsheet_copy::id::{PhotoId, StoryId};
use broadsheet_typeset::Align;
use broadsheet_units::{Length, Point};

use crate::frame::{Ink, Role};
use crate::head::add_missing;
use crate::matter::{Matter, Wording};
use crate::notice::{Finding, Notice, Place};
use crate::shop::Shop;

/// Where a body goes on that another page has begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Rest {
    /// The paragraph, in the order of print.
    pub(crate) paragraph: usize,
    /// The byte of its wording.
    pub(crate) byte: usize,
}

/// Where the text of a module begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Begins {
    /// With the story.
    #[default]
    Here,
    /// Where the page before ends.
    At(Rest),
    /// Nothing is left of it.
    Nowhere,
}

/// A story's way over the pages, as one of its modules sees it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Journey {
    /// The number of the page it comes from.
    pub(crate) from: Option<String>,
    /// The number of the page it goes on on.
    pub(crate) to: Option<String>,
    /// Where its text begins.
    pub(crate) begins: Begins,
    /// Its pictures that stand on the pages before.
    pub(crate) pictures: Vec<PhotoId>,
}

/// A jump line on one row, from the left edge of its slot.
#[expect(clippy::too_many_arguments, reason = "what it says and where it stands")]
pub(crate) fn set_line(
    shop: &Shop<'_>,
    story: StoryId,
    words: &str,
    align: Align,
    measure: Length,
    at: Point,
    ink: Ink,
    matter: &mut Matter,
) {
    let (wording, width) = wording(shop, words);
    let set = shop.set(&wording, align, measure);
    let block = matter.add_block(wording.block(Role::Jump, Some(story.0)));
    if let Some(line) = set.lines.first() {
        matter.add_line(block, 0, line, at, ink);
    }
    let place = Place { story: Some(story), ..Place::default() };
    if width > measure {
        let finding = Finding::WiderThanMeasure { text: words.to_owned(), width, measure };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
    add_missing(matter, &set.notices, &place);
}

/// A jump line, worded, and its width.
pub(crate) fn wording(shop: &Shop<'_>, words: &str) -> (Wording, Length) {
    let mut wording = Wording::default();
    wording.made(words, &shop.style.text(&shop.style.body.strong, shop.style.caption.size));
    let width = shop.one_line(&wording).map_or(Length::ZERO, |one| one.line.natural);
    (wording, width)
}
