//! The world of one tenant.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::auth::{Gate, Tokens};
use super::people::{Consumer, People};
use super::quirk::Quirk;
use super::uid::{Uid, known};
use super::webhooks::Hook;

/// Custom fields with their values.
pub(crate) type Values = Vec<(Uid, Vec<String>)>;

/// A support ticket.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) id: Uid,
    pub(crate) reference: u64,
    /// Place of the consumer in the world.
    pub(crate) consumer: usize,
    pub(crate) channel: Uid,
    pub(crate) status: Uid,
    pub(crate) subject: String,
    /// 1 while only a chatbot has served it, 2 once people do.
    pub(crate) level: u8,
    pub(crate) bot: Option<(Uid, String)>,
    pub(crate) assignee: Option<Uid>,
    pub(crate) last_assignee: Option<Uid>,
    pub(crate) followers: Vec<Uid>,
    pub(crate) sector: Option<Uid>,
    pub(crate) tags: Vec<Uid>,
    pub(crate) custom: Values,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) level2_at: Option<Timestamp>,
    pub(crate) home_at: Timestamp,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) reopened_at: Option<Timestamp>,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) consumer_last: Option<(Timestamp, String)>,
    pub(crate) agent_last: Option<(Timestamp, String)>,
    pub(crate) was_read: bool,
    /// The operator who is handling the ticket at this moment.
    pub(crate) viewer: Option<Uid>,
    /// The account of the channel that it came in by.
    pub(crate) key: Option<Uid>,
    pub(crate) dispatch: Option<Uid>,
    /// Places of its messages in the world.
    pub(crate) messages: Vec<usize>,
}

impl Ticket {
    pub(crate) fn ongoing(&self) -> bool {
        self.deleted_at.is_none() && known::ONGOING.contains(&self.status)
    }

    /// Ends the service with this status.
    pub(crate) fn finish(&mut self, status: Uid, now: Timestamp) {
        self.status = status;
        self.finished_at = Some(now);
        self.updated_at = now;
        self.viewer = None;
    }
}

/// Who wrote a message to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageKind {
    /// From an operator to the person.
    Public,
    /// From an operator to colleagues.
    Internal,
    /// From the person.
    Inbound,
}

/// A message of a ticket.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) kind: MessageKind,
    pub(crate) ticket: usize,
    pub(crate) author: Option<Uid>,
    pub(crate) text: String,
    pub(crate) at: Timestamp,
}

/// A tag, of consumers or of tickets.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) id: Uid,
    pub(crate) reference: u64,
    pub(crate) name: String,
    pub(crate) active: bool,
    pub(crate) created_at: Timestamp,
}

/// A task inside a ticket.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) id: Uid,
    pub(crate) ticket: Uid,
    pub(crate) requester: Uid,
    pub(crate) assigned: Uid,
    pub(crate) limit: Timestamp,
    pub(crate) description: String,
    pub(crate) status: Uid,
    pub(crate) tags: Vec<Uid>,
    pub(crate) followers: Vec<Uid>,
    pub(crate) alert_time: i64,
    pub(crate) alert_type: String,
    pub(crate) notify: bool,
    pub(crate) observation: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
}

/// A department.
#[derive(Debug)]
pub(crate) struct Sector {
    pub(crate) id: Uid,
    pub(crate) name: String,
    pub(crate) active: bool,
    /// The `user_id`s of its operators, with the time at which one was taken out.
    pub(crate) agents: Vec<(Uid, Option<Timestamp>)>,
    pub(crate) key_words: Vec<String>,
    pub(crate) emails: Vec<Uid>,
    pub(crate) keys: Vec<Uid>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Sector {
    /// Whether this operator is in it now.
    pub(crate) fn holds(&self, agent: Uid) -> bool {
        self.agents
            .iter()
            .any(|(id, out)| *id == agent && out.is_none())
    }
}

/// An operator.
#[derive(Debug)]
pub(crate) struct Agent {
    pub(crate) id: Uid,
    pub(crate) user_id: Uid,
    pub(crate) name: String,
    pub(crate) lastname: Option<String>,
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) profile: Uid,
    /// Has the access of an administrator or owner.
    pub(crate) admin: bool,
    pub(crate) status: Uid,
}

/// A custom field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) id: Uid,
    pub(crate) entity: Uid,
    pub(crate) widget: Uid,
    pub(crate) data: Uid,
    pub(crate) name: String,
    pub(crate) placeholder: String,
    pub(crate) required: bool,
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A channel account other than a mail address.
#[derive(Debug)]
pub(crate) struct Automation {
    pub(crate) id: Uid,
    pub(crate) name: String,
    pub(crate) triage: Uid,
    pub(crate) channel: Uid,
    pub(crate) key: Uid,
    pub(crate) has_bot: bool,
    pub(crate) phone: Option<String>,
}

/// An integrated mail address.
#[derive(Debug)]
pub(crate) struct Email {
    pub(crate) id: Uid,
    pub(crate) address: String,
    pub(crate) active: bool,
}

/// Everything that the tenant has.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) company: Uid,
    pub(crate) quirks: BTreeSet<Quirk>,
    pub(crate) tokens: Tokens,
    pub(crate) gate: Gate,
    pub(crate) denied: BTreeSet<String>,
    pub(crate) page_cap: Option<usize>,
    pub(crate) people: People,
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) ticket_at: HashMap<Uid, usize>,
    /// Tickets of a consumer, by places.
    pub(crate) tickets_of: HashMap<usize, Vec<usize>>,
    pub(crate) messages: Vec<Message>,
    pub(crate) consumer_tags: Vec<Tag>,
    pub(crate) ticket_tags: Vec<Tag>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) sectors: Vec<Sector>,
    pub(crate) agents: Vec<Agent>,
    pub(crate) fields: Vec<Field>,
    pub(crate) automations: Vec<Automation>,
    pub(crate) emails: Vec<Email>,
    pub(crate) dispatches: Vec<Uid>,
    pub(crate) hooks: Vec<Hook>,
    pub(crate) ids: u64,
    pub(crate) references: u64,
    lists: HashMap<String, Arc<Vec<usize>>>,
}

impl World {
    /// A world with nothing in it.
    pub(crate) fn empty() -> Self {
        let mut world = Self {
            company: Uid(0),
            quirks: BTreeSet::new(),
            tokens: Tokens::default(),
            gate: Gate::default(),
            denied: BTreeSet::new(),
            page_cap: None,
            people: People::default(),
            tickets: Vec::new(),
            ticket_at: HashMap::new(),
            tickets_of: HashMap::new(),
            messages: Vec::new(),
            consumer_tags: Vec::new(),
            ticket_tags: Vec::new(),
            tasks: Vec::new(),
            sectors: Vec::new(),
            agents: Vec::new(),
            fields: Vec::new(),
            automations: Vec::new(),
            emails: Vec::new(),
            dispatches: Vec::new(),
            hooks: Vec::new(),
            ids: 0,
            references: 1000,
            lists: HashMap::new(),
        };
        world.company = world.new_id();
        world
    }

    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    pub(crate) fn new_id(&mut self) -> Uid {
        self.ids += 1;
        Uid::nth(self.ids)
    }

    /// To be called with each change, since it empties the cache of lists.
    pub(crate) fn touch(&mut self) {
        self.lists.clear();
    }

    /// A filtered and sorted list of places: made once, kept until something changes.
    pub(crate) fn list(
        &mut self,
        key: String,
        make: impl FnOnce(&Self) -> Vec<usize>,
    ) -> Arc<Vec<usize>> {
        if let Some(found) = self.lists.get(&key) {
            return Arc::clone(found);
        }
        let list = Arc::new(make(self));
        self.lists.insert(key, Arc::clone(&list));
        list
    }

    /// The operator with this `id` or `user_id`.
    pub(crate) fn agent(&self, id: Uid) -> Option<&Agent> {
        self.agents.iter().find(|a| a.user_id == id || a.id == id)
    }

    pub(crate) fn sector(&self, id: Uid) -> Option<&Sector> {
        self.sectors.iter().find(|s| s.id == id)
    }

    pub(crate) fn consumer_of(&self, ticket: &Ticket) -> &Consumer {
        &self.people.all[ticket.consumer]
    }

    /// Whether the person has a ticket that is not finished.
    pub(crate) fn being_served(&self, consumer: usize) -> bool {
        self.tickets_of
            .get(&consumer)
            .is_some_and(|list| list.iter().any(|at| self.tickets[*at].ongoing()))
    }

    /// A new ticket of level 2 and status New, with nothing set.
    pub(crate) fn blank_ticket(&mut self, consumer: usize, channel: Uid, now: Timestamp) -> Ticket {
        self.references += 1;
        Ticket {
            id: self.new_id(),
            reference: self.references,
            consumer,
            channel,
            status: known::NEW,
            subject: String::new(),
            level: 2,
            bot: None,
            assignee: None,
            last_assignee: None,
            followers: Vec::new(),
            sector: None,
            tags: Vec::new(),
            custom: Vec::new(),
            created_at: now,
            updated_at: now,
            level2_at: Some(now),
            home_at: now,
            finished_at: None,
            reopened_at: None,
            deleted_at: None,
            consumer_last: None,
            agent_last: None,
            was_read: false,
            viewer: None,
            key: None,
            dispatch: None,
            messages: Vec::new(),
        }
    }

    pub(crate) fn add_ticket(&mut self, ticket: Ticket) -> usize {
        let at = self.tickets.len();
        self.ticket_at.insert(ticket.id, at);
        self.tickets_of.entry(ticket.consumer).or_default().push(at);
        self.tickets.push(ticket);
        at
    }

    pub(crate) fn add_message(&mut self, message: Message) {
        let at = self.messages.len();
        let ticket = &mut self.tickets[message.ticket];
        ticket.messages.push(at);
        let last = Some((message.at, message.text.clone()));
        match message.kind {
            MessageKind::Inbound => {
                ticket.consumer_last = last;
                ticket.was_read = false;
            }
            MessageKind::Public => ticket.agent_last = last,
            MessageKind::Internal => {}
        }
        if message.kind != MessageKind::Internal {
            ticket.home_at = message.at;
            ticket.updated_at = message.at;
        }
        self.messages.push(message);
    }
}
