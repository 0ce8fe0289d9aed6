//! [`Outline`]: what a module's tint and its box follow.

use broadsheet_units::{Length, Rect};

/// A module's frame without what is cut out of it: a rectangle, an L, a U or a ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Outline {
    frame: Rect,
    /// They reach to the frame or past it where they are cut out of its edge.
    cuts: Vec<Rect>,
}

/// On which side of an edge the module is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Before,
    Behind,
}

impl Outline {
    pub(crate) fn new(frame: Rect, cuts: Vec<Rect>) -> Self {
        Self { frame, cuts }
    }

    /// The outline that runs inside this one, `by` from every edge.
    pub(crate) fn within(&self, by: Length) -> Self {
        let inwards = Length::ZERO - by;
        Self { frame: self.frame.grown(inwards), cuts: self.cuts.iter().map(|cut| cut.grown(by)).collect() }
    }

    /// Rectangles that fill it and do not overlap, from top to bottom.
    pub(crate) fn filled(&self) -> Vec<Rect> {
        let cells = Cells::of(self);
        let mut filled: Vec<Rect> = Vec::new();
        for row in 0..cells.rows() {
            let (top, foot) = (cells.ys[row], cells.ys[row + 1]);
            for (from, to) in runs(cells.columns(), |col| cells.has(col, row).then_some(())) {
                let (left, right) = (cells.xs[from], cells.xs[to]);
                let above =
                    filled.iter_mut().find(|it| (it.x, it.right(), it.bottom()) == (left, right, top));
                match above {
                    Some(above) => above.height = foot - above.y,
                    None => filled.push(Rect::new(left, top, right - left, foot - top)),
                }
            }
        }
        filled
    }

    /// Rules of a weight along its edges, inside it: those across, then those that run down.
    pub(crate) fn rules(&self, weight: Length) -> Vec<Rect> {
        let cells = Cells::of(self);
        let side = |before: bool, behind: bool| match (before, behind) {
            (true, false) => Some(Side::Before),
            (false, true) => Some(Side::Behind),
            _ => None,
        };
        let from = |at: Length, side: Side| if side == Side::Before { at - weight } else { at };
        let mut rules = Vec::new();
        for row in 0..=cells.rows() {
            let both = |col: usize| (row > 0 && cells.has(col, row - 1), cells.has(col, row));
            let edge = |col: usize| side(both(col).0, both(col).1);
            for (start, end) in runs(cells.columns(), edge) {
                let Some(side) = edge(start) else { continue };
                // Where two edges meet in a corner that points inwards, neither rule would fill it.
                let more = |col: Option<usize>| match col.map(both) {
                    Some((true, true)) => weight,
                    _ => Length::ZERO,
                };
                let left = cells.xs[start] - more(start.checked_sub(1));
                let right = cells.xs[end] + more(Some(end));
                rules.push(Rect::new(left, from(cells.ys[row], side), right - left, weight));
            }
        }
        for col in 0..=cells.columns() {
            let edge = |row: usize| side(col > 0 && cells.has(col - 1, row), cells.has(col, row));
            for (start, end) in runs(cells.rows(), edge) {
                let Some(side) = edge(start) else { continue };
                let (top, foot) = (cells.ys[start], cells.ys[end]);
                rules.push(Rect::new(from(cells.xs[col], side), top, weight, foot - top));
            }
        }
        rules
    }
}

/// The frame divided along every edge: each cell is all in the outline, or all out of it.
struct Cells<'o> {
    outline: &'o Outline,
    xs: Vec<Length>,
    ys: Vec<Length>,
}

impl<'o> Cells<'o> {
    fn of(outline: &'o Outline) -> Self {
        let Outline { frame, cuts } = outline;
        let divided = |from: Length, to: Length, edges: fn(&Rect) -> [Length; 2]| {
            let mut at: Vec<Length> =
                cuts.iter().flat_map(edges).filter(|at| from < *at && *at < to).collect();
            at.extend([from, to.max(from)]);
            at.sort_unstable();
            at.dedup();
            at
        };
        Self {
            outline,
            xs: divided(frame.x, frame.right(), |cut| [cut.x, cut.right()]),
            ys: divided(frame.y, frame.bottom(), |cut| [cut.y, cut.bottom()]),
        }
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    /// Whether a cell is in the outline; none is past the frame.
    fn has(&self, col: usize, row: usize) -> bool {
        let Some([left, right]) = self.xs.get(col..col + 2) else { return false };
        let Some([top, foot]) = self.ys.get(row..row + 2) else { return false };
        let cell = Rect::new(*left, *top, *right - *left, *foot - *top);
        !self.outline.cuts.iter().any(|cut| cut.contains(&cell))
    }
}

/// Where neighbours of one kind start and end; those without a kind are left out.
fn runs<K: PartialEq>(count: usize, kind: impl Fn(usize) -> Option<K>) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..=count {
        if at == count || kind(at) != kind(start) {
            if kind(start).is_some() {
                runs.push((start, at));
            }
            start = at;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, width: i32, height: i32) -> Rect {
        Rect::new(Length::points(x), Length::points(y), Length::points(width), Length::points(height))
    }

    fn outline(cuts: Vec<Rect>) -> Outline {
        Outline::new(rect(0, 0, 100, 80), cuts)
    }

    #[test]
    fn a_module_without_notches_has_four_rules_and_one_tint() {
        let whole = outline(vec![]);
        assert_eq!(whole.filled(), [rect(0, 0, 100, 80)]);
        let sides = [rect(0, 0, 100, 2), rect(0, 78, 100, 2), rect(0, 0, 2, 80), rect(98, 0, 2, 80)];
        assert_eq!(whole.rules(Length::points(2)), sides);
    }

    #[test]
    fn the_box_of_an_l_turns_inwards_and_its_inner_corner_is_filled() {
        let shape = outline(vec![rect(60, -10, 50, 40)]);
        assert_eq!(shape.filled(), [rect(0, 0, 60, 30), rect(0, 30, 100, 50)]);
        let weight = Length::points(2);
        let rules = shape.rules(weight);
        let across = [rect(0, 0, 60, 2), rect(58, 30, 42, 2), rect(0, 78, 100, 2)];
        let down = [rect(0, 0, 2, 80), rect(58, 0, 2, 30), rect(98, 30, 2, 50)];
        assert_eq!(rules, [across, down].concat());
        let inner = shape.within(Length::points(5));
        assert_eq!(inner.filled(), [rect(5, 5, 50, 30), rect(5, 35, 90, 40)]);
    }

    #[test]
    fn what_stands_in_the_middle_has_a_box_around_it_too() {
        let ring = outline(vec![rect(40, 30, 20, 20)]);
        let rules = ring.rules(Length::points(1));
        assert_eq!(rules.len(), 8);
        // The frame's rules and those of the hole, with its corners.
        assert!(rules.contains(&rect(39, 29, 22, 1)) && rules.contains(&rect(39, 50, 22, 1)));
        assert!(rules.contains(&rect(39, 30, 1, 20)) && rules.contains(&rect(60, 30, 1, 20)));
        assert_eq!(ring.filled().len(), 4);
    }
}
