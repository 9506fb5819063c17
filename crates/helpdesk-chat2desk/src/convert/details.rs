//! What an event is made of beside its record: few members of a delivery, others for each kind.

use std::fmt;

use helpdesk_core::VendorData;
use helpdesk_http::lenient;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::body::Name;

/// The members to read, by their names. The others may come in any form.
pub(super) type Wanted = &'static [(&'static str, As)];

/// What a member is read as.
pub(super) enum As {
    /// An identifier that must be there. It is kept under this name, which it has in other spellings too.
    Needed(&'static str),
    Id,
    Text,
    Flag,
    /// An object that must be there, whose own members are wanted.
    Within(Wanted),
}

/// `close_dialog`, `close_request`, `dialog_transferred`, `ai_hints_requested`, and those of tags, beside
/// the tag itself.
pub(super) const REFERENCES: Wanted = &[
    ("dialog_id", As::Id),
    ("request_id", As::Id),
    ("client_id", As::Id),
    ("message_id", As::Id),
    ("operator_id", As::Id),
    ("current_operator_id", As::Id),
];

/// `new_request`.
pub(super) const REQUEST: Wanted = &[
    ("request_id", As::Needed("request_id")),
    ("client_id", As::Id),
    ("dialog_id", As::Id),
    ("start_message_id", As::Id),
];

/// `outbox_status`.
pub(super) const OUTBOX_STATUS: Wanted = &[(
    "data",
    As::Within(&[
        ("id", As::Needed("id")),
        ("message_id", As::Needed("id")),
        ("gateway_status", As::Text),
        ("dialog_id", As::Id),
        ("client_id", As::Id),
    ]),
)];

/// `operator_status_updated`, `operator_authentication_updated`.
pub(super) const OPERATOR: Wanted = &[
    ("id", As::Needed("id")),
    ("online", As::Flag),
    ("offline_type", As::Text),
    ("status_id", As::Id),
    ("event", As::Text),
];

/// `device_update`.
pub(super) const DEVICE: Wanted = &[("status", As::Text)];

/// What was wanted of a delivery.
#[derive(Default)]
pub(super) struct Details(Vec<(&'static str, Option<Value>)>);

impl Details {
    /// Fails with [`ErrorKind::Decode`](helpdesk_core::ErrorKind::Decode), naming the JSON path.
    pub(super) fn of(data: &VendorData, wanted: Wanted) -> helpdesk_core::Result<Self> {
        let mut details = Self::default();
        data.decode_by(Reader {
            wanted,
            details: &mut details,
        })?;
        Ok(details)
    }

    /// A member, which is then gone.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0
            .iter_mut()
            .find(|(known, _)| *known == name)
            .and_then(|(_, value)| value.take())
    }

    /// An identifier or a text, which is then gone.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }
}

struct Reader<'d> {
    wanted: Wanted,
    details: &'d mut Details,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { wanted, details } = self;
        while let Some(Name(name)) = members.next_key()? {
            let Some((name, kind)) = wanted.iter().find(|(wanted, _)| *wanted == name) else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let name = match kind {
                As::Needed(name) => name,
                _ => name,
            };
            if details.knows(name) {
                return Err(A::Error::duplicate_field(name));
            }
            let value = match kind {
                As::Needed(_) => Some(Value::String(members.next_value::<Needed>()?.0)),
                As::Id => members.next_value::<Id>()?.0.map(Value::String),
                As::Text => members.next_value::<Text>()?.0.map(Value::String),
                As::Flag => members.next_value::<Flag>()?.0.map(Value::Bool),
                As::Within(wanted) => {
                    members.next_value_seed(Reader {
                        wanted,
                        details: &mut *details,
                    })?;
                    None
                }
            };
            details.0.push((name, value));
        }
        for (name, kind) in wanted {
            let needed = match kind {
                As::Needed(name) => name,
                As::Within(_) => name,
                As::Id | As::Text | As::Flag => continue,
            };
            if !details.knows(needed) {
                return Err(A::Error::missing_field(needed));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Needed(#[serde(deserialize_with = "lenient::id")] String);

#[derive(Deserialize)]
#[serde(transparent)]
struct Id(#[serde(deserialize_with = "lenient::opt_id")] Option<String>);

#[derive(Deserialize)]
#[serde(transparent)]
struct Text(#[serde(deserialize_with = "lenient::opt_text")] Option<String>);

#[derive(Deserialize)]
#[serde(transparent)]
struct Flag(#[serde(deserialize_with = "lenient::opt_flag")] Option<bool>);
