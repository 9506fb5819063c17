//! The resources that are plain create, read, update and delete of small records.

use serde_json::{Map, Value, json};

use super::body::{Kind, Member, check};
use super::gate::Routes;
use super::model::{Model, Row};
use super::records::stamp;
use super::reply::{Answer, Call, Reply, empty, null_failure, ok};
use super::state::World;
use super::webhooks::EVENTS;
use super::{Quirk, Sim, view};

/// One such resource.
#[derive(Debug)]
pub(super) struct Resource {
    /// Path below the base, and name of the table.
    pub(super) path: &'static str,
    /// The path of one record.
    pub(super) one: &'static str,
    /// Which calls there are: L list, G get, C create, U update, D delete.
    pub(super) calls: &'static str,
    /// Members of create and update.
    pub(super) members: &'static [Member],
    /// Members that a create must have.
    pub(super) required: &'static [&'static str],
    /// Members that are kept, but read back only through a relation.
    pub(super) links: &'static [&'static str],
    /// Further query keys of the list.
    pub(super) query: &'static [&'static str],
    /// What a fresh record holds besides id, account, dates and what was sent.
    pub(super) fresh: fn() -> Value,
}

const TEXT: Kind = Kind::Text;

/// The resources whose records the rest of the simulator uses.
pub(super) const CORE: &[Resource] = &[
    Resource {
        path: "/departments",
        one: "/departments/{id}",
        calls: "LGCUD",
        members: &[("name", TEXT)],
        required: &["name"],
        links: &[],
        query: &[],
        fresh: || json!({"distributionId": null, "archivedAt": null}),
    },
    Resource {
        path: "/users",
        one: "/users/{id}",
        calls: "LGCU",
        members: &[
            ("accountId", TEXT),
            ("name", TEXT),
            ("email", TEXT),
            ("password", TEXT),
            ("rolesId", Kind::Texts),
            ("organizationIds", Kind::Texts),
            ("departmentsId", Kind::Texts),
        ],
        required: &["name", "email", "password"],
        links: &["rolesId", "organizationIds", "departmentsId"],
        query: &[],
        fresh: super::standard::fresh_user,
    },
    Resource {
        path: "/tags",
        one: "/tags/{id}",
        calls: "LGCUD",
        members: &[
            ("label", TEXT),
            ("backgroundColor", Kind::TextOrNull),
            ("departments", Kind::List),
        ],
        required: &["label"],
        links: &["departments"],
        query: &[],
        fresh: || json!({"backgroundColor": null, "deletedAt": null}),
    },
    Resource {
        path: "/services",
        one: "/services/{id}",
        calls: "LGCUD",
        members: &[
            ("name", TEXT),
            ("type", TEXT),
            ("botId", Kind::TextOrNull),
            ("defaultDepartmentId", Kind::TextOrNull),
            ("settings", Kind::Object),
            ("data", Kind::Object),
        ],
        required: &["name", "type"],
        links: &[],
        query: &[],
        fresh: super::standard::fresh_service,
    },
    Resource {
        path: "/custom-fields",
        one: "/custom-fields/{id}",
        calls: "LGCUD",
        members: &[("name", TEXT), ("type", TEXT), ("allowed", TEXT)],
        required: &["name"],
        links: &[],
        query: &[],
        fresh: || json!({"type": "text", "allowed": "contacts"}),
    },
    Resource {
        path: "/ticket-topics",
        one: "/ticket-topics/{id}",
        calls: "LGCUD",
        members: &[("name", TEXT)],
        required: &["name"],
        links: &[],
        query: &[],
        fresh: || json!({"archivedAt": null}),
    },
    Resource {
        path: "/organizations",
        one: "/organizations/{id}",
        calls: "LGCUD",
        members: &[("name", TEXT)],
        required: &["name"],
        links: &[],
        query: &[],
        fresh: || json!({}),
    },
    Resource {
        path: "/people",
        one: "/people/{id}",
        calls: "LGCUD",
        members: &[
            ("name", TEXT),
            ("document", Kind::TextOrNull),
            ("organizationIds", Kind::Texts),
        ],
        required: &["name"],
        links: &["organizationIds"],
        query: &[],
        fresh: || json!({"document": null}),
    },
    Resource {
        path: "/me/webhooks",
        one: "/me/webhooks/{id}",
        calls: "LGCU",
        members: &[
            ("active", Kind::Flag),
            ("name", TEXT),
            ("url", TEXT),
            ("events", Kind::Texts),
            ("type", TEXT),
            ("userId", TEXT),
            ("accountId", TEXT),
        ],
        required: &["url", "events"],
        links: &[],
        query: &[],
        fresh: || json!({"active": true, "name": null, "type": "general"}),
    },
    Resource {
        path: "/me/tokens",
        one: "/me/tokens/{id}",
        calls: "LGCUD",
        members: &[("name", TEXT)],
        required: &["name"],
        links: &[],
        query: &[],
        fresh: || json!({}),
    },
];

pub(super) fn routes(routes: &mut Routes) {
    for resource in CORE {
        mount(routes, resource);
    }
}

/// Adds the routes of a resource.
pub(super) fn mount(routes: &mut Routes, resource: &'static Resource) {
    let model = Model::Doc(resource.table());
    for call in resource.calls.chars() {
        match call {
            'L' => routes.add("GET", resource.path, move |sim, call| {
                view::list_with(sim, call, model, resource.query, Vec::new())
            }),
            'G' => routes.add("GET", resource.one, move |sim, call| {
                view::one(sim, call, model)
            }),
            'C' => routes.add("POST", resource.path, move |sim, call| {
                create(sim, call, resource)
            }),
            'U' => routes.add("PUT", resource.one, move |sim, call| {
                update(sim, call, resource)
            }),
            _ => routes.add("DELETE", resource.one, move |sim, call| {
                delete(sim, call, resource)
            }),
        }
    }
}

impl Resource {
    /// The name of the table.
    pub(super) fn table(&self) -> &'static str {
        self.path.trim_start_matches('/')
    }

    /// Refuses what the types alone do not.
    fn extra_checks(&self, sim: &Sim, call: &Call, body: &Value) -> Result<(), Answer> {
        if self.path == "/me/webhooks" {
            let unknown = body["events"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .find(|event| !EVENTS.contains(event) && !event.starts_with("contact."));
            if let Some(event) = unknown {
                return Err(call.refuse(sim, &format!("undocumented event `{event}`")));
            }
        }
        Ok(())
    }

    fn put(&self, doc: &mut Value, body: &Map<String, Value>) {
        for (name, value) in body {
            if name == "password" {
                continue;
            }
            let key = if self.links.contains(&name.as_str()) {
                format!("_{name}")
            } else {
                name.clone()
            };
            doc[key] = value.clone();
        }
    }
}

impl World {
    /// A document as its resource shows it.
    fn shown(&self, doc: &Value) -> Value {
        self.show(Row::Doc(doc))
    }
}

fn event(sim: &Sim, world: &World, resource: &Resource, what: &str, shown: &Value) {
    match (resource.path, what) {
        ("/cards", _) => sim.emit(world, &format!("card.{what}"), shown),
        ("/services", "updated") => sim.emit(world, "service.updated", shown),
        _ => {}
    }
}

fn create(sim: &Sim, call: &Call, resource: &'static Resource) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    check(sim, call, &body, resource.members, resource.required)?;
    resource.extra_checks(sim, call, &body)?;
    let now = stamp(sim.lab.now());
    let mut world = sim.world();
    let mut doc = (resource.fresh)();
    doc["id"] = json!(sim.lab.uuid());
    doc["accountId"] = json!(world.account);
    doc["createdAt"] = json!(now);
    doc["updatedAt"] = json!(now);
    if let Some(members) = body.as_object() {
        resource.put(&mut doc, members);
    }
    match resource.path {
        "/me/tokens" => {
            doc["userId"] = json!(call.user);
            doc["accessToken"] = json!(format!("sim-personal-{}-token", sim.lab.number("token")));
        }
        "/me/webhooks" if doc["userId"].is_null() => doc["userId"] = json!(call.user),
        _ => {}
    }
    let shown = world.shown(&doc);
    world.add_doc(resource.table(), doc);
    event(sim, &world, resource, "created", &shown);
    Ok(ok(shown))
}

fn update(sim: &Sim, call: &Call, resource: &'static Resource) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    check(sim, call, &body, resource.members, &[])?;
    resource.extra_checks(sim, call, &body)?;
    let now = stamp(sim.lab.now());
    let mut world = sim.world();
    world.changed();
    let Some(doc) = world.table_mut(resource.table()).get_mut(call.param("id")) else {
        return Err(world.missing());
    };
    if let Some(members) = body.as_object() {
        resource.put(doc, members);
    }
    doc["updatedAt"] = json!(now);
    let doc = doc.clone();
    let shown = world.shown(&doc);
    event(sim, &world, resource, "updated", &shown);
    Ok(ok(shown))
}

fn delete(sim: &Sim, call: &Call, resource: &'static Resource) -> Reply {
    call.query_keys(sim, &[]);
    let id = call.param("id");
    let mut world = sim.world();
    world.changed();
    let Some(doc) = world.table_mut(resource.table()).remove(id) else {
        return Err(null_failure());
    };
    if world.quirk(Quirk::ActionsAnswerRecord) {
        return Ok(ok(world.shown(&doc)));
    }
    Ok(empty())
}
