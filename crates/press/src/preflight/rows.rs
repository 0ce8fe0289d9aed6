//! The rows of a picture that is deflated and predicted from its neighbours as PNG does it (ISO 32000-1, 7.4.4.4), one after
//! the other: what the press writes itself, and most of what a page weighs. They are never all in memory.

use fdeflate::Decompressor;
use lopdf::{Dictionary, Document, Stream};

use super::lookup::{dictionary, number_at};

/// How far back a deflated stream may refer to (RFC 1951).
const WINDOW: usize = 1 << 15;
/// Bytes that are unpacked at a time.
const PIECE: usize = 1 << 17;

/// What rows are made of.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    /// Samples of a row.
    pub(super) row: usize,
    /// Samples of a pixel, of a byte each.
    pub(super) channels: usize,
    /// The most bytes that are unpacked.
    pub(super) limit: usize,
}

/// Shows every row to `look`, and answers how many there are. Nothing where the picture is packed in another way, is not
/// whole or unpacks to more than it may: the rows that were shown say nothing then.
pub(super) fn each(
    document: &Document,
    picture: &Stream,
    grid: Grid,
    mut look: impl FnMut(&[u8]),
) -> Option<usize> {
    let filters = picture.filters().ok()?;
    let parameters = dictionary(document, &picture.dict, b"DecodeParms")?;
    if !matches!(filters.as_slice(), [b"FlateDecode" | b"Fl"]) || !is_laid_out(document, parameters, grid) {
        return None;
    }
    let mut packed = picture.content.as_slice();
    let mut unpacker = Decompressor::new();
    let mut window = vec![0; WINDOW + PIECE];
    let (mut end, mut all) = (0, 0);
    let mut rows = Rows::new(grid);
    while !unpacker.is_done() {
        if end > WINDOW {
            window.copy_within(end - WINDOW..end, 0);
            end = WINDOW;
        }
        let (read, made) = unpacker.read(packed, &mut window, end, true).ok()?;
        if read == 0 && made == 0 && !unpacker.is_done() {
            return None;
        }
        packed = packed.get(read..)?;
        all += made;
        if all > grid.limit {
            return None;
        }
        rows.take(window.get(end..end + made)?, &mut look)?;
        end += made;
    }
    // A row that breaks off is for others to judge.
    (rows.filled == 0).then_some(rows.count)
}

/// Whether the predictor's rows are those of the picture.
fn is_laid_out(document: &Document, parameters: &Dictionary, grid: Grid) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "a row is far below 2^52 bytes")]
    let is = |key: &[u8], wanted: usize| number_at(document, parameters, key) == Some(wanted as f64);
    let predictor = number_at(document, parameters, b"Predictor").unwrap_or(1.0);
    grid.channels > 0
        && grid.row > 0
        && (10.0..=15.0).contains(&predictor)
        && is(b"Colors", grid.channels)
        && is(b"Columns", grid.row / grid.channels)
        && number_at(document, parameters, b"BitsPerComponent").is_none_or(|bits| bits == 8.0)
}

/// Rows under way.
struct Rows {
    channels: usize,
    /// The filter and the samples of the row that is filled.
    current: Vec<u8>,
    filled: usize,
    previous: Vec<u8>,
    count: usize,
}

impl Rows {
    fn new(grid: Grid) -> Self {
        let (current, previous) = (vec![0; grid.row + 1], vec![0; grid.row]);
        Self { channels: grid.channels, current, filled: 0, previous, count: 0 }
    }

    /// Takes what was unpacked.
    fn take(&mut self, mut unpacked: &[u8], look: &mut impl FnMut(&[u8])) -> Option<()> {
        while !unpacked.is_empty() {
            let room = self.current.get_mut(self.filled..)?;
            let (now, later) = unpacked.split_at(room.len().min(unpacked.len()));
            room.get_mut(..now.len())?.copy_from_slice(now);
            self.filled += now.len();
            unpacked = later;
            if self.filled == self.current.len() {
                let (filter, row) = self.current.split_first_mut()?;
                restore(*filter, self.channels, &self.previous, row)?;
                look(row);
                self.previous.copy_from_slice(row);
                self.filled = 0;
                self.count += 1;
            }
        }
        Some(())
    }
}

/// Turns differences into samples; `None` for the filters that are rare.
fn restore(filter: u8, channels: usize, above: &[u8], row: &mut [u8]) -> Option<()> {
    match (filter, channels) {
        (0, _) => {}
        (1, 4) => {
            let mut left = [0; 4];
            for pixel in row.as_chunks_mut::<4>().0 {
                for (sample, left) in pixel.iter_mut().zip(left) {
                    *sample = sample.wrapping_add(left);
                }
                left = *pixel;
            }
        }
        (1, 1) => {
            let mut left = 0;
            for sample in row {
                *sample = sample.wrapping_add(left);
                left = *sample;
            }
        }
        (2, _) => {
            for (sample, above) in row.iter_mut().zip(above) {
                *sample = sample.wrapping_add(*above);
            }
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    /// A picture of `rows` as it stands in a file.
    fn picture(rows: &[&[u8]], columns: i64, colours: i64) -> Stream {
        let parameters = dictionary! { "Predictor" => 15, "Colors" => colours, "Columns" => columns };
        let dictionary = dictionary! { "Filter" => "FlateDecode", "DecodeParms" => parameters };
        Stream::new(dictionary, fdeflate::compress_to_vec(&rows.concat()))
    }

    fn read(picture: &Stream, row: usize, channels: usize, limit: usize) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        let look = |row: &[u8]| all.extend_from_slice(row);
        each(&Document::new(), picture, Grid { row, channels, limit }, look)?;
        Some(all)
    }

    #[test]
    fn rows_come_out_as_the_reader_of_the_file_has_them() {
        let four = picture(&[&[1, 1, 2, 3, 4, 255, 1, 0, 9], &[2, 5, 5, 5, 5, 5, 5, 5, 255], &[0; 9]], 2, 4);
        let one = picture(&[&[2, 7, 7, 7], &[1, 250, 10, 1], &[0, 1, 2, 3]], 3, 1);
        assert_eq!(read(&four, 8, 4, 100), four.get_plain_content().ok());
        assert_eq!(read(&one, 3, 1, 100), one.get_plain_content().ok());
        assert_eq!(read(&one, 3, 1, 100).unwrap(), [7, 7, 7, 250, 4, 5, 1, 2, 3]);
    }

    #[test]
    fn a_picture_larger_than_the_window_is_read_to_its_end() {
        let row: Vec<u8> =
            std::iter::once(0).chain((0..40_000u32).map(|at| at.to_le_bytes()[0] ^ 90)).collect();
        let rows = vec![row.as_slice(); 12];
        let large = picture(&rows, 40_000, 1);
        assert_eq!(read(&large, 40_000, 1, usize::MAX), large.get_plain_content().ok());
    }

    #[test]
    fn what_is_not_as_expected_is_left_to_others() {
        let rows: [&[u8]; 2] = [&[0, 1, 2, 3], &[0, 4, 5, 6]];
        let whole = picture(&rows, 3, 1);
        assert!(read(&whole, 3, 1, 8).is_some());
        assert_eq!(read(&whole, 3, 1, 7), None, "more than it may");
        assert_eq!(read(&whole, 6, 1, 100), None, "other rows");
        assert_eq!(read(&picture(&[&[4, 1, 2, 3]], 3, 1), 3, 1, 100), None, "a rare filter");
        assert_eq!(read(&picture(&[&[0, 1, 2]], 3, 1), 3, 1, 100), None, "half a row");
        let mut short = picture(&rows, 3, 1);
        short.content.truncate(short.content.len() - 6);
        assert_eq!(read(&short, 3, 1, 100), None, "it breaks off");
        let plain = Stream::new(dictionary! {}, vec![0, 1, 2, 3]);
        assert_eq!(read(&plain, 3, 1, 100), None, "not packed");
    }
}
