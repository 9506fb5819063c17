//! What is read of an accepted delivery.

use helpdesk_chat2desk::TicketSource;
use helpdesk_core::webhook::{EventKind, Inbound, Record, Rejection};
use helpdesk_core::{Error, ErrorKind, Helpdesk, Operation};
use http::HeaderMap;
use serde_json::json;

use crate::{config, desk};

/// Reads a body as a delivery that was accepted.
fn parse(source: TicketSource, body: &str) -> Result<helpdesk_core::webhook::Event, Error> {
    let desk = desk(config().accept_unsigned().with_ticket_source(source));
    let receiver = desk.receiver().unwrap();
    let verified = receiver
        .verify(Inbound::new(HeaderMap::new(), body.to_owned()))
        .unwrap();
    receiver
        .parse(&verified)
        .map(|mut events| events.pop().unwrap())
}

#[test]
fn what_is_no_delivery() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
    for (body, place) in [
        ("", "."),
        ("[]", "."),
        ("not JSON", "."),
        ("{\"hook_type\":\"inbox\"", "hook_type"),
        (r#"{"hook_type":"inbox"}"#, "."),
        (r#"{"hook_type":"inbox","message_id":{}}"#, "message_id"),
        (
            r#"{"message_id":1,"event_time":"soon","hook_type":"inbox"}"#,
            "event_time",
        ),
        (
            r#"{"hook_type":"outbox_status","data":{"id":[]}}"#,
            "data.id",
        ),
        (r#"{"hook_type":"outbox_status","data":{}}"#, "data"),
        (
            r#"{"hook_type":"outbox_status","data":{"id":1,"message_id":2}}"#,
            "data.message_id",
        ),
        (r#"{"hook_type":"outbox_status"}"#, "."),
        (r#"{"hook_type":"new_request","client_id":5}"#, "."),
        (
            r#"{"hook_type":"new_request","request_id":null}"#,
            "request_id",
        ),
        (
            r#"{"hook_type":"close_request","client_id":{"id":5}}"#,
            "client_id",
        ),
        (r#"{"hook_type":"operator_status_updated"}"#, "."),
        (
            r#"{"hook_type":"operator_status_updated","id":7,"online":"x"}"#,
            "online",
        ),
        (r#"{"hook_type":"device_update","status":[1]}"#, "status"),
        (
            r#"{"hook_type":"new_client","id":5,"tags":[{"id":{}}]}"#,
            "tags[0].id",
        ),
        (r#"{"hook_type":"new_tag","id":{}}"#, "id"),
        (
            r#"{"hook_type":"ticket_created","ticket":{"id":1,"created_at":"soon"}}"#,
            "ticket",
        ),
        (deep.as_str(), ""),
    ] {
        let error = parse(TicketSource::Tickets, body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook, "{body}");
        assert_eq!(Rejection::of(&error), Some(Rejection::Malformed), "{body}");
        assert_eq!(error.operation(), Some(Operation::WebhooksParse.as_str()));
        assert!(
            error.message().contains(&format!("at `{place}")),
            "{body}: {error}"
        );
    }
}

#[test]
fn unknown_events_are_other() {
    for body in [
        r#"{"hook_type":"moon_phase","id":7,"event_time":"2031-05-06T07:08:09Z"}"#,
        r#"{"hook_type":"moon_phase","id":{"deep":[1]},"event_time":"2031-05-06T07:08:09Z"}"#,
        r#"{"something":"else"}"#,
        "{}",
    ] {
        let event = parse(TicketSource::Tickets, body).unwrap();
        assert!(!event.kind.is_known(), "{body}");
        assert!(event.dedupe_key.starts_with("chat2desk:"), "{body}");
        assert_eq!(event.vendor_data.as_json(), Some(body));
    }
}

/// What no event of the kind is made of may have any form.
#[test]
fn other_members_may_have_any_form() {
    for body in [
        r#"{"hook_type":"close_request","request_id":3,"start_message_id":{},"status":[1]}"#,
        r#"{"hook_type":"new_request","request_id":3,"operator_id":{},"message_id":[1]}"#,
        r#"{"hook_type":"outbox_status","client_id":{},"data":{"id":3,"operator_id":{}}}"#,
        r#"{"hook_type":"operator_status_updated","id":3,"client_id":[{}]}"#,
        r#"{"hook_type":"device_update","id":{"deep":1},"status":"on"}"#,
    ] {
        let event = parse(TicketSource::Requests, body).unwrap();
        assert!(event.kind.is_known(), "{body}");
        assert_eq!(event.vendor_data.as_json(), Some(body));
    }
}

#[test]
fn blacklist_in_both_directions() {
    for (flag, kind) in [
        ("true", EventKind::ContactBlocked),
        ("false", EventKind::ContactUnblocked),
        ("0", EventKind::ContactUnblocked),
    ] {
        let body =
            format!(r#"{{"hook_type":"client_added_to_blacklist","id":7,"is_blocked":{flag}}}"#);
        let event = parse(TicketSource::Tickets, &body).unwrap();
        assert_eq!(event.kind, kind);
    }
}

#[test]
fn changes_of_tickets() {
    let event = |updates: serde_json::Value| {
        let body = json!({
            "hook_type": "ticket_updated",
            "timestamp": "2031-05-06T07:08:09Z",
            "ticket": {"id": "TICK-5", "summary": "a -> b → c", "description": "d", "status": 4},
            "updates": updates,
        });
        parse(TicketSource::Tickets, &body.to_string()).unwrap()
    };
    for (updates, kind) in [
        (json!({"update_status": "1 → 4"}), EventKind::TicketClosed),
        (
            json!({"update_status": "4 -> 2"}),
            EventKind::TicketReopened,
        ),
        (json!({"update_status": "1 → 2"}), EventKind::TicketUpdated),
        (
            json!({"update_assignee": "1 → 2"}),
            EventKind::TicketAssigned,
        ),
        (
            json!({"update_assignee": "1 → 2", "update_status": "1 → 4"}),
            EventKind::TicketClosed,
        ),
        (
            json!({"update_priority": "1 → 2"}),
            EventKind::TicketUpdated,
        ),
        (json!({}), EventKind::TicketUpdated),
        (json!(null), EventKind::TicketUpdated),
    ] {
        assert_eq!(event(updates.clone()).kind, kind, "{updates}");
    }
    // The arrow of the vendor, between texts that hold arrows.
    let summary = event(json!({"update_summary": "x -> y -> a -> b → c"}));
    assert_eq!(summary.changes[0].from, Some(json!("x -> y")));
    assert_eq!(summary.changes[0].to, Some(json!("a -> b → c")));
    let unclear = event(json!({"update_deadline": "1 -> 2 → 3"}));
    assert_eq!(unclear.changes[0].from, None);
    assert_eq!(unclear.changes[0].to, Some(json!("1 -> 2 → 3")));

    // Two changes within a second are two events; a repetition is not.
    let one = event(json!({"update_status": "1 → 2"})).dedupe_key;
    let other = event(json!({"update_status": "2 → 3"})).dedupe_key;
    assert_ne!(one, other);
    assert_eq!(one, event(json!({"update_status": "1 → 2"})).dedupe_key);
}

#[test]
fn a_repeated_message_has_the_same_key() {
    let body = |time: &str| {
        format!(
            r#"{{"hook_type":"inbox","message_id":5,"type":"from_client","event_time":"{time}"}}"#
        )
    };
    let first = parse(TicketSource::Tickets, &body("2031-05-06T07:08:09Z")).unwrap();
    let again = parse(TicketSource::Tickets, &body("2031-05-06T07:13:09Z")).unwrap();
    assert_eq!(first.dedupe_key, again.dedupe_key);
    assert_eq!(first.dedupe_key, "chat2desk:inbox:5");
}

/// What a delivery is, is told by its own member alone, wherever it stands and however it is written;
/// each is read into the same event.
#[test]
fn a_message_is_known_however_it_is_written() {
    let plain = r#"{"message_id":5,"type":"from_client","text":"hi","client_id":"7","hook_type":"inbox","event_time":"2031-05-06T07:08:09Z"}"#;
    let expected = parse(TicketSource::Tickets, plain).unwrap();
    assert_eq!(expected.kind, EventKind::MessageReceived);
    for body in [
        plain.replace(':', ": ").replace("07: 08: ", "07:08:"),
        plain.replace('{', r#"{"photo":null,"#),
        plain.replace(',', ",\n"),
        plain.replace("inbox", "inb\\u006fx"),
        plain.replace("hook_type", "hook_t\\u0079pe"),
        plain.replace("message_id", "message\\u005fid"),
        plain.replace('{', r#"{"extra_data":{"hook_type":"new_client"},"#),
        plain.replace('{', r#"{"hook_type":"new_client","#),
        plain.replace('}', r#","extra_data":{"hook_type":"outbox"}}"#),
    ] {
        let mut event = parse(TicketSource::Tickets, &body).unwrap();
        assert_eq!(event.vendor_data.as_json(), Some(body.as_str()));
        event.vendor_data = expected.vendor_data.clone();
        let (Some(Record::Message(own)), Some(Record::Message(other))) =
            (&mut event.record, &expected.record)
        else {
            panic!("no message: {body}");
        };
        own.vendor_data = other.vendor_data.clone();
        assert_eq!(event, expected, "{body}");
    }
    for body in [
        r#"{"extra_data":{"hook_type":"inbox"},"hook_type":"new_client","id":5}"#,
        r#"{"hook_type":"inbox","hook_type":"new_client","id":5}"#,
        r#"{"message_id":7,"hook_type":"new_client","id":5}"#,
    ] {
        let event = parse(TicketSource::Tickets, body).unwrap();
        assert_eq!(event.kind, EventKind::ContactCreated, "{body}");
        assert!(matches!(event.record, Some(Record::Contact(_))), "{body}");
        assert!(event.dedupe_key.starts_with("chat2desk:new_client:"));
    }
    // They begin like a message, and are none.
    for (body, kind) in [
        (r#"{"message_id":7,"request_id":3}"#, "ai.hints_requested"),
        (r#"{"message_id":7,"hook_type":"moon_phase"}"#, "moon_phase"),
    ] {
        let event = parse(TicketSource::Tickets, body).unwrap();
        assert_eq!(event.kind.as_str(), kind, "{body}");
        assert!(event.record.is_none(), "{body}");
    }
}

#[test]
fn dialogs_as_tickets() {
    let body =
        r#"{"hook_type":"inbox","message_id":5,"type":"from_client","dialog_id":9,"request_id":8}"#;
    let event = parse(TicketSource::Requests, body).unwrap();
    assert_eq!(event.ticket.unwrap().as_str(), "9");
    assert_eq!(event.conversation.unwrap().as_str(), "8");
    let Some(Record::Message(message)) = event.record else {
        panic!("there is no message");
    };
    assert_eq!(message.ticket.unwrap().as_str(), "9");
    let event = parse(TicketSource::Tickets, body).unwrap();
    assert!(event.ticket.is_none());
}
