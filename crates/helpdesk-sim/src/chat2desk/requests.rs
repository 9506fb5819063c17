//! `requests`.

use serde_json::{Value, json};

use super::Quirk;
use super::clients::missing as no_client;
use super::model::Message;
use super::state::Desk;
use super::tags;
use super::wire::{Answer, Call, Kind, Route, route};

pub(super) const ROUTES: &[Route] = &[
    route("GET", "/v1/requests/{id}", &[], get),
    route("GET", "/v1/requests/{id}/messages", &[], messages),
    route(
        "PUT",
        "/v1/requests/close",
        &[("request_id", Kind::Id), ("client_id", Kind::Id)],
        close,
    ),
];

const COMPANY: u64 = 40_812;

fn missing(id: u64) -> Answer {
    Answer::not_found(format!("Request #{id} not found"))
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(request) = desk.world.request(call.id()) else {
        return missing(call.id());
    };
    let tags: Vec<Value> = request
        .tags
        .iter()
        .filter_map(|id| desk.world.tag(*id))
        .map(|tag| tags::row(desk.world, tag))
        .collect();
    let body = json!({"dialog_id": request.dialog, "id": request.id, "tags": tags});
    if desk.world.quirk(Quirk::WrappedRequest) {
        return Answer::data(body);
    }
    Answer::new(200, body)
}

/// The message as this one endpoint shows it.
fn row(message: &Message) -> Value {
    let kind = match message.kind {
        "from_client" => "in",
        "system" => "system",
        _ => "out",
    };
    let extra = if message.kind == "system" {
        json!({"system_type": "transfer"})
    } else {
        json!(message.extra)
    };
    let sent = message.kind == "to_client" || message.kind == "autoreply";
    json!({
        "id": message.id,
        "text": message.text,
        "ai_tips": null,
        "audio": null,
        "channelID": message.channel,
        "clientID": message.client,
        "companyID": COMPANY,
        "conversationID": null,
        "coordinates": null,
        "created": message.created.as_second(),
        "dialogID": message.dialog,
        "extra_data": extra,
        "extra_type": if message.kind == "comment" { "comment" } else { "normal" },
        "gateway_status": sent.then(|| message.recipient_status.unwrap_or("sent")),
        "is_menu": null,
        "job_id": null,
        "operatorID": message.operator,
        "pdf": null,
        "photo": null,
        "read": u8::from(message.read),
        "recipient_status": message.recipient_status,
        "remote_id": null,
        "sent_at": null,
        "transport": message.transport,
        "type": kind,
        "video": null,
    })
}

fn messages(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(request) = desk.world.request(call.id()) else {
        return missing(call.id());
    };
    let ids = request.messages.iter();
    let rows: Vec<Value> = ids
        .filter_map(|id| desk.world.message(*id))
        .map(row)
        .collect();
    Answer::new(200, Value::Array(rows))
}

fn close(desk: &mut Desk<'_>, call: &Call) -> Answer {
    if let Some(id) = call.number("request_id") {
        let Some(request) = desk.world.request(id) else {
            return missing(id);
        };
        if !request.open {
            return Answer::bad(format!("Request #{id} already has state closed"));
        }
        let dialog = request.dialog;
        desk.close_dialog(dialog);
        return Answer::done();
    }
    let Some(client) = call.number("client_id") else {
        return Answer::required("request_id");
    };
    if desk.world.client(client).is_none() {
        return no_client(client);
    }
    let ids = desk.world.dialogs_of.get(&client).into_iter().flatten();
    let open = ids
        .copied()
        .filter(|id| desk.world.dialog(*id).is_some_and(|d| d.open));
    let open: Vec<u64> = open.collect();
    let Some(dialog) = open.last() else {
        return Answer::not_found(format!("Request of client #{client} not found"));
    };
    desk.close_dialog(*dialog);
    Answer::done()
}
