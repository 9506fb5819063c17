//! The records of one company.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value};

/// A person.
#[derive(Debug)]
pub(super) struct Client {
    pub id: u64,
    pub phone: Box<str>,
    pub name: Option<Box<str>>,
    pub channel: u64,
    pub transport: &'static str,
    pub created: Timestamp,
    pub card: Option<Box<Card>>,
}

/// What few clients have.
#[derive(Debug, Default)]
pub(super) struct Card {
    pub assigned_name: Option<String>,
    pub client_phone: Option<String>,
    pub comment: Option<String>,
    pub avatar: Option<String>,
    pub external_id: Value,
    pub external_ids: Map<String, Value>,
    pub custom_fields: Map<String, Value>,
    pub tags: BTreeSet<u64>,
    pub banned: bool,
    pub last_message: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// Other channels and transports the client wrote through.
    pub routes: Vec<(u64, &'static str)>,
}

impl Client {
    /// The card, made when missing.
    pub fn card_mut(&mut self) -> &mut Card {
        self.card.get_or_insert_with(Box::default)
    }

    /// Every channel with its transports, oldest first.
    pub fn channels(&self) -> Vec<(u64, Vec<&'static str>)> {
        let mut all = vec![(self.channel, vec![self.transport])];
        for (channel, transport) in self.card.iter().flat_map(|card| &card.routes) {
            if let Some((_, list)) = all.iter_mut().find(|(known, _)| known == channel) {
                if !list.contains(transport) {
                    list.push(transport);
                }
            } else {
                all.push((*channel, vec![transport]));
            }
        }
        all
    }
}

/// A message of any kind.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub id: u64,
    pub kind: &'static str,
    pub text: Option<String>,
    pub client: u64,
    pub dialog: u64,
    pub request: Option<u64>,
    pub operator: Option<u64>,
    pub channel: u64,
    pub transport: &'static str,
    pub created: Timestamp,
    pub read: bool,
    pub recipient_status: Option<&'static str>,
    pub attachments: Vec<Value>,
    pub extra: Map<String, Value>,
}

/// The conversation with a client on one channel.
#[derive(Debug)]
pub(super) struct Dialog {
    pub id: u64,
    pub client: u64,
    pub channel: u64,
    pub transport: &'static str,
    pub begin: Timestamp,
    pub end: Option<Timestamp>,
    pub updated: Timestamp,
    pub open: bool,
    pub operator: Option<u64>,
    pub request: Option<u64>,
    pub messages: Vec<u64>,
}

/// A set of messages in a dialog.
#[derive(Debug)]
pub(super) struct Request {
    pub id: u64,
    pub dialog: u64,
    pub client: u64,
    pub channel: u64,
    pub transport: &'static str,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub open: bool,
    pub tags: BTreeSet<u64>,
    pub messages: Vec<u64>,
}

/// A row of the ticket list.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    pub number: u64,
    pub summary: String,
    pub description: String,
    pub status: u64,
    pub priority: u64,
    pub assignee: Option<u64>,
    pub reporter: Value,
    pub updater: Value,
    pub deadline: Option<Timestamp>,
    pub requests: Vec<u64>,
    pub created: Timestamp,
    pub updated: Timestamp,
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag {
    pub id: u64,
    pub label: String,
    pub description: Option<String>,
    pub group: u64,
}

/// An agent.
#[derive(Debug)]
pub(super) struct Operator {
    pub id: u64,
    pub email: String,
    pub phone: Option<String>,
    pub role: String,
    pub access_right: Option<u64>,
    pub online: bool,
    pub offline_type: Option<String>,
    pub avatar: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub external_id: Option<String>,
    pub last_visit: Option<Timestamp>,
    pub status_id: u64,
    pub two_factor: bool,
    pub status: String,
    pub new_chats: bool,
}

/// A named role.
#[derive(Debug)]
pub(super) struct AccessRight {
    pub id: u64,
    pub name: &'static str,
    pub role: &'static str,
    pub base: Value,
    pub all: bool,
}

/// A group of operators.
#[derive(Debug)]
pub(super) struct Group {
    pub id: u64,
    pub name: &'static str,
    pub operators: Vec<u64>,
}

/// A channel.
#[derive(Debug)]
pub(super) struct Channel {
    pub id: u64,
    pub name: &'static str,
    pub phone: Option<&'static str>,
    pub transports: Vec<&'static str>,
}

/// A custom field of the client card.
#[derive(Debug)]
pub(super) struct Field {
    pub id: u64,
    pub name: &'static str,
    pub kind: &'static str,
    pub value: &'static str,
    pub viewable: bool,
}

/// A webhook subscription.
#[derive(Debug)]
pub(super) struct Webhook {
    pub id: u64,
    pub name: String,
    pub url: String,
    pub events: Vec<String>,
    pub channels: Vec<u64>,
    pub enabled: bool,
}
