//! Lists of a vendor that keeps its word about paging, and of one that does not.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::Canned;
use helpdesk_core::{Client, ContactQuery, ErrorKind, MessageTarget, PageRequest};
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::{Value, json};

fn rows(ids: impl Iterator<Item = u64>, total: &Value, limit: u64) -> Value {
    let rows: Vec<Value> = ids
        .map(|id| json!({"id": id, "phone": "999000777101"}))
        .collect();
    json!({"data": rows, "meta": {"total": total, "limit": limit, "offset": 0}, "status": "success"})
}

fn client(script: &ScriptedTransport) -> Client {
    Client::new(common::desk(script.transport()))
}

#[tokio::test]
async fn a_lowered_limit_is_stepped_by() {
    let script = ScriptedTransport::new()
        .expect(
            Expect::get("/v1/clients")
                .query("limit", "50")
                .answer(200, &rows(1..=20, &json!("45"), 20)),
        )
        .expect(
            Expect::get("/v1/clients")
                .query("offset", "20")
                .answer(200, &rows(21..=40, &json!("45"), 20)),
        )
        .expect(
            Expect::get("/v1/clients")
                .query("offset", "40")
                .answer(200, &rows(41..=45, &json!("45"), 20)),
        );
    let desk = client(&script);
    let mut page = PageRequest::first().limit(50);
    let mut seen = 0;
    loop {
        let got = desk
            .contacts()
            .list(&ContactQuery::all(), &page)
            .await
            .unwrap();
        assert_eq!(got.total, Some(45));
        seen += got.items.len();
        match got.next {
            Some(next) => page = PageRequest::first().limit(50).after(next),
            None => break,
        }
    }
    assert_eq!(seen, 45);
    script.assert_done();
}

#[tokio::test]
async fn pages_ahead_are_known_from_the_total() {
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients").answer(200, &rows(1..=10, &json!(95), 10)));
    let desk = client(&script);
    let page = PageRequest::first().limit(10);
    let got = desk
        .contacts()
        .list(&ContactQuery::all(), &page)
        .await
        .unwrap();
    assert!(got.next.is_some());
    assert_eq!(got.ahead.len(), 8);
}

#[tokio::test]
async fn a_total_ends_nothing() {
    // A full page that reaches the total goes on; a short one that does not, as well.
    for (ids, total, goes_on) in [
        (1..=10, json!(10), true),
        (1..=10, json!(null), true),
        (1..=5, json!(23), true),
        (1..=5, json!(5), false),
        (1..=5, json!(null), false),
        (0..=0, json!(23), true),
    ] {
        let canned = Canned::new(200, rows(ids.clone(), &total, 10).to_string());
        let desk = Client::new(common::desk(canned.transport()));
        let page = PageRequest::first().limit(10);
        let got = desk
            .contacts()
            .list(&ContactQuery::all(), &page)
            .await
            .unwrap();
        assert_eq!(got.next.is_some(), goes_on, "{ids:?} of {total}");
    }
}

#[tokio::test]
async fn an_empty_page_is_the_end() {
    let canned = Canned::new(200, rows(std::iter::empty(), &json!(23), 10).to_string());
    let desk = Client::new(common::desk(canned.transport()));
    let got = desk
        .contacts()
        .list(&ContactQuery::all(), &PageRequest::first())
        .await
        .unwrap();
    assert!(got.next.is_none());
}

/// A server that ignores the offset gives the same page for ever.
#[tokio::test]
async fn an_ignored_offset_ends() {
    for (total, incomplete) in [(json!(null), false), (json!(10), false), (json!(500), true)] {
        let canned = Canned::new(200, rows(1..=10, &total, 10).to_string());
        let desk = Client::new(common::desk(canned.transport()));
        let page = PageRequest::first().limit(10);
        let first = desk
            .contacts()
            .list(&ContactQuery::all(), &page)
            .await
            .unwrap();
        let page = page.after(first.next.unwrap());
        let second = desk.contacts().list(&ContactQuery::all(), &page).await;
        if incomplete {
            assert_eq!(second.unwrap_err().kind(), ErrorKind::Decode);
        } else {
            let second = second.unwrap();
            assert!(second.items.is_empty() && second.next.is_none());
        }
    }
}

fn messages(ids: impl Iterator<Item = u64>, meta: bool) -> Value {
    let rows: Vec<Value> = ids
        .map(|id| json!({"id": id, "type": "from_client", "text": "x", "client_id": 7}))
        .collect();
    if meta {
        json!({"data": rows, "meta": {"total": 500, "limit": 3, "offset": 0}})
    } else {
        Value::Array(rows)
    }
}

#[tokio::test]
async fn messages_go_on_behind_the_highest() {
    let script = ScriptedTransport::new()
        .expect(
            Expect::get("/v1/messages")
                .query("client_id", "7")
                .query("limit", "3")
                .exact_query()
                .answer(200, &messages([11, 12, 17].into_iter(), false)),
        )
        .expect(
            Expect::get("/v1/messages")
                .query("start_id", "18")
                .answer(200, &messages([18, 20].into_iter(), false)),
        )
        .expect(
            Expect::get("/v1/messages")
                .query("start_id", "21")
                .answer(200, &messages(std::iter::empty(), false)),
        );
    let desk = client(&script);
    let target = MessageTarget::Contact("7".into());
    let mut page = PageRequest::first().limit(3);
    let mut seen = Vec::new();
    loop {
        let got = desk.messages().list(&target, &page).await.unwrap();
        seen.extend(got.items.into_iter().map(|m| m.id.as_str().to_owned()));
        match got.next {
            Some(next) => page = PageRequest::first().limit(3).after(next),
            None => break,
        }
    }
    assert_eq!(seen, ["11", "12", "17", "18", "20"]);
    script.assert_done();
}

/// With the size that the vendor applied, a short page is known to be the last: that saves a request.
#[tokio::test]
async fn a_short_page_of_messages_is_the_last() {
    let canned = Canned::new(200, messages([11, 12].into_iter(), true).to_string());
    let desk = Client::new(common::desk(canned.transport()));
    let target = MessageTarget::Contact("7".into());
    let page = PageRequest::first().limit(3);
    let got = desk.messages().list(&target, &page).await.unwrap();
    assert!(got.next.is_none());
}

/// A server that ignores where to begin gives the same messages for ever.
#[tokio::test]
async fn an_ignored_start_ends() {
    let canned = Canned::new(200, messages([11, 12, 13].into_iter(), false).to_string());
    let desk = Client::new(common::desk(canned.transport()));
    let target = MessageTarget::Contact("7".into());
    let page = PageRequest::first().limit(3);
    let first = desk.messages().list(&target, &page).await.unwrap();
    assert_eq!(first.items.len(), 3);
    let page = page.after(first.next.unwrap());
    let second = desk.messages().list(&target, &page).await.unwrap();
    assert!(second.items.is_empty() && second.next.is_none());
}
