//! Records of the settings. Of most only the members that are sent are known.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Department, Role};

/// Terms that contacts accept.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AcceptanceTerms {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub text_field: Option<String>,
    /// A file in place of the text.
    #[serde(default)]
    pub file: Option<Value>,
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

redacted_debug!(AcceptanceTerms {
    show: [id],
    hide: [name, text_field]
});

/// How tickets are given out.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Distribution {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The most tickets an agent gets.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub max_num: Option<i64>,
    /// After how long they are given to others.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub time_to_redistribute: Option<i64>,
    /// The departments.
    #[serde(default, deserialize_with = "super::included")]
    pub departments: Option<Vec<Department>>,
    /// The roles.
    #[serde(default, deserialize_with = "super::included")]
    pub roles: Option<Vec<Role>>,
    /// Whether all are given to others.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub redistribute_all: Option<bool>,
    /// Whether those that an agent has are given to others.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub redistribute_assigned_tickets: Option<bool>,
    /// Whether the queue is given out.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub distribute_queue: Option<bool>,
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

redacted_debug!(Distribution {
    show: [
        id,
        max_num,
        time_to_redistribute,
        redistribute_all,
        redistribute_assigned_tickets,
        distribute_queue
    ],
    hide: [name, departments, roles]
});

/// A holiday.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Holiday {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// When it begins.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub from: Option<Timestamp>,
    /// When it ends.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub to: Option<Timestamp>,
    /// What contacts are told.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub message: Option<String>,
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

redacted_debug!(Holiday {
    show: [id, from, to],
    hide: [name, message]
});

/// A message with buttons or a list.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InteractiveMessage {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// What it consists of.
    #[serde(default)]
    pub interactive: Option<Value>,
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

redacted_debug!(InteractiveMessage {
    show: [id],
    hide: [name]
});

/// A survey.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Question {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// `NPS` or `CSAT`.
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    /// How long an answer is awaited.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub duration: Option<i64>,
    /// How often it is asked.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub tries: Option<i64>,
    /// The question.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub question_message: Option<String>,
    /// The thanks.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub success_message: Option<String>,
    /// What is said to an answer that is none.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub invalid_message: Option<String>,
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

redacted_debug!(Question {
    show: [id, kind, duration, tries],
    hide: [name, question_message, success_message, invalid_message]
});

/// A text that agents insert.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuickReply {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub text: Option<String>,
    /// The departments that have it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub department_ids: Vec<String>,
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

redacted_debug!(QuickReply {
    show: [id, department_ids],
    hide: [text]
});

/// A message to be sent later.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Schedule {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The contact.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    /// The department.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub department_id: Option<String>,
    /// The agent.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// The text.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub message: Option<String>,
    /// A note.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub notes: Option<String>,
    /// Files.
    #[serde(default)]
    pub files: Option<Value>,
    /// Whether the agent is told.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub notificate_user: Option<bool>,
    /// Whether a ticket is opened.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub open_ticket: Option<bool>,
    /// When.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub scheduled_at: Option<Timestamp>,
    /// What became of it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
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

redacted_debug!(Schedule {
    show: [
        id,
        contact_id,
        department_id,
        user_id,
        scheduled_at,
        notificate_user,
        open_ticket
    ],
    hide: [message, notes]
});
