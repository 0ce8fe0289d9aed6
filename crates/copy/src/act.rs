//! Who acts, and why an act is refused.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::PersonId;
use crate::person::Role;

/// Who asks for something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    /// Whoever sits at a library in which no person has been named yet: may file and plan, never review or sign.
    Anyone,
    /// A named person with their roles.
    Person {
        /// Who.
        id: PersonId,
        /// The name, as it is recorded.
        name: String,
        /// What they may do.
        roles: Vec<Role>,
    },
}

impl Actor {
    /// The person's id, where it is a person.
    #[must_use]
    pub fn id(&self) -> Option<PersonId> {
        match self {
            Self::Anyone => None,
            Self::Person { id, .. } => Some(*id),
        }
    }

    /// The name that the record keeps; empty for anyone.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Anyone => "",
            Self::Person { name, .. } => name,
        }
    }

    /// Whether the actor has one of the roles.
    #[must_use]
    pub fn has_any(&self, wanted: &[Role]) -> bool {
        match self {
            Self::Anyone => false,
            Self::Person { roles, .. } => roles.iter().any(|role| wanted.contains(role)),
        }
    }

    /// Passes those with one of the roles, and anyone while the library has no persons.
    ///
    /// # Errors
    /// [`Refused::Role`] for a person without one of them.
    pub fn need(&self, wanted: &'static [Role]) -> Result<(), Refused> {
        if matches!(self, Self::Anyone) || self.has_any(wanted) {
            Ok(())
        } else {
            Err(Refused::Role { wanted: wanted.to_vec() })
        }
    }

    /// Passes named persons with one of the roles: for acts that put a name to something.
    ///
    /// # Errors
    /// [`Refused::PersonNeeded`] while the actor is nobody, [`Refused::Role`] without one of the roles.
    pub fn need_named(&self, wanted: &'static [Role]) -> Result<Stamp, Refused> {
        match self {
            Self::Anyone => Err(Refused::PersonNeeded),
            Self::Person { id, name, .. } => {
                self.need(wanted)?;
                let role = wanted.iter().copied().find(|role| self.has_any(&[*role]));
                Ok(Stamp { person: *id, name: name.clone(), role: role.unwrap_or(Role::Reporter) })
            }
        }
    }
}

/// A person as they signed: the name and role they had then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// Who.
    pub person: PersonId,
    /// The name then.
    pub name: String,
    /// The role in which they acted.
    pub role: Role,
}

/// The time of an act, with the offset of the place where it was done.
pub type At = DateTime<FixedOffset>;

/// Why `decide` said no. Nothing has changed.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Refused {
    /// The thing's state does not allow it.
    #[error("not in state {state}")]
    State {
        /// The state it is in, by its stable name.
        state: &'static str,
    },
    /// The person lacks the role.
    #[error("needs one of the roles {wanted:?}")]
    Role {
        /// The roles of which one is needed.
        wanted: Vec<Role>,
    },
    /// A named person must do this.
    #[error("needs a named person")]
    PersonNeeded,
    /// Nobody reviews their own story.
    #[error("one's own story")]
    OwnStory,
    /// Somebody else's copy, and not an editor.
    #[error("another author's story")]
    NotAuthor,
    /// A return needs a reason.
    #[error("a return needs a reason")]
    ReasonMissing,
    /// A field that must hold something is empty.
    #[error("{field} is empty")]
    Empty {
        /// The field, by its stable name.
        field: &'static str,
    },
    /// A field holds what it cannot.
    #[error("{field} cannot be {value}")]
    Invalid {
        /// The field, by its stable name.
        field: &'static str,
        /// What was given.
        value: String,
    },
    /// It is there already.
    #[error("{what} is there already: {value}")]
    Exists {
        /// What, by its stable name.
        what: &'static str,
        /// Which.
        value: String,
    },
    /// It is not there.
    #[error("{what} is not there: {value}")]
    Missing {
        /// What, by its stable name.
        what: &'static str,
        /// Which.
        value: String,
    },
    /// More characters than the program sets, keeps and shows at a newsroom's pace.
    #[error("{field} has more than {most} characters")]
    TooLong {
        /// The field, by its stable name.
        field: &'static str,
        /// How many it may have.
        most: usize,
    },
    /// The steps do not fit the text they were made for.
    #[error("the edit does not fit the text: {0}")]
    Steps(String),
    /// The page has findings that stop a signature.
    #[error("{count} findings stop the signature")]
    Stopped {
        /// How many.
        count: usize,
    },
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::State { .. } => "wrong-state",
            Self::Role { .. } => "role-needed",
            Self::PersonNeeded => "person-needed",
            Self::OwnStory => "own-story",
            Self::NotAuthor => "not-author",
            Self::ReasonMissing => "reason-missing",
            Self::Empty { .. } => "empty-field",
            Self::Invalid { .. } => "invalid-field",
            Self::Exists { .. } => "already-exists",
            Self::Missing { .. } => "not-there",
            Self::TooLong { .. } => "too-long",
            Self::Steps(_) => "edit-mismatch",
            Self::Stopped { .. } => "page-stopped",
        }
    }
}
