//! Webhook subscriptions.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;

use super::{Id, sent_list};

/// A subscription.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct WebhookSubscription {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The URL that is called.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
    /// The events, by the names one subscribes to; some are delivered under other names.
    #[serde(default, deserialize_with = "lenient::list")]
    pub events: Vec<String>,
    /// `enable` or `disable`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// What went wrong when the URL was called.
    #[serde(default, deserialize_with = "lenient::list")]
    pub errors: Vec<WebhookError>,
    /// Who made it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub source: Option<String>,
    /// The channels it is limited to, where they are sent.
    #[serde(default, deserialize_with = "sent_list")]
    pub channels: Option<Vec<Id>>,
}

redacted_debug!(WebhookSubscription {
    show: [id, events, status, source, channels],
    hide: [name, url, errors]
});

/// What went wrong when a URL was called.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct WebhookError {
    /// What.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub text: Option<String>,
    /// When; seconds since 1970 on the wire.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
}
