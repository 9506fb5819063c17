//! The standard world, and the ways for a test to fill it and to look into it.

use serde_json::{Value, json};

use super::deliver::push;
use super::flow::Draft;
use super::hooks;
use super::model::Ticket;
use super::standard::WHATSAPP;
use super::state::{CLIENT_BASE, Desk, next_id};
use super::{Sim, StoredMessage, Visibility};

fn strings(ids: impl Iterator<Item = u64>) -> Vec<String> {
    ids.map(|id| id.to_string()).collect()
}

impl Sim {
    /// Ids of the operators. The first is the administrator; the last is offline.
    pub fn agents(&self) -> Vec<String> {
        strings(self.world().operators.iter().map(|operator| operator.id))
    }

    /// Ids of the operator groups. In the last group nobody is online.
    pub fn departments(&self) -> Vec<String> {
        strings(self.world().groups.iter().map(|group| group.id))
    }

    /// Ids of the channels: the first has WhatsApp (and others), the second is external.
    pub fn channels(&self) -> Vec<String> {
        strings(self.world().channels.iter().map(|channel| channel.id))
    }

    /// Ids of the custom client fields; the second is a drop-down.
    pub fn custom_fields(&self) -> Vec<String> {
        strings(self.world().fields.iter().map(|field| field.id))
    }

    /// Ids of the tags.
    pub fn tags(&self) -> Vec<String> {
        strings(self.world().tags.iter().map(|tag| tag.id))
    }

    /// Ids of the tag groups, which no endpoint lists.
    pub fn tag_groups(&self) -> Vec<String> {
        strings(self.world().tag_groups.iter().map(|(id, _)| *id))
    }

    /// Adds this many clients with invented numbers. Sends no events.
    pub fn seed_contacts(&self, n: usize) {
        let now = self.lab().now();
        let mut world = self.world();
        world.clients.reserve(n);
        world.by_phone.reserve(n);
        for _ in 0..n {
            let number = next_id(1, world.clients.len());
            let phone = format!("99955{number:07}");
            let name = format!("Person {number}");
            world.add_client(&phone, Some(&name), WHATSAPP, "whatsapp", now);
        }
    }

    /// Adds a client on WhatsApp and gives its id; the known id when the number is there already.
    /// A number is stored as digits; an address or a messenger id (`[tg] 1`) as it is.
    pub fn seed_contact(&self, phone: &str, name: &str) -> String {
        let special = phone.starts_with('[') || phone.contains('@');
        let phone: String = if special {
            phone.to_owned()
        } else {
            phone.chars().filter(char::is_ascii_digit).collect()
        };
        let way = match phone.as_str() {
            text if text.contains('@') => "email",
            text if text.starts_with("[tg]") => "telegram",
            text if text.starts_with('[') => "widget",
            _ => "whatsapp",
        };
        let now = self.lab().now();
        let mut world = self.world();
        if let Some(id) = world.by_phone.get(phone.as_str()) {
            return id.to_string();
        }
        world
            .add_client(&phone, Some(name), WHATSAPP, way, now)
            .to_string()
    }

    /// Gives the client a running request (through an inbound message when there is none) and
    /// a ticket linked to it. Gives the ticket's id, `TICK-n`; empty for an unknown client.
    pub fn seed_ticket(&self, contact_id: &str) -> String {
        let Some(request) = self.seed_request(contact_id) else {
            return String::new();
        };
        let lab = self.lab().clone();
        let now = lab.now();
        let mut world = self.world();
        let admin = json!(world.operators.first().map(|admin| admin.id));
        let number = lab.number("ticket");
        let ticket = Ticket {
            number,
            summary: format!("Seeded ticket {number}"),
            description: "Put here by a test".to_owned(),
            status: 1,
            priority: 2,
            assignee: None,
            reporter: admin.clone(),
            updater: admin,
            deadline: None,
            requests: request.parse().into_iter().collect(),
            created: now,
            updated: now,
        };
        let desk = Desk {
            world: &mut world,
            lab: &lab,
            now,
        };
        hooks::ticket_created(&desk, &ticket);
        world.tickets.insert(number, ticket);
        format!("TICK-{number}")
    }

    /// The running request of the client; made by an inbound message when there is none.
    pub fn seed_request(&self, contact_id: &str) -> Option<String> {
        let running = || {
            let world = self.world();
            let ids = world.dialogs_of.get(&contact_id.parse().ok()?)?;
            let mut requests = ids.iter().filter_map(|id| world.dialog(*id)?.request);
            requests.next().map(|id| id.to_string())
        };
        running().or_else(|| {
            self.receive_message(contact_id, "Hello, is anybody there?")?;
            running()
        })
    }

    /// Lets a message from the client come in, with everything that follows: the dialog opens,
    /// a request starts when none runs, and the events go out. Gives the message id.
    pub fn receive_message(&self, contact_id: &str, text: &str) -> Option<String> {
        let lab = self.lab().clone();
        let mut world = self.world();
        let mut desk = Desk {
            now: lab.now(),
            world: &mut world,
            lab: &lab,
        };
        let client = contact_id.parse().ok()?;
        let (channel, way) = desk.last_way(client)?;
        let draft = Draft::text("from_client", text, channel, way);
        Some(desk.post(client, draft).message.to_string())
    }

    /// Lets a person who is not known yet write on WhatsApp: the client is made, with the event
    /// for it, and the message comes in. Gives the ids of the client and of the message.
    pub fn receive_message_from(&self, phone: &str, name: &str, text: &str) -> (String, String) {
        let before = self.contact_count();
        let client = self.seed_contact(phone, name);
        if self.contact_count() > before
            && let Ok(id) = client.parse()
        {
            let lab = self.lab().clone();
            let mut world = self.world();
            let desk = Desk {
                now: lab.now(),
                world: &mut world,
                lab: &lab,
            };
            hooks::new_client(&desk, id, Some("incoming_message"));
        }
        let message = self.receive_message(&client, text).unwrap_or_default();
        (client, message)
    }

    /// Reports what became of an outgoing message (`sent`, `delivered`, `seen`, `failed` …).
    pub fn report_delivery(&self, message_id: &str, status: &'static str) {
        let lab = self.lab().clone();
        let mut world = self.world();
        let Ok(id) = message_id.parse() else { return };
        if let Some(message) = world.message_mut(id) {
            message.recipient_status = Some(status);
        }
        let desk = Desk {
            now: lab.now(),
            world: &mut world,
            lab: &lab,
        };
        hooks::outbox_status(&desk, id, status);
    }

    /// Lets an operator log in or out, with the events for it.
    pub fn set_agent_online(&self, agent_id: &str, online: bool) {
        let lab = self.lab().clone();
        let mut world = self.world();
        let now = lab.now();
        let Ok(id) = agent_id.parse::<u64>() else {
            return;
        };
        if let Some(operator) = world.operators.iter_mut().find(|o| o.id == id) {
            operator.online = online;
            operator.last_visit = Some(now);
        }
        let desk = Desk {
            world: &mut world,
            lab: &lab,
            now,
        };
        hooks::operator_login(&desk, id, online);
        hooks::operator_status(&desk, id);
    }

    /// Delivers a body of the test's own to whoever subscribed to this event.
    pub fn emit(&self, event: &str, body: &Value) {
        let lab = self.lab().clone();
        let mut world = self.world();
        let desk = Desk {
            now: lab.now(),
            world: &mut world,
            lab: &lab,
        };
        push(&desk, event, None, body);
    }

    /// How many clients there are.
    pub fn contact_count(&self) -> usize {
        self.world().clients.len()
    }

    /// How many tickets there are.
    pub fn ticket_count(&self) -> usize {
        self.world().tickets.len()
    }

    /// How many messages there are, system messages included.
    pub fn message_count(&self) -> usize {
        self.world().messages.len()
    }

    /// Every message as the vendor stored it, oldest first.
    pub fn messages(&self) -> Vec<StoredMessage> {
        let world = self.world();
        let all = world.messages.iter();
        all.map(|message| StoredMessage {
            id: message.id.to_string(),
            visibility: match message.kind {
                "from_client" => Visibility::Inbound,
                "comment" => Visibility::Internal,
                "system" => Visibility::System,
                _ => Visibility::Public,
            },
            text: message.text.clone().unwrap_or_default(),
            contact: message.client.to_string(),
            request: message.request.map(|id| id.to_string()),
            dialog: message.dialog.to_string(),
            agent: message.operator.map(|id| id.to_string()),
        })
        .collect()
    }

    /// The client as a list row holds it, with its tag ids under `tags`; `None` when unknown.
    pub fn contact(&self, contact_id: &str) -> Option<Value> {
        let world = self.world();
        let client = world.client(contact_id.parse().ok()?)?;
        let card = client.card.as_deref();
        Some(json!({
            "id": client.id,
            "phone": client.phone,
            "name": client.name,
            "assigned_name": card.and_then(|c| c.assigned_name.as_deref()),
            "client_phone": card.and_then(|c| c.client_phone.as_deref()),
            "custom_fields": card.map(|c| c.custom_fields.clone()).unwrap_or_default(),
            "tags": card.map(|c| c.tags.clone()).unwrap_or_default(),
            "banned": card.is_some_and(|c| c.banned),
        }))
    }

    /// Whether the client has an open dialog, and the operator of it.
    pub fn open_dialog(&self, contact_id: &str) -> Option<(String, Option<String>)> {
        let world = self.world();
        let ids = world.dialogs_of.get(&contact_id.parse().ok()?)?;
        let mut open = ids.iter().filter_map(|id| world.dialog(*id));
        let dialog = open.find(|dialog| dialog.open)?;
        let operator = dialog.operator.map(|id| id.to_string());
        Some((dialog.id.to_string(), operator))
    }

    /// The id of the first client that a test adds.
    pub fn first_contact_id(&self) -> String {
        CLIENT_BASE.to_string()
    }
}
