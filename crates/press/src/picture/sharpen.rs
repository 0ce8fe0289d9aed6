//! Sharpening at the size of the plate: an unsharp mask. A press softens; how much is the print house's to say, so it
//! is off unless a style asks for it.

/// Differences of up to so many levels are grain, and left alone.
const GRAIN: i32 = 3;

/// Sharpens pixels of so many channels by `per_cent`: each is moved away from the mean of itself and its neighbours,
/// weighted 1 2 1 both ways, by that share of the difference. At 300 pixels an inch that is a radius of a tenth of a
/// millimetre, half a dot of a newspaper's screen.
pub(super) fn sharpen(pixels: &mut [u8], (width, height): (u32, u32), channels: usize, per_cent: u16) {
    let size = (usize::try_from(width), usize::try_from(height));
    let (Ok(width), Ok(height)) = size else { return };
    let row = width.saturating_mul(channels);
    if per_cent == 0 || row == 0 || pixels.len() != row.saturating_mul(height) {
        return;
    }
    let original = pixels.to_vec();
    let at = |x: usize, y: usize| i32::from(original.get(y * row + x).copied().unwrap_or(0));
    for (y, line) in pixels.chunks_exact_mut(row).enumerate() {
        let rows = [y.saturating_sub(1), y, (y + 1).min(height - 1)];
        for (x, value) in line.iter_mut().enumerate() {
            let left = x.checked_sub(channels).unwrap_or(x);
            let right = if x + channels < row { x + channels } else { x };
            let across = |y: usize| at(left, y) + 2 * at(x, y) + at(right, y);
            let mean = (across(rows[0]) + 2 * across(rows[1]) + across(rows[2]) + 8) / 16;
            let own = at(x, y);
            let difference = own - mean;
            if difference.abs() > GRAIN {
                let sharp = own + difference * i32::from(per_cent) / 100;
                *value = u8::try_from(sharp.clamp(0, 255)).unwrap_or(*value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An edge between two greys, four pixels wide each.
    fn edge() -> Vec<u8> {
        [100, 100, 100, 100, 160, 160, 160, 160].repeat(3)
    }

    #[test]
    fn an_edge_becomes_steeper_and_flat_areas_stay() {
        let mut pixels = edge();
        sharpen(&mut pixels, (8, 3), 1, 100);
        assert_eq!(pixels[..8], [100, 100, 100, 85, 175, 160, 160, 160]);
        let mut off = edge();
        sharpen(&mut off, (8, 3), 1, 0);
        assert_eq!(off, edge());
    }

    #[test]
    fn grain_is_left_alone_and_channels_are_kept_apart() {
        let mut grain = vec![100, 102, 100, 102, 101, 99];
        sharpen(&mut grain, (6, 1), 1, 300);
        assert_eq!(grain, [100, 102, 100, 102, 101, 99]);
        let mut colour: Vec<u8> = [[10u8, 200, 0], [10, 200, 0], [10, 20, 0], [10, 20, 0]].concat();
        sharpen(&mut colour, (4, 1), 3, 100);
        assert!(colour.chunks(3).all(|pixel| pixel[0] == 10 && pixel[2] == 0), "{colour:?}");
        assert!(colour[4] > 200 && colour[7] < 20, "{colour:?}");
    }

    #[test]
    fn what_is_not_of_its_size_is_left_alone() {
        let mut short = vec![0, 255];
        sharpen(&mut short, (2, 2), 1, 100);
        assert_eq!(short, [0, 255]);
    }
}
