//! Pages: make-up, fit, proof, signature, export.

use broadsheet_copy::page::Treatment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::advert::{AdvertBoxView, PageAdvert};
use super::story::StoryRow;
use super::{Byline, Notice};

/// A box of base columns and rows, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct AreaView {
    /// The first base column.
    pub col: u16,
    /// The first row.
    pub row: u16,
    /// How many base columns.
    pub cols: u16,
    /// How many rows.
    pub rows: u16,
}

/// A picture inside a module.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct PictureBoxView {
    /// The photo.
    pub photo: String,
    /// From the module's own top left; the caption stands in it too.
    pub area: AreaView,
}

/// A story's place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct ModuleView {
    /// The story.
    pub story: String,
    /// Where it stands.
    pub area: AreaView,
    /// Into how many text columns its body is broken; null: one a base column.
    pub columns: Option<u16>,
    /// The largest size that its headline may have, in 点; null: the largest that fits.
    #[serde(default)]
    pub headline: Option<u16>,
    /// Its pictures.
    pub pictures: Vec<PictureBoxView>,
    /// How it is dressed; left out for a plain module.
    #[serde(default, skip_serializing_if = "Treatment::is_plain")]
    #[ts(optional, as = "Option<Treatment>")]
    pub treatment: Treatment,
}

/// A rubric over a group of stories.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct BandView {
    /// The rubric.
    pub text: String,
    /// Where it stands.
    pub area: AreaView,
}

/// All that stands on a page.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, TS)]
pub struct MakeUpView {
    /// Stories.
    pub modules: Vec<ModuleView>,
    /// Rubrics.
    pub bands: Vec<BandView>,
    /// Adverts; left out where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<AdvertBoxView>>")]
    pub adverts: Vec<AdvertBoxView>,
}

/// How a story fits its hole.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct FitView {
    /// The page; null for one that is only tried.
    pub page: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Rows past the hole; negative: rows still free.
    pub over_rows: i32,
    /// Characters past the hole; negative: what it could still take.
    pub over_characters: i32,
    /// Rows that the body fills, over all columns.
    pub rows_set: u32,
    /// Rows that the hole has for the body, over all columns.
    pub rows_available: u32,
    /// How many characters of its size the headline's line takes.
    pub headline_fits: u32,
    /// How many the headline has.
    pub headline_has: u32,
}

/// A story on a page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct PageStory {
    /// The story.
    pub id: String,
    /// 稿名.
    pub slug: String,
    /// 主题.
    pub headline: Option<String>,
    /// Its state.
    pub state: String,
    /// Rows past the hole; negative: rows still free.
    pub over_rows: i32,
    /// Characters past the hole; negative: what it could still take.
    pub over_characters: i32,
}

/// A signature under a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct SignatureRow {
    /// Who.
    pub by: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: String,
    /// SHA-256 of the composed page.
    pub hash: String,
    /// Whether the page has changed since.
    pub void: bool,
}

/// A proof that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct ProofRow {
    /// By whom; null while nobody had been named.
    pub by: Option<String>,
    /// When.
    pub at: String,
    /// SHA-256 of the composed page.
    pub hash: String,
}

/// A page, whole.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageView {
    /// The id.
    pub id: String,
    /// The number as printed; a spread's two, `A04-A05`.
    pub number: String,
    /// The issue's date.
    pub date: String,
    /// The state.
    pub state: String,
    /// The stories on it, in the order of reading.
    pub stories: Vec<PageStory>,
    /// What the composer has to say.
    pub notices: Vec<Notice>,
    /// SHA-256 of the page as it is composed now; of the signed page while a signature is in force.
    pub hash: String,
    /// The issue.
    pub issue: String,
    /// The newspaper's name; null while it has none.
    pub title: Option<String>,
    /// The section.
    pub section: Option<String>,
    /// The names in the folio.
    pub editors: Vec<Byline>,
    /// The format, by its trade name: 四开, 对开通版 ….
    pub format: String,
    /// Base columns.
    pub columns: u16,
    /// 字 in a base column.
    pub column: u16,
    /// 字 in a gutter between base columns.
    pub gutter: u16,
    /// Rows.
    pub rows: u16,
    /// All that stands on it.
    pub make_up: MakeUpView,
    /// The adverts on it, in the order of the make-up.
    pub adverts: Vec<PageAdvert>,
    /// Whether it is printed in black alone.
    pub black_alone: bool,
    /// What stops a signature, besides the notices that are errors: unreviewed stories, pictures without words.
    pub stops: Vec<Notice>,
    /// Every signature, oldest first.
    pub signatures: Vec<SignatureRow>,
    /// Every proof, oldest first.
    pub proofs: Vec<ProofRow>,
    /// Stories that stand on no page yet.
    pub tray: Vec<StoryRow>,
    /// The version to name when changing it.
    #[ts(type = "number")]
    pub version: u64,
    /// What the person who asks may do now: `lay`, `proof`, `sign`, `export`.
    pub can: Vec<String>,
    /// Names this state of the page in preview addresses: it moves whenever the picture would.
    pub etag: String,
}

/// Plans a page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageNew {
    /// The issue.
    pub issue: String,
    /// The number as printed; a spread's two, `A04-A05`.
    pub number: String,
    /// The format, by its trade name: 四开, 对开通版 ….
    pub format: String,
    /// The section.
    pub section: Option<String>,
    /// The names in the folio.
    #[serde(default)]
    pub editors: Vec<Byline>,
    /// Whether it is printed in black alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub black_alone: Option<bool>,
}

/// Names a page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageAsk {
    /// Which.
    pub id: String,
}

/// Makes a page up: all that stands on it from now on. Undo sets the make-up from before.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageLay {
    /// Which.
    pub id: String,
    /// The version that was seen; null takes the newest.
    #[ts(type = "number | null")]
    pub version: Option<u64>,
    /// All that stands on it.
    pub make_up: MakeUpView,
}

/// Tries a make-up without keeping it: what a story would fit like while it is dragged.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageTry {
    /// Which page.
    pub id: String,
    /// The module as it would be.
    pub module: ModuleView,
}

/// A make-up that the program proposes. Nothing is stored.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Arranged {
    /// The make-up.
    pub make_up: MakeUpView,
    /// What did not come out.
    pub notices: Vec<Notice>,
}

/// Asks for a page with another make-up than it has.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PagePreview {
    /// Which page.
    pub id: String,
    /// All that would stand on it.
    pub make_up: MakeUpView,
}

/// A page as it would be: nothing of it is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct PagePreviewed {
    /// The stories on it, in the order of reading.
    pub stories: Vec<PageStory>,
    /// What the composer has to say.
    pub notices: Vec<Notice>,
    /// The display list, as the page's own address answers it.
    #[ts(type = "unknown")]
    pub display: Value,
}

/// What a proof is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProofFormat {
    /// PDF.
    Pdf,
    /// PNG at 150 dpi.
    Png,
}

/// Takes a proof.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageProof {
    /// Which page.
    pub id: String,
    /// As what.
    pub format: ProofFormat,
}

/// Signs a page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageSign {
    /// Which page.
    pub id: String,
    /// The hash of the page that was looked at; null takes the page as it is now.
    pub hash: Option<String>,
}

/// A file that was written.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportView {
    /// The file.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What the press and its preflight have to say.
    pub notices: Vec<Notice>,
}

/// Puts a story on a page, or moves and resizes one that stands there; its pictures stand where the composer would
/// put them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PagePlace {
    /// Which page.
    pub id: String,
    /// The story.
    pub story: String,
    /// Where.
    pub area: AreaView,
}

/// Takes a story off a page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageRemove {
    /// Which page.
    pub id: String,
    /// The story.
    pub story: String,
}

/// Has a story go on on another page, or takes that back. Both pages change in one act.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageJump {
    /// The page that the story leaves.
    pub id: String,
    /// The story.
    pub story: String,
    /// The page that it goes on on; null: it ends on this one, and its part there is taken off.
    pub to: Option<String>,
    /// How it stands there; left out: as wide as here and as high as what is left of it, where there is room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub leg: Option<ModuleView>,
}
