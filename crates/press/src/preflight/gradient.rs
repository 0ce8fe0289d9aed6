//! [`Gradient`]: the inks of an axial or a round shading, place by place (ISO 32000-1, 8.7.4.5.3 and 8.7.4.5.4).

use lopdf::{Dictionary, Document};

use super::function::Functions;
use super::lookup::{array, get, number, number_at, resolve};
use super::matrix::{Area, Matrix};
use super::weight::{Inks, Plates, colour, total};

/// The most steps of a gradient. A table has more where it is a picture of one row.
const MOST_STEPS: usize = 1024;

/// The inks of a gradient.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Gradient {
    /// Along its course, from 0 to 1, in order; between two of them it goes evenly, or nearly so.
    steps: Vec<(f64, Plates)>,
    /// The heaviest of all: by their sum, and beside black.
    heaviest: [Plates; 2],
    course: Course,
    /// Whether it goes on before its beginning, and beyond its end.
    goes_on: (bool, bool),
    /// Whether it is cut by a box of its own.
    cut: bool,
}

/// Where a gradient is how far on, in its own space.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Course {
    /// Along a line, from a point and by so much for each unit of either direction.
    Line { from: (f64, f64), each: (f64, f64) },
    /// From a circle to another around the same point.
    Round { middle: (f64, f64), from: f64, to: f64 },
    /// Anywhere: circles around different points.
    Anywhere,
}

impl Gradient {
    /// Reads a shading whose colours are inks; nothing where it is of another type or cannot be followed. It has no more
    /// steps than there is room for, and takes that.
    pub(crate) fn read(
        document: &Document,
        shading: &Dictionary,
        inks: &Inks,
        functions: &mut Functions,
        room: &mut usize,
    ) -> Option<Self> {
        let numbers = |key: &[u8]| -> Option<Vec<f64>> {
            array(document, shading, key)?.iter().map(|value| number(document, value)).collect()
        };
        let kind = number_at(document, shading, b"ShadingType")?;
        let course = match (kind, numbers(b"Coords")?.as_slice()) {
            (2.0, &[x, y, to_x, to_y]) => {
                let (across, up) = (to_x - x, to_y - y);
                let length = across * across + up * up;
                if !length.is_normal() {
                    return None;
                }
                Course::Line { from: (x, y), each: (across / length, up / length) }
            }
            (3.0, &[x, y, from, to_x, to_y, to]) if x == to_x && y == to_y && from != to => {
                Course::Round { middle: (x, y), from, to }
            }
            (3.0, &[..]) => Course::Anywhere,
            _ => return None,
        };
        // Where it ends, a colour of its own may begin, which is not followed here.
        if get(document, shading, b"Background").is_some() {
            return None;
        }
        let goes_on = array(document, shading, b"Extend").unwrap_or_default();
        let goes_on =
            |at: usize| goes_on.get(at).and_then(|end| resolve(document, end)?.as_bool().ok()) == Some(true);
        let function = functions.read(document, shading.get(b"Function").ok()?)?;
        let domain = numbers(b"Domain").unwrap_or_else(|| vec![0.0, 1.0]);
        let &[from, to] = domain.as_slice() else { return None };
        let marks = function.marks((from, to));
        let left = room.checked_sub(marks.len()).filter(|_| marks.len() <= MOST_STEPS)?;
        functions.work(marks.len().saturating_mul(function.steps().saturating_add(inks.steps())))?;
        let step = |mark: &f64| {
            let share = if to == from { 0.0 } else { (mark - from) / (to - from) };
            Some((share, inks.plates(&function.at(&[*mark])?)?))
        };
        let mut steps =
            marks.iter().map(step).collect::<Option<Vec<_>>>().filter(|steps| !steps.is_empty())?;
        steps.sort_by(|one, other| one.0.total_cmp(&other.0));
        *room = left;
        let cut = get(document, shading, b"BBox").is_some();
        let heaviest = heaviest(steps.iter().map(|(_, inks)| *inks));
        Some(Self { steps, heaviest, course, goes_on: (goes_on(0), goes_on(1)), cut })
    }

    /// How many steps it takes to look for the heaviest within an area, at the most.
    pub(crate) fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is no place where it paints nothing.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.goes_on == (true, true) && !self.cut && !matches!(self.course, Course::Anywhere)
    }

    /// The heaviest inks that it has: by their sum, and beside black.
    pub(crate) fn heaviest(&self) -> [Plates; 2] {
        self.heaviest
    }

    /// The heaviest inks that it has within an area of the page, which a matrix takes to its own space: by their sum, and
    /// beside black. Nothing where it is not there.
    pub(crate) fn within(&self, to_own: Matrix, area: Area) -> Option<[Plates; 2]> {
        let (from, to) = match self.course {
            Course::Line { from: (x, y), each: (across, up) } => {
                let Area { left, bottom, right, top } = area;
                let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
                let on = corners.map(|(a, b)| {
                    let (a, b) = to_own.apply(a, b);
                    (a - x) * across + (b - y) * up
                });
                (
                    on.into_iter().fold(f64::INFINITY, f64::min),
                    on.into_iter().fold(f64::NEG_INFINITY, f64::max),
                )
            }
            Course::Round { middle: (x, y), from, to } => {
                let Area { left, bottom, right, top } = Area::of(to_own, area.corners());
                // From the nearest point of a rectangle, and from the farthest.
                let near = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
                let far = |low: f64, high: f64, at: f64| (at - low).abs().max((high - at).abs());
                let least = near(left, right, x).hypot(near(bottom, top, y));
                let most = far(left, right, x).hypot(far(bottom, top, y));
                let on = [least, most].map(|distance| (distance - from) / (to - from));
                (on[0].min(on[1]), on[0].max(on[1]))
            }
            Course::Anywhere => return Some(self.heaviest()),
        };
        // An area without bounds is anywhere.
        if !(from.is_finite() && to.is_finite()) {
            return Some(self.heaviest());
        }
        if to < 0.0 && !self.goes_on.0 || from > 1.0 && !self.goes_on.1 {
            return None;
        }
        let (from, to) = (from.clamp(0.0, 1.0), to.clamp(0.0, 1.0));
        let first = self.steps.partition_point(|(at, _)| *at <= from);
        let last = self.steps.partition_point(|(at, _)| *at < to).max(first);
        let between = self.steps.get(first..last).unwrap_or_default().iter().map(|(_, inks)| *inks);
        Some(heaviest([from, to].map(|at| self.at(at)).into_iter().chain(between)))
    }

    /// Its inks at a place of its course.
    fn at(&self, place: f64) -> Plates {
        let next = self.steps.partition_point(|(at, _)| *at < place);
        let step = |at: usize| self.steps.get(at).or(self.steps.last()).copied().unwrap_or_default();
        let ((from, low), (to, high)) = (step(next.saturating_sub(1)), step(next));
        let share = if to > from { ((place - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 };
        std::array::from_fn(|at| low[at] + (high[at] - low[at]) * share)
    }
}

fn heaviest(all: impl Iterator<Item = Plates>) -> [Plates; 2] {
    let heavier =
        |one: Plates, other: Plates, of: fn(&Plates) -> f64| if of(&other) > of(&one) { other } else { one };
    all.fold([[0.0; 5]; 2], |[most, coloured], inks| {
        [heavier(most, inks, total), heavier(coloured, inks, colour)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Object, dictionary};

    fn numbers(numbers: &[f32]) -> Vec<Object> {
        numbers.iter().copied().map(Object::Real).collect()
    }

    /// From paper to solid cyan and magenta.
    fn gradient(kind: i64, coords: &[f32], goes_on: bool) -> Option<Gradient> {
        let function = dictionary! {
            "FunctionType" => 2, "N" => 1, "C0" => numbers(&[0.0; 4]), "C1" => numbers(&[1.0, 1.0, 0.0, 0.0]),
        };
        let shading = dictionary! {
            "ShadingType" => kind, "Coords" => numbers(coords), "Function" => function,
            "Extend" => vec![Object::from(goes_on); 2],
        };
        Gradient::read(&Document::new(), &shading, &Inks::Process, &mut Functions::new(), &mut 1_000)
    }

    fn most(gradient: &Gradient, left: f64, right: f64) -> Option<f64> {
        let area = Area { left, bottom: 0.0, right, top: 0.0 };
        gradient.within(Matrix::IDENTITY, area).map(|[most, _]| total(&most).round())
    }

    #[test]
    fn a_gradient_is_heavy_where_it_is() {
        let line = gradient(2, &[100.0, 0.0, 300.0, 0.0], true).unwrap();
        assert_eq!(most(&line, 100.0, 200.0), Some(100.0));
        assert_eq!((most(&line, 0.0, 90.0), most(&line, 300.0, 900.0)), (Some(0.0), Some(200.0)));
        let ends = gradient(2, &[100.0, 0.0, 300.0, 0.0], false).unwrap();
        assert_eq!((most(&ends, 0.0, 90.0), most(&ends, 301.0, 900.0)), (None, None));
        assert_eq!(most(&ends, 0.0, 150.0), Some(50.0));
        assert_eq!((line.is_everywhere(), ends.is_everywhere()), (true, false));
        let round = gradient(3, &[0.0, 0.0, 0.0, 0.0, 0.0, 100.0], true).unwrap();
        assert_eq!((most(&round, -25.0, 10.0), most(&round, 40.0, 50.0)), (Some(50.0), Some(100.0)));
        let aside = gradient(3, &[0.0, 0.0, 0.0, 9.0, 0.0, 100.0], true).unwrap();
        assert_eq!(most(&aside, 0.0, 1.0), Some(200.0), "it may be anywhere");
        assert!(gradient(2, &[1.0, 1.0, 1.0, 1.0], true).is_none());
        assert!(gradient(1, &[0.0, 0.0, 9.0, 9.0], true).is_none());
    }
}
