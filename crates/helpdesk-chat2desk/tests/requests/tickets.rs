//! What is sent about tickets.

use helpdesk_chat2desk::api::{ListTickets, NewTicket, TicketPriority, TicketStatus, UpdateTicket};

use super::{PAGE, bench};

requests!(tickets, |api| [
    api.tickets().list(&ListTickets::default()),
    api.tickets().list(
        &ListTickets::builder()
            .status(TicketStatus::ToDo)
            .priority(TicketPriority::Normal)
            .assignee_id("277103")
            .updater_id("277102")
            .reporter_id("277101")
            .request_id("165700011")
            .order("desc")
            .page(PAGE)
            .build(),
    ),
    api.tickets().get("TICK-14"),
    api.tickets().get("14"),
    api.tickets().create(
        &NewTicket::builder()
            .summary("Lost parcel")
            .description("Not seen since Tuesday")
            .priority(2)
            .build(),
    ),
    api.tickets().create(
        &NewTicket::builder()
            .summary("Lost parcel")
            .description("Not seen since Tuesday")
            .priority(3)
            .status(2)
            .assignee_id("277103")
            .reporter_id("277102")
            .deadline("2031-09-01T09:30:00Z".parse().unwrap())
            .request_ids(vec!["165700011".to_owned()])
            .build(),
    ),
    api.tickets().update(
        "TICK-14",
        &UpdateTicket::builder()
            .summary("Lost parcel, twice")
            .description("Both gone")
            .priority(3)
            .status(2)
            .assignee_id("277102")
            .deadline("2031-09-01T09:30:00Z".parse().unwrap())
            .request_ids(vec!["165700012".to_owned()])
            .build(),
    ),
    api.tickets().delete("TICK-14"),
]);
