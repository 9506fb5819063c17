//! Endpoints without a state of their own: the request is checked, the answer is a fixture.

use serde_json::{Value, json};

use super::clients::missing as no_client;
use super::state::Desk;
use super::wire::{Answer, Call, Kind, Param, Route, route};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/chat2desk/",
            $name,
            ".json"
        ))
    };
}

const PAGE: &[Param] = &[("limit", Kind::Id), ("offset", Kind::Id)];

const TEMPLATE: &[Param] = &[
    ("shortcut", Kind::Text),
    ("text", Kind::Text),
    ("name", Kind::Text),
    ("file", Kind::Text),
    ("group_id", Kind::Id),
    ("user_id", Kind::Id),
];

const NAME: &[Param] = &[("name", Kind::Text)];

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/clients/{id}/questions",
        &[("start_date", Kind::Text), ("finish_date", Kind::Text)],
        of_client,
    ),
    route("GET", "/v1/clients/{id}/last_question", &[], of_client),
    route("GET", "/v1/templates", PAGE, canned),
    route("GET", "/v1/templates/{id}", &[], template),
    route("POST", "/v1/templates", TEMPLATE, write_template),
    route("PUT", "/v1/templates/{id}", TEMPLATE, write_template),
    route("DELETE", "/v1/templates/{id}", &[], template),
    route("GET", "/v1/templates_groups", PAGE, canned),
    route("GET", "/v1/templates_groups/{id}", &[], canned),
    route("POST", "/v1/templates_groups", NAME, canned),
    route("PUT", "/v1/templates_groups/{id}", NAME, canned),
    route("DELETE", "/v1/templates_groups/{id}", &[], canned),
    route(
        "GET",
        "/v1/scenarios/menu_items",
        &[("channel_id", Kind::Id)],
        canned,
    ),
    route(
        "POST",
        "/v1/scenarios/send_menu_item",
        &[("client_id", Kind::Id), ("menu_item_id", Kind::Id)],
        of_client,
    ),
    route("GET", "/v1/help/api_modes", &[], canned),
    route("GET", "/v1/help/transports", &[], canned),
    route("GET", "/v1/countries", PAGE, canned),
    route("GET", "/v1/regions", PAGE, canned),
    route(
        "GET",
        "/v1/statistics",
        &[
            ("report", Kind::Text),
            ("date", Kind::Text),
            ("limit", Kind::Id),
            ("offset", Kind::Id),
        ],
        statistics,
    ),
    route(
        "GET",
        "/v1/web_analytics_data",
        &[
            ("date_from", Kind::Text),
            ("order", Kind::Text),
            ("limit", Kind::Id),
            ("offset", Kind::Id),
        ],
        canned,
    ),
    route(
        "POST",
        "/v1/qr_decode",
        &[("image_path", Kind::Text)],
        canned,
    ),
    route("GET", "/v1/gateway/delete_outbox", &[], canned),
];

/// The fixture of an endpoint, and the parameters without which it is refused.
fn known(method: &str, path: &str) -> Option<(&'static str, &'static [&'static str])> {
    Some(match (method, path) {
        ("GET", "/v1/clients/{id}/questions") => (fixture!("clients/questions"), &[]),
        ("GET", "/v1/clients/{id}/last_question") => (fixture!("clients/last_question"), &[]),
        ("GET", "/v1/templates") => (fixture!("templates/list"), &[]),
        ("GET", "/v1/templates/{id}") => (fixture!("templates/get"), &[]),
        ("POST", "/v1/templates") => (fixture!("templates/create"), &["name", "text"]),
        ("PUT", "/v1/templates/{id}") => (fixture!("templates/update"), &[]),
        ("DELETE", "/v1/templates/{id}") => (fixture!("templates/delete"), &[]),
        ("GET", "/v1/templates_groups") => (fixture!("templates_groups/list"), &[]),
        ("GET", "/v1/templates_groups/{id}") => (fixture!("templates_groups/get"), &[]),
        ("POST", "/v1/templates_groups") => (fixture!("templates_groups/create"), &["name"]),
        ("PUT", "/v1/templates_groups/{id}") => (fixture!("templates_groups/update"), &["name"]),
        ("DELETE", "/v1/templates_groups/{id}") => (fixture!("templates_groups/delete"), &[]),
        ("GET", "/v1/scenarios/menu_items") => (fixture!("scenarios/menu_items"), &[]),
        ("POST", "/v1/scenarios/send_menu_item") => {
            (fixture!("scenarios/send_menu_item"), &["client_id"])
        }
        ("GET", "/v1/help/api_modes") => (fixture!("help/api_modes"), &[]),
        ("GET", "/v1/help/transports") => (fixture!("help/transports"), &[]),
        ("GET", "/v1/countries") => (fixture!("countries/list"), &[]),
        ("GET", "/v1/regions") => (fixture!("regions/list"), &[]),
        ("GET", "/v1/web_analytics_data") => (fixture!("web_analytics_data/list"), &[]),
        ("POST", "/v1/qr_decode") => (fixture!("qr_decode/create"), &["image_path"]),
        ("GET", "/v1/gateway/delete_outbox") => (fixture!("gateway/delete_outbox"), &[]),
        _ => return None,
    })
}

/// The answer a fixture holds. A list with `meta` is cut to the page that was asked for.
fn from_fixture(text: &str, call: &Call) -> Answer {
    let fixture: Value = serde_json::from_str(text).unwrap_or_default();
    let status = fixture["status"]
        .as_u64()
        .and_then(|s| u16::try_from(s).ok());
    let mut body = fixture["body"].clone();
    if body.get("meta").is_some()
        && let Some(rows) = body["data"].as_array()
    {
        let (limit, offset) = (call.limit(), call.offset());
        let total = rows.len();
        let rows: Vec<Value> = rows.iter().skip(offset).take(limit).cloned().collect();
        body["data"] = Value::Array(rows);
        body["meta"] = json!({"total": total, "limit": limit, "offset": offset});
    }
    Answer::new(status.unwrap_or(200), body)
}

fn canned(_: &mut Desk<'_>, call: &Call) -> Answer {
    let Some((text, required)) = known(call.route.method, call.route.path) else {
        return Answer::not_found("Page not found");
    };
    match required.iter().find(|key| !call.has(key)) {
        Some(key) => Answer::required(key),
        None => from_fixture(text, call),
    }
}

fn of_client(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.ids.first().copied().or(call.number("client_id"));
    match id {
        Some(id) if desk.world.client(id).is_none() => no_client(id),
        _ => canned(desk, call),
    }
}

/// A template that is not in the fixture of the list is not found.
fn template(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let list: Value = serde_json::from_str(fixture!("templates/list")).unwrap_or_default();
    let rows = list["body"]["data"].as_array();
    let id = call.id();
    if !rows.is_some_and(|rows| rows.iter().any(|row| row["id"] == id)) {
        return Answer::not_found(format!("Template #{id} not found"));
    }
    canned(desk, call)
}

fn write_template(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let mut errors = serde_json::Map::new();
    if call
        .text("name")
        .is_some_and(|name| name.is_empty() || name.chars().count() > 60)
    {
        let text = "Parameter 'name' cannot be empty and must not exceed 60 characters.";
        errors.insert("name".into(), json!([text]));
    }
    if call.has("group_id") && call.has("user_id") {
        for key in ["group_id", "user_id"] {
            let text = "Cannot specify both groups_template_id and user_id";
            errors.insert(key.into(), json!([text]));
        }
    }
    if !errors.is_empty() {
        return Answer::new(400, Value::Object(errors));
    }
    if call.route.method == "PUT" {
        return template(desk, call);
    }
    canned(desk, call)
}

fn statistics(_: &mut Desk<'_>, call: &Call) -> Answer {
    let refuse = |text: &str| Answer::new(400, json!({"status": "error", "message": text}));
    let Some(date) = call.text("date") else {
        return refuse("Date is required");
    };
    if jiff::civil::Date::strptime("%Y-%m-%d", date).is_err() {
        return refuse("Date is wrong");
    }
    let text = match call.text("report") {
        Some("request_stats") => fixture!("statistics/request_stats"),
        Some("operator_replies") => fixture!("statistics/operator_replies"),
        Some("operator_stats") => fixture!("statistics/operator_stats"),
        Some("operator_events") => fixture!("statistics/operator_events"),
        Some("rating") => fixture!("statistics/rating"),
        _ => return refuse("Report is unknown"),
    };
    from_fixture(text, call)
}
