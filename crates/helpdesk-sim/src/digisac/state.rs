//! The world of one account: its records, and the indexes that keep lists fast.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::Quirk;
use super::model::Model;
use super::records::{Contact, Message, Ticket};
use super::table::{Table, parse_id};

/// An OAuth access token that was given out.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pub(super) user: String,
    pub(super) until: Timestamp,
}

/// A number of calls in a number of seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) calls: u32,
    pub(super) seconds: i64,
}

/// Rows that matched a filter, as long as nothing was changed.
#[derive(Debug)]
pub(super) struct Remembered {
    pub(super) generation: u64,
    pub(super) rows: Arc<Vec<u32>>,
}

/// Everything the account holds.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) account: String,
    pub(super) account_name: String,
    /// The user that owns the personal token and the password login.
    pub(super) owner: String,
    pub(super) contacts: Table<Contact>,
    pub(super) tickets: Table<Ticket>,
    pub(super) messages: Table<Message>,
    pub(super) docs: BTreeMap<&'static str, Table<Value>>,
    pub(super) by_number: BTreeSet<(u64, u32)>,
    pub(super) tickets_of: HashMap<String, Vec<u32>>,
    pub(super) messages_of: HashMap<String, Vec<u32>>,
    pub(super) messages_in: HashMap<String, Vec<u32>>,
    pub(super) not_on_whatsapp: HashSet<String>,
    pub(super) quirks: HashSet<Quirk>,
    pub(super) access: HashMap<String, Access>,
    pub(super) refresh: HashMap<String, String>,
    pub(super) enforce_limits: bool,
    pub(super) limit: Option<Limit>,
    pub(super) window: (i64, u32),
    pub(super) per_page_cap: Option<u64>,
    pub(super) generation: u64,
    pub(super) remembered: HashMap<String, Remembered>,
}

/// The last eight digits of a number, by which the API is searched.
pub(super) fn suffix(number: &str) -> u64 {
    let digits: Vec<u8> = number.bytes().filter(u8::is_ascii_digit).collect();
    digits
        .iter()
        .rev()
        .take(8)
        .rev()
        .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))
}

impl World {
    /// To be called with every change; forgets remembered lists.
    pub(super) fn changed(&mut self) {
        self.generation += 1;
        self.remembered.clear();
    }

    /// Whether a quirk is switched on.
    pub(super) fn quirk(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// The documents of one resource.
    pub(super) fn table(&self, name: &str) -> Option<&Table<Value>> {
        self.docs.get(name)
    }

    /// The documents of one resource, to change them.
    pub(super) fn table_mut(&mut self, name: &'static str) -> &mut Table<Value> {
        self.docs.entry(name).or_default()
    }

    /// One document.
    pub(super) fn doc(&self, table: &str, id: &str) -> Option<&Value> {
        self.docs.get(table)?.get(id)
    }

    /// The ids of all documents of a resource, oldest first.
    pub(super) fn doc_ids(&self, table: &str) -> Vec<String> {
        self.docs.get(table).map_or_else(Vec::new, |docs| {
            docs.iter()
                .filter_map(|doc| doc["id"].as_str().map(str::to_owned))
                .collect()
        })
    }

    /// Adds a document under its own id.
    pub(super) fn add_doc(&mut self, table: &'static str, doc: Value) {
        self.changed();
        let id = doc["id"].as_str().and_then(parse_id).unwrap_or_default();
        self.table_mut(table).insert(id, doc);
    }

    /// Adds a contact to its table and indexes.
    pub(super) fn add_contact(&mut self, contact: Contact) {
        self.changed();
        let key = suffix(&contact.number);
        let at = self.contacts.insert(contact.id, contact);
        self.by_number.insert((key, at));
    }

    /// Takes a contact away.
    pub(super) fn remove_contact(&mut self, id: &str) -> Option<Contact> {
        self.changed();
        let at = self.contacts.place(id)?;
        let contact = self.contacts.remove(id)?;
        self.by_number.remove(&(suffix(&contact.number), at));
        Some(contact)
    }

    /// The places of contacts whose number ends in these eight digits.
    pub(super) fn contacts_ending_in(&self, eight: u64) -> Vec<u32> {
        self.by_number
            .range((eight, 0)..=(eight, u32::MAX))
            .map(|(_, at)| *at)
            .collect()
    }

    /// The contact with this number (already normalised) on this channel.
    pub(super) fn contact_by_number(&self, number: &str, service: &str) -> Option<&Contact> {
        self.contacts_ending_in(suffix(number))
            .into_iter()
            .filter_map(|at| self.contacts.at(at))
            .find(|contact| {
                contact.service_id.as_ref() == service
                    && without_ninth(&contact.number) == without_ninth(number)
            })
    }

    /// Adds a ticket to its table and indexes.
    pub(super) fn add_ticket(&mut self, ticket: Ticket) {
        self.changed();
        let contact = ticket.contact_id.clone();
        let at = self
            .tickets
            .insert(parse_id(&ticket.id).unwrap_or_default(), ticket);
        self.tickets_of.entry(contact).or_default().push(at);
    }

    /// The open ticket of a contact.
    pub(super) fn open_ticket(&self, contact: &str) -> Option<&Ticket> {
        self.tickets_of
            .get(contact)?
            .iter()
            .rev()
            .filter_map(|at| self.tickets.at(*at))
            .find(|ticket| ticket.is_open)
    }

    /// Adds a message to its table and indexes.
    pub(super) fn add_message(&mut self, message: Message) {
        self.changed();
        let contact = message.contact_id.clone();
        let ticket = message.ticket_id.clone();
        let at = self
            .messages
            .insert(parse_id(&message.id).unwrap_or_default(), message);
        self.messages_of.entry(contact).or_default().push(at);
        if let Some(ticket) = ticket {
            self.messages_in.entry(ticket).or_default().push(at);
        }
    }

    /// How many rows a model has.
    pub(super) fn live(&self, model: Model) -> &[u32] {
        match model {
            Model::Contact => self.contacts.live(),
            Model::Ticket => self.tickets.live(),
            Model::Message => self.messages.live(),
            Model::Doc(name) => self.docs.get(name).map_or(&[], Table::live),
        }
    }
}

/// A Brazilian mobile number without the nine in front; any other number as it is.
pub(super) fn without_ninth(number: &str) -> String {
    if number.len() == 13 && number.starts_with("55") && number.as_bytes().get(4) == Some(&b'9') {
        format!("{}{}", &number[..4], &number[5..])
    } else {
        number.to_owned()
    }
}
