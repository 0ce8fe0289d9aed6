//! Adverts: taking in PDFs, what the press finds in them, and their places on pages.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use broadsheet_copy::advert::{self, AdvertCommand};
use broadsheet_copy::page::{AdvertBox, Page};
use broadsheet_copy::photo::Original;
use broadsheet_copy::text::said;
use broadsheet_copy::{Advert, AdvertId, StreamId};
use broadsheet_layout::AdvertCopy;
use broadsheet_layout::frame::ADVERT_PIXELS_PER_INCH;
use broadsheet_press::{Finding, PressError, PressNotice, check_advert, pdf_size};
use broadsheet_store::Change;
use uuid::Uuid;

use crate::pages::{Sheet, area_of, view as page_view};
use crate::plates::job;
use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, advert_id, lock, page_id, to};
use crate::styles::profile_mark;
use crate::wire::{
    AdvertAdd, AdvertAsk, AdvertOn, AdvertPlace, AdvertTaken, AdvertView, Nothing, Notice, PageAdvert,
    PageView,
};
use crate::words::{self, Lang};

/// What the press found in adverts, by their file, how the title's pages are printed, and whether the page is printed in black alone.
#[derive(Debug, Default)]
pub(crate) struct Checks(Mutex<BTreeMap<(String, String, bool), Arc<Checked>>>);

/// What the press found in an advert.
type Checked = Result<(Vec<PressNotice>, Vec<Finding>), PressError>;

/// Every advert, newest first.
pub(crate) fn adverts(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<Vec<AdvertView>> {
    let places = places(room)?;
    let kept = room.library.adverts()?;
    Ok(kept.into_iter().rev().map(|(id, advert)| view(id, advert.state, &places)).collect())
}

/// An advert, with what the press finds in it.
pub(crate) fn advert(room: &Newsroom, ask: &Ask, wanted: AdvertAsk) -> Outcome<AdvertView> {
    let id = advert_id(&wanted.id)?;
    let kept = room.advert(id)?.state;
    let notices = room.advert_notices(&kept, false, ask.lang)?;
    Ok(AdvertView { notices: Some(notices), ..view(id, kept, &places(room)?) })
}

/// Where adverts stand, in the order of the pages' making.
fn places(room: &Newsroom) -> Outcome<Vec<(AdvertId, AdvertOn)>> {
    let mut places = Vec::new();
    for (page, kept) in room.library.pages(None)? {
        if kept.state.make_up.adverts.is_empty() {
            continue;
        }
        let date = room.issue(kept.state.issue)?.state.date.to_string();
        for placed in &kept.state.make_up.adverts {
            let (number, date) = (kept.state.number.clone(), date.clone());
            places.push((placed.advert, AdvertOn { page: page.to_string(), number, date }));
        }
    }
    Ok(places)
}

fn view(id: AdvertId, advert: Advert, places: &[(AdvertId, AdvertOn)]) -> AdvertView {
    let Original { sha256, file_name, bytes, px_width, px_height, .. } = advert.original;
    AdvertView {
        id: id.to_string(),
        name: advert.name,
        file_name,
        bytes,
        sha256,
        width_mm: millimetres(px_width),
        height_mm: millimetres(px_height),
        pages: places.iter().filter(|(on, _)| *on == id).map(|(_, on)| on.clone()).collect(),
        notices: None,
    }
}

/// To a tenth: so adverts are sold.
fn millimetres(pixels: u32) -> f64 {
    (f64::from(pixels) / ADVERT_PIXELS_PER_INCH * 254.0).round() / 10.0
}

impl Newsroom {
    /// Takes in PDFs as adverts, each under its file's name, in one command: all of them or none. All are read before
    /// the first is kept.
    ///
    /// # Errors
    /// A file that cannot be placed (no PDF, locked, broken off, damaged, without a page), a missing role.
    pub fn adverts_add(
        &self,
        ask: &Ask,
        files: Vec<(PathBuf, Vec<u8>)>,
        name: Option<&str>,
    ) -> Outcome<Vec<AdvertTaken>> {
        let name = name.map(str::to_owned).and_then(said);
        let mut sizes = Vec::new();
        for (path, bytes) in &files {
            let size =
                pdf_size(bytes).map_err(|kind| Failure::from(RoomError::Advert(kind)).in_file(path))?;
            sizes.push(size);
        }
        let mut new = Vec::new();
        for ((path, bytes), (px_width, px_height)) in files.into_iter().zip(sizes) {
            let part = |part: Option<&std::ffi::OsStr>| {
                part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
            };
            let original = Original {
                sha256: self.library.put_original(&bytes).map_err(|why| Failure::from(why).in_file(&path))?,
                file_name: part(path.file_name()),
                mime: "application/pdf".to_owned(),
                bytes: bytes.len() as u64,
                px_width,
                px_height,
            };
            let name = name.clone().unwrap_or_else(|| part(path.file_stem()));
            new.push((AdvertId(self.host.new_id()), name, original));
        }
        let done = self.change(ask, |actor| {
            let mut changes: Vec<Change> = Vec::new();
            for (id, name, original) in new {
                let events = advert::decide(None, AdvertCommand::Add { name, original }, actor)?;
                changes.push(to(StreamId::Advert(id), 0, events));
            }
            Ok(changes)
        })?;
        // Asked again with the same command id, the ids are those of the first time.
        let mut answer = Vec::new();
        for (stream, _) in &done.versions {
            let StreamId::Advert(id) = stream else { continue };
            let notices = self.advert_notices(&self.advert(*id)?.state, false, ask.lang)?;
            answer.push(AdvertTaken { id: id.to_string(), notices });
        }
        Ok(answer)
    }

    /// What the press finds in an advert as the title's pages are printed; found once a file.
    fn advert_notices(&self, advert: &Advert, black_alone: bool, lang: Lang) -> Outcome<Vec<Notice>> {
        let title = self.title()?;
        let press = &self.style_sheet(&title)?.press;
        let printed = format!("{press:?} {}", profile_mark(&title, press));
        let key = (advert.original.sha256.clone(), printed, black_alone);
        let known = lock(&self.checks.0).get(&key).cloned();
        let checked = match known {
            Some(checked) => checked,
            None => {
                let pdf = self.library.original(&advert.original.sha256)?;
                // Nothing of what is found hangs on the date.
                let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
                let job = job(press, self.press_profile(&title, press)?, black_alone, &advert.name, at, "");
                let checked = Arc::new(check_advert(&pdf, &job));
                lock(&self.checks.0).insert(key, Arc::clone(&checked));
                checked
            }
        };
        let (notices, findings) = match &*checked {
            Ok(found) => found,
            Err(error) => {
                return Err(Failure::from(error.clone()).in_file(advert.original.file_name.as_ref()));
            }
        };
        let name = |_: Uuid| Some(advert.name.clone());
        let said = notices.iter().map(|notice| words::press_notice(notice, "", &name, lang));
        let found = findings.iter().map(|finding| words::press_finding(finding, "", lang));
        Ok(said.chain(found).map(|notice| Notice { page: None, ..notice }).collect())
    }

    /// What the press finds in the adverts of a page, each with the advert's place.
    pub(crate) fn placed_notices(&self, sheet: &Sheet, lang: Lang) -> Outcome<Vec<Notice>> {
        let grid = sheet.compositor.grid_of(sheet.page.format, &sheet.page.number);
        let mut said = Vec::new();
        for placed in &sheet.page.make_up.adverts {
            let advert = self.advert(placed.advert)?.state;
            let rect = grid.map(|grid| grid.rect(placed.area));
            let rect = rect.map(|r| [r.x, r.y, r.width, r.height].map(broadsheet_units::Length::to_points));
            for notice in self.advert_notices(&advert, sheet.page.black_alone, lang)? {
                let place = match notice.place {
                    Some(place) => format!("{} {place}", advert.name),
                    None => advert.name.clone(),
                };
                let page = Some(sheet.page.number.clone());
                said.push(Notice { page, place: Some(place), rect, ..notice });
            }
        }
        Ok(said)
    }

    /// The adverts of a page as the composer wants them.
    pub(crate) fn advert_copies(&self, page: &Page) -> Outcome<Vec<AdvertCopy>> {
        let mut copies = Vec::new();
        for placed in &page.make_up.adverts {
            let Advert { name, original, .. } = self.advert(placed.advert)?.state;
            let Original { sha256, px_width, px_height, .. } = original;
            copies.push(AdvertCopy { id: placed.advert, name, sha256, px_width, px_height });
        }
        Ok(copies)
    }

    /// Whether an id is an advert's: of what a page is planned with, the rest are stories.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn is_advert(&self, id: &str) -> Outcome<bool> {
        let Ok(id) = advert_id(id) else { return Ok(false) };
        Ok(self.library.advert(id)?.is_some())
    }

    /// What the picture or the advert of a page is called.
    pub(crate) fn called(&self, id: Uuid) -> Option<String> {
        if let Ok(Some(advert)) = self.library.advert(AdvertId(id)) {
            return Some(advert.state.name);
        }
        let photo = self.library.photo(broadsheet_copy::PhotoId(id)).ok().flatten()?;
        photo.state.original.map(|original| original.file_name)
    }
}

/// The adverts of a page as the page shows them.
pub(crate) fn on_page(copies: &[AdvertCopy]) -> Vec<PageAdvert> {
    let advert = |copy: &AdvertCopy| PageAdvert {
        id: copy.id.to_string(),
        name: copy.name.clone(),
        width_mm: millimetres(copy.px_width),
        height_mm: millimetres(copy.px_height),
    };
    copies.iter().map(advert).collect()
}

/// Takes in a PDF that was uploaded.
pub(crate) fn advert_add(room: &Newsroom, ask: &Ask, wanted: AdvertAdd) -> Outcome<AdvertTaken> {
    let upload = room.uploaded(&wanted.upload)?;
    let file = (PathBuf::from(&upload.name), upload.bytes.to_vec());
    let mut answer = room.adverts_add(ask, vec![file], wanted.name.as_deref())?;
    answer.pop().ok_or_else(|| RoomError::NotFound { what: "upload", id: wanted.upload }.into())
}

/// Puts an advert on a page, moves and resizes it, or takes it off.
pub(crate) fn page_advert(room: &Newsroom, ask: &Ask, wanted: AdvertPlace) -> Outcome<PageView> {
    let (page, id) = (page_id(&wanted.id)?, advert_id(&wanted.advert)?);
    room.advert(id)?;
    room.lay(ask, page, None, |page| {
        let mut make_up = page.make_up.clone();
        let stood = make_up.adverts.iter().position(|placed| placed.advert == id);
        match (wanted.area.map(area_of), stood.and_then(|at| make_up.adverts.get_mut(at))) {
            (Some(area), Some(placed)) => placed.area = area,
            (Some(area), None) => make_up.adverts.push(AdvertBox { advert: id, area }),
            (None, Some(_)) => make_up.adverts.retain(|placed| placed.advert != id),
            (None, None) => {
                return Err(RoomError::NotFound { what: "advert", id: wanted.advert.clone() }.into());
            }
        }
        Ok(make_up)
    })?;
    page_view(room, ask, page)
}
