//! The consumers of the world.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;

use super::state::Values;
use super::uid::{Uid, known};

/// A person who contacts the company.
#[derive(Debug)]
pub(crate) struct Consumer {
    pub(crate) id: Uid,
    pub(crate) user_id: Uid,
    pub(crate) name: Box<str>,
    pub(crate) phone: Option<Box<str>>,
    pub(crate) whatsapp: Vec<Box<str>>,
    pub(crate) emails: Vec<Box<str>>,
    pub(crate) by_employee: bool,
    pub(crate) direct: bool,
    pub(crate) deleted: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// What most people do not have.
    pub(crate) more: Option<Box<More>>,
}

/// The rarer fields of a consumer.
#[derive(Debug, Default, Clone)]
pub(crate) struct More {
    pub(crate) lastname: Option<String>,
    pub(crate) document_number: Option<String>,
    pub(crate) twitter: Option<String>,
    pub(crate) observations: Option<String>,
    pub(crate) youtube: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) employee: Option<Uid>,
    pub(crate) tags: Vec<Uid>,
    pub(crate) custom: Values,
}

impl Consumer {
    pub(crate) fn more(&self) -> Option<&More> {
        self.more.as_deref()
    }

    pub(crate) fn lastname(&self) -> Option<&str> {
        self.more()?.lastname.as_deref()
    }

    /// Whether a ticket on this channel can reach the person.
    pub(crate) fn reachable_by(&self, channel: Uid) -> bool {
        match channel {
            known::EMAIL => !self.emails.is_empty(),
            known::TELEPHONY => self.phone.is_some(),
            known::WHATSAPP => !self.whatsapp.is_empty(),
            _ => false,
        }
    }

    /// The fields whose values no two people may share.
    pub(crate) fn unique_keys(&self) -> Vec<u64> {
        let mut keys = Vec::new();
        keys.extend(self.phone.iter().map(|v| unique_key("phone", v)));
        keys.extend(
            self.whatsapp
                .iter()
                .map(|v| unique_key("whatsapp_numbers", v)),
        );
        keys.extend(self.emails.iter().map(|v| unique_key("email_addresses", v)));
        if let Some(more) = self.more() {
            for (field, value) in [
                ("document_number", &more.document_number),
                ("twitter", &more.twitter),
                ("youtube", &more.youtube),
            ] {
                let filled = value.iter().filter(|v| !v.is_empty());
                keys.extend(filled.map(|v| unique_key(field, v)));
            }
        }
        keys
    }
}

/// What stands in the index of values that have to be unique.
pub(crate) fn unique_key(field: &str, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    field.hash(&mut hasher);
    value.to_lowercase().hash(&mut hasher);
    hasher.finish()
}

/// The consumers, with what finds them.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) all: Vec<Consumer>,
    pub(crate) by_user: HashMap<Uid, usize>,
    /// Places of those who are not deleted, in the order of creation.
    pub(crate) live: Vec<usize>,
    pub(crate) unique: HashMap<u64, usize>,
}

impl People {
    /// The place of a consumer who is not deleted.
    pub(crate) fn find(&self, user: Uid) -> Option<usize> {
        let at = *self.by_user.get(&user)?;
        (!self.all[at].deleted).then_some(at)
    }

    pub(crate) fn add(&mut self, consumer: Consumer) -> usize {
        let at = self.all.len();
        for key in consumer.unique_keys() {
            self.unique.insert(key, at);
        }
        self.by_user.insert(consumer.user_id, at);
        self.live.push(at);
        self.all.push(consumer);
        at
    }

    pub(crate) fn remove(&mut self, at: usize, now: Timestamp) {
        for key in self.all[at].unique_keys() {
            self.unique.remove(&key);
        }
        if let Ok(place) = self.live.binary_search(&at) {
            self.live.remove(place);
        }
        self.all[at].deleted = true;
        self.all[at].updated_at = now;
    }
}
