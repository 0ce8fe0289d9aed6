//! [`Density`]: how much ink a picture prints where, block by block.

use rayon::prelude::*;

use super::matrix::Area;
use super::weight::Plates;

/// Pixels of a side of a block: what the press keeps the pictures of its own pages by.
pub(crate) const BLOCK: usize = 16;

/// How much ink a picture prints where.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Density {
    columns: usize,
    /// Width and height in pixels.
    size: (usize, usize),
    blocks: Vec<Block<5>>,
    /// The pixels of the most ink and of the most colour.
    all: Block<5>,
}

/// The inks of two pixels, in 255ths: the one with the most ink in all, and the one with the most beside black.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Block<const N: usize> {
    heaviest: [u8; N],
    total: u16,
    most_coloured: [u8; N],
    colour: u16,
}

/// The fourth plate.
const BLACK: usize = 3;

impl<const N: usize> Block<N> {
    const EMPTY: Self = Self { heaviest: [0; N], total: 0, most_coloured: [0; N], colour: 0 };

    fn add(&mut self, pixels: &[[u8; N]], turn: u8) {
        let sum = |pixel: &[u8; N]| pixel.iter().fold(0, |sum, ink| sum + u16::from(ink ^ turn));
        let black = |pixel: &[u8; N]| pixel.get(BLACK).map_or(0, |ink| u16::from(ink ^ turn));
        let (mut total, mut colour) = (0, 0);
        for pixel in pixels {
            let all = sum(pixel);
            total = total.max(all);
            colour = colour.max(all - black(pixel));
        }
        // To look for the pixel is rare, and so need not be fast.
        let turned = |pixel: &[u8; N]| pixel.map(|ink| ink ^ turn);
        if total > self.total {
            self.total = total;
            self.heaviest = pixels.iter().find(|pixel| sum(pixel) == total).map_or([0; N], turned);
        }
        if colour > self.colour {
            self.colour = colour;
            let found = pixels.iter().find(|pixel| sum(pixel) - black(pixel) == colour);
            self.most_coloured = found.map_or([0; N], turned);
        }
    }

    fn merge(&mut self, other: &Self) {
        if other.total > self.total {
            (self.total, self.heaviest) = (other.total, other.heaviest);
        }
        if other.colour > self.colour {
            (self.colour, self.most_coloured) = (other.colour, other.most_coloured);
        }
    }

    fn of_five(&self) -> Block<5> {
        let five = |inks: &[u8; N]| std::array::from_fn(|at| inks.get(at).copied().unwrap_or(0));
        let (heaviest, most_coloured) = (five(&self.heaviest), five(&self.most_coloured));
        Block { heaviest, total: self.total, most_coloured, colour: self.colour }
    }
}

/// Pixels of `N` inks under way, row by row.
pub(crate) struct Gathered<const N: usize> {
    width: usize,
    rows: usize,
    turn: u8,
    done: Vec<Block<N>>,
    band: Vec<Block<N>>,
}

impl<const N: usize> Gathered<N> {
    /// Nothing yet, of a picture `width` pixels wide; `inverted` where 0 is solid.
    pub(crate) fn new(width: usize, inverted: bool) -> Self {
        let turn = if inverted { u8::MAX } else { 0 };
        let band = vec![Block::EMPTY; width.div_ceil(BLOCK)];
        Self { width, rows: 0, turn, done: Vec::new(), band }
    }

    /// Takes a row.
    pub(crate) fn add(&mut self, row: &[[u8; N]]) {
        for (at, pixels) in row.chunks(BLOCK).enumerate() {
            self.add_block(at, pixels);
        }
        self.end_row();
    }

    /// Takes the pixels of a row that are in a block.
    pub(crate) fn add_block(&mut self, at: usize, pixels: &[[u8; N]]) {
        if let Some(block) = self.band.get_mut(at) {
            block.add(pixels, self.turn);
        }
    }

    /// Ends a row.
    pub(crate) fn end_row(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(BLOCK) {
            self.done.extend(self.band.iter_mut().map(|block| std::mem::replace(block, Block::EMPTY)));
        }
    }

    /// The picture.
    pub(crate) fn density(mut self) -> Density {
        if !self.rows.is_multiple_of(BLOCK) {
            self.done.append(&mut self.band);
        }
        Density::of_blocks(&self.done, (self.width, self.rows))
    }
}

impl Density {
    /// Of all pixels, four inks each.
    pub(crate) fn of(pixels: &[u8], width: usize, inverted: bool) -> Self {
        let width = width.max(1);
        let band = |pixels: &[u8]| {
            let mut gathered = Gathered::<4>::new(width, inverted);
            pixels.chunks_exact(width * 4).for_each(|row| gathered.add(row.as_chunks().0));
            if !gathered.rows.is_multiple_of(BLOCK) {
                gathered.done.append(&mut gathered.band);
            }
            gathered.done
        };
        let bands: Vec<_> = pixels.par_chunks(width * 4 * BLOCK).map(band).collect();
        Self::of_blocks(&bands.concat(), (width, pixels.len() / (width * 4)))
    }

    fn of_blocks<const N: usize>(blocks: &[Block<N>], size: (usize, usize)) -> Self {
        let mut all = Block::EMPTY;
        blocks.iter().for_each(|block| all.merge(block));
        let columns = size.0.div_ceil(BLOCK);
        Self { columns, size, blocks: blocks.iter().map(Block::of_five).collect(), all: all.of_five() }
    }

    /// The most ink of a pixel, in per cent.
    pub(crate) fn most(&self) -> f64 {
        f64::from(self.all.total) / 2.55
    }

    /// The most ink but black of a pixel, in per cent.
    pub(crate) fn most_colour(&self) -> f64 {
        f64::from(self.all.colour) / 2.55
    }

    /// The heaviest pixels of all.
    pub(crate) fn heaviest(&self) -> [Plates; 2] {
        plates(&self.all)
    }

    /// The heaviest pixels of the blocks within a part of the picture, which fills the unit square, and the middles of
    /// the blocks.
    pub(crate) fn within(&self, part: Area) -> impl Iterator<Item = ((f64, f64), [Plates; 2])> {
        #[expect(clippy::cast_precision_loss, reason = "a side is far below 2^52")]
        let (width, height) = (self.size.0 as f64, self.size.1 as f64);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let at = |place: f64, side: f64| (place.clamp(0.0, 1.0) * side / BLOCK as f64) as usize;
        let block = move |place: f64, side: f64, last: usize| at(place, side).min(last);
        let (columns, rows) = (self.columns, self.blocks.len() / self.columns.max(1));
        let (last_column, last_row) = (columns.saturating_sub(1), rows.saturating_sub(1));
        let across = block(part.left, width, last_column)..=block(part.right, width, last_column);
        let down = block(1.0 - part.top, height, last_row)..=block(1.0 - part.bottom, height, last_row);
        down.flat_map(move |row| across.clone().map(move |column| (row, column))).filter_map(
            move |(row, column)| {
                let block = self.blocks.get(row * columns + column)?;
                #[expect(clippy::cast_precision_loss, reason = "a side is far below 2^52")]
                let middle = |at: usize, side: f64| ((at as f64 + 0.5) * BLOCK as f64 / side).min(1.0);
                Some(((middle(column, width), 1.0 - middle(row, height)), plates(block)))
            },
        )
    }
}

fn plates(block: &Block<5>) -> [Plates; 2] {
    [block.heaviest, block.most_coloured].map(|inks| inks.map(|ink| f64::from(ink) / 2.55))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_heavy_where_it_is() {
        let mut pixels = vec![0u8; 40 * 20 * 4];
        for (x, y, inks) in [(35, 3, [200, 100, 0, 50]), (36, 4, [255, 100, 0, 0]), (2, 18, [0, 0, 0, 255])] {
            pixels[(y * 40 + x) * 4..][..4].copy_from_slice(&inks);
        }
        let density = Density::of(&pixels, 40, false);
        let mut gathered = Gathered::<4>::new(40, false);
        pixels.chunks(160).for_each(|row| gathered.add(row.as_chunks().0));
        assert_eq!(gathered.density(), density);
        assert_eq!((density.most().round(), density.most_colour().round()), (139.0, 139.0));
        assert_eq!(density.heaviest()[1][0].round(), 100.0);
        let within = |left: f64, bottom: f64, right: f64, top: f64| {
            density
                .within(Area { left, bottom, right, top })
                .map(|(_, [heaviest, _])| heaviest[3])
                .collect::<Vec<_>>()
        };
        assert_eq!(within(0.0, 0.5, 0.3, 1.0).len(), 1);
        assert_eq!(within(0.0, 0.0, 0.1, 0.1), [100.0], "its foot");
        assert_eq!(within(-9.0, -9.0, 9.0, 9.0).len(), 6);
        let inverted: Vec<u8> = pixels.iter().map(|ink| 255 - ink).collect();
        assert_eq!(Density::of(&inverted, 40, true), density);
    }
}
