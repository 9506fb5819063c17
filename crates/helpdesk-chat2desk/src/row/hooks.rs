//! What the receiver reads of deliveries.

use helpdesk_http::lenient;
use serde::Deserialize;

/// What a delivery refers to: `close_dialog`, `close_request`, `dialog_transferred`,
/// `ai_hints_requested`, and those of tags, beside the tag itself.
#[derive(Deserialize)]
pub(crate) struct References {
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub request_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub message_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub operator_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub current_operator_id: Option<String>,
}

/// `new_request`.
#[derive(Deserialize)]
pub(crate) struct RequestHook {
    #[serde(deserialize_with = "lenient::id")]
    pub request_id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub start_message_id: Option<String>,
}

/// `outbox_status`.
#[derive(Deserialize)]
pub(crate) struct OutboxStatusHook {
    pub data: OutboxStatus,
}

/// How far a message has come.
#[derive(Deserialize)]
pub(crate) struct OutboxStatus {
    #[serde(alias = "message_id", deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub gateway_status: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub dialog_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
}

/// `operator_status_updated`, `operator_authentication_updated`.
#[derive(Deserialize)]
pub(crate) struct OperatorHook {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub online: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub offline_type: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub event: Option<String>,
}

/// `device_update`.
#[derive(Deserialize)]
pub(crate) struct DeviceHook {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
}
