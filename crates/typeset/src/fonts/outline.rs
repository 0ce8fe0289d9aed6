//! Glyph outlines, for previews and for measuring where a mark's ink stands.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// One step of an outline, in font units, y upwards.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PathStep {
    /// Start a contour.
    Move(f32, f32),
    /// A straight line.
    Line(f32, f32),
    /// A quadratic curve: control point, end.
    Quad(f32, f32, f32, f32),
    /// A cubic curve: two control points, end.
    Cubic(f32, f32, f32, f32, f32, f32),
    /// Close the contour.
    Close,
}

/// The outline of a glyph; empty for a blank, and for a glyph that is only a picture.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Outline {
    /// The steps, in font units (see [`crate::Font::units_per_em`]), y upwards; filled by the non-zero rule.
    pub steps: Vec<PathStep>,
}

impl Outline {
    /// The least and the greatest x of its points, and y likewise, in font units; `None` where it is empty. A curve's
    /// points may lie a little outside its ink.
    #[must_use]
    pub fn extents(&self) -> Option<((f32, f32), (f32, f32))> {
        let mut extents: Option<((f32, f32), (f32, f32))> = None;
        let with = |(low, high): (f32, f32), at: f32| (low.min(at), high.max(at));
        let mut take = |x: f32, y: f32| {
            extents = Some(extents.map_or(((x, x), (y, y)), |(xs, ys)| (with(xs, x), with(ys, y))));
        };
        for step in &self.steps {
            match *step {
                PathStep::Move(x, y) | PathStep::Line(x, y) => take(x, y),
                PathStep::Quad(a, b, x, y) => [(a, b), (x, y)].into_iter().for_each(|(x, y)| take(x, y)),
                PathStep::Cubic(a, b, c, d, x, y) => {
                    [(a, b), (c, d), (x, y)].into_iter().for_each(|(x, y)| take(x, y));
                }
                PathStep::Close => {}
            }
        }
        extents
    }

    /// The least and the greatest x of its points, in font units; `None` where it is empty.
    #[must_use]
    pub fn x_extent(&self) -> Option<(f32, f32)> {
        self.extents().map(|(x, _)| x)
    }
}

/// The outline of glyph `gid`, in font units.
pub(super) fn outline(font: &FontRef<'_>, gid: u16) -> Outline {
    let mut pen = Pen::default();
    if let Some(glyph) = font.outline_glyphs().get(GlyphId::new(u32::from(gid))) {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if glyph.draw(settings, &mut pen).is_err() {
            return Outline::default();
        }
    }
    Outline { steps: pen.steps }
}

/// Collects the steps.
#[derive(Default)]
struct Pen {
    steps: Vec<PathStep>,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.steps.push(PathStep::Move(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.steps.push(PathStep::Line(x, y));
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.steps.push(PathStep::Quad(cx, cy, x, y));
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.steps.push(PathStep::Cubic(ax, ay, bx, by, x, y));
    }
    fn close(&mut self) {
        self.steps.push(PathStep::Close);
    }
}
