//! Lists of tickets: the vendor keeps ongoing and finished ones apart, and those of a contact in a
//! third list.

use helpdesk_core::{
    AgentRef, ContactRef, Error, Field, Operation, Page, PageRequest, Result, StatusFilter, Ticket,
    TicketQuery,
};

use super::search::{FINISHED_ORDER, ONGOING_ORDER};
use crate::Cxpress;
use crate::api::{Api, Direction, ListHistory, ListTickets};
use crate::convert::tags::TagSet;
use crate::paging::{Listing, located};
use crate::row::TicketRow;
use crate::wire::StatusId;

/// One of the vendor's lists, as part of a neutral one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Ongoing tickets, of one status if it is given.
    Ongoing(Option<StatusId>),
    /// Finished tickets.
    Finished,
    /// Ongoing and finished tickets of the contact.
    OfContact,
}

/// What a query is made of.
fn parts(query: &TicketQuery) -> Vec<Part> {
    if query.contact.is_some() {
        return vec![Part::OfContact];
    }
    let each = |ids: [StatusId; 2]| ids.into_iter().map(|id| Part::Ongoing(Some(id))).collect();
    match query.status {
        StatusFilter::Open => each([StatusId::New, StatusId::Open]),
        StatusFilter::Waiting => each([StatusId::Pending, StatusId::OnHold]),
        StatusFilter::Closed => vec![Part::Finished],
        _ => vec![Part::Ongoing(None), Part::Finished],
    }
}

impl Cxpress {
    pub(super) async fn list_tickets(
        &self,
        api: &Api,
        query: &TicketQuery,
        page: &PageRequest,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        let tag = query
            .tag
            .as_ref()
            .map(|tag| TagSet::Ticket.own(tag, Field::Tags.as_str()))
            .transpose()
            .map_err(|error| located(error, operation))?;
        let parts = parts(query);
        let listing = Listing::open(operation, query, page, parts.len())?;
        let Some(part) = parts.get(listing.list()) else {
            return Err(located(
                Error::invalid("cursor", "it cannot be read; begin again without one"),
                operation,
            ));
        };

        let text = |id: Option<&str>| id.map(str::to_owned);
        let employee = text(query.assignee.as_ref().map(AsRef::as_ref));
        let sector = text(query.department.as_ref().map(AsRef::as_ref));
        let tags: Vec<String> = tag.into_iter().map(str::to_owned).collect();
        let tickets = |status: Option<StatusId>, sorted: bool| ListTickets {
            paging: listing.paging(),
            status,
            employee: employee.clone(),
            sector: sector.clone(),
            tags: tags.clone(),
            sort_by: sorted.then_some(ONGOING_ORDER),
            order_by: sorted.then_some(Direction::Descending),
            ..ListTickets::default()
        };
        let found = match (part, &query.contact) {
            (Part::OfContact, Some(contact)) => {
                api.consumers()
                    .tickets_as(contact.as_str(), &tickets(None, false))
                    .await?
            }
            (Part::Finished, _) => {
                let history = ListHistory {
                    paging: listing.paging(),
                    employee: employee.clone(),
                    sector: sector.clone(),
                    tags: tags.clone(),
                    sort_by: Some(FINISHED_ORDER),
                    order_by: Some(Direction::Descending),
                    ..ListHistory::default()
                };
                api.historic().list_as(&history).await?
            }
            (Part::Ongoing(status), _) => {
                api.tickets()
                    .list_as(&tickets(status.clone(), true))
                    .await?
            }
            (Part::OfContact, None) => return Ok(Page::last(Vec::new())),
        };

        let page = listing.close(
            found,
            |row: &TicketRow| &row.id,
            |kept| {
                let ticket = self.of_query(query, self.ticket(kept));
                admits(query, &ticket).then_some(ticket)
            },
        )?;
        let all = query.status == StatusFilter::Any && query.updated_since.is_none();
        let total = page.total.filter(|_| all);
        Ok(page.with_total(total))
    }

    /// A ticket with what the query tells of it and its row left out.
    fn of_query(&self, query: &TicketQuery, mut ticket: Ticket) -> Ticket {
        if let Some(id) = &query.contact {
            let name = ticket.contact.take().and_then(|own| own.name);
            ticket.contact = ContactRef::from_parts(Some(id.clone()), name);
            ticket.not_sent.retain(|field| *field != Field::Contact);
            self.references().learn(&ticket);
        }
        if let Some(id) = &query.assignee {
            let name = ticket.assignee.take().and_then(|own| own.name);
            ticket.assignee = AgentRef::from_parts(Some(id.clone()), name);
            ticket.not_sent.retain(|field| *field != Field::Assignee);
        }
        ticket
    }
}

/// What the vendor cannot filter by. Deleted tickets are none any more, though the history shows
/// them.
fn admits(query: &TicketQuery, ticket: &Ticket) -> bool {
    let by_status = match query.status {
        // The lists are chosen so; a status nobody knows belongs to the list it came from.
        StatusFilter::Closed if query.contact.is_none() => true,
        status => status.admits(&ticket.status),
    };
    by_status
        && ticket.deleted_at.is_none()
        && query
            .updated_since
            .is_none_or(|since| ticket.updated_at.is_none_or(|at| at >= since))
}
