//! Retry, deadlines, classification and what reaches the wire.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use helpdesk_core::{CallOptions, Delivery, Error, ErrorKind, Operation, Safety};
use helpdesk_http::{Attempt, Call, Classify, Observe, RetryPolicy, Verdict, classify};
use http::HeaderMap;
use support::{Fake, Step, answer, answer_with, builder, pipeline, scope, slow, within};

fn read() -> Call {
    Call::get(Safety::Safe, "/things")
}

#[tokio::test(start_paused = true)]
async fn a_safe_call_is_repeated_with_growing_waits() {
    let fake = Fake::script([
        answer(503, ""),
        Step::Broken,
        Step::NoConnection,
        answer(502, ""),
    ]);
    let pipeline = pipeline(&fake);
    let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
    assert_eq!(fake.times(), [0, 250, 750, 1750]);
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.delivery(), Delivery::Answered);
    assert_eq!((error.status(), error.attempts()), (Some(502), 4));
    assert_eq!(error.vendor().unwrap().as_str(), "acme");
    assert_eq!(error.operation(), Some("contacts.get"));
}

#[tokio::test(start_paused = true)]
async fn waits_of_our_own_are_capped_and_scaled_by_chance() {
    let fake = Fake::script((0..6).map(|_| answer(500, "")));
    let policy = RetryPolicy::new()
        .with_max_attempts(6)
        .with_backoff(Duration::from_secs(1), Duration::from_secs(4));
    let pipeline = builder(&fake)
        .retry(policy)
        .jitter(Arc::new(helpdesk_http::FixedJitter(0.5)))
        .build()
        .unwrap();
    let _ = pipeline.send(read(), &scope(&pipeline)).await;
    assert_eq!(fake.times(), [0, 500, 1500, 3500, 5500, 7500]);
}

#[tokio::test(start_paused = true)]
async fn retry_after_counts_in_both_forms() {
    let fake = Fake::script([
        answer_with(429, &[("retry-after", "7")], ""),
        answer_with(
            503,
            &[
                ("date", "Tue, 06 May 2031 07:08:09 GMT"),
                ("retry-after", "Tue, 06 May 2031 07:08:20 GMT"),
            ],
            "",
        ),
        answer(200, "{}"),
    ]);
    let pipeline = pipeline(&fake);
    let answer = pipeline.send(read(), &scope(&pipeline)).await.unwrap();
    assert_eq!(fake.times(), [0, 7000, 18_000]);
    assert_eq!(answer.attempts, 3);
}

#[tokio::test(start_paused = true)]
async fn a_date_without_the_servers_own_is_compared_with_the_clock() {
    let clock = helpdesk_http::TokioClock::starting_at("2031-05-06T07:08:00Z".parse().unwrap());
    let header = [("retry-after", "Tue, 06 May 2031 07:08:09 GMT")];
    let fake = Fake::script([answer_with(429, &header, ""), answer(200, "{}")]);
    let pipeline = builder(&fake).clock(Arc::new(clock)).build().unwrap();
    pipeline.send(read(), &scope(&pipeline)).await.unwrap();
    assert_eq!(fake.times(), [0, 9000]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_past_the_deadline_or_the_policy_fails_at_once() {
    for (header, seconds) in [("30", 20), ("61", 3000)] {
        let fake = Fake::script([answer_with(429, &[("retry-after", header)], "")]);
        let pipeline = pipeline(&fake);
        let start = tokio::time::Instant::now();
        let error = pipeline
            .send(read(), &within(&pipeline, seconds))
            .await
            .unwrap_err();
        assert_eq!(start.elapsed(), Duration::ZERO);
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(error.delivery(), Delivery::Answered);
        let wait = Duration::from_secs(header.parse().unwrap());
        assert_eq!(error.retry_after(), Some(wait));
    }
}

#[tokio::test(start_paused = true)]
async fn an_absurd_wait_is_clamped() {
    let fake = Fake::script([answer_with(
        429,
        &[("retry-after", "99999999999999999999")],
        "",
    )]);
    let pipeline = pipeline(&fake);
    let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(classify::LONGEST_WAIT));
}

/// A classifier that says nothing about delivery.
#[derive(Debug)]
struct Terse;

impl Classify for Terse {
    fn classify(&self, _: &Call, status: u16, _: &HeaderMap, _: &[u8]) -> Verdict {
        Verdict::Refused(match status {
            409 => Error::new(ErrorKind::Conflict, "it is there already"),
            _ => Error::new(ErrorKind::Unavailable, "down"),
        })
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_classifier_leaves_open_is_taken_carefully() {
    let post = |safety| Call::post(safety, "/things");
    for (call, status, delivery) in [
        (post(Safety::Once), 503, Delivery::Unknown),
        (post(Safety::VerifyFirst), 400, Delivery::Unknown),
        (post(Safety::Safe), 503, Delivery::Unknown),
        (read(), 503, Delivery::Answered),
        (post(Safety::Once), 409, Delivery::Answered),
    ] {
        let fake = Fake::script([answer(status, "")]);
        let pipeline = builder(&fake)
            .classifier(Arc::new(Terse))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
        assert_eq!((error.delivery(), error.status()), (delivery, Some(status)));
    }
}

#[derive(Debug)]
struct Quota;

impl Classify for Quota {
    fn classify(&self, _: &Call, status: u16, _: &HeaderMap, _: &[u8]) -> Verdict {
        match status {
            429 => Verdict::Refused(Error::new(ErrorKind::QuotaExhausted, "the plan is used up")),
            _ => Verdict::Accepted,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_used_up_plan_is_not_tried_again() {
    let fake = Fake::script([answer_with(429, &[("retry-after", "1")], "")]);
    let pipeline = builder(&fake).classifier(Arc::new(Quota)).build().unwrap();
    let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::QuotaExhausted);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    assert_eq!(error.status(), Some(429));
}

#[tokio::test(start_paused = true)]
async fn every_safety_is_repeated_after_a_refusal_and_without_a_connection() {
    for safety in [Safety::Safe, Safety::VerifyFirst, Safety::Once] {
        let fake = Fake::script([answer(429, ""), Step::NoConnection, answer(200, "{}")]);
        let pipeline = pipeline(&fake);
        // The method says "read", and does not matter.
        let call = Call::get(safety, "/things");
        pipeline.send(call, &scope(&pipeline)).await.unwrap();
        assert_eq!(fake.count(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_safe_post_is_repeated() {
    let fake = Fake::script([answer(500, ""), answer(200, "{}")]);
    let pipeline = pipeline(&fake);
    let call = Call::post(Safety::Safe, "/search");
    pipeline.send(call, &scope(&pipeline)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_deadline_cuts_the_last_attempt_short() {
    let fake = Fake::script([Step::Silence, Step::Silence]);
    let pipeline = pipeline(&fake);
    let start = tokio::time::Instant::now();
    let error = pipeline
        .send(read(), &within(&pipeline, 50))
        .await
        .unwrap_err();
    assert_eq!(fake.times(), [0, 30_250]);
    assert_eq!(start.elapsed().as_millis(), 50_000);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn the_calls_of_one_scope_share_its_deadline() {
    let minute = Duration::from_secs(60);
    let fake = Fake::script([slow(200, "{}", minute / 3), Step::Silence]);
    let pipeline = builder(&fake).attempt_timeout(minute).build().unwrap();
    let scope = within(&pipeline, 30);
    let start = tokio::time::Instant::now();
    pipeline.send(read(), &scope).await.unwrap();
    let error = pipeline.send(read(), &scope).await.unwrap_err();
    assert_eq!(start.elapsed(), minute / 2);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // Nothing is sent after it.
    let error = pipeline.send(read(), &scope).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(fake.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_have_a_time_out_of_its_own() {
    let fake = Fake::script([Step::Silence]);
    let pipeline = pipeline(&fake);
    let start = tokio::time::Instant::now();
    let call = Call::post(Safety::Once, "/things").timeout(Duration::from_secs(3));
    let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 3);
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_counts_as_well() {
    let pieces = vec![Some("[1"), Some("]")];
    let fake = Fake::script([Step::Pieces(200, pieces, Duration::from_secs(20))]);
    let pipeline = builder(&fake).retry(RetryPolicy::never()).build().unwrap();
    let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn what_a_status_means() {
    for (status, kind) in [
        (301, ErrorKind::Config),
        (400, ErrorKind::Invalid),
        (401, ErrorKind::Unauthorized),
        (402, ErrorKind::Forbidden),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (408, ErrorKind::Unavailable),
        (409, ErrorKind::Conflict),
        (410, ErrorKind::NotFound),
        (418, ErrorKind::Invalid),
        (422, ErrorKind::Invalid),
        (425, ErrorKind::Unavailable),
        (429, ErrorKind::RateLimited),
        (501, ErrorKind::Unavailable),
        (599, ErrorKind::Unavailable),
    ] {
        let fake = Fake::script([answer(status, r#"{"message":"canary"}"#)]);
        let pipeline = builder(&fake).retry(RetryPolicy::never()).build().unwrap();
        let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status}");
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.delivery(), Delivery::Answered, "{status}");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_web_page_is_no_answer() {
    let page = "\n <!DOCTYPE HTML><title>canary</title>";
    let fake = Fake::script([answer(200, page), answer(200, page)]);
    let pipeline = pipeline(&fake);
    let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.delivery(), Delivery::Answered);
    let create = Call::post(Safety::VerifyFirst, "/things");
    let error = pipeline.send(create, &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(!format!("{error:?}").contains("canary"));
}

#[tokio::test(start_paused = true)]
async fn accepted_statuses_are_good_answers() {
    let fake = Fake::script([answer(404, "[]"), answer(404, "[]")]);
    let pipeline = pipeline(&fake);
    let scope = scope(&pipeline);
    let answer = pipeline
        .send(read().accept_status(&[404]), &scope)
        .await
        .unwrap();
    assert_eq!(answer.status, 404);
    assert!(
        pipeline
            .send(read(), &scope)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test(start_paused = true)]
async fn an_answer_beyond_the_cap_is_refused() {
    let chunk = "0123456789";
    for step in [
        answer(200, &chunk.repeat(3)),
        Step::Pieces(200, vec![Some(chunk); 3], Duration::ZERO),
    ] {
        let fake = Fake::script([step]);
        let pipeline = builder(&fake).max_body(29).build().unwrap();
        let error = pipeline.send(read(), &scope(&pipeline)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains("29 bytes"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_request_id_is_kept_if_it_is_one() {
    let fake = Fake::script([
        answer_with(400, &[("x-request-id", "abc-1")], ""),
        answer_with(400, &[("x-request-id", "no spaces")], ""),
        answer_with(200, &[("x-request-id", "abc-2")], "nothing"),
    ]);
    let pipeline = pipeline(&fake);
    let scope = scope(&pipeline);
    let error = pipeline.send(read(), &scope).await.unwrap_err();
    assert_eq!(error.request_id(), Some("abc-1"));
    let error = pipeline.send(read(), &scope).await.unwrap_err();
    assert_eq!(error.request_id(), None);
    let answer = pipeline.send(read(), &scope).await.unwrap();
    let error = answer.json::<u64>().unwrap_err();
    assert_eq!(error.request_id(), Some("abc-2"));
    assert_eq!(error.operation(), Some("contacts.get"));
}

#[tokio::test(start_paused = true)]
async fn native_calls_are_named_by_their_endpoint() {
    let fake = Fake::script([answer(404, ""), answer(404, "")]);
    let pipeline = pipeline(&fake);
    let scope = pipeline.native(&CallOptions::new());
    let error = pipeline
        .send(read().name("things.list"), &scope)
        .await
        .unwrap_err();
    assert_eq!(error.operation(), Some("things.list"));
    let error = pipeline.send(read(), &scope).await.unwrap_err();
    assert_eq!(error.operation(), Some("GET /things"));
}

#[derive(Debug, Default)]
struct Log(Mutex<Vec<String>>);

impl Observe for Log {
    fn attempt(&self, attempt: &Attempt<'_>) {
        self.0.lock().unwrap().push(format!(
            "{} {} {} {} {:?} {:?} {:?} {}",
            attempt.vendor,
            attempt.operation.map_or("-", Operation::as_str),
            attempt.endpoint,
            attempt.number,
            attempt.status,
            attempt.error,
            attempt.delivery,
            attempt.elapsed.as_millis(),
        ));
    }
}

#[tokio::test(start_paused = true)]
async fn every_attempt_is_observed() {
    let log = Arc::new(Log::default());
    let fake = Fake::script([
        Step::Broken,
        slow(503, "", Duration::from_millis(40)),
        answer(200, "{}"),
    ]);
    let pipeline = builder(&fake).observer(log.clone()).build().unwrap();
    pipeline.send(read(), &scope(&pipeline)).await.unwrap();
    let seen = log.0.lock().unwrap();
    assert_eq!(
        *seen,
        [
            "acme contacts.get GET /things 1 None Some(Transport) Unknown 0",
            "acme contacts.get GET /things 2 Some(503) Some(Unavailable) Answered 40",
            "acme contacts.get GET /things 3 Some(200) None Answered 0",
        ]
    );
}
