//! A ticket in the six forms in which the vendor shows one.

use serde_json::{Value, json};

use super::state::{MessageKind, Ticket, World};
use super::tags::tags_json;
use super::uid::{Uid, iso, iso_maybe};
use super::{consumers, custom_fields};

/// The whole ticket, as writes return it.
pub(crate) fn full(world: &World, ticket: &Ticket) -> Value {
    let consumer = world.consumer_of(ticket);
    let consumer_last = ticket.consumer_last.as_ref();
    let agent_last = ticket.agent_last.as_ref();
    let mut body = json!({
        "id": ticket.id,
        "status_id": ticket.status,
        "company_id": world.company,
        "user_id": consumer.user_id,
        "channel_id": ticket.channel,
        "level": ticket.level,
        "is_bot": ticket.level == 1,
        "subject": ticket.subject,
        "started_at": null,
        "ended_at": null,
        "created_at": iso(ticket.created_at),
        "updated_at": iso(ticket.updated_at),
        "deleted_at": iso_maybe(ticket.deleted_at),
        "ticket_reference_id": ticket.reference.to_string(),
        "consumer_last_message": consumer_last.map(|(at, _)| iso(*at)),
        "agent_last_message": agent_last.map(|(at, _)| iso(*at)),
        "sector_id": ticket.sector,
        "consumer_last_message_content": consumer_last.map(|(_, text)| text),
        "agent_last_message_content": agent_last.map(|(_, text)| text),
        "updated_level2_at": iso_maybe(ticket.level2_at),
        "in_attendance": ticket.viewer.is_some(),
        "last_assigned_employee_id": ticket.last_assignee,
        "was_read": ticket.was_read,
        "whatsapp_keys_id": ticket.key,
        "who_is_viewing": viewer_name(world, ticket),
        "finished_at": iso_maybe(ticket.finished_at),
        "reopened_at": iso_maybe(ticket.reopened_at),
        "who_is_viewing_user_id": ticket.viewer,
        "home_ticket_update_at": iso(ticket.home_at),
        "bot_cxpress_name": bot_name(ticket),
    });
    let rest = json!({
        "cc": null,
        "webchat_keys_id": null,
        "cco": null,
        "pre_solved": false,
        "facebook_keys_id": null,
        "instagram_keys_id": null,
        "call_id": null,
        "waiting_nps_answer": false,
        "nps_score": null,
        "bot_nlp_id": null,
        "triage_id": null,
        "triage_sequence": null,
        "api_integration_id": null,
        "api_integration_sequence": null,
        "last_language": null,
        "run_triage": true,
        "extension_list": null,
        "ticket_created_by_employee": null,
        "processing": false,
        "email_ticket_created": null,
        "is_sent_outside_opening_hours_message": false,
    });
    if let (Value::Object(all), Value::Object(rest)) = (&mut body, rest) {
        all.extend(rest);
    }
    body
}

fn bot_name(ticket: &Ticket) -> Option<&str> {
    ticket.bot.as_ref().map(|(_, name)| name.as_str())
}

fn viewer_name(world: &World, ticket: &Ticket) -> Option<String> {
    Some(world.agent(ticket.viewer?)?.name.clone())
}

fn agent_name(world: &World, id: Option<Uid>) -> Option<&str> {
    Some(world.agent(id?)?.name.as_str())
}

fn requester(world: &World, ticket: &Ticket) -> Value {
    let consumer = world.consumer_of(ticket);
    json!({ "name": consumer.name, "lastname": consumer.lastname() })
}

/// With nulls inside when there is none.
fn assignee(world: &World, ticket: &Ticket) -> Value {
    let agent = ticket.assignee.and_then(|id| world.agent(id));
    json!({
        "name": agent.map(|a| &a.name),
        "lastname": agent.and_then(|a| a.lastname.as_ref()),
    })
}

/// With nulls inside when there is none.
fn sector(world: &World, ticket: &Ticket) -> Value {
    let sector = ticket.sector.and_then(|id| world.sector(id));
    json!({ "id": sector.map(|s| s.id), "name": sector.map(|s| &s.name) })
}

fn last_message<'w>(world: &'w World, ticket: &Ticket) -> Option<&'w str> {
    ticket
        .messages
        .iter()
        .rev()
        .map(|at| &world.messages[*at])
        .find(|message| message.kind != MessageKind::Internal)
        .map(|message| message.text.as_str())
}

/// A row of `GET /external/ticket`, with the vendor's own spelling of the custom fields.
pub(crate) fn open(world: &World, ticket: &Ticket) -> Value {
    let tags =
        (!ticket.tags.is_empty()).then(|| tags_json(world, &world.ticket_tags, &ticket.tags));
    let custom = (!ticket.custom.is_empty()).then(|| custom_fields::values_json(&ticket.custom));
    json!({
        "id": ticket.id,
        "status_id": ticket.status,
        "updated_at": iso(ticket.updated_at),
        "updated_level2_at": iso_maybe(ticket.level2_at),
        "channel_id": ticket.channel,
        "deleted_at": iso_maybe(ticket.deleted_at),
        "ticket_reference_id": ticket.reference.to_string(),
        "subject": ticket.subject,
        "who_is_viewing": viewer_name(world, ticket),
        "consumer_last_message": ticket.consumer_last.as_ref().map(|(at, _)| iso(*at)),
        "processing": false,
        "who_is_viewing_user_id": ticket.viewer,
        "home_ticket_update_at": iso(ticket.home_at),
        "requester_user": requester(world, ticket),
        "assigned_employee": assignee(world, ticket),
        "sector": sector(world, ticket),
        "bold": false,
        "last_message": last_message(world, ticket),
        "tags": tags,
        "custom_fiejds": custom,
    })
}

/// A row of `GET /external/historic`.
pub(crate) fn historic(world: &World, ticket: &Ticket) -> Value {
    json!({
        "id": ticket.id,
        "ticket_reference_id": ticket.reference.to_string(),
        "updated_at": iso(ticket.updated_at),
        "created_at": iso(ticket.created_at),
        "finished_at": iso_maybe(ticket.finished_at),
        "updated_level2_at": iso_maybe(ticket.level2_at),
        "deleted_at": iso_maybe(ticket.deleted_at),
        "subject": ticket.subject,
        "channel_id": ticket.channel,
        "status_id": ticket.status,
        "bot_cxpress_name": bot_name(ticket),
        "requester_user": { "name": world.consumer_of(ticket).name },
        "assigned_employee": { "name": agent_name(world, ticket.assignee) },
        "sector": sector(world, ticket),
        "last_message": last_message(world, ticket),
    })
}

/// A row of `GET /external/agent/{user_id}/tickets`.
pub(crate) fn of_agent(world: &World, ticket: &Ticket) -> Value {
    json!({
        "id": ticket.id,
        "subject": ticket.subject,
        "status_id": ticket.status,
        "channel_id": ticket.channel,
        "ticket_reference_id": ticket.reference.to_string(),
        "updated_at": iso(ticket.updated_at),
        "updated_level2_at": iso_maybe(ticket.level2_at),
        "deleted_at": iso_maybe(ticket.deleted_at),
        "consumer_last_message": ticket.consumer_last.as_ref().map(|(at, _)| iso(*at)),
        "home_ticket_update_at": iso(ticket.home_at),
        "processing": false,
        "requester_user": requester(world, ticket),
        "sector": sector(world, ticket),
        "last_message": last_message(world, ticket),
    })
}

/// A row of `GET /external/consumer/{user_id}/tickets`: no assignee or sector is a bare null, and
/// a sector has no id.
pub(crate) fn of_consumer(world: &World, ticket: &Ticket) -> Value {
    let sector = ticket.sector.and_then(|id| world.sector(id));
    json!({
        "id": ticket.id,
        "updated_at": iso(ticket.updated_at),
        "updated_level2_at": iso_maybe(ticket.level2_at),
        "subject": ticket.subject,
        "channel_id": ticket.channel,
        "status_id": ticket.status,
        "deleted_at": iso_maybe(ticket.deleted_at),
        "home_ticket_update_at": iso(ticket.home_at),
        "ticket_reference_id": ticket.reference.to_string(),
        "consumer_last_message": ticket.consumer_last.as_ref().map(|(at, _)| iso(*at)),
        "who_is_viewing": viewer_name(world, ticket),
        "processing": false,
        "who_is_viewing_user_id": ticket.viewer,
        "level": ticket.level,
        "created_at": iso(ticket.created_at),
        "finished_at": iso_maybe(ticket.finished_at),
        "assigned_employee": ticket.assignee.map(|_| assignee(world, ticket)),
        "sector": sector.map(|s| json!({ "name": s.name })),
        "last_message": last_message(world, ticket),
        "requester_user": requester(world, ticket),
    })
}

/// A row of `GET /external/message-sending/{id}/tickets`, with a comma in the name of one key.
pub(crate) fn of_dispatch(world: &World, ticket: &Ticket) -> Value {
    let sector = ticket.sector.and_then(|id| world.sector(id));
    json!({
        "id": ticket.id,
        "updated_at": iso(ticket.updated_at),
        "updated_level2_at": iso_maybe(ticket.level2_at),
        "channel_id": ticket.channel,
        "status_id": ticket.status,
        "who_is_viewing,": viewer_name(world, ticket),
        "who_is_viewing_user_id": ticket.viewer,
        "deleted_at": iso_maybe(ticket.deleted_at),
        "was_read": ticket.was_read,
        "ticket_reference_id": ticket.reference.to_string(),
        "home_ticket_update_at": iso(ticket.home_at),
        "requester_user": consumers::embedded(world, world.consumer_of(ticket)),
        "assigned_employee": ticket.assignee.map(|_| assignee(world, ticket)),
        "followers": ticket.followers,
        "sector": sector.map(|s| json!({ "id": s.id, "name": s.name })),
    })
}

/// The ticket as the simulator has it, for assertions.
pub(crate) fn stored(world: &World, ticket: &Ticket) -> Value {
    let mut body = full(world, ticket);
    body["assigned_employee_user_id"] = json!(ticket.assignee);
    body["followers_id"] = json!(ticket.followers);
    body["tag_ids"] = json!(ticket.tags);
    body["custom_fields"] = custom_fields::values_json(&ticket.custom);
    body
}
