//! What a page paints that stands elsewhere in the file: forms, pictures, patterns, shadings, glyphs of the file's own.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::{Run, Walk};
use crate::preflight::colour::ColourSpace;
use crate::preflight::image::{self, Inks};
use crate::preflight::lookup::{
    array, as_dictionary, dictionary, get, name, number_at, resolve, stream, truth,
};
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::report::{FindingKind, Used};
use crate::preflight::state::State;

impl<'a> Walk<'a, '_> {
    pub(super) fn external_object(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((Object::Stream(object), id)) = self.resource(run.resources, b"XObject", key) else {
            return;
        };
        match name(self.document, &object.dict, b"Subtype") {
            Some(b"Image") => self.image(run, object, id),
            Some(b"Form") => self.form(run, object),
            Some(b"PS") => self.add(FindingKind::ForbiddenObject { what: "PostScript".into() }, None),
            _ => {}
        }
        self.check_filters(object);
        if object.dict.has(b"OPI") {
            self.add(FindingKind::ForbiddenObject { what: "OPI".into() }, None);
        }
        if object.dict.has(b"Alternates") {
            self.add(FindingKind::ForbiddenObject { what: "Alternates".into() }, None);
        }
    }

    /// LZW is in no PDF/X; what came with PDF 1.5 is in none of the flat ones.
    fn check_filters(&mut self, object: &Stream) {
        let filters = object.filters().unwrap_or_default();
        if filters.contains(&b"LZWDecode".as_slice()) {
            self.add(FindingKind::ForbiddenObject { what: "LZW".into() }, None);
        }
        if self.flat && filters.contains(&b"JPXDecode".as_slice()) {
            self.add(FindingKind::ForbiddenObject { what: "JPEG 2000".into() }, None);
        }
        if self.flat
            && number_at(self.document, &object.dict, b"BitsPerComponent").is_some_and(|bits| bits > 8.0)
        {
            self.add(FindingKind::ForbiddenObject { what: "16 bits".into() }, None);
        }
    }

    pub(super) fn form(&mut self, run: &Run<'a>, form: &'a Stream) {
        if form.dict.has(b"Ref") {
            self.add(FindingKind::ForbiddenObject { what: "reference XObject".into() }, None);
        }
        if form.dict.has(b"PS") || name(self.document, &form.dict, b"Subtype2") == Some(b"PS") {
            self.add(FindingKind::ForbiddenObject { what: "PostScript".into() }, None);
        }
        let group = dictionary(self.document, &form.dict, b"Group");
        if group.is_some_and(|group| name(self.document, group, b"S") == Some(b"Transparency")) {
            self.transparent("transparency group", Some(run.state.clip));
        }
        let Some(depth) = run.depth.checked_sub(1) else {
            self.add(FindingKind::TooMuchContent, None);
            return;
        };
        let Some(content) = self.unpacked(form) else { return };
        let mut state = run.state.clone();
        let own = array(self.document, &form.dict, b"Matrix").and_then(|matrix| self.matrix(matrix));
        state.ctm = own.unwrap_or(Matrix::IDENTITY).then(state.ctm);
        let bounds = array(self.document, &form.dict, b"BBox").map(|bounds| self.numbers(bounds));
        if let Some(&[left, bottom, right, top]) = bounds.as_deref() {
            state.clip = state.clip.intersection(Area::of(state.ctm, (left, bottom, right, top)));
        }
        let resources = dictionary(self.document, &form.dict, b"Resources").or(run.resources);
        self.run(&content, resources, state, depth);
    }

    pub(super) fn image(&mut self, run: &Run<'a>, picture: &'a Stream, id: Option<ObjectId>) {
        let area = Area::of(run.state.ctm, (0.0, 0.0, 1.0, 1.0));
        let Some(seen) = self.seen(area, &run.state) else { return };
        let document = self.document;
        self.check_resolution(run, &picture.dict, seen);
        if truth(document, &picture.dict, b"ImageMask") == Some(true) {
            return self.check_stencil(run, seen);
        }
        if stream(document, &picture.dict, b"SMask").is_some() {
            self.transparent("soft mask", Some(seen));
        }
        let space = get(document, &picture.dict, b"ColorSpace")
            .and_then(|space| ColourSpace::read(document, space, run.resources));
        self.check_image_space(space.as_ref(), seen);
        let known = id.and_then(|id| self.images.get(&id).copied());
        let inks = known.unwrap_or_else(|| self.measured(picture, space.as_ref()));
        if let Some(id) = id {
            self.images.insert(id, inks);
        }
        match inks {
            Inks::Most { total, colour } => {
                self.inked.lay_picture(total, colour, seen);
                self.check_total(total, Used::Image, seen);
                if self.rules.black_alone && colour > 2.0 {
                    self.add(FindingKind::ColourOnBlackPage { used: Used::Image }, Some(seen));
                }
            }
            Inks::Broken => self.add(FindingKind::BrokenImage, Some(seen)),
            Inks::CutShort => {
                self.add(FindingKind::PartlyFilledPicture, Some(seen));
                self.ink_of_space(space.as_ref(), seen);
            }
            Inks::Unknown => self.ink_of_space(space.as_ref(), seen),
        }
    }

    /// A stencil is painted in the colour in force.
    fn check_stencil(&mut self, run: &Run<'a>, seen: Area) {
        let state = &run.state;
        self.check_colour(&state.fill.colour, Used::Image, state.fill_overprint, state, seen);
        self.ink(&state.fill.colour, state.fill_overprint, seen, false);
    }

    /// The inks of a picture, paid for by its pixels.
    pub(super) fn measured(&mut self, picture: &Stream, space: Option<&ColourSpace>) -> Inks {
        let pixels = image::cost(self.document, picture);
        let Some(left) = self.budget.pixels.checked_sub(pixels) else {
            self.starved = true;
            return Inks::Unknown;
        };
        self.budget.pixels = left;
        image::inks(self.document, picture, space)
    }

    pub(super) fn inline_image(&mut self, run: &Run<'a>, operands: &[Object]) {
        let Some(Object::Stream(picture)) = operands.first() else { return };
        let area = Area::of(run.state.ctm, (0.0, 0.0, 1.0, 1.0));
        let Some(seen) = self.seen(area, &run.state) else { return };
        self.check_resolution(run, &picture.dict, seen);
        let entry =
            |long: &[u8], short: &[u8]| picture.dict.get(long).or_else(|_| picture.dict.get(short)).ok();
        if entry(b"ImageMask", b"IM").is_some_and(|mask| matches!(mask.as_bool(), Ok(true))) {
            return self.check_stencil(run, seen);
        }
        let space = entry(b"ColorSpace", b"CS")
            .and_then(|space| ColourSpace::read(self.document, space, run.resources));
        self.check_image_space(space.as_ref(), seen);
        self.ink_of_space(space.as_ref(), seen);
    }

    pub(super) fn shading_fill(&mut self, run: &Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((object, _)) = self.resource(run.resources, b"Shading", key) else { return };
        if self.seen(self.sheet.trim, &run.state).is_some()
            && let Some(shading) = as_dictionary(object)
        {
            self.check_shading(shading, run.resources, &run.state);
        }
    }

    /// Looks into a pattern, once a page.
    pub(super) fn pattern(&mut self, run: &Run<'a>, pattern: &[u8]) {
        let Some((object, id)) = self.resource(run.resources, b"Pattern", pattern) else { return };
        if id.is_some_and(|id| !self.patterns.insert(id)) {
            return;
        }
        match object {
            Object::Dictionary(shading) => {
                if let Some(shading) = get(self.document, shading, b"Shading").and_then(as_dictionary) {
                    self.check_shading(shading, run.resources, &run.state);
                }
            }
            Object::Stream(tile) if run.depth > 0 => {
                let Some(content) = self.unpacked(tile) else { return };
                let resources = dictionary(self.document, &tile.dict, b"Resources").or(run.resources);
                // A tile may end up anywhere: it is looked at as if it stood in the middle of the page.
                let trim = self.sheet.trim;
                let middle =
                    Matrix::translation(trim.left + trim.width() / 2.0, trim.bottom + trim.height() / 2.0);
                self.run(&content, resources, State::new(middle), run.depth - 1);
            }
            _ => {}
        }
    }

    /// Looks at the glyphs of a Type 3 font, once a page, as if each stood in the middle of it.
    pub(crate) fn type3(&mut self, font: &'a Dictionary) {
        let Some(glyphs) = dictionary(self.document, font, b"CharProcs") else { return };
        let resources = dictionary(self.document, font, b"Resources");
        let trim = self.sheet.trim;
        let middle = Matrix::translation(trim.left + trim.width() / 2.0, trim.bottom + trim.height() / 2.0);
        let own = array(self.document, font, b"FontMatrix").and_then(|matrix| self.matrix(matrix));
        for (_, glyph) in glyphs {
            let known = glyph.as_reference().is_ok_and(|id| !self.patterns.insert(id));
            let Some(Object::Stream(glyph)) = resolve(self.document, glyph) else { continue };
            if known {
                continue;
            }
            if let Some(content) = self.unpacked(glyph) {
                // A size of 9 points stands for all: only colours matter here, not how large a thing is.
                let scaled = own.unwrap_or(Matrix::IDENTITY).then(Matrix([9.0, 0.0, 0.0, 9.0, 0.0, 0.0]));
                self.run(&content, resources, State::new(scaled.then(middle)), 1);
            }
        }
    }
}
