//! `/tickets`, and the ticket actions below `/contacts`, which go by contact.

use std::fmt::Write as _;

use serde_json::Value;

use super::body::{Kind, check, list, text};
use super::dialog::Target;
use super::filter::{Cond, Op};
use super::gate::Routes;
use super::model::{Model, Row};
use super::reply::{Answer, Call, Payload, Reply, bad_request, empty, error, ok, status};
use super::state::World;
use super::{Quirk, Sim, view};

pub(super) fn routes(routes: &mut Routes) {
    routes.add("GET", "/tickets", list_tickets);
    routes.add("GET", "/tickets/{id}", |sim, call| {
        view::one(sim, call, Model::Ticket)
    });
    routes.add("POST", "/contacts/{id}/ticket/transfer", transfer);
    routes.add("POST", "/contacts/{id}/ticket/close", close);
    routes.add("POST", "/contacts/ticket/bulk-transfer", bulk_transfer);
    routes.add("POST", "/tickets/export", export);
    routes.add("POST", "/tickets/export-history", export_history);
    routes.add_outside("GET", "/pdf/tickets/{id}/pt-BR", pdf);
}

fn list_tickets(sim: &Sim, call: &Call) -> Reply {
    let mut conditions = Vec::new();
    for (key, last) in [("startPeriod", false), ("endPeriod", true)] {
        if let Some(time) = call.query_value(key) {
            let time = Value::String(time);
            let op = if last {
                Op::AtMost(time)
            } else {
                Op::AtLeast(time)
            };
            conditions.push(Cond::Member("startedAt".to_owned(), op));
        }
    }
    view::list_with(
        sim,
        call,
        Model::Ticket,
        &["startPeriod", "endPeriod"],
        conditions,
    )
}

/// Refuses a department or user that does not exist.
pub(super) fn known_target(world: &World, target: &Target) -> Result<(), Answer> {
    let gone = |table: &str, id: &Option<String>| {
        id.as_ref().is_some_and(|id| world.doc(table, id).is_none())
    };
    if gone("departments", &target.department) {
        return Err(bad_request("The department was not found"));
    }
    if gone("users", &target.user) || gone("users", &target.by) {
        return Err(bad_request("The user was not found"));
    }
    Ok(())
}

fn target(call: &Call, body: &Value) -> Target {
    let read = |name: &str| text(body, name).map(str::to_owned);
    Target {
        department: read("departmentId"),
        user: read("userId"),
        by: read("byUserId").or_else(|| Some(call.user.clone())),
        comments: read("comments"),
    }
}

/// What an action on a ticket answers.
fn acted(world: &World, id: &str) -> Answer {
    match world.tickets.get(id) {
        Some(ticket) if world.quirk(Quirk::ActionsAnswerRecord) => {
            ok(world.show(Row::Ticket(ticket)))
        }
        _ => empty(),
    }
}

fn transfer(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [
        ("departmentId", Kind::Text),
        ("userId", Kind::TextOrNull),
        ("comments", Kind::TextOrNull),
        ("byUserId", Kind::TextOrNull),
    ];
    check(sim, call, &body, &members, &["departmentId"])?;
    let contact = call.param("id");
    let target = target(call, &body);
    let mut world = sim.world();
    if world.contacts.get(contact).is_none() {
        return Err(world.missing());
    }
    known_target(&world, &target)?;
    let open = world.open_ticket(contact).map(|ticket| ticket.id.clone());
    let id = match open {
        Some(id) => {
            sim.move_ticket(&mut world, &id, target);
            id
        }
        None => sim.open_ticket(&mut world, contact, target, true),
    };
    Ok(acted(&world, &id))
}

fn close(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [
        ("ticketTopicIds", Kind::TextsOrText),
        ("comments", Kind::TextOrNull),
        ("byUserId", Kind::TextOrNull),
    ];
    check(sim, call, &body, &members, &[])?;
    let topics: Vec<String> = list(&body, "ticketTopicIds")
        .unwrap_or_default()
        .into_iter()
        .filter(|id| !id.is_empty())
        .collect();
    let target = target(call, &body);
    let contact = call.param("id");
    let mut world = sim.world();
    if world.contacts.get(contact).is_none() {
        return Err(world.missing());
    }
    if topics
        .iter()
        .any(|id| world.doc("ticket-topics", id).is_none())
    {
        return Err(bad_request("The ticket topic was not found"));
    }
    known_target(&world, &target)?;
    let Some(id) = world.open_ticket(contact).map(|ticket| ticket.id.clone()) else {
        return Err(bad_request("The contact has no open ticket"));
    };
    sim.close_ticket(&mut world, &id, topics, target);
    if world.quirk(Quirk::CloseAnswersError) {
        return Err(error(
            500,
            "HttpError",
            "Internal error after the ticket was closed",
        ));
    }
    Ok(acted(&world, &id))
}

fn bulk_transfer(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [
        ("departmentId", Kind::Text),
        ("userId", Kind::TextOrNull),
        ("comments", Kind::TextOrNull),
        ("ticketsSelectedId", Kind::Texts),
    ];
    check(
        sim,
        call,
        &body,
        &members,
        &["departmentId", "ticketsSelectedId"],
    )?;
    let mut world = sim.world();
    known_target(&world, &target(call, &body))?;
    for id in list(&body, "ticketsSelectedId").unwrap_or_default() {
        if world.tickets.get(&id).is_some_and(|ticket| ticket.is_open) {
            sim.move_ticket(&mut world, &id, target(call, &body));
        }
    }
    Ok(empty())
}

fn export(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    check(sim, call, &body, &[("protocol", Kind::Text)], &["protocol"])?;
    let world = sim.world();
    let found = world
        .tickets
        .iter()
        .find(|t| body["protocol"] == t.protocol.as_str());
    match found {
        Some(ticket) => Ok(status(
            200,
            Payload::Raw("text/plain; charset=utf-8", world.transcript(&ticket.id)),
        )),
        None => Err(world.missing()),
    }
}

fn export_history(sim: &Sim, call: &Call) -> Reply {
    let spec = super::query::parse(sim, call, Model::Ticket, &["query"], &[])?;
    call.json(sim)?;
    let world = sim.world();
    let mut rows = String::from("protocol;isOpen\n");
    for ticket in world.tickets.iter() {
        if spec.cond.matches(&world, Row::Ticket(ticket)) {
            let _ = writeln!(rows, "{};{}", ticket.protocol, ticket.is_open);
        }
    }
    Ok(status(200, Payload::Raw("text/csv; charset=utf-8", rows)))
}

fn pdf(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &["pdf", "lng"]);
    let world = sim.world();
    if world.tickets.get(call.param("id")).is_none() {
        return Err(world.missing());
    }
    let page = format!(
        "%PDF-1.4\n% {}\n%%EOF\n",
        world.transcript(call.param("id"))
    );
    Ok(status(200, Payload::Raw("application/pdf", page)))
}

impl World {
    /// The messages of a ticket, a line each.
    fn transcript(&self, ticket: &str) -> String {
        let places = self.messages_in.get(ticket);
        let mut lines = String::new();
        for message in places
            .into_iter()
            .flatten()
            .filter_map(|at| self.messages.at(*at))
        {
            let text = message.text.as_deref().unwrap_or_default();
            let _ = writeln!(lines, "{} {text}", message.created_at);
        }
        lines
    }
}
