//! What of a row a picture takes: its box, or the outline that the text runs along. Whole numbers only: no platform's
//! trigonometry decides where a line stands.

use broadsheet_copy::page::Shape;
use broadsheet_units::{Length, Point, Rect};

use crate::flow::Obstacle;
use crate::frame::PictureOutline;
use crate::grid::Grid;

/// The outline of a shape in a picture's frame; `None` for its box.
pub(super) fn outline(shape: &Shape, rect: Rect) -> Option<PictureOutline> {
    match shape {
        Shape::Box => None,
        Shape::Round => Some(PictureOutline::Round),
        Shape::Polygon { points } => Some(PictureOutline::Polygon { points: corners(points, rect) }),
    }
}

fn corners(points: &[[u16; 2]], rect: Rect) -> Vec<Point> {
    let corner = |[across, down]: &[u16; 2]| {
        Point::new(
            rect.x + rect.width.mul_ratio(i64::from(*across), 1000),
            rect.y + rect.height.mul_ratio(i64::from(*down), 1000),
        )
    };
    points.iter().map(corner).collect()
}

/// The rows before `foot` that a shape takes, each with the stretch that text keeps clear of: `rows` above and below,
/// `beside` at both sides.
pub(super) fn obstacles(
    grid: &Grid,
    shape: &Shape,
    rect: Rect,
    foot: u16,
    (rows, beside): (u16, Length),
) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for row in 0..foot {
        let (top, past) =
            (grid.height(row.saturating_sub(rows)), grid.height(row.saturating_add(rows)) + grid.em);
        let Some((left, right)) = taken(shape, rect, top, past) else { continue };
        obstacles.push(Obstacle {
            top: u32::from(row),
            foot: u32::from(row) + 1,
            left: left - beside,
            right: right + beside,
        });
    }
    obstacles
}

/// What a shape takes of the band from `top` to `foot`.
fn taken(shape: &Shape, rect: Rect, top: Length, foot: Length) -> Option<(Length, Length)> {
    if foot <= rect.y || top >= rect.bottom() {
        return None;
    }
    match shape {
        Shape::Box => Some((rect.x, rect.right())),
        Shape::Round => chord(rect, top, foot),
        Shape::Polygon { points } => crossed(&corners(points, rect), top, foot),
    }
}

/// The widest chord that the ellipse in a frame has in a band.
fn chord(rect: Rect, top: Length, foot: Length) -> Option<(Length, Length)> {
    let (across, down) = (rect.width / 2, rect.height / 2);
    let middle = rect.y + down;
    let off = if top > middle { top - middle } else { (middle - foot).max(Length::ZERO) };
    let (a, b, off) = (i128::from(across.raw()), i128::from(down.raw()).max(1), i128::from(off.raw()));
    let square = u128::try_from(a * a * (b * b - off * off)).ok()?;
    let half = i128::try_from(square.isqrt()).ok()? / b;
    let half = Length::from_raw(i32::try_from(half).ok()?);
    let centre = rect.x + across;
    Some((centre - half, centre + half))
}

/// From the leftmost to the rightmost point that a polygon has in a band.
fn crossed(points: &[Point], top: Length, foot: Length) -> Option<(Length, Length)> {
    let mut reach: Option<(Length, Length)> = None;
    let mut add = |x: Length| {
        reach = Some(reach.map_or((x, x), |(left, right)| (left.min(x), right.max(x))));
    };
    let next = points.iter().skip(1).chain(points.first());
    for (one, other) in points.iter().zip(next) {
        let (upper, lower) = if one.y <= other.y { (one, other) } else { (other, one) };
        if lower.y < top || upper.y > foot {
            continue;
        }
        let at = |y: Length| {
            let (run, rise) = (other.x - one.x, other.y - one.y);
            one.x + run.mul_ratio(i64::from((y - one.y).raw()), i64::from(rise.raw()))
        };
        if upper.y == lower.y {
            add(one.x);
            add(other.x);
        } else {
            add(at(upper.y.max(top)));
            add(at(lower.y.min(foot)));
        }
    }
    reach
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn points(points: i32) -> Length {
        Length::points(points)
    }

    #[test]
    fn a_circle_is_widest_in_the_middle() {
        let rect = Rect::new(points(100), Length::ZERO, points(100), points(100));
        assert_eq!(chord(rect, points(45), points(55)), Some((points(100), points(200))));
        // 30 from the middle: half a chord of 40.
        assert_eq!(chord(rect, points(80), points(90)), Some((points(110), points(190))));
        assert_eq!(taken(&Shape::Round, rect, points(100), points(110)), None);
    }

    #[test]
    fn a_polygon_takes_what_it_crosses() {
        let rect = Rect::new(Length::ZERO, Length::ZERO, points(100), points(100));
        let triangle = Shape::Polygon { points: vec![[500, 0], [1000, 1000], [0, 1000]] };
        assert_eq!(taken(&triangle, rect, points(0), points(10)), Some((points(45), points(55))));
        assert_eq!(taken(&triangle, rect, points(90), points(100)), Some((points(0), points(100))));
    }
}
