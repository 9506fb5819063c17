//! Calls every operation with plausible arguments.

use bytes::Bytes;
use helpdesk_core::webhook::{Inbound, Verification, Verified};
use helpdesk_core::{
    AgentId, Client, ContactId, ContactPatch, ContactQuery, Cursor, DepartmentId, Field,
    MessageTarget, NewContact, NewTicket, Operation, Page, PageRequest, Patch, RawRequest, Result,
    TagId, TagPatch, TagQuery, TagScope, TicketId, TicketPatch, TicketQuery, Timestamp, WebhookId,
    WebhookPatch,
};
use http::{HeaderMap, Method};

use crate::{Bench, Check, Stop};

/// What calls are made with. Identifiers belong to nothing, so that nothing is changed; what is
/// created is valid.
pub(super) struct Scene<'a> {
    bench: &'a Bench,
    contact: ContactId,
    ticket: TicketId,
    tag: TagId,
    agent: AgentId,
    department: DepartmentId,
    webhook: WebhookId,
    new_contact: NewContact,
    new_ticket: NewTicket,
}

impl<'a> Scene<'a> {
    /// A scene. Makes a contact for a new ticket where both can be.
    pub async fn new(bench: &'a Bench) -> Check<Self> {
        let missing = &bench.plan().missing;
        let new_ticket = if bench.supports(Operation::TicketsCreate) {
            match bench.matter().await {
                Ok(matter) => bench.new_ticket(&matter),
                Err(Stop::Unsupported(_)) => NewTicket::for_contact(missing.contact.as_str()),
                Err(broken) => return Err(broken),
            }
        } else {
            NewTicket::for_contact(missing.contact.as_str())
        };
        Ok(Self {
            bench,
            contact: ContactId::new(missing.contact.clone()),
            ticket: TicketId::new(missing.ticket.clone()),
            tag: TagId::new(missing.tag.clone()),
            agent: AgentId::new(missing.agent.clone()),
            department: DepartmentId::new(missing.department.clone()),
            webhook: WebhookId::new(missing.webhook.clone()),
            new_contact: bench.new_contact(&bench.person()),
            new_ticket,
        })
    }

    fn holds(&self, operation: Operation, field: &Field) -> bool {
        self.bench.holds(operation, field)
    }

    fn target(&self, operation: Operation) -> MessageTarget {
        let ticket: MessageTarget = self.ticket.clone().into();
        if self.holds(operation, &Field::Ticket) && !self.holds(operation, &Field::Contact) {
            ticket
        } else {
            self.contact.clone().into()
        }
    }

    fn contact_patch(&self) -> ContactPatch {
        let holds = |field: Field| self.holds(Operation::ContactsUpdate, &field);
        let patch = ContactPatch::new();
        if holds(Field::Name) {
            patch.name("Somebody Else".to_owned())
        } else if holds(Field::Emails) {
            patch.emails(vec!["somebody@else.example".to_owned()])
        } else {
            patch
        }
    }

    fn ticket_patch(&self) -> TicketPatch {
        let holds = |field: Field| self.holds(Operation::TicketsUpdate, &field);
        let patch = TicketPatch::new();
        if holds(Field::Subject) {
            patch.subject("Something else".to_owned())
        } else if holds(Field::DueAt) {
            patch.due_at(Timestamp::now() + jiff::SignedDuration::from_hours(48))
        } else {
            patch
        }
    }

    fn webhook_patch(&self) -> WebhookPatch {
        let holds = |field: Field| self.holds(Operation::WebhooksUpdate, &field);
        let mut patch = WebhookPatch::new();
        if holds(Field::Active) {
            patch.active = Patch::Set(false);
        } else if holds(Field::Name) {
            patch.name = Patch::Set("another".to_owned());
        }
        patch
    }

    fn tag_patch(&self) -> TagPatch {
        if self.holds(Operation::TagsUpdate, &Field::Color)
            && !self.holds(Operation::TagsUpdate, &Field::Name)
        {
            let mut patch = TagPatch::default();
            patch.color = Patch::Set("#336699".to_owned());
            return patch;
        }
        TagPatch::rename("another")
    }

    /// Calls an operation; `None` for a raw call that the plan does not give.
    pub async fn call(&self, client: &Client, operation: Operation) -> Option<Result<()>> {
        use Operation as Op;
        let page = PageRequest::first();
        if let Some(listed) = self.list(client, operation, &page).await {
            return Some(listed.map(drop));
        }
        Some(match operation.area() {
            "contacts" => self.on_contacts(client, operation).await,
            "tickets" => self.on_tickets(client, operation).await,
            "tags" => self.on_tags(client, operation).await,
            "webhooks" => self.on_webhooks(client, operation).await,
            _ => match operation {
                Op::MessagesSend => {
                    let new = self
                        .bench
                        .new_message(&self.target(operation), "Hello there");
                    client.messages().send(&new).await.map(drop)
                }
                Op::NotesAdd => {
                    let new = self.bench.new_note(&self.target(operation), "Hello there");
                    client.messages().add_note(&new).await.map(drop)
                }
                Op::AgentsGet => client.directory().agent(&self.agent).await.map(drop),
                Op::DepartmentsGet => client
                    .directory()
                    .department(&self.department)
                    .await
                    .map(drop),
                Op::AccountCheck => client.check().await.map(drop),
                Op::Raw => {
                    let raw = match &self.bench.plan().raw {
                        Some(raw) => raw.clone(),
                        None if client.supports(Op::Raw) => return None,
                        None => RawRequest::new(Method::GET, "/"),
                    };
                    client.raw(raw).await.map(drop)
                }
                _ => return None,
            },
        })
    }

    async fn on_contacts(&self, client: &Client, operation: Operation) -> Result<()> {
        use Operation as Op;
        let contacts = client.contacts();
        match operation {
            Op::ContactsGet => contacts.get(&self.contact).await.map(drop),
            Op::ContactsFindByPhone => contacts.find_by_phone("+5511983419002").await.map(drop),
            Op::ContactsFindByEmail => contacts.find_by_email("no@people.example").await.map(drop),
            Op::ContactsFindByDocument => contacts.find_by_document("52998224725").await.map(drop),
            Op::ContactsCreate => contacts.create(&self.new_contact).await.map(drop),
            Op::ContactsUpdate => contacts
                .update(&self.contact, &self.contact_patch())
                .await
                .map(drop),
            Op::ContactsDelete => contacts.delete(&self.contact).await,
            _ => contacts.block(&self.contact).await,
        }
    }

    async fn on_tickets(&self, client: &Client, operation: Operation) -> Result<()> {
        use Operation as Op;
        let tickets = client.tickets();
        let id = &self.ticket;
        match operation {
            Op::TicketsGet => tickets.get(id).await.map(drop),
            Op::TicketsCreate => tickets.create(&self.new_ticket).await.map(drop),
            Op::TicketsUpdate => tickets.update(id, &self.ticket_patch()).await.map(drop),
            Op::TicketsAssign => tickets.assign(id, &self.agent).await.map(drop),
            Op::TicketsUnassign => tickets.unassign(id).await.map(drop),
            Op::TicketsTransfer => tickets.transfer(id, &self.department).await.map(drop),
            Op::TicketsClose => tickets.close(id).await.map(drop),
            Op::TicketsReopen => tickets.reopen(id).await.map(drop),
            _ => tickets.delete(id).await,
        }
    }

    async fn on_tags(&self, client: &Client, operation: Operation) -> Result<()> {
        use Operation as Op;
        let tags = client.tags();
        match operation {
            Op::TagsGet => tags.get(&self.tag).await.map(drop),
            Op::TagsCreate => {
                let name = self.bench.tag_name();
                let new = self.bench.new_tag(&name, TagScope::Contact);
                match tags.create(&new).await {
                    // A vendor may have tags of one kind only.
                    Err(error) if error.is_unsupported() && client.supports(operation) => {
                        let new = self.bench.new_tag(&name, TagScope::Ticket);
                        tags.create(&new).await.map(drop)
                    }
                    done => done.map(drop),
                }
            }
            Op::TagsUpdate => tags.update(&self.tag, &self.tag_patch()).await.map(drop),
            Op::TagsDelete => tags.delete(&self.tag).await,
            Op::TagsAttachContact => tags.attach(&self.tag, self.contact.clone()).await,
            Op::TagsDetachContact => tags.detach(&self.tag, self.contact.clone()).await,
            Op::TagsAttachTicket => tags.attach(&self.tag, self.ticket.clone()).await,
            _ => tags.detach(&self.tag, self.ticket.clone()).await,
        }
    }

    async fn on_webhooks(&self, client: &Client, operation: Operation) -> Result<()> {
        use Operation as Op;
        let webhooks = client.webhooks();
        let inbound = || Inbound::new(HeaderMap::new(), Bytes::from_static(b"{}"));
        match operation {
            Op::WebhooksGet => webhooks.get(&self.webhook).await.map(drop),
            Op::WebhooksCreate => webhooks.create(&self.bench.new_webhook()).await.map(drop),
            Op::WebhooksUpdate => webhooks
                .update(&self.webhook, &self.webhook_patch())
                .await
                .map(drop),
            Op::WebhooksDelete => webhooks.delete(&self.webhook).await,
            Op::WebhooksVerify => client.verify_webhook(inbound()).map(drop),
            _ => {
                let (vendor, now) = (client.vendor().clone(), Timestamp::now());
                let verified = Verified::vouch(inbound(), vendor, Verification::None, now)?;
                client.parse_webhook(&verified).map(drop)
            }
        }
    }

    /// Asks for a page of a list; `None` when the operation is no list. Gives back the next cursor.
    pub async fn list(
        &self,
        client: &Client,
        operation: Operation,
        page: &PageRequest,
    ) -> Option<Result<Option<Cursor>>> {
        use Operation as Op;
        fn next<T>(page: Page<T>) -> Option<Cursor> {
            page.next
        }
        let directory = client.directory();
        let target = self.target(operation);
        Some(match operation {
            Op::ContactsList => client
                .contacts()
                .list(&ContactQuery::all(), page)
                .await
                .map(next),
            Op::ContactsSearch => {
                let query = ContactQuery::search("Quirina");
                client.contacts().list(&query, page).await.map(next)
            }
            Op::TicketsList => client
                .tickets()
                .list(&TicketQuery::all(), page)
                .await
                .map(next),
            Op::TagsList => client.tags().list(&TagQuery::all(), page).await.map(next),
            Op::MessagesList => client.messages().list(&target, page).await.map(next),
            Op::NotesList => client.messages().notes(&target, page).await.map(next),
            Op::AgentsList => directory.agents(page).await.map(next),
            Op::DepartmentsList => directory.departments(page).await.map(next),
            Op::ChannelsList => directory.channels(page).await.map(next),
            Op::CustomFieldsList => directory.custom_fields(page).await.map(next),
            Op::WebhooksList => client.webhooks().list(page).await.map(next),
            _ => return None,
        })
    }
}

/// The lists there are.
pub(super) const LISTS: &[Operation] = &[
    Operation::ContactsList,
    Operation::ContactsSearch,
    Operation::TicketsList,
    Operation::TagsList,
    Operation::MessagesList,
    Operation::NotesList,
    Operation::AgentsList,
    Operation::DepartmentsList,
    Operation::ChannelsList,
    Operation::CustomFieldsList,
    Operation::WebhooksList,
];
