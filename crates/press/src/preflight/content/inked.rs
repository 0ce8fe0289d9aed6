//! What a page prints with: its plates, and the most ink that comes together anywhere on it.

use std::sync::Arc;

use super::Walk;
use super::laid::{Mixing, Painted, Shape, Thing};
use super::outline::Outline;
use crate::preflight::colour::{Colour, ColourSpace};
use crate::preflight::gradient::Gradient;
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::report::{FindingKind, Used};
use crate::preflight::state::{Blend, Paint, State};
use crate::preflight::weight::{Plates, Weight, colour, total};

/// Sums of inks are compared with this much grace: eight bits a plate round by half a per cent in all.
const GRACE: f64 = 1.0;

/// What a page prints with.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Inked {
    /// The most ink that is known to come together, in per cent.
    pub(crate) most: f64,
    /// The most ink of one thing alone.
    pub(crate) alone: f64,
    /// The most of all inks but black.
    pub(crate) colour: f64,
    /// Which of the four plates have ink.
    pub(crate) plates: [bool; 4],
    /// The spot colours that have ink.
    pub(crate) spots: Vec<String>,
}

impl Inked {
    pub(super) fn print(&mut self, plates: [bool; 4]) {
        for (known, new) in self.plates.iter_mut().zip(plates) {
            *known |= new;
        }
    }
}

/// What is known of the inks of a shading.
#[derive(Clone, Debug)]
pub(super) enum Shade {
    /// The heaviest, and whether they are only the most that they may be.
    Heaviest(Plates, bool),
    /// Which are where.
    Gradient(Arc<Gradient>),
}

impl Shade {
    /// As things are painted with it, where a matrix leads from its space to the page's.
    pub(super) fn painted(self, to_page: Matrix) -> (Painted, bool) {
        match (self, to_page.inverse()) {
            (Self::Heaviest(inks, perhaps), _) => (Painted::Evenly(inks), perhaps),
            (Self::Gradient(gradient), Some(to_own)) => (Painted::Gradient(gradient, to_own), false),
            (Self::Gradient(gradient), None) => (Painted::Evenly(gradient.heaviest()[0]), true),
        }
    }
}

/// What something is painted with.
#[derive(Clone, Debug)]
pub(super) struct Coat {
    pub(super) inks: Painted,
    /// Whether its inks are only the most that they may be.
    pub(super) perhaps: bool,
    /// Whether they are only somewhere in it.
    pub(super) uneven: bool,
    /// The one spot colour that it may have ink of.
    pub(super) spot: Option<String>,
    /// The plates that it changes, where it leaves the others.
    pub(super) overprints: Option<[bool; 5]>,
    pub(super) blend: Blend,
    pub(super) opacity: f64,
    pub(super) masked: bool,
    /// Whether a soft mask is over it, so that less of it may be seen.
    pub(super) veiled: bool,
    /// It is seen within all of these alone.
    pub(super) clips: Vec<Arc<Outline>>,
    pub(super) used: Used,
}

impl Coat {
    /// Of a colour of the graphics state.
    pub(super) fn of(
        (inks, perhaps): (Painted, bool),
        paint: &Paint,
        overprints: bool,
        state: &State<'_>,
    ) -> Self {
        let touched = overprints.then(|| touched(&paint.colour, state.overprint_mode)).flatten();
        let shaded = paint.shaded.is_some();
        let uneven = shaded && !inks.is_everywhere();
        let used = if shaded { Used::Shading } else { Used::Graphic };
        let spot = only_spot(&paint.colour);
        Self { overprints: touched, perhaps, uneven, used, spot, ..Self::under(inks, state) }
    }

    /// As the graphics state has it for fills.
    pub(super) fn under(inks: Painted, state: &State<'_>) -> Self {
        Self {
            inks,
            perhaps: false,
            veiled: state.masked,
            uneven: false,
            spot: None,
            overprints: None,
            blend: state.blend,
            opacity: state.fill_opacity,
            masked: state.masked || state.clip_unclear,
            clips: state.clips.clone(),
            used: Used::Graphic,
        }
    }
}

/// The plates that a colour changes where it overprints; nothing where it changes all of them (ISO 32000-1, table 148).
fn touched(colour: &Colour, mode_one: bool) -> Option<[bool; 5]> {
    match colour {
        Colour::Cmyk([c, m, y, k]) if mode_one => Some([*c > 0.0, *m > 0.0, *y > 0.0, *k > 0.0, false]),
        Colour::Inks(tints) => {
            let names: Vec<&str> = tints.iter().map(|(name, _)| name.as_str()).collect();
            touched_by(&names)
        }
        _ => None,
    }
}

/// Whether a colour that overprints leaves cyan, magenta and yellow as they are.
pub(super) fn leaves_colour(colour: &Colour, mode_one: bool) -> bool {
    matches!(touched(colour, mode_one), Some([false, false, false, ..]))
}

/// The spot colour of a colour, where it has but one.
pub(super) fn only_spot(colour: &Colour) -> Option<String> {
    let mut spots = colour.spots();
    spots.next().filter(|_| spots.next().is_none()).map(str::to_owned)
}

/// The plates of named inks.
pub(super) fn touched_by(names: &[&str]) -> Option<[bool; 5]> {
    let process = ["Cyan", "Magenta", "Yellow", "Black"];
    let spot = names.iter().any(|name| !process.contains(name) && !["All", "None"].contains(name));
    let all = names.contains(&"All");
    let [c, m, y, k] = process.map(|plate| all || names.contains(&plate));
    Some([c, m, y, k, spot])
}

impl Walk<'_, '_> {
    /// How the colours of a space are weighed.
    pub(super) fn weight(&mut self, space: &ColourSpace) -> Weight {
        Weight::of(self.document, space, &mut self.budget.functions)
    }

    /// The limit, with some grace.
    fn most_ink(&self) -> f64 {
        f64::from(self.rules.ink_limit) + GRACE
    }

    /// What is known of the inks of a colour that the press converts: nothing. That it is converted is a finding by
    /// itself, which what lies upon it does not say again. It may be printed with all plates, as far as the limit goes.
    fn converted_inks(&mut self) -> Plates {
        self.inked.print([true; 4]);
        let limit = f64::from(self.rules.ink_limit);
        for most in [&mut self.inked.alone, &mut self.inked.most] {
            *most = most.max(limit);
        }
        self.inked.colour = self.inked.colour.max(limit.min(300.0));
        [0.0; 5]
    }

    /// The inks of a colour, and whether they are only the most that they may be; notes their plates. None of a pattern
    /// of its own content: what it paints is noted where it is painted.
    pub(super) fn inks(&mut self, paint: &Paint, used: Used, at: Area) -> Option<(Painted, bool)> {
        let numbers = match &paint.colour {
            Colour::Pattern => return paint.shaded.clone(),
            Colour::Rgb(_) | Colour::Managed(None) => {
                return Some((Painted::Evenly(self.converted_inks()), true));
            }
            Colour::Gray(light) => [0.0, 0.0, 0.0, 1.0 - light],
            Colour::Cmyk(inks) | Colour::Managed(Some(inks)) => *inks,
            Colour::Inks(tints) => {
                let named: Vec<f64> = tints.iter().map(|(_, tint)| *tint).collect();
                self.print_named(tints);
                let weight = match &paint.space.weight {
                    Weight::By(inks) => self
                        .budget
                        .functions
                        .work(inks.steps())
                        .and_then(|()| inks.plates(&named).zip(inks.own(&named))),
                    Weight::Press | Weight::Unknown => None,
                };
                match &weight {
                    // A plate of its own is a plate. What stands for it must not be too much either; what lies upon that
                    // is for whoever makes it of the four inks.
                    Some((standing, own))
                        if total(standing) > self.most_ink() && total(own) <= self.most_ink() =>
                    {
                        self.too_much(used, total(standing), false, false, at);
                    }
                    Some(_) => {}
                    None => self.add(FindingKind::InkUnknown { used }, Some(at)),
                }
                let inks = weight.map(|(_, own)| own);
                let sum = named.iter().sum::<f64>() * 100.0;
                let known = inks.is_some();
                return Some((Painted::Evenly(inks.unwrap_or([0.0, 0.0, 0.0, 0.0, sum])), !known));
            }
        };
        let [c, m, y, k] = numbers.map(|ink| ink * 100.0);
        self.inked.print([c, m, y, k].map(|ink| ink > 0.5));
        Some((Painted::Evenly([c, m, y, k, 0.0]), false))
    }

    /// Notes the plates of named inks.
    pub(super) fn print_named(&mut self, tints: &[(String, f64)]) {
        let colour = Colour::Inks(tints.to_vec());
        let of =
            |plate: &str| tints.iter().any(|(name, tint)| (name == plate || name == "All") && *tint > 0.005);
        self.inked.print(["Cyan", "Magenta", "Yellow", "Black"].map(of));
        for name in colour.spots() {
            let printed = tints.iter().any(|(ink, tint)| ink == name && *tint > 0.0);
            if printed && !self.inked.spots.iter().any(|known| known == name) {
                self.inked.spots.push(name.to_owned());
            }
        }
    }

    /// Notes the plates of something of which only sums are known.
    pub(super) fn print_plates(&mut self, space: &ColourSpace, total: f64, colour: f64) {
        if let Colour::Inks(tints) = space.initial() {
            return self.print_named(&tints);
        }
        let all = colour > 0.5;
        self.inked.print([all, all, all, total > 0.5]);
    }

    /// What is painted in a space of which the pixels are not known: as much of everything as there may be.
    pub(super) fn most_of(&mut self, space: &ColourSpace) -> Option<(Plates, bool)> {
        let tints = match space.initial() {
            Colour::Inks(tints) => tints,
            Colour::Gray(_) => vec![("Black".to_owned(), 1.0)],
            Colour::Pattern => return None,
            Colour::Managed(Some([.., black])) if black > 0.0 => vec![("Black".to_owned(), 1.0)],
            Colour::Rgb(_) | Colour::Managed(None) => return Some((self.converted_inks(), true)),
            Colour::Cmyk(_) | Colour::Managed(Some(_)) => {
                ["Cyan", "Magenta", "Yellow", "Black"].map(|ink| (ink.to_owned(), 1.0)).to_vec()
            }
        };
        self.print_named(&tints);
        let names: Vec<&str> = tints.iter().map(|(name, _)| name.as_str()).collect();
        let [c, m, y, k, spot] = touched_by(&names)?.map(|touched| if touched { 100.0 } else { 0.0 });
        Some(([c, m, y, k, spot], true))
    }

    /// Lays something on the paper, and says where it comes to too much ink.
    pub(super) fn lay(&mut self, coat: Coat, shape: Shape, area: Area, place: Area) {
        let Coat { inks, perhaps, uneven, spot, overprints, blend, opacity, masked, veiled, clips, used } =
            coat;
        let mixing = match (Mixing::by(blend), overprints) {
            (Mixing::KnocksOut, Some(touched)) => Mixing::Overprints(touched),
            (mixing, _) => mixing,
        };
        if blend == Blend::Unknown {
            self.add(FindingKind::InkUnknown { used }, Some(place));
        }
        // To look for what of a gradient is seen costs its steps.
        let inks = match inks {
            Painted::Gradient(gradient, _) if self.budget.functions.work(gradient.steps()).is_none() => {
                Painted::Evenly(gradient.heaviest()[0])
            }
            inks => inks,
        };
        let (most, most_colour) = match &inks {
            Painted::Picture(density, _) => (density.most(), density.most_colour()),
            // Of a gradient what is seen counts.
            inks => inks.heaviest(area).iter().fold((0.0, 0.0), |(most, coloured), inks| {
                (total(inks).max(most), colour(inks).max(coloured))
            }),
        };
        // Of what is seen through only so much is ink (ISO 32000-1, 11.3.3).
        let share = opacity * self.share;
        let (most, most_colour) = (most * share, most_colour * share);
        let perhaps = perhaps || veiled || self.veiled;
        self.inked.alone = self.inked.alone.max(most);
        self.inked.most = self.inked.most.max(most);
        self.inked.colour = self.inked.colour.max(most_colour);
        let limit = self.most_ink();
        if most > limit {
            self.too_much(used, most, perhaps, false, place);
        }
        if self.adrift > 0 {
            return;
        }
        // Letters are somewhere in their rectangle.
        if most > GRACE && used != Used::Text && self.falls_short(area) {
            self.short.get_or_insert(place);
        }
        let shape = if masked { Shape::Somewhere } else { shape };
        let spot = spot.and_then(|spot| self.inked.spots.iter().position(|known| *known == spot));
        let perhaps = perhaps || uneven || blend == Blend::Contrast;
        let thing = Thing { area, shape, clips, inks, mixing, opacity, perhaps, spot };
        let together = self.laid.lay(thing, limit);
        let sum = total(&together.inks);
        if !together.perhaps {
            self.inked.most = self.inked.most.max(sum);
        }
        self.inked.colour = self.inked.colour.max(colour(&together.inks));
        // What a group comes to that is seen through is said of it as one.
        if sum > limit && most <= limit && self.share >= 1.0 {
            self.too_much(used, sum, together.perhaps, true, place);
        }
    }

    /// Notes that something has ink in an area of which it is not known how much.
    pub(super) fn stain(&mut self, area: Area) {
        if self.adrift == 0 {
            self.laid.stain(area);
        }
    }

    /// Whether there is nothing but paper in an area, or at a place where that is nowhere. Of what ends up elsewhere nobody
    /// knows.
    pub(super) fn is_bare(&mut self, area: Area, at: Area) -> bool {
        let area = if area.is_void() { at } else { area };
        self.adrift == 0 && self.laid.is_bare(area)
    }

    /// Notes that there is more ink than the press takes, or that there may be.
    pub(super) fn too_much(&mut self, used: Used, total: f64, perhaps: bool, together: bool, at: Area) {
        let limit = self.rules.ink_limit;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
        let total = total.round() as u16;
        let kind = if perhaps {
            FindingKind::InkUnknown { used }
        } else {
            FindingKind::InkOverLimit { used, total, limit, together }
        };
        self.add(kind, Some(at));
    }

    /// Lays everything since a mark as one, as a group is (ISO 32000-1, 11.4).
    pub(super) fn lay_group(&mut self, mark: usize, state: &State<'_>) {
        let mixing = Mixing::by(state.blend);
        let seen_through = state.masked || state.clip_unclear;
        let as_one = super::laid::Mixed { mixing, opacity: state.fill_opacity, seen_through };
        let limit = self.most_ink();
        let Some((together, area)) = self.laid.group(mark, as_one, limit) else { return };
        if state.blend == Blend::Unknown {
            self.add(FindingKind::InkUnknown { used: Used::Graphic }, Some(area));
        }
        let sum = total(&together.inks);
        let perhaps = together.perhaps || state.masked || self.veiled || state.blend == Blend::Contrast;
        if sum > limit.max(self.inked.alone) && self.share >= 1.0 {
            self.too_much(Used::Graphic, sum, perhaps, true, area);
        }
        if !perhaps {
            self.inked.most = self.inked.most.max(sum);
        }
        self.inked.colour = self.inked.colour.max(colour(&together.inks));
    }
}
