//! Tickets.

use helpdesk_core::{
    AgentRef, ChannelRef, ContactId, ContactRef, ConversationId, DepartmentRef, Field, Ticket,
    not_sent,
};
use helpdesk_http::Kept;

use super::contacts::requester_name;
use super::tags::TagSet;
use super::{custom_fields, words};
use crate::row::{self, TicketRow};

/// A row of any of the lists.
pub(crate) fn row(kept: Kept<TicketRow>) -> Ticket {
    let Kept { wire, data, names } = kept;
    let has_employee = wire.assigned_employee.is_some();
    let has_sector = wire.sector.is_some();
    let mut ticket = Ticket::new(wire.id.as_str(), words::status(&wire.status_id));
    ticket.conversations = vec![ConversationId::new(wire.id)];
    ticket.number = wire.ticket_reference_id;
    ticket.subject = wire.subject;
    ticket.channel = wire.channel_id.as_ref().map(words::channel);
    ticket.contact = wire.requester_user.and_then(|mut person| {
        ContactRef::from_parts(person.user_id.take(), requester_name(person))
    });
    ticket.assignee = wire
        .assigned_employee
        .and_then(requester_name)
        .map(AgentRef::by_name);
    ticket.department = wire
        .sector
        .and_then(|sector| DepartmentRef::from_parts(sector.id, sector.name));
    ticket.tags = wire
        .tags
        .map(|tags| TagSet::Ticket.refs(tags))
        .unwrap_or_default();
    ticket.custom_fields = wire
        .custom_fiejds
        .map(custom_fields::values)
        .unwrap_or_default();
    ticket.created_at = wire.created_at;
    ticket.updated_at = wire.updated_at;
    ticket.closed_at = wire.finished_at;
    ticket.deleted_at = wire.deleted_at;
    ticket.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Number: ["ticket_reference_id"],
            Subject: ["subject"],
            Channel: ["channel_id"],
            Tags: ["tags"],
            CustomFields: ["custom_fiejds", "custom_fields"],
            CreatedAt: ["created_at"],
            UpdatedAt: ["updated_at"],
            DeletedAt: ["deleted_at"],
        })
    });
    // Of these the name alone was sent, without the identifier.
    if ticket.contact_id().is_none() {
        ticket.not_sent.push(Field::Contact);
    }
    let nameless = |sent: bool, there: bool| !sent || there;
    if nameless(has_employee, ticket.assignee.is_some()) {
        ticket.not_sent.push(Field::Assignee);
    }
    let without_id = ticket
        .department
        .as_ref()
        .is_some_and(|own| own.id.is_none());
    if nameless(has_sector, without_id) {
        ticket.not_sent.push(Field::Department);
    }
    if ticket.is_closed()
        && ticket.closed_at.is_none()
        && !names.of(&data).any(|name| name == "finished_at")
    {
        ticket.not_sent.push(Field::ClosedAt);
    }
    ticket.vendor_data = data;
    ticket
}

/// A whole ticket, as writes answer it.
pub(crate) fn detail(kept: Kept<row::TicketDetail>) -> Ticket {
    let Kept { wire, data, names } = kept;
    let mut ticket = Ticket::new(wire.id.as_str(), words::status(&wire.status_id));
    ticket.conversations = vec![ConversationId::new(wire.id)];
    ticket.number = wire.ticket_reference_id;
    ticket.subject = wire.subject;
    ticket.channel = wire.channel_id.as_ref().map(words::channel);
    let account = wire
        .whatsapp_keys_id
        .or(wire.facebook_keys_id)
        .or(wire.instagram_keys_id)
        .or(wire.webchat_keys_id);
    if let (Some(channel), Some(account)) = (&mut ticket.channel, account) {
        channel.id = Some(account.into());
    }
    ticket.contact = wire.user_id.map(ContactRef::by_id);
    ticket.department = wire.sector_id.map(DepartmentRef::by_id);
    ticket.created_at = wire.created_at;
    ticket.updated_at = wire.updated_at;
    ticket.closed_at = wire.finished_at;
    ticket.deleted_at = wire.deleted_at;
    ticket.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            Number: ["ticket_reference_id"],
            Subject: ["subject"],
            Contact: ["user_id"],
            Department: ["sector_id"],
            Channel: ["channel_id"],
            CreatedAt: ["created_at"],
            UpdatedAt: ["updated_at"],
            ClosedAt: ["finished_at"],
            DeletedAt: ["deleted_at"],
            // `last_assigned_employee_id` is null in the documentation even for tickets that have just
            // been given to somebody, so it is not read as the assignee.
            Assignee: [],
            Tags: [],
            CustomFields: [],
        })
    });
    ticket.vendor_data = data;
    ticket
}

/// The answer to a write with what a row adds to it: names, tags, custom fields.
pub(crate) fn merged(mut detail: Ticket, row: Ticket) -> Ticket {
    let lacking = |ticket: &Ticket, field: &Field| ticket.not_sent.contains(field);
    if let (Some(own), Some(other)) = (&mut detail.contact, row.contact) {
        own.name = own.name.take().or(other.name);
    }
    match (&mut detail.department, row.department) {
        (Some(own), Some(other)) => own.name = own.name.take().or(other.name),
        (own @ None, Some(other)) if detail.not_sent.contains(&Field::Department) => {
            *own = Some(other);
        }
        _ => {}
    }
    detail.assignee = row.assignee;
    if !row.not_sent.contains(&Field::Assignee) {
        detail.not_sent.retain(|field| *field != Field::Assignee);
    }
    for field in [Field::Tags, Field::CustomFields] {
        if !row.not_sent.contains(&field) {
            detail.not_sent.retain(|own| *own != field);
        }
    }
    if lacking(&detail, &Field::ClosedAt) {
        detail.closed_at = row.closed_at;
    }
    detail.tags = row.tags;
    detail.custom_fields = row.custom_fields;
    detail
}

/// Fills in what is known of a ticket from elsewhere and its row left out: facts that do not change
/// while a ticket lives.
pub(crate) fn completed(mut ticket: Ticket, known: &Known) -> Ticket {
    if ticket.contact_id().is_none()
        && let Some(id) = &known.contact
    {
        let name = ticket.contact.take().and_then(|own| own.name);
        ticket.contact = ContactRef::from_parts(Some(id.clone()), name);
        ticket.not_sent.retain(|field| *field != Field::Contact);
    }
    if ticket.created_at.is_none() && known.created_at.is_some() {
        ticket.created_at = known.created_at;
        ticket.not_sent.retain(|field| *field != Field::CreatedAt);
    }
    if let Some(account) = &known.account {
        match &mut ticket.channel {
            Some(channel) if channel.id.is_none() => channel.id.clone_from(&account.id),
            own @ None => *own = Some(account.clone()),
            Some(_) => {}
        }
    }
    ticket
}

/// What is known of a ticket for good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The number, by which it is found again.
    pub number: Option<String>,
    /// The contact.
    pub contact: Option<ContactId>,
    /// When it came to be.
    pub created_at: Option<helpdesk_core::Timestamp>,
    /// The account it came in by.
    pub account: Option<ChannelRef>,
}

impl Known {
    /// What a ticket tells for good.
    pub(crate) fn of(ticket: &Ticket) -> Self {
        Self {
            number: ticket.number.clone(),
            contact: ticket.contact_id().cloned(),
            created_at: ticket.created_at,
            account: ticket.channel.clone().filter(|own| own.id.is_some()),
        }
    }

    /// Adds what another look tells.
    pub(crate) fn learn(&mut self, other: Self) {
        self.number = other.number.or(self.number.take());
        self.contact = other.contact.or(self.contact.take());
        self.created_at = other.created_at.or(self.created_at);
        self.account = other.account.or(self.account.take());
    }
}
