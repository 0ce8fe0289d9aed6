//! Stories, intake and search.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::page::FitView;
use super::photo::StoryPhoto;
use super::{Byline, Notice};

/// A story in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryRow {
    /// The id.
    pub id: String,
    /// 稿名.
    pub slug: String,
    /// 引题.
    pub kicker: Option<String>,
    /// 主题.
    pub headline: Option<String>,
    /// Who filed it; null while nobody had been named.
    pub author: Option<String>,
    /// 部门.
    pub desk: Option<String>,
    /// `draft`, `submitted`, `returned`, `approved`, `held`, `spiked`.
    pub state: String,
    /// Body characters.
    pub characters: u32,
    /// How many photos go with it.
    pub photos: u32,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it stands.
    pub pages: Vec<PlacedOn>,
    /// When it was filed.
    pub filed_at: String,
    /// When its content last changed.
    pub changed_at: String,
    /// The version to name when changing it.
    #[ts(type = "number")]
    pub version: u64,
    /// Of `submit`, `hold`, `release`, `spike` and `unspike`, what whoever asks may do now.
    pub can: Vec<String>,
}

/// A page on which a story stands.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PlacedOn {
    /// The page.
    pub page: String,
    /// Its number.
    pub number: String,
    /// The date.
    pub date: String,
    /// The page's state.
    pub state: String,
}

/// A story, whole.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryView {
    /// The id.
    pub id: String,
    /// 稿名.
    pub slug: String,
    /// The state.
    pub state: String,
    /// 引题.
    pub kicker: Option<String>,
    /// 主题.
    pub headline: Option<String>,
    /// 副题.
    pub deck: Option<String>,
    /// 消息头.
    pub source: Option<String>,
    /// 署名.
    pub bylines: Vec<Byline>,
    /// 正文, a paragraph each.
    pub body: Vec<String>,
    /// Its photos.
    pub photos: Vec<StoryPhoto>,
    /// 栏目.
    pub rubric: Option<String>,
    /// 部门.
    pub desk: Option<String>,
    /// Body characters.
    pub characters: u32,
    /// Tags.
    pub tags: Vec<String>,
    /// Reviews, void ones too, oldest first.
    pub reviews: Vec<ReviewRow>,
    /// Returns, oldest first.
    pub returns: Vec<ReturnRow>,
    /// Who filed it; null while nobody has been named.
    pub author: Option<String>,
    /// The author's name; null while nobody had been named.
    pub author_name: Option<String>,
    /// When it was filed.
    pub filed_at: String,
    /// When its content last changed.
    pub changed_at: String,
    /// Where it stands.
    pub pages: Vec<PlacedOn>,
    /// How it fits the hole on the first of those pages.
    pub fit: Option<FitView>,
    /// The text as a ProseMirror document of the shared schema.
    #[ts(type = "unknown")]
    pub doc: Value,
    /// The version to name when changing it.
    #[ts(type = "number")]
    pub version: u64,
    /// What the person who asks may do now: `edit`, `tag`, `attach`, `submit`, `return`, `approve`, `hold`,
    /// `release`, `spike`, `unspike`.
    pub can: Vec<String>,
}

/// A review.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReviewRow {
    /// Who.
    pub by: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: String,
    /// The opinion.
    pub opinion: Option<String>,
    /// Whether the content changed afterwards.
    pub void: bool,
    /// SHA-256 of what was approved.
    pub content: String,
}

/// A return.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReturnRow {
    /// Who.
    pub by: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// An entry of a story's history.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HistoryRow {
    /// The event's number in the log.
    #[ts(type = "number")]
    pub seq: u64,
    /// The story's version after it.
    #[ts(type = "number")]
    pub version: u64,
    /// When.
    pub at: String,
    /// Who; null while nobody had been named.
    pub by: Option<String>,
    /// What: the event's stable name.
    pub kind: String,
    /// A reason or an opinion.
    pub said: Option<String>,
}

/// Names a story.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryAsk {
    /// Which.
    pub id: String,
}

/// Names a story as it was.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryAtVersion {
    /// Which.
    pub id: String,
    /// The version.
    #[ts(type = "number")]
    pub version: u64,
}

/// Files a new story.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct StoryNew {
    /// 引题.
    pub kicker: Option<String>,
    /// 主题; null while it has none.
    pub headline: Option<String>,
    /// 副题.
    pub deck: Option<String>,
    /// 消息头.
    pub source: Option<String>,
    /// 署名.
    pub bylines: Vec<Byline>,
    /// 正文, a paragraph each.
    pub body: Vec<String>,
    /// 栏目.
    pub rubric: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
}

/// Changes a story's text.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryEdit {
    /// Which.
    pub id: String,
    /// The version that the steps were made for.
    #[ts(type = "number")]
    pub version: u64,
    /// ProseMirror steps.
    #[ts(type = "unknown[]")]
    pub steps: Vec<Value>,
}

/// An edit that is saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Edited {
    /// The version from now on.
    #[ts(type = "number")]
    pub version: u64,
    /// The state from now on.
    pub state: String,
    /// Body characters.
    pub characters: u32,
    /// How it fits its hole now.
    pub fit: Option<FitView>,
    /// When it was saved.
    pub saved_at: String,
}

/// Asks for the steps since a version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StorySteps {
    /// Which story.
    pub id: String,
    /// The version that is known.
    #[ts(type = "number")]
    pub since: u64,
}

/// The steps since a version, to rebase unsaved typing on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StepsView {
    /// The version after them.
    #[ts(type = "number")]
    pub version: u64,
    /// The steps, in order.
    #[ts(type = "unknown[]")]
    pub steps: Vec<Value>,
}

/// What stands beside the text, or the part of it that is to change: what is not given stays as it is, and null
/// clears.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FieldsView {
    /// 稿名; empty makes one from the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub slug: Option<String>,
    /// 署名.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub bylines: Option<Vec<Byline>>,
    /// 消息头.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub source: Option<Option<String>>,
    /// 栏目.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub rubric: Option<Option<String>>,
    /// 部门.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub desk: Option<Option<String>>,
}

/// A field that is there, though it be null.
fn given<'de, D: serde::Deserializer<'de>>(field: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(field).map(Some)
}

/// Sets what stands beside the text.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryFields {
    /// Which story.
    pub id: String,
    /// What is to change.
    pub fields: FieldsView,
    /// What those fields were when they were seen: where one has been changed since, nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seen: Option<FieldsView>,
    /// The version that was seen, where the change must not be made on another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub version: Option<u64>,
}

/// Sets the tags.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryTag {
    /// Which story.
    pub id: String,
    /// All of them.
    pub tags: Vec<String>,
    /// The version that was seen, where the change must not be made on another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub version: Option<u64>,
}

/// Hands a story back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryReturn {
    /// Which story.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// Approves a story as it is at a version.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryApprove {
    /// Which story.
    pub id: String,
    /// The version that was read; null takes the newest.
    #[ts(type = "number | null")]
    pub version: Option<u64>,
    /// The opinion.
    pub opinion: Option<String>,
}

/// Names a photo of a story.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StoryPhotoAsk {
    /// The story.
    pub story: String,
    /// The photo.
    pub photo: String,
}

/// Copy to read: text as it was pasted, or a file that was uploaded before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct CopyAsk {
    /// Pasted text.
    pub text: Option<String>,
    /// The upload's name, as the upload answered it.
    pub upload: Option<String>,
}

/// What was read of the copy. Nothing is stored yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct ReadingView {
    /// 栏目 over the stories.
    pub rubric: Option<String>,
    /// The stories.
    pub stories: Vec<ReadingStory>,
    /// What the reading was unsure of.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

/// A story as read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct ReadingStory {
    /// 引题.
    pub kicker: Option<String>,
    /// 主题.
    pub headline: Option<String>,
    /// 副题.
    pub deck: Option<String>,
    /// 消息头.
    pub source: Option<String>,
    /// 署名.
    pub bylines: Vec<Byline>,
    /// 正文.
    pub body: Vec<String>,
    /// Pictures that the copy speaks of.
    pub photos: Vec<ReadingPhoto>,
    /// The id, once filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
}

/// A picture that the copy speaks of.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct ReadingPhoto {
    /// 图说.
    pub caption: Option<String>,
    /// 摄影署名.
    pub credit: Option<Byline>,
    /// The id, once there is a picture for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
}

/// Files what was read, as corrected.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CopyFile {
    /// The reading.
    pub reading: ReadingView,
}

/// A story that was filed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FiledStory {
    /// Its id.
    pub id: String,
    /// Its slug.
    pub slug: String,
}

/// Searches everything ever filed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct SearchAsk {
    /// Any run of characters.
    pub query: String,
    /// How many at the most; 50 unless told.
    pub limit: Option<u32>,
}

/// A story that was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// The story.
    pub id: String,
    /// 稿名.
    pub slug: String,
    /// 主题.
    pub headline: Option<String>,
    /// Some words around the find.
    pub snippet: String,
    /// The day on which it was filed.
    pub date: String,
}

/// Writes parts of a story anew; null leaves one as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StoryRewrite {
    /// Which story.
    pub id: String,
    /// 引题.
    pub kicker: Option<String>,
    /// 主题.
    pub headline: Option<String>,
    /// 副题.
    pub deck: Option<String>,
    /// 消息头.
    pub source: Option<String>,
    /// 署名.
    pub bylines: Option<Vec<Byline>>,
    /// 正文, a paragraph each; marks in paragraphs that change are lost.
    pub body: Option<Vec<String>>,
}
