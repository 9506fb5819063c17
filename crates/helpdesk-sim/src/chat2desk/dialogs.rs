//! `dialogs`.

use std::time::Duration;

use serde_json::{Value, json};

use super::Quirk;
use super::messages::{self, no_operator, not_transferred};
use super::model::Dialog;
use super::state::{Desk, World, stamp};
use super::wire::{Answer, Call, Kind, Route, page, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/dialogs",
        &[
            ("limit", Kind::Id),
            ("offset", Kind::Id),
            ("operator_id", Kind::Id),
            ("state", Kind::Text),
            ("order", Kind::Text),
        ],
        list,
    ),
    route(
        "GET",
        "/v1/dialogs/{id}",
        &[("limit", Kind::Id), ("offset", Kind::Id)],
        get,
    ),
    route(
        "GET",
        "/v1/dialogs/unanswered",
        &[("limit", Kind::Id)],
        unanswered,
    ),
    route(
        "PUT",
        "/v1/dialogs/{id}",
        &[
            ("operator_id", Kind::Id),
            ("state", Kind::Text),
            ("initiator_id", Kind::Id),
            ("force_assign", Kind::Bool),
        ],
        update,
    ),
];

/// A dialog without its last message.
pub(super) fn short(dialog: &Dialog) -> Value {
    json!({
        "id": dialog.id,
        "state": if dialog.open { "open" } else { "closed" },
        "begin": stamp(dialog.begin),
        "end": dialog.end.map(stamp),
        "operator_id": dialog.operator,
    })
}

fn row(world: &World, dialog: &Dialog) -> Value {
    let mut body = short(dialog);
    let last = dialog.messages.last().and_then(|id| world.message(*id));
    body["last_message"] = json!(last.map(messages::row));
    body
}

fn missing(id: u64) -> Answer {
    Answer::not_found(format!("Dialog #{id} not found"))
}

fn list(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let state = call.text("state");
    if state.is_some_and(|state| !["open", "closed"].contains(&state)) {
        return Answer::bad_field("state", "Unsupported state.", "unsupported_value");
    }
    let world = &*desk.world;
    let fits = |dialog: &&Dialog| {
        state.is_none_or(|state| (state == "open") == dialog.open)
            && call
                .number("operator_id")
                .is_none_or(|id| dialog.operator == Some(id))
    };
    let show = |dialog: &Dialog| row(world, dialog);
    let total = world.dialogs.iter().filter(fits).count();
    if call.descending() {
        let rows = world.dialogs.iter().rev().filter(fits);
        return page(desk, call, rows, total, show);
    }
    page(desk, call, world.dialogs.iter().filter(fits), total, show)
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(dialog) = desk.world.dialog(call.id()) else {
        return missing(call.id());
    };
    let mut body = row(desk.world, dialog);
    let count = dialog.messages.len();
    body["messages"] = if desk.world.quirk(Quirk::MessageCountAsText) {
        json!(count.to_string())
    } else {
        json!(count)
    };
    let last = desk.world.requests.iter().rev();
    let last = last
        .filter(|request| request.dialog == dialog.id)
        .map(|r| r.id);
    body["last_request_id"] = json!(dialog.request.or_else(|| last.max()));
    Answer::data(body)
}

fn unanswered(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(seconds) = call.number("limit") else {
        return Answer::required("limit");
    };
    let world = &*desk.world;
    let waits = |dialog: &&Dialog| {
        let last = dialog.messages.iter().rev();
        let last = last
            .filter_map(|id| world.message(*id))
            .find(|message| ["from_client", "to_client", "autoreply"].contains(&message.kind));
        last.is_some_and(|m| {
            m.kind == "from_client" && m.created + Duration::from_secs(seconds) <= desk.now
        })
    };
    let late: Vec<&Dialog> = world
        .dialogs
        .iter()
        .filter(|dialog| dialog.open)
        .filter(waits)
        .collect();
    let ids: Vec<u64> = late.iter().map(|dialog| dialog.id).collect();
    let clients: Vec<u64> = late.iter().map(|dialog| dialog.client).collect();
    Answer::new(200, json!({"ids": ids, "client_ids": clients}))
}

fn update(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.id();
    let Some(open) = desk.world.dialog(id).map(|dialog| dialog.open) else {
        return missing(id);
    };
    let state = call.text("state");
    if state.is_some_and(|state| !["open", "closed"].contains(&state)) {
        return Answer::bad_field("state", "Unsupported state.", "unsupported_value");
    }
    if let Some(initiator) = call.number("initiator_id")
        && desk.world.operator(initiator).is_none()
    {
        let text = format!("Operator {initiator} not found.");
        return Answer::bad_field("initiator_id", text, "not_found");
    }
    let operator = call.number("operator_id");
    if let Some(operator) = operator {
        if desk.world.operator(operator).is_none() {
            return no_operator(operator);
        }
        if call.flag("force_assign") == Some(false) && !desk.available(operator) {
            return not_transferred(operator);
        }
    }
    if state == Some("closed") && !open {
        return Answer::bad(json!({
            "state": [format!("Dialog #{id} already has state closed")],
        }));
    }
    if operator.is_none() && state.is_none() {
        return Answer::required("state");
    }
    if state == Some("open") && !open {
        desk.reopen_dialog(id);
    }
    if let Some(operator) = operator {
        desk.assign(id, operator);
    }
    if state == Some("closed") {
        desk.close_dialog(id);
    }
    Answer::done()
}
