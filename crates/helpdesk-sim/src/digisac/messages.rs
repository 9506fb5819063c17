//! `/messages`.

use md5::{Digest, Md5};
use serde_json::{Map, Value, json};

use super::body::{Kind, Member, check, flag, text};
use super::dialog::Target;
use super::gate::Routes;
use super::model::{Model, Row};
use super::records::{Message, Seen, stamp};
use super::reply::{Answer, Call, Reply, bad_request, ok};
use super::state::World;
use super::{Quirk, Sim, view};

const SEND: &[Member] = &[
    ("text", Kind::TextOrNull),
    ("type", Kind::Text),
    ("contactId", Kind::Text),
    ("number", Kind::Text),
    ("serviceId", Kind::Text),
    ("userId", Kind::TextOrNull),
    ("origin", Kind::Text),
    ("dontOpenTicket", Kind::FlagOrText),
    ("dontOpenticket", Kind::FlagOrText),
    ("file", Kind::ObjectOrNull),
    ("hsmId", Kind::TextOrNull),
    ("parameters", Kind::List),
    ("files", Kind::List),
    ("uploadingFiles", Kind::Flag),
    ("replyTo", Kind::ObjectOrNull),
    ("interactiveMessage", Kind::Object),
    ("ticketDepartmentId", Kind::TextOrNull),
];

pub(super) fn routes(routes: &mut Routes) {
    routes.add("GET", "/messages", |sim, call| {
        view::list_with(
            sim,
            call,
            Model::Message,
            &["includeTicketTransfer"],
            Vec::new(),
        )
    });
    routes.add("GET", "/messages/{id}", |sim, call| {
        view::one(sim, call, Model::Message)
    });
    routes.add("POST", "/messages", send);
    routes.add("PATCH", "/messages/{id}", edit);
    routes.add("POST", "/messages/{id}/send-reaction", react);
}

/// Finds or makes the contact that a send is for.
fn receiver(sim: &Sim, call: &Call, world: &mut World, body: &Value) -> Result<String, Answer> {
    if let Some(id) = text(body, "contactId") {
        return if world.contacts.get(id).is_some() {
            Ok(id.to_owned())
        } else {
            Err(bad_request("The contact was not found"))
        };
    }
    let (Some(number), Some(service)) = (text(body, "number"), text(body, "serviceId")) else {
        return Err(call.refuse(sim, "neither contactId nor number with serviceId is there"));
    };
    if world.doc("services", service).is_none() {
        return Err(bad_request("The service was not found"));
    }
    let (id, new) = world.contact_for(sim, number, service);
    if new {
        sim.emit_contact(world, "contact.created", &id);
    }
    Ok(id)
}

/// Refuses a send whose members are documented but hold something undocumented.
fn sensible(sim: &Sim, call: &Call, body: &Value) -> Result<(), Answer> {
    if !matches!(body["type"].as_str(), None | Some("chat" | "comment")) {
        return Err(call.refuse(sim, "`type` is neither chat nor comment"));
    }
    if !matches!(body["origin"].as_str(), None | Some("bot" | "user")) {
        return Err(call.refuse(sim, "`origin` is neither bot nor user"));
    }
    if body["file"].is_object() {
        let members = [
            ("base64", Kind::Text),
            ("mimetype", Kind::Text),
            ("name", Kind::Text),
        ];
        check(sim, call, &body["file"], &members, &["base64", "mimetype"])?;
        let data = text(&body["file"], "base64").unwrap_or_default();
        let fits = data
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
        if !fits || !data.len().is_multiple_of(4) {
            return Err(call.refuse(sim, "`file.base64` is not base64"));
        }
    }
    let says = text(body, "text").is_some()
        || body["file"].is_object()
        || text(body, "hsmId").is_some()
        || body["interactiveMessage"].is_object()
        || body["files"]
            .as_array()
            .is_some_and(|files| !files.is_empty());
    if says {
        Ok(())
    } else {
        Err(call.refuse(
            sim,
            "nothing to send: no text, file, template or interactive message",
        ))
    }
}

fn send(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json_or_form(sim)?;
    check(sim, call, &body, SEND, &[])?;
    sensible(sim, call, &body)?;
    let now = sim.lab.now();
    let mut world = sim.world();
    let contact = receiver(sim, call, &mut world, &body)?;
    let given = text(&body, "userId").map(str::to_owned);
    if given
        .as_ref()
        .is_some_and(|id| world.doc("users", id).is_none())
    {
        return Err(bad_request("The user was not found"));
    }
    let department = text(&body, "ticketDepartmentId").map(str::to_owned);
    if department
        .as_ref()
        .is_some_and(|id| world.doc("departments", id).is_none())
    {
        return Err(bad_request("The department was not found"));
    }
    let comment = body["type"] == "comment";
    let service = world.service_of(&contact);
    let connected = world
        .doc("services", &service)
        .is_none_or(|service| service["data"]["status"]["isConnected"] != false);
    if !comment && !connected && !world.quirk(Quirk::OfflineChannelAccepts) {
        return Err(bad_request(&format!("Service {service} is disconnected")));
    }
    let lowercase = !world.quirk(Quirk::LowercaseDontOpenIgnored);
    let quiet = flag(&body, "dontOpenTicket") || (lowercase && flag(&body, "dontOpenticket"));
    let origin = text(&body, "origin").unwrap_or("user").to_owned();
    let mut ticket = world.open_ticket(&contact).map(|ticket| ticket.id.clone());
    if ticket.is_none() && !quiet && !comment {
        let target = Target {
            department,
            user: given.clone(),
            by: given.clone(),
            comments: None,
        };
        ticket = Some(sim.open_ticket(&mut world, &contact, target, true));
    }
    let held = ticket.as_ref().and_then(|id| world.tickets.get(id));
    let (ticket_user, ticket_department) = held.map_or((None, None), |ticket| {
        (ticket.user_id.clone(), ticket.department_id.clone())
    });
    let user = given.or_else(|| (origin != "bot").then(|| call.user.clone()));
    let mut data = Map::new();
    if quiet {
        data.insert("dontOpenTicket".to_owned(), json!(true));
    }
    let file = file_record(sim, &world, &body["file"]);
    if file.is_some() {
        data.insert(
            "fileDownload".to_owned(),
            json!({"startedAt": stamp(now), "endedAt": stamp(now), "isDownloading": false}),
        );
    }
    let kind = match (&file, comment) {
        (_, true) => "comment",
        (Some(file), _) => media_type(file["mimetype"].as_str().unwrap_or_default()),
        _ if body["interactiveMessage"].is_object() => "interactive",
        _ => "chat",
    };
    let message = Message {
        id: sim.lab.uuid(),
        contact_id: contact.clone(),
        service_id: service.clone(),
        ticket_id: ticket,
        ticket_user_id: ticket_user,
        ticket_department_id: ticket_department,
        user_id: user,
        kind: kind.to_owned(),
        text: text(&body, "text").map(str::to_owned),
        is_from_me: true,
        origin: Some(origin),
        ack: Some(0),
        data,
        file,
        hsm_id: text(&body, "hsmId").map(str::to_owned),
        from_id: Some(service),
        to_id: Some(contact),
        created_at: now,
        updated_at: now,
    };
    let answer = message.json(&world.account, Seen::Sent);
    sim.store_message(&mut world, message);
    Ok(ok(answer))
}

/// The type that the server gives a message with a file.
fn media_type(mime: &str) -> &'static str {
    match mime.split('/').next() {
        Some("image") => "image",
        Some("video") => "video",
        Some("audio") => "audio",
        _ => "document",
    }
}

fn file_record(sim: &Sim, world: &World, file: &Value) -> Option<Value> {
    let data = file["base64"].as_str()?;
    let now = stamp(sim.lab.now());
    let id = sim.lab.uuid();
    let name = file["name"].as_str().unwrap_or("file");
    let extension = name.rsplit_once('.').map_or("bin", |(_, end)| end);
    Some(json!({
        "id": id,
        "name": name,
        "extension": extension,
        "mimetype": file["mimetype"],
        "checksum": hex::encode(Md5::digest(data.as_bytes())),
        "publicFilename": format!("{id}.{extension}"),
        "url": format!("https://files.digisac.example/{id}.{extension}?signature=sim-file"),
        "accountId": world.account,
        "createdAt": now,
        "updatedAt": now,
    }))
}

fn edit(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [
        ("text", Kind::Text),
        ("contactId", Kind::Text),
        ("mentionedList", Kind::List),
    ];
    check(sim, call, &body, &members, &["text"])?;
    let now = sim.lab.now();
    let mut world = sim.world();
    world.changed();
    let Some(message) = world.messages.get_mut(call.param("id")) else {
        return Err(world.missing());
    };
    message.text = text(&body, "text").map(str::to_owned);
    message.updated_at = now;
    let message = message.clone();
    let hook = message.json(&world.account, Seen::HookUpdate);
    sim.emit(&world, "message.updated", &hook);
    Ok(ok(world.show(Row::Message(&message))))
}

fn react(sim: &Sim, call: &Call) -> Reply {
    call.query_keys(sim, &[]);
    let body = call.json(sim)?;
    let members = [("reactionEmojiRendered", Kind::Text)];
    check(sim, call, &body, &members, &["reactionEmojiRendered"])?;
    let now = sim.lab.now();
    let mut world = sim.world();
    let Some(parent) = world.messages.get(call.param("id")) else {
        return Err(world.missing());
    };
    let mut reaction = parent.clone();
    reaction.id = sim.lab.uuid();
    "reaction".clone_into(&mut reaction.kind);
    reaction.text = text(&body, "reactionEmojiRendered").map(str::to_owned);
    reaction.is_from_me = true;
    reaction.user_id = Some(call.user.clone());
    reaction.origin = Some("user".to_owned());
    reaction.ack = Some(0);
    reaction.file = None;
    reaction.data = Map::new();
    reaction.created_at = now;
    reaction.updated_at = now;
    let answer = reaction.json(&world.account, Seen::Sent);
    sim.store_message(&mut world, reaction);
    Ok(ok(answer))
}
