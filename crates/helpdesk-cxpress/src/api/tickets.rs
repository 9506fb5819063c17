//! `/external/ticket` and what else lists tickets

use helpdesk_core::{Result, Safety, Timestamp};
use helpdesk_http::{Answer, Call, Kept};
use jiff::SignedDuration;

use super::{Api, ListTickets, Paging};
use crate::wire::{
    ChatMessage, EditTicket, NewTicket, NotesAnswer, Page, Ticket, TicketAnswer, TicketRow,
    TicketsAnswer,
};

/// How far the vendor's clock may be behind ours when a new ticket is looked for.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// Ongoing tickets. There is no call to get one by its identifier.
#[derive(Debug, Clone, Copy)]
pub struct Tickets<'a>(pub(super) &'a Api);

impl Tickets<'_> {
    /// `GET /external/ticket`: one page of ongoing tickets. "List Tickets".
    ///
    /// Rows lack `created_at` and the identifiers of consumer and operator. Finished tickets are in
    /// [`Historic`](super::Historic).
    pub async fn list(&self, query: &ListTickets) -> Result<Page<TicketRow>> {
        let call = Call::get(Safety::Safe, "/external/ticket").name("tickets.list");
        self.0.page::<TicketsAnswer, _>(query.on(call)).await
    }

    /// `POST /external/ticket`: opens a ticket, without any message. "Create Ticket".
    ///
    /// `Invalid` when the consumer has no address on the channel, a required custom field is missing,
    /// or the operator is not in the sector. After an unknown delivery the consumer's tickets of the
    /// last moments are looked through for the subject and channel before anything is sent again.
    pub async fn create(&self, new: &NewTicket) -> Result<Kept<Ticket>> {
        let call = Call::post(Safety::VerifyFirst, "/external/ticket")
            .name("tickets.create")
            .json(new);
        let began = self.0.pipeline.clock().now();
        self.0.create(call, whole, || self.opened(new, began)).await
    }

    /// A ticket that looks like the new one and is no older than the call.
    async fn opened(&self, new: &NewTicket, began: Timestamp) -> Result<Option<Kept<Ticket>>> {
        let since = began.checked_sub(SKEW).unwrap_or(began);
        let found = self
            .0
            .consumers()
            .tickets(&new.consumer_user_id, &ListTickets::default())
            .await?;
        let fits = |row: &TicketRow| {
            row.created_at.is_some_and(|at| at >= since)
                && row.subject.as_deref() == Some(new.subject.as_str())
                && row.channel_id.as_ref() == Some(&new.channel_id)
                && row.finished_at.is_none()
        };
        let Some(row) = found.items.into_iter().find(|row| fits(&row.wire)) else {
            return Ok(None);
        };
        let mut wire: Ticket = row.data.decode()?;
        wire.user_id = Some(new.consumer_user_id.clone());
        Ok(Some(Kept {
            wire,
            data: row.data,
        }))
    }

    /// `PUT /external/ticket/{id}`: changes a ticket. "Edit Ticket".
    ///
    /// What is left out stays, but required custom fields have to be sent again. Resolved closes the
    /// ticket. **A new sector takes the operator off and deletes tasks of operators who are not in
    /// it.** `NotFound`; `Conflict` while an operator is at it. Writes an absolute state, so it is
    /// repeated.
    pub async fn edit(&self, id: &str, change: &EditTicket) -> Result<Kept<Ticket>> {
        let call = Call::put(Safety::Safe, "/external/ticket/{id}")
            .name("tickets.edit")
            .segment("id", id)
            .json(change);
        whole(&self.0.send(call).await?)
    }

    /// `DELETE /external/ticket/{id}`: deletes a ticket; the history still shows it. "Delete Ticket".
    ///
    /// `NotFound`; `Conflict` while an operator is at it. Sent once only.
    pub async fn delete(&self, id: &str) -> Result<Kept<Ticket>> {
        let call = Call::delete(Safety::Once, "/external/ticket/{id}")
            .name("tickets.delete")
            .segment("id", id);
        whole(&self.0.send(call).await?)
    }

    /// `GET /external/ticket/internal-observation/{ticket_id}`: one page of a ticket's internal
    /// notes. "List internal notes of a ticket".
    ///
    /// The list has no pagination block, and dates stand between the notes.
    pub async fn internal_observations(
        &self,
        ticket_id: &str,
        paging: Paging,
    ) -> Result<Page<ChatMessage>> {
        let call = Call::get(
            Safety::Safe,
            "/external/ticket/internal-observation/{ticket_id}",
        )
        .name("tickets.internal_observations")
        .segment("ticket_id", ticket_id);
        self.0.page::<NotesAnswer, _>(paging.on(call)).await
    }
}

fn whole(answer: &Answer) -> Result<Kept<Ticket>> {
    Ok(answer.json::<TicketAnswer>()?.data.ticket)
}

/// What active triggers, which are bulk dispatches, brought.
#[derive(Debug, Clone, Copy)]
pub struct MessageSendings<'a>(pub(super) &'a Api);

impl MessageSendings<'_> {
    /// `GET /external/message-sending/{id}/tickets`: one page of the tickets of an active trigger,
    /// ongoing and finished, without deleted ones. "List tickets generated by an active trigger".
    ///
    /// Rows have the whole consumer, and neither subject nor tags. The vendor documents no way to
    /// list active triggers.
    pub async fn tickets(&self, id: &str, query: &ListTickets) -> Result<Page<TicketRow>> {
        let call = Call::get(Safety::Safe, "/external/message-sending/{id}/tickets")
            .name("message_sendings.tickets")
            .segment("id", id);
        self.0.page::<TicketsAnswer, _>(query.on(call)).await
    }
}
