//! Pure functions between the vendor's objects and the neutral ones.

pub(crate) mod contacts;
pub(crate) mod custom_fields;
pub(crate) mod directory;
pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod phones;
mod record;
mod scan;
pub(crate) mod tags;
pub(crate) mod tickets;
pub(crate) mod words;

use helpdesk_core::{Field, VendorData};

/// The keys that an object was sent with: what tells a null from a field that was left out.
pub(crate) struct Sent<'a>(Vec<&'a str>);

impl<'a> Sent<'a> {
    pub(crate) fn of(data: &'a VendorData) -> Self {
        let mut keys = Vec::with_capacity(32);
        keys.extend(data.keys());
        Self(keys)
    }

    /// Whether one of these keys was sent.
    pub(crate) fn any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.0.contains(key))
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
    let [name, lastname] =
        [name, lastname].map(|part| part.map(str::trim).filter(|part| !part.is_empty()));
    match (name, lastname) {
        (Some(name), Some(lastname)) => Some(format!("{name} {lastname}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}
