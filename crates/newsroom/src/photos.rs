//! Photos: taking in originals, and writing what stands under them.

use std::path::PathBuf;

use broadsheet_copy::photo::{self, FileFields, Original, PhotoCommand};
use broadsheet_copy::story::{self, StoryCommand};
use broadsheet_copy::{Byline, Photo, PhotoId, Story, StoryId, StreamId};
use broadsheet_intake::{PhotoFile, PhotoFormat, PhotoNotice, read_photo};
use broadsheet_store::{Change, Versioned};

use crate::refusal::{Failure, RoomError};
use crate::room::{Ask, Newsroom, Outcome, photo_id, story_id, to};
use crate::wire::{Nothing, Notice, PhotoAdd, PhotoAsk, PhotoDescribe, PhotoTaken, PhotoView, Severity};
use crate::words::{self, Lang};

/// Every photo, newest first.
pub(crate) fn photos(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<Vec<PhotoView>> {
    let kept = room.library.photos()?;
    kept.into_iter().rev().map(|(id, photo)| view(room, id, photo)).collect()
}

/// A photo, whole.
pub(crate) fn photo(room: &Newsroom, _ask: &Ask, wanted: PhotoAsk) -> Outcome<PhotoView> {
    let id = photo_id(&wanted.id)?;
    view(room, id, room.photo(id)?)
}

fn view(room: &Newsroom, id: PhotoId, kept: Versioned<Photo>) -> Outcome<PhotoView> {
    let Versioned { state: photo, version } = kept;
    let file = photo.original.as_ref();
    let text = |of: fn(&Original) -> &String| file.map(of).cloned();
    let stories = room.library.stories_with_photo(id)?;
    Ok(PhotoView {
        id: id.to_string(),
        caption: photo.caption,
        headline: photo.fields.headline,
        creator: photo.fields.creator,
        credit: photo.fields.credit,
        copyright: photo.fields.copyright,
        city: photo.fields.city,
        date: photo.fields.date,
        printed_credit: photo.credit.map(Into::into),
        file_name: text(|file| &file.file_name),
        mime: text(|file| &file.mime),
        bytes: file.map(|file| file.bytes),
        sha256: text(|file| &file.sha256),
        px_width: file.map(|file| file.px_width),
        px_height: file.map(|file| file.px_height),
        stories: stories.into_iter().map(|(story, _)| story.to_string()).collect(),
        rest: photo.fields.rest,
        version,
    })
}

/// A picture file, read and kept, that no event names yet.
pub(crate) struct Taken {
    pub(crate) original: Original,
    pub(crate) fields: Box<FileFields>,
    /// What was doubtful in the file's metadata.
    pub(crate) notices: Vec<PhotoNotice>,
}

/// Where a picture goes, and the words that it brings besides its file's.
#[derive(Default)]
pub(crate) struct Going {
    /// The story that it goes with.
    pub(crate) story: Option<StoryId>,
    /// The photo whose words are there already.
    pub(crate) photo: Option<PhotoId>,
    /// 图说.
    pub(crate) caption: Option<String>,
    /// 摄影署名.
    pub(crate) credit: Option<Byline>,
}

impl Going {
    fn has_words(&self) -> bool {
        let says = |text: &String| !text.trim().is_empty();
        self.caption.iter().any(says) || self.credit.iter().flat_map(|credit| &credit.names).any(says)
    }
}

impl Newsroom {
    /// Reads a picture file and keeps its bytes. They are safe on the disk before any event names them.
    pub(crate) fn take(&self, file_name: &str, bytes: &[u8]) -> Outcome<Taken> {
        let mut file = read_photo(bytes)?;
        let notices = std::mem::take(&mut file.notices);
        let sha256 = self.library.put_original(bytes)?;
        let original = Original {
            sha256,
            file_name: file_name.to_owned(),
            mime: mime(file.format).to_owned(),
            bytes: bytes.len() as u64,
            px_width: file.width,
            px_height: file.height,
        };
        Ok(Taken { original, fields: Box::new(fields_of(file)), notices })
    }

    /// Takes in picture files, each under its name, in one command: all of them or none. All are read before the
    /// first is kept.
    ///
    /// # Errors
    /// A file that is no picture, a story that is not there, a missing role.
    pub fn photos_add(
        &self,
        ask: &Ask,
        files: Vec<(PathBuf, Vec<u8>)>,
        story: Option<&str>,
    ) -> Outcome<Vec<PhotoTaken>> {
        let story = story.map(story_id).transpose()?;
        for (path, bytes) in &files {
            read_photo(bytes).map_err(|why| Failure::from(why).in_file(path))?;
        }
        let mut taken = Vec::new();
        for (path, bytes) in files {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            taken.push(self.take(&name, &bytes).map_err(|why| why.in_file(&path))?);
        }
        self.photos_take(ask, taken, &Going { story, ..Going::default() })
    }

    /// Takes in pictures that go to one place, all of them in one command or none.
    pub(crate) fn photos_take(
        &self,
        ask: &Ask,
        taken: Vec<Taken>,
        going: &Going,
    ) -> Outcome<Vec<PhotoTaken>> {
        let doubts: Vec<_> =
            taken.iter().map(|taken| (taken.original.file_name.clone(), taken.notices.clone())).collect();
        let new: Vec<_> = taken.into_iter().map(|taken| (PhotoId(self.host.new_id()), taken)).collect();
        let done = self.change(ask, |actor| self.photos_taken(new, going, actor))?;
        // Asked again with the same command id, the ids are those of the first time.
        let photos = done.versions.iter().filter_map(|(stream, _)| match stream {
            StreamId::Photo(id) => Some(id.to_string()),
            _ => None,
        });
        let answer = photos.zip(doubts).map(|(id, (name, doubts))| {
            let notices = doubts.iter().map(|doubt| notice(doubt, &name, &id, ask.lang)).collect();
            PhotoTaken { id, notices }
        });
        Ok(answer.collect())
    }

    /// The changes that take pictures in: the first is the file of a photo whose words came before it, where there
    /// is one, and the others are new photos.
    fn photos_taken(
        &self,
        taken: Vec<(PhotoId, Taken)>,
        going: &Going,
        actor: &broadsheet_copy::Actor,
    ) -> Outcome<Vec<Change>> {
        let kept = going.story.map(|story| Ok::<_, Failure>((story, self.story(story)?))).transpose()?;
        let mut taken = taken.into_iter();
        let (mut changes, mut after, mut attached) = (Vec::new(), Vec::new(), Vec::new());
        if let Some((id, waiting)) = self.waiting_photo(going, kept.as_ref().map(|(_, kept)| kept))?
            && let Some((_, Taken { original, fields, .. })) = taken.next()
        {
            let (caption, credit) = (going.caption.clone(), going.credit.clone());
            let command = PhotoCommand::Supply { original, fields, caption, credit };
            let events = photo::decide(Some(&waiting.state), command, actor)?;
            changes.push(to(StreamId::Photo(id), waiting.version, events));
            self.described(id, actor, &mut after)?;
        }
        for (new, taken) in taken {
            changes.push(to(StreamId::Photo(new), 0, photo::decide(None, add(taken, going), actor)?));
            if let Some((_, kept)) = &kept {
                attached.extend(story::decide(Some(&kept.state), StoryCommand::Attach(new), actor)?);
            }
        }
        if let Some((story, kept)) = kept
            && !attached.is_empty()
        {
            let stream = StreamId::Story(story);
            let attached = to(stream, kept.version, attached);
            match after.iter_mut().find(|change| change.stream == stream) {
                Some(change) => change.events.extend(attached.events),
                None => after.push(attached),
            }
            self.unsettle_pages(&[story], actor, &mut after)?;
        }
        changes.append(&mut after);
        Ok(changes)
    }

    /// The photo whose file has come: the one that is named, else the only one of the story's that waits for its
    /// file, unless the picture brings words of its own. Of several that wait nobody can know which it is.
    fn waiting_photo(
        &self,
        going: &Going,
        story: Option<&Versioned<Story>>,
    ) -> Outcome<Option<(PhotoId, Versioned<Photo>)>> {
        let of_story = story.map(|kept| kept.state.photos.as_slice()).unwrap_or_default();
        if let Some(id) = going.photo {
            if story.is_some() && !of_story.contains(&id) {
                return Err(RoomError::NotFound { what: "photo", id: id.to_string() }.into());
            }
            return Ok(Some((id, self.photo(id)?)));
        }
        if going.has_words() {
            return Ok(None);
        }
        let mut waiting = Vec::new();
        for id in of_story {
            let kept = self.photo(*id)?;
            if kept.state.original.is_none() {
                waiting.push((*id, kept));
            }
        }
        Ok(if waiting.len() == 1 { waiting.pop() } else { None })
    }

    /// What follows for the stories that go with a photo whose words or file have changed, and for their pages.
    fn described(
        &self,
        id: PhotoId,
        actor: &broadsheet_copy::Actor,
        changes: &mut Vec<Change>,
    ) -> Outcome<()> {
        let stories = self.library.stories_with_photo(id)?;
        for (story, kept) in &stories {
            let events = story::decide(Some(&kept.state), StoryCommand::PhotoDescribed(id), actor)?;
            changes.push(to(StreamId::Story(*story), kept.version, events));
        }
        let stories: Vec<_> = stories.into_iter().map(|(story, _)| story).collect();
        self.unsettle_pages(&stories, actor, changes)
    }
}

fn add(Taken { original, fields, .. }: Taken, going: &Going) -> PhotoCommand {
    let (caption, credit) = (going.caption.clone(), going.credit.clone());
    PhotoCommand::Add { original: Some(original), fields, caption, credit }
}

fn mime(format: PhotoFormat) -> &'static str {
    match format {
        PhotoFormat::Jpeg => "image/jpeg",
        PhotoFormat::Png => "image/png",
        PhotoFormat::Tiff => "image/tiff",
        PhotoFormat::WebP => "image/webp",
    }
}

/// The fields that the newsroom works with by themselves, and the rest by their IPTC names.
fn fields_of(file: PhotoFile) -> FileFields {
    let (words, mut rest) = (file.words, file.rest);
    let more = [
        ("Creator's jobtitle", words.creator_title),
        ("Source", words.source),
        ("Title", words.title),
        ("Province or State", words.province),
        ("Country", words.country),
        ("Country Code", words.country_code),
        ("Sublocation", words.sublocation),
        ("Instructions", words.instructions),
        ("Keywords", Some(words.keywords.join("; "))),
        ("Alt Text (Accessibility)", words.alt_text),
        ("Extended Description (Accessibility)", words.extended_description),
        ("Description Writer", words.caption_writer),
        ("Job Id", words.job_id),
        ("Rights Usage Terms", words.usage_terms),
        ("Copyright Owner", Some(words.copyright_owner.join("; "))),
        ("Licensor", Some(words.licensor.join("; "))),
        ("Web Statement of Rights", words.rights_page),
        ("Digital Source Type", words.digital_source_type),
    ];
    for (name, value) in more {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            rest.insert(name.to_owned(), value);
        }
    }
    FileFields {
        headline: words.headline,
        caption: words.caption,
        creator: words.creator,
        credit: words.credit,
        copyright: words.copyright,
        city: words.city,
        date: words.date,
        rest,
    }
}

/// Takes in a picture that was uploaded.
pub(crate) fn photo_add(room: &Newsroom, ask: &Ask, wanted: PhotoAdd) -> Outcome<PhotoTaken> {
    let upload = room.uploaded(&wanted.upload)?;
    let going = Going {
        story: wanted.story.as_deref().map(story_id).transpose()?,
        photo: wanted.photo.as_deref().map(photo_id).transpose()?,
        caption: wanted.caption,
        credit: wanted.credit.map(Into::into),
    };
    let taken = room.take(&upload.name, &upload.bytes)?;
    let mut answer = room.photos_take(ask, vec![taken], &going)?;
    answer.pop().ok_or_else(|| RoomError::NotFound { what: "upload", id: wanted.upload }.into())
}

fn notice(doubt: &PhotoNotice, file: &str, id: &str, lang: Lang) -> Notice {
    Notice {
        place: Some(file.to_owned()),
        photo: Some(id.to_owned()),
        ..Notice::new(doubt.code(), Severity::Warning, words::photo_notice(doubt, lang))
    }
}

/// Writes caption and credit.
pub(crate) fn photo_describe(room: &Newsroom, ask: &Ask, wanted: PhotoDescribe) -> Outcome<PhotoView> {
    let id = photo_id(&wanted.id)?;
    room.change(ask, |actor| {
        let kept = room.photo(id)?;
        let command = PhotoCommand::Describe {
            caption: wanted.caption.clone(),
            credit: wanted.credit.clone().map(Into::into),
        };
        let events = photo::decide(Some(&kept.state), command, actor)?;
        if events.is_empty() {
            return Ok(vec![]);
        }
        let mut changes = vec![to(StreamId::Photo(id), kept.version, events)];
        room.described(id, actor, &mut changes)?;
        Ok(changes)
    })?;
    view(room, id, room.photo(id)?)
}
