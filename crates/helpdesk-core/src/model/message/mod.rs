//! Messages, which the contact sees, and notes, which it never does.
//!
//! The two are written through different calls with different types, so that no flag can turn a
//! note into a message.

mod input;

pub use input::{Content, MessageTarget, NewAttachment, NewMessage, NewNote, Template};

use jiff::Timestamp;
use serde::Serialize;

use super::AgentRef;
use crate::{AgentId, ContactId, Field, MessageId, TicketId, VendorData};

crate::open_enum! {
    /// Who wrote a message.
    pub enum AuthorKind {
        /// The contact.
        Contact = "contact",
        /// An agent.
        Agent = "agent",
        /// A bot.
        Bot = "bot",
        /// The helpdesk itself.
        System = "system",
        /// A program, through the vendor's interface.
        Api = "api",
    }
}

crate::open_enum! {
    /// Which way a message went.
    pub enum Direction {
        /// From the contact.
        Inbound = "inbound",
        /// To the contact.
        Outbound = "outbound",
        /// Inside the helpdesk; the contact does not see it.
        Internal = "internal",
    }
}

crate::open_enum! {
    /// What a message consists of.
    pub enum MessageKind {
        /// Text.
        Text = "text",
        /// A picture.
        Image = "image",
        /// Sound, spoken messages among them.
        Audio = "audio",
        /// A film.
        Video = "video",
        /// A file.
        File = "file",
        /// A place.
        Location = "location",
        /// A message from a template.
        Template = "template",
        /// Buttons or lists.
        Interactive = "interactive",
        /// Something the helpdesk reports: a transfer, a closing.
        System = "system",
        /// A reaction to another message.
        Reaction = "reaction",
        /// An internal note.
        Note = "note",
    }
}

crate::open_enum! {
    /// How far a message has come.
    pub enum DeliveryState {
        /// Waiting to be sent.
        Queued = "queued",
        /// Sent.
        Sent = "sent",
        /// On the contact's device.
        Delivered = "delivered",
        /// Read.
        Read = "read",
        /// Not delivered, and it will not be.
        Failed = "failed",
        /// Withdrawn.
        Canceled = "canceled",
    }
}

/// Who wrote a message.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Author {
    /// What kind of author.
    pub kind: AuthorKind,
    /// The identifier of the agent or contact.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
}

redacted_debug!(Author {
    show: [kind, id],
    hide: [name]
});

impl Author {
    /// An author of this kind.
    pub fn new(kind: AuthorKind) -> Self {
        Self {
            kind,
            id: None,
            name: None,
        }
    }

    /// Adds the identifier.
    #[must_use]
    pub fn with_id(mut self, id: Option<String>) -> Self {
        self.id = id;
        self
    }

    /// Adds the name.
    #[must_use]
    pub fn with_name(mut self, name: Option<String>) -> Self {
        self.name = name;
        self
    }

    /// The agent, if it is one.
    pub fn agent(&self) -> Option<AgentRef> {
        (self.kind == AuthorKind::Agent)
            .then(|| AgentRef::from_parts(self.id.clone().map(AgentId::new), self.name.clone()))
            .flatten()
    }
}

/// A file of a message.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Attachment {
    /// The file name.
    pub name: Option<String>,
    /// Where the file is. It may expire, and may need the vendor's authentication.
    pub url: Option<String>,
    /// The media type.
    pub mime: Option<String>,
}

redacted_debug!(Attachment {
    show: [mime],
    hide: [name, url]
});

impl Attachment {
    /// A file by its address.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            name: None,
            url: Some(url.into()),
            mime: None,
        }
    }

    /// A file by what is known of it.
    pub fn new(name: Option<String>, url: Option<String>, mime: Option<String>) -> Self {
        Self { name, url, mime }
    }
}

/// A message or a note, as the vendor has it.
///
/// `Debug` shows identifiers and amounts only.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Message {
    /// The identifier.
    pub id: MessageId,
    /// The ticket it belongs to.
    pub ticket: Option<TicketId>,
    /// The contact it was exchanged with.
    pub contact: Option<ContactId>,
    /// Who wrote it.
    pub author: Author,
    /// Which way it went. `Internal` is never seen by the contact.
    pub direction: Direction,
    /// What it consists of.
    pub kind: MessageKind,
    /// The text.
    pub text: Option<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// How far it has come.
    pub delivery: Option<DeliveryState>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Fields that the vendor left out of this answer.
    #[serde(skip)]
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

redacted_debug!(Message {
    show: [
        id,
        ticket,
        contact,
        author,
        direction,
        kind,
        delivery,
        sent_at,
        not_sent,
        vendor_data
    ],
    hide: [text, attachments]
});

impl Message {
    /// A message of which only the identifier, the author and the direction are known.
    pub fn new(
        id: impl Into<MessageId>,
        author: Author,
        direction: Direction,
        kind: MessageKind,
    ) -> Self {
        Self {
            id: id.into(),
            ticket: None,
            contact: None,
            author,
            direction,
            kind,
            text: None,
            attachments: Vec::new(),
            delivery: None,
            sent_at: None,
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }

    /// Whether the contact never sees it.
    pub fn is_internal(&self) -> bool {
        self.direction == Direction::Internal
    }
}
