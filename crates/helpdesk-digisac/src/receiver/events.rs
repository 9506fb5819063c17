//! Deliveries as neutral events, and the keys that tell repetitions.

use helpdesk_core::Timestamp;
use helpdesk_core::webhook::{Change, Completeness, Event, EventKind, Record};
use helpdesk_http::Kept;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::convert::{self, Reading};
use crate::{row, wire};

/// A key of readable columns: the same for repetitions, which come with another time of sending.
struct Key(String);

impl Key {
    fn new(event: &str) -> Self {
        let mut key = String::with_capacity(96);
        key.push_str("digisac:");
        key.push_str(event);
        Self(key)
    }

    /// Adds a column. One that is missing leaves its place empty.
    fn and(mut self, column: Option<impl AsRef<str>>) -> Self {
        self.0.push(':');
        if let Some(column) = column {
            self.0.push_str(column.as_ref());
        }
        self
    }

    fn time(self, time: Option<Timestamp>) -> Self {
        self.and(time.map(|time| time.to_string()))
    }

    fn flag(self, flag: Option<bool>) -> Self {
        self.and(flag.map(|flag| if flag { "1" } else { "0" }))
    }

    /// Adds a column that nobody should read.
    fn hidden(self, column: Option<&str>) -> Self {
        self.and(column.map(fingerprint))
    }
}

/// The first bytes of a hash, in hexadecimal digits.
fn fingerprint(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes())
        .iter()
        .take(12)
        .fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}

pub(super) fn message_event(
    name: &str,
    row: Kept<row::Message>,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let wire = &row.wire;
    let kind = match name {
        "message.updated" => EventKind::MessageUpdated,
        _ if convert::is_system(wire) => EventKind::MessageSystem,
        _ if convert::is_note(wire) => EventKind::NoteCreated,
        _ if wire.is_from_me == Some(false) => EventKind::MessageReceived,
        _ => EventKind::MessageSent,
    };
    let created = name == "message.created";
    let mut key = Key::new(name).and(Some(&wire.id));
    if !created {
        let download = wire.data.file_download.as_ref();
        key = key
            .time(wire.updated_at.or(wire.timestamp))
            .and(wire.data.ack.as_ref())
            .and(wire.ticket_user_id.as_ref())
            .and(wire.ticket_department_id.as_ref())
            .flag(download.and_then(|file| file.is_downloading))
            .flag(Some(wire.file.is_some()))
            .flag(wire.is_transcribing)
            .hidden(wire.text.as_deref());
    }
    let mut event = start(kind, key.0);
    if created {
        event.occurred_at = wire.timestamp.or(event.occurred_at);
    }
    event.contact = wire.contact_id.clone().map(Into::into);
    event.ticket = wire.ticket_id.clone().map(Into::into);
    event.conversation = wire.ticket_id.clone().map(Into::into);
    event.message = Some(wire.id.as_str().into());
    event.agent = wire.user_id.clone().map(Into::into);
    event.department = wire.ticket_department_id.clone().map(Into::into);
    // A get would give nothing more, and of system records not even that is sure.
    event.completeness = if convert::is_whole(wire) {
        Completeness::Full
    } else {
        Completeness::Partial
    };
    for (field, set) in [
        ("ticketOpen", wire.data.ticket_open),
        ("ticketTransfer", wire.data.ticket_transfer),
        ("ticketClose", wire.data.ticket_close),
    ] {
        if set == Some(true) {
            event
                .changes
                .push(Change::new(field, None, Some(Value::Bool(true))));
        }
    }
    event.record = Some(Record::Message(Box::new(convert::message(row))));
    event
}

pub(super) fn ticket_event(
    name: &str,
    row: Kept<row::Ticket>,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let wire = &row.wire;
    let kind = match (name, wire.is_open) {
        ("ticket.created", _) => EventKind::TicketCreated,
        (_, Some(false)) => EventKind::TicketClosed,
        _ => EventKind::TicketUpdated,
    };
    let mut key = Key::new(name).and(Some(&wire.id));
    if name != "ticket.created" {
        key = key
            .time(wire.updated_at)
            .flag(wire.is_open)
            .and(wire.department_id.as_ref())
            .and(wire.user_id.as_ref())
            .and(wire.current_ticket_transfer_id.as_ref())
            .and(wire.last_message_id.as_ref())
            .time(wire.ended_at);
    }
    let mut event = start(kind.clone(), key.0);
    event.occurred_at = match kind {
        EventKind::TicketCreated => wire.started_at,
        EventKind::TicketClosed => wire.ended_at,
        _ => wire.updated_at,
    }
    .or(event.occurred_at);
    event.contact = wire.contact_id.clone().map(Into::into);
    event.ticket = Some(wire.id.as_str().into());
    event.conversation = Some(wire.id.as_str().into());
    event.agent = wire.user_id.clone().map(Into::into);
    event.department = wire.department_id.clone().map(Into::into);
    event.completeness = Completeness::Partial;
    event.record = Some(Record::Ticket(Box::new(convert::ticket(row, false))));
    event
}

pub(super) fn contact_event(
    name: &str,
    row: Kept<row::Contact>,
    reading: Reading<'_>,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let wire = &row.wire;
    let created = name == "contact.created";
    let kind = if created {
        EventKind::ContactCreated
    } else {
        EventKind::ContactUpdated
    };
    let mut key = Key::new(name).and(Some(&wire.id));
    if !created {
        key = key
            .time(wire.updated_at)
            .and(wire.last_message_id.as_ref())
            .and(wire.current_ticket_id.as_ref());
    }
    let mut event = start(kind, key.0);
    let at = if created {
        wire.created_at
    } else {
        wire.updated_at
    };
    event.occurred_at = at.or(event.occurred_at);
    event.contact = Some(wire.id.as_str().into());
    event.completeness = Completeness::Partial;
    event.record = Some(Record::Contact(Box::new(convert::contact(row, reading))));
    event
}

pub(super) fn bot_event(
    wire: &wire::BotCommand,
    sent: Option<Timestamp>,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let contact = wire
        .contact_id
        .clone()
        .or_else(|| wire.contact.as_ref().and_then(|own| own.id.clone()))
        .or_else(|| wire.message.as_ref().and_then(|own| own.contact_id.clone()));
    let message = wire.message.as_ref().and_then(|own| own.id.clone());
    let mut key = Key::new("bot.command")
        .and(contact.as_ref())
        .hidden(wire.command.as_deref())
        .and(message.as_ref());
    if message.is_none() {
        // Nothing else tells a command from the same one a minute later.
        key = key.time(sent);
    }
    let mut event = start(EventKind::BotCommand, key.0);
    event.contact = contact.map(Into::into);
    event.message = message.map(Into::into);
    event.completeness = Completeness::Thin;
    event
}

pub(super) fn service_event(
    wire: &row::Channel,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let data = wire.data.as_ref();
    let status = data.and_then(|data| data.status.as_ref());
    let key = Key::new("service.updated")
        .and(Some(&wire.id))
        .time(wire.updated_at)
        .and(status.and_then(|status| status.state.as_ref()))
        .flag(status.and_then(|status| status.is_connected))
        .flag(status.and_then(|status| status.is_on_qr_page))
        .flag(status.and_then(|status| status.is_starting))
        .time(status.and_then(|status| status.qr_code_expires_at))
        .time(data.and_then(|data| data.last_shutdown_at));
    let mut event = start(EventKind::ChannelStatus, key.0);
    event.completeness = Completeness::Partial;
    if let Some(connected) = status.and_then(|status| status.is_connected) {
        event.changes.push(Change::new(
            "isConnected",
            None,
            Some(Value::Bool(connected)),
        ));
    }
    event
}

pub(super) fn card_event(
    name: &str,
    wire: &row::Card,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let mut key = Key::new(name).and(Some(&wire.id));
    if name != "card.created" {
        key = key
            .time(wire.updated_at)
            .and(wire.pipeline_stage_id.as_ref())
            .and(wire.owner_id.as_ref())
            .time(wire.finished_at);
    }
    let mut event = start(EventKind::CardUpdated, key.0);
    event.contact = wire.contact_id.clone().map(Into::into);
    event.agent = wire.owner_id.clone().map(Into::into);
    event.completeness = Completeness::Partial;
    event
}

/// An event that nobody has heard of, or a delivery in no known form, such as the panel's test.
pub(super) fn other_event(
    name: &str,
    data: Option<&str>,
    text: &str,
    start: impl Fn(EventKind, String) -> Event,
) -> Event {
    let record: Option<wire::RecordId> = data.and_then(|data| serde_json::from_str(data).ok());
    let known = record
        .as_ref()
        .and_then(|record| record.id.as_ref().zip(record.updated_at.as_ref()));
    let key = if let Some((id, updated)) = known {
        let updated = updated.as_str().unwrap_or_default();
        Key::new(name).and(Some(id)).and(Some(updated)).0
    } else {
        Key::new(name).hidden(data.or(Some(text))).0
    };
    let kind = if name.is_empty() {
        EventKind::Other("unknown".to_owned())
    } else {
        EventKind::Other(name.to_owned())
    };
    let mut event = start(kind, key);
    event.contact = record.and_then(|record| record.contact_id).map(Into::into);
    event.completeness = Completeness::Partial;
    event
}
