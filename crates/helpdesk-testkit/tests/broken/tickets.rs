//! Tickets that break rules.

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, DepartmentId, Error, ErrorKind, NewTicket, Page, PageRequest, Patch,
    Result, Status, StatusFilter, Ticket, TicketId, TicketPatch, TicketQuery, TicketStatus,
    Tickets, Written,
};

use crate::desk::{Break, Broken};

impl Broken {
    fn matters(&self) -> &dyn Tickets {
        self.inner.desk().tickets().unwrap()
    }

    fn shown(&self, mut ticket: Ticket) -> Ticket {
        if self.is(Break::OddStatusMapped) && !ticket.status.value.is_known() {
            ticket.status = Status::new(TicketStatus::Open, ticket.status.raw);
        }
        ticket
    }
}

#[async_trait]
impl Tickets for Broken {
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let (mut query, mut request) = (query.clone(), page.clone());
        match self.how {
            Break::AssigneeIgnored => query.assignee = None,
            Break::StatusIgnored => query.status = StatusFilter::Any,
            Break::TimeIgnored => query.updated_since = None,
            _ => {}
        }
        let mut listed = self.matters().list(&query, &request, options).await;
        if self.is(Break::RowsLackSilently)
            && let Ok(page) = &mut listed
        {
            for row in &mut page.items {
                row.subject = None;
            }
        }
        if self.is(Break::ForeignQuery) && listed.is_err() {
            request.cursor = None;
            return self.matters().list(&query, &request, options).await;
        }
        listed
    }

    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let ticket = self.matters().get(id, options).await?;
        Ok(self.shown(ticket))
    }

    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let mut new = new.clone();
        if self.is(Break::SubjectInError) {
            let subject = new.subject.unwrap_or_default();
            return Err(Error::new(
                ErrorKind::Conflict,
                format!("{subject} is there"),
            ));
        }
        if self.is(Break::StatusGuessed) && new.status == Some(TicketStatus::Pending) {
            new.status = Some(TicketStatus::Open);
        }
        self.matters().create(&new, options).await
    }

    async fn update(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<Written<Ticket>> {
        self.matters().update(id, patch, options).await
    }

    async fn assign(
        &self,
        id: &TicketId,
        agent: &AgentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        if self.is(Break::AssignDropsSubject) {
            let mut patch = TicketPatch::new();
            patch.subject = Patch::Clear;
            self.matters().update(id, &patch, options).await?;
        }
        self.matters().assign(id, agent, options).await
    }

    async fn unassign(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        if self.is(Break::UnassignDoesNothing) {
            return self.matters().get(id, options).await;
        }
        self.matters().unassign(id, options).await
    }

    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        if self.is(Break::TransferDoesNothing) {
            return self.matters().get(id, options).await;
        }
        self.matters().transfer(id, department, options).await
    }

    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        if self.is(Break::CloseOnce) && self.matters().get(id, options).await?.is_closed() {
            return Err(Error::new(ErrorKind::Conflict, "it is closed"));
        }
        if self.is(Break::CloseClosesAll) {
            let all = PageRequest::first();
            let page = self
                .matters()
                .list(&TicketQuery::all(), &all, options)
                .await?;
            for other in page.items {
                self.matters().close(&other.id, options).await?;
            }
        }
        self.matters().close(id, options).await
    }

    async fn reopen(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        if self.is(Break::ReopenDoesNothing) {
            return self.matters().get(id, options).await;
        }
        self.matters().reopen(id, options).await
    }

    async fn delete(&self, id: &TicketId, options: &CallOptions) -> Result<()> {
        self.matters().delete(id, options).await
    }
}
