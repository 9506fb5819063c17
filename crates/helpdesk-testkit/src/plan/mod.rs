//! What the suite cannot know about a vendor.

mod facts;
mod hooks;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use helpdesk_core::webhook::Inbound;
use helpdesk_core::{
    AgentId, ChannelId, Client, Contact, ContactId, DepartmentId, ErrorKind, MessageTarget,
    NewContact, NewMessage, NewNote, NewTag, NewTicket, NewWebhook, OrganizationId, RawRequest,
    TagId, TagScope, TicketId, redacted_debug,
};
use serde_json::Value;

use crate::{Matter, Person, Recorded};

/// Something that happens outside the client: a person writes, the vendor is looked into.
pub(crate) type Hook<A, T> = Arc<dyn Fn(A) -> BoxFuture<'static, T> + Send + Sync>;
pub(crate) type Make<A, T> = Arc<dyn Fn(&A) -> T + Send + Sync>;
pub(crate) type MakeTag = Arc<dyn Fn(&str, TagScope) -> NewTag + Send + Sync>;
pub(crate) type Compose<T> = Arc<dyn Fn(&MessageTarget, &str) -> T + Send + Sync>;

/// A message as the vendor really holds it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredMessage {
    /// Whether the contact never sees it.
    pub internal: bool,
    /// The text.
    pub text: String,
}

redacted_debug!(StoredMessage {
    show: [internal],
    hide: [text]
});

impl StoredMessage {
    /// A message that the contact sees.
    pub fn public(text: impl Into<String>) -> Self {
        Self {
            internal: false,
            text: text.into(),
        }
    }

    /// A message that the contact never sees.
    pub fn internal(text: impl Into<String>) -> Self {
        Self {
            internal: true,
            text: text.into(),
        }
    }
}

/// A ticket whose status or priority is a word that the neutral model does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OddTicket {
    /// The ticket.
    pub id: TicketId,
    /// Its status, in the vendor's word, if that is the odd thing.
    pub status: Option<String>,
    /// Its priority, in the vendor's word, if that is the odd thing.
    pub priority: Option<String>,
}

impl OddTicket {
    /// A ticket, odd in what is given.
    pub fn new(id: impl Into<TicketId>, status: Option<&str>, priority: Option<&str>) -> Self {
        Self {
            id: id.into(),
            status: status.map(str::to_owned),
            priority: priority.map(str::to_owned),
        }
    }
}

/// Identifiers that look right and belong to nothing.
#[derive(Debug, Clone)]
pub(crate) struct Missing {
    pub contact: String,
    pub ticket: String,
    pub tag: String,
    pub agent: String,
    pub department: String,
    pub webhook: String,
}

impl Missing {
    fn all(id: &str) -> Self {
        Self {
            contact: id.to_owned(),
            ticket: id.to_owned(),
            tag: id.to_owned(),
            agent: id.to_owned(),
            department: id.to_owned(),
            webhook: id.to_owned(),
        }
    }
}

/// The facts about a vendor, and about the world its accounts begin with, that the suite cannot find
/// out by itself. Every one of them has a default; a law that needs one which is not given fails and
/// says which.
#[derive(Clone)]
pub struct Plan {
    pub(crate) contact: Option<Make<Person, NewContact>>,
    pub(crate) ticket: Option<Make<Matter, NewTicket>>,
    pub(crate) tag: Option<MakeTag>,
    pub(crate) message: Option<Compose<NewMessage>>,
    pub(crate) note: Option<Compose<NewNote>>,
    pub(crate) webhook: Option<Make<u32, NewWebhook>>,
    pub(crate) search: Option<Make<Contact, String>>,
    pub(crate) public: Option<Make<Recorded, bool>>,
    pub(crate) agents: Vec<AgentId>,
    pub(crate) departments: Vec<DepartmentId>,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) contact_tags: Vec<TagId>,
    pub(crate) ticket_tags: Vec<TagId>,
    pub(crate) contact_field: Option<(String, Value, Value)>,
    pub(crate) ticket_field: Option<(String, Value, Value)>,
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) without_identity: Vec<NewContact>,
    pub(crate) missing: Missing,
    pub(crate) unknown_tag: Vec<ErrorKind>,
    pub(crate) list_size: u32,
    pub(crate) raw: Option<RawRequest>,
    pub(crate) secrets: Vec<String>,
    pub(crate) skips: BTreeMap<String, String>,
    pub(crate) seed_contacts: Option<Hook<u32, Vec<ContactId>>>,
    pub(crate) make_ticket: Option<Hook<ContactId, TicketId>>,
    pub(crate) receive: Option<Hook<(ContactId, String), ()>>,
    pub(crate) stored_messages: Option<Hook<(), Vec<StoredMessage>>>,
    pub(crate) odd_ticket: Option<Hook<(), OddTicket>>,
    pub(crate) empty_middle_page: Option<Hook<(), Client>>,
    pub(crate) deliveries: Option<Hook<(), Vec<Inbound>>>,
    pub(crate) unknown_delivery: Option<Hook<(), Inbound>>,
}

impl Plan {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            contact: None,
            ticket: None,
            tag: None,
            message: None,
            note: None,
            webhook: None,
            search: None,
            public: None,
            agents: Vec::new(),
            departments: Vec::new(),
            channels: Vec::new(),
            contact_tags: Vec::new(),
            ticket_tags: Vec::new(),
            contact_field: None,
            ticket_field: None,
            organization: None,
            without_identity: vec![NewContact::new()],
            missing: Missing::all("987654321"),
            unknown_tag: vec![ErrorKind::NotFound],
            list_size: 23,
            raw: None,
            secrets: Vec::new(),
            skips: BTreeMap::new(),
            seed_contacts: None,
            make_ticket: None,
            receive: None,
            stored_messages: None,
            odd_ticket: None,
            empty_middle_page: None,
            deliveries: None,
            unknown_delivery: None,
        }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("agents", &self.agents)
            .field("departments", &self.departments)
            .field("channels", &self.channels)
            .field("secrets", &self.secrets.len())
            .field("skips", &self.skips)
            .finish_non_exhaustive()
    }
}
