//! Contacts, their groups and organisations.

use helpdesk_core::{Error, Timestamp, builder, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

use super::CustomField;

/// A contact. Which fields come depends on `fields` of the request.
///
/// The vendor lists `password` among them; this client never asks for it.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Contact {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// The number of the identity document.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub personal_id: Option<String>,
    /// The phone number.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// An identifier of the account's own.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub guid: Option<String>,
    /// Custom fields.
    #[serde(default, deserialize_with = "lenient::list")]
    pub custom_fields: Vec<CustomField>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_update: Option<Timestamp>,
    /// The organisation; in lists only. Nothing above `0` is none.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub organization_id: Option<i64>,
    /// The address; in lists only.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub address: Option<String>,
}

redacted_debug!(Contact {
    show: [id, last_update, organization_id],
    hide: [
        email,
        personal_id,
        phone,
        name,
        guid,
        custom_fields,
        address
    ]
});

/// A contact to create, or changes to one. What is not given stays.
///
/// The vendor wants at least one of `email`, `personal_id` and `phone`, when changing a contact too;
/// without any nothing is sent.
#[derive(Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct ContactInput {
    /// The mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The number of the identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_id: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An identifier of the account's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// A password for the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The organisation; `-1` takes the contact out of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<i64>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Custom fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomField>,
}

builder!(ContactInput, ContactInputBuilder {
    optional: [organization_id / maybe_organization_id: i64],
    optional(into): [
        email / maybe_email: String,
        personal_id / maybe_personal_id: String,
        phone / maybe_phone: String,
        name / maybe_name: String,
        guid / maybe_guid: String,
        password / maybe_password: String,
        address / maybe_address: String,
    ],
    default: [custom_fields: Vec<CustomField>],
});

redacted_debug!(ContactInput {
    show: [organization_id],
    hide: [
        email,
        personal_id,
        phone,
        name,
        guid,
        password,
        address,
        custom_fields
    ]
});

impl ContactInput {
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
        if [&self.email, &self.personal_id, &self.phone]
            .into_iter()
            .any(given)
        {
            return Ok(());
        }
        let needed = "is needed, or another of `email`, `personal_id` and `phone`";
        Err(Error::invalid("email", needed)
            .with_field_error("personal_id", needed)
            .with_field_error("phone", needed))
    }
}

/// A group of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ContactGroup {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The code that the vendor makes for it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub code: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
}

/// A group of contacts to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewGroup {
    /// The name.
    pub name: String,
}

builder!(NewGroup, NewGroupBuilder {
    required(into): [name: String],
});

/// An organisation.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
    /// The number it is registered under, or another identifier of the account's own.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub custom_id: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
}

redacted_debug!(Organization {
    show: [id],
    hide: [custom_id, name]
});

/// An organisation to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewOrganization {
    /// The number it is registered under.
    pub custom_id: String,
    /// The name.
    pub name: String,
}

builder!(NewOrganization, NewOrganizationBuilder {
    required(into): [custom_id: String, name: String],
});

redacted_debug!(NewOrganization {
    show: [],
    hide: [custom_id, name]
});

/// Changes to an organisation. What is not given stays.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct OrganizationUpdate {
    /// The number it is registered under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

builder!(OrganizationUpdate, OrganizationUpdateBuilder {
    optional(into): [custom_id / maybe_custom_id: String, name / maybe_name: String],
});

redacted_debug!(OrganizationUpdate {
    show: [],
    hide: [custom_id, name]
});
