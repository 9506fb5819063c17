//! Seen deliveries on a real server, checked against a model that is too simple to be wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use helpdesk_core::ErrorKind;
use helpdesk_core::webhook::{Claim, DedupeStore};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[derive(Debug, Clone, Copy)]
enum Step {
    Claim(usize, u8),
    Confirm(usize, u8),
    Release(usize, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..2_usize, 0..5_u8).prop_map(|(who, key)| Step::Claim(who, key)),
        2 => (0..2_usize, 0..5_u8).prop_map(|(who, key)| Step::Confirm(who, key)),
        2 => (0..2_usize, 0..5_u8).prop_map(|(who, key)| Step::Release(who, key)),
    ]
}

#[test]
fn two_processes_agree_with_the_model() {
    let server = server!();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stores = [server.stores(), server.stores()].map(|stores| stores.dedupe());
    let rounds = AtomicU32::new(0);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
    runner
        .run(&proptest::collection::vec(step(), 1..60), |steps| {
            let round = rounds.fetch_add(1, Ordering::Relaxed);
            // Who holds a key, and whether its event was handled.
            let mut model: BTreeMap<u8, (usize, bool)> = BTreeMap::new();
            let name = |key: u8| format!("{round}-{key}");
            for step in steps {
                match step {
                    Step::Claim(who, key) => {
                        let expected = match model.get(&key) {
                            None => Claim::First,
                            Some((_, false)) => Claim::InProgress,
                            Some((_, true)) => Claim::Handled,
                        };
                        model.entry(key).or_insert((who, false));
                        let claim = runtime.block_on(stores[who].claim(&name(key))).unwrap();
                        prop_assert_eq!(claim, expected);
                    }
                    Step::Confirm(who, key) => {
                        model.insert(key, (who, true));
                        runtime.block_on(stores[who].confirm(&name(key))).unwrap();
                    }
                    Step::Release(who, key) => {
                        if model.get(&key).is_some_and(|(owner, _)| *owner == who) {
                            model.remove(&key);
                        }
                        runtime.block_on(stores[who].release(&name(key))).unwrap();
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn of_many_who_claim_at_once_one_is_first() {
    let server = server!();
    let all: Vec<_> = (0..8).map(|_| server.stores().dedupe()).collect();
    for round in 0..20 {
        let key = round.to_string();
        let claims = join_all(all.iter().map(|store| store.claim(&key))).await;
        let first = claims
            .iter()
            .filter(|claim| claim.as_ref().unwrap().is_first());
        assert_eq!(first.count(), 1);
    }
}

#[tokio::test]
async fn the_claim_of_a_process_that_died_runs_out_and_what_was_handled_stays() {
    let server = server!();
    let short = Duration::from_millis(100);
    let dead = server.stores().dedupe().with_claim_lifetime(short);
    let alive = server.stores().dedupe();
    assert_eq!(dead.claim("a").await.unwrap(), Claim::First);
    assert_eq!(dead.claim("b").await.unwrap(), Claim::First);
    dead.confirm("b").await.unwrap();
    assert_eq!(alive.claim("a").await.unwrap(), Claim::InProgress);
    tokio::time::sleep(short * 2).await;
    assert_eq!(alive.claim("a").await.unwrap(), Claim::First);
    assert_eq!(alive.claim("b").await.unwrap(), Claim::Handled);
    // Whoever was thought dead gives back what is no longer its own.
    dead.release("a").await.unwrap();
    assert_eq!(dead.claim("a").await.unwrap(), Claim::InProgress);
}

#[tokio::test]
async fn keys_are_not_told_and_all_of_them_run_out() {
    let server = server!();
    let store = server.stores().dedupe();
    store.claim("+5511987654321").await.unwrap();
    store.claim("handled").await.unwrap();
    store.confirm("handled").await.unwrap();
    let keys: Vec<String> = server.ask(&["KEYS", "*"]).await;
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert!(
            key.starts_with("test:{seen:") && !key.contains("5511"),
            "{key}"
        );
        let left: i64 = server.ask(&["PTTL", &key]).await;
        assert!(left > 0, "{key} never ends");
    }
}

#[tokio::test]
async fn without_redis_a_claim_fails() {
    let mut server = server!();
    let store = server.stores().dedupe();
    assert!(store.claim("a").await.unwrap().is_first());
    server.kill();
    let kinds = [
        store.claim("b").await.map(drop),
        store.confirm("a").await,
        store.release("a").await,
    ]
    .map(|outcome| outcome.unwrap_err().kind());
    assert_eq!(kinds, [ErrorKind::Unavailable; 3]);
    server.start_again();
    assert!(store.claim("b").await.unwrap().is_first());
}
