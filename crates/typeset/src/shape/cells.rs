//! The strict character grid: every full-width character stands in a cell of one 字 of its own, and a run of Latin
//! text (with the blanks in it) takes whole cells and stands in their middle.
//!
//! A line may begin or end inside a run; its part then takes whole cells of its own. So a line's width is that of the
//! whole runs on it, by prefix sums, and of the parts of a run at its two ends.

use super::Atom;
use super::spacing::Gap;

/// What takes whole cells together: one full-width character, or narrow characters and the blanks between them.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    /// Cells of all runs before it.
    before: i64,
}

/// The runs of a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    cell: i64,
    runs: Vec<Run>,
    /// The run of each atom.
    run_of: Vec<u32>,
    /// The widths of the atoms with their own blanks, and of the gaps inside runs, before each atom; the gap before
    /// atom i counts in entry i + 1.
    widths: Vec<i64>,
    /// The gap before each atom, where it is inside a run.
    inner: Vec<i64>,
}

/// A part of a run on a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// From the line's first cell to the part's first atom.
    pub(crate) x: i64,
}

impl Cells {
    pub(crate) fn new(atoms: &[Atom], gaps: &[Gap]) -> Self {
        let cell = atoms.first().map_or(1, |atom| i64::from(atom.em).max(1));
        let mut cells = Self {
            cell,
            runs: Vec::new(),
            run_of: Vec::with_capacity(atoms.len()),
            widths: vec![0],
            inner: Vec::with_capacity(atoms.len()),
        };
        for (at, (atom, gap)) in atoms.iter().zip(gaps).enumerate() {
            let goes_on =
                at > 0 && (atom.joined || (atoms[at - 1].class.is_latin() && atom.class.is_latin()));
            let inner = if goes_on { i64::from(gap.natural) } else { 0 };
            if let Some(run) = cells.runs.last_mut().filter(|_| goes_on) {
                run.end = at + 1;
            } else {
                let before = cells.runs.last().map_or(0, |run| run.before + cells.of(run.start, run.end, 0));
                cells.runs.push(Run { start: at, end: at + 1, before });
            }
            cells.run_of.push(u32::try_from(cells.runs.len() - 1).unwrap_or(u32::MAX));
            cells.inner.push(inner);
            cells.widths.push(cells.widths[at] + inner + full_width(atom));
        }
        cells
    }

    /// The side of a cell.
    pub(crate) fn cell(&self) -> i64 {
        self.cell
    }

    /// How many cells the atoms `start..end` of one run take, with so much more behind them.
    fn of(&self, start: usize, end: usize, more: i64) -> i64 {
        let width = self.widths[end] - self.widths[start] - self.inner[start] + more;
        whole(width.max(0), self.cell)
    }

    /// The width of a line of atoms, with a hyphen of so much behind them.
    pub(crate) fn width(&self, start: usize, end: usize, hyphen: i64) -> i64 {
        let (first, last) = (self.run_of[start] as usize, self.run_of[end - 1] as usize);
        if first == last {
            return self.of(start, end, hyphen) * self.cell;
        }
        let between = self.runs[last].before - self.runs[first + 1].before;
        let first = self.of(start, self.runs[first].end, 0);
        let last = self.of(self.runs[last].start, end, hyphen);
        (first + between + last) * self.cell
    }

    /// The parts of runs on a line, each in the middle of its cells.
    pub(crate) fn parts(&self, start: usize, end: usize, hyphen: i64) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut pen = 0;
        let mut at = start;
        while at < end {
            let to = self.runs[self.run_of[at] as usize].end.min(end);
            let more = if to == end { hyphen } else { 0 };
            let room = self.of(at, to, more) * self.cell;
            let width = self.widths[to] - self.widths[at] - self.inner[at] + more;
            parts.push(Part { start: at, end: to, x: pen + (room - width) / 2 });
            pen += room;
            at = to;
        }
        parts
    }

    /// From the first atom of a part to another atom of it.
    pub(crate) fn within(&self, start: usize, at: usize) -> i64 {
        if at == start {
            0
        } else {
            self.widths[at] + self.inner[at] - self.widths[start] - self.inner[start]
        }
    }
}

/// The width of an atom with a mark's own blank.
fn full_width(atom: &Atom) -> i64 {
    i64::from(atom.left) + i64::from(atom.body) + i64::from(atom.right)
}

/// Division of what is not negative, rounded up.
fn whole(width: i64, by: i64) -> i64 {
    (width + by - 1) / by
}
