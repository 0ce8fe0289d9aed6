//! [`check_advert`]: what there is to say of an advertisement before it stands on any page.

use broadsheet_layout::PageFrame;
use broadsheet_layout::frame::{Block, Crop, FRAME_SCHEMA, FontUse, Item, PictureUse, PlacedPicture, Role};
use broadsheet_units::{Length, Rect};
use uuid::Uuid;

use super::{pdf_size, trimmed};
use crate::digest::sha256_hex;
use crate::preflight::{Finding, FindingKind, preflight_by};
use crate::print::print;
use crate::{FontFile, Job, PressError, PressNotice, Sources};

/// Says what the press would find in an advertisement: it is printed by itself, as large as it was made. Places are
/// counted from the top left of its own trim.
///
/// # Errors
/// Where it cannot be placed, or the press profile cannot be used.
pub fn check_advert(pdf: &[u8], job: &Job) -> Result<(Vec<PressNotice>, Vec<Finding>), PressError> {
    let photo = Uuid::nil();
    let (width, height) = pdf_size(pdf)
        .map_err(|kind| PressError::PictureUnreadable { photo, reason: kind.code().to_owned() })?;
    let frame = alone(photo, sha256_hex(pdf), (width, height));
    let job = Job { marks: false, ..job.clone() };
    let printed = print(&[&frame], &Held(pdf), &job)?;
    let mut findings = preflight_by(&printed.pdf, &job.rules(&frame)).findings;
    // It may stand in the middle of a page, where nothing has to bleed.
    findings.retain(|finding| finding.kind != FindingKind::NoBleed);
    Ok((printed.notices, findings))
}

/// A page of an advertisement and nothing else.
fn alone(photo: Uuid, sha256: String, (width, height): (u32, u32)) -> PageFrame {
    let trim = trimmed((width, height));
    let rect = Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height);
    PageFrame {
        schema: FRAME_SCHEMA,
        name: "advert".to_owned(),
        lang: "zh-CN".to_owned(),
        trim,
        bleed: Length::ZERO,
        type_area: rect,
        fonts: Vec::new(),
        pictures: vec![PictureUse { photo, sha256, px_width: width, px_height: height }],
        blocks: vec![Block {
            role: Role::Advert,
            story: None,
            text: "advert".to_owned(),
            sources: Vec::new(),
        }],
        items: vec![Item::Picture(PlacedPicture {
            block: 0,
            picture: 0,
            rect,
            crop: Crop { x: 0, y: 0, width, height },
            outline: None,
        })],
    }
}

/// The one file.
struct Held<'a>(&'a [u8]);

impl Sources for Held<'_> {
    fn font(&self, _font: &FontUse) -> Option<FontFile> {
        None
    }

    fn picture(&self, _picture: &PictureUse) -> Option<Vec<u8>> {
        Some(self.0.to_vec())
    }
}
