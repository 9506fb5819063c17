//! Contacts.

use std::collections::BTreeMap;

use helpdesk_core::{AgentRef, Contact, Field, Handle, Phone, PhoneKind, TagRef};
use helpdesk_http::Kept;
use serde_json::Value;

use super::{channel, known, reference};
use crate::row;

/// How contacts are read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading<'a> {
    /// The custom field that holds the mail address.
    pub email_field: Option<&'a str>,
    /// Whether the answer shows only one of several tags, because it was asked for by that tag.
    pub one_tag_only: bool,
}

/// A contact.
pub(crate) fn contact(row: Kept<row::Contact>, reading: Reading<'_>) -> Contact {
    let wire = row.wire;
    let mut contact = Contact::new(wire.id);
    let mut not_sent = Vec::new();

    contact.name = wire.internal_name.or(wire.name).or(wire.alternative_name);
    let network = wire
        .service
        .as_ref()
        .and_then(|service| service.kind.as_deref());
    let on_whatsapp = match network {
        Some(raw) => channel::kind_of(raw) == helpdesk_core::ChannelKind::WhatsApp,
        None => is_whatsapp_id(wire.id_from_service.as_deref()),
    };
    let kind = if on_whatsapp {
        PhoneKind::WhatsApp
    } else {
        PhoneKind::Phone
    };
    contact.phones = wire
        .data
        .number
        .iter()
        .map(|number| Phone::new(number, kind.clone()))
        .collect();
    if let (Some(network), Some(value)) = (network, &wire.id_from_service)
        && !on_whatsapp
    {
        contact.handles.push(Handle::new(network, value.as_str()));
    }

    match wire.tags {
        Some(tags) => {
            contact.tags = tags.into_iter().filter_map(tag_reference).collect();
            if reading.one_tag_only {
                not_sent.push(Field::Tags);
            }
        }
        None => not_sent.push(Field::Tags),
    }
    if let Some(values) = wire.custom_field_values {
        let (fields, email) = custom_fields(values, reading.email_field);
        contact.custom_fields = fields;
        contact.emails.extend(email);
    } else {
        not_sent.push(Field::CustomFields);
        if reading.email_field.is_some() {
            not_sent.push(Field::Emails);
        }
    }
    match wire.person {
        Some(person) => {
            contact.document = person.document;
            match person.organizations {
                Some(organizations) => {
                    contact.organization = organizations
                        .into_iter()
                        .next()
                        .and_then(|own| reference(own.id, own.name));
                }
                None => not_sent.push(Field::Organization),
            }
        }
        // Without a person there is neither; with one that was not included they are not known.
        None if wire.person_id.is_some() => {
            not_sent.extend([Field::Document, Field::Organization]);
        }
        None => {}
    }

    contact.owner = wire.default_user_id.map(AgentRef::by_id);
    contact.channel = channel::reference(wire.service_id.as_ref(), wire.service.as_ref());
    contact.blocked = wire.block;
    if wire.block.is_none() {
        not_sent.push(Field::Blocked);
    }
    contact.deliverable = wire.data.valid;
    if wire.data.valid.is_none() {
        not_sent.push(Field::Deliverable);
    }
    contact.created_at = wire.created_at;
    contact.updated_at = wire.updated_at;
    if wire.created_at.is_none() {
        not_sent.push(Field::CreatedAt);
    }
    if wire.updated_at.is_none() {
        not_sent.push(Field::UpdatedAt);
    }
    contact.not_sent = not_sent;
    contact.vendor_data = row.data;
    contact
}

pub(super) fn tag_reference(tag: row::Tag) -> Option<TagRef> {
    reference(tag.id, tag.label)
}

fn is_whatsapp_id(id: Option<&str>) -> bool {
    id.is_some_and(|id| id.ends_with("@c.us") || id.ends_with("@s.whatsapp.net"))
}

/// The values by the identifiers of their definitions, and the mail address that one of them holds.
fn custom_fields(
    values: Vec<row::CustomFieldValue>,
    email_field: Option<&str>,
) -> (BTreeMap<String, Value>, Option<String>) {
    let mut fields = BTreeMap::new();
    let mut email = None;
    for value in values {
        let Some(key) = value
            .custom_field_id
            .or_else(|| known(value.custom_field?.id))
        else {
            continue;
        };
        let Some(value) = value.value.filter(|value| !is_nothing(value)) else {
            continue;
        };
        match value.as_str() {
            Some(address) if email_field == Some(key.as_str()) => email = Some(address.to_owned()),
            _ => {
                fields.insert(key, value);
            }
        }
    }
    (fields, email)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}
