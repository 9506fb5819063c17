//! Neutral events.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::Verification;
use crate::{
    AgentId, Contact, ContactId, ConversationId, DepartmentId, EventId, Message, MessageId, Tag,
    TagId, Ticket, TicketId, Vendor, VendorData,
};

crate::open_enum! {
    /// What happened.
    pub enum EventKind {
        /// A contact came to be.
        ContactCreated = "contact.created",
        /// A contact changed.
        ContactUpdated = "contact.updated",
        /// A contact was blocked.
        ContactBlocked = "contact.blocked",
        /// A contact was let in again.
        ContactUnblocked = "contact.unblocked",
        /// A tag was put on a contact.
        ContactTagged = "contact.tagged",
        /// A tag was taken off a contact.
        ContactUntagged = "contact.untagged",
        /// A ticket came to be.
        TicketCreated = "ticket.created",
        /// A ticket changed.
        TicketUpdated = "ticket.updated",
        /// A ticket was given to an agent.
        TicketAssigned = "ticket.assigned",
        /// A ticket was handed to another department.
        TicketTransferred = "ticket.transferred",
        /// A ticket was closed.
        TicketClosed = "ticket.closed",
        /// A ticket was opened again.
        TicketReopened = "ticket.reopened",
        /// A ticket was removed.
        TicketDeleted = "ticket.deleted",
        /// A conversation began.
        ConversationCreated = "conversation.created",
        /// A conversation was handed to another agent or department.
        ConversationTransferred = "conversation.transferred",
        /// A conversation was closed.
        ConversationClosed = "conversation.closed",
        /// A tag was put on a conversation.
        ConversationTagged = "conversation.tagged",
        /// A tag was taken off a conversation.
        ConversationUntagged = "conversation.untagged",
        /// A contact wrote.
        MessageReceived = "message.received",
        /// A public message was sent, by whomever: one's own come back too.
        MessageSent = "message.sent",
        /// A message was imported from elsewhere.
        MessageImported = "message.imported",
        /// A message changed: how far it has come, a file that is there now.
        MessageUpdated = "message.updated",
        /// A system entry appeared in a conversation.
        MessageSystem = "message.system",
        /// An internal note was added.
        NoteCreated = "note.created",
        /// A tag came to be.
        TagCreated = "tag.created",
        /// A tag changed.
        TagUpdated = "tag.updated",
        /// A department came to be.
        DepartmentCreated = "department.created",
        /// A department changed.
        DepartmentUpdated = "department.updated",
        /// A task came to be.
        TaskCreated = "task.created",
        /// A task changed.
        TaskUpdated = "task.updated",
        /// A custom field came to be.
        CustomFieldCreated = "custom_field.created",
        /// A custom field changed.
        CustomFieldUpdated = "custom_field.updated",
        /// An agent came, left or paused.
        AgentPresence = "agent.presence",
        /// An agent logged in or out.
        AgentLogin = "agent.login",
        /// A channel was connected or lost.
        ChannelStatus = "channel.status",
        /// A bot asks for something.
        BotCommand = "bot.command",
        /// A survey went out.
        SurveySent = "survey.sent",
        /// An order came to be.
        OrderCreated = "order.created",
        /// An order changed.
        OrderUpdated = "order.updated",
        /// Hints were asked of an assistant.
        AiHintsRequested = "ai.hints_requested",
        /// A sales card came to be or changed.
        CardUpdated = "card.updated",
    }
}

/// How much of the record an event carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Completeness {
    /// The record as a get would give it.
    Full,
    /// The record without some of its fields or without what it refers to.
    Partial,
    /// Identifiers only.
    Thin,
}

/// A field that changed.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The field, in the vendor's word.
    pub field: String,
    /// What it was.
    pub from: Option<Value>,
    /// What it is.
    pub to: Option<Value>,
}

redacted_debug!(Change {
    show: [field],
    hide: [from, to]
});

impl Change {
    /// A field and its two values.
    pub fn new(field: impl Into<String>, from: Option<Value>, to: Option<Value>) -> Self {
        Self {
            field: field.into(),
            from,
            to,
        }
    }
}

/// The record an event carries, as a neutral object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Record {
    /// A contact.
    Contact(Box<Contact>),
    /// A ticket.
    Ticket(Box<Ticket>),
    /// A message or note.
    Message(Box<Message>),
    /// A tag.
    Tag(Box<Tag>),
}

/// Something that happened at a vendor, in neutral terms.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// The identifier: the vendor's, or the dedupe key where there is none.
    pub id: EventId,
    /// The same for every repetition of the same event, and different for every other event.
    pub dedupe_key: String,
    /// What happened.
    pub kind: EventKind,
    /// When it happened, where the vendor tells.
    pub occurred_at: Option<Timestamp>,
    /// The vendor.
    pub vendor: Vendor,
    /// The contact it is about.
    pub contact: Option<ContactId>,
    /// The ticket it is about.
    pub ticket: Option<TicketId>,
    /// The conversation it is about.
    pub conversation: Option<ConversationId>,
    /// The message it is about.
    pub message: Option<MessageId>,
    /// The agent it is about.
    pub agent: Option<AgentId>,
    /// The department it is about.
    pub department: Option<DepartmentId>,
    /// The tag it is about.
    pub tag: Option<TagId>,
    /// How much of the record it carries.
    pub completeness: Completeness,
    /// How the delivery was verified.
    pub verified: Verification,
    /// What changed, where the vendor tells.
    pub changes: Vec<Change>,
    /// The record, as far as the delivery carries it.
    pub record: Option<Record>,
    /// The vendor's own body.
    #[serde(rename = "data", serialize_with = "as_value")]
    pub vendor_data: VendorData,
}

redacted_debug!(Event {
    show: [
        id,
        dedupe_key,
        kind,
        occurred_at,
        vendor,
        contact,
        ticket,
        conversation,
        message,
        agent,
        department,
        tag,
        completeness,
        verified,
        record,
        vendor_data
    ],
    hide: [changes]
});

impl Event {
    /// An event of which only the kind is known.
    pub fn new(
        vendor: Vendor,
        kind: EventKind,
        dedupe_key: impl Into<String>,
        verified: Verification,
    ) -> Self {
        let dedupe_key = dedupe_key.into();
        Self {
            id: EventId::new(dedupe_key.clone()),
            dedupe_key,
            kind,
            occurred_at: None,
            vendor,
            contact: None,
            ticket: None,
            conversation: None,
            message: None,
            agent: None,
            department: None,
            tag: None,
            completeness: Completeness::Partial,
            verified,
            changes: Vec::new(),
            record: None,
            vendor_data: VendorData::none(),
        }
    }
}

fn as_value<S: serde::Serializer>(data: &VendorData, serializer: S) -> Result<S::Ok, S::Error> {
    data.to_value().serialize(serializer)
}
