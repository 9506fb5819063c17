//! Webhook deliveries.

mod events;

use std::fmt;
use std::sync::Arc;

use helpdesk_core::webhook::{
    Event, EventKind, Inbound, Receiver, Rejection, UnsignedPolicy, Verified, is_nested_deeper,
};
use helpdesk_core::{Clock, CustomFieldId, Error, Result, Timestamp, Vendor, json};
use helpdesk_http::{Kept, lenient};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use self::events::{
    bot_event, card_event, contact_event, message_event, other_event, service_event, ticket_event,
};
use crate::convert::Reading;
use crate::{VENDOR, wire};

/// The largest delivery that is read.
pub const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Verifies Digisac's deliveries and reads them as neutral events.
///
/// Digisac signs nothing, and its panel takes nothing but a URL. So a secret in the URL is compared,
/// or the configuration says in so many words that unsigned deliveries are accepted; otherwise they
/// are refused. Bodies that are nested deeply are refused as well.
///
/// Answer 200 at once: slow answers are delivered again.
#[derive(Clone)]
pub struct DigisacReceiver {
    vendor: Vendor,
    policy: UnsignedPolicy,
    clock: Arc<dyn Clock>,
    email_field: Option<CustomFieldId>,
}

impl DigisacReceiver {
    /// A receiver that verifies like this.
    pub fn new(
        policy: UnsignedPolicy,
        clock: Arc<dyn Clock>,
        email_custom_field: Option<CustomFieldId>,
    ) -> Self {
        Self {
            vendor: VENDOR,
            policy,
            clock,
            email_field: email_custom_field,
        }
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            email_field: self.email_field.as_ref().map(CustomFieldId::as_str),
            one_tag_only: false,
        }
    }
}

impl fmt::Debug for DigisacReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DigisacReceiver")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl Receiver for DigisacReceiver {
    fn vendor(&self) -> &Vendor {
        &self.vendor
    }

    fn verify(&self, inbound: Inbound) -> Result<Verified> {
        let refuse = |why: Rejection| why.into_error(&VENDOR);
        let by = self.policy.check(&inbound).map_err(refuse)?;
        if inbound.body.len() > LARGEST_BODY {
            return Err(refuse(Rejection::TooLarge));
        }
        Verified::vouch(inbound, VENDOR, by, self.clock.now())
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        verified.require(&VENDOR)?;
        let text = verified.text();
        if !text.trim_start().starts_with('{') || is_nested_deeper(text, DEEPEST) {
            return Err(malformed("."));
        }
        let delivery: Envelope<'_> = decode(text, "")?;
        let mut event = self.read(&delivery, text, verified)?;
        event.vendor_data = verified.data().clone();
        Ok(vec![event])
    }
}

fn malformed(path: &str) -> Error {
    Rejection::malformed_at(&VENDOR, path)
}

/// Decodes JSON; a failure names its path, and no value.
fn decode<'a, T: Deserialize<'a>>(text: &'a str, place: &str) -> Result<T> {
    json::from_str(text).map_err(|misfit| misplaced(&misfit, place))
}

fn misplaced(misfit: &json::Misfit, place: &str) -> Error {
    match (place, misfit.path.as_str()) {
        ("", path) => malformed(path),
        (_, ".") => malformed(place),
        (_, path) => malformed(&format!("{place}.{path}")),
    }
}

/// What of a delivery is read before the record, as [`wire::Delivery`] has it. The record is left as
/// it stands in the body.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    event: Option<String>,
    #[serde(default, borrow)]
    data: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    timestamp: Option<Timestamp>,
}

impl DigisacReceiver {
    fn read(&self, delivery: &Envelope<'_>, text: &str, verified: &Verified) -> Result<Event> {
        let data = delivery.data.map(RawValue::get);
        let name = delivery.event.as_deref().unwrap_or_default();
        let start = |kind: EventKind, key: String| {
            let mut event = Event::new(VENDOR, kind, key, verified.by());
            event.occurred_at = delivery.timestamp;
            event
        };
        match (name, data) {
            ("message.created" | "message.updated", Some(data)) => {
                Ok(message_event(name, kept(data)?, start))
            }
            ("ticket.created" | "ticket.updated", Some(data)) => {
                Ok(ticket_event(name, kept(data)?, start))
            }
            ("contact.created" | "contact.updated", Some(data)) => {
                Ok(contact_event(name, kept(data)?, self.reading(), start))
            }
            ("bot.command", Some(data)) => {
                let command: wire::BotCommand = decode(data, "data")?;
                Ok(bot_event(&command, delivery.timestamp, start))
            }
            ("service.updated", Some(data)) => Ok(service_event(&kept(data)?.wire, start)),
            (name, Some(data)) if name.starts_with("card.") => {
                Ok(card_event(name, &kept(data)?.wire, start))
            }
            (name, None) if READ.contains(&name) => Err(malformed("data")),
            (name, data) => Ok(other_event(name, data, text, start)),
        }
    }
}

/// The events that are read into neutral ones and need a record for it.
const READ: [&str; 8] = [
    "message.created",
    "message.updated",
    "ticket.created",
    "ticket.updated",
    "contact.created",
    "contact.updated",
    "bot.command",
    "service.updated",
];

/// The record of a delivery, which has to have an identifier.
fn kept<T: DeserializeOwned + wire::Identified>(data: &str) -> Result<Kept<T>> {
    let row: Kept<T> = Kept::from_json(data).map_err(|misfit| misplaced(&misfit, "data"))?;
    if row.wire.identity().is_empty() {
        return Err(malformed("data.id"));
    }
    Ok(row)
}

/// How deep a body may be nested.
const DEEPEST: usize = 100;
