//! An advert (广告): a PDF as its maker delivered it. It never changes; a corrected file is another advert.

use serde::{Deserialize, Serialize};

use crate::act::{Actor, Refused};
use crate::id::PersonId;
use crate::person::Role;
use crate::photo::Original;
use crate::text::must_say;

/// An advert.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Advert {
    /// What it is called in the newsroom and read out as.
    pub name: String,
    /// The file. Its pixels are those of its first page as cut, 300 to an inch.
    pub original: Original,
    /// Who took it in.
    pub added_by: Option<PersonId>,
}

/// What may be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AdvertCommand {
    /// Take in a file.
    Add {
        /// What it is to be called.
        name: String,
        /// The file, which the library keeps already.
        original: Original,
    },
}

/// What has happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AdvertEvent {
    /// A file was taken in.
    Added {
        /// What it is called.
        name: String,
        /// The file.
        original: Original,
        /// By whom.
        by: Option<PersonId>,
    },
}

/// Which events follow.
///
/// # Errors
/// An advert that is there already, a name that says nothing, an actor without the role.
pub fn decide(
    state: Option<&Advert>,
    command: AdvertCommand,
    actor: &Actor,
) -> Result<Vec<AdvertEvent>, Refused> {
    actor.need(Role::MAKES_UP)?;
    let AdvertCommand::Add { name, original } = command;
    if let Some(advert) = state {
        return Err(Refused::Exists { what: "advert", value: advert.name.clone() });
    }
    Ok(vec![AdvertEvent::Added { name: must_say("name", name)?, original, by: actor.id() }])
}

/// Folds one event into the state.
#[must_use]
pub fn apply(_state: Option<Advert>, event: &AdvertEvent) -> Option<Advert> {
    let AdvertEvent::Added { name, original, by } = event;
    Some(Advert { name: name.clone(), original: original.clone(), added_by: *by })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(role: Role) -> Actor {
        Actor::Person { id: PersonId(Uuid::from_u128(1)), name: "P".into(), roles: vec![role] }
    }

    fn add(name: &str) -> AdvertCommand {
        let original = Original {
            sha256: "ab".repeat(32),
            file_name: "a.pdf".into(),
            mime: "application/pdf".into(),
            bytes: 1,
            px_width: 1,
            px_height: 1,
        };
        AdvertCommand::Add { name: name.into(), original }
    }

    #[test]
    fn an_advert_is_taken_in_once_by_who_makes_pages_up_and_has_a_name() {
        let events = decide(None, add(" 家电 "), &person(Role::PageEditor)).unwrap();
        let advert = events.iter().fold(None, apply).unwrap();
        assert_eq!((advert.name.as_str(), advert.added_by), ("家电", person(Role::PageEditor).id()));
        assert!(matches!(
            decide(Some(&advert), add("家电"), &person(Role::PageEditor)),
            Err(Refused::Exists { what: "advert", .. })
        ));
        assert!(matches!(decide(None, add("家电"), &person(Role::Reporter)), Err(Refused::Role { .. })));
        assert!(decide(None, add(" "), &person(Role::Chief)).is_err());
    }
}
