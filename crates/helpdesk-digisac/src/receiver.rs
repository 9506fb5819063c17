//! Webhook deliveries.

mod events;

use std::fmt;
use std::sync::Arc;

use helpdesk_core::webhook::{
    Event, EventKind, Inbound, Receiver, Rejection, UnsignedPolicy, Verified, is_nested_deeper,
};
use helpdesk_core::{
    Clock, CustomFieldId, Error, ErrorKind, Operation, Result, Vendor, VendorData, json,
};
use helpdesk_http::Kept;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

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
        if !is_json(&inbound) {
            return Err(refuse(Rejection::ContentType));
        }
        if std::str::from_utf8(&inbound.body).is_err() {
            return Err(refuse(Rejection::NotUtf8));
        }
        Ok(Verified::vouch(inbound, VENDOR, by, self.clock.now()))
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        verified.require(&VENDOR)?;
        let text = std::str::from_utf8(verified.body())
            .map_err(|_| Rejection::NotUtf8.into_error(&VENDOR))?;
        if !text.trim_start().starts_with('{') || is_nested_deeper(text, DEEPEST) {
            return Err(malformed("."));
        }
        let delivery: wire::Delivery = decode(text, "")?;
        let mut event = self.read(&delivery, text, verified)?;
        event.vendor_data = VendorData::from_json(text);
        Ok(vec![event])
    }
}

/// Whether the content type is JSON, where one is given.
fn is_json(inbound: &Inbound) -> bool {
    let Some(value) = inbound.headers.get(CONTENT_TYPE) else {
        return true;
    };
    value.to_str().is_ok_and(|text| {
        let essence = text.split(';').next().unwrap_or_default().trim();
        let essence = essence.to_ascii_lowercase();
        essence == "application/json"
            || (essence.starts_with("application/") && essence.ends_with("+json"))
    })
}

fn malformed(path: &str) -> Error {
    let message = if path == "." {
        "the body is not what Digisac sends".to_owned()
    } else {
        format!("the body is not what Digisac sends, at `{path}`")
    };
    Error::new(ErrorKind::Webhook, message)
        .with_vendor(VENDOR)
        .with_operation(Operation::WebhooksParse.as_str())
        .with_source(Rejection::Malformed)
}

/// Decodes JSON; a failure names its path, and no value.
fn decode<T: DeserializeOwned>(text: &str, place: &str) -> Result<T> {
    json::from_str(text).map_err(|misfit| match (place, misfit.path.as_str()) {
        ("", path) => malformed(path),
        (_, ".") => malformed(place),
        (_, path) => malformed(&format!("{place}.{path}")),
    })
}

impl DigisacReceiver {
    fn read(&self, delivery: &wire::Delivery, text: &str, verified: &Verified) -> Result<Event> {
        let data = delivery.data.as_ref().map(|data| &data.data);
        let name = delivery.event.as_deref().unwrap_or_default();
        let start = |kind: EventKind, key: String| {
            let mut event = Event::new(VENDOR, kind, key, verified.by());
            event.occurred_at = delivery.timestamp;
            event
        };
        match (name, data) {
            ("message.created" | "message.updated", Some(data)) => {
                Ok(message_event(name, identified(data)?, start))
            }
            ("ticket.created" | "ticket.updated", Some(data)) => {
                Ok(ticket_event(name, identified(data)?, start))
            }
            ("contact.created" | "contact.updated", Some(data)) => Ok(contact_event(
                name,
                identified(data)?,
                self.reading(),
                start,
            )),
            ("bot.command", Some(data)) => {
                let row: Kept<wire::BotCommand> = record(data)?;
                Ok(bot_event(&row.wire, delivery.timestamp, start))
            }
            ("service.updated", Some(data)) => {
                let row: Kept<wire::Service> = identified(data)?;
                Ok(service_event(&row.wire, start))
            }
            (name, Some(data)) if name.starts_with("card.") => {
                let row: Kept<wire::Card> = identified(data)?;
                Ok(card_event(name, &row.wire, start))
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

/// The record of a delivery.
fn record<T: DeserializeOwned>(data: &VendorData) -> Result<Kept<T>> {
    let text = data.as_json().ok_or_else(|| malformed("data"))?;
    Ok(Kept::new(decode(text, "data")?, data.clone()))
}

/// A record that has an identifier.
fn identified<T: DeserializeOwned + wire::Identified>(data: &VendorData) -> Result<Kept<T>> {
    let row: Kept<T> = record(data)?;
    if row.wire.identity().is_empty() {
        return Err(malformed("data.id"));
    }
    Ok(row)
}

/// How deep a body may be nested.
const DEEPEST: usize = 100;
