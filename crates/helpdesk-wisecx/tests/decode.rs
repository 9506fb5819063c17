//! Every fixture decodes, into what the vendor's documentation says it means.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Debug;

use common::{Answer, Stub, client, desk, fixture, fixtures};
use helpdesk_core::{
    AgentId, ContactId, ContactQuery, DepartmentId, MessageTarget, Page, PageRequest, Priority,
    Result, StatusCategory, TagQuery, TagScope, TicketId, TicketPriority, TicketQuery,
    TicketStatus,
};
use helpdesk_core::{CallOptions, Helpdesk};
use helpdesk_wisecx::WiseCx;
use helpdesk_wisecx::api::ListRequest;
use helpdesk_wisecx::wire;
use serde_json::{Value, json};

const OPTIONS: CallOptions = CallOptions::new();

fn shown<T: serde::Serialize>(page: &Page<T>) -> Value {
    json!({ "items": page.items, "more": page.next.is_some(), "total": page.total })
}

/// What a desk makes of a fixture, in neutral terms.
async fn neutral(name: &str) -> Option<Value> {
    let (desk, _) = desk(&Stub::new([fixture(name)]));
    let first = PageRequest::first();
    let (contacts, tickets) = (desk.contacts().unwrap(), desk.tickets().unwrap());
    let (tags, messages) = (desk.tags().unwrap(), desk.messages().unwrap());
    let directory = desk.directory().unwrap();
    let case = MessageTarget::Ticket(TicketId::new("1410001"));
    let value = match name {
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
        _ => return None,
    };
    Some(value)
}

/// What the native client makes of a fixture. `Debug` of wire types shows no personal data.
async fn native(name: &str) -> Option<String> {
    let (desk, _) = desk(&Stub::new([fixture(name)]));
    let all = ListRequest::default();
    let api = desk.api();
    let text = match name {
        "analytics/export.json" => {
            let input = wire::ExportInput::builder().build();
            one(api.analytics().export(1, &input).await)
        }
        "analytics/status.json" | "analytics/status_not_found.json" => {
            one(api.analytics().status("x").await)
        }
        "assistants/execute.json" => {
            let input = wire::IntentInput::builder().case_id(1).build();
            one(api.assistants().execute(1, &input).await)
        }
        "cases/activity.json" => one(api.cases().activity(1, 2).await),
        "cases/create.json" | "cases/update.json" => {
            let update = wire::CaseUpdate::builder().build();
            one(api.cases().update(1, &update).await)
        }
        "cases/delete.json" => format!("{:?}", api.cases().delete(1).await.unwrap()),
        "cases/types.json" => rows(api.cases().types(&all).await),
        "contacts/create.json" | "contacts/update.json" => {
            let input = wire::ContactInput::builder().build();
            one(api.contacts().update(1, &input).await)
        }
        "contacts/delete.json" => format!("{:?}", api.contacts().delete(1).await.unwrap()),
        "contact_groups/add_contact.json" => {
            format!(
                "{:?}",
                api.contact_groups().add_contact(1, 2).await.unwrap()
            )
        }
        "contact_groups/remove_contact.json" => {
            format!(
                "{:?}",
                api.contact_groups().remove_contact(1, 2).await.unwrap()
            )
        }
        "contact_groups/create.json" => {
            let group = wire::NewGroup::builder().name("g").build();
            one(api.contact_groups().create(&group).await)
        }
        "meli/order.json" => one(api.meli().order(1).await),
        "organizations/list.json" => rows(api.organizations().list(&all).await),
        "organizations/create.json" | "organizations/update.json" => {
            let input = wire::OrganizationInput::builder().build();
            one(api.organizations().update(1, &input).await)
        }
        "organizations/delete.json" => {
            format!("{:?}", api.organizations().delete(1).await.unwrap())
        }
        "orders/create.json" | "orders/update.json" => {
            let update = wire::OrderUpdate::builder().build();
            one(api.orders().update(1, &update).await)
        }
        "orders/list.json" => rows(api.orders().list(&all).await),
        "queues/create.json" => {
            let queue = wire::NewQueue::builder().name("q").build();
            one(api.queues().create(&queue).await)
        }
        "queues/is_open.json" => one(api.business_hours().is_open(None).await),
        "queues/put_users.json" => one(api.queues().put_users(1, &[]).await),
        "queues/remove_user.json" => {
            format!("{:?}", api.queues().remove_user(1, 2).await.unwrap())
        }
        "queues/remove_users.json" => one(api.queues().remove_users(1, &[2]).await),
        "surveys/list.json" => rows(api.surveys().list(&all).await),
        "surveys/questions.json" => rows(api.surveys().questions(1, &all).await),
        "surveys/responses.json" | "surveys/responses_none.json" => {
            rows(api.surveys().responses(1, &all).await)
        }
        "users/create.json" => {
            let user = wire::NewUser::builder().user_name("u").build();
            one(api.users().create(&user).await)
        }
        "users/put_queues.json" => one(api.users().put_queues(1, &[]).await),
        "users/remove_queues.json" => one(api.users().remove_queues(1, &[]).await),
        "whatsapp_templates/list.json" => rows(api.whatsapp_templates().list(&all).await),
        _ => return nitro(&desk, name).await,
    };
    Some(text)
}

async fn nitro(desk: &WiseCx, name: &str) -> Option<String> {
    let (all, nitro) = (ListRequest::default(), desk.api().nitro());
    let message = || {
        wire::TransactionalSend::builder()
            .channels(vec![])
            .campaign_id(1)
            .contact(wire::TransactionalContact::default())
            .build()
    };
    let text = match name {
        "nitro/activate.json" => one(nitro.activate("1").await),
        "nitro/cancel_send.json" => one(nitro.cancel_send("1").await),
        "nitro/delete.json" => one(nitro.delete("1").await),
        "nitro/send.json" => one(nitro.send("1").await),
        "nitro/stop.json" => one(nitro.stop("1").await),
        "nitro/schedule.json" => {
            let when = wire::ScheduleInput::at("2031-05-06 10:00:00");
            one(nitro.schedule("1", &when).await)
        }
        "nitro/campaign.json" => one(nitro.campaign("1").await),
        "nitro/campaigns.json" => rows(nitro.campaigns(&all).await),
        "nitro/create_campaign.json" | "nitro/update_campaign.json" => {
            let update = wire::CampaignUpdate::builder().name("c").build();
            one(nitro.update_campaign("1", &update).await)
        }
        "nitro/create_message.json" | "nitro/update_message.json" => {
            one(nitro.update_message("1", "2", &json!({})).await)
        }
        "nitro/message_contacts.json" => rows(nitro.message_contacts("1", "2", &all).await),
        "nitro/request_detail.json" => one(nitro.request("em-1").await),
        "nitro/transactional_send.json" => rows(nitro.send_transactional("1", &message()).await),
        "nitro/transactional_send_bulk.json" => {
            rows(nitro.send_transactional_bulk(&[message()]).await)
        }
        _ => return None,
    };
    Some(text)
}

fn one<T: Debug>(answer: Result<helpdesk_http::Kept<T>>) -> String {
    format!("{:#?}", answer.unwrap().wire)
}

fn rows<T: Debug>(answer: Result<helpdesk_wisecx::api::List<T>>) -> String {
    let list = answer.unwrap();
    let wires: Vec<&T> = list.items.iter().map(|kept| &kept.wire).collect();
    format!(
        "page {:?}, limit {:?}, total {:?}\n{wires:#?}",
        list.page, list.limit, list.total
    )
}

/// The fixtures, as `folder/file.json`; errors and deliveries have tests of their own.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in std::fs::read_dir(fixtures()).unwrap() {
        let folder = folder.unwrap().path();
        let area = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if !folder.is_dir() || area == "errors" || area == "webhooks" {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            names.insert(format!("{area}/{file}"));
        }
    }
    names
}

#[tokio::test]
async fn every_fixture_is_read() {
    let mut unread = Vec::new();
    for name in names() {
        let snapshot = name.replace('/', "_").replace(".json", "");
        if let Some(value) = neutral(&name).await {
            insta::assert_json_snapshot!(format!("neutral_{snapshot}"), value);
        } else if let Some(text) = native(&name).await {
            insta::assert_snapshot!(format!("wire_{snapshot}"), text);
        } else if name != "authentication/authenticate.json" {
            unread.push(name);
        }
    }
    assert!(unread.is_empty(), "nobody reads {unread:?}");
    // The token of this one is a secret: only that it is read can be shown.
    let answer = fixture("authentication/authenticate.json");
    let read: wire::Authenticated = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(read.status.as_deref(), Some("ok"));
    assert!(read.token.is_some());
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
