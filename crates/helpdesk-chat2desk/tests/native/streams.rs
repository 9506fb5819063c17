//! Lists row by row.

use crate::common::Canned;
use futures_util::{StreamExt as _, TryStreamExt as _};
use helpdesk_chat2desk::api::{
    ListClients, ListDialogs, ListMessages, ListOperators, ListPage, ListTickets, WebAnalyticsQuery,
};
use helpdesk_chat2desk::wire;
use helpdesk_core::ErrorKind;
use helpdesk_testkit::transport::Expect;
use helpdesk_testkit::{Recorder, ScriptedTransport};
use serde_json::{Value, json};

use crate::scripted;

fn page(ids: impl Iterator<Item = u64>, meta: &Value) -> Value {
    let rows: Vec<Value> = ids.map(|id| json!({ "id": id, "label": "x" })).collect();
    json!({ "data": rows, "meta": meta, "status": "success" })
}

#[tokio::test]
async fn a_stream_reads_page_after_page() {
    let meta = json!({ "total": "5", "limit": 2 });
    let script = ScriptedTransport::new()
        .expect(
            Expect::get("/v1/tags")
                .query("limit", "200")
                .answer(200, &page(1..=2, &meta)),
        )
        // A row moved on while the list was read: it comes once.
        .expect(
            Expect::get("/v1/tags")
                .query("offset", "2")
                .answer(200, &page(2..=3, &meta)),
        )
        .expect(
            Expect::get("/v1/tags")
                .query("offset", "4")
                .answer(200, &page(4..=4, &meta)),
        );
    let desk = scripted(&script);
    let mut rows = desk.api().tags().stream();
    let mut ids = Vec::new();
    while let Some(row) = rows.try_next().await.unwrap() {
        ids.push(row.wire.id);
        if ids.len() == 4 {
            break;
        }
    }
    assert_eq!(ids, ["1", "2", "3", "4"]);
    assert!(rows.next().await.is_none());
    script.assert_done();
}

#[tokio::test]
async fn a_stream_of_a_page_that_comes_again_ends() {
    let again = || page(1..=2, &json!({ "total": 9, "limit": 2 }));
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/tags").answer(200, &again()))
        .expect(
            Expect::get("/v1/tags")
                .query("offset", "2")
                .answer(200, &again()),
        );
    let desk = scripted(&script);
    let mut rows = desk.api().tags().stream();
    assert_eq!(rows.next().await.unwrap().unwrap().wire.id, "1");
    assert_eq!(rows.next().await.unwrap().unwrap().wire.id, "2");
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(rows.next().await.is_none(), "after an error it is over");
    script.assert_done();
}

#[tokio::test]
async fn a_stream_of_messages_steps_by_identifier() {
    let messages = |ids: &[u64]| page(ids.iter().copied(), &json!({ "total": 3, "limit": 2 }));
    let script = ScriptedTransport::new()
        .expect(
            Expect::get("/v1/messages")
                .query("client_id", "7")
                .query("limit", "2")
                .answer(200, &messages(&[11, 14])),
        )
        .expect(
            Expect::get("/v1/messages")
                .query("client_id", "7")
                .query("start_id", "15")
                .answer(200, &messages(&[15])),
        );
    let desk = scripted(&script);
    let query = ListMessages::builder().client_id("7").limit(2).build();
    let rows: Vec<_> = desk
        .api()
        .messages()
        .stream(&query)
        .try_collect()
        .await
        .unwrap();
    let ids: Vec<&str> = rows.iter().map(|row| row.wire.id.as_str()).collect();
    assert_eq!(ids, ["11", "14", "15"]);
    script.assert_done();
}

/// Every list that has pages has a stream, with the same filters.
#[tokio::test]
async fn streams_ask_what_lists_ask() {
    let recorder = Recorder::new(Canned::new(200, r#"{"data":[]}"#).transport());
    let api = crate::common::desk(recorder.transport()).api().clone();
    let clients = ListClients::builder()
        .phone("9")
        .page(ListPage::new(50, 100))
        .build();
    api.clients().list(&clients).await.unwrap();
    assert!(api.clients().stream(&clients).next().await.is_none());
    let [list, stream] = recorder.requests().try_into().unwrap();
    assert_eq!(list.url(), stream.url());

    recorder.forget();
    assert!(api.channels().stream().next().await.is_none());
    assert!(api.countries().stream().next().await.is_none());
    assert!(api.regions().stream().next().await.is_none());
    assert!(api.templates().stream().next().await.is_none());
    assert!(
        api.dialogs()
            .stream(&ListDialogs::default())
            .next()
            .await
            .is_none()
    );
    assert!(
        api.operators()
            .stream(&ListOperators::default())
            .next()
            .await
            .is_none()
    );
    assert!(
        api.tickets()
            .stream(&ListTickets::default())
            .next()
            .await
            .is_none()
    );
    let visits = WebAnalyticsQuery::default();
    assert!(
        api.web_analytics_data()
            .stream(&visits)
            .next()
            .await
            .is_none()
    );
    let mut reports = api
        .statistics()
        .report_stream::<wire::RequestStats>("2031-05-05");
    assert!(reports.next().await.is_none());
    assert!(api.webhooks().stream().next().await.is_none());
    assert!(api.operators_groups().stream().next().await.is_none());
    assert!(api.access_rights().stream().next().await.is_none());
    assert!(api.custom_client_fields().stream().next().await.is_none());
    let paths: Vec<String> = recorder
        .requests()
        .iter()
        .map(|one| one.path.clone())
        .collect();
    let wanted = [
        "channels",
        "countries",
        "regions",
        "templates",
        "dialogs",
        "operators",
        "tickets",
        "web_analytics_data",
        "statistics",
        "webhooks",
        "operators_groups",
        "access_rights",
        "custom_client_fields",
    ];
    assert_eq!(paths, wanted.map(|name| format!("/v1/{name}")));
}
