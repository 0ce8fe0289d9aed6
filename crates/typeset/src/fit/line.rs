//! What one line comes to: its natural width, and what it can take up and give.

use super::places;
use crate::Slot;
use crate::shape::ShapedParagraph;
use crate::shape::breaks::Break;
use crate::shape::spacing::{self, STAGES};

/// Ratios are fixed point: 1024 is a quarter 字 of stretch in every gap, or all the shrink there is.
pub(crate) const ONE: i64 = 1024;
/// The ratio at which letters have taken up all they may: a word space opened by a quarter 字.
const LETTERS_AT: i64 = ONE / 2;

/// What a line comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    /// The width before stretch or squeeze.
    pub(crate) natural: i64,
    /// What it may fill, less its natural width.
    pub(crate) spare: i64,
    /// The sum of what stretches.
    pub(crate) stretch: i64,
    /// What can be given: the blank at the end, then by stage, which is only told of a line that is too wide.
    pub(crate) end_shrink: i64,
    pub(crate) shrink: [i64; STAGES],
    /// What the letters of words may take up or, after all else, give (see [`crate::Letterfit`]).
    pub(crate) letters: i64,
    /// On the character grid nothing stretches: what is left stays blank at the line's end.
    pub(crate) on_grid: bool,
    /// The em that the line starts with.
    em: i64,
}

impl Fit {
    /// A line without ink: it fits anywhere.
    fn blank(available: i64) -> Self {
        Self {
            natural: 0,
            spare: available.max(0),
            stretch: 0,
            end_shrink: 0,
            shrink: [0; STAGES],
            letters: 0,
            on_grid: false,
            em: 1,
        }
    }

    /// All that can be given.
    pub(crate) fn give(&self) -> i64 {
        self.end_shrink + self.shrink.iter().sum::<i64>() + self.letters
    }

    /// How far the line is from its natural width: 1024 is a quarter 字 in every gap, or, below 0, all its shrink,
    /// where the blank at its end counts little and every stage more than the one before. `None`: it cannot be
    /// squeezed so far.
    pub(crate) fn ratio(&self) -> Option<i64> {
        if self.spare >= 0 {
            return Some(self.loose_ratio());
        }
        let mut need = -self.spare;
        if need > self.give() {
            return None;
        }
        let mut ratio = 0;
        let weights = [(self.end_shrink, 2), (self.shrink[0], 2), (self.shrink[1], 3), (self.shrink[2], 3)];
        let last = [(self.shrink[3], 3), (self.shrink[4], 8), (self.letters, 8)];
        for (can, weight) in weights.into_iter().chain(last) {
            let takes = need.min(can);
            if takes > 0 {
                ratio += weight * ONE * takes / (can * 10);
                need -= takes;
            }
        }
        Some(-ratio.min(ONE))
    }

    fn loose_ratio(&self) -> i64 {
        let in_gaps = self.spare - self.taken_by_letters();
        match self.stretch {
            _ if self.spare == 0 => 0,
            // A cell that stays blank is as bad as a quarter 字 in every gap.
            _ if self.on_grid => self.spare / self.em * ONE,
            0 if in_gaps == 0 => ONE,
            // Nothing stretches: as bad as one gap that takes it all, and worse than any that the passes allow.
            0 => (in_gaps.saturating_mul(4 * ONE) / self.em).max(2 * ONE + 1),
            stretch => in_gaps.saturating_mul(4 * ONE) / stretch,
        }
    }

    /// How much of what is to be filled the letters take up: in step with the gaps until they may no more.
    pub(crate) fn taken_by_letters(&self) -> i64 {
        if self.spare <= 0 || self.letters == 0 {
            return 0;
        }
        // All that gaps and letters take up at the ratio where the letters have taken all they may.
        let gaps = self.stretch.saturating_mul(LETTERS_AT) / (4 * ONE);
        if self.spare >= gaps + self.letters {
            return self.letters;
        }
        let part =
            i128::from(self.spare) * i128::from(self.letters) / i128::from((gaps + self.letters).max(1));
        i64::try_from(part).unwrap_or(self.letters)
    }
}

/// What one line of atoms `start..ink_end` comes to in its slot, ending with `hyphen` more.
pub(crate) fn measure_line(
    shaped: &ShapedParagraph,
    start: usize,
    ink_end: usize,
    hyphen: i32,
    available: i64,
) -> Fit {
    if ink_end <= start {
        return Fit::blank(available);
    }
    let em = i64::from(shaped.atoms[start].em).max(1);
    if let Some(cells) = &shaped.cells {
        let natural = cells.width(start, ink_end, i64::from(hyphen));
        return Fit { natural, spare: available - natural, on_grid: true, em: cells.cell(), ..Fit::blank(0) };
    }
    let (from, to) = (&shaped.sums[start], &shaped.sums[ink_end]);
    let gap = &shaped.gaps[start];
    let blank = if hyphen > 0 { 0 } else { i64::from(spacing::end_blank(&shaped.atoms[ink_end - 1])) };
    let hung = shaped.hung(start, ink_end, hyphen);
    let natural =
        to.width - from.width - i64::from(gap.natural) + blank + i64::from(hyphen) - hung.0 - hung.1;
    let mut shrink = [0; STAGES];
    if natural > available {
        for (stage, sum) in shrink.iter_mut().enumerate() {
            *sum = to.shrink[stage] - from.shrink[stage];
        }
        shrink[gap.stage as usize] -= i64::from(gap.shrink);
    }
    let stretch = to.stretch - from.stretch - i64::from(gap.stretch);
    let letters = to.letters - from.letters - i64::from(gap.letters);
    Fit {
        natural,
        spare: available - natural,
        stretch,
        end_shrink: blank,
        shrink,
        letters: letters / 1000,
        on_grid: false,
        em,
    }
}

/// The width of the widest line where only line feeds end lines.
pub(crate) fn natural_width(shaped: &ShapedParagraph) -> i64 {
    let (mut start, mut widest) = (0, 0);
    for place in places(shaped) {
        let closes = matches!(place.kind, Break::Mandatory) || place.at == shaped.atoms.len();
        if closes {
            widest = widest.max(measure_line(shaped, start, place.ink_end.max(start), 0, 0).natural);
            start = place.at;
        }
    }
    widest
}

/// What a line of this number may fill.
pub(crate) fn available(shaped: &ShapedParagraph, slots: &[Slot], line: usize) -> i64 {
    let measure = slots.get(line).or(slots.last()).map_or(i32::MAX, |slot| slot.measure.raw());
    let indent = if line == 0 { shaped.paragraph.indent.raw() } else { 0 };
    i64::from(measure) - i64::from(indent)
}
