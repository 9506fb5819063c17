//! `messages/inbox` and `messages/import`.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::clients::{missing as no_client, way};
use super::flow::Draft;
use super::hooks;
use super::sending::attachment;
use super::state::Desk;
use super::wire::{Answer, Call, Kind, Route, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "POST",
        "/v1/messages/inbox",
        &[
            ("channel_id", Kind::Id),
            ("body", Kind::Text),
            ("attachment", Kind::Text),
            ("attachment_filename", Kind::Text),
            ("image", Kind::Text),
            ("video", Kind::Text),
            ("location", Kind::Text),
            ("extra_data", Kind::Map),
            ("from_client", Kind::Map),
        ],
        inbox,
    ),
    route(
        "POST",
        "/v1/messages/import",
        &[
            ("client_id", Kind::Id),
            ("channel_id", Kind::Id),
            ("transport", Kind::Text),
            ("messages", Kind::Any),
        ],
        import,
    ),
];

fn inner_keys(desk: &Desk<'_>, place: &str, members: &Map<String, Value>, known: &[&str]) {
    for key in members.keys() {
        if !known.contains(&key.as_str()) {
            desk.lab
                .violation(format!("{place}: undocumented body member `{key}`"));
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn inbox(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(channel) = call.number("channel_id") else {
        return Answer::required("channel_id");
    };
    let way = match way(desk.world, channel, "external") {
        Ok(way) => way,
        Err(refusal) => return refusal,
    };
    let Some(from) = call.value("from_client").and_then(Value::as_object) else {
        return Answer::required("from_client");
    };
    inner_keys(
        desk,
        "POST /v1/messages/inbox from_client",
        from,
        &[
            "id",
            "phone",
            "avatar",
            "nickname",
            "client_phone",
            "custom_fields",
        ],
    );
    let person = match (from.get("id"), from.get("phone")) {
        (Some(id), None) => plain(id).map(|id| format!("[id] {id}")),
        (None, Some(phone)) => {
            plain(phone).filter(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
        }
        _ => None,
    };
    let Some(person) = person else {
        let text = "Exactly one of id and phone is required.";
        return Answer::bad_field("from_client", text, "unsupported_value");
    };
    let link = ["attachment", "image", "video"]
        .iter()
        .find_map(|key| call.text(key));
    let body = call.text("body").filter(|text| !text.is_empty());
    if body.is_none() && link.is_none() && !call.has("location") {
        return Answer::required("body");
    }
    let known = desk.world.by_phone.get(person.as_str()).copied();
    let client =
        known.unwrap_or_else(|| desk.world.add_client(&person, None, channel, way, desk.now));
    if let Some(entry) = desk.world.client_mut(client) {
        if entry.name.is_none() {
            let nick = from.get("nickname").and_then(Value::as_str);
            entry.name = nick.map(Into::into);
        }
        let card = entry.card_mut();
        if let Some(avatar) = from.get("avatar").and_then(Value::as_str) {
            card.avatar = Some(avatar.to_owned());
        }
        if let Some(phone) = from.get("client_phone").and_then(plain) {
            card.client_phone = Some(phone);
        }
        if let Some(Value::Object(fields)) = from.get("custom_fields") {
            card.custom_fields
                .extend(fields.iter().map(|(k, v)| (k.clone(), v.clone())));
        }
    }
    if known.is_none() {
        hooks::new_client(desk, client, Some("incoming_message"));
    }
    let mut extra = Map::new();
    if let Some(Value::Object(sent)) = call.value("extra_data") {
        inner_keys(
            desk,
            "POST /v1/messages/inbox extra_data",
            sent,
            &["external_id"],
        );
        extra.clone_from(sent);
    }
    let name = call.text("attachment_filename");
    let mut draft = Draft::text("from_client", body.unwrap_or_default(), channel, way);
    draft.text = body.map(str::to_owned);
    draft.extra = extra;
    draft.attachments = link
        .map(|link| attachment(link, name))
        .into_iter()
        .collect();
    desk.post(client, draft);
    Answer::done()
}

/// A checked row of an import.
type Row = (Draft, Timestamp);

fn import(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let (Some(client), Some(channel)) = (call.number("client_id"), call.number("channel_id"))
    else {
        let key = if call.has("client_id") {
            "channel_id"
        } else {
            "client_id"
        };
        return Answer::required(key);
    };
    let Some(name) = call.text("transport") else {
        return Answer::required("transport");
    };
    let Some(messages) = call.value("messages").and_then(Value::as_array) else {
        return Answer::required("messages");
    };
    if desk.world.client(client).is_none() {
        return no_client(client);
    }
    let way = match way(desk.world, channel, name) {
        Ok(way) => way,
        Err(refusal) => return refusal,
    };
    if messages.len() > 10 {
        return failure(&[json!({
            "text": null,
            "errors": [{"messages": ["must not have more than 10 messages"]}],
        })]);
    }
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    for message in messages {
        match row(desk, message, channel, way) {
            Ok(row) => rows.push(row),
            Err((field, text)) => {
                let mut error = Map::new();
                error.insert(field.to_owned(), json!([text]));
                errors.push(json!({"text": message["text"], "errors": [error]}));
            }
        }
    }
    if !errors.is_empty() {
        return failure(&errors);
    }
    for (draft, created) in rows {
        desk.import(client, draft, created);
    }
    Answer::new(200, json!({"errors": [], "status": "success"}))
}

fn failure(errors: &[Value]) -> Answer {
    Answer::new(400, json!({"errors": errors, "status": "failure"}))
}

fn row(
    desk: &Desk<'_>,
    message: &Value,
    channel: u64,
    way: &'static str,
) -> Result<Row, (&'static str, &'static str)> {
    let Some(members) = message.as_object() else {
        return Err(("messages", "must be a list of objects"));
    };
    inner_keys(
        desk,
        "POST /v1/messages/import messages",
        members,
        &[
            "timestamp",
            "text",
            "type",
            "attachment",
            "operator_id",
            "external_id",
        ],
    );
    let kind = match members.get("type").and_then(Value::as_str) {
        Some("to_client") => "to_client",
        Some("from_client") => "from_client",
        Some("autoreply") => "autoreply",
        _ => return Err(("type", "must be autoreply, to_client or from_client")),
    };
    let time = members.get("timestamp").and_then(plain);
    let time = time.and_then(|time| time.parse::<i64>().ok());
    let Some(created) = time.and_then(|time| Timestamp::from_second(time).ok()) else {
        return Err(("timestamp", "must be a unix time"));
    };
    let link = match members.get("attachment") {
        None | Some(Value::Null) => None,
        Some(Value::String(link)) if link.is_empty() => None,
        Some(Value::String(link)) => Some(link.as_str()),
        Some(_) => return Err(("attachment", "must be a string")),
    };
    let text = members.get("text").and_then(Value::as_str);
    let text = text.filter(|text| !text.is_empty());
    if text.is_none() && link.is_none() {
        return Err(("text", "is missing"));
    }
    let admin = desk.world.operators.first().map(|admin| admin.id);
    let given = members.get("operator_id").and_then(plain);
    let operator = match (given.and_then(|id| id.parse().ok()), kind) {
        (Some(id), _) if desk.world.operator(id).is_none() => {
            return Err(("operator_id", "not found"));
        }
        (Some(id), _) => Some(id),
        (None, "to_client") => admin,
        (None, _) => None,
    };
    let mut extra = Map::new();
    if let Some(id) = members.get("external_id") {
        extra.insert("external_id".into(), id.clone());
    }
    extra.insert("imported".into(), json!(true));
    let mut draft = Draft::text(kind, text.unwrap_or_default(), channel, way);
    draft.text = text.map(str::to_owned);
    draft.operator = operator;
    draft.extra = extra;
    draft.attachments = link
        .map(|link| attachment(link, None))
        .into_iter()
        .collect();
    Ok((draft, created))
}
