//! Walks what a page paints, with its graphics state, and looks at every colour, line, letter and picture as the
//! press would see it (ISO 32000-1, chapters 8 and 9).
//!
//! Only what can end up on paper counts: what lies wholly outside the bleed, printers' marks above all, may be in any
//! colour. Places are as exact as they need be to find a thing: a letter is where its string begins, a clip is the
//! rectangle around it.

mod inked;
mod judge;
mod objects;
mod operations;
mod shown;

pub(crate) use inked::Inked;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::boxes::Sheet;
use super::colour::ColourSpace;
use super::document::Standard;
use super::image::Inks;
use super::lookup::{as_dictionary, dictionary, get, inherited, number, number_at, resolve, text, truth};
use super::matrix::{Area, Matrix};
use super::report::{FindingKind, Findings, Rules, Used};
use super::state::{Paint, State};
use super::text::TextPlace;
use operations::{Broken, Operations};

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
    let _inked = walk(ground, id, number, sheet, budget, findings);
}

/// What page `number` prints with.
pub(crate) fn inked(ground: &Ground<'_>, id: ObjectId, sheet: &Sheet) -> Inked {
    walk(ground, id, 1, sheet, &mut Budget::new(), &mut Findings::new()).unwrap_or_default()
}

/// Walks what page `number` paints, notes what is wrong with it, and answers what it prints with.
fn walk(
    ground: &Ground<'_>,
    id: ObjectId,
    number: u32,
    sheet: &Sheet,
    budget: &mut Budget,
    findings: &mut Findings,
) -> Option<Inked> {
    let &Ground { document, standard, rules } = ground;
    let page = document.get_dictionary(id).ok()?;
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
        inked: Inked::default(),
    };
    if dictionary(document, page, b"Group").is_some() {
        walk.transparent("page group", None);
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
    Some(walk.inked)
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
    /// What it prints with so far.
    inked: Inked,
}

/// One content stream under way.
struct Run<'a> {
    resources: Option<&'a Dictionary>,
    state: State<'a>,
    kept: Vec<State<'a>>,
    /// Where the subpaths of the current path lie, and whether each fills its area.
    path: Vec<(Area, bool)>,
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

    /// Notes transparency where the file's standard has none; `clip` is what it may show through at the most.
    fn transparent(&mut self, what: &'static str, clip: Option<Area>) {
        if self.flat {
            let at = clip.map(|clip| clip.intersection(self.sheet.trim)).filter(|at| !at.is_void());
            self.add(FindingKind::Transparency { what: what.into() }, at);
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
        let mut operations = Operations::of(content);
        while let Some(operation) = operations.next() {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            match operation {
                Ok((operator, operands)) => self.step(&mut run, operator, operands),
                Err(Broken) => return self.add(FindingKind::BrokenContent, None),
            }
        }
    }

    fn step(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        match operator {
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
            "m" | "l" | "c" | "v" | "y" | "re" | "h" => self.path(run, operator, operands),
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "n" => {
                self.paint_path(run, operator);
            }
            "W" | "W*" => run.clips = true,
            "g" | "G" | "rg" | "RG" | "k" | "K" | "cs" | "CS" | "sc" | "SC" | "scn" | "SCN" => {
                self.colour(run, operator, operands);
            }
            _ => self.text_operation(run, operator, operands),
        }
    }

    fn numbers(&self, operands: &[Object]) -> Vec<f64> {
        operands.iter().filter_map(|operand| number(self.document, operand)).collect()
    }

    fn matrix(&self, operands: &[Object]) -> Option<Matrix> {
        self.numbers(operands).as_slice().try_into().ok().map(Matrix)
    }

    fn path(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        let numbers = self.numbers(operands);
        let ctm = run.state.ctm;
        match (operator, numbers.as_slice()) {
            ("re", &[x, y, width, height]) => {
                let upright = ctm.0[1] == 0.0 && ctm.0[2] == 0.0;
                run.path.push((Area::of(ctm, (x, y, x + width, y + height)), upright));
                run.current = ctm.apply(x, y);
            }
            ("m", &[x, y]) => {
                run.current = ctm.apply(x, y);
                let mut area = Area::EMPTY;
                area.include(run.current);
                run.path.push((area, false));
            }
            ("l" | "c" | "v" | "y", points) => {
                if run.path.is_empty() {
                    run.path.push((Area::EMPTY, false));
                }
                for point in points.chunks_exact(2) {
                    run.current = ctm.apply(point[0], point[1]);
                    if let Some((area, _)) = run.path.last_mut() {
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
            for &(area, fills_it) in &path {
                let Some(seen) = self.seen(area, &run.state) else { continue };
                if fills {
                    // Several subpaths may leave holes in each other.
                    let covers = fills_it && path.len() == 1;
                    self.check_fill(run, area, seen, covers);
                }
                if strokes {
                    self.check_colour(
                        &run.state.stroke.colour,
                        Used::Graphic,
                        run.state.stroke_overprint,
                        &run.state,
                        seen,
                    );
                    self.ink(&run.state.stroke.colour, run.state.stroke_overprint, seen, false);
                    if !run.state.stroke.colour.inks().is_some_and(|inks| inks == [0.0; 4]) {
                        self.check_thickness(width, seen);
                    }
                }
            }
        }
        if std::mem::take(&mut run.clips) {
            let mut clip = Area::EMPTY;
            for (area, _) in path {
                clip.include((area.left, area.bottom));
                clip.include((area.right, area.top));
            }
            run.state.clip = run.state.clip.intersection(clip);
        }
    }

    fn check_fill(&mut self, run: &Run<'a>, area: Area, seen: Area, covers: bool) {
        self.check_colour(&run.state.fill.colour, Used::Graphic, run.state.fill_overprint, &run.state, seen);
        self.ink(&run.state.fill.colour, run.state.fill_overprint, seen, covers);
        let white = run.state.fill.colour.inks().is_some_and(|inks| inks == [0.0; 4]);
        if !white {
            self.check_thickness(area.width().min(area.height()), seen);
        }
    }

    /// What of an area can end up on paper; notes that something does.
    fn seen(&mut self, area: Area, state: &State<'_>) -> Option<Area> {
        let clipped = area.intersection(state.clip);
        let seen = clipped.intersection(self.sheet.bleed);
        if seen.is_void() {
            if !clipped.is_void() && clipped.intersection(self.sheet.media).is_void() {
                self.add(FindingKind::OffPage, None);
            }
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

    fn colour(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
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

    fn resource(
        &mut self,
        resources: Option<&'a Dictionary>,
        kind: &[u8],
        key: &[u8],
    ) -> Option<(&'a Object, Option<ObjectId>)> {
        let kinds = resources.and_then(|resources| dictionary(self.document, resources, kind));
        let Some(entry) = kinds.and_then(|kinds| kinds.get(key).ok()) else {
            self.add(FindingKind::MissingObject { name: text(key) }, None);
            return None;
        };
        let Some(object) = resolve(self.document, entry) else {
            self.add(FindingKind::MissingObject { name: text(key) }, None);
            return None;
        };
        Some((object, entry.as_reference().ok()))
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
                self.transparent(what, Some(run.state.clip));
            }
        }
        if get(document, parameters, b"SMask").is_some_and(|mask| as_dictionary(mask).is_some()) {
            self.transparent("soft mask", Some(run.state.clip));
        }
        let modes = get(document, parameters, b"BM");
        if modes.is_some_and(|mode| !matches!(mode.as_name(), Ok(b"Normal" | b"Compatible"))) {
            self.transparent("blend mode", Some(run.state.clip));
        }
        let own = |key: &[u8]| {
            get(document, parameters, key).is_some_and(|value| !matches!(value.as_name(), Ok(b"Default")))
        };
        if own(b"TR") || own(b"TR2") || own(b"HTP") {
            self.add(FindingKind::TransferCurve, None);
        }
    }
}
