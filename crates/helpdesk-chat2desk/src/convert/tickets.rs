//! Tickets, and dialogs in their place.

use helpdesk_core::{
    AgentRef, ContactRef, ConversationId, Field, Status, StatusCategory, TagRef, Ticket,
    TicketStatus,
};
use helpdesk_http::Kept;
use serde_json::Value;

use super::value_as_text;
use super::words::{channel_ref, priority, status};
use crate::{row, wire};

/// A ticket.
pub fn ticket(kept: Kept<wire::Ticket>) -> Ticket {
    let Kept { wire, data, .. } = kept;
    let status = match wire.status {
        Some(raw) => status(raw),
        None => Status::in_category(StatusCategory::Unknown, ""),
    };
    let mut ticket = Ticket::new(wire.id.as_str(), status);
    ticket.number = Some(wire.id);
    ticket.subject = wire.summary;
    ticket.description = wire.description;
    ticket.priority = wire.priority.map(priority);
    ticket.assignee = wire.assignee_id.map(AgentRef::by_id);
    ticket.conversations = wire
        .request_ids
        .into_iter()
        .map(|id| ConversationId::new(id.into_string()))
        .collect();
    ticket.created_at = wire.created_at;
    ticket.updated_at = wire.updated_at;
    ticket.due_at = wire.deadline;
    ticket.not_sent = vec![
        Field::Contact,
        Field::Department,
        Field::Channel,
        Field::Tags,
        Field::CustomFields,
        Field::ClosedAt,
        Field::DeletedAt,
    ];
    ticket.vendor_data = data;
    ticket
}

/// A dialog, as the ticket that it is where requests are taken for tickets.
///
/// `tags` are those of its last request, where they were asked for.
pub fn dialog(kept: Kept<row::Dialog>, tags: Option<&wire::Request>) -> Ticket {
    let Kept { wire, data, .. } = kept;
    let status = match &wire.state {
        Some(wire::DialogState::Open) => Status::new(TicketStatus::Open, "open"),
        Some(wire::DialogState::Closed) => Status::new(TicketStatus::Closed, "closed"),
        Some(other) => Status::in_category(StatusCategory::Unknown, other.as_str()),
        None => Status::in_category(StatusCategory::Unknown, ""),
    };
    let mut ticket = Ticket::new(wire.id, status);
    ticket.assignee = wire.operator_id.map(AgentRef::by_id);
    ticket.created_at = wire.begin;
    if ticket.is_closed() {
        ticket.closed_at = wire.end;
    }
    let mut request = wire.last_request_id;
    ticket.not_sent = vec![
        Field::Number,
        Field::Subject,
        Field::Description,
        Field::Priority,
        Field::Department,
        Field::CustomFields,
        Field::DueAt,
        Field::DeletedAt,
    ];
    match wire.last_message {
        Some(message) => {
            ticket.contact = message.client_id.map(ContactRef::by_id);
            ticket.channel =
                channel_ref(message.channel_id.as_deref(), message.transport.as_deref());
            ticket.updated_at = message.created;
            request = request.or(message.request_id);
        }
        None => ticket
            .not_sent
            .extend([Field::Contact, Field::Channel, Field::UpdatedAt]),
    }
    match request {
        Some(request) => ticket.conversations.push(ConversationId::new(request)),
        None => ticket.not_sent.push(Field::Conversations),
    }
    match tags {
        Some(request) => ticket.tags = request.tags.iter().filter_map(tag_ref).collect(),
        None => ticket.not_sent.push(Field::Tags),
    }
    ticket.vendor_data = data;
    ticket
}

/// A tag of a request: the documentation shows only an empty list, so an object, a number and a word
/// are understood.
fn tag_ref(value: &Value) -> Option<TagRef> {
    match value {
        Value::Object(tag) => {
            let text = |key: &str| tag.get(key).and_then(value_as_text);
            TagRef::from_parts(text("id"), text("label").or_else(|| text("name")))
        }
        Value::Number(id) => Some(TagRef::by_id(id.to_string())),
        Value::String(name) => Some(TagRef::by_name(name)),
        _ => None,
    }
}
