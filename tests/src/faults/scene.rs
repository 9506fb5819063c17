//! What an operation needs before it can be called, and the call.

use futures_util::TryStreamExt;
use helpdesk::webhook::EventKind;
use helpdesk::{
    AgentId, ChannelKind, Client, ContactId, ContactPatch, ContactQuery, DepartmentId, Field,
    MessageTarget, NewContact, NewMessage, NewNote, NewTag, NewTicket, NewWebhook, Operation,
    PageRequest, Patch, RawRequest, Result, TagId, TagPatch, TagQuery, TagScope, TicketId,
    TicketPatch, TicketQuery, WebhookId, WebhookPatch,
};
use http::Method;

use super::{Stage, Vendor};

/// An operation, and what is special about the way it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Act {
    /// The operation.
    pub operation: Operation,
    /// What is special.
    pub way: Way,
}

/// What is special about the way an operation is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Nothing.
    Usual,
    /// The message has no identifier of the caller's own.
    NoExternalId,
    /// The token expired just before.
    TokenExpired,
}

impl Act {
    /// Every act of a desk.
    pub fn all(stage: &Stage) -> Vec<Self> {
        use Operation as Op;
        let renewals = [Op::ContactsGet, Op::ContactsCreate];
        let expired = |operation| Self {
            operation,
            way: Way::TokenExpired,
        };
        if stage.vendor == Vendor::DigisacLogin {
            let first = Self {
                operation: Op::AccountCheck,
                way: Way::Usual,
            };
            return renewals.map(expired).into_iter().chain([first]).collect();
        }
        let mut acts = Vec::new();
        for operation in Operation::ALL.iter().copied() {
            let in_no_request = matches!(operation, Op::WebhooksVerify | Op::WebhooksParse);
            let elsewhere = stage.vendor == Vendor::Chat2DeskDialogs && !of_tickets(operation);
            if in_no_request || elsewhere || !stage.client.supports(operation) {
                continue;
            }
            acts.push(Self {
                operation,
                way: Way::Usual,
            });
            if operation == Op::MessagesSend
                && stage
                    .client
                    .capabilities()
                    .holds(operation, &Field::ExternalId)
            {
                acts.push(Self {
                    operation,
                    way: Way::NoExternalId,
                });
            }
            if stage.vendor.renews() && renewals.contains(&operation) {
                acts.push(expired(operation));
            }
        }
        acts
    }

    /// The name in the table.
    pub fn name(&self) -> String {
        match self.way {
            Way::Usual => self.operation.to_string(),
            Way::NoExternalId => format!("{}, no external id", self.operation),
            Way::TokenExpired => format!("{}, token expired", self.operation),
        }
    }
}

/// Whether an operation has to do with what a desk takes for tickets.
fn of_tickets(operation: Operation) -> bool {
    use Operation as Op;
    matches!(
        operation,
        Op::TagsAttachTicket
            | Op::TagsDetachTicket
            | Op::MessagesList
            | Op::MessagesSend
            | Op::NotesAdd
            | Op::NotesList
    ) || operation.area() == "tickets"
}

const PHONE: &str = "+55 11 98341-9002";
const EMAIL: &str = "quirina@people.example";
const DOCUMENT: &str = "52998224725";

/// What an operation is called with.
#[derive(Debug, Clone)]
pub struct Scene {
    act: Act,
    contact: ContactId,
    ticket: TicketId,
    tag: TagId,
    agent: AgentId,
    /// Where tickets begin.
    home: DepartmentId,
    department: DepartmentId,
    webhook: WebhookId,
    target: MessageTarget,
}

impl Scene {
    /// Brings everything about that the act needs.
    ///
    /// # Errors
    /// When the desk fails without any fault.
    pub async fn set(stage: &Stage, act: Act) -> Result<Self> {
        use Operation as Op;
        let client = &stage.client;
        let operation = act.operation;
        let mut scene = Self {
            act,
            contact: ContactId::from("none"),
            ticket: TicketId::from("none"),
            tag: TagId::from("none"),
            agent: AgentId::from("none"),
            home: DepartmentId::from("none"),
            department: DepartmentId::from("none"),
            webhook: WebhookId::from("none"),
            target: ContactId::from("none").into(),
        };
        let area = operation.area();
        if area == "account" || area == "raw" {
            return Ok(scene);
        }
        if !matches!(operation, Op::ContactsCreate)
            && matches!(area, "contacts" | "tickets" | "tags" | "messages")
        {
            scene.contact = client.contacts().create(&somebody()).await?.value.id;
        }
        if matches!(
            operation,
            Op::TicketsAssign
                | Op::TicketsUnassign
                | Op::AgentsGet
                | Op::NotesAdd
                | Op::MessagesSend
        ) {
            let agents: Vec<_> = client.directory().agents_stream().try_collect().await?;
            let mut people = agents
                .into_iter()
                .filter(|agent| agent.active && !agent.bot);
            let first = people.next();
            if let Some(agent) = people.next().or(first) {
                scene.agent = agent.id;
            }
        }
        let on_ticket = matches!(area, "tickets" | "messages")
            || matches!(operation, Op::TagsAttachTicket | Op::TagsDetachTicket);
        if on_ticket || operation == Op::DepartmentsGet {
            let departments: Vec<_> = client
                .directory()
                .departments_stream()
                .try_collect()
                .await?;
            let mut open = departments
                .into_iter()
                .filter(|department| department.active);
            for department in [&mut scene.home, &mut scene.department] {
                if let Some(next) = open.next() {
                    *department = next.id;
                }
            }
        }
        if on_ticket {
            scene.ticket = scene.make_ticket(stage).await?;
        }
        match operation {
            Op::TicketsUnassign => {
                drop(client.tickets().assign(&scene.ticket, &scene.agent).await?)
            }
            Op::TicketsReopen => drop(client.tickets().close(&scene.ticket).await?),
            Op::NotesList => stage.note(scene.ticket.as_str()),
            _ => {}
        }
        if area == "messages" {
            stage.receive(scene.contact.as_str());
            scene.target = scene.aim(client);
        }
        if area == "tags" && operation != Op::TagsCreate {
            scene.tag = scene.make_tag(client).await?;
        }
        match operation {
            Op::TagsDetachContact => {
                client
                    .tags()
                    .attach(&scene.tag, scene.contact.clone())
                    .await?
            }
            Op::TagsDetachTicket => {
                client
                    .tags()
                    .attach(&scene.tag, scene.ticket.clone())
                    .await?
            }
            Op::WebhooksCreate => {}
            _ if area == "webhooks" => {
                scene.webhook = client
                    .webhooks()
                    .create(&subscription("before"))
                    .await?
                    .value
                    .id;
            }
            _ => {}
        }
        if act.way == Way::TokenExpired {
            stage.expire_tokens();
        }
        Ok(scene)
    }

    async fn make_ticket(&self, stage: &Stage) -> Result<TicketId> {
        let client = &stage.client;
        stage.meet(self.contact.as_str());
        if !client.supports(Operation::TicketsCreate) {
            return Ok(stage.open(self.contact.as_str()).unwrap_or_default().into());
        }
        if self.act.operation == Operation::TicketsCreate {
            return Ok(TicketId::from("none"));
        }
        Ok(client
            .tickets()
            .create(&self.matter("An older matter"))
            .await?
            .value
            .id)
    }

    fn matter(&self, subject: &str) -> NewTicket {
        let new = NewTicket::for_contact(&self.contact)
            .subject(subject)
            .text("It was promised for Tuesday.")
            .channel(ChannelKind::WhatsApp);
        if self.home.as_str() == "none" {
            new
        } else {
            new.department(&self.home)
        }
    }

    /// A tag of the right kind: of those that are there, or a new one where it is to be changed.
    async fn make_tag(&self, client: &Client) -> Result<TagId> {
        use Operation as Op;
        let scope = match self.act.operation {
            Op::TagsAttachTicket | Op::TagsDetachTicket => TagScope::Ticket,
            _ => TagScope::Contact,
        };
        if matches!(self.act.operation, Op::TagsUpdate | Op::TagsDelete)
            && let Ok(written) = client
                .tags()
                .create(&NewTag::named("before").scope(scope))
                .await
        {
            return Ok(written.value.id);
        }
        let tags: Vec<_> = client.tags().stream(TagQuery::all()).try_collect().await?;
        let tag = tags
            .into_iter()
            .find(|tag| tag.active && tag.scope.covers(scope));
        Ok(tag.map_or_else(|| TagId::from("none"), |tag| tag.id))
    }

    fn aim(&self, client: &Client) -> MessageTarget {
        let holds = |field| client.capabilities().holds(self.act.operation, &field);
        let to_ticket = holds(Field::Ticket) || self.ticket.as_str() != "none";
        if to_ticket && !(holds(Field::Contact) && !holds(Field::Ticket)) {
            self.ticket.clone().into()
        } else {
            self.contact.clone().into()
        }
    }

    /// Calls the operation. Gives back how many records came, for lists.
    ///
    /// # Errors
    /// What the desk says.
    pub async fn call(&self, client: &Client) -> Result<usize> {
        match self.act.operation.area() {
            "contacts" => self.on_contacts(client).await,
            "tickets" => self.on_tickets(client).await,
            "tags" => self.on_tags(client).await,
            "messages" => self.on_messages(client).await,
            "webhooks" => self.on_webhooks(client).await,
            "directory" => self.on_directory(client).await,
            "account" => client.check().await.map(|_| 1),
            _ => client
                .raw(RawRequest::new(Method::GET, raw_path(client)))
                .await
                .map(|_| 1),
        }
    }

    async fn on_contacts(&self, client: &Client) -> Result<usize> {
        use Operation as Op;
        let contacts = client.contacts();
        let first = PageRequest::first();
        match self.act.operation {
            Op::ContactsList => Ok(contacts
                .list(&ContactQuery::all(), &first)
                .await?
                .items
                .len()),
            Op::ContactsSearch => {
                // At one vendor the text has to be an identity.
                let text = if client.vendor().as_str() == "wisecx" {
                    EMAIL
                } else {
                    "Quirina"
                };
                Ok(contacts
                    .list(&ContactQuery::search(text), &first)
                    .await?
                    .items
                    .len())
            }
            Op::ContactsGet => contacts.get(&self.contact).await.map(|_| 1),
            Op::ContactsFindByPhone => Ok(contacts.find_by_phone(PHONE).await?.len()),
            Op::ContactsFindByEmail => Ok(contacts.find_by_email(EMAIL).await?.len()),
            Op::ContactsFindByDocument => Ok(contacts.find_by_document(DOCUMENT).await?.len()),
            Op::ContactsCreate => contacts.create(&somebody()).await.map(|_| 1),
            Op::ContactsUpdate => {
                let patch = ContactPatch::new().name("Quirina Outra".to_owned());
                contacts.update(&self.contact, &patch).await.map(|_| 1)
            }
            Op::ContactsDelete => contacts.delete(&self.contact).await.map(|()| 1),
            _ => contacts.block(&self.contact).await.map(|()| 1),
        }
    }

    async fn on_tickets(&self, client: &Client) -> Result<usize> {
        use Operation as Op;
        let tickets = client.tickets();
        let id = &self.ticket;
        match self.act.operation {
            Op::TicketsList => {
                let page = tickets
                    .list(&TicketQuery::all(), &PageRequest::first())
                    .await?;
                return Ok(page.items.len());
            }
            Op::TicketsGet => drop(tickets.get(id).await?),
            Op::TicketsCreate => drop(
                tickets
                    .create(&self.matter("Parcel that never came"))
                    .await?,
            ),
            Op::TicketsUpdate => {
                let mut patch = TicketPatch::new();
                if client
                    .capabilities()
                    .holds(Op::TicketsUpdate, &Field::Subject)
                {
                    patch = patch.subject("Something else".to_owned());
                } else if let Some(tag) = client
                    .tags()
                    .list(&TagQuery::scope(TagScope::Ticket), &PageRequest::first())
                    .await?
                    .items
                    .pop()
                {
                    patch = patch.tags(vec![tag.id.into()]);
                }
                drop(tickets.update(id, &patch).await?);
            }
            Op::TicketsAssign => drop(tickets.assign(id, &self.agent).await?),
            Op::TicketsUnassign => drop(tickets.unassign(id).await?),
            Op::TicketsTransfer => drop(tickets.transfer(id, &self.department).await?),
            Op::TicketsClose => drop(tickets.close(id).await?),
            Op::TicketsReopen => drop(tickets.reopen(id).await?),
            _ => tickets.delete(id).await?,
        }
        Ok(1)
    }

    async fn on_tags(&self, client: &Client) -> Result<usize> {
        use Operation as Op;
        let tags = client.tags();
        match self.act.operation {
            Op::TagsList => {
                return Ok(tags
                    .list(&TagQuery::all(), &PageRequest::first())
                    .await?
                    .items
                    .len());
            }
            Op::TagsGet => drop(tags.get(&self.tag).await?),
            Op::TagsCreate => drop(
                tags.create(&NewTag::named("never seen").scope(TagScope::Contact))
                    .await?,
            ),
            Op::TagsUpdate => drop(tags.update(&self.tag, &TagPatch::rename("another")).await?),
            Op::TagsDelete => tags.delete(&self.tag).await?,
            Op::TagsAttachContact => tags.attach(&self.tag, self.contact.clone()).await?,
            Op::TagsDetachContact => tags.detach(&self.tag, self.contact.clone()).await?,
            Op::TagsAttachTicket => tags.attach(&self.tag, self.ticket.clone()).await?,
            _ => tags.detach(&self.tag, self.ticket.clone()).await?,
        }
        Ok(1)
    }

    async fn on_messages(&self, client: &Client) -> Result<usize> {
        use Operation as Op;
        let messages = client.messages();
        let first = PageRequest::first();
        match self.act.operation {
            Op::MessagesList => Ok(messages.list(&self.target, &first).await?.items.len()),
            Op::NotesList => Ok(messages.notes(&self.target, &first).await?.items.len()),
            Op::MessagesSend => {
                let mut new =
                    NewMessage::text(self.target.clone(), "It is on its way.").author(&self.agent);
                if self.act.way == Way::Usual {
                    new = new.external_id("external-1");
                }
                messages.send(&new).await.map(|_| 1)
            }
            _ => {
                let new = NewNote::new(self.target.clone(), "Paid on the 3rd.").author(&self.agent);
                messages.add_note(&new).await.map(|_| 1)
            }
        }
    }

    async fn on_webhooks(&self, client: &Client) -> Result<usize> {
        use Operation as Op;
        let webhooks = client.webhooks();
        match self.act.operation {
            Op::WebhooksList => return Ok(webhooks.list(&PageRequest::first()).await?.items.len()),
            Op::WebhooksGet => drop(webhooks.get(&self.webhook).await?),
            Op::WebhooksCreate => drop(webhooks.create(&subscription("new")).await?),
            Op::WebhooksUpdate => {
                let mut patch = WebhookPatch::new();
                patch.active = Patch::Set(false);
                drop(webhooks.update(&self.webhook, &patch).await?);
            }
            _ => webhooks.delete(&self.webhook).await?,
        }
        Ok(1)
    }

    async fn on_directory(&self, client: &Client) -> Result<usize> {
        use Operation as Op;
        let directory = client.directory();
        let first = PageRequest::first();
        Ok(match self.act.operation {
            Op::AgentsList => directory.agents(&first).await?.items.len(),
            Op::AgentsGet => directory.agent(&self.agent).await.map(|_| 1)?,
            Op::DepartmentsList => directory.departments(&first).await?.items.len(),
            Op::DepartmentsGet => directory.department(&self.department).await.map(|_| 1)?,
            Op::ChannelsList => directory.channels(&first).await?.items.len(),
            _ => directory.custom_fields(&first).await?.items.len(),
        })
    }
}

fn somebody() -> NewContact {
    NewContact::named("Quirina Exemplo")
        .phone(PHONE)
        .email(EMAIL)
        .document(DOCUMENT)
}

fn subscription(name: &str) -> NewWebhook {
    NewWebhook::new(
        format!("https://hooks.example/{name}"),
        [EventKind::MessageReceived],
    )
    .name(name)
}

fn raw_path(client: &Client) -> &'static str {
    match client.vendor().as_str() {
        "cxpress" => "/external/sector",
        "digisac" => "/departments",
        "wisecx" => "/business_hours/is_open",
        _ => "/v1/help/tickets",
    }
}
