//! Templates for quick answers.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;

/// A template. It belongs to a group or to an operator, never to both.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Template {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    /// What an operator types to get it. Another section of the documentation calls it `command`.
    #[serde(default, alias = "command", deserialize_with = "lenient::opt_text")]
    pub shortcut: Option<String>,
    /// The address of a file.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub file: Option<String>,
    /// The group.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub group_id: Option<String>,
    /// The operator.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// `common`, and others that are not documented.
    #[serde(default, rename = "type", deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created: Option<Timestamp>,
}

redacted_debug!(Template {
    show: [id, group_id, user_id, kind, created],
    hide: [name, text, shortcut, file]
});
