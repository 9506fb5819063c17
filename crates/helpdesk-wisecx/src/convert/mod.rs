//! Between what WiseCX sends and takes and the neutral model. Pure functions: they send nothing and
//! fill no gaps.

pub(crate) mod contact;
pub(crate) mod custom_fields;
pub(crate) mod directory;
pub(crate) mod message;
pub(crate) mod tag;
pub(crate) mod ticket;
pub(crate) mod ticket_input;

use std::collections::BTreeSet;
use std::fmt;

use helpdesk_core::{Field, VendorData};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// The members a record was sent with; to tell "empty" from "not sent".
#[derive(Default)]
pub(crate) struct Sent(BTreeSet<String>);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Sent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
                let mut members = BTreeSet::new();
                while let Some((member, IgnoredAny)) = map.next_entry()? {
                    members.insert(member);
                }
                Ok(Sent(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl Sent {
    pub(crate) fn of(data: &VendorData) -> Self {
        let text = data.as_json().unwrap_or("{}");
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The fields whose member was not sent, beside those the vendor never sends.
    pub(crate) fn missing(&self, members: &[(&str, Field)], never: &[Field]) -> Vec<Field> {
        let mut missing = never.to_vec();
        for (member, field) in members {
            if !self.0.contains(*member) && !missing.contains(field) {
                missing.push(field.clone());
            }
        }
        missing
    }
}

/// An identifier, where `0` stands for none.
pub(crate) fn some_id(id: Option<u64>) -> Option<String> {
    id.filter(|id| *id > 0).map(|id| id.to_string())
}
