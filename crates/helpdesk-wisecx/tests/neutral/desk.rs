//! Pages, identifiers and raw calls.

use crate::common::{self, Answer, Stub, client, sent};
use crate::fields;
use helpdesk_core::{Client, ContactQuery, ErrorKind, PageRequest, RawRequest, Safety, TicketId};
use helpdesk_http::RetryPolicy;
use http::Method;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn pages_end_although_the_vendor_ignores_them() {
    // The same full page again and again.
    let rows: Vec<_> = (1..=10).map(|id| json!({ "id": id })).collect();
    let (ten, recorder) = client(&Stub::json(&json!({ "data": rows })));
    let page = PageRequest::first().limit(10);
    let first = ten
        .contacts()
        .list(&ContactQuery::all(), &page)
        .await
        .unwrap();
    assert_eq!(first.items.len(), 10);
    let page = PageRequest::first().limit(10).after(first.next.unwrap());
    let second = ten
        .contacts()
        .list(&ContactQuery::all(), &page)
        .await
        .unwrap();
    assert!(second.items.is_empty() && second.next.is_none());
    assert_eq!(sent(&recorder).len(), 2);

    // The whole list, whatever the limit: it is cut here.
    let (whole, _) = client(&Stub::json(&json!({ "data": rows })));
    let (mut ids, mut page) = (Vec::new(), PageRequest::first().limit(4));
    loop {
        let part = whole
            .contacts()
            .list(&ContactQuery::all(), &page)
            .await
            .unwrap();
        ids.extend(part.items.iter().map(|contact| contact.id.to_string()));
        match part.next {
            Some(next) => page = PageRequest::first().limit(4).after(next),
            None => break,
        }
    }
    assert_eq!(ids.len(), 10);
    assert_eq!((ids[0].as_str(), ids[9].as_str()), ("1", "10"));
}

#[tokio::test]
async fn identifiers_that_the_vendor_never_gives_out_are_not_found() {
    let (client, recorder) = client(&Stub::json(&json!({})));
    for id in ["TICK-2", "-1", "0", "", "5/../6", "134b7d51-0000"] {
        let error = client.tickets().get(&TicketId::new(id)).await.unwrap_err();
        assert_eq!(
            (error.kind(), fields(&error)),
            (ErrorKind::NotFound, vec!["id"]),
            "{id}"
        );
        assert_eq!(error.operation(), Some("tickets.get"));
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn raw_calls_give_back_any_status() {
    for status in [200, 204, 302, 400, 404, 409, 422, 429, 500, 501, 503] {
        for safety in [Safety::Once, Safety::Safe] {
            let answer = Answer::json(status, &json!({"message": "Case Not Found"}));
            let (client, recorder) = client(&Stub::new([answer]));
            let call = RawRequest::new(Method::PUT, "/cases/1").json(json!({}));
            let answer = client.raw(call.safety(safety)).await.unwrap();
            assert_eq!(answer.status, status);
            assert_eq!(answer.json().unwrap()["message"], "Case Not Found");
            assert_eq!(sent(&recorder).len(), 1);
        }
    }
}

#[tokio::test]
async fn raw_calls_are_signed_anew_and_repeated_before_that() {
    // A token that ran out, and one that is refused again.
    let refused = |status| Answer::json(status, &json!({"message": "Unauthorized"}));
    for status in [401, 403] {
        let good = Answer::json(200, &json!({"id": 1}));
        let (signed, recorder) = client(&Stub::new([refused(status), good]));
        let call = || RawRequest::new(Method::GET, "/cases/1").query("fields", "id");
        assert_eq!(signed.raw(call()).await.unwrap().status, 200);
        assert_eq!(recorder.requests().len(), 4, "two logins, two calls");
        let (barred, _) = client(&Stub::new([refused(status)]));
        assert_eq!(barred.raw(call()).await.unwrap().status, status);
    }
    let retry = RetryPolicy::new().with_backoff(Duration::ZERO, Duration::ZERO);
    let down = || Stub::new([Answer::text(503, "down")]);
    for (safety, calls) in [(Safety::Safe, 4), (Safety::Once, 1)] {
        let config = common::config().with_retry(retry);
        let (desk, recorder) = common::desk_with(&down(), config);
        let call = RawRequest::new(Method::GET, "/cases/1").safety(safety);
        let answer = Client::new(desk).raw(call).await.unwrap();
        assert_eq!(answer.status, 503);
        assert_eq!(sent(&recorder).len(), calls);
    }
}
