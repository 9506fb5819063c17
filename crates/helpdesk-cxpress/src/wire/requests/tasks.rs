//! Bodies of calls that write tasks.

use bon::Builder;
use helpdesk_core::redacted_debug;
use serde::Serialize;

use crate::wire::StatusId;

/// A task to create.
#[derive(Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewTask {
    /// The ticket.
    pub ticket_id: String,
    /// The operator who asks for it.
    pub requester_employee_id: String,
    /// The operator who is to do it.
    pub assigned_employee_id: String,
    /// When it is due, in seconds since 1970. Not in the past.
    pub date_limit: i64,
    /// What is to be done. The documentation requires it; its sample does without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Tags of tickets, in the spelling of the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags_id: Option<Vec<String>>,
    /// The same in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags_ids: Option<Vec<String>>,
    /// Operators who follow it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers_id: Option<Vec<String>>,
    /// The status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_task_id: Option<StatusId>,
    /// How long before the deadline the operator is reminded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_alert_time: Option<i64>,
    /// The unit of that: `weeks`, `hours`, `days`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_alert_type: Option<String>,
    /// Whether the operator is reminded, in the spelling of the documentation's text and answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_notificate: Option<bool>,
    /// The same in the spelling of the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shoud_notificate: Option<bool>,
    /// Remarks, in the spelling of the documentation's sample and answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observation: Option<String>,
    /// The same in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observations: Option<String>,
}

redacted_debug!(NewTask {
    show: [
        ticket_id,
        requester_employee_id,
        assigned_employee_id,
        date_limit,
        status_task_id
    ],
    hide: [description, observation, observations]
});

/// Changes to a task. It stays in its ticket.
#[derive(Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct EditTask {
    /// The task.
    pub id: String,
    /// The operator who asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester_employee_id: Option<String>,
    /// The operator who is to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_employee_id: Option<String>,
    /// When it is due, in seconds since 1970. Not in the past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_limit: Option<i64>,
    /// What is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Tags of tickets, in the spelling of the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags_id: Option<Vec<String>>,
    /// The same in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags_ids: Option<Vec<String>>,
    /// Operators who follow it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers_id: Option<Vec<String>>,
    /// The status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_task_id: Option<StatusId>,
    /// How long before the deadline the operator is reminded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_alert_time: Option<i64>,
    /// The unit of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notification_alert_type: Option<String>,
    /// Whether the operator is reminded, in the spelling of the documentation's text and answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_notificate: Option<bool>,
    /// The same in the spelling of the documentation's sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shoud_notificate: Option<bool>,
    /// Remarks, in the spelling of the documentation's sample and answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observation: Option<String>,
    /// The same in the spelling of the documentation's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observations: Option<String>,
}

redacted_debug!(EditTask {
    show: [
        id,
        requester_employee_id,
        assigned_employee_id,
        date_limit,
        status_task_id
    ],
    hide: [description, observation, observations]
});
