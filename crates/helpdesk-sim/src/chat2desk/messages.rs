//! `messages`: reading, transfers and marks.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Value, json};

use super::Quirk;
use super::model::Message;
use super::sending::{send, set_status};
use super::state::{Desk, MESSAGE_BASE, World, stamp};
use super::wire::{Answer, Call, Kind, Route, listed, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/messages",
        &[
            ("order", Kind::Text),
            ("transport", Kind::Text),
            ("channel_id", Kind::Id),
            ("client_id", Kind::Id),
            ("type", Kind::Text),
            ("operator_id", Kind::Id),
            ("start_date", Kind::Text),
            ("finish_date", Kind::Text),
            ("dialog_id", Kind::Id),
            ("start_id", Kind::Id),
            ("limit", Kind::Id),
            ("direction_reverse", Kind::Bool),
        ],
        list,
    ),
    route("GET", "/v1/messages/{id}", &[], get),
    route(
        "GET",
        "/v1/messages/{id}/transfer",
        &[("operator_id", Kind::Id), ("force_assign", Kind::Bool)],
        transfer,
    ),
    route(
        "GET",
        "/v1/messages/{id}/transfer_to_group",
        &[
            ("group_id", Kind::Id),
            ("force_assign", Kind::Bool),
            ("force", Kind::Bool),
        ],
        transfer_to_group,
    ),
    route("GET", "/v1/messages/{id}/read", &[], read),
    route("GET", "/v1/messages/{id}/unread", &[], unread),
    route(
        "POST",
        "/v1/messages",
        &[
            ("text", Kind::Text),
            ("attachment", Kind::Text),
            ("attachment_filename", Kind::Text),
            ("type", Kind::Text),
            ("client_id", Kind::Id),
            ("channel_id", Kind::Id),
            ("operator_id", Kind::Id),
            ("transport", Kind::Text),
            ("open_dialog", Kind::Bool),
            ("external_id", Kind::Any),
            ("encrypted", Kind::Bool),
            ("reply_message_id", Kind::Id),
            ("inline_buttons", Kind::Any),
            ("keyboard", Kind::Any),
            ("interactive", Kind::Any),
        ],
        send,
    ),
    route(
        "PUT",
        "/v1/messages/{message_id}/status/{status}",
        &[],
        set_status,
    ),
];

/// A message as lists show it, without `is_new`.
pub(super) fn row(message: &Message) -> Value {
    let attachment = |key: &str| {
        let hit = message.attachments.iter().find(|a| {
            let name = a["name"].as_str().unwrap_or_default();
            let ending = name.rsplit('.').next().unwrap_or_default();
            match ending.to_ascii_lowercase().as_str() {
                "png" | "jpg" | "jpeg" => key == "photo",
                "mp3" | "ogg" => key == "audio",
                "mp4" => key == "video",
                "pdf" => key == "pdf",
                _ => false,
            }
        });
        hit.map(|a| a["link"].clone())
    };
    json!({
        "id": message.id,
        "text": message.text,
        "coordinates": null,
        "transport": message.transport,
        "type": message.kind,
        "read": u8::from(message.read),
        "created": stamp(message.created),
        "pdf": attachment("pdf"),
        "remote_id": null,
        "recipient_status": message.recipient_status,
        "ai_tips": null,
        "attachments": message.attachments,
        "photo": attachment("photo"),
        "video": attachment("video"),
        "audio": attachment("audio"),
        "operator_id": message.operator,
        "channel_id": message.channel,
        "dialog_id": message.dialog,
        "client_id": message.client,
        "request_id": message.request,
        "extra_data": message.extra,
    })
}

/// The 404 for a message.
pub(super) fn missing(id: u64) -> Answer {
    Answer::not_found(format!("Message #{id} not found"))
}

fn day(world: &World, text: &str) -> Option<Timestamp> {
    if text.len() != 10 {
        return None;
    }
    let date = Date::strptime("%d-%m-%Y", text).ok()?;
    let hours = if world.quirk(Quirk::CompanyInUtc) {
        0
    } else {
        3
    };
    let zone = TimeZone::fixed(Offset::from_hours(hours).ok()?);
    Some(date.to_zoned(zone).ok()?.timestamp())
}

fn list(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let world = &*desk.world;
    let mut edges = [None, None];
    for (edge, key) in edges.iter_mut().zip(["start_date", "finish_date"]) {
        if let Some(text) = call.text(key) {
            let Some(at) = day(world, text) else {
                return Answer::bad_field(key, "Date must be dd-mm-yyyy.", "unsupported_value");
            };
            *edge = Some(at);
        }
    }
    let [from, until] = edges;
    if call.has("start_id") && (from.is_some() || until.is_some()) {
        let text = "start_id cannot be used together with start_date and finish_date.";
        return Answer::bad_field("start_id", text, "invalid_filter_and_sorting_params");
    }
    if let Some(kind) = call.text("type")
        && !["to_client", "from_client", "autoreply", "system"].contains(&kind)
    {
        desk.lab
            .violation(format!("GET /v1/messages: undocumented type `{kind}`"));
        return Answer::bad_field("type", "Unsupported type.", "unsupported_value");
    }
    let fits = |message: &&Message| {
        let number = |key: &str, value: Option<u64>| {
            call.number(key).is_none_or(|wanted| value == Some(wanted))
        };
        let text = |key: &str, value: &str| call.text(key).is_none_or(|wanted| value == wanted);
        number("channel_id", Some(message.channel))
            && number("client_id", Some(message.client))
            && number("dialog_id", Some(message.dialog))
            && number("operator_id", message.operator)
            && text("transport", message.transport)
            && text("type", message.kind)
            && from.is_none_or(|at| message.created >= at)
            && until.is_none_or(|at| message.created < at)
    };
    let start = call.number("start_id").unwrap_or_default();
    let reverse = call.descending() || call.flag("direction_reverse") == Some(true);
    let filters = [
        "transport",
        "channel_id",
        "type",
        "operator_id",
        "start_date",
        "finish_date",
        "dialog_id",
    ];
    let filtered = filters.iter().any(|key| call.has(key));
    let limit = call.limit();
    let skip = usize::try_from(start.saturating_sub(MESSAGE_BASE)).unwrap_or(usize::MAX);
    let tail = world.messages.get(skip..).unwrap_or_default();
    let (total, chosen) = match call.number("client_id") {
        Some(client) => {
            let ids = world.by_client.get(&client).map_or(&[][..], Vec::as_slice);
            let ids = &ids[ids.partition_point(|id| *id < start)..];
            let rows = || ids.iter().filter_map(|id| world.message(*id)).filter(fits);
            let total = if filtered { rows().count() } else { ids.len() };
            (total, cut(rows(), reverse, limit))
        }
        None if filtered => {
            let rows = || tail.iter().filter(fits);
            (rows().count(), cut(rows(), reverse, limit))
        }
        None => (tail.len(), cut(tail.iter(), reverse, limit)),
    };
    let show = |message: &&Message| {
        let mut row = row(message);
        row["is_new"] = json!(u8::from(!message.read));
        row
    };
    let rows: Vec<Value> = chosen.iter().map(show).collect();
    listed(world, rows, total, limit, 0)
}

/// The rows of one page, from the front or from the back.
fn cut<'a>(
    rows: impl DoubleEndedIterator<Item = &'a Message>,
    reverse: bool,
    limit: usize,
) -> Vec<&'a Message> {
    if reverse {
        rows.rev().take(limit).collect()
    } else {
        rows.take(limit).collect()
    }
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let found = desk.world.message(call.id());
    found.map_or_else(|| missing(call.id()), |message| Answer::data(row(message)))
}

/// The 400 for an operator that does not exist.
pub(super) fn no_operator(id: u64) -> Answer {
    let text = format!("Operator {id} not found.");
    Answer::bad_field("operator_id", text, "not_found")
}

/// The 400 for an operator that the rules do not allow.
pub(super) fn not_transferred(id: u64) -> Answer {
    let text = format!("Could not transfer to operator {id}.");
    Answer::bad(json!([{"text": text, "error": "not_found"}]))
}

fn transfer(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(operator) = call.number("operator_id") else {
        return Answer::required("operator_id");
    };
    let Some(dialog) = desk.world.message(call.id()).map(|m| m.dialog) else {
        return missing(call.id());
    };
    if desk.world.operator(operator).is_none() {
        return no_operator(operator);
    }
    if call.flag("force_assign") == Some(false) && !desk.available(operator) {
        return not_transferred(operator);
    }
    desk.assign(dialog, operator);
    Answer::data(Vec::<Value>::new())
}

fn transfer_to_group(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(group) = call.number("group_id") else {
        return Answer::required("group_id");
    };
    let Some(dialog) = desk.world.message(call.id()).map(|m| m.dialog) else {
        return missing(call.id());
    };
    let Some(entry) = desk.world.groups.iter().find(|g| g.id == group) else {
        return Answer::not_found(format!("Operator Group #{group} not found"));
    };
    let forced = call.flag("force_assign").or(call.flag("force")) != Some(false);
    let members = entry.operators.clone();
    let free = members.iter().copied().find(|id| desk.available(*id));
    let chosen = free.or_else(|| members.first().copied().filter(|_| forced));
    let Some(operator) = chosen else {
        return Answer::bad(json!([{
            "text": "No available operator found!",
            "error": "not_found",
        }]));
    };
    desk.assign(dialog, operator);
    let email = desk.world.operator(operator).map(|o| o.email.clone());
    Answer::data(json!({"assignee": {"id": operator, "email": email}}))
}

fn mark(desk: &mut Desk<'_>, call: &Call, as_read: bool) -> Answer {
    match desk.world.message_mut(call.id()) {
        Some(message) => {
            message.read = as_read;
            Answer::done()
        }
        None => missing(call.id()),
    }
}

fn read(desk: &mut Desk<'_>, call: &Call) -> Answer {
    mark(desk, call, true)
}

fn unread(desk: &mut Desk<'_>, call: &Call) -> Answer {
    mark(desk, call, false)
}
