//! Tickets: what one of the vendors calls a case, another an atendimento or a chamado.

mod input;

pub use input::{NewTicket, TicketPatch};

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{AgentRef, ChannelRef, ContactRef, DepartmentRef, Priority, Status, TagRef, given};
use crate::{AgentId, ContactId, ConversationId, DepartmentId, Field, TagId, TicketId, VendorData};

/// A matter that somebody in the helpdesk takes care of.
///
/// `Debug` shows identifiers and amounts only.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ticket {
    /// The identifier.
    pub id: TicketId,
    /// The number people use: protocol, reference, `TICK-7`.
    pub number: Option<String>,
    /// What it is about, in a line.
    pub subject: Option<String>,
    /// What it is about, at length.
    pub description: Option<String>,
    /// The status.
    pub status: Status,
    /// The priority.
    pub priority: Option<Priority>,
    /// The contact; some lists name it without an identifier.
    pub contact: Option<ContactRef>,
    /// The agent who has it; some lists give a name without an identifier.
    pub assignee: Option<AgentRef>,
    /// The department it belongs to.
    pub department: Option<DepartmentRef>,
    /// The channel.
    pub channel: Option<ChannelRef>,
    /// Tags.
    pub tags: Vec<TagRef>,
    /// Custom fields, by the key that [`CustomField::key`](super::CustomField::key) gives.
    pub custom_fields: BTreeMap<String, Value>,
    /// The conversations behind it; the ticket itself where the vendor makes no difference.
    pub conversations: Vec<ConversationId>,
    /// When it came to be.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// When it was removed; the vendor still shows it.
    pub deleted_at: Option<Timestamp>,
    /// Fields that the vendor left out of this answer.
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

redacted_debug!(Ticket {
    show: [
        id,
        number,
        status,
        priority,
        channel,
        conversations,
        created_at,
        updated_at,
        closed_at,
        due_at,
        deleted_at,
        not_sent,
        vendor_data
    ],
    hide: [
        subject,
        description,
        contact,
        assignee,
        department,
        tags,
        custom_fields
    ]
});

impl Ticket {
    /// A ticket of which only the identifier and the status are known.
    pub fn new(id: impl Into<TicketId>, status: Status) -> Self {
        Self {
            id: id.into(),
            number: None,
            subject: None,
            description: None,
            status,
            priority: None,
            contact: None,
            assignee: None,
            department: None,
            channel: None,
            tags: Vec::new(),
            custom_fields: BTreeMap::new(),
            conversations: Vec::new(),
            created_at: None,
            updated_at: None,
            closed_at: None,
            due_at: None,
            deleted_at: None,
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }

    /// The contact's identifier, where the vendor gives it.
    pub fn contact_id(&self) -> Option<&ContactId> {
        self.contact.as_ref()?.id.as_ref()
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.status.category == super::StatusCategory::Closed
    }
}

/// Which tickets to list, by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StatusFilter {
    /// All of them.
    #[default]
    Any,
    /// Those that are open, waiting ones not among them.
    Open,
    /// Those that wait.
    Waiting,
    /// Those that are closed.
    Closed,
}

impl StatusFilter {
    /// Whether a status passes.
    pub fn admits(self, status: &Status) -> bool {
        use super::StatusCategory as Category;
        match self {
            Self::Any => true,
            Self::Open => status.category == Category::Open,
            Self::Waiting => status.category == Category::Waiting,
            Self::Closed => status.category == Category::Closed,
        }
    }
}

/// Which tickets to list. A filter that the vendor does not have is refused, never ignored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[non_exhaustive]
pub struct TicketQuery {
    /// By status.
    pub status: StatusFilter,
    /// Only of this contact.
    pub contact: Option<ContactId>,
    /// Only of this agent.
    pub assignee: Option<AgentId>,
    /// Only of this department.
    pub department: Option<DepartmentId>,
    /// Only with this tag.
    pub tag: Option<TagId>,
    /// Only those changed at or after this time.
    pub updated_since: Option<Timestamp>,
}

impl TicketQuery {
    /// All tickets.
    pub fn all() -> Self {
        Self::default()
    }

    /// Tickets in this state.
    #[must_use]
    pub fn status(mut self, status: StatusFilter) -> Self {
        self.status = status;
        self
    }

    /// Tickets of this contact.
    #[must_use]
    pub fn contact(mut self, contact: impl Into<ContactId>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// Tickets of this agent.
    #[must_use]
    pub fn assignee(mut self, agent: impl Into<AgentId>) -> Self {
        self.assignee = Some(agent.into());
        self
    }

    /// Tickets of this department.
    #[must_use]
    pub fn department(mut self, department: impl Into<DepartmentId>) -> Self {
        self.department = Some(department.into());
        self
    }

    /// Tickets with this tag.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<TagId>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    /// Tickets changed at or after this time.
    #[must_use]
    pub fn updated_since(mut self, time: Timestamp) -> Self {
        self.updated_since = Some(time);
        self
    }

    /// The fields it filters by, status apart: every vendor filters by that.
    pub fn fields(&self) -> Vec<Field> {
        given(&[
            (self.contact.is_some(), Field::Contact),
            (self.assignee.is_some(), Field::Assignee),
            (self.department.is_some(), Field::Department),
            (self.tag.is_some(), Field::Tags),
            (self.updated_since.is_some(), Field::UpdatedAt),
        ])
    }
}
