//! Folding: what a stream holds after one more event, and whether that event may follow at all.

use broadsheet_copy::act::At;
use broadsheet_copy::story::StoryEvent;
use broadsheet_copy::{Advert, Event, Issue, Page, Person, Photo, Story, StoryText, StreamId, Title};
use broadsheet_copy::{advert, issue, page, person, photo, story, title};

/// What a stream holds.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum State {
    /// The title's settings.
    Title(Title),
    /// A person.
    Person(Person),
    /// An issue.
    Issue(Issue),
    /// A page.
    Page(Box<Page>),
    /// A photo.
    Photo(Box<Photo>),
    /// An advert.
    Advert(Box<Advert>),
    /// A story.
    Story(Box<Story>),
}

/// Folds one event into the state.
///
/// # Errors
/// The reason, where the event is another kind of stream's, begins what is there already, continues what has not
/// begun, or holds an edit that does not fit the text. Such an event must not enter the log: every later reader
/// would have to guess what it meant.
pub(crate) fn next(stream: StreamId, state: Option<State>, event: &Event, at: At) -> Result<State, String> {
    let begun = state.is_some();
    if begins(event) && begun {
        return Err("it begins what has begun already".to_owned());
    }
    let folded = match (stream, event, state) {
        (StreamId::Title, Event::Title(event), state) => {
            let before = state.and_then(|state| if let State::Title(it) = state { Some(it) } else { None });
            title::apply(before, event).map(State::Title)
        }
        (StreamId::Person(_), Event::Person(event), None) => person::apply(None, event).map(State::Person),
        (StreamId::Issue(_), Event::Issue(event), None) => issue::apply(None, event).map(State::Issue),
        (StreamId::Page(_), Event::Page(event), None) => {
            page::apply(None, event, at).map(Box::new).map(State::Page)
        }
        (StreamId::Page(_), Event::Page(event), Some(State::Page(before))) => {
            page::apply(Some(*before), event, at).map(Box::new).map(State::Page)
        }
        (StreamId::Photo(_), Event::Photo(event), None) => {
            photo::apply(None, event).map(Box::new).map(State::Photo)
        }
        (StreamId::Photo(_), Event::Photo(event), Some(State::Photo(before))) => {
            photo::apply(Some(*before), event).map(Box::new).map(State::Photo)
        }
        (StreamId::Advert(_), Event::Advert(event), None) => {
            advert::apply(None, event).map(Box::new).map(State::Advert)
        }
        (StreamId::Story(_), Event::Story(event), None) => {
            story::apply(None, event, at).map(Box::new).map(State::Story)
        }
        (StreamId::Story(_), Event::Story(event), Some(State::Story(before))) => {
            next_story(*before, event, at).map(Some)?.map(Box::new).map(State::Story)
        }
        _ => return Err("it is an event of another kind of stream".to_owned()),
    };
    folded.ok_or_else(|| "it continues what has not begun".to_owned())
}

/// Whether the event makes the thing.
fn begins(event: &Event) -> bool {
    matches!(
        event,
        Event::Person(person::PersonEvent::Added { .. })
            | Event::Issue(issue::IssueEvent::Planned { .. })
            | Event::Page(page::PageEvent::Planned { .. })
            | Event::Photo(photo::PhotoEvent::Added { .. })
            | Event::Advert(advert::AdvertEvent::Added { .. })
            | Event::Story(StoryEvent::Filed { .. })
    )
}

/// A story after an event. `apply` leaves out steps that do not fit; here they are refused.
fn next_story(before: Story, event: &StoryEvent, at: At) -> Result<Story, String> {
    let StoryEvent::Edited { steps } = event else {
        return story::apply(Some(before), event, at).ok_or_else(String::new);
    };
    let doc = before.doc.clone();
    let after = story::apply(Some(before), event, at).ok_or_else(String::new)?;
    // Steps that fit and yet change nothing are rare: only then is it worth setting them a second time to tell.
    if after.doc == doc {
        doc.stepped(steps).map_err(|refused| refused.to_string())?;
    }
    Ok(after)
}

impl State {
    /// Reads a state as a projection keeps it.
    pub(crate) fn read(stream: StreamId, json: &str) -> Result<Self, serde_json::Error> {
        Ok(match stream {
            StreamId::Title => Self::Title(serde_json::from_str(json)?),
            StreamId::Person(_) => Self::Person(serde_json::from_str(json)?),
            StreamId::Issue(_) => Self::Issue(serde_json::from_str(json)?),
            StreamId::Page(_) => Self::Page(serde_json::from_str(json)?),
            StreamId::Photo(_) => Self::Photo(serde_json::from_str(json)?),
            StreamId::Advert(_) => Self::Advert(serde_json::from_str(json)?),
            StreamId::Story(_) => Self::Story(serde_json::from_str(json)?),
        })
    }

    /// A story's text.
    pub(crate) fn story_text(&self) -> Option<StoryText> {
        if let Self::Story(story) = self { Some(story.text()) } else { None }
    }
}
