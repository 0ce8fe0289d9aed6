//! A story's text: one ProseMirror document, changed by steps.
//!
//! The document holds kicker, headline, deck and body in print order. Its schema (`schema/story.json`) is shared
//! with the editor on the screen, and both sides apply the same steps to the same JSON. Positions in steps count
//! UTF-16 units, as ProseMirror counts them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use prosemirror::dynamic::types::Dyn;
use prosemirror::dynamic::{DynamicNode, DynamicSchema};
use prosemirror::transform::Step;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use crate::act::Refused;

/// The schema of a story's text, as JSON that ProseMirror reads on both sides.
pub const SCHEMA: &str = include_str!("../schema/story.json");

fn schema() -> &'static DynamicSchema {
    static SCHEMA_CELL: OnceLock<DynamicSchema> = OnceLock::new();
    SCHEMA_CELL.get_or_init(|| {
        let spec: Value = serde_json::from_str(SCHEMA).unwrap_or_default();
        // The embedded schema is part of the program: a broken one fails every test, never a reader's evening.
        #[expect(clippy::expect_used, reason = "an embedded constant")]
        DynamicSchema::from_json(&spec).expect("the embedded schema")
    })
}

/// How many characters a kicker, a headline or a deck may have.
pub const MOST_IN_LINE: usize = 1_000;
/// How many characters a body may have: more than a dozen full broadsheet pages.
pub const MOST_IN_BODY: usize = 100_000;

/// What a text field holds: the text without its outer blanks, nothing where it is blank. A blank text is an absent
/// one in every field; what must be there is refused without it ([`must_say`]).
#[must_use]
pub fn said(written: impl Into<String>) -> Option<String> {
    let written = written.into();
    let trimmed = written.trim();
    if trimmed.is_empty() {
        None
    } else if trimmed.len() == written.len() {
        Some(written)
    } else {
        Some(trimmed.to_owned())
    }
}

/// What a text field holds that must hold something.
///
/// # Errors
/// [`Refused::Empty`] where it is blank.
pub fn must_say(field: &'static str, written: impl Into<String>) -> Result<String, Refused> {
    said(written).ok_or(Refused::Empty { field })
}

/// A stretch of text with the same marks.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// Set in the bold face.
    pub strong: bool,
    /// Set in the face for emphasis (楷体; italic in Latin).
    pub emphasis: bool,
}

/// A paragraph of the body.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Paragraph {
    /// Whether it is a subhead.
    pub subhead: bool,
    /// Its stretches.
    pub spans: Vec<Span>,
}

impl Paragraph {
    /// The characters without marks.
    #[must_use]
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// A story's text as plain parts, for layout, search and answers.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct StoryText {
    /// 引题; empty where there is none.
    pub kicker: String,
    /// 主题.
    pub headline: String,
    /// 副题; empty where there is none.
    pub deck: String,
    /// 正文, empty paragraphs left out.
    pub body: Vec<Paragraph>,
}

impl StoryText {
    /// Body characters without blanks, a Latin word or a number as one (DESIGN.md §5, `characters`).
    #[must_use]
    pub fn characters(&self) -> usize {
        self.body.iter().map(|paragraph| characters(&paragraph.plain())).sum()
    }
}

/// Refuses a part that has grown beyond its bounds. Text that was longer before may be cut step by step.
pub(crate) fn refuse_longer(before: Option<&StoryText>, after: &StoryText) -> Result<(), Refused> {
    let parts = |text: &StoryText| {
        let body = text.body.iter().flat_map(|paragraph| &paragraph.spans);
        [
            ("kicker", MOST_IN_LINE, text.kicker.chars().count()),
            ("headline", MOST_IN_LINE, text.headline.chars().count()),
            ("deck", MOST_IN_LINE, text.deck.chars().count()),
            ("body", MOST_IN_BODY, body.map(|span| span.text.chars().count()).sum()),
        ]
    };
    let was = before.map(parts);
    for (at, (field, most, count)) in parts(after).into_iter().enumerate() {
        if count > most && was.is_none_or(|was| count > was[at].2) {
            return Err(Refused::TooLong { field, most });
        }
    }
    Ok(())
}

/// Characters without blanks, a Latin word or a number as one. Words are those of UAX #29.
#[must_use]
pub fn characters(text: &str) -> usize {
    let counted = |word: &str| match word.chars().next() {
        None => 0,
        Some(c) if c.is_whitespace() || c.is_control() => 0,
        // UAX #29 keeps runs of kana together; in print each is a character.
        Some(c) if is_east_asian(c) => word.graphemes(true).count(),
        Some(_) => 1,
    };
    text.split_word_bounds().map(counted).sum()
}

fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0xA4CF | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x3FFFF)
}

/// A story's text as a ProseMirror document: valid under the schema, always.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct StoryDoc(Value);

impl<'de> Deserialize<'de> for StoryDoc {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        Self::from_json(&json).map_err(serde::de::Error::custom)
    }
}

impl StoryDoc {
    /// A document from plain parts; control characters become blanks, a blank part an empty one, and an empty body
    /// gets an empty paragraph.
    #[must_use]
    pub fn from_parts<'a>(
        kicker: &str,
        headline: &str,
        deck: &str,
        body: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut content = vec![line("kicker", kicker), line("headline", headline), line("deck", deck)];
        content.extend(body.into_iter().map(|text| line("paragraph", text)));
        if content.len() == 3 {
            content.push(line("paragraph", ""));
        }
        Self(json!({"type": "doc", "content": content}))
    }

    /// A document from JSON.
    ///
    /// # Errors
    /// [`Refused::Steps`] where it is not a document of the schema.
    pub fn from_json(json: &Value) -> Result<Self, Refused> {
        schema().with_types(|| {
            let node = guarded(|| schema().node_from_json(json).map_err(|e| e.to_string()))?;
            checked(&node)
        })
    }

    /// The JSON that ProseMirror reads.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// The document after the steps, all of them or none.
    ///
    /// # Errors
    /// [`Refused::Steps`] where a step does not fit or would leave something that is not a story.
    pub fn stepped(&self, steps: &[Value]) -> Result<Self, Refused> {
        schema().with_types(|| {
            let doc = guarded(|| {
                let mut doc: DynamicNode =
                    schema().node_from_json(&self.0).map_err(|error| error.to_string())?;
                for json in steps {
                    let step: Step<Dyn> =
                        serde_json::from_value(json.clone()).map_err(|error| error.to_string())?;
                    doc = step.apply(&doc).map_err(|error| error.to_string())?;
                }
                Ok(doc)
            })?;
            checked(&doc)
        })
    }

    /// The steps that make this document into the other: at most one, over the blocks that differ.
    #[must_use]
    pub fn steps_to(&self, other: &Self) -> Vec<Value> {
        let (old, new) = (children(&self.0), children(&other.0));
        let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - before;
        let after = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        if before == old.len() && before == new.len() {
            return Vec::new();
        }
        let size = |blocks: &[Value]| blocks.iter().map(block_size).sum::<usize>();
        let from = size(&old[..before]);
        let to = from + size(&old[before..old.len() - after]);
        let put = &new[before..new.len() - after];
        let mut step = json!({"stepType": "replace", "from": from, "to": to});
        if !put.is_empty() {
            step["slice"] = json!({"content": put});
        }
        vec![step]
    }

    /// The text as plain parts. Empty body paragraphs are left out, and a blank kicker, headline or deck is none.
    #[must_use]
    pub fn text(&self) -> StoryText {
        let mut text = StoryText::default();
        for node in children(&self.0) {
            let spans = children(node).iter().map(span).collect::<Vec<_>>();
            let plain = || spans.iter().map(|span| span.text.as_str()).collect::<String>();
            let in_line = || Some(plain()).filter(|text| !text.trim().is_empty()).unwrap_or_default();
            match node["type"].as_str() {
                Some("kicker") => text.kicker = in_line(),
                Some("headline") => text.headline = in_line(),
                Some("deck") => text.deck = in_line(),
                kind => {
                    if !plain().trim().is_empty() {
                        text.body.push(Paragraph { subhead: kind == Some("subhead"), spans });
                    }
                }
            }
        }
        text
    }
}

fn line(kind: &str, text: &str) -> Value {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().is_empty() {
        json!({"type": kind})
    } else {
        json!({"type": kind, "content": [{"type": "text", "text": text}]})
    }
}

fn children(node: &Value) -> &[Value] {
    node["content"].as_array().map_or(&[], Vec::as_slice)
}

/// What a block takes of ProseMirror's positions: its two ends and its UTF-16 units.
fn block_size(block: &Value) -> usize {
    let units = |text: &Value| text["text"].as_str().map_or(0, |text| text.encode_utf16().count());
    2 + children(block).iter().map(units).sum::<usize>()
}

fn span(node: &Value) -> Span {
    let marked = |name: &str| {
        node["marks"].as_array().is_some_and(|marks| marks.iter().any(|mark| mark["type"] == name))
    };
    Span {
        text: node["text"].as_str().unwrap_or_default().to_owned(),
        strong: marked("strong"),
        emphasis: marked("emphasis"),
    }
}

/// Runs what the library does to foreign input. It panics on a position inside a surrogate pair, among others;
/// such input is refused like any other that does not fit.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, Refused> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(Refused::Steps),
        Err(_) => Err(Refused::Steps("a position inside a character".to_owned())),
    }
}

/// The node as a document, if it is a story: the library checks a step's own nodes, not the whole.
fn checked(node: &DynamicNode) -> Result<StoryDoc, Refused> {
    let json = guarded(|| serde_json::to_value(node).map_err(|error| error.to_string()))?;
    let shape = |n: usize| children(&json).get(n).and_then(|node| node["type"].as_str());
    let body = children(&json).get(3..).unwrap_or_default();
    let is_story = json["type"] == "doc"
        && (shape(0), shape(1), shape(2)) == (Some("kicker"), Some("headline"), Some("deck"))
        && !body.is_empty()
        && body.iter().all(|node| matches!(node["type"].as_str(), Some("paragraph" | "subhead")))
        && children(&json).iter().all(|node| children(node).iter().all(|text| text["type"] == "text"))
        && children(&json)
            .iter()
            .flat_map(children)
            .all(|text| !text["text"].as_str().unwrap_or_default().is_empty());
    if is_story {
        Ok(StoryDoc(json))
    } else {
        Err(Refused::Steps("it would no longer be kicker, headline, deck and body".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_in_and_come_out() {
        let doc = StoryDoc::from_parts("引题", "主题", "", ["第一段。", "第二段。"]);
        let again = StoryDoc::from_json(doc.json()).unwrap();
        assert_eq!(again, doc);
        let text = doc.text();
        assert_eq!((text.kicker.as_str(), text.headline.as_str(), text.deck.as_str()), ("引题", "主题", ""));
        assert_eq!(text.body.iter().map(Paragraph::plain).collect::<Vec<_>>(), ["第一段。", "第二段。"]);
        assert_eq!(text.characters(), 8);
    }

    #[test]
    fn one_step_leads_from_one_text_to_another() {
        let body = ["第一段。", "𠮷野第二段。", "第三段。"];
        let from = StoryDoc::from_parts("引题", "主题", "", body);
        for to in [
            StoryDoc::from_parts("引题", "主题", "", body),
            StoryDoc::from_parts("", "新主题", "副题", body),
            StoryDoc::from_parts("引题", "主题", "", ["第一段。", "第三段。"]),
            StoryDoc::from_parts("引题", "主题", "", ["第一段。", "插入", "𠮷野第二段。", "第三段。"]),
            StoryDoc::from_parts("引题", "主题", "", ["第一段。"]),
            StoryDoc::from_parts("", "", "", []),
        ] {
            let steps = from.steps_to(&to);
            assert_eq!(steps.is_empty(), from == to);
            assert_eq!(from.stepped(&steps).unwrap(), to);
            assert_eq!(to.stepped(&to.steps_to(&from)).unwrap(), from);
        }
    }

    #[test]
    fn what_is_not_a_story_is_refused() {
        for bad in [
            json!({"type": "doc", "content": []}),
            json!({"type": "doc", "content": [{"type": "paragraph"}]}),
            json!({"type": "nothing"}),
            json!(null),
        ] {
            assert!(StoryDoc::from_json(&bad).is_err(), "{bad}");
        }
        let doc = StoryDoc::from_parts("", "主题", "", ["正文"]);
        let headline_away = json!({"stepType": "replace", "from": 2, "to": 6});
        assert!(doc.stepped(&[headline_away]).is_err());
        let beyond = json!({"stepType": "replace", "from": 900, "to": 901});
        assert!(doc.stepped(&[beyond]).is_err());
        assert!(doc.stepped(&[json!({"stepType": "none"})]).is_err());
    }

    #[test]
    fn a_position_inside_a_surrogate_pair_is_refused() {
        let doc = StoryDoc::from_parts("", "", "", ["𠮷野"]);
        let inside = json!({"stepType": "replace", "from": 8, "to": 8,
            "slice": {"content": [{"type": "text", "text": "x"}]}});
        assert!(doc.stepped(&[inside]).is_err());
        assert_eq!(doc.text().body[0].plain(), "𠮷野");
        let before = json!({"stepType": "replace", "from": 7, "to": 7,
            "slice": {"content": [{"type": "text", "text": "x"}]}});
        assert_eq!(doc.stepped(&[before]).unwrap().text().body[0].plain(), "x𠮷野");
    }

    #[test]
    fn a_word_or_a_number_counts_as_one() {
        for (text, count) in [
            ("正文。", 3),
            ("新增3.5万人", 5),
            ("Don't panic.", 3),
            ("PDF/X-4 是标准", 8),
            ("𠮷野家", 3),
            ("一 二　三", 3),
            ("１２", 1),
            ("", 0),
        ] {
            assert_eq!(characters(text), count, "{text}");
        }
    }
}
