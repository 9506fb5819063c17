//! Notifications: verified, read, and told apart.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use helpdesk_core::webhook::{
    Completeness, Event, EventKind, Inbound, Record, Rejection, Verification,
};
use helpdesk_core::{
    ChannelKind, Client, ErrorKind, NewContact, NewTag, NewTicket, Result, TagScope, TicketPatch,
};
use helpdesk_sim::cxpress::Quirk;
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Bench, WEBHOOK_SECRET, canned, webhook_secret};

const URL: &str = "https://hooks.example/cxpress/0123456789abcdef0123456789abcdef0123456789abcdef";

fn inbound(content_type: &str, body: impl Into<Vec<u8>>) -> Inbound {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", content_type.parse().unwrap());
    Inbound::new(headers, body.into()).with_uri(&URL.parse().unwrap())
}

fn client() -> Client {
    Client::new(canned([(200, json!({}))]).0)
}

fn read(body: &str) -> Result<Vec<Event>> {
    let client = client();
    let verified = client.verify_webhook(inbound("application/json", body))?;
    assert_eq!(verified.by(), Verification::SharedSecret);
    client.parse_webhook(&verified)
}

#[test]
fn what_is_refused_before_it_is_read() {
    let good = r#"{"entity":"tag","type":"create","data":{}}"#;
    let refusal = |inbound: Inbound| {
        let error = client().verify_webhook(inbound).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook);
        assert!(!format!("{error} {error:?}").contains(WEBHOOK_SECRET));
        Rejection::of(&error).unwrap()
    };
    let mut elsewhere = inbound("application/json", good);
    elsewhere.path = format!("/hooks/{}", WEBHOOK_SECRET.replace('0', "1"));
    assert_eq!(refusal(elsewhere), Rejection::BadSecret);
    assert_eq!(refusal(inbound("text/html", good)), Rejection::ContentType);
    assert_eq!(
        refusal(inbound("application/json", vec![b'"', 0xff, b'"'])),
        Rejection::NotUtf8
    );
    assert_eq!(
        refusal(inbound("application/json", vec![b' '; (1 << 20) + 1])),
        Rejection::TooLarge
    );
    // The documentation tells no headers, so none are needed.
    let bare = Inbound::new(HeaderMap::new(), good).with_uri(&URL.parse().unwrap());
    client().verify_webhook(bare).unwrap();
}

#[test]
fn what_does_not_fit_is_named_by_its_path() {
    let deep = format!(
        r#"{{"entity":"ticket","type":"create","data":{}1{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    for (body, path) in [
        ("", "`.`"),
        ("[]", "`.`"),
        (r#"{"entity":"ticket"}"#, "`.`"),
        (r#"{"entity":7,"type":"create"}"#, "`entity`"),
        (
            r#"{"entity":"ticket","type":"update","data":{"id":"1","status_id":"x","created_at":"never"}}"#,
            "`data.created_at`",
        ),
        (
            r#"{"entity":"consumer","type":"update","data":{"user_id":"1","tags":[7]}}"#,
            "`data.tags",
        ),
        (r#"{"entity":"tag","type":"create","data":{}} x"#, "`.`"),
        (deep.as_str(), "data"),
    ] {
        let error = read(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook);
        assert_eq!(Rejection::of(&error), Some(Rejection::Malformed), "{body}");
        assert!(error.to_string().contains(path), "{body}: {error}");
    }
}

#[test]
fn what_nobody_has_heard_of_is_another_kind() {
    let body = r#"{"entity":"invoice","type":"paid","data":{"id":"1","updated_at":"2031-05-06T07:08:09Z"}}"#;
    let event = &read(body).unwrap()[0];
    assert_eq!(event.kind, EventKind::Other("invoice.paid".to_owned()));
    let key = &event.dedupe_key;
    assert!(
        key.starts_with("cxpress:invoice:paid:1:2031-05-06T07:08:09Z:"),
        "{key}"
    );
    assert_eq!(event.vendor_data.as_json(), Some(body));
    let event = &read(r#"{"entity":"ticket","type":"archive","data":null}"#).unwrap()[0];
    assert_eq!(event.kind, EventKind::Other("ticket.archive".to_owned()));
    assert_eq!(event.completeness, Completeness::Thin);
    let event = &read(r#"{"entity":"Ticket","type":"UPDATE","data":{"id":"1"}}"#).unwrap()[0];
    assert_eq!(event.kind, EventKind::TicketUpdated);
    assert_eq!(event.ticket.as_ref().unwrap().as_str(), "1");
}

#[test]
fn updates_are_told_apart_and_repetitions_are_not() {
    let key = |body: &str| read(body).unwrap().remove(0).dedupe_key;
    let at = |time: &str, name: &str| {
        format!(
            r#"{{"entity":"consumer","type":"update","data":{{"user_id":"1","name":"{name}"{time}}}}}"#
        )
    };
    let one = at(r#","updated_at":"2031-05-06T07:08:09Z""#, "a");
    assert_eq!(key(&one), key(&one));
    assert_ne!(
        key(&one),
        key(&at(r#","updated_at":"2031-05-06T07:08:10Z""#, "a"))
    );
    // Two changes of the same millisecond.
    assert_ne!(
        key(&one),
        key(&at(r#","updated_at":"2031-05-06T07:08:09Z""#, "b"))
    );
    assert_ne!(key(&at("", "a")), key(&at("", "b")));
    assert_eq!(key(&at("", "a")), key(&at("", "a")));
}

/// A record as a webhook may hold it: keys with underscores, texts, numbers and nulls.
fn records() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
    ];
    proptest::collection::btree_map("extra_[a-z]{1,4}(_[a-z]{1,3})?", value, 1..6)
}

/// The body, with its record as it is written.
fn body(record: &BTreeMap<String, Value>) -> String {
    let members: Vec<String> = record
        .iter()
        .map(|(key, value)| format!("{}:{value}", json!(key)))
        .collect();
    format!(
        r#"{{"entity":"task","type":"update","data":{{"id":"1","updated_at":"2031-05-06T07:08:09Z",{}}}}}"#,
        members.join(",")
    )
}

#[test]
fn the_record_as_it_is_written_counts_and_nothing_around_it() {
    let key = |body: &str| read(body).unwrap().remove(0).dedupe_key;
    let record = r#"{"id":"1","updated_at":"2031-05-06T07:08:09Z","name":"a"}"#;
    let one = key(&format!(
        r#"{{"entity":"task","type":"update","data":{record}}}"#
    ));
    for body in [
        format!(r#" {{ "data" : {record} , "type":"update","entity" :"task" }} "#),
        format!(r#"{{"entity":"Task","type":"UPDATE","data":{record},"attempt":2}}"#),
    ] {
        assert_eq!(key(&body), one, "{body}");
    }
    // The same record in another order and spelling is another delivery.
    for record in [
        r#"{"updated_at":"2031-05-06T07:08:09Z","id":"1","name":"a"}"#,
        r#"{"id":"1","updated at":"2031-05-06T07:08:09Z","name":"a"}"#,
        r#"{"id":"1", "updated_at":"2031-05-06T07:08:09Z","name":"a"}"#,
    ] {
        let body = format!(r#"{{"entity":"task","type":"update","data":{record}}}"#);
        let other = key(&body);
        assert_ne!(other, one, "{body}");
        // In the digest alone.
        assert_eq!(
            other.rsplit_once(':').map(|own| own.0),
            one.rsplit_once(':').map(|own| own.0)
        );
    }
}

proptest! {
    /// A delivery that is sent again has the same key.
    #[test]
    fn a_repeated_delivery_has_the_same_key(record in records(), attempt in 0..9) {
        let key = |body: &str| read(body).unwrap().remove(0).dedupe_key;
        let body = body(&record);
        let again = format!(r#"{{"attempt":{attempt}, {}"#, &body[1..]);
        prop_assert_eq!(key(&body), key(&again));
    }

    /// Two changes of the same millisecond have two.
    #[test]
    fn another_record_has_another_key(record in records(), at: prop::sample::Index, value in "[a-z]{13}") {
        let key = |body: &str| read(body).unwrap().remove(0).dedupe_key;
        let mut other = record.clone();
        let keys: Vec<String> = record.keys().cloned().collect();
        let field = at.get(&keys).clone();
        other.insert(field, Value::from(value));
        prop_assert_ne!(
            key(&body(&record)),
            key(&body(&other))
        );
    }
}

#[tokio::test]
async fn what_the_vendor_sends_becomes_events() {
    for spaced in [false, true] {
        let bench = Bench::with(|config| config.with_webhook_secret(webhook_secret())).await;
        bench.sim().subscribe(URL);
        if spaced {
            bench.sim().set_quirk(Quirk::SpacedWebhookKeys);
        }
        let client = &bench.client;
        let contact = client
            .contacts()
            .create(&NewContact::named("Somebody").phone("+5511987654321"))
            .await
            .unwrap()
            .value;
        let tag = NewTag::named("Gold").scope(TagScope::Ticket);
        client.tags().create(&tag).await.unwrap();
        let new = NewTicket::for_contact(contact.id.clone())
            .subject("A lid without a pot")
            .channel(ChannelKind::WhatsApp);
        let ticket = client.tickets().create(&new).await.unwrap().value;
        let patch = TicketPatch::new().subject("A pot".to_owned());
        client.tickets().update(&ticket.id, &patch).await.unwrap();
        client.tickets().close(&ticket.id).await.unwrap();

        let mut events = Vec::new();
        for delivery in bench.running.lab().take_deliveries() {
            let inbound = Inbound::new(delivery.headers, delivery.body)
                .with_uri(&delivery.url.parse().unwrap());
            let verified = client.verify_webhook(inbound).unwrap();
            events.extend(client.parse_webhook(&verified).unwrap());
        }
        let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "contact.created",
                "tag.created",
                "ticket.created",
                "ticket.updated",
                "ticket.closed"
            ]
        );
        let keys: BTreeSet<&str> = events
            .iter()
            .map(|event| event.dedupe_key.as_str())
            .collect();
        assert_eq!(keys.len(), events.len());
        for event in &events[2..] {
            assert_eq!(event.contact.as_ref(), Some(&contact.id));
            assert_eq!(event.ticket.as_ref(), Some(&ticket.id));
            assert!(matches!(event.record, Some(Record::Ticket(_))));
            assert!(event.occurred_at.is_some());
        }
        bench.running.assert_documented();
    }
}

/// A ticket that a notification told of is found by its number, without looking through the lists.
#[tokio::test]
async fn a_notification_makes_its_ticket_cheap_to_get() {
    let bench = Bench::with(|config| config.with_webhook_secret(webhook_secret())).await;
    bench.sim().subscribe(URL);
    let contact = bench.sim().seed_contact("5511987654321", "Somebody");
    let ticket = bench.sim().receive_message(&contact, "hello");
    for delivery in bench.running.lab().take_deliveries() {
        let inbound =
            Inbound::new(delivery.headers, delivery.body).with_uri(&delivery.url.parse().unwrap());
        let verified = bench.client.verify_webhook(inbound).unwrap();
        bench.client.parse_webhook(&verified).unwrap();
    }
    let got = bench
        .client
        .tickets()
        .get(&ticket.as_str().into())
        .await
        .unwrap();
    assert_eq!(got.contact_id().unwrap().as_str(), contact);
    assert_eq!(bench.spent(), ["GET /external/ticket"]);
    let asked = bench.running.lab().requests().pop().unwrap().query;
    assert!(
        asked.contains(&format!("search={}", got.number.unwrap())),
        "{asked}"
    );
}
