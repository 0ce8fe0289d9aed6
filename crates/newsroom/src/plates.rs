//! From a composed page to files: proofs, signatures, and the press.

use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use broadsheet_copy::page::{self, Format, Page, PageCommand, PageEvent};
use broadsheet_copy::{Actor, Event, PageId, StreamId};
use broadsheet_layout::frame::{FontUse, PictureUse};
use broadsheet_layout::{Compositor, PageFrame, PressStandard, PressStyle};
use broadsheet_press::{
    Finding, FontFile, Job, MadePage, MadeRecord, Overprint, Plates, PressError, PressNotice, PressProfile,
    Print, Rules, Seen, Shown, ShownPicture, Sources, Spot, Standard, tints_of_black,
};
use broadsheet_preview::{Drawn, DrawnPicture, Look, PicturePart, Pictures, Stamps};
use broadsheet_store::{Appended, StoreError};
use broadsheet_units::Length;
use chrono::{DateTime, FixedOffset};
use sha2::{Digest, Sha256};

use crate::media::Originals;
use crate::pages::{Sheet, layout_notices, stops, view};
use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, lock, page_id, refuse_stale, to};
use crate::wire::{ExportView, Notice, PageAsk, PageProof, PageSign, PageView, ProofFormat, Severity};
use crate::words::{self, Lang};

/// The pixels of an inch of a proof.
const PROOF_DPI: f64 = 150.0;

/// Fonts of this machine and originals of the library, for the press.
pub(crate) struct Stock<'a> {
    room: &'a Newsroom,
    /// The fonts are looked through once one of them is asked for: what was made at a signature needs none.
    compositor: OnceLock<Option<Arc<Compositor>>>,
    /// What proofs of one export have in common.
    stamps: Stamps,
}

impl<'a> Stock<'a> {
    pub(crate) fn of(room: &'a Newsroom) -> Self {
        Self { room, compositor: OnceLock::new(), stamps: Stamps::default() }
    }

    fn compositor(&self) -> Option<&Compositor> {
        self.compositor.get_or_init(|| self.room.compositor().ok()).as_deref()
    }
}

impl Sources for Stock<'_> {
    fn font(&self, font: &FontUse) -> Option<FontFile> {
        let compositor = self.compositor()?;
        Some(FontFile { bytes: compositor.font_file(font)?, sha256: compositor.font_sha256(font) })
    }

    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.room.library.original(&picture.sha256).ok()
    }

    fn proof(&self, frame: &PageFrame, job: &Job, seen: &[Option<Seen>]) -> Result<Option<Shown>, String> {
        let look = look_of(frame, job.plates, &job.profile).map_err(|error| error.to_string())?;
        let decoded = Decoded { originals: Originals(self.room), seen };
        let compositor = self.compositor().ok_or("the title's style sheet is gone")?;
        let Drawn { png, pictures } =
            broadsheet_preview::drawn(frame, compositor, &decoded, &self.stamps, &look, PROOF_DPI)
                .map_err(|error| error.to_string())?;
        let shown = |DrawnPicture { width, height, pixels }| ShownPicture { width, height, pixels };
        let pictures = pictures.into_iter().map(shown).collect();
        Ok(Some(Shown { png, pictures, colour: broadsheet_preview::srgb }))
    }

    fn kept(&self, sha256: &str) -> Option<Vec<u8>> {
        self.room.library.press(sha256).ok()
    }
}

/// A signed page for the press.
pub(crate) struct Order {
    pub(crate) number: String,
    pub(crate) format: Format,
    /// The name of its file.
    pub(crate) file: String,
    pub(crate) frame: PageFrame,
    pub(crate) job: Job,
    /// The digest of the record of its press file, where one was made when it was signed.
    pub(crate) kept: Option<String>,
    /// The digest of that press file.
    pub(crate) signed: Option<String>,
}

/// Pictures as the press has decoded them, and originals where it has not.
struct Decoded<'a> {
    originals: Originals<'a>,
    seen: &'a [Option<Seen>],
}

impl Pictures for Decoded<'_> {
    fn picture(&self, picture: &PictureUse) -> Option<Vec<u8>> {
        self.originals.picture(picture)
    }

    fn part(&self, item: usize) -> Option<PicturePart<'_>> {
        let Seen { width, height, pixels, icc } = self.seen.get(item)?.as_ref()?;
        Some(PicturePart { width: *width, height: *height, pixels, icc: icc.as_deref() })
    }
}

impl Newsroom {
    /// Signs a page. It is printed before its turn comes, so that nobody's copy waits behind it.
    fn sign(&self, ask: &Ask, id: PageId, wanted: &PageSign) -> Outcome<()> {
        let sheet = self.sheet(id)?;
        let (frame, hash) = self.fit_to_sign(ask, &sheet, wanted, &self.actor(ask)?)?;
        let at = self.host.now();
        let job = self.job_of(&sheet, &frame, at, "")?;
        let made = {
            let _one_after_the_other = lock(&self.press);
            MadePage::new(&frame, &Stock::of(self), &job)?
        };
        refuse_errors(&self.press_notices(&made.notices, &made.findings, &sheet.page.number, ask.lang))?;
        let bytes = frame.to_bytes().map_err(|error| RoomError::Arguments(error.to_string()))?;
        self.library.put_frame(&bytes)?;
        let record = made.record(&job);
        self.change_at(
            ask,
            || at,
            |actor| {
                let sheet = self.sheet(id)?;
                let (_, now) = self.fit_to_sign(ask, &sheet, wanted, actor)?;
                if now != hash || self.job_of(&sheet, &frame, at, "")? != job {
                    return Err(RoomError::PageChanged.into());
                }
                let (press, press_file) = (Some(sha256_hex(&record)), Some(made.press.sha256.clone()));
                let sign = PageCommand::Sign { frame: hash, press, press_file, stops: 0 };
                let events = page::decide(Some(&sheet.page), sign, actor)?;
                Ok(vec![to(StreamId::Page(id), sheet.version, events)])
            },
        )?;
        let files: Vec<&[u8]> = made.files().map(|file| file.bytes.as_slice()).chain([&*record]).collect();
        // The page is signed. Where the disk has no room for its files they are made again when it is exported.
        let _as_far_as_it_can = self.library.put_press(&files);
        Ok(())
    }

    /// The page that may be signed, and its hash, as far as can be said before it is printed.
    fn fit_to_sign(
        &self,
        ask: &Ask,
        sheet: &Sheet,
        wanted: &PageSign,
        actor: &Actor,
    ) -> Outcome<(PageFrame, String)> {
        // Who may not sign is told so first, not what is wrong with the page.
        let sign = PageCommand::Sign { frame: String::new(), press: None, press_file: None, stops: 0 };
        page::decide(Some(&sheet.page), sign, actor)?;
        let (frame, hash) = self.frame(sheet)?;
        if wanted.hash.as_ref().is_some_and(|seen| *seen != hash) {
            return Err(RoomError::PageChanged.into());
        }
        let mut notices = stops(self, sheet, ask.lang)?;
        notices.extend(layout_notices(self, sheet, &self.composed(sheet).notices, ask.lang)?);
        refuse_errors(&notices)?;
        Ok((frame, hash))
    }

    /// The page as a press file, and what the press and its preflight say of it.
    fn printed(
        &self,
        frame: &PageFrame,
        job: &Job,
        number: &str,
        lang: Lang,
    ) -> Outcome<(Vec<u8>, Vec<Notice>)> {
        let Print { pdf, notices, .. } = broadsheet_press::print(&[frame], &Stock::of(self), job)?;
        let report = broadsheet_press::preflight_by(&pdf, &job.rules(frame));
        let said = self.press_notices(&notices, &report.findings, number, lang);
        Ok((pdf, said))
    }

    /// What a press file of the page must be.
    pub(crate) fn rules_of(&self, id: PageId) -> Outcome<Rules> {
        let sheet = self.sheet(id)?;
        let (frame, _) = self.frame(&sheet)?;
        Ok(self.job_of(&sheet, &frame, self.host.now(), "")?.rules(&frame))
    }

    /// The signed page as its press file: the very frame that was signed, dated with its signature.
    fn press_file(&self, order: &Order, lang: Lang) -> Outcome<(Vec<u8>, Vec<Notice>)> {
        let Order { number, frame, job, kept, .. } = order;
        let stock = Stock::of(self);
        let kept = kept.as_ref().and_then(|sha256| MadeRecord::kept(&stock, sha256, job));
        let kept = kept.and_then(|record| Some((stock.kept(&record.press)?, record)));
        let (pdf, notices) = match kept {
            Some((pdf, record)) => (pdf, self.press_notices(&record.notices, &record.findings, number, lang)),
            None => self.printed(frame, job, number, lang)?,
        };
        refuse_errors(&notices)?;
        Ok((pdf, notices))
    }

    /// A page as it was signed, and how it is printed: dated with its signature, and as the title's pages are unless
    /// another standard is asked for.
    pub(crate) fn order(&self, page: &Page, standard: Option<Standard>) -> Outcome<Order> {
        let signature = page.signature().ok_or(RoomError::NotSigned)?;
        let frame = self.signed_frame(&signature.frame)?;
        let title = self.title()?;
        let press = &self.style_sheet(&title)?.press;
        let profile = self.press_profile(&title, press)?;
        let job = job(press, profile, page.black_alone, &frame.name, signature.at, "");
        let date = self.issue(page.issue)?.state.date;
        Ok(Order {
            number: page.number.clone(),
            format: page.format,
            file: format!("{}.pdf", press.page_file(date, &page.number)),
            frame,
            job: Job { standard: standard.unwrap_or(job.standard), ..job },
            kept: signature.press.clone(),
            signed: signature.press_file.clone(),
        })
    }

    /// What the press and its preflight say, in words.
    pub(crate) fn press_notices(
        &self,
        notices: &[PressNotice],
        findings: &[Finding],
        number: &str,
        lang: Lang,
    ) -> Vec<Notice> {
        let called = |id| self.called(id);
        let notices = notices.iter();
        let mut said: Vec<Notice> =
            notices.map(|notice| words::press_notice(notice, number, &called, lang)).collect();
        said.extend(findings.iter().map(|finding| words::press_finding(finding, number, lang)));
        said
    }
}

impl Newsroom {
    /// How a page is printed as it is composed in `frame`.
    fn job_of(
        &self,
        sheet: &Sheet,
        frame: &PageFrame,
        at: DateTime<FixedOffset>,
        note: &str,
    ) -> Outcome<Job> {
        let press = &sheet.compositor.style().press;
        let profile = self.press_profile(&sheet.title, press)?;
        Ok(job(press, profile, sheet.page.black_alone, &frame.name, at, note))
    }

    /// What the page looks like, as it is composed in `frame`.
    pub(crate) fn look(&self, sheet: &Sheet, frame: &PageFrame) -> Outcome<Look> {
        if !sheet.page.black_alone {
            return Ok(Look::Process);
        }
        let profile = self.press_profile(&sheet.title, &sheet.compositor.style().press)?;
        Ok(look_of(frame, Plates::Black, &profile)?)
    }
}

/// The standard that a style asks for.
pub(crate) fn standard_of(style: &PressStyle) -> Standard {
    match style.standard {
        PressStandard::X4 => Standard::X4,
        PressStandard::X1a => Standard::X1a,
    }
}

/// How a page is printed: as the title's style says, for its printing condition, dated, with its name and a note in the
/// slug line.
pub(crate) fn job(
    style: &PressStyle,
    profile: PressProfile,
    black_alone: bool,
    name: &str,
    at: DateTime<FixedOffset>,
    note: &str,
) -> Job {
    let spots = style.spots.iter();
    Job {
        standard: standard_of(style),
        profile,
        plates: if black_alone { Plates::Black } else { Plates::Process },
        spots: spots.map(|spot| Spot { name: spot.name.clone(), stands_for: spot.stands_for }).collect(),
        overprint: Overprint {
            text: style.overprint.text.unwrap_or(Length::MAX),
            rules: style.overprint.rules_mm.unwrap_or(Length::MAX),
        },
        sharpening: style.sharpening,
        title: name.to_owned(),
        slug: format!("{name}{note}"),
        producer: format!("Broadsheet {}", env!("CARGO_PKG_VERSION")),
        ..Job::new(at)
    }
}

/// What a page looks like that is printed from these plates.
fn look_of(frame: &PageFrame, plates: Plates, profile: &PressProfile) -> Result<Look, PressError> {
    match plates {
        Plates::Process => Ok(Look::Process),
        Plates::Black => Ok(Look::Black(tints_of_black(frame, profile)?)),
    }
}

pub(crate) fn refuse_errors(notices: &[Notice]) -> Outcome<()> {
    let errors = notices.iter().filter(|notice| notice.severity == Severity::Error);
    let mut stops: Vec<(String, Option<String>)> = Vec::new();
    for notice in errors {
        let stop = (notice.message.clone(), notice.place.clone());
        if !stops.contains(&stop) {
            stops.push(stop);
        }
    }
    if stops.is_empty() { Ok(()) } else { Err(RoomError::PageStopped { stops }.into()) }
}

/// Takes a proof into the library's exports.
pub(crate) fn page_proof(room: &Newsroom, ask: &Ask, wanted: PageProof) -> Outcome<ExportView> {
    room.page_proof(ask, &wanted.id, None, wanted.format)
}

impl Newsroom {
    /// Takes a proof into a file (in the library's exports where none is named), and records it.
    ///
    /// # Errors
    /// A missing role, a page with nothing on it, a file that cannot be written; `stale` where the page changed
    /// while its proof was being set.
    pub fn page_proof(
        &self,
        ask: &Ask,
        id: &str,
        out: Option<&Path>,
        format: ProofFormat,
    ) -> Outcome<ExportView> {
        let id = page_id(id)?;
        if let Some(cmd_id) = ask.cmd_id
            && let Some(done) = self.library.repeated(cmd_id)?
        {
            return self.proofed_before(ask, id, &done, out, format);
        }
        let sheet = self.sheet(id)?;
        let (frame, hash) = self.frame(&sheet)?;
        let actor = self.actor(ask)?;
        page::decide(Some(&sheet.page), PageCommand::Proof { frame: hash.clone() }, &actor)?;
        let mut notices = layout_notices(self, &sheet, &self.composed(&sheet).notices, ask.lang)?;
        let (bytes, said) = self.set_proof(&sheet, &frame, format, ask.lang)?;
        notices.extend(said);
        let bytes_of_frame = frame.to_bytes().map_err(|error| RoomError::Arguments(error.to_string()))?;
        self.library.put_frame(&bytes_of_frame)?;
        let file = self.proof_file(&sheet, sheet.page.proofs.len() + 1, out, format);
        let mut written = None;
        let done = self.change(ask, |actor| {
            // What was set is a proof of the page as it was read, and of no other.
            let kept = self.page(id)?;
            refuse_stale(StreamId::Page(id), Some(sheet.version), kept.version)?;
            let events = page::decide(Some(&kept.state), PageCommand::Proof { frame: hash }, actor)?;
            written = Some(self.write_whole(&file, &bytes, notices)?);
            Ok(vec![to(StreamId::Page(id), sheet.version, events)])
        })?;
        match written {
            Some(written) => Ok(written),
            // The same command came twice at once, and the other was first.
            None => self.proofed_before(ask, id, &done, out, format),
        }
    }

    /// A frame as a proof, with what the press says of it.
    fn set_proof(
        &self,
        sheet: &Sheet,
        frame: &PageFrame,
        format: ProofFormat,
        lang: Lang,
    ) -> Outcome<(Vec<u8>, Vec<Notice>)> {
        match format {
            ProofFormat::Pdf => {
                let job = self.job_of(sheet, frame, self.host.now(), " PROOF")?;
                self.printed(frame, &job, &sheet.page.number, lang)
            }
            ProofFormat::Png => {
                let compositor = sheet.compositor.as_ref();
                let said = self.placed_notices(sheet, lang)?;
                let (originals, stamps) = (Originals(self), Stamps::default());
                let look = self.look(sheet, frame)?;
                let png = broadsheet_preview::png(frame, compositor, &originals, &stamps, &look, PROOF_DPI)?;
                Ok((png, said))
            }
        }
    }

    /// Where the page's proof of the number is: in the library's exports where no file is named.
    fn proof_file(&self, sheet: &Sheet, number: usize, out: Option<&Path>, format: ProofFormat) -> PathBuf {
        let ending = match format {
            ProofFormat::Pdf => "pdf",
            ProofFormat::Png => "png",
        };
        let press = &sheet.compositor.style().press;
        let page = press.page_file(sheet.plan.folio.date, &sheet.page.number);
        let name = format!("{page}-proof{number}.{ending}");
        out.map_or_else(|| self.library.dir().join("exports").join(name), Path::to_path_buf)
    }

    /// What was answered to a proof that was taken: its file as it lies there. One that has been taken away is
    /// written again, from the very frame that was proofed.
    fn proofed_before(
        &self,
        ask: &Ask,
        id: PageId,
        done: &Appended,
        out: Option<&Path>,
        format: ProofFormat,
    ) -> Outcome<ExportView> {
        let at = done.versions.iter().find(|(stream, _)| *stream == StreamId::Page(id));
        let at = at.map_or(0, |(_, version)| *version);
        let history = self.library.history(StreamId::Page(id))?;
        let proofs = history.iter().filter(|recorded| recorded.ver <= at).filter_map(|recorded| {
            let Event::Page(PageEvent::Proofed { frame, .. }) = &recorded.event else { return None };
            Some((recorded.ver, frame))
        });
        let proofs: Vec<_> = proofs.collect();
        let Some((_, hash)) = proofs.last().filter(|(ver, _)| *ver == at) else {
            return Err(RoomError::Arguments("cmd_id".to_owned()).into());
        };
        let sheet = self.sheet(id)?;
        let out = self.proof_file(&sheet, proofs.len(), out, format);
        let (bytes, said) = self.set_proof(&sheet, &self.signed_frame(hash)?, format, ask.lang)?;
        let mut notices = Vec::new();
        // The composer speaks of the page as it is now: of another one, if it has changed since.
        if self.frame(&sheet)?.1 == **hash {
            notices = layout_notices(self, &sheet, &self.composed(&sheet).notices, ask.lang)?;
        }
        notices.extend(said);
        match std::fs::read(&out) {
            Ok(lies_there) => exported(&out, &lies_there, notices),
            Err(_) => self.write_whole(&out, &bytes, notices),
        }
    }
}

/// Signs a page: pins the hash of the composed page, keeps the page itself under it, and its press file with its proofs,
/// which is what leaves when the page is exported.
pub(crate) fn page_sign(room: &Newsroom, ask: &Ask, wanted: PageSign) -> Outcome<PageView> {
    let id = page_id(&wanted.id)?;
    let signed = room.sign(ask, id, &wanted);
    // What was signed under this command cannot be signed once more: it is answered as it was.
    let before =
        || ask.cmd_id.is_some_and(|cmd_id| room.library.repeated(cmd_id).is_ok_and(|done| done.is_some()));
    if let Err(why) = signed
        && !before()
    {
        return Err(why);
    }
    view(room, ask, id)
}

/// Exports a signed page for the press into the library's exports.
pub(crate) fn page_export(room: &Newsroom, ask: &Ask, wanted: PageAsk) -> Outcome<ExportView> {
    room.export_into(ask, page_id(&wanted.id)?, &room.library.dir().join("exports"))
}

impl Newsroom {
    /// Exports a signed page for the press into a file.
    ///
    /// # Errors
    /// `not-signed`; what the press and its preflight refuse; a file that cannot be written.
    pub fn page_export(&self, ask: &Ask, id: &str, standard: Standard, out: &Path) -> Outcome<ExportView> {
        self.export(ask, self.order(&self.page(page_id(id)?)?.state, Some(standard))?, out)
    }

    fn export(&self, ask: &Ask, order: Order, out: &Path) -> Outcome<ExportView> {
        let (pdf, notices) = self.press_file(&order, ask.lang)?;
        let mut written = self.write_whole(out, &pdf, notices)?;
        if order.signed.is_some_and(|signed| signed != written.sha256) {
            written.notices.push(words::not_as_signed(&order.number, ask.lang));
        }
        Ok(written)
    }

    /// Writes a file whole or not at all. An earlier file of the same kind is written over, behind a link too; anything
    /// else that stands there is left alone, and so is the library but for its exports.
    fn write_whole(&self, out: &Path, bytes: &[u8], notices: Vec<Notice>) -> Outcome<ExportView> {
        let wanted = std::path::absolute(out).map_err(|why| Failure::file(out, &why))?;
        let taken = || RoomError::FileTaken { path: wanted.display().to_string() };
        let path = resolved(&wanted);
        match std::fs::metadata(&path) {
            Ok(there) if !there.is_file() => return Err(taken().into()),
            Ok(_) if !is_of_kind(&path, bytes) => return Err(taken().into()),
            // A link that leads nowhere.
            Err(_) if path.is_symlink() => return Err(taken().into()),
            _ => {}
        }
        self.refuse_library(&wanted)?;
        broadsheet_store::write_whole(&path, bytes).map_err(|why| unwritten(&wanted, why))?;
        exported(&wanted, bytes, notices)
    }

    /// Refuses a place within the library: it holds what has been filed and signed. Its exports are for taking away.
    pub(crate) fn refuse_library(&self, wanted: &Path) -> Outcome<()> {
        let library = resolved(self.library.dir());
        let place = resolved(wanted);
        if place.starts_with(&library) && !place.starts_with(library.join("exports")) {
            return Err(RoomError::FileTaken { path: wanted.display().to_string() }.into());
        }
        Ok(())
    }

    /// Exports a signed page into a folder, under the name that print houses sort by.
    pub(crate) fn export_into(&self, ask: &Ask, id: PageId, folder: &Path) -> Outcome<ExportView> {
        let order = self.order(&self.page(id)?.state, None)?;
        let out = folder.join(&order.file);
        self.export(ask, order, &out)
    }
}

/// Why a file or a folder outside the library could not be written.
pub(crate) fn unwritten(path: &Path, why: StoreError) -> Failure {
    match why {
        StoreError::Io { source, .. } => Failure::file(path, &source),
        told => told.into(),
    }
}

/// Where a path leads, as far as there is something: links followed, what is not there yet as it is written.
fn resolved(path: &Path) -> PathBuf {
    let there = |way: &Path| -> Option<PathBuf> {
        let rest = path.strip_prefix(way).ok()?;
        let mut place = std::fs::canonicalize(way).ok()?;
        for part in rest.components() {
            // Of what is not there nothing is a link.
            if part == Component::ParentDir {
                place.pop();
            } else {
                place.push(part);
            }
        }
        Some(place)
    };
    path.ancestors().find_map(there).unwrap_or_else(|| path.to_path_buf())
}

/// Whether a file is empty, or begins as these bytes do: a PDF or a PNG of an earlier run.
fn is_of_kind(path: &Path, bytes: &[u8]) -> bool {
    let mut begins = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(4).read_to_end(&mut begins));
    read.is_ok() && (begins.is_empty() || begins.len() == 4 && bytes.starts_with(&begins))
}

/// What is answered of a file that has been written.
fn exported(out: &Path, bytes: &[u8], notices: Vec<Notice>) -> Outcome<ExportView> {
    let out = std::path::absolute(out).map_err(|why| Failure::file(out, &why))?;
    let file = out.display().to_string();
    Ok(ExportView { file, sha256: sha256_hex(bytes), bytes: bytes.len() as u64, notices })
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use broadsheet_layout::frame::Ink;
    use broadsheet_layout::{OverprintStyle, SpotStyle};

    use super::*;

    #[test]
    fn a_page_is_printed_as_the_titles_style_says() {
        let at = DateTime::UNIX_EPOCH.fixed_offset();
        let profile = PressProfile::newsprint;
        let usual = job(&PressStyle::default(), profile(), false, "A03", at, "");
        assert_eq!(
            usual,
            Job {
                title: "A03".to_owned(),
                slug: "A03".to_owned(),
                producer: usual.producer.clone(),
                ..Job::new(at)
            }
        );
        let red = Ink { c: 0, m: 100, y: 80, k: 5 };
        let style = PressStyle {
            standard: PressStandard::X1a,
            spots: vec![SpotStyle { name: "PANTONE 186 C".to_owned(), stands_for: red }],
            overprint: OverprintStyle { text: Some(Length::points(36)), rules_mm: None },
            sharpening: 60,
            ..PressStyle::default()
        };
        let paper = PressProfile { ink_limit: 220, ..profile() };
        let job_ = job(&style, paper.clone(), true, "A03", at, " PROOF");
        assert_eq!((job_.standard, job_.plates), (Standard::X1a, Plates::Black));
        assert_eq!((job_.profile, job_.sharpening), (paper, 60));
        assert_eq!(job_.spots, [Spot { name: "PANTONE 186 C".to_owned(), stands_for: red }]);
        assert_eq!(job_.overprint, Overprint { text: Length::points(36), rules: Length::MAX });
        assert_eq!(job_.slug, "A03 PROOF");
    }
}
