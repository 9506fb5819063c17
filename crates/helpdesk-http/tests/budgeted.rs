//! Budgets in the pipeline.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use helpdesk_core::{Delivery, ErrorKind, Safety};
use helpdesk_http::{Budget, Call, TokioClock, Window};
use support::{Fake, Step, answer, answer_with, builder, scope, within};

fn budget(limit: u32, seconds: u64) -> Budget {
    let window = Window::new(limit, Duration::from_secs(seconds));
    Budget::new("test", Arc::new(TokioClock::new()), [window])
}

fn read() -> Call {
    Call::get(Safety::Safe, "/things")
}

#[tokio::test(start_paused = true)]
async fn every_attempt_takes_a_slot() {
    let fake = Fake::script([answer(500, ""), answer(500, ""), answer(200, "{}")]);
    let pipeline = builder(&fake).budget(budget(2, 10)).build().unwrap();
    pipeline.send(read(), &scope(&pipeline)).await.unwrap();
    assert_eq!(fake.times(), [0, 250, 10_000]);
}

#[tokio::test(start_paused = true)]
async fn no_slot_before_the_deadline_fails_at_once_and_nothing_is_sent() {
    let fake = Fake::script([answer(200, "{}")]);
    let pipeline = builder(&fake).budget(budget(1, 30)).build().unwrap();
    pipeline.send(read(), &scope(&pipeline)).await.unwrap();
    let start = tokio::time::Instant::now();
    let error = pipeline
        .send(read(), &within(&pipeline, 20))
        .await
        .unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!(error.operation(), Some("contacts.get"));
}

#[tokio::test(start_paused = true)]
async fn a_charged_call_takes_a_slot_of_its_bucket_too() {
    let fake = Fake::responding(|_, _| answer(200, "{}"));
    let pipeline = builder(&fake)
        .budget(budget(100, 10))
        .bucket("messages", budget(1, 90))
        .bucket("others", budget(1, 90))
        // The last of a name is the one that counts.
        .bucket("messages", budget(1, 5))
        .build()
        .unwrap();
    let scope = &scope(&pipeline);
    let messages = (0..3).map(|_| pipeline.send(read().charge("messages"), scope));
    let reads = (0..3).map(|_| pipeline.send(read(), scope));
    tokio::join!(join_all(messages), join_all(reads));
    assert_eq!(fake.times(), [0, 0, 0, 0, 5000, 10_000]);
}

#[tokio::test(start_paused = true)]
async fn calls_waiting_for_a_bucket_leave_the_common_budget_to_others() {
    let fake = Fake::responding(|_, _| answer(200, "{}"));
    let pipeline = builder(&fake)
        .budget(budget(3, 1000))
        .bucket("messages", budget(1, 500))
        .build()
        .unwrap();
    let scope =
        &pipeline.native(&helpdesk_core::CallOptions::new().with_timeout(Duration::from_secs(400)));
    let message = || pipeline.send(read().charge("messages"), scope);
    message().await.unwrap();
    let patient = helpdesk_core::CallOptions::new().with_timeout(Duration::from_secs(9000));
    let patient = &pipeline.native(&patient);
    let mut stuck = Box::pin(pipeline.send(read().charge("messages"), patient));
    assert!(futures_util::FutureExt::now_or_never(&mut stuck).is_none());
    pipeline.send(read(), scope).await.unwrap();
    pipeline.send(read(), scope).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn when_the_vendor_says_wait_everyone_waits() {
    let fake = Fake::script([
        answer_with(429, &[("retry-after", "9")], ""),
        answer(200, "{}"),
        answer(200, "{}"),
    ]);
    let pipeline = builder(&fake).budget(budget(100, 1)).build().unwrap();
    let scope = &scope(&pipeline);
    let later = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        pipeline.send(read(), scope).await
    };
    let (first, later) = tokio::join!(pipeline.send(read(), scope), later);
    first.unwrap();
    later.unwrap();
    assert_eq!(fake.times(), [0, 9000, 9000]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_holds_its_slot_for_the_window_and_the_grace() {
    let fake = Fake::script([Step::Silence, answer(200, "{}")]);
    let pipeline = builder(&fake).budget(budget(1, 30)).build().unwrap();
    let scope = scope(&pipeline);
    let second = Duration::from_secs(1);
    let dropped = tokio::time::timeout(second, pipeline.send(read(), &scope)).await;
    assert!(dropped.is_err());
    pipeline.send(read(), &scope).await.unwrap();
    assert_eq!(fake.times(), [0, 41_000]);
}
