//! Pictures with their captions and credits.

use broadsheet_copy::page::{Area, PictureBox};
use broadsheet_typeset::{Align, Line};
use broadsheet_units::{Length, Point, Rect};

use crate::frame::{Block, Crop, Ink, Item, Part, PictureUse, PlacedPicture, Role};
use crate::head::{add_notices, has_names};
use crate::matter::{Matter, Wording};
use crate::notice::{Finding, Notice, Place};
use crate::plan::{PhotoCopy, StoryCopy};
use crate::shop::Shop;
use crate::signature::add_people;

/// A picture's box inside its module, in whole columns and rows of the module, after what stands above it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PictureSpace {
    /// Its columns, from the module's first.
    pub(crate) col: u16,
    /// How many.
    pub(crate) cols: u16,
    /// Its first row, from the module's first.
    pub(crate) top: u16,
    /// The row past its last.
    pub(crate) foot: u16,
}

/// A picture of a module, found and checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picture<'a> {
    pub(crate) photo: &'a PhotoCopy,
    pub(crate) space: PictureSpace,
}

/// The pictures of a module, with notices for what is planned but cannot be.
pub(crate) fn pictures<'a>(
    story: &'a StoryCopy,
    area: Area,
    boxes: &[PictureBox],
    kept_clear: u16,
    matter: &mut Matter,
) -> Vec<Picture<'a>> {
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
        let (right, foot) = (
            planned.area.col.saturating_add(planned.area.cols),
            planned.area.row.saturating_add(planned.area.rows),
        );
        let top = planned.area.row.max(kept_clear);
        if planned.area.cols == 0 || right > area.cols || foot > area.rows || top >= foot {
            matter.notices.push(Notice { finding: Finding::PictureMisplaced, place });
            continue;
        }
        let space = PictureSpace { col: planned.area.col, cols: planned.area.cols, top, foot };
        found.push(Picture { photo, space });
    }
    for photo in &story.photos {
        if !boxes.iter().any(|planned| planned.photo == photo.id) {
            let place =
                Place { story: Some(story.id), photo: Some(photo.id), area: Some(area), ..Place::default() };
            matter.notices.push(Notice { finding: Finding::PictureNotPlaced, place });
        }
    }
    found
}

fn on_page(module: Area, inner: Area) -> Area {
    Area {
        col: module.col.saturating_add(inner.col),
        row: module.row.saturating_add(inner.row),
        cols: inner.cols,
        rows: inner.rows,
    }
}

/// Rows that a photo's caption and credit take at a measure.
pub(crate) fn caption_rows(shop: &Shop<'_>, photo: &PhotoCopy, measure: Length) -> u16 {
    let caption = CaptionLines::of(shop, photo, measure);
    u16::try_from(caption.rows()).unwrap_or(u16::MAX)
}

/// The height of picture and caption in rows, the white between them included, for a picture of this height.
pub(crate) fn rows_for(shop: &Shop<'_>, picture: Length, caption: u16) -> u16 {
    let gap = if caption > 0 { shop.style.caption.gap } else { Length::ZERO };
    u16::try_from((picture + gap).cover(shop.grid.pitch)).unwrap_or(u16::MAX).saturating_add(caption)
}

/// Sets a picture with caption and credit, from its module's origin.
pub(crate) fn set(
    shop: &Shop<'_>,
    story: &StoryCopy,
    module: Area,
    picture: &Picture<'_>,
    matter: &mut Matter,
) {
    let (photo, space) = (picture.photo, picture.space);
    let measure = shop.grid.measure(space.cols);
    let x = shop.grid.column_x(space.col);
    let caption = CaptionLines::of(shop, photo, measure);
    let rows = u16::try_from(caption.rows()).unwrap_or(u16::MAX);
    // The picture keeps at least a row: the caption's lines past that are reported.
    let kept = rows.min((space.foot - space.top).saturating_sub(1));
    let gap = if kept > 0 { shop.style.caption.gap } else { Length::ZERO };
    let top = shop.grid.height(space.top);
    let height = shop.grid.height(space.foot - space.top - kept) - gap;
    let lead = if kept > 0 { Length::ZERO } else { shop.grid.pitch - shop.grid.em };
    let rect = Rect::new(x, top, measure, (height - lead).max(Length::from_raw(1)));
    let area = Area { col: space.col, row: space.top, cols: space.cols, rows: space.foot - space.top };
    let place = Place {
        story: Some(story.id),
        photo: Some(photo.id),
        area: Some(on_page(module, area)),
        rect: Some(rect),
        ..Place::default()
    };
    place_picture(story, photo, rect, matter);
    if rows > kept {
        let finding = Finding::CaptionOver { lines: u32::from(rows - kept) };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
    check(shop, photo, rect, &place, matter);
    caption.set(shop, story, Point::new(x, shop.grid.height(space.foot - kept)), kept, &place, matter);
}

fn place_picture(story: &StoryCopy, photo: &PhotoCopy, rect: Rect, matter: &mut Matter) {
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
    matter.items.push(Item::Picture(PlacedPicture { block, picture, rect, crop }));
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

/// A caption set at its measure, the credit at the end of its last line where it has room there.
struct CaptionLines {
    caption: Wording,
    lines: Vec<Line>,
    notices: Vec<broadsheet_typeset::Notice>,
    credit: Wording,
    credit_lines: Vec<Line>,
    run_in: bool,
}

impl CaptionLines {
    fn of(shop: &Shop<'_>, photo: &PhotoCopy, measure: Length) -> Self {
        let style = &shop.style.caption;
        let look = shop.style.text(&style.face, style.size);
        let mut caption = Wording::default();
        caption.copy(photo.caption.as_deref().unwrap_or_default(), &look, Part::Caption, 0, 0);
        let set = shop.set(&caption, Align::Justify, measure);
        let mut credit = Wording::default();
        let look = shop.style.text(&style.credit, style.size);
        if let Some(byline) = photo.credit.as_ref().filter(|credit| has_names(std::slice::from_ref(credit))) {
            add_people(&mut credit, std::slice::from_ref(byline), Part::Credit, &look, shop.is_chinese());
            if byline.role.is_none() && !style.credit_suffix.is_empty() {
                credit.made(" ", &look);
                credit.made(&style.credit_suffix, &look);
            }
        }
        let credit_set = shop.set(&credit, Align::End, measure);
        let last = set.lines.last().map(|line| line.x + line.width);
        let run_in = match (last, credit_set.lines.as_slice()) {
            (Some(last), [only]) => last + style.size + only.natural <= measure,
            _ => false,
        };
        Self {
            caption,
            lines: set.lines,
            notices: set.notices.into_iter().chain(credit_set.notices).collect(),
            credit,
            credit_lines: credit_set.lines,
            run_in,
        }
    }

    fn rows(&self) -> usize {
        self.lines.len() + if self.run_in { 0 } else { self.credit_lines.len() }
    }

    /// Sets the first `kept` lines from `at`.
    fn set(
        &self,
        shop: &Shop<'_>,
        story: &StoryCopy,
        at: Point,
        kept: u16,
        place: &Place,
        matter: &mut Matter,
    ) {
        let row = |n: usize| {
            let row = u16::try_from(n).unwrap_or(u16::MAX);
            Point::new(at.x, at.y + shop.grid.height(row) + shop.grid.baseline)
        };
        let kept = usize::from(kept);
        if !self.lines.is_empty() {
            let block = matter.add_block(self.caption.block(Role::Caption, Some(story.id.0)));
            for (n, line) in self.lines.iter().enumerate().take(kept) {
                matter.add_line(block, 0, line, row(n), Ink::BLACK);
            }
        }
        if !self.credit_lines.is_empty() {
            let first = if self.run_in { self.lines.len() - 1 } else { self.lines.len() };
            let block = matter.add_block(self.credit.block(Role::Credit, Some(story.id.0)));
            for (n, line) in self.credit_lines.iter().enumerate() {
                if first + n < kept {
                    matter.add_line(block, 0, line, row(first + n), Ink::BLACK);
                }
            }
        }
        let place = Place { part: Some(Part::Caption), ..place.clone() };
        add_notices(matter, &self.notices, &self.caption.text, &place);
    }
}
