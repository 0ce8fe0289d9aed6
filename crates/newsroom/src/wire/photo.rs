//! Photos.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Byline, Notice};

/// A photo as it stands with a story.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct StoryPhoto {
    /// The id.
    pub id: String,
    /// 图说.
    pub caption: Option<String>,
    /// 摄影署名 as printed.
    pub credit: Option<Byline>,
    /// The name that the file came with; null while only the words are there.
    pub file_name: Option<String>,
    /// Width in pixels, upright.
    pub px_width: Option<u32>,
    /// Height in pixels, upright.
    pub px_height: Option<u32>,
}

/// A photo by itself, with what its file says.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PhotoView {
    /// The id.
    pub id: String,
    /// 图说: as written here, else the file's.
    pub caption: Option<String>,
    /// IPTC Headline.
    pub headline: Option<String>,
    /// IPTC Creator.
    pub creator: Vec<String>,
    /// IPTC Credit Line.
    pub credit: Option<String>,
    /// IPTC Copyright Notice.
    pub copyright: Option<String>,
    /// IPTC City.
    pub city: Option<String>,
    /// IPTC Date Created, ISO 8601.
    pub date: Option<String>,
    /// 摄影署名 as printed.
    pub printed_credit: Option<Byline>,
    /// The name that the file came with; null, like all that is said of the file, while only the words are there.
    pub file_name: Option<String>,
    /// The media type.
    pub mime: Option<String>,
    /// Length of the file in bytes.
    #[ts(type = "number | null")]
    pub bytes: Option<u64>,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
    /// Width in pixels, upright.
    pub px_width: Option<u32>,
    /// Height in pixels, upright.
    pub px_height: Option<u32>,
    /// Stories that it goes with.
    pub stories: Vec<String>,
    /// The rest of what the file says, by field name.
    pub rest: BTreeMap<String, String>,
    /// The version to name when changing it.
    #[ts(type = "number")]
    pub version: u64,
}

/// Names a photo.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PhotoAsk {
    /// Which.
    pub id: String,
}

/// Takes in a picture that was uploaded before.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PhotoAdd {
    /// The upload's name, as the upload answered it.
    pub upload: String,
    /// The story that it goes with.
    pub story: Option<String>,
    /// The photo of which only the words are there and whose picture this is. Without it, the picture is the one
    /// that the story waits for, where it waits for one alone and no words are given here; else it is a new photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub photo: Option<String>,
    /// 图说, where it is known already.
    pub caption: Option<String>,
    /// 摄影署名, where it is known already.
    pub credit: Option<Byline>,
}

/// A picture that was taken in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PhotoTaken {
    /// Its id.
    pub id: String,
    /// What was doubtful in what its file says.
    pub notices: Vec<Notice>,
}

/// Writes caption and credit; null leaves one as it is, an empty one clears it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PhotoDescribe {
    /// Which.
    pub id: String,
    /// 图说.
    pub caption: Option<String>,
    /// 摄影署名.
    pub credit: Option<Byline>,
}
