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
    /// The style sheets of its own, in the order in which they were first taken in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<SheetFile>,
    /// The press profiles of its own, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<ProfileFile>,
}

/// A style sheet that the title has taken in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SheetFile {
    /// What it is called.
    pub name: String,
    /// SHA-256 of the file in lower-case hex: the library keeps it under that.
    pub sha256: String,
    /// What the file was called.
    pub file_name: String,
}

/// A press profile that the title has taken in, with what its print house says of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProfileFile {
    /// What style sheets call it.
    pub name: String,
    /// The name by which print houses know the printing condition (FOGRA39).
    pub condition: String,
    /// Whether that is a name of the ICC's registry of printing conditions.
    pub registered: bool,
    /// The condition in words.
    pub description: String,
    /// The largest sum of the four inks, in per cent.
    pub ink_limit: u16,
    /// SHA-256 of the ICC file in lower-case hex.
    pub sha256: String,
    /// What the file was called.
    pub file_name: String,
}

impl Title {
    /// The style sheet of its own that has the name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&SheetFile> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    /// The press profile of its own that has the name.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&ProfileFile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }
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
            sheets: Vec::new(),
            profiles: Vec::new(),
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
    /// Take in a style sheet, which the library keeps already; one of that name is what it was no longer.
    AddSheet(SheetFile),
    /// Take in a press profile, in the same way.
    AddProfile(ProfileFile),
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
    /// A style sheet was taken in.
    SheetAdded {
        /// The sheet.
        sheet: SheetFile,
    },
    /// A press profile was taken in.
    ProfileAdded {
        /// The profile.
        profile: ProfileFile,
    },
}

/// Who may change how the title's pages look and are printed.
const SETS: &[Role] = &[Role::Admin, Role::Chief];
/// The ink that a press can take, in per cent: from one plate to all four.
const INK_LIMITS: std::ops::RangeInclusive<u16> = 100..=400;
/// How many characters a printing condition may have, in a word and in words.
const MOST_OF_CONDITION: usize = 200;

/// Which events follow.
///
/// # Errors
/// An empty name or tag, a tag that is there already, an ink limit that no press has, an actor without the role.
pub fn decide(
    state: Option<&Title>,
    command: TitleCommand,
    actor: &Actor,
) -> Result<Vec<TitleEvent>, Refused> {
    match command {
        TitleCommand::Set(title) => {
            actor.need(SETS)?;
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
        TitleCommand::AddSheet(sheet) => {
            actor.need(SETS)?;
            let sheet = SheetFile { name: must_say("style", sheet.name)?, ..sheet };
            let known = state.and_then(|title| title.sheet(&sheet.name));
            Ok(if known == Some(&sheet) { vec![] } else { vec![TitleEvent::SheetAdded { sheet }] })
        }
        TitleCommand::AddProfile(profile) => {
            actor.need(SETS)?;
            let profile = checked(profile)?;
            let known = state.and_then(|title| title.profile(&profile.name));
            Ok(if known == Some(&profile) { vec![] } else { vec![TitleEvent::ProfileAdded { profile }] })
        }
    }
}

/// A profile with what must be said of it.
fn checked(profile: ProfileFile) -> Result<ProfileFile, Refused> {
    let profile = ProfileFile {
        name: must_say("profile", profile.name)?,
        condition: must_say("condition", profile.condition)?,
        description: must_say("description", profile.description)?,
        ..profile
    };
    let fields = [
        ("profile", &profile.name),
        ("condition", &profile.condition),
        ("description", &profile.description),
    ];
    for (field, written) in fields {
        if written.chars().count() > MOST_OF_CONDITION {
            return Err(Refused::TooLong { field, most: MOST_OF_CONDITION });
        }
        if written.chars().any(char::is_control) {
            return Err(Refused::Invalid { field, value: written.clone() });
        }
    }
    if !INK_LIMITS.contains(&profile.ink_limit) {
        return Err(Refused::Invalid { field: "ink_limit", value: profile.ink_limit.to_string() });
    }
    Ok(profile)
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
        TitleEvent::SheetAdded { sheet } => {
            let mut title = state.unwrap_or_default();
            match title.sheets.iter_mut().find(|known| known.name == sheet.name) {
                Some(known) => known.clone_from(sheet),
                None => title.sheets.push(sheet.clone()),
            }
            Some(title)
        }
        TitleEvent::ProfileAdded { profile } => {
            let mut title = state.unwrap_or_default();
            match title.profiles.iter_mut().find(|known| known.name == profile.name) {
                Some(known) => known.clone_from(profile),
                None => title.profiles.push(profile.clone()),
            }
            Some(title)
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::PersonId;

    fn person(role: Role) -> Actor {
        Actor::Person { id: PersonId(Uuid::from_u128(1)), name: "P".into(), roles: vec![role] }
    }

    fn sheet(sha256: &str) -> SheetFile {
        SheetFile { name: " 晚报 ".into(), sha256: sha256.into(), file_name: "own.json".into() }
    }

    fn profile(ink_limit: u16) -> ProfileFile {
        ProfileFile {
            name: "coated".into(),
            condition: "FOGRA39".into(),
            registered: true,
            description: "Coated paper".into(),
            ink_limit,
            sha256: "ab".repeat(32),
            file_name: "own.icc".into(),
        }
    }

    fn after(title: Option<Title>, command: TitleCommand) -> Option<Title> {
        decide(title.as_ref(), command, &person(Role::Admin)).unwrap().iter().fold(title, apply)
    }

    #[test]
    fn a_sheet_of_a_name_that_is_there_takes_its_place() {
        let title = after(None, TitleCommand::AddSheet(sheet("first")));
        let title = after(title, TitleCommand::AddProfile(profile(300)));
        let title = after(title, TitleCommand::AddSheet(sheet("second")));
        let title = after(title, TitleCommand::AddProfile(profile(280))).unwrap();
        assert_eq!(title.sheet("晚报").map(|sheet| sheet.sha256.as_str()), Some("second"));
        assert_eq!(title.profile("coated").map(|profile| profile.ink_limit), Some(280));
        assert_eq!((title.sheets.len(), title.profiles.len()), (1, 1));
        // The same once more is no news.
        let again = decide(Some(&title), TitleCommand::AddSheet(sheet("second")), &person(Role::Chief));
        assert_eq!(again, Ok(vec![]));
        assert!(title.sheet("evening").is_none() && title.profile("newsprint").is_none());
    }

    #[test]
    fn who_sets_the_title_takes_sheets_and_profiles_in_and_says_what_must_be_said() {
        for role in [Role::Editor, Role::PageEditor, Role::Reporter] {
            for command in [TitleCommand::AddSheet(sheet("a")), TitleCommand::AddProfile(profile(300))] {
                assert!(matches!(decide(None, command, &person(role)), Err(Refused::Role { .. })));
            }
        }
        let refused =
            |profile| decide(None, TitleCommand::AddProfile(profile), &person(Role::Admin)).unwrap_err();
        for limit in [0, 99, 401] {
            assert!(matches!(refused(profile(limit)), Refused::Invalid { field: "ink_limit", .. }));
        }
        let nameless = ProfileFile { condition: " ".into(), ..profile(300) };
        assert_eq!(refused(nameless), Refused::Empty { field: "condition" });
        let endless = ProfileFile { description: "长".repeat(201), ..profile(300) };
        assert!(matches!(refused(endless), Refused::TooLong { field: "description", .. }));
        let broken = ProfileFile { condition: "FOGRA\n39".into(), ..profile(300) };
        assert!(matches!(refused(broken), Refused::Invalid { field: "condition", .. }));
    }

    /// What a library of before was projected as stays what its log says.
    #[test]
    fn a_title_without_files_of_its_own_is_written_as_ever() {
        let written = serde_json::to_string(&Title::default()).unwrap();
        assert!(!written.contains("sheets") && !written.contains("profiles"), "{written}");
        assert_eq!(serde_json::from_str::<Title>(&written).unwrap(), Title::default());
    }
}
