//! Tags, of consumers and of tickets: two sets in the same form.

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::{Deserialize, Deserializer, Serialize};
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
        use serde::de::Error;
        match Value::deserialize(deserializer)? {
            Value::String(id) if !id.is_empty() => Ok(Self { id, name: None }),
            Value::Object(object) => {
                let text = |keys: &[&str]| {
                    keys.iter()
                        .find_map(|key| object.get(*key)?.as_str())
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned)
                };
                let id = text(&["id", "tag_id"])
                    .ok_or_else(|| D::Error::custom("a tag without an identifier"))?;
                Ok(Self {
                    id,
                    name: text(&["name"]),
                })
            }
            _ => Err(D::Error::custom(
                "a tag is neither an identifier nor an object",
            )),
        }
    }
}
