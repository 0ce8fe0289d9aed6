//! Tags: the IPTC Media Topics, searchable in Chinese and English, and the title's own.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome};
use crate::wire::{Topic, TopicAsk};

/// IPTC Media Topics, 2019-04-06 release, reduced to ids, parents and names (© IPTC, CC BY 4.0).
const TOPICS: &str = include_str!("../data/mediatopics_zh_en_compact.json");

#[derive(Deserialize)]
struct Entry {
    qcode: String,
    broader: Vec<String>,
    #[serde(rename = "zh-Hans")]
    zh: Option<String>,
    #[serde(rename = "en-GB")]
    en: String,
    retired: bool,
}

fn all() -> &'static [Topic] {
    static ALL: OnceLock<Vec<Topic>> = OnceLock::new();
    ALL.get_or_init(|| {
        // The list is part of the program; a test reads it.
        let mut entries: Vec<Entry> = serde_json::from_str(TOPICS).unwrap_or_default();
        for broader in entries.iter_mut().flat_map(|entry| &mut entry.broader) {
            // Parents are named by address, topics by code.
            if let Some(number) = broader.strip_prefix("http://cv.iptc.org/newscodes/mediatopic/") {
                *broader = format!("medtop:{number}");
            }
        }
        let parent = |code: &str| entries.iter().find(|entry| entry.qcode == code);
        let topic = |entry: &Entry| {
            let mut broader: Vec<String> = Vec::new();
            let mut next = entry.broader.first();
            while let Some(code) = next.filter(|code| !broader.contains(code)) {
                broader.push(code.clone());
                next = parent(code).and_then(|entry| entry.broader.first());
            }
            Topic {
                code: entry.qcode.clone(),
                zh: entry.zh.clone().unwrap_or_else(|| entry.en.clone()),
                en: entry.en.clone(),
                retired: entry.retired,
                broader,
                own: false,
            }
        };
        entries.iter().map(topic).collect()
    })
}

fn own(tag: &str) -> Topic {
    let name = tag.to_owned();
    Topic { code: name.clone(), zh: name.clone(), en: name, retired: false, broader: vec![], own: true }
}

/// Looks for topics and the title's own tags. Retired topics are answered only when asked for by code, so that
/// they show where they were given and are not given anew.
pub(crate) fn topics(room: &Newsroom, _ask: &Ask, wanted: TopicAsk) -> Outcome<Vec<Topic>> {
    let tags = room.title()?.tags;
    if let Some(codes) = wanted.codes {
        let named = |code: &String| {
            all().iter().find(|topic| topic.code == *code).cloned().unwrap_or_else(|| own(code))
        };
        return Ok(codes.iter().map(named).collect());
    }
    let query = wanted.query.trim().to_lowercase();
    let most = usize::try_from(wanted.limit.unwrap_or(20)).unwrap_or(20);
    let current = || all().iter().filter(|topic| !topic.retired);
    if query.is_empty() {
        let top = current().filter(|topic| topic.broader.is_empty()).cloned();
        return Ok(tags.iter().map(|tag| own(tag)).chain(top).take(most).collect());
    }
    let own_found = tags.iter().filter(|tag| tag.to_lowercase().contains(&query)).map(|tag| own(tag));
    let mut found: Vec<(u8, &Topic)> =
        current().filter_map(|topic| rank(topic, &query).map(|rank| (rank, topic))).collect();
    found.sort_by_key(|(rank, topic)| (*rank, topic.broader.len()));
    Ok(own_found.chain(found.into_iter().map(|(_, topic)| topic.clone())).take(most).collect())
}

/// How well a topic answers a query: its very name first, then names that begin with it, then names that hold it.
fn rank(topic: &Topic, query: &str) -> Option<u8> {
    let (zh, en) = (topic.zh.to_lowercase(), topic.en.to_lowercase());
    if zh == query || en == query || topic.code == query {
        Some(0)
    } else if zh.starts_with(query) || en.starts_with(query) {
        Some(1)
    } else if en.split(' ').any(|word| word.starts_with(query)) {
        Some(2)
    } else if zh.contains(query) || en.contains(query) {
        Some(3)
    } else {
        None
    }
}

/// The tags a story is to carry must be there: a current topic, one of the title's own, or one it carries already.
pub(crate) fn check(room: &Newsroom, tags: &[String], carried: &BTreeSet<String>) -> Outcome<()> {
    let own = room.title()?.tags;
    for tag in tags {
        let current = || all().iter().any(|topic| topic.code == *tag && !topic.retired);
        if !carried.contains(tag) && !own.contains(tag) && !current() {
            return Err(RoomError::NotFound { what: "topic", id: tag.clone() }.into());
        }
    }
    Ok(())
}

/// The code of a topic as a person writes it: the code itself, or its name in either language. `None` for what is no
/// topic.
pub(crate) fn code(written: &str) -> Outcome<Option<String>> {
    let written = written.trim();
    let lower = written.to_lowercase();
    let named = |topic: &&Topic| {
        !topic.retired && (topic.code == written || topic.zh == written || topic.en.to_lowercase() == lower)
    };
    match all().iter().find(named) {
        Some(topic) => Ok(Some(topic.code.clone())),
        None if written.starts_with("medtop:") => {
            Err(RoomError::NotFound { what: "topic", id: written.to_owned() }.into())
        }
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        assert!(all().len() > 1_000, "{}", all().len());
        assert!(all().iter().any(|topic| topic.retired));
        let agriculture = all().iter().find(|topic| topic.en == "agriculture").unwrap();
        assert!(agriculture.broader.contains(&"medtop:04000000".to_owned()));
        assert_eq!(rank(agriculture, "agri"), Some(1));
        assert_eq!(rank(agriculture, &agriculture.zh), Some(0));
    }
}
