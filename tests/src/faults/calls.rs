//! The calls.

use helpdesk::webhook::EventKind;
use helpdesk::{
    Client, ContactPatch, ContactQuery, Field, NewContact, NewMessage, NewNote, NewTag, NewWebhook,
    Operation, PageRequest, Patch, RawRequest, Result, TagPatch, TagQuery, TagScope, TicketPatch,
    TicketPriority, TicketQuery, WebhookPatch,
};
use http::Method;

use super::Scene;
use super::scene::Way;

pub(super) const PHONE: &str = "+55 11 98341-9002";
pub(super) const EMAIL: &str = "quirina@people.example";
pub(super) const DOCUMENT: &str = "52998224725";

impl Scene {
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
                // At two vendors the text has to be an identity.
                let text = match client.vendor().as_str() {
                    "wisecx" => EMAIL,
                    "chat2desk" => PHONE,
                    _ => "Quirina",
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
            Op::ContactsCreate => {
                let mut new = somebody();
                if self.act.way == Way::Full {
                    new = new.tag(&self.tag).owner(&self.agent);
                }
                contacts.create(&new).await.map(|_| 1)
            }
            Op::ContactsUpdate => {
                let mut patch = ContactPatch::new().name("Quirina Outra".to_owned());
                if self.act.way == Way::Full {
                    patch = patch.tags(vec![self.tag.clone()]).owner(self.agent.clone());
                }
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
            Op::TicketsCreate => {
                let mut new = self.matter("Parcel that never came");
                if self.act.way == Way::Full {
                    new = new
                        .assignee(&self.agent)
                        .tag(&self.tag)
                        .priority(TicketPriority::High);
                }
                drop(tickets.create(&new).await?);
            }
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
                    patch = patch.tags(vec![tag.id]);
                }
                if self.act.way == Way::Full {
                    patch = patch
                        .description("Paid on the 3rd.".to_owned())
                        .tags(vec![self.tag.clone()])
                        .priority(TicketPriority::High);
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

pub(super) fn somebody() -> NewContact {
    NewContact::named("Quirina Exemplo")
        .phone(PHONE)
        .email(EMAIL)
        .document(DOCUMENT)
}

pub(super) fn subscription(name: &str) -> NewWebhook {
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
