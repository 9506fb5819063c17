//! Tags and their groups.

use helpdesk_http::lenient;
use serde::Deserialize;

/// A tag. It can be put on clients and on requests.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Tag {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The word. Webhooks call it `name`.
    #[serde(default, alias = "name", deserialize_with = "lenient::opt_text")]
    pub label: Option<String>,
    /// What it means.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// The group.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub group_id: Option<String>,
    /// The name of the group.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub group_name: Option<String>,
}

/// A group of tags.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TagGroup {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub group_name: Option<String>,
    /// Its place among the others on the screen.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub order_show: Option<i64>,
    /// Whether operators see it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub display: Option<bool>,
}
