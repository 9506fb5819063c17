//! `/contacts`.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Map, Value, json};

use super::check::{Answer, Ask, Kind, Member, Refusal, number, text};
use super::filter::IN_EQUAL;
use super::list::{Envelope, Listing, Rules, order, select};
use super::people::{Contact, FIRST_CONTACT};
use super::state::World;
use super::{Quirk, Sim};

const DEFAULT: &[&str] = &["id", "email", "name", "personal_id", "custom_fields"];

const LIST: Rules = Rules {
    // `groups_ids` is known from public code only; the documentation shows no way to read groups.
    fields: &[
        "id",
        "email",
        "personal_id",
        "phone",
        "name",
        "guid",
        "password",
        "custom_fields",
        "last_update",
        "organization_id",
        "address",
        "groups_ids",
    ],
    default: DEFAULT,
    filters: &[
        ("id", IN_EQUAL),
        ("email", IN_EQUAL),
        ("personal_id", IN_EQUAL),
        ("phone", IN_EQUAL),
        ("last_update", IN_EQUAL),
        ("organization_id", IN_EQUAL),
    ],
    prefix: "contact",
};

const ONE: Rules = Rules {
    fields: &[
        "id",
        "email",
        "personal_id",
        "phone",
        "name",
        "guid",
        "password",
        "custom_fields",
        "last_update",
        "groups_ids",
    ],
    default: DEFAULT,
    filters: &[],
    prefix: "contact",
};

const MEMBERS: &[Member] = &[
    ("email", Kind::Text, false),
    ("personal_id", Kind::Text, false),
    ("phone", Kind::Text, false),
    ("name", Kind::Text, false),
    ("guid", Kind::Text, false),
    ("password", Kind::Text, false),
    ("organization_id", Kind::Number, false),
    ("address", Kind::Text, false),
    ("custom_fields", Kind::List, false),
];

/// `GET /contacts/`.
pub(super) async fn list(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &LIST)?;
    let (page, more) = page(&sim.world(), &listing);
    let rows = page
        .iter()
        .map(|contact| listing.row(|field| contact.show(field)))
        .collect();
    Ok(sim.envelope(&ask, Envelope::Paged, rows, &listing, more))
}

/// The contacts of a page, and whether more follow. Costs little as long as nothing but the
/// identifier orders the list.
fn page(world: &World, listing: &Listing) -> (Vec<Contact>, bool) {
    let people = &world.people;
    let skip = listing.skip();
    let by_id = matches!(listing.sort_field.as_deref(), None | Some("id"));
    if listing.filters.is_empty() && by_id {
        let ever = people.ever();
        let turn = |row: usize| {
            if listing.descending {
                ever - 1 - row
            } else {
                row
            }
        };
        // Without gaps a position in the list is a row.
        let (start, skip) = if people.has_gaps() {
            (0, skip)
        } else {
            (skip.min(ever), 0)
        };
        let page = (start..ever)
            .map(turn)
            .filter(|row| people.exists(FIRST_CONTACT + *row as u64))
            .skip(skip)
            .take(listing.limit + 1)
            .filter_map(|row| people.at(row));
        return cut(page.collect(), listing);
    }
    let narrowed = listing.filters.iter().find_map(|filter| {
        let mut ids = BTreeSet::new();
        for value in &filter.values {
            ids.extend(people.having(&filter.field, value)?);
        }
        Some(ids)
    });
    let mut found: Vec<Contact> = match narrowed {
        Some(ids) => ids.into_iter().filter_map(|id| people.get(id)).collect(),
        None => (0..people.ever())
            .filter_map(|row| people.at(row))
            .collect(),
    };
    found.retain(|contact| listing.matches(|field| contact.show(field)));
    if let Some(field) = &listing.sort_field {
        found.sort_by_cached_key(|contact| Sorted(contact.show(field)));
    }
    if listing.descending {
        found.reverse();
    }
    cut(
        found
            .into_iter()
            .skip(skip)
            .take(listing.limit + 1)
            .collect(),
        listing,
    )
}

struct Sorted(Value);

impl PartialEq for Sorted {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Sorted {}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        order(&self.0, &other.0)
    }
}

fn cut(mut page: Vec<Contact>, listing: &Listing) -> (Vec<Contact>, bool) {
    let more = page.len() > listing.limit;
    page.truncate(listing.limit);
    (page, more)
}

/// `GET /contacts/{id}`.
pub(super) async fn get(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let fields = sim.fields(&ask, &ONE)?;
    let id = sim.id(&ask, &id, "Contact")?;
    let contact = sim.world().people.get(id);
    let contact = contact.ok_or_else(|| Refusal::not_found("Contact"))?;
    Ok(Json(select(&fields, |field| contact.show(field))))
}

/// `POST /contacts/`.
pub(super) async fn create(State(sim): State<Sim>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let object = sim.object(&ask.endpoint, &body, MEMBERS)?;
    let changes = sim.changes(&ask, object)?;
    let mut contact = Contact::default();
    changes(&mut contact);
    let mut world = sim.world();
    if world.has(Quirk::DuplicateContactRefused) && taken(&world, &contact) {
        return Err(Refusal::bad("Contact already exists"));
    }
    contact.last_update = world.lab.now();
    Ok(Json(json!({ "id": world.people.add(contact) })))
}

/// `PUT /contacts/{id}`.
pub(super) async fn update(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let id = sim.id(&ask, &id, "Contact")?;
    let object = sim.object(&ask.endpoint, &body, MEMBERS)?;
    let changes = sim.changes(&ask, object)?;
    let mut world = sim.world();
    let Some(mut contact) = world.people.get(id) else {
        return Err(Refusal::not_found("Contact"));
    };
    changes(&mut contact);
    if world.has(Quirk::DuplicateContactRefused) && taken(&world, &contact) {
        return Err(Refusal::bad("Contact already exists"));
    }
    contact.last_update = world.lab.now();
    world.people.put(contact);
    Ok(Json(json!({ "id": id })))
}

/// `DELETE /contacts/{id}`.
pub(super) async fn delete(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    sim.no_body(&ask)?;
    let id = sim.id(&ask, &id, "Contact")?;
    if sim.world().people.remove(id) {
        Ok(Json(json!({ "message": "The contact is gone." })))
    } else {
        Err(Refusal::not_found("Contact"))
    }
}

fn taken(world: &World, contact: &Contact) -> bool {
    [
        ("email", &contact.email),
        ("personal_id", &contact.personal_id),
        ("phone", &contact.phone),
    ]
    .iter()
    .filter_map(|(field, value)| world.people.having(field, value))
    .flatten()
    .any(|id| id != contact.id)
}

impl Sim {
    /// What a checked body does to a contact.
    fn changes(
        &self,
        ask: &Ask,
        object: &Map<String, Value>,
    ) -> Result<impl FnOnce(&mut Contact) + use<>, Refusal> {
        let known = ["email", "personal_id", "phone"];
        if known
            .iter()
            .all(|name| text(object, name).is_none_or(|value| value.is_empty()))
        {
            return Err(Refusal::bad(
                "At least one of email, personal_id, phone is required",
            ));
        }
        let organization = match object.get("organization_id") {
            None => None,
            Some(_) => Some(match number(object, "organization_id") {
                Some(-1 | 0) => 0,
                Some(id) => self
                    .world()
                    .organizations
                    .iter()
                    .map(|organization| organization.id)
                    .find(|known| i64::try_from(*known) == Ok(id))
                    .ok_or_else(|| Refusal::not_found("Organization"))?,
                None => {
                    return Err(self.violated(&ask.endpoint, "`organization_id` is not whole"));
                }
            }),
        };
        let fields = self.custom_fields_in(&ask.endpoint, object)?;
        let object = object.clone();
        Ok(move |contact: &mut Contact| {
            for (name, held) in [
                ("email", &mut contact.email),
                ("personal_id", &mut contact.personal_id),
                ("phone", &mut contact.phone),
                ("name", &mut contact.name),
                ("guid", &mut contact.guid),
                ("password", &mut contact.password),
                ("address", &mut contact.address),
            ] {
                if let Some(value) = text(&object, name) {
                    *held = value;
                }
            }
            if let Some(organization) = organization {
                contact.organization_id = organization;
            }
            contact.custom_fields.extend(fields);
        })
    }

    /// The custom fields of a body. They are named by name, and their values are strings.
    pub(super) fn custom_fields_in(
        &self,
        endpoint: &str,
        object: &Map<String, Value>,
    ) -> Result<BTreeMap<String, String>, Refusal> {
        let mut fields = BTreeMap::new();
        for item in object
            .get("custom_fields")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let item = self.object(
                endpoint,
                item,
                &[("field", Kind::Text, true), ("value", Kind::Text, true)],
            )?;
            let name = text(item, "field").unwrap_or_default();
            if !self.world().custom_fields.contains(&name.as_str()) {
                return Err(Refusal::bad(format!("Unknown custom field {name}")));
            }
            fields.insert(name, text(item, "value").unwrap_or_default());
        }
        Ok(fields)
    }
}
