//! `tags` and `tag_groups`.

use serde_json::{Value, json};

use super::Quirk;
use super::hooks;
use super::model::Tag;
use super::state::{Desk, World};
use super::wire::{Answer, Call, Kind, Route, page, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/tags",
        &[("limit", Kind::Id), ("offset", Kind::Id)],
        list,
    ),
    route("GET", "/v1/tags/{id}", &[], get),
    route(
        "POST",
        "/v1/tags",
        &[
            ("tag_group_id", Kind::Id),
            ("tag_label", Kind::Text),
            ("tag_description", Kind::Text),
            ("tag_bg_color", Kind::Text),
            ("tag_text_color", Kind::Text),
            ("order_show", Kind::Int),
        ],
        create,
    ),
    route(
        "POST",
        "/v1/tags/assign_to",
        &[
            ("tag_ids", Kind::Ids),
            ("assignee_type", Kind::Text),
            ("assignee_id", Kind::Id),
        ],
        assign,
    ),
    route(
        "POST",
        "/v1/tag_groups",
        &[
            ("tag_group_name", Kind::Text),
            ("order_show", Kind::Int),
            ("display", Kind::Int),
        ],
        create_group,
    ),
    route(
        "DELETE",
        "/v1/tags/{id}/delete_from",
        &[("client_id", Kind::Id), ("request_id", Kind::Id)],
        remove,
    ),
];

/// A tag as lists show it.
pub(super) fn row(world: &World, tag: &Tag) -> Value {
    json!({
        "id": tag.id,
        "label": tag.label,
        "description": tag.description,
        "group_id": tag.group,
        "group_name": world.tag_group(tag.group),
    })
}

fn list(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let world = &*desk.world;
    let show = |tag: &Tag| row(world, tag);
    page(desk, call, world.tags.iter(), world.tags.len(), show)
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let found = desk.world.tag(call.id());
    found.map_or_else(
        || Answer::not_found(format!("Tag #{} not found", call.id())),
        |tag| Answer::data(row(desk.world, tag)),
    )
}

fn create(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(group) = call.number("tag_group_id") else {
        return Answer::required("tag_group_id");
    };
    let Some(label) = call.text("tag_label").filter(|label| !label.is_empty()) else {
        return Answer::required("tag_label");
    };
    if label.chars().count() > 20 {
        let text = "Parameter must not exceed 20 characters.";
        return Answer::bad_field("tag_label", text, "unsupported_value");
    }
    if desk.world.tag_group(group).is_none() {
        return Answer::not_found(format!("Tag group #{group} not found"));
    }
    let id = 203_400 + desk.lab.number("tag");
    desk.world.tags.push(Tag {
        id,
        label: label.to_owned(),
        description: call.text("tag_description").map(str::to_owned),
        group,
    });
    hooks::new_tag(desk, id);
    let Some(tag) = desk.world.tag(id) else {
        return Answer::not_found(format!("Tag #{id} not found"));
    };
    let body = row(desk.world, tag);
    if desk.world.quirk(Quirk::TagCreateAsObject) {
        return Answer::data(body);
    }
    Answer::new(201, json!({"data": [body], "status": "success"}))
}

fn create_group(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(name) = call.text("tag_group_name").filter(|name| !name.is_empty()) else {
        return Answer::required("tag_group_name");
    };
    let id = 67_900 + desk.lab.number("tag_group");
    desk.world.tag_groups.push((id, name.to_owned()));
    Answer::data(json!({
        "id": id,
        "group_name": name,
        "order_show": call.number("order_show"),
        "display": call.number("display"),
    }))
}

fn assign(desk: &mut Desk<'_>, call: &Call) -> Answer {
    if !call.has("tag_ids") {
        return Answer::required("tag_ids");
    }
    let Some(id) = call.number("assignee_id") else {
        return Answer::required("assignee_id");
    };
    let wanted = call.numbers("tag_ids");
    let known: Vec<u64> = wanted
        .into_iter()
        .filter(|tag| desk.world.tag(*tag).is_some())
        .collect();
    match call.text("assignee_type") {
        Some("client") => {
            let Some(client) = desk.world.client_mut(id) else {
                return Answer::bad(format!(
                    "Client #{id}: client does not belong to the company"
                ));
            };
            let tags = &mut client.card_mut().tags;
            let fresh: Vec<u64> = known.into_iter().filter(|tag| tags.insert(*tag)).collect();
            for tag in fresh {
                hooks::tagged(desk, tag, Some(id), None, true);
            }
        }
        Some("request") => {
            let Some(request) = desk.world.request_mut(id) else {
                let text = format!("Request #{id}: request does not belong to the company");
                return Answer::bad(text);
            };
            let tags = &mut request.tags;
            let fresh: Vec<u64> = known.into_iter().filter(|tag| tags.insert(*tag)).collect();
            for tag in fresh {
                hooks::tagged(desk, tag, None, Some(id), true);
            }
        }
        Some(_) => {
            let text = "Only 'client' or 'request' are allowed.";
            return Answer::bad_field("assignee_type", text, "unsupported_value");
        }
        None => return Answer::required("assignee_type"),
    }
    Answer::done()
}

fn remove(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let tag = call.id();
    if desk.world.tag(tag).is_none() {
        return Answer::not_found("tag does not exist");
    }
    if let Some(id) = call.number("client_id") {
        let card = desk.world.client_mut(id).and_then(|c| c.card.as_mut());
        if !card.is_some_and(|card| card.tags.remove(&tag)) {
            return Answer::not_found("client not found");
        }
        hooks::tagged(desk, tag, Some(id), None, false);
        return Answer::done();
    }
    let Some(id) = call.number("request_id") else {
        return Answer::required("client_id");
    };
    let request = desk.world.request_mut(id);
    if !request.is_some_and(|request| request.tags.remove(&tag)) {
        return Answer::not_found("request not found");
    }
    hooks::tagged(desk, tag, None, Some(id), false);
    Answer::done()
}
