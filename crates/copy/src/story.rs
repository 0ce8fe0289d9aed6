//! A story (稿件): its text, what stands beside the text, its state and its reviews.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::act::{Actor, At, Refused, Stamp};
use crate::byline::Byline;
use crate::id::{PersonId, PhotoId};
use crate::person::Role;
use crate::photo::Photo;
use crate::text::{StoryDoc, StoryText, refuse_longer, said};

/// Where a story stands. Being placed on a page is not a state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// 写稿: in the author's hands.
    Draft,
    /// 待审: handed to the editors.
    Submitted,
    /// 退稿: handed back with a reason.
    Returned,
    /// 已审: approved as it is.
    Approved,
    /// 待用: kept for another day.
    Held,
    /// 撤稿: taken out; it can be taken back.
    Spiked,
}

impl State {
    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Held => "held",
            Self::Spiked => "spiked",
        }
    }
}

/// A review: who approved exactly which content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Review {
    /// Who, in which role.
    pub by: Stamp,
    /// When.
    pub at: At,
    /// The opinion, where one was given.
    pub opinion: Option<String>,
    /// SHA-256 of the content that was seen: text, fields, pictures with captions and credits.
    pub content: String,
    /// Whether the content changed afterwards.
    pub void: bool,
}

/// A return: who handed it back, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Return {
    /// Who, in which role.
    pub by: Stamp,
    /// When.
    pub at: At,
    /// Why.
    pub reason: String,
}

/// What stands beside the text. Each is set whole.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Fields {
    /// 稿名: what the newsroom calls it.
    pub slug: String,
    /// 署名.
    pub bylines: Vec<Byline>,
    /// 消息头.
    pub source: Option<String>,
    /// 栏目.
    pub rubric: Option<String>,
    /// 部门.
    pub desk: Option<String>,
}

impl Fields {
    /// Whether the printed ones are the same: the slug and the desk are never printed.
    fn prints_like(&self, other: &Self) -> bool {
        self.bylines == other.bylines && self.source == other.source && self.rubric == other.rubric
    }

    /// As they are kept: without outer blanks and empty entries; a slug is made from the headline where there is none.
    #[must_use]
    pub fn tidy(self, doc: &StoryDoc) -> Self {
        let bylines = self.bylines.into_iter().filter_map(|byline| {
            let names: Vec<String> = byline.names.into_iter().filter_map(said).collect();
            (!names.is_empty()).then_some(Byline { role: byline.role.and_then(said), names })
        });
        let slug = said(self.slug).unwrap_or_else(|| slug_of(&doc.text()));
        Self {
            slug,
            bylines: bylines.collect(),
            source: self.source.and_then(said),
            rubric: self.rubric.and_then(said),
            desk: self.desk.and_then(said),
        }
    }
}

/// A story.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Story {
    /// The text: kicker, headline, deck and body.
    pub doc: StoryDoc,
    /// What stands beside it.
    pub fields: Fields,
    /// Tags: Media Topic codes (`medtop:…`) and the title's own.
    pub tags: BTreeSet<String>,
    /// The photos that go with it, in order.
    pub photos: Vec<PhotoId>,
    /// Where it stands.
    pub state: State,
    /// The state to go back to from held or spiked; spiking a held story remembers both.
    pub before: Vec<State>,
    /// Who filed it.
    pub author: Option<PersonId>,
    /// The author's name then.
    pub author_name: String,
    /// Every review, void ones too, oldest first.
    pub reviews: Vec<Review>,
    /// Every return, oldest first.
    pub returns: Vec<Return>,
    /// When it was filed.
    pub filed_at: At,
    /// When its content last changed.
    pub changed_at: At,
}

/// As much of a story as its plain acts are decided by: a row of a list has that without the text.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Where it stands.
    pub state: State,
    /// Who filed it.
    pub author: Option<PersonId>,
    /// Whether it has a headline.
    pub titled: bool,
}

/// What can be done to a story without a word about it, to several at once too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlainAct {
    /// Hand it to the editors.
    Submit,
    /// Keep it for another day.
    Hold,
    /// Take it back from hold.
    Release,
    /// Take it out.
    Spike,
    /// Take it back in.
    Unspike,
}

impl PlainAct {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Submit, Self::Hold, Self::Release, Self::Spike, Self::Unspike];

    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Hold => "hold",
            Self::Release => "release",
            Self::Spike => "spike",
            Self::Unspike => "unspike",
        }
    }

    /// Whether the actor may do it to a story that stands so.
    ///
    /// # Errors
    /// See [`Refused`]: the role, the author, the state, a headline that is missing.
    pub fn may(self, story: Standing, actor: &Actor) -> Result<(), Refused> {
        match self {
            Self::Submit => {
                actor.need(Role::SUBMITS)?;
                if !actor.has_any(Role::EDITS) && story.author != actor.id() {
                    return Err(Refused::NotAuthor);
                }
                in_state(story.state, &[State::Draft, State::Returned])?;
                if story.titled { Ok(()) } else { Err(Refused::Empty { field: "headline" }) }
            }
            Self::Hold => {
                actor.need(Role::EDITS)?;
                in_state(story.state, &[State::Draft, State::Submitted, State::Returned, State::Approved])
            }
            Self::Release => {
                actor.need(Role::EDITS)?;
                in_state(story.state, &[State::Held])
            }
            Self::Spike => {
                may_touch(story.author, actor)?;
                if !actor.has_any(Role::EDITS) && matches!(actor, Actor::Person { .. }) {
                    return in_state(story.state, &[State::Draft, State::Returned]);
                }
                if story.state == State::Spiked {
                    return Err(Refused::State { state: story.state.name() });
                }
                Ok(())
            }
            Self::Unspike => {
                may_touch(story.author, actor)?;
                in_state(story.state, &[State::Spiked])
            }
        }
    }
}

impl Story {
    /// What its plain acts are decided by.
    fn standing(&self) -> Standing {
        let titled = said(self.text().headline).is_some();
        Standing { state: self.state, author: self.author, titled }
    }

    /// The text as plain parts.
    #[must_use]
    pub fn text(&self) -> StoryText {
        self.doc.text()
    }
}

/// SHA-256 of the content that a review sees: text, printed fields, pictures with captions and credits, in
/// lower-case hex.
#[must_use]
pub fn content_hash(story: &Story, photos: &[(PhotoId, &Photo)]) -> String {
    let Fields { bylines, source, rubric, .. } = &story.fields;
    let pictures: Vec<_> = photos
        .iter()
        .map(|(id, photo)| {
            (id, photo.original.as_ref().map(|file| &file.sha256), &photo.caption, &photo.credit)
        })
        .collect();
    // Structs and tuples only: maps would be written in an order that depends on how the program was built.
    let content = serde_json::to_vec(&(story.text(), bylines, source, rubric, pictures)).unwrap_or_default();
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What may be asked.
#[derive(Clone, PartialEq, Debug)]
pub enum StoryCommand {
    /// Bring it in.
    File {
        /// The text.
        doc: StoryDoc,
        /// What stands beside it; an empty slug is made from the headline.
        fields: Fields,
        /// Tags that it comes with.
        tags: BTreeSet<String>,
    },
    /// Change the text by ProseMirror steps.
    Edit {
        /// The steps, in order, as JSON.
        steps: Vec<serde_json::Value>,
    },
    /// Set what stands beside the text.
    SetFields(Fields),
    /// Set the tags.
    Tag(BTreeSet<String>),
    /// Tie a photo to it.
    Attach(PhotoId),
    /// Untie a photo.
    Detach(PhotoId),
    /// A tied photo's caption or credit has changed.
    PhotoDescribed(PhotoId),
    /// Hand it to the editors.
    Submit,
    /// Hand it back.
    Return {
        /// Why.
        reason: String,
    },
    /// Approve exactly this content.
    Approve {
        /// The opinion, where one is given.
        opinion: Option<String>,
        /// SHA-256 of the content that was seen.
        content: String,
    },
    /// Keep it for another day.
    Hold,
    /// Take it back from hold.
    Release,
    /// Take it out.
    Spike,
    /// Take it back in.
    Unspike,
}

/// What has happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum StoryEvent {
    /// It came in.
    Filed {
        /// The text.
        doc: StoryDoc,
        /// What stands beside it.
        fields: Fields,
        /// Its tags.
        tags: BTreeSet<String>,
        /// Who filed it.
        author: Option<PersonId>,
        /// Their name then.
        author_name: String,
    },
    /// The text changed.
    Edited {
        /// The steps, in order.
        steps: Vec<serde_json::Value>,
    },
    /// What stands beside the text was set.
    FieldsSet {
        /// All of it.
        fields: Fields,
    },
    /// The tags were set.
    Tagged {
        /// All of them.
        tags: BTreeSet<String>,
    },
    /// A photo was tied to it.
    Attached {
        /// Which.
        photo: PhotoId,
    },
    /// A photo was untied.
    Detached {
        /// Which.
        photo: PhotoId,
    },
    /// A tied photo's caption or credit changed.
    PhotoDescribed {
        /// Which.
        photo: PhotoId,
    },
    /// It was handed to the editors.
    Submitted,
    /// It was handed back.
    Returned {
        /// By whom.
        by: Stamp,
        /// Why.
        reason: String,
    },
    /// It was approved.
    Approved {
        /// By whom.
        by: Stamp,
        /// Their opinion.
        opinion: Option<String>,
        /// SHA-256 of the content that was seen.
        content: String,
    },
    /// It is kept for another day.
    Held,
    /// It was taken back from hold.
    Released,
    /// It was taken out.
    Spiked,
    /// It was taken back in.
    Unspiked,
}

impl StoryEvent {
    /// Whether it changes what would be printed.
    #[must_use]
    pub fn changes_print(&self) -> bool {
        matches!(
            self,
            Self::Edited { .. }
                | Self::FieldsSet { .. }
                | Self::Attached { .. }
                | Self::Detached { .. }
                | Self::PhotoDescribed { .. }
        )
    }

    /// Whether a page on which it stands is no longer what was proofed or signed: what is printed has changed, or
    /// the story has been taken back from it.
    #[must_use]
    pub fn unsettles_page(&self) -> bool {
        self.changes_print() || matches!(self, Self::Returned { .. } | Self::Held | Self::Spiked)
    }
}

/// Which events follow; none where nothing would change.
///
/// # Errors
/// See [`Refused`]: the state, the role, the author, the steps.
pub fn decide(
    state: Option<&Story>,
    command: StoryCommand,
    actor: &Actor,
) -> Result<Vec<StoryEvent>, Refused> {
    let Some(story) = state else {
        let StoryCommand::File { doc, fields, tags } = command else {
            return Err(Refused::Missing { what: "story", value: String::new() });
        };
        return file(doc, fields, tags, actor);
    };
    match command {
        StoryCommand::File { .. } => Err(Refused::Exists { what: "story", value: story.fields.slug.clone() }),
        StoryCommand::Edit { steps } => {
            may_edit(story, actor)?;
            if steps.is_empty() {
                return Ok(vec![]);
            }
            refuse_longer(Some(&story.text()), &story.doc.stepped(&steps)?.text())?;
            Ok(vec![StoryEvent::Edited { steps }])
        }
        StoryCommand::SetFields(fields) => {
            may_edit(story, actor)?;
            let fields = fields.tidy(&story.doc);
            Ok(if fields == story.fields { vec![] } else { vec![StoryEvent::FieldsSet { fields }] })
        }
        StoryCommand::Tag(tags) => {
            may_touch(story.author, actor)?;
            Ok(if tags == story.tags { vec![] } else { vec![StoryEvent::Tagged { tags }] })
        }
        StoryCommand::Attach(photo) => {
            may_attach(story, actor)?;
            Ok(if story.photos.contains(&photo) { vec![] } else { vec![StoryEvent::Attached { photo }] })
        }
        StoryCommand::Detach(photo) => {
            may_attach(story, actor)?;
            Ok(if story.photos.contains(&photo) { vec![StoryEvent::Detached { photo }] } else { vec![] })
        }
        // Follows from a change to the photo, which has been decided on its own stream.
        StoryCommand::PhotoDescribed(photo) => Ok(if story.photos.contains(&photo) {
            vec![StoryEvent::PhotoDescribed { photo }]
        } else {
            vec![]
        }),
        review => decide_state(story, review, actor),
    }
}

fn decide_state(story: &Story, command: StoryCommand, actor: &Actor) -> Result<Vec<StoryEvent>, Refused> {
    let event = match command {
        StoryCommand::Submit => {
            PlainAct::Submit.may(story.standing(), actor)?;
            StoryEvent::Submitted
        }
        StoryCommand::Return { reason } => {
            let by = reviewer(story, actor)?;
            in_state(story.state, &[State::Submitted, State::Approved])?;
            let reason = said(reason).ok_or(Refused::ReasonMissing)?;
            StoryEvent::Returned { by, reason }
        }
        StoryCommand::Approve { opinion, content } => {
            let by = reviewer(story, actor)?;
            in_state(story.state, &[State::Submitted])?;
            let opinion = opinion.and_then(said);
            StoryEvent::Approved { by, opinion, content }
        }
        StoryCommand::Hold => {
            PlainAct::Hold.may(story.standing(), actor)?;
            StoryEvent::Held
        }
        StoryCommand::Release => {
            PlainAct::Release.may(story.standing(), actor)?;
            StoryEvent::Released
        }
        StoryCommand::Spike => {
            PlainAct::Spike.may(story.standing(), actor)?;
            StoryEvent::Spiked
        }
        StoryCommand::Unspike => {
            PlainAct::Unspike.may(story.standing(), actor)?;
            StoryEvent::Unspiked
        }
        _ => return Ok(vec![]),
    };
    Ok(vec![event])
}

fn file(
    doc: StoryDoc,
    fields: Fields,
    tags: BTreeSet<String>,
    actor: &Actor,
) -> Result<Vec<StoryEvent>, Refused> {
    actor.need(Role::FILES)?;
    refuse_longer(None, &doc.text())?;
    let fields = fields.tidy(&doc);
    let author_name = actor.name().to_owned();
    Ok(vec![StoryEvent::Filed { doc, fields, tags, author: actor.id(), author_name }])
}

/// The first dozen characters of the headline, or of the body while there is no headline.
fn slug_of(text: &StoryText) -> String {
    let line = if text.headline.trim().is_empty() {
        text.body.first().map(crate::text::Paragraph::plain).unwrap_or_default()
    } else {
        text.headline.clone()
    };
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(12).collect()
}

fn in_state(state: State, wanted: &[State]) -> Result<(), Refused> {
    if wanted.contains(&state) { Ok(()) } else { Err(Refused::State { state: state.name() }) }
}

/// The author until it is submitted, editors always; nobody while it is held or spiked.
fn may_edit(story: &Story, actor: &Actor) -> Result<(), Refused> {
    may_touch(story.author, actor)?;
    if actor.has_any(Role::EDITS) {
        in_state(story.state, &[State::Draft, State::Returned, State::Submitted, State::Approved])
    } else {
        in_state(story.state, &[State::Draft, State::Returned])
    }
}

/// The author or an editor (or anyone while nobody has been named).
fn may_touch(author: Option<PersonId>, actor: &Actor) -> Result<(), Refused> {
    if actor.has_any(Role::EDITS) || matches!(actor, Actor::Anyone) {
        return Ok(());
    }
    if author.is_some() && author == actor.id() { Ok(()) } else { Err(Refused::NotAuthor) }
}

/// Photographers and page editors tie pictures to anybody's copy, others as they may edit.
fn may_attach(story: &Story, actor: &Actor) -> Result<(), Refused> {
    if actor.has_any(&[Role::Photographer, Role::PageEditor]) {
        return in_state(story.state, &[State::Draft, State::Returned, State::Submitted, State::Approved]);
    }
    may_edit(story, actor)
}

fn reviewer(story: &Story, actor: &Actor) -> Result<Stamp, Refused> {
    let by = actor.need_named(Role::EDITS)?;
    if story.author == Some(by.person) { Err(Refused::OwnStory) } else { Ok(by) }
}

/// Folds one event into the state.
///
/// An edit whose steps do not fit is left out; `decide` and the store's own check never let one into the log.
#[must_use]
pub fn apply(state: Option<Story>, event: &StoryEvent, at: At) -> Option<Story> {
    if let StoryEvent::Filed { doc, fields, tags, author, author_name } = event {
        return Some(Story {
            doc: doc.clone(),
            fields: fields.clone(),
            tags: tags.clone(),
            photos: Vec::new(),
            state: State::Draft,
            before: Vec::new(),
            author: *author,
            author_name: author_name.clone(),
            reviews: Vec::new(),
            returns: Vec::new(),
            filed_at: at,
            changed_at: at,
        });
    }
    let mut story = state?;
    match event {
        StoryEvent::Filed { .. } => {}
        StoryEvent::Edited { steps } => {
            if let Ok(doc) = story.doc.stepped(steps) {
                story.doc = doc;
            }
            changed(&mut story, at);
        }
        StoryEvent::FieldsSet { fields } => {
            let printed = !story.fields.prints_like(fields);
            story.fields = fields.clone();
            if printed {
                changed(&mut story, at);
            }
        }
        StoryEvent::Tagged { tags } => story.tags.clone_from(tags),
        StoryEvent::Attached { photo } => {
            story.photos.push(*photo);
            changed(&mut story, at);
        }
        StoryEvent::Detached { photo } => {
            story.photos.retain(|tied| tied != photo);
            changed(&mut story, at);
        }
        StoryEvent::PhotoDescribed { .. } => changed(&mut story, at),
        StoryEvent::Submitted => story.state = State::Submitted,
        StoryEvent::Returned { by, reason } => {
            void_reviews(&mut story);
            story.returns.push(Return { by: by.clone(), at, reason: reason.clone() });
            story.state = State::Returned;
        }
        StoryEvent::Approved { by, opinion, content } => {
            let (opinion, content) = (opinion.clone(), content.clone());
            story.reviews.push(Review { by: by.clone(), at, opinion, content, void: false });
            story.state = State::Approved;
        }
        StoryEvent::Held => leave(&mut story, State::Held),
        StoryEvent::Spiked => leave(&mut story, State::Spiked),
        StoryEvent::Released | StoryEvent::Unspiked => {
            story.state = story.before.pop().unwrap_or(State::Draft);
        }
    }
    Some(story)
}

/// Steps aside into held or spiked, remembering where it stood.
fn leave(story: &mut Story, into: State) {
    story.before.push(story.state);
    story.state = into;
}

/// The printed content has changed: reviews are void, and a story in review is a draft again.
fn changed(story: &mut Story, at: At) {
    story.changed_at = at;
    void_reviews(story);
    let back = |state: State| {
        if matches!(state, State::Submitted | State::Approved) { State::Draft } else { state }
    };
    story.state = back(story.state);
    for state in &mut story.before {
        *state = back(*state);
    }
}

fn void_reviews(story: &mut Story) {
    for review in &mut story.reviews {
        review.void = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn person(n: u128, roles: &[Role]) -> Actor {
        Actor::Person { id: PersonId(Uuid::from_u128(n)), name: format!("P{n}"), roles: roles.to_vec() }
    }

    fn at(minute: u32) -> At {
        At::parse_from_rfc3339(&format!("2022-11-17T20:{minute:02}:00+08:00")).unwrap()
    }

    fn filed(author: &Actor) -> Story {
        let doc = StoryDoc::from_parts("", "秋收秋种", "", ["正文。"]);
        let command = StoryCommand::File { doc, fields: Fields::default(), tags: BTreeSet::new() };
        let events = decide(None, command, author).unwrap();
        events.iter().fold(None, |state, event| apply(state, event, at(0))).unwrap()
    }

    fn then(story: Story, command: StoryCommand, actor: &Actor) -> Result<Story, Refused> {
        let events = decide(Some(&story), command, actor)?;
        Ok(events.iter().try_fold(story, |state, event| apply(Some(state), event, at(1))).unwrap())
    }

    fn approve() -> StoryCommand {
        StoryCommand::Approve { opinion: None, content: "hash".into() }
    }

    fn insert(text: &str) -> StoryCommand {
        // Kicker (0–2), headline of four characters (2–8) and deck (8–10) stand in front of the paragraph.
        let step = serde_json::json!({"stepType": "replace", "from": 11, "to": 11,
            "slice": {"content": [{"type": "text", "text": text}]}});
        StoryCommand::Edit { steps: vec![step] }
    }

    #[test]
    fn an_edit_after_approval_voids_the_review_and_makes_it_a_draft() {
        let (reporter, editor) = (person(1, &[Role::Reporter]), person(2, &[Role::Editor]));
        let story = then(filed(&reporter), StoryCommand::Submit, &reporter).unwrap();
        let story = then(story, approve(), &editor).unwrap();
        assert_eq!(story.state, State::Approved);
        let story = then(story, insert("新"), &editor).unwrap();
        assert_eq!((story.state, story.reviews[0].void), (State::Draft, true));
        assert_eq!(story.text().body[0].plain(), "新正文。");
    }

    #[test]
    fn nobody_reviews_their_own_story() {
        let editor = person(2, &[Role::Editor]);
        let story = then(filed(&editor), StoryCommand::Submit, &editor).unwrap();
        assert_eq!(then(story.clone(), approve(), &editor), Err(Refused::OwnStory));
        let back = StoryCommand::Return { reason: "补充数字".into() };
        assert_eq!(then(story, back, &editor), Err(Refused::OwnStory));
    }

    #[test]
    fn the_author_edits_until_it_is_submitted() {
        let reporter = person(1, &[Role::Reporter]);
        let story = then(filed(&reporter), insert("新"), &reporter).unwrap();
        let story = then(story, StoryCommand::Submit, &reporter).unwrap();
        assert_eq!(then(story.clone(), insert("新"), &reporter), Err(Refused::State { state: "submitted" }));
        let other = person(3, &[Role::Reporter]);
        assert_eq!(then(story, insert("新"), &other), Err(Refused::NotAuthor));
    }

    #[test]
    fn a_return_needs_a_reason() {
        let (reporter, editor) = (person(1, &[Role::Reporter]), person(2, &[Role::DeskHead]));
        let story = then(filed(&reporter), StoryCommand::Submit, &reporter).unwrap();
        let empty = StoryCommand::Return { reason: "  ".into() };
        assert_eq!(then(story.clone(), empty, &editor), Err(Refused::ReasonMissing));
        let story = then(story, StoryCommand::Return { reason: "补充数字".into() }, &editor).unwrap();
        assert_eq!(story.state, State::Returned);
        assert!(then(story, StoryCommand::Submit, &reporter).is_ok());
    }

    #[test]
    fn held_and_spiked_go_back_to_where_they_were() {
        let (reporter, editor) = (person(1, &[Role::Reporter]), person(2, &[Role::Editor]));
        let story = then(filed(&reporter), StoryCommand::Submit, &reporter).unwrap();
        let story = then(story, approve(), &editor).unwrap();
        let story = then(story, StoryCommand::Hold, &editor).unwrap();
        let story = then(story, StoryCommand::Spike, &editor).unwrap();
        let story = then(story, StoryCommand::Unspike, &editor).unwrap();
        assert_eq!(story.state, State::Held);
        let story = then(story, StoryCommand::Release, &editor).unwrap();
        assert_eq!((story.state, story.reviews[0].void), (State::Approved, false));
    }

    #[test]
    fn the_slug_and_the_desk_are_not_printed() {
        let (reporter, editor) = (person(1, &[Role::Reporter]), person(2, &[Role::Editor]));
        let story = then(filed(&reporter), StoryCommand::Submit, &reporter).unwrap();
        let story = then(story, approve(), &editor).unwrap();
        let fields = Fields { desk: Some("要闻部".into()), ..story.fields.clone() };
        let story = then(story, StoryCommand::SetFields(fields), &editor).unwrap();
        assert_eq!(story.state, State::Approved);
        let fields = Fields { source: Some("本报讯".into()), ..story.fields.clone() };
        let story = then(story, StoryCommand::SetFields(fields), &editor).unwrap();
        assert_eq!((story.state, story.reviews[0].void), (State::Draft, true));
    }
}
