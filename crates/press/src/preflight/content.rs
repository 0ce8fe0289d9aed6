//! Walks what a page paints, with its graphics state, and looks at every colour, line, letter and picture as the
//! press would see it (ISO 32000-1, chapters 8 and 9).
//!
//! Only what can end up on paper counts: what lies wholly outside the bleed, printers' marks above all, may be in any
//! colour. Places are as exact as they need be to find a thing: a letter is where its string begins, a clip is the
//! rectangle around it.

use std::collections::{BTreeMap, BTreeSet};

use broadsheet_layout::frame::whole_dpi;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::boxes::Sheet;
use super::colour::{Colour, ColourSpace};
use super::document::Standard;
use super::image::{self, Inks};
use super::lookup::{
    array, as_dictionary, dictionary, get, inherited, name, number, number_at, resolve, stream, truth,
};
use super::matrix::{Area, Matrix};
use super::report::{FindingKind, Findings, Rules, Used};
use super::state::{Paint, State};
use super::text::{self, TextPlace};

/// Operations that are looked at on one page. A full newspaper page has some 20,000.
const MOST_OPERATIONS: usize = 1_500_000;
/// Operations that are looked at in all: those of five hundred full pages.
const MOST_OPERATIONS_IN_ALL: usize = 10_000_000;
/// Bytes of content that are unpacked in all: those of a thousand full pages.
const MOST_CONTENT: usize = 256 * 1024 * 1024;
/// Bytes of pictures that are unpacked in all: seven newspaper pages covered with them at 300 pixels an inch, or the
/// pictures of a whole issue.
const MOST_PIXELS: usize = 512 * 1024 * 1024;
/// How deep forms may stand in one another.
const DEEPEST_FORM: usize = 16;
/// Black of at least this much is meant as black.
const BLACK: f64 = 80.0;
/// Sums of inks are compared with this much grace: eight bits a plate round by half a per cent in all.
const GRACE: f64 = 1.0;

/// What a file may still cost. It is short enough to write a few bytes that unfold to days of work, so all pages
/// share one purse; what it does not reach is a finding, never passed over.
pub(crate) struct Budget {
    /// Operations.
    operations: usize,
    /// Bytes of content streams, forms, patterns and glyphs.
    content: usize,
    /// Bytes of pictures.
    pixels: usize,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self { operations: MOST_OPERATIONS_IN_ALL, content: MOST_CONTENT, pixels: MOST_PIXELS }
    }
}

/// What every page is looked at with.
pub(crate) struct Ground<'a> {
    /// The file.
    pub(crate) document: &'a Document,
    /// The standard that it names.
    pub(crate) standard: &'a Standard,
    /// What it is checked for.
    pub(crate) rules: &'a Rules,
}

/// Checks what page `number` paints.
pub(crate) fn check(
    ground: &Ground<'_>,
    id: ObjectId,
    number: u32,
    sheet: &Sheet,
    budget: &mut Budget,
    findings: &mut Findings,
) {
    let &Ground { document, standard, rules } = ground;
    let Ok(page) = document.get_dictionary(id) else { return };
    let most = MOST_OPERATIONS.min(budget.operations);
    let mut walk = Walk {
        document,
        rules,
        flat: standard.is_flat(),
        inks_alone: standard.is_inks_alone(),
        page: number,
        sheet,
        findings,
        left: most,
        budget,
        starved: false,
        painted: false,
        reaches_edge: false,
        images: BTreeMap::new(),
        patterns: BTreeSet::new(),
    };
    if dictionary(document, page, b"Group").is_some() {
        walk.transparent("page group");
    }
    let resources = inherited(document, page, b"Resources").and_then(as_dictionary);
    let content = document.get_page_content_with_limit(id, super::LARGEST_STREAM.min(walk.budget.content));
    match content {
        Ok(content) => {
            walk.budget.content = walk.budget.content.saturating_sub(content.len());
            walk.run(&content, resources, State::new(sheet.user_space()), DEEPEST_FORM);
        }
        Err(_) => walk.spent_or_broken(),
    }
    walk.budget.operations = walk.budget.operations.saturating_sub(most - walk.left);
    walk.starved |= walk.left == 0;
    if walk.starved {
        walk.add(FindingKind::TooMuchContent, None);
    } else if !walk.painted {
        walk.add(FindingKind::EmptyPage, None);
    }
    if walk.reaches_edge && sheet.bleed.holds(sheet.trim) && sheet.trim.holds(sheet.bleed) {
        walk.add(FindingKind::NoBleed, None);
    }
}

/// The walk over one page.
pub(crate) struct Walk<'a, 'f> {
    pub(crate) document: &'a Document,
    rules: &'f Rules,
    flat: bool,
    page: u32,
    sheet: &'f Sheet,
    findings: &'f mut Findings,
    /// Whether its standard knows inks by number alone.
    inks_alone: bool,
    left: usize,
    budget: &'f mut Budget,
    /// Whether something was not looked at because it would have cost too much.
    starved: bool,
    painted: bool,
    reaches_edge: bool,
    images: BTreeMap<ObjectId, Inks>,
    /// Patterns and glyphs that were looked into.
    patterns: BTreeSet<ObjectId>,
}

/// One content stream under way.
struct Run<'a> {
    resources: Option<&'a Dictionary>,
    state: State<'a>,
    kept: Vec<State<'a>>,
    /// Where the subpaths of the current path lie.
    path: Vec<Area>,
    current: (f64, f64),
    /// Whether the path will clip.
    clips: bool,
    text: TextPlace,
    depth: usize,
}

impl<'a> Walk<'a, '_> {
    /// Notes a finding of this page.
    pub(crate) fn add(&mut self, kind: FindingKind, at: Option<Area>) {
        let place = at.map(|area| self.sheet.place(area));
        self.findings.add(kind, Some(self.page), place);
    }

    /// A stream's content, paid for; where there is none, why is noted.
    fn unpacked(&mut self, stream: &Stream) -> Option<Vec<u8>> {
        let limit = super::LARGEST_STREAM.min(self.budget.content);
        if self.budget.content == 0 {
            self.starved = true;
            return None;
        }
        match stream.get_plain_content_with_limit(limit) {
            Ok(content) => {
                // An empty form costs its call.
                self.budget.content = self.budget.content.saturating_sub(content.len().max(64));
                Some(content)
            }
            Err(_) => {
                self.spent_or_broken();
                None
            }
        }
    }

    /// Notes that a stream could not be unpacked: because it is broken, or because it is more than there is left for.
    fn spent_or_broken(&mut self) {
        if self.budget.content < super::LARGEST_STREAM / 2 {
            self.starved = true;
        } else {
            self.add(FindingKind::BrokenContent, None);
        }
    }

    fn transparent(&mut self, what: &'static str) {
        if self.flat {
            self.add(FindingKind::Transparency { what }, None);
        }
    }

    /// Walks a content stream.
    fn run(&mut self, content: &[u8], resources: Option<&'a Dictionary>, state: State<'a>, depth: usize) {
        let mut run = Run {
            resources,
            state,
            kept: Vec::new(),
            path: Vec::new(),
            current: (0.0, 0.0),
            clips: false,
            text: TextPlace::default(),
            depth,
        };
        for operation in Content::decode_iter(content) {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            let Ok(operation) = operation else {
                self.add(FindingKind::BrokenContent, None);
                return;
            };
            self.step(&mut run, &operation);
        }
    }

    fn step(&mut self, run: &mut Run<'a>, operation: &Operation) {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            // A page that never brings its states back must not eat the memory.
            "q" if run.kept.len() < 4096 => run.kept.push(run.state.clone()),
            "Q" => {
                if let Some(state) = run.kept.pop() {
                    run.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = self.matrix(operands) {
                    run.state.ctm = matrix.then(run.state.ctm);
                }
            }
            "w" => run.state.line_width = self.numbers(operands).first().copied().unwrap_or(1.0),
            "gs" => self.graphics_state(run, operands),
            "Do" => self.external_object(run, operands),
            "sh" => self.shading_fill(run, operands),
            "BI" => self.inline_image(run, operands),
            "m" | "l" | "c" | "v" | "y" | "re" | "h" => self.path(run, operation),
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "n" => {
                self.paint_path(run, operation.operator.as_str());
            }
            "W" | "W*" => run.clips = true,
            "g" | "G" | "rg" | "RG" | "k" | "K" | "cs" | "CS" | "sc" | "SC" | "scn" | "SCN" => {
                self.colour(run, operation);
            }
            _ => self.text_operation(run, operation),
        }
    }

    fn numbers(&self, operands: &[Object]) -> Vec<f64> {
        operands.iter().filter_map(|operand| number(self.document, operand)).collect()
    }

    fn matrix(&self, operands: &[Object]) -> Option<Matrix> {
        self.numbers(operands).as_slice().try_into().ok().map(Matrix)
    }

    fn path(&mut self, run: &mut Run<'a>, operation: &Operation) {
        let numbers = self.numbers(&operation.operands);
        let ctm = run.state.ctm;
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("re", &[x, y, width, height]) => {
                run.path.push(Area::of(ctm, (x, y, x + width, y + height)));
                run.current = ctm.apply(x, y);
            }
            ("m", &[x, y]) => {
                run.current = ctm.apply(x, y);
                let mut area = Area::EMPTY;
                area.include(run.current);
                run.path.push(area);
            }
            ("l" | "c" | "v" | "y", points) => {
                if run.path.is_empty() {
                    run.path.push(Area::EMPTY);
                }
                for point in points.chunks_exact(2) {
                    run.current = ctm.apply(point[0], point[1]);
                    if let Some(area) = run.path.last_mut() {
                        area.include(run.current);
                    }
                }
            }
            _ => {}
        }
    }

    fn paint_path(&mut self, run: &mut Run<'a>, operator: &str) {
        let path = std::mem::take(&mut run.path);
        if operator != "n" {
            let fills = !matches!(operator, "S" | "s");
            let strokes = matches!(operator, "S" | "s" | "B" | "B*" | "b" | "b*");
            let width = run.state.line_width * run.state.ctm.scale();
            for &area in &path {
                let Some(seen) = self.seen(area, &run.state) else { continue };
                if fills {
                    self.check_fill(run, area, seen);
                }
                if strokes {
                    self.check_colour(
                        &run.state.stroke.colour,
                        Used::Graphic,
                        run.state.stroke_overprint,
                        &run.state,
                        seen,
                    );
                    if !run.state.stroke.colour.inks().is_some_and(|inks| inks == [0.0; 4]) {
                        self.check_thickness(width, seen);
                    }
                }
            }
        }
        if std::mem::take(&mut run.clips) {
            let mut clip = Area::EMPTY;
            for area in path {
                clip.include((area.left, area.bottom));
                clip.include((area.right, area.top));
            }
            run.state.clip = run.state.clip.intersection(clip);
        }
    }

    fn check_fill(&mut self, run: &Run<'a>, area: Area, seen: Area) {
        self.check_colour(&run.state.fill.colour, Used::Graphic, run.state.fill_overprint, &run.state, seen);
        let white = run.state.fill.colour.inks().is_some_and(|inks| inks == [0.0; 4]);
        if !white {
            self.check_thickness(area.width().min(area.height()), seen);
        }
    }

    /// What of an area can end up on paper; notes that something does.
    fn seen(&mut self, area: Area, state: &State<'_>) -> Option<Area> {
        let seen = area.intersection(state.clip).intersection(self.sheet.bleed);
        if seen.is_void() {
            return None;
        }
        self.painted = true;
        let trim = self.sheet.trim;
        let near = 0.5;
        self.reaches_edge |= seen.left < trim.left + near
            || seen.bottom < trim.bottom + near
            || seen.right > trim.right - near
            || seen.top > trim.top - near;
        Some(seen)
    }

    fn check_thickness(&mut self, thickness: f64, at: Area) {
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

    /// Looks at a colour that is put on paper.
    pub(crate) fn check_colour(
        &mut self,
        colour: &Colour,
        used: Used,
        overprints: bool,
        state: &State<'_>,
        at: Area,
    ) {
        match colour {
            Colour::Rgb(_) => self.add(FindingKind::DeviceRgb { used }, Some(at)),
            Colour::Managed => {
                let space = match (&state.fill.space, &state.stroke.space) {
                    (ColourSpace::Managed { name, .. }, _) | (_, ColourSpace::Managed { name, .. }) => {
                        name.clone()
                    }
                    _ => "ICC".to_owned(),
                };
                self.converted(used, space, at);
            }
            _ => {}
        }
        for spot in colour.spots() {
            self.add(FindingKind::SpotColour { name: spot.to_owned() }, Some(at));
        }
        let Some(inks) = colour.inks() else { return };
        self.check_total(inks.iter().sum(), used, at);
        let vanishes =
            overprints && state.overprint_mode && matches!(colour, Colour::Cmyk(_)) && inks == [0.0; 4];
        if vanishes {
            self.add(FindingKind::WhiteOverprints, Some(at));
        }
    }

    /// Notes a colour that the press would have to convert.
    fn converted(&mut self, used: Used, space: String, at: Area) {
        self.add(FindingKind::ConvertedColour { used, space, forbidden: self.inks_alone }, Some(at));
    }

    fn check_total(&mut self, total: f64, used: Used, at: Area) {
        let limit = self.rules.ink_limit;
        if total > f64::from(limit) + GRACE {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 400")]
            let total = total.round() as u16;
            self.add(FindingKind::InkOverLimit { used, total, limit }, Some(at));
        }
    }

    fn colour(&mut self, run: &mut Run<'a>, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let operator = operation.operator.as_str();
        let device = match operator.to_ascii_lowercase().as_str() {
            "g" => Some(ColourSpace::Gray),
            "rg" => Some(ColourSpace::Rgb),
            "k" => Some(ColourSpace::Cmyk),
            _ => None,
        };
        let strokes = operator.starts_with(|first: char| first.is_ascii_uppercase());
        let pattern = matches!(operator, "scn" | "SCN").then(|| operands.last()?.as_name().ok()).flatten();
        if let Some(pattern) = pattern {
            self.pattern(run, pattern);
        }
        let paint = if strokes { &mut run.state.stroke } else { &mut run.state.fill };
        if let Some(space) = device {
            if let Some(colour) = space.colour(self.document, operands) {
                *paint = Paint { space, colour };
            }
        } else if matches!(operator, "cs" | "CS") {
            let space =
                operands.first().and_then(|operand| ColourSpace::read(self.document, operand, run.resources));
            if let Some(space) = space {
                *paint = Paint { colour: space.initial(), space };
            }
        } else if let Some(colour) = paint.space.colour(self.document, operands) {
            paint.colour = colour;
        }
    }

    /// Looks into a pattern, once a page.
    fn pattern(&mut self, run: &Run<'a>, pattern: &[u8]) {
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

    fn resource(
        &self,
        resources: Option<&'a Dictionary>,
        kind: &[u8],
        key: &[u8],
    ) -> Option<(&'a Object, Option<ObjectId>)> {
        let entry = dictionary(self.document, resources?, kind)?.get(key).ok()?;
        let id = entry.as_reference().ok();
        Some((resolve(self.document, entry)?, id))
    }

    fn graphics_state(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((object, _)) = self.resource(run.resources, b"ExtGState", key) else { return };
        let Some(parameters) = as_dictionary(object) else { return };
        let document = self.document;
        if let Some(overprint) = truth(document, parameters, b"OP") {
            run.state.stroke_overprint = overprint;
            // Without an entry of their own fills follow strokes (ISO 32000-1, table 58).
            run.state.fill_overprint = overprint;
        }
        if let Some(overprint) = truth(document, parameters, b"op") {
            run.state.fill_overprint = overprint;
        }
        if let Some(mode) = number_at(document, parameters, b"OPM") {
            run.state.overprint_mode = mode == 1.0;
        }
        if let Some(width) = number_at(document, parameters, b"LW") {
            run.state.line_width = width;
        }
        for (key, what) in [(&b"ca"[..], "opacity"), (b"CA", "opacity")] {
            if number_at(document, parameters, key).is_some_and(|alpha| alpha < 1.0) {
                self.transparent(what);
            }
        }
        if get(document, parameters, b"SMask").is_some_and(|mask| as_dictionary(mask).is_some()) {
            self.transparent("soft mask");
        }
        let modes = get(document, parameters, b"BM");
        if modes.is_some_and(|mode| !matches!(mode.as_name(), Ok(b"Normal" | b"Compatible"))) {
            self.transparent("blend mode");
        }
        let own = |key: &[u8]| {
            get(document, parameters, key).is_some_and(|value| !matches!(value.as_name(), Ok(b"Default")))
        };
        if own(b"TR") || own(b"TR2") || own(b"HTP") {
            self.add(FindingKind::TransferCurve, None);
        }
    }

    fn external_object(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((Object::Stream(object), id)) = self.resource(run.resources, b"XObject", key) else {
            return;
        };
        match name(self.document, &object.dict, b"Subtype") {
            Some(b"Image") => self.image(run, object, id),
            Some(b"Form") => self.form(run, object),
            Some(b"PS") => self.add(FindingKind::ForbiddenObject { what: "PostScript" }, None),
            _ => {}
        }
        if object.dict.has(b"OPI") {
            self.add(FindingKind::ForbiddenObject { what: "OPI" }, None);
        }
        if object.dict.has(b"Alternates") {
            self.add(FindingKind::ForbiddenObject { what: "Alternates" }, None);
        }
    }

    fn form(&mut self, run: &Run<'a>, form: &'a Stream) {
        if form.dict.has(b"Ref") {
            self.add(FindingKind::ForbiddenObject { what: "reference XObject" }, None);
        }
        if form.dict.has(b"PS") || name(self.document, &form.dict, b"Subtype2") == Some(b"PS") {
            self.add(FindingKind::ForbiddenObject { what: "PostScript" }, None);
        }
        let group = dictionary(self.document, &form.dict, b"Group");
        if group.is_some_and(|group| name(self.document, group, b"S") == Some(b"Transparency")) {
            self.transparent("transparency group");
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

    fn image(&mut self, run: &Run<'a>, picture: &'a Stream, id: Option<ObjectId>) {
        let area = Area::of(run.state.ctm, (0.0, 0.0, 1.0, 1.0));
        let Some(seen) = self.seen(area, &run.state) else { return };
        let document = self.document;
        self.check_resolution(run, &picture.dict, seen);
        if truth(document, &picture.dict, b"ImageMask") == Some(true) {
            self.check_colour(
                &run.state.fill.colour,
                Used::Image,
                run.state.fill_overprint,
                &run.state,
                seen,
            );
            return;
        }
        if stream(document, &picture.dict, b"SMask").is_some() {
            self.transparent("soft mask");
        }
        let space = get(document, &picture.dict, b"ColorSpace")
            .and_then(|space| ColourSpace::read(document, space, run.resources));
        self.check_image_space(space.as_ref(), run, seen);
        let known = id.and_then(|id| self.images.get(&id).copied());
        let inks = known.unwrap_or_else(|| self.measured(picture, space.as_ref()));
        if let Some(id) = id {
            self.images.insert(id, inks);
        }
        match inks {
            Inks::Most(total) => self.check_total(total, Used::Image, seen),
            Inks::Broken => self.add(FindingKind::BrokenImage, Some(seen)),
            Inks::Unknown => {}
        }
    }

    /// The inks of a picture, paid for by its pixels.
    fn measured(&mut self, picture: &Stream, space: Option<&ColourSpace>) -> Inks {
        let pixels = image::cost(self.document, picture);
        let Some(left) = self.budget.pixels.checked_sub(pixels) else {
            self.starved = true;
            return Inks::Unknown;
        };
        self.budget.pixels = left;
        image::inks(self.document, picture, space)
    }

    fn check_image_space(&mut self, space: Option<&ColourSpace>, run: &Run<'a>, seen: Area) {
        let base = match space {
            Some(ColourSpace::Indexed(base)) => Some(base.as_ref()),
            other => other,
        };
        match base {
            Some(ColourSpace::Managed { name, .. }) => {
                self.converted(Used::Image, name.clone(), seen);
            }
            Some(ColourSpace::Rgb) => self.add(FindingKind::DeviceRgb { used: Used::Image }, Some(seen)),
            Some(space @ ColourSpace::Inks(_)) => {
                let colour = space.initial();
                for spot in colour.spots() {
                    self.add(FindingKind::SpotColour { name: spot.to_owned() }, Some(seen));
                }
            }
            // JPEG 2000 may bring its own space; anything else without one is a mask or broken.
            None if run.resources.is_some() => {}
            _ => {}
        }
    }

    fn check_resolution(&mut self, run: &Run<'a>, picture: &Dictionary, seen: Area) {
        let side = |long: &[u8], short: &[u8]| {
            number_at(self.document, picture, long).or_else(|| number_at(self.document, picture, short))
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
        // Half a per cent of grace: a picture brought down to exactly the limit has whole pixels.
        if picture && dpi < self.rules.enough_dpi * 0.995 {
            let severe = dpi < self.rules.least_dpi * 0.995;
            self.add(FindingKind::LowResolution { dpi: rounded, severe }, Some(seen));
        } else if picture && dpi > self.rules.most_dpi {
            self.add(FindingKind::ExcessiveResolution { dpi: rounded }, Some(seen));
        }
    }

    fn inline_image(&mut self, run: &Run<'a>, operands: &[Object]) {
        let Some(Object::Stream(picture)) = operands.first() else { return };
        let area = Area::of(run.state.ctm, (0.0, 0.0, 1.0, 1.0));
        let Some(seen) = self.seen(area, &run.state) else { return };
        self.check_resolution(run, &picture.dict, seen);
        let entry =
            |long: &[u8], short: &[u8]| picture.dict.get(long).or_else(|_| picture.dict.get(short)).ok();
        if entry(b"ImageMask", b"IM").is_some_and(|mask| matches!(mask.as_bool(), Ok(true))) {
            self.check_colour(
                &run.state.fill.colour,
                Used::Image,
                run.state.fill_overprint,
                &run.state,
                seen,
            );
            return;
        }
        let space = entry(b"ColorSpace", b"CS")
            .and_then(|space| ColourSpace::read(self.document, space, run.resources));
        self.check_image_space(space.as_ref(), run, seen);
    }

    fn shading_fill(&mut self, run: &Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((object, _)) = self.resource(run.resources, b"Shading", key) else { return };
        if self.seen(self.sheet.trim, &run.state).is_some()
            && let Some(shading) = as_dictionary(object)
        {
            self.check_shading(shading, run.resources, &run.state);
        }
    }

    fn check_shading(
        &mut self,
        shading: &'a Dictionary,
        resources: Option<&'a Dictionary>,
        state: &State<'_>,
    ) {
        let space = get(self.document, shading, b"ColorSpace");
        let Some(space) = space.and_then(|space| ColourSpace::read(self.document, space, resources)) else {
            return;
        };
        let at = self.sheet.trim.intersection(state.clip);
        match space {
            ColourSpace::Rgb => self.add(FindingKind::DeviceRgb { used: Used::Shading }, Some(at)),
            ColourSpace::Managed { name, .. } => {
                self.converted(Used::Shading, name, at);
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

    fn text_operation(&mut self, run: &mut Run<'a>, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let numbers = self.numbers(operands);
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("Tf", _) => {
                let font = operands.first().and_then(|operand| operand.as_name().ok());
                let font = font.and_then(|font| self.resource(run.resources, b"Font", font));
                run.state.text.font = font.and_then(|(font, _)| as_dictionary(font));
                run.state.text.size = numbers.last().copied().unwrap_or(0.0);
            }
            ("Tr", &[mode]) => {
                #[expect(clippy::cast_possible_truncation, reason = "saturates; modes are 0 to 7")]
                let mode = mode as i64;
                run.state.text.mode = mode;
            }
            ("TL", &[leading]) => run.state.text.leading = leading,
            ("Ts", &[rise]) => run.state.text.rise = rise,
            ("BT", _) => run.text = TextPlace::default(),
            ("Tm", numbers) => {
                if let Ok(matrix) = numbers.try_into() {
                    run.text.set(Matrix(matrix));
                }
            }
            ("Td", &[x, y]) => run.text.advance(x, y),
            ("TD", &[x, y]) => {
                run.state.text.leading = -y;
                run.text.advance(x, y);
            }
            ("T*", _) => run.text.advance(0.0, -run.state.text.leading),
            ("Tj" | "TJ", _) => self.show(run, operands),
            ("'" | "\"", _) => {
                run.text.advance(0.0, -run.state.text.leading);
                self.show(run, operands);
            }
            _ => {}
        }
    }

    fn show(&mut self, run: &Run<'a>, operands: &[Object]) {
        let state = &run.state;
        let strings = text::strings(operands);
        // Modes 3 and 7 paint nothing (ISO 32000-1, table 106).
        if strings.is_empty() || matches!(state.text.mode, 3 | 7) {
            return;
        }
        let matrix = run.text.matrix().then(state.ctm);
        let size = state.text.size.abs() * matrix.scales().1;
        let mut area = Area::EMPTY;
        area.include(matrix.apply(0.0, state.text.rise));
        area.include(matrix.apply(0.0, state.text.rise + state.text.size * 0.7));
        let Some(seen) = self.seen(area, state) else { return };
        if let Some(font) = state.text.font {
            text::check_font(self, font, &strings, seen);
        }
        let fills = matches!(state.text.mode, 0 | 2 | 4 | 6);
        let (paint, overprints) =
            if fills { (&state.fill, state.fill_overprint) } else { (&state.stroke, state.stroke_overprint) };
        self.check_colour(&paint.colour, Used::Text, overprints, state, seen);
        self.check_black(&paint.colour, overprints, size, seen);
    }

    /// Black text is black ink only, and prints over what lies below.
    fn check_black(&mut self, colour: &Colour, overprints: bool, size: f64, at: Area) {
        let Some(inks @ [c, m, y, k]) = colour.inks() else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 100; sizes saturate"
        )]
        if k >= BLACK && c + m + y > GRACE {
            let kind = FindingKind::RichBlackText {
                inks: inks.map(|ink| ink.round() as u8),
                size_pt: size.round() as u16,
            };
            self.add(kind, Some(at));
        } else if k >= 100.0 - 0.2 && !overprints {
            self.add(FindingKind::BlackKnocksOut, Some(at));
        }
    }
}
