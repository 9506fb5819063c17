//! Agents, departments and roles.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An agent.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone_number: Option<String>,
    /// The extension or branch.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub branch: Option<String>,
    /// Whether everything is allowed.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_super_admin: Option<bool>,
    /// Whether it is the customer of a reseller.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_client_user: Option<bool>,
    /// Whether it has yet to log in.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_first_login: Option<bool>,
    /// Whether a second factor is on.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub otp_auth_active: Option<bool>,
    /// Whether the internal chat is on.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_active_internal_chat: Option<bool>,
    /// A secret of the internal chat. It is not written.
    #[serde(default, skip_serializing)]
    pub internal_chat_token: Option<SecretString>,
    /// Whether the account is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// `online`, `away` or `offline`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// The same for each program.
    #[serde(default)]
    pub clients_status: Option<ClientsStatus>,
    /// The language.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub language: Option<String>,
    /// The working hours.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub timetable_id: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// More. It is a member like any other and no envelope.
    #[serde(default)]
    pub data: Option<Value>,
    /// When it was put away.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// Departments, when included.
    #[serde(default, deserialize_with = "super::included")]
    pub departments: Option<Vec<Department>>,
    /// Roles, when included.
    #[serde(default, deserialize_with = "super::included")]
    pub roles: Option<Vec<Role>>,
}

redacted_debug!(User {
    show: [
        id,
        is_super_admin,
        active,
        status,
        clients_status,
        archived_at,
        deleted_at,
        account_id
    ],
    hide: [
        name,
        email,
        phone_number,
        internal_chat_token,
        departments,
        roles
    ]
});

/// Whether an agent is there, program by program.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ClientsStatus {
    /// The telephone.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub app: Option<String>,
    /// The browser.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub web: Option<String>,
}

redacted_debug!(ClientsStatus {
    show: [app, web],
    hide: []
});

/// A department.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Department {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// How tickets are given out.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub distribution_id: Option<String>,
    /// When it was put away.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

redacted_debug!(Department {
    show: [id, distribution_id, archived_at],
    hide: [name]
});

/// A role.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Role {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub display_name: Option<String>,
    /// Whether everything is allowed.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_admin: Option<bool>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// Permissions, when included.
    #[serde(default)]
    pub permissions: Option<Value>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(Role {
    show: [id, is_admin],
    hide: [display_name]
});
