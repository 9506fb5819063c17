//! `/external/agent`, `/external/channel/keys` and `/external/company/email`: operators and the
//! accounts through which people write.

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, ok};
use super::page::{Page, Style};
use super::state::{Agent, Automation, World};
use super::uid::{Uid, iso_offset, known};

fn sectors(world: &World, agent: &Agent) -> Vec<Value> {
    world
        .sectors
        .iter()
        .filter(|sector| sector.holds(agent.user_id))
        .map(|sector| {
            json!({
                "id": sector.id,
                "company_id": world.company,
                "name": sector.name,
                "updated_at": iso_offset(sector.updated_at),
                "deleted_at": null,
                "active": sector.active,
                "created_at": iso_offset(sector.created_at),
            })
        })
        .collect()
}

fn shared(world: &World, agent: &Agent) -> Value {
    json!({
        "id": agent.id,
        "user_id": agent.user_id,
        "name": agent.name,
        "lastname": agent.lastname,
        "email": agent.email,
        "document_number": null,
        "phone": agent.phone,
        "observations": null,
        "profile_id": agent.profile,
        "company_id": world.company,
        "employee_language": "pt-br",
        "country": "BR",
        "role": null,
        "send_email_notification": false,
        "status_employee_id": agent.status,
    })
}

/// `GET /external/agent`, by name.
pub(crate) fn agents(call: &Call<'_>, world: &mut World) -> Outcome {
    let page = Page::of(call, world)?;
    let search = call.param("search").map(str::to_lowercase);
    let down = call.descending()? == Some(true);
    let mut found: Vec<&Agent> = world
        .agents
        .iter()
        .filter(|agent| {
            search.as_deref().is_none_or(|text| {
                agent.name.to_lowercase().contains(text)
                    || agent.email.to_lowercase().contains(text)
            })
        })
        .collect();
    found.sort_by_cached_key(|agent| agent.name.to_lowercase());
    if down {
        found.reverse();
    }
    let rows: Vec<Value> = page
        .slice(&found)
        .iter()
        .map(|agent| {
            let mut body = shared(world, agent);
            body["is_app_authenticated"] = Value::Null;
            body["sector"] = json!(sectors(world, agent));
            body
        })
        .collect();
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 825,
        "data": rows,
        "pagination": page.describe(found.len(), Style::Exact),
    }))
}

/// `GET /external/agent/{id}`, by either identifier: a list of one, without the sectors.
pub(crate) fn agent(call: &Call<'_>, world: &mut World) -> Outcome {
    let agent = world
        .agent(call.path_id("Operator")?)
        .ok_or_else(|| Refusal::missing("Operator"))?;
    let mut body = shared(world, agent);
    body["permissions"] = Value::Null;
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 825,
        "data": [body],
    }))
}

fn automation(one: &Automation) -> Value {
    let key = |channel: Uid| {
        (one.channel == channel).then(|| {
            let mut key = json!({ "id": one.key, "has_bot": one.has_bot });
            if channel != known::WEBCHAT {
                key["name"] = json!(one.name);
            }
            if channel == known::WHATSAPP {
                key["phone_number"] = json!(one.phone);
            }
            key
        })
    };
    json!({
        "id": one.id,
        "name": one.name,
        "triage_id": one.triage,
        "whatsapp_key": key(known::WHATSAPP),
        "facebook_key": key(known::FACEBOOK),
        "instagram_key": key(known::INSTAGRAM),
        "webchat_key": key(known::WEBCHAT),
    })
}

/// `GET /external/channel/keys`.
pub(crate) fn automations(_: &Call<'_>, world: &mut World) -> Outcome {
    let rows: Vec<Value> = world.automations.iter().map(automation).collect();
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 6501,
        "data": rows,
    }))
}

/// `GET /external/company/email`.
pub(crate) fn emails(call: &Call<'_>, world: &mut World) -> Outcome {
    let page = Page::of(call, world)?;
    let search = call.param("search").map(str::to_lowercase);
    let down = call.descending()? == Some(true);
    let mut found: Vec<_> = world
        .emails
        .iter()
        .filter(|email| {
            search
                .as_deref()
                .is_none_or(|text| email.address.contains(text))
        })
        .collect();
    found.sort_by(|a, b| a.address.cmp(&b.address));
    if down {
        found.reverse();
    }
    let rows: Vec<Value> = page
        .slice(&found)
        .iter()
        .map(|email| {
            let sector = world.sectors.iter().find(|s| s.emails.contains(&email.id));
            json!({
                "id": email.id,
                "active": email.active,
                "email": email.address,
                "sector": { "id": sector.map(|s| s.id), "name": sector.map(|s| &s.name) },
                "confirmation_url": null,
                "is_primary": false,
                "email_suport": false,
            })
        })
        .collect();
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 619,
        "data": rows,
        "pagination": page.describe(found.len(), Style::Exact),
    }))
}
