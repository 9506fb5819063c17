//! Deliveries: verified, refused, and read.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{Canned, Fixture, TOKEN};
use helpdesk_chat2desk::{Chat2Desk, Chat2DeskReceiver, Config, TicketSource, WebhookKey};
use helpdesk_core::webhook::{EventKind, Inbound, Record, Rejection, Verification};
use helpdesk_core::{Error, ErrorKind, Helpdesk, Operation};
use helpdesk_testkit::ManualClock;
use http::{HeaderMap, HeaderValue};
use secrecy::SecretString;
use serde_json::json;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn signed() -> Inbound {
    let fixture = Fixture::load("webhooks/inbox_signed");
    Inbound::new(fixture.headers, fixture.body)
}

fn config() -> Config {
    common::config(Canned::new(500, "").transport())
}

fn desk(config: Config) -> Chat2Desk {
    Chat2Desk::new(config).unwrap()
}

fn verify(config: Config, inbound: Inbound) -> Result<Verification, Error> {
    let desk = desk(config);
    desk.receiver()
        .unwrap()
        .verify(inbound)
        .map(|verified| verified.by())
}

fn rejection(config: Config, inbound: Inbound) -> Rejection {
    let error = verify(config, inbound).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Webhook);
    assert_eq!(error.vendor().unwrap().as_str(), "chat2desk");
    Rejection::of(&error).unwrap()
}

fn with_header(name: &'static str, value: &str) -> Inbound {
    let mut inbound = signed();
    inbound
        .headers
        .insert(name, HeaderValue::from_str(value).unwrap());
    inbound
}

fn without_header(name: &str) -> Inbound {
    let mut inbound = signed();
    inbound.headers.remove(name);
    inbound
}

#[test]
fn a_good_signature() {
    assert_eq!(verify(config(), signed()).unwrap(), Verification::Signature);
    let upper = signed().header("x-signature").unwrap().to_uppercase();
    assert!(verify(config(), with_header("x-signature", &upper)).is_ok());
    // The vendor's documentation names no content type.
    assert!(verify(config(), without_header("content-type")).is_ok());
}

#[test]
fn a_bad_one() {
    let mut altered = signed();
    let mut body = altered.body.to_vec();
    body[20] ^= 1;
    altered.body = body.into();
    assert_eq!(rejection(config(), altered), Rejection::BadSignature);

    let other = with_header("x-timestamp", "1935900921");
    assert_eq!(rejection(config(), other), Rejection::BadSignature);
    let zeros = with_header("x-signature", &"0".repeat(64));
    assert_eq!(rejection(config(), zeros), Rejection::BadSignature);
    let short = with_header("x-signature", "74");
    assert_eq!(rejection(config(), short), Rejection::BadSignature);
    let empty = with_header("x-signature", "");
    assert_eq!(rejection(config(), empty), Rejection::BadSignature);

    let mut foreign = config();
    foreign.token = "another-token".into();
    assert_eq!(rejection(foreign, signed()), Rejection::BadSignature);
}

#[test]
fn one_that_cannot_be_read() {
    for inbound in [
        with_header("x-signature", "not hexadecimal"),
        with_header("x-timestamp", "yesterday"),
        with_header("x-timestamp", "99999999999999999999"),
        with_header("x-timestamp", ""),
        without_header("x-timestamp"),
    ] {
        assert_eq!(rejection(config(), inbound), Rejection::MalformedSignature);
    }
    let mut twice = signed();
    twice
        .headers
        .append("x-signature", HeaderValue::from_static("74"));
    assert_eq!(rejection(config(), twice), Rejection::MalformedSignature);
}

#[test]
fn none_at_all() {
    let bare = without_header("x-signature");
    assert_eq!(rejection(config(), bare), Rejection::MissingSignature);

    let accepting = config().accept_unsigned();
    let bare = without_header("x-signature");
    assert_eq!(verify(accepting, bare).unwrap(), Verification::None);
}

/// Whatever else is accepted, a signature that is there has to fit.
#[test]
fn a_bad_one_is_never_made_good() {
    let zeros = with_header("x-signature", &"0".repeat(64));
    let accepting = config().accept_unsigned();
    assert_eq!(rejection(accepting, zeros), Rejection::BadSignature);

    let uri: http::Uri = format!("/hooks/{SECRET}").parse().unwrap();
    let zeros = with_header("x-signature", &"0".repeat(64)).with_uri(&uri);
    let secret = config().with_webhook_secret(SECRET);
    assert_eq!(rejection(secret, zeros), Rejection::BadSignature);
}

#[test]
fn a_secret_in_the_url() {
    let secret = || config().with_webhook_secret(SECRET);
    let right: http::Uri = format!("/hooks/desk?key={SECRET}").parse().unwrap();
    let inbound = without_header("x-signature").with_uri(&right);
    assert_eq!(
        verify(secret(), inbound).unwrap(),
        Verification::SharedSecret
    );

    let wrong: http::Uri = "/hooks/desk?key=guess".parse().unwrap();
    let inbound = without_header("x-signature").with_uri(&wrong);
    assert_eq!(rejection(secret(), inbound), Rejection::BadSecret);
    // A signature serves without the secret.
    assert_eq!(verify(secret(), signed()).unwrap(), Verification::Signature);
}

#[test]
fn several_tokens() {
    let mut newer = config().with_webhook_token(TOKEN);
    newer.token = "newer-token".into();
    assert_eq!(verify(newer, signed()).unwrap(), Verification::Signature);
}

#[test]
fn forms_of_the_key() {
    let raw = Fixture::load("webhooks/inbox_signed");
    let raw = Inbound::new(raw.headers, raw.body);
    let with = |form| config().with_webhook_key(form);
    assert!(verify(with(WebhookKey::Either), raw.clone()).is_ok());
    assert_eq!(
        rejection(with(WebhookKey::RawMd5), raw),
        Rejection::BadSignature
    );
}

/// Two tokens at once, each with either form of the key, as [`WebhookKey`] says.
#[test]
fn tokens_and_forms_while_a_token_is_changed() {
    let (old, new): (SecretString, SecretString) = ("old-token".into(), "new-token".into());
    let body = r#"{"hook_type":"inbox","message_id":1}"#;
    let stamp: helpdesk_core::Timestamp = common::NOW.parse().unwrap();
    let signed = |token: &SecretString, form| {
        let stamp = stamp.as_second();
        let signature = Chat2DeskReceiver::sign(token, form, body.as_bytes(), stamp);
        let mut headers = HeaderMap::new();
        headers.insert("x-timestamp", stamp.into());
        headers.insert("x-signature", signature.parse().unwrap());
        Inbound::new(headers, body)
    };
    for (form, takes_hex, takes_raw) in [
        (WebhookKey::HexMd5, true, false),
        (WebhookKey::RawMd5, false, true),
        (WebhookKey::Either, true, true),
    ] {
        let config = || {
            let mut config = config()
                .with_webhook_key(form)
                .with_webhook_token(old.clone());
            config.token = new.clone();
            config
        };
        for token in [&old, &new] {
            let by = |made| verify(config(), signed(token, made)).is_ok();
            assert_eq!(by(WebhookKey::HexMd5), takes_hex, "{form:?}");
            assert_eq!(by(WebhookKey::RawMd5), takes_raw, "{form:?}");
        }
        let stranger = "third-token".into();
        for made in [WebhookKey::HexMd5, WebhookKey::RawMd5] {
            let rejected = rejection(config(), signed(&stranger, made));
            assert_eq!(rejected, Rejection::BadSignature);
        }
    }
    let either = Chat2DeskReceiver::sign(&old, WebhookKey::Either, b"x", 1);
    assert_eq!(
        either,
        Chat2DeskReceiver::sign(&old, WebhookKey::HexMd5, b"x", 1)
    );
}

#[test]
fn time() {
    let at = |offset: i64| {
        let base: helpdesk_core::Timestamp = "2031-05-05T06:15:20Z".parse().unwrap();
        let sent: i64 = signed().header("x-timestamp").unwrap().parse().unwrap();
        let sent = helpdesk_core::Timestamp::from_second(sent).unwrap();
        assert_eq!(sent, base, "the fixture's own time");
        let now = helpdesk_core::Timestamp::from_second(sent.as_second() + offset).unwrap();
        config().with_clock(Arc::new(ManualClock::at(now)))
    };
    assert!(verify(at(0), signed()).is_ok());
    assert!(verify(at(8100), signed()).is_ok(), "the third repetition");
    assert_eq!(rejection(at(8101), signed()), Rejection::Stale);
    assert!(verify(at(-300), signed()).is_ok(), "clocks differ");
    assert_eq!(rejection(at(-301), signed()), Rejection::Future);
    let strict = at(61).with_webhook_tolerance(Duration::from_secs(60));
    assert_eq!(rejection(strict, signed()), Rejection::Stale);
}

#[test]
fn form() {
    let accepting = || config().accept_unsigned();
    let inbound = |body: Vec<u8>, mime: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(mime));
        Inbound::new(headers, body)
    };
    let json = "application/json";
    assert!(
        verify(
            accepting(),
            inbound(b"{}".to_vec(), "Application/JSON; charset=utf-8")
        )
        .is_ok()
    );
    assert_eq!(
        rejection(accepting(), inbound(b"{}".to_vec(), "text/plain")),
        Rejection::ContentType
    );
    assert_eq!(
        rejection(accepting(), inbound(vec![b'"', 0xff, b'"'], json)),
        Rejection::NotUtf8
    );
    assert_eq!(
        rejection(accepting(), inbound(vec![b' '; (4 << 20) + 1], json)),
        Rejection::TooLarge
    );
}

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
            error.field_errors()[0].field.starts_with(place),
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

#[test]
fn nothing_personal_in_debug() {
    let desk = desk(config().with_webhook_secret(SECRET));
    let inbound = signed();
    let verified = desk.receiver().unwrap().verify(inbound.clone()).unwrap();
    let events = desk.receiver().unwrap().parse(&verified).unwrap();
    let shown = format!("{desk:?} {inbound:?} {verified:?} {events:?}");
    for secret in [
        TOKEN,
        SECRET,
        "Is the shop open today?",
        "Oriel",
        "88112233",
    ] {
        assert!(!shown.contains(secret), "{secret} shows");
    }
}
