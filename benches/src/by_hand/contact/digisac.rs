//! A contact of Digisac.

use helpdesk_core::{
    AgentRef, ChannelKind, ChannelRef, Contact, Field, Handle, OrganizationRef, Phone, PhoneKind,
    Timestamp, VendorData,
};
use serde::Deserialize;
use serde_json::Value;

use super::{Failure, Label, missing};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DigisacContact {
    id: String,
    service_id: Option<String>,
    name: Option<String>,
    internal_name: Option<String>,
    alternative_name: Option<String>,
    person_id: Option<String>,
    default_user_id: Option<String>,
    block: Option<bool>,
    id_from_service: Option<String>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
    #[serde(default)]
    data: DigisacData,
    tags: Option<Vec<Label>>,
    custom_field_values: Option<Vec<DigisacValue>>,
    service: Option<DigisacService>,
    person: Option<DigisacPerson>,
}

#[derive(Default, Deserialize)]
struct DigisacData {
    number: Option<String>,
    valid: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DigisacValue {
    custom_field_id: String,
    value: Option<Value>,
}

#[derive(Deserialize)]
struct DigisacService {
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct DigisacPerson {
    document: Option<String>,
    organizations: Option<Vec<DigisacOrganization>>,
}

#[derive(Deserialize)]
struct DigisacOrganization {
    id: String,
    name: Option<String>,
}

/// The contact in an answer.
pub(super) fn contact(body: &[u8]) -> Result<Contact, Failure> {
    let text = std::str::from_utf8(body)?;
    let row: DigisacContact = serde_json::from_str(text)?;
    if row.deleted_at.is_some() {
        return Err("no such contact".into());
    }
    let mut contact = Contact::new(row.id);
    contact.name = row.internal_name.or(row.name).or(row.alternative_name);
    let network = row.service.and_then(|service| service.kind);
    let on_whatsapp = match (&network, &row.id_from_service) {
        (Some(network), _) => network.starts_with("whatsapp"),
        (None, Some(id)) => id.ends_with("@c.us") || id.ends_with("@s.whatsapp.net"),
        (None, None) => false,
    };
    let kind = if on_whatsapp {
        PhoneKind::WhatsApp
    } else {
        PhoneKind::Phone
    };
    let number = row.data.number.filter(|number| !number.is_empty());
    contact.phones = number
        .iter()
        .map(|number| Phone::new(number, kind.clone()))
        .collect();
    if let (Some(network), Some(value), false) = (&network, row.id_from_service, on_whatsapp) {
        contact.handles.push(Handle::new(network.as_str(), value));
    }
    contact.not_sent = missing([
        (row.tags.is_some(), Field::Tags),
        (row.custom_field_values.is_some(), Field::CustomFields),
        (
            row.person.is_some() || row.person_id.is_none(),
            Field::Document,
        ),
        (
            match &row.person {
                Some(person) => person.organizations.is_some(),
                None => row.person_id.is_none(),
            },
            Field::Organization,
        ),
        (row.block.is_some(), Field::Blocked),
        (row.data.valid.is_some(), Field::Deliverable),
        (row.created_at.is_some(), Field::CreatedAt),
        (row.updated_at.is_some(), Field::UpdatedAt),
    ]);
    let tags = row.tags.into_iter().flatten();
    contact.tags = tags.filter_map(Label::tag).collect();
    for field in row.custom_field_values.into_iter().flatten() {
        let value = field.value.filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            _ => true,
        });
        if let Some(value) = value {
            contact.custom_fields.insert(field.custom_field_id, value);
        }
    }
    if let Some(person) = row.person {
        contact.document = person.document;
        let first = person.organizations.and_then(|all| all.into_iter().next());
        contact.organization =
            first.and_then(|own| OrganizationRef::from_parts(Some(own.id), own.name));
    }
    contact.owner = row.default_user_id.map(AgentRef::by_id);
    contact.channel = match (network, row.service_id) {
        (Some(raw), id) => {
            let kind = if on_whatsapp {
                ChannelKind::WhatsApp
            } else {
                ChannelKind::from(raw.as_str())
            };
            let channel = ChannelRef::of_kind(kind, raw);
            Some(match id {
                Some(id) => channel.with_id(id),
                None => channel,
            })
        }
        (None, id) => id.map(ChannelRef::by_id),
    };
    contact.blocked = row.block;
    contact.deliverable = row.data.valid;
    contact.created_at = row.created_at;
    contact.updated_at = row.updated_at;
    contact.vendor_data = VendorData::from_json(text);
    Ok(contact)
}
