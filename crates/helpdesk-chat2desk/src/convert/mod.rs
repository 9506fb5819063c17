//! Pure functions between the vendor's objects and the neutral ones.
//!
//! Nothing here sends or waits, and nothing is made up to fill a gap: what the vendor left out stays
//! empty and is listed in `not_sent`.

pub mod contacts;
pub mod directory;
pub mod events;
pub mod messages;
pub mod tags;
pub mod tickets;
pub mod webhooks;
pub mod words;

use std::collections::BTreeSet;
use std::fmt;

use helpdesk_core::{Field, VendorData};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The keys of an object, whatever stands behind them.
#[derive(Default)]
struct Keys(BTreeSet<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfObject;

        impl<'de> Visitor<'de> for OfObject {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = BTreeSet::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.insert(key);
                }
                Ok(Keys(keys))
            }
        }

        deserializer.deserialize_map(OfObject)
    }
}

/// The fields of which the vendor's own JSON has none of the keys.
fn missing(data: &VendorData, fields: &[(Field, &[&str])]) -> Vec<Field> {
    let keys = data
        .as_json()
        .and_then(|text| serde_json::from_str::<Keys>(text).ok())
        .unwrap_or_default()
        .0;
    fields
        .iter()
        .filter(|(_, names)| !names.iter().any(|name| keys.contains(*name)))
        .map(|(field, _)| field.clone())
        .collect()
}

/// A value that stands for a text: a text that is not empty, a number, a truth value.
fn value_as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
