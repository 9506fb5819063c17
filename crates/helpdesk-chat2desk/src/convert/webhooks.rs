//! Webhook subscriptions, and the names of events.

use helpdesk_core::webhook::EventKind;
use helpdesk_core::{ChannelId, Error, Result, Webhook};
use helpdesk_http::Kept;

use crate::api::WebhookEvent;
use crate::wire;

/// The neutral kind of an event, from the name one subscribes to.
pub fn event_kind(name: &str) -> EventKind {
    match name {
        "inbox" => EventKind::MessageReceived,
        "outbox" => EventKind::MessageSent,
        "imported_message" => EventKind::MessageImported,
        "outbox_status" => EventKind::MessageUpdated,
        "system_message" => EventKind::MessageSystem,
        "comment" => EventKind::NoteCreated,
        "operator_status_changed" => EventKind::AgentPresence,
        "operator_authentication_updated" => EventKind::AgentLogin,
        "new_client" => EventKind::ContactCreated,
        "client_updated" => EventKind::ContactUpdated,
        "client_added_to_blacklist" => EventKind::ContactBlocked,
        "new_tag" => EventKind::TagCreated,
        "add_tag_to_client" => EventKind::ContactTagged,
        "delete_tag_from_client" => EventKind::ContactUntagged,
        "add_tag_to_request" => EventKind::ConversationTagged,
        "delete_tag_from_request" => EventKind::ConversationUntagged,
        "new_request" => EventKind::ConversationCreated,
        "close_request" | "close_dialog" => EventKind::ConversationClosed,
        "dialog_transferred" => EventKind::ConversationTransferred,
        "device_updated" | "new_qr_code" => EventKind::ChannelStatus,
        "new_ticket" => EventKind::TicketCreated,
        "ticket_updated" => EventKind::TicketUpdated,
        "ticket_deleted" => EventKind::TicketDeleted,
        "ai_hints_requested" => EventKind::AiHintsRequested,
        other => EventKind::Other(other.to_owned()),
    }
}

/// The name one subscribes to for a neutral kind of event.
fn event_name(kind: &EventKind) -> Option<&str> {
    Some(match kind {
        EventKind::MessageReceived => "inbox",
        EventKind::MessageSent => "outbox",
        EventKind::MessageImported => "imported_message",
        EventKind::MessageUpdated => "outbox_status",
        EventKind::MessageSystem => "system_message",
        EventKind::NoteCreated => "comment",
        EventKind::AgentPresence => "operator_status_changed",
        EventKind::AgentLogin => "operator_authentication_updated",
        EventKind::ContactCreated => "new_client",
        EventKind::ContactUpdated => "client_updated",
        EventKind::ContactBlocked | EventKind::ContactUnblocked => "client_added_to_blacklist",
        EventKind::TagCreated => "new_tag",
        EventKind::ContactTagged => "add_tag_to_client",
        EventKind::ContactUntagged => "delete_tag_from_client",
        EventKind::ConversationTagged => "add_tag_to_request",
        EventKind::ConversationUntagged => "delete_tag_from_request",
        EventKind::ConversationCreated => "new_request",
        EventKind::ConversationClosed => "close_request",
        EventKind::ConversationTransferred => "dialog_transferred",
        EventKind::ChannelStatus => "device_updated",
        EventKind::TicketCreated => "new_ticket",
        EventKind::TicketUpdated
        | EventKind::TicketAssigned
        | EventKind::TicketClosed
        | EventKind::TicketReopened => "ticket_updated",
        EventKind::TicketDeleted => "ticket_deleted",
        EventKind::AiHintsRequested => "ai_hints_requested",
        EventKind::Other(word) if is_event_name(word) => word,
        _ => return None,
    })
}

/// Whether a word is spelled as the vendor spells its events. It adds new ones, so the word need not
/// be known here.
fn is_event_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The names to subscribe to for neutral kinds of events, each once.
///
/// Fails with [`ErrorKind::Invalid`](helpdesk_core::ErrorKind::Invalid) at `events` when there are
/// none, or when the vendor has no such event.
pub fn event_names(kinds: &[EventKind]) -> Result<Vec<WebhookEvent>> {
    if kinds.is_empty() {
        return Err(Error::invalid(
            "events",
            "name at least one event; a subscription without any is never called",
        ));
    }
    let mut names = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let Some(name) = event_name(kind) else {
            return Err(Error::invalid(
                "events",
                format!("the vendor has no event `{kind}`; leave it out"),
            ));
        };
        let name = WebhookEvent::from(name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// A subscription.
pub fn webhook(kept: Kept<wire::WebhookSubscription>) -> Webhook {
    let Kept { wire, data, .. } = kept;
    let mut webhook = Webhook::new(wire.id, wire.url.unwrap_or_default());
    webhook.name = wire.name;
    for name in &wire.events {
        let kind = event_kind(name);
        if !webhook.events.contains(&kind) {
            webhook.events.push(kind);
        }
    }
    webhook.raw_events = wire.events;
    webhook.active = wire.status.as_deref() != Some("disable");
    webhook.channels = wire
        .channels
        .into_iter()
        .flatten()
        .map(|id| ChannelId::new(id.into_string()))
        .collect();
    webhook.last_errors = wire
        .errors
        .into_iter()
        .filter_map(|error| error.text)
        .collect();
    webhook.vendor_data = data;
    webhook
}
