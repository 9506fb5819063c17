//! `channels`, `companies` and `help`.

use serde_json::{Value, json};

use super::model::Channel;
use super::state::Desk;
use super::wire::{Answer, Call, Kind, Route, page, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/channels",
        &[("limit", Kind::Id), ("offset", Kind::Id)],
        channels,
    ),
    route("GET", "/v1/companies/api_info", &[], api_info),
    route("GET", "/v1/companies/info", &[], info),
    route(
        "PUT",
        "/v1/companies",
        &[("custom_fields", Kind::Map)],
        store_info,
    ),
    route(
        "PUT",
        "/v1/companies/switch_mode",
        &[("mode", Kind::Text)],
        switch_mode,
    ),
    route("GET", "/v1/help/dialog_states", &[], dialog_states),
    route("GET", "/v1/help/message_types", &[], message_types),
    route("GET", "/v1/help/tickets", &[], ticket_values),
    route("GET", "/v1/help/roles", &[], roles),
];

fn channel(channel: &Channel) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "phone": channel.phone,
        "transports": channel.transports,
        "whatsapp_daily_new_clients_limit": {"limit": 10, "used": 0},
    })
}

fn channels(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let all = &desk.world.channels;
    page(desk, call, all.iter(), all.len(), channel)
}

fn api_info(desk: &mut Desk<'_>, _: &Call) -> Answer {
    let world = &*desk.world;
    let custom = (!world.custom_info.is_empty()).then(|| world.custom_info.clone());
    Answer::data(json!({
        "companyID": 40_812,
        "partnerID": 1,
        "partner_type": "partner_client",
        "company_mode": "standard",
        "hook": null,
        "hook_preferences": null,
        "current_version": 1,
        "channels": world.channels.len(),
        "company_name": "Fictitious Goods",
        "company_lang": "en",
        "admin_email": world.operators.first().map(|admin| admin.email.as_str()),
        "custom_info": custom,
        "write_first_option": true,
        "domain_urls": ["https://desk.sim.example"],
        "api_calls": {
            "used_this_month": world.used,
            "left_free_requests": world.monthly_quota.saturating_sub(world.used),
            "left_paid_requests": 0,
        },
    }))
}

fn info(desk: &mut Desk<'_>, _: &Call) -> Answer {
    let day = json!({"begin": "08 : 30", "end": "18 : 15"});
    Answer::data(json!({
        "id": 40_812,
        "name": "Fictitious Goods",
        "workingHours": [day, day, day, day, day],
        "timezone": "Sim City (UTC+3:00)",
        "online": desk.world.mode == "online",
    }))
}

fn store_info(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(Value::Object(fields)) = call.value("custom_fields") else {
        return Answer::required("custom_fields");
    };
    desk.world.custom_info.extend(fields.clone());
    Answer::done()
}

fn switch_mode(desk: &mut Desk<'_>, call: &Call) -> Answer {
    match call.text("mode") {
        Some(mode) if ["online", "offline"].contains(&mode) => {
            mode.clone_into(&mut desk.world.mode);
            Answer::done()
        }
        Some(_) => Answer::bad_field("mode", "Unsupported mode.", "unsupported_value"),
        None => Answer::required("mode"),
    }
}

fn dialog_states(_: &mut Desk<'_>, _: &Call) -> Answer {
    Answer::data(json!(["open", "closed"]))
}

fn message_types(_: &mut Desk<'_>, _: &Call) -> Answer {
    Answer::data(json!([
        {"id": "system", "description": "From the system"},
        {"id": "autoreply", "description": "Automatic answer"},
        {"id": "to_client", "description": "To the client"},
        {"id": "from_client", "description": "From the client"},
        {"id": "comment", "description": "Note between operators"},
    ]))
}

fn ticket_values(_: &mut Desk<'_>, _: &Call) -> Answer {
    Answer::data(json!({
        "status list": [
            {"id": 1, "name": "To do"},
            {"id": 2, "name": "In Progress"},
            {"id": 3, "name": "Waiting"},
            {"id": 4, "name": "Done"},
        ],
        "priority list": [
            {"id": 1, "name": "Minor"},
            {"id": 2, "name": "Normal"},
            {"id": 3, "name": "Major"},
        ],
    }))
}

fn roles(_: &mut Desk<'_>, _: &Call) -> Answer {
    Answer::data(json!([
        "unconfirmed",
        "operator",
        "supervisor",
        "admin",
        "disabled",
        "deleted",
    ]))
}
