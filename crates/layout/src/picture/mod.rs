//! Pictures with their captions and credits, and what the text keeps clear of for them.

mod caption;
mod wrap;

use broadsheet_copy::id::PhotoId;
use broadsheet_copy::page::{Area, Module, Shape};
use broadsheet_units::{Length, Point, Rect};

use crate::flow::Obstacle;
use crate::frame::{Block, Crop, Ink, Item, PictureUse, PlacedPicture, Role};
use crate::head::{has_names, upright_line};
use crate::matter::{Matter, Wording};
use crate::module::{Bounds, Space};
use crate::notice::{Finding, Notice, Place};
use crate::plan::{PhotoCopy, StoryCopy};
use crate::shop::Shop;

use caption::CaptionLines;
pub(crate) use caption::set_shared;

/// A picture of a module, found and checked.
#[derive(Clone, Debug)]
pub(crate) struct Picture<'a> {
    pub(crate) photo: &'a PhotoCopy,
    /// Its box, caption included, after what stands above it.
    pub(crate) space: Space,
    left: Length,
    measure: Length,
    shape: Shape,
    /// What the text keeps free above and below, and beside it, where the page editor has said so.
    stand_off: (Option<u16>, Option<u16>),
    /// Its caption stands beneath it, not in a box that it shares.
    own_caption: bool,
    edge_credit: bool,
}

/// The pictures of a module, with notices for what is planned but cannot be. `elsewhere` are those of its story that
/// stand on other pages.
pub(crate) fn pictures<'a>(
    story: &'a StoryCopy,
    module: &Module,
    bounds: &Bounds,
    elsewhere: &[PhotoId],
    matter: &mut Matter,
) -> Vec<Picture<'a>> {
    let (area, boxes) = (bounds.area, &module.pictures);
    let treatment = &module.treatment;
    let mut found = Vec::new();
    for planned in boxes {
        let place = Place {
            story: Some(story.id),
            photo: Some(planned.photo),
            area: Some(on_page(area, planned.area)),
            ..Place::default()
        };
        let Some(photo) = story.photos.iter().find(|photo| photo.id == planned.photo) else {
            matter.notices.push(Notice { finding: Finding::PictureMissing, place });
            continue;
        };
        let space = Space::of(planned.area);
        let outside = space.col.saturating_add(space.cols) > area.cols || space.foot > area.rows;
        let space = Space { top: space.top.max(bounds.top), foot: space.foot.min(bounds.foot), ..space };
        let measure = bounds.measure(space.col, space.cols);
        if space.cols == 0 || outside || space.top >= space.foot || measure <= Length::ZERO {
            matter.notices.push(Notice { finding: Finding::PictureMisplaced, place });
            continue;
        }
        let wrap = treatment.wrap(photo.id);
        let shared = treatment.captions.iter().any(|caption| caption.photos.contains(&photo.id));
        found.push(Picture {
            photo,
            space,
            left: bounds.left(space.col),
            measure,
            shape: wrap.map_or(Shape::Box, |wrap| wrap.shape.clone()),
            stand_off: wrap.map_or((None, None), |wrap| (wrap.rows, wrap.ems)),
            own_caption: !shared,
            edge_credit: treatment.edge_credits,
        });
    }
    for photo in &story.photos {
        let placed = boxes.iter().any(|planned| planned.photo == photo.id) || elsewhere.contains(&photo.id);
        // What a story that goes on has not placed yet may still stand where it goes on.
        if !placed && treatment.to.is_none() {
            let place =
                Place { story: Some(story.id), photo: Some(photo.id), area: Some(area), ..Place::default() };
            matter.notices.push(Notice { finding: Finding::PictureNotPlaced, place });
        }
    }
    found
}

pub(crate) fn on_page(module: Area, inner: Area) -> Area {
    Area {
        col: module.col.saturating_add(inner.col),
        row: module.row.saturating_add(inner.row),
        cols: inner.cols,
        rows: inner.rows,
    }
}

/// Rows that a photo's caption and credit take at a measure.
pub(crate) fn caption_rows(shop: &Shop<'_>, photo: &PhotoCopy, measure: Length) -> u16 {
    let caption = CaptionLines::of(shop, photo, measure, true);
    u16::try_from(caption.rows()).unwrap_or(u16::MAX)
}

/// The height of picture and caption in rows, the white between them included, for a picture of this height.
pub(crate) fn rows_for(shop: &Shop<'_>, picture: Length, caption: u16) -> u16 {
    let gap = if caption > 0 { shop.style.caption.gap } else { Length::ZERO };
    u16::try_from((picture + gap).cover(shop.grid.pitch)).unwrap_or(u16::MAX).saturating_add(caption)
}

/// A picture's frame and what stands with it.
struct Framed {
    rect: Rect,
    caption: CaptionLines,
    /// Rows of the caption that have room.
    kept: u16,
    credit: Wording,
}

impl Framed {
    fn of(shop: &Shop<'_>, picture: &Picture<'_>) -> Self {
        let space = picture.space;
        let mut measure = picture.measure;
        let mut credit = Wording::default();
        if picture.edge_credit {
            credit = caption::credit(shop, picture.photo, shop.style.dress.edge_credit);
            if !credit.text.is_empty() {
                measure = (measure - edge(shop)).max(shop.grid.em);
            }
        }
        let caption = if picture.own_caption {
            CaptionLines::of(shop, picture.photo, picture.measure, !picture.edge_credit)
        } else {
            CaptionLines::none()
        };
        let rows = u16::try_from(caption.rows()).unwrap_or(u16::MAX);
        // The picture keeps at least a row: the caption's lines past that are reported.
        let kept = rows.min((space.foot - space.top).saturating_sub(1));
        let gap = if kept > 0 { shop.style.caption.gap } else { Length::ZERO };
        let top = shop.grid.height(space.top);
        let height = shop.grid.height(space.foot - space.top - kept) - gap;
        let lead = if kept > 0 { Length::ZERO } else { shop.grid.pitch - shop.grid.em };
        let rect = Rect::new(picture.left, top, measure, (height - lead).max(Length::from_raw(1)));
        Self { rect, caption, kept, credit }
    }
}

/// What a credit at a picture's edge takes of its width.
fn edge(shop: &Shop<'_>) -> Length {
    shop.style.dress.edge_credit.mul_ratio(5, 4)
}

/// What the text keeps clear of for a picture.
pub(crate) fn obstacles(shop: &Shop<'_>, bounds: &Bounds, picture: &Picture<'_>) -> Vec<Obstacle> {
    let (grid, dress) = (&shop.grid, &shop.style.dress);
    let space = picture.space;
    let rows = picture.stand_off.0.unwrap_or(dress.stand_off_rows);
    let beside = grid.em * i32::from(picture.stand_off.1.unwrap_or(dress.stand_off_ems));
    let above = if space.top <= bounds.top { 0 } else { rows };
    let boxed = |top: u16, above: u16| Obstacle {
        top: u32::from(top.saturating_sub(above)),
        foot: u32::from(space.foot) + u32::from(rows),
        left: picture.left - beside,
        right: picture.left + picture.measure + beside,
    };
    if picture.shape.is_box() {
        return vec![boxed(space.top, above)];
    }
    let framed = Framed::of(shop, picture);
    let mut obstacles = wrap::obstacles(grid, &picture.shape, framed.rect, bounds.foot, (rows, beside));
    if framed.kept > 0 {
        // Nor does a line stand straight above the caption's ends, where the shape has drawn in already.
        obstacles.push(boxed(space.foot - framed.kept, rows));
    }
    obstacles
}

/// Sets a picture with caption and credit, from its module's origin.
pub(crate) fn set(
    shop: &Shop<'_>,
    story: &StoryCopy,
    bounds: &Bounds,
    picture: &Picture<'_>,
    ink: Ink,
    matter: &mut Matter,
) {
    let (photo, space) = (picture.photo, picture.space);
    let framed = Framed::of(shop, picture);
    let rect = framed.rect;
    let area = Area { col: space.col, row: space.top, cols: space.cols, rows: space.foot - space.top };
    let place = Place {
        story: Some(story.id),
        photo: Some(photo.id),
        area: Some(on_page(bounds.area, area)),
        rect: Some(rect),
        ..Place::default()
    };
    place_picture(story, photo, rect, &picture.shape, matter);
    if let Some(over) = framed.caption.rows().checked_sub(usize::from(framed.kept)).filter(|over| *over > 0) {
        let finding = Finding::CaptionOver { lines: u32::try_from(over).unwrap_or(u32::MAX) };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
    check(shop, photo, rect, &place, matter);
    let at = Point::new(picture.left, shop.grid.height(space.foot - framed.kept));
    framed.caption.set(shop, story, at, framed.kept, &place, ink, matter);
    if !framed.credit.text.is_empty() {
        set_edge_credit(shop, story, &framed, &place, ink, matter);
    }
}

/// The credit, upright beside the picture's right edge, ending at its foot.
fn set_edge_credit(
    shop: &Shop<'_>,
    story: &StoryCopy,
    framed: &Framed,
    place: &Place,
    ink: Ink,
    matter: &mut Matter,
) {
    let (rect, size) = (framed.rect, shop.style.dress.edge_credit);
    let block = matter.add_block(framed.credit.block(Role::Credit, Some(story.id.0)));
    let (mut line, found) = upright_line(shop, &framed.credit, &shop.style.caption.credit, size, block, ink);
    matter.notices.extend(found.into_iter().map(|finding| Notice { finding, place: place.clone() }));
    if line.down > rect.height {
        let finding = Finding::CaptionOver { lines: 1 };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
    let top = rect.y + (rect.height - line.down).max(Length::ZERO);
    let x = rect.right() + edge(shop) - size;
    line.origin = Point::new(line.origin.x + x, line.origin.y + top);
    matter.items.push(Item::Line(line));
}

fn place_picture(story: &StoryCopy, photo: &PhotoCopy, rect: Rect, shape: &Shape, matter: &mut Matter) {
    let alternative = photo.caption.as_deref().unwrap_or(&story.text.headline);
    let block = matter.add_block(Block {
        role: Role::Figure,
        story: Some(story.id.0),
        text: alternative.to_owned(),
        sources: Vec::new(),
    });
    matter.pictures.push(PictureUse {
        photo: photo.id.0,
        sha256: photo.sha256.clone(),
        px_width: photo.px_width,
        px_height: photo.px_height,
    });
    let picture = u16::try_from(matter.pictures.len() - 1).unwrap_or(u16::MAX);
    let crop = crop(photo, rect);
    let outline = wrap::outline(shape, rect);
    matter.items.push(Item::Picture(PlacedPicture { block, picture, rect, crop, outline }));
}

fn check(shop: &Shop<'_>, photo: &PhotoCopy, rect: Rect, place: &Place, matter: &mut Matter) {
    let (caption, credit) = (is_blank(photo.caption.as_deref()), !has_credit(photo));
    if caption || credit {
        let finding = Finding::PictureIncomplete { caption, credit };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
    let dpi = crop(photo, rect).dpi(rect).unwrap_or(0);
    if dpi < shop.style.least_dpi {
        let finding = Finding::PictureLowResolution { dpi, least: shop.style.least_dpi };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

fn has_credit(photo: &PhotoCopy) -> bool {
    photo.credit.as_ref().is_some_and(|credit| has_names(std::slice::from_ref(credit)))
}

/// The middle of the original that has the frame's shape.
pub(crate) fn crop(photo: &PhotoCopy, rect: Rect) -> Crop {
    let (width, height) = (u64::from(photo.px_width.max(1)), u64::from(photo.px_height.max(1)));
    let side = |length: Length| u64::try_from(length.raw()).unwrap_or(0).max(1);
    let (shape_width, shape_height) = (side(rect.width), side(rect.height));
    let narrow = |pixels: u64| u32::try_from(pixels.max(1)).unwrap_or(u32::MAX);
    let (all_wide, all_high) = (narrow(width), narrow(height));
    if width * shape_height > height * shape_width {
        let kept = narrow(height * shape_width / shape_height);
        Crop { x: (all_wide - kept) / 2, y: 0, width: kept, height: all_high }
    } else {
        let kept = narrow(width * shape_height / shape_width);
        Crop { x: 0, y: (all_high - kept) / 2, width: all_wide, height: kept }
    }
}
