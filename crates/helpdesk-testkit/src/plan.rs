//! What the suite cannot know about a vendor.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
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

/// How things are made.
impl Plan {
    /// How a valid contact is made of a person. By default with all that the person has, which is
    /// what `contacts.create` holds. Give one where a channel or something else is needed.
    #[must_use]
    pub fn contact(mut self, make: impl Fn(&Person) -> NewContact + Send + Sync + 'static) -> Self {
        self.contact = Some(Arc::new(make));
        self
    }

    /// How a valid ticket is made of a matter. By default with contact, subject, text, department
    /// and channel, as far as `tickets.create` holds them.
    #[must_use]
    pub fn ticket(mut self, make: impl Fn(&Matter) -> NewTicket + Send + Sync + 'static) -> Self {
        self.ticket = Some(Arc::new(make));
        self
    }

    /// How a valid tag of a scope is made. By default with name and scope.
    #[must_use]
    pub fn tag(mut self, make: impl Fn(&str, TagScope) -> NewTag + Send + Sync + 'static) -> Self {
        self.tag = Some(Arc::new(make));
        self
    }

    /// How a valid public message is made. By default a text without an author.
    #[must_use]
    pub fn message(
        mut self,
        make: impl Fn(&MessageTarget, &str) -> NewMessage + Send + Sync + 'static,
    ) -> Self {
        self.message = Some(Arc::new(make));
        self
    }

    /// How a valid note is made. By default a text without an author.
    #[must_use]
    pub fn note(
        mut self,
        make: impl Fn(&MessageTarget, &str) -> NewNote + Send + Sync + 'static,
    ) -> Self {
        self.note = Some(Arc::new(make));
        self
    }

    /// How a valid webhook subscription is made of a number. By default of received messages.
    #[must_use]
    pub fn webhook(mut self, make: impl Fn(&u32) -> NewWebhook + Send + Sync + 'static) -> Self {
        self.webhook = Some(Arc::new(make));
        self
    }

    /// What text finds a contact. By default its name.
    #[must_use]
    pub fn search(mut self, text: impl Fn(&Contact) -> String + Send + Sync + 'static) -> Self {
        self.search = Some(Arc::new(text));
        self
    }

    /// Contacts that the vendor needs an identity for and that have none. They must be refused before
    /// anything is sent. The contact of which nothing is known is always among them.
    #[must_use]
    pub fn without_identity(mut self, new: NewContact) -> Self {
        self.without_identity.push(new);
        self
    }
}

/// What the world begins with.
impl Plan {
    /// Agents that tickets can be given to. By default those of the directory that are in use.
    #[must_use]
    pub fn agents<I: Into<AgentId>>(mut self, agents: impl IntoIterator<Item = I>) -> Self {
        self.agents.extend(agents.into_iter().map(Into::into));
        self
    }

    /// Departments that tickets can be handed to. By default those of the directory.
    #[must_use]
    pub fn departments<I: Into<DepartmentId>>(
        mut self,
        departments: impl IntoIterator<Item = I>,
    ) -> Self {
        self.departments
            .extend(departments.into_iter().map(Into::into));
        self
    }

    /// Channels that tickets can be opened on. By default those of the directory.
    #[must_use]
    pub fn channels<I: Into<ChannelId>>(mut self, channels: impl IntoIterator<Item = I>) -> Self {
        self.channels.extend(channels.into_iter().map(Into::into));
        self
    }

    /// A tag that can be put on contacts, for vendors where none can be created.
    #[must_use]
    pub fn contact_tag(mut self, tag: impl Into<TagId>) -> Self {
        self.contact_tags.push(tag.into());
        self
    }

    /// A tag that can be put on tickets, for vendors where none can be created.
    #[must_use]
    pub fn ticket_tag(mut self, tag: impl Into<TagId>) -> Self {
        self.ticket_tags.push(tag.into());
        self
    }

    /// A custom field of contacts, and two different valid values as they are read back.
    #[must_use]
    pub fn contact_field(
        mut self,
        key: impl Into<String>,
        one: impl Into<Value>,
        other: impl Into<Value>,
    ) -> Self {
        self.contact_field = Some((key.into(), one.into(), other.into()));
        self
    }

    /// A custom field of tickets, and two different valid values as they are read back.
    #[must_use]
    pub fn ticket_field(
        mut self,
        key: impl Into<String>,
        one: impl Into<Value>,
        other: impl Into<Value>,
    ) -> Self {
        self.ticket_field = Some((key.into(), one.into(), other.into()));
        self
    }

    /// An organisation that contacts can belong to.
    #[must_use]
    pub fn organization(mut self, organization: impl Into<OrganizationId>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// An identifier that looks right and belongs to nothing, for every kind of record. By default
    /// `987654321`.
    #[must_use]
    pub fn missing_id(mut self, id: &str) -> Self {
        self.missing = Missing::all(id);
        self
    }

    /// A contact that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_contact(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.contact);
        self
    }

    /// A ticket that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_ticket(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.ticket);
        self
    }

    /// A tag that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_tag(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.tag);
        self
    }

    /// An agent that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_agent(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.agent);
        self
    }

    /// A department that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_department(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.department);
        self
    }

    /// A webhook that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_webhook(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.webhook);
        self
    }

    /// What attaching a tag that does not exist is refused with, where it is not `NotFound`.
    #[must_use]
    pub fn unknown_tag(mut self, kind: ErrorKind) -> Self {
        self.unknown_tag = vec![kind];
        self
    }

    /// How many contacts lists are tried with; 23 by default. More than the vendor's largest page
    /// shows more, and takes longer.
    #[must_use]
    pub fn list_size(mut self, contacts: u32) -> Self {
        self.list_size = contacts.max(8);
        self
    }

    /// A raw call that works and changes nothing.
    #[must_use]
    pub fn raw(mut self, request: RawRequest) -> Self {
        self.raw = Some(request);
        self
    }

    /// A secret that the client was configured with. It must never show.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Skips a law, for this reason. What the capability table calls unsupported is skipped without.
    #[must_use]
    pub fn skip(mut self, law: &str, reason: &str) -> Self {
        self.skips.insert(law.to_owned(), reason.to_owned());
        self
    }
}

impl Plan {
    /// Takes back that a law is skipped.
    #[must_use]
    pub fn without_skip(mut self, law: &str) -> Self {
        self.skips.remove(law);
        self
    }
}

/// What happens outside the client.
impl Plan {
    /// Makes this many contacts quickly, behind the client's back. By default they are created one by
    /// one through the client.
    #[must_use]
    pub fn seed_contacts<Fut>(mut self, seed: impl Fn(u32) -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Vec<ContactId>> + Send + 'static,
    {
        self.seed_contacts = Some(Arc::new(move |n| Box::pin(seed(n))));
        self
    }

    /// Makes an open ticket of a contact, for vendors where none can be created.
    #[must_use]
    pub fn make_ticket<Fut>(
        mut self,
        make: impl Fn(ContactId) -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = TicketId> + Send + 'static,
    {
        self.make_ticket = Some(Arc::new(move |contact| Box::pin(make(contact))));
        self
    }

    /// Lets a contact write in.
    #[must_use]
    pub fn receive<Fut>(
        mut self,
        receive: impl Fn(ContactId, String) -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.receive = Some(Arc::new(move |(contact, text)| {
            Box::pin(receive(contact, text))
        }));
        self
    }

    /// Looks up what the vendor really holds as messages and notes.
    #[must_use]
    pub fn stored_messages<Fut>(mut self, look: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Vec<StoredMessage>> + Send + 'static,
    {
        self.stored_messages = Some(Arc::new(move |()| Box::pin(look())));
        self
    }

    /// Tells whether a request, by its form, sends its text to the contact. A note's text must be in
    /// no such request.
    #[must_use]
    pub fn public_request(
        mut self,
        is_public: impl Fn(&Recorded) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.public = Some(Arc::new(is_public));
        self
    }

    /// Makes a ticket with a status or priority that the neutral model does not know.
    #[must_use]
    pub fn odd_ticket<Fut>(mut self, make: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = OddTicket> + Send + 'static,
    {
        self.odd_ticket = Some(Arc::new(move |()| Box::pin(make())));
        self
    }

    /// From now on a list of contacts has an empty page in its middle, as seen by the client that
    /// is given back.
    #[must_use]
    pub fn empty_middle_page<Fut>(
        mut self,
        switch: impl Fn() -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = Client> + Send + 'static,
    {
        self.empty_middle_page = Some(Arc::new(move |()| Box::pin(switch())));
        self
    }

    /// Takes the webhook deliveries that the vendor has made since this was last asked, as they come
    /// in, proof and all.
    #[must_use]
    pub fn deliveries<Fut>(mut self, take: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Vec<Inbound>> + Send + 'static,
    {
        self.deliveries = Some(Arc::new(move |()| Box::pin(take())));
        self
    }

    /// A delivery with good proof of an event that nobody has heard of.
    #[must_use]
    pub fn unknown_delivery<Fut>(mut self, make: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Inbound> + Send + 'static,
    {
        self.unknown_delivery = Some(Arc::new(move |()| Box::pin(make())));
        self
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
