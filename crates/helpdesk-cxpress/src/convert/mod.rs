//! Pure functions between the vendor's objects and the neutral ones.

pub(crate) mod contacts;
pub(crate) mod custom_fields;
pub(crate) mod directory;
pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod phones;
pub(crate) mod tags;
pub(crate) mod tickets;
pub(crate) mod words;

use std::collections::BTreeSet;
use std::fmt;

use helpdesk_core::{Field, VendorData};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The keys that an object was sent with: what tells a null from a field that was left out.
#[derive(Default)]
pub(crate) struct Sent(BTreeSet<String>);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Sent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
                let mut keys = BTreeSet::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.insert(key);
                }
                Ok(Sent(keys))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

impl Sent {
    pub(crate) fn of(data: &VendorData) -> Self {
        data.decode().unwrap_or_default()
    }

    /// Whether one of these keys was sent.
    pub(crate) fn any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.0.contains(*key))
    }

    /// The fields of which no key was sent.
    pub(crate) fn missing(&self, fields: &[(Field, &[&str])]) -> Vec<Field> {
        fields
            .iter()
            .filter(|(_, keys)| !self.any(keys))
            .map(|(field, _)| field.clone())
            .collect()
    }
}

/// First name and surname in one.
pub(crate) fn full_name(name: Option<&str>, lastname: Option<&str>) -> Option<String> {
    let parts: Vec<&str> = [name, lastname]
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
