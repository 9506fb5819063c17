//! Webhook deliveries as neutral events.

use helpdesk_core::webhook::{Change, Completeness, Event, EventKind, Record, Verification};
use helpdesk_core::{
    AgentId, ContactId, ConversationId, MessageId, Result, TagId, TicketId, Timestamp, VendorData,
};
use helpdesk_http::Kept;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::body::{Body, MessageBody};
use super::changes::{change, ticket_change};
use super::contacts::{Aliases, contact};
use super::details::{self, Details};
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
            let mut details = Details::of(data, details::OUTBOX_STATUS)?;
            event.ticket = dialog_ticket(details.text("dialog_id").as_ref());
            event.message = details.text("id").map(MessageId::new);
            event.contact = details.text("client_id").map(ContactId::new);
            tell(event, &mut details, &["gateway_status"]);
            event.completeness = Completeness::Thin;
        }
        HookType::NewClient | HookType::ClientUpdated | HookType::ClientAddedToBlacklist => {
            let contact = contact(Kept::<row::Client>::of(data)?, aliases);
            event.contact = Some(contact.id.clone());
            event.record = Some(Record::Contact(Box::new(contact)));
        }
        HookType::NewTag
        | HookType::AddTagToClient
        | HookType::DeleteTagFromClient
        | HookType::AddTagToRequest
        | HookType::DeleteTagFromRequest => {
            let mut details = Details::of(data, details::REFERENCES)?;
            let tag = tag(Kept::<wire::Tag>::of(data)?);
            event.tag = Some(TagId::new(tag.id.as_str()));
            event.contact = details.text("client_id").map(ContactId::new);
            event.conversation = details.text("request_id").map(ConversationId::new);
            event.record = Some(Record::Tag(Box::new(tag)));
            if *hook == HookType::NewTag {
                event.completeness = Completeness::Full;
            }
        }
        HookType::NewRequest => {
            let mut details = Details::of(data, details::REQUEST)?;
            event.ticket = dialog_ticket(details.text("dialog_id").as_ref());
            event.conversation = details.text("request_id").map(ConversationId::new);
            event.contact = details.text("client_id").map(ContactId::new);
            event.message = details.text("start_message_id").map(MessageId::new);
        }
        HookType::CloseRequest | HookType::CloseDialog | HookType::DialogTransferred => {
            let mut details = Details::of(data, details::REFERENCES)?;
            event.ticket = dialog_ticket(details.text("dialog_id").as_ref());
            event.conversation = details.text("request_id").map(ConversationId::new);
            event.contact = details.text("client_id").map(ContactId::new);
            event.agent = details
                .text("current_operator_id")
                .or_else(|| details.text("operator_id"))
                .map(AgentId::new);
            event.completeness = Completeness::Thin;
        }
        HookType::OperatorStatusUpdated
        | HookType::OperatorStatusChanged
        | HookType::OperatorAuthenticationUpdated => {
            let mut details = Details::of(data, details::OPERATOR)?;
            event.agent = details.text("id").map(AgentId::new);
            tell(
                event,
                &mut details,
                &["online", "status_id", "offline_type", "event"],
            );
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
            let mut details = Details::of(data, details::REFERENCES)?;
            event.ticket = dialog_ticket(details.text("dialog_id").as_ref());
            event.conversation = details.text("request_id").map(ConversationId::new);
            event.contact = details.text("client_id").map(ContactId::new);
            event.message = details.text("message_id").map(MessageId::new);
            event.agent = details.text("operator_id").map(AgentId::new);
            event.completeness = Completeness::Thin;
        }
        HookType::DeviceUpdate | HookType::DeviceUpdated => {
            let mut details = Details::of(data, details::DEVICE)?;
            tell(event, &mut details, &["status"]);
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

/// Adds the changes that these members are, as far as they were sent.
fn tell(event: &mut Event, details: &mut Details, fields: &[&str]) {
    for field in fields {
        if let Some(value) = details.take(field) {
            event.changes.push(Change::new(*field, None, Some(value)));
        }
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
