//! The title: the newspaper itself and its settings.

use serde::{Deserialize, Serialize};

use crate::act::{Actor, Refused};
use crate::person::Role;
use crate::text::{must_say, said};

/// The newspaper's settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Title {
    /// The name as printed (样报).
    pub name: String,
    /// The name in Latin letters, where it has one (Specimen).
    pub latin_name: Option<String>,
    /// The language of its copy, BCP 47.
    pub lang: String,
    /// The style sheet by its name.
    pub style: String,
    /// The title's own tags, in the order in which they were added.
    pub tags: Vec<String>,
    /// When the pages close, minutes after midnight, as the desk's clock shows it.
    pub deadline: Option<u16>,
}

impl Default for Title {
    /// A Chinese city paper that has not been named yet.
    fn default() -> Self {
        Self {
            name: String::new(),
            latin_name: None,
            lang: "zh-CN".to_owned(),
            style: "evening".to_owned(),
            tags: Vec::new(),
            deadline: None,
        }
    }
}

/// What may be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TitleCommand {
    /// Set name, language, style and deadline.
    Set(Title),
    /// Add a tag of the title's own.
    AddTag(String),
}

/// What has happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TitleEvent {
    /// The settings were set.
    Set {
        /// The settings, whole.
        title: Title,
    },
    /// A tag of the title's own was added.
    TagAdded {
        /// The tag.
        tag: String,
    },
}

/// Which events follow.
///
/// # Errors
/// An empty name or tag, a tag that is there already, an actor without the role.
pub fn decide(
    state: Option<&Title>,
    command: TitleCommand,
    actor: &Actor,
) -> Result<Vec<TitleEvent>, Refused> {
    match command {
        TitleCommand::Set(title) => {
            actor.need(&[Role::Admin, Role::Chief])?;
            let name = must_say("title", title.name)?;
            let title = Title { name, latin_name: title.latin_name.and_then(said), ..title };
            if !matches!(title.lang.as_str(), "zh-CN" | "en") {
                return Err(Refused::Invalid { field: "lang", value: title.lang });
            }
            Ok(if state == Some(&title) { vec![] } else { vec![TitleEvent::Set { title }] })
        }
        TitleCommand::AddTag(tag) => {
            actor.need(Role::FILES)?;
            let tag = must_say("tag", tag)?;
            if state.is_some_and(|title| title.tags.contains(&tag)) {
                return Err(Refused::Exists { what: "tag", value: tag });
            }
            Ok(vec![TitleEvent::TagAdded { tag }])
        }
    }
}

/// Folds one event into the state.
#[must_use]
pub fn apply(state: Option<Title>, event: &TitleEvent) -> Option<Title> {
    match event {
        TitleEvent::Set { title } => Some(title.clone()),
        TitleEvent::TagAdded { tag } => {
            let mut title = state.unwrap_or_default();
            title.tags.push(tag.clone());
            Some(title)
        }
    }
}
