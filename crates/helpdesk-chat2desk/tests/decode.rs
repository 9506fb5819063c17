//! Every documented answer decodes, into the vendor's types and into the neutral ones.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::{Fixture, all};
use helpdesk_chat2desk::api::{
    CloseRequest, ImportMessages, InboxClient, InboxMessage, List, ListClients, ListDialogs,
    ListMessages, ListOperators, ListPage, ListTickets, NewClient, NewMessage, NewOperator, NewTag,
    NewTagGroup, NewTemplate, NewTicket, NewWebhook, StatisticsQuery, UpdateClient, UpdateDialog,
    UpdateOperator, UpdateTicket, UpdateWebhook, WebAnalyticsQuery,
};
use helpdesk_chat2desk::convert::contacts::{Aliases, contact};
use helpdesk_chat2desk::convert::directory::{agent, channel, custom_field, department};
use helpdesk_chat2desk::convert::messages::{message, request_message, sent};
use helpdesk_chat2desk::convert::tags::tag;
use helpdesk_chat2desk::convert::tickets::{dialog, ticket};
use helpdesk_chat2desk::convert::webhooks::webhook;
use helpdesk_chat2desk::{Chat2Desk, wire};
use helpdesk_core::webhook::{Inbound, Verification, Verified};
use helpdesk_core::{CallOptions, Helpdesk, Timestamp};
use helpdesk_http::Kept;
use serde::Serialize;
use serde_json::{Value, json};

fn neutral<T, N: Serialize>(list: List<T>, convert: impl Fn(Kept<T>) -> N) -> Value {
    json!({
        "meta": format!("{:?}", list.meta),
        "rows": list.items.into_iter().map(convert).collect::<Vec<_>>(),
    })
}

/// A vendor's object by its `Debug`, which shows all but personal data.
fn native<T: std::fmt::Debug>(list: List<T>) -> Value {
    neutral(list, |row| format!("{:?}", row.wire))
}

fn aliases() -> Aliases {
    Aliases {
        email: None,
        document: Some("3".to_owned()),
    }
}

fn client(kept: Kept<wire::Client>) -> Value {
    json!(contact(kept, &aliases()))
}

async fn decoded(name: &str, desk: &Chat2Desk) -> Option<Value> {
    let api = desk.api();
    let page = ListPage::default();
    let group = name.split('/').next().unwrap();
    Some(match name {
        "clients/get" | "clients/get_full" => client(api.clients().get("1").await.unwrap()),
        "clients/create" => {
            let new = NewClient::builder().phone("9").transport("sms").build();
            client(api.clients().create(&new).await.unwrap())
        }
        "clients/update" | "clients/update_as_list" => {
            let update = UpdateClient::default();
            json!(api.clients().update("1", &update).await.unwrap())
        }
        "clients/dialogs" | "clients/dialogs_enveloped" => {
            let rows = api.clients().dialogs("1").await.unwrap();
            neutral(rows, |row| dialog(row, None))
        }
        "clients/transport" => native(api.clients().transport("1").await.unwrap()),
        "clients/questions" => native(api.clients().questions("1", None, None).await.unwrap()),
        "clients/last_question" => {
            json!(format!(
                "{:?}",
                api.clients().last_question("1").await.unwrap().wire
            ))
        }
        _ if group == "clients" => neutral(
            api.clients().list(&ListClients::default()).await.unwrap(),
            client,
        ),
        _ if group == "custom_client_fields" => neutral(
            api.custom_client_fields().list().await.unwrap(),
            custom_field,
        ),
        _ if group == "channels" => neutral(api.channels().list(page).await.unwrap(), channel),
        "messages/list" | "messages/list_enveloped" => neutral(
            api.messages().list(&ListMessages::default()).await.unwrap(),
            |row| message(row, None),
        ),
        "messages/get" | "messages/get_enveloped" => {
            json!(message(api.messages().get("1").await.unwrap(), None))
        }
        "messages/create" => {
            let new = NewMessage::builder().client_id("1").text("x").build();
            json!(sent(api.messages().create(&new).await.unwrap(), None))
        }
        "messages/inbox" => {
            let message = InboxMessage::builder()
                .channel_id("1")
                .from_client(InboxClient::default())
                .build();
            api.messages().inbox(&message).await.unwrap()
        }
        "messages/import" => {
            let messages = ImportMessages::builder()
                .client_id("1")
                .channel_id("1")
                .transport("vk")
                .messages(vec![])
                .build();
            json!(api.messages().import(&messages).await.unwrap())
        }
        "messages/read" => json!(api.messages().read("1").await.unwrap()),
        "messages/unread" => json!(api.messages().unread("1").await.unwrap()),
        "messages/set_status" => json!(api.messages().set_status("1", 6).await.unwrap()),
        "messages/transfer" => json!(api.messages().transfer("1", "2", None).await.unwrap()),
        "messages/transfer_to_group" => api
            .messages()
            .transfer_to_group("1", "2", None)
            .await
            .unwrap(),
        "requests/get" | "requests/get_enveloped" => {
            json!(format!("{:?}", api.requests().get("1").await.unwrap().wire))
        }
        "requests/messages" | "requests/messages_kinds" => {
            neutral(api.requests().messages("1").await.unwrap(), |row| {
                request_message(row, None)
            })
        }
        "requests/close" => {
            let which = CloseRequest::Request("1".to_owned());
            json!(api.requests().close(&which).await.unwrap())
        }
        "dialogs/list" | "dialogs/list_enveloped" => neutral(
            api.dialogs().list(&ListDialogs::default()).await.unwrap(),
            |row| dialog(row, None),
        ),
        "dialogs/get" | "dialogs/get_enveloped" => {
            json!(dialog(api.dialogs().get("1").await.unwrap(), None))
        }
        "dialogs/unanswered" => {
            json!(format!(
                "{:?}",
                api.dialogs().unanswered(9).await.unwrap().wire
            ))
        }
        "dialogs/update" => {
            let update = UpdateDialog::default();
            json!(api.dialogs().update("1", &update).await.unwrap())
        }
        "tags/get" | "tags/get_enveloped" => json!(tag(api.tags().get("1").await.unwrap())),
        "tags/list" | "tags/list_enveloped" => neutral(api.tags().list(page).await.unwrap(), tag),
        "tags/create" | "tags/create_as_object" => {
            let new = NewTag::builder().tag_group_id("1").tag_label("x").build();
            json!(tag(api.tags().create(&new).await.unwrap()))
        }
        "tags/assign_to" | "tags/assign_to_data_empty" => json!(
            api.tags()
                .assign_to(&[], helpdesk_chat2desk::api::AssigneeType::Client, "1")
                .await
                .unwrap()
        ),
        "tags/delete_from" => json!(
            api.tags()
                .delete_from("1", helpdesk_chat2desk::api::AssigneeType::Client, "1")
                .await
                .unwrap()
        ),
        "tag_groups/create" => {
            let new = NewTagGroup::builder().tag_group_name("x").build();
            json!(format!(
                "{:?}",
                api.tag_groups().create(&new).await.unwrap().wire
            ))
        }
        "tickets/get" => json!(ticket(api.tickets().get("1").await.unwrap())),
        "tickets/create" => {
            let new = NewTicket::builder()
                .summary("x")
                .description("x")
                .priority(1)
                .build();
            json!(ticket(api.tickets().create(&new).await.unwrap()))
        }
        "tickets/update" => {
            let update = UpdateTicket::default();
            json!(ticket(api.tickets().update("1", &update).await.unwrap()))
        }
        "tickets/delete" => json!(api.tickets().delete("1").await.unwrap()),
        _ if group == "tickets" => neutral(
            api.tickets().list(&ListTickets::default()).await.unwrap(),
            ticket,
        ),
        "operators/list" | "operators/list_old" => neutral(
            api.operators()
                .list(&ListOperators::default())
                .await
                .unwrap(),
            agent,
        ),
        "operators/create" => {
            let new = NewOperator::builder()
                .email("x")
                .access_rights_id("1")
                .build();
            json!(agent(api.operators().create(&new).await.unwrap()))
        }
        "operators/update" => {
            let update = UpdateOperator::default();
            json!(api.operators().update("1", &update).await.unwrap())
        }
        "operators/statuses" => native(api.operators().statuses().await.unwrap()),
        "operators_groups/list" => {
            neutral(api.operators_groups().list().await.unwrap(), department)
        }
        "access_rights/list" => native(api.access_rights().list().await.unwrap()),
        "access_rights/get" => {
            json!(format!(
                "{:?}",
                api.access_rights().get("1").await.unwrap().wire
            ))
        }
        "webhook_subscriptions/get" => json!(webhook(api.webhooks().get("1").await.unwrap())),
        "webhook_subscriptions/create" => {
            let new = NewWebhook::builder().url("x").events(vec![]).build();
            json!(webhook(api.webhooks().create(&new).await.unwrap()))
        }
        "webhook_subscriptions/update" => {
            let update = UpdateWebhook::builder().url("x").build();
            json!(api.webhooks().update("1", &update).await.unwrap())
        }
        "webhook_subscriptions/delete" => json!(api.webhooks().delete("1").await.unwrap()),
        _ if group == "webhook_subscriptions" => {
            neutral(api.webhooks().list().await.unwrap(), webhook)
        }
        "companies/api_info" | "companies/api_info_old" => json!({
            "account": desk.check(&CallOptions::new()).await.unwrap(),
            "wire": format!("{:?}", api.companies().api_info().await.unwrap().wire),
        }),
        "companies/info" => json!(format!("{:?}", api.companies().info().await.unwrap().wire)),
        "companies/update" => json!(api.companies().update(&[].into()).await.unwrap()),
        "companies/switch_mode" => json!(api.companies().switch_mode("online").await.unwrap()),
        "countries/list" => native(api.countries().list(page).await.unwrap()),
        "regions/list" => native(api.regions().list(page).await.unwrap()),
        "help/api_modes" => native(api.help().api_modes().await.unwrap()),
        "help/message_types" => native(api.help().message_types().await.unwrap()),
        "help/dialog_states" => json!(api.help().dialog_states().await.unwrap()),
        "help/roles" => json!(api.help().roles().await.unwrap()),
        "help/transports" => json!(api.help().transports().await.unwrap()),
        "help/tickets" => json!(format!("{:?}", api.help().tickets().await.unwrap().wire)),
        "gateway/delete_outbox" => json!(api.gateway().delete_outbox().await.unwrap()),
        "qr_decode/create" => api.qr_decode().create("x").await.unwrap(),
        "scenarios/menu_items" => native(api.scenarios().menu_items(None).await.unwrap()),
        "scenarios/send_menu_item" => api.scenarios().send_menu_item("1", None).await.unwrap(),
        "templates/get" => json!(format!(
            "{:?}",
            api.templates().get("1").await.unwrap().wire
        )),
        "templates/list" | "templates/list_old" => {
            native(api.templates().list(page).await.unwrap())
        }
        "templates/create" => {
            let new = NewTemplate::builder().name("x").build();
            json!(format!(
                "{:?}",
                api.templates().create(&new).await.unwrap().wire
            ))
        }
        "templates/update" => {
            let new = NewTemplate::builder().name("x").build();
            api.templates().update("1", &new).await.unwrap()
        }
        "templates/delete" => json!(api.templates().delete("1").await.unwrap()),
        "templates_groups/list" => native(api.templates_groups().list(page).await.unwrap()),
        "templates_groups/get" => {
            json!(format!(
                "{:?}",
                api.templates_groups().get("1").await.unwrap().wire
            ))
        }
        "templates_groups/create" => api.templates_groups().create("x").await.unwrap(),
        "templates_groups/update" => api.templates_groups().update("1", "x").await.unwrap(),
        "templates_groups/delete" => json!(api.templates_groups().delete("1").await.unwrap()),
        "web_analytics_data/list" => native(
            api.web_analytics_data()
                .list(&WebAnalyticsQuery::default())
                .await
                .unwrap(),
        ),
        _ if group == "statistics" => {
            let query = StatisticsQuery::builder()
                .report("rating")
                .date("2031-05-05")
                .build();
            neutral(api.statistics().list(&query).await.unwrap(), |row| row.wire)
        }
        _ => return None,
    })
}

#[tokio::test]
async fn answers() {
    let mut shown = serde_json::Map::new();
    for name in all() {
        let fixture = Fixture::load(&name);
        let group = name.split('/').next().unwrap();
        // Failures are in tests/errors.rs, deliveries below.
        let fails = fixture.status >= 400
            || ["errors", "webhooks"].contains(&group)
            || ["tickets/delete_not_found", "statistics/error"].contains(&name.as_str());
        if fails {
            continue;
        }
        let Some(value) = decoded(&name, &fixture.desk()).await else {
            panic!("no call is known for the fixture {name}");
        };
        shown.insert(name, value);
    }
    let mut groups: BeforeSplit = BeforeSplit::new();
    for (name, value) in shown {
        let (group, rest) = name.split_once('/').unwrap();
        groups
            .entry(group.to_owned())
            .or_default()
            .insert(rest.to_owned(), value);
    }
    for (group, values) in groups {
        insta::assert_json_snapshot!(format!("answers__{group}"), values);
    }
}

type BeforeSplit = std::collections::BTreeMap<String, serde_json::Map<String, Value>>;

#[test]
fn deliveries() {
    let desk = common::desk(common::Canned::new(500, "").transport());
    let receiver = desk.receiver().unwrap();
    let at: Timestamp = common::NOW.parse().unwrap();
    let mut shown = serde_json::Map::new();
    let mut keys = BTreeSet::new();
    for name in all() {
        let Some(short) = name.strip_prefix("webhooks/") else {
            continue;
        };
        let fixture = Fixture::load(&name);
        let inbound = Inbound::new(fixture.headers.clone(), fixture.body.clone());
        let signed = inbound.headers.contains_key("x-signature");
        let verified = if signed {
            receiver.verify(inbound).unwrap()
        } else {
            let vendor = receiver.vendor().clone();
            Verified::vouch(inbound, vendor, Verification::None, at)
        };
        let events = receiver.parse(&verified).unwrap();
        let [event] = events.as_slice() else {
            panic!("{name}: {} events", events.len());
        };
        // The signed one is the same event as another.
        assert!(
            keys.insert(event.dedupe_key.clone()) || signed || short.contains("inbox"),
            "{name}: {} is the key of another event",
            event.dedupe_key
        );
        let mut value = json!(event);
        value.as_object_mut().unwrap().remove("data");
        shown.insert(short.to_owned(), value);
    }
    insta::assert_json_snapshot!(shown);
}

/// What the vendor may come to say and nobody knows yet is kept as it is.
#[tokio::test]
async fn unknown_words_survive() {
    let body =
        r#"{"data":{"id":"TICK-5","status":9,"priority":"7","summary":"x","description":"y"}}"#;
    let desk = common::desk(common::Canned::new(200, body).transport());
    let read = ticket(desk.api().tickets().get("5").await.unwrap());
    assert_eq!(read.status.value.as_str(), "9");
    assert_eq!(read.status.category.as_str(), "unknown");
    assert_eq!(read.priority.unwrap().value.as_str(), "7");

    let body = r#"{"data":{"id":5,"type":"sticker","state":"asleep","transport":"pigeon"}}"#;
    let desk = common::desk(common::Canned::new(200, body).transport());
    let read = message(desk.api().messages().get("5").await.unwrap(), None);
    assert_eq!(read.direction.as_str(), "sticker");
    let read = dialog(desk.api().dialogs().get("5").await.unwrap(), None);
    assert_eq!(read.status.raw, "asleep");
}
