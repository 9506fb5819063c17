//! Whether a message was sent.

use helpdesk_core::{Error, ErrorKind, Result, Timestamp};
use helpdesk_http::Kept;

use crate::api::{self, Api, ListMessages, MAX_LIMIT};
use crate::row;

/// How far the vendor's clock may be behind.
const SKEW: std::time::Duration = std::time::Duration::from_secs(60);

/// The message that a call of unknown outcome has sent, if it has: by its external identifier.
///
/// A server that does not give identifiers back cannot be asked. When there is a message with the
/// same words and no identifier at all, nothing is certain, and nothing is sent again.
pub(super) async fn just_sent(
    api: &Api,
    call: &api::NewMessage,
    began: Timestamp,
) -> Result<Option<Kept<row::SentMessage>>> {
    let Some(wanted) = &call.external_id else {
        return Err(uncertain());
    };
    let since = began.checked_sub(SKEW).unwrap_or(began);
    let query = ListMessages {
        client_id: Some(call.client_id.clone()),
        order: Some(api::Order::Desc),
        limit: Some(MAX_LIMIT),
        ..ListMessages::default()
    };
    let newest = api.messages().list_as::<row::Message>(&query).await?.items;
    let own = |row: &row::Message| {
        row.external_id.clone().or_else(|| {
            let id = row.extra_data.get("external_id")?;
            id.as_str()
                .map(str::to_owned)
                .or_else(|| id.as_i64().map(|id| id.to_string()))
        })
    };
    if let Some(at) = newest
        .iter()
        .position(|row| own(&row.wire).as_ref() == Some(wanted))
    {
        let row = newest.into_iter().nth(at);
        return Ok(row.map(|row| row.map(as_sent)));
    }
    let alike = newest.iter().any(|row| {
        let row = &row.wire;
        own(row).is_none()
            && row.kind == call.kind
            && row.text == call.text
            && row.created.is_none_or(|created| created >= since)
    });
    if alike { Err(uncertain()) } else { Ok(None) }
}

fn as_sent(row: row::Message) -> row::SentMessage {
    row::SentMessage {
        message_id: row.id,
        kind: row.kind,
        client_id: row.client_id,
        operator_id: row.operator_id,
        dialog_id: row.dialog_id,
    }
}

fn uncertain() -> Error {
    Error::new(
        ErrorKind::Conflict,
        "the vendor does not tell whether the message was sent",
    )
}
