//! `/external/ticket` and what else lists tickets

use helpdesk_core::{Error, ErrorKind, Result, Safety, Timestamp};
use helpdesk_http::{Answer, Call, Kept};
use serde::de::DeserializeOwned;

use super::{Api, Direction, ListTickets, Paging, Rows, TicketSort, rows};
use crate::row;
use crate::wire::{ChatMessage, EditTicket, NewTicket, Page, Row, Ticket, TicketAnswer, TicketRow};

/// How many pages of a consumer's tickets are looked through for a new one.
const LOOK_PAGES: u32 = 10;

/// How many rows these pages have.
const LOOK_PAGE: u32 = 100;

/// Ongoing tickets. There is no call to get one by its identifier.
#[derive(Debug, Clone, Copy)]
pub struct Tickets<'a>(pub(super) &'a Api);

impl Tickets<'_> {
    /// `GET /external/ticket`: one page of ongoing tickets. "List Tickets".
    ///
    /// Rows lack `created_at` and the identifiers of consumer and operator. Finished tickets are in
    /// [`Historic`](super::Historic).
    pub async fn list(&self, query: &ListTickets) -> Result<Page<TicketRow>> {
        self.list_as(query).await
    }

    /// The same with rows of this type.
    pub(crate) async fn list_as<T: Row>(&self, query: &ListTickets) -> Result<Page<T>> {
        let call = Call::get(Safety::Safe, "/external/ticket").name("tickets.list");
        self.0.allowed(&call, query.check())?;
        self.0.page(query.on(call)).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListTickets) -> Rows<TicketRow> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let (api, query) = (api.clone(), query.clone().on_page(paging));
            async move { api.tickets().list(&query).await }
        })
    }

    /// `POST /external/ticket`: opens a ticket, without any message. "Create Ticket".
    ///
    /// `Invalid` for a status that a ticket cannot begin with, before anything is sent; and when the
    /// consumer has no address on the channel, a required custom field is missing
    /// ([`NewTicket::check_custom_fields`] tells before), or the operator is not in the sector. After
    /// an unknown delivery the consumer's newest tickets are looked through for one of the last
    /// moments with the subject and the channel before anything is sent again.
    pub async fn create(&self, new: &NewTicket) -> Result<Kept<Ticket>> {
        self.create_as(new).await
    }

    /// The same as a ticket of this type.
    pub(crate) async fn create_as<T: Whole>(&self, new: &NewTicket) -> Result<Kept<T>> {
        let call = Call::post(Safety::VerifyFirst, "/external/ticket")
            .name("tickets.create")
            .json(new);
        self.0.allowed(&call, new.check())?;
        let since = self.0.since();
        self.0.create(call, whole, || self.opened(new, since)).await
    }

    /// A ticket that looks like the new one and is no older than the call, the newest first.
    async fn opened<T: Whole>(&self, new: &NewTicket, since: Timestamp) -> Result<Option<Kept<T>>> {
        let fits = |row: &row::TicketRow| {
            row.created_at.is_some_and(|at| at >= since)
                && row.subject.as_deref() == Some(new.subject.as_str())
                && row.channel_id.as_ref() == Some(&new.channel_id)
                && row.finished_at.is_none()
        };
        for number in 1..=LOOK_PAGES {
            let query = ListTickets {
                paging: Paging::new(LOOK_PAGE, number),
                sort_by: Some(TicketSort::Level2Update),
                order_by: Some(Direction::Descending),
                ..ListTickets::default()
            };
            let consumers = self.0.consumers();
            let page = consumers.tickets_as(&new.consumer_user_id, &query).await?;
            let over =
                page.next_page().is_none_or(|next| next <= number) || all_older(&page, since);
            if let Some(row) = page.items.into_iter().find(|row| fits(&row.wire)) {
                let mut found: Kept<T> = row.data.decode()?;
                found.wire.belongs_to(&new.consumer_user_id);
                return Ok(Some(found));
            }
            if over {
                return Ok(None);
            }
        }
        Err(Error::new(
            ErrorKind::Internal,
            "the consumer has more tickets than are looked through",
        ))
    }

    /// `PUT /external/ticket/{id}`: changes a ticket. "Edit Ticket".
    ///
    /// What is left out stays, but required custom fields have to be sent again
    /// ([`EditTicket::check_custom_fields`] tells before). **Resolved closes the ticket. A new sector
    /// takes the operator off and deletes tasks of operators who are not in it.** `Invalid` for a
    /// status that cannot be written, before anything is sent. `NotFound`; `Conflict` while an
    /// operator is at it. Writes an absolute state, so it is repeated.
    pub async fn edit(&self, id: &str, change: &EditTicket) -> Result<Kept<Ticket>> {
        self.edit_as(id, change).await
    }

    /// The same as a ticket of this type.
    pub(crate) async fn edit_as<T: Whole>(&self, id: &str, change: &EditTicket) -> Result<Kept<T>> {
        let call = Call::put(Safety::Safe, "/external/ticket/{id}")
            .name("tickets.edit")
            .segment("id", id)
            .json(change);
        self.0.allowed(&call, change.check())?;
        whole(&self.0.send(call).await?)
    }

    /// `DELETE /external/ticket/{id}`: deletes a ticket, and gives it back; the history still shows
    /// it. "Delete Ticket".
    ///
    /// Repeated after a failure that may pass; `None` when it is gone after a lost answer, which is
    /// deleted too. `NotFound`; `Conflict` while an operator is at it.
    pub async fn delete(&self, id: &str) -> Result<Option<Kept<Ticket>>> {
        self.delete_as(id).await
    }

    /// The same as a ticket of this type.
    pub(crate) async fn delete_as<T: Whole>(&self, id: &str) -> Result<Option<Kept<T>>> {
        let call = Call::delete(Safety::Safe, "/external/ticket/{id}")
            .name("tickets.delete")
            .segment("id", id);
        self.0.remove(call).await?.as_ref().map(whole).transpose()
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
        self.internal_observations_as(ticket_id, paging).await
    }

    /// The same with rows of this type.
    pub(crate) async fn internal_observations_as<T: Row>(
        &self,
        ticket_id: &str,
        paging: Paging,
    ) -> Result<Page<T>> {
        let call = Call::get(
            Safety::Safe,
            "/external/ticket/internal-observation/{ticket_id}",
        )
        .name("tickets.internal_observations")
        .segment("ticket_id", ticket_id);
        self.0.allowed(&call, paging.check())?;
        self.0.page(paging.on(call)).await
    }

    /// All that [`Self::internal_observations`] lists, row by row.
    #[inline]
    pub fn internal_observations_stream(
        &self,
        ticket_id: &str,
        first: Paging,
    ) -> Rows<ChatMessage> {
        let (api, id) = (self.0.clone(), ticket_id.to_owned());
        rows::unnumbered(first, move |paging| {
            let (api, id) = (api.clone(), id.clone());
            async move { api.tickets().internal_observations(&id, paging).await }
        })
    }
}

/// A whole ticket, or as much of it as is read.
pub(crate) trait Whole: DeserializeOwned + Send {
    /// Says whose it is, where it was read from a row, which does not.
    fn belongs_to(&mut self, consumer: &str);
}

impl Whole for Ticket {
    fn belongs_to(&mut self, consumer: &str) {
        self.user_id = Some(consumer.to_owned());
    }
}

impl Whole for row::TicketDetail {
    fn belongs_to(&mut self, consumer: &str) {
        self.user_id = Some(consumer.to_owned());
    }
}

fn whole<T: Whole>(answer: &Answer) -> Result<Kept<T>> {
    Ok(answer.json::<TicketAnswer<T>>()?.data.ticket)
}

/// Whether all tickets of a page are older than this, and those behind it as well: only when the
/// vendor did sort them.
fn all_older(page: &Page<row::TicketRow>, since: Timestamp) -> bool {
    let times: Option<Vec<Timestamp>> = page
        .items
        .iter()
        .map(|row| row.wire.updated_level2_at)
        .collect();
    times.is_some_and(|times| {
        times.is_sorted_by(|one, next| one >= next) && times.last().is_some_and(|at| *at < since)
    })
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
        self.0.allowed(&call, query.check())?;
        self.0.page(query.on(call)).await
    }

    /// All that [`Self::tickets`] lists, row by row.
    #[inline]
    pub fn tickets_stream(&self, id: &str, query: &ListTickets) -> Rows<TicketRow> {
        let (api, id, query) = (self.0.clone(), id.to_owned(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let (api, id) = (api.clone(), id.clone());
            let query = query.clone().on_page(paging);
            async move { api.message_sendings().tickets(&id, &query).await }
        })
    }
}
