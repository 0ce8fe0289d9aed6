//! What the press thinks of a colour, a line, a picture's pixels.

use broadsheet_layout::frame::whole_dpi;
use lopdf::{Dictionary, Object, Stream};

use super::inked::Shade;
use super::operations::Operations;
use super::{Run, Walk};
use crate::preflight::colour::{Colour, ColourSpace};
use crate::preflight::gradient::Gradient;
use crate::preflight::lookup::{as_dictionary, dictionary, get, number_at, stream};
use crate::preflight::matrix::Area;
use crate::preflight::report::{FindingKind, Used};
use crate::preflight::shading;
use crate::preflight::state::State;
use crate::preflight::weight::{self, Weight, total};

/// Black of at least this much is meant as black.
const BLACK: f64 = 80.0;
/// Three inks of about the same strength, this far apart at most, look grey, and this dark, black.
const NEUTRAL: f64 = 20.0;
const DARK: f64 = 60.0;
/// Other inks of up to this much are no colour in a black.
const GRACE: f64 = 1.0;
/// Ink of up to this much is no more than a breath on the paper.
const BREATH: f64 = 2.0;

/// Whether inks together look black, or nearly: what a program makes of black text that it takes for a colour.
fn is_composite([c, m, y, k]: [f64; 4]) -> bool {
    let (least, most) = (c.min(m).min(y), c.max(m).max(y));
    most - least <= NEUTRAL && k + least * (1.0 - k / 100.0) >= DARK
}

impl<'a> Walk<'a, '_> {
    pub(super) fn check_thickness(&mut self, thickness: f64, at: Area) {
        if self.in_glyph > 0 {
            return;
        }
        // A line of exactly the least thickness comes back a little thinner from single precision.
        if thickness < self.rules.thinnest_pt - 0.005 && at.width().max(at.height()) > 1.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a small positive number"
            )]
            let hundredths_pt = (thickness * 100.0).round() as u16;
            self.add(FindingKind::Hairline { hundredths_pt }, Some(at));
        }
    }

    /// Looks at a colour that is put on paper, somewhere in an area, and told at a place.
    pub(crate) fn check_colour(
        &mut self,
        colour: &Colour,
        used: Used,
        overprints: bool,
        state: &State<'_>,
        (area, at): (Area, Area),
    ) {
        match colour {
            Colour::Rgb(_) => self.add(FindingKind::DeviceRgb { used }, Some(at)),
            Colour::Managed(inks) => self.converted(used, managed(state), inks.is_some(), at),
            _ => {}
        }
        for spot in colour.spots() {
            self.add(FindingKind::SpotColour { name: spot.to_owned() }, Some(at));
        }
        if matches!(colour, Colour::Inks(_))
            && let Some(paint) =
                [&state.fill, &state.stroke].into_iter().find(|paint| paint.colour == *colour)
        {
            self.check_standing(used, paint.space.space.named(), at);
        }
        self.check_black_alone(colour, used, at);
        if overprints && colour.vanishes(state.overprint_mode) && !self.is_bare(area, at) {
            self.add(FindingKind::WhiteOverprints, Some(at));
        }
    }

    /// Where colour is inks alone, so is what stands for a named ink on a press that has none (ISO 15930-4, 6.3): greys or the
    /// four inks by number.
    fn check_standing(&mut self, used: Used, space: &ColourSpace, at: Area) {
        let ColourSpace::Inks { names, tint } = space else { return };
        let other = match &tint.alternate {
            Some(ColourSpace::Rgb) => "DeviceRGB",
            Some(ColourSpace::Managed { name, .. }) => name.as_str(),
            _ => return,
        };
        if self.inks_alone {
            let space = format!("{} → {other}", names.join(", "));
            self.add(FindingKind::ConvertedColour { used, space, forbidden: true }, Some(at));
        }
    }

    /// Where something is that does not end up on paper, if the file's standard has rules for that too: where colour is inks
    /// alone it is so on all of the sheet (ISO 15930-4, 6.3).
    pub(super) fn unseen(&self, area: Area, state: &State<'_>) -> Option<Area> {
        let there = area.intersection(state.clip).intersection(self.sheet.media);
        (self.inks_alone && !there.is_void()).then_some(there)
    }

    /// Looks at a colour that does not end up on paper.
    pub(super) fn check_unseen(&mut self, colour: &Colour, used: Used, state: &State<'_>, area: Area) {
        let Some(at) = self.unseen(area, state) else { return };
        match colour {
            Colour::Rgb(_) => self.add(FindingKind::DeviceRgb { used }, Some(at)),
            Colour::Managed(inks) => self.converted(used, managed(state), inks.is_some(), at),
            _ => {}
        }
    }

    /// On a page of black alone, any other ink and whatever has to be converted is a fault. (Device RGB is one anyway.)
    fn check_black_alone(&mut self, colour: &Colour, used: Used, at: Area) {
        let other = match colour {
            Colour::Rgb(_) | Colour::Pattern => false,
            Colour::Managed(Some([c, m, y, _])) => (c + m + y) * 100.0 > BREATH,
            Colour::Managed(None) => true,
            _ => {
                colour.spots().next().is_some()
                    || colour.inks().is_some_and(|[c, m, y, _]| c + m + y > BREATH)
            }
        };
        // Registration marks print on every plate that there is.
        let all = matches!(colour, Colour::Inks(tints) if tints.iter().all(|(name, _)| name == "All"));
        if self.rules.black_alone && other && !all {
            self.add(FindingKind::ColourOnBlackPage { used }, Some(at));
        }
    }

    /// Letters left white in ink, or nearly so, must be large enough to stay open. On bare paper nobody sees them.
    pub(super) fn check_reversed(&mut self, colour: &Colour, size: f64, (area, at): (Area, Area)) {
        let white = colour.inks().is_some_and(|inks| inks.iter().sum::<f64>() <= BREATH);
        if white && size < self.rules.least_reversed_pt - 0.05 && !self.is_bare(area, at) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a small positive number"
            )]
            let tenths_pt = (size * 10.0).round() as u16;
            self.add(FindingKind::SmallReversedText { tenths_pt }, Some(at));
        }
    }

    /// Notes a colour that the press would have to convert; `inks` where its numbers are inks or greys.
    pub(super) fn converted(&mut self, used: Used, space: String, inks: bool, at: Area) {
        let forbidden = self.inks_alone || self.rules.inks_alone && !inks;
        self.add(FindingKind::ConvertedColour { used, space, forbidden }, Some(at));
    }

    /// Notes a space that colours are mixed in and that is not the press's (ISO 32000-1, 11.3.4): whatever inks are
    /// painted in it become others.
    pub(super) fn check_blending(&mut self, space: &Object, resources: Option<&'a Dictionary>, at: Area) {
        let space = ColourSpace::read(self.document, space, resources);
        // Named inks are none to mix in: a reader passes them over.
        if let Some(space) = space.filter(|space| !matches!(space, ColourSpace::Inks { .. })) {
            self.check_space(Used::Graphic, &space, at);
        }
    }

    /// Notes the colour spaces of a soft mask's group, and of what is painted in it. What they come to is no ink; they are in
    /// the file all the same, where the standard has no others than the press's (ISO 15930-7, 6.2.4).
    pub(super) fn check_mask(&mut self, run: &Run<'a>, mask: &'a Dictionary) {
        let at = run.state.clip.intersection(self.sheet.bleed);
        let form = stream(self.document, mask, b"G").filter(|_| !at.is_void());
        if let Some(form) = form {
            self.check_masking(form, run.resources, at, run.depth);
        }
    }

    fn check_masking(&mut self, form: &'a Stream, around: Option<&'a Dictionary>, at: Area, depth: usize) {
        let Some(deeper) = depth.checked_sub(1) else { return };
        if !self.masks.insert(std::ptr::from_ref(form).addr()) {
            return;
        }
        let document = self.document;
        let resources = dictionary(document, &form.dict, b"Resources").or(around);
        let group = dictionary(document, &form.dict, b"Group");
        if let Some(space) = group.and_then(|group| get(document, group, b"CS")) {
            self.check_mask_space(space, resources, at);
        }
        let Some(content) = self.unpacked(form, at) else { return };
        let named = |kind: &[u8], key: &Object| {
            let kinds = dictionary(document, resources?, kind)?;
            get(document, kinds, key.as_name().ok()?)
        };
        let channels = |space: &Object| Some(ColourSpace::read(document, space, resources)?.channels());
        let mut operations = Operations::of(&content, &channels);
        while let Some(operation) = operations.next() {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            match operation {
                Ok(("rg" | "RG", _)) => self.check_mask_space(&"DeviceRGB".into(), resources, at),
                Ok(("cs" | "CS", [space])) => {
                    let space = space.clone();
                    self.check_mask_space(&space, resources, at);
                }
                Ok(("BI", [Object::Stream(picture)])) => {
                    let space = [&b"ColorSpace"[..], b"CS"].iter().find_map(|key| picture.dict.get(key).ok());
                    if let Some(space) = space.cloned() {
                        self.check_mask_space(&space, resources, at);
                    }
                }
                Ok(("sh", [key])) => {
                    let shading = named(b"Shading", key).and_then(as_dictionary);
                    if let Some(space) = shading.and_then(|shading| get(document, shading, b"ColorSpace")) {
                        self.check_mask_space(space, resources, at);
                    }
                }
                Ok(("Do", [key])) => {
                    let Some(Object::Stream(what)) = named(b"XObject", key) else { continue };
                    match get(document, &what.dict, b"ColorSpace") {
                        Some(space) => self.check_mask_space(space, resources, at),
                        None => self.check_masking(what, resources, at, deeper),
                    }
                }
                _ => {}
            }
        }
    }

    /// As [`Self::check_blending`], of a palette's colours too.
    fn check_mask_space(&mut self, space: &Object, resources: Option<&'a Dictionary>, at: Area) {
        match ColourSpace::read(self.document, space, resources) {
            Some(ColourSpace::Indexed { base, .. } | ColourSpace::Pattern(Some(base))) => {
                self.check_space(Used::Graphic, &base, at);
            }
            Some(ColourSpace::Inks { .. }) | None => {}
            Some(space) => self.check_space(Used::Graphic, &space, at),
        }
    }

    /// Black text is black ink only, and prints over what lies below.
    pub(super) fn check_black(&mut self, colour: &Colour, overprints: bool, size: f64, at: Area) {
        let inks = match colour {
            Colour::Managed(inks) => inks.map(|inks| inks.map(|ink| ink * 100.0)),
            colour => colour.inks(),
        };
        let Some(inks @ [c, m, y, k]) = inks else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 100; sizes saturate"
        )]
        if c + m + y > GRACE && (k >= BLACK || is_composite(inks)) {
            let kind = FindingKind::RichBlackText {
                inks: inks.map(|ink| ink.round() as u8),
                size_pt: size.round() as u16,
            };
            self.add(kind, Some(at));
        } else if k >= 100.0 - 0.2 && !overprints {
            self.add(FindingKind::BlackKnocksOut, Some(at));
        }
    }

    pub(super) fn check_resolution(&mut self, run: &Run<'a>, image: &Dictionary, seen: Area) {
        if self.in_glyph > 0 {
            return;
        }
        let side = |long: &[u8], short: &[u8]| {
            number_at(self.document, image, long).or_else(|| number_at(self.document, image, short))
        };
        let (Some(width), Some(height)) = (side(b"Width", b"W"), side(b"Height", b"H")) else { return };
        let (across, down) = run.state.ctm.scales();
        if across <= 0.0 || down <= 0.0 {
            return;
        }
        let dpi = (width / (across / 72.0)).min(height / (down / 72.0));
        let rounded = whole_dpi(dpi);
        // A few pixels of flat colour are a trick of drawing programs, not a picture.
        let picture = width > 8.0 && height > 8.0;
        let line_art = side(b"BitsPerComponent", b"BPC") == Some(1.0)
            || [&b"ImageMask"[..], b"IM"]
                .iter()
                .any(|key| matches!(image.get(key).map(Object::as_bool), Ok(Ok(true))));
        // Half a per cent of grace: a picture brought down to exactly the limit has whole pixels.
        if picture && dpi < self.rules.enough_dpi * 0.995 {
            let severe = dpi < self.rules.least_dpi * 0.995;
            self.add(FindingKind::LowResolution { dpi: rounded, severe }, Some(seen));
        } else if picture && !line_art && dpi > self.rules.most_dpi {
            self.add(FindingKind::ExcessiveResolution { dpi: rounded }, Some(seen));
        }
    }

    pub(super) fn check_image_space(&mut self, space: &ColourSpace, seen: Area) {
        let base = match space {
            ColourSpace::Indexed { base, .. } => base.as_ref(),
            other => other,
        };
        self.check_space(Used::Image, base, seen);
    }

    /// Notes a space that is not the press's, and the spot colours of one.
    fn check_space(&mut self, used: Used, space: &ColourSpace, at: Area) {
        match space {
            ColourSpace::Rgb => self.add(FindingKind::DeviceRgb { used }, Some(at)),
            ColourSpace::Managed { name, .. } => {
                self.converted(used, name.clone(), space.is_inks() || space.is_grey(), at);
            }
            ColourSpace::Inks { .. } => {
                self.check_standing(used, space, at);
                for spot in space.initial().spots() {
                    self.add(FindingKind::SpotColour { name: spot.to_owned() }, Some(at));
                }
            }
            _ => {}
        }
    }

    /// Looks at a shading, and answers its inks; once a page.
    pub(super) fn check_shading(
        &mut self,
        shading: &'a Object,
        resources: Option<&'a Dictionary>,
        state: &State<'_>,
    ) -> Option<Shade> {
        let here = std::ptr::from_ref(shading).addr();
        if let Some(known) = self.shadings.get(&here) {
            return known.clone();
        }
        let weighed = self.weigh_shading(shading, resources, state);
        self.shadings.insert(here, weighed.clone());
        weighed
    }

    fn weigh_shading(
        &mut self,
        shading: &'a Object,
        resources: Option<&'a Dictionary>,
        state: &State<'_>,
    ) -> Option<Shade> {
        let entries = as_dictionary(shading)?;
        let space = get(self.document, entries, b"ColorSpace");
        let at = self.open(state);
        let Some(space) = space.and_then(|space| ColourSpace::read(self.document, space, resources)) else {
            self.add(FindingKind::InkUnknown { used: Used::Shading }, Some(at));
            return None;
        };
        self.check_space(Used::Shading, &space, at);
        let weighed = match self.weight(&space) {
            Weight::Press => self.most_of(&space).map(|(inks, perhaps)| Shade::Heaviest(inks, perhaps)),
            Weight::Unknown => None,
            Weight::By(inks) => {
                let functions = &mut self.budget.functions;
                let gradient = Gradient::read(self.document, entries, &inks, functions, &mut self.points);
                let (heaviest, shade) = match gradient {
                    Some(gradient) => (gradient.heaviest()[0], Some(Shade::Gradient(gradient.into()))),
                    None => {
                        let heaviest = shading::weigh(self.document, shading, &inks, functions);
                        (heaviest.unwrap_or_default(), heaviest.map(|inks| Shade::Heaviest(inks, false)))
                    }
                };
                if shade.is_some() {
                    self.print_plates(&space, total(&heaviest), weight::colour(&heaviest));
                }
                shade
            }
        };
        if weighed.is_none() {
            self.add(FindingKind::InkUnknown { used: Used::Shading }, Some(at));
        }
        weighed
    }
}

/// The name of the space of a colour that the press converts.
fn managed(state: &State<'_>) -> String {
    match (&state.fill.space.space, &state.stroke.space.space) {
        (ColourSpace::Managed { name, .. }, _) | (_, ColourSpace::Managed { name, .. }) => name.clone(),
        _ => "ICC".to_owned(),
    }
}
