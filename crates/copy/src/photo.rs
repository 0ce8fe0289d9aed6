//! A photo (图片): an original that never changes, and what is said of it. The words may come before the picture.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::act::{Actor, Refused};
use crate::byline::Byline;
use crate::id::PersonId;
use crate::person::Role;
use crate::text::said;

/// The original file, by what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of the file in lower-case hex; the library keeps the file under it.
    pub sha256: String,
    /// The name that the file came with.
    pub file_name: String,
    /// The media type (`image/jpeg`).
    pub mime: String,
    /// Length in bytes.
    pub bytes: u64,
    /// Width in pixels, upright.
    pub px_width: u32,
    /// Height in pixels, upright.
    pub px_height: u32,
}

/// What the file said of itself (IPTC Photo Metadata, from IIM, XMP and Exif).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileFields {
    /// IPTC Headline.
    pub headline: Option<String>,
    /// IPTC Description/Caption.
    pub caption: Option<String>,
    /// IPTC Creator, each name apart.
    pub creator: Vec<String>,
    /// IPTC Credit Line.
    pub credit: Option<String>,
    /// IPTC Copyright Notice.
    pub copyright: Option<String>,
    /// IPTC City.
    pub city: Option<String>,
    /// IPTC Date Created, ISO 8601.
    pub date: Option<String>,
    /// The rest, by field name.
    pub rest: BTreeMap<String, String>,
}

/// A photo.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Photo {
    /// The original; `None` while only its caption has come in with the copy.
    pub original: Option<Original>,
    /// What the file said.
    pub fields: FileFields,
    /// 图说: as written here, else the file's.
    pub caption: Option<String>,
    /// 摄影署名 as printed: as written here, else the file's creator, else its credit line.
    pub credit: Option<Byline>,
    /// Who added it.
    pub added_by: Option<PersonId>,
}

impl Photo {
    /// Whether it may stand on a page that is signed: it has a caption and a credit.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.caption.is_some() && self.credit.is_some()
    }
}

/// What may be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PhotoCommand {
    /// Take in an original, or the words for one that is still to come.
    Add {
        /// The original, which the library keeps already.
        original: Option<Original>,
        /// What the file says.
        fields: Box<FileFields>,
        /// A caption that copy gave for it.
        caption: Option<String>,
        /// A credit that copy gave for it.
        credit: Option<Byline>,
    },
    /// Bring the original for which only the words were there.
    Supply {
        /// The original, which the library keeps already.
        original: Original,
        /// What the file says.
        fields: Box<FileFields>,
        /// A caption that came with it; without one, the waiting words stand.
        caption: Option<String>,
        /// A credit that came with it; without one, the waiting words stand.
        credit: Option<Byline>,
    },
    /// Write caption and credit; `None` leaves one as it is, an empty one clears it.
    Describe {
        /// 图说.
        caption: Option<String>,
        /// 摄影署名.
        credit: Option<Byline>,
    },
}

/// What has happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PhotoEvent {
    /// An original was taken in, or the words for one that is still to come.
    Added {
        /// The original.
        original: Option<Original>,
        /// What the file says.
        fields: Box<FileFields>,
        /// 图说.
        caption: Option<String>,
        /// 摄影署名.
        credit: Option<Byline>,
        /// By whom.
        by: Option<PersonId>,
    },
    /// The original came.
    Supplied {
        /// The original.
        original: Original,
        /// What the file says.
        fields: Box<FileFields>,
        /// 图说 from now on.
        caption: Option<String>,
        /// 摄影署名 from now on.
        credit: Option<Byline>,
    },
    /// Caption or credit was written.
    Described {
        /// 图说 from now on.
        caption: Option<String>,
        /// 摄影署名 from now on.
        credit: Option<Byline>,
    },
}

/// Which events follow; none where nothing would change.
///
/// # Errors
/// A photo that is there already or not at all, an actor without the role.
pub fn decide(
    state: Option<&Photo>,
    command: PhotoCommand,
    actor: &Actor,
) -> Result<Vec<PhotoEvent>, Refused> {
    actor.need(Role::PICTURES)?;
    match (state, command) {
        (None, PhotoCommand::Add { original, fields, caption, credit }) => {
            let caption = caption.and_then(said).or_else(|| fields.caption.clone().and_then(said));
            let credit = credit.and_then(tidy_credit).or_else(|| credit_of(&fields));
            Ok(vec![PhotoEvent::Added { original, fields, caption, credit, by: actor.id() }])
        }
        (Some(photo), PhotoCommand::Add { .. }) => {
            let value = photo.original.as_ref().map_or_else(String::new, |kept| kept.file_name.clone());
            Err(Refused::Exists { what: "photo", value })
        }
        (None, PhotoCommand::Describe { .. } | PhotoCommand::Supply { .. }) => {
            Err(Refused::Missing { what: "photo", value: String::new() })
        }
        (Some(photo), PhotoCommand::Supply { original, fields, caption, credit }) => {
            if let Some(kept) = &photo.original {
                return Err(Refused::Exists { what: "photo", value: kept.file_name.clone() });
            }
            let caption = caption.and_then(said).or_else(|| photo.caption.clone());
            let caption = caption.or_else(|| fields.caption.clone().and_then(said));
            let credit = credit.and_then(tidy_credit).or_else(|| photo.credit.clone());
            let credit = credit.or_else(|| credit_of(&fields));
            Ok(vec![PhotoEvent::Supplied { original, fields, caption, credit }])
        }
        (Some(photo), PhotoCommand::Describe { caption, credit }) => {
            let caption = caption.map_or_else(|| photo.caption.clone(), said);
            let credit = credit.map_or_else(|| photo.credit.clone(), tidy_credit);
            if caption == photo.caption && credit == photo.credit {
                return Ok(vec![]);
            }
            Ok(vec![PhotoEvent::Described { caption, credit }])
        }
    }
}

fn tidy_credit(credit: Byline) -> Option<Byline> {
    let names: Vec<String> = credit.names.into_iter().filter_map(said).collect();
    let role = credit.role.and_then(said);
    if names.is_empty() { None } else { Some(Byline { role, names }) }
}

/// The printed credit that the file's own fields give: the creator, else the credit line.
fn credit_of(fields: &FileFields) -> Option<Byline> {
    let creator = tidy_credit(Byline { role: None, names: fields.creator.clone() });
    creator.or_else(|| tidy_credit(Byline { role: None, names: fields.credit.clone().into_iter().collect() }))
}

/// Folds one event into the state.
#[must_use]
pub fn apply(state: Option<Photo>, event: &PhotoEvent) -> Option<Photo> {
    match event {
        PhotoEvent::Added { original, fields, caption, credit, by } => Some(Photo {
            original: original.clone(),
            fields: (**fields).clone(),
            caption: caption.clone(),
            credit: credit.clone(),
            added_by: *by,
        }),
        PhotoEvent::Supplied { original, fields, caption, credit } => {
            let mut photo = state?;
            photo.original = Some(original.clone());
            photo.fields = (**fields).clone();
            photo.caption.clone_from(caption);
            photo.credit.clone_from(credit);
            Some(photo)
        }
        PhotoEvent::Described { caption, credit } => {
            let mut photo = state?;
            photo.caption.clone_from(caption);
            photo.credit.clone_from(credit);
            Some(photo)
        }
    }
}
