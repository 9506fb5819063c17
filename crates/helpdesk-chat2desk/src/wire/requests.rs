//! Requests: the parts of a dialog from a first message to a closing.

use std::collections::BTreeMap;

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

use super::MessageType;

/// A request.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Request {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The dialog it is part of.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// Its tags. What stands in the list is not documented.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<Value>,
}

/// A message, as `GET /v1/requests/{id}/messages` gives it: under other names than elsewhere.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct RequestMessage {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// `in`, `out` or `system`.
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<MessageType>,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// The client.
    #[serde(default, rename = "clientID", deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The channel.
    #[serde(default, rename = "channelID", deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The operator.
    #[serde(default, rename = "operatorID", deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The company.
    #[serde(default, rename = "companyID", deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The dialog.
    #[serde(default, rename = "dialogID", deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// Not documented.
    #[serde(
        default,
        rename = "conversationID",
        deserialize_with = "lenient::opt_id"
    )]
    pub conversation_id: Option<String>,
    /// When it was made; seconds since 1970 on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    /// When it was sent.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub sent_at: Option<Timestamp>,
    /// How far it has come on its way to the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub gateway_status: Option<String>,
    /// How far it has come, where the messenger tells.
    #[serde(default)]
    pub recipient_status: Option<Value>,
    /// `normal`, and others that are not documented.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub extra_type: Option<String>,
    /// Further data, such as `system_type`.
    #[serde(default, deserialize_with = "lenient::map")]
    pub extra_data: BTreeMap<String, Value>,
    /// A picture.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub photo: Option<String>,
    /// A film.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub video: Option<String>,
    /// Sound.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub audio: Option<String>,
    /// A document.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub pdf: Option<String>,
    /// A place.
    #[serde(default)]
    pub coordinates: Option<Value>,
    /// The messenger's own identifier.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub remote_id: Option<String>,
    /// Whether it comes from the menu.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_menu: Option<bool>,
    /// Not documented.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub job_id: Option<String>,
    /// Hints of an assistant.
    #[serde(default)]
    pub ai_tips: Option<Value>,
    /// Whether an operator has read it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub read: Option<bool>,
}

redacted_debug!(RequestMessage {
    show: [
        id,
        kind,
        transport,
        client_id,
        channel_id,
        operator_id,
        company_id,
        dialog_id,
        conversation_id,
        created,
        sent_at,
        gateway_status,
        recipient_status,
        extra_type,
        is_menu,
        job_id,
        read
    ],
    hide: [
        text,
        photo,
        video,
        audio,
        pdf,
        coordinates,
        remote_id,
        extra_data,
        ai_tips
    ]
});
