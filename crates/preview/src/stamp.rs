//! Glyphs as they are drawn on a page of pixels: each once for a size and a place within its pixel, then stamped again
//! and again. A page of Chinese has some thousand different ones and sets each of them several times; the pages of an
//! issue have them in common.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use broadsheet_layout::frame::FontUse;
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};

use crate::canvas::Canvas;
use crate::draw::{covering, single};
use crate::{Outline, Outlines, PreviewError, Segment, Srgb};

/// Places within a pixel, across and down, that glyphs are drawn for: a glyph stands at most an eighth of a pixel beside
/// its place.
const PLACES: u8 = 4;
/// Stamps of a face and size that are kept: a night's paper in Chinese has fewer.
const KEPT: usize = 60_000;
/// Pixels of an em; what is larger is rare, would take much room, and is drawn where it stands.
const LARGEST: f32 = 512.0;

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
    /// By glyph, in font units: one is drawn at several places.
    paths: HashMap<u16, Option<Arc<Path>>>,
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
            let path = self.path(gid, single(place.0), single(place.1))?;
            if let Some(large) = path.and_then(|path| Stamp::of(&path)) {
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
                let path = self.path(gid, share(right), share(low))?;
                let drawn = path.and_then(|path| Stamp::of(&path)).map(Arc::new);
                let mut kept = self.drawn();
                if kept.stamps.len() >= KEPT {
                    *kept = Drawn::default();
                }
                kept.stamps.insert(key, drawn.clone());
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

    /// The path of a glyph in pixels, its origin at a place; `None` for a blank.
    fn path(&self, gid: u16, x: f32, y: f32) -> Result<Option<Path>, PreviewError> {
        let known = self.drawn().paths.get(&gid).cloned();
        let plain = match known {
            Some(plain) => plain,
            None => {
                let outline = self.outlines.outline(self.face, gid);
                let outline = outline.ok_or_else(|| PreviewError::OutlineMissing {
                    font: self.face.postscript_name.clone(),
                    gid,
                })?;
                let plain = path(&outline).map(Arc::new);
                self.drawn().paths.insert(gid, plain.clone());
                plain
            }
        };
        let turn = if self.turned {
            Transform::from_row(0.0, self.wide, -self.high, 0.0, x, y)
        } else {
            Transform::from_row(self.wide, 0.0, 0.0, self.high, x, y)
        };
        Ok(plain.and_then(|plain| Path::clone(&plain).transform(turn)))
    }
}

impl Stamp {
    /// Of a path whose origin is in the pixel at (0, 0).
    fn of(path: &Path) -> Option<Self> {
        let bounds = path.bounds();
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        let [width, height] = [bounds.right() - left, bounds.bottom() - top].map(covering);
        let mut mask = Mask::new(width, height)?;
        mask.fill_path(path, FillRule::Winding, true, Transform::from_translate(-left, -top));
        let width = usize::try_from(width).ok()?;
        Some(Self { left: whole(left), top: whole(top), width, cover: mask.take() })
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

/// An outline as a path with y downwards; `None` where it draws nothing.
fn path(outline: &Outline) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for segment in &outline.segments {
        match *segment {
            Segment::Move { x, y } => builder.move_to(x, -y),
            Segment::Line { x, y } => builder.line_to(x, -y),
            Segment::Quad { x1, y1, x, y } => builder.quad_to(x1, -y1, x, -y),
            Segment::Cubic { x1, y1, x2, y2, x, y } => builder.cubic_to(x1, -y1, x2, -y2, x, -y),
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}
