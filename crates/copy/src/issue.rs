//! An issue (期): the paper of one day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::act::{Actor, Refused};
use crate::person::Role;

/// An issue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Issue {
    /// The date on the paper.
    pub date: NaiveDate,
    /// The newspaper's name on this issue.
    pub title: String,
}

/// What may be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum IssueCommand {
    /// Plan an issue.
    Plan {
        /// The date on the paper.
        date: NaiveDate,
        /// The newspaper's name.
        title: String,
    },
}

/// What has happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum IssueEvent {
    /// The issue was planned.
    Planned {
        /// The date on the paper.
        date: NaiveDate,
        /// The newspaper's name.
        title: String,
    },
}

/// Which events follow.
///
/// # Errors
/// An issue that is there already, an actor without the role.
pub fn decide(
    state: Option<&Issue>,
    command: IssueCommand,
    actor: &Actor,
) -> Result<Vec<IssueEvent>, Refused> {
    match command {
        IssueCommand::Plan { date, title } => {
            actor.need(PLANS)?;
            if state.is_some() {
                return Err(Refused::Exists { what: "issue", value: date.to_string() });
            }
            Ok(vec![IssueEvent::Planned { date, title: title.trim().to_owned() }])
        }
    }
}

/// Who plans issues and pages.
pub(crate) const PLANS: &[Role] = &[Role::PageEditor, Role::Editor, Role::DeskHead, Role::Chief, Role::Admin];

/// Folds one event into the state.
#[must_use]
pub fn apply(_state: Option<Issue>, event: &IssueEvent) -> Option<Issue> {
    match event {
        IssueEvent::Planned { date, title } => Some(Issue { date: *date, title: title.clone() }),
    }
}
