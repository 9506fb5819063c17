//! What is read of every delivery, whatever its kind.

use std::fmt;

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::wire::HookType;

/// What of a delivery is read before what belongs to its kind: what [`Head`](crate::wire::Head) has, and the
/// members that kinds and dedupe keys are made from. The others are passed over.
#[derive(Default)]
pub(super) struct Body {
    pub(super) hook_type: Option<HookType>,
    pub(super) event_time: Option<Timestamp>,
    pub(super) timestamp: Option<Timestamp>,
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
        while let Some(name) = members.next_key()? {
            match name {
                Name::HookType => body.hook_type = members.next_value::<Word>()?.0,
                Name::EventTime => body.event_time = members.next_value::<Moment>()?.0,
                Name::Timestamp => body.timestamp = members.next_value::<Moment>()?.0,
                Name::Column(at) => body.columns[at] = Some(members.next_value()?),
                Name::Other => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(body)
    }
}

#[derive(Deserialize)]
struct Word(#[serde(deserialize_with = "lenient::opt_text")] Option<HookType>);

#[derive(Deserialize)]
struct Moment(#[serde(deserialize_with = "lenient::opt_time")] Option<Timestamp>);

/// The name of a member.
enum Name {
    HookType,
    EventTime,
    Timestamp,
    /// One of [`COLUMNS`], by its place.
    Column(usize),
    Other,
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
        Ok(match name {
            "hook_type" => Name::HookType,
            "event_time" => Name::EventTime,
            "timestamp" => Name::Timestamp,
            name => COLUMNS
                .iter()
                .position(|column| *column == name)
                .map_or(Name::Other, Name::Column),
        })
    }
}
