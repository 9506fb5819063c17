//! Clients: the people who write in.

use std::collections::BTreeMap;

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

use super::{Tag, sent_list};

/// A client.
///
/// Rows of lists have no `tags` and no `channels`; the single client has both on current servers.
/// The same object comes with webhooks.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Client {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The nickname in the messenger; `unknown` where there is none.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The name that operators gave.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub assigned_name: Option<String>,
    /// The address in the messenger: digits for WhatsApp, Viber and SMS, an address for mail, else
    /// the messenger's own identifier behind its name in brackets.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The phone number that the client or an operator gave. Written as `assigned_phone`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_phone: Option<String>,
    /// The name of the account in the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub username: Option<String>,
    /// The address of a picture; sometimes two of them in one text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub avatar: Option<String>,
    /// A comment of the operators'.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub comment: Option<String>,
    /// A further comment.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub extra_comment_1: Option<String>,
    /// A further comment.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub extra_comment_2: Option<String>,
    /// A further comment.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub extra_comment_3: Option<String>,
    /// The region, by its number in `GET /v1/regions`.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub region_id: Option<String>,
    /// The country, by its number in `GET /v1/countries`.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub country_id: Option<String>,
    /// The identifier in another system.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub external_id: Option<String>,
    /// The identifier in the external channel.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_external_id: Option<String>,
    /// The identifiers in other systems, by the system's name.
    #[serde(default, deserialize_with = "lenient::map")]
    pub external_ids: BTreeMap<String, Value>,
    /// Custom fields, mostly by their number, sometimes by a name.
    #[serde(default, deserialize_with = "lenient::map")]
    pub custom_fields: BTreeMap<String, Value>,
    /// The tags, where they are sent.
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<Tag>>,
    /// The channels the client has written on, where they are sent.
    #[serde(default, deserialize_with = "sent_list")]
    pub channels: Option<Vec<ClientChannel>>,
    /// When the client first wrote, or was created.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub first_client_message: Option<Timestamp>,
    /// When the client last wrote.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_client_message: Option<Timestamp>,
    /// When the client was created. Webhooks only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub client_created: Option<Timestamp>,
    /// When the client last changed. Webhooks only.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub client_updated: Option<Timestamp>,
    /// Where the client came from. Webhooks only.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_source: Option<String>,
    /// Whether the client is on the blacklist. Webhooks only.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_blocked: Option<bool>,
}

redacted_debug!(Client {
    show: [
        id,
        region_id,
        country_id,
        channels,
        first_client_message,
        last_client_message,
        client_created,
        client_updated,
        client_source,
        is_blocked
    ],
    hide: [
        name,
        assigned_name,
        phone,
        client_phone,
        username,
        avatar,
        comment,
        extra_comment_1,
        extra_comment_2,
        extra_comment_3,
        external_id,
        client_external_id,
        external_ids,
        custom_fields,
        tags
    ]
});

/// A client, as `PUT /v1/clients/{id}` tells of it: the identifier has other names here. Not documented
/// by the vendor.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct UpdatedClient {
    /// The identifier: `client_id` or `clientID` on the wire.
    #[serde(
        alias = "client_id",
        alias = "clientID",
        deserialize_with = "lenient::id"
    )]
    pub id: String,
    /// The nickname in the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The name that operators gave.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub assigned_name: Option<String>,
    /// The address in the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The phone number that the client or an operator gave.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub client_phone: Option<String>,
    /// A comment of the operators'.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub comment: Option<String>,
    /// Custom fields, mostly by their number.
    #[serde(default, deserialize_with = "lenient::map")]
    pub custom_fields: BTreeMap<String, Value>,
}

redacted_debug!(UpdatedClient {
    show: [id],
    hide: [
        name,
        assigned_name,
        phone,
        client_phone,
        comment,
        custom_fields
    ]
});

/// A channel a client has written on.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ClientChannel {
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The messengers on it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub transports: Vec<String>,
}

/// The messengers a client can be reached by on a channel: a row of
/// `GET /v1/clients/{id}/transport`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ClientTransports {
    /// The channel.
    #[serde(deserialize_with = "lenient::id")]
    pub channel_id: String,
    /// The messengers on it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub transports: Vec<String>,
}

/// An item of the self-service menu that was sent to a client.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Question {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    /// The address of a picture.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub image: Option<String>,
    /// When it was sent. Not with the last question.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
}

redacted_debug!(Question {
    show: [id, created],
    hide: [text, image]
});

/// The definition of a custom field of clients.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CustomClientField {
    /// The identifier: the key in [`Client::custom_fields`].
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// `input` or `dropdown`.
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// The options of a `dropdown`: a list, or a text with commas or line breaks.
    #[serde(default)]
    pub value: Value,
    /// Whether operators may change it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub editable: Option<bool>,
    /// Whether operators see it in the head of a chat.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub viewable: Option<bool>,
    /// Whether it takes part in the tracking of URLs. Not documented by the vendor.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub tracking_field: Option<bool>,
}
