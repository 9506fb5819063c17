//! Tickets.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;

use super::Id;

/// A ticket: a matter, linked to requests and not to clients.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Ticket {
    /// The identifier, `TICK-7`; paths take the number alone.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The title.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub summary: Option<String>,
    /// The description.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub description: Option<String>,
    /// 1 to do, 2 in progress, 3 waiting, 4 closed; `GET /v1/help/tickets` lists them.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// 1 minor, 2 normal, 3 major; `GET /v1/help/tickets` lists them.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub priority: Option<String>,
    /// The operator who has it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub assignee_id: Option<String>,
    /// Who changed it last: an operator, or the words `Public API`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub updater_id: Option<String>,
    /// Who made it: an operator, or the words `Public API`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub reporter_id: Option<String>,
    /// The requests behind it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub request_ids: Vec<Id>,
    /// When it is due.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deadline: Option<Timestamp>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(Ticket {
    show: [
        id,
        status,
        priority,
        assignee_id,
        updater_id,
        reporter_id,
        request_ids,
        deadline,
        created_at,
        updated_at
    ],
    hide: [summary, description]
});
