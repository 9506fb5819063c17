//! Tasks inside tickets.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{StatusId, TagEntry, sent_list};

/// A row of the list of tasks.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TaskRow {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The ticket it belongs to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_id: Option<String>,
    /// When it is due.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub date_limit: Option<Timestamp>,
    /// What is to be done.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_task_id: Option<StatusId>,
    /// The `user_id` of the operator who asked for it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub requester_employee_user_id: Option<String>,
    /// The operator who asked for it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub requester_employee_name: Option<String>,
    /// The operator who is to do it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub assigned_employee_name: Option<String>,
    /// The task's tags, out of those of tickets.
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<TagEntry>>,
}

redacted_debug!(TaskRow {
    show: [
        id,
        ticket_id,
        date_limit,
        status_task_id,
        requester_employee_user_id
    ],
    hide: [
        description,
        requester_employee_name,
        assigned_employee_name,
        tags
    ]
});

/// A whole task, as writes answer it.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The ticket it belongs to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_id: Option<String>,
    /// The operator who asked for it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub requester_employee_id: Option<String>,
    /// The operator who is to do it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub assigned_employee_id: Option<String>,
    /// When it is due. Written in seconds since 1970.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub date_limit: Option<Timestamp>,
    /// What is to be done.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
    /// The status.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_task_id: Option<StatusId>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// When the operator is reminded.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub notification_alert_date: Option<Timestamp>,
    /// How long before the deadline that is.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub notification_alert_time: Option<i64>,
    /// The unit of that: `weeks`, `hours`, `days`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub notification_alert_type: Option<String>,
    /// Whether the operator was reminded.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub notified: Option<bool>,
    /// Whether the operator is to be reminded. One sample spells it `shoud_notificate`.
    #[serde(
        default,
        alias = "shoud_notificate",
        deserialize_with = "lenient::opt_flag"
    )]
    pub should_notificate: Option<bool>,
    /// Remarks.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub observation: Option<String>,
    /// Operators who follow it. Only of a changed one.
    #[serde(default)]
    pub followers: Option<Value>,
}

redacted_debug!(Task {
    show: [
        id,
        ticket_id,
        requester_employee_id,
        assigned_employee_id,
        date_limit,
        status_task_id,
        deleted_at
    ],
    hide: [description, observation]
});
