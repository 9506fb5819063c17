//! Notifications.
//!
//! The documentation names the entities and shows one body, of a sector, with spaces in its keys.
//! So names of entities are read in every plausible spelling, keys with spaces as with underscores,
//! and a body that is something else comes out as an event of another kind, with its data kept.

use std::borrow::Cow;
use std::result::Result as StdResult;

use helpdesk_core::webhook::{
    Completeness, Event, EventKind, Record as Neutral, Rejection, Verified, is_nested_deeper,
};
use helpdesk_core::{AgentId, ConversationId, DepartmentId, Field, Result, Timestamp, json};
use helpdesk_http::{Kept, lenient};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::record::{Notification, Record};
use super::tags::TagSet;
use super::{contacts, tickets};
use crate::{VENDOR, wire};

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
    /// What this [`plain`] name stands for.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
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

/// How deep a body may be nested: as deep as `serde_json` reads.
const DEEPEST: usize = 127;

/// A notification as an event, or the path to what does not fit.
pub(crate) fn event(verified: &Verified) -> Result<Event> {
    let text = verified.text()?;
    read(text, verified).map_err(|path| Rejection::malformed_at(&VENDOR, &path))
}

fn read(text: &str, verified: &Verified) -> StdResult<Event, String> {
    let Notification { entity, kind, data } = match Notification::of(text) {
        Some(notification) if !is_nested_deeper(text, DEEPEST) => notification,
        // As a whole, which also names the place of what does not fit.
        _ => json::from_str(text)
            .map(Notification::of_delivery)
            .map_err(|misfit| misfit.path)?,
    };
    let (name, what) = (plain(&entity), plain(&kind));
    let about = Entity::of(&name);
    let created = match what.as_str() {
        "create" | "created" => Some(true),
        "update" | "updated" => Some(false),
        _ => None,
    };
    let event_kind = match (about, created) {
        (Some(about), Some(created)) => about.kind(created),
        _ => EventKind::from(format!("{}.{}", shortened(&entity), shortened(&kind))),
    };
    let time =
        |key: &str| -> Option<Timestamp> { serde_json::from_str::<Moment>(data.get(key)?).ok()?.0 };
    let key = dedupe_key(&name, &what, about, &data, verified);
    let mut event = Event::new(verified.vendor().clone(), event_kind, key, verified.by());
    event.occurred_at = match created {
        Some(true) => time("created_at").or_else(|| time("updated_at")),
        _ => time("updated_at"),
    };
    event.completeness = if data.len() > 2 {
        Completeness::Partial
    } else {
        Completeness::Thin
    };
    match about {
        Some(Entity::Contact) => of_contact(&mut event, &data)?,
        Some(Entity::Ticket) => of_ticket(&mut event, &data, created)?,
        Some(Entity::Task) => {
            event.ticket = data.text("ticket_id").as_deref().map(Into::into);
            event.conversation = data.text("ticket_id").map(ConversationId::new);
            event.agent = data.text("assigned_employee_id").map(AgentId::new);
        }
        Some(Entity::Department) => {
            event.department = data
                .text("id")
                .or_else(|| data.text("sector_id"))
                .map(DepartmentId::new);
        }
        Some(Entity::Tag(set)) => of_tag(&mut event, &data, set)?,
        Some(Entity::CustomField) | None => {}
    }
    event.vendor_data = verified.data().clone();
    Ok(event)
}

#[derive(Deserialize)]
struct Moment(#[serde(deserialize_with = "lenient::opt_time")] Option<Timestamp>);

fn of_contact(event: &mut Event, data: &Record<'_>) -> StdResult<(), String> {
    let Some(kept) = record::<wire::Consumer>(data, "user_id")? else {
        return Ok(());
    };
    let contact = contacts::contact(kept);
    event.contact = Some(contact.id.clone());
    event.agent = contact.owner.as_ref().and_then(|owner| owner.id.clone());
    if !contact.not_sent.contains(&Field::Tags) && !contact.not_sent.contains(&Field::CustomFields)
    {
        event.completeness = Completeness::Full;
    }
    event.record = Some(Neutral::Contact(Box::new(contact)));
    Ok(())
}

fn of_ticket(event: &mut Event, data: &Record<'_>, created: Option<bool>) -> StdResult<(), String> {
    let Some(kept) = record::<wire::Ticket>(data, "status_id")? else {
        event.ticket = data.text("id").as_deref().map(Into::into);
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
    event.record = Some(Neutral::Ticket(Box::new(ticket)));
    Ok(())
}

fn of_tag(event: &mut Event, data: &Record<'_>, set: TagSet) -> StdResult<(), String> {
    let Some(kept) = record::<wire::Tag>(data, "id")? else {
        return Ok(());
    };
    let tag = set.tag(kept);
    event.tag = Some(tag.id.clone());
    event.completeness = Completeness::Full;
    event.record = Some(Neutral::Tag(Box::new(tag)));
    Ok(())
}

/// The record of a notification: `None` when the key that makes it one is not there.
fn record<T: DeserializeOwned>(data: &Record<'_>, key: &str) -> StdResult<Option<Kept<T>>, String> {
    if data.get(key).is_none_or(|json| json == "null") {
        return Ok(None);
    }
    Kept::from_json(data.as_json())
        .map(Some)
        .map_err(|misfit| format!("data.{}", misfit.path))
}

/// The same for every repetition of a notification: entity, type, identifier, `updated_at`, and a
/// digest of the record.
///
/// The digest tells two changes of the same millisecond apart, and is all there is where a record has
/// no `updated_at`, as consumers and tags: there one that is changed and changed back within the
/// memory of a dedupe store counts as repeated. It is one of the record, not of the body: how keys are
/// spelled and in which order they come makes no difference.
fn dedupe_key(
    name: &str,
    what: &str,
    about: Option<Entity>,
    data: &Record<'_>,
    verified: &Verified,
) -> String {
    let id = data
        .text("user_id")
        .filter(|_| about == Some(Entity::Contact))
        .or_else(|| data.text("id"))
        .or_else(|| data.text("sector_id"));
    let mut key = String::with_capacity(160);
    key.push_str(verified.vendor().as_str());
    let columns = [
        Some(name.into()),
        Some(what.into()),
        id,
        data.text("updated_at"),
    ];
    for column in columns.iter().flatten() {
        key.push(':');
        key.push_str(&shortened(column));
    }
    key.push(':');
    // Sixteen bytes are enough.
    for byte in &Sha256::digest(data.as_json().as_bytes())[..16] {
        for digit in [byte >> 4, byte & 15] {
            key.extend(char::from_digit(digit.into(), 16));
        }
    }
    key
}

/// At most 64 characters of a stranger's text, without control characters.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= 64 && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !c.is_control()).take(64).collect())
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
            assert_eq!(Entity::of(&plain(name)), Some(entity), "{name}");
        }
        assert_eq!(Entity::of("invoice"), None);
    }
}
