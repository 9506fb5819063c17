//! Tickets: the vendor's own, or its dialogs in their place.

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, ContactId, Delivery, DepartmentId, Error, ErrorKind, Field, Loss,
    NewTicket, Operation, Page, PageRequest, Result, Ticket, TicketId, TicketPatch, TicketQuery,
    Tickets, Timestamp, Written,
};
use helpdesk_http::Kept;

use crate::api::{Api, ListTickets, TicketStatus, UpdateTicket};
use crate::convert::tickets::ticket;
use crate::convert::words::{status_numbers, ticket_number};
use crate::paging::{Offsets, given_out, in_order, is_given_out, named, slice};
use crate::{Chat2Desk, TicketSource, VENDOR, row, wire};

mod dialogs;
mod draft;
mod lookup;

use dialogs::{close_dialog, read_dialog, reopen_dialog, transfer_dialog};
use draft::{Draft, revision};

#[async_trait]
impl Tickets for Chat2Desk {
    /// A read: repeated after failures that may pass.
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        self.table().require_filters(operation, &query.fields())?;
        let api = self.begin(operation, options);
        if self.options.source == TicketSource::Requests {
            return self.list_dialogs(&api, query, page).await;
        }
        let statuses = status_numbers(query.status);
        let at = Offsets::open(operation, query, page)?.in_parts(statuses.map_or(1, <[i64]>::len));
        if let Some(contact) = &query.contact {
            let mut found = tickets_of(&api, contact).await?;
            found.retain(|ticket| admits(query, ticket));
            return slice(operation, query, page, found);
        }
        let request = ListTickets {
            status: statuses.and_then(|statuses| Some((*statuses.get(at.part())?).into())),
            assignee_id: query.assignee.as_ref().map(ToString::to_string),
            page: at.request(),
            ..ListTickets::default()
        };
        let rows = api.tickets().list(&request).await?;
        at.close(
            rows,
            |row| &row.id,
            |row| Some(ticket(row)).filter(|ticket| admits(query, ticket)),
        )
    }

    /// A read: repeated after failures that may pass.
    async fn get(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let api = self.start_at(Operation::TicketsGet, ticket_number(id.as_str()), options)?;
        match self.options.source {
            TicketSource::Tickets => Ok(ticket(api.tickets().get(id.as_str()).await?)),
            TicketSource::Requests => read_dialog(&api, id).await,
        }
    }

    /// Never sent twice blindly: after an unknown delivery the newest 200 tickets are read, and one with
    /// the same words and requests, made since the operation began and not by this desk before, is it.
    /// Where that cannot be told, the caller gets `Delivery::Unknown`.
    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsCreate;
        let began = self.clock().now();
        let (mut call, mut losses) = self.new_ticket(new, began, options)?;
        let api = self.begin(operation, options);
        if let Some(contact) = &new.contact {
            match last_request(&api, contact).await? {
                Some(request) => call.request_ids = Some(vec![request]),
                None => losses.extend(
                    self.table()
                        .settle(operation, vec![draft::unlinked()], options.loss)
                        .map_err(|error| error.with_delivery(Delivery::Answered))?,
                ),
            }
        }
        let made = api
            .tickets()
            .create_or_find(&call, || self.ticket_just_made(&api, &call, began))
            .await?;
        self.remember(&made.wire.id);
        Ok(Written::new(ticket(made)).with_losses(losses))
    }

    /// Repeated after failures that may pass: the same values twice are the same.
    async fn update(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<Written<Ticket>> {
        let (update, losses) = self.revised(id, patch, options)?;
        let api = self.begin(Operation::TicketsUpdate, options);
        let changed = self.change(&api, id, update).await?;
        Ok(Written::new(changed).with_losses(losses))
    }

    /// A ticket: repeated after failures that may pass. A dialog: not sent at all when the agent has it
    /// already, for the vendor writes a message about each transfer; after an unknown delivery the dialog
    /// is read, and its operator tells.
    async fn assign(
        &self,
        id: &TicketId,
        agent: &AgentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let operation = Operation::TicketsAssign;
        let api = self.start_at(operation, ticket_number(id.as_str()), options)?;
        if self.options.source == TicketSource::Requests {
            return self.assign_dialog(&api, id, agent).await;
        }
        let update = UpdateTicket {
            assignee_id: Some(agent.as_str().to_owned()),
            ..UpdateTicket::default()
        };
        self.change(&api, id, update).await
    }

    async fn unassign(&self, _id: &TicketId, _options: &CallOptions) -> Result<Ticket> {
        self.table().require(Operation::TicketsUnassign)?;
        Err(Error::unsupported(
            &VENDOR,
            Operation::TicketsUnassign,
            "how it is done is not documented",
        ))
    }

    /// Sent once: the vendor picks an operator each time. After an unknown delivery the caller gets
    /// `Delivery::Unknown`.
    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        options: &CallOptions,
    ) -> Result<Ticket> {
        let api = self.start_at(
            Operation::TicketsTransfer,
            ticket_number(id.as_str()),
            options,
        )?;
        transfer_dialog(&api, id, department).await
    }

    /// Repeated after failures that may pass. One that is closed already is closed.
    async fn close(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let api = self.start_at(Operation::TicketsClose, ticket_number(id.as_str()), options)?;
        if self.options.source == TicketSource::Requests {
            return close_dialog(&api, id).await;
        }
        let _held = self
            .hold(&api, "ticket", ticket_number(id.as_str()))
            .await?;
        let update = in_status(TicketStatus::Done);
        Ok(ticket(api.tickets().update(id.as_str(), &update).await?))
    }

    /// Repeated after failures that may pass. One that is not closed is a `Conflict`.
    async fn reopen(&self, id: &TicketId, options: &CallOptions) -> Result<Ticket> {
        let operation = Operation::TicketsReopen;
        let api = self.start_at(operation, ticket_number(id.as_str()), options)?;
        if self.options.source == TicketSource::Requests {
            return reopen_dialog(&api, id).await;
        }
        let _held = self
            .hold(&api, "ticket", ticket_number(id.as_str()))
            .await?;
        let before = ticket(api.tickets().get(id.as_str()).await?);
        if !before.is_closed() {
            return Err(not_closed(operation));
        }
        let update = in_status(TicketStatus::InProgress);
        Ok(ticket(api.tickets().update(id.as_str(), &update).await?))
    }

    /// Repeated after failures that may pass. One whose answer was lost and that is gone is removed.
    async fn delete(&self, id: &TicketId, options: &CallOptions) -> Result<()> {
        let api = self.start_at(
            Operation::TicketsDelete,
            ticket_number(id.as_str()),
            options,
        )?;
        api.tickets().delete(id.as_str()).await
    }
}

impl Chat2Desk {
    /// A ticket to create, and what is lost.
    fn new_ticket(
        &self,
        new: &NewTicket,
        now: Timestamp,
        options: &CallOptions,
    ) -> Result<(crate::api::NewTicket, Vec<Loss>)> {
        let operation = Operation::TicketsCreate;
        let table = self.table();
        let mut losses = table.screen(operation, &new.fields(), options.loss)?;
        let draft = Draft::of(new, now).map_err(|error| named(error, operation))?;
        losses.extend(table.settle(operation, draft.losses, options.loss)?);
        Ok((draft.ticket, losses))
    }

    /// The changes that a patch makes, and what is lost.
    fn revised(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<(UpdateTicket, Vec<Loss>)> {
        let operation = Operation::TicketsUpdate;
        let table = self.table();
        let mut losses = table.screen(operation, &patch.fields(), options.loss)?;
        given_out(ticket_number(id.as_str()), operation)?;
        let (update, approximated) =
            revision(patch, self.clock().now()).map_err(|error| named(error, operation))?;
        losses.extend(table.settle(operation, approximated, options.loss)?);
        Ok((update, losses))
    }

    /// Changes a ticket while nobody else here does. Nothing is written where nothing changes.
    async fn change(&self, api: &Api, id: &TicketId, update: UpdateTicket) -> Result<Ticket> {
        let id = id.as_str();
        let _held = self.hold(api, "ticket", ticket_number(id)).await?;
        let mut kept = api.tickets().get(id).await?;
        if update != UpdateTicket::default() {
            let update = with_status(update, &kept.wire);
            kept = api.tickets().update(id, &update).await?;
        }
        Ok(ticket(kept))
    }

    /// The request behind a ticket: its first, or the last one of a dialog.
    pub(crate) async fn request_behind(&self, api: &Api, id: &str) -> Result<String> {
        let request = match self.options.source {
            TicketSource::Tickets => {
                let ticket = api.tickets().get(id).await?.wire;
                ticket
                    .request_ids
                    .into_iter()
                    .next()
                    .map(wire::Id::into_string)
            }
            TicketSource::Requests => {
                let dialog = api.dialogs().get_as::<row::Dialog>(id).await?.wire;
                dialog
                    .last_request_id
                    .or_else(|| dialog.last_message.and_then(|last| last.request_id))
            }
        };
        request.ok_or_else(unlinked)
    }
}

fn unlinked() -> Error {
    Error::new(
        ErrorKind::Conflict,
        "no conversation stands behind this ticket; work on the contact instead",
    )
    .with_vendor(VENDOR)
    .with_field_error(Field::Ticket.as_str(), "is linked to no request")
    .with_delivery(Delivery::Answered)
}

/// Whether a ticket passes the filters that the vendor does not have, or not in this way.
fn admits(query: &TicketQuery, ticket: &Ticket) -> bool {
    let by_agent = query.assignee.as_ref().is_none_or(|wanted| {
        ticket
            .assignee
            .as_ref()
            .is_some_and(|own| own.id.as_ref() == Some(wanted))
    });
    let by_time = query
        .updated_since
        .is_none_or(|since| ticket.updated_at.is_some_and(|changed| changed >= since));
    query.status.admits(&ticket.status) && by_agent && by_time
}

/// The tickets of a contact: those linked to the last request of each of its dialogs.
async fn tickets_of(api: &Api, contact: &ContactId) -> Result<Vec<Ticket>> {
    let mut tickets: Vec<Ticket> = Vec::new();
    let mut requests: Vec<String> = Vec::new();
    if !is_given_out(contact.as_str()) {
        return Ok(tickets);
    }
    let dialogs = match api.clients().dialogs_as(contact.as_str()).await {
        Ok(dialogs) => dialogs.items,
        Err(error) if error.is_not_found() => return Ok(tickets),
        Err(error) => return Err(error),
    };
    for dialog in dialogs {
        if let Some(request) = last_request_of(api, dialog.wire).await?
            && !requests.contains(&request)
        {
            requests.push(request);
        }
    }
    for request in requests {
        let query = ListTickets {
            request_id: Some(request),
            ..ListTickets::default()
        };
        let mut rows = api.tickets().rows(&query);
        while let Some(row) = rows.next().await? {
            if !tickets
                .iter()
                .any(|ticket| ticket.id.as_str() == row.wire.id)
            {
                tickets.push(ticket(row));
            }
        }
    }
    Ok(in_order(tickets, |ticket| {
        ticket_number(ticket.id.as_str())
    }))
}

/// The last request of a contact's newest dialog, if there is one.
async fn last_request(api: &Api, contact: &ContactId) -> Result<Option<String>> {
    let mut dialogs = api.clients().dialogs_as(contact.as_str()).await?.items;
    while let Some(first) = newest(&dialogs) {
        let dialog = dialogs.remove(first).wire;
        if let Some(request) = last_request_of(api, dialog).await? {
            return Ok(Some(request));
        }
    }
    Ok(None)
}

/// Where the newest dialog stands. An open one goes before a closed one, and a young one before an old
/// one.
fn newest(dialogs: &[Kept<row::Dialog>]) -> Option<usize> {
    (0..dialogs.len()).max_by_key(|at| {
        let dialog = &dialogs[*at].wire;
        let open = dialog.state == Some(wire::DialogState::Open);
        (open, dialog.begin)
    })
}

/// The last request of a dialog; the list of a client's dialogs does not tell it.
async fn last_request_of(api: &Api, dialog: row::Dialog) -> Result<Option<String>> {
    if dialog.last_request_id.is_some() {
        return Ok(dialog.last_request_id);
    }
    let dialog = api.dialogs().get_as::<row::Dialog>(&dialog.id).await?.wire;
    Ok(dialog
        .last_request_id
        .or_else(|| dialog.last_message.and_then(|last| last.request_id)))
}

/// A change with the status given: the documentation says that without one the ticket becomes new.
fn with_status(mut update: UpdateTicket, before: &wire::Ticket) -> UpdateTicket {
    if update.status.is_none() {
        update.status = before
            .status
            .as_deref()
            .and_then(|raw| raw.parse::<i64>().ok())
            .map(TicketStatus::from);
    }
    update
}

fn in_status(status: TicketStatus) -> UpdateTicket {
    UpdateTicket {
        status: Some(status),
        ..UpdateTicket::default()
    }
}

fn not_closed(operation: Operation) -> Error {
    named(
        Error::new(ErrorKind::Conflict, "the ticket is not closed"),
        operation,
    )
    .with_delivery(Delivery::Answered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_dialog_goes_before_a_younger_closed_one() {
        let dialogs: Vec<Kept<row::Dialog>> = serde_json::from_str(
            r#"[{"id":1,"state":"open","begin":"2031-05-05T06:00:00 UTC"},
                {"id":2,"state":"open","begin":"2031-05-05T07:00:00 UTC"},
                {"id":3,"state":"closed","begin":"2031-05-05T09:00:00 UTC"},
                {"id":4,"state":"closed"}]"#,
        )
        .unwrap();
        assert!(
            dialogs[..3]
                .iter()
                .all(|dialog| dialog.wire.begin.is_some())
        );
        assert_eq!(newest(&dialogs), Some(1));
        assert_eq!(newest(&dialogs[2..]), Some(0));
        assert_eq!(newest(&[]), None);
    }
}
