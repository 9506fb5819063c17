//! Channels.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A channel, which Digisac calls service or connection.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Service {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// What it is: `whatsapp`, `whatsapp-business`, `email`, `telegram`, `instagram`, …
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// The bot on it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub bot_id: Option<String>,
    /// The department its tickets go to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub default_department_id: Option<String>,
    /// Whether it was put away; 2021 only.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_archived: Option<bool>,
    /// When it was put away; since 2022.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// Settings.
    #[serde(default)]
    pub settings: Option<ServiceSettings>,
    /// Its state. It is a member like any other and no envelope.
    #[serde(default)]
    pub data: Option<ServiceData>,
}

redacted_debug!(Service {
    show: [
        id,
        kind,
        bot_id,
        default_department_id,
        is_archived,
        archived_at,
        deleted_at,
        data
    ],
    hide: [name]
});

/// Settings of a channel.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServiceSettings {
    /// The web chat window.
    #[serde(default)]
    pub widget: Option<Value>,
    /// Whether contacts see that they were read.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub read_receipts: Option<bool>,
    /// Whether contacts see that somebody writes.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub mark_composing_before_send: Option<bool>,
    /// Whether groups get tickets.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub should_open_ticket_for_groups: Option<bool>,
}

redacted_debug!(ServiceSettings {
    show: [
        read_receipts,
        mark_composing_before_send,
        should_open_ticket_for_groups
    ],
    hide: []
});

/// The state of a channel.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServiceData {
    /// Its own address: digits and `@c.us` on WhatsApp.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub my_id: Option<String>,
    /// What went wrong.
    #[serde(default)]
    pub error: Option<Value>,
    /// The connection.
    #[serde(default)]
    pub status: Option<ServiceStatus>,
    /// How often it was synchronised.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub sync_count: Option<i64>,
    /// When it was last synchronised.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_sync_at: Option<Timestamp>,
    /// When it was last shut down.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_shutdown_at: Option<Timestamp>,
}

redacted_debug!(ServiceData {
    show: [status, sync_count, last_sync_at, last_shutdown_at],
    hide: [my_id]
});

/// The connection of a channel.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServiceStatus {
    /// The mode.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub mode: Option<String>,
    /// `NORMAL`, `TIMEOUT`, …
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub state: Option<String>,
    /// Its own address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub my_id: Option<String>,
    /// Its own name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub my_name: Option<String>,
    /// Its own number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub my_number: Option<String>,
    /// The version of WhatsApp.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub wa_version: Option<String>,
    /// The battery of the telephone.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub battery_level: Option<f64>,
    /// The code to scan, which grants access.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub qr_code_url: Option<String>,
    /// Until when it can be scanned.
    #[serde(default, deserialize_with = "lenient::opt_time_millis")]
    pub qr_code_expires_at: Option<Timestamp>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_connected: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_started: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_starting: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_loading: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_on_qr_page: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_on_chat_page: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_phone_connected: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_web_connected: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_conflicted: Option<bool>,
    /// As its name says.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_in_multi_device_mode: Option<bool>,
}

redacted_debug!(ServiceStatus {
    show: [
        mode,
        state,
        is_connected,
        is_started,
        is_on_qr_page,
        qr_code_expires_at
    ],
    hide: [my_id, my_name, my_number, qr_code_url]
});
