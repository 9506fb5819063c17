//! A contact of WiseCX.

use helpdesk_core::{
    Contact, Field, OrganizationId, OrganizationRef, Phone, PhoneKind, Timestamp, VendorData,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::Value;

use super::{Failure, Sent, filled, missing, sent};

#[derive(Default, Deserialize)]
#[serde(default)]
struct WiseCxContact {
    id: u64,
    #[serde(deserialize_with = "sent")]
    email: Sent<String>,
    #[serde(deserialize_with = "sent")]
    personal_id: Sent<String>,
    #[serde(deserialize_with = "sent")]
    phone: Sent<String>,
    #[serde(deserialize_with = "sent")]
    name: Sent<String>,
    #[serde(deserialize_with = "sent")]
    custom_fields: Sent<Vec<WiseCxField>>,
    #[serde(deserialize_with = "utc")]
    last_update: Sent<Timestamp>,
    #[serde(deserialize_with = "sent")]
    organization_id: Sent<i64>,
}

#[derive(Deserialize)]
struct WiseCxField {
    field: String,
    value: Value,
}

/// `2031-05-06 07:08:09`, in UTC.
fn utc<'de, D: Deserializer<'de>>(from: D) -> Result<Sent<Timestamp>, D::Error> {
    let Some(text) = <Option<&str>>::deserialize(from)?.filter(|text| !text.is_empty()) else {
        return Ok(Some(None));
    };
    let time: DateTime = text.parse().map_err(D::Error::custom)?;
    let time = TimeZone::UTC.to_timestamp(time).map_err(D::Error::custom)?;
    Ok(Some(Some(time)))
}

/// The contact in an answer.
pub(super) fn contact(body: &[u8]) -> Result<Contact, Failure> {
    let text = std::str::from_utf8(body)?;
    let row: WiseCxContact = serde_json::from_str(text)?;
    let mut contact = Contact::new(row.id.to_string());
    contact.not_sent = missing([
        (false, Field::Tags),
        (false, Field::Handles),
        (false, Field::Owner),
        (false, Field::Channel),
        (false, Field::Blocked),
        (false, Field::Deliverable),
        (false, Field::CreatedAt),
        (row.name.is_some(), Field::Name),
        (row.phone.is_some(), Field::Phones),
        (row.email.is_some(), Field::Emails),
        (row.personal_id.is_some(), Field::Document),
        (row.custom_fields.is_some(), Field::CustomFields),
        (row.organization_id.is_some(), Field::Organization),
        (row.last_update.is_some(), Field::UpdatedAt),
    ]);
    contact.name = filled(row.name);
    let phone = filled(row.phone);
    contact.phones = phone
        .iter()
        .map(|number| Phone::new(number, PhoneKind::Phone))
        .collect();
    contact.emails.extend(filled(row.email));
    contact.document = filled(row.personal_id);
    let fields = row.custom_fields.flatten().into_iter().flatten();
    contact.custom_fields = fields.map(|field| (field.field, field.value)).collect();
    let organization = row.organization_id.flatten().filter(|id| *id > 0);
    contact.organization =
        organization.map(|id| OrganizationRef::by_id(OrganizationId::new(id.to_string())));
    contact.updated_at = row.last_update.flatten();
    contact.vendor_data = VendorData::from_json(text);
    Ok(contact)
}
