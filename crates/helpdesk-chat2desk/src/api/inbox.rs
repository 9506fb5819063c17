//! Messages that come from elsewhere: by an external channel, or out of the past.

use std::collections::BTreeMap;
use std::fmt;

use helpdesk_core::{Problems, Timestamp, builder, redacted_debug};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Transport;
use super::params::{number, opt_number};
use crate::wire::MessageType;

/// A message that comes in by an external channel.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InboxMessage {
    /// The external channel.
    #[serde(serialize_with = "number")]
    pub channel_id: String,
    /// Who wrote.
    pub from_client: InboxClient,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The public address of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<String>,
    /// The name of the file, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_filename: Option<String>,
    /// A place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Further data; `external_id` comes back with the webhook.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra_data: BTreeMap<String, Value>,
}

builder!(InboxMessage, InboxMessageBuilder {
    required: [from_client: InboxClient],
    required(into): [channel_id: String],
    optional(into): [
        body / maybe_body: String,
        attachment / maybe_attachment: String,
        attachment_filename / maybe_attachment_filename: String,
        location / maybe_location: String,
    ],
    default: [extra_data: BTreeMap<String, Value>],
});

redacted_debug!(InboxMessage {
    show: [channel_id, from_client],
    hide: [body, attachment, attachment_filename, location, extra_data]
});

impl InboxMessage {
    pub(super) fn check(&self) -> helpdesk_core::Result<()> {
        let mut wrong = Problems::default();
        wrong.add_if(
            self.attachment_filename.is_some() && self.attachment.is_none(),
            "attachment_filename",
            "names a file that is not there; give `attachment`",
        );
        match &self.from_client.sender {
            InboxSender::Id(id) => {
                wrong.add_if(id.trim().is_empty(), "from_client.id", "is empty");
            }
            InboxSender::Phone(phone) => wrong.add_if(
                phone.is_empty() || !phone.bytes().all(|byte| byte.is_ascii_digit()),
                "from_client.phone",
                "is no phone number; write it with its country code, digits only",
            ),
        }
        wrong.finish()
    }
}

/// Whom the external channel knows the client as. The vendor takes one of the two, never both.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InboxSender {
    /// By an identifier of any form but a phone number.
    Id(String),
    /// By a phone number, digits only.
    Phone(String),
}

impl fmt::Debug for InboxSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id(_) => "Id([redacted])",
            Self::Phone(_) => "Phone([redacted])",
        })
    }
}

/// Who wrote by an external channel.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InboxClient {
    /// Whom the channel knows the client as.
    #[serde(flatten)]
    pub sender: InboxSender,
    /// The public address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The name; has no effect when there is one already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// A further phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_phone: Option<String>,
    /// Custom fields, by their identifier.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, Value>,
}

builder!(InboxClient, InboxClientBuilder {
    required: [sender: InboxSender],
    optional(into): [
        avatar / maybe_avatar: String,
        nickname / maybe_nickname: String,
        client_phone / maybe_client_phone: String,
    ],
    default: [custom_fields: BTreeMap<String, Value>],
});

redacted_debug!(InboxClient {
    show: [sender],
    hide: [avatar, nickname, client_phone, custom_fields]
});

/// Messages of the past to import, at most 10 at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ImportMessages {
    /// The client.
    #[serde(serialize_with = "number")]
    pub client_id: String,
    /// The channel.
    #[serde(serialize_with = "number")]
    pub channel_id: String,
    /// The messenger.
    pub transport: Transport,
    /// The messages, from 1 to 10.
    pub messages: Vec<ImportedMessage>,
}

builder!(ImportMessages, ImportMessagesBuilder {
    required: [messages: Vec<ImportedMessage>],
    required(into): [client_id: String, channel_id: String, transport: Transport],
});

/// How many messages are imported at once at most.
const MOST: usize = 10;

impl ImportMessages {
    pub(super) fn check(&self) -> helpdesk_core::Result<()> {
        let mut wrong = Problems::default();
        wrong.add_if(
            self.messages.is_empty(),
            "messages",
            "are missing; give from 1 to 10",
        );
        wrong.add_if(
            self.messages.len() > MOST,
            "messages",
            "are more than 10; import the others in calls of their own",
        );
        for (place, message) in self.messages.iter().enumerate() {
            let is_there =
                |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
            wrong.add_if(
                !is_there(&message.text) && !is_there(&message.attachment),
                format!("messages[{place}].text"),
                "is missing, and no file is there either",
            );
            let not_importable = matches!(
                message.kind,
                MessageType::System | MessageType::Comment | MessageType::In | MessageType::Out
            );
            wrong.add_if(
                not_importable,
                format!("messages[{place}].type"),
                "cannot be imported; the vendor takes `autoreply`, `to_client` and `from_client`",
            );
        }
        wrong.finish()
    }
}

/// A message of the past.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ImportedMessage {
    /// When it was sent; whole seconds count.
    #[serde(serialize_with = "seconds_as_text")]
    pub timestamp: Timestamp,
    /// What it is: `autoreply`, `to_client` or `from_client`.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// The text. Required without an attachment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The public address of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<String>,
    /// The operator who wrote it; the administrator when not given.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// The identifier in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

builder!(ImportedMessage, ImportedMessageBuilder {
    required: [timestamp: Timestamp],
    required(into): [kind: MessageType],
    optional(into): [
        text / maybe_text: String,
        attachment / maybe_attachment: String,
        operator_id / maybe_operator_id: String,
        external_id / maybe_external_id: String,
    ],
});

redacted_debug!(ImportedMessage {
    show: [timestamp, kind, operator_id],
    hide: [text, attachment, external_id]
});

/// Seconds since 1970 as a text, which is how the documentation shows them.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn seconds_as_text<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.as_second().to_string())
}
