//! `/users`.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::Sim;
use super::check::{Answer, Ask, Kind, Refusal, text};
use super::list::{Envelope, Rules, select};
use super::queues::Summary;
use super::state::{User, World, stamp, stamp_or_null};

const FIELDS: Rules = Rules {
    fields: &[
        "id",
        "user_name",
        "nick",
        "first_name",
        "last_name",
        "is_bot",
        "created_at",
        "last_login",
        "queues",
    ],
    default: &["id", "user_name", "nick", "first_name", "last_name"],
    filters: &[],
    prefix: "user",
};

const ONE: Rules = Rules {
    default: FIELDS.fields,
    ..FIELDS
};

fn show(world: &World, user: &User, field: &str) -> Value {
    match field {
        "id" => json!(user.id),
        "user_name" => json!(user.login),
        "nick" => json!(user.nick),
        "first_name" => json!(user.first_name),
        "last_name" => json!(user.last_name),
        "is_bot" => json!(user.is_bot),
        "created_at" => json!(stamp(user.created_at)),
        "last_login" => stamp_or_null(user.last_login),
        _ => world
            .queues
            .iter()
            .filter_map(|queue| {
                let auto = queue.users.get(&user.id)?;
                Some(json!({ "id": queue.id, "name": queue.name, "auto_assign": auto }))
            })
            .collect(),
    }
}

/// `GET /users`.
pub(super) async fn list(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &FIELDS)?;
    let world = sim.world();
    let users = world.users.clone();
    let queues = |user: &User, field: &str| show(&world, user, field);
    let (skip, limit) = (listing.skip(), listing.limit);
    let mut found: Vec<&User> = users.iter().collect();
    if let Some(field) = &listing.sort_field {
        found.sort_by(|a, b| super::list::order(&queues(a, field), &queues(b, field)));
    }
    if listing.descending {
        found.reverse();
    }
    let more = found.len() > skip.saturating_add(limit);
    let rows = found
        .into_iter()
        .skip(skip)
        .take(limit)
        .map(|user| listing.row(|field| queues(user, field)))
        .collect();
    drop(world);
    Ok(sim.envelope(&ask, Envelope::Data, rows, &listing, more))
}

/// `GET /users/{id}`.
pub(super) async fn get(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let fields = sim.fields(&ask, &ONE)?;
    let id = sim.id(&ask, &id, "User")?;
    let world = sim.world();
    let user = world.user(id).ok_or_else(|| Refusal::not_found("User"))?;
    let row = select(&fields, |field| show(&world, user, field));
    Ok(Json(json!({ "data": row })))
}

/// `POST /users`.
pub(super) async fn create(State(sim): State<Sim>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let members = [
        ("user_name", Kind::Text, true),
        ("nick", Kind::Text, false),
        ("first_name", Kind::Text, false),
        ("last_name", Kind::Text, false),
        ("is_bot", Kind::Flag, false),
    ];
    let object = sim.object(&ask.endpoint, &body, &members)?;
    let part = |name: &str| text(object, name).unwrap_or_default();
    let mut world = sim.world();
    let user_name = part("user_name");
    if world.users.iter().any(|user| user.login == user_name) {
        return Err(Refusal::bad("The user_name is already in use"));
    }
    let id = world.users.iter().map(|user| user.id).max().unwrap_or(0) + 1;
    let created_at = world.lab.now();
    world.users.push(User {
        id,
        login: user_name,
        nick: part("nick"),
        first_name: part("first_name"),
        last_name: part("last_name"),
        is_bot: object.get("is_bot") == Some(&Value::Bool(true)),
        created_at,
        last_login: None,
    });
    Ok(Json(json!({ "data": { "id": id } })))
}

/// `PUT /users/{id}/queues`.
pub(super) async fn put_queues(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let id = sim.id(&ask, &id, "User")?;
    let pairs = sim.assignments(&ask, &body)?;
    let mut world = sim.world();
    if world.user(id).is_none() {
        return Err(Refusal::not_found("User"));
    }
    if pairs.keys().any(|queue| world.queue(*queue).is_none()) {
        return Err(Refusal::not_found("Group"));
    }
    let mut summary = Summary::default();
    for queue in &mut world.queues {
        if let Some(auto) = pairs.get(&queue.id) {
            summary.count(queue.users.insert(id, *auto), *auto);
        }
    }
    Ok(Json(summary.json()))
}

/// `DELETE /users/{id}/queues`, with a body.
pub(super) async fn remove_queues(
    State(sim): State<Sim>,
    Path(id): Path<String>,
    ask: Ask,
) -> Answer {
    let body = sim.body(&ask)?;
    let id = sim.id(&ask, &id, "User")?;
    let ids = sim.ids(&ask, &body, "queues_ids")?;
    let mut world = sim.world();
    if world.user(id).is_none() {
        return Err(Refusal::not_found("User"));
    }
    let removed = world
        .queues
        .iter_mut()
        .filter(|queue| ids.contains(&queue.id))
        .filter_map(|queue| queue.users.remove(&id))
        .count();
    Ok(Json(json!({ "data": { "removed": removed } })))
}
