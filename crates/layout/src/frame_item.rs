//! Reads the items of a page frame. What serde derives for an enum that is told apart by a key puts everything into boxes
//! first, since the key might come last; in canonical JSON it comes first, and a page has a million places to read.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::frame::{Item, PlacedPicture, Rule, TextLine, Tint};

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Items)
    }
}

/// The key that comes first.
#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Key {
    Kind,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Line,
    Rule,
    Tint,
    Picture,
}

struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item that says first of which kind it is")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Item, M::Error> {
        let Some(Key::Kind) = map.next_key()? else { return Err(M::Error::missing_field("kind")) };
        let kind = map.next_value()?;
        let rest = MapAccessDeserializer::new(map);
        Ok(match kind {
            Kind::Line => Item::Line(TextLine::deserialize(rest)?),
            Kind::Rule => Item::Rule(Rule::deserialize(rest)?),
            Kind::Tint => Item::Tint(Tint::deserialize(rest)?),
            Kind::Picture => Item::Picture(PlacedPicture::deserialize(rest)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PageFrame;

    #[test]
    fn items_are_read_as_they_are_written() {
        let tint =
            r#"{"kind":"tint","rect":{"x":1,"y":2,"width":3,"height":4},"ink":{"c":0,"m":0,"y":0,"k":20}}"#;
        let item: Item = serde_json::from_str(tint).unwrap();
        assert_eq!(serde_json::to_string(&item).unwrap(), tint);
        let frame = PageFrame { items: vec![item], ..PageFrame::default() };
        assert_eq!(PageFrame::from_bytes(&frame.to_bytes().unwrap()).unwrap(), frame);
    }

    #[test]
    fn what_does_not_begin_with_its_kind_is_no_item() {
        let refused = |json: &str| serde_json::from_str::<Item>(json).unwrap_err().to_string();
        assert!(refused(r#"{"rect":{"x":1,"y":2,"width":3,"height":4},"kind":"tint"}"#).contains("rect"));
        assert!(refused(r#"{"kind":"stain"}"#).contains("stain"));
        assert!(refused("{}").contains("kind"));
    }
}
