//! A person and what they may do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::act::{Actor, Refused};
use crate::text::must_say;

/// What a person may do. The list is fixed (DESIGN.md §5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 记者.
    Reporter,
    /// 摄影记者.
    Photographer,
    /// 编辑.
    Editor,
    /// 部门主任.
    DeskHead,
    /// 值班总编.
    Chief,
    /// 校对.
    Proofreader,
    /// 版面编辑.
    PageEditor,
    /// 管理员.
    Admin,
}

impl Role {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Reporter,
        Self::Photographer,
        Self::Editor,
        Self::DeskHead,
        Self::Chief,
        Self::Proofreader,
        Self::PageEditor,
        Self::Admin,
    ];
    /// Who brings copy in.
    pub const FILES: &'static [Self] =
        &[Self::Reporter, Self::Photographer, Self::Editor, Self::DeskHead, Self::Chief, Self::PageEditor];
    /// Who hands copy to the editors.
    pub const SUBMITS: &'static [Self] = &[Self::Reporter, Self::Photographer, Self::Editor];
    /// Who edits anybody's copy, reads it and decides on it.
    pub const EDITS: &'static [Self] = &[Self::Editor, Self::DeskHead, Self::Chief];
    /// Who plans issues and makes up pages.
    pub const MAKES_UP: &'static [Self] = &[Self::PageEditor, Self::Editor, Self::DeskHead, Self::Chief];
    /// Who takes a proof.
    pub const PROOFS: &'static [Self] =
        &[Self::Proofreader, Self::PageEditor, Self::Editor, Self::DeskHead, Self::Chief];
    /// Who puts their name under a page.
    pub const SIGNS: &'static [Self] = &[Self::Chief];
    /// Who brings pictures in and writes what stands under them.
    pub const PICTURES: &'static [Self] =
        &[Self::Photographer, Self::Reporter, Self::Editor, Self::DeskHead, Self::Chief, Self::PageEditor];
    /// Who names persons and changes the title's settings.
    pub const ADMINISTERS: &'static [Self] = &[Self::Admin];

    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Photographer => "photographer",
            Self::Editor => "editor",
            Self::DeskHead => "desk-head",
            Self::Chief => "chief",
            Self::Proofreader => "proofreader",
            Self::PageEditor => "page-editor",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = Refused;

    fn from_str(written: &str) -> Result<Self, Refused> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == written.trim())
            .ok_or_else(|| Refused::Invalid { field: "role", value: written.to_owned() })
    }
}

/// A person of the newsroom.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// The name by which they are chosen; unique in the library.
    pub name: String,
    /// What they may do.
    pub roles: Vec<Role>,
}

/// What may be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PersonCommand {
    /// Name a person. `first` says that the library has none yet: they become admin besides.
    Add {
        /// The name.
        name: String,
        /// The roles, at least one.
        roles: Vec<Role>,
        /// Whether this is the library's first person.
        first: bool,
    },
}

/// What has happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PersonEvent {
    /// A person was named.
    Added {
        /// The name.
        name: String,
        /// The roles.
        roles: Vec<Role>,
    },
}

/// Which events follow.
///
/// # Errors
/// An empty name, no role, a person who is there already, or an actor who is not an admin.
pub fn decide(
    state: Option<&Person>,
    command: PersonCommand,
    actor: &Actor,
) -> Result<Vec<PersonEvent>, Refused> {
    match command {
        PersonCommand::Add { name, mut roles, first } => {
            let name = must_say("name", name)?;
            if name.chars().any(char::is_control) || name.chars().count() > 64 {
                return Err(Refused::Invalid { field: "name", value: name.chars().take(64).collect() });
            }
            if state.is_some() {
                return Err(Refused::Exists { what: "person", value: name });
            }
            if roles.is_empty() {
                return Err(Refused::Empty { field: "role" });
            }
            if first {
                roles.push(Role::Admin);
            } else {
                actor.need_named(Role::ADMINISTERS)?;
            }
            roles.sort_unstable();
            roles.dedup();
            Ok(vec![PersonEvent::Added { name, roles }])
        }
    }
}

/// Folds one event into the state.
#[must_use]
pub fn apply(_state: Option<Person>, event: &PersonEvent) -> Option<Person> {
    match event {
        PersonEvent::Added { name, roles } => Some(Person { name: name.clone(), roles: roles.clone() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PersonId;

    fn add(first: bool) -> PersonCommand {
        PersonCommand::Add { name: " 示例记者 ".into(), roles: vec![Role::Reporter], first }
    }

    #[test]
    fn the_first_person_is_an_admin_besides() {
        let events = decide(None, add(true), &Actor::Anyone).unwrap();
        let person = apply(None, &events[0]).unwrap();
        assert_eq!(person.name, "示例记者");
        assert_eq!(person.roles, [Role::Reporter, Role::Admin]);
    }

    #[test]
    fn others_are_added_by_an_admin() {
        assert_eq!(decide(None, add(false), &Actor::Anyone), Err(Refused::PersonNeeded));
        let reporter = Actor::Person {
            id: PersonId(uuid::Uuid::nil()),
            name: "示例记者".into(),
            roles: vec![Role::Reporter],
        };
        assert!(matches!(decide(None, add(false), &reporter), Err(Refused::Role { .. })));
    }
}
