//! Webhook subscriptions.

use helpdesk_core::webhook::EventKind;
use helpdesk_core::{Error, Webhook};
use helpdesk_http::Kept;

use crate::wire;

/// The neutral kinds that deliveries of a vendor's event come out as.
fn events_of(raw: &str) -> Vec<EventKind> {
    match raw {
        "message.created" => vec![
            EventKind::MessageReceived,
            EventKind::MessageSent,
            EventKind::NoteCreated,
            EventKind::MessageSystem,
        ],
        "message.updated" => vec![EventKind::MessageUpdated],
        "ticket.created" => vec![EventKind::TicketCreated],
        "ticket.updated" => vec![EventKind::TicketUpdated, EventKind::TicketClosed],
        "contact.created" => vec![EventKind::ContactCreated],
        "contact.updated" => vec![EventKind::ContactUpdated],
        "bot.command" => vec![EventKind::BotCommand],
        "service.updated" => vec![EventKind::ChannelStatus],
        card if card.starts_with("card.") => vec![EventKind::CardUpdated],
        other => vec![EventKind::Other(other.to_owned())],
    }
}

/// The vendor's events for a neutral kind; none when it has no such event.
fn vendor_events(kind: &EventKind) -> &'static [&'static str] {
    match kind {
        EventKind::MessageReceived
        | EventKind::MessageSent
        | EventKind::NoteCreated
        | EventKind::MessageSystem => &["message.created"],
        EventKind::MessageUpdated => &["message.updated"],
        EventKind::TicketCreated => &["ticket.created"],
        EventKind::TicketUpdated | EventKind::TicketClosed => &["ticket.updated"],
        EventKind::ContactCreated => &["contact.created"],
        EventKind::ContactUpdated => &["contact.updated"],
        EventKind::BotCommand => &["bot.command"],
        EventKind::ChannelStatus => &["service.updated"],
        EventKind::CardUpdated => &[
            "card.created",
            "card.updated",
            "card.moved",
            "card.finished",
        ],
        _ => &[],
    }
}

/// The vendor's events for neutral kinds, without repeats; what the vendor does not have is refused,
/// naming `events`.
pub(crate) fn subscription(kinds: &[EventKind]) -> Result<Vec<String>, Error> {
    let mut events: Vec<String> = Vec::new();
    let mut error: Option<Error> = None;
    for kind in kinds {
        let mut add = |event: &str| {
            if !events.iter().any(|known| known == event) {
                events.push(event.to_owned());
            }
        };
        match kind {
            EventKind::Other(raw) if is_event(raw) => add(raw),
            kind => {
                let known = vendor_events(kind);
                for event in known {
                    add(event);
                }
                if known.is_empty() {
                    let why = match kind {
                        EventKind::TicketAssigned
                        | EventKind::TicketTransferred
                        | EventKind::TicketReopened => {
                            "Digisac does not tell what changed about a ticket; subscribe to `ticket.updated`"
                        }
                        _ => {
                            "Digisac has no such event; name one of its own, such as `message.created`"
                        }
                    };
                    error = Some(match error {
                        Some(error) => error.with_field_error("events", why),
                        None => Error::invalid("events", why),
                    });
                }
            }
        }
    }
    if let Some(error) = error {
        return Err(error);
    }
    if events.is_empty() {
        return Err(Error::invalid("events", "at least one event is needed"));
    }
    Ok(events)
}

/// The resources that events are known of. What can happen to them is an open set.
const RESOURCES: [&str; 6] = ["message", "ticket", "contact", "bot", "service", "card"];

/// Whether a word may be an event of Digisac's: `resource.happened`.
fn is_event(raw: &str) -> bool {
    raw.split_once('.').is_some_and(|(resource, what)| {
        RESOURCES.contains(&resource)
            && !what.is_empty()
            && what
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.'))
    })
}

/// A subscription.
pub(crate) fn webhook(row: Kept<wire::Webhook>) -> Webhook {
    let wire = row.wire;
    let mut webhook = Webhook::new(wire.id, wire.url.unwrap_or_default());
    webhook.name = wire.name;
    for kind in wire.events.iter().flat_map(|event| events_of(event)) {
        if !webhook.events.contains(&kind) {
            webhook.events.push(kind);
        }
    }
    webhook.raw_events = wire.events;
    webhook.active = wire.active != Some(false) && wire.deleted_at.is_none();
    webhook.vendor_data = row.data;
    webhook
}
