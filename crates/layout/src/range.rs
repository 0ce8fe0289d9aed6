//! What a style sheet may say: the numbers that pages can be made with. A sheet may come from anybody, and what it
//! says is held to what some newspaper could mean, so that no page is ever made of numbers that nobody could print.

use std::ops::RangeInclusive;

use broadsheet_copy::page::Format;
use broadsheet_units::Length;

use crate::frame::Ink;
use crate::grid::{Grid, Hand};
use crate::style::{Ladder, PageSize, StyleSheet};

/// The largest type, in 点: a headline over a whole spread has 96.
const LARGEST: i32 = 400;
/// The heaviest rule, in 点.
const HEAVIEST: i32 = 72;
/// 字 that a gutter may have.
const GUTTERS: RangeInclusive<u16> = 1..=4;
/// The longest mark, dash or jump line, in characters.
const LONGEST: usize = 60;

/// Whether a length is from so many to so many 点.
fn within(length: Length, points: RangeInclusive<i32>) -> bool {
    (Length::points(*points.start())..=Length::points(*points.end())).contains(&length)
}

fn is_size(length: Length) -> bool {
    within(length, 1..=LARGEST)
}

fn is_rule(length: Length) -> bool {
    within(length, 0..=HEAVIEST)
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

/// Sizes that can be tried one after the other.
fn descend(sizes: &[Length]) -> bool {
    (1..=100).contains(&sizes.len())
        && sizes.iter().all(|size| is_size(*size))
        && sizes.is_sorted_by(|a, b| a > b)
}

pub(crate) fn is_ink(ink: Ink) -> bool {
    [ink.c, ink.m, ink.y, ink.k].iter().all(|plate| *plate <= 100)
}

impl StyleSheet {
    /// What is out of range in it, as the sheet calls it.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        self.type_fault()
            .or_else(|| self.headline_fault())
            .or_else(|| self.part_fault())
            .or_else(|| self.dress_fault())
            .or_else(|| self.press.fault())
            .or_else(|| self.page_fault())
    }

    /// The sheet's name and language, its faces, its body.
    fn type_fault(&self) -> Option<&'static str> {
        let body = &self.body;
        let lang = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let families = |families: &[String]| {
            (1..=50).contains(&families.len()) && families.iter().all(|family| is_short(family))
        };
        let stacks = self.stacks.len() <= 50
            && self.stacks.values().all(|stack| {
                families(&stack.families) && stack.latin.as_ref().is_none_or(|latin| families(latin))
            });
        match () {
            () if self.name.trim().is_empty() || !is_short(&self.name) => Some("name"),
            () if !(2..=35).contains(&self.lang.len()) || !self.lang.chars().all(lang) => Some("lang"),
            () if !stacks => Some("stacks"),
            () if self.faces().any(|face| !(1..=1000).contains(&face.weight)) => Some("weight"),
            () if !within(body.size, 1..=72) || body.pitch < body.size || body.pitch > body.size * 4 => {
                Some("body")
            }
            () if !GUTTERS.contains(&body.gutter) => Some("body.gutter"),
            () if !self.named_sizes.iter().all(|(name, size)| is_short(name) && is_size(*size)) => {
                Some("named_sizes")
            }
            () if body.baseline > 2000 || body.indent > 20_000 => Some("body"),
            () if !(1..=9).contains(&body.subhead_rows) => Some("body.subhead"),
            () if body.subhead_size.is_some_and(|size| !is_size(size) || size > body.pitch * 9) => {
                Some("body.subhead")
            }
            () if !self.lines.is_in_range() => Some("lines.letterfit"),
            () => None,
        }
    }

    fn headline_fault(&self) -> Option<&'static str> {
        let headline = &self.headline;
        let (white, scale) = (headline.white, headline.scale);
        let ladder = |ladder: &Ladder| {
            (1..=20).contains(&ladder.lines)
                && ladder.gain <= 100_000
                && descend(&ladder.sizes)
                && ladder.parts.is_none_or(is_size)
        };
        let ladders = (1..=100).contains(&headline.ladders.len())
            && headline.ladders.iter().chain([&headline.spread]).all(ladder);
        let parts = [&headline.kicker, &headline.deck].into_iter().all(|part| {
            is_size(part.least) && is_size(part.most) && part.least <= part.most && part.ratio <= 10_000
        });
        match () {
            () if !ladders => Some("headline.ladders"),
            () if !parts => Some("headline.kicker, headline.deck"),
            () if white.least > white.usual || white.usual > white.most || white.most > 40 => {
                Some("headline.white")
            }
            () if !(500..=1000).contains(&scale.least) || !(1000..=2000).contains(&scale.most) => {
                Some("headline.scale")
            }
            () if !(-500..=500).contains(&headline.squeeze) => Some("headline.squeeze"),
            () if headline.line_gap > 10_000 || headline.part_gap > 20_000 => Some("headline.line_gap"),
            () => None,
        }
    }

    /// Bylines, sources, rubrics, captions, folios and rules.
    fn part_fault(&self) -> Option<&'static str> {
        let (rubric, folio, rules) = (&self.rubric, &self.folio, &self.rules);
        let marks = [&self.byline.mark, &self.byline.latin_mark, &self.source.dash, &self.source.latin_dash];
        let folio_sizes = [folio.number_size, folio.section_size, folio.title_size, folio.small_size];
        let weights = [rules.between_columns, rules.between_rows, rules.thick, rules.thin];
        match () {
            () if !is_size(self.byline.size) || self.byline.even_names > 20 => Some("byline"),
            () if !marks.into_iter().all(|mark| is_short(mark)) => Some("byline, source"),
            () if !descend(&rubric.sizes) => Some("rubric.sizes"),
            () if !(1..=40).contains(&rubric.rows) => Some("rubric.rows"),
            () if self.source.blank > 5000 => Some("source.blank"),
            () if !(-500..=5000).contains(&rubric.tracking) => Some("rubric.tracking"),
            () if rubric.tint > 100 => Some("rubric.tint"),
            () if !is_ink(rubric.ink) => Some("rubric.ink"),
            () if !is_size(self.caption.size) || !within(self.caption.gap, 0..=HEAVIEST) => Some("caption"),
            () if !is_short(&self.caption.credit_suffix) || self.caption.even_names > 20 => Some("caption"),
            () if !folio_sizes.into_iter().all(is_size) || !within(folio.rule_above, 0..=LARGEST) => {
                Some("folio")
            }
            () if !weights.into_iter().all(is_rule) => Some("rules"),
            () => None,
        }
    }

    fn dress_fault(&self) -> Option<&'static str> {
        let dress = &self.dress;
        let (quote, jump) = (&dress.quote, &dress.jump);
        let quotes =
            is_size(quote.least) && is_size(quote.most) && quote.least <= quote.most && is_rule(quote.rule);
        match () {
            () if !quotes => Some("dress.quote"),
            () if dress.stand_off_rows > 20 || dress.stand_off_ems > 20 => Some("dress.stand_off_rows"),
            () if dress.padding > 20 => Some("dress.padding"),
            () if !is_size(dress.edge_credit) => Some("dress.edge_credit"),
            () if ![&jump.to, &jump.from, &jump.numbered].into_iter().all(|words| is_short(words)) => {
                Some("dress.jump")
            }
            () => None,
        }
    }

    /// The paper's sizes: each once, with a type area that lies on the paper.
    fn page_fault(&self) -> Option<&'static str> {
        if !(Length::ZERO..=Length::from_mm(20.0)).contains(&self.bleed_mm) {
            return Some("bleed_mm");
        }
        if !(1..=2400).contains(&self.least_dpi) {
            return Some("least_dpi");
        }
        let side = |length: Length| (Length::from_mm(50.0)..=Length::from_mm(1000.0)).contains(&length);
        let possible = |page: &PageSize| {
            let once = self.pages.iter().filter(|other| other.paper == page.paper).count() == 1;
            let formats = [Format::page(page.paper), Format::spread(page.paper)];
            once && side(page.width_mm)
                && side(page.height_mm)
                && page.spine_mm >= Length::ZERO
                && (1..=1000).contains(&page.rows)
                && page.spread.columns.is_multiple_of(2)
                && formats.into_iter().all(|format| self.lies_on_paper(format))
        };
        (self.pages.is_empty() || !self.pages.iter().all(possible)).then_some("pages")
    }

    fn lies_on_paper(&self, format: Format) -> bool {
        [Hand::Left, Hand::Right, Hand::Both].into_iter().all(|hand| {
            let Some(grid) = Grid::new(self, format, hand) else { return false };
            let (area, trim) = (grid.type_area, grid.trim);
            (1..=200).contains(&grid.column)
                && (1..=100).contains(&grid.columns)
                && area.x >= Length::ZERO
                && area.y >= Length::ZERO
                && area.x + area.width <= trim.width
                && area.y + area.height <= trim.height
        })
    }

    /// Whether a page of every format can be made up by it: it has the columns and rows in which pages are planned.
    pub(crate) fn serves_every_format(&self) -> bool {
        Format::all().all(|format| {
            let known = self.pages.iter().any(|page| page.paper == format.paper);
            let grid = Grid::new(self, format, Hand::of(format, ""));
            known && grid.is_some_and(|grid| (grid.columns, grid.rows) == (format.columns(), format.rows()))
        })
    }
}
