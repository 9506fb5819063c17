//! Tickets for laws.

use futures_util::TryStreamExt;
use helpdesk_core::{ContactId, Field, NewTicket, Operation, Ticket};

use crate::{Bench, Check, Matter, Must, Stop};

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
        let takes_contact = self.holds(Operation::TicketsCreate, &Field::Contact);
        let creates = takes_contact || self.plan().make_ticket.is_none();
        if self.supports(Operation::TicketsCreate) && creates {
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
