//! What stands beside a story's text: set field by field, so that two people at one story keep each other's work.

use broadsheet_copy::StreamId;
use broadsheet_copy::story::{Fields, Story, StoryCommand};

use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome, refuse_stale, story_id};
use crate::stories::view;
use crate::wire::{FieldsView, StoryFields, StoryView};

/// Sets what stands beside the text; what is not given stays.
pub(crate) fn story_fields(room: &Newsroom, ask: &Ask, wanted: StoryFields) -> Outcome<StoryView> {
    let id = story_id(&wanted.id)?;
    room.story_change(ask, id, |kept| {
        refuse_stale(StreamId::Story(id), wanted.version, kept.version)?;
        let will = with(kept.state.fields.clone(), wanted.fields);
        if let Some(seen) = wanted.seen {
            refuse_changed(seen, &will, &kept.state)?;
        }
        Ok(StoryCommand::SetFields(will))
    })?;
    view(room, ask, id)
}

/// The fields with what is given.
fn with(is: Fields, given: FieldsView) -> Fields {
    let FieldsView { slug, bylines, source, rubric, desk } = given;
    let bylines = bylines.map(|given| given.into_iter().map(Into::into).collect());
    Fields {
        slug: slug.unwrap_or(is.slug),
        bylines: bylines.unwrap_or(is.bylines),
        source: source.unwrap_or(is.source),
        rubric: rubric.unwrap_or(is.rubric),
        desk: desk.unwrap_or(is.desk),
    }
}

/// Refuses to write over a field that is no longer what was seen; where it is already as wanted, nobody loses.
fn refuse_changed(seen: FieldsView, will: &Fields, story: &Story) -> Outcome<()> {
    let is = &story.fields;
    let seen = with(is.clone(), seen);
    // As it was told, or as somebody typed it: what is sent after a change of one's own has not been told yet.
    let known = [seen.clone().tidy(&story.doc), seen, will.clone().tidy(&story.doc)];
    let lost = |differ: fn(&Fields, &Fields) -> bool| known.iter().all(|known| differ(is, known));
    let lost = [
        ("slug", lost(|one, other| one.slug != other.slug)),
        ("bylines", lost(|one, other| one.bylines != other.bylines)),
        ("source", lost(|one, other| one.source != other.source)),
        ("rubric", lost(|one, other| one.rubric != other.rubric)),
        ("desk", lost(|one, other| one.desk != other.desk)),
    ];
    let fields: Vec<_> = lost.into_iter().filter_map(|(field, lost)| lost.then_some(field)).collect();
    if fields.is_empty() { Ok(()) } else { Err(RoomError::FieldChanged { fields }.into()) }
}
