//! What tests see of the simulator's world, and put into it.

use serde_json::{Value, json};

use super::sim::Sim;
use super::state::{Message, MessageKind, World};
use super::uid::{Uid, known};
use super::webhooks::Change;
use super::{consumers, rows};

/// A message as the simulator keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// From whom to whom.
    pub kind: MessageKind,
    /// The text; notes are HTML.
    pub text: String,
    /// The `user_id` of the consumer.
    pub contact: String,
    /// The id of the ticket.
    pub ticket: String,
    /// The `user_id` of the operator who wrote it.
    pub author: Option<String>,
}

impl Sim {
    // The standard world.

    /// The `user_id`s of the operators. The first is the owner.
    pub fn agents(&self) -> Vec<String> {
        self.ids(|w| w.agents.iter().map(|a| a.user_id).collect())
    }

    /// The ids of the sectors. The first holds the operators 0 and 1, the second 1 and 2, the
    /// third nobody.
    pub fn departments(&self) -> Vec<String> {
        self.ids(|w| w.sectors.iter().map(|s| s.id).collect())
    }

    /// The ids of the accounts in `/external/channel/keys`: WhatsApp, then webchat.
    pub fn channels(&self) -> Vec<String> {
        self.ids(|w| w.automations.iter().map(|a| a.key).collect())
    }

    /// The ids that tickets take as `channel_id`: mail, telephony, WhatsApp, Facebook, Instagram,
    /// webchat.
    pub fn channel_kinds(&self) -> Vec<String> {
        known::CHANNELS.iter().map(Uid::to_string).collect()
    }

    /// The ids of the integrated mail addresses.
    pub fn emails(&self) -> Vec<String> {
        self.ids(|w| w.emails.iter().map(|e| e.id).collect())
    }

    /// The ids of the custom fields: one of consumers, then one of tickets, both optional and for
    /// any text of 1 to 50 characters.
    pub fn custom_fields(&self) -> Vec<String> {
        self.ids(|w| w.fields.iter().map(|f| f.id).collect())
    }

    /// The ids of the tags of consumers. Of the first three, the third is inactive.
    pub fn consumer_tags(&self) -> Vec<String> {
        self.ids(|w| w.consumer_tags.iter().map(|t| t.id).collect())
    }

    /// The ids of the tags of tickets. Of the first three, the third is inactive.
    pub fn ticket_tags(&self) -> Vec<String> {
        self.ids(|w| w.ticket_tags.iter().map(|t| t.id).collect())
    }

    fn ids(&self, pick: impl FnOnce(&World) -> Vec<Uid>) -> Vec<String> {
        pick(&self.lock()).iter().map(Uid::to_string).collect()
    }

    // Seeds. None of them sends a notification, except for a message received.

    /// That many people with numbered names and phones, the phone being the WhatsApp number too.
    pub fn seed_contacts(&self, n: usize) {
        let now = self.lab.now();
        self.change(|world| {
            let start = world.people.all.len();
            for at in start..start + n {
                let phone = format!("55009{at:08}");
                world.seed_person(&phone, &format!("Pessoa Fictícia {at:07}"), now);
            }
        });
    }

    /// A person whose phone is also the WhatsApp number. Gives the `user_id`.
    pub fn seed_contact(&self, phone: &str, name: &str) -> String {
        let now = self.lab.now();
        self.change(|world| world.seed_person(phone, name, now).to_string())
    }

    /// A new ticket of the person, on WhatsApp and of status New.
    ///
    /// # Panics
    /// When there is no such person.
    pub fn seed_ticket(&self, contact_id: &str) -> String {
        let now = self.lab.now();
        self.change(|world| {
            let consumer = person(world, contact_id);
            let mut ticket = world.blank_ticket(consumer, known::WHATSAPP, now);
            "Assunto fictício".clone_into(&mut ticket.subject);
            let id = ticket.id;
            world.add_ticket(ticket);
            id.to_string()
        })
    }

    /// A finished ticket of the person that only a chatbot has served.
    ///
    /// # Panics
    /// When there is no such person.
    pub fn seed_bot_ticket(&self, contact_id: &str) -> String {
        let now = self.lab.now();
        self.change(|world| {
            let consumer = person(world, contact_id);
            let bot = world.new_id();
            let mut ticket = world.blank_ticket(consumer, known::WHATSAPP, now);
            "WhatsApp".clone_into(&mut ticket.subject);
            ticket.level = 1;
            ticket.level2_at = None;
            ticket.bot = Some((bot, "Robô fictício".to_owned()));
            ticket.status = known::RESOLVED;
            let id = ticket.id;
            world.add_ticket(ticket);
            id.to_string()
        })
    }

    /// An active trigger that has opened a ticket for each of these people. Gives its id.
    ///
    /// # Panics
    /// When there is no such person.
    pub fn seed_dispatch(&self, contact_ids: &[String]) -> String {
        let now = self.lab.now();
        self.change(|world| {
            let dispatch = world.new_id();
            world.dispatches.push(dispatch);
            for contact in contact_ids {
                let consumer = person(world, contact);
                let mut ticket = world.blank_ticket(consumer, known::WHATSAPP, now);
                "Disparo fictício".clone_into(&mut ticket.subject);
                ticket.dispatch = Some(dispatch);
                world.add_ticket(ticket);
            }
            dispatch.to_string()
        })
    }

    /// A WhatsApp message from the person. It goes into their ongoing ticket, or opens one in the
    /// sector of the account or of the key words; either is notified. Gives the ticket's id.
    ///
    /// # Panics
    /// When there is no such person.
    pub fn receive_message(&self, contact_id: &str, text: &str) -> String {
        let now = self.lab.now();
        self.change(|world| {
            let consumer = person(world, contact_id);
            let (at, new) = world.receive(consumer, text, now);
            let ticket = &world.tickets[at];
            let change = if new { Change::Create } else { Change::Update };
            world.announce(&self.lab, "ticket", change, &rows::full(world, ticket));
            ticket.id.to_string()
        })
    }

    /// An internal note of an operator, in HTML.
    ///
    /// # Panics
    /// When there is no such ticket.
    pub fn add_note(&self, ticket_id: &str, agent_id: &str, html: &str) {
        self.say(ticket_id, agent_id, html, MessageKind::Internal);
    }

    /// An answer that an operator writes on the vendor's screens.
    ///
    /// # Panics
    /// When there is no such ticket.
    pub fn add_answer(&self, ticket_id: &str, agent_id: &str, text: &str) {
        self.say(ticket_id, agent_id, text, MessageKind::Public);
    }

    fn say(&self, ticket_id: &str, agent_id: &str, text: &str, kind: MessageKind) {
        let at = self.lab.now();
        self.change(|world| {
            let message = Message {
                kind,
                ticket: ticket(world, ticket_id),
                author: Uid::parse(agent_id),
                text: text.to_owned(),
                at,
            };
            world.add_message(message);
        });
    }

    /// Lets an operator handle the ticket at this moment, or nobody: while somebody does, it can
    /// be neither changed nor deleted.
    ///
    /// # Panics
    /// When there is no such ticket.
    pub fn set_handled_by(&self, ticket_id: &str, agent_id: Option<&str>) {
        self.change(|world| {
            let at = ticket(world, ticket_id);
            world.tickets[at].viewer = agent_id.and_then(Uid::parse);
        });
    }

    /// Ends the ticket as abandoned, which the API cannot do.
    ///
    /// # Panics
    /// When there is no such ticket.
    pub fn abandon(&self, ticket_id: &str) {
        let now = self.lab.now();
        self.change(|world| {
            let at = ticket(world, ticket_id);
            world.tickets[at].finish(known::ABANDONED, now);
            let data = rows::full(world, &world.tickets[at]);
            world.announce(&self.lab, "ticket", Change::Update, &data);
        });
    }

    // Views.

    /// How many people there are, without those deleted.
    pub fn contact_count(&self) -> usize {
        self.lock().people.live.len()
    }

    /// How many tickets there are, finished ones included, without those deleted.
    pub fn ticket_count(&self) -> usize {
        let world = self.lock();
        world
            .tickets
            .iter()
            .filter(|t| t.deleted_at.is_none())
            .count()
    }

    /// How many messages there are, of all kinds.
    pub fn message_count(&self) -> usize {
        self.lock().messages.len()
    }

    /// All messages, oldest first.
    pub fn messages(&self) -> Vec<StoredMessage> {
        let world = self.lock();
        world
            .messages
            .iter()
            .map(|message| {
                let ticket = &world.tickets[message.ticket];
                StoredMessage {
                    kind: message.kind,
                    text: message.text.clone(),
                    contact: world.consumer_of(ticket).user_id.to_string(),
                    ticket: ticket.id.to_string(),
                    author: message.author.map(|id| id.to_string()),
                }
            })
            .collect()
    }

    /// A person as stored, with `tags`, `custom_fields`, `email_addresses` and `whatsapp_numbers`
    /// in plain lists; `None` when there is none or it was deleted.
    pub fn contact(&self, user_id: &str) -> Option<Value> {
        consumers::stored(&self.lock(), Uid::parse(user_id)?)
    }

    /// A ticket as stored, deleted or not: what a write returns, and `assigned_employee_user_id`,
    /// `followers_id`, `tag_ids` and `custom_fields`.
    pub fn ticket(&self, ticket_id: &str) -> Option<Value> {
        let world = self.lock();
        let at = world.ticket_at.get(&Uid::parse(ticket_id)?)?;
        Some(rows::stored(&world, &world.tickets[*at]))
    }

    /// The ids of all tickets in the order of creation, deleted ones included.
    pub fn tickets(&self) -> Vec<String> {
        self.ids(|w| w.tickets.iter().map(|t| t.id).collect())
    }

    /// The tasks that are not deleted: `id`, `ticket_id`, `assigned_employee_id`, `description`.
    pub fn tasks(&self) -> Vec<Value> {
        self.lock()
            .tasks
            .iter()
            .filter(|task| task.deleted_at.is_none())
            .map(|task| {
                json!({
                    "id": task.id,
                    "ticket_id": task.ticket,
                    "assigned_employee_id": task.assigned,
                    "description": task.description,
                })
            })
            .collect()
    }
}

fn person(world: &World, id: &str) -> usize {
    match Uid::parse(id).and_then(|id| world.people.find(id)) {
        Some(at) => at,
        None => panic!("the simulator has no contact {id}"),
    }
}

fn ticket(world: &World, id: &str) -> usize {
    match Uid::parse(id).and_then(|id| world.ticket_at.get(&id)) {
        Some(at) => *at,
        None => panic!("the simulator has no ticket {id}"),
    }
}
