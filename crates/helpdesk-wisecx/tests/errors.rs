//! What every shape of error becomes.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::time::Duration;

use common::{Answer, Stub, desk, fixture, sent};
use helpdesk_core::{Delivery, Error, ErrorKind, NewContact, NewNote, TicketId};
use helpdesk_wisecx::wire;
use serde_json::json;

async fn get(answer: Answer) -> Error {
    let (desk, _) = desk(&Stub::new([answer]));
    desk.api().cases().get(5).await.unwrap_err()
}

async fn put(answer: Answer) -> Error {
    let (desk, _) = desk(&Stub::new([answer]));
    let note = desk.api().cases().add_note(5, 6101, "x").await;
    note.unwrap_err()
}

#[tokio::test]
async fn fixtures_become_kinds() {
    for (name, kind, status) in [
        ("errors/bad_request.json", ErrorKind::Invalid, 400),
        ("errors/expired_401.json", ErrorKind::Unauthorized, 401),
        ("errors/forbidden.json", ErrorKind::Forbidden, 403),
        ("errors/limit.json", ErrorKind::RateLimited, 429),
        ("errors/not_found.json", ErrorKind::NotFound, 400),
        ("errors/not_implemented.json", ErrorKind::Unsupported, 501),
        ("errors/plain_text.json", ErrorKind::Invalid, 400),
    ] {
        let error = get(fixture(name)).await;
        assert_eq!(error.kind(), kind, "{name}: {error}");
        assert_eq!(error.status(), Some(status), "{name}");
        assert_eq!(error.delivery(), Delivery::Answered, "{name}");
        assert_eq!(error.vendor().unwrap().as_str(), "wisecx", "{name}");
        assert_eq!(error.operation(), Some("cases.get"), "{name}");
        assert!(!error.to_string().contains('\n'), "{name}");
    }
    let files = std::fs::read_dir(common::fixtures().join("errors")).unwrap();
    assert_eq!(
        files.count(),
        7,
        "a new fixture belongs into the list above"
    );
}

#[tokio::test]
async fn a_missing_record_is_not_found_whatever_says_so() {
    let body = json!({"message": "Case Not Found"});
    for answer in [
        Answer::json(200, &body),
        Answer::json(400, &body),
        Answer::json(404, &body),
        Answer::json(500, &body),
        Answer::text(404, ""),
        Answer::text(400, "Not found"),
        Answer::json(400, &json!("case not found")),
        Answer::json(400, &json!({"error": "El caso no existe"})),
        Answer::json(400, &json!({"message": "No se encontró el caso"})),
        Answer::json(200, &json!({"status": "error", "message": "not found"})),
    ] {
        let (status, text) = (answer.status, answer.body.clone());
        let error = get(answer.clone()).await;
        assert_eq!(
            error.kind(),
            ErrorKind::NotFound,
            "{status} {text}: {error}"
        );
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.delivery(), Delivery::Answered, "{status} {text}");
        // A write of a missing record is as surely not done.
        let error = put(answer).await;
        assert_eq!(
            error.kind(),
            ErrorKind::NotFound,
            "{status} {text}: {error}"
        );
        assert_eq!(error.delivery(), Delivery::Answered, "{status} {text}");
    }
}

#[tokio::test]
async fn duplicates_are_conflicts_and_name_the_record_where_the_vendor_does() {
    for (answer, existing) in [
        (
            json!({"message": "The phone already belongs to a contact"}),
            None,
        ),
        (json!({"message": "El nombre ya existe"}), None),
        (json!({"message": "Duplicate name", "id": 77}), Some("77")),
    ] {
        let error = put(Answer::json(400, &answer)).await;
        assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
        assert_eq!(error.existing_id(), existing);
        assert_eq!(error.delivery(), Delivery::Answered);
    }
    assert_eq!(put(Answer::text(409, "")).await.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn limits_are_told_apart() {
    let message = |text: &str| json!({ "message": text });
    for (answer, kind) in [
        (Answer::text(429, ""), ErrorKind::RateLimited),
        (
            Answer::json(403, &message("Rate limit exceeded")),
            ErrorKind::RateLimited,
        ),
        (
            Answer::json(429, &message("Daily limit exceeded")),
            ErrorKind::QuotaExhausted,
        ),
        (
            Answer::json(403, &message("Limit exceeded: 150000 per day")),
            ErrorKind::QuotaExhausted,
        ),
        (
            Answer::json(403, &message("Unauthorized")),
            ErrorKind::Forbidden,
        ),
    ] {
        let text = answer.body.clone();
        assert_eq!(get(answer).await.kind(), kind, "{text}");
    }
    let error = get(Answer::text(429, "").header("retry-after", "17")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn failures_of_writes_leave_it_open_and_failures_of_reads_do_not() {
    for status in [500, 502, 503] {
        let error = put(Answer::text(status, "oops")).await;
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert_eq!(error.delivery(), Delivery::Unknown);
        let error = get(Answer::text(status, "oops")).await;
        assert_eq!(error.delivery(), Delivery::Answered);
    }
    // What is not implemented was not done.
    let error = put(Answer::text(501, "")).await;
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.delivery(), Delivery::Answered);
}

#[tokio::test]
async fn codes_are_kept_and_pages_are_named() {
    let error = get(Answer::text(400, "EXPORT_NOT_FOUND")).await;
    assert_eq!(error.vendor_code(), Some("EXPORT_NOT_FOUND"));
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = get(Answer::json(400, &json!({"message": "BAD_GROUP"}))).await;
    assert_eq!(error.vendor_code(), Some("BAD_GROUP"));
    let error = get(Answer::text(200, "<!DOCTYPE html><p>log in")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("base URL"), "{error}");
    let error = get(Answer::text(302, "")).await;
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn the_vendors_sentence_is_shown_and_nothing_personal() {
    let body = json!({
        "message": "The field group_id is required for ada@people.example at +55 00 95550-0001",
        "input": "canary-in-the-body",
    });
    let shown = |error: Error| format!("{error} {error:?}");
    let text = shown(get(Answer::json(400, &body)).await);
    assert!(text.contains("group_id is required"), "{text}");
    for secret in ["ada@", "95550", "canary", common::KEY, common::TOKEN] {
        assert!(!text.contains(secret), "{text}");
    }
    // Nothing says what a plain text may hold.
    let text = shown(get(Answer::text(400, "canary of a plain text")).await);
    assert!(!text.contains("canary"), "{text}");
}

#[tokio::test]
async fn lists_without_rows_are_empty_although_the_vendor_calls_it_an_error() {
    let none = Answer::json(400, &json!({"message": "Survey Responses Not Found"}));
    let (desk, _) = desk(&Stub::new([none]));
    let all = helpdesk_wisecx::api::ListRequest::default();
    assert!(
        desk.api()
            .surveys()
            .responses(1, &all)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(
        desk.api()
            .contacts()
            .list(&all)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    // The survey itself, or the address, is another matter.
    for answer in [
        Answer::json(400, &json!({"message": "Survey Not Found"})),
        Answer::text(404, ""),
    ] {
        let (desk, _) = common::desk(&Stub::new([answer]));
        let error = desk.api().surveys().responses(1, &all).await.unwrap_err();
        assert!(error.is_not_found());
        let activities = desk.api().cases().activities(1, &all).await;
        assert!(activities.unwrap_err().is_not_found());
    }
    let (desk, _) = common::desk(&Stub::new([Answer::text(404, "")]));
    assert!(desk.api().contacts().list(&all).await.is_err());
}

#[tokio::test]
async fn what_fails_after_a_write_says_that_it_may_have_been_written() {
    let (client, recorder) = common::client(&Stub::new([
        Answer::json(200, &json!({"case_id": 5, "activities": [{"id": 9}]})),
        Answer::text(503, ""),
    ]));
    let note = NewNote::new(TicketId::new("5"), "x");
    let error = client.messages().add_note(&note).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(sent(&recorder).len(), 2);

    let (client, _) = common::client(&Stub::new([
        Answer::json(200, &json!({"data": []})),
        Answer::json(200, &json!({"id": 5})),
        Answer::text(400, ""),
    ]));
    let new = NewContact::new().document("AB-99/7");
    let error = client.contacts().create(&new).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);

    // So does an answer without the record, which is a good one for the pipeline.
    for body in [json!({}), json!(null), json!({"data": []})] {
        let (client, _) = common::client(&Stub::new([
            Answer::json(200, &json!({"data": []})),
            Answer::json(200, &json!({"id": 5})),
            Answer::json(200, &body),
        ]));
        let error = client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(error.delivery(), Delivery::Unknown, "{body}");
    }
}

#[tokio::test]
async fn an_unknown_delivery_of_a_create_is_looked_up() {
    // The clock stands still, so the wait before the look-up has to be none.
    let never = helpdesk_http::RetryPolicy::never().with_settle(Duration::ZERO);
    let found = json!([{"id": 5, "contact_id": 7, "subject": "Spare lid",
        "created_at": "2031-05-06 07:08:10"}]);
    let older = json!([{"id": 4, "contact_id": 7, "subject": "Spare lid",
        "created_at": "2031-05-06 07:00:00"}]);
    let new = wire::NewCase::builder()
        .group_id(701)
        .source_channel(wire::SourceChannel::Web)
        .subject("Spare lid")
        .activities(vec![
            wire::NewActivity::builder()
                .kind(wire::ActivityKind::ContactMessage)
                .content("x")
                .contact_from(wire::Recipient::by_id(7))
                .build(),
        ])
        .build();

    let stub = Stub::new([Answer::text(503, ""), Answer::json(200, &found)]);
    let (desk, recorder) = common::desk_with(&stub, common::config().with_retry(never));
    let made = desk.api().cases().create(&new).await.unwrap();
    assert_eq!(made.wire.case_id, 5);
    assert_eq!(sent(&recorder).len(), 2);

    // An older one of the same subject is not it: the case is sent again, once.
    let stub = Stub::new([
        Answer::text(503, ""),
        Answer::json(200, &older),
        Answer::json(200, &json!({"case_id": 6})),
    ]);
    let (desk, recorder) = common::desk_with(&stub, common::config().with_retry(never));
    let made = desk.api().cases().create(&new).await.unwrap();
    assert_eq!(made.wire.case_id, 6);
    let methods: Vec<_> = sent(&recorder).iter().map(|r| r.method.clone()).collect();
    assert_eq!(methods, ["POST", "GET", "POST"]);

    // Without a contact it could be found by, the failure stands.
    let mut nobody = new.clone();
    let stranger = wire::Recipient::builder().email("ada@people.example");
    nobody.activities[0].contact_from = Some(stranger.build());
    let (desk, recorder) = common::desk_with(
        &Stub::new([Answer::text(503, "")]),
        common::config().with_retry(never),
    );
    let error = desk.api().cases().create(&nobody).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(sent(&recorder).len(), 1);

    // A message is never sent twice.
    let (desk, recorder) = common::desk_with(&Stub::new([Answer::text(503, "")]), common::config());
    let error = desk.api().cases().add_note(1, 2, "x").await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(sent(&recorder).len(), 1);
}
