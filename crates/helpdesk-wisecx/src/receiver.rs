//! Deliveries: verified by a secret in the URL, for WiseCX does not sign, then read as events.

use std::fmt;
use std::sync::Arc;

use helpdesk_core::webhook::{
    Completeness, Event, EventKind, Inbound, Receiver, Rejection, UnsignedPolicy, Verification,
    Verified, is_nested_deeper,
};
use helpdesk_core::{
    Clock, ContactId, ConversationId, Error, MessageId, Result, TicketId, Vendor, json,
};
use sha2::{Digest, Sha256};

use crate::VENDOR;
use crate::wire::Delivery;

/// The largest body that is read. Deliveries hold a few identifiers.
const LARGEST: usize = 64 * 1024;

/// The deepest nesting that is read. Deliveries have none.
const DEEPEST: usize = 16;

/// Reads deliveries of one desk.
pub(crate) struct WiseCxReceiver {
    vendor: Vendor,
    policy: UnsignedPolicy,
    clock: Arc<dyn Clock>,
}

impl WiseCxReceiver {
    pub(crate) fn new(policy: UnsignedPolicy, clock: Arc<dyn Clock>) -> Self {
        Self {
            vendor: VENDOR,
            policy,
            clock,
        }
    }

    fn inspect(&self, inbound: &Inbound) -> Result<Verification, Rejection> {
        let by = self.policy.check(inbound)?;
        if inbound.body.len() > LARGEST {
            return Err(Rejection::TooLarge);
        }
        Ok(by)
    }
}

impl Receiver for WiseCxReceiver {
    fn vendor(&self) -> &Vendor {
        &self.vendor
    }

    fn verify(&self, inbound: Inbound) -> Result<Verified> {
        let by = self
            .inspect(&inbound)
            .map_err(|rejection| rejection.into_error(&VENDOR))?;
        Verified::vouch(inbound, VENDOR, by, self.clock.now())
    }

    fn parse(&self, verified: &Verified) -> Result<Vec<Event>> {
        verified.require(&VENDOR)?;
        let text = verified.text();
        if is_nested_deeper(text, DEEPEST) {
            return Err(malformed("."));
        }
        Ok(vec![event(decode(text)?, verified)?])
    }
}

/// Decodes a body; a failure names its path, and no value.
fn decode(text: &str) -> Result<Delivery> {
    json::from_str(text).map_err(|misfit| malformed(&misfit.path))
}

fn malformed(path: &str) -> Error {
    Rejection::malformed_at(&VENDOR, path)
}

fn event(delivery: Delivery, verified: &Verified) -> Result<Event> {
    let about_case = matches!(
        delivery.event.as_str(),
        "activity_new" | "status_update" | "survey" | "nitro_new_case"
    );
    if about_case && delivery.case_id.is_none() {
        return Err(malformed("case_id"));
    }
    let key = dedupe_key(&delivery, verified);
    let mut event = Event::new(VENDOR, kind(&delivery), key, verified.by());
    event.completeness = Completeness::Thin;
    event.ticket = delivery.case_id.as_deref().map(TicketId::new);
    event.conversation = delivery.case_id.map(ConversationId::new);
    event.message = delivery.activity_id.map(MessageId::new);
    event.contact = delivery.contact_id.map(ContactId::new);
    event.vendor_data = verified.data().clone();
    Ok(event)
}

fn kind(delivery: &Delivery) -> EventKind {
    match (delivery.event.as_str(), delivery.activity_type.as_deref()) {
        ("activity_new", Some("contact_message")) => EventKind::MessageReceived,
        ("activity_new", Some("user_reply")) => EventKind::MessageSent,
        ("activity_new", Some("note")) => EventKind::NoteCreated,
        // Reading, a new status, a transfer, an automation: the activity says which.
        ("activity_new", Some("system")) => EventKind::TicketUpdated,
        ("activity_new", Some("nitro_new_case")) | ("nitro_new_case", _) => {
            EventKind::TicketCreated
        }
        ("status_update", _) | ("activity_new", Some("whatsapp_status")) => {
            EventKind::MessageUpdated
        }
        ("survey", _) => EventKind::SurveySent,
        ("meli_new_order", _) => EventKind::OrderCreated,
        ("meli_order_updated", _) => EventKind::OrderUpdated,
        ("activity_new", Some(other)) => EventKind::Other(format!("activity_new.{other}")),
        (other, _) => EventKind::Other(other.to_owned()),
    }
}

/// What is the same for every repetition of an event. Where the vendor tells several events of one
/// record alike, such as the steps of a message's delivery or changes of an order, the time of arrival
/// is part of it: such an event is rather handled twice than not at all.
fn dedupe_key(delivery: &Delivery, verified: &Verified) -> String {
    let event = delivery.event.as_str();
    let activity = delivery.activity_type.as_deref().unwrap_or_default();
    let case = delivery.case_id.as_deref().unwrap_or_default();
    let activity_id = delivery.activity_id.as_deref().unwrap_or_default();
    let id = delivery.id.as_deref().unwrap_or_default();
    let arrived = || verified.at().as_nanosecond();
    match event {
        "activity_new" if delivery.activity_id.is_some() && activity != "whatsapp_status" => {
            ["wisecx:", event, ":", case, ":", activity_id, ":", activity].concat()
        }
        "activity_new" | "nitro_new_case"
            if event == "nitro_new_case" || activity == "nitro_new_case" =>
        {
            format!("wisecx:{event}:{case}:{activity}")
        }
        "survey" => {
            let survey = hash(delivery.url_survey.as_deref().unwrap_or_default());
            format!("wisecx:survey:{case}:{survey}")
        }
        "meli_new_order" => format!("wisecx:{event}:{id}"),
        "activity_new" | "status_update" | "meli_order_updated" => format!(
            "wisecx:{event}:{case}:{activity_id}:{activity}{id}:{}",
            arrived()
        ),
        _ => format!("wisecx:other:{}:{}", hash_bytes(verified.body()), arrived()),
    }
}

/// The address of a survey is personal to the contact, so it stands in no key.
fn hash(text: &str) -> String {
    hash_bytes(text.as_bytes())
}

fn hash_bytes(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..16])
}

impl fmt::Debug for WiseCxReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WiseCxReceiver")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
