//! `tickets`.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Quirk;
use super::hooks;
use super::model::Ticket;
use super::state::{Desk, zulu};
use super::ticket_checks::{Deadline, Errors, NUMERIC, numeric, wish};
use super::wire::{Answer, Call, Kind, Route, page, route};

pub(super) const ROUTES: &[Route] = &[
    route(
        "GET",
        "/v1/tickets",
        &[
            ("status", Kind::Any),
            ("priority", Kind::Any),
            ("assignee_id", Kind::Any),
            ("updater_id", Kind::Any),
            ("reporter_id", Kind::Any),
            ("request_id", Kind::Any),
            ("order", Kind::Any),
            ("limit", Kind::Any),
            ("offset", Kind::Any),
        ],
        list,
    ),
    route("GET", "/v1/tickets/{id}", &[], get),
    route("POST", "/v1/tickets", WRITE, create),
    route("PUT", "/v1/tickets/{id}", WRITE, update),
    route("DELETE", "/v1/tickets/{id}", &[], delete),
];

const WRITE: &[(&str, Kind)] = &[
    ("summary", Kind::Any),
    ("description", Kind::Any),
    ("priority", Kind::Any),
    ("assignee_id", Kind::Any),
    ("reporter_id", Kind::Any),
    ("deadline", Kind::Any),
    ("request_ids", Kind::Any),
    ("issue_ids", Kind::Any),
    ("status", Kind::Any),
];

/// A ticket as lists show it.
pub(super) fn row(ticket: &Ticket) -> Value {
    let requests: Vec<String> = ticket.requests.iter().map(u64::to_string).collect();
    json!({
        "id": format!("TICK-{}", ticket.number),
        "deadline": ticket.deadline.map(zulu),
        "summary": ticket.summary,
        "description": ticket.description,
        "status": ticket.status,
        "priority": ticket.priority,
        "created_at": zulu(ticket.created),
        "updated_at": zulu(ticket.updated),
        "assignee_id": ticket.assignee,
        "updater_id": ticket.updater,
        "reporter_id": ticket.reporter,
        "request_ids": requests,
    })
}

fn missing(id: u64) -> Answer {
    Answer::not_found(format!("Ticket #{id} not found"))
}

fn list(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let mut errors = Errors {
        lab: desk.lab,
        place: "GET /v1/tickets",
        fields: Map::new(),
    };
    let mut filter = |key: &str| {
        let value = call.value(key)?;
        if value.as_str() == Some("") {
            return None;
        }
        let number = numeric(value);
        if number.is_none() {
            errors.wrong_type(key, NUMERIC);
        }
        number
    };
    let (status, priority) = (filter("status"), filter("priority"));
    let (assignee, updater) = (filter("assignee_id"), filter("updater_id"));
    let (reporter, request) = (filter("reporter_id"), filter("request_id"));
    let limit = filter("limit").unwrap_or(20);
    let _ = filter("offset");
    if call
        .text("order")
        .is_some_and(|o| !["asc", "desc"].contains(&o))
    {
        let code = "invalid_filter_and_sorting_params";
        errors.add("order", "Only 'asc' or 'desc' are allowed.", code);
    }
    if limit > 200 && desk.world.quirk(Quirk::TicketLimitRefused) {
        errors.add("limit", NUMERIC, "unsupported_value");
    }
    if !errors.fields.is_empty() {
        return Answer::bad(errors.fields);
    }
    let is = |value: &Value, wanted: Option<u64>| {
        wanted.is_none_or(|wanted| value.as_u64() == Some(wanted))
    };
    let fits = |ticket: &&Ticket| {
        status.is_none_or(|wanted| ticket.status == wanted)
            && priority.is_none_or(|wanted| ticket.priority == wanted)
            && assignee.is_none_or(|wanted| ticket.assignee == Some(wanted))
            && request.is_none_or(|wanted| ticket.requests.contains(&wanted))
            && is(&ticket.updater, updater)
            && is(&ticket.reporter, reporter)
    };
    let all = &desk.world.tickets;
    let total = all.values().filter(fits).count();
    let call = &call.with_page();
    if call.descending() {
        return page(desk, call, all.values().rev().filter(fits), total, row);
    }
    page(desk, call, all.values().filter(fits), total, row)
}

fn get(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let found = desk.world.tickets.get(&call.id());
    found.map_or_else(|| missing(call.id()), |ticket| Answer::data(row(ticket)))
}

fn create(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let wish = match wish(desk, call, true) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let admin = desk.world.operators.first().map(|admin| admin.id);
    let reporter = json!(wish.reporter.or(admin));
    let ticket = Ticket {
        number: desk.lab.number("ticket"),
        summary: wish.summary.unwrap_or_default(),
        description: wish.description.unwrap_or_default(),
        status: wish.status.unwrap_or(1),
        priority: wish.priority.unwrap_or(2),
        assignee: wish.assignee,
        updater: reporter.clone(),
        reporter,
        deadline: match wish.deadline {
            Deadline::Set(time) => Some(time),
            Deadline::Keep | Deadline::Clear => None,
        },
        requests: wish.requests.unwrap_or_default(),
        created: desk.now,
        updated: desk.now,
    };
    let body = row(&ticket);
    hooks::ticket_created(desk, &ticket);
    desk.world.tickets.insert(ticket.number, ticket);
    Answer::data(body)
}

fn update(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let Some(before) = desk.world.tickets.get(&call.id()).cloned() else {
        return missing(call.id());
    };
    let wish = match wish(desk, call, false) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let kept = desk.world.quirk(Quirk::TicketStatusKept);
    let status = if kept { before.status } else { 1 };
    let mut after = before.clone();
    after.status = wish.status.unwrap_or(status);
    after.summary = wish.summary.unwrap_or(after.summary);
    after.description = wish.description.unwrap_or(after.description);
    after.priority = wish.priority.unwrap_or(after.priority);
    after.assignee = wish.assignee.or(after.assignee);
    match wish.deadline {
        Deadline::Keep => {}
        Deadline::Clear => after.deadline = None,
        Deadline::Set(time) => after.deadline = Some(time),
    }
    after.requests = wish.requests.unwrap_or(after.requests);
    after.updater = json!("Public API");
    after.updated = desk.now;
    hooks::ticket_updated(desk, &after, &updates(&before, &after));
    let mut body = row(&after);
    body["reporter_id"] = json!("Public API");
    desk.world.tickets.insert(after.number, after);
    Answer::data(body)
}

/// What changed, in the texts of the event.
fn updates(before: &Ticket, after: &Ticket) -> Map<String, Value> {
    let mut all = Map::new();
    let mut add = |key: &str, arrow: &str, old: String, new: String| {
        if old != new {
            all.insert(key.to_owned(), json!(format!("{old} {arrow} {new}")));
        }
    };
    let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
    let day = |at: Option<Timestamp>| {
        at.map(|at| at.strftime("%Y-%m-%d").to_string())
            .unwrap_or_default()
    };
    let (old, new) = (before.clone(), after.clone());
    add("update_summary", "->", old.summary, new.summary);
    add("update_description", "->", old.description, new.description);
    add(
        "update_status",
        "→",
        old.status.to_string(),
        new.status.to_string(),
    );
    add(
        "update_priority",
        "→",
        old.priority.to_string(),
        new.priority.to_string(),
    );
    add("update_assignee", "→", id(old.assignee), id(new.assignee));
    add("update_deadline", "→", day(old.deadline), day(new.deadline));
    let apart = |one: &[u64], other: &[u64]| {
        let ids: Vec<String> = one
            .iter()
            .filter(|id| !other.contains(id))
            .map(u64::to_string)
            .collect();
        (!ids.is_empty()).then(|| json!(format!("[{}]", ids.join(", "))))
    };
    if let Some(text) = apart(&after.requests, &before.requests) {
        all.insert("attach_requests".into(), text);
    }
    if let Some(text) = apart(&before.requests, &after.requests) {
        all.insert("detach_requests".into(), text);
    }
    all
}

fn delete(desk: &mut Desk<'_>, call: &Call) -> Answer {
    let id = call.id();
    match desk.world.tickets.remove(&id) {
        Some(ticket) => {
            hooks::ticket_deleted(desk, &ticket);
            Answer::done()
        }
        None => Answer::new(
            200,
            json!({
                "message": "bad_request",
                "errors": {"text": format!("Ticket #{id} not found"), "error": "not_found"},
                "status": "error",
            }),
        ),
    }
}
