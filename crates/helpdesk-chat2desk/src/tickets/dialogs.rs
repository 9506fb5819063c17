//! Dialogs in the place of tickets.

use helpdesk_core::{
    AgentId, ContactId, Delivery, DepartmentId, Error, ErrorKind, Field, Operation, Page,
    PageRequest, Result, StatusFilter, Ticket, TicketId, TicketQuery,
};

use super::{admits, not_closed};
use crate::Chat2Desk;
use crate::api::{Api, ListDialogs, UpdateDialog};
use crate::convert::tickets::dialog;
use crate::outcome::read_again;
use crate::paging::{Offsets, is_given_out, named, slice};
use crate::row;
use crate::wire::DialogState;

impl Chat2Desk {
    pub(super) async fn list_dialogs(
        &self,
        api: &Api,
        query: &TicketQuery,
        page: &PageRequest,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        let at = Offsets::open(operation, query, page)?;
        if let Some(contact) = &query.contact {
            let mut found = dialogs_of(api, contact).await?;
            found.retain(|ticket| admits(query, ticket));
            return slice(operation, query, page, found);
        }
        let state = match query.status {
            StatusFilter::Open => Some(DialogState::Open),
            StatusFilter::Closed => Some(DialogState::Closed),
            // A dialog never waits.
            StatusFilter::Waiting => return Ok(Page::last(Vec::new())),
            _ => None,
        };
        let request = ListDialogs {
            operator_id: query.assignee.as_ref().map(ToString::to_string),
            state,
            page: at.request(),
            ..ListDialogs::default()
        };
        let rows = api.dialogs().list_as::<row::Dialog>(&request).await?;
        at.close(
            rows,
            |row| &row.id,
            |row| Some(dialog(row, None)).filter(|ticket| admits(query, ticket)),
        )
    }

    /// Gives a dialog to an operator, unless the operator has it already: each transfer is written into
    /// the dialog as a message.
    pub(super) async fn assign_dialog(
        &self,
        api: &Api,
        id: &TicketId,
        agent: &AgentId,
    ) -> Result<Ticket> {
        let has_it = |dialog: &row::Dialog| dialog.operator_id.as_deref() == Some(agent.as_str());
        let dialogs = api.dialogs();
        let _held = self.hold(api, "dialog", id.as_str()).await?;
        if !has_it(&dialogs.get_as::<row::Dialog>(id.as_str()).await?.wire) {
            let update = UpdateDialog {
                operator_id: Some(agent.as_str().to_owned()),
                ..UpdateDialog::default()
            };
            let look = || async {
                let now = dialogs.get_as::<row::Dialog>(id.as_str()).await?.wire;
                Ok(has_it(&now).then_some(()))
            };
            dialogs.update_or_find(id.as_str(), &update, look).await?;
        }
        read_again(read_dialog(api, id).await)
    }
}

/// A dialog, with the tags of its last request.
pub(super) async fn read_dialog(api: &Api, id: &TicketId) -> Result<Ticket> {
    let kept = api.dialogs().get_as::<row::Dialog>(id.as_str()).await?;
    let request = kept.wire.last_request_id.clone().or_else(|| {
        let last = kept.wire.last_message.as_ref()?;
        last.request_id.clone()
    });
    let request = match request {
        Some(request) => match api.requests().get(&request).await {
            Ok(request) => Some(request.wire),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    Ok(dialog(kept, request.as_ref()))
}

/// The dialogs of a contact, one by one: their list does not tell the contact.
async fn dialogs_of(api: &Api, contact: &ContactId) -> Result<Vec<Ticket>> {
    if !is_given_out(contact.as_str()) {
        return Ok(Vec::new());
    }
    let rows = match api
        .clients()
        .dialogs_as::<row::Dialog>(contact.as_str())
        .await
    {
        Ok(rows) => rows.items,
        Err(error) if error.is_not_found() => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut tickets = Vec::with_capacity(rows.len());
    for row in rows {
        tickets.push(dialog(
            api.dialogs().get_as::<row::Dialog>(&row.wire.id).await?,
            None,
        ));
    }
    Ok(tickets)
}

/// Hands the dialog to a group, by its last message: the vendor has no other call for it.
pub(super) async fn transfer_dialog(
    api: &Api,
    id: &TicketId,
    department: &DepartmentId,
) -> Result<Ticket> {
    let before = api.dialogs().get_as::<row::Dialog>(id.as_str()).await?.wire;
    let last = before.last_message.ok_or_else(no_message)?;
    api.messages()
        .hand_to_group(&last.id, department.as_str())
        .await
        .map_err(unknown_group)?;
    read_again(read_dialog(api, id).await)
}

fn no_message() -> Error {
    named(
        Error::new(
            ErrorKind::Conflict,
            "the dialog has no message yet, and the vendor transfers by a message",
        ),
        Operation::TicketsTransfer,
    )
    .with_delivery(Delivery::Answered)
}

/// The message is there, so what the vendor does not find is the group.
fn unknown_group(error: Error) -> Error {
    if !error.is_not_found() {
        return error;
    }
    let mut invalid = named(
        Error::new(ErrorKind::Invalid, "the vendor refused the input")
            .with_field_error(Field::Department.as_str(), "there is no such department"),
        Operation::TicketsTransfer,
    )
    .with_delivery(error.delivery())
    .with_attempts(error.attempts());
    if let Some(status) = error.status() {
        invalid = invalid.with_status(status);
    }
    invalid
}

fn in_state(state: DialogState) -> UpdateDialog {
    UpdateDialog {
        state: Some(state),
        ..UpdateDialog::default()
    }
}

pub(super) async fn close_dialog(api: &Api, id: &TicketId) -> Result<Ticket> {
    let update = in_state(DialogState::Closed);
    match api.dialogs().update(id.as_str(), &update).await {
        // Closed already: that is what was asked for.
        Err(error) if error.kind() == ErrorKind::Conflict => {}
        other => other?,
    }
    read_again(read_dialog(api, id).await)
}

pub(super) async fn reopen_dialog(api: &Api, id: &TicketId) -> Result<Ticket> {
    let before = api.dialogs().get_as::<row::Dialog>(id.as_str()).await?.wire;
    if before.state != Some(DialogState::Closed) {
        return Err(not_closed(Operation::TicketsReopen));
    }
    let update = in_state(DialogState::Open);
    api.dialogs().update(id.as_str(), &update).await?;
    read_again(read_dialog(api, id).await)
}
