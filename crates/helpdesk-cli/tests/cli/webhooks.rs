//! `webhooks verify` and `webhooks parse`, on deliveries in files.

use std::path::Path;

use helpdesk_sim::Delivery;
use serde_json::Value;

use crate::support::{Desks, Ran, keys, run_in, steady};

const SIGNED: &str = include_str!("../../../../fixtures/chat2desk/webhooks/inbox_signed.json");

/// Writes a delivery as two files, as a person would record it.
fn record(folder: &Path, headers: &str, body: &[u8]) {
    std::fs::write(folder.join("headers.txt"), headers).unwrap();
    std::fs::write(folder.join("body.json"), body).unwrap();
}

fn headers_of(delivery: &Delivery) -> String {
    let line = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        format!("{name}: {}\n", value.to_str().unwrap())
    };
    delivery.headers.iter().map(line).collect()
}

fn verify(folder: &Path, desk: &str) -> Ran {
    let files = ["--headers", "headers.txt", "--body", "body.json"];
    let verb = ["--desk", desk, "--output", "json", "webhooks", "verify"];
    run_in(folder, &[], &[&verb[..], &files].concat())
}

fn documented() -> (String, Vec<u8>) {
    let fixture: Value = serde_json::from_str(SIGNED).unwrap();
    let headers = fixture["headers"].as_object().unwrap();
    let line = |(name, value): (&String, &Value)| format!("{name}: {}\n", value.as_str().unwrap());
    let body = fixture["body_text"].as_str().unwrap().as_bytes().to_vec();
    (headers.iter().map(line).collect(), body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_delivery_is_verified() {
    let desks = Desks::start().await;
    let folder = desks.folder.path();
    let hook = [
        "--url",
        "https://hooks.example.com/desk",
        "--event",
        "message.received",
    ];
    desks.answer("chat2desk", &[&["webhooks", "create"], &hook[..]].concat());
    let sim = desks.chat2desk.sim();
    sim.receive_message_from("5511987650001", "Rosa", "Good morning");
    let deliveries = desks.chat2desk.lab().take_deliveries();
    let delivery = deliveries.last().expect("the simulator sent something");
    record(folder, &headers_of(delivery), &delivery.body);

    let answer = verify(folder, "chat2desk").succeeded().json();
    let expected = serde_json::json!({"verified": "signature", "reason": null, "answer": null});
    assert_eq!(answer, expected);

    // One byte more, and the signature does not fit.
    let body = [&delivery.body[..], b" "].concat();
    record(folder, &headers_of(delivery), &body);
    let ran = verify(folder, "chat2desk").exited(1);
    assert_eq!(keys(&ran.json()), ["answer", "reason", "verified"]);
    assert_eq!(ran.json()["answer"], 401);
    assert_eq!(ran.error()["kind"], "webhook");

    record(folder, "content-type: application/json\n", &delivery.body);
    let ran = verify(folder, "chat2desk").exited(1);
    assert_eq!(ran.json()["reason"], "the signature is missing");
}

#[test]
fn the_documented_algorithm_is_the_one_that_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let (headers, body) = documented();
    record(folder.path(), &headers, &body);
    let config = |token: &str| format!("[desks.c]\nvendor = \"chat2desk\"\ntoken = \"{token}\"\n");
    let file = folder.path().join("helpdesk.toml");
    // The recorded delivery was sent at a time of its own: with the right token only its time is
    // wrong, with another its signature is.
    std::fs::write(&file, config("sim-chat2desk-1-token")).unwrap();
    let ran = verify(folder.path(), "c").exited(1);
    assert_eq!(ran.json()["reason"], "the delivery is from the future");
    std::fs::write(&file, config("another-token")).unwrap();
    let ran = verify(folder.path(), "c").exited(1);
    assert_eq!(ran.json()["reason"], "the signature does not fit");
}

#[test]
fn a_shared_secret_in_the_url_is_verified() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "0123456789abcdef0123456789abcdef0123456789abcdef";
    let config = format!("[desks.m]\nvendor = \"memory\"\nwebhook_secret = \"{secret}\"\n");
    std::fs::write(folder.path().join("helpdesk.toml"), config).unwrap();
    let json = "Content-Type: application/json\n";
    record(folder.path(), json, b"{}");
    let refused = verify(folder.path(), "m").exited(1);
    assert!(!format!("{refused:?}").contains(secret));
    record(
        folder.path(),
        &format!("POST /hooks/desk?key={secret}\n{json}"),
        b"{}",
    );
    let answer = verify(folder.path(), "m").succeeded().json();
    assert_eq!(answer["verified"], "shared_secret");
}

#[test]
fn a_recorded_delivery_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[desks.c]\nvendor = \"chat2desk\"\ntoken = \"t\"\n";
    std::fs::write(folder.path().join("helpdesk.toml"), config).unwrap();
    record(folder.path(), "", &documented().1);
    let parse = ["webhooks", "parse", "--body", "body.json", "--output"];
    let run = |form| run_in(folder.path(), &[], &[&parse[..], &[form]].concat());
    let answer = run("json").succeeded().json();
    assert_eq!(keys(&answer), ["events"]);
    insta::assert_json_snapshot!(steady(&answer));
    let lines = run("jsonl").succeeded().lines();
    assert_eq!(Value::Array(lines), answer["events"]);
    assert!(run("table").succeeded().stdout.contains("message.received"));

    record(folder.path(), "", b"no JSON at all");
    assert_ne!(run("json").code, 0);
}
