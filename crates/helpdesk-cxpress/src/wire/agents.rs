//! Operators: the people who answer.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sent_list;

/// An operator.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Agent {
    /// The identifier that other calls use.
    #[serde(deserialize_with = "lenient::id")]
    pub user_id: String,
    /// A second identifier.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The surname.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub lastname: Option<String>,
    /// The mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// The number of an identity document.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub document_number: Option<String>,
    /// The phone number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// Remarks.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub observations: Option<String>,
    /// The access level, an identifier the documentation does not explain.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub profile_id: Option<String>,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The language of the screens.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub employee_language: Option<String>,
    /// The country, in two letters.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub country: Option<String>,
    /// The role. Null wherever the documentation shows it.
    #[serde(default)]
    pub role: Option<Value>,
    /// Whether the app is registered. Only in the list.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_app_authenticated: Option<bool>,
    /// Whether mails are sent to the operator.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub send_email_notification: Option<bool>,
    /// Permissions. Only of a shown one; null in the documentation.
    #[serde(default)]
    pub permissions: Option<Value>,
    /// The sectors. Only in the list.
    #[serde(default, deserialize_with = "sent_list")]
    pub sector: Option<Vec<AgentSector>>,
    /// Whether the operator is there, an identifier the documentation does not explain.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub status_employee_id: Option<String>,
}

redacted_debug!(Agent {
    show: [user_id, id, profile_id, status_employee_id, sector],
    hide: [name, lastname, email, document_number, phone, observations]
});

/// A sector of an operator.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentSector {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was deleted.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}
