//! Tags, of consumers and of tickets: two sets in the same form.

use std::fmt;

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tag {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// A running number.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub reference_id: Option<u64>,
    /// The word.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Whether it can be put on things.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
}

/// A tag on a consumer or a ticket.
///
/// The documentation shows none, so both forms are read: the identifier alone, as it is written, and
/// an object with `id` and `name`, as tags are listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TagEntry {
    /// The identifier.
    pub id: String,
    /// The word, where the object has it.
    pub name: Option<String>,
}

impl<'de> Deserialize<'de> for TagEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = TagEntry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag's identifier, or a tag")
    }

    fn visit_str<E: de::Error>(self, id: &str) -> Result<TagEntry, E> {
        self.visit_string(id.to_owned())
    }

    fn visit_string<E: de::Error>(self, id: String) -> Result<TagEntry, E> {
        entry(Some(id), None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TagEntry, A::Error> {
        #[derive(Deserialize)]
        struct Object {
            #[serde(default, deserialize_with = "text_only")]
            id: Option<String>,
            #[serde(default, deserialize_with = "text_only")]
            tag_id: Option<String>,
            #[serde(default, deserialize_with = "text_only")]
            name: Option<String>,
        }
        let object = Object::deserialize(MapAccessDeserializer::new(map))?;
        entry(object.id.or(object.tag_id), object.name)
    }
}

fn entry<E: de::Error>(id: Option<String>, name: Option<String>) -> Result<TagEntry, E> {
    let filled = |text: &String| !text.is_empty();
    let id = id.filter(filled);
    Ok(TagEntry {
        id: id.ok_or_else(|| E::custom("a tag without an identifier"))?,
        name: name.filter(filled),
    })
}

/// A text; nothing for whatever else there is.
fn text_only<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_a_text_is_a_name_or_an_identifier() {
        let read = |text: &str| serde_json::from_str::<TagEntry>(text);
        let entry = read(r#"{"id":{"a":[7]},"tag_id":"b","name":7}"#).unwrap();
        assert_eq!((entry.id.as_str(), entry.name), ("b", None));
        assert!(read(r#"{"id":7}"#).is_err());
    }
}
