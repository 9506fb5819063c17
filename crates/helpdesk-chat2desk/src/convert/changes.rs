//! What changed about a ticket, as a delivery tells it.

use helpdesk_core::webhook::{Change, EventKind};
use serde_json::Value;

use crate::text::find;
use crate::wire;

/// What a change of a ticket amounts to: a closing and a reopening go before an assignment, and that
/// goes before any other change. All of them stand in the event's changes.
pub(super) fn ticket_change(changes: &[Change]) -> EventKind {
    let find = |field: &str| changes.iter().find(|change| change.field == field);
    if let Some(status) = find("update_status") {
        let is_closed = |value: &Option<Value>| value.as_ref().and_then(Value::as_str) == Some("4");
        match (is_closed(&status.from), is_closed(&status.to)) {
            (false, true) => return EventKind::TicketClosed,
            (true, false) => return EventKind::TicketReopened,
            _ => {}
        }
    }
    if find("update_assignee").is_some() {
        EventKind::TicketAssigned
    } else {
        EventKind::TicketUpdated
    }
}

/// A change of a ticket, from a text such as `1 → 2`.
///
/// The vendor writes two different arrows, and the texts on both sides may hold one too; what the
/// ticket says now tells where the new value begins.
pub(super) fn change(field: &str, text: &Value, ticket: &wire::Ticket) -> Change {
    let Value::String(line) = text else {
        return Change::new(field, None, Some(text.clone()));
    };
    let value = |part: &str| (!part.is_empty()).then(|| Value::from(part));
    let now = match field {
        "update_summary" => ticket.summary.as_deref(),
        "update_description" => ticket.description.as_deref(),
        _ => None,
    };
    for arrow in [" -> ", " → "] {
        if let Some(now) = now
            && let Some(before) = line
                .strip_suffix(now)
                .and_then(|rest| rest.strip_suffix(arrow))
        {
            return Change::new(field, value(before), value(now));
        }
    }
    match (around(line, " -> "), around(line, " → ")) {
        (Some((from, to)), None) | (None, Some((from, to))) => {
            Change::new(field, value(from), value(to))
        }
        _ => Change::new(field, None, value(line)),
    }
}

/// What stands on both sides of an arrow, if the arrow is there once.
fn around<'a>(line: &'a str, arrow: &str) -> Option<(&'a str, &'a str)> {
    let (from, rest) = line.split_at(find(line, arrow)?);
    let to = rest.strip_prefix(arrow)?;
    find(to, arrow).is_none().then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_at_an_arrow_that_is_there_once() {
        assert_eq!(around("1 -> 2", " -> "), Some(("1", "2")));
        assert_eq!(around("1 → ", " → "), Some(("1", "")));
        assert_eq!(around("1 -> 2 -> 3", " -> "), None);
        assert_eq!(around("1 → 2", " -> "), None);
    }
}
