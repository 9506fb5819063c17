//! Channels: groups of messenger accounts.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use serde::Deserialize;

/// A channel. One channel carries several messengers.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Channel {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The messengers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub transports: Vec<String>,
    /// How many strangers may be written to on WhatsApp in a day.
    #[serde(default)]
    pub whatsapp_daily_new_clients_limit: Option<DailyLimit>,
}

redacted_debug!(Channel {
    show: [id, transports, whatsapp_daily_new_clients_limit],
    hide: [name, phone]
});

/// A limit for a day.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DailyLimit {
    /// How many are allowed.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub limit: Option<u64>,
    /// How many are used.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub used: Option<u64>,
}
