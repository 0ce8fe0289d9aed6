//! What a page prints with: its plates, and the most ink that can come together anywhere on it.

use super::Walk;
use crate::preflight::colour::{Colour, ColourSpace};
use crate::preflight::matrix::Area;

/// How many painted areas are remembered. A page with more is taken as if all of them lay under everything.
const MOST_AREAS: usize = 4096;

/// What a page prints with.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Inked {
    /// The most ink that can come together, in per cent: what overprints is counted with the most colour that lies
    /// below it, by the areas around things.
    pub(crate) most: f64,
    /// The most ink of one thing alone.
    pub(crate) alone: f64,
    /// The most of all inks but black.
    pub(crate) colour: f64,
    /// Which of the four plates have ink.
    pub(crate) plates: [bool; 4],
    /// The spot colours that have ink.
    pub(crate) spots: Vec<String>,
    /// What was painted: where, how much of all inks but black, and whether nothing below shows.
    laid: Vec<(Area, f64, bool)>,
}

impl Inked {
    /// Lays a picture or a blend whose inks are known by their largest sums.
    pub(super) fn lay_picture(&mut self, total: f64, colour: f64, at: Area) {
        let all = colour > 0.5;
        self.print([all, all, all, total > 0.5]);
        self.lay(total, colour, at, true);
    }

    fn print(&mut self, plates: [bool; 4]) {
        for (known, new) in self.plates.iter_mut().zip(plates) {
            *known |= new;
        }
    }

    fn lay(&mut self, total: f64, colour: f64, at: Area, covers: bool) {
        self.alone = self.alone.max(total);
        self.most = self.most.max(total);
        self.colour = self.colour.max(colour);
        // Paper white counts too: it takes away what is below it.
        if self.laid.len() < MOST_AREAS && (covers || colour > 0.0) {
            self.laid.push((at, colour, covers));
        }
    }

    fn overprint(&mut self, total: f64, colour: f64, at: Area) {
        self.alone = self.alone.max(total);
        self.most = self.most.max(total + self.under(at));
        self.colour = self.colour.max(colour + self.under(at));
        if self.laid.len() < MOST_AREAS && colour > 0.0 {
            self.laid.push((at, colour + self.under(at), false));
        }
    }

    /// The most colour that shows under a place.
    fn under(&self, at: Area) -> f64 {
        if self.laid.len() >= MOST_AREAS {
            return self.colour;
        }
        let mut most = 0.0f64;
        for (area, colour, covers) in self.laid.iter().rev() {
            if area.intersection(at).is_void() {
                continue;
            }
            most = most.max(*colour);
            if *covers && area.holds(at) {
                break;
            }
        }
        most
    }
}

impl Walk<'_, '_> {
    /// Notes what a colour prints.
    pub(super) fn ink(&mut self, colour: &Colour, overprints: bool, at: Area, covers: bool) {
        let limit = f64::from(self.rules.ink_limit);
        let (total, coloured) = match colour {
            // What a pattern paints is noted where it is painted.
            Colour::Pattern => return,
            // The press makes of it what it makes of pictures: as much as it prints at the most.
            Colour::Rgb(_) | Colour::Managed => {
                self.inked.print([true; 4]);
                (limit, limit.min(300.0))
            }
            Colour::Gray(_) | Colour::Cmyk(_) | Colour::Inks(_) => {
                let [c, m, y, k] = colour.inks().unwrap_or_default();
                self.inked.print([c, m, y, k].map(|ink| ink > 0.5));
                let spots = self.spots(colour);
                (c + m + y + k + spots, c + m + y + spots)
            }
        };
        if overprints {
            self.inked.overprint(total, coloured, at);
        } else {
            self.inked.lay(total, coloured, at, covers);
        }
    }

    /// Notes what a picture or a blend prints of which only the colour space is known.
    pub(super) fn ink_of_space(&mut self, space: Option<&ColourSpace>, at: Area) {
        let colour = match space {
            Some(ColourSpace::Indexed(base)) => base.initial(),
            Some(ColourSpace::Rgb | ColourSpace::Cmyk) => Colour::Managed,
            Some(space) => space.initial(),
            None => return,
        };
        self.ink(&colour, false, at, true);
    }

    /// The tints of spot colours together, in per cent; notes their plates.
    fn spots(&mut self, colour: &Colour) -> f64 {
        let Colour::Inks(tints) = colour else { return 0.0 };
        let mut sum = 0.0;
        for name in colour.spots() {
            let tint = tints.iter().find_map(|(ink, tint)| (ink == name).then_some(*tint)).unwrap_or(0.0);
            if tint > 0.0 && !self.inked.spots.iter().any(|known| known == name) {
                self.inked.spots.push(name.to_owned());
            }
            sum += tint * 100.0;
        }
        sum
    }
}
