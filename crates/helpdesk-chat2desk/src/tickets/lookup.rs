//! Whether a ticket was made.

use helpdesk_core::{Result, Timestamp};
use helpdesk_http::Kept;

use crate::api::{Api, ListPage, ListTickets, MAX_LIMIT, NewTicket, Order};
use crate::{Chat2Desk, wire};

/// How far the vendor's clock may be behind.
const SKEW: std::time::Duration = std::time::Duration::from_secs(60);

impl Chat2Desk {
    /// The ticket that a create of unknown outcome has made, if it has: one of the newest, with the
    /// same words and links, and none that was made here before.
    pub(super) async fn ticket_just_made(
        &self,
        api: &Api,
        call: &NewTicket,
        began: Timestamp,
    ) -> Result<Option<Kept<wire::Ticket>>> {
        let since = began.checked_sub(SKEW).unwrap_or(began);
        let query = ListTickets {
            order: Some(Order::Desc),
            page: ListPage::new(MAX_LIMIT, 0),
            ..ListTickets::default()
        };
        let mut newest = api.tickets().list(&query).await?.items;
        let made = newest
            .iter()
            .position(|row| is_made_by(call, since, &row.wire) && !self.remembers(&row.wire.id));
        Ok(made.map(|at| newest.swap_remove(at)))
    }
}

/// Whether a ticket has the words and links of a new one, and was made since then.
fn is_made_by(call: &NewTicket, since: Timestamp, ticket: &wire::Ticket) -> bool {
    let mut links = call.request_ids.iter().flatten();
    ticket.summary.as_deref() == Some(call.summary.as_str())
        && ticket.description.as_deref() == Some(call.description.as_str())
        && ticket.created_at.is_some_and(|made| made >= since)
        && links.all(|wanted| ticket.request_ids.iter().any(|own| own.as_str() == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_made_by_a_call_of_its_words_and_links_alone() {
        let since: Timestamp = "2031-05-05T06:00:00Z".parse().unwrap();
        let mut call = NewTicket::builder()
            .summary("Lost")
            .description("Parcel")
            .priority(2)
            .build();
        call.request_ids = Some(vec!["7".to_owned()]);
        let made = |summary: &str, request: &str, created: &str| {
            let ticket = serde_json::json!({
                "id": 5, "summary": summary, "description": "Parcel", "request_ids": [request],
                "created_at": created,
            });
            is_made_by(&call, since, &serde_json::from_value(ticket).unwrap())
        };
        assert!(made("Lost", "7", "2031-05-05T06:00:01Z"));
        assert!(!made("Lost", "7", "2031-05-05T05:59:59Z"));
        assert!(!made("Lost", "8", "2031-05-05T06:00:01Z"));
        assert!(!made("Found", "7", "2031-05-05T06:00:01Z"));
    }
}
