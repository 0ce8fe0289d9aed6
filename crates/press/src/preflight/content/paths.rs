//! Paths: where their lines run, and what of them is filled, stroked and cut.

use std::sync::Arc;

use lopdf::Object;

use super::inked::Coat;
use super::laid::Shape;
use super::outline::Outline;
use super::{Run, Walk};
use crate::preflight::matrix::Area;
use crate::preflight::report::Used;

/// Points of outlines that are kept of a page. Of what comes later only the rectangles are.
pub(super) const MOST_POINTS: usize = 1_000_000;
/// Outlines that clip at once. Of what is cut by more only the rectangle is kept.
const MOST_CLIPS: usize = 8;
/// Straight lines that stand for a curve.
const STEPS: u32 = 6;

/// The current path.
#[derive(Default)]
pub(super) struct Path {
    /// Where its subpaths lie, and whether each fills its area.
    areas: Vec<(Area, bool)>,
    /// Their lines, as far as they are kept.
    outline: Outline,
    /// Whether all are.
    cut: bool,
    current: (f64, f64),
    /// Whether it will clip, and by which rule.
    clips: Option<bool>,
}

impl Path {
    pub(super) fn clips(&mut self, even_odd: bool) {
        self.clips = Some(even_odd);
    }

    fn start(&mut self, point: (f64, f64), upright: bool) {
        let mut area = Area::EMPTY;
        area.include(point);
        self.areas.push((area, upright));
        self.outline.subpaths.push(vec![point]);
        self.current = point;
    }

    /// A straight line. A path that nothing began begins here.
    fn line(&mut self, point: (f64, f64)) {
        if self.areas.is_empty() {
            self.start(point, false);
        }
        if let Some((area, _)) = self.areas.last_mut() {
            area.include(point);
        }
        self.draw(point);
    }

    fn draw(&mut self, point: (f64, f64)) {
        self.current = point;
        if let Some(subpath) = self.outline.subpaths.last_mut().filter(|_| !self.cut) {
            subpath.push(point);
        }
    }

    /// A curve, within the rectangle of its handles.
    fn curve(&mut self, handles: [(f64, f64); 3]) {
        if self.areas.is_empty() {
            self.start(handles[0], false);
        }
        let from = self.current;
        if let Some((area, _)) = self.areas.last_mut() {
            handles.into_iter().for_each(|point| area.include(point));
        }
        for step in 1..=STEPS {
            let t = f64::from(step) / f64::from(STEPS);
            let u = 1.0 - t;
            let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let points = [from, handles[0], handles[1], handles[2]];
            let sum = |side: fn((f64, f64)) -> f64| {
                weights.iter().zip(points).map(|(weight, point)| weight * side(point)).sum()
            };
            self.draw((sum(|(x, _)| x), sum(|(_, y)| y)));
        }
    }

    fn close(&mut self) {
        if let Some(first) = self.outline.subpaths.last().and_then(|points| points.first()).copied() {
            self.draw(first);
        }
    }

    /// All that its subpaths lie in.
    fn area(&self) -> Area {
        let mut all = Area::EMPTY;
        for (area, _) in &self.areas {
            all.include((area.left, area.bottom));
            all.include((area.right, area.top));
        }
        all
    }

    /// Whether it is one rectangle.
    fn is_rectangle(&self) -> bool {
        matches!(self.areas.as_slice(), [(_, true)])
    }

    fn outline(&self, even_odd: bool) -> Option<Arc<Outline>> {
        (!self.cut).then(|| Arc::new(Outline { even_odd, ..self.outline.clone() }))
    }
}

impl<'a> Walk<'a, '_> {
    pub(super) fn path(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        let numbers = self.numbers(operands);
        let ctm = run.state.ctm;
        let path = &mut run.path;
        let room = self.points.checked_sub(8);
        path.cut |= room.is_none();
        self.points = room.unwrap_or(0);
        match (operator, numbers.as_slice()) {
            ("re", &[x, y, width, height]) => {
                let upright = ctm.0[1] == 0.0 && ctm.0[2] == 0.0;
                path.start(ctm.apply(x, y), upright);
                for (x, y) in [(x + width, y), (x + width, y + height), (x, y + height)] {
                    path.line(ctm.apply(x, y));
                }
                path.close();
            }
            ("m", &[x, y]) => path.start(ctm.apply(x, y), false),
            ("l", &[x, y]) => path.line(ctm.apply(x, y)),
            ("c", &[a, b, c, d, e, f]) => path.curve([ctm.apply(a, b), ctm.apply(c, d), ctm.apply(e, f)]),
            ("v", &[c, d, e, f]) => path.curve([path.current, ctm.apply(c, d), ctm.apply(e, f)]),
            ("y", &[a, b, e, f]) => path.curve([ctm.apply(a, b), ctm.apply(e, f), ctm.apply(e, f)]),
            ("h", _) => path.close(),
            _ => {}
        }
    }

    pub(super) fn paint_path(&mut self, run: &mut Run<'a>, operator: &str) {
        let mut path = std::mem::take(&mut run.path);
        if matches!(operator, "s" | "b" | "b*") {
            path.close();
        }
        if operator != "n" {
            let fills = !matches!(operator, "S" | "s");
            let strokes = matches!(operator, "S" | "s" | "B" | "B*" | "b" | "b*");
            let width = run.state.line_width * run.state.ctm.scale();
            let mut seen_of_all = None;
            for &(area, _) in &path.areas {
                let Some(seen) = self.seen(area, &run.state) else {
                    let state = &run.state;
                    if fills {
                        self.check_unseen(&state.fill.colour, Used::Graphic, state, area);
                    }
                    if strokes {
                        self.check_unseen(&state.stroke.colour, Used::Graphic, state, area);
                    }
                    continue;
                };
                seen_of_all.get_or_insert(seen);
                if fills {
                    self.check_fill(run, area, seen);
                }
                if strokes {
                    self.check_colour(
                        &run.state.stroke.colour,
                        Used::Graphic,
                        run.state.stroke_overprint,
                        &run.state,
                        (seen, seen),
                    );
                    if run.state.stroke.colour.inks().is_none_or(|inks| inks != [0.0; 4]) {
                        self.check_thickness(width, seen);
                    }
                }
            }
            if let Some(seen) = seen_of_all {
                if fills {
                    self.lay_fill(run, &path, operator.ends_with('*'), seen);
                }
                if strokes {
                    self.lay_stroke(run, &path, width, seen);
                }
            }
        }
        if let Some(even_odd) = path.clips {
            run.state.clip = run.state.clip.intersection(path.area());
            if !path.is_rectangle() {
                match path.outline(even_odd).filter(|_| run.state.clips.len() < MOST_CLIPS) {
                    Some(outline) => run.state.clips.push(outline),
                    None => run.state.clip_unclear = true,
                }
            }
        }
    }

    fn check_fill(&mut self, run: &Run<'a>, area: Area, seen: Area) {
        let state = &run.state;
        self.check_colour(&state.fill.colour, Used::Graphic, state.fill_overprint, state, (seen, seen));
        let white = run.state.fill.colour.inks().is_some_and(|inks| inks == [0.0; 4]);
        if !white {
            self.check_thickness(area.width().min(area.height()), seen);
        }
    }

    fn lay_fill(&mut self, run: &Run<'a>, path: &Path, even_odd: bool, seen: Area) {
        let state = &run.state;
        let Some(inks) = self.inks(&state.fill, Used::Graphic, seen) else { return self.stain(seen) };
        let coat = Coat::of(inks, &state.fill, state.fill_overprint, state);
        let shape = if coat.uneven {
            // Beyond its ends a shading may paint nothing.
            Shape::Somewhere
        } else if path.is_rectangle() {
            Shape::Whole
        } else {
            path.outline(even_odd).map_or(Shape::Somewhere, Shape::Filled)
        };
        let area = path.area().intersection(state.clip).intersection(self.sheet.bleed);
        self.lay(coat, shape, area, seen);
    }

    fn lay_stroke(&mut self, run: &Run<'a>, path: &Path, width: f64, seen: Area) {
        let state = &run.state;
        let Some(inks) = self.inks(&state.stroke, Used::Graphic, seen) else { return self.stain(seen) };
        let coat = Coat {
            opacity: state.stroke_opacity,
            ..Coat::of(inks, &state.stroke, state.stroke_overprint, state)
        };
        let half = width / 2.0;
        let outline = path.outline(false).filter(|_| !coat.uneven);
        let shape = outline.map_or(Shape::Somewhere, |outline| Shape::Line(outline, half));
        self.lay(
            coat,
            shape,
            path.area().grown(half).intersection(state.clip).intersection(self.sheet.bleed),
            seen,
        );
    }
}
