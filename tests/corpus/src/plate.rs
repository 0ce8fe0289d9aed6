//! What leaves for the press is whole.

use broadsheet_layout::frame::{Block, Crop, FRAME_SCHEMA, FontUse, Item, PictureUse, PlacedPicture, Role};
use broadsheet_layout::{Compositor, PageFrame};
use broadsheet_press::{FindingKind, FontFile, Job, PressError, Sources, preflight_by, print};
use broadsheet_units::{Length, Rect, Size};
use chrono::DateTime;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A job that has all that a job may have.
pub(crate) fn job() -> Job {
    Job { slug: "样报 A03".into(), ..Job::new(DateTime::UNIX_EPOCH.fixed_offset()) }
}

/// The fonts of a compositor, and no pictures.
pub(crate) struct Stock(pub(crate) Compositor);

impl Sources for Stock {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        Some(FontFile { bytes: self.0.font_file(font)?, sha256: self.0.font_sha256(font) })
    }

    fn picture(&self, _: &PictureUse) -> Option<Vec<u8>> {
        None
    }
}

/// A page of one picture and nothing else, twice: whole, and its right half over the page's corner.
pub(crate) fn alone(file: &[u8], (px_width, px_height): (u32, u32)) -> PageFrame {
    let sha256 = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
    let mm = Length::from_mm;
    let trim = Size::new(mm(120.0), mm(160.0));
    let placed =
        |rect, crop| Item::Picture(PlacedPicture { block: 0, picture: 0, rect, crop, outline: None });
    let whole = Crop { x: 0, y: 0, width: px_width, height: px_height };
    PageFrame {
        schema: FRAME_SCHEMA,
        name: "样报 A03".into(),
        lang: "zh-CN".into(),
        trim,
        bleed: mm(3.0),
        type_area: Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height),
        fonts: Vec::new(),
        pictures: vec![PictureUse { photo: Uuid::nil(), sha256, px_width, px_height }],
        blocks: vec![Block { role: Role::Figure, story: None, text: "图".into(), sources: Vec::new() }],
        items: vec![
            placed(Rect::new(mm(20.0), mm(20.0), mm(80.0), mm(60.0)), whole),
            placed(Rect::new(Length::ZERO, Length::ZERO, mm(40.0), mm(40.0)), right_half(whole)),
        ],
    }
}

/// The right half of a picture.
pub(crate) fn right_half(Crop { width, height, .. }: Crop) -> Crop {
    Crop { x: width / 2, y: 0, width: width.div_ceil(2), height }
}

/// One picture's file, or one advert's.
pub(crate) struct Held<'a>(pub(crate) &'a [u8]);

impl Sources for Held<'_> {
    fn font(&self, _: &FontUse) -> Option<FontFile> {
        None
    }

    fn picture(&self, _: &PictureUse) -> Option<Vec<u8>> {
        Some(self.0.to_vec())
    }
}

/// Prints what of a page is no picture.
pub(crate) fn printed(stock: &Stock, frame: &PageFrame) -> Result<(), PressError> {
    let mut frame = frame.clone();
    frame.items.retain(|item| !matches!(item, Item::Picture(_)));
    let job = job();
    let printed = print(&[&frame], stock, &job)?;
    is_whole(&printed.pdf, &job, &frame);
    Ok(())
}

/// Whether a file of ours can be read as one: whatever stands in it, it is a sound PDF of the standard.
pub(crate) fn is_whole(pdf: &[u8], job: &Job, frame: &PageFrame) {
    let report = preflight_by(pdf, &job.rules(frame));
    for finding in &report.findings {
        let broken = matches!(
            finding.kind,
            FindingKind::EmptyFile
                | FindingKind::NotPdf
                | FindingKind::Truncated
                | FindingKind::Damaged { .. }
                | FindingKind::DamagedStructure
                | FindingKind::Encrypted
                | FindingKind::NoPages
                | FindingKind::NotPdfX
                | FindingKind::WrongStandard { .. }
                | FindingKind::NewerVersion { .. }
                | FindingKind::BrokenBox { .. }
        );
        assert!(!broken, "what was printed is no press file: {finding:?}");
    }
}
