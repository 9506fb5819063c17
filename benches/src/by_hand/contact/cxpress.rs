//! A consumer of Cxpress.

use helpdesk_core::phone;
use helpdesk_core::{AgentRef, Contact, Field, Handle, Phone, PhoneKind, VendorData};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Failure, Label, Sent, filled, missing, sent};

#[derive(Deserialize)]
struct Consumers<'a> {
    #[serde(borrow)]
    consumers: Vec<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Consumer {
    user_id: String,
    #[serde(deserialize_with = "sent")]
    name: Sent<String>,
    lastname: Option<String>,
    #[serde(deserialize_with = "sent")]
    document_number: Sent<String>,
    #[serde(deserialize_with = "sent")]
    email: Sent<String>,
    #[serde(deserialize_with = "sent")]
    phone: Sent<String>,
    #[serde(deserialize_with = "sent")]
    whatsapp: Sent<String>,
    instagram_user: Option<String>,
    #[serde(deserialize_with = "sent")]
    instagram: Sent<String>,
    facebook_user: Option<String>,
    facebook: Option<String>,
    #[serde(deserialize_with = "sent")]
    twitter: Sent<String>,
    #[serde(deserialize_with = "sent")]
    youtube: Sent<String>,
    webchat: Option<String>,
    #[serde(deserialize_with = "sent")]
    employee_user_id: Sent<String>,
    #[serde(deserialize_with = "sent")]
    tags: Sent<Vec<Option<Label>>>,
    #[serde(deserialize_with = "sent")]
    custom_fields: Sent<Vec<ConsumerField>>,
}

#[derive(Deserialize)]
struct ConsumerField {
    custom_field_id: String,
    value: Vec<String>,
}

/// The contact in an answer.
pub(super) fn contact(body: &[u8]) -> Result<Contact, Failure> {
    let answer: Consumers<'_> = serde_json::from_slice(body)?;
    let text = answer.consumers.first().ok_or("no such contact")?.get();
    let row: Consumer = serde_json::from_str(text)?;
    let mut contact = Contact::new(row.user_id);
    contact.not_sent = missing([
        (row.name.is_some(), Field::Name),
        (row.phone.is_some() || row.whatsapp.is_some(), Field::Phones),
        (row.email.is_some(), Field::Emails),
        (row.document_number.is_some(), Field::Document),
        (
            row.twitter.is_some() || row.youtube.is_some() || row.instagram.is_some(),
            Field::Handles,
        ),
        (row.tags.is_some(), Field::Tags),
        (row.custom_fields.is_some(), Field::CustomFields),
        (row.employee_user_id.is_some(), Field::Owner),
        (false, Field::CreatedAt),
        (false, Field::UpdatedAt),
    ]);
    let name = filled(row.name);
    contact.name = match row.lastname.filter(|last| !last.trim().is_empty()) {
        Some(last) => Some(match name {
            Some(first) => format!("{} {}", first.trim(), last.trim()),
            None => last.trim().to_owned(),
        }),
        None => name,
    };
    if let Some(number) = filled(row.whatsapp) {
        contact
            .phones
            .push(Phone::new(&number, PhoneKind::WhatsApp));
    }
    if let Some(number) = filled(row.phone) {
        let line = Phone::new(&number, PhoneKind::Phone);
        let known = |own: &Phone| phone::equivalent(&own.number, &line.number);
        if !contact.phones.iter().any(known) {
            contact.phones.push(line);
        }
    }
    contact.emails.extend(filled(row.email));
    let handles = [
        ("instagram", row.instagram_user),
        ("instagram", row.instagram.flatten()),
        ("facebook", row.facebook_user),
        ("facebook", row.facebook),
        ("twitter", row.twitter.flatten()),
        ("youtube", row.youtube.flatten()),
        ("webchat", row.webchat),
    ];
    for (network, value) in handles {
        contact
            .handles
            .extend(value.map(|value| Handle::new(network, value)));
    }
    let tags = row.tags.flatten().into_iter().flatten().flatten();
    contact.tags = tags
        .filter_map(|mut tag| {
            tag.id.insert_str(0, "contact:");
            tag.tag()
        })
        .collect();
    for mut field in row.custom_fields.flatten().into_iter().flatten() {
        let value = match field.value.len() {
            0 => continue,
            1 => Value::from(field.value.remove(0)),
            _ => Value::from(field.value),
        };
        contact.custom_fields.insert(field.custom_field_id, value);
    }
    contact.document = filled(row.document_number);
    contact.owner = filled(row.employee_user_id).map(AgentRef::by_id);
    contact.vendor_data = VendorData::from_json(text);
    Ok(contact)
}
