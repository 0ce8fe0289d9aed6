//! EXIF orientation: from the pixels as stored to the picture as one looks at it (EXIF 2.3, tag 274).

use broadsheet_layout::frame::Crop;

/// One of the eight orientations, 1 (upright) to 8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Orientation(u8);

impl Orientation {
    /// As stored.
    pub(crate) const UPRIGHT: Self = Self(1);

    /// The orientation of an EXIF block; upright where it says nothing sensible.
    pub(crate) fn of_exif(block: &[u8]) -> Self {
        let Ok(exif) = exif::Reader::new().read_raw(block.to_vec()) else { return Self::UPRIGHT };
        let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY);
        field.and_then(|field| field.value.get_uint(0)).map_or(Self::UPRIGHT, Self::of_value)
    }

    /// The orientation that a tag's value means; upright where it means none.
    pub(crate) fn of_value(value: u32) -> Self {
        match value {
            2..=8 => Self(u8::try_from(value).unwrap_or(1)),
            _ => Self::UPRIGHT,
        }
    }

    /// Upright size of a picture stored at `size`, or the other way round.
    pub(crate) fn size(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.lies_on_its_side() { (height, width) } else { (width, height) }
    }

    fn lies_on_its_side(self) -> bool {
        self.0 >= 5
    }

    /// The stored pixel that is seen at `x`, `y` of the upright picture; `width` and `height` are those stored.
    fn stored(self, (x, y): (u32, u32), (width, height): (u32, u32)) -> (u32, u32) {
        let (right, bottom) = (width.saturating_sub(1), height.saturating_sub(1));
        match self.0 {
            2 => (right.saturating_sub(x), y),
            3 => (right.saturating_sub(x), bottom.saturating_sub(y)),
            4 => (x, bottom.saturating_sub(y)),
            5 => (y, x),
            6 => (y, bottom.saturating_sub(x)),
            7 => (right.saturating_sub(y), bottom.saturating_sub(x)),
            8 => (right.saturating_sub(y), x),
            _ => (x, y),
        }
    }

    /// A crop of the upright picture in stored pixels; `None` where it is empty or reaches outside.
    pub(crate) fn stored_crop(self, crop: Crop, stored: (u32, u32)) -> Option<Crop> {
        let (width, height) = self.size(stored);
        let right = crop.x.checked_add(crop.width).filter(|&right| right <= width)?;
        let bottom = crop.y.checked_add(crop.height).filter(|&bottom| bottom <= height)?;
        if crop.width == 0 || crop.height == 0 {
            return None;
        }
        let one = self.stored((crop.x, crop.y), stored);
        let other = self.stored((right - 1, bottom - 1), stored);
        let (x, y) = (one.0.min(other.0), one.1.min(other.1));
        Some(Crop { x, y, width: one.0.abs_diff(other.0) + 1, height: one.1.abs_diff(other.1) + 1 })
    }

    /// Turns pixels of `channels` bytes, stored at `size`, upright; gives the upright size.
    pub(crate) fn turn(self, pixels: Vec<u8>, size: (u32, u32), channels: usize) -> (Vec<u8>, (u32, u32)) {
        if self == Self::UPRIGHT {
            return (pixels, size);
        }
        let (width, height) = self.size(size);
        let row = usize::try_from(size.0).unwrap_or(0) * channels;
        let mut turned = Vec::with_capacity(pixels.len());
        for y in 0..height {
            for x in 0..width {
                let (x, y) = self.stored((x, y), size);
                let at = usize::try_from(y).unwrap_or(0) * row + usize::try_from(x).unwrap_or(0) * channels;
                turned.extend(pixels.get(at..at + channels).unwrap_or_default());
            }
        }
        (turned, (width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a picture of `ab/cd/ef` is seen in each orientation (the letter F test of the EXIF standard).
    #[test]
    fn every_orientation_is_turned_upright() {
        let cases = [
            (1, (2, 3), "abcdef"),
            (2, (2, 3), "badcfe"),
            (3, (2, 3), "fedcba"),
            (4, (2, 3), "efcdab"),
            (5, (3, 2), "acebdf"),
            (6, (3, 2), "ecafdb"),
            (7, (3, 2), "fdbeca"),
            (8, (3, 2), "bdface"),
        ];
        for (value, size, seen) in cases {
            let turned = Orientation(value).turn(b"abcdef".to_vec(), (2, 3), 1);
            assert_eq!(turned, (seen.as_bytes().to_vec(), size), "orientation {value}");
        }
    }

    #[test]
    fn a_crop_finds_the_pixels_that_are_seen_in_it() {
        for value in 1..=8 {
            let orientation = Orientation(value);
            let (seen, (width, _)) = orientation.turn(b"abcdef".to_vec(), (2, 3), 1);
            let crop = Crop { x: 1, y: 0, width: 1, height: 2 };
            let stored = orientation.stored_crop(crop, (2, 3)).unwrap();
            let width = usize::try_from(width).unwrap();
            let wanted = [seen[1], seen[1 + width]];
            let mut found = Vec::new();
            for y in stored.y..stored.y + stored.height {
                for x in stored.x..stored.x + stored.width {
                    found.push(b"abcdef"[usize::try_from(y * 2 + x).unwrap()]);
                }
            }
            found.sort_unstable();
            let mut sorted = wanted;
            sorted.sort_unstable();
            assert_eq!(found, sorted, "orientation {value}");
        }
        let outside = Crop { x: 1, y: 0, width: 2, height: 1 };
        assert_eq!(Orientation::UPRIGHT.stored_crop(outside, (2, 3)), None);
    }
}
