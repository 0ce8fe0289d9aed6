//! What a printed file holds, for the people who take it in: the manifest that goes along with an issue.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::digest::sha256_hex;
use crate::preflight::boxes::place_in_words;
use crate::{Finding, Job, PressNotice, Severity};

/// The name of the manifest in its folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The folder of proofs within it.
pub(crate) const PROOFS: &str = "proof";

/// What an exported issue is: the files, and what they were made for.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Manifest {
    /// The program and its version.
    pub producer: String,
    /// The printing condition, as print houses know it.
    pub condition: String,
    /// SHA-256 of the press profile.
    pub profile_sha256: String,
    /// The limit of ink in per cent.
    pub ink_limit: u16,
    /// The pages, in order.
    pub pages: Vec<ManifestPage>,
}

/// One file.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ManifestPage {
    /// Its name.
    pub file: String,
    /// Its length.
    pub bytes: usize,
    /// Its SHA-256.
    pub sha256: String,
    /// Its standard.
    pub standard: &'static str,
    /// Whether it is, byte for byte, the file that was made when the page was signed; `None` where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_signed: Option<bool>,
    /// What is on the page.
    #[serde(flatten)]
    pub page: PrintedPage,
    /// What there is to know of it.
    pub notices: Vec<Told>,
    /// What shows it on a screen, in the folder of proofs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<ManifestProof>,
}

/// A file that shows a page on a screen, and is not for the press.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ManifestProof {
    /// Its name, with its folder's.
    pub file: String,
    /// Its length.
    pub bytes: usize,
    /// Its SHA-256.
    pub sha256: String,
}

/// A notice of the press or a finding of preflight, by its code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Told {
    /// Its code.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where on the page.
    pub place: Option<String>,
    /// The photo or the advert that it is about, as it stands in the page's `pictures`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<Uuid>,
    /// The text that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Told {
    pub(crate) fn of_notice(notice: &PressNotice) -> Self {
        let place = notice.rect().map(|rect| place_in_words(rect.x.to_mm(), rect.y.to_mm()));
        let text = notice.text().map(str::to_owned);
        Self { code: notice.code(), severity: notice.severity(), place, photo: notice.photo(), text }
    }

    pub(crate) fn of_finding(finding: &Finding) -> Self {
        let place = finding.place.clone();
        Self { code: finding.code(), severity: finding.severity(), place, photo: None, text: None }
    }
}

impl Manifest {
    pub(crate) fn new(job: &Job, pages: Vec<ManifestPage>) -> Self {
        Self {
            producer: job.producer.clone(),
            condition: job.profile.identifier.clone(),
            profile_sha256: sha256_hex(&job.profile.icc),
            ink_limit: job.profile.ink_limit,
            pages,
        }
    }

    /// As it is written; the same issue gives the same bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// The files that a written manifest names.
    pub(crate) fn files(bytes: &[u8]) -> Option<Vec<String>> {
        #[derive(Deserialize)]
        struct Files {
            pages: Vec<Named>,
        }
        #[derive(Deserialize)]
        struct Named {
            file: String,
            #[serde(default)]
            proofs: Vec<Named>,
        }
        let files: Files = serde_json::from_slice(bytes).ok()?;
        let named = files.pages.into_iter().flat_map(|page| {
            std::iter::once(page.file).chain(page.proofs.into_iter().map(|proof| proof.file))
        });
        Some(named.collect())
    }
}

/// One printed page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PrintedPage {
    /// What the page is called.
    pub name: String,
    /// Its boxes.
    pub boxes: Boxes,
    /// The plates that have ink.
    pub inks: Vec<String>,
    /// The most ink that can come together anywhere on the page, in per cent. What overprints within a placed PDF is
    /// counted with the most colour below it.
    pub most_ink: u16,
    /// The fonts.
    pub fonts: Vec<PrintedFont>,
    /// The pictures and placed PDFs, each once.
    pub pictures: Vec<PrintedPicture>,
}

/// The boxes of a page, in PDF points: left, bottom, right, top.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Boxes {
    /// The sheet.
    pub media: [f64; 4],
    /// The page with its bleed.
    pub bleed: [f64; 4],
    /// The page as cut.
    pub trim: [f64; 4],
}

/// A font of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PrintedFont {
    /// The family.
    pub family: String,
    /// The PostScript name of the face.
    pub postscript_name: String,
    /// SHA-256 of its file, where the page was pinned to it.
    pub sha256: Option<String>,
}

/// A picture of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PrintedPicture {
    /// The photo.
    pub photo: Uuid,
    /// SHA-256 of its file.
    pub sha256: String,
}
