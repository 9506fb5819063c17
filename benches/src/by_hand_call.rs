//! One contact as a client of one vendor alone would hand it out: written by hand, for the answers of
//! the benches, without anything of the library but the neutral types.
//!
//! The same neutral contact comes out, the vendor's own text and the fields that were not sent
//! included. What the vendor is not known to send is not read, and nothing is said of an answer that
//! does not fit but that it does not.

use std::collections::BTreeMap;

use helpdesk_core::phone::{self, PhoneNumber};
use helpdesk_core::{
    AgentRef, ChannelKind, ChannelRef, Contact, Field, Handle, OrganizationId, OrganizationRef,
    Phone, PhoneKind, TagRef, Timestamp, VendorData,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::sample::Desk;

/// Why there is no contact.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The contact in an answer.
pub fn contact(desk: Desk, body: &[u8]) -> Result<Contact, Failure> {
    match desk {
        Desk::Cxpress => cxpress(body),
        Desk::Digisac => digisac(body),
        Desk::WiseCx => wisecx(body),
        Desk::Chat2Desk => chat2desk(body),
    }
}

/// A member that was sent, null or not. One that was not is `None`, by default.
type Sent<T> = Option<Option<T>>;

fn sent<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Sent<T>, D::Error> {
    Option::deserialize(from).map(Some)
}

fn filled(text: Sent<String>) -> Option<String> {
    text.flatten().filter(|text| !text.is_empty())
}

/// The fields of which nothing was sent.
fn missing<const N: usize>(fields: [(bool, Field); N]) -> Vec<Field> {
    let missing = fields.into_iter().filter(|(sent, _)| !sent);
    missing.map(|(_, field)| field).collect()
}

#[derive(Deserialize)]
struct Consumers<'a> {
    #[serde(borrow)]
    consumers: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
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
struct Label {
    id: String,
    #[serde(alias = "label")]
    name: Option<String>,
}

impl Label {
    fn tag(self) -> Option<TagRef> {
        TagRef::from_parts(Some(self.id), self.name)
    }
}

#[derive(Deserialize)]
struct ConsumerField {
    custom_field_id: String,
    value: Vec<String>,
}

fn cxpress(body: &[u8]) -> Result<Contact, Failure> {
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

fn digisac(body: &[u8]) -> Result<Contact, Failure> {
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

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
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

fn wisecx(body: &[u8]) -> Result<Contact, Failure> {
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

fn chat2desk(body: &[u8]) -> Result<Contact, Failure> {
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
