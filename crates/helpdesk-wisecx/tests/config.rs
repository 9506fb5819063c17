//! Configuration: what is wrong is named by its key, with the remedy.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;

use common::{Stub, now};
use helpdesk_core::config::{BuildContext, Factory, Registry, Settings};
use helpdesk_core::{CallOptions, Error, ErrorKind, Helpdesk};
use helpdesk_testkit::{ManualClock, Recorder};
use helpdesk_wisecx::{Config, WiseCx, WiseCxFactory};
use serde_json::{Value, json};

fn context() -> (BuildContext, Recorder) {
    let recorder = Recorder::new(Arc::new(Stub::json(&json!({"data": []}))));
    let context = BuildContext::new()
        .with_environment(|name| (name == "WISECX_KEY").then(|| common::KEY.to_owned()))
        .with_clock(Arc::new(ManualClock::at(now())))
        .with_transport(recorder.transport());
    (context, recorder)
}

fn settings(changes: &Value) -> Settings {
    let mut table = json!({
        "vendor": "wisecx",
        "api_key": { "env": "WISECX_KEY" },
        "user": "adminUser",
    });
    for (key, value) in changes.as_object().unwrap() {
        table[key] = value.clone();
    }
    table
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    Settings::new("sales", table.as_object().unwrap().clone()).unwrap()
}

fn build(changes: &Value) -> Result<Arc<dyn Helpdesk>, Error> {
    WiseCxFactory::new().build(&settings(changes), &context().0)
}

#[test]
fn every_key_is_taken() {
    build(&json!({})).unwrap();
    let all = json!({
        "base_url": "https://wcx.example/core/v1/",
        "token_store": { "file": "state/tokens.json" },
        "default_group": 53,
        "default_user": "5846",
        "default_channel": "WhatsApp",
        "webhook_secret": "0123456789abcdef0123456789abcdef",
        "requests_per_minute": 100,
        "requests_per_day": 1000,
        "http": { "timeout_seconds": 60, "max_attempts": 2 },
    });
    build(&all).unwrap();
    build(&json!({"accept_unsigned": true})).unwrap();
    build(&json!({"base_url": "http://127.0.0.1:9/core/v1"})).unwrap();
    let insecure = json!({
        "base_url": "http://wcx.example/core/v1",
        "http": { "allow_insecure_http": true },
    });
    build(&insecure).unwrap();
}

#[test]
fn the_environment_spells_numbers_as_text() {
    let text = json!({
        "requests_per_minute": "100",
        "accept_unsigned": "true",
        "default_group": "53",
        "user": "12345",
    });
    let settings = settings(&text).spelled_as_text();
    WiseCxFactory::new().build(&settings, &context().0).unwrap();
}

#[test]
fn what_is_wrong_is_named() {
    for (changes, key, remedy) in [
        (json!({"api_key": null}), "", "api_key"),
        (json!({"api_key": {"env": "ABSENT"}}), "api_key", "set it"),
        (json!({"api_key": ""}), "api_key", "empty"),
        (json!({"api_key": 5}), "api_key", "secret"),
        (json!({"user": null}), "", "user"),
        (json!({"user": "  "}), "user", "name the user"),
        (json!({"base_url": "wcx.cloud"}), "base_url", "URL"),
        (
            json!({"base_url": "http://wcx.example"}),
            "base_url",
            "https",
        ),
        (
            json!({"base_url": "https://wcx.example?x=1"}),
            "base_url",
            "query",
        ),
        (json!({"token_store": "tokens.json"}), "token_store", ""),
        (
            json!({"token_store": {"redis": "sales"}}),
            "token_store",
            "shared_state",
        ),
        (
            json!({"token_store": {"path": "x"}}),
            "token_store.path",
            "unknown field",
        ),
        (
            json!({"default_group": "support"}),
            "default_group",
            "service group",
        ),
        (json!({"default_group": 0}), "default_group", "above 0"),
        (json!({"default_user": -1}), "default_user", "user"),
        (
            json!({"default_channel": "fax"}),
            "default_channel",
            "whatsapp",
        ),
        (json!({"webhook_secret": "short"}), "webhook_secret", "32"),
        (
            json!({"webhook_secret": "0123456789abcdef0123456789abcdef", "accept_unsigned": true}),
            "accept_unsigned",
            "leave one",
        ),
        (
            json!({"requests_per_minute": 0}),
            "requests_per_minute",
            "at least 1",
        ),
        (
            json!({"requests_per_day": 0}),
            "requests_per_day",
            "at least 1",
        ),
        (
            json!({"requests_per_day": "many"}),
            "requests_per_day",
            "u32",
        ),
        (
            json!({"http": {"timeout_seconds": 0}}),
            "http.timeout_seconds",
            "from 1",
        ),
        (
            json!({"http": {"retries": 1}}),
            "http.retries",
            "unknown field",
        ),
        (json!({"apikey": "x"}), "apikey", "unknown field"),
    ] {
        let error = build(&changes)
            .err()
            .unwrap_or_else(|| panic!("{changes} is taken"));
        assert_eq!(error.kind(), ErrorKind::Config, "{changes}: {error}");
        let field = &error.field_errors()[0];
        let wanted = if key.is_empty() {
            "desks.sales".to_owned()
        } else {
            format!("desks.sales.{key}")
        };
        assert_eq!(field.field, wanted, "{changes}: {error}");
        assert!(field.message.contains(remedy), "{changes}: {error}");
        assert!(!error.to_string().contains(common::KEY), "{error}");
    }
}

#[test]
fn the_same_from_code() {
    let check = |config: Config| {
        WiseCx::new(config).unwrap_err().field_errors()[0]
            .field
            .clone()
    };
    let config = || Config::new("key".into(), "user");
    assert_eq!(check(Config::new("".into(), "user")), "api_key");
    assert_eq!(check(Config::new("a\nb".into(), "user")), "api_key");
    assert_eq!(check(Config::new("key".into(), "")), "user");
    assert_eq!(check(config().with_base_url("x")), "base_url");
    assert_eq!(check(config().with_default_group(0)), "default_group");
    assert_eq!(check(config().with_default_user(0)), "default_user");
    assert_eq!(
        check(config().with_default_channel("fax")),
        "default_channel"
    );
    assert_eq!(check(config().with_limits(0, 1)), "requests_per_minute");
    assert_eq!(check(config().with_limits(1, 0)), "requests_per_day");
    let shown = format!("{:?}", Config::new("canary".into(), "somebody"));
    assert!(
        !shown.contains("canary") && !shown.contains("somebody"),
        "{shown}"
    );
}

#[tokio::test]
async fn desks_with_one_key_share_the_budget() {
    let (context, recorder) = context();
    let factory = WiseCxFactory::new();
    let one = settings(&json!({"requests_per_minute": 3}));
    let first = factory.build(&one, &context).unwrap();
    let second = factory.build(&one, &context).unwrap();
    let options = CallOptions::new().with_timeout(std::time::Duration::from_secs(5));
    first.check(&options).await.unwrap();
    // One login each and one call each are four.
    let error = second.check(&options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited, "{error}");
    assert!(recorder.requests().len() <= 3);

    // Another key is another account.
    let other = settings(&json!({"requests_per_minute": 3, "api_key": "another"}));
    let other = factory.build(&other, &context).unwrap();
    other.check(&options).await.unwrap();

    let disagreeing = settings(&json!({"requests_per_minute": 4}));
    let error = factory.build(&disagreeing, &context).err().unwrap();
    assert_eq!(
        error.field_errors()[0].field,
        "desks.sales.requests_per_minute"
    );
}

#[test]
fn the_registry_builds_it() {
    let registry = Registry::new().with(WiseCxFactory::new());
    let client = registry.build(&settings(&json!({})), &context().0).unwrap();
    assert_eq!(client.vendor().as_str(), "wisecx");
    assert!(client.native::<WiseCx>().is_some());
}
