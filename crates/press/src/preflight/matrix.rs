//! Matrices and rectangles of PDF user space.

/// `[a b c d e f]` (ISO 32000-1, 8.3.3).
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Matrix(pub(crate) [f64; 6]);

impl Matrix {
    pub(crate) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(crate) const fn translation(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `other`.
    pub(crate) fn then(self, other: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [g, h, i, j, k, l] = other.0;
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// The way back; `None` where the matrix leaves no area.
    pub(crate) fn inverse(self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let area = a * d - b * c;
        if !area.is_normal() {
            return None;
        }
        Some(Self([d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area]))
    }

    pub(crate) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Lengths of the transformed unit vectors.
    pub(crate) fn scales(self) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a.hypot(b), c.hypot(d))
    }

    /// The factor for lengths in no special direction.
    pub(crate) fn scale(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }
}

/// An upright rectangle, grown point by point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) bottom: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
}

impl Area {
    /// Holds nothing.
    pub(crate) const EMPTY: Self =
        Self { left: f64::INFINITY, bottom: f64::INFINITY, right: f64::NEG_INFINITY, top: f64::NEG_INFINITY };
    /// Holds everything.
    pub(crate) const ALL: Self =
        Self { left: f64::NEG_INFINITY, bottom: f64::NEG_INFINITY, right: f64::INFINITY, top: f64::INFINITY };

    pub(crate) fn include(&mut self, (x, y): (f64, f64)) {
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.bottom = self.bottom.min(y);
        self.top = self.top.max(y);
    }

    pub(crate) fn intersection(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        }
    }

    /// The smallest that holds both.
    pub(crate) fn joined(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    /// So much larger on every side.
    pub(crate) fn grown(self, by: f64) -> Self {
        let Self { left, bottom, right, top } = self;
        Self { left: left - by, bottom: bottom - by, right: right + by, top: top + by }
    }

    /// Whether not even a line is left.
    pub(crate) fn is_void(self) -> bool {
        self.right < self.left || self.top < self.bottom
    }

    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.top - self.bottom
    }

    /// Whether `inner` lies inside, but for rounding.
    pub(crate) fn holds(self, inner: Self) -> bool {
        const ROUNDING: f64 = 0.02;
        inner.left >= self.left - ROUNDING
            && inner.bottom >= self.bottom - ROUNDING
            && inner.right <= self.right + ROUNDING
            && inner.top <= self.top + ROUNDING
    }

    /// Left, bottom, right, top.
    pub(crate) fn corners(self) -> (f64, f64, f64, f64) {
        (self.left, self.bottom, self.right, self.top)
    }

    /// The area that a rectangle covers after a transformation.
    pub(crate) fn of(matrix: Matrix, (left, bottom, right, top): (f64, f64, f64, f64)) -> Self {
        let mut area = Self::EMPTY;
        for (x, y) in [(left, bottom), (right, bottom), (right, top), (left, top)] {
            area.include(matrix.apply(x, y));
        }
        area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_matrix_works_first() {
        let scaled_then_moved = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]).then(Matrix::translation(10.0, 0.0));
        assert_eq!(scaled_then_moved.apply(1.0, 1.0), (12.0, 2.0));
        assert_eq!(scaled_then_moved.scales(), (2.0, 2.0));
        let back = scaled_then_moved.inverse().unwrap();
        assert_eq!(back.apply(12.0, 2.0), (1.0, 1.0));
        assert_eq!(Matrix([1.0, 2.0, 2.0, 4.0, 0.0, 0.0]).inverse(), None);
    }
}
