//! `/cases`: reading, and the lists of types and tags.

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::check::{Answer, Ask};
use super::filter::{IN_EQUAL, RANGE, SET, TEXT};
use super::list::{Envelope, Rules, select};
use super::state::{Case, World, custom_fields, stamp, stamp_or_null, three_months_before};
use super::{Quirk, Sim};

const DEFAULT: &[&str] = &["id", "group_id", "user_id", "subject"];

const LIST: Rules = Rules {
    fields: &[
        "id",
        "number",
        "group_id",
        "user_id",
        "contact_id",
        "status",
        "source_channel",
        "tags",
        "type_id",
        "subject",
        "priority",
        "due_at",
        "custom_fields",
        "created_at",
        "solved_at",
        "closed_at",
        "last_read",
        "last_update",
        "first_read",
        "last_assignment",
        "first_response",
        "last_response",
        "nps_value",
        "spam",
        "deleted",
        "channel_account",
        "bot_resolved",
        "bot_attended",
        "summary",
        // Known from public code only.
        "ticket_area",
    ],
    default: DEFAULT,
    filters: &[
        ("number", IN_EQUAL),
        ("user_id", IN_EQUAL),
        ("contact_id", IN_EQUAL),
        ("group_id", SET),
        ("status", SET),
        ("source_channel", SET),
        ("tags", SET),
        ("type_id", SET),
        ("priority", SET),
        ("subject", TEXT),
        ("due_at", RANGE),
        ("created_at", RANGE),
        ("solved_at", RANGE),
        ("closed_at", RANGE),
        ("last_read", RANGE),
        ("id", RANGE),
        ("first_read", RANGE),
        ("last_assignment", RANGE),
        ("first_response", RANGE),
        ("last_response", RANGE),
        ("last_update", RANGE),
    ],
    prefix: "case",
};

const ONE: Rules = Rules {
    fields: &[
        "id",
        "number",
        "group_id",
        "user_id",
        "contact_id",
        "status",
        "source_channel",
        "tags",
        "type_id",
        "subject",
        "priority",
        "due_at",
        "custom_fields",
        "created_at",
        "solved_at",
        "closed_at",
        "last_update",
        "channel_account",
        "bot_resolved",
        "bot_attended",
        "summary",
        "ticket_area",
    ],
    default: DEFAULT,
    filters: &[],
    prefix: "case",
};

const TYPES: Rules = Rules {
    fields: &["id", "name", "parent_id"],
    default: &["id", "name", "parent_id"],
    filters: &[],
    prefix: "type",
};

const TAGS: Rules = Rules {
    fields: &["id", "name"],
    default: &["id", "name"],
    filters: &[],
    prefix: "tag",
};

/// `GET /cases`: only what was created in the last three months.
pub(super) async fn list(State(sim): State<Sim>, ask: Ask) -> Answer {
    let mut listing = sim.listing(&ask, &LIST)?;
    if listing.sort_field.is_none() && sim.has(Quirk::CasesNewestFirst) {
        listing.descending = !ask.query.contains("sort=asc");
    }
    let oldest = three_months_before(sim.lab.now());
    let world = sim.world();
    let contact = listing
        .filters
        .iter()
        .find(|filter| filter.field == "contact_id");
    let positions: Vec<usize> = match contact {
        Some(filter) => {
            let mut found: Vec<usize> = filter
                .values
                .iter()
                .filter_map(|value| world.cases_of.get(&value.parse().ok()?))
                .flatten()
                .copied()
                .collect();
            found.sort_unstable();
            found.dedup();
            found
        }
        None => (0..world.cases.len()).collect(),
    };
    let cases = positions
        .into_iter()
        .map(|position| &world.cases[position])
        .filter(|case| case.created_at >= oldest);
    let dates = world.missing_date();
    let (skip, limit) = (listing.skip(), listing.limit);
    let mut found: Vec<&Case> = cases
        .filter(|case| listing.matches(|field| show(case, field)))
        .collect();
    if let Some(field) = &listing.sort_field
        && field != "id"
    {
        found.sort_by(|a, b| super::list::order(&show(a, field), &show(b, field)));
    }
    if listing.descending {
        found.reverse();
    }
    let more = found.len() > skip.saturating_add(limit);
    let rows = found
        .into_iter()
        .skip(skip)
        .take(limit)
        .map(|case| listing.row(|field| dated(show(case, field), field, &dates)))
        .collect();
    drop(world);
    Ok(sim.envelope(&ask, Envelope::Bare, rows, &listing, more))
}

/// `GET /cases/{id}`: cases of any age.
pub(super) async fn get(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let fields = sim.fields(&ask, &ONE)?;
    let id = sim.id(&ask, &id, "Case")?;
    let world = sim.world();
    let case = &world.cases[world.live_case(id)?];
    let dates = world.missing_date();
    Ok(Json(select(&fields, |field| {
        dated(show(case, field), field, &dates)
    })))
}

/// `GET /cases/types`.
pub(super) async fn types(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &TYPES)?;
    let types = sim.world().types.clone();
    Ok(sim.page_of(
        &ask,
        Envelope::Data,
        &listing,
        types.into_iter(),
        |(id, name, parent), field| match field {
            "id" => json!(id),
            "name" => json!(name),
            _ => json!(parent),
        },
    ))
}

/// `GET /cases/tags`.
pub(super) async fn tags(State(sim): State<Sim>, ask: Ask) -> Answer {
    let listing = sim.listing(&ask, &TAGS)?;
    let tags = sim.world().tags.clone();
    Ok(sim.page_of(
        &ask,
        Envelope::Data,
        &listing,
        tags.into_iter(),
        |(id, name), field| match field {
            "id" => json!(id),
            _ => json!(name),
        },
    ))
}

fn show(case: &Case, field: &str) -> Value {
    match field {
        "id" => json!(case.id),
        "number" => json!(case.number),
        "group_id" => json!(case.group_id),
        "user_id" => json!(case.user_id),
        "contact_id" => json!(case.contact_id),
        "status" => json!(case.status),
        "source_channel" => json!(case.source_channel),
        "tags" => json!(case.tags),
        "type_id" => json!(case.type_id),
        "subject" => json!(case.subject),
        "priority" => json!(case.priority),
        "custom_fields" => custom_fields(&case.custom_fields),
        "created_at" => json!(stamp(case.created_at)),
        "last_update" => json!(stamp(case.last_update)),
        "due_at" => stamp_or_null(case.due_at),
        "solved_at" => stamp_or_null(case.solved_at),
        "closed_at" => stamp_or_null(case.closed_at),
        "last_read" => stamp_or_null(case.last_read),
        "first_read" => stamp_or_null(case.first_read),
        "last_assignment" => stamp_or_null(case.last_assignment),
        "first_response" => stamp_or_null(case.first_response),
        "last_response" => stamp_or_null(case.last_response),
        "spam" => json!(case.spam),
        "deleted" => json!(case.deleted),
        "channel_account" => json!(case.channel_account),
        "bot_resolved" | "bot_attended" => json!(false),
        "summary" => json!(""),
        "ticket_area" => json!(case.ticket_area),
        _ => Value::Null,
    }
}

/// Writes a missing date as the quirks say. The documentation shows none for cases.
fn dated(value: Value, field: &str, missing: &Value) -> Value {
    if value.is_null() && field != "nps_value" {
        missing.clone()
    } else {
        value
    }
}

impl World {
    fn missing_date(&self) -> Value {
        if self.has(Quirk::EmptyDatesAsText) {
            json!("")
        } else if self.has(Quirk::EmptyDatesAsSentinel) {
            json!("1900-01-01 00:00:00")
        } else {
            Value::Null
        }
    }
}
