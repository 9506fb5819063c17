//! Deliveries: what is refused, and what becomes of the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{Stub, fixtures, now};
use helpdesk_core::webhook::{
    Event, EventKind, Inbound, Rejection, SharedSecret, UnsignedPolicy, Verification,
};
use helpdesk_core::{Error, Helpdesk, Result};
use helpdesk_testkit::ManualClock;
use helpdesk_wisecx::{Config, WiseCx};
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn desk(policy: UnsignedPolicy) -> (WiseCx, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(now()));
    let transport = helpdesk_testkit::Recorder::new(Arc::new(Stub::json(&json!({}))));
    let config = Config::new(common::KEY.into(), common::USER)
        .with_transport(transport.transport())
        .with_clock(clock.clone())
        .with_webhooks(policy);
    (WiseCx::new(config).unwrap(), clock)
}

fn inbound(body: &str) -> Inbound {
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    Inbound::new(headers, body.to_owned())
}

fn receive(desk: &WiseCx, body: &str) -> Result<Vec<Event>> {
    let receiver = desk.receiver().unwrap();
    receiver.parse(&receiver.verify(inbound(body))?)
}

fn one(desk: &WiseCx, body: &Value) -> Event {
    receive(desk, &body.to_string()).unwrap().remove(0)
}

fn path(error: &Error) -> Option<Rejection> {
    assert_eq!(error.kind(), helpdesk_core::ErrorKind::Webhook);
    Rejection::of(error)
}

#[test]
fn fixtures_become_events() {
    let (desk, _) = desk(UnsignedPolicy::Accept);
    let mut events = serde_json::Map::new();
    let mut files: Vec<_> = std::fs::read_dir(fixtures().join("webhooks"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let fixture: Value = serde_json::from_str(&text).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let parsed = receive(&desk, &fixture["body"].to_string()).unwrap();
        events.insert(name, json!(parsed));
    }
    insta::assert_json_snapshot!("events", events);
}

#[test]
fn proof_is_a_secret_in_the_url() {
    let body = r#"{"event":"activity_new","case_id":1,"activity_id":2,"activity_type":"note"}"#;
    let (refusing, _) = desk(UnsignedPolicy::Refuse);
    let error = receive(&refusing, body).unwrap_err();
    assert_eq!(path(&error), Some(Rejection::Unsigned));

    let (accepting, _) = desk(UnsignedPolicy::Accept);
    let event = receive(&accepting, body).unwrap().remove(0);
    assert_eq!(event.verified, Verification::None);

    let secret = SharedSecret::new(SECRET.into()).unwrap();
    let (guarded, _) = desk(UnsignedPolicy::Secret(secret));
    let receiver = guarded.receiver().unwrap();
    for (url, good) in [
        (format!("/hooks?key={SECRET}"), true),
        (format!("/hooks/{SECRET}"), true),
        (
            "/hooks?key=0123456789abcdef0123456789abcdee".to_owned(),
            false,
        ),
        ("/hooks".to_owned(), false),
    ] {
        let delivery = inbound(body).with_uri(&url.parse().unwrap());
        match receiver.verify(delivery) {
            Ok(verified) => {
                assert!(good, "{url}");
                let event = receiver.parse(&verified).unwrap().remove(0);
                assert_eq!(event.verified, Verification::SharedSecret);
            }
            Err(error) => {
                assert!(!good, "{url}");
                assert_eq!(path(&error), Some(Rejection::BadSecret));
                assert!(!format!("{error} {error:?}").contains(SECRET));
            }
        }
    }
}

#[test]
fn what_is_no_delivery_is_refused() {
    let (desk, _) = desk(UnsignedPolicy::Accept);
    let receiver = desk.receiver().unwrap();
    let verify = |content_type: Option<&'static str>, body: Vec<u8>| {
        let mut headers = HeaderMap::new();
        if let Some(text) = content_type {
            headers.insert("content-type", HeaderValue::from_static(text));
        }
        receiver.verify(Inbound::new(headers, body))
    };
    let refused = |done: Result<_>| path(&done.unwrap_err());
    let large = vec![b' '; 70_000];
    assert_eq!(refused(verify(None, large)), Some(Rejection::TooLarge));
    let form = verify(Some("application/x-www-form-urlencoded"), b"{}".to_vec());
    assert_eq!(refused(form), Some(Rejection::ContentType));
    assert_eq!(refused(verify(None, vec![0xff])), Some(Rejection::NotUtf8));
    verify(None, b"{}".to_vec()).unwrap();
    verify(Some("text/json"), b"{}".to_vec()).unwrap();

    for (body, at) in [
        ("", "`.`"),
        ("[]", "`.`"),
        ("{", "`.`"),
        ("{}", "`.`"),
        (r#"{"event":null}"#, "`event`"),
        (r#"{"event":{"a":1}}"#, "`event`"),
        (r#"{"event":"activity_new","case_id":[1]}"#, "`case_id`"),
        (r#"{"event":"activity_new"}"#, "`case_id`"),
        (r#"{"event":"survey","case_id":0}"#, "`case_id`"),
        (r#"{"event":"x"} {"event":"y"}"#, "`.`"),
    ] {
        let error = receive(&desk, body).unwrap_err();
        assert_eq!(path(&error), Some(Rejection::Malformed), "{body}");
        assert!(error.to_string().contains(at), "{body}: {error}");
        assert_eq!(error.operation(), Some("webhooks.parse"));
    }
    let deep = format!(
        r#"{{"event":"x","more":{}1{}}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    assert_eq!(
        path(&receive(&desk, &deep).unwrap_err()),
        Some(Rejection::Malformed)
    );
}

#[test]
fn what_nobody_knows_is_other() {
    let (desk, _) = desk(UnsignedPolicy::Accept);
    let event = one(&desk, &json!({"event": "moon_phase", "phase": "full"}));
    assert_eq!(event.kind, EventKind::Other("moon_phase".into()));
    assert_eq!(event.vendor_data.to_value()["phase"], "full");
    let odd = json!({"event": "activity_new", "case_id": 1, "activity_id": 2,
        "activity_type": "telepathy"});
    assert_eq!(
        one(&desk, &odd).kind,
        EventKind::Other("activity_new.telepathy".into())
    );
}

#[test]
fn repetitions_have_one_key_and_other_events_another() {
    let (desk, clock) = desk(UnsignedPolicy::Accept);
    let activity = |case: u64, id: u64, kind: &str| json!({"event": "activity_new", "case_id": case, "activity_id": id, "activity_type": kind});
    let survey = |code: &str| json!({"event": "survey", "case_id": 1, "url_survey": code});
    let order = json!({"event": "meli_new_order", "id": 5});
    let stable = [
        activity(1, 2, "note"),
        activity(1, 3, "note"),
        activity(2, 2, "note"),
        activity(1, 2, "system"),
        survey("https://s.example/?c=1"),
        survey("https://s.example/?c=2"),
        order,
        json!({"event": "nitro_new_case", "case_id": 1}),
    ];
    let keys = |at: &[Value]| -> Vec<String> {
        at.iter().map(|body| one(&desk, body).dedupe_key).collect()
    };
    let first = keys(&stable);
    clock.advance(Duration::from_secs(60));
    assert_eq!(first, keys(&stable));
    let distinct: std::collections::BTreeSet<_> = first.iter().collect();
    assert_eq!(distinct.len(), stable.len());
    assert!(
        first.iter().all(|key| !key.contains("s.example")),
        "{first:?}"
    );

    // The same words for several steps: each is an event of its own.
    let steps = [
        json!({"event": "status_update", "case_id": 1, "activity_id": 2,
            "activity_type": "whatsapp_status"}),
        json!({"event": "meli_order_updated", "id": 5}),
    ];
    let first = keys(&steps);
    clock.advance(Duration::from_secs(1));
    let second = keys(&steps);
    assert!(first.iter().zip(&second).all(|(one, other)| one != other));
    assert_ne!(first[0], first[1]);
}
