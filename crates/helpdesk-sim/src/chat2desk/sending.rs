//! `messages`: sending, and how far what was sent has come.

use serde_json::{Map, Value, json};

use super::clients::{missing as no_client, way};
use super::flow::Draft;
use super::hooks;
use super::messages::{missing, no_operator};
use super::state::{Desk, transport};
use super::wire::{Answer, Call};

/// An attachment as messages list it.
pub(super) fn attachment(link: &str, name: Option<&str>) -> Value {
    let last = link.rsplit('/').next().unwrap_or_default();
    json!({"name": name.unwrap_or(last), "link": link})
}

/// `POST /v1/messages`.
pub(super) fn send(desk: &mut Desk<'_>, call: &Call) -> Answer {
    if let Err(refusal) = desk.world.pace(desk.now) {
        return refusal;
    }
    let Some(client) = call.number("client_id") else {
        return Answer::required("client_id");
    };
    let link = call.text("attachment").filter(|link| !link.is_empty());
    let text = call.text("text").filter(|text| !text.is_empty());
    if text.is_none() && link.is_none() {
        return Answer::required("text");
    }
    let Some((last_channel, last_transport)) = desk.last_way(client) else {
        return no_client(client);
    };
    let kind = match call.text("type").unwrap_or("to_client") {
        "to_client" => "to_client",
        "autoreply" => "autoreply",
        "system" => "system",
        "comment" => "comment",
        other => {
            desk.lab
                .violation(format!("POST /v1/messages: undocumented type `{other}`"));
            return Answer::bad_field("type", "Unsupported type.", "unsupported_value");
        }
    };
    let operator = call.number("operator_id");
    if let Some(id) = operator
        && desk.world.operator(id).is_none()
    {
        return no_operator(id);
    }
    let channel = call.number("channel_id").unwrap_or(last_channel);
    let name = call.text("transport").unwrap_or(last_transport);
    let way = match way(desk.world, channel, name) {
        Ok(way) => way,
        Err(refusal) => return refusal,
    };
    let mut extra = Map::new();
    if let Some(id) = call.value("external_id") {
        extra.insert("external_id".into(), id.clone());
    }
    let text = match call.number("reply_message_id") {
        Some(quoted) => match desk.world.message(quoted) {
            Some(first) => {
                let quote = first.text.clone().unwrap_or_default();
                Some(format!("«{quote}» — {}", text.unwrap_or_default()))
            }
            None => return missing(quoted),
        },
        None => text.map(str::to_owned),
    };
    let stored = desk.post(
        client,
        Draft {
            kind,
            text,
            channel,
            transport: way,
            operator,
            attachments: link
                .map(|link| attachment(link, call.text("attachment_filename")))
                .into_iter()
                .collect(),
            extra,
            open: call.flag("open_dialog") != Some(false),
        },
    );
    let Some(message) = desk.world.message(stored.message) else {
        return missing(stored.message);
    };
    Answer::data(json!({
        "message_id": message.id,
        "channel_id": message.channel,
        "operator_id": message.operator,
        "transport": message.transport,
        "type": message.kind,
        "client_id": message.client,
        "dialog_id": message.dialog,
        "request_id": message.request,
    }))
}

/// The name of a delivery state.
fn delivery(status: u64) -> Option<&'static str> {
    Some(match status {
        1 => "pending",
        2 => "sent",
        3 => "failed",
        5 => "canceled",
        6 => "delivered",
        7 => "seen",
        _ => return None,
    })
}

/// `PUT /v1/messages/{message_id}/status/{status}`.
pub(super) fn set_status(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let status = call.ids.get(1).copied().unwrap_or_default();
    let Some(name) = delivery(status) else {
        return Answer::bad_field("status", "Status is not supported.", "unsupported_value");
    };
    let Some(message) = desk.world.message_mut(call.id()) else {
        return missing(call.id());
    };
    if Some(message.transport) != transport("external") || message.kind == "from_client" {
        return Answer::bad("Only outgoing messages of an external channel can be changed");
    }
    message.recipient_status = Some(name);
    hooks::outbox_status(desk, call.id(), name);
    Answer::done()
}
