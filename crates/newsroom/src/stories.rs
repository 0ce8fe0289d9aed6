//! Stories: filing, editing, tagging, and the way through review.

use std::collections::{BTreeMap, BTreeSet};

use broadsheet_copy::page::{self, PageCommand};
use broadsheet_copy::story::{self, Fields, PlainAct, Standing, State, Story, StoryCommand, StoryEvent};
use broadsheet_copy::text::{Paragraph, must_say, said};
use broadsheet_copy::title::{self, TitleCommand};
use broadsheet_copy::{Actor, Event, Photo, PhotoId, StoryDoc, StoryId, StreamId};
use broadsheet_store::{Appended, Change, Recorded, Versioned};

use crate::people::made;
use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome, photo_id, refuse_stale, story_id, to};
use crate::topics;
use crate::wire::{
    Edited, HistoryRow, Made, Nothing, PlacedOn, ReturnRow, ReviewRow, SearchAsk, SearchHit, StepsView,
    StoryApprove, StoryAsk, StoryAtVersion, StoryEdit, StoryNew, StoryPhoto, StoryPhotoAsk, StoryReturn,
    StoryRewrite, StoryRow, StorySteps, StoryTag, StoryView,
};

/// Every story, newest first.
pub(crate) fn stories(room: &Newsroom, ask: &Ask, _: Nothing) -> Outcome<Vec<StoryRow>> {
    let places = Places::read(room)?;
    let actor = room.reader(ask)?;
    let rows = room.library.story_rows()?;
    Ok(rows.into_iter().rev().map(|row| story_row(row, &places, &actor)).collect())
}

/// Where stories stand, read once for a whole list.
pub(crate) struct Places(BTreeMap<StoryId, Vec<PlacedOn>>);

impl Places {
    pub(crate) fn read(room: &Newsroom) -> Outcome<Self> {
        let mut places = BTreeMap::<StoryId, Vec<PlacedOn>>::new();
        for (id, page) in room.library.pages(None)? {
            let issue = room.issue(page.state.issue)?;
            for module in &page.state.make_up.modules {
                let placed = PlacedOn {
                    page: id.to_string(),
                    number: page.state.number.clone(),
                    date: issue.state.date.to_string(),
                    state: page.state.state.name().to_owned(),
                };
                places.entry(module.story).or_default().push(placed);
            }
        }
        Ok(Self(places))
    }

    pub(crate) fn of(&self, story: StoryId) -> &[PlacedOn] {
        self.0.get(&story).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn story_row(row: broadsheet_store::StoryRow, places: &Places, actor: &Actor) -> StoryRow {
    let headline = said(row.headline);
    let standing = Standing { state: row.state, author: row.author, titled: headline.is_some() };
    let can = PlainAct::ALL.into_iter().filter(|act| act.may(standing, actor).is_ok());
    StoryRow {
        can: can.map(|act| act.name().to_owned()).collect(),
        pages: places.of(row.id).to_vec(),
        id: row.id.to_string(),
        slug: row.slug,
        kicker: said(row.kicker),
        headline,
        author: said(row.author_name),
        desk: row.desk,
        state: row.state.name().to_owned(),
        characters: count(row.characters),
        photos: count(row.photos),
        tags: row.tags.into_iter().collect(),
        filed_at: row.filed_at.to_rfc3339(),
        changed_at: row.changed_at.to_rfc3339(),
        version: row.version,
    }
}

/// A story, whole.
pub(crate) fn story(room: &Newsroom, ask: &Ask, wanted: StoryAsk) -> Outcome<StoryView> {
    view(room, ask, story_id(&wanted.id)?)
}

pub(crate) fn view(room: &Newsroom, ask: &Ask, id: StoryId) -> Outcome<StoryView> {
    let kept = room.story(id)?;
    let can = allowed(&kept.state, &room.reader(ask)?);
    let mut view = plain_view(room, id, kept)?;
    view.pages = Places::read(room)?.of(id).to_vec();
    view.fit = room.fit_of(id)?;
    view.can = can;
    Ok(view)
}

/// The story as it was at a version. Nothing can be done to it.
pub(crate) fn story_at(room: &Newsroom, _ask: &Ask, wanted: StoryAtVersion) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    let state = room.library.story_at(id, wanted.version)?;
    let state = state.ok_or_else(|| RoomError::NotFound { what: "story", id: wanted.id.clone() })?;
    plain_view(room, id, Versioned { state, version: wanted.version })
}

fn plain_view(room: &Newsroom, id: StoryId, kept: Versioned<Story>) -> Outcome<StoryView> {
    let Versioned { state: story, version } = kept;
    let text = story.text();
    let characters = count(text.characters());
    let mut photos = Vec::new();
    for id in &story.photos {
        photos.push(story_photo(*id, room.photo(*id)?.state));
    }
    Ok(StoryView {
        id: id.to_string(),
        slug: story.fields.slug,
        state: story.state.name().to_owned(),
        kicker: said(text.kicker),
        headline: said(text.headline),
        deck: said(text.deck),
        source: story.fields.source,
        bylines: story.fields.bylines.into_iter().map(Into::into).collect(),
        body: text.body.iter().map(Paragraph::plain).collect(),
        photos,
        rubric: story.fields.rubric,
        desk: story.fields.desk,
        characters,
        tags: story.tags.into_iter().collect(),
        reviews: story.reviews.into_iter().map(review_row).collect(),
        returns: story.returns.into_iter().map(return_row).collect(),
        author: story.author.map(|id| id.to_string()),
        author_name: said(story.author_name),
        filed_at: story.filed_at.to_rfc3339(),
        changed_at: story.changed_at.to_rfc3339(),
        pages: Vec::new(),
        fit: None,
        doc: story.doc.json().clone(),
        version,
        can: Vec::new(),
    })
}

/// A number of characters, for an answer.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn story_photo(id: PhotoId, photo: Photo) -> StoryPhoto {
    let file = photo.original.as_ref();
    StoryPhoto {
        px_width: file.map(|file| file.px_width),
        px_height: file.map(|file| file.px_height),
        file_name: photo.original.map(|file| file.file_name),
        id: id.to_string(),
        caption: photo.caption,
        credit: photo.credit.map(Into::into),
    }
}

fn review_row(review: story::Review) -> ReviewRow {
    ReviewRow {
        by: review.by.name,
        role: review.by.role.name().to_owned(),
        at: review.at.to_rfc3339(),
        opinion: review.opinion,
        void: review.void,
        content: review.content,
    }
}

fn return_row(returned: story::Return) -> ReturnRow {
    ReturnRow {
        by: returned.by.name,
        role: returned.by.role.name().to_owned(),
        at: returned.at.to_rfc3339(),
        reason: returned.reason,
    }
}

/// What `decide` would let the actor do now.
fn allowed(story: &Story, actor: &Actor) -> Vec<String> {
    let nothing = PhotoId(uuid::Uuid::nil());
    let acts = [
        ("edit", StoryCommand::Edit { steps: vec![] }),
        ("tag", StoryCommand::Tag(story.tags.clone())),
        ("attach", StoryCommand::Detach(nothing)),
        ("submit", StoryCommand::Submit),
        ("return", StoryCommand::Return { reason: "?".to_owned() }),
        ("approve", StoryCommand::Approve { opinion: None, content: String::new() }),
        ("hold", StoryCommand::Hold),
        ("release", StoryCommand::Release),
        ("spike", StoryCommand::Spike),
        ("unspike", StoryCommand::Unspike),
    ];
    let may = acts.into_iter().filter(|(_, act)| story::decide(Some(story), act.clone(), actor).is_ok());
    may.map(|(name, _)| name.to_owned()).collect()
}

/// Files a new story.
pub(crate) fn story_new(room: &Newsroom, ask: &Ask, wanted: StoryNew) -> Outcome<Made> {
    let id = StoryId(room.host.new_id());
    let done = room.change(ask, |actor| {
        topics::check(room, &wanted.tags, &BTreeSet::new())?;
        Ok(vec![to(StreamId::Story(id), 0, file(wanted, actor)?)])
    })?;
    Ok(made(&done, id.to_string()))
}

/// The events that file a story.
pub(crate) fn file(wanted: StoryNew, actor: &Actor) -> Outcome<Vec<StoryEvent>> {
    // A draft may do without a headline; one that is given says something.
    let headline = wanted.headline.map(|headline| must_say("headline", headline)).transpose()?;
    let doc = StoryDoc::from_parts(
        &wanted.kicker.and_then(said).unwrap_or_default(),
        &headline.unwrap_or_default(),
        &wanted.deck.and_then(said).unwrap_or_default(),
        wanted.body.iter().map(String::as_str),
    );
    let fields = Fields {
        slug: String::new(),
        bylines: wanted.bylines.into_iter().map(Into::into).collect(),
        source: wanted.source,
        rubric: wanted.rubric,
        desk: None,
    };
    let command = StoryCommand::File { doc, fields, tags: wanted.tags.into_iter().collect() };
    Ok(story::decide(None, command, actor)?)
}

impl Newsroom {
    /// Decides a command on a story, and what follows for the pages on which it stands.
    pub(crate) fn story_change(
        &self,
        ask: &Ask,
        id: StoryId,
        command: impl FnOnce(&Versioned<Story>) -> Outcome<StoryCommand>,
    ) -> Outcome<Appended> {
        self.story_changes(ask, id, |kept| Ok(vec![command(kept)?]))
    }

    /// As [`Self::story_change`], with commands that are decided one after the other and kept together.
    fn story_changes(
        &self,
        ask: &Ask,
        id: StoryId,
        commands: impl FnOnce(&Versioned<Story>) -> Outcome<Vec<StoryCommand>>,
    ) -> Outcome<Appended> {
        self.change(ask, |actor| {
            let kept = self.story(id)?;
            let (mut state, mut events) = (kept.state.clone(), Vec::new());
            for command in commands(&kept)? {
                let more = story::decide(Some(&state), command, actor)?;
                let at = state.changed_at;
                let mut next = Some(state);
                for event in &more {
                    next = story::apply(next, event, at);
                }
                state = next.unwrap_or_else(|| kept.state.clone());
                events.extend(more);
            }
            let mut changes = Vec::new();
            if events.iter().any(StoryEvent::unsettles_page) {
                self.unsettle_pages(&[id], actor, &mut changes)?;
            }
            changes.insert(0, to(StreamId::Story(id), kept.version, events));
            Ok(changes)
        })
    }

    /// Pages that were proofed or signed with one of the stories are no longer what they were.
    pub(crate) fn unsettle_pages(
        &self,
        stories: &[StoryId],
        actor: &Actor,
        changes: &mut Vec<Change>,
    ) -> Outcome<()> {
        for id in stories {
            for (page_id, page) in self.library.pages_with_story(*id)? {
                let stream = StreamId::Page(page_id);
                if changes.iter().any(|change| change.stream == stream) {
                    continue;
                }
                let events = page::decide(Some(&page.state), PageCommand::ContentChanged, actor)?;
                changes.push(to(stream, page.version, events));
            }
        }
        Ok(())
    }
}

/// Changes the text by steps. Steps for an older version are refused as stale: the caller takes the steps since,
/// moves its own over them, and asks again.
pub(crate) fn story_edit(room: &Newsroom, ask: &Ask, wanted: StoryEdit) -> Outcome<Edited> {
    let id = story_id(&wanted.id)?;
    let done = room.story_change(ask, id, |kept| {
        refuse_stale(StreamId::Story(id), Some(wanted.version), kept.version)?;
        Ok(StoryCommand::Edit { steps: wanted.steps.clone() })
    })?;
    let kept = room.story(id)?;
    // The version after this edit, not the newest: whoever asks has not seen what others have done since, and must
    // be refused as stale if the next steps are made without it.
    let mine = done.versions.iter().find(|(stream, _)| *stream == StreamId::Story(id));
    Ok(Edited {
        version: mine.map_or(wanted.version, |(_, version)| *version),
        state: kept.state.state.name().to_owned(),
        characters: count(kept.state.text().characters()),
        fit: room.fit_of(id)?,
        saved_at: room.host.now().to_rfc3339(),
    })
}

/// Writes parts of a story anew; what is not given stays.
pub(crate) fn story_rewrite(room: &Newsroom, ask: &Ask, wanted: StoryRewrite) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    room.story_changes(ask, id, |kept| {
        let Story { doc, fields, .. } = &kept.state;
        let text = doc.text();
        let body = wanted.body.unwrap_or_else(|| text.body.iter().map(Paragraph::plain).collect());
        let headline = wanted.headline.map(|headline| must_say("headline", headline)).transpose()?;
        let given = |part: Option<String>, is: String| part.map_or(is, |part| said(part).unwrap_or_default());
        let new = StoryDoc::from_parts(
            &given(wanted.kicker, text.kicker),
            &headline.unwrap_or(text.headline),
            &given(wanted.deck, text.deck),
            body.iter().map(String::as_str),
        );
        let mut new_fields = fields.clone();
        if let Some(source) = wanted.source {
            new_fields.source = Some(source);
        }
        if let Some(bylines) = wanted.bylines {
            new_fields.bylines = bylines.into_iter().map(Into::into).collect();
        }
        Ok(vec![StoryCommand::Edit { steps: doc.steps_to(&new) }, StoryCommand::SetFields(new_fields)])
    })?;
    view(room, ask, id)
}

/// The steps since a version.
pub(crate) fn story_steps(room: &Newsroom, _ask: &Ask, wanted: StorySteps) -> Outcome<StepsView> {
    let id = story_id(&wanted.id)?;
    let mut version = wanted.since;
    let mut steps = Vec::new();
    for recorded in room.library.history(StreamId::Story(id))? {
        if recorded.ver > wanted.since {
            version = recorded.ver;
            if let Event::Story(StoryEvent::Edited { steps: more }) = recorded.event {
                steps.extend(more);
            }
        }
    }
    Ok(StepsView { version, steps })
}

/// Sets the tags. A retired topic stays where it was, and is not given anew.
pub(crate) fn story_tag(room: &Newsroom, ask: &Ask, wanted: StoryTag) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    room.story_change(ask, id, |kept| {
        refuse_stale(StreamId::Story(id), wanted.version, kept.version)?;
        topics::check(room, &wanted.tags, &kept.state.tags)?;
        Ok(StoryCommand::Tag(wanted.tags.iter().cloned().collect()))
    })?;
    view(room, ask, id)
}

impl Newsroom {
    /// Gives a story tags besides those it has, as people write them: a topic's code or name, or one of the title's
    /// own. What is none of them becomes one of the title's own. All of it or nothing.
    ///
    /// # Errors
    /// `not-found` for a code that is no current topic, `empty-field`; a missing role, another author's story.
    pub fn tag(&self, ask: &Ask, id: &str, written: &[String]) -> Outcome<StoryView> {
        let id = story_id(id)?;
        self.change(ask, |actor| {
            let kept = self.story(id)?;
            let (mut title, seen) =
                self.library.title()?.map_or((None, 0), |kept| (Some(kept.state), kept.version));
            let (mut tags, mut added) = (kept.state.tags.clone(), Vec::new());
            for tag in written {
                let own = title.as_ref().is_some_and(|title| title.tags.iter().any(|own| own == tag.trim()));
                let code = if own { None } else { topics::code(tag)? };
                if code.is_none() && !own {
                    let events = title::decide(title.as_ref(), TitleCommand::AddTag(tag.clone()), actor)?;
                    title = events.iter().fold(title, title::apply);
                    added.extend(events);
                }
                tags.insert(code.unwrap_or_else(|| tag.trim().to_owned()));
            }
            let events = story::decide(Some(&kept.state), StoryCommand::Tag(tags), actor)?;
            Ok(vec![to(StreamId::Title, seen, added), to(StreamId::Story(id), kept.version, events)])
        })?;
        view(self, ask, id)
    }
}

/// Ties a photo to a story.
pub(crate) fn story_attach(room: &Newsroom, ask: &Ask, wanted: StoryPhotoAsk) -> Outcome<StoryView> {
    let (id, photo) = (story_id(&wanted.story)?, photo_id(&wanted.photo)?);
    room.photo(photo)?;
    room.story_change(ask, id, |_| Ok(StoryCommand::Attach(photo)))?;
    view(room, ask, id)
}

/// Unties a photo from a story.
pub(crate) fn story_detach(room: &Newsroom, ask: &Ask, wanted: StoryPhotoAsk) -> Outcome<StoryView> {
    let (id, photo) = (story_id(&wanted.story)?, photo_id(&wanted.photo)?);
    room.story_change(ask, id, |_| Ok(StoryCommand::Detach(photo)))?;
    view(room, ask, id)
}

/// Hands a story to the editors.
pub(crate) fn story_submit(room: &Newsroom, ask: &Ask, wanted: StoryAsk) -> Outcome<StoryView> {
    step(room, ask, &wanted, StoryCommand::Submit)
}

/// Keeps a story for another day.
pub(crate) fn story_hold(room: &Newsroom, ask: &Ask, wanted: StoryAsk) -> Outcome<StoryView> {
    step(room, ask, &wanted, StoryCommand::Hold)
}

/// Takes a story back from hold.
pub(crate) fn story_release(room: &Newsroom, ask: &Ask, wanted: StoryAsk) -> Outcome<StoryView> {
    step(room, ask, &wanted, StoryCommand::Release)
}

/// Takes a story out.
pub(crate) fn story_spike(room: &Newsroom, ask: &Ask, wanted: StoryAsk) -> Outcome<StoryView> {
    step(room, ask, &wanted, StoryCommand::Spike)
}

/// Takes a story back in.
pub(crate) fn story_unspike(room: &Newsroom, ask: &Ask, wanted: StoryAsk) -> Outcome<StoryView> {
    step(room, ask, &wanted, StoryCommand::Unspike)
}

fn step(room: &Newsroom, ask: &Ask, wanted: &StoryAsk, command: StoryCommand) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    room.story_change(ask, id, |_| Ok(command))?;
    view(room, ask, id)
}

/// Hands a story back with a reason.
pub(crate) fn story_return(room: &Newsroom, ask: &Ask, wanted: StoryReturn) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    room.story_change(ask, id, |_| Ok(StoryCommand::Return { reason: wanted.reason }))?;
    view(room, ask, id)
}

/// Approves a story exactly as it is.
pub(crate) fn story_approve(room: &Newsroom, ask: &Ask, wanted: StoryApprove) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    room.story_change(ask, id, |kept| {
        if wanted.version.is_some_and(|read| read != kept.version) {
            return Err(RoomError::StoryChanged.into());
        }
        let content = room.content_of(&kept.state)?;
        Ok(StoryCommand::Approve { opinion: wanted.opinion, content })
    })?;
    view(room, ask, id)
}

impl Newsroom {
    /// SHA-256 of what a review of the story sees.
    pub(crate) fn content_of(&self, story: &Story) -> Outcome<String> {
        let mut photos = Vec::new();
        for id in &story.photos {
            photos.push((*id, self.photo(*id)?.state));
        }
        let photos: Vec<_> = photos.iter().map(|(id, photo)| (*id, photo)).collect();
        Ok(story::content_hash(story, &photos))
    }

    /// Whether the story stands approved exactly as it is now.
    pub(crate) fn is_approved(&self, story: &Story) -> Outcome<bool> {
        let Some(review) = story.reviews.last().filter(|review| !review.void) else { return Ok(false) };
        Ok(story.state == State::Approved && review.content == self.content_of(story)?)
    }
}

/// What has happened to a story, oldest first.
pub(crate) fn story_history(room: &Newsroom, _ask: &Ask, wanted: StoryAsk) -> Outcome<Vec<HistoryRow>> {
    let id = story_id(&wanted.id)?;
    room.story(id)?;
    Ok(room.library.history(StreamId::Story(id))?.into_iter().map(history_row).collect())
}

fn history_row(recorded: Recorded) -> HistoryRow {
    let words = match &recorded.event {
        Event::Story(StoryEvent::Returned { reason, .. }) => Some(reason.clone()),
        Event::Story(StoryEvent::Approved { opinion, .. }) => opinion.clone(),
        _ => None,
    };
    HistoryRow {
        seq: recorded.seq,
        version: recorded.ver,
        at: recorded.at.to_rfc3339(),
        by: said(recorded.actor_name),
        kind: recorded.event.kind(),
        said: words,
    }
}

/// Finds stories by any run of characters.
pub(crate) fn search(room: &Newsroom, _ask: &Ask, wanted: SearchAsk) -> Outcome<Vec<SearchHit>> {
    let hits =
        room.library.search(&wanted.query, usize::try_from(wanted.limit.unwrap_or(50)).unwrap_or(50))?;
    let hit = |hit: broadsheet_store::Hit| SearchHit {
        id: hit.story.to_string(),
        slug: hit.slug,
        headline: said(hit.headline),
        snippet: hit.snippet,
        date: hit.date.to_string(),
    };
    Ok(hits.into_iter().map(hit).collect())
}
