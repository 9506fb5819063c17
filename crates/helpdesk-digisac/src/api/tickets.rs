//! `/tickets`, and the calls below `/contacts` that act on tickets.

use helpdesk_core::{Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use http::header::ACCEPT;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::AsyncWrite;

use super::{Contacts, Done, ListRequest, at_least_one};
use crate::wire;

resource!(
    /// Tickets, which Digisac calls chamados.
    Tickets,
    tickets
);

/// Opening a ticket, or handing the open one on.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransferTicket {
    /// The department.
    pub department_id: String,
    /// The agent; without one the ticket waits in the department's queue.
    pub user_id: Option<String>,
    /// An internal comment.
    pub comments: String,
    /// Who does it. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_user_id: Option<String>,
}

builder!(TransferTicket, TransferTicketBuilder {
    required(into): [department_id: String],
    optional(into): [user_id / maybe_user_id: String, by_user_id / maybe_by_user_id: String],
    default(into): [comments: String],
});

redacted_debug!(TransferTicket {
    show: [department_id, user_id, by_user_id],
    hide: [comments]
});

/// Handing tickets on, by their own identifiers.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BulkTransfer {
    /// The department.
    pub department_id: String,
    /// The agent; without one the tickets wait in the department's queue.
    pub user_id: Option<String>,
    /// An internal comment.
    pub comments: String,
    /// The tickets.
    pub tickets_selected_id: Vec<String>,
}

builder!(BulkTransfer, BulkTransferBuilder {
    required: [tickets_selected_id: Vec<String>],
    required(into): [department_id: String],
    optional(into): [user_id / maybe_user_id: String],
    default(into): [comments: String],
});

redacted_debug!(BulkTransfer {
    show: [department_id, user_id, tickets_selected_id],
    hide: [comments]
});

/// What is said about a ticket when it is closed.
#[derive(Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CloseTicket {
    /// What it was about. Programs send a list; one documented sample shows a text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ticket_topic_ids: Vec<String>,
    /// An internal comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// Who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_user_id: Option<String>,
}

builder!(CloseTicket, CloseTicketBuilder {
    optional(into): [comments / maybe_comments: String, by_user_id / maybe_by_user_id: String],
    default: [ticket_topic_ids: Vec<String>],
});

redacted_debug!(CloseTicket {
    show: [ticket_topic_ids, by_user_id],
    hide: [comments]
});

/// Which ticket to export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExportTicket {
    /// The number people use.
    pub protocol: String,
}

builder!(ExportTicket, ExportTicketBuilder {
    required(into): [protocol: String],
});

impl Tickets {
    list!(
        "tickets.list",
        "/tickets",
        wire::Ticket as T,
        "Also takes the parameters `startPeriod` and `endPeriod`."
    );

    /// One ticket: `GET /tickets/{ticketId}`, with the relations of the request. `NotFound`.
    ///
    /// Sent again after failures that may pass. Of the request only `include` counts.
    pub async fn get(&self, id: &str, request: &ListRequest) -> Result<Kept<wire::Ticket>> {
        self.get_as(id, request).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn get_as<T: DeserializeOwned>(
        &self,
        id: &str,
        request: &ListRequest,
    ) -> Result<Kept<T>> {
        self.api.allow("tickets.get", request.check())?;
        let call = Call::get(Safety::Safe, "/tickets/{ticketId}")
            .name("tickets.get")
            .segment("ticketId", id);
        self.api.record(request.apply(call), "ticket").await
    }

    /// What was said in a ticket, as text: `POST /tickets/export`. `NotFound`.
    ///
    /// It is written to `sink` as it arrives, and the number of bytes is given. Sent once, for an
    /// export may be work for the vendor. What was written when it fails is not the whole.
    pub async fn export<W: AsyncWrite + Unpin + ?Sized>(
        &self,
        request: &ExportTicket,
        sink: &mut W,
    ) -> Result<u64> {
        let call = Call::post(Safety::Once, "/tickets/export")
            .name("tickets.export")
            .json(request);
        self.api.export(call, sink).await
    }

    /// Tickets as a table: `POST /tickets/export-history`, with the request in the query.
    ///
    /// Written to `sink` like [`Tickets::export`], and sent once.
    pub async fn export_history<W: AsyncWrite + Unpin + ?Sized>(
        &self,
        request: &ListRequest,
        sink: &mut W,
    ) -> Result<u64> {
        self.api.allow("tickets.export_history", request.check())?;
        let call = Call::post(Safety::Once, "/tickets/export-history")
            .name("tickets.export_history")
            .query("query", request.json());
        self.api.export(call, sink).await
    }

    /// What was said in a ticket, as PDF: `GET /pdf/tickets/{ticketId}/pt-BR`, which lies outside
    /// the base URL's path. `NotFound`.
    ///
    /// Written to `sink` like [`Tickets::export`]. Sent again after failures that may pass, as long as
    /// nothing has arrived.
    pub async fn export_pdf<W: AsyncWrite + Unpin + ?Sized>(
        &self,
        id: &str,
        sink: &mut W,
    ) -> Result<u64> {
        let call = Call::get(Safety::Safe, "/pdf/tickets/{ticketId}/pt-BR")
            .name("tickets.export_pdf")
            .from_root()
            .segment("ticketId", id)
            .query("pdf", 1)
            .query("lng", "pt-BR")
            .header(ACCEPT, "application/pdf");
        self.api.export(call, sink).await
    }
}

impl Contacts {
    /// Hands the contact's open ticket to a department and perhaps an agent, **or opens one** when
    /// none is open: `POST /contacts/{contactId}/ticket/transfer`. `NotFound`.
    ///
    /// People may be notified. Sent once: after an unknown delivery look at the contact's tickets.
    /// What is answered is not documented: nothing, or the ticket.
    pub async fn transfer_ticket(
        &self,
        contact_id: &str,
        transfer: &TransferTicket,
    ) -> Result<Done> {
        self.api
            .done(Self::transfer_ticket_call(contact_id, transfer))
            .await
    }

    pub(crate) fn transfer_ticket_call(contact_id: &str, transfer: &TransferTicket) -> Call {
        Call::post(Safety::VerifyFirst, "/contacts/{contactId}/ticket/transfer")
            .name("contacts.transfer_ticket")
            .segment("contactId", contact_id)
            .json(transfer)
    }

    /// Closes the contact's open ticket, whichever that is: `POST
    /// /contacts/{contactId}/ticket/close`. `NotFound`; `Invalid` when none is open.
    ///
    /// **Closes a ticket**, and a survey may be sent to the contact. Now and then an error is answered
    /// although the ticket was closed, so look at it before trying again. Sent once. What is answered is not documented: nothing, or the ticket.
    pub async fn close_ticket(
        &self,
        contact_id: &str,
        close: Option<&CloseTicket>,
    ) -> Result<Done> {
        self.api
            .done(Self::close_ticket_call(contact_id, close))
            .await
    }

    pub(crate) fn close_ticket_call(contact_id: &str, close: Option<&CloseTicket>) -> Call {
        let call = Call::post(Safety::VerifyFirst, "/contacts/{contactId}/ticket/close")
            .name("contacts.close_ticket")
            .segment("contactId", contact_id);
        match close {
            Some(close) => call.json(close),
            None => call,
        }
    }

    /// Hands tickets to a department and perhaps an agent, by their own identifiers: `POST
    /// /contacts/ticket/bulk-transfer`. `Invalid` without any ticket.
    ///
    /// People may be notified, and each transfer leaves a record among the messages, so it is sent
    /// once: after an unknown delivery look at the tickets. Documented by a third party; the answer is
    /// not.
    pub async fn bulk_transfer(&self, transfer: &BulkTransfer) -> Result<Done> {
        self.api.allow(
            "contacts.bulk_transfer",
            at_least_one("tickets_selected_id", &transfer.tickets_selected_id),
        )?;
        self.api.done(Self::bulk_transfer_call(transfer)).await
    }

    pub(crate) fn bulk_transfer_call(transfer: &BulkTransfer) -> Call {
        Call::post(Safety::VerifyFirst, "/contacts/ticket/bulk-transfer")
            .name("contacts.bulk_transfer")
            .json(transfer)
    }
}
