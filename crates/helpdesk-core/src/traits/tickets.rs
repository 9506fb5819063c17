//! Tickets.

use async_trait::async_trait;

use crate::{
    AgentId, CallOptions, DepartmentId, NewTicket, Page, PageRequest, Result, Ticket, TicketId,
    TicketPatch, TicketQuery, Written,
};

/// The matters that the helpdesk takes care of.
///
/// The calls that change a ticket give it back as the vendor has it afterwards.
#[async_trait]
pub trait Tickets: Send + Sync {
    /// One page of tickets. A filter the vendor does not have is `Unsupported`, naming the field.
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>>;

    /// One ticket. `NotFound` when there is none.
    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket>;

    /// Creates a ticket. `Conflict` where the vendor allows one open ticket a contact and there is
    /// one, with its identifier. After an unknown delivery the ticket is looked for before anything
    /// is sent again.
    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>>;

    /// Changes a ticket; fields that the patch keeps stay as they are. `NotFound`; `Conflict` while
    /// an agent has it open, at vendors that lock it.
    async fn update(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<Written<Ticket>>;

    /// Gives the ticket to an agent. `NotFound`.
    async fn assign(&self, id: &TicketId, agent: &AgentId, options: &CallOptions)
    -> Result<Ticket>;

    /// Takes the ticket away from its agent. `NotFound`.
    async fn unassign(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket>;

    /// Hands the ticket to another department. `NotFound`.
    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket>;

    /// Closes the ticket. Closing a closed ticket changes nothing and succeeds. `NotFound`;
    /// `Conflict` when the vendor would close another ticket in its place.
    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket>;

    /// Opens a closed ticket again. `NotFound`; `Conflict` when it is open.
    async fn reopen(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket>;

    /// Removes a ticket. `NotFound`.
    async fn delete(&self, id: &TicketId, options: &CallOptions) -> Result<()>;
}
