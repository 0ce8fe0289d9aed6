//! Walks what a page paints, with its graphics state, and looks at every colour, line, letter and picture as the
//! press would see it (ISO 32000-1, chapters 8 and 9).
//!
//! Only what can end up on paper counts: what lies wholly outside the bleed, printers' marks above all, may be in any
//! colour. Places are as exact as they need be to find a thing: text is told where its string begins, and lies somewhere
//! within its reach; clips are outlines as long as there are not too many.

mod below;
mod forgotten;
mod inked;
mod inline;
mod judge;
mod laid;
mod objects;
mod operations;
mod outline;
mod own_glyphs;
mod paths;
mod shown;

pub(crate) use inked::Inked;
pub(crate) use laid::Painted;
pub(crate) use outline::Outline;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::boxes::Sheet;
use super::colour::{Colour, ColourSpace, default_entry};
use super::document::{LZW, Standard};
use super::font::Fonts;
use super::function::Functions;
use super::image::Weighed;
use super::lookup::{as_dictionary, dictionary, get, inherited, number, number_at, resolve, text, truth};
use super::matrix::{Area, Matrix};
use super::report::{FindingKind, Findings, Rules};
use super::state::{Blend, Paint, Space, State};
use super::text::TextPlace;
use super::unpack::{Packed, unpack, unpack_by};
use super::weight::Weight;
use inked::Shade;
use laid::Laid;
use operations::{Broken, Operations};
use own_glyphs::OwnGlyphs;
use paths::Path;

/// Operations that are looked at on one page. A full newspaper page has some 20,000.
const MOST_OPERATIONS: usize = 1_500_000;
/// Operations that are looked at in all: those of five hundred full pages.
const MOST_OPERATIONS_IN_ALL: usize = 10_000_000;
/// Bytes of content that are unpacked in all: those of a thousand full pages.
const MOST_CONTENT: usize = 256 * 1024 * 1024;
/// Bytes of pictures that are unpacked in all: seven newspaper pages covered with them at 300 pixels an inch, or the
/// pictures of a whole issue.
const MOST_PIXELS: usize = 512 * 1024 * 1024;
/// Graphics states that are kept, one within the other.
const MOST_SAVED: usize = 4096;
/// How deep forms, patterns and glyphs may stand in one another.
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
    /// Functions, each of which is read once.
    functions: Functions,
    /// Fonts, each of which is read once.
    fonts: Fonts,
    /// Colour spaces, by where they and the resources around them stand in memory: not every one has a number.
    spaces: BTreeMap<(usize, usize), Option<Arc<Space>>>,
}

impl Budget {
    pub(crate) fn new() -> Self {
        Self {
            operations: MOST_OPERATIONS_IN_ALL,
            content: MOST_CONTENT,
            pixels: MOST_PIXELS,
            functions: Functions::new(),
            fonts: Fonts::new(),
            spaces: BTreeMap::new(),
        }
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
        last: None,
        at_edge: None,
        short: None,
        images: BTreeMap::new(),
        patterns: BTreeSet::new(),
        shadings: BTreeMap::new(),
        glyphs: BTreeMap::new(),
        forms: Vec::new(),
        masks: BTreeSet::new(),
        inked: Inked::default(),
        laid: Laid::on(sheet.bleed),
        mixes: false,
        adrift: 0,
        share: 1.0,
        veiled: false,
        shown_at: None,
        in_glyph: 0,
        points: paths::MOST_POINTS,
    };
    let group = dictionary(document, page, b"Group");
    if group.is_some() {
        walk.transparent("page group", None);
    }
    let resources = inherited(document, page, b"Resources").and_then(as_dictionary);
    let content = walk.content(id);
    walk.run(&content, resources, State::new(sheet.user_space()), DEEPEST_FORM);
    // Most programs write a group for every page. Where nothing in it is transparent it changes nothing.
    if walk.mixes
        && let Some(space) = group.and_then(|group| get(document, group, b"CS"))
    {
        walk.check_blending(space, resources, sheet.trim);
    }
    walk.budget.operations = walk.budget.operations.saturating_sub(most - walk.left);
    walk.starved |= walk.left == 0 || walk.budget.functions.was_spent();
    walk.starved |= walk.budget.fonts.was_spent();
    if walk.starved {
        walk.add(FindingKind::TooMuchContent, None);
    } else if walk.last.is_none() {
        walk.add(FindingKind::EmptyPage, None);
    }
    let bleeds = !(sheet.bleed.holds(sheet.trim) && sheet.trim.holds(sheet.bleed));
    if let Some(at) = if bleeds { walk.short } else { walk.at_edge } {
        walk.add(FindingKind::NoBleed, Some(at));
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
    /// What was painted last.
    last: Option<Area>,
    /// The first that reaches the edge.
    at_edge: Option<Area>,
    /// The first with ink that reaches the trim and ends well before the bleed does.
    short: Option<Area>,
    images: BTreeMap<ObjectId, Weighed>,
    /// Patterns and glyphs that were looked into, and the colours that they were painted in.
    patterns: BTreeSet<(ObjectId, Option<u64>)>,
    /// The inks of shadings, by where they stand in memory.
    shadings: BTreeMap<usize, Option<Shade>>,
    /// What of fonts of the file's own was not shown yet, by where they stand in memory.
    glyphs: BTreeMap<usize, OwnGlyphs<'a>>,
    /// The forms that it is within, likewise.
    forms: Vec<usize>,
    /// Groups of soft masks that were looked into, likewise.
    masks: BTreeSet<usize>,
    /// What it prints with so far.
    inked: Inked,
    /// What lies on the paper so far.
    laid: Laid,
    /// Whether anything on it is transparent, besides that the page is a group.
    mixes: bool,
    /// How deep within patterns and glyphs it is, which may end up anywhere: nothing there lies upon anything.
    adrift: usize,
    /// How much of what is painted is not seen through, as far as the groups around it go.
    share: f64,
    /// Whether a soft mask is over one of them, so that less of it may be seen.
    veiled: bool,
    /// Where the glyph is shown that it is within; nothing in a tile, which is told apart by nothing but its pattern.
    shown_at: Option<Area>,
    /// How deep within glyphs it is, of which nobody knows how large they will be.
    in_glyph: usize,
    /// Points of outlines, and steps of gradients, that may still be kept.
    points: usize,
}

/// One content stream under way.
struct Run<'a> {
    resources: Option<&'a Dictionary>,
    /// From the space that it begins in, which is that of its patterns too, to the page's (ISO 32000-1, 8.7.3.1).
    base: Matrix,
    state: State<'a>,
    kept: Vec<State<'a>>,
    /// How many times `q` was said and not taken back: as many as are kept, or more.
    saved: usize,
    /// Whether it is between `BT` and `ET`.
    in_text: bool,
    /// How many marked pieces it is within.
    marked: usize,
    /// Whether something was closed that was not open, or opened twice.
    unbalanced: bool,
    path: Path,
    text: TextPlace,
    /// Where the letters are that will clip.
    letters: Option<Area>,
    depth: usize,
}

impl<'a> Walk<'a, '_> {
    /// Notes a finding of this page.
    pub(crate) fn add(&mut self, kind: FindingKind, at: Option<Area>) {
        // What stands within a tile or a glyph stands wherever those are painted.
        let at = if self.adrift > 0 { at.and(self.shown_at) } else { at };
        let place = at.map(|area| self.sheet.place(area));
        self.findings.add(kind, Some(self.page), place);
    }

    /// A stream's content, paid for; where there is none, why is noted, with where it would be.
    fn unpacked(&mut self, stream: &Stream, at: Area) -> Option<Vec<u8>> {
        match unpack(self.document, stream, super::LARGEST_STREAM, &mut self.budget.content) {
            Ok(content) => return Some(content),
            Err(Packed::Spent) => self.starved = true,
            Err(Packed::Broken) => self.add(FindingKind::BrokenContent, Some(at)),
        }
        None
    }

    /// The streams of a page's content, one after the other, paid for. One that cannot be unpacked is taken as it stands.
    fn content(&mut self, page: ObjectId) -> Vec<u8> {
        let (document, purse) = (self.document, &mut self.budget.content);
        let (mut all, mut lzw) = (Vec::new(), false);
        for part in document.get_page_contents(page) {
            let Ok(part) = document.get_object(part).and_then(Object::as_stream) else { continue };
            lzw |= super::document::is_lzw(part);
            let content = match unpack(document, part, super::LARGEST_STREAM, purse) {
                Err(Packed::Broken) => unpack_by(document, part, &[], super::LARGEST_STREAM, purse),
                content => content,
            };
            let Ok(content) = content else {
                self.starved = true;
                break;
            };
            all.extend(content);
            // Nothing goes on from one to the next (ISO 32000-1, 7.8.2).
            all.push(b'\n');
        }
        if lzw {
            self.add(FindingKind::ForbiddenObject { what: LZW.into() }, Some(self.sheet.trim));
        }
        all
    }

    /// Where what is painted next can be seen at the most.
    fn open(&self, state: &State<'_>) -> Area {
        let open = state.clip.intersection(self.sheet.trim);
        if open.is_void() { self.sheet.trim } else { open }
    }

    /// Notes transparency where the file's standard has none; `clip` is what it may show through at the most, nothing
    /// for the page itself.
    fn transparent(&mut self, what: &'static str, clip: Option<Area>) {
        self.mixes |= clip.is_some();
        if self.flat {
            let at = clip.map(|clip| clip.intersection(self.sheet.trim)).filter(|at| !at.is_void());
            self.add(FindingKind::Transparency { what: what.into() }, at);
        }
    }

    /// Walks a content stream.
    fn run(&mut self, content: &[u8], resources: Option<&'a Dictionary>, state: State<'a>, depth: usize) {
        let mut run = Run {
            resources,
            base: state.ctm,
            state,
            kept: Vec::new(),
            saved: 0,
            in_text: false,
            marked: 0,
            unbalanced: false,
            path: Path::default(),
            text: TextPlace::default(),
            letters: None,
            depth,
        };
        let document = self.document;
        let channels = |space: &Object| Some(ColourSpace::read(document, space, resources)?.channels());
        let mut operations = Operations::of(content, &channels);
        while let Some(operation) = operations.next() {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            match operation {
                Ok((operator, operands)) => self.step(&mut run, operator, operands),
                Err(Broken) => {
                    // It breaks off behind what was painted last.
                    let at = self.last.unwrap_or_else(|| self.open(&run.state));
                    self.add(FindingKind::BrokenContent, Some(at));
                }
            }
        }
        // What was not unpacked to its end may well have closed them.
        if !self.starved && (run.unbalanced || run.saved > 0 || run.in_text || run.marked > 0) {
            let at = self.last.unwrap_or_else(|| self.open(&run.state));
            self.add(FindingKind::UnbalancedContent, Some(at));
        }
    }

    fn step(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        match operator {
            "q" => {
                // A page that never brings its states back must not eat the memory.
                if run.saved < MOST_SAVED {
                    run.kept.push(run.state.clone());
                }
                run.saved += 1;
            }
            "Q" => match run.saved.checked_sub(1) {
                None => run.unbalanced = true,
                Some(saved) => {
                    run.saved = saved;
                    if saved < MOST_SAVED
                        && let Some(state) = run.kept.pop()
                    {
                        run.state = state;
                    }
                }
            },
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
            "BMC" | "BDC" => run.marked += 1,
            "EMC" => match run.marked.checked_sub(1) {
                Some(marked) => run.marked = marked,
                None => run.unbalanced = true,
            },
            "W" | "W*" => run.path.clips(operator == "W*"),
            "g" | "G" | "rg" | "RG" | "k" | "K" | "sc" | "SC" | "scn" | "SCN" => {
                self.colour(run, operator, operands);
            }
            "cs" | "CS" => self.colour_space(run, operator, operands),
            _ => self.text_operation(run, operator, operands),
        }
    }

    fn numbers(&self, operands: &[Object]) -> Vec<f64> {
        operands.iter().filter_map(|operand| number(self.document, operand)).collect()
    }

    fn matrix(&self, operands: &[Object]) -> Option<Matrix> {
        self.numbers(operands).as_slice().try_into().ok().map(Matrix)
    }

    /// What of an area can end up on paper; notes that something does.
    fn seen(&mut self, area: Area, state: &State<'_>) -> Option<Area> {
        let clipped = area.intersection(state.clip);
        let seen = clipped.intersection(self.sheet.bleed);
        if self.adrift > 0 {
            // Here or elsewhere it ends up on paper.
            let seen = if seen.is_void() { self.in_the_middle(clipped) } else { seen };
            let seen = (!clipped.is_void()).then_some(seen);
            self.last = seen.or(self.last);
            return seen;
        }
        if seen.is_void() {
            if !clipped.is_void() && clipped.intersection(self.sheet.media).is_void() {
                self.add(FindingKind::OffPage, Some(clipped));
            }
            return None;
        }
        self.last = Some(seen);
        let trim = self.sheet.trim;
        let near = 0.5;
        let at_edge = seen.left < trim.left + near
            || seen.bottom < trim.bottom + near
            || seen.right > trim.right - near
            || seen.top > trim.top - near;
        if at_edge {
            self.at_edge.get_or_insert(seen);
        }
        Some(seen)
    }

    /// Whether an area reaches the trim on a side where the sheet has a bleed, and not the bleed's end.
    pub(super) fn falls_short(&self, area: Area) -> bool {
        /// From how near to the trim it reaches it, and how much before the end of the bleed it may end, in PDF points.
        const NEAR: f64 = 0.5;
        const GRACE: f64 = 72.0 / 25.4;
        let (trim, bleed) = (self.sheet.trim, self.sheet.bleed);
        let sides = [
            (trim.left - area.left, trim.left - bleed.left),
            (trim.bottom - area.bottom, trim.bottom - bleed.bottom),
            (area.right - trim.right, bleed.right - trim.right),
            (area.top - trim.top, bleed.top - trim.top),
        ];
        sides.iter().any(|(reach, whole)| *whole > GRACE && *reach > -NEAR && *reach < *whole - GRACE)
    }

    /// The middle of the page.
    fn middle(&self) -> (f64, f64) {
        let trim = self.sheet.trim;
        (trim.left + trim.width() / 2.0, trim.bottom + trim.height() / 2.0)
    }

    /// An area as large as this in the middle of the page.
    fn in_the_middle(&self, area: Area) -> Area {
        let ((x, y), half) = (self.middle(), (area.width() / 2.0, area.height() / 2.0));
        Area { left: x - half.0, bottom: y - half.1, right: x + half.0, top: y + half.1 }
    }

    fn colour(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        let device = match operator.to_ascii_lowercase().as_str() {
            "g" => Some((ColourSpace::Gray, "DeviceGray")),
            "rg" => Some((ColourSpace::Rgb, "DeviceRGB")),
            "k" => Some((ColourSpace::Cmyk, "DeviceCMYK")),
            _ => None,
        };
        let resources = run.resources;
        let named = device.as_ref().map(|(_, name)| *name);
        let other = named.filter(|name| default_entry(self.document, name.as_bytes(), resources).is_some());
        let other = other.and_then(|name| self.space(&Object::from(name), resources));
        let strokes = operator.starts_with(|first: char| first.is_ascii_uppercase());
        let pattern = matches!(operator, "scn" | "SCN").then(|| operands.last()?.as_name().ok()).flatten();
        let shaded = pattern.and_then(|pattern| self.pattern(run, pattern, strokes, operands));
        let paint = if strokes { &mut run.state.stroke } else { &mut run.state.fill };
        if let Some(space) = other {
            if let Some(colour) = space.space.colour(self.document, operands) {
                *paint = Arc::new(Paint { space, colour, shaded: None });
            }
        } else if let Some((space, _)) = device {
            if let Some(colour) = space.colour(self.document, operands) {
                *paint = Arc::new(Paint::new(colour));
            }
        } else if let Some(colour) = paint.space.space.colour(self.document, operands) {
            // What `q` has kept stays as it is, and its space is the same.
            let shaded = shaded.filter(|_| colour == Colour::Pattern);
            *paint = Arc::new(Paint { space: Arc::clone(&paint.space), colour, shaded });
        }
    }

    /// Sets a colour space; notes one that is not there, or that cannot be read.
    fn colour_space(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        let Some(operand) = operands.first() else { return };
        if let Some(space) = self.space(operand, run.resources) {
            let paint = if operator == "CS" { &mut run.state.stroke } else { &mut run.state.fill };
            *paint = Arc::new(Paint { colour: space.space.initial(), space, shaded: None });
        } else if let Ok(name) = operand.as_name()
            && self.resource(run, b"ColorSpace", name, None).is_some()
        {
            let at = self.open(&run.state);
            self.add(FindingKind::BrokenContent, Some(at));
        }
    }

    /// A colour space by its name, read and weighed once: it may be set for every letter.
    fn space(&mut self, operand: &Object, resources: Option<&'a Dictionary>) -> Option<Arc<Space>> {
        let (document, functions) = (self.document, &mut self.budget.functions);
        let mut read = || {
            let space = ColourSpace::read(document, operand, resources)?;
            let weight = Weight::of(document, space.named(), functions);
            Some(Arc::new(Space { space, weight }))
        };
        let named = operand.as_name().ok().and_then(|name| {
            let spaces = dictionary(document, resources?, b"ColorSpace")?;
            default_entry(document, name, resources).or_else(|| spaces.get(name).ok())
        });
        let Some(named) = named else { return read() };
        let around = resources.map_or(0, |resources| std::ptr::from_ref(resources).addr());
        let key = (std::ptr::from_ref(named).addr(), around);
        self.budget.spaces.entry(key).or_insert_with(read).clone()
    }

    /// A resource; where there is none, it is noted as missing at its place, or wherever something may be seen.
    fn resource(
        &mut self,
        run: &Run<'a>,
        kind: &[u8],
        key: &[u8],
        at: Option<Area>,
    ) -> Option<(&'a Object, Option<ObjectId>)> {
        let kinds = run.resources.and_then(|resources| dictionary(self.document, resources, kind));
        let entry = kinds.and_then(|kinds| kinds.get(key).ok());
        let Some((entry, object)) = entry.and_then(|entry| Some((entry, resolve(self.document, entry)?)))
        else {
            let at = at.unwrap_or_else(|| self.open(&run.state));
            self.add(FindingKind::MissingObject { name: text(key) }, Some(at));
            return None;
        };
        Some((object, entry.as_reference().ok()))
    }

    fn graphics_state(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        let Some(key) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let Some((object, _)) = self.resource(run, b"ExtGState", key, None) else { return };
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
        for key in [&b"ca"[..], b"CA"] {
            let Some(opacity) = number_at(document, parameters, key) else { continue };
            let own = &mut run.state;
            *(if key == b"ca" { &mut own.fill_opacity } else { &mut own.stroke_opacity }) =
                opacity.clamp(0.0, 1.0);
            if opacity < 1.0 {
                self.transparent("opacity", Some(run.state.clip));
            }
        }
        if let Some(mask) = get(document, parameters, b"SMask") {
            let mask = as_dictionary(mask);
            run.state.masked = mask.is_some();
            if let Some(mask) = mask {
                self.transparent("soft mask", Some(run.state.clip));
                self.check_mask(run, mask);
            }
        }
        if let Some(mode) = get(document, parameters, b"BM") {
            self.blend(run, mode);
        }
        let own = |key: &[u8]| {
            get(document, parameters, key).is_some_and(|value| !matches!(value.as_name(), Ok(b"Default")))
        };
        let screened = get(document, parameters, b"HT").is_some_and(|screen| is_own_screen(document, screen));
        if own(b"TR") || own(b"TR2") || own(b"HTP") || screened {
            let at = self.open(&run.state);
            self.add(FindingKind::TransferCurve, Some(at));
        }
    }

    /// Takes a blend mode, or the first of several that a reader knows (ISO 32000-1, 11.6.3). Where it knows none it takes the
    /// normal one; PDF/X knows no others (ISO 15930-7, 6.2.7).
    fn blend(&mut self, run: &mut Run<'a>, mode: &Object) {
        let modes: Vec<&[u8]> = match mode {
            Object::Array(modes) => {
                modes.iter().filter_map(|mode| resolve(self.document, mode)?.as_name().ok()).collect()
            }
            mode => mode.as_name().into_iter().collect(),
        };
        let Some(first) = modes.first() else { return };
        let known = modes.iter().find_map(|mode| Blend::of(mode));
        if known.is_none() {
            let name: String = text(first).chars().take(LONGEST_NAME).collect();
            let at = self.open(&run.state);
            self.add(FindingKind::ForbiddenObject { what: format!("blend mode {name}").into() }, Some(at));
        }
        run.state.blend = known.unwrap_or(Blend::Normal);
        if run.state.blend != Blend::Normal {
            self.transparent("blend mode", Some(run.state.clip));
        }
    }
}

/// The most characters of a name that there should not be that are told.
const LONGEST_NAME: usize = 32;

/// Whether a halftone is one that PDF/X leaves to the print house: it allows those of types 1 and 5, and none by name
/// (ISO 15930-4, 6.10; ISO 32000-1, 10.5.5).
fn is_own_screen(document: &Document, screen: &Object) -> bool {
    let forbidden = |screen: &Dictionary, types: &[f64]| {
        let kind = number_at(document, screen, b"HalftoneType");
        screen.has(b"HalftoneName") || kind.is_none_or(|kind| !types.contains(&kind))
    };
    let Some(screen) = as_dictionary(screen) else { return false };
    if forbidden(screen, &[1.0, 5.0]) {
        return true;
    }
    // Of type 5 each plate has one of its own.
    screen.iter().any(|(_, plate)| {
        resolve(document, plate).and_then(as_dictionary).is_some_and(|plate| forbidden(plate, &[1.0]))
    })
}
