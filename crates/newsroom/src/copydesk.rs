//! Copy as it arrives: read it, show what was read, file it.

use broadsheet_copy::photo::{self, FileFields, PhotoCommand};
use broadsheet_copy::story::{self, StoryCommand};
use broadsheet_copy::{PhotoId, StoryId, StreamId};
use broadsheet_intake::{Reading, read_copy as read};
use broadsheet_store::Change;

use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome, to};
use crate::stories;
use crate::wire::{
    CopyAsk, CopyFile, FiledStory, Notice, ReadingPhoto, ReadingStory, ReadingView, Severity, StoryNew,
};
use crate::words::{self, Lang};

/// What the bytes of a text or Markdown file hold. Stores nothing and needs no library.
///
/// # Errors
/// As [`broadsheet_intake::read_copy`].
pub fn reading(bytes: &[u8], lang: Lang) -> Outcome<ReadingView> {
    Ok(reading_view(read(bytes)?, lang))
}

fn reading_view(reading: Reading, lang: Lang) -> ReadingView {
    let notices = reading.notices.iter().map(|guess| {
        let said = words::guess(guess, lang);
        let story = guess.story.and_then(|n| reading.stories.get(n)).and_then(|story| story.headline.clone());
        Notice {
            place: guess.line.map(|line| words::line(line, lang)).or(story),
            ..Notice::new(guess.kind.code(), Severity::Info, said)
        }
    });
    let notices = notices.collect();
    let story = |story: broadsheet_intake::StoryReading| ReadingStory {
        kicker: story.kicker,
        headline: story.headline,
        deck: story.deck,
        source: story.source,
        bylines: story.bylines.into_iter().map(Into::into).collect(),
        body: story.body,
        photos: story
            .photos
            .into_iter()
            .map(|photo| ReadingPhoto {
                caption: photo.caption,
                credit: photo.credit.map(Into::into),
                id: None,
            })
            .collect(),
        id: None,
    };
    ReadingView { rubric: reading.rubric, stories: reading.stories.into_iter().map(story).collect(), notices }
}

/// Reads pasted text or an uploaded file.
pub(crate) fn read_copy(room: &Newsroom, ask: &Ask, wanted: CopyAsk) -> Outcome<ReadingView> {
    match (wanted.text, wanted.upload) {
        (Some(text), None) => reading(text.as_bytes(), ask.lang),
        (None, Some(upload)) => reading(&room.uploaded(&upload)?.bytes, ask.lang),
        _ => Err(RoomError::Arguments("text | upload".to_owned()).into()),
    }
}

impl Newsroom {
    /// Files a reading, all of it or none, and answers it with the ids of its stories and photos.
    ///
    /// # Errors
    /// A missing role; what the library refuses.
    pub fn file(&self, ask: &Ask, mut reading: ReadingView) -> Outcome<ReadingView> {
        let mut ids = Vec::new();
        for story in &reading.stories {
            let photos: Vec<_> = story.photos.iter().map(|_| PhotoId(self.host.new_id())).collect();
            ids.push((StoryId(self.host.new_id()), photos));
        }
        let done = self.change(ask, |actor| {
            let mut changes: Vec<Change> = Vec::new();
            for (story, (id, photos)) in reading.stories.iter().zip(&ids) {
                file_story(story, reading.rubric.as_ref(), *id, photos, actor, &mut changes)?;
            }
            Ok(changes)
        })?;
        // Asked again with the same command id, the ids are those of the first time.
        let mut kept_stories = Vec::new();
        let mut kept_photos = Vec::new();
        for (stream, _) in &done.versions {
            match stream {
                StreamId::Story(id) if !kept_stories.contains(id) => kept_stories.push(*id),
                StreamId::Photo(id) if !kept_photos.contains(id) => kept_photos.push(*id),
                _ => {}
            }
        }
        let mut kept_photos = kept_photos.into_iter();
        for (story, id) in reading.stories.iter_mut().zip(kept_stories) {
            story.id = Some(id.to_string());
            for photo in &mut story.photos {
                photo.id = kept_photos.next().map(|id| id.to_string());
            }
        }
        Ok(reading)
    }
}

/// The changes that file one story with the words of its pictures.
fn file_story(
    story: &ReadingStory,
    rubric: Option<&String>,
    id: StoryId,
    photos: &[PhotoId],
    actor: &broadsheet_copy::Actor,
    changes: &mut Vec<Change>,
) -> Outcome<()> {
    let wanted = StoryNew {
        kicker: story.kicker.clone(),
        headline: story.headline.clone(),
        deck: story.deck.clone(),
        source: story.source.clone(),
        bylines: story.bylines.clone(),
        body: story.body.clone(),
        rubric: rubric.cloned(),
        tags: Vec::new(),
    };
    let mut events = stories::file(wanted, actor)?;
    let at = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    for (photo, photo_id) in story.photos.iter().zip(photos) {
        let command = PhotoCommand::Add {
            original: None,
            fields: Box::new(FileFields::default()),
            caption: photo.caption.clone(),
            credit: photo.credit.clone().map(Into::into),
        };
        changes.push(to(StreamId::Photo(*photo_id), 0, photo::decide(None, command, actor)?));
        let state = events.iter().fold(None, |state, event| story::apply(state, event, at));
        events.extend(story::decide(state.as_ref(), StoryCommand::Attach(*photo_id), actor)?);
    }
    changes.push(to(StreamId::Story(id), 0, events));
    Ok(())
}

/// Files what was read, as corrected.
pub(crate) fn file_copy(room: &Newsroom, ask: &Ask, wanted: CopyFile) -> Outcome<Vec<FiledStory>> {
    let filed = room.file(ask, wanted.reading)?;
    let mut answer = Vec::new();
    for story in filed.stories {
        let Some(id) = story.id else { continue };
        let slug = room.story(crate::room::story_id(&id)?)?.state.fields.slug;
        answer.push(FiledStory { id, slug });
    }
    Ok(answer)
}
