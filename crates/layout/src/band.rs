//! A band (栏目条): a rubric that runs over a group of stories.

use broadsheet_copy::page::Band;
use broadsheet_units::{Length, Point, Rect};

use crate::arithmetic::headline_characters;
use crate::frame::{Ink, Part, Role};
use crate::head::add_missing;
use crate::matter::{Matter, Wording, short};
use crate::module::kept_clear;
use crate::notice::{Finding, Notice, Place};
use crate::shop::{OneLine, Shop};

/// Sets a band, from its own top left corner: a label in the middle of its strip, rules from there to both ends.
pub(crate) fn set(shop: &Shop<'_>, band: &Band) -> Matter {
    let style = &shop.style.rubric;
    let grid = &shop.grid;
    let width = grid.measure(band.area.cols);
    let clear = grid.height(kept_clear(band.area));
    let height = (grid.height(band.area.rows) - clear).max(Length::ZERO);
    let mut matter = Matter::default();
    let place = Place { area: Some(band.area), part: Some(Part::Rubric), ..Place::default() };
    let fits = |size: &&Length| {
        strip_of(**size) <= height
            && label(shop, &band.text, **size)
                .is_some_and(|(_, one)| one.line.width + padding(**size) * 2 <= width)
    };
    let size = style.sizes.iter().find(fits).or(style.sizes.last()).copied().unwrap_or(grid.em);
    let Some((wording, OneLine { line, notices })) = label(shop, &band.text, size) else { return matter };
    if line.width > width {
        let fits = headline_characters(width, size);
        let has = short(line.natural.cover(size));
        matter.notices.push(Notice { finding: Finding::RubricOverfull { fits, has }, place: place.clone() });
    }
    let strip = strip_of(size).min(height);
    let box_width = (line.width + padding(size) * 2).min(width);
    let x = (width - box_width) / 2;
    let thick = shop.style.rules.thick;
    matter.add_rule(Rect::new(Length::ZERO, clear + strip - thick, width, thick), style.ink);
    if style.tint > 0 {
        matter.add_tint(Rect::new(x, clear, box_width, strip), style.ink.tint(style.tint));
    }
    let ink = if style.reversed { Ink::PAPER } else { Ink::BLACK };
    let block = matter.add_block(wording.block(Role::Rubric, None));
    let baseline = clear + (strip - size) / 2 + shop.ascent(size);
    matter.add_line(block, 0, &line, Point::new((width - line.width) / 2, baseline), ink);
    add_missing(&mut matter, &notices, &place);
    matter
}

/// The label is three halves of its text high and stands on the strip's rule.
fn strip_of(size: Length) -> Length {
    size * 3 / 2
}

fn padding(size: Length) -> Length {
    size * 3 / 4
}

fn label(shop: &Shop<'_>, text: &str, size: Length) -> Option<(Wording, OneLine)> {
    let mut look = shop.style.text(&shop.style.rubric.face, size);
    look.tracking = shop.style.rubric.tracking;
    let wording = Wording::of(text.trim(), &look, Part::Rubric);
    let one = shop.one_line(&wording)?;
    Some((wording, one))
}
