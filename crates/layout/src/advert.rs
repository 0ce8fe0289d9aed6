//! Adverts: PDFs from outside, each shown in its own proportions in the area that it was given. What is in them is the
//! press's to judge; here only their size is.

use broadsheet_copy::page::AdvertBox;
use broadsheet_units::{Length, Rect, Size};

use crate::frame::{ADVERT_PIXELS_PER_INCH, Block, Crop, Item, PictureUse, PlacedPicture, Role};
use crate::matter::Matter;
use crate::notice::{Finding, Notice, Place};
use crate::plan::AdvertCopy;
use crate::shop::Shop;

/// By how much an advert may be larger or smaller than its place: what the makers of adverts and of papers round away.
const ROUNDED_AWAY_MM: f64 = 2.0;

/// Sets an advert, in places of the trimmed page.
pub(crate) fn set(shop: &Shop<'_>, placed: &AdvertBox, adverts: &[AdvertCopy]) -> Matter {
    let mut matter = Matter::default();
    let rect = shop.grid.rect(placed.area);
    let mut place =
        Place { advert: Some(placed.advert), area: Some(placed.area), rect: Some(rect), ..Place::default() };
    let Some(advert) = adverts.iter().find(|advert| advert.id == placed.advert) else {
        matter.notices.push(Notice { finding: Finding::AdvertMissing, place });
        return matter;
    };
    let (width, height) = (side(advert.px_width), side(advert.px_height));
    let room = room(shop, placed, (width, height));
    place.rect = Some(room);
    if is_far(width, room.width) || is_far(height, room.height) {
        let finding = Finding::AdvertSize { width, height, room: Size::new(room.width, room.height) };
        matter.notices.push(Notice { finding, place });
    }
    let block = matter.add_block(Block {
        role: Role::Advert,
        story: None,
        text: advert.name.clone(),
        sources: Vec::new(),
    });
    matter.pictures.push(PictureUse {
        photo: advert.id.0,
        sha256: advert.sha256.clone(),
        px_width: advert.px_width,
        px_height: advert.px_height,
    });
    matter.items.push(Item::Picture(PlacedPicture {
        block,
        picture: 0,
        rect: within(room, width, height),
        crop: Crop { x: 0, y: 0, width: advert.px_width, height: advert.px_height },
        outline: None,
    }));
    matter
}

fn side(pixels: u32) -> Length {
    Length::from_mm(f64::from(pixels) / ADVERT_PIXELS_PER_INCH * 25.4)
}

fn is_far(side: Length, room: Length) -> bool {
    (side.to_mm() - room.to_mm()).abs() > ROUNDED_AWAY_MM
}

/// Where it may stand: its area or, for one of the page's own size that has the whole type area, the page.
fn room(shop: &Shop<'_>, placed: &AdvertBox, (width, height): (Length, Length)) -> Rect {
    let trim = shop.grid.trim;
    let area = placed.area;
    let whole = (area.col, area.row, area.cols, area.rows) == (0, 0, shop.grid.columns, shop.grid.rows);
    if whole && !is_far(width, trim.width) && !is_far(height, trim.height) {
        return Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height);
    }
    shop.grid.rect(area)
}

/// As large as fits the room in its own proportions, in the middle of it.
fn within(room: Rect, width: Length, height: Length) -> Rect {
    let (across, down) = (room.width.to_mm() / width.to_mm(), room.height.to_mm() / height.to_mm());
    let scale = across.min(down);
    let (width, height) = (Length::from_mm(width.to_mm() * scale), Length::from_mm(height.to_mm() * scale));
    Rect::new(room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height)
}
