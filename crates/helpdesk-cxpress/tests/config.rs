//! Configuration: what is taken, and what every mistake is told.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use helpdesk_core::config::{BuildContext, Factory, Settings};
use helpdesk_core::webhook::{Inbound, Rejection};
use helpdesk_core::{Client, ErrorKind, Result};
use helpdesk_cxpress::{Config, Cxpress, CxpressFactory};
use helpdesk_http::{MemoryTokenStore, SharedState, TokenStore, TokenStores, TokioClock};
use helpdesk_sim::Running;
use helpdesk_sim::VendorSim;
use helpdesk_sim::cxpress::Sim;
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use http::HeaderMap;
use serde_json::{Map, Value, json};
use support::{WEBHOOK_SECRET, now};

fn settings(table: &Value) -> Settings {
    let mut all = json!({
        "vendor": "cxpress", "domain": "acme", "api_token": "canary-api",
        "refresh_token": "canary-refresh",
    });
    let (all, table) = (all.as_object_mut().unwrap(), table.as_object().unwrap());
    for (key, value) in table {
        if value.is_null() {
            all.remove(key);
        } else {
            all.insert(key.clone(), value.clone());
        }
    }
    Settings::new("legacy", std::mem::take(all)).unwrap()
}

fn build(table: &Value, context: &BuildContext) -> Result<Client> {
    CxpressFactory
        .build(&settings(table), context)
        .map(Client::from_arc)
}

#[test]
fn every_mistake_names_the_key_and_the_remedy() {
    let context = BuildContext::new().with_environment(|_| None);
    for (table, key, part) in [
        (json!({ "domain": null }), "desks.legacy", "domain"),
        (
            json!({ "domain": "" }),
            "desks.legacy.domain",
            "before `.app.cxpress.io`",
        ),
        (
            json!({ "domain": "https://acme.app.cxpress.io/" }),
            "desks.legacy.domain",
            "before `.app.cxpress.io`",
        ),
        (
            json!({ "domain": "-acme" }),
            "desks.legacy.domain",
            "letters",
        ),
        (json!({ "api_token": null }), "desks.legacy", "api_token"),
        (
            json!({ "api_token": "" }),
            "desks.legacy.api_token",
            "empty",
        ),
        (
            json!({ "api_token": { "env": "CX_TOKEN" } }),
            "desks.legacy.api_token",
            "`CX_TOKEN` is not set",
        ),
        (
            json!({ "api_token": "a\u{e9}\u{1}b" }),
            "desks.legacy.api_token",
            "control",
        ),
        (
            json!({ "refresh_token": { "file": "nowhere/at/all" } }),
            "desks.legacy.refresh_token",
            "cannot be read",
        ),
        (
            json!({ "token_store": "a file" }),
            "desks.legacy.token_store",
            "",
        ),
        (
            json!({ "token_store": { "redis": "legacy" } }),
            "desks.legacy.token_store",
            "shared_state",
        ),
        (
            json!({ "token_store": { "path": "a" } }),
            "desks.legacy.token_store",
            "path",
        ),
        (
            json!({ "base_url": "nonsense" }),
            "desks.legacy.base_url",
            "not a URL",
        ),
        (
            json!({ "base_url": "http://api.cxpress.example" }),
            "desks.legacy.base_url",
            "this machine only",
        ),
        (
            json!({ "base_url": "https://a.example/?key=canary" }),
            "desks.legacy.base_url",
            "query",
        ),
        (
            json!({ "requests_per_minute": 0 }),
            "desks.legacy.requests_per_minute",
            "from 1 to 300",
        ),
        (
            json!({ "requests_per_minute": 301 }),
            "desks.legacy.requests_per_minute",
            "from 1 to 300",
        ),
        (
            json!({ "webhook_secret": "canary-too-short" }),
            "desks.legacy.webhook_secret",
            "at least 32",
        ),
        (
            json!({ "webhook_secret": WEBHOOK_SECRET, "accept_unsigned": true }),
            "desks.legacy.accept_unsigned",
            "keep one of the two",
        ),
        (
            json!({ "accept_unsigned": "yes" }),
            "desks.legacy.accept_unsigned",
            "",
        ),
        (
            json!({ "http": { "max_attempts": 0 } }),
            "desks.legacy.http.max_attempts",
            "from 1 to 20",
        ),
        (
            json!({ "http": { "speed": 1 } }),
            "desks.legacy.http",
            "speed",
        ),
        (json!({ "api_tokn": "x" }), "desks.legacy", "api_tokn"),
    ] {
        let error = build(&table, &context).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{table}: {error}");
        let field = &error.field_errors()[0];
        assert!(field.field.starts_with(key), "{table}: {error}");
        let whole = format!("{error} {error:?}");
        assert!(whole.contains(part), "{table}: {error}");
        assert!(!whole.contains("canary"), "{whole}");
    }
}

#[test]
fn mistakes_in_code_are_told_as_well() {
    let config = Config::new("acme", "a".into(), "b".into());
    for (config, key) in [
        (
            config.clone().with_requests_per_minute(500),
            "requests_per_minute",
        ),
        (config.clone().with_base_url("ftp://a.example"), "base_url"),
        (Config::new("a.b", "a".into(), "b".into()), "domain"),
        (Config::new("a", "a\nb".into(), "b".into()), "api_token"),
        (Config::new("a", "a".into(), " ".into()), "refresh_token"),
    ] {
        let error = Cxpress::new(config).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.field_errors()[0].field, key);
        assert_eq!(error.vendor().unwrap().as_str(), "cxpress");
    }
}

#[test]
fn nothing_shows_a_secret() {
    let config = Config::new("acme", "canary-api".into(), "canary-refresh".into())
        .with_webhook_secret(support::webhook_secret());
    let shown = format!("{config:?}");
    let desk = Cxpress::new(config).unwrap();
    let shown = format!(
        "{shown} {desk:?} {:?} {:?}",
        desk.api(),
        Client::new(desk.clone())
    );
    assert!(shown.contains("acme"));
    assert!(
        !shown.contains("canary") && !shown.contains(WEBHOOK_SECRET),
        "{shown}"
    );
}

#[tokio::test]
async fn a_simulators_settings_build_a_desk_that_works() {
    let running = Running::<Sim>::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut table: Map<String, Value> = running
        .sim()
        .settings()
        .into_iter()
        .map(|(key, value)| (key.to_owned(), Value::from(value)))
        .collect();
    std::fs::write(folder.path().join("token"), "sim-cxpress-api-token\n").unwrap();
    table.insert("api_token".into(), json!({ "file": "token" }));
    table.insert("refresh_token".into(), json!({ "env": "CX_REFRESH" }));
    table.insert("base_url".into(), json!(running.base_url()));
    table.insert("token_store".into(), json!({ "file": "tokens.json" }));
    table.insert("requests_per_minute".into(), json!(120));
    table.insert("webhook_secret".into(), json!(WEBHOOK_SECRET));
    table.insert(
        "http".into(),
        json!({ "timeout_seconds": 20, "max_attempts": 2, "proxy": false }),
    );
    let context = BuildContext::new()
        .with_directory(folder.path())
        .with_environment(|name| {
            (name == "CX_REFRESH").then(|| "sim-cxpress-refresh-token".to_owned())
        });
    let client = build(&Value::Object(table), &context).unwrap();
    running.sim().expire_tokens();
    let account = client.check().await.unwrap();
    assert_eq!(account.name.as_deref(), Some("sim-tenant"));
    assert!(client.native::<Cxpress>().is_some());
    assert!(folder.path().join("tokens.json").exists());
    running.assert_documented();
}

#[tokio::test(start_paused = true)]
async fn desks_of_one_program_share_budget_and_tokens() {
    let agent = json!({ "data": [{ "user_id": "1" }] });
    let script = ScriptedTransport::new()
        .expect(Expect::get("/external/agent/1").answer(401, &json!({})))
        .expect(
            Expect::put("/external/update/token")
                .answer(200, &json!({ "token": "new", "refresToken": "newer" })),
        )
        .expect(Expect::get("/external/agent/1").answer(200, &agent))
        // The other desk has the same tokens, and learns the new ones without a renewal.
        .expect(
            Expect::get("/external/agent/1")
                .header("authorization", "Bearer new")
                .answer(200, &agent),
        );
    let context = BuildContext::new()
        .with_clock(Arc::new(TokioClock::starting_at(now())))
        .with_transport(script.transport());
    let table = json!({ "requests_per_minute": 4 });
    let one = build(&table, &context).unwrap();
    let two = build(&table, &context).unwrap();
    let id = "1".into();
    one.directory().agent(&id).await.unwrap();
    two.directory().agent(&id).await.unwrap();
    // Four requests were sent in this minute, by both together; a fifth would have to wait.
    let short = two.with_timeout(std::time::Duration::from_secs(5));
    let error = short.directory().agent(&id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);

    let other = build(&json!({ "requests_per_minute": 5 }), &context).unwrap_err();
    assert_eq!(
        other.field_errors()[0].field,
        "desks.legacy.requests_per_minute"
    );
}

#[test]
fn two_desks_do_not_keep_different_tokens_in_one_file() {
    let context = BuildContext::new();
    let store = json!({ "token_store": { "file": "/tmp/never-opened/tokens.json" } });
    build(&store, &context).unwrap();
    build(&store, &context).unwrap();
    let other = json!({
        "token_store": { "file": "/tmp/never-opened/tokens.json" }, "refresh_token": "another",
    });
    let error = build(&other, &context).unwrap_err();
    assert_eq!(
        error.field_errors()[0].field,
        "desks.legacy.token_store.file"
    );
}

/// Stores by name, in memory, in place of a Redis.
#[derive(Debug, Default)]
struct Shelf(Mutex<HashMap<String, Arc<dyn TokenStore>>>);

impl TokenStores for Shelf {
    fn open(&self, name: &str) -> Arc<dyn TokenStore> {
        let mut stores = self.0.lock().unwrap();
        let store = stores.entry(name.to_owned());
        Arc::clone(store.or_insert_with(|| Arc::new(MemoryTokenStore::new())))
    }
}

#[tokio::test]
async fn tokens_are_kept_in_a_shared_store_that_is_named() {
    let running = Running::<Sim>::start().await.unwrap();
    let shelf = Arc::new(Shelf::default());
    let stores: Arc<dyn TokenStores> = Arc::<Shelf>::clone(&shelf);
    let mut keys = json!({ "token_store": { "redis": "legacy" }, "base_url": running.base_url() });
    for (key, value) in running.sim().settings() {
        keys[key] = json!(value);
    }
    let process = || {
        let context = BuildContext::new();
        SharedState::new()
            .with_tokens(Arc::clone(&stores))
            .put_into(&context);
        context
    };
    let first = build(&keys, &process()).unwrap();
    running.sim().expire_tokens();
    first.check().await.unwrap();
    let kept = shelf.open("legacy").load().await.unwrap();
    assert!(kept.is_some());

    // Another process has the same configuration, whose refresh token is used up by now.
    let second = build(&keys, &process()).unwrap();
    second.check().await.unwrap();

    // Other tokens do not go there.
    let context = process();
    build(&keys, &context).unwrap();
    keys["refresh_token"] = json!("another");
    let error = build(&keys, &context).unwrap_err();
    assert_eq!(
        error.field_errors()[0].field,
        "desks.legacy.token_store.redis"
    );
}

#[test]
fn unsigned_notifications_are_refused_until_the_configuration_says_otherwise() {
    let context = BuildContext::new();
    let body = r#"{"entity":"tag","type":"create","data":{}}"#;
    let inbound = || Inbound::new(HeaderMap::new(), body);
    let refused = |table: &Value| {
        let client = build(table, &context).unwrap();
        client
            .verify_webhook(inbound())
            .map_err(|error| Rejection::of(&error).unwrap())
            .map(drop)
    };
    assert_eq!(refused(&json!({})), Err(Rejection::Unsigned));
    assert_eq!(
        refused(&json!({ "webhook_secret": WEBHOOK_SECRET })),
        Err(Rejection::BadSecret)
    );
    assert_eq!(refused(&json!({ "accept_unsigned": true })), Ok(()));
}
