//! Tickets.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Contact, Department, Message, User};

/// A ticket, which Digisac calls chamado: one stretch of conversation with a contact.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Ticket {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    /// The department.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub department_id: Option<String>,
    /// The agent; nobody while it waits in the queue.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// Whether it is open. One capture has it as text.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_open: Option<bool>,
    /// The number people use: digits that begin with the date.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub protocol: Option<String>,
    /// What was noted when it was transferred or closed.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub comments: Option<String>,
    /// How it came to be, such as `automatic`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub origin: Option<String>,
    /// When it was opened.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub started_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub ended_at: Option<Timestamp>,
    /// Durations; null while it is open.
    #[serde(default)]
    pub metrics: Option<TicketMetrics>,
    /// The last transfer.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub current_ticket_transfer_id: Option<String>,
    /// The first message.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub first_message_id: Option<String>,
    /// The last message.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_message_id: Option<String>,
    /// When it came to be; absent in webhooks.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed; absent in webhooks.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// The contact, when included.
    #[serde(default)]
    pub contact: Option<Box<Contact>>,
    /// The department, when included.
    #[serde(default)]
    pub department: Option<Department>,
    /// The agent, when included.
    #[serde(default)]
    pub user: Option<Box<User>>,
    /// The account, when included.
    #[serde(default)]
    pub account: Option<Value>,
    /// The first message, when included.
    #[serde(default)]
    pub first_message: Option<Box<Message>>,
    /// The last message, when included.
    #[serde(default)]
    pub last_message: Option<Box<Message>>,
    /// What it was about, when included.
    #[serde(default, deserialize_with = "super::included")]
    pub ticket_topics: Option<Vec<TicketTopic>>,
    /// Its transfers, when included.
    #[serde(default, deserialize_with = "super::included")]
    pub ticket_transfers: Option<Vec<TicketTransfer>>,
}

redacted_debug!(Ticket {
    show: [
        id,
        contact_id,
        department_id,
        user_id,
        is_open,
        protocol,
        origin,
        started_at,
        ended_at,
        metrics,
        updated_at
    ],
    hide: [comments, ticket_topics, ticket_transfers]
});

/// Durations of a ticket, in seconds.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TicketMetrics {
    /// From the opening to the closing.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub ticket_time: Option<i64>,
    /// Until somebody answered.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub waiting_time: Option<i64>,
    /// From the first answer to the closing.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub messaging_time: Option<i64>,
    /// How many transfers there were.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub ticket_transfer_count: Option<i64>,
}

redacted_debug!(TicketMetrics {
    show: [
        ticket_time,
        waiting_time,
        messaging_time,
        ticket_transfer_count
    ],
    hide: []
});

/// What a ticket was about, chosen when it is closed.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TicketTopic {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// When it was put away.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(TicketTopic {
    show: [id, archived_at],
    hide: [name]
});

/// A transfer of a ticket. Its opening and closing are transfers as well.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TicketTransfer {
    /// The identifier.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// What happened.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub action: Option<String>,
    /// What was noted.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub comments: Option<String>,
    /// The message it happened at.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub transferred_message_id: Option<String>,
    /// The department it came from.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub from_department_id: Option<String>,
    /// The department it went to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub to_department_id: Option<String>,
    /// The agent it came from.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub from_user_id: Option<String>,
    /// The agent it went to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub to_user_id: Option<String>,
    /// Who did it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub by_user_id: Option<String>,
    /// Who did it, as a record.
    #[serde(default)]
    pub by_user: Option<Box<User>>,
    /// Whether a distribution did it.
    #[serde(default)]
    pub from_distribution: Option<Value>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(TicketTransfer {
    show: [
        id,
        action,
        from_department_id,
        to_department_id,
        from_user_id,
        to_user_id,
        by_user_id
    ],
    hide: [comments]
});
