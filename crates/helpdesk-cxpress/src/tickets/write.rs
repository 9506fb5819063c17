//! What writes of tickets have in common: two spellings, required custom fields, and reading again.

use helpdesk_core::{
    AgentId, AgentRef, DepartmentId, Error, ErrorKind, Field, Operation, Result, Ticket, TicketId,
};
use helpdesk_http::Kept;

use super::search::Where;
use crate::Cxpress;
use crate::api::{Api, ListTickets, Paging};
use crate::contacts::conflict;
use crate::convert::custom_fields;
use crate::convert::tickets::{self, detail, merged};
use crate::desk::not_carried_out;
use crate::paging::{PAGE, located};
use crate::row;
use crate::wire::{CustomFieldValue, EditTicket, Page};

/// The operator of a ticket, in one of the two documented spellings.
pub(super) fn give_to(change: &mut EditTicket, agent: &AgentId, assigner: bool) {
    let agent = Some(agent.as_str().to_owned());
    if assigner {
        change.assigner_employee_user_id = agent;
    } else {
        change.assigned_employee_user_id = agent;
    }
}

/// The tags of a ticket, in one of the two documented spellings.
pub(super) fn tag_with(change: &mut EditTicket, tags: &[String], tags_ids: bool) {
    let tags = Some(tags.to_vec());
    if tags_ids {
        change.tags_ids = tags;
    } else {
        change.tag_ids = tags;
    }
}

impl Cxpress {
    /// Values that have to be sent again with every change: those of required custom fields. The
    /// ticket is only looked for when there are such fields.
    pub(super) async fn required_fields(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
    ) -> Result<Option<Vec<CustomFieldValue>>> {
        let Some(definitions) = self.definitions(api).await? else {
            return Ok(None);
        };
        if custom_fields::required(&definitions).next().is_none() {
            return Ok(None);
        }
        let there = self.find_ticket(api, operation, id).await?;
        let values: Vec<CustomFieldValue> = there
            .wire
            .custom_fiejds
            .unwrap_or_default()
            .into_iter()
            .filter(|value| !value.value.is_empty())
            .collect();
        Ok((!values.is_empty()).then_some(values))
    }

    /// Writes a change. A refusal that does not say so is looked into: is an operator at it?
    pub(super) async fn edit_ticket(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        change: &EditTicket,
    ) -> Result<Kept<row::TicketDetail>> {
        let error = match api.tickets().edit_as(id.as_str(), change).await {
            Ok(ticket) => return Ok(ticket),
            Err(error) => error,
        };
        let known = self.references().get(id).and_then(|known| known.number);
        let (ErrorKind::Invalid, Some(number)) = (error.kind(), known) else {
            return Err(error);
        };
        let there = self.search(api, Where::Ongoing, &number, id).await;
        let busy = there.ok().flatten().is_some_and(|there| {
            there.wire.who_is_viewing_user_id.is_some() || there.wire.processing == Some(true)
        });
        if !busy {
            return Err(error);
        }
        Err(located(
            conflict(
                &error,
                "an operator is at the ticket, and until then it cannot be changed; try again later",
                &Field::Status,
                "in use",
            ),
            operation,
        ))
    }

    /// The ticket as the vendor has it after a write: the answer, and what the list adds to it.
    pub(super) async fn read_again(
        &self,
        api: &Api,
        written: Kept<row::TicketDetail>,
    ) -> Result<Ticket> {
        Ok(self.read_both(api, written).await?.0)
    }

    /// The same, and the row of the list by itself, if the list has it.
    async fn read_both(
        &self,
        api: &Api,
        written: Kept<row::TicketDetail>,
    ) -> Result<(Ticket, Option<Ticket>)> {
        let ticket = self.references().complete(detail(written));
        let Some(number) = ticket.number.clone() else {
            return Ok((ticket, None));
        };
        let place = if ticket.is_closed() {
            Where::Finished
        } else {
            Where::Ongoing
        };
        let found = self.search(api, place, &number, &ticket.id).await?;
        Ok(match found.map(tickets::row) {
            Some(row) => (merged(ticket, row.clone()), Some(row)),
            None => (ticket, None),
        })
    }

    /// Sees to it that a ticket that was just handed over is in its new department.
    pub(super) async fn moved(
        &self,
        api: &Api,
        operation: Operation,
        written: Kept<row::TicketDetail>,
        department: &DepartmentId,
    ) -> Result<Ticket> {
        let (ticket, row) = self.read_both(api, written).await?;
        let told = |ticket: &Ticket| {
            let sent = !ticket.not_sent.contains(&Field::Department);
            sent.then(|| ticket.department.as_ref().and_then(|own| own.id.clone()))
        };
        // The row is what the vendor has, the answer what it says it did.
        match row.as_ref().and_then(told).or_else(|| told(&ticket)) {
            Some(there) if there.as_ref() != Some(department) => {}
            _ => return Ok(ticket),
        }
        Err(not_carried_out(
            api,
            operation,
            "the vendor took the transfer and did not carry it out",
            &Field::Department,
            "the ticket is not in this department",
        ))
    }

    /// Sees to it that a ticket that was just closed is closed.
    pub(super) async fn closed(
        &self,
        api: &Api,
        operation: Operation,
        written: Kept<row::TicketDetail>,
    ) -> Result<Ticket> {
        let ticket = self.read_again(api, written).await?;
        if ticket.is_closed() {
            return Ok(ticket);
        }
        Err(not_carried_out(
            api,
            operation,
            "the vendor took the closing and did not carry it out",
            &Field::Status,
            "the ticket is not closed",
        ))
    }

    /// The row of a ticket if this agent has it. The list is filtered by the agent, which is the only
    /// way to learn who has a ticket: rows show a name.
    async fn held_by(
        &self,
        api: &Api,
        number: &str,
        id: &TicketId,
        agent: &AgentId,
    ) -> Result<Option<Kept<row::TicketRow>>> {
        let query = ListTickets::builder()
            .paging(Paging::new(PAGE, 1))
            .search(number)
            .employee(agent.as_str())
            .build();
        let found: Page<row::TicketRow> = api.tickets().list_as(&query).await?;
        Ok(found
            .items
            .into_iter()
            .find(|row| row.wire.id == id.as_str()))
    }

    /// Sees to it that an agent has a ticket that was just written, if need be by writing the other
    /// spelling of the key.
    pub(super) async fn assured(
        &self,
        api: &Api,
        operation: Operation,
        written: Kept<row::TicketDetail>,
        agent: &AgentId,
    ) -> Result<Ticket> {
        let ticket = self.references().complete(detail(written));
        let Some(number) = ticket.number.clone() else {
            return Ok(ticket);
        };
        let spelling = self.spelling();
        let first = spelling.assigner();
        let mut found = self.held_by(api, &number, &ticket.id, agent).await?;
        if found.is_none() {
            let mut change = EditTicket::builder().build();
            give_to(&mut change, agent, !first);
            change.custom_fields = self.required_fields(api, operation, &ticket.id).await?;
            self.edit_ticket(api, operation, &ticket.id, &change)
                .await?;
            found = self.held_by(api, &number, &ticket.id, agent).await?;
            if found.is_some() {
                spelling.set_assigner(!first);
            }
        }
        let Some(found) = found else {
            return Err(self.not_given(api, operation, agent).await);
        };
        let mut ticket = merged(ticket, tickets::row(found));
        let name = ticket.assignee.take().and_then(|own| own.name);
        ticket.assignee = AgentRef::from_parts(Some(agent.clone()), name);
        ticket.not_sent.retain(|field| *field != Field::Assignee);
        Ok(ticket)
    }

    /// Why an agent does not have the ticket that was given to it.
    async fn not_given(&self, api: &Api, operation: Operation, agent: &AgentId) -> Error {
        if let Err(error) = api.agents().get_as::<row::Agent>(agent.as_str()).await
            && error.is_not_found()
        {
            return error;
        }
        not_carried_out(
            api,
            operation,
            "the vendor took the assignment and did not carry it out; the agent may not belong to the \
             ticket's department",
            &Field::Assignee,
            "the ticket is not with this agent",
        )
    }

    /// Writes tags and whatever else changes, and sees to it that they are there, if need be by
    /// writing the other spelling of the key.
    pub(crate) async fn write_tags(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
        mut change: EditTicket,
        tags: &[String],
    ) -> Result<Ticket> {
        let spelling = self.spelling();
        let first = spelling.tags_ids();
        tag_with(&mut change, tags, first);
        let written = self.edit_ticket(api, operation, id, &change).await?;
        let ticket = self.read_again(api, written).await?;
        if has_tags(&ticket, tags) != Some(false) {
            return Ok(ticket);
        }
        let mut again = EditTicket {
            custom_fields: change.custom_fields.clone(),
            ..EditTicket::default()
        };
        tag_with(&mut again, tags, !first);
        let written = self.edit_ticket(api, operation, id, &again).await;
        let ticket = match written {
            Ok(written) => self.read_again(api, written).await?,
            // It does not know this spelling: the first one was right, and the tags are not there.
            Err(error) if error.kind() == ErrorKind::Invalid => ticket,
            Err(error) => return Err(error),
        };
        if has_tags(&ticket, tags) == Some(false) {
            return Err(crate::contacts::lost_update(api, operation));
        }
        spelling.set_tags_ids(!first);
        Ok(ticket)
    }
}

/// Whether a ticket has exactly these tags, as far as it tells.
fn has_tags(ticket: &Ticket, tags: &[String]) -> Option<bool> {
    if ticket.not_sent.contains(&Field::Tags) {
        return None;
    }
    let own: Vec<&str> = ticket
        .tags
        .iter()
        .filter_map(|tag| tag.id.as_ref()?.as_str().strip_prefix("ticket:"))
        .collect();
    Some(own.len() == tags.len() && tags.iter().all(|tag| own.contains(&tag.as_str())))
}
