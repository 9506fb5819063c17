//! Tickets to create, and changes to them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::model::{ChannelSelector, TicketPriority, TicketStatus, given};
use crate::{AgentId, ContactId, DepartmentId, Field, Patch, TagId};

/// A ticket to create.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct NewTicket {
    /// The contact it is about.
    pub contact: Option<ContactId>,
    /// What it is about, in a line.
    pub subject: Option<String>,
    /// What it is about, at length; the first message where the vendor begins with one.
    pub text: Option<String>,
    /// The channel.
    pub channel: Option<ChannelSelector>,
    /// The department it goes to.
    pub department: Option<DepartmentId>,
    /// The agent it goes to.
    pub assignee: Option<AgentId>,
    /// The status it begins with.
    pub status: Option<TicketStatus>,
    /// The priority.
    pub priority: Option<TicketPriority>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Custom fields.
    pub custom_fields: BTreeMap<String, Value>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
}

redacted_debug!(NewTicket {
    show: [
        contact, channel, department, assignee, status, priority, tags, due_at
    ],
    hide: [subject, text, custom_fields]
});

impl NewTicket {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A ticket of this contact.
    pub fn for_contact(contact: impl Into<ContactId>) -> Self {
        Self {
            contact: Some(contact.into()),
            ..Self::default()
        }
    }

    /// Sets the subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Sets the description, or the first message.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Chooses the channel.
    #[must_use]
    pub fn channel(mut self, channel: impl Into<ChannelSelector>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// Chooses the department.
    #[must_use]
    pub fn department(mut self, department: impl Into<DepartmentId>) -> Self {
        self.department = Some(department.into());
        self
    }

    /// Chooses the agent.
    #[must_use]
    pub fn assignee(mut self, agent: impl Into<AgentId>) -> Self {
        self.assignee = Some(agent.into());
        self
    }

    /// Chooses the status it begins with.
    #[must_use]
    pub fn status(mut self, status: TicketStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Chooses the priority.
    #[must_use]
    pub fn priority(mut self, priority: TicketPriority) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<TagId>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Sets a custom field.
    #[must_use]
    pub fn custom_field(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.custom_fields.insert(key.into(), value.into());
        self
    }

    /// Sets when it is due.
    #[must_use]
    pub fn due_at(mut self, time: Timestamp) -> Self {
        self.due_at = Some(time);
        self
    }

    /// The fields that are given.
    pub fn fields(&self) -> Vec<Field> {
        given(&[
            (self.contact.is_some(), Field::Contact),
            (self.subject.is_some(), Field::Subject),
            (self.text.is_some(), Field::Text),
            (self.channel.is_some(), Field::Channel),
            (self.department.is_some(), Field::Department),
            (self.assignee.is_some(), Field::Assignee),
            (self.status.is_some(), Field::Status),
            (self.priority.is_some(), Field::Priority),
            (!self.tags.is_empty(), Field::Tags),
            (!self.custom_fields.is_empty(), Field::CustomFields),
            (self.due_at.is_some(), Field::DueAt),
        ])
    }
}

/// Changes to a ticket.
///
/// A list replaces the whole list. Custom fields that are not named stay as they are. The assignee
/// and the department have calls of their own.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct TicketPatch {
    /// The subject.
    pub subject: Patch<String>,
    /// The description.
    pub description: Patch<String>,
    /// The status.
    pub status: Patch<TicketStatus>,
    /// The priority.
    pub priority: Patch<TicketPriority>,
    /// All tags.
    pub tags: Patch<Vec<TagId>>,
    /// Custom fields, one by one.
    pub custom_fields: BTreeMap<String, Patch<Value>>,
    /// When it is due.
    pub due_at: Patch<Timestamp>,
}

redacted_debug!(TicketPatch {
    show: [status, priority, due_at],
    hide: [subject, description, tags, custom_fields]
});

impl TicketPatch {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the subject.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<Patch<String>>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Changes the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<Patch<String>>) -> Self {
        self.description = description.into();
        self
    }

    /// Changes the status.
    #[must_use]
    pub fn status(mut self, status: impl Into<Patch<TicketStatus>>) -> Self {
        self.status = status.into();
        self
    }

    /// Changes the priority.
    #[must_use]
    pub fn priority(mut self, priority: impl Into<Patch<TicketPriority>>) -> Self {
        self.priority = priority.into();
        self
    }

    /// Replaces the tags.
    #[must_use]
    pub fn tags(mut self, tags: impl Into<Patch<Vec<TagId>>>) -> Self {
        self.tags = tags.into();
        self
    }

    /// Changes one custom field.
    #[must_use]
    pub fn custom_field(mut self, key: impl Into<String>, value: impl Into<Patch<Value>>) -> Self {
        self.custom_fields.insert(key.into(), value.into());
        self
    }

    /// Changes when it is due.
    #[must_use]
    pub fn due_at(mut self, time: impl Into<Patch<Timestamp>>) -> Self {
        self.due_at = time.into();
        self
    }

    /// The fields that change.
    pub fn fields(&self) -> Vec<Field> {
        given(&[
            (!self.subject.is_keep(), Field::Subject),
            (!self.description.is_keep(), Field::Description),
            (!self.status.is_keep(), Field::Status),
            (!self.priority.is_keep(), Field::Priority),
            (!self.tags.is_keep(), Field::Tags),
            (
                self.custom_fields.values().any(|patch| !patch.is_keep()),
                Field::CustomFields,
            ),
            (!self.due_at.is_keep(), Field::DueAt),
        ])
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }
}
