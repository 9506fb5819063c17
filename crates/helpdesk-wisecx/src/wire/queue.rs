//! Service groups, which the interface calls queues, and business hours.

use helpdesk_core::{builder, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

/// A service group.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Queue {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// When it is open.
    #[serde(default, rename = "businessHours")]
    pub business_hours: Option<BusinessHours>,
    /// Its users, by name.
    #[serde(default, deserialize_with = "lenient::list")]
    pub users: Vec<QueueMember>,
}

/// When a service group is open.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct BusinessHours {
    /// The time zone of the hours.
    #[serde(default)]
    pub timezone: Option<Timezone>,
    /// The days.
    #[serde(default, deserialize_with = "lenient::list")]
    pub schedules: Vec<Schedule>,
}

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Timezone {
    /// The name, as Windows has it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The offset: `-03:00`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub offset: Option<String>,
}

/// The hours of one day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Schedule {
    /// The day of the week; Sunday is `0`.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub day: Option<u8>,
    /// The name of the day, in English.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Whether the group is open on it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_open: Option<bool>,
    /// Whether it is one date and not a day of every week.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub special_date: Option<bool>,
    /// That date: `2031-05-06`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub date: Option<String>,
    /// From when to when.
    #[serde(default, deserialize_with = "lenient::list")]
    pub hours: Vec<Hours>,
}

/// From when to when, as `08:00`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Hours {
    /// From.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub from: Option<String>,
    /// To.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub to: Option<String>,
}

/// A user of a service group.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct QueueMember {
    /// The user.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Whether cases are assigned to the user by themselves.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub auto_assign: Option<bool>,
}

redacted_debug!(QueueMember {
    show: [id, auto_assign],
    hide: [name]
});

/// A service group to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewQueue {
    /// The name: at most 50 characters, and no other group's.
    pub name: String,
    /// Its users.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<MemberInput>,
}

builder!(NewQueue, NewQueueBuilder {
    required(into): [name: String],
    default: [users: Vec<MemberInput>],
});

/// A user in a service group, or a service group of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MemberInput {
    /// The user, or the group.
    pub id: u64,
    /// Whether cases are assigned to the user by themselves; they are not by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_assign: Option<bool>,
}

impl MemberInput {
    /// A user or group.
    pub const fn new(id: u64) -> Self {
        Self {
            id,
            auto_assign: None,
        }
    }

    /// Says whether cases are assigned to the user by themselves.
    #[must_use]
    pub const fn auto_assign(mut self, on: bool) -> Self {
        self.auto_assign = Some(on);
        self
    }
}

/// How many memberships were added, changed and left as they are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MembersChanged {
    /// Added.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub added: Option<u64>,
    /// Changed.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub updated: Option<u64>,
    /// Left as they are.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub unchanged: Option<u64>,
}

/// How many memberships were removed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MembersRemoved {
    /// Removed.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub removed: Option<u64>,
}

/// Whether the business is open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Open {
    /// Whether it is; the vendor writes the word `True`.
    #[serde(deserialize_with = "lenient::flag")]
    pub message: bool,
}
