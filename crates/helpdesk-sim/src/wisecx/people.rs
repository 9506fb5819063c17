//! The contacts of the account, kept so that a million of them cost little.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::state::{custom_fields, stamp};

/// The first contact has this identifier.
pub(super) const FIRST_CONTACT: u64 = 7_300_001;

const SEEDED_PHONE: &str = "55009";
const SEEDED_MAIL: (&str, &str) = ("person", "@seeded.example");

/// A contact.
#[derive(Debug, Clone, Default)]
pub(super) struct Contact {
    pub(super) id: u64,
    pub(super) email: String,
    pub(super) personal_id: String,
    pub(super) phone: String,
    pub(super) name: String,
    pub(super) guid: String,
    pub(super) password: String,
    pub(super) address: String,
    pub(super) organization_id: u64,
    pub(super) custom_fields: BTreeMap<String, String>,
    pub(super) groups: BTreeSet<u64>,
    pub(super) last_update: Timestamp,
}

impl Contact {
    /// The value of a documented field.
    pub(super) fn show(&self, field: &str) -> Value {
        match field {
            "id" => json!(self.id),
            "email" => json!(self.email),
            "personal_id" => json!(self.personal_id),
            "phone" => json!(self.phone),
            "name" => json!(self.name),
            "guid" => json!(self.guid),
            "password" => json!(self.password),
            "address" => json!(self.address),
            "organization_id" => json!(self.organization_id),
            "custom_fields" => custom_fields(&self.custom_fields),
            "last_update" => json!(stamp(self.last_update)),
            "groups_ids" => json!(self.groups),
            _ => Value::Null,
        }
    }
}

#[derive(Debug)]
enum Row {
    /// The contact with this seed number, untouched since it was seeded.
    Seeded(u32),
    /// A contact that something was done to.
    Held(Box<Contact>),
    /// A removed contact.
    Gone,
}

/// All contacts, in the order of their identifiers.
#[derive(Debug, Default)]
pub(super) struct People {
    rows: Vec<Row>,
    gone: usize,
    seeds: u32,
    /// When the seeds from this number on were made.
    seeded_at: Vec<(u32, Timestamp)>,
    phones: HashMap<String, BTreeSet<u64>>,
    emails: HashMap<String, BTreeSet<u64>>,
    personal_ids: HashMap<String, BTreeSet<u64>>,
}

impl People {
    pub(super) fn count(&self) -> usize {
        self.rows.len() - self.gone
    }

    /// How many identifiers were given out; removed contacts count.
    pub(super) fn ever(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn has_gaps(&self) -> bool {
        self.gone > 0
    }

    /// Appends contacts that only exist as numbers until they are touched.
    pub(super) fn seed(&mut self, n: usize, now: Timestamp) -> Vec<u64> {
        let first = FIRST_CONTACT + self.rows.len() as u64;
        self.seeded_at.push((self.seeds, now));
        self.rows.reserve(n);
        for _ in 0..n {
            self.rows.push(Row::Seeded(self.seeds));
            self.seeds += 1;
        }
        (first..first + n as u64).collect()
    }

    pub(super) fn add(&mut self, mut contact: Contact) -> u64 {
        let id = FIRST_CONTACT + self.rows.len() as u64;
        contact.id = id;
        self.index(&contact, true);
        self.rows.push(Row::Held(Box::new(contact)));
        id
    }

    pub(super) fn at(&self, row: usize) -> Option<Contact> {
        match self.rows.get(row)? {
            Row::Seeded(n) => Some(self.seeded(*n, FIRST_CONTACT + row as u64)),
            Row::Held(contact) => Some((**contact).clone()),
            Row::Gone => None,
        }
    }

    pub(super) fn get(&self, id: u64) -> Option<Contact> {
        self.at(row_of(id)?)
    }

    pub(super) fn exists(&self, id: u64) -> bool {
        row_of(id)
            .and_then(|row| self.rows.get(row))
            .is_some_and(|row| !matches!(row, Row::Gone))
    }

    /// Puts a changed contact back.
    pub(super) fn put(&mut self, contact: Contact) {
        let Some(row) = row_of(contact.id) else {
            return;
        };
        if let Some(old) = self.at(row) {
            self.index(&old, false);
            self.index(&contact, true);
            self.rows[row] = Row::Held(Box::new(contact));
        }
    }

    pub(super) fn remove(&mut self, id: u64) -> bool {
        let Some((row, old)) = row_of(id).and_then(|row| Some((row, self.at(row)?))) else {
            return false;
        };
        self.index(&old, false);
        self.rows[row] = Row::Gone;
        self.gone += 1;
        true
    }

    /// Identifiers of the contacts whose `field` is exactly `value`; none for fields without index.
    pub(super) fn having(&self, field: &str, value: &str) -> Option<BTreeSet<u64>> {
        let (held, seeded) = match field {
            "id" => {
                let id = value.parse().ok().filter(|id| self.exists(*id));
                return Some(id.into_iter().collect());
            }
            "phone" => (&self.phones, value.strip_prefix(SEEDED_PHONE)),
            "email" => (
                &self.emails,
                value
                    .strip_prefix(SEEDED_MAIL.0)
                    .and_then(|rest| rest.strip_suffix(SEEDED_MAIL.1)),
            ),
            "personal_id" => (&self.personal_ids, None),
            _ => return None,
        };
        if value.is_empty() {
            return None;
        }
        let mut ids = held.get(value).cloned().unwrap_or_default();
        if let Some(n) = seeded.and_then(|n| n.parse::<u32>().ok()) {
            ids.extend(self.untouched(n).filter(|id| {
                self.get(*id)
                    .is_some_and(|contact| contact.show(field) == value)
            }));
        }
        Some(ids)
    }

    /// The identifier of the seed, when it was not touched since. Rows keep the order of seeds.
    fn untouched(&self, n: u32) -> Option<u64> {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low.midpoint(high);
            // Rows that are not seeds any more give no order; look to the left of them.
            let nearest = (low..=middle).rev().find_map(|row| match self.rows[row] {
                Row::Seeded(m) => Some((row, m)),
                _ => None,
            });
            match nearest {
                Some((row, m)) if m == n => return Some(FIRST_CONTACT + row as u64),
                Some((row, m)) if m > n => high = row,
                _ => low = middle + 1,
            }
        }
        None
    }

    fn seeded(&self, n: u32, id: u64) -> Contact {
        let at = self.seeded_at.partition_point(|(first, _)| *first <= n);
        Contact {
            id,
            email: format!("{}{n}{}", SEEDED_MAIL.0, SEEDED_MAIL.1),
            phone: format!("{SEEDED_PHONE}{n:08}"),
            name: format!("Seeded Person {n}"),
            last_update: self.seeded_at[at.saturating_sub(1)].1,
            ..Contact::default()
        }
    }

    fn index(&mut self, contact: &Contact, add: bool) {
        for (index, value) in [
            (&mut self.phones, &contact.phone),
            (&mut self.emails, &contact.email),
            (&mut self.personal_ids, &contact.personal_id),
        ] {
            if value.is_empty() {
                continue;
            }
            if add {
                index.entry(value.clone()).or_default().insert(contact.id);
            } else if let Some(ids) = index.get_mut(value) {
                ids.remove(&contact.id);
                if ids.is_empty() {
                    index.remove(value);
                }
            }
        }
    }
}

fn row_of(id: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(FIRST_CONTACT)?).ok()
}
