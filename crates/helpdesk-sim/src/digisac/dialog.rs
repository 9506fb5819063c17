//! What happens between messages and tickets: opening, transfer, closing, and the system records
//! that go with them.

use serde_json::{Map, json};

use super::Sim;
use super::records::{Message, Ticket, stamp};
use super::state::World;

/// Where a ticket goes and why.
#[derive(Debug, Default)]
pub(super) struct Target {
    pub(super) department: Option<String>,
    pub(super) user: Option<String>,
    pub(super) by: Option<String>,
    pub(super) comments: Option<String>,
}

impl Sim {
    /// Opens a ticket for a contact, with its system record. `loud` sends webhooks.
    pub(super) fn open_ticket(
        &self,
        world: &mut World,
        contact: &str,
        target: Target,
        loud: bool,
    ) -> String {
        let now = self.lab.now();
        let id = self.lab.uuid();
        let day: String = stamp(now)[..10]
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let department = target.department.or_else(|| world.home_department(contact));
        let ticket = Ticket {
            id: id.clone(),
            contact_id: contact.to_owned(),
            department_id: department,
            user_id: target.user,
            is_open: true,
            protocol: format!("{day}{:04}", self.lab.number("protocol")),
            comments: target.comments,
            origin: "automatic",
            started_at: now,
            ended_at: None,
            updated_at: now,
            transfer_id: None,
            first_message_id: None,
            last_message_id: None,
            topics: Vec::new(),
            transfers: Vec::new(),
        };
        world.add_ticket(ticket);
        if let Some(contact) = world.contacts.get_mut(contact) {
            contact.more_mut().current_ticket_id = Some(id.clone());
        }
        self.step(world, &id, "open", target.by.as_deref(), &(None, None));
        if loud && let Some(ticket) = world.tickets.get(&id) {
            self.emit_ticket(world, "ticket.created", ticket);
        }
        self.system_record(world, &id, "ticketOpen", loud);
        id
    }

    /// Moves an open ticket to another department or user. Without a user nobody holds it.
    pub(super) fn move_ticket(&self, world: &mut World, id: &str, target: Target) {
        let now = self.lab.now();
        world.changed();
        let Some(ticket) = world.tickets.get_mut(id) else {
            return;
        };
        let from = (ticket.department_id.clone(), ticket.user_id.clone());
        ticket.department_id = target.department;
        ticket.user_id = target.user;
        ticket.updated_at = now;
        if target.comments.is_some() {
            ticket.comments = target.comments;
        }
        self.step(world, id, "transfer", target.by.as_deref(), &from);
        self.system_record(world, id, "ticketTransfer", true);
        if let Some(ticket) = world.tickets.get(id) {
            self.emit_ticket(world, "ticket.updated", ticket);
        }
    }

    /// Closes an open ticket.
    pub(super) fn close_ticket(
        &self,
        world: &mut World,
        id: &str,
        topics: Vec<String>,
        target: Target,
    ) {
        let now = self.lab.now();
        world.changed();
        let Some(ticket) = world.tickets.get_mut(id) else {
            return;
        };
        ticket.is_open = false;
        ticket.ended_at = Some(now);
        ticket.updated_at = now;
        ticket.topics = topics;
        if target.comments.is_some() {
            ticket.comments = target.comments;
        }
        let from = (ticket.department_id.clone(), ticket.user_id.clone());
        let contact = ticket.contact_id.clone();
        if let Some(contact) = world.contacts.get_mut(&contact) {
            contact.more_mut().current_ticket_id = None;
        }
        self.step(world, id, "close", target.by.as_deref(), &from);
        self.system_record(world, id, "ticketClose", true);
        if let Some(ticket) = world.tickets.get(id) {
            self.emit_ticket(world, "ticket.updated", ticket);
        }
    }

    /// Writes one entry of `ticketTransfers`.
    fn step(
        &self,
        world: &mut World,
        id: &str,
        action: &str,
        by: Option<&str>,
        from: &(Option<String>, Option<String>),
    ) {
        let entry_id = self.lab.uuid();
        let Some(ticket) = world.tickets.get_mut(id) else {
            return;
        };
        ticket.transfers.push(json!({
            "id": entry_id,
            "action": action,
            "comments": ticket.comments,
            "transferredMessageId": ticket.last_message_id,
            "fromDepartmentId": from.0,
            "toDepartmentId": ticket.department_id,
            "fromUserId": from.1,
            "toUserId": ticket.user_id,
            "byUserId": by,
            "fromDistribution": false,
            "ticketId": id,
        }));
        ticket.transfer_id = Some(entry_id);
    }

    /// Writes the record of type `ticket` that stands among the messages.
    fn system_record(&self, world: &mut World, id: &str, what: &str, loud: bool) {
        let now = self.lab.now();
        let Some(ticket) = world.tickets.get(id) else {
            return;
        };
        let mut data = Map::new();
        data.insert(what.to_owned(), json!(true));
        let record = Message {
            id: self.lab.uuid(),
            contact_id: ticket.contact_id.clone(),
            service_id: world.service_of(&ticket.contact_id),
            ticket_id: Some(ticket.id.clone()),
            ticket_user_id: ticket.user_id.clone(),
            ticket_department_id: ticket.department_id.clone(),
            user_id: None,
            kind: "ticket".to_owned(),
            text: None,
            is_from_me: true,
            origin: Some("ticket".to_owned()),
            ack: None,
            data,
            file: None,
            hsm_id: None,
            from_id: None,
            to_id: None,
            created_at: now,
            updated_at: now,
        };
        if loud {
            self.emit_message(world, &record);
        }
        world.add_message(record);
    }

    /// Stores a message of a person or an agent: last message of contact and ticket, unread
    /// count, webhook.
    pub(super) fn store_message(&self, world: &mut World, message: Message) {
        let now = message.created_at;
        let ms = now.as_millisecond();
        if let Some(ticket) = message
            .ticket_id
            .as_ref()
            .and_then(|id| world.tickets.get_mut(id))
        {
            ticket
                .first_message_id
                .get_or_insert_with(|| message.id.clone());
            ticket.last_message_id = Some(message.id.clone());
            ticket.updated_at = now;
        }
        if let Some(contact) = world.contacts.get_mut(&message.contact_id) {
            contact.updated_at = ms;
            let unread = if message.is_from_me {
                0
            } else {
                contact.unread + 1
            };
            contact.unread = unread;
            let more = contact.more_mut();
            more.had_chat = true;
            more.last_message_id = Some(message.id.clone());
            more.last_message_at = Some(ms);
            if !message.is_from_me {
                more.last_contact_message_at = Some(ms);
            }
        }
        self.emit_message(world, &message);
        world.add_message(message);
    }
}

impl World {
    /// The channel of a contact.
    pub(super) fn service_of(&self, contact: &str) -> String {
        self.contacts
            .get(contact)
            .map_or_else(String::new, |contact| contact.service_id.to_string())
    }

    /// The department that a contact's tickets start in: its own, its channel's, or the first.
    pub(super) fn home_department(&self, contact: &str) -> Option<String> {
        let contact = self.contacts.get(contact)?;
        contact
            .more()
            .default_department_id
            .clone()
            .or_else(|| {
                self.doc("services", &contact.service_id)?["defaultDepartmentId"]
                    .as_str()
                    .map(str::to_owned)
            })
            .or_else(|| self.doc_ids("departments").into_iter().next())
    }
}
