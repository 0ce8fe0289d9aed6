//! A module (版块): one story set in its area.

mod bounds;
mod form;
mod head;
mod lines;
mod outline;
mod report;
mod room;
mod spread;

use broadsheet_copy::page::{Border, KickerPlace, Module};
use broadsheet_units::Length;

use crate::body;
use crate::fit::StoryFit;
use crate::flow::{Column, Obstacle};
use crate::frame::Ink;
use crate::head::HeadText;
use crate::journey::{Begins, Journey, Rest};
use crate::matter::Matter;
use crate::notice::{Finding, Notice, Place};
use crate::picture::{self, Picture};
use crate::plan::StoryCopy;
use crate::quote;
use crate::shop::Shop;
use crate::style::black;

pub(crate) use bounds::{Bounds, Space, kept_clear, text_columns, within_ground};
use form::Form;
use head::AnyHead;
pub(crate) use outline::Outline;
use room::HeadRoom;

/// How far the fine rule of a double box stands within the heavy one, in thousandths of a 点.
const WITHIN_BOX: i64 = 1500;

/// A module as set, from its own top left corner, and how its story fills it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SetModule {
    pub(crate) matter: Matter,
    pub(crate) fit: StoryFit,
    /// Where the text goes on that another page must take; `None` where all of it stands here.
    pub(crate) rest: Option<Rest>,
}

/// Sets a story in a module.
pub(crate) fn set(shop: &Shop<'_>, module: &Module, story: &StoryCopy, journey: &Journey) -> SetModule {
    let treatment = &module.treatment;
    let shop = &Shop { reversed: treatment.ground.reverses(), ..*shop };
    let bounds = Bounds::of(shop, module);
    let mut matter = Matter::default();
    let ink = set_ground(shop, module, &bounds, &mut matter);
    let pictures = picture::pictures(story, module, &bounds, &journey.pictures, &mut matter);
    let shoulder = treatment.kicker == KickerPlace::Shoulder;
    let mut text = HeadText { lines: &treatment.lines, shoulder, ..HeadText::of(story) };
    if journey.from.is_some() {
        text = text.headline_alone();
    }
    let blocked: Vec<Space> = (bounds.cut_out())
        .chain(pictures.iter().map(|picture| picture.space))
        .chain(treatment.quotes.iter().map(|quote| Space::of(quote.area)))
        .chain(treatment.captions.iter().map(|caption| Space::of(caption.area)))
        .collect();
    let room = HeadRoom::of(shop, module, &bounds, &blocked, text);
    let head = AnyHead::plan(shop, text, room, &bounds, &blocked);
    let columns = columns(&bounds, room, module.columns);
    let measure = columns.first().map_or(Length::ZERO, |column| column.width);
    let worded = match journey.begins {
        Begins::Here => body::worded(shop, story, treatment.drop_cap, measure),
        Begins::At(rest) => body::rest(body::worded(shop, story, 0, measure), rest.paragraph, rest.byte),
        Begins::Nowhere => Vec::new(),
    };
    let bodies = body::shaped(shop, &worded, measure);
    let mut form = Form {
        shop,
        bounds: &bounds,
        obstacles: Vec::new(),
        blocked: &blocked,
        room,
        head: &head,
        columns: &columns,
        bodies: &bodies,
        journey,
        ink,
    };
    form.obstacles = obstacles(shop, module, &bounds, &pictures);
    let filled = form.fill();
    form.set_head(&filled, story, &mut matter);
    form.place_lines(&filled, &worded, story, &mut matter);
    if treatment.column_rules {
        form.set_column_rules(&filled, &mut matter);
    }
    form.set_jumps(&filled, story, &mut matter);
    for picture in &pictures {
        picture::set(shop, story, &bounds, picture, ink, &mut matter);
    }
    for shared in &treatment.captions {
        picture::set_shared(shop, story, &bounds, shared, &pictures, ink, &mut matter);
    }
    for pulled in &treatment.quotes {
        quote::set(shop, story, &bounds, pulled, ink, &mut matter);
    }
    if !treatment.lines.is_empty() && text.broken_by_hand().is_none() {
        matter.notices.push(Notice { finding: Finding::HeadlineLinesStale, place: form.place(story) });
    }
    let fit = form.fit(&filled, &worded, story);
    form.report(&filled, &fit, story, !pictures.is_empty(), &mut matter);
    report_jump(module, journey, &form.place(story), filled.to.is_some(), &mut matter);
    let rest = form.rest(&filled, &worded);
    SetModule { matter, fit, rest }
}

/// Jumps that lead nowhere, or that nothing is left to take.
fn report_jump(module: &Module, journey: &Journey, place: &Place, goes_on: bool, matter: &mut Matter) {
    let treatment = &module.treatment;
    let mut add = |finding| matter.notices.push(Notice { finding, place: place.clone() });
    let lost = |planned: bool, found: &Option<String>| planned && found.is_none();
    if lost(treatment.to.is_some(), &journey.to) || lost(treatment.from.is_some(), &journey.from) {
        add(Finding::JumpBroken);
    }
    if journey.begins == Begins::Nowhere || (journey.to.is_some() && !goes_on) {
        add(Finding::JumpUnneeded);
    }
}

/// Paints what is behind the module and around it; answers the ink of its text.
fn set_ground(shop: &Shop<'_>, module: &Module, bounds: &Bounds, matter: &mut Matter) -> Ink {
    let treatment = &module.treatment;
    let outline = bounds.outline();
    if !treatment.ground.is_paper() {
        for tint in outline.filled() {
            matter.add_tint(tint, black(treatment.ground.tint));
        }
    }
    add_border(shop, treatment.border, &outline, Ink::BLACK, matter);
    if treatment.ground.reverses() { Ink::PAPER } else { Ink::BLACK }
}

/// Adds the rules of a box along an outline, inside it.
pub(crate) fn add_border(shop: &Shop<'_>, border: Border, outline: &Outline, ink: Ink, matter: &mut Matter) {
    let rules = &shop.style.rules;
    let mut add = |outline: &Outline, weight| {
        outline.rules(weight).into_iter().for_each(|rule| matter.add_rule(rule, ink));
    };
    match border {
        Border::None => {}
        Border::Thin => add(outline, rules.thin),
        Border::Thick => add(outline, rules.thick),
        Border::Double => {
            add(outline, rules.thick);
            add(&outline.within(within_box(shop)), rules.thin);
        }
    }
}

/// How wide the rules of a box are, the white between them included.
pub(crate) fn border_width(shop: &Shop<'_>, border: Border) -> Length {
    let rules = &shop.style.rules;
    match border {
        Border::None => Length::ZERO,
        Border::Thin => rules.thin,
        Border::Thick => rules.thick,
        Border::Double => within_box(shop) + rules.thin,
    }
}

/// From the outer edge of a double box to its fine rule.
fn within_box(shop: &Shop<'_>) -> Length {
    shop.style.rules.thick + Length::points(1).mul_ratio(WITHIN_BOX, 1000)
}

/// The text columns: beside an upright head over broken columns, without its own.
fn columns(bounds: &Bounds, room: HeadRoom, broken: Option<u16>) -> Vec<Column> {
    let cols = bounds.area.cols;
    if !room.upright || broken.is_none() {
        return bounds.columns(0, cols, broken);
    }
    if room.col == 0 { bounds.columns(room.cols, cols, broken) } else { bounds.columns(0, room.col, broken) }
}

/// What the text keeps clear of, the head not yet counted.
fn obstacles(shop: &Shop<'_>, module: &Module, bounds: &Bounds, pictures: &[Picture<'_>]) -> Vec<Obstacle> {
    let mut obstacles = bounds.obstacles();
    for picture in pictures {
        obstacles.extend(picture::obstacles(shop, bounds, picture));
    }
    for pulled in &module.treatment.quotes {
        obstacles.push(quote::obstacle(shop, bounds, pulled));
    }
    for shared in &module.treatment.captions {
        let (space, gutter) = (Space::of(shared.area), shop.grid.gutter());
        let stand_off = u32::from(shop.style.dress.stand_off_rows);
        let left = bounds.left(space.col);
        obstacles.push(Obstacle {
            top: u32::from(space.top).saturating_sub(stand_off),
            foot: u32::from(space.foot) + stand_off,
            left: left - gutter,
            right: left + bounds.measure(space.col, space.cols) + gutter,
        });
    }
    obstacles
}
