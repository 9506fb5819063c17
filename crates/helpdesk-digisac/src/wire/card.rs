//! The sales pipeline.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A card of the sales pipeline.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Card {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// What it is about.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub title: Option<String>,
    /// The same, on some accounts.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    /// More about it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    /// The pipeline.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub pipeline_id: Option<String>,
    /// The stage.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub pipeline_stage_id: Option<String>,
    /// The agent.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub owner_id: Option<String>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_id: Option<String>,
    /// Why it was finished.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub reason_id: Option<String>,
    /// Its place in the stage.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub order: Option<f64>,
    /// The amount.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub total_value: Option<f64>,
    /// Whether it was won.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub success: Option<bool>,
    /// When it was finished.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub finished_at: Option<Timestamp>,
    /// Whether it was put away.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_archived: Option<bool>,
    /// Where it came from.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub origin_channel: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(Card {
    show: [
        id,
        contact_id,
        pipeline_id,
        pipeline_stage_id,
        owner_id,
        status_id,
        success,
        finished_at,
        is_archived
    ],
    hide: [title, subject, description, total_value]
});

/// A sales pipeline.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pipeline {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// What it is; `sales` is documented.
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// Whether cards may go back.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub go_back: Option<bool>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(Pipeline {
    show: [id, kind, go_back],
    hide: [name]
});
