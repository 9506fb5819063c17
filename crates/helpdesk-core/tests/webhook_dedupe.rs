//! What any dedupe store owes, checked against a model that is too simple to be wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::Hand;
use helpdesk_core::Timestamp;
use helpdesk_core::webhook::{Claim, DedupeStore, MemoryDedupe, SeenKeys};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Claim(u8),
    Confirm(u8),
    Release(u8),
    Wait(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0_u8..12).prop_map(Step::Claim),
        3 => (0_u8..12).prop_map(Step::Confirm),
        2 => (0_u8..12).prop_map(Step::Release),
        1 => (1_u8..40).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 0..200)
}

/// Keys in the order in which they are forgotten.
struct Model {
    capacity: usize,
    lifetime: i64,
    now: i64,
    keys: Vec<(u8, i64, bool)>,
}

impl Model {
    fn tidy(&mut self) {
        let now = self.now;
        self.keys.retain(|(_, until, _)| *until > now);
        let over = self.keys.len().saturating_sub(self.capacity);
        self.keys.drain(..over);
    }

    fn step(&mut self, step: &Step) -> Option<Claim> {
        self.tidy();
        let mut answer = None;
        match *step {
            Step::Claim(key) => match self.keys.iter().find(|held| held.0 == key) {
                Some((_, _, true)) => answer = Some(Claim::Handled),
                Some((_, _, false)) => answer = Some(Claim::InProgress),
                None => {
                    self.keys.push((key, self.now + self.lifetime, false));
                    answer = Some(Claim::First);
                }
            },
            Step::Confirm(key) => {
                self.keys.retain(|held| held.0 != key);
                self.keys.push((key, self.now + self.lifetime, true));
            }
            Step::Release(key) => self.keys.retain(|held| held.0 != key),
            Step::Wait(seconds) => self.now += i64::from(seconds),
        }
        self.tidy();
        answer
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time in range")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_does_what_the_model_does(steps in steps(), capacity in 1_usize..8, lifetime in 1_u8..60) {
        let mut seen = SeenKeys::new(capacity, Duration::from_secs(lifetime.into()));
        let mut model = Model { capacity, lifetime: lifetime.into(), now: 0, keys: Vec::new() };
        for step in &steps {
            let before = at(model.now);
            let expected = model.step(step);
            match *step {
                Step::Claim(key) => {
                    prop_assert_eq!(Some(seen.claim(&key.to_string(), before)), expected);
                }
                Step::Confirm(key) => {
                    seen.confirm(&key.to_string(), before);
                }
                Step::Release(key) => {
                    seen.release(&key.to_string());
                }
                Step::Wait(_) => {}
            }
            prop_assert!(seen.len() <= capacity);
        }
        let mut kept: Vec<(String, Timestamp)> = model.keys.iter()
            .filter(|held| held.2)
            .map(|held| (held.0.to_string(), at(held.1)))
            .collect();
        // Keys whose time is over may still be listed; whoever reads them back drops them.
        let now = at(model.now);
        let mut listed: Vec<(String, Timestamp)> = seen.confirmed()
            .filter(|(_, until)| *until > now)
            .map(|(key, until)| (key.to_owned(), until))
            .collect();
        kept.sort();
        listed.sort();
        prop_assert_eq!(listed, kept);
    }

    /// However many other keys there are: the first claim of a key is never taken for a repetition,
    /// and while there is room every later one is.
    #[test]
    fn a_key_is_let_in_once_and_no_other_is_swallowed(
        keys in proptest::collection::hash_set("[ -~]{0,40}", 1..60),
        again in proptest::collection::vec(any::<proptest::sample::Index>(), 0..60),
    ) {
        let mut seen = SeenKeys::new(60, Duration::from_secs(60));
        for key in &keys {
            prop_assert_eq!(seen.claim(key, at(0)), Claim::First);
        }
        let keys: Vec<&String> = keys.iter().collect();
        for index in again {
            prop_assert_eq!(seen.claim(index.get(&keys).as_str(), at(59)), Claim::InProgress);
        }
        for key in keys {
            prop_assert_eq!(seen.claim(key, at(60)), Claim::First);
        }
    }
}

/// What is said at once is said for good.
#[tokio::test]
async fn the_store_in_memory_answers_at_once() {
    let store = MemoryDedupe::new();
    assert_eq!(store.claim_now("a"), Some(Claim::First));
    assert_eq!(store.claim("a").await.unwrap(), Claim::InProgress);
    assert_eq!(store.claim_now("a"), Some(Claim::InProgress));
    assert!(store.confirm_now("a"));
    assert_eq!(store.claim("a").await.unwrap(), Claim::Handled);
    assert_eq!(store.claim_now("a"), Some(Claim::Handled));
    store.release("a").await.unwrap();
    assert_eq!(store.claim_now("a"), Some(Claim::First));
}

#[tokio::test]
async fn the_store_in_memory_goes_by_the_injected_clock() {
    let hand = Hand::at("2031-05-06T07:08:00Z");
    let store = MemoryDedupe::new()
        .with_lifetime(Duration::from_secs(10))
        .with_capacity(2)
        .with_clock(Arc::new(hand.clone()));
    let twin = store.clone();
    assert_eq!(store.claim("a").await.unwrap(), Claim::First);
    assert_eq!(twin.claim("a").await.unwrap(), Claim::InProgress);
    store.confirm("a").await.unwrap();
    assert_eq!(twin.claim("a").await.unwrap(), Claim::Handled);

    hand.set("2031-05-06T07:08:09Z");
    assert_eq!(store.claim("a").await.unwrap(), Claim::Handled);
    hand.set("2031-05-06T07:08:10Z");
    assert_eq!(store.claim("a").await.unwrap(), Claim::First);
    store.release("a").await.unwrap();
    assert!(store.is_empty());

    for key in ["b", "c", "d"] {
        assert!(store.claim(key).await.unwrap().is_first());
    }
    assert_eq!(store.len(), 2);
    assert_eq!(
        store.claim("b").await.unwrap(),
        Claim::First,
        "the oldest was forgotten"
    );
    assert_eq!(store.claim("d").await.unwrap(), Claim::InProgress);
}
