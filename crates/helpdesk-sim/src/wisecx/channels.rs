//! `/channels` and `/whatsapp_templates`.

use axum::extract::State;
use serde_json::json;

use super::Sim;
use super::check::{Answer, Ask};
use super::list::{Envelope, Rules};
use super::state::WHATSAPP;

const CHANNELS: Rules = Rules {
    fields: &["id", "name", "source"],
    default: &["id", "name", "source"],
    filters: &[],
    prefix: "channel",
};

const TEMPLATES: Rules = Rules {
    fields: &[
        "template_id",
        "content",
        "name",
        "whatsapp_number",
        "whatsapp_description",
    ],
    default: &["template_id", "name", "content"],
    filters: &[],
    prefix: "template",
};

/// `GET /channels`: here identifiers are strings.
pub(super) async fn list(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &CHANNELS)?;
    let channels = sim.world().channels.clone();
    Ok(sim.page_of(
        &ask,
        Envelope::Data,
        &listing,
        channels.into_iter(),
        |channel, field| match field {
            "id" => json!(channel.id),
            "name" => json!(channel.name),
            _ => json!(channel.source),
        },
    ))
}

/// `GET /whatsapp_templates`.
pub(super) async fn templates(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &TEMPLATES)?;
    let templates = sim.world().templates.clone();
    Ok(sim.page_of(
        &ask,
        Envelope::Data,
        &listing,
        templates.into_iter(),
        |template, field| match field {
            "template_id" => json!(template.id),
            "content" => json!(template.content),
            "name" => json!(template.name),
            "whatsapp_number" => json!(WHATSAPP),
            _ => json!("Invented front desk"),
        },
    ))
}
