//! A client of Chat2Desk.

use std::collections::BTreeMap;

use helpdesk_core::phone::{self, PhoneNumber};
use helpdesk_core::{
    ChannelKind, ChannelRef, Contact, Field, Handle, Phone, PhoneKind, TagRef, Timestamp,
    VendorData,
};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Failure, Sent, missing, sent};

#[derive(Deserialize)]
struct Enveloped<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct Chat2DeskClient {
    id: u64,
    name: Option<String>,
    assigned_name: Option<String>,
    phone: Option<String>,
    /// A text or a number.
    client_phone: Option<Value>,
    #[serde(default, deserialize_with = "sent")]
    custom_fields: Sent<BTreeMap<String, Value>>,
    #[serde(default, deserialize_with = "sent")]
    tags: Sent<Vec<Chat2DeskTag>>,
    #[serde(default, deserialize_with = "sent")]
    channels: Sent<Vec<Chat2DeskChannel>>,
    #[serde(default, deserialize_with = "sent")]
    first_client_message: Sent<Timestamp>,
}

#[derive(Deserialize)]
struct Chat2DeskTag {
    id: u64,
    label: Option<String>,
}

#[derive(Deserialize)]
struct Chat2DeskChannel {
    id: u64,
    transports: Vec<String>,
}

/// The contact in an answer.
pub(super) fn contact(body: &[u8]) -> Result<Contact, Failure> {
    let answer: Enveloped<'_> = serde_json::from_slice(body)?;
    let text = answer.data.get();
    let row: Chat2DeskClient = serde_json::from_str(text)?;
    let mut contact = Contact::new(row.id.to_string());
    let name = row
        .name
        .filter(|name| !name.is_empty() && name != "unknown");
    contact.name = row.assigned_name.filter(|name| !name.is_empty()).or(name);
    let channels = row.channels.as_ref().and_then(Option::as_deref);
    let channels = channels.unwrap_or_default();
    let by_whatsapp = channels
        .iter()
        .flat_map(|channel| &channel.transports)
        .any(|word| word.contains("whatsapp"));
    if let Some(text) = row.phone.as_deref().map(str::trim) {
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        if let Some((network, value)) = bracketed {
            let network = if network == "tg" { "telegram" } else { network };
            contact.handles.push(Handle::new(network, value.trim()));
        } else if text.contains('@') {
            contact.emails.push(text.to_owned());
        } else if PhoneNumber::parse(text).is_ok() {
            let kind = if by_whatsapp {
                PhoneKind::WhatsApp
            } else {
                PhoneKind::Phone
            };
            contact.phones.push(Phone::new(text, kind));
        } else {
            contact.handles.push(Handle::new("other", text));
        }
    }
    let number = match row.client_phone {
        Some(Value::String(number)) if !number.is_empty() => Some(number),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    if let Some(number) = number {
        let known = |own: &Phone| phone::equivalent(&own.number, &number);
        if !contact.phones.iter().any(known) {
            contact.phones.push(Phone::new(&number, PhoneKind::Phone));
        }
    }
    contact.not_sent = missing([
        (row.tags.is_some(), Field::Tags),
        (row.custom_fields.is_some(), Field::CustomFields),
        (row.channels.is_some(), Field::Channel),
        (false, Field::Blocked),
        (row.first_client_message.is_some(), Field::CreatedAt),
        (false, Field::UpdatedAt),
        (false, Field::Owner),
        (false, Field::Organization),
        (false, Field::Deliverable),
        (false, Field::Document),
        (!contact.emails.is_empty(), Field::Emails),
    ]);
    if let [channel] = channels {
        let id = channel.id.to_string();
        contact.channel = Some(match channel.transports.as_slice() {
            [word] => {
                let kind = ChannelKind::from(word.as_str());
                ChannelRef::of_kind(kind, word.as_str()).with_id(id)
            }
            _ => ChannelRef::by_id(id),
        });
    }
    contact.custom_fields = row.custom_fields.flatten().unwrap_or_default();
    contact
        .custom_fields
        .retain(|_, value| !value.is_null() && value.as_str() != Some(""));
    let tags = row.tags.flatten().into_iter().flatten();
    contact.tags = tags
        .filter_map(|tag| TagRef::from_parts(Some(tag.id.to_string()), tag.label))
        .collect();
    contact.created_at = row.first_client_message.flatten();
    contact.vendor_data = VendorData::from_json(text);
    Ok(contact)
}
