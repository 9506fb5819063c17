//! The messages behind a ticket.

use helpdesk_core::{Message, Result, TicketId};

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
    let mut found = in_order(found, |message: &Message| message.id.as_str());
    found.dedup_by(|one, other| one.id == other.id);
    Ok(found)
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
            let query = ListMessages::builder()
                .dialog_id(dialog.as_str())
                .start_id(from.to_string())
                .limit(MAX_LIMIT)
                .build();
            let list = api.messages().list_as::<row::Message>(&query).await?;
            let short = list
                .meta
                .limit
                .is_some_and(|limit| (list.items.len() as u64) < limit);
            let highest = list
                .items
                .iter()
                .filter_map(|row| row.wire.id.parse::<u64>().ok())
                .max();
            let mut over = false;
            for row in list.items {
                match row.wire.request_id.as_deref() {
                    Some(own) if own == request => found.push(message(row, Some(ticket))),
                    Some(_) if row.wire.id.parse::<u64>().is_ok_and(|id| id > last) => over = true,
                    _ => {}
                }
            }
            match highest {
                Some(highest) if highest >= from && !short && !over => from = highest + 1,
                _ => break,
            }
        }
    }
    for row in rows {
        if !found[begun..]
            .iter()
            .any(|known| known.id.as_str() == row.wire.id)
        {
            found.push(request_message(row, Some(ticket)));
        }
    }
    Ok(())
}
