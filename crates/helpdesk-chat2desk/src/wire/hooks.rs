//! Webhook deliveries.
//!
//! The bodies are flat; `hook_type` tells the kind. Read [`Head`] first, then the type that belongs to
//! the kind.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::{Kept, lenient};
use serde::Deserialize;
use serde_json::Value;

use super::{Client, HookType, Id, Ticket};

/// What every delivery has.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Head {
    /// What happened. Missing in one printed form of `ai_hints_requested`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub hook_type: Option<HookType>,
    /// When it happened.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub event_time: Option<Timestamp>,
    /// When it happened, with tickets.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub timestamp: Option<Timestamp>,
}

/// `inbox`, `outbox`, `imported_message`, `comment`, `system_message`: beside the message itself,
/// which is read as [`Message`](super::Message).
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct MessageHook {
    /// The client.
    #[serde(default)]
    pub client: Option<Box<Client>>,
    /// Whether the message began a request.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_new_request: Option<bool>,
    /// Whether the client never wrote before.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_new_client: Option<bool>,
}

redacted_debug!(MessageHook {
    show: [is_new_request, is_new_client],
    hide: [client]
});

/// `outbox_status`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OutboxStatusHook {
    /// The message.
    pub data: OutboxStatus,
}

/// How far a message has come.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OutboxStatus {
    /// The message.
    #[serde(alias = "message_id", deserialize_with = "lenient::id")]
    pub id: String,
    /// `pending`, `sent`, `failed`, `scheduled`, `canceled`, `delivered` or `seen`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub gateway_status: Option<String>,
    /// When the message was made; in Moscow's time on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    /// The dialog.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// What went wrong.
    #[serde(default)]
    pub error: Option<Value>,
}

/// `new_client` and `client_updated`: the body is the client.
pub type ClientHook = Client;

/// `client_added_to_blacklist`: the body is the client, with `is_blocked`.
pub type BlacklistHook = Client;

/// `add_tag_to_client`, `add_tag_to_request`, `delete_tag_from_client`, `delete_tag_from_request`:
/// beside the tag itself, which is read as [`Tag`](super::Tag).
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TagHook {
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// All channels of the client.
    #[serde(default, deserialize_with = "lenient::list")]
    pub all_client_channels: Vec<Id>,
}

/// `new_request`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct RequestHook {
    /// The request.
    #[serde(deserialize_with = "lenient::id")]
    pub request_id: String,
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The dialog.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// When it began; seconds since 1970 on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    /// When it last changed; seconds since 1970 on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated: Option<Timestamp>,
    /// The first message.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub start_message_id: Option<String>,
    /// The last message.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub end_message_id: Option<String>,
    /// `common`, or `rating` for an automatic survey.
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// Whether the client never wrote before.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_new_client: Option<bool>,
    /// Who began it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub starter: Option<String>,
    /// The client.
    #[serde(default)]
    pub client: Option<Box<Client>>,
    /// Whether the client began it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub by_client: Option<bool>,
}

redacted_debug!(RequestHook {
    show: [
        request_id,
        client_id,
        dialog_id,
        created,
        updated,
        start_message_id,
        end_message_id,
        kind,
        channel_id,
        transport,
        is_new_client,
        starter,
        by_client
    ],
    hide: [client]
});

/// `close_dialog`, `close_request`, `dialog_transferred`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DialogHook {
    /// The dialog.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// The request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    /// When it began; seconds since 1970 on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
    /// When it last changed; seconds since 1970 on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated: Option<Timestamp>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The operator.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The operator who has it now.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub current_operator_id: Option<String>,
    /// The operator who had it before.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_operator_id: Option<String>,
    /// The scenario that transferred it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub scenario_id: Option<String>,
    /// The last message.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub end_message_id: Option<String>,
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
}

/// `operator_status_updated`, `operator_authentication_updated`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct OperatorHook {
    /// The operator; a text on the wire where elsewhere it is a number.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// Whether the operator is logged in.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub online: Option<bool>,
    /// The kind of absence.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub offline_type: Option<String>,
    /// The working status.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_id: Option<String>,
    /// `login` or `logout`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub event: Option<String>,
    /// `web` or `mobile`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub platform: Option<String>,
    /// Where from.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ip_address: Option<String>,
}

redacted_debug!(OperatorHook {
    show: [id, online, offline_type, status_id, event, platform],
    hide: [email, ip_address]
});

/// `device_update`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TransportHook {
    /// The messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub transport: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The state.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
}

/// `new_qr_code`. The code connects the account: treat it as a secret.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct QrHook {
    /// What the code says.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub qrcode_data: Option<String>,
    /// The code as a picture.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub qrcode_image: Option<String>,
    /// The number of the account.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// Whose device it is.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub device_owner: Option<String>,
}

redacted_debug!(QrHook {
    show: [device_owner],
    hide: [qrcode_data, qrcode_image, phone]
});

/// `ticket_created`, `ticket_updated`, `ticket_deleted`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct TicketHook {
    /// The ticket.
    pub ticket: Kept<Ticket>,
    /// What changed: `update_summary`, `update_status`, … as texts with an arrow.
    #[serde(default)]
    pub updates: Option<serde_json::Map<String, Value>>,
    /// Who removed it. The vendor's key holds a space.
    #[serde(
        default,
        rename = "deleted by",
        alias = "deleted_by",
        deserialize_with = "lenient::opt_text"
    )]
    pub deleted_by: Option<String>,
}

redacted_debug!(TicketHook {
    show: [ticket, deleted_by],
    hide: [updates]
});

/// `ai_hints_requested`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct HintsHook {
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The operator.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    /// The dialog.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    /// The request.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The message that hints are wanted for.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub message_id: Option<String>,
    /// The hint that was chosen.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub hint_id: Option<String>,
}
