//! Tickets, with conveniences.

use futures_util::TryStreamExt;

use crate::stream::ListStream;
use crate::{
    AgentId, ContactId, DepartmentId, NewTicket, Operation, Page, PageRequest, Result,
    StatusFilter, Ticket, TicketId, TicketPatch, TicketQuery, Written,
};

handle!(
    /// The tickets of a desk.
    TicketsHandle,
    tickets,
    crate::Tickets
);

impl TicketsHandle {
    /// One page of tickets. See [`Tickets::list`](crate::Tickets::list).
    pub async fn list(&self, query: &TicketQuery, page: &PageRequest) -> Result<Page<Ticket>> {
        self.area(Operation::TicketsList)?
            .list(query, page, &self.client.options)
            .await
    }

    /// All tickets of a query, fetched page by page as they are read.
    #[inline]
    pub fn stream(&self, query: TicketQuery) -> ListStream<Ticket> {
        self.stream_from(query, PageRequest::first())
    }

    /// Like [`Self::stream`], with a page size and a place to begin.
    #[inline]
    pub fn stream_from(&self, query: TicketQuery, first: PageRequest) -> ListStream<Ticket> {
        list_stream!(
            self,
            Operation::TicketsList,
            first,
            [query],
            |area, page, options| area.list(&query, page, options)
        )
    }

    /// One ticket. See [`Tickets::get`](crate::Tickets::get).
    pub async fn get(&self, id: &TicketId) -> Result<Ticket> {
        self.area(Operation::TicketsGet)?
            .get(id, &self.client.options)
            .await
    }

    /// Creates a ticket. See [`Tickets::create`](crate::Tickets::create).
    pub async fn create(&self, new: &NewTicket) -> Result<Written<Ticket>> {
        self.area(Operation::TicketsCreate)?
            .create(new, &self.client.options)
            .await
    }

    /// Changes a ticket. See [`Tickets::update`](crate::Tickets::update).
    pub async fn update(&self, id: &TicketId, patch: &TicketPatch) -> Result<Written<Ticket>> {
        self.area(Operation::TicketsUpdate)?
            .update(id, patch, &self.client.options)
            .await
    }

    /// Gives a ticket to an agent. See [`Tickets::assign`](crate::Tickets::assign).
    pub async fn assign(&self, id: &TicketId, agent: &AgentId) -> Result<Ticket> {
        self.area(Operation::TicketsAssign)?
            .assign(id, agent, &self.client.options)
            .await
    }

    /// Takes a ticket away from its agent. See [`Tickets::unassign`](crate::Tickets::unassign).
    pub async fn unassign(&self, id: &TicketId) -> Result<Ticket> {
        self.area(Operation::TicketsUnassign)?
            .unassign(id, &self.client.options)
            .await
    }

    /// Hands a ticket to another department. See [`Tickets::transfer`](crate::Tickets::transfer).
    pub async fn transfer(&self, id: &TicketId, department: &DepartmentId) -> Result<Ticket> {
        self.area(Operation::TicketsTransfer)?
            .transfer(id, department, &self.client.options)
            .await
    }

    /// Closes a ticket. See [`Tickets::close`](crate::Tickets::close).
    pub async fn close(&self, id: &TicketId) -> Result<Ticket> {
        self.area(Operation::TicketsClose)?
            .close(id, &self.client.options)
            .await
    }

    /// Opens a closed ticket again. See [`Tickets::reopen`](crate::Tickets::reopen).
    pub async fn reopen(&self, id: &TicketId) -> Result<Ticket> {
        self.area(Operation::TicketsReopen)?
            .reopen(id, &self.client.options)
            .await
    }

    /// Removes a ticket. See [`Tickets::delete`](crate::Tickets::delete).
    pub async fn delete(&self, id: &TicketId) -> Result<()> {
        self.area(Operation::TicketsDelete)?
            .delete(id, &self.client.options)
            .await
    }

    /// Closes every ticket of a contact that is not closed, and gives back those it closed.
    ///
    /// Stops at the first failure; the tickets closed before it stay closed.
    pub async fn close_by_contact(&self, contact: &ContactId) -> Result<Vec<Ticket>> {
        let query = TicketQuery::all()
            .status(StatusFilter::Any)
            .contact(contact.clone());
        let open: Vec<Ticket> = self
            .stream(query)
            .try_filter(|ticket| std::future::ready(!ticket.is_closed()))
            .try_collect()
            .await?;
        let mut closed = Vec::with_capacity(open.len());
        for ticket in open {
            closed.push(self.close(&ticket.id).await?);
        }
        Ok(closed)
    }
}
