//! `/contacts/organizations` and `/contacts/groups`.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::Sim;
use super::check::{Answer, Ask, Kind, Refusal, text};
use super::filter::IN_EQUAL;
use super::list::{Envelope, Rules};
use super::state::Named;

const ORGANIZATIONS: Rules = Rules {
    fields: &["id", "custom_id", "name"],
    default: &["id", "custom_id", "name"],
    filters: &[
        ("id", IN_EQUAL),
        ("custom_id", IN_EQUAL),
        ("name", IN_EQUAL),
    ],
    prefix: "organization",
};

const GROUPS: Rules = Rules {
    fields: &["id", "code", "name"],
    default: &["id", "code", "name"],
    filters: &[("id", IN_EQUAL), ("code", IN_EQUAL), ("name", IN_EQUAL)],
    prefix: "group",
};

fn show(record: &Named, field: &str) -> Value {
    match field {
        "id" => json!(record.id),
        "code" | "custom_id" => json!(record.code),
        _ => json!(record.name),
    }
}

/// `GET /contacts/organizations`.
pub(super) async fn organizations(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &ORGANIZATIONS)?;
    let records = sim.world().organizations.clone();
    Ok(sim.page_of(&ask, Envelope::Data, &listing, records.into_iter(), show))
}

/// `POST /contacts/organizations/`.
pub(super) async fn create_organization(State(sim): State<Sim>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let members = [("custom_id", Kind::Text, true), ("name", Kind::Text, true)];
    let object = sim.object(&ask.endpoint, &body, &members)?;
    let id = 50_000 + sim.lab.number("wisecx-organization");
    sim.world().organizations.push(Named {
        id,
        code: text(object, "custom_id").unwrap_or_default(),
        name: text(object, "name").unwrap_or_default(),
    });
    Ok(Json(json!({ "id": id })))
}

/// `PUT /contacts/organizations/{id}`.
pub(super) async fn update_organization(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    ask: Ask,
) -> Answer {
    let body = sim.body(&ask)?;
    let members = [
        ("custom_id", Kind::Text, false),
        ("name", Kind::Text, false),
    ];
    let object = sim.object(&ask.endpoint, &body, &members)?;
    let id = sim.id(&ask, &id, "Organization")?;
    let mut world = sim.world();
    let Some(held) = world.organizations.iter_mut().find(|o| o.id == id) else {
        return Err(Refusal::not_found("Organization"));
    };
    if let Some(custom_id) = text(object, "custom_id") {
        held.code = custom_id;
    }
    if let Some(name) = text(object, "name") {
        held.name = name;
    }
    Ok(Json(json!({ "id": id })))
}

/// `DELETE /contacts/organizations/{id}`.
pub(super) async fn delete_organization(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    ask: Ask,
) -> Answer {
    sim.no_body(&ask)?;
    let id = sim.id(&ask, &id, "Organization")?;
    let mut world = sim.world();
    let before = world.organizations.len();
    world.organizations.retain(|o| o.id != id);
    if world.organizations.len() == before {
        return Err(Refusal::not_found("Organization"));
    }
    Ok(Json(json!({ "id": id })))
}

/// `GET /contacts/groups`.
pub(super) async fn groups(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &GROUPS)?;
    let records = sim.world().contact_groups.clone();
    Ok(sim.page_of(&ask, Envelope::Data, &listing, records.into_iter(), show))
}

/// `POST /contacts/groups/`.
pub(super) async fn create_group(State(sim): State<Sim>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let object = sim.object(&ask.endpoint, &body, &[("name", Kind::Text, true)])?;
    let id = sim.add_contact_group(&text(object, "name").unwrap_or_default());
    Ok(Json(json!({ "id": id })))
}

/// `PUT /contacts/{id}/groups/{group_id}`.
pub(super) async fn join(
    State(sim): State<Sim>,
    Path((contact, group)): Path<(String, String)>,
    ask: Ask,
) -> Answer {
    sim.member(&ask, &contact, &group, true)?;
    Ok(Json(json!({ "message": "The contact is in the group." })))
}

/// `DELETE /contacts/{id}/groups/{group_id}`.
pub(super) async fn leave(
    State(sim): State<Sim>,
    Path((contact, group)): Path<(String, String)>,
    ask: Ask,
) -> Answer {
    sim.member(&ask, &contact, &group, false)?;
    Ok(Json(json!({ "message": "The contact left the group." })))
}

impl Sim {
    pub(super) fn add_contact_group(&self, name: &str) -> u64 {
        let id = 8_800 + self.lab.number("wisecx-contact-group");
        self.world().contact_groups.push(Named {
            id,
            code: format!("SIM{id:04}"),
            name: name.to_owned(),
        });
        id
    }

    fn member(&self, ask: &Ask, contact: &str, group: &str, joins: bool) -> Result<(), Refusal> {
        // A PUT without content may come with an empty object.
        if ask.body.as_ref() != b"{}" {
            self.no_body(ask)?;
        }
        let contact = self.id(ask, contact, "Contact")?;
        let group = self.id(ask, group, "Group")?;
        let mut world = self.world();
        if !world.contact_groups.iter().any(|g| g.id == group) {
            return Err(Refusal::not_found("Group"));
        }
        let Some(mut held) = world.people.get(contact) else {
            return Err(Refusal::not_found("Contact"));
        };
        let changed = if joins {
            held.groups.insert(group)
        } else {
            held.groups.remove(&group)
        };
        if changed {
            held.last_update = world.lab.now();
            world.people.put(held);
        }
        Ok(())
    }
}
