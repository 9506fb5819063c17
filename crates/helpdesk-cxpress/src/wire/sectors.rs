//! Sectors: what others call departments.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sent_list;

/// A sector in the list, under keys of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ListedSector {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub sector_id: String,
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub sector_name: String,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// Its operators; former ones have a `deleted_at`. Null when there are none.
    #[serde(default, deserialize_with = "sent_list")]
    pub agents: Option<Vec<SectorAgent>>,
    /// Key words. Null wherever the documentation shows it.
    #[serde(default)]
    pub keyword: Option<Value>,
}

/// An operator of a sector.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SectorAgent {
    /// The identifier that calls use.
    #[serde(deserialize_with = "lenient::id")]
    pub user_id: String,
    /// A second identifier.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// When the operator left the sector.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

redacted_debug!(SectorAgent {
    show: [user_id, id, deleted_at],
    hide: [name]
});

/// A sector as writes answer it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sector {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// Key words. Only when they were sent.
    #[serde(default, deserialize_with = "sent_list")]
    pub key_words: Option<Vec<String>>,
    /// The `user_id`s of its operators. Only in notifications.
    #[serde(default, deserialize_with = "sent_list")]
    pub employees_user_ids: Option<Vec<String>>,
}
