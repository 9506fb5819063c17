//! What answers mean in neutral terms, and what happens to those that do not fit.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Answer, Stub, client, desk, fixture};
use helpdesk_core::{
    AgentId, ContactId, ContactQuery, DepartmentId, MessageTarget, Page, PageRequest, Priority,
    StatusCategory, TagQuery, TagScope, TicketId, TicketPriority, TicketQuery, TicketStatus,
};
use helpdesk_core::{CallOptions, Helpdesk};
use helpdesk_wisecx::api::ListRequest;
use helpdesk_wisecx::wire;
use serde_json::{Value, json};

const OPTIONS: CallOptions = CallOptions::new();

fn shown<T: serde::Serialize>(page: &Page<T>) -> Value {
    json!({ "items": page.items, "more": page.next.is_some(), "total": page.total })
}

/// What a desk makes of a fixture, in neutral terms.
async fn neutral(name: &str) -> Value {
    let (desk, _) = desk(&Stub::new([fixture(name)]));
    let first = PageRequest::first();
    let (contacts, tickets) = (desk.contacts().unwrap(), desk.tickets().unwrap());
    let (tags, messages) = (desk.tags().unwrap(), desk.messages().unwrap());
    let directory = desk.directory().unwrap();
    let case = MessageTarget::Ticket(TicketId::new("1410001"));
    match name {
        "contacts/list.json" | "contacts/list_last_page.json" => {
            let all = ContactQuery::all();
            let three = first.clone().limit(3);
            shown(&contacts.list(&all, &three, &OPTIONS).await.unwrap())
        }
        "contacts/get.json" => {
            let id = ContactId::new("7300004");
            json!(contacts.get(&id, &OPTIONS).await.unwrap())
        }
        "cases/get.json" | "cases/get_all_fields.json" | "cases/get_number.json" => {
            let id = TicketId::new("1410001");
            json!(tickets.get(&id, &OPTIONS).await.unwrap())
        }
        "cases/list.json" | "cases/list_enveloped.json" => {
            let all = TicketQuery::all();
            shown(&tickets.list(&all, &first, &OPTIONS).await.unwrap())
        }
        "cases/activities.json" | "cases/activities_system_json.json" => {
            shown(&messages.list(&case, &first, &OPTIONS).await.unwrap())
        }
        "cases/tags.json" => {
            let query = TagQuery::scope(TagScope::Ticket);
            shown(&tags.list(&query, &first, &OPTIONS).await.unwrap())
        }
        "contact_groups/list.json" => {
            let query = TagQuery::scope(TagScope::Contact);
            shown(&tags.list(&query, &first, &OPTIONS).await.unwrap())
        }
        "queues/list.json" => shown(&directory.departments(&first, &OPTIONS).await.unwrap()),
        "queues/get.json" => {
            let id = DepartmentId::new("701");
            json!(directory.department(&id, &OPTIONS).await.unwrap())
        }
        "users/list.json" => shown(&directory.agents(&first, &OPTIONS).await.unwrap()),
        "users/get.json" => {
            let id = AgentId::new("6101");
            json!(directory.agent(&id, &OPTIONS).await.unwrap())
        }
        "channels/list.json" => shown(&directory.channels(&first, &OPTIONS).await.unwrap()),
        _ => panic!("{name} has no neutral meaning"),
    }
}

/// The fixtures that have a neutral meaning; the native client reads them all, see `decode_native`.
const NEUTRAL: [&str; 17] = [
    "contacts/list.json",
    "contacts/list_last_page.json",
    "contacts/get.json",
    "cases/get.json",
    "cases/get_all_fields.json",
    "cases/get_number.json",
    "cases/list.json",
    "cases/list_enveloped.json",
    "cases/activities.json",
    "cases/activities_system_json.json",
    "cases/tags.json",
    "contact_groups/list.json",
    "queues/list.json",
    "queues/get.json",
    "users/list.json",
    "users/get.json",
    "channels/list.json",
];

#[tokio::test]
async fn fixtures_have_a_neutral_meaning() {
    for name in NEUTRAL {
        let snapshot = name.replace('/', "_").replace(".json", "");
        let value = neutral(name).await;
        insta::assert_json_snapshot!(format!("neutral_{snapshot}"), value);
    }
}

#[tokio::test]
async fn words_nobody_knows_are_kept() {
    let case = json!({
        "id": 5, "status": "parked", "priority": "whenever", "source_channel": "Email",
        "user_id": 0, "tags": "fragile, refund",
    });
    let (client, _) = client(&Stub::json(&case));
    let ticket = client.tickets().get(&"5".into()).await.unwrap();
    assert_eq!(ticket.status.value, TicketStatus::Other("parked".into()));
    assert_eq!(ticket.status.category, StatusCategory::Unknown);
    assert_eq!(ticket.status.raw, "parked");
    let priority = TicketPriority::Other("whenever".into());
    assert_eq!(ticket.priority, Some(Priority::new(priority, "whenever")));
    let channel = ticket.channel.unwrap();
    assert_eq!(channel.kind.unwrap().as_str(), "email");
    assert_eq!(channel.raw.as_deref(), Some("Email"));
    assert_eq!(ticket.assignee, None);
    assert_eq!(ticket.tags.len(), 2);
    assert_eq!(ticket.vendor_data.to_value(), case);
    let wire: wire::Case = ticket.vendor_data.decode().unwrap();
    assert_eq!(wire.status.unwrap().as_str(), "parked");
}

#[tokio::test]
async fn dates_that_are_none_and_dates_of_cases_opened_again() {
    for none in [json!(null), json!(""), json!("1900-01-01T00:00:00")] {
        let case = json!({"id": 5, "status": "closed", "closed_at": none, "due_at": none});
        let (client, _) = client(&Stub::json(&case));
        let ticket = client.tickets().get(&"5".into()).await.unwrap();
        assert_eq!((ticket.closed_at, ticket.due_at), (None, None));
    }
    let case = json!({"id": 5, "status": "opened", "solved_at": "2031-05-05 17:00:00"});
    let (client, _) = client(&Stub::json(&case));
    let ticket = client.tickets().get(&"5".into()).await.unwrap();
    assert_eq!(ticket.closed_at, None);
}

#[tokio::test]
async fn an_answer_without_a_record_is_not_found() {
    for body in [
        "null",
        "{}",
        "[]",
        "",
        r#"{"data":null}"#,
        r#"{"data":{}}"#,
        r#"{"data":[]}"#,
    ] {
        let (client, _) = client(&Stub::new([Answer::text(200, body)]));
        let error = client.tickets().get(&"5".into()).await.unwrap_err();
        assert!(error.is_not_found(), "{body}: {error}");
        assert_eq!(error.operation(), Some("tickets.get"));
        assert!(error.attempts() >= 1);
    }
}

/// The word is looked for first; where it stands decides.
#[tokio::test]
async fn a_record_is_found_wherever_the_word_data_stands() {
    for body in [
        r#"{"id":5}"#,
        r#"{"id":5,"subject":"data"}"#,
        r#"{"id":5,"subject":"the \"data\" is gone"}"#,
        r#"{"id":5,"more":{"data":{"id":6}}}"#,
        r#" { "data" : {"id":5} } "#,
        r#"{"status":"ok","data":{"id":5,"more":{"data":null}},"id":6}"#,
    ] {
        let (client, _) = client(&Stub::new([Answer::text(200, body)]));
        let ticket = client.tickets().get(&"5".into()).await.unwrap();
        assert_eq!(ticket.id.as_str(), "5", "{body}");
    }
}

#[tokio::test]
async fn lists_come_in_every_envelope() {
    for body in [
        json!([{"id": 1}, {"id": 2}]),
        json!({"data": [{"id": 1}, {"id": "2"}]}),
        json!({"data": [{"id": 1}, {"id": 2}], "paging": {"next": "x", "page": 1, "limit": 100}}),
        json!({"data": [{"id": 1}, {"id": 2}], "pagination": {"page": 1, "total_items": 2}}),
    ] {
        let (desk, _) = desk(&Stub::json(&body));
        let list = desk
            .api()
            .cases()
            .list(&ListRequest::default())
            .await
            .unwrap();
        let ids: Vec<u64> = list.items.iter().map(|row| row.wire.id).collect();
        assert_eq!(ids, [1, 2], "{body}");
    }
    for body in [
        json!(null),
        json!([]),
        json!({"data": null}),
        json!({"data": []}),
    ] {
        let (desk, _) = desk(&Stub::json(&body));
        let list = desk
            .api()
            .cases()
            .list(&ListRequest::default())
            .await
            .unwrap();
        assert!(list.items.is_empty(), "{body}");
    }
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path() {
    let (desk, _) = desk(&Stub::json(
        &json!({"data": [{"id": 1}, {"id": "secret-x"}]}),
    ));
    let error = desk
        .api()
        .cases()
        .list(&ListRequest::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), helpdesk_core::ErrorKind::Decode);
    let text = error.to_string();
    assert!(text.contains("[1].id"), "{text}");
    assert!(!format!("{text} {error:?}").contains("secret-x"));
}
