//! `/queues` (service groups) and `/business_hours/is_open`.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Value, json};

use super::Sim;
use super::check::{Answer, Ask, Kind, Refusal, id_of, text};
use super::list::{Envelope, Rules, select};
use super::state::{Queue, World};
use crate::strict;

const FIELDS: Rules = Rules {
    fields: &["id", "name", "businessHours", "users"],
    default: &["id", "name", "businessHours", "users"],
    filters: &[],
    prefix: "queue",
};

const DAYS: [&str; 7] = [
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
];
const OPENS: i8 = 9;
const CLOSES: i8 = 19;

fn show(world: &World, queue: &Queue, field: &str) -> Value {
    match field {
        "id" => json!(queue.id),
        "name" => json!(queue.name),
        "businessHours" => hours(),
        _ => users(world, queue),
    }
}

fn hours() -> Value {
    let schedules: Vec<Value> = DAYS
        .iter()
        .enumerate()
        .map(|(day, name)| {
            let open = (1..=5).contains(&day);
            let hours = if open {
                json!([{ "from": format!("{OPENS:02}:00"), "to": format!("{CLOSES:02}:00") }])
            } else {
                json!([])
            };
            json!({
                "day": day,
                "name": name,
                "isOpen": open,
                "specialDate": false,
                "date": null,
                "hours": hours,
            })
        })
        .collect();
    json!({
        "timezone": { "name": "E. South America Standard Time", "offset": "-03:00" },
        "schedules": schedules,
    })
}

/// The users of a group, by name.
fn users(world: &World, queue: &Queue) -> Value {
    let mut users: Vec<(String, u64, bool)> = queue
        .users
        .iter()
        .filter_map(|(id, auto)| {
            let user = world.user(*id)?;
            Some((
                format!("{} {}", user.first_name, user.last_name),
                *id,
                *auto,
            ))
        })
        .collect();
    users.sort();
    users
        .into_iter()
        .map(|(name, id, auto)| json!({ "id": id, "name": name.trim(), "auto_assign": auto }))
        .collect()
}

/// `GET /queues`.
pub(super) async fn list(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &FIELDS)?;
    let world = sim.world();
    let queues = world.queues.iter();
    Ok(
        sim.page_of(&ask, Envelope::Paged, &listing, queues, |queue, field| {
            show(&world, queue, field)
        }),
    )
}

/// `GET /queues/{id}`.
pub(super) async fn get(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let fields = sim.fields(&ask, &FIELDS)?;
    let id = sim.id(&ask, &id, "Group")?;
    let world = sim.world();
    let queue = world.queue(id).ok_or_else(|| Refusal::not_found("Group"))?;
    let row = select(&fields, |field| show(&world, queue, field));
    Ok(Json(json!({ "data": row })))
}

/// `POST /queues`.
pub(super) async fn create(State(sim): State<Sim>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let members = [("name", Kind::Text, true), ("users", Kind::List, false)];
    let object = sim.object(&ask.endpoint, &body, &members)?;
    let name = text(object, "name").unwrap_or_default().trim().to_owned();
    if name.is_empty() || name.chars().count() > 50 {
        return Err(Refusal::bad("The name has 1 to 50 characters"));
    }
    let pairs = sim.assignments(&ask, object.get("users").unwrap_or(&json!([])))?;
    let mut world = sim.world();
    if world.queues.iter().any(|queue| queue.name == name) {
        return Err(Refusal::bad("The name is already in use"));
    }
    if pairs.keys().any(|id| world.user(*id).is_none()) {
        return Err(Refusal::not_found("User"));
    }
    let id = world.queues.iter().map(|q| q.id).max().unwrap_or(0) + 1;
    world.queues.push(Queue {
        id,
        name,
        users: pairs,
    });
    Ok(Json(json!({ "data": { "id": id } })))
}

/// `PUT /queues/{id}/users`.
pub(super) async fn put_users(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let id = sim.id(&ask, &id, "Group")?;
    let pairs = sim.assignments(&ask, &body)?;
    let mut world = sim.world();
    if pairs.keys().any(|id| world.user(*id).is_none()) {
        return Err(Refusal::not_found("User"));
    }
    let queue = world.queue_mut(id)?;
    let mut summary = Summary::default();
    for (user, auto) in pairs {
        summary.count(queue.users.insert(user, auto), auto);
    }
    Ok(Json(summary.json()))
}

/// `DELETE /queues/{id}/users/{user_id}`: 204.
pub(super) async fn remove_user(
    State(sim): State<Sim>,
    Path((id, user)): Path<(String, String)>,
    ask: Ask,
) -> Result<Response, Refusal> {
    sim.no_body(&ask)?;
    let id = sim.id(&ask, &id, "Group")?;
    let user = sim.id(&ask, &user, "User")?;
    let mut world = sim.world();
    match world.queue_mut(id)?.users.remove(&user) {
        Some(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        None => Err(Refusal::not_found("User")),
    }
}

/// `DELETE /queues/{id}/users`, with a body.
pub(super) async fn remove_users(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    ask: Ask,
) -> Answer {
    let body = sim.body(&ask)?;
    let id = sim.id(&ask, &id, "Group")?;
    let ids = sim.ids(&ask, &body, "ids")?;
    let mut world = sim.world();
    let queue = world.queue_mut(id)?;
    let removed = ids
        .iter()
        .filter(|user| queue.users.remove(user).is_some())
        .count();
    Ok(Json(json!({ "data": { "removed": removed } })))
}

/// `GET /business_hours/is_open`.
pub(super) async fn is_open(State(sim): State<Sim>, ask: Ask) -> Answer {
    sim.query(&ask, &["queue_id"])?;
    if let Some((_, id)) = strict::query_pairs(&ask.query).first() {
        let id = sim.id(&ask, id, "Group")?;
        if sim.world().queue(id).is_none() {
            return Err(Refusal::not_found("Group"));
        }
    }
    let here = sim
        .lab
        .now()
        .to_zoned(TimeZone::fixed(Offset::constant(-3)));
    let weekday = (1..=5).contains(&here.weekday().to_sunday_zero_offset());
    let open = weekday && (OPENS..CLOSES).contains(&here.hour());
    let message = if open { "True" } else { "False" };
    Ok(Json(json!({ "message": message })))
}

/// The counters of an assignment.
#[derive(Debug, Default)]
pub(super) struct Summary {
    added: u64,
    updated: u64,
    unchanged: u64,
}

impl Summary {
    pub(super) fn count(&mut self, before: Option<bool>, now: bool) {
        match before {
            None => self.added += 1,
            Some(before) if before == now => self.unchanged += 1,
            Some(_) => self.updated += 1,
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "data": {
                "added": self.added,
                "updated": self.updated,
                "unchanged": self.unchanged,
            },
        })
    }
}

impl World {
    fn queue_mut(&mut self, id: u64) -> Result<&mut Queue, Refusal> {
        self.queues
            .iter_mut()
            .find(|queue| queue.id == id)
            .ok_or_else(|| Refusal::not_found("Group"))
    }
}

impl Sim {
    /// A list of `{id, auto_assign}`.
    pub(super) fn assignments(
        &self,
        ask: &Ask,
        list: &Value,
    ) -> Result<BTreeMap<u64, bool>, Refusal> {
        let Some(items) = list.as_array() else {
            return Err(self.violated(&ask.endpoint, "the body is not an array"));
        };
        let mut pairs = BTreeMap::new();
        for item in items {
            let members = [
                ("id", Kind::Number, true),
                ("auto_assign", Kind::Flag, false),
            ];
            let object = self.object(&ask.endpoint, item, &members)?;
            let id = id_of(object, "id");
            if id == 0 {
                return Err(Refusal::bad("The id must be greater than 0"));
            }
            let auto = object.get("auto_assign") == Some(&Value::Bool(true));
            if pairs.insert(id, auto).is_some() {
                return Err(Refusal::bad("Duplicate ids are not allowed"));
            }
        }
        Ok(pairs)
    }

    /// An object with one list of identifiers.
    pub(super) fn ids(
        &self,
        ask: &Ask,
        body: &Value,
        name: &'static str,
    ) -> Result<BTreeSet<u64>, Refusal> {
        let object = self.object(&ask.endpoint, body, &[(name, Kind::List, true)])?;
        object[name]
            .as_array()
            .into_iter()
            .flatten()
            .map(|id| {
                id.as_u64()
                    .ok_or_else(|| self.violated(&ask.endpoint, "an id is not a number"))
            })
            .collect()
    }
}
