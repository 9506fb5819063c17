//! Creates: never blindly twice.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use helpdesk_core::{Delivery, Error, ErrorKind, Result, Safety};
use helpdesk_http::{Call, Pipeline, Scope};
use support::{Fake, Step, answer, answer_with, pipeline, scope, within};

fn call(safety: Safety) -> Call {
    Call::post(safety, "/contacts").json(&serde_json::json!({"phone": "x"}))
}

fn id(answer: &helpdesk_http::Answer) -> Result<u64> {
    answer.json()
}

/// An adapter's method, as object-safe traits have it: the future has to be `Send`.
#[async_trait]
trait Contacts {
    async fn create(&self, phone: &str) -> Result<u64>;
}

struct Adapter {
    pipeline: Pipeline,
    scope: Scope,
    lookups: AtomicU32,
}

impl Adapter {
    async fn find(&self, phone: &str) -> Result<Option<u64>> {
        self.lookups.fetch_add(1, Ordering::SeqCst);
        let call = Call::get(Safety::Safe, "/contacts").query("phone", phone);
        let found: Vec<u64> = self.pipeline.send(call, &self.scope).await?.json()?;
        Ok(found.first().copied())
    }
}

#[async_trait]
impl Contacts for Adapter {
    async fn create(&self, phone: &str) -> Result<u64> {
        let lookup = || async { self.find(phone).await };
        self.pipeline
            .create(call(Safety::VerifyFirst), &self.scope, id, lookup)
            .await
    }
}

fn adapter(fake: &std::sync::Arc<Fake>) -> Adapter {
    let pipeline = pipeline(fake);
    Adapter {
        scope: scope(&pipeline),
        pipeline,
        lookups: AtomicU32::new(0),
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_vendor_made_is_found_and_not_made_again() {
    for unknown in [Step::Broken, Step::Silence, answer(502, "")] {
        let fake = Fake::script([unknown, answer(200, "[7]")]);
        assert_eq!(adapter(&fake).create("x").await.unwrap(), 7);
        let seen = fake.seen.lock().unwrap();
        let methods: Vec<_> = seen.iter().map(|seen| seen.method.as_str()).collect();
        assert_eq!(methods, ["POST", "GET"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_surely_not_there_is_sent_once_more_and_no_oftener() {
    let fake = Fake::script([Step::Broken, answer(200, "[]"), answer(201, "8")]);
    assert_eq!(adapter(&fake).create("x").await.unwrap(), 8);

    let fake = Fake::script([
        Step::Broken,
        answer(200, "[]"),
        Step::Broken,
        answer(200, "[]"),
    ]);
    let error = adapter(&fake).create("x").await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_second_unknown_is_looked_up_as_well() {
    let fake = Fake::script([
        Step::Broken,
        answer(200, "[]"),
        Step::Silence,
        answer(200, "[9]"),
    ]);
    assert_eq!(adapter(&fake).create("x").await.unwrap(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_failed_lookup_leaves_the_first_error() {
    let fake = Fake::script([Step::Broken, answer(403, "")]);
    let error = adapter(&fake).create("x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(fake.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_surely_was_not_carried_out_is_simply_tried_again() {
    let fake = Fake::script([
        Step::NoConnection,
        answer_with(429, &[("retry-after", "2")], ""),
        answer(201, "3"),
    ]);
    let adapter = adapter(&fake);
    assert_eq!(adapter.create("x").await.unwrap(), 3);
    assert_eq!(adapter.lookups.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_goes_once_is_never_looked_up() {
    let fake = Fake::script([Step::Broken]);
    let pipeline = pipeline(&fake);
    let scope = scope(&pipeline);
    let error = pipeline
        .create(call(Safety::Once), &scope, id, || async {
            Err(Error::new(ErrorKind::Internal, "looked up"))
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn without_time_for_a_lookup_the_error_comes_at_once() {
    let fake = Fake::script([Step::Silence]);
    let pipeline = pipeline(&fake);
    let scope = within(&pipeline, 5);
    let error = pipeline
        .create(call(Safety::VerifyFirst), &scope, id, || async {
            Ok(Some(1))
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn sending_directly_never_repeats_an_unknown_delivery() {
    for safety in [Safety::VerifyFirst, Safety::Once] {
        for unknown in [
            Step::Broken,
            Step::Silence,
            answer(500, ""),
            answer(503, ""),
            Step::Pieces(201, vec![Some("{"), None], std::time::Duration::ZERO),
        ] {
            let fake = Fake::script([unknown]);
            let pipeline = pipeline(&fake);
            let error = pipeline
                .send(call(safety), &scope(&pipeline))
                .await
                .unwrap_err();
            assert_eq!(error.delivery(), Delivery::Unknown, "{error:?}");
            assert_eq!(error.attempts(), 1);
        }
    }
}
