//! Bodies of calls that write tasks.

use helpdesk_core::{Error, Result, Timestamp, builder, open_enum, redacted_debug};

use super::bodies;
use crate::wire::StatusId;

open_enum! {
    /// The unit of the time before a deadline at which the operator is reminded.
    pub enum AlertUnit {
        /// Hours.
        Hours = "hours",
        /// Days.
        Days = "days",
        /// Weeks.
        Weeks = "weeks",
    }
}

bodies! {
    /// A task to create.
    new NewTask {
        /// The ticket.
        pub ticket_id: String,
        /// The operator who asks for it.
        pub requester_employee_id: String,
        /// The operator who is to do it.
        pub assigned_employee_id: String,
        /// When it is due, in seconds since 1970. Not in the past.
        pub date_limit: i64,
    }

    /// Changes to a task. It stays in its ticket.
    edit EditTask {
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
    }

    both {
        /// What is to be done. The documentation requires it of a new task; its sample does without.
        description: String,
        /// Tags of tickets, in the spelling of the documentation's sample.
        tags_id: Vec<String>,
        /// The same in the spelling of the documentation's text.
        tags_ids: Vec<String>,
        /// Operators who follow it.
        followers_id: Vec<String>,
        /// The status. Delayed is the vendor's own and cannot be written.
        status_task_id: StatusId,
        /// How long before the deadline the operator is reminded.
        notification_alert_time: i64,
        /// The unit of that.
        notification_alert_type: AlertUnit,
        /// Whether the operator is reminded, in the spelling of the documentation's text and answers.
        should_notificate: bool,
        /// The same in the spelling of the documentation's sample.
        shoud_notificate: bool,
        /// Remarks, in the spelling of the documentation's sample and answers.
        observation: String,
        /// The same in the spelling of the documentation's text.
        observations: String,
    }
}

builder!(NewTask, NewTaskBuilder {
    required: [date_limit: i64],
    required(into): [
        ticket_id: String,
        requester_employee_id: String,
        assigned_employee_id: String,
    ],
    optional: [
        tags_id / maybe_tags_id: Vec<String>,
        tags_ids / maybe_tags_ids: Vec<String>,
        followers_id / maybe_followers_id: Vec<String>,
        notification_alert_time / maybe_notification_alert_time: i64,
        should_notificate / maybe_should_notificate: bool,
        shoud_notificate / maybe_shoud_notificate: bool,
    ],
    optional(into): [
        description / maybe_description: String,
        status_task_id / maybe_status_task_id: StatusId,
        notification_alert_type / maybe_notification_alert_type: AlertUnit,
        observation / maybe_observation: String,
        observations / maybe_observations: String,
    ],
});

builder!(EditTask, EditTaskBuilder {
    required(into): [id: String],
    optional: [
        date_limit / maybe_date_limit: i64,
        tags_id / maybe_tags_id: Vec<String>,
        tags_ids / maybe_tags_ids: Vec<String>,
        followers_id / maybe_followers_id: Vec<String>,
        notification_alert_time / maybe_notification_alert_time: i64,
        should_notificate / maybe_should_notificate: bool,
        shoud_notificate / maybe_shoud_notificate: bool,
    ],
    optional(into): [
        requester_employee_id / maybe_requester_employee_id: String,
        assigned_employee_id / maybe_assigned_employee_id: String,
        description / maybe_description: String,
        status_task_id / maybe_status_task_id: StatusId,
        notification_alert_type / maybe_notification_alert_type: AlertUnit,
        observation / maybe_observation: String,
        observations / maybe_observations: String,
    ],
});

fn check(due: Option<i64>, status: Option<&StatusId>, now: Timestamp) -> Result<()> {
    if due.is_some_and(|due| due < now.as_second()) {
        return Err(Error::invalid(
            "date_limit",
            "is over already; a task is due later than now, in seconds since 1970",
        ));
    }
    if status == Some(&StatusId::Delayed) {
        return Err(Error::invalid(
            "status_task_id",
            "delayed is set by the vendor when a deadline is over, and cannot be written",
        ));
    }
    Ok(())
}

impl NewTask {
    /// What the documentation requires and types cannot.
    pub(crate) fn check(&self, now: Timestamp) -> Result<()> {
        check(Some(self.date_limit), self.status_task_id.as_ref(), now)
    }
}

impl EditTask {
    /// What the documentation requires and types cannot.
    pub(crate) fn check(&self, now: Timestamp) -> Result<()> {
        check(self.date_limit, self.status_task_id.as_ref(), now)
    }
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
