//! What a failure says of a write, calls that take any status, and turns.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::time::Duration;

use helpdesk_core::{CallOptions, Delivery, Error, ErrorKind, Operation, Safety};
use helpdesk_http::{Answer, Call, Turns, gone_is_done};
use support::{Fake, Step, answer, answer_with, builder, pipeline, scope};

fn read() -> Call {
    Call::get(Safety::Safe, "/things/1")
}

fn write() -> Call {
    Call::put(Safety::Safe, "/things/1")
}

async fn sent(call: Call, steps: impl IntoIterator<Item = Step>) -> Result<Answer, Error> {
    let fake = Fake::script(steps);
    let pipeline = pipeline(&fake);
    pipeline.send(call, &scope(&pipeline)).await
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_yes_to_a_write_leaves_unknown_what_was_done() {
    for (call, expected) in [
        (read(), Delivery::Answered),
        (write(), Delivery::Unknown),
        (Call::post(Safety::Once, "/things"), Delivery::Unknown),
        (Call::get(Safety::Once, "/begin"), Delivery::Unknown),
    ] {
        let answer = sent(call, [answer(200, r#"{"id": "#)]).await.unwrap();
        let error = answer.json::<u64>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.delivery(), expected, "{error}");
    }
    // What the vendor refused it did not do, however it says so.
    let refused = sent(write().accept_status(&[404]), [answer(404, "?")]);
    let error = refused.await.unwrap().json::<u64>().unwrap_err();
    assert_eq!(error.delivery(), Delivery::Answered);
}

#[tokio::test(start_paused = true)]
async fn a_yes_that_is_too_long_to_read_leaves_it_unknown_as_well() {
    for (call, expected) in [(read(), Delivery::Answered), (write(), Delivery::Unknown)] {
        let fake = Fake::script([answer(200, &"x".repeat(2048))]);
        let pipeline = builder(&fake).max_body(1024).build().unwrap();
        let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.delivery(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_failing_vendor_may_have_carried_out_a_write() {
    let failing = || (0..4).map(|_| answer(500, ""));
    let error = sent(read(), failing()).await.unwrap_err();
    assert_eq!(
        (error.delivery(), error.attempts()),
        (Delivery::Answered, 4)
    );
    let error = sent(write(), failing()).await.unwrap_err();
    assert_eq!((error.delivery(), error.attempts()), (Delivery::Unknown, 4));
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_try_may_have_done_is_not_forgotten() {
    for earlier in [Step::Broken, answer(502, "")] {
        let error = sent(write(), [earlier, answer(400, "{}")]).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.delivery(), Delivery::Unknown);
    }
    let unsent = sent(
        write(),
        [
            Step::Broken,
            Step::NoConnection,
            Step::NoConnection,
            Step::NoConnection,
        ],
    );
    assert_eq!(unsent.await.unwrap_err().delivery(), Delivery::Unknown);
    // A refusal that nothing came before, or only refusals, is a plain one.
    for earlier in [
        Step::NoConnection,
        answer_with(429, &[("retry-after", "1")], ""),
    ] {
        let error = sent(write(), [earlier, answer(400, "{}")]).await;
        assert_eq!(error.unwrap_err().delivery(), Delivery::Answered);
    }
    let error = sent(read(), [Step::Broken, answer(404, "{}")]).await;
    assert_eq!(error.unwrap_err().delivery(), Delivery::Answered);
}

#[tokio::test(start_paused = true)]
async fn a_removal_whose_answer_was_lost_is_done_when_nothing_is_left() {
    let remove = || Call::delete(Safety::Safe, "/things/1");
    let lost = sent(remove(), [Step::Broken, answer(404, "")]).await;
    assert!(gone_is_done(lost).unwrap().is_none());
    let there = sent(remove(), [Step::Broken, answer(204, "")]).await;
    assert!(gone_is_done(there).unwrap().is_some());
    let never = sent(remove(), [answer(404, "")]).await;
    assert_eq!(gone_is_done(never).unwrap_err().kind(), ErrorKind::NotFound);
    let other = sent(remove(), [Step::Broken, answer(403, "")]).await;
    assert_eq!(
        gone_is_done(other).unwrap_err().kind(),
        ErrorKind::Forbidden
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_any_status_gets_the_last_answer() {
    let raw = || read().accept_any_status();
    let failing = (0..4).map(|number| answer(503, &number.to_string()));
    let last = sent(raw(), failing).await.unwrap();
    assert_eq!(
        (last.status, &last.body[..], last.attempts),
        (503, &b"3"[..], 4)
    );
    let refused = sent(raw(), [answer(401, "no")]).await.unwrap();
    assert_eq!((refused.status, &refused.body[..]), (401, &b"no"[..]));
    let missing = sent(raw(), [answer(404, "none")]).await.unwrap();
    assert_eq!(missing.status, 404);
    let limited = [answer(429, ""), answer(200, "{}")];
    assert_eq!(sent(raw(), limited).await.unwrap().status, 200);
    // Without an answer there is none to give.
    let gone = sent(raw(), (0..4).map(|_| Step::NoConnection)).await;
    assert_eq!(gone.unwrap_err().kind(), ErrorKind::Transport);
}

#[tokio::test(start_paused = true)]
async fn one_change_of_a_record_at_a_time_within_the_time_there_is() {
    let fake = Fake::script([]);
    let pipeline = pipeline(&fake);
    let clock = pipeline.clock();
    let turns = Turns::default();
    let short = CallOptions::new().with_timeout(Duration::from_secs(2));
    let short = pipeline.scope(Operation::TagsAttachContact, &short);

    let first = turns.take("1", &short, &**clock).await.unwrap();
    let _other = turns.take("2", &short, &**clock).await.unwrap();
    let late = turns.take("1", &short, &**clock).await.unwrap_err();
    assert_eq!(late.kind(), ErrorKind::Timeout);
    assert_eq!(late.delivery(), Delivery::NotSent);

    let long = scope(&pipeline);
    let (held, ()) = tokio::join!(turns.take("1", &long, &**clock), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        drop(first);
    });
    let _held = held.unwrap();
    assert_eq!(format!("{turns:?}"), "Turns { .. }");
}

#[tokio::test(start_paused = true)]
async fn after_an_accepted_write_no_failure_claims_that_nothing_was_done() {
    let options = CallOptions::new();
    for (operation, expected) in [
        (Operation::ContactsUpdate, Delivery::Unknown),
        // A search by `PUT` is no write.
        (Operation::ContactsGet, Delivery::Answered),
    ] {
        let fake = Fake::script([answer(200, "1"), answer(403, ""), answer(200, "?")]);
        let pipeline = pipeline(&fake);
        let scope = pipeline.scope(operation, &options);
        pipeline.send(write(), &scope).await.unwrap();
        let refused = pipeline.send(read(), &scope.clone()).await.unwrap_err();
        assert_eq!(refused.delivery(), expected);
        let unreadable = pipeline.send(read(), &scope).await.unwrap();
        let unreadable = unreadable.json::<u64>().unwrap_err();
        let own = scope
            .failure(Error::new(ErrorKind::NotFound, "gone").with_delivery(Delivery::Answered));
        assert_eq!(own.delivery(), expected);
        if operation.writes() {
            assert_eq!(unreadable.delivery(), Delivery::Unknown);
        }
    }
    // A write that was refused is none.
    let fake = Fake::script([answer(400, ""), answer(404, "")]);
    let pipeline = pipeline(&fake);
    let scope = pipeline.scope(Operation::ContactsUpdate, &options);
    let any = write().accept_any_status();
    assert_eq!(pipeline.send(any, &scope).await.unwrap().status, 400);
    let error = pipeline.send(read(), &scope).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Answered);
}
