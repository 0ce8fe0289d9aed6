//! Rules between modules: hairlines in the gutters, and across where one module stands on another.

use broadsheet_copy::page::{Area, MakeUp, Module};
use broadsheet_units::{Length, Rect};

use crate::frame::Ink;
use crate::matter::Matter;
use crate::module::kept_clear;
use crate::shop::Shop;

/// A stretch of a module, upright: a module without notches is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    module: usize,
    area: Area,
    /// It has a box of its own, which divides better than a rule.
    boxed: bool,
}

/// Sets the rules of a make-up, from the top left corner of the type area.
pub(crate) fn set(shop: &Shop<'_>, make_up: &MakeUp) -> Matter {
    let modules = make_up.modules.iter().enumerate();
    let pieces: Vec<Piece> = modules.flat_map(|(n, module)| pieces(n, module)).collect();
    let bands: Vec<Area> = make_up.bands.iter().map(|band| band.area).collect();
    let mut matter = Matter::default();
    across(shop, &pieces, &bands, &mut matter);
    between(shop, &pieces, &mut matter);
    matter
}

/// A module as upright stretches of one depth.
fn pieces(number: usize, module: &Module) -> Vec<Piece> {
    let area = module.area;
    let boxed = module.treatment.is_boxed();
    let mut pieces: Vec<Piece> = Vec::new();
    let cols = if module.treatment.notches.is_empty() { u16::from(area.cols > 0) } else { area.cols };
    for col in 0..cols {
        let mut cuts: Vec<(u16, u16)> = module
            .treatment
            .notches
            .iter()
            .filter(|notch| notch.col <= col && col < notch.col.saturating_add(notch.cols))
            .map(|notch| (notch.row, notch.row.saturating_add(notch.rows)))
            .collect();
        cuts.sort_unstable();
        let mut from = 0;
        for (top, foot) in cuts.into_iter().chain([(area.rows, area.rows)]) {
            if top > from {
                let (row, rows) = (area.row.saturating_add(from), top - from);
                let left = area.col.saturating_add(col);
                let grown = pieces.iter_mut().find(|piece| {
                    piece.area.col.checked_add(piece.area.cols) == Some(left)
                        && (piece.area.row, piece.area.rows) == (row, rows)
                });
                match grown {
                    Some(piece) => piece.area.cols += 1,
                    None => pieces.push(Piece {
                        module: number,
                        area: Area { col: left, row, cols: 1, rows },
                        boxed,
                    }),
                }
            }
            from = from.max(foot);
        }
    }
    if module.treatment.notches.is_empty() {
        pieces.iter_mut().for_each(|piece| piece.area = area);
    }
    pieces
}

/// In the middle of the row kept clear at a module's head; none beneath a band, or where it would run beneath boxes only.
/// Rules of neighbours are one rule.
fn across(shop: &Shop<'_>, pieces: &[Piece], bands: &[Area], matter: &mut Matter) {
    let weight = shop.style.rules.between_rows;
    let mut heads: Vec<(u16, u16, u16)> = pieces
        .iter()
        .filter(|piece| !piece.boxed)
        .map(|piece| piece.area)
        .filter(|area| kept_clear(*area) > 0 && !is_under_band(*area, bands))
        .map(|area| (area.row, area.col, area.col.saturating_add(area.cols)))
        .collect();
    heads.sort_unstable();
    let mut joined: Vec<(u16, u16, u16)> = Vec::new();
    for (row, from, to) in heads {
        match joined.last_mut() {
            Some(last) if last.0 == row && last.2 >= from => last.2 = last.2.max(to),
            _ => joined.push((row, from, to)),
        }
    }
    for (row, from, to) in joined {
        // A rule that goes on past the box is not broken for it.
        if (from..to).all(|col| is_under_box(row, col, pieces)) {
            continue;
        }
        let x = shop.grid.column_x(from);
        let y = shop.grid.height(row) + (shop.grid.pitch - weight) / 2;
        matter.add_rule(Rect::new(x, y, shop.grid.measure(to.saturating_sub(from)), weight), Ink::BLACK);
    }
}

fn is_under_band(area: Area, bands: &[Area]) -> bool {
    let meets = |band: &Area| {
        band.col < area.col.saturating_add(area.cols) && area.col < band.col.saturating_add(band.cols)
    };
    bands.iter().any(|band| band.row.saturating_add(band.rows) == area.row && meets(band))
}

/// Whether a box ends right above a row, in a column: its own foot divides.
fn is_under_box(row: u16, col: u16, pieces: &[Piece]) -> bool {
    pieces.iter().filter(|piece| piece.boxed).map(|piece| piece.area).any(|area| {
        area.row.saturating_add(area.rows) == row
            && area.col <= col
            && col < area.col.saturating_add(area.cols)
    })
}

/// In the gutter between modules side by side, as far as both reach.
fn between(shop: &Shop<'_>, pieces: &[Piece], matter: &mut Matter) {
    let weight = shop.style.rules.between_columns;
    let mut gutters: Vec<(u16, u16, u16)> = Vec::new();
    let areas: Vec<Area> = pieces.iter().map(|piece| piece.area).collect();
    for one in pieces.iter().filter(|piece| !piece.boxed) {
        let left = one.area;
        let others = pieces.iter().filter(|other| other.module != one.module && !other.boxed);
        for right in
            others.map(|other| other.area).filter(|right| left.col.checked_add(left.cols) == Some(right.col))
        {
            let top = left.row.max(right.row);
            let foot = left.row.saturating_add(left.rows).min(right.row.saturating_add(right.rows));
            if top < foot {
                gutters.push((right.col, top, foot));
            }
        }
    }
    for (col, top, foot) in joined(gutters, &areas) {
        let x = shop.grid.column_x(col) - (shop.grid.gutter() + weight) / 2;
        // From beneath the row of the rule across, or of the band's foot, to the feet of the last line: as far from what is
        // above as from what is below.
        let start = if top == 0 { Length::ZERO } else { shop.grid.height(top) + shop.grid.pitch };
        let end = shop.grid.height(foot) - (shop.grid.pitch - shop.grid.em);
        let next = areas
            .iter()
            .any(|area| area.row == foot && area.col <= col && col < area.col.saturating_add(area.cols));
        let end = if next { shop.grid.height(foot) } else { end };
        matter.add_rule(Rect::new(x, start, weight, end - start), Ink::BLACK);
    }
}

/// Stretches of a gutter that meet are one rule, but where a rule runs across the gutter.
fn joined(mut gutters: Vec<(u16, u16, u16)>, areas: &[Area]) -> Vec<(u16, u16, u16)> {
    gutters.sort_unstable();
    let mut joined: Vec<(u16, u16, u16)> = Vec::new();
    for (col, top, foot) in gutters {
        let starts_at = |area: &&Area| area.row == top;
        let left = areas.iter().filter(starts_at).any(|area| area.col.saturating_add(area.cols) == col);
        let right = areas.iter().filter(starts_at).any(|area| area.col == col);
        match joined.last_mut() {
            Some(last) if last.0 == col && last.2 == top && !(left && right) => last.2 = foot,
            _ => joined.push((col, top, foot)),
        }
    }
    joined
}
