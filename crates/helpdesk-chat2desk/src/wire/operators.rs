//! Operators, their groups and their rights.

use std::collections::BTreeMap;

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

use super::Id;

helpdesk_core::open_enum! {
    /// Whether an operator's account is in use. Older servers have no such field.
    pub enum OperatorStatus {
        /// The administrator.
        Admin = "admin",
        /// In use.
        Enabled = "enabled",
        /// Switched off.
        Disabled = "disabled",
        /// Removed.
        Deleted = "deleted",
    }
}

/// An operator.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Operator {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The role; on older servers also `deleted` and `disabled`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub role: Option<String>,
    /// The rights, by their identifier.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub access_right_id: Option<String>,
    /// The name of the rights. Where it differs from the role, it is right.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub access_right_name: Option<String>,
    /// Whether the account is in use.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<OperatorStatus>,
    /// Whether the operator is logged in, with whatever status.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub online: Option<bool>,
    /// The kind of absence. It stays after a log-out.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub offline_type: Option<String>,
    /// The working status, by its number in `GET /v1/operators/statuses`.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_id: Option<String>,
    /// The address of a picture.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub avatar: Option<String>,
    /// How many dialogs the operator has.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub opened_dialogs: Option<u64>,
    /// The first name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub last_name: Option<String>,
    /// The identifier in another system.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub external_id: Option<String>,
    /// When the operator was last there.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_visit: Option<Timestamp>,
    /// Whether the operator logs in with two factors.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub two_factor: Option<bool>,
}

redacted_debug!(Operator {
    show: [
        id,
        role,
        access_right_id,
        access_right_name,
        status,
        online,
        offline_type,
        status_id,
        opened_dialogs,
        last_visit,
        two_factor
    ],
    hide: [email, phone, avatar, first_name, last_name, external_id]
});

/// A group of operators.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OperatorGroup {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The operators in it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub operator_ids: Vec<Id>,
}

/// A working status of operators.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OperatorStatusName {
    /// The number.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name, by language.
    #[serde(default, deserialize_with = "lenient::map")]
    pub name: BTreeMap<String, Value>,
}

/// A set of rights.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct AccessRight {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The role it builds on.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub role: Option<String>,
    /// Whether it comes with the product.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub base_role: Option<bool>,
    /// What is allowed, by name.
    #[serde(default, deserialize_with = "lenient::map")]
    pub permissions: BTreeMap<String, Value>,
}

/// The operator whom a transfer to a group picked.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct AssigneeRef {
    /// The operator.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The operator's mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
}

/// What a transfer to a group answers.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Transferred {
    /// The operator who got the dialog.
    pub assignee: AssigneeRef,
}

redacted_debug!(AssigneeRef {
    show: [id],
    hide: [email]
});
