//! Placed PDFs: an advertisement as its maker delivered it. Its first page becomes a form on ours, with its outlines,
//! fonts, pictures and inks by number untouched. What is wrong with it is said; nothing is flattened or recoloured.
//!
//! To a frame it is a picture of 300 pixels an inch of its trimmed page, so that layout needs no second notion of size.

mod alone;
mod form;
mod nesting;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use broadsheet_layout::frame::{ADVERT_PIXELS_PER_INCH, Crop};
use broadsheet_units::{Length, Rect, Size};
use lopdf::{Dictionary, Document, ObjectId};
use serde::{Deserialize, Serialize};

use crate::preflight::boxes::{rectangle, turned};
use crate::preflight::lookup::{array, as_dictionary, dictionary, get, inherited, name, number_at, resolve};
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::{self, FindingKind, Inked, LARGEST_STREAM, PageBox, Rules};
use crate::profile::PressProfile;
use crate::sheet::Sheet;
pub use alone::check_advert;
pub(crate) use form::Form;

/// What is wrong with a placed PDF besides what preflight finds on the printed page: there, its colours, fonts and
/// pictures are judged with everything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum AdvertFault {
    /// It is encrypted; it opens without a password, but its maker did not mean it to be used.
    Encrypted,
    /// It has more pages than the first, which is what is placed.
    SeveralPages,
    /// It does not say where it is cut: its whole sheet is placed.
    NoTrimBox,
    /// It has layers; placed, all of them would print.
    Layers,
    /// It has notes or form fields, which are not placed.
    Annotations,
    /// It was made for another press.
    OtherPress,
    /// It is not shown in its own proportions.
    Distorted,
    /// What overprints in it may come to more ink than the press takes, with what lies below.
    OverprintOverLimit {
        /// What the inks may come to, in per cent.
        total: u16,
        /// The limit in per cent.
        limit: u16,
    },
}

/// Whether a picture file is a PDF.
pub(crate) fn is_pdf(file: &[u8]) -> bool {
    file.get(..1024).unwrap_or(file).windows(5).any(|window| window == b"%PDF-")
}

/// The size by which a frame knows a placed PDF: the pixels of its first page as cut and as seen, at 300 an inch.
///
/// # Errors
/// What keeps the file from being placed: it is no PDF, locked, broken off, damaged, or has no page.
pub fn pdf_size(pdf: &[u8]) -> Result<(u32, u32), FindingKind> {
    let advert = Advert::open(pdf)?;
    if nesting::is_too_deep(pdf, &advert.document, advert.page) {
        return Err(FindingKind::Damaged { reason: "its objects stand too deep in one another".to_owned() });
    }
    let size = advert.size();
    let side = Length::from_mm(1.0);
    let square = Rect::new(side * 2, side * 2, side, side);
    let crop = Crop { x: 0, y: 0, width: size.0, height: size.1 };
    // What is taken in can be printed: its page is taken over once to see that.
    let page = Rect::new(Length::ZERO, Length::ZERO, side * 5, side * 5);
    advert.form(&Place { rect: square, crop, page }).map(|_| size).ok_or(FindingKind::BrokenContent)
}

/// A PDF that is to be placed.
pub(crate) struct Advert {
    document: Document,
    page: ObjectId,
    /// From its first page's user space to the unit square that its trimmed page fills, as it is seen.
    to_unit: Matrix,
    /// The way back.
    to_user: Matrix,
    /// Its bleed in the unit square of its trim.
    bleed: Area,
    /// Its trimmed size as seen, in inches.
    inches: (f64, f64),
    faults: Vec<AdvertFault>,
}

/// How large a placed PDF is, by the pixels that it counts for.
fn trimmed((width, height): (u32, u32)) -> Size {
    let side = |pixels: u32| Length::from_mm(f64::from(pixels) / ADVERT_PIXELS_PER_INCH * 25.4);
    Size::new(side(width), side(height))
}

/// Where an advertisement is placed.
pub(crate) struct Place {
    /// On the page.
    pub(crate) rect: Rect,
    /// What of it, in its pixels.
    pub(crate) crop: Crop,
    /// The trimmed page.
    pub(crate) page: Rect,
}

impl Advert {
    /// Opens a file; why it cannot be placed otherwise.
    pub(crate) fn open(pdf: &[u8]) -> Result<Self, FindingKind> {
        // As in preflight: the reader is someone else's, and so is the file.
        catch_unwind(AssertUnwindSafe(|| Self::read(pdf)))
            .unwrap_or_else(|_| Err(FindingKind::Damaged { reason: "its reader gave up".to_owned() }))
    }

    fn read(pdf: &[u8]) -> Result<Self, FindingKind> {
        let damaged = |error: lopdf::Error| FindingKind::Damaged { reason: error.to_string() };
        let sizeless = FindingKind::BrokenBox { which: PageBox::Media };
        let document = preflight::open(pdf)?.ok_or(FindingKind::Encrypted)?;
        let mut faults = Vec::new();
        if document.was_encrypted() {
            faults.push(AdvertFault::Encrypted);
        }
        let pages = document.get_pages();
        let &page = pages.values().next().ok_or(FindingKind::NoPages)?;
        if pages.len() > 1 {
            faults.push(AdvertFault::SeveralPages);
        }
        let dictionary_ = document.get_dictionary(page).map_err(damaged)?;
        let boxes = Boxes::of(&document, dictionary_).ok_or_else(|| sizeless.clone())?;
        if !boxes.cut {
            faults.push(AdvertFault::NoTrimBox);
        }
        let catalog = document.catalog().map_err(damaged)?;
        let layers = dictionary(&document, catalog, b"OCProperties");
        if layers
            .and_then(|layers| array(&document, layers, b"OCGs"))
            .is_some_and(|groups| !groups.is_empty())
        {
            faults.push(AdvertFault::Layers);
        }
        if notes(&document, dictionary_) {
            faults.push(AdvertFault::Annotations);
        }
        let (to_unit, inches) = boxes.to_unit();
        let to_user = to_unit.inverse().ok_or(sizeless)?;
        let bleed = Area::of(to_unit, boxes.bleed.corners());
        let advert = Self { page, to_unit, to_user, bleed, inches, faults, document };
        // A hair, or a field: it could not be a page of its own, which is how it is checked.
        let which = if boxes.cut { PageBox::Trim } else { PageBox::Media };
        let takes = Sheet::takes(trimmed(advert.size()), 0.0);
        if takes { Ok(advert) } else { Err(FindingKind::BrokenBox { which }) }
    }

    /// Its size in the pixels that it counts for.
    pub(crate) fn size(&self) -> (u32, u32) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates; a page is smaller"
        )]
        let pixels = |inches: f64| (inches * ADVERT_PIXELS_PER_INCH).round().max(1.0) as u32;
        (pixels(self.inches.0), pixels(self.inches.1))
    }

    /// What it prints with.
    pub(crate) fn inked(&self, press: &PressProfile) -> Inked {
        let rules = Rules { ink_limit: press.ink_limit, ..Rules::default() };
        // Its content is someone else's too; what cannot be followed is found on the printed page.
        catch_unwind(AssertUnwindSafe(|| preflight::inked(&self.document, self.page, &rules)))
            .unwrap_or_default()
    }

    /// What is wrong with it where it is placed.
    pub(crate) fn faults(&self, place: &Place, press: &PressProfile, inked: &Inked) -> Vec<AdvertFault> {
        let mut faults = self.faults.clone();
        if self.other_press(press) {
            faults.push(AdvertFault::OtherPress);
        }
        let scale = |side: Length, pixels: u32| side.to_mm() / f64::from(pixels.max(1));
        let across = scale(place.rect.width, place.crop.width);
        let down = scale(place.rect.height, place.crop.height);
        if (across / down - 1.0).abs() > 0.01 {
            faults.push(AdvertFault::Distorted);
        }
        let limit = f64::from(press.ink_limit) + 1.0;
        if inked.most > limit && inked.alone <= limit {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
            let total = inked.most.round() as u16;
            faults.push(AdvertFault::OverprintOverLimit { total, limit: press.ink_limit });
        }
        faults
    }

    /// Whether its output intent has a profile, and another one than the press's.
    fn other_press(&self, press: &PressProfile) -> bool {
        let document = &self.document;
        let Ok(catalog) = document.catalog() else { return false };
        let intents = array(document, catalog, b"OutputIntents").unwrap_or_default();
        intents.iter().filter_map(|intent| as_dictionary(resolve(document, intent)?)).any(|intent| {
            let profile =
                get(document, intent, b"DestOutputProfile").and_then(|profile| profile.as_stream().ok());
            let icc = profile.and_then(|profile| profile.get_plain_content_with_limit(LARGEST_STREAM).ok());
            name(document, intent, b"S") == Some(b"GTS_PDFX")
                && icc.is_some_and(|icc| icc != press.icc.as_ref())
        })
    }

    /// The advertisement as a form that fills the unit square; `None` where its content cannot be read.
    ///
    /// It is cut at its trim, except where it stands at the edge of the page: there its bleed is shown.
    pub(crate) fn form(&self, place: &Place) -> Option<Arc<Form>> {
        let (width, height) = self.size();
        let share = |pixels: u32, side: u32| f64::from(pixels) / f64::from(side.max(1));
        let crop = place.crop;
        let shown = Area {
            left: share(crop.x, width),
            right: share(crop.x + crop.width, width),
            top: 1.0 - share(crop.y, height),
            bottom: 1.0 - share(crop.y + crop.height, height),
        };
        let to_shown = Matrix([
            1.0 / shown.width(),
            0.0,
            0.0,
            1.0 / shown.height(),
            -shown.left / shown.width(),
            -shown.bottom / shown.height(),
        ]);
        let clip = Area::of(self.to_user, self.with_bleed(shown, place).corners());
        Form::of(&self.document, self.page, self.to_unit.then(to_shown), clip).map(Arc::new)
    }

    /// What is shown, with the bleed at the edges of the page.
    fn with_bleed(&self, shown: Area, place: &Place) -> Area {
        let near = Length::from_mm(0.5);
        let (rect, page) = (place.rect, place.page);
        let mut area = shown;
        if rect.x <= page.x + near && shown.left <= 0.0 {
            area.left = self.bleed.left;
        }
        if rect.right() >= page.right() - near && shown.right >= 1.0 {
            area.right = self.bleed.right;
        }
        if rect.y <= page.y + near && shown.top >= 1.0 {
            area.top = self.bleed.top;
        }
        if rect.bottom() >= page.bottom() - near && shown.bottom <= 0.0 {
            area.bottom = self.bleed.bottom;
        }
        area
    }
}

/// The boxes of a page that matter, in its user space.
struct Boxes {
    trim: Area,
    bleed: Area,
    /// Whether the page says itself where it is cut.
    cut: bool,
    /// By how much it is turned to be seen, clockwise, in quarters.
    turned: u8,
    /// Inches in a unit.
    unit: f64,
}

impl Boxes {
    fn of(document: &Document, page: &Dictionary) -> Option<Self> {
        let read = |key: &[u8]| rectangle(document, inherited(document, page, key)?);
        let sheet = read(b"CropBox").or_else(|| read(b"MediaBox"))?;
        let media = read(b"MediaBox").unwrap_or(sheet);
        let cut = read(b"TrimBox").or_else(|| read(b"ArtBox"));
        let trim = cut.unwrap_or(sheet).intersection(media);
        let bleed = read(b"BleedBox").unwrap_or(trim).intersection(media);
        let turned = turned(document, page);
        let unit = number_at(document, page, b"UserUnit").filter(|&unit| unit > 0.0).unwrap_or(1.0) / 72.0;
        let sound = trim.width() > 0.0 && trim.height() > 0.0;
        sound.then_some(Self { trim, bleed, cut: cut.is_some(), turned, unit })
    }

    /// From user space to the unit square as seen, and the size as seen in inches.
    fn to_unit(&self) -> (Matrix, (f64, f64)) {
        let Area { left, bottom, .. } = self.trim;
        let (width, height) = (self.trim.width(), self.trim.height());
        let upright = Matrix([1.0 / width, 0.0, 0.0, 1.0 / height, -left / width, -bottom / height]);
        // Turns of the unit square onto itself, clockwise.
        let turn = match self.turned {
            1 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 1.0]),
            2 => Matrix([-1.0, 0.0, 0.0, -1.0, 1.0, 1.0]),
            3 => Matrix([0.0, 1.0, -1.0, 0.0, 1.0, 0.0]),
            _ => Matrix::IDENTITY,
        };
        let (width, height) = (width * self.unit, height * self.unit);
        let seen = if self.turned % 2 == 1 { (height, width) } else { (width, height) };
        (upright.then(turn), seen)
    }
}

/// Whether a page has notes or fields that print when it is printed by itself.
fn notes(document: &Document, page: &Dictionary) -> bool {
    let notes = array(document, page, b"Annots").unwrap_or_default();
    notes.iter().filter_map(|note| as_dictionary(resolve(document, note)?)).any(|note| {
        let silent = [&b"Link"[..], b"Popup", b"TrapNet", b"PrinterMark"];
        name(document, note, b"Subtype").is_some_and(|kind| !silent.contains(&kind))
    })
}
