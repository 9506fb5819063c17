//! Webhook deliveries as neutral events.

use helpdesk_core::webhook::{Change, Completeness, Event, EventKind, Record, Verification};
use helpdesk_core::{
    AgentId, ContactId, ConversationId, MessageId, Result, TagId, TicketId, Timestamp, VendorData,
};
use helpdesk_http::Kept;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::body::{Body, MessageBody};
use super::contacts::{Aliases, contact};
use super::messages::message;
use super::tags::tag;
use super::tickets::ticket;
use super::value_as_text;
use crate::row;
use crate::wire::{self, HookType};
use crate::{TicketSource, VENDOR};

/// Reads a delivery.
///
/// Fails with [`ErrorKind::Decode`](helpdesk_core::ErrorKind::Decode), naming the JSON path.
pub fn event(
    data: &VendorData,
    aliases: &Aliases,
    source: TicketSource,
    verified: Verification,
) -> Result<Event> {
    // Those of messages begin with it, which saves a look at all of it; what it is decides.
    if data.keys().next() == Some("message_id")
        && let Ok(body) = data.decode::<MessageBody>()
        && body.head.hook_type.as_ref().is_some_and(is_message)
    {
        return Ok(message_event(body, data, source, verified));
    }
    let mut body: Body = data.decode()?;
    let hook = body.head.hook_type.take().unwrap_or_else(|| {
        // One printed form of this event has no type.
        if body.get("message_id").is_some() && body.get("request_id").is_some() {
            HookType::AiHintsRequested
        } else {
            HookType::Other("unknown".to_owned())
        }
    });
    if is_message(&hook) {
        return Ok(message_event(data.decode()?, data, source, verified));
    }
    let occurred_at = body.head.occurred_at();
    let key = dedupe_key(&hook, &body, data, occurred_at);
    let kind = kind(&hook, body.get("is_blocked"));
    let mut event = Event::new(VENDOR, kind, key, verified);
    event.occurred_at = occurred_at;
    fill(&mut event, &hook, data, aliases, source)?;
    event.vendor_data = data.clone();
    Ok(event)
}

/// Whether such a delivery is that of a message.
fn is_message(hook: &HookType) -> bool {
    matches!(
        hook,
        HookType::Inbox
            | HookType::Outbox
            | HookType::ImportedMessage
            | HookType::Comment
            | HookType::SystemMessage
    )
}

/// A message that came, went or was written. Nothing happens to it twice, so that the kind and the
/// message alone tell repetitions.
fn message_event(
    body: MessageBody,
    data: &VendorData,
    source: TicketSource,
    verified: Verification,
) -> Event {
    let occurred_at = body.head.occurred_at();
    let (hook, wire) = (body.head.hook_type, body.message);
    let hook = hook.unwrap_or_else(|| HookType::Other("unknown".to_owned()));
    let mut key = Key::new(&hook);
    key.add_text(&wire.id);
    let mut event = Event::new(VENDOR, kind(&hook, None), key.text, verified);
    event.occurred_at = occurred_at;
    event.ticket = dialog_ticket(wire.dialog_id.as_ref(), source);
    event.conversation = wire.request_id.clone().map(ConversationId::new);
    event.agent = wire.operator_id.clone().map(AgentId::new);
    let message = message(Kept::new(wire, data.clone()), event.ticket.as_ref());
    event.contact.clone_from(&message.contact);
    event.message = Some(message.id.clone());
    event.record = Some(Record::Message(Box::new(message)));
    event.vendor_data = data.clone();
    event
}

/// The ticket that a dialog is, where dialogs are the tickets.
fn dialog_ticket(dialog: Option<&String>, source: TicketSource) -> Option<TicketId> {
    match source {
        TicketSource::Requests => dialog.map(TicketId::new),
        TicketSource::Tickets => None,
    }
}

/// The neutral kind, before a look at the details.
fn kind(hook: &HookType, is_blocked: Option<&Value>) -> EventKind {
    match hook {
        HookType::Inbox => EventKind::MessageReceived,
        HookType::Outbox => EventKind::MessageSent,
        HookType::ImportedMessage => EventKind::MessageImported,
        HookType::OutboxStatus => EventKind::MessageUpdated,
        HookType::Comment => EventKind::NoteCreated,
        HookType::SystemMessage => EventKind::MessageSystem,
        HookType::OperatorStatusUpdated | HookType::OperatorStatusChanged => {
            EventKind::AgentPresence
        }
        HookType::OperatorAuthenticationUpdated => EventKind::AgentLogin,
        HookType::NewClient => EventKind::ContactCreated,
        HookType::ClientUpdated => EventKind::ContactUpdated,
        // The name of the event says nothing about the direction.
        HookType::ClientAddedToBlacklist => match is_blocked.and_then(value_as_text) {
            Some(flag) if flag == "false" || flag == "0" => EventKind::ContactUnblocked,
            _ => EventKind::ContactBlocked,
        },
        HookType::NewTag => EventKind::TagCreated,
        HookType::AddTagToClient => EventKind::ContactTagged,
        HookType::DeleteTagFromClient => EventKind::ContactUntagged,
        HookType::AddTagToRequest => EventKind::ConversationTagged,
        HookType::DeleteTagFromRequest => EventKind::ConversationUntagged,
        HookType::NewRequest => EventKind::ConversationCreated,
        HookType::CloseRequest | HookType::CloseDialog => EventKind::ConversationClosed,
        HookType::DialogTransferred => EventKind::ConversationTransferred,
        HookType::DeviceUpdate | HookType::DeviceUpdated | HookType::NewQrCode => {
            EventKind::ChannelStatus
        }
        HookType::TicketCreated | HookType::NewTicket => EventKind::TicketCreated,
        HookType::TicketUpdated => EventKind::TicketUpdated,
        HookType::TicketDeleted => EventKind::TicketDeleted,
        HookType::AiHintsRequested => EventKind::AiHintsRequested,
        HookType::Other(word) => EventKind::Other(word.clone()),
    }
}

fn fill(
    event: &mut Event,
    hook: &HookType,
    data: &VendorData,
    aliases: &Aliases,
    source: TicketSource,
) -> Result<()> {
    let dialog_ticket = |dialog| dialog_ticket(dialog, source);
    match hook {
        HookType::OutboxStatus => {
            let wire = data.decode::<row::OutboxStatusHook>()?.data;
            event.ticket = dialog_ticket(wire.dialog_id.as_ref());
            event.message = Some(MessageId::new(wire.id));
            event.contact = wire.client_id.map(ContactId::new);
            event.changes = wire
                .gateway_status
                .map(|status| Change::new("gateway_status", None, Some(status.into())))
                .into_iter()
                .collect();
            event.completeness = Completeness::Thin;
        }
        HookType::NewClient | HookType::ClientUpdated | HookType::ClientAddedToBlacklist => {
            let wire: row::Client = data.decode()?;
            let data = data.clone();
            let contact = contact(Kept::new(wire, data), aliases);
            event.contact = Some(contact.id.clone());
            event.record = Some(Record::Contact(Box::new(contact)));
        }
        HookType::NewTag
        | HookType::AddTagToClient
        | HookType::DeleteTagFromClient
        | HookType::AddTagToRequest
        | HookType::DeleteTagFromRequest => {
            let about: row::References = data.decode()?;
            let wire: wire::Tag = data.decode()?;
            let data = data.clone();
            let tag = tag(Kept::new(wire, data));
            event.tag = Some(TagId::new(tag.id.as_str()));
            event.contact = about.client_id.map(ContactId::new);
            event.conversation = about.request_id.map(ConversationId::new);
            event.record = Some(Record::Tag(Box::new(tag)));
            if *hook == HookType::NewTag {
                event.completeness = Completeness::Full;
            }
        }
        HookType::NewRequest => {
            let wire: row::RequestHook = data.decode()?;
            event.ticket = dialog_ticket(wire.dialog_id.as_ref());
            event.conversation = Some(ConversationId::new(wire.request_id));
            event.contact = wire.client_id.map(ContactId::new);
            event.message = wire.start_message_id.map(MessageId::new);
        }
        HookType::CloseRequest | HookType::CloseDialog | HookType::DialogTransferred => {
            let wire: row::References = data.decode()?;
            event.ticket = dialog_ticket(wire.dialog_id.as_ref());
            event.conversation = wire.request_id.map(ConversationId::new);
            event.contact = wire.client_id.map(ContactId::new);
            event.agent = wire
                .current_operator_id
                .or(wire.operator_id)
                .map(AgentId::new);
            event.completeness = Completeness::Thin;
        }
        HookType::OperatorStatusUpdated
        | HookType::OperatorStatusChanged
        | HookType::OperatorAuthenticationUpdated => {
            let wire: row::OperatorHook = data.decode()?;
            event.agent = Some(AgentId::new(wire.id));
            event.changes = [
                ("online", wire.online.map(Value::from)),
                ("status_id", wire.status_id.map(Value::from)),
                ("offline_type", wire.offline_type.map(Value::from)),
                ("event", wire.event.map(Value::from)),
            ]
            .into_iter()
            .filter(|(_, value)| value.is_some())
            .map(|(field, value)| Change::new(field, None, value))
            .collect();
            event.completeness = Completeness::Thin;
        }
        HookType::TicketCreated
        | HookType::NewTicket
        | HookType::TicketUpdated
        | HookType::TicketDeleted => {
            let wire: wire::TicketHook = data.decode()?;
            event.agent = wire.ticket.wire.assignee_id.clone().map(AgentId::new);
            event.changes = wire
                .updates
                .iter()
                .flatten()
                .map(|(field, text)| change(field, text, &wire.ticket.wire))
                .collect();
            if *hook == HookType::TicketUpdated {
                event.kind = ticket_change(&event.changes);
            }
            let ticket = ticket(wire.ticket);
            event.ticket = (source == TicketSource::Tickets).then(|| ticket.id.clone());
            event.record = Some(Record::Ticket(Box::new(ticket)));
            event.completeness = Completeness::Full;
        }
        HookType::AiHintsRequested => {
            let wire: row::References = data.decode()?;
            event.ticket = dialog_ticket(wire.dialog_id.as_ref());
            event.conversation = wire.request_id.map(ConversationId::new);
            event.contact = wire.client_id.map(ContactId::new);
            event.message = wire.message_id.map(MessageId::new);
            event.agent = wire.operator_id.map(AgentId::new);
            event.completeness = Completeness::Thin;
        }
        HookType::DeviceUpdate | HookType::DeviceUpdated => {
            let wire: row::DeviceHook = data.decode()?;
            event.changes = wire
                .status
                .map(|status| Change::new("status", None, Some(status.into())))
                .into_iter()
                .collect();
            event.completeness = Completeness::Thin;
        }
        // Messages are read on their own, and of the others there is nothing to tell.
        HookType::Inbox
        | HookType::Outbox
        | HookType::ImportedMessage
        | HookType::Comment
        | HookType::SystemMessage
        | HookType::NewQrCode
        | HookType::Other(_) => {}
    }
    Ok(())
}

/// What a change of a ticket amounts to: a closing and a reopening go before an assignment, and that
/// goes before any other change. All of them stand in the event's changes.
fn ticket_change(changes: &[Change]) -> EventKind {
    let find = |field: &str| changes.iter().find(|change| change.field == field);
    if let Some(status) = find("update_status") {
        let is_closed = |value: &Option<Value>| value.as_ref().and_then(Value::as_str) == Some("4");
        match (is_closed(&status.from), is_closed(&status.to)) {
            (false, true) => return EventKind::TicketClosed,
            (true, false) => return EventKind::TicketReopened,
            _ => {}
        }
    }
    if find("update_assignee").is_some() {
        EventKind::TicketAssigned
    } else {
        EventKind::TicketUpdated
    }
}

/// A change of a ticket, from a text such as `1 → 2`.
///
/// The vendor writes two different arrows, and the texts on both sides may hold one too; what the
/// ticket says now tells where the new value begins.
fn change(field: &str, text: &Value, ticket: &wire::Ticket) -> Change {
    let Value::String(line) = text else {
        return Change::new(field, None, Some(text.clone()));
    };
    let value = |part: &str| (!part.is_empty()).then(|| Value::from(part));
    let now = match field {
        "update_summary" => ticket.summary.as_deref(),
        "update_description" => ticket.description.as_deref(),
        _ => None,
    };
    for arrow in [" -> ", " → "] {
        if let Some(now) = now
            && let Some(before) = line
                .strip_suffix(now)
                .and_then(|rest| rest.strip_suffix(arrow))
        {
            return Change::new(field, value(before), value(now));
        }
    }
    let mut parts = [" -> ", " → "]
        .into_iter()
        .filter(|arrow| line.matches(*arrow).count() == 1)
        .filter_map(|arrow| line.split_once(arrow));
    match (parts.next(), parts.next()) {
        (Some((from, to)), None) => Change::new(field, value(from), value(to)),
        _ => Change::new(field, None, value(line)),
    }
}

/// The same for every repetition of an event, and different for every other event: the kind, the
/// identifiers and the time.
fn dedupe_key(hook: &HookType, body: &Body, data: &VendorData, at: Option<Timestamp>) -> String {
    let mut key = Key::new(hook);
    if let HookType::OutboxStatus = hook {
        if let Some(Value::Object(message)) = body.get("data") {
            key.add(message.get("id"));
            key.add(message.get("gateway_status"));
        }
    } else {
        if let Some(Value::Object(ticket)) = body.get("ticket") {
            key.add(ticket.get("id"));
        }
        for value in body.identifying() {
            key.add(value);
        }
        // The time of a ticket's change is told to the second, and a second may see two.
        if let HookType::TicketUpdated = hook
            && let Some(updates) = body.get("updates")
        {
            key.add_text(&digest(updates.to_string().as_bytes()));
        }
        if let HookType::NewQrCode = hook
            && let Some(code) = body.get("qrcode_data").and_then(value_as_text)
        {
            key.add_text(&digest(code.as_bytes()));
        }
    }
    if let Some(at) = at {
        key.add_text(&at.to_string());
    }
    if key.columns == 0 {
        key.add_text(&digest(data.as_json().unwrap_or_default().as_bytes()));
    }
    key.text
}

/// A key in the making: the vendor, the kind, and what tells events of the kind apart.
struct Key {
    text: String,
    columns: usize,
}

impl Key {
    fn new(hook: &HookType) -> Self {
        let mut text = String::with_capacity(96);
        text.push_str(VENDOR.as_str());
        text.push(':');
        text.push_str(hook.as_str());
        Self { text, columns: 0 }
    }

    /// Adds a value that stands for a text. Whether there is one.
    fn add(&mut self, value: Option<&Value>) -> bool {
        match value {
            Some(Value::String(text)) if !text.is_empty() => self.add_text(text),
            Some(value) => match value_as_text(value) {
                Some(text) => self.add_text(&text),
                None => return false,
            },
            None => return false,
        }
        true
    }

    fn add_text(&mut self, text: &str) {
        // It may be anything in an event that is not known here.
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
        self.columns += 1;
        self.text.push(':');
        if text.len() > 64 || !text.bytes().all(plain) {
            self.text.push_str(&digest(text.as_bytes()));
        } else {
            self.text.push_str(text);
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    let mut hash = hex::encode(Sha256::digest(bytes));
    hash.truncate(32);
    hash
}
