//! The bodies of webhook events.

use serde_json::{Map, Value, json};

use super::client_rows;
use super::deliver::{event, hooked, push};
use super::flow::Stored;
use super::model::{Client, Message, Ticket};
use super::state::{Desk, micros, stamp, zulu};
use super::tickets;

/// The client as message events show it.
fn short_client(client: &Client) -> Value {
    let card = client.card.as_deref();
    json!({
        "id": client.id,
        "phone": client.phone,
        "client_phone": card.and_then(|c| c.client_phone.as_deref()).unwrap_or(""),
        "name": client.name,
        "assigned_name": card.and_then(|c| c.assigned_name.as_deref()),
        "external_id": card.map_or(Value::Null, |c| c.external_id.clone()),
    })
}

/// The client as `client_updated` and `new_request` show it.
fn card(client: &Client, channels: &Value) -> Value {
    let card = client.card.as_deref();
    json!({
        "id": client.id,
        "phone": client.phone,
        "name": client.name,
        "avatar": card.and_then(|c| c.avatar.as_deref()),
        "client_source": null,
        "assigned_name": card.and_then(|c| c.assigned_name.as_deref()),
        "comment": card.and_then(|c| c.comment.as_deref()),
        "extra_comment_1": null,
        "client_phone": card.and_then(|c| c.client_phone.as_deref()).unwrap_or(""),
        "extra_comment_2": null,
        "extra_comment_3": null,
        "channels": channels,
        "region_id": null,
        "country_id": client_rows::country(client),
        "custom_fields": card.map(|c| c.custom_fields.clone()).unwrap_or_default(),
    })
}

fn message_body(desk: &Desk<'_>, message: &Message, stored: Option<Stored>) -> Value {
    let client = desk.world.client(message.client);
    let attachments = if message.kind == "comment" && message.attachments.is_empty() {
        Value::Null
    } else {
        json!(message.attachments)
    };
    let mut body = json!({
        "message_id": message.id,
        "type": message.kind,
        "text": message.text,
        "transport": message.transport,
        "client_id": message.client,
        "operator_id": message.operator,
        "dialog_id": message.dialog,
        "channel_id": message.channel,
        "photo": null,
        "coordinates": null,
        "audio": null,
        "pdf": null,
        "client": client.map(short_client),
        "request_id": message.request,
        "attachments": attachments,
        "is_new_request": stored.is_some_and(|s| s.new_request),
        "is_new_client": stored.is_some_and(|s| s.new_client),
        "insta_comment": false,
        "extra_data": message.extra,
    });
    if message.kind != "comment" {
        body["is_new"] = json!(message.kind == "from_client");
    }
    body
}

/// The event for a message that was just stored.
pub(super) fn message(desk: &Desk<'_>, stored: Stored) {
    let Some(message) = desk.world.message(stored.message) else {
        return;
    };
    let name = match message.kind {
        "from_client" => "inbox",
        "comment" => "comment",
        "system" => "system_message",
        _ => "outbox",
    };
    let body = message_body(desk, message, Some(stored));
    event(desk, name, Some(message.channel), body);
}

/// The event for an imported message.
pub(super) fn imported(desk: &Desk<'_>, id: u64) {
    if let Some(message) = desk.world.message(id) {
        let mut body = message_body(desk, message, None);
        body["is_new"] = json!(false);
        event(desk, "imported_message", Some(message.channel), body);
    }
}

/// The event for the delivery state of a message.
pub(super) fn outbox_status(desk: &Desk<'_>, id: u64, status: &str) {
    if let Some(message) = desk.world.message(id) {
        let moscow = message.created + std::time::Duration::from_secs(3 * 3600);
        let body = json!({"data": {
            "id": id,
            "gateway_status": status,
            "created": moscow.strftime("%Y-%m-%dT%H:%M:%S MSK").to_string(),
            "dialog_id": message.dialog,
            "client_id": message.client,
            "error": (status == "failed").then_some("delivery failed"),
        }});
        let time = zulu(desk.now);
        let channel = Some(message.channel);
        hooked(desk, "outbox_status", "outbox_status", channel, body, &time);
    }
}

/// The event for a new client.
pub(super) fn new_client(desk: &Desk<'_>, id: u64, source: Option<&str>) {
    let Some(client) = desk.world.client(id) else {
        return;
    };
    let mut body = blacklist_body(client, client.created);
    let channels = client.channels().into_iter();
    body["channels"] = channels
        .map(|(id, transports)| json!({"id": id, "transports": transports}))
        .collect();
    body["client_source"] = json!(source);
    event(desk, "new_client", None, body);
}

fn blacklist_body(client: &Client, updated: jiff::Timestamp) -> Value {
    let card = client.card.as_deref();
    json!({
        "id": client.id,
        "phone": client.phone,
        "name": client.name,
        "avatar": card.and_then(|c| c.avatar.as_deref()),
        "assigned_name": card.and_then(|c| c.assigned_name.as_deref()),
        "comment": card.and_then(|c| c.comment.as_deref()),
        "region_id": null,
        "country_id": client_rows::country(client),
        "extra_comment_1": null,
        "extra_comment_2": null,
        "extra_comment_3": null,
        "client_created": stamp(client.created),
        "client_updated": stamp(updated),
        "tags": [],
    })
}

/// The event for a client that goes to or leaves the black list.
pub(super) fn blacklist(desk: &Desk<'_>, id: u64, blocked: bool) {
    if let Some(client) = desk.world.client(id) {
        let mut body = blacklist_body(client, desk.now);
        body["is_blocked"] = json!(blocked);
        event(desk, "client_added_to_blacklist", None, body);
    }
}

/// The event for a changed client card.
pub(super) fn client_updated(desk: &Desk<'_>, id: u64) {
    if let Some(client) = desk.world.client(id) {
        let body = card(client, &json!({"id": null, "transports": [null]}));
        event(desk, "client_updated", None, body);
    }
}

/// The event for a new request.
pub(super) fn new_request(desk: &Desk<'_>, id: u64, first_message: u64, by_client: bool) {
    let Some(request) = desk.world.request(id) else {
        return;
    };
    let channels = json!({"id": request.channel, "transports": [request.transport]});
    let client = desk.world.client(request.client);
    let body = json!({
        "request_id": id,
        "client_id": request.client,
        "dialog_id": request.dialog,
        "created": request.created.as_second(),
        "updated": request.updated.as_second(),
        "start_message_id": first_message,
        "end_message_id": null,
        "type": "common",
        "channel_id": request.channel,
        "transport": request.transport,
        "is_new_client": by_client && !desk.world.by_client.contains_key(&request.client),
        "starter": "other",
        "client": client.map(|client| card(client, &channels)),
        "by_client": by_client,
    });
    event(desk, "new_request", Some(request.channel), body);
}

/// The event for a closed request.
pub(super) fn close_request(desk: &Desk<'_>, id: u64) {
    let Some(request) = desk.world.request(id) else {
        return;
    };
    let operator = desk.world.dialog(request.dialog).and_then(|d| d.operator);
    let body = json!({
        "dialog_id": request.dialog,
        "request_id": id,
        "created": request.created.as_second(),
        "updated": request.updated.as_second(),
        "channel_id": request.channel,
        "client_id": request.client,
        "operator_id": operator,
        "transport": request.transport,
        "end_message_id": request.messages.last(),
    });
    event(desk, "close_request", Some(request.channel), body);
}

fn dialog_body(desk: &Desk<'_>, id: u64, request: Option<u64>) -> Option<(u64, Value)> {
    let dialog = desk.world.dialog(id)?;
    let body = json!({
        "dialog_id": id,
        "request_id": request.or(dialog.request),
        "created": dialog.begin.as_second(),
        "updated": dialog.updated.as_second(),
        "channel_id": dialog.channel,
        "client_id": dialog.client,
        "operator_id": dialog.operator,
        "current_operator_id": dialog.operator,
        "transport": dialog.transport,
    });
    Some((dialog.channel, body))
}

/// The event for a closed dialog.
pub(super) fn close_dialog(desk: &Desk<'_>, id: u64, request: Option<u64>) {
    if let Some((channel, body)) = dialog_body(desk, id, request) {
        event(desk, "close_dialog", Some(channel), body);
    }
}

/// The event for a dialog that went to an operator.
pub(super) fn dialog_transferred(desk: &Desk<'_>, id: u64, before: Option<u64>) {
    if let Some((channel, mut body)) = dialog_body(desk, id, None) {
        body["last_operator_id"] = json!(before);
        body["scenario_id"] = Value::Null;
        event(desk, "dialog_transferred", Some(channel), body);
    }
}

/// The event for a new tag.
pub(super) fn new_tag(desk: &Desk<'_>, id: u64) {
    if let Some(tag) = desk.world.tag(id) {
        let body = json!({
            "id": id,
            "label": tag.label,
            "description": tag.description,
            "group_id": tag.group,
            "group_name": desk.world.tag_group(tag.group),
        });
        event(desk, "new_tag", None, body);
    }
}

/// The event for a tag put on or taken from a client or request.
pub(super) fn tagged(
    desk: &Desk<'_>,
    tag: u64,
    client: Option<u64>,
    request: Option<u64>,
    on: bool,
) {
    let Some(entry) = desk.world.tag(tag) else {
        return;
    };
    let mut body = json!({
        "id": tag,
        "name": entry.label,
        "description": entry.description,
        "group_id": entry.group,
        "group_name": desk.world.tag_group(entry.group),
    });
    let person = client.and_then(|id| desk.world.client(id));
    let (name, time) = match (person, request.and_then(|id| desk.world.request(id)), on) {
        (Some(person), _, true) => {
            let all: Vec<u64> = person.channels().into_iter().map(|(id, _)| id).collect();
            body["client_id"] = json!(person.id);
            body["channel_id"] = json!(person.channel);
            body["transport"] = json!(person.transport);
            body["all_client_channels"] = json!(all);
            ("add_tag_to_client", micros(desk.now))
        }
        (Some(person), _, false) => {
            body["client_id"] = json!(person.id);
            ("delete_tag_from_client", zulu(desk.now))
        }
        (None, Some(request), true) => {
            body["client_id"] = json!(request.client);
            body["request_id"] = json!(request.id);
            body["channel_id"] = json!(request.channel);
            body["transport"] = json!(request.transport);
            ("add_tag_to_request", micros(desk.now))
        }
        (None, Some(request), false) => {
            body["request_id"] = json!(request.id);
            ("delete_tag_from_request", micros(desk.now))
        }
        (None, None, _) => return,
    };
    hooked(desk, name, name, None, body, &time);
}

/// The event for an operator's working status.
pub(super) fn operator_status(desk: &Desk<'_>, id: u64) {
    if let Some(operator) = desk.world.operator(id) {
        let body = json!({
            "id": id.to_string(),
            "email": operator.email,
            "online": u8::from(operator.online),
            "offline_type": operator.offline_type,
            "status_id": operator.status_id,
        });
        let (name, kind) = ("operator_status_changed", "operator_status_updated");
        hooked(desk, name, kind, None, body, &micros(desk.now));
    }
}

/// The event for a log in or log out.
pub(super) fn operator_login(desk: &Desk<'_>, id: u64, login: bool) {
    if let Some(operator) = desk.world.operator(id) {
        let body = json!({
            "id": id,
            "email": operator.email,
            "event": if login { "login" } else { "logout" },
            "platform": "web",
            "ip_address": "",
        });
        event(desk, "operator_authentication_updated", None, body);
    }
}

/// The event for a new ticket.
pub(super) fn ticket_created(desk: &Desk<'_>, ticket: &Ticket) {
    let mut row = tickets::row(ticket);
    if let Some(row) = row.as_object_mut() {
        row.remove("updater_id");
    }
    let body = json!({
        "hook_type": "ticket_created",
        "timestamp": zulu(desk.now),
        "ticket": row,
    });
    push(desk, "new_ticket", None, &body);
}

/// The event for a changed ticket.
pub(super) fn ticket_updated(desk: &Desk<'_>, ticket: &Ticket, updates: &Map<String, Value>) {
    let body = json!({
        "hook_type": "ticket_updated",
        "timestamp": zulu(desk.now),
        "ticket": tickets::row(ticket),
        "updates": updates,
    });
    push(desk, "ticket_updated", None, &body);
}

/// The event for a deleted ticket.
pub(super) fn ticket_deleted(desk: &Desk<'_>, ticket: &Ticket) {
    let body = json!({
        "hook_type": "ticket_deleted",
        "timestamp": zulu(desk.now),
        "id": ticket.number.to_string(),
        "ticket": tickets::row(ticket),
        "deleted by": "Public API",
    });
    push(desk, "ticket_deleted", None, &body);
}
