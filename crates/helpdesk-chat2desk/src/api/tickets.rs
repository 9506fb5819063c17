//! Tickets.

use helpdesk_core::{Problems, Result, Safety, Timestamp, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;

use super::params::opt_number;
use super::rows::Reading;
use super::{Api, List, ListPage, Order, Rows, TicketPriority, TicketStatus};
use crate::convert::words::ticket_number;
use crate::wire;

/// Which tickets to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListTickets {
    /// In this status.
    pub status: Option<TicketStatus>,
    /// Of this priority.
    pub priority: Option<TicketPriority>,
    /// Of this operator.
    pub assignee_id: Option<String>,
    /// Last changed by this operator.
    pub updater_id: Option<String>,
    /// Made by this operator.
    pub reporter_id: Option<String>,
    /// Linked to this request; one only.
    pub request_id: Option<String>,
    /// In which order; the oldest first when not given.
    pub order: Option<Order>,
    /// The page.
    pub page: ListPage,
}

builder!(ListTickets, ListTicketsBuilder {
    optional(into): [
        status / maybe_status: TicketStatus,
        priority / maybe_priority: TicketPriority,
        assignee_id / maybe_assignee_id: String,
        updater_id / maybe_updater_id: String,
        reporter_id / maybe_reporter_id: String,
        request_id / maybe_request_id: String,
        order / maybe_order: Order,
    ],
    default: [page: ListPage],
});

impl ListTickets {
    fn call(&self, page: ListPage) -> Call {
        let call = Call::get(Safety::Safe, "/v1/tickets")
            .name("tickets.list")
            .query_opt("status", self.status)
            .query_opt("priority", self.priority)
            .query_opt("assignee_id", self.assignee_id.as_deref())
            .query_opt("updater_id", self.updater_id.as_deref())
            .query_opt("reporter_id", self.reporter_id.as_deref())
            .query_opt("request_id", self.request_id.as_deref())
            .query_opt("order", self.order.as_ref());
        page.of(call)
    }
}

/// The longest title.
pub(crate) const LONGEST_SUMMARY: usize = 255;

/// Complains about the words of a ticket.
fn check(summary: Option<&str>, description: Option<&str>) -> Result<()> {
    let mut wrong = Problems::default();
    let summary = summary.unwrap_or("-");
    wrong.add_if(summary.trim().is_empty(), "summary", "is empty");
    wrong.add_if(
        summary.chars().count() > LONGEST_SUMMARY,
        "summary",
        "is longer than 255 characters; shorten it",
    );
    wrong.add_if(
        description.is_some_and(|text| text.trim().is_empty()),
        "description",
        "is empty; the vendor needs one",
    );
    wrong.finish()
}

/// A ticket to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewTicket {
    /// The title, at most 255 characters.
    pub summary: String,
    /// The description; not empty.
    pub description: String,
    /// How much it matters.
    pub priority: TicketPriority,
    /// The status; to do when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TicketStatus>,
    /// The operator who gets it.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<String>,
    /// The operator in whose name it is made; the administrator when not given.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub reporter_id: Option<String>,
    /// When it is due; in the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// The requests behind it. One place of the documentation calls them `issue_ids`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_ids: Option<Vec<String>>,
}

builder!(NewTicket, NewTicketBuilder {
    required(into): [summary: String, description: String, priority: TicketPriority],
    optional: [deadline / maybe_deadline: Timestamp, request_ids / maybe_request_ids: Vec<String>],
    optional(into): [
        status / maybe_status: TicketStatus,
        assignee_id / maybe_assignee_id: String,
        reporter_id / maybe_reporter_id: String,
    ],
});

redacted_debug!(NewTicket {
    show: [
        priority,
        status,
        assignee_id,
        reporter_id,
        deadline,
        request_ids
    ],
    hide: [summary, description]
});

/// Changes to a ticket.
///
/// The documentation says that a status which is not given becomes *to do*: give it always.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UpdateTicket {
    /// The title, at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The description; not empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<TicketPriority>,
    /// The status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TicketStatus>,
    /// The operator who gets it.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<String>,
    /// When it is due; in the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
    /// All requests behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_ids: Option<Vec<String>>,
}

builder!(UpdateTicket, UpdateTicketBuilder {
    optional: [deadline / maybe_deadline: Timestamp, request_ids / maybe_request_ids: Vec<String>],
    optional(into): [
        summary / maybe_summary: String,
        description / maybe_description: String,
        priority / maybe_priority: TicketPriority,
        status / maybe_status: TicketStatus,
        assignee_id / maybe_assignee_id: String,
    ],
});

redacted_debug!(UpdateTicket {
    show: [priority, status, assignee_id, deadline, request_ids],
    hide: [summary, description]
});

/// Tickets: `/v1/tickets`. Identifiers are taken with and without `TICK-`.
#[derive(Debug, Clone)]
pub struct Tickets {
    pub(super) api: Api,
}

impl Tickets {
    /// `GET /v1/tickets`: a page of tickets.
    pub async fn list(&self, query: &ListTickets) -> Result<List<wire::Ticket>> {
        self.api.many(query.call(query.page)).await
    }

    /// The tickets that [`Self::list`] gives, page by page.
    #[inline]
    pub fn stream(&self, query: &ListTickets) -> Rows<wire::Ticket> {
        self.rows(query).stream()
    }

    /// The same one by one.
    #[inline]
    pub(crate) fn rows(&self, query: &ListTickets) -> Reading<wire::Ticket> {
        let query = query.clone();
        self.api.rows(query.page, move |page| query.call(page))
    }

    /// `GET /v1/tickets/{id}`: one ticket. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Ticket>> {
        let call = Call::get(Safety::Safe, "/v1/tickets/{id}")
            .name("tickets.get")
            .segment("id", ticket_number(id));
        self.api.one(call).await
    }

    /// `POST /v1/tickets`: makes a ticket. No client sees it. `Invalid` for an empty title or
    /// description, and for a title of more than 255 characters. After an unknown delivery nothing is sent again: look at
    /// the newest tickets first.
    pub async fn create(&self, new: &NewTicket) -> Result<Kept<wire::Ticket>> {
        let checked = check(Some(&new.summary), Some(&new.description));
        self.api.allow("tickets.create", checked)?;
        self.api.one(Self::create_call(new)).await
    }

    pub(crate) async fn create_or_find<L, F>(
        &self,
        new: &NewTicket,
        lookup: L,
    ) -> Result<Kept<wire::Ticket>>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<wire::Ticket>>>>,
    {
        self.api.create(Self::create_call(new), lookup).await
    }

    fn create_call(new: &NewTicket) -> Call {
        Call::post(Safety::VerifyFirst, "/v1/tickets")
            .name("tickets.create")
            .json(new)
    }

    /// `PUT /v1/tickets/{id}`: changes a ticket and gives it back. `NotFound`. Repeated after
    /// failures that may pass.
    pub async fn update(&self, id: &str, update: &UpdateTicket) -> Result<Kept<wire::Ticket>> {
        let checked = check(update.summary.as_deref(), update.description.as_deref());
        self.api.allow("tickets.update", checked)?;
        let call = Call::put(Safety::Safe, "/v1/tickets/{id}")
            .name("tickets.update")
            .segment("id", ticket_number(id))
            .json(update);
        self.api.one(call).await
    }

    /// `DELETE /v1/tickets/{id}`: removes a ticket. `NotFound`, which the vendor answers with
    /// HTTP 200. Repeated after failures that may pass.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/v1/tickets/{id}")
            .name("tickets.delete")
            .segment("id", ticket_number(id));
        self.api.removed(call).await
    }
}
