//! What laws are tried with.

use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::TryStreamExt;
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    AgentId, Capabilities, Client, Contact, ContactId, DepartmentId, ErrorKind, Field,
    MessageTarget, NewContact, NewMessage, NewNote, NewTag, NewTicket, NewWebhook, Operation,
    TagId, TagScope, TagTarget, Ticket,
};

use crate::check::fact;
use crate::{Check, Desk, Matter, Must, Person, Plan, Stop};

/// A fresh account, and the means to fill it.
#[derive(Debug)]
pub struct Bench {
    desk: Desk,
    next: AtomicU32,
}

impl Bench {
    /// A bench on this account.
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            next: AtomicU32::new(1),
        }
    }

    /// The account.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The client.
    pub fn client(&self) -> &Client {
        self.desk.client()
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.desk.plan()
    }

    /// What the desk says it can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.client().capabilities()
    }

    /// Whether the desk can carry out an operation.
    pub fn supports(&self, operation: Operation) -> bool {
        self.client().supports(operation)
    }

    /// Whether the desk holds a field in a write, or filters by it in a list.
    pub fn holds(&self, operation: Operation, field: &Field) -> bool {
        self.capabilities().holds(operation, field)
    }

    /// Skips the law when the desk cannot carry out one of these operations.
    ///
    /// # Errors
    /// [`Stop::Unsupported`] then.
    pub fn need(&self, operations: &[Operation]) -> Check {
        match operations
            .iter()
            .find(|operation| !self.supports(**operation))
        {
            Some(operation) => Err(Stop::Unsupported(*operation)),
            None => Ok(()),
        }
    }

    /// What is wrong at the end of a law, whatever it was about.
    pub(crate) fn closing(&self) -> Option<String> {
        let complaints = self.desk.complaints();
        (!complaints.is_empty()).then(|| format!("the vendor complains: {}", complaints.join("; ")))
    }

    /// How many requests were sent so far.
    pub fn sent(&self) -> usize {
        self.desk.requests().len()
    }

    /// Fails the law when requests were sent since `before`.
    ///
    /// # Errors
    /// [`Stop::Broken`] then.
    #[track_caller]
    pub fn nothing_sent(&self, before: usize, what: &str) -> Check {
        let requests = self.desk.requests();
        let since: Vec<String> = requests
            .iter()
            .skip(before)
            .map(|request| format!("{} {}", request.method, request.path))
            .collect();
        ensure!(
            since.is_empty(),
            "{what} must send nothing, but sent {}",
            since.join(", ")
        );
        Ok(())
    }

    /// A number that was not used before on this bench.
    pub fn number(&self) -> u32 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }
}

/// Contacts.
impl Bench {
    /// A new person, with what `contacts.create` holds.
    pub fn person(&self) -> Person {
        let mut person = Person::number(self.number());
        let held = |field| self.holds(Operation::ContactsCreate, &field);
        person.name = person.name.filter(|_| held(Field::Name));
        person.phone = person.phone.filter(|_| held(Field::Phones));
        person.email = person.email.filter(|_| held(Field::Emails));
        person.document = person.document.filter(|_| held(Field::Document));
        person
    }

    /// The contact to create for a person.
    pub fn new_contact(&self, person: &Person) -> NewContact {
        match &self.plan().contact {
            Some(make) => make(person),
            None => person.to_contact(),
        }
    }

    /// A contact of this person, just created.
    ///
    /// # Errors
    /// When contacts cannot be created.
    pub async fn contact_of(&self, person: &Person) -> Check<Contact> {
        self.need(&[Operation::ContactsCreate])?;
        let new = self.new_contact(person);
        let written = self.client().contacts().create(&new).await;
        Ok(written.must("creating a contact")?.value)
    }

    /// A contact, just created.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn contact(&self) -> Check<Contact> {
        if self.supports(Operation::ContactsCreate) {
            return self.contact_of(&self.person()).await;
        }
        self.need(&[Operation::ContactsGet])?;
        let Some(seed) = &self.plan().seed_contacts else {
            return Err(Stop::Unsupported(Operation::ContactsCreate));
        };
        let ids = seed(1).await;
        let id = fact(ids.first(), "seed_contacts")?;
        self.client()
            .contacts()
            .get(id)
            .await
            .must("getting a seeded contact")
    }

    /// Several contacts.
    ///
    /// # Errors
    /// When they cannot be had.
    pub async fn contacts(&self, count: u32) -> Check<Vec<ContactId>> {
        if let Some(seed) = &self.plan().seed_contacts {
            return Ok(seed(count).await);
        }
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(self.contact().await?.id);
        }
        Ok(ids)
    }
}

/// Tickets.
impl Bench {
    /// A new matter, with what `tickets.create` holds.
    ///
    /// # Errors
    /// When a contact is needed and cannot be had.
    pub async fn matter(&self) -> Check<Matter> {
        let contact = if self.holds(Operation::TicketsCreate, &Field::Contact) {
            Some(self.contact().await?.id)
        } else {
            None
        };
        self.matter_of(contact).await
    }

    /// A new matter of a contact.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub async fn matter_of(&self, contact: Option<ContactId>) -> Check<Matter> {
        let held = |field| self.holds(Operation::TicketsCreate, &field);
        let mut matter = Matter::number(self.number());
        matter.contact = contact.filter(|_| held(Field::Contact));
        matter.subject = matter.subject.filter(|_| held(Field::Subject));
        matter.text = matter.text.filter(|_| held(Field::Text));
        if held(Field::Department) {
            matter.department = self.departments().await?.into_iter().next();
        }
        if held(Field::Channel) {
            matter.channel = match self.plan().channels.first() {
                Some(channel) => Some(channel.clone()),
                None => self.listed_channel().await?,
            };
        }
        Ok(matter)
    }

    async fn listed_channel(&self) -> Check<Option<helpdesk_core::ChannelId>> {
        if !self.supports(Operation::ChannelsList) {
            return Ok(None);
        }
        let channels: Vec<_> = self
            .client()
            .directory()
            .channels_stream()
            .try_collect()
            .await
            .must("listing channels")?;
        Ok(channels
            .into_iter()
            .find(|channel| channel.active)
            .map(|channel| channel.id))
    }

    /// The ticket to create for a matter.
    pub fn new_ticket(&self, matter: &Matter) -> NewTicket {
        match &self.plan().ticket {
            Some(make) => make(matter),
            None => matter.to_ticket(),
        }
    }

    /// A ticket, just created, of a contact of its own where tickets have contacts.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn ticket(&self) -> Check<Ticket> {
        if self.supports(Operation::TicketsCreate) {
            let matter = self.matter().await?;
            let new = self.new_ticket(&matter);
            let written = self.client().tickets().create(&new).await;
            return Ok(written.must("creating a ticket")?.value);
        }
        let contact = self.contact().await?;
        self.ticket_of(&contact.id).await
    }

    /// A ticket of this contact, just created.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn ticket_of(&self, contact: &ContactId) -> Check<Ticket> {
        if self.supports(Operation::TicketsCreate) {
            let matter = self.matter_of(Some(contact.clone())).await?;
            let new = self.new_ticket(&matter);
            let written = self.client().tickets().create(&new).await;
            return Ok(written.must("creating a ticket")?.value);
        }
        self.need(&[Operation::TicketsGet])?;
        let Some(make) = &self.plan().make_ticket else {
            return Err(Stop::Unsupported(Operation::TicketsCreate));
        };
        let id = make(contact.clone()).await;
        self.client()
            .tickets()
            .get(&id)
            .await
            .must("getting a ticket that was made")
    }
}

/// What the world begins with.
impl Bench {
    /// Agents that tickets can be given to.
    ///
    /// # Errors
    /// When the directory cannot be read, or there are none.
    pub async fn agents(&self) -> Check<Vec<AgentId>> {
        if !self.plan().agents.is_empty() {
            return Ok(self.plan().agents.clone());
        }
        let mut agents = Vec::new();
        if self.supports(Operation::AgentsList) {
            let all: Vec<_> = self
                .client()
                .directory()
                .agents_stream()
                .try_collect()
                .await
                .must("listing agents")?;
            agents.extend(all.into_iter().filter(|a| a.active && !a.bot).map(|a| a.id));
        }
        fact(agents.first(), "agents")?;
        Ok(agents)
    }

    /// Departments that tickets can be handed to; none where the vendor has none.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub async fn departments(&self) -> Check<Vec<DepartmentId>> {
        if !self.plan().departments.is_empty() || !self.supports(Operation::DepartmentsList) {
            return Ok(self.plan().departments.clone());
        }
        let all: Vec<_> = self
            .client()
            .directory()
            .departments_stream()
            .try_collect()
            .await
            .must("listing departments")?;
        Ok(all.into_iter().filter(|d| d.active).map(|d| d.id).collect())
    }

    /// The tag to create.
    pub fn new_tag(&self, name: &str, scope: TagScope) -> NewTag {
        match &self.plan().tag {
            Some(make) => make(name, scope),
            None => NewTag::named(name).scope(scope),
        }
    }

    /// A name for a tag that was not used before, short enough for every vendor.
    pub fn tag_name(&self) -> String {
        format!("conformity {}", self.number())
    }

    /// Tags that can be put on things of this scope: at least `count`, created where that is
    /// possible, else those of the plan.
    ///
    /// # Errors
    /// When they cannot be had.
    pub async fn tags(&self, scope: TagScope, count: usize) -> Check<Vec<TagId>> {
        let planned = match scope {
            TagScope::Ticket => &self.plan().ticket_tags,
            _ => &self.plan().contact_tags,
        };
        let mut tags: Vec<TagId> = planned.iter().take(count).cloned().collect();
        while tags.len() < count && self.supports(Operation::TagsCreate) {
            let new = self.new_tag(&self.tag_name(), scope);
            match self.client().tags().create(&new).await {
                Ok(written) => tags.push(written.value.id),
                Err(error) if error.kind() == ErrorKind::Unsupported => break,
                Err(error) => return Err(error).must("creating a tag"),
            }
        }
        let name = match scope {
            TagScope::Ticket => "ticket_tag",
            _ => "contact_tag",
        };
        ensure!(
            tags.len() >= count,
            "the law needs {count} tags, and `{name}` of the plan and `tags.create` give {}",
            tags.len()
        );
        Ok(tags)
    }

    /// The webhook subscription to create.
    pub fn new_webhook(&self) -> NewWebhook {
        let number = self.number();
        match &self.plan().webhook {
            Some(make) => make(&number),
            None => NewWebhook::new(
                format!("https://hooks.example.com/conformity/{number}"),
                [EventKind::MessageReceived],
            ),
        }
    }
}

/// Messages.
impl Bench {
    /// The message to send.
    pub fn new_message(&self, target: &MessageTarget, text: &str) -> NewMessage {
        match &self.plan().message {
            Some(make) => make(target, text),
            None => NewMessage::text(target.clone(), text),
        }
    }

    /// The note to add.
    pub fn new_note(&self, target: &MessageTarget, text: &str) -> NewNote {
        match &self.plan().note {
            Some(make) => make(target, text),
            None => NewNote::new(target.clone(), text),
        }
    }

    /// A text that was not used before.
    pub fn words(&self, about: &str) -> String {
        format!("{about} number {} of the conformity suite", self.number())
    }

    /// What an operation can be aimed at: a contact with an open ticket, or that ticket, or each.
    ///
    /// The capability table's fields `contact` and `ticket` tell; where it names neither, both are
    /// given that exist.
    ///
    /// # Errors
    /// When neither can be had.
    pub async fn targets(&self, operation: Operation) -> Check<Vec<MessageTarget>> {
        let contact = self.contact().await?;
        let ticket = match self.ticket_of(&contact.id).await {
            Ok(ticket) => Some(ticket),
            Err(Stop::Unsupported(_)) => None,
            Err(broken) => return Err(broken),
        };
        if let Some(receive) = &self.plan().receive {
            receive((contact.id.clone(), self.words("Hello"))).await;
        }
        let mut targets: Vec<MessageTarget> = vec![contact.id.into()];
        targets.extend(ticket.map(|ticket| ticket.id.into()));
        let named = |target: &MessageTarget| self.holds(operation, &target.field());
        if targets.iter().any(named) {
            targets.retain(named);
        }
        Ok(targets)
    }
}

/// The operations that putting a tag on something and taking it off are.
pub(crate) fn tag_operations(scope: TagScope) -> (Operation, Operation) {
    match scope {
        TagScope::Ticket => (Operation::TagsAttachTicket, Operation::TagsDetachTicket),
        _ => (Operation::TagsAttachContact, Operation::TagsDetachContact),
    }
}

impl Bench {
    /// Something that tags of this scope can be put on.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn taggable(&self, scope: TagScope) -> Check<TagTarget> {
        Ok(match scope {
            TagScope::Ticket => self.ticket().await?.id.into(),
            _ => self.contact().await?.id.into(),
        })
    }

    /// The identifiers of the tags on something, as the vendor has them now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn tags_on(&self, target: &TagTarget) -> Check<Vec<TagId>> {
        let tags = match target {
            TagTarget::Contact(id) => {
                self.client()
                    .contacts()
                    .get(id)
                    .await
                    .must("getting the contact")?
                    .tags
            }
            TagTarget::Ticket(id) => {
                self.client()
                    .tickets()
                    .get(id)
                    .await
                    .must("getting the ticket")?
                    .tags
            }
            _ => Vec::new(),
        };
        Ok(tags.into_iter().filter_map(|tag| tag.id).collect())
    }
}
