//! The messages behind a ticket.

use helpdesk_core::{Message, Result, TicketId};
use helpdesk_http::Kept;

use super::{behind, number};
use crate::api::{Api, ListMessages, MAX_LIMIT};
use crate::convert::messages::{message, request_message};
use crate::paging::in_order;
use crate::row;

/// The messages of a ticket: those of each request behind it, oldest first.
pub(super) async fn of_ticket(api: &Api, id: &TicketId) -> Result<Vec<Message>> {
    let ticket = api.tickets().get(id.as_str()).await?.wire;
    let mut found = Vec::new();
    for request in ticket.request_ids {
        of_request(api, request.as_str(), id, &mut found).await?;
    }
    Ok(each_once(found))
}

/// The messages in their order, each once.
fn each_once(found: Vec<Message>) -> Vec<Message> {
    let mut found = in_order(found, |message| message.id.as_str());
    found.dedup_by(|one, other| one.id == other.id);
    found
}

/// The messages of a request.
///
/// Its own list names neither comments nor attachments. It tells where the request begins and ends;
/// the rest comes from the list of the dialog's messages in between.
async fn of_request(
    api: &Api,
    request: &str,
    ticket: &TicketId,
    found: &mut Vec<Message>,
) -> Result<()> {
    let rows = api
        .requests()
        .messages_as::<row::RequestMessage>(request)
        .await?
        .items;
    let numbers = || {
        rows.iter()
            .filter_map(|row| row.wire.id.parse::<u64>().ok())
    };
    let dialog = rows.iter().find_map(|row| row.wire.dialog_id.clone());
    let begun = found.len();
    if let (Some(first), Some(last), Some(dialog)) = (numbers().min(), numbers().max(), dialog) {
        let mut from = first;
        loop {
            let query = ListMessages {
                dialog_id: Some(dialog.clone()),
                start_id: Some(from.to_string()),
                limit: Some(MAX_LIMIT),
                ..ListMessages::default()
            };
            let list = api.messages().list_as::<row::Message>(&query).await?;
            let next = behind(&list, from);
            let mut over = false;
            for row in list.items {
                match row.wire.request_id.as_deref() {
                    Some(own) if own == request => found.push(message(row, Some(ticket))),
                    Some(_) if number(&row).is_some_and(|id| id > last) => over = true,
                    _ => {}
                }
            }
            match next {
                Some(next) if !over => from = next,
                _ => break,
            }
        }
    }
    add_others(found, begun, rows, ticket);
    Ok(())
}

/// Adds the rows of a request that are not among the messages from `begun` on.
fn add_others(
    found: &mut Vec<Message>,
    begun: usize,
    rows: Vec<Kept<row::RequestMessage>>,
    ticket: &TicketId,
) {
    for row in rows {
        if !found[begun..]
            .iter()
            .any(|known| known.id.as_str() == row.wire.id)
        {
            found.push(request_message(row, Some(ticket)));
        }
    }
}
