//! Notifications.
//!
//! The documentation names the entities and shows one body, of a sector, with spaces in its keys.
//! So names of entities are read in every plausible spelling, keys with spaces as with underscores,
//! and a body that is something else comes out as an event of another kind, with its data kept.

use std::borrow::Cow;
use std::result::Result as StdResult;

use helpdesk_core::webhook::{
    Completeness, Event, EventKind, Record, Rejection, Verified, is_nested_deeper,
};
use helpdesk_core::{AgentId, ConversationId, DepartmentId, Field, Result, Timestamp, json};
use helpdesk_http::Kept;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::record::{Members, Unread, has_plain_names, underscored};
use super::tags::TagSet;
use super::{contacts, tickets};
use crate::{VENDOR, row, wire};

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
fn plain(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.trim().to_ascii_lowercase().replace([' ', '-'], "_"))
}

/// How deep a body may be nested: as deep as `serde_json` reads.
const DEEPEST: usize = 127;

/// A notification as an event, or the path to what does not fit.
pub(crate) fn event(verified: &Verified) -> Result<Event> {
    let text = verified.text();
    read(text, verified).map_err(|path| Rejection::malformed_at(&VENDOR, &path))
}

/// A [`Delivery`](wire::Delivery) whose record is still to be read.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    entity: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

fn read(text: &str, verified: &Verified) -> StdResult<Event, String> {
    if let Some(event) = usual(text, verified) {
        return Ok(event);
    }
    // As a whole: that takes spaces out of names and the last of several members, and names the place of
    // what does not fit.
    let delivery: wire::Delivery = json::from_str(text).map_err(|misfit| misfit.path)?;
    let envelope: Envelope<'_> = json::from_str(text).map_err(|misfit| misfit.path)?;
    let sent = envelope.data.map_or("null", RawValue::get);
    let notification = Notification::of(&envelope, sent, verified);
    notification.event(&underscored(delivery.data).to_string())
}

/// The event of a notification with its record at the end and plain names in it. The record is read where
/// it stands, and what is around it without it.
fn usual(text: &str, verified: &Verified) -> Option<Event> {
    let (before, rest) = text.split_at(json::member(text, "data")?);
    let white = [' ', '\t', '\r', '\n'];
    let rest = rest.trim_end_matches(white);
    let sent = rest.strip_suffix('}')?.trim_end_matches(white);
    if is_nested_deeper(text, DEEPEST) || !has_plain_names(sent) {
        return None;
    }
    let around = [before, "null}"].concat();
    let envelope: Envelope<'_> = serde_json::from_str(&around).ok()?;
    Notification::of(&envelope, sent, verified).usual()
}

/// A notification without its record.
struct Notification<'a> {
    /// The name of what it is about, and what happened, as they were sent.
    words: [&'a str; 2],
    /// The same in one spelling.
    plain: [Cow<'a, str>; 2],
    about: Option<Entity>,
    created: Option<bool>,
    /// The record as it was sent.
    sent: &'a str,
    verified: &'a Verified,
}

impl<'a> Notification<'a> {
    fn of(envelope: &'a Envelope<'_>, sent: &'a str, verified: &'a Verified) -> Self {
        let words: [&str; 2] = [&envelope.entity, &envelope.kind];
        let plain = words.map(plain);
        Self {
            about: Entity::of(&plain[0]),
            created: match &*plain[1] {
                "create" | "created" => Some(true),
                "update" | "updated" => Some(false),
                _ => None,
            },
            words,
            plain,
            sent,
            verified,
        }
    }

    /// The event, when its record is one of the vendor's and is read at once.
    fn usual(&self) -> Option<Event> {
        Some(match self.about {
            Some(Entity::Contact) => self.of_contact(Kept::from_json(self.sent).ok()?),
            Some(Entity::Ticket) => self.of_ticket(Kept::from_json(self.sent).ok()?),
            Some(Entity::Tag(set)) => self.of_tag(Kept::from_json(self.sent).ok()?, set),
            Some(Entity::Task | Entity::Department | Entity::CustomField) | None => {
                let kept: Kept<Unread> = Kept::from_json(self.sent).ok()?;
                self.of_others(Members::of(&kept))
            }
        })
    }

    /// The event, with its record read from this JSON, or the path to what does not fit.
    fn event(&self, json: &str) -> StdResult<Event, String> {
        let event = match self.about {
            Some(Entity::Contact) => record(json, "user_id")?.map(|kept| self.of_contact(kept)),
            Some(Entity::Ticket) => record(json, "status_id")?.map(|kept| self.of_ticket(kept)),
            Some(Entity::Tag(set)) => record(json, "id")?.map(|kept| self.of_tag(kept, set)),
            Some(Entity::Task | Entity::Department | Entity::CustomField) | None => None,
        };
        Ok(event.unwrap_or_else(|| self.of_others(Members::of(&Unread::of(json)))))
    }

    /// What is told of every record, with the times at which it came to be and last changed.
    fn about(&self, record: Members<'_>, [made, changed]: [Option<Timestamp>; 2]) -> Event {
        let kind = match (self.about, self.created) {
            (Some(about), Some(created)) => about.kind(created),
            _ => EventKind::from(self.words.map(shortened).join(".")),
        };
        let key = self.dedupe_key(record);
        let vendor = self.verified.vendor().clone();
        let mut event = Event::new(vendor, kind, key, self.verified.by());
        event.occurred_at = match self.created {
            Some(true) => made.or(changed),
            _ => changed,
        };
        event.completeness = if record.are_many() {
            Completeness::Partial
        } else {
            Completeness::Thin
        };
        event.vendor_data = self.verified.data().clone();
        event
    }

    fn of_contact(&self, kept: Kept<row::Consumer>) -> Event {
        let times = [kept.wire.created_at, kept.wire.updated_at];
        let mut event = self.about(Members::of(&kept), times);
        let contact = contacts::contact(kept);
        event.contact = Some(contact.id.clone());
        event.agent = contact.owner.as_ref().and_then(|owner| owner.id.clone());
        let lacks = |field| contact.not_sent.contains(&field);
        if !lacks(Field::Tags) && !lacks(Field::CustomFields) {
            event.completeness = Completeness::Full;
        }
        event.record = Some(Record::Contact(Box::new(contact)));
        event
    }

    fn of_ticket(&self, kept: Kept<row::TicketDetail>) -> Event {
        let times = [kept.wire.created_at, kept.wire.updated_at];
        let mut event = self.about(Members::of(&kept), times);
        let ticket = tickets::detail(kept);
        if self.created == Some(false) && ticket.is_closed() {
            event.kind = EventKind::TicketClosed;
        }
        event.ticket = Some(ticket.id.clone());
        event.conversation = ticket.conversations.first().cloned();
        event.contact = ticket.contact_id().cloned();
        event.department = ticket.department.as_ref().and_then(|own| own.id.clone());
        event.record = Some(Record::Ticket(Box::new(ticket)));
        event
    }

    fn of_tag(&self, kept: Kept<wire::Tag>, set: TagSet) -> Event {
        let record = Members::of(&kept);
        let times = [kept.wire.created_at, record.time("updated_at")];
        let mut event = self.about(record, times);
        let tag = set.tag(kept);
        event.tag = Some(tag.id.clone());
        event.completeness = Completeness::Full;
        event.record = Some(Record::Tag(Box::new(tag)));
        event
    }

    /// An event without a neutral record.
    fn of_others(&self, record: Members<'_>) -> Event {
        let times = ["created_at", "updated_at"].map(|name| record.time(name));
        let mut event = self.about(record, times);
        match self.about {
            Some(Entity::Ticket) => event.ticket = record.text("id").as_deref().map(Into::into),
            Some(Entity::Task) => {
                event.ticket = record.text("ticket_id").as_deref().map(Into::into);
                event.conversation = record.text("ticket_id").map(ConversationId::new);
                event.agent = record.text("assigned_employee_id").map(AgentId::new);
            }
            Some(Entity::Department) => {
                event.department = record
                    .text("id")
                    .or_else(|| record.text("sector_id"))
                    .map(DepartmentId::new);
            }
            Some(Entity::Contact | Entity::Tag(_) | Entity::CustomField) | None => {}
        }
        event
    }

    /// The same for every repetition of a notification: entity, type, identifier, `updated_at`, and a
    /// digest of the record.
    ///
    /// The digest tells two changes of the same millisecond apart, and is all there is where a record has
    /// no `updated_at`, as consumers and tags: there one that is changed and changed back within the
    /// memory of a dedupe store counts as repeated. It is one of the record, not of the body, and of its
    /// text as it was sent: a notification that is sent again is written by the same program, so that
    /// its members have the same spelling and order.
    fn dedupe_key(&self, record: Members<'_>) -> String {
        let id = match self.about {
            Some(Entity::Contact) => record.text("user_id"),
            _ => None,
        };
        let id = id
            .or_else(|| record.text("id"))
            .or_else(|| record.text("sector_id"));
        let mut key = String::with_capacity(160);
        key.push_str(self.verified.vendor().as_str());
        let [name, what] = self
            .plain
            .each_ref()
            .map(|word| Some(Cow::Borrowed(&**word)));
        let columns = [name, what, id, record.text("updated_at")];
        for column in columns.iter().flatten() {
            key.push(':');
            key.push_str(&shortened(column));
        }
        key.push(':');
        // Sixteen bytes are enough.
        for byte in &Sha256::digest(self.sent.as_bytes())[..16] {
            for digit in [byte >> 4, byte & 15] {
                key.extend(char::from_digit(digit.into(), 16));
            }
        }
        key
    }
}

/// The record of a notification: `None` when the key that makes it one is not there.
fn record<T: DeserializeOwned>(json: &str, key: &str) -> StdResult<Option<Kept<T>>, String> {
    match Kept::from_json(json) {
        Ok(kept) => Ok(Some(kept)),
        Err(misfit) if Members::of(&Unread::of(json)).has(key) => {
            Err(format!("data.{}", misfit.path))
        }
        Err(_) => Ok(None),
    }
}

/// At most 64 characters of a stranger's text, without control characters.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= 64 && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !c.is_control()).take(64).collect())
}

#[cfg(test)]
mod tests;
