//! Pages: planning, making up, and the composed page with what it has to say.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};

use broadsheet_copy::number;
use broadsheet_copy::page::{self, AdvertBox, Area, Band, MakeUp, Module, Page, PageCommand, PictureBox};
use broadsheet_copy::text::said;
use broadsheet_copy::{PageId, Story, StoryId, StreamId, Title, story};
use broadsheet_layout::{
    Arranged as Proposal, Composed, Compositor, Folio, Jump, Leg, PageFrame, PagePlan, PhotoCopy, StoryCopy,
    StoryFit,
};
use broadsheet_preview::display_list;
use broadsheet_store::Versioned;
use sha2::{Digest, Sha256};

use crate::adverts::on_page;
use crate::people::made;
use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, advert_id, issue_id, lock, page_id, photo_id, story_id, to};
use crate::stories::{Places, story_row};
use crate::styles::profile_mark;
use crate::wire::{
    AdvertBoxView, AreaView, Arranged, BandView, FitView, Made, MakeUpView, ModuleView, Notice, PageAsk,
    PageLay, PageNew, PagePlace, PagePreview, PagePreviewed, PageRemove, PageStory, PageTry, PageView,
    PictureBoxView, ProofRow, Severity, SignatureRow,
};
use crate::words::{self, Lang, Stop};

/// How many composed pages are kept: the pages of an issue that are being worked on.
const MOST_COMPOSED: usize = 48;

/// Pages as they were last composed, each under its etag; the one that was asked for longest ago goes first.
#[derive(Debug, Default)]
pub(crate) struct Composing(Mutex<VecDeque<(PageId, String, Arc<Composed>)>>);

impl Composing {
    /// The page as it was composed, if it is still the same page.
    fn kept(&self, page: PageId, etag: &str) -> Option<Arc<Composed>> {
        let mut pages = lock(&self.0);
        let at = pages.iter().position(|(id, kept, _)| *id == page && kept == etag)?;
        let found = pages.remove(at)?;
        let composed = Arc::clone(&found.2);
        pages.push_back(found);
        Some(composed)
    }

    /// Keeps a page as it is composed now, instead of what it was.
    fn keep(&self, page: PageId, etag: &str, composed: &Arc<Composed>) {
        let mut pages = lock(&self.0);
        pages.retain(|(id, ..)| *id != page);
        pages.push_back((page, etag.to_owned(), Arc::clone(composed)));
        while pages.len() > MOST_COMPOSED {
            pages.pop_front();
        }
    }
}

/// A page with all that it is set from.
pub(crate) struct Sheet {
    pub(crate) id: PageId,
    pub(crate) page: Page,
    pub(crate) version: u64,
    pub(crate) plan: PagePlan,
    pub(crate) stories: Vec<(StoryId, Versioned<Story>)>,
    pub(crate) copies: Vec<Arc<StoryCopy>>,
    /// The title, as it was when the rest was read.
    pub(crate) title: Title,
    /// The composer of its style.
    pub(crate) compositor: Arc<Compositor>,
    /// Moves whenever the composed page would, or what it looks like.
    pub(crate) etag: String,
}

impl Newsroom {
    /// The page with the stories that stand on it.
    pub(crate) fn sheet(&self, id: PageId) -> Outcome<Sheet> {
        self.sheet_of(id, self.page(id)?)
    }

    /// A page, as it is or as it would be, with the stories that stand on it.
    fn sheet_of(&self, id: PageId, page: Versioned<Page>) -> Outcome<Sheet> {
        let Versioned { state: page, version } = page;
        let mut stories = Vec::new();
        for module in &page.make_up.modules {
            stories.push((module.story, self.story(module.story)?));
        }
        let mut copies = Vec::new();
        for (story_id, kept) in &stories {
            copies.push(Arc::new(self.story_copy(*story_id, &kept.state)?));
        }
        let plan = self.plan_of(id, &page)?;
        let title = self.title()?;
        let compositor = self.compositor_of(&title)?;
        let etag = etag(&compositor, &title, &plan, &copies, &page);
        Ok(Sheet { id, page, version, plan, stories, copies, title, compositor, etag })
    }

    /// What is planned for a page, as the composer wants it.
    pub(crate) fn plan_of(&self, id: PageId, page: &Page) -> Outcome<PagePlan> {
        let issue = self.issue(page.issue)?.state;
        Ok(PagePlan {
            lang: self.title()?.lang,
            format: page.format,
            folio: Folio {
                title: issue.title,
                date: issue.date,
                number: page.number.clone(),
                section: page.section.clone(),
                editors: page.editors.clone(),
            },
            make_up: page.make_up.clone(),
            jumps: self.jumps_of(id, page)?,
            adverts: self.advert_copies(page)?,
        })
    }

    /// The stories of a page that run over pages. A jump counts where both of its pages know of it.
    pub(crate) fn jumps_of(&self, id: PageId, page: &Page) -> Outcome<Vec<Jump>> {
        let mut jumps = Vec::new();
        for module in &page.make_up.modules {
            let treatment = &module.treatment;
            if treatment.from.is_none() && treatment.to.is_none() {
                continue;
            }
            let mut before = Vec::new();
            let (mut seen, mut here, mut from) = (vec![id], id, treatment.from);
            while let Some(earlier) = from.filter(|earlier| !seen.contains(earlier)) {
                let Some(kept) = self.library.page(earlier)? else { break };
                let leg = kept.state.make_up.module(module.story);
                let Some(leg) = leg.filter(|leg| leg.treatment.to == Some(here)) else { break };
                before.insert(
                    0,
                    Leg { number: kept.state.number.clone(), format: kept.state.format, module: leg.clone() },
                );
                seen.push(earlier);
                (here, from) = (earlier, leg.treatment.from);
            }
            let later = match treatment.to {
                Some(later) => self.library.page(later)?,
                None => None,
            };
            let to = later.and_then(|Versioned { state: page, .. }| {
                let leg = page.make_up.module(module.story).filter(|leg| leg.treatment.from == Some(id))?;
                Some(number::of_area(&page.number, page.format, leg.area).to_owned())
            });
            jumps.push(Jump { story: module.story, before, to });
        }
        Ok(jumps)
    }

    /// A story as the composer wants it. Pictures whose file has not come are not there yet.
    pub(crate) fn story_copy(&self, id: StoryId, story: &Story) -> Outcome<StoryCopy> {
        let mut photos = Vec::new();
        for photo_id in &story.photos {
            let photo = self.photo(*photo_id)?.state;
            if let Some(original) = photo.original {
                photos.push(PhotoCopy {
                    id: *photo_id,
                    sha256: original.sha256,
                    px_width: original.px_width,
                    px_height: original.px_height,
                    caption: photo.caption,
                    credit: photo.credit,
                });
            }
        }
        Ok(StoryCopy {
            id,
            text: story.text(),
            bylines: story.fields.bylines.clone(),
            source: story.fields.source.clone(),
            rubric: story.fields.rubric.clone(),
            photos,
        })
    }

    /// The page as it is composed now.
    pub(crate) fn composed(&self, sheet: &Sheet) -> Arc<Composed> {
        if let Some(composed) = self.composing.kept(sheet.id, &sheet.etag) {
            return composed;
        }
        let composed = Arc::new(sheet.compositor.compose(&sheet.plan, &sheet.copies));
        self.composing.keep(sheet.id, &sheet.etag, &composed);
        composed
    }

    /// The frame to show and to print, with its hash: of a signed page the one that was signed, else the page as
    /// it is composed now.
    pub(crate) fn frame(&self, sheet: &Sheet) -> Outcome<(PageFrame, String)> {
        if let Some(signature) = sheet.page.signature() {
            return Ok((self.signed_frame(&signature.frame)?, signature.frame.clone()));
        }
        let composed = self.composed(sheet);
        let pinned = sheet.compositor.pinned(&composed.frame);
        let frame = pinned.map_err(|error| words_of_pin(&error))?;
        let hash = frame.hash().map_err(|error| RoomError::Arguments(error.to_string()))?;
        Ok((frame, hash))
    }

    /// The frame that was signed under the hash.
    pub(crate) fn signed_frame(&self, hash: &str) -> Outcome<PageFrame> {
        let bytes = self.library.frame(hash)?;
        let frame = PageFrame::from_bytes(&bytes).map_err(|_| RoomError::SignedPageDamaged)?;
        // The library has proved that the bytes are the signed ones: so is the frame that is written as they are.
        match frame.to_bytes() {
            Ok(written) if written == bytes => Ok(frame),
            _ => Err(RoomError::SignedPageDamaged.into()),
        }
    }

    /// How a story fits its hole on the first page on which it stands.
    pub(crate) fn fit_of(&self, id: StoryId) -> Outcome<Option<FitView>> {
        let placed = self.library.pages_with_story(id)?;
        // A story over pages fits, or does not, where it ends.
        let ends = |page: &Page| page.make_up.module(id).is_some_and(|module| module.treatment.to.is_none());
        let last = placed.iter().position(|(_, page)| ends(&page.state)).unwrap_or(0);
        let Some((page_id, page)) = placed.into_iter().nth(last) else { return Ok(None) };
        let Some(module) = page.state.make_up.module(id) else { return Ok(None) };
        let copy = self.story_copy(id, &self.story(id)?.state)?;
        let plan = self.plan_of(page_id, &page.state)?;
        let fit = self.compositor()?.fit(&plan, module, &copy);
        Ok(Some(fit_view(&fit, Some(page_id), Some(page.state.number))))
    }
}

fn words_of_pin(error: &broadsheet_layout::PinError) -> Failure {
    let broadsheet_layout::PinError::FontGone { family, .. } = error;
    RoomError::NotFound { what: "font", id: family.clone() }.into()
}

/// Of all that composing depends on: the program, the style sheet, the plan, the copy with the pictures' words; of the
/// signature, which shows another frame; and of the plates and the press profile, with which it looks different.
fn etag(
    compositor: &Compositor,
    title: &Title,
    plan: &PagePlan,
    copies: &[Arc<StoryCopy>],
    page: &Page,
) -> String {
    let mut digest = Digesting(Sha256::new());
    let signed = page.signature().map(|signature| &signature.frame);
    let program = env!("CARGO_PKG_VERSION");
    let profile = profile_mark(title, &compositor.style().press);
    (program, compositor.style(), profile, plan, copies, signed, page.black_alone).hash(&mut digest);
    digest.0.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Takes what a value is made of into a digest.
struct Digesting(Sha256);

impl Hasher for Digesting {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Nobody asks: the digest itself is wanted.
    fn finish(&self) -> u64 {
        0
    }
}

pub(crate) fn fit_view(fit: &StoryFit, page: Option<PageId>, number: Option<String>) -> FitView {
    FitView {
        page: page.map(|id| id.to_string()),
        number,
        over_rows: fit.over_rows,
        over_characters: fit.over_characters,
        rows_set: fit.rows_set,
        rows_available: fit.rows_available,
        headline_fits: fit.headline.fits_characters,
        headline_has: fit.headline.has_characters,
    }
}

/// Plans a page.
pub(crate) fn page_new(room: &Newsroom, ask: &Ask, wanted: PageNew) -> Outcome<Made> {
    let id = PageId(room.host.new_id());
    let done = room.change(ask, |actor| {
        let issue = issue_id(&wanted.issue)?;
        room.issue(issue)?;
        let pages = room.library.pages(Some(issue))?;
        // A spread takes the places of both of its pages.
        let number = wanted.number.trim();
        let same = pages.iter().find(|(_, page)| number::share_a_place(&page.state.number, number));
        let command = PageCommand::Plan {
            issue,
            number: wanted.number.clone(),
            format: wanted.format.parse()?,
            section: wanted.section.clone(),
            editors: wanted.editors.iter().cloned().map(Into::into).collect(),
            black_alone: wanted.black_alone.unwrap_or(false),
        };
        let events = page::decide(same.map(|(_, page)| &page.state), command, actor)?;
        Ok(vec![to(StreamId::Page(id), 0, events)])
    })?;
    Ok(made(&done, id.to_string()))
}

/// A page, whole.
pub(crate) fn page(room: &Newsroom, ask: &Ask, wanted: PageAsk) -> Outcome<PageView> {
    view(room, ask, page_id(&wanted.id)?)
}

pub(crate) fn view(room: &Newsroom, ask: &Ask, id: PageId) -> Outcome<PageView> {
    let sheet = room.sheet(id)?;
    let composed = room.composed(&sheet);
    let (_, hash) = room.frame(&sheet)?;
    let mut notices = layout_notices(room, &sheet, &composed.notices, ask.lang)?;
    notices.extend(room.placed_notices(&sheet, ask.lang)?);
    let stops = stops(room, &sheet, ask.lang)?;
    let reader = room.reader(ask)?;
    let can = allowed(&sheet.page, &reader);
    let Sheet { page, version, plan, stories, compositor, etag, .. } = sheet;
    let places = Places::read(room)?;
    let tray = room.library.story_rows()?.into_iter().rev().map(|row| story_row(row, &places, &reader));
    let tray =
        tray.filter(|row| row.pages.is_empty() && row.state != "spiked" && row.state != "held").collect();
    Ok(PageView {
        id: id.to_string(),
        number: page.number.clone(),
        date: plan.folio.date.to_string(),
        state: page.state.name().to_owned(),
        stories: stories.iter().map(|(id, kept)| page_story(*id, &kept.state, &composed)).collect(),
        notices,
        hash,
        issue: page.issue.to_string(),
        title: said(plan.folio.title),
        section: page.section.clone(),
        editors: page.editors.iter().cloned().map(Into::into).collect(),
        format: page.format.name().to_owned(),
        columns: page.format.columns(),
        column: compositor.grid(page.format).map_or(0, |grid| grid.column),
        gutter: compositor.style().body.gutter,
        rows: page.format.rows(),
        make_up: make_up_view(&page.make_up),
        adverts: on_page(&plan.adverts),
        black_alone: page.black_alone,
        stops,
        signatures: page.signatures.iter().map(signature_row).collect(),
        proofs: page.proofs.iter().map(proof_row).collect(),
        tray,
        version,
        can,
        etag,
    })
}

fn page_story(id: StoryId, story: &Story, composed: &Composed) -> PageStory {
    let fit = composed.fits.iter().find(|fit| fit.story == id);
    PageStory {
        id: id.to_string(),
        slug: story.fields.slug.clone(),
        headline: said(story.text().headline),
        state: story.state.name().to_owned(),
        over_rows: fit.map_or(0, |fit| fit.over_rows),
        over_characters: fit.map_or(0, |fit| fit.over_characters),
    }
}

fn signature_row(signature: &page::Signature) -> SignatureRow {
    SignatureRow {
        by: signature.by.name.clone(),
        role: signature.by.role.name().to_owned(),
        at: signature.at.to_rfc3339(),
        hash: signature.frame.clone(),
        void: signature.void,
    }
}

fn proof_row(proof: &page::Proof) -> ProofRow {
    ProofRow {
        by: proof.by.as_ref().map(|by| by.name.clone()),
        at: proof.at.to_rfc3339(),
        hash: proof.frame.clone(),
    }
}

fn allowed(page: &Page, actor: &broadsheet_copy::Actor) -> Vec<String> {
    let frame = String::new;
    let acts = [
        ("lay", PageCommand::Lay(page.make_up.clone())),
        ("proof", PageCommand::Proof { frame: frame() }),
        ("sign", PageCommand::Sign { frame: frame(), press: None, press_file: None, stops: 0 }),
    ];
    let may = acts.into_iter().filter(|(_, act)| page::decide(Some(page), act.clone(), actor).is_ok());
    let mut can: Vec<String> = may.map(|(name, _)| name.to_owned()).collect();
    if page.signature().is_some() {
        can.push("export".to_owned());
    }
    can
}

/// What the composer says of the page, in words.
pub(crate) fn layout_notices(
    room: &Newsroom,
    sheet: &Sheet,
    notices: &[broadsheet_layout::Notice],
    lang: Lang,
) -> Outcome<Vec<Notice>> {
    let mut said = Vec::new();
    for notice in notices {
        let story = notice.place.story;
        let slug = sheet.stories.iter().find(|(id, _)| Some(*id) == story);
        let slug = match slug {
            Some((_, kept)) => Some(kept.state.fields.slug.clone()),
            None => {
                story.and_then(|id| room.library.story(id).ok().flatten()).map(|kept| kept.state.fields.slug)
            }
        };
        let advert = notice.place.advert.map(|id| id.0).and_then(|id| room.called(id));
        said.push(words::layout_notice(notice, slug.or(advert), &sheet.page.number, lang));
    }
    Ok(said)
}

/// What stops a signature besides the composer's own errors.
pub(crate) fn stops(room: &Newsroom, sheet: &Sheet, lang: Lang) -> Outcome<Vec<Notice>> {
    let number = &sheet.page.number;
    let say = |stop: &Stop<'_>, story: Option<StoryId>, photo: Option<String>, place: Option<String>| {
        let (message, hint) = words::say_stop(stop, lang);
        Notice {
            code: stop.code().to_owned(),
            severity: Severity::Error,
            message,
            hint: Some(hint),
            page: Some(number.clone()),
            place,
            story: story.map(|id| id.to_string()),
            photo,
            rect: None,
        }
    };
    let mut found = Vec::new();
    if sheet.page.make_up.modules.is_empty() && sheet.page.make_up.adverts.is_empty() {
        found.push(say(&Stop::Empty, None, None, None));
    }
    for (id, kept) in &sheet.stories {
        let slug = &kept.state.fields.slug;
        if !room.is_approved(&kept.state)? {
            found.push(say(&Stop::NotApproved(slug), Some(*id), None, Some(slug.clone())));
        }
        for photo_id in &kept.state.photos {
            let photo = room.photo(*photo_id)?.state;
            let placed = sheet.page.make_up.modules.iter().flat_map(|module| &module.pictures);
            let is_placed = placed.into_iter().any(|placed| placed.photo == *photo_id);
            if let Some(original) = photo.original.as_ref().filter(|_| is_placed)
                && is_gone(room, &original.sha256)
            {
                let stop = Stop::OriginalGone(&original.file_name);
                found.push(say(&stop, Some(*id), Some(photo_id.to_string()), Some(slug.clone())));
            }
            // A picture that goes with a placed story keeps the page from being signed until it has its words. One that is
            // placed itself, or whose file has not come, is the composer's to tell.
            if let Some(original) = photo.original.as_ref().filter(|_| !photo.is_complete() && !is_placed) {
                let (caption, credit) = (photo.caption.is_none(), photo.credit.is_none());
                let stop = Stop::PictureWithoutWords { file: &original.file_name, caption, credit };
                found.push(say(&stop, Some(*id), Some(photo_id.to_string()), Some(slug.clone())));
            }
        }
    }
    for placed in &sheet.page.make_up.adverts {
        let advert = room.advert(placed.advert)?.state;
        if is_gone(room, &advert.original.sha256) {
            let stop = Stop::OriginalGone(&advert.name);
            found.push(say(&stop, None, None, Some(advert.name.clone())));
        }
    }
    Ok(found)
}

/// Whether a file that the log names is not there. What is there is proved when it is printed.
fn is_gone(room: &Newsroom, sha256: &str) -> bool {
    !room.library.original_path(sha256).is_ok_and(|path| path.is_file())
}

/// Makes a page up.
pub(crate) fn page_lay(room: &Newsroom, ask: &Ask, wanted: PageLay) -> Outcome<PageView> {
    let id = page_id(&wanted.id)?;
    let make_up = make_up_of(&wanted.make_up)?;
    room.lay(ask, id, wanted.version, |_| Ok(make_up))?;
    view(room, ask, id)
}

/// Puts a story on a page, or moves and resizes it.
pub(crate) fn page_place(room: &Newsroom, ask: &Ask, wanted: PagePlace) -> Outcome<PageView> {
    let (id, story, area) = (page_id(&wanted.id)?, story_id(&wanted.story)?, area_of(wanted.area));
    room.story(story)?;
    room.lay(ask, id, None, |page| {
        let mut make_up = page.make_up.clone();
        match make_up.modules.iter_mut().find(|module| module.story == story) {
            Some(module) if (module.area.cols, module.area.rows) == (area.cols, area.rows) => {
                module.area = area;
            }
            Some(module) => {
                let (columns, headline) = (module.columns, module.headline);
                let treatment = module.treatment.clone().within(area);
                *module = Module { columns, headline, treatment, ..room.module_for(page, story, area)? };
            }
            None => make_up.modules.push(room.module_for(page, story, area)?),
        }
        Ok(make_up)
    })?;
    view(room, ask, id)
}

/// Takes a story off a page.
pub(crate) fn page_remove(room: &Newsroom, ask: &Ask, wanted: PageRemove) -> Outcome<PageView> {
    let (id, story) = (page_id(&wanted.id)?, story_id(&wanted.story)?);
    room.lay(ask, id, None, |page| {
        let mut make_up = page.make_up.clone();
        let before = make_up.modules.len();
        make_up.modules.retain(|module| module.story != story);
        if make_up.modules.len() == before {
            return Err(RoomError::NotFound { what: "story", id: wanted.story.clone() }.into());
        }
        Ok(make_up)
    })?;
    view(room, ask, id)
}

/// Takes the make-up that the program proposes.
pub(crate) fn page_auto(room: &Newsroom, ask: &Ask, wanted: PageAsk) -> Outcome<PageView> {
    let id = page_id(&wanted.id)?;
    room.lay(ask, id, None, |_| Ok(room.arrange(id)?.make_up))?;
    view(room, ask, id)
}

impl Newsroom {
    /// Makes a page up anew from what stands on it.
    pub(crate) fn lay(
        &self,
        ask: &Ask,
        id: PageId,
        seen: Option<u64>,
        make_up: impl FnOnce(&Page) -> Outcome<MakeUp>,
    ) -> Outcome<()> {
        self.change(ask, |actor| {
            let kept = self.page(id)?;
            let version = seen.unwrap_or(kept.version);
            let make_up = make_up(&kept.state)?;
            for module in &make_up.modules {
                self.story(module.story)?;
            }
            for placed in &make_up.adverts {
                self.advert(placed.advert)?;
            }
            let linked = linked_pages(&[&kept.state.make_up, &make_up]);
            let events = page::decide(Some(&kept.state), PageCommand::Lay(make_up), actor)?;
            let laid = !events.is_empty();
            let mut changes = vec![to(StreamId::Page(id), version, events)];
            // Where a story goes on follows from where it is cut here.
            for other in linked.into_iter().filter(|other| laid && *other != id) {
                let Some(kept) = self.library.page(other)? else { continue };
                let events = page::decide(Some(&kept.state), PageCommand::ContentChanged, actor)?;
                changes.push(to(StreamId::Page(other), kept.version, events));
            }
            Ok(changes)
        })?;
        Ok(())
    }

    /// A story's module with its pictures where the composer would put them.
    pub(crate) fn module_for(&self, page: &Page, story: StoryId, area: Area) -> Outcome<Module> {
        let copy = self.story_copy(story, &self.story(story)?.state)?;
        Ok(self.compositor()?.module(page.format, area, &copy))
    }

    /// The make-up that the program proposes: the stories that stand on the page and, on an empty page, those that
    /// stand nowhere and are approved, then those that are with the editors, each in the order of filing. Copy that
    /// is still being written, was handed back, is held or was taken out stays off.
    pub(crate) fn arrange(&self, id: PageId) -> Outcome<Proposal> {
        let kept = self.page(id)?.state;
        let mut stories: Vec<StoryId> = kept.make_up.modules.iter().map(|module| module.story).collect();
        if stories.is_empty() {
            let places = Places::read(self)?;
            let mut ready = self.library.story_rows()?;
            ready.retain(|row| {
                matches!(row.state, story::State::Approved | story::State::Submitted)
                    && places.of(row.id).is_empty()
            });
            // The sort keeps the order of filing.
            ready.sort_by_key(|row| row.state != story::State::Approved);
            stories = self.as_many_as_fit(&kept, ready.iter().map(|row| row.id))?;
        }
        self.arrange_with(id, &stories)
    }

    /// The stories, in their order, as long as the page can hold their bodies; one that is too long for what is left
    /// stays where it is.
    fn as_many_as_fit(&self, page: &Page, ids: impl Iterator<Item = StoryId>) -> Outcome<Vec<StoryId>> {
        let format = page.format;
        let Some(grid) = self.compositor()?.grid(format) else { return Ok(ids.collect()) };
        let columns = u32::from(format.columns()) * grid.ems(1);
        // In half ems, as Latin letters are wide.
        let mut room = u64::from(columns) * u64::from(format.rows()) * 2;
        for advert in &page.make_up.adverts {
            let sold = u64::from(grid.ems(advert.area.cols)) * u64::from(advert.area.rows) * 2;
            room = room.saturating_sub(sold);
        }
        let mut fitting = Vec::new();
        for id in ids {
            let text = self.story(id)?.state.text();
            let spans = text.body.iter().flat_map(|paragraph| &paragraph.spans);
            let takes: u64 =
                spans.flat_map(|span| span.text.chars()).map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            if takes <= room {
                room -= takes;
                fitting.push(id);
            }
        }
        Ok(fitting)
    }

    /// The make-up that the program proposes for these stories, in their order.
    pub(crate) fn arrange_with(&self, id: PageId, stories: &[StoryId]) -> Outcome<Proposal> {
        let plan = self.plan_of(id, &self.page(id)?.state)?;
        let mut copies = Vec::new();
        for story in stories {
            copies.push(Arc::new(self.story_copy(*story, &self.story(*story)?.state)?));
        }
        Ok(self.compositor()?.arrange(&plan, &copies))
    }
}

/// Tries a module where it would stand, and keeps nothing.
pub(crate) fn page_try(room: &Newsroom, _ask: &Ask, wanted: PageTry) -> Outcome<FitView> {
    let id = page_id(&wanted.id)?;
    let page = room.page(id)?.state;
    let module = module_of(&wanted.module)?;
    let copy = room.story_copy(module.story, &room.story(module.story)?.state)?;
    let fit = room.compositor()?.fit(&room.plan_of(id, &page)?, &module, &copy);
    Ok(fit_view(&fit, None, Some(page.number)))
}

/// Composes a page with another make-up, and keeps nothing.
pub(crate) fn page_preview(room: &Newsroom, ask: &Ask, wanted: PagePreview) -> Outcome<PagePreviewed> {
    let id = page_id(&wanted.id)?;
    let mut page = room.page(id)?;
    page.state.make_up = make_up_of(&wanted.make_up)?;
    let sheet = room.sheet_of(id, page)?;
    let composed = sheet.compositor.compose(&sheet.plan, &sheet.copies);
    let frame = sheet.compositor.pinned(&composed.frame).map_err(|error| words_of_pin(&error))?;
    let list = display_list(&frame, &room.paths.kept(sheet.compositor.as_ref()), &room.look(&sheet, &frame)?);
    Ok(PagePreviewed {
        stories: sheet.stories.iter().map(|(id, kept)| page_story(*id, &kept.state, &composed)).collect(),
        notices: layout_notices(room, &sheet, &composed.notices, ask.lang)?,
        display: serde_json::to_value(&list).map_err(|error| RoomError::Arguments(error.to_string()))?,
    })
}

/// Proposes a make-up, and keeps nothing.
pub(crate) fn page_arrange(room: &Newsroom, ask: &Ask, wanted: PageAsk) -> Outcome<Arranged> {
    let id = page_id(&wanted.id)?;
    let proposal = room.arrange(id)?;
    let sheet = room.sheet(id)?;
    let notices = layout_notices(room, &sheet, &proposal.notices, ask.lang)?;
    Ok(Arranged { make_up: make_up_view(&proposal.make_up), notices })
}

/// The pages that stories of these make-ups come from or go on on.
pub(crate) fn linked_pages(make_ups: &[&MakeUp]) -> Vec<PageId> {
    let modules = make_ups.iter().flat_map(|make_up| &make_up.modules);
    let mut pages: Vec<PageId> =
        modules.flat_map(|module| module.treatment.from.into_iter().chain(module.treatment.to)).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

fn area_view(area: Area) -> AreaView {
    AreaView { col: area.col, row: area.row, cols: area.cols, rows: area.rows }
}

pub(crate) fn area_of(area: AreaView) -> Area {
    Area { col: area.col, row: area.row, cols: area.cols, rows: area.rows }
}

fn make_up_view(make_up: &MakeUp) -> MakeUpView {
    let module = |module: &Module| ModuleView {
        story: module.story.to_string(),
        area: area_view(module.area),
        columns: module.columns,
        headline: module.headline,
        pictures: module
            .pictures
            .iter()
            .map(|picture| PictureBoxView { photo: picture.photo.to_string(), area: area_view(picture.area) })
            .collect(),
        treatment: module.treatment.clone(),
    };
    let band = |band: &Band| BandView { text: band.text.clone(), area: area_view(band.area) };
    let advert = |placed: &AdvertBox| AdvertBoxView {
        advert: placed.advert.to_string(),
        area: area_view(placed.area),
    };
    MakeUpView {
        modules: make_up.modules.iter().map(module).collect(),
        bands: make_up.bands.iter().map(band).collect(),
        adverts: make_up.adverts.iter().map(advert).collect(),
    }
}

pub(crate) fn module_of(module: &ModuleView) -> Outcome<Module> {
    let mut pictures = Vec::new();
    for picture in &module.pictures {
        pictures.push(PictureBox { photo: photo_id(&picture.photo)?, area: area_of(picture.area) });
    }
    let story = story_id(&module.story)?;
    let (area, columns, headline) = (area_of(module.area), module.columns, module.headline);
    Ok(Module { story, area, columns, headline, pictures, treatment: module.treatment.clone() })
}

fn make_up_of(make_up: &MakeUpView) -> Outcome<MakeUp> {
    let modules = make_up.modules.iter().map(module_of).collect::<Outcome<_>>()?;
    let band = |band: &BandView| Band { text: band.text.clone(), area: area_of(band.area) };
    let advert = |placed: &AdvertBoxView| {
        Ok(AdvertBox { advert: advert_id(&placed.advert)?, area: area_of(placed.area) })
    };
    let adverts = make_up.adverts.iter().map(advert).collect::<Outcome<_>>()?;
    Ok(MakeUp { modules, bands: make_up.bands.iter().map(band).collect(), adverts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn composed_pages_are_kept_up_to_a_number_and_the_longest_unasked_go_first() {
        let composing = Composing::default();
        let page = |n: usize| PageId(Uuid::from_u128(n as u128));
        let composed = Arc::new(Composed::default());
        composing.keep(page(0), "old", &composed);
        for n in 0..MOST_COMPOSED {
            composing.keep(page(n), "new", &composed);
        }
        assert!(composing.kept(page(0), "old").is_none(), "a page has one composition");
        assert!(composing.kept(page(0), "new").is_some());
        composing.keep(page(MOST_COMPOSED), "new", &composed);
        assert!(composing.kept(page(0), "new").is_some(), "it was asked for just now");
        assert!(composing.kept(page(1), "new").is_none());
        assert_eq!(lock(&composing.0).len(), MOST_COMPOSED);
    }
}
