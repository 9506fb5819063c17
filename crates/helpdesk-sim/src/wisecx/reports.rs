//! `/analytics/export` and `/surveys/{id}/responses`, of which more is known than a shape.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::Sim;
use super::check::{Answer, Ask, Kind, Refusal, text};
use super::generic::{fixture, fixture_body};
use super::state::parse_time;
use crate::strict;

/// An export is not found in its first seconds.
const HIDDEN: i64 = 3;
/// An export is done after this many seconds.
const DONE: i64 = 10;
/// Exports that may run at the same time.
const AT_ONCE: usize = 3;

/// `POST /analytics/export/{id}`. The body may be missing.
pub(super) async fn export(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    sim.id(&ask, &id, "Report")?;
    if !ask.body.is_empty() {
        let body = sim.body(&ask)?;
        sim.check_export(&ask, &body)?;
    }
    let now = sim.lab.now();
    let mut world = sim.world();
    let running = world
        .exports
        .values()
        .filter(|started| now.as_second() - started.as_second() < DONE)
        .count();
    if running >= AT_ONCE {
        return Err(Refusal::bad("Too many reports at the same time"));
    }
    let export_id = sim.lab.uuid().replace('-', "");
    world.exports.insert(export_id.clone(), now);
    Ok(Json(state(&export_id, "processing", 0)))
}

/// `GET /analytics/export/{export_id}/status`.
pub(super) async fn status(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    sim.no_body(&ask)?;
    let now = sim.lab.now();
    let started = sim.world().exports.get(&id).copied();
    let age = started.map(|started| now.as_second() - started.as_second());
    Ok(Json(match age {
        Some(age) if age >= DONE => {
            let mut done = state(&id, "completed", 100);
            done["report_url"] = json!(format!("http://{}/exported-files/{id}.csv", ask.host));
            done
        }
        Some(age) if age >= HIDDEN => state(&id, "processing", age * 100 / DONE),
        _ => state(&id, "EXPORT_NOT_FOUND", 0),
    }))
}

/// `GET /exported-files/{file}`, at the root of the host: where the link of an export leads. At the
/// vendor that is a storage service, which is no business of the token's.
pub(super) async fn file(
    State(sim): State<Sim>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    for name in ["authorization", "x-api-key"] {
        if headers.contains_key(name) {
            let what = format!("GET /exported-files: `{name}` is sent to a storage service");
            sim.lab.violation(what);
        }
    }
    let now = sim.lab.now();
    let id = file.strip_suffix(".csv").unwrap_or_default();
    match sim.world().exports.get(id) {
        Some(started) if now.as_second() - started.as_second() >= DONE => {
            let rows = "conv_created,status\n2031-05-05,opened\n2031-05-06,closed\n";
            ([(CONTENT_TYPE, "text/csv")], rows).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn state(id: &str, status: &str, progress: i64) -> Value {
    json!({ "export_id": id, "status": status, "progress": progress, "report_url": null })
}

/// `GET /surveys/{id}/responses`: a survey without answers is a 400.
pub(super) async fn responses(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    // `status` is known from public code only.
    sim.query(&ask, &["limit", "page", "filtering", "status"])?;
    let id = sim.id(&ask, &id, "Survey")?;
    let mut body = fixture_body(fixture!("surveys/responses"));
    let wanted = strict::query_pairs(&ask.query)
        .into_iter()
        .find(|(key, _)| key == "status")
        .map(|(_, status)| status);
    if let Some(rows) = body["data"].as_array_mut() {
        rows.retain(|row| {
            row["survey_id"] == id && wanted.as_ref().is_none_or(|w| row["status"] == **w)
        });
        if !rows.is_empty() {
            return Ok(Json(body));
        }
    }
    Err(Refusal::not_found("Survey Responses"))
}

impl Sim {
    fn check_export(&self, ask: &Ask, body: &Value) -> Result<(), Refusal> {
        let members = [
            ("columns", Kind::Text, false),
            ("group_by", Kind::Text, false),
            ("filter", Kind::Object, false),
        ];
        let object = self.object(&ask.endpoint, body, &members)?;
        if text(object, "group_by").is_some_and(|by| !["d", "h", "m"].contains(&by.as_str())) {
            return Err(Refusal::bad("group_by is d, h or m"));
        }
        let Some(filter) = object.get("filter") else {
            return Ok(());
        };
        let members = [
            ("date_from", Kind::Text, true),
            ("date_to", Kind::Text, true),
        ];
        let filter = self.object(&ask.endpoint, filter, &members)?;
        let date = |name: &str| parse_time(&text(filter, name)?);
        let (Some(from), Some(to)) = (date("date_from"), date("date_to")) else {
            return Err(Refusal::bad("date_from and date_to are ISO 8601 dates"));
        };
        let longest = from.to_zoned(TimeZone::UTC).checked_add(12.months());
        if to < from || longest.is_ok_and(|longest| to > longest.timestamp()) {
            return Err(Refusal::bad("The range is negative or over 12 months"));
        }
        Ok(())
    }
}
