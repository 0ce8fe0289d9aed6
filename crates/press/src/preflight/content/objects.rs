//! What a page paints that stands elsewhere in the file: forms, pictures, patterns, shadings, glyphs of the file's own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::inked::{Coat, only_spot, touched_by};
use super::laid::{Painted, Shape};
use super::outline::Outline;
use super::own_glyphs::OwnGlyphs;
use super::{Budget, Run, Walk};
use crate::preflight::colour::{Colour, ColourSpace};
use crate::preflight::document::{LZW, is_lzw};
use crate::preflight::image::{self, Weighed};
use crate::preflight::lookup::{array, dictionary, get, name, number_at, resolve, stream, text, truth};
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::packed::{self, Own};
use crate::preflight::report::{FindingKind, Used};
use crate::preflight::state::{Blend, Paint, Space, State};
use crate::preflight::text::Piece;
use crate::preflight::weight::{Inks, Weight, colour, total};

impl<'a> Walk<'a, '_> {
    pub(super) fn external_object(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let at = self.unit_square(run);
        let Some((Object::Stream(object), id)) = self.resource(run, b"XObject", key, Some(at)) else {
            return;
        };
        match name(self.document, &object.dict, b"Subtype") {
            Some(b"Image") => self.image(run, object, id),
            Some(b"Form") => self.form_by_name(run, object, key),
            Some(b"PS") => self.forbidden("PostScript", at),
            _ => {}
        }
        self.check_filters(object, at);
        if object.dict.has(b"OPI") {
            self.forbidden("OPI", at);
        }
        if object.dict.has(b"Alternates") {
            self.forbidden("Alternates", at);
        }
    }

    /// Where a picture would be.
    fn unit_square(&self, run: &Run<'a>) -> Area {
        Area::of(run.state.ctm, (0.0, 0.0, 1.0, 1.0))
    }

    fn forbidden(&mut self, what: &'static str, at: Area) {
        self.add(FindingKind::ForbiddenObject { what: what.into() }, Some(at));
    }

    /// LZW is in no PDF/X; what came with PDF 1.5 is in none of the flat ones.
    fn check_filters(&mut self, object: &Stream, at: Area) {
        let filters = object.filters().unwrap_or_default();
        if is_lzw(object) {
            self.forbidden(LZW, at);
        }
        // PDF 1.4 has it, and the standards that are made of that have not (ISO 15930-4, 6.4).
        if self.flat && filters.contains(&b"JBIG2Decode".as_slice()) {
            self.forbidden("JBIG2", at);
        }
        if self.flat && filters.contains(&b"JPXDecode".as_slice()) {
            self.forbidden("JPEG 2000", at);
        }
        if self.flat
            && number_at(self.document, &object.dict, b"BitsPerComponent").is_some_and(|bits| bits > 8.0)
        {
            self.forbidden("16 bits", at);
        }
    }

    /// A form, where it is not one that is being shown already.
    fn form_by_name(&mut self, run: &Run<'a>, form: &'a Stream, key: &[u8]) {
        let here = std::ptr::from_ref(form).addr();
        if self.forms.contains(&here) {
            let at = self.open(&run.state);
            return self.add(FindingKind::FormInItself { name: text(key) }, Some(at));
        }
        self.forms.push(here);
        self.form(run, form);
        self.forms.pop();
    }

    fn form(&mut self, run: &Run<'a>, form: &'a Stream) {
        let mut state = run.state.clone();
        let own = array(self.document, &form.dict, b"Matrix").and_then(|matrix| self.matrix(matrix));
        state.ctm = own.unwrap_or(Matrix::IDENTITY).then(state.ctm);
        let bounds = array(self.document, &form.dict, b"BBox").map(|bounds| self.numbers(bounds));
        if let Some(&[left, bottom, right, top]) = bounds.as_deref() {
            state.clip = state.clip.intersection(Area::of(state.ctm, (left, bottom, right, top)));
        }
        let at = self.open(&state);
        if form.dict.has(b"Ref") {
            self.forbidden("reference XObject", at);
        }
        if form.dict.has(b"PS") || name(self.document, &form.dict, b"Subtype2") == Some(b"PS") {
            self.forbidden("PostScript", at);
        }
        let group = dictionary(self.document, &form.dict, b"Group");
        let group = group.filter(|group| name(self.document, group, b"S") == Some(b"Transparency"));
        let isolated = group.and_then(|group| truth(self.document, group, b"I")) == Some(true);
        let resources = dictionary(self.document, &form.dict, b"Resources").or(run.resources);
        // It may be named where the group is not isolated too, and not every reader passes it over then.
        let space = group.and_then(|group| get(self.document, group, b"CS"));
        if let Some(space) = space.filter(|_| !state.clip.intersection(self.sheet.bleed).is_void()) {
            self.check_blending(space, resources, at);
        }
        let group = group.is_some();
        if group {
            self.transparent("transparency group", Some(run.state.clip));
            // What is in it mixes among itself first (ISO 32000-1, 11.6.6).
            state.blend = Blend::Normal;
            (state.fill_opacity, state.stroke_opacity, state.masked) = (1.0, 1.0, false);
        }
        let Some(depth) = run.depth.checked_sub(1) else {
            self.add(FindingKind::TooMuchContent, None);
            return;
        };
        let Some(content) = self.unpacked(form, at) else { return };
        let mark = self.laid.mark();
        let around = isolated.then(|| self.laid.isolate(mark));
        let outside = (self.share, self.veiled);
        if group {
            self.share *= run.state.fill_opacity;
            self.veiled |= run.state.masked;
        }
        self.run(&content, resources, state, depth);
        (self.share, self.veiled) = outside;
        around.into_iter().for_each(|around| _ = self.laid.isolate(around));
        if group {
            self.lay_group(mark, &run.state);
        }
    }

    pub(super) fn image(&mut self, run: &Run<'a>, picture: &Stream, id: Option<ObjectId>) {
        let area = self.unit_square(run);
        let Some(seen) = self.seen(area, &run.state) else { return self.unseen_image(run, picture, area) };
        let document = self.document;
        self.check_resolution(run, &picture.dict, seen);
        if truth(document, &picture.dict, b"ImageMask") == Some(true) {
            return self.stencil(run, picture, id, seen);
        }
        let soft = stream(document, &picture.dict, b"SMask").is_some();
        if soft {
            self.transparent("soft mask", Some(seen));
        }
        let space = match self.space_of(run, picture) {
            Ok(space) => space,
            Err(kind) => return self.add(kind, Some(seen)),
        };
        self.check_image_space(&space, seen);
        let weighed = self.weighed(picture, id, &space);
        let masked = soft || picture.dict.has(b"Mask");
        match weighed {
            Weighed::Known(density) => {
                if self.rules.black_alone && density.most_colour() > 2.0 {
                    self.add(FindingKind::ColourOnBlackPage { used: Used::Image }, Some(seen));
                }
                self.print_plates(&space, density.most(), density.most_colour());
                let Some(to_unit) = run.state.ctm.inverse() else { return };
                self.lay_image(run, &space, (Painted::Picture(density, to_unit), soft), masked, seen);
            }
            Weighed::Broken => self.add(FindingKind::BrokenImage, Some(seen)),
            Weighed::CutShort => {
                self.add(FindingKind::PartlyFilledPicture, Some(seen));
                self.lay_unread(run, &space, masked, seen);
            }
            Weighed::Unread => self.lay_unread(run, &space, masked, seen),
            Weighed::Unknown => {
                if !self.is_light(picture, &space) {
                    self.add(FindingKind::InkUnknown { used: Used::Image }, Some(seen));
                }
                self.lay_unread(run, &space, masked, seen);
            }
        }
    }

    /// Looks at the colours of a picture that does not end up on paper.
    fn unseen_image(&mut self, run: &Run<'a>, picture: &Stream, area: Area) {
        if let Some(at) = self.unseen(area, &run.state)
            && let Some(space) = get(self.document, &picture.dict, b"ColorSpace")
            && let Some(space) = ColourSpace::read(self.document, space, run.resources)
            && matches!(space.named(), ColourSpace::Rgb | ColourSpace::Managed { .. })
        {
            self.check_image_space(&space, at);
        }
    }

    /// The space of a picture's colours, or why it is not known. JPEG 2000 may bring its own (ISO 32000-1, 7.4.9), of which
    /// greys alone are followed here.
    fn space_of(&mut self, run: &Run<'a>, picture: &Stream) -> Result<ColourSpace, FindingKind> {
        let document = self.document;
        if let Some(space) = get(document, &picture.dict, b"ColorSpace") {
            return ColourSpace::read(document, space, run.resources).ok_or(FindingKind::BrokenImage);
        }
        match packed::own_colours(document, picture, &mut self.budget.pixels) {
            Some(Own::Grey) => Ok(ColourSpace::Gray),
            Some(Own::Other) => Err(FindingKind::InkUnknown { used: Used::Image }),
            None => Err(FindingKind::BrokenImage),
        }
    }

    /// The inks of a picture, looked into once a page.
    fn weighed(&mut self, picture: &Stream, id: Option<ObjectId>, space: &ColourSpace) -> Weighed {
        let known = id.and_then(|id| self.images.get(&id).cloned());
        let weighed = known.unwrap_or_else(|| self.measured(picture, space));
        if let Some(id) = id {
            self.images.insert(id, weighed.clone());
        }
        weighed
    }

    /// Whether a picture of which the pixels are not known comes to no more than the limit, whatever they are.
    fn is_light(&mut self, picture: &Stream, space: &ColourSpace) -> bool {
        let one_bit = number_at(self.document, &picture.dict, b"BitsPerComponent") == Some(1.0);
        let most = match self.weight(space) {
            Weight::By(inks @ (Inks::Named(_) | Inks::Palette(_))) => inks.most(),
            // A bit is all of its ink or none.
            Weight::By(inks @ Inks::Standing { .. }) if one_bit && space.channels() == 1 => {
                let ends = [0.0, 1.0].map(|tint| inks.plates(&[tint]).map(|plates| total(&plates)));
                let [Some(none), Some(all)] = ends else { return false };
                none.max(all)
            }
            _ => return false,
        };
        most <= f64::from(self.rules.ink_limit)
    }

    /// Lays a picture of which the pixels are not known.
    fn lay_unread(&mut self, run: &Run<'a>, space: &ColourSpace, masked: bool, seen: Area) {
        let most = match self.weight(space) {
            Weight::By(Inks::Palette(palette)) => {
                let heaviest = palette.iter().fold([0.0f64; 5], |most, colour| {
                    std::array::from_fn(|plate| most[plate].max(colour[plate]))
                });
                self.print_plates(space, total(&heaviest), colour(&heaviest));
                Some((heaviest, true))
            }
            _ => self.most_of(space),
        };
        let Some((inks, _)) = most else { return };
        let limit = f64::from(self.rules.ink_limit);
        // What may be too much by itself has been said by then.
        let share = (limit / inks.iter().sum::<f64>().max(1.0)).min(1.0);
        self.lay_image(run, space, (Painted::Evenly(inks.map(|ink| ink * share)), true), masked, seen);
    }

    fn lay_image(
        &mut self,
        run: &Run<'a>,
        space: &ColourSpace,
        inks: (Painted, bool),
        masked: bool,
        seen: Area,
    ) {
        let state = &run.state;
        let [a, b, c, d, ..] = state.ctm.0;
        let upright = (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0);
        let shape = if masked {
            Shape::Somewhere
        } else if upright {
            Shape::Whole
        } else {
            let corners =
                [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| state.ctm.apply(x, y));
            Shape::Filled(Arc::new(Outline { subpaths: vec![corners.to_vec()], even_odd: false }))
        };
        let names = match space.initial() {
            Colour::Inks(tints) if state.fill_overprint => tints,
            _ => Vec::new(),
        };
        let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        let overprints = if names.is_empty() { None } else { touched_by(&names) };
        // Where a press has a plate for a spot colour it prints less than what stands for it.
        let uneven = space.initial().spots().next().is_some();
        let spot = only_spot(&space.initial());
        let coat = Coat {
            perhaps: inks.1,
            uneven,
            spot,
            overprints,
            used: Used::Image,
            ..Coat::under(inks.0, state)
        };
        self.lay(coat, shape, seen, seen);
    }

    /// A stencil is painted in the colour in force.
    fn stencil(&mut self, run: &Run<'a>, picture: &Stream, id: Option<ObjectId>, seen: Area) {
        match self.weighed(picture, id, &ColourSpace::Gray) {
            Weighed::Broken => return self.add(FindingKind::BrokenImage, Some(seen)),
            Weighed::CutShort => self.add(FindingKind::PartlyFilledPicture, Some(seen)),
            Weighed::Known(_) | Weighed::Unread | Weighed::Unknown => {}
        }
        let state = &run.state;
        self.check_colour(&state.fill.colour, Used::Image, state.fill_overprint, state, (seen, seen));
        let Some(inks) = self.inks(&state.fill, Used::Image, seen) else { return };
        let coat = Coat::of(inks, &state.fill, state.fill_overprint, state);
        self.lay(Coat { used: Used::Image, ..coat }, Shape::Somewhere, seen, seen);
    }

    /// The inks of a picture, paid for by its pixels, or by what it really unpacks to where that is more.
    fn measured(&mut self, picture: &Stream, space: &ColourSpace) -> Weighed {
        let weight = self.weight(space);
        let cost = image::cost(self.document, picture, space, &weight);
        let left = self.budget.pixels.checked_sub(cost);
        let weighed = left.and_then(|left| {
            let Budget { functions, pixels, .. } = &mut *self.budget;
            let weighed = image::weigh(self.document, picture, Some(space), &weight, functions, pixels);
            *pixels = left.min(*pixels);
            weighed
        });
        self.starved |= weighed.is_none();
        weighed.unwrap_or(Weighed::Unread)
    }

    /// A picture that stands within the content is one like any other; one that cannot be read is none.
    pub(super) fn inline_image(&mut self, run: &Run<'a>, operands: &[Object]) {
        let at = self.unit_square(run);
        let Some(Object::Stream(picture)) = operands.first() else {
            if let Some(seen) = self.seen(at, &run.state) {
                self.add(FindingKind::BrokenImage, Some(seen));
            }
            return;
        };
        self.image(run, picture, None);
        if !at.intersection(run.state.clip).intersection(self.sheet.bleed).is_void() {
            self.check_filters(picture, at);
        }
    }

    pub(super) fn shading_fill(&mut self, run: &Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((object, _)) = self.resource(run, b"Shading", key, None) else { return };
        if self.seen(self.sheet.trim, &run.state).is_some()
            && let Some(shade) = self.check_shading(object, run.resources, &run.state)
        {
            let at = self.open(&run.state);
            let (inks, perhaps) = shade.painted(run.state.ctm);
            let uneven = !inks.is_everywhere();
            let shape = if uneven { Shape::Somewhere } else { Shape::Whole };
            let coat = Coat { perhaps, uneven, used: Used::Shading, ..Coat::under(inks, &run.state) };
            self.lay(coat, shape, run.state.clip.intersection(self.sheet.bleed), at);
        }
    }

    /// Looks into a pattern, once a page and colour. Of a shading it answers the inks, and whether they are only the most
    /// that they may be: they are laid where something is painted with them.
    pub(super) fn pattern(
        &mut self,
        run: &Run<'a>,
        pattern: &[u8],
        strokes: bool,
        operands: &[Object],
    ) -> Option<(Painted, bool)> {
        let (object, id) = self.resource(run, b"Pattern", pattern, None)?;
        match object {
            Object::Dictionary(pattern) => {
                let shading = get(self.document, pattern, b"Shading")?;
                let to_page = self.pattern_space(run, pattern);
                let shade = self.check_shading(shading, run.resources, &run.state)?;
                return Some(shade.painted(to_page));
            }
            Object::Stream(tile) => {
                let paint = if strokes { &run.state.stroke } else { &run.state.fill };
                self.tile(run, (tile, id), paint, operands);
            }
            _ => {}
        }
        None
    }

    /// From a pattern's own space to the page's (ISO 32000-1, 8.7.3.1).
    fn pattern_space(&self, run: &Run<'a>, pattern: &Dictionary) -> Matrix {
        let own = array(self.document, pattern, b"Matrix").and_then(|matrix| self.matrix(matrix));
        own.unwrap_or(Matrix::IDENTITY).then(run.base)
    }

    /// Looks into a pattern of tiles (ISO 32000-1, 8.7.3).
    fn tile(
        &mut self,
        run: &Run<'a>,
        (tile, id): (&'a Stream, Option<ObjectId>),
        paint: &Paint,
        operands: &[Object],
    ) {
        let Some(depth) = run.depth.checked_sub(1) else {
            return self.add(FindingKind::TooMuchContent, None);
        };
        // One without colours of its own is painted in that of the operands.
        let uncoloured = number_at(self.document, &tile.dict, b"PaintType") == Some(2.0);
        let under = match &paint.space.space {
            ColourSpace::Pattern(Some(space)) if uncoloured => {
                space.colour(self.document, operands).map(|colour| (space, colour))
            }
            _ => None,
        };
        let hash = under.as_ref().map(|(_, colour)| {
            let mut hasher = DefaultHasher::new();
            format!("{colour:?}").hash(&mut hasher);
            hasher.finish()
        });
        if id.is_some_and(|id| !self.patterns.insert((id, hash))) {
            return;
        }
        let Some(content) = self.unpacked(tile, self.open(&run.state)) else { return };
        let resources = dictionary(self.document, &tile.dict, b"Resources").or(run.resources);
        let placed = self.pattern_space(run, &tile.dict);
        let bounds = array(self.document, &tile.dict, b"BBox").map(|bounds| self.numbers(bounds));
        let bounds = match bounds.as_deref() {
            Some(&[left, bottom, right, top]) => Some((left, bottom, right, top)),
            _ => None,
        };
        let area = bounds.map_or(Area::of(placed, (0.0, 0.0, 0.0, 0.0)), |bounds| Area::of(placed, bounds));
        // A tile may end up anywhere: it is looked at as if it stood in the middle of the page.
        let there = self.in_the_middle(area);
        let moved = Matrix::translation(there.left - area.left, there.bottom - area.bottom);
        let mut state = State::new(placed.then(moved));
        if bounds.is_some() {
            state.clip = there;
        }
        if let Some((space, colour)) = under {
            let space = Space { space: (**space).clone(), weight: paint.space.weight.clone() };
            state.fill = Arc::new(Paint { space: Arc::new(space), colour, shaded: None });
            state.stroke = Arc::clone(&state.fill);
        }
        let shown_at = self.shown_at.filter(|_| self.adrift > 0);
        let before = std::mem::replace(&mut self.shown_at, shown_at);
        self.adrift += 1;
        self.run(&content, resources, state, depth);
        self.adrift -= 1;
        self.shown_at = before;
    }

    /// Looks at the glyphs of a Type 3 font that a text at a place shows, each once a page, as if it stood in the middle of it.
    /// They may show text in fonts of their own: `depth` is how deep that may still go.
    pub(crate) fn type3(&mut self, font: &'a Dictionary, pieces: &[Piece<'_>], at: Area, depth: usize) {
        if !font.has(b"CharProcs") {
            return;
        }
        let Some(depth) = depth.checked_sub(1) else {
            return self.add(FindingKind::TooMuchContent, None);
        };
        let (here, document) = (std::ptr::from_ref(font).addr(), self.document);
        let glyphs = self.glyphs.entry(here).or_insert_with(|| OwnGlyphs::of(document, font)).new_in(pieces);
        let shown_at = if self.adrift == 0 { Some(at) } else { self.shown_at };
        let before = std::mem::replace(&mut self.shown_at, shown_at);
        let resources = dictionary(self.document, font, b"Resources");
        let (x, y) = self.middle();
        let middle = Matrix::translation(x, y);
        let own = array(self.document, font, b"FontMatrix").and_then(|matrix| self.matrix(matrix));
        for glyph in glyphs {
            let known = glyph.as_reference().is_ok_and(|id| !self.patterns.insert((id, None)));
            let Some(Object::Stream(glyph)) = resolve(self.document, glyph) else { continue };
            if known {
                continue;
            }
            if let Some(content) = self.unpacked(glyph, self.sheet.trim) {
                // A size of 9 points stands for all: only colours matter here, not how large a thing is.
                let scaled = own.unwrap_or(Matrix::IDENTITY).then(Matrix([9.0, 0.0, 0.0, 9.0, 0.0, 0.0]));
                self.adrift += 1;
                self.in_glyph += 1;
                self.run(&content, resources, State::new(scaled.then(middle)), depth);
                self.in_glyph -= 1;
                self.adrift -= 1;
            }
        }
        self.shown_at = before;
    }
}
