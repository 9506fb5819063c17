//! Fields by name, and what is lost when a vendor cannot hold one.

use serde::{Deserialize, Serialize};

crate::open_enum! {
    /// A field of the neutral model, by the name it has in JSON.
    pub enum Field {
        /// The name of a person or thing.
        Name = "name",
        /// Phone numbers.
        Phones = "phones",
        /// Mail addresses.
        Emails = "emails",
        /// An identity document.
        Document = "document",
        /// Names in social networks.
        Handles = "handles",
        /// Tags.
        Tags = "tags",
        /// Custom fields.
        CustomFields = "custom_fields",
        /// The agent who looks after a contact.
        Owner = "owner",
        /// The organisation a contact belongs to.
        Organization = "organization",
        /// The channel.
        Channel = "channel",
        /// Whether a contact is blocked.
        Blocked = "blocked",
        /// Whether messages can reach a contact.
        Deliverable = "deliverable",
        /// When it came to be.
        CreatedAt = "created_at",
        /// When it last changed.
        UpdatedAt = "updated_at",
        /// When a ticket was closed.
        ClosedAt = "closed_at",
        /// When a ticket is due.
        DueAt = "due_at",
        /// When it was removed.
        DeletedAt = "deleted_at",
        /// The number people use for a ticket.
        Number = "number",
        /// The subject of a ticket.
        Subject = "subject",
        /// The description of a ticket.
        Description = "description",
        /// The first message of a new ticket.
        Text = "text",
        /// The status.
        Status = "status",
        /// The priority.
        Priority = "priority",
        /// The contact.
        Contact = "contact",
        /// The agent a ticket is assigned to.
        Assignee = "assignee",
        /// The department.
        Department = "department",
        /// The conversations behind a ticket.
        Conversations = "conversations",
        /// The scope of a tag.
        Scope = "scope",
        /// The group of a tag.
        Group = "group",
        /// Whether it is in use.
        Active = "active",
        /// The colour of a tag.
        Color = "color",
        /// Files.
        Attachments = "attachments",
        /// A message template.
        Template = "template",
        /// The message that is answered.
        ReplyTo = "reply_to",
        /// Who wrote it.
        Author = "author",
        /// The ticket.
        Ticket = "ticket",
        /// An identifier of the caller's own.
        ExternalId = "external_id",
        /// How far a message has come.
        Delivery = "delivery",
        /// When a message was sent.
        SentAt = "sent_at",
        /// Free text to search for.
        Search = "search",
        /// The mail address of an agent.
        Email = "email",
        /// The phone number of an agent.
        Phone = "phone",
        /// The role of an agent.
        Role = "role",
        /// The departments of an agent.
        Departments = "departments",
        /// The agents of a department.
        Agents = "agents",
        /// Whether a channel is connected.
        Connected = "connected",
        /// The number or address of a channel.
        Address = "address",
        /// The URL of a webhook.
        Url = "url",
        /// The events of a webhook.
        Events = "events",
        /// The channels of a webhook.
        Channels = "channels",
    }
}

/// What happens to a field that the vendor cannot hold, or can only approximate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum LossPolicy {
    /// The call is refused before anything is sent, naming the field.
    #[default]
    Refuse,
    /// The call goes ahead without it, and the answer lists each [`Loss`].
    Allow,
}

/// Something that the vendor could not hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Loss {
    /// The field.
    pub field: Field,
    /// Why it was lost, or what it became.
    pub reason: String,
}

impl Loss {
    /// A field and why it was lost.
    pub fn new(field: Field, reason: impl Into<String>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }
}

/// What a write gives back: the record as the vendor has it now, and what was lost on the way.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Written<T> {
    /// The record.
    pub value: T,
    /// What the vendor could not hold. Empty unless loss was allowed.
    pub losses: Vec<Loss>,
}

impl<T> Written<T> {
    /// A record, written without loss.
    pub fn new(value: T) -> Self {
        Self {
            value,
            losses: Vec::new(),
        }
    }

    /// Adds losses.
    #[must_use]
    pub fn with_losses(mut self, losses: Vec<Loss>) -> Self {
        self.losses = losses;
        self
    }
}
