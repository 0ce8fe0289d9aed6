//! Two dimensions. The origin is the top left corner of the trimmed page; y grows downwards.

use serde::{Deserialize, Serialize};

use crate::Length;

/// A place on the page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Point {
    /// From the left edge of the trim.
    pub x: Length,
    /// From the top edge of the trim, downwards.
    pub y: Length,
}

impl Point {
    /// The place at `x`, `y`.
    #[must_use]
    pub const fn new(x: Length, y: Length) -> Self {
        Self { x, y }
    }
}

/// A width and a height.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Size {
    /// The width.
    pub width: Length,
    /// The height.
    pub height: Length,
}

impl Size {
    /// The size of `width` by `height`.
    #[must_use]
    pub const fn new(width: Length, height: Length) -> Self {
        Self { width, height }
    }
}

/// An upright rectangle: its top left corner and its size.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Rect {
    /// The left edge.
    pub x: Length,
    /// The top edge.
    pub y: Length,
    /// The width; not negative in what layout makes.
    pub width: Length,
    /// The height; not negative in what layout makes.
    pub height: Length,
}

impl Rect {
    /// The rectangle with its top left corner at `x`, `y`.
    #[must_use]
    pub const fn new(x: Length, y: Length, width: Length, height: Length) -> Self {
        Self { x, y, width, height }
    }

    /// The right edge.
    #[must_use]
    pub fn right(&self) -> Length {
        self.x + self.width
    }

    /// The bottom edge.
    #[must_use]
    pub fn bottom(&self) -> Length {
        self.y + self.height
    }

    /// Whether it has no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.width <= Length::ZERO || self.height <= Length::ZERO
    }

    /// Whether the two share an area (touching edges do not).
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    /// Moved out by `by` on every side (in, where negative).
    #[must_use]
    pub fn grown(&self, by: Length) -> Self {
        Self::new(self.x - by, self.y - by, self.width + by * 2, self.height + by * 2)
    }
}

/// Distances from the four edges.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Insets {
    /// From the top.
    pub top: Length,
    /// From the right.
    pub right: Length,
    /// From the bottom.
    pub bottom: Length,
    /// From the left.
    pub left: Length,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, w: i32, h: i32) -> Rect {
        Rect::new(Length::points(x), Length::points(y), Length::points(w), Length::points(h))
    }

    #[test]
    fn touching_is_not_overlapping() {
        assert!(!rect(0, 0, 10, 10).overlaps(&rect(10, 0, 10, 10)));
        assert!(rect(0, 0, 10, 10).overlaps(&rect(9, 9, 10, 10)));
        assert!(rect(0, 0, 10, 10).contains(&rect(0, 0, 10, 10)));
        assert!(!rect(0, 0, 10, 10).contains(&rect(1, 0, 10, 10)));
    }
}
