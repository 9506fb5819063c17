//! Configuration from a file or the environment.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;

use common::{Canned, HOOK_SECRET};
use helpdesk_core::config::{BuildContext, Factory, Registry, Settings};
use helpdesk_core::webhook::{Inbound, Receiver, Rejection, Verification};
use helpdesk_core::{Client, Error, ErrorKind, Operation};
use helpdesk_digisac::{Config, Digisac, DigisacFactory};
use helpdesk_testkit::Recorder;
use http::HeaderMap;
use serde_json::{Map, Value, json};

fn settings(more: &Value) -> Settings {
    let mut table = Map::new();
    table.insert("vendor".to_owned(), json!("digisac"));
    for (key, value) in more.as_object().unwrap() {
        if !value.is_null() {
            table.insert(key.clone(), value.clone());
        }
    }
    Settings::new("field", table).unwrap()
}

fn context() -> BuildContext {
    BuildContext::new()
        .with_environment(|name| (name == "DIGISAC_TOKEN").then(|| "token-from-outside".to_owned()))
        .with_transport(Arc::new(Canned::new(200, r#"{"id":"1"}"#)))
}

fn build(more: &Value) -> Result<Client, Error> {
    Registry::new()
        .with(DigisacFactory)
        .build(&settings(more), &context())
}

const BASE: &str = "https://acme.digisac.example/api/v1";

#[tokio::test]
async fn every_key_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let client = build(&json!({
        "base_url": BASE,
        "username": "me@people.example",
        "password": "pass",
        "client_id": "api",
        "client_secret": "secret",
        "token_store": {"file": folder.path().join("tokens.json")},
        "default_department": "department-1",
        "default_service": "service-1",
        "email_custom_field": "field-1",
        "open_ticket_on_send": false,
        "webhook_secret": HOOK_SECRET,
        "http": {"timeout_seconds": 5, "max_attempts": 2, "user_agent": "acme/1"},
    }))
    .unwrap();
    assert!(client.supports(Operation::ContactsFindByEmail));
    assert!(client.native::<Digisac>().is_some());
}

#[test]
fn tokens_are_kept_in_a_file_or_in_a_shared_redis() {
    for (store, wrong) in [
        (json!({"redis": "field"}), "there is no Redis"),
        (json!({"redis": " "}), "empty"),
        (json!({"file": "x", "redis": "field"}), "exactly one"),
        (json!({}), "exactly one"),
    ] {
        let error = build(&json!({
            "base_url": BASE,
            "username": "me@people.example",
            "password": "pass",
            "token_store": store,
        }))
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let entry = &error.field_errors()[0];
        assert_eq!(entry.field, "desks.field.token_store", "{store}");
        assert!(entry.message.contains(wrong), "{store}: {}", entry.message);
    }
}

#[tokio::test]
async fn the_least_is_a_base_url_and_a_token() {
    let canned = Canned::new(200, r#"{"id":"1"}"#);
    let recorder = Recorder::new(Arc::new(canned));
    let settings = settings(&json!({"base_url": BASE, "token": {"env": "DIGISAC_TOKEN"}}));
    let context = context().with_transport(recorder.transport());
    let desk = DigisacFactory.build(&settings, &context).unwrap();
    let client = Client::from_arc(desk);
    client.check().await.unwrap();
    assert!(!client.supports(Operation::ContactsFindByEmail));
    let requests = recorder.requests();
    assert_eq!(requests[0].path, "/api/v1/me");
    assert_eq!(
        requests[0].headers["authorization"],
        "Bearer token-from-outside"
    );
}

#[test]
fn old_installations_have_another_prefix() {
    for base in [
        "https://acme-api.digisac.example/v1",
        "https://acme.digisac.example/api/v1/",
    ] {
        assert!(Digisac::new(Config::with_token(base, "token")).is_ok());
    }
}

/// The key that an error names, and what it says.
fn complaint(more: &Value) -> (String, String) {
    let error = build(more)
        .err()
        .unwrap_or_else(|| panic!("{more} is taken"));
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    let entry = &error.field_errors()[0];
    (entry.field.clone(), entry.message.clone())
}

#[test]
fn bad_input_names_the_key_and_the_remedy() {
    let good = json!({"base_url": BASE, "token": "token"});
    for (key, change, word) in [
        ("desks.field", json!({"base_url": null}), "base_url"),
        (
            "desks.field.base_url",
            json!({"base_url": "canary.example"}),
            "URL",
        ),
        (
            "desks.field.base_url",
            json!({"base_url": "http://canary.example/api/v1"}),
            "https",
        ),
        (
            "desks.field.base_url",
            json!({"base_url": "https://me:canary@x.example"}),
            "credentials",
        ),
        ("desks.field.token", json!({"token": null}), "password"),
        (
            "desks.field.token",
            json!({"username": "me"}),
            "contradicts",
        ),
        (
            "desks.field.token",
            json!({"token": {"env": "NOT_SET"}}),
            "NOT_SET",
        ),
        (
            "desks.field.token",
            json!({"token": {"file": "no-such-file"}}),
            "cannot be read",
        ),
        (
            "desks.field.token",
            json!({"token": "canary\u{e9}\u{7f}x"}),
            "control",
        ),
        ("desks.field.token", json!({"token": ""}), "empty"),
        ("desks.field.token", json!({"token": 7}), "secret"),
        (
            "desks.field.password",
            json!({"token": null, "username": "me"}),
            "username",
        ),
        (
            "desks.field.username",
            json!({"token": null, "password": "canary"}),
            "password",
        ),
        (
            "desks.field.client_id",
            json!({"client_id": "api"}),
            "leave it out",
        ),
        (
            "desks.field.client_secret",
            json!({"client_secret": "canary"}),
            "leave it out",
        ),
        (
            "desks.field.token_store",
            json!({"token_store": {"file": "x"}}),
            "personal token",
        ),
        (
            "desks.field.token_store",
            json!({"token_store": {"path": "x"}}),
            "path",
        ),
        (
            "desks.field.default_department",
            json!({"default_department": " "}),
            "empty",
        ),
        (
            "desks.field.default_service",
            json!({"default_service": ""}),
            "empty",
        ),
        (
            "desks.field.email_custom_field",
            json!({"email_custom_field": ""}),
            "empty",
        ),
        (
            "desks.field.open_ticket_on_send",
            json!({"open_ticket_on_send": "no"}),
            "boolean",
        ),
        (
            "desks.field.webhook_secret",
            json!({"webhook_secret": "canary"}),
            "32",
        ),
        (
            "desks.field.accept_unsigned",
            json!({"webhook_secret": HOOK_SECRET, "accept_unsigned": true}),
            "contradicts",
        ),
        (
            "desks.field.http.timeout_seconds",
            json!({"http": {"timeout_seconds": 0}}),
            "1 to 3600",
        ),
        (
            "desks.field.http.user_agent",
            json!({"http": {"user_agent": " "}}),
            "text",
        ),
        (
            "desks.field.http",
            json!({"http": {"timeout": 1}}),
            "timeout",
        ),
        ("desks.field", json!({"tokn": "canary"}), "tokn"),
    ] {
        let mut table = good.clone();
        for (name, value) in change.as_object().unwrap() {
            table[name] = value.clone();
        }
        let (named, message) = complaint(&table);
        assert!(named.starts_with(key), "{change}: {named}: {message}");
        assert!(
            format!("{named} {message}").contains(word),
            "{change}: {named}: {message}"
        );
    }
}

#[test]
fn values_from_the_environment_are_text() {
    let settings = settings(&json!({
        "base_url": BASE,
        "token": "token",
        "open_ticket_on_send": "false",
        "http": {"timeout_seconds": "5"},
    }))
    .spelled_as_text();
    assert!(DigisacFactory.build(&settings, &context()).is_ok());
}

#[test]
fn deliveries_are_refused_unless_something_is_said_about_them() {
    let inbound = |path: &str| {
        Inbound::new(HeaderMap::new(), r#"{"teste":"teste"}"#)
            .with_uri(&format!("https://hooks.example/{path}").parse().unwrap())
    };
    let verdict = |more: Value, path: &str| {
        let mut table = json!({"base_url": BASE, "token": "token"});
        for (name, value) in more.as_object().unwrap() {
            table[name] = value.clone();
        }
        let client = build(&table).unwrap();
        let desk: &Digisac = client.native().unwrap();
        desk.webhook_receiver()
            .verify(inbound(path))
            .map(|verified| verified.by())
            .map_err(|error| Rejection::of(&error).unwrap())
    };
    assert_eq!(verdict(json!({}), "x"), Err(Rejection::Unsigned));
    assert_eq!(
        verdict(json!({"accept_unsigned": false}), "x"),
        Err(Rejection::Unsigned)
    );
    assert_eq!(
        verdict(json!({"accept_unsigned": true}), "x"),
        Ok(Verification::None)
    );
    let secret = json!({"webhook_secret": HOOK_SECRET});
    assert_eq!(verdict(secret.clone(), "x"), Err(Rejection::BadSecret));
    for path in [
        HOOK_SECRET.to_owned(),
        format!("x?key={HOOK_SECRET}"),
        format!("a/{HOOK_SECRET}/b"),
    ] {
        assert_eq!(
            verdict(secret.clone(), &path),
            Ok(Verification::SharedSecret)
        );
    }
}

#[test]
fn deliveries_are_checked_before_they_are_read() {
    let client = build(&json!({"base_url": BASE, "token": "t", "accept_unsigned": true})).unwrap();
    let desk: &Digisac = client.native().unwrap();
    let verdict = |content_type: &str, body: Vec<u8>| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", content_type.parse().unwrap());
        desk.webhook_receiver()
            .verify(Inbound::new(headers, body))
            .map(|_| ())
            .map_err(|error| Rejection::of(&error).unwrap())
    };
    assert_eq!(
        verdict("application/json; charset=utf-8", b"{}".to_vec()),
        Ok(())
    );
    assert_eq!(
        verdict("text/plain", b"{}".to_vec()),
        Err(Rejection::ContentType)
    );
    assert_eq!(
        verdict("application/json", vec![0xff]),
        Err(Rejection::NotUtf8)
    );
    let large = vec![b' '; helpdesk_digisac::LARGEST_BODY + 1];
    assert_eq!(verdict("application/json", large), Err(Rejection::TooLarge));
}
