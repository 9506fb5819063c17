//! `/external/ticket/internal-observation/{ticket_id}`: the internal notes of a ticket.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, ok};
use super::page::Page;
use super::state::{Message, MessageKind, World};
use super::uid::iso;

/// Notes, oldest first. A bare `{date}` stands before the notes of each day, and there is no
/// description of the page.
pub(crate) fn list(call: &Call<'_>, world: &mut World) -> Outcome {
    let page = Page::of(call, world)?;
    let at = world
        .ticket_at
        .get(&call.path_id("Ticket")?)
        .copied()
        .ok_or_else(|| Refusal::missing("Ticket"))?;
    let notes: Vec<usize> = world.tickets[at]
        .messages
        .iter()
        .copied()
        .filter(|m| world.messages[*m].kind == MessageKind::Internal)
        .collect();
    let mut rows = Vec::new();
    let mut day = None;
    for place in page.slice(&notes) {
        let message = &world.messages[*place];
        let own_day = message.at.to_zoned(TimeZone::UTC).date();
        if day != Some(own_day) {
            rows.push(json!({ "date": iso(message.at) }));
            day = Some(own_day);
        }
        rows.push(row(world, *place, message));
    }
    ok(json!({
        "message": "Request successfully completed.",
        "code_cxpress": 778,
        "chat_messages": rows,
    }))
}

fn row(world: &World, place: usize, message: &Message) -> Value {
    let ticket = &world.tickets[message.ticket];
    let author = message.author.and_then(|id| world.agent(id));
    json!({
        "_id": format!("5e{place:022x}"),
        "ticket_id": ticket.id,
        "user_id": message.author,
        "channel_id": ticket.channel,
        "user_name": author.map(|a| &a.name),
        "user_lastname": author.and_then(|a| a.lastname.as_ref()),
        "user_document": null,
        "user_phone": author.and_then(|a| a.phone.as_ref()),
        "content": message.text,
        "is_internal_response": true,
        "is_agent": true,
        "timestamp": iso(message.at),
        "status": "sent",
        "company_id": world.company,
        "toOriginal": [],
        "cc": [],
        "cco": [],
        "botMessageType": "inAttendance",
        "contacts": null,
        "attachments": [],
        "whatsapp_status": [],
        "message_delivery_status": [],
        "statusEmail": [],
        "createdAt": iso(message.at),
        "updatedAt": iso(message.at),
        "__v": 0,
    })
}
