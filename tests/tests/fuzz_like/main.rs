//! Whatever a vendor answers or delivers, and whatever stands in a configuration: no panic. The targets
//! in `fuzz/` are the same with libFuzzer choosing; here the choice is among the fixtures, changed.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod book;
mod change;
#[path = "../../../fuzz/src/lib.rs"]
#[allow(dead_code, reason = "the targets use the rest")]
mod fuzz;

use std::cell::Cell;
use std::sync::Arc;

use book::{Book, fates, fixtures};
use change::{apply, change, changed, places};
use fuzz::{Bench, HOOK_SECRET};
use helpdesk::config::BuildContext;
use helpdesk::transport::Transport;
use helpdesk::webhook::{Inbound, Intake};
use helpdesk::{Config, Desks, ErrorKind};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })
}

fn reads_anything(vendor: &str) {
    let book = Arc::new(Book::of(vendor));
    assert!(book.pages.len() > 50, "{book:?}");
    let good = Cell::new(0);
    let outcome = runner(150).run(&fates(), |fates| {
        *book.fates.lock().unwrap() = (fates, 0);
        // A desk for each case: it remembers blocks and refused credentials.
        let bench = Bench::on(vendor, Arc::clone(&book) as Arc<dyn Transport>);
        good.set(good.get() + bench.call_everything(|| ()));
        Ok(())
    });
    outcome.unwrap_or_else(|found| panic!("{vendor}: {found}"));
    // Much is refused, and much is not.
    assert!(good.get() > 800, "{vendor}: only {} good calls", good.get());
}

#[test]
fn cxpress_reads_anything() {
    reads_anything("cxpress");
}

#[test]
fn digisac_reads_anything() {
    reads_anything("digisac");
}

#[test]
fn wisecx_reads_anything() {
    reads_anything("wisecx");
}

#[test]
fn chat2desk_reads_anything() {
    reads_anything("chat2desk");
}

/// One delivery has the same keys whenever it is read, nothing gets in without a secret, and nothing panics.
fn receives_anything(vendor: &str) {
    let (open, guarded) = (Bench::new(vendor), Bench::guarded(vendor));
    let bodies: Vec<Value> = if vendor == "memory" {
        vec![json!({
            "id": "event-1", "kind": "tag.created", "at": "2031-05-06T07:08:09Z", "changes": [],
            "record": { "object": "tag", "id": "1", "name": "VIP", "scope": "both", "active": true },
        })]
    } else {
        let fixtures = fixtures(vendor, true).into_iter();
        fixtures.map(|fixture| fixture["body"].clone()).collect()
    };
    let inbound = |body: String| {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Inbound::new(headers, body)
    };
    let read = |body: &Value| {
        let inbound = inbound(body.to_string());
        Intake::new(open.desk.clone()).read(inbound)
    };
    let told: Vec<_> = bodies.iter().map(read).collect();
    let events = told.iter().flatten().flatten().count();
    assert!(events > 0, "{vendor} tells nothing unchanged: {told:?}");
    let strategy = (
        any::<Index>(),
        proptest::collection::vec(change(), 0..5),
        ".{0,4}",
    );
    let outcome = runner(400).run(&strategy, |(at, changes, tail)| {
        let body = apply(&bodies[at.index(bodies.len())], &changes);
        let body = format!("{body}{}", tail.trim());
        let inbound = inbound(body);
        let _ = Intake::new(open.desk.clone()).read(inbound.clone());
        let verified = open.desk.verify_webhook(inbound.clone()).ok();
        let keys = || -> Option<Vec<String>> {
            let events = open.desk.parse_webhook(verified.as_ref()?).ok()?;
            Some(events.into_iter().map(|event| event.dedupe_key).collect())
        };
        prop_assert_eq!(keys(), keys());
        prop_assert!(guarded.desk.verify_webhook(inbound.clone()).is_err());
        let near = format!("/desk?key={}", &HOOK_SECRET[1..]);
        let near = inbound.with_uri(&near.parse().unwrap());
        prop_assert!(guarded.desk.verify_webhook(near).is_err());
        Ok(())
    });
    outcome.unwrap_or_else(|found| panic!("{vendor}: {found}"));
}

#[test]
fn every_desk_receives_anything() {
    for vendor in ["memory", "cxpress", "digisac", "wisecx", "chat2desk"] {
        receives_anything(vendor);
    }
}

/// Good sections, to be changed.
fn sections() -> Vec<(&'static str, Value)> {
    let http = json!({ "max_attempts": 2, "timeout_seconds": 9, "proxy": false });
    [
        json!({ "vendor": "memory", "accept_unsigned": true }),
        json!({
            "vendor": "cxpress", "domain": "acme", "api_token": "a", "refresh_token": { "env": "R" },
            "requests_per_minute": 9, "accept_unsigned": true, "http": http,
        }),
        json!({
            "vendor": "digisac", "base_url": "https://acme.example.com/api/v1", "username": "u",
            "password": { "env": "P" }, "client_id": "api", "open_ticket_on_send": false, "http": http,
        }),
        json!({
            "vendor": "wisecx", "api_key": "k", "user": 7, "default_group": 1, "default_user": "2",
            "default_channel": "whatsapp", "requests_per_minute": 1, "requests_per_day": 1,
            "http": http,
        }),
        json!({
            "vendor": "chat2desk", "token": "t", "ticket_source": "requests", "default_channel": 1,
            "webhook_key": "either", "webhook_tokens": ["u"], "webhook_tolerance_seconds": 9,
            "messages_per_second": 3, "http": http,
        }),
    ]
    .map(|section| ("one", section))
    .into()
}

#[test]
fn any_configuration_is_built_or_refused_by_the_key() {
    let sections = sections();
    let strategy = (any::<Index>(), proptest::collection::vec(change(), 1..4));
    let outcome = runner(600).run(&strategy, |(at, changes)| {
        let (name, section) = &sections[at.index(sections.len())];
        let mut section = section.clone();
        for (at, change) in changes {
            let Value::Object(table) = &mut section else {
                break;
            };
            let Some(key) = table.keys().nth(at.index(table.len().max(1))).cloned() else {
                break;
            };
            let value = table.remove(&key).unwrap_or_default();
            let mut here = at.index(places(&value));
            if let Some(value) = changed(value, &mut here, &change) {
                table.insert(key, value);
            }
        }
        let Value::Object(table) = section else {
            return Ok(());
        };
        let config = Config::new().with_desk(*name, table);
        let context = BuildContext::new().with_environment(|name| Some(name.to_owned()));
        let desks = Desks::with_registry(config, helpdesk::registry(), context);
        if let Err(error) = desks.desk(name) {
            prop_assert_eq!(error.kind(), ErrorKind::Config, "{:?}", &error);
            let at_desk = |field: &str| field.starts_with("desks.one");
            let fields = error.field_errors();
            prop_assert!(
                !fields.is_empty() && fields.iter().all(|entry| at_desk(&entry.field)),
                "{:?}",
                &error
            );
        }
        Ok(())
    });
    outcome.unwrap_or_else(|found| panic!("{found}"));
}
