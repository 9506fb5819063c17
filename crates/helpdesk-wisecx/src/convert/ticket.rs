//! Tickets, as they come. WiseCX calls them cases.

use helpdesk_core::{
    AgentId, AgentRef, ChannelKind, ChannelRef, ContactId, ContactRef, ConversationId,
    DepartmentId, DepartmentRef, Priority, Status, StatusCategory, StatusFilter, Ticket,
    TicketPriority, TicketStatus, not_sent,
};
use helpdesk_http::Kept;

use super::{custom_fields, some_id, tag};
use crate::wire::{self, CaseStatus, SourceChannel};

/// A ticket as it comes.
pub(crate) fn read(kept: Kept<wire::Case>) -> Ticket {
    let Kept { wire, data, names } = kept;
    let mut ticket = Ticket::new(wire.id.to_string(), status(wire.status.as_ref()));
    ticket.number = wire.number.map(|number| number.to_string());
    ticket.subject = wire.subject;
    ticket.priority = wire.priority.as_ref().map(priority);
    ticket.contact = some_id(wire.contact_id).map(|id| ContactRef::by_id(ContactId::new(id)));
    ticket.assignee = some_id(wire.user_id).map(|id| AgentRef::by_id(AgentId::new(id)));
    ticket.department =
        some_id(wire.group_id).map(|id| DepartmentRef::by_id(DepartmentId::new(id)));
    ticket.channel = wire
        .source_channel
        .as_ref()
        .map(|word| ChannelRef::of_kind(channel_kind(word), word.as_str()));
    ticket.tags = wire.tags.into_iter().map(tag::reference).collect();
    ticket.custom_fields = custom_fields::read(wire.custom_fields);
    ticket.conversations = vec![ConversationId::new(wire.id.to_string())];
    ticket.created_at = wire.created_at;
    ticket.updated_at = wire.last_update;
    // A case that was opened again keeps the dates of its end.
    ticket.closed_at = match ticket.status.category {
        StatusCategory::Closed => wire.closed_at.or(wire.solved_at),
        _ => None,
    };
    ticket.due_at = wire.due_at;
    ticket.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Description: [],
            // Whether it was deleted stands in lists; when, nowhere.
            DeletedAt: [],
            Number: ["number"],
            Subject: ["subject"],
            Status: ["status"],
            Priority: ["priority"],
            Contact: ["contact_id"],
            Assignee: ["user_id"],
            Department: ["group_id"],
            Channel: ["source_channel"],
            Tags: ["tags"],
            CustomFields: ["custom_fields"],
            CreatedAt: ["created_at"],
            UpdatedAt: ["last_update"],
            ClosedAt: ["closed_at"],
            DueAt: ["due_at"],
        })
    });
    ticket.vendor_data = data;
    ticket
}

/// A status as it comes; one that was not sent is an unknown one without a word.
pub(crate) fn status(word: Option<&CaseStatus>) -> Status {
    let Some(word) = word else {
        return Status::in_category(StatusCategory::Unknown, "");
    };
    let value = match word {
        CaseStatus::Opened => TicketStatus::Open,
        CaseStatus::Pending => TicketStatus::Pending,
        CaseStatus::Hold => TicketStatus::OnHold,
        CaseStatus::Solved => TicketStatus::Resolved,
        CaseStatus::Closed => TicketStatus::Closed,
        CaseStatus::Other(word) => TicketStatus::Other(word.clone()),
    };
    Status::new(value, word.as_str())
}

fn priority(word: &wire::Priority) -> Priority {
    let value = match word {
        wire::Priority::None => TicketPriority::None,
        wire::Priority::Low => TicketPriority::Low,
        wire::Priority::Medium => TicketPriority::Normal,
        wire::Priority::High => TicketPriority::High,
        wire::Priority::VeryHigh => TicketPriority::Urgent,
        wire::Priority::Other(word) => TicketPriority::Other(word.clone()),
    };
    Priority::new(value, word.as_str())
}

/// A channel as it comes. The documentation writes `email` and `Email`.
pub(crate) fn channel_kind(word: &SourceChannel) -> ChannelKind {
    let known = match word {
        SourceChannel::Other(text) => &SourceChannel::from(text.to_lowercase()),
        known => known,
    };
    match known {
        SourceChannel::Web => ChannelKind::WebChat,
        SourceChannel::App => ChannelKind::App,
        SourceChannel::Phone => ChannelKind::Voice,
        SourceChannel::Whatsapp => ChannelKind::WhatsApp,
        SourceChannel::Email => ChannelKind::Email,
        SourceChannel::Internal => ChannelKind::Internal,
        SourceChannel::Other(_) => ChannelKind::Other(word.as_str().to_owned()),
    }
}

/// The statuses that a filter admits; `None` for all.
pub(crate) fn admitted(filter: StatusFilter) -> Option<&'static [CaseStatus]> {
    match filter {
        StatusFilter::Open => Some(&[CaseStatus::Opened]),
        StatusFilter::Waiting => Some(&[CaseStatus::Pending, CaseStatus::Hold]),
        StatusFilter::Closed => Some(&[CaseStatus::Solved, CaseStatus::Closed]),
        _ => None,
    }
}
