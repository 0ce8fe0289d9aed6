//! Glyph outlines: what a font draws, as the canvas and the rasteriser take it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use broadsheet_layout::Compositor;
use broadsheet_layout::frame::FontUse;
use broadsheet_typeset::PathStep;

/// Where outlines come from: the fonts that are installed.
pub trait Outlines {
    /// The outline of a glyph in font units, y upwards; empty for a blank, `None` where the font or the glyph is
    /// not there.
    fn outline(&self, font: &FontUse, gid: u16) -> Option<Outline>;

    /// The outline as SVG path data in font units, y downwards: a hollow box where there is none.
    fn path_data(&self, font: &FontUse, gid: u16) -> Arc<str> {
        let outline = self.outline(font, gid).unwrap_or_else(|| Outline::hollow_box(font.units_per_em));
        outline.path_data(font.units_per_em).into()
    }
}

/// Path data that was written before: a page is listed again after every keystroke, and nearly all its glyphs are
/// those of the time before.
#[derive(Default)]
pub struct Paths(Mutex<HashMap<String, HashMap<u16, Arc<str>>>>);

/// So many glyphs of a face are kept, some megabytes; what a newspaper prints in a night is less.
const KEPT: usize = 8_000;

impl Paths {
    /// Outlines whose path data is kept here, by the face's PostScript name.
    pub fn kept<'a>(&'a self, outlines: &'a dyn Outlines) -> impl Outlines + 'a {
        Kept { paths: self, outlines }
    }
}

struct Kept<'a> {
    paths: &'a Paths,
    outlines: &'a dyn Outlines,
}

impl Outlines for Kept<'_> {
    fn outline(&self, font: &FontUse, gid: u16) -> Option<Outline> {
        self.outlines.outline(font, gid)
    }

    fn path_data(&self, font: &FontUse, gid: u16) -> Arc<str> {
        let mut faces = self.paths.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = faces.get(&font.postscript_name).and_then(|face| face.get(&gid)) {
            return Arc::clone(known);
        }
        let data = self.outlines.path_data(font, gid);
        let face = faces.entry(font.postscript_name.clone()).or_default();
        if face.len() >= KEPT {
            face.clear();
        }
        face.insert(gid, Arc::clone(&data));
        data
    }
}

impl Outlines for Compositor {
    fn outline(&self, font: &FontUse, gid: u16) -> Option<Outline> {
        let drawn = Compositor::outline(self, font, gid)?;
        let segments = drawn.steps.iter().map(|step| match *step {
            PathStep::Move(x, y) => Segment::Move { x, y },
            PathStep::Line(x, y) => Segment::Line { x, y },
            PathStep::Quad(x1, y1, x, y) => Segment::Quad { x1, y1, x, y },
            PathStep::Cubic(x1, y1, x2, y2, x, y) => Segment::Cubic { x1, y1, x2, y2, x, y },
            PathStep::Close => Segment::Close,
        });
        Some(Outline { segments: segments.collect() })
    }
}

/// The contours of one glyph, filled by the non-zero rule. Coordinates are font units, y upwards.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outline {
    /// The contours, one after another.
    pub segments: Vec<Segment>,
}

/// A step of a contour.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Segment {
    /// A contour begins here.
    Move {
        /// Rightwards.
        x: f32,
        /// Upwards.
        y: f32,
    },
    /// A straight line to here.
    Line {
        /// Rightwards.
        x: f32,
        /// Upwards.
        y: f32,
    },
    /// A quadratic curve: its control point, its end.
    Quad {
        /// The control point, rightwards.
        x1: f32,
        /// The control point, upwards.
        y1: f32,
        /// The end, rightwards.
        x: f32,
        /// The end, upwards.
        y: f32,
    },
    /// A cubic curve: its control points, its end.
    Cubic {
        /// The first control point, rightwards.
        x1: f32,
        /// The first control point, upwards.
        y1: f32,
        /// The second control point, rightwards.
        x2: f32,
        /// The second control point, upwards.
        y2: f32,
        /// The end, rightwards.
        x: f32,
        /// The end, upwards.
        y: f32,
    },
    /// Back to where the contour began.
    Close,
}

impl Outline {
    /// A hollow box where a glyph cannot be had, so that nothing vanishes in silence.
    pub(crate) fn hollow_box(units_per_em: u16) -> Self {
        let em = f32::from(units_per_em);
        let (left, right, bottom, top, pen) = (0.08 * em, 0.92 * em, -0.04 * em, 0.8 * em, 0.05 * em);
        let contour = |[left, bottom, right, top]: [f32; 4]| {
            [
                Segment::Move { x: left, y: bottom },
                Segment::Line { x: right, y: bottom },
                Segment::Line { x: right, y: top },
                Segment::Line { x: left, y: top },
                Segment::Close,
            ]
        };
        let mut segments = contour([left, bottom, right, top]).to_vec();
        // The inner contour runs the other way round, so that the non-zero rule leaves it open.
        segments.extend(contour([right - pen, bottom + pen, left + pen, top - pen]));
        Self { segments }
    }

    /// SVG path data in font units with y **downwards**, as `new Path2D(…)` takes it: relative commands, no
    /// needless blanks, whole units (of 1/1000 em or finer; fonts of a coarser em keep two decimals).
    pub(crate) fn path_data(&self, units_per_em: u16) -> String {
        let mut pen = PathPen::new(if units_per_em >= 1000 { 1.0 } else { 100.0 });
        for segment in &self.segments {
            match *segment {
                Segment::Move { x, y } => pen.start([x, y]),
                Segment::Line { x, y } => pen.line([x, y]),
                Segment::Quad { x1, y1, x, y } => pen.curve('q', &[[x1, y1], [x, y]]),
                Segment::Cubic { x1, y1, x2, y2, x, y } => pen.curve('c', &[[x1, y1], [x2, y2], [x, y]]),
                Segment::Close => pen.close(),
            }
        }
        pen.data
    }
}

/// Writes path data. Places are rounded first and subtracted afterwards, so that rounding does not add up.
struct PathPen {
    data: String,
    grain: f32,
    at: [i32; 2],
    began: [i32; 2],
    last: char,
}

impl PathPen {
    fn new(grain: f32) -> Self {
        Self { data: String::new(), grain, at: [0, 0], began: [0, 0], last: ' ' }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "float to int casts saturate; fonts have 16-bit places"
    )]
    fn grid(&self, place: [f32; 2]) -> [i32; 2] {
        [(place[0] * self.grain).round() as i32, (-place[1] * self.grain).round() as i32]
    }

    fn start(&mut self, to: [f32; 2]) {
        let to = self.grid(to);
        self.letter('m');
        self.step(self.at, to);
        self.at = to;
        self.began = to;
    }

    fn line(&mut self, to: [f32; 2]) {
        let to = self.grid(to);
        let [dx, dy] = [to[0] - self.at[0], to[1] - self.at[1]];
        match (dx, dy) {
            (0, 0) => {}
            (_, 0) => {
                self.letter('h');
                self.number(dx);
            }
            (0, _) => {
                self.letter('v');
                self.number(dy);
            }
            _ => {
                self.letter('l');
                self.number(dx);
                self.number(dy);
            }
        }
        self.at = to;
    }

    fn curve(&mut self, letter: char, points: &[[f32; 2]]) {
        self.letter(letter);
        let from = self.at;
        for point in points {
            let to = self.grid(*point);
            self.step(from, to);
            self.at = to;
        }
    }

    fn close(&mut self) {
        self.data.push('z');
        self.last = 'z';
        self.at = self.began;
    }

    fn step(&mut self, from: [i32; 2], to: [i32; 2]) {
        self.number(to[0] - from[0]);
        self.number(to[1] - from[1]);
    }

    /// A command letter, left out where it only repeats the one before (SVG 2 §9.3.2).
    fn letter(&mut self, letter: char) {
        if self.last != letter || letter == 'm' {
            self.data.push(letter);
            self.last = letter;
        }
    }

    fn number(&mut self, units: i32) {
        if units >= 0 && self.data.ends_with(|c: char| c.is_ascii_digit()) {
            self.data.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = if self.grain > 1.0 {
            write!(self.data, "{}", f64::from(units) / f64::from(self.grain))
        } else {
            write!(self.data, "{units}")
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_data_is_short_and_turns_y_down() {
        let outline = Outline {
            segments: vec![
                Segment::Move { x: 100.0, y: 200.0 },
                Segment::Line { x: 150.0, y: 200.0 },
                Segment::Line { x: 150.0, y: 250.4 },
                Segment::Line { x: 120.0, y: 260.0 },
                Segment::Line { x: 110.0, y: 250.0 },
                Segment::Cubic { x1: 105.0, y1: 240.0, x2: 102.0, y2: 220.0, x: 100.0, y: 200.0 },
                Segment::Close,
                Segment::Move { x: 0.0, y: 0.0 },
                Segment::Quad { x1: 10.0, y1: 20.0, x: 30.0, y: 0.0 },
                Segment::Close,
            ],
        };
        assert_eq!(
            outline.path_data(1000),
            "m100-200h50v-50l-30-10-10 10c-5 10-8 30-10 50zm-100 200q10-20 30 0z"
        );
    }

    #[test]
    fn a_coarse_em_keeps_decimals() {
        let outline =
            Outline { segments: vec![Segment::Move { x: 1.25, y: 0.0 }, Segment::Line { x: 2.0, y: 1.5 }] };
        assert_eq!(outline.path_data(16), "m1.25 0l0.75-1.5");
    }

    #[test]
    fn the_hollow_box_is_hollow() {
        assert_eq!(Outline::hollow_box(1000).path_data(1000), "m80 40h840v-840h-840zm790-50h-740v-740h740z");
    }
}
