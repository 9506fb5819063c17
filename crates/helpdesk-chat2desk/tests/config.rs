//! Configuration: what is refused names the key and the remedy.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::Canned;
use helpdesk_chat2desk::{Chat2Desk, Chat2DeskFactory, Config, TicketSource, WebhookKey, regions};
use helpdesk_core::config::{BuildContext, Factory, Registry, Settings};
use helpdesk_core::{Error, ErrorKind, Operation};
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::{Map, Value, json};

fn settings(extra: &Value) -> Settings {
    let mut table = Map::new();
    table.insert("vendor".to_owned(), json!("chat2desk"));
    table.insert("token".to_owned(), json!(common::TOKEN));
    for (key, value) in extra.as_object().unwrap() {
        if value.is_null() {
            table.remove(key);
        } else {
            table.insert(key.clone(), value.clone());
        }
    }
    Settings::new("support", table).unwrap()
}

fn context() -> BuildContext {
    BuildContext::new()
        .with_environment(|name| (name == "C2D_TOKEN").then(|| "  env-token-1 \n".to_owned()))
        .with_transport(Canned::new(200, r#"{"data":[]}"#).transport())
}

fn refused(extra: &Value) -> Error {
    let built = Chat2DeskFactory::new().build(&settings(extra), &context());
    let Err(error) = built else {
        panic!("{extra} was accepted");
    };
    assert_eq!(error.kind(), ErrorKind::Config, "{extra}: {error}");
    error
}

#[test]
fn bad_input_names_the_key() {
    for (extra, key, part) in [
        (json!({"token": null}), "desks.support", "token"),
        (json!({"token": ""}), "desks.support.token", "empty"),
        (json!({"token": "\"abc\""}), "desks.support.token", "quotes"),
        (
            json!({"token": "Bearer abc"}),
            "desks.support.token",
            "alone",
        ),
        (
            json!({"token": "Authorization: abc"}),
            "desks.support.token",
            "alone",
        ),
        (
            json!({"token": "ab\u{7}c"}),
            "desks.support.token",
            "control",
        ),
        (
            json!({"token": "ab c"}),
            "desks.support.token",
            "white space",
        ),
        (json!({"token": "жетон"}), "desks.support.token", "letters"),
        (
            json!({"token": {"env": "NOT_SET"}}),
            "desks.support.token",
            "NOT_SET",
        ),
        (json!({"token": 7}), "desks.support.token", "secret"),
        (json!({"tokens": "x"}), "desks.support.tokens", "tokens"),
        (
            json!({"base_url": "api.chat2desk.com"}),
            "desks.support.base_url",
            "URL",
        ),
        (
            json!({"base_url": "http://api.chat2desk.com"}),
            "desks.support.base_url",
            "https",
        ),
        (
            json!({"base_url": "https://a:b@api.chat2desk.com"}),
            "desks.support.base_url",
            "user",
        ),
        (
            json!({"base_url": "https://api.chat2desk.com/?a=1"}),
            "desks.support.base_url",
            "query",
        ),
        (
            json!({"ticket_source": "chats"}),
            "desks.support.ticket_source",
            "requests",
        ),
        (
            json!({"default_channel": "main"}),
            "desks.support.default_channel",
            "number",
        ),
        (
            json!({"default_transport": "Whats App"}),
            "desks.support.default_transport",
            "whatsapp",
        ),
        (
            json!({"default_tag_group": " "}),
            "desks.support.default_tag_group",
            "",
        ),
        (
            json!({"email_custom_field": "mail"}),
            "desks.support.email_custom_field",
            "number",
        ),
        (
            json!({"email_custom_field": 3, "document_custom_field": "3"}),
            "desks.support.document_custom_field",
            "same field",
        ),
        (
            json!({"open_dialog_on_send": "no"}),
            "desks.support.open_dialog_on_send",
            "boolean",
        ),
        (
            json!({"messages_per_second": 0}),
            "desks.support.messages_per_second",
            "from 1",
        ),
        (
            json!({"messages_per_second": -1}),
            "desks.support.messages_per_second",
            "u32",
        ),
        (
            json!({"webhook_tokens": ["a b"]}),
            "desks.support.webhook_tokens[0]",
            "white space",
        ),
        (
            json!({"webhook_key": "md5"}),
            "desks.support.webhook_key",
            "hex_md5",
        ),
        (
            json!({"webhook_tolerance_seconds": 0}),
            "desks.support.webhook_tolerance_seconds",
            "from 1",
        ),
        (
            json!({"webhook_secret": "short"}),
            "desks.support.webhook_secret",
            "32",
        ),
        (
            json!({"webhook_secret": "0123456789abcdef0123456789abcdef", "accept_unsigned": true}),
            "desks.support.accept_unsigned",
            "webhook_secret",
        ),
        (
            json!({"http": {"timeout": 1}}),
            "desks.support.http",
            "timeout",
        ),
        (
            json!({"http": {"timeout_seconds": 0}}),
            "desks.support.http.timeout_seconds",
            "from 1",
        ),
    ] {
        let error = refused(&extra);
        let shown = error.to_string();
        assert!(
            error
                .field_errors()
                .iter()
                .any(|one| one.field.starts_with(key)),
            "{extra}: {shown}"
        );
        assert!(shown.contains(part), "{extra}: {shown}");
        for secret in ["abc", "ab c", "жетон", "short"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn everything_at_once() {
    let extra = json!({
        "token": {"env": "C2D_TOKEN"},
        "base_url": "https://api.chat2desk.com.mx/v1/",
        "ticket_source": "requests",
        "default_channel": 21801,
        "default_transport": "wa_dialog",
        "default_tag_group": 67801,
        "email_custom_field": "4",
        "document_custom_field": 3,
        "open_dialog_on_send": false,
        "messages_per_second": 10,
        "webhook_tokens": ["older-token", {"env": "C2D_TOKEN"}],
        "webhook_key": "either",
        "webhook_tolerance_seconds": 600,
        "webhook_secret": "0123456789abcdef0123456789abcdef",
        "accept_unsigned": false,
        "http": {"timeout_seconds": 20, "max_attempts": 2},
    });
    let desk = Chat2DeskFactory::new()
        .build(&settings(&extra), &context())
        .unwrap();
    assert!(desk.capabilities().supports(Operation::ContactsFindByEmail));
    assert!(!desk.capabilities().supports(Operation::TicketsCreate));
    let native = desk.as_any().downcast_ref::<Chat2Desk>().unwrap();
    assert_eq!(
        native.api().pipeline().base().to_string(),
        "https://api.chat2desk.com.mx"
    );
    let shown = format!("{native:?}");
    for secret in ["env-token-1", "older-token", "0123456789abcdef"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn the_registry_knows_it() {
    let registry = Registry::new().with(Chat2DeskFactory::new());
    let client = registry.build(&settings(&json!({})), &context()).unwrap();
    assert_eq!(client.vendor().as_str(), "chat2desk");
    assert!(client.native::<Chat2Desk>().is_some());
}

#[test]
fn desks_of_one_token_share_their_budget() {
    let context = context();
    let factory = Chat2DeskFactory::new();
    factory.build(&settings(&json!({})), &context).unwrap();
    factory.build(&settings(&json!({})), &context).unwrap();
    let other = json!({"token": "another-token", "messages_per_second": 3});
    factory.build(&settings(&other), &context).unwrap();
    let error = factory
        .build(&settings(&json!({"messages_per_second": 3})), &context)
        .map(drop)
        .unwrap_err();
    assert_eq!(
        error.field_errors()[0].field,
        "desks.support.messages_per_second"
    );
}

#[test]
fn numbers_from_the_environment() {
    let extra = json!({
        "messages_per_second": "5",
        "open_dialog_on_send": "false",
        "default_channel": "21801",
        "webhook_tolerance_seconds": "60",
    });
    let settings = settings(&extra).spelled_as_text();
    Chat2DeskFactory::new()
        .build(&settings, &context())
        .unwrap();
}

#[tokio::test]
async fn the_version_may_stand_in_the_base_url() {
    for base in [
        regions::GLOBAL.to_owned(),
        format!("{}/", regions::EUROPE),
        format!("{}/v1", regions::MEXICO),
        format!(" {}/v1/ ", regions::KAZAKHSTAN),
        "https://desk.sim.example/helpdesk/v1".to_owned(),
    ] {
        let prefix = if base.contains("/helpdesk") {
            "/helpdesk"
        } else {
            ""
        };
        let script = ScriptedTransport::new().expect(
            Expect::get(&format!("{prefix}/v1/webhooks"))
                .header("authorization", common::TOKEN)
                .answer(200, &json!({"data": [], "status": "success"})),
        );
        let config = Config::new(format!(" {}\n", common::TOKEN))
            .with_base_url(base)
            .with_transport(script.transport());
        let desk = Chat2Desk::new(config).unwrap();
        desk.api().webhooks().list().await.unwrap();
        script.assert_done();
    }
}

#[test]
fn from_code() {
    let config = Config::new("some-token")
        .with_ticket_source(TicketSource::Requests)
        .with_default_channel("1")
        .with_default_transport("sms")
        .with_default_tag_group("VIP")
        .with_email_custom_field("1")
        .with_document_custom_field("2")
        .with_open_dialog_on_send(false)
        .with_messages_per_second(3)
        .with_webhook_token("older-token")
        .with_webhook_key(WebhookKey::Either)
        .with_webhook_tolerance(Duration::from_secs(60))
        .with_webhook_secret("0123456789abcdef0123456789abcdef")
        .with_transport(Arc::new(Canned::new(200, "{}")));
    let shown = format!("{config:?}");
    for secret in ["some-token", "older-token", "0123456789abcdef"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    Chat2Desk::new(config).unwrap();

    let error = Chat2Desk::new(Config::new("")).unwrap_err();
    assert_eq!(error.field_errors()[0].field, "token");
    let error = Chat2Desk::new(Config::new("x").with_base_url("ftp://x")).unwrap_err();
    assert_eq!(error.field_errors()[0].field, "base_url");
}
