//! `webhooks`.

use serde_json::{Map, Value, json};

use super::Quirk;
use super::deliver::EVENTS;
use super::model::Webhook;
use super::state::Desk;
use super::wire::{Answer, Call, Kind, Route, route};

pub(super) const ROUTES: &[Route] = &[
    route("GET", "/v1/webhooks", &[], list),
    route("GET", "/v1/webhooks/{id}", &[], get),
    route(
        "POST",
        "/v1/webhooks",
        &[
            ("url", Kind::NullableText),
            ("name", Kind::Text),
            ("events", Kind::Texts),
            ("channels", Kind::Ids),
        ],
        create,
    ),
    route(
        "PUT",
        "/v1/webhooks/{id}",
        &[
            ("url", Kind::NullableText),
            ("name", Kind::Text),
            ("events", Kind::Texts),
            ("channels", Kind::Ids),
            ("status", Kind::Text),
            ("order", Kind::Any),
        ],
        update,
    ),
    route("DELETE", "/v1/webhooks/{id}", &[], delete),
];

fn row(hook: &Webhook, errors: &Value) -> Value {
    json!({
        "id": hook.id,
        "name": hook.name,
        "url": hook.url,
        "events": hook.events,
        "status": if hook.enabled { "enable" } else { "disable" },
        "errors": errors,
        "source": "client",
        "channels": hook.channels,
    })
}

fn missing(id: u64) -> Answer {
    Answer::not_found(format!("Webhook #{id} not found"))
}

fn list(desk: &mut Desk<'_>, _: &Call) -> Answer {
    let hooks = desk.world.webhooks.iter();
    Answer::data(hooks.map(|hook| row(hook, &json!([]))).collect::<Vec<_>>())
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let found = desk.world.webhooks.iter().find(|h| h.id == call.id());
    match found {
        Some(hook) if desk.world.quirk(Quirk::WebhookAsObject) => {
            Answer::data(row(hook, &Value::Null))
        }
        Some(hook) => Answer::data(vec![row(hook, &Value::Null)]),
        None => missing(call.id()),
    }
}

fn field_error(field: &str, text: &str) -> Answer {
    let mut errors = Map::new();
    errors.insert(field.to_owned(), json!([text]));
    Answer::bad(errors)
}

fn events(call: &Call) -> Result<Option<Vec<String>>, Answer> {
    let Some(list) = call.value("events").and_then(Value::as_array) else {
        return Ok(None);
    };
    let names: Vec<String> = list
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    match names.iter().find(|name| !EVENTS.contains(&name.as_str())) {
        Some(wrong) => Err(field_error("events", &format!("{wrong} is not supported"))),
        None => Ok(Some(names)),
    }
}

fn channels(desk: &Desk<'_>, call: &Call) -> Result<Option<Vec<u64>>, Answer> {
    if !call.has("channels") {
        return Ok(None);
    }
    let ids = call.numbers("channels");
    match ids.iter().find(|id| desk.world.channel(**id).is_none()) {
        Some(id) => Err(field_error("channels", &format!("channel {id} not found"))),
        None => Ok(Some(ids)),
    }
}

fn used(desk: &Desk<'_>, url: &str, but: Option<u64>) -> bool {
    let mut hooks = desk.world.webhooks.iter();
    hooks.any(|hook| hook.url == url && Some(hook.id) != but)
}

fn create(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(url) = call.text("url").filter(|url| !url.is_empty()) else {
        return field_error("url", "can't be blank");
    };
    if used(desk, url, None) {
        return field_error("url", "is already used");
    }
    let Some(name) = call.text("name") else {
        return field_error("name", "can't be blank");
    };
    let (events, channels) = match (events(call), channels(desk, call)) {
        (Ok(Some(events)), Ok(channels)) => (events, channels.unwrap_or_default()),
        (Ok(None), _) => return field_error("events", "can't be blank"),
        (Err(refusal), _) | (_, Err(refusal)) => return refusal,
    };
    if desk.world.webhooks.len() >= 5 {
        return field_error("base", "webhooks limit is 5");
    }
    let hook = Webhook {
        id: 97_300 + desk.lab.number("webhook"),
        name: name.to_owned(),
        url: url.to_owned(),
        events,
        channels,
        enabled: true,
    };
    let body = row(&hook, &Value::Null);
    desk.world.webhooks.push(hook);
    Answer::data(body)
}

fn update(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.id();
    if !desk.world.webhooks.iter().any(|hook| hook.id == id) {
        return missing(id);
    }
    if call.value("url") == Some(&Value::Null) {
        desk.world.webhooks.retain(|hook| hook.id != id);
        return Answer::done();
    }
    let url = call.text("url");
    if url.is_some_and(|url| used(desk, url, Some(id))) {
        return field_error("url", "is already used");
    }
    let enabled = match call.text("status") {
        None => None,
        Some("enable") => Some(true),
        Some("disable") => Some(false),
        Some(_) => return field_error("status", "must be enable or disable"),
    };
    let (events, channels) = match (events(call), channels(desk, call)) {
        (Ok(events), Ok(channels)) => (events, channels),
        (Err(refusal), _) | (_, Err(refusal)) => return refusal,
    };
    let Some(hook) = desk.world.webhooks.iter_mut().find(|hook| hook.id == id) else {
        return missing(id);
    };
    if let Some(url) = url {
        url.clone_into(&mut hook.url);
    }
    if let Some(name) = call.text("name") {
        name.clone_into(&mut hook.name);
    }
    hook.events = events.unwrap_or_else(|| std::mem::take(&mut hook.events));
    hook.channels = channels.unwrap_or_else(|| std::mem::take(&mut hook.channels));
    hook.enabled = enabled.unwrap_or(hook.enabled);
    Answer::data(row(hook, &Value::Null))
}

fn delete(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let before = desk.world.webhooks.len();
    desk.world.webhooks.retain(|hook| hook.id != call.id());
    if desk.world.webhooks.len() == before {
        return missing(call.id());
    }
    Answer::done()
}
