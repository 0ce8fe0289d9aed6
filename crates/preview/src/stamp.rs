//! Glyphs as they are drawn on a page of pixels: each once for a size and a place within its pixel, then stamped again
//! and again. A page of Chinese has some thousand different ones and sets each of them several times; the pages of an
//! issue have them in common.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use broadsheet_layout::frame::FontUse;

use crate::canvas::{Canvas, byte};
use crate::draw::{covering, single};
use crate::{Outline, Outlines, PreviewError, Segment, Srgb};

/// Places within a pixel, across and down, that glyphs are drawn for: a glyph stands at most an eighth of a pixel beside
/// its place.
const PLACES: u8 = 4;
/// Stamps of a face and size that are kept: a night's paper in Chinese has fewer.
const KEPT: usize = 60_000;
/// Pixels of an em; what is larger is rare, would take much room, and is drawn where it stands.
const LARGEST: f32 = 512.0;
/// Pixels that a glyph is wide or high at most, and that it has: more than a page. One that is larger is damaged.
const FARTHEST: u32 = 16_384;
const MOST_PIXELS: usize = 67_108_864;
/// Pixels of a stamp that is kept: an em of the largest size, and as much again on every side.
const MOST_KEPT: usize = 9 * 512 * 512;

/// Glyphs that were drawn before.
#[derive(Default)]
pub struct Stamps(Mutex<HashMap<Hold, Arc<Drawer>>>);

/// What glyphs of one face, size and direction have in common.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Hold {
    face: String,
    /// Pixels of a font unit across and down, as bits.
    scale: [u32; 2],
    turned: bool,
}

type Drawer = Mutex<Drawn>;

/// What was drawn, and what it was drawn from; nothing for a blank.
#[derive(Default)]
struct Drawn {
    /// By glyph and place.
    stamps: HashMap<(u16, u8, u8), Option<Arc<Stamp>>>,
    /// By glyph: one is drawn at several places.
    outlines: HashMap<u16, Arc<Outline>>,
}

/// How much of each pixel a glyph covers.
struct Stamp {
    /// Where its first pixel is from the one that its origin is in.
    left: i64,
    top: i64,
    width: usize,
    /// In 255ths, row by row.
    cover: Vec<u8>,
}

impl Stamps {
    /// The stamps of a face at a size: `wide` and `high` are the pixels of a font unit.
    pub(crate) fn of<'a>(
        &self,
        outlines: &'a dyn Outlines,
        face: &'a FontUse,
        wide: f32,
        high: f32,
        turned: bool,
    ) -> Hand<'a> {
        let hold =
            Hold { face: face.postscript_name.clone(), scale: [wide.to_bits(), high.to_bits()], turned };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Hand { outlines, face, wide, high, turned, drawer: Arc::clone(kept.entry(hold).or_default()) }
    }
}

/// The stamps of one face and size, in use.
pub(crate) struct Hand<'a> {
    outlines: &'a dyn Outlines,
    face: &'a FontUse,
    wide: f32,
    high: f32,
    turned: bool,
    drawer: Arc<Drawer>,
}

impl Hand<'_> {
    /// Puts a glyph on a page of pixels with its origin at `place`, in opaque ink.
    pub(crate) fn stamp(
        &self,
        page: &mut Canvas,
        gid: u16,
        ink: Srgb,
        place: (f64, f64),
    ) -> Result<(), PreviewError> {
        if f32::from(self.face.units_per_em) * self.wide.max(self.high) > LARGEST {
            let outline = self.outline(gid)?;
            if let Some(large) = Stamp::of(&outline, |x, y| self.at(x, y, single(place.0), single(place.1))) {
                page.cover((large.left, large.top), large.width, &large.cover, ink);
            }
            return Ok(());
        }
        let ((column, right), (row, low)) = (within(place.0), within(place.1));
        let key = (gid, right, low);
        let known = self.drawn().stamps.get(&key).cloned();
        let stamp = match known {
            Some(stamp) => stamp,
            None => {
                let outline = self.outline(gid)?;
                let drawn = Stamp::of(&outline, |x, y| self.at(x, y, share(right), share(low))).map(Arc::new);
                let mut kept = self.drawn();
                let small = drawn.as_ref().is_none_or(|stamp: &Arc<Stamp>| stamp.cover.len() <= MOST_KEPT);
                if kept.stamps.len() >= KEPT {
                    *kept = Drawn::default();
                }
                if small {
                    kept.stamps.insert(key, drawn.clone());
                }
                drawn
            }
        };
        if let Some(stamp) = stamp {
            page.cover((column + stamp.left, row + stamp.top), stamp.width, &stamp.cover, ink);
        }
        Ok(())
    }

    fn drawn(&self) -> MutexGuard<'_, Drawn> {
        self.drawer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outline(&self, gid: u16) -> Result<Arc<Outline>, PreviewError> {
        if let Some(known) = self.drawn().outlines.get(&gid) {
            return Ok(Arc::clone(known));
        }
        let outline = self.outlines.outline(self.face, gid);
        let outline = outline
            .ok_or_else(|| PreviewError::OutlineMissing { font: self.face.postscript_name.clone(), gid })?;
        let outline = Arc::new(outline);
        self.drawn().outlines.insert(gid, Arc::clone(&outline));
        Ok(outline)
    }

    /// Where a point of a glyph, in font units with y upwards, is in pixels when the glyph's origin is at (`left`, `top`).
    fn at(&self, x: f32, y: f32, left: f32, top: f32) -> Point {
        if self.turned {
            point(left + self.high * y, top + self.wide * x)
        } else {
            point(left + self.wide * x, top - self.high * y)
        }
    }
}

impl Stamp {
    /// Of an outline, by where its points are; `None` where it draws nothing.
    fn of(outline: &Outline, at: impl Fn(f32, f32) -> Point) -> Option<Self> {
        let (mut least, mut most) = (point(f32::MAX, f32::MAX), point(f32::MIN, f32::MIN));
        // A curve stays between its ends and its control points.
        let mut bound = |p: Point| {
            least = point(least.x.min(p.x), least.y.min(p.y));
            most = point(most.x.max(p.x), most.y.max(p.y));
        };
        for segment in &outline.segments {
            match *segment {
                Segment::Move { x, y } | Segment::Line { x, y } => bound(at(x, y)),
                Segment::Quad { x1, y1, x, y } => [at(x1, y1), at(x, y)].into_iter().for_each(&mut bound),
                Segment::Cubic { x1, y1, x2, y2, x, y } => {
                    [at(x1, y1), at(x2, y2), at(x, y)].into_iter().for_each(&mut bound);
                }
                Segment::Close => {}
            }
        }
        if !(least.x <= most.x && least.y <= most.y) {
            return None;
        }
        // An edge on the first pixel's left side may be rounded to lie before it, one on the last one's right side is counted
        // in the next: there is a pixel more on both sides.
        let (left, top) = (least.x.floor() - 1.0, least.y.floor());
        let [width, height] = [most.x - left + 1.0, most.y - top].map(covering);
        if width.max(height) >= FARTHEST {
            return None;
        }
        let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
        if width * height >= MOST_PIXELS {
            return None;
        }
        let mut cover = Rasterizer::new(width, height);
        let at = |x, y| at(x, y) - point(left, top);
        let (mut start, mut end) = (Point::default(), Point::default());
        for segment in &outline.segments {
            match *segment {
                Segment::Move { x, y } => {
                    cover.draw_line(end, start);
                    (start, end) = (at(x, y), at(x, y));
                }
                Segment::Line { x, y } => {
                    let next = at(x, y);
                    cover.draw_line(end, next);
                    end = next;
                }
                Segment::Quad { x1, y1, x, y } => {
                    let next = at(x, y);
                    cover.draw_quad(end, at(x1, y1), next);
                    end = next;
                }
                Segment::Cubic { x1, y1, x2, y2, x, y } => {
                    let next = at(x, y);
                    cover.draw_cubic(end, at(x1, y1), at(x2, y2), next);
                    end = next;
                }
                Segment::Close => {
                    cover.draw_line(end, start);
                    end = start;
                }
            }
        }
        cover.draw_line(end, start);
        let mut covers = vec![0; width * height];
        cover.for_each_pixel(|pixel, covered| {
            if let Some(cover) = covers.get_mut(pixel) {
                *cover = byte(covered.min(1.0));
            }
        });
        Some(Self { left: whole(left), top: whole(top), width, cover: covers })
    }
}

/// The pixel of a place, and which of the places within it is nearest.
fn within(place: f64) -> (i64, u8) {
    let nearest = whole(single((place * f64::from(PLACES)).round()));
    let parts = i64::from(PLACES);
    (nearest.div_euclid(parts), u8::try_from(nearest.rem_euclid(parts)).unwrap_or(0))
}

fn share(part: u8) -> f32 {
    f32::from(part) / f32::from(PLACES)
}

#[expect(clippy::cast_possible_truncation, reason = "float to int casts saturate")]
fn whole(value: f32) -> i64 {
    value as i64
}
