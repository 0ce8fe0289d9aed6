//! How much of its frame a picture fills: all of it, unless what is to be shown of it reaches past its edges, or its
//! outline past the frame.

use broadsheet_layout::frame::{Crop, PictureOutline, PictureUse, PlacedPicture};
use broadsheet_units::{Length, Rect};

/// What of a crop is in the picture, and which part of the frame that fills.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Filled {
    /// What is there, in pixels of the upright picture.
    pub(crate) crop: Crop,
    /// Where it stands on the page.
    pub(crate) rect: Rect,
}

impl Filled {
    /// The part of a placed picture that can be printed; `None` where nothing of it is in the picture.
    pub(crate) fn of(placed: &PlacedPicture, picture: &PictureUse) -> Option<Self> {
        let (crop, rect) = (placed.crop, placed.rect);
        let width = crop.width.min(picture.px_width.saturating_sub(crop.x));
        let height = crop.height.min(picture.px_height.saturating_sub(crop.y));
        if width == 0 || height == 0 {
            return None;
        }
        let share = |side: Length, part: u32, whole: u32| side.mul_ratio(i64::from(part), i64::from(whole));
        let rect = Rect {
            width: share(rect.width, width, crop.width),
            height: share(rect.height, height, crop.height),
            ..rect
        };
        Some(Self { crop: Crop { width, height, ..crop }, rect })
    }
}

/// How much of its frame a placed picture leaves unfilled: per cent that are filled, or `None` for all of it.
pub(crate) fn partly(placed: &PlacedPicture, picture: &PictureUse) -> Option<u8> {
    let crop = placed.crop;
    let there = Filled::of(placed, picture).map_or((0, 0), |filled| (filled.crop.width, filled.crop.height));
    let outline_in_frame = match &placed.outline {
        Some(PictureOutline::Polygon { points }) => {
            // A corner on the frame's edge may have been rounded across it.
            let frame = placed.rect.grown(Length::from_raw(1));
            points
                .iter()
                .all(|point| frame.contains(&Rect::new(point.x, point.y, Length::ZERO, Length::ZERO)))
        }
        Some(PictureOutline::Round) | None => true,
    };
    if there == (crop.width, crop.height) && there != (0, 0) && outline_in_frame {
        return None;
    }
    let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    let filled = area(there).saturating_mul(100) / area((crop.width, crop.height)).max(1);
    // Even a hair's breadth of paper that shows is not all.
    Some(u8::try_from(filled.min(99)).unwrap_or(99))
}
