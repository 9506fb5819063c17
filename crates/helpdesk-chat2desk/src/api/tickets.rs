//! Tickets.

use helpdesk_core::{Result, Safety, Timestamp, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;

use super::params::opt_number;
use super::{Api, List, ListPage};
use crate::convert::words::ticket_number;
use crate::wire;

/// Which tickets to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListTickets {
    /// In this status, 1 to 4.
    pub status: Option<i64>,
    /// Of this priority, 1 to 3.
    pub priority: Option<i64>,
    /// Of this operator.
    pub assignee_id: Option<String>,
    /// Last changed by this operator.
    pub updater_id: Option<String>,
    /// Made by this operator.
    pub reporter_id: Option<String>,
    /// Linked to this request; one only.
    pub request_id: Option<String>,
    /// `asc` or `desc`.
    pub order: Option<String>,
    /// The page.
    #[builder(default)]
    pub page: ListPage,
}

/// A ticket to create.
#[derive(Clone, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewTicket {
    /// The title, at most 255 characters.
    pub summary: String,
    /// The description; not empty.
    pub description: String,
    /// 1 minor, 2 normal, 3 major.
    pub priority: i64,
    /// 1 to do, 2 in progress, 3 waiting, 4 closed; 1 when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
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
#[derive(Clone, Default, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct UpdateTicket {
    /// The title, at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The description; not empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// 1 minor, 2 normal, 3 major.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// 1 to do, 2 in progress, 3 waiting, 4 closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
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
        let call = Call::get(Safety::Safe, "/v1/tickets")
            .name("tickets.list")
            .query_opt("status", query.status)
            .query_opt("priority", query.priority)
            .query_opt("assignee_id", query.assignee_id.as_deref())
            .query_opt("updater_id", query.updater_id.as_deref())
            .query_opt("reporter_id", query.reporter_id.as_deref())
            .query_opt("request_id", query.request_id.as_deref())
            .query_opt("order", query.order.as_deref());
        self.api.many(query.page.of(call)).await
    }

    /// `GET /v1/tickets/{id}`: one ticket. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Ticket>> {
        let call = Call::get(Safety::Safe, "/v1/tickets/{id}")
            .name("tickets.get")
            .segment("id", ticket_number(id));
        self.api.one(call).await
    }

    /// `POST /v1/tickets`: makes a ticket. After an unknown delivery nothing is sent again: look at
    /// the newest tickets first.
    pub async fn create(&self, new: &NewTicket) -> Result<Kept<wire::Ticket>> {
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
        let call = Call::put(Safety::Safe, "/v1/tickets/{id}")
            .name("tickets.update")
            .segment("id", ticket_number(id))
            .json(update);
        self.api.one(call).await
    }

    /// `DELETE /v1/tickets/{id}`: removes a ticket. `NotFound`, which the vendor answers with
    /// HTTP 200. Sent once.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Once, "/v1/tickets/{id}")
            .name("tickets.delete")
            .segment("id", ticket_number(id));
        self.api.done(call).await
    }
}
