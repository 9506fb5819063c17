//! Webhook deliveries.

use helpdesk_core::redacted_debug;
use helpdesk_http::{Kept, lenient};
use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A webhook delivery. The panel's own test delivery has none of these members.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Delivery {
    /// What happened, an open set: `message.created`, `ticket.updated`, `bot.command`, …
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub event: Option<String>,
    /// The record, flat: what it refers to is named by identifiers only.
    #[serde(default)]
    pub data: Option<Kept<IgnoredAny>>,
    /// The subscription.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub webhook_id: Option<String>,
    /// When it was sent. A repetition has another one.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub timestamp: Option<Timestamp>,
}

/// What a bot asks for.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BotCommand {
    /// The word that was set in the bot's editor.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub command: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// The contact the bot talks to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    /// The contact, or as much of it as is sent.
    #[serde(default)]
    pub contact: Option<RecordId>,
    /// The message, or as much of it as is sent.
    #[serde(default)]
    pub message: Option<RecordId>,
}

redacted_debug!(BotCommand {
    show: [account_id, contact_id, contact, message],
    hide: [command]
});

/// A record of which little is known.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RecordId {
    /// The identifier.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The contact it is about.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub service_id: Option<String>,
    /// When it last changed, in whatever form it is sent.
    #[serde(default)]
    pub updated_at: Option<Value>,
}
