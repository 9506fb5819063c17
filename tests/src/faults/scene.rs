//! What an operation needs before it can be called.

use futures_util::TryStreamExt;
use helpdesk::{
    AgentId, ChannelKind, Client, ContactId, DepartmentId, Field, MessageTarget, NewTag, NewTicket,
    Operation, Result, TagId, TagQuery, TagScope, TicketId, WebhookId,
};

use super::calls::{somebody, subscription};
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
    /// It is given everything that the desk holds, not the least.
    Full,
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
            let made_of_much = matches!(
                operation,
                Op::ContactsCreate | Op::ContactsUpdate | Op::TicketsCreate | Op::TicketsUpdate
            );
            if made_of_much {
                acts.push(Self {
                    operation,
                    way: Way::Full,
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
            Way::Full => format!("{}, all fields", self.operation),
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

/// What an operation is called with.
#[derive(Debug, Clone)]
pub struct Scene {
    pub(super) act: Act,
    pub(super) contact: ContactId,
    pub(super) ticket: TicketId,
    pub(super) tag: TagId,
    pub(super) agent: AgentId,
    /// Where tickets begin.
    pub(super) home: DepartmentId,
    pub(super) department: DepartmentId,
    pub(super) webhook: WebhookId,
    pub(super) target: MessageTarget,
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
        let full = act.way == Way::Full;
        if full
            || matches!(
                operation,
                Op::TicketsAssign
                    | Op::TicketsUnassign
                    | Op::AgentsGet
                    | Op::NotesAdd
                    | Op::MessagesSend
            )
        {
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
                drop(client.tickets().assign(&scene.ticket, &scene.agent).await?);
            }
            Op::TicketsReopen => drop(client.tickets().close(&scene.ticket).await?),
            Op::NotesList => stage.note(scene.ticket.as_str()),
            _ => {}
        }
        if area == "messages" {
            stage.receive(scene.contact.as_str());
            scene.target = scene.aim(client);
        }
        if full || (area == "tags" && operation != Op::TagsCreate) {
            scene.tag = scene.make_tag(client).await?;
        }
        match operation {
            Op::TagsDetachContact => {
                client
                    .tags()
                    .attach(&scene.tag, scene.contact.clone())
                    .await?;
            }
            Op::TagsDetachTicket => {
                client
                    .tags()
                    .attach(&scene.tag, scene.ticket.clone())
                    .await?;
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

    pub(super) fn matter(&self, subject: &str) -> NewTicket {
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
            Op::TagsAttachTicket | Op::TagsDetachTicket | Op::TicketsCreate | Op::TicketsUpdate => {
                TagScope::Ticket
            }
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
        let has_ticket = self.ticket.as_str() != "none";
        if holds(Field::Ticket) || (has_ticket && !holds(Field::Contact)) {
            self.ticket.clone().into()
        } else {
            self.contact.clone().into()
        }
    }
}
