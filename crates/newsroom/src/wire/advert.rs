//! Adverts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Notice;
use super::page::AreaView;

/// An advert.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdvertView {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The name that the file came with.
    pub file_name: String,
    /// Length of the file in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Width of its trimmed page in millimetres.
    pub width_mm: f64,
    /// Height of its trimmed page in millimetres.
    pub height_mm: f64,
    /// The pages that it stands on.
    pub pages: Vec<AdvertOn>,
    /// What the press finds in it; left out of lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub notices: Option<Vec<Notice>>,
}

/// A page that an advert stands on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdvertOn {
    /// The page.
    pub page: String,
    /// Its number as printed.
    pub number: String,
    /// The date.
    pub date: String,
}

/// Names an advert.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdvertAsk {
    /// Which.
    pub id: String,
}

/// Takes in a PDF that was uploaded before.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdvertAdd {
    /// The upload's name, as the upload answered it.
    pub upload: String,
    /// What the advert is called; null: as its file.
    pub name: Option<String>,
}

/// An advert that was taken in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdvertTaken {
    /// Its id.
    pub id: String,
    /// What the press finds in it.
    pub notices: Vec<Notice>,
}

/// An advert's place on a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct AdvertBoxView {
    /// The advert.
    pub advert: String,
    /// Where it stands.
    pub area: AreaView,
}

/// An advert on a page, as far as the page shows it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PageAdvert {
    /// The advert.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Width of its trimmed page in millimetres.
    pub width_mm: f64,
    /// Height of its trimmed page in millimetres.
    pub height_mm: f64,
}

/// Puts an advert on a page, moves and resizes one that stands there, or takes it off.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdvertPlace {
    /// Which page.
    pub id: String,
    /// The advert.
    pub advert: String,
    /// Where; null takes it off.
    pub area: Option<AreaView>,
}
