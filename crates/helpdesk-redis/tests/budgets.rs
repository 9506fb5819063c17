//! Budgets on a real server. Two `RedisStores` are two processes as far as Redis can tell.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use helpdesk_core::{Clock, Delivery, ErrorKind};
use helpdesk_http::budget::UNANSWERED_GRACE;
use helpdesk_http::{Budget, Budgets, TokioClock, Window};
use helpdesk_redis::RedisStores;

const SECOND: Duration = Duration::from_secs(1);

fn budget(stores: &RedisStores, windows: &[(u32, Duration)]) -> Budget {
    let windows: Vec<_> = windows
        .iter()
        .map(|(limit, per)| Window::new(*limit, *per))
        .collect();
    Budgets::new(std::sync::Arc::new(TokioClock::new()))
        .with_stores(std::sync::Arc::new(stores.budgets()))
        .get("acme:ip", &windows)
        .unwrap()
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "it is what takes it that wants an option"
)]
fn ends_in(time: Duration) -> Option<Instant> {
    Some(TokioClock::new().instant() + time)
}

/// Takes a slot and is answered at once.
async fn once(stores: &RedisStores, budget: &Budget) {
    let mut permit = budget.acquire(None).await.unwrap();
    permit.sent();
    permit.answered();
    stores.flush().await;
}

async fn refused(budget: &Budget, within: Duration) -> Duration {
    let error = budget.acquire(ends_in(within)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.delivery(), Delivery::NotSent);
    error.retry_after().unwrap()
}

#[tokio::test]
async fn processes_count_together() {
    let server = server!();
    let (here, there) = (server.stores(), server.stores());
    let windows = [(3, SECOND * 60), (100, SECOND * 3600)];
    let (one, other) = (budget(&here, &windows), budget(&there, &windows));
    once(&here, &one).await;
    once(&there, &other).await;
    let held = one.acquire(None).await.unwrap();
    for budget in [&one, &other] {
        let wait = refused(budget, SECOND * 50).await;
        assert!(wait > SECOND * 50 && wait <= SECOND * 60, "{wait:?}");
    }
    // A slot that was given back is the other's at once.
    drop(held);
    here.flush().await;
    let held = other.acquire(ends_in(SECOND * 50)).await.unwrap();
    refused(&one, SECOND * 50).await;
    drop(held);
}

#[tokio::test]
async fn the_narrowest_window_decides() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(5, SECOND * 10), (2, SECOND * 600)]);
    once(&stores, &budget).await;
    once(&stores, &budget).await;
    let wait = refused(&budget, SECOND * 500).await;
    assert!(wait > SECOND * 500 && wait <= SECOND * 600, "{wait:?}");
}

#[tokio::test]
async fn a_slot_is_free_one_window_after_the_answer() {
    let server = server!();
    let (here, there) = (server.stores(), server.stores());
    let windows = [(1, SECOND)];
    let (one, other) = (budget(&here, &windows), budget(&there, &windows));
    let mut permit = one.acquire(None).await.unwrap();
    permit.sent();
    tokio::time::sleep(SECOND / 2).await;
    let answered = Instant::now();
    permit.answered();
    drop(other.acquire(None).await.unwrap());
    assert!(answered.elapsed() >= SECOND, "{:?}", answered.elapsed());
}

/// When the only slot of a window of 60 s is free again, in microseconds from now.
async fn free_in(server: &common::Server) -> u64 {
    let key = "test:{budget:acme:ip}:slots:60000000";
    let entry: Vec<String> = server.ask(&["ZRANGE", key, "0", "-1", "WITHSCORES"]).await;
    assert_eq!(entry.len(), 2, "{entry:?}");
    let free_at: f64 = entry[1].parse().unwrap();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let free_at = free_at as u64;
    // The window itself outlives the entry.
    let lives: u64 = server.ask(&["PTTL", key]).await;
    let left = free_at.saturating_sub(server.time().await);
    assert!(lives * 1000 >= left, "{lives} {left}");
    left
}

#[tokio::test]
async fn a_request_without_an_answer_holds_its_slot_longer() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(1, SECOND * 60)]);
    let mut permit = budget.acquire(None).await.unwrap();
    permit.sent();
    drop(permit);
    stores.flush().await;
    let left = u128::from(free_in(&server).await);
    let most = (SECOND * 60 + UNANSWERED_GRACE).as_micros();
    assert!(left > (SECOND * 60).as_micros() && left <= most, "{left}");
}

#[tokio::test]
async fn a_process_that_died_holds_its_slot_until_its_call_was_surely_over() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(1, SECOND * 60)]);
    let mut permit = budget.acquire(ends_in(SECOND * 30)).await.unwrap();
    permit.sent();
    std::mem::forget(permit);
    let left = u128::from(free_in(&server).await);
    let most = (SECOND * 90 + UNANSWERED_GRACE).as_micros();
    assert!(left > (SECOND * 90).as_micros() && left <= most, "{left}");
}

#[tokio::test]
async fn a_block_holds_every_process_and_is_never_shortened() {
    let server = server!();
    let (here, there) = (server.stores(), server.stores());
    let windows = [(100, SECOND * 60)];
    let (one, other) = (budget(&here, &windows), budget(&there, &windows));
    one.block_for(SECOND * 600);
    one.block_for(SECOND);
    here.flush().await;
    other.block_for(SECOND);
    there.flush().await;
    for budget in [&one, &other] {
        let wait = refused(budget, SECOND * 500).await;
        assert!(wait > SECOND * 500 && wait <= SECOND * 601, "{wait:?}");
    }
}

#[tokio::test]
async fn a_block_reaches_those_who_are_in_line() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(1, SECOND * 60)]);
    once(&stores, &budget).await;
    // The first has all the time in the world; those behind it have not.
    let patient = tokio::spawn({
        let budget = budget.clone();
        async move { budget.acquire(None).await.map(drop) }
    });
    let line = (0..3).map(|_| budget.acquire(ends_in(SECOND * 300)));
    let block = async {
        tokio::time::sleep(SECOND / 4).await;
        budget.block_for(SECOND * 600);
    };
    let (outcomes, ()) = tokio::join!(join_all(line), block);
    for outcome in outcomes {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::RateLimited);
    }
    patient.abort();
}

#[tokio::test]
async fn a_wait_past_the_deadline_fails_at_once_wherever_one_stands_in_line() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(2, SECOND * 10)]);
    once(&stores, &budget).await;
    once(&stores, &budget).await;
    // Three in line: two for the slots after 10 s, one for the first after 20 s.
    let line: Vec<_> = (0..3)
        .map(|_| {
            let budget = budget.clone();
            tokio::spawn(async move { budget.acquire(None).await.map(drop) })
        })
        .collect();
    // Taking and settling two slots, and loading both scripts; then each of the three asked once, and
    // the first of them again.
    while server.scripts().await < 2 * 2 + 2 + 3 + 1 {
        tokio::task::yield_now().await;
    }
    let begun = Instant::now();
    let wait = refused(&budget, SECOND * 15).await;
    assert!(begun.elapsed() < SECOND * 9, "it did not fail at once");
    assert!(wait > SECOND * 15 && wait <= SECOND * 20, "{wait:?}");
    line.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn a_high_limit_is_counted_in_few_entries() {
    let server = server!();
    let (here, there) = (server.stores(), server.stores());
    let windows = [(10_001, SECOND * 86_400)];
    let (one, other) = (budget(&here, &windows), budget(&there, &windows));
    join_all((0..1000).map(|_| async {
        let mut permit = one.acquire(None).await.unwrap();
        permit.sent();
        permit.answered();
    }))
    .await;
    here.flush().await;
    let key = "test:{budget:acme:ip}:slices:86400000000";
    let counts: Vec<u32> = server.ask(&["HVALS", key]).await;
    assert_eq!(counts.iter().sum::<u32>(), 1000);
    assert!(counts.len() <= 2, "{}", counts.len());

    // The rest but one is taken; that one is given out once.
    let fields: Vec<String> = server.ask(&["HKEYS", key]).await;
    let _: i64 = server.ask(&["HINCRBY", key, &fields[0], "9000"]).await;
    let mut last = other.acquire(ends_in(SECOND)).await.unwrap();
    last.sent();
    let wait = refused(&one, SECOND * 80_000).await;
    assert!(wait <= SECOND * 86_400 + SECOND * 169, "{wait:?}");
    last.answered();
    there.flush().await;
    refused(&one, SECOND * 80_000).await;
    let counts: Vec<u32> = server.ask(&["HVALS", key]).await;
    assert_eq!(counts.iter().sum::<u32>(), 10_001);
}

#[tokio::test]
async fn an_answer_that_was_lost_takes_no_second_slot() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(1, SECOND * 60)]);
    drop(budget.acquire(None).await.unwrap());
    stores.flush().await;
    // The server throws everybody out: the next script is run over a new connection.
    let _: u32 = server
        .ask(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"])
        .await;
    let held = budget.acquire(ends_in(SECOND)).await.unwrap();
    refused(&budget, SECOND).await;
    drop(held);
}

#[tokio::test]
async fn waiting_does_not_spin() {
    let server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(1, SECOND * 2)]);
    once(&stores, &budget).await;
    let before = server.scripts().await;
    join_all((0..3).map(|_| once(&stores, &budget))).await;
    let asked = server.scripts().await - before;
    assert!(asked <= 30, "{asked} scripts for three slots");
}

#[tokio::test]
async fn counts_that_were_lost_hold_everyone_back_for_a_window() {
    let mut server = server!();
    let (here, there) = (server.stores(), server.stores());
    let windows = [(5, SECOND * 60)];
    let (one, other) = (budget(&here, &windows), budget(&there, &windows));
    once(&here, &one).await;
    server.kill();
    server.start_again();
    let wait = refused(&one, SECOND * 50).await;
    assert!(wait > SECOND * 50 && wait <= SECOND * 60, "{wait:?}");
    // And so does one that never knew the old counts.
    refused(&other, SECOND * 50).await;
}

#[tokio::test]
async fn without_redis_nothing_is_sent() {
    let mut server = server!();
    let stores = server.stores();
    let budget = budget(&stores, &[(100, SECOND / 10)]);
    once(&stores, &budget).await;
    server.kill();
    for _ in 0..3 {
        let error = budget.acquire(None).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.is_retryable());
        assert!(error.to_string().contains("Redis"), "{error}");
    }
    server.start_again();
    once(&stores, &budget).await;
}

#[tokio::test]
async fn a_redis_that_hangs_is_as_good_as_none() {
    let server = server!();
    let stores = server.stores().with_time_limit(SECOND / 5).unwrap();
    let budget = budget(&stores, &[(100, SECOND / 10)]);
    once(&stores, &budget).await;
    server.signal("-STOP");
    let errors = join_all((0..50).map(|_| budget.acquire(None))).await;
    for error in errors {
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Unavailable);
    }
    server.signal("-CONT");
    stores.flush().await;
    once(&stores, &budget).await;
}

#[test]
fn a_budget_without_a_runtime_says_so() {
    let stores = RedisStores::open("redis://127.0.0.1:1", "test").unwrap();
    let budget = budget(&stores, &[(1, SECOND)]);
    budget.block_for(SECOND);
    let error = futures_util::FutureExt::now_or_never(budget.acquire(None))
        .unwrap()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
}
