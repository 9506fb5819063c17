//! `/contacts`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::body::{Kind, Member, check, flag, list, text, where_ids};
use super::gate::Routes;
use super::model::{Model, Row};
use super::records::Contact;
use super::reply::{Answer, Call, Reply, bad_request, empty, null_failure, ok};
use super::state::{World, without_ninth};
use super::table::parse_id;
use super::{Quirk, Sim, view};

const CREATE: &[Member] = &[
    ("internalName", Kind::TextOrNull),
    ("alternativeName", Kind::TextOrNull),
    ("number", Kind::Text),
    ("serviceId", Kind::Text),
    ("defaultDepartmentId", Kind::TextOrNull),
    ("defaultUserId", Kind::TextOrNull),
    ("tagIds", Kind::Texts),
    ("customFields", Kind::List),
    ("email", Kind::TextOrNull),
    ("personId", Kind::TextOrNull),
    ("origin", Kind::Text),
    ("contactLists", Kind::List),
    ("unsubscribed", Kind::Flag),
    ("isGroup", Kind::Flag),
];
const UPDATE: &[Member] = &[
    ("internalName", Kind::TextOrNull),
    ("tagIds", Kind::Texts),
    ("customFields", Kind::List),
    ("isSilenced", Kind::Flag),
    ("unread", Kind::FlagOrNumber),
];

pub(super) fn routes(routes: &mut Routes) {
    routes.add("GET", "/contacts", |sim, call| {
        view::list(sim, call, Model::Contact)
    });
    routes.add("POST", "/contacts", create);
    routes.add("GET", "/contacts/{id}", |sim, call| {
        view::one(sim, call, Model::Contact)
    });
    routes.add("PUT", "/contacts/{id}", update);
    routes.add("DELETE", "/contacts/{id}", delete);
    routes.add("POST", "/contacts/many", create_many);
    routes.add("DELETE", "/contacts/many", delete_many);
    routes.add("POST", "/contacts/{id}/block", block);
}

/// What a contact is asked to look like; everything is optional.
#[derive(Debug, Default)]
struct Wanted {
    tags: Option<Vec<String>>,
    fields: Vec<(String, Value)>,
}

/// Reads tags and custom fields of a body, and refuses ids that do not exist.
fn wanted(sim: &Sim, call: &Call, world: &World, body: &Value) -> Result<Wanted, Answer> {
    let tags = list(body, "tagIds");
    if tags
        .iter()
        .flatten()
        .any(|id| world.doc("tags", id).is_none())
    {
        return Err(bad_request("The tag was not found"));
    }
    let mut fields = Vec::new();
    for item in body["customFields"].as_array().into_iter().flatten() {
        check(
            sim,
            call,
            item,
            &[("id", Kind::Text), ("value", Kind::Any)],
            &["id"],
        )?;
        let id = text(item, "id").unwrap_or_default();
        if world.doc("custom-fields", id).is_none() {
            return Err(bad_request("The custom field was not found"));
        }
        fields.push((id.to_owned(), item["value"].clone()));
    }
    for (member, table) in [
        ("defaultDepartmentId", "departments"),
        ("defaultUserId", "users"),
        ("personId", "people"),
    ] {
        if text(body, member).is_some_and(|id| world.doc(table, id).is_none()) {
            return Err(bad_request(&format!(
                "The record of {member} was not found"
            )));
        }
    }
    Ok(Wanted { tags, fields })
}

/// Puts the members of a body on a contact.
fn apply(sim: &Sim, contact: &mut Contact, body: &Value, wanted: Wanted, add_tags: bool) {
    let now = sim.lab.now().as_millisecond();
    contact.updated_at = now;
    if let Some(name) = body.get("internalName") {
        contact.internal_name = name.as_str().map(Box::from);
    }
    if let Some(silenced) = body["isSilenced"].as_bool() {
        contact.is_silenced = silenced;
    }
    match &body["unread"] {
        Value::Bool(unread) => contact.unread = u32::from(*unread),
        Value::Number(unread) => {
            contact.unread = u32::try_from(unread.as_u64().unwrap_or(0)).unwrap_or(u32::MAX);
        }
        _ => {}
    }
    let more = contact.more_mut();
    for (member, slot) in [
        ("alternativeName", &mut more.alternative_name),
        ("personId", &mut more.person_id),
        ("defaultDepartmentId", &mut more.default_department_id),
        ("defaultUserId", &mut more.default_user_id),
    ] {
        if let Some(value) = body.get(member) {
            *slot = value.as_str().map(str::to_owned);
        }
    }
    if let Some(unsubscribed) = body["unsubscribed"].as_bool() {
        more.unsubscribed = unsubscribed;
    }
    if let Some(tags) = wanted.tags {
        if !add_tags {
            more.tags.retain(|(id, _)| tags.contains(id));
        }
        for id in tags {
            if !more.tags.iter().any(|(old, _)| *old == id) {
                more.tags.push((id, now));
            }
        }
    }
    for (id, value) in wanted.fields {
        match more.fields.iter_mut().find(|(old, ..)| *old == id) {
            Some(old) => old.1 = value,
            None => more.fields.push((id, value, sim.lab.uuid(), now)),
        }
    }
}

impl Sim {
    /// A fresh contact, not stored yet.
    pub(super) fn new_contact(&self, world: &World, number: &str, service: &str) -> Contact {
        let now = self.lab.now().as_millisecond();
        let id = parse_id(&self.lab.uuid()).unwrap_or_default();
        Contact {
            id,
            number: number.into(),
            service_id: Arc::from(service),
            name: None,
            internal_name: None,
            created_at: now,
            updated_at: now,
            unread: 0,
            is_group: false,
            is_broadcast: false,
            is_silenced: false,
            visible: true,
            valid: world.reachable(number),
            blocked: false,
            more: None,
        }
    }
}

impl World {
    /// The form in which a number is stored: digits, and Brazilian mobiles without the nine.
    pub(super) fn normal_number(&self, number: &str) -> String {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if self.quirk(Quirk::KeepNinthDigit) {
            digits
        } else {
            without_ninth(&digits)
        }
    }

    /// Whether a number is on WhatsApp.
    pub(super) fn reachable(&self, number: &str) -> bool {
        number.len() >= 10 && !self.not_on_whatsapp.contains(&without_ninth(number))
    }

    /// The contact of this number and channel, made when there is none. Says whether it is new.
    pub(super) fn contact_for(&mut self, sim: &Sim, number: &str, service: &str) -> (String, bool) {
        let number = self.normal_number(number);
        if let Some(found) = self.contact_by_number(&number, service) {
            return (found.uuid(), false);
        }
        let contact = sim.new_contact(self, &number, service);
        let id = contact.uuid();
        self.add_contact(contact);
        (id, true)
    }

    /// A contact as it is shown without includes.
    fn bare(&self, id: &str) -> Value {
        self.contacts
            .get(id)
            .map_or(Value::Null, |contact| self.show(Row::Contact(contact)))
    }

    fn acted_on_contact(&self, id: &str) -> Answer {
        if self.quirk(Quirk::ActionsAnswerRecord) {
            ok(self.bare(id))
        } else {
            empty()
        }
    }
}

/// Makes or overwrites the contact that a body describes; answers its id.
fn upsert(sim: &Sim, call: &Call, world: &mut World, body: &Value) -> Result<String, Answer> {
    let group = flag(body, "isGroup");
    let required: &[&str] = if group {
        &["serviceId", "internalName"]
    } else {
        &["serviceId", "number"]
    };
    check(sim, call, body, CREATE, required)?;
    let service = text(body, "serviceId").unwrap_or_default();
    if world.doc("services", service).is_none() {
        return Err(bad_request("The service was not found"));
    }
    let wanted = wanted(sim, call, world, body)?;
    let (id, new) = if group {
        let number = format!("99900{:010}", sim.lab.number("group"));
        let mut contact = sim.new_contact(world, &number, service);
        contact.is_group = true;
        let id = contact.uuid();
        world.add_contact(contact);
        (id, true)
    } else {
        let number = text(body, "number").unwrap_or_default();
        if !number.chars().any(|c| c.is_ascii_digit()) {
            return Err(call.refuse(sim, "`number` holds no digits"));
        }
        world.contact_for(sim, number, service)
    };
    world.changed();
    if let Some(contact) = world.contacts.get_mut(&id) {
        apply(sim, contact, body, wanted, false);
    }
    let event = if new {
        "contact.created"
    } else {
        "contact.updated"
    };
    sim.emit_contact(world, event, &id);
    Ok(id)
}

fn create(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let mut world = sim.world();
    let id = upsert(sim, call, &mut world, &body)?;
    Ok(ok(world.bare(&id)))
}

fn create_many(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let Some(items) = body.as_array() else {
        return Err(call.refuse(sim, "the body is not an array"));
    };
    let mut world = sim.world();
    let mut made = Vec::new();
    for item in items {
        let id = upsert(sim, call, &mut world, item)?;
        made.push(world.bare(&id));
    }
    Ok(ok(json!(made)))
}

fn update(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    check(sim, call, &body, UPDATE, &[])?;
    let id = call.param("id");
    let mut world = sim.world();
    if world.contacts.get(id).is_none() {
        return Err(world.missing());
    }
    let wanted = wanted(sim, call, &world, &body)?;
    let add = world.quirk(Quirk::TagIdsAdd);
    world.changed();
    if let Some(contact) = world.contacts.get_mut(id) {
        apply(sim, contact, &body, wanted, add);
    }
    sim.emit_contact(&world, "contact.updated", id);
    Ok(ok(world.bare(id)))
}

fn delete(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let id = call.param("id");
    let mut world = sim.world();
    let shown = world.acted_on_contact(id);
    match world.remove_contact(id) {
        Some(_) => Ok(shown),
        None => Err(null_failure()),
    }
}

fn delete_many(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let ids = where_ids(sim, call, &body)?;
    let mut world = sim.world();
    for id in ids {
        world.remove_contact(&id);
    }
    Ok(empty())
}

fn block(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [("block", Kind::Flag), ("description", Kind::TextOrNull)];
    check(sim, call, &body, &members, &["block"])?;
    let now = sim.lab.now().as_millisecond();
    let id = call.param("id");
    let mut world = sim.world();
    world.changed();
    let Some(contact) = world.contacts.get_mut(id) else {
        return Err(world.missing());
    };
    contact.blocked = flag(&body, "block");
    contact.updated_at = now;
    contact.more_mut().block_description = text(&body, "description").map(str::to_owned);
    sim.emit_contact(&world, "contact.updated", id);
    Ok(world.acted_on_contact(id))
}
