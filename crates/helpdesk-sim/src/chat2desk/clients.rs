//! `clients` and `custom_client_fields`.

use serde_json::{Map, Value, json};

use super::Quirk;
use super::client_rows::{country, row, single, times};
use super::hooks;
use super::model::Client;
use super::state::{Desk, World, transport};
use super::wire::{Answer, Call, Kind, Route, listed, page, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/clients",
        &[
            ("phone", Kind::Text),
            ("client_phone", Kind::Text),
            ("tags", Kind::Ids),
            ("custom_field[id]", Kind::Text),
            ("custom_field[text]", Kind::Text),
            ("created_after", Kind::Id),
            ("order", Kind::Text),
            ("limit", Kind::Id),
            ("offset", Kind::Id),
        ],
        list,
    ),
    route("GET", "/v1/clients/{id}", &[], get),
    route("GET", "/v1/clients/{id}/transport", &[], transports),
    route("GET", "/v1/clients/{id}/dialogs", &[], dialogs),
    route(
        "PUT",
        "/v1/clients/{id}",
        &[
            ("nickname", Kind::NullableText),
            ("assigned_phone", Kind::NullableText),
            ("custom_fields", Kind::Map),
            ("external_id", Kind::Any),
            ("external_service", Kind::Text),
            ("ban_status", Kind::Id),
        ],
        update,
    ),
    route(
        "POST",
        "/v1/clients",
        &[
            ("phone", Kind::Text),
            ("transport", Kind::Text),
            ("channel_id", Kind::Id),
            ("nickname", Kind::Text),
            ("assigned_phone", Kind::Text),
        ],
        create,
    ),
    route("GET", "/v1/custom_client_fields", &[], fields),
];

/// The 404 for a client.
pub(super) fn missing(id: u64) -> Answer {
    Answer::not_found(format!("Client #{id} not found"))
}

fn list(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let world = &*desk.world;
    let show = |client: &Client| row(world, client);
    if let Some(phone) = call.text("phone") {
        let found = world.by_phone.get(phone).and_then(|id| world.client(*id));
        let found: Vec<&Client> = found.into_iter().filter(|c| matches(call, c)).collect();
        let total = found.len();
        return page(desk, call, found.into_iter(), total, show);
    }
    let filters = ["client_phone", "tags", "created_after", "custom_field[id]"];
    if !filters.iter().any(|key| call.has(key)) {
        let total = world.clients.len();
        if call.descending() {
            return page(desk, call, world.clients.iter().rev(), total, show);
        }
        return page(desk, call, world.clients.iter(), total, show);
    }
    let mut found: Vec<&Client> = world
        .clients
        .iter()
        .filter(|client| matches(call, client))
        .collect();
    if call.descending() {
        found.reverse();
    }
    let total = found.len();
    page(desk, call, found.into_iter(), total, show)
}

fn matches(call: &Call, client: &Client) -> bool {
    let card = client.card.as_deref();
    if let Some(phone) = call.text("client_phone")
        && card.and_then(|c| c.client_phone.as_deref()) != Some(phone)
    {
        return false;
    }
    if call.has("tags") {
        let wanted = call.numbers("tags");
        if !card.is_some_and(|c| wanted.iter().any(|tag| c.tags.contains(tag))) {
            return false;
        }
    }
    if let Some(after) = call.number("created_after")
        && i128::from(client.created.as_second()) <= i128::from(after)
    {
        return false;
    }
    let (field, text) = (
        call.text("custom_field[id]"),
        call.text("custom_field[text]"),
    );
    if let (Some(field), Some(text)) = (field, text) {
        let value = card.and_then(|c| c.custom_fields.get(field));
        let value = match value {
            Some(Value::String(value)) => value.clone(),
            Some(Value::Null) | None => return false,
            Some(other) => other.to_string(),
        };
        return value.to_lowercase().contains(&text.to_lowercase());
    }
    true
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let found = desk.world.client(call.id());
    found.map_or_else(
        || missing(call.id()),
        |client| Answer::data(single(desk.world, client)),
    )
}

fn transports(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(client) = desk.world.client(call.id()) else {
        return missing(call.id());
    };
    let ways = client.channels().into_iter();
    Answer::data(
        ways.map(|(id, transports)| json!({"channel_id": id, "transports": transports}))
            .collect::<Vec<_>>(),
    )
}

fn dialogs(desk: &mut Desk<'_>, call: &Call) -> Answer {
    if desk.world.client(call.id()).is_none() {
        return missing(call.id());
    }
    let ids = desk.world.dialogs_of.get(&call.id()).into_iter().flatten();
    let rows: Vec<Value> = ids
        .filter_map(|id| desk.world.dialog(*id))
        .map(super::dialogs::short)
        .collect();
    let total = rows.len();
    listed(desk.world, rows, total, 20, 0)
}

fn create(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(phone) = call.text("phone") else {
        return Answer::required("phone");
    };
    let Some(name) = call.text("transport") else {
        return Answer::required("transport");
    };
    let first = desk.world.channels.first().map_or(0, |c| c.id);
    let channel = call.number("channel_id").unwrap_or(first);
    let way = match way(desk.world, channel, name) {
        Ok(way) => way,
        Err(refusal) => return refusal,
    };
    let writable = way.starts_with("wa_")
        || [
            "whatsapp",
            "viber",
            "viber_business",
            "external",
            "email",
            "sms",
        ]
        .contains(&way);
    if !writable {
        return wrong_transport(name);
    }
    let digits = !phone.is_empty() && phone.bytes().all(|b| b.is_ascii_digit());
    if !(digits || way == "email" && phone.contains('@')) {
        return Answer::bad_field("phone", "Phone is invalid.", "unsupported_value");
    }
    if let Some(id) = desk.world.by_phone.get(phone) {
        let sentence = if desk.world.quirk(Quirk::DuplicateWithoutS) {
            "Client already exist"
        } else {
            "Client already exists"
        };
        return Answer::bad(json!({"client": [sentence, format!("{{\"id\":{id}}}")]}));
    }
    let id = desk.world.add_client(phone, None, channel, way, desk.now);
    let (nickname, own) = (call.text("nickname"), call.text("assigned_phone"));
    if let Some(client) = desk.world.client_mut(id)
        && (nickname.is_some() || own.is_some())
    {
        client.card_mut().assigned_name = nickname.map(str::to_owned);
        client.card_mut().client_phone = own.map(str::to_owned);
    }
    hooks::new_client(desk, id, None);
    let Some(client) = desk.world.client(id) else {
        return missing(id);
    };
    let mut body = json!({
        "id": id,
        "assigned_name": nickname,
        "phone": client.phone,
        "name": client.name,
        "avatar": null,
        "region_id": null,
        "country_id": country(client),
    });
    times(client, &mut body);
    Answer::data(body)
}

/// The 400 for a transport that cannot be used.
pub(super) fn wrong_transport(name: &str) -> Answer {
    Answer::bad_field(
        "transport",
        format!("Transport {name} is incorrect."),
        "unsupported_value",
    )
}

/// The transport of this name when the channel exists and has it.
pub(super) fn way(world: &World, channel: u64, name: &str) -> Result<&'static str, Answer> {
    let Some(entry) = world.channel(channel) else {
        let text = format!("Channel {channel} not found.");
        return Err(Answer::bad_field("channel_id", text, "not_found"));
    };
    transport(name)
        .filter(|way| entry.transports.contains(way))
        .ok_or_else(|| wrong_transport(name))
}

fn text_of(call: &Call, key: &str) -> Option<String> {
    call.text(key)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn update(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.id();
    let now = desk.now;
    let external = call.value("external_id").cloned();
    if external
        .as_ref()
        .is_some_and(|id| !(id.is_string() || id.is_number() || id.is_null()))
    {
        desk.lab
            .violation("PUT /v1/clients/{id}: `external_id` has the wrong type");
        return Answer::bad_field(
            "external_id",
            "Parameter has a wrong type.",
            "unsupported_value",
        );
    }
    let service = call.text("external_service");
    if service.is_some_and(|name| !["amo", "bitrix"].contains(&name)) {
        let text = "Only 'amo' and 'bitrix' are allowed.";
        return Answer::bad_field("external_service", text, "unsupported_value");
    }
    let Some(client) = desk.world.client_mut(id) else {
        return missing(id);
    };
    let card = client.card_mut();
    card.updated = Some(now);
    if call.has("nickname") {
        card.assigned_name = text_of(call, "nickname");
    }
    if call.has("assigned_phone") {
        card.client_phone = text_of(call, "assigned_phone");
    }
    if let Some(Value::Object(fields)) = call.value("custom_fields") {
        for (key, value) in fields {
            card.custom_fields.insert(key.clone(), value.clone());
        }
    }
    match (external, service) {
        (Some(external), Some(service)) => {
            card.external_ids.insert(service.to_owned(), external);
        }
        (Some(external), None) => card.external_id = external,
        _ => {}
    }
    let banned = call.number("ban_status").map(|status| status != 0);
    let switched = banned.filter(|banned| *banned != card.banned);
    if let Some(banned) = switched {
        card.banned = banned;
        hooks::blacklist(desk, id, banned);
    }
    let card_keys = ["nickname", "assigned_phone", "custom_fields", "external_id"];
    if card_keys.iter().any(|key| call.has(key)) {
        hooks::client_updated(desk, id);
    }
    let Some(client) = desk.world.client(id) else {
        return missing(id);
    };
    let mut body = row(desk.world, client);
    let as_list = desk.world.quirk(Quirk::ClientUpdateAsList);
    if let Some(members) = body.as_object_mut() {
        let id = members.remove("id").unwrap_or_default();
        let key = if as_list { "clientID" } else { "client_id" };
        members.insert(key.to_owned(), id);
    }
    if as_list {
        return Answer::data(vec![body]);
    }
    Answer::data(body)
}

fn fields(desk: &mut Desk<'_>, _: &Call) -> Answer {
    let rows: Vec<Value> = desk
        .world
        .fields
        .iter()
        .map(|field| {
            let mut row = Map::new();
            row.insert("id".into(), json!(field.id));
            row.insert("name".into(), json!(field.name));
            row.insert("type".into(), json!(field.kind));
            row.insert("value".into(), json!(field.value));
            row.insert("editable".into(), json!(true));
            row.insert("viewable".into(), json!(field.viewable));
            row.insert("tracking_field".into(), json!(false));
            Value::Object(row)
        })
        .collect();
    Answer::new(200, json!({"data": rows, "status": "ok"}))
}
