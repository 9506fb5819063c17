//! The world of one company: what the vendor would have in its database.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Quirk;
use super::model::{
    AccessRight, Channel, Client, Dialog, Field, Group, Message, Operator, Request, Tag, Ticket,
    Webhook,
};
use super::wire::Answer;
use crate::Lab;

/// The first client id.
pub(super) const CLIENT_BASE: u64 = 17_400_001;
/// The first message id; beyond 32 bits, as the vendor's are.
pub(super) const MESSAGE_BASE: u64 = 5_100_000_001;
/// The first dialog id.
pub(super) const DIALOG_BASE: u64 = 10_600_001;
/// The first request id.
pub(super) const REQUEST_BASE: u64 = 165_700_001;

/// Names of transports. The API shows no others.
pub(super) const TRANSPORTS: &[&str] = &[
    "whatsapp",
    "wa_dialog",
    "wa_gupshup",
    "wa_direct",
    "wa_infobip",
    "wa_cm",
    "wa_tr",
    "wa_wavy",
    "wa_botmaker",
    "wa_clickatell",
    "viber",
    "viber_business",
    "viber_public",
    "viber_tr",
    "viber_infobip",
    "telegram",
    "tg_user",
    "sms",
    "sms_infobip",
    "facebook",
    "vk",
    "ok",
    "external",
    "widget",
    "insta_local",
    "insta_official",
    "insta_i2crm",
    "email",
    "wechat",
    "skype",
    "yandex_dialogs",
    "max_bot",
    "tamtam",
    "vox_implant",
];

/// The transport of this name.
pub(super) fn transport(name: &str) -> Option<&'static str> {
    TRANSPORTS.iter().find(|known| **known == name).copied()
}

/// Everything of one company.
#[derive(Debug)]
pub(super) struct World {
    pub token: String,
    pub quirks: BTreeSet<Quirk>,
    pub enforce: bool,
    pub message_rate: usize,
    pub monthly_quota: u64,
    pub used: u64,
    pub month: String,
    pub sends: VecDeque<Timestamp>,
    pub mode: String,
    pub custom_info: Map<String, Value>,
    pub clients: Vec<Client>,
    pub by_phone: HashMap<Box<str>, u64>,
    pub messages: Vec<Message>,
    pub by_client: HashMap<u64, Vec<u64>>,
    pub dialogs: Vec<Dialog>,
    pub dialogs_of: HashMap<u64, Vec<u64>>,
    pub requests: Vec<Request>,
    pub tickets: BTreeMap<u64, Ticket>,
    pub tags: Vec<Tag>,
    pub tag_groups: Vec<(u64, String)>,
    pub operators: Vec<Operator>,
    pub access_rights: Vec<AccessRight>,
    pub groups: Vec<Group>,
    pub channels: Vec<Channel>,
    pub fields: Vec<Field>,
    pub webhooks: Vec<Webhook>,
}

fn position(id: u64, base: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(base)?).ok()
}

/// The id that comes after `len` records from `base`.
pub(super) fn next_id(base: u64, len: usize) -> u64 {
    base + len as u64
}

impl World {
    /// Whether this form was asked for.
    pub fn quirk(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// Lets a request in, or says why not. Each request that gets in counts against the month.
    pub fn admit(&mut self, token: Option<&str>, now: Timestamp) -> Result<(), Answer> {
        if token != Some(self.token.as_str()) {
            let status = if self.quirk(Quirk::Unauthorized401) {
                401
            } else {
                403
            };
            return Err(Answer::new(
                status,
                json!({"message": "forbidden", "errors": "Token is not correct", "status": "error"}),
            ));
        }
        let month = now.strftime("%Y-%m").to_string();
        if month != self.month {
            self.month = month;
            self.used = 0;
        }
        if self.enforce && self.used >= self.monthly_quota {
            return Err(Answer::new(
                429,
                json!({
                    "message": "API calls exceeded API limit per month",
                    "status": "error",
                }),
            ));
        }
        self.used += 1;
        Ok(())
    }

    /// Counts a message that is sent, or refuses it.
    pub fn pace(&mut self, now: Timestamp) -> Result<(), Answer> {
        let edge = now - std::time::Duration::from_secs(1);
        while self.sends.front().is_some_and(|at| *at <= edge) {
            self.sends.pop_front();
        }
        if self.enforce && self.sends.len() >= self.message_rate {
            return Err(Answer::new(
                429,
                json!({
                    "message": "too_many_requests",
                    "errors": "Too many requests",
                    "status": "error",
                }),
            ));
        }
        self.sends.push_back(now);
        Ok(())
    }

    /// The client with this id.
    pub fn client(&self, id: u64) -> Option<&Client> {
        self.clients.get(position(id, CLIENT_BASE)?)
    }

    /// The client with this id, to change it.
    pub fn client_mut(&mut self, id: u64) -> Option<&mut Client> {
        self.clients.get_mut(position(id, CLIENT_BASE)?)
    }

    /// The message with this id.
    pub fn message(&self, id: u64) -> Option<&Message> {
        self.messages.get(position(id, MESSAGE_BASE)?)
    }

    /// The message with this id, to change it.
    pub fn message_mut(&mut self, id: u64) -> Option<&mut Message> {
        self.messages.get_mut(position(id, MESSAGE_BASE)?)
    }

    /// The dialog with this id.
    pub fn dialog(&self, id: u64) -> Option<&Dialog> {
        self.dialogs.get(position(id, DIALOG_BASE)?)
    }

    /// The dialog with this id, to change it.
    pub fn dialog_mut(&mut self, id: u64) -> Option<&mut Dialog> {
        self.dialogs.get_mut(position(id, DIALOG_BASE)?)
    }

    /// The request with this id.
    pub fn request(&self, id: u64) -> Option<&Request> {
        self.requests.get(position(id, REQUEST_BASE)?)
    }

    /// The request with this id, to change it.
    pub fn request_mut(&mut self, id: u64) -> Option<&mut Request> {
        self.requests.get_mut(position(id, REQUEST_BASE)?)
    }

    /// The operator with this id.
    pub fn operator(&self, id: u64) -> Option<&Operator> {
        self.operators.iter().find(|operator| operator.id == id)
    }

    /// The channel with this id.
    pub fn channel(&self, id: u64) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// The tag with this id.
    pub fn tag(&self, id: u64) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == id)
    }

    /// The name of a tag group.
    pub fn tag_group(&self, id: u64) -> Option<&str> {
        let group = self.tag_groups.iter().find(|(known, _)| *known == id);
        group.map(|(_, name)| name.as_str())
    }

    /// Adds a client and gives the id.
    pub fn add_client(
        &mut self,
        phone: &str,
        name: Option<&str>,
        channel: u64,
        transport: &'static str,
        now: Timestamp,
    ) -> u64 {
        let id = next_id(CLIENT_BASE, self.clients.len());
        self.by_phone.insert(phone.into(), id);
        self.clients.push(Client {
            id,
            phone: phone.into(),
            name: name.map(Into::into),
            channel,
            transport,
            created: now,
            card: None,
        });
        id
    }
}

/// The world together with the bench, while one request is answered.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pub world: &'a mut World,
    pub lab: &'a Lab,
    pub now: Timestamp,
}

/// The form of most times: a space before the zone.
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S UTC").to_string()
}

/// Times in tickets and in some events.
pub(super) fn zulu(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Times of most events.
pub(super) fn micros(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
