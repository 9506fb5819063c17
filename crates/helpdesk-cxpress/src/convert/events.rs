//! Notifications.
//!
//! The documentation names the entities and shows one body, of a sector, with spaces in its keys.
//! So names of entities are read in every plausible spelling, keys with spaces as with underscores,
//! and a body that is something else comes out as an event of another kind, with its data kept.

use std::fmt::Write;

use helpdesk_core::webhook::{Completeness, Event, EventKind, Record, Verified};
use helpdesk_core::{AgentId, ConversationId, DepartmentId, Field, Timestamp, VendorData, json};
use helpdesk_http::{Kept, lenient};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::tags::TagSet;
use super::{contacts, tickets};
use crate::wire::{self, Delivery};

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entity {
    Contact,
    Ticket,
    Task,
    Department,
    Tag(TagSet),
    CustomField,
}

impl Entity {
    fn of(name: &str) -> Option<Self> {
        Some(match plain(name).as_str() {
            "consumer" | "consumers" => Self::Contact,
            "ticket" | "tickets" => Self::Ticket,
            "task" | "tasks" => Self::Task,
            "sector" | "sectors" | "department" | "departments" => Self::Department,
            "consumer_tag" | "consumer_tags" | "tag_consumer" => Self::Tag(TagSet::Contact),
            "ticket_tag" | "ticket_tags" | "tag_ticket" | "tag" | "tags" => {
                Self::Tag(TagSet::Ticket)
            }
            "custom_field" | "custom_fields" => Self::CustomField,
            _ => return None,
        })
    }

    fn kind(self, created: bool) -> EventKind {
        match (self, created) {
            (Self::Contact, true) => EventKind::ContactCreated,
            (Self::Contact, false) => EventKind::ContactUpdated,
            (Self::Ticket, true) => EventKind::TicketCreated,
            (Self::Ticket, false) => EventKind::TicketUpdated,
            (Self::Task, true) => EventKind::TaskCreated,
            (Self::Task, false) => EventKind::TaskUpdated,
            (Self::Department, true) => EventKind::DepartmentCreated,
            (Self::Department, false) => EventKind::DepartmentUpdated,
            (Self::Tag(_), true) => EventKind::TagCreated,
            (Self::Tag(_), false) => EventKind::TagUpdated,
            (Self::CustomField, true) => EventKind::CustomFieldCreated,
            (Self::CustomField, false) => EventKind::CustomFieldUpdated,
        }
    }
}

/// A name with underscores, in small letters.
fn plain(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace([' ', '-'], "_")
}

/// Keys with underscores where the vendor has spaces, all the way down.
fn underscored(value: Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object
                .into_iter()
                .map(|(key, value)| (key.trim().replace(' ', "_"), underscored(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(underscored).collect()),
        other => other,
    }
}

/// Whether a key has spaces, all the way down. Most notifications have none, and stay as they are.
fn is_spaced(value: &Value) -> bool {
    match value {
        Value::Object(object) => object
            .iter()
            .any(|(key, value)| key.contains(char::is_whitespace) || is_spaced(value)),
        Value::Array(values) => values.iter().any(is_spaced),
        _ => false,
    }
}

/// A notification as an event, or the path to what does not fit.
pub(crate) fn event(
    mut delivery: Delivery,
    verified: &Verified,
    body: VendorData,
) -> Result<Event, String> {
    let entity = Entity::of(&delivery.entity);
    let created = match plain(&delivery.kind).as_str() {
        "create" | "created" => Some(true),
        "update" | "updated" => Some(false),
        _ => None,
    };
    let mut data = std::mem::take(&mut delivery.data);
    if is_spaced(&data) {
        data = underscored(data);
    }
    let written = VendorData::from_value(&data);
    let kind = match (entity, created) {
        (Some(entity), Some(created)) => entity.kind(created),
        _ => EventKind::from(format!(
            "{}.{}",
            shortened(&delivery.entity),
            shortened(&delivery.kind)
        )),
    };
    let text = |key: &str| data.get(key).and_then(Value::as_str);
    let time = |key: &str| -> Option<Timestamp> { lenient::opt_time(data.get(key)?).ok()? };
    let hash = hash(written.as_json().unwrap_or_default());
    let key = dedupe_key(&delivery, entity, &data, &hash, verified);
    let mut event = Event::new(verified.vendor().clone(), kind, key, verified.by());
    event.occurred_at = match created {
        Some(true) => time("created_at").or_else(|| time("updated_at")),
        _ => time("updated_at"),
    };
    event.completeness = match &data {
        Value::Object(object) if object.len() > 2 => Completeness::Partial,
        _ => Completeness::Thin,
    };
    match entity {
        Some(Entity::Contact) => of_contact(&mut event, &data, written)?,
        Some(Entity::Ticket) => of_ticket(&mut event, &data, written, created)?,
        Some(Entity::Task) => {
            event.ticket = text("ticket_id").map(Into::into);
            event.conversation = text("ticket_id").map(ConversationId::new);
            event.agent = text("assigned_employee_id").map(AgentId::new);
        }
        Some(Entity::Department) => {
            event.department = text("id")
                .or_else(|| text("sector_id"))
                .map(DepartmentId::new);
        }
        Some(Entity::Tag(set)) => of_tag(&mut event, &data, written, set)?,
        Some(Entity::CustomField) | None => {}
    }
    event.vendor_data = body;
    Ok(event)
}

fn of_contact(event: &mut Event, data: &Value, written: VendorData) -> Result<(), String> {
    let Some(kept) = record::<wire::Consumer>(data, written, "user_id")? else {
        return Ok(());
    };
    let contact = contacts::contact(kept);
    event.contact = Some(contact.id.clone());
    event.agent = contact.owner.as_ref().and_then(|owner| owner.id.clone());
    if !contact.not_sent.contains(&Field::Tags) && !contact.not_sent.contains(&Field::CustomFields)
    {
        event.completeness = Completeness::Full;
    }
    event.record = Some(Record::Contact(Box::new(contact)));
    Ok(())
}

fn of_ticket(
    event: &mut Event,
    data: &Value,
    written: VendorData,
    created: Option<bool>,
) -> Result<(), String> {
    let Some(kept) = record::<wire::Ticket>(data, written, "status_id")? else {
        event.ticket = data.get("id").and_then(Value::as_str).map(Into::into);
        return Ok(());
    };
    let ticket = tickets::detail(kept);
    if created == Some(false) && ticket.is_closed() {
        event.kind = EventKind::TicketClosed;
    }
    event.ticket = Some(ticket.id.clone());
    event.conversation = ticket.conversations.first().cloned();
    event.contact = ticket.contact_id().cloned();
    event.department = ticket.department.as_ref().and_then(|own| own.id.clone());
    event.record = Some(Record::Ticket(Box::new(ticket)));
    Ok(())
}

fn of_tag(event: &mut Event, data: &Value, written: VendorData, set: TagSet) -> Result<(), String> {
    let Some(kept) = record::<wire::Tag>(data, written, "id")? else {
        return Ok(());
    };
    let tag = set.tag(kept);
    event.tag = Some(tag.id.clone());
    event.completeness = Completeness::Full;
    event.record = Some(Record::Tag(Box::new(tag)));
    Ok(())
}

/// The record of a notification: `None` when the key that makes it one is not there.
fn record<T: DeserializeOwned>(
    data: &Value,
    written: VendorData,
    key: &str,
) -> Result<Option<Kept<T>>, String> {
    if data.get(key).is_none_or(Value::is_null) {
        return Ok(None);
    }
    let wire = json::from_str(written.as_json().unwrap_or_default())
        .map_err(|misfit| format!("data.{}", misfit.path))?;
    Ok(Some(Kept::new(wire, written)))
}

/// The same for every repetition of a notification: entity, type, identifier, `updated_at`, and a
/// digest of the record.
///
/// The digest tells two changes of the same millisecond apart, and is all there is where a record has
/// no `updated_at`, as consumers and tags: there one that is changed and changed back within the
/// memory of a dedupe store counts as repeated. It is one of the record, not of the body: how keys are
/// spelled and in which order they come makes no difference.
fn dedupe_key(
    delivery: &Delivery,
    entity: Option<Entity>,
    data: &Value,
    hash: &str,
    verified: &Verified,
) -> String {
    let text = |key: &str| data.get(key).and_then(Value::as_str);
    let id = text("user_id")
        .filter(|_| entity == Some(Entity::Contact))
        .or_else(|| text("id"))
        .or_else(|| text("sector_id"));
    let mut key = verified.vendor().as_str().to_owned();
    for part in [
        Some(plain(&delivery.entity).as_str()),
        Some(plain(&delivery.kind).as_str()),
        id,
        text("updated_at"),
        Some(hash),
    ]
    .into_iter()
    .flatten()
    {
        key.push(':');
        key.push_str(&shortened(part));
    }
    key
}

/// A hash of a record as it was written from a `Value`, which keeps the keys of objects in order.
fn hash(written: &str) -> String {
    let digest = Sha256::digest(written.as_bytes());
    digest
        .iter()
        .take(16)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// At most 64 characters of a stranger's text, without control characters.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_entities_are_read_in_every_spelling() {
        for (name, entity) in [
            ("consumer", Entity::Contact),
            ("Consumer Tags", Entity::Tag(TagSet::Contact)),
            ("ticket-tag", Entity::Tag(TagSet::Ticket)),
            ("Sector", Entity::Department),
            ("custom_fields", Entity::CustomField),
        ] {
            assert_eq!(Entity::of(name), Some(entity), "{name}");
        }
        assert_eq!(Entity::of("invoice"), None);
    }

    #[test]
    fn spaces_in_keys_are_underscores() {
        let value = underscored(serde_json::json!({ "a b": [{ "c d": 1 }] }));
        assert_eq!(value, serde_json::json!({ "a_b": [{ "c_d": 1 }] }));
    }
}
