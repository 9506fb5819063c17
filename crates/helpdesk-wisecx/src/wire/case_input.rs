//! Cases, as they are sent.

use helpdesk_core::{Timestamp, builder, redacted_debug};
use serde::Serialize;

use super::activity_input::{NewActivity, check_activities};
use super::common::opt_naive;
use super::{CaseStatus, CustomField, Priority, SourceChannel};
use crate::input::Problems;

/// A case to create: `POST /cases`.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewCase {
    /// The service group it goes to.
    pub group_id: u64,
    /// The user it is assigned to; `0` or nothing lets it enter the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The channel it comes by.
    pub source_channel: SourceChannel,
    /// The names of its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_id: Option<u64>,
    /// The subject.
    pub subject: String,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When it is due; kept to the second.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "opt_naive")]
    pub due_at: Option<Timestamp>,
    /// Custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomField>,
    /// Its first activities; at least one.
    pub activities: Vec<NewActivity>,
}

builder!(NewCase, NewCaseBuilder {
    required: [group_id: u64, source_channel: SourceChannel, activities: Vec<NewActivity>],
    required(into): [subject: String],
    optional: [
        user_id / maybe_user_id: u64,
        type_id / maybe_type_id: u64,
        priority / maybe_priority: Priority,
        due_at / maybe_due_at: Timestamp,
    ],
    default: [tags: Vec<String>, custom_fields: Vec<CustomField>],
});

redacted_debug!(NewCase {
    show: [
        group_id,
        user_id,
        source_channel,
        type_id,
        priority,
        due_at,
        activities
    ],
    hide: [tags, subject, custom_fields]
});

impl NewCase {
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let mut problems = Problems::default();
        if self.group_id == 0 {
            problems.add("group_id", "is a number above 0");
        }
        if self.subject.trim().is_empty() {
            problems.add("subject", "must not be empty");
        }
        if self.activities.is_empty() {
            problems.add("activities", "are needed, at least one");
        }
        check_activities(&self.activities, Some(&self.source_channel), &mut problems);
        problems.check()
    }
}

/// Changes to a case, and activities to add to it: `PUT /cases/{id}`. What is not given stays.
#[derive(Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct CaseUpdate {
    /// The service group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<u64>,
    /// The user it is assigned to; `0` for nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<u64>,
    /// The status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CaseStatus>,
    /// The names of all its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub type_id: Option<u64>,
    /// The subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// When it is due; kept to the second.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "opt_naive")]
    pub due_at: Option<Timestamp>,
    /// Custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomField>,
    /// Activities to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<NewActivity>,
    /// Marks the case as spam, or takes the mark away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spam: Option<bool>,
    /// Deletes the case, or brings it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

builder!(CaseUpdate, CaseUpdateBuilder {
    optional: [
        group_id / maybe_group_id: u64,
        user_id / maybe_user_id: u64,
        status / maybe_status: CaseStatus,
        tags / maybe_tags: Vec<String>,
        type_id / maybe_type_id: u64,
        priority / maybe_priority: Priority,
        due_at / maybe_due_at: Timestamp,
        spam / maybe_spam: bool,
        deleted / maybe_deleted: bool,
    ],
    optional(into): [subject / maybe_subject: String],
    default: [custom_fields: Vec<CustomField>, activities: Vec<NewActivity>],
});

redacted_debug!(CaseUpdate {
    show: [
        group_id, user_id, status, type_id, priority, due_at, activities, spam, deleted
    ],
    hide: [tags, subject, custom_fields]
});

impl CaseUpdate {
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let mut problems = Problems::default();
        check_activities(&self.activities, None, &mut problems);
        problems.check()
    }
}
