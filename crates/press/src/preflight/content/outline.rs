//! [`Outline`]: where the lines of a shape run, and what is within them.

/// Subpaths, of straight lines.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Outline {
    pub(crate) subpaths: Vec<Vec<(f64, f64)>>,
    pub(crate) even_odd: bool,
}

impl Outline {
    /// Whether a point is within; nothing where that is too much to look at.
    pub(super) fn holds(&self, (x, y): (f64, f64), looks: &mut usize) -> Option<bool> {
        let (mut winding, mut crossings) = (0, 0);
        for points in &self.subpaths {
            *looks = looks.checked_sub(points.len() + 1)?;
            let next = points.iter().cycle().skip(1);
            for (&(ax, ay), &(bx, by)) in points.iter().zip(next) {
                if (ay <= y) != (by <= y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
                    winding += if by > ay { 1 } else { -1 };
                    crossings += 1;
                }
            }
        }
        Some(if self.even_odd { crossings % 2 == 1 } else { winding != 0 })
    }

    /// How far a point is from its lines; nothing where that is too much to look at.
    pub(super) fn distance(&self, (x, y): (f64, f64), looks: &mut usize) -> Option<f64> {
        let mut least = f64::INFINITY;
        for points in &self.subpaths {
            *looks = looks.checked_sub(points.len() + 1)?;
            for side in points.windows(2) {
                let [(ax, ay), (bx, by)] = [side[0], side[1]];
                let (dx, dy) = (bx - ax, by - ay);
                let length = dx * dx + dy * dy;
                let share = if length > 0.0 {
                    (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0)
                } else {
                    0.0
                };
                least = least.min((ax + share * dx - x).hypot(ay + share * dy - y));
            }
        }
        Some(least)
    }
}
