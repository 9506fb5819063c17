//! Messages and comments.

use std::collections::BTreeMap;

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

helpdesk_core::open_enum! {
    /// What a message is.
    pub enum MessageType {
        /// From the client.
        FromClient = "from_client",
        /// To the client.
        ToClient = "to_client",
        /// From a bot or the menu.
        Autoreply = "autoreply",
        /// From the helpdesk itself; the client does not see it.
        System = "system",
        /// An internal comment; the client does not see it.
        Comment = "comment",
        /// From the client, as `GET /v1/requests/{id}/messages` says it.
        In = "in",
        /// To the client, as `GET /v1/requests/{id}/messages` says it.
        Out = "out",
    }
}

/// A file of a message.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Attachment {
    /// The file name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Where it is. May be missing.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub link: Option<String>,
}

redacted_debug!(Attachment {
    show: [],
    hide: [name, link]
});

/// A message, as `GET /v1/messages` gives it.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// The identifier. Webhooks call it `message_id`.
    #[serde(alias = "message_id", deserialize_with = "lenient::id")]
    pub id: String,
    /// What it is; nothing for an automatic survey.
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<MessageType>,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The operator.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The dialog.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// The request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    /// Files.
    #[serde(default, deserialize_with = "lenient::list")]
    pub attachments: Vec<Attachment>,
    /// A picture; may be a relative path.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub photo: Option<String>,
    /// A film; may be a relative path.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub video: Option<String>,
    /// Sound; may be a relative path.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub audio: Option<String>,
    /// A document; may be a relative path.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub pdf: Option<String>,
    /// A place.
    #[serde(default)]
    pub coordinates: Option<Value>,
    /// How far it has come, where the messenger tells.
    #[serde(default)]
    pub recipient_status: Option<Value>,
    /// How far it has come on its way to the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub gateway_status: Option<String>,
    /// The messenger's own identifier.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub remote_id: Option<String>,
    /// The identifier in another system.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub external_id: Option<String>,
    /// Further data: `external_id`, `post_url`, `system_type`.
    #[serde(default, deserialize_with = "lenient::map")]
    pub extra_data: BTreeMap<String, Value>,
    /// Hints of an assistant.
    #[serde(default)]
    pub ai_tips: Option<Value>,
    /// Whether an operator has read it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub read: Option<bool>,
    /// Whether it is new.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_new: Option<bool>,
    /// Whether it is a comment under a post of Instagram.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub insta_comment: Option<bool>,
    /// A status that the documentation does not explain.
    #[serde(default)]
    pub status: Option<Value>,
}

redacted_debug!(Message {
    show: [
        id,
        kind,
        transport,
        client_id,
        channel_id,
        operator_id,
        dialog_id,
        request_id,
        created,
        recipient_status,
        gateway_status,
        read,
        is_new,
        insta_comment,
        status
    ],
    hide: [
        text,
        attachments,
        photo,
        video,
        audio,
        pdf,
        coordinates,
        remote_id,
        external_id,
        extra_data,
        ai_tips
    ]
});

/// What `POST /v1/messages` answers: identifiers, not the message.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SentMessage {
    /// The message.
    #[serde(alias = "id", deserialize_with = "lenient::id")]
    pub message_id: String,
    /// What it is.
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<MessageType>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The operator.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The dialog.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// The request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
}
