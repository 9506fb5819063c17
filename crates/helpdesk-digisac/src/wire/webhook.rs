//! Webhook subscriptions.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A webhook subscription. The address may hold a shared secret.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Webhook {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The address that is called.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
    /// The events.
    #[serde(default, deserialize_with = "lenient::list")]
    pub events: Vec<String>,
    /// `general`; the panel has a second kind for connections.
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// The owner.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

redacted_debug!(Webhook {
    show: [id, active, events, kind, user_id, account_id],
    hide: [name, url]
});
