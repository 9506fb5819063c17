//! Messages to send, and notes to add.

use bytes::Bytes;
use serde::Serialize;

use crate::model::given;
use crate::{AgentId, ContactId, Field, MessageId, TicketId};

/// Whose messages, or to whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessageTarget {
    /// A contact.
    Contact(ContactId),
    /// A ticket.
    Ticket(TicketId),
}

impl MessageTarget {
    /// The field it stands for.
    pub fn field(&self) -> Field {
        match self {
            Self::Contact(_) => Field::Contact,
            Self::Ticket(_) => Field::Ticket,
        }
    }
}

impl From<ContactId> for MessageTarget {
    fn from(id: ContactId) -> Self {
        Self::Contact(id)
    }
}

impl From<TicketId> for MessageTarget {
    fn from(id: TicketId) -> Self {
        Self::Ticket(id)
    }
}

/// Where the content of a file to send comes from.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// The bytes themselves.
    Bytes(Bytes),
    /// A public address the vendor fetches it from.
    Url(String),
}

impl std::fmt::Debug for Content {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Url(_) => f.write_str("Url([redacted])"),
        }
    }
}

/// A file to send.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewAttachment {
    /// The file name.
    pub name: String,
    /// The media type.
    pub mime: String,
    /// The content.
    pub content: Content,
}

redacted_debug!(NewAttachment {
    show: [mime, content],
    hide: [name]
});

impl NewAttachment {
    /// A file from bytes.
    pub fn bytes(
        name: impl Into<String>,
        mime: impl Into<String>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        Self {
            name: name.into(),
            mime: mime.into(),
            content: Content::Bytes(bytes.into()),
        }
    }

    /// A file from a public address.
    pub fn url(name: impl Into<String>, mime: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            mime: mime.into(),
            content: Content::Url(url.into()),
        }
    }
}

/// A message template that the messenger has approved.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Template {
    /// The vendor's identifier of the template.
    pub id: String,
    /// The values, in the order of the placeholders; names are used where the vendor wants names.
    pub parameters: Vec<(String, String)>,
}

redacted_debug!(Template {
    show: [id],
    hide: [parameters]
});

impl Template {
    /// A template without values yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            parameters: Vec::new(),
        }
    }

    /// Adds a value.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}

/// A public message to send. The contact sees it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewMessage {
    /// To whom.
    pub target: MessageTarget,
    /// The text.
    pub text: Option<String>,
    /// Files.
    pub attachments: Vec<NewAttachment>,
    /// A template in place of free text.
    pub template: Option<Template>,
    /// The agent in whose name it is sent.
    pub author: Option<AgentId>,
    /// The message that is answered.
    pub reply_to: Option<MessageId>,
    /// An identifier of the caller's own, by which the message can be found again.
    pub external_id: Option<String>,
}

redacted_debug!(NewMessage {
    show: [target, author, reply_to, template],
    hide: [text, attachments, external_id]
});

impl NewMessage {
    /// A text message.
    pub fn text(target: impl Into<MessageTarget>, text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::empty(target)
        }
    }

    /// A message from a template.
    pub fn template(target: impl Into<MessageTarget>, template: Template) -> Self {
        Self {
            template: Some(template),
            ..Self::empty(target)
        }
    }

    fn empty(target: impl Into<MessageTarget>) -> Self {
        Self {
            target: target.into(),
            text: None,
            attachments: Vec::new(),
            template: None,
            author: None,
            reply_to: None,
            external_id: None,
        }
    }

    /// Adds a file.
    #[must_use]
    #[inline]
    pub fn attach(mut self, attachment: NewAttachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Names the agent in whose name it is sent.
    #[must_use]
    pub fn author(mut self, agent: impl Into<AgentId>) -> Self {
        self.author = Some(agent.into());
        self
    }

    /// Names the message that is answered.
    #[must_use]
    pub fn reply_to(mut self, message: impl Into<MessageId>) -> Self {
        self.reply_to = Some(message.into());
        self
    }

    /// Adds an identifier of the caller's own.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// The fields that are given, the target apart.
    pub fn fields(&self) -> Vec<Field> {
        given(&[
            (self.text.is_some(), Field::Text),
            (!self.attachments.is_empty(), Field::Attachments),
            (self.template.is_some(), Field::Template),
            (self.author.is_some(), Field::Author),
            (self.reply_to.is_some(), Field::ReplyTo),
            (self.external_id.is_some(), Field::ExternalId),
        ])
    }
}

/// An internal note to add. The contact never sees it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewNote {
    /// Where it is added.
    pub target: MessageTarget,
    /// The text.
    pub text: String,
    /// The agent in whose name it is added.
    pub author: Option<AgentId>,
}

redacted_debug!(NewNote {
    show: [target, author],
    hide: [text]
});

impl NewNote {
    /// A note.
    pub fn new(target: impl Into<MessageTarget>, text: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            text: text.into(),
            author: None,
        }
    }

    /// Names the agent in whose name it is added.
    #[must_use]
    pub fn author(mut self, agent: impl Into<AgentId>) -> Self {
        self.author = Some(agent.into());
        self
    }

    /// The fields that are given, target and text apart.
    pub fn fields(&self) -> Vec<Field> {
        given(&[(self.author.is_some(), Field::Author)])
    }
}
