//! What the title's pages look like and are printed for: its style sheet and its press profile, those that come with
//! the program and those that the title has taken in.

use std::path::Path;
use std::sync::{Arc, Mutex};

use broadsheet_copy::title::{self, ProfileFile, SheetFile, TitleCommand};
use broadsheet_copy::{Refused, StreamId, Title};
use broadsheet_layout::{Compositor, PressStyle, StyleSheet};
use broadsheet_press::{PressError, PressProfile, profile_description};
use serde_json::Value;

use crate::plates::standard_of;
use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, fonts, lock, to};
use crate::wire::{Nothing, ProfileAdd, ProfileView, StyleAdd, StyleView};

/// What was last made of the title's files: a page is asked for at every keystroke, its style does not change.
#[derive(Default)]
pub(crate) struct Styles {
    sheet: Last<StyleSheet>,
    compositor: Last<Compositor>,
    profile: Last<PressProfile>,
}

/// The last thing that was made, under what it was made of.
struct Last<T>(Mutex<Option<(String, Arc<T>)>>);

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Last<T> {
    fn or_made(&self, of: String, make: impl FnOnce() -> Outcome<T>) -> Outcome<Arc<T>> {
        let mut last = lock(&self.0);
        if let Some((_, made)) = last.as_ref().filter(|(known, _)| *known == of) {
            return Ok(Arc::clone(made));
        }
        let made = Arc::new(make()?);
        *last = Some((of, Arc::clone(&made)));
        Ok(made)
    }
}

/// What tells a style sheet from every other one: the file of the title's own, else the name.
fn sheet_mark(title: &Title, name: &str) -> String {
    title.sheet(name).map_or_else(|| name.to_owned(), |sheet| sheet.sha256.clone())
}

/// What tells the press profile of a style from every other one, with all that is said of it.
pub(crate) fn profile_mark(title: &Title, press: &PressStyle) -> String {
    format!("{:?} {:?} {:?}", press.profile, title.profile(&press.profile), press.ink_limit)
}

impl Newsroom {
    /// The composer for the title's style sheet.
    pub(crate) fn compositor(&self) -> Outcome<Arc<Compositor>> {
        self.compositor_of(&self.title()?)
    }

    /// The composer for the style sheet of a title as it was read.
    pub(crate) fn compositor_of(&self, title: &Title) -> Outcome<Arc<Compositor>> {
        let make = || Ok(Compositor::new(fonts(), self.style_sheet(title)?.as_ref().clone()));
        self.styles.compositor.or_made(sheet_mark(title, &title.style), make)
    }

    /// The title's style sheet. It alone asks for no fonts.
    pub(crate) fn style_sheet(&self, title: &Title) -> Outcome<Arc<StyleSheet>> {
        let name = &title.style;
        self.styles.sheet.or_made(sheet_mark(title, name), || self.read_sheet(title, name))
    }

    /// The style sheet of a name: one of the title's own, or one that comes with the program.
    fn read_sheet(&self, title: &Title, name: &str) -> Outcome<StyleSheet> {
        let Some(own) = title.sheet(name) else {
            let sheet = StyleSheet::named(name);
            return sheet.ok_or_else(|| RoomError::NotFound { what: "style", id: name.to_owned() }.into());
        };
        let read = || sheet_of(&self.library.original(&own.sha256)?, &own.file_name);
        read().map_err(|why: Failure| why.in_file(Path::new(name)))
    }

    /// The condition of the press that a style names, under the lower of the two ink limits.
    pub(crate) fn press_profile(&self, title: &Title, press: &PressStyle) -> Outcome<PressProfile> {
        let made = self.styles.profile.or_made(profile_mark(title, press), || {
            let mut profile = self.read_profile(title, &press.profile)?;
            profile.ink_limit =
                press.ink_limit.map_or(profile.ink_limit, |limit| limit.min(profile.ink_limit));
            Ok(profile)
        })?;
        Ok(made.as_ref().clone())
    }

    /// The press profile of a name: one of the title's own, or one that comes with the program.
    fn read_profile(&self, title: &Title, name: &str) -> Outcome<PressProfile> {
        let Some(own) = title.profile(name) else {
            let profile = PressProfile::named(name);
            return profile
                .ok_or_else(|| RoomError::NotFound { what: "profile", id: name.to_owned() }.into());
        };
        let icc = self.library.original(&own.sha256);
        let icc = icc.map_err(|why| Failure::from(why).in_file(Path::new(name)))?;
        Ok(condition(own, icc))
    }

    /// The style sheet of a name, as it is written.
    ///
    /// # Errors
    /// `not-found`; where its file is gone or damaged.
    pub fn style_as_written(&self, name: &str) -> Outcome<Value> {
        let sheet = self.read_sheet(&self.title()?, name)?;
        serde_json::to_value(&sheet).map_err(|error| RoomError::Arguments(error.to_string()).into())
    }
}

/// What is printed with an ICC file and what its print house says of it.
fn condition(file: &ProfileFile, icc: Vec<u8>) -> PressProfile {
    PressProfile {
        icc: icc.into(),
        identifier: file.condition.clone(),
        registered: file.registered,
        name: file.description.clone(),
        ink_limit: file.ink_limit,
    }
}

/// A style sheet from the bytes of a file.
fn sheet_of(bytes: &[u8], file_name: &str) -> Outcome<StyleSheet> {
    let text = std::str::from_utf8(bytes)
        .map_err(|why| RoomError::NotUtf8 { path: file_name.to_owned(), at: why.valid_up_to() + 1 })?;
    let sheet = StyleSheet::of_title(text.strip_prefix('\u{feff}').unwrap_or(text));
    sheet.map_err(|why| RoomError::Style(why).into())
}

/// Every style sheet: those that come with the program, then the title's own.
pub(crate) fn styles(room: &Newsroom, ask: &Ask, _: Nothing) -> Outcome<Vec<StyleView>> {
    let title = room.title()?;
    let own = title.sheets.iter().map(|sheet| (sheet.name.clone(), Some(sheet.file_name.clone())));
    let all = StyleSheet::names().map(|name| (name.to_owned(), None)).chain(own);
    let view = |(name, file_name): (String, Option<String>)| {
        let sheet = room.read_sheet(&title, &name);
        let fault = sheet.as_ref().err().map(|why| why.say(ask.lang));
        let sheet = sheet.ok();
        let said = |of: fn(&StyleSheet) -> &String| sheet.as_ref().map(|sheet| of(sheet).clone());
        StyleView {
            in_use: title.style == name,
            lang: said(|sheet| &sheet.lang),
            profile: said(|sheet| &sheet.press.profile),
            page_files: said(|sheet| &sheet.press.file_name),
            name,
            file_name,
            fault,
        }
    };
    Ok(all.map(view).collect())
}

/// Every press profile, in the same order.
pub(crate) fn profiles(room: &Newsroom, ask: &Ask, _: Nothing) -> Outcome<Vec<ProfileView>> {
    let title = room.title()?;
    let used = room.style_sheet(&title).ok().map(|sheet| sheet.press.profile.clone());
    let mut views = Vec::new();
    for name in PressProfile::names() {
        let Some(profile) = PressProfile::named(name) else { continue };
        views.push(ProfileView {
            in_use: used.as_deref() == Some(name),
            name: name.to_owned(),
            file_name: None,
            condition: profile.identifier,
            registered: profile.registered,
            description: profile.name,
            ink_limit: profile.ink_limit,
            fault: None,
        });
    }
    for own in &title.profiles {
        let fault = room.read_profile(&title, &own.name).err().map(|why| why.say(ask.lang));
        views.push(ProfileView {
            in_use: used.as_ref() == Some(&own.name),
            name: own.name.clone(),
            file_name: Some(own.file_name.clone()),
            condition: own.condition.clone(),
            registered: own.registered,
            description: own.description.clone(),
            ink_limit: own.ink_limit,
            fault,
        });
    }
    Ok(views)
}

/// Takes in a style sheet that was uploaded. Its press profile must be there already. One of a name that the title has
/// taken in before takes its place at once, wherever the title uses it.
pub(crate) fn style_add(room: &Newsroom, ask: &Ask, wanted: StyleAdd) -> Outcome<StyleView> {
    let upload = room.uploaded(&wanted.upload)?;
    let file = Path::new(&upload.name);
    let sheet = sheet_of(&upload.bytes, &upload.name).map_err(|why| match why {
        named @ Failure::Room(RoomError::NotUtf8 { .. }) => named,
        other => other.in_file(file),
    })?;
    // The name as the log keeps it.
    let name = sheet.name.trim().to_owned();
    let taken = take(room, ask, &upload.bytes, |title, sha256| {
        if StyleSheet::named(&name).is_some() {
            return Err(Refused::Exists { what: "style", value: name.clone() }.into());
        }
        let profile = &sheet.press.profile;
        if title.profile(profile).is_none() && PressProfile::named(profile).is_none() {
            let missing = RoomError::NotFound { what: "profile", id: profile.clone() };
            return Err(Failure::from(missing).in_file(file));
        }
        let fits = room.read_profile(title, profile)?.fits(standard_of(&sheet.press));
        fits.map_err(|fault| Failure::from(PressError::Profile(fault)).in_file(Path::new(profile)))?;
        let file_name = upload.name.clone();
        Ok(TitleCommand::AddSheet(SheetFile { name: name.clone(), sha256, file_name }))
    });
    taken?;
    let found = styles(room, ask, Nothing {})?.into_iter().find(|style| style.name == name);
    found.ok_or_else(|| RoomError::NotFound { what: "style", id: name }.into())
}

/// Takes in a press profile that was uploaded, in the same way. It is proved first that pictures can be printed and
/// shown through it.
pub(crate) fn profile_add(room: &Newsroom, ask: &Ask, wanted: ProfileAdd) -> Outcome<ProfileView> {
    let upload = room.uploaded(&wanted.upload)?;
    let file = Path::new(&upload.name);
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = wanted.name.filter(|name| !name.trim().is_empty()).or(stem).unwrap_or_default();
    let name = name.trim().to_owned();
    let described = wanted.description.filter(|words| !words.trim().is_empty());
    let description =
        described.or_else(|| profile_description(&upload.bytes)).unwrap_or_else(|| wanted.condition.clone());
    let profile = ProfileFile {
        name: name.clone(),
        condition: wanted.condition,
        registered: wanted.registered,
        description,
        ink_limit: wanted.ink_limit,
        sha256: String::new(),
        file_name: upload.name.clone(),
    };
    let press = condition(&profile, upload.bytes.to_vec());
    let refused = |fault| Failure::from(PressError::Profile(fault)).in_file(file);
    press.prove().map_err(refused)?;
    take(room, ask, &upload.bytes, |title, sha256| {
        if PressProfile::named(&name).is_some() {
            return Err(Refused::Exists { what: "profile", value: name.clone() }.into());
        }
        // Every sheet that prints by it can go on doing so. One that cannot be read prints nothing.
        for sheet in title.sheets.iter().filter_map(|sheet| room.read_sheet(title, &sheet.name).ok()) {
            if sheet.press.profile == name {
                press.fits(standard_of(&sheet.press)).map_err(refused)?;
            }
        }
        Ok(TitleCommand::AddProfile(ProfileFile { sha256, ..profile }))
    })?;
    let found = profiles(room, ask, Nothing {})?.into_iter().find(|profile| profile.name == name);
    found.ok_or_else(|| RoomError::NotFound { what: "profile", id: name }.into())
}

/// Keeps a file and has the title name it. Who may not is told so before anything is kept.
fn take(
    room: &Newsroom,
    ask: &Ask,
    bytes: &[u8],
    command: impl FnOnce(&Title, String) -> Outcome<TitleCommand>,
) -> Outcome<()> {
    room.change(ask, |actor| {
        let kept = room.library.title()?;
        let (state, seen) = kept.map_or((None, 0), |kept| (Some(kept.state), kept.version));
        let title = state.clone().unwrap_or_default();
        let sha256 = crate::plates::sha256_hex(bytes);
        let events = title::decide(state.as_ref(), command(&title, sha256)?, actor)?;
        // Also where it is known already: its file may have been lost since.
        room.library.put_original(bytes)?;
        Ok(vec![to(StreamId::Title, seen, events)])
    })?;
    Ok(())
}
