//! What the desk remembers.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::webhook::{Change, EventKind, Record};
use crate::{
    Agent, AgentId, Channel, ChannelId, Contact, CustomField, Department, DepartmentId, Error,
    Identified, Message, Operation, Result, Tag, TagId, Ticket, VendorData, Webhook, WebhookId,
};

use super::wire;

/// A call that took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct JournalEntry {
    /// The operation.
    pub operation: Operation,
    /// Whether it changed something. A read does not, nor does closing a closed ticket.
    pub wrote: bool,
}

/// A failure that waits for its operation.
pub(super) struct Fault {
    pub operation: Operation,
    pub error: Error,
    /// Whether the operation is carried out all the same, so that only its answer is lost.
    pub acted: bool,
}

/// Records of one kind, in the order in which they came to be.
pub(super) struct Table<T> {
    kind: &'static str,
    last: u64,
    rows: BTreeMap<u64, T>,
    places: HashMap<String, u64>,
}

impl<T: Identified> Table<T> {
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            last: 0,
            rows: BTreeMap::new(),
            places: HashMap::new(),
        }
    }

    /// The identifier that the next record gets.
    pub fn next_id(&self) -> String {
        let mut number = self.last + 1;
        loop {
            let id = format!("{}-{number}", self.kind);
            if !self.places.contains_key(&id) {
                return id;
            }
            number += 1;
        }
    }

    /// Adds a record, or puts it in the place of the one with its identifier.
    pub fn put(&mut self, record: T) {
        let id = record.identity().to_owned();
        let place = *self.places.entry(id).or_insert_with(|| {
            self.last += 1;
            self.last
        });
        self.rows.insert(place, record);
    }

    pub fn find(&self, id: &str) -> Option<&T> {
        self.rows.get(self.places.get(id)?)
    }

    /// The record, or `NotFound`.
    pub fn get(&self, id: &str) -> Result<&T> {
        self.find(id).ok_or_else(|| Error::not_found(self.kind))
    }

    /// The record, or `NotFound`.
    pub fn get_mut(&mut self, id: &str) -> Result<&mut T> {
        self.places
            .get(id)
            .and_then(|place| self.rows.get_mut(place))
            .ok_or_else(|| Error::not_found(self.kind))
    }

    pub fn remove(&mut self, id: &str) -> Result<T> {
        self.places
            .remove(id)
            .and_then(|place| self.rows.remove(&place))
            .ok_or_else(|| Error::not_found(self.kind))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.values_mut()
    }

    /// The records with their places, for pages.
    pub fn placed(&self) -> impl Iterator<Item = (u64, &T)> {
        self.rows.iter().map(|(place, row)| (*place, row))
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn clear(&mut self) {
        self.rows.clear();
        self.places.clear();
    }
}

/// Something that happened and that subscriptions are told of.
pub(super) struct Happening {
    pub kind: EventKind,
    pub record: Record,
    pub changes: Vec<Change>,
    pub tag: Option<TagId>,
    pub agent: Option<AgentId>,
    pub department: Option<DepartmentId>,
    pub channel: Option<ChannelId>,
}

impl Happening {
    pub fn new(kind: EventKind, record: Record) -> Self {
        let mut this = Self {
            kind,
            changes: Vec::new(),
            tag: None,
            agent: None,
            department: None,
            channel: None,
            record,
        };
        match &this.record {
            Record::Ticket(ticket) => {
                this.agent = ticket.assignee.as_ref().and_then(|agent| agent.id.clone());
                this.department = ticket.department.as_ref().and_then(|own| own.id.clone());
                this.channel = ticket.channel.as_ref().and_then(|own| own.id.clone());
            }
            Record::Contact(contact) => {
                this.channel = contact.channel.as_ref().and_then(|own| own.id.clone());
            }
            Record::Message(message) => {
                this.agent = message.author.agent().and_then(|agent| agent.id);
            }
            Record::Tag(tag) => this.tag = Some(tag.id.clone()),
        }
        this
    }

    pub fn with_changes(mut self, changes: Vec<Change>) -> Self {
        self.changes = changes;
        self
    }

    pub fn with_tag(mut self, tag: &TagId) -> Self {
        self.tag = Some(tag.clone());
        self
    }

    pub fn on_channel(mut self, channel: Option<ChannelId>) -> Self {
        self.channel = channel;
        self
    }
}

/// A delivery that went out, and the subscriptions it went to.
pub(super) struct Sent {
    pub body: Bytes,
    pub to: Vec<(WebhookId, String)>,
}

/// Everything the desk remembers.
pub(super) struct State {
    pub contacts: Table<Contact>,
    pub tickets: Table<Ticket>,
    pub tags: Table<Tag>,
    pub messages: Table<Message>,
    pub webhooks: Table<Webhook>,
    pub agents: Table<Agent>,
    pub departments: Table<Department>,
    pub channels: Table<Channel>,
    pub custom_fields: Table<CustomField>,
    /// What has no neutral field, by kind and identifier.
    pub extras: BTreeMap<(&'static str, String), Map<String, Value>>,
    /// Files that were sent, by path.
    pub files: BTreeMap<String, Bytes>,
    pub journal: Vec<JournalEntry>,
    pub sent: Vec<Sent>,
    pub faults: Vec<Fault>,
    pub now: Timestamp,
    /// Whether the call at hand has changed something.
    pub changed: bool,
}

impl State {
    pub fn new() -> Self {
        Self {
            contacts: Table::new("contact"),
            tickets: Table::new("ticket"),
            tags: Table::new("tag"),
            messages: Table::new("message"),
            webhooks: Table::new("webhook"),
            agents: Table::new("agent"),
            departments: Table::new("department"),
            channels: Table::new("channel"),
            custom_fields: Table::new("custom_field"),
            extras: BTreeMap::new(),
            files: BTreeMap::new(),
            journal: Vec::new(),
            sent: Vec::new(),
            faults: Vec::new(),
            now: Timestamp::UNIX_EPOCH,
            changed: false,
        }
    }

    /// The failure that waits for this operation, if one does.
    pub fn take_fault(&mut self, operation: Operation) -> Option<Fault> {
        let at = self
            .faults
            .iter()
            .position(|fault| fault.operation == operation)?;
        Some(self.faults.remove(at))
    }

    /// Keeps something that has no neutral field.
    pub fn set_extra(&mut self, kind: &'static str, id: &str, key: &str, value: Option<Value>) {
        let extras = self.extras.entry((kind, id.to_owned())).or_default();
        match value {
            Some(value) => extras.insert(key.to_owned(), value),
            None => extras.remove(key),
        };
    }

    /// The desk's own JSON for an object.
    pub fn own_json(&self, kind: &'static str, id: &str, object: &impl Serialize) -> VendorData {
        let mut map = match serde_json::to_value(object) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        };
        map.remove("not_sent");
        if let Some(extras) = self.extras.get(&(kind, id.to_owned())) {
            map.extend(extras.clone());
        }
        map.insert("object".to_owned(), Value::from(kind));
        VendorData::from_value(&Value::Object(map))
    }

    /// Notes that something happened, and tells every subscription that wants to know.
    pub fn emit(&mut self, happening: Happening) {
        self.changed = true;
        let to = self
            .webhooks
            .iter()
            .filter(|hook| hook.active && hook.events.contains(&happening.kind))
            .filter(|hook| match &happening.channel {
                Some(channel) => hook.channels.is_empty() || hook.channels.contains(channel),
                None => hook.channels.is_empty(),
            })
            .map(|hook| (hook.id.clone(), hook.url.clone()))
            .collect();
        let event = wire::Event::of(self.sent.len() + 1, self.now, happening);
        let body = serde_json::to_vec(&event).unwrap_or_default().into();
        self.sent.push(Sent { body, to });
    }
}

/// What differs between two states of an object, in the order of its fields.
pub(super) fn changes(before: &VendorData, after: &VendorData) -> Vec<Change> {
    let (before, after) = (before.to_value(), after.to_value());
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return Vec::new();
    };
    let given = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter(|key| *key != "updated_at" && before.get(*key) != after.get(*key))
        .map(|key| Change::new(key.clone(), given(before.get(key)), given(after.get(key))))
        .collect()
}
