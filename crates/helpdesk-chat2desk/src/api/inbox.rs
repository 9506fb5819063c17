//! Messages that come from elsewhere: by an external channel, or out of the past.

use std::collections::BTreeMap;

use helpdesk_core::redacted_debug;
use serde::Serialize;
use serde_json::Value;

use super::params::{number, opt_number};
use crate::wire::MessageType;

/// A message that comes in by an external channel.
#[derive(Clone, PartialEq, Serialize, bon::Builder)]
#[builder(on(String, into))]
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
    /// The name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_filename: Option<String>,
    /// A place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Further data; `external_id` comes back with the webhook.
    #[builder(default)]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra_data: BTreeMap<String, Value>,
}

redacted_debug!(InboxMessage {
    show: [channel_id, from_client],
    hide: [body, attachment, attachment_filename, location, extra_data]
});

/// Who wrote by an external channel: by an identifier or by a phone number, never by both.
#[derive(Clone, Default, PartialEq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct InboxClient {
    /// An identifier of any form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A phone number, digits only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
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
    #[builder(default)]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub custom_fields: BTreeMap<String, Value>,
}

redacted_debug!(InboxClient {
    show: [],
    hide: [id, phone, avatar, nickname, client_phone, custom_fields]
});

/// Messages of the past to import, at most 10 at once.
#[derive(Debug, Clone, PartialEq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ImportMessages {
    /// The client.
    #[serde(serialize_with = "number")]
    pub client_id: String,
    /// The channel.
    #[serde(serialize_with = "number")]
    pub channel_id: String,
    /// The messenger.
    pub transport: String,
    /// The messages.
    pub messages: Vec<ImportedMessage>,
}

/// A message of the past.
#[derive(Clone, PartialEq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ImportedMessage {
    /// When it was sent, in seconds since 1970, as a text.
    pub timestamp: String,
    /// `autoreply`, `to_client` or `from_client`.
    #[builder(into)]
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

redacted_debug!(ImportedMessage {
    show: [timestamp, kind, operator_id],
    hide: [text, attachment, external_id]
});
