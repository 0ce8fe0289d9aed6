//! The boxes of a page and the annotations on it (ISO 15930-7, 6.9 and 6.13).

use lopdf::{Dictionary, Document, Object};

use super::lookup::{
    array, as_dictionary, dictionary, get, inherited, name, number, number_at, resolve, text,
};
use super::matrix::{Area, Matrix};
use super::report::{FindingKind, Findings, PageBox, Rules};

/// PDF points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// No page may be longer or wider, in units of its user space (ISO 32000-1, Annex C).
const LONGEST_SIDE: f64 = 14_400.0;

/// What of a page matters, in PDF points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    /// The page as cut.
    pub(crate) trim: Area,
    /// With its bleed: what can end up on paper.
    pub(crate) bleed: Area,
    /// The sheet.
    pub(crate) media: Area,
    /// PDF points in a unit of the page's user space (ISO 32000-1, table 30).
    unit: f64,
    /// By how many quarters the page is turned to be seen, clockwise.
    turned: u8,
}

impl Sheet {
    /// From the page's user space to PDF points.
    pub(crate) fn user_space(&self) -> Matrix {
        Matrix([self.unit, 0.0, 0.0, self.unit, 0.0, 0.0])
    }

    /// A rectangle of the page's user space.
    fn area(&self, area: Area) -> Area {
        Area::of(self.user_space(), area.corners())
    }

    /// Where something stands, for people: on the page as it is seen.
    pub(crate) fn place(&self, area: Area) -> String {
        let trim = self.trim;
        let (x, y) = match self.turned {
            1 => (area.bottom - trim.bottom, area.left - trim.left),
            2 => (trim.right - area.right, area.bottom - trim.bottom),
            3 => (trim.top - area.top, trim.right - area.right),
            _ => (area.left - trim.left, trim.top - area.top),
        };
        place_in_words(x / MM, y / MM)
    }
}

/// A place in millimetres from the left and the top edge of the trim, for people.
pub(crate) fn place_in_words(x: f64, y: f64) -> String {
    format!("{x:.0}, {y:.0} mm")
}

/// By how many quarters a page is turned to be seen, clockwise (ISO 32000-1, table 30); the nearest, where it says otherwise.
pub(crate) fn turned(document: &Document, page: &Dictionary) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 3")]
    let quarters = (degrees(document, page) / 90.0).round().rem_euclid(4.0) as u8;
    quarters
}

/// What a page says that it is turned by.
fn degrees(document: &Document, page: &Dictionary) -> f64 {
    inherited(document, page, b"Rotate").and_then(|turned| number(document, turned)).unwrap_or(0.0)
}

/// Checks how a page is turned and what its unit is, which PDF 1.4 does not know (ISO 32000-1, table 30).
pub(crate) fn check_space(
    document: &Document,
    page: &Dictionary,
    flat: bool,
    number_of_page: u32,
    findings: &mut Findings,
) {
    let degrees = degrees(document, page);
    if degrees % 90.0 != 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "saturates, as meant")]
        let degrees = degrees.round() as i32;
        findings.add(FindingKind::TurnedAskew { degrees }, Some(number_of_page), None);
    }
    if flat && page.has(b"UserUnit") {
        let kind = FindingKind::ForbiddenObject { what: "UserUnit".into() };
        findings.add(kind, Some(number_of_page), None);
    }
}

/// Checks the boxes and gives those that matter; where they are missing, the best guess.
pub(crate) fn check(document: &Document, page: &Dictionary, number: u32, findings: &mut Findings) -> Sheet {
    let turned = turned(document, page);
    let unit = number_at(document, page, b"UserUnit").filter(|&unit| unit > 0.0).unwrap_or(1.0);
    let mut read = |which: PageBox| {
        let object = match which {
            PageBox::Media | PageBox::Crop => inherited(document, page, which.key().as_bytes()),
            _ => get(document, page, which.key().as_bytes()),
        }?;
        let area = rectangle(document, object);
        if area.is_none() {
            findings.add(FindingKind::BrokenBox { which }, Some(number), None);
        }
        area
    };
    let media = read(PageBox::Media);
    let crop = read(PageBox::Crop);
    let bleed = read(PageBox::Bleed);
    let trim = read(PageBox::Trim);
    let art = read(PageBox::Art);
    if media.is_none() && inherited(document, page, b"MediaBox").is_none() {
        findings.add(FindingKind::BrokenBox { which: PageBox::Media }, Some(number), None);
    }
    match (trim, art) {
        (None, None) => findings.add(FindingKind::NoTrimBox, Some(number), None),
        (Some(_), Some(_)) => findings.add(FindingKind::TrimAndArtBox, Some(number), None),
        _ => {}
    }
    let pairs = [
        ((PageBox::Trim, trim), (PageBox::Bleed, bleed)),
        ((PageBox::Art, art), (PageBox::Bleed, bleed)),
        ((PageBox::Bleed, bleed), (PageBox::Media, media)),
        ((PageBox::Trim, trim), (PageBox::Media, media)),
        ((PageBox::Trim, trim), (PageBox::Crop, crop)),
    ];
    for ((inner, small), (outer, large)) in pairs {
        if let (Some(small), Some(large)) = (small, large)
            && !large.holds(small)
        {
            findings.add(FindingKind::BoxesNotNested { inner, outer }, Some(number), None);
        }
    }
    if let Some(longer) = media.map(|media| media.width().max(media.height()))
        && longer > LONGEST_SIDE
    {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let longer_mm = (longer * unit / MM).round() as u32;
        findings.add(FindingKind::PageTooLarge { longer_mm }, Some(number), None);
    }
    let letter = Area { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };
    let trim = trim.or(art).or(crop).or(media).unwrap_or(letter);
    let bleed = bleed.unwrap_or(trim);
    // Without a sheet nothing stands off it.
    let sheet = Sheet { trim, bleed, media: Area::ALL, unit, turned };
    let media = media.map_or(Area::ALL, |media| sheet.area(media));
    Sheet { trim: sheet.area(trim), bleed: sheet.area(bleed), media, unit, turned }
}

/// Checks the trimmed page against the size that was asked for. Half a millimetre is what paper shrinks by.
pub(crate) fn check_size(sheet: &Sheet, rules: &Rules, number: u32, findings: &mut Findings) {
    const GRACE_MM: f64 = 0.5;
    let Some((width, height)) = rules.trim_mm else { return };
    let found = (sheet.trim.width() / MM, sheet.trim.height() / MM);
    if (found.0 - width).abs() > GRACE_MM || (found.1 - height).abs() > GRACE_MM {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, as meant")]
        let tenths = |mm: f64| (mm * 10.0).round() as u32;
        let found = (tenths(found.0), tenths(found.1));
        findings.add(
            FindingKind::WrongSize { found, wanted: (tenths(width), tenths(height)) },
            Some(number),
            None,
        );
    }
}

/// A rectangle, whichever two corners it is given by; `None` where it has no area.
pub(crate) fn rectangle(document: &Document, object: &Object) -> Option<Area> {
    let corners = object.as_array().ok()?;
    let [a, b, c, d] = corners.as_slice() else { return None };
    let mut area = Area::EMPTY;
    area.include((number(document, a)?, number(document, b)?));
    area.include((number(document, c)?, number(document, d)?));
    (area.width() > 0.0 && area.height() > 0.0).then_some(area)
}

/// Checks annotations: only traps and printers' marks may stand within the bleed, and none may act.
pub(crate) fn check_annotations(
    document: &Document,
    page: &Dictionary,
    page_number: u32,
    sheet: &Sheet,
    findings: &mut Findings,
) {
    if get(document, page, b"AA").is_some() {
        findings.add(FindingKind::Action { what: "AA".to_owned() }, Some(page_number), None);
    }
    for annotation in array(document, page, b"Annots").unwrap_or_default() {
        let Some(annotation) = resolve(document, annotation).and_then(as_dictionary) else { continue };
        let subtype = name(document, annotation, b"Subtype").map(text).unwrap_or_default();
        let area = get(document, annotation, b"Rect").and_then(|rect| rectangle(document, rect));
        let area = area.map(|area| sheet.area(area));
        let inside = area.filter(|area| !area.intersection(sheet.bleed).is_void());
        if let Some(area) = inside
            && !matches!(subtype.as_str(), "TrapNet" | "PrinterMark")
        {
            let kind = FindingKind::Annotation { subtype: subtype.clone() };
            findings.add(kind, Some(page_number), Some(sheet.place(area)));
        }
        if let Some(action) = dictionary(document, annotation, b"A") {
            let what = name(document, action, b"S").map_or_else(|| "A".to_owned(), text);
            findings.add(FindingKind::Action { what }, Some(page_number), None);
        }
        if get(document, annotation, b"AA").is_some() {
            findings.add(FindingKind::Action { what: "AA".to_owned() }, Some(page_number), None);
        }
    }
}
