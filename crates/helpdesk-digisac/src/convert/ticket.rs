//! Tickets.

use helpdesk_core::{
    AgentRef, ContactRef, ConversationId, DepartmentRef, Field, Status, StatusCategory, Ticket,
    TicketStatus,
};
use helpdesk_http::Kept;

use super::{channel, contact::tag_reference, known};
use crate::row;

/// The status. Digisac has none: a ticket is open or it is not, and an open one that nobody has is
/// new.
fn status(wire: &row::Ticket) -> Status {
    match (wire.is_open, &wire.user_id) {
        (Some(true), None) => Status::new(TicketStatus::New, "open"),
        (Some(true), Some(_)) => Status::new(TicketStatus::Open, "open"),
        (Some(false), _) => Status::new(TicketStatus::Closed, "closed"),
        (None, _) => Status::in_category(StatusCategory::Unknown, "unknown"),
    }
}

/// A ticket.
pub(crate) fn ticket(row: Kept<row::Ticket>, one_tag_only: bool) -> Ticket {
    let wire = row.wire;
    let mut ticket = Ticket::new(wire.id.as_str(), status(&wire));
    let mut not_sent = Vec::new();
    ticket.number = wire.protocol;
    if wire.is_open.is_none() {
        not_sent.push(Field::Status);
    }

    match wire.first_message {
        Some(message) => ticket.description = message.text,
        None if wire.first_message_id.is_some() => not_sent.push(Field::Description),
        None => {}
    }

    let contact = wire.contact.as_ref();
    ticket.contact = ContactRef::from_parts(
        wire.contact_id
            .clone()
            .or_else(|| known(contact?.id.clone())),
        contact.and_then(|contact| {
            contact
                .internal_name
                .clone()
                .or_else(|| contact.name.clone())
                .or_else(|| contact.alternative_name.clone())
        }),
    );
    match contact {
        Some(contact) => {
            ticket.channel =
                channel::reference(contact.service_id.as_ref(), contact.service.as_ref());
        }
        None => not_sent.push(Field::Channel),
    }
    match wire.contact.and_then(|contact| contact.tags) {
        Some(tags) => {
            ticket.tags = tags.into_iter().filter_map(tag_reference).collect();
            if one_tag_only {
                not_sent.push(Field::Tags);
            }
        }
        None => not_sent.push(Field::Tags),
    }

    ticket.assignee = AgentRef::from_parts(
        wire.user_id
            .or_else(|| known(wire.user.as_ref()?.id.clone())),
        wire.user.and_then(|user| user.name),
    );
    ticket.department = DepartmentRef::from_parts(
        wire.department_id
            .or_else(|| known(wire.department.as_ref()?.id.clone())),
        wire.department.and_then(|own| own.name),
    );
    ticket.conversations = vec![ConversationId::new(wire.id)];
    ticket.created_at = wire.started_at.or(wire.created_at);
    ticket.updated_at = wire.updated_at;
    if wire.updated_at.is_none() {
        not_sent.push(Field::UpdatedAt);
    }
    ticket.closed_at = wire.ended_at;
    ticket.not_sent = not_sent;
    ticket.vendor_data = row.data;
    ticket
}
