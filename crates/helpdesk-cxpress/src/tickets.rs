//! Tickets.

mod details;
mod input;
mod list;
mod search;
mod write;

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, DepartmentId, NewTicket, Operation, Page, PageRequest, Patch, Result,
    Ticket, TicketId, TicketPatch, TicketQuery, Tickets, Written,
};

use helpdesk_http::Kept;

use crate::Cxpress;
use crate::convert::custom_fields;
use crate::paging::located;
use crate::row;
use crate::wire::{self, EditTicket, EntityTypeId, StatusId};
use input::{Draft, Wanted};
use write::{give_to, tag_with};

#[async_trait]
impl Tickets for Cxpress {
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        self.table().require_filters(operation, &query.fields())?;
        let api = self.begin(operation, options);
        self.list_tickets(&api, query, page).await
    }

    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsGet;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let found = self.find_ticket(&api, operation, id).await?;
        Ok(self.ticket(found))
    }

    /// After an unknown delivery the contact's newest tickets are looked through for one of the last
    /// moments with the subject and the channel: found, it is the answer; surely not there, it is
    /// sent once more. When looking fails, or what follows on the create does, it is `Unknown`.
    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsCreate;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut draft = Draft::of(new).map_err(|error| located(error, operation))?;
        losses.extend(self.table().settle(
            operation,
            std::mem::take(&mut draft.losses),
            options.loss,
        )?);

        let api = self.begin(operation, options);
        let (channel, lost) = self.channel(&api, operation, draft.channel).await?;
        losses.extend(self.table().settle(operation, lost, options.loss)?);
        if let Some(definitions) = self.definitions(&api).await? {
            custom_fields::check_all(&definitions, &EntityTypeId::Ticket, &draft.custom_fields)
                .and_then(|()| custom_fields::check_required(&definitions, &draft.custom_fields))
                .map_err(|error| located(error, operation))?;
        }

        let mut extra = EditTicket::default();
        if let Some(agent) = &new.assignee {
            give_to(&mut extra, agent, self.spelling().assigner());
        }
        if !draft.tags.is_empty() {
            tag_with(&mut extra, &draft.tags, self.spelling().tags_ids());
        }
        let body = wire::NewTicket {
            channel_id: channel,
            consumer_user_id: draft.contact,
            subject: draft.subject,
            status_id: draft.status,
            assigned_employee_user_id: extra.assigned_employee_user_id,
            assigner_employee_user_id: extra.assigner_employee_user_id,
            followers_id: None,
            sector_id: new.department.as_ref().map(ToString::to_string),
            custom_fields: (!draft.custom_fields.is_empty()).then_some(draft.custom_fields),
            tag_ids: extra.tag_ids,
            tags_ids: extra.tags_ids,
        };
        let created: Kept<row::TicketDetail> = api.tickets().create_as(&body).await?;
        let id = TicketId::new(created.wire.id.as_str());
        let ticket = match &new.assignee {
            Some(agent) => self.assured(&api, operation, created, agent).await?,
            None => self.read_again(&api, created).await?,
        };
        let ticket = self
            .tags_assured(&api, operation, &id, ticket, &draft.tags)
            .await?;
        Ok(Written::new(ticket).with_losses(losses))
    }

    /// Writes an absolute state, which is repeated. When that does not help, or the ticket cannot be
    /// read afterwards, it is `Unknown`.
    async fn update(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsUpdate;
        let mut losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let wanted = Wanted::of(patch).map_err(|error| located(error, operation))?;
        losses.extend(
            self.table()
                .settle(operation, wanted.losses, options.loss)?,
        );
        let mut change = wanted.change;
        let fields = patch
            .custom_fields
            .values()
            .any(|patch| matches!(patch, Patch::Set(_)));

        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        if change.subject.is_none()
            && change.status_id.is_none()
            && wanted.tags.is_none()
            && !fields
        {
            let found = self.find_ticket(&api, operation, id).await?;
            return Ok(Written::new(self.ticket(found)).with_losses(losses));
        }
        change.custom_fields = if fields {
            Some(self.changed_fields(&api, operation, id, patch).await?)
        } else {
            self.required_fields(&api, operation, id).await?
        };
        let ticket = if let Some(tags) = &wanted.tags {
            self.write_tags(&api, operation, id, change, tags).await?
        } else {
            let written = self.edit_ticket(&api, operation, id, &change).await?;
            self.read_again(&api, written).await?
        };
        Ok(Written::new(ticket).with_losses(losses))
    }

    /// Writes an absolute state, which is repeated, and looks whether the agent has it. When that does
    /// not help, it is `Unknown`; when somebody else has it afterwards, a `Conflict`.
    async fn assign(
        &self,
        id: &TicketId,
        agent: &AgentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsAssign;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        let mut change = EditTicket::default();
        give_to(&mut change, agent, self.spelling().assigner());
        change.custom_fields = self.required_fields(&api, operation, id).await?;
        let written = self.edit_ticket(&api, operation, id, &change).await?;
        self.assured(&api, operation, written, agent).await
    }

    async fn unassign(&self, _: &TicketId, _: &CallOptions) -> Result<Ticket> {
        Err(self.lacks(Operation::TicketsUnassign))
    }

    /// Writes an absolute state, which is repeated, and looks where the ticket is. When that does not
    /// help, it is `Unknown`; when it is elsewhere afterwards, a `Conflict`.
    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsTransfer;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        let change = EditTicket {
            sector_id: Some(department.as_str().to_owned()),
            custom_fields: self.required_fields(&api, operation, id).await?,
            ..EditTicket::default()
        };
        let written = self.edit_ticket(&api, operation, id, &change).await?;
        self.moved(&api, operation, written, department).await
    }

    /// Writes an absolute state, which is repeated; a ticket that is closed already is closed. When
    /// that does not help, it is `Unknown`; when it is open afterwards, a `Conflict`.
    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsClose;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        let change = EditTicket {
            status_id: Some(StatusId::Resolved),
            custom_fields: self.required_fields(&api, operation, id).await?,
            ..EditTicket::default()
        };
        match self.edit_ticket(&api, operation, id, &change).await {
            Ok(written) => self.closed(&api, operation, written).await,
            Err(error) => self.closed_already(&api, operation, id, error).await,
        }
    }

    async fn reopen(&self, _: &TicketId, _: &CallOptions) -> Result<Ticket> {
        Err(self.lacks(Operation::TicketsReopen))
    }

    /// Repeated; gone after a lost answer is deleted. When that does not help, it is `Unknown`.
    async fn delete(&self, id: &TicketId, options: &CallOptions) -> Result<()> {
        let operation = Operation::TicketsDelete;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let _turn = self.hold(&api, "ticket", id.as_str(), operation).await?;
        api.tickets()
            .delete_as::<row::TicketDetail>(id.as_str())
            .await
            .map(drop)
    }
}
