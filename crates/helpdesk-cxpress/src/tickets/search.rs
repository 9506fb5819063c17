//! Finding a ticket by its identifier, which the vendor cannot do.

use helpdesk_core::{Error, ErrorKind, Operation, Result, Ticket, TicketId};
use helpdesk_http::Kept;

use crate::Cxpress;
use crate::api::{Api, Direction, HistorySort, ListHistory, ListTickets, Paging, TicketSort};
use crate::convert::tickets::row;
use crate::paging::{PAGE, located};
use crate::row::TicketRow;
use crate::wire::Page;

/// How many pages of each list are looked through for a ticket of which nothing is known.
const SCAN_PAGES: u32 = 10;

/// How many pages of what a search for a number finds are looked through: the number may be part of
/// the phone numbers of many.
const SEARCH_PAGES: u32 = 5;

/// Which of the two lists is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Ongoing,
    Finished,
}

/// How ongoing tickets are sorted: by something that does not change while they are read.
pub(super) const ONGOING_ORDER: TicketSort = TicketSort::Level2Update;

/// How finished tickets are sorted.
pub(super) const FINISHED_ORDER: HistorySort = HistorySort::Created;

impl Cxpress {
    /// A ticket, as the row of the list that has it.
    ///
    /// `NotFound`; also for a deleted one, which the history still shows.
    pub(crate) async fn find_ticket(
        &self,
        api: &Api,
        operation: Operation,
        id: &TicketId,
    ) -> Result<Kept<TicketRow>> {
        let known = self.references().get(id).and_then(|known| known.number);
        let mut unread = false;
        for place in [Where::Ongoing, Where::Finished] {
            let found = if let Some(number) = &known {
                self.search(api, place, number, id).await?
            } else {
                let (found, more) = self.scan(api, place, id).await?;
                unread |= more;
                found
            };
            if let Some(found) = found {
                return if found.wire.deleted_at.is_none() {
                    Ok(found)
                } else {
                    Err(missing(api, operation))
                };
            }
        }
        if unread {
            return Err(too_far(api, operation));
        }
        Err(missing(api, operation))
    }

    /// The row of a ticket whose number is known.
    pub(super) async fn search(
        &self,
        api: &Api,
        place: Where,
        number: &str,
        id: &TicketId,
    ) -> Result<Option<Kept<TicketRow>>> {
        for page in 1..=SEARCH_PAGES {
            let paging = Paging::new(PAGE, page);
            let found = match place {
                Where::Ongoing => {
                    let query = ListTickets::builder().paging(paging).search(number).build();
                    api.tickets().list_as(&query).await?
                }
                Where::Finished => {
                    let query = ListHistory::builder().paging(paging).search(number).build();
                    api.historic().list_as(&query).await?
                }
            };
            let next = found.next_page();
            // A page that is not full is the last, whatever is said about the next.
            let full = found.items.len() >= PAGE as usize;
            if let Some(row) = self.pick(found, id) {
                return Ok(Some(row));
            }
            if !full || next.is_none_or(|next| next <= page) {
                break;
            }
        }
        Ok(None)
    }

    /// The row of a ticket of which nothing is known, among the newest ones; and whether there are
    /// more that were not read. What comes by is remembered.
    async fn scan(
        &self,
        api: &Api,
        place: Where,
        id: &TicketId,
    ) -> Result<(Option<Kept<TicketRow>>, bool)> {
        for page in 1..=SCAN_PAGES {
            let paging = Paging::new(PAGE, page);
            let found = match place {
                Where::Ongoing => {
                    let query = ListTickets::builder()
                        .paging(paging)
                        .sort_by(ONGOING_ORDER)
                        .order_by(Direction::Descending)
                        .build();
                    api.tickets().list_as(&query).await?
                }
                Where::Finished => {
                    let query = ListHistory::builder()
                        .paging(paging)
                        .sort_by(FINISHED_ORDER)
                        .order_by(Direction::Descending)
                        .build();
                    api.historic().list_as(&query).await?
                }
            };
            let next = found.next_page();
            let full = found.items.len() >= PAGE as usize;
            if let Some(row) = self.pick(found, id) {
                return Ok((Some(row), false));
            }
            if !full || next.is_none_or(|next| next <= page) {
                return Ok((None, false));
            }
        }
        Ok((None, true))
    }

    /// The row of a ticket, out of a page of which every row is remembered.
    fn pick(&self, page: Page<TicketRow>, id: &TicketId) -> Option<Kept<TicketRow>> {
        let mut picked = None;
        for kept in page.items {
            if kept.wire.id == id.as_str() {
                picked = Some(kept.clone());
            }
            self.references().learn(&row(kept));
        }
        picked
    }

    /// A row as a ticket, with what is known of it besides.
    pub(super) fn ticket(&self, kept: Kept<TicketRow>) -> Ticket {
        self.references().complete(row(kept))
    }
}

fn missing(api: &Api, operation: Operation) -> Error {
    located(api.failure(Error::not_found("ticket")), operation)
}

/// The ticket may exist, further back than is looked.
fn too_far(api: &Api, operation: Operation) -> Error {
    let error = Error::new(
        ErrorKind::Unsupported,
        "the ticket is not among the newest ones, and the vendor cannot get one by its identifier; \
         list the tickets of its contact, or all, and it will be known",
    );
    located(api.failure(error), operation)
}
