//! The library as a whole: is it what it was, and is there a second one.

use std::path::Path;

use broadsheet_store::Why;

use crate::refusal::{Refusal, RoomError};
use crate::room::{Ask, Newsroom, Outcome};
use crate::wire::{BackupView, Nothing, VerifiedView};
use crate::words::Lang;

/// Proves the log, the projections and the kept files.
pub(crate) fn verify(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<VerifiedView> {
    let found = room.library.verify()?;
    let seq = found.first_bad.as_ref().map(|(seq, _)| *seq);
    let file = match &found.first_bad {
        Some((_, Why::FileMissing { path } | Why::FileDamaged { path })) => Some(path.display().to_string()),
        _ => None,
    };
    Ok(VerifiedView { events: found.events, ok: found.is_ok(), seq, file })
}

/// Makes a backup beside the others and checks it.
pub(crate) fn backup(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<BackupView> {
    let name = room.host.now().format("%Y%m%d-%H%M%S").to_string();
    room.backup_into(&room.library.dir().join("backups").join(name))
}

/// Makes a library from a backup. One that has content is left as it is.
///
/// # Errors
/// `not-empty`; what the store refuses.
pub fn restore(from: &Path, into: &Path) -> Outcome<u64> {
    Ok(broadsheet_store::Library::restore(from, into)?.events)
}

/// What is said of a library that is not what was written.
#[must_use]
pub fn unproved(found: VerifiedView, lang: Lang) -> Refusal {
    let VerifiedView { seq, file, .. } = found;
    crate::refusal::Failure::from(RoomError::Unproved { seq, file }).say(lang)
}

impl Newsroom {
    /// Makes a backup in a new folder and checks it.
    ///
    /// # Errors
    /// As [`broadsheet_store::Library::backup`].
    pub fn backup_into(&self, folder: &Path) -> Outcome<BackupView> {
        let made = self.library.backup(folder)?;
        Ok(BackupView { folder: folder.display().to_string(), events: made.events })
    }
}
