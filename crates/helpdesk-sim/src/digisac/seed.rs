//! What tests use: seeding, reading what is stored, and acting as the person on the other side.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::Sim;
use super::dialog::Target;
use super::records::{Contact, Message, Seen};
use super::services::set_connected;
use super::standard::{TOKEN, first_channel};
use super::state::without_ninth;
use super::table::parse_id;
use super::webhooks::EVENTS;

/// Who a stored message is from and for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageKind {
    /// Sent to the person.
    Public,
    /// A comment that only agents see.
    Internal,
    /// Received from the person.
    Inbound,
}

/// A message as the account has stored it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// Its id.
    pub id: String,
    /// Who it is from and for.
    pub kind: MessageKind,
    /// The vendor's type, such as `chat` or `image`.
    pub raw_type: String,
    /// Its text.
    pub text: Option<String>,
    /// The contact it belongs to.
    pub contact: String,
    /// The ticket it belongs to.
    pub ticket: Option<String>,
    /// The agent it is shown as.
    pub user: Option<String>,
    /// The vendor's delivery state.
    pub ack: Option<i64>,
}

/// What the OAuth password grant takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PasswordLogin {
    /// The user's mail address.
    pub username: String,
    /// The user's password.
    pub password: String,
    /// The client id, the same for everybody.
    pub client_id: String,
    /// The client secret, the same for everybody.
    pub client_secret: String,
}

/// The UUID of a contact that was seeded in bulk; apart from all that [`crate::Lab::uuid`] makes.
fn seeded_id(number: u64) -> u128 {
    let mixed = u128::from(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    (mixed >> 32) << 96
        | ((mixed >> 16) & 0xffff) << 80
        | 0x4 << 76
        | (mixed & 0xfff) << 64
        | 0xb << 60
        | ((mixed >> 12) & 0xfff) << 48
        | u128::from(number)
}

impl Sim {
    /// The personal token of the account's owner.
    pub fn token(&self) -> String {
        TOKEN.to_owned()
    }

    /// A working login for `POST /oauth/token`.
    pub fn password_login(&self) -> PasswordLogin {
        PasswordLogin {
            username: "aurora@oficina-lunar.example".to_owned(),
            password: "sim-password".to_owned(),
            client_id: "api".to_owned(),
            client_secret: "secret".to_owned(),
        }
    }

    /// Makes a token, personal or OAuth, unusable for good.
    pub fn revoke_token(&self, token: &str) {
        let mut world = self.world();
        world.access.remove(token);
        let id = world.table("me/tokens").and_then(|docs| {
            docs.iter()
                .find(|doc| doc["accessToken"] == token)
                .and_then(|doc| doc["id"].as_str().map(str::to_owned))
        });
        if let Some(id) = id {
            world.changed();
            world.table_mut("me/tokens").remove(&id);
        }
    }

    /// The account's id.
    pub fn account(&self) -> String {
        self.world().account.clone()
    }

    /// Ids of the users; the first owns the tokens.
    pub fn agents(&self) -> Vec<String> {
        self.world().doc_ids("users")
    }

    /// Ids of the departments; channels put their tickets into the first.
    pub fn departments(&self) -> Vec<String> {
        self.world().doc_ids("departments")
    }

    /// Ids of the services: `whatsapp`, `whatsapp-business`, `email`.
    pub fn channels(&self) -> Vec<String> {
        self.world().doc_ids("services")
    }

    /// Ids of the custom fields.
    pub fn custom_fields(&self) -> Vec<String> {
        self.world().doc_ids("custom-fields")
    }

    /// Ids of the tags.
    pub fn tags(&self) -> Vec<String> {
        self.world().doc_ids("tags")
    }

    /// Ids of the ticket topics.
    pub fn ticket_topics(&self) -> Vec<String> {
        self.world().doc_ids("ticket-topics")
    }

    /// Ids of the people.
    pub fn people(&self) -> Vec<String> {
        self.world().doc_ids("people")
    }

    /// Ids of the organizations.
    pub fn organizations(&self) -> Vec<String> {
        self.world().doc_ids("organizations")
    }

    /// Ids of the webhook subscriptions.
    pub fn webhooks(&self) -> Vec<String> {
        self.world().doc_ids("me/webhooks")
    }

    /// Adds this many contacts on the first channel, without webhooks. The numbers count up from
    /// `552090000000` in an area that does not exist, the names from `Contato 1`.
    pub fn seed_contacts(&self, count: usize) {
        let mut world = self.world();
        let channel = first_channel(&world);
        world.contacts.reserve(count);
        let now = self.lab.now().as_millisecond();
        let span = i64::try_from(count).unwrap_or(0);
        for (step, at) in (0_i64..span).zip(world.contacts.ever()..) {
            let name: Box<str> = format!("Contato {}", at + 1).into();
            world.add_contact(Contact {
                id: seeded_id(at + 1),
                number: format!("5520{}", 90_000_000 + at).into(),
                service_id: Arc::clone(&channel),
                name: Some(name.clone()),
                internal_name: Some(name),
                created_at: now - (span - step),
                updated_at: now - (span - step),
                unread: 0,
                is_group: false,
                is_broadcast: false,
                is_silenced: false,
                visible: true,
                valid: true,
                blocked: false,
                more: None,
            });
        }
    }

    /// Adds a contact on the first channel, without webhooks. The number is stored as given.
    pub fn seed_contact(&self, phone: &str, name: &str) -> String {
        self.seed(phone, name, |_| {})
    }

    /// Adds a WhatsApp group, which lists of contacts hold as well.
    pub fn seed_group(&self, name: &str) -> String {
        let number = format!("99900{:010}", self.lab.number("group"));
        self.seed(&number, name, |contact| contact.is_group = true)
    }

    fn seed(&self, phone: &str, name: &str, change: impl FnOnce(&mut Contact)) -> String {
        let mut world = self.world();
        let channel = first_channel(&world);
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let mut contact = self.new_contact(&world, &digits, &channel);
        contact.name = Some(name.into());
        contact.internal_name = Some(name.into());
        change(&mut contact);
        let id = contact.uuid();
        world.add_contact(contact);
        id
    }

    /// Opens a ticket for a contact in the first department with nobody assigned, without
    /// webhooks; when one is open already, that one.
    pub fn seed_ticket(&self, contact: &str) -> String {
        let mut world = self.world();
        if let Some(open) = world.open_ticket(contact) {
            return open.id.clone();
        }
        self.open_ticket(&mut world, contact, Target::default(), false)
    }

    /// A message from the person. Opens a ticket when none is open; sends webhooks. Answers the
    /// message's id.
    pub fn receive_message(&self, contact: &str, text: &str) -> String {
        let mut world = self.world();
        let open = world.open_ticket(contact).map(|ticket| ticket.id.clone());
        let ticket = open.unwrap_or_else(|| {
            let target = Target {
                user: world
                    .contacts
                    .get(contact)
                    .and_then(|contact| contact.more().default_user_id.clone()),
                ..Target::default()
            };
            self.open_ticket(&mut world, contact, target, true)
        });
        let held = world.tickets.get(&ticket);
        let message = Message {
            id: self.lab.uuid(),
            contact_id: contact.to_owned(),
            service_id: world.service_of(contact),
            ticket_user_id: held.and_then(|ticket| ticket.user_id.clone()),
            ticket_department_id: held.and_then(|ticket| ticket.department_id.clone()),
            ticket_id: Some(ticket),
            user_id: None,
            kind: "chat".to_owned(),
            text: Some(text.to_owned()),
            is_from_me: false,
            origin: None,
            ack: Some(-1),
            data: Map::new(),
            file: None,
            hsm_id: None,
            from_id: Some(contact.to_owned()),
            to_id: None,
            created_at: self.lab.now(),
            updated_at: self.lab.now(),
        };
        let id = message.id.clone();
        self.store_message(&mut world, message);
        id
    }

    /// The network reports how far a message got (`-1` failed, `1` server, `2` delivered,
    /// `3` read); sends `message.updated`.
    pub fn acknowledge(&self, message: &str, ack: i64) {
        let mut world = self.world();
        world.changed();
        let now = self.lab.now();
        let Some(found) = world.messages.get_mut(message) else {
            return;
        };
        found.ack = Some(ack);
        found.updated_at = now;
        let found = found.clone();
        let data = found.json(&world.account, Seen::HookUpdate);
        self.emit(&world, "message.updated", &data);
    }

    /// A bot reaches a command block; sends `bot.command`.
    pub fn bot_command(&self, contact: &str, command: &str) {
        let world = self.world();
        let data = json!({
            "command": command,
            "accountId": world.account,
            "contactId": contact,
            "contact": {"id": contact, "serviceId": world.service_of(contact)},
        });
        self.emit(&world, "bot.command", &data);
    }

    /// Connects or disconnects a channel; sends `service.updated`.
    pub fn set_channel_connected(&self, channel: &str, connected: bool) {
        let mut world = self.world();
        self.change_service(&mut world, channel, |doc| set_connected(doc, connected));
    }

    /// From now on contacts made with this number have `data.valid` false.
    pub fn mark_not_on_whatsapp(&self, number: &str) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        self.world().not_on_whatsapp.insert(without_ninth(&digits));
    }

    /// Subscribes a URL to every known event, as the account's screens can; answers the id.
    pub fn subscribe(&self, url: &str) -> String {
        let mut world = self.world();
        let id = self.lab.uuid();
        let now = super::records::stamp(self.lab.now());
        let doc = json!({
            "id": id, "active": true, "name": "sim", "url": url, "events": EVENTS,
            "type": "general", "userId": world.owner, "accountId": world.account,
            "createdAt": now, "updatedAt": now,
        });
        world.add_doc("me/webhooks", doc);
        id
    }

    /// How many contacts there are.
    pub fn contact_count(&self) -> usize {
        self.world().contacts.len()
    }

    /// How many tickets there are, open and closed.
    pub fn ticket_count(&self) -> usize {
        self.world().tickets.len()
    }

    /// How many messages there are, without the system records of tickets.
    pub fn message_count(&self) -> usize {
        let world = self.world();
        world.messages.iter().filter(|m| !m.is_system()).count()
    }

    /// All messages, oldest first, without the system records of tickets.
    pub fn messages(&self) -> Vec<StoredMessage> {
        let world = self.world();
        let stored = |message: &Message| StoredMessage {
            id: message.id.clone(),
            kind: match (message.kind.as_str(), message.is_from_me) {
                ("comment", _) => MessageKind::Internal,
                (_, true) => MessageKind::Public,
                (_, false) => MessageKind::Inbound,
            },
            raw_type: message.kind.clone(),
            text: message.text.clone(),
            contact: message.contact_id.clone(),
            ticket: message.ticket_id.clone(),
            user: message.user_id.clone(),
            ack: message.ack,
        };
        world
            .messages
            .iter()
            .filter(|message| !message.is_system())
            .map(stored)
            .collect()
    }

    /// A contact as the API would show it, with `tagIds` and `customFields` (id to value) added.
    pub fn contact(&self, id: &str) -> Option<Value> {
        let world = self.world();
        let contact = world.contacts.get(id)?;
        let mut shown = contact.json(&world.account);
        let more = contact.more();
        shown["tagIds"] = more.tags.iter().map(|(id, _)| json!(id)).collect();
        let fields: Map<String, Value> = more
            .fields
            .iter()
            .map(|(id, value, ..)| (id.clone(), value.clone()))
            .collect();
        shown["customFields"] = Value::Object(fields);
        Some(shown)
    }

    /// A ticket as the API would show it, with `ticketTopicIds` added.
    pub fn ticket(&self, id: &str) -> Option<Value> {
        let world = self.world();
        let ticket = world.tickets.get(id)?;
        let mut shown = ticket.json(&world.account, true);
        shown["ticketTopicIds"] = json!(ticket.topics);
        Some(shown)
    }

    /// Ids of all contacts, oldest first.
    pub fn contact_ids(&self) -> Vec<String> {
        self.world().contacts.iter().map(Contact::uuid).collect()
    }

    /// Ids of all tickets, oldest first.
    pub fn ticket_ids(&self) -> Vec<String> {
        self.world().tickets.iter().map(|t| t.id.clone()).collect()
    }

    /// The record of another resource as stored, such as `("tags", id)`.
    pub fn record(&self, resource: &str, id: &str) -> Option<Value> {
        parse_id(id)?;
        self.world().doc(resource, id).cloned()
    }
}
