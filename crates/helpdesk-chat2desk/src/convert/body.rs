//! What is read of every delivery, whatever its kind.

use std::borrow::Cow;
use std::fmt;

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::row;
use crate::wire::HookType;

/// What happened, and when; as [`wire::Head`] has it.
#[derive(Default)]
pub(super) struct Head {
    pub(super) hook_type: Option<HookType>,
    event_time: Option<Timestamp>,
    timestamp: Option<Timestamp>,
}

impl Head {
    pub(super) fn occurred_at(&self) -> Option<Timestamp> {
        self.event_time.or(self.timestamp)
    }

    /// Reads the member of this name if it is one of these. Whether it was.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        members: &mut A,
    ) -> Result<bool, A::Error> {
        match name {
            "hook_type" => self.hook_type = members.next_value::<Word>()?.0,
            "event_time" => self.event_time = members.next_value::<Moment>()?.0,
            "timestamp" => self.timestamp = members.next_value::<Moment>()?.0,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Word(#[serde(deserialize_with = "lenient::opt_text")] Option<HookType>);

#[derive(Deserialize)]
#[serde(transparent)]
struct Moment(#[serde(deserialize_with = "lenient::opt_time")] Option<Timestamp>);

/// The name of a member; borrowed where it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Name<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// What of a delivery is read before what belongs to its kind: its head, and the members that kinds and
/// dedupe keys are made from. The others are passed over.
#[derive(Default)]
pub(super) struct Body {
    pub(super) head: Head,
    columns: [Option<Value>; COLUMNS.len()],
}

/// In the order that dedupe keys have them in.
const COLUMNS: [&str; 16] = [
    "message_id",
    "request_id",
    "id",
    "client_id",
    "dialog_id",
    "channel_id",
    "hint_id",
    "transport",
    "event",
    "platform",
    "status",
    "data",
    "ticket",
    "updates",
    "qrcode_data",
    "is_blocked",
];

/// So many of [`COLUMNS`], from the first on, tell deliveries of most kinds apart.
const IDENTIFYING: usize = 11;

impl Body {
    /// What tells deliveries of most kinds apart.
    pub(super) fn identifying(&self) -> impl Iterator<Item = Option<&Value>> {
        self.columns[..IDENTIFYING].iter().map(Option::as_ref)
    }

    /// One of [`COLUMNS`], if it was sent.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let at = COLUMNS.iter().position(|column| *column == name)?;
        self.columns[at].as_ref()
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BodyVisitor)
    }
}

struct BodyVisitor;

impl<'de> Visitor<'de> for BodyVisitor {
    type Value = Body;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Body, A::Error> {
        let mut body = Body::default();
        while let Some(Name(name)) = members.next_key()? {
            if body.head.read(&name, &mut members)? {
                continue;
            }
            match COLUMNS.iter().position(|column| *column == name) {
                Some(at) => body.columns[at] = Some(members.next_value()?),
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(body)
    }
}

/// A delivery of a message: its head, and the message that it is for the rest.
pub(super) struct MessageBody {
    pub(super) head: Head,
    pub(super) message: row::Message,
}

impl<'de> Deserialize<'de> for MessageBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MessageVisitor)
    }
}

struct MessageVisitor;

impl<'de> Visitor<'de> for MessageVisitor {
    type Value = MessageBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<MessageBody, A::Error> {
        let mut head = Head::default();
        let rest = Rest {
            members,
            head: &mut head,
        };
        let message = row::Message::deserialize(MapAccessDeserializer::new(rest))?;
        Ok(MessageBody { head, message })
    }
}

/// The members of a delivery that are not of its head, which is read on the way.
struct Rest<'h, A> {
    members: A,
    head: &'h mut Head,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(Name(name)) = self.members.next_key()? {
            if self.head.read(&name, &mut self.members)? {
                continue;
            }
            let name = match name {
                Cow::Borrowed(name) => seed.deserialize(BorrowedStrDeserializer::new(name)),
                Cow::Owned(name) => seed.deserialize(StrDeserializer::new(&name)),
            };
            return name.map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.members.next_value_seed(seed)
    }
}
